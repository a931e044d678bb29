"""Rendered files go in; the folder `site/` comes out, holding just those, whole at every moment.

Workers stage files beside the site; `publish` then moves in those that changed. Besides its pages
the site holds the folder `.iopfinder`:

- `marker` says that the folder belongs to the build;
- `manifest.json` maps each path to its SHA-256, so that two builds can be compared byte for byte;
- `record.json` adds sizes and times of change, which differ from one build to the next: it is the
  one file to leave out of such a comparison;
- `journal.json` stands only while a publish is under way. Found at the start of a publish, it says
  that the one before was cut off and which paths it may have touched.
"""

import errno
import json
import os
import re
import shutil
import stat
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "NotOurs",
    "Output",
    "Publication",
    "Recorded",
    "Staged",
    "Survey",
    "check_folder",
    "discard",
    "edition",
    "edition_of",
    "manifest",
    "publish",
    "stage",
    "staging_beside",
    "standing",
    "survey",
]

OWN = ".iopfinder"
MARKER = "marker"
STAGING_MARKER = "staging"
MANIFEST = "manifest.json"
RECORD = "record.json"
JOURNAL = "journal.json"
OUTSIDE = re.compile(r"//|/\.{1,2}/|\\|\0|^/\.iopfinder/", re.IGNORECASE | re.MULTILINE)
INCOMING = "incoming"  # the one temporary name: a kill leaves no litter among the pages
MARK = "This folder belongs to the site's build, which replaces and deletes the files it made.\n"


class NotOurs(Exception):
    """A folder holds what the build did not make and must not overwrite; the message says which."""


@dataclass(frozen=True, slots=True)
class Output:
    """One rendered file; `path` is relative to the site, with `/` between its parts."""

    path: str
    body: bytes


class Staged(NamedTuple):
    """What one staged file holds: its path in the site, its SHA-256 in hex, its size in bytes."""

    path: str
    sha256: str
    size: int


class Recorded(NamedTuple):
    """A published file as it was left on disk; the time of change is in nanoseconds."""

    sha256: str
    size: int
    mtime_ns: int


class Publication(NamedTuple):
    """How many files a publish wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


class Survey(NamedTuple):
    """How a site stands on disk.

    `record` and `listed` are what the last publish wrote of itself, `journalled` the paths that one
    may have touched which was cut off (None: none was), and `there` the files that are as recorded.
    """

    record: Mapping[str, Recorded]
    listed: Mapping[str, str]
    journalled: Collection[str] | None
    there: Mapping[str, Recorded]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a publish will do, known before anything is touched.

    `known` is every path that an earlier publish may have made; `changed` is in order of writing;
    a `settled` plan has nothing to do at all.
    """

    known: frozenset[str]
    kept: Mapping[str, Recorded]
    changed: tuple[Staged, ...]
    gone: frozenset[str]
    settled: bool

    @property
    def digests(self) -> dict[str, str]:
        """The new manifest."""
        kept = {path: each.sha256 for path, each in self.kept.items()}
        return kept | {each.path: each.sha256 for each in self.changed}


def check_folder(site: Path) -> None:
    """Raises `NotOurs` for a folder that the build may not write to; touches nothing.

    It may write to a folder that is missing, empty, or carries the build's marker.
    """
    here = Path.cwd().resolve()
    if site.resolve() in (here, *here.parents):
        raise NotOurs(f"{site} is the current folder or one above it; give the site its own folder")
    _check_ours(site, MARKER)


def staging_beside(site: Path) -> Path:
    """The folder for staged files, empty, next to the site so that a rename moves them in.

    What a killed build left there is thrown away; a folder without our marker is refused.
    """
    absolute = Path(os.path.abspath(site))
    staging = absolute.with_name(f".{absolute.name}.staging")
    if staging.is_symlink():
        raise NotOurs(f"{staging} is a link; remove it, so that the build can work there")
    _check_ours(staging, STAGING_MARKER)
    _mark(staging, STAGING_MARKER)
    _empty(staging)
    return staging


def stage(staging: Path, output: Output) -> Staged:
    """Writes one file under the staging folder; safe in several workers, each with its own paths.

    A path that leads out of the site is our own bug: `ValueError`.
    """
    _refuse(_misplaced([output.path]))
    place = _place(staging, output.path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "wb") as file:
        file.write(output.body)
    return Staged(output.path, sha256(output.body).hexdigest(), len(output.body))


def _place(staging: Path, path: str) -> str:
    """Where a file waits: in one of 256 folders, by the SHA-256 of its path.

    With a folder for every page, staging 20,000 of them took about three times as long.
    """
    name = sha256(path.encode()).hexdigest()
    return f"{staging}/{name[:2]}/{name[2:]}"


