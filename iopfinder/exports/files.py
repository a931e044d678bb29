"""A directory in, the files below /data/ out, in works that can be made one by one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from iopfinder.brief import Brief
from iopfinder.directory import Directory
from iopfinder.exports.collection import (
    FORMS,
    PartLink,
    Whole,
    moved_json,
    program_json,
    records_of,
    whole_of,
)
from iopfinder.publish import Output
from iopfinder.shelves import Shelves
from iopfinder.sources import digest_of

__all__ = [
    "PROGRAMS",
    "WHOLE",
    "WHOLE_LIMIT",
    "Export",
    "export_at",
    "export_parts",
    "exports",
    "program_exports",
]

WHOLE: Final = "data/programs"
"""The path of the whole, without its ending."""

PROGRAMS: Final = "data/programs/"

WHOLE_LIMIT: Final = 1000
"""So many programs stand in one file: 5 to 8 MB, of the 25 MB that hosts allow."""

PART_LIMIT: Final = 100
"""Programs in a part. When one of them changes, all are written anew."""

NOWHERE: Final = "online"
"""The name of the parts with programs that have no address; no state has six letters."""


class Export(NamedTuple):
    """Files that are made together, a file for each form of `path`.

    `digest` stands for what, of all listings, they are made of.
    """

    path: str
    digest: bytes
    make: Callable[[], Iterable[Output]]


class _Part(NamedTuple):
    link: PartLink
    slugs: tuple[str, ...]


def program_exports(brief: Brief, directory: Directory) -> Iterator[Output]:
    """The file of one program, and those under its old names."""
    settings = directory.settings
    (one,) = records_of([brief], directory)
    yield _file(f"{PROGRAMS}{brief.slug}.json", program_json(one, settings))
    for alias in brief.aliases:
        yield _file(f"{PROGRAMS}{alias}.json", moved_json(brief.slug, settings))


def exports(directory: Directory, shelves: Shelves) -> Iterator[Export]:
    """The files of many programs: one whole, or its parts and a whole that names them."""
    parts = export_parts(directory, shelves)
    shown = [brief for brief in directory.briefs.values() if brief.is_shown]
    for part in parts:
        digest = _digest_of(part.link.url, [directory.briefs[slug] for slug in part.slugs])
        yield Export(_path(part), digest, partial(_part_files, part, directory))
    links = tuple(part.link for part in parts)
    latest = whole_of(shown, directory.settings).latest
    digest = digest_of("parts", repr((links, latest))) if parts else _digest_of("whole", shown)
    yield Export(WHOLE, digest, partial(_whole_files, shown, links, directory))


def export_at(path: str, directory: Directory, shelves: Shelves) -> bytes | None:
    """The one file of a path below /data/, None where there is none."""
    for brief in directory.briefs.values():
        names = (f"{PROGRAMS}{name}.json" for name in (brief.slug, *brief.aliases))
        if brief.is_shown and path in names:
            return _body(path, program_exports(brief, directory))
    stem, _, form = path.rpartition(".")
    for export in exports(directory, shelves):
        if export.path == stem and form in FORMS:
            return _body(path, export.make())
    return None


def _body(path: str, made: Iterable[Output]) -> bytes:
    return next(output.body for output in made if output.path == path)


def export_parts(directory: Directory, shelves: Shelves) -> Sequence[_Part]:
    """The parts of the whole, by state; none of a whole that stands in one file."""
    if len(shelves.shown) <= WHOLE_LIMIT:
        return ()
    return shelves.kept("export parts", lambda: tuple(_parts(shelves.shown)))


def _parts(shown: Iterable[Brief]) -> Iterator[_Part]:
    by_state: defaultdict[str, list[str]] = defaultdict(list)
    for brief in shown:
        by_state[brief.state].append(brief.slug)
    for state, slugs in sorted(by_state.items()):
        name = state.lower() or NOWHERE
        count = -(-len(slugs) // PART_LIMIT)
        for number in range(count):
            held = slugs[len(slugs) * number // count : len(slugs) * (number + 1) // count]
            url = f"/{PROGRAMS}in/{name}" + (f"-{number + 1}" if number else "")
            yield _Part(PartLink(url, state, len(held)), tuple(held))


def _digest_of(kind: str, held: Iterable[Brief]) -> bytes:
    return digest_of(kind, b"".join([brief.digest for brief in held]))


def _part_files(part: _Part, directory: Directory) -> Iterator[Output]:
    held = [directory.briefs[slug] for slug in part.slugs]
    yield from _files(_path(part), held, whole_of(held, directory.settings), directory)


def _path(part: _Part) -> str:
    return part.link.url.removeprefix("/")


def _whole_files(
    shown: Sequence[Brief], links: tuple[PartLink, ...], directory: Directory
) -> Iterator[Output]:
    whole = whole_of(shown, directory.settings, directory.today, links)
    yield from _files(WHOLE, () if links else shown, whole, directory)


def _files(
    path: str, held: Iterable[Brief], whole: Whole, directory: Directory
) -> Iterator[Output]:
    records = list(records_of(held, directory))
    for ending, written in FORMS.items():
        yield _file(f"{path}.{ending}", "".join(written(records, whole)))


def _file(path: str, text: str) -> Output:
    return Output(path, text.encode())
