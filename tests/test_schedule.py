"""The local week: reading times, minutes, words and the chart's geometry."""

from contextlib import suppress
from copy import copy
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopfinder.schedule import (
    DAYS,
    WEEK,
    Block,
    Clock,
    ClockError,
    DayColumn,
    HourLine,
    Meeting,
    clock_words,
    day_name,
    day_parts,
    days_words,
    intervals,
    meeting_words,
    minutes_per_week,
    parse_clock,
    sessions,
    sessions_per_week,
    short_day_name,
    time_words,
    week_chart,
)

EVENING = Clock(1050, 1230)  # 17:30-20:30
MORNING = Clock(540, 720)
NIGHT = Clock(1320, 1560)
MON_TO_THU = ("mon", "tue", "wed", "thu")


def english(text: str) -> str:
    return text


def spanish(text: str) -> str:
    return {
        "Monday": "lunes",
        "Thursday": "jueves",
        "noon": "mediodía",
        "%(time)s am": "%(time)s a. m.",
        "%(start)s to %(end)s": "de %(start)s a %(end)s",
        "%(first_day)s to %(last_day)s": "de %(first_day)s a %(last_day)s",
    }.get(text, text)


clocks = st.builds(
    lambda start, minutes: Clock(start, start + minutes),
    st.integers(0, 1439),
    st.integers(1, 720),
)
meetings = st.builds(
    lambda days, clock: Meeting(tuple(sorted(days, key=DAYS.index)), clock),
    st.sets(st.sampled_from(DAYS), min_size=1),
    clocks,
)
tracks = st.lists(
    st.tuples(st.text(max_size=5), st.lists(meetings, max_size=3)), min_size=1, max_size=5
)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("17:30-20:30", EVENING),
        ("  17:30 - 20:30 ", EVENING),
        ("17:30\u201320:30", EVENING),
        ("17:30 \u2014 20:30", EVENING),
        ("17:30 to 20:30", EVENING),
        ("5:30pm-8:30pm", EVENING),
        ("5:30 PM - 8:30 PM", EVENING),
        ("5:30 p.m. to 8:30 p.m.", EVENING),
        ("5:30p-8:30p", EVENING),
        ("5:30-8:30 pm", EVENING),
        ("17:30-8:30pm", EVENING),
        ("5pm-8pm", Clock(1020, 1200)),
        ("5-8 pm", Clock(1020, 1200)),
        ("17-20", Clock(1020, 1200)),
        ("9:00-12:00", MORNING),
        ("09:00-12:00", MORNING),
        ("9 am to noon", MORNING),
        ("9-noon", MORNING),
        ("9am - 12 noon", MORNING),
        ("9-12 pm", MORNING),
        ("9am-12pm", MORNING),
        ("11-1pm", Clock(660, 780)),
        ("noon-3pm", Clock(720, 900)),
        ("12-3 pm", Clock(720, 900)),
        ("noon-15:00", Clock(720, 900)),
        ("5:30-8:30", Clock(330, 510)),
        ("0:30-2am", Clock(30, 120)),
        ("12am-2am", Clock(0, 120)),
        ("midnight to 2 am", Clock(0, 120)),
        ("21:00-24:00", Clock(1260, 1440)),
        ("21:00-0:00", Clock(1260, 1440)),
        ("9pm-midnight", Clock(1260, 1440)),
        ("9-midnight", Clock(1260, 1440)),
        ("22:00-2:00", NIGHT),
        ("10pm-2am", NIGHT),
        ("10-2 am", NIGHT),
        ("17:30-5:30", Clock(1050, 1770)),
        ("0:00-24:00", Clock(0, 1440)),
    ],
)
def test_reads_times_as_people_write_them(text: str, clock: Clock) -> None:
    assert parse_clock(text) == clock


