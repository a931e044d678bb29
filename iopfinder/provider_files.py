"""A folder of listings and a provider's id in; the listings of that provider out."""

import re
from pathlib import Path

from iopfinder.positioned_yaml import parse_yaml
from iopfinder.problems import Problem, Severity
from iopfinder.sheets import Kept
from iopfinder.sources import Source, listing_names, read_source, slug_of_file

__all__ = ["read_listings_of"]


def read_listings_of(provider: str, programs: Path) -> tuple[tuple[Kept, ...], tuple[Problem, ...]]:
    """Its listings in the order of their slugs, and what keeps one of them from being read.

    Other listings are only searched for the words of the provider's name.
    """
    kept: list[Kept] = []
    problems: list[Problem] = []
    words = re.findall(r"\w+", provider)
    for name in listing_names(programs):
        source = read_source(programs / name)
        if not isinstance(source, Source) or any(word not in source.text for word in words):
            continue
        parsed = parse_yaml(source.text, source.path)
        problems += (each for each in parsed.problems if each.severity is Severity.ERROR)
        value = parsed.document.value if parsed.document else None
        if isinstance(value, dict) and value.get("provider") == provider:
            kept.append(Kept(slug_of_file(source.path), source.path, source.text, value))
    return tuple(kept), tuple(problems)
