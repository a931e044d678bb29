"""An article's file in (front matter, then Markdown); a typed `Guide`, or what keeps it from one.

Guides stand in content/guides/, the pages about the site in content/about/, those for clinics in
content/for-clinics/. A file's name is its slug; index.md is its folder's own page. A translation
has the same name in the same folder below its language: content/es/guides/.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final

from iopfinder import forms
from iopfinder.addresses import translated_url
from iopfinder.facts import Fact, Section
from iopfinder.forms import Form, FormError, Words
from iopfinder.language import ENGLISH, TRANSLATED
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.problems import START, Position, Problem, Severity
from iopfinder.prose import Reference
from iopfinder.sources import digest_of
from iopfinder.validation import typed
from iopfinder.vocabulary import NO_WORDS

__all__ = [
    "MOMENTS",
    "TO_WRITE",
    "Asked",
    "FrontMatter",
    "Guide",
    "Source",
    "address",
    "is_published",
    "language_of",
    "parse_guide",
]

MOMENTS: Final = {
    "deciding": "Deciding",
    "choosing": "Choosing",
    "paying": "Paying",
    "during": "During",
    "after": "After",
}
"""When in a family's way through treatment a guide is read, in this order."""

TO_WRITE: Final = "Write here:"
"""Marks what only a person can write, in a file that `scaffold` made."""

_FENCE = "---"


def _web_address() -> Form:
    """An address with https, or with http for a source that has no other."""
    secure = forms.link()

    def parse(value: str, words: Words) -> str:
        secure.parse(re.sub(r"^http:", "https:", value), words)
        return value

    return replace(secure, parse=parse, schema={"type": "string", "pattern": "^https?:"})


class Source(Section):
    """Where a guide's facts come from, and the day on which an editor last read it there."""

    title: Annotated[str, forms.text(300), Fact("Title")]
    publisher: Annotated[str, forms.text(200), Fact("Publisher")]
    url: Annotated[str, _web_address(), Fact("Address")]
    seen: Annotated[date, forms.iso_date(), Fact("Last read on")]
    note: Annotated[str | None, forms.text(400), Fact("Note")] = None


class Asked(Section):
    """A question that an article answers, in families' words, with the answer in short.

    `at` is the heading under which the article says more; without it the article as a whole does.
    """

    question: Annotated[str, forms.text(120), Fact("Question")]
    answer: Annotated[str, forms.text(400), Fact("Answer")]
    at: Annotated[str | None, forms.id_text(), Fact("Heading")] = None


class FrontMatter(Section):
    """What an article says of itself.

    `about` names the glossary entries that the page itself explains; `conditions` and `groups`
    say which danger notices and hotlines stand beside it.
    """

    title: Annotated[str, forms.text(120), Fact("Title")]
    summary: Annotated[str, forms.text(160), Fact("Summary")]
    moment: Annotated[str | None, forms.choice(MOMENTS), Fact("Moment")] = None
    order: Annotated[float, forms.number("places"), Fact("Place in its list")]
    updated: Annotated[date, forms.iso_date(), Fact("Last changed on")]
    sources: Annotated[tuple[Source, ...], Fact("Sources")] = ()
    answers: Annotated[tuple[Asked, ...], Fact("Questions answered here")] = ()
    draft: Annotated[bool, forms.yes_no(), Fact("Draft")] = False
    about: Annotated[tuple[str, ...], forms.listed(forms.id_text()), Fact("Explains")] = ()
    conditions: Annotated[
        tuple[str, ...], forms.listed(forms.term("conditions")), Fact("Conditions")
    ] = ()
    groups: Annotated[tuple[str, ...], forms.listed(forms.term("groups")), Fact("Groups")] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """One article: its front matter, and its text, which begins on `body_line` of its file.

    `url` starts at the site's own root: /guides/what-is-an-iop/, or /es/guides/what-is-an-iop/ for
    one in Spanish. `places` says where each key of the front matter stands. `digest` stands for all
    of the file's text.
    """

    path: str
    slug: str
    folder: str
    url: str
    front: FrontMatter
    body: str
    body_line: int
    places: Mapping[str, Position]
    language: str = ENGLISH.code
    digest: bytes = b""

    @property
    def original(self) -> str:
        """The path of the English article: its own, for one in English."""
        if self.language == ENGLISH.code:
            return self.path
        *above, _language, folder, name = self.path.split("/")
        return "/".join((*above, folder, name))

    def place(self, key: str) -> Position:
        """Where a key of the front matter stands; the file's start when it is not written."""
        return self.places.get(key, START)


