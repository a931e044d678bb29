"""A directory in, the one table that the listing editor in the browser works from out.

Of every field of the listing it says how a clinic is asked, how the value is written, which words
it may hold and what families will see; all of it is made from the model, as `check`'s messages are.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, Final

import phonenumbers
from phonenumbers import PhoneMetadata

from iopfinder.asking import BASICS, CORE, asked
from iopfinder.checklist import ChecklistItem, counting_part
from iopfinder.directory import Directory
from iopfinder.example import fields_under
from iopfinder.explanation import seen_by_families
from iopfinder.facts import SHELF_LIFE, Spec, outline
from iopfinder.forms import Form
from iopfinder.places import STATES, TIME_ZONES
from iopfinder.program import PARTS, Program
from iopfinder.program_facts import RESTATED
from iopfinder.provider import Provider, with_provider
from iopfinder.publish import Output
from iopfinder.schedule import DAYS
from iopfinder.validation import TEXTUAL, what_to_write
from iopfinder.vocabulary import Vocabulary
from iopfinder.wording import PER, UNITS

__all__ = ["LOCKED", "editor_table", "table_file"]

FORM: Final = 1
"""The form of this file: a change that an older script cannot read takes the next number."""

LOCKED: Final = frozenset(["format", "confirmed", "imported", "checked", "listed_by", "scope"])
"""Top-level keys that the editor shows and lets nobody change: who merges a file sets them."""

_PART_OF: Final = {section: part for part, sections in PARTS.items() for section in sections}


def table_file(directory: Directory) -> Output:
    """The table as a file that bears a piece of its own hash in its name."""
    text = json.dumps(editor_table(directory), ensure_ascii=False, separators=(",", ":"))
    body = f"{text}\n".encode()
    return Output(f"data/editor/fields-{sha256(body).hexdigest()[:10]}.json", body)


def editor_table(directory: Directory) -> dict[str, Any]:
    """The table as a plain value; lists are in the order of the form and of the files."""
    vocabulary = directory.vocabulary
    return {
        "form": FORM,
        "questions": [_question(item) for item in directory.checklist],
        "fields": [_field(spec, directory.checklist) for spec in outline(Program)],
        "basics": list(BASICS),
        "core": list(CORE),
        "vocabularies": {name: _terms(name, vocabulary) for name in vocabulary.lists},
        "states": list(STATES.items()),
        "zones": list(TIME_ZONES.items()),
        "days": list(DAYS),
        "units": {unit: list(words) for unit, words in UNITS.items()},
        "per": dict(PER),
        "restated": dict(RESTATED),
        "phones": list(_phone_patterns()),
        "providers": {id_: _provider(each) for id_, each in directory.providers.items()},
    }


def _question(item: ChecklistItem) -> dict[str, object]:
    part = int(item.part)
    return {
        "number": part,
        "id": item.id,
        "title": item.title,
        "question": item.question,
        "why": item.why,
        "sections": list(PARTS[part]),
    }


def _field(spec: Spec, checklist: tuple[ChecklistItem, ...]) -> dict[str, Any]:
    said = asked(spec)
    under = list(fields_under(spec))
    stated: dict[str, Any] = {
        "path": spec.name,
        "label": spec.fact.label,
        "question": said.question,
        "hint": said.hint,
        "seen": list(_seen(spec, checklist)),
        "part": _PART_OF.get(spec.field[0], 0),
        "core": spec.fact.core,
        "counts": counting_part(spec) is not None,
        "track": spec.fact.track,
        "required": spec.required,
        "missing": what_to_write(spec.field, Program) if spec.required else "",
        "many": spec.many,
        "shorthand": under[0].field[-1] if spec.shorthand else "",
        "locked": spec.field[0] in LOCKED,
        **(_written(spec.form) if spec.form else {"kind": "section"}),
    }
    return {name: value for name, value in stated.items() if value not in ("", False, [])}


def _seen(spec: Spec, checklist: tuple[ChecklistItem, ...]) -> Iterator[str]:
    if len(spec.field) <= 2 and spec.field[0] in _PART_OF:
        yield from seen_by_families(spec, checklist)
    elif spec.fact.shelf != SHELF_LIFE:
        yield f"After {spec.fact.shelf} days it is shown as a question again."


def _written(form: Form) -> dict[str, Any]:
    """How a value is written; what a form does not have is left out."""
    most = {"most": form.schema["maximum"]} if "maximum" in form.schema else {}
    return {
        "kind": form.kind,
        "items": form.items,
        "unit": form.unit,
        "choices": [list(pair) for pair in form.table.items()],
        "vocabulary": form.vocabulary,
        "middle": form.middle,
        "written": form.written,
        "subject": form.subject,
        "textual": form.kind in TEXTUAL,
        "schemes": list(form.schemes),
        "other": "other" in form.schema.get("also", ()),
        **({"limit": form.limit} if form.limit else {}),
        **most,
    }


def _terms(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """The terms with the words that families read, and every word that means one of them."""
    terms = vocabulary.terms(name)
    found: dict[str, Any] = {
        "terms": [[id_, term.label, term.plain] for id_, term in terms.items()],
        "spoken": [list(pair) for pair in vocabulary.spoken(name).items()],
    }
    years = {id_: [each.years.low, each.years.high] for id_, each in terms.items() if each.years}
    return {**found, "years": years} if years else found


def _provider(provider: Provider) -> dict[str, Any]:
    """The provider's name, and the fields that it fills in where a listing leaves them out."""
    bare = Program.model_validate(_BARE)
    given = with_provider(bare, provider).fields
    names = {name for name in given if not name.startswith("cost.insurance.")}
    insurance = {"cost.insurance"} if names != given else set()
    return {"name": provider.name, "gives": sorted(names | insurance)}


_BARE: Final[Mapping[str, Any]] = {"format": "1", "name": "-", "contact": {}}


# Phone numbers

_KINDS: Final = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number"),
    *("voip", "pager", "uan", "voicemail"),
)
_CALLING_CODE: Final = 1


@cache
def _phone_patterns() -> tuple[str, ...]:
    """Patterns of ten digits; a number is one of the North American plan when it meets one."""
    found: set[str] = set()
    for region in phonenumbers.region_codes_for_country_code(_CALLING_CODE):
        known: Any = PhoneMetadata.metadata_for_region(region, None)
        kinds = (getattr(known, kind) for kind in _KINDS)
        found.update(kind.national_number_pattern for kind in kinds if kind is not None)
    return tuple(sorted(pattern for pattern in found if pattern))
