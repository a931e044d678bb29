"""Two to four programs side by side: from a link, from what is saved, on paper and in a file."""

import csv
from io import StringIO

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from reader import DESKTOP, LOOKS, REFUSED, Reader, Scheme, reading, settle, violations

pytestmark = pytest.mark.browser

TEEN, NIGHT, SPARSE = "wrenfield-teen-dbt", "third-watch-iop", "alder-mill-iop"
EVENING = "ninebark-evening-iop"
NAMES = {
    TEEN: "Wrenfield Teen DBT",
    NIGHT: "Third Watch Late Group",
    SPARSE: "Alder Mill IOP",
    EVENING: "Ninebark Evening IOP",
}
HOUSTON = "Copperleaf Houston Nights and Weekends"
NEEDS = "age=15&condition=self-harm&insurance=medicaid"


def comparison(reader: Reader, *slugs: str, needs: str = "") -> Page:
    return reader.open(link(*slugs, needs=needs))


def link(*slugs: str, needs: str = "") -> str:
    return f"/compare/#programs={','.join(slugs)}{'&' if needs else ''}{needs}"


def table(page: Page) -> Locator:
    return page.get_by_role("table", name="What each program says")


def heads(page: Page) -> Locator:
    return table(page).get_by_role("columnheader")


def cells(page: Page, label: str) -> list[str]:
    """The words of a row, from its first program to its last."""
    found = table(page).locator("tr", has=page.locator("th", has_text=label)).first.locator("td")
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def row(page: Page, field: str) -> Locator:
    return table(page).locator(f'tr[data-field="{field}"]')


def row_words(page: Page, field: str) -> list[str]:
    return [" ".join(text.split()) for text in row(page, field).locator("td").all_inner_texts()]


def tool(page: Page, words: str, slug: str) -> Locator:
    return table(page).get_by_role("button", name=f"{words} {NAMES[slug]}")


def problems(page: Page) -> Locator:
    return page.locator("[data-problems] li")


# The table


def test_programs_stand_side_by_side_in_the_order_of_the_five_questions(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT, SPARSE)
    expect(heads(page)).to_have_text([NAMES[TEEN], NAMES[NIGHT], NAMES[SPARSE]])
    questions = table(page).locator(".compare-part th")
    expect(questions).to_have_text(
        [
            "The program",
            "Program structureHow many sessions per week, and what therapies are included?",
            (
                "Specialized treatmentDoes it address the specific condition, such as PTSD, "
                "addiction or an eating disorder?"
            ),
            "Qualified staffDo licensed professionals lead the sessions?",
            "FlexibilityDoes the schedule fit work, school and family?",
            "Aftercare supportWhat continued care is there after the program?",
        ]
    )
    assert row_words(page, "structure.length_weeks") == [
        "16 to 24 weeks",
        "12 weeks",
        "Does not say: ask",
    ]
    assert cells(page, "Facts given") == ["28 of 29", "27 of 29", "0 of 29"]
    assert cells(page, "Confirmed") == [
        "The program told us this on November 10, 2026, by phone.",
        "The program told us this on October 30, 2026, by phone.",
        "No one has confirmed these facts yet.",
    ]
    expect(page.locator("[data-static]")).to_be_hidden()
    assert page.title().startswith("Compare programs |")


def test_each_program_bears_its_marks(desk: Reader) -> None:
    page = comparison(desk, "gull-point-recovery", "limestone-ocd-iop", "ferrule-stimulant-iop")
    marks = [cell.split("(made up")[0] for cell in cells(page, "Who and where")]
    assert ["Made-up example." in each for each in marks] == [True, True, True]
    assert ["closed" in each for each in marks] == [True, False, False]
    assert ["Not confirmed for over a year" in each for each in marks] == [False, True, False]
    expect(table(page).locator('a[href^="tel:"]')).to_have_count(0)
    expect(problems(page)).to_have_text(["Gull Point Recovery has closed."])


