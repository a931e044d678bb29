"""`check FILE` says of a file what the whole check says of it, and reads no other listing."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from directory_case import CASES, TODAY, content, places
from iopfinder.directory import read_directory
from iopfinder.inspection import Inspection, Neighbors, inspect, inspection_lines, stands_alone
from iopfinder.memory import Memory
from iopfinder.problems import Problem
from iopfinder.reports import as_text
from iopfinder.sources import read_source, read_sources
from site_case import ROOT

CONTENT = ROOT / "content"
NOTHING_BESIDE = Path("no-such-folder")
KNOWN = Memory()
"""What all listings share is read once for all tests."""

LISTING = """\
format: 1
name: {name}
example: yes
location: {{street: 400 Example Ave, city: Portland, state: OR, zip: "97204"}}
contact: {{phone: 503-555-0142}}
staff: {{facility_license: {{number: EX-0001}}}}
"""


def alone(*paths: Path, programs: Path = NOTHING_BESIDE, memory: Memory = KNOWN) -> Inspection:
    return inspect(paths, programs, CONTENT, TODAY, lambda: memory)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "listings"
    folder.mkdir()
    return folder


@pytest.fixture
def put(programs: Path) -> Callable[..., Path]:
    """Writes a listing of this name into a folder."""

    def write(slug: str, *more: str, name: str = "", folder: Path = programs) -> Path:
        path = folder / f"{slug}.yaml"
        path.write_text(LISTING.format(name=name or slug) + "".join(f"{line}\n" for line in more))
        return path

    return write


def whole(programs: Path, memory: Memory | None = None) -> tuple[Problem, ...]:
    """All that the check of everything says; the memory then knows it."""
    return read_directory(read_sources(CONTENT, programs), places, TODAY, memory=memory).problems


def of(path: Path, problems: tuple[Problem, ...]) -> str:
    return as_text([each for each in problems if each.path == path.as_posix()])


CASE_FILES = sorted(CASES.glob("*/*.yaml"))


def test_there_are_cases() -> None:
    assert len(CASE_FILES) > 150


@pytest.mark.parametrize("case", CASE_FILES, ids=lambda case: case.stem)
def test_a_case_is_told_what_the_whole_check_tells_it(case: Path) -> None:
    source = read_source(case)
    beside = replace(content(), programs=() if isinstance(source, Problem) else (source,))
    told = read_directory(beside, places, TODAY, memory=KNOWN).problems
    if isinstance(source, Problem):
        told = (source, *told)
    assert as_text(alone(case).problems) == as_text(told)


def test_each_sample_is_told_what_the_whole_check_tells_it() -> None:
    memory = Memory()
    said = whole(ROOT / "programs", memory)
    paths = sorted((ROOT / "programs").glob("*.yaml"))
    assert len(paths) >= 24
    for path in paths:
        found = alone(path, programs=ROOT / "programs", memory=memory)
        assert as_text(found.problems) == of(path, said)
        assert found.neighbors == Neighbors(len(paths) - 1, len(paths) - 1)


def test_each_article_is_told_what_the_whole_check_tells_it() -> None:
    said = whole(ROOT / "programs")
    paths = sorted(CONTENT.rglob("*.md"))
    assert len(paths) >= 10
    found = alone(*paths, programs=ROOT / "programs")
    assert as_text(found.problems) == "".join(of(path, said) for path in paths)
    assert found.neighbors is None
    assert list(inspection_lines(found)) == []


def test_a_listing_is_compared_with_those_that_were_read_before(
    programs: Path, put: Callable[..., Path]
) -> None:
    put("a-oak", name="Oak")
    put("d-ash", "aliases: [old-elm]")
    memory = Memory()
    whole(programs, memory)
    new = [
        put("b-oak", name="Oak"),
        put("c-elm", "aliases: [a-oak]"),
        put("e-elm", "aliases: [old-elm]"),
    ]
    said = whole(programs)
    for path in new:
        assert as_text(alone(path, programs=programs, memory=memory).problems) == of(path, said)
    above = programs.as_posix()
    assert of(new[0], said) == (
        f"{above}/b-oak.yaml:2:7: error: name: this is the same program as {above}/a-oak.yaml\n"
        "    delete one of the two files, or state what sets them apart\n"
        f"{above}/b-oak.yaml:5:18: note: contact.phone: {above}/a-oak.yaml has the same phone and "
        "street\n    fine if one house holds two programs; else delete one of the two\n"
    )
    assert "'a-oak' is the name of" in of(new[1], said)
    assert "'old-elm' is the name of" in of(new[2], said)


def test_files_are_compared_with_each_other_too(programs: Path, put: Callable[..., Path]) -> None:
    paths = [put("a-oak", name="Oak"), put("b-oak", name="Oak")]
    assert as_text(alone(*paths, programs=programs).problems) == as_text(whole(programs))


def test_a_neighbor_that_was_saved_since_is_read_again(
    programs: Path, put: Callable[..., Path]
) -> None:
    put("a-oak", name="Oak")
    memory = Memory()
    whole(programs, memory)
    put("a-oak", name="Another name")
    new = put("b-oak", name="Oak")
    told = alone(new, programs=programs, memory=memory)
    assert as_text(told.problems) == of(new, whole(programs))
    assert "same program" not in as_text(told.problems)


def test_without_a_memory_it_says_that_others_were_not_looked_at(
    programs: Path, put: Callable[..., Path]
) -> None:
    put("a-oak", name="Oak")
    new = put("b-oak", name="Oak")
    found = inspect([new], programs, CONTENT, TODAY, lambda: None)
    assert found.problems == ()
    assert list(inspection_lines(found)) == [
        "Other listings were not looked at: is a program listed twice, a name taken already?",
        "Run build.py check once without a file to compare with all listings.",
    ]


def test_with_a_memory_it_says_how_many_it_covered(
    programs: Path, put: Callable[..., Path]
) -> None:
    put("a-oak")
    memory = Memory()
    whole(programs, memory)
    put("c-ash")
    found = alone(put("b-elm"), programs=programs, memory=memory)
    assert list(inspection_lines(found)) == [
        "Compared with 1 of 2 other listings, as they were read last."
    ]


def test_a_file_from_elsewhere_is_the_next_text_of_the_listing_of_its_name(
    programs: Path, put: Callable[..., Path], tmp_path: Path
) -> None:
    put("a-oak", name="Oak")
    put("b-elm", name="Elm")
    memory = Memory()
    whole(programs, memory)
    update = put("a-oak", name="Oak", folder=tmp_path)
    found = alone(update, programs=programs, memory=memory)
    assert as_text(found.problems) == ""
    twin = put("zzz", name="Elm", folder=tmp_path)
    first = put("0-elm", name="Elm", folder=tmp_path)
    for path in (twin, first):
        found = alone(path, programs=programs, memory=memory)
        assert f"same program as {programs.as_posix()}/b-elm.yaml" in as_text(found.problems)


def test_a_listing_that_joined_another_finds_it_in_the_folder(
    programs: Path, put: Callable[..., Path], tmp_path: Path
) -> None:
    put("oak")
    lines = ("status: merged", "status_since: 2026-10-01", "merged_into: {}")
    there = put("elm", *lines[:2], lines[2].format("oak"), folder=tmp_path)
    assert as_text(alone(there, programs=programs).problems) == ""
    gone = put("ash", *lines[:2], lines[2].format("oka"), folder=tmp_path)
    assert "did you mean 'oak'?" in as_text(alone(gone, programs=programs).problems)


def test_providers_are_checked_and_lend_their_facts(
    put: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "providers"
    folder.mkdir()
    provider = folder / "oak-group.yaml"
    provider.write_text("name: Oak Group\nwebsite: oak.example.org\n")
    assert as_text(alone(provider).problems) == (
        f"{provider.as_posix()}:2:10: error: website: 'oak.example.org' is not an address that "
        "starts with https:\n    write https://oak.example.org\n"
    )
    listing = put("oak", "provider: oak-group")
    assert "there is no provider 'oak-group'" in as_text(alone(listing).problems)
    provider.write_text("name: Oak Group\nwebsite: https://oak.example.org\n")
    found = alone(listing, provider)
    assert found.problems == ()
    assert found.alone.listings[0].program.contact.website == "https://oak.example.org"


GUIDE = """---
title: Oak
summary: Words.
moment: deciding
order: 1
updated: 2026-11-01
sources: [{{title: Oak, publisher: Oak, url: "https://oak.example.org/", seen: 2026-11-01}}]
---

