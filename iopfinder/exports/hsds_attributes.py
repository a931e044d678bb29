"""A listing's plain value in, HSDS attributes out, and the other way round, without loss.

HSDS has no field for most of what an IOP says. Its `attribute` holds any word about a service: here
one for each stated fact, and one for each answered term. `link_type` names the field, `value` is
the listing's own word (yes, no, track, continued ...), and a term of the vocabulary stands as a
taxonomy term. What is not stated has no attribute: it is never "no".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from iopfinder.facts import Spec, outline
from iopfinder.forms import NO_OTHERS, OTHERS
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Field, field_name
from iopfinder.program import Program

__all__ = [
    "PREFIX",
    "TAXONOMY",
    "Fact",
    "attribute",
    "fact_of",
    "facts_in",
    "link_type",
    "plain_of",
    "spec_of",
]

PREFIX: Final = "iopfinder:"
"""Stands before the field in `link_type`: nobody else's attribute is taken for one of ours."""

TAXONOMY: Final = "iopfinder "
"""Stands before the name of the vocabulary's list in `taxonomy`."""

_PART: Final = re.compile(r"([a-z_]+)((?:\[\d{1,4}\])*)")
_INDEX: Final = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated thing: its field, with the place in a list; `term` of a list of the vocabulary.

    `word` is what is said. A field of answers without a term says its word, always "no", of all
    other terms.
    """

    field: Field
    term: str
    word: str


@cache
def _specs() -> Mapping[tuple[str, ...], Spec]:
    return {spec.field: spec for spec in outline(Program)}


def spec_of(field: Field) -> Spec | None:
    """The field of the model, whatever the place in a list."""
    return _specs().get(tuple(part for part in field if isinstance(part, str)))


# Out


def facts_in(value: Plain, field: Field = ()) -> Iterator[Fact]:
    """Each stated thing of a listing's plain value, in its order."""
    spec = spec_of(field)
    if spec is None or spec.form is None:
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for part, below in inner:
            yield from facts_in(
                below if isinstance(below, dict | list) else str(below), (*field, part)
            )
    elif isinstance(value, dict):
        for term, word in value.items():
            yield Fact(field, "" if term == OTHERS else term, str(word))
    elif isinstance(value, list):
        yield from (_listed(spec, field, str(item)) for item in value)
    else:
        term = value if spec.form.kind == "term" else ""
        yield Fact(field, term, value)


def _listed(spec: Spec, field: Field, item: str) -> Fact:
    if item == NO_OTHERS:
        return Fact(field, "", "no")
    named = spec.form is not None and spec.form.vocabulary
    return Fact(field, item, "yes") if named else Fact(field, "", item)


def link_type(field: Field) -> str:
    """`iopfinder:schedule.tracks[0].ages`"""
    return PREFIX + field_name(field)


# Back


def _field_of(text: str) -> Field | None:
    """The field that a `link_type` of ours names; None for one that this version does not know."""
    field: list[str | int] = []
    for part in text.removeprefix(PREFIX).split("."):
        found = _PART.fullmatch(part)
        if found is None:
            return None
        field += [found[1], *(int(index) for index in _INDEX.findall(found[2]))]
    spec = spec_of(tuple(field))
    return tuple(field) if spec is not None and spec.form is not None else None


def plain_of(facts: Iterable[Fact]) -> dict[str, Plain]:
    """The plain value of a listing that states these facts; what it means is not looked at."""
    whole: dict[Any, Any] = {}
    for fact in facts:
        *above, last = fact.field
        place = whole
        for part in above:
            place = place.setdefault(part, {})
        _put(place, last, fact, spec_of(fact.field))
    plain: dict[str, Plain] = _in_lists(whole)
    return plain


def _put(place: dict[Any, Any], key: str | int, fact: Fact, spec: Spec | None) -> None:
    items = spec.form.items if spec and spec.form else ""
    if not items:
        place[key] = fact.term or fact.word
    elif items == "answers":
        place.setdefault(key, {})[fact.term or OTHERS] = fact.word
    else:
        closing = items == "terms" and not fact.term
        item = NO_OTHERS if closing else fact.term or fact.word
        place.setdefault(key, []).append(item)


def _in_lists(value: Any) -> Any:  # noqa: ANN401 - built as it goes
    """Mappings whose keys are numbers as lists, in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_in_lists(value[key]) for key in sorted(value)]
    return {str(key): _in_lists(inner) for key, inner in value.items()}


# As HSDS writes them


Record = dict[str, Any]
Term = Callable[[str, str], Record | None]


def attribute(fact: Fact, term: Term) -> Record:
    """An attribute without its identifiers; `term` gives the taxonomy term of a list and an id."""
    spec = spec_of(fact.field)
    assert spec is not None and spec.form is not None, fact  # noqa: S101, PT018 - our own bug
    closing = spec.form.items in ("answers", "terms") and not fact.term
    whole = {
        "link_type": link_type(fact.field),
        "label": f"{_label(spec)}: all others" if closing else _label(spec),
        "value": fact.word,
        "taxonomy_term": term(spec.form.vocabulary, fact.term) if fact.term else None,
    }
    return {key: value for key, value in whole.items() if value is not None}


def _label(spec: Spec) -> str:
    """What the field is called, behind its section: "State license: Number"."""
    above = _specs().get(spec.field[:-1])
    return f"{above.fact.label}: {spec.fact.label}" if above else spec.fact.label


def fact_of(attribute_: Mapping[str, object]) -> Fact | None:
    """The fact that an attribute of ours states; None where it cannot be read."""
    field = _field_of(str(attribute_.get("link_type", "")))
    word, term = attribute_.get("value"), attribute_.get("taxonomy_term")
    if field is None or not isinstance(word, str):
        return None
    code = term.get("code") if isinstance(term, dict) else ""
    return Fact(field, code, word) if isinstance(code, str) else None
