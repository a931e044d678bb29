"""What is written in an older `format` in, the same facts in the next one out.

`format` upgrades a tree, and so the file; `check` upgrades what it has read, and says what changed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from iopfinder.positioned_yaml import Document, Plain
from iopfinder.problems import Field, Position, Problem, Severity, field_name
from iopfinder.tree import Branch, Entry, Leaf, Tree

__all__ = [
    "UPGRADES",
    "Taken",
    "Upgrade",
    "both_there",
    "read_as_newest",
    "renamed_to",
    "upgraded",
    "upgraded_value",
]

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The step from one format to the next: `renamed` has the key that is new for each old field.

    Fields hold the keys from the top as the older format has them; a list adds no step.
    """

    to: str
    renamed: Mapping[Keys, str]


UPGRADES: Final[Mapping[str, Upgrade]] = {}
"""By the format that is left behind. The first is still the one in use."""


class Taken(Exception):
    """A key and the one that it was renamed to both stand in a mapping; which holds is unclear."""

    def __init__(self, field: Field, new: str) -> None:
        super().__init__(field, new)
        self.field, self.new = field, new


def upgraded(tree: Tree, upgrade: Upgrade) -> Tree:
    """The tree with keys renamed and the new format stated. Raises Taken."""
    root = _branch(tree.root, (), (), upgrade)
    entries = (
        replace(entry, value=Leaf((upgrade.to,), upgrade.to)) if entry.name == "format" else entry
        for entry in root.entries
    )
    return replace(tree, root=replace(root, entries=tuple(entries)))


def _branch(branch: Branch, above: Keys, field: Field, upgrade: Upgrade) -> Branch:
    names = {entry.name for entry in branch.entries}
    entries = []
    for number, entry in enumerate(branch.entries):
        part = number if entry.name is None else entry.name
        keys = above if entry.name is None else (*above, entry.name)
        new = upgrade.renamed.get(keys) if entry.name else None
        if new in names and new is not None:
            raise Taken((*field, part), new)
        entries.append(_entry(entry, new, keys, (*field, part), upgrade))
    return replace(branch, entries=tuple(entries))


def _entry(entry: Entry, new: str | None, keys: Keys, field: Field, upgrade: Upgrade) -> Entry:
    value = entry.value
    if isinstance(value, Branch):
        value = _branch(value, keys, field, upgrade)
    return replace(entry, name=new or entry.name, key=new or entry.key, value=value)


def upgraded_value(value: Mapping[str, Plain], upgrade: Upgrade) -> dict[str, Plain]:
    """What a tree's plain value becomes."""
    renamed = _renamed(dict(value), (), upgrade)
    assert isinstance(renamed, dict)  # noqa: S101 - as it was
    return {**renamed, "format": upgrade.to}


def _renamed(value: Plain, above: Keys, upgrade: Upgrade) -> Plain:
    if isinstance(value, list):
        return [_renamed(item, above, upgrade) for item in value]
    if isinstance(value, str):
        return value
    return {
        upgrade.renamed.get((*above, key), key): _renamed(inner, (*above, key), upgrade)
        for key, inner in value.items()
    }


# What was read


def read_as_newest(
    document: Document, path: str, upgrades: Mapping[str, Upgrade]
) -> tuple[Document, tuple[Problem, ...]]:
    """The document as if it had been upgraded, and a warning for each key with a new name.

    Where a key and its new name both stand, that is an error, and the new one is read.
    """
    newest = document
    names = {field: field for field in document.keys}
    problems: list[Problem] = []
    while upgrade := upgrades.get(_format_of(newest)):
        taken = dict(_taken(newest, upgrade))
        problems += [
            both_there(Taken(old, taken[new]), document, path)
            for old, new in names.items()
            if new in taken
        ]
        names = {
            old: _renamed_field(new, upgrade) for old, new in names.items() if new not in taken
        }
        newest = _as_next(newest, upgrade, taken)
    if newest is not document:
        message = f"{_format_of(document)} is an older format; the file is read as format"
        stated = ("format",)
        place = document.position(stated)
        problems.append(_warning(path, place, stated, f"{message} {_format_of(newest)}"))
    for old, new in names.items():
        if old[-1] != new[-1]:
            message = f"'{old[-1]}' is now called '{new[-1]}'"
            problems.append(_warning(path, document.keys[old], old, message))
    return newest, tuple(problems)


def _format_of(document: Document) -> str:
    value = document.value
    return str(value.get("format")) if isinstance(value, dict) else ""


def _warning(path: str, place: Position, field: Field, message: str) -> Problem:
    hint = f"build.py format {path} brings the file up to date"
    return Problem(path, place, field_name(field), Severity.WARNING, message, hint)


def both_there(taken: Taken, document: Document, path: str) -> Problem:
    """The error of a mapping that holds a key and the one that it was renamed to."""
    place = document.position(taken.field, key=True)
    message = f"'{taken.field[-1]}' is now called '{taken.new}', which is written here too"
    hint = "keep one of the two"
    return Problem(path, place, field_name(taken.field), Severity.ERROR, message, hint)


def _taken(document: Document, upgrade: Upgrade) -> Iterator[tuple[Field, str]]:
    """The old keys beside which their new names stand, and these."""
    for field in document.keys:
        new = upgrade.renamed.get(_keys(field))
        if new is not None and (*field[:-1], new) in document.keys:
            yield field, new


def _renamed_field(field: Field, upgrade: Upgrade) -> Field:
    return tuple(
        part if isinstance(part, int) else upgrade.renamed.get(_keys(field[: number + 1]), part)
        for number, part in enumerate(field)
    )


def _as_next(document: Document, upgrade: Upgrade, taken: Collection[Field]) -> Document:
    """The document with new names in its value, and in the fields of all its marks."""

    def kept(fields: Iterable[Field]) -> Iterator[Field]:
        return (field for field in fields if not any(field[: len(each)] == each for each in taken))

    value = _without(document.value, (), taken)
    assert isinstance(value, dict)  # noqa: S101 - it states a format
    return replace(
        document,
        value=upgraded_value(value, upgrade),
        keys={_renamed_field(each, upgrade): document.keys[each] for each in kept(document.keys)},
        values={
            _renamed_field(each, upgrade): document.values[each] for each in kept(document.values)
        },
        retyped=tuple(_renamed_field(each, upgrade) for each in kept(document.retyped)),
        empty=tuple(_renamed_field(each, upgrade) for each in kept(document.empty)),
    )


def _without(value: Plain, above: Field, taken: Collection[Field]) -> Plain:
    if isinstance(value, dict):
        return {
            key: _without(inner, (*above, key), taken)
            for key, inner in value.items()
            if (*above, key) not in taken
        }
    if isinstance(value, list):
        return [_without(item, (*above, number), taken) for number, item in enumerate(value)]
    return value


def _keys(field: Field) -> Keys:
    return tuple(part for part in field if isinstance(part, str))


def renamed_to(keys: Keys, upgrades: Mapping[str, Upgrade]) -> str:
    """What a key of some older format is called now, "" for one that never was."""
    return next(
        (upgrade.renamed[keys] for upgrade in upgrades.values() if keys in upgrade.renamed), ""
    )
