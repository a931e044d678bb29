"""What tells two builds apart: whole outputs, exit codes, and what holds for any two."""

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.build import build
from iopfinder.differences import (
    CHANGES,
    Difference,
    Differences,
    as_json,
    as_text,
    differences,
)
from site_case import ROOT, TODAY, folders, run
from small_site import published

OLD = {
    "index.html": "<p>Home</p>",
    "404.html": "<p>Nothing</p>",
    "guides/gone/index.html": "<p>Gone</p>",
    "programs/oak/index.html": "<p>Oak</p><p>Open</p>",
    "data/finder/cell-aaaaaaaaaa.json": "1",
    "data/finder/names-1111111111.json": "1",
    "data/finder/zips-aaaaaaaaaa/972.json": "1",
    "data/finder/zips-aaaaaaaaaa/973.json": "1",
    "data/finder/programs/oak.json": "1",
    "assets/js/a.js": "1",
    "assets/js/b.js": "1",
    "feed.xml": "1",
    "robots.txt": "1",
}
NEW = {
    "index.html": '<p class="calm">Home</p>',
    "404.html": "<p>Nothing</p>",
    "guides/new/index.html": "<p>New</p>",
    "programs/oak/index.html": "<p>Oak</p><p>Full</p>",
    "data/finder/cell-bbbbbbbbbb.json": "2",
    "data/finder/names-2222222222.json": "2",
    "data/finder/names-3333333333.json": "3",
    "data/finder/zips-bbbbbbbbbb/972.json": "1",
    "data/finder/zips-bbbbbbbbbb/973.json": "2",
    "data/finder/programs/oak.json": "2",
    "assets/js/a.js": "2",
    "assets/js/b.js": "2",
    "feed.xml": "2",
    "robots.txt": "1",
}

PAGES = """\
Pages: 1 added, 1 removed, 2 changed; 1 as they were.
  added    /guides/new/
  removed  /guides/gone/
  changed  /
  changed  /programs/oak/
"""

TEXT = f"""{PAGES}Other files: 1 added, 8 changed; 1 as they were.
  added    data/finder/names-*.json
  changed  assets/js/*.js (2 files)
  changed  data/finder/cell-*.json
  changed  data/finder/names-*.json
  changed  data/finder/programs/oak.json
  changed  data/finder/zips-*/*.json (2 files)
  changed  feed.xml
"""

WHOLE = f"""{PAGES}Other files: 1 added, 8 changed; 1 as they were.
  added    data/finder/names-3333333333.json
  changed  assets/js/a.js
  changed  assets/js/b.js
  changed  data/finder/cell-bbbbbbbbbb.json (was data/finder/cell-aaaaaaaaaa.json)
  changed  data/finder/names-2222222222.json (was data/finder/names-1111111111.json)
  changed  data/finder/programs/oak.json
  changed  data/finder/zips-bbbbbbbbbb/972.json (was data/finder/zips-aaaaaaaaaa/972.json)
  changed  data/finder/zips-bbbbbbbbbb/973.json (was data/finder/zips-aaaaaaaaaa/973.json)
  changed  feed.xml
"""

JSON = {
    "pages": {
        "added": ["/guides/new/"],
        "removed": ["/guides/gone/"],
        "changed": ["/", "/programs/oak/"],
    },
    "files": {
        "added": ["data/finder/names-3333333333.json"],
        "removed": [],
        "changed": [
            "assets/js/a.js",
            "assets/js/b.js",
            "data/finder/cell-bbbbbbbbbb.json",
            "data/finder/names-2222222222.json",
            "data/finder/programs/oak.json",
            "data/finder/zips-bbbbbbbbbb/972.json",
            "data/finder/zips-bbbbbbbbbb/973.json",
            "feed.xml",
        ],
    },
    "same": {"pages": 1, "files": 1},
}


def test_pages_and_files_are_told_apart() -> None:
    found = differences({"index.html": "1", "b.css": "1"}, {"index.html": "2", "a/x.html": "1"})
    added, changed = Difference("", "a/x.html"), Difference("index.html", "index.html")
    assert found == Differences((added, changed), (Difference("b.css", ""),), 0, 0)
    assert [(each.change, each.url) for each in found.pages] == [
        ("added", "/a/x.html"),
        ("changed", "/"),
    ]


