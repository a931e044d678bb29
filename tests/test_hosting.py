"""Which file a host shows at an address, and what it sends along."""

from pathlib import Path

import pytest

from iopfinder.hosting import HASHED, HEADERS, file_at, headers_file


@pytest.fixture
def folder_of_pages(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in ("index.html", "programs/oak/index.html", "feed.xml", ".hidden/x", ".secret"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "outside.txt").write_text("outside")
    (folder / "away").symlink_to(tmp_path / "outside.txt")
    (folder / "up").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/programs/oak/", "programs/oak/index.html"),
        ("/programs/oak", "programs/oak/index.html"),
        ("/programs//oak/", "programs/oak/index.html"),
        ("/feed.xml", "feed.xml"),
    ],
)
def test_files_are_found(folder_of_pages: Path, path: str, name: str) -> None:
    assert file_at(folder_of_pages, path) == folder_of_pages / name


@pytest.mark.parametrize(
    "path",
    [
        "/no",
        "/programs/",
        "/feed.xml/",
        "/.secret",
        "/.hidden/x",
        "/../outside.txt",
        "/programs/../../outside.txt",
        "/..\\outside.txt",
        "/away",
        "/up/outside.txt",
    ],
)
def test_nothing_else_is_shown(folder_of_pages: Path, path: str) -> None:
    assert file_at(folder_of_pages, path) is None


def test_the_headers_file_lists_every_header() -> None:
    lines = headers_file().splitlines()
    assert lines[0] == "/*"
    assert lines[1 : len(HEADERS) + 1] == [f"  {name}: {value}" for name, value in HEADERS.items()]
    assert "default-src 'none'" in lines[1]
    assert "unsafe" not in headers_file()


def test_only_files_that_bear_their_hash_are_kept_for_ever() -> None:
    lines = headers_file().splitlines()[len(HEADERS) + 1 :]
    rules = dict(zip(lines[::2], lines[1::2], strict=True))
    assert rules.pop("/data/finder/manifest.json") == "  Cache-Control: no-cache"
    assert set(rules.values()) == {"  Cache-Control: public, max-age=31536000, immutable"}
    assert all(path.endswith("-*") for path in rules)


def test_every_kind_of_file_with_a_hash_has_its_rule(site: Path) -> None:
    files = (site / "data" / "finder").iterdir()
    kinds = {file.name.split("-")[0] for file in files if "-" in file.name}
    assert kinds == set(HASHED)