def test_a_no_says_no_and_a_facility_is_named(desk: Reader) -> None:
    page = comparison(desk, TEEN, "hayfield-public-iop")
    page.get_by_label("Every fact").check()
    text = table(page).inner_text()
    assert "the facility says" in text or "from the provider" in text
    words = row_words(page, "safety.self_harm") + row_words(page, "structure.smoking")
    assert all(word for word in words)


def test_a_row_that_differs_is_marked_in_words_and_by_a_sign(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT)
    expect(row(page, "structure.length_weeks").locator("th")).to_have_text("Length ≠ (they differ)")
    expect(row(page, "structure.hours_per_week").locator("th")).to_have_text(
        "Treatment hours a week"
    )


def test_only_differences_are_shown_and_the_rest_counted(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT)
    told = page.locator("[data-hidden-rows]")
    same = table(page).locator('tr[data-differs="false"]')
    more = table(page).locator('tr[data-main="false"]')
    expect(told).to_have_text(f"{more.count()} more facts are hidden.")
    page.get_by_label("Every fact").check()
    expect(told).to_be_empty()
    page.get_by_label("Only differences").focus()
    page.keyboard.press("Space")
    expect(told).to_have_text(f"{same.count()} rows are hidden: they say the same.")
    expect(row(page, "structure.hours_per_week")).to_be_hidden()
    expect(row(page, "structure.length_weeks")).to_be_visible()
    assert same.count() > 2
    page.keyboard.press("Space")
    expect(row(page, "structure.hours_per_week")).to_be_visible()


def test_weeks_are_drawn_on_one_axis(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT, EVENING)
    weeks = row(page, "schedule.tracks").locator("svg")
    boxes = {each.get_attribute("viewBox") for each in weeks.all()}
    assert weeks.count() == 5
    assert len(boxes) == 1
    hours = [each.locator(".week-word").all_inner_texts() for each in weeks.all()]
    assert all(each == hours[0] for each in hours)


def test_what_was_asked_stands_first(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT, SPARSE, needs=NEEDS)
    assert [each.lower() for each in cells(page, "What you asked")] == [
        "says yes to: self-harm; age 15; medicaid.",
        "says yes to: medicaid. ask about: self-harm. says no to: age 15.",
        "ask about: self-harm; age 15; medicaid.",
    ]
    page = comparison(desk, TEEN, NIGHT)
    expect(table(page).get_by_role("rowheader", name="What you asked")).to_have_count(0)


# Changing it


def test_programs_are_moved_and_taken_away_by_keyboard(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT, SPARSE, needs="age=15")
    expect(tool(page, "Move left", TEEN)).to_be_disabled()
    tool(page, "Move right", TEEN).focus()
    page.keyboard.press("Enter")
    expect(heads(page)).to_have_text([NAMES[NIGHT], NAMES[TEEN], NAMES[SPARSE]])
    expect(tool(page, "Move right", TEEN)).to_be_focused()
    page.keyboard.press("Enter")
    expect(heads(page)).to_have_text([NAMES[NIGHT], NAMES[SPARSE], NAMES[TEEN]])
    expect(tool(page, "Move left", TEEN)).to_be_focused()
    assert page.url.endswith(link(NIGHT, SPARSE, TEEN, needs="age=15"))
    tool(page, "Take away", NIGHT).focus()
    page.keyboard.press("Enter")
    expect(heads(page)).to_have_text([NAMES[SPARSE], NAMES[TEEN]])
    expect(tool(page, "Take away", SPARSE)).to_be_focused()
    page.go_back()
    expect(heads(page)).to_have_text([NAMES[NIGHT], NAMES[SPARSE], NAMES[TEEN]])
    page.go_forward()
    expect(heads(page)).to_have_text([NAMES[SPARSE], NAMES[TEEN]])


def test_a_saved_program_is_added(desk: Reader) -> None:
    page = desk.open(f"/programs/{SPARSE}/")
    page.locator("[data-save]").get_by_role("button", name="Save", exact=True).click()
    page.goto(desk.address + link(TEEN, NIGHT))
    settle(page)
    page.get_by_label("Add one that you saved").select_option(NAMES[SPARSE])
    page.get_by_role("button", name="Add", exact=True).click()
    expect(heads(page)).to_have_text([NAMES[TEEN], NAMES[NIGHT], NAMES[SPARSE]])
    expect(page.get_by_label("Add one that you saved")).to_have_count(0)


