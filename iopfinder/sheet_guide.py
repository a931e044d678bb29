"""A provider and the vocabulary in, README.txt of its sheets out: what each column means."""

from collections.abc import Iterator
from typing import Final

from iopfinder.cells import cell_of
from iopfinder.facts import Section, Spec, outline
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.provider import Provider
from iopfinder.sheets import NUMBER, PROGRAM, REMOVE, SHEETS, Sheet
from iopfinder.vocabulary import Vocabulary

__all__ = ["README", "guide_text"]

README: Final = "README.txt"

_HOW: Final = """\
Sheets of {name}
{line}

programs.csv has a row for each program, tracks.csv a row for each track (a group with its days
and times), licenses.csv a row for each kind of license on the team.

- Change a cell, and that fact changes. Leave all else as it is.
- An empty cell means "not stated". Families then read "The program does not say. Ask." It never
  means no: to say no, write no.
- Empty a cell, and its fact is no longer stated.
- A new program is a new row: leave its first cell empty. In the other sheets write its name in the
  first cell.
- A new track or license is a new row with an empty number.
- To take a track or license away, write yes under "remove". A row that you delete takes nothing
  away. A program that closed gets status: closed.
- Several things in a cell are parted by ; and further parts of one thing by |. A ; or | of your own
  text bears a \\ before it.
- Nobody fills every column. Begin with those that say "asked first" below.
- Days are written 2026-10-01, times 17:30-20:30 or 5:30pm-8:30pm.
- Save as CSV (in Excel: "CSV UTF-8"), or as a workbook with the same names. Do not rename columns.
- Who confirmed a listing, and when, stands in no sheet: the editors set it when you tell them.
"""

_OWN: Final = {
    PROGRAM: "The name of the listing's file. Leave it as it is; empty for a new program.",
    NUMBER: "The place in the listing. Leave it as it is; empty for a new row.",
    REMOVE: "yes takes this row's track or license away.",
}


def guide_text(provider: str, shared: dict[str, Plain], vocabulary: Vocabulary) -> str:
    """The whole text; `shared` are the facts of the provider's own file."""
    name = str(shared.get("name", provider))
    parts = [_HOW.format(name=name, line="=" * (len(name) + 10))]
    if shared:
        parts.append("\n".join(_shared_lines(shared)) + "\n")
    parts += ("\n".join(_sheet_lines(sheet)) + "\n" for sheet in SHEETS)
    parts.append("\n".join(_term_lines(vocabulary)) + "\n")
    return "\n".join(parts)


def _shared_lines(shared: dict[str, Plain]) -> Iterator[str]:
    yield "From the provider: where a program's own cell is empty, families read"
    for spec in outline(Provider):
        if len(spec.field) == 1 and spec.name != "name" and spec.name in shared:
            yield f"  {spec.fact.label}: {cell_of(spec, shared[spec.name])}"


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    title = f"Columns of {sheet.name}.csv"
    yield title
    yield "-" * len(title)
    for name in sheet.columns:
        spec = sheet.specs.get(name)
        if spec is None:
            yield f"{name}"
            yield f"    {_OWN[name]}"
        else:
            yield f"{name}: {spec.fact.label}{' (asked first)' if _is_first(sheet, name) else ''}"
            yield f"    {spec.fact.explains}"
            yield f"    Write: {_written(spec)}"


_FIRST: Final = (
    "name",
    "location",
    "contact.phone",
    "contact.website",
    *(spec.name for spec in outline(Program) if spec.fact.core),
)
"""What families must know, and the facts that tell programs apart."""


def _is_first(sheet: Sheet, name: str) -> bool:
    whole = ".".join((*sheet.field, name))
    return any(whole == first or whole.startswith(f"{first}.") for first in _FIRST)


def _written(spec: Spec) -> str:
    """How a cell is written."""
    if spec.section:
        return _written_items(spec.section)
    form = spec.form
    if form is None:
        return "text"
    if form.items == "answers":
        words = ", ".join(form.table)
        return f"term: word, as a: {form.middle}; b: no. Words: {words}. Terms: {form.vocabulary}"
    if form.vocabulary:
        more = "; several with ; between" if form.items else ""
        return f"a term of {form.vocabulary}{more}"
    if form.table and form.kind != "yes-no":
        more = " (several with ; between)" if form.items else ""
        return f"{', '.join(form.table)}{more}"
    if form.items:
        return f"{form.written.removeprefix('a list: ').strip('[]')}; several with ; between"
    return form.written.strip('"')


def _written_items(section: type[Section]) -> str:
    if "days" in section.model_fields:
        return "mon, wed 17:30-20:30; several with ; between"
    first, *others = outline(section)
    parts = " | ".join((first.name, *(f"{spec.name}: ..." for spec in others)))
    return f"{parts}; several with ; between"


def _term_lines(vocabulary: Vocabulary) -> Iterator[str]:
    yield "Terms"
    yield "-----"
    used = sorted(
        {
            spec.form.vocabulary
            for sheet in SHEETS
            for spec in sheet.specs.values()
            if spec.form and spec.form.vocabulary
        }
    )
    for name in used:
        yield f"{name}:"
        for id_, term in vocabulary.terms(name).items():
            yield f"    {id_}: {term.label}"
