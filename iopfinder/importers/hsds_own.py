"""A service that an iopfinder site exported in, the plain value of its listing out.

Every fact comes back but those that only the site itself can vouch for (`NOT_TAKEN`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from iopfinder.exports.hsds_attributes import PREFIX, Fact, fact_of, plain_of
from iopfinder.importers.hsds_files import leaves, objects
from iopfinder.positioned_yaml import Plain

__all__ = ["ABOUT", "NOT_TAKEN", "Own", "is_own", "own_listing"]

ABOUT: Final = ("inherited", "license", "publisher", "slug")
"""Attributes of ours about the whole listing, which are no facts of it."""

NOT_TAKEN: Final[Mapping[str, str]] = {
    "confirmed": "who imports has not confirmed it",
    "checked": "an editor of the other site saw it, none of this one",
    "listed_by": "the import says where it is from",
    "imported": "this import takes its place",
    "aliases": "addresses of the other site",
    "merged_into": "a listing of the other site",
}
"""Facts that are exported and not taken back, and why."""

MARK: Final = f"{PREFIX}format"


@dataclass(frozen=True, slots=True)
class Own:
    """A listing's value, the slug it had, and attributes of ours that this version cannot read.

    `edition` is that of a listing which the other site had imported and nobody confirmed: its facts
    are no younger for having been passed on. `gone`: a newer edition no longer had it.
    """

    value: dict[str, Plain]
    slug: str
    edition: str
    gone: bool
    unread: tuple[str, ...]


def is_own(service: Mapping[str, Any]) -> bool:
    """Whether a service is an export of an iopfinder site."""
    return any(_type_of(each) == MARK for each in objects(service.get("attributes")))


def own_listing(service: Mapping[str, Any], providers: Collection[str]) -> Own:
    """The listing of our own export. `providers` are the ids that this site knows.

    With a provider that is known, the facts that came from it are left to its file; with another
    they are the listing's own, and the provider is a name.
    """
    ours = [
        each for each in objects(service.get("attributes")) if _type_of(each).startswith(PREFIX)
    ]
    told = {_type_of(each).removeprefix(PREFIX): str(each.get("value", "")) for each in ours}
    facts = [(each, fact_of(each)) for each in ours]
    read = [fact for _, fact in facts if fact is not None and fact.field[0] not in NOT_TAKEN]
    read += _homes(service, told.get("summary", ""))
    known = told.get("provider", "") in providers
    if known:
        inherited = frozenset(told.get("inherited", "").split())
        read = [fact for fact in read if not inherited.intersection(_names_of(fact))]
    elif "provider" in told:
        name = _text(service, "organization", "name")
        read = [
            Fact(("provider",), "", name) if fact.field == ("provider",) else fact for fact in read
        ]
    unread = [
        _type_of(each)
        for each, fact in facts
        if fact is None and _type_of(each).removeprefix(PREFIX) not in ABOUT
    ]
    copied = "" if "confirmed.date" in told else told.get("imported.edition", "")
    gone = bool(copied and told.get("imported.gone"))
    return Own(plain_of(read), told.get("slug", ""), copied, gone, tuple(unread))


def _type_of(attribute: Mapping[str, Any]) -> str:
    return str(attribute.get("link_type", ""))


def _names_of(fact: Fact) -> Iterator[str]:
    """The ways in which `inherited` may name a fact: its field, those above, its term."""
    keys = [part for part in fact.field if isinstance(part, str)]
    for length in range(1, len(keys) + 1):
        yield ".".join(keys[:length])
    yield ".".join([*keys, fact.term])


def _text(service: Mapping[str, Any], *path: str) -> str:
    value: Any = service
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


PHONES: Final = {"voice": "phone", "text": "text", "textphone": "tty"}

ADDRESS: Final = {
    "street": "address_1",
    "suite": "address_2",
    "city": "city",
    "state": "state_province",
    "zip": "postal_code",
}


def _homes(service: Mapping[str, Any], summary: str) -> Iterator[Fact]:
    """The facts that stand in a field of HSDS's own (`exports.hsds.HOMES`)."""
    whole = _text(service, "description")
    told = {
        ("name",): _text(service, "name"),
        ("description",): whole.removeprefix(summary).removeprefix("\n\n") if summary else whole,
        ("contact", "website"): _text(service, "url"),
    }
    for phone in objects(service.get("phones")):
        field = PHONES.get(str(phone.get("type")))
        extension = phone.get("extension")
        if field:
            number = f"{phone.get('number')}"
            told["contact", field] = number if extension is None else f"{number} x{extension}"
    for at in objects(service.get("service_at_locations")):
        location = at.get("location")
        location = location if isinstance(location, dict) else {}
        for address in objects(location.get("addresses")):
            told |= {("location", name): _text(address, part) for name, part in ADDRESS.items()}
            told["location", "setting"] = _text(location, "description")
            told["location", "transit"] = _text(location, "transportation")
    yield from (Fact(field, "", text) for field, text in told.items() if text)


def shown_facts(service: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """What an export shows a second time outside of its attributes, by field, without its words."""
    found: dict[str, set[str]] = {}
    for path, value in leaves(dict(service)):
        name = ".".join(part for part in path if isinstance(part, str))
        if name in SHOWN_FIELDS:
            found.setdefault(name, set()).add(str(value))
    return {name: frozenset(values) for name, values in found.items()}


SHOWN_FIELDS: Final = frozenset(
    [
        *("minimum_age", "maximum_age", "languages.code", "cost_options.amount"),
        *("schedules.byday", "schedules.opens_at", "schedules.closes_at", "service_areas.extent"),
    ]
)
"""Where an edit by the directory that passed our export on would be seen."""
