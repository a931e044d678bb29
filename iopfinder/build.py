"""Folders and options in; the whole site, safely published, or the problems that forbid it, out."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from time import time_ns
from typing import Final, NamedTuple

from jinja2.exceptions import TemplateError

from iopfinder.assets import Asset, assets_of
from iopfinder.directory import Directory, Reading, read_directory
from iopfinder.finder_files import FOLDER, Noted, finder_parts, manifest, program_files
from iopfinder.fingerprints import fingerprint
from iopfinder.hosting import headers_file
from iopfinder.language import ENGLISH, Language
from iopfinder.memory import RESTLESS_NS, Damaged, Made, Memory
from iopfinder.pages import plan_site
from iopfinder.places import Places, read_places
from iopfinder.plan import Page, Plan
from iopfinder.problems import START, Problem, Severity, in_order
from iopfinder.publish import (
    Output,
    Publication,
    Recorded,
    Staged,
    check_folder,
    discard,
    edition,
    edition_of,
    publish,
    stage,
    staging_beside,
    survey,
)
from iopfinder.render import Renderer, make_renderer, template_digests, template_problem
from iopfinder.schema import schema_text
from iopfinder.sources import digest_of, digest_of_folder, read_sources, stamps_of
from iopfinder.translations import read_languages
from iopfinder.workers import WorkerFailed, shared_out

__all__ = [
    "GENERATED",
    "Built",
    "Folders",
    "Tell",
    "build",
    "clashes",
    "cores",
    "generated",
    "missing_folders",
    "read_site",
]


SCHEMA: Final = "schema/program.schema.json"
RULES: Final = "_headers"
ROBOTS: Final = "robots.txt"
GENERATED: Final = (SCHEMA, RULES, ROBOTS)
"""Files that are made of no template."""

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
    options = _Options(folders, today, base_url, drafts, jobs)
    try:
        return _build(options, memory or Memory(), tell)
    except (Damaged, WorkerFailed):
        if memory is None or not memory.is_kept:
            raise
        memory.forget_all()  # a part of it that is read late may be the trouble
        return _build(options, memory, tell)


@dataclass(frozen=True, slots=True)
class _Options:
    folders: Folders
    today: date
    base_url: str
    drafts: bool
    jobs: int


def _build(options: _Options, memory: Memory, tell: Tell) -> Built:
    folders, today, base_url = options.folders, options.today, options.base_url
    drafts, jobs = options.drafts, options.jobs
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
    made_here = {*GENERATED, *(page.path for page in pages)}
    copied = (asset.target for asset in assets_of(folders.assets))
    clashing = tuple(clashes(copied, made_here, folders.assets))
    if clashing:
        return _failed(reading, clashing)
    seal = _seal(reading, reading.directory, folders, drafts=drafts)
    work = tuple(_work(plans, folders, places, seal))
    seen = survey(folders.output)
    known = [_standing_of(each, memory, seen.there) for each in work]
    fresh = [each for each, made in zip(work, known, strict=True) if made is None]
    tell("Making", sum(each.is_page for each in fresh))
    staging = staging_beside(folders.output)
    made = _carried_out(fresh, staging, folders, jobs)
    broken = [each for each in made if isinstance(each, Problem)]
    if broken:
        discard(staging)
        return _failed(reading, broken[:1])  # each worker stops at its first
    new = (each for each in made if not isinstance(each, Problem))
    rows = [each if each is not None else next(new) for each in known]
    index = stage(staging, _index(rows, reading.directory))
    files = {each.path: Staged(each.path, each.sha256, each.size) for row in rows for each in row}
    files[index.path] = index
    tell("Publishing", len(files))
    publication = publish(staging, tuple(files.values()), folders.output, seen)
    memory.made = {
        each.fingerprint: row for each, row in zip(work, rows, strict=True) if each.fingerprint
    }
    directory = reading.directory
    counts = (len(pages), len(directory.briefs), len(directory.articles))
    unchanged = Publication(0, len(files), 0)
    memory.keep_receipt(
        before.key,
        _Receipt(
            before.seen_ns,
            edition_of({path: each.sha256 for path, each in files.items()}),
            Built(reading.problems, unchanged, None, *counts),
        ),
    )
    return Built(reading.problems, publication, reading, *counts)


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


# Work: what must be made, and what stands for it


class _Work(NamedTuple):
    """Files that are made together. Equal fingerprints give equal files; None: made each time."""

    fingerprint: bytes | None
    make: Callable[[], Iterable[Noted]]
    is_page: bool = False


def _seal(reading: Reading, directory: Directory, folders: Folders, *, drafts: bool) -> bytes:
    """Stands for all that every file of the site is made with, but for listings and templates."""
    return digest_of(
        reading.shared,
        directory.today.isoformat(),
        directory.settings.base_url,
        repr((drafts, all(brief.example for brief in directory.briefs.values()))),
        digest_of_folder(folders.translations),
    )


def _work(
    plans: Sequence[Plan],
    folders: Folders,
    places: Callable[[], Places],
    seal: bytes,
) -> Iterator[_Work]:
    """All that the site is made of, in a fixed order."""
    directory, languages = plans[0].directory, [plan.language for plan in plans]
    of_language = {plan.language.code: plan for plan in plans}
    renderers = {plan.language.code: make_renderer(plan, folders.templates) for plan in plans}
    templates = template_digests(folders.templates)
    for page in plans[0].pages:
        own = fingerprint(page, of_language[page.language])
        sealed = digest_of(seal, templates.get(page.template, b""), own)
        yield _Work(
            sealed, partial(_page_files, page, renderers[page.language], languages), is_page=True
        )
    for part in finder_parts(directory, places, languages):
        yield _Work(digest_of(seal, part.digest), part.make)
    for asset in assets_of(folders.assets):
        yield _Work(None, partial(_asset_file, asset))
    schema = partial(_schema_file, directory)
    yield _Work(digest_of(seal, "schema"), schema)
    yield _Work(None, partial(_plain_files, directory))


def _page_files(page: Page, renderer: Renderer, languages: Sequence[Language]) -> Iterator[Noted]:
    """A page, and beside a program's own what the browser reads of it."""
    yield Noted(renderer.page(page))
    if page.kind == "program":
        yield from program_files(page.subject, renderer.plan.directory, languages)


