"""The columns of the three sheets; listings in, their rows out.

`programs` has a row for each program, `tracks` one for each track, `licenses` one for each kind of
license. A column bears the name of its field. An empty cell is *not stated*.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from iopfinder.amendments import plain_at
from iopfinder.cells import cell_of
from iopfinder.facts import Section, Spec, outline
from iopfinder.positioned_yaml import Plain
from iopfinder.program import License, Program, Track

__all__ = [
    "LICENSES",
    "NUMBER",
    "PROGRAM",
    "PROGRAMS",
    "REMOVE",
    "SHEETS",
    "TRACKS",
    "Kept",
    "Sheet",
    "items_of",
    "rows_of",
]

PROGRAM: Final = "program"
"""The column of a listing's slug."""

NUMBER: Final = "number"
"""The column of an item's place in its listing, from 1."""

REMOVE: Final = "remove"
"""The column in which yes takes an item away."""

_NOT_IN_SHEETS: Final = frozenset(
    ["format", "provider", "listed_by", "confirmed", "checked", "imported", "aliases"]
)
"""Bookkeeping, and what is not the provider's to say."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the three: its name, the field of the list that it holds, and its columns.

    The programs' own sheet holds no list; its specs are those of a whole listing.
    """

    name: str
    field: tuple[str, ...]
    specs: Mapping[str, Spec]
    key: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        if not self.field:
            return (PROGRAM, *self.specs)
        return (PROGRAM, NUMBER, *self.specs, REMOVE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A listing as its file has it: `text` with LF line ends, `value` what it says."""

    slug: str
    path: str
    text: str
    value: dict[str, Plain]


def _columns(model: type[Section]) -> Iterator[Spec]:
    """The fields that are one value or list, not those inside of lists."""
    many: set[tuple[str, ...]] = set()
    for spec in outline(model):
        inside = any(spec.field[: len(above)] == above for above in many)
        if spec.many:
            many.add(spec.field)
        if not inside and (spec.form or spec.many):
            yield spec


PROGRAMS: Final = Sheet(
    "programs",
    (),
    {
        spec.name: spec
        for spec in _columns(Program)
        if spec.field[0] not in _NOT_IN_SHEETS and spec.section not in (Track, License)
    },
)
TRACKS: Final = Sheet(
    "tracks", ("schedule", "tracks"), {spec.name: spec for spec in _columns(Track)}
)
LICENSES: Final = Sheet(
    "licenses", ("staff", "licenses"), {spec.name: spec for spec in outline(License)}, "license"
)
SHEETS: Final = (PROGRAMS, TRACKS, LICENSES)


def rows_of(sheet: Sheet, listings: Iterable[Kept]) -> Iterator[tuple[str, ...]]:
    """The rows of a sheet, each as long as its columns."""
    for listing in listings:
        if not sheet.field:
            cells = (
                cell_of(spec, plain_at(listing.value, spec.field)) for spec in sheet.specs.values()
            )
            yield (listing.slug, *cells)
            continue
        for number, item in enumerate(items_of(sheet, listing.value), 1):
            cells = (cell_of(spec, item.get(name)) for name, spec in sheet.specs.items())
            yield (listing.slug, str(number), *cells, "")


def items_of(sheet: Sheet, value: Plain) -> list[dict[str, Plain]]:
    """The items of a listing that a sheet holds; one plain value stands for its key's."""
    found = plain_at(value, sheet.field)
    items = found if isinstance(found, list) else []
    return [item if isinstance(item, dict) else {sheet.key: item} for item in items]
