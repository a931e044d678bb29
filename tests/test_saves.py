"""Saves are told of in batches; an editor's own files and folders that come and go lose none."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from iopfinder.saves import saves

PATIENCE = 30.0
"""Seconds to wait for a notice before a test fails."""

Next = Callable[[], frozenset[Path]]


@pytest.fixture
def noticed(tmp_path: Path) -> Iterator[Next]:
    """Waits for the next batch below `programs` and `later`, which is not there yet."""
    (tmp_path / "programs").mkdir()
    stop, batches = Event(), Queue[frozenset[Path]]()

    def listen() -> None:
        for batch in saves((tmp_path / "programs", tmp_path / "later"), stop):
            batches.put(batch)

    thread = Thread(target=listen)
    thread.start()
    assert batches.get(timeout=PATIENCE) == frozenset()
    yield lambda: batches.get(timeout=PATIENCE)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_save_is_told_of_and_an_editors_own_files_are_not(tmp_path: Path, noticed: Next) -> None:
    folder = tmp_path / "programs"
    for name in (".oak.yaml.swp", "oak.yaml~", "4913", "#oak.yaml#", ".git"):
        (folder / name).write_text("x")
    (folder / "oak.yaml").write_text("x")
    assert noticed() == {folder / "oak.yaml"}


def test_a_rename_tells_of_both_names(tmp_path: Path, noticed: Next) -> None:
    folder = tmp_path / "programs"
    (folder / "oak.yaml").write_text("x")
    assert noticed() == {folder / "oak.yaml"}
    (folder / "oak.yaml").rename(folder / "elm.yaml")
    assert noticed() == {folder / "oak.yaml", folder / "elm.yaml"}


def test_a_folder_that_is_deleted_and_made_again_is_watched_again(
    tmp_path: Path, noticed: Next
) -> None:
    folder = tmp_path / "programs"
    shutil.rmtree(folder)
    assert noticed() <= {folder}
    folder.mkdir()
    assert noticed() <= {folder}
    while True:  # its going and its coming may both be told of twice
        (folder / "oak.yaml").write_text("x")
        seen = noticed()
        if seen == {folder / "oak.yaml"}:
            return


def test_a_folder_that_comes_later_is_watched_too(tmp_path: Path, noticed: Next) -> None:
    (tmp_path / "later").mkdir()
    assert noticed() == frozenset()
    (tmp_path / "later" / "oak.yaml").write_text("x")
    assert noticed() == {tmp_path / "later" / "oak.yaml"}
