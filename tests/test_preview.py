"""The preview: it shows the site, builds it again after a save, and talks to this machine alone."""

import http.client
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from site_case import ROOT

PATIENCE = 60.0
"""Seconds to wait for a build on a slow machine before a test fails."""


@dataclass(frozen=True)
class Preview:
    """A running preview: the folder that it watches, its address, and what it has printed."""

    root: Path
    address: str
    log: Path

    def wait_for(self, words: str, *, times: int = 1) -> None:
        """Returns once the preview has printed `words` so often."""
        end = time.monotonic() + PATIENCE
        while self.log.read_text().count(words) < times:
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("preview")
    for name in ("programs", "content", "templates", "assets", "translations"):
        shutil.copytree(ROOT / name, root / name)
    log = root / "log.txt"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-u", str(ROOT / "build.py"), "serve", "--port", "8631"],
            cwd=root,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    waiting = Preview(root, "", log)
    try:
        waiting.wait_for("(Ctrl-C ends it)")
        found = re.search(r"Preview at (http://127\.0\.0\.1:\d+)/", log.read_text())
        assert found
        yield Preview(root, found[1], log)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert log.read_text().endswith("Preview ended.\n")


def answered(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def test_pages_come_with_the_headers_of_a_host(preview: Preview) -> None:
    status, text, headers = answered(f"{preview.address}/programs/alder-mill-iop/")
    assert status == 200
    assert "<h1" in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_a_folder_without_its_slash_leads_to_it(preview: Preview) -> None:
    status, text, _ = answered(f"{preview.address}/guides")
    assert (status, "Guides" in text) == (200, True)


@pytest.mark.parametrize("path", ["/no-such-page/", "/.git/config", "/%2e%2e/build.py", "/..%2f"])
def test_what_is_not_there_is_the_404_page(preview: Preview, path: str) -> None:
    status, text, _ = answered(preview.address + path)
    assert status == 404
    assert "Page not found" in text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8631", "127.0.0.1.evil.example"])
def test_other_hosts_are_refused(preview: Preview, host: str) -> None:
    assert answered(f"{preview.address}/", Host=host)[0] == 403


@pytest.mark.parametrize(
    ("origin", "status"), [("https://evil.example", 403), ("http://127.0.0.1:1", 403), ("", 101)]
)
def test_another_origin_cannot_listen(preview: Preview, origin: str, status: int) -> None:
    own = urlsplit(preview.address).netloc
    connection = http.client.HTTPConnection(own, timeout=PATIENCE)
    connection.putrequest("GET", "/livereload")
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


@pytest.mark.browser
def test_a_save_reaches_the_open_page(preview: Preview, browser: Browser) -> None:
    page = browser.new_page()
    listing = preview.root / "programs" / "alder-mill-iop.yaml"
    page.goto(f"{preview.address}/programs/alder-mill-iop/")
    page.wait_for_timeout(300)
    text = listing.read_text()
    listing.write_text(re.sub(r"^name: .*$", "name: Changed just now", text, flags=re.MULTILINE))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Changed just now", timeout=PATIENCE * 1000
    )
    page.close()


def test_a_mistake_keeps_the_last_good_page(preview: Preview) -> None:
    listing = preview.root / "programs" / "third-watch-iop.yaml"
    before = answered(f"{preview.address}/programs/third-watch-iop/")[1]
    text = listing.read_text()
    listing.write_text(text.replace("format: 1", "format: one"))
    preview.wait_for("The last good pages stay.")
    assert answered(f"{preview.address}/programs/third-watch-iop/")[1] == before
    listing.write_text(text)
