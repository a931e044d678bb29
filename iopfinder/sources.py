"""The disk in, the texts of all content files out: the one place where content is read.

What cannot be read at all (a folder in place of a file, a broken link, bytes that are no text) is
a problem at line 1 of that path; everything else is for the parsers to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iopfinder.language import TRANSLATED
from iopfinder.positioned_yaml import SIZE_LIMIT
from iopfinder.problems import START, Position, Problem, Severity
from iopfinder.vocabulary import LISTS

__all__ = [
    "ARTICLE_FOLDERS",
    "SINGLES",
    "Source",
    "Sources",
    "is_ignored",
    "read_source",
    "read_sources",
]

SINGLES: Final = ("site", "checklist", "questions", "safety", "glossary", "medicaid", "words")
"""Files of content/ that must exist, without their ending."""

ARTICLE_FOLDERS: Final = ("guides", "about", "for-clinics")

_IGNORED_ENDINGS: Final = ("~", ".swp", ".swo", ".tmp", ".bak", ".orig", ".rej")


@dataclass(frozen=True, slots=True)
class Source:
    """One text file: its path as people write it, and its text without a byte order mark."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Sources:
    """All content of a site as text; `singles` and `vocabulary` by name, the rest in path order."""

    singles: Mapping[str, Source]
    vocabulary: Mapping[str, Source]
    providers: tuple[Source, ...]
    articles: tuple[Source, ...]
    programs: tuple[Source, ...]
    problems: tuple[Problem, ...]


def read_sources(content: Path, programs: Path) -> Sources:
    """Every content file below `content`, and every listing of `programs`."""
    problems: list[Problem] = []
    vocabulary = content / "vocabulary"
    return Sources(
        _named(content, SINGLES, problems),
        _named(vocabulary, LISTS, problems),
        _folder(content / "providers", ".yaml", problems, required=False),
        tuple(
            source
            for root in (content, *(content / code for code in TRANSLATED))
            for name in ARTICLE_FOLDERS
            for source in _folder(root / name, ".md", problems, required=False)
        ),
        _folder(programs, ".yaml", problems, required=True),
        tuple(problems),
    )


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


def _folder(
    folder: Path, ending: str, problems: list[Problem], *, required: bool
) -> tuple[Source, ...]:
    if not folder.is_dir():
        if required or folder.exists():
            problems.append(_unreadable(folder, "this is not a folder", "name the right folder"))
        return ()
    found: list[Source] = []
    for path in sorted(folder.iterdir()):
        if is_ignored(path.name):
            continue
        source = _entry(path, ending)
        if isinstance(source, Source):
            found.append(source)
        elif source is not None:
            problems.append(source)
    if required and not found and not problems:
        problems.append(_empty(folder, ending))
    return tuple(found)


def _empty(folder: Path, ending: str) -> Problem:
    message = "no listing stands in this folder: the site has no programs"
    hint = f"add {ending} files, or name another folder with --programs"
    return Problem(_shown(folder), START, "", Severity.WARNING, message, hint)


def _entry(path: Path, ending: str) -> Source | Problem | None:
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
        if path.stat().st_size > 2 * SIZE_LIMIT:
            size = path.stat().st_size // 1024
            return _unreadable(
                path,
                f"the file is {size} KiB long; the limit is {SIZE_LIMIT // 1024} KiB",
                "a listing is a few KiB: move long texts to your website",
            )
        return _decoded(path, path.read_bytes())
    except IsADirectoryError:
        return _unreadable(path, "a folder stands where a file belongs", "rename the folder")
    except FileNotFoundError:
        if path.is_symlink():
            message = f"this link leads nowhere: {path.readlink()}"
            return _unreadable(path, message, "put the file itself here")
        return _unreadable(path, "the file is missing", "put it back: the site needs it")
    except OSError as error:
        return _unreadable(path, f"the file cannot be read: {error.strerror}", "check its rights")


def _decoded(path: Path, content: bytes) -> Source | Problem:
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
