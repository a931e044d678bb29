"""A service of another directory in, the plain value of its listing out, with what was not taken.

Only what HSDS defines well enough to be one fact of a listing is taken. Free text about fees, who
can come or how to apply stays out: a wrong "no" or "yes" harms more than a question. What stays out
is told, with its field.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import nh3

from iopfinder import forms
from iopfinder.exports.record import without_email
from iopfinder.exports.written import written_value
from iopfinder.facts import outline
from iopfinder.forms import FormError, Phone
from iopfinder.importers.hsds_files import Row, leaves
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Field
from iopfinder.program import Program
from iopfinder.vocabulary import Vocabulary

__all__ = ["SILENT", "STATUS", "TAKEN", "Foreign", "foreign_listing", "is_intensive_outpatient"]

STATUS: Final = {
    "active": "open",
    "inactive": "paused",
    "temporarily closed": "paused",
    "defunct": "closed",
}

PHONE_TYPES: Final = {
    **dict.fromkeys(["", "voice", "cell", "phone", "main"], "phone"),
    **dict.fromkeys(["text", "sms"], "text"),
    **dict.fromkeys(["textphone", "tty", "tdd"], "tty"),
}

UNITED_STATES: Final = frozenset(["", "us", "usa", "united states", "united states of america"])

SILENT: Final[Mapping[str, str]] = {
    "id": "identifiers say nothing to families",
    "location_type": "the address says it",
    "metadata": "the directory's own history",
    "last_modified": "becomes the edition",
    "assured_date": "becomes the edition",
}
"""Parts that are not told as left out, and why."""

TAKEN: Final[Mapping[str, str]] = {
    "name": "name; alternate_name where the name is a code of the 211 taxonomy",
    "description": "description, as text, up to 4,000 characters, without email addresses",
    "url": "contact.website, when it begins with https:",
    "status": "status: active is open, defunct is closed, the other two are paused",
    "minimum_age, maximum_age": "specialties.ages, if there is a minimum and both are years",
    "languages": "languages.staff, when the language is known and has no note",
    "accreditations": "staff.accreditation, when each part names a known group",
    "organization.name": "provider",
    "phones": "contact.phone, contact.text and contact.tty: the first of each kind",
    "location.addresses": "location, the first physical address in the United States",
    "location.transportation": "location.transit",
}
"""What a service of another directory gives a listing."""

_INTENSIVE_OUTPATIENT: Final = re.compile(r"intensive[\s-]+out-?patient|\bIOPs?\b", re.IGNORECASE)
_CODE: Final = re.compile(r"[A-Z]{1,2}-\d{4}[\d.-]*")
"""A term of the 211 taxonomy: "BT-4500.6500-500"."""

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIELDS: Final = {spec.name: spec for spec in outline(Program)}


def is_intensive_outpatient(service: Mapping[str, Any]) -> bool:
    """Whether a service's names, description or taxonomy terms say "intensive outpatient"."""
    texts = [service.get(name) for name in ("name", "alternate_name", "description")]
    program = service.get("program")
    texts += [program.get("name")] if isinstance(program, dict) else []
    for path, value in leaves(service.get("attributes")):
        texts += [value] if path[-2:] == ("taxonomy_term", "name") else []
    return any(isinstance(text, str) and _INTENSIVE_OUTPATIENT.search(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A listing's value, and where in the service those texts stand that it does not hold."""

    value: dict[str, Plain]
    left: tuple[tuple[Field, str], ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """One fact for a listing, and where in the service it stands."""

    field: str
    value: Plain
    paths: tuple[Field, ...]


def foreign_listing(row: Row, vocabulary: Vocabulary) -> Foreign:
    """The listing of a service at one location; it may lack what every listing needs."""
    held = _Held(row, vocabulary)
    value: dict[str, Any] = {"format": "1", "scope": "facility"}
    used: set[Field] = set()
    for taker in _TAKERS:
        for taken in taker(held):
            plain = _fitting(taken, vocabulary)
            if plain is None:
                continue
            *above, last = taken.field.split(".")
            place = value
            for key in above:
                place = place.setdefault(key, {})
            if last not in place:
                place[last] = plain
                used.update(taken.paths)
    return Foreign(value, tuple(_left(row, used)))


def _fitting(taken: _Taken, vocabulary: Vocabulary) -> Plain | None:
    """The value as a listing writes it, None where it is not of the field's form.

    A list was looked up before, term by term.
    """
    form = _FIELDS[taken.field].form
    if form is None or isinstance(taken.value, list):
        return taken.value
    try:
        return written_value(form.parse(str(taken.value), vocabulary), form)
    except FormError:
        return None


def _left(row: Row, used: set[Field]) -> Iterator[tuple[Field, str]]:
    for path, value in leaves(row.service):
        elsewhere = path[:1] == ("service_at_locations",) and path[1:2] != (row.at,)
        if not (path in used or elsewhere or _is_silent(path)):
            yield path, str(value)


def _is_silent(path: Field) -> bool:
    names = [part for part in path if isinstance(part, str)]
    return names[-1].endswith("_id") or any(name in SILENT for name in names)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a row holds, by path; a value of another type than asked for is as good as none."""

    row: Row
    vocabulary: Vocabulary

    @property
    def at(self) -> Field:
        return () if self.row.at is None else ("service_at_locations", self.row.at)

    @property
    def location(self) -> Field:
        return (*self.at, "location")

    def get(self, *path: str | int) -> Any:  # noqa: ANN401 - JSON of others
        value: Any = self.row.service
        for part in path:
            known = isinstance(value, dict) and isinstance(part, str)
            listed = isinstance(value, list) and isinstance(part, int) and part < len(value)
            if not known and not listed:
                return None
            value = value.get(part) if known else value[part]
        return value

    def text(self, *path: str | int) -> str:
        """A text on one line, "" for none; numbers are read as they are written."""
        value = self.get(*path)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def each(self, *path: str | int) -> Iterator[Field]:
        """The path of each object of a list."""
        listed = self.get(*path)
        for index, inner in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(inner, dict):
                yield (*path, index)

    def plain(self, field: str, *path: str | int) -> Iterator[_Taken]:
        """A text as it is, if there is any."""
        text = without_email(self.text(*path))
        if text:
            yield _Taken(field, text, (path,))


def _name(held: _Held) -> Iterator[_Taken]:
    """Some directories write a code of their taxonomy as name, and the name as the other one."""
    is_code = _CODE.fullmatch(held.text("name"))
    return held.plain("name", "alternate_name" if is_code else "name")


def _provider(held: _Held) -> Iterator[_Taken]:
    """A name in small letters alone would be taken for the id of a file."""
    path = ("organization", "name")
    if not _SLUG.fullmatch(held.text(*path)):
        yield from held.plain("provider", *path)


def _status(held: _Held) -> Iterator[_Taken]:
    status = STATUS.get(held.text("status").lower())
    if status:
        yield _Taken("status", status, (("status",),))


def _description(held: _Held) -> Iterator[_Taken]:
    """As text: tags are taken out, and the paragraphs stay."""
    text = held.get("description")
    if not isinstance(text, str):
        return
    if re.search(r"<[a-zA-Z/]", text):
        spaced = re.sub(r"<(?:br|/p|/li|/div)\b[^>]*>", "\n\n", text, flags=re.IGNORECASE)
        text = html.unescape(nh3.clean(spaced, tags=set()))
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    whole = without_email("\n\n".join(filter(None, paragraphs)))
    if whole:
        yield _Taken("description", whole, (("description",),))


def _website(held: _Held) -> Iterator[_Taken]:
    return held.plain("contact.website", "url")


def _ages(held: _Held) -> Iterator[_Taken]:
    """0 alone is what many directories write for "not known"."""
    low, high = _year(held.get("minimum_age")), _year(held.get("maximum_age"))
    if held.get("maximum_age") is not None and high is None:
        return
    if low is None or (low == 0 and not high) or (high is not None and high < low):
        return
    text = f"{low}+" if high is None else f"{low}-{high}"
    yield _Taken("specialties.ages", text, (("minimum_age",), ("maximum_age",)))


def _year(value: object) -> int | None:
    """A whole number of years; what is no age of a person is none."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 120:
        return None
    return int(value) if value == int(value) else None


def _languages(held: _Held) -> Iterator[_Taken]:
    """Languages that are spoken there; a note may say something else, as "by interpreter"."""
    codes: dict[str, tuple[Field, ...]] = {}
    for path in held.each("languages"):
        code, name = held.text(*path, "code").lower(), held.text(*path, "name")
        known = (
            code if code in held.vocabulary.ids("languages") else _named(held, "languages", name)
        )
        if known and not held.text(*path, "note"):
            codes[known] = (*codes.get(known, ()), (*path, "code"), (*path, "name"))
    if codes:
        yield _Taken(
            "languages.staff", [*codes], tuple(path for each in codes.values() for path in each)
        )


def _accreditations(held: _Held) -> Iterator[_Taken]:
    """Taken when each part of the text is a group that the vocabulary knows by that very name."""
    parts = [part.strip() for part in re.split(r"[,;]", held.text("accreditations"))]
    bodies = [_named(held, "accreditation", part.removeprefix("The ")) for part in parts if part]
    if bodies and all(bodies):
        yield _Taken("staff.accreditation", [*dict.fromkeys(bodies)], (("accreditations",),))


def _named(held: _Held, name: str, text: str) -> str:
    """The term of a list that is called so, "" when none or two are."""
    found = [
        id_
        for id_, term in held.vocabulary.terms(name).items()
        if text.lower() in {id_.lower(), term.label.lower(), *map(str.lower, term.synonyms)}
    ]
    return found[0] if len(found) == 1 else ""


def _phones(held: _Held) -> Iterator[_Taken]:
    """The first of each kind: of the service at its place, the service, the place, the provider."""
    for above in (held.at, (), held.location, ("organization",)):
        for path in held.each(*above, "phones"):
            field = PHONE_TYPES.get(held.text(*path, "type").lower())
            number, extension = held.text(*path, "number"), held.text(*path, "extension")
            written = f"{number} x{extension}" if extension else number
            if field and _is_real(written, held.vocabulary):
                paths = tuple((*path, name) for name in ("number", "extension", "type"))
                yield _Taken(f"contact.{field}", written, paths)


def _is_real(number: str, vocabulary: Vocabulary) -> bool:
    """A number of the United States that is not set apart for fiction (NANPA)."""
    try:
        phone: Phone = forms.phone().parse(number, vocabulary)
    except FormError:
        return False
    return phone.e164[5:8] != "555"


def _address(held: _Held) -> Iterator[_Taken]:
    parts = {"street": "address_1", "suite": "address_2", "city": "city"} | {
        "state": "state_province",
        "zip": "postal_code",
    }
    for path in held.each(*held.location, "addresses"):
        is_place = held.text(*path, "address_type").lower() in ("", "physical")
        country = held.text(*path, "country")
        if is_place and country.lower().replace(".", "") in UNITED_STATES:
            for field, part in parts.items():
                text = held.text(*path, part)
                if text:
                    known = ((*path, part), (*path, "country"), (*path, "address_type"))
                    yield _Taken(f"location.{field}", text, known)
            return


def _transit(held: _Held) -> Iterator[_Taken]:
    return held.plain("location.transit", *held.location, "transportation")


_TAKERS: Final = (
    *(_name, _provider, _status, _address, _transit, _phones, _website),
    *(_ages, _accreditations, _languages, _description),
)
