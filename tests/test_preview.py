"""The preview: open pages follow each save, mistakes show in them, and strangers are refused."""

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from iopfinder.hosting import HEADERS
from reader import AXE_RULES, DESKTOP
from site_case import ROOT

PATIENCE = 60.0
"""Seconds to wait for the preview on a slow machine before a test fails."""

NAMES = ("programs", "content", "templates", "assets", "translations")
OAK = "/programs/alder-mill-iop/"
GUIDE = "/guides/what-is-an-iop/"

expect.set_options(timeout=PATIENCE * 1000)


@dataclass
class Preview:
    """A running preview: the folder that it watches, its address, and what it has printed."""

    root: Path
    address: str
    log: Path
    originals: dict[Path, str] = field(default_factory=dict)

    def printed(self) -> str:
        return self.log.read_text("utf-8")

    def wait_for(self, words: str, *, times: int = 1) -> None:
        """Returns once the preview has printed `words` so often."""
        end = time.monotonic() + PATIENCE
        while self.printed().count(words) < times:
            assert time.monotonic() < end, self.printed()
            time.sleep(0.02)

    def save(self, name: str, old: str, new: str) -> None:
        """An editor changes a file; the test puts it back in the end."""
        file = self.root / name
        text = file.read_text("utf-8")
        assert old in text
        self.originals.setdefault(file, text)
        beside = file.with_name(f".{file.name}.tmp")
        beside.write_text(text.replace(old, new, 1), "utf-8")
        beside.replace(file)

    def put_back(self) -> None:
        """Everything as it was, and read: assets are read first, so what was saved before them."""
        if not self.originals:
            return
        for file, text in self.originals.items():
            file.write_text(text, "utf-8")
        self.originals.clear()
        token = token_hex(8)
        (self.root / "assets" / "probe.txt").write_text(token)
        end = time.monotonic() + PATIENCE
        while asked(self, "/assets/probe.txt").text != token:
            assert time.monotonic() < end, self.printed()
            time.sleep(0.02)


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-u", str(root / "build.py"), "serve", *arguments]


@contextmanager
def running(root: Path, *arguments: str, code: Path = ROOT) -> Iterator[Preview]:
    """A preview of the folders in `root`, ended by Ctrl-C."""
    log = root / "log.txt"
    with log.open("w") as stream:
        process = subprocess.Popen(
            command(code, *arguments), cwd=root, stdout=stream, stderr=subprocess.STDOUT
        )
    preview = Preview(root, "", log)
    try:
        preview.wait_for("(Ctrl-C ends it)")
        found = re.search(r"Preview at (http://127\.0\.0\.1:\d+)/", preview.printed())
        assert found
        preview.address = found[1]
        yield preview
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0, preview.printed()
    assert preview.printed().endswith("\nPreview ended.\n")
    assert "Traceback" not in preview.printed()


def copied(root: Path) -> Path:
    for name in NAMES:
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with running(copied(tmp_path_factory.mktemp("preview")), "--port", "8631") as preview:
        yield preview


@pytest.fixture
def preview(started: Preview) -> Iterator[Preview]:
    yield started
    started.put_back()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=DESKTOP) as made:
        yield made


def opened(context: BrowserContext, preview: Preview, path: str) -> Page:
    """A tab that has heard from the preview."""
    page = context.new_page()
    page.add_init_script("window.name = String(Number(window.name) + 1)")
    page.goto(preview.address + path)
    expect(bar(page)).to_contain_text("Read at")
    return page


def loads(page: Page) -> int:
    """How often the tab has loaded its page."""
    return int(page.evaluate("window.name"))


def own(page: Page) -> Locator:
    return page.locator("iopfinder-preview")


def bar(page: Page) -> Locator:
    return own(page).get_by_role("complementary", name="Preview")


def panel(page: Page) -> Locator:
    return own(page).locator(".panel")


def own_violations(page: Page) -> list[str]:
    """What axe finds in what the preview adds to the page."""
    parts = {"include": [["iopfinder-preview"], [".preview-banner"]]}
    found = Axe().run(page, context=parts, options=AXE_RULES)
    return [each["id"] for each in found.response["violations"]]


