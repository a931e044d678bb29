"""The finder page in a real browser: what it shows in each state, and how it is used.

Which programs stand in which group is told by the cases of tests/cases/finder; this is about the
page: its form, chips, search field, notices, history, failures, sharing and print.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, ViewportSize, expect

from iopfinder.finder_page import MODULES

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
TEEN = "near=97204&condition=eating-disorders&condition=self-harm&age=15&insurance=medicaid"


ASSETS = Path(__file__).parents[2] / "assets" / "js"
IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?from "\./(\w+)\.js"', re.MULTILINE)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader at a desk."""
    made = browser.new_context(viewport=DESKTOP, locale="en-US", timezone_id="America/Los_Angeles")
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def look(page: Page, address: str, fragment: str = "") -> None:
    """Opens the finder and waits until it has said what it found."""
    page.goto("about:blank")
    page.goto(f"{address}/programs/{'#' if fragment else ''}{fragment}")
    expect(said(page)).not_to_have_text("Loading programs.")


def said(page: Page) -> Locator:
    """The one line that is announced."""
    return page.locator("[data-said]")


def chips(page: Page) -> Locator:
    return page.get_by_role("group", name="What you asked")


def result(page: Page, slug: str) -> Locator:
    return page.locator(f"[data-says][data-program={slug}]")


def choice(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name, exact=True)


def shown(page: Page) -> list[tuple[str, str]]:
    """Each result in sight: what it says and which program it is."""
    found: list[tuple[str, str]] = page.eval_on_selector_all(
        "[data-found] [data-program]",
        """all => all.filter(each => each.checkVisibility())
                 .map(each => [each.dataset.says, each.dataset.program])""",
    )
    return [(says, slug) for says, slug in found]


def asks(page: Page, fragment: str) -> None:
    """Waits until the address asks this: going back also takes the browser a moment."""
    ending = re.escape(f"#{fragment}") if fragment else ""
    expect(page).to_have_url(re.compile(f"^[^#]*{ending}$"))


def test_the_head_names_every_script_that_the_finder_needs_at_once() -> None:
    needed, waiting = set(), ["finder"]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += IMPORTED.findall((ASSETS / f"{name}.js").read_text("utf-8"))
    assert tuple(sorted(needed)) == MODULES


# What is in sight


def test_without_needs_all_programs_are_one_list(page: Page, address: str) -> None:
    look(page, address)
    expect(said(page)).to_have_text("26 programs.")
    assert {says for says, _slug in shown(page)} == {"yes"}
    assert len(shown(page)) == 20
    page.get_by_role("button", name="Show 6 more").click()
    assert len(shown(page)) == 26
    expect(page.get_by_role("button", name=re.compile("^Show .* more$"))).to_be_hidden()
    expect(page.locator("[data-found] h4 a").nth(20)).to_be_focused()


def test_three_groups_with_their_words(page: Page, address: str) -> None:
    look(page, address, TEEN)
    headings = page.locator("[data-found] h3")
    expect(headings).to_have_text(
        [
            "Says yes to all you asked (1)",
            "Says yes to some: ask about the rest (1)",
            "Says no to something you asked (9)",
        ]
    )
    expect(said(page)).to_have_text("1 says yes to all, 1 more to ask.")
    assert ("no", "wrenfield-teen-dbt") not in shown(page)
    page.get_by_text("Says no to something you asked").click()
    expect(page.locator("[data-says=no]:visible")).to_have_count(9)
    expect(
        page.get_by_text(
            "We sort by what each program says. We do not know you and cannot tell you which "
            "treatment is right. Call before you go."
        ).locator("visible=true")
    ).to_have_count(1)


