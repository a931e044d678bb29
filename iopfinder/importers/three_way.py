"""What the last import wrote, what stands, what the new edition says in; what to renew out.

A fact that stands as the last import wrote it is the import's own and is renewed. One that a person
changed, added or took away is theirs and stays. Terms are looked at one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Field, field_name

__all__ = ["Renewal", "facts_between", "renewal_of"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """The new value of each field that is renewed, and the facts by name.

    `kept`: a person says otherwise than the new edition, and it is their word that stays.
    """

    changes: dict[Field, Plain | None]
    renewed: tuple[str, ...]
    kept: tuple[str, ...]


class _Three(NamedTuple):
    """One fact three times; None where it is not stated."""

    wrote: Plain | None
    stands: Plain | None
    new: Plain | None

    @property
    def are_sections(self) -> bool:
        return all(each is None or isinstance(each, dict) for each in self)

    @property
    def are_lists(self) -> bool:
        """Whether it is a list of terms or texts each time, or not stated."""
        return all(
            each is None or (isinstance(each, list) and all(isinstance(item, str) for item in each))
            for each in self
        )

    def of(self, key: str) -> "_Three":
        return _Three(*(each.get(key) if isinstance(each, dict) else None for each in self))


def renewal_of(wrote: Plain, stands: Plain, new: Plain) -> Renewal:
    """What a new edition changes in a listing, beside `imported`."""
    changes: dict[Field, Plain | None] = {}
    renewed: list[str] = []
    kept: list[str] = []
    for field, three in _facts((), _Three(wrote, stands, new)):
        if three.are_lists:
            items, fresh, left = _items(three)
            renewed += (field_name((*field, item)) for item in fresh)
            kept += (field_name((*field, item)) for item in left)
            if items != (three.stands or []):
                changes[field] = items or None
        elif three.stands == three.wrote:
            if three.new != three.stands:
                changes[field] = three.new
                renewed.append(field_name(field))
        elif three.new not in (three.wrote, three.stands):
            kept.append(field_name(field))
    return Renewal(changes, tuple(renewed), tuple(kept))


def facts_between(one: Plain, other: Plain) -> tuple[str, ...]:
    """The facts that differ, by name, beside `imported`."""
    return renewal_of(one, one, other).renewed


def _facts(field: Field, three: _Three) -> Iterator[tuple[Field, _Three]]:
    """Each fact that any of the three states: no sections, but lists as a whole."""
    if not three.are_sections:
        yield field, three
        return
    keys = dict.fromkeys(key for each in three if isinstance(each, dict) for key in each)
    for key in keys:
        if field or key != "imported":
            yield from _facts((*field, key), three.of(key))


def _items(three: _Three) -> tuple[list[Plain], list[str], list[str]]:
    """A list's items as they will be; which of them are renewed, and which kept against the new."""
    wrote, stands, new = (list(each) if isinstance(each, list) else [] for each in three)
    if stands == wrote:
        return new, [str(item) for item in (*stands, *new) if (item in stands) != (item in new)], []
    gone = [item for item in stands if item in wrote and item not in new]
    come = [item for item in new if item not in wrote and item not in stands]
    if three.stands is None:  # a person took the whole list away
        return [], [], [str(item) for item in come]
    against = [item for item in new if item in wrote and item not in stands and wrote != new]
    items = [*(item for item in stands if item not in gone), *come]
    return items, [str(item) for item in (*gone, *come)], [str(item) for item in against]