# Who may ask, and what is answered


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def asked(preview: Preview, path: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to a request exactly as it is written."""
    connection = http.client.HTTPConnection(urlsplit(preview.address).netloc, timeout=PATIENCE)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host="Host" in sent)
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    answer = Answer(response.status, dict(response.headers), response.read().decode())
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        (OAK, 200, "text/html; charset=utf-8"),
        ("/no-such-page/", 404, "text/html; charset=utf-8"),
        ("/assets/site.css", 200, "text/css; charset=utf-8"),
        ("/assets/js/page.js", 200, "text/javascript; charset=utf-8"),
        ("/data/finder/manifest.json", 200, "application/json"),
        ("/data/finder/programs/alder-mill-iop.json", 200, "application/json"),
        ("/data/finder/programs/no-such.json", 404, "text/html; charset=utf-8"),
        ("/sitemap.xml", 200, "application/xml; charset=utf-8"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/schema/program.schema.json", 200, "application/json"),
        ("/schema/provider.schema.json", 200, "application/json"),
        ("/.preview/preview.js", 200, "text/javascript; charset=utf-8"),
    ],
)
def test_each_answer_has_the_headers_of_a_host(
    preview: Preview, path: str, status: int, kind: str
) -> None:
    answer = asked(preview, path)
    assert (answer.status, answer.headers["Content-Type"]) == (status, kind)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_a_page_knows_its_real_address(preview: Preview) -> None:
    canonical = f'<link rel="canonical" href="{preview.address}{OAK}">'
    assert canonical in asked(preview, OAK).text


def test_a_folder_without_its_slash_leads_to_it(preview: Preview) -> None:
    answer = asked(preview, "/guides?a=b")
    assert (answer.status, answer.headers["Location"]) == (302, "/guides/?a=b")


def test_only_the_head_is_sent_when_it_is_asked_for(preview: Preview) -> None:
    answer = asked(preview, OAK, "HEAD")
    assert (answer.status, answer.text) == (200, "")
    assert asked(preview, OAK, "POST").status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/../build.py",
        "/%2e%2e/build.py",
        "/%2e%2e%2fbuild.py",
        "/..%2f..%2fetc/passwd",
        "/assets/../../build.py",
        "/assets/..%5c..%5cbuild.py",
        "/.preview/preview.py",
        "/.preview/../preview.py",
        "/.preview/%2e%2e/preview.py",
        "//evil.example/",
        "/%00",
    ],
)
def test_nothing_but_the_site_is_shown(preview: Preview, path: str) -> None:
    answer = asked(preview, path)
    assert answer.status == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1:1"]
)
@pytest.mark.parametrize("path", ["/", "/.preview/preview.js", "/.preview/socket"])
def test_other_hosts_are_refused(preview: Preview, host: str, path: str) -> None:
    port = urlsplit(preview.address).port
    assert asked(preview, path, Host=host.format(port=port)).status == 403


@pytest.mark.parametrize("host", ["localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_this_machine_has_three_names(preview: Preview, host: str) -> None:
    assert asked(preview, "/", Host=host.format(port=urlsplit(preview.address).port)).status == 200


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", [OAK, "/data/finder/manifest.json", "/.preview/preview.js"])
def test_pages_of_other_origins_are_refused(
    preview: Preview, header: dict[str, str], path: str
) -> None:
    assert asked(preview, path, **header).status == 403


@pytest.mark.parametrize(
    ("origin", "status"), [("https://evil.example", 403), ("http://127.0.0.1:1", 403), ("", 101)]
)
def test_another_origin_cannot_listen(preview: Preview, origin: str, status: int) -> None:
    connection = http.client.HTTPConnection(urlsplit(preview.address).netloc, timeout=PATIENCE)
    connection.putrequest("GET", "/.preview/socket")
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Origin": origin or preview.address,
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


def test_a_port_in_use_leads_to_the_next(preview: Preview, tmp_path: Path) -> None:
    port = urlsplit(preview.address).port
    with running(copied(tmp_path), "--port", str(port)) as other:
        found = urlsplit(other.address).port
        assert f"Port {port} is in use: this preview takes {found}.\n" in other.printed()
        assert f'href="{other.address}{OAK}"' in asked(other, OAK).text
    assert not (tmp_path / "site").exists()


# Saves


@pytest.mark.browser
def test_a_save_reaches_the_pages_that_it_changes(
    preview: Preview, context: BrowserContext
) -> None:
    changed = opened(context, preview, OAK)
    other = opened(context, preview, GUIDE)
    before = own(other).get_attribute("data-edition")
    preview.save("programs/alder-mill-iop.yaml", "Alder Mill IOP", "Changed just now")
    expect(changed.get_by_role("heading", level=1)).to_have_text("Changed just now")
    expect(own(other)).not_to_have_attribute("data-edition", str(before))
    assert (loads(changed), loads(other)) == (2, 1)


@pytest.mark.browser
def test_a_style_sheet_is_changed_in_place(preview: Preview, context: BrowserContext) -> None:
    page = opened(context, preview, GUIDE)
    preview.save("assets/site.css", "@layer reset,", "h1 { color: rgb(1, 2, 3); }\n@layer reset,")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    expect(page.locator("link[rel=stylesheet][href*='site.css']")).to_have_count(1)
    preview.save("assets/site.css", "rgb(1, 2, 3)", "rgb(4, 5, 6)")
    expect(heading).to_have_css("color", "rgb(4, 5, 6)")
    expect(page.locator("link[rel=stylesheet][href*='site.css']")).to_have_count(1)
    assert loads(page) == 1


@pytest.mark.browser
def test_a_script_reaches_the_pages_that_use_it(preview: Preview, context: BrowserContext) -> None:
    using = opened(context, preview, "/programs/")
    other = opened(context, preview, GUIDE)
    before = own(other).get_attribute("data-edition")
    preview.save("assets/js/finder.js", "import", 'document.title = "By the script";\nimport')
    expect(using).to_have_title("By the script")
    expect(own(other)).not_to_have_attribute("data-edition", str(before))
    assert (loads(using), loads(other)) == (2, 1)


FORM = """<form method="dialog">
<input name="word" aria-label="Word"> <input type="checkbox" name="box" aria-label="Box">
<input type="radio" name="way" value="a" aria-label="A" checked>
<input type="radio" name="way" value="b" aria-label="B">
<select name="pick" aria-label="Pick"><option>one<option>two</select>
<details><summary>Folded</summary>Inside</details>
</form>
"""


@pytest.mark.browser
def test_a_reload_keeps_what_the_reader_did(preview: Preview, context: BrowserContext) -> None:
    preview.save("templates/article.html", "<article", f"{FORM}<article")
    page = opened(context, preview, GUIDE)
    page.get_by_label("Word", exact=True).fill("typed")
    page.get_by_label("Box").check()
    page.get_by_label("B", exact=True).check()
    page.get_by_label("Pick").select_option("two")
    page.get_by_text("Folded").click()
    page.get_by_label("Word", exact=True).focus()
    place = page.evaluate("() => { scrollTo(0, innerHeight * 3); return scrollY; }")
    preview.save("content/guides/what-is-an-iop.md", "title: ", "title: Now, ")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Now, ")
    expect(page.get_by_label("Word", exact=True)).to_have_value("typed")
    expect(page.get_by_label("Box")).to_be_checked()
    expect(page.get_by_label("B", exact=True)).to_be_checked()
    expect(page.get_by_label("Pick")).to_have_value("two")
    expect(page.get_by_text("Inside")).to_be_visible()
    expect(page.get_by_label("Word", exact=True)).to_be_focused()
    page.wait_for_function("(place) => scrollY === place", arg=place)
    assert page.evaluate("sessionStorage.getItem('iopfinder-preview')") is None
    page.reload()
    expect(page.get_by_label("Word", exact=True)).to_have_value("")


@pytest.mark.browser
def test_the_finder_shows_a_save_and_keeps_its_choices(
    preview: Preview, context: BrowserContext
) -> None:
    page = opened(context, preview, "/programs/#near=97005")
    result = page.locator("[data-results] li[data-program=alder-mill-iop]")
    expect(result).to_contain_text("Alder Mill IOP")
    page.locator("details[data-part=more] > summary").click()
    box = page.locator("input[data-facet=condition]:visible").first
    box.check()
    where = page.url
    expect(page.locator("[data-finder]")).not_to_have_attribute("aria-busy", "true")
    preview.save("programs/alder-mill-iop.yaml", "Alder Mill IOP", "Changed just now")
    expect(result).to_contain_text("Changed just now")
    expect(page.locator("details[data-part=more]")).to_have_attribute("open", "")
    expect(page.locator("input[data-facet=condition]:visible").first).to_be_checked()
    assert (page.url, loads(page)) == (where, 2)


@pytest.mark.browser
def test_of_ten_quick_saves_the_last_stands(preview: Preview, context: BrowserContext) -> None:
    page = opened(context, preview, OAK)
    preview.save("programs/alder-mill-iop.yaml", "Alder Mill IOP", "Saved first")
    listing = preview.root / "programs" / "alder-mill-iop.yaml"
    text = listing.read_text("utf-8")
    for number in range(10):
        listing.write_text(text.replace("Saved first", f"Saved {number}"), "utf-8")
        time.sleep(0.1)  # the pace of the saves, not a wait for anything
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved 9")
    assert loads(page) <= 12


@pytest.mark.browser
def test_a_listing_under_another_name(preview: Preview, context: BrowserContext) -> None:
    page = opened(context, preview, OAK)
    gone = opened(context, preview, "/programs/cedar-creek-iop/")
    expect(gone.get_by_role("heading", level=1)).to_have_text("Page not found")
    old = preview.root / "programs" / "alder-mill-iop.yaml"
    new = old.with_name("cedar-creek-iop.yaml")
    old.rename(new)
    expect(gone.get_by_role("heading", level=1)).to_have_text("Alder Mill IOP")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    new.rename(old)
    expect(page.get_by_role("heading", level=1)).to_have_text("Alder Mill IOP")


@pytest.mark.browser
def test_a_folder_that_goes_and_comes_back(tmp_path: Path, context: BrowserContext) -> None:
    root = copied(tmp_path)
    folder, away = root / "programs", root / "away"
    shutil.copytree(folder, root / "other")
    with running(root, "--port", "8751") as preview:
        page = opened(context, preview, OAK)
        folder.rename(away)
        expect(panel(page)).to_be_visible()
        assert rows(page) == ["error programs:1:1\n\nthis is not a folder\n\nname the right folder"]
        expect(page.get_by_role("heading", level=1)).to_have_text("Alder Mill IOP")
        away.rename(folder)
        expect(panel(page)).to_be_hidden()
        shutil.rmtree(folder)
        expect(panel(page)).to_be_visible()
        (root / "other").rename(folder)
        expect(panel(page)).to_be_hidden()
        preview.save("programs/alder-mill-iop.yaml", "Alder Mill IOP", "Changed just now")
        expect(page.get_by_role("heading", level=1)).to_have_text("Changed just now")


# Mistakes


def rows(page: Page) -> list[str]:
    """What the problems in sight say, one line each, and the quoted lines as they stand."""
    return [each.inner_text() for each in panel(page).locator("li:visible").all()]


ODD_FORMAT = """error programs/alder-mill-iop.yaml:1:9

format: 'one' is not known here

format: one
        ^

write 1"""

MISTAKES = {
    "programs/alder-mill-iop.yaml": ("format: 1", "format: one", ODD_FORMAT),
    "content/guides/what-is-an-iop.md": (
        "order: 1",
        "order: first",
        """error content/guides/what-is-an-iop.md:5:8

order: 'first' is not a number

order: first
       ^

write the number of places in digits""",
    ),
    "content/guides/the-first-phone-call.md": (
        "You do not need the right words",
        "See [nothing](zzz.md).\n\nYou do not need the right words",
        """error content/guides/the-first-phone-call.md:41:1

there is no article 'content/guides/zzz.md'

See [nothing](zzz.md).
^

check the path: it starts at this file's folder""",
    ),
}


