"""All listings in, ordered lists by place and by term out: what the browse pages show.

A term's shelf has two parts: programs that say yes, and programs of which only the facility says
so ("ask"). Closed, merged and hidden programs stand on no shelf.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from iopfinder.brief import Brief, TermKey, term_numbers, unpacked
from iopfinder.directory import Directory
from iopfinder.places import slug
from iopfinder.rules import DOUBTFUL_DAYS
from iopfinder.sources import digest_of
from iopfinder.vocabulary import Vocabulary

T = TypeVar("T")

__all__ = ["InState", "Last", "Shelf", "Shelves", "fill_shelves", "in_order_of_trust", "made_anew"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Slugs of the programs that say yes, and of those to ask."""

    yes: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.yes) + len(self.ask)


class InState(NamedTuple):
    """Programs with an address in one state: all, and by the address of their city.

    `cities` has the name of each city; `namesakes` bear the name of another program of their city.
    """

    all: tuple[str, ...] = ()
    by_city: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    cities: Mapping[str, str] = MappingProxyType({})
    namesakes: frozenset[str] = frozenset()


class Last(Protocol):
    """Gives what `make` gives, or gave when this step was last asked for with an equal key."""

    def __call__(self, step: str, key: bytes, make: Callable[[], T]) -> T: ...


def made_anew(step: str, key: bytes, make: Callable[[], T]) -> T:
    """Knows of no last time."""
    return make()


@dataclass(frozen=True)
class Shelves:
    """Programs by state and city, and by facet and term; every list in its order of display.

    Each list is filled when it is first looked at: most pages of a program need few. None is filled
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

    @cached_property
    def online(self) -> Mapping[str, tuple[str, ...]]:
        """For each state the programs elsewhere that people there may join online."""
        return self.kept("online", lambda: _online(self._listed))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The letters of each state that has a program, or one that serves it."""

        def make() -> tuple[str, ...]:
            here = (state for state in self._by_state if self.in_state(state).all)
            return tuple(sorted({*here, *self.online}))

        return self.kept("states", make)

    def in_state(self, state: str) -> InState:
        """The programs with an address in a state, by its letters."""
        if state not in self._in_states:
            self._in_states[state] = self.kept(
                f"in {state}", lambda: _in_state(self._by_state.get(state, ()), self.today)
            )
        return self._in_states[state]

    @cached_property
    def by_term(self) -> Mapping[TermKey, Shelf]:
        return self.kept("by term", lambda: _by_term(self._listed, self.vocabulary))

    def count_in(self, state: str) -> int:
        """Programs with an address in a state, and online programs that serve it."""
        return len(self.in_state(state).all) + len(self.online.get(state, ()))

    @cached_property
    def _listed(self) -> Sequence[Brief]:
        return in_order_of_trust((brief for brief in self.shown if brief.is_listed), self.today)

    @cached_property
    def _in_states(self) -> dict[str, InState]:
        return {}

    @cached_property
    def _by_state(self) -> Mapping[str, Sequence[Brief]]:
        found: defaultdict[str, list[Brief]] = defaultdict(list)
        for brief in self.shown:
            if brief.state:
                found[brief.state].append(brief)
        return found

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


def _in_state(shown: Iterable[Brief], today: date) -> InState:
    by_city: defaultdict[str, list[str]] = defaultdict(list)
    cities: dict[str, str] = {}
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for brief in shown:
        named[brief.city, brief.name].append(brief.slug)
    listed = in_order_of_trust((brief for brief in shown if brief.is_listed), today)
    for brief in listed:
        city = slug(brief.city)
        by_city[city].append(brief.slug)
        cities.setdefault(city, brief.city)
    alike = (slugs for slugs in named.values() if len(slugs) > 1)
    return InState(
        tuple(brief.slug for brief in listed),
        _frozen(by_city),
        cities,
        frozenset(each for slugs in alike for each in slugs),
    )


def _online(listed: Iterable[Brief]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for brief in listed:
        for state in brief.online:
            if brief.state != state:
                found[state].append(brief.slug)
    return _frozen(found)


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
