"""The finder's own pure modules in a real browser: whole values by table, and a few properties.

Cells are made by the build's own `columns`, terms from the project's own vocabulary.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import strategies as st
from test_pure_modules import IMPURE

from directory_case import TODAY
from factory import listing, vocabulary
from iopfinder.finder_index import columns
from iopfinder.needs import ALL_OF
from iopfinder.places import miles
from iopfinder.says import FACETS
from iopfinder.schedule import DAY, WEEK
from modules_page import ASSETS, Script, examples

pytestmark = pytest.mark.browser

MODULES = ("vocabulary", "needs", "facets", "scope", "results", "search", "presets")
MON, TUE, WED, THU, FRI, SAT, SUN = (day * DAY for day in range(7))


def terms_file() -> dict[str, list[dict[str, object]]]:
    """The project's own terms, as the finder loads them."""
    known = vocabulary()
    return {
        "facets": [
            {
                "id": facet.id,
                "label": facet.label,
                "all": facet.id in ALL_OF,
                "terms": [
                    {
                        "id": id_,
                        "label": term.label,
                        "broader": term.broader,
                        "notice": term.notice,
                        "shown": term.facet is not False,
                    }
                    for id_, term in known.terms(facet.vocabulary).items()
                ],
            }
            for facet in FACETS
        ]
    }


def meanings_file() -> dict[str, dict[str, dict[str, object]]]:
    """What the project's own terms mean, as the search loads it."""
    return {
        facet.id: {
            id_: {"synonyms": [*term.synonyms, *term.es]}
            for id_, term in vocabulary().terms(facet.vocabulary).items()
        }
        for facet in FACETS
    }


TERMS = terms_file()
MEANINGS = meanings_file()


@pytest.mark.parametrize("module", MODULES)
def test_a_pure_module_touches_nothing_outside_itself(module: str) -> None:
    source = (ASSETS / "js" / f"{module}.js").read_text(encoding="utf-8")
    assert IMPURE.findall(source) == []


def test_the_search_library_is_the_one_that_was_taken_in() -> None:
    folder = ASSETS / "vendor" / "minisearch"
    lines = (folder / "README.txt").read_text(encoding="utf-8").splitlines()
    stated = [line.split()[1:] for line in lines if line.startswith("sha256")]
    names = ("index.js", "LICENSE.txt")
    assert stated == [
        [hashlib.sha256((folder / name).read_bytes()).hexdigest(), name] for name in names
    ]


# Vocabulary


def small_terms() -> dict[str, object]:
    """Two facets, a danger two steps up, and a circle."""

    def term(id_: str, **facts: object) -> dict[str, object]:
        return {"id": id_, "label": id_.title(), **facts}

    conditions = [
        term("use", notice="withdrawal"),
        term("pills", broader="use"),
        term("blues", broader="pills", notice="overdose"),
        term("xanax", broader="pills"),
        term("one", broader="other"),
        term("other", broader="one"),
    ]
    payers = [term("medicaid"), term("private")]
    return {
        "facets": [
            {"id": "condition", "label": "Condition", "all": True, "terms": conditions},
            {"id": "insurance", "label": "Insurance", "all": False, "terms": payers},
        ]
    }


def test_terms_have_words_and_danger_notices(finder: Script) -> None:
    needs = {
        "insurance": ["private", "barter"],
        "condition": ["xanax", "blues", "one", "gone"],
        "faith": ["x"],
        "age": 15,
        "free": [[0, 60]],
    }
    found = finder(
        """(m, file, needs) => {
          const { vocabularyOf, label, knownTerms, unknownTerms, notices } = m.vocabulary;
          const words = vocabularyOf(file);
          const pairs = [["condition", "xanax"], ["condition", "gone"], ["faith", "x"]];
          return {
            labels: pairs.map(([facet, term]) => label(words, facet, term)),
            known: knownTerms(words, needs),
            unknown: m.needs.unknownTerms({ needs, scope: {}, unknown: [] }, words),
            notices: notices(words, needs),
            none: [notices(words, {}), knownTerms(words, {}), unknownTerms(words, {})],
          };
        }""",
        small_terms(),
        needs,
    )
    assert found == {
        "labels": ["Xanax", "gone", "x"],
        "known": {"condition": ["xanax", "blues", "one"], "insurance": ["private"]},
        "unknown": [
            {"facet": "insurance", "term": "barter"},
            {"facet": "condition", "term": "gone"},
            {"facet": "faith", "term": "x"},
        ],
        "notices": ["overdose", "withdrawal"],
        "none": [[], {}, []],
    }


def test_the_order_of_facets_and_their_kind_are_those_of_the_rule(finder: Script) -> None:
    found = finder("(m) => ({ order: m.says.ORDER, all: [...m.says.ALL_OF] })")
    assert found["order"] == [facet.id for facet in FACETS]
    assert set(found["all"]) == ALL_OF


# Needs


def test_chips_stand_in_the_order_of_cards_and_say_and_or_or(finder: Script) -> None:
    fragment = (
        "free=mon.17:00-21:00&insurance=private&condition=self-harm&condition=ptsd&age=15"
        "&insurance=medicaid&condition=unheard-of&hours=9-12&shifts=change&near=97204&travel=20"
    )
    found = finder(
        """(m, fragment, file) => {
          const words = m.vocabulary.vocabularyOf(file);
          const state = m.address.parse(fragment);
          return [m.needs.chips(state, words), m.needs.toSays(state, words)];
        }""",
        fragment,
        TERMS,
    )

    def chip(facet: str, join: str | None, term: str = "", label: str = "") -> dict[str, object]:
        return {
            "key": f"{facet}/{term}" if term else facet,
            "kind": "term" if term else facet,
            "facet": facet,
            "terms": [term] if term else [],
            "label": label,
            "next": join,
        }

    assert found == [
        [
            chip("condition", "and", "ptsd", "PTSD"),
            chip("condition", "and", "self-harm", "Self-harm"),
            chip("age", "and"),
            chip("insurance", "or", "medicaid", "Medicaid"),
            chip("insurance", "and", "private", "Private insurance"),
            chip("hours", "and"),
            chip("free", "and"),
            chip("shifts", None),
        ],
        {
            "terms": {"condition": ["ptsd", "self-harm"], "insurance": ["medicaid", "private"]},
            "age": 15,
            "hours": [9, 12],
            "free": [[MON + 1020, MON + 1260]],
            "travel": 20,
            "changing": True,
            "shifts": {},
        },
    ]


