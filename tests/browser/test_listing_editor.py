"""The listing editor as an office manager uses it, in a real browser under the site's policy."""

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, ViewportSize, expect

from iopfinder.canon import formatted
from iopfinder.program import Program
from reader import LOOKS, PHONE, REFUSED, Reader, Scheme, reading, settle, violations
from site_case import ROOT, run

pytestmark = pytest.mark.browser

PATH = "/for-clinics/listing-editor/"
TEEN, NIGHT = "wrenfield-teen-dbt", "third-watch-iop"
PRIVATE_NOTE = "# Ask Maria before changing this."


def opened(reader: Reader, slug: str) -> Page:
    page = reader.open(f"{PATH}#open={slug}")
    expect(told(page)).to_contain_text(f"Opened: {slug}.yaml.")
    return page


def begun(reader: Reader) -> Page:
    page = reader.open(PATH)
    page.get_by_role("button", name="Start a new listing").click()
    expect(page.get_by_label("What is the program called?")).to_be_focused()
    return page


def told(page: Page) -> Locator:
    return page.locator("[data-editor-told]")


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def fold(page: Page, title: str) -> Locator:
    found = page.locator("details.ed-fold").filter(has=page.locator("summary", has_text=title))
    found.locator("summary").first.click()
    return found


def text_of(page: Page) -> str:
    return page.locator("[data-editor-text]").input_value()


def preview(page: Page, number: int) -> Locator:
    return page.locator(f"[data-preview='{number}']")


def fill(page: Page, label: str, words: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(words)
    box.blur()


def saved(page: Page) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save file").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def drop(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Choose it, or drop it here").set_input_files(
        {"name": name, "mimeType": "application/yaml", "buffer": content}
    )


# From nothing to a file that check takes


def test_a_new_listing_is_valid_and_in_order(desk: Reader, tmp_path: Path) -> None:
    page = begun(desk)
    fill(page, "What is the program called? (needed)", "Oak Evening IOP")
    fill(page, "Who runs it?", "Oak Behavioral Health")
    fill(page, "Street", "400 Example Ave")
    fill(page, "City (needed with an address)", "Portland")
    fill(page, "State (needed with an address)", "OR")
    fill(page, "ZIP code (needed with an address)", "97204")
    fill(page, "Phone that families should call", "800-662-4357")
    page.get_by_label("Mental health and substance use", exact=True).check()
    depression = group(page, "Depression")
    depression.get_by_label("Treated in mixed groups").check()
    group(page, "Psychosis and schizophrenia").get_by_label("Not treated").check()
    fill(page, "Which ages do you take?", "18+")
    group(page, "Whom can you not take?").get_by_label("People in withdrawal").check()
    group(page, "Who leads the groups?").get_by_label("Licensed professionals").check()
    page.get_by_role("button", name="Add a group with its times").click()
    fill(page, "Name of this group (needed)", "Adult evening")
    time = group(page, "Time 1")
    for day in ("Monday", "Wednesday", "Thursday"):
        time.get_by_label(day).check()
    time.get_by_label("From and to").fill("5:30pm-8:30pm")
    time.get_by_label("From and to").blur()
    group(page, "In which languages are groups held?").get_by_label("English").check()
    expect(page.locator("[data-editor-problems]")).to_be_hidden()
    structure = fold(page, "1. Program structure")
    structure.get_by_label("Hours of treatment a week").fill("9")
    structure.get_by_label("Hours of treatment a week").blur()
    name, content = saved(page)
    assert name == "oak-evening-iop.yaml"
    assert content.decode() == NEW
    assert formatted(NEW, "", Program) == NEW
    file = tmp_path / name
    file.write_bytes(content)
    checked = run("check", str(file))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "error" not in checked.stdout


