"""Records in, an SQLite database for Datasette out, with what each table and column means beside.

Cells are those of the table (`exports.table`); where nothing is stated stands NULL, and in a column
of yes or no "not stated". Lists of sections (tracks, licenses, plans) have tables of their own.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from iopfinder.exports.collection import FORMAT, NOTICE
from iopfinder.exports.record import ASKED, NOT_STATED, Record
from iopfinder.exports.table import Cell, Column, columns, columns_of, row
from iopfinder.facts import Section, Spec, outline
from iopfinder.program import Program, Session
from iopfinder.settings import Settings
from iopfinder.vocabulary import Vocabulary

__all__ = ["fill_database", "metadata"]

SAYS: Final = {"yes": "yes", "facility_yes": "the facility says yes", "no": "no"}
"""The lists of a record's `says`, and how the table of answers words them."""

SEARCHED: Final = ("name", "provider_name", "location_city", "summary", "description")
"""What the full-text search looks at, columns of programs."""

INDEXED: Final = {
    "programs": ("location_state", "location_city", "status", "focus"),
    "answers": ("facet, term, says",),
    "sessions": ("day",),
}


class _Table(NamedTuple):
    """A table of the programs' lists of sections: where the list stands, and its columns."""

    name: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str


def _tables() -> Iterator[_Table]:
    for spec in outline(Program):
        if spec.many and spec.section and spec.section is not Session:
            own = tuple(each for each in columns_of(spec.section) if each.name != "sessions")
            yield _Table(
                spec.field[-1], spec.field, own, f"{spec.fact.label}. {spec.fact.explains}"
            )


_KEY: Final = "program TEXT NOT NULL REFERENCES programs(slug), number INTEGER NOT NULL"


def fill_database(
    base: sqlite3.Connection,
    records: Iterable[Record],
    settings: Settings,
    vocabulary: Vocabulary,
    today: date,
) -> None:
    """Makes all tables in an empty database, and fills them."""
    tables = tuple(_tables())
    _make_tables(base, tables)
    base.executemany("INSERT INTO about VALUES (?, ?)", _about(settings, today).items())
    base.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?)", _terms(vocabulary))
    for record in records:
        _put(base, "programs", _cells(record, _own_columns()))
        base.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", _answers(record))
        for table in tables:
            for number, section in enumerate(_at(record, table.path)):
                _put(base, table.name, (record["slug"], number, *_cells(section, table.columns)))
        base.executemany("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", _sessions(record))
    base.execute("INSERT INTO programs_fts(programs_fts) VALUES ('rebuild')")
    base.commit()
    base.execute("VACUUM")


@cache
def _own_columns() -> tuple[Column, ...]:
    """Those of programs: all but the lists that have tables of their own."""
    apart = {table.path for table in _tables()}
    return tuple(column for column in columns() if column.path not in apart)


def _make_tables(base: sqlite3.Connection, tables: Sequence[_Table]) -> None:
    base.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
    own = ", ".join(_declared(column) for column in _own_columns())
    base.execute(f"CREATE TABLE programs ({own})")
    for table in tables:
        own = ", ".join((_KEY, *map(_declared, table.columns), "PRIMARY KEY (program, number)"))
        base.execute(f'CREATE TABLE "{table.name}" ({own})')
    base.executescript(_SCRIPT)
    for name, keys in INDEXED.items():
        for number, key in enumerate(keys):
            base.execute(f"CREATE INDEX {name}_{number} ON {name} ({key})")


_SCRIPT: Final = f"""
CREATE TABLE sessions (
    program TEXT NOT NULL REFERENCES programs(slug), track INTEGER NOT NULL,
    day TEXT NOT NULL, start TEXT, end TEXT, minutes INTEGER
);
CREATE TABLE terms (
    facet TEXT NOT NULL, term TEXT NOT NULL, label TEXT NOT NULL, plain TEXT, broader TEXT,
    PRIMARY KEY (facet, term)
);
CREATE TABLE answers (
    program TEXT NOT NULL REFERENCES programs(slug),
    facet TEXT NOT NULL, term TEXT NOT NULL, says TEXT NOT NULL,
    PRIMARY KEY (program, facet, term),
    FOREIGN KEY (facet, term) REFERENCES terms(facet, term)
);
CREATE VIEW every_answer AS
    SELECT programs.slug AS program, terms.facet, terms.term,
        coalesce(answers.says, '{NOT_STATED}') AS says
    FROM programs CROSS JOIN terms LEFT JOIN answers ON answers.program = programs.slug
        AND answers.facet = terms.facet AND answers.term = terms.term;
CREATE VIRTUAL TABLE programs_fts USING fts5({", ".join(SEARCHED)}, content="programs");
"""  # noqa: S608 - our own words