@pytest.mark.browser
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_shows_in_the_page_until_it_is_mended(
    preview: Preview, context: BrowserContext, name: str
) -> None:
    old, new, said = MISTAKES[name]
    page = opened(context, preview, OAK)
    preview.save(name, old, new)
    expect(panel(page)).to_be_visible()
    assert rows(page) == [said]
    expect(panel(page).get_by_role("heading")).to_contain_text("1 error")
    expect(panel(page)).to_contain_text("The last good page stays until the errors are mended.")
    expect(own(page).get_by_role("status")).to_contain_text("1 error")
    preview.wait_for("The last good pages stay.")
    preview.save(name, new, old)
    expect(panel(page)).to_be_hidden()
    expect(own(page).get_by_role("status")).to_have_text("All errors are mended.")
    assert loads(page) == 1


@pytest.mark.browser
def test_a_mistake_in_a_template_names_the_listing(
    preview: Preview, context: BrowserContext
) -> None:
    page = opened(context, preview, OAK)
    preview.save("templates/program.html", "<h1", "{{ view.nothing }}<h1")
    text = (preview.root / "templates" / "program.html").read_text("utf-8")
    line = text[: text.index("{{ view.nothing }}")].count("\n")
    quoted = text.split("\n")[line]
    expect(panel(page)).to_be_visible()
    problem = (
        "'iopfinder.program_page.ProgramPage object' has no attribute 'nothing', "
        "on the page of programs/alder-mill-iop.yaml"
    )
    hint = "mend the template, or the view that it shows"
    place = f"templates/program.html:{line + 1}:1"
    assert rows(page) == [f"error {place}\n\n{problem}\n\n{quoted}\n^\n\n{hint}"]
    preview.wait_for(f"{place}: error: {problem}\n    {hint}\nThe last good page stays.\n")
    preview.save("templates/program.html", "{{ view.nothing }}<h1", "<h1")
    expect(panel(page)).to_be_hidden()
    assert loads(page) == 1