NEW = """\
# Skip what you do not know: families then read "The program does not say. Ask."
format: 1
name: Oak Evening IOP
provider: Oak Behavioral Health
focus: both
location:
  street: 400 Example Ave
  city: Portland
  state: OR
  zip: "97204"
contact:
  phone: 800-662-4357
structure:
  hours_per_week: 9
specialties:
  conditions:
    depression: treated
    psychosis: no
  ages: 18+
admission:
  not_taken: [in-withdrawal]
staff:
  groups_led_by: licensed
schedule:
  tracks:
    - name: Adult evening
      sessions:
        - days: [mon, wed, thu]
          time: 5:30pm-8:30pm
languages:
  sessions: [en]
"""


def test_what_is_needed_and_wrong_is_told_beside_its_field_and_on_top(desk: Reader) -> None:
    page = begun(desk)
    summary = page.locator("[data-editor-problems]")
    expect(summary).to_be_hidden()
    needed = page.locator("[data-editor-needed]")
    expect(needed.get_by_role("listitem")).to_have_text(
        [
            "What the program is called",
            "A phone number, or another way to reach you",
            "The address, or the states that you serve online",
        ]
    )
    needed.get_by_role("link", name="The address").click()
    expect(page.get_by_label("Street", exact=True)).to_be_focused()
    fill(page, "Which ages do you take?", "everybody")
    beside = page.locator("#f-specialties-ages-wrong")
    expect(beside).to_have_text(
        "'everybody' is not an age range. "
        "Write 13-17, 18+, children, teens, young-adults, adults or older-adults."
    )
    ages = page.get_by_label("Which ages do you take?")
    expect(ages).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="Ages:").click()
    expect(ages).to_be_focused()
    ages.fill("18+")
    ages.blur()
    expect(beside).to_be_empty()
    expect(summary).to_be_hidden()


# Opening and saving


def test_a_file_saved_without_a_change_is_the_same_bytes(desk: Reader) -> None:
    page = desk.open(PATH)
    text = (ROOT / "programs" / f"{TEEN}.yaml").read_bytes()
    forms = (
        text,
        text.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + text,
        text.rstrip(b"\n"),
        text.replace(b"focus:", b"our_own: [kept]  # note\nfocus:"),
    )
    for content in forms:
        drop(page, "our-teens.yaml", content)
        expect(told(page)).to_contain_text("Opened: our-teens.yaml.")
        assert saved(page) == ("our-teens.yaml", content)


def test_one_answer_changes_one_line(desk: Reader) -> None:
    page = opened(desk, TEEN)
    before = text_of(page)
    assert before == (ROOT / "programs" / f"{TEEN}.yaml").read_text("utf-8")
    structure = fold(page, "1. Program structure")
    size = structure.get_by_label("People in a group")
    size.fill("7")
    size.blur()
    assert text_of(page) == before.replace("group_size: 8\n", "group_size: 7\n")
    expect(preview(page, 1)).to_contain_text("7 people")
    page.get_by_role("button", name="Undo").click()
    assert text_of(page) == before
    page.get_by_role("button", name="Redo").click()
    expect(size).to_have_value("7")
    expect(page.locator("[data-editor-state]")).to_have_text("Not saved in a file yet")


def test_a_note_in_the_file_goes_only_after_it_was_named(desk: Reader) -> None:
    page = desk.open(PATH)
    listing = (ROOT / "programs" / f"{TEEN}.yaml").read_text("utf-8")
    text = listing.replace("  group_size: 8\n", f"  {PRIVATE_NOTE}\n  group_size: 8  # or 9\n")
    drop(page, f"{TEEN}.yaml", text.encode())
    structure = fold(page, "1. Program structure")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    size = structure.get_by_label("People in a group")
    size.fill("")
    size.blur()
    expect(size).to_have_value("8")
    assert text_of(page) == text
    size.fill("")
    size.blur()
    assert (
        asked
        == [f"This takes out notes that stand in the file:\n\n{PRIVATE_NOTE}\n# or 9\n\nGo on?"] * 2
    )
    assert text_of(page) == listing.replace("  group_size: 8\n", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"name: Oak\nname: Elm\n",
            "Line 2, column 1: 'name' is written twice, first on line 1. Keep one of the two.",
        ),
        (
            b"name:\n\tcity: Salem\n",
            "Line 2, column 1: A tab stands here. Use spaces: two for each step to the right.",
        ),
        (b"\xff\xfen\x00", "The file is written in UTF-16, not UTF-8."),
        (b"name: \xe9\n", "The file is not UTF-8 text."),
    ],
)
def test_what_check_refuses_is_refused_and_nothing_is_lost(
    desk: Reader, content: bytes, words: str
) -> None:
    page = begun(desk)
    fill(page, "What is the program called? (needed)", "Oak")
    before = text_of(page)
    page.on("dialog", lambda dialog: dialog.accept())
    drop(page, "ours.yaml", content)
    expect(told(page)).to_contain_text("This file cannot be opened. It stays as it is.")
    expect(told(page)).to_contain_text(words)
    assert text_of(page) == before


