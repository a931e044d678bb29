"""Rendered files go in; the folder `site/` comes out, holding just those, whole at every moment.

Workers stage files beside the site; `publish` then moves in those that changed. Besides its pages
the site holds the folder `.iopfinder`:

- `marker` says that the folder belongs to the build;
- `manifest.json` maps each path to its SHA-256, so that two builds can be compared byte for byte;
- `record.json` holds what differs from one build to the next, and is to be left out of such a
  comparison: sizes and times of change, in the order of the manifest whose SHA-256 it names;
- `journal.json` stands only while a publish is under way. Found at the start of a publish, it says
  that the one before was cut off and which paths it may have touched.

At every moment, whatever the journal does not name stands as manifest and record say. A journal is
written before anything is touched, and takes over the paths of one that it finds, so that it speaks
for any number of publishes cut off in a row. Record and manifest come when all files stand, and
then the journal goes. Between those two the record is of another manifest, which vouches for
nothing: every file is hashed.
"""

import errno
import json
import os
import pickle
import re
import shutil
import stat
import unicodedata
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from itertools import compress
from operator import ne
from pathlib import Path
from typing import NamedTuple

from iopfinder.ledger import (
    BETWEEN,
    Stamp,
    ledger_of,
    manifest_text,
    record_text,
    text_of,
)

__all__ = [
    "NotOurs",
    "Output",
    "Publication",
    "Seen",
    "Staged",
    "Survey",
    "check_folder",
    "discard",
    "edition",
    "manifest",
    "packed_survey",
    "publish",
    "republish",
    "stage",
    "staging_beside",
    "survey",
]

OWN = ".iopfinder"
MARKER = "marker"
STAGING_MARKER = "staging"
MANIFEST = "manifest.json"
RECORD = "record.json"
JOURNAL = "journal.json"
OUTSIDE = re.compile(r"//|/\.{1,2}/|\\|\0|\A/\.iopfinder/", re.IGNORECASE)
SUSPECT = ("//", "/.", "\\", "\0")  # one of these is in whatever `OUTSIDE` finds
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


class Publication(NamedTuple):
    """How many files a publish wrote, left as they were, and removed; the site's edition after."""

    written: int
    unchanged: int
    removed: int
    edition: bytes


class Seen(NamedTuple):
    """A survey that another process made: its edition, and all of it, still as it came."""

    edition: bytes | None
    packed: bytes

    @property
    def whole(self) -> "Survey":
        found: Survey = pickle.loads(self.packed)  # noqa: S301 - from our own process
        return found


