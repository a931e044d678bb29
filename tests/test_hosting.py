"""Which file a host shows at an address, and what it sends along."""

from pathlib import Path

import pytest

from iopfinder.hosting import HEADERS, file_at, headers_file


@pytest.fixture
def site(tmp_path: Path) -> Path:
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
def test_files_are_found(site: Path, path: str, name: str) -> None:
    assert file_at(site, path) == site / name


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
def test_nothing_else_is_shown(site: Path, path: str) -> None:
    assert file_at(site, path) is None


def test_the_headers_file_lists_every_header() -> None:
    lines = headers_file().splitlines()
    assert lines[0] == "/*"
    assert lines[1:] == [f"  {name}: {value}" for name, value in HEADERS.items()]
    assert "default-src 'none'" in lines[1]
    assert "unsafe" not in headers_file()