def test_a_card_says_what_the_program_says(page: Page, address: str) -> None:
    look(page, address, f"{TEEN}&free=mon-fri.15:30-21:00")
    card = result(page, "thistlemere-teen-eating")
    expect(card.get_by_role("heading", name="Thistlemere Teen Program")).to_be_visible()
    expect(card).to_contain_text("Portland, OR, less than a mile away")
    expect(card).to_contain_text("Made-up example.")
    expect(card).to_contain_text(
        "Says yes to: Eating disorders, Self-harm, Age 15, Medicaid, Your free times."
    )
    expect(card).to_contain_text("Group: After school, three days. Mon, Wed and Thu 4 to 7 pm")
    expect(card.get_by_role("img")).to_be_visible()
    card.get_by_text("Facts given: 29 of 29").click()
    expect(card.get_by_role("listitem").filter(has_text="Flexibility: ")).to_be_visible()


def test_a_program_by_video_is_marked(page: Page, address: str) -> None:
    look(page, address, "near=97204&condition=alcohol-use&age=40")
    card = result(page, "copperleaf-online")
    expect(card).to_contain_text("By video for Oregon")


def test_counts_stand_beside_open_choices_only(page: Page, address: str) -> None:
    look(page, address)
    expect(page.locator("#count-condition-alcohol-use")).to_have_text(
        re.compile(r"^\d+(, and \d+ to ask)?$")
    )
    hidden = page.locator("#count-language-es")
    expect(hidden).to_have_text("")
    page.locator("summary", has_text="Language").click()
    expect(hidden).to_have_text(re.compile(r"^\d+(, and \d+ to ask)?$"))


def test_twelve_values_and_then_all(page: Page, address: str) -> None:
    look(page, address)
    group = page.get_by_role("group", name="Help with")
    boxes = group.get_by_role("checkbox")
    expect(boxes).to_have_count(12)
    group.get_by_role("button", name=re.compile("^Show all ")).click()
    expect(boxes).to_have_count(21)
    group.get_by_role("button", name="Show fewer").click()
    expect(boxes).to_have_count(12)


def test_order_is_chosen_and_kept_in_the_address(page: Page, address: str) -> None:
    look(page, address)
    page.get_by_label("Order", exact=True).select_option("Name")
    names = page.locator("[data-found] h4").all_inner_texts()
    assert names == sorted(names, key=str.lower)
    asks(page, "sort=name")


# Chips


def test_chips_say_and_and_or(page: Page, address: str) -> None:
    look(page, address, "condition=ptsd&insurance=medicaid&insurance=medicare&age=40")
    expect(chips(page).locator("li")).to_have_text(
        ["PTSD×and", "Age 40×and", "Medicaid×or", "Medicare×"]
    )


def test_a_chip_is_taken_away_and_the_focus_stays_near(page: Page, address: str) -> None:
    look(page, address, "condition=ptsd&age=40")
    chips(page).get_by_role("button", name="Take away: PTSD").click()
    asks(page, "age=40")
    expect(chips(page).get_by_role("button", name="Take away: Age 40")).to_be_focused()
    page.keyboard.press("Enter")
    asks(page, "")
    expect(page.get_by_role("combobox", name="Search by word or program name")).to_be_focused()
    expect(page.get_by_label("Age of the person in years")).to_have_value("")


def test_clear_all_can_be_undone(page: Page, address: str) -> None:
    look(page, address, TEEN)
    chips(page).get_by_role("button", name="Clear all").click()
    asks(page, "near=97204")
    undo = chips(page).get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    asks(page, TEEN)
    expect(chips(page).get_by_role("button", name="Clear all")).to_be_focused()


def test_a_state_in_the_address_is_a_bound_that_can_go(page: Page, address: str) -> None:
    look(page, address, "state=OR")
    expect(page.get_by_label("Or a whole state")).to_have_value("OR")
    chips(page).get_by_role("button", name="Take away: Only Oregon").click()
    asks(page, "")
    expect(said(page)).to_have_text("26 programs.")


# Danger


