"""The finder's rule in the browser and the reference in Python answer alike.

A seed makes a batch: many programs and many needs, each program asked for each of the needs. A
difference is told of the one pair with the least in it. `IOPFINDER_PARITY_BATCHES=50 python -m
pytest tests/browser/test_says_parity.py` tries half a million pairs.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

import factory
from directory_case import TODAY
from iopfinder.finder_index import columns
from iopfinder.forms import Span
from iopfinder.listing import Listing
from iopfinder.needs import Need, Needs, Verdict, verdict
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.says import FACETS, Answer
from iopfinder.schedule import DAYS, WEEK, shifted
from iopfinder.vocabulary import Vocabulary
from site_case import ROOT

pytestmark = pytest.mark.browser

PROGRAMS = 250
ASKED = 40
BATCHES = int(os.environ.get("IOPFINDER_PARITY_BATCHES", "3"))
"""Batches of ten thousand pairs, each of some seconds."""

WORDS = {Answer.YES: "yes", Answer.NOT_STATED: "ask", Answer.NO: "no"}
ZONES = ("America/Los_Angeles", "America/Chicago", "America/Phoenix")

Changes = dict[str, Plain]
Written = dict[str, Plain | None]


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
    "payment": ["sliding-fee", "payment-assistance", "free"],
}


@dataclass(frozen=True)
class Wanted:
    """Needs, and how far the reader's clock is ahead of each zone that the browser knows."""

    needs: Needs
    shifts: dict[str, int]

    def of(self, listing: Listing) -> Needs:
        """The needs as they are put to one listing."""
        return replace(self.needs, shift=self.shifts.get(listing.zone or ""))


# Programs and needs by chance


def some(draw: Random, terms: list[str]) -> list[str]:
    return draw.sample(terms, draw.randint(1, min(3, len(terms))))


def degrees(draw: Random, facet: str, words: str) -> Plain:
    """A mapping of terms to words, closed or open."""
    terms = draw.sample(TERMS[facet], draw.randint(1, len(TERMS[facet]) - 1))
    given_: dict[str, Plain] = {term: draw.choice(words.split()) for term in terms}
    return {**given_, **({"others": "no"} if draw.random() < 0.5 else {})}


def listed(draw: Random, facet: str) -> Plain:
    """A list of terms, closed or open."""
    return [*some(draw, TERMS[facet]), *(["no-others"] if draw.random() < 0.5 else [])]


def section(draw: Random, share: float, **fields: Callable[[], Plain]) -> Changes:
    """Each field with this chance."""
    return {name: make() for name, make in fields.items() if draw.random() < share}


def yes_no(draw: Random) -> str:
    return draw.choice(["yes", "no"])


def ages(draw: Random) -> str:
    return draw.choice(["13-17", "18+", "18-64", "12-25", "teens"])


def session(draw: Random) -> Changes:
    days: Changes = {"days": [*draw.sample(DAYS, draw.randint(1, 3))]}
    return days | section(draw, 0.8, time=lambda: clock(draw))


def clock(draw: Random) -> str:
    start = draw.randrange(0, 1440, 30)
    end = (start + draw.randint(60, 300)) % 1440
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def track(draw: Random, number: int) -> Changes:
    return (
        {"name": f"Track {number}"}
        | section(
            draw,
            0.4,
            ages=lambda: ages(draw),
            genders=lambda: draw.choice(["all", "women", "men"]),
            conditions=lambda: degrees(draw, "condition", "track treated no"),
            groups=lambda: degrees(draw, "group", "track welcome no"),
            languages=lambda: list(some(draw, TERMS["language"])),
            therapies=lambda: listed(draw, "therapy"),
            format=lambda: draw.choice(TERMS["format"]),
            hours_per_week=lambda: draw.choice(["9", "9-12", "9+"]),
            attend=lambda: draw.choice(["1", "2"]),
        )
        | section(draw, 0.8, sessions=lambda: [session(draw) for _ in range(draw.randint(1, 2))])
    )


