"""Folders in, a live preview out: the site at a loopback address, true to each save.

watchfiles notices a save, the site is read again in a thread of its own, and livereload's socket
tells each open page what became of it. Only this machine can read it: other hosts and origins are
refused.
"""

import asyncio
import errno
import gc
import secrets
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path
from socket import socket
from threading import Event, Thread
from typing import Final, TypeVar
from urllib.parse import quote, unquote

from livereload.handlers import LiveReloadHandler
from tornado.escape import json_decode
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from iopfinder.addresses import DOWNLOADS, file_of
from iopfinder.build import Folders
from iopfinder.finder_files import FOLDER
from iopfinder.hosting import HEADERS, media_type
from iopfinder.live import Edition, Live, source_of
from iopfinder.memory import Memory
from iopfinder.preview_news import OWN, Answer, Told, answered, told
from iopfinder.problems import Problem, Severity
from iopfinder.prose import reading
from iopfinder.reports import counted
from iopfinder.saves import saves

__all__ = ["HOST", "Screen", "serve"]

HOST: Final = "127.0.0.1"
PORTS_TRIED: Final = 20
CLIENT: Final = ("preview.js", "preview.css", "preview_bar.css")

DATA: Final = f"/{FOLDER}"

T = TypeVar("T")

_CODE: Final = Path(__file__).parent
_NAMES: Final = frozenset([HOST, "localhost", "[::1]"])

_CHANGED: Final = "The generator has changed: restart the preview (Ctrl-C, then make serve)."
_FAILED: Final = (
    "The generator itself failed: the terminal says where. The last good pages stay. "
    "Undo your last change, or report this."
)


@dataclass(frozen=True, slots=True)
class Screen:
    """The terminal: `say` prints a line, `show` prints problems."""

    say: Callable[[str], None]
    show: Callable[[Sequence[Problem]], None]


def serve(
    folders: Folders,
    today: Callable[[], date],
    screen: Screen,
    *,
    port: int,
    drafts: bool,
    memory: Memory,
    jobs: int = 1,
) -> None:
    """Shows the site until Ctrl-C. `today` is asked at each reading, `memory` spares the first."""
    sockets, found = _listen(port)
    if found != port:
        screen.say(f"Port {port} is in use: this preview takes {found}.")
    address = f"http://{HOST}:{found}/"
    live = Live(folders, today, base_url=address, drafts=drafts, memory=memory)
    live.refresh(jobs=jobs)
    gc.freeze()  # what was read now stays: to look through it at each save would take as long
    gc.enable()
    asyncio.run(_serve(Desk(live, screen), sockets, found))


async def _serve(desk: "Desk", sockets: list[socket], port: int) -> None:
    application = Application(
        [(f"{OWN}socket", Socket), (f"{OWN}.*", Own), ("/.*", Site)],
        desk=desk,
        port=port,
        log_function=_no_log,
        default_handler_class=Site,
    )
    HTTPServer(application).add_sockets(sockets)
    desk.report(desk.live.edition, ())
    desk.screen.say(f"Preview at http://{HOST}:{port}/ (Ctrl-C ends it)")
    stop = Event()
    loop = asyncio.get_running_loop()

    def notice(saved: frozenset[Path]) -> None:
        loop.call_soon_threadsafe(desk.notice, saved)

    Thread(target=_watch, args=(desk.live.folders, notice, stop), daemon=True).start()
    try:
        await desk.keep_up()
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


def _watch(folders: Folders, notice: Callable[[frozenset[Path]], object], stop: Event) -> None:
    content = (folders.programs, folders.content, folders.templates, folders.assets)
    with suppress(RuntimeError):  # the loop has ended
        for saved in saves((*content, folders.translations, *_code()), stop):
            notice(saved)


def _code() -> Iterator[Path]:
    """What the generator is made of."""
    yield _CODE
    yield _CODE.parent / "build.py"


def _stamp() -> Mapping[Path, tuple[int, int]]:
    """When each file of the generator was changed, and how long it is."""
    stamp = {}
    for path in (*_CODE.rglob("*.py"), _CODE.parent / "build.py"):
        with suppress(FileNotFoundError):
            stat = path.stat()
            stamp[path] = (stat.st_mtime_ns, stat.st_size)
    return stamp


async def _aside(work: Callable[[], T]) -> T:
    """What `work` gives, done in a thread for which Ctrl-C need not wait."""
    loop = asyncio.get_running_loop()
    coming: asyncio.Future[T] = loop.create_future()

    def settle(settled: Callable[[], None]) -> None:
        if not coming.done():
            settled()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            outcome = partial(coming.set_exception, error)
        else:
            outcome = partial(coming.set_result, result)
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, outcome)

    Thread(target=run, daemon=True).start()
    return await coming


# Readings and what open pages are told of them


