"""Any site's scripts may read the data, and nothing else of ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page

from site_server import serve

pytestmark = pytest.mark.browser

READ: Final = """async (url) => {
    try { return await (await fetch(url)).text() } catch (error) { return error.name }
}"""


@pytest.fixture
def elsewhere(page: Page, tmp_path: Path) -> Iterator[Page]:
    """A page of another site."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Elsewhere</title>")
    with serve(tmp_path, headers="") as address:
        page.goto(f"{address}/")
        yield page


@pytest.mark.parametrize(
    "path",
    [
        "data/programs.json",
        "data/programs.csv",
        "data/programs/moss-ferry-daytime-iop.json",
        "data/hsds/moss-ferry-daytime-iop.json",
        "schema/programs.schema.json",
    ],
)
def test_data_is_open_to_all(elsewhere: Page, site: Path, address: str, path: str) -> None:
    found = elsewhere.evaluate(READ, f"{address}/{path}")
    assert found == (site / path).read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("path", ["", "data/finder/manifest.json", "programs/wrenfield-teen-dbt/"])
def test_pages_and_what_the_finder_reads_are_not(elsewhere: Page, address: str, path: str) -> None:
    assert elsewhere.evaluate(READ, f"{address}/{path}") == "TypeError"
