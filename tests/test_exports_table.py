"""A table holds what the records hold, and no spreadsheet takes a text of it for a formula."""

import csv
import json
from collections.abc import Iterable

import pytest
from hypothesis import given, settings

from factory import listing, vocabulary
from iopfinder.exports.record import Record, record
from iopfinder.exports.table import columns, harmless, table
from iopfinder.listing import Listing
from iopfinder.positioned_yaml import Plain
from written_programs import listings

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def read_back(records: Iterable[Record]) -> list[dict[str, str]]:
    """The rows of a table as a careful reader has them: without apostrophes for spreadsheets."""
    text = "".join(table(records, "CC BY 4.0"))
    assert text.startswith("\ufeff")
    rows = csv.DictReader(text[1:].splitlines(keepends=True), strict=True)
    return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in rows]


def of(listing: Listing) -> Record:
    return record(listing, "https://iopfinder.example.org/", vocabulary())


def at(record: Record, name: str) -> object:
    value: object = record
    for key in name.split("."):
        value = value[key] if isinstance(value, dict) else None
    return value


def meant(cell: str, like: object) -> object:
    """What a cell says, read as a value of the same kind as `like`."""
    if cell in ("", "not stated"):
        return type(like)() if isinstance(like, list | dict) else None
    if isinstance(like, bool):
        return {"yes": True, "no": False}[cell]
    if isinstance(like, int | float):
        return float(cell)
    if isinstance(like, list):
        return json.loads(cell) if cell.startswith("[") else cell.split("; ")
    if isinstance(like, dict):
        return dict(each.split("=", 1) for each in cell.split("; "))
    return cell


@settings(max_examples=30)
@given(listings())
def test_a_table_read_back_says_the_same(listing: Listing) -> None:
    made = of(listing)
    (row,) = read_back([made])
    for name, cell in row.items():
        if name != "license":
            value = at(made, name)
            assert meant(cell, value) == (None if value == "not stated" else value), name


@settings(max_examples=30)
@given(listings())
def test_no_cell_begins_a_formula(listing: Listing) -> None:
    text = "".join(table([of(listing)], "=CC()"))
    for row in csv.reader(text[1:].splitlines(keepends=True), strict=True):
        for cell in row:
            assert not cell.startswith(DANGEROUS) or cell.lstrip("-").replace(".", "").isdigit()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("'so", "''so"),
        ("Oak", "Oak"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_text_is_told_from_a_formula(text: str, cell: str) -> None:
    assert harmless(text) == cell


def test_not_stated_is_no_no_in_a_table() -> None:
    conditions: Plain = {"ptsd": "track", "ocd": "treated", "psychosis": "no"}
    cost: Plain = {"sliding_fee": "no"}
    (row,) = read_back([of(listing(specialties={"conditions": conditions}, cost=cost))])
    assert row["license"] == "CC BY 4.0"
    assert (row["example"], row["cost.sliding_fee"]) == ("yes", "no")
    assert row["cost.assistance"] == "not stated"
    assert row["specialties.conditions.yes"] == "ocd=treated; ptsd=track"
    assert row["specialties.conditions.no"] == "psychosis"
    assert row["specialties.conditions.others"] == "not stated"
    assert row["specialties.medications.others"] == "not stated"
    assert row["structure.hours_per_week.least"] == ""


def test_each_column_stands_once_and_none_is_an_email_address() -> None:
    names = [column.name for column in columns()]
    assert len(names) == len(set(names))
    assert [name for name in names if "email" in name] == []
    assert {"schedule.tracks", "staff.licenses", "therapies.yes", "confirmed.date"} <= set(names)
