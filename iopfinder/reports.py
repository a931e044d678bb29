"""Problems in, text out: for people, for programs, for a code host's annotations, as SARIF."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from iopfinder import __version__
from iopfinder.problems import Problem, Severity

__all__ = ["FORMATS", "as_json_beside", "as_text", "counted"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(problems: Sequence[Problem]) -> str:
    """`path:line:column: severity: field: message`, and on a line of its own what to do."""
    return "".join(_text(problem) for problem in problems)


def _text(problem: Problem) -> str:
    place = f"{problem.path}:{problem.position.line}:{problem.position.column}"
    field = f"{problem.field}: " if problem.field else ""
    hint = f"    {problem.hint}\n" if problem.hint else ""
    message = " ".join(problem.message.split())
    return f"{place}: {problem.severity.value}: {field}{message}\n{hint}"


def as_json(problems: Sequence[Problem]) -> str:
    """A list of `{path, line, column, field, severity, message, hint}`."""
    return (
        json.dumps([_plain(problem) for problem in problems], ensure_ascii=False, indent=2) + "\n"
    )


def as_json_beside(problems: Sequence[Problem], **others: object) -> str:
    """An object: the list of `as_json` as `problems`, and what stands beside it."""
    whole = {"problems": [_plain(problem) for problem in problems], **others}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain(problem: Problem) -> dict[str, str | int]:
    return {
        "path": problem.path,
        "line": problem.position.line,
        "column": problem.position.column,
        "field": problem.field,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands that a code host shows at the line."""
    return "".join(_annotation(problem) for problem in problems)


_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _annotation(problem: Problem) -> str:
    values = {
        "file": problem.path,
        "line": str(problem.position.line),
        "col": str(problem.position.column),
        "title": problem.field or "iopfinder",
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    text = f"{problem.message}: {problem.hint}" if problem.hint else problem.message
    return f"::{_LEVELS[problem.severity]} {properties}::{_escaped(text)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Sequence[Problem]) -> str:
    """One SARIF 2.1.0 run."""
    driver = {
        "name": "iopfinder",
        "version": __version__,
        "informationUri": "https://iopfinder.example.org/for-clinics/",
        "rules": [{"id": rule} for rule in sorted({_rule(problem) for problem in problems})],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem) for problem in problems],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(problem: Problem) -> str:
    """The field without its indexes names the rule: `schedule.tracks.ages`."""
    field = "".join(part.split("]")[-1] for part in problem.field.split("["))
    return field or "file"


def _result(problem: Problem) -> dict[str, object]:
    text = f"{problem.message}: {problem.hint}" if problem.hint else problem.message
    region = {"startLine": problem.position.line, "startColumn": problem.position.column}
    location = {"artifactLocation": {"uri": quote(problem.path)}, "region": region}
    return {
        "ruleId": _rule(problem),
        "level": problem.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


FORMATS: Final[Mapping[str, Callable[[Sequence[Problem]], str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
"""How problems can be printed."""


def counted(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`, or "no problems"."""
    return ", ".join(_counts(problems)) or "no problems"


def _counts(problems: Sequence[Problem]) -> Iterator[str]:
    for severity in Severity:
        count = sum(problem.severity is severity for problem in problems)
        if count:
            yield f"{count:,} {severity.value}{'s' if count > 1 else ''}"
