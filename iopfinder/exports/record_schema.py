"""The model and the vocabulary in, a JSON Schema (draft 2020-12) of the published files out.

It is of the files below /data/ that hold programs: of many, of one, and of one that has moved. What
it names is always there; what it does not name may come in a later build of the same format.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from iopfinder.exports.collection import FORMAT, SCHEMA
from iopfinder.exports.record import ASKED, LEFT_OUT, NOT_STATED
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Form
from iopfinder.program import SCOPE, STATUS, Program
from iopfinder.says import DENIALS
from iopfinder.schedule import DAYS
from iopfinder.vocabulary import Vocabulary

__all__ = ["records_schema", "records_schema_text"]

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "number"}
_WHOLE_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_YES_NO: Final[Schema] = {"type": "boolean"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_URL: Final[Schema] = {"type": "string", "format": "uri"}
_TIME: Final[Schema] = {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
_NULL: Final[Schema] = {"type": "null"}


def records_schema_text(vocabulary: Vocabulary, base_url: str) -> str:
    """The schema as the file that is published."""
    return json.dumps(records_schema(vocabulary, base_url), ensure_ascii=False, indent=1) + "\n"


def records_schema(vocabulary: Vocabulary, base_url: str) -> Schema:
    """The schema of a file with programs. `base_url` is the site's."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_url.rstrip('/')}/{SCHEMA}",
        "title": "Intensive outpatient programs, as each one describes itself",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("collection", "one", "moved")],
        "$defs": {
            "collection": _object({**_head(), **_COLLECTION}),
            "one": _object({**_head(), "program": {"$ref": "#/$defs/program"}}),
            "moved": _object({**_head(), "moved": _object({"slug": _TEXT, "url": _URL})}),
            "program": _program(),
            **_term_lists(vocabulary),
        },
    }


def _object(properties: Mapping[str, Schema]) -> Schema:
    """An object of which every property is there."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, _NULL]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _terms(name: str) -> Schema:
    """A term of a list."""
    return {"$ref": f"#/$defs/terms-{name}"}


def _one_of(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _head() -> Schema:
    return {
        "format": {"const": FORMAT},
        "title": _TEXT,
        "license": _TEXT,
        "schema": _URL,
        "notice": _TEXT,
        "demonstration": {
            "type": "boolean",
            "description": "true: the site is a demonstration, and may hold made-up programs.",
        },
    }


_COLLECTION: Final[Schema] = {
    "date": {
        **_or_null(_DAY),
        "description": "The day for which the whole was written; null in a part.",
    },
    "whole": {**_or_null(_URL), "description": "Of a part: the file that names all parts."},
    "latest_confirmed": {
        **_or_null(_DAY),
        "description": "The last day on which a program in this file was confirmed.",
    },
    "count": {**_WHOLE_NUMBER, "description": "Programs in this file, or in all its parts."},
    "programs": _list({"$ref": "#/$defs/program"}),
    "parts": {
        **_list(
            _object({"state": _or_null(_TEXT), "count": _WHOLE_NUMBER, "json": _URL}),
        ),
        "description": "Of a large site: where its programs stand; 'programs' is then empty.",
    },
}


def _term_lists(vocabulary: Vocabulary) -> Schema:
    """Every list of terms that a program's record names."""
    named = {spec.form.vocabulary for spec in outline(Program) if spec.form}
    named |= {facet.vocabulary for facet in ASKED}
    return {f"terms-{name}": _one_of(vocabulary.ids(name)) for name in sorted(named - {""})}


def _program() -> Schema:
    fields = _section(Program)["properties"]
    first = {
        "slug": _TEXT,
        "url": _URL,
        "name": _TEXT,
        "example": {"type": "boolean", "description": "true: made up. The place does not exist."},
        "scope": {
            **_one_of(SCOPE),
            "description": "facility: the facts are about the whole place, not about its program.",
        },
        "status": _one_of(STATUS),
        "sources": _SOURCES,
        "provider": _or_null(_object({"id": _or_null(_TEXT), "name": _TEXT})),
        "place": _or_null(_object(_PLACE)),
    }
    rest = {name: schema for name, schema in fields.items() if name not in first}
    return _object({**first, **rest, "says": _says()})


