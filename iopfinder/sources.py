"""The disk in, the texts of all content files out: the one place where content is read.

What cannot be read at all (a folder in place of a file, a broken link, bytes that are no text) is
a problem at line 1 of that path; everything else is for the parsers to judge.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from time import time_ns
from types import MappingProxyType
from typing import Final, NamedTuple

from iopfinder.language import TRANSLATED
from iopfinder.positioned_yaml import SIZE_LIMIT
from iopfinder.problems import START, Position, Problem, Severity
from iopfinder.vocabulary import LISTS

__all__ = [
    "ARTICLE_FOLDERS",
    "PICTURES",
    "SINGLES",
    "Source",
    "Sources",
    "Stamp",
    "Unchanged",
    "Vouch",
    "decoded",
    "digest_of",
    "digest_of_folder",
    "is_ignored",
    "listing_names",
    "pictures_in",
    "read_again",
    "read_content",
    "read_entry",
    "read_source",
    "read_sources",
    "slug_of_file",
    "stamps_of",
]

SINGLES: Final = ("site", "checklist", "questions", "safety", "glossary", "medicaid", "words")
"""Files of content/ that must exist, without their ending."""

ARTICLE_FOLDERS: Final = ("guides", "about", "for-clinics")

_IGNORED_ENDINGS: Final = ("~", ".swp", ".swo", ".tmp", ".bak", ".orig", ".rej")


def digest_of(*parts: bytes | str) -> bytes:
    """Sixteen bytes that stand for these parts, and for where each ends."""
    whole = sha256()
    for part in parts:
        text = part.encode() if isinstance(part, str) else part
        whole.update(len(text).to_bytes(8, "little"))
        whole.update(text)
    return whole.digest()[:16]


def slug_of_file(path: str) -> str:
    """The name of a file without folder and ending: a listing's slug, a provider's id."""
    return path.rpartition("/")[2].rpartition(".")[0]


def digest_of_folder(folder: Path) -> bytes:
    """Stands for the names and bytes of all files below a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)
    return digest_of(*(part for file in named for part in file))


