"""What the site publishes below /data/ is valid by its own schema, whole, and says what it is."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import settings as hypothesis_settings

import factory
import tiny_site
from factory import settings, vocabulary
from iopfinder.build import read_site
from iopfinder.directory import Directory
from iopfinder.exports import files
from iopfinder.exports.collection import FORMS
from iopfinder.exports.files import WHOLE, export_at, export_parts, exports
from iopfinder.exports.record import record
from iopfinder.exports.record_schema import records_schema
from iopfinder.listing import Listing
from iopfinder.pages import plan_site
from iopfinder.plan import Page
from iopfinder.render import make_renderer
from iopfinder.shelves import fill_shelves
from site_case import ROOT, TODAY, folders
from written_programs import listings

SITE = "https://iopfinder.example.org"

Validator = jsonschema.Draft202012Validator


def closed(schema: Any) -> Any:  # noqa: ANN401 - as JSON has it
    """A schema that refuses what it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return {**inner, "additionalProperties": False} if "properties" in schema else inner


@cache
def validator(name: str) -> Validator:
    """Of one of the kinds of file, or of a program."""
    whole = closed(records_schema(vocabulary(), f"{SITE}/"))
    Validator.check_schema(whole)
    return Validator(
        {"$defs": whole["$defs"], **whole["$defs"][name]}, format_checker=Validator.FORMAT_CHECKER
    )


def wrong(name: str, value: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(value)]


def tiny_directory(root: Path, **edited: str) -> Directory:
    tiny_site.write_tiny_site(root)
    for slug, text in edited.items():
        (root / "programs" / f"{slug}.yaml").write_text(text, "utf-8")
    own = tiny_site.folders_in(root, root / "site")
    reading = read_site(own, TODAY, places=tiny_site.places)
    assert reading.directory is not None, reading.problems
    return reading.directory


def made(directory: Directory) -> Mapping[str, str]:
    shelves = fill_shelves(directory)
    all_files = [each for export in exports(directory, shelves) for each in export.files()]
    outputs = [output for each in all_files for output in each.make()]
    assert [output.path for output in outputs] == [
        path for each in all_files for path in each.paths()
    ]
    return {output.path: output.body.decode() for output in outputs}


# The site's own files


def test_every_published_file_is_valid(site: Path) -> None:
    whole = json.loads((site / f"{WHOLE}.json").read_text("utf-8"))
    assert wrong("collection", whole) == []
    alone = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in (site / "data" / "programs").glob("*.json")
    }
    moved = {slug: each for slug, each in alone.items() if "moved" in each}
    assert [problem for each in moved.values() for problem in wrong("moved", each)] == []
    ones = {slug: each for slug, each in alone.items() if slug not in moved}
    assert [problem for each in ones.values() for problem in wrong("one", each)] == []
    assert whole["programs"] == [ones[slug]["program"] for slug in sorted(ones)]
    assert whole["count"] == len(ones) == 28
    assert {each["moved"]["slug"] for each in moved.values()} <= set(ones)


def test_every_file_says_what_it_is(site: Path) -> None:
    for path in (f"{WHOLE}.json", f"{WHOLE}.geojson"):
        told = json.loads((site / path).read_text("utf-8"))
        assert told["license"] == "Creative Commons Attribution 4.0 International (CC BY 4.0)"
        assert (told["format"], told["date"], told["demonstration"]) == (1, "2026-11-22", True)
        assert told["schema"] == f"{SITE}/schema/programs.schema.json"
        assert "Not stated is not no" in told["notice"]
    assert (site / "schema" / "programs.schema.json").is_file()


def test_no_email_address_is_in_any_file(site: Path) -> None:
    every = [*(site / "data").glob("programs*"), *(site / "data" / "programs").iterdir()]
    texts = [path.read_text("utf-8") for path in every if path.is_file()]
    assert len(texts) > 28
    assert [text for text in texts if re.search(r"\w@\w", text)] == []


def test_the_published_schema_is_that_of_model_and_vocabulary(site: Path) -> None:
    text = (site / "schema" / "programs.schema.json").read_text("utf-8")
    assert json.loads(text) == records_schema(vocabulary(), f"{SITE}/")