def test_what_who_merges_sets_is_shown_and_stays(desk: Reader) -> None:
    page = opened(desk, TEEN)
    locked = page.get_by_role("region", name="What stands there and stays")
    expect(locked).to_contain_text("date: 2026-11-10, by: program, how: phone")
    expect(locked).to_contain_text("You cannot set it here.")
    expect(locked.locator("input, select, textarea, button")).to_have_count(0)


def test_the_text_can_be_typed_too(desk: Reader) -> None:
    page = opened(desk, TEEN)
    page.locator(".ed-text summary").click()
    area = page.get_by_label("The text of the file")
    good = text_of(page)
    area.fill("name: [\n")
    page.get_by_role("button", name="Use this text").click()
    expect(told(page)).to_have_text("This text cannot be read. The form is as it was.")
    expect(page.locator("[data-editor-text-wrong]")).to_contain_text("Line ")
    area.fill(good.replace("name: Wrenfield Teen DBT", "name: Wrenfield Teens"))
    page.get_by_role("button", name="Use this text").click()
    expect(page.get_by_label("What is the program called?")).to_have_value("Wrenfield Teens")


# Three values


def test_not_stated_is_never_a_no(desk: Reader) -> None:
    page = begun(desk)
    staff = fold(page, "3. Qualified staff")
    nurse = group(page, "Is a nurse on the team?")
    expect(nurse.get_by_label("Not stated")).to_be_checked()
    expect(preview(page, 3)).not_to_contain_text("Nurse")
    nurse.get_by_label("No", exact=True).check()
    expect(preview(page, 3)).to_contain_text("Nurse on the team")
    assert "  nurse: no\n" in text_of(page)
    nurse.get_by_label("Not stated").check()
    assert "nurse" not in text_of(page)
    assert "staff" not in text_of(page)
    expect(staff.locator(".ed-count")).to_have_text("Facts given: 0 of 5")
    expect(preview(page, 3).locator(".not-stated")).to_contain_text(
        "The program does not say: Who leads the groups;"
    )


def test_a_wrong_value_is_no_fact_until_it_is_mended(desk: Reader) -> None:
    text = "format: 1\nname: Oak\ncontact: {phone: 503-555-0142}\nstructure: {group_size: %s}\n"
    for written, given in (("10", "1 of 6"), ("many", "0 of 6")):
        page = begun(desk)
        drop(page, "oak.yaml", (text % written).encode())
        expect(told(page)).to_contain_text("Opened: oak.yaml.")
        count = fold(page, "1. Program structure").locator(".ed-count")
        expect(count).to_have_text(f"Facts given: {given}")


def test_a_list_becomes_a_mapping_only_where_it_must(desk: Reader) -> None:
    page = begun(desk)
    drop_text = "format: 1\nname: Oak\ncontact: {phone: 503-555-0142}\n"
    drop(page, "oak.yaml", f"{drop_text}specialties: {{conditions: [ptsd, ocd]}}\n".encode())
    expect(told(page)).to_contain_text("Opened: oak.yaml.")
    group(page, "Depression").get_by_label("Treated in mixed groups").check()
    assert text_of(page).endswith("{conditions: [ptsd, ocd, depression]}}\n".replace("}}", "}"))
    group(page, "Depression").get_by_label("Own group or team").check()
    assert text_of(page).endswith(
        "specialties: {conditions: {ptsd: treated, ocd: treated, depression: track}}\n"
    )


