"""What is due in, a letter for each who is asked out: the facts in plain words, and three answers.

Addresses come from a file of contacts that is kept outside of the project, so that none is ever
published.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Annotated, Final

from iopfinder import forms
from iopfinder.addresses import program_url
from iopfinder.directory import Directory
from iopfinder.facts import Fact, Section
from iopfinder.freshness import WHAT, Due
from iopfinder.language import ENGLISH
from iopfinder.listing import Listing
from iopfinder.places import slug
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.problems import Problem
from iopfinder.program_facts import groups_words, place_words
from iopfinder.program_page import PartView, program_page
from iopfinder.sources import Source, read_source
from iopfinder.truth import confirmed_words
from iopfinder.validation import typed_each
from iopfinder.vocabulary import NO_WORDS

__all__ = ["Contact", "Letter", "letters", "read_contacts"]

ANSWER_DAYS: Final = 30
"""So long those who are asked have to answer."""


class Contact(Section):
    """Who answers for a provider or a program; the file maps ids and slugs to these."""

    email: Annotated[str, forms.email(), Fact("Email")]
    name: Annotated[str | None, forms.text(120), Fact("Name of the person")] = None


Contacts = Mapping[str | int, Contact]


def read_contacts(file: Path) -> tuple[Contacts, tuple[Problem, ...]]:
    """Contacts by id of provider or slug of program, and what is wrong in the file."""
    source = read_source(file)
    if not isinstance(source, Source):
        return {}, (source,)
    parsed = parse_yaml(source.text, source.path)
    if parsed.document is None:
        return {}, parsed.problems
    contacts, problems = typed_each(Contact, parsed.document, source.path, NO_WORDS)
    return contacts, (*parsed.problems, *problems)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: the name of its file, and its text. `contact` is None for whom none is known."""

    file: str
    text: str
    contact: Contact | None


def letters(
    dues: Sequence[Due], directory: Directory, contacts: Contacts, today: date
) -> Iterator[Letter]:
    """One letter for each who is asked, about all programs of which something is due."""
    by_asked = sorted(dues, key=lambda due: (due.asked, due.slug, due.day, due.what))
    for asked, of in groupby(by_asked, lambda due: due.asked):
        own = tuple(of)
        listings = [directory.by_slug[name] for name in dict.fromkeys(due.slug for due in own)]
        contact = _contact(listings, contacts)
        lines = (*_head(asked, listings, contact, directory, today), *_body(own, directory))
        yield Letter(f"{slug(asked)}.txt", "".join(f"{line}\n" for line in lines), contact)


def _contact(listings: Iterable[Listing], contacts: Contacts) -> Contact | None:
    """That of the provider, else that of the first program that has one."""
    names = [name for each in listings for name in (each.program.provider, each.slug) if name]
    return next((contacts[name] for name in names if name in contacts), None)


def _head(
    asked: str,
    listings: Sequence[Listing],
    contact: Contact | None,
    directory: Directory,
    today: date,
) -> Iterator[str]:
    settings = directory.settings
    if contact:
        yield f"To: {contact.name} <{contact.email}>" if contact.name else f"To: {contact.email}"
    programs = "your program" if len(listings) == 1 else f"your {len(listings)} programs"
    until = ENGLISH.date(today + timedelta(ANSWER_DAYS))
    yield f"Subject: Is this still true? {asked} on {settings.title}"
    yield ""
    yield f"Hello {contact.name}," if contact and contact.name else "Hello,"
    yield ""
    yield f"Families find {programs} on {settings.title}. Below is what they read."
    yield f"Is it still true? Please answer by {until}. Three answers are enough:"
    yield ""
    yield "  1. Still true. Nothing has changed."
    yield "  2. Changed. Write what is different now; a few words do."
    yield "  3. Closed or paused. Write since when."
    yield ""
    yield f"Write to {settings.editors_email}."
    yield "What nobody confirms stays on the site. Families then read that times, prices and"
    yield "openings may have changed, and that they should ask you."


def _body(dues: Sequence[Due], directory: Directory) -> Iterator[str]:
    for name, of in groupby(dues, lambda due: due.slug):
        yield ""
        yield "-" * 72
        yield ""
        yield from _program(directory.by_slug[name], tuple(of), directory)


def _program(listing: Listing, dues: Sequence[Due], directory: Directory) -> Iterator[str]:
    page = program_page(listing, directory, ENGLISH)
    base = directory.settings.base_url.rstrip("/")
    yield f"{page.name}, {place_words(listing.program, ENGLISH)}"
    yield f"{base}{program_url(listing.slug)}"
    if page.example:
        yield "Made-up example: this place does not exist. Send this letter to nobody."
    yield confirmed_words(listing.program, ENGLISH)
    yield ""
    yield "[ ] still true    [ ] changed    [ ] closed or paused since: ________"
    yield ""
    yield f"Please look first at: {', '.join(WHAT[due.what] for due in _by_haste(dues))}."
    for line in (*page.address, *(phone.shown for phone in page.phones), page.website, page.email):
        if line:
            yield f"  {line}"
    for number, part in enumerate(page.parts, 1):
        yield ""
        yield f"{number}. {part.item.title}"
        yield from _part(part)
    for track in page.tracks:
        yield ""
        yield f"Track: {track.name}"
        yield from (f"  {words}" for words in (*track.times, *track.details))


def _by_haste(dues: Iterable[Due]) -> Sequence[Due]:
    """Single facts first: that all is true is asked anyway."""
    single = [due for due in dues if due.what != "listing"]
    return single or list(dues)


def _part(part: PartView) -> Iterator[str]:
    for section in part.sections:
        for fact in section.facts:
            said = "; ".join(groups_words(fact.words.groups, ENGLISH))
            old = fact.old or section.old
            yield f"  {fact.words.label}: {said}" + (f" (as of {old})" if old else "")
    if part.not_stated:
        yield f"  Not stated, so families are told to ask: {', '.join(part.not_stated)}"
