"""What a program says to a family's needs: of one track together, and never by a score."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_case import TODAY, places
from factory import program, vocabulary
from iopfinder.directory import Directory, read_directory
from iopfinder.forms import Span
from iopfinder.needs import Need, Needs, Verdict, free_answer, verdict
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program, Session, Track
from iopfinder.says import Answer
from iopfinder.schedule import DAYS, WEEK, Clock, Interval, Meeting, intervals
from iopfinder.sources import read_sources
from site_case import ROOT

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.NOT_STATED


def said(stated: Program, needs: Needs, today: date = TODAY) -> Verdict:
    return verdict(stated, needs, vocabulary(), today)


def terms(**chosen: str) -> Needs:
    """Needs by facet, its terms parted by spaces."""
    return Needs({facet: tuple(words.split()) for facet, words in chosen.items()})


def test_no_needs_are_met_by_every_program() -> None:
    assert said(program(), Needs()) == Verdict(YES, None, (), (), ())


@pytest.mark.parametrize(
    ("changes", "needs", "answer"),
    [
        ({"specialties": {"conditions": {"ptsd": "track"}}}, terms(condition="ptsd"), YES),
        ({"specialties": {"conditions": {"ptsd": "track"}}}, terms(condition="ptsd ocd"), OPEN),
        (
            {"specialties": {"conditions": {"ptsd": "track", "ocd": "no"}}},
            terms(condition="ptsd ocd"),
            NO,
        ),
        ({"cost": {"insurance": {"medicaid": "no"}}}, terms(insurance="medicaid medicare"), OPEN),
        (
            {"cost": {"insurance": {"medicaid": "no", "medicare": "accepted"}}},
            terms(insurance="medicaid medicare"),
            YES,
        ),
        ({"specialties": {"ages": "13-17"}}, Needs(age=15), YES),
        ({"specialties": {"ages": "13-17"}}, Needs(age=18), NO),
        ({}, Needs(age=18), OPEN),
        ({"structure": {"hours_per_week": "9-12"}}, Needs(hours=Span(9, 15)), YES),
        ({"structure": {"hours_per_week": "9-12"}}, Needs(hours=Span(10, 15)), OPEN),
        ({"structure": {"hours_per_week": "9-12"}}, Needs(hours=Span(13, None)), NO),
        ({"structure": {"hours_per_week": "9+"}}, Needs(hours=Span(9, 15)), OPEN),
        ({"structure": {"hours_per_week": "9+"}}, Needs(hours=Span(9, None)), YES),
    ],
)
def test_each_kind_of_need(changes: dict[str, Plain], needs: Needs, answer: Answer) -> None:
    assert said(program(**changes), needs).answer is answer


def test_needs_are_asked_of_one_track_together() -> None:
    """A teen track in the afternoon and an adult one in Spanish make no teen group in Spanish."""
    tracks: list[Plain] = [
        {"name": "Teens", "ages": "13-17", "languages": ["en"]},
        {"name": "Adultos", "ages": "18+", "languages": ["es"]},
    ]
    stated = program(schedule={"tracks": tracks})
    both = Needs({"language": ("es",)}, age=15)
    assert said(stated, both).answer is not YES
    assert said(stated, Needs(age=15)) == Verdict(YES, 0, (Need("age"),), (), ())
    assert said(stated, terms(language="es")).track == 1


def test_the_card_names_what_is_said_to_each_need() -> None:
    stated = program(
        specialties={"ages": "13-17", "conditions": {"ptsd": "no"}},
        cost={"insurance": {"medicaid": "in-network"}},
    )
    needs = Needs({"condition": ("ptsd",), "insurance": ("medicaid",), "access": ("asl",)}, age=15)
    assert said(stated, needs) == Verdict(
        NO,
        None,
        (Need("age"), Need("insurance", ("medicaid",))),
        (Need("access", ("asl",)),),
        (Need("condition", ("ptsd",)),),
        (),
    )


def test_a_facility_is_asked_and_its_no_is_a_no() -> None:
    stated = program(
        scope="facility",
        specialties={"ages": "18-64", "conditions": {"ptsd": "treated", "gambling": "no"}},
    )
    assert said(stated, Needs({"condition": ("ptsd",)}, age=30)).answer is OPEN
    assert said(stated, Needs(age=70)).answer is NO
    assert said(stated, terms(condition="gambling")).answer is NO


def test_what_the_facility_says_is_told_apart_from_what_nobody_says() -> None:
    stated = program(
        scope="facility",
        specialties={"ages": "18-64", "conditions": {"ptsd": "treated"}},
        structure={"hours_per_week": "9"},
        cost={"sliding_fee": "yes"},
    )
    asked = {"condition": ("ptsd", "ocd"), "payment": ("free", "sliding-fee")}
    needs = Needs(asked, age=30, hours=Span(6, 12))
    told = (
        Need("condition", ("ptsd",)),
        Need("age"),
        Need("payment", ("free", "sliding-fee")),
        Need("hours"),
    )
    nobody = Need("condition", ("ocd",))
    assert said(stated, needs) == Verdict(OPEN, None, (), (told[0], nobody, *told[1:]), (), told)


def test_openings_that_are_past_their_days_are_nobodys_word() -> None:
    stated = program(scope="facility", availability={"accepting": "yes", "as_of": "2026-01-01"})
    assert said(stated, terms(accepting="yes")).house == ()


# Times


def window(days: str, start: int, end: int) -> tuple[Interval, ...]:
    """Free on these days from one hour to another."""
    return intervals([Meeting(tuple(days.split()), Clock(start * 60, end * 60))])


def track(*sessions: Session, attend: float | None = None, video: bool = False) -> Track:
    form = "telehealth" if video else "in-person"
    return Track.model_construct(name="Track", sessions=sessions, attend=attend, format=form)


def held_on(days: str, clock: Clock | None = None) -> Session:
    """A session on these days."""
    return Session.model_construct(days=tuple(days.split()), time=clock)


EVENINGS = (held_on("mon wed fri", Clock(17 * 60, 20 * 60)),)
WEEKDAYS = "mon tue wed thu fri"


@pytest.mark.parametrize(
    ("stated", "needs", "answer"),
    [
        (track(*EVENINGS), Needs(free=window(WEEKDAYS, 17, 20)), YES),
        (track(*EVENINGS), Needs(free=window(WEEKDAYS, 17, 20), travel=30), NO),
        (track(*EVENINGS), Needs(free=window(WEEKDAYS, 16, 21), travel=30), YES),
        (track(*EVENINGS, video=True), Needs(free=window(WEEKDAYS, 17, 20), travel=30), YES),
        (track(*EVENINGS, video=True), Needs(free=window(WEEKDAYS, 17, 20), shift=180), NO),
        (track(*EVENINGS, video=True), Needs(free=window(WEEKDAYS, 20, 23), shift=180), YES),
        (track(*EVENINGS), Needs(free=window(WEEKDAYS, 20, 23), shift=180), NO),
        (track(*EVENINGS, video=True), Needs(free=window(WEEKDAYS, 17, 20), shift=None), OPEN),
        (track(held_on("mon"), video=True), Needs(free=window("tue", 9, 10), shift=None), OPEN),
        (track(*EVENINGS), Needs(free=window(WEEKDAYS, 17, 20), shift=None), YES),
        (track(*EVENINGS), Needs(free=window("mon wed", 17, 20)), NO),
        (track(*EVENINGS, attend=2), Needs(free=window("mon wed", 17, 20)), YES),
        (track(held_on("mon wed")), Needs(free=window("mon wed", 17, 20)), OPEN),
        (track(held_on("mon wed")), Needs(free=window("mon", 17, 20)), NO),
        (track(), Needs(free=window("mon", 17, 20)), OPEN),
        (None, Needs(free=window("mon", 17, 20)), OPEN),
        (
            track(held_on("sun", Clock(22 * 60, 26 * 60))),
            Needs(free=intervals([Meeting(("sun",), Clock(22 * 60, 26 * 60))])),
            YES,
        ),
        (
            track(held_on("sun", Clock(22 * 60, 26 * 60))),
            Needs(free=window("sun", 22, 24)),
            NO,
        ),
    ],
)
def test_free_time(stated: Track | None, needs: Needs, answer: Answer) -> None:
    assert free_answer(program(), stated, needs) is answer


def test_without_an_address_a_track_is_online() -> None:
    """Travel is nothing, and the clock is the program's own."""
    online = program(location=None, telehealth={"states": ["OR"]})
    needs = Needs(free=window(WEEKDAYS, 20, 23), travel=30, shift=180)
    by_video = Track.model_construct(name="Track", sessions=EVENINGS, attend=None, format=None)
    assert free_answer(online, by_video, needs) is YES
    assert free_answer(program(), by_video, needs) is NO
    in_person = by_video.model_copy(update={"format": "in-person"})
    assert free_answer(online, in_person, needs) is NO


