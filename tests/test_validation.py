"""pydantic's errors become problems at a line, in plain words."""

from datetime import date
from typing import Annotated

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field

from factory import SMALLEST, vocabulary
from iopfinder import forms
from iopfinder.facts import Fact, Section, outline, value_at
from iopfinder.forms import Answers, Money, Span
from iopfinder.positioned_yaml import Document, Plain, parse_yaml
from iopfinder.problems import Position, Problem, Severity
from iopfinder.program import Program
from iopfinder.validation import typed, typed_each
from iopfinder.vocabulary import NO_WORDS


class Room(Section):
    """A room."""

    name: Annotated[str, forms.text(20), Fact("Name")]
    seats: Annotated[float | None, forms.number("people"), Fact("Seats")] = None


class House(Section):
    """A house."""

    rooms: Annotated[tuple[Room, ...] | None, Fact("Rooms")] = None
    doors: Annotated[dict[str, Room], Fact("Doors")] = Field(default_factory=dict)
    built: Annotated[date | None, forms.iso_date(), Fact("Built")] = None
    rent: Annotated[Money | None, forms.money(), Fact("Rent")] = None
    ages: Annotated[Span | None, forms.span("years"), Fact("Ages")] = None
    owner: Annotated[Room | None, Fact("Owner")] = None


def document(text: str) -> Document:
    parsed = parse_yaml(text, "house.yaml")
    assert parsed.document is not None
    return parsed.document


def house(text: str) -> tuple[House | None, tuple[Problem, ...]]:
    return typed(House, document(text), "house.yaml", NO_WORDS)


def error(line: int, column: int, field: str, message: str, hint: str) -> Problem:
    return Problem("house.yaml", Position(line, column), field, Severity.ERROR, message, hint)


def test_a_right_file_becomes_a_value() -> None:
    value, problems = house(
        "rooms:\n  - {name: Hall, seats: 10}\ndoors: {front: {name: Oak}}\n"
        "built: 2026-01-02\nrent: 40\nages: 9+\nowner: {name: '7'}\n"
    )
    assert problems == ()
    assert value is not None
    assert value.rooms is not None
    assert (value.rooms[0].name, value.rooms[0].seats) == ("Hall", 10)
    assert (value.built, value.rent, value.ages) == (date(2026, 1, 2), Money(4000), Span(9, None))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "rooms: [{seats: 3}]",
            error(
                1, 9, "rooms[0].name", "'name' is missing", "add 'name:' with up to 20 characters"
            ),
        ),
        (
            "built: soon\n",
            error(1, 8, "built", "'soon' is not a date", "write year-month-day, as 2026-10-01"),
        ),
        (
            "rooms: Hall",
            error(
                1,
                8,
                "rooms",
                "one value stands where a list belongs",
                "put a dash before the first key of each item, as in '- name: ...'",
            ),
        ),
        (
            "owner: Ann",
            error(
                1,
                8,
                "owner",
                "one value stands where a mapping belongs",
                "write 'key: value' on lines of its own; its keys are name, seats",
            ),
        ),
        (
            "owner: {name: [a]}",
            error(
                1,
                15,
                "owner.name",
                "a list stands where one value belongs",
                "write it as one text",
            ),
        ),
        (
            "owner: {nam: Ann}",
            error(1, 9, "owner.nam", "'nam' is not a key of owner", "did you mean 'name'?"),
        ),
        (
            "rent: 40\nseats: 3",
            error(
                2,
                1,
                "seats",
                "'seats' is not a key of this file",
                "its keys are rooms, doors, built, rent, ages, owner",
            ),
        ),
        (
            "rent: 40\nrents:",
            error(2, 1, "rents", "'rents' is not a key of this file", "did you mean 'rent'?"),
        ),
        (
            "doors: {front: }",
            error(1, 9, "doors.front", "nothing stands behind 'front'", "write it or delete it"),
        ),
    ],
)
def test_a_mistake_of_shape_stands_at_its_place(text: str, problem: Problem) -> None:
    assert house(text) == (None, (problem,))


def test_a_bare_number_for_a_text_is_a_warning() -> None:
    value, problems = house("owner: {name: 007}")
    assert value is not None
    assert problems == (
        Problem(
            "house.yaml",
            Position(1, 15),
            "owner.name",
            Severity.WARNING,
            "other YAML tools read this text as a number, a date or true and false",
            "put it in quotes",
        ),
    )


def test_each_item_of_a_file_stands_alone() -> None:
    rooms, problems = typed_each(
        Room, document("hall: {name: Hall}\nbad: {seats: x}\nnone:\n"), "house.yaml", NO_WORDS
    )
    assert {key: room.name for key, room in rooms.items()} == {"hall": "Hall"}
    assert problems == (
        error(2, 1, "bad.name", "'name' is missing", "add 'name:' with up to 20 characters"),
        error(2, 14, "bad.seats", "'x' is not a number", "write the number of people in digits"),
        error(3, 1, "none", "nothing stands behind 'none'", "write it or delete it"),
    )


