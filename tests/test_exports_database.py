"""The database says what the records say, by columns, tables and a search."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from factory import listing, settings, vocabulary
from iopfinder.exports.database import fill_database, metadata
from iopfinder.exports.record import record
from site_case import TODAY, run

OAK = listing(
    "oak",
    name="Oak Evening IOP",
    summary="Groups by the river.",
    specialties={"conditions": {"ptsd": "track", "psychosis": "no"}},
    cost={"sliding_fee": "no", "insurance": {"medicaid": "in-network"}},
    structure={"hours_per_week": "9-12"},
    staff={"licenses": ["LCSW", {"license": "other", "title": "Art therapist"}]},
    schedule={
        "tracks": [
            {"name": "Day", "sessions": [{"days": ["mon", "wed"], "time": "9:00-12:00"}]},
            {"name": "Late", "ages": "18+", "sessions": [{"days": ["fri"]}]},
        ]
    },
)
ELM = listing("elm", name="Elm IOP", scope="facility", therapies=["cbt"])


def filled(path: str = ":memory:") -> sqlite3.Connection:
    base = sqlite3.connect(path)
    records = [record(each, "https://iopfinder.example.org/", vocabulary()) for each in (ELM, OAK)]
    fill_database(base, records, settings(), vocabulary(), TODAY)
    return base


@pytest.fixture(name="base")
def _base() -> Iterator[sqlite3.Connection]:
    with closing(filled()) as base:
        yield base


def test_a_row_holds_facts_and_null_where_nothing_is_stated(base: sqlite3.Connection) -> None:
    asked = (
        "SELECT slug, example, scope, cost_sliding_fee, cost_assistance, "
        "structure_hours_per_week_least, structure_hours_per_week_most, summary, "
        "specialties_conditions_yes, specialties_conditions_no, specialties_conditions_others "
        "FROM programs ORDER BY slug"
    )
    none = "not stated"
    assert base.execute(asked).fetchall() == [
        ("elm", "yes", "facility", none, none, None, None, None, None, None, none),
        (
            *("oak", "yes", "program", "no", none, 9.0, 12.0, "Groups by the river."),
            *("ptsd=track", "psychosis", none),
        ),
    ]


def test_tracks_and_sessions_have_tables(base: sqlite3.Connection) -> None:
    tracks = "SELECT program, number, name, ages_least, ages_most, genders FROM tracks"
    assert base.execute(tracks).fetchall() == [
        ("oak", 0, "Day", None, None, None),
        ("oak", 1, "Late", 18.0, None, None),
    ]
    assert base.execute("SELECT * FROM sessions").fetchall() == [
        ("oak", 0, "mon", "09:00", "12:00", 180),
        ("oak", 0, "wed", "09:00", "12:00", 180),
        ("oak", 1, "fri", None, None, None),
    ]
    licenses = "SELECT program, number, license, title FROM licenses"
    assert base.execute(licenses).fetchall() == [
        ("oak", 0, "LCSW", None),
        ("oak", 1, "other", "Art therapist"),
    ]


def test_answers_are_yes_no_the_facility_or_not_stated(base: sqlite3.Connection) -> None:
    asked = (
        "SELECT program, term, says FROM every_answer WHERE facet = ? AND term IN (?, ?, ?) "
        "ORDER BY program, term"
    )
    conditions = base.execute(asked, ("condition", "ptsd", "psychosis", "ocd")).fetchall()
    assert conditions == [
        ("elm", "ocd", "not stated"),
        ("elm", "psychosis", "not stated"),
        ("elm", "ptsd", "not stated"),
        ("oak", "ocd", "not stated"),
        ("oak", "psychosis", "no"),
        ("oak", "ptsd", "yes"),
    ]
    therapies = base.execute(asked, ("therapy", "cbt", "cbt", "cbt")).fetchall()
    assert therapies == [
        ("elm", "cbt", "the facility says yes"),
        ("oak", "cbt", "not stated"),
    ]


def test_every_term_that_is_answered_is_explained(base: sqlite3.Connection) -> None:
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    label = "SELECT label, broader FROM terms WHERE facet = 'condition' AND term = 'ptsd'"
    assert base.execute(label).fetchone() == (
        vocabulary().terms("conditions")["ptsd"].label,
        vocabulary().terms("conditions")["ptsd"].broader,
    )
    assert base.execute("SELECT count(*) FROM terms WHERE facet = 'accepting'").fetchone() == (0,)


def test_words_are_found(base: sqlite3.Connection) -> None:
    asked = (
        "SELECT slug FROM programs JOIN programs_fts ON programs.rowid = programs_fts.rowid "
        "WHERE programs_fts MATCH ?"
    )
    assert base.execute(asked, ("river",)).fetchall() == [("oak",)]
    assert base.execute(asked, ("iop",)).fetchall() == [("elm",), ("oak",)]
    (made,) = base.execute("SELECT sql FROM sqlite_master WHERE name = 'programs_fts'").fetchone()
    assert 'content="programs"' in made  # by this Datasette knows whose search it is


def test_the_database_says_what_it_is(base: sqlite3.Connection) -> None:
    about = dict(base.execute("SELECT key, value FROM about").fetchall())
    assert about.pop("notice").startswith("Programs write these facts.")
    assert about == {
        "title": "IOP Finder",
        "format": "1",
        "date": "2026-11-22",
        "license": "CC BY 4.0",
        "source": "https://iopfinder.example.org/",
        "demonstration": "yes",
    }


def test_the_metadata_speaks_of_tables_and_columns_that_are_there(base: sqlite3.Connection) -> None:
    told = metadata("programs", settings(), TODAY)
    assert told["license"] == "CC BY 4.0"
    tables = told["databases"]["programs"]["tables"]
    there = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    assert {name for name in there if "fts" not in name} == tables.keys()
    for name, table in tables.items():
        columns = {row[1] for row in base.execute(f"PRAGMA table_info('{name}')")}
        assert set(table.get("columns", {})) <= columns
        assert set(table.get("facets", ())) <= columns
    explained = tables["programs"]["columns"]
    assert explained["specialties_conditions_facility_yes"].startswith(
        "Conditions: the facility says yes, not the program."
    )
    assert explained["structure_hours_per_week_least"].startswith(
        "Treatment hours a week, at least"
    )


def test_equal_programs_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one.db", "two.db"):
        filled(str(tmp_path / name)).close()
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


# The commands

SPARSE = """\
format: 1
name: Oak Evening IOP
example: yes
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}
staff: {facility_license: {number: EX-0001}}
"""
SAID = (
    "1 program, 1 of them made up, 0 confirmed by someone. License: Creative Commons "
    "Attribution 4.0 International (CC BY 4.0).\n"
)


@pytest.fixture
def own(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "oak.yaml").write_text(SPARSE)
    folder = str(tmp_path / "programs")
    return ("--programs", folder, "--today", "2026-11-22", "--no-cache")


def test_a_database_is_exported_with_what_datasette_asks_for(
    own: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "out" / "iops.db"
    done = run("export", "sqlite", *own, "--output", str(file))
    beside = file.with_name("iops.metadata.json")
    look = f"Look at it: datasette {file} --metadata {beside}\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{file}: {SAID}{look}")
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("SELECT slug, example FROM programs").fetchall() == [("oak", "yes")]
    assert json.loads(beside.read_text("utf-8"))["databases"].keys() == {"iops"}
    assert sorted(path.name for path in file.parent.iterdir()) == ["iops.db", "iops.metadata.json"]


def test_an_export_is_printed_where_it_is_asked(own: tuple[str, ...]) -> None:
    done = run("export", "geojson", *own, "--output", "-")
    assert (done.returncode, done.stderr) == (0, f"-: {SAID}")
    (feature,) = json.loads(done.stdout)["features"]
    assert feature["id"] == "oak"


def test_a_mistake_leaves_the_last_export_as_it_was(own: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "programs.json"
    file.write_text("the last one")
    (tmp_path / "programs" / "oak.yaml").write_text(SPARSE.replace("state: OR", "state: ORE"))
    done = run("export", "json", *own, "--output", str(file))
    assert done.returncode == 1
    assert "'ORE' is not a US state" in done.stderr
    assert file.read_text() == "the last one"