RANGE = "write its start and end, as 17:30-20:30"
HALF = "write 5pm-8pm or 5:00-8:00"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "'' is not a time", RANGE),
        ("evenings", "'evenings' is not a time", RANGE),
        ("25:00", "'25:00' is not a time", RANGE),
        ("17:30-25:00", "'25:00' is not a time", RANGE),
        ("17:60-20:30", "'17:60' is not a time", RANGE),
        ("24:30-3:00", "'24:30' is not a time", RANGE),
        ("13pm-3pm", "'13pm' is not a time", RANGE),
        ("0am-3am", "'0am' is not a time", RANGE),
        ("17:3-20:30", "'17:3' is not a time", RANGE),
        ("17.30-20.30", "'17.30' is not a time", RANGE),
        ("1730-2030", "'1730' is not a time", RANGE),
        ("17:30-", "'' is not a time", RANGE),
        ("\u0661\u0667:30-20:30", "'\u0661\u0667:30' is not a time", RANGE),
        ("17:30", "'17:30' has no end", RANGE),
        (" 5pm ", "'5pm' has no end", RANGE),
        ("9-12-3", "'9-12-3' is more than one range", "give each range its own session"),
        ("5-8", "'5-8' could be am or pm", HALF),
        ("5-8:30", "'5-8:30' could be am or pm", HALF),
        ("5:30-8", "'5:30-8' could be am or pm", HALF),
        ("5pm-8", "'5pm-8' could be am or pm", HALF),
        ("5pm-8:00", "'5pm-8:00' could be am or pm", HALF),
        ("noon-3", "'noon-3' could be am or pm", HALF),
        (
            "24:00-2:00",
            "'24:00' can only end a session",
            "write 0:00 for midnight at the start",
        ),
        ("9:00-9:00", "'9:00-9:00' starts and ends at the same time", RANGE),
        ("noon-12pm", "'noon-12pm' starts and ends at the same time", RANGE),
        ("20:30-17:30", "'20:30-17:30' ends before it starts", RANGE),
        ("17:30-5:31", "'17:30-5:31' ends before it starts", RANGE),
    ],
)
def test_says_what_is_wrong_with_a_time(text: str, message: str, hint: str) -> None:
    with pytest.raises(ClockError) as caught:
        parse_clock(text)
    error = caught.value
    assert (str(error), error.message, error.hint) == (message, message, hint)


def test_an_error_travels_between_processes() -> None:
    error = copy(ClockError("'x' is not a time", RANGE))  # as pickle does
    assert (error.message, error.hint) == ("'x' is not a time", RANGE)


@given(clocks)
def test_reads_back_what_it_writes(clock: Clock) -> None:
    def written(minute: int) -> str:
        return f"{minute // 60}:{minute % 60:02}"

    end = clock.end if clock.end <= 1440 else clock.end - 1440
    assert parse_clock(f"{written(clock.start)}-{written(end)}") == clock


@given(clocks)
def test_reads_back_its_own_words(clock: Clock) -> None:
    words = clock_words(clock, english).removesuffix(" (next day)")
    assert parse_clock(words) == clock


@given(st.text(alphabet="0123459:-apm tonidgh\u2013", max_size=14))
def test_any_text_is_a_clock_or_a_clock_error(text: str) -> None:
    with suppress(ClockError):
        clock = parse_clock(text)
        assert 0 <= clock.start < 1440
        assert 0 < clock.minutes <= 1440


def test_the_week_in_minutes() -> None:
    week = (Meeting(("mon", "wed"), EVENING), Meeting(("sun",), NIGHT), Meeting(("tue",), None))
    assert sessions(week) == ((1050, 1230), (3930, 4110), (9960, 10200))
    assert intervals(week) == ((0, 120), (1050, 1230), (3930, 4110), (9960, 10080))


def test_touching_and_overlapping_sessions_are_one_interval() -> None:
    week = (Meeting(("mon",), MORNING), Meeting(("mon",), Clock(720, 780)))
    overlap = Meeting(("mon",), Clock(600, 800))
    assert intervals(week) == ((540, 780),)
    assert intervals((*week, overlap)) == ((540, 800),)


@given(st.lists(meetings, max_size=6))
def test_intervals_are_sorted_apart_and_within_the_week(week: list[Meeting]) -> None:
    found = intervals(week)
    assert all(0 <= start < end <= WEEK for start, end in found)
    assert all(end < start for (_, end), (start, _) in pairwise(found))


