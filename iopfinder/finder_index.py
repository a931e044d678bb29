"""Listings in, columns that a browser can search out: yes and no as bit sets, a bit for a track.

A row is a track of a program (a program without tracks has one row). For each facet and term there
are sets of rows: those that say yes, those that say no, and those for which the facility alone says
yes; the others have not stated it. All of degrees, `others`, broader terms, twins, scope and shelf
lives is decided here, once, by `says`: an `Entry` is what one listing says, and any number of
entries make a cell.
"""

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from iopfinder.checklist import facts_given
from iopfinder.facts import value_at
from iopfinder.forms import Span
from iopfinder.listing import Listing, ages_of, is_by_video, meetings_of
from iopfinder.needs import SWITCHING, hours_range, untimed_days
from iopfinder.program import PARTS, Program, Track
from iopfinder.program_facts import provider_name
from iopfinder.says import FACETS, Answer, answers_of_track, tracks_of
from iopfinder.schedule import DAYS, sessions
from iopfinder.truth import is_federal
from iopfinder.vocabulary import Vocabulary

__all__ = ["Columns", "Entry", "Row", "cell", "columns", "entry"]

Columns = dict[str, object]
Number = int | float


@dataclass(frozen=True, slots=True)
class Row:
    """What one track says, whatever is asked; `track` is -1 for a program that names no tracks.

    `yes`, `no` and `house` hold keys as condition/ptsd, sorted.
    """

    track: int
    name: str | None
    ages: tuple[Number, Number | None] | None
    hours: tuple[Number, Number | None] | None
    times: Mapping[str, object] | None
    yes: tuple[str, ...]
    no: tuple[str, ...]
    house: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one listing says, and what its card shows.

    `facility`: its facts are of the whole facility. `zone` is the clock of its times. `switch` is
    what it says of moving between its tracks. `point` is where it lies, None without an address;
    `states` are those that it serves online.
    """

    slug: str
    facility: bool
    zone: str | None
    switch: str | None
    state: str
    point: tuple[float, float] | None
    states: tuple[str, ...]
    rows: tuple[Row, ...]
    card: Mapping[str, object]


# One listing


def entry(listing: Listing, vocabulary: Vocabulary, today: date) -> Entry:
    """What a listing says to every term, track by track, and its card."""
    program, place = listing.program, listing.place
    point = (place.latitude, place.longitude) if place else None
    states: tuple[str, ...] = value_at(program, ("telehealth", "states")) or ()
    return Entry(
        listing.slug,
        program.scope == "facility",
        listing.zone,
        _switch(program),
        program.location.state if program.location else "",
        point,
        states,
        tuple(
            _row(-1 if track is None else index, program, track, vocabulary, today)
            for index, track in enumerate(tracks_of(program))
        ),
        _card(listing, point, states),
    )


def _row(
    index: int, program: Program, track: Track | None, vocabulary: Vocabulary, today: date
) -> Row:
    said: dict[Answer, list[str]] = {Answer.YES: [], Answer.NO: []}
    for facet in FACETS:
        if facet.id == "age":
            continue  # one number against years: the range itself is a column
        answers = answers_of_track(program, track, facet, vocabulary=vocabulary, today=today)
        for term, answer in answers:
            said[answer].append(f"{facet.id}/{term}")
    yes, no = tuple(sorted(said[Answer.YES])), tuple(sorted(said[Answer.NO]))
    facility = program.scope == "facility"
    return Row(
        index,
        track.name if track else None,
        _span(ages_of(program, track)),
        _span(hours_range(program, track)),
        _times(program, track),
        () if facility else yes,
        no,
        yes if facility else (),
    )


def _switch(program: Program) -> str | None:
    stated: str | None = value_at(program, ("schedule", "switch_tracks"))
    return None if stated is None else _SAID[SWITCHING[stated]]


_SAID: Final[Mapping[Answer, str]] = {
    Answer.YES: "yes",
    Answer.NOT_STATED: "ask",
    Answer.NO: "no",
}


def _span(span: Span | None) -> tuple[Number, Number | None] | None:
    if span is None:
        return None
    return _short(span.low), None if span.high is None else _short(span.high)


def _short(number: float) -> Number:
    """9 rather than 9.0, which is a byte or two longer in every cell."""
    return int(number) if number == int(number) else number


def _times(program: Program, track: Track | None) -> dict[str, object] | None:
    meetings = meetings_of(track) if track else ()
    if track is None or not meetings:
        return None
    return {
        "sessions": sessions(meetings),
        "untimedDays": [DAYS.index(day) for day in untimed_days(meetings)],
        "attend": None if track.attend is None else int(track.attend),
        "video": is_by_video(program, track),
    }


def _card(
    listing: Listing, point: tuple[float, float] | None, states: tuple[str, ...]
) -> dict[str, object]:
    """What a result shows that no language changes."""
    program, location = listing.program, listing.program.location
    given = [facts_given(program, part) for part in PARTS]
    return {
        "name": program.name,
        "provider": provider_name(listing),
        "city": location.city if location else "",
        "state": location.state if location else "",
        "at": point,
        "online": states,
        "marks": list(_marks(program)),
        "confirmed": program.confirmed.date.isoformat() if program.confirmed else None,
        "given": [[part.given, part.of] for part in given],
        "summary": program.summary or "",
    }


_STATUS_MARKS: Final = ("paused", "closed", "merged")


def _marks(program: Program) -> Iterator[list[str | None]]:
    """Why to doubt a listing, as `truth` words it; the browser tells the age of a confirmation."""
    if program.example:
        yield ["example"]
    if program.status in _STATUS_MARKS:
        yield [program.status, program.status_since.isoformat() if program.status_since else None]
    if program.confirmed is None:
        if program.imported is not None:
            kind = "imported" if is_federal(program.imported) else "copied"
            yield [kind, program.imported.edition]
        elif not program.example:
            yield ["unconfirmed"]


# Many listings


def columns(listings: Sequence[Listing], vocabulary: Vocabulary, today: date) -> Columns:
    """One cell of these listings."""
    return cell([entry(listing, vocabulary, today) for listing in listings])


def cell(entries: Sequence[Entry]) -> Columns:
    """One cell of the index, as JSON holds it.

    By program: `programs` (slug, and whether its facts are of the facility), `zones`, `switch`
    (what it says of moving between its tracks: yes, ask, no, or null), `cards`. By row: `rows`
    (program and track index, -1 without tracks), `tracks` (names), `ages` and `hours` ([low, high],
    high null when open, or null), `times` (sessions and untimed days, `attend` and `video`, or
    null). `yes`, `no` and `house`: base64 of bit sets by facet/term, row 0 in the lowest bit of the
    first byte.
    """
    rows = [(number, row) for number, each in enumerate(entries) for row in each.rows]
    return {
        "programs": [[each.slug, each.facility] for each in entries],
        "zones": [each.zone for each in entries],
        "switch": [each.switch for each in entries],
        "cards": [each.card for each in entries],
        "rows": [[number, row.track] for number, row in rows],
        "tracks": [row.name for _, row in rows],
        "ages": [row.ages for _, row in rows],
        "hours": [row.hours for _, row in rows],
        "times": [row.times for _, row in rows],
        "yes": _sets([row.yes for _, row in rows]),
        "no": _sets([row.no for _, row in rows]),
        "house": _sets([row.house for _, row in rows]),
    }


def _sets(keys: Sequence[Iterable[str]]) -> dict[str, str]:
    """For each key the set of the rows that hold it."""
    found: defaultdict[str, bytearray] = defaultdict(lambda: bytearray((len(keys) + 7) // 8))
    for row, held in enumerate(keys):
        for key in held:
            found[key][row // 8] |= 1 << row % 8
    return {key: base64.b64encode(bits).decode("ascii") for key, bits in sorted(found.items())}
