"""A file or folder of HSDS JSON in, its services at their locations out, each row accounted for.

A file holds one service, a list of them, a page of an HSDS API (`contents`), or objects with their
services inside. A service at three addresses is three rows: a listing has one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from iopfinder.importers.facilities import RowNote
from iopfinder.problems import Field

__all__ = [
    "HsdsError",
    "Row",
    "Services",
    "leaves",
    "objects",
    "read_services",
    "service_rows",
]

Record = Mapping[str, Any]
TABULAR: Final = "this is a package of tables; only JSON is read, as HSDS 3 publishes it"


class HsdsError(ValueError):
    """A file that holds no services: what is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One service at one of its addresses; rows count from 1 over all files.

    `at` is the index of its `service_at_location`, None for a service that is nowhere or online.
    """

    number: int
    file: str
    service: Record
    at: int | None

    @property
    def name(self) -> str:
        name = self.service.get("name")
        return name.strip() if isinstance(name, str) and name.strip() else "(no name)"


@dataclass(frozen=True, slots=True)
class Services:
    """All rows. `whole`: they are all that the directory holds, as far as the files tell."""

    rows: tuple[Row, ...]
    unusable: tuple[RowNote, ...]
    whole: bool


def read_services(path: Path) -> Services:
    """The services of a JSON file, or of all JSON files of a folder, by name."""
    if not path.exists():
        raise HsdsError(f"{path}: there is no such file or folder")
    if path.suffix.lower() in (".csv", ".zip") or (path / "datapackage.json").exists():
        raise HsdsError(f"{path}: {TABULAR}")
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise HsdsError(f"{path}: there is no .json file in this folder")
    return service_rows((file.name, _read_json(file)) for file in files)


def _read_json(file: Path) -> object:
    try:
        content: object = json.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise HsdsError(f"{file}: this is not JSON: {error}") from error
    return content


def service_rows(files: Iterable[tuple[str, object]]) -> Services:
    """The rows of parsed files, by file name."""
    rows: list[Row] = []
    unusable: list[RowNote] = []
    known = list(files)
    for file, content in known:
        for service in _services(content):
            number = len(rows) + len(unusable) + 1
            if not isinstance(service, dict) or not _is_service(service):
                unusable.append(
                    RowNote(number, f"{file}: this is not a service with an id and a name")
                )
                continue
            row = Row(number, file, service, None)
            indexes = enumerate(_places(service) or [None])
            rows += (replace(row, number=number + n, at=at) for n, at in indexes)
    return Services(tuple(rows), tuple(unusable), _is_whole([content for _file, content in known]))


def _is_whole(contents: Sequence[object]) -> bool:
    """All pages of an API's answer are there; a single service is no directory."""
    pages = [
        each["total_pages"]
        for each in objects(contents)
        if isinstance(each.get("total_pages"), int)
    ]
    alone = len(contents) == 1 and any(map(_is_service, objects(contents)))
    return not alone and max(pages, default=0) <= len(pages)


def _is_service(value: Record) -> bool:
    """An object with a name and an id that no organization and no location is."""
    named = isinstance(value.get("name"), str) and "id" in value
    return named and not SERVICE_KEYS.isdisjoint(value)


SERVICE_KEYS: Final = frozenset(
    ["status", "organization", "organization_id", "service_at_locations", "eligibility_description"]
)
"""Keys that services have, and other objects with a name do not."""


def _places(service: Record) -> list[int]:
    """The indexes of the locations that a person can go to."""
    ats = service.get("service_at_locations")
    return [
        index
        for index, at in enumerate(ats if isinstance(ats, list) else ())
        for location in objects([at.get("location")] if isinstance(at, dict) else ())
        if location.get("location_type") != "virtual"
    ]


def _services(content: object) -> Iterator[object]:
    if isinstance(content, list):
        for each in content:
            yield from _services(each)
    elif not isinstance(content, dict):
        yield content
    elif isinstance(content.get("contents"), list):
        yield from _services(content["contents"])
    elif isinstance(content.get("services"), list):
        owner = {key: value for key, value in content.items() if key != "services"}
        for service in content["services"]:
            is_owned = isinstance(service, dict) and "organization" not in service
            yield {**service, "organization": owner} if is_owned else service
    elif isinstance(content.get("service"), dict):
        at = {key: value for key, value in content.items() if key != "service"}
        yield {**content["service"], "service_at_locations": [at]}
    else:
        yield content


def objects(value: object) -> Iterator[Record]:
    """The objects of a list; nothing for what is no list."""
    for each in value if isinstance(value, list | tuple) else ():
        if isinstance(each, dict):
            yield each


def leaves(value: object, path: Field = ()) -> Iterator[tuple[Field, object]]:
    """Every value of a service that holds something, and its place: ("phones", 0, "number")."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    elif value is not None and value != "":
        yield path, value