@settings(deadline=None)
@given(st.lists(meetings, max_size=4))
def test_intervals_hold_exactly_the_minutes_in_session(week: list[Meeting]) -> None:
    expected = {
        (DAYS.index(day) * 1440 + minute) % WEEK
        for meeting in week
        if meeting.clock
        for day in meeting.days
        for minute in range(meeting.clock.start, meeting.clock.end)
    }
    assert {minute for span in intervals(week) for minute in range(*span)} == expected


@given(st.sets(st.sampled_from(DAYS), min_size=1), clocks)
def test_disjoint_sessions_keep_their_minutes(days: set[str], clock: Clock) -> None:
    assert minutes_per_week([Meeting(tuple(days), clock)]) == len(days) * clock.minutes


@pytest.mark.parametrize(
    ("week", "minutes", "count"),
    [
        ((), None, None),
        ((Meeting(MON_TO_THU, EVENING),), 720, 4),
        ((Meeting(("mon", "wed"), EVENING), Meeting(("sat",), MORNING)), 540, 3),
        ((Meeting(("mon",), EVENING), Meeting(("mon",), EVENING)), 180, 1),
        ((Meeting(("mon",), EVENING), Meeting(("tue", "wed"), None)), None, 3),
        ((Meeting((), EVENING),), None, None),
        ((Meeting(("sun",), NIGHT),), 240, 1),
    ],
)
def test_hours_and_sessions_a_week(
    week: tuple[Meeting, ...], minutes: int | None, count: int | None
) -> None:
    assert (minutes_per_week(week), sessions_per_week(week)) == (minutes, count)


@pytest.mark.parametrize(
    ("week", "parts"),
    [
        ((), ()),
        ((Meeting(("mon",), None),), ()),
        ((Meeting(("sat",), None),), ("weekends",)),
        ((Meeting(("mon",), Clock(719, 800)),), ("mornings",)),
        ((Meeting(("mon",), Clock(720, 800)),), ("afternoons",)),
        ((Meeting(("mon",), Clock(1019, 1100)),), ("afternoons",)),
        ((Meeting(("mon",), Clock(1020, 1100)),), ("evenings",)),
        (
            (Meeting(("mon",), EVENING), Meeting(("sat",), MORNING)),
            ("mornings", "evenings", "weekends"),
        ),
    ],
)
def test_parts_of_the_day(week: tuple[Meeting, ...], parts: tuple[str, ...]) -> None:
    assert day_parts(week) == parts


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (EVENING, "5:30 to 8:30 pm"),
        (MORNING, "9 am to noon"),
        (NIGHT, "10 pm to 2 am (next day)"),
        (Clock(540, 690), "9 to 11:30 am"),
        (Clock(660, 780), "11 am to 1 pm"),
        (Clock(720, 780), "noon to 1 pm"),
        (Clock(750, 810), "12:30 to 1:30 pm"),
        (Clock(1320, 1440), "10 pm to midnight"),
        (Clock(0, 120), "midnight to 2 am"),
        (Clock(30, 90), "12:30 to 1:30 am"),
        (Clock(1425, 1445), "11:45 pm to 12:05 am (next day)"),
    ],
)
def test_a_clock_in_words(clock: Clock, words: str) -> None:
    assert clock_words(clock, english) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), ""),
        (("fri",), "Friday"),
        (("wed", "mon"), "Monday and Wednesday"),
        (("mon", "tue"), "Monday and Tuesday"),
        (MON_TO_THU, "Monday to Thursday"),
        (("mon", "wed", "fri"), "Monday, Wednesday and Friday"),
        (("mon", "tue", "wed", "fri", "sat"), "Monday to Wednesday, Friday and Saturday"),
        (("mon", "tue", "wed", "fri", "sat", "sun"), "Monday to Wednesday and Friday to Sunday"),
        (DAYS, "Monday to Sunday"),
    ],
)
def test_days_in_words(days: tuple[str, ...], words: str) -> None:
    assert days_words(days, english) == words


@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        (Meeting(MON_TO_THU, EVENING), "Monday to Thursday, 5:30 to 8:30 pm"),
        (Meeting(("sat",), None), "Saturday, times not stated"),
        (Meeting((), EVENING), "5:30 to 8:30 pm"),
        (Meeting((), None), "times not stated"),
    ],
)
def test_a_meeting_in_words(meeting: Meeting, words: str) -> None:
    assert meeting_words(meeting, english) == words


