"""A parsed file and its model in, a typed value and every problem of shape out.

pydantic says *that* a value is wrong; here its errors become problems at a line, in plain words,
with what to do. All mistakes of a file come at once.
"""

from collections.abc import Iterator
from typing import Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import OTHERS, Words, nearest
from iopfinder.meant import days_meant
from iopfinder.positioned_yaml import Document, Plain
from iopfinder.problems import Field, Problem, Severity, field_name

__all__ = ["EXAMPLES", "TEXTUAL", "typed", "typed_each", "what_to_write"]

TEXTUAL: Final = frozenset(["text", "id", "zip", "phone", "npi", "link", "email"])
"""Forms whose value must be text to every YAML tool, so that a bare number needs quotes."""


S = TypeVar("S", bound=Section)


def typed(
    model: type[S], document: Document, path: str, words: Words, *, at: Field = ()
) -> tuple[S | None, tuple[Problem, ...]]:
    """The value of type `model` at the field `at`, or None when some problem is an error."""
    value = _inside(document.value, at)
    empty = tuple(_empty_unknown(model, document, path, words, at))
    problems = (*_retyped(model, document, path, at), *empty)
    try:
        typed_value = model.model_validate(value, context=words)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, (*problems, *_spoken(details, model, document, path, at))
    return (None if empty else typed_value), problems


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
    for field in document.empty:
        if len(field) == 1:
            message = f"nothing stands behind '{field[0]}'"
            place = document.position(field)
            problems.append(
                Problem(
                    path, place, field_name(field), Severity.ERROR, message, "write it or delete it"
                )
            )
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


def _empty_unknown(
    model: type[Section], document: Document, path: str, words: Words, at: Field
) -> Iterator[Problem]:
    """Keys with nothing behind them are no values, so the model never sees one that is unknown."""
    for field in document.empty:
        if field[: len(at)] != at or len(field) == len(at):
            continue
        inside = field[len(at) :]
        parent, key = _keys(inside[:-1]), str(inside[-1])
        above = _spec(inside[:-1], model) if parent else None
        if above is not None and above.form is not None and above.form.items == "answers":
            known = key in words.ids(above.form.vocabulary) or key == OTHERS
            close = words.meant(above.form.vocabulary, key)
            message = f"'{key}' is not a term of {above.form.vocabulary}"
            hint = f"did you mean '{close}'?" if close else "delete the line"
        elif above is not None and above.keyed:
            known, message, hint = False, f"nothing stands behind '{key}'", "write it or delete it"
        elif parent and (above is None or above.section is None):
            continue
        else:
            known = key in {spec.field[-1] for spec in _under(parent, model)}
            message, hint = _unknown_key(inside, model, at)
        if not known:
            place = document.position(field, key=True)
            yield Problem(path, place, field_name(field), Severity.ERROR, message, hint)


def _keys(field: Field) -> tuple[str, ...]:
    return tuple(part for part in field if isinstance(part, str))


def _spoken(
    details: list[ErrorDetails], model: type[Section], document: Document, path: str, at: Field
) -> Iterator[Problem]:
    misspelled = set(_misspelled(details, model))
    for detail in details:
        if detail["type"] == "too_short":
            continue  # an empty list: the parser has said so, with its own position
        if detail["type"] == "missing" and tuple(detail["loc"]) in misspelled:
            continue  # it is there under a name that is told of
        loc = tuple(detail["loc"])
        key = bool(loc) and loc[-1] == "[key]"
        inside: Field = (*(loc[:-1] if key else loc), *detail.get("ctx", {}).get("inside", ()))
        message, hint = _words(detail, inside, model, at)
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


def _misspelled(details: list[ErrorDetails], model: type[Section]) -> Iterator[Field]:
    """The keys that unknown ones were most likely meant to be."""
    for detail in details:
        if detail["type"] == "extra_forbidden":
            loc = tuple(detail["loc"])
            known = [spec.field[-1] for spec in _under(_keys(loc[:-1]), model)]
            yield (*loc[:-1], nearest(str(loc[-1]), known))


