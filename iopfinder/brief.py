"""A listing in, what other pages than its own ask of it out: small, so that thousands fit in mind.

Lists, maps and neighbors need a few facts of every listing. They stand here, and the listing
itself is read when a page is about it.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from iopfinder.facts import Section, value_at
from iopfinder.forms import Answers, Span
from iopfinder.listing import Listing, ages_of, meetings_of
from iopfinder.places import Point
from iopfinder.problems import Field, Position
from iopfinder.program import Program
from iopfinder.says import FACETS, IMPLIED, TWINS, Answer, Facet, facility_says, term_answer
from iopfinder.truth import is_publishable_data
from iopfinder.vocabulary import Vocabulary

__all__ = ["Brief", "Said", "TermKey", "brief_of", "term_numbers", "terms_said", "unpacked"]

TermKey = tuple[str, str]
"""A facet and a term."""

Said = tuple[TermKey, bool]
"""A facet and a term, and whether the program says yes (True) or only its facility (False)."""


class Brief(NamedTuple):
    """What lists, maps and neighbors ask of a listing.

    `digest` changes with its file and its provider's, `stand` with what lists show of it but for
    the words of its card: where equal, it keeps its place in all of them. `terms` are the terms
    said yes to, packed (see `unpacked`). `sameness` is equal for the same program written twice,
    `house` for programs of one phone and street ("" for none). `places` has line and column of each
    field of which neighbors may be told, in the order of `told_fields`. `neighborly` changes with
    whatever neighbors are compared by.
    """

    slug: str
    path: str
    digest: bytes
    name: str
    aliases: tuple[str, ...]
    provider: str
    joined: str
    example: bool
    is_shown: bool
    is_listed: bool
    is_publishable: bool
    state: str
    city: str
    point: Point | None
    online: tuple[str, ...]
    confirmed: date | None
    terms: bytes
    sameness: bytes
    house: str
    stand: bytes = b""
    places: tuple[int, ...] = ()
    neighborly: bytes = b""

    @property
    def told_fields(self) -> tuple[Field, ...]:
        """The fields of which neighbors may be told."""
        return (("name",), ("contact", "phone"), *_each_of(("aliases",), len(self.aliases)))

    def place(self, field: Field) -> Position:
        """Where one of these fields stands in the file."""
        number = 2 * self.told_fields.index(field)
        return Position(self.places[number], self.places[number + 1])


def _each_of(field: Field, count: int) -> Iterator[Field]:
    return ((*field, index) for index in range(count))


def brief_of(
    listing: Listing,
    digest: bytes,
    vocabulary: Vocabulary,
    numbers: Mapping[TermKey, int],
    today: date,
) -> Brief:
    """The brief of a listing; `digest` stands for the texts that it was made of."""
    program, place, lies = listing.program, listing.program.location, listing.place
    brief = Brief(
        listing.slug,
        listing.path,
        b"",
        program.name,
        tuple(program.aliases or ()),
        program.provider or "",
        program.merged_into or "",
        bool(program.example),
        listing.is_shown,
        listing.is_listed,
        is_publishable_data(listing, today),
        place.state if place else "",
        place.city if place else "",
        (lies.latitude, lies.longitude) if lies else None,
        tuple(value_at(program, ("telehealth", "states")) or ()),
        program.confirmed.date if program.confirmed else None,
        _packed(terms_said(program, vocabulary, today), numbers),
        _sameness(program),
        _house(program),
    )
    shown = brief._replace(path="", sameness=b"", house="")
    compared = (brief.path, brief.sameness, brief.house, brief.aliases)
    return brief._replace(digest=digest, stand=_short_hash(shown), neighborly=_short_hash(compared))


def _house(program: Program) -> str:
    place, number = program.location, program.contact.phone
    if place is None or not place.street or number is None:
        return ""
    return f"{_normal(place.street)}/{place.zip}/{number.e164}"


def _sameness(program: Program) -> bytes:
    """Equal name, street, suite and ZIP, and equal ages, focus and track times."""
    place = program.location
    tracks = (program.schedule.tracks if program.schedule else None) or ()
    parts = (
        _normal(program.name),
        (_normal(place.street), _normal(place.suite), place.zip) if place else None,
        ages_of(program),
        program.focus,
        sorted({repr((track.ages, meetings_of(track))) for track in tracks}),
    )
    return _short_hash(parts)


def _short_hash(value: object) -> bytes:
    return sha256(repr(value).encode()).digest()[:16]


def _normal(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "", (text or "").lower())


# What a program says yes to


def term_numbers(vocabulary: Vocabulary) -> Mapping[TermKey, int]:
    """A number for every facet with each of its terms, in their order."""
    keys = ((facet.id, term) for facet in FACETS for term in vocabulary.ids(facet.vocabulary))
    return {key: number for number, key in enumerate(keys)}


def _packed(said: Iterable[Said], numbers: Mapping[TermKey, int]) -> bytes:
    return array("H", (2 * numbers[key] + (not plainly) for key, plainly in said)).tobytes()


def unpacked(terms: bytes) -> Iterator[tuple[int, bool]]:
    """The number of each term said yes to, and whether the program itself says so."""
    for packed in array("H", terms):
        yield packed >> 1, not packed & 1


def terms_said(program: Program, vocabulary: Vocabulary, today: date) -> Iterator[Said]:
    """Each facet and term that the program (True) or its facility (False) says yes to."""
    for facet in FACETS:
        for term in _candidates(program, facet, vocabulary):
            if facility_says(program, facet, term, vocabulary, today):
                yield (facet.id, term), False
            elif term_answer(program, facet, term, vocabulary, today) is Answer.YES:
                yield (facet.id, term), True


def _candidates(program: Program, facet: Facet, vocabulary: Vocabulary) -> Iterator[str]:
    """Terms that can be a yes: those stated anywhere, those above them, and every age band."""
    known = vocabulary.terms(facet.vocabulary)
    found: set[str] = set()
    for stated in _stated(program, facet):
        if isinstance(stated, Span):
            found |= known.keys()
        else:
            for term in _terms_in(stated):
                found |= {term, *vocabulary.above(facet.vocabulary, term)}
                found |= IMPLIED.get((facet.id, term), frozenset())
    if facet.id == "format" and program.location is None:
        found.add("telehealth")
    found |= {term for facet_id, term in TWINS if facet_id == facet.id}
    return (term for term in known if term in found)


def _stated(program: Program, facet: Facet) -> Iterator[object]:
    values = [value_at(program, facet.field)]
    if facet.track and program.schedule:
        values += [getattr(track, facet.track) for track in program.schedule.tracks or ()]
    return (value for value in values if value is not None)


def _terms_in(stated: object) -> Iterator[str]:
    if isinstance(stated, Answers):
        yield from stated.given
    elif isinstance(stated, str):
        yield stated
    elif isinstance(stated, tuple):
        for item in stated:
            whole = isinstance(item, Section)
            yield str(getattr(item, "license", None) or item.body) if whole else str(item)