CHANGES = {
    "n.added(s, 'condition', 'grief')": "near=97204&condition=grief&condition=ptsd&age=15",
    "n.added(s, 'condition', 'ptsd')": "near=97204&condition=ptsd&age=15",
    "n.added(s, 'language', 'es')": "near=97204&condition=ptsd&age=15&language=es",
    "n.removed(s, 'condition', 'ptsd')": "near=97204&age=15",
    "n.removed(s, 'condition', 'grief')": "near=97204&condition=ptsd&age=15",
    "n.removed(s, 'language', 'es')": "near=97204&condition=ptsd&age=15",
    "n.toggled(s, 'condition', 'ptsd')": "near=97204&age=15",
    "n.toggled(s, 'insurance', 'medicaid')": (
        "near=97204&condition=ptsd&age=15&insurance=medicaid"
    ),
    "n.withAge(s, 0)": "near=97204&condition=ptsd&age=0",
    "n.withAge(s, null)": "near=97204&condition=ptsd",
    "n.withHours(s, [9, 12])": "near=97204&condition=ptsd&age=15&hours=9-12",
    "n.withFree(s, [[60, 120], [0, 60]])": (
        "near=97204&condition=ptsd&age=15&free=mon.00:00-02:00"
    ),
    "n.withFree(s, [])": "near=97204&condition=ptsd&age=15",
    "n.withTravel(s, 20)": "near=97204&condition=ptsd&age=15&travel=20",
    "n.withTravel(s, 0)": "near=97204&condition=ptsd&age=15",
    "n.withZone(s, 'America/Denver')": "near=97204&condition=ptsd&age=15&tz=America%2FDenver",
    "n.withShifts(s, true)": "near=97204&condition=ptsd&age=15&shifts=change",
    "n.withShifts(n.withShifts(s, true), false)": "near=97204&condition=ptsd&age=15",
    "n.withScope(s, { near: null, state: 'OR', q: '' })": "state=OR&condition=ptsd&age=15",
    "n.withScope(s, { within: 50 })": "near=97204&within=50&condition=ptsd&age=15",
    "n.cleared(s)": "near=97204",
    "n.withoutChip(s, { facet: 'condition', terms: ['ptsd'] })": "near=97204&age=15",
    "n.withoutChip(s, { facet: 'age', terms: [] })": "near=97204&condition=ptsd",
    "n.withoutChip(n.withTravel(n.withFree(s, [[0, 60]]), 20), { facet: 'free', terms: [] })": (
        "near=97204&condition=ptsd&age=15"
    ),
}


def test_every_change_of_needs_has_its_address(finder: Script) -> None:
    calls = ",".join(f"() => {call}" for call in CHANGES)
    found = finder(
        f"""(m) => {{
          const n = m.needs;
          const s = m.address.parse("near=97204&condition=ptsd&age=15");
          return [{calls}].map((change) => m.address.format(change()));
        }}"""
    )
    assert found == list(CHANGES.values())


def test_shifts_that_change_stand_in_an_address(finder: Script) -> None:
    fragments = ["shifts=change", "shifts=nights", "shifts="]
    assert finder("(m, texts) => texts.map(m.address.parse)", fragments) == [
        {"needs": {"shifts": "change"}, "scope": {}, "unknown": []},
        {
            "needs": {},
            "scope": {},
            "unknown": [{"name": "shifts", "value": "nights", "reason": "malformed"}],
        },
        {"needs": {}, "scope": {}, "unknown": []},
    ]


term_ids = st.sampled_from(["ptsd", "self-harm", "alcohol-use", "medicaid", "es", "unheard-of"])
steps = st.lists(
    st.tuples(
        st.sampled_from(["added", "removed", "toggled"]),
        st.sampled_from(["condition", "insurance", "language"]),
        term_ids,
    ),
    max_size=8,
)


def test_any_changes_of_terms_have_one_address_and_it_is_read_again(finder: Script) -> None:
    walks = examples(steps, 100)
    found = finder(
        """(m, walks) => walks.map((steps) => {
          let state = m.address.parse("");
          for (const [how, facet, term] of steps) state = m.needs[how](state, facet, term);
          return [state, m.address.parse(m.address.format(state))];
        })""",
        walks,
    )
    for walk, (state, again) in zip(walks, found, strict=True):
        chosen: dict[str, set[str]] = {}
        for how, facet, term in walk:
            there = chosen.setdefault(facet, set())
            leaves = how == "removed" or (how == "toggled" and term in there)
            (there.discard if leaves else there.add)(term)
        needs = {facet: sorted(terms) for facet, terms in chosen.items() if terms}
        assert state == again == {"needs": needs, "scope": {}, "unknown": []}