@hypothesis_settings(max_examples=30)
@given(listings())
def test_every_record_is_valid(listing: Listing) -> None:
    assert wrong("program", record(listing, SITE, vocabulary())) == []


def test_the_schema_wants_each_of_three_answers() -> None:
    made = record(factory.listing(specialties={"conditions": ["ptsd"]}), SITE, vocabulary())
    assert wrong("program", made) == []
    answers = made["specialties"]["conditions"]
    for changed in ({**answers, "others": None}, {**answers, "no": None}, {"yes": answers["yes"]}):
        bad = {**made, "specialties": {**made["specialties"], "conditions": changed}}
        assert [problem.split(":")[0] for problem in wrong("program", bad)] == ["$.specialties"]


# GeoJSON


def test_points_are_valid_geojson(site: Path) -> None:
    """RFC 7946: longitude first; a feature without a place has a geometry, which is null."""
    told = json.loads((site / f"{WHOLE}.geojson").read_text("utf-8"))
    records = json.loads((site / f"{WHOLE}.json").read_text("utf-8"))["programs"]
    assert told["type"] == "FeatureCollection"
    assert "crs" not in told
    assert [each["id"] for each in told["features"]] == [each["slug"] for each in records]
    for feature, one in zip(told["features"], records, strict=True):
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        place = one["place"]
        if place is None:
            assert feature["geometry"] is None
            assert feature["properties"]["city"] is None
        else:
            point = [place["longitude"], place["latitude"]]
            assert feature["geometry"] == {"type": "Point", "coordinates": point}
            assert -180 <= point[0] < -60 < 13 < point[1] < 72
        properties = feature["properties"]
        assert [properties[name] for name in ("example", "scope", "confirmed")] == [
            one[name] for name in ("example", "scope", "confirmed")
        ]
    assert [each["id"] for each in told["features"] if each["geometry"] is None] != []


# Whole and parts

HIDDEN = """\
format: 1
name: Yew IOP
example: yes
hidden: yes
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0149}
"""


def test_hidden_listings_are_in_no_file_and_closed_ones_say_so(tmp_path: Path) -> None:
    found = made(tiny_directory(tmp_path, yew=HIDDEN))
    assert [path for path, text in found.items() if "yew" in path or "Yew" in text] == []
    whole = json.loads(found[f"{WHOLE}.json"])
    assert {each["slug"]: each["status"] for each in whole["programs"]} == {
        "ash": "merged",
        "elm": "open",
        "fir": "open",
        "oak": "open",
    }
    moved = json.loads(found["data/programs/old-oak.json"])["moved"]
    url = "https://tiny.example.org/data/programs/oak.json"
    assert moved == {"slug": "oak", "url": url}


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_the_parts_together_are_the_whole(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tiny_directory(tmp_path)
    whole = made(directory)
    monkeypatch.setattr(files, "WHOLE_LIMIT", 3)
    monkeypatch.setattr(files, "PART_LIMIT", limit)
    parted = made(directory)
    singles = {f"data/programs/{path}.json" for path in ("ash", "elm", "fir", "oak", "old-oak")}
    assert singles <= whole.keys()
    assert singles.isdisjoint(parted)
    for form, name in (("json", "programs"), ("geojson", "features")):
        index = json.loads(parted[f"{WHOLE}.{form}"])
        assert (index[name], index["count"], index["date"]) == ([], 4, "2026-11-22")
        paths = [each[form].removeprefix("https://tiny.example.org/") for each in index["parts"]]
        parts = [json.loads(parted[path]) for path in paths]
        assert [len(part[name]) for part in parts] == [each["count"] for each in index["parts"]]
        assert {part["whole"] for part in parts} == {"https://tiny.example.org/data/programs.json"}
        assert {part["date"] for part in parts} == {None}
        every = [one for part in parts for one in part[name]]
        key = "slug" if name == "programs" else "id"
        assert sorted(every, key=lambda one: one[key]) == json.loads(whole[f"{WHOLE}.{form}"])[name]
    tables = [parted[f"{part.path}.csv"] for part in export_parts(fill_shelves(directory))]
    (header,) = {text.partition("\r\n")[0] for text in tables}
    own, *rows = whole[f"{WHOLE}.csv"].splitlines()
    assert own == header
    assert sorted(line for text in tables for line in text.splitlines()[1:]) == sorted(rows)


def test_a_whole_in_parts_cannot_be_taken_for_a_table_of_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "WHOLE_LIMIT", 3)
    root = "https://tiny.example.org/data/programs/in"
    assert made(tiny_directory(tmp_path))[f"{WHOLE}.csv"].splitlines() == [
        "state,count,part",
        f"online,1,{root}/online.csv",
        f"OR,2,{root}/or.csv",
        f"WA,1,{root}/wa.csv",
    ]


