"""Listings kept as files: each broken one with the exact text that `check` prints of it."""

from pathlib import Path

import pytest

from directory_case import CASES, problems_in
from iopfinder.problems import Severity
from iopfinder.reports import FORMATS

LEAST_INVALID = 110
LEAST_VALID = 25
LEAST_MISTAKES = 30


def listings(folder: str) -> list[Path]:
    return sorted((CASES / folder).glob("*.yaml"))


def expectation(case: Path) -> str:
    expected = case.with_suffix(".expected")
    return expected.read_text("utf-8") if expected.exists() else ""


@pytest.mark.parametrize("folder", ["invalid", "valid"])
def test_every_file_is_a_listing_or_the_expectation_of_one(folder: str) -> None:
    found = {path.name for path in (CASES / folder).iterdir()}
    cases = {path.name for path in listings(folder)}
    assert found - cases <= {path.with_suffix(".expected").name for path in listings(folder)}


def test_there_are_enough_cases() -> None:
    assert len(listings("invalid")) >= LEAST_INVALID
    assert len(listings("valid")) >= LEAST_VALID


@pytest.mark.parametrize("case", listings("invalid"), ids=lambda case: case.stem)
def test_a_broken_listing_is_told_what_is_wrong_and_where(case: Path) -> None:
    assert expectation(case), "write what is expected, or run python tests/bless.py and read it"
    assert FORMATS["text"](problems_in(case)) == expectation(case)


@pytest.mark.parametrize("case", listings("valid"), ids=lambda case: case.stem)
def test_a_valid_listing_has_no_error(case: Path) -> None:
    problems = problems_in(case)
    assert FORMATS["text"](problems) == expectation(case)
    assert not [each for each in problems if each.severity is Severity.ERROR]


def test_all_mistakes_of_a_listing_come_at_once() -> None:
    problems = problems_in(CASES / "invalid" / "everything-wrong.yaml")
    assert len({problem.position for problem in problems}) >= LEAST_MISTAKES
    assert all(problem.hint for problem in problems)