def test_the_need_that_hinders_most_is_named(finder: Script) -> None:
    counts = [
        {"condition/ptsd": 2, "age": 7, "insurance/medicaid,private": 7},
        {"condition/ptsd": 0, "age": 0, "insurance/medicaid,private": 0},
        {"insurance/medicaid,private": 1},
    ]
    found = finder(
        """(m, file, counts) => {
          const words = m.vocabulary.vocabularyOf(file);
          const fragment = "condition=ptsd&age=15&insurance=medicaid&insurance=private&state=OR";
          const state = m.address.parse(fragment);
          const nothing = m.address.parse("state=OR");
          const count = (table) => ({ facet, terms }) =>
            table[terms.length ? `${facet}/${terms}` : facet] ?? 0;
          const relaxed = counts.map((table) => m.needs.relaxed(count(table), state, words));
          return [...relaxed, m.needs.relaxed(() => 9, nothing, words)].map(
            (each) => each && { ...each, state: m.address.format(each.state) },
          );
        }""",
        TERMS,
        counts,
    )
    assert found == [
        {
            "need": {"facet": "age", "terms": []},
            "count": 7,
            "state": "state=OR&condition=ptsd&insurance=medicaid&insurance=private",
        },
        None,
        {
            "need": {"facet": "insurance", "terms": ["medicaid", "private"]},
            "count": 1,
            "state": "state=OR&condition=ptsd&age=15",
        },
        None,
    ]


# Scope

PORTLAND = {"latitude": 45.52, "longitude": -122.67, "state": "OR"}


def card(**facts: object) -> dict[str, object]:
    """What a card shows of a program in Portland that says little."""
    plain = {"name": "Oak", "provider": "Oak Group", "city": "Portland", "state": "OR"}
    about = {"at": [45.52, -122.67], "online": [], "confirmed": "2026-10-01"}
    return {**plain, **about, "marks": [], "given": [[0, 6]] * 5, "summary": "", **facts}


def cell_of(cards: dict[str, dict[str, object]], **columns_: object) -> dict[str, object]:
    """A stored cell of programs without tracks."""
    nothing = [None] * len(cards)
    return {
        "programs": [[slug, False] for slug in cards],
        "zones": nothing,
        "cards": list(cards.values()),
        "rows": [[index, -1] for index in range(len(cards))],
        "tracks": nothing,
        "ages": nothing,
        "hours": nothing,
        "times": nothing,
        "yes": {},
        "no": {},
        "house": {},
        **columns_,
    }


def north(miles_away: float) -> list[float]:
    """A point so many miles north of the reader."""
    return [45.52 + miles_away / 69.094, -122.67]


def abroad(**facts: object) -> dict[str, object]:
    """A program without an address."""
    return card(city="", state="", at=None, **facts)


NEAR = {"a-near": card(at=north(4)), "b-town": card(at=north(20)), "c-border": card(at=north(24))}
FAR = {
    "d-video": card(at=north(60), state="WA", online=["OR", "WA"]),
    "e-far": card(at=north(90), state="WA"),
    "f-online": abroad(online=["OR"]),
    "g-idaho": abroad(online=["ID"]),
}

REACH = """(m, stored, where) => {
  const named = where.named ? new Set(where.named) : null;
  const reach = m.scope.inScope(stored.map(m.says.unpacked), { ...where, named });
  const entries = reach.parts.flatMap(({ cell, entries }) =>
    entries.map(({ program, by, miles }) =>
      [cell.programs[program][0], by, miles === null ? null : Math.round(miles)]));
  const { count, within, from, more } = reach;
  return { entries, count, within, from, more };
}"""

Found = list[list[object]]
LOCAL: Found = [["a-near", "place", 4], ["b-town", "place", 20], ["c-border", "place", 24]]
EVERYWHERE: Found = [[slug, "place", None] for slug in (*NEAR, "d-video", "e-far")]
BY_VIDEO: Found = [["d-video", "video", 60], ["f-online", "video", None]]

REACHES: dict[str, tuple[dict[str, object], Found, int | None, int | None]] = {
    "the usual radius": ({"place": PORTLAND}, [*LOCAL, *BY_VIDEO], 25, None),
    "fewer than three widen it": (
        {"place": PORTLAND, "within": 5},
        [*LOCAL, *BY_VIDEO],
        25,
        5,
    ),
    "the widest at last": (
        {"place": {**PORTLAND, "latitude": 46.8}, "within": 5, "state": "WA"},
        [["d-video", "place", 28], ["e-far", "place", 2]],
        100,
        5,
    ),
    "a name bounds and never widens": (
        {"place": PORTLAND, "named": ["a-near", "e-far", "f-online", "unheard-of"]},
        [["a-near", "place", 4], ["f-online", "video", None]],
        25,
        None,
    ),
    "a state, by address or by video": (
        {"state": "OR"},
        [
            ["a-near", "place", None],
            ["b-town", "place", None],
            ["c-border", "place", None],
            ["d-video", "video", None],
            ["f-online", "video", None],
        ],
        None,
        None,
    ),
    "nothing": (
        {},
        [
            *EVERYWHERE,
            ["f-online", "video", None],
            ["g-idaho", "video", None],
        ],
        None,
        None,
    ),
    "nobody near": (
        {"place": {"latitude": 20.0, "longitude": -150.0, "state": "HI"}},
        [],
        100,
        25,
    ),
    "a radius beyond all steps": (
        {"place": {"latitude": 20.0, "longitude": -150.0, "state": "HI"}, "within": 400},
        [],
        400,
        None,
    ),
}


@pytest.mark.parametrize("name", REACHES)
def test_programs_in_scope(finder: Script, name: str) -> None:
    where, entries, within, from_ = REACHES[name]
    again = {"f-online": FAR["f-online"], "d-video": FAR["d-video"], "a-near": NEAR["a-near"]}
    stored = [cell_of(NEAR), cell_of(FAR), cell_of(again), cell_of({})]
    assert finder(REACH, stored, where) == {
        "entries": entries,
        "count": len(entries),
        "within": within,
        "from": from_,
        "more": None,
    }