def test_notes_are_kept_with_the_program(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT)
    note = page.get_by_label("Your notes on Wrenfield Teen DBT")
    note.fill("Ana, Tuesday <b>3 pm</b>\nWait: 2 weeks")
    page.reload()
    settle(page)
    expect(note).to_have_value("Ana, Tuesday <b>3 pm</b>\nWait: 2 weeks")
    page.goto(f"{desk.address}/checklist/#programs={TEEN}")
    settle(page)
    expect(page.get_by_label("Your notes")).to_have_value("Ana, Tuesday <b>3 pm</b>\nWait: 2 weeks")


# What a link may hold


def test_nothing_chosen_says_what_to_do(phone: Reader) -> None:
    page = phone.open("/compare/")
    expect(page.get_by_text("Nothing is chosen or saved yet. That is fine.")).to_be_visible()
    expect(table(page)).to_be_hidden()
    page.locator("[data-chooser]").get_by_role("link", name="Find programs").click()
    page.wait_for_url(f"{phone.address}/programs/")


def test_one_program_asks_for_another(phone: Reader) -> None:
    page = phone.open(f"/programs/{NIGHT}/")
    page.locator("[data-save]").get_by_role("button", name="Save", exact=True).click()
    page.goto(phone.address + link(TEEN))
    settle(page)
    expect(page.get_by_role("checkbox", name=NAMES[TEEN])).to_be_checked()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("Choose at least two programs.")).to_be_visible()
    page.get_by_role("checkbox", name=NAMES[NIGHT]).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(heads(page)).to_have_text([NAMES[TEEN], NAMES[NIGHT]])
    expect(page.get_by_role("heading", name="Side by side")).to_be_focused()


def test_more_than_four_are_left_out_by_name(desk: Reader) -> None:
    nine = [TEEN, NIGHT, SPARSE, EVENING, "a", "b", "c", "d", "e"]
    page = comparison(desk, *nine)
    expect(heads(page)).to_have_text([NAMES[slug] for slug in nine[:4]])
    expect(problems(page)).to_have_text(["Four programs are the most. Left out: a, b, c, d, e."])


def test_what_cannot_be_read_of_a_link_is_told_as_text(desk: Reader) -> None:
    page = desk.open(f"/compare/#programs={TEEN},{NIGHT},<img src=x>&mood=sad&age=old")
    expect(problems(page)).to_have_text(
        [
            "We could not read a part of this link, and left it out: programs=<img src=x>.",
            "We could not read a part of this link, and left it out: mood=sad.",
            "We could not read a part of this link, and left it out: age=old.",
        ]
    )
    expect(heads(page)).to_have_count(2)
    assert page.locator("img").count() == 0


def test_programs_that_are_gone_moved_or_joined_are_told(desk: Reader) -> None:
    page = comparison(desk, "bayou-evening-iop", "no-such-program", "larkmeadow-pike-iop")
    expect(problems(page)).to_have_text(
        [
            f"A program has a new address: bayou-evening-iop is now {HOUSTON}.",
            "A program is no longer listed here: no-such-program.",
            "Larkmeadow Downtown IOP is now part of another program: Larkmeadow Young Adults",
        ]
    )
    expect(heads(page)).to_have_text([HOUSTON, "Larkmeadow Downtown IOP"])
    assert page.url.endswith(link("copperleaf-houston", "larkmeadow-pike-iop"))


def test_notes_follow_a_program_to_its_new_address(desk: Reader) -> None:
    page = desk.open("/")
    page.evaluate(
        """sessionStorage.setItem("keep", JSON.stringify({version: 1, used: Date.now(),
           programs: [{program: "bayou-evening-iop", note: "Call Lee."}]}))"""
    )
    page.goto(desk.address + link("bayou-evening-iop", NIGHT))
    settle(page)
    expect(page.get_by_label(f"Your notes on {HOUSTON}")).to_have_value("Call Lee.")


