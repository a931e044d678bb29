"""A model and the vocabulary in, the JSON Schema (draft 7) of its files out.

Editors that know YAML complete, explain and check a file by it. It accepts every file as `format`
writes it, however a tool reads `yes`, dates and numbers, and refuses what `check` refuses for its
shape. Keywords such as `markdownDescription` are the YAML language server's; others pass them by.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from iopfinder.composer import LOADER
from iopfinder.example import example_lines
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import NO_OTHERS, OTHERS, Form
from iopfinder.patterns import any_case
from iopfinder.program import Program
from iopfinder.provider import Provider
from iopfinder.vocabulary import Term, Vocabulary

__all__ = ["HOME", "SCHEMAS", "schema_of", "schema_text"]

Schema = dict[str, Any]

SCHEMAS: Final[Mapping[str, type[Section]]] = {"program": Program, "provider": Provider}
"""The files that have a schema, each named `<name>.schema.json`, by the name of their model."""

HOME: Final = "https://iopfinder.example.org/"
"""The site of the committed schemas; a published one names its own."""

_TITLES: Final = {
    "program": "Listing of an intensive outpatient program",
    "provider": "Facts that the programs of a provider share",
}

_NOT_STATED: Final = {"$ref": "#/definitions/not-stated"}


def schema_text(name: str, vocabulary: Vocabulary, site: str = HOME) -> str:
    """The schema as the file that is committed and published."""
    return json.dumps(schema_of(name, vocabulary, site), ensure_ascii=False, indent=1) + "\n"


def schema_of(name: str, vocabulary: Vocabulary, site: str = HOME) -> Schema:
    """The schema of one kind of file, on the site of this address."""
    model = SCHEMAS[name]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{site.rstrip('/')}/schema/{name}.schema.json",
        "title": _TITLES[name],
        **_object(model, (), model, vocabulary),
        "definitions": {**_SHARED, **dict(_vocabularies(model, vocabulary))},
    }


_OTHER_TYPES: Final = {
    "null": ["boolean", "number", "string", "array", "object"],
    "boolean": ["null", "number", "string", "array", "object"],
}


def _only(type_: str) -> Schema:
    """Says that a value is of a type in a way that no editor proposes: nobody should write it."""
    return {"not": {"type": _OTHER_TYPES[type_]}}


_SHARED: Final[Schema] = {
    "not-stated": {**_only("null"), "description": "Nothing here: not stated."},
    "true": {"not": {"anyOf": [{"type": _OTHER_TYPES["boolean"]}, {"enum": [False]}]}},
    "false": {"not": {"anyOf": [{"type": _OTHER_TYPES["boolean"]}, {"enum": [True]}]}},
}
"""`true` and `false` are what YAML 1.1 makes of yes and no."""


# Sections and fields


def _object(
    section: type[Section], above: tuple[str, ...], model: type[Section], vocabulary: Vocabulary
) -> Schema:
    fields = [spec for spec in outline(section) if len(spec.field) == 1]
    schema: Schema = {
        "type": "object",
        "properties": {spec.field[0]: _property(spec, above, model, vocabulary) for spec in fields},
        "additionalProperties": False,
    }
    required = [spec.field[0] for spec in fields if spec.required]
    return {**schema, "required": required} if required else schema


def _property(
    spec: Spec, above: tuple[str, ...], model: type[Section], vocabulary: Vocabulary
) -> Schema:
    """A field; `above` are the keys it stands under, and `spec` knows none of them."""
    field = (*above, *spec.field)
    whole = next(each for each in outline(model) if each.field == field)
    example = example_lines(whole, vocabulary) if model is Program else ()
    described: Schema = {
        "title": spec.fact.label,
        "description": _description(spec),
        "markdownDescription": _markdown(spec, example),
    }
    value = _value(spec, field, model, vocabulary)
    if spec.section and example:
        described["defaultSnippets"] = [_snippet(spec, field, example)]
    if spec.required:
        return {**described, "allOf": [value]}
    return {**described, "anyOf": [value, _NOT_STATED]}


def _description(spec: Spec) -> str:
    parts = [spec.fact.explains, f"Write {spec.form.written}." if spec.form else ""]
    return " ".join(part for part in parts if part)


def _markdown(spec: Spec, example: tuple[str, ...]) -> str:
    """What an editor shows where the pointer rests."""
    parts = [f"**{spec.fact.label}**", _description(spec)]
    if spec.form and spec.form.items in ("terms", "answers"):
        closes = "`no-others` in a list" if spec.form.items == "terms" else "`others: no`"
        parts.append(f"What you leave out is not stated. {closes} says no to all the rest.")
    if example:
        parts.append("\n".join(("```yaml", *example, "```")))
    return "\n\n".join(part for part in parts if part)


def _snippet(spec: Spec, field: tuple[str, ...], example: tuple[str, ...]) -> Schema:
    """A whole section, or an item of a list of sections, to fill in."""
    value: Any = yaml.load("\n".join(example), Loader=LOADER)  # noqa: S506 - all text
    for key in field:
        value = value[0][key] if isinstance(value, list) else value[key]
    return {"label": f"{spec.fact.label}: an example", "body": value}


def _value(
    spec: Spec, field: tuple[str, ...], model: type[Section], vocabulary: Vocabulary
) -> Schema:
    if spec.form is not None:
        return _form(spec.form, vocabulary)
    assert spec.section is not None, spec  # noqa: S101 - a field has a form or is a section
    whole = _object(spec.section, field, model, vocabulary)
    if not spec.many:
        return whole
    items = {"anyOf": [whole, _short(spec, vocabulary)]} if spec.shorthand else whole
    return {"type": "array", "items": items, "minItems": 1}


def _short(spec: Spec, vocabulary: Vocabulary) -> Schema:
    """The plain value that may stand for a section."""
    assert spec.section is not None  # noqa: S101 - who calls has looked
    own = next(each for each in outline(spec.section) if each.field == (spec.shorthand,))
    assert own.form is not None, own  # noqa: S101 - a plain value has a form
    return _form(own.form, vocabulary)


# Forms


def _form(form: Form, vocabulary: Vocabulary) -> Schema:
    if form.items == "answers":
        return {"$ref": f"#/definitions/{_answers_name(form)}"}
    one = _one(form, vocabulary)
    return (
        {"type": "array", "items": one, "minItems": 1, "uniqueItems": True} if form.items else one
    )


def _one(form: Form, vocabulary: Vocabulary) -> Schema:
    """One value of a form."""
    return _resolved(form.schema, form, vocabulary)


def _resolved(schema: Mapping[str, Any], form: Form, vocabulary: Vocabulary) -> Schema:
    if "anyOf" in schema:
        return {"anyOf": [_resolved(each, form, vocabulary) for each in schema["anyOf"]]}
    if "vocabulary" in schema:
        reference = {"$ref": f"#/definitions/{schema['vocabulary']}"}
        also = schema.get("also", [])
        return {"anyOf": [reference, {"enum": also}]} if also else reference
    if "bands" in schema:
        bands = [*vocabulary.ids(schema["bands"])]
        return {"anyOf": [{"enum": bands}, _pattern(f"^(?:{any_case(bands)})$", form)]}
    if "enum" in schema:
        return _enumerated(schema, form)
    return {"patternErrorMessage": f"Write {form.written}.", **schema}


def _pattern(pattern: str, form: Form) -> Schema:
    return {
        "type": "string",
        "pattern": pattern,
        "patternErrorMessage": f"Write {form.written}.",
    }


def _enumerated(schema: Mapping[str, Any], form: Form) -> Schema:
    """The words that an editor proposes; then other ways to write them, and what tools make of
    them.
    """
    words = list(schema["enum"])
    proposed: Schema = {"enum": [*words, *(int(word) for word in words if word.isdigit())]}
    read = schema.get("named", [form.table.get(word, "") for word in words])
    if any(said not in ("", word) for said, word in zip(read, words, strict=True)):
        proposed["enumDescriptions"] = read
    others = [_pattern(schema["pattern"], form)] if "pattern" in schema else []
    others += [{"$ref": f"#/definitions/{truth}"} for truth in _truths(words)]
    return {"anyOf": [proposed, *others]} if others else proposed


def _truths(words: list[str]) -> Iterator[str]:
    """What YAML 1.1 tools read in place of yes and no."""
    for word, truth in (("yes", "true"), ("no", "false")):
        if word in words:
            yield truth


# The vocabulary


def _vocabularies(model: type[Section], vocabulary: Vocabulary) -> Iterator[tuple[str, Schema]]:
    """The terms that a model's fields name, and the words that it says of them."""
    forms = [spec.form for spec in outline(model) if spec.form and spec.form.vocabulary]
    for name in dict.fromkeys(form.vocabulary for form in forms if form.items != "answers"):
        yield name, _terms(vocabulary.terms(name))
    for form in {_answers_name(form): form for form in forms if form.items == "answers"}.values():
        yield from _answers(form, vocabulary.terms(form.vocabulary))


