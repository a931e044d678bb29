"""The JSON Schemas accept what `check` accepts and refuse what it refuses, as editors read YAML."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from directory_case import CASES
from factory import vocabulary
from iopfinder.canon import formatted
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Form
from iopfinder.importers.listing_text import listing_text
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Problem, Severity
from iopfinder.program import Program
from iopfinder.provider import Provider
from iopfinder.schedule import DAYS
from iopfinder.schema import SCHEMAS, schema_of
from iopfinder.sources import Source, read_source
from iopfinder.statement import statement_of
from site_case import ROOT


class Yaml12(yaml.SafeLoader):
    """Reads scalars as editors do, by YAML 1.2: `yes` is text, 02139 a number."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("float", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", list("-+.")),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), first)


@cache
def validator(name: str) -> Draft7Validator:
    schema = schema_of(name, vocabulary())
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def read(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.load(text, Loader=Yaml12)  # noqa: S506 - a safe loader


def read_by_yaml11(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """As older tools read it: `yes` is true, and a date is one; as JSON has it, that is text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=date.isoformat))


def wrong(name: str, value: object) -> list[tuple[list[str | int], str]]:
    """Where a schema refuses a value, and why."""
    errors = validator(name).iter_errors(value)
    return [(list(error.absolute_path), error.message) for error in errors]


def errors_in(text: str, name: str = "oak.yaml") -> list[Problem]:
    """What `check` refuses in a listing for its shape alone."""
    stated = statement_of(Program, text, name, vocabulary())
    return [each for each in stated.problems if each.severity is Severity.ERROR]


def listings(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.glob("*.yaml"))]


# The listings of the repository

GOOD: Final = listings(ROOT / "programs", CASES / "valid")


def test_there_are_enough_listings() -> None:
    assert len(GOOD) >= 60


@pytest.mark.parametrize("reader", [read, read_by_yaml11])
def test_every_good_listing_is_accepted_as_format_writes_it(reader: Any) -> None:  # noqa: ANN401
    for path in GOOD:
        source = read_source(path)
        assert isinstance(source, Source)
        text = formatted(source.text, path.name, Program)
        assert isinstance(text, str)
        assert wrong("program", reader(text)) == [], path.name


@pytest.mark.parametrize("reader", [read, read_by_yaml11])
def test_every_provider_file_is_accepted_as_format_writes_it(reader: Any) -> None:  # noqa: ANN401
    paths = listings(ROOT / "content" / "providers")
    assert len(paths) >= 3
    for path in paths:
        text = formatted(path.read_text("utf-8"), path.name, Provider)
        assert isinstance(text, str)
        assert wrong("provider", reader(text)) == [], path.name


# Whatever differs from `check` is named here

ORDER: Final = "which of two values is the greater"
CALENDAR: Final = "arithmetic: check digits, and days of leap years"
PHONES: Final = "numbers that can be dialled"
SPELLINGS: Final = "one thing in two spellings"
DIALECT: Final = "signs and marks that a YAML reader does not hand on"
NOTATION: Final = "numbers as programmers write them: +9, 1e3, .nan"
QUOTES: Final = "refused here, warned of there: text that tools read as a number; format quotes it"

DIFFERENT: Final = {
    "ages-backwards": ORDER,
    "range-backwards": ORDER,
    "time-backwards": ORDER,
    "time-zero-long": ORDER,
    "npi-check-digit": CALENDAR,
    "phone-no-such-area": PHONES,
    "phone-two-numbers": PHONES,
    "day-twice": SPELLINGS,
    "ampersand-first": DIALECT,
    "anchor": DIALECT,
    "anchor-and-alias": DIALECT,
    "hash-cuts-suite": DIALECT,
    "hash-cuts-text": DIALECT,
    "invisible-character": DIALECT,
    "number-not-a-number": NOTATION,
    "range-plus-first": NOTATION,
    "tag": DIALECT,
    "unquoted-npi": QUOTES,
    "unquoted-suite": QUOTES,
    "unquoted-zip": QUOTES,
}
"""Case files of which schema and `check` do not think alike."""

DOUBLED: Final = {"twice-key", "twice-key-in-braces", "twice-key-inside-section"}
"""A key twice: YAML tools refuse it themselves, before they ask a schema."""

SHAPES: Final = [
    path for path in listings(CASES / "invalid") if isinstance(read_source(path), Source)
]


def is_refused(path: Path) -> bool:
    try:
        value = read(path.read_text("utf-8-sig"))
    except yaml.YAMLError:
        return True
    return wrong("program", value) != []


def test_what_check_refuses_for_its_shape_the_schema_refuses_but_for_these() -> None:
    assert len(SHAPES) >= 220
    differing = {
        path.stem
        for path in SHAPES
        if is_refused(path) != bool(errors_in(path.read_text("utf-8-sig"), path.name))
    }
    assert differing == DIFFERENT.keys() | DOUBLED


@pytest.fixture(scope="module")
def told() -> set[str]:
    """The stems of listings that a common validator refuses: YAML 1.2, JavaScript's expressions."""
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json", "--verbose"]
    schema = ROOT / "schema" / "program.schema.json"
    done = subprocess.run(
        [*command, "--schemafile", str(schema), *map(str, (*GOOD, *SHAPES))],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    refused = [*report["errors"], *report["parse_errors"]]
    return {Path(each["filename"]).stem for each in refused}


def test_a_common_validator_thinks_alike(told: set[str]) -> None:
    mine = {path.stem for path in (*GOOD, *SHAPES) if is_refused(path)}
    assert told == mine | DOUBLED


# Listings that nobody wrote


def numbers(most: int) -> st.SearchStrategy[str]:
    whole = st.integers(0, most).map(str)
    return st.one_of(whole, whole, st.integers(0, most - 1).map(lambda number: f"{number}.5"))


@st.composite
def spans(draw: st.DrawFn, most: int) -> str:
    low, high = sorted((draw(st.integers(0, most)), draw(st.integers(0, most))))
    return draw(st.sampled_from([f"{low}", f"{low}+", f"{low}-{high}", f"{low} to {high}"]))


TEXTS: Final = st.text(alphabet="ab 0:#,-'\"\\é😀|{[.yN", min_size=1, max_size=20).filter(
    lambda text: text.strip() == text
)
LINKS: Final = ["https://oak.example.org", "HTTPS://a.b.org:80/x?y#z", "https://oak.org/é"]
CLOCKS: Final = [
    *("17:30-20:30", "9:00-12:00", "5pm-8pm", "9 am to noon", "5:30-8:30 p.m.", "22:00-2:00"),
    *("13-15", "8-5pm", "11 pm – 1 am", "00:30-24:00", "12 noon-13:30", "9a-11A", "20-24"),
]
SPELLED: Final = {
    "yes-no": ["yes", "no", "Yes", "NO", "true", "False"],
    "date": ["2026-10-01", "2028-02-29", "1999-12-31"],
    "clock": CLOCKS,
    "days": [*DAYS, "Monday", "TUES", "thur"],
    "money": ["350 per week", "$1,200 per program", "40", "40.50", "$ 5/day", "12,000,000 a month"],
    "phone": ["503-555-0142", "(503) 555-0142 x12", "+1 503 555 0142", "1-800-GET-HELP"],
    "link": LINKS,
    "email": ["intake@oak.example.org", "a.b+c%d@e-f.co"],
    "state": ["OR", "or", "Oregon", "new york"],
    "time-zone": ["America/Chicago"],
    "zip": ["97204", "02139-1234"],
    "npi": ["1234567893"],
    "id": ["oak", "oak-2-b"],
}
"""Ways to write each kind of value, the odd ones too."""


def written(form: Form, most: int) -> st.SearchStrategy[str]:
    """One value of a form, as text."""
    if form.kind in SPELLED:
        return st.sampled_from(SPELLED[form.kind])
    if form.kind == "number":
        return numbers(most)
    if form.kind == "span":
        bands = st.sampled_from(["adults", "teens"]) if form.unit == "years" else st.nothing()
        return st.one_of(spans(most), bands)
    if form.kind == "text":
        return TEXTS
    if form.vocabulary:
        return st.sampled_from(sorted(vocabulary().ids(form.vocabulary)))
    return st.sampled_from(list(form.table))


def most_of(form: Form) -> int:
    """The greatest number that a form takes."""
    schema = form.schema.get("anyOf", [form.schema])[0]
    return int(schema.get("maximum", 0))


def sameness(form: Form) -> Callable[[Plain], str]:
    """What two spellings of one thing share."""
    return (lambda text: str(text)[:2].lower()) if form.kind in ("days", "state") else str


@st.composite
def valued(draw: st.DrawFn, form: Form) -> Plain:
    one = written(form, most_of(form))
    if form.items == "answers":
        terms = draw(st.lists(one, min_size=1, max_size=4, unique=True))
        if draw(st.booleans()):
            return [*terms, *draw(st.sampled_from([[], ["no-others"]]))]
        words: dict[str, Plain] = {term: draw(st.sampled_from(list(form.table))) for term in terms}
        return {**words, **draw(st.sampled_from([{}, {"others": "no"}]))}
    if form.items:
        return list(draw(st.lists(one, min_size=1, max_size=3, unique_by=sameness(form))))
    return draw(one)


@st.composite
def sections(draw: st.DrawFn, model: type[Section]) -> dict[str, Plain]:
    """A section with whatever keys, the required ones always."""
    specs = [spec for spec in outline(model) if len(spec.field) == 1]
    optional = [spec.field[0] for spec in specs if not spec.required]
    some = st.lists(st.sampled_from(optional), max_size=6, unique=True) if optional else st.just([])
    chosen = draw(some)
    return {
        spec.field[0]: draw(stated(spec))
        for spec in specs
        if spec.required or spec.field[0] in chosen
    }


def stated(spec: Spec) -> st.SearchStrategy[Plain]:
    if spec.form:
        return valued(spec.form)
    assert spec.section is not None
    inner = sections(spec.section).filter(bool)
    return st.lists(inner, min_size=1, max_size=2) if spec.many else inner


@given(sections(Program))
def test_a_listing_that_check_accepts_is_accepted_as_format_writes_it(
    value: dict[str, Plain],
) -> None:
    text = formatted(listing_text(value), "oak.yaml", Program)
    assert isinstance(text, str)
    assert errors_in(text) == []
    assert wrong("program", read(text)) == []
    assert wrong("program", read_by_yaml11(text)) == []


SLIPS: Final = st.sampled_from(
    [
        *("", "x", "yes", "No", "n", "9pm", "17.30-20.30", "25:00-26:00", "5-8", "17:30", "24-25"),
        *("97204", "9720", "2026-13-01", "2026-02-30", "10/1/2026", "503-555-0142", "555-0142"),
        *("http://oak.org", "https://oak", "oak@", "a@b.co", "12-", "9+", "8-12 weeks", "-4"),
        *("1e3", "61", "4.25", "999999", "$1,20", "350 per visit", "mon-thu", "Weds", "Oregn"),
        *("America/Paris", "Oak", "oak_evening", "1234567890", "in network", "PTSD", "adult"),
        ["yes"],
        ["9", "12"],
        [["cbt"]],
        {"cbt": "yes"},
        {"oak": "no"},
        {"others": "yes"},
        ["others"],
    ]
)

REASONS: Final = re.compile(
    "ends below where|ends before it starts|starts and ends at the same|does not check"
    "|is not a day of the calendar|is not a US phone number|stands twice|'1e3'"
)
"""What `check` says of ORDER, CALENDAR, PHONES, SPELLINGS and NOTATION."""


def places_in(value: Plain, field: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where a value stands that can be another."""
    inner: list[tuple[str | int, ...]] = [field] if field else []
    items = value.items() if isinstance(value, dict) else ()
    for key, each in items:
        inner += places_in(each, (*field, key))
    for index, each in enumerate(value if isinstance(value, list) else ()):
        inner += places_in(each, (*field, index))
    return inner


def with_value(value: Any, field: tuple[str | int, ...], new: Plain) -> Any:  # noqa: ANN401
    if not field:
        return new
    first, rest = field[0], field[1:]
    if isinstance(value, dict):
        return {**value, str(first): with_value(value[str(first)], rest, new)}
    index = int(first)
    return [*value[:index], with_value(value[index], rest, new), *value[index + 1 :]]


@given(sections(Program), SLIPS, st.data())
def test_a_slip_is_refused_by_both_or_by_none(
    value: dict[str, Plain], slip: Plain, data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(places_in(value)))
    text = formatted(listing_text(with_value(value, field, slip)), "oak.yaml", Program)
    if not isinstance(text, str):
        return  # an empty list or brackets in brackets: no YAML of ours at all
    errors = errors_in(text)
    refused = wrong("program", read(text)) != []
    if errors and all(REASONS.search(each.message) for each in errors):
        return
    assert refused == bool(errors), (field, slip, errors)


@given(sections(Program), st.sampled_from(["colour", "Name", "tracks", "street", "ages"]))
def test_a_key_that_nobody_knows_is_refused_by_both(value: dict[str, Plain], key: str) -> None:
    text = listing_text({**value, key: "x"})
    assert errors_in(text) != []
    assert wrong("program", read(text)) != []


def test_the_editors_settings_name_the_schemas() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {
        "./schema/program.schema.json": "/programs/*.yaml",
        "./schema/provider.schema.json": "/content/providers/*.yaml",
    }
    assert all((ROOT / path).is_file() for path in settings["yaml.schemas"])


def test_a_published_schema_names_its_site() -> None:
    for name in SCHEMAS:
        own = schema_of(name, vocabulary(), "https://x.org/iop/")
        assert own["$id"] == f"https://x.org/iop/schema/{name}.schema.json"
        assert own == {**schema_of(name, vocabulary()), "$id": own["$id"]}


def test_every_field_has_a_title_and_an_explanation() -> None:
    for name in SCHEMAS:
        for spec in outline(SCHEMAS[name]):
            assert spec.fact.label, spec.name
            assert spec.fact.explains or name == "provider", spec.name