def test_a_link_works_where_nothing_can_be_kept(browser: Browser, address: str) -> None:
    with reading(browser, address) as reader:
        reader.context.add_init_script(REFUSED)
        page = comparison(reader, TEEN, NIGHT, needs=NEEDS)
        expect(heads(page)).to_have_text([NAMES[TEEN], NAMES[NIGHT]])
        page.get_by_label("Your notes on Third Watch Late Group").fill("Hello.")
        expect(page.get_by_label("Your notes on Third Watch Late Group")).to_have_value("Hello.")


def test_a_file_that_does_not_come_is_told_and_tried_again(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    for file in (f"**/programs/{NIGHT}.json", "**/rows-en-*.json"):
        context.route(file, lambda route: route.abort())
        page.goto(address + link(TEEN, NIGHT))
        page.reload()
        again = page.get_by_role("button", name="Try again")
        expect(again).to_be_visible()
        context.unroute(file)
        again.click()
        expect(heads(page)).to_have_text([NAMES[TEEN], NAMES[NIGHT]])
        expect(problems(page)).to_have_count(0)
    context.close()


# Leaving the page


def test_links_say_what_they_hold(desk: Reader) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = comparison(desk, TEEN, NIGHT, needs=NEEDS)
    share = page.locator("[data-share]")
    share.get_by_role("button", name="Copy link with what you chose").click()
    expect(share.get_by_role("status")).to_have_text("Copied, with everything you chose.")
    whole = page.evaluate("navigator.clipboard.readText()")
    assert whole == desk.address + link(
        TEEN, NIGHT, needs="condition=self-harm&age=15&insurance=medicaid"
    )
    share.get_by_role("button", name="Copy link, names only").click()
    expect(share.get_by_role("status")).to_have_text("Copied. Only the programs are in it.")
    assert page.evaluate("navigator.clipboard.readText()") == desk.address + link(TEEN, NIGHT)


def test_a_link_that_cannot_be_copied_is_shown(phone: Reader) -> None:
    phone.context.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
    )
    page = comparison(phone, TEEN, NIGHT)
    share = page.locator("[data-share]")
    expect(share.get_by_role("button", name="Copy link with what you chose")).to_have_count(0)
    share.get_by_role("button", name="Copy link, names only").click()
    expect(share.get_by_role("status")).to_have_text("Copy the link from this field.")
    expect(share.get_by_label("Link to copy")).to_have_value(phone.address + link(TEEN, NIGHT))


def downloaded(page: Page) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a table (CSV)").click()
    path = download.value.path()
    return download.value.suggested_filename, path.read_bytes().decode("utf-8")


def test_the_table_is_a_file_that_is_safe_to_open(desk: Reader) -> None:
    page = comparison(desk, NIGHT, SPARSE, needs=NEEDS)
    page.get_by_label("Your notes on Alder Mill IOP").fill('=HYPERLINK("http://x","y")')
    name, text = downloaded(page)
    assert name == "programs.csv"
    assert text.startswith("\ufeff")
    assert "HYPERLINK" not in text
    assert "elf-harm" not in text.split("Specialized treatment")[0]
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert rows[:7] == [
        ["Question", "Fact", NAMES[NIGHT], NAMES[SPARSE]],
        [
            "",
            "Address of its page",
            f"{desk.address}/programs/{NIGHT}/",
            f"{desk.address}/programs/{SPARSE}/",
        ],
        ["", "Place", "Columbus, OH", "Beaverton, OR"],
        ["", "Provider", "Owl Lane Counseling", ""],
        [
            "",
            "Phone",
            "614-555-0173 (made up: do not call)",
            "503-555-0158 (made up: do not call)",
        ],
        [
            "",
            "Take care",
            "Made-up example. This place does not exist. Do not call or go there.",
            "Made-up example. This place does not exist. Do not call or go there.",
        ],
        [
            "",
            "Confirmed",
            "The program told us this on October 30, 2026, by phone.",
            "No one has confirmed these facts yet.",
        ],
    ]
    assert ["Program structure", "Length", "12 weeks", "Does not say: ask"] in rows
    last = (
        "Programs write these facts. Being here is not a recommendation. "
        "What a program does not say is not a no."
    )
    assert rows[-1] == [last]
    page.get_by_label("With my notes").check()
    _name, text = downloaded(page)
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert ["", "Your notes", "", '\'=HYPERLINK("http://x","y")'] in rows


