"""Folders and options in; the whole site, safely published, or the problems that forbid it, out."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from iopfinder.assets import assets_of
from iopfinder.directory import Reading, read_directory
from iopfinder.finder_files import FOLDER
from iopfinder.language import ENGLISH, Language
from iopfinder.memory import RESTLESS_NS, Damaged, Memory
from iopfinder.pages import plan_site
from iopfinder.places import Places, read_places
from iopfinder.problems import START, Problem, Severity, in_order
from iopfinder.publish import (
    Publication,
    check_folder,
    discard,
    edition,
    publish,
    stage,
    staging_beside,
    survey,
)
from iopfinder.sources import digest_of, digest_of_folder, read_sources, stamps_of
from iopfinder.translations import read_languages
from iopfinder.work import GENERATED, carried_out, finder_manifest, site_work, standing_of
from iopfinder.workers import WorkerFailed

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
    tell: Tell = lambda _step, _count: None,
) -> Reading:
    """The directory of the content and program folders and its languages, with all problems.

    What `memory` knows is not read again.
    """
    memory = memory or Memory()
    memory.recall()
    languages, mistranslated = _read_languages(folders.translations, memory)
    sources = read_sources(folders.content, folders.programs, memory.vouched)
    tell("Reading", len(sources.programs))
    reading = read_directory(
        sources,
        places,
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
    receipt: _Receipt | None = memory.receipt(before.key)
    if receipt and before.stands(receipt) and receipt.is_of(folders.output):
        return receipt.built
    missing = tuple(missing_folders(folders))
    places = partial(memory.last, "places", b"", read_places)
    reading = read_site(
        folders,
        today,
        base_url=base_url,
        drafts=drafts,
        jobs=jobs,
        places=places,
        memory=memory,
        tell=tell,
    )
    if reading.directory is None or missing:
        return _failed(reading, missing)
    plans = plan_site(reading.directory, reading.languages)
    pages = plans[0].pages
    assets = tuple(assets_of(folders.assets))
    of_pages = {*GENERATED, *(page.path for page in pages)}
    copied = (asset.target for asset in assets)
    clashing = tuple(clashes(copied, of_pages, folders.assets))
    if clashing:
        return _failed(reading, clashing)
    seal = digest_of(reading.seal, repr(plans[0].site.all_made_up))
    work = tuple(site_work(plans, folders.templates, assets, places, seal))
    seen = survey(folders.output)
    known = [standing_of(each, memory, seen.there) for each in work]
    fresh = [each for each, made in zip(work, known, strict=True) if made is None]
    tell("Making", sum(each.is_page for each in fresh))
    staging = staging_beside(folders.output)
    made = carried_out(fresh, staging, folders.templates, jobs)
    broken = [each for each in made if isinstance(each, Problem)]
    if broken:
        discard(staging)
        return _failed(reading, broken[:1])  # each worker stops at its first
    new = (each for each in made if not isinstance(each, Problem))
    rows = [each if each is not None else next(new) for each in known]
    index = stage(staging, finder_manifest(rows, reading.directory))
    files = {each.path: each.sha256 for row in rows for each in row}
    files[index.path] = index.sha256
    tell("Publishing", len(files))
    publication = publish(staging, files, folders.output, seen)
    memory.made = {
        each.fingerprint: row for each, row in zip(work, rows, strict=True) if each.fingerprint
    }
    directory = reading.directory
    counts = (len(pages), len(directory.briefs), len(directory.articles))
    built = Built(reading.problems, publication, reading, *counts)
    memory.keep_receipt(before.key, _receipt(before, built, publication))
    return built


def _failed(reading: Reading, found: Sequence[Problem]) -> Built:
    return Built(in_order((*reading.problems, *found)), None, reading)


class _Receipt(NamedTuple):
    """What a build came to that began to look at its inputs at this time; `edition`: the site."""

    seen_ns: int
    edition: bytes
    built: Built

    def is_of(self, site: Path) -> bool:
        """Whether the site is the one that this build left, and no other build's since."""
        return self.edition == edition(site)


def _receipt(before: "_Inputs", built: Built, done: Publication) -> _Receipt:
    """What the next build says when it finds everything as this one left it."""
    nothing = Publication(0, done.written + done.unchanged, 0, done.edition)
    same = replace(built, publication=nothing, reading=None)
    return _Receipt(before.seen_ns, done.edition, same)


class _Inputs(NamedTuple):
    """All that a build reads, by the stamps of its files; one of them changed last at `last_ns`."""

    key: bytes
    last_ns: int
    seen_ns: int

    def stands(self, receipt: _Receipt) -> bool:
        """Whether a change since the receipt must show in a stamp."""
        return self.last_ns + RESTLESS_NS < receipt.seen_ns


def _inputs(folders: Folders, today: date, base_url: str, *, drafts: bool) -> _Inputs:
    seen_ns = time_ns()
    read = (folders.programs, folders.content, folders.templates, folders.assets)
    stamps = [each for folder in (*read, folders.translations) for each in stamps_of(folder)]
    options = (today, base_url, drafts, folders)
    key = digest_of(repr(options), *map(repr, stamps))
    return _Inputs(key, max((stamp.last_ns for _, stamp in stamps), default=0), seen_ns)


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
