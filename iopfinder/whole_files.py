"""A place and what is to stand there in, a file that is there whole or not at all out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["replaced", "write_new", "write_whole"]


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A new file beside `path` that takes its place when all went well.

    The folders above are made. Of a link the file it leads to is replaced; its mode stays.
    Raises OSError, which names `path`.
    """
    place = path.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        yield beside
        if place.exists():
            beside.chmod(place.stat().st_mode & 0o7777)
        beside.replace(place)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Puts a text in a file's place, one that is there or a new one. Raises OSError."""
    with replaced(path) as beside:
        beside.write_text(text, "utf-8", newline="\n")


def write_new(path: Path, text: str) -> None:
    """Makes a file that is not there yet. Raises FileExistsError, and changes nothing then.

    What a killed command left beside it is made anew, and goes.
    """
    beside = path.with_name(f".{path.name}.tmp")
    try:
        beside.write_text(text, "utf-8", newline="\n")
        path.hardlink_to(beside)  # unlike a rename it never replaces a file
    finally:
        beside.unlink(missing_ok=True)
