"""A quoted line shows where in it something is wrong."""

import pytest

from iopfinder.problems import Position
from iopfinder.quotation import Quotation, quotation

LONG = "x" * 130 + "HERE" + "y" * 130


@pytest.mark.parametrize(
    ("text", "position", "quoted"),
    [
        ("a: 1\nname: two\n", Position(2, 7), Quotation("name: two", "      ^")),
        ("\tage:\tten", Position(1, 7), Quotation("\tage:\tten", "\t    \t^")),
        ("short", Position(1, 99), Quotation("short", "     ^")),
        ("one\r\ntwo", Position(1, 1), Quotation("one", "^")),
        ("one\n", Position(2, 1), Quotation("", "^")),
        (
            LONG,
            Position(1, 131),
            Quotation(f"…{'x' * 50}HERE{'y' * 46}…", f"{' ' * 51}^"),
        ),
    ],
)
def test_the_line_and_the_place_in_it(text: str, position: Position, quoted: Quotation) -> None:
    assert quotation(text, position) == quoted


def test_a_line_that_is_gone_is_not_quoted() -> None:
    assert quotation("one\ntwo", Position(3, 1)) is None
