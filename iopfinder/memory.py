"""What earlier readings and builds know, so that nothing unchanged is read or made again.

Everything in here can be made anew from the content: a memory that is missing, damaged or of
another version is an empty one. What was read with other things than now, or may have changed
since, is never handed out; the keys say what it was read with.
"""

import os
import pickle
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from zlib import crc32

from iopfinder.brief import Brief
from iopfinder.listing import Listing
from iopfinder.problems import Problem
from iopfinder.sources import Stamp, digest_of

__all__ = [
    "RESTLESS_NS",
    "WAITING",
    "Damaged",
    "Done",
    "Listings",
    "Made",
    "Memory",
    "Row",
    "Works",
    "check_form",
    "earlier",
    "is_sound",
    "locked",
    "open_memory",
    "remembering",
    "unpickled",
    "version",
]

T = TypeVar("T")

Name = tuple[str | bytes, ...]
"""What a content is kept as: its name in the table, then what else it must belong to."""

FORM: Final = 3
"""The form of the file; a change of it takes the next number."""

FILE: Final = "memory.sqlite"
TAG: Final = "Signature: 8a477f597d28d172789f06886806bc55\n"
"""By https://bford.info/cachedir/: backups leave this folder out."""

WAITING: Final = "Another build is at work here; this one waits for it."

PATIENCE_MS: Final = 60 * 60 * 1000
"""So long a build waits for another one."""

RESTLESS_NS: Final = 2_000_000_000
"""A file that changed so shortly before it was read may change again within its clock's tick."""


class Row(NamedTuple):
    """What reading one listing's file gave.

    `text` stands for its text, `key` for all that it was read with. Rows hold no errors.
    """

    stamp: Stamp
    seen_ns: int
    text: bytes
    key: bytes
    brief: Brief
    problems: tuple[Problem, ...]

    @property
    def is_settled(self) -> bool:
        """Whether a change after the reading must show in the file's stamp."""
        return self.stamp.last_ns + RESTLESS_NS < self.seen_ns


class Made(NamedTuple):
    """A file that was made: its path in the site and its SHA-256 in hex.

    `note` is what the finder's manifest says of it: its kind and what it is about.
    """

    path: str
    sha256: str
    note: tuple[str, object] = ("", None)


@dataclass(frozen=True)
class Done:
    """What a part of the site came to: its files, how many they are and how many pages, the notes.

    `digest` stands for all that the part was made of. Its files stay packed until somebody asks
    for them: of most parts nobody does.
    """

    digest: bytes | None
    packed: bytes
    count: int
    pages: int
    noted: tuple[Made, ...]

    @classmethod
    def of(
        cls, digest: bytes | None, files: Mapping[str, str], pages: int, noted: tuple[Made, ...]
    ) -> "Done":
        """`files` is SHA-256 by path."""
        return cls(digest, pickle.dumps(files, pickle.HIGHEST_PROTOCOL), len(files), pages, noted)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """SHA-256 by path."""
        files: Mapping[str, str] = pickle.loads(self.packed)  # noqa: S301 - our own
        return files

    def __reduce__(self) -> tuple[type["Done"], tuple[object, ...]]:
        return Done, (self.digest, self.packed, self.count, self.pages, self.noted)


Works = Mapping[bytes, tuple[Made, ...]]
"""The files of single works of a part, by what the work was made of."""


class Damaged(Exception):
    """What the cache holds is not what was put there, or it cannot be read or written."""


class Busy(Exception):
    """Another build is at work."""


