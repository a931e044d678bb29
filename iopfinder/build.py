"""Folders and options in; the whole site, safely published, or the problems that forbid it, out."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from jinja2.exceptions import TemplateError

from iopfinder.assets import copied_assets
from iopfinder.directory import Directory, Reading, read_directory
from iopfinder.finder_files import FOLDER, finder_files
from iopfinder.hosting import headers_file
from iopfinder.language import ENGLISH
from iopfinder.pages import plan_site
from iopfinder.places import Places, read_places
from iopfinder.plan import Page, Plan
from iopfinder.problems import START, Problem, Severity, in_order
from iopfinder.publish import (
    Output,
    Publication,
    Staged,
    check_folder,
    discard,
    publish,
    stage,
    staging_beside,
)
from iopfinder.render import Renderer, make_renderer, template_problem
from iopfinder.schema import schema_text
from iopfinder.sources import read_sources
from iopfinder.translations import read_languages
from iopfinder.workers import shared_out

__all__ = [
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
    """What a build came to; `publication` is None when problems kept it from being published."""

    reading: Reading
    problems: tuple[Problem, ...]
    pages: int
    publication: Publication | None


def read_site(
    folders: Folders,
    today: date,
    *,
    base_url: str = "",
    drafts: bool = False,
    jobs: int = 1,
    places: Places | None = None,
    tell: Tell = lambda _step, _count: None,
) -> Reading:
    """The directory of the content and program folders and its languages, with all problems."""
    languages, mistranslated = read_languages(folders.translations)
    sources = read_sources(folders.content, folders.programs)
    tell("Reading", len(sources.programs))
    reading = read_directory(
        sources,
        places or read_places(),
        today,
        base_url=base_url,
        drafts=drafts,
        jobs=jobs,
        languages=(ENGLISH, *languages),
    )
    if not mistranslated:
        return reading
    return replace(reading, directory=None, problems=in_order((*reading.problems, *mistranslated)))


def build(
    folders: Folders,
    today: date,
    *,
    base_url: str = "",
    drafts: bool = False,
    jobs: int = 1,
    tell: Tell = lambda _step, _count: None,
) -> Built:
    """Reads, renders and publishes a site. Nothing in the output changes unless all is rendered.

    `tell` hears of each step as it begins. Raises `NotOurs` when the output folder holds other
    things.
    """
    check_folder(folders.output)
    missing = tuple(missing_folders(folders))
    places = read_places()
    reading = read_site(
        folders, today, base_url=base_url, drafts=drafts, jobs=jobs, places=places, tell=tell
    )
    if reading.directory is None or missing:
        return _failed(reading, missing)
    plans = plan_site(reading.directory, reading.languages, jobs=jobs)
    pages = plans[0].pages
    copied, files = tuple(copied_assets(folders.assets)), tuple(generated(reading.directory))
    made = {page.path for page in pages} | {output.path for output in files}
    clashing = tuple(clashes((output.path for output in copied), made, folders.assets))
    if clashing:
        return _failed(reading, clashing)
    tell("Making", len(pages))
    staging = staging_beside(folders.output)
    staged, broken = _staged_pages(plans, folders, staging, jobs)
    if broken:
        discard(staging)
        return _failed(reading, broken)
    lay_aside = partial(stage, staging)
    staged += [lay_aside(output) for output in (*copied, *files)]
    staged += finder_files(reading.directory, places, reading.languages, lay_aside, jobs=jobs)
    tell("Publishing", len(staged))
    publication = publish(staging, staged, folders.output)
    return Built(reading, reading.problems, len(pages), publication)


def _failed(reading: Reading, found: Sequence[Problem]) -> Built:
    return Built(reading, in_order((*reading.problems, *found)), 0, None)


def _staged_pages(
    plans: Sequence[Plan], folders: Folders, staging: Path, jobs: int
) -> tuple[list[Staged], list[Problem]]:
    """Every page rendered and laid aside, and what is wrong in the templates."""
    renderers = {plan.language.code: make_renderer(plan, folders.templates) for plan in plans}
    stage_some = partial(_stage_pages, renderers=renderers, folders=folders, staging=staging)
    results = shared_out(stage_some, plans[0].pages, jobs=jobs)
    return (
        [result for result in results if isinstance(result, Staged)],
        [result for result in results if isinstance(result, Problem)],
    )


def missing_folders(folders: Folders) -> Iterator[Problem]:
    """Templates and assets are needed whole: a site without its style is no site."""
    for folder in (folders.templates, folders.assets):
        if not folder.is_dir():
            message, hint = "this is not a folder", "name the right folder"
            yield Problem(folder.as_posix(), START, "", Severity.ERROR, message, hint)


def _stage_pages(
    pages: Sequence[Page], renderers: Mapping[str, Renderer], folders: Folders, staging: Path
) -> list[Staged | Problem]:
    """Each page rendered and laid aside, or the first problem of a template."""
    staged: list[Staged | Problem] = []
    for page in pages:
        try:
            staged.append(stage(staging, renderers[page.language].page(page)))
        except TemplateError as error:
            return [template_problem(error, folders.templates)]
    return staged


def clashes(copied: Iterable[str], made: Container[str], assets: Path) -> Iterator[Problem]:
    """Files of assets/root/ that stand where the build writes its own; paths are the site's."""
    for path in copied:
        if path in made or path.startswith(FOLDER):
            file = (assets / "root" / path).as_posix()
            message, hint = f"the build makes {path} itself", "delete this file, or rename it"
            yield Problem(file, START, "", Severity.ERROR, message, hint)


def generated(directory: Directory) -> Iterator[Output]:
    """Files that are made of no template."""
    yield Output("_headers", headers_file().encode())
    yield Output("schema/program.schema.json", schema_text(directory.vocabulary).encode())
    base = directory.settings.base_url.rstrip("/")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n"
    yield Output("robots.txt", robots.encode())


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