def test_a_wider_radius_is_loaded_before_it_is_told(finder: Script) -> None:
    two = cell_of({slug: NEAR[slug] for slug in ("a-near", "b-town")})
    asked = {"place": PORTLAND, "within": 5}
    entries = [LOCAL[0]], LOCAL[:2], LOCAL
    first = finder(REACH, [two], {**asked, "loaded": 5})
    second = finder(REACH, [two], {**asked, "loaded": 25})
    third = finder(REACH, [cell_of(NEAR)], {**asked, "loaded": 50})
    assert [first, second, third] == [
        {"entries": entries[0], "count": 1, "within": 5, "from": None, "more": 10},
        {"entries": entries[1], "count": 2, "within": 25, "from": 5, "more": 50},
        {"entries": entries[2], "count": 3, "within": 25, "from": 5, "more": None},
    ]


MANIFEST = {
    "cells": [
        {"file": "far", "count": 1, "box": [45.0, -122.0, 46.0, -121.0], "states": ["OR", "WA"]},
        {"file": "here", "count": 1, "box": [45.0, -123.0, 46.0, -122.5], "states": ["OR"]},
        {"file": "south", "count": 1, "box": [40.0, -123.0, 41.0, -122.0], "states": ["CA"]},
    ],
    "online": {"OR": ["or-1", "both"], "WA": ["both"]},
}
NEEDED: list[tuple[list[object], dict[str, list[str]]]] = [
    ([PORTLAND, 25, None], {"cells": ["here"], "online": ["or-1", "both"]}),
    ([PORTLAND, 50, None], {"cells": ["here", "far"], "online": ["or-1", "both"]}),
    ([PORTLAND, 50, "WA"], {"cells": ["far"], "online": ["both"]}),
    ([None, 25, "CA"], {"cells": ["south"], "online": []}),
    ([None, 25, "toString"], {"cells": [], "online": []}),
    ([None, 25, None], {"cells": ["far", "here", "south"], "online": ["or-1", "both"]}),
    (
        [{"latitude": 0, "longitude": 0, "state": "GU"}, 500, None],
        {"cells": [], "online": []},
    ),
]


def test_the_files_of_a_scope_are_named_the_nearest_first(finder: Script) -> None:
    calls = [call for call, _ in NEEDED]
    script = "(m, manifest, calls) => calls.map((each) => m.scope.filesNeeded(manifest, ...each))"
    assert finder(script, MANIFEST, calls) == [expected for _, expected in NEEDED]


latitudes = st.floats(18, 71)
longitudes = st.floats(-170, -66)


def test_a_box_is_never_further_than_what_lies_in_it(finder: Script) -> None:
    drawn = examples(
        st.tuples(latitudes, longitudes, latitudes, longitudes, latitudes, longitudes).flatmap(
            lambda each: st.tuples(st.just(each), st.floats(0, 1), st.floats(0, 1))
        )
    )
    calls, inner = [], []
    for (latitude, longitude, south, west, north_, east), up, right in drawn:
        box = [min(south, north_), min(west, east), max(south, north_), max(west, east)]
        calls.append([[latitude, longitude], box])
        point = (box[0] + up * (box[2] - box[0]), box[1] + right * (box[3] - box[1]))
        inner.append(miles((latitude, longitude), point))
    found = finder("(m, calls) => calls.map((each) => m.scope.milesToBox(...each))", calls)
    assert all(near <= far + 1e-6 for near, far in zip(found, inner, strict=True))
    inside = [[[45.5, -122.7], [45, -123, 46, -122]]]
    assert finder("(m, calls) => calls.map((each) => m.scope.milesToBox(...each))", inside) == [0]


# Results

GROUPED = """(m, stored, where, needs, order) => {
  const { parts } = m.scope.inScope(stored.map(m.says.unpacked), where);
  const groups = m.results.grouped(parts, needs, order);
  return Object.fromEntries(Object.entries(groups).map(([name, results]) =>
    [name, results.map(m.results.slugOf)]));
}"""

RANKED = {
    "old-near": card(at=north(1), confirmed="2025-11-30", name="Élan"),
    "never-near": card(at=north(1), confirmed=None, name="Oak"),
    "new-far": card(at=north(20), confirmed="2026-11-30", name="elm"),
    "year-near": card(at=north(2), confirmed="2025-12-01", name="Birch"),
    "newer-near": card(at=north(2), confirmed="2026-06-01", name="Ash"),
    "online": abroad(online=["OR"], confirmed="2026-11-30", name="Zinnia"),
}
ORDERS = {
    "says": ["newer-near", "year-near", "new-far", "online", "old-near", "never-near"],
    "distance": ["old-near", "never-near", "newer-near", "year-near", "new-far", "online"],
    "confirmed": ["new-far", "online", "newer-near", "year-near", "old-near", "never-near"],
    "name": ["newer-near", "year-near", "old-near", "new-far", "never-near", "online"],
}


@pytest.mark.parametrize("sort", ORDERS)
def test_results_stand_in_the_order_that_was_promised(finder: Script, sort: str) -> None:
    order = {"today": "2026-12-01", "sort": sort}
    found = finder(GROUPED, [cell_of(RANKED)], {"place": PORTLAND}, {}, order)
    assert found == {"yes": ORDERS[sort], "ask": [], "no": []}


def bits(*rows: int) -> str:
    """A set of rows as a cell stores it."""
    packed = sum(1 << row for row in rows).to_bytes(1, "little")
    return b64encode(packed).decode("ascii")