@pytest.mark.browser
def test_the_list_of_problems_is_used_by_keyboard(
    preview: Preview, context: BrowserContext
) -> None:
    page = opened(context, preview, OAK)
    preview.save("programs/alder-mill-iop.yaml", "format: 1", "format: one")
    expect(panel(page)).to_be_visible()
    assert own_violations(page) == []
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    preview.save("content/guides/what-is-an-iop.md", "title: ", "title: Now, ")
    expect(own(page)).to_have_attribute("data-bad", "")
    expect(panel(page)).to_be_hidden()
    problems = bar(page).get_by_role("button", name="1 error")
    problems.press("Enter")
    expect(panel(page)).to_be_focused()
    assert len(rows(page)) > 1
    assert rows(page)[0].startswith("error ")
    panel(page).get_by_role("button", name="Fold away").press("Enter")
    expect(panel(page)).to_be_hidden()
    expect(problems).to_be_focused()


# The bar


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "source", "reading"),
    [
        (OAK, "programs/alder-mill-iop.yaml:1", None),
        (GUIDE, "content/guides/what-is-an-iop.md:1", r"Grade \d+\.\d, [\d,]+ words"),
        (
            "/es/guides/is-an-iop-enough/",
            "content/es/guides/is-an-iop-enough.md:1",
            r"[\d,]+ words",
        ),
        ("/programs/in/or/", "templates/list.html:1", None),
        ("/no-such-page/", "templates/404.html:1", None),
    ],
)
def test_the_bar_names_the_source(
    preview: Preview, context: BrowserContext, path: str, source: str, reading: str | None
) -> None:
    page = opened(context, preview, path)
    shown = bar(page).inner_text().split("\n")
    assert shown[2] == source
    assert re.fullmatch(r"(\d+ \w+, )*\d+ \w+", shown[1])
    assert re.fullmatch(r"Read at .+ in \d+(\.\d+)? s", shown[-1])
    assert [each for each in shown[3:-1] if not re.fullmatch(reading or "", each)] == []
    assert len(shown[3:-1]) == (reading is not None)
    assert own_violations(page) == []