def parse_guide(
    text: str, path: str, words: Words = NO_WORDS
) -> tuple[Guide | None, tuple[Problem, ...]]:
    """The guide that a file holds, or None when some problem is an error.

    `path` starts at the project's root, with forward slashes; `words` is the vocabulary.
    """
    named = _name_problems(path)
    lines = text.removeprefix("\ufeff").split("\n")
    closing = _closing(lines)
    if closing is None:
        return None, (*named, _no_front_matter(lines, path))
    front_text = "\n".join(["", *lines[1:closing]])
    if not front_text.strip():
        message, hint = "the front matter is empty", "write title, summary, order and updated"
        return None, (*named, Problem(path, START, "", Severity.ERROR, message, hint))
    parsed = parse_yaml(front_text, path)
    if parsed.document is None:
        return None, (*named, *parsed.problems)
    front, mistyped = typed(FrontMatter, parsed.document, path, words)
    problems = (*named, *parsed.problems, *mistyped)
    if front is None or any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    places = {str(key[0]): at for key, at in parsed.document.keys.items() if len(key) == 1}
    folder, slug = _folder_and_slug(path)
    body = "\n".join(lines[closing + 1 :])
    guide = Guide(path, slug, folder, _url(path), front, body, closing + 2, places)
    return replace(guide, language=_language(path), digest=digest_of(text)), problems


def _closing(lines: list[str]) -> int | None:
    """The index of the line that ends the front matter."""
    if lines[0].rstrip() != _FENCE:
        return None
    ends = (index for index, line in enumerate(lines) if index and line.rstrip() == _FENCE)
    return next(ends, None)


def _no_front_matter(lines: list[str], path: str) -> Problem:
    if lines[0].rstrip() == _FENCE:
        message, hint = "the front matter has no end", "write a line '---' below its last key"
    else:
        message = "the front matter is missing"
        hint = "start with a line '---', then title, summary, order and updated, then '---'"
    return Problem(path, START, "", Severity.ERROR, message, hint)


def _name_problems(path: str) -> tuple[Problem, ...]:
    _, slug = _folder_and_slug(path)
    try:
        forms.id_text("a name for an address").parse(slug, NO_WORDS)
    except FormError as error:
        message = f"the file's name: {error.message}"
        return (Problem(path, START, "", Severity.ERROR, message, error.hint),)
    return ()


def _folder_and_slug(path: str) -> tuple[str, str]:
    folder, name = posixpath.split(path)
    return posixpath.basename(folder), name.removesuffix(".md")


def _language(path: str) -> str:
    """es for content/es/guides/what-is-an-iop.md"""
    above = path.split("/")[-3:-2]
    return above[0] if above and above[0] in TRANSLATED else ENGLISH.code


def _url(path: str) -> str:
    folder, slug = _folder_and_slug(path)
    url = f"/{folder}/" if slug == "index" else f"/{folder}/{slug}/"
    language = _language(path)
    return url if language == ENGLISH.code else translated_url(url, language)


def is_published(guide: Guide, today: date, *, drafts: bool) -> bool:
    """True for a guide that a build of this day shows; with `drafts`, for every guide."""
    return drafts or (not guide.front.draft and guide.front.updated <= today)


def address(reference: Reference, root: str = "/") -> str:
    """Where a link of an article leads, on a site whose home page is at `root`: / or /finder/."""
    if reference.kind == "outside":
        return reference.target
    fragment = f"#{reference.fragment}" if reference.fragment else ""
    return root + _ADDRESSES[reference.kind](reference.target).lstrip("/") + fragment


def language_of(reference: Reference) -> str:
    """The language of the page that a link of an article leads to; "" outside of the site."""
    if reference.kind in ("outside", "unknown"):
        return ""
    if reference.kind == "article":
        return _language(reference.target)
    first = reference.target.removeprefix("/").partition("/")[0]
    return first if reference.kind == "page" and first in TRANSLATED else ENGLISH.code


_ADDRESSES: Final[Mapping[str, Callable[[str], str]]] = {
    "article": _url,
    "program": "programs/{}/".format,
    "facet": "programs/for/{}/".format,
    "glossary": "glossary/#{}".format,
    "page": str,
}
