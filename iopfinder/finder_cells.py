"""Programs as points in, geographic cells out: each small enough to fetch, each program in one.

A k-d tree: the points are parted at the middle of their longer side, and each part again.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from iopfinder.places import Point

__all__ = ["CELL_SIZE", "Placed", "box", "cells", "parts"]

CELL_SIZE: Final = 160
"""Programs in a cell at most: about 20 KB as it is sent."""

Box = tuple[float, float, float, float]


class Placed(NamedTuple):
    """A program's slug and where it lies."""

    slug: str
    point: Point


def cells(placed: Sequence[Placed], size: int = CELL_SIZE) -> Iterator[tuple[Placed, ...]]:
    """The programs in cells of at most `size`, about equally full, in whatever order they came.

    Cells stand from south-west to north-east, as the tree has them; programs in one by slug.
    """
    if placed:
        yield from _halved(sorted(placed), -(-len(placed) // size))


def _halved(placed: Sequence[Placed], count: int) -> Iterator[tuple[Placed, ...]]:
    """`count` cells, each with its share."""
    if count == 1:
        yield tuple(sorted(placed))
        return
    axis = _longer_side(placed)
    ordered = sorted(placed, key=lambda each: (each.point[axis], each.point[1 - axis], each.slug))
    left = count // 2
    middle = len(ordered) * left // count
    yield from _halved(ordered[:middle], left)
    yield from _halved(ordered[middle:], count - left)


def _longer_side(placed: Sequence[Placed]) -> int:
    """0 when the points reach further from south to north, 1 from west to east."""
    south, west, north, east = box(placed)
    shrink = math.cos(math.radians((south + north) / 2))
    return int((east - west) * shrink > north - south)


def box(placed: Sequence[Placed]) -> Box:
    """South, west, north and east of these points."""
    latitudes = [each.point[0] for each in placed]
    longitudes = [each.point[1] for each in placed]
    return min(latitudes), min(longitudes), max(latitudes), max(longitudes)


def parts(count: int, size: int = CELL_SIZE) -> Iterator[slice]:
    """Slices that share out `count` things, about equally, into parts of at most `size`."""
    number = -(-count // size)
    for each in range(number):
        yield slice(count * each // number, count * (each + 1) // number)
