"""JSON-LD held to schema.org's own vocabulary, of which tests/schema_org.json has a few types."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

SCHEMA_ORG: Final = json.loads((Path(__file__).parent / "schema_org.json").read_text("utf-8"))
"""Of each type the properties with what they may hold, as schema.org has published them."""

PLAIN: Final = {str: {"Text", "URL", "Date", "DateTime"}, bool: {"Boolean"}}


def strange(value: Mapping[str, Any]) -> Iterator[str]:
    """Properties that the type does not have, and values that they may not hold."""
    kind = value["@type"]
    known = SCHEMA_ORG["types"][kind]
    for name, held in value.items():
        if name.startswith("@"):
            continue
        for each in held if isinstance(held, list) else [held]:
            allowed = set(known.get(name, ()))
            if isinstance(each, dict):
                yield from strange(each)
                fits = not allowed.isdisjoint((each["@type"], "Thing"))
            else:
                fits = bool(PLAIN[type(each)] & allowed) or _is_term(each, allowed)
            if not fits:
                yield f"{kind}.{name}: {each}"


def _is_term(value: str, allowed: set[str]) -> bool:
    """Whether a text is the address of a term of an enumeration."""
    term = value.removeprefix("https://schema.org/")
    return any(term in SCHEMA_ORG.get(name, ()) for name in allowed)
