"""Slips of people on a good listing: each is told once, at its own line, with what to write.

`cases/mutations/slips.yaml` is the table: a slip puts `to` in the place of `of`, `fix` is what a
helpful neighbor would say to write, decided before `check` was asked.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from directory_case import TODAY, content
from factory import vocabulary
from iopfinder.directory import read_alone
from iopfinder.memory import Memory
from iopfinder.problems import Problem, Severity
from iopfinder.program import Program
from iopfinder.reports import as_text
from iopfinder.sources import Source, decoded
from iopfinder.statement import statement_of

MUTATIONS: Final = Path(__file__).parent / "cases" / "mutations"
GOOD: Final = (MUTATIONS / "good.yaml").read_text("utf-8")
SLIPS: Final[list[dict[str, Any]]] = yaml.safe_load((MUTATIONS / "slips.yaml").read_text("utf-8"))

EXPECTED: Final = MUTATIONS / "slips.expected"

LEAST: Final = 60


def broken(slip: dict[str, Any]) -> str:
    """The good listing with a slip in it."""
    assert GOOD.count(slip["of"]) == 1
    return GOOD.replace(slip["of"], slip["to"])


def told_of(texts: Mapping[str, str]) -> Mapping[str, list[Problem]]:
    """What `check` says of each of these listings alone, read as bytes of a file, by path."""
    read = [decoded(Path(path), text.encode()) for path, text in texts.items()]
    sources = [source for source in read if isinstance(source, Source)]
    alone = read_alone(
        sources,
        content(),
        frozenset(texts),
        TODAY,
        articles=(),
        listing_of=lambda slug: pytest.fail(f"{slug} was asked for"),
        memory=Memory(),
    )
    assert len(sources) == len(texts)
    return {path: [each for each in alone.problems if each.path == path] for path in texts}


@cache
def told() -> Mapping[str, list[Problem]]:
    return told_of({path_of(slip): broken(slip) for slip in SLIPS})


def path_of(slip: dict[str, Any]) -> str:
    return f"{re.sub('[^a-z0-9]+', '-', slip['slip'].lower())}.yaml"


def line_of(slip: dict[str, Any]) -> int:
    """The line on which the text begins to differ."""
    pairs = enumerate(zip(GOOD, broken(slip), strict=False))
    return 1 + GOOD.count("\n", 0, next(index for index, (old, new) in pairs if old != new))


def test_the_listing_without_a_slip_is_good() -> None:
    assert told_of({"oak.yaml": GOOD}) == {"oak.yaml": []}


def test_there_are_enough_slips_and_each_is_another() -> None:
    assert len(SLIPS) >= LEAST
    assert len({slip["slip"] for slip in SLIPS}) == len(SLIPS)
    assert len({(slip["of"], slip["to"]) for slip in SLIPS}) == len(SLIPS)


@pytest.mark.parametrize("slip", SLIPS, ids=path_of)
def test_a_slip_is_told_once_at_its_line_with_what_to_write(slip: dict[str, Any]) -> None:
    problems = told()[path_of(slip)]
    assert [problem.position.line for problem in problems] == [line_of(slip)]
    assert slip["fix"] in f"{problems[0].message}; {problems[0].hint}"


def test_every_message_is_the_one_that_was_read_and_found_good() -> None:
    said = "".join(as_text(told()[path_of(slip)]) for slip in SLIPS)
    assert said == EXPECTED.read_text("utf-8"), "run python tests/bless.py and read what changed"


# Slips that nobody thought of

SIGNS: Final = st.sampled_from(
    [*" \t:-#,'\"[]{}|>&*!%@`\n0aZ", "\u2018", "\u00a0", ": ", "- ", " #"]
)


@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 3), st.one_of(st.just(""), SIGNS)),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_is_typed_is_told_within_the_text(edits: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for index, deleted, typed in edits:
        text = text[:index] + typed + text[index + deleted :]
    stated = statement_of(Program, text, "oak.yaml", vocabulary())
    lines = text.split("\n")
    for problem in stated.problems:
        line, column = problem.position
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    assert stated.value is not None or any(
        problem.severity is Severity.ERROR for problem in stated.problems
    )