class Survey(NamedTuple):
    """How a site stands on disk.

    `there` gives the SHA-256 of each published file that stands. `edition` stands for all of them,
    when each is as a build left it: equal ones are of equal files, whatever build made them.

    The rest is for `publish`: size and time of change, in nanoseconds, of the files that stand; the
    manifest, when the record is of it; paths that no record vouches for, whose files were hashed.
    """

    there: Mapping[str, str]
    edition: bytes | None
    stamps: Mapping[str, Stamp]
    listed: Mapping[str, str]
    doubtful: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a publish will do, known before anything is touched.

    `known` is every path that an earlier publish may have made, `fresh` are those of the wanted
    ones that may clash with others, `changed` is in order of writing; `settled` is the edition that
    stands when there is nothing to do at all.
    """

    wanted: Mapping[str, str]
    known: AbstractSet[str]
    fresh: AbstractSet[str]
    changed: tuple[str, ...]
    gone: AbstractSet[str]
    settled: bytes | None


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


def publish(staging: Path, wanted: Mapping[str, str], site: Path, seen: Survey) -> Publication:
    """Makes the site hold the wanted files and no older ones; other people's files stay.

    `wanted` maps the path of every file of the site to its SHA-256. The staging folder need only
    hold those that do not stand there already, as `seen`, a survey made a moment ago, tells; they
    are moved out of it, and what `staging_beside` made is then removed.
    A link or a file in the place of an output, or of its folder, is replaced. A folder in the place
    of an output is refused with `NotOurs` when it holds files that the build did not make.
    Wrong paths, and files that were never staged, are our own bugs: `ValueError`.
    Every refusal comes before the first write.
    """
    check_folder(site)
    plan = _planned(wanted, site, seen)
    _refuse(_faults(wanted) if plan.fresh else ())
    _refuse(_missing(staging, plan.changed))
    _check_ways(site, plan)
    removed, left = (0, plan.settled) if plan.settled else _carry_out(plan, staging, site, seen)
    discard(staging)
    return Publication(len(plan.changed), len(wanted) - len(plan.changed), removed, left)


def republish(
    staging: Path, wanted: Mapping[str, str], site: Path, stands: bytes
) -> Publication | None:
    """As `publish` does it when some files get other bytes and no path comes or goes.

    `stands` is the edition of a survey made a moment ago, which found every file as a build left
    it. `wanted` need not name files that stay the same. None, and nothing is touched, when the site
    has another edition by now, or no file of a wanted path.
    """
    manifest = _read_own(site, MANIFEST)
    if sha256(manifest).digest() != stands or _is_file(site / OWN / JOURNAL):
        return None
    ledger = ledger_of(wanted, manifest, _read_own(site, RECORD))
    if ledger is None:
        return None
    differ = [path for path, digest in wanted.items() if ledger.digest(path) != digest]
    changed = sorted(differ, key=lambda path: _turn(path, wanted))
    _refuse(_missing(staging, changed))
    left = stands
    if changed:
        _begin(site, changed)
        stamps = {path: _placed(staging, site, path) for path in changed}
        left = _settle(site, *ledger.renewed({path: wanted[path] for path in changed}, stamps))
    discard(staging)
    return Publication(len(changed), ledger.count - len(changed), 0, left)


def survey(site: Path) -> Survey:
    """How the site stands.

    Size and time of change are compared with the record. What a publish that was cut off may have
    touched is hashed; so is everything, when the record does not belong to the manifest.
    """
    said = _said(site)
    amiss = said.doubtful.union(_amiss(site, said.stamps))
    if not amiss:
        return said
    hashed = tuple(_hashed(site, said.doubtful))
    there = {path: digest for path, digest in said.there.items() if path not in amiss}
    there |= {path: digest for path, digest, _ in hashed}
    stamps = {path: stamp for path, stamp in said.stamps.items() if path not in amiss}
    stamps |= {path: stamp for path, _, stamp in hashed}
    return said._replace(there=there, edition=None, stamps=stamps)


def packed_survey(site: Path) -> Seen:
    """A survey for another process, which may not want to look at all of it."""
    found = survey(site)
    return Seen(found.edition, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


def edition(site: Path) -> bytes | None:
    """Stands for all published files, when each is on disk as a build left it; else None."""
    return survey(site).edition


def manifest(site: Path) -> Mapping[str, str]:
    """The SHA-256 of every published file, by path; empty before the first publish."""
    return _rows(_parsed(_read_own(site, MANIFEST)))


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


def _faults(paths: Collection[str]) -> Iterator[str]:
    """Why these paths cannot be one site on every file system."""
    misplaced, folders = tuple(_misplaced(paths)), _folders(paths)
    yield from misplaced
    if not misplaced:
        yield from _listed("both a file and a folder", folders.intersection(paths))
        yield from _listed("differ only by letter case", _case_twins(folders.union(paths)))


def _misplaced(paths: Collection[str]) -> Iterator[str]:
    if _all_inside(paths):
        return iter(())
    return _listed("not a path inside the site", (path for path in paths if not _is_inside(path)))


def _missing(staging: Path, paths: Iterable[str]) -> Iterator[str]:
    return _listed("not staged", (path for path in paths if not _is_file(_place(staging, path))))


def _listed(fault: str, paths: Iterable[str]) -> Iterator[str]:
    named = ", ".join(sorted(map(repr, paths)))
    if named:
        yield f"{fault}: {named}"


def _all_inside(paths: Collection[str]) -> bool:
    """As `_is_inside` says of each; at once, since there are tens of thousands."""
    text = "/\n/".join(("", *paths, ""))
    return not any(each in text for each in SUSPECT) or all(map(_is_inside, paths))


def _is_inside(path: str) -> bool:
    """True for a relative path, written in full, that stays in the site and out of `.iopfinder`."""
    return not OUTSIDE.search(f"/{path}/")


def _case_twins(names: Collection[str]) -> Collection[str]:
    counts = Counter(map(_folded, names))
    return [each for each in names if counts[_folded(each)] > 1] if len(counts) < len(names) else ()


def _folded(path: str) -> str:
    """What a file system that ignores letter case, as on macOS and Windows, takes a path for."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path.casefold())


