"""A listing in, all that it states out, as JSON holds it: what every export is made of.

A record has every field. `null` means that it is not stated; a section of which nothing is stated
is null as a whole, but for `contact`, which every listing has. Terms that are answered stand under
`yes`, `facility_yes` (the facility says so, which is no yes of its program) or `no`; `others` tells
of all the rest. No email address is in it. What is made up was never confirmed, whatever its file
says to show how that looks.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from iopfinder.addresses import program_url
from iopfinder.facts import Section
from iopfinder.forms import Answers, Money, Phone, Span
from iopfinder.listing import Listing
from iopfinder.program import Contact, Imported, Program
from iopfinder.says import DENIALS, FACETS, Answer, Facet, answers_of_track, tracks_of
from iopfinder.schedule import Clock
from iopfinder.vocabulary import Vocabulary

__all__ = ["ASKED", "LEFT_OUT", "NOT_STATED", "Record", "facets_said", "record", "without_email"]

Record = dict[str, Any]
"""Text, numbers, booleans, None, lists and mappings of these."""

NOT_STATED: Final = "not stated"

LEFT_OUT: Final[Mapping[type[Section], frozenset[str]]] = {
    Program: frozenset(["format", "hidden"]),
    Contact: frozenset(["email"]),
    Imported: frozenset(["digest", "wrote"]),
}
"""Fields of a listing that no export has: what is of the file alone, and email addresses."""

_SAID_ELSEWHERE: Final = frozenset(["name", "provider", "example", "status", "scope"])
"""Fields of a listing that stand in a record in a form of their own."""


def record(listing: Listing, base_url: str, vocabulary: Vocabulary) -> Record:
    """All that a listing states, its provider's facts included. `base_url` is the site's."""
    program, provider = listing.program, listing.provider
    scope = program.scope or "program"
    facts = _Facts(facility=scope == "facility")
    stated = facts.section(program)
    name = provider.name if provider else program.provider
    return {
        "slug": listing.slug,
        "url": f"{base_url.rstrip('/')}{program_url(listing.slug)}",
        "name": program.name,
        "example": bool(program.example),
        "scope": scope,
        "status": program.status or "open",
        "sources": {
            "listing": {"scope": scope},
            "provider": {"scope": "provider", "facts": sorted(listing.inherited)}
            if listing.inherited
            else None,
        },
        "provider": {"id": program.provider if provider else None, "name": name} if name else None,
        "place": _place(listing),
        **{key: value for key, value in stated.items() if key not in _SAID_ELSEWHERE},
        "confirmed": None if program.example else stated["confirmed"],
        "says": facets_said(program, vocabulary),
    }


def _place(listing: Listing) -> Record | None:
    """Where the ZIP code of the address lies: the middle of its area, not the house."""
    place = listing.place
    if place is None:
        return None
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": "zip",
        "county": place.county or None,
        "time_zone": listing.zone,
    }


# Values


@cache
def _names(section: type[Section]) -> tuple[str, ...]:
    left_out = LEFT_OUT.get(section, frozenset())
    return tuple(name for name in section.model_fields if name not in left_out)


class _Facts:
    """Turns values of a listing into plain ones; no yes of a `facility` is a plain yes."""

    def __init__(self, *, facility: bool) -> None:
        self.yes, self.not_yes = ("facility_yes", "yes") if facility else ("yes", "facility_yes")

    def section(self, section: Section) -> Record:
        """Every field of a section, stated or not."""
        values = vars(section)
        return {
            name: value
            if (value := values[name]) is None or type(value) in _PLAIN
            else self._plain(value)
            for name in _names(type(section))
        }

    def _plain(self, value: object) -> object:
        if isinstance(value, Section):
            stated = value.model_fields_set or isinstance(value, Contact)
            return self.section(value) if stated else None
        if isinstance(value, Answers):
            return self._answers(value)
        if isinstance(value, tuple):
            return [each if type(each) in _PLAIN else self._plain(each) for each in value]
        return _FORMS[type(value)](value)

    def _answers(self, answers: Answers) -> Record:
        given = sorted(answers.given.items())
        return {
            self.yes: {term: word for term, word in given if word not in DENIALS},
            self.not_yes: {},
            "no": [term for term, word in given if word in DENIALS],
            "others": "no" if answers.others_no else NOT_STATED,
        }


_EMAIL: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def without_email(text: str) -> str:
    """The text without any email address that it may hold."""
    return _EMAIL.sub("(email address left out)", text) if "@" in text else text


def _span(value: Span) -> Record:
    return {"least": value.low, "most": value.high}


def _money(value: Money) -> Record:
    dollars = value.cents // 100 if value.cents % 100 == 0 else value.cents / 100
    return {"amount": dollars, "currency": "USD", "per": value.per or None}


def _phone(value: Phone) -> Record:
    return {
        "number": value.e164,
        "extension": value.extension or None,
        "shown": value.shown,
    }


def _clock(value: Clock) -> Record:
    return {"start": _time(value.start), "end": _time(value.end), "minutes": value.minutes}


def _time(minute: int) -> str:
    """17:30. Midnight at the end of a day is 24:00; later ones are of the next day."""
    hours, minutes = divmod(minute, 60)
    return f"{hours if hours <= 24 - bool(minutes) else hours - 24:02}:{minutes:02}"


_PLAIN: Final = frozenset([bool, int, float])

_FORMS: Final[Mapping[type, Callable[[Any], Any]]] = {
    str: without_email,
    date: date.isoformat,
    Span: _span,
    Money: _money,
    Phone: _phone,
    Clock: _clock,
}


# What it says to each term


ASKED: Final = tuple(facet for facet in FACETS if facet.id != "accepting")
"""The facets whose answers hold until somebody says otherwise.

Openings do not: they stand in `availability`, with their day.
"""


def facets_said(program: Program, vocabulary: Vocabulary) -> Record:
    """By facet the terms answered yes, by the facility alone, and no: as the site's lists have it.

    A program's answer is the best of its tracks'. What is in no list is not stated.
    """
    return {facet.id: said for facet in ASKED if (said := _said(program, facet, vocabulary))}


def _said(program: Program, facet: Facet, vocabulary: Vocabulary) -> Record | None:
    tracks = [
        dict(answers_of_track(program, track, facet, vocabulary=vocabulary, today=date.max))
        for track in tracks_of(program)
    ]
    terms = {term: None for said in tracks for term in said}
    best = {term: max(said.get(term, Answer.NOT_STATED) for said in tracks) for term in terms}
    yes = [term for term, answer in best.items() if answer is Answer.YES]
    no = [term for term, answer in best.items() if answer is Answer.NO]
    if not yes and not no:
        return None
    facility = program.scope == "facility"
    return {"yes": [] if facility else yes, "facility_yes": yes if facility else [], "no": no}
