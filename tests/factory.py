"""Changes of a valid program come in; a program, listing, vocabulary or surroundings come out.

Values are written as a listing writes them: `program(specialties={"ages": "13-17"})`.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

from directory_case import TODAY, content, places
from iopfinder.brief import Brief, brief_of, term_numbers
from iopfinder.directory import read_vocabulary
from iopfinder.listing import Listing
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Problem
from iopfinder.program import Program
from iopfinder.provider import Provider
from iopfinder.rules import Surroundings
from iopfinder.settings import Settings
from iopfinder.vocabulary import Vocabulary
from iopfinder.words import WordLists, word_finder

Written = Mapping[str, Plain | None]

SMALLEST: dict[str, Plain] = {
    "format": "1",
    "name": "Oak Evening IOP",
    "example": "yes",
    "location": {"city": "Portland", "state": "OR", "zip": "97204"},
    "contact": {"phone": "503-555-0142"},
    "staff": {"facility_license": {"number": "EX-0001"}},
}


@cache
def vocabulary() -> Vocabulary:
    """The real terms."""
    problems: list[Problem] = []
    terms = read_vocabulary(content(), problems)
    assert problems == []
    return terms


def program(**changes: Plain | None) -> Program:
    """A valid program with these keys changed; None takes a key away."""
    whole = {**SMALLEST, **changes}
    written = {key: value for key, value in whole.items() if value is not None}
    return Program.model_validate(written, context=vocabulary())


def provider(**changes: Plain) -> Provider:
    """A provider with these facts."""
    return Provider.model_validate({"name": "Oak Group", **changes}, context=vocabulary())


def listing(slug: str = "oak", /, *, of: Program | None = None, **changes: Plain | None) -> Listing:
    """A listing of a program, or of a valid one with these keys changed; its own facts alone."""
    whole = of or program(**changes)
    place = places().zip(whole.location.zip) if whole.location else None
    return Listing(slug, f"programs/{slug}.yaml", whole, None, frozenset(), place)


def brief(listing: Listing) -> Brief:
    """The brief of a listing as on the tests' day."""
    terms = vocabulary()
    return brief_of(listing, listing.slug.encode(), terms, term_numbers(terms), TODAY)


def settings(**changes: Plain) -> Settings:
    """The settings of a demonstration site."""
    written = {
        "title": "IOP Finder",
        "tagline": "Compare programs",
        "base_url": "https://iopfinder.example.org/",
        "editors_email": "editors@iopfinder.example.org",
        "demonstration": "yes",
        "quick_exit": "https://www.weather.gov/",
        "code_license": "MIT",
        "content_license": "CC BY 4.0",
    }
    return Settings.model_validate({**written, **changes}, context=vocabulary())


def surroundings(
    *,
    today: date = TODAY,
    slugs: Collection[str] = ("oak",),
    providers: Mapping[str, Provider] | None = None,
    **site: Plain,
) -> Surroundings:
    """What rules know beside a listing; `site` changes settings."""
    lists = {"hurtful": {"addict": "person with addiction"}, "selling": ["luxury"]}
    words = WordLists.model_validate({**lists, "guarantees": ["cure*"]})
    return Surroundings(
        today, settings(**site), places(), word_finder(words), providers or {}, frozenset(slugs)
    )
