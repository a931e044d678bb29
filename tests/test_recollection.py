"""A look at what builds kept: it waits for nobody and leaves everything as it is."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from directory_case import TODAY, places
from iopfinder.directory import read_directory
from iopfinder.memory import FILE, Memory, locked, remembering
from iopfinder.recollection import recollected
from iopfinder.sources import read_sources
from site_case import ROOT


def said(words: str) -> None:
    raise AssertionError(words)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "cache"
    with remembering(folder, use=True, tell=said) as memory:
        read_directory(
            read_sources(ROOT / "content", ROOT / "programs"), places, TODAY, memory=memory
        )
    return folder


@pytest.fixture
def cache(filled: Path, tmp_path: Path) -> Path:
    """The folder of a memory that knows the sample listings."""
    return Path(shutil.copytree(filled, tmp_path / "cache"))


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def whole(folder: Path) -> Memory:
    with remembering(folder, use=True, tell=said) as memory:
        memory.recall()
    return memory


def test_it_knows_the_rows_and_steps_that_were_kept(cache: Path) -> None:
    before = kept(cache)
    memory = recollected(cache)
    assert memory is not None
    assert not memory.is_kept
    assert kept(cache) == before
    assert memory.rows == whole(cache).rows
    assert len(memory.rows) >= 24
    read = read_sources(ROOT / "content", ROOT / "programs")
    key = sqlite3.connect(cache / FILE).execute("SELECT key FROM steps WHERE name = 'shared'")
    assert memory.known("shared", key.fetchone()[0]) is not None
    assert memory.known("shared", read.digest_of_shared) is None


def test_without_a_memory_there_is_none_and_none_is_made(tmp_path: Path) -> None:
    assert recollected(tmp_path / "no-such-folder") is None
    assert recollected(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_it_looks_while_a_build_is_at_work(cache: Path) -> None:
    with locked(cache, None):
        memory = recollected(cache)
    assert memory is not None
    assert memory.rows


def test_it_does_not_wait_while_a_build_writes(cache: Path) -> None:
    base = sqlite3.connect(cache / FILE, isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    assert recollected(cache) is None
    base.execute("ROLLBACK")
    base.close()
    assert recollected(cache) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE versions SET content = x'00'",
        "PRAGMA user_version = 1",
        "UPDATE rows SET sum = x'00' WHERE name = (SELECT min(name) FROM rows)",
        "DROP TABLE rows",
    ],
)
def test_what_is_damaged_or_of_another_version_is_left_alone(cache: Path, statement: str) -> None:
    base = sqlite3.connect(cache / FILE, isolation_level=None)
    base.execute(statement)
    base.close()
    before = kept(cache)
    assert recollected(cache) is None
    assert kept(cache) == before


def test_a_file_of_other_bytes_is_left_alone(cache: Path) -> None:
    (cache / FILE).write_bytes(b"no database" * 100)
    before = kept(cache)
    assert recollected(cache) is None
    assert kept(cache) == before
