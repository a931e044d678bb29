"""docs/hsds.md holds the very tables that the code goes by."""

import re
from collections.abc import Mapping

import pytest

from iopfinder.exports.hsds import HOMES, LEFT_OUT, SHOWN
from iopfinder.importers.hsds_facts import SILENT, TAKEN
from iopfinder.importers.hsds_own import NOT_TAKEN
from site_case import ROOT

PAGE = ROOT / "docs" / "hsds.md"


def table(head: tuple[str, str], rows: Mapping[str, str]) -> str:
    lines = [f"| {head[0]} | {head[1]} |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{one}` | {other} |" for one, other in rows.items())])


@pytest.mark.parametrize(
    ("name", "head", "rows"),
    [
        ("homes", ("our field", "HSDS"), HOMES),
        ("shown", ("our field or section", "HSDS"), SHOWN),
        ("left out", ("our field", "why"), LEFT_OUT),
        ("not taken", ("our field", "why"), NOT_TAKEN),
        ("taken", ("HSDS", "our field"), TAKEN),
        ("silent", ("HSDS", "why"), SILENT),
    ],
)
def test_a_table_of_the_page_is_that_of_the_code(
    name: str, head: tuple[str, str], rows: Mapping[str, str]
) -> None:
    found = re.search(rf"<!-- {name} -->\n\n((?:\|.*\n)*)", PAGE.read_text("utf-8"))
    assert found is not None
    assert found[1] == table(head, rows) + "\n"
