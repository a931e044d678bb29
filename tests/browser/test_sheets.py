"""A sheet for each call, and the worksheet: on the screen, by keyboard, and on paper."""

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, ViewportSize, expect

from iopfinder.checklist import OPEN_QUESTIONS
from reader import LOOKS, PHONE, REFUSED, Reader, Scheme, reading, settle, violations

pytestmark = pytest.mark.browser

SPARSE, TEEN, NIGHT = "alder-mill-iop", "wrenfield-teen-dbt", "third-watch-iop"
FIRST_EIGHT = (
    "right-level",
    "not-taken",
    "start-date",
    "cost",
    "license",
    "week",
    "group",
    "one-on-one",
)
ALL_QUESTIONS = 29


def sheets(reader: Reader, *slugs: str) -> Page:
    return reader.open(f"/checklist/#programs={','.join(slugs)}")


def sheet(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def ids(questions: Locator) -> list[str]:
    return [each.get_attribute("data-question") or "" for each in questions.all()]


def pages(printed: bytes) -> int:
    return printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ")


def test_a_sheet_holds_what_a_call_needs(phone: Reader) -> None:
    page = sheets(phone, SPARSE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions for your call")
    one = sheet(page, "Alder Mill IOP")
    expect(one.get_by_text("503-555-0158")).to_be_visible()
    expect(one.locator("a[href^='tel:']")).to_have_count(0)
    expect(one.get_by_text("Made-up example.")).to_be_visible()
    expect(one.get_by_text("Hi. I'm calling about your intensive outpatient")).to_be_visible()
    expect(one.get_by_text("What is the next step, on what date")).to_be_visible()
    opened = one.locator(":scope > .questions > [data-question]")
    assert ids(opened) == list(FIRST_EIGHT)
    assert len(FIRST_EIGHT) == OPEN_QUESTIONS
    for words in ("Listen for", "Be careful"):
        expect(opened.first.locator("dt").filter(has_text=words)).to_be_visible()
    folded = one.locator(".sheet-folded")
    expect(folded.locator("summary").first).to_contain_text("more questions")
    expect(folded.locator("[data-question]").first).to_be_hidden()
    flags = one.locator(".sheet-flags li")
    expect(flags.first).to_have_text(
        "They want your insurance number before they will say who they are and where."
    )
    expect(flags.filter(has_text="buprenorphine")).to_have_count(1)
    expect(flags.filter(has_text="a card or a large deposit")).to_have_count(0)  # asked above
    expect(page.locator("[data-blank-questions]")).to_be_hidden()


def test_a_sheet_says_what_is_known_question_by_question(phone: Reader) -> None:
    page = sheets(phone, NIGHT)
    known = sheet(page, "Third Watch Late Group").locator(".sheet-known")
    expect(known.locator("dt")).to_have_text(
        [
            "Program structure (facts given: 5 of 6)",
            "Specialized treatment (facts given: 6 of 6)",
            "Qualified staff (facts given: 5 of 5)",
            "Flexibility (facts given: 7 of 7)",
            "Aftercare support (facts given: 4 of 5)",
        ]
    )
    expect(known.get_by_text("Length: 12 weeks")).to_be_visible()


def test_a_real_number_can_be_called(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()

    def real(route: Route) -> None:
        program = route.fetch().json()
        number = {"shown": "503-555-0158", "href": "tel:+15035550158"}
        route.fulfill(json={**program, "example": False, "phone": number})

    context.route(f"**/programs/{SPARSE}.json", real)
    page.goto(f"{address}/checklist/#programs={SPARSE}")
    call = sheet(page, "Alder Mill IOP").get_by_role("link", name="503-555-0158")
    expect(call).to_have_attribute("href", "tel:+15035550158")
    context.close()


def test_what_is_written_is_kept_under_its_program(desk: Reader) -> None:
    page = sheets(desk, SPARSE, TEEN)
    one = sheet(page, "Alder Mill IOP")
    one.get_by_label("What they said to: Who decides if an IOP is enough, and how?").fill("Dr. Lee")
    one.get_by_label("Who you spoke with, and the day").fill("Ana, Monday")
    one.get_by_label("Your notes").fill("Kind.")
    row = page.get_by_label("Alder Mill IOP: 1. Program structure")
    row.fill("9 hours")
    who = page.get_by_label("Alder Mill IOP: Name, phone, who you spoke with, and the day")
    expect(who).to_have_value("Ana, Monday")
    page.reload()
    settle(page)
    expect(
        one.get_by_label("What they said to: Who decides if an IOP is enough, and how?")
    ).to_have_value("Dr. Lee")
    expect(one.get_by_label("Your notes")).to_have_value("Kind.")
    expect(row).to_have_value("9 hours")
    expect(page.get_by_label("Wrenfield Teen DBT: 1. Program structure")).to_have_value("")


def test_saved_programs_are_chosen_by_keyboard(desk: Reader) -> None:
    page = desk.open("/checklist/")
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    page.goto(f"{desk.address}/programs/{NIGHT}/")
    settle(page)
    page.locator("[data-save]").get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{desk.address}/checklist/")
    settle(page)
    page.get_by_role("checkbox", name="Third Watch Late Group").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Third Watch Late Group")).to_be_focused()
    assert page.url == f"{desk.address}/checklist/#programs={NIGHT}"
    expect(page.locator("[data-column='1']")).to_have_text("Third Watch Late Group")
    expect(page.locator("[data-column='2']")).to_have_text("Program 2")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worksheet: the five questions")
    expect(page.locator("[data-blank-questions]")).to_be_visible()


def test_a_saved_program_with_notes_is_not_removed_by_a_slip(desk: Reader) -> None:
    page = sheets(desk, SPARSE)
    sheet(page, "Alder Mill IOP").get_by_label("Your notes").fill("Kind.")
    page.goto(f"{desk.address}/checklist/")
    settle(page)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    remove = page.get_by_role("button", name="Remove Alder Mill IOP")
    remove.click()
    expect(remove).to_be_visible()
    remove.click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    assert asked == ["Your notes on this program go too."] * 2


def test_links_with_gone_moved_and_many_programs_are_told(phone: Reader) -> None:
    page = sheets(phone, "bayou-evening-iop", "no-such-program", SPARSE, TEEN, NIGHT)
    expect(page.locator("[data-problems] li")).to_have_text(
        [
            f"Four programs are the most. Left out: {NIGHT}.",
            (
                "A program has a new address: "
                "bayou-evening-iop is now Copperleaf Houston Nights and Weekends."
            ),
            "A program is no longer listed here: no-such-program.",
        ]
    )
    expect(page.get_by_role("article")).to_have_count(3)


def test_sheets_work_where_nothing_can_be_kept(browser: Browser, address: str) -> None:
    with reading(browser, address) as reader:
        reader.context.add_init_script(REFUSED)
        page = sheets(reader, SPARSE)
        notes = sheet(page, "Alder Mill IOP").get_by_label("Your notes")
        notes.fill("Kind.")
        expect(notes).to_have_value("Kind.")
        expect(page.locator("[data-told]")).to_have_text(
            "Your browser does not let us keep anything. "
            "What you save is lost when you leave this page."
        )


@pytest.mark.parametrize("slug", [SPARSE, TEEN, NIGHT, "limestone-ocd-iop"])
def test_a_sheet_prints_on_two_pages_at_most(desk: Reader, slug: str) -> None:
    page = sheets(desk, slug)
    page.evaluate("document.querySelector('main').dataset.prints = 'sheets'")
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_hidden()
    for paper in ("Letter", "A4"):
        assert 1 <= pages(page.pdf(format=paper)) <= 2


def test_print_buttons_print_the_sheets_or_the_worksheet(desk: Reader) -> None:
    desk.context.add_init_script(
        """window.printed = [];
           window.print = () => printed.push(document.querySelector("main").dataset.prints);"""
    )
    page = sheets(desk, SPARSE)
    page.get_by_role("button", name="Print the sheets").click()
    page.get_by_role("button", name="Print the worksheet").click()
    assert page.evaluate("window.printed") == ["sheets", "worksheet"]
    assert page.evaluate("document.querySelector('main').dataset.prints") is None


def test_the_blank_page_holds_every_question_without_a_script(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/checklist/")
    questions = page.locator("[data-blank-questions] [data-question]")
    assert len(set(ids(questions))) == questions.count() == ALL_QUESTIONS
    expect(page.get_by_role("heading", level=1)).to_have_text("Worksheet: the five questions")
    expect(page.locator("[data-sheets]")).to_be_hidden()
    expect(page.locator("button:visible")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_sheet_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    with reading(browser, address, {"width": width, "height": 800}) as reader:
        page = sheets(reader, SPARSE, TEEN)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=["phone light", "desktop dark"])
def test_axe_finds_nothing(
    browser: Browser, address: str, size: ViewportSize, scheme: Scheme
) -> None:
    with reading(browser, address, size, scheme=scheme) as reader:
        for path in (
            "/checklist/",
            f"/checklist/#programs={SPARSE},{TEEN}",
            f"/es/checklist/#programs={NIGHT}",
        ):
            assert (path, violations(reader.open(path))) == (path, [])
