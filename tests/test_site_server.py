"""What the test server answers, with which headers, and that a browser obeys them."""

from collections.abc import Callable
from email.message import Message
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from playwright.sync_api import Page

from iopfinder.hosting import CACHING, HEADERS, OPEN, OPEN_TO_ALL
from site_server import (
    PRODUCTION_HEADERS,
    Answer,
    HeaderRule,
    answer,
    header_rules,
    headers_for,
    media_type,
    serve,
)

CSP = HEADERS["Content-Security-Policy"]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follows nothing: a redirect is the answer that is looked at."""


def ask(url: str, method: str = "GET") -> tuple[int, Message, bytes]:
    """The status, headers and body of an address, whatever the status; redirects not followed."""
    try:
        with build_opener(_Stay).open(Request(url, method=method), timeout=10) as response:
            return response.status, response.headers, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site, with a file beside it that must never be sent."""
    (tmp_path / "secret.txt").write_text("secret")
    site = tmp_path / "site"
    (site / "programs/oak é").mkdir(parents=True)
    (site / "index.html").write_text("<title>Home</title>")
    (site / "404.html").write_text("<title>Not here</title>")
    (site / "programs/index.html").write_text("<title>Programs</title>")
    (site / "programs/oak é/index.html").write_text("<title>Oak</title>")
    (site / "app.js").write_text("document.title = 'Changed'")
    (site / "data").mkdir()
    (site / "outward.txt").symlink_to(tmp_path / "secret.txt")
    return site


def test_header_rules_are_read_in_order() -> None:
    text = "# All\n/*\n  A: 1\n  B: two: three\n\n/data/*\n\tC: 4\n"
    assert header_rules(text) == (
        HeaderRule("/*", (("A", "1"), ("B", "two: three"))),
        HeaderRule("/data/*", (("C", "4"),)),
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", (("A", "1"),)),
        ("/data/x.json", (("A", "1"), ("B", "2"))),
        ("/database", (("A", "1"),)),
    ],
)
def test_headers_of_all_rules_that_describe_a_path(
    path: str, expected: tuple[tuple[str, str], ...]
) -> None:
    rules = (HeaderRule("/*", (("A", "1"),)), HeaderRule("/data/*", (("B", "2"),)))
    assert headers_for(path, rules) == expected


def test_production_headers() -> None:
    everywhere, *others = header_rules(PRODUCTION_HEADERS)
    kept, open_ = others[: len(CACHING)], others[len(CACHING) :]
    assert everywhere == HeaderRule("/*", tuple(HEADERS.items()))
    assert kept == [HeaderRule(path, (("Cache-Control", rule),)) for path, rule in CACHING.items()]
    assert open_ == [HeaderRule(path, tuple(OPEN.items())) for path in OPEN_TO_ALL]


@pytest.mark.parametrize(
    ("path", "status", "file", "location"),
    [
        ("/", HTTPStatus.OK, "index.html", ""),
        ("/index.html", HTTPStatus.OK, "index.html", ""),
        ("/programs/", HTTPStatus.OK, "programs/index.html", ""),
        ("/programs/oak é/", HTTPStatus.OK, "programs/oak é/index.html", ""),
        ("/programs", HTTPStatus.MOVED_PERMANENTLY, None, "/programs/"),
        ("/programs/oak é", HTTPStatus.MOVED_PERMANENTLY, None, "/programs/oak%20%C3%A9/"),
        ("//programs", HTTPStatus.MOVED_PERMANENTLY, None, "/programs/"),
        ("/app.js", HTTPStatus.OK, "app.js", ""),
        ("/app.js/", HTTPStatus.NOT_FOUND, "404.html", ""),
        ("/data/", HTTPStatus.NOT_FOUND, "404.html", ""),
        ("/data", HTTPStatus.NOT_FOUND, "404.html", ""),
        ("/missing/", HTTPStatus.NOT_FOUND, "404.html", ""),
        ("/../secret.txt", HTTPStatus.NOT_FOUND, "404.html", ""),
        ("/outward.txt", HTTPStatus.NOT_FOUND, "404.html", ""),
        ("/\0", HTTPStatus.NOT_FOUND, "404.html", ""),
    ],
)
def test_answers(
    folder: Path, path: str, status: HTTPStatus, file: str | None, location: str
) -> None:
    expected = Answer(status, folder / file if file else None, location)
    assert answer(folder, path) == expected


def test_without_a_404_page_the_answer_is_empty(tmp_path: Path) -> None:
    assert answer(tmp_path, "/") == Answer(HTTPStatus.NOT_FOUND)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.b.json", "application/json"),
        ("feed.xml", "application/xml"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_media_types(name: str, expected: str) -> None:
    assert media_type(Path(name)) == expected


def test_a_page_comes_with_its_headers(folder: Path) -> None:
    with serve(folder) as address:
        status, headers, body = ask(f"{address}/programs/oak%20%C3%A9/?q=1")
    sent = {name: value for name, value in headers.items() if name not in {"Date", "Server"}}
    assert (status, body) == (200, b"<title>Oak</title>")
    assert sent == {
        "Cache-Control": "no-store",
        **HEADERS,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": "18",
    }


def test_head_sends_the_length_and_no_body(folder: Path) -> None:
    with serve(folder) as address:
        status, headers, body = ask(f"{address}/app.js", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "26", b"")


def test_a_missing_page_is_404_with_the_sites_own_page(folder: Path) -> None:
    with serve(folder) as address:
        status, headers, body = ask(f"{address}/%2e%2e/secret.txt")
    assert (status, body) == (404, b"<title>Not here</title>")
    assert headers["Content-Security-Policy"] == CSP


def test_a_folder_without_its_slash_is_moved_with_its_query(folder: Path) -> None:
    with serve(folder) as address:
        status, headers, _ = ask(f"{address}/programs?near=97204")
    assert (status, headers["Location"]) == (301, "/programs/?near=97204")


def test_other_headers_may_be_served(folder: Path) -> None:
    with serve(folder, "/app.js\n  X-Test: yes\n") as address:
        script = ask(f"{address}/app.js")[1]
        home = ask(f"{address}/")[1]
    assert (script["X-Test"], script["Content-Security-Policy"]) == ("yes", None)
    assert home["X-Test"] is None


@pytest.mark.browser
def test_a_browser_runs_the_sites_scripts_and_no_inline_ones(
    folder: Path, served: Callable[[Path], str], page: Page
) -> None:
    address = served(folder)
    inline = "<title>Inline</title><script>document.title = 'Changed'</script>"
    (folder / "inline.html").write_text(inline)
    (folder / "own.html").write_text('<title>Own</title><script src="/app.js"></script>')
    with serve(folder, headers="") as lenient:
        page.goto(f"{lenient}/inline.html")
        assert page.title() == "Changed"
    page.goto(f"{address}/inline.html")
    assert page.title() == "Inline"
    page.goto(f"{address}/own.html")
    assert page.title() == "Changed"
