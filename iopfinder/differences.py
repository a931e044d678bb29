"""What two builds hold in, path by path; which pages and files came, went or changed, out."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, NamedTuple

from iopfinder.finder_files import FOLDER
from iopfinder.hosting import HASHED

__all__ = ["CHANGES", "Difference", "Differences", "as_json", "as_text", "differences"]

CHANGES: Final = ("added", "removed", "changed")
"""What can become of a file, in the order in which it is told."""

_HASHED: Final = re.compile(rf"^({FOLDER}(?:{'|'.join(HASHED)})[a-z-]*)-[0-9a-f]{{10}}(?=[./])")


class Difference(NamedTuple):
    """One file in the old and in the new build; "" where it is not there.

    A file whose name holds its hash has two names: the content of the one took the other's place.
    """

    old: str
    new: str

    @property
    def change(self) -> str:
        """added, removed or changed."""
        if self.old and self.new:
            return "changed"
        return "added" if self.new else "removed"

    @property
    def path(self) -> str:
        """Where it stands, or where it stood."""
        return self.new or self.old

    @property
    def url(self) -> str:
        """The address of a page: /programs/oak/ for programs/oak/index.html."""
        folder, _, name = f"/{self.path}".rpartition("/")
        return f"{folder}/" if name == "index.html" else f"{folder}/{name}"


@dataclass(frozen=True, slots=True)
class Differences:
    """What tells two builds apart: pages by address, then other files by path, each in its order.

    `same_pages` and `same_files` count what is equal to the byte.
    """

    pages: tuple[Difference, ...]
    files: tuple[Difference, ...]
    same_pages: int
    same_files: int

    def __bool__(self) -> bool:
        return bool(self.pages or self.files)


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> Differences:
    """Compares two builds, each a mapping of path to digest."""
    same = [path for path in old.keys() & new.keys() if old[path] == new[path]]
    pages = sum(map(_is_page, same))
    found = sorted(_found(old, new), key=_order)
    return Differences(
        tuple(each for each in found if _is_page(each.path)),
        tuple(each for each in found if not _is_page(each.path)),
        pages,
        len(same) - pages,
    )


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _order(difference: Difference) -> tuple[int, str]:
    return CHANGES.index(difference.change), difference.url


def _found(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    gone, come = _by_stem(old.keys() - new.keys()), _by_stem(new.keys() - old.keys())
    for stem in gone.keys() | come.keys():
        pairs = zip_longest(sorted(gone[stem]), sorted(come[stem]), fillvalue="")
        yield from (Difference(before, after) for before, after in pairs)
    yield from (
        Difference(path, path) for path in old.keys() & new.keys() if old[path] != new[path]
    )


def _by_stem(paths: Iterable[str]) -> defaultdict[str, list[str]]:
    """Files by their names without a hash."""
    stems = defaultdict(list)
    for path in paths:
        stems[_stem(path)].append(path)
    return stems


def _stem(path: str) -> str:
    """data/finder/cell-*.json for data/finder/cell-4c229bfa6d.json"""
    return _HASHED.sub(r"\1-*", path, count=1)


# For people


def as_text(found: Differences, *, limit: int | None) -> str:
    """What changed, a line each: pages by address, and of other files those of a kind in one line.

    With a limit no more than so many pages are named; None names all pages and all files.
    """
    if not found:
        return f"The two builds are equal: {found.same_pages + found.same_files:,} files.\n"
    pages = [f"{each.change:8} {each.url}" for each in found.pages]
    files = list(_file_lines(found.files) if limit is None else _folded(found.files))
    left = len(pages) - len(pages[:limit])
    more = [f"... and {left:,} more: add --all"] if left else []
    return "".join(
        (
            _part("Pages", found.pages, found.same_pages, (*pages[:limit], *more)),
            _part("Other files", found.files, found.same_files, files),
        )
    )


def _part(title: str, found: Sequence[Difference], same: int, lines: Iterable[str]) -> str:
    listed = "".join(f"  {line}\n" for line in lines)
    return f"{title}: {_counted(found)}; {same:,} as they were.\n{listed}"


def _counted(found: Sequence[Difference]) -> str:
    counts = {change: sum(each.change == change for each in found) for change in CHANGES}
    return ", ".join(f"{count:,} {change}" for change, count in counts.items() if count) or "none"


def _file_lines(found: Iterable[Difference]) -> Iterator[str]:
    for each in found:
        moved = f" (was {each.old})" if each.old and each.new and each.old != each.new else ""
        yield f"{each.change:8} {each.path}{moved}"


def _folded(found: Iterable[Difference]) -> Iterator[str]:
    """A line for each kind of file: how many there are, or the path of the only one."""
    kinds = defaultdict(list)
    for each in found:
        kinds[each.change, _kind(each.path)].append(each)
    for (change, kind), alike in kinds.items():
        single = len(alike) == 1
        yield f"{change:8} {_stem(alike[0].path) if single else f'{kind} ({len(alike):,} files)'}"


def _kind(path: str) -> str:
    """assets/js/*.js: a file's folder and ending; of a file of the root, its name."""
    stem = _stem(path)
    folder, slash, name = stem.rpartition("/")
    if not slash or "*" in name:
        return stem
    return f"{folder}/*{name[name.rfind('.') :]}" if "." in name else stem


# For programs


def as_json(found: Differences, **more: object) -> str:
    """`{pages, files, same}`: addresses and paths by what became of them, and `more` as it is."""
    plain = {
        "pages": _by_change((each.change, each.url) for each in found.pages),
        "files": _by_change((each.change, each.path) for each in found.files),
        "same": {"pages": found.same_pages, "files": found.same_files},
        **more,
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _by_change(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    listed = list(rows)
    return {change: [name for each, name in listed if each == change] for change in CHANGES}
