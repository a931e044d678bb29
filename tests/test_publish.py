"""Publishing, held against whole trees on a real disk, with real kills in between."""

import itertools
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopfinder.publish import (
    NotOurs,
    Output,
    Publication,
    Staged,
    check_folder,
    manifest,
    publish,
    republish,
    stage,
    staging_beside,
    survey,
)

Files = Mapping[str, bytes]

PROJECT = Path(__file__).parent.parent
MARK = b"This folder belongs to the site's build, which replaces and deletes the files it made.\n"
OAK = {"index.html": b"home", "programs/oak/index.html": b"Oak", "site.css": b"p {}"}
PAUSE = 0.0005  # seconds in which a reader leaves the disk to the build
WRITES = os.O_WRONLY | os.O_RDWR


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()


def released(files: Files, site: Path) -> Publication:
    """A whole build of these files, from an empty staging folder to the site."""
    return released_by(staging_beside(site), files, site)


def released_by(staging: Path, files: Files, site: Path) -> Publication:
    for path, body in files.items():
        stage(staging, Output(path, body))
    return publish(staging, digests(files), site, survey(site))


def digests(files: Files) -> dict[str, str]:
    return {path: digest(body) for path, body in files.items()}


def done(files: Files, *, written: int = 0, unchanged: int = 0, removed: int = 0) -> Publication:
    """What is told of a publish after which the site holds these files."""
    return Publication(written, unchanged, removed, sha256(manifest_of(files)).digest())


