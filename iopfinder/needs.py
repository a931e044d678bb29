"""What a family needs in; what a program says to each need, and to all of them at once, out.

The reference for the finder. Needs that a track can state are asked of one track together: a
program's answer is the best over its tracks of the worst over the needs (no < not stated < yes).
Never a score, and never a word on which treatment is right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from iopfinder.facts import value_at
from iopfinder.forms import Span
from iopfinder.listing import ages_of, hours_of, is_by_video, meetings_of
from iopfinder.program import Program, Track
from iopfinder.says import FACETS, Answer, Facet, stated_answer, tracks_of, within_scope
from iopfinder.schedule import DAY, DAYS, WEEK, Interval, Meeting, sessions, shifted
from iopfinder.vocabulary import Vocabulary

__all__ = [
    "ALL_OF",
    "SWITCHING",
    "Need",
    "Needs",
    "Verdict",
    "free_answer",
    "hours_range",
    "untimed_days",
    "verdict",
]

ALL_OF: Final = frozenset(["condition", "group", "access", "medication", "language"])
"""Facets in which a person has all that they choose; in the others one of the choices will do."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a family has chosen.

    `terms` holds the chosen terms of each facet; `age` is in years; `hours` is a range of hours a
    week; `free` are half-open minutes of the week in the reader's own time, `travel` the minutes
    of one way. `shift` is how many minutes the reader's clock is ahead of the program's, None when
    one of the two is not known: it moves sessions by video. `changing`: the reader's shifts change.
    """

    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    age: float | None = None
    hours: Span | None = None
    free: tuple[Interval, ...] = ()
    travel: int = 0
    shift: int | None = 0
    changing: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """One need as a card names it: a facet and the terms of which one, or each, is asked for."""

    facet: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a program says: to all needs, and to each, by the track that says most.

    `track` is that track's index, None for a program that names no tracks. `house` are those of
    `ask` to which the facility as a whole says yes.
    """

    answer: Answer
    track: int | None
    yes: tuple[Need, ...]
    ask: tuple[Need, ...]
    no: tuple[Need, ...]
    house: tuple[Need, ...] = ()


Said = tuple[Need, Answer]
"""A need and what is written of it."""


def verdict(program: Program, needs: Needs, vocabulary: Vocabulary, today: date) -> Verdict:
    """What the program says; of equal tracks the first counts."""
    tracks = tracks_of(program)
    written = [tuple(_written(program, track, needs, vocabulary, today)) for track in tracks]
    said = [
        tuple((need, within_scope(program, answer)) for need, answer in each) for each in written
    ]
    best = max(range(len(tracks)), key=lambda index: (*_standing(said[index]), -index))
    of_facility = _those(written[best], Answer.YES) if program.scope == "facility" else ()
    return Verdict(
        _standing(said[best])[0],
        None if tracks[best] is None else best,
        _those(said[best], Answer.YES),
        _those(said[best], Answer.NOT_STATED),
        _those(said[best], Answer.NO),
        of_facility,
    )


def _standing(said: Sequence[Said]) -> tuple[Answer, int]:
    """The worst answer of a track, and how many of its answers are yes."""
    answers = [answer for _, answer in said]
    return min(answers, default=Answer.YES), answers.count(Answer.YES)


def _those(said: Sequence[Said], wanted: Answer) -> tuple[Need, ...]:
    return tuple(need for need, answer in said if answer is wanted)


def _written(
    program: Program, track: Track | None, needs: Needs, vocabulary: Vocabulary, today: date
) -> Iterator[Said]:
    """Each need and what is written of one track, in the order of the facets."""
    for facet in FACETS:
        if facet.id == "age" and needs.age is not None:
            yield Need("age"), _age_answer(program, track, needs.age)
        for need in _asked(facet, needs):
            answers = (
                stated_answer(program, track, facet, term, vocabulary=vocabulary, today=today)
                for term in need.terms
            )
            yield need, max(answers)
    if needs.hours is not None:
        yield Need("hours"), _hours_answer(program, track, needs.hours)
    if needs.free:
        yield Need("free"), free_answer(program, track, needs)
    if needs.changing:
        yield Need("shifts"), change_answer(program, needs)


def _asked(facet: Facet, needs: Needs) -> Iterator[Need]:
    """The needs of one facet: one for each term where all are needed, else one for all terms."""
    terms = needs.terms.get(facet.id, ())
    if facet.id in ALL_OF:
        yield from (Need(facet.id, (term,)) for term in terms)
    elif terms:
        yield Need(facet.id, terms)


