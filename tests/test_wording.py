"""Stated facts in the words that families read."""

import pytest

from factory import program, vocabulary
from iopfinder.facts import outline, value_at
from iopfinder.forms import Money, Span
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.wording import (
    Group,
    Item,
    Wording,
    ages_words,
    fact_words,
    money_words,
    span_words,
    term_label,
)

WORDING = Wording(ENGLISH, vocabulary())
SPECS = {spec.name: spec for spec in outline(Program)}


def words(name: str, **changes: Plain) -> tuple[str, tuple[Group, ...]]:
    """The label of a fact and what is said."""
    spec = SPECS[name]
    said = fact_words(spec, value_at(program(**changes), spec.field), WORDING)
    assert said.name == name
    return said.label, said.groups


def texts(name: str, **changes: Plain) -> list[str]:
    return [item.text for group in words(name, **changes)[1] for item in group.items]


@pytest.mark.parametrize(
    ("span", "unit", "said"),
    [
        (Span(9, 9), "hours", "9 hours"),
        (Span(1, 1), "hours", "1 hour"),
        (Span(9, 12), "hours", "9 to 12 hours"),
        (Span(9, None), "hours", "9 hours or more"),
        (Span(2.5, 3), "hours", "2.5 to 3 hours"),
        (Span(8, 12), "weeks", "8 to 12 weeks"),
        (Span(1, None), "sessions", "1 session or more"),
        (Span(0, 1), "sessions", "0 to 1 session"),
    ],
)
def test_ranges(span: Span, unit: str, said: str) -> None:
    assert span_words(span, unit, ENGLISH) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(13, 17), "13 to 17"),
        (Span(18, None), "18 and older"),
        (Span(17, 17), "17"),
    ],
)
def test_ages(span: Span, said: str) -> None:
    assert ages_words(span, ENGLISH) == said


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (Money(35000, "week"), "$350 a week"),
        (Money(1250, "session"), "$12.50 a session"),
        (Money(120000, "program"), "$1,200 for the whole program"),
        (Money(4000), "$40"),
        (Money(30000, "month"), "$300 a month"),
        (Money(9000, "day"), "$90 a day"),
        (Money(0), "$0"),
    ],
)
def test_prices(money: Money, said: str) -> None:
    assert money_words(money, ENGLISH) == said


def test_conditions_stand_under_their_degree_and_no_comes_last() -> None:
    label, groups = words(
        "specialties.conditions",
        specialties={"conditions": {"psychosis": "no", "ptsd": "track", "ocd": "treated"}},
    )
    terms = vocabulary().terms("conditions")
    assert label == "Conditions"
    assert groups == (
        Group("Own group or team", (Item(terms["ptsd"].label, terms["ptsd"].plain),), "yes"),
        Group("Treated in mixed groups", (Item(terms["ocd"].label, terms["ocd"].plain),), "yes"),
        Group("Not treated", (Item(terms["psychosis"].label, terms["psychosis"].plain),), "no"),
    )


def test_a_closed_list_says_so() -> None:
    _, groups = words("therapies", therapies=["group", "no-others"])
    assert [(group.label, group.answer) for group in groups] == [("", "yes"), ("", "no")]
    assert groups[1].items == (Item("Says no to all others on our list"),)


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("structure.hours_per_week", {"structure": {"hours_per_week": "9-12"}}, ["9 to 12 hours"]),
        ("structure.group_size", {"structure": {"group_size": "10"}}, ["10 people"]),
        ("structure.group_size", {"structure": {"group_size": "1"}}, ["1 person"]),
        ("structure.next_start", {"structure": {"next_start": "2026-12-01"}}, ["December 1, 2026"]),
        ("structure.same_therapist", {"structure": {"same_therapist": "no"}}, ["No"]),
        ("structure.start", {"structure": {"start": "rolling"}}, ["Any week"]),
        ("specialties.ages", {"specialties": {"ages": "18+"}}, ["18 and older"]),
        ("cost.self_pay", {"cost": {"self_pay": "350 per week"}}, ["$350 a week"]),
        (
            "telehealth.states",
            {"telehealth": {"states": ["OR", "WA"]}},
            ["Oregon", "Washington"],
        ),
        (
            "staff.licenses",
            {
                "staff": {
                    "licenses": [
                        "LCSW",
                        {"license": "LCSW", "count": "4"},
                        {"license": "other", "title": "Art therapist", "role": "leads groups"},
                    ]
                }
            },
            [
                "Licensed clinical social worker (LCSW)",
                "4 × Licensed clinical social worker (LCSW)",
                "Art therapist: leads groups",
            ],
        ),
        (
            "cost.plans",
            {"cost": {"plans": ["Blue Example", {"name": "Red", "network": "in-network"}]}},
            ["Blue Example", "Red (in network)"],
        ),
        (
            "cost.extra_fees",
            {"cost": {"extra_fees": [{"what": "Books", "amount": "25"}, {"what": "Tests"}]}},
            ["Books: $25", "Tests: ask for the amount"],
        ),
        (
            "staff.prescriber",
            {"staff": {"prescriber": {"visits": "two-weekly", "first_visit_days": "7"}}},
            ["Every two weeks", "7 days"],
        ),
    ],
)
def test_each_kind_of_fact_in_words(name: str, changes: dict[str, Plain], said: list[str]) -> None:
    assert texts(name, **changes) == said


def test_a_review_names_its_last_day_and_leads_to_proof() -> None:
    review: Plain = {"body": "carf", "until": "2028-05-31", "url": "https://a.example.org/"}
    _, (group,) = words("staff.accreditation", staff={"accreditation": [review]})
    known = vocabulary().terms("accreditation")["carf"]
    assert group.items == (
        Item(f"{known.label}, until May 31, 2028", known.plain, "https://a.example.org/"),
    )


def test_a_state_license_leads_to_where_it_can_be_looked_up() -> None:
    license_: Plain = {"authority": "Oregon", "number": "EX-1", "url": "https://a.example.org/"}
    _, groups = words("staff.facility_license", staff={"facility_license": license_})
    assert groups == (
        Group("Given by", (Item("Oregon"),)),
        Group("Number", (Item("EX-1"),)),
        Group("", (Item("Look it up", href="https://a.example.org/"),)),
    )


@pytest.mark.parametrize(("answer", "said", "kind"), [("yes", "Yes", "yes"), ("no", "No", "no")])
def test_yes_and_no_are_answers(answer: str, said: str, kind: str) -> None:
    _, groups = words("cost.sliding_fee", cost={"sliding_fee": answer})
    assert groups == (Group("", (Item(said),), kind),)


@pytest.mark.parametrize(
    ("name", "term", "label"),
    [
        ("languages", "es", "Spanish"),
        ("licenses", "other", "Other"),
        ("conditions", "unheard-of", "unheard-of"),
    ],
)
def test_a_term_has_a_label(name: str, term: str, label: str) -> None:
    assert term_label(name, term, WORDING) == label


def test_every_field_with_a_form_has_words_for_its_unit() -> None:
    for spec in SPECS.values():
        if spec.form and spec.form.unit and spec.form.unit != "years":
            assert span_words(Span(2, None), spec.form.unit, ENGLISH)