@dataclass
class Visitor:
    """An open page: the path that it shows, the content and edition it has, what it has loaded."""

    path: str
    digest: str
    edition: Edition
    uses: set[str] = field(default_factory=set)


class Desk:
    """Reads the site after each save, one reading at a time, and tells each open page once."""

    def __init__(self, live: Live, screen: Screen) -> None:
        self.live = live
        self.screen = screen
        self.run = secrets.token_hex(8)
        self.told = Told(datetime.now(UTC))
        self.previous = live.edition
        self.sockets: set[Socket] = set()
        self.telling: set[asyncio.Task[None]] = set()
        self.saved: set[Path] = set()
        self.waiting = asyncio.Event()
        self.rendering = asyncio.Lock()
        self.finding = asyncio.Lock()
        self.stamp = _stamp()
        self.reading = lru_cache(maxsize=50)(reading)
        self.reported: set[Problem] = set()

    @property
    def edition(self) -> Edition:
        return self.live.edition

    def notice(self, saved: Iterable[Path]) -> None:
        """Files were saved; what is saved during a reading waits for the next."""
        self.saved.update(saved)
        self.waiting.set()

    async def keep_up(self) -> None:
        """Reads after each save, for ever."""
        while True:
            await self.waiting.wait()
            self.waiting.clear()
            saved, self.saved = frozenset(self.saved), set()
            await self._read(saved)

    async def _read(self, saved: frozenset[Path]) -> None:
        last = self.edition
        coming = asyncio.ensure_future(_aside(partial(self.live.refresh, saved)))
        await asyncio.wait([coming])
        error = coming.exception()
        if error is not None:
            traceback.print_exception(error, file=sys.stderr)
        self.told = Told(datetime.now(UTC), tuple(self._notices(error)))
        if saved or self.edition.problems != last.problems:
            self.report(self.edition, last.problems)
        self.previous = last
        for task in self.telling:
            task.cancel()
        for each in sorted(self.sockets, key=partial(self._comes_later, saved=saved)):
            self.tell(each)

    def _notices(self, error: BaseException | None) -> Iterator[str]:
        if _stamp() != self.stamp:
            if _CHANGED not in self.told.notices:
                self.screen.say(_CHANGED)
            yield _CHANGED
        if error is not None:
            yield _FAILED

    def report(self, edition: Edition, before: Sequence[Problem]) -> None:
        """Says in the terminal what came of a reading: errors, and what else is new."""
        self.reported = set()
        errors = [each for each in edition.problems if each.severity is Severity.ERROR]
        self.screen.show([*errors, *_new_remarks(edition.problems, before)])
        count = counted(edition.problems)
        if errors and edition.pages:
            self.screen.say(f"{count}. The last good pages stay.")
        elif errors or edition.pages is None:
            self.screen.say(f"{count}. There are no pages to show yet.")
        else:
            directory = edition.pages.plans[0].directory
            self.screen.say(
                f"Read {len(directory.briefs):,} listings and {len(directory.articles):,} "
                f"articles in {edition.seconds:.2f} s; {count}."
            )

    def _comes_later(self, page: "Socket", saved: frozenset[Path]) -> bool:
        """False for the page whose own source was saved: it is told first."""
        pages, visitor = self.edition.pages, page.visitor
        shown = pages.page_at(file_of(visitor.path)) if pages and visitor else None
        if shown is None:
            return True
        return Path(source_of(shown, self.edition.templates)).absolute() not in saved

    def tell(self, page: "Socket") -> None:
        """Tells a page what became of it, in its turn."""
        task = asyncio.create_task(self._tell(page, self.edition))
        self.telling.add(task)
        task.add_done_callback(self._told_of)

    def _told_of(self, task: asyncio.Task[None]) -> None:
        self.telling.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            traceback.print_exception(error, file=sys.stderr)

    async def _tell(self, page: "Socket", edition: Edition) -> None:
        visitor = page.visitor
        if visitor is None:
            return
        answer = await self.answer(visitor.path, edition)
        self._report_page(answer.problems)
        changed = await self._changed(visitor, edition)
        if answer.digest != visitor.digest or any(not path.endswith(".css") for path in changed):
            page.say({"command": "reload"})
            return
        news = await _aside(partial(told, edition, answer, self.told, self.reading))
        visitor.edition = edition
        page.say({"command": "news", "css": sorted(changed), **news})

    def _report_page(self, problems: Sequence[Problem]) -> None:
        """A mistake in a template is only met when a page is made."""
        new = [problem for problem in problems if problem not in self.reported]
        self.reported.update(new)
        if new:
            self.screen.show(new)
            self.screen.say("The last good page stays.")

    async def _changed(self, visitor: Visitor, edition: Edition) -> frozenset[str]:
        """The files that the page has loaded and that are others by now."""
        old = visitor.edition
        of_finder = frozenset(path for path in visitor.uses if path.startswith(DATA))
        changed = frozenset(
            path
            for path in visitor.uses - of_finder
            if old.assets.get(file_of(path)) != edition.assets.get(file_of(path))
        )
        if changed or old.pages is edition.pages:
            return changed
        async with self.finding:
            return await _aside(partial(_other_files, of_finder, old, edition))

    def welcome(self, page: "Socket", greeting: Mapping[str, object]) -> None:
        """A page says what it shows; one of another run, or of long ago, is loaded anew."""
        match greeting:
            case {
                "run": self.run,
                "page": str(path),
                "digest": str(digest),
                "edition": int(number),
            }:
                known = {each.number: each for each in (self.previous, self.edition)}
                if number in known:
                    page.visitor = Visitor(path, digest, known[number])
                    self.tell(page)
                    return
        page.say({"command": "reload"})

    async def answer(self, path: str, edition: Edition | None = None) -> Answer:
        """What the browser gets at a decoded path."""
        edition = edition or self.edition
        if path.startswith(DOWNLOADS):
            make = edition.finder_file if path.startswith(DATA) else edition.export_file
            async with self.finding:
                body = await _aside(partial(make, path))
            if body is not None:
                return Answer(HTTPStatus.OK, path, body)
        name = file_of(path)
        if name in edition.assets:
            return Answer(HTTPStatus.OK, name, edition.assets[name])
        async with self.rendering:
            return await _aside(partial(answered, edition, path, self.run))


