"""A listing, or all of them, in, schema.org data about it out (JSON-LD), or nothing.

Neither an example nor an import that nobody confirmed is told to search engines as fact. The names
of types and properties are those of schema.org's vocabulary; a test holds them to it.
"""

import json
from typing import Any, Final

from markupsafe import Markup

from iopfinder.addresses import program_url
from iopfinder.directory import Directory
from iopfinder.listing import Listing
from iopfinder.truth import is_publishable_data

__all__ = ["dataset_json_ld", "json_ld", "program_json_ld"]

_DOWNLOADS: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
}
"""The files of all programs, by their ending, and what they are sent as."""


def program_json_ld(listing: Listing, directory: Directory) -> Markup | None:
    """A MedicalClinic with what the listing states plainly; None where it is not publishable."""
    if directory.settings.demonstration or not is_publishable_data(listing, directory.today):
        return None
    program, contact = listing.program, listing.program.contact
    url = directory.settings.base_url.rstrip("/") + program_url(listing.slug)
    clinic: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "@id": url,
        "name": program.name,
        "description": program.summary,
        "url": contact.website or url,
        "telephone": contact.phone.e164 if contact.phone else None,
        "address": _address(listing),
        "medicalSpecialty": "https://schema.org/Psychiatric",
        "isAcceptingNewPatients": _accepting(listing),
    }
    return json_ld({key: value for key, value in clinic.items() if value is not None})


def dataset_json_ld(description: str, directory: Directory) -> Markup | None:
    """The files of all programs as a Dataset; None for a demonstration."""
    settings = directory.settings
    if settings.demonstration:
        return None
    base = settings.base_url.rstrip("/")
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": f"{base}/data/",
            "name": f"{settings.title}: intensive outpatient programs",
            "description": description,
            "url": f"{base}/data/",
            "isAccessibleForFree": True,
            "license": {"@type": "CreativeWork", "name": settings.content_license},
            "creator": {"@type": "Organization", "name": settings.title, "url": f"{base}/"},
            "spatialCoverage": {"@type": "Place", "name": "United States"},
            "dateModified": directory.today.isoformat(),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": kind,
                    "contentUrl": f"{base}/data/programs.{ending}",
                }
                for ending, kind in _DOWNLOADS.items()
            ],
        }
    )


def json_ld(value: dict[str, Any]) -> Markup:
    """What may stand in a script element."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704 - no character that ends a script element is left


def _address(listing: Listing) -> dict[str, str] | None:
    location = listing.program.location
    if location is None:
        return None
    parts = {
        "@type": "PostalAddress",
        "streetAddress": location.street,
        "addressLocality": location.city,
        "addressRegion": location.state,
        "postalCode": location.zip,
        "addressCountry": "US",
    }
    return {key: value for key, value in parts.items() if value is not None}


def _accepting(listing: Listing) -> bool | None:
    availability = listing.program.availability
    known = {"yes": True, "no": False}
    return known.get(availability.accepting or "") if availability else None
