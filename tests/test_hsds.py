"""Listings go out as HSDS 3 services: valid by the published schema, marked, nothing lost."""

import json
import re
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from directory_case import TODAY, places
from factory import settings, vocabulary
from hsds_schema import FOLDER, leaves, mistakes
from iopfinder.directory import read_directory
from iopfinder.exports.hsds import publisher_of, service, service_text
from iopfinder.listing import Listing
from iopfinder.sources import read_sources
from site_case import ROOT

PUBLISHER = publisher_of(settings(), TODAY)


def exported(one: Listing) -> dict[str, Any]:
    """The service of a listing, as a reader of the file has it."""
    whole: dict[str, Any] = json.loads(service_text(one, PUBLISHER, vocabulary()))
    assert whole == service(one, PUBLISHER, vocabulary())
    return whole


def all_listings() -> tuple[Listing, ...]:
    """The listings of programs/, with their providers."""
    sources = read_sources(ROOT / "content", ROOT / "programs")
    reading = read_directory(sources, places, TODAY)
    assert reading.directory is not None
    return reading.directory.listings


LISTINGS = all_listings()


def test_the_schemas_are_the_published_ones() -> None:
    told = dict(
        reversed(line.split()[1:])
        for line in (FOLDER / "README").read_text("utf-8").splitlines()
        if line.startswith("sha256")
    )
    told.pop("hsds_validator-0.1.2.tar.gz")
    assert told == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.json")
    }
    assert len(told) == 24


def test_a_wrong_service_is_found_wrong() -> None:
    wrong = {"id": "1", "status": "open", "url": "no uri", "colour": "red", "phones": [{}]}
    assert sorted(mistakes(wrong)) == [
        "$.id: '1' is not a 'uuid'",
        "$.phones[0]: 'id' is a required property",
        "$.phones[0]: 'number' is a required property",
        "$.status: 'open' is not one of ['active', 'inactive', 'defunct', 'temporarily closed']",
        "$.url: 'no uri' is not a 'uri'",
        "$: 'name' is a required property",
        "$: Additional properties are not allowed ('colour' was unexpected)",
    ]


@pytest.mark.parametrize("one", LISTINGS, ids=lambda one: one.slug)
def test_each_listing_is_a_valid_service(one: Listing) -> None:
    whole = exported(one)
    assert mistakes(whole) == []
    ids = [value for path, value in leaves(whole) if path.endswith(".id")]
    terms = [value for path, value in leaves(whole) if path.endswith("taxonomy_term.id")]
    assert len(ids) - len(terms) == len(set(ids) - set(terms))
    assert all(UUID(id_).version == 5 for id_ in ids)
    assert not re.search(r"[\w.]@\w", service_text(one, PUBLISHER, vocabulary()))
    assert not [
        path
        for path, value in leaves(whole)
        if value in (None, "")
        and path != "metadata.previous_value"
        and not path.endswith("address_1")
    ]
