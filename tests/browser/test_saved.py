"""What a reader saves, where it is kept, how it is forgotten, and the way out of every page."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from reader import DESKTOP, LOOKS, REFUSED, Reader, Scheme, reading, settle, violations

pytestmark = pytest.mark.browser

TEEN = "/programs/wrenfield-teen-dbt/"
NIGHT = "/programs/third-watch-iop/"
FIVE = (
    "wrenfield-teen-dbt",
    "third-watch-iop",
    "alder-mill-iop",
    "ninebark-evening-iop",
    "limestone-ocd-iop",
)
MONTH_MS = 30 * 24 * 60 * 60 * 1000


def toggle(page: Page, name: str) -> Locator:
    return page.locator("[data-save]").get_by_role("button", name=name, exact=True)


def said(page: Page) -> Locator:
    return page.locator("[data-save] [data-said]")


def saved_link(page: Page) -> Locator:
    return page.get_by_role("banner").locator("[data-saved-count]")


def tray(page: Page) -> Locator:
    return page.get_by_role("region", name="Programs to compare")


def stored(page: Page, place: str = "sessionStorage") -> dict[str, object]:
    kept: dict[str, object] = page.evaluate(f"({{...{place}}})")
    return kept


def go(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


# Saving


def test_a_program_is_saved_for_this_tab(phone: Reader) -> None:
    page = phone.open(TEEN)
    expect(saved_link(page)).to_be_hidden()
    toggle(page, "Save").click()
    expect(toggle(page, "Save")).to_have_attribute("aria-pressed", "true")
    expect(said(page)).to_have_text("Saved until you close this tab.")
    expect(saved_link(page)).to_have_text("Saved: 1")
    page.reload()
    settle(page)
    expect(toggle(page, "Save")).to_have_attribute("aria-pressed", "true")
    assert stored(page, "localStorage") == {}
    assert list(stored(page)) == ["keep"]
    toggle(page, "Save").click()
    expect(said(page)).to_have_text("No longer saved.")
    expect(saved_link(page)).to_be_hidden()


def test_another_tab_knows_nothing_of_it_until_it_is_kept(phone: Reader) -> None:
    first, second = phone.open(TEEN), phone.open("/")
    toggle(first, "Save").click()
    expect(saved_link(second)).to_be_hidden()
    first.get_by_label("Keep what I save on this device, for 30 days").check()
    panel = first.locator("[data-keeping-said]")
    expect(panel).to_have_text("Kept on this device, until 30 days after you last looked.")
    expect(saved_link(second)).to_have_text("Saved: 1")
    assert stored(first) == {}
    assert list(stored(first, "localStorage")) == ["keep"]
    go(second, phone.address + NIGHT)
    toggle(second, "Save").click()
    expect(said(second)).to_have_text("Saved on this device.")
    expect(saved_link(first)).to_have_text("Saved: 2")
    first.get_by_label("Keep what I save on this device, for 30 days").uncheck()
    expect(panel).to_have_text("No longer kept on this device. It stays until you close this tab.")
    assert stored(first, "localStorage") == {}
    expect(second.locator("input[data-keep]")).not_to_be_checked()
    expect(saved_link(second)).to_have_text("Saved: 2")


def test_what_a_tab_saved_is_kept_with_what_the_device_holds(phone: Reader) -> None:
    first, second = phone.open(TEEN), phone.open(NIGHT)
    toggle(first, "Save").click()
    toggle(second, "Save").click()
    first.locator("input[data-keep]").check()
    expect(saved_link(second)).to_have_text("Saved: 2")
    toggle(second, "Compare").click()
    expect(saved_link(first)).to_have_text("Saved: 2")
    kept = json.loads(str(stored(second, "localStorage")["keep"]))
    assert [each["program"] for each in kept["programs"]] == [
        "wrenfield-teen-dbt",
        "third-watch-iop",
    ]
    assert kept["compared"] == ["third-watch-iop"]


def test_it_goes_thirty_days_after_the_last_look(phone: Reader) -> None:
    page = phone.open(TEEN)
    toggle(page, "Save").click()
    page.locator("input[data-keep]").check()
    page.evaluate(
        """(ms) => {
          const kept = JSON.parse(localStorage.getItem("keep"));
          localStorage.setItem("keep", JSON.stringify({...kept, used: Date.now() - ms}));
        }""",
        MONTH_MS - 60_000,
    )
    page.reload()
    settle(page)
    expect(saved_link(page)).to_have_text("Saved: 1")
    used = json.loads(str(stored(page, "localStorage")["keep"]))["used"]
    assert page.evaluate("Date.now()") - used < 60_000  # looking began the 30 days anew
    page.evaluate(
        """(ms) => {
          const kept = JSON.parse(localStorage.getItem("keep"));
          localStorage.setItem("keep", JSON.stringify({...kept, used: Date.now() - ms}));
        }""",
        MONTH_MS,
    )
    go(page, f"{phone.address}/compare/")
    expect(page.locator("[data-told]")).to_have_text(
        "What you kept here was not used for 30 days. It has been removed."
    )
    expect(saved_link(page)).to_be_hidden()
    assert stored(page, "localStorage") == {}


UNREADABLE = {
    "{": "What you saved before could not be read. It is damaged. You can save anew.",
    '{"version": 2, "used": 9e14, "programs": [{"program": "third-watch-iop", "note": "", '
    '"lines": {}}, 7], "compared": []}': (
        "Some of what you saved before is damaged. What could be read is still here."
    ),
    '{"version": 3, "notes": {}}': (
        "What is kept on this device is from another version of this site. We left it as it is. "
        "What you save now stays until you close this tab."
    ),
    '{"theme": "dark"}': (
        "What is kept on this device is from another version of this site. We left it as it is. "
        "What you save now stays until you close this tab."
    ),
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_told(phone: Reader, text: str) -> None:
    page = phone.open("/")
    page.evaluate("(text) => localStorage.setItem('keep', text)", text)
    go(page, f"{phone.address}/compare/")
    expect(page.locator("[data-told]")).to_have_text(UNREADABLE[text])
    is_ours = "another version" not in UNREADABLE[text]
    go(page, phone.address + TEEN)
    toggle(page, "Save").click()
    left = stored(page, "localStorage")["keep"]
    assert (left == text) != is_ours
    expect(toggle(page, "Save")).to_have_attribute("aria-pressed", "true")
    page.reload()
    settle(page)
    expect(toggle(page, "Save")).to_have_attribute("aria-pressed", "true")


def test_the_form_before_is_kept_whole(phone: Reader) -> None:
    page = phone.open("/")
    page.evaluate(
        """localStorage.setItem("keep", JSON.stringify({version: 1, used: Date.now(),
           programs: [{program: "third-watch-iop", note: "Ask for Ana."}]}))"""
    )
    go(page, f"{phone.address}/compare/#programs=third-watch-iop,alder-mill-iop")
    expect(page.get_by_label("Your notes on Third Watch Late Group")).to_have_value("Ask for Ana.")
    expect(page.locator("[data-told]")).to_be_empty()


def test_refused_storage_lasts_as_long_as_the_page(browser: Browser, address: str) -> None:
    with reading(browser, address) as phone:
        phone.context.add_init_script(REFUSED)
        page = phone.open(TEEN)
        toggle(page, "Save").click()
        expect(said(page)).to_have_text(
            "Your browser does not let us keep anything. "
            "What you save is lost when you leave this page."
        )
        toggle(page, "Compare").click()
        expect(saved_link(page)).to_have_text("Saved: 1")
        expect(tray(page)).to_contain_text("1 program chosen")
        page.locator("input[data-keep]").click()
        expect(page.locator("[data-keeping-said]")).to_have_text(
            "Your browser does not let us keep anything on this device."
        )
        expect(page.locator("input[data-keep]")).not_to_be_checked()
        page.get_by_role("button", name="Forget everything").click()
        expect(saved_link(page)).to_be_hidden()


def test_storage_that_is_full_keeps_what_the_page_shows(browser: Browser, address: str) -> None:
    with reading(browser, address) as phone:
        phone.context.add_init_script(
            """Storage.prototype.setItem = () => {
                 throw new DOMException("full", "QuotaExceededError");
               };"""
        )
        page = phone.open("/compare/#programs=third-watch-iop,alder-mill-iop")
        page.get_by_label("Your notes on Alder Mill IOP").fill("Called on Monday.")
        expect(page.locator("[data-told]")).to_have_text(
            "Your browser does not let us keep anything. "
            "What you save is lost when you leave this page."
        )
        expect(page.get_by_label("Your notes on Alder Mill IOP")).to_have_value("Called on Monday.")


# Forgetting

FORGOTTEN = (
    "Done. Saved programs, notes and choices are gone from this site, also in other tabs. We "
    "cannot remove your browser's history, files you downloaded, or links you sent. Other open "
    "tabs may still show what you chose: close them."
)


def test_everything_is_forgotten_in_every_tab(phone: Reader) -> None:
    kept = phone.open(TEEN)
    toggle(kept, "Save").click()
    kept.locator("input[data-keep]").check()
    other = phone.open(NIGHT)
    toggle(other, "Compare").click()
    expect(tray(other)).to_be_visible()
    last = phone.open("/compare/#programs=third-watch-iop,alder-mill-iop&age=15&condition=ptsd")
    last.get_by_label("Your notes on Alder Mill IOP").fill("Private.")
    last.evaluate("caches.open('offline').then((cache) => cache.put('/x', new Response('x')))")
    last.evaluate("localStorage.setItem('unrelated', 'stays')")
    last.get_by_role("button", name="Forget everything").click()
    expect(last.locator("[data-keeping-said]")).to_have_text(FORGOTTEN)
    assert last.url == f"{phone.address}/compare/"
    assert stored(last) == {}
    assert stored(last, "localStorage") == {"unrelated": "stays"}
    assert last.evaluate("caches.keys()") == []
    expect(last.get_by_text("Nothing is chosen or saved yet. That is fine.")).to_be_visible()
    expect(last.locator("textarea")).to_have_count(0)
    for tab in (kept, other):
        expect(saved_link(tab)).to_be_hidden()
        assert stored(tab) == {}
    expect(tray(other)).to_be_hidden()
    expect(toggle(kept, "Save")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("path", ["/", "/guides/", TEEN, "/checklist/", "/es/"])
def test_every_page_can_forget(phone: Reader, path: str) -> None:
    page = phone.open(TEEN)
    toggle(page, "Save").click()
    go(page, phone.address + path)
    page.locator("button[data-forget]").click()
    expect(page.locator("[data-keeping-said]")).not_to_be_empty()
    assert stored(page) == {}


# Leaving


def _weather(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>")


@pytest.fixture
def leaver(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose requests to the weather are answered; it alone may ask another host."""
    context = browser.new_context(viewport=DESKTOP)
    context.route("https://www.weather.gov/**", _weather)
    page = context.new_page()
    go(page, f"{address}/guides/")
    go(page, address + TEEN)
    yield page
    context.close()


