"""Facts given, and the questions that a listing leaves open for a call."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_case import TODAY, content
from factory import program, vocabulary
from iopfinder.checklist import (
    OPEN_QUESTIONS,
    FactsGiven,
    Question,
    Questions,
    call_findings,
    facts_given,
    questions_for,
    stated_on,
)
from iopfinder.facts import outline
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.program import Program
from iopfinder.validation import typed


@cache
def questions() -> Questions:
    source = content().singles["questions"]
    document = parse_yaml(source.text, source.path).document
    assert document is not None
    read, problems = typed(Questions, document, source.path, vocabulary())
    assert read is not None
    assert problems == ()
    return read


def opened(one: Program, today: date = TODAY) -> list[str]:
    return [question.id for question in questions_for(one, questions(), today).open]


def asked(one: Program, today: date = TODAY) -> set[str]:
    calls = questions_for(one, questions(), today)
    return {question.id for question in (*calls.open, *calls.folded)}


def test_a_program_that_says_nothing_is_asked_the_first_eight_questions() -> None:
    assert opened(program(staff=None)) == [
        "right-level",
        "not-taken",
        "start-date",
        "cost",
        "license",
        "week",
        "group",
        "one-on-one",
    ]


def test_what_is_not_open_is_folded_in_the_same_order() -> None:
    calls = questions_for(program(staff=None), questions(), TODAY)
    order = [question.id for question in questions().questions]
    both = [question.id for question in (*calls.open, *calls.folded)]
    assert sorted(both, key=order.index) == order
    assert [question.id for question in calls.folded] == sorted(
        (question.id for question in calls.folded), key=order.index
    )


@pytest.mark.parametrize(
    ("changes", "answered"),
    [
        ({"admission": {"assessed_by": "LCSW"}}, "right-level"),
        ({"admission": {"requires": ["nothing"]}}, "not-taken"),
        ({"cost": {"self_pay": "350 per week"}}, "cost"),
        ({"structure": {"hours_per_week": "9"}}, "week"),
        ({"schedule": {"tracks": [{"name": "Evening"}]}}, "week"),
        ({"structure": {"same_therapist": "no"}}, "one-on-one"),
        ({"aftercare": {"services": ["alumni-group"]}}, "after"),
    ],
)
def test_one_stated_answer_makes_a_question_needless(
    changes: dict[str, Plain], answered: str
) -> None:
    assert answered in asked(program())
    assert answered not in asked(program(**changes))


@pytest.mark.parametrize(("days", "again"), [(0, False), (30, False), (31, True), (400, True)])
def test_openings_older_than_30_days_are_asked_again(days: int, *, again: bool) -> None:
    day = (TODAY - timedelta(days)).isoformat()
    one = program(availability={"accepting": "yes", "wait_days": "5", "as_of": day})
    assert ("start-date" in opened(one)) is again


@pytest.mark.parametrize(
    ("days", "asked_again"),
    [
        (30, set()),
        (180, set()),
        (181, {"cost", "week"}),
        (365, {"cost", "week"}),
        (366, {"cost", "week", "group"}),
    ],
)
def test_facts_are_asked_again_past_their_shelf_life(days: int, asked_again: set[str]) -> None:
    one = program(
        cost={"self_pay": "350 per week"},
        schedule={"tracks": [{"name": "Evening"}]},
        structure={"group_size": "8"},
        confirmed={"date": (TODAY - timedelta(days)).isoformat(), "by": "program"},
    )
    assert asked(one) & {"cost", "week", "group"} == asked_again


def test_a_fact_without_a_day_is_taken_as_it_stands() -> None:
    assert "group" not in asked(program(structure={"group_size": "8"}))


@pytest.mark.parametrize(
    ("changes", "question", "matters"),
    [
        ({"focus": "substance-use"}, "drug-tests", True),
        ({"focus": "mental-health"}, "drug-tests", False),
        ({"specialties": {"conditions": {"substance-use": "treated"}}}, "drug-tests", True),
        ({"specialties": {"conditions": {"substance-use": "no"}}}, "drug-tests", False),
        ({"focus": "both"}, "both", True),
        ({"focus": "eating-disorders"}, "eating", True),
        ({"focus": "both"}, "eating", False),
        ({"specialties": {"ages": "13-17"}}, "teen", True),
        ({"specialties": {"ages": "18+"}}, "teen", False),
        ({"schedule": {"tracks": [{"name": "Teens", "ages": "13-17"}]}}, "teen", True),
        ({"telehealth": {"audio_only": "yes"}}, "online", True),
        ({}, "online", False),
    ],
)
def test_some_questions_matter_for_some_programs_only(
    changes: dict[str, Plain], question: str, *, matters: bool
) -> None:
    whole = Questions.model_construct(
        opening=questions().opening,
        closing=questions().closing,
        questions=tuple(each for each in questions().questions if each.id == question),
    )
    calls = questions_for(program(**changes), whole, TODAY)
    assert (len(calls.open), len(calls.folded)) == ((1, 0) if matters else (0, 1))


def test_spare_questions_never_stand_open() -> None:
    spare = {question.id for question in questions().questions if question.spare}
    assert spare == {"belief", "welcome", "getting-there", "who-answers"}
    assert not spare & set(opened(full()))


def full() -> Program:
    return program(
        admission={"assessed_by": "LCSW", "not_taken": ["in-withdrawal"]},
        cost={"self_pay": "350 per week"},
        structure={"hours_per_week": "9", "group_size": "8", "individual_per_month": "4"},
        family={"required": "no", "sessions_per_month": "2"},
    )


@given(
    st.sets(st.sampled_from(["admission", "cost", "structure", "family", "schedule"])),
    st.integers(0, 800),
)
def test_at_most_eight_questions_stand_open_and_none_is_lost(sections: set[str], days: int) -> None:
    written: dict[str, Plain] = {
        "admission": {"assessed_by": "LCSW"},
        "cost": {"self_pay": "40"},
        "structure": {"group_size": "8"},
        "family": {"kinds": ["couples"]},
        "schedule": {"missed_sessions": "Call."},
    }
    day: Plain = {"date": (TODAY - timedelta(days)).isoformat(), "by": "program"}
    one = program(confirmed=day, **{name: written[name] for name in sections})
    calls = questions_for(one, questions(), TODAY)
    assert len(calls.open) <= OPEN_QUESTIONS
    assert not set(ids(calls.open)) & set(ids(calls.folded))


def ids(questions_: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions_]


@pytest.mark.parametrize(
    ("changes", "part", "given_"),
    [
        ({}, 1, 0),
        ({"structure": {"hours_per_week": "9", "length_weeks": "8"}}, 1, 2),
        ({"therapies": ["cbt"], "family": {"sessions_per_month": "1"}}, 1, 2),
        ({"specialties": {"ages": "18+", "co_occurring": "no"}}, 2, 2),
        ({}, 3, 1),
        ({"staff": {"groups_led_by": "licensed", "nurse": "yes"}}, 3, 1),
        ({"staff": {"prescriber": {}, "facility_license": {}}}, 3, 0),
        ({"access": {}, "schedule": {"missed_sessions": "Call."}}, 4, 1),
        ({"schedule": {"missed_sessions": "Call."}}, 4, 1),
        ({"aftercare": {"next_appointment_booked": "no"}}, 5, 1),
    ],
)
def test_facts_given_are_counted_for_each_question(
    changes: dict[str, Plain], part: int, given_: int
) -> None:
    totals = {1: 6, 2: 6, 3: 5, 4: 7, 5: 5}
    assert facts_given(program(**changes), part) == FactsGiven(given_, totals[part])


def test_a_fact_was_stated_when_its_section_or_its_listing_was() -> None:
    one = program(
        availability={"as_of": "2026-11-01"},
        cost={"self_pay": "40"},
        confirmed={"date": "2026-10-01", "by": "program"},
    )
    specs = {spec.name: spec for spec in outline(Program)}
    assert stated_on(one, specs["availability.accepting"]) == date(2026, 11, 1)
    assert stated_on(one, specs["cost.self_pay"]) == date(2026, 10, 1)
    assert stated_on(one, specs["structure.group_size"]) == date(2026, 10, 1)
    assert stated_on(program(), specs["cost.self_pay"]) is None


def test_every_question_names_fields_of_the_listing() -> None:
    assert list(call_findings(questions(), "questions.yaml")) == []


def test_an_unknown_field_is_told_of_with_the_nearest() -> None:
    first = questions().questions[0].model_copy(update={"answers": ("cost.insurence", "zebra")})
    wrong = questions().model_copy(update={"questions": (first,)})
    findings = [
        (each.field, each.message, each.hint) for each in call_findings(wrong, "questions.yaml")
    ]
    assert findings == [
        (
            ("questions", 0, "answers", 0),
            "a listing has no field 'cost.insurence'",
            "did you mean 'cost.insurance'?",
        ),
        (
            ("questions", 0, "answers", 1),
            "a listing has no field 'zebra'",
            "see the field reference",
        ),
    ]
