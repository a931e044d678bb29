"""Folders and files in, what their canonical text is out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Final

from iopfinder.canon import formatted
from iopfinder.facts import Section
from iopfinder.problems import Problem
from iopfinder.program import Program
from iopfinder.provider import Provider
from iopfinder.sources import decoded, is_ignored, read_source

__all__ = ["Canonical", "NotAListing", "canonical_bytes", "canonical_file", "chosen"]

DIFFERENCE: Final = 20
"""Lines of a file's difference that are shown."""


class NotAListing(Exception):
    """What was asked for is no listing, no provider file and no folder of such."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """A file that can be formatted: its bytes as they are, and its text before and after."""

    path: str
    content: bytes
    before: str
    after: str

    @property
    def is_in_order(self) -> bool:
        return self.content == self.after.encode()

    def difference(self) -> Iterator[str]:
        """The lines that would change, each with one around it: the first of them, then a count."""
        names = (self.path, f"{self.path} in order")
        texts = (self.before.splitlines(), self.after.splitlines())
        lines = list(unified_diff(*texts, *names, lineterm="", n=1))
        if not lines:
            yield "    Only its line ends or its byte order mark."
        whole = len(lines) <= DIFFERENCE
        yield from islice(lines, DIFFERENCE if whole else DIFFERENCE - 1)
        if not whole:
            yield f"... and {len(lines) - DIFFERENCE + 1:,} more lines"


def chosen(asked: Sequence[Path], programs: Path, content: Path) -> tuple[Path, ...]:
    """The files to format: all listings and provider files, or those asked for, each once.

    Raises NotAListing.
    """
    providers = content / "providers"
    if not asked and not programs.is_dir():
        raise NotAListing(f"there is no folder {programs}")
    found: dict[Path, Path] = {}
    for path in asked or (programs, providers):
        files = tuple(_files(path, programs, content))
        if asked and not files:
            raise NotAListing(f"no listing stands in {path}")
        for file in files:
            found.setdefault(file.absolute(), file)
    return tuple(found.values())


def _files(asked: Path, programs: Path, content: Path) -> Iterator[Path]:
    providers = content / "providers"
    if asked.is_dir():
        for folder in (programs, providers):
            if folder.resolve().is_relative_to(asked.resolve()):
                yield from _yaml_files(folder)
        if not asked.resolve().is_relative_to(content.resolve()):
            yield from _yaml_files(asked)
    elif not (asked.exists() or asked.is_symlink()):
        raise NotAListing(f"there is no {asked}")
    elif _is_other_content(asked, content):
        raise NotAListing(f"{asked} is neither a listing nor a provider file")
    else:
        yield asked


def _is_other_content(file: Path, content: Path) -> bool:
    folder = file.parent.resolve()
    return folder.is_relative_to(content.resolve()) and not _is_provider(file, content)


def _is_provider(file: Path, content: Path) -> bool:
    return file.parent.resolve() == (content / "providers").resolve()


def _yaml_files(folder: Path) -> list[Path]:
    """Listings side by side in a folder; not what editors put there for a while."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*.yaml") if not is_ignored(path.name))


def canonical_file(path: Path, content: Path) -> Canonical | tuple[Problem, ...]:
    """What becomes of a file; `content` is the folder whose providers/ holds provider files."""
    source = read_source(path)
    if isinstance(source, Problem):
        return (source,)
    return canonical_bytes(path.read_bytes(), path, content)


def canonical_bytes(written: bytes, path: Path, content: Path) -> Canonical | tuple[Problem, ...]:
    """What becomes of bytes that stand at `path`, or are only said to."""
    source = decoded(path, written)
    if isinstance(source, Problem):
        return (source,)
    model: type[Section] = Provider if _is_provider(path, content) else Program
    after = formatted(source.text, source.path, model)
    if not isinstance(after, str):
        return after
    return Canonical(source.path, written, source.text, after)