def test_what_changed_is_told_in_lines() -> None:
    found = differences(OLD, NEW)
    assert as_text(found, limit=200) == TEXT
    assert as_text(found, limit=None) == WHOLE
    assert json.loads(as_json(found)) == JSON


def test_many_pages_are_counted_unless_all_are_asked_for() -> None:
    pages = {f"programs/p{number}/index.html": "1" for number in range(5)}
    found = differences({}, pages)
    assert as_text(found, limit=2) == (
        "Pages: 5 added; 0 as they were.\n"
        "  added    /programs/p0/\n"
        "  added    /programs/p1/\n"
        "  ... and 3 more: add --all\n"
        "Other files: none; 0 as they were.\n"
    )
    assert as_text(found, limit=5).count("/programs/p") == 5
    assert as_text(found, limit=None).count("/programs/p") == 5
    assert "--all" not in as_text(found, limit=5)


def test_only_the_finders_own_files_are_known_by_their_stems() -> None:
    listing = "data/finder/programs/oak-aaaaaaaaaa.json"
    other = "data/finder/programs/oak-bbbbbbbbbb.json"
    found = differences({listing: "1"}, {other: "1"})
    assert found.files == (Difference("", other), Difference(listing, ""))


paths = st.sampled_from(
    [
        *("index.html", "a/index.html", "b/c.html", "x.json", "assets/js/a.js"),
        *(f"data/finder/names-{letter * 10}.json" for letter in "abcdef"),
        *(f"data/finder/terms-en-{letter * 10}.json" for letter in "ab"),
        *(f"data/finder/zips-{letter * 10}/{number}.json" for letter in "ab" for number in "12"),
    ]
)
builds = st.dictionaries(paths, st.sampled_from("012"))


@given(old=builds, new=builds)
def test_every_difference_is_told_once_and_nothing_else(
    old: Mapping[str, str], new: Mapping[str, str]
) -> None:
    found = differences(old, new)
    every = (*found.pages, *found.files)
    assert Counter(each.old for each in every if each.old) == Counter(
        path for path in old if old[path] != new.get(path)
    )
    assert Counter(each.new for each in every if each.new) == Counter(
        path for path in new if new[path] != old.get(path)
    )
    assert found.same_pages + found.same_files == len(old.items() & new.items())
    assert bool(found) is (old != new)
    back = differences(new, old)
    assert {(each.new, each.old) for each in (*back.pages, *back.files)} == set(every)
    names = [CHANGES.index(each.change) for each in found.files]
    assert names == sorted(names)