def test_notices_stand_above_results_for_what_was_chosen(page: Page, address: str) -> None:
    look(page, address)
    notices = page.locator("[data-results] [data-notice]:visible")
    expect(notices).to_have_count(0)
    page.get_by_role("button", name="Show all 21").click()
    choice(page, "Thoughts of suicide").check()
    expect(notices).to_have_count(1)
    expect(notices).to_contain_text("call or text 988")
    assert top(notices) < top(page.locator("[data-found]"))
    choice(page, "Thoughts of suicide").uncheck()
    expect(notices).to_have_count(0)


def test_a_narrow_condition_brings_its_notice_by_link_too(page: Page, address: str) -> None:
    look(page, address, "condition=anorexia")
    notice = page.locator("[data-results] [data-notice=eating]:visible")
    expect(notice).to_contain_text("An eating disorder can be an emergency at any weight.")


def test_phone_lines_stand_beside_groups(page: Page, address: str) -> None:
    look(page, address, "group=pregnant-postpartum")
    line = page.locator("[data-line=maternal]")
    expect(line).to_be_visible()
    expect(line.get_by_role("link", name="1-833-852-6262")).to_be_visible()


def top(locator: Locator) -> float:
    box = locator.first.bounding_box()
    assert box is not None
    return float(box["y"])


# Where


def test_typing_a_zip_is_one_step_back(page: Page, address: str) -> None:
    look(page, address)
    near = page.get_by_label("ZIP or city")
    near.press_sequentially("97204")
    expect(said(page)).to_have_text("11 programs.")
    near.press("Backspace")
    near.press_sequentially("1")
    expect.soft(near).to_have_value("97201")
    asks(page, "near=97201")
    page.go_back()
    asks(page, "")
    expect(said(page)).to_have_text("26 programs.")


def test_a_city_with_its_state(page: Page, address: str) -> None:
    look(page, address)
    near = page.get_by_label("ZIP or city")
    near.fill("portland oregon")
    near.press("Enter")
    expect(page).to_have_url(re.compile(r"#near=portland,\+OR$"))
    expect(said(page)).to_have_text("11 programs.")