def test_back_does_not_return_after_leaving(leaver: Page, address: str) -> None:
    leaver.get_by_role("link", name="Leave this page").click()
    leaver.wait_for_url("https://www.weather.gov/")
    leaver.go_back()
    leaver.wait_for_url(f"{address}/guides/")


def test_escape_three_times_leaves(leaver: Page, address: str) -> None:
    expect(
        leaver.get_by_text("Leave fast: press Esc three times. Your history stays.")
    ).to_be_visible()
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        leaver.keyboard.press(key)
    assert leaver.url == address + TEEN
    expect(leaver.get_by_role("main")).to_be_visible()
    leaver.keyboard.press("Escape")
    leaver.wait_for_url("https://www.weather.gov/")
    assert "wrenfield" not in leaver.evaluate("document.referrer")


def test_a_part_that_fails_stops_no_other(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)
    context.route("https://www.weather.gov/**", _weather)
    context.route("**/assets/js/saving.js", lambda route: route.fulfill(status=404))
    context.route("**/assets/js/words.js", lambda route: route.fulfill(status=404))
    page = context.new_page()
    page.goto(address + TEEN)
    page.locator("[data-leave-keys]:not([hidden])").wait_for()
    expect(page.locator("[data-save]")).to_be_hidden()
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("https://www.weather.gov/")
    context.close()


