"""Folders and options in; the whole site, safely published, or the problems that forbid it, out."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from iopfinder.directory import Reading, read_directory
from iopfinder.finder_files import FOLDER
from iopfinder.language import ENGLISH, Language
from iopfinder.memory import RESTLESS_NS, Damaged, Done, Memory, Works
from iopfinder.pages import plan_site
from iopfinder.places import Places, read_places, zips_alone
from iopfinder.problems import START, Problem, Severity, in_order
from iopfinder.publish import (
    Publication,
    Seen,
    check_folder,
    discard,
    edition,
    packed_survey,
    publish,
    republish,
    stage,
    staging_beside,
)
from iopfinder.render import keep_compiled, renderers_of
from iopfinder.sources import (
    Sources,
    Stamp,
    Vouch,
    digest_of,
    digest_of_folder,
    read_sources,
    stamps_of,
)
from iopfinder.translations import read_languages
from iopfinder.work import (
    ASSETS,
    Wanted,
    carried_out,
    finder_manifest,
    finished,
    site_parts,
    wanted,
)
from iopfinder.workers import WorkerFailed, begun

__all__ = [
    "Built",
    "Folders",
    "Tell",
    "build",
    "clashes",
    "cores",
    "missing_folders",
    "read_site",
]


Tell = Callable[[str, int], None]
"""Hears of a step that begins, and of how many things it is."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a site is made from, and where it goes."""

    programs: Path
    content: Path
    templates: Path
    assets: Path
    translations: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to, and of how many pages, listings and articles.

    `publication` is None when problems kept it from being published, `reading` when everything
    stands as the last build left it and nothing was read.
    """

    problems: tuple[Problem, ...]
    publication: Publication | None
    reading: Reading | None
    pages: int = 0
    listings: int = 0
    articles: int = 0


def read_site(
    folders: Folders,
    today: date,
    *,
    base_url: str = "",
    drafts: bool = False,
    jobs: int = 1,
    places: Callable[[], Places] = read_places,
    memory: Memory | None = None,
    read: Callable[[Vouch], Sources] | None = None,
    tell: Tell = lambda _step, _count: None,
) -> Reading:
    """The directory of the content and program folders and its languages, with all problems.

    What `memory` knows is not read again. `read` gives the sources, if somebody knows a short way.
    """
    memory = memory or Memory()
    memory.recall()
    languages, mistranslated = _read_languages(folders.translations, memory)
    read = read or partial(read_sources, folders.content, folders.programs)
    sources = read(memory.vouched)
    tell("Reading", len(sources.programs))
    reading = read_directory(
        sources,
        partial(memory.last, "zips", b"", lambda: zips_alone(places())),
        today,
        base_url=base_url,
        drafts=drafts,
        jobs=jobs,
        languages=(ENGLISH, *languages),
        memory=memory,
    )
    if not mistranslated:
        return reading
    return replace(reading, directory=None, problems=in_order((*reading.problems, *mistranslated)))


def _read_languages(
    folder: Path, memory: Memory
) -> tuple[tuple[Language, ...], tuple[Problem, ...]]:
    return memory.here("languages", digest_of_folder(folder), lambda: read_languages(folder))


def build(
    folders: Folders,
    today: date,
    *,
    base_url: str = "",
    drafts: bool = False,
    jobs: int = 1,
    memory: Memory | None = None,
    tell: Tell = lambda _step, _count: None,
) -> Built:
    """Reads, renders and publishes a site. Nothing in the output changes unless all is rendered.

    What `memory` knows, and still stands in the output, is not made again; it then knows this
    build. `tell` hears of each step as it begins. Raises `NotOurs` when the output folder holds
    other things.
    """
    check_folder(folders.output)
    memory = memory or Memory()
    attempt = partial(
        _build,
        folders,
        today,
        base_url=base_url,
        drafts=drafts,
        jobs=jobs,
        memory=memory,
        tell=tell,
    )
    try:
        return attempt()
    except (Damaged, WorkerFailed):
        if not memory.is_kept:
            raise
        memory.forget_all()  # a part of it that is read late may be the trouble
        return attempt()


def _build(
    folders: Folders,
    today: date,
    *,
    base_url: str,
    drafts: bool,
    jobs: int,
    memory: Memory,
    tell: Tell,
) -> Built:
    before = _inputs(folders, today, base_url, drafts=drafts)
    receipt: _Receipt | None = memory.known("receipt", before.key)
    if receipt and before.stands(receipt) and receipt.is_of(folders.output):
        return receipt.built
    places = cache(read_places)
    with begun(partial(packed_survey, folders.output), jobs=jobs) as surveyed:
        reading = read_site(
            folders,
            today,
            base_url=base_url,
            drafts=drafts,
            jobs=jobs,
            places=places,
            memory=memory,
            read=partial(read_sources, folders.content, folders.programs, stamps=before.stamps),
            tell=tell,
        )
        missing = tuple(missing_folders(folders))
        if reading.directory is None or missing:
            return _failed(reading, missing)
        plans = plan_site(reading.directory, reading.languages, memory.last)
        renderers = renderers_of(plans, folders.templates, memory)
        seal = digest_of(reading.seal, repr((plans[0].site.all_made_up, plans[0].site.is_large)))
        made_of = (renderers, folders.templates, folders.assets, folders.content, places)
        parts = tuple(site_parts(*made_of, seal=seal, memory=memory))
        seen = surveyed()
    as_left = seen.edition is not None and seen.edition == memory.edition
    there = None if as_left else seen.whole.there
    parts_wanted = [wanted(part, memory, there) for part in parts]
    staging = staging_beside(folders.output)
    known = _made(parts_wanted, staging, jobs, tell)
    if isinstance(known, Problem):
        discard(staging)
        return _failed(reading, [known])
    same_paths = as_left and _has_paths_of(memory.parts, known)
    clashing = () if same_paths else tuple(_clashes_in(known, folders))
    if clashing:
        discard(staging)
        return _failed(reading, clashing)
    noted = (each for done, _ in known.values() for each in done.noted)
    index = stage(staging, finder_manifest(noted, reading.directory))
    tell("Publishing", sum(done.count for done, _ in known.values()) + 1)
    publication = _published(
        staging, {index.path: index.sha256}, known, folders.output, seen, same_paths=same_paths
    )
    memory.keep_parts(known, publication.edition)
    for renderer in renderers.values():
        keep_compiled(renderer, memory)
    built = Built(
        reading.problems,
        publication,
        reading,
        sum(done.pages for done, _ in known.values()),
        len(reading.directory.briefs),
        len(reading.directory.articles),
    )
    memory.keep("receipt", before.key, _receipt(before, built, publication))
    return built


_Known = Mapping[str, tuple[Done, Works | None]]
"""Each part as it is now; without its works where it stands as it did."""


def _made(parts: Sequence[Wanted], staging: Path, jobs: int, tell: Tell) -> _Known | Problem:
    """The parts after all fresh works were done; or what is wrong in a template."""
    fresh = [work for part in parts for work in part.fresh]
    tell("Making", sum(bool(work.template) for work in fresh))
    made = carried_out(fresh, staging, jobs)
    if isinstance(made, Problem):
        return made
    new = iter(made)
    return {part.part.name: finished(part, new) for part in parts}


def _has_paths_of(before: Mapping[str, Done], known: _Known) -> bool:
    """Whether each part holds files of the same paths as before, and so all of them together."""
    remade = (name for name, (_, works) in known.items() if works is not None)
    return before.keys() == known.keys() and all(
        before[name].files.keys() == known[name][0].files.keys() for name in remade
    )


def _clashes_in(known: _Known, folders: Folders) -> Iterator[Problem]:
    copied = known[ASSETS][0].files
    others = _together(done.files for done, _ in known.values() if done.files is not copied)
    yield from clashes(copied, others, folders.assets)


def _published(
    staging: Path,
    index: Mapping[str, str],
    known: _Known,
    site: Path,
    seen: Seen,
    *,
    same_paths: bool,
) -> Publication:
    """All parts and the finder's index in their places; the short way where no path is new."""
    if same_paths and seen.edition:
        remade = (done.files for done, works in known.values() if works is not None)
        renewed = republish(staging, _together([*remade, index]), site, seen.edition)
        if renewed:
            return renewed
    files = _together([*(done.files for done, _ in known.values()), index])
    return publish(staging, files, site, seen.whole)