REFUSED = {
    "972": "A ZIP code has five digits.",
    "Portland": "Write a ZIP code, or a city with its state: Portland, OR.",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_place_that_cannot_be_read(page: Page, address: str, text: str) -> None:
    look(page, address)
    near = page.get_by_label("ZIP or city")
    near.fill(text)
    near.press("Enter")
    expect(page.get_by_role("alert").filter(has_text=REFUSED[text])).to_be_visible()
    assert near.get_attribute("aria-invalid") == "true"
    asks(page, "")
    near.fill("97204")
    expect(said(page)).to_have_text("11 programs.")
    assert near.get_attribute("aria-invalid") == "false"


UNKNOWN = {
    "near=00000": "We do not know the ZIP 00000. Check it, or write a city and state.",
    "near=Nowhere%2C+OR": "We do not know Nowhere, OR. Check it, or write a ZIP code.",
}


@pytest.mark.parametrize("fragment", UNKNOWN)
def test_a_place_that_nobody_knows(page: Page, address: str, fragment: str) -> None:
    look(page, address, fragment)
    expect(said(page)).to_have_text(UNKNOWN[fragment])
    page.get_by_role("button", name="Change the place").click()
    expect(page.get_by_label("ZIP or city")).to_be_focused()
    page.get_by_role("button", name="Look without a place").click()
    expect(said(page)).to_have_text("26 programs.")


def test_a_city_without_its_state_in_the_address(page: Page, address: str) -> None:
    look(page, address, "near=Portland&age=30")
    expect(page.get_by_label("ZIP or city")).to_have_value("Portland")
    expect(page.get_by_role("alert").filter(has_text="a city with its state")).to_be_visible()
    expect(
        page.get_by_text("A part of this address could not be read. It was left out.")
    ).to_be_visible()
    expect(chips(page).locator("li")).to_have_text(["Age 30×"])


def test_the_radius_widens_and_says_so(page: Page, address: str) -> None:
    look(page, address, "near=99201&within=5")
    notes = page.locator("[data-notes]")
    expect(notes).to_contain_text("Fewer than three programs lie within 5 miles. We looked within ")
    notes.get_by_role("button", name="Look at online programs for Washington").click()
    asks(page, "state=WA&format=telehealth")
    expect(page.get_by_role("heading", name="Programs", exact=True)).to_be_focused()


def test_nothing_says_yes_to_all(page: Page, address: str) -> None:
    look(page, address, "near=97204&condition=alcohol-use&insurance=chip&age=40")
    notes = page.locator("[data-notes]")
    expect(notes).to_contain_text("No program here says yes to all of this.")
    expect(notes).to_contain_text("That does not mean that there is no help.")
    expect(notes.get_by_role("link", name="1-800-662-4357")).to_be_visible()
    expect(notes.get_by_role("button", name="Look at online programs for Oregon")).to_be_visible()
    way = notes.locator("li", has=page.get_by_role("button", name=re.compile("^Take away: ")))
    promised = int(re.findall(r"to see (\d+) program", way.inner_text())[0])
    way.get_by_role("button").click()
    expect(said(page)).to_have_text(re.compile(rf"^{promised} says? yes to all, "))


# The search field


def test_a_word_becomes_a_need(page: Page, address: str) -> None:
    look(page, address)
    field = page.get_by_role("combobox", name="Search by word or program name")
    field.fill("ptsd")
    field.press("Enter")
    expect(page).to_have_url(re.compile("#condition=ptsd$"))
    expect(choice(page, "PTSD")).to_be_checked()
    expect(field).to_have_value("")
    expect(page.get_by_role("status").filter(has_text="Added: PTSD.")).to_be_visible()


def test_a_word_that_may_mean_several_things_is_asked_back(page: Page, address: str) -> None:
    look(page, address)
    field = page.get_by_role("combobox", name="Search by word or program name")
    field.fill("pills")
    field.press("Enter")
    expect(
        page.get_by_text("It may mean several things. Choose one from the list.")
    ).to_be_visible()
    asks(page, "")
    options = page.get_by_role("listbox", name="What it may mean").get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options).to_have_count(0)
    assert field.get_attribute("aria-expanded") == "false"
    expect(field).to_be_focused()
    field.press("Escape")
    expect(field).to_have_value("")


def test_a_program_is_opened_by_its_name(page: Page, address: str) -> None:
    look(page, address)
    field = page.get_by_role("combobox", name="Search by word or program name")
    field.press_sequentially("thistlemere teen")
    option = page.get_by_role("option").filter(has_text="Thistlemere Teen Program")
    expect(option).to_be_visible()
    option.click()
    expect(page).to_have_url(f"{address}/programs/thistlemere-teen-eating/")


def test_words_without_a_meaning_bound_the_list_by_name(page: Page, address: str) -> None:
    look(page, address)
    field = page.get_by_role("combobox", name="Search by word or program name")
    field.fill("wrenfield")
    page.get_by_role("option", name="Programs named “wrenfield”").click()
    asks(page, "q=wrenfield")
    expect(said(page)).to_have_text("4 programs.")
    field.fill("qqqqq")
    field.press("Enter")
    expect(
        page.get_by_text("No program here has these words in its name, place or provider.")
    ).to_be_visible()
    page.get_by_role("button", name="Look without these words").click()
    expect(said(page)).to_have_text("26 programs.")


# History


