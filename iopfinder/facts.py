"""What a field of a listing is: its label, its explanation and how it is shown, sought and aged.

A `Fact` stands in the `Annotated[...]` of a model's field, beside its `Form`. `outline` reads
both back as one flat table; schema, field reference, completeness and wording are made from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Final, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from iopfinder.forms import Form, Shorthand

__all__ = [
    "SHELF_LIFE",
    "Fact",
    "Section",
    "Spec",
    "field_path",
    "in_language",
    "keys_of",
    "outline",
    "value_at",
]

SHELF_LIFE: Final = 365
"""Days after which a stated fact is shown as a question again, unless its own are fewer."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What people read about a field.

    `label` is for families, `explains` for the clinic that fills it in. `core`: one of the twelve
    facts asked first. `counts`: one of the facts that "Facts given" counts. `facet` names the
    address parameter that searches it. `track`: a schedule track may restate it. `shelf`: days.
    """

    label: str
    explains: str = ""
    core: bool = False
    counts: bool = False
    facet: str = ""
    track: bool = False
    shelf: int = SHELF_LIFE


class Section(BaseModel):
    """A mapping of a content file: its keys and no others, never changed once read."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of a model: where it stands, what it is and how it is written.

    `field` holds the keys from the top, as ("staff", "prescriber", "who"); a list of sections
    adds no step. `form` is None for a section, whose own fields follow it in the outline;
    `shorthand`: the key whose plain value may stand for a whole section of a list. `keyed`: the
    section stands once for each of its free keys, which add no step either.
    """

    field: tuple[str, ...]
    fact: Fact
    form: Form | None
    section: type[Section] | None
    many: bool
    required: bool
    shorthand: str = ""
    keyed: bool = False

    @property
    def name(self) -> str:
        return field_path(self.field)


def field_path(field: tuple[str, ...]) -> str:
    """`staff.prescriber.who`"""
    return ".".join(field)


@cache
def outline(model: type[Section]) -> tuple[Spec, ...]:
    """Every field of `model` and of its sections, each section before its fields."""
    return tuple(_outlined(model, ()))


@cache
def keys_of(model: type[Section]) -> Mapping[tuple[str, ...], str]:
    """Every key that a model knows: whether it is a section, a list of sections or a value."""
    return {
        spec.field: "value" if spec.form else "sections" if spec.many else "section"
        for spec in outline(model)
    }


def _outlined(model: type[Section], above: tuple[str, ...]) -> Iterator[Spec]:
    for name, info in model.model_fields.items():
        spec = _spec(info, (*above, name))
        yield spec
        if spec.section:
            yield from _outlined(spec.section, spec.field)


def _spec(info: FieldInfo, field: tuple[str, ...]) -> Spec:
    fact = next((extra for extra in info.metadata if isinstance(extra, Fact)), Fact(field[-1]))
    form = next((extra for extra in info.metadata if isinstance(extra, Form)), None)
    section, many = (None, False) if form else _section(info.annotation)
    shorthand = next((each.key for each in _shorthands(info.annotation)), "")
    keyed = get_origin(info.annotation) is dict
    return Spec(field, fact, form, section, many, info.is_required(), shorthand, keyed)


def _section(annotation: Any) -> tuple[type[Section] | None, bool]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation, False
    if isinstance(annotation, UnionType) or get_origin(annotation) is not None:
        many = get_origin(annotation) is tuple
        for inner in get_args(annotation):
            section, deeper = _section(inner)
            if section:
                return section, many or deeper
    return None, False


def _shorthands(annotation: Any) -> Iterator[Shorthand]:
    for inner in get_args(annotation):
        if isinstance(inner, Shorthand):
            yield inner
        yield from _shorthands(inner)


S = TypeVar("S", bound=Section)


def in_language(section: S, code: str) -> S:
    """A section with the words of its `es` in the place of its own, when `code` is es."""
    words = getattr(section, code, None)
    return section.model_copy(update=dict(words)) if isinstance(words, Section) else section


def value_at(section: Section | None, field: tuple[str, ...]) -> Any:
    """The value of a field, or None where it, or a section above it, is not stated.

    A section none of whose fields is stated is not stated either.
    """
    value: Any = section
    for name in field:
        if value is None or isinstance(value, tuple):
            return None
        value = getattr(value, name)
    if isinstance(value, Section) and not value.model_fields_set:
        return None
    return value
