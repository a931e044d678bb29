"""The Spanish pages in a real browser: no English left on them, danger first, a way to and fro."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from iopfinder.messages import messages
from reader import PHONE, Reader, Scheme, reading, violations
from site_case import ROOT

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}

TEEN = "near=97204&within=25&age=15&condition=self-harm"

PAGES = {
    "home": "/es/",
    "finder": "/es/programs/",
    "results": f"/es/programs/#{TEEN}",
    "no result": "/es/programs/#near=97204&within=5&language=zh&condition=gambling&age=12",
    "bad address": "/es/programs/#near=00000&condition=nothing",
    "empty comparison": "/es/compare/",
    "comparison": "/es/compare/#programs=wrenfield-teen-dbt,third-watch-iop,alder-mill-iop",
    "questions": "/es/checklist/",
    "call sheet": f"/es/checklist/#programs=wrenfield-teen-dbt,alder-mill-iop&{TEEN}",
    "article": "/es/guides/is-an-iop-enough/",
}

TWINS = ("/", "/programs/", "/compare/", "/checklist/", "/guides/is-an-iop-enough/")


@pytest.fixture(scope="module", params=PAGES)
def every(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Each page once, as all that is asked of every page asks it."""
    with reading(browser, address) as reader:
        yield opened(reader, PAGES[request.param])


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def opened(reader: Reader, path: str) -> Page:
    """A page that has done all that its address asks of it."""
    page = reader.open(path)
    if path.startswith("/es/programs/"):
        expect(page.locator("[data-said]")).not_to_have_text(re.compile("Cargando|^$"))
    if "/compare/#" in path:
        expect(page.get_by_role("table")).to_be_visible()
    if "/checklist/#" in path:
        expect(page.get_by_role("heading", name="Wrenfield Teen DBT")).to_be_visible()
    return page


# Nothing is left in English


@cache
def english() -> re.Pattern[str]:
    """Any text of the pages with more than three words of its own."""
    said = messages(ROOT / "templates", ROOT / "assets")
    texts = {text for each in said for text in ([each.id] if isinstance(each.id, str) else each.id)}
    bare = (re.sub(r"<[^>]*>", "", text) for text in texts)
    long = [text for text in bare if len(re.sub(r"%\(\w+\)s", "", text).split()) > 3]
    escaped = (re.sub(r"%\\\(\w+\\\)s", ".*", re.escape(text)) for text in long)
    return re.compile("|".join(sorted(escaped)))


def spanish_lines(page: Page) -> list[str]:
    """What is in sight or read aloud, but for what is marked as being in another language."""
    lines: list[str] = page.evaluate(
        """() => {
          const found = [];
          const own = (node) => node.closest("[lang]").lang === "es";
          const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const above = walker.currentNode.parentElement;
            if (own(above) && !above.closest("script, style")) {
              found.push(walker.currentNode.textContent.trim());
            }
          }
          for (const name of ["aria-label", "title", "placeholder", "content"]) {
            for (const each of document.querySelectorAll(`[${name}]`)) {
              if (own(each)) found.push(each.getAttribute(name));
            }
          }
          return found.filter((line) => line !== "");
        }"""
    )
    return lines


def test_no_english_sentence_is_left_on_a_spanish_page(every: Page) -> None:
    assert every.locator("html").get_attribute("lang") == "es"
    lines = spanish_lines(every)
    assert len(lines) > 50
    assert [line for line in lines if english().search(line)] == []


def test_an_english_page_would_be_found_out(phone: Reader) -> None:
    """The test above is able to fail."""
    page = phone.open("/programs/")
    page.evaluate("document.documentElement.lang = 'es'")
    assert len([line for line in spanish_lines(page) if english().search(line)]) > 20


def test_links_to_english_pages_say_so(every: Page) -> None:
    unmarked = every.eval_on_selector_all(
        "a[href]",
        """all => all
          .filter((link) => link.origin === location.origin)
          .filter((link) => !link.pathname.startsWith("/es/") && link.hreflang !== "en")
          .map((link) => link.pathname)""",
    )
    assert unmarked == []


# Danger first, in Spanish


def test_the_crisis_block_is_spanish_first_with_english_beside_it(
    plain: Page, address: str
) -> None:
    plain.goto(f"{address}/es/programs/")
    block = plain.locator("#crisis")
    expect(block.get_by_role("heading", level=2)).to_have_text("¿Está en peligro ahora?")
    expect(block.get_by_role("listitem").first).to_have_text(
        "Llame al 911 si alguien puede morir o lastimarse gravemente, tomó demasiado de algo o no "
        "se despierta."
    )
    expect(block.get_by_role("listitem").nth(1)).to_contain_text("Llame al 988 y oprima 2")
    expect(block.locator("[lang=en]")).to_contain_text("Call 988 or text 988.")
    top = plain.get_by_role("region", name="Ayuda ahora")
    expect(top).to_contain_text("Llame al 988 y oprima 2, o envíe AYUDA")
    expect(top.get_by_role("link", name="Salir de esta página")).to_be_visible()


