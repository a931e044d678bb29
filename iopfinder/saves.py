"""Folders in; each batch of files that were saved in them out, for as long as somebody listens."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Final

from watchfiles import watch

from iopfinder.sources import is_ignored

__all__ = ["saves"]

DEBOUNCE_MS: Final = 50
"""A save is told of so soon, whatever follows it."""

STEP_MS: Final = 10
"""A batch ends when nothing was saved for so long."""

LOOK_MS: Final = 250
"""How often folders are looked for that were deleted and made again: nobody tells of those."""

Saves = frozenset[Path]


def saves(watched: Sequence[Path], stop: Event) -> Iterator[Saves]:
    """The files of each batch of saves below the watched folders or files, until `stop` is set.

    An empty batch says that what is watched has only now come under watch: something may have
    been saved before. That is so at the start, and after a folder was deleted, moved or made.
    """
    roots = frozenset(path.absolute() for path in watched)
    while not stop.is_set():
        standing = _standing(watched)
        fresh = True
        try:
            for changes in watch(
                *standing,
                watch_filter=None,
                debounce=DEBOUNCE_MS,
                step=STEP_MS,
                rust_timeout=LOOK_MS,
                yield_on_timeout=True,
                stop_event=stop,
            ):
                changed = frozenset(Path(path) for _, path in changes)
                of_content = frozenset(path for path in changed if not _is_hidden(path, watched))
                if of_content or fresh:
                    yield frozenset() if fresh else of_content
                fresh = False
                if not roots.isdisjoint(changed) or _standing(watched) != standing:
                    break  # a watch on what is gone hears nothing, even if its name is back
        except FileNotFoundError:
            continue  # it went in this moment: look again


def _standing(watched: Sequence[Path]) -> Mapping[Path, tuple[int, int]]:
    """The watched paths that there are, each with what tells it from another of its name."""
    found: dict[Path, tuple[int, int]] = {}
    for path in watched:
        try:
            stat = path.stat()
        except OSError:
            continue
        found[path] = (stat.st_dev, stat.st_ino)
    return found


def _is_hidden(path: Path, watched: Sequence[Path]) -> bool:
    """Whether a file, or a folder between it and the watched one, is none of the content."""
    for folder in watched:
        whole = folder.absolute()
        if path.is_relative_to(whole):
            return any(map(is_ignored, path.relative_to(whole).parts))
    return False