def _age_answer(program: Program, track: Track | None, age: float) -> Answer:
    stated = ages_of(program, track)
    if stated is None:
        return Answer.NOT_STATED
    return Answer.YES if stated.holds(age) else Answer.NO


def _hours_answer(program: Program, track: Track | None, asked: Span) -> Answer:
    """Stated hours inside the asked range: yes; partly inside: ask; outside: no."""
    stated = hours_range(program, track)
    if stated is None:
        return Answer.NOT_STATED
    if not stated.meets(asked):
        return Answer.NO
    return Answer.YES if stated.lies_in(asked) else Answer.NOT_STATED


def hours_range(program: Program, track: Track | None) -> Span | None:
    """Hours a week of a track: its own, those of its sessions, else the listing's."""
    own = (track.hours_per_week or hours_of(track)) if track else None
    shared: Span | None = value_at(program, ("structure", "hours_per_week"))
    return own or shared


# Times


def free_answer(program: Program, track: Track | None, needs: Needs) -> Answer:
    """Whether a track's sessions lie in the reader's free time, the way there and back included.

    With `attend`, as many sessions as that must lie in it, else all. Days known and times not: no
    when the days alone do not do, else not stated. By video there is no way, and the
    reader's free time is put on the program's clock; when that is not known, ask.
    """
    meetings = meetings_of(track) if track else ()
    if track is None or not meetings:
        return Answer.NOT_STATED
    video = is_by_video(program, track)
    shift = needs.shift if video else 0
    if shift is None:
        return Answer.NOT_STATED
    travel = 0 if video else needs.travel
    free = shifted(needs.free, -shift)
    timed = [
        session
        for session in sessions(meetings)
        if _lies_in((session[0] - travel, session[1] + travel), free)
    ]
    possible = [day for day in untimed_days(meetings) if _is_partly_free(day, free)]
    total = len(sessions(meetings)) + len(untimed_days(meetings))
    asked = min(int(track.attend or total), total)
    if len(timed) >= asked:
        return Answer.YES
    return Answer.NO if len(timed) + len(possible) < asked else Answer.NOT_STATED


SWITCHING: Final[Mapping[str, Answer]] = {
    "week-to-week": Answer.YES,
    "by-request": Answer.NOT_STATED,
    "no": Answer.NO,
}
"""What `schedule.switch_tracks` says to a person whose shifts change; on request: ask."""


def change_answer(program: Program, needs: Needs) -> Answer:
    """Whether one whose shifts change can come: as the program says of moving between its tracks.

    Where it does not say, yes with two tracks whose different times both lie in the free time.
    """
    stated: str | None = value_at(program, ("schedule", "switch_tracks"))
    if stated is not None:
        return SWITCHING[stated]
    fitting = {
        tuple(sessions(meetings_of(track)))
        for track in tracks_of(program)
        if track is not None
        and (not needs.free or free_answer(program, track, needs) is Answer.YES)
    }
    return Answer.YES if len(fitting - {()}) > 1 else Answer.NOT_STATED


def untimed_days(meetings: Sequence[Meeting]) -> list[str]:
    """The day of each session whose time is not stated."""
    return [day for meeting in meetings if meeting.clock is None for day in meeting.days]


def _lies_in(session: Interval, free: Sequence[Interval]) -> bool:
    """True when a window holds the whole session; Sunday's end joins Monday's start."""
    windows = _joined(free)
    start = session[0] % WEEK
    end = start + session[1] - session[0]
    return any(low <= start and end <= high for low, high in windows) or any(
        low <= start + WEEK and end + WEEK <= high for low, high in windows
    )


def _joined(free: Sequence[Interval]) -> list[Interval]:
    """Windows in order; one that ends with the week goes on in the window that begins it."""
    windows = list(free)
    if windows and windows[0] == (0, WEEK):
        return [(0, 2 * WEEK)]
    if len(windows) > 1 and windows[0][0] == 0 and windows[-1][1] == WEEK:
        windows[-1] = (windows[-1][0], WEEK + windows[0][1])
    return windows


def _is_partly_free(day: str, free: Sequence[Interval]) -> bool:
    start = DAYS.index(day) * DAY
    return any(low < start + DAY and start < high for low, high in free)
