"""A field explained: the whole text, and names that may be meant."""

from functools import cache

import pytest

from directory_case import content
from factory import vocabulary
from iopfinder.checklist import ChecklistItem
from iopfinder.directory import read_checklist
from iopfinder.explanation import NoField, explanation, field_named
from iopfinder.facts import outline
from iopfinder.program import Program


@cache
def checklist() -> tuple[ChecklistItem, ...]:
    return read_checklist(content(), [])


def explained(name: str) -> list[str]:
    return list(explanation(field_named(name, vocabulary()), vocabulary(), checklist()))


def test_a_choice_is_explained_with_what_families_read() -> None:
    assert explained("staff.groups_led_by") == [
        "staff.groups_led_by: Who leads the groups",
        "  The checklist's own question.",
        "",
        "How it is written:",
        "  staff:",
        "    groups_led_by: licensed",
        "  Write: licensed, in-training-supervised, certified, peer or mixed.",
        "",
        "Words, and what families read:",
        "  licensed                Licensed professionals",
        "  in-training-supervised  Therapists in training, with a licensed supervisor",
        "  certified               Certified counselors",
        "  peer                    Trained peers",
        "  mixed                   A mix: ask who leads which group",
        "",
        "What families see:",
        '  "Who leads the groups", under 3. Qualified staff on the program\'s page.',
        "  They can search by it.",
        "  Where it is left out they read: The program does not say. Ask.",
        "",
        "Weight:",
        "  Asked first: one of the twelve facts that tell programs apart.",
        '  Counted in "Facts given", question 3.',
    ]


def test_a_section_names_its_keys() -> None:
    assert explained("availability") == [
        "availability: Openings",
        "  Whether and how soon people can start.",
        "",
        "How it is written:",
        "  availability: {accepting: yes, wait_days: 5, as_of: 2026-10-01}",
        "  A section: keys below it.",
        "",
        "Its keys:",
        "  accepting              Openings",
        "  first_assessment_days  Days to the first assessment",
        "  wait_days              Days to the first session",
        "  as_of                  As of",
        "",
        "What families see:",
        '  "Openings", under 4. Flexibility on the program\'s page.',
        "  Where it is left out they read: The program does not say. Ask.",
        "  After 30 days it is shown as a question again.",
        "",
        "Weight:",
        "  Asked first: one of the twelve facts that tell programs apart.",
        '  Counted in "Facts given", question 4.',
    ]


def test_terms_are_listed_in_plain_words_and_the_rest_is_counted() -> None:
    lines = explained("specialties.conditions")
    terms = lines[lines.index("Terms of conditions:") + 1 :]
    known = vocabulary().terms("conditions")
    shown = terms[: terms.index("")]
    assert len(shown) == min(len(known), 40) + (len(known) > 40)
    first, term = next(iter(known.items()))
    assert shown[0].split() == f"{first} {term.label}: {term.plain}".split()
    if len(known) > 40:
        assert shown[-1] == f"  and {len(known) - 40} more: /for-clinics/terms/"
    assert "  A plain list of terms means: treated." in lines
    assert "  A schedule track may state its own: schedule.tracks.conditions." in lines


def test_what_a_listing_needs_is_said() -> None:
    assert explained("name")[-1] == "  Required: without it there is no listing."
    assert explained("location.zip")[-1] == "  Required in each location."
    assert explained("staff.nurse")[-1] == "  Not required: leave it out where you do not know."


def test_every_field_can_be_explained() -> None:
    for spec in outline(Program):
        lines = explained(spec.name)
        assert lines[0] == f"{spec.name}: {spec.fact.label}"
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("cost.insurance", "cost.insurance"),
        ("insurance", "cost.insurance"),
        ("prescriber.who", "staff.prescriber.who"),
        ("schedule.tracks[0].sessions[1].days", "schedule.tracks.sessions.days"),
        ("cost.insurance.medicaid", "cost.insurance"),
        ("cost.insurance.others", "cost.insurance"),
        ("therapies[2]", "therapies"),
        ("name", "name"),
        ("conditions", "specialties.conditions"),
        ("sessions.time", "schedule.tracks.sessions.time"),
    ],
)
def test_a_field_is_named_as_messages_name_it(name: str, field: str) -> None:
    assert field_named(name, vocabulary()).name == field


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("insurence", "there is no field 'insurence'; did you mean cost.insurance?"),
        ("cost.insurence", "there is no field 'cost.insurence'; did you mean cost.insurance?"),
        ("zzzzzz", "there is no field 'zzzzzz'; see /for-clinics/fields/"),
        ("", "there is no field ''; see /for-clinics/fields/"),
        (
            "when",
            "several fields end in 'when': name one of structure.drug_testing.when, family.when",
        ),
    ],
)
def test_a_name_of_no_field_is_told_with_what_may_be_meant(name: str, said: str) -> None:
    with pytest.raises(NoField) as raised:
        field_named(name, vocabulary())
    assert str(raised.value) == said
