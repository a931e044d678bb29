"""Each field's example is written as the field is read."""

import pytest

from factory import vocabulary
from iopfinder.example import example_lines
from iopfinder.facts import Spec, outline
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.program import Program
from iopfinder.validation import typed

SPECS = outline(Program)


def lines_of(name: str) -> list[str]:
    spec = next(each for each in SPECS if each.name == name)
    return list(example_lines(spec, vocabulary()))


NEEDED = {"format": "1", "name": "Oak", "contact": "{phone: 503-555-0142}"}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_example_is_a_good_value(spec: Spec) -> None:
    example = example_lines(spec, vocabulary())
    needed = [f"{key}: {value}" for key, value in NEEDED.items() if key != spec.field[0]]
    parsed = parse_yaml("\n".join((*needed, *example)), "example.yaml")
    assert parsed.problems == ()
    assert parsed.document is not None
    program, problems = typed(Program, parsed.document, "example.yaml", vocabulary())
    assert problems == ()
    assert program is not None
    assert getattr(program, spec.field[0]) is not None


def test_a_field_stands_below_the_keys_that_it_belongs_to() -> None:
    assert lines_of("cost.insurance") == [
        "cost:",
        "  insurance: {medicaid: in-network, medicare: no}",
    ]
    assert lines_of("focus") == ["focus: substance-use"]
    assert lines_of("availability") == [
        "availability: {accepting: yes, wait_days: 5, as_of: 2026-10-01}"
    ]


def test_what_is_required_beside_it_stands_there_too() -> None:
    assert lines_of("schedule.tracks.sessions.time") == [
        "schedule:",
        "  tracks:",
        "    - name: Adult evening",
        "      sessions:",
        "        - days: [mon, wed, fri]",
        "          time: 17:30-20:30",
    ]
