"""Sheets of a provider's listings: what goes out comes back, and one changed cell is one fact."""

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from factory import vocabulary
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Form
from iopfinder.importers.listing_text import listing_text
from iopfinder.places import STATES, TIME_ZONES
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.program import Program
from iopfinder.schedule import DAYS
from iopfinder.sheet_files import csv_bytes, csv_rows
from iopfinder.sheet_import import Drafts, Standing, Table, draft_text, drafted
from iopfinder.sheets import SHEETS, Kept, rows_of

Rows = list[list[str]]
Tables = dict[str, Rows]


def kept(slug: str, text: str) -> Kept:
    document = parse_yaml(text, "").document
    assert document is not None and isinstance(document.value, dict)
    return Kept(slug, f"programs/{slug}.yaml", text, document.value)


def standing(*listings: Kept, taken: frozenset[str] = frozenset()) -> Standing:
    slugs = frozenset(each.slug for each in listings)
    return Standing("oak-group", listings, "programs", slugs | taken)


def sheets_of(*listings: Kept) -> Tables:
    """The three sheets as rows of cells, after a journey through their files."""
    return {
        sheet.name: csv_rows(csv_bytes([sheet.columns, *rows_of(sheet, listings)]))
        for sheet in SHEETS
    }


def tables(sheets: Tables) -> list[Table]:
    return [
        Table(sheet, f"{sheet.name}.csv", sheets[sheet.name])
        for sheet in SHEETS
        if sheet.name in sheets
    ]


def drafts_of(sheets: Tables, *listings: Kept) -> Drafts:
    return drafted(tables(sheets), standing(*listings), vocabulary())


# Whatever a listing says


ODD = st.sampled_from(
    ["=1+1", "+1", "-x", "@x", "'=x", "''", "a;b", "a|b", "a\\;b", "7", "007", "8-12", "1e5",
     "a, b", "TRUE", '"Oak"', "a\nb", "2026-10-01", "é", "a:b", "x y", "\\", "; |", "10/1/2026"]
)  # fmt: skip
TEXTS = st.one_of(ODD, st.text(alphabet="ab ;|\\\"'=,:#é\n", min_size=1, max_size=12)).filter(
    lambda text: (
        (text.strip() != "" and "\n" not in text.strip()) or not text.strip().startswith("#")
    )
)
WORDS_OF: dict[str, Callable[[Form], st.SearchStrategy[str]]] = {
    "yes-no": lambda _form: st.sampled_from(["yes", "no", "Yes", "true"]),
    "choice": lambda form: st.sampled_from(sorted(form.table)),
    "choices": lambda form: st.sampled_from(sorted(form.table)),
    "time-zone": lambda _form: st.sampled_from(sorted(TIME_ZONES)),
    "term": lambda form: st.sampled_from(sorted(vocabulary().ids(form.vocabulary))),
    "number": lambda _form: st.sampled_from(["0", "4", "12", "2.5", "1.50"]),
    "span": lambda _form: st.sampled_from(["9", "9-12", "6 to 8", "9+", "3-3", "1\u20132"]),
    "date": lambda _form: st.dates(date(2020, 1, 1), date(2029, 12, 31)).map(date.isoformat),
    "money": lambda _form: st.sampled_from(["350 per week", "$1,200", "40", "12.50 a session"]),
    "phone": lambda _form: st.sampled_from(["503-555-0142", "+1 503 555 0142", "(503) 555-0142 x1"]),
    "link": lambda _form: st.sampled_from(["https://oak.example.org/a;b", "https://o.example.org"]),
    "email": lambda _form: st.just("intake@oak.example.org"),
    "state": lambda _form: st.sampled_from(sorted(STATES)),
    "zip": lambda _form: st.sampled_from(["02139", "97204", "00601", "97204-1234"]),
    "npi": lambda _form: st.just("1234567893"),
    "id": lambda _form: st.sampled_from(["oak", "oak-2"]),
    "text": lambda _form: TEXTS,
}  # fmt: skip


def of_form(form: Form) -> st.SearchStrategy[Plain]:
    """Values of a form, as listings write them."""
    if form.kind == "answers":
        ids = st.sampled_from(sorted(vocabulary().ids(form.vocabulary)))
        listed = st.lists(ids, min_size=1, max_size=3, unique=True)
        closed = listed.map(lambda ids: [*ids, "no-others"])
        words = st.sampled_from(sorted(form.table))
        mapped = st.dictionaries(ids, words, min_size=1, max_size=3)
        return st.one_of(listed, closed, *([mapped] if form.items == "answers" else []))
    one = WORDS_OF[form.kind](form)
    return st.lists(one, min_size=1, max_size=3, unique=True) if form.items else one


@st.composite
def sections(draw: st.DrawFn, model: type[Section], most: int) -> dict[str, Plain]:
    """A section with some of its fields."""
    own = [spec for spec in outline(model) if len(spec.field) == 1]
    must = [spec for spec in own if spec.required]
    may = draw(st.lists(st.sampled_from(own), max_size=most, unique_by=lambda spec: spec.name))
    value: dict[str, Plain] = {}
    for spec in {each.name: each for each in (*must, *may)}.values():
        inner = draw(of_spec(spec))
        if inner not in ({}, []):
            value[spec.name] = inner
    return value


def of_spec(spec: Spec) -> st.SearchStrategy[Plain]:
    if spec.form and "days" in spec.form.kind:
        return st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True)
    if spec.form and spec.form.kind == "clock":
        return st.sampled_from(["17:30-20:30", "9 am to noon", "5:30pm-8:30pm"])
    if spec.form:
        return of_form(spec.form)
    assert spec.section is not None
    inner = sections(spec.section, 4)
    if not spec.many:
        return inner
    items: st.SearchStrategy[Plain] = inner
    if spec.shorthand:
        first = outline(spec.section)[0]
        items = st.one_of(inner, of_spec(first))
    return st.lists(items, min_size=1, max_size=3)


@st.composite
def listings(draw: st.DrawFn) -> Kept:
    """A listing as the model allows it, whatever the rules on its facts say."""
    value = draw(sections(Program, 7))
    schedule = {
        "tracks": draw(of_spec(next(s for s in outline(Program) if s.name == "schedule.tracks")))
    }
    if draw(st.booleans()):
        value["schedule"] = schedule
    value |= {"format": "1", "contact": {"phone": "503-555-0142"}, "provider": "oak-group"}
    return kept("oak", listing_text(value))


@given(listings())
def test_what_goes_out_comes_back_and_changes_nothing(listing: Kept) -> None:
    found = drafts_of(sheets_of(listing), listing)
    assert found.problems == ()
    assert [draft.changes for draft in found.drafts] == [{}]
    assert draft_text(found.drafts[0]) == listing.text
    assert found.missing == ()
