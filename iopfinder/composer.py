"""A YAML text in, its nodes out, each with its marks: the one place that chooses the loader."""

from typing import Final, Protocol

import yaml

from iopfinder.problems import START, Position

__all__ = ["LOADER", "Mark", "composed", "is_empty", "position"]


class Mark(Protocol):
    """A place as PyYAML's scanners give it; line and column count from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text; in C where PyYAML has it."""

_EMPTY: Final = frozenset(["", "~", "null", "Null", "NULL"])


def composed(text: str) -> yaml.Node | None:
    """The node of a whole document, None of an empty one. Raises yaml.MarkedYAMLError."""
    return yaml.compose(text, Loader=LOADER)


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing stands there, or one of YAML's words for it."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _EMPTY


def position(mark: Mark | None) -> Position:
    """The place that people know, counted from 1."""
    return Position(mark.line + 1, mark.column + 1) if mark else START