def _words(detail: ErrorDetails, field: Field, model: type[Section], at: Field) -> tuple[str, str]:
    kind, value = detail["type"], detail["input"]
    if kind == "form":
        context = detail["ctx"]
        return context["message"], context["hint"]
    if kind == "missing":
        return f"'{field[-1]}' is missing", what_to_write(field, model)
    if kind == "extra_forbidden":
        return _unknown_key(field, model, at)
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{_shape(value)} stands where a mapping belongs", _mapping_hint(field, model)
    if kind in ("list_type", "tuple_type"):
        return f"{_shape(value)} stands where a list belongs", _list_hint(value, field, model)
    raise AssertionError(f"no words for pydantic's {kind}: {detail}")


def _list_hint(value: object, field: Field, model: type[Section]) -> str:
    spec = _spec(field, model)
    if (
        spec is not None
        and spec.section is not None
        and not (spec.shorthand and isinstance(value, str))
    ):
        first = _under(spec.field, model)[0].field[-1]
        return f"put a dash before the first key of each item, as in '- {first}: ...'"
    if spec is not None and spec.form is not None and spec.form.kind == "days":
        meant = days_meant(value) if isinstance(value, str) else ()
        return f"write [{', '.join(meant)}]" if meant else f"write {spec.form.written}"
    if isinstance(value, dict):
        listed = [key for key, word in value.items() if word != "no"]
        return f"write [{', '.join(listed)}]"
    if str(value).startswith("-"):
        return "put a space after each dash"
    return f"write [{str(value).strip('[]()')}]"


def _shape(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "one value"


def what_to_write(field: Field, model: type[Section]) -> str:
    """The hint for a required field that is not there."""
    spec = _spec(field, model)
    if spec is None:
        return f"write '{field[-1]}: ...'"
    if spec.form and spec.form.kind in EXAMPLES:
        return f"add it, as in '{field[-1]}: {spec.form.written}'"
    example = spec.form.written if spec.form else "its keys on the lines below it"
    return f"add '{field[-1]}:' with {example}"


EXAMPLES: Final = frozenset(["date", "days", "state", "zip", "link", "email", "phone", "clock"])
"""Forms whose `written` is an example and not a description."""


def _mapping_hint(field: Field, model: type[Section]) -> str:
    known = [spec.field[-1] for spec in _under(_keys(field), model)]
    if not known:
        return "write 'key: value' on lines of its own"
    return f"write 'key: value' on lines of its own; its keys are {', '.join(known[:6])}" + (
        " ..." if len(known) > 6 else ""
    )


def _unknown_key(field: Field, model: type[Section], at: Field) -> tuple[str, str]:
    key, parent = str(field[-1]), _keys(field[:-1])
    above = (*_keys(at), *parent)
    known = [spec.field[-1] for spec in _under(parent, model)]
    message = f"'{key}' is not a key {'of ' + '.'.join(above) if above else 'of this file'}"
    close = nearest(key, known)
    homes = _homes(key, model)
    if homes and not (close and _alike(close, key)):
        return message, _belongs(homes)
    if close:
        return message, f"did you mean '{close}'?"
    if len(known) > 12:
        return message, "the field reference lists its keys"
    return message, "its keys are " + ", ".join(known)


def _homes(key: str, model: type[Section]) -> list[str]:
    """The sections that a key can belong to, where it means the same in all of them."""
    specs = [spec for spec in outline(model) if spec.field[-1] == key]
    if (key,) in [spec.field for spec in specs]:
        return [""]
    same = len(specs) == 1 or any(spec.fact.track for spec in specs)
    return [".".join(spec.field[:-1]) for spec in specs] if same else []


def _belongs(homes: list[str]) -> str:
    if homes == [""]:
        return "it belongs at the left edge"
    named = [f"'{home}'" for home in homes]
    return f"it belongs under {', '.join(named[:-1])}{' or ' * (len(named) > 1)}{named[-1]}"


def _alike(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "").replace(" ", "")


def _under(parent: tuple[str, ...], model: type[Section]) -> list[Spec]:
    return [spec for spec in outline(model) if spec.field[:-1] == parent]


def _spec(field: Field, model: type[Section]) -> Spec | None:
    keys = _keys(field)
    return next((spec for spec in outline(model) if spec.field == keys), None)