clocks = st.tuples(st.integers(0, 1439), st.integers(1, 700)).map(
    lambda pair: Clock(pair[0], pair[0] + pair[1])
)
meetings = st.builds(
    Meeting, st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True).map(tuple), clocks
)


@given(
    st.lists(meetings, min_size=1, max_size=3), st.lists(meetings, max_size=5), st.integers(0, 90)
)
def test_free_time_agrees_with_counting_minutes(
    held: list[Meeting], free: list[Meeting], travel: int
) -> None:
    """A session is possible when each of its minutes, and of the way, is a free one."""
    minutes = {minute for low, high in intervals(free) for minute in range(low, high)}
    asked: set[tuple[int, int]] = set()
    for meeting in held:
        assert meeting.clock is not None
        for day in meeting.days:
            start = DAYS.index(day) * 1440
            asked.add((start + meeting.clock.start, start + meeting.clock.end))
    stated = track(*(held_on(" ".join(each.days), each.clock) for each in held))
    possible = all(
        minute % WEEK in minutes
        for start, end in asked
        for minute in range(start - travel, end + travel)
    )
    answer = free_answer(program(), stated, Needs(free=intervals(free), travel=travel))
    assert answer is (YES if possible else NO)


# The families this is made for


@pytest.fixture(scope="module")
def directory() -> Directory:
    """The project's own listings."""
    sources = read_sources(ROOT / "content", ROOT / "programs")
    found = read_directory(sources, places, TODAY).directory
    assert found is not None
    return found


