"""A listing in, an HSDS 3 service out (Open Referral's Human Services Data Specification, 3.1).

Every stated fact stands as an attribute, or in a field of HSDS's own that can hold it whole
(`HOMES`); many stand where others look as well (`SHOWN`). No email address is in it, and what is
not stated is left out. The same listing on the same day gives the same service, and each
identifier stays for as long as the site's address and the listing's slug do.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha1
from typing import Any, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID

from iopfinder.addresses import program_url
from iopfinder.exports.hsds_attributes import PREFIX, TAXONOMY, attribute, facts_in
from iopfinder.exports.record import without_email
from iopfinder.exports.written import written
from iopfinder.facts import Spec, outline, value_at
from iopfinder.forms import Answers, Money, Phone, Span
from iopfinder.language import ENGLISH
from iopfinder.listing import Listing
from iopfinder.places import STATES
from iopfinder.positioned_yaml import Plain
from iopfinder.program import (
    ACCESS,
    CONFIRMED_BY,
    CONFIRMED_HOW,
    OWNERSHIP,
    SCOPE,
    Program,
    Session,
    Track,
)
from iopfinder.schedule import DAY, Clock
from iopfinder.settings import Settings
from iopfinder.truth import marks_of
from iopfinder.vocabulary import Vocabulary
from iopfinder.wording import FactWords, Wording, fact_words, term_label

__all__ = [
    "HOMES",
    "LEFT_OUT",
    "SHOWN",
    "VERSION",
    "Publisher",
    "Record",
    "publisher_of",
    "service",
    "service_text",
]

VERSION: Final = "3.1"

Record = dict[str, Any]

HOMES: Final[Mapping[str, str]] = {
    "name": "service.name",
    "description": "service.description",
    "location.street": "location.addresses.address_1",
    "location.suite": "location.addresses.address_2",
    "location.city": "location.addresses.city",
    "location.state": "location.addresses.state_province",
    "location.zip": "location.addresses.postal_code",
    "location.setting": "location.description",
    "location.transit": "location.transportation",
    "contact.phone": "service.phones, type voice",
    "contact.text": "service.phones, type text",
    "contact.tty": "service.phones, type textphone",
    "contact.website": "service.url",
}
"""Fields that a field of HSDS holds whole. They are no attributes."""

SHOWN: Final[Mapping[str, str]] = {
    "summary": "service.description, its first paragraph",
    "provider": "organization.name",
    "status": "service.status",
    "example": "service.status, service.alert",
    "scope": "service.alert",
    "imported": "service.alert",
    "confirmed": "service.assured_date, service.metadata",
    "ownership": "organization.legal_status",
    "access": "location.accessibility",
    "serves_area": "service.service_areas",
    "telehealth.states": "service.service_areas",
    "contact.call_hours": "service.phones.description",
    "contact.answered_by": "service.phones.description",
    "contact.answered_in": "service.phones.languages",
    "specialties.ages": "service.minimum_age, service.maximum_age, service.eligibility_description",
    "specialties": "service.eligibility_description",
    "admission": "service.application_process",
    "admission.not_taken": "service.eligibility_description",
    "admission.not_taken_note": "service.eligibility_description",
    "admission.recent_attempt_days": "service.eligibility_description",
    "admission.requires": "service.required_documents, service.application_process",
    "staff.accreditation": "service.accreditations",
    "staff.npi": "organization.organization_identifiers",
    "schedule.tracks": "service.schedules",
    "languages.sessions": "service.languages",
    "languages.interpreter": "service.interpretation_services",
    "cost": "service.fees_description",
    "cost.self_pay": "service.cost_options, service.fees_description",
    "cost.deposit": "service.cost_options, service.fees_description",
    "cost.extra_fees": "service.cost_options, service.fees_description",
}
"""Fields, or whole sections, that stand as attributes and a second time where others look."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "hidden": "a hidden listing is never exported",
    "contact.email": "no export has email addresses",
    "imported.digest": "it is of the file alone",
    "imported.wrote": "it is of the file alone",
}
"""Fields that are in no export, and why."""

STATUS: Final[Mapping[str | None, str]] = {
    None: "active",
    "open": "active",
    "paused": "temporarily closed",
    "closed": "defunct",
    "merged": "defunct",
}

