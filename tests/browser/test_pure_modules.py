"""The finder's pure modules in a real browser: whole values by table, and properties in batches."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import strategies as st

from factory import vocabulary
from iopfinder.places import miles
from iopfinder.schedule import DAY, DAYS, WEEK, Clock, Meeting, intervals, sessions
from iopfinder.vocabulary import LISTS
from modules_page import ASSETS, BATCH, Script, examples

pytestmark = pytest.mark.browser

MODULES = ("address", "comparison", "distance", "saved", "times")
IMPURE = re.compile(
    r"\b(document|window|globalThis|self|location|history|navigator|localStorage|sessionStorage"
    r"|indexedDB|innerHTML|outerHTML|eval|Function|fetch|XMLHttpRequest|setTimeout"
    r"|Date|Math\.random)\b"
)
MON, TUE, WED, THU, FRI, SAT, SUN = (day * DAY for day in range(7))
MOMENT = 1_800_000_000_000  # milliseconds since 1970
THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000

Run = Callable[[str, str, Sequence[Sequence[object]]], list[Any]]
"""`run("times", "merged", calls)`: what the module's function returns for each call's arguments."""

Range = tuple[int, int]


@pytest.fixture(scope="module")
def run(finder: Script) -> Run:
    def run(module: str, function: str, calls: Sequence[Sequence[object]]) -> list[Any]:
        script = "(m, module, name, calls) => calls.map((given) => m[module][name](...given))"
        returned: list[Any] = finder(script, module, function, calls)
        return returned

    return run


@pytest.mark.parametrize("module", MODULES)
def test_a_pure_module_touches_nothing_outside_itself(module: str) -> None:
    source = (ASSETS / "js" / f"{module}.js").read_text(encoding="utf-8")
    assert IMPURE.findall(source) == []


def test_the_search_for_impure_words_finds_them() -> None:
    assert IMPURE.findall("window.document; windows; evaluate") == ["window", "document"]


# Addresses

ADDRESSES: dict[str, dict[str, Any]] = {
    "": {"needs": {}, "scope": {}, "unknown": []},
    "#": {"needs": {}, "scope": {}, "unknown": []},
    "near=97204&within=25&condition=ptsd&condition=self-harm&age=15": {
        "needs": {"condition": ["ptsd", "self-harm"], "age": 15},
        "scope": {"near": "97204", "within": 25},
        "unknown": [],
    },
    "condition=self-harm&condition=ptsd&condition=ptsd&license=LCSW&co-occurring=one-team": {
        "needs": {
            "condition": ["ptsd", "self-harm"],
            "license": ["LCSW"],
            "co-occurring": ["one-team"],
        },
        "scope": {},
        "unknown": [],
    },
    "#near=Coeur+d%27Alene%20,id&state=wa&q=+evening++groups+&sort=distance": {
        "needs": {},
        "scope": {
            "near": "Coeur d'Alene, ID",
            "state": "WA",
            "q": "evening groups",
            "sort": "distance",
        },
        "unknown": [],
    },
    "near=97204-1234&condition=&within=&age=+&hours=9-12&travel=20&tz=America/Los_Angeles": {
        "needs": {"travel": 20, "tz": "America/Los_Angeles", "hours": [9, 12]},
        "scope": {"near": "97204"},
        "unknown": [],
    },
    "hours=9&tz=Etc%2FGMT%2B5": {
        "needs": {"hours": [9, 9], "tz": "Etc/GMT+5"},
        "scope": {},
        "unknown": [],
    },
    "age=15&age=015&age=16": {
        "needs": {"age": 15},
        "scope": {},
        "unknown": [{"name": "age", "value": "16", "reason": "repeated"}],
    },
    "within=0&age=121&hours=12-9&hours=1-169&travel=9999": {
        "needs": {},
        "scope": {},
        "unknown": [
            {"name": "within", "value": "0", "reason": "out-of-range"},
            {"name": "age", "value": "121", "reason": "out-of-range"},
            {"name": "hours", "value": "12-9", "reason": "out-of-range"},
            {"name": "hours", "value": "1-169", "reason": "out-of-range"},
            {"name": "travel", "value": "9999", "reason": "out-of-range"},
        ],
    },
    "near=Portland&state=Oregon&within=-5&age=1e1&hours=many&sort=best&tz=../x&condition=a+b": {
        "needs": {},
        "scope": {},
        "unknown": [
            {"name": "near", "value": "Portland", "reason": "malformed"},
            {"name": "state", "value": "Oregon", "reason": "malformed"},
            {"name": "within", "value": "-5", "reason": "malformed"},
            {"name": "age", "value": "1e1", "reason": "malformed"},
            {"name": "hours", "value": "many", "reason": "malformed"},
            {"name": "sort", "value": "best", "reason": "malformed"},
            {"name": "tz", "value": "../x", "reason": "malformed"},
            {"name": "condition", "value": "a b", "reason": "malformed"},
        ],
    },
    "results&utm_source=x&__proto__=1&toString=2&Condition=ptsd&%E0%A4%A=%zz": {
        "needs": {},
        "scope": {},
        "unknown": [
            {"name": "results", "value": "", "reason": "unknown-parameter"},
            {"name": "utm_source", "value": "x", "reason": "unknown-parameter"},
            {"name": "__proto__", "value": "1", "reason": "unknown-parameter"},
            {"name": "toString", "value": "2", "reason": "unknown-parameter"},
            {"name": "Condition", "value": "ptsd", "reason": "unknown-parameter"},
            {"name": "\ufffd%A", "value": "%zz", "reason": "unknown-parameter"},
        ],
    },
}


@pytest.mark.parametrize("fragment", ADDRESSES)
def test_an_address_is_read(run: Run, fragment: str) -> None:
    assert run("address", "parse", [[fragment]]) == [ADDRESSES[fragment]]


FREE_TIMES: dict[str, list[Range]] = {
    "mon.17:30-21:00": [(MON + 1050, MON + 1260)],
    "MON,wed.17:30-21:00": [(MON + 1050, MON + 1260), (WED + 1050, WED + 1260)],
    "sat-mon.09:00-10:00": [(day + 540, day + 600) for day in (MON, SAT, SUN)],
    "fri.22:00-02:00": [(FRI + 1320, SAT + 120)],
    "fri.22:00-24:00": [(FRI + 1320, SAT)],
    "fri.22:00-00:00": [(FRI + 1320, SAT)],
    "sun.22:00-02:00": [(0, 120), (SUN + 1320, WEEK)],
    "mon-sun.00:00-24:00": [(0, WEEK)],
    "tue.09:00-12:00&free=tue.12:00-13:00&free=tue.10:00-11:00": [(TUE + 540, TUE + 780)],
}
NO_TIMES = (
    "mon",
    "mon.",
    "mon.17:30",
    ".17:30-21:00",
    "mon.5:30-9:00",
    "mon.17:60-18:00",
    "mon.17:30-24:01",
    "mon.25:00-26:00",
    "mon.24:00-02:00",
    "mon.17:30-17:30",
    "mon-wed-fri.17:30-21:00",
    "mon-wed,fri.17:30-21:00",
    "mon,.17:30-21:00",
    "day.17:30-21:00",
    "lunes.17:30-21:00",
    "mon.17:30-21:00 tue.17:30-21:00",
)


@pytest.mark.parametrize("text", FREE_TIMES)
def test_free_time_is_read(run: Run, text: str) -> None:
    free = [list(each) for each in FREE_TIMES[text]]
    expected = {"needs": {"free": free}, "scope": {}, "unknown": []}
    assert run("address", "parse", [[f"free={text}"]]) == [expected]


def test_other_free_time_is_told_of(run: Run) -> None:
    expected = [
        {
            "needs": {},
            "scope": {},
            "unknown": [{"name": "free", "value": text, "reason": "malformed"}],
        }
        for text in NO_TIMES
    ]
    assert run("address", "parse", [[f"free={text}"] for text in NO_TIMES]) == expected


WRITTEN = {
    "": "",
    "age=15&near=portland,or&condition=ptsd&condition=anxiety": (
        "near=portland,+OR&condition=anxiety&condition=ptsd&age=15"
    ),
    "q=50%25+%26+%23more%2B": "q=50%25+%26+%23more%2B",
    "free=wed.17:30-21:00&free=mon,tue.17:30-21:00": "free=mon-wed.17:30-21:00",
    "free=thu,mon.17:30-21:00": "free=mon,thu.17:30-21:00",
    "free=sun.22:00-02:00": "free=sun.22:00-02:00",
    "free=sun.22:00-24:00": "free=sun.22:00-24:00",
    "free=sat-mon.00:00-24:00": "free=mon,sat,sun.00:00-24:00",
    "free=mon.12:00-24:00&free=tue.00:00-12:00": "free=mon.12:00-24:00&free=tue.00:00-12:00",
    "free=mon-sun.22:00-21:00": "free=mon-sun.22:00-21:00",
    "free=mon-sun.00:00-24:00": "free=mon-sun.00:00-24:00",
    "free=fri.12:00-24:00&free=sat.00:00-24:00&free=sun.00:00-06:00": (
        "free=fri.12:00-24:00&free=sat.00:00-24:00&free=sun.00:00-06:00"
    ),
    "unknown=1&age=old": "",
}


def test_an_address_is_written_in_one_form(run: Run) -> None:
    states = run("address", "parse", [[fragment] for fragment in WRITTEN])
    assert run("address", "format", [[state] for state in states]) == list(WRITTEN.values())


def test_every_term_can_stand_in_an_address(run: Run) -> None:
    ids = sorted(id_ for name in LISTS for id_ in vocabulary().ids(name))
    fragment = "&".join(f"condition={id_}" for id_ in ids)
    expected = {"needs": {"condition": sorted(set(ids))}, "scope": {}, "unknown": []}
    assert run("address", "parse", [[fragment]]) == [expected]


MOVED = {
    ("", ""): "",
    ("", "#results"): "results",
    ("?", "#age=15"): "age=15",
    ("?near=97204&condition=ptsd", ""): "near=97204&condition=ptsd",
    ("?condition=ptsd&age=12&utm_source=x", "#age=15&condition=grief"): (
        "condition=grief&condition=ptsd&age=15"
    ),
    ("?age=15", "#age=old"): "age=15",
}


def test_a_query_moves_into_the_fragment_once(run: Run) -> None:
    first = run("address", "moved", list(MOVED))
    assert first == list(MOVED.values())
    assert run("address", "moved", [["", f"#{fragment}"] for fragment in first]) == first
    again = [[search, fragment] for (search, _), fragment in zip(MOVED, first, strict=True)]
    assert run("address", "moved", again) == first


def test_needs_are_left_out_of_what_is_shared(run: Run) -> None:
    needs = {"condition": ["ptsd"], "age": 15, "free": [[0, 60]], "tz": "America/Denver"}
    scope = {"near": "97204", "sort": "name"}
    state = {"needs": needs, "scope": scope, "unknown": [{"name": "x"}]}
    assert run("address", "shared", [[state, {"needs": False}], [state, {"needs": True}]]) == [
        {"needs": {}, "scope": scope, "unknown": []},
        {"needs": needs, "scope": scope, "unknown": []},
    ]


FACETS = (
    *("condition", "therapy", "format", "gender", "group", "focus", "insurance", "medication"),
    *("language", "access", "aftercare", "license", "accreditation", "co-occurring"),
    *("accepting", "payment"),
)

# Letters that neither Python nor JavaScript takes for space.
letters = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"])
words = st.lists(st.text(letters, min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
ids = st.from_regex(r"[A-Za-z0-9]{1,4}(-[A-Za-z0-9]{1,4}){0,2}", fullmatch=True)
state_codes = st.sampled_from(["OR", "WA", "DC"])
meetings = st.builds(
    lambda days, start, minutes: Meeting(tuple(days), Clock(start, start + minutes)),
    st.lists(st.sampled_from(DAYS), min_size=1, max_size=7),
    st.integers(0, DAY - 1),
    st.integers(1, 2 * DAY),
)
free_times = st.lists(meetings, min_size=1, max_size=5).map(
    lambda each: [list(part) for part in intervals(each)]
)
scopes = st.fixed_dictionaries(
    {},
    optional={
        "near": st.from_regex("[0-9]{5}", fullmatch=True)
        | st.builds("{}, {}".format, words.filter(lambda text: "," not in text), state_codes),
        "within": st.integers(1, 500),
        "state": state_codes,
        "q": words,
        "sort": st.sampled_from(["says", "distance", "confirmed", "name"]),
    },
)
numbers = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 120),
        "free": free_times,
        "travel": st.integers(0, 240),
        "tz": st.sampled_from(["America/New_York", "America/Indiana/Knox", "UTC", "Etc/GMT+5"]),
        "hours": st.tuples(st.integers(1, 168), st.integers(1, 168)).map(sorted),
    },
)
terms = st.dictionaries(
    st.sampled_from(FACETS), st.sets(ids, min_size=1, max_size=3).map(sorted), max_size=4
)
states = st.builds(
    lambda scope, terms, numbers: {"needs": {**terms, **numbers}, "scope": scope, "unknown": []},
    scopes,
    terms,
    numbers,
)


def test_what_is_written_is_read_again(run: Run) -> None:
    known = examples(states)
    texts = run("address", "format", [[state] for state in known])
    assert run("address", "parse", [[text] for text in texts]) == known
    assert run("address", "moved", [[f"?{text}", ""] for text in texts]) == texts


def test_any_text_is_read_and_keeps_its_sense(run: Run) -> None:
    names = st.sampled_from([*FACETS, "near", "within", "state", "q", "free", "hours", "tz", "age"])
    values = st.sampled_from(["97204", "or", "9-12", "mon-fri.22:00-24:00", "sun-mon.23:00-22:59"])
    pairs = st.tuples(names | st.text(max_size=5), values | st.text(max_size=12))
    fragments = st.text() | st.lists(pairs.map("=".join), max_size=6).map("&".join)
    read = run("address", "parse", [[fragment] for fragment in examples(fragments)])
    texts = run("address", "format", [[state] for state in read])
    known = [{**state, "unknown": []} for state in read]
    assert run("address", "parse", [[text] for text in texts]) == known


# Times


def test_minutes_are_merged(run: Run) -> None:
    table: dict[tuple[Range, ...], list[list[int]]] = {
        (): [],
        ((10, 20), (20, 30), (0, 5)): [[0, 5], [10, 30]],
        ((10, 40), (20, 30)): [[10, 40]],
        ((10, 10), (30, 20)): [],
        ((WEEK - 60, WEEK + 60),): [[0, 60], [WEEK - 60, WEEK]],
        ((-30, 30),): [[0, 30], [WEEK - 30, WEEK]],
        ((WEEK + 5, WEEK + 10),): [[5, 10]],
        ((500, 500 + WEEK),): [[0, WEEK]],
    }
    assert run("times", "merged", [[list(each)] for each in table]) == list(table.values())


def test_minutes_are_merged_as_the_build_does(run: Run) -> None:
    weeks = examples(st.lists(meetings, max_size=5))
    given_sessions = [[list(sessions(week))] for week in weeks]
    expected = [[list(each) for each in intervals(week)] for week in weeks]
    assert run("times", "merged", given_sessions) == expected


def test_free_time_covers(run: Run) -> None:
    sunday_night = [[0, 120], [SUN + 1320, WEEK]]
    table: list[tuple[list[list[int]], Range, bool]] = [
        ([[100, 200]], (100, 200), True),
        ([[100, 200]], (99, 200), False),
        ([[100, 200]], (100, 201), False),
        ([[100, 150], [160, 200]], (140, 170), False),
        ([], (0, 1), False),
        (sunday_night, (SUN + 1380, WEEK + 60), True),
        (sunday_night, (SUN + 1380, WEEK + 121), False),
        (sunday_night, (-60, 60), True),
        ([[0, WEEK]], (-60, WEEK + 60), True),
    ]
    calls = [[free, session] for free, session, _ in table]
    assert run("times", "covers", calls) == [expected for _, _, expected in table]


def test_a_session_is_widened_by_the_way(run: Run) -> None:
    assert run("times", "widened", [[[0, 60], 0], [[0, 60], 20]]) == [[0, 60], [-20, 80]]


def test_times_move_to_another_zone(run: Run) -> None:
    evening = [[SUN + 1320, WEEK], [0, 60], [30, 60]]
    assert run("times", "inZone", [[evening, 0], [evening, 180], [evening, -60]]) == [
        evening,
        [[60, 180], [180, 240], [210, 240]],
        [[SUN + 1260, SUN + 1380], [SUN + 1380, WEEK], [SUN + 1410, SUN + 1440]],
    ]


def track(
    *spans: Range, attend: int | None = None, untimed: tuple[int, ...] = (), video: bool = False
) -> dict[str, Any]:
    return {
        "sessions": [list(each) for each in spans],
        "attend": attend,
        "untimedDays": list(untimed),
        "video": video,
    }


EVENINGS = [[day + 1050, day + 1260] for day in (MON, TUE, WED)]  # 17:30-21:00
MONDAY = (MON + 1080, MON + 1230)
TUESDAY = (TUE + 1080, TUE + 1230)
THURSDAY = (THU + 1080, THU + 1230)
ANSWERS: dict[str, tuple[dict[str, Any], int, str]] = {
    "all sessions": (track(MONDAY, TUESDAY), 30, "yes"),
    "one outside": (track(MONDAY, THURSDAY), 0, "no"),
    "enough of them": (track(MONDAY, TUESDAY, THURSDAY, attend=2), 0, "yes"),
    "too few of them": (track(MONDAY, THURSDAY, attend=2), 0, "no"),
    "attends more than there are": (track(MONDAY, TUESDAY, attend=5), 0, "yes"),
    "too far": (track(MONDAY), 31, "no"),
    "too far, but by video": (track(MONDAY, video=True), 31, "yes"),
    "nothing known": (track(), 0, "ask"),
    "nothing known but how many": (track(attend=3), 0, "ask"),
    "days that may do": (track(untimed=(0, 1, 2)), 0, "ask"),
    "a day that cannot": (track(untimed=(0, 3)), 0, "no"),
    "a day that need not": (track(untimed=(0, 1, 3), attend=2), 0, "ask"),
    "enough without the untimed": (track(MONDAY, TUESDAY, untimed=(3,), attend=2), 0, "yes"),
    "too few with the untimed": (track(MONDAY, untimed=(3,), attend=2), 0, "no"),
    "one left to ask about": (track(MONDAY, untimed=(1,)), 0, "ask"),
}


def test_a_track_answers_free_time(run: Run) -> None:
    calls = [[given_track, EVENINGS, travel] for given_track, travel, _ in ANSWERS.values()]
    answers = run("times", "answer", calls)
    assert dict(zip(ANSWERS, answers, strict=True)) == {
        name: expected for name, (_, _, expected) in ANSWERS.items()
    }


def minutes_of(spans: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(minute % WEEK for start, end in spans for minute in range(start, end))


def slow_answer(each: dict[str, Any], free: frozenset[int], travel: int) -> str:
    """The rule minute by minute, with every number of untimed sessions tried."""
    way = 0 if each["video"] else travel
    sure = sum(minutes_of([(start - way, end + way)]) <= free for start, end in each["sessions"])
    open_days = [
        day for day in each["untimedDays"] if not free.isdisjoint(range(day * DAY, day * DAY + DAY))
    ]
    total = len(each["sessions"]) + len(each["untimedDays"])
    if not total:
        return "ask"
    wanted = total if each["attend"] is None else min(each["attend"], total)
    outcomes = {sure + more >= wanted for more in range(len(open_days) + 1)}
    return "ask" if len(outcomes) == 2 else "yes" if outcomes == {True} else "no"


quarters = st.integers(0, WEEK // 15 - 1).map(lambda quarter: 15 * quarter)
spans = st.builds(
    lambda start, minutes: (start, start + minutes),
    quarters,
    st.integers(2, 16).map(lambda n: 15 * n),
)
free_spans = st.builds(
    lambda start, minutes: (start, start + minutes), quarters, st.integers(30, 2500)
)
tracks = st.builds(
    lambda near, own, attend, untimed, video: track(
        *near, *own, attend=attend, untimed=tuple(untimed), video=video
    ),
    st.lists(st.sampled_from([(480, 600), (1020, 1140), (SUN + 1380, WEEK + 60)]), max_size=3),
    st.lists(spans, max_size=3),
    st.none() | st.integers(1, 4),
    st.lists(st.integers(0, 6), max_size=2),
    st.booleans(),
)
weeks_free = st.lists(free_spans, max_size=6)


def test_the_answer_to_free_time_is_that_of_a_slow_count(run: Run) -> None:
    tried = examples(st.tuples(tracks, weeks_free, st.sampled_from([0, 1, 15, 45])), 4 * BATCH)
    merged = run("times", "merged", [[free] for _, free, _ in tried])
    calls = [[each, free, way] for (each, _, way), free in zip(tried, merged, strict=True)]
    expected = [slow_answer(each, minutes_of(free), way) for each, free, way in tried]
    answers = run("times", "answer", calls)
    differing = [
        (*case, said, right)
        for case, said, right in zip(tried, answers, expected, strict=True)
        if said != right
    ]
    assert differing == []
    assert set(answers) == {"yes", "ask", "no"}


# Distances

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_miles_are_those_of_the_build(run: Run) -> None:
    pairs = [
        *examples(st.tuples(points, points)),
        ((45.52, -122.68), (45.52, -122.68)),
        ((0.0, 0.0), (0.0, 180.0)),
        ((90.0, 0.0), (-90.0, 0.0)),
        ((51.9, 179.9), (51.9, -179.9)),
    ]
    assert run("distance", "miles", pairs) == pytest.approx(
        [miles(*pair) for pair in pairs], rel=0, abs=1e-6
    )


def test_a_radius_widens_step_by_step(run: Run) -> None:
    table = {1: 5, 5: 10, 10: 25, 25: 50, 30: 50, 50: 100, 100: None, 500: None}
    assert run("distance", "widening", [[within] for within in table]) == list(table.values())


# Saved programs

NOTHING: dict[str, Any] = {"version": 2, "used": 0, "programs": [], "compared": []}
OAK: dict[str, Any] = {"program": "oak", "note": "", "lines": {}}
ELM: dict[str, Any] = {
    "program": "elm-iop",
    "note": "Ask for Ana.\n<b>Tuesday</b>",
    "lines": {"cost": "$40"},
}
SAVED: dict[str, Any] = {
    "version": 2,
    "used": MOMENT,
    "programs": [OAK, ELM],
    "compared": ["elm-iop", "fir"],
}


def at(moment: int, *programs: dict[str, Any], compared: Sequence[str] = ()) -> dict[str, Any]:
    return {"version": 2, "used": moment, "programs": list(programs), "compared": list(compared)}


def later(*programs: dict[str, Any]) -> dict[str, Any]:
    """SAVED with other programs, a moment later."""
    return at(MOMENT + 1, *programs, compared=SAVED["compared"])


def test_programs_are_saved_and_removed(run: Run) -> None:
    moment = MOMENT + 1
    assert run("saved", "add", [[NOTHING, "oak", MOMENT], [SAVED, "elm-iop", moment]]) == [
        at(MOMENT, OAK),
        later(OAK, ELM),
    ]
    assert run("saved", "remove", [[SAVED, "elm-iop", moment], [SAVED, "fir", moment]]) == [
        later(OAK),
        later(OAK, ELM),
    ]
    assert run("saved", "forget", [[]]) == [NOTHING]


def test_a_program_with_words_of_the_reader_is_a_saved_one(run: Run) -> None:
    moment = MOMENT + 1
    fir = {"program": "fir", "note": "", "lines": {}}
    notes = [
        [SAVED, "oak", "Called.", moment],
        [SAVED, "fir", "Far.", moment],
        [SAVED, "elm-iop", "", moment],
    ]
    assert run("saved", "note", notes) == [
        later({**OAK, "note": "Called."}, ELM),
        later(OAK, ELM, {**fir, "note": "Far."}),
        later(OAK, {**ELM, "note": ""}),
    ]
    lines = [
        [SAVED, "elm-iop", "week", "Mon", moment],
        [SAVED, "fir", "cost", "$9", moment],
        [SAVED, "elm-iop", "cost", "", moment],
    ]
    assert run("saved", "line", lines) == [
        later(OAK, {**ELM, "lines": {"cost": "$40", "week": "Mon"}}),
        later(OAK, ELM, {**fir, "lines": {"cost": "$9"}}),
        later(OAK, {**ELM, "lines": {}}),
    ]


def test_four_programs_at_most_are_compared(run: Run) -> None:
    calls = [[SAVED, list("abcde"), 7], [SAVED, ["a", "b", "a"], 7], [SAVED, [], 7]]
    assert run("saved", "compare", calls) == [
        at(7, OAK, ELM, compared="abcd"),
        at(7, OAK, ELM, compared="ab"),
        at(7, OAK, ELM),
    ]


def test_two_readings_become_one_and_no_word_is_lost(run: Run) -> None:
    mine = at(5, {**OAK, "note": "One."}, compared=["oak"])
    yours = at(9, {**OAK, "note": "Two.", "lines": {"week": "Mon"}}, ELM, compared=["elm-iop"])
    both = {**OAK, "note": "One.\nTwo.", "lines": {"week": "Mon"}}
    calls = [[mine, yours], [mine, mine], [NOTHING, mine]]
    assert run("saved", "together", calls) == [
        at(9, both, ELM, compared=["oak"]),
        mine,
        mine,
    ]


def test_a_program_with_a_new_slug_keeps_its_notes(run: Run) -> None:
    calls = [[SAVED, "elm-iop", "elm"], [SAVED, "elm-iop", "oak"], [SAVED, "fir", "elm-iop"]]
    assert run("saved", "renamed", calls) == [
        at(MOMENT, OAK, {**ELM, "program": "elm"}, compared=["elm", "fir"]),
        at(MOMENT, {**ELM, "program": "oak"}, compared=["oak", "fir"]),
        at(MOMENT, OAK, ELM, compared=["elm-iop"]),
    ]


def test_saved_programs_go_thirty_days_after_their_last_use(run: Run) -> None:
    last = MOMENT + THIRTY_DAYS
    used_again = {**SAVED, "used": last - 1}
    calls = [[SAVED, MOMENT], [SAVED, last - 1], [SAVED, last], [used_again, last]]
    assert run("saved", "touched", [[SAVED, last - 1]]) == [used_again]
    assert run("saved", "current", calls) == [SAVED, SAVED, NOTHING, used_again]


NOT_OURS = {
    "": "nothing",
    "{": "corrupt",
    "undefined": "corrupt",
    "null": "foreign",
    "7": "foreign",
    "[]": "foreign",
    "{}": "foreign",
    '{"theme": "dark"}': "foreign",
    '{"version": "1"}': "foreign",
    '{"version": 3, "used": 1, "programs": []}': "other-version",
    '{"version": 2}': "corrupt",
    '{"version": 2, "used": 1, "programs": {}, "compared": []}': "corrupt",
    '{"version": 2, "used": 1, "programs": [null], "compared": [7]}': "corrupt",
    '{"version": 2, "used": 1, "programs": ["oak"], "compared": []}': "corrupt",
    '{"version": 1, "used": 1, "programs": [{"program": "oak"}]}': "corrupt",
    '{"version": 1, "used": 1, "programs": [{"program": "../x", "note": ""}]}': "corrupt",
    '{"version": 1, "used": 1, "programs": [{"program": "x", "note": 1}]}': "corrupt",
    '{"version": 1, "used": 1, "programs": [{"program": "x", "note": "", "more": 1}]}': "corrupt",
    '{"version": 2, "used": 1, "programs": [], "compared": [], "__proto__": {}}': "corrupt",
}

IN_PART: dict[str, dict[str, Any]] = {
    '{"version": 1, "used": "today", "programs": [{"program": "oak", "note": ""}]}': at(0, OAK),
    '{"version": 1, "used": 1, "programs": [{"program": "oak", "note": ""}], "x": 1}': at(1, OAK),
    '{"version": 1, "used": 1, "programs": [{"program": "oak", "note": ""}, null, '
    '{"program": "oak", "note": "again"}]}': at(1, OAK),
    '{"version": 2, "used": 1, "programs": [], "compared": ["a", "../b", "a", "c"]}': at(
        1, compared=["a", "c"]
    ),
    '{"version": 2, "used": 1, "programs": [], "compared": ["a", "b", "c", "d", "e"]}': at(
        1, compared=list("abcd")
    ),
    '{"version": 2, "used": 1, "programs": [{"program": "oak", "note": "", "lines": {}}, '
    '{"program": "x", "note": "", "lines": {"a": 1}}], "compared": []}': at(1, OAK),
}


def test_what_was_kept_is_read_again(run: Run) -> None:
    odd = {"program": "x", "note": '"\\\u2028 \U0001f600', "lines": {"next": "\n"}}
    values = [NOTHING, SAVED, at(1, odd)]
    texts = run("saved", "encode", [[value] for value in values])
    assert run("saved", "decode", [[text] for text in texts]) == [
        {"saved": value, "reason": None} for value in values
    ]


def test_the_form_before_is_read_as_well(run: Run) -> None:
    before = '{"version": 1, "used": 7, "programs": [{"program": "oak", "note": "Called."}]}'
    assert run("saved", "decode", [[before]]) == [
        {"saved": at(7, {**OAK, "note": "Called."}), "reason": None}
    ]


def test_what_can_be_read_of_a_damaged_text_is_read(run: Run) -> None:
    expected = [{"saved": saved, "reason": "in-part"} for saved in IN_PART.values()]
    assert run("saved", "decode", [[text] for text in IN_PART]) == expected


def test_other_text_is_nothing_saved_and_says_why(run: Run) -> None:
    expected = [{"saved": NOTHING, "reason": reason} for reason in NOT_OURS.values()]
    assert run("saved", "decode", [[text] for text in NOT_OURS]) == expected
    assert run("saved", "decode", [[None]]) == [{"saved": NOTHING, "reason": "nothing"}]


def test_any_text_can_be_decoded(run: Run) -> None:
    texts = examples(st.text() | st.from_regex(r'\{"version": ?[12],.*', fullmatch=True))
    decoded = run("saved", "decode", [[text] for text in texts])
    assert [each["saved"] for each in decoded] == [NOTHING] * len(texts)


def test_the_name_under_which_it_is_kept_says_nothing_of_health() -> None:
    source = (ASSETS / "js" / "saved.js").read_text(encoding="utf-8")
    assert 'export const KEY = "keep";' in source


# Comparison


def asked(
    *programs: str,
    over: Sequence[str] = (),
    unknown: Sequence[tuple[str, str, str]] = (),
    needs: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "programs": list(programs),
        "over": list(over),
        "state": {
            "needs": needs or {},
            "scope": {},
            "unknown": [
                {"name": name, "value": value, "reason": reason} for name, value, reason in unknown
            ],
        },
    }


COMPARISONS = {
    "": asked(),
    "#programs=": asked(),
    "#programs=oak": asked("oak"),
    "#programs=oak,elm-iop&age=15": asked("oak", "elm-iop", needs={"age": 15}),
    "#programs=oak&programs=elm,,oak": asked("oak", "elm"),
    "programs=%20oak%20,elm": asked("oak", "elm"),
    "#programs=a,b,c,d,e,f,g,h,i": asked(*"abcd", over="efghi"),
    "#programs=../x,<b>,Oak,elm&fast=1": asked(
        "elm",
        unknown=[
            ("programs", "../x", "malformed"),
            ("programs", "<b>", "malformed"),
            ("programs", "Oak", "malformed"),
            ("fast", "1", "unknown-parameter"),
        ],
    ),
}


def test_an_address_names_the_programs_to_compare(run: Run) -> None:
    parsed = run("comparison", "parse", [[fragment] for fragment in COMPARISONS])
    assert dict(zip(COMPARISONS, parsed, strict=True)) == COMPARISONS


def test_a_comparison_has_one_address(run: Run) -> None:
    needs = {"needs": {"condition": ["ptsd"], "age": 15}, "scope": {"near": "97204"}}
    calls: list[list[Any]] = [[["oak", "elm"]], [["oak"], needs], [[], needs], [[]]]
    texts = run("comparison", "format", calls)
    assert texts == [
        "programs=oak,elm",
        "programs=oak&near=97204&condition=ptsd&age=15",
        "near=97204&condition=ptsd&age=15",
        "",
    ]
    assert [
        each["programs"] for each in run("comparison", "parse", [[text] for text in texts])
    ] == [
        ["oak", "elm"],
        ["oak"],
        [],
        [],
    ]


def test_programs_move_as_far_as_there_is_room(run: Run) -> None:
    calls = [
        [list("abc"), slug, steps] for slug, steps in [("a", 1), ("c", -1), ("a", -1), ("b", 9)]
    ]
    assert run("comparison", "moved", calls) == [list("bac"), list("acb"), list("abc"), list("acb")]


def fact(*words: str, source: str = "", old: str = "") -> dict[str, Any]:
    return {"words": list(words), "source": source, "old": old}


def test_rows_stand_under_their_question_and_say_whether_they_differ(run: Run) -> None:
    lines = [
        {"field": field, "label": field.upper(), "counted": counted}
        for field, counted in [("same", True), ("other", True), ("half", False), ("none", True)]
    ]
    unasked = {"field": "never", "label": "NEVER", "counted": False}
    part = {"part": "a", "title": "A", "question": "A?", "rows": [*lines, unasked]}
    one = {"same": fact("9"), "other": fact("x"), "half": fact("yes")}
    two = {"same": fact("9", old="May 1"), "other": fact("x", source="the facility says")}

    def row(field: str, *cells: object, differs: bool, main: bool = True) -> dict[str, object]:
        return {
            "field": field,
            "label": field.upper(),
            "section": "",
            "main": main,
            "own": False,
            "cells": list(cells),
            "differs": differs,
        }

    assert run("comparison", "sections", [[[part], [one, two]]]) == [
        [
            {
                "part": "a",
                "title": "A",
                "question": "A?",
                "rows": [
                    row("same", one["same"], two["same"], differs=False),
                    row("other", one["other"], two["other"], differs=True),
                    row("half", one["half"], None, differs=True, main=False),
                ],
                "unsaid": ["NONE"],
            }
        ]
    ]


def test_no_cell_of_a_table_file_runs_in_a_spreadsheet(run: Run) -> None:
    rows = [["=1+1", "+1", "-1", "@x", "\tx"], ['say "hi", twice', "two\nlines", "", "a=1"]]
    first = '"\'=1+1","\'+1","\'-1","\'@x","\'\tx"\r\n'
    second = '"say ""hi"", twice","two\nlines","","a=1"\r\n'
    assert run("comparison", "csv", [[rows]]) == [f"\ufeff{first}{second}"]
