"""Folders in, a live preview out: the site at a loopback address, built again after each save.

watchfiles notices, the build runs in a thread of its own, livereload's socket tells the browser.
Only this machine can read it: other hosts and origins are refused.
"""

import asyncio
import errno
import mimetypes
from collections.abc import Callable
from pathlib import Path
from socket import socket
from threading import Event, Thread
from typing import Final
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler
from watchfiles import watch

from iopfinder.hosting import HEADERS, file_at

__all__ = ["HOST", "serve"]

HOST: Final = "127.0.0.1"
CLIENT: Final = Path(__file__).with_suffix(".js")
PORTS_TRIED: Final = 20

_NAMES: Final = frozenset(["127.0.0.1", "localhost", "[::1]"])


def _is_own(host: str, port: int) -> bool:
    """Whether a Host or Origin names this machine and this port."""
    return any(host in (name, f"{name}:{port}") for name in _NAMES)


class Socket(LiveReloadHandler):  # type: ignore[misc] # livereload has no types
    """livereload's socket, for pages of this preview alone."""

    def prepare(self) -> None:
        if not _is_own(self.request.host, self.settings["port"]):
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return _is_own(urlsplit(origin).netloc, self.settings["port"])

    def open(self) -> None:
        LiveReloadHandler.waiters.add(self)

    def on_message(self, message: str | bytes) -> None:
        """The browser has nothing to say."""


class Pages(RequestHandler):
    """The built site with the headers of a real host."""

    def prepare(self) -> None:
        if not _is_own(self.request.host, self.settings["port"]):
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Cache-Control", "no-store")

    def get(self) -> None:
        path = unquote(self.request.path)
        if path == "/livereload.js":
            self._show(CLIENT)
            return
        site: Path = self.settings["site"]
        file = file_at(site, path)
        if file is None and file_at(site, f"{path}/") is not None:
            self.redirect(f"{self.request.path}/")
            return
        if file is None:
            self.set_status(404)
            file = file_at(site, "/404.html")
        if file is not None:
            self._show(file)

    def _show(self, file: Path) -> None:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        charset = "; charset=utf-8" if kind.startswith("text/") or kind.endswith("xml") else ""
        self.set_header("Content-Type", kind + charset)
        content = file.read_bytes()
        if file.suffix == ".html":
            content = content.replace(b"</head>", _SCRIPT + b"</head>", 1)
        self.write(content)


_SCRIPT: Final = b'<script type="module" src="/livereload.js"></script>\n'


def serve(
    site: Path,
    watched: list[Path],
    port: int,
    rebuild: Callable[[], bool],
    say: Callable[[str], None],
) -> None:
    """Shows `site` until Ctrl-C; `rebuild` runs after each change and says if it succeeded."""
    asyncio.run(_serve(site, watched, port, rebuild, say))


async def _serve(
    site: Path,
    watched: list[Path],
    port: int,
    rebuild: Callable[[], bool],
    say: Callable[[str], None],
) -> None:
    sockets, port = _listen(port)
    application = Application(
        [("/livereload", Socket), ("/.*", Pages)], site=site, port=port, log_function=_no_log
    )
    HTTPServer(application).add_sockets(sockets)
    say(f"Preview at http://{HOST}:{port}/ (Ctrl-C ends it)")
    stop = Event()
    loop = IOLoop.current()
    thread = Thread(target=_watch, args=(watched, rebuild, loop, stop), daemon=True)
    thread.start()
    try:
        await asyncio.Event().wait()
    finally:
        stop.set()


def _listen(port: int) -> tuple[list[socket], int]:
    """Sockets on `port`, or on the next free one."""
    last = min(port + PORTS_TRIED - 1, 65535)
    for candidate in range(port, last + 1):
        try:
            return list(bind_sockets(candidate, HOST)), candidate
        except OSError:
            continue
    raise OSError(errno.EADDRINUSE, f"no port from {port} to {last} is free: give another --port")


def _watch(watched: list[Path], rebuild: Callable[[], bool], loop: IOLoop, stop: Event) -> None:
    for _changes in watch(*watched, step=10, stop_event=stop):
        if rebuild():
            loop.add_callback(_tell_browsers)


def _tell_browsers() -> None:
    for waiter in tuple(LiveReloadHandler.waiters):
        waiter.send_message({"command": "reload"})


def _no_log(_handler: RequestHandler) -> None:
    """Requests are not printed: builds are what an editor wants to see."""