def test_a_part_stays_the_same_until_one_of_its_programs_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "WHOLE_LIMIT", 3)
    before = tiny_directory(tmp_path)
    text = (tmp_path / "programs" / "elm.yaml").read_text("utf-8")
    after = tiny_directory(tmp_path, elm=text.replace("Elm IOP", "Elm House IOP"))
    of_states, of_files = [], []
    for each in (before, after):
        found = list(exports(each, fill_shelves(each)))
        of_states.append({export.about: export.digest for export in found})
        of_files.append(
            {[*held.paths()][-1]: held.digest for export in found for held in export.files()}
        )
    assert changed_in(*of_states) == {"OR"}
    assert changed_in(*of_files) == {"data/programs/in/or.geojson"}


def changed_in(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def test_one_file_can_be_made_alone(tmp_path: Path) -> None:
    directory = tiny_directory(tmp_path)
    shelves = fill_shelves(directory)
    for path, text in made(directory).items():
        assert export_at(path, directory, shelves) == text.encode()
    assert export_at("data/programs/no-such.json", directory, shelves) is None
    assert export_at("data/index.html", directory, shelves) is None


def test_the_last_day_of_a_confirmation_is_of_no_example(tmp_path: Path) -> None:
    directory = tiny_directory(tmp_path)
    assert json.loads(made(directory)[f"{WHOLE}.json"])["latest_confirmed"] is None
    assert settings().demonstration
    assert date(2026, 11, 1) in {brief.confirmed for brief in directory.briefs.values()}


# The page


def test_the_page_names_every_file(site: Path) -> None:
    text = (site / "data" / "index.html").read_text("utf-8")
    for form in ("json", "csv", "geojson"):
        assert f'href="/data/programs.{form}"' in text
    assert "28 programs are in these files." in text
    assert "<strong>28 are made-up examples.</strong>" in text
    assert "0 were confirmed by someone." in text
    page = (site / "programs" / "wrenfield-teen-dbt" / "index.html").read_text("utf-8")
    assert 'href="/data/programs/wrenfield-teen-dbt.json"' in page


def test_the_page_of_a_large_site_names_each_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WHOLE_LIMIT", 20)
    own = folders(Path("unused"))
    reading = read_site(own, TODAY)
    assert reading.directory is not None
    plan = plan_site(reading.directory, reading.languages[:1])[0]
    renderer = make_renderer(plan, own.templates)
    teen = Page(
        "/programs/wrenfield-teen-dbt/", "program", plan.directory.briefs["wrenfield-teen-dbt"]
    )
    assert b"/data/programs/" not in renderer.page(teen).body
    body = renderer.page(Page("/data/", "downloads")).body
    parts = export_parts(plan.shelves)
    assert sum(part.link.programs for part in parts) == 28
    page = BeautifulSoup(body, "html.parser")
    linked = {str(link["href"]) for link in page.select("main td a")}
    assert linked == {f"{part.link.url}.{form}" for part in parts for form in FORMS}
    rows = [row.get_text(" ", strip=True) for row in page.select("main tbody tr")]
    assert "Oregon 9 CSV JSON GeoJSON" in rows
    assert any(row.startswith("Online only ") for row in rows)


def test_a_site_of_few_programs_has_each_as_a_service(site: Path) -> None:
    services = {path.stem for path in (site / "data" / "hsds").glob("*.json")}
    assert services == {path.stem for path in (ROOT / "programs").glob("*.yaml")}
    text = (site / "data" / "index.html").read_text("utf-8")
    one = text.partition('href="/data/hsds/')[2].partition('"')[0]
    assert json.loads((site / "data" / "hsds" / one).read_text("utf-8"))["organization"]["name"]
