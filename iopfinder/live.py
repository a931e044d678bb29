"""The site in memory: read again after each save, each page rendered when it is asked for.

Nothing is written to disk, and nothing that a page shows outlives the reading it was made from: a
preview cannot differ from a clean build. Where a reading or a template fails, the last good pages
stay, with the problems beside them.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Final

from iopfinder.addresses import NOT_FOUND, file_of, program_url
from iopfinder.assets import copied_assets
from iopfinder.brief import Brief
from iopfinder.build import Folders, clashes, missing_folders, read_site
from iopfinder.directory import Directory, Reading
from iopfinder.exports.files import export_at
from iopfinder.finder_files import FOLDER, Noted, finder_parts, manifest, program_files
from iopfinder.language import Language
from iopfinder.memory import Memory
from iopfinder.pages import plan_site
from iopfinder.places import Places, read_places
from iopfinder.plan import Page, Plan
from iopfinder.problems import START, Problem, Severity, in_order
from iopfinder.render import Renderer, TemplateSlip, renderers_of
from iopfinder.sources import (
    PICTURES,
    Sources,
    Stamp,
    Vouch,
    read_again,
    read_sources,
    stamps_of,
)
from iopfinder.work import GENERATED, generated

__all__ = ["Edition", "Live", "Shown", "source_of"]

KEPT: Final = 200
"""Pages whose last good bytes are kept; an editor has a few open."""

FEW: Final = 20
"""Files saved at once by hand, at most; of more the system may not have told one by one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at a path of the site: its bytes, None while no good ones were ever made.

    `page` is None for a file of no template; `problems` are those of rendering this page.
    """

    body: bytes | None
    page: Page | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The site as it was after one reading.

    `problems` are those of reading, in order. Pages are those of the last good reading; `pages` is
    None when there has been none. `seconds` is how long the reading took.
    """

    number: int
    problems: tuple[Problem, ...]
    seconds: float
    templates: Path
    assets: Mapping[str, bytes]
    pages: "Pages | None"
    looks: "Looks"

    @property
    def today(self) -> date | None:
        """The day of the pages, None without any."""
        return self.pages.plans[0].directory.today if self.pages else None

    def shown(self, path: str) -> Shown | None:
        """What stands at a path such as /programs/oak/, None where nothing does.

        A page is rendered at most once an edition. Not for two threads at a time.
        """
        name = file_of(path)
        if name in self.assets:
            return Shown(self.assets[name])
        if self.pages is None:
            return Shown(None)
        page = self.pages.page_at(name)
        if page is not None:
            return self.looks.shown(page, self.pages, self)
        body = self.pages.plain_file(name)
        return None if body is None else Shown(body)

    @property
    def not_found(self) -> Shown:
        """The page of addresses at which nothing stands."""
        return self.shown(NOT_FOUND) or Shown(None)

    def is_page(self, path: str) -> bool:
        return self.pages is not None and self.pages.page_at(file_of(path)) is not None

    def finder_file(self, path: str) -> bytes | None:
        """A file below /data/finder/, made when it is first asked for.

        It takes a while: not for the thread that answers. Not for two threads at a time.
        """
        return self.pages.finder.file(file_of(path)) if self.pages else None

    def export_file(self, path: str) -> bytes | None:
        """A file below /data/ that other programs read; as `finder_file`."""
        if self.pages is None:
            return None
        plan = self.pages.plans[0]
        return export_at(file_of(path), plan.directory, plan.shelves)


@dataclass(frozen=True)
class Pages:
    """All that stands on the site after a good reading, though nothing is rendered yet."""

    plans: tuple[Plan, ...]
    renderers: Mapping[str, Renderer]
    finder: "Finder"

    def page_at(self, path: str) -> Page | None:
        """The page of a file of the site; a program's is found without planning all others."""
        match path.split("/"):
            case ["programs", slug, "index.html"] if slug in self._briefs:
                brief = self._briefs[slug]
                return Page(program_url(slug), "program", brief) if brief.is_shown else None
            case [*_, name] if name.endswith((".html", ".xml")):
                return self._by_path.get(path)
            case _:
                return None

    def plain_file(self, path: str) -> bytes | None:
        """A file that no template makes."""
        return self.generated.get(path)

    @property
    def _briefs(self) -> Mapping[str, Brief]:
        return self.plans[0].directory.briefs

    @cached_property
    def _by_path(self) -> Mapping[str, Page]:
        return {page.path: page for page in self.plans[0].pages}

    @cached_property
    def generated(self) -> Mapping[str, bytes]:
        return {output.path: output.body for output in generated(self.plans[0].directory)}


