"""Records in, a table that a spreadsheet opens safely out: a row a program, a column a fact.

Columns are made from the model, in its order. A cell of a yes-or-no fact says yes, no or "not
stated"; any other empty cell is not stated. A list of terms stands with "; " between them; what has
parts of its own (tracks, licenses, plans) stands as JSON.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import StringIO
from typing import Any, Final, NamedTuple

from iopfinder.exports.record import LEFT_OUT, NOT_STATED, Record
from iopfinder.facts import Spec, outline
from iopfinder.program import Program

__all__ = ["Column", "columns", "harmless", "table"]

BETWEEN: Final = "; "

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells spreadsheets that the text is UTF-8: else they spoil every accent."""


class Column(NamedTuple):
    """A column: its name, where in a record its value stands, and how that is written."""

    name: str
    path: tuple[str, ...]
    written: Callable[[Any], str | int | float]


def table(records: Iterable[Record], license_: str) -> str:
    """The whole table, its header first, with `license_` in each row."""
    stream = StringIO()
    stream.write(BYTE_ORDER_MARK)
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow([*(column.name for column in columns()), "license"])
    rows.writerows([*_row(record), harmless(license_)] for record in records)
    return stream.getvalue()


def _row(record: Record) -> Iterator[str | int | float]:
    for column in columns():
        value: Any = record
        for name in column.path:
            value = value[name] if value is not None else None
        yield column.written(value)


# How a value is written


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection).

    An apostrophe before it says that it is text. One that the text begins with itself gets another,
    so that taking the first one away gives every text back.
    """
    return f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell


_BEGINS_FORMULA: Final = (*"=+-@\t\r\n'", *"\uff1d\uff0b\uff0d\uff20")


def _text(value: str | None) -> str:
    return "" if value is None else harmless(value)


def _number(value: float | None) -> str | int | float:
    return "" if value is None else value


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - it is the value
    return NOT_STATED if value is None else "yes" if value else "no"


def _listed(value: Sequence[str] | None) -> str:
    return harmless(BETWEEN.join(value or ()))


def _words(value: Mapping[str, str] | None) -> str:
    """`ptsd=track; anxiety=treated`"""
    return harmless(BETWEEN.join(f"{term}={word}" for term, word in (value or {}).items()))


def _others(value: str | None) -> str:
    return value or NOT_STATED


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


# Columns


@cache
def columns() -> tuple[Column, ...]:
    """Every column but the license: who and how sure first, then each fact."""
    first = (
        _column("slug"),
        _column("url"),
        _column("name"),
        _column("provider.id"),
        _column("provider.name"),
        _column("example", _yes_no),
        _column("scope"),
        _column("status"),
        _column("confirmed.date"),
        _column("confirmed.by"),
        _column("confirmed.how"),
        _column("imported.source"),
        _column("imported.edition"),
        _column("imported.id"),
        _column("sources.provider.facts", _listed),
        _column("place.latitude", _number),
        _column("place.longitude", _number),
        _column("place.precision"),
        _column("place.county"),
        _column("place.time_zone"),
    )
    there = {column.path[0] for column in first}
    facts = (spec for spec in _leaves() if spec.field[0] not in there)
    return (*first, *(column for spec in facts for column in _columns_of(spec)))


def _leaves() -> Iterator[Spec]:
    """Fields with a value of their own, and lists of sections, whose parts are no columns."""
    left_out = {(*_above(section), name) for section, names in LEFT_OUT.items() for name in names}
    lists = {spec.field for spec in outline(Program) if spec.many}
    for spec in outline(Program):
        inside = any(spec.field[:depth] in lists for depth in range(1, len(spec.field)))
        if (spec.form or spec.many) and not inside and spec.field not in left_out:
            yield spec


def _above(section: type) -> tuple[str, ...]:
    """Where a section of the listing stands."""
    return next((spec.field for spec in outline(Program) if spec.section is section), ())


def _columns_of(spec: Spec) -> Iterator[Column]:
    form = spec.form
    if form is None:
        yield _column(spec.name, _json)
    elif form.items in ("answers", "terms"):
        yield _column(f"{spec.name}.yes", _words)
        yield _column(f"{spec.name}.facility_yes", _words)
        yield _column(f"{spec.name}.no", _listed)
        yield _column(f"{spec.name}.others", _others)
    elif form.items:
        yield _column(spec.name, _json if form.kind == "text" else _listed)
    else:
        yield from _COLUMNS.get(form.kind, _plain)(spec.name)


def _plain(name: str) -> Iterator[Column]:
    yield _column(name)


def _span(name: str) -> Iterator[Column]:
    """Two numbers: a spreadsheet makes a day of September out of 9-12."""
    yield _column(f"{name}.least", _number)
    yield _column(f"{name}.most", _number)


def _money(name: str) -> Iterator[Column]:
    yield _column(f"{name}.amount", _number)
    yield _column(f"{name}.per")


def _phone(name: str) -> Iterator[Column]:
    yield _column(f"{name}.shown")


_COLUMNS: Final[Mapping[str, Callable[[str], Iterator[Column]]]] = {
    "span": _span,
    "money": _money,
    "phone": _phone,
    "number": lambda name: iter([_column(name, _number)]),
    "yes-no": lambda name: iter([_column(name, _yes_no)]),
}


def _column(name: str, written: Callable[[Any], str | int | float] = _text) -> Column:
    return Column(name, tuple(name.split(".")), written)
