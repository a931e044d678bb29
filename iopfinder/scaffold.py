"""A title and a few choices in; the name and the whole text of a new guide out, as a draft.

What only a person can write is marked with "Write here:", and `check` lets nobody publish a page
that still says so. All else is complete: the page passes `check` and can be seen in the preview.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from iopfinder.addresses import FIXED
from iopfinder.forms import FormError, text
from iopfinder.guide import MOMENTS, TO_WRITE, Guide, address
from iopfinder.importers.listing_text import yaml_text
from iopfinder.language import ENGLISH
from iopfinder.places import slug
from iopfinder.prose import Reference
from iopfinder.vocabulary import NO_WORDS

__all__ = ["FIRST_MOMENT", "GuideFile", "NewGuide", "guide_file", "next_order", "twin"]

FIRST_MOMENT: Final = next(iter(MOMENTS))
"""The moment of a guide for which none is named: its line says what else it may be."""

TITLE_LIMIT: Final = 120
NAME_LIMIT: Final = 80
ORDER_LIMIT: Final = 9999


@dataclass(frozen=True, slots=True)
class NewGuide:
    """What is known of a guide before it is written; `order` is its place in the list."""

    title: str
    folder: str
    moment: str | None
    order: int
    today: date


@dataclass(frozen=True, slots=True)
class GuideFile:
    """A guide's file: its name in its folder, the address of its page, and its text."""

    name: str
    url: str
    text: str


def guide_file(new: NewGuide) -> GuideFile:
    """The file of a new guide; `FormError` for a title that cannot be one, or has no address."""
    title = _title(new.title)
    name = f"{_slug(title)}.md"
    url = address(Reference("article", f"content/{new.folder}/{name}", "", 1))
    if url in FIXED:
        hint = "give the guide another title"
        raise FormError(f"'{title}' would stand at {url}, where the site has a page", hint)
    front = _front(title, new)
    return GuideFile(name, url, f"---\n{front}---\n\n{_BODIES[new.folder]}")


def next_order(guides: Iterable[Guide], folder: str, moment: str | None) -> int:
    """The place after all guides of this folder and moment."""
    beside = (
        guide.front.order
        for guide in guides
        if (guide.folder, guide.front.moment, guide.language) == (folder, moment, ENGLISH.code)
    )
    return min(int(max(beside, default=0)) + 1, ORDER_LIMIT)


def twin(name: str, names: Collection[str]) -> str:
    """A file that is there and that some disk takes for `name`: letter case aside; "" for none."""
    return next((there for there in sorted(names) if there.casefold() == name.casefold()), "")


def _title(written: str) -> str:
    """The title with single blanks between its words."""
    title = " ".join(written.split())
    odd = next((letter for letter in title if not letter.isprintable()), "")
    if odd:
        message = f"the title holds the invisible character U+{ord(odd):04X}"
        raise FormError(message, "type it again without it")
    try:
        text(TITLE_LIMIT).parse(title, NO_WORDS)
    except FormError:
        message = f"the title has {len(title)} characters; the limit is {TITLE_LIMIT}"
        raise FormError(message, "make it shorter") from None
    return title


def _slug(title: str) -> str:
    """The title as an address, cut between words."""
    folded = title.casefold()
    if not re.search("[a-z0-9]", unicodedata.normalize("NFKD", folded)):
        message = f"'{title}' has no letter from a to z and no digit to make an address of"
        raise FormError(message, "give the guide a title that has")
    whole = slug(folded)
    if len(whole) <= NAME_LIMIT:
        return whole
    return whole[: NAME_LIMIT + 1].rpartition("-")[0] or whole[:NAME_LIMIT]


def _front(title: str, new: NewGuide) -> str:
    """The front matter's lines, with what to know of each key above it."""
    moment = f"{_MOMENT_NOTE}moment: {new.moment}\n" if new.moment else ""
    return "".join(
        (
            yaml_text({"title": title}),
            _SUMMARY_NOTE,
            yaml_text({"summary": SUMMARY}),
            moment,
            _ORDER_NOTE,
            f"order: {new.order}\n",
            f"updated: {new.today.isoformat()}\n",
            _DRAFT_NOTE,
            "draft: yes\n",
            _SOURCES_NOTE.format(today=new.today.isoformat()),
            _TERMS_NOTE,
        )
    )


SUMMARY: Final = f"{TO_WRITE} what this page answers, in one or two short sentences."

_SUMMARY_NOTE: Final = "# Stands below the title in lists and in search results; 160 characters.\n"
_MOMENT_NOTE: Final = f"# When families read it: {', '.join(MOMENTS)}.\n"
_ORDER_NOTE: Final = "# Its place in its list.\n"
_DRAFT_NOTE: Final = "# Take the next line out to publish the page.\n"
_SOURCES_NOTE: Final = """\
# Where the facts come from, and the day on which you read them there. Take '# ' off these lines.
# sources:
#   - title: The name of the page or report
#     publisher: Who stands behind it
#     url: https://www.example.org/page
#     seen: {today}
"""
_TERMS_NOTE: Final = """\
# What the page is about brings a danger notice or a hotline to it. Take '# ' off to name it.
# conditions: [ptsd, alcohol-use]
# groups: [veterans]
"""

_DANGER: Final = "In danger now? [Call 911](tel:911), or [call or text 988](tel:988)."

_BODIES: Final[Mapping[str, str]] = {
    "guides": f"""\
{TO_WRITE} the answer first, in two to four short sentences. {_DANGER}

## The first thing to know

{TO_WRITE} what a tired reader should take away. Say where a fact is from.[^source]

## What to ask

!!! ask "Ask"
    - {TO_WRITE} a question that a program can answer.

**A good answer** {TO_WRITE} what it sounds like.

**Be careful** {TO_WRITE} when to look again.

!!! note "A made-up example"
    {TO_WRITE} one person, one choice, and how it went.

## If you are asking for someone else

{TO_WRITE} what a family can do, and what it cannot.

## Next

Read the other [guides](page:/guides/), look at programs in the [finder](page:/programs/), or \
print the [worksheet](page:/checklist/).

[^source]: {TO_WRITE} who says so, with a link.
""",
    "about": f"""\
{TO_WRITE} the answer first, in two to four short sentences.

## What we do

{TO_WRITE} what a reader can count on.

## What we do not do

{TO_WRITE} what a reader should not expect.
""",
    "for-clinics": f"""\
{TO_WRITE} what a clinic can do with this page, in two to four short sentences.

## What to do

1. {TO_WRITE} the first step.
2. {TO_WRITE} the next one.

## Common questions

{TO_WRITE} what clinics ask, each with its answer. Every field stands in the \
[field reference](page:/for-clinics/fields/).
""",
}
