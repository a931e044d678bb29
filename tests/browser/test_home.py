"""The home page's form and the six short questions, in a real browser."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
WRONG_AGE = "Write the age in whole years, such as 15."
WRONG_PLACE = (
    "Write a ZIP code such as 97204, a city with its state such as Portland, OR, or a state."
)
ONE_MAY_ASK = "You can look, call and ask for anyone."


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def home(page: Page, address: str, path: str = "/") -> Locator:
    """The home page's form, ready to use."""
    page.goto(address + path)
    page.locator("[data-home-finder][data-mounted]").wait_for()
    return page.locator("[data-home-form]")


def asked(page: Page) -> dict[str, list[str]]:
    """What the finder's address asks for, once the finder is there."""
    page.wait_for_url("**/programs/**")
    return parse_qs(urlsplit(page.url).fragment)


def choice(root: Locator, label: str) -> Locator:
    """The box to tick whose first words these are."""
    return root.locator("label", has_text=label).first.get_by_role("checkbox")


def stored(page: Page) -> int:
    count: int = page.evaluate("localStorage.length + sessionStorage.length")
    return count


# The form


def test_the_form_opens_the_finder_with_what_was_asked(page: Page, address: str) -> None:
    form = home(page, address)
    form.get_by_label("Where do you live?").fill("97204")
    form.get_by_label("Age of the person").fill("15")
    choice(form, "Self-harm").check()
    choice(form, "Eating disorders").check()
    form.get_by_role("button", name="Show programs").click()
    assert asked(page) == {
        "near": ["97204"],
        "age": ["15"],
        "condition": ["eating-disorders", "self-harm"],
    }


def test_nothing_asked_opens_the_finder_as_it_is(page: Page, address: str) -> None:
    home(page, address).get_by_role("button", name="Show programs").click()
    assert asked(page) == {}
    assert page.url == f"{address}/programs/"


PLACES = {
    "97204": {"near": ["97204"]},
    "97204-1234": {"near": ["97204"]},
    "Portland, OR": {"near": ["Portland, OR"]},
    "Portland OR": {"near": ["Portland, OR"]},
    "Portland, Oregon": {"near": ["Portland, OR"]},
    "winston salem north carolina": {"near": ["winston salem, NC"]},
    "Oregon": {"state": ["OR"]},
    "or": {"state": ["OR"]},
    "New York": {"state": ["NY"]},
    "new york, ny": {"near": ["new york, NY"]},
}
NO_PLACES = ("Portland", "9720", "972045", "12, 13", "Portland, ZZ")


def test_a_place_may_be_written_in_many_ways(page: Page, address: str) -> None:
    form = home(page, address)
    found = page.evaluate(
        """async ([texts]) => {
          const { whereOf, answered } = await import('/assets/js/first_answers.js');
          const { statesOf } = await import('/assets/js/helper.js');
          const { format } = await import('/assets/js/address.js');
          const states = statesOf(document.querySelector('[data-helper]'));
          return texts.map((text) => {
            const where = whereOf(text, states);
            return where && format(answered({ needs: {}, scope: {}, unknown: [] }, { where }));
          });
        }""",
        [[*PLACES, *NO_PLACES]],
    )
    read = [parse_qs(each) if each is not None else None for each in found]
    assert read == [*PLACES.values(), *(None for _ in NO_PLACES)]
    expect(form).to_be_visible()


def test_what_cannot_be_read_is_said_at_its_field(page: Page, address: str) -> None:
    form = home(page, address)
    near, age = form.get_by_label("Where do you live?"), form.get_by_label("Age of the person")
    near.fill("Portland")
    age.fill("old")
    form.get_by_role("button", name="Show programs").click()
    expect(form.locator("[data-near-error]")).to_have_text(WRONG_PLACE)
    expect(form.locator("[data-age-error]")).to_have_text(WRONG_AGE)
    expect(near).to_be_focused()
    expect(near).to_have_attribute("aria-invalid", "true")
    near.fill("Portland, OR")
    age.fill("15")
    age.press("Enter")
    assert asked(page) == {"near": ["Portland, OR"], "age": ["15"]}