def test_back_and_forward_give_the_same_view(page: Page, address: str) -> None:
    both = "condition=anxiety&condition=depression&age=15"
    look(page, address)
    page.get_by_label("Age of the person in years").press_sequentially("15")
    choice(page, "Depression").check()
    choice(page, "Anxiety and panic").check()
    asks(page, both)
    before = said(page).inner_text()
    page.go_back()
    expect(choice(page, "Anxiety and panic")).not_to_be_checked()
    expect(chips(page).locator("li")).to_have_text(["Depression×and", "Age 15×"])
    page.go_back()
    expect(chips(page).locator("li")).to_have_text(["Age 15×"])
    page.go_back()
    expect(page.get_by_label("Age of the person in years")).to_have_value("")
    for fragment in ("age=15", "condition=depression&age=15", both):
        page.go_forward()
        asks(page, fragment)
    expect(said(page)).to_have_text(before)
    expect(choice(page, "Anxiety and panic")).to_be_checked()


# The page has written down where it stands.
UNTIL_KEPT = """() => new Promise(done => {
  const isKept = () => history.state?.scroll === Math.round(scrollY);
  const look = () => isKept() ? done() : requestAnimationFrame(look);
  look();
})"""


def test_a_reload_gives_the_same_view_at_the_same_place(page: Page, address: str) -> None:
    look(page, address)
    page.get_by_role("button", name="Show 6 more").click()
    last = page.locator("[data-says]").nth(25)
    last.scroll_into_view_if_needed()
    page.evaluate(UNTIL_KEPT)
    page.reload()
    expect(page.locator("[data-says]")).to_have_count(26)
    expect(last).to_be_in_viewport()


def test_a_query_goes_behind_the_sign(page: Page, address: str) -> None:
    page.goto(f"{address}/programs/?condition=ptsd&age=40")
    expect(page).to_have_url(f"{address}/programs/#condition=ptsd&age=40")
    expect(chips(page).locator("li")).to_have_text(["PTSD×and", "Age 40×"])


def test_a_link_on_the_page_keeps_what_was_asked(page: Page, address: str) -> None:
    look(page, address, "age=15")
    page.get_by_role("link", name="In danger now?").click()
    expect(page.locator("#crisis")).to_be_in_viewport()
    expect(page.locator("#crisis")).to_be_focused()
    asks(page, "age=15")


def test_no_title_names_a_need(page: Page, address: str) -> None:
    look(page, address)
    title = page.title()
    look(page, address, TEEN)
    assert page.title() == title


UNREAD = (
    "foo=1&age=15",
    "condition=no-such-thing&age=15",
    "free=nonsense&age=15",
    "age=15&age=16",
    "hours=40-9&age=15",
)


@pytest.mark.parametrize("fragment", UNREAD)
def test_what_cannot_be_read_is_left_out_and_said(page: Page, address: str, fragment: str) -> None:
    look(page, address, fragment)
    expect(
        page.get_by_text(
            "A part of this address could not be read. It was left out. The rest stands."
        )
    ).to_be_visible()
    expect(chips(page).locator("li")).to_have_text(["Age 15×"])
    expect(said(page)).to_have_text(re.compile("yes to all"))


def test_nothing_of_an_address_becomes_markup(page: Page, address: str) -> None:
    look(page, address, "q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&near=%3Cb%3Ex%3C%2Fb%3E%2C+OR")
    expect(page.locator("[data-finder] img")).to_have_count(0)
    expect(page.locator("[data-finder] b")).to_have_count(0)


# Failures


