"""The files of the finder: named by what they hold, and the same whoever makes them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

import pytest

from directory_case import CASES, places, reading_of
from iopfinder.directory import Directory
from iopfinder.finder_files import FOLDER, Noted, finder_parts, manifest, program_files
from iopfinder.language import ENGLISH
from iopfinder.places import Places
from iopfinder.shelves import fill_shelves
from iopfinder.sources import Source
from iopfinder.workers import shared_out

SPANISH = replace(ENGLISH, code="es", script={"Save": "Guardar"})
LANGUAGES = (ENGLISH, SPANISH)
SMALLEST = (CASES / "valid" / "smallest.yaml").read_text("utf-8")


def listing(slug: str, name: str, more: str = "", *, online: bool = False) -> Source:
    text = SMALLEST.replace("Oak Evening IOP", name)
    if online:
        place = 'location: {city: Portland, state: OR, zip: "97204"}'
        assert place in text
        text = text.replace(place, "telehealth: {states: [WA, OR]}")
    return Source(f"programs/{slug}.yaml", f"{text}{more}")


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = reading_of(
        listing("ash", "Ash IOP", "summary: Evenings.\n"),
        listing("elm", "Elm IOP", online=True),
        listing("fir", "Fir IOP", "hidden: yes\naliases: [old-fir]\n"),
        listing("gum", "Gum IOP", "status: closed\nstatus_since: 2026-01-02\n"),
        listing(
            "ivy",
            "Ivy IOP",
            "status: merged\nstatus_since: 2026-01-02\nmerged_into: ash\naliases: [old-ivy]\n",
        ),
    )
    assert found.directory is not None, found.problems
    return found.directory


@pytest.fixture(scope="module")
def few() -> Places:
    """The ZIPs of Portland alone."""
    zips = {zip_: place for zip_, place in places().zips.items() if place.city == "Portland"}
    keys = [("OR", "portland"), ("ME", "portland")]
    return Places(
        zips,
        {key: places().cities[key] for key in keys},
        {key: places().names[key] for key in keys},
    )


@pytest.fixture(scope="module")
def files(directory: Directory, few: Places) -> Mapping[str, bytes]:
    """Every file by its name below /data/finder/."""
    return made(directory, few)


def made(directory: Directory, few: Places, *, jobs: int = 1) -> Mapping[str, bytes]:
    shown = [brief for brief in directory.briefs.values() if brief.is_shown]
    shelves = fill_shelves(directory)
    work: list[Callable[[], Iterable[Noted]]] = [
        *(partial(program_files, brief, directory, LANGUAGES) for brief in shown),
        *(part.make for part in finder_parts(directory, shelves, lambda: few, LANGUAGES)),
    ]
    found = [
        noted
        for each in shared_out(lambda share: [tuple(make()) for make in share], work, jobs=jobs)
        for noted in each
    ]
    files = {noted.file.path: noted.file for noted in found}
    assert all(files[noted.file.path] == noted.file for noted in found)
    outputs = [*files.values(), manifest(found, directory)]
    assert all(each.path.startswith(FOLDER) for each in outputs)
    named = {each.path.removeprefix(FOLDER): each.body for each in outputs}
    assert len(named) == len(outputs)
    return named


def read(files: Mapping[str, bytes], name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return json.loads(files[name])


def test_the_manifest_names_every_other_file(files: Mapping[str, bytes]) -> None:
    manifest = read(files, "manifest.json")
    names = read(files, manifest["names"])
    assert list(files)[-1] == "manifest.json"
    named = [
        *(cell["file"] for cell in manifest["cells"]),
        *(name for found in manifest["online"].values() for name in found),
        *(
            name
            for kind in ("terms", "meanings", "rows", "words", "cities")
            for name in manifest[kind].values()
        ),
        manifest["names"],
        *names.values(),
    ]
    zips = {name for name in files if name.startswith(f"{manifest['zips']}/")}
    programs = {name for name in files if name.startswith("programs/")}
    assert {*named, *zips, *programs, "manifest.json"} == files.keys()
    assert manifest["form"] == 1
    assert manifest["count"] == 2
    (cell,) = manifest["cells"]
    place = [45.5181, -122.6745]
    assert {**cell, "file": ""} == {
        "file": "",
        "count": 1,
        "box": [*place, *place],
        "states": ["OR"],
    }
    assert manifest["online"].keys() == {"OR", "WA"}
    for kind in ("terms", "meanings", "rows"):
        assert manifest[kind].keys() == {"en", "es"}
    assert manifest["words"].keys() == {"es"}
    assert names.keys() == {"as", "el", "io"}


def test_names_hold_the_hash_of_what_the_file_holds(files: Mapping[str, bytes]) -> None:
    hashed = {name for name in files if "-" in name and "/" not in name}
    assert len(hashed) > 10
    for name in hashed:
        digest = name.removesuffix(".json").rpartition("-")[2]
        assert digest == sha256(files[name]).hexdigest()[:10], name
    folder = read(files, "manifest.json")["zips"]
    whole = b"".join(body for name, body in sorted(files.items()) if name.startswith(folder))
    assert folder == f"zips-{sha256(whole).hexdigest()[:10]}"


def test_files_are_compact_and_sorted(files: Mapping[str, bytes]) -> None:
    for name, body in files.items():
        text = json.dumps(
            json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert body.decode() == f"{text}\n", name


def test_many_processes_make_the_same_files(directory: Directory, few: Places) -> None:
    slugs = [f"ash-{number:03}" for number in range(401)]
    ash, brief = directory.by_slug["ash"], directory.briefs["ash"]
    crowded = replace(
        directory,
        by_slug={slug: replace(ash, slug=slug) for slug in slugs},
        briefs={slug: brief._replace(slug=slug) for slug in slugs},
    )
    one, two = made(crowded, few), made(crowded, few, jobs=2)
    assert one == two
    cells = read(one, "manifest.json")["cells"]
    assert [cell["count"] for cell in cells] == [133, 134, 134]


def test_cells_and_states_hold_the_listed_programs_alone(files: Mapping[str, bytes]) -> None:
    manifest = read(files, "manifest.json")
    cell = read(files, manifest["cells"][0]["file"])
    assert cell["programs"] == [["ash", False]]
    assert cell["cards"][0]["summary"] == "Evenings."
    for state in ("OR", "WA"):
        (name,) = manifest["online"][state]
        assert read(files, name)["programs"] == [["elm", False]]
    names = read(files, manifest["names"])
    assert read(files, names["as"]) == [["ash", "Ash IOP", "Portland", "OR"]]
    assert read(files, names["el"]) == [["elm", "Elm IOP", "", ""]]


def test_every_shown_program_has_a_file_and_every_old_name_leads_on(
    files: Mapping[str, bytes],
) -> None:
    programs = {name.removeprefix("programs/") for name in files if name.startswith("programs/")}
    assert programs == {"ash.json", "elm.json", "gum.json", "ivy.json", "old-ivy.json"}
    assert read(files, "programs/old-ivy.json") == {"moved": "ivy"}
    closed, merged = read(files, "programs/gum.json"), read(files, "programs/ivy.json")
    assert (closed["status"], closed["joined"]) == ("closed", None)
    assert (merged["status"], merged["joined"]) == ("merged", {"slug": "ash", "name": "Ash IOP"})
    assert closed["words"]["en"]["marks"][1] == {
        "kind": "status",
        "title": "This program has closed.",
        "text": "We learned this on January 2, 2026.",
    }


def test_places_and_words_are_there(files: Mapping[str, bytes]) -> None:
    manifest = read(files, "manifest.json")
    shard = read(files, f"{manifest['zips']}/972.json")
    assert shard["zips"]["97204"] == [45.5181, -122.6745, "Portland", "OR", 0]
    assert list(read(files, manifest["cities"]["OR"])) == ["Portland"]
    assert read(files, manifest["words"]["es"]) == {"Save": "Guardar"}