DOCUMENTS: Final = ("medical-clearance", "referral", "guardian-consent", "photo-id")
"""What `admission.requires` asks for on paper."""

BY_PUBLIC_MONEY: Final = ("free", "state-funded", "county-funded", "ihs")
"""Payers that are a source of funding, and no insurance."""

BYDAY: Final = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR"} | {
    "sat": "SA",
    "sun": "SU",
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: the site's address and title, the license of its listings, and the day."""

    base_url: str
    title: str
    license: str
    today: date

    def id(self, *parts: str) -> str:
        """The identifier of something of this site."""
        return _named(NAMESPACE_URL.bytes, "/".join([self.base_url.rstrip("/"), *parts]))


def publisher_of(settings: Settings, today: date) -> Publisher:
    """The site as publisher on a day."""
    return Publisher(settings.base_url, settings.title, settings.content_license, today)


def service_text(listing: Listing, publisher: Publisher, vocabulary: Vocabulary) -> str:
    """The service as a JSON file."""
    whole = service(listing, publisher, vocabulary)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def service(listing: Listing, publisher: Publisher, vocabulary: Vocabulary) -> Record:
    """The whole service object, with all that belongs to it inside."""
    own = publisher.id("programs", listing.slug)
    return _Export(listing, publisher, Wording(ENGLISH, vocabulary), own, UUID(own).bytes).service()