def test_results_stand_in_three_groups_by_what_they_say(finder: Script) -> None:
    slugs = ["nothing", "two", "one", "house-says", "no", "all"]
    stored = cell_of(
        {slug: card() for slug in slugs},
        yes={
            "condition/ptsd": bits(1, 2, 4, 5),
            "condition/grief": bits(1, 5),
            "language/es": bits(5),
        },
        no={"language/es": bits(4)},
        house={"condition/ptsd": bits(3)},
    )
    needs = {"terms": {"condition": ["ptsd", "grief"], "language": ["es"]}}
    found = finder(GROUPED, [stored], {}, needs, {"today": "2026-12-01"})
    assert found == {"yes": ["all"], "ask": ["two", "one", "house-says", "nothing"], "no": ["no"]}


def test_equal_programs_stand_in_an_order_of_no_meaning(finder: Script) -> None:
    slugs = ["aaa", "bbb", "ccc", "oak-evening", "zzz"]

    def fnv(text: str) -> int:
        value = 0x811C9DC5
        for byte in text.encode():
            value = (value ^ byte) * 0x01000193 % 2**32
        return value

    assert finder("(m, texts) => texts.map(m.results.hash)", slugs) == [fnv(each) for each in slugs]
    for cards in ({slug: card() for slug in slugs}, {slug: card() for slug in reversed(slugs)}):
        found = finder(GROUPED, [cell_of(cards)], {}, {}, {"today": "2026-12-01"})
        assert found == {"yes": sorted(slugs, key=fnv), "ask": [], "no": []}


def test_nothing_in_scope_gives_three_empty_groups(finder: Script) -> None:
    empty: dict[str, list[str]] = {"yes": [], "ask": [], "no": []}
    for stored in ([], [cell_of({})]):
        assert finder(GROUPED, stored, {}, {"age": 15}, {"today": "2026-12-01"}) == empty


def test_days_are_numbered_as_by_the_calendar(finder: Script) -> None:
    days = examples(st.dates())
    found = finder("(m, days) => days.map(m.results.dayNumber)", [day.isoformat() for day in days])
    assert found == [day.toordinal() - 719163 for day in days]


# Facets

COUNTED = """(m, stored, file, needs, facets) => {
  const words = m.vocabulary.vocabularyOf(file);
  const { parts } = m.scope.inScope(stored.map(m.says.unpacked), {});
  const tally = m.facets.tallied(parts, needs);
  return Object.fromEntries(facets.map((facet) => {
    const { total, terms } = m.facets.counted(tally, words.get(facet));
    return [facet, { total, ...Object.fromEntries(
      [...terms].filter(([, { yes, ask }]) => yes + ask > 0)
        .map(([term, { yes, ask }]) => [term, [yes, ask]])) }];
  }));
}"""


def facet_cell() -> dict[str, object]:
    """Four programs, the first of two tracks: row 0 and 1; the others have one row each."""
    return cell_of(
        {slug: card() for slug in ("two-tracks", "b", "c", "d")},
        rows=[[0, 0], [0, 1], [1, -1], [2, -1], [3, -1]],
        ages=[[13, 17], [18, None], [18, None], None, [18, None]],
        hours=[None] * 5,
        times=[None] * 5,
        tracks=[None] * 5,
        yes={
            "condition/use": bits(0, 2, 3),
            "condition/pills": bits(1, 2),
            "insurance/medicaid": bits(1, 2, 3),
            "insurance/private": bits(2),
        },
        no={"condition/pills": bits(4), "condition/use": bits(1), "insurance/private": bits(3)},
    )


COUNTS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "nothing asked: a program counts once over its rows": (
        {},
        {
            "condition": {
                "total": 4,
                "use": [3, 1],
                "pills": [2, 1],
                **{term: [0, 4] for term in ("blues", "xanax", "one", "other")},
            },
            "insurance": {"total": 4, "medicaid": [3, 1], "private": [1, 2]},
        },
    ),
    "an age is asked of the same track": (
        {"age": 20},
        {
            "condition": {
                "total": 3,
                "use": [1, 1],
                "pills": [2, 0],
                **{term: [0, 3] for term in ("blues", "xanax", "one", "other")},
            },
            "insurance": {"total": 3, "medicaid": [2, 1], "private": [1, 2]},
        },
    ),
    "where all are needed its other choices stay, elsewhere its own are not asked": (
        {"terms": {"condition": ["use"], "insurance": ["medicaid"]}},
        {
            "condition": {
                "total": 2,
                "use": [2, 0],
                "pills": [1, 1],
                **{term: [0, 2] for term in ("blues", "xanax", "one", "other")},
            },
            "insurance": {"total": 3, "medicaid": [2, 1], "private": [1, 1]},
        },
    ),
    "a chosen value is counted without itself": (
        {"terms": {"condition": ["use", "pills"]}},
        {
            "condition": {
                "total": 1,
                "use": [1, 0],
                "pills": [1, 2],
                **{term: [0, 1] for term in ("blues", "xanax", "one", "other")},
            },
            "insurance": {"total": 1, "medicaid": [1, 0], "private": [1, 0]},
        },
    ),
    "nobody is left": (
        {"age": 5},
        {"condition": {"total": 0}, "insurance": {"total": 0}},
    ),
}


@pytest.mark.parametrize("name", COUNTS)
def test_values_are_counted(finder: Script, name: str) -> None:
    needs, expected = COUNTS[name]
    facets = ["condition", "insurance"]
    assert finder(COUNTED, [facet_cell()], small_terms(), needs, facets) == expected


def test_counts_over_no_cell_are_zero(finder: Script) -> None:
    for stored in ([], [cell_of({})]):
        found = finder(COUNTED, stored, small_terms(), {"age": 15}, ["insurance"])
        assert found == {"insurance": {"total": 0}}


def some(terms: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(terms), min_size=1, max_size=3, unique=True)


def words(terms: Sequence[str], said: Sequence[str]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(terms), st.sampled_from(said), min_size=1)


