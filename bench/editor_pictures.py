"""Takes the pictures of the listing editor anew that pages for clinics show."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from browser_finder import find_browser, this_machine
from iopfinder.build import build
from reader import settle
from site_case import ROOT, TODAY, folders
from site_server import serve

PICTURES = ROOT / "content" / "pictures"
WIDTH = 1000


def main() -> None:
    """Builds the project's own site, fills in a made-up program and writes content/pictures/."""
    with TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        build(folders(site), TODAY)
        with serve(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_browser(this_machine())))
            page = browser.new_page(viewport={"width": WIDTH, "height": 760})
            page.goto(f"{address}/for-clinics/listing-editor/")
            settle(page)
            take(page)
            browser.close()


def take(page: Page) -> None:
    page.get_by_role("button", name="Start a new listing").click()
    for label, text in (
        ("What is the program called?", "Harbor Evening IOP"),
        ("Street", "400 Example Ave"),
        ("City", "Portland"),
        ("ZIP code", "97204"),
        ("Which ages do you take?", "18+"),
    ):
        field = page.get_by_label(label).first
        field.fill(text)
        field.blur()
    page.get_by_role("heading", name="Name, place and phone").evaluate("e => e.scrollIntoView()")
    page.screenshot(path=PICTURES / "editor-first-facts.png")
    page.locator(".ed-aside").screenshot(path=PICTURES / "editor-preview.png")


if __name__ == "__main__":
    main()