def test_without_javascript_the_lists_stand_at_once(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/programs/")
    expect(page.get_by_text("The search on this page needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="Programs by state").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Programs by state")
    context.close()


def test_a_script_that_fails_leaves_the_lists(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/finder.js", lambda route: route.fulfill(body="throw new Error('broken')"))
    page.goto(f"{address}/programs/")
    expect(page.get_by_text("The search on this page needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Oregon").first).to_be_visible()
    expect(page.locator("[data-form]")).to_be_hidden()


def test_no_form_is_ever_sent(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/finder.js", lambda route: route.abort())
    page.goto(f"{address}/programs/")
    assert page.get_by_label("ZIP or city").is_disabled()
    page.evaluate("document.querySelector('[data-fields]').disabled = false")
    page.get_by_label("ZIP or city").fill("97204")
    page.get_by_label("ZIP or city").press("Enter")
    page.evaluate("document.querySelector('[data-form]').requestSubmit()")
    assert page.url == f"{address}/programs/"


def missing(route: Route) -> None:
    route.fulfill(status=404, body="gone")


def half(route: Route) -> None:
    route.fulfill(body='{"programs": [["oak"', content_type="application/json")


def refused(route: Route) -> None:
    route.abort()


OURS = "The programs could not be loaded. The fault is ours, not yours. You can look below."
CONNECTION = "The programs could not be loaded. Check your connection."
BROKEN = {
    "no manifest": ("**/manifest.json", missing, OURS),
    "no connection": ("**/manifest.json", refused, CONNECTION),
    "no terms": ("**/terms-en-*.json", missing, OURS),
    "half of the terms": ("**/terms-en-*.json", half, OURS),
    "no cell": ("**/cell-*.json", refused, CONNECTION),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_index_that_cannot_be_read(page: Page, address: str, case: str) -> None:
    pattern, failure, words = BROKEN[case]
    if case == "no cell":
        page.route("**/online-*.json", failure)
    page.route(pattern, failure)
    page.goto(f"{address}/programs/#age=15")
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text(words)
    expect(page.get_by_role("link", name="All programs in one list")).to_be_visible()
    page.unroute_all()
    trouble.get_by_role("button", name="Try again").click()
    expect(said(page)).to_have_text(re.compile("yes to all"))
    expect(trouble).to_be_hidden()
    expect(page.get_by_role("link", name="All programs in one list")).to_be_hidden()


def test_a_part_that_cannot_be_read(page: Page, address: str) -> None:
    page.route("**/online-*.json", half)
    look(page, address)
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text("Some programs could not be loaded. Those below are not all.")
    expect(said(page)).to_have_text("25 programs.")
    page.unroute_all()
    trouble.get_by_role("button", name="Try again").click()
    expect(said(page)).to_have_text("26 programs.")
    expect(trouble).to_be_hidden()


def test_offline_it_says_so(context: BrowserContext, page: Page, address: str) -> None:
    look(page, address)
    context.set_offline(offline=True)
    page.get_by_label("ZIP or city").fill("90001")
    expect(page.locator("[data-trouble]")).to_contain_text("You are offline.")
    context.set_offline(offline=False)
    page.get_by_role("button", name="Try again").click()
    expect(said(page)).to_have_text(re.compile(r"^\d+ programs?\.$"))


def test_a_site_that_was_built_anew_meanwhile(page: Page, address: str) -> None:
    asked: list[str] = []

    def renamed(route: Route) -> None:
        """The first manifest names a cell that is gone."""
        answer = route.fetch()
        text = answer.text()
        asked.append(route.request.url)
        route.fulfill(body=text.replace('"cell-', '"cell-old-') if len(asked) == 1 else text)

    page.route("**/manifest.json", renamed)
    look(page, address)
    expect(said(page)).to_have_text("26 programs.")
    assert len(asked) == 2


# A large site


def test_a_large_site_asks_where_first(page: Page, address: str) -> None:
    def large(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(body=re.sub(r'("cities":.*?\}),"count":\d+', r'\1,"count":5525', text))

    page.route("**/manifest.json", large)
    cells: list[str] = []
    page.on(
        "request", lambda request: cells.append(request.url) if "/cell-" in request.url else None
    )
    look(page, address, "age=15")
    expect(said(page)).to_have_text("Say where to look, and the programs stand here.")
    assert cells == []
    page.get_by_role("button", name="Write a place").click()
    expect(page.get_by_label("ZIP or city")).to_be_focused()
    page.get_by_role("button", name="Look in the whole country").click()
    expect(said(page)).to_have_text(re.compile("yes to all"))
    assert len(cells) == 1
    page.reload()
    expect(said(page)).to_have_text(re.compile("yes to all"))


# Sharing, saving, print


def test_links_are_shared_with_and_without_needs(page: Page, address: str) -> None:
    look(page, address, "near=97204&condition=ptsd")
    page.get_by_text("Share or print").click()
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.get_by_text("Copied, with everything you chose.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"{address}/programs/#near=97204&condition=ptsd"
    )
    page.get_by_role("button", name="Copy link without your needs").click()
    expect(page.get_by_text("Copied. What you need is not in it.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/programs/#near=97204"


def test_a_link_that_cannot_be_copied_stands_in_a_field(page: Page, address: str) -> None:
    look(page, address, "age=15")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject('no'); }")
    page.get_by_text("Share or print").click()
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.get_by_label("Link to copy")).to_have_value(f"{address}/programs/#age=15")


def test_programs_are_saved_and_compared(page: Page, address: str) -> None:
    look(page, address)
    buttons = page.get_by_role("button", name=re.compile("^Compare: "))
    for index in range(4):
        buttons.nth(index).click()
        expect(buttons.nth(index)).to_have_attribute("aria-pressed", "true")
    buttons.nth(4).click()
    expect(buttons.nth(4)).to_have_attribute("aria-pressed", "false")
    expect(
        page.get_by_text("You can compare four programs at most. Take one away first.")
    ).to_be_visible()
    save = page.get_by_role("button", name=re.compile("^Save: ")).first
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Order", exact=True).select_option("Confirmed last")
    expect(page.locator("[data-press=compare][aria-pressed=true]")).to_have_count(4)


def test_print_says_what_was_asked(page: Page, address: str) -> None:
    look(page, address, f"{TEEN}&within=25&free=mon-fri.15:30-21:00")
    page.emulate_media(media="print")
    expect(page.locator("[data-asked]")).to_have_text(
        "Near 97204, within 25 miles. You asked for: Eating disorders; Self-harm; Age 15; "
        "Medicaid; Mon to Fri 3:30 to 9 pm."
    )
    expect(page.locator("[data-asked]")).to_be_visible()
    expect(page.locator("[data-form]")).to_be_hidden()
    expect(result(page, "thistlemere-teen-eating")).to_be_visible()
    expect(page.get_by_role("button", name="Save: Thistlemere Teen Program")).to_be_hidden()


# Everybody


STATES = {
    "empty": "",
    "times": f"{TEEN}&free=mon-fri.15:30-21:00",
    "none": "near=97204&condition=alcohol-use&insurance=chip&age=40&group=lgbtq",
    "unknown place": "near=00000",
    "no name": "q=qqqqq",
}


OPEN_ALL = "document.querySelectorAll('main details').forEach(each => each.open = true)"


@pytest.mark.parametrize(
    ("path", "scheme"),
    [(path, scheme) for path in ("/programs/", "/es/programs/") for scheme in ("light", "dark")],
)
def test_axe_finds_nothing_in_each_state(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    """In dark mode the colors are all that is different."""
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    levels = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"runOnly": levels if scheme == "light" else ["color-contrast"]}
    for state, fragment in STATES.items():
        page.goto("about:blank")
        page.goto(f"{address}{path}#{fragment}")
        expect(said(page)).not_to_have_text(re.compile("Loading|Cargando"))
        expect(page.locator("[data-finder]")).not_to_have_attribute("aria-busy", "true")
        if state == "times":
            page.evaluate(OPEN_ALL)
        found = Axe().run(page, context="main", options=rules).response["violations"]
        assert [
            (state, each["id"], [node["html"][:120] for node in each["nodes"][:3]])
            for each in found
        ] == []
    context.close()


def test_axe_finds_nothing_in_the_open_search_list(page: Page, address: str) -> None:
    look(page, address)
    page.get_by_role("combobox", name="Search by word or program name").press_sequentially("dep")
    expect(page.get_by_role("option").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("path", ["/programs/", "/es/programs/"])
def test_nothing_scrolls_sideways(browser: Browser, address: str, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}{path}#{STATES['times']}&condition=ptsd")
    page.wait_for_selector("[data-found] [data-program]")
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_targets_are_large_enough(browser: Browser, address: str, size: ViewportSize) -> None:
    """Controls are 24 px or more in both directions (WCAG 2.5.8); a box has its label as well."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.goto(f"{address}/programs/#{TEEN}")
    page.wait_for_selector("[data-found] [data-program]")
    page.evaluate(OPEN_ALL)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main :is(a, button, summary, select, input)')]
             .map(each => each.closest('label') ?? each)
             .filter(each => {
               const box = each.getBoundingClientRect();
               const inline = getComputedStyle(each).display === 'inline';
               return box.width && !inline && (box.height < 24 || box.width < 24);
             }).map(each => each.outerHTML.slice(0, 100))"""
    )
    assert small == []
    context.close()


def test_the_keyboard_alone_finds_a_program(page: Page, address: str) -> None:
    look(page, address)
    page.get_by_role("combobox", name="Search by word or program name").focus()
    page.keyboard.type("self-harm")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("15")
    expect(chips(page).locator("li")).to_have_text(["Self-harm×and", "Age 15×"])
    for _step in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-found] h4 a')"):
            break
        if page.evaluate("document.activeElement.matches('[data-near]')"):
            page.keyboard.type("97204")
            expect(page).to_have_url(re.compile("near=97204"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert re.search(r"/programs/[a-z-]+/$", page.url)


def test_on_a_phone_the_conditions_unfold(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/programs/")
    expect(said(page)).to_have_text("26 programs.")
    fold = page.get_by_role("button", name="Help with")
    expect(choice(page, "Depression")).to_have_count(0)
    fold.tap()
    choice(page, "Depression").check()
    expect(fold).to_have_text("Help with: Depression")
    page.get_by_role("button", name="See the programs").tap()
    heading = page.get_by_role("heading", name="Programs", exact=True)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    context.close()


def test_a_phone_that_comes_with_a_question_sees_the_answer(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    look(page, address, TEEN)
    expect(page.get_by_role("heading", name="Programs", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="Change what you ask").tap()
    expect(page.get_by_label("Search by word or program name")).to_be_in_viewport()
    asks(page, TEEN)
    context.close()


def test_nothing_is_sent_and_no_address_names_a_need(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    look(page, address, f"{TEEN}&q=thistlemere")
    page.get_by_label("ZIP or city").fill("Portland, OR")
    expect(page).to_have_url(re.compile("near=Portland"))
    choice(page, "Alcohol use").check()
    assert [url for url in asked if not url.startswith((address, "about:"))] == []
    words = ("97204", "alcohol", "self-harm", "medicaid", "thistlemere", "portland", "?")
    paths = [url.split("#")[0].removeprefix(address).lower() for url in asked]
    assert [path for path in paths for word in words if word in path] == []


def test_the_page_does_not_jump_while_it_loads(browser: Browser, address: str) -> None:
    for size in (PHONE, DESKTOP):
        context = browser.new_context(viewport=size)
        page = context.new_page()
        page.add_init_script(
            """window.jumped = 0;
               new PerformanceObserver(list => {
                 const own = list.getEntries().filter(each => !each.hadRecentInput);
                 jumped += own.reduce((sum, each) => sum + each.value, 0);
               }).observe({type: 'layout-shift', buffered: true})"""
        )
        page.goto(f"{address}/programs/#{TEEN}")
        page.wait_for_selector("[data-found] [data-program]")
        if size == DESKTOP:
            expect(page.locator("#count-condition-alcohol-use")).not_to_be_empty()
        assert page.evaluate("jumped") < 0.1
        context.close()