def test_the_language_switch_keeps_what_was_chosen(phone: Reader) -> None:
    fragment = "#programs=third-watch-iop,alder-mill-iop&age=15"
    page = phone.open(f"/compare/{fragment}")
    page.locator("a[data-language-switch]").click()
    page.wait_for_url(f"{phone.address}/es/compare/{fragment}")
    settle(page)
    expect(page.locator("table thead th")).to_have_text(
        ["Third Watch Late Group", "Alder Mill IOP"]
    )


# Ages


def test_a_confirmation_tells_its_age(desk: Reader) -> None:
    page = desk.tab()
    page.clock.set_fixed_time("2026-12-25T18:00:00Z")
    go(page, desk.address + NIGHT)
    expect(page.locator("time[data-age]")).to_have_text("(8 weeks ago)")


# The tray


def choose(phone: Reader, count: int) -> Page:
    page = phone.tab()
    for slug in FIVE[:count]:
        go(page, f"{phone.address}/programs/{slug}/")
        toggle(page, "Compare").click()
    return page


def test_the_tray_leads_to_the_comparison(desk: Reader) -> None:
    page = choose(desk, 1)
    expect(tray(page)).to_contain_text("1 program chosen")
    expect(tray(page)).to_contain_text("Choose one more to compare.")
    go(page, desk.address + NIGHT)
    toggle(page, "Compare").click()
    names = tray(page).locator("li > a")
    expect(names).to_have_text(["Wrenfield Teen DBT", "Third Watch Late Group"])
    tray(page).get_by_role("link", name="Compare 2 programs").click()
    page.wait_for_url(f"{desk.address}/compare/#programs=wrenfield-teen-dbt,third-watch-iop")


