"""The listing editor's pure modules in a real browser, held to what Python says of the same."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import pytest
from playwright.sync_api import Browser
from pydantic import create_model

from factory import vocabulary
from iopfinder.build import read_site
from iopfinder.canon import formatted
from iopfinder.directory import Directory
from iopfinder.editor_table import editor_table
from iopfinder.facts import Fact, Section, outline
from iopfinder.forms import Form
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Document, Plain, parse_yaml
from iopfinder.problems import Severity
from iopfinder.program import Program
from iopfinder.program_page import program_page
from iopfinder.validation import typed
from iopfinder.wording import Group
from modules_page import ASSETS
from site_case import ROOT, TODAY, folders

pytestmark = pytest.mark.browser

MODULES = ("source", "splice", "table", "forms", "words", "ends", "clock", "meant")
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
    *("503.555.0142", "+1 503 555 0142", "911", "50355501421", "tel: 503-555-0142"),
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
    *(
        "[carf]",
        "-carf",
        "toString",
        "__proto__",
        "constructor",
        "'quoted'",
        "caf\u00e9 \U0001f600",
    ),
)
LISTS: Final[tuple[Plain, ...]] = (
    ["ptsd"],
    ["ptsd", "ptsd"],
    ["ptsd", "no-others"],
    ["no-others", "others"],
    ["en", "en"],
    ["en", "Spanish"],
    ["cbt", ["x"]],
    ["cbt", {"x": "y"}],
    ["OR", "Oregon"],
    ["mon", "Monday"],
    ["mon", "wed"],
    ["tue", "funday"],
    ["Oak", "Oak"],
    ["oak-iop", "oak-iop"],
    ["detox-first"],
    ["urine", "urin"],
)
MAPPINGS: Final[tuple[Plain, ...]] = (
    {"ptsd": "track"},
    {"ptsd": "trak"},
    {"ptsd": "no"},
    {"others": "no"},
    {"others": "track"},
    {"ptsd": "track", "others": "treated"},
    {"no-others": "no"},
    {"nonsense": "track"},
    {"ptsd": ["track"]},
    {"medicaid": "in-network", "medicare": "no"},
    {"medicaid": "yes"},
    {"wheelchair": "yes", "child-care": "on-site"},
    {"naltrexone": "no"},
    {"women": "welcome"},
    {"methadone": "not-accepted", "others": "no"},
    {"x": {"y": "z"}},
    {"medicaid": "y " * 40},
)


def one_field(form: Form) -> type[Section]:
    annotated: Any = Annotated[object, form, Fact("Value")]
    model: type[Section] = create_model("One", __base__=Section, value=(annotated, ...))
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
    by_shape = {re.sub(r" at 0x[0-9a-f]+", "", written): spec for written, spec in forms.items()}
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


# Whole listings: what `check` says of the shape of a file

SHAPES: Final = (
    "format: 1\n",
    "format: 2\nname: Oak\ncontact: {phone: 503-555-0142}\n",
    "format: 1\nnmae: Oak\ncontact: {phone: 503-555-0142}\nstaf: {nurse: yes}\nzip: 1\n",
    "format: 1\nname: Oak\ncontact: none\nstructure: [x]\nstaff: {licenses: LCSW}\n",
    "format: 1\nname: Oak\ncontact: {}\nstaff: {licenses: [LCSW, {count: 2}, [x]]}\n",
    "format: 1\nname: Oak\ncontact: {fax: 1}\nlocation: {city: Salem}\ncost: {accepting: yes}\n",
    "format: 1\nname: Oak\ncontact: {phone: 1}\nschedule: {tracks: {name: Day}}\n",
    "format: 1\nname: Oak\ncontact: {Phone: 1}\nwebsite: x\ngroupsize: 3\nx: 1\n",
    "format: 1\nname: [a]\ncontact: {phone: [1]}\nlanguages: {sessions: en}\ntherapies: cbt\n",
)


def test_whole_files_are_looked_at_as_check_does(editor: Script) -> None:
    said = editor(
        """x.map((text) => m.forms.problemsOf(m.source.read(text).value, table).map(
          ({field, message, hint}) => [field.map((key, index) => typeof key === "number"
            ? `[${key}]` : `${index ? "." : ""}${key}`).join(""), message, hint]).sort())""",
        SHAPES,
    )
    assert [sorted(each) for each in said] == [_shape_problems(text) for text in SHAPES]


def _shape_problems(text: str) -> list[list[str]]:
    document = parse_yaml(text, "").document
    assert document is not None
    _, problems = typed(Program, document, "", vocabulary())
    wrong = (each for each in problems if each.severity is Severity.ERROR)
    return sorted([each.field, each.message, each.hint] for each in wrong)


# Reading

SAME_WORDS: Final = (
    "",
    "# nothing\n",
    "name: Oak\nname: Elm\n",
    "name: &oak Oak\n",
    "name: *oak\n",
    "name: !!str Oak\n",
    "name: Oak\n---\nname: Elm\n",
    "name:\n\tcity: Salem\n",
    "\tname: Oak\n",
    'name: "Oak\ncity: Salem\n',
    "contact: {phone:503-555-0142}\n",
    "contact: {phone 503}\n",
    "therapies: []\n",
    "therapies:\n  - cbt\n  -\n",
    "summary: Room #4\n",
    "name: \u200bOak\n",
    "name:\u00a0Oak\n",
    "phone:503-555-0142\n",
    "- Oak\n",
    "Oak\n",
    "? [a]\n: b\n",
    "x: " + "[" * 70 + "]" * 70 + "\n",
    "name: " + "x" * 262_150 + "\n",
)


@pytest.mark.parametrize("text", SAME_WORDS, ids=range(len(SAME_WORDS)))
def test_what_check_refuses_is_refused_in_the_same_words(editor: Script, text: str) -> None:
    parsed = parse_yaml(text, "")
    own = [
        [each.position.line, each.message, each.hint]
        for each in parsed.problems
        if each.severity is Severity.ERROR
    ]
    if not own:
        own = [
            [
                1,
                "one value or a list stands where a mapping belongs",
                "write 'key: value' on lines of its own",
            ]
        ]
    read = editor("m.source.read(x)", text)
    assert read["value"] is None
    assert [[each["line"], each["message"], each["hint"]] for each in read["problems"]] == own


CASES = sorted((ROOT / "tests" / "cases" / "programs").rglob("*.yaml"))


def test_every_file_is_read_or_refused_as_check_does(editor: Script) -> None:
    files = [path for path in (*LISTINGS, *CASES) if _is_text(path)]
    texts = [path.read_text("utf-8").removeprefix("\ufeff") for path in files]
    assert len(texts) > 100
    values = editor("x.map((text) => m.source.read(text).value)", texts)
    for path, text, value in zip(files, texts, values, strict=True):
        parsed = parse_yaml(text, "")
        is_refused = any(each.severity is Severity.ERROR for each in parsed.problems)
        own = None if is_refused or parsed.document is None else parsed.document.value
        assert value == (own if isinstance(own, dict) else None), path


def _is_text(path: Path) -> bool:
    try:
        return "\r" not in path.read_bytes().decode("utf-8").replace("\r\n", "")
    except UnicodeDecodeError:
        return False


# Splices

SPLICED: Final = """
(() => {
  const model = m.table.modelOf(table);
  const walk = function* (value, field) {
    yield field;
    if (typeof value === "string") return;
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const key of keys) yield* walk(value[key], [...field, key]);
  };
  return x.map(({text, number, given}) => {
    const fields = [...walk(m.source.read(text).value, [])].slice(1);
    const field = fields[number % fields.length];
    const made = m.splice.put(text, field, given ?? undefined, model);
    const same = m.splice.at(m.source.read(text).value, field);
    return {field, ...made, same: m.splice.put(text, field, same, model).text};
  });
})()
"""
GIVEN: Final[tuple[Any, ...]] = (
    *(None, "plain", "a, b: c; d", "yes", "two\nlines\n", "0123", '"quoted" \\'),
    ["one", "no", "12"],
    {"key": "value", "others": {"deep": ["x"]}},
    [{"name": "A", "days": ["mon"]}, {"name": "B"}],
)


def test_a_splice_changes_one_field_and_nothing_else(editor: Script) -> None:
    """Over the project's listings, with LF and CRLF, with and without a last line end."""
    texts = [path.read_text("utf-8") for path in LISTINGS]
    forms = (str, lambda text: text.replace("\n", "\r\n"), lambda text: text.rstrip("\n"))
    tries: list[dict[str, Any]] = [
        {
            "text": forms[number % 3](texts[number % len(texts)]),
            "number": number * 37,
            "given": each,
        }
        for number, each in enumerate(GIVEN * 12)
    ]
    made = editor(SPLICED, tries)
    for each, found in zip(tries, made, strict=True):
        before, after = (
            parse_yaml(text.replace("\r\n", "\n"), "").document
            for text in (str(each["text"]), found["text"])
        )
        assert before is not None
        assert after is not None, found
        wanted = _with(before.value, found["field"], each["given"])
        assert after.value == wanted, (each["given"], found["field"])
        assert found["same"] == each["text"]
        assert _comments(str(each["text"])) == sorted([*_comments(found["text"]), *found["lost"]])
        assert ("\r\n" in found["text"]) == ("\r\n" in str(each["text"]))
        assert "\n" not in found["text"].replace("\r\n", "") or "\r\n" not in found["text"]


