"""Free time in a real browser: usual weeks, a painted week, exact times, and the drawn week."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
DAY = 1440
WEEKDAYS = range(5)
NO_TIMES = "No times chosen: programs at all times are shown."


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    """A page with mouse and keyboard."""
    context = browser.new_context(viewport=DESKTOP)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a touch screen."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def opened(page: Page, address: str, fragment: str = "") -> Locator:
    """The finder's part for times, unfolded to the last field."""
    page.goto(f"{address}/programs/#{fragment}")
    page.locator("[data-finder][data-ready]").wait_for()
    part = page.locator("details[data-part=when]")
    part.locator("> summary").click()
    expect(part.locator("[data-free-words]")).not_to_be_empty()
    for fold in part.locator(".times-fold > summary").all():
        fold.click()
    return part


def free(page: Page) -> list[str]:
    """The free times that the address asks for."""
    found: list[str] = page.evaluate("new URLSearchParams(location.hash.slice(1)).getAll('free')")
    return found


def box(page: Page, day: str, time: str) -> Locator:
    """The cell of one hour of one day."""
    return page.get_by_role("checkbox", name=f"{day}, {time}", exact=True)


def middle(cell: Locator) -> tuple[float, float]:
    """Where a finger or the mouse touches a cell."""
    cell.scroll_into_view_if_needed()
    bounds = cell.bounding_box()
    assert bounds is not None
    return bounds["x"] + bounds["width"] / 2, bounds["y"] + bounds["height"] / 2


WEEKS = {
    "I work 9 to 5": (
        ["fri.17:00-24:00", "mon.00:00-09:00", "mon-thu.17:00-09:00", "sat,sun.00:00-24:00"],
        "Mon to Fri midnight to 9 am; Mon to Fri 5 pm to midnight; Sat and Sun all day",
    ),
    "I work nights": (["mon-sun.13:00-22:00"], "Every day 1 to 10 pm"),
    "School until 3": (
        ["mon-fri.15:00-24:00", "sat,sun.00:00-24:00"],
        "Mon to Fri 3 pm to midnight; Sat and Sun all day",
    ),
    "Weekday evenings": (["mon-fri.17:00-24:00"], "Mon to Fri 5 pm to midnight"),
    "Mornings": (["mon-sun.00:00-12:00"], "Every day midnight to noon"),
    "Weekends": (["sat,sun.00:00-24:00"], "Sat and Sun all day"),
}


def test_each_usual_week_asks_for_its_times_and_says_them(desktop: Page, address: str) -> None:
    part = opened(desktop, address)
    words = part.locator("[data-free-words]")
    for name, (expected, said) in WEEKS.items():
        week = part.get_by_role("button", name=name, exact=True)
        week.click()
        expect(week).to_have_attribute("aria-pressed", "true")
        expect(words).to_have_text(f"Free: {said}.")
        assert sorted(free(desktop)) == sorted(expected), name
        week.click()
        expect(week).to_have_attribute("aria-pressed", "false")
        expect(words).to_have_text(NO_TIMES)
        assert free(desktop) == [], name


def test_parts_of_a_week_add_up_and_a_whole_week_takes_their_place(
    desktop: Page, address: str
) -> None:
    part = opened(desktop, address)
    names = ("Weekday evenings", "Weekends", "School until 3")
    evenings, weekends, school = (part.get_by_role("button", name=name) for name in names)
    evenings.click()
    weekends.click()
    expect(evenings).to_have_attribute("aria-pressed", "true")
    assert free(desktop) == ["mon-fri.17:00-24:00", "sat,sun.00:00-24:00"]
    school.click()
    expect(evenings).to_have_attribute("aria-pressed", "false")
    assert free(desktop) == ["mon-fri.15:00-24:00", "sat,sun.00:00-24:00"]
    evenings.click()
    expect(school).to_have_attribute("aria-pressed", "false")
    assert free(desktop) == ["mon-fri.17:00-24:00"]


