"""What is kept between builds: held to what it was made of, and of no harm when it is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

import tiny_site
from iopfinder import build as build_module
from iopfinder.build import Built, build
from iopfinder.memory import FILE, WAITING, Done, Memory, locked, open_memory, remembering
from iopfinder.sources import read_source, stamps_of
from site_case import ROOT, TODAY, tree


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a tiny site's sources; its builds in this process know two cities."""
    tiny_site.write_tiny_site(tmp_path)
    monkeypatch.setattr(build_module, "read_places", tiny_site.places)
    return tmp_path


def built(root: Path, memory: Memory | None = None, *, days: int = 0) -> Built:
    folders = tiny_site.folders_in(root, root / "site")
    return build(folders, TODAY + timedelta(days), memory=memory)


def clean_tree(root: Path) -> dict[str, bytes]:
    """What a build that remembers nothing makes of the sources."""
    build(tiny_site.folders_in(root, root / "clean"), TODAY)
    return tree(root / "clean")


def written(done: Built) -> int:
    assert done.publication is not None
    return done.publication.written


def started(root: Path, *more: str) -> "subprocess.Popen[str]":
    """The build's command, begun in the folder."""
    command = [sys.executable, str(ROOT / "build.py"), "build", "--today", TODAY.isoformat()]
    return subprocess.Popen(
        [*command, *more], cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


# Two builds at once, and places that cannot be used


def test_builds_at_once_wait_for_each_other_and_all_end_well(root: Path) -> None:
    with locked(root / ".cache", lambda: None):
        builds = [started(root), started(root)]
        for each in builds:
            assert each.stderr is not None
            assert each.stderr.readline() == f"{WAITING}\n"
    said = sorted(each.communicate(timeout=120)[0].splitlines()[-2] for each in builds)
    assert [each.returncode for each in builds] == [0, 0]
    files = len([path for path in tree(root / "site") if not path.startswith(".iopfinder/")])
    assert said == [
        f"site/: 0 files written, {files:,} as they were, 0 removed.",
        f"site/: {files:,} files written, 0 as they were, 0 removed.",
    ]


def test_who_waits_is_told_so_in_words() -> None:
    assert WAITING == "Another build is at work here; this one waits for it."


def test_no_cache_makes_everything_anew_and_keeps_nothing(root: Path) -> None:
    cache = root / ".cache"
    with remembering(cache, use=True, tell=pytest.fail) as memory:
        built(root, memory)
    kept = (cache / FILE).read_bytes()
    steps: list[tuple[str, int]] = []
    with remembering(cache, use=False, tell=pytest.fail) as memory:
        folders = tiny_site.folders_in(root, root / "site")
        done = build(folders, TODAY, memory=memory, tell=lambda *step: steps.append(step))
    assert dict(steps)["Reading"] == len(tiny_site.LISTINGS)
    assert dict(steps)["Making"] == done.pages
    assert (cache / FILE).read_bytes() == kept
    shutil.rmtree(cache)
    with remembering(cache, use=False, tell=pytest.fail) as memory:
        built(root, memory)
    assert not (cache / FILE).exists()


def read_only(place: Path) -> None:
    """A folder in which nobody may write: for root, the system's own."""
    place.mkdir(mode=0o500)
    if os.access(place, os.W_OK):
        place.rmdir()
        place.symlink_to("/sys")


@pytest.mark.parametrize("spoil", [read_only, Path.touch])
def test_a_place_that_cannot_be_used_is_told_and_the_site_is_built(
    root: Path, spoil: Callable[[Path], None]
) -> None:
    cache = root / ".cache"
    spoil(cache)
    said: list[str] = []
    with remembering(cache, use=True, tell=said.append) as memory:
        built(root, memory)
    (message,) = said
    assert message.startswith(f"{cache} cannot be used, so everything is made anew: [Errno ")
    assert tree(root / "site") == clean_tree(root)


# Another version, and damage


def test_what_another_version_kept_is_ignored(root: Path) -> None:
    memory = open_memory(root / FILE, b"1")
    built(root, memory)
    memory.save()
    memory.close()
    same = open_memory(root / FILE, b"1")
    same.recall()
    assert same.rows.keys() == memory.rows.keys()
    same.close()
    other = open_memory(root / FILE, b"2")
    other.recall()
    assert (other.rows, other.parts, (root / FILE).exists()) == ({}, {}, False)


def test_listings_changed_over_in_the_file_are_seen(root: Path) -> None:
    """As after a power cut, when of two pages of the file one is old."""
    memory = open_memory(root / FILE, b"1")
    built(root, memory)
    memory.save()
    memory.close()
    base = sqlite3.connect(root / FILE)
    rows = base.execute("SELECT name, sum, content FROM wholes ORDER BY name").fetchall()
    for (name, _, _), (_, kept, content) in zip(rows, [*rows[1:], rows[0]], strict=True):
        base.execute("UPDATE wholes SET sum = ?, content = ? WHERE name = ?", (kept, content, name))
    base.commit()
    base.close()
    base_template = root / "templates" / "base.html"
    base_template.write_text(f"{base_template.read_text('utf-8')} ", "utf-8")
    memory = open_memory(root / FILE, b"1")
    assert written(built(root, memory)) > 0
    memory.close()
    assert tree(root / "site") == clean_tree(root)


# What a receipt and a row stand for


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled at once."""
    monkeypatch.setattr(build_module, "RESTLESS_NS", -(10**12))


@pytest.mark.usefixtures("settled")
def test_a_site_that_another_build_left_is_built_again(root: Path) -> None:
    memory = Memory()
    assert built(root, memory).reading is not None
    assert built(root, memory).reading is None  # nothing has changed, nothing is read
    built(root, days=400)
    assert written(built(root, memory)) > 0
    assert tree(root / "site") == clean_tree(root)


@pytest.mark.usefixtures("settled")
def test_a_folder_that_appears_is_told_of(root: Path) -> None:
    memory = Memory()
    built(root, memory)
    (root / "programs" / "folder.yaml").mkdir()
    assert "a folder stands where a file belongs" in {
        problem.message for problem in built(root, memory).problems
    }


def test_a_file_counts_as_settled_from_when_it_was_looked_at(root: Path) -> None:
    memory, read_at = Memory(), []
    folders = tiny_site.folders_in(root, root / "site")
    build(folders, TODAY, memory=memory, tell=lambda *_: read_at.append(time.time_ns()))
    assert all(row.seen_ns < read_at[0] for row in memory.rows.values())
    path = root / "programs" / "oak.yaml"
    path.touch()
    build(folders, TODAY, memory=memory, tell=lambda *_: read_at.append(time.time_ns()))
    row = memory.rows[path.as_posix()]
    source = read_source(path)
    assert row.stamp == source.stamp  # type: ignore[union-attr]
    assert read_at[0] < row.seen_ns < source.seen_ns  # type: ignore[union-attr]


def test_stamps_are_those_of_linked_files_too(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "oak.md").write_text("Oak")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "guides").symlink_to(tmp_path / "own")
    (tmp_path / "content" / "back").symlink_to(tmp_path / "content")
    (tmp_path / "content" / "lost.md").symlink_to("nowhere")
    stamps = dict(stamps_of(tmp_path / "content"))
    paths = [Path(path).relative_to(tmp_path / "content").as_posix() for path in stamps]
    assert paths == ["back", "guides", "guides/oak.md", "lost.md"]
    size = stamps[str(tmp_path / "content" / "guides" / "oak.md")].size
    assert size == 3


def test_a_check_beside_a_build_does_not_wait_for_it(tmp_path: Path) -> None:
    cache = tmp_path / ".cache"
    with (
        locked(cache, pytest.fail),
        remembering(cache, use=True, tell=pytest.fail, waits=False) as memory,
    ):
        assert not memory.is_kept


def test_the_edition_is_that_of_just_these_parts(tmp_path: Path) -> None:
    """A row of an older moment is sound in itself, and yet of a site that is no more."""
    file = tmp_path / FILE
    memory = open_memory(file, b"1")
    memory.keep_parts({"all": (Done.of(b"one", {"a": "1"}, 1, ()), {}), "map": (MAP, {})}, b"first")
    memory.save()
    with closing(sqlite3.connect(file, isolation_level=None)) as base:
        older = base.execute("SELECT sum, content FROM parts WHERE name = 'all'").fetchone()
        memory.keep_parts(
            {"all": (Done.of(b"two", {"a": "2"}, 1, ()), {}), "map": (MAP, None)}, b"next"
        )
        memory.save()
        assert edition_in(file) == b"next"
        base.execute("UPDATE parts SET sum = ?, content = ? WHERE name = 'all'", older)
        assert edition_in(file) is None


MAP: Final = Done.of(b"map", {"sitemap.xml": "3"}, 1, ())


def edition_in(file: Path) -> bytes | None:
    memory = open_memory(file, b"1")
    memory.recall()
    memory.close()
    assert memory.parts.keys() == {"all", "map"}
    return memory.edition