def _other_files(paths: frozenset[str], old: Edition, new: Edition) -> frozenset[str]:
    return frozenset(path for path in paths if old.finder_file(path) != new.finder_file(path))


def _new_remarks(problems: Sequence[Problem], before: Sequence[Problem]) -> Sequence[Problem]:
    """Warnings and notes that were not there before; most are the same values as they were."""
    same = set(map(id, before))
    others = [each for each in problems if id(each) not in same]
    remarks = [each for each in others if each.severity is not Severity.ERROR]
    known = set(before) if remarks else set()
    return [each for each in remarks if each not in known]


# The conversation with the browser


class Guarded(RequestHandler):
    """Answers this machine's own pages alone, with the headers of a real host."""

    def prepare(self) -> None:
        _refuse_strangers(self)

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Cache-Control", "no-store")

    @property
    def desk(self) -> Desk:
        desk: Desk = self.settings["desk"]
        return desk


class Site(Guarded):
    """The site's own files."""

    async def head(self) -> None:
        await self.get()

    async def get(self) -> None:
        answer = await self.desk.answer(unquote(self.request.path))
        if answer.location:
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"{quote(answer.location)}{query}")
            return
        self.set_status(answer.status)
        self.set_header("Content-Type", media_type(answer.name))
        self.write(answer.body)


class Own(Guarded):
    """The preview's script and style."""

    async def head(self) -> None:
        await self.get()

    async def get(self) -> None:
        name = self.request.path.removeprefix(OWN)
        if name not in CLIENT:
            raise HTTPError(404)
        self.set_header("Content-Type", media_type(name))
        self.write((_CODE / name).read_bytes())


class Socket(LiveReloadHandler):  # type: ignore[misc] # livereload has no types
    """livereload's socket, for pages of this preview alone."""

    def initialize(self) -> None:
        self.visitor: Visitor | None = None

    def prepare(self) -> None:
        _refuse_strangers(self)

    def check_origin(self, origin: str) -> bool:
        return origin.lower() in _own_origins(self.settings["port"])

    def open(self) -> None:
        self.settings["desk"].sockets.add(self)

    def on_message(self, message: str | bytes) -> None:
        """A page says what it shows and which files it has loaded."""
        said = json_decode(message)
        if not isinstance(said, dict):
            return
        if said.get("command") == "hello":
            self.settings["desk"].welcome(self, said)
        if self.visitor is not None:
            self.visitor.uses.update(map(str, said.get("uses", ())))

    def say(self, message: Mapping[str, object]) -> None:
        """Tells the page, unless it is gone by now."""
        if self in self.settings["desk"].sockets:
            self.send_message(dict(message))

    def on_close(self) -> None:
        self.settings["desk"].sockets.discard(self)


def _own_origins(port: int) -> frozenset[str]:
    return frozenset(f"http://{name}:{port}" for name in _NAMES)


def _refuse_strangers(conversation: RequestHandler) -> None:
    """403 for a request under another name, or that a page of another origin makes."""
    request = conversation.request
    own = _own_origins(conversation.settings["port"])
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    if (
        f"http://{request.host.lower()}" not in own
        or (origin is not None and origin.lower() not in own)
        or site not in ("none", "same-origin")
    ):
        raise HTTPError(403)


def _no_log(_handler: RequestHandler) -> None:
    """Requests are not printed: readings are what an editor wants to see."""
