"""The model and the vocabulary in, a JSON Schema (draft 2020-12) of a listing out.

Editors that know YAML 1.2 complete, explain and check a listing by it. It accepts every listing
whose texts are quoted where YAML would read them as something else.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Form
from iopfinder.program import Program
from iopfinder.vocabulary import Vocabulary

__all__ = ["program_schema", "schema_text"]

Schema = dict[str, Any]

_STATED_EMPTY: Final = {"type": "null", "description": "Left empty: not stated."}


def schema_text(vocabulary: Vocabulary) -> str:
    """The schema as the file that is committed and published."""
    return json.dumps(program_schema(vocabulary), ensure_ascii=False, indent=2) + "\n"


def program_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of one listing."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://iopfinder.example.org/schema/program.schema.json",
        "title": "Listing of an intensive outpatient program",
        **_object(Program, vocabulary),
        "$defs": {**_terms(vocabulary), **_all_answers(vocabulary)},
    }


def _terms(vocabulary: Vocabulary) -> Schema:
    return {
        name: {"enum": list(terms), "description": f"A term of content/vocabulary/{name}.yaml."}
        for name, terms in vocabulary.lists.items()
    }


def _all_answers(vocabulary: Vocabulary) -> Schema:
    forms = (spec.form for spec in outline(Program) if spec.form)
    return {
        _answers_name(form): _answers(form, vocabulary) for form in forms if form.items == "answers"
    }


def _answers_name(form: Form) -> str:
    return f"{form.vocabulary}-answers"


def _object(section: type[Section], vocabulary: Vocabulary) -> Schema:
    fields = [spec for spec in outline(section) if len(spec.field) == 1]
    schema: Schema = {
        "type": "object",
        "properties": {spec.field[0]: _property(spec, vocabulary) for spec in fields},
        "additionalProperties": False,
    }
    required = [spec.field[0] for spec in fields if spec.required]
    return {**schema, "required": required} if required else schema


def _property(spec: Spec, vocabulary: Vocabulary) -> Schema:
    described = {"title": spec.fact.label, "description": _description(spec)}
    value = _value(spec, vocabulary)
    if spec.required:
        return {**described, **value}
    return {**described, "anyOf": [value, _STATED_EMPTY]}


def _description(spec: Spec) -> str:
    parts = [spec.fact.explains, f"Write {spec.form.written}." if spec.form else ""]
    return " ".join(part for part in parts if part)


def _value(spec: Spec, vocabulary: Vocabulary) -> Schema:
    if spec.form is not None:
        return _form(spec.form)
    assert spec.section is not None, spec  # noqa: S101 - a field has a form or is a section
    whole = _object(spec.section, vocabulary)
    if not spec.many:
        return whole
    item = {"anyOf": [whole, {"type": "string"}]} if spec.shorthand else whole
    return {"type": "array", "items": item, "minItems": 1}


def _form(form: Form) -> Schema:
    one = _resolved(form.schema)
    if not form.items:
        return one
    if form.items == "answers":
        return {"$ref": f"#/$defs/{_answers_name(form)}"}
    return {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}


def _answers(form: Form, vocabulary: Vocabulary) -> Schema:
    """A mapping of term to word, or a plain list of terms."""
    terms = list(vocabulary.ids(form.vocabulary))
    words = _words(form.table)
    described = vocabulary.terms(form.vocabulary)
    properties: Schema = {
        term: {"enum": words, "description": described[term].plain} for term in terms
    }
    properties["others"] = {"enum": _words({"no": ""}), "description": "no: to all the others."}
    return {
        "anyOf": [
            {"type": "object", "properties": properties, "additionalProperties": False},
            {
                "type": "array",
                "items": {"enum": [*terms, "no-others"]},
                "minItems": 1,
                "uniqueItems": True,
            },
        ]
    }


def _words(table: Mapping[str, str]) -> list[str | bool]:
    """The words, and what YAML 1.1 tools make of yes and no."""
    extra = [{"yes": True, "no": False}[word] for word in table if word in ("yes", "no")]
    return [*table, *extra]


def _resolved(schema: Mapping[str, Any]) -> Schema:
    """A form's own schema with `vocabulary` replaced by a reference to its terms."""
    if "vocabulary" in schema:
        reference = {"$ref": f"#/$defs/{schema['vocabulary']}"}
        also = schema.get("also", [])
        return {"anyOf": [reference, {"enum": also}]} if also else reference
    if "enum" in schema:
        values = schema["enum"]
        return {"enum": list(dict.fromkeys([*values, *_retyped(values)]))}
    if "anyOf" in schema:
        return {"anyOf": [_resolved(each) for each in schema["anyOf"]]}
    return dict(schema)


def _retyped(values: list[Any]) -> Iterator[Any]:
    """What YAML 1.1 and 1.2 tools read in place of a word such as yes or 1."""
    for value in values:
        if isinstance(value, str) and value.isdigit():
            yield int(value)
        elif value in ("yes", "no"):
            yield value == "yes"