def test_words_go_through_gettext() -> None:
    meeting = Meeting(MON_TO_THU, MORNING)
    assert meeting_words(meeting, spanish) == "de lunes a jueves, de 9 a. m. a mediodía"
    assert time_words(1440, english) == "midnight"


def test_every_day_has_a_name_and_a_short_one() -> None:
    names = [day_name(day, english) for day in DAYS]
    assert [name.lower()[:3] for name in names] == list(DAYS)
    assert [short_day_name(day, english) for day in DAYS] == [name[:3] for name in names]


@pytest.mark.parametrize("week", [[], [("Adults", [])], [("Adults", [Meeting(("mon",), None)])]])
def test_no_chart_without_times(week: list[tuple[str, list[Meeting]]]) -> None:
    assert week_chart(week) is None


def test_a_chart_of_two_tracks_side_by_side() -> None:
    chart = week_chart(
        [
            ("Adults", [Meeting(("mon",), EVENING)]),
            ("Teens", [Meeting(("mon",), Clock(1020, 1200)), Meeting(("sat",), MORNING)]),
        ]
    )
    assert chart is not None
    assert (chart.width, chart.height, chart.left, chart.top) == (320.0, 286.0, 40.0, 20.0)
    assert chart.tracks == ("Adults", "Teens")
    assert chart.days[0] == DayColumn("mon", 40.0, 60.0, 40.0)
    assert [column.day for column in chart.days] == list(DAYS)
    assert (chart.hours[0], chart.hours[-1]) == (HourLine(480, 20.0), HourLine(1260, 280.0))
    assert len(chart.hours) == 14
    assert chart.blocks == (
        Block(40.6, 200.0, 18.8, 60.0, 1, "mon", Clock(1020, 1200), False),
        Block(60.6, 210.0, 18.8, 60.0, 0, "mon", EVENING, False),
        Block(241.2, 40.0, 37.6, 60.0, 1, "sat", MORNING, False),
    )


def test_a_session_past_midnight_goes_on_in_the_next_column() -> None:
    chart = week_chart([("Night", [Meeting(("sun",), NIGHT)])])
    assert chart is not None
    assert (chart.hours[0].minute, chart.hours[-1].minute) == (0, 1440)
    assert chart.blocks == (
        Block(41.2, 20.0, 37.6, 40.0, 0, "sun", NIGHT, True),
        Block(281.2, 460.0, 37.6, 40.0, 0, "sun", NIGHT, False),
    )


@pytest.mark.parametrize(
    ("clock", "first", "last"),
    [
        (EVENING, 480, 1260),
        (Clock(480, 600), 420, 660),
        (Clock(450, 630), 420, 660),
        (Clock(0, 60), 0, 120),
        (Clock(1200, 1440), 480, 1440),
    ],
)
def test_the_axis_leaves_room(clock: Clock, first: int, last: int) -> None:
    chart = week_chart([("Adults", [Meeting(("mon",), clock)])])
    assert chart is not None
    assert (chart.hours[0].minute, chart.hours[-1].minute) == (first, last)


@settings(deadline=None)
@given(tracks)
def test_blocks_lie_in_the_chart_and_apart(week: list[tuple[str, list[Meeting]]]) -> None:
    chart = week_chart(week)
    if chart is None:
        assert not sessions(meeting for _, meetings in week for meeting in meetings)
        return
    bottom = chart.hours[-1].y + 0.1
    for block in chart.blocks:
        assert chart.left <= block.x < block.x + block.width <= chart.width
        assert chart.top <= block.y <= block.y + block.height <= bottom
    assert not [pair for pair in combinations(chart.blocks, 2) if overlap(*pair)]


def overlap(one: Block, other: Block) -> bool:
    """Whether two blocks share more than the rounding of an edge."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return wide > 0.11 and high > 0.11


@settings(deadline=None)
@given(tracks)
def test_the_order_of_meetings_does_not_change_the_chart(
    week: list[tuple[str, list[Meeting]]],
) -> None:
    assert week_chart(week) == week_chart([(name, meetings[::-1]) for name, meetings in week])