def program(draw: Random) -> Written:
    """The changes of a valid program; sections without a field are left out."""
    made = section(
        draw,
        0.6,
        scope=lambda: draw.choice(["facility", "program"]),
        focus=lambda: draw.choice(TERMS["focus"]),
        structure=lambda: section(
            draw, 0.7, hours_per_week=lambda: draw.choice(["9-12", "6", "15+"])
        ),
        therapies=lambda: listed(draw, "therapy"),
        specialties=lambda: specialties(draw),
        court=lambda: section(draw, 0.7, accepts=lambda: yes_no(draw)),
        staff=lambda: section(
            draw,
            0.7,
            licenses=lambda: [draw.choice(TERMS["license"])],
            accreditation=lambda: [draw.choice(TERMS["accreditation"])],
        ),
        schedule=lambda: schedule(draw),
        languages=lambda: section(
            draw,
            0.7,
            sessions=lambda: list(some(draw, TERMS["language"])),
            interpreter=lambda: yes_no(draw),
        ),
        access=lambda: degrees(draw, "access", "yes no"),
        cost=lambda: section(
            draw,
            0.6,
            insurance=lambda: degrees(draw, "insurance", "in-network accepted no"),
            sliding_fee=lambda: yes_no(draw),
            assistance=lambda: yes_no(draw),
        ),
        availability=lambda: {
            "accepting": draw.choice(TERMS["accepting"]),
            "as_of": draw.choice(["2026-11-20", "2026-09-01"]),
        },
        aftercare=lambda: section(
            draw,
            0.7,
            services=lambda: listed(draw, "aftercare"),
            next_appointment_booked=lambda: yes_no(draw),
        ),
        confirmed=lambda: {
            "date": draw.choice(["2026-01-01", "2026-10-01"]),
            "by": "program",
        },
    )
    return {**{name: value for name, value in made.items() if value}, **whereabouts(draw)}


CLOSED: Plain = {"conditions": {"ptsd": "treated", "others": "no"}}
RARE: tuple[Written, ...] = (
    {"specialties": CLOSED},
    {"specialties": CLOSED, "confirmed": {"date": "2026-01-01", "by": "program"}},
    {"specialties": CLOSED, "confirmed": {"date": "2026-10-01", "by": "program"}},
)
"""Programs that chance might leave out: closed lists beside a term that was added later."""


def specialties(draw: Random) -> Changes:
    return section(
        draw,
        0.6,
        conditions=lambda: degrees(draw, "condition", "track treated no"),
        groups=lambda: degrees(draw, "group", "track welcome no"),
        medications=lambda: degrees(draw, "medication", "prescribed-here continued not-accepted"),
        ages=lambda: ages(draw),
        genders=lambda: draw.choice(["all", "women", "men"]),
        co_occurring=lambda: draw.choice(["one-team", "referred", "no"]),
    )


def schedule(draw: Random) -> Changes:
    tracks: Plain = [track(draw, number) for number in range(draw.randint(1, 3))]
    return section(
        draw,
        0.4,
        formats=lambda: listed(draw, "format"),
        switch_tracks=lambda: draw.choice(["week-to-week", "by-request", "no"]),
        time_zone=lambda: draw.choice(ZONES[1:]),
    ) | section(draw, 0.9, tracks=lambda: tracks)


def whereabouts(draw: Random) -> Written:
    """An address, or states to join from without one."""
    lends = section(draw, 0.5, device_loan=lambda: yes_no(draw))
    if draw.random() < 0.3:
        return {"location": None, "telehealth": {"states": ["OR"], **lends}}
    return {"telehealth": lends} if lends else {}