def _folders(paths: Iterable[str]) -> set[str]:
    """Every folder above these paths, and above those; the site's own is the empty path."""
    found = {""}
    above = {path.rpartition("/")[0] for path in paths}
    while not above <= found:
        found |= above
        above = {folder.rpartition("/")[0] for folder in above}
    return found


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _planned(wanted: Mapping[str, str], site: Path, seen: Survey) -> _Plan:
    listed, doubtful = seen.listed.keys(), seen.doubtful
    known = listed | doubtful if doubtful else listed
    differs = map(ne, wanted.values(), map(seen.there.get, wanted))
    changed = sorted(compress(wanted, differs), key=lambda path: _turn(path, known))
    fresh = doubtful.intersection(wanted).union(path for path in changed if path not in listed)
    gone = known - wanted.keys()
    tidy = not (changed or gone) and _lstat(site / OWN / INCOMING) is None
    return _Plan(wanted, known, fresh, tuple(changed), gone, seen.edition if tidy else None)


def _turn(path: str, known: Container[str]) -> tuple[bool, bool, str]:
    """Places a file after what it may link to: assets before pages, new files before old ones."""
    return (path.endswith(".html"), path in known, path)


def _check_ways(site: Path, plan: _Plan) -> None:
    """Refuses to turn a folder into a file while it holds what the build did not make."""
    places = _entries(site, plan.changed)
    folders = (path for path, found in places if stat.S_ISDIR(found.st_mode))
    strangers = {path for folder in folders for path in _under(site, folder)}
    for path in sorted(strangers - plan.known):
        raise NotOurs(f"{site / path} stands where the build must write a file; move it away")


def _under(site: Path, folder: str) -> Iterator[str]:
    """The paths of all files and links below a folder."""
    for entry in os.scandir(site / folder):
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _under(site, path)
        else:
            yield path


def _carry_out(plan: _Plan, staging: Path, site: Path, seen: Survey) -> tuple[int, bytes]:
    """Writes and removes what the plan says; how many files it removed, and the edition it left."""
    blocking = _blocking(plan.gone, plan.fresh)
    _begin(site, seen.doubtful.union(plan.changed, plan.gone))
    removed = _remove(site, blocking)
    _open_folders(site, plan.changed)
    stamps = {**seen.stamps, **{path: _placed(staging, site, path) for path in plan.changed}}
    removed += _remove(site, plan.gone - blocking)
    digests = {**seen.there, **{path: plan.wanted[path] for path in plan.changed}}
    paths = sorted(digests.keys() - plan.gone if plan.gone else digests)
    text = manifest_text({path: digests[path] for path in paths})
    seal = sha256(text).hexdigest()
    return removed, _settle(site, text, record_text(seal, {path: stamps[path] for path in paths}))


def _begin(site: Path, touched: Iterable[str]) -> None:
    """Says which paths are to be touched, before anything is."""
    _mark(site, MARKER)
    _write_own(site, JOURNAL, text_of(sorted(touched)))


def _settle(site: Path, manifest: bytes, record: bytes) -> bytes:
    """Says how all stands, when everything does; the edition."""
    _write_own(site, RECORD, record)
    _write_own(site, MANIFEST, manifest)
    (site / OWN / JOURNAL).unlink()
    return sha256(manifest).digest()


def _blocking(gone: AbstractSet[str], fresh: Iterable[str]) -> frozenset[str]:
    """Old paths that must go first: each is, letter case aside, a new file, or above or below one.

    On a file system that ignores case, removing `Oak.html` last would remove the new `oak.html`.
    """
    files = {_folded(path) for path in fresh} if gone else set()
    taken = files | _folders(files)
    return frozenset(
        path
        for path in gone
        if _folded(path) in taken or not files.isdisjoint(_folders([_folded(path)]))
    )