@dataclass(frozen=True, slots=True)
class _Export:
    """One listing on its way out; `own` is the identifier of its service, `space` its bytes."""

    listing: Listing
    publisher: Publisher
    wording: Wording
    own: str
    space: bytes

    @property
    def program(self) -> Program:
        return self.listing.program

    def id(self, *parts: str | int) -> str:
        """The identifier of a part of this service."""
        return _named(self.space, "/".join(map(str, parts)))

    def at(self, field: str) -> Any:  # noqa: ANN401 - whatever the field holds
        return value_at(self.program, tuple(field.split(".")))

    def service(self) -> Record:
        ages: Span | None = self.at("specialties.ages")
        page = self.publisher.base_url.rstrip("/") + program_url(self.listing.slug)
        organization = self.organization()
        return _stated({
            "id": self.own,
            "organization_id": organization["id"],
            "name": without_email(self.program.name),
            "description": self.description(),
            "url": _uri(self.program.contact.website),
            "additional_urls": [
                {"id": self.id("page"), "label": f"On {self.publisher.title}", "url": page}
            ],
            "status": "inactive" if self.program.example else STATUS[self.program.status],
            "interpretation_services": self.words("languages.interpreter"),
            "application_process": self.words("admission", but=ELIGIBILITY),
            "fees_description": self.words("cost"),
            "accreditations": self.words("staff.accreditation"),
            "eligibility_description": self.words("specialties", *ELIGIBILITY),
            "minimum_age": ages and ages.low,
            "maximum_age": ages and ages.high,
            "assured_date": self.assured(),
            "alert": self.alert(),
            "phones": list(self.phones()),
            "schedules": list(self.schedules()),
            "service_areas": list(self.areas()),
            "service_at_locations": list(self.places()),
            "languages": list(self.languages(self.at("languages.sessions"), "sessions")),
            "organization": organization,
            "funding": list(self.funding()),
            "cost_options": list(self.costs()),
            "required_documents": list(self.documents()),
            "attributes": list(self.attributes()),
            "metadata": list(self.history()),
        })  # fmt: skip

    # Words

    def words(self, *fields: str, but: tuple[str, ...] = ()) -> str | None:
        """What the listing says in these fields or sections, a sentence each; None for nothing."""
        told = (
            _sentence(fact_words(spec, value, self.wording))
            for spec in _worded(fields, but)
            if (value := value_at(self.program, spec.field)) is not None
        )
        return without_email("\n".join(told)) or None

    def description(self) -> str | None:
        texts = [text for text in (self.program.summary, self.program.description) if text]
        return without_email("\n\n".join(texts)) or None

    def alert(self) -> str | None:
        """Every reason to doubt the listing; nobody may take an example for a program."""
        marks = marks_of(self.listing, self.publisher.today, ENGLISH)
        texts = [f"{mark.title} {mark.text}".strip() for mark in marks]
        if self.program.scope == "facility" and not any(mark.kind == "imported" for mark in marks):
            texts.append(f"{SCOPE['facility']}.")
        return " ".join(texts) or None

    def assured(self) -> str | None:
        confirmed = self.program.confirmed
        return confirmed.date.isoformat() if confirmed and not self.program.example else None

    # Who and where

    def organization(self) -> Record:
        """The provider; without one the program's own name, and HSDS is told so."""
        name = self.listing.provider.name if self.listing.provider else self.program.provider
        kind = f"providers/{(self.program.provider or '').lower()}"
        id_ = self.publisher.id(kind) if name else self.id("organization")
        told = "The provider of this program, as its listing names it."
        own = "The listing names no provider: this is the name of the program itself."
        npi = self.program.staff.npi if self.program.staff else None
        number = {"id": self.id("npi"), "identifier_scheme": "US-NPI"} | {
            "identifier_type": "National Provider Identifier",
            "identifier": npi,
        }
        return _stated({
            "id": id_,
            "name": without_email(name or self.program.name),
            "description": told if name else own,
            "legal_status": OWNERSHIP.get(self.program.ownership or ""),
            "organization_identifiers": [number] if npi else [],
        })  # fmt: skip

    def places(self) -> Iterator[Record]:
        if self.program.location is not None:
            yield self.place("location", self.physical())
        if self.at("telehealth.states"):
            virtual = {"location_type": "virtual", "name": "Online", "description": ONLINE}
            yield self.place("online", virtual)

    def place(self, name: str, location: Record) -> Record:
        location = {"id": self.id(name), **location}
        return {
            "id": self.id("at", name),
            "service_id": self.own,
            "location_id": location["id"],
            "location": location,
        }

    def physical(self) -> Record:
        location = self.program.location
        assert location is not None  # noqa: S101 - asked before
        address = {
            "id": self.id("address"),
            "address_1": location.street or "",
            "address_2": location.suite,
            "city": location.city,
            "state_province": location.state,
            "postal_code": location.zip,
            "country": "US",
            "address_type": "physical",
        }
        whole = {
            "location_type": "physical",
            "name": self.program.name,
            "description": location.setting,
            "transportation": location.transit,
            "addresses": [_stated(_texts_without_email(address))],
            "accessibility": list(self.accessibility()),
        }
        return _stated(_texts_without_email(whole))

    def accessibility(self) -> Iterator[Record]:
        """Each answered term of `access`: "Step-free for wheelchairs: Yes"."""
        access: Answers | None = self.at("access")
        for term, word in access.given.items() if access else ():
            text = f"{term_label('access', term, self.wording)}: {ACCESS[word]}"
            yield {"id": self.id("access", term), "description": text}

    def areas(self) -> Iterator[Record]:
        kinds = (
            ("telehealth.states", "Online: people may sit here during a session.", STATES.get),
            ("serves_area.states", "Takes people who live here.", STATES.get),
            ("serves_area.counties", "Takes people who live here.", None),
        )
        for field, description, named in kinds:
            for area in self.at(field) or ():
                yield {
                    "id": self.id(field, area),
                    "name": (named and named(area)) or without_email(area),
                    "description": description,
                    "extent": without_email(area),
                    "extent_type": "text",
                }

    def phones(self) -> Iterator[Record]:
        contact = self.program.contact
        kinds = (("phone", "voice"), ("text", "text"), ("tty", "textphone"))
        for field, type_ in kinds:
            phone: Phone | None = getattr(contact, field)
            if phone is not None:
                yield {"id": self.id("phone", field), **_number(phone), "type": type_} | (
                    self.about_calls() if type_ == "voice" else {}
                )

    def about_calls(self) -> Record:
        """Who answers the phone, when, and in which languages."""
        spoken = self.languages(self.program.contact.answered_in, "phone")
        about = self.words("contact.call_hours", "contact.answered_by")
        return _stated({"description": about, "languages": list(spoken)})

    def languages(self, codes: Iterable[str] | None, where: str) -> Iterator[Record]:
        for code in codes or ():
            name = term_label("languages", code, self.wording)
            yield {"id": self.id("language", where, code), "name": name, "code": code}

    # When

    def schedules(self) -> Iterator[Record]:
        for number, track in enumerate(self.at("schedule.tracks") or ()):
            for index, session in enumerate(track.sessions or ()):
                yield self.schedule(track, session, self.id("session", number, index))

    def schedule(self, track: Track, session: Session, id_: str) -> Record:
        """A weekly rule (RFC 5545). Times are the local clock's: an offset would be false half of
        the year, so the zone stands in the notes."""
        formats = self.wording.vocabulary.terms("formats")
        form = formats.get(track.format or "")
        times = {}
        if session.time is not None:
            times = {"opens_at": _time(session.time.start), "closes_at": _time(session.time.end)}
        return _stated({
            "id": id_,
            "freq": "WEEKLY",
            "interval": 1,
            "byday": ",".join(BYDAY[day] for day in session.days),
            **times,
            "description": without_email(track.name),
            "attending_type": form.label if form else None,
            "notes": without_email(" ".join(self.notes(track, session.time))) or None,
        })  # fmt: skip

    def notes(self, track: Track, time: Clock | None) -> Iterator[str]:
        if time is not None and self.listing.zone:
            yield f"Times are on the clock of {self.listing.zone}."
        if time is not None and time.end > DAY:
            yield "It ends on the next day."
        for spec in outline(Track):
            if spec.name in ("ages", "season", "place", "attend"):
                value = getattr(track, spec.name)
                if value is not None:
                    yield _sentence(fact_words(spec, value, self.wording))

    # What it costs and asks for

    def funding(self) -> Iterator[Record]:
        stated = self.at("cost.insurance")
        for payer in BY_PUBLIC_MONEY:
            if stated and stated.of(payer) not in (None, "no"):
                source = term_label("payers", payer, self.wording)
                yield {"id": self.id("funding", payer), "source": source}

    def costs(self) -> Iterator[Record]:
        labels = {spec.name: spec.fact.label for spec in outline(Program)}
        for field in ("cost.self_pay", "cost.deposit"):
            money: Money | None = self.at(field)
            if money is not None:
                yield self.cost(field, labels[field], money)
        for number, fee in enumerate(self.at("cost.extra_fees") or ()):
            yield self.cost(f"cost.extra_fees/{number}", fee.what, fee.amount)

    def cost(self, part: str, option: str, money: Money | None) -> Record:
        amount = money and {"currency": "USD", "amount": money.cents / 100}
        per = money and money.per and f"per {money.per}"
        whole = {"id": self.id(part), "option": without_email(option), **(amount or {})}
        return _stated({**whole, "amount_description": per or None})

    def documents(self) -> Iterator[Record]:
        spec = next(spec for spec in outline(Program) if spec.name == "admission.requires")
        asked = [each for each in self.at("admission.requires") or () if each in DOCUMENTS]
        for each in asked:
            words = fact_words(spec, (each,), self.wording).groups[0].items[0].text
            yield {"id": self.id("document", each), "document": words}

    # Everything, and where it is from

    def attributes(self) -> Iterator[Record]:
        """Every fact that no other field holds whole, then what holds of the whole listing."""
        value = _but(written(self.program), {*HOMES, *LEFT_OUT})
        if self.program.example:
            value = _but(value, {"confirmed", "checked"})  # an example never looks confirmed
        for fact in facts_in(value):
            told = attribute(fact, self.term)
            id_ = self.id("attribute", told["link_type"], fact.term, "" if fact.term else fact.word)
            yield {"id": id_, **told, "value": without_email(told["value"])}
        inherited = " ".join(sorted(self.listing.inherited))
        for name, label, word in (
            ("slug", "Name of the listing", self.listing.slug),
            ("inherited", "Facts from the provider", inherited),
            ("license", "License of this listing", self.publisher.license),
            ("publisher", "Published by", self.publisher.base_url),
        ):
            if word:
                told = {"link_type": PREFIX + name, "label": label, "value": word}
                yield {"id": self.id(name), **told}

    def term(self, name: str, term: str) -> Record | None:
        """The taxonomy term of a vocabulary; one that the vocabulary does not know by its id."""
        known = self.wording.vocabulary.terms(name).get(term)
        label = term_label(name, term, self.wording)
        return {
            "id": _term_id(self.publisher, name, term),
            "code": term,
            "name": label,
            "description": (known.plain if known else "") or label,
            "taxonomy": f"{TAXONOMY}{name}",
        }

    def history(self) -> Iterator[Record]:
        """Who confirmed the listing, and under which license it was published on which day."""
        confirmed = self.program.confirmed
        if confirmed is not None and not self.program.example:
            how = f", {CONFIRMED_HOW[confirmed.how]}" if confirmed.how else ""
            by = f"{CONFIRMED_BY[confirmed.by]}{how}"
            yield self.change(confirmed.date, "confirm", "assured_date", self.assured() or "", by)
        day, license_ = self.publisher.today, self.publisher.license
        by = f"{self.publisher.title}, {self.publisher.base_url}"
        yield self.change(day, "publish", "license", license_, by)

    def change(self, day: date, action: str, field: str, value: str, by: str) -> Record:
        return {
            "id": self.id("metadata", action),
            "resource_id": self.own,
            "resource_type": "service",
            "last_action_date": day.isoformat(),
            "last_action_type": action,
            "field_name": field,
            "previous_value": "",
            "replacement_value": value,
            "updated_by": by,
        }


