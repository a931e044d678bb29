"""JSON-LD says what a confirmed listing states, and nothing of examples and old imports."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from directory_case import content, reading_of
from iopfinder.directory import Directory
from iopfinder.sources import Source, Sources
from iopfinder.structured import dataset_json_ld, program_json_ld
from schema_org import strange

LISTING = """\
format: 1
name: Oak </script><b> & "Sons"
summary: Evening groups.
location: {street: 1 Main St, city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-228-1234, website: https://oak.example.org/}
staff: {facility_license: {number: "1"}}
availability: {accepting: no, as_of: 2026-11-20}
confirmed: {date: 2026-11-01, by: program}
"""


def real_site() -> Sources:
    """The content of a site that is no demonstration."""
    whole = content()
    site = whole.singles["site"]
    text = site.text.replace("demonstration: yes", "demonstration: no")
    singles = {**whole.singles, "site": Source(site.path, text)}
    return Sources(singles, whole.vocabulary, whole.providers, (), (), ())


def directory(text: str) -> Directory:
    reading = reading_of(Source("programs/oak.yaml", text), sources=real_site())
    assert reading.directory is not None, reading.problems
    return reading.directory


def test_a_confirmed_listing_is_a_clinic() -> None:
    whole = directory(LISTING)
    written = program_json_ld(whole.listings[0], whole)
    assert written is not None
    assert "<" not in written
    assert json.loads(written) == {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "@id": "https://iopfinder.example.org/programs/oak/",
        "name": 'Oak </script><b> & "Sons"',
        "description": "Evening groups.",
        "url": "https://oak.example.org/",
        "telephone": "+15032281234",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "1 Main St",
            "addressLocality": "Portland",
            "addressRegion": "OR",
            "postalCode": "97204",
            "addressCountry": "US",
        },
        "medicalSpecialty": "https://schema.org/Psychiatric",
        "isAcceptingNewPatients": False,
    }


def test_what_is_not_stated_is_not_said() -> None:
    text = LISTING.replace("availability: {accepting: no, as_of: 2026-11-20}\n", "")
    whole = directory(text.replace("summary: Evening groups.\n", ""))
    written = program_json_ld(whole.listings[0], whole)
    assert written is not None
    assert json.loads(written).keys().isdisjoint({"isAcceptingNewPatients", "description"})


def test_a_closed_program_is_not_told_to_search_engines() -> None:
    whole = directory(LISTING + "status: closed\n")
    assert program_json_ld(whole.listings[0], whole) is None


def test_a_demonstration_tells_nothing() -> None:
    reading = reading_of(Source("programs/oak.yaml", LISTING))
    assert reading.directory is not None
    assert program_json_ld(reading.directory.listings[0], reading.directory) is None


# schema.org's own vocabulary


def test_a_clinic_is_valid_by_the_vocabulary() -> None:
    whole = directory(LISTING)
    written = program_json_ld(whole.listings[0], whole)
    assert written is not None
    assert list(strange(json.loads(written))) == []


def test_the_files_of_all_programs_are_a_dataset() -> None:
    written = dataset_json_ld("All programs as files.", directory(LISTING))
    assert written is not None
    told = json.loads(written)
    assert list(strange(told)) == []
    assert told["license"]["name"] == "Creative Commons Attribution 4.0 International (CC BY 4.0)"
    base = "https://iopfinder.example.org/data/programs"
    urls = {each["contentUrl"] for each in told["distribution"]}
    assert urls == {f"{base}.json", f"{base}.csv", f"{base}.geojson"}
    assert told["dateModified"] == "2026-11-22"


def test_a_demonstration_is_no_dataset() -> None:
    reading = reading_of(Source("programs/oak.yaml", LISTING))
    assert reading.directory is not None
    assert dataset_json_ld("All programs as files.", reading.directory) is None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"@type": "MedicalClinic", "opens": "at nine"}, ["MedicalClinic.opens: at nine"]),
        (
            {"@type": "MedicalClinic", "medicalSpecialty": "https://schema.org/Sleep"},
            ["MedicalClinic.medicalSpecialty: https://schema.org/Sleep"],
        ),
        (
            {"@type": "MedicalClinic", "isAcceptingNewPatients": "yes"},
            ["MedicalClinic.isAcceptingNewPatients: yes"],
        ),
        (
            {"@type": "Dataset", "license": {"@type": "PostalAddress"}},
            ["Dataset.license: {'@type': 'PostalAddress'}"],
        ),
    ],
)
def test_what_the_vocabulary_does_not_have_is_found(
    value: Mapping[str, Any], told: list[str]
) -> None:
    assert list(strange(value)) == told