# Times


def test_the_week_can_be_painted_by_keyboard(desk: Reader) -> None:
    page = begun(desk)
    page.get_by_role("button", name="Add a group with its times").click()
    fill(page, "Name of this group (needed)", "Evenings")
    page.get_by_text("Paint the times on a week").click()
    week = page.get_by_role("grid", name="Sessions: hours of the week")
    week.get_by_role("checkbox", name="Monday, 5 pm").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    week.get_by_role("checkbox", name="Wednesday, 5 pm").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    assert text_of(page).endswith(
        "      sessions:\n        - days: [mon, wed]\n          time: 17:00-20:00\n"
    )
    expect(group(page, "Time 1").get_by_label("From and to")).to_have_value("17:00-20:00")
    expect(preview(page, 4)).to_contain_text("Monday and Wednesday, 5 to 8 pm")
    group(page, "Time 1").get_by_label("From and to").fill("17:30-25:00")
    group(page, "Time 1").get_by_label("From and to").blur()
    expect(group(page, "Time 1").locator(".field-error")).to_have_text(
        "'25:00' is not a time. Write its start and end, as 17:30-20:30."
    )


# Drafts


def test_a_draft_survives_a_reload_and_goes_when_all_is_forgotten(desk: Reader) -> None:
    page = begun(desk)
    fill(page, "What is the program called? (needed)", "Oak")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    settle(page)
    expect(told(page)).to_have_text("This is the draft that you had here before.")
    expect(page.get_by_label("What is the program called?")).to_have_value("Oak")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("Keep this draft on this device, for 30 days").check()
    other = desk.open(PATH)
    expect(other.get_by_label("What is the program called?")).to_have_value("Oak")
    page.locator("footer").get_by_role("button", name="Forget everything").click()
    expect(page.locator("[data-editor-work]")).to_be_hidden()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    expect(other.locator("[data-editor-work]")).to_be_hidden()


def test_a_draft_is_kept_for_thirty_days(desk: Reader) -> None:
    page = begun(desk)
    page.get_by_label("Keep this draft on this device, for 30 days").check()
    page.evaluate(
        """() => {
          const draft = JSON.parse(localStorage["keep-listing"]);
          localStorage["keep-listing"] = JSON.stringify({...draft, used: draft.used - 31 * 864e5});
        }"""
    )
    other = desk.open(PATH)
    expect(other.locator("[data-editor-work]")).to_be_hidden()
    assert other.evaluate("localStorage.length") == 0


def test_it_works_where_nothing_can_be_kept(browser: Browser, address: str) -> None:
    with reading(browser, address) as reader:
        reader.context.add_init_script(REFUSED)
        page = begun(reader)
        fill(page, "What is the program called? (needed)", "Oak")
        expect(told(page)).to_have_text(
            "Your browser does not let us keep this draft. "
            "Save the file before you leave this page."
        )
        page.locator("footer").get_by_label("Keep what I save on this device").click()
        assert saved(page)[0] == "oak.yaml"


def test_leaving_asks_only_while_changes_stand_in_no_file(desk: Reader) -> None:
    page = begun(desk)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_label("What is the program called?").fill("Oak")  # typed, and not yet left
    page.reload()
    settle(page)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("What is the program called?")).to_have_value("Oak")
    saved(page)
    page.reload()
    settle(page)
    assert asked == ["beforeunload"]


# Handing it on


def test_the_email_holds_the_text_where_it_fits(desk: Reader) -> None:
    page = begun(desk)
    fill(page, "What is the program called? (needed)", "Oak")
    link = page.get_by_role("link", name="Email it to us")
    address = urlsplit(link.get_attribute("href") or "")
    assert address.path == "editors@iopfinder.example.org"
    asked = parse_qs(address.query)
    assert asked["subject"] == ["Our listing: Oak"]
    text = text_of(page).replace("\n", "\r\n")
    assert asked["body"][0].startswith(f"oak.yaml\r\n\r\n{text}")
    page.goto(f"{desk.address}{PATH}#open={TEEN}")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_label("Address of its page").fill(f"{desk.address}/programs/{TEEN}/")
    page.get_by_role("button", name="Open it").click()
    expect(told(page)).to_contain_text(f"Opened: {TEEN}.yaml.")
    expect(page.locator("[data-editor-mail-note]")).to_have_text(
        "The text is too long for a link. "
        f"Save the file first, then attach {TEEN}.yaml to the email."
    )
    body = unquote(link.get_attribute("href") or "")
    assert f"The file {TEEN}.yaml is attached." in body


