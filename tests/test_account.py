"""What a listing gives, question by question, and what would help families most."""

from dataclasses import replace
from functools import cache

import pytest

from directory_case import TODAY, content
from factory import listing, vocabulary
from iopfinder.account import MOST, Account, account_lines, account_of, plain_account
from iopfinder.cards import card_view
from iopfinder.checklist import COUNTED
from iopfinder.directory import Alone, read_alone
from iopfinder.facts import outline
from iopfinder.language import ENGLISH
from iopfinder.listing import Listing
from iopfinder.memory import Memory
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Problem
from iopfinder.program import Program
from iopfinder.program_facts import RESTATED
from iopfinder.sources import Source, read_source
from site_case import ROOT

KNOWN = Memory()
"""What all listings share is read once for all tests."""


def alone(*sources: Source) -> Alone:
    def no_listing(_slug: str) -> Source | Problem:
        raise AssertionError("no article was asked for")

    return read_alone(
        sources,
        content(),
        frozenset(["oak"]),
        TODAY,
        articles=(),
        listing_of=no_listing,
        memory=KNOWN,
    )


@cache
def shared() -> Alone:
    return alone()


def account(of: Listing) -> Account:
    return account_of(of, shared().checklist, shared().questions, vocabulary())


def asked_for(schedule: Plain | None = None) -> list[str]:
    return [each.field for each in account(listing(schedule=schedule)).wanted]


SPARSE = """\
programs/oak.yaml: Oak Evening IOP
Facts given:
  1. Program structure: 0 of 6 facts
  2. Specialized treatment: 0 of 6 facts
  3. Qualified staff: 1 of 5 facts
  4. Flexibility: 0 of 7 facts
  5. Aftercare support: 0 of 5 facts
What would help families most:
  1. Treats (focus)
     What the program is for.
     Why: Families search by it.
     Write: focus: substance-use
  2. Conditions (specialties.conditions)
     track: own groups or own team; treated: in mixed groups; no: not treated.
     Why: Many programs list every problem. Few have a team for each.
     Write: specialties:
              conditions: {ptsd: track, alcohol-use: treated, psychosis: no}
  3. Ages (specialties.ages)
     Ages you take, as 13-17 or 18+.
     Why: Families search by it.
     Write: specialties:
              ages: 18+
  4. Medicines (specialties.medications)
     prescribed-here; continued: welcome if prescribed elsewhere; not-accepted.
     Why: Medicine for alcohol and opioid use saves lives. Stopping some medicines suddenly is \
dangerous.
     Write: specialties:
              medications: {naltrexone: prescribed-here, methadone: continued}
  5. Cannot take (admission.not_taken)
     Whom you cannot take.
     Why: It saves days. Many programs do not take someone who is in withdrawal, hurting \
themselves now, or not eating enough to be safe.
     Write: admission:
              not_taken: [in-withdrawal]
  and 24 more after these
More about a field: build.py check --explain focus
"""


def test_a_sparse_listing_hears_what_families_want_first() -> None:
    assert "\n".join([*account_lines(account(listing())), ""]) == SPARSE


def test_the_twelve_facts_that_are_asked_first_come_first() -> None:
    core = [spec.name for spec in outline(Program) if spec.fact.core]
    assert len(core) == 12
    assert asked_for() == [name for name in core if name != "staff.facility_license"][:MOST]


def test_a_stated_no_is_a_fact_given() -> None:
    before, after = account(listing()), account(listing(access={"others": "no"}))
    assert (before.parts[3].facts.given, after.parts[3].facts.given) == (0, 1)
    assert after.missing == before.missing - 1


def test_what_every_track_says_is_not_asked_for() -> None:
    tracks: list[Plain] = [{"name": "Teens", "ages": "13-17"}, {"name": "Adults", "ages": "18+"}]
    assert "specialties.ages" not in asked_for(schedule={"tracks": tracks})
    assert "specialties.ages" in asked_for(schedule={"tracks": [*tracks, {"name": "All"}]})


def test_hours_that_follow_from_the_sessions_are_not_asked_for() -> None:
    sessions: Plain = [{"days": ["mon", "wed"], "time": "17:30-20:30"}]
    track: Plain = [{"name": "Adults", "sessions": sessions}]
    before = account(listing(schedule={"tracks": [{"name": "Adults"}]}))
    assert account(listing(schedule={"tracks": track})).missing == before.missing - 1


def sample(slug: str) -> Source:
    source = read_source(ROOT / "programs" / f"{slug}.yaml")
    assert isinstance(source, Source)
    return source


SLUGS = sorted(path.stem for path in (ROOT / "programs").glob("*.yaml"))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_counts_are_those_of_the_card(slug: str) -> None:
    (found,) = alone(sample(slug)).listings
    parts = account(found).parts
    card = card_view(found, vocabulary(), TODAY, ENGLISH)
    assert (sum(part.facts.given for part in parts), sum(part.facts.of for part in parts)) == (
        card.given,
        card.of,
    )


def test_a_whole_listing_is_told_so() -> None:
    (found,) = alone(sample("larkmeadow-young-adults")).listings
    assert (
        "\n".join([*account_lines(account(found)), ""])
        == f"""\
{found.path}: {found.program.name}
Facts given:
  1. Program structure: 6 of 6 facts
  2. Specialized treatment: 6 of 6 facts
  3. Qualified staff: 5 of 5 facts
  4. Flexibility: 7 of 7 facts
  5. Aftercare support: 5 of 5 facts
It gives every fact that families ask for first. Keep it true.
"""
    )


def test_every_fact_that_is_counted_has_a_reason() -> None:
    """Whatever is stated, one fact left out is asked for with why families want it."""
    (found,) = alone(sample("larkmeadow-young-adults")).listings
    for spec in (spec for specs in COUNTED.values() for spec in specs):
        section = getattr(found.program, spec.field[0])
        left = section.model_copy(update={spec.field[-1]: None}) if len(spec.field) == 2 else None
        program = found.program.model_copy(update={spec.field[0]: left})
        asked = {each.field: each for each in account(replace(found, program=program)).wanted}
        if spec.name in RESTATED and spec.name not in asked:
            continue  # its tracks say it
        assert asked[spec.name].why.endswith((".", "?"))
        assert asked[spec.name].example[-1].lstrip().startswith(f"{spec.field[-1]}: ")


def test_the_account_as_plain_values() -> None:
    plain = plain_account(account(listing()))
    assert list(plain) == ["path", "name", "facts_given", "wanted", "missing"]
    assert plain["facts_given"] == [
        {"part": 1, "title": "Program structure", "given": 0, "of": 6},
        {"part": 2, "title": "Specialized treatment", "given": 0, "of": 6},
        {"part": 3, "title": "Qualified staff", "given": 1, "of": 5},
        {"part": 4, "title": "Flexibility", "given": 0, "of": 7},
        {"part": 5, "title": "Aftercare support", "given": 0, "of": 5},
    ]
    first = plain["wanted"][1]  # type: ignore[index]
    assert first == {
        "field": "specialties.conditions",
        "label": "Conditions",
        "explains": "track: own groups or own team; treated: in mixed groups; no: not treated.",
        "why": "Many programs list every problem. Few have a team for each.",
        "example": "specialties:\n  conditions: {ptsd: track, alcohol-use: treated, psychosis: no}",
    }
