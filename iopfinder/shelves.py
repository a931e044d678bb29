"""All listings in, ordered lists by place and by term out: what the browse pages show.

A term's shelf has two parts: programs that say yes, and programs of which only the facility says
so ("ask"). Closed, merged and hidden programs stand on no shelf.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from iopfinder.brief import Brief, TermKey, term_numbers, unpacked
from iopfinder.directory import Directory
from iopfinder.places import slug
from iopfinder.rules import DOUBTFUL_DAYS
from iopfinder.sources import digest_of
from iopfinder.vocabulary import Vocabulary

T = TypeVar("T")

__all__ = ["Last", "Shelf", "Shelves", "fill_shelves", "in_order_of_trust", "made_anew"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Slugs of the programs that say yes, and of those to ask."""

    yes: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.yes) + len(self.ask)


class ByPlace(NamedTuple):
    """Programs by state and by city, both by their letters, and the name of each city."""

    by_state: Mapping[str, tuple[str, ...]]
    online_by_state: Mapping[str, tuple[str, ...]]
    by_city: Mapping[str, Mapping[str, tuple[str, ...]]]
    cities: Mapping[tuple[str, str], str]


class Last(Protocol):
    """Gives what `make` gives, or gave when this step was last asked for with an equal key."""

    def __call__(self, step: str, key: bytes, make: Callable[[], T]) -> T: ...


def made_anew(step: str, key: bytes, make: Callable[[], T]) -> T:
    """Knows of no last time."""
    return make()


@dataclass(frozen=True)
class Shelves:
    """Programs by state and city, and by facet and term; every list in its order of display.

    Each is filled when it is first looked at: most pages of a program need few. None is filled
    anew while all programs keep their stand: `key` is that of what `last` gives.
    """

    shown: tuple[Brief, ...]
    vocabulary: Vocabulary
    today: date
    key: bytes = b""
    last: Last = made_anew

    @cached_property
    def all(self) -> tuple[str, ...]:
        return self.kept("all", lambda: tuple(brief.slug for brief in self._listed))

    @property
    def by_state(self) -> Mapping[str, tuple[str, ...]]:
        return self._places.by_state

    @property
    def online_by_state(self) -> Mapping[str, tuple[str, ...]]:
        return self._places.online_by_state

    @property
    def by_city(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """By the letters of the state, then the address of the city."""
        return self._places.by_city

    @property
    def cities(self) -> Mapping[tuple[str, str], str]:
        return self._places.cities

    @cached_property
    def by_term(self) -> Mapping[TermKey, Shelf]:
        return self.kept("by term", lambda: _by_term(self._listed, self.vocabulary))

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """Programs that bear the name of another one of their city."""
        return self.kept("namesakes", lambda: _namesakes(self.shown))

    def count_in(self, state: str) -> int:
        """Programs with an address in a state, and online programs that serve it."""
        return len(self.by_state.get(state, ())) + len(self.online_by_state.get(state, ()))

    @cached_property
    def _listed(self) -> Sequence[Brief]:
        return in_order_of_trust((brief for brief in self.shown if brief.is_listed), self.today)

    @cached_property
    def _places(self) -> ByPlace:
        return self.kept("by place", lambda: _by_place(self._listed))

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives of the stands of all programs, or gave while they were the same."""
        return self.last(f"shelves {name}", self.key, make)


def fill_shelves(directory: Directory, last: Last = made_anew) -> Shelves:
    """Every shelf of the directory."""
    shown = tuple(brief for brief in directory.briefs.values() if brief.is_shown)
    stands = b"".join([brief.stand for brief in shown])
    terms = repr(list(term_numbers(directory.vocabulary)))
    key = digest_of(stands, terms, directory.today.isoformat())
    return Shelves(shown, directory.vocabulary, directory.today, key, last)


def _namesakes(shown: Iterable[Brief]) -> frozenset[str]:
    named: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for brief in shown:
        if brief.state:
            named[brief.state, brief.city, brief.name].append(brief.slug)
    return frozenset(each for slugs in named.values() if len(slugs) > 1 for each in slugs)


def _by_place(listed: Iterable[Brief]) -> ByPlace:
    by_state: defaultdict[str, list[str]] = defaultdict(list)
    online: defaultdict[str, list[str]] = defaultdict(list)
    by_city: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    cities: dict[tuple[str, str], str] = {}
    for brief in listed:
        if brief.state:
            by_state[brief.state].append(brief.slug)
            city = slug(brief.city)
            by_city[brief.state][city].append(brief.slug)
            cities.setdefault((brief.state, city), brief.city)
        for state in brief.online:
            if brief.state != state:
                online[state].append(brief.slug)
    by_city_sorted = {state: _frozen(found) for state, found in by_city.items()}
    return ByPlace(_frozen(by_state), _frozen(online), by_city_sorted, cities)


def in_order_of_trust(briefs: Iterable[Brief], today: date) -> list[Brief]:
    """Confirmed within a year first, the latest first; then the rest; by name within a day."""

    def order(brief: Brief) -> tuple[bool, int, str, str]:
        age = (today - brief.confirmed).days if brief.confirmed else DOUBTFUL_DAYS + 1
        doubtful = age > DOUBTFUL_DAYS
        return (doubtful, 0 if doubtful else age, brief.name.lower(), brief.slug)

    return sorted(briefs, key=order)


def _frozen(lists: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in sorted(lists.items())}


def _by_term(briefs: Sequence[Brief], vocabulary: Vocabulary) -> Mapping[TermKey, Shelf]:
    numbers = term_numbers(vocabulary)
    yes: list[list[str]] = [[] for _ in numbers]
    ask: list[list[str]] = [[] for _ in numbers]
    for brief in briefs:
        for number, plainly in unpacked(brief.terms):
            (yes if plainly else ask)[number].append(brief.slug)
    return {key: Shelf(tuple(yes[n]), tuple(ask[n])) for key, n in numbers.items()}