def test_on_paper_all_programs_stand_and_no_control(desk: Reader) -> None:
    page = comparison(desk, TEEN, NIGHT, SPARSE, EVENING)
    page.emulate_media(media="print")
    for cell in heads(page).all():
        expect(cell).to_be_visible()
    for words in ("Move left", "Take away"):
        expect(page.get_by_role("button", name=words)).to_have_count(0)
    expect(page.get_by_label("Only differences")).to_be_hidden()
    printed = page.pdf(prefer_css_page_size=True)
    assert 2 <= printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") <= 7
    assert b"/MediaBox [0 0 792 612]" in printed  # landscape


# Sizes and states


def test_a_phone_shows_two_at_a_time(phone: Reader) -> None:
    page = comparison(phone, TEEN, NIGHT, SPARSE)
    expect(heads(page)).to_have_text([NAMES[TEEN], NAMES[NIGHT]])
    page.get_by_role("combobox", name="Right").select_option(NAMES[SPARSE])
    expect(page.get_by_role("combobox", name="Right")).to_be_focused()
    expect(heads(page).filter(visible=True)).to_have_text([NAMES[TEEN], NAMES[SPARSE]])
    page.get_by_role("combobox", name="Left").select_option(NAMES[SPARSE])
    expect(page.get_by_role("combobox", name="Right")).to_have_value(TEEN)
    left, right = (heads(page).filter(has_text=name) for name in (NAMES[SPARSE], NAMES[TEEN]))
    assert left.bounding_box()["x"] < right.bounding_box()["x"]  # type: ignore[index]
    table(page).locator("[data-part=aftercare-support]").scroll_into_view_if_needed()
    expect(left).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_no_comparison_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    with reading(browser, address, {"width": width, "height": 800}) as reader:
        page = comparison(reader, TEEN, NIGHT, SPARSE, EVENING, needs=NEEDS)
        page.get_by_label("Every fact").check()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


STATES = {
    "empty": "/compare/",
    "one": link(TEEN),
    "four": link(TEEN, NIGHT, SPARSE, EVENING, "gone", needs=f"{NEEDS}&mood=sad"),
    "Spanish": f"/es{link(TEEN, NIGHT, needs=NEEDS)}",
}


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=["phone light", "desktop dark"])
def test_axe_finds_nothing(
    browser: Browser, address: str, size: ViewportSize, scheme: Scheme
) -> None:
    with reading(browser, address, size, scheme=scheme) as reader:
        found = {state: violations(reader.open(path)) for state, path in STATES.items()}
    assert found == {state: [] for state in STATES}


def test_controls_are_large_enough(phone: Reader) -> None:
    page = comparison(phone, TEEN, NIGHT, SPARSE)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, select, textarea, label)")]
             .filter((each) => {
               const box = each.getBoundingClientRect();
               const inline = getComputedStyle(each).display === "inline";
               return box.width && !inline && (box.height < 24 || box.width < 24);
             }).map((each) => each.outerHTML.slice(0, 100))"""
    )
    assert small == []


def test_a_spanish_page_marks_the_listings_own_words(desk: Reader) -> None:
    page = desk.open(f"/es{link(TEEN, NIGHT)}")
    head = page.locator("thead th a").first
    expect(head).to_have_attribute("lang", "en")
    page.locator("[data-every-fact]").check()
    missed = page.locator('tr[data-field="schedule.missed_sessions"] td [lang=en]')
    expect(missed).to_have_count(2)
    for field in ("structure.length_weeks", "therapies"):
        expect(page.locator(f'tr[data-field="{field}"] td [lang=en]')).to_have_count(0)
