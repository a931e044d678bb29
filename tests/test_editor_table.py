"""The table that the listing editor works from: whole, from the model, and for its reader alone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from iopfinder.asking import BASICS, CORE
from iopfinder.build import read_site
from iopfinder.directory import Directory
from iopfinder.editor_page import editor_page
from iopfinder.editor_table import LOCKED, editor_table, table_file
from iopfinder.facts import outline
from iopfinder.language import ENGLISH
from iopfinder.pages import plan_site
from iopfinder.plan import Page
from iopfinder.program import Program
from site_case import ROOT, TODAY, folders


@pytest.fixture(scope="module")
def directory() -> Directory:
    reading = read_site(folders(Path("nowhere")), TODAY)
    assert reading.directory is not None
    return reading.directory


def test_every_field_of_the_model_is_in_it(directory: Directory) -> None:
    fields = editor_table(directory)["fields"]
    assert [field["path"] for field in fields] == [spec.name for spec in outline(Program)]
    assert all(field["question"] for field in fields)
    assert {field["path"] for field in fields if field.get("required")} >= {"name", "contact"}


def test_a_field_says_all_that_a_form_must_know(directory: Directory) -> None:
    fields = {field["path"]: field for field in editor_table(directory)["fields"]}
    assert fields["staff.groups_led_by"] == {
        "path": "staff.groups_led_by",
        "label": "Who leads the groups",
        "question": "Who leads the groups?",
        "seen": [
            '"Who leads the groups", under 3. Qualified staff on the program\'s page.',
            "They can search by it.",
            "Where it is left out they read: The program does not say. Ask.",
        ],
        "part": 3,
        "core": True,
        "counts": True,
        "kind": "choice",
        "choices": [
            ["licensed", "Licensed professionals"],
            [
                "in-training-supervised",
                "Therapists in training, with a licensed supervisor",
            ],
            ["certified", "Certified counselors"],
            ["peer", "Trained peers"],
            ["mixed", "A mix: ask who leads which group"],
        ],
        "written": "licensed, in-training-supervised, certified, peer or mixed",
    }
    assert fields["cost.extra_fees.what"]["missing"] == "add 'what:' with up to 120 characters"
    assert fields["contact.website"]["schemes"] == ["https"]
    assert fields["staff.licenses"]["shorthand"] == "license"


def test_first_come_the_basics_and_the_twelve_facts() -> None:
    names = {spec.name for spec in outline(Program)}
    assert names.issuperset(BASICS)
    assert len(CORE) == 12
    assert not {name.split(".")[0] for name in (*BASICS, *CORE)} & LOCKED


def test_a_providers_entry_says_which_fields_it_fills_in(directory: Directory) -> None:
    providers = editor_table(directory)["providers"]
    assert providers["wrenfield-community-health"]["name"] == "Wrenfield Community Health"
    assert "cost.insurance" in providers["wrenfield-community-health"]["gives"]


def test_no_address_of_a_person_is_in_it(directory: Directory) -> None:
    body = table_file(directory).body.decode()
    assert json.loads(body) == json.loads(json.dumps(editor_table(directory)))
    assert directory.settings.editors_email not in body


def test_the_file_bears_its_own_hash(site: Path, directory: Directory) -> None:
    (file,) = (site / "data" / "editor").iterdir()
    output = table_file(directory)
    assert (f"data/editor/{file.name}", file.read_bytes()) == (output.path, output.body)
    page = (site / "for-clinics" / "listing-editor" / "index.html").read_text("utf-8")
    assert f'data-table="/{output.path}"' in page


# Each listing's own text


def test_a_shown_listing_is_published_as_it_is_written(site: Path) -> None:
    for path in sorted((ROOT / "programs").glob("*.yaml")):
        published = site / "data" / "finder" / "programs" / f"{path.stem}.json"
        assert json.loads(published.read_text("utf-8"))["listing"] == path.read_text("utf-8")


# Proposing


@pytest.mark.parametrize(
    ("repository", "propose"),
    [
        (None, ""),
        ("https://git.example.org/iop", ""),
        ("https://github.com/example/iop/", "https://github.com/example/iop main"),
        ("https://github.com/example/iop.git", "https://github.com/example/iop main"),
    ],
)
def test_proposals_are_for_a_repository_on_github(
    directory: Directory, repository: str | None, propose: str
) -> None:
    settings = directory.settings.model_copy(update={"repository": repository})
    named = replace(directory, settings=settings)
    (plan,) = plan_site(named, [ENGLISH])
    _head, view = editor_page(Page("/for-clinics/listing-editor/", "editor"), plan)
    assert view.propose == propose
