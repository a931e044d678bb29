"""docs/coverage.md, the map of what guides say: each place on it exists, no guide is left out."""

import re
from functools import cache
from typing import Final, NamedTuple

from directory_case import ROOT, reading_of
from iopfinder.guide import parse_guide
from iopfinder.prose import article

LINK: Final = re.compile(r"\[([^\]]+)\]\(\.\./(content/guides/[^)#]+)#([^)]+)\)")
HEADS: Final = ("| point |", "|---")


class Place(NamedTuple):
    """A heading of a guide, and the words of the link that leads there."""

    words: str
    path: str
    heading: str


def rows() -> list[str]:
    """The lines of the map that name a point: those of its tables, without their heads."""
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line[:1] == "|" and not line.startswith(HEADS)]


def places(row: str) -> set[Place]:
    return {Place(*found.groups()) for found in LINK.finditer(row)}


@cache
def headings() -> dict[str, set[Place]]:
    """By each guide's path, every heading as the map should name it."""
    directory = reading_of().directory
    assert directory is not None
    found = {}
    for file in (ROOT / "content" / "guides").glob("*.md"):
        path = file.relative_to(ROOT).as_posix()
        guide, _ = parse_guide(file.read_text(encoding="utf-8"), path, directory.vocabulary)
        assert guide is not None, path
        parts = article(guide.body, path=path, resolve=str).headings
        found[path] = {Place(f"{guide.front.title} / {each.text}", path, each.id) for each in parts}
    return found


def test_each_place_on_the_map_is_a_heading_that_bears_its_words() -> None:
    named = {place for row in rows() for place in places(row)}
    assert sorted(named - set[Place]().union(*headings().values())) == []


def test_each_guide_stands_on_the_map() -> None:
    named = {place.path for row in rows() for place in places(row)}
    assert len(headings()) >= 16
    assert sorted(headings().keys() - named) == []


def test_each_point_names_a_place_and_nothing_but_places() -> None:
    assert [row for row in rows() if not places(row) or row.count("](") != len(places(row))] == []


def test_no_point_stands_twice() -> None:
    points = [row.split("|")[1] for row in rows()]
    assert sorted(points) == sorted(set(points))
