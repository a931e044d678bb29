"""content/glossary.yaml in; its entries, and where a text first says one of their words, out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, NamedTuple

from iopfinder import forms
from iopfinder.facts import Fact, Section
from iopfinder.forms import nearest
from iopfinder.positioned_yaml import Document
from iopfinder.problems import Field, Finding, Problem, Severity
from iopfinder.validation import typed
from iopfinder.vocabulary import NO_WORDS

__all__ = ["NO_GLOSSARY", "Entry", "Glossary", "Spoken", "glossary_findings", "typed_entries"]

_ASIDE = re.compile(r"\s*\(.*?\)")
_ACRONYM = re.compile(r"(?:\w*[A-Z]){2}")


class Entry(Section):
    """One word that families meet, in plain language.

    `also` lists other words in a text that mean the same; `see` names related entries.
    """

    term: Annotated[str, forms.text(80), Fact("Word")]
    plain: Annotated[str, forms.text(240), Fact("In plain words")]
    also: Annotated[tuple[str, ...], forms.listed(forms.text(80)), Fact("Also written")] = ()
    see: Annotated[tuple[str, ...], forms.listed(forms.id_text()), Fact("See also")] = ()

    @property
    def short(self) -> str:
        """The term without what stands in brackets: "Day program" of "Day program (PHP)"."""
        return _ASIDE.sub("", self.term)

    @property
    def words(self) -> tuple[str, ...]:
        """Everything in a text that means this entry."""
        return (self.short, *self.also)


class Spoken(NamedTuple):
    """An entry's word as a text says it: `text[start:end]`."""

    start: int
    end: int
    id: str


@dataclass(frozen=True)
class Glossary:
    """All entries, by id."""

    entries: Mapping[str, Entry]

    def spoken(self, text: str) -> Iterator[Spoken]:
        """Every word of the glossary in `text`, from left to right, the longest first.

        Acronyms are found in capitals only ("CHIP", never "chip"), other words in any case.
        """
        for found in self._pattern.finditer(text) if self.entries else ():
            id_ = self._ids.get(_folded(found[0]))
            if id_:
                yield Spoken(found.start(), found.end(), id_)

    def first_in(self, text: str) -> str:
        """The entry whose word `text` says first, "" for none; kept, for labels come again."""
        if text not in self._firsts:
            self._firsts[text] = next((spoken.id for spoken in self.spoken(text)), "")
        return self._firsts[text]

    @cached_property
    def _firsts(self) -> dict[str, str]:
        return {}

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        ids: dict[str, str] = {}
        for id_, entry in self.entries.items():
            for word in entry.words:
                ids.setdefault(_folded(word), id_)
        return ids

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = {word for entry in self.entries.values() for word in entry.words}
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_written, longest_first))})(?![\w-])")


NO_GLOSSARY: Final = Glossary({})
"""For texts in which no word is explained."""


def _written(word: str) -> str:
    """A pattern for `word` as texts write it: over a line's end too, in any case but acronyms."""
    return r"\s+".join(
        re.escape(part) if _ACRONYM.match(part) else f"(?i:{re.escape(part)})"
        for part in word.split()
    )


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


def typed_entries(document: Document, path: str) -> tuple[Glossary, tuple[Problem, ...]]:
    """The glossary that a file holds; an entry with a mistake is left out."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    if not isinstance(document.value, dict):
        place = document.position(())
        message = "a glossary is a mapping of id to entry"
        hint = "write 'id:' and its keys"
        return NO_GLOSSARY, (Problem(path, place, "", Severity.ERROR, message, hint),)
    for id_ in document.value:
        entry, found = typed(Entry, document, path, NO_WORDS, at=(id_,))
        problems += found
        if entry:
            entries[id_] = entry
    return Glossary(entries), tuple(problems)


def glossary_findings(glossary: Glossary, path: str) -> Iterator[Finding]:
    """Each `see` names another entry; no two entries have a word in common."""
    for id_, entry in glossary.entries.items():
        for index, other in enumerate(entry.see):
            yield from _see_findings(glossary, path, (id_, "see", index), other)
        for index, word in enumerate(entry.words):
            field: Field = (id_, "also", index - 1) if index else (id_, "term")
            yield from _word_findings(glossary, path, field, word)


def _see_findings(glossary: Glossary, path: str, field: Field, other: str) -> Iterator[Finding]:
    if other == field[0]:
        message = f"'{other}' names its own entry"
        yield Finding(path, field, Severity.ERROR, message, "name another entry or delete it")
    elif other not in glossary.entries:
        close = nearest(other, glossary.entries.keys())
        hint = f"did you mean '{close}'?" if close else "write that entry first"
        yield Finding(path, field, Severity.ERROR, f"there is no entry '{other}'", hint)


def _word_findings(glossary: Glossary, path: str, field: Field, word: str) -> Iterator[Finding]:
    first = glossary._ids[_folded(word)]
    if first != field[0]:
        message = f"'{word}' is already a word of '{first}'"
        yield Finding(path, field, Severity.ERROR, message, "keep it in one of the two")
