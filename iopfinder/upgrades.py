"""A tree of an older `format` in, the same facts in the next one out, or where that is unclear."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Field
from iopfinder.tree import Branch, Entry, Leaf, Tree

__all__ = ["UPGRADES", "Taken", "Upgrade", "upgraded", "upgraded_value"]

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
