"""One family's way through everything, watched: what leaves the browser, and what it tells.

Every request of the walk goes to the site's own host, none carries a need, a ZIP or a typed name,
and nothing is sent but the address itself: no body, no cookie, no referrer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from reader import DESKTOP, PHONE
from site_case import TODAY

TOLD = (
    "97204",
    "self-harm",
    "medicaid",
    "eating",
    "ptsd",
    "slowwater tr",
    "age=",
    "near=",
    "free=",
)
"""What the walk chooses and types; none of it may stand in an address that is asked for."""

OWN_ADDRESS = re.compile(r"^/(?:programs/|data/finder/programs/)[a-z0-9-]+(?:/|\.json)$")
"""A program's page or file: its slug is the page that was opened, not what was typed."""


@dataclass
class Watched:
    """What the browser asked for."""

    requests: list[Request] = field(default_factory=list)

    def note(self, request: Request) -> None:
        self.requests.append(request)

    def paths(self) -> Iterator[str]:
        for request in self.requests:
            if not request.url.startswith("blob:"):
                parts = urlsplit(unquote(request.url))
                yield f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=request.param,
        timezone_id="America/Los_Angeles",
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    yield context
    context.close()


def test_nothing_that_a_family_chooses_leaves_the_browser(
    context: BrowserContext, address: str
) -> None:
    watched = Watched()
    context.on("request", watched.note)
    page = context.new_page()
    page.clock.set_fixed_time(f"{TODAY.isoformat()}T20:00:00Z")
    from_the_first_page(page, address)
    through_the_finder(page)
    with_a_typed_name(page)
    to_a_program_and_the_comparison(page)
    to_the_call_sheet_and_spanish(page)

    asked = list(watched.paths())
    assert len(asked) > 60
    hosts = {urlsplit(each.url).netloc for each in watched.requests if "blob:" not in each.url}
    assert hosts == {urlsplit(address).netloc}
    assert [each for each in asked if "?" in each] == []
    told = [
        (word, each)
        for each in asked
        for word in TOLD
        if word in each.lower() and not OWN_ADDRESS.match(each)
    ]
    assert told == []
    for request in watched.requests:
        assert request.method == "GET", request.url
        assert request.post_data is None, request.url
        assert "cookie" not in request.headers, request.url
        assert "#" not in request.headers.get("referer", ""), request.url
    assert context.cookies() == []


def ready(page: Page) -> None:
    finder = page.locator("[data-finder]")
    expect(finder).to_have_attribute("data-ready", "")
    expect(finder).not_to_have_attribute("aria-busy", "true")


def from_the_first_page(page: Page, address: str) -> None:
    """Home: place, age and two troubles, then the button."""
    page.goto(f"{address}/")
    form = page.locator("[data-home-form]")
    form.get_by_label("Where do you live?").fill("97204")
    form.get_by_label("Age of the person").fill("15")
    form.get_by_label("Self-harm").check()
    expect(page.locator("[data-danger-text]").first).to_be_attached()
    form.get_by_role("button", name="Show programs").click()
    page.wait_for_url("**/programs/#*")
    ready(page)
    assert page.url.endswith("#near=97204&condition=self-harm&age=15")


def through_the_finder(page: Page) -> None:
    """A word that means a term, a payer, times, a chip less, a copied link."""
    words = page.get_by_role("combobox", name="Search by word or program name")
    words.fill("not eating")
    words.fill("medicaid")
    page.get_by_role("option", name=re.compile("Medicaid")).first.click()
    ready(page)
    expect(page.locator("[data-chips]")).to_contain_text("Medicaid")
    page.locator("details[data-part=when] > summary").click()
    page.get_by_role("button", name="School until 3").click()
    expect(page.locator("[data-chips]")).to_contain_text("Free:")
    page.locator("[data-chips] button").filter(has_text="Age 15").click()
    expect(page.locator("[data-chips]")).not_to_contain_text("Age 15")
    page.go_back()
    expect(page.locator("[data-chips]")).to_contain_text("Age 15")
    page.reload()
    ready(page)
    expect(page.locator("[data-chips]")).to_contain_text("Age 15")


def with_a_typed_name(page: Page) -> None:
    """A program's name, typed in part."""
    words = page.get_by_role("combobox", name="Search by word or program name")
    words.press_sequentially("slowwater tr")
    expect(page.get_by_role("option", name=re.compile("Slow ?water")).first).to_be_visible()
    words.press("Escape")
    words.fill("")


def to_a_program_and_the_comparison(page: Page) -> None:
    """Two programs to compare, one saved from its page; notes, then a file for a spreadsheet."""
    cards = page.locator("[data-found] li[data-program]:visible")
    for number in (0, 1):
        cards.nth(number).get_by_role("button", name=re.compile("Compare")).click()
    cards.first.get_by_role("link").first.click()
    page.wait_for_url(re.compile("/programs/[a-z-]+/$"))
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    page.get_by_role("link", name="Compare 2 programs").click()
    page.wait_for_url("**/compare/#programs=*")
    table = page.locator("[data-table] table")
    expect(table).to_be_visible()
    page.locator("textarea[data-note]:visible").first.fill("They were kind. Call again on Monday.")
    page.get_by_label("Only differences").check()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("spreadsheet|CSV")).click()
    assert download.value.suggested_filename.endswith(".csv")


def to_the_call_sheet_and_spanish(page: Page) -> None:
    """The questions for a call, the same in Spanish, then everything is forgotten."""
    page.get_by_role("link", name="Questions for your calls").click()
    page.wait_for_url("**/checklist/#programs=*")
    expect(page.locator("[data-sheets] [data-sheet]").first).to_be_visible()
    page.locator("[data-language-switch]").click()
    page.wait_for_url("**/es/checklist/#programs=*")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="Olvidar todo").first.click()
    expect(page.locator("body")).to_contain_text("historial")
