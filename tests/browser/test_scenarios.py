"""Families' searches from end to end: what is asked, and the exact programs in each group.

A file of tests/cases/finder/ states the address of a search and the programs of the three groups
in their order. The Python reference works them out from the listings; the finder must show them on
a phone that opens the address, and on a desktop where the same is chosen in the form.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TimeIsUp

from directory_case import places
from finder_reference import Expected, expected
from iopfinder.build import read_site
from iopfinder.directory import Directory
from site_case import TODAY, folders

FOLDER = Path(__file__).parent.parent / "cases" / "finder"
FILES = sorted(FOLDER.glob("*.yaml"))
PHONE, DESKTOP = (390, 844), (1280, 800)
BY_HAND = frozenset(["near", "within", "state", "age"])
NOT_BY_FORM = frozenset(["free", "travel", "tz", "q", "hours", "sort", "shifts"])
"""These have tests of their own; here they come by the address alone."""


BY_WORDS = {"anorexia": "Anorexia", "school-refusal": "Not going to school"}
"""Terms that the form does not list: a reader types them."""


@dataclass(frozen=True)
class Scenario:
    """A search and what it must find."""

    name: str
    fragment: str
    found: Expected


def scenario(file: Path) -> Scenario:
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = Expected(written["says yes"], written["ask"], written["says no"], written.get("within"))
    return Scenario(file.stem, written["fragment"], found)


SCENARIOS = [scenario(file) for file in FILES]
BY_FORM = [
    each
    for each in SCENARIOS
    if not NOT_BY_FORM & {name for name, _value in parse_qsl(each.fragment)}
]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The project's own listings as on the tests' day."""
    reading = read_site(folders(tmp_path_factory.mktemp("unused")), TODAY)
    assert reading.directory is not None
    return reading.directory


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str) -> Iterator[Page]:
    yield from reading(browser, PHONE, address)


@pytest.fixture(scope="module")
def desktop(browser: Browser, address: str) -> Iterator[Page]:
    yield from reading(browser, DESKTOP, address)


def reading(browser: Browser, size: tuple[int, int], address: str) -> Iterator[Page]:
    """The finder as a reader in Oregon has it open on the tests' day, from search to search."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=size == PHONE,
        timezone_id="America/Los_Angeles",
    )
    page = context.new_page()
    page.clock.set_fixed_time(f"{TODAY.isoformat()}T20:00:00Z")
    page.goto(f"{address}/programs/")
    yield page
    context.close()


PROGRAMS = """() => {
    for (const each of document.querySelectorAll("[data-results] details")) each.open = true;
    const groups = { yes: [], ask: [], no: [] };
    for (const each of document.querySelectorAll("[data-results] li[data-program]")) {
        if (each.checkVisibility()) groups[each.dataset.says ?? "yes"].push(each.dataset.program);
    }
    return groups;
}"""


def programs(page: Page, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Slugs by what they say, as the page shows them, once these are `wanted` or time is up."""
    with suppress(TimeIsUp):
        page.wait_for_function(
            f"wanted => JSON.stringify(({PROGRAMS})()) === JSON.stringify(wanted)",
            arg=wanted,
            timeout=5000,
        )
    found: dict[str, list[str]] = page.evaluate(PROGRAMS)
    return found


def groups_of(found: Expected) -> dict[str, list[str]]:
    return {"yes": found.yes, "ask": found.ask, "no": found.no}


def test_there_are_forty_scenarios_or_more() -> None:
    assert len(SCENARIOS) >= 40
    assert len(BY_FORM) >= 20


@pytest.mark.parametrize("each", SCENARIOS, ids=lambda each: each.name)
def test_the_reference_finds_them(each: Scenario, directory: Directory) -> None:
    assert expected(each.fragment, directory, places()) == each.found


@pytest.mark.parametrize("each", SCENARIOS, ids=lambda each: each.name)
def test_a_phone_shows_them(each: Scenario, phone: Page, address: str) -> None:
    phone.goto(f"{address}/programs/#{each.fragment}")
    wanted = groups_of(each.found)
    assert programs(phone, wanted) == wanted


@pytest.mark.parametrize("each", BY_FORM, ids=lambda each: each.name)
def test_a_desktop_finds_them_by_the_form(each: Scenario, desktop: Page, address: str) -> None:
    desktop.goto(f"{address}/programs/#")
    expect(desktop.locator("[data-chips]")).to_be_hidden()
    chosen = parse_qsl(each.fragment)
    for name, value in chosen:
        choose(desktop, name, value)
    wanted = groups_of(each.found)
    assert programs(desktop, wanted) == wanted
    assert set(parse_qsl(desktop.url.partition("#")[2])) | {("within", "25")} == {
        *chosen,
        ("within", "25"),
    }


def choose(page: Page, name: str, value: str) -> None:
    """One choice in the form, as a reader makes it."""
    if name == "near":
        page.get_by_label("ZIP or city").fill(value)
        page.get_by_label("ZIP or city").press("Enter")
        expect(page.locator("[data-program]").first).to_be_visible()  # counts move the form
    elif name == "within":
        page.locator("#within").select_option(value)
    elif name == "state":
        page.get_by_label("Or a whole state").select_option(value)
    elif name == "age":
        page.get_by_label("Age of the person in years").fill(value)
    elif value in BY_WORDS:
        page.get_by_role("combobox", name="Search by word or program name").fill(BY_WORDS[value])
        page.get_by_role("option", name=BY_WORDS[value]).first.click()
    else:
        tick(page.locator(f"[data-form] input[data-facet='{name}'][data-term='{value}']"))


def tick(box: Locator) -> None:
    """Opens what holds the box, outermost first; it may stand behind "Show all"."""
    folded = box.locator("xpath=ancestor::details[not(@open)]")
    while folded.count():
        folded.first.locator("> summary").click()
    try:
        box.check(timeout=2000)
    except TimeIsUp:
        box.locator("xpath=ancestor::fieldset[1]").locator("[data-show-all]").click()
        box.check()