def _together(parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The files of all parts. Two of one path are our own bug: `ValueError`."""
    files: dict[str, str] = {}
    for part in parts:
        twice = files.keys() & part.keys()
        if twice:
            raise ValueError(f"made twice: {', '.join(sorted(twice))}")
        files |= part
    return files


def _failed(reading: Reading, found: Sequence[Problem]) -> Built:
    return Built(in_order((*reading.problems, *found)), None, reading)


class _Receipt(NamedTuple):
    """What a build came to that began to look at its inputs at this time, and the site's edition.

    `built` is what the next build says that finds everything as this one left it.
    """

    seen_ns: int
    edition: bytes
    built: Built

    def is_of(self, site: Path) -> bool:
        """Whether the site is the one that this build left, and no other build's since."""
        return self.edition == edition(site)


def _receipt(before: "_Inputs", built: Built, publication: Publication) -> _Receipt:
    unchanged = publication.written + publication.unchanged
    same = publication._replace(written=0, unchanged=unchanged, removed=0)
    left = replace(built, publication=same, reading=None)
    return _Receipt(before.seen_ns, publication.edition, left)


class _Inputs(NamedTuple):
    """All that a build reads, by the stamps of its files; one of them changed last at `last_ns`."""

    key: bytes
    stamps: Mapping[str, Stamp]
    last_ns: int
    seen_ns: int

    def stands(self, receipt: _Receipt) -> bool:
        """Whether a change since the receipt must show in a stamp."""
        return self.last_ns + RESTLESS_NS < receipt.seen_ns


def _inputs(folders: Folders, today: date, base_url: str, *, drafts: bool) -> _Inputs:
    seen_ns = time_ns()
    read = (folders.programs, folders.content, folders.templates, folders.assets)
    every = [each for folder in (*read, folders.translations) for each in stamps_of(folder)]
    stamps = dict(every)
    columns = tuple(zip(*stamps.values(), strict=True)) or ((0,), (0,))
    whole = (repr((today, base_url, drafts, folders)), "\0".join(stamps), repr(columns))
    return _Inputs(digest_of(*whole), stamps, max(map(max, columns[:2])), seen_ns)


def missing_folders(folders: Folders) -> Iterator[Problem]:
    """Templates and assets are needed whole: a site without its style is no site."""
    for folder in (folders.templates, folders.assets):
        if not folder.is_dir():
            message, hint = "this is not a folder", "name the right folder"
            yield Problem(folder.as_posix(), START, "", Severity.ERROR, message, hint)


def clashes(copied: Iterable[str], made: Container[str], assets: Path) -> Iterator[Problem]:
    """Files of assets/root/ that stand where the build writes its own; paths are the site's."""
    for path in copied:
        if path in made or path.startswith(FOLDER):
            file = (assets / "root" / path).as_posix()
            message, hint = f"the build makes {path} itself", "delete this file, or rename it"
            yield Problem(file, START, "", Severity.ERROR, message, hint)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