def wanted(draw: Random, number: int) -> Wanted:
    """Needs; the facets take turns, so that none is left out."""
    facets = {list(TERMS)[number % len(TERMS)], *draw.sample(list(TERMS), draw.randint(0, 3))}
    terms = {facet: tuple(some(draw, TERMS[facet])) for facet in TERMS if facet in facets}
    if number % 4 == 0:
        terms = {"condition": (["gambling", "trauma"][number // 4 % 2],), **terms}
    if number % 5 == 0:
        return Wanted(Needs(terms), {})
    turn = number % 6
    windows = [] if turn == 1 else [draw.randrange(WEEK) for _ in range(draw.randint(0, 3))]
    return Wanted(
        Needs(
            terms,
            draw.choice([None, draw.randint(10, 70)]),
            draw.choice([None, Span(9, 12), Span(6, None), Span(13, 19)]),
            shifted([(start, start + draw.randint(60, 6000)) for start in windows], 0),
            draw.choice([0, 15, 45]),
            changing=turn in (1, 2),
        ),
        {zone: draw.choice([0, 60, -180]) for zone in ZONES if draw.random() < 0.7},
    )


def listing_of(number: int, changes: Written, terms: Vocabulary) -> Listing:
    whole: Written = {**factory.SMALLEST, **changes}
    written = {key: value for key, value in whole.items() if value is not None}
    stated = Program.model_validate(written, context=terms)
    return factory.listing(f"program-{number}", of=stated)


# What a batch holds


def kinds(listing: Listing, asked: Wanted, found: Verdict) -> Iterator[str]:
    """What this pair puts to the test."""
    stated, needs = listing.program, asked.needs
    own = stated.specialties.conditions if stated.specialties else None
    chosen = needs.terms.get("condition", ())
    tracks = (stated.schedule.tracks if stated.schedule else None) or ()
    yield f"answer {WORDS[found.answer]}"
    yield from (f"asked for {facet}" for facet in needs.terms)
    yield from (f"said yes to {need.facet}" for need in found.yes)
    if found.house:
        yield "the facility says so"
    if stated.scope == "facility":
        yield "facility scope"
    if len(tracks) > 1 and found.track:
        yield "a later track says most"
    if own and chosen:
        yield "others closed" if own.others_no else "others open"
        yield from (f"degree {word}" for term, word in own.given.items() if term in chosen)
    if own and own.others_no and "gambling" in chosen and own.of("gambling") is None:
        yield "a term since the list was closed" if stated.confirmed else "a closed list, no date"
    if own and "trauma" in chosen and own.of("trauma") is None and own.of("ptsd") is not None:
        yield "broader"
    if needs.free and any(each.format == "telehealth" and each.sessions for each in tracks):
        yield "zone known" if (listing.zone or "") in asked.shifts else "zone not known"
    if needs.changing and not (stated.schedule and stated.schedule.switch_tracks):
        if not needs.free:
            yield "changing shifts, no free time chosen"
        elif Need("shifts") in found.yes:
            yield "two tracks fit changing shifts"
    if needs.free and listing.zone != "America/Los_Angeles" and listing.zone is not None:
        yield "a zone of its own"


FACET_IDS = {facet.id for facet in FACETS} - {"age"}
EVERY_KIND = {
    *(f"answer {word}" for word in WORDS.values()),
    *(f"asked for {facet}" for facet in FACET_IDS),
    *(f"said yes to {facet}" for facet in (*FACET_IDS, "age", "hours", "free", "shifts")),
    *("two tracks fit changing shifts", "changing shifts, no free time chosen"),
    *("degree track", "degree treated", "degree no"),
    *("others closed", "others open", "broader", "facility scope", "the facility says so"),
    *("a term since the list was closed", "a closed list, no date", "a later track says most"),
    *("zone known", "zone not known", "a zone of its own"),
}


# Asking the browser


@pytest.fixture(scope="module")
def page(browser: Browser, served: Callable[[Path], str]) -> Iterator[Page]:
    """A blank page that can import the modules."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(served(ROOT / "assets") + "/icons/favicon.svg")
    yield page
    context.close()


def as_script(asked: Wanted) -> dict[str, object]:
    """Needs as the browser's module takes them."""
    needs = asked.needs
    return {
        "terms": {facet: list(terms) for facet, terms in needs.terms.items()},
        "age": needs.age,
        "hours": None if needs.hours is None else [needs.hours.low, needs.hours.high],
        "free": [list(window) for window in needs.free],
        "travel": needs.travel,
        "changing": needs.changing,
        "shifts": asked.shifts,
    }


def as_words(slug: str, found: Verdict) -> dict[str, object]:
    """A verdict as the browser's module gives it."""
    return {
        "slug": slug,
        "answer": WORDS[found.answer],
        "track": found.track,
        "yes": as_needs(found.yes),
        "ask": as_needs(found.ask),
        "no": as_needs(found.no),
        "house": as_needs(found.house),
    }


def as_needs(needs: tuple[Need, ...]) -> list[dict[str, object]]:
    return [{"facet": need.facet, "terms": list(need.terms)} for need in needs]


SCRIPT = """async (text) => {
  const [stored, asked] = JSON.parse(text);
  const says = await import("/js/says.js");
  const cell = says.unpacked(stored);
  return JSON.stringify(asked.map((needs) => says.verdicts(cell, needs)));
}"""


def test_facets_stand_in_one_order(page: Page) -> None:
    script = "async () => { const says = await import('/js/says.js'); return says.ORDER; }"
    assert page.evaluate(script) == [facet.id for facet in FACETS]


@settings(
    max_examples=BATCHES,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # a smaller seed makes no smaller batch
)
@given(seed=st.integers(0, 2**32 - 1))
def test_browser_and_reference_agree(page: Page, seed: int) -> None:
    draw, terms = Random(seed), vocabulary()
    changes = [*RARE, *(program(draw) for _ in range(PROGRAMS - len(RARE)))]
    listings = [listing_of(number, each, terms) for number, each in enumerate(changes)]
    asked = [wanted(draw, number) for number in range(ASKED)]
    cell = columns(listings, terms, TODAY)
    question = json.dumps([cell, [as_script(each) for each in asked]])
    found = json.loads(page.evaluate(SCRIPT, question))
    held: Counter[str] = Counter()
    differences: list[tuple[Written, Wanted, object, object]] = []
    for each, answers in zip(asked, found, strict=True):
        for listing, change, answer in zip(listings, changes, answers, strict=True):
            said = verdict(listing.program, each.of(listing), terms, TODAY)
            held.update(kinds(listing, each, said))
            expected = as_words(listing.slug, said)
            if answer != expected:
                differences.append((change, each, answer, expected))
    assert min(differences, key=lambda pair: len(repr(pair[:2])), default=None) is None
    assert EVERY_KIND - held.keys() == set()
