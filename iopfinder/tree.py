"""YAML text in, its tree out: every key and value as it was written, with the comments at it.

`positioned_yaml` tells what a text means; a tree keeps how it is written, so that keys can change
places and lines their indent while all words, quotes and comments stay as somebody typed them.
"""

import json
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate, takewhile
from typing import Final

import yaml

from iopfinder.composer import composed

__all__ = ["EMPTY", "Branch", "Entry", "Leaf", "Style", "Tree", "quoted", "read_tree"]


class Style(Enum):
    """How a collection is written."""

    BLOCK = "each entry on lines of its own"
    LINE = "in brackets, on one line however long"
    FILLED = "in brackets, over as many lines as its entries fill"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text as written: the words behind its key or dash, then further lines without their indent.

    `bare` is the text itself where it stands on one line without quotes, else None.
    """

    lines: tuple[str, ...]
    bare: str | None = None

    @property
    def is_literal(self) -> bool:
        return self.lines[0].startswith(("|", ">"))


EMPTY: Final = Leaf(("",))
"""Nothing behind a key."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A key, or the dash of a list, with its value and its comments.

    `name` is what the key means and `key` how it is written; both are None in a list. `above` holds
    lines of comments, empty ones between paragraphs. `beside` is the comment at the end of the line
    with the blanks before it, then those that go on below it at the same column.
    """

    name: str | None
    key: str | None
    value: "Leaf | Branch"
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping or a list; `below` are the comments after its last entry."""

    entries: tuple[Entry, ...]
    style: Style
    is_mapping: bool
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole file: the comments at its head and its end, and the mapping between them."""

    root: Branch
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()


def read_tree(text: str) -> Tree:
    """The tree of a text with LF line ends, that `parse_yaml` takes and whose root is a mapping."""
    root = composed(text)
    assert isinstance(root, yaml.MappingNode)  # noqa: S101 - who calls has looked
    return _Reader(text, root).tree(root)


@dataclass(frozen=True, slots=True)
class _Comment:
    """`gap`: the blanks before it. `alone`: nothing else stands on its line."""

    index: int
    line: int
    column: int
    text: str
    gap: str
    alone: bool

    def stands_alone_in(self, limit: int, column: int) -> bool:
        return self.alone and self.index < limit and self.column >= column

    def goes_on(self, first: "_Comment", line: int, limit: int) -> bool:
        """Whether it stands on a line of its own right below `first` or what goes on from there."""
        below = self.alone and self.line == line and self.index < limit
        return below and self.column == first.column


_COMMENT: Final = re.compile(r"#[^\n]*")
_HEADER: Final = re.compile(r"([|>])([-+\d]*)")
_LITERAL: Final = ("|", ">")


class _Reader:
    """Takes the comments of a text one by one, from the top, while its nodes become a tree."""

    def __init__(self, text: str, root: yaml.Node) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = _line_starts(self.lines)
        self.comments = deque(self._comments(root))

    def tree(self, root: yaml.MappingNode) -> Tree:
        head, above = self.top(root)
        entries = self.entries(root, len(self.text))
        if above:
            entries = (replace(entries[0], above=(*above, *entries[0].above)), *entries[1:])
        branch = Branch(entries, Style.BLOCK if entries else Style.LINE, is_mapping=True)
        return Tree(branch, head, _paragraphs(self.take(len(self.text))))

    def top(self, root: yaml.MappingNode) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The comments of the file and those of its first key, which need a blank line between."""
        first = root.value[0][0].start_mark if root.value else root.start_mark
        comments = self.take(first.index)
        lines = _paragraphs(comments)
        if comments and comments[-1].line + 1 < first.line:
            return (*lines, ""), ()
        if "" not in lines:
            return lines, ()
        last = len(lines) - lines[::-1].index("")
        return lines[:last], lines[last:]

    # Comments

    def _comments(self, root: yaml.Node) -> Iterator[_Comment]:
        """Whatever begins with # outside of all texts."""
        end = 0
        for leaf in _leaves(root):
            yield from self._comments_between(end, leaf.start_mark.index)
            end = self.end_of(leaf)
            if leaf.style in _LITERAL:
                start = leaf.start_mark
                yield from self._comments_between(start.index, self.line_end(start.line))
        yield from self._comments_between(end, len(self.text))

    def _comments_between(self, start: int, end: int) -> Iterator[_Comment]:
        for found in _COMMENT.finditer(self.text, start, end):
            line = bisect_right(self.starts, found.start()) - 1
            before = self.text[self.starts[line] : found.start()]
            words = before.rstrip(" \t")
            gap = before[len(words) :]
            yield _Comment(
                found.start(),
                line,
                len(before),
                found[0].rstrip(),
                gap if gap.strip(" ") == "" else "  ",
                not words,
            )

    def take(self, limit: int) -> list[_Comment]:
        """The comments before an index that nobody has taken yet."""
        taken = []
        while self.comments and self.comments[0].index < limit:
            taken.append(self.comments.popleft())
        return taken

    def take_below(self, limit: int, column: int) -> list[_Comment]:
        """Those on lines of their own, as far to the right as the entries above them."""
        taken = []
        while self.comments and self.comments[0].stands_alone_in(limit, column):
            taken.append(self.comments.popleft())
        return taken

    def take_beside(self, line: int, limit: int) -> tuple[str, ...]:
        """The comment at the end of a line, and those right below it at its column."""
        if not (self.comments and self.comments[0].line == line):
            return ()
        first = self.comments[0]
        if first.index >= limit:
            return ()
        self.comments.popleft()
        texts = [first.gap + first.text]
        while self.comments and self.comments[0].goes_on(first, line + len(texts), limit):
            texts.append(self.comments.popleft().text)
        return tuple(texts)

    # Collections

    def branch(self, node: yaml.CollectionNode, style: Style, limit: int, column: int) -> Branch:
        """A collection with the comments below it, as long as they stand at `column` or beyond."""
        entries = self.entries(node, limit)
        below = _paragraphs(self.take_below(limit, column))
        return Branch(entries, style, is_mapping=isinstance(node, yaml.MappingNode), below=below)

    def entries(self, node: yaml.CollectionNode, limit: int) -> tuple[Entry, ...]:
        pairs = _pairs(node)
        starts = [(key or value).start_mark.index for key, value in pairs]
        entries = []
        for number, (key, value) in enumerate(pairs):
            above = self.take(starts[number])
            end = limit
            if number + 1 < len(pairs):
                end = self.dash_before(starts[number + 1], value, node)
            entries.append(self.entry(key, value, above, end, node.start_mark.column))
        return tuple(entries)

    def dash_before(self, start: int, value: yaml.Node, node: yaml.CollectionNode) -> int:
        """Where the line begins on which the dash of the next item stands; else its own start."""
        if node.flow_style or isinstance(node, yaml.MappingNode):
            return start
        last = max((self.end_of(leaf) for leaf in _leaves(value)), default=value.end_mark.index)
        dash = re.compile(rf"^ {{{node.start_mark.column}}}-(?=\s)", re.MULTILINE)
        found = dash.search(self.text, self.text.find("\n", max(0, last - 1)) + 1, start)
        return found.start() if found else start

    def entry(
        self,
        key: yaml.Node | None,
        value: yaml.Node,
        above: list[_Comment],
        limit: int,
        column: int,
    ) -> Entry:
        """A key or dash and its value, up to `limit`; its siblings stand at `column`."""
        name = str(key.value) if key else None
        written = self.key(key) if key else None
        if isinstance(value, yaml.ScalarNode):
            leaf, beside = self.scalar(key, value, above, limit)
            return Entry(name, written, leaf, _paragraphs(above), beside)
        assert isinstance(value, yaml.CollectionNode)  # noqa: S101 - YAML has no third kind
        if value.flow_style:
            branch, beside = self.brackets(key, value, above, limit)
        else:
            line = key.end_mark.line if key else -1
            beside = self.take_beside(line, value.start_mark.index)
            inside = max(value.start_mark.column, column + 1)
            branch = self.branch(value, Style.BLOCK, limit, inside)
        return Entry(name, written, branch, _paragraphs(above), beside)

    def brackets(
        self, key: yaml.Node | None, node: yaml.CollectionNode, above: list[_Comment], limit: int
    ) -> tuple[Branch, tuple[str, ...]]:
        """What stands in brackets; with comments inside it becomes a block that can hold them."""
        start, end = node.start_mark, node.end_mark
        above += self.take(start.index)
        commented = bool(self.comments) and self.comments[0].index < end.index
        filled = Style.LINE if start.line == end.line else Style.FILLED
        if not (commented and node.value):
            above += self.take(end.index)
            branch = self.branch(node, filled, end.index, 0)
            return branch, self.take_beside(end.line, limit)
        branch = self.branch(node, Style.BLOCK, end.index, 0)
        rest = _paragraphs(self.take(end.index))
        branch = replace(branch, below=(*branch.below, *rest))
        beside = self.take_beside(end.line, limit)
        if key is None and beside:
            above.append(_Comment(end.index, end.line, 0, beside[0].strip(), "", alone=False))
            beside = ()
        return branch, beside

    # Texts

    def key(self, node: yaml.Node) -> str:
        """A key as it is written; one that is not written on one line, in double quotes."""
        raw = self.raw(node)
        if raw and "\n" not in raw and raw[0] not in "|>":
            return raw
        return quoted(node.value)

    def raw(self, node: yaml.Node) -> str:
        return self.text[node.start_mark.index : node.end_mark.index]

    def scalar(
        self, key: yaml.Node | None, node: yaml.ScalarNode, above: list[_Comment], limit: int
    ) -> tuple[Leaf, tuple[str, ...]]:
        if node.style in _LITERAL:
            above += self.take(node.start_mark.index)
            return self.literal(node)
        raw = self.raw(node)
        if not raw:
            line = key.end_mark.line if key else node.end_mark.line
            return EMPTY, self.take_beside(line, limit)
        above += self.take(node.start_mark.index)
        beside = self.take_beside(node.end_mark.line, limit)
        if "\n" not in raw:
            return Leaf((raw,), None if node.style else node.value), beside
        first, *others = map(_without_blanks_behind, raw.split("\n"))
        return Leaf((first, *(line.lstrip(" \t") for line in others))), beside

    def literal(self, node: yaml.ScalarNode) -> tuple[Leaf, tuple[str, ...]]:
        """A text that begins with | or >, and the comment on that line."""
        mark = node.start_mark
        beside = self.take_beside(mark.line, self.line_end(mark.line))
        header = _HEADER.match(self.lines[mark.line], mark.column)
        assert header is not None  # noqa: S101 - the parser has read it
        indent, body = self.body(node)
        if not body:
            return Leaf((quoted(node.value),)), beside
        chomping = header[2].strip("0123456789")
        if self.is_last(mark.line + len(body)) and len(body[-1]) <= indent:
            body.pop()  # blanks without a line end
        while chomping != "+" and len(body[-1]) <= indent:
            body.pop()
        if self.is_last(mark.line + len(body)):
            chomping = "-"  # the file ends without a line end, and so does its text
        digit = "2" if header[2].strip("+-") else ""
        words = (line[indent:] for line in body)
        return Leaf((f"{header[1]}{digit}{chomping}", *words)), beside

    def is_last(self, line: int) -> bool:
        return line + 1 == len(self.lines)

    def line_end(self, line: int) -> int:
        return self.starts[line] + len(self.lines[line])

    def body(self, node: yaml.ScalarNode) -> tuple[int, list[str]]:
        """The indent of a literal text and its lines with the blank ones below; none if all are."""
        end = len(self.lines) - (self.lines[-1] == "")
        below = self.lines[node.start_mark.line + 1 : end]
        worded = [_indent(line) for line in node.value.split("\n") if line.strip(" ")]
        if not worded:
            return 0, []
        first = next(line for line in below if line.strip(" "))
        indent = _indent(first) - worded[0]
        return indent, list(
            takewhile(lambda line: not line.strip(" ") or _indent(line) >= indent, below)
        )

    def end_of(self, node: yaml.Node) -> int:
        """Where a text ends: behind its last sign; a literal one on the line below it."""
        if not (isinstance(node, yaml.ScalarNode) and node.style in _LITERAL):
            return int(node.end_mark.index)
        line = node.start_mark.line + 1 + len(self.body(node)[1])
        return self.starts[line] if line < len(self.starts) else len(self.text)


def quoted(text: str) -> str:
    """The text in double quotes, on one line, as every YAML reader takes it."""
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


_UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\ud7ff\ue000-\ufefe]")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _pairs(node: yaml.CollectionNode) -> list[tuple[yaml.Node | None, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    return [(None, item) for item in node.value]


def _leaves(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """All texts of a node, keys too, from the top down."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for pair in _pairs(node):
            for inner in pair:
                if inner is not None:
                    yield from _leaves(inner)


def _paragraphs(comments: Sequence[_Comment]) -> tuple[str, ...]:
    """Their lines, with an empty one where lines were left between them."""
    lines: list[str] = []
    for number, comment in enumerate(comments):
        if number and comment.line > comments[number - 1].line + 1:
            lines.append("")
        lines.append(comment.text)
    return tuple(lines)


def _without_blanks_behind(line: str) -> str:
    """Blanks at a line's end are nothing, unless a backslash keeps one."""
    shorter = line.rstrip(" \t")
    return line if shorter.endswith("\\") else shorter


def _line_starts(lines: Sequence[str]) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in lines[:-1])]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
