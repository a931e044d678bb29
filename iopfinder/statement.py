"""The text of a listing or provider file in; what it states, or every mistake in it, once, out."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from iopfinder.facts import Section, keys_of
from iopfinder.forms import Words
from iopfinder.positioned_yaml import GOES_ON, Document, parse_yaml
from iopfinder.problems import Position, Problem, Severity
from iopfinder.slips import Slip, slip_of_strangers
from iopfinder.upgrades import UPGRADES, Upgrade, read_as_newest, renamed_to
from iopfinder.validation import typed

__all__ = ["Statement", "statement_of"]

S = TypeVar("S", bound=Section)


@dataclass(frozen=True, slots=True)
class Statement(Generic[S]):
    """What a file states: no value when a mistake is one of shape, no document when of syntax."""

    value: S | None
    document: Document | None
    problems: tuple[Problem, ...]


def statement_of(
    model: type[S],
    text: str,
    path: str,
    words: Words,
    upgrades: Mapping[str, Upgrade] = UPGRADES,
) -> Statement[S]:
    """All that a text says, as a value of the model. One mistake gives one problem.

    A text of an older format is read as if it had been upgraded, with a warning for each new name.
    """
    read = _read(model, text, path, words, upgrades)
    lines = {problem.position.line - 1 for problem in read.problems if _is_error(problem)}
    slip = slip_of_strangers(text, lines, keys_of(model)) if len(lines) > 1 else None
    if slip is None:
        return read
    rest = _read(model, slip.mended, path, words, upgrades).problems
    written = text.split("\n")
    placed = (replace(each, position=_within(each.position, written)) for each in rest)
    return replace(read, value=None, problems=(_told(slip, path), *placed))


def _within(place: Position, lines: Sequence[str]) -> Position:
    """A place of the mended text in the one that was written; a mend moves some lines a little."""
    line = min(place.line, len(lines))
    return Position(line, min(place.column, len(lines[line - 1]) + 1))


def _read(
    model: type[S], text: str, path: str, words: Words, upgrades: Mapping[str, Upgrade]
) -> Statement[S]:
    parsed = parse_yaml(text, path, keys_of(model))
    if parsed.document is None:
        return Statement(None, None, parsed.problems)
    document, renamed = read_as_newest(parsed.document, path, upgrades)
    value, found = typed(model, document, path, words)
    problems = (*renamed, *_once(parsed.problems, found))
    value = None if any(map(_is_error, renamed)) else value
    return Statement(value, document, tuple(_with_new_names(problems, upgrades)))


def _with_new_names(
    problems: Iterable[Problem], upgrades: Mapping[str, Upgrade]
) -> Iterator[Problem]:
    """An unknown key that older formats knew is told with its new name."""
    for problem in problems:
        keys = tuple(re.sub(r"\[\d+\]", "", problem.field).split("."))
        new = renamed_to(keys, upgrades) if "is not a key of" in problem.message else ""
        yield replace(problem, hint=f"it is now called '{new}'") if new else problem


def _told(slip: Slip, path: str) -> Problem:
    place = Position(slip.line, slip.column)
    return Problem(path, place, "", Severity.ERROR, slip.message, slip.hint)


def _once(read: Collection[Problem], found: Collection[Problem]) -> Iterator[Problem]:
    """Each mistake once. What is odd about the writing of a wrong value says how to mend it."""
    refused = {problem.position for problem in read if _is_error(problem)}
    wrong = {problem.position for problem in found if _is_error(problem)} | refused
    over_lines = {each.position: each.hint for each in read if each.message == GOES_ON}
    yield from (each for each in read if _is_error(each) or each.position not in wrong)
    for problem in found:
        if _is_error(problem) and problem.position not in refused:
            yield replace(problem, hint=over_lines.get(problem.position, problem.hint))
        elif problem.position not in wrong:
            yield problem


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