def publish(
    staging: Path, staged: Sequence[Staged], site: Path, seen: Survey | None = None
) -> Publication:
    """Makes the site hold the staged files and no older ones; other people's files stay.

    `staged` names every file of the site, but the staging folder need only hold those that do not
    stand there already; they are moved out of it, and what `staging_beside` made is then removed.
    `seen` is how the site stands, when it was surveyed a moment ago.
    A link or a file in the place of an output, or of its folder, is replaced. A folder in the place
    of an output is refused with `NotOurs` when it holds files that the build did not make.
    Wrong paths, and files that were never staged, are our own bugs: `ValueError`.
    Every refusal comes before the first write.
    """
    check_folder(site)
    _refuse(_faults([each.path for each in staged]))
    plan = _planned(staged, site, seen or survey(site))
    _refuse(_missing(staging, plan.changed))
    _check_ways(site, plan)
    removed = 0 if plan.settled else _carry_out(plan, staging, site)
    discard(staging)
    return Publication(len(plan.changed), len(plan.kept), removed)


def survey(site: Path) -> Survey:
    """How the site stands.

    Size and time of change are compared with the record. After a publish that was cut off no record
    is trusted: the files themselves are hashed.
    """
    record, journalled = _record(site), _journalled(site)
    there = _standing(site, record, journalled)
    return Survey(record, manifest(site), journalled, there)


def standing(site: Path) -> Mapping[str, Recorded]:
    """The published files that are still on disk as the build left them, by path."""
    return survey(site).there


def edition(site: Path) -> bytes | None:
    """Stands for all published files, when each is on disk as a build left it; else None.

    Equal ones are of equal files: whatever build made them, and for whatever day.
    """
    seen = survey(site)
    digests = {path: row.sha256 for path, row in seen.record.items()}
    untouched = seen.journalled is None and digests == seen.listed
    if not untouched or len(seen.there) != len(seen.record):
        return None
    return edition_of(digests)


def edition_of(digests: Mapping[str, str]) -> bytes:
    """Stands for files by their path and SHA-256."""
    return sha256(repr(sorted(digests.items())).encode()).digest()


def manifest(site: Path) -> Mapping[str, str]:
    """The SHA-256 of every published file, by path; empty before the first publish."""
    match _read_own(site, MANIFEST):
        case dict() as rows:
            inside = _all_inside(rows)
            return {
                path: digest
                for path, digest in rows.items()
                if isinstance(digest, str) and (inside or _is_inside(path))
            }
        case _:
            return {}


def _check_ours(folder: Path, marker: str) -> None:
    if folder.is_symlink() and not folder.exists():
        raise NotOurs(f"{folder} is a link to nothing; remove it or name another folder")
    if folder.exists() and not folder.is_dir():
        raise NotOurs(f"{folder} is a file; the build needs a folder of that name")
    if folder.exists() and not _is_ours(folder, marker):
        raise NotOurs(f"{folder} holds files that the build did not make; name an empty folder")


def _is_ours(folder: Path, marker: str) -> bool:
    """True for an empty folder, a marked one, and one whose marking was cut off."""
    names = os.listdir(folder)
    if not names:
        return True
    own = folder / OWN
    if not _is_folder(own):
        return False
    return _is_file(own / marker) or (names == [OWN] and not os.listdir(own))


def _mark(folder: Path, marker: str) -> None:
    own = folder / OWN
    own.mkdir(parents=True, exist_ok=True)
    if not _is_file(own / marker):
        (own / marker).write_text(MARK, encoding="utf-8")


def _empty(staging: Path) -> None:
    """Removes all but the marker, which must outlive a kill in the middle of this."""
    for entry in sorted(staging.iterdir()):
        if entry.name != OWN:
            _remove_whole(entry)


def discard(staging: Path) -> None:
    """Removes a staging folder of the build's own, and no other."""
    if _is_file(staging / OWN / STAGING_MARKER):
        _empty(staging)
        shutil.rmtree(staging)


def _remove_whole(entry: Path) -> None:
    if _is_folder(entry):
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _refuse(faults: Iterable[str]) -> None:
    found = "; ".join(faults)
    if found:
        raise ValueError(found)


def _faults(paths: Sequence[str]) -> Iterator[str]:
    """Why these paths cannot be one site on every file system."""
    misplaced = tuple(_misplaced(paths))
    yield from misplaced or _clashes(paths)


def _clashes(paths: Sequence[str]) -> Iterator[str]:
    yield from _listed(
        "staged twice", (path for path, count in Counter(paths).items() if count > 1)
    )
    folders = _folders(paths)
    yield from _listed("both a file and a folder", folders.intersection(paths))
    yield from _listed("differ only by letter case", _case_twins({*paths, *folders}))


def _misplaced(paths: Collection[str]) -> Iterator[str]:
    if _all_inside(paths):
        return iter(())
    return _listed("not a path inside the site", (path for path in paths if not _is_inside(path)))


