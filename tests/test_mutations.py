"""Slips of people on a good listing: each is told once, at its own line, with what to write.

`cases/mutations/slips.yaml` is the table: a slip puts `to` in the place of `of`, `fix` is what a
helpful neighbor would say to write, decided before `check` was asked.
"""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from directory_case import problems_of
from iopfinder.problems import Problem
from iopfinder.sources import Source, decoded

MUTATIONS: Final = Path(__file__).parent / "cases" / "mutations"
GOOD: Final = (MUTATIONS / "good.yaml").read_text("utf-8")
SLIPS: Final[list[dict[str, Any]]] = yaml.safe_load((MUTATIONS / "slips.yaml").read_text("utf-8"))

LEAST: Final = 60


def problems_after(slip: dict[str, Any]) -> tuple[Problem, ...]:
    """What `check` says of the good listing with a slip in it, read as bytes of a file."""
    assert GOOD.count(slip["of"]) == 1
    source = decoded(Path("oak.yaml"), GOOD.replace(slip["of"], slip["to"]).encode())
    assert isinstance(source, Source)
    return problems_of(source.text, "oak.yaml")


def line_of(slip: dict[str, Any]) -> int:
    """The line on which the text begins to differ."""
    changed = GOOD.replace(slip["of"], slip["to"])
    pairs = enumerate(zip(GOOD, changed, strict=False))
    return 1 + GOOD.count("\n", 0, next(index for index, (old, new) in pairs if old != new))


def test_the_listing_without_a_slip_is_good() -> None:
    assert problems_of(GOOD, "oak.yaml") == ()


def test_there_are_enough_slips_and_each_is_another() -> None:
    assert len(SLIPS) >= LEAST
    assert len({slip["slip"] for slip in SLIPS}) == len(SLIPS)
    assert len({(slip["of"], slip["to"]) for slip in SLIPS}) == len(SLIPS)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: str(slip["slip"]).replace(" ", "-"))
def test_a_slip_is_told_once_at_its_line_with_what_to_write(slip: dict[str, Any]) -> None:
    told = problems_after(slip)
    assert [problem.position.line for problem in told] == [line_of(slip)]
    assert slip["fix"] in f"{told[0].message}; {told[0].hint}"
