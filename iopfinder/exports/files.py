"""A directory in, the files below /data/ out, in works that can be made one by one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final, NamedTuple

from iopfinder.addresses import record_url
from iopfinder.brief import Brief
from iopfinder.directory import Directory
from iopfinder.exports.collection import (
    FORMS,
    PartLink,
    Whole,
    latest_confirmed,
    moved_json,
    program_json,
    records_of,
    whole_of,
)
from iopfinder.exports.hsds import Publisher, publisher_of, service_text
from iopfinder.exports.record import Record
from iopfinder.finder_cells import parts
from iopfinder.publish import Output
from iopfinder.shelves import Shelves
from iopfinder.sources import digest_of

__all__ = [
    "WHOLE",
    "WHOLE_LIMIT",
    "Export",
    "Files",
    "Part",
    "export_at",
    "export_parts",
    "exports",
    "is_parted",
]

WHOLE: Final = "data/programs"
"""The path of the whole, without its ending."""

PROGRAMS: Final = "data/programs/"

SERVICES: Final = "data/hsds/"
"""The folder of HSDS services."""

WHOLE_LIMIT: Final = 1000
"""So many programs stand in one file: 5 to 8 MB, of the 25 MB that hosts allow.

Of more programs, single ones have no file: each file costs every build its part of a look."""

PART_LIMIT: Final = 25
"""Programs in a part. When one of them changes, all are worded anew."""

NOWHERE: Final = "online"
"""The name of the parts with programs that have no address; no state has six letters."""


class Files(NamedTuple):
    """Files that are made together. `digest` stands for what, of all listings, they are made of."""

    digest: bytes
    paths: Callable[[], Iterator[str]]
    make: Callable[[], Iterator[Output]]


class Export(NamedTuple):
    """Files that are made of the same listings; which they are is worked out when asked for.

    `about` is the state whose programs they hold, "" without an address, "hsds", or "all" of them.
    """

    about: str
    digest: bytes
    files: Callable[[], Iterator[Files]]


class Part(NamedTuple):
    """Programs whose files are made together, so that each is read and worded once."""

    link: PartLink
    slugs: tuple[str, ...]

    @property
    def path(self) -> str:
        """Of the files that hold all of them, without the ending."""
        return self.link.url.removeprefix("/")


def exports(directory: Directory, shelves: Shelves) -> Iterator[Export]:
    """The files of all programs, a state's after the other's, then the whole.

    Equal digests give equal files while all listings keep their place in lists.
    """
    in_parts = is_parted(shelves)
    for state, of_state in groupby(_parts(shelves), lambda part: part.link.state):
        parts_here = tuple(of_state)
        slugs = [slug for part in parts_here for slug in part.slugs]
        digest = _digest_of(repr((state, in_parts)), map(directory.briefs.__getitem__, slugs))
        files = partial(_of_state, parts_here, directory, in_parts=in_parts)
        yield Export(state, digest, files)
    links = tuple(part.link for part in export_parts(shelves))
    told = () if links else shelves.shown
    digest = _digest_of(repr((links, _latest(shelves))), told)
    yield Export("all", digest, partial(_of_all, digest, told, links, directory, shelves))
    if not in_parts:
        services = partial(_services, directory, shelves.shown)
        yield Export("hsds", _digest_of("hsds", shelves.shown), services)


def _of_state(held: Iterable[Part], directory: Directory, *, in_parts: bool) -> Iterator[Files]:
    for part in held:
        briefs = [directory.briefs[slug] for slug in part.slugs]
        yield Files(
            _digest_of(repr((part.path, in_parts)), briefs),
            partial(_part_paths, part, briefs, in_parts=in_parts),
            partial(_part_files, part, briefs, directory, in_parts=in_parts),
        )


def _of_all(
    digest: bytes,
    told: Iterable[Brief],
    links: tuple[PartLink, ...],
    directory: Directory,
    shelves: Shelves,
) -> Iterator[Files]:
    whole = Whole(directory.settings, len(shelves.shown), _latest(shelves), directory.today, links)
    yield Files(digest, partial(_endings, WHOLE), partial(_whole_files, told, whole, directory))


def _latest(shelves: Shelves) -> date | None:
    return shelves.kept("latest confirmed", lambda: latest_confirmed(shelves.shown))


def _services(directory: Directory, shown: Iterable[Brief]) -> Iterator[Files]:
    """Each program as an HSDS service: 30 KB and 2 ms each, so a large site leaves them to
    `build.py export hsds`."""
    publisher = publisher_of(directory.settings, directory.today)
    for brief in shown:
        path = f"{SERVICES}{brief.slug}.json"
        make = partial(_service_file, path, brief, directory, publisher)
        yield Files(_digest_of("hsds", [brief]), partial(iter, (path,)), make)


def _service_file(
    path: str, brief: Brief, directory: Directory, publisher: Publisher
) -> Iterator[Output]:
    listing = directory.by_slug[brief.slug]
    yield _file(path, service_text(listing, publisher, directory.vocabulary))


def export_parts(shelves: Shelves) -> Sequence[Part]:
    """The parts of which the whole has the names; none where it has the programs themselves."""
    return _parts(shelves) if is_parted(shelves) else ()


def is_parted(shelves: Shelves) -> bool:
    """Whether the programs stand in parts, and none of them in a file of its own."""
    return len(shelves.shown) > WHOLE_LIMIT


def export_at(path: str, directory: Directory, shelves: Shelves) -> bytes | None:
    """The one file of a path below /data/, None where there is none."""
    for export in exports(directory, shelves):
        for files in export.files():
            if path in files.paths():
                return next(output.body for output in files.make() if output.path == path)
    return None


def _parts(shelves: Shelves) -> Sequence[Part]:
    return shelves.kept("export parts", lambda: tuple(_parted(shelves.shown)))


def _parted(shown: Iterable[Brief]) -> Iterator[Part]:
    by_state: defaultdict[str, list[str]] = defaultdict(list)
    for brief in shown:
        by_state[brief.state].append(brief.slug)
    for state, slugs in sorted(by_state.items()):
        name = state.lower() or NOWHERE
        for number, run in enumerate(parts(len(slugs), PART_LIMIT), 1):
            held = tuple(slugs[run])
            url = f"/{PROGRAMS}in/{name}" + (f"-{number}" if number > 1 else "")
            yield Part(PartLink(url, state, len(held)), held)


def _digest_of(kind: str, held: Iterable[Brief]) -> bytes:
    return digest_of(kind, b"".join([brief.digest for brief in held]))


def _part_paths(part: Part, held: Iterable[Brief], *, in_parts: bool) -> Iterator[str]:
    """Of a large site those of the part; else of its programs, under each of their names."""
    if in_parts:
        yield from _endings(part.path)
        return
    for brief in held:
        yield from map(_path_of, (brief.slug, *brief.aliases))


def _path_of(slug: str) -> str:
    return record_url(slug).removeprefix("/")


def _endings(path: str) -> Iterator[str]:
    return (f"{path}.{ending}" for ending in FORMS)


def _part_files(
    part: Part, held: Sequence[Brief], directory: Directory, *, in_parts: bool
) -> Iterator[Output]:
    settings = directory.settings
    records = list(records_of(held, directory))
    if in_parts:
        yield from _collection_files(part.path, records, whole_of(held, settings))
        return
    for brief, one in zip(held, records, strict=True):
        yield _file(_path_of(brief.slug), program_json(one, settings))
        for alias in brief.aliases:
            yield _file(_path_of(alias), moved_json(brief.slug, settings))


def _whole_files(held: Iterable[Brief], whole: Whole, directory: Directory) -> Iterator[Output]:
    yield from _collection_files(WHOLE, list(records_of(held, directory)), whole)


def _collection_files(path: str, records: Sequence[Record], whole: Whole) -> Iterator[Output]:
    for ending, written in FORMS.items():
        yield _file(f"{path}.{ending}", "".join(written(records, whole)))


def _file(path: str, text: str) -> Output:
    return Output(path, text.encode())