def test_shifts_that_change_are_a_need_of_their_own_and_say_what_to_ask(
    desktop: Page, address: str
) -> None:
    part = opened(desktop, address)
    shifts = part.get_by_role("button", name="My shifts change")
    words = part.locator("[data-shifts-words]")
    expect(words).to_be_hidden()
    shifts.click()
    expect(shifts).to_have_attribute("aria-pressed", "true")
    expect(words).to_contain_text("Ask each: Can I move between groups when my shift changes?")
    assert desktop.evaluate("location.hash") == "#shifts=change"


def test_a_mouse_paints_a_rectangle_and_unpaints_it(desktop: Page, address: str) -> None:
    opened(desktop, address)
    start, end = box(desktop, "Monday", "5 pm"), box(desktop, "Thursday", "8 pm")
    for expected in (["mon-thu.17:00-21:00"], []):
        from_x, from_y = middle(start)
        to_x, to_y = middle(end)
        desktop.mouse.move(from_x, from_y)
        desktop.mouse.down()
        desktop.mouse.move(to_x, to_y + 40, steps=4)
        desktop.mouse.move(to_x, to_y, steps=4)
        desktop.mouse.up()
        assert free(desktop) == expected
        expect(start).to_be_checked(checked=bool(expected))
        expect(end).to_be_checked(checked=bool(expected))
        expect(box(desktop, "Thursday", "9 pm")).not_to_be_checked()


def test_a_drag_that_comes_back_paints_only_its_first_cell(desktop: Page, address: str) -> None:
    opened(desktop, address)
    start = box(desktop, "Tuesday", "10 am")
    x, y = middle(start)
    away_x, away_y = middle(box(desktop, "Friday", "2 pm"))
    desktop.mouse.move(x, y)
    desktop.mouse.down()
    desktop.mouse.move(away_x, away_y, steps=3)
    desktop.mouse.move(x, y, steps=3)
    desktop.mouse.up()
    assert free(desktop) == ["tue.10:00-11:00"]
    expect(start).to_be_checked()
    start.click()
    assert free(desktop) == []


