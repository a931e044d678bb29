"""Records in, their places as GeoJSON features out (RFC 7946): longitude first, then latitude."""

from typing import Final

from iopfinder.exports.record import Record

__all__ = ["feature"]

_SHOWN: Final = ("slug", "url", "name", "example", "scope", "status", "focus", "summary")


def feature(record: Record) -> Record:
    """A program on the map; a program without an address has no geometry.

    The point is the middle of the ZIP code's area, as `precision` says: not the house.
    """
    place, location, phone = record["place"], record["location"], record["contact"]["phone"]
    return {
        "type": "Feature",
        "id": record["slug"],
        "geometry": place
        and {
            "type": "Point",
            "coordinates": [place["longitude"], place["latitude"]],
        },
        "properties": {
            **{name: record[name] for name in _SHOWN},
            "provider": record["provider"] and record["provider"]["name"],
            "precision": place and place["precision"],
            **{name: location and location[name] for name in ("street", "city", "state", "zip")},
            "online_in": record["telehealth"] and record["telehealth"]["states"],
            "phone": phone and phone["shown"],
            "website": record["contact"]["website"],
            "confirmed": record["confirmed"],
            "imported": record["imported"],
        },
    }
