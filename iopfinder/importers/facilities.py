"""A file of the federal directory in (workbook, CSV or the finder's JSON), its facilities out.

Codes are kept as the directory writes them; what they mean for a listing is told elsewhere. A row
that cannot be used is kept with the reason, so that every row of the file is accounted for.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import Final

import python_calamine

from iopfinder.positioned_yaml import Plain, parse_yaml

__all__ = [
    "CodeBook",
    "Facilities",
    "FacilitiesError",
    "Facility",
    "RowNote",
    "parse_code_book",
    "read_facilities",
]

SHEET: Final = "Facilities List"
COLUMNS: Final = (
    "name1",
    "name2",
    "street1",
    "street2",
    "city",
    "state",
    "zip",
    "phone",
    "intake1",
    "service_code_info",
)
"""Columns that a workbook or CSV must have; others are not read."""

SUBSTANCE_USE: Final = "sa"
MENTAL_HEALTH: Final = "mh"


class FacilitiesError(ValueError):
    """A file that is no directory of facilities: what is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class CodeBook:
    """The official labels: `categories` by directory (`sa`, `mh`), category and code.

    `earlier` holds labels of older editions and their codes.
    """

    categories: Mapping[str, Mapping[str, Mapping[str, str]]]
    earlier: Mapping[str, str]

    def labels(self, directory: str) -> Mapping[str, str]:
        """The label of each code of a directory."""
        found: dict[str, str] = {}
        for codes in self.categories[directory].values():
            found |= codes
        return found

    def of_category(self, directory: str, *names: str) -> frozenset[str]:
        """All codes of some categories."""
        return frozenset(
            code for name in names for code in self.categories[directory].get(name, ())
        )

    def code(self, directory: str, category: str, label: str) -> str | None:
        """The code with that label, of that category where several have it; None if unsure."""
        for codes in (self.categories[directory].get(category, {}), self.labels(directory)):
            found = [code for code, text in codes.items() if text == label]
            if len(found) == 1:
                return found[0]
        earlier = self.earlier.get(label)
        return earlier if earlier in self.labels(directory) else None


@dataclass(frozen=True, slots=True)
class Facility:
    """One row of a directory; `row` counts as a spreadsheet does, the header being row 1.

    `directory` is `sa` or `mh`. A label without a code stands among the `codes` as it is.
    """

    row: int
    directory: str
    name1: str
    name2: str
    street1: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    intake1: str
    website: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something to say about one row."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Facilities:
    """All rows of a file. `whole`: the file is an edition, not a page of search results."""

    rows: tuple[Facility, ...]
    unusable: tuple[RowNote, ...]
    whole: bool


def parse_code_book(text: str, path: str) -> CodeBook:
    """The code book that content/federal-codes.yaml holds."""
    parsed = parse_yaml(text, path)
    if parsed.document is None or parsed.problems:
        problem = parsed.problems[0]
        raise FacilitiesError(f"{path}:{problem.position.line}: {problem.message}")
    value = _branch(parsed.document.value, path)
    codes = _branch(value.get("codes", {}), path)
    return CodeBook(
        {
            directory: {
                name: _leaves(labels, path)
                for name, labels in _branch(codes.get(directory, {}), path).items()
            }
            for directory in (SUBSTANCE_USE, MENTAL_HEALTH)
        },
        _leaves(value.get("earlier", {}), path),
    )


def _branch(value: Plain, path: str) -> Mapping[str, Plain]:
    if not isinstance(value, dict):
        raise FacilitiesError(f"{path}: write codes and earlier as mappings of names to labels")
    return value


def _leaves(value: Plain, path: str) -> dict[str, str]:
    leaves = _branch(value, path)
    texts = {key: text for key, text in leaves.items() if isinstance(text, str)}
    if len(texts) < len(leaves):
        raise FacilitiesError(f"{path}: a label must be one text")
    return texts


def read_facilities(path: Path, book: CodeBook) -> Facilities:
    """The facilities of a workbook (.xlsx), a CSV of the same columns, or the finder's JSON."""
    readers = {".xlsx": _read_workbook, ".csv": _read_csv}
    if not path.is_file():
        raise FacilitiesError(f"{path}: there is no such file")
    if path.suffix.lower() == ".json":
        return _from_finder(_read_json(path), book)
    if path.suffix.lower() not in readers:
        raise FacilitiesError(f"{path}: this is no .xlsx, .csv or .json file")
    return _from_table(readers[path.suffix.lower()](path), path)


# Workbook and CSV: one row of texts a facility


_Table = Iterable[tuple[int, Mapping[str, str]]]


