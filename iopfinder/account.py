"""A listing in; how many facts it gives for each question, and what would help families most, out.

The counts are those of the program's page. A stated "no" is a fact given.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from iopfinder.checklist import (
    COUNTED,
    ChecklistItem,
    FactsGiven,
    Question,
    counting_part,
    facts_given,
)
from iopfinder.example import example_lines, fields_under
from iopfinder.facts import Spec, outline, value_at
from iopfinder.forms import Words
from iopfinder.listing import Listing, hours_of
from iopfinder.program import Program
from iopfinder.program_facts import RESTATED, tracks_in

__all__ = [
    "MOST",
    "Account",
    "Part",
    "Wanted",
    "account_lines",
    "account_of",
    "plain_account",
    "why_asked",
]

MOST: Final = 5
"""Facts that are asked for at once: about as many as a front desk can find out in a day."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five questions, and how many of its facts the listing gives."""

    number: int
    title: str
    facts: FactsGiven


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact that the listing leaves out: what it is, why families want it, how it is written."""

    field: str
    label: str
    explains: str
    why: str
    example: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What a listing gives; `wanted` are the first of the `missing` facts that families ask for."""

    path: str
    name: str
    parts: tuple[Part, ...]
    wanted: tuple[Wanted, ...]
    missing: int


def account_of(
    listing: Listing,
    checklist: Iterable[ChecklistItem],
    questions: Sequence[Question],
    words: Words,
) -> Account:
    """The account of one listing, its provider's facts counted as its own, as families see it."""
    program = listing.program
    items = {int(item.part): item for item in checklist}
    parts = (Part(part, items[part].title, facts_given(program, part)) for part in COUNTED)
    missing = tuple(_missing(program))
    wanted = (
        Wanted(
            spec.name,
            spec.fact.label,
            spec.fact.explains,
            why_asked(spec, questions, items),
            example_lines(spec, words),
        )
        for spec in missing[:MOST]
    )
    return Account(listing.path, program.name, tuple(parts), tuple(wanted), len(missing))


def _missing(program: Program) -> Iterator[Spec]:
    """Facts that are not stated: first those asked first, then all others that are counted."""
    first = [spec for spec in outline(Program) if spec.fact.core]
    counted = [spec for part in COUNTED.values() for spec in part if not spec.fact.core]
    for spec in (*first, *counted):
        if value_at(program, spec.field) is None and not _every_track_says(spec, program):
            yield spec


def _every_track_says(spec: Spec, program: Program) -> bool:
    """Whether a fact is said of each track, so that families find it there."""
    field, tracks = RESTATED.get(spec.name), tracks_in(program)
    if field is None or not tracks:
        return False
    said = (getattr(track, field) for track in tracks)
    if field == "hours_per_week":
        said = (value or hours_of(track) for value, track in zip(said, tracks, strict=True))
    return all(value is not None for value in said)


def why_asked(spec: Spec, questions: Iterable[Question], items: Mapping[int, ChecklistItem]) -> str:
    """Why families ask: of the question on the phone that the fact answers."""
    names = {spec.name, *(each.name for each in fields_under(spec))}
    for question in questions:
        if not names.isdisjoint(question.answers):
            return question.why
    part = counting_part(spec)
    if spec.fact.facet or part is None:
        return "Families search by it."
    return items[part].why


# As text, and as plain values


def account_lines(account: Account) -> Iterator[str]:
    """The account for the clinic, line by line."""
    yield f"{account.path}: {account.name}"
    yield "Facts given:"
    for part in account.parts:
        yield f"  {part.number}. {part.title}: {part.facts.given} of {part.facts.of} facts"
    if not account.wanted:
        yield "It gives every fact that families ask for first. Keep it true."
        return
    yield "What would help families most:"
    for number, wanted in enumerate(account.wanted, 1):
        yield f"  {number}. {wanted.label} ({wanted.field})"
        yield f"     {wanted.explains}"
        yield f"     Why: {wanted.why}"
        yield f"     Write: {wanted.example[0]}"
        yield from (f"            {line}" for line in wanted.example[1:])
    left = account.missing - len(account.wanted)
    if left:
        yield f"  and {left} more after these"
    first = account.wanted[0].field
    yield f"More about a field: build.py check --explain {first}"


def plain_account(account: Account) -> dict[str, object]:
    """The account as JSON: `{path, name, facts_given, wanted, missing}`."""
    return {
        "path": account.path,
        "name": account.name,
        "facts_given": [
            {
                "part": part.number,
                "title": part.title,
                "given": part.facts.given,
                "of": part.facts.of,
            }
            for part in account.parts
        ],
        "wanted": [
            {
                "field": wanted.field,
                "label": wanted.label,
                "explains": wanted.explains,
                "why": wanted.why,
                "example": "\n".join(wanted.example),
            }
            for wanted in account.wanted
        ],
        "missing": account.missing,
    }
