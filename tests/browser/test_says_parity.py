"""The finder's rule in the browser and the reference in Python answer alike.

`IOPFINDER_PARITY_BATCHES=100 python -m pytest tests/browser/test_says_parity.py` tries 10,000
pairs of a program and needs.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

import factory
from directory_case import TODAY
from iopfinder.finder_index import columns
from iopfinder.forms import Span
from iopfinder.listing import Listing
from iopfinder.needs import Needs, Verdict, verdict
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.says import Answer
from iopfinder.schedule import DAYS, WEEK, shifted
from iopfinder.vocabulary import Vocabulary
from site_case import ROOT

pytestmark = pytest.mark.browser

PAIRS = 100
BATCHES = int(os.environ.get("IOPFINDER_PARITY_BATCHES", "6"))
"""Batches of a hundred pairs; a hundred of them (10,000 pairs) take some minutes."""

WORDS = {Answer.YES: "yes", Answer.NOT_STATED: "ask", Answer.NO: "no"}


def vocabulary() -> Vocabulary:
    """The real terms, one of them new since the spring of 2026."""
    lists = dict(factory.vocabulary().lists)
    conditions = dict(lists["conditions"])
    new = conditions["gambling"].model_copy(update={"since": date(2026, 4, 1)})
    conditions["gambling"] = new
    return Vocabulary({**lists, "conditions": conditions})


TERMS = {
    "condition": ["substance-use", "alcohol-use", "opioid-use", "trauma", "ptsd", "gambling"],
    "therapy": ["cbt", "dbt", "group"],
    "group": ["women", "veterans", "court-involved"],
    "format": ["in-person", "telehealth", "hybrid"],
    "insurance": ["medicaid", "private", "marketplace", "sliding-fee"],
    "medication": ["buprenorphine", "methadone"],
    "language": ["en", "es"],
    "access": ["child-care", "device-loan", "spoken-interpreter"],
    "aftercare": ["alumni-group", "next-appointment"],
    "license": ["LCSW", "PMHNP"],
    "accreditation": ["carf", "joint-commission"],
    "focus": ["substance-use", "mental-health", "both"],
    "gender": ["women", "men", "all"],
    "co-occurring": ["one-team", "referred"],
    "accepting": ["yes", "waitlist", "no"],
}


def some(terms: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(terms), min_size=1, max_size=3, unique=True)


def degrees(facet: str, words: list[str]) -> st.SearchStrategy[Any]:
    """A mapping of terms to words, closed or open."""
    mapping = st.dictionaries(
        st.sampled_from(TERMS[facet]), st.sampled_from(words), min_size=1, max_size=4
    )
    return st.tuples(mapping, st.booleans()).map(
        lambda pair: {**pair[0], **({"others": "no"} if pair[1] else {})}
    )


def listed(facet: str) -> st.SearchStrategy[Any]:
    """A list of terms, closed or open."""
    return st.tuples(some(TERMS[facet]), st.booleans()).map(
        lambda pair: [*pair[0], *(["no-others"] if pair[1] else [])]
    )


def section(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mapping with any of these fields; none at all is left out by the caller."""
    return st.fixed_dictionaries({}, optional=fields)


ages = st.sampled_from(["13-17", "18+", "18-64", "12-25", "teens"])
yes_no = st.sampled_from(["yes", "no"])
clock = st.tuples(st.integers(0, 23), st.sampled_from([0, 30]), st.integers(60, 300)).map(
    lambda each: _clock(each[0] * 60 + each[1], each[2])
)


def _clock(start: int, length: int) -> str:
    end = (start + length) % 1440
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


