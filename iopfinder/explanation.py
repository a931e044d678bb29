"""A field's name in; what it means, how it is written and what families see out, as text.

All of it comes from the model, as the reference of fields on the site does.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from iopfinder.checklist import ChecklistItem, counting_part
from iopfinder.example import example_lines, fields_under
from iopfinder.facts import SHELF_LIFE, Spec, field_path, outline
from iopfinder.forms import nearest
from iopfinder.program import PARTS, Program
from iopfinder.program_facts import RESTATED
from iopfinder.vocabulary import Term, Vocabulary

__all__ = ["NoField", "explanation", "field_named", "seen_by_families"]

SHOWN_TERMS: Final = 40
"""Terms that are listed before the rest is only counted."""

_SPECS: Final = {spec.name: spec for spec in outline(Program)}
_TRACKS: Final = ("schedule", "tracks")
_PART_OF: Final = {section: part for part, sections in PARTS.items() for section in sections}


class NoField(ValueError):
    """A name that no field bears, or several; it says which may be meant."""


def field_named(name: str, vocabulary: Vocabulary) -> Spec:
    """The field of a name as messages write it: whole, its last keys, or with a term behind it.

    Of two that end alike the listing's own is meant, not the one that a track restates. Raises
    `NoField`.
    """
    plain = re.sub(r"\[[0-9]+\]", "", name.strip())
    if plain in _SPECS:
        return _SPECS[plain]
    ending = [spec for each, spec in _SPECS.items() if each.endswith(f".{plain}")]
    listings = [spec for spec in ending if spec.field[:2] != _TRACKS]
    if len(ending) == 1 or len(listings) == 1:
        return (listings or ending)[0]
    if ending:
        raise NoField(f"several fields end in '{name}': name one of {_listed(ending)}")
    above, _, last = plain.rpartition(".")
    parent = _SPECS.get(above)
    if parent and parent.form and last in {*vocabulary.ids(parent.form.vocabulary), "others"}:
        return parent
    raise NoField(f"there is no field '{name}'{_meant(plain)}")


def _listed(specs: Sequence[Spec]) -> str:
    return ", ".join(spec.name for spec in specs)


def _meant(name: str) -> str:
    """What may have been meant: a whole name, or one that ends alike."""
    last = name.rpartition(".")[2]
    close = nearest(name, _SPECS) or nearest(last, {spec.field[-1] for spec in _SPECS.values()})
    found = [each for each, spec in _SPECS.items() if close in (each, spec.field[-1])]
    return f"; did you mean {' or '.join(found[:3])}?" if found else "; see /for-clinics/fields/"


def explanation(
    spec: Spec, vocabulary: Vocabulary, checklist: Sequence[ChecklistItem]
) -> Iterator[str]:
    """The lines that explain a field."""
    yield f"{spec.name}: {spec.fact.label}"
    yield f"  {spec.fact.explains}"
    yield ""
    yield "How it is written:"
    yield from (f"  {line}" for line in example_lines(spec, vocabulary))
    yield from (f"  {line}" for line in _rules_of_writing(spec))
    yield from _words(spec)
    yield from _terms(spec, vocabulary)
    yield from _keys(spec)
    yield ""
    yield "What families see:"
    yield from (f"  {line}" for line in seen_by_families(spec, checklist))
    yield ""
    yield "Weight:"
    yield from (f"  {line}" for line in _weight(spec))


def _rules_of_writing(spec: Spec) -> Iterator[str]:
    if spec.form is None:
        yield "A list: each item begins with a dash." if spec.many else "A section: keys below it."
        if spec.shorthand:
            yield "One plain value may stand for a whole item."
        return
    if spec.form.items != "answers":
        yield f"Write: {spec.form.written}."
    if spec.form.items == "answers":
        yield f"Write each {spec.form.written}."
        yield f"A plain list of terms means: {spec.form.middle}."
        yield "'others: no' says no to every term that is not named."
    elif spec.form.items == "terms":
        yield "'no-others' in the list says no to every term that is not named."


def _words(spec: Spec) -> Iterator[str]:
    form = spec.form
    said = form.table if form and form.kind != "yes-no" and form.items != "terms" else {}
    if any(value != words for value, words in said.items()):
        yield ""
        yield "Words, and what families read:"
        yield from _columns(tuple(said.items()))


def _terms(spec: Spec, vocabulary: Vocabulary) -> Iterator[str]:
    name = spec.form.vocabulary if spec.form else ""
    terms = vocabulary.terms(name)
    if not terms:
        return
    yield ""
    yield f"Terms of {name}:"
    yield from _columns(tuple((id_, _term_words(term)) for id_, term in terms.items()))


def _term_words(term: Term) -> str:
    return f"{term.label}: {term.plain}" if term.plain else term.label


def _columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    shown = rows[:SHOWN_TERMS]
    width = max(len(key) for key, _ in shown)
    yield from (f"  {key.ljust(width)}  {words}" for key, words in shown)
    if len(rows) > len(shown):
        yield f"  and {len(rows) - len(shown)} more: /for-clinics/terms/"


def _keys(spec: Spec) -> Iterator[str]:
    """The fields of a section."""
    own = tuple(fields_under(spec))
    if own:
        yield ""
        yield "Its keys:"
        yield from _columns(tuple((each.field[-1], each.fact.label) for each in own))


def seen_by_families(spec: Spec, checklist: Sequence[ChecklistItem]) -> Iterator[str]:
    """Where families read a field, whether they can search by it, and what its absence says."""
    titles = {int(item.part): item.title for item in checklist}
    part = _PART_OF.get(spec.field[0])
    if part:
        yield f'"{spec.fact.label}", under {part}. {titles[part]} on the program\'s page.'
    else:
        yield f'"{spec.fact.label}", apart from the five questions.'
    if spec.fact.facet:
        yield "They can search by it."
    if counting_part(spec):
        yield "Where it is left out they read: The program does not say. Ask."
    if spec.fact.shelf != SHELF_LIFE:
        yield f"After {spec.fact.shelf} days it is shown as a question again."


def _weight(spec: Spec) -> Iterator[str]:
    if spec.required:
        yield (
            "Required: without it there is no listing."
            if len(spec.field) == 1
            else (f"Required in each {field_path(spec.field[:-1])}.")
        )
    elif spec.fact.core:
        yield "Asked first: one of the twelve facts that tell programs apart."
    else:
        yield "Not required: leave it out where you do not know."
    part = counting_part(spec)
    if part:
        yield f'Counted in "Facts given", question {part}.'
    if spec.fact.track and spec.name in RESTATED:
        yield f"A schedule track may state its own: schedule.tracks.{RESTATED[spec.name]}."
