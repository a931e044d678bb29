"""A reader's browser for tests: pages that must not complain, and what they keep."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

Scheme = Literal["light", "dark"]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

LOOKS: tuple[tuple[ViewportSize, Scheme], ...] = ((PHONE, "light"), (DESKTOP, "dark"))
"""Each width and each scheme once: neither changes what the other shows."""

AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}

REFUSED = """for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("no", "SecurityError"); };
}"""
"""A browser that keeps nothing, as in some private windows."""


@dataclass
class Reader:
    """One browser with its own storage, at one site."""

    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """A new tab at a path of the site, once its scripts have done their part."""
        page = self.tab()
        page.goto(self.address + path)
        settle(page)
        return page

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._look(request.url))
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and "404" not in said.text:
            self.complaints.append(said.text)

    def _look(self, url: str) -> None:
        if not url.startswith((self.address, "blob:")):
            self.complaints.append(url)


def settle(page: Page) -> None:
    """Waits until the page's own part stands, and the last part of every page at its foot."""
    page.locator("footer [data-keeping]:not([hidden])").wait_for(state="attached")
    expect(page.locator("[data-compare][hidden], [data-sheets][hidden]")).to_have_count(0)


@contextmanager
def reading(
    browser: Browser, address: str, size: ViewportSize = PHONE, *, scheme: Scheme = "light"
) -> Iterator[Reader]:
    """A reader whose pages must not have complained in the end."""
    context = browser.new_context(viewport=size, color_scheme=scheme)
    reader = Reader(context, address)
    try:
        yield reader
    finally:
        context.close()
    assert reader.complaints == []


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, in short."""
    found = Axe().run(page, options=AXE_RULES)
    return [
        (each["id"], [node["html"][:120] for node in each["nodes"][:3]])
        for each in found.response["violations"]
    ]
