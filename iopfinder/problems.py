"""What is wrong with the content, as data: where, what, and what to do about it.

A rule knows *fields* and yields a `Finding`; the reader of a file knows *lines* and yields a
`Problem`. `located` turns the first into the second once a file's marks are at hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

__all__ = ["START", "Field", "Finding", "Position", "Problem", "Severity", "field_name", "in_order"]

Field = tuple[str | int, ...]


class Severity(Enum):
    """How much a problem matters: an error stops the build, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Position(NamedTuple):
    """A place in a text; lines and columns count from 1, columns in characters."""

    line: int
    column: int


START = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in one field of one file, not yet tied to a line.

    `field` is the path of keys and list indexes, as in `("schedule", "tracks", 0, "ages")`.
    """

    path: str
    field: Field
    severity: Severity
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with its line and column: all that a person or an editor needs to mend it."""

    path: str
    position: Position
    field: str
    severity: Severity
    message: str
    hint: str = ""

    @property
    def order(self) -> tuple[str, Position, str, str]:
        """Sorts problems as a reader meets them: by file, then from the top down."""
        return (self.path, self.position, self.field, self.message)


def field_name(field: Field) -> str:
    """The way people write a field: `schedule.tracks[0].ages`."""
    name = ""
    for part in field:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, sorted by file, line, column and field."""
    return tuple(sorted(set(problems), key=lambda problem: problem.order))