def _with(value: Any, field: Sequence[Any], given: Plain | None) -> Any:  # noqa: ANN401
    """The value with another at a field; sections of which nothing is left go."""
    if not field:
        return given
    key, *rest = field
    inner = _with(value[key], rest, given)
    if isinstance(value, list):
        return [*value[:key], *([] if inner is None else [inner]), *value[key + 1 :]] or None
    changed = {name: each for name, each in value.items() if name != key}
    return ({**value, key: inner} if inner is not None else changed) or None


def _comments(text: str) -> list[str]:
    return sorted(found.strip() for found in re.findall(r"(?m)(?:^|(?<=\s))#.*$", text))


SAID: Final = {
    "name": "Oak Evening IOP",
    "summary": "Evening groups: for adults, and teens.",
    "location": {"street": "400 Example Ave", "city": "Salem", "state": "OR", "zip": "97301"},
    "contact": {"phone": "503-555-0142"},
    "specialties": {"conditions": {"ptsd": "track", "psychosis": "no"}, "ages": "18+"},
    "staff": {"licenses": [{"license": "LCSW", "count": "4"}, {"license": "LPC"}]},
    "schedule": {
        "tracks": [
            {"name": "Adults", "sessions": [{"days": ["mon", "wed"], "time": "17:30-20:30"}]}
        ]
    },
    "languages": {"sessions": ["en", "no"]},
    "access": {"wheelchair": "yes"},
    "description": "One paragraph.\n\nAnother one.\n",
}