_SOURCES: Final[Schema] = {
    **_object(
        {
            "listing": _object({"scope": _one_of(SCOPE)}),
            "provider": _or_null(_object({"scope": {"const": "provider"}, "facts": _list(_TEXT)})),
        }
    ),
    "description": "Of what the facts speak. 'provider' names those that hold for all programs of "
    "the provider.",
}

_PLACE: Final[Schema] = {
    "latitude": _NUMBER,
    "longitude": _NUMBER,
    "precision": {"const": "zip", "description": "The middle of the ZIP code's area."},
    "county": _or_null(_TEXT),
    "time_zone": _or_null(_TEXT),
}


def _says() -> Schema:
    """By facet, what the program says; what is in no list is not stated."""
    facets = {
        facet.id: _object(
            dict.fromkeys(("yes", "facility_yes", "no"), _list(_terms(facet.vocabulary)))
        )
        for facet in ASKED
    }
    return {
        "type": "object",
        "properties": facets,
        "description": "What the program says to each term, broader terms and tracks included. "
        "A facet or term that is missing is not stated.",
    }


def _section(section: type[Section]) -> Schema:
    left_out = LEFT_OUT.get(section, frozenset())
    own = (spec for spec in outline(section) if len(spec.field) == 1)
    return _object({spec.field[0]: _field(spec) for spec in own if spec.field[0] not in left_out})


def _field(spec: Spec) -> Schema:
    fact, form = spec.fact, spec.form
    described = {"title": fact.label, "description": fact.explains}
    if form is None:
        assert spec.section is not None, spec  # noqa: S101 - a field has a form or is a section
        value = _section(spec.section)
        value = _list(value) if spec.many else value
    elif form.items in ("answers", "terms"):
        value = _answers(form)
    else:
        one = _KINDS[form.kind](form)
        value = _list(one) if form.items else one
    return {**described, **(value if spec.required else _or_null(value))}


def _answers(form: Form) -> Schema:
    terms = _terms(form.vocabulary)
    words = _one_of(word for word in form.table if word not in DENIALS)
    yes = {"type": "object", "propertyNames": terms, "additionalProperties": words}
    return _object(
        {
            "yes": yes,
            "facility_yes": {
                **yes,
                "description": "The whole place says yes. Whether its program does is not stated.",
            },
            "no": _list(terms),
            "others": {
                **_one_of([NOT_STATED, "no"]),
                "description": "What is said of all other terms.",
            },
        }
    )


def _term(form: Form) -> Schema:
    also = form.schema.get("also")
    own = _terms(form.vocabulary)
    return {"anyOf": [own, _one_of(also)]} if also else own


_KINDS: Final[Mapping[str, Callable[[Form], Schema]]] = {
    "text": lambda _form: _TEXT,
    "yes-no": lambda _form: _YES_NO,
    "number": lambda _form: {"type": "number", "minimum": 0},
    "span": lambda _form: {
        **_object({"least": _NUMBER, "most": _or_null(_NUMBER)}),
        "description": "'most' is null where there is no upper end, as in 9+.",
    },
    "choice": lambda form: _one_of(form.table),
    "choices": lambda form: _one_of(form.table),
    "term": _term,
    "id": lambda _form: _TEXT,
    "date": lambda _form: _DAY,
    "clock": lambda _form: _object({"start": _TIME, "end": _TIME, "minutes": _WHOLE_NUMBER}),
    "days": lambda _form: _one_of(DAYS),
    "money": lambda _form: _object(
        {"amount": _NUMBER, "currency": {"const": "USD"}, "per": _or_null(_TEXT)}
    ),
    "phone": lambda _form: _object({"number": _TEXT, "extension": _or_null(_TEXT), "shown": _TEXT}),
    "link": lambda _form: _URL,
    "state": lambda _form: {"type": "string", "pattern": "^[A-Z]{2}$"},
    "time-zone": lambda _form: _TEXT,
    "zip": lambda _form: {"type": "string", "pattern": r"^\d{5}(-\d{4})?$"},
    "npi": lambda _form: {"type": "string", "pattern": r"^\d{10}$"},
}
"""The schema of each kind of plain value."""
