"""A directory in, every file that the finder reads in the browser out, below /data/finder/.

`manifest.json` names all others but those of single programs; what it names bears a piece of its
own SHA-256 in its name, so that it can be kept for ever and an old manifest finds no new file.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, TypeVar

from iopfinder.directory import Directory
from iopfinder.finder_cells import Placed, box, cells, parts
from iopfinder.finder_index import Entry, cell, entry
from iopfinder.finder_names import Named, names_by_prefix
from iopfinder.finder_places import cities_by_state, zips_by_prefix
from iopfinder.finder_program import moved_file, program_file
from iopfinder.finder_terms import compared_rows, facet_terms, term_meanings
from iopfinder.language import TRANSLATED, Language, script_words
from iopfinder.listing import Listing
from iopfinder.places import Places
from iopfinder.publish import Output
from iopfinder.workers import shared_out

__all__ = ["FOLDER", "finder_files", "listing_files", "shared_files"]

FOLDER: Final = "data/finder/"
"""Where the files stand in the site."""

FORM: Final = 1
"""The form of these files: a change that an older reader cannot read takes the next number."""

T = TypeVar("T")


def finder_files(
    directory: Directory,
    places: Places,
    languages: Sequence[Language],
    lay_aside: Callable[[Output], T],
    *,
    jobs: int = 1,
) -> list[T]:
    """What `lay_aside` gives for each file; `jobs` processes share out the listings."""
    shown = [listing for listing in directory.listings if listing.is_shown]

    def make(listings: Sequence[Listing]) -> list[tuple[Entry | None, list[T]]]:
        made = (listing_files(listing, directory, languages) for listing in listings)
        return [(found, [lay_aside(output) for output in outputs]) for found, outputs in made]

    made = shared_out(make, shown, jobs=jobs)
    entries = [found for found, _ in made if found]
    shared = shared_files(directory, places, languages, entries)
    return [file for _, files in made for file in files] + [lay_aside(each) for each in shared]


def listing_files(
    listing: Listing, directory: Directory, languages: Sequence[Language]
) -> tuple[Entry | None, tuple[Output, ...]]:
    """A listing's entry, None when it stands in no list, and the files of its names."""
    said = entry(listing, directory.vocabulary, directory.today)
    whole = program_file(listing, said, directory, languages)
    moved = moved_file(listing.slug)
    aliases = (_plain(f"programs/{alias}.json", moved) for alias in listing.program.aliases or ())
    outputs = (_plain(f"programs/{listing.slug}.json", whole), *aliases)
    return (said if listing.is_listed else None), outputs


def shared_files(
    directory: Directory, places: Places, languages: Sequence[Language], entries: Sequence[Entry]
) -> tuple[Output, ...]:
    """The files of many programs and of none, each once, then the manifest that names them."""
    cell_files = tuple(_cell_files(entries))
    online = _online_files(entries)
    terms = {each.code: _terms_file(directory, each) for each in languages}
    meanings = {each.code: _meanings_file(directory, each) for each in languages}
    rows = {each.code: _rows_file(directory, each) for each in languages}
    words = {each.code: _words_file(each) for each in languages if each.code in TRANSLATED}
    cities = {state: _hashed("cities", found) for state, found in cities_by_state(places).items()}
    names = {prefix: _hashed("names", found) for prefix, found in _names(directory, entries)}
    names_index = _hashed("names", _named(names))
    zips = _zip_folder(places)
    manifest = {
        "form": FORM,
        "count": len(entries),
        "cells": [{"file": _name(each.file), **each.about} for each in cell_files],
        "online": {state: [_name(file) for file in files] for state, files in online.items()},
        "terms": _named(terms),
        "meanings": _named(meanings),
        "rows": _named(rows),
        "words": _named(words),
        "zips": zips.name,
        "cities": _named(cities),
        "names": _name(names_index),
    }
    outputs = (
        *(each.file for each in cell_files),
        *(file for files in online.values() for file in files),
        *(file for files in (terms, meanings, rows, words) for file in files.values()),
        *(file for files in (cities, names) for file in files.values()),
        names_index,
        *zips.files,
        _plain("manifest.json", manifest),
    )
    return tuple({each.path: each for each in outputs}.values())


# Programs by place and by state


class _CellFile(NamedTuple):
    file: Output
    about: Mapping[str, object]


def _cell_files(entries: Sequence[Entry]) -> Iterator[_CellFile]:
    """Programs with an address, in cells, with what the manifest says of each."""
    by_slug = {each.slug: each for each in entries}
    for placed in cells([Placed(each.slug, each.point) for each in entries if each.point]):
        held = [by_slug[slug] for slug, _ in placed]
        states = sorted({each.state for each in held})
        about = {"count": len(held), "box": box(placed), "states": states}
        yield _CellFile(_hashed("cell", cell(held)), about)


def _online_files(entries: Sequence[Entry]) -> dict[str, tuple[Output, ...]]:
    """For each state the programs that people there may join online."""
    serving: defaultdict[str, list[Entry]] = defaultdict(list)
    for each in sorted(entries, key=lambda each: each.slug):
        for state in each.states:
            serving[state].append(each)
    return {
        state: tuple(_hashed("online", cell(held[part])) for part in parts(len(held)))
        for state, held in sorted(serving.items())
    }


def _names(
    directory: Directory, entries: Sequence[Entry]
) -> Iterator[tuple[str, tuple[Named, ...]]]:
    programs = [directory.by_slug[each.slug].program for each in entries]
    yield from names_by_prefix(
        Named(each.slug, program.name, location.city, location.state)
        if (location := program.location)
        else Named(each.slug, program.name, "", "")
        for each, program in zip(entries, programs, strict=True)
    ).items()


# Words and places


def _terms_file(directory: Directory, language: Language) -> Output:
    return _hashed(f"terms-{language.code}", facet_terms(directory, language))


def _meanings_file(directory: Directory, language: Language) -> Output:
    return _hashed(f"meanings-{language.code}", term_meanings(directory, language))


def _rows_file(directory: Directory, language: Language) -> Output:
    return _hashed(f"rows-{language.code}", compared_rows(directory, language))


def _words_file(language: Language) -> Output:
    return _hashed(f"words-{language.code}", script_words(language))


class _Folder(NamedTuple):
    name: str
    files: tuple[Output, ...]


def _zip_folder(places: Places) -> _Folder:
    """A file for each three digits, in a folder whose name holds the hash of them all."""
    bodies = {prefix: _json(shard) for prefix, shard in zips_by_prefix(places).items()}
    name = f"zips-{_digest(b''.join(bodies.values()))}"
    files = (Output(f"{FOLDER}{name}/{prefix}.json", body) for prefix, body in bodies.items())
    return _Folder(name, tuple(files))


# Files


def _plain(name: str, value: object) -> Output:
    """A file whose name stays the same."""
    return Output(f"{FOLDER}{name}", _json(value))


def _hashed(name: str, value: object) -> Output:
    """A file that bears a piece of its own hash in its name."""
    body = _json(value)
    return Output(f"{FOLDER}{name}-{_digest(body)}.json", body)


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()[:10]


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def _name(file: Output) -> str:
    return file.path.removeprefix(FOLDER)


def _named(files: Mapping[str, Output]) -> dict[str, str]:
    return {key: _name(file) for key, file in files.items()}
