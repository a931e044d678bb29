"""`build.py format` as a clinic or an editor uses it: whole messages, whole files, nothing lost."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from iopfinder.cli import main
from site_case import ROOT, run

ORDERED = """\
format: 1
name: Oak Evening IOP
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}
"""
UNORDERED = """\
contact: {phone: 503-555-0142}   # the desk
format: 1
name: Oak Evening IOP
location: {city: Portland, state: OR, zip: 97204}
"""
MENDED = """\
format: 1
name: Oak Evening IOP
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}   # the desk
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with programs/ (one in order, one not) and content/providers/ (one in order)."""
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "elm.yaml").write_text(ORDERED)
    (tmp_path / "programs" / "oak.yaml").write_text(UNORDERED)
    (tmp_path / "content" / "providers").mkdir(parents=True)
    (tmp_path / "content" / "providers" / "wren.yaml").write_text("name: Wren\nparent: Owl\n")
    (tmp_path / "content" / "site.yaml").write_text("zip: 1\na: 2\n")
    return tmp_path


Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Said:
    """Exit code, output and errors of `build.py format` in the folder of `place`."""
    monkeypatch.chdir(place)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["format", *arguments])
        return code, *capfd.readouterr()

    return call


def piped(place: Path, content: bytes, *arguments: str) -> tuple[int, bytes, str]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), "format", *arguments],
        cwd=place,
        input=content,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode()


def texts(place: Path) -> dict[str, str]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes().decode()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def usage(message: str) -> str:
    return (
        "Usage: build.py format [OPTIONS] [PATHS]...\n"
        "Try 'build.py format --help' for help.\n\n"
        f"Error: {message}\n"
    )


def test_the_projects_own_files_are_in_order() -> None:
    done = run("format", "--check")
    assert (done.returncode, done.stdout) == (0, "0 files would change, 32 already in order.\n")


def test_only_what_is_not_in_order_is_written(place: Path, said: Said) -> None:
    before = texts(place)
    elm = place / "programs" / "elm.yaml"
    os.utime(elm, ns=(10**18, 10**18))
    assert said() == (
        0,
        "programs/oak.yaml: written.\n1 file written, 2 already in order.\n",
        "",
    )
    assert texts(place) == {**before, "programs/oak.yaml": MENDED}
    assert elm.stat().st_mtime_ns == 10**18
    assert said() == (0, "0 files written, 3 already in order.\n", "")


def test_a_check_writes_nothing_and_shows_what_would_change(place: Path, said: Said) -> None:
    before = texts(place)
    assert said("--check") == (
        1,
        """\
programs/oak.yaml: would change.
--- programs/oak.yaml
+++ programs/oak.yaml in order
@@ -1,4 +1,4 @@
-contact: {phone: 503-555-0142}   # the desk
 format: 1
 name: Oak Evening IOP
-location: {city: Portland, state: OR, zip: 97204}
+location: {city: Portland, state: OR, zip: "97204"}
+contact: {phone: 503-555-0142}   # the desk
1 file would change, 2 already in order.
""",
        "",
    )
    assert said("--check", "--quiet") == (
        1,
        "programs/oak.yaml: would change.\n1 file would change, 2 already in order.\n",
        "",
    )
    assert texts(place) == before


def test_a_long_difference_is_cut_at_twenty_lines(place: Path, said: Said) -> None:
    keys = "".join(f"  key{number}: {number}\n" for number in range(30))
    (place / "programs" / "oak.yaml").write_text(f"x:\n{keys}".replace("  ", "    ") + ORDERED)
    code, output, _ = said("--check", "programs/oak.yaml")
    name, *difference, count = output.splitlines()
    assert (code, name) == (1, "programs/oak.yaml: would change.")
    assert len(difference) == 20
    assert difference[-1] == "... and 49 more lines"
    assert count == "1 file would change, 0 already in order."


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + ORDERED.encode(),
        ORDERED.replace("\n", "\r\n").encode(),
        ORDERED.rstrip("\n").encode(),
    ],
    ids=["byte-order-mark", "lines-of-windows", "no-line-end"],
)
def test_what_no_difference_shows_is_said(place: Path, said: Said, content: bytes) -> None:
    oak = place / "programs" / "oak.yaml"
    oak.write_bytes(content)
    assert said("--check", "programs/oak.yaml") == (
        1,
        """\
programs/oak.yaml: would change.
    Only its line ends or its byte order mark.
1 file would change, 0 already in order.
""",
        "",
    )
    assert said()[0] == 0
    assert oak.read_bytes() == ORDERED.encode()


def test_a_file_that_cannot_be_read_is_left_as_it_is(place: Path, said: Said) -> None:
    broken = {
        "a.yaml": b"name: Ash\nname: Alder\n",
        "b.yaml": b"name: caf\xe9\n",
        "c.yaml": b"name: &x Ash\n",
    }
    for name, content in broken.items():
        (place / "programs" / name).write_bytes(content)
    assert said() == (
        1,
        "programs/oak.yaml: written.\n1 file written, 2 already in order, 3 left as they are.\n",
        """\