def _terms(terms: Mapping[str, Term], *also: str) -> Schema:
    return {
        "enum": [*terms, *also],
        "enumDescriptions": [_said(term) for term in terms.values()],
        "markdownEnumDescriptions": [_in_markdown(term) for term in terms.values()],
    }


def _said(term: Term) -> str:
    return f"{term.label}: {term.plain}" if term.plain else term.label


def _in_markdown(term: Term) -> str:
    return f"**{term.label}**: {term.plain}" if term.plain else f"**{term.label}**"


def _answers_name(form: Form) -> str:
    return f"{form.vocabulary}-answers"


def _answers(form: Form, terms: Mapping[str, Term]) -> Iterator[tuple[str, Schema]]:
    """A mapping of term to word, or a plain list of terms; and the words themselves."""
    word = f"{form.vocabulary}-word"
    yield word, {"anyOf": [_enumerated({"enum": list(form.table)}, form), _NOT_STATED]}
    properties: Schema = {
        id_: {
            "title": term.label,
            "description": _said(term),
            "markdownDescription": _in_markdown(term),
            "allOf": [{"$ref": f"#/definitions/{word}"}],
        }
        for id_, term in terms.items()
    }
    properties[OTHERS] = {
        "title": "All others",
        "description": "no: to every term that is not named here.",
        "anyOf": [_enumerated({"enum": ["no"]}, form), _NOT_STATED],
    }
    listed = {"type": "array", "items": _terms(terms, NO_OTHERS), "minItems": 1}
    yield (
        _answers_name(form),
        {
            "anyOf": [
                {"type": "object", "properties": properties, "additionalProperties": False},
                {**listed, "uniqueItems": True},
            ]
        },
    )
