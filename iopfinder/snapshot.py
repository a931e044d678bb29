"""A build on the disk in, as its folder or its manifest; what it holds, path by path, out.

A folder is believed as far as its record goes: a file whose size or time of change is another one
is read and hashed, so that a page changed by hand is never taken for the one that was built.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from iopfinder.publish import JOURNAL, MANIFEST, OWN, survey

__all__ = ["NoBuild", "Snapshot", "read_snapshot"]

_SHA256 = re.compile("[0-9a-f]{64}")


class NoBuild(Exception):
    """What was named is neither a build's folder nor its manifest; the message says why."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a build holds: the SHA-256 of each file by its path.

    `folder` is where the files themselves can be read; None when there is a manifest alone.
    `touched` are the paths that came, went or changed after the build; `cut_off` says that its last
    build did not come to an end.
    """

    digests: Mapping[str, str]
    folder: Path | None = None
    touched: tuple[str, ...] = ()
    cut_off: bool = False


def read_snapshot(place: Path) -> Snapshot:
    """The build in a folder, or the one that a manifest lists; `NoBuild` when there is none."""
    if not place.is_dir():
        return Snapshot(_listed(place))
    listed = _listed(place / OWN / MANIFEST)
    digests = dict(_digests(place))
    touched = {path for path, _ in listed.items() ^ digests.items()}
    cut_off = (place / OWN / JOURNAL).is_file()
    return Snapshot(digests, place, tuple(sorted(touched)), cut_off)


def _listed(manifest: Path) -> Mapping[str, str]:
    try:
        rows: object = json.loads(manifest.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise NoBuild(f"there is no build: {manifest} is missing") from None
    except ValueError:
        rows = None
    match rows:
        case dict() if all(
            isinstance(row, str) and _SHA256.fullmatch(row) for row in rows.values()
        ):
            return rows
        case _:
            raise NoBuild(
                f"{manifest} is no manifest of a build: a list of paths, each with its SHA-256"
            )


def _digests(site: Path) -> Iterator[tuple[str, str]]:
    """The SHA-256 of each file; only those that the record does not vouch for are read."""
    vouched = survey(site).there
    for path in _paths(site):
        yield path, vouched.get(path) or _hashed(site / path)


def _paths(site: Path) -> Iterator[str]:
    """Every file that is no link and not the build's own note."""
    for folder, folders, names in os.walk(site):
        inner = Path(folder).relative_to(site)
        if inner == Path():
            folders[:] = [name for name in folders if name != OWN]
        for name in names:
            if not (site / inner / name).is_symlink():
                yield (inner / name).as_posix()


def _hashed(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