def groups(directory: Directory, needs: Needs) -> dict[Answer, set[str]]:
    """Slugs of all listed programs by their answer."""
    found: dict[Answer, set[str]] = {answer: set() for answer in Answer}
    for listing in directory.listings:
        if listing.is_listed:
            found[said(listing.program, needs).answer].add(listing.slug)
    return found


def test_a_teen_who_hurts_herself_and_does_not_eat(directory: Directory) -> None:
    needs = Needs({"condition": ("self-harm", "eating-disorders"), "insurance": ("medicaid",)}, 15)
    found = groups(directory, needs)
    assert "thistlemere-teen-eating" in found[YES]
    assert "wrenfield-teen-dbt" in found[OPEN] | found[NO]
    assert "thistlemere-adult-eating" in found[NO]
    assert "alder-mill-iop" in found[OPEN]


def test_a_night_shift_worker_who_drinks(directory: Directory) -> None:
    mornings = window("mon tue wed thu fri", 8, 14)
    chosen = {"condition": ("alcohol-use",), "insurance": ("medicaid",)}
    found = groups(directory, Needs(chosen, age=40, free=mornings, travel=30))
    assert "wrenfield-shift-recovery" in found[YES]
    assert "wrenfield-teen-dbt" in found[NO]
    assert "alder-mill-iop" in found[OPEN]


def test_a_spanish_speaking_mother_without_a_car(directory: Directory) -> None:
    chosen = {
        "condition": ("perinatal",),
        "language": ("es",),
        "access": ("infants", "ride-help"),
    }
    found = groups(directory, Needs(chosen, age=27))
    assert "nido-claro-perinatal" in found[YES]
    assert len(found[YES]) == 1


# Shifts that change


def changing(tracks: list[Plain], switch: str | None, needs: Needs) -> Verdict:
    schedule: dict[str, Plain] = {"tracks": tracks}
    if switch is not None:
        schedule["switch_tracks"] = switch
    return said(program(schedule=schedule), needs)


MORNING: Plain = {"name": "Morning", "sessions": [{"days": ["mon", "wed"], "time": "9:00-12:00"}]}
EVENING: Plain = {"name": "Evening", "sessions": [{"days": ["mon", "wed"], "time": "17:00-20:00"}]}
TWIN: Plain = {"name": "Second", "sessions": [{"days": ["mon", "wed"], "time": "17:00-20:00"}]}
DAYS_ONLY: Plain = {"name": "Days", "sessions": [{"days": ["tue"]}]}


@pytest.mark.parametrize(
    ("tracks", "switch", "free", "answer"),
    [
        ([EVENING], "week-to-week", (), YES),
        ([EVENING], "by-request", (), OPEN),
        ([MORNING, EVENING], "by-request", (), OPEN),
        ([MORNING, EVENING], "no", (), NO),
        ([MORNING, EVENING], None, (), YES),
        ([EVENING], None, (), OPEN),
        ([EVENING, TWIN], None, (), OPEN),
        ([EVENING, DAYS_ONLY], None, (), OPEN),
        ([MORNING, EVENING], None, window("mon wed", 8, 21), YES),
        ([MORNING, EVENING], None, window("mon wed", 16, 21), OPEN),
    ],
)
def test_one_whose_shifts_change_needs_to_switch_or_two_tracks_that_fit(
    tracks: list[Plain], switch: str | None, free: tuple[Interval, ...], answer: Answer
) -> None:
    found = changing(tracks, switch, Needs(free=free, changing=True))
    named = {YES: found.yes, OPEN: found.ask, NO: found.no}[answer]
    assert Need("shifts") in named
