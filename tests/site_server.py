"""A folder and a table of headers in, the address of a loopback server as strict as the host out.

Addresses are clean (`/x/` is `x/index.html`), what is missing is answered by `404.html`, and the
response headers are the ones of production, so that a page that breaks them breaks in tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Thread
from urllib.parse import quote, unquote, urlsplit

from iopfinder.hosting import headers_file

Header = tuple[str, str]

# Without no-store Chromium keeps answers by guess, and a test sees the last test's page.
NOT_STORED = ("Cache-Control", "no-store")

PRODUCTION_HEADERS = headers_file()

# The project's own table: the system's differs from machine to machine.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Headers for every path that the pattern describes; `*` stands for any text."""

    pattern: str
    headers: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one path is answered with: a file to send, or a place to go to."""

    status: HTTPStatus
    file: Path | None = None
    location: str = ""


def header_rules(text: str) -> tuple[HeaderRule, ...]:
    """The rules of a `_headers` file: a path on its own line, its headers indented below it."""
    rules: list[HeaderRule] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            rules.append(HeaderRule(line.strip(), ()))
            continue
        name, _, value = line.partition(":")
        last = rules.pop()
        header = (name.strip(), value.strip())
        rules.append(HeaderRule(last.pattern, (*last.headers, header)))
    return tuple(rules)


def headers_for(path: str, rules: tuple[HeaderRule, ...]) -> tuple[Header, ...]:
    """The headers of every rule that describes the path, in the rules' order."""
    return tuple(
        header for rule in rules if fnmatchcase(path, rule.pattern) for header in rule.headers
    )


def answer(folder: Path, path: str) -> Answer:
    """What the folder holds for a decoded path; nothing outside the folder is ever sent."""
    wanted = _inside(folder, path)
    if wanted is not None and wanted.is_dir():
        index = wanted / "index.html"
        if index.is_file():
            return Answer(HTTPStatus.OK, index) if path.endswith("/") else _moved(path)
    elif wanted is not None and wanted.is_file() and not path.endswith("/"):
        return Answer(HTTPStatus.OK, wanted)
    missing = folder / "404.html"
    return Answer(HTTPStatus.NOT_FOUND, missing if missing.is_file() else None)


def _inside(folder: Path, path: str) -> Path | None:
    if "\0" in path:
        return None
    wanted = (folder / path.lstrip("/")).resolve()
    return wanted if wanted.is_relative_to(folder.resolve()) else None


def _moved(path: str) -> Answer:
    return Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"/{quote(path.lstrip('/'))}/")


def media_type(file: Path) -> str:
    """The type that a file is sent as; an unknown one is a download."""
    return MEDIA_TYPES.get(file.suffix, "application/octet-stream")


@contextmanager
def serve(folder: Path, headers: str = PRODUCTION_HEADERS) -> Iterator[str]:
    """Serves the folder on a free loopback port and yields its address, as `http://127.0.0.1:…`.

    `headers` is the text of a `_headers` file.
    """
    answering = partial(_Conversation, folder=folder, rules=header_rules(headers))
    with _Server(("127.0.0.1", 0), answering) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


class _Conversation(BaseHTTPRequestHandler):
    """One request: the library makes one of these for each and calls `do_GET` or `do_HEAD`."""

    def __init__(
        self, *arguments: object, folder: Path, rules: tuple[HeaderRule, ...], **named: object
    ) -> None:
        self.folder = folder
        self.rules = rules
        super().__init__(*arguments, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = self._begin()
        with suppress(ConnectionError):  # a page that was left no longer listens
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self._begin()

    def _begin(self) -> bytes:
        """Sends the status and the headers; returns the body, for `do_GET` to send."""
        address = urlsplit(self.path)
        path = unquote(address.path)
        found = answer(self.folder, path)
        body = found.file.read_bytes() if found.file else b""
        self.send_response(found.status)
        for header in (NOT_STORED, *headers_for(path, self.rules)):
            self.send_header(*header)
        if found.location:
            query = f"?{address.query}" if address.query else ""
            self.send_header("Location", f"{found.location}{query}")
        if found.file:
            self.send_header("Content-Type", media_type(found.file))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return body

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing: the tests look at what the browser saw."""