def _asset_file(asset: Asset) -> Iterator[Noted]:
    yield Noted(asset.output())


def _schema_file(directory: Directory) -> Iterator[Noted]:
    yield Noted(_schema(directory))


def _plain_files(directory: Directory) -> Iterator[Noted]:
    return map(Noted, _plain(directory))


def generated(directory: Directory) -> Iterator[Output]:
    """Files that are made of no template."""
    yield _schema(directory)
    yield from _plain(directory)


def _schema(directory: Directory) -> Output:
    return Output(SCHEMA, schema_text(directory.vocabulary).encode())


def _plain(directory: Directory) -> Iterator[Output]:
    yield Output(RULES, headers_file().encode())
    base = directory.settings.base_url.rstrip("/")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n"
    yield Output(ROBOTS, robots.encode())


def _standing_of(
    work: _Work, memory: Memory, there: Mapping[str, Recorded]
) -> tuple[Made, ...] | None:
    """What was made of equal work before, when all of it still stands in the site."""
    made = memory.made.get(work.fingerprint) if work.fingerprint else None
    if made and all(each.path in there and there[each.path].sha256 == each.sha256 for each in made):
        return made
    return None


def _carried_out(
    work: Sequence[_Work], staging: Path, folders: Folders, jobs: int
) -> list[tuple[Made, ...] | Problem]:
    """Each laid aside under the staging folder, or what is wrong in the templates."""
    return shared_out(partial(_share, staging=staging, folders=folders), work, jobs=jobs)


def _share(
    work: Sequence[_Work], staging: Path, folders: Folders
) -> list[tuple[Made, ...] | Problem]:
    made: list[tuple[Made, ...] | Problem] = []
    for each in work:
        try:
            made.append(tuple(_laid_aside(noted, staging) for noted in each.make()))
        except TemplateError as error:
            return [template_problem(error, folders.templates)]
    return made


def _laid_aside(noted: Noted, staging: Path) -> Made:
    return Made(*stage(staging, noted.file), (noted.kind, noted.about))


def _index(made: Iterable[Iterable[Made]], directory: Directory) -> Output:
    """The finder's manifest, of what all files note."""
    noted = (
        Noted(Output(each.path, b""), *each.note) for row in made for each in row if each.note[0]
    )
    return manifest(noted, sum(brief.is_listed for brief in directory.briefs.values()))


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
