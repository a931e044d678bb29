"""A text and a place in it go in; the line that stands there comes out, with a caret below."""

from typing import Final, NamedTuple

from iopfinder.problems import Position

__all__ = ["Quotation", "quotation"]

SHOWN: Final = 100
"""Characters of a line that are quoted; of a longer one, those around the place."""


class Quotation(NamedTuple):
    """A quoted line, and what stands below it: blanks and tabs as in the line, then `^`."""

    line: str
    caret: str


def quotation(text: str, position: Position) -> Quotation | None:
    """The line at a position, or None where the text has no such line.

    A column past the end of the line points just behind its last character.
    """
    lines = text.split("\n")
    if not 1 <= position.line <= len(lines):
        return None
    line = lines[position.line - 1].rstrip("\r")
    before = min(position.column - 1, len(line))
    start = max(0, min(before - SHOWN // 2, len(line) - SHOWN))
    opening = "…" if start else ""
    closing = "…" if start + SHOWN < len(line) else ""
    below = "".join("\t" if letter == "\t" else " " for letter in opening + line[start:before])
    return Quotation(f"{opening}{line[start : start + SHOWN]}{closing}", f"{below}^")