See [this]({}).
"""


def test_a_guide_from_elsewhere_is_one_of_the_guides(tmp_path: Path) -> None:
    guide = tmp_path / "oak.md"
    guide.write_text(GUIDE.format("choosing-the-right-iop.md"))
    assert alone(guide).problems == ()
    guide.write_text(GUIDE.format("choosing-the-right-oip.md"))
    assert as_text(alone(guide).problems) == (
        f"{guide.as_posix()}:10:1: error: there is no article "
        f"'{CONTENT.as_posix()}/guides/choosing-the-right-oip.md'\n    did you mean "
        f"'{CONTENT.as_posix()}/guides/choosing-the-right-iop.md'?\n"
    )


def test_a_guide_may_lead_to_listings_that_are_shown(
    programs: Path, put: Callable[..., Path], tmp_path: Path
) -> None:
    guide = tmp_path / "oak.md"
    guide.write_text(GUIDE.format("program:oak"))
    put("oak")
    assert alone(guide, programs=programs).problems == ()
    put("oak", "hidden: yes")
    assert "there is no program 'oak'" in as_text(alone(guide, programs=programs).problems)


def test_of_a_folder_all_listings_are_checked(programs: Path, put: Callable[..., Path]) -> None:
    put("a-oak", name="Oak")
    put("b-oak", name="Oak")
    (programs / "notes.txt").write_text("no listing")
    said = whole(programs)
    told = as_text(alone(programs).problems)
    assert told == "".join(of(programs / name, said) for name in ("a-oak.yaml", "b-oak.yaml"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("oak.yml", "error: only .yaml files are read here"),
        ("notes.txt", "warning: only .yaml files are read here"),
        ("notes.md", "warning: only .yaml files are read here"),
        ("README.md", ""),
    ],
)
def test_a_file_of_another_kind_is_told_as_the_whole_check_tells_it(
    programs: Path, put: Callable[..., Path], name: str, said: str
) -> None:
    put("elm")
    path = programs / name
    path.write_text("x")
    told = as_text(alone(path, programs=programs).problems)
    assert told == of(path, whole(programs))
    assert said in told
    assert bool(said) == bool(told)


def test_a_file_of_the_content_is_told_of_itself_alone(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    payers = content / "vocabulary" / "payers.yaml"
    payers.write_text(payers.read_text("utf-8").replace("label: Medicare", "lable: Medicare"))
    (content / "providers" / "oak.yaml").write_text("name: Oak\nwebsite: oak\n")
    found = inspect([payers], NOTHING_BESIDE, content, TODAY, lambda: None)
    assert {problem.path for problem in found.problems} == {payers.as_posix()}
    assert "did you mean 'label'?" in as_text(found.problems)
    assert list(inspection_lines(found)) == []


def test_what_all_listings_share_must_be_whole(tmp_path: Path, put: Callable[..., Path]) -> None:
    content = tmp_path / "content"
    (content / "vocabulary").mkdir(parents=True)
    for path in [*CONTENT.glob("*.yaml"), *CONTENT.glob("vocabulary/*.yaml")]:
        (content / path.relative_to(CONTENT)).write_bytes(path.read_bytes())
    (content / "vocabulary" / "payers.yaml").unlink()
    found = inspect([put("oak")], NOTHING_BESIDE, content, TODAY, lambda: None)
    assert as_text(found.problems) == (
        f"{content.as_posix()}/vocabulary/payers.yaml:1:1: error: the file is missing\n"
        "    put it back: the site needs it\n"
    )
    assert list(inspection_lines(found)) == [
        "The files were not looked at: first mend what all listings share."
    ]


def test_only_what_touches_the_folders_of_the_site_needs_the_whole(tmp_path: Path) -> None:
    site, texts = [tmp_path / "programs", tmp_path / "content"], [tmp_path / "translations"]
    for folder in (*site, *texts, tmp_path / "programs-new", tmp_path / "content" / "guides"):
        folder.mkdir()
    asked = {
        path: stands_alone(tmp_path / path, site, texts)
        for path in (
            *("programs/oak.yaml", "content/guides/oak.md", "oak.yaml", "programs-new"),
            *("programs", "content/guides", ".", "translations/es.po", "translations"),
        )
    }
    assert [path for path, is_so in asked.items() if is_so] == [
        *("programs/oak.yaml", "content/guides/oak.md", "oak.yaml", "programs-new")
    ]