class Stamp(NamedTuple):
    """How a file stands on the disk; times in nanoseconds."""

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int

    @property
    def last_ns(self) -> int:
        """When it was changed last."""
        return max(self.mtime_ns, self.ctime_ns)

    @classmethod
    def of(cls, found: os.stat_result) -> "Stamp":
        return cls(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


NOWHERE: Final = Stamp(0, 0, 0, 0)
"""How a folder stands, whose files speak for it, and a link that leads nowhere."""


def stamps_of(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """All that is below a folder, through links too, and how each file stands.

    Nothing of a folder that is not there.
    """
    yield from _stamps(str(folder), frozenset())


def _stamps(folder: str, above: frozenset[tuple[int, int]]) -> Iterator[tuple[str, Stamp]]:
    try:
        found = Path(folder).stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    own = (found.st_dev, found.st_ino)
    if own in above:  # a link that leads back up
        return
    for entry in entries:
        if entry.is_dir():
            yield entry.path, NOWHERE
            yield from _stamps(entry.path, above | {own})
        else:
            yield entry.path, _stamp_of(entry)


def _stamp_of(entry: os.DirEntry[str]) -> Stamp:
    try:
        return Stamp.of(entry.stat())
    except OSError:  # it went, or leads nowhere
        return NOWHERE


@dataclass(frozen=True, slots=True)
class Source:
    """One text file: its path as people write it, and its text without a byte order mark.

    `stamp` is how the file stood before it was read, `seen_ns` when that was looked up; None and 0
    for a text that is in no file.
    """

    path: str
    text: str
    stamp: Stamp | None = field(default=None, compare=False)
    seen_ns: int = field(default=0, compare=False)

    @property
    def digest(self) -> bytes:
        return digest_of(self.path, self.text)


class Unchanged(NamedTuple):
    """A file that stands as it was when a text of this digest was read."""

    path: str
    digest: bytes


Vouch = Callable[[str, Stamp], bytes | None]
"""The digest of a file's text when the file surely stands as it was; else it must be read."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All content of a site as text; `singles` and `vocabulary` by name, the rest in path order.

    Of programs that have not changed since they were last read, the text is not here. `pictures`
    are names of files that articles may show.
    """

    singles: Mapping[str, Source]
    vocabulary: Mapping[str, Source]
    providers: tuple[Source, ...]
    articles: tuple[Source, ...]
    programs: tuple[Source | Unchanged, ...]
    problems: tuple[Problem, ...]
    pictures: tuple[str, ...] = ()

    @property
    def digest_of_shared(self) -> bytes:
        """Stands for all that is neither a listing nor an article."""
        files = (*self.singles.values(), *self.vocabulary.values(), *self.providers)
        return digest_of(repr(self.pictures), *(source.digest for source in files))


def _no_one(_path: str, _stamp: Stamp) -> None:
    """Vouches for nothing."""


def read_sources(
    content: Path,
    programs: Path,
    vouched: Vouch = _no_one,
    stamps: Mapping[str, Stamp] = MappingProxyType({}),
) -> Sources:
    """Every content file below `content`, and every listing of `programs` that must be read.

    `stamps` tell how files stood a moment ago: those need not be looked up again.
    """
    shared = read_content(content)
    problems = list(shared.problems)
    found = _programs(programs, vouched, stamps, problems)
    return replace(shared, programs=found, problems=tuple(problems))


def read_content(content: Path) -> Sources:
    """Every file below `content`, and no listing."""
    problems: list[Problem] = []
    vocabulary = content / "vocabulary"
    return Sources(
        _named(content, SINGLES, problems),
        _named(vocabulary, LISTS, problems),
        tuple(_folder(content / "providers", ".yaml", problems)),
        tuple(
            source
            for root in (content, *(content / code for code in TRANSLATED))
            for name in ARTICLE_FOLDERS
            for source in _folder(root / name, ".md", problems)
        ),
        (),
        tuple(problems),
        tuple(path.name for path in pictures_in(content)),
    )


PICTURES: Final = "pictures"
"""The folder of pictures, below the content and below the site's own root."""


def pictures_in(content: Path) -> Iterator[Path]:
    """The files of pictures for articles, by name; none where there is no such folder."""
    folder = content / PICTURES
    if folder.is_dir():
        yield from (Path(entry.path) for entry in _entries(folder) if entry.is_file())


def read_again(
    last: Sources, changed: Collection[str], digest_of_known: Callable[[str], bytes | None]
) -> Sources | None:
    """The sources of a moment ago, of which just these listings were saved since.

    None when that is not all: a listing that is new, that went or that cannot be read. Of the
    others the text is not here where its digest is known.
    """
    read = {path: read_source(Path(path)) for path in changed}
    fresh = {path: source for path, source in read.items() if isinstance(source, Source)}
    known = {source.path for source in last.programs}
    told_of = {problem.path for problem in last.problems}
    if fresh.keys() != read.keys() or not known.issuperset(read) or not told_of.isdisjoint(read):
        return None
    programs = (
        fresh.get(source.path) or _unchanged(source, digest_of_known(source.path))
        for source in last.programs
    )
    return replace(last, programs=tuple(programs))


def _unchanged(source: Source | Unchanged, digest: bytes | None) -> Source | Unchanged:
    return Unchanged(source.path, digest) if digest else source


def is_ignored(name: str) -> bool:
    """Whether a file is hidden, or one that an editor keeps beside the file it changes.

    Emacs writes #oak.yaml#, and vim tries a folder out with a file 4913.
    """
    return name.startswith((".", "#")) or name.endswith(_IGNORED_ENDINGS) or name == "4913"


def _named(folder: Path, names: tuple[str, ...], problems: list[Problem]) -> Mapping[str, Source]:
    found: dict[str, Source] = {}
    for name in names:
        source = read_source(folder / f"{name}.yaml")
        if isinstance(source, Source):
            found[name] = source
        else:
            problems.append(source)
    return found


def _programs(
    folder: Path, vouched: Vouch, stamps: Mapping[str, Stamp], problems: list[Problem]
) -> tuple[Source | Unchanged, ...]:
    if not _is_folder(folder, problems, required=True):
        return ()
    found: list[Source | Unchanged] = []
    above = folder.as_posix()
    for entry in _entries(folder):
        path = f"{above}/{entry.name}"
        stamp = stamps.get(path) or _stamp(entry)
        digest = vouched(path, stamp) if stamp else None
        if digest:
            found.append(Unchanged(path, digest))
        else:
            found += _read(entry, ".yaml", problems)
    if not found and not problems:
        problems.append(_empty(folder, ".yaml"))
    return tuple(found)


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    try:
        return Stamp.of(entry.stat()) if entry.is_file() else None
    except OSError:  # reading it will say why
        return None


def _folder(folder: Path, ending: str, problems: list[Problem]) -> Iterator[Source]:
    if _is_folder(folder, problems, required=False):
        for entry in _entries(folder):
            yield from _read(entry, ending, problems)


def listing_names(folder: Path) -> tuple[str, ...]:
    """The names of all files of listings in a folder, none of them read; of no folder, none."""
    if not folder.is_dir():
        return ()
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.endswith(".yaml")]
    return tuple(sorted(name for name in names if not is_ignored(name)))


def _is_folder(folder: Path, problems: list[Problem], *, required: bool) -> bool:
    if folder.is_dir():
        return True
    if required or folder.exists():
        problems.append(_unreadable(folder, "this is not a folder", "name the right folder"))
    return False


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What stands in a folder, by name, without what editors put there for a while."""
    with os.scandir(folder) as entries:
        lasting = [entry for entry in entries if not is_ignored(entry.name)]
    return sorted(lasting, key=lambda entry: entry.name)


def _read(entry: os.DirEntry[str], ending: str, problems: list[Problem]) -> Iterator[Source]:
    read = read_entry(Path(entry.path), ending)
    if isinstance(read, Source):
        yield read
    elif read is not None:
        problems.append(read)


def _empty(folder: Path, ending: str) -> Problem:
    message = "no listing stands in this folder: the site has no programs"
    hint = f"add {ending} files, or name another folder with --programs"
    return Problem(_shown(folder), START, "", Severity.WARNING, message, hint)


def read_entry(path: Path, ending: str) -> Source | Problem | None:
    """The text of a file of the folder's kind; of another kind, a warning or nothing."""
    if path.suffix == ending:
        return read_source(path)
    if path.name == "README.md":
        return None
    if path.is_dir():
        return _unreadable(path, "a folder stands here", f"put {ending} files side by side")
    hint = f"rename it to {path.stem}{ending}, or move it elsewhere"
    message = f"only {ending} files are read here"
    severity = Severity.ERROR if path.suffix in (".yml", ".markdown") else Severity.WARNING
    return Problem(_shown(path), START, "", severity, message, hint)


def read_source(path: Path) -> Source | Problem:
    """The text of one file, or why there is none."""
    try:
        seen_ns = time_ns()
        stats = path.stat()
        if stats.st_size > 2 * SIZE_LIMIT:
            size = stats.st_size // 1024
            return _unreadable(
                path,
                f"the file is {size} KiB long; the limit is {SIZE_LIMIT // 1024} KiB",
                "a listing is a few KiB: move long texts to your website",
            )
        read = decoded(path, path.read_bytes())
        if isinstance(read, Problem):
            return read
        return replace(read, stamp=Stamp.of(stats), seen_ns=seen_ns)
    except IsADirectoryError:
        return _unreadable(path, "a folder stands where a file belongs", "rename the folder")
    except FileNotFoundError:
        if path.is_symlink():
            message = f"this link leads nowhere: {path.readlink()}"
            return _unreadable(path, message, "put the file itself here")
        return _unreadable(path, "the file is missing", "put it back: the site needs it")
    except OSError as error:
        return _unreadable(path, f"the file cannot be read: {error.strerror}", "check its rights")


def decoded(path: Path, content: bytes) -> Source | Problem:
    """The bytes of a file as text with LF line ends, or why they are none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "save it again with the encoding UTF-8"
        return _unreadable(path, "the file is written in UTF-16, not UTF-8", hint)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"byte 0x{content[error.start]:02x} is not UTF-8 text"
        hint = "save the file again with the encoding UTF-8"
        return Problem(_shown(path), Position(line, column), "", Severity.ERROR, message, hint)
    return Source(_shown(path), text.replace("\r\n", "\n").replace("\r", "\n"))


def _unreadable(path: Path, message: str, hint: str) -> Problem:
    return Problem(_shown(path), START, "", Severity.ERROR, message, hint)


def _shown(path: Path) -> str:
    return path.as_posix()
