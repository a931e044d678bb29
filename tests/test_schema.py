"""The JSON Schema accepts what `check` accepts and knows every field and term."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from factory import vocabulary
from iopfinder.facts import outline
from iopfinder.program import Program
from iopfinder.schema import program_schema
from site_case import ROOT


class Yaml12(yaml.SafeLoader):
    """Reads scalars as editors do, by YAML 1.2: `yes` is text, 02139 a number."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), first)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = program_schema(vocabulary())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def read(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.load(path.read_text("utf-8-sig"), Loader=Yaml12)  # noqa: S506 - a safe loader


def test_every_sample_listing_is_accepted(validator: Draft202012Validator) -> None:
    paths = sorted((ROOT / "programs").glob("*.yaml"))
    assert len(paths) >= 24
    for path in paths:
        wrong = [
            (list(error.absolute_path), error.message)
            for error in validator.iter_errors(read(path))
        ]
        assert wrong == [], path.name


@pytest.mark.parametrize(
    "name",
    [
        "unknown-key",
        "condition-unknown",
        "state-unknown",
        "name-missing",
    ],
)
def test_mistakes_of_shape_are_rejected(validator: Draft202012Validator, name: str) -> None:
    listing = read(ROOT / "programs" / "alder-mill-iop.yaml")
    mistakes: dict[str, Any] = {
        "unknown-key": {**listing, "colour": "blue"},
        "condition-unknown": {**listing, "specialties": {"conditions": {"ptds": "track"}}},
        "state-unknown": {**listing, "location": {"city": "x", "state": 7, "zip": "97204"}},
        "name-missing": {key: value for key, value in listing.items() if key != "name"},
    }
    assert list(validator.iter_errors(listing)) == []
    assert list(validator.iter_errors(mistakes[name])) != []


def test_every_field_has_a_title_and_an_explanation() -> None:
    for spec in outline(Program):
        assert spec.fact.label, spec.name
        assert spec.fact.explains, spec.name
