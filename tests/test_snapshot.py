"""Builds read back from the disk: believed as far as their record goes, and no further."""

import json
import os
import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from iopfinder.publish import manifest
from iopfinder.snapshot import NoBuild, Snapshot, read_snapshot
from small_site import published

FILES = {"index.html": "home", "programs/oak/index.html": "Oak", "site.css": "p {}"}


def digests(**changed: str) -> dict[str, str]:
    whole = {**FILES, **changed}
    return {path: sha256(body.encode()).hexdigest() for path, body in whole.items()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return published(tmp_path / "site", FILES)


def test_a_folder_and_its_manifest_hold_the_same(site: Path) -> None:
    assert read_snapshot(site) == Snapshot(digests(), site)
    assert read_snapshot(site / ".iopfinder" / "manifest.json") == Snapshot(digests())
    assert read_snapshot(site).digests == manifest(site)


def test_files_that_the_record_vouches_for_are_not_read(site: Path) -> None:
    page = site / "index.html"
    before = page.stat()
    page.write_bytes(b"HOME")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_snapshot(site) == Snapshot(digests(), site)


def test_what_was_changed_added_or_deleted_after_the_build_is_told(site: Path) -> None:
    (site / "index.html").write_bytes(b"edited")
    (site / "CNAME").write_bytes(b"iop.example.org")
    (site / "site.css").unlink()
    known = digests(**{"index.html": "edited", "CNAME": "iop.example.org"})
    del known["site.css"]
    assert read_snapshot(site) == Snapshot(known, site, ("CNAME", "index.html", "site.css"))


def test_a_copy_with_other_times_is_the_same_build(site: Path) -> None:
    copy = site.parent / "copy"
    shutil.copytree(site, copy, copy_function=shutil.copyfile)
    assert read_snapshot(copy) == Snapshot(digests(), copy)


def test_without_a_record_every_file_is_read(site: Path) -> None:
    (site / ".iopfinder" / "record.json").unlink()
    assert read_snapshot(site) == Snapshot(digests(), site)


def test_a_build_that_was_cut_off_is_compared_as_it_stands(site: Path) -> None:
    (site / ".iopfinder" / "journal.json").write_text('["index.html"]')
    (site / "index.html").write_bytes(b"half")
    known = digests(**{"index.html": "half"})
    assert read_snapshot(site) == Snapshot(known, site, ("index.html",), cut_off=True)


def test_links_are_no_files_of_a_build(site: Path) -> None:
    (site / "programs" / "oak" / "index.html").unlink()
    (site / "programs" / "oak" / "index.html").symlink_to(site / "index.html")
    (site / "more").symlink_to(site / "programs")
    known = digests()
    del known["programs/oak/index.html"]
    assert read_snapshot(site) == Snapshot(known, site, ("programs/oak/index.html",))


def test_a_page_may_stand_in_a_folder_named_as_the_builds_own(tmp_path: Path) -> None:
    site = published(tmp_path / "site", {"a/.iopfinder/index.html": "home"})
    assert list(read_snapshot(site).digests) == ["a/.iopfinder/index.html"]


NO_MANIFEST = "{} is no manifest of a build: a list of paths, each with its SHA-256"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"index.html": "abc"}', '{"a": 7}', "\x00"])
def test_another_file_is_no_manifest(tmp_path: Path, text: str) -> None:
    file = tmp_path / "list.json"
    file.write_text(text)
    with pytest.raises(NoBuild, match=f"^{re.escape(NO_MANIFEST.format(file))}$"):
        read_snapshot(file)
    site = tmp_path / "site" / ".iopfinder"
    site.mkdir(parents=True)
    shutil.copy(file, site / "manifest.json")
    with pytest.raises(NoBuild, match=re.escape(NO_MANIFEST.format(site / "manifest.json"))):
        read_snapshot(tmp_path / "site")


def test_bytes_that_are_no_text_are_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NoBuild, match="is no manifest of a build"):
        read_snapshot(tmp_path / "photo.jpg")


def test_a_folder_without_a_build_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / ".iopfinder" / "manifest.json"
    with pytest.raises(NoBuild, match=f"^{re.escape(f'there is no build: {missing} is missing')}$"):
        read_snapshot(tmp_path)
    with pytest.raises(NoBuild, match=r"there is no build: .*nowhere is missing$"):
        read_snapshot(tmp_path / "nowhere")


def test_an_empty_manifest_is_a_build_of_no_files(tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text(json.dumps({}))
    assert read_snapshot(tmp_path / "none.json") == Snapshot({})