def _open_folders(site: Path, paths: Iterable[str]) -> None:
    """Makes the folders of these paths; a link or a file in the place of one is removed."""
    for folder in sorted(_folders(paths) - {""}):
        place = site / folder
        if not _is_folder(place):
            place.unlink(missing_ok=True)
            place.mkdir()


def _placed(staging: Path, site: Path, path: str) -> Stamp:
    """Moves one staged file into the site and says how it stands there."""
    source, target = _place(staging, path), f"{site}/{path}"
    if _is_folder(target):
        _remove_hollow(target)
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _replace_by_copy(source, site, target)
    found = os.lstat(target)
    return found.st_size, found.st_mtime_ns


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


def _amiss(site: Path, stamps: Mapping[str, Stamp]) -> Iterator[str]:
    """The paths at which no file stands as recorded."""
    if _holds_links(site, stamps):
        found = map(dict(_entries(site, stamps)).get, stamps)
    else:
        found = map(_lstat, map(f"{site}/".__add__, stamps))
    for (path, stamp), at in zip(stamps.items(), found, strict=True):
        if at is None or (at.st_size, at.st_mtime_ns) != stamp or not stat.S_ISREG(at.st_mode):
            yield path


def _holds_links(site: Path, paths: Iterable[str]) -> bool:
    """Whether a path may lead through a link: few folders hold others, and are quickly listed."""
    for folder in _folders({path.rpartition("/")[0] for path in paths}):
        place = f"{site}/{folder}"
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as entries:
            if any(entry.is_symlink() for entry in entries):
                return True
    return False


def _hashed(site: Path, paths: Iterable[str]) -> Iterator[tuple[str, str, Stamp]]:
    """Each path that is a file, with what it holds and how it stands."""
    for path, found in _entries(site, paths):
        if stat.S_ISREG(found.st_mode):
            with open(f"{site}/{path}", "rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            yield path, digest, (found.st_size, found.st_mtime_ns)


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


def _said(site: Path) -> Survey:
    """The site as manifest, record and journal say, none of them held against its files yet."""
    text, cut_off = _read_own(site, MANIFEST), _is_file(site / OWN / JOURNAL)
    listed, seal = _rows(_parsed(text)), sha256(text)
    journal = _parsed(_read_own(site, JOURNAL)) if cut_off else []
    rows = journal if isinstance(journal, list) else [journal]  # spoilt: a row that is no path
    touched = frozenset(row for row in rows if isinstance(row, str) and _is_inside(row))
    match _parsed(_read_own(site, RECORD)):
        case {"manifest": of, "sizes": list() as sizes, "mtimes_ns": list() as times} if (
            of == seal.hexdigest()
            and len(listed) == len(sizes) == len(times)
            and len(touched) == len(rows)
        ):
            stamps = dict(zip(listed, zip(sizes, times, strict=True), strict=True))
            return Survey(listed, None if cut_off else seal.digest(), stamps, listed, touched)
        case {"paths": str() as paths}:
            touched = touched.union(filter(_is_inside, paths.split(BETWEEN)))
    return Survey({}, None, {}, {}, touched.union(listed))


def _rows(manifest: object) -> dict[str, str]:
    """Rows as we write them; a row changed by hand must not lead out of the site."""
    rows = manifest if isinstance(manifest, dict) else {}
    if {*map(type, rows.values())} <= {str} and _all_inside(rows):
        return rows
    return {path: row for path, row in rows.items() if isinstance(row, str) and _is_inside(path)}


def _read_own(site: Path, name: str) -> bytes:
    """One of our files; nothing when it is missing."""
    try:
        return (site / OWN / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _parsed(text: bytes) -> object:
    """The content of one of our files; None when it is no longer JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _write_own(site: Path, name: str, text: bytes) -> None:
    """Writes one of our files whole or not at all, and waits until it is on the disk."""
    incoming = site / OWN / INCOMING
    incoming.unlink(missing_ok=True)
    with open(incoming, "xb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(incoming, site / OWN / name)