ELIGIBILITY: Final = (
    "admission.not_taken",
    "admission.not_taken_note",
    "admission.recent_attempt_days",
)
"""What `admission` says of who can come."""

ONLINE: Final = "Sessions by video. People may sit in the states named as service areas."


@cache
def _worded(fields: tuple[str, ...], but: tuple[str, ...]) -> tuple[Spec, ...]:
    """The fields that are these or lie in them, in the model's order; lists of sections last.

    Plans and fees have words as a whole, so that their own fields have none.
    """
    inside = [
        spec
        for spec in outline(Program)
        if spec.name not in but
        and any(spec.name == field or spec.name.startswith(f"{field}.") for field in fields)
    ]
    lists = [spec for spec in inside if spec.many]
    of_lists = tuple(f"{spec.name}." for spec in lists)
    alone = [spec for spec in inside if spec.form and not spec.name.startswith(of_lists)]
    return (*alone, *lists)


@cache
def _term_id(publisher: Publisher, name: str, term: str) -> str:
    return publisher.id("vocabulary", name, term)


def _named(space: bytes, name: str) -> str:
    """An identifier made of a name (RFC 9562, version 5), as `uuid5` makes it, in half the time."""
    digits = sha1(space + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    parts = (digits[:8], digits[8:12], f"5{digits[13:16]}", variant + digits[17:20])
    return "-".join((*parts, digits[20:32]))


def _sentence(words: FactWords) -> str:
    """`Insurance: In network: Medicaid, CHIP; Not taken: Medicare.`"""
    groups = []
    for group in words.groups:
        items = ", ".join(item.text for item in group.items)
        groups.append(f"{group.label}: {items}" if group.label else items)
    text = f"{words.label}: {'; '.join(groups)}"
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _number(phone: Phone) -> Record:
    """HSDS's extension is a number: one that begins with 0 stands behind the phone's own."""
    shown = f"{phone.e164[2:5]}-{phone.e164[5:8]}-{phone.e164[8:]}"
    if not phone.extension:
        return {"number": shown}
    if str(int(phone.extension)) == phone.extension:
        return {"number": shown, "extension": int(phone.extension)}
    return {"number": f"{shown} x{phone.extension}"}


def _uri(link: str | None) -> str | None:
    """A link in the letters that a URI may have (RFC 3986)."""
    return quote(link, safe=":/?#[]@!$&'()*+,;=%~") if link else None


def _time(minute: int) -> str:
    minute %= DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def _stated(record: Record) -> Record:
    """Without what is not stated."""
    return {key: value for key, value in record.items() if value is not None and value != []}


def _texts_without_email(record: Record) -> Record:
    return {
        key: without_email(value) if isinstance(value, str) else value
        for key, value in record.items()
    }


def _but(value: dict[str, Plain], names: set[str], above: str = "") -> dict[str, Plain]:
    """The value without these fields, and without sections that then say nothing."""
    kept: dict[str, Plain] = {}
    for key, inner in value.items():
        name = f"{above}{key}"
        if name in names:
            continue
        below = _but(inner, names, f"{name}.") if isinstance(inner, dict) else inner
        if below or not isinstance(inner, dict):
            kept[key] = below
    return kept
