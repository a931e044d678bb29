"""The folder of a memory in, a copy of what it knows of single listings out, for a short look.

It waits for no build, takes no lock and writes nothing: a file that is damaged, of another version
or just being written is as good as none.
"""

import pickle
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from iopfinder.memory import FILE, Damaged, Memory, check_form, is_sound, unpickled, version

__all__ = ["recollected"]

_READ_ONLY: Final = "mode=ro"

_STEPS: Final = ("shared", "zips")
"""What every look needs beside the rows: what listings are read with, and ZIP codes as text."""


def recollected(folder: Path) -> Memory | None:
    """What a memory knows of listings; None where there is nothing that can be used."""
    file = folder / FILE
    if not file.is_file():
        return None
    address = f"{file.absolute().as_uri()}?{_READ_ONLY}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)) as base:
            return _copied(base)
    except (Damaged, sqlite3.Error, UnicodeDecodeError):
        return None


def _copied(base: sqlite3.Connection) -> Memory:
    base.execute("BEGIN")  # one state of the file, whoever writes in it meanwhile
    check_form(base, version())
    memory = Memory()
    for _, rows in unpickled("rows", base):
        memory.rows |= rows
    for step in _STEPS:
        _copy_step(step, base, memory)
    return memory


def _copy_step(step: str, base: sqlite3.Connection, memory: Memory) -> None:
    statement = "SELECT sum, content, key FROM steps WHERE name = ?"
    kept = base.execute(statement, (step,)).fetchone()
    if kept is not None and is_sound(("steps", step, kept[2]), *kept[:2]):
        memory.keep(step, kept[2], pickle.loads(kept[1]))  # noqa: S301 - our own, and checked
