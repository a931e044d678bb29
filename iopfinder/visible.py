"""The HTML of a page in, the lines of text that a reader sees out; two pages, and what differs."""

import difflib
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Final

__all__ = ["changed_lines", "visible_lines"]

_UNSEEN: Final = frozenset(["script", "style", "template"])

_INLINE: Final = re.compile(
    "a|abbr|b|bdi|bdo|button|cite|code|data|del|dfn|em|i|img|ins|kbd|label|mark|q|s|samp|small|span"
    "|strong|sub|sup|time|u|var|wbr"
)
"""Elements that do not begin a line of their own."""


def visible_lines(html: str) -> tuple[str, ...]:
    """The text of a page, a line for each block, with the words of its images.

    Text that is hidden at first counts: a reader can come to see it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return tuple(reader.lines)


def changed_lines(old: Sequence[str], new: Sequence[str], name: str) -> Iterator[str]:
    """A unified diff of two texts, with one line around each change; nothing for equal ones."""
    return difflib.unified_diff(old, new, f"old{name}", f"new{name}", n=1, lineterm="")


class _Reader(HTMLParser):
    """Gathers lines while it is fed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if not _INLINE.fullmatch(tag):
            self.end_line()
        words = dict(attrs).get("alt") if tag == "img" else None
        if words:
            self.handle_data(words)

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        if not _INLINE.fullmatch(tag):
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data)

    def end_line(self) -> None:
        line = " ".join("".join(self.pieces).split())
        if line:
            self.lines.append(line)
        self.pieces.clear()
