"""What a host sends along with a file, and as what."""

from pathlib import Path

import pytest

from iopfinder.hosting import HASHED, HEADERS, headers_file, media_type


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("programs/oak/index.html", "text/html; charset=utf-8"),
        ("assets/js/page.js", "text/javascript; charset=utf-8"),
        ("data/finder/manifest.json", "application/json"),
        ("data/programs.geojson", "application/geo+json"),
        ("_headers", "application/octet-stream"),
    ],
)
def test_files_are_sent_as_what_they_are(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_the_headers_file_lists_every_header() -> None:
    lines = headers_file().splitlines()
    assert lines[0] == "/*"
    assert lines[1 : len(HEADERS) + 1] == [f"  {name}: {value}" for name, value in HEADERS.items()]
    assert "default-src 'none'" in lines[1]
    assert "unsafe" not in headers_file()


def test_only_files_that_bear_their_hash_are_kept_for_ever() -> None:
    lines = headers_file().split("/data/programs*")[0].splitlines()[len(HEADERS) + 1 :]
    rules = dict(zip(lines[::2], lines[1::2], strict=True))
    assert rules.pop("/data/finder/manifest.json") == "  Cache-Control: no-cache"
    assert set(rules.values()) == {"  Cache-Control: public, max-age=31536000, immutable"}
    assert all(path.endswith("-*") for path in rules)


def test_what_is_exported_may_be_read_by_any_site() -> None:
    _, _, rules = headers_file().partition("/data/programs*\n")
    open_ = ["  Access-Control-Allow-Origin: *", "  X-Robots-Tag: noindex"]
    assert rules.splitlines() == [*open_, "/data/hsds/*", *open_, "/schema/*", *open_]


def test_every_kind_of_file_with_a_hash_has_its_rule(site: Path) -> None:
    files = (site / "data" / "finder").iterdir()
    kinds = {file.name.split("-")[0] for file in files if "-" in file.name}
    assert kinds == set(HASHED)
