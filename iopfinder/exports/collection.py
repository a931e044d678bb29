"""Records in, the published files out: JSON, CSV and GeoJSON of many programs, JSON of one.

A file of many programs holds all of them, or those of one part: a state's, twenty-five at most. A
whole that was parted names its parts, and holds no program itself.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from iopfinder.addresses import record_url
from iopfinder.brief import Brief
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
    "latest_confirmed",
    "moved_json",
    "program_json",
    "records_of",
    "whole_of",
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
    """What a file says of all the programs that it holds or names: the site, how many, which day.

    `latest` is the last day on which one of them was confirmed. A part has no `day`: it stays the
    same while its programs do. `parts` has those of a whole that holds no program itself.
    """

    settings: Settings
    count: int
    latest: date | None
    day: date | None = None
    parts: tuple[PartLink, ...] = ()

    @property
    def base(self) -> str:
        return self.settings.base_url.rstrip("/")


def whole_of(
    held: Collection[Brief],
    settings: Settings,
    day: date | None = None,
    parts: tuple[PartLink, ...] = (),
) -> Whole:
    """What is said of these programs together."""
    return Whole(settings, len(held), latest_confirmed(held), day, parts)


def latest_confirmed(held: Iterable[Brief]) -> date | None:
    """The last day on which one of them was confirmed. Nobody confirms what is made up."""
    days = (brief.confirmed for brief in held if brief.confirmed and not brief.example)
    return max(days, default=None)


def records_of(held: Iterable[Brief], directory: Directory) -> Iterator[Record]:
    """The records of these listings, in their order."""
    base, vocabulary = directory.settings.base_url, directory.vocabulary
    return (record(directory.by_slug[brief.slug], base, vocabulary) for brief in held)


# JSON


def collection_json(records: Iterable[Record], whole: Whole) -> Iterator[str]:
    """All of it as one JSON object, a line a program."""
    yield from _with_lines(whole, {}, ("programs", records), "json")


def program_json(one: Record, settings: Settings) -> str:
    """One program as a JSON object."""
    return _line({**_head(settings), "program": one}) + "\n"


def moved_json(slug: str, settings: Settings) -> str:
    """What stands under an old name of the program `slug`."""
    url = f"{settings.base_url.rstrip('/')}{record_url(slug)}"
    return _line({**_head(settings), "moved": {"slug": slug, "url": url}}) + "\n"


def _head(settings: Settings) -> Record:
    return {
        "format": FORMAT,
        "title": settings.title,
        "license": settings.content_license,
        "schema": f"{settings.base_url.rstrip('/')}/{SCHEMA}",
        "notice": NOTICE,
        "demonstration": settings.demonstration,
    }


def _told(whole: Whole) -> Record:
    return {
        "date": whole.day.isoformat() if whole.day else None,
        "whole": None if whole.day else f"{whole.base}/data/programs.json",
        "latest_confirmed": whole.latest.isoformat() if whole.latest else None,
        "count": whole.count,
    }


def _with_lines(
    whole: Whole, first: Record, held: tuple[str, Iterable[Record]], form: str
) -> Iterator[str]:
    """A JSON object of what is said of all, then a list with a line for each, then the parts."""
    name, values = held
    head = _line({**first, **_head(whole.settings), **_told(whole)})[:-1]
    yield f'{head},"{name}":['
    yield from _lines(values)
    yield '],"parts":['
    yield from _lines(_parts(whole, form))
    yield "]}\n"


def _lines(values: Iterable[Record]) -> Iterator[str]:
    before = "\n"
    for value in values:
        yield before + _line(value)
        before = ",\n"
    yield "\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _parts(whole: Whole, form: str) -> Iterator[Record]:
    for part in whole.parts:
        url = f"{whole.base}{part.url}.{form}"
        yield {"state": part.state or None, "count": part.programs, form: url}


# GeoJSON and CSV


def collection_geojson(records: Iterable[Record], whole: Whole) -> Iterator[str]:
    """All of it as a FeatureCollection; what it says of itself are foreign members (RFC 7946)."""
    held = ("features", map(feature, records))
    yield from _with_lines(whole, {"type": "FeatureCollection"}, held, "geojson")


def collection_csv(records: Iterable[Record], whole: Whole) -> Iterator[str]:
    """A row a program; of a parted whole a row a part, under other names of columns."""
    if not whole.parts:
        yield from table(records, whole.settings.content_license)
        return
    yield "state,count,part\r\n"
    for part in _parts(whole, "csv"):
        yield f"{part['state'] or 'online'},{part['count']},{part['csv']}\r\n"


FORMS: Final[Mapping[str, Callable[[Iterable[Record], Whole], Iterator[str]]]] = {
    "json": collection_json,
    "csv": collection_csv,
    "geojson": collection_geojson,
}
"""How many programs can be written, by the ending of the file: pieces of text, in order."""