# Pages


@dataclass(frozen=True, slots=True)
class Looks:
    """The last good bytes of pages that were looked at, with the number of their edition."""

    kept: dict[str, tuple[int, Shown]] = field(default_factory=dict)

    def shown(self, page: Page, pages: Pages, edition: Edition) -> Shown:
        """A page of an edition; when its template fails, its last good bytes and the problem."""
        number, last = self.kept.pop(page.path, (0, Shown(None)))
        if number != edition.number:
            made = _rendered(pages.renderers[page.language], page)
            last = Shown(made, page) if isinstance(made, bytes) else Shown(last.body, page, (made,))
        self.kept[page.path] = (edition.number, last)
        while len(self.kept) > KEPT:
            del self.kept[next(iter(self.kept))]
        return last


def _rendered(renderer: Renderer, page: Page) -> bytes | Problem:
    """A page's bytes, or where its template fails and on the page of what."""
    try:
        return renderer.page(page).body
    except TemplateSlip as slip:
        return slip.problem


def source_of(page: Page, templates: Path) -> str:
    """The file that an editor opens to change a page: a listing, an article, else a template."""
    return (templates / page.template).as_posix() if page.about == page.url else page.about


# The finder's files


@dataclass(frozen=True)
class Finder:
    """The finder's files of one reading; what is made of the same as in the last one is that one's.

    `seal` stands for all that they are made of but listings, `made` holds parts by their digest.
    """

    plan: Plan
    places: Callable[[], Places]
    languages: Sequence[Language]
    seal: bytes
    made: dict[bytes, tuple[Noted, ...]]

    @property
    def directory(self) -> Directory:
        return self.plan.directory

    def file(self, path: str) -> bytes | None:
        brief = self._of_program.get(path)
        if brief is None:
            return self._shared.get(path)
        files = program_files(brief, self.directory, self.languages)
        return next(noted.file.body for noted in files if noted.file.path == path)

    def after(self, plan: Plan, languages: Sequence[Language], seal: bytes) -> "Finder":
        """The files of the next reading."""
        made = self.made if seal == self.seal else {}
        return Finder(plan, self.places, languages, seal, made)

    @cached_property
    def _of_program(self) -> Mapping[str, Brief]:
        """The listing that each file of a single program is made of."""
        return {
            f"{FOLDER}programs/{name}.json": brief
            for brief in self.directory.briefs.values()
            if brief.is_shown
            for name in (brief.slug, *brief.aliases)
        }

    @cached_property
    def _shared(self) -> Mapping[str, bytes]:
        found: list[Noted] = []
        shelves = self.plan.shelves
        for part in finder_parts(self.directory, shelves, self.places, self.languages):
            if part.digest not in self.made:
                self.made[part.digest] = tuple(part.make())
            found += self.made[part.digest]
        outputs = [*(noted.file for noted in found), manifest(found, self.directory)]
        return {output.path: output.body for output in outputs}


# Reading