@pytest.mark.browser
def test_the_bar_folds_and_covers_nothing(preview: Preview, context: BrowserContext) -> None:
    page = opened(context, preview, GUIDE)
    page.locator("footer [data-keeping]:not([hidden])").wait_for(state="attached")
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    foot = page.locator("footer").last.bounding_box()
    place = bar(page).bounding_box()
    assert foot is not None and place is not None  # noqa: PT018 - one thing
    assert foot["y"] + foot["height"] <= place["y"] + 1
    fold = bar(page).get_by_role("button", name="Preview")
    fold.click()
    expect(bar(page).get_by_text("Read at")).to_be_hidden()
    page.goto(preview.address + OAK)
    expect(own(page)).to_have_attribute("data-edition", re.compile(r"\d"))
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(bar(page).get_by_text("Read at")).to_be_hidden()
    page.emulate_media(media="print")
    expect(bar(page)).to_be_hidden()


# Drafts


@pytest.mark.browser
@pytest.mark.parametrize(
    ("change", "word", "sentence"),
    [
        (("order: ", "draft: yes\norder: "), "Draft", "Draft: not on the built site."),
        (
            ("updated: 2026-11-22", "updated: 2999-01-05"),
            "Dated 2999-01-05",
            "Dated 2999-01-05: not on the built site before that day.",
        ),
    ],
)
def test_what_a_build_leaves_out_is_marked(
    preview: Preview, context: BrowserContext, change: tuple[str, str], word: str, sentence: str
) -> None:
    page = opened(context, preview, GUIDE)
    banner = page.locator(".preview-banner")
    expect(banner).to_have_count(0)
    preview.save("content/guides/what-is-an-iop.md", *change)
    expect(banner).to_have_text(sentence)
    expect(bar(page).get_by_text(word, exact=True)).to_be_visible()
    assert own_violations(page) == []