CONDITIONS = ("substance-use", "alcohol-use", "trauma", "ptsd")
PAYERS = ("medicaid", "private", "marketplace")
LANGUAGES = ("en", "es")
FORMATS = ("in-person", "telehealth", "hybrid")
COUNTED_FACETS = ("condition", "insurance", "format", "language")

conditions = words([*CONDITIONS, "others"], ["no"]) | words(CONDITIONS, ["track", "treated", "no"])
ages: st.SearchStrategy[Any] = st.sampled_from(["13-17", "18+"])
meetings = st.fixed_dictionaries(
    {"days": some(["mon", "sat"])},
    optional={"time": st.sampled_from(["9:00-12:00", "18:00-21:00"])},
)
tracks: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"name": st.just("Track")},
    optional={
        "ages": ages,
        "conditions": conditions,
        "languages": some(LANGUAGES),
        "format": st.sampled_from(FORMATS),
        "sessions": st.lists(meetings, min_size=1, max_size=2),
    },
)
said: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"specialties": st.fixed_dictionaries({"ages": ages}, optional={"conditions": conditions})},
    optional={
        "scope": st.just("facility"),
        "cost": st.fixed_dictionaries({"insurance": words(PAYERS, ["in-network", "no"])}),
        "schedule": st.fixed_dictionaries({"tracks": st.lists(tracks, min_size=1, max_size=3)}),
    },
)
asked = st.fixed_dictionaries(
    {
        "terms": st.fixed_dictionaries(
            {},
            optional={
                "condition": some(CONDITIONS),
                "insurance": some(PAYERS),
                "format": some(FORMATS),
                "language": some(LANGUAGES),
            },
        )
    },
    optional={
        "age": st.sampled_from([15, 40]),
        "free": st.just([[MON + 1020, TUE], [SAT, SUN]]),
        "travel": st.sampled_from([0, 30]),
    },
)


def test_a_count_is_what_a_choice_gives(finder: Script) -> None:
    """Over random programs of several tracks: every count is found again by making the choice."""
    found = [listing(f"p{number}", **each) for number, each in enumerate(examples(said, 80))]
    stored = [columns(part, vocabulary(), TODAY) for part in (found[:40], found[40:])]
    facets = [facet for facet in TERMS["facets"] if facet["id"] in COUNTED_FACETS]
    wrong, counts = finder(
        """(m, stored, file, asked) => {
          const words = m.vocabulary.vocabularyOf(file);
          const cells = stored.map(m.says.unpacked);
          const { parts } = m.scope.inScope(cells, {});
          const saying = (needs) => m.results.grouped(parts, needs, { today: "2026-12-01" }).yes;
          const wrong = [];
          let counts = 0;
          for (const needs of asked) {
            const tally = m.facets.tallied(parts, needs);
            if (m.facets.sayingYes(tally) !== saying(needs).length) wrong.push(needs);
            for (const facet of words.values()) {
              for (const [term, { yes }] of m.facets.counted(tally, facet).terms) {
                const own = facet.all ? (needs.terms[facet.id] ?? []) : [];
                const chosen = { ...needs.terms, [facet.id]: [...new Set([...own, term])] };
                const found = saying({ ...needs, terms: chosen }).length;
                if (yes !== found) wrong.push([facet.id, term, yes, found, needs]);
                counts += yes;
              }
            }
          }
          return [wrong, counts];
        }""",
        stored,
        {"facets": facets},
        [{"terms": {}}, *examples(asked, 8)],
    )
    assert wrong == []
    assert counts > 50


def test_what_is_left_without_one_need(finder: Script) -> None:
    found = finder(
        """(m, stored, needs) => {
          const { parts } = m.scope.inScope(stored.map(m.says.unpacked), {});
          const tally = m.facets.tallied(parts, needs);
          const need = (facet, ...terms) => ({ facet, terms });
          const taken = [undefined, need("age"), need("condition", "use"), need("condition", "x")];
          return taken.map((each) => m.facets.sayingYes(tally, each));
        }""",
        [facet_cell()],
        {"age": 20, "terms": {"condition": ["use"], "insurance": ["medicaid", "private"]}},
    )
    assert found == [1, 2, 2, 1]


def facet_of(id_: str, count: int, *, hidden: Sequence[int] = ()) -> dict[str, object]:
    """A facet with terms t0, t1 and so on."""
    return {
        "id": id_,
        "terms": [{"id": f"t{index}", "shown": index not in hidden} for index in range(count)],
    }


IN_SIGHT: dict[str, tuple[dict[str, object], list[int], list[str], list[str], list[str]]] = {
    "few are all in sight": (
        facet_of("therapy", 3),
        [0, 5, 90],
        [],
        ["t0", "t1", "t2"],
        [],
    ),
    "nearly all say yes: it tells nothing apart": (
        facet_of("condition", 3),
        [91, 5, 90],
        [],
        ["t1", "t2"],
        ["t0"],
    ),
    "unless it is chosen": (facet_of("condition", 2), [91, 5], ["t0"], ["t0", "t1"], []),
    "twelve, those with most listings": (
        facet_of("therapy", 14),
        [1, 0, *range(2, 14)],
        [],
        [f"t{index}" for index in range(2, 14)],
        ["t0", "t1"],
    ),
    "a chosen one takes the place of another": (
        facet_of("therapy", 14),
        [1, 0, *range(2, 14)],
        ["t1"],
        ["t1", *(f"t{index}" for index in range(3, 14))],
        ["t0", "t2"],
    ),
    "a rare condition keeps its place": (
        facet_of("condition", 14),
        [1, 0, *range(2, 14)],
        [],
        [f"t{index}" for index in range(12)],
        ["t12", "t13"],
    ),
    "what is for search only stands nowhere, unless it is chosen": (
        facet_of("group", 4, hidden=(1, 2)),
        [1, 1, 1, 1],
        ["t2"],
        ["t0", "t2", "t3"],
        [],
    ),
    "unknown choices are left be": (facet_of("therapy", 1), [1], ["gone"], ["t0"], []),
}


