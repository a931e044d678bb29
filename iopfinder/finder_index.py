"""Listings in, columns that a browser can search out: yes and no as bit sets, a bit for a track.

A row is a track of a program (a program without tracks has one row). For each facet and term there
are two sets of rows, those that say yes and those that say no; the others have not stated it. All
of degrees, `others`, broader terms, twins, scope and shelf lives is decided here, once, by `says`.
"""

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from iopfinder.forms import Span
from iopfinder.listing import Listing, ages_of, meetings_of
from iopfinder.needs import hours_range, untimed_days
from iopfinder.program import Program, Track
from iopfinder.says import FACETS, Answer, track_answer, tracks_of
from iopfinder.schedule import DAYS, sessions
from iopfinder.vocabulary import Vocabulary

__all__ = ["Columns", "columns"]

Columns = dict[str, object]


def columns(listings: Sequence[Listing], vocabulary: Vocabulary, today: date) -> Columns:
    """One cell of the index, as JSON holds it.

    `programs`: slug and whether its facts are of the facility. `rows`: program and track index
    (-1 without tracks). `ages`, `hours`: [low, high], high null when open, or null. `times`:
    sessions and untimed days of a row, `attend` and `video`, or null. `yes` and `no`: base64 of
    bit sets by facet/term, row 0 in the lowest bit of the first byte.
    """
    rows = [
        (number, index, listing.program, track)
        for number, listing in enumerate(listings)
        for index, track in enumerate(tracks_of(listing.program))
    ]
    yes: defaultdict[str, set[int]] = defaultdict(set)
    no: defaultdict[str, set[int]] = defaultdict(set)
    for row, (_number, _index, program, track) in enumerate(rows):
        for key, answer in _answers(program, track, vocabulary, today):
            if answer is not Answer.NOT_STATED:
                (yes if answer is Answer.YES else no)[key].add(row)
    return {
        "programs": [[listing.slug, listing.program.scope == "facility"] for listing in listings],
        "rows": [[number, -1 if track is None else index] for number, index, _, track in rows],
        "ages": [_span(ages_of(program, track)) for _, _, program, track in rows],
        "hours": [_span(hours_range(program, track)) for _, _, program, track in rows],
        "times": [_times(track) for _, _, _, track in rows],
        "yes": {key: _bits(found, len(rows)) for key, found in sorted(yes.items())},
        "no": {key: _bits(found, len(rows)) for key, found in sorted(no.items())},
    }


def _answers(
    program: Program, track: Track | None, vocabulary: Vocabulary, today: date
) -> Iterator[tuple[str, Answer]]:
    for facet in FACETS:
        if facet.id == "age":
            continue  # one number against years: the range itself is a column
        for term in vocabulary.ids(facet.vocabulary):
            answer = track_answer(program, track, facet, term, vocabulary=vocabulary, today=today)
            yield f"{facet.id}/{term}", answer


def _span(span: Span | None) -> list[float | None] | None:
    return None if span is None else [span.low, span.high]


def _times(track: Track | None) -> dict[str, object] | None:
    meetings = meetings_of(track) if track else ()
    if track is None or not meetings:
        return None
    return {
        "sessions": sessions(meetings),
        "untimedDays": [DAYS.index(day) for day in untimed_days(meetings)],
        "attend": None if track.attend is None else int(track.attend),
        "video": track.format == "telehealth",
    }


def _bits(rows: Iterable[int], count: int) -> str:
    packed = bytearray((count + 7) // 8)
    for row in rows:
        packed[row // 8] |= 1 << row % 8
    return base64.b64encode(bytes(packed)).decode("ascii")
