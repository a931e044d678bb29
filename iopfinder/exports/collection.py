"""Records in, the published files out: JSON, CSV and GeoJSON of many programs, JSON of one.

A file of many programs holds all of them, or those of one part: a state's, a hundred at most. A
whole that was parted names its parts, and holds no program itself.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from iopfinder.addresses import listing_file_url
from iopfinder.directory import Directory
from iopfinder.exports.geojson import feature
from iopfinder.exports.record import Record, record
from iopfinder.exports.table import table
from iopfinder.settings import Settings

__all__ = [
    "FORMAT",
    "FORMS",
    "NOTICE",
    "SCHEMA",
    "PartLink",
    "Whole",
    "collection_csv",
    "collection_geojson",
    "collection_json",
    "moved_json",
    "program_json",
    "records_of",
]

FORMAT: Final = 1
"""The form of these files. docs/data.md says what may change within it and what may not."""

SCHEMA: Final = "schema/programs.schema.json"

NOTICE: Final = (
    "Programs write these facts. Being here is not a recommendation. Not stated is not no: null, "
    "or a term in no list, means that nobody has said. Read 'example', 'scope', 'confirmed' and "
    "'imported' of each program before you use its facts, and show them with it."
)


class PartLink(NamedTuple):
    """Where a part of the whole stands: its address without the ending, and what is in it.

    `state` is "" for programs without an address.
    """

    url: str
    state: str
    programs: int


@dataclass(frozen=True, slots=True)
class Whole:
    """What is said of all the programs that a file holds or names: its site and its day.

    A part has no `day`: it stays the same while its programs do. `parts` has those of a whole
    that holds no program itself.
    """

    settings: Settings
    day: date | None = None
    parts: tuple[PartLink, ...] = ()

    @property
    def base(self) -> str:
        return self.settings.base_url.rstrip("/")


def records_of(slugs: Iterable[str], directory: Directory) -> list[Record]:
    """The records of these listings, in their order."""
    base, vocabulary = directory.settings.base_url, directory.vocabulary
    return [record(directory.by_slug[slug], base, vocabulary) for slug in slugs]


# JSON


def collection_json(records: Sequence[Record], whole: Whole) -> str:
    """All of it as one JSON object, a line a program."""
    head = {**_head(whole), **_told(records, whole)}
    return _with_lines(head, "programs", records, _parts(whole, "json"))


def program_json(one: Record, settings: Settings) -> str:
    """One program as a JSON object."""
    return _line({**_head(Whole(settings)), "program": one}) + "\n"


def moved_json(slug: str, settings: Settings) -> str:
    """What stands under an old name of the program `slug`."""
    url = f"{settings.base_url.rstrip('/')}{listing_file_url(slug)}"
    return _line({**_head(Whole(settings)), "moved": {"slug": slug, "url": url}}) + "\n"


def _head(whole: Whole) -> Record:
    settings = whole.settings
    return {
        "format": FORMAT,
        "title": settings.title,
        "license": settings.content_license,
        "schema": f"{whole.base}/{SCHEMA}",
        "notice": NOTICE,
        "demonstration": settings.demonstration,
    }


def _told(records: Sequence[Record], whole: Whole) -> Record:
    """Of how many programs, and of which day."""
    days = [each["confirmed"]["date"] for each in records if each["confirmed"]]
    return {
        "date": whole.day.isoformat() if whole.day else None,
        "whole": None if whole.day else f"{whole.base}/data/programs.json",
        "latest_confirmed": max(days, default=None),
        "count": len(records) + sum(part.programs for part in whole.parts),
    }


def _parts(whole: Whole, form: str) -> list[Record]:
    return [
        {
            "state": part.state or None,
            "count": part.programs,
            form: f"{whole.base}{part.url}.{form}",
        }
        for part in whole.parts
    ]


def _with_lines(head: Record, name: str, values: Iterable[Record], parts: Sequence[Record]) -> str:
    """A JSON object of `head`, then a list with a line for each value, then the parts."""
    before = _line(head)[:-1]
    lines = ",\n".join(map(_line, values))
    rows = ",\n".join(map(_line, parts))
    return f'{before},"{name}":[\n{lines}\n],"parts":[\n{rows}\n]}}\n'


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# GeoJSON and CSV


def collection_geojson(records: Sequence[Record], whole: Whole) -> str:
    """All of it as a FeatureCollection; what it says of itself are foreign members (RFC 7946)."""
    head = {"type": "FeatureCollection", **_head(whole), **_told(records, whole)}
    return _with_lines(head, "features", map(feature, records), _parts(whole, "geojson"))


def collection_csv(records: Sequence[Record], whole: Whole) -> str:
    """A row a program; of a parted whole a row a part, under other names of columns."""
    if whole.parts:
        return _table_of_parts(whole)
    return table(records, whole.settings.content_license)


def _table_of_parts(whole: Whole) -> str:
    rows = [
        (each["state"] or "online", each["count"], each["csv"]) for each in _parts(whole, "csv")
    ]
    return "".join(
        f"{state},{count},{url}\r\n" for state, count, url in [("state", "count", "part"), *rows]
    )


FORMS: Final[Mapping[str, Callable[[Sequence[Record], Whole], str]]] = {
    "json": collection_json,
    "csv": collection_csv,
    "geojson": collection_geojson,
}
"""How many programs can be written, by the ending of the file."""
