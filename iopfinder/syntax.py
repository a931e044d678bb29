"""The error of a YAML scanner in; what is wrong, at the place where the mistake was made, out."""

from dataclasses import dataclass, replace

import yaml

from iopfinder.composer import LOADER, position
from iopfinder.problems import Position, Problem, Severity
from iopfinder.slips import Known, Slip, likeliest_slip, shortened, with_colon

__all__ = ["syntax_problem"]


def syntax_problem(text: str, path: str, error: yaml.MarkedYAMLError, known: Known) -> Problem:
    """The mistake that keeps a text from being read; `known` are the keys of its model."""
    return _within(text, _syntax_problem(text, path, error, known))


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One kind of syntax error: how to know it, where to point, what to say."""

    problem: str
    at_context: bool
    message: str
    hint: str
    context: str = ""


_TAB = _Mistake("'\\t'", False, "a tab stands here", "use spaces: two for each step to the right")

_STRAY_ITEM = _Mistake(
    "expected key",
    False,
    "this list item does not belong to the line above it",
    "take its dash away, or put it under the items of its list",
)

_MISTAKES = (
    _Mistake(
        "unexpected end of stream",
        True,
        "a quote is opened here and never closed",
        "close it with the same quote",
        context="quoted scalar",
    ),
    _Mistake(
        "document indicator",
        True,
        "a quote is opened here and never closed",
        "close it with the same quote",
        context="quoted scalar",
    ),
    _Mistake(
        "unknown escape",
        False,
        "a backslash in double quotes has a meaning of its own",
        "use single quotes, or write the backslash twice",
    ),
    _TAB,
    _Mistake(
        "',' or ']'",
        True,
        "a list is opened here with '[' and not closed with ']', or a comma is missing in it",
        "write [one, two]",
    ),
    _Mistake(
        "',' or '}'",
        True,
        "a brace is opened here with '{' and not closed with '}', or a comma is missing in it",
        "write {key: value, other: value}",
    ),
    _Mistake(
        "did not find expected node content",
        False,
        "a value is missing here",
        "take one comma away, or write the value",
    ),
    _Mistake(
        "block sequence entries are not allowed",
        False,
        "a list item cannot stand on the line of its key",
        "start the list on the next line, or write [one, two]",
    ),
    _Mistake(
        "expected '-' indicator",
        False,
        "this line is not in line with the list items above it",
        "start it with '- ', or move it to the right under the item it belongs to",
    ),
    _Mistake(
        "expected key",
        False,
        "this line is not in line with the keys above it",
        "give keys that belong together the same number of spaces",
    ),
    _Mistake(
        "comment or line break",
        False,
        "text stands behind the '|' or '>' that begins a text of several lines",
        "start that text on the next line, or put all of it in quotes",
    ),
    _Mistake(
        "found unexpected ':'",
        False,
        "a ':' stands here inside brackets or braces",
        "put a space behind it, or put the text in quotes",
    ),
    _Mistake(
        "mapping keys are not allowed",
        False,
        "a '?' stands here",
        "put the text in quotes",
    ),
    _Mistake(
        "block end",
        False,
        "this line is not in line with the keys above it",
        "give keys that belong together the same number of spaces",
    ),
    _Mistake(
        "<document start>",
        False,
        "this does not belong to what stands above it",
        "give keys that belong together the same number of spaces",
    ),
)


def _within(text: str, problem: Problem) -> Problem:
    """The problem at the text's end when the scanner saw it on the line below."""
    lines = text.split("\n")
    if problem.position.line <= len(lines):
        return problem
    return replace(problem, position=Position(len(lines), len(lines[-1]) + 1))


def _syntax_problem(text: str, path: str, error: yaml.MarkedYAMLError, known: Known) -> Problem:
    lines = text.split("\n")
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if "\t" in lines[min(line, len(lines) - 1)][: column + 1]:
        tab = lines[line].index("\t")
        return _mistake(path, _TAB, Position(line + 1, tab + 1))
    if "could not find expected ':'" in problem:
        place = position(error.context_mark or mark)
        slip = likeliest_slip(text, place.line - 1, known)
        return _slip(path, slip) if slip else _lost_colon(lines, path, place)
    if "mapping values are not allowed" in problem:
        slip = likeliest_slip(text, line, known)
        return _slip(path, slip) if slip else _stray_colon(lines, path, line, column)
    if "cannot start any token" in problem or _begins_specially(problem, context):
        return _forbidden_start(lines, path, position(error.context_mark or mark))
    if "did not find expected" in problem:
        nearer = _quote_problem(text, path, line, column) or _second_colon(lines, path, error)
        if nearer:
            return nearer
        slip = None if "expected ',' or" in problem else likeliest_slip(text, line, known)
        if slip:
            return _slip(path, slip)
        if "expected key" in problem and lines[line][column:].startswith("- "):
            return _mistake(path, _STRAY_ITEM, Position(line + 1, column + 1))
    for mistake in _MISTAKES:
        if mistake.problem in problem and mistake.context in context:
            chosen = error.context_mark if mistake.at_context else error.problem_mark
            place = position(chosen or mark)
            return _mistake(
                path, replace(mistake, hint=_closed(lines, place) or mistake.hint), place
            )
    return _error(
        path,
        Position(line + 1, column + 1),
        f"this is not YAML: {problem or context}",
        "compare the line with an example",
    )