# Starts and ends


@pytest.mark.browser
def test_broken_at_the_start_and_then_mended(tmp_path: Path, context: BrowserContext) -> None:
    root = copied(tmp_path)
    listing = root / "programs" / "alder-mill-iop.yaml"
    text = listing.read_text("utf-8")
    listing.write_text(text.replace("format: 1", "format: one"), "utf-8")
    with running(root, "--port", "8671") as preview:
        assert "There are no pages to show yet." in preview.printed()
        assert asked(preview, OAK).status == 503
        page = opened(context, preview, OAK)
        expect(page.get_by_role("heading", level=1)).to_have_text("No page yet")
        assert rows(page) == [ODD_FORMAT]
        assert own_violations(page) == []
        listing.write_text(text, "utf-8")
        expect(page.get_by_role("heading", level=1)).to_have_text("Alder Mill IOP")
        expect(panel(page)).to_be_hidden()


@pytest.mark.browser
def test_a_preview_that_is_started_again_finds_its_pages(
    tmp_path: Path, context: BrowserContext
) -> None:
    root = copied(tmp_path)
    with running(root, "--port", "8691") as first:
        page = opened(context, first, OAK)
    expect(bar(page)).to_contain_text("The preview has stopped. Start it again: make serve.")
    listing = root / "programs" / "alder-mill-iop.yaml"
    text = listing.read_text("utf-8")
    listing.write_text(text.replace("Alder Mill IOP", "Changed meanwhile"), "utf-8")
    with running(root, "--port", str(urlsplit(first.address).port)) as second:
        assert second.address == first.address
        expect(page.get_by_role("heading", level=1)).to_have_text("Changed meanwhile")


@pytest.mark.browser
def test_a_change_of_the_generator_asks_for_a_restart(
    tmp_path: Path, context: BrowserContext
) -> None:
    root = copied(tmp_path)
    shutil.copytree(ROOT / "iopfinder", root / "iopfinder")
    shutil.copy(ROOT / "build.py", root / "build.py")
    told = "The generator has changed: restart the preview (Ctrl-C, then make serve)."
    with running(root, "--port", "8711", code=root) as preview:
        page = opened(context, preview, OAK)
        preview.save("iopfinder/wording.py", '"""', '"""Changed. ')
        expect(panel(page)).to_contain_text(told)
        preview.wait_for(f"{told}\n")
        preview.save("programs/alder-mill-iop.yaml", "Alder Mill IOP", "Changed just now")
        expect(page.get_by_role("heading", level=1)).to_have_text("Changed just now")
        assert preview.printed().count(told) == 1


@pytest.mark.browser
def test_a_switch_of_five_hundred_files(tmp_path: Path, context: BrowserContext) -> None:
    root = copied(tmp_path)
    text = (root / "programs" / "alder-mill-iop.yaml").read_text("utf-8")
    crowd = root / "crowd"
    crowd.mkdir()

    def switch(name: str) -> None:
        for number in range(500):
            named = text.replace("Alder Mill IOP", f"{name} {number}")
            (crowd / f"crowd-{number}.yaml").write_text(named, "utf-8")

    switch("First")
    with running(root, "--programs", "crowd", "--port", "8731") as preview:
        page = opened(context, preview, "/programs/crowd-499/")
        switch("Second")
        expect(page.get_by_role("heading", level=1)).to_have_text("Second 499")
        assert "Second 0" in asked(preview, "/programs/crowd-0/").text
        manifest = json.loads(asked(preview, "/data/finder/manifest.json").text)
        assert manifest["count"] == 500
