"""Records in, a table that a spreadsheet opens safely out: a row a program, a column a fact.

Columns are made from the model, in its order. A cell of a yes-or-no fact says yes, no or "not
stated"; any other empty cell is not stated. Between terms stands "; ". What has parts of its own
(tracks, licenses, plans) stands as JSON.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import StringIO
from itertools import groupby
from typing import Any, Final, NamedTuple

from iopfinder.exports.record import LEFT_OUT, NOT_STATED, Record
from iopfinder.facts import Section, Spec, outline
from iopfinder.program import Program

__all__ = ["Cell", "Column", "columns", "columns_of", "harmless", "row", "table"]

BETWEEN: Final = "; "

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells spreadsheets that the text is UTF-8: else they spoil every accent."""

Cell = str | int | float
"""A number, or a text: "" where nothing is stated."""


class Column(NamedTuple):
    """A column: its name, where in a record its value stands, and how that is written."""

    name: str
    path: tuple[str, ...]
    written: Callable[[Any], Cell]
    is_number: bool = False


def table(records: Iterable[Record], license_: str) -> Iterator[str]:
    """The lines of the table, its header first, with `license_` in each row."""
    yield BYTE_ORDER_MARK + _line([*(column.name for column in columns()), "license"])
    for record in records:
        yield _line([*row(record, columns()), license_])


def row(record: Record, columns: tuple[Column, ...]) -> Iterator[Cell]:
    """The cells of a record, or of a section of one."""
    for name, own, unstated in _sections(columns):
        if record[name] is None:
            yield from unstated
        else:
            yield from (column.written(_value(record, column.path)) for column in own)


@cache
def _sections(
    columns: tuple[Column, ...],
) -> tuple[tuple[str, tuple[Column, ...], tuple[Cell, ...]], ...]:
    """Columns under their section, and what stands in them where nothing of it is stated."""
    grouped = ((name, tuple(own)) for name, own in groupby(columns, lambda each: each.path[0]))
    return tuple((name, own, tuple(each.written(None) for each in own)) for name, own in grouped)


def _value(record: Record, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - as JSON has it
    value: Any = record
    for name in path:
        value = value[name]
        if value is None:
            break
    return value


def _line(cells: Iterable[Cell]) -> str:
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(
        [harmless(cell) if cell and isinstance(cell, str) else cell for cell in cells]
    )
    return stream.getvalue()


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection).

    An apostrophe before it says that it is text. One that the text begins with itself gets another,
    so that taking the first one away gives every text back.
    """
    return f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell


_BEGINS_FORMULA: Final = (*"=+-@\t\r\n'", *"\uff1d\uff0b\uff0d\uff20")


# How a value is written


def _plain(value: Cell | None) -> Cell:
    return "" if value is None else value


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - it is the value
    return NOT_STATED if value is None else "yes" if value else "no"


def _listed(value: Sequence[str] | None) -> str:
    return BETWEEN.join(value or ())


def _words(value: Mapping[str, str] | None) -> str:
    """`anxiety=treated; ptsd=track`"""
    return BETWEEN.join(f"{term}={word}" for term, word in (value or {}).items())


def _others(value: str | None) -> str:
    return value or NOT_STATED


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


# Columns


@cache
def columns() -> tuple[Column, ...]:
    """Every column of a program: which it is and how sure first, then each fact."""
    first = (
        *map(_column, ("slug", "url", "name", "provider.id", "provider.name")),
        _column("example", _yes_no),
        *map(_column, ("scope", "status", "confirmed.date", "confirmed.by", "confirmed.how")),
        *map(_column, ("imported.source", "imported.edition", "imported.id")),
        _column("sources.provider.facts", _listed),
        _column("place.latitude")._replace(is_number=True),
        _column("place.longitude")._replace(is_number=True),
        *map(_column, ("place.precision", "place.county", "place.time_zone")),
    )
    there = {column.path[0] for column in first}
    facts = (column for column in columns_of(Program) if column.path[0] not in there)
    return (*first, *facts)


@cache
def columns_of(section: type[Section]) -> tuple[Column, ...]:
    """The columns of a section's own facts and those of the sections in it."""
    return tuple(column for spec in _leaves(section) for column in _columns_of(spec))


def _leaves(section: type[Section]) -> Iterator[Spec]:
    """Fields with a value of their own, and lists of sections, whose parts are no columns."""
    specs = outline(section)
    at = {spec.section: spec.field for spec in specs if spec.section} | {section: ()}
    left_out = {(*at[of], name) for of, names in LEFT_OUT.items() if of in at for name in names}
    lists = {spec.field for spec in specs if spec.many}
    for spec in specs:
        inside = any(spec.field[:depth] in lists for depth in range(1, len(spec.field)))
        if (spec.form or spec.many) and not inside and spec.field not in left_out:
            yield spec


def _columns_of(spec: Spec) -> Iterator[Column]:
    form, name = spec.form, spec.name
    if form is None:
        yield _column(name, _json)
    elif form.items in ("answers", "terms"):
        yield _column(f"{name}.yes", _words)
        yield _column(f"{name}.facility_yes", _words)
        yield _column(f"{name}.no", _listed)
        yield _column(f"{name}.others", _others)
    elif form.items:
        yield _column(name, _json if form.kind == "text" else _listed)
    elif form.kind == "yes-no":
        yield _column(name, _yes_no)
    else:
        for part, is_number in _PARTS.get(form.kind, {"": False}).items():
            yield _column(f"{name}{part}")._replace(is_number=is_number)


_PARTS: Final[Mapping[str, Mapping[str, bool]]] = {
    "number": {"": True},
    "span": {".least": True, ".most": True},
    "money": {".amount": True, ".per": False},
    "phone": {".shown": False},
}
"""The columns of some kinds of values, and whether they are numbers.

Of 9-12 in one column a spreadsheet makes a day of September.
"""


def _column(name: str, written: Callable[[Any], Cell] = _plain) -> Column:
    return Column(name, tuple(name.split(".")), written)
