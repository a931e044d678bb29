"""Plans in, all that a site is made of out, piece by piece, each with what stands for it.

What was made of the same before, and still stands in the site, is not made again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from jinja2.exceptions import TemplateError

from iopfinder.assets import Asset
from iopfinder.directory import Directory
from iopfinder.finder_files import Noted, finder_parts, manifest, program_files
from iopfinder.fingerprints import fingerprint
from iopfinder.hosting import headers_file
from iopfinder.language import Language
from iopfinder.memory import Made, Memory
from iopfinder.places import Places
from iopfinder.plan import Page, Plan
from iopfinder.problems import Problem
from iopfinder.publish import Output, stage
from iopfinder.render import Renderer, make_renderer, template_digests, template_problem
from iopfinder.schema import schema_text
from iopfinder.sources import digest_of
from iopfinder.workers import shared_out

__all__ = [
    "GENERATED",
    "Work",
    "carried_out",
    "finder_manifest",
    "generated",
    "site_work",
    "standing_of",
]

SCHEMA: Final = "schema/program.schema.json"
RULES: Final = "_headers"
ROBOTS: Final = "robots.txt"
GENERATED: Final = (SCHEMA, RULES, ROBOTS)
"""Files that are made of no template."""


class Work(NamedTuple):
    """Files that are made together. Equal fingerprints give equal files; None: made each time."""

    fingerprint: bytes | None
    make: Callable[[], Iterable[Noted]]
    is_page: bool = False


def site_work(
    plans: Sequence[Plan],
    templates: Path,
    assets: Iterable[Asset],
    places: Callable[[], Places],
    seal: bytes,
) -> Iterator[Work]:
    """All that the site is made of, in a fixed order.

    `seal` stands for all that every file is made with, but for listings and templates.
    """
    directory, languages = plans[0].directory, [plan.language for plan in plans]
    of_language = {plan.language.code: plan for plan in plans}
    renderers = {plan.language.code: make_renderer(plan, templates) for plan in plans}
    digests = template_digests(templates)
    for page in plans[0].pages:
        own = fingerprint(page, of_language[page.language])
        sealed = digest_of(seal, digests.get(page.template, b""), own)
        yield Work(
            sealed, partial(_page_files, page, renderers[page.language], languages), is_page=True
        )
    for part in finder_parts(directory, places, languages):
        yield Work(digest_of(seal, part.digest), part.make)
    for asset in assets:
        yield Work(None, partial(_asset_file, asset))
    schema = partial(_schema_file, directory)
    yield Work(digest_of(seal, "schema"), schema)
    yield Work(None, partial(_plain_files, directory))


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


def standing_of(work: Work, memory: Memory, there: Mapping[str, str]) -> tuple[Made, ...] | None:
    """What was made of equal work before, when all of it still stands in the site."""
    made = memory.made.get(work.fingerprint) if work.fingerprint else None
    if made and all(there.get(each.path) == each.sha256 for each in made):
        return made
    return None


def carried_out(
    work: Sequence[Work], staging: Path, templates: Path, jobs: int
) -> list[tuple[Made, ...] | Problem]:
    """Each laid aside under the staging folder, or what is wrong in the templates."""
    return shared_out(partial(_share, staging=staging, templates=templates), work, jobs=jobs)


def _share(
    work: Sequence[Work], staging: Path, templates: Path
) -> list[tuple[Made, ...] | Problem]:
    made: list[tuple[Made, ...] | Problem] = []
    for each in work:
        try:
            made.append(tuple(_laid_aside(noted, staging) for noted in each.make()))
        except TemplateError as error:
            return [template_problem(error, templates)]
    return made


def _laid_aside(noted: Noted, staging: Path) -> Made:
    return Made(*stage(staging, noted.file), (noted.kind, noted.about))


def finder_manifest(made: Iterable[Iterable[Made]], directory: Directory) -> Output:
    """The finder's manifest, of what all files note."""
    noted = (
        Noted(Output(each.path, b""), *each.note) for row in made for each in row if each.note[0]
    )
    return manifest(noted, directory)