def test_the_open_questions_print_alone(desk: Reader) -> None:
    desk.context.add_init_script(
        "window.printed = [];"
        "window.print = () => printed.push(document.querySelector('main').dataset.prints);"
    )
    page = opened(desk, "alder-mill-iop")
    page.get_by_role("button", name="Print the open questions").click()
    assert page.evaluate("window.printed") == ["open-questions"]
    page.evaluate("document.querySelector('main').dataset.prints = 'open-questions'")
    page.emulate_media(media="print")
    sheet = page.get_by_role("region", name="Open questions")
    expect(sheet.get_by_role("heading")).to_have_text("Open questions: Alder Mill IOP")
    expect(sheet.get_by_text("Who leads the groups?")).to_be_visible()
    expect(page.locator(".ed-form")).to_be_hidden()


def test_no_repository_no_proposal(desk: Reader) -> None:
    page = opened(desk, TEEN)
    expect(page.get_by_text("GitHub")).to_have_count(0)


# Finding one's way


def test_fields_are_found_by_their_words(desk: Reader) -> None:
    page = begun(desk)
    page.get_by_label("Find a field").fill("child care")
    expect(page.locator("[data-editor-found]")).to_have_text(re.compile("field"))
    expect(group(page, "What makes it easier to come?")).to_be_visible()
    expect(page.get_by_label("What is the program called?")).to_be_hidden()
    page.get_by_label("Find a field").fill("")
    expect(page.get_by_label("What is the program called?")).to_be_visible()


def test_a_programs_page_leads_to_its_own_listing(desk: Reader) -> None:
    page = desk.open(f"/programs/{NIGHT}/")
    page.get_by_role("link", name="Is this your program? Correct it in the listing editor.").click()
    expect(told(page)).to_contain_text(f"Opened: {NIGHT}.yaml.")


def test_an_old_name_opens_the_listing_under_its_new_one(phone: Reader) -> None:
    page = phone.open(f"{PATH}#open=bayou-evening-iop")
    expect(told(page)).to_contain_text("Opened: copperleaf-houston.yaml.")
    page.get_by_label("Address of its page").fill("/programs/no-such-program/")
    page.get_by_role("button", name="Open it").click()
    expect(told(page)).to_have_text(
        "There is no listing “no-such-program” on this site. Look at the address of its page."
    )


def test_without_a_script_the_page_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PATH)
    expect(page.locator("[data-editor]")).to_be_hidden()
    expect(page.locator("[data-static] ol > li")).to_have_count(12)
    mail = page.get_by_role("link", name="Email us the answers to these questions")
    body = parse_qs(urlsplit(mail.get_attribute("href") or "").query)["body"][0]
    assert "12. Which insurance do you take?" in body
    assert "Name of the program:" in body
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    with reading(browser, address, {"width": width, "height": 800}) as reader:
        page = opened(reader, TEEN)
        for each in page.locator("details.ed-fold > summary").all():
            each.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=["phone light", "desktop dark"])
def test_axe_finds_nothing(
    browser: Browser, address: str, size: ViewportSize, scheme: Scheme
) -> None:
    with reading(browser, address, size, scheme=scheme) as reader:
        page = begun(reader)
        page.get_by_role("button", name="Add a group with its times").click()
        if size == PHONE:
            fold(page, "3. Qualified staff")
        else:
            page.get_by_text("Paint the times on a week").click()
        for each in page.get_by_placeholder("Type to narrow down").all():
            each.fill("ab")  # a few rows of each list: axe takes long over all
        assert violations(page) == []