@given(build_=builds)
def test_a_build_is_equal_to_itself(build_: Mapping[str, str]) -> None:
    found = differences(build_, build_)
    assert not found
    assert as_text(found, limit=200) == f"The two builds are equal: {len(build_)} files.\n"


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Two published sites, the old and the new."""
    old, new = published(tmp_path / "old", OLD), published(tmp_path / "new", NEW)
    return str(old), str(new)


def test_the_command_tells_what_changed(two: tuple[str, str]) -> None:
    done = run("diff", *two)
    assert (done.returncode, done.stdout, done.stderr) == (1, TEXT, "")
    done = run("diff", *two, "--all")
    assert (done.returncode, done.stdout, done.stderr) == (1, WHOLE, "")
    done = run("diff", two[0], two[0])
    assert (done.returncode, done.stdout) == (0, "The two builds are equal: 13 files.\n")


def test_the_command_compares_manifests_as_it_does_folders(two: tuple[str, str]) -> None:
    lists = [f"{site}/.iopfinder/manifest.json" for site in two]
    for sides in (lists, [two[0], lists[1]], [lists[0], two[1]]):
        done = run("diff", *sides)
        assert (done.returncode, done.stdout, done.stderr) == (1, TEXT, "")
        done = run("diff", *sides, "--text")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith("--text needs two folders: a manifest holds no text\n")


def test_the_command_speaks_json(two: tuple[str, str]) -> None:
    untouched: list[str] = []
    touched = {"touched": {"old": untouched, "new": untouched}}
    done = run("diff", *two, "--format", "json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (1, JSON | touched, "")
    changed = [
        *("--- old/programs/oak/", "+++ new/programs/oak/", "@@ -1,2 +1,2 @@"),
        *(" Oak", "-Open", "+Full"),
    ]
    text = {"text": {"/": [], "/programs/oak/": changed}}
    done = run("diff", *two, "--format", "json", "--text")
    assert (done.returncode, json.loads(done.stdout)) == (1, JSON | touched | text)
    done = run("diff", two[1], two[1], "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["same"] == {"pages": 4, "files": 10}


def test_the_command_shows_the_text_that_changed(two: tuple[str, str]) -> None:
    done = run("diff", *two, "--text")
    assert done.returncode == 1
    assert done.stdout == (
        f"{TEXT}\n"
        "/: its text is the same\n"
        "\n"
        "--- old/programs/oak/\n"
        "+++ new/programs/oak/\n"
        "@@ -1,2 +1,2 @@\n"
        " Oak\n"
        "-Open\n"
        "+Full\n"
    )


def test_the_command_shows_the_text_of_three_pages_unless_all_are_asked_for(tmp_path: Path) -> None:
    for side in ("old", "new"):
        pages = {f"{number}.html": f"{side} {number}" for number in range(5)}
        published(tmp_path / side, pages)
    sides = str(tmp_path / "old"), str(tmp_path / "new")
    short, whole = run("diff", *sides, "--text"), run("diff", *sides, "--text", "--all")
    assert short.stdout.count("\n--- old/") == 3
    assert short.stdout.endswith("\n+new 2\n\n... and 2 more changed pages: add --all\n")
    assert whole.stdout.count("\n--- old/") == 5
    assert whole.stdout.endswith("\n+new 4\n")


def test_a_folder_that_was_touched_after_its_build_is_told(two: tuple[str, str]) -> None:
    old, new = two
    (Path(new) / "index.html").write_text(OLD["index.html"])
    done = run("diff", old, new)
    stands = f"{new}: not as its build left it (index.html); it is compared as it stands.\n"
    assert (done.returncode, done.stderr) == (1, stands)
    assert done.stdout == TEXT.replace("2 changed; 1", "1 changed; 2").replace("  changed  /\n", "")
    (Path(new) / "CNAME").write_text("x.org")
    done = run("diff", old, new, "--format", "json")
    assert json.loads(done.stdout)["touched"] == {"old": [], "new": ["CNAME", "index.html"]}
    assert done.stderr == stands.replace("(index.html)", "(CNAME and 1 more)")
    (Path(new) / ".iopfinder" / "journal.json").write_text("[]")
    cut = f"{new}: its last build was cut off; it is compared as it stands.\n"
    assert run("diff", old, new).stderr == cut


@pytest.mark.parametrize("sides", [["README.md", "NEW"], ["NEW", "content"], ["NEW", "nowhere"]])
def test_what_is_no_build_is_wrong_usage(two: tuple[str, str], sides: list[str]) -> None:
    done = run("diff", *(two[1] if side == "NEW" else str(ROOT / side) for side in sides))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no manifest of a build" in done.stderr or "there is no build: " in done.stderr
    assert "Traceback" not in done.stderr


def test_an_editor_sees_which_pages_an_edit_changes(site: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    page = content / "about" / "money.md"
    page.write_text(page.read_text().replace("summary: No one can pay", "summary: Nobody can pay"))
    built = build(folders(tmp_path / "site", content=content), TODAY)
    assert built.publication is not None
    done = run("diff", str(site), str(tmp_path / "site"), "--text")
    pages, files = len(list(site.rglob("*.html"))), built.publication.written
    assert (done.returncode, done.stderr) == (1, "")
    named, texts = done.stdout.split("\n\n", 1)
    assert named == (
        f"Pages: 2 changed; {pages - 2} as they were.\n"
        "  changed  /about/\n"
        "  changed  /about/money/\n"
        f"Other files: none; {files - pages:,} as they were."
    )
    sells = " can pay to be listed or to stand higher. We sell no calls, no ads and no facts"
    lines = texts.splitlines()
    assert [line for line in lines if line.startswith(("-", "+"))] == [
        *("--- old/about/", "+++ new/about/"),
        *(f"-No one{sells} about you.", f"+Nobody{sells} about you."),
    ]
    assert lines[-2:] == ["", "/about/money/: its text is the same"]
