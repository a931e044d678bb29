"""The built site as a whole: every page is valid, linked, whole and true."""

import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag

from iopfinder.build import build, read_site
from iopfinder.checklist import OPEN_QUESTIONS
from iopfinder.reports import as_text
from site_case import ROOT, TODAY, folders

PARTS = (
    "Program structure",
    "Specialized treatment",
    "Qualified staff",
    "Flexibility",
    "Aftercare support",
)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site by its address, parsed."""
    found = {
        _address(path, site): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }
    assert len(found) > 300
    return found


def _address(path: Path, site: Path) -> str:
    return "/" + path.relative_to(site).as_posix().removesuffix("index.html")


def programs_of(pages: dict[str, BeautifulSoup]) -> Iterator[tuple[str, BeautifulSoup]]:
    slugs = {path.stem for path in (ROOT / "programs").glob("*.yaml")}
    for slug in sorted(slugs):
        yield slug, pages[f"/programs/{slug}/"]


def test_every_internal_link_and_fragment_resolves(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    ids = {url: {str(tag["id"]) for tag in page.find_all(id=True)} for url, page in pages.items()}
    broken = []
    for url, page in pages.items():
        for tag in page.find_all(href=True):
            target = urlsplit(urljoin(url, str(tag["href"])))
            if target.scheme or target.netloc:
                continue
            if target.path in pages:
                known = (
                    not target.fragment
                    or "=" in target.fragment  # what a script reads: programs, or needs
                    or unquote(target.fragment) in ids[target.path]
                )
            else:
                known = (site / target.path.lstrip("/")).is_file()
            if not known:
                broken.append((url, str(tag["href"])))
    assert broken == []


def test_every_page_is_valid_html(site: Path) -> None:
    parser = html5lib.HTMLParser(strict=False)
    wrong = []
    for path in sorted(site.rglob("*.html")):
        parser.parse(path.read_text("utf-8"))
        wrong += [(path.name, error) for error in parser.errors]
    assert wrong == []


def test_ids_are_unique_on_each_page(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        counts = Counter(str(tag["id"]) for tag in page.find_all(id=True))
        assert [id_ for id_, count in counts.items() if count > 1] == [], url


def test_every_page_has_one_h1_and_names_itself(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        assert len(page.find_all("h1")) == 1, url
        assert page.html is not None
        assert page.html["lang"] == ("es" if url.startswith("/es/") else "en"), url
        description = page.find("meta", attrs={"name": "description"})
        assert isinstance(description, Tag), url
        assert len(str(description["content"])) > 15, url
    titles = Counter(str(page.title.string) for page in pages.values() if page.title)
    assert [title for title, count in titles.items() if count > 1] == []
    assert sum(titles.values()) == len(pages)


def test_every_canonical_address_is_the_page_itself(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        link = page.find("link", rel="canonical")
        assert isinstance(link, Tag), url
        if not page.find("meta", attrs={"http-equiv": "refresh"}):
            assert link["href"] == f"https://iopfinder.example.org{url}"


def test_headings_go_down_by_one(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
        for above, level in pairwise(levels):
            assert level <= above + 1, (url, levels)


def test_nothing_is_left_of_the_making(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        text = page.get_text(" ")
        for trace in ("None", "{{", "}}", "{%", "%(", "Undefined", "Markup(", "object at 0x"):
            assert trace not in text, (url, trace)
        for tag in page.find_all(["section", "ul", "ol", "dl", "table", "h1", "h2", "h3", "p"]):
            is_filled = tag.get_text(strip=True) or tag.find(["svg", "img"])
            is_for_script = tag.find_parent("template") or any(
                name.startswith("data-") for name in tag.attrs
            )
            assert is_filled or is_for_script, (url, str(tag)[:200])


def test_the_crisis_block_stands_on_every_page(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        if page.find("meta", attrs={"http-equiv": "refresh"}):
            continue
        block = page.find(id="crisis")
        assert isinstance(block, Tag), url
        numbers = {str(link["href"]) for link in block.find_all("a")}
        assert {"tel:911", "tel:988", "sms:988", "tel:+18006624357"} <= numbers
        language, title = ("en", "In danger now?") if url.startswith("/es/") else ("es", "¿Peligro")
        beside = block.find(lang=language)
        assert isinstance(beside, Tag), url
        assert title in beside.get_text()
        top = page.find("a", href="#crisis")
        assert isinstance(top, Tag), url


def test_a_demonstration_says_so_everywhere(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        robots = page.find("meta", attrs={"name": "robots"})
        assert isinstance(robots, Tag), url
        assert "noindex" in str(robots["content"])
        if not page.find("meta", attrs={"http-equiv": "refresh"}):
            said = "Demostración" if url.startswith("/es/") else "Demonstration"
            assert said in page.get_text(), url


def test_no_page_asks_for_anything_from_elsewhere(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        for tag in page.find_all(["script", "style", "iframe", "object", "embed"]):
            is_own = tag.get("type") == "module" and str(tag["src"]).startswith("/assets/js/")
            assert is_own or tag.get("type") == "application/ld+json", (url, str(tag)[:80])
        assert not page.find_all(style=True), url
        assert not page.find_all(re.compile("^on"), recursive=True)
        for tag in page.find_all(src=True):
            assert str(tag["src"]).startswith("/"), url
        for tag in page.find_all("link"):
            assert str(tag["href"]).startswith(("/", "https://iopfinder.example.org/")), url
        for tag in page.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")], (url, tag.name)


def test_the_policy_comes_before_anything_that_it_governs(
    pages: dict[str, BeautifulSoup],
) -> None:
    for url, page in pages.items():
        assert page.head is not None
        tags = page.head.find_all(True)
        names = [(tag.name, tag.get("http-equiv", "")) for tag in tags[:2]]
        assert names == [("meta", ""), ("meta", "Content-Security-Policy")], url


def test_program_pages_ask_the_five_questions_in_order(pages: dict[str, BeautifulSoup]) -> None:
    for slug, page in programs_of(pages):
        headings = [tag.get_text(strip=True) for tag in page.find_all("h2")]
        assert [text for text in headings if text in PARTS] == list(PARTS), slug
        given = re.findall(r"Facts given: \d+ of \d+", page.get_text(" "))
        assert len(given) >= len(PARTS), slug


def test_words_of_facts_lead_to_the_glossary(pages: dict[str, BeautifulSoup]) -> None:
    links = {
        (link.text, link["href"])
        for _, page in programs_of(pages)
        for link in page.select("main .facts a[href^='/glossary/']")
    }
    assert {
        ("Writes a safety plan", "/glossary/#safety-plan"),
        ("Drug tests", "/glossary/#drug-test"),
        ("Cognitive behavioral therapy (CBT)", "/glossary/#cbt"),
        ("Licensed mental health counselor (LMHC)", "/glossary/#lmhc"),
        ("Glossary: LMHC", "/glossary/#lmhc"),
    } <= links


def test_at_most_eight_questions_stand_open(pages: dict[str, BeautifulSoup]) -> None:
    counts = []
    for _slug, page in programs_of(pages):
        asked = page.find(id="ask")
        if isinstance(asked, Tag):
            shown = [
                tag for tag in asked.select("[data-question]") if not tag.find_parent("details")
            ]
            counts.append(len(shown))
    assert len(counts) >= 24
    assert max(counts) == OPEN_QUESTIONS


def test_a_sparse_listing_never_reads_as_no(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["/programs/alder-mill-iop/"]
    for part in page.select("section[data-part]"):
        assert not part.find("dl"), part.get_text(" ")[:80]
        assert "The program does not say" in part.get_text(" ")
        assert not re.search(r"\bNo\b", part.get_text(" "))


def test_examples_are_marked_and_cannot_be_called(pages: dict[str, BeautifulSoup]) -> None:
    for slug, page in programs_of(pages):
        main = page.find("main")
        assert isinstance(main, Tag)
        assert "Made-up example." in main.get_text(" "), slug
        calls = [str(tag["href"]) for tag in main.find_all("a", href=re.compile("^(tel|sms):"))]
        assert [href for href in calls if "55501" in href] == [], slug
        assert not page.find("script", type="application/ld+json"), slug
    card = pages["/programs/in/all/"].select_one("[data-program]")
    assert card is not None
    assert "Made-up example" in card.get_text(" ")


def test_a_term_page_puts_danger_first(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["/programs/for/condition/self-harm/"]
    main = page.find("main")
    assert isinstance(main, Tag)
    order = [
        tag for tag in main.find_all(True) if tag.get("data-notice") or tag.get("data-program")
    ]
    assert order[0]["data-notice"] == "self-harm"


def test_every_facet_term_has_a_page(pages: dict[str, BeautifulSoup]) -> None:
    reading = read_site(folders(Path("unused")), TODAY)
    assert reading.directory is not None
    vocabulary = reading.directory.vocabulary
    for facet, name in (("condition", "conditions"), ("insurance", "payers"), ("access", "access")):
        for term in vocabulary.ids(name):
            assert f"/programs/for/{facet}/{term}/" in pages


def test_the_week_chart_has_a_text_equivalent(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["/programs/wrenfield-shift-recovery/"]
    chart = page.select_one("svg[role=img]")
    assert chart is not None
    assert chart.find("title") is not None
    assert chart.get("aria-labelledby") or chart.get("aria-describedby")
    assert "Monday" in page.select_one("section[data-part='4']").get_text(" ")  # type: ignore[union-attr]


def test_templates_hold_no_words_of_their_own() -> None:
    """Every visible string of a template goes through gettext, so that it can be translated."""
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        bare = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", "", path.read_text(), flags=re.DOTALL)
        bare = re.sub(r"\{[{%#].*?[}%#]\}", "", bare, flags=re.DOTALL)
        found += [(path.name, text) for text in _words(bare)]
        assert "|safe" not in path.read_text().replace(" ", "")
    assert found == []


def _words(html: str) -> list[str]:
    """Text and spoken attributes of a piece of HTML that hold letters."""
    texts: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            texts.append(data)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            spoken = {"title", "alt", "aria-label", "placeholder", "aria-description"}
            texts.extend(value or "" for name, value in attrs if name in spoken)

    Reader().feed(html)
    return [text.strip() for text in texts if re.search(r"[A-Za-z]{2}", text)]


def test_sitemap_feed_robots_and_schema(site: Path) -> None:
    sitemap = ElementTree.fromstring((site / "sitemap.xml").read_text())  # noqa: S314 - our own
    assert sitemap.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
    assert list(sitemap) == []  # a demonstration is for no search engine
    feed = ElementTree.fromstring((site / "feed.xml").read_text())  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    for entry in feed.findall(f"{atom}entry"):
        for name in ("id", "title", "updated", "link"):
            assert entry.find(f"{atom}{name}") is not None
    robots = (site / "robots.txt").read_text()
    assert robots == (
        "User-agent: *\nAllow: /\n\nSitemap: https://iopfinder.example.org/sitemap.xml\n"
    )
    schema = (ROOT / "schema" / "program.schema.json").read_text()
    assert (site / "schema" / "program.schema.json").read_text() == schema
    assert json.loads(schema)["title"] == "Listing of an intensive outpatient program"


def test_a_state_has_a_feed_of_what_its_programs_confirmed(site: Path) -> None:
    feed = ElementTree.fromstring((site / "programs/in/wa/feed.xml").read_text())  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    base = "https://iopfinder.example.org"
    assert feed.findtext(f"{atom}title") == "IOP Finder: programs in Washington"
    assert feed.findtext(f"{atom}id") == f"{base}/programs/in/wa/"
    links = [link.get("href") for link in feed.findall(f"{atom}link")]
    assert links == [f"{base}/programs/in/wa/", f"{base}/programs/in/wa/feed.xml"]
    entries = feed.findall(f"{atom}entry")
    days = [entry.findtext(f"{atom}updated") or "" for entry in entries]
    assert days == sorted(days, reverse=True)
    assert len(days) > 1
    page = (site / "programs/in/wa/index.html").read_text()
    for entry in entries:
        told = (entry.findtext(f"{atom}id") or "").removeprefix(base)
        assert f'href="{told}"' in page
        assert (entry.findtext(f"{atom}title") or "").startswith("Confirmed: Made-up example: ")
    assert page.count('href="/programs/in/wa/feed.xml"') == 2
    assert "feed.xml" not in (site / "programs/in/wa/seattle/index.html").read_text().replace(
        'href="/feed.xml"', ""
    )


def test_a_program_can_say_by_email_that_all_is_still_true(site: Path) -> None:
    page = (site / "programs/alder-mill-iop/index.html").read_text()
    (link,) = re.findall(r'href="(mailto:[^"]+Still%20true[^"]+)"', page)
    to, _, query = html.unescape(link).removeprefix("mailto:").partition("?")
    assert to == "editors@iopfinder.example.org"
    assert parse_qs(query) == {
        "subject": ["Still true: Alder Mill IOP (alder-mill-iop)"],
        "body": [
            (
                "I work at this program. All that stands on https://iopfinder.example.org"
                "/programs/alder-mill-iop/ is still true today.\r\n\r\n"
                "My name and my work there:\r\n"
                "A phone number at which you can check this with us:\r\n"
            )
        ],
    }


def test_a_site_with_real_programs_never_calls_them_made_up(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    listing = (ROOT / "programs" / "alder-mill-iop.yaml").read_text()
    (programs / "alder-mill-iop.yaml").write_text(listing)
    real = listing.replace("example: yes\n", "").replace("-555-01", "-228-01")
    (programs / "real-iop.yaml").write_text(real.replace("name: ", "name: Real ", 1))
    (tmp_path / "guides").mkdir()
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    for guide in content.rglob("*.md"):
        guide.write_text(re.sub(r"\(program:[a-z-]+\)", "(page:/programs/)", guide.read_text()))
    built = build(folders(tmp_path / "site", programs=programs, content=content), TODAY)
    assert built.publication is not None, as_text(built.problems)
    for path in (tmp_path / "site").rglob("*.html"):
        assert "every program here is made up" not in path.read_text(), path
    home = (tmp_path / "site" / "index.html").read_text()
    assert "Some programs are made up; each of those says so." in home