class Live:
    """A site that is read again whenever it is told to; `edition` is the last reading."""

    def __init__(
        self,
        folders: Folders,
        today: Callable[[], date],
        *,
        base_url: str = "",
        drafts: bool = True,
        memory: Memory | None = None,
    ) -> None:
        """`today` is asked at each reading, so that a preview may pass midnight.

        `memory` is of an earlier build, and of this process alone.
        """
        self.folders = folders
        self.today = today
        self.base_url = base_url
        self.drafts = drafts
        self.places = cache(read_places)
        self.memory = memory or Memory()
        self.seen: Mapping[str, Stamp] = {}
        self.sources: Sources | None = None
        self.edition = Edition(0, (), 0.0, folders.templates, {}, None, Looks())

    def refresh(self, saved: Collection[Path] = (), *, jobs: int = 1) -> Edition:
        """Reads all that changed on disk. Not for two threads at a time.

        `saved` are the files that changed, when somebody knows of them all.
        """
        start = time.monotonic()
        last = self.edition
        assets, pages = last.assets, last.pages
        try:
            assets = self._assets()
            problems, pages = self._read(assets, saved, jobs)
        except OSError as error:  # a folder went while it was read: the next notice is on its way
            problems = (_unreadable(error),)
        self.edition = replace(
            last,
            number=last.number + 1,
            problems=problems,
            seconds=time.monotonic() - start,
            assets=assets,
            pages=pages or self._last_good_pages(),
        )
        return self.edition

    def _read(
        self, assets: Mapping[str, bytes], saved: Collection[Path], jobs: int
    ) -> tuple[tuple[Problem, ...], Pages | None]:
        """All problems, and the pages when none of them is an error."""
        reading = read_site(
            self.folders,
            self.today(),
            base_url=self.base_url,
            drafts=self.drafts,
            jobs=jobs,
            places=self.places,
            memory=self.memory,
            read=partial(self._sources, saved),
        )
        missing = tuple(missing_folders(self.folders))
        if reading.directory is None or missing:
            return in_order((*reading.problems, *missing)), None
        pages = self._pages(reading.directory, reading)
        at_root = (path for path in assets if not path.startswith("assets/"))
        made = {*GENERATED, *(path for path in at_root if pages.page_at(path))}
        clashing = tuple(clashes(assets, made, self.folders.assets))
        return in_order((*reading.problems, *clashing)), None if clashing else pages

    def _sources(self, saved: Collection[Path], vouched: Vouch) -> Sources:
        """The texts of all files: all but those of `saved` as they were, when those are listings.

        Among many, one that nobody told of may be missed: then all are looked at.
        """
        programs, last = self.folders.programs, self.sources
        again = None
        if (
            last
            and 0 < len(saved) <= FEW
            and {path.parent for path in saved} == {programs.absolute()}
        ):
            names = [f"{programs.as_posix()}/{path.name}" for path in saved]
            again = read_again(last, names, self.memory.text_of)
        self.sources = again or read_sources(self.folders.content, programs, vouched)
        return self.sources

    def _pages(self, directory: Directory, reading: Reading) -> Pages:
        languages = reading.languages
        plans = plan_site(directory, languages, self.memory.last)
        renderers = self._renderers(plans)
        last = self.edition.pages
        finder = (
            last.finder.after(plans[0], languages, reading.seal)
            if last
            else Finder(plans[0], self.places, languages, reading.seal, {})
        )
        return Pages(plans, renderers, finder)

    def _last_good_pages(self) -> Pages | None:
        """Those of the last edition, with templates as they are now."""
        last = self.edition.pages
        if last is None:
            return None
        return replace(last, renderers=self._renderers(last.plans))

    def _renderers(self, plans: Sequence[Plan]) -> Mapping[str, Renderer]:
        """By language; what the last ones have compiled need not be compiled again."""
        return renderers_of(plans, self.folders.templates, self.memory)

    def _assets(self) -> Mapping[str, bytes]:
        """Assets and pictures as a build would copy them, read again if one changed."""
        folder, content = self.folders.assets, self.folders.content
        seen = dict(stamps_of(folder))
        seen |= stamps_of(content / PICTURES) if seen else ()
        if self.edition.assets and (seen == self.seen or not seen):
            return self.edition.assets  # as they were, or the whole folder is gone: a problem
        assets = {output.path: output.body for output in copied_assets(folder, content)}
        self.seen = seen
        return assets


def _unreadable(error: OSError) -> Problem:
    message = f"this cannot be read: {error.strerror}"
    path = Path(str(error.filename or "")).as_posix()
    return Problem(path, START, "", Severity.ERROR, message, "check its rights, or save it again")