def _closed(lines: list[str], place: Position) -> str:
    """What to write of brackets that are opened here and not closed on their line."""
    rest = lines[place.line - 1][place.column - 1 :] if place.line <= len(lines) else ""
    closing = {"[": "]", "{": "}"}.get(rest[:1], "")
    rest = rest.partition(" #")[0].rstrip()
    if not closing or closing in rest or rest.endswith((",", "[", "{")):
        return ""
    return f"write '{shortened(rest.rstrip(']}') + closing)}'"


def _slip(path: str, slip: Slip) -> Problem:
    return _error(path, Position(slip.line, slip.column), slip.message, slip.hint)


def _lost_colon(lines: list[str], path: str, place: Position) -> Problem:
    """A line of words where `key: value` belongs: no colon, or no space behind it."""
    written, offset, message = with_colon(lines[place.line - 1][place.column - 1 :])
    place = Position(place.line, place.column + offset)
    return _error(path, place, message, f"write '{shortened(written)}'")


def _begins_specially(problem: str, context: str) -> bool:
    if context.endswith("a directive"):
        return True
    tagged = context.endswith(("an alias", "an anchor", "a tag"))
    return tagged and problem.startswith("did not find")


def _forbidden_start(lines: list[str], path: str, place: Position) -> Problem:
    character = lines[place.line - 1][place.column - 1 : place.column]
    hint = "put the text in quotes"
    if character == "*":
        hint += "; start list items with '- '"
    return _error(path, place, f"a text cannot begin with '{character}'", hint)


def _quote_problem(text: str, path: str, line: int, column: int) -> Problem | None:
    """The mistake is a quote when a quoted text ends just before the place of the error."""
    quoted = None
    try:
        for token in yaml.scan(text, Loader=LOADER):
            if (token.start_mark.line, token.start_mark.column) >= (line, column):
                break
            quoted = token if isinstance(token, yaml.ScalarToken) and token.style else None
    except yaml.MarkedYAMLError:
        pass  # what stands behind the error matters no more
    if quoted is None or quoted.style not in ("'", '"'):
        return None
    if quoted.end_mark.line != quoted.start_mark.line:
        return _error(
            path,
            position(quoted.start_mark),
            "a quote is opened here and never closed",
            "close it with the same quote",
        )
    if quoted.end_mark.line != line:
        return None
    return _error(
        path,
        Position(line + 1, column + 1),
        "this stands behind the quote that ends the text",
        "put the whole text in quotes; write an apostrophe inside single quotes twice",
    )


def _second_colon(lines: list[str], path: str, error: yaml.MarkedYAMLError) -> Problem | None:
    """A colon too many inside braces."""
    mark, opened = error.problem_mark, error.context_mark
    if mark is None or opened is None or mark.line >= len(lines) or opened.line != mark.line:
        return None
    if not lines[mark.line][mark.column :].startswith(":"):
        return None
    return _error(
        path,
        position(mark),
        "a second ':' stands here before the next comma",
        "put a comma before the next key, or put the text in quotes",
    )


def _stray_colon(lines: list[str], path: str, line: int, column: int) -> Problem:
    """`a: b: c`, or a key set too far to the right."""
    before = lines[line][:column]
    inner = before.find(": ")
    if inner >= 0:
        return _error(
            path,
            Position(line + 1, column + 1),
            "a second ': ' stands in this line",
            "put the text in quotes, as in \"key: 'Evenings: adults'\"",
        )
    return _error(
        path,
        Position(line + 1, _indent(lines[line]) + 1),
        "this key stands too far to the right, or the line above it already has a value",
        "give keys that belong together the same number of spaces",
    )


def _mistake(path: str, mistake: _Mistake, place: Position) -> Problem:
    return _error(path, place, mistake.message, mistake.hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _error(path: str, place: Position, message: str, hint: str) -> Problem:
    return Problem(path, place, "", Severity.ERROR, message, hint)