def manifest_of(files: Files) -> bytes:
    rows = [f'"{path}": "{digest(body)}"' for path, body in sorted(files.items())]
    return ("{" + ",\n".join(rows) + "}\n").encode()


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder: bytes for a file, where it leads for a link, None for a folder."""
    return {path.relative_to(folder).as_posix(): seen(path) for path in folder.rglob("*")}


def seen(path: Path) -> bytes | None:
    if path.is_symlink():
        return b"-> " + os.readlink(path).encode()
    return None if path.is_dir() else path.read_bytes()


def wanted(files: Files, site: Path) -> dict[str, bytes | None]:
    """The whole tree that a site of these files must be, its own files included."""
    own = {
        ".iopfinder/marker": MARK,
        ".iopfinder/manifest.json": manifest_of(files),
        ".iopfinder/record.json": recorded(files, site),
    }
    folders = [str(folder) for path in (*files, *own) for folder in Path(path).parents]
    return {**files, **own, **{folder: None for folder in folders if folder != "."}}


def recorded(files: Files, site: Path) -> bytes:
    stats = [os.lstat(site / path) for path in sorted(files)]
    record = {
        "manifest": digest(manifest_of(files)),
        "sizes": [at.st_size for at in stats],
        "mtimes_ns": [at.st_mtime_ns for at in stats],
        "paths": "//".join(sorted(files)),
    }
    return (json.dumps(record, separators=(",\n", ": ")) + "\n").encode()


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Which file stands where, and since when: equal before and after when nothing was written."""
    found = {path: os.lstat(path) for path in (folder, *folder.rglob("*"))}
    return {str(path): (each.st_ino, each.st_mtime_ns) for path, each in found.items()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_a_first_publish_makes_exactly_the_staged_tree(site: Path) -> None:
    assert released(OAK, site) == done(OAK, written=3)
    assert tree(site) == wanted(OAK, site)
    assert manifest(site) == {path: digest(body) for path, body in OAK.items()}
    assert os.listdir(site.parent) == ["site"]


def test_a_second_publish_of_the_same_files_touches_nothing(site: Path) -> None:
    released(OAK, site)
    before = stamps(site)
    assert released(OAK, site) == done(OAK, unchanged=3)
    assert stamps(site) == before


def test_only_what_changed_is_written_and_what_went_is_removed_with_its_folders(site: Path) -> None:
    released({**OAK, "programs/old/deep/index.html": b"Old"}, site)
    before = stamps(site)[str(site / "site.css")]
    new = {**OAK, "programs/oak/index.html": b"Oak House", "feed.xml": b"<feed/>"}
    assert released(new, site) == done(new, written=2, unchanged=2, removed=1)
    assert tree(site) == wanted(new, site)
    assert stamps(site)[str(site / "site.css")] == before


def test_two_sites_differ_in_their_records_only(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two" / "deep"
    released(OAK, one)
    released({"other.html": b"x", "index.html": b"y"}, two)
    released(dict(reversed(OAK.items())), two)
    record = ".iopfinder/record.json"
    assert {**tree(one), record: None} == {**tree(two), record: None}


def test_a_file_changed_touched_or_deleted_by_hand_is_written_again(site: Path) -> None:
    released(OAK, site)
    (site / "index.html").write_bytes(b"edited")
    os.utime(site / "site.css", ns=(0, 0))
    (site / "programs/oak/index.html").unlink()
    assert released(OAK, site) == done(OAK, written=3)
    assert tree(site) == wanted(OAK, site)


def test_a_file_that_still_stands_need_not_be_staged(site: Path) -> None:
    released(OAK, site)
    (site / "index.html").write_bytes(b"edited")
    seen = survey(site)
    assert sorted(seen.there) == ["programs/oak/index.html", "site.css"]
    staging = staging_beside(site)
    stage(staging, Output("index.html", b"home"))
    publication = publish(staging, digests(OAK), site, seen)
    assert publication == done(OAK, written=1, unchanged=2)
    assert tree(site) == wanted(OAK, site)


def renewed(files: Files, site: Path, stands: bytes) -> Publication | None:
    staging = staging_beside(site)
    for path, body in files.items():
        stage(staging, Output(path, body))
    return republish(staging, digests(files), site, stands)


def test_other_bytes_come_into_their_places_and_all_else_stays(site: Path) -> None:
    left = released(OAK, site).edition
    before = stamps(site)
    new = {**OAK, "index.html": b"new home", "site.css": b"b {}"}
    some = {path: new[path] for path in ("site.css", "index.html")}
    assert renewed(some, site, left) == done(new, written=2, unchanged=1)
    assert tree(site) == wanted(new, site)
    assert survey(site).edition == done(new).edition
    oak = str(site / "programs/oak/index.html")
    assert stamps(site)[oak] == before[oak]
    assert os.listdir(site.parent) == ["site"]


def test_bytes_that_stand_already_are_not_written(site: Path) -> None:
    left = released(OAK, site).edition
    before = stamps(site)
    assert republish(staging_beside(site), digests(OAK), site, left) == done(OAK, unchanged=3)
    assert stamps(site) == before


def another_edition(site: Path) -> None:
    released({**OAK, "index.html": b"of another build"}, site)


def a_journal(site: Path) -> None:
    (site / ".iopfinder/journal.json").write_text("[]")


def a_record_in_another_form(site: Path) -> None:
    record = site / ".iopfinder/record.json"
    record.write_text(json.dumps(json.loads(record.read_bytes())))


@pytest.mark.parametrize("change", [another_edition, a_journal, a_record_in_another_form])
def test_a_site_that_is_not_as_it_was_seen_is_not_touched(
    site: Path, change: Callable[[Path], None]
) -> None:
    left = released(OAK, site).edition
    change(site)
    before = stamps(site)
    assert renewed({"index.html": b"new home"}, site, left) is None
    assert stamps(site) == before


def test_a_new_path_is_not_published_this_way(site: Path) -> None:
    left = released(OAK, site).edition
    before = stamps(site)
    assert renewed({"index.html": b"new home", "new.html": b"new"}, site, left) is None
    assert stamps(site) == before


def test_other_bytes_that_were_never_staged_are_our_bug(site: Path) -> None:
    left = released(OAK, site).edition
    before = stamps(site)
    with pytest.raises(ValueError, match=r"^not staged: 'index\.html'$"):
        republish(staging_beside(site), {"index.html": "0" * 64}, site, left)
    assert stamps(site) == before


def test_a_survey_tells_the_digests_and_the_edition_that_the_publish_told(site: Path) -> None:
    left = released(OAK, site).edition
    assert (survey(site).there, survey(site).edition) == (digests(OAK), left)
    (site / "index.html").write_bytes(b"edited")
    del (expected := digests(OAK))["index.html"]
    assert (survey(site).there, survey(site).edition) == (expected, None)


def test_editions_are_equal_when_their_files_are(site: Path) -> None:
    first = released(OAK, site).edition
    second = released({**OAK, "index.html": b"new"}, site).edition
    assert second != first
    assert released(dict(reversed(OAK.items())), site).edition == first
    assert released({**OAK, "more.html": b""}, site).edition not in (first, second)


def test_a_file_that_was_never_staged_is_our_bug(site: Path) -> None:
    released(OAK, site)
    before = stamps(site)
    unstaged = {"b.html": "0", "a.html": "0"}
    with pytest.raises(ValueError, match=r"^not staged: 'a\.html', 'b\.html'$"):
        publish(staging_beside(site), unstaged, site, survey(site))
    assert stamps(site) == before


@pytest.mark.parametrize("name", ["manifest.json", "record.json"])
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"index.html": 7}', b"\xff"])
def test_a_lost_or_spoilt_list_is_made_anew(site: Path, name: str, content: bytes | None) -> None:
    released({**OAK, "old.html": b"old"}, site)
    if content is None:
        (site / ".iopfinder" / name).unlink()
    else:
        (site / ".iopfinder" / name).write_bytes(content)
    assert released(OAK, site).removed == 1
    assert tree(site) == wanted(OAK, site)


@pytest.mark.parametrize("cut_off", [True, False])
def test_a_spoilt_list_never_leads_out_of_the_site(site: Path, cut_off: bool) -> None:  # noqa: FBT001 - a case
    released(OAK, site)
    stranger = site.parent / "letter.txt"
    stranger.write_bytes(b"Dear")
    listed = f'{{"../letter.txt": "{digest(b"Dear")}"}}'
    (site / ".iopfinder/manifest.json").write_text(listed)
    record = {
        "manifest": digest(listed.encode()),
        "sizes": [4],
        "mtimes_ns": [stranger.stat().st_mtime_ns],
        "paths": f"../letter.txt//{stranger}//index.html",
    }
    (site / ".iopfinder/record.json").write_text(json.dumps(record))
    if cut_off:
        (site / ".iopfinder/journal.json").write_text(f'["../letter.txt", "{stranger}"]')
    assert survey(site).there == {"index.html": digest(b"home")}
    released(OAK, site)
    assert tree(site) == wanted(OAK, site)
    assert stranger.read_bytes() == b"Dear"


def test_files_of_others_stay(site: Path) -> None:
    released({**OAK, "notes/index.html": b"page"}, site)
    (site / "notes/mine.txt").write_bytes(b"mine")
    (site / "CNAME").write_bytes(b"iop.example.org")
    strangers = {"notes": None, "notes/mine.txt": b"mine", "CNAME": b"iop.example.org"}
    assert released(OAK, site).removed == 1
    assert tree(site) == {**wanted(OAK, site), **strangers}


SWAPS = [
    ({"a/index.html": b"1", "a/b/c.html": b"2"}, {"a": b"3"}, 2),
    ({"a": b"3"}, {"a/index.html": b"1", "a/b/c.html": b"2"}, 1),
    ({"a/b": b"1"}, {"a/b/c": b"2"}, 1),
    ({"Oak/index.html": b"1", "Oak/map.html": b"1"}, {"oak/index.html": b"1"}, 2),
]


@pytest.mark.parametrize(("old", "new", "removed"), SWAPS)
def test_folders_files_and_capitals_change_places(
    site: Path, old: Files, new: Files, removed: int
) -> None:
    released(old, site)
    assert released(new, site) == done(new, written=len(new), removed=removed)
    assert tree(site) == wanted(new, site)


def test_an_empty_folder_in_the_place_of_a_file_gives_way(site: Path) -> None:
    released(OAK, site)
    (site / "index.html").unlink()
    (site / "index.html/empty/deeper").mkdir(parents=True)
    released(OAK, site)
    assert tree(site) == wanted(OAK, site)


def test_a_folder_with_a_strangers_file_in_the_place_of_a_file_is_refused(site: Path) -> None:
    released({**OAK, "a/b/page.html": b"page"}, site)
    (site / "a/b/mine.txt").write_bytes(b"mine")
    before = stamps(site)
    stands = f"{site}/a/b/mine.txt stands where the build must write a file; move it away"
    with pytest.raises(NotOurs, match=f"^{re.escape(stands)}$"):
        released({**OAK, "a": b"file"}, site)
    assert stamps(site) == before


def test_links_are_replaced_and_never_followed(site: Path) -> None:
    released({**OAK, "gone/index.html": b"gone"}, site)
    away = site.parent / "away"
    away.mkdir()
    (site / "programs").rename(away / "programs")
    (site / "gone").rename(away / "gone")
    (site / "index.html").rename(away / "index.html")
    (away / "empty").mkdir()
    before = stamps(away)
    for name in ("programs", "gone", "index.html"):
        (site / name).symlink_to(away / name)
    released(OAK, site)
    leftover = f"-> {away}/gone".encode()
    assert tree(site) == {**wanted(OAK, site), "gone": leftover}
    assert stamps(away) == before


def test_a_strangers_link_stays_and_files_beside_it_are_told_as_they_stand(site: Path) -> None:
    released(OAK, site)
    (site / "latest").symlink_to("programs")
    before = stamps(site)
    assert released(OAK, site) == done(OAK, unchanged=3)
    assert stamps(site) == before
    (site / "index.html").write_bytes(b"edited")
    assert survey(site).there.keys() == OAK.keys() - {"index.html"}


@pytest.mark.parametrize("path", ["index.html", "programs/oak/index.html"])
def test_a_link_with_size_and_time_of_the_file_is_not_taken_for_it(site: Path, path: str) -> None:
    files = {**OAK, path: b"size"}
    released(files, site)
    before = (site / path).stat()
    (site / path).unlink()
    (site / path).symlink_to("four")
    os.utime(site / path, ns=(0, before.st_mtime_ns), follow_symlinks=False)
    assert os.lstat(site / path).st_size == before.st_size
    assert released(files, site) == done(files, written=1, unchanged=2)
    assert tree(site) == wanted(files, site)


def test_a_link_in_the_place_of_a_removed_file_goes_and_its_target_stays(site: Path) -> None:
    released({**OAK, "gone.html": b"gone"}, site)
    target = site.parent / "target.html"
    (site / "gone.html").rename(target)
    (site / "gone.html").symlink_to(target)
    assert released(OAK, site).removed == 1
    assert tree(site) == wanted(OAK, site)
    assert target.read_bytes() == b"gone"


def test_the_site_folder_itself_may_be_a_link(site: Path) -> None:
    real = site.parent / "real"
    real.mkdir()
    site.symlink_to(real)
    released(OAK, site)
    assert tree(real) == wanted(OAK, real)
    assert sorted(os.listdir(site.parent)) == ["real", "site"]


WRONG_PATHS = [
    (["/etc/passwd"], "not a path inside the site: '/etc/passwd'"),
    (["a/../../b", "..", ""], "not a path inside the site: '', '..', 'a/../../b'"),
    (["a//b", "./a", "a/", "a\\b"], "not a path inside the site: './a', 'a/', 'a//b', 'a\\\\b'"),
    ([".iopfinder/x", ".IOPfinder"], "not a path inside the site: '.IOPfinder', '.iopfinder/x'"),
    (["a", "a/b"], "both a file and a folder: 'a'"),
    (["x/Oak.html", "x/oak.html"], "differ only by letter case: 'x/Oak.html', 'x/oak.html'"),
    (["X/a.html", "x/b.html"], "differ only by letter case: 'X', 'x'"),
    (["É.html", "e\u0301.html"], "differ only by letter case: 'e\u0301.html', 'É.html'"),
    (["a", "a/b", "B", "b"], "both a file and a folder: 'a'; differ only by letter case: 'B', 'b'"),
]


@pytest.mark.parametrize(("paths", "message"), WRONG_PATHS)
def test_paths_that_cannot_be_one_site_are_our_bug(
    site: Path, paths: list[str], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        publish(site.parent / "staging", dict.fromkeys(paths, "0"), site, survey(site))
    assert os.listdir(site.parent) == []


def test_new_paths_that_clash_with_those_of_the_site_are_our_bug(site: Path) -> None:
    released(OAK, site)
    before = stamps(site)
    clashing = {**digests(OAK), "Programs/oak.html": "0", "site.css/a": "0"}
    both = (
        "both a file and a folder: 'site.css'; differ only by letter case: 'Programs', 'programs'"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(both)}$"):
        publish(site.parent / "staging", clashing, site, survey(site))
    assert stamps(site) == before


def test_nothing_is_staged_outside_the_staging_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^not a path inside the site: '\.\./a'$"):
        stage(tmp_path / "staging", Output("../a", b""))
    assert os.listdir(tmp_path) == []


def test_a_staged_file_tells_its_digest_and_size(tmp_path: Path) -> None:
    assert stage(tmp_path, Output("a/b.html", b"page")) == Staged("a/b.html", digest(b"page"), 4)
    name = digest(b"a/b.html")
    assert tree(tmp_path) == {name[:2]: None, f"{name[:2]}/{name[2:]}": b"page"}


def test_what_a_killed_build_staged_is_thrown_away(site: Path) -> None:
    stage(staging_beside(site), Output("old/page.html", b"old"))
    (site.parent / ".site.staging/file").write_bytes(b"old")
    staging = staging_beside(site)
    assert staging == site.parent / ".site.staging"
    assert tree(staging) == {".iopfinder": None, ".iopfinder/staging": MARK}


def test_a_staging_folder_that_we_did_not_make_is_kept_by_publish(site: Path) -> None:
    staging = site.parent / "mine"
    staging.mkdir()
    (staging / "extra.txt").write_bytes(b"extra")
    released_by(staging, {"index.html": b"home"}, site)
    assert tree(staging) == {"extra.txt": b"extra", digest(b"index.html")[:2]: None}


def test_a_marking_that_was_cut_off_is_taken_up_again(site: Path) -> None:
    (site / ".iopfinder").mkdir(parents=True)
    (site.parent / ".site.staging/.iopfinder").mkdir(parents=True)
    released(OAK, site)
    assert tree(site) == wanted(OAK, site)


HOLDS = "{} holds files that the build did not make; name an empty folder"
STRANGERS = [
    ({"site/letter.txt": b"Dear"}, HOLDS),
    ({"site/.iopfinder/letter.txt": b"Dear"}, HOLDS),
    ({"site/.iopfinder/staging": MARK, "site/letter.txt": b"Dear"}, HOLDS),
    ({"site/.iopfinder": b"file"}, HOLDS),
    ({"site": b"Dear"}, "{} is a file; the build needs a folder of that name"),
]


@pytest.mark.parametrize(("files", "message"), STRANGERS)
def test_a_strangers_folder_is_refused_and_kept(site: Path, files: Files, message: str) -> None:
    for path, body in files.items():
        (site.parent / path).parent.mkdir(parents=True, exist_ok=True)
        (site.parent / path).write_bytes(body)
    before = tree(site.parent), stamps(site.parent)
    new = site.parent / "new"
    for attempt in (lambda: check_folder(site), lambda: publish(new, {}, site, survey(site))):
        with pytest.raises(NotOurs, match=f"^{re.escape(message.format(site))}$"):
            attempt()
    assert (tree(site.parent), stamps(site.parent)) == before


@pytest.mark.parametrize("files", [{"letter.txt": b"Dear"}, {".iopfinder/marker": MARK, "a": b""}])
def test_a_strangers_staging_folder_is_refused_and_kept(site: Path, files: Files) -> None:
    folder = site.parent / ".site.staging"
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    before = tree(folder), stamps(folder)
    with pytest.raises(NotOurs, match=f"^{re.escape(HOLDS.format(folder))}$"):
        staging_beside(site)
    assert (tree(folder), stamps(folder)) == before


def test_links_in_the_place_of_our_folders_are_refused(site: Path) -> None:
    site.symlink_to(site.parent / "nowhere")
    nowhere = f"{site} is a link to nothing; remove it or name another folder"
    with pytest.raises(NotOurs, match=f"^{re.escape(nowhere)}$"):
        check_folder(site)
    staging = site.parent / ".site.staging"
    staging.symlink_to(site.parent)
    linked = f"{staging} is a link; remove it, so that the build can work there"
    with pytest.raises(NotOurs, match=f"^{re.escape(linked)}$"):
        staging_beside(site)
    assert sorted(os.listdir(site.parent)) == [".site.staging", "site"]


@pytest.mark.parametrize("folder", ["/", ".", "..", "deeper/..", "deeper/../.."])
def test_the_current_folder_and_those_above_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "here/deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    above = f"{Path(folder)} is the current folder or one above it; give the site its own folder"
    with pytest.raises(NotOurs, match=f"^{re.escape(above)}$"):
        check_folder(Path(folder))
    assert tree(tmp_path) == {"here": None, "here/deeper": None}


@pytest.mark.parametrize("folder", ["new", "new/deeper", "empty"])
def test_a_missing_or_empty_folder_is_allowed_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    check_folder(Path(folder))
    assert tree(tmp_path) == {"empty": None}


def other_file_system(folder: Path) -> Path | None:
    """The memory file system of Linux, when it is there and not the one that tests run on."""
    memory = Path("/dev/shm")
    there = memory.is_dir() and memory.stat().st_dev != folder.stat().st_dev
    return memory if there else None


def test_files_come_in_from_another_file_system(tmp_path: Path) -> None:
    elsewhere = other_file_system(tmp_path)
    if elsewhere is None:
        pytest.skip("this machine has no second file system that tests may write to")
    site = tmp_path / "site"
    released({**OAK, "index.html": b"old"}, site)
    with tempfile.TemporaryDirectory(dir=elsewhere) as staging:
        publication = released_by(Path(staging), OAK, site)
    assert publication == done(OAK, written=1, unchanged=2)
    assert tree(site) == wanted(OAK, site)


Nested = dict[str, "bytes | Nested"]


def flattened(nested: Nested, above: str = "") -> Iterator[tuple[str, bytes]]:
    for name, value in nested.items():
        if isinstance(value, bytes):
            yield above + name, value
        else:
            yield from flattened(value, f"{above}{name}/")


names = st.sampled_from(["a", "b", "site.css", "index.html"])
bodies = st.sampled_from([b"", b"1", b"2", b"long"])
trees = st.dictionaries(
    names, st.recursive(bodies, lambda below: st.dictionaries(names, below), max_leaves=6)
).map(lambda nested: dict(flattened(nested)))


@settings(max_examples=80, deadline=None)
@given(old=trees, new=trees)
def test_any_tree_gives_way_to_any_other(old: Files, new: Files) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        released(old, site)
        kept = len(old.items() & new.items())
        removed = len(old.keys() - new.keys())
        assert released(new, site) == done(
            new, written=len(new) - kept, unchanged=kept, removed=removed
        )
        assert tree(site) == wanted(new, site)
        before = stamps(site)
        assert released(new, site) == done(new, unchanged=len(new))
        assert stamps(site) == before


BEFORE = {**OAK, "a/b/c.html": b"1", "swap": b"file", "gone/index.html": b"gone", "old.js": b"js"}
AFTER = {**OAK, "index.html": b"new", "a/b/c.html": b"2", "swap/x.html": b"x", "new.js": b"js"}


IN_ORDER = ("new.js", "swap/x.html", "a/b/c.html", "index.html")


def die_at(count: int, files: Files, site: Path) -> None:
    """Builds these files, and dies without warning just before the given change to the disk."""
    left = count

    def strike(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if is_change(event, arguments):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(strike)
    released(files, site)


def is_change(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        return isinstance(arguments[2], int) and bool(arguments[2] & WRITES)
    return event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir")


def is_killed(count: int, files: Files, site: Path) -> bool:
    """Builds these files in a process that dies before so many changes; False when it need not."""
    child = multiprocessing.get_context("fork").Process(target=die_at, args=(count, files, site))
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


def killed_builds(start: Path, files: Files, scratch: Path) -> Iterator[Path]:
    """A copy of `start` for each change to the disk in a build, which is killed just before it."""
    for count in range(1000):
        site = scratch / str(count) / "site"
        site.parent.mkdir()
        shutil.copytree(start, site)
        if not is_killed(count, files, site):
            return
        yield site
    raise AssertionError("the build never came to its end")


def test_a_build_killed_at_any_change_is_made_good_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    released(BEFORE, tmp_path / "start")
    cut = 0
    for site in killed_builds(tmp_path / "start", AFTER, tmp_path / "killed"):
        cut += (site / ".iopfinder/journal.json").exists()
        for path in BEFORE.keys() & AFTER.keys():
            assert (site / path).read_bytes() in (BEFORE[path], AFTER[path])
        released(AFTER, site)
        assert tree(site) == wanted(AFTER, site)
        assert os.listdir(site.parent) == ["site"]
    assert cut > len(AFTER)


def arrived(site: Path) -> tuple[str, ...]:
    return tuple(path for path in IN_ORDER if body_of(site / path) == AFTER[path])


def body_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def test_assets_come_before_pages_new_files_before_old_and_deletions_last(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    released(BEFORE, tmp_path / "start")
    steps = []
    for site in killed_builds(tmp_path / "start", AFTER, tmp_path / "killed"):
        left = [path for path in ("gone/index.html", "old.js") if (site / path).exists()]
        steps.append((arrived(site), left))
    written = [(IN_ORDER[:count], ["gone/index.html", "old.js"]) for count in range(5)]
    removed = [(IN_ORDER, ["old.js"]), (IN_ORDER, list[str]())]
    assert [step for step, _ in itertools.groupby(steps)] == [*written, *removed]


def test_after_a_kill_nothing_written_by_the_other_build_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    released(BEFORE, tmp_path / "start")
    for site in killed_builds(tmp_path / "start", AFTER, tmp_path / "killed"):
        released(BEFORE, site)
        assert tree(site) == wanted(BEFORE, site)


LATER = {**AFTER, "index.html": b"newer", "more.js": b"js", "site.css": b"b {}"}


def read_journal(site: Path) -> set[str] | None:
    journal = site / ".iopfinder/journal.json"
    return set(json.loads(journal.read_bytes())) if journal.exists() else None


def test_a_journal_names_what_the_publish_touches_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    released(BEFORE, tmp_path / "start")
    killed = killed_builds(tmp_path / "start", AFTER, tmp_path / "killed")
    journals = [each for site in killed if (each := read_journal(site)) is not None]
    assert len(journals) > len(AFTER)
    for journal in journals:
        assert journal == {*IN_ORDER, "swap", "gone/index.html", "old.js"}


def test_builds_killed_twice_in_a_row_are_made_good_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    released(BEFORE, tmp_path / "start")
    cut = 0
    killed = killed_builds(tmp_path / "start", AFTER, tmp_path / "killed")
    for number, first in enumerate(site for site in killed if read_journal(site)):
        for count in itertools.count(number % 6, 6):
            site = tmp_path / f"{number}-{count}" / "site"
            shutil.copytree(first, site)
            if not is_killed(count, LATER, site):
                break
            cut += read_journal(site) is not None
            for path in BEFORE.keys() & LATER.keys():
                assert body_of(site / path) in (BEFORE[path], AFTER[path], LATER[path])
            released(BEFORE, site)
            assert tree(site) == wanted(BEFORE, site)
    assert cut > len(AFTER) * len(LATER)


def changed_unseen(page: Path, body: bytes) -> None:
    """Other bytes in a file of the same size, whose time of change stays."""
    before = page.stat()
    page.write_bytes(body)
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert page.stat().st_size == before.st_size


def test_after_a_kill_what_the_journal_names_is_hashed_and_nothing_else(site: Path) -> None:
    released(OAK, site)
    (site / ".iopfinder/journal.json").write_text('["index.html", "new.html"]')
    changed_unseen(site / "index.html", b"HOME")
    changed_unseen(site / "site.css", b"b {}")
    (site / "new.html").write_bytes(b"new")
    there = {**digests({**OAK, "index.html": b"HOME"}), "new.html": digest(b"new")}
    assert (survey(site).there, survey(site).edition) == (there, None)
    assert released(OAK, site) == done(OAK, written=1, unchanged=2, removed=1)
    changed_unseen(site / "site.css", OAK["site.css"])
    assert tree(site) == wanted(OAK, site)


def test_a_publish_that_was_cut_off_before_it_touched_anything_is_ended(site: Path) -> None:
    released(OAK, site)
    (site / ".iopfinder/journal.json").write_text("[]")
    assert (survey(site).there, survey(site).edition) == (digests(OAK), None)
    assert released(OAK, site) == done(OAK, unchanged=3)
    assert tree(site) == wanted(OAK, site)


@pytest.mark.parametrize("journal", ["", "{", "7", "[7]", '["../a"]', '["a", "a"]', '{"a": 1}'])
def test_after_a_spoilt_journal_every_file_is_hashed(site: Path, journal: str) -> None:
    released(OAK, site)
    (site / ".iopfinder/journal.json").write_text(journal)
    changed_unseen(site / "index.html", b"HOME")
    assert survey(site).there == digests({**OAK, "index.html": b"HOME"})
    assert released(OAK, site) == done(OAK, written=1, unchanged=2)
    assert tree(site) == wanted(OAK, site)


def test_a_spoilt_journal_is_not_forgotten_when_the_next_publish_is_cut_off_too(site: Path) -> None:
    released(OAK, site)
    (site / ".iopfinder/journal.json").write_text("[]7")
    changed_unseen(site / "site.css", b"b {}")
    count = 0
    while (site / ".iopfinder/journal.json").read_text() == "[]7":
        assert is_killed(count, {**OAK, "new.html": b"new", "site.css": b"b {}"}, site)
        count += 1
    assert read_journal(site) == {*OAK, "new.html"}
    assert released(OAK, site) == done(OAK, written=1, unchanged=2)
    assert tree(site) == wanted(OAK, site)


def test_a_record_of_another_manifest_vouches_for_nothing(site: Path) -> None:
    released({**OAK, "old.html": b"old"}, site)
    older = (site / ".iopfinder/manifest.json").read_bytes()
    new = {**OAK, "index.html": b"new home", "new.html": b"new"}
    released(new, site)
    (site / ".iopfinder/manifest.json").write_bytes(older)
    changed_unseen(site / "site.css", b"b {}")
    there = digests({**new, "site.css": b"b {}"})
    assert (survey(site).there, survey(site).edition) == (there, None)
    assert released(OAK, site) == done(OAK, written=2, unchanged=1, removed=1)
    assert tree(site) == wanted(OAK, site)


@pytest.mark.parametrize(
    "column", [{"sizes": [4]}, {"mtimes_ns": []}, {"sizes": 4}, {"manifest": None}, {"sizes": None}]
)
def test_a_record_that_is_not_whole_vouches_for_nothing(
    site: Path, column: Mapping[str, object]
) -> None:
    released(OAK, site)
    record = json.loads((site / ".iopfinder/record.json").read_bytes())
    (site / ".iopfinder/record.json").write_text(json.dumps(record | column))
    changed_unseen(site / "index.html", b"HOME")
    assert survey(site).there == digests({**OAK, "index.html": b"HOME"})
    assert released(OAK, site) == done(OAK, written=1, unchanged=2)
    assert tree(site) == wanted(OAK, site)


CHILD = """
import json, sys
from pathlib import Path
from iopfinder.publish import Output, publish, stage, staging_beside, survey
site, files = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
staging = staging_beside(site)
staged = [stage(staging, Output(path, body.encode())) for path, body in files.items()]
print("staged", flush=True)
publish(staging, {each.path: each.sha256 for each in staged}, site, survey(site))
"""


def edition(number: int) -> dict[str, str]:
    """A few hundred pages: most change from one edition to the next, some come and some go."""
    shared = {f"programs/{slug}/index.html": f"{slug}: {number}\n" * 200 for slug in range(200)}
    own = {f"guides/{number}-{slug}/index.html": "guide" for slug in range(30)}
    return {**shared, **own, "site.css": "p {}"}


def cut_short(arguments: list[str], seconds: float) -> None:
    """Starts a build and kills it that long after it began to publish."""
    command = [sys.executable, "-c", CHILD, *arguments]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"staged\n"
        time.sleep(seconds)
        child.kill()


@contextmanager
def reading(site: Path, editions: Sequence[Files]) -> Iterator[list[str]]:
    """Reads all pages that every edition has, over and over; lists those seen missing or torn."""
    paths = sorted(set.intersection(*(set(each) for each in editions)))
    torn: list[str] = []
    done = threading.Event()

    def read() -> None:
        for path in itertools.cycle(paths):
            if not is_whole(site, path, editions):
                torn.append(path)
            if done.wait(PAUSE):
                return

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield torn
    finally:
        done.set()
        reader.join()


def is_whole(site: Path, path: str, editions: Sequence[Files]) -> bool:
    try:
        body = (site / path).read_bytes()
    except FileNotFoundError:
        return False
    return any(body == each[path] for each in editions)


def test_readers_see_whole_pages_while_builds_are_killed(tmp_path: Path, site: Path) -> None:
    texts = [edition(0), edition(1)]
    bodies = [{path: text.encode() for path, text in each.items()} for each in texts]
    for number, each in enumerate(texts):
        (tmp_path / f"{number}.json").write_text(json.dumps(each))
    released(bodies[0], site)
    chance = random.Random(20)
    with reading(site, bodies) as torn:
        for turn in range(20):
            number = (turn + 1) % 2
            cut_short([str(site), str(tmp_path / f"{number}.json")], chance.uniform(0, 0.03))
            released(bodies[number], site)
            assert tree(site) == wanted(bodies[number], site)
    assert torn == []


def sealed(text: str) -> bytes:
    """A page that begins with its own checksum: one that is torn gives itself away."""
    return f"{digest(text.encode())}\n{text}".encode()


def is_sealed(site: Path, path: str) -> bool:
    try:
        seal, _, text = (site / path).read_bytes().partition(b"\n")
    except FileNotFoundError:
        return False
    return seal == digest(text).encode()


def wild_edition(chance: random.Random) -> dict[str, bytes]:
    """Pages of which some change, some appear and some vanish from one edition to the next."""
    shelves = [slug for slug in range(12) if chance.random() < 0.9]
    pages = [f"programs/{slug}/index.html" for slug in range(60) if chance.random() < 0.9]
    lists = [f"in/{shelf}/{n}/index.html" for shelf in shelves for n in range(chance.randrange(4))]
    return {
        path: sealed(f"{path} {chance.randrange(3)}\n" * chance.choice([1, 40, 1000]))
        for path in (*pages, *lists, "index.html", "site.css")
    }


class Watch:
    """A reader that loads, over and over, what stands in the edition before and in the one after.

    `stays` holds these paths for each publish, in turn; a page counts as lost only if it stays in
    all publishes that were under way while it was read.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.stays: list[frozenset[str]] = [frozenset()]
        self.busy = threading.Event()
        self.done = threading.Event()
        self.lost: list[str] = []
        self.reads = 0

    def read(self) -> None:
        while self.busy.wait() and not self.done.is_set():
            for path in sorted(self.stays[-1]):
                self.look_at(path)

    def look_at(self, path: str) -> None:
        first, during = len(self.stays) - 1, self.busy.is_set()
        whole = is_sealed(self.site, path)
        stays = all(path in paths for paths in self.stays[first:])
        self.reads += during and self.busy.is_set() and stays
        if stays and not whole:
            self.lost.append(path)


def test_readers_see_whole_pages_while_pages_change_appear_and_vanish(site: Path) -> None:
    chance = random.Random(4)
    old = wild_edition(chance)
    released(old, site)
    watch = Watch(site)
    reader = threading.Thread(target=watch.read)
    reader.start()
    editions = 0
    try:
        while reader.is_alive() and (editions < 60 or watch.reads < 1000):
            new = wild_edition(chance)
            staging = staging_beside(site)
            for path, body in new.items():
                stage(staging, Output(path, body))
            seen = survey(site)
            watch.stays.append(frozenset(old.keys() & new.keys()))
            watch.busy.set()
            publish(staging, digests(new), site, seen)
            watch.busy.clear()
            old, editions = new, editions + 1
    finally:
        watch.done.set()
        watch.busy.set()
        reader.join()
    assert watch.lost == []
    assert tree(site) == wanted(old, site)
