"""Listings for tests of HSDS: those of programs/, and any that the model allows, made by chance."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from directory_case import TODAY, places
from factory import listing, settings, vocabulary
from iopfinder.directory import read_directory
from iopfinder.exports.hsds import publisher_of, service, service_text
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import LONGEST_ID, Form
from iopfinder.importers.fates import Standing
from iopfinder.importers.hsds import HsdsChoice, HsdsPlan, HsdsReference, planned_services
from iopfinder.importers.hsds_files import service_rows
from iopfinder.listing import Listing
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.program import Program
from iopfinder.sources import read_sources
from iopfinder.validation import typed
from site_case import ROOT


@cache
def own_listings() -> dict[str, Listing]:
    """The listings of programs/ with their providers, by slug."""
    reading = read_directory(read_sources(ROOT / "content", ROOT / "programs"), places, TODAY)
    assert reading.directory is not None
    return {each.slug: each for each in reading.directory.listings}


PUBLISHER = publisher_of(settings(), TODAY)


def exported(one: Listing) -> dict[str, Any]:
    """The service of a listing, as a reader of the file has it."""
    whole: dict[str, Any] = json.loads(service_text(one, PUBLISHER, vocabulary()))
    assert whole == service(one, PUBLISHER, vocabulary())
    return whole


def planned(
    *services: object,
    providers: frozenset[str] = frozenset(),
    standing: Sequence[Standing] = (),
    edition: str = "",
    all_levels: bool = False,
) -> HsdsPlan:
    """What an import of these services, a file each, would write beside what stands there."""
    reference = HsdsReference(vocabulary(), places(), providers)
    files = [(f"{number}.json", each) for number, each in enumerate(services, 1)]
    rows = service_rows(files)
    choice = HsdsChoice("hsds-elm", TODAY, edition, all_levels)
    return planned_services(rows, standing, choice, reference)


def program_of(text: str) -> Program:
    """The program that a listing's text states; it has no mistake."""
    document = parse_yaml(text, "").document
    assert document is not None
    found, problems = typed(Program, document, "", vocabulary())
    assert problems == (), text
    assert found is not None
    return found


# Whatever the model allows

TEXTS: Final = st.text(alphabet="ab é\"'#:-\n*<&0@x.😀", min_size=1, max_size=30).filter(
    lambda text: text.strip() not in ("", "~") and "@x" not in text
)
NUMBERS: Final = st.one_of(st.integers(0, 6).map(str), st.just("2.5"))
DAYS: Final = st.dates(date(2020, 1, 1), date(2026, 11, 22)).map(date.isoformat)
SPANS: Final = st.sampled_from(["3", "3-5", "4+", "2.5-3"])
SCALARS: Final[dict[str, st.SearchStrategy[str]]] = {
    "text": TEXTS.map(lambda text: " ".join(text.split())),
    "yes-no": st.sampled_from(["yes", "no"]),
    "number": NUMBERS,
    "span": SPANS,
    "date": DAYS,
    "clock": st.sampled_from(["17:30-20:30", "22:00-02:00", "18:00-24:00", "7:05-10:00"]),
    "money": st.sampled_from(["350 per week", "0", "1200.50 per program", "40"]),
    "phone": st.sampled_from(["503-555-0142", "503-555-0142 x12", "800-662-4357 x012"]),
    "link": st.sampled_from(["https://oak.example.org/a?b=c#d", "https://oak.example.org"]),
    "email": st.just("intake@oak.example.org"),
    "state": st.sampled_from(["OR", "wa", "Puerto Rico"]),
    "zip": st.just("97204"),
    "npi": st.just("1234567893"),
    "id": st.from_regex(rf"[a-z]{{1,{LONGEST_ID}}}", fullmatch=True),
}


def _scalar(form: Form) -> st.SearchStrategy[str]:
    if form.kind == "term" or (form.kind == "answers" and form.items == "terms"):
        return st.sampled_from(sorted(vocabulary().ids(form.vocabulary)))
    if form.kind == "days":
        return st.sampled_from(["mon", "tue", "sun"])
    if form.table:
        return st.sampled_from(sorted(form.table))
    strategy = SCALARS[form.kind]
    limit = form.schema.get("maxLength")
    return strategy.map(lambda text: text[:limit].strip() or "a") if limit else strategy


def _of_form(form: Form) -> st.SearchStrategy[Any]:
    if form.items == "answers":
        terms = st.sampled_from(sorted(vocabulary().ids(form.vocabulary)))
        answers = st.dictionaries(
            terms, st.sampled_from(sorted(form.table)), min_size=1, max_size=3
        )
        return st.tuples(answers, st.booleans()).map(
            lambda pair: {**pair[0], **({"others": "no"} if pair[1] else {})}
        )
    if form.items:
        closed = ["no-others"] if form.items == "terms" else []
        values = st.lists(_scalar(form), min_size=1, max_size=3, unique=True)
        return st.tuples(values, st.booleans()).map(
            lambda pair: pair[0] + (closed if pair[1] else [])
        )
    return _scalar(form)


def _of(spec: Spec) -> st.SearchStrategy[Any]:
    if spec.form is not None:
        return _of_form(spec.form)
    assert spec.section is not None
    one = sections(spec.section)
    return st.lists(one, min_size=1, max_size=2) if spec.many else one


@cache
def _fields(model: type[Section]) -> tuple[tuple[Spec, ...], tuple[Spec, ...]]:
    own = [spec for spec in outline(model) if len(spec.field) == 1]
    required = tuple(spec for spec in own if spec.required)
    return required, tuple(spec for spec in own if not spec.required)


@st.composite
def sections(
    draw: st.DrawFn, model: type[Section], without: Collection[str] = ()
) -> dict[str, Any]:
    """A section as a listing writes it: the required fields, and some of the others."""
    required, optional = _fields(model)
    free = [spec for spec in optional if spec.name not in without]
    chosen = draw(st.lists(st.sampled_from(free), max_size=6, unique_by=lambda spec: spec.name))
    value = {spec.name: draw(_of(spec)) for spec in (*required, *chosen)}
    return value or {optional[0].name: draw(_of(optional[0]))}


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """A listing that says anything the model allows; it joined no other and is not hidden."""
    said = draw(sections(Program, without=("hidden", "merged_into", "imported", "provider")))
    said |= {"contact": {"phone": "503-555-0142", **said["contact"]}}
    if "location" in said:
        said["location"] |= {"state": "OR", "zip": "97204"}
    if said.get("status") == "merged":
        said["status"] = "closed"
    return listing("oak", of=Program.model_validate(said, context=vocabulary()))
