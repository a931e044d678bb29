"""The listing editor's pure modules in a real browser, held to what Python says of the same."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import pytest
from playwright.sync_api import Browser, Page
from pydantic import create_model

from factory import vocabulary
from iopfinder.build import read_site
from iopfinder.canon import formatted
from iopfinder.directory import Directory
from iopfinder.editor_table import editor_table
from iopfinder.facts import Fact, Section, Spec, outline
from iopfinder.forms import Form
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Document, Plain, parse_yaml
from iopfinder.problems import Severity
from iopfinder.program import Program
from iopfinder.program_page import program_page
from iopfinder.validation import typed
from modules_page import ASSETS
from site_case import ROOT, TODAY, folders

pytestmark = pytest.mark.browser

MODULES = ("source", "splice", "table", "forms", "words")
IMPURE = re.compile(
    r"\b(document|window|globalThis|self|location|history|navigator|localStorage|sessionStorage"
    r"|indexedDB|innerHTML|outerHTML|eval|Function|fetch|XMLHttpRequest|setTimeout|Date\.now"
    r"|Math\.random)\b"
)
LISTINGS = sorted((ROOT / "programs").glob("*.yaml"))

Script = Callable[..., Any]


@pytest.fixture(scope="module")
def directory() -> Directory:
    reading = read_site(folders(Path("nowhere")), TODAY)
    assert reading.directory is not None
    return reading.directory


@pytest.fixture(scope="module")
def editor(
    browser: Browser, served: Callable[[Path], str], directory: Directory
) -> Iterator[Script]:
    """`editor("m.forms.nearest(x, ['a'])", "x")`: an expression over modules, table and x."""
    page = browser.new_page()
    page.goto(f"{served(ASSETS)}/js/times.js")
    page.evaluate(
        """async ([names, table]) => {
          const loaded = await Promise.all(names.map((name) => import(`/js/listing_${name}.js`)));
          globalThis.m = Object.fromEntries(names.map((name, index) => [name, loaded[index]]));
          globalThis.table = table;
        }""",
        [MODULES, json.loads(json.dumps(editor_table(directory)))],
    )

    def run(expression: str, given: object = None) -> object:
        made: object = page.evaluate(f"(x) => {expression}", given)
        return made

    yield run
    page.close()


@pytest.mark.parametrize("module", MODULES)
def test_a_pure_module_touches_nothing_outside_itself(module: str) -> None:
    source = (ASSETS / "js" / f"listing_{module}.js").read_text(encoding="utf-8")
    without_texts = re.sub(r'"[^"\n]*"', '""', source)
    assert IMPURE.findall(without_texts) == []


def test_the_reader_of_yaml_is_the_one_that_was_taken_in() -> None:
    folder = ASSETS / "vendor" / "yaml"
    lines = (folder / "README.txt").read_text(encoding="utf-8").splitlines()
    stated = [line.split()[1:] for line in lines if line.startswith("sha256")]
    names = ("index.js", "LICENSE.txt")
    assert stated == [
        [hashlib.sha256((folder / name).read_bytes()).hexdigest(), name] for name in names
    ]


# Forms: the same words for the same mistake

TEXTS: Final = (
    *("", "yes", "No", "maybe", "true", "9", "9-12", "9+", "12-9", "9 to 12", "9999", "9999-10000"),
    *("1.5", "1.55", "-1", "nine", "13-17", "adults", "Teens", "1-130", "18 +", "young adult"),
    *("in-network", "in network", "innetwork", "acepted", "open", "opn", "both", "substance use"),
    *("ptsd", "PTSD", "depresion", "post traumatic stress", "alcohol", "no-others", "others"),
    *("LCSW", "lcsw", "social worker", "other", "PMHNP", "en", "Spanish", "espanol", "xx"),
    *("350 per week", "$1,200 per program", "40", "free", "350 a month", "12.50/session", "1,20"),
    *("503-555-0142", "503-555-0142 x12", "(503) 555-0142", "555-0142", "+44 20 7946 0958", "call"),
    *("1-800-662-4357", "1 (503) 555 0142 ext. 7", "800-FLOWERS", "123-456-7890", "5035550142"),
    *("503.555.0142", "+1 503 555 0142", "911", "50355501421", "tel: 503-555-0142", "٥٠٣"),
    *("https://oak.example.org/iop", "http://oak.example.org", "oak.example.org", "https://oak"),
    *("https://oak.example.org/a b", "https:oak", "HTTPS://oak.example.org", "https://[oak/"),
    *("mailto:a@b.org", "a@b.org", "a@b", "a b@c.org", "javascript:alert(1)", "https://a.b.org:x"),
    *("OR", "or", "Oregon", "Oregn", "ZZ", "Puerto Rico", "97204", "97204-1234", "2139", "972041"),
    *("501", "America/Chicago", "Central Time", "america/chicago", "Mars", "EST"),
    *("2026-10-01", "2026-02-29", "2024-02-29", "10/1/2026", "2026-13-01", "0000-01-01"),
    *("1234567893", "1234567890", "3234567893", "12345", "oak-evening-iop", "Oak Evening", "a--b"),
    *("17:30-20:30", "5:30pm-8:30pm", "5:30-8:30 pm", "9-12 pm", "5-8", "25:00", "17:30", "noon"),
    *("9 am to noon", "22:00-2:00", "20:00-8:30", "24:00-1:00", "9:00-9:00", "1-2-3", "8am-9"),
    *("5 p.m. - 8 p.m.", "9:00 to 24:00", "midnight to 1am", "10\u201312am"),
    *("mon", "Monday", "Thurs", "mon-fri", "monday to friday", "fri-mon", "mnoday", "someday"),
    *("x" * 61, "x" * 121, "y " * 2500, "small words that go on and on for more than sixty signs"),
    *("[carf]", "-carf", "toString", "__proto__", "constructor", "'quoted'", "caf\u00e9 \U0001f600"),
)
LISTS: Final[tuple[Plain, ...]] = (
    *(["ptsd"], ["ptsd", "ptsd"], ["ptsd", "no-others"], ["no-others", "others"], ["en", "en"]),
    *(["en", "Spanish"], ["cbt", ["x"]], ["cbt", {"x": "y"}], ["OR", "Oregon"], ["mon", "Monday"]),
    *(["mon", "wed"], ["tue", "funday"], ["Oak", "Oak"], ["oak-iop", "oak-iop"], ["detox-first"]),
    ["urine", "urin"],
)
MAPPINGS: Final[tuple[Plain, ...]] = (
    *({"ptsd": "track"}, {"ptsd": "trak"}, {"ptsd": "no"}, {"others": "no"}, {"others": "track"}),
    *({"ptsd": "track", "others": "treated"}, {"no-others": "no"}, {"nonsense": "track"}),
    *({"ptsd": ["track"]}, {"medicaid": "in-network", "medicare": "no"}, {"medicaid": "yes"}),
    *({"wheelchair": "yes", "child-care": "on-site"}, {"naltrexone": "no"}, {"women": "welcome"}),
    *({"methadone": "not-accepted", "others": "no"}, {"x": {"y": "z"}}, {"medicaid": "y " * 40}),
)


def one_field(form: Form) -> type[Section]:
    model: type[Section] = create_model(
        "One", __base__=Section, value=(Annotated[object, form, Fact("Value")], ...)
    )
    return model


def said_by_python(model: type[Section], value: Plain) -> list[list[str]]:
    _, problems = typed(model, Document({"value": value}, {}, {}), "", vocabulary())
    return sorted(
        [each.field.removeprefix("value"), each.message, each.hint]
        for each in problems
        if each.severity is Severity.ERROR
    )


def test_every_form_says_what_check_says(editor: Script) -> None:
    forms = {str(spec.form): spec for spec in outline(Program) if spec.form}
    by_shape = {re.sub(r"<function .*?>", "", written): spec for written, spec in forms.items()}
    specs = list(by_shape.values())
    models = [one_field(spec.form) for spec in specs if spec.form]
    values = (*TEXTS, *LISTS, *MAPPINGS)
    said = editor(
        """x.values.map((value) => x.paths.map((path) =>
          m.forms.problemsIn(value, m.table.specOf(table, path), table).map(
            ({field, message, hint}) => [
              field.map((key, index) => typeof key === "number" ? `[${key}]` : `.${key}`).join(""),
              message, hint]).sort()))""",
        {"values": values, "paths": [spec.name for spec in specs]},
    )
    differences = [
        (spec.name, value, own, theirs)
        for value, row in zip(values, said, strict=True)
        for spec, model, theirs in zip(specs, models, row, strict=True)
        if (own := said_by_python(model, value)) != sorted(theirs)
    ]
    assert differences == []