def test_a_fifth_program_is_not_taken(desk: Reader) -> None:
    page = choose(desk, 4)
    go(page, f"{desk.address}/programs/{FIVE[4]}/")
    toggle(page, "Compare").click()
    expect(said(page)).to_have_text("You can compare four programs at most. Take one away first.")
    expect(toggle(page, "Compare")).to_have_attribute("aria-pressed", "false")
    tray(page).get_by_role("button", name="Take away Alder Mill IOP").click()
    expect(tray(page).locator("li")).to_have_count(3)
    toggle(page, "Compare").click()
    expect(toggle(page, "Compare")).to_have_attribute("aria-pressed", "true")
    tray(page).get_by_role("button", name="Clear").click()
    expect(tray(page)).to_be_hidden()
    expect(page.get_by_role("main")).to_be_focused()


def test_the_tray_works_by_keyboard_alone(desk: Reader) -> None:
    page = choose(desk, 2)
    tray(page).get_by_role("button", name="Take away Wrenfield Teen DBT").focus()
    page.keyboard.press("Enter")
    expect(tray(page).locator("li > a")).to_have_text(["Third Watch Late Group"])
    assert page.evaluate("document.activeElement.closest('.tray') !== null")


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_the_tray_covers_neither_the_way_out_nor_the_focus(
    browser: Browser, address: str, width: int
) -> None:
    with reading(browser, address, {"width": width, "height": 740}) as phone:
        page = choose(phone, 2)
        go(page, address + TEEN)
        way_out = page.get_by_role("link", name="Leave this page")
        tray(page).get_by_role("link", name="Compare 2 programs").wait_for()
        covered = page.evaluate(
            """() => {
              const out = document.querySelector("[data-leave]").getBoundingClientRect();
              const top = document.elementFromPoint(out.x + out.width / 2, out.y + out.height / 2);
              const controls = document.querySelectorAll(".tray :is(a, button, summary)");
              const overlaps = [...controls].filter((each) => {
                const box = each.getBoundingClientRect();
                return box.width && box.right > out.left && box.left < out.right &&
                  box.bottom > out.top && box.top < out.bottom && each.checkVisibility();
              });
              return [top.hasAttribute("data-leave"), overlaps.map((each) => each.outerHTML)];
            }"""
        )
        assert covered == [True, []]
        expect(way_out).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        hidden = []
        page.locator("main").focus()
        for _ in range(45):
            page.keyboard.press("Tab")
            hidden += page.evaluate(
                """() => {
                  const each = document.activeElement;
                  if (!each.closest("main")) return [];
                  const box = each.getBoundingClientRect();
                  const tray = document.querySelector(".tray").getBoundingClientRect();
                  return box.bottom > tray.top + 1 ? [each.outerHTML.slice(0, 90)] : [];
                }"""
            )
        assert hidden == []


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=["phone light", "desktop dark"])
def test_axe_finds_nothing_in_a_page_with_a_tray(
    browser: Browser, address: str, size: ViewportSize, scheme: Scheme
) -> None:
    with reading(browser, address, size, scheme=scheme) as phone:
        page = choose(phone, 2)
        toggle(page, "Save").click()
        page.locator("input[data-keep]").check()
        expect(page.locator("[data-keeping-said]")).not_to_be_empty()
        assert violations(page) == []
