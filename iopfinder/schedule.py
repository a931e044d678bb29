"""Session days and times come in; minutes of the local week, words and a drawn week come out.

Minute 0 is Monday 00:00 and the week has 10,080 minutes. Every range is half-open. A session may
pass midnight, and one that starts on Sunday night ends on Monday.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

__all__ = [
    "DAY",
    "DAYS",
    "DAY_PARTS",
    "RANGE_HINT",
    "WEEK",
    "Block",
    "Clock",
    "ClockError",
    "DayColumn",
    "HourLine",
    "Meeting",
    "WeekChart",
    "clock_words",
    "day_name",
    "day_parts",
    "days_words",
    "intervals",
    "meeting_words",
    "minutes_per_week",
    "parse_clock",
    "sessions",
    "sessions_per_week",
    "short_day_name",
    "time_words",
    "week_chart",
]

Gettext = Callable[[str], str]
Interval = tuple[int, int]

HOUR = 60
NOON = 12 * HOUR
DAY = 24 * HOUR
WEEK = 7 * DAY
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKEND = frozenset({"sat", "sun"})
DAY_PARTS = ("mornings", "afternoons", "evenings", "weekends")

LONGEST_NIGHT = 12 * HOUR  # past this, an end before its start is a slip and not a night session
SEPARATOR = re.compile(r"\s*(?:[-\u2012-\u2015\u2212]|\bto\b)\s*", re.IGNORECASE)
TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*(?:([ap])(?:\.?\s?m)?\.?)?", re.IGNORECASE)
RANGE_HINT = "write its start and end, as 17:30-20:30"
HALF_HINT = "write 5pm-8pm or 5:00-8:00"

# The chart's units are those of its viewBox: about one pixel on a phone 320 pixels wide.
GUTTER = 40.0  # room for "11 pm"
COLUMN = 40.0
HEADER = 20.0
HOUR_HEIGHT = 20.0
FOOTER = 6.0  # the lower half of the last hour's label
BLOCK_SHARE = 0.94  # of a lane's width; the rest parts it from its neighbour
LATEST_TOP = 8 * HOUR  # so that an evening stands low in every chart


class ClockError(ValueError):
    """A time of day that cannot be read: what is wrong, and what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Clock:
    """A range of minutes of the day; an `end` over 1440 lies on the next day."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Meeting:
    """Sessions of one track at one time of day; no clock means that the times are not stated."""

    days: tuple[str, ...]
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class DayColumn:
    """One day of the chart: `x` is its left edge, `middle` the place of its label."""

    day: str
    x: float
    middle: float
    width: float


@dataclass(frozen=True, slots=True)
class HourLine:
    """A whole hour of the chart, as minute of the day (1440 at the very bottom)."""

    minute: int
    y: float


@dataclass(frozen=True, slots=True)
class Block:
    """A drawn session, or the part of it past midnight (`continued`) in the next day's column.

    `track` is the index of the track; `day` and `clock` are those of the whole session.
    """

    x: float
    y: float
    width: float
    height: float
    track: int
    day: str
    clock: Clock
    continued: bool


@dataclass(frozen=True, slots=True)
class WeekChart:
    """A week of sessions to draw in a viewBox of `width` by `height`; lines start at `left`."""

    width: float
    height: float
    left: float
    top: float
    tracks: tuple[str, ...]
    days: tuple[DayColumn, ...]
    hours: tuple[HourLine, ...]
    blocks: tuple[Block, ...]


# Reading times


class _Time(NamedTuple):
    hour: int
    minute: int
    half: str  # "am", "pm", or "" on a 24-hour clock
    settled: bool  # False for a bare "5", which may be morning or evening

    @property
    def of_day(self) -> int:
        if not self.half:
            return self.hour * HOUR + self.minute
        return (self.hour % 12) * HOUR + self.minute + (NOON if self.half == "pm" else 0)

    def in_half(self, half: str) -> "_Time":
        return self._replace(half=half, settled=True)


NAMED_TIMES = {
    "noon": _Time(12, 0, "pm", True),
    "12 noon": _Time(12, 0, "pm", True),
    "midnight": _Time(12, 0, "am", True),
    "12 midnight": _Time(12, 0, "am", True),
}


def parse_clock(text: str) -> Clock:
    """Reads "17:30-20:30", "5:30pm-8:30pm", "5:30-8:30 pm" or "9 am to noon".

    Without am or pm, times with a colon are of the 24-hour clock. A range that ends before it
    starts passes midnight, up to 12 hours. Raises `ClockError` for anything else.
    """
    start, end = _two_times(text.strip())
    start = _with_half_of(start, end)
    if not start.settled or not end.settled or _half_missing(start, end):
        raise ClockError(f"'{text.strip()}' could be am or pm", HALF_HINT)
    return _clock(start.of_day, end.of_day, text.strip())


def _two_times(text: str) -> tuple[_Time, _Time]:
    times = [_parse_time(part) for part in SEPARATOR.split(text, maxsplit=2)]
    if len(times) == 1:
        raise ClockError(f"'{text}' has no end", RANGE_HINT)
    if len(times) > 2:
        raise ClockError(f"'{text}' is more than one range", "give each range its own session")
    return times[0], times[1]


def _parse_time(text: str) -> _Time:
    named = NAMED_TIMES.get(text.lower())
    if named:
        return named
    found = TIME.fullmatch(text)
    time = _time_of(found) if found else None
    if time is None:
        raise ClockError(f"'{text}' is not a time", RANGE_HINT)
    return time


def _time_of(found: re.Match[str]) -> _Time | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    half = f"{found[3].lower()}m" if found[3] else ""
    possible = 1 <= hour <= 12 if half else hour < 24 or (hour, minute) == (24, 0)
    if not possible or minute >= HOUR:
        return None
    return _Time(hour, minute, half, settled=bool(half or found[2]) or hour > 12)


def _with_half_of(start: _Time, end: _Time) -> _Time:
    """In "5:30-8:30 pm" both are pm; in "9-12 pm" that would end first, so the start is am."""
    if start.half or not end.half or not 1 <= start.hour <= 12:
        return start
    same = start.in_half(end.half)
    return same if same.of_day < end.of_day else start.in_half("am" if end.half == "pm" else "pm")


def _half_missing(start: _Time, end: _Time) -> bool:
    return bool(start.half) and not end.half and 1 <= end.hour <= 12


def _clock(start: int, end: int, text: str) -> Clock:
    if start == DAY:
        raise ClockError("'24:00' can only end a session", "write 0:00 for midnight at the start")
    if start == end:
        raise ClockError(f"'{text}' starts and ends at the same time", RANGE_HINT)
    if end > start:
        return Clock(start, end)
    if end + DAY - start > LONGEST_NIGHT:
        raise ClockError(f"'{text}' ends before it starts", RANGE_HINT)
    return Clock(start, end + DAY)


# The week in minutes


def sessions(meetings: Iterable[Meeting]) -> tuple[Interval, ...]:
    """Each session whose time is stated, sorted and once; Sunday night may end past the week."""
    return tuple(sorted(set(chain.from_iterable(map(_sessions_of, meetings)))))


def _sessions_of(meeting: Meeting) -> Iterator[Interval]:
    if meeting.clock:
        for day in meeting.days:
            midnight = DAYS.index(day) * DAY
            yield midnight + meeting.clock.start, midnight + meeting.clock.end


def intervals(meetings: Iterable[Meeting]) -> tuple[Interval, ...]:
    """The minutes of the week in session: sorted, merged, Sunday's night going on on Monday."""
    return _merged(chain.from_iterable(_wrapped(*session) for session in sessions(meetings)))