def _missing(staging: Path, changed: Iterable[Staged]) -> Iterator[str]:
    paths = (each.path for each in changed)
    return _listed("not staged", (path for path in paths if not _is_file(_place(staging, path))))


def _listed(fault: str, paths: Iterable[str]) -> Iterator[str]:
    named = ", ".join(sorted(map(repr, paths)))
    if named:
        yield f"{fault}: {named}"


def _all_inside(paths: Iterable[str]) -> bool:
    """As `_is_inside` says of each; at once, since there are tens of thousands."""
    return not OUTSIDE.search("".join([f"/{path}/\n" for path in paths]))


def _is_inside(path: str) -> bool:
    """True for a relative path, written in full, that stays in the site and out of `.iopfinder`."""
    return not OUTSIDE.search(f"/{path}/")


def _case_twins(names: Collection[str]) -> Iterator[str]:
    if len({_folded(name) for name in names}) == len(names):
        return
    spellings = defaultdict(list)
    for name in names:
        spellings[_folded(name)].append(name)
    for twins in spellings.values():
        if len(twins) > 1:
            yield from twins


def _folded(path: str) -> str:
    """What a file system that ignores letter case, as on macOS and Windows, takes a path for."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path.casefold())


def _folders(paths: Iterable[str]) -> set[str]:
    """Every folder above these paths, and above those; the site's own is the empty path."""
    found = {""}
    above = {_parent(path) for path in paths}
    while not above <= found:
        found |= above
        above = {_parent(folder) for folder in above}
    return found


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _planned(staged: Sequence[Staged], site: Path, seen: Survey) -> _Plan:
    wanted = {each.path: each.sha256 for each in staged}
    record, listed, journalled, there = seen
    known = frozenset((*record, *listed, *(journalled or ())))
    kept = {path: found for path, found in there.items() if wanted.get(path) == found.sha256}
    changed = [each for each in staged if each.path not in kept]
    changed.sort(key=lambda each: _turn(each.path, known))
    gone = known.difference(wanted)
    tidy = _is_file(site / OWN / MANIFEST) and _lstat(site / OWN / INCOMING) is None
    settled = tidy and listed == wanted and not (changed or gone) and journalled is None
    return _Plan(known, kept, tuple(changed), gone, settled)


def _standing(
    site: Path, record: Mapping[str, Recorded], journalled: Collection[str] | None
) -> dict[str, Recorded]:
    if journalled is not None:
        return dict(_hashed(site, journalled))
    found = _entries(site, record)
    return {path: record[path] for path, stats in found if _is_as_recorded(stats, record[path])}


def _turn(path: str, known: frozenset[str]) -> tuple[bool, bool, str]:
    """Places a file after what it may link to: assets before pages, new files before old ones."""
    return (path.endswith(".html"), path in known, path)


def _check_ways(site: Path, plan: _Plan) -> None:
    """Refuses to turn a folder into a file while it holds what the build did not make."""
    places = _entries(site, [each.path for each in plan.changed])
    folders = (path for path, found in places if stat.S_ISDIR(found.st_mode))
    strangers = [path for folder in folders for path in _under(site, folder)]
    for path in sorted(set(strangers) - plan.known):
        raise NotOurs(f"{site / path} stands where the build must write a file; move it away")


def _under(site: Path, folder: str) -> Iterator[str]:
    """The paths of all files and links below a folder."""
    for entry in os.scandir(site / folder):
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _under(site, path)
        else:
            yield path


def _carry_out(plan: _Plan, staging: Path, site: Path) -> int:
    """Writes and removes what the plan says, and returns how many files it removed."""
    digests = plan.digests
    blocking = _blocking(plan.gone, digests)
    _mark(site, MARKER)
    _write_own(site, JOURNAL, sorted(plan.known.union(digests)))
    removed = _remove(site, blocking)
    _open_folders(site, [each.path for each in plan.changed])
    written = {each.path: _placed(staging, site, each) for each in plan.changed}
    removed += _remove(site, plan.gone - blocking)
    _write_own(site, RECORD, {**plan.kept, **written})
    _write_own(site, MANIFEST, digests)
    (site / OWN / JOURNAL).unlink()
    return removed


def _blocking(gone: Iterable[str], wanted: Iterable[str]) -> frozenset[str]:
    """Old paths that must go first: each is, letter case aside, a new file, or above or below one.

    On a file system that ignores case, removing `Oak.html` last would remove the new `oak.html`.
    """
    files = {_folded(path) for path in wanted}
    taken = files | _folders(files)
    return frozenset(
        path
        for path in gone
        if _folded(path) in taken or not files.isdisjoint(_folders([_folded(path)]))
    )