def test_back_finds_the_form_filled_in(page: Page, address: str) -> None:
    form = home(page, address)
    form.get_by_label("Where do you live?").fill("Oregon")
    choice(form, "Thoughts of suicide").check()
    form.get_by_role("button", name="Show programs").click()
    assert asked(page) == {"state": ["OR"], "condition": ["suicidal-thoughts"]}
    page.go_back()
    page.locator("[data-home-finder][data-mounted]").wait_for()
    expect(form.get_by_label("Where do you live?")).to_have_value("Oregon")
    expect(choice(form, "Thoughts of suicide")).to_be_checked()
    expect(form.locator("[data-notice=suicide]")).to_be_visible()


def test_danger_comes_first_as_soon_as_it_is_chosen(page: Page, address: str) -> None:
    form = home(page, address)
    choice(form, "Self-harm").check()
    expect(form.locator("[data-notice]")).to_have_count(1)
    expect(form.locator("[data-notice=self-harm]")).to_contain_text("A deep cut, a bad burn")
    choice(form, "Thoughts of suicide").check()
    expect(form.locator("[data-notice]")).to_have_count(2)
    choice(form, "Self-harm").uncheck()
    expect(form.locator("[data-notice]")).to_have_count(1)


def test_nothing_that_is_asked_is_sent_or_stored(page: Page, address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    form = home(page, address)
    form.get_by_label("Where do you live?").fill("97204")
    form.get_by_label("Age of the person").fill("15")
    choice(form, "Self-harm").check()
    form.get_by_role("button", name="Show programs").click()
    page.locator("[data-finder][data-ready]").wait_for()
    assert requests[0] == f"{address}/"
    sent = [urlsplit(url)._replace(fragment="").geturl() for url in requests]
    secrets = re.compile("97204|self-harm|age=")
    assert [url for url in sent if secrets.search(url)] == []
    assert stored(page) == 0


def test_without_a_script_the_lists_stand_first_and_nothing_can_be_sent(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-home-finder]")).to_be_hidden()
    for name in ("near", "age"):
        expect(page.locator(f"#{name}")).to_be_disabled()
    expect(page.get_by_role("main").get_by_role("link", name="Oregon")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Self-harm")).to_be_visible()
    context.close()


def test_a_script_that_fails_leaves_the_form_off_and_the_lists_open(
    page: Page, address: str
) -> None:
    page.route("**/assets/js/home.js", lambda route: route.abort())
    page.goto(address)
    expect(page.get_by_role("button", name="Show programs")).to_be_disabled()
    expect(page.get_by_role("main").get_by_role("link", name="Oregon")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Self-harm")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_page_does_not_jump_when_the_form_comes_to_life(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.add_init_script(
        """window.shift = 0;
           new PerformanceObserver((list) => {
             for (const each of list.getEntries()) window.shift += each.value;
           }).observe({ type: 'layout-shift', buffered: true });"""
    )
    home(page, address)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.shift") < 0.02
    context.close()


# The six questions


def questions(page: Page, address: str) -> Locator:
    """The helper, opened on the home page."""
    home(page, address).get_by_role("button", name="Answer a few questions").click()
    helper = page.locator("[data-helper]")
    expect(helper).to_be_visible()
    return helper


def test_six_answers_fill_the_finder(page: Page, address: str) -> None:
    helper = questions(page, address)
    progress, forward = (
        helper.locator("[data-helper-progress]"),
        helper.get_by_role("button", name="Next"),
    )
    expect(helper).to_contain_text(ONE_MAY_ASK)
    expect(progress).to_have_text("1 of 6")
    expect(page.locator("[data-home-form]")).to_be_hidden()
    helper.get_by_label("My child").check()
    forward.click()
    expect(progress).to_have_text("2 of 6")
    expect(helper.get_by_role("group", name="How old is your child?")).to_be_visible()
    helper.get_by_label("Age in years").fill("15")
    forward.click()
    choice(helper, "Self-harm").check()
    choice(helper, "Depression").check()
    expect(helper.locator("[data-notice]")).to_have_count(1)
    expect(helper.locator("[data-notice=self-harm]")).to_be_visible()
    forward.click()
    choice(helper, "School until 3").check()
    choice(helper, "My shifts change").check()
    forward.click()
    helper.get_by_label("ZIP code, city and state, or a state").fill("97204")
    forward.click()
    expect(progress).to_have_text("6 of 6")
    choice(helper, "Medicaid").check()
    forward.click()
    expect(helper.locator("[data-end-dangers] [data-notice=self-harm]")).to_be_visible()
    expect(helper.locator("[data-answers] dt")).to_have_text(
        ["Who it is for", "Age", "Help with", "Free times", "Where", "How it is paid"]
    )
    expect(helper.locator("[data-answers] dd:nth-of-type(1)")).to_have_text(
        [
            "My child",
            "15",
            "Depression, Self-harm",
            "School until 3, My shifts change",
            "97204",
            "Medicaid",
        ]
    )
    helper.get_by_role("button", name="Show programs").click()
    assert asked(page) == {
        "near": ["97204"],
        "age": ["15"],
        "condition": ["depression", "self-harm"],
        "insurance": ["medicaid"],
        "free": ["mon-fri.15:00-24:00", "sat,sun.00:00-24:00"],
        "shifts": ["change"],
    }
    assert stored(page) == 0


def test_every_question_may_be_skipped(page: Page, address: str) -> None:
    helper = questions(page, address)
    for _ in range(6):
        helper.get_by_role("button", name="Skip").click()
    expect(helper.locator("[data-answers] dd:nth-of-type(1)")).to_have_text(["Left open"] * 6)
    helper.get_by_role("button", name="Show programs").click()
    assert asked(page) == {}


def test_skipping_takes_an_answer_back(page: Page, address: str) -> None:
    helper = questions(page, address)
    helper.get_by_role("button", name="Skip").click()
    helper.get_by_label("Age in years").fill("15")
    helper.get_by_role("button", name="Skip").click()
    helper.get_by_role("button", name="Back").click()
    expect(helper.get_by_label("Age in years")).to_have_value("")


def test_back_keeps_the_answers_be_it_of_the_page_or_of_the_browser(
    page: Page, address: str
) -> None:
    helper = questions(page, address)
    forward = helper.get_by_role("button", name="Next")
    helper.get_by_label("A parent").check()
    forward.click()
    helper.get_by_label("Age in years").fill("71")
    forward.click()
    page.go_back()
    expect(helper.get_by_role("group", name="How old is your parent?")).to_be_visible()
    expect(helper.get_by_label("Age in years")).to_have_value("71")
    helper.get_by_role("button", name="Back").click()
    expect(helper.get_by_label("A parent")).to_be_checked()
    page.go_back()
    expect(helper).to_be_hidden()
    expect(page.get_by_role("button", name="Answer a few questions")).to_be_focused()
    page.go_forward()
    expect(helper.get_by_label("A parent")).to_be_checked()


def test_closing_the_questions_leaves_them_in_one_step(page: Page, address: str) -> None:
    helper = questions(page, address)
    for _ in range(3):
        helper.get_by_role("button", name="Skip").click()
    helper.get_by_role("button", name="Close the questions").click()
    expect(helper).to_be_hidden()
    expect(page.locator("[data-home-form]")).to_be_visible()
    assert page.evaluate("history.state?.helper ?? null") is None


def test_the_keyboard_alone_answers_the_questions(page: Page, address: str) -> None:
    home(page, address).get_by_role("button", name="Answer a few questions").focus()
    keys = page.keyboard
    keys.press("Enter")
    helper = page.locator("[data-helper]")
    expect(helper.get_by_role("heading", name="Six short questions")).to_be_focused()
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(helper.get_by_label("My child")).to_be_checked()
    keys.press("Enter")
    expect(helper.locator("legend", has_text="How old")).to_be_focused()
    keys.press("Tab")
    keys.type("15")
    keys.press("Enter")
    expect(helper.locator("legend", has_text="What is it about?")).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    expect(helper.get_by_label("I am not sure")).to_be_checked()
    keys.press("Tab")
    keys.press("Space")
    expect(helper.get_by_label("I am not sure")).not_to_be_checked()
    keys.press("Enter")
    for question in ("week", "live", "paid"):
        expect(helper.locator("legend", has_text=question)).to_be_focused()
        keys.press("Tab")
        keys.press("Enter")
    expect(helper.get_by_role("heading", name="What we understood")).to_be_focused()
    for _ in range(7):  # a button for each answer, and the link to the guide
        keys.press("Tab")
    keys.press("Tab")
    expect(helper.get_by_role("button", name="Show programs")).to_be_focused()
    keys.press("Enter")
    assert asked(page) == {"age": ["15"], "condition": ["depression"]}


def test_an_answer_may_be_changed_at_the_end(page: Page, address: str) -> None:
    helper = questions(page, address)
    for _ in range(6):
        helper.get_by_role("button", name="Skip").click()
    helper.get_by_role("button", name="Change Age").click()
    helper.get_by_label("Age in years").fill("x")
    helper.get_by_role("button", name="Next").click()
    expect(helper.locator("[data-age-error]")).to_have_text(WRONG_AGE)
    helper.get_by_label("Age in years").fill("40")
    helper.get_by_role("button", name="Next").click()
    expect(helper.get_by_role("heading", name="What we understood")).to_be_focused()
    expect(helper.locator("[data-answers] dd:nth-of-type(1)").nth(1)).to_have_text("40")


def test_the_questions_start_from_the_form(page: Page, address: str) -> None:
    form = home(page, address)
    form.get_by_label("Age of the person").fill("44")
    choice(form, "Depression").check()
    form.get_by_role("button", name="Answer a few questions").click()
    helper = page.locator("[data-helper]")
    for _ in range(2):
        helper.get_by_role("button", name="Next").click()
    expect(choice(helper, "Depression")).to_be_checked()


def test_the_finder_asks_the_same_questions_and_keeps_the_rest(page: Page, address: str) -> None:
    page.goto(f"{address}/programs/#near=97204&within=50&condition=gambling&free=sat.09:05-11:00")
    page.locator("[data-finder][data-ready]").wait_for()
    page.get_by_role("button", name="Help me choose: six short questions").click()
    helper = page.locator("[data-helper]")
    expect(helper).to_contain_text(ONE_MAY_ASK)
    expect(page.locator("[data-finder]")).to_be_hidden()
    helper.get_by_role("button", name="Next").click()
    helper.get_by_label("Age in years").fill("30")
    for _ in range(5):
        helper.get_by_role("button", name="Next").click()
    helper.get_by_role("button", name="Show programs").click()
    expect(page.locator("[data-finder]")).to_be_visible()
    expect(helper).to_be_hidden()
    assert asked(page) == {
        "near": ["97204"],
        "within": ["50"],
        "condition": ["gambling"],
        "age": ["30"],
        "free": ["sat.09:05-11:00"],
    }
    page.go_back()
    expect(helper.get_by_role("heading", name="What we understood")).to_be_visible()


def test_the_way_out_and_the_lines_for_help_stay_within_reach(page: Page, address: str) -> None:
    questions(page, address)
    expect(page.get_by_role("link", name="Leave this page")).to_be_in_viewport()
    page.get_by_role("link", name="In danger now?").click()
    expect(page.locator("#crisis")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_form_and_in_each_question(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()

    def checked(state: str) -> None:
        found = Axe().run(page, context="[data-home-finder]", options=RULES)
        assert [
            (state, each["id"], [node["html"][:120] for node in each["nodes"][:3]])
            for each in found.response["violations"]
        ] == []

    form = home(page, address)
    form.get_by_label("Where do you live?").fill("?")
    choice(form, "Self-harm").check()
    form.get_by_role("button", name="Show programs").click()
    checked("the form")
    form.get_by_role("button", name="Answer a few questions").click()
    helper = page.locator("[data-helper]")
    for state in ("whom", "age", "help", "free", "where", "paid"):
        checked(state)
        helper.get_by_role("button", name="Next").click()
    checked("end")
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_the_questions_do_not_scroll_sideways(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    helper = questions(page, address)
    for _ in range(7):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = helper.evaluate(
            """(root) => [...root.querySelectorAll('input, button, a')]
                 .filter((each) => each.checkVisibility())
                 .filter((each) => getComputedStyle(each).display !== 'inline')
                 .map((each) => [(each.closest('label') ?? each).getBoundingClientRect(), each])
                 .filter(([box]) => box.width < 24 || box.height < 24)
                 .map(([, each]) => each.outerHTML.slice(0, 90))"""
        )
        assert small == []
        forward = helper.get_by_role("button", name="Next")
        if forward.is_visible():
            forward.click()
    context.close()


def test_the_spanish_home_page_asks_the_same(page: Page, address: str) -> None:
    form = home(page, address, "/es/")
    form.locator("[data-near]").fill("97204")
    form.locator("[data-term=self-harm]").check()
    expect(form.locator("[data-notice=self-harm]")).to_be_visible()
    form.locator("button[type=submit]").click()
    page.wait_for_url("**/es/programs/**")
    assert asked(page) == {"near": ["97204"], "condition": ["self-harm"]}
