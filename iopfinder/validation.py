"""A parsed file and its model in, a typed value and every problem of shape out.

pydantic says *that* a value is wrong; here its errors become problems at a line, in plain words,
with what to do. All mistakes of a file come at once.
"""

from collections.abc import Iterator
from typing import Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Words, nearest
from iopfinder.positioned_yaml import Document, Plain
from iopfinder.problems import Field, Problem, Severity, field_name

__all__ = ["typed", "typed_each"]

TEXTUAL: Final = frozenset(["text", "id", "zip", "phone", "npi", "link", "email"])
"""Forms whose value must be text to every YAML tool, so that a bare number needs quotes."""


S = TypeVar("S", bound=Section)


def typed(
    model: type[S], document: Document, path: str, words: Words, *, at: Field = ()
) -> tuple[S | None, tuple[Problem, ...]]:
    """The value of type `model` at the field `at`, or None when some problem is an error."""
    value = _inside(document.value, at)
    problems = tuple(_retyped(model, document, path, at))
    try:
        return model.model_validate(value, context=words), problems
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, (*problems, *_spoken(details, model, document, path, at))


def typed_each(
    model: type[S], document: Document, path: str, words: Words
) -> tuple[dict[str | int, S], tuple[Problem, ...]]:
    """The items of a file that is a mapping of id to item, or a list of items, by id or index."""
    value = document.value
    if isinstance(value, str):
        place = document.position(())
        message = "one value stands where a mapping or a list belongs"
        return {}, (Problem(path, place, "", Severity.ERROR, message, "compare with an example"),)
    items: dict[str | int, S] = {}
    problems: list[Problem] = []
    keys: list[str | int] = list(value) if isinstance(value, dict) else list(range(len(value)))
    for key in keys:
        item, found = typed(model, document, path, words, at=(key,))
        problems += found
        if item is not None:
            items[key] = item
    return items, tuple(problems)


def _inside(value: Plain, at: Field) -> Plain:
    for part in at:
        value = value[part]  # type: ignore[index]
    return value


def _retyped(model: type[Section], document: Document, path: str, at: Field) -> Iterator[Problem]:
    if not document.retyped:
        return
    textual = {spec.field for spec in outline(model) if spec.form and spec.form.kind in TEXTUAL}
    for field in document.retyped:
        if field[: len(at)] == at and _keys(field[len(at) :]) in textual:
            yield Problem(
                path,
                document.position(field),
                field_name(field),
                Severity.WARNING,
                "other YAML tools read this text as a number, a date or true and false",
                "put it in quotes",
            )


def _keys(field: Field) -> tuple[str, ...]:
    return tuple(part for part in field if isinstance(part, str))


def _spoken(
    details: list[ErrorDetails], model: type[Section], document: Document, path: str, at: Field
) -> Iterator[Problem]:
    for detail in details:
        if detail["type"] == "too_short":
            continue  # an empty list: the parser has said so, with its own position
        loc = tuple(detail["loc"])
        key = bool(loc) and loc[-1] == "[key]"
        inside: Field = (*(loc[:-1] if key else loc), *detail.get("ctx", {}).get("inside", ()))
        message, hint = _words(detail, inside, model)
        missing = detail["type"] == "missing"
        field = (*at, *inside)
        yield Problem(
            path,
            document.position(field, key=key or missing or detail["type"] == "extra_forbidden"),
            field_name(field),
            Severity.ERROR,
            message,
            hint,
        )


def _words(detail: ErrorDetails, field: Field, model: type[Section]) -> tuple[str, str]:
    kind, value = detail["type"], detail["input"]
    if kind == "form":
        context = detail["ctx"]
        return context["message"], context["hint"]
    if kind == "missing":
        return f"'{field[-1]}' is missing", _what_to_write(field, model)
    if kind == "extra_forbidden":
        return _unknown_key(field, model)
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{_shape(value)} stands where a mapping belongs", _mapping_hint(field, model)
    if kind in ("list_type", "tuple_type"):
        shown = f"[{value}]" if isinstance(value, str) else "its items with a dash each"
        return f"{_shape(value)} stands where a list belongs", f"write {shown}"
    raise AssertionError(f"no words for pydantic's {kind}: {detail}")


def _shape(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "one value"


def _what_to_write(field: Field, model: type[Section]) -> str:
    spec = _spec(field, model)
    if spec is None:
        return f"write '{field[-1]}: ...'"
    example = spec.form.written if spec.form else "its keys on the lines below it"
    return f"add '{field[-1]}:' with {example}"


def _mapping_hint(field: Field, model: type[Section]) -> str:
    known = [spec.field[-1] for spec in _under(_keys(field), model)]
    if not known:
        return "write 'key: value' on lines of its own"
    return f"write 'key: value' on lines of its own; its keys are {', '.join(known[:6])}" + (
        " ..." if len(known) > 6 else ""
    )


def _unknown_key(field: Field, model: type[Section]) -> tuple[str, str]:
    key, parent = str(field[-1]), _keys(field[:-1])
    known = [spec.field[-1] for spec in _under(parent, model)]
    message = f"'{key}' is not a key {'of ' + '.'.join(parent) if parent else 'of this file'}"
    close = nearest(key, known)
    elsewhere = [spec.field for spec in outline(model) if spec.field[-1] == key]
    if elsewhere and not (close and _alike(close, key)):
        home = ".".join(elsewhere[0][:-1])
        return message, f"it belongs under '{home}'" if home else "it belongs at the left edge"
    if close:
        return message, f"did you mean '{close}'?"
    return message, "its keys are " + ", ".join(known)


def _alike(one: str, other: str) -> bool:
    return one.replace("_", "").replace("-", "") == other.replace("_", "").replace("-", "")


def _under(parent: tuple[str, ...], model: type[Section]) -> list[Spec]:
    return [spec for spec in outline(model) if spec.field[:-1] == parent]


def _spec(field: Field, model: type[Section]) -> Spec | None:
    keys = _keys(field)
    return next((spec for spec in outline(model) if spec.field == keys), None)
