"""Plans in, all that a site is made of out: parts, and works in them, each with what stands for it.

What was made of the same before, and still stands in the site, is not made again: neither a part,
of whose works then none is even planned, nor a work in a part that has changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from iopfinder.assets import Asset, assets_of
from iopfinder.directory import Directory
from iopfinder.editor_table import table_file
from iopfinder.exports.files import Export, exports
from iopfinder.exports.record_schema import records_schema_text
from iopfinder.finder_files import Noted, finder_parts, manifest, program_files
from iopfinder.fingerprints import NO_CHAPTERS, chapter_fingerprints, fingerprint, stand_key
from iopfinder.hosting import headers_file
from iopfinder.language import Language
from iopfinder.memory import Done, Made, Memory, Works
from iopfinder.places import Places
from iopfinder.plan import Chapter, Page, Plan
from iopfinder.problems import Problem
from iopfinder.publish import Output, stage
from iopfinder.render import Renderer, TemplateSlip, template_digests
from iopfinder.schema import SCHEMAS, schema_text
from iopfinder.sources import digest_of
from iopfinder.workers import shared_out

__all__ = [
    "ASSETS",
    "GENERATED",
    "Part",
    "Wanted",
    "Work",
    "carried_out",
    "finder_manifest",
    "finished",
    "generated",
    "site_parts",
    "wanted",
]

SCHEMA_FILES: Final = {name: f"schema/{name}.schema.json" for name in SCHEMAS}
RECORDS_SCHEMA: Final = "schema/programs.schema.json"
RULES: Final = "_headers"
ROBOTS: Final = "robots.txt"
GENERATED: Final = (*SCHEMA_FILES.values(), RECORDS_SCHEMA, RULES, ROBOTS)
"""Files that are made of no template."""


ASSETS: Final = "assets"
"""The part that is copied: assets and pictures."""


class Work(NamedTuple):
    """Files that are made together. Equal fingerprints give equal files; None: made each time.

    `template` is that of a page, with its language; "" for what is no page.
    """

    fingerprint: bytes | None
    make: Callable[[], Iterable[Noted]]
    template: str = ""


class Part(NamedTuple):
    """Works that are made of the same; equal digests give equal works; None: planned each time."""

    name: str
    digest: bytes | None
    works: Callable[[], Iterable[Work]]


class Wanted(NamedTuple):
    """A part with what is known of it: all that became of it last, or a row for each work.

    A row is None where the work must be done.
    """

    part: Part
    done: Done | None
    works: tuple[Work, ...] = ()
    rows: tuple[tuple[Made, ...] | None, ...] = ()

    @property
    def fresh(self) -> Iterator[Work]:
        """Works that must be done."""
        return (work for work, row in zip(self.works, self.rows, strict=True) if row is None)


def site_parts(
    renderers: Mapping[str, Renderer],
    templates: Path,
    assets: Path,
    content: Path,
    places: Callable[[], Places],
    *,
    seal: bytes,
    memory: Memory,
) -> Iterator[Part]:
    """All that the site is made of, in a fixed order; `renderers` by language, the own one first.

    `seal` stands for all that every file is made with, but for listings and templates.
    """
    plan = next(iter(renderers.values())).plan
    languages = [renderer.plan.language for renderer in renderers.values()]
    yield from _page_parts(plan, renderers, templates, seal, memory)
    yield from _finder_parts(plan, places, languages, seal)
    yield from _export_parts(plan, seal)
    yield Part(ASSETS, None, partial(_asset_works, assets, content))
    yield Part("plain", None, partial(_plain_works, plan.directory, seal))


def _page_parts(
    plan: Plan, renderers: Mapping[str, Renderer], templates: Path, seal: bytes, memory: Memory
) -> Iterator[Part]:
    """A part for each chapter."""
    digests = template_digests(templates)
    sealed = digest_of(seal, repr(digests))
    key = digest_of(seal, stand_key(plan))
    found = chapter_fingerprints(plan, memory.known("chapters", key) or NO_CHAPTERS)
    memory.keep("chapters", key, found)
    for chapter in plan.chapters:
        works = partial(_page_works, chapter, renderers, digests, seal)
        yield Part(chapter.name, digest_of(sealed, found.fingerprints[chapter.name]), works)


def _page_works(
    chapter: Chapter, renderers: Mapping[str, Renderer], digests: Mapping[str, bytes], seal: bytes
) -> Iterator[Work]:
    languages = [renderer.plan.language for renderer in renderers.values()]
    for page in chapter.pages():
        renderer = renderers[page.language]
        own = fingerprint(page, renderer.plan)
        sealed = digest_of(seal, digests.get(page.template, b""), own)
        make = partial(_page_files, page, renderer, languages)
        yield Work(sealed, make, f"{page.language} {page.template}")


def _page_files(page: Page, renderer: Renderer, languages: Sequence[Language]) -> Iterator[Noted]:
    """A page, and beside a program's own what the browser reads of it."""
    yield Noted(renderer.page(page))
    if page.kind == "program":
        yield from program_files(page.subject, renderer.plan.directory, languages)


def _finder_parts(
    plan: Plan,
    places: Callable[[], Places],
    languages: Sequence[Language],
    seal: bytes,
) -> Iterator[Part]:
    """What the finder reads of many programs, and of none; each file is a work."""
    made = tuple(finder_parts(plan.directory, plan.shelves, places, languages))
    works = tuple(Work(digest_of(seal, part.digest), part.make) for part in made)
    yield Part("finder", digest_of(seal, *(part.digest for part in made)), lambda: works)


