"""How far two clocks are apart, summer time included."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from iopfinder.places import TIME_ZONES
from site_case import ROOT

pytestmark = pytest.mark.browser

ZONES = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
)
AHEAD = {
    "2026-01-15T12:00:00Z": (180, 120, 120, 60, 300, -60, -900),
    "2026-03-08T09:59:59Z": (240, 120, 180, 60, 360, 0, -840),  # not yet forward in the west
    "2026-03-08T10:00:00Z": (180, 120, 180, 60, 360, 0, -840),
    "2026-07-04T23:30:00.250Z": (180, 120, 180, 60, 360, 0, -840),
    "2026-11-01T06:30:00Z": (120, 60, 120, 0, 300, -60, -900),  # back in the east alone
}
"""Minutes that New York's clock is ahead (15 U.S.C. 260a: second Sunday of March, 2 o'clock)."""


@pytest.fixture(scope="module")
def page(browser: Browser, served: Callable[[Path], str]) -> Iterator[Page]:
    """A blank page that can import the modules."""
    context = browser.new_context(timezone_id="Pacific/Auckland")
    page = context.new_page()
    page.goto(served(ROOT / "assets") + "/icons/favicon.svg")
    yield page
    context.close()


SHIFTS = """async ([reader, zones, moments]) => {
  const { shiftsFrom } = await import("/js/zones.js");
  return moments.map((moment) => shiftsFrom(reader, zones, new Date(moment)));
}"""


def test_summer_time_counts(page: Page) -> None:
    found = page.evaluate(SHIFTS, ["America/New_York", list(ZONES), list(AHEAD)])
    assert found == [dict(zip(ZONES, ahead, strict=True)) for ahead in AHEAD.values()]


def test_every_zone_that_a_listing_can_write_is_known(page: Page) -> None:
    (found,) = page.evaluate(SHIFTS, ["America/New_York", list(TIME_ZONES), [next(iter(AHEAD))]])
    assert found.keys() == TIME_ZONES.keys()


def test_a_zone_that_nobody_knows_has_no_shift(page: Page) -> None:
    zones = ["America/Chicago", None, "Middle/Earth"]
    assert page.evaluate(SHIFTS, ["America/New_York", zones, [next(iter(AHEAD))]]) == [
        {"America/Chicago": 60}
    ]
    assert page.evaluate(SHIFTS, ["Middle/Earth", zones, [next(iter(AHEAD))]]) == [{}]