def _open_folders(site: Path, paths: Iterable[str]) -> None:
    """Makes the folders of these paths; a link or a file in the place of one is removed."""
    for folder in sorted(_folders(paths) - {""}):
        place = f"{site}/{folder}"
        if not _is_folder(place):
            _unlink_if_there(place)
            os.mkdir(place)


def _placed(staging: Path, site: Path, each: Staged) -> Recorded:
    """Moves one staged file into the site and says how it stands there."""
    source, target = _place(staging, each.path), f"{site}/{each.path}"
    if _is_folder(target):
        _remove_hollow(target)
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _replace_by_copy(source, site, target)
    found = os.lstat(target)
    return Recorded(each.sha256, found.st_size, found.st_mtime_ns)


def _replace_by_copy(source: str, site: Path, target: str) -> None:
    """The way in from another file system: a copy on the site's own, then a rename."""
    incoming = site / OWN / INCOMING
    incoming.unlink(missing_ok=True)
    shutil.copyfile(source, incoming)
    os.replace(incoming, target)


def _remove_hollow(folder: str) -> None:
    """Removes a folder that holds nothing but folders."""
    for inner, _, _ in os.walk(folder, topdown=False):
        os.rmdir(inner)


def _remove(site: Path, paths: Iterable[str]) -> int:
    """Removes files, then the folders left empty; returns how many files were still there."""
    old = sorted(paths)
    there = [path for path, found in _entries(site, old) if not stat.S_ISDIR(found.st_mode)]
    for path in there:
        os.unlink(f"{site}/{path}")
    for folder in sorted(_real_folders(site, old) - {""}, reverse=True):
        _remove_if_empty(f"{site}/{folder}")
    return len(there)


def _remove_if_empty(folder: str) -> None:
    try:
        os.rmdir(folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise


def _entries(site: Path, paths: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Each path that exists, with what stands there; a path through a link counts as missing."""
    listed = tuple(paths)
    real = _real_folders(site, listed)
    for path in listed:
        found = _lstat(f"{site}/{path}") if _parent(path) in real else None
        if found is not None:
            yield path, found


def _real_folders(site: Path, paths: Iterable[str]) -> set[str]:
    """The folders of these paths that are reached without passing through a link."""
    real = {""}
    for folder in sorted(_folders(paths) - {""}):
        if _parent(folder) in real and _is_folder(f"{site}/{folder}"):
            real.add(folder)
    return real


def _hashed(site: Path, paths: Iterable[str]) -> Iterator[tuple[str, Recorded]]:
    for path, found in _entries(site, paths):
        if stat.S_ISREG(found.st_mode):
            with open(f"{site}/{path}", "rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            yield path, Recorded(digest, found.st_size, found.st_mtime_ns)


def _is_as_recorded(found: os.stat_result, record: Recorded) -> bool:
    same = (found.st_size, found.st_mtime_ns) == (record.size, record.mtime_ns)
    return same and stat.S_ISREG(found.st_mode)


def _is_folder(path: str | Path) -> bool:
    found = _lstat(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def _is_file(path: str | Path) -> bool:
    found = _lstat(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def _lstat(path: str | Path) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _unlink_if_there(path: str) -> None:
    if _lstat(path) is not None:
        os.unlink(path)


def _journalled(site: Path) -> frozenset[str] | None:
    """The paths that a publish which was cut off may have touched; None when none was."""
    if not _is_file(site / OWN / JOURNAL):
        return None
    match _read_own(site, JOURNAL):
        case list() as paths:
            return frozenset(path for path in paths if isinstance(path, str) and _is_inside(path))
        case _:
            return frozenset()


def _record(site: Path) -> dict[str, Recorded]:
    match _read_own(site, RECORD):
        case dict() as rows:
            return dict(_recorded_rows(rows))
        case _:
            return {}


def _recorded_rows(rows: Mapping[str, object]) -> Iterator[tuple[str, Recorded]]:
    """Rows as we write them; a row changed by hand must not lead out of the site."""
    inside = _all_inside(rows)
    for path, row in rows.items():
        match row:
            case [str() as digest, int() as size, int() as mtime_ns] if inside or _is_inside(path):
                yield path, Recorded(digest, size, mtime_ns)


def _read_own(site: Path, name: str) -> object:
    """The parsed content of one of our files; None when it is missing or no longer JSON."""
    try:
        content: object = json.loads((site / OWN / name).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return content


def _write_own(site: Path, name: str, content: object) -> None:
    """Writes one of our files whole or not at all, and waits until it is on the disk."""
    text = json.dumps(content, sort_keys=True, separators=(",\n", ": "))
    incoming = site / OWN / INCOMING
    incoming.unlink(missing_ok=True)
    with open(incoming, "xb") as file:
        file.write(f"{text}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    os.replace(incoming, site / OWN / name)
