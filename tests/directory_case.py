"""One listing's text comes in, and what `check` says of it beside the real content comes out."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from iopfinder.directory import Reading, read_directory
from iopfinder.places import Places, read_places
from iopfinder.problems import Problem
from iopfinder.sources import Source, Sources, read_source, read_sources

ROOT: Final = Path(__file__).parents[1]
CASES: Final = ROOT / "tests" / "cases" / "programs"
TODAY: Final = date(2026, 11, 22)


@cache
def places() -> Places:
    """Every ZIP code, read once."""
    return read_places()


@cache
def content() -> Sources:
    """The real content without its articles and programs."""
    return replace(read_sources(ROOT / "content", ROOT / "programs"), articles=(), programs=())


def reading_of(*listings: Source, sources: Sources | None = None, today: date = TODAY) -> Reading:
    """What reading these listings gives, beside the real content or other `sources`."""
    return read_directory(replace(sources or content(), programs=listings), places, today)


def problems_of(text: str, path: str = "oak.yaml") -> tuple[Problem, ...]:
    """All that is wrong with one listing."""
    return reading_of(Source(path, text)).problems


def problems_in(case: Path) -> tuple[Problem, ...]:
    """All that is wrong with one case file, named by its file name alone."""
    source = read_source(case)
    if isinstance(source, Problem):
        return (replace(source, path=case.name),)
    return problems_of(source.text, case.name)
