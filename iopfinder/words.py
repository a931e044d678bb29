"""Words that hurt, sell or promise: content/words.yaml in, finders of them in a text out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic_core import core_schema

from iopfinder import forms
from iopfinder.facts import Fact, Section

__all__ = [
    "NO_FINDER",
    "Found",
    "WordLists",
    "Words",
    "is_quoted_testimonial",
    "word_finder",
    "word_message",
]


class _Kinder:
    """A mapping of a word to the kinder one; both free text."""

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> Any:  # noqa: ANN401
        return core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema())


class WordLists(Section):
    """The lists as they stand in content/words.yaml; a `*` at the end is any ending."""

    hurtful: Annotated[dict[str, str], _Kinder(), Fact("Word and kinder word")]
    selling: Annotated[tuple[str, ...], forms.listed(forms.text(60)), Fact("Words of selling")]
    guarantees: Annotated[tuple[str, ...], forms.listed(forms.text(60)), Fact("Promises")]


@dataclass(frozen=True, slots=True)
class Found:
    """One word that stands in a text, its list, and what to write instead ("" when nothing)."""

    word: str
    kind: str
    instead: str


@dataclass(frozen=True, slots=True)
class Words:
    """A compiled finder: one pass over a text for all lists."""

    pattern: re.Pattern[str]
    kinds: Mapping[str, tuple[str, str]]

    def found(self, text: str) -> Iterator[Found]:
        """Each listed word of the text, once, in the order in which they stand."""
        seen: set[str] = set()
        for match in self.pattern.finditer(text):
            word = match[0].lower()
            if word not in seen:
                seen.add(word)
                kind, instead = self.kinds[str(match.lastgroup)]
                yield Found(match[0], kind, instead)

    def hurtful(self, text: str) -> Iterator[Found]:
        """The words that label or blame people, alone."""
        return (found for found in self.found(text) if found.kind == "hurtful")


def word_finder(lists: WordLists) -> Words:
    """A finder for all lists, longer words first."""
    entries = [(word, "hurtful", kinder) for word, kinder in lists.hurtful.items()]
    entries += [(word, "selling", "") for word in lists.selling]
    entries += [(word, "guarantees", "") for word in lists.guarantees]
    entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))
    kinds = {f"w{number}": (kind, kinder) for number, (_, kind, kinder) in enumerate(entries)}
    words = "|".join(_alternatives(word for word, _, _ in entries))
    return Words(re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), kinds)


def _alternatives(words: Iterable[str]) -> Iterator[str]:
    for number, word in enumerate(words):
        ending = r"\w*" if word.endswith("*") else ""
        spelled = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
        yield rf"(?P<w{number}>{spelled}{ending})"


_TESTIMONIAL = re.compile(
    r"[\"\u201c][^\"\u201d]{15,}[\"\u201d]\s*(?:[-\u2013\u2014]|said|says|by)\s*\w"
    r"|[\"\u201c][^\"\u201d]*\b(?:saved my life|changed my life|I (?:am|was|have|had|got)|my (?:"
    r"son|daughter|husband|wife|mother|father))\b[^\"\u201d]*[\"\u201d]",
    re.IGNORECASE,
)


def word_message(found: Found) -> tuple[str, str]:
    """What is wrong with a word, and what to do."""
    if found.kind == "hurtful":
        return f"'{found.word}' can hurt", f"write '{found.instead}'"
    if found.kind == "guarantees":
        return f"'{found.word}' promises a result", "say what is done, not what will come of it"
    return f"'{found.word}' sells", "say what is done, in plain words"


NO_FINDER = Words(re.compile(r"(?!)"), {})
"""Finds nothing."""


def is_quoted_testimonial(text: str) -> bool:
    """True when a text quotes what a person says of the treatment."""
    return bool(_TESTIMONIAL.search(text))