@pytest.mark.parametrize("name", IN_SIGHT)
def test_which_values_stand_in_sight(finder: Script, name: str) -> None:
    facet, saying, chosen, sight, rest = IN_SIGHT[name]
    found = finder(
        """(m, facet, saying, chosen) => {
          const terms = new Map(facet.terms.map((term) => [term.id, term]));
          const count = ({ id }, at) => [id, { yes: saying[at], ask: 0 }];
          const counts = new Map(facet.terms.map(count));
          return m.facets.shown({ ...facet, terms }, { total: 100, terms: counts }, chosen);
        }""",
        facet,
        saying,
        chosen,
    )
    assert found == {"sight": sight, "rest": rest}


# Search

MEANT: dict[str, list[str]] = {
    "drinking": ["exact condition/alcohol-use"],
    "Cutting": ["exact condition/self-harm"],
    "depresión posparto": ["exact condition/perinatal"],
    "DEPRESION POSPARTO": ["exact condition/perinatal"],
    "tomar mucho": ["exact condition/alcohol-use"],
    "medicaid": ["exact insurance/medicaid"],
    "mediciad": ["typo insurance/medicaid"],
    "spanish": ["exact language/es"],
    "alchol": ["typo condition/alcohol-use"],
    "  ": [],
    "?!": [],
    "qzx": [],
    "zzkwvvyx": [],
    "%": [],
    "qzx wvvk": [],
}


@pytest.mark.parametrize("text", MEANT)
def test_typed_words_find_their_terms(finder: Script, text: str) -> None:
    found = finder(TYPED, TERMS, MEANINGS, text)
    assert found[: len(MEANT[text])] == MEANT[text]
    if not MEANT[text]:
        assert found == []


TYPED = """(m, file, meanings, text) => {
  const index = m.search.termIndex(m.vocabulary.vocabularyOf(file), meanings);
  return m.search.meant(index, text).map(({ how, facet, term }) => `${how} ${facet}/${term}`);
}"""


WORDS: dict[str, list[str]] = {
    "pills": [
        "exact Condition: Opioid use",
        "exact Condition: Meth, cocaine or other stimulant use",
        "exact Condition: Xanax and other sedative use",
    ],
    "using": [
        "exact Condition: Alcohol or drug use",
        "narrower Condition: Alcohol use",
        "narrower Condition: Opioid use",
    ],
    "evening groups for a veteran who drinks, Medicaid": [
        "part Therapy: Group therapy",
        "part Group of people: Veterans",
        "part Insurance: Medicaid",
    ],
    "hurts herself": ["exact Condition: Self-harm"],
}


@pytest.mark.parametrize("text", WORDS)
def test_a_word_of_several_meanings_offers_each_with_its_facet(finder: Script, text: str) -> None:
    found = finder(
        """(m, file, meanings, text) => {
          const index = m.search.termIndex(m.vocabulary.vocabularyOf(file), meanings);
          return m.search.meant(index, text)
            .map(({ how, facetLabel, label }) => `${how} ${facetLabel}: ${label}`);
        }""",
        TERMS,
        MEANINGS,
        text,
    )
    assert found[: len(WORDS[text])] == WORDS[text]


PROGRAMS = [
    {
        "slug": "harbor",
        "name": "Harbor Evening IOP",
        "provider": "Bay Health",
        "city": "Salem",
        "state": "OR",
    },
    {
        "slug": "nino",
        "name": "Niño Center",
        "provider": "Bay Health",
        "city": "Bend",
        "state": "OR",
    },
    {"slug": "salem", "name": "Salem Clinic", "provider": "", "city": "Salem", "state": "OR"},
]
NAMED: dict[str, list[str] | None] = {
    "harbor": ["harbor"],
    "HARBOR ev": ["harbor"],
    "nino": ["nino"],
    "niñ": ["nino"],
    "bay": ["harbor", "nino"],
    "bay bend": ["nino"],
    "salem": ["harbor", "salem"],
    "hrabor": [],
    "harbour": ["harbor"],
    "sa": ["salem", "harbor"],
    "zz": [],
    " ": None,
}


def test_typed_names_find_programs(finder: Script) -> None:
    found = finder(
        """(m, programs, texts) => {
          const index = m.search.programIndex();
          m.search.addPrograms(index, programs.map(({ provider, ...each }) => each));
          m.search.addPrograms(index, programs);
          m.search.addPrograms(index, programs);
          return texts.map((text) => {
            const slugs = m.search.slugsNamed(index, text);
            return slugs && [...slugs].sort();
          });
        }""",
        PROGRAMS,
        list(NAMED),
    )
    assert found == [None if slugs is None else sorted(slugs) for slugs in NAMED.values()]


def test_suggestions_are_terms_first_then_programs_and_eight_at_most(finder: Script) -> None:
    texts = ["salem", "a", "medicaid", "", "zzkwvvyx"]
    found = finder(
        """(m, file, meanings, programs, texts) => {
          const terms = m.search.termIndex(m.vocabulary.vocabularyOf(file), meanings);
          const index = m.search.programIndex();
          m.search.addPrograms(index, [...programs,
            { slug: "plan", name: "Medicaid Path", city: "Bend", state: "OR" }]);
          return texts.map((text) => m.search.suggestions(text, { terms, programs: index }));
        }""",
        TERMS,
        MEANINGS,
        PROGRAMS,
        texts,
    )
    salem, a, medicaid, *nothing = found
    assert salem == [{"kind": "program", **PROGRAMS[2]}, {"kind": "program", **PROGRAMS[0]}]
    assert len(a) == 8
    kinds = [each["kind"] for each in medicaid]
    assert kinds == sorted(kinds, reverse=True)
    assert medicaid[0] == {
        "kind": "term",
        "facet": "insurance",
        "term": "medicaid",
        "label": "Medicaid",
        "facetLabel": "Insurance",
        "how": "exact",
    }
    assert medicaid[-1]["name"] == "Medicaid Path"
    assert nothing == [[], []]