def touch(page: Page) -> Callable[[str, float, float], None]:
    """Sends what a finger does to the screen: `touchStart`, `touchMove` or `touchEnd`."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return send


def test_a_tap_chooses_one_hour_and_takes_it_back(phone: Page, address: str) -> None:
    opened(phone, address)
    cell = box(phone, "Wednesday", "6 pm")
    cell.tap()
    assert free(phone) == ["wed.18:00-19:00"]
    cell.tap()
    assert free(phone) == []


def test_a_finger_that_holds_paints_in_any_direction(phone: Page, address: str) -> None:
    opened(phone, address)
    first, last = box(phone, "Tuesday", "3 pm"), box(phone, "Thursday", "6 pm")
    table = phone.get_by_role("grid")
    table.evaluate("table => table.scrollIntoView({block: 'center', behavior: 'instant'})")
    finger = touch(phone)
    (x, y), (to_x, to_y) = middle(first), middle(last)
    finger("touchStart", x, y)
    expect(phone.locator("[data-painting]")).to_have_count(1)
    for step in (0.25, 0.5, 0.75, 1):
        finger("touchMove", x + (to_x - x) * step, y + (to_y - y) * step)
    finger("touchEnd", 0, 0)
    expect(phone.locator("[data-painting]")).to_have_count(0)
    assert free(phone) == ["tue-thu.15:00-19:00"]
    assert middle(first) == (x, y)  # the page has not moved under the finger


def test_a_finger_that_moves_sideways_paints_at_once(phone: Page, address: str) -> None:
    opened(phone, address)
    first, last = box(phone, "Monday", "5 pm"), box(phone, "Friday", "5 pm")
    table = phone.get_by_role("grid")
    table.evaluate("table => table.scrollIntoView({block: 'center', behavior: 'instant'})")
    finger = touch(phone)
    (x, y), (to_x, _) = middle(first), middle(last)
    finger("touchStart", x, y)
    for step in (0.1, 0.3, 0.6, 1):
        finger("touchMove", x + (to_x - x) * step, y)
    finger("touchEnd", 0, 0)
    assert free(phone) == ["mon-fri.17:00-18:00"]


def test_a_finger_that_moves_down_scrolls_and_paints_nothing(phone: Page, address: str) -> None:
    opened(phone, address)
    table = phone.get_by_role("grid")
    table.evaluate("table => table.scrollIntoView({block: 'center', behavior: 'instant'})")
    before = phone.evaluate("scrollY")
    x, y = middle(box(phone, "Wednesday", "2 pm"))
    finger = touch(phone)
    finger("touchStart", x, y)
    for step in range(1, 9):
        finger("touchMove", x, y - 25 * step)
    finger("touchEnd", 0, 0)
    phone.wait_for_function(f"scrollY > {before} + 100")
    assert free(phone) == []
    expect(phone.get_by_role("grid").locator("input:checked")).to_have_count(0)


def test_the_keyboard_alone_paints_the_week(desktop: Page, address: str) -> None:
    part = opened(desktop, address)
    part.get_by_text("Choose hours in a week").focus()
    desktop.keyboard.press("Tab")
    day = desktop.get_by_role("button", name="All of Monday")
    expect(day).to_be_focused()
    for _ in range(12):
        desktop.keyboard.press("ArrowDown")
    expect(box(desktop, "Monday", "4 pm")).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Space")
    assert free(desktop) == ["mon.17:00-18:00"]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        desktop.keyboard.press(f"Shift+{key}")
    expect(box(desktop, "Wednesday", "6 pm")).to_be_focused()
    assert free(desktop) == ["mon-wed.17:00-19:00"]
    desktop.keyboard.press("Shift+ArrowLeft")  # the choice shrinks again
    assert free(desktop) == ["mon,tue.17:00-19:00"]
    desktop.keyboard.press("Enter")
    assert free(desktop) == ["mon.17:00-19:00", "tue.17:00-18:00"]
    desktop.keyboard.press("Home")
    expect(desktop.get_by_role("button", name="6 pm on every day")).to_be_focused()
    desktop.keyboard.press("Space")
    assert free(desktop) == ["mon,tue.17:00-19:00", "wed-sun.18:00-19:00"]
    desktop.keyboard.press("End")
    expect(box(desktop, "Sunday", "6 pm")).to_be_focused()
    desktop.keyboard.press("Control+Home")
    expect(desktop.get_by_role("button", name="All of Monday")).to_be_focused()
    desktop.keyboard.press("Tab")
    expect(part.get_by_text("Exact times, and the way there")).to_be_focused()


def test_a_day_and_an_hour_are_chosen_by_their_edges(desktop: Page, address: str) -> None:
    opened(desktop, address)
    saturday = desktop.get_by_role("button", name="All of Saturday")
    saturday.click()
    expect(saturday).to_have_attribute("aria-pressed", "true")
    assert free(desktop) == ["sat.00:00-24:00"]
    night = desktop.get_by_role("button", name="midnight to 6 am on every day")
    expect(night).to_have_attribute("aria-pressed", "mixed")
    night.click()
    assert free(desktop) == ["mon,tue,wed,thu,fri,sun.00:00-06:00", "sat.00:00-24:00"]
    saturday.click()
    expect(saturday).to_have_attribute("aria-pressed", "false")


def test_cells_speak_their_name_and_state(desktop: Page, address: str) -> None:
    opened(desktop, address, "free=mon.17:00-18:30")
    spoken = desktop.context.new_cdp_session(desktop)
    tree: dict[str, Any] = spoken.send("Accessibility.getFullAXTree")
    states = {
        node["name"]["value"]: next(
            each["value"]["value"] for each in node["properties"] if each["name"] == "checked"
        )
        for node in tree["nodes"]
        if node.get("role", {}).get("value") == "checkbox"
        and node["name"]["value"].startswith("Monday, ")
    }
    assert len(states) == 19
    assert states["Monday, midnight to 6 am"] == "false"
    assert states["Monday, 5 pm"] == "true"
    assert states["Monday, 6 pm"] == "mixed"
    assert states["Monday, 7 pm"] == "false"


def test_exact_minutes_past_midnight_too(desktop: Page, address: str) -> None:
    part = opened(desktop, address)
    days, start, end = (part.get_by_label(name) for name in ("Days", "Free from", "until"))
    days.select_option("Monday to Friday")
    start.fill("17:35")
    end.fill("20:50")
    part.get_by_role("button", name="Add this time").click()
    expect(part.locator("[data-free-words]")).to_have_text("Free: Mon to Fri 5:35 to 8:50 pm.")
    days.select_option("Saturday")
    start.fill("22:00")
    end.fill("01:30")
    end.press("Enter")
    assert free(desktop) == ["mon-fri.17:35-20:50", "sat.22:00-01:30"]
    items = part.locator("[data-free-list] li")
    expect(items).to_have_text(
        [
            "Mon to Fri 5:35 to 8:50 pmTake away Mon to Fri 5:35 to 8:50 pm",
            "Sat 10 pm to 1:30 am (next day)Take away Sat 10 pm to 1:30 am (next day)",
        ]
    )
    part.get_by_role("button", name="Take away Mon to Fri 5:35 to 8:50 pm").click()
    assert free(desktop) == ["sat.22:00-01:30"]
    expect(part.get_by_role("button", name="Take away Sat")).to_be_focused()


def test_an_exact_time_that_is_none_is_said_at_its_field(desktop: Page, address: str) -> None:
    part = opened(desktop, address)
    wrong = part.locator("[data-exact-error]")
    part.get_by_role("button", name="Add this time").click()
    expect(wrong).to_have_text("Choose both times: from when, and until when.")
    expect(part.get_by_label("Free from")).to_be_focused()
    part.get_by_label("Free from").fill("17:00")
    part.get_by_label("until").fill("17:00")
    part.get_by_role("button", name="Add this time").click()
    expect(wrong).to_have_text("These two times are the same. Choose a later end.")
    assert free(desktop) == []


def test_the_way_there_is_listed_or_any_number_of_minutes(desktop: Page, address: str) -> None:
    part = opened(desktop, address, "free=mon-fri.17:00-21:00")
    way = part.get_by_label("How long is the way there?")
    travel = "new URLSearchParams(location.hash.slice(1)).get('travel')"
    way.select_option("30 minutes")
    assert desktop.evaluate(travel) == "30"
    way.select_option("Another number")
    minutes = part.get_by_label("Minutes one way")
    expect(minutes).to_be_focused()
    minutes.fill("3x")
    minutes.press("Tab")
    expect(part.locator("[data-travel-error]")).to_have_text("Write whole minutes, up to 240.")
    minutes.fill("35")
    minutes.press("Tab")
    assert desktop.evaluate(travel) == "35"
    part.get_by_role("button", name="Clear all times").click()
    expect(part.locator("[data-free-words]")).to_have_text(NO_TIMES)
    assert desktop.evaluate(travel) is None
    expect(way).to_have_value("0")


def test_the_week_follows_the_address_back_and_forth(desktop: Page, address: str) -> None:
    part = opened(desktop, address, "free=sat.09:00-12:00&travel=20")
    expect(part.get_by_label("Minutes one way")).to_have_value("20")
    expect(box(desktop, "Saturday", "9 am")).to_be_checked()
    part.get_by_role("button", name="Weekday evenings").click()
    expect(box(desktop, "Friday", "11 pm")).to_be_checked()
    desktop.go_back()
    expect(box(desktop, "Friday", "11 pm")).not_to_be_checked()
    expect(box(desktop, "Saturday", "9 am")).to_be_checked()


@pytest.mark.parametrize("size", [NARROW, PHONE], ids=["320", "390"])
def test_the_week_fits_a_thumb_without_scrolling_sideways(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size, has_touch=True)
    page = context.new_page()
    opened(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    small = page.evaluate(
        """() => [...document.querySelectorAll('[data-week-grid] :is(input, button, select)')]
             .filter(each => each.checkVisibility())
             .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
             .filter(([box]) => box.width < 24 || box.height < 24)
             .map(([, html]) => html)"""
    )
    assert small == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_week(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    part = opened(page, address, "free=mon-fri.17:00-21:15&shifts=change&travel=35")
    part.get_by_role("button", name="Add this time").click()
    found = Axe().run(page, context="[data-week-grid]", options=RULES)
    assert [
        (each["id"], [node["html"][:120] for node in each["nodes"][:3]])
        for each in found.response["violations"]
    ] == []
    context.close()


# The drawn week


DRAW = """async ({ tracks, free, shared }) => {
  const { sharedRange, weekChart } = await import('/assets/js/week_chart.js');
  const range = shared ? sharedRange(tracks) : undefined;
  return tracks.map((track) => {
    const chart = weekChart(track, range ? { free, range } : { free });
    const texts = (selector) => [...chart.querySelectorAll(selector)].map((e) => e.textContent);
    return {
      role: chart.getAttribute('role'),
      name: chart.getAttribute('aria-label'),
      hours: texts('.week-word'),
      blocks: [...chart.querySelectorAll('.week-block')].map((e) => Number(e.getAttribute('x'))),
      free: chart.querySelectorAll('.week-free').length,
      untimed: chart.querySelectorAll('.week-untimed').length,
      styled: chart.querySelectorAll('[style]').length,
      height: chart.viewBox.baseVal.height,
    };
  });
}"""
EVENINGS = {
    "sessions": [[day * DAY + 1050, day * DAY + 1230] for day in (0, 1, 2, 3)],
    "untimedDays": [5],
}
NIGHTS = {"sessions": [[DAY + 1320, DAY + 1560], [6 * DAY + 1320, 6 * DAY + 1560]]}


def drawn(page: Page, address: str, **given: object) -> list[dict[str, Any]]:
    """Charts as the module draws them, told as values."""
    page.goto(f"{address}/about/")
    found: list[dict[str, Any]] = page.evaluate(DRAW, {"free": [], "shared": False, **given})
    return found


def test_a_track_is_drawn_and_named_in_words(desktop: Page, address: str) -> None:
    (chart,) = drawn(desktop, address, tracks=[EVENINGS], free=[[1020, 1260], [7200, 10080]])
    assert chart == {
        "role": "img",
        "name": "Mon to Thu 5:30 to 8:30 pm; Sat (times not stated)",
        "hours": ["9 am", "12 pm", "3 pm", "6 pm", "9 pm"],
        "blocks": [47, 71, 95, 119],
        "free": 3,
        "untimed": 1,
        "styled": 0,
        "height": 100,
    }


def test_a_session_past_midnight_goes_on_in_the_next_column(desktop: Page, address: str) -> None:
    (chart,) = drawn(desktop, address, tracks=[{**NIGHTS, "untimedDays": []}])
    assert chart["name"] == "Tue and Sun 10 pm to 2 am (next day)"
    assert chart["blocks"] == [71, 95, 191, 47]  # Sunday's night ends on Monday
    assert chart["hours"][0] == "12 am"


def test_charts_that_stand_together_share_their_hours(desktop: Page, address: str) -> None:
    tracks = [EVENINGS, {**NIGHTS, "untimedDays": []}]
    apart = drawn(desktop, address, tracks=tracks)
    together = drawn(desktop, address, tracks=tracks, shared=True)
    assert apart[0]["hours"] != apart[1]["hours"]
    assert together[0]["hours"] == together[1]["hours"] == apart[1]["hours"]
    assert together[0]["height"] == together[1]["height"]
