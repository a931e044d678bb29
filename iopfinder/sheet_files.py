"""Rows of cells in, the bytes of a CSV file that spreadsheet programs open rightly out; and back.

Written as UTF-8 with a byte order mark, commas, CRLF. Read in whatever way a spreadsheet program
saves: with or without the mark, UTF-16 or Windows-1252, commas, semicolons or tabs; or a workbook.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import StringIO
from pathlib import Path
from typing import Final

from python_calamine import CalamineWorkbook

__all__ = ["csv_bytes", "csv_rows", "guarded", "unguarded", "workbook_rows"]

Cells = Sequence[str]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Signs with which a spreadsheet program begins to compute (OWASP, CSV injection)."""


def guarded(cell: str) -> str:
    """A text that no spreadsheet takes for a formula, and that `unguarded` gives back."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def unguarded(cell: str) -> str:
    """The text without the sign that guards it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*_FORMULA, "'")) else cell


def csv_bytes(rows: Iterable[Cells]) -> bytes:
    """A file of rows, the first one their header."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(map(guarded, row) for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def csv_rows(content: bytes) -> list[list[str]]:
    """The rows of a file. Raises csv.Error."""
    text = re.sub(r"\Asep=(.)\r?\n", "", _decoded(content))
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    return [[unguarded(cell) for cell in row] for row in reader]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """The sign that stands most often between the names of the header."""
    header = text.lstrip("\r\n").partition("\n")[0]
    return max((",", ";", "\t"), key=header.count)


def workbook_rows(path: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet of a workbook, by its name in small letters.

    Raises CalamineError for what is no workbook.
    """
    with CalamineWorkbook.from_path(str(path)) as workbook:
        sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
        return {
            name.strip().lower(): [
                [unguarded(_text(cell)) for cell in row]
                for row in sheet.to_python(skip_empty_area=False)
            ]
            for name, sheet in sheets.items()
        }


def _text(cell: object) -> str:
    """A cell as it is written in text: days as 2026-10-01, numbers without a needless point."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)
