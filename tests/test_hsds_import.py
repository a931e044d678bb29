"""Services of other directories come in: what is safe is taken, all else is told, nothing is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from iopfinder.cli import cli
from iopfinder.importers.facilities import RowNote
from iopfinder.importers.hsds import HsdsReport, hsds_report_lines
from iopfinder.importers.hsds_facts import SILENT, TAKEN, foreign_listing
from iopfinder.importers.hsds_files import HsdsError, Row, read_services, service_rows
from factory import listing, vocabulary
from test_hsds import exported, planned, program_of

ADDRESS = {
    "id": "a1",
    "address_1": "400 Example Avenue",
    "address_2": "Floor 2",
    "city": "Portland",
    "state_province": "Oregon",
    "postal_code": "97204-1234",
    "country": "US",
    "address_type": "physical",
}
AT = {
    "id": "11111111-1111-4111-8111-111111111111",
    "location": {"id": "l1", "location_type": "physical", "addresses": [ADDRESS]},
}
ELM: dict[str, Any] = {
    "id": "22222222-2222-4222-8222-222222222222",
    "name": "Elm Intensive Outpatient Program",
    "status": "active",
    "last_modified": "2026-10-01T10:30:45.123Z",
    "organization": {"id": "o1", "name": "Elm House", "description": "A clinic."},
    "phones": [{"id": "p1", "number": "(800) 662-4357", "extension": 12, "type": "voice"}],
    "service_at_locations": [AT],
}


def held(**changes: object) -> dict[str, Any]:
    """A service of another directory with these keys changed; None takes a key away."""
    return {key: value for key, value in {**ELM, **changes}.items() if value is not None}


def facts(service: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What a listing takes from a service, and what it leaves, by field."""
    at = 0 if "service_at_locations" in service else None
    found = foreign_listing(Row(1, "elm.json", service, at), vocabulary())
    left = [(".".join(part for part in path if isinstance(part, str)), text)
            for path, text in found.left]
    return found.value, left


SMALLEST = {
    "format": "1",
    "scope": "facility",
    "name": "Elm Intensive Outpatient Program",
    "provider": "Elm House",
    "status": "open",
    "location": {
        "street": "400 Example Avenue",
        "suite": "Floor 2",
        "city": "Portland",
        "state": "Oregon",
        "zip": "97204-1234",
    },
    "contact": {"phone": "(800) 662-4357 x12"},
}
LEFT = [
    ("organization.description", "A clinic."),
    ("service_at_locations.location.location_type", "physical"),
]


def test_a_service_becomes_a_listing() -> None:
    plan = planned(ELM)
    assert plan.texts == {
        "elm-intensive-outpatient-program-portland-or": """\
format: 1
name: Elm Intensive Outpatient Program
provider: Elm House
status: open
scope: facility
location:
  street: 400 Example Avenue
  suite: Floor 2
  city: Portland
  state: Oregon
  zip: 97204-1234
contact:
  phone: (800) 662-4357 x12
imported:
  source: hsds-elm
  edition: "2026-10-01"
  id: 22222222-2222-4222-8222-222222222222
  digest: blake2s-0
"""
    }
