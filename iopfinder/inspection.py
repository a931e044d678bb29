"""Files that somebody asks about in; all that `check` says of these, and of no other file, out.

Listings are read alone, however many stand beside them. What the rules on all listings together
say comes from a memory of earlier readings, where there is one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from iopfinder.brief import Brief
from iopfinder.directory import Alone, neighbor_problems, read_alone
from iopfinder.language import TRANSLATED
from iopfinder.memory import Memory, Row
from iopfinder.problems import Problem, Severity, in_order
from iopfinder.sources import (
    ARTICLE_FOLDERS,
    Source,
    Sources,
    Stamp,
    listing_names,
    read_content,
    read_entry,
    read_source,
    slug_of_file,
)

__all__ = [
    "Inspection",
    "Neighbors",
    "NextText",
    "inspect",
    "inspect_texts",
    "inspection_lines",
    "stands_alone",
]

Read = Callable[[Iterable[Source]], Alone]


@dataclass(frozen=True, slots=True)
class Neighbors:
    """How many other listings were at hand to compare with, of how many there are."""

    compared: int
    others: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is wrong with some files, and what was read of them.

    `neighbors` is None when nothing was known of other listings. `listings` counts those asked
    about, broken ones too. Nothing is known of any file (`alone.vocabulary` is None) when what all
    listings share is broken: then `problems` are those.
    """

    problems: tuple[Problem, ...]
    alone: Alone
    listings: int
    neighbors: Neighbors | None


class NextText(NamedTuple):
    """A text that is to be the listing of a slug; `shown` is the file that problems name."""

    slug: str
    shown: str
    text: str


def stands_alone(path: Path, content: Iterable[Path], others: Iterable[Path]) -> bool:
    """Whether a path can be looked at without reading all of the site.

    A file can, unless it lies in the site's `others`: folders that hold neither listings nor
    articles. A folder can that holds none of all these, and lies in none.
    """
    own = path.absolute()
    aside = [folder.absolute() for folder in others]
    if not path.is_dir():
        return not any(own.is_relative_to(each) for each in aside)
    folders = [*aside, *(folder.absolute() for folder in content)]
    return not any(own.is_relative_to(each) or each.is_relative_to(own) for each in folders)


def inspect(
    paths: Sequence[Path],
    programs: Path,
    content: Path,
    today: date,
    memory: Callable[[], Memory | None],
) -> Inspection:
    """All that is wrong with these files, wherever they stand; of a folder, with its listings.

    A file outside of `programs` is read as the next text of the listing of its name.
    """
    files = [_file(path, programs, content) for path in _files(paths)]
    return _inspected(files, programs, content, today, memory)


def inspect_texts(
    texts: Iterable[NextText],
    programs: Path,
    content: Path,
    today: date,
    memory: Callable[[], Memory | None],
) -> Inspection:
    """All that is wrong with texts that are to be listings, as if they stood in their places."""
    above = programs.as_posix()
    files = [
        _File(LISTING, f"{above}/{each.slug}.yaml", each.shown, _as_listing(each, above))
        for each in texts
    ]
    return _inspected(files, programs, content, today, memory)


def _as_listing(text: NextText, above: str) -> Source:
    return Source(f"{above}/{text.slug}.yaml", text.text)


def _inspected(
    files: Sequence["_File | Problem | None"],
    programs: Path,
    content: Path,
    today: date,
    memory: Callable[[], Memory | None],
) -> Inspection:
    unread = [each for each in files if isinstance(each, Problem)]
    asked = {each.path: each for each in files if isinstance(each, _File)}
    listings = [each.source for each in asked.values() if each.kind == LISTING and each.source]
    names = listing_names(programs)
    known = memory() if listings else None
    read = partial(
        read_alone,
        sources=_with_own(read_content(content), asked.values()),
        slugs=frozenset(map(slug_of_file, (*names, *(source.path for source in listings)))),
        today=today,
        articles=[each.path for each in asked.values() if each.kind == ARTICLE],
        listing_of=lambda slug: read_source(programs / f"{slug}.yaml"),
        memory=known or Memory(),
    )
    alone = read(listings)
    if alone.vocabulary is None:
        blocking = [each for each in alone.problems if each.severity is Severity.ERROR]
        return Inspection(in_order((*unread, *blocking)), alone, len(listings), None)
    own = {source.path.rpartition("/")[2] for source in listings}
    others = [f"{programs.as_posix()}/{name}" for name in names if name not in own]
    rows = [known.rows[path] for path in others if path in known.rows] if known else []
    beside = _beside(alone.briefs, rows, partial(read, articles=()), frozenset(names))
    found = (
        replace(problem, path=asked[problem.path].shown)
        for problem in (*alone.problems, *beside)
        if problem.path in asked
    )
    neighbors = Neighbors(len(rows), len(others)) if known else None
    return Inspection(in_order((*unread, *found)), alone, len(listings), neighbors)


