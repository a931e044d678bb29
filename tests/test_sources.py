"""Files that cannot be read, or stand where they should not: each is one problem of its path."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from directory_case import CASES, ROOT, TODAY, places, problems_of
from iopfinder.directory import read_directory
from iopfinder.problems import START, Position, Problem, Severity
from iopfinder.sources import (
    SINGLES,
    Source,
    Sources,
    Unchanged,
    digest_of,
    read_again,
    read_source,
    read_sources,
)
from iopfinder.vocabulary import LISTS

SMALLEST = (CASES / "valid" / "smallest.yaml").read_text("utf-8")


def problem(path: Path, message: str, hint: str, position: Position = START) -> Problem:
    return Problem(path.as_posix(), position, "", Severity.ERROR, message, hint)


def test_a_file_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "oak.yaml"
    path.write_bytes("name: Oak – café\n".encode())
    assert read_source(path) == Source(path.as_posix(), "name: Oak – café\n")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SMALLEST.encode(),
        SMALLEST.replace("\n", "\r\n").encode(),
        SMALLEST.replace("\n", "\r").encode(),
    ],
    ids=["byte-order-mark", "lines-of-windows", "lines-of-old-macs"],
)
def test_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "oak.yaml"
    path.write_bytes(content)
    source = read_source(path)
    assert source == Source(path.as_posix(), SMALLEST)
    assert problems_of(SMALLEST) == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_refused_by_name(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "oak.yaml"
    path.write_bytes(("\ufeff" * (encoding == "utf-16-be") + "name: Oak").encode(encoding))
    assert read_source(path) == problem(
        path,
        "the file is written in UTF-16, not UTF-8",
        "save it again with the encoding UTF-8",
    )


@pytest.mark.parametrize(
    ("content", "byte", "position"),
    [
        (b"name: Caf\xe9\n", "0xe9", (1, 10)),
        (b"format: 1\nname: \xc3\xa9t\xe9\n", "0xe9", (2, 9)),
        (b"\xff", "0xff", (1, 1)),
        (b"name: x\xc3", "0xc3", (1, 8)),
    ],
)
def test_bytes_that_are_no_text_have_a_position(
    tmp_path: Path, content: bytes, byte: str, position: tuple[int, int]
) -> None:
    path = tmp_path / "oak.yaml"
    path.write_bytes(content)
    message = f"byte {byte} is not UTF-8 text"
    hint = "save the file again with the encoding UTF-8"
    assert read_source(path) == problem(path, message, hint, Position(*position))


TOO_LONG = "a listing is a few KiB: move long texts to your website"


def test_a_file_of_600_kib_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "oak.yaml"
    path.write_bytes(b"\xff" * 600 * 1024)
    message = "the file is 600 KiB long; the limit is 256 KiB"
    assert read_source(path) == problem(path, message, TOO_LONG)


def test_a_file_of_300_kib_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "programs" / "oak.yaml"
    path.parent.mkdir()
    path.write_text(SMALLEST + "# " + "x" * 300 * 1024, "utf-8")
    sources = read_sources(ROOT / "content", path.parent)
    message = "the file is 300 KiB long; the limit is 256 KiB"
    reading = read_directory(sources, places, TODAY)
    assert [each for each in reading.problems if each.path == path.as_posix()] == [
        problem(path, message, TOO_LONG)
    ]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    folder, link, loop = (tmp_path / name for name in ("a.yaml", "b.yaml", "c.yaml"))
    folder.mkdir()
    link.symlink_to("gone.yaml")
    loop.symlink_to("c.yaml")
    assert read_sources(ROOT / "content", tmp_path).problems == (
        problem(folder, "a folder stands where a file belongs", "rename the folder"),
        problem(link, "this link leads nowhere: gone.yaml", "put the file itself here"),
        problem(
            loop,
            f"the file cannot be read: {os.strerror(40)}",
            "check its rights",
        ),
    )


def test_files_of_other_kinds_are_told_of_or_passed_over(tmp_path: Path) -> None:
    for name in ("oak.yaml", "elm.yml", "notes.txt", "README.md", ".hidden", "oak.yaml~", "x.swp"):
        (tmp_path / name).write_text(SMALLEST, "utf-8")
    (tmp_path / "older").mkdir()
    sources = read_sources(ROOT / "content", tmp_path)
    assert [source.path for source in sources.programs] == [(tmp_path / "oak.yaml").as_posix()]
    notes = Problem(
        (tmp_path / "notes.txt").as_posix(),
        START,
        "",
        Severity.WARNING,
        "only .yaml files are read here",
        "rename it to notes.yaml, or move it elsewhere",
    )
    assert sources.problems == (
        problem(
            tmp_path / "elm.yml",
            "only .yaml files are read here",
            "rename it to elm.yaml, or move it elsewhere",
        ),
        notes,
        problem(tmp_path / "older", "a folder stands here", "put .yaml files side by side"),
    )


def test_listings_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("oak", "elm", "ash-2", "ash"):
        (tmp_path / f"{name}.yaml").write_text(SMALLEST, "utf-8")
    read = read_sources(ROOT / "content", tmp_path).programs
    assert [Path(source.path).stem for source in read] == ["ash-2", "ash", "elm", "oak"]


def test_a_missing_folder_of_programs_is_a_problem(tmp_path: Path) -> None:
    missing = tmp_path / "programs"
    assert read_sources(ROOT / "content", missing).problems == (
        problem(missing, "this is not a folder", "name the right folder"),
    )


def test_every_file_that_the_site_needs_is_missed(tmp_path: Path) -> None:
    (tmp_path / "programs").mkdir()
    sources = read_sources(tmp_path, tmp_path / "programs")
    missing = [tmp_path / f"{name}.yaml" for name in SINGLES]
    missing += [tmp_path / "vocabulary" / f"{name}.yaml" for name in LISTS]
    hint = "put it back: the site needs it"
    assert sources.problems == tuple(problem(path, "the file is missing", hint) for path in missing)


def test_an_empty_folder_of_listings_is_told_of(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    (found,) = read_sources(ROOT / "content", programs).problems
    assert found == Problem(
        programs.as_posix(),
        Position(1, 1),
        "",
        Severity.WARNING,
        "no listing stands in this folder: the site has no programs",
        "add .yaml files, or name another folder with --programs",
    )


# The sources of a moment ago, of which a few were saved


def listed(folder: Path, **texts: str) -> Sources:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return read_sources(ROOT / "content", folder)


def nothing_known(_path: str) -> None:
    """What a memory says that is empty."""


def test_only_saved_listings_are_read_again(tmp_path: Path) -> None:
    last = listed(tmp_path, ash=SMALLEST, elm=SMALLEST, oak=SMALLEST)
    elm = f"{tmp_path.as_posix()}/elm.yaml"
    (tmp_path / "elm.yaml").write_text(f"{SMALLEST}# later\n", "utf-8")
    (tmp_path / "oak.yaml").write_text("nobody was told of this", "utf-8")
    known = {source.path: digest_of(source.path) for source in last.programs}
    again = read_again(last, [elm], known.__getitem__)
    assert again is not None
    ash, read, oak = again.programs
    assert ash == Unchanged(ash.path, known[ash.path])
    assert read == Source(elm, f"{SMALLEST}# later\n")
    assert oak == Unchanged(oak.path, known[oak.path])
    assert (again.singles, again.problems) == (last.singles, last.problems)


def test_a_listing_of_which_nothing_is_known_keeps_its_text(tmp_path: Path) -> None:
    last = listed(tmp_path, ash=SMALLEST, elm=SMALLEST)
    again = read_again(last, [last.programs[1].path], nothing_known)
    assert again == last


def remove(file: Path) -> None:
    file.unlink()


def turn_into_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("change", [remove, turn_into_a_folder])
def test_a_listing_that_cannot_be_read_asks_for_a_look_at_all(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    last = listed(tmp_path, ash=SMALLEST, elm=SMALLEST)
    change(tmp_path / "elm.yaml")
    assert read_again(last, [last.programs[1].path], nothing_known) is None


def test_a_new_listing_asks_for_a_look_at_all(tmp_path: Path) -> None:
    last = listed(tmp_path, ash=SMALLEST)
    (tmp_path / "elm.yaml").write_text(SMALLEST, "utf-8")
    assert read_again(last, [f"{tmp_path.as_posix()}/elm.yaml"], nothing_known) is None


def test_a_file_that_was_told_of_asks_for_a_look_at_all(tmp_path: Path) -> None:
    (tmp_path / "elm.yaml").write_bytes(b"name: \xff\n")
    last = listed(tmp_path, ash=SMALLEST)
    (tmp_path / "elm.yaml").write_text(SMALLEST, "utf-8")
    assert read_again(last, [f"{tmp_path.as_posix()}/elm.yaml"], nothing_known) is None