def test_an_english_page_has_the_spanish_lines_beside_it(plain: Page, address: str) -> None:
    plain.goto(f"{address}/programs/")
    expect(plain.locator("#crisis [lang=es]")).to_contain_text("Llame al 988 y oprima 2")


def test_a_danger_notice_is_spanish(phone: Reader) -> None:
    page = opened(phone, PAGES["results"])
    notice = page.locator("[data-notice=self-harm]").filter(visible=True)
    expect(notice).to_contain_text("Un corte profundo, una quemadura grave o pastillas tragadas:")
    expect(notice).to_contain_text("Poison Help (ayuda por envenenamiento)")


# What programs say


def test_results_are_said_in_spanish(phone: Reader) -> None:
    page = opened(phone, PAGES["results"])
    first = page.locator("[data-found] [data-program]").first
    expect(first).to_contain_text("Dice que sí a: ")
    expect(first).to_contain_text("Autolesiones")
    expect(first.get_by_role("heading").first).to_have_attribute("lang", "en")


def test_a_comparison_is_said_in_spanish(phone: Reader) -> None:
    page = opened(phone, PAGES["comparison"])
    table = page.get_by_role("table")
    expect(table).to_contain_text("Estructura del programa")
    expect(table).to_contain_text("Ejemplo inventado. Este lugar no existe. No llame ni vaya.")


def test_a_call_sheet_is_said_in_spanish(phone: Reader) -> None:
    page = opened(phone, PAGES["call sheet"])
    expect(page.get_by_role("main")).to_contain_text("Hola. Llamo por su programa ambulatorio")
    expect(page.get_by_role("main")).to_contain_text("¿Quién decide si un IOP es suficiente")


# To and fro between the languages


@pytest.mark.parametrize("own", TWINS)
def test_twins_name_each_other(plain: Page, address: str, own: str) -> None:
    alternates = []
    for url in (own, f"/es{own}"):
        plain.goto(address + url)
        canonical = plain.locator("link[rel=canonical]").get_attribute("href") or ""
        assert canonical.endswith(f".org{url}")
        alternates.append(
            plain.eval_on_selector_all(
                "link[rel=alternate][hreflang]",
                "all => all.map((each) => [each.hreflang, new URL(each.href).pathname])",
            )
        )
    assert alternates == [[["en", own], ["x-default", own], ["es", f"/es{own}"]]] * 2


def test_the_switch_leads_to_the_twin_without_a_script(plain: Page, address: str) -> None:
    plain.goto(f"{address}/programs/")
    there = plain.get_by_role("link", name="En español")
    assert (there.get_attribute("lang"), there.get_attribute("hreflang")) == ("es", "es")
    there.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Buscar un programa")
    plain.get_by_role("link", name="In English").click()
    assert plain.url == f"{address}/programs/"


def test_a_page_without_a_twin_has_no_switch(plain: Page, address: str) -> None:
    plain.goto(f"{address}/programs/wrenfield-teen-dbt/")
    expect(plain.locator("[data-language-switch]")).to_have_count(0)
    expect(plain.locator("link[hreflang]")).to_have_count(0)


def test_the_switch_keeps_what_was_asked(phone: Reader, address: str) -> None:
    page = phone.open(f"/programs/#{TEEN}")
    page.get_by_role("link", name="En español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buscar un programa")
    expect(page.get_by_label("Edad de la persona en años")).to_have_value("15")
    base, _mark, fragment = page.url.partition("#")
    assert base == f"{address}/es/programs/"
    assert set(fragment.split("&")) == set(TEEN.split("&"))
    page.get_by_role("link", name="In English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a program")
    expect(page.get_by_label("Age of the person in years")).to_have_value("15")


def test_a_family_stays_in_spanish_from_the_home_page_to_the_call(phone: Reader) -> None:
    page = phone.open("/es/")
    page.get_by_role("textbox", name="¿Dónde vive usted?").fill("97204")
    page.get_by_role("checkbox", name="Autolesiones").check()
    page.get_by_role("button", name="Mostrar programas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buscar un programa")
    first = page.locator("[data-found] [data-program]").first
    first.get_by_role("button", name=re.compile("^Guardar")).click()
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Preguntas").click()
    expect(page.get_by_role("heading", level=2, name="¿A qué programas llamará?")).to_be_visible()


# For everyone


def test_nothing_is_cut_off_on_a_narrow_phone(every: Page) -> None:
    for size in (NARROW, PHONE):
        every.set_viewport_size(size)
        assert every.evaluate("document.documentElement.scrollWidth") == size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(every: Page, scheme: Scheme) -> None:
    every.emulate_media(color_scheme=scheme)
    assert violations(every) == []