def inspection_lines(found: Inspection) -> Iterator[str]:
    """What could not be looked at, and how many listings stood beside those asked about."""
    if found.alone.vocabulary is None:
        yield "The files were not looked at: first mend what all listings share."
    elif found.listings and found.neighbors is None:
        yield "Other listings were not looked at: is a program listed twice, a name taken already?"
        yield "Run build.py check once without a file to compare with all listings."
    elif found.listings and found.neighbors:
        yield (
            f"Compared with {found.neighbors.compared:,} of {found.neighbors.others:,} other "
            "listings, as they were read last."
        )


# Which files are meant

LISTING: Final = "listing"
PROVIDER: Final = "provider"
ARTICLE: Final = "article"
SHARED: Final = "shared"


class _File(NamedTuple):
    """One file: what it is, the path it is read under, and its text where the site has none of it.

    `shown` is its path as people write it.
    """

    kind: str
    path: str
    shown: str
    source: Source | None = None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (path / name for name in listing_names(path))
        else:
            yield path


def _file(path: Path, programs: Path, content: Path) -> _File | Problem | None:
    """What a file is; None for one that a site leaves alone."""
    inside = _inside(path, content)
    if inside:
        kind = ARTICLE if path.parent.name in ARTICLE_FOLDERS else SHARED
        return _File(kind, inside, inside)
    own = _inside(path, programs)
    if path.suffix == ".md" and path.name != "README.md" and not own:
        return _outside(ARTICLE, read_source(path), _as_article(path, content))
    kind = PROVIDER if path.absolute().parent.name == _PROVIDERS and not own else LISTING
    return _outside(kind, read_entry(path, ".yaml"), own or path.as_posix())


_PROVIDERS: Final = "providers"
"""A file in a folder of this name is a provider's."""


def _outside(kind: str, source: Source | Problem | None, path: str) -> _File | Problem | None:
    if not isinstance(source, Source):
        return source
    shown = source.path if kind == ARTICLE else path
    return _File(kind, path, shown, replace(source, path=path))


def _inside(path: Path, folder: Path) -> str:
    """The path as the site's own messages write it; "" for one that is not below the folder."""
    whole, above = path.absolute(), folder.absolute()
    return (folder / whole.relative_to(above)).as_posix() if whole.is_relative_to(above) else ""


def _as_article(path: Path, content: Path) -> str:
    """Where an article would stand in the content: among the guides, unless its folder says."""
    *_, language, folder = ("", "", *path.absolute().parent.parts)
    if folder not in ARTICLE_FOLDERS:
        return (content / ARTICLE_FOLDERS[0] / path.name).as_posix()
    root = content / language if language in TRANSLATED else content
    return (root / folder / path.name).as_posix()


def _with_own(sources: Sources, files: Collection[_File]) -> Sources:
    """The site's sources, with texts that stand elsewhere in the place of its own."""
    return replace(
        sources,
        providers=_replaced(sources.providers, files, PROVIDER),
        articles=_replaced(sources.articles, files, ARTICLE),
    )


def _replaced(sources: Iterable[Source], files: Iterable[_File], kind: str) -> tuple[Source, ...]:
    new = [each.source for each in files if each.kind == kind and each.source]
    names = {_name(source.path, kind) for source in new}
    return (*(each for each in sources if _name(each.path, kind) not in names), *new)


def _name(path: str, kind: str) -> str:
    """What may be there once: an article's path, a provider's id."""
    return path if kind == ARTICLE else slug_of_file(path)


# Other listings


def _beside(
    briefs: Collection[Brief], rows: Iterable[Row], read: Read, names: Collection[str]
) -> Iterator[Problem]:
    """What listings are told for those that may be alike; such a one that was saved is read anew.

    In the order of the folder, whose `names` these are; then new ones from elsewhere. Of two alike
    the later is told.
    """
    alike = _alike(rows, briefs)
    saved = [row for row in alike if _stamp(row.brief.path) != row.stamp]
    fresh = read(_texts(row.brief.path for row in saved)).briefs if saved else ()
    kept = [row.brief for row in alike if row not in saved]
    yield from neighbor_problems(sorted((*kept, *fresh, *briefs), key=partial(_place, names)))


def _alike(rows: Iterable[Row], briefs: Iterable[Brief]) -> list[Row]:
    """Listings of which a rule on all listings together could tell one of these something."""
    same = {brief.sameness for brief in briefs}
    houses = {brief.house for brief in briefs if brief.house}
    aliases = {alias for brief in briefs for alias in brief.aliases}
    return [
        row
        for row in rows
        if row.brief.sameness in same
        or row.brief.house in houses
        or row.brief.slug in aliases
        or (row.brief.aliases and not aliases.isdisjoint(row.brief.aliases))
    ]


def _place(names: Collection[str], brief: Brief) -> tuple[bool, str]:
    name = brief.path.rpartition("/")[2]
    return name not in names, name


def _stamp(path: str) -> Stamp | None:
    try:
        return Stamp.of(Path(path).stat())
    except OSError:
        return None


def _texts(paths: Iterable[str]) -> Iterator[Source]:
    read = (read_source(Path(path)) for path in paths)
    return (each for each in read if isinstance(each, Source))