def shifted(windows: Iterable[Interval], minutes: int) -> tuple[Interval, ...]:
    """Windows of the week on a clock that is so many minutes ahead, merged and inside the week."""
    moved = ((start + minutes, end - start) for start, end in windows)
    return _merged(
        part
        for start, length in moved
        for part in _wrapped(start % WEEK, start % WEEK + length)
        if part[0] < part[1]
    )


def _wrapped(start: int, end: int) -> tuple[Interval, ...]:
    return ((start, end),) if end <= WEEK else ((start, WEEK), (0, end - WEEK))


def _merged(parts: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for start, end in sorted(parts):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def minutes_per_week(meetings: Sequence[Meeting]) -> int | None:
    """Minutes in session, overlaps once; None when a day or a time is not stated."""
    if not meetings or not all(meeting.days and meeting.clock for meeting in meetings):
        return None
    return sum(end - start for start, end in intervals(meetings))


def sessions_per_week(meetings: Sequence[Meeting]) -> int | None:
    """How many sessions the week has, stated times or not; None when days are not stated."""
    if not meetings or not all(meeting.days for meeting in meetings):
        return None
    return len({(day, meeting.clock) for meeting in meetings for day in meeting.days})


def day_parts(meetings: Iterable[Meeting]) -> tuple[str, ...]:
    """Which of `DAY_PARTS` the sessions start in; a Saturday morning is a morning as well."""
    found = set(chain.from_iterable(_parts_of(meeting) for meeting in meetings))
    return tuple(part for part in DAY_PARTS if part in found)


def _parts_of(meeting: Meeting) -> Iterator[str]:
    if not WEEKEND.isdisjoint(meeting.days):
        yield "weekends"
    if meeting.clock:
        yield _part_of_day(meeting.clock.start)


def _part_of_day(minute: int) -> str:
    return "mornings" if minute < NOON else "afternoons" if minute < 17 * HOUR else "evenings"


# Words


def meeting_words(meeting: Meeting, _: Gettext) -> str:
    """As in "Monday to Thursday, 5:30 to 8:30 pm"."""
    times = clock_words(meeting.clock, _) if meeting.clock else _("times not stated")
    if not meeting.days:
        return times
    return _("%(days)s, %(times)s") % {"days": days_words(meeting.days, _), "times": times}


def clock_words(clock: Clock, _: Gettext) -> str:
    """As in "5:30 to 8:30 pm", "9 am to noon" or "10 pm to 2 am (next day)"."""
    shared = not _is_named(clock.start) and not _is_named(clock.end) and _in_one_half(clock)
    words = {
        "start": _digits(clock.start) if shared else time_words(clock.start, _),
        "end": time_words(clock.end, _),
    }
    if clock.end > DAY:
        return _("%(start)s to %(end)s (next day)") % words
    return _("%(start)s to %(end)s") % words


def _is_named(minute: int) -> bool:
    return minute % NOON == 0


def _in_one_half(clock: Clock) -> bool:
    return clock.start // NOON == clock.end // NOON


def time_words(minute: int, _: Gettext) -> str:
    """A minute of the day as in "5:30 pm", "noon" or "midnight"."""
    minute %= DAY
    if _is_named(minute):
        return _("noon") if minute else _("midnight")
    words = {"time": _digits(minute)}
    return _("%(time)s am") % words if minute < NOON else _("%(time)s pm") % words


def _digits(minute: int) -> str:
    hour, rest = divmod(minute, HOUR)
    return f"{hour % 12 or 12}:{rest:02}" if rest else f"{hour % 12 or 12}"


def days_words(days: Iterable[str], _: Gettext) -> str:
    """As in "Monday to Thursday" or "Monday, Wednesday and Friday": three in a row are a range."""
    return _joined(list(chain.from_iterable(_run_words(run, _) for run in _runs(days))), _)


def _runs(days: Iterable[str]) -> Iterator[list[str]]:
    """Days in the week's order, those that follow one another together."""
    numbers = sorted({DAYS.index(day) for day in days})
    for _gap, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [DAYS[number] for _place, number in run]


def _run_words(run: list[str], _: Gettext) -> list[str]:
    names = [day_name(day, _) for day in run]
    if len(names) < 3:
        return names
    return [_("%(first_day)s to %(last_day)s") % {"first_day": names[0], "last_day": names[-1]}]


def _joined(names: list[str], _: Gettext) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(days)s and %(last_day)s") % {"days": ", ".join(names[:-1]), "last_day": names[-1]}


def day_name(day: str, _: Gettext) -> str:
    """The day in full: "Monday"."""
    return {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }[day]


def short_day_name(day: str, _: Gettext) -> str:
    """The day in three letters or so, for a narrow column: "Mon"."""
    return {
        "mon": _("Mon"),
        "tue": _("Tue"),
        "wed": _("Wed"),
        "thu": _("Thu"),
        "fri": _("Fri"),
        "sat": _("Sat"),
        "sun": _("Sun"),
    }[day]


# The chart


class _Piece(NamedTuple):
    """What one column shows of a session: all of it, or the part on one side of midnight."""

    column: int
    start: int
    track: int
    end: int
    day: str
    session: Interval
    continued: bool


class _Axis(NamedTuple):
    first: int
    last: int

    def y(self, minute: int) -> float:
        return HEADER + (minute - self.first) / HOUR * HOUR_HEIGHT


def week_chart(tracks: Sequence[tuple[str, Sequence[Meeting]]]) -> WeekChart | None:
    """The week of all tracks, each a name and its meetings; None when no times are stated.

    The axis runs from the whole hour before the first start, at the latest 8:00, to the whole
    hour after the last end. Sessions at the same time stand side by side.
    """
    pieces = sorted(_pieces(tracks))
    if not pieces:
        return None
    axis = _axis(pieces)
    return WeekChart(
        width=GUTTER + len(DAYS) * COLUMN,
        height=round(axis.y(axis.last) + FOOTER, 1),
        left=GUTTER,
        top=HEADER,
        tracks=tuple(name for name, _meetings in tracks),
        days=tuple(_day_column(number) for number in range(len(DAYS))),
        hours=tuple(_hour_line(hour, axis) for hour in range(axis.first, axis.last + 1, HOUR)),
        blocks=tuple(_blocks(pieces, axis)),
    )


def _pieces(tracks: Sequence[tuple[str, Sequence[Meeting]]]) -> set[_Piece]:
    return {
        piece
        for track, (_name, meetings) in enumerate(tracks)
        for meeting in meetings
        if meeting.clock
        for day in meeting.days
        for piece in _pieces_of(track, day, meeting.clock)
    }


def _pieces_of(track: int, day: str, clock: Clock) -> Iterator[_Piece]:
    column, whole = DAYS.index(day), (clock.start, clock.end)
    yield _Piece(column, clock.start, track, min(clock.end, DAY), day, whole, False)
    if clock.end > DAY:
        yield _Piece((column + 1) % len(DAYS), 0, track, clock.end - DAY, day, whole, True)


def _axis(pieces: Sequence[_Piece]) -> _Axis:
    before = (min(piece.start for piece in pieces) - 1) // HOUR * HOUR
    after = (max(piece.end for piece in pieces) // HOUR + 1) * HOUR
    return _Axis(max(0, min(before, LATEST_TOP)), min(after, DAY))


def _day_column(number: int) -> DayColumn:
    x = GUTTER + number * COLUMN
    return DayColumn(DAYS[number], x, x + COLUMN / 2, COLUMN)


def _hour_line(minute: int, axis: _Axis) -> HourLine:
    return HourLine(minute, round(axis.y(minute), 1))


def _blocks(pieces: Sequence[_Piece], axis: _Axis) -> Iterator[Block]:
    """Pieces, sorted by column and start, as blocks in that order."""
    for cluster in _clusters(pieces):
        lanes = _lanes(cluster)
        share = COLUMN / (max(lanes) + 1)
        for piece, lane in zip(cluster, lanes, strict=True):
            yield _block(piece, lane, share, axis)


def _clusters(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces of one day that overlap, directly or through others."""
    cluster: list[_Piece] = []
    for piece in pieces:
        if cluster and (
            piece.column != cluster[0].column or piece.start >= max(other.end for other in cluster)
        ):
            yield cluster
            cluster = []
        cluster.append(piece)
    yield cluster


def _lanes(cluster: Sequence[_Piece]) -> list[int]:
    """For each piece the first lane from the left that is free when it starts."""
    ends: list[int] = []
    lanes: list[int] = []
    for piece in cluster:
        lane = next((lane for lane, end in enumerate(ends) if end <= piece.start), len(ends))
        ends[lane : lane + 1] = [piece.end]
        lanes.append(lane)
    return lanes


def _block(piece: _Piece, lane: int, share: float, axis: _Axis) -> Block:
    width = share * BLOCK_SHARE
    x = GUTTER + piece.column * COLUMN + lane * share + (share - width) / 2
    return Block(
        x=round(x, 1),
        y=round(axis.y(piece.start), 1),
        width=round(width, 1),
        height=round(axis.y(piece.end) - axis.y(piece.start), 1),
        track=piece.track,
        day=piece.day,
        clock=Clock(*piece.session),
        continued=piece.continued,
    )