def test_the_list_of_names_to_load_is_that_of_the_longest_word(finder: Script) -> None:
    shards = {
        "Élan de vivre": "vi",
        "oak": "oa",
        "a b": None,
        "": None,
        "Ñandú x": "na",
        "24-7": "24",
    }
    assert finder("(m, texts) => texts.map(m.search.shardOf)", list(shards)) == list(
        shards.values()
    )


# Times that are chosen in one step, and the grid


def days(numbers: Sequence[int], start: int, end: int) -> list[tuple[int, int]]:
    return [(day * DAY + start * 60, day * DAY + end * 60) for day in numbers]


WORK, REST, WHOLE = range(5), (5, 6), range(7)
FREE = {
    "nine-to-five": [*days(WORK, 0, 9), *days(WORK, 17, 24), *days(REST, 0, 24)],
    "nights": days(WHOLE, 13, 22),
    "school": [*days(WORK, 15, 24), *days(REST, 0, 24)],
    "evenings": days(WORK, 17, 24),
    "mornings": days(WHOLE, 0, 12),
    "weekends": days(REST, 0, 24),
}


def minutes(intervals: Sequence[Sequence[int]]) -> set[int]:
    return {minute % WEEK for start, end in intervals for minute in range(start, end)}


def test_presets_leave_free_what_they_say(finder: Script) -> None:
    found = finder("(m) => [...m.presets.PRESETS]")
    assert {name: minutes(times) for name, times in found} == {
        name: minutes(times) for name, times in FREE.items()
    }
    again = finder(
        """(m, names) => names.map((name) => {
          const state = m.needs.withFree(m.address.parse(""), m.presets.timesOf([name]));
          return m.presets.presetOf(m.address.parse(m.address.format(state)).needs.free);
        })""",
        list(FREE),
    )
    assert again == list(FREE)


def test_presets_are_put_together_and_other_times_are_none(finder: Script) -> None:
    found = finder(
        """(m) => {
          const { timesOf, presetOf } = m.presets;
          return [timesOf(["evenings", "weekends"]), timesOf(["shifts", "toString"]),
            presetOf([]), presetOf([[0, 60]]), presetOf(timesOf(["evenings", "evenings"]))];
        }"""
    )
    both = minutes(found[0])
    assert both == minutes(FREE["evenings"]) | minutes(FREE["weekends"])
    assert found[1:] == [[], None, None, "evenings"]


def test_the_grid_has_a_night_and_half_hours(finder: Script) -> None:
    slots = [[0, 360], *([start, start + 30] for start in range(360, 1440, 30))]
    assert finder("(m) => m.presets.SLOTS") == slots


def test_a_cell_that_is_partly_free_says_so(finder: Script) -> None:
    grid = finder("(m, free) => m.presets.cellsOf(free)", [[TUE + 365, TUE + 420], [SUN, WEEK]])
    filled = {
        (day, slot): state
        for day, slots in enumerate(grid)
        for slot, state in enumerate(slots)
        if state != "none"
    }
    assert filled == {(1, 1): "some", (1, 2): "all", **{(6, slot): "all" for slot in range(37)}}
    assert len(grid) == 7


grids = st.lists(
    st.lists(st.sampled_from(["all", "none"]), min_size=37, max_size=37), min_size=7, max_size=7
)
places = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 36)), max_size=6)
weeks = st.lists(
    st.tuples(st.integers(0, WEEK - 1), st.integers(1, 2 * DAY)).map(
        lambda each: [each[0], each[0] + each[1]]
    ),
    max_size=4,
)


def test_a_grid_is_times_and_a_grid_again(finder: Script) -> None:
    drawn = examples(grids, 20)
    script = """(m, grids) => grids.map((grid) => {
      const times = m.presets.timesOfCells(grid);
      return [m.presets.cellsOf(times), m.times.merged(times), times];
    })"""
    for grid, (again, merged, times) in zip(drawn, finder(script, drawn), strict=True):
        assert again == grid
        assert times == merged


def of_cells(touched: Sequence[Sequence[int]]) -> set[int]:
    """The minutes of these cells."""
    starts = [(day * DAY, 0 if slot == 0 else 330 + slot * 30) for day, slot in touched]
    return {
        day + minute
        for day, start in starts
        for minute in range(start, 360 if start == 0 else start + 30)
    }


def test_a_touch_changes_the_minutes_of_its_cells_alone(finder: Script) -> None:
    drawn = examples(st.tuples(weeks, places), 60)
    script = """(m, calls) => calls.map(([free, places]) => [
      m.presets.painted(free, places, true),
      m.presets.painted(free, places, false),
      m.presets.toggled(free, places),
    ])"""
    for (free, touched), found in zip(drawn, finder(script, drawn), strict=True):
        before, cells = minutes(free), of_cells(touched)
        more, less, turned = map(minutes, found)
        assert more == before | cells
        assert less == before - cells
        assert turned == (before - cells if cells <= before else before | cells)


def test_cells_are_chosen_by_corners_and_days(finder: Script) -> None:
    script = "(m) => [m.presets.rectangle([2, 5], [1, 4]), m.presets.wholeDay(3)]"
    assert finder(script) == [
        [[1, 4], [1, 5], [2, 4], [2, 5]],
        [[3, slot] for slot in range(37)],
    ]
