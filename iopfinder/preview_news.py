"""An edition and an address in; what the browser gets there, and what it is told about it, out."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final

from iopfinder.addresses import file_of
from iopfinder.directory import Written
from iopfinder.language import ENGLISH
from iopfinder.live import Edition, Shown, source_of
from iopfinder.plan import Page
from iopfinder.problems import Problem, Severity, in_order
from iopfinder.prose import Reading
from iopfinder.quotation import quotation
from iopfinder.reports import counted
from iopfinder.sources import Source, read_source

__all__ = ["OWN", "Answer", "Told", "answered", "told"]

OWN: Final = "/.preview/"
"""Where the preview's own files stand; a site has no hidden ones."""

LISTED: Final = 50
"""Warnings and notes that the page lists before it only counts them; every error is listed."""


# Answers


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser gets; `digest` tells one content of an address from another."""

    status: HTTPStatus
    name: str
    body: bytes = b""
    digest: str = ""
    location: str = ""
    page: Page | None = None
    problems: tuple[Problem, ...] = ()


def answered(edition: Edition, path: str, run: str) -> Answer:
    """The answer to a decoded path. Pages carry the preview's script and are marked when a build
    would not show them; `run` tells this preview from one that was started before it."""
    shown = edition.shown(path)
    if shown is None and edition.is_page(f"{path}/"):
        return Answer(HTTPStatus.FOUND, "", location=f"{path}/")
    if shown is None:
        return _page(HTTPStatus.NOT_FOUND, edition.not_found, edition, run)
    if shown.body is None or (shown.page and shown.page.path.endswith(".html")):
        return _page(HTTPStatus.OK, shown, edition, run)
    return Answer(HTTPStatus.OK, file_of(path), shown.body, _digest(shown.body), page=shown.page)


def _page(status: HTTPStatus, shown: Shown, edition: Edition, run: str) -> Answer:
    if shown.body is None:
        status = HTTPStatus.SERVICE_UNAVAILABLE
    banner = _banner(_mark(shown.page, edition.today))
    body = NO_PAGE if shown.body is None else shown.body
    digest = _digest(body + banner)
    marks = {"digest": digest, "edition": str(edition.number), "run": run}
    hooks = "".join(f' data-{name}="{value}"' for name, value in marks.items())
    head = f'{_STYLE}<script type="module" src="{OWN}preview.js" data-preview{hooks}></script>\n'
    body = body.replace(b"</head>", head.encode() + b"</head>", 1)
    body = _BODY.sub(lambda found: found[0] + banner, body, count=1)
    return Answer(status, "page.html", body, digest, page=shown.page, problems=shown.problems)


_STYLE: Final = f'<link rel="stylesheet" href="{OWN}preview.css">\n'
_BODY: Final = re.compile(rb"<body[^>]*>")

NO_PAGE: Final = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>No page yet | Preview</title>
</head>
<body class="preview-empty">
<main>
<h1>No page yet</h1>
<p>Some files hold mistakes, and there is no good page to show from before.
Mend what is listed here: the page then comes by itself.</p>
</main>
</body>
</html>
"""


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Why a build without --drafts leaves a page out: in a word, and in a sentence."""

    word: str
    sentence: str


def _mark(page: Page | None, today: date | None) -> _Mark | None:
    if page is None or today is None or not isinstance(page.subject, Written):
        return None
    front = page.subject.guide.front
    if front.draft:
        return _Mark("Draft", "Draft: not on the built site.")
    if front.updated > today:
        day = front.updated
        return _Mark(f"Dated {day}", f"Dated {day}: not on the built site before that day.")
    return None


def _banner(mark: _Mark | None) -> bytes:
    if mark is None:
        return b""
    return f'\n<aside class="preview-banner" aria-label="Draft">{mark.sentence}</aside>'.encode()


# News


@dataclass(frozen=True, slots=True)
class Told:
    """What is the same for all pages after a reading: the moment, and what went wrong besides."""

    at: datetime
    notices: tuple[str, ...] = ()


def told(
    edition: Edition, answer: Answer, about: Told, read: Callable[[str], Reading]
) -> Mapping[str, object]:
    """What the bar and the list of problems of one page show, fit for JSON.

    `read` measures an article's text, as `prose.reading` does.
    """
    problems = edition.problems
    if answer.problems:
        problems = in_order((*problems, *answer.problems))
    source = source_of(answer.page, edition.templates) if answer.page else ""
    shown, left = _chosen(problems, source)
    mark = _mark(answer.page, edition.today)
    return {
        "edition": edition.number,
        "source": f"{source}:1" if source else "",
        "counts": counted(problems),
        "mark": mark.word if mark else "",
        "reading": _measure(answer.page, read),
        "at": about.at.isoformat(),
        "seconds": round(edition.seconds, 2),
        "notices": about.notices,
        "problems": list(_quoted(shown)),
        "left": f"... and {left:,} more: see them all with build.py check" if left else "",
    }


def _chosen(problems: Sequence[Problem], source: str) -> tuple[tuple[Problem, ...], int]:
    """Every error, then what else is said of the page's own source, then of others."""
    errors = [each for each in problems if each.severity is Severity.ERROR]
    others = [each for each in problems if each.severity is not Severity.ERROR]
    others.sort(key=lambda problem: problem.path != source)
    shown = (*errors, *others[:LISTED])
    return shown, len(problems) - len(shown)


def _measure(page: Page | None, read: Callable[[str], Reading]) -> str:
    """The reading grade of an article in English, and its words."""
    if page is None or not isinstance(page.subject, Written):
        return ""
    written = page.subject
    measured = read(written.article.plain)
    words = f"{measured.words:,} words"
    is_english = written.guide.language == ENGLISH.code
    return f"grade {measured.grade:.1f}, {words}" if is_english else words


def _quoted(problems: Sequence[Problem]) -> Iterator[Mapping[str, str]]:
    """Problems with the line that each is about; a file that is gone is not quoted."""
    texts: dict[str, str] = {}
    for problem in problems:
        if problem.path not in texts:
            source = read_source(Path(problem.path))
            texts[problem.path] = source.text if isinstance(source, Source) else ""
        quote = quotation(texts[problem.path], problem.position)
        quote = quote if quote and quote.line.strip() else None
        yield {
            "place": f"{problem.path}:{problem.position.line}:{problem.position.column}",
            "severity": problem.severity.value,
            "field": problem.field,
            "message": " ".join(problem.message.split()),
            "hint": problem.hint,
            "line": quote.line if quote else "",
            "caret": quote.caret if quote else "",
        }
