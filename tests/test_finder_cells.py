"""Cells: every program in exactly one, none too full, the same in whatever order programs come."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.finder_cells import CELL_SIZE, Placed, box, cells, parts

points = st.tuples(st.integers(-10, 10), st.integers(-20, 20)).map(
    lambda point: (point[0] / 2, point[1] / 2)
)
programs = st.lists(points, max_size=60).map(
    lambda found: [Placed(f"program-{number}", point) for number, point in enumerate(found)]
)


@given(programs, st.integers(1, 9))
def test_every_program_stands_in_one_cell_and_none_is_too_full(
    placed: list[Placed], size: int
) -> None:
    found = list(cells(placed, size))
    assert sorted(each for cell in found for each in cell) == sorted(placed)
    assert len(found) == -(-len(placed) // size)
    assert all(0 < len(cell) <= size for cell in found)


@given(programs, st.integers(1, 9), st.integers())
def test_cells_are_the_same_in_any_order(placed: list[Placed], size: int, seed: int) -> None:
    shuffled = Random(seed).sample(placed, len(placed))
    assert list(cells(shuffled, size)) == list(cells(placed, size))


@given(programs.filter(bool))
def test_a_box_holds_its_points_and_touches_some_on_each_side(placed: list[Placed]) -> None:
    south, west, north, east = box(placed)
    assert {south, north} <= {each.point[0] for each in placed}
    assert {west, east} <= {each.point[1] for each in placed}
    for each in placed:
        assert south <= each.point[0] <= north
        assert west <= each.point[1] <= east


def test_cells_are_parted_at_the_longer_side() -> None:
    west = [Placed(f"west-{number}", (number, -120.0)) for number in range(2)]
    east = [Placed(f"east-{number}", (number, -100.0)) for number in range(2)]
    assert list(cells([*east, *west], 2)) == [tuple(west), tuple(east)]


def test_a_degree_of_longitude_is_shorter_in_the_north() -> None:
    """In Alaska four degrees from west to east are fewer miles than three from south to north."""
    corners = [(60.0, -150.0), (60.0, -146.0), (63.0, -150.0), (63.0, -146.0)]
    placed = [Placed(f"program-{number}", point) for number, point in enumerate(corners)]
    assert list(cells(placed, 2)) == [tuple(placed[:2]), tuple(placed[2:])]


def test_many_programs_at_one_place_still_part() -> None:
    placed = [Placed(f"program-{number:03}", (45.5, -122.6)) for number in range(CELL_SIZE + 1)]
    assert [len(cell) for cell in cells(placed)] == [80, 81]


@pytest.mark.parametrize(
    ("count", "size", "lengths"), [(0, 3, []), (3, 3, [3]), (4, 3, [2, 2]), (8, 3, [2, 3, 3])]
)
def test_parts_share_out_all(count: int, size: int, lengths: list[int]) -> None:
    things = range(count)
    found = [list(things[part]) for part in parts(count, size)]
    assert [len(part) for part in found] == lengths
    assert [thing for part in found for thing in part] == list(things)
