"""The whole site read in a real browser without JavaScript, as a family on a phone does."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

KINDS = {
    "home": "/",
    "finder": "/programs/",
    "all programs": "/programs/in/all/",
    "states": "/programs/in/",
    "state": "/programs/in/or/",
    "city": "/programs/in/or/portland/",
    "terms": "/programs/for/",
    "facet": "/programs/for/condition/",
    "term with danger": "/programs/for/condition/self-harm/",
    "term without programs": "/programs/for/insurance/school-funded/",
    "program": "/programs/wrenfield-teen-dbt/",
    "program by night": "/programs/third-watch-iop/",
    "program online": "/programs/copperleaf-online/",
    "sparse program": "/programs/alder-mill-iop/",
    "closed program": "/programs/gull-point-recovery/",
    "guides": "/guides/",
    "guide": "/guides/is-an-iop-enough/",
    "about": "/about/",
    "for clinics": "/for-clinics/",
    "fields": "/for-clinics/fields/",
    "terms for clinics": "/for-clinics/terms/",
    "glossary": "/glossary/",
    "worksheet": "/checklist/",
    "comparison": "/compare/",
    "data": "/data/",
    "missing page": "/no-such-page/",
}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, has_touch=True)
    yield context.new_page()
    context.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and what it complains of: refused policies, console errors, requests elsewhere."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: complaints.append(request.url) if "127.0.0.1" not in request.url else None,
    )
    return page, complaints


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_loads_clean(browser: Browser, address: str, kind: str) -> None:
    """No refused style, no error, no request to another host; with JavaScript on."""
    context = browser.new_context(viewport=PHONE)
    page, complaints = watched(context)
    answer = page.goto(address + KINDS[kind])
    assert answer is not None
    assert answer.status == (404 if kind == "missing page" else 200)
    page.wait_for_timeout(50)
    expected = [text for text in complaints if "404" not in text]
    assert expected == []
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px"  # the style is in
    context.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(browser: Browser, address: str, kind: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address + KINDS[kind])
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(browser: Browser, address: str, kind: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + KINDS[kind])
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=rules)
    assert [
        (each["id"], [node["html"][:120] for node in each["nodes"][:3]])
        for each in found.response["violations"]
    ] == []
    context.close()


def test_a_family_finds_a_program_without_javascript(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("main").get_by_role("link", name="Oregon").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Programs in Oregon")
    phone.get_by_role("link", name="Wrenfield Teen DBT").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wrenfield Teen DBT")
    for title in ("Program structure", "Specialized treatment", "Qualified staff"):
        expect(phone.get_by_role("heading", level=2, name=title)).to_be_visible()
    phone.get_by_role("link", name="Is an IOP enough?").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Is an IOP enough?")


def test_folded_questions_open_without_javascript(phone: Page, address: str) -> None:
    phone.goto(f"{address}/programs/alder-mill-iop/")
    asked = phone.locator("#ask")
    folded = asked.locator("details[data-folded]")
    hidden = folded.locator("[data-question]").first
    expect(hidden).to_be_hidden()
    folded.locator("summary").first.click()
    expect(hidden).to_be_visible()


def test_a_glossary_word_is_explained_in_place(phone: Page, address: str) -> None:
    phone.goto(f"{address}/guides/what-is-an-iop/")
    word = phone.locator("button.term").first
    note = phone.locator(f"#{word.get_attribute('popovertarget')}")
    expect(note).to_be_hidden()
    word.focus()
    phone.keyboard.press("Enter")
    expect(note).to_be_visible()
    phone.keyboard.press("Escape")
    expect(note).to_be_hidden()


def test_the_keyboard_reaches_the_page_first(phone: Page, address: str) -> None:
    phone.goto(f"{address}/programs/in/or/")
    phone.keyboard.press("Tab")
    skip = phone.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    phone.keyboard.press("Enter")
    assert phone.url.endswith("#main")


def test_help_in_danger_is_in_sight_at_once(phone: Page, address: str) -> None:
    phone.goto(f"{address}/programs/for/condition/suicidal-thoughts/")
    top = phone.get_by_role("link", name="In danger now?")
    expect(top).to_be_in_viewport()
    notice = phone.locator("[data-notice=suicide]")
    expect(notice).to_be_in_viewport()
    first_card = phone.locator("[data-program]").first
    assert _top(notice) < _top(first_card)
    top.click()
    expect(phone.locator("#crisis")).to_be_in_viewport()


def _top(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return float(box["y"])


def test_leaving_goes_to_the_page_of_the_settings(phone: Page, address: str) -> None:
    phone.goto(address)
    leave = phone.get_by_role("link", name="Leave this page")
    expect(leave).to_be_in_viewport()
    assert leave.get_attribute("href") == "https://www.weather.gov/"
    assert leave.get_attribute("rel") == "noreferrer nofollow"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_targets_are_large_enough(browser: Browser, address: str, size: ViewportSize) -> None:
    """Links and buttons that stand alone are 24 px or more in both directions (WCAG 2.5.8)."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    for kind in ("home", "program", "finder", "all programs", "guide", "worksheet"):
        page.goto(address + KINDS[kind])
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, summary')].filter(each => {
                 const box = each.getBoundingClientRect();
                 const inline = getComputedStyle(each).display === 'inline';
                 return box.width && !inline && (box.height < 24 || box.width < 24);
               }).map(each => each.outerHTML.slice(0, 100))"""
        )
        assert small == [], kind
    context.close()


def test_the_worksheet_prints_on_two_pages_at_most(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/checklist/")
    printed = page.pdf(format="Letter")
    assert 1 <= printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") <= 2
    context.close()