class Memory:
    """Rows by path of listing, its whole by the same, and parts of the site by name.

    `edition` is that of the site which holds the files of all parts, None when none is known to.
    `last` gives, for each step whose value is one whole, what its last key gave. Wholes, steps and
    the works of parts are read from the file when they are asked for.
    """

    def __init__(self, file: Path | None = None, version: bytes = b"") -> None:
        self.rows: dict[str, Row] = {}
        self.parts: dict[str, Done] = {}
        self.edition: bytes | None = None
        self._version = version
        self._wholes: dict[str, bytes] = {}
        self._works: dict[str, Works] = {}
        self._steps: dict[str, tuple[bytes, Any]] = {}
        self._kept_steps: dict[str, bytes] = {}
        self._new_steps: set[str] = set()
        self._new_parts: set[str] = set()
        self._changed: set[str] = set()
        self._file = file
        self._is_recalled = True
        self._base: tuple[int, sqlite3.Connection] | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it outlives this process."""
        return self._file is not None

    def last(self, step: str, key: bytes, make: Callable[[], T]) -> T:
        """What `make` gives, or gave when this step's last key was equal to this one."""
        known = self._known(step, key)
        if known is None:
            known = (key, make())
            self.keep(step, *known)
        return known[1]

    def here(self, step: str, key: bytes, make: Callable[[], T]) -> T:
        """As `last`, for values that only this process can hold."""
        known = self._known(step, key)
        if known is None:
            known = self._steps[step] = (key, make())
        return known[1]

    def renew(self, step: str) -> None:
        """The value of a step has changed in itself, and is to be kept as it is now."""
        self._new_steps.add(step)

    def _known(self, step: str, key: bytes) -> tuple[bytes, Any] | None:
        """What a step gave last, here or as the file keeps it, unless that was of another key."""
        if self._kept_steps.pop(step, None) == key:
            with suppress(Damaged):  # then it is made anew
                content = self._content("steps", (step, key))
                if content is not None:
                    self._steps[step] = (key, pickle.loads(content))  # noqa: S301 - our own
        known = self._steps.get(step)
        return known if known is not None and known[0] == key else None

    def vouched(self, path: str, stamp: Stamp) -> bytes | None:
        """The digest of a listing's text when its file surely stands as it was read."""
        row = self.rows.get(path)
        return row.text if row and row.stamp == stamp and row.is_settled else None

    def text_of(self, path: str) -> bytes | None:
        """The digest of the text that a listing was last read of."""
        row = self.rows.get(path)
        return row.text if row else None

    def remember(self, path: str, row: Row, whole: bytes) -> None:
        self.rows[path] = row
        self._wholes[path] = whole
        self._changed.add(path)

    def restamp(self, path: str, stamp: Stamp, seen_ns: int) -> None:
        """The same text was read once more; its whole stands as it did."""
        self.rows[path] = self.rows[path]._replace(stamp=stamp, seen_ns=seen_ns)
        self._changed.add(path)

    def forget(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.rows.pop(path, None)
            self._wholes.pop(path, None)
            self._changed.add(path)

    def known(self, step: str, key: bytes) -> Any:  # noqa: ANN401 - whatever was kept
        """What was kept of a step, if it was of the same; else None."""
        known = self._known(step, key)
        return known[1] if known else None

    def keep(self, step: str, key: bytes, value: object) -> None:
        self._steps[step] = (key, value)
        self._new_steps.add(step)

    def whole(self, path: str) -> bytes:
        """A pickled listing."""
        known = self._wholes.get(path)
        if known is None:
            known = self._content("wholes", self._read_of(path))
            if known is None:
                raise Damaged("a listing is not the one that its row speaks of")
            self._wholes[path] = known
        return known

    def works(self, part: str) -> Works:
        """The works of a part as it was made last; none of an unknown one."""
        if part not in self._works and part in self.parts and self.is_kept:
            content = self._content("works", (part,))
            self._works[part] = pickle.loads(content) if content else {}  # noqa: S301 - as above
        return self._works.get(part, {})

    def keep_parts(self, parts: Mapping[str, tuple[Done, Works | None]], edition: bytes) -> None:
        """What the site is made of now; None for the works of a part that stands as it did."""
        self.edition = edition
        for name, (_, works) in parts.items():
            if works is not None:
                self._works[name] = works
                self._new_parts.add(name)
        self._new_parts |= self.parts.keys() - parts.keys()
        self.parts = {name: done for name, (done, _) in parts.items()}

    def _content(self, table: str, name: Name) -> bytes | None:
        """What the file keeps under a name, unless that was put there as something else."""
        statement = f"SELECT sum, content FROM {table} WHERE name = ?"  # noqa: S608 - our tables
        with _damage_told():
            kept = self._opened().execute(statement, name[:1]).fetchone()
        content: bytes | None = kept[1] if kept and is_sound((table, *name), *kept) else None
        return content

    def detach(self) -> None:
        """Takes all that the file holds into this process and lets go of it."""
        self.recall()
        for path in self.rows:
            self.whole(path)
        for step, key in list(self._kept_steps.items()):
            self._known(step, key)
        self.close()
        self._file = None

    def held(self) -> Mapping[str, bytes]:
        """The wholes that are at hand, as they are now: a later reading may replace them."""
        return dict(self._wholes)

    def _read_of(self, path: str) -> Name:
        """What a whole was read of: that of another text or day, or of another file, is another."""
        row = self.rows[path]
        return path, row.text, row.key

    def _opened(self) -> sqlite3.Connection:
        """This process's own connection: one must not pass a fork."""
        if self._base is None or self._base[0] != os.getpid():
            if self._file is None:
                raise Damaged("nothing was kept")
            self._base = (os.getpid(), sqlite3.connect(self._file, isolation_level=None))
        return self._base[1]

    def close(self) -> None:
        if self._base is not None:
            self._base[1].close()
            self._base = None

    def open(self) -> None:
        """Sees whether the file can be used; raises `Damaged` when not."""
        with _damage_told():
            base = self._opened()
            check_form(base, self._version)
            self._kept_steps = dict(base.execute("SELECT name, key FROM steps"))
        self._is_recalled = False

    def recall(self) -> None:
        """Reads rows and parts, once; a file that turns out damaged is thrown away."""
        if self._is_recalled:
            return
        self._is_recalled = True
        try:
            with _damage_told():
                base = self._opened()
                for _, rows in unpickled("rows", base):
                    self.rows |= rows
                kept = dict(unpickled("parts", base))
                self.edition = _edition_of(kept.pop(_ALL, None), base)
                self.parts = kept
        except Damaged:
            self.forget_all()

    def forget_all(self) -> None:
        """Throws the file away: everything is read and made anew."""
        self.close()
        _throw_away(self._file)
        for known in (self.rows, self.parts, self._wholes, self._works, self._steps):
            known.clear()
        self._kept_steps.clear()
        self.edition = None
        for new in (self._changed, self._new_steps, self._new_parts):
            new.clear()

    def save(self) -> None:
        """Writes what has changed, whole or not at all; raises `Damaged` when it cannot."""
        with _damage_told():
            self._write(self._opened())
        for new in (self._changed, self._new_steps, self._new_parts):
            new.clear()

    def _write(self, base: sqlite3.Connection) -> None:
        base.execute("PRAGMA synchronous = OFF")  # a power cut may damage it, which shows
        with _transaction(base):
            if base.execute("PRAGMA user_version").fetchone() != (FORM,):
                _make_tables(base, self._version)
            self._write_rows(base)
            self._write_parts(base)
            for step in self._new_steps:
                key, value = self._steps[step]
                content = pickle.dumps(value, 5)
                row = (step, _sum(("steps", step, key), content), content, key)
                base.execute("INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?)", row)

    def _write_rows(self, base: sqlite3.Connection) -> None:
        for path in sorted(self._changed):
            if path not in self.rows:
                _drop(base, "wholes", path)
            elif path in self._wholes:
                _put(base, "wholes", self._read_of(path), self._wholes[path])
        bundles = {_bundle(path) for path in self._changed}
        bundled: defaultdict[int, dict[str, Row]] = defaultdict(dict)
        for path, row in self.rows.items():
            if _bundle(path) in bundles:
                bundled[_bundle(path)][path] = row
        for number in sorted(bundles):
            _put(base, "rows", (str(number),), pickle.dumps(bundled[number], 5))

    def _write_parts(self, base: sqlite3.Connection) -> None:
        for part in sorted(self._new_parts):
            if part in self.parts:
                _put(base, "parts", (part,), pickle.dumps(self.parts[part], 5))
                _put(base, "works", (part,), pickle.dumps(self._works[part], 5))
            else:
                _drop(base, "parts", part)
                _drop(base, "works", part)
        _put(base, "parts", (_ALL,), pickle.dumps((self.edition, _sums(base)), 5))


_ALL: Final = ""
"""In place of a part's name: the edition of the site, and what stands for the rows of all parts."""


def _sums(base: sqlite3.Connection) -> bytes:
    rows = base.execute("SELECT name, sum FROM parts WHERE name <> ? ORDER BY name", (_ALL,))
    return digest_of(repr(rows.fetchall()))


def _edition_of(kept: tuple[bytes | None, bytes] | None, base: sqlite3.Connection) -> bytes | None:
    """The edition that was kept with just these rows: one of an older moment is of another site."""
    return kept[0] if kept and kept[1] == _sums(base) else None


def check_form(base: sqlite3.Connection, version: bytes) -> None:
    """Raises `Damaged` for a file of another form or version."""
    if base.execute("PRAGMA user_version").fetchone() != (FORM,):
        raise Damaged("it is of another form, or new")
    if base.execute("SELECT content FROM versions").fetchall() != [(version,)]:
        raise Damaged("it is of another version")


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever sqlite3 raises is `Damaged`; it may stumble over spoilt bytes in its own message."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise Damaged(str(error)) from error


_TABLES: Final = ("rows", "wholes", "parts", "works")

BUNDLES: Final = 256
"""Rows are kept in so many bundles: thousands of rows are read faster so than one by one."""


def _bundle(path: str) -> int:
    return crc32(path.encode()) % BUNDLES


@contextmanager
def _transaction(base: sqlite3.Connection) -> Iterator[None]:
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _make_tables(base: sqlite3.Connection, version: bytes) -> None:
    base.execute("CREATE TABLE versions (content BLOB)")
    base.execute("INSERT INTO versions VALUES (?)", (version,))
    for table in _TABLES:
        base.execute(f"CREATE TABLE {table} (name PRIMARY KEY, sum BLOB, content BLOB)")
    base.execute("CREATE TABLE steps (name PRIMARY KEY, sum BLOB, content BLOB, key BLOB)")
    base.execute(f"PRAGMA user_version = {FORM}")


def _put(base: sqlite3.Connection, table: str, name: Name, content: bytes) -> None:
    row = (name[0], _sum((table, *name), content), content)
    base.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", row)  # noqa: S608 - our tables


def _drop(base: sqlite3.Connection, table: str, name: str) -> None:
    base.execute(f"DELETE FROM {table} WHERE name = ?", (name,))  # noqa: S608 - our tables


def _sum(name: Name, content: bytes) -> bytes:
    """Stands for a content, its table and what it was put there as: a lost page may swap rows."""
    whole = sha256(repr(name).encode())
    whole.update(content)
    return whole.digest()[:8]


def is_sound(name: Name, kept: object, content: object) -> bool:
    """Whether a row is as it was put there."""
    return isinstance(content, bytes) and _sum(name, content) == kept


@contextmanager
def remembering(
    folder: Path, *, use: bool, tell: Callable[[str], None], waits: bool = True
) -> Iterator[Memory]:
    """A memory that is kept in a folder, and this build alone with it.

    Without `use` an empty one that is not kept: then too no other build is at work. A folder that
    cannot be written is told of, and everything is made anew. Who does not wait for a build that
    is at work gets an empty memory.
    """
    with ExitStack() as stack:
        memory = Memory()
        try:
            stack.enter_context(locked(folder, partial(tell, WAITING) if waits else None))
            if use:
                memory = open_memory(folder / FILE, version())
        except Busy:
            use = False
        except (OSError, sqlite3.Error) as error:
            tell(f"{folder} cannot be used, so everything is made anew: {error}")
            use = False
        yield memory
        if memory.is_kept:
            try:
                memory.save()
            except Damaged as error:
                tell(f"{folder / FILE} could not be written: {error}; the next build takes longer")
        memory.close()


def earlier(folder: Path, tell: Callable[[str], None]) -> Memory:
    """What the builds in a folder knew, for this process alone; the folder is left as it is."""
    if not (folder / FILE).is_file():
        return Memory()
    with remembering(folder, use=True, tell=tell, waits=False) as memory:
        try:
            memory.detach()
        except (Damaged, sqlite3.DatabaseError):
            memory.forget_all()
    return memory


@contextmanager
def locked(folder: Path, waiting: Callable[[], None] | None) -> Iterator[None]:
    """Keeps all other builds that use this folder out; `waiting` is called when one is at work.

    Without it, `Busy` is raised. A process that is killed leaves no lock behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "CACHEDIR.TAG").write_text(TAG, "ascii")
    lock = sqlite3.connect(folder / "lock", timeout=0, isolation_level=None)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if waiting is None:
                raise Busy from error
            waiting()
            lock.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def open_memory(file: Path, version: bytes) -> Memory:
    """What is kept in a file; an empty memory when there is none, or none that can be used."""
    memory = Memory(file, version)
    try:
        memory.open()
    except Damaged:
        memory.close()
        _throw_away(file)
        return Memory(file, version)
    return memory


def _throw_away(file: Path | None) -> None:
    if file is not None:
        for beside in ("", "-journal", "-wal", "-shm"):
            file.with_name(f"{file.name}{beside}").unlink(missing_ok=True)


def unpickled(table: str, base: sqlite3.Connection) -> Iterator[tuple[str, Any]]:
    """The rows of a table with their values; raises `Damaged` at one that is not as it was put."""
    statement = f"SELECT name, sum, content FROM {table}"  # noqa: S608 - our tables
    for name, kept, content in base.execute(statement):
        if not is_sound((table, name), kept, content):
            raise Damaged("a row has changed")
        yield name, pickle.loads(content)  # noqa: S301 - our own, and checked


class Listings(Mapping[str, Listing]):
    """Listings by slug, each read from the memory when it is first asked for."""

    def __init__(self, briefs: Iterable[Brief], memory: Memory) -> None:
        self._paths = {brief.slug: brief.path for brief in briefs}
        self._memory = memory
        self._held = memory.held()
        self._read: dict[str, Listing] = {}

    def __getitem__(self, slug: str) -> Listing:
        if slug not in self._read:
            path = self._paths[slug]
            whole = self._held.get(path) or self._memory.whole(path)
            self._read[slug] = pickle.loads(whole)  # noqa: S301 - our own, and checked
        return self._read[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


# What a build is made with


def version() -> bytes:
    """Changes with the generator's own code, the packages it stands on, and Python."""
    own = Path(__file__).parent
    code = [path for path in sorted(own.rglob("*")) if path.suffix in (".py", ".js", ".css")]
    packages = sorted(
        entry.name
        for folder in sys.path
        if Path(folder).is_dir()
        for entry in os.scandir(folder)
        if entry.name.endswith(".dist-info")
    )
    return digest_of(sys.version, *packages, *(path.read_bytes() for path in code))
