"""An HSDS object comes in; what the published schema, read strictly, finds wrong in it comes out.

The schemas of tests/hsds/ allow any further key. Here a key that they do not name is wrong too, and
so is a format (uuid, uri, date-time) that does not hold.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FOLDER: Final = Path(__file__).parent / "hsds"
DATED: Final = frozenset(["assured_date", "last_action_date", "valid_from", "valid_to"])

FORMATS: Final = FormatChecker(["uuid", "email"])


@FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or (
        value.isascii() and " " not in value and bool(urlsplit(value).scheme)
    )


@cache
def _registry(*, strict: bool) -> "Registry[Any]":
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
    if strict:
        schemas = {name: {**each, "additionalProperties": False} for name, each in schemas.items()}
    known = [(name, DRAFT202012.create_resource(each)) for name, each in schemas.items()]
    return Registry().with_resources(known)


@cache
def validator(kind: str = "service", *, strict: bool = True) -> Draft202012Validator:
    """The validator of one kind of object."""
    reference = {"$ref": f"{kind}.json"}
    return Draft202012Validator(
        reference, registry=_registry(strict=strict), format_checker=FORMATS
    )


def mistakes(service: object) -> list[str]:
    """What is wrong with a service, a line each."""
    found = validator().iter_errors(service)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value that is no object or list, with where it stands: `phones.number`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value