def test_a_listing_made_from_nothing_is_as_format_writes_it(editor: Script) -> None:
    """Field after field, in any order: each one lands where it belongs."""
    made = editor(
        """x.reduce((text, [key, value]) => m.splice.put(
          text, [key], value, m.table.modelOf(table)).text, "# Ours\\nformat: 1\\n")""",
        [[key, SAID[key]] for key in reversed(SAID)],
    )
    document = parse_yaml(made, "").document
    assert document is not None
    assert document.value == {"format": "1", **SAID}
    assert formatted(made, "", Program) == made


# Words


def test_the_preview_says_what_the_page_says(editor: Script, directory: Directory) -> None:
    """For every listing: each fact of each question, each track, counts and what is left out."""
    said = editor(
        "x.map((text) => m.words.partsOf(m.source.read(text).value, table))",
        [path.read_text("utf-8") for path in LISTINGS],
    )
    for path, parts in zip(LISTINGS, said, strict=True):
        listing = directory.by_slug[path.stem]
        page = program_page(listing, directory, ENGLISH)
        for part, own in zip(page.parts, parts, strict=True):
            where = (path.name, part.item.title)
            assert (own["given"], own["of"]) == (part.given.given, part.given.of), where
            assert own["notStated"] == list(part.not_stated), where
            shown = {
                fact["label"]: (section["title"], fact["groups"])
                for section in own["sections"]
                for fact in section["facts"]
            }
            stated = {
                fact.words.label: (section.title, _groups(fact.words.groups))
                for section in part.sections
                for fact in section.facts
                if not _is_shared(fact.words.name, listing.inherited)
            }
            assert {label: shown[label] for label in stated} == stated, where
            extra = [label for label in shown if label not in stated]
            assert all(label in INHERITED_TOO for label in extra), (where, extra)
            assert set(own["fromProvider"]) <= {
                fact.words.label for section in part.sections for fact in section.facts
            }
        tracks = [[track.name, list(track.times)] for track in page.tracks]
        assert [[track["name"], track["times"]] for track in parts[3]["tracks"]] == tracks


INHERITED_TOO: Final = frozenset(["Insurance"])
"""Where a listing and its provider each say something: the page shows both."""


def _is_shared(name: str, inherited: frozenset[str]) -> bool:
    return any(field == name or field.startswith(f"{name}.") for field in inherited)


def _groups(groups: Sequence[Group]) -> list[dict[str, object]]:
    return [
        {"label": group.label, "items": [item.text for item in group.items]} for group in groups
    ]


# Handing it on


def test_a_proposal_holds_the_text_of_a_new_file_where_it_fits(editor: Script) -> None:
    made = editor(
        """x.texts.flatMap((text) => [true, false].map((isNew) =>
          m.ends.proposalOf(x.place, "oak.yaml", text, isNew)))""",
        {"place": "https://github.com/example/iop main", "texts": ["a: b & c\n", "x" * 9000]},
    )
    new = "https://github.com/example/iop/new/main?filename=programs%2Foak.yaml"
    edit = {
        "href": "https://github.com/example/iop/edit/main/programs/oak.yaml",
        "holdsText": False,
    }
    assert made == [
        {"href": f"{new}&value=a%3A%20b%20%26%20c%0A", "holdsText": True},
        edit,
        {"href": new, "holdsText": False},
        edit,
    ]
