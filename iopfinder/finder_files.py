"""A directory in, every file that the finder reads in the browser out, below /data/finder/.

`manifest.json` names all others but those of single programs; what it names bears a piece of its
own SHA-256 in its name, so that it can be kept for ever and an old manifest finds no new file.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from iopfinder.brief import Brief
from iopfinder.directory import Directory
from iopfinder.finder_cells import Placed, box, cells, parts
from iopfinder.finder_index import Entry, cell, entry
from iopfinder.finder_names import Named, names_by_prefix
from iopfinder.finder_places import cities_by_state, zips_by_prefix
from iopfinder.finder_program import moved_file, program_file
from iopfinder.finder_terms import compared_rows, facet_terms, term_meanings
from iopfinder.language import TRANSLATED, Language, script_words
from iopfinder.places import Places
from iopfinder.publish import Output
from iopfinder.shelves import Shelves
from iopfinder.sources import Source, digest_of, read_source

__all__ = ["FOLDER", "Noted", "Part", "finder_parts", "manifest", "program_files"]

FOLDER: Final = "data/finder/"
"""Where the files stand in the site."""

FORM: Final = 1
"""The form of these files: a change that an older reader cannot read takes the next number."""


class Noted(NamedTuple):
    """A file, and what the manifest says of it: its kind, and of which place or language it is."""

    file: Output
    kind: str = ""
    about: object = None


class Part(NamedTuple):
    """Files that are made together; `digest` stands for what, of all listings, they are made of."""

    digest: bytes
    make: Callable[[], Iterable[Noted]]


def program_files(
    brief: Brief, directory: Directory, languages: Sequence[Language]
) -> tuple[Noted, ...]:
    """What the browser reads of one listing, under each of its names."""
    listing = directory.by_slug[brief.slug]
    said = entry(listing, directory.vocabulary, directory.today)
    whole = program_file(listing, said, directory, languages)
    whole["listing"] = _as_written(brief)
    moved = moved_file(brief.slug)
    aliases = (_plain(f"programs/{alias}.json", moved) for alias in brief.aliases)
    return tuple(map(Noted, (_plain(f"programs/{brief.slug}.json", whole), *aliases)))


def _as_written(brief: Brief) -> str:
    """The text of the listing's file, for whoever corrects it; "" when that is gone by now."""
    source = read_source(Path(brief.path))
    return source.text if isinstance(source, Source) else ""


def finder_parts(
    directory: Directory,
    shelves: Shelves,
    places: Callable[[], Places],
    languages: Sequence[Language],
) -> Iterator[Part]:
    """The files of many programs, and of none."""
    briefs = directory.briefs
    listed = [brief for brief in briefs.values() if brief.is_listed]
    for slugs, about in shelves.kept("finder cells", lambda: tuple(_cells(listed))):
        here = [briefs[slug] for slug in slugs]
        yield Part(_digest_of("cell", here), partial(_cell_file, here, "cell", about, directory))
    for state, slugs in shelves.kept("finder online", lambda: tuple(_online(listed))):
        serving = [briefs[slug] for slug in slugs]
        make = partial(_cell_file, serving, "online", state, directory)
        yield Part(_digest_of(f"online {state}", serving), make)
    names = shelves.kept("finder names", lambda: digest_of(repr(_names(listed))))
    yield Part(digest_of("names", names), lambda: _names_files(_names(listed)))
    yield Part(digest_of("words"), partial(_words_files, directory, languages))
    yield Part(digest_of("places"), partial(_places_files, places))


def manifest(made: Iterable[Noted], directory: Directory) -> Output:
    """The file that names all others but those of single programs."""
    found: defaultdict[str, list[tuple[object, str]]] = defaultdict(list)
    for noted in made:
        found[noted.kind].append((noted.about, _name(noted.file)))
    cells_ = [{"file": name, **about} for about, name in found["cell"] if isinstance(about, dict)]
    online: defaultdict[object, list[str]] = defaultdict(list)
    for state, name in found["online"]:
        online[state].append(name)
    by_key = {kind: dict(found[kind]) for kind in ("terms", "meanings", "rows", "words", "cities")}
    (names,), (zips,) = found["names"], found["zips"]
    return _plain(
        "manifest.json",
        {
            "form": FORM,
            "count": sum(brief.is_listed for brief in directory.briefs.values()),
            "cells": cells_,
            "online": online,
            **by_key,
            "zips": zips[0],
            "names": names[1],
        },
    )


# Programs by place and by state


def _cells(listed: Sequence[Brief]) -> Iterator[tuple[tuple[str, ...], dict[str, object]]]:
    """Programs with an address, in cells, with what the manifest says of each."""
    state_of = {brief.slug: brief.state for brief in listed}
    for placed in cells([Placed(brief.slug, brief.point) for brief in listed if brief.point]):
        slugs = tuple(slug for slug, _ in placed)
        states = sorted({state_of[slug] for slug in slugs})
        yield slugs, {"count": len(placed), "box": box(placed), "states": states}


def _online(listed: Sequence[Brief]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each state the programs that people there may join online, few together."""
    serving: defaultdict[str, list[str]] = defaultdict(list)
    for brief in sorted(listed, key=lambda brief: brief.slug):
        for state in brief.online:
            serving[state].append(brief.slug)
    for state, held in sorted(serving.items()):
        for part in parts(len(held)):
            yield state, tuple(held[part])


def _names(listed: Sequence[Brief]) -> Sequence[Named]:
    return [Named(brief.slug, brief.name, brief.city, brief.state) for brief in listed]


def _digest_of(kind: str, held: Sequence[Brief]) -> bytes:
    return digest_of(kind, b"".join([brief.digest for brief in held]))


def _cell_file(
    held: Sequence[Brief], kind: str, about: object, directory: Directory
) -> tuple[Noted, ...]:
    entries = [_entry(brief, directory) for brief in held]
    return (Noted(_hashed(kind, cell(entries)), kind, about),)


def _entry(brief: Brief, directory: Directory) -> Entry:
    return entry(directory.by_slug[brief.slug], directory.vocabulary, directory.today)


def _names_files(names: Sequence[Named]) -> Iterator[Noted]:
    files = {prefix: _hashed("names", found) for prefix, found in names_by_prefix(names).items()}
    yield from map(Noted, files.values())
    yield Noted(_hashed("names", _named(files)), "names")


# Words and places


def _words_files(directory: Directory, languages: Sequence[Language]) -> Iterator[Noted]:
    for each in languages:
        code = each.code
        yield Noted(_hashed(f"terms-{code}", facet_terms(directory, each)), "terms", code)
        yield Noted(_hashed(f"meanings-{code}", term_meanings(directory, each)), "meanings", code)
        yield Noted(_hashed(f"rows-{code}", compared_rows(directory, each)), "rows", code)
        if code in TRANSLATED:
            yield Noted(_hashed(f"words-{code}", script_words(each)), "words", code)


def _places_files(places: Callable[[], Places]) -> Iterator[Noted]:
    for state, found in cities_by_state(places()).items():
        yield Noted(_hashed("cities", found), "cities", state)
    yield from _zip_files(places())


def _zip_files(places: Places) -> Iterator[Noted]:
    """A file for each three digits, in a folder whose name holds the hash of them all."""
    bodies = {prefix: _json(shard) for prefix, shard in zips_by_prefix(places).items()}
    name = f"zips-{_digest(b''.join(bodies.values()))}"
    for number, (prefix, body) in enumerate(bodies.items()):
        file = Output(f"{FOLDER}{name}/{prefix}.json", body)
        yield Noted(file, "" if number else "zips", name)


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