def _export_parts(plan: Plan, seal: bytes) -> Iterator[Part]:
    """What other programs read of single programs and of many, a part for each state."""
    for export in exports(plan.directory, plan.shelves):
        digest = digest_of(seal, "exports", export.digest)
        yield Part(f"exports {export.about}", digest, partial(_export_works, export, seal))


def _export_works(export: Export, seal: bytes) -> Iterator[Work]:
    for files in export.files():
        yield Work(digest_of(seal, files.digest), partial(_export_files, files.make))


def _export_files(make: Callable[[], Iterable[Output]]) -> Iterator[Noted]:
    return map(Noted, make())


def _asset_works(folder: Path, content: Path) -> Iterator[Work]:
    for asset in assets_of(folder, content):
        made_of = digest_of(asset.target, asset.path.read_bytes())
        yield Work(made_of, partial(_asset_file, asset))


def _asset_file(asset: Asset) -> Iterator[Noted]:
    yield Noted(asset.output())


def _plain_works(directory: Directory, seal: bytes) -> Iterator[Work]:
    yield Work(digest_of(seal, "schema"), lambda: map(Noted, _schemas(directory)))
    yield Work(digest_of(seal, "editor"), lambda: [Noted(table_file(directory))])
    yield Work(None, lambda: map(Noted, _plain(directory)))


def generated(directory: Directory) -> Iterator[Output]:
    """Files that are made of no template."""
    yield from _schemas(directory)
    yield table_file(directory)
    yield from _plain(directory)


def _schemas(directory: Directory) -> Iterator[Output]:
    site = directory.settings.base_url
    for name, path in SCHEMA_FILES.items():
        yield Output(path, schema_text(name, directory.vocabulary, site).encode())
    records = records_schema_text(directory.vocabulary, site)
    yield Output(RECORDS_SCHEMA, records.encode())


def _plain(directory: Directory) -> Iterator[Output]:
    yield Output(RULES, headers_file().encode())
    base = directory.settings.base_url.rstrip("/")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n"
    yield Output(ROBOTS, robots.encode())


def wanted(part: Part, memory: Memory, there: Mapping[str, str] | None) -> Wanted:
    """The part with what still stands in the site.

    `there` has the SHA-256 of files by path; None where all stand that the memory knows of.
    """
    done = memory.parts.get(part.name)
    if done and done.digest and done.digest == part.digest and _stand(done.files, there):
        return Wanted(part, done)
    known = memory.works(part.name)
    works = tuple(part.works())
    if there is None:
        there = done.files if done else {}
    return Wanted(part, None, works, tuple(_standing(work, known, there) for work in works))


def _stand(files: Mapping[str, str], there: Mapping[str, str] | None) -> bool:
    return there is None or files.items() <= there.items()


def _standing(work: Work, known: Works, there: Mapping[str, str]) -> tuple[Made, ...] | None:
    """What was made of equal work before, when all of it still stands in the site."""
    made = known.get(work.fingerprint) if work.fingerprint else None
    return made if made and all(there.get(each.path) == each.sha256 for each in made) else None


def finished(each: Wanted, new: Iterator[tuple[Made, ...]]) -> tuple[Done, Works | None]:
    """What became of a part and its works, those that had to be done taken from `new`, in order.

    No works where the whole part stands as it did.
    """
    if each.done:
        return each.done, None
    rows = [row if row is not None else next(new) for row in each.rows]
    files = {made.path: made.sha256 for row in rows for made in row}
    noted = tuple(made for row in rows for made in row if made.note[0])
    pages = sum(bool(work.template) for work in each.works)
    by_work = zip(each.works, rows, strict=True)
    works = {work.fingerprint: row for work, row in by_work if work.fingerprint}
    return Done.of(each.part.digest, files, pages, noted), works


def carried_out(
    work: Sequence[Work], staging: Path, jobs: int
) -> Sequence[tuple[Made, ...]] | Problem:
    """Each laid aside under the staging folder, or what is wrong in a template.

    The first page of each template is made in this process, which keeps what was compiled.
    """
    share = partial(_share, staging=staging)
    numbered = reversed(list(enumerate(work)))
    first = {each.template: number for number, each in numbered if each.template}
    here = sorted(first.values())
    rows: dict[int, tuple[Made, ...]] = {}
    for numbers, hands in ((here, 1), (sorted({*range(len(work))}.difference(here)), jobs)):
        made = shared_out(share, [work[number] for number in numbers], jobs=hands)
        for each in made:
            if isinstance(each, Problem):
                return each
        rows |= {
            number: each
            for number, each in zip(numbers, made, strict=True)
            if not isinstance(each, Problem)
        }
    return [rows[number] for number in range(len(work))]


def _share(work: Sequence[Work], staging: Path) -> list[tuple[Made, ...] | Problem]:
    made: list[tuple[Made, ...] | Problem] = []
    for each in work:
        try:
            made.append(tuple(_laid_aside(noted, staging) for noted in each.make()))
        except TemplateSlip as slip:
            return [slip.problem]
    return made


def _laid_aside(noted: Noted, staging: Path) -> Made:
    staged = stage(staging, noted.file)
    return Made(staged.path, staged.sha256, (noted.kind, noted.about))


def finder_manifest(noted: Iterable[Made], directory: Directory) -> Output:
    """The finder's manifest, of what all files note."""
    return manifest((Noted(Output(each.path, b""), *each.note) for each in noted), directory)
