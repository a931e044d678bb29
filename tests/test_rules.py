"""Rules on programs: the day on which each begins to speak, what is allowed, and twins.

The whole messages of each rule stand in cases/programs/invalid.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from directory_case import TODAY, content, problems_of, reading_of
from factory import brief, listing, program, provider, surroundings
from iopfinder import neighbors, rules
from iopfinder.listing import Listing
from iopfinder.neighbors import NEIGHBOR_RULES
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Finding, Position, Problem, Severity
from iopfinder.rules import LISTING_RULES, Surroundings, listing_findings
from iopfinder.sources import Source

SMALLEST = """\
format: 1
name: Oak Evening IOP
example: yes
location: {street: 400 Example Ave, city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}
staff: {facility_license: {number: EX-0001}}
"""


def found(one: Listing, around: Surroundings | None = None) -> list[tuple[str, str]]:
    """Severity and message of all that the rules find."""
    findings = listing_findings(one, around or surroundings())
    return [(finding.severity.value, finding.message) for finding in findings]


def ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


def test_a_valid_listing_breaks_no_rule() -> None:
    assert found(listing()) == []


def test_every_rule_is_listed_and_says_what_it_is() -> None:
    listed = {rule.__name__ for rule in (*LISTING_RULES, *NEIGHBOR_RULES)}
    written = {
        name
        for name, value in (vars(rules) | vars(neighbors)).items()
        if callable(value)
        and getattr(value, "__annotations__", {}).get("return") == Iterator[Finding]
    }
    assert {name for name in written if not name.startswith("_")} - {"listing_findings"} == listed
    assert all(rule.__doc__ for rule in (*LISTING_RULES, *NEIGHBOR_RULES))


# Days


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, []),
        (180, []),
        (
            181,
            [("warning", "last confirmed 181 days ago: the page says that facts may have changed")],
        ),
        (
            365,
            [("warning", "last confirmed 365 days ago: the page says that facts may have changed")],
        ),
        (366, [("warning", "last confirmed 366 days ago: families read each fact as a question")]),
        (-1, [("error", "2026-11-23 lies in the future")]),
    ],
)
def test_a_confirmation_ages(days: int, said: list[tuple[str, str]]) -> None:
    assert found(listing(confirmed={"date": ago(days), "by": "program"})) == said


@pytest.mark.parametrize("status", ["closed", "merged"])
def test_a_closed_program_need_not_be_confirmed_again(status: str) -> None:
    old: Plain = {"date": ago(900), "by": "program"}
    closed = listing(
        status=status, merged_into="elm" if status == "merged" else None, confirmed=old
    )
    assert found(closed, surroundings(slugs=("oak", "elm"))) == []


def dated(section: str, days: int) -> dict[str, Plain]:
    return {section: {"as_of": ago(days)}}


@pytest.mark.parametrize(
    ("section", "days", "said"),
    [
        ("availability", 30, []),
        (
            "availability",
            31,
            [("warning", "the openings are 31 days old: families are told to ask")],
        ),
        ("availability", -1, [("error", "2026-11-23 lies in the future")]),
        ("cost", 180, []),
        ("cost", 181, [("warning", "the prices are 181 days old: families are told to ask")]),
        ("cost", -1, [("error", "2026-11-23 lies in the future")]),
    ],
)
def test_openings_and_prices_age(section: str, days: int, said: list[tuple[str, str]]) -> None:
    assert found(listing(of=program(**dated(section, days)))) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, []), (-5, []), (1, [("warning", "2026-11-21 has passed")])]
)
def test_a_next_start_lies_ahead(days: int, said: list[tuple[str, str]]) -> None:
    assert found(listing(structure={"next_start": ago(days)})) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, []), (1, [("warning", "the license ran out on 2026-11-21")])]
)
def test_a_license_holds_on_its_last_day(days: int, said: list[tuple[str, str]]) -> None:
    assert found(listing(staff={"facility_license": {"expires": ago(days)}})) == said


def imported(
    edition: str,
    confirmed: Plain | None = None,
    gone: str | None = None,
    status: str | None = None,
) -> Listing:
    mark: dict[str, Plain] = {"source": "SAMHSA", "edition": edition, "id": "7", "digest": "0ab1"}
    return listing(
        example="no",
        staff=None,
        contact={"website": "https://oak.example.org/"},
        imported=mark | ({"gone": gone} if gone else {}),
        status=status,
        confirmed=confirmed,
    )


@pytest.mark.parametrize(
    ("today", "allowed", "count"),
    [
        (date(2023, 12, 31), "no", 0),
        (date(2024, 1, 1), "no", 1),
        (date(2026, 11, 22), "no", 1),
        (date(2026, 11, 22), "yes", 0),
    ],
)
def test_an_import_is_old_a_year_after_its_edition(today: date, allowed: str, count: int) -> None:
    around = surroundings(today=today, unconfirmed_imports=allowed)
    assert len(found(imported("2022"), around)) == count


def test_an_import_that_a_newer_edition_lost_is_asked_for() -> None:
    around = surroundings(unconfirmed_imports="yes")
    said = ("warning", "the edition '2023' of its directory no longer has this place")
    assert found(imported("2022", gone="2023"), around) == [said]
    assert found(imported("2022", gone="2023", status="open"), around) == []


def test_a_confirmation_keeps_an_import_fresh() -> None:
    confirmed: Plain = {"date": ago(365), "by": "editor"}
    old = "last confirmed 365 days ago: the page says that facts may have changed"
    assert found(imported("2017", confirmed=confirmed)) == [("warning", old)]


# What a site allows


def test_examples_stand_on_demonstration_sites_only() -> None:
    said = ("error", "this program is made up, and the site is no demonstration")
    assert found(listing(), surroundings(demonstration="no")) == [said]
    real: dict[str, Plain] = {"example": "no", "contact": {"website": "https://oak.example.org/"}}
    assert found(listing(of=program(**real)), surroundings(demonstration="no")) == []


def test_site_yaml_decides_what_is_allowed() -> None:
    site = content().singles["site"]
    for_real = replace(
        content(),
        singles={
            **content().singles,
            "site": replace(
                site, text=site.text.replace("demonstration: yes", "demonstration: no")
            ),
        },
    )
    reading = reading_of(Source("oak.yaml", SMALLEST), sources=for_real)
    assert reading.directory is None
    assert reading.problems == (
        Problem(
            "oak.yaml",
            Position(3, 10),
            "example",
            Severity.ERROR,
            "this program is made up, and the site is no demonstration",
            "delete the file, or write 'demonstration: yes' in site.yaml",
        ),
    )


@pytest.mark.parametrize(
    ("number", "example", "count"),
    [
        ("503-555-0100", "yes", 0),
        ("503-555-0199", "yes", 0),
        ("503-555-0200", "yes", 1),
        ("503-226-0100", "yes", 1),
        ("503-555-0142", "no", 1),
        ("503-226-0100", "no", 0),
    ],
)
def test_fiction_has_its_own_numbers(number: str, example: str, count: int) -> None:
    assert len(found(listing(example=example, contact={"phone": number}))) == count


def test_a_phone_of_the_provider_is_told_of_at_the_provider() -> None:
    inherited = replace(
        listing(contact={"phone": "503-226-0100"}), inherited=frozenset(["contact.phone"])
    )
    assert found(inherited) == []


def test_a_provider_with_capitals_is_a_plain_name() -> None:
    assert found(listing(provider="Oak Group")) == []
    assert len(found(listing(provider="oak-group"))) == 1
    known = replace(listing(provider="oak-group"), provider=provider())
    assert found(known) == []


# Hours


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"structure": {"hours_per_week": "9"}}, 0),
        ({"structure": {"hours_per_week": "8.5"}}, 1),
        ({"structure": {"hours_per_week": "6-9"}}, 0),
        ({"structure": {"hours_per_week": "19"}}, 0),
        ({"structure": {"hours_per_week": "20"}}, 1),
        ({"structure": {"hours_per_week": "9+"}}, 0),
        ({"structure": {"hours_per_week": "6"}, "specialties": {"ages": "13-17"}}, 0),
        ({"structure": {"hours_per_week": "5"}, "specialties": {"ages": "13-17"}}, 1),
        ({"structure": {"hours_per_week": "6"}, "focus": "eating-disorders"}, 0),
        (
            {
                "structure": {"hours_per_week": "6"},
                "specialties": {"conditions": {"perinatal": "track"}},
            },
            0,
        ),
    ],
)
def test_hours_are_those_of_an_iop(changes: dict[str, Plain], count: int) -> None:
    assert len(found(listing(of=program(**changes)))) == count


def with_sessions(hours: str, *sessions: Plain, **track: Plain) -> Listing:
    written: Plain = [{"name": "Evening", "sessions": list(sessions), **track}]
    return listing(structure={"hours_per_week": hours}, schedule={"tracks": written})


THREE: Plain = {"days": ["mon", "wed", "fri"], "time": "17:30-20:30"}
FOUR: Plain = {"days": ["mon", "tue", "wed", "thu"], "time": "17:30-20:30"}


@pytest.mark.parametrize(
    ("one", "count"),
    [
        (with_sessions("9", THREE), 0),
        (with_sessions("9-12", THREE), 0),
        (with_sessions("10", THREE), 1),
        (with_sessions("9", FOUR), 1),
        (with_sessions("9", FOUR, attend="3"), 0),
        (with_sessions("10", FOUR), 0),
        (with_sessions("12", FOUR, attend="5"), 1),
        (with_sessions("12", FOUR, hours_per_week="12"), 0),
        (with_sessions("9", {"days": ["mon", "wed", "fri"]}), 0),
        (with_sessions("9", THREE, {"days": ["mon"], "time": "20:30-21:30"}), 0),
        (with_sessions("10", THREE, {"days": ["mon"], "time": "20:00-21:00"}), 1),
    ],
)
def test_stated_hours_are_those_of_the_sessions(one: Listing, count: int) -> None:
    assert len(found(one)) == count


# Neighbors


def both(*listings: Listing) -> list[tuple[str, str, str]]:
    return [
        (finding.path, finding.severity.value, finding.message)
        for rule in NEIGHBOR_RULES
        for finding in rule([brief(each) for each in listings])
    ]


PLACE = {"street": "400 Example Ave", "suite": "200", "city": "Portland", "state": "OR"}
HOUSE: dict[str, Plain] = {**PLACE, "zip": "97204"}
TWIN = [("programs/oak.yaml", "error", "this is the same program as programs/elm.yaml")]
NOTE = [("programs/oak.yaml", "note", "programs/elm.yaml has the same phone and street")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, TWIN + NOTE),
        ({"name": "oak evening, I.O.P."}, TWIN + NOTE),
        ({"location": {**HOUSE, "street": "400 example AVE."}}, TWIN + NOTE),
        ({"contact": {"phone": "503-555-0143"}}, TWIN),
        ({"name": "Elm Evening IOP"}, NOTE),
        ({"location": {**HOUSE, "suite": "300"}}, NOTE),
        ({"location": {**HOUSE, "street": "500 Example Ave"}}, []),
        ({"location": {**HOUSE, "zip": "97205"}}, []),
        ({"specialties": {"ages": "13-17"}}, NOTE),
        ({"focus": "both"}, NOTE),
        ({"schedule": {"tracks": [{"name": "Evening", "sessions": [THREE]}]}}, NOTE),
    ],
)
def test_the_same_program_stands_once(
    changes: dict[str, Plain], said: list[tuple[str, str, str]]
) -> None:
    first = listing("elm", location=HOUSE)
    whole: dict[str, Plain] = {"location": HOUSE, **changes}
    assert both(first, listing("oak", of=program(**whole))) == said


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (["old"], None, []),
        (
            ["old"],
            ["old"],
            [("programs/oak.yaml", "error", "'old' is the name of programs/elm.yaml already")],
        ),
        (
            ["oak"],
            None,
            [("programs/elm.yaml", "error", "'oak' is the name of programs/oak.yaml already")],
        ),
        (
            ["elm"],
            None,
            [("programs/elm.yaml", "error", "'elm' is the name of programs/elm.yaml already")],
        ),
    ],
)
def test_an_old_name_leads_to_one_listing(
    first: Plain, second: Plain | None, said: list[tuple[str, str, str]]
) -> None:
    one = listing("elm", name="Elm", contact={"phone": "503-555-0143"}, aliases=first)
    assert both(one, listing("oak", aliases=second)) == said


def test_twins_of_files_are_told_of_at_the_second_name() -> None:
    reading = reading_of(Source("elm.yaml", SMALLEST), Source("oak.yaml", SMALLEST))
    assert reading.problems == (
        Problem(
            "oak.yaml",
            Position(2, 7),
            "name",
            Severity.ERROR,
            "this is the same program as elm.yaml",
            "delete one of the two files, or state what sets them apart",
        ),
        Problem(
            "oak.yaml",
            Position(5, 18),
            "contact.phone",
            Severity.NOTE,
            "elm.yaml has the same phone and street",
            "fine if one house holds two programs; else delete one of the two",
        ),
    )


def test_a_broken_listing_is_still_there_to_be_linked_to() -> None:
    merged = SMALLEST + "status: merged\nmerged_into: elm\n"
    broken = reading_of(Source("elm.yaml", "format: 1\n"), Source("oak.yaml", merged))
    assert {problem.path for problem in broken.problems} == {"elm.yaml"}


def test_one_mistake_of_shape_keeps_rules_silent() -> None:
    problems = problems_of(SMALLEST.replace("name: Oak Evening IOP", "nme: Oak Evening IOP"))
    assert [problem.message for problem in problems] == ["'nme' is not a key of this file"]


def test_the_smallest_program_is_what_the_factory_makes() -> None:
    assert program().name == "Oak Evening IOP"
