"""All listings in, ordered lists by place and by term out: what the browse pages show.

A term's shelf has two parts: programs that say yes, and programs of which only the facility says
so ("ask"). Closed, merged and hidden programs stand on no shelf.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from iopfinder.directory import Directory
from iopfinder.facts import Section, value_at
from iopfinder.forms import Answers, Span
from iopfinder.listing import Listing
from iopfinder.places import slug
from iopfinder.program import Program
from iopfinder.rules import DOUBTFUL_DAYS
from iopfinder.says import FACETS, IMPLIED, TWINS, Answer, Facet, facility_says, term_answer
from iopfinder.vocabulary import Vocabulary
from iopfinder.workers import shared_out

K = TypeVar("K", str, tuple[str, str])

__all__ = ["Shelf", "Shelves", "fill_shelves", "in_order_of_trust"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Slugs of the programs that say yes, and of those to ask."""

    yes: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.yes) + len(self.ask)


@dataclass(frozen=True, slots=True)
class Shelves:
    """Programs by state and city, and by facet and term; every list in its order of display."""

    all: tuple[str, ...]
    by_state: Mapping[str, tuple[str, ...]]
    online_by_state: Mapping[str, tuple[str, ...]]
    by_city: Mapping[tuple[str, str], tuple[str, ...]]
    cities: Mapping[tuple[str, str], str]
    by_term: Mapping[tuple[str, str], Shelf]

    def count_in(self, state: str) -> int:
        """Programs with an address in a state, and online programs that serve it."""
        return len(self.by_state.get(state, ())) + len(self.online_by_state.get(state, ()))


def fill_shelves(directory: Directory, *, jobs: int = 1) -> Shelves:
    """Every shelf of the directory."""
    listed = in_order_of_trust(
        (listing for listing in directory.listings if listing.is_listed), directory
    )
    by_state: defaultdict[str, list[str]] = defaultdict(list)
    online: defaultdict[str, list[str]] = defaultdict(list)
    by_city: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    cities: dict[tuple[str, str], str] = {}
    for listing in listed:
        location = listing.program.location
        if location is not None:
            by_state[location.state].append(listing.slug)
            place = (location.state, slug(location.city))
            by_city[place].append(listing.slug)
            cities.setdefault(place, location.city)
        for state in value_at(listing.program, ("telehealth", "states")) or ():
            if location is None or location.state != state:
                online[state].append(listing.slug)
    return Shelves(
        tuple(listing.slug for listing in listed),
        _frozen(by_state),
        _frozen(online),
        _frozen(by_city),
        cities,
        _by_term(listed, directory.vocabulary, directory.today, jobs),
    )


def in_order_of_trust(listings: Iterable[Listing], directory: Directory) -> list[Listing]:
    """Confirmed within a year first, the latest first; then the rest; by name within a day."""

    def order(listing: Listing) -> tuple[bool, int, str, str]:
        confirmed = listing.program.confirmed
        age = (directory.today - confirmed.date).days if confirmed else DOUBTFUL_DAYS + 1
        doubtful = age > DOUBTFUL_DAYS
        return (doubtful, 0 if doubtful else age, listing.program.name.lower(), listing.slug)

    return sorted(listings, key=order)


def _frozen(lists: Mapping[K, Sequence[str]]) -> Mapping[K, tuple[str, ...]]:
    return {key: tuple(values) for key, values in sorted(lists.items())}


def _by_term(
    listings: Sequence[Listing], vocabulary: Vocabulary, today: date, jobs: int
) -> Mapping[tuple[str, str], Shelf]:
    said = shared_out(partial(_said, vocabulary=vocabulary, today=today), listings, jobs=jobs)
    yes: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    ask: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for listing, terms in zip(listings, said, strict=True):
        for key, plainly in terms:
            (yes if plainly else ask)[key].append(listing.slug)
    return {
        (facet.id, term): Shelf(tuple(yes[facet.id, term]), tuple(ask[facet.id, term]))
        for facet in FACETS
        for term in vocabulary.ids(facet.vocabulary)
    }


def _said(
    listings: Sequence[Listing], vocabulary: Vocabulary, today: date
) -> list[tuple[tuple[tuple[str, str], bool], ...]]:
    return [tuple(_terms_said(listing.program, vocabulary, today)) for listing in listings]


def _terms_said(
    program: Program, vocabulary: Vocabulary, today: date
) -> Iterator[tuple[tuple[str, str], bool]]:
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