def test_items_may_be_a_list() -> None:
    rooms, problems = typed_each(
        Room, document("- {name: Hall}\n- {name: Loft}"), "house.yaml", NO_WORDS
    )
    assert [(key, room.name) for key, room in rooms.items()] == [(0, "Hall"), (1, "Loft")]
    assert problems == ()


def test_one_value_is_no_file_of_items() -> None:
    assert typed_each(Room, document("hall"), "house.yaml", NO_WORDS) == (
        {},
        (
            error(
                1,
                1,
                "",
                "one value stands where a mapping or a list belongs",
                "compare with an example",
            ),
        ),
    )


def typed_program(text: str) -> Program | None:
    return typed(Program, document(text), "oak.yaml", vocabulary())[0]


BASE = "format: 1\nname: Oak\ntelehealth: {states: [OR]}\ncontact: {phone: 503-555-0142}\n"


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("therapies: [cbt]", ("therapies",), Answers({"cbt": "yes"})),
        ("therapies: [cbt, no-others]", ("therapies",), Answers({"cbt": "yes"}, True)),
        ("therapies: [no-others]", ("therapies",), Answers({}, True)),
        ("access: [wheelchair]", ("access",), Answers({"wheelchair": "yes"})),
        ("access: {wheelchair: no}", ("access",), Answers({"wheelchair": "no"})),
        ("access: {others: no}", ("access",), Answers({}, True)),
        ("access: [no-others]", ("access",), Answers({}, True)),
        ("access:\n  wheelchair:\n  transit: yes", ("access",), Answers({"transit": "yes"})),
        (
            "specialties: {conditions: [ptsd]}",
            ("specialties", "conditions"),
            Answers({"ptsd": "treated"}),
        ),
        (
            "specialties: {medications: [methadone]}",
            ("specialties", "medications"),
            Answers({"methadone": "continued"}),
        ),
        ("cost: {insurance: [medicaid]}", ("cost", "insurance"), Answers({"medicaid": "accepted"})),
        ("languages: {sessions: [en, es]}", ("languages", "sessions"), ("en", "es")),
        ("therapies:", ("therapies",), None),
        ("access: {}", ("access",), None),
        ("access:\n  wheelchair:\n  transit:", ("access",), None),
        ("specialties: {conditions: {}}", ("specialties", "conditions"), None),
        ("staff: {prescriber: {}}", ("staff", "prescriber"), None),
    ],
)
def test_lists_and_mappings_of_terms_become_answers(
    written: str, field: tuple[str, ...], value: object
) -> None:
    program = typed_program(BASE + written)
    assert value_at(program, field) == value


def test_one_word_may_stand_for_a_license() -> None:
    program = typed_program(BASE + "staff: {licenses: [LCSW, {license: LPC, count: 2}]}")
    assert program is not None
    assert program.staff is not None
    licenses = program.staff.licenses or ()
    assert [(each.license, each.count) for each in licenses] == [("LCSW", None), ("LPC", 2)]


def test_the_outline_names_every_field_once() -> None:
    names = [spec.name for spec in outline(Program)]
    assert len(names) == len(set(names))
    assert {"format", "staff.prescriber.who", "schedule.tracks.sessions.time"} <= set(names)


shapes: st.SearchStrategy[Plain] = st.recursive(
    st.sampled_from(["yes", "no", "9-12", "cbt", "2026-10-01", "x" * 300, "[key]", ""]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["name", "days", "ptsd", "others", "who", "[key]"]), inner),
    ),
    max_leaves=6,
)
fields = st.sampled_from([spec.field for spec in outline(Program)])


@example(("access",), {})
@example(("specialties", "ages"), {})
@given(fields, shapes)
def test_no_shape_of_a_field_raises(field: tuple[str, ...], shape: Plain) -> None:
    value: Plain = shape
    for name in reversed(field):
        value = {name: value}
    assert isinstance(value, dict)
    whole = Document({**SMALLEST, **value}, {}, {})
    program, problems = typed(Program, whole, "oak.yaml", vocabulary())
    assert (program is None) == any(each.severity is Severity.ERROR for each in problems) or (
        program is None and has_empty_list(value)
    )


def has_empty_list(value: Plain) -> bool:
    """The parser tells of an empty list, so that here it makes no second problem."""
    if isinstance(value, dict):
        return any(has_empty_list(each) for each in value.values())
    return isinstance(value, list) and (not value or any(has_empty_list(each) for each in value))