session = st.fixed_dictionaries(
    {"days": st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True)},
    optional={"time": clock},
)
conditions = degrees("condition", ["track", "treated", "no"])
groups = degrees("group", ["track", "welcome", "no"])
track = st.fixed_dictionaries(
    {"name": st.just("Track")},
    optional={
        "ages": ages,
        "genders": st.sampled_from(["all", "women", "men"]),
        "conditions": conditions,
        "groups": groups,
        "languages": some(TERMS["language"]),
        "therapies": listed("therapy"),
        "format": st.sampled_from(TERMS["format"]),
        "hours_per_week": st.sampled_from(["9", "9-12", "9+"]),
        "attend": st.sampled_from(["1", "2"]),
        "sessions": st.lists(session, min_size=1, max_size=2),
    },
)
program = st.fixed_dictionaries(
    {},
    optional={
        "scope": st.sampled_from(["facility", "program"]),
        "focus": st.sampled_from(TERMS["focus"]),
        "structure": section(hours_per_week=st.sampled_from(["9-12", "6", "15+"])),
        "therapies": listed("therapy"),
        "specialties": section(
            conditions=conditions,
            groups=groups,
            medications=degrees("medication", ["prescribed-here", "continued", "not-accepted"]),
            ages=ages,
            genders=st.sampled_from(["all", "women", "men"]),
            co_occurring=st.sampled_from(["one-team", "referred", "no"]),
        ),
        "court": section(accepts=yes_no),
        "staff": section(
            licenses=st.lists(st.sampled_from(TERMS["license"]), min_size=1, max_size=1),
            accreditation=st.lists(st.sampled_from(TERMS["accreditation"]), min_size=1, max_size=1),
        ),
        "schedule": section(
            tracks=st.lists(track, min_size=1, max_size=3), formats=listed("format")
        ),
        "telehealth": section(device_loan=yes_no),
        "languages": section(sessions=some(TERMS["language"]), interpreter=yes_no),
        "access": degrees("access", ["yes", "no"]),
        "cost": section(
            insurance=degrees("insurance", ["in-network", "accepted", "no"]), sliding_fee=yes_no
        ),
        "availability": st.fixed_dictionaries(
            {
                "accepting": st.sampled_from(TERMS["accepting"]),
                "as_of": st.sampled_from(["2026-11-20", "2026-09-01"]),
            }
        ),
        "aftercare": section(services=listed("aftercare"), next_appointment_booked=yes_no),
        "confirmed": st.fixed_dictionaries(
            {"date": st.sampled_from(["2026-01-01", "2026-10-01"]), "by": st.just("program")}
        ),
    },
)
needs = st.builds(
    Needs,
    terms=st.dictionaries(
        st.sampled_from(list(TERMS)), st.just(()), min_size=0, max_size=4
    ).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {facet: some(TERMS[facet]).map(tuple) for facet in chosen}
        )
    ),
    age=st.none() | st.integers(10, 70),
    hours=st.sampled_from([None, Span(9, 12), Span(6, None), Span(13, 19)]),
    free=st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(60, 6000)), max_size=3).map(
        lambda found: shifted([(start, start + length) for start, length in found], 0)
    ),
    travel=st.sampled_from([0, 15, 45]),
    shift=st.sampled_from([0, 60, -180]),
)


@pytest.fixture(scope="module")
def page(browser: Browser, served: Callable[[Path], str]) -> Iterator[Page]:
    """A blank page that can import the modules."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(served(ROOT / "assets") + "/icons/favicon.svg")
    yield page
    context.close()


def listing_of(number: int, changes: dict[str, Plain], terms: Vocabulary) -> Listing:
    """A listing with these facts; sections without a field are left out."""
    written = {key: value for key, value in changes.items() if value}
    whole = {**factory.SMALLEST, **written}
    stated = Program.model_validate(whole, context=terms)
    return replace(factory.listing(), slug=f"program-{number}", program=stated)


def as_script(wanted: Needs) -> dict[str, object]:
    """Needs as the browser's module takes them."""
    whole = asdict(wanted)
    hours = wanted.hours
    return {**whole, "hours": None if hours is None else [hours.low, hours.high]}


def as_words(found: Verdict) -> dict[str, object]:
    """A verdict as the browser's module gives it, without the slug."""
    return {
        "answer": WORDS[found.answer],
        "track": found.track,
        **{
            name: [{"facet": need.facet, "terms": list(need.terms)} for need in group]
            for name, group in (("yes", found.yes), ("ask", found.ask), ("no", found.no))
        },
    }


SCRIPT = """async ([stored, asked]) => {
  const says = await import("/js/says.js");
  const cell = says.unpacked(stored);
  return asked.map((needs, index) => {
    const { slug, ...verdict } = says.verdicts(cell, needs)[index];
    return verdict;
  });
}"""


@settings(max_examples=BATCHES, suppress_health_check=list(HealthCheck), deadline=None)
@given(pairs=st.lists(st.tuples(program, needs), min_size=PAIRS, max_size=PAIRS))
def test_browser_and_reference_agree(
    page: Page, pairs: list[tuple[dict[str, Plain], Needs]]
) -> None:
    terms = vocabulary()
    listings = [listing_of(number, changes, terms) for number, (changes, _) in enumerate(pairs)]
    cell = columns(listings, terms, TODAY)
    found = page.evaluate(SCRIPT, [cell, [as_script(wanted) for _, wanted in pairs]])
    for listing, (changes, wanted), answer in zip(listings, pairs, found, strict=True):
        expected = as_words(verdict(listing.program, wanted, terms, TODAY))
        assert answer == expected, (changes, wanted)