def _declared(column: Column) -> str:
    """A column's name and kind: numbers compare as numbers, whatever else is text."""
    key = " PRIMARY KEY" if column.name == "slug" else ""
    return f'"{_name(column)}" {"REAL" if column.is_number else "TEXT"}{key}'


def _name(column: Column) -> str:
    """structure_hours_per_week_least: a dot would have to be quoted in every query."""
    return "_".join(column.path)


def _put(base: sqlite3.Connection, table: str, cells: Sequence[Cell | None]) -> None:
    marks = ", ".join("?" * len(cells))
    base.execute(f'INSERT INTO "{table}" VALUES ({marks})', cells)  # noqa: S608 - our tables


def _cells(record: Record, of: tuple[Column, ...]) -> tuple[Cell | None, ...]:
    return tuple(None if cell == "" else cell for cell in row(record, of))


def _at(record: Record, path: Sequence[str]) -> Sequence[Record]:
    value: Any = record
    for name in path:
        value = value[name] if value is not None else None
    return value or ()


def _sessions(record: Record) -> Iterator[tuple[str, int, str, str | None, str | None, int | None]]:
    """A row for each day of each session."""
    for number, track in enumerate(_at(record, ("schedule", "tracks"))):
        for session in track["sessions"] or ():
            time = session["time"] or {"start": None, "end": None, "minutes": None}
            for day in session["days"]:
                yield record["slug"], number, day, time["start"], time["end"], time["minutes"]


def _answers(record: Record) -> Iterator[tuple[str, str, str, str]]:
    for facet, said in record["says"].items():
        for word, name in SAYS.items():
            yield from ((record["slug"], facet, term, name) for term in said[word])


def _terms(vocabulary: Vocabulary) -> Iterator[tuple[str, str, str, str | None, str | None]]:
    for facet in ASKED:
        for id_, term in vocabulary.terms(facet.vocabulary).items():
            yield facet.id, id_, term.label, term.plain or None, term.broader


# What it all means


def _about(settings: Settings, today: date) -> Mapping[str, str]:
    return {
        "title": settings.title,
        "format": str(FORMAT),
        "date": today.isoformat(),
        "license": settings.content_license,
        "source": settings.base_url,
        "notice": NOTICE,
        "demonstration": "yes" if settings.demonstration else "no",
    }


def metadata(name: str, settings: Settings, today: date) -> Record:
    """What Datasette shows of a database of this name: title, license, tables and columns."""
    tables: Record = {
        "programs": {
            "description": "One row for each program, as it describes itself. "
            "NULL means that nobody has said; it is not a no.",
            "label_column": "name",
            "sort": "name",
            "facets": ["location_state", "focus", "example", "scope"],
            "columns": dict(_explained(Program, _own_columns())),
        },
        "sessions": {
            "description": "A row for each day on which a track meets; start and end by the "
            "program's own clock (programs.place_time_zone).",
        },
        "terms": {"description": "What can be asked of each program."},
        "answers": {
            "description": "What each program says to each term, broader terms and tracks "
            "included. A term that is missing here is not stated: see the view every_answer.",
            "facets": ["facet", "says"],
        },
        "about": {"description": "License, day and format of this file.", "sortable_columns": []},
    }
    for table in _tables():
        spec = next(spec for spec in outline(Program) if spec.field == table.path)
        assert spec.section is not None  # noqa: S101 - a list of sections has one
        explained = dict(_explained(spec.section, table.columns))
        tables[table.name] = {"description": table.about, "columns": explained}
    return {
        "title": f"{settings.title}: intensive outpatient programs, {today.isoformat()}",
        "description": NOTICE,
        "license": settings.content_license,
        "source": settings.title,
        "source_url": settings.base_url,
        "databases": {name: {"tables": tables}},
    }


def _explained(section: type[Section], of: Iterable[Column]) -> Iterator[tuple[str, str]]:
    """What each column means that stands for a field of a listing."""
    specs = {spec.field: spec for spec in outline(section)}
    for column in of:
        found = map(specs.get, (column.path, column.path[:-1]))
        spec: Spec | None = next((each for each in found if each and each.form), None)
        if spec:
            part = _PARTS.get(column.path[-1], "") if column.path not in specs else ""
            yield _name(column), f"{spec.fact.label}{part}. {spec.fact.explains}"


_PARTS: Final = {
    "yes": ": the program says yes, and how",
    "facility_yes": ": the facility says yes, not the program",
    "no": ": the program says no",
    "others": ": what is said of all other terms",
    "least": ", at least",
    "most": ", at most (NULL: no upper end, if there is a least)",
    "amount": ", in US dollars",
    "per": ": for what",
}