programs/a.yaml:2:1: error: name: 'name' is written twice, first on line 1
    keep one of the two
programs/b.yaml:1:10: error: byte 0xe9 is not UTF-8 text
    save the file again with the encoding UTF-8
programs/c.yaml:1:7: error: '&x' is an anchor
    leave it out, or quote the text
""",
    )
    assert (place / "programs" / "oak.yaml").read_text() == MENDED
    assert {name: (place / "programs" / name).read_bytes() for name in broken} == broken


def test_a_link_is_followed_and_the_mode_is_kept(place: Path, said: Said) -> None:
    oak, real = place / "programs" / "oak.yaml", place / "kept" / "real.yaml"
    real.parent.mkdir()
    oak.rename(real)
    real.chmod(0o640)
    oak.symlink_to(Path("..", "kept", "real.yaml"))
    assert said()[0] == 0
    assert (oak.is_symlink(), real.read_text()) == (True, MENDED)
    assert real.stat().st_mode & 0o7777 == 0o640
    assert [path.name for path in real.parent.iterdir()] == ["real.yaml"]


def test_a_write_that_fails_leaves_the_file_as_it_was(place: Path) -> None:
    before = texts(place)
    done = subprocess.run(
        [sys.executable, "-B", str(ROOT / "build.py"), "format"],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: programs/oak.yaml: File too large\n"
    assert texts(place) == before


def test_a_link_to_nothing_is_told(place: Path, said: Said) -> None:
    (place / "programs" / "oak.yaml").unlink()
    (place / "programs" / "oak.yaml").symlink_to("gone.yaml")
    assert said("programs/oak.yaml") == (
        1,
        "0 files written, 0 already in order, 1 left as it is.\n",
        """\
programs/oak.yaml:1:1: error: this link leads nowhere: gone.yaml
    put the file itself here
""",
    )


# Which files


def test_a_folder_stands_for_the_listings_in_it(place: Path, said: Said) -> None:
    assert said(".") == (
        0,
        "programs/oak.yaml: written.\n1 file written, 2 already in order.\n",
        "",
    )
    assert said("programs", "programs/oak.yaml") == (
        0,
        "0 files written, 2 already in order.\n",
        "",
    )
    assert said("content") == (0, "0 files written, 1 already in order.\n", "")


def test_a_folder_elsewhere_holds_listings_too(place: Path, said: Said) -> None:
    (place / "imported").mkdir()
    (place / "imported" / "elm.yaml").write_text(UNORDERED)
    (place / "imported" / ".#elm.yaml").write_text(UNORDERED)
    assert said("imported") == (
        0,
        "imported/elm.yaml: written.\n1 file written, 0 already in order.\n",
        "",
    )
    assert (place / "imported" / ".#elm.yaml").read_text() == UNORDERED


def test_other_folders_are_named(place: Path, said: Said) -> None:
    (place / "programs").rename(place / "listings")
    (place / "content").rename(place / "words")
    own = ("--programs", "listings", "--content", "words")
    assert said(*own) == (
        0,
        "listings/oak.yaml: written.\n1 file written, 2 already in order.\n",
        "",
    )


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("gone.yaml", "there is no gone.yaml"),
        ("content/site.yaml", "content/site.yaml is neither a listing nor a provider file"),
        ("empty", "no listing stands in empty"),
    ],
)
def test_what_is_no_listing_is_refused(place: Path, said: Said, asked: str, message: str) -> None:
    (place / "empty").mkdir()
    before = texts(place)
    assert said("programs", asked) == (2, "", usage(message))
    assert texts(place) == before


def test_without_a_folder_of_programs_nothing_is_done(place: Path, said: Said) -> None:
    (place / "programs").rename(place / "listings")
    assert said() == (2, "", usage("there is no folder programs"))


# Editors


def test_standard_input_is_put_in_order(place: Path) -> None:
    windows = b"\xef\xbb\xbf" + UNORDERED.replace("\n", "\r\n").encode()
    assert piped(place, windows, "-") == (0, MENDED.encode(), "")
    assert piped(place, MENDED.encode(), "-") == (0, MENDED.encode(), "")


def test_standard_input_may_stand_for_a_provider_file(place: Path) -> None:
    own = ("-", "--stdin-name", "content/providers/new.yaml")
    text = b"npi: 1234567893\nparent: Owl\nname: Wren\n"
    assert piped(place, text, *own) == (0, b'name: Wren\nparent: Owl\nnpi: "1234567893"\n', "")
    assert piped(place, b"name: [\n", *own)[:2] == (1, b"")


def test_standard_input_is_checked_without_a_word_when_in_order(place: Path) -> None:
    assert piped(place, MENDED.encode(), "--check", "-") == (0, b"", "")
    assert piped(place, UNORDERED.encode(), "--check", "--quiet", "-") == (
        1,
        b"<stdin>: would change.\n",
        "",
    )


def test_standard_input_that_cannot_be_read_is_told(place: Path) -> None:
    assert piped(place, b"name: Oak\nname: Elm\n", "-") == (
        1,
        b"",
        """\
<stdin>:2:1: error: name: 'name' is written twice, first on line 1
    keep one of the two
""",
    )