def _read_workbook(path: Path) -> _Table:
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as workbook:
            if SHEET not in workbook.sheet_names:
                sheets = ", ".join(workbook.sheet_names)
                raise FacilitiesError(f"{path}: there is no sheet '{SHEET}', only {sheets}")
            cells = workbook.get_sheet_by_name(SHEET).to_python()
    except python_calamine.CalamineError as error:
        raise FacilitiesError(f"{path}: this is no workbook: {error}") from error
    header, *rows = [[_cell_text(cell) for cell in row] for row in cells] or [[]]
    return [(number, dict(zip(header, row, strict=False))) for number, row in enumerate(rows, 2)]


def _cell_text(cell: object) -> str:
    """Text as typed; a number without the point that a spreadsheet adds."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _read_csv(path: Path) -> _Table:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FacilitiesError(f"{path}: this is not UTF-8 text") from error
    rows = csv.DictReader(text.splitlines(keepends=True), restval="")
    return [
        (number, {key: value.strip() for key, value in row.items() if isinstance(key, str)})
        for number, row in enumerate(rows, 2)
    ]


def _from_table(table: _Table, path: Path) -> Facilities:
    table = list(table)
    missing = [name for name in COLUMNS if table and name not in table[0][1]]
    if missing or not table:
        lack = f"the column '{missing[0]}' is missing" if missing else "there are no rows"
        raise FacilitiesError(f"{path}: {lack}")
    directory = _directory(row["service_code_info"] for _, row in table)
    unusable = [RowNote(number, lack) for number, row in table if (lack := _lacking(row))]
    rows = (_row_facility(number, row, directory) for number, row in table if not _lacking(row))
    return Facilities(tuple(rows), tuple(unusable), whole=True)


def _directory(code_texts: Iterable[str]) -> str:
    """Mental health if any row has the code MH, which the substance-use directory never has."""
    has_mh = any("MH" in text.split() for text in code_texts)
    return MENTAL_HEALTH if has_mh else SUBSTANCE_USE


def _lacking(row: Mapping[str, str]) -> str:
    """Why nothing can be made of a row, or ""."""
    for name, what in (("name1", "name"), ("city", "city"), ("state", "state"), ("zip", "ZIP")):
        if not row[name]:
            return f"no {what} is given"
    return "" if row["service_code_info"] else "no service codes are given"


def _row_facility(number: int, row: Mapping[str, str], directory: str) -> Facility:
    codes = row["service_code_info"].replace("*", " ").split()
    return _facility(number, directory, row, frozenset(map(intern, codes)))


def _facility(
    number: int, directory: str, row: Mapping[str, str], codes: frozenset[str]
) -> Facility:
    texts = {name: " ".join(row.get(name, "").split()) for name in (*COLUMNS, "website")}
    return Facility(
        row=number,
        directory=directory,
        name1=texts["name1"],
        name2=texts["name2"],
        street1=texts["street1"],
        street2=texts["street2"],
        city=texts["city"],
        state=texts["state"].upper(),
        zip=_zip_text(texts["zip"]),
        phone=texts["phone"],
        intake1=texts["intake1"],
        website=texts["website"],
        codes=codes,
    )


def _zip_text(text: str) -> str:
    """Spreadsheets that hold a ZIP as a number lose the zeros in front."""
    return text.zfill(5) if re.fullmatch(r"\d{3,4}", text) else text


# The finder's JSON: labels in place of codes


def _read_json(path: Path) -> list[object]:
    try:
        content: object = json.loads(path.read_bytes())
    except ValueError as error:
        raise FacilitiesError(f"{path}: this is not JSON: {error}") from error
    rows = content.get("rows") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not rows:
        raise FacilitiesError(f"{path}: there is no list of 'rows'")
    return rows


def _from_finder(rows: list[object], book: CodeBook) -> Facilities:
    facilities: list[Facility] = []
    unusable: list[RowNote] = []
    for number, row in enumerate(rows, 1):
        entry = _finder_facility(number, row, book)
        if isinstance(entry, Facility):
            facilities.append(entry)
        else:
            unusable.append(entry)
    return Facilities(tuple(facilities), tuple(unusable), whole=False)


def _finder_facility(number: int, row: object, book: CodeBook) -> Facility | RowNote:
    if not isinstance(row, dict):
        return RowNote(number, "this is not a facility")
    texts = {str(key): str(value or "") for key, value in row.items()}
    directory = texts.get("typeFacility", "").lower()
    if directory not in book.categories:
        return RowNote(number, "typeFacility is neither SA nor MH")
    codes = frozenset(_finder_codes(row.get("services"), directory, book))
    table_row = dict.fromkeys(COLUMNS, "") | texts | {"service_code_info": " ".join(codes)}
    lack = _lacking(table_row)
    return RowNote(number, lack) if lack else _facility(number, directory, table_row, codes)


def _finder_codes(services: object, directory: str, book: CodeBook) -> Iterator[str]:
    for service in services if isinstance(services, list) else ():
        if not isinstance(service, dict):
            continue
        category, labels = str(service.get("f2", "")), str(service.get("f3", ""))
        for label in filter(None, (" ".join(part.split()) for part in labels.split(";"))):
            yield book.code(directory, category, label) or label
