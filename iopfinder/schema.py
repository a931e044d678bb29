"""A model and the vocabulary in, the JSON Schema (draft 7) of its files out.

Editors that know YAML complete, explain and check a file by it. It accepts every file as `format`
writes it, however a tool reads `yes`, dates and numbers, and refuses what `check` refuses for its
shape. Keywords such as `markdownDescription` are the YAML language server's; others pass them by.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from iopfinder.composer import LOADER
from iopfinder.example import example_lines
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import NO_OTHERS, OTHERS, Form
from iopfinder.patterns import any_case
from iopfinder.program import Program
from iopfinder.provider import Provider
from iopfinder.validation import EXAMPLES
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


def _not_the_boolean(*, also: bool) -> Schema:
    return {"anyOf": [{"type": _OTHER_TYPES["boolean"]}, {"enum": [also]}]}


_SHARED: Final[Schema] = {
    "not-stated": {**_only("null"), "description": "Nothing here: not stated."},
    "true": {"description": "yes, to YAML 1.1.", "not": _not_the_boolean(also=False)},
    "false": {"description": "no, to YAML 1.1.", "not": _not_the_boolean(also=True)},
}
"""`true` and `false` are what YAML 1.1 makes of yes and no.

Alternatives have descriptions of their own, and no value fits two of them: else the language
server would show them in place of the field's.
"""


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
    return _said_of(value, described, may_be_empty=not spec.required)


def _said_of(value: Schema, described: Schema, *, may_be_empty: bool) -> Schema:
    """A value's schema with what is said of its field.

    The language server tells of the innermost schema that a value fits, so it is said there too;
    all alternatives stand side by side, each with words of its own, or it would show several.
    """
    first, *others = value["anyOf"] if list(value) == ["anyOf"] else [value]
    if may_be_empty:
        others.append(_NOT_STATED)
    if not others and "$ref" not in first:
        return {**described, **first}
    own = {key: words for key, words in described.items() if key != "defaultSnippets"}
    first = first if "$ref" in first else {**own, **first}
    return {**described, "anyOf": [first, *others]}


def _description(spec: Spec) -> str:
    form, explains = spec.form, spec.fact.explains
    written = "" if form is None or form.written in explains else _how(form)
    return " ".join(part for part in (explains, written) if part)


def _how(form: Form) -> str:
    """How a value is written; most forms say it by an example."""
    shown = form.kind in EXAMPLES or form.kind in ("clock", "money", "npi")
    return f"Write {'it as ' * shown}{form.written}."


def _markdown(spec: Spec, example: tuple[str, ...]) -> str:
    """What an editor shows where the pointer rests."""
    parts = [_description(spec)]
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
    message = "Write a list: a dash before each item."
    return {"type": "array", "items": items, "minItems": 1, "errorMessage": message}


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
    one = _resolved(form.schema, form, vocabulary)
    if not form.items:
        return one
    message = f"Write {form.written if '[' in form.written else 'a list, as [one, two]'}."
    listed = {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}
    return {**listed, "errorMessage": message}


def _resolved(schema: Mapping[str, Any], form: Form, vocabulary: Vocabulary) -> Schema:
    if "anyOf" in schema:
        return {"anyOf": [_resolved(each, form, vocabulary) for each in schema["anyOf"]]}
    if "vocabulary" in schema:
        return {"$ref": f"#/definitions/{_terms_name(schema)}"}
    if "bands" in schema:
        bands = [*vocabulary.ids(schema["bands"])]
        return {"anyOf": [{"enum": bands}, _otherwise(f"^(?:{any_case(bands)})$", bands, form)]}
    if "enum" in schema:
        return _enumerated(schema, form)
    number = {"errorMessage": "Put it in quotes."} if schema["type"] == "string" else {}
    return {"patternErrorMessage": _how(form), **number, **schema}


def _otherwise(pattern: str, words: Sequence[str], form: Form) -> Schema:
    """Other ways to write these words."""
    return {
        "type": "string",
        "description": "Also understood.",
        "pattern": f"^(?!(?:{'|'.join(words)})$){pattern.removeprefix('^')}",
        "patternErrorMessage": _how(form),
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
    others = [_otherwise(schema["pattern"], words, form)] if "pattern" in schema else []
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
    for form in forms:
        if form.items == "answers":
            yield _answers_name(form), _answers(form, vocabulary.terms(form.vocabulary))
        else:
            terms = vocabulary.terms(form.vocabulary)
            yield _terms_name(form.schema), _terms(terms, *form.schema.get("also", []))


def _terms_name(schema: Mapping[str, Any]) -> str:
    return "-or-".join([schema["vocabulary"], *schema.get("also", [])])


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


def _answers(form: Form, terms: Mapping[str, Term]) -> Schema:
    """A mapping of term to word, or a plain list of terms."""
    words = _enumerated({"enum": list(form.table)}, form)
    properties = {
        id_: _said_of(words, _term_described(term), may_be_empty=True)
        for id_, term in terms.items()
    }
    others = {"title": "All others", "description": "no: to every term that is not named here."}
    no = _enumerated({"enum": ["no"]}, form)
    properties[OTHERS] = _said_of(no, others, may_be_empty=True)
    listed = {"type": "array", "items": _terms(terms, NO_OTHERS), "minItems": 1}
    return {
        "anyOf": [
            {"type": "object", "properties": properties, "additionalProperties": False},
            {**listed, "uniqueItems": True},
        ]
    }


def _term_described(term: Term) -> Schema:
    return {
        "title": term.label,
        "description": term.plain or term.label,
        "markdownDescription": term.plain or term.label,
    }
