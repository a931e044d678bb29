"""YAML text in; plain values with a mark for every one of them, or problems, out.

Scalars stay text: PyYAML's own types turn `9:00` into 540, ZIP `02134` into 1116 and `NO` into
False. The dialect is small on purpose: one document, no anchors, aliases or tags, unique keys,
at most 64 levels and 256 KiB. Whatever is refused is refused with its line and column.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from iopfinder.composer import LOADER, Mark, composed, is_empty, position
from iopfinder.problems import START, Field, Position, Problem, Severity, field_name
from iopfinder.slips import GLUED, NOTHING, Known, shortened, with_colon
from iopfinder.syntax import syntax_problem

__all__ = [
    "DEPTH_LIMIT",
    "GOES_ON",
    "SIZE_LIMIT",
    "Document",
    "Parsed",
    "Plain",
    "ends_in_a_quote",
    "parse_yaml",
]

DEPTH_LIMIT: Final = 64
"""Levels of nesting; far above any listing, far below what overflows the C composer's stack."""

SIZE_LIMIT: Final = 256 * 1024
"""Bytes of a file; the longest hand-written listing seen is under 20 KiB."""


Plain = str | list["Plain"] | dict[str, "Plain"]

_CURLY = frozenset("\u2018\u2019\u201a\u201c\u201d\u201e")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n|\\Z)"
)
_ODD_SPACE = re.compile(
    r"^[ -]*(?:[\w-]+:)?[ ]*([\u00a0\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE
)
_SPECIAL = re.compile(
    r"(?:^[ \t]*|[:?-][ \t]+|[\[{,][ \t]*)[&*!]\S|^(?:---|\.\.\.|%)", re.MULTILINE
)
_PREFIX = re.compile(r"^[ \t?:-]+", re.MULTILINE)
_CUT = re.compile(r"[ \t]+#[^\s#]")
_QUOTED_VALUE = re.compile(r"([A-Za-z_][\w-]*):?[ ]*[\"'].")
"""A key that swallowed the beginning of its value, whose quotes hold a ': '."""

_RETYPED = re.compile(
    r"[-+]?(?:\d[\d_]*|0x[0-9a-f]+|0o?[0-7]+|\d[\d_]*(?::[0-5]?\d)+)"  # whole, and 1.1's base 60
    r"|[-+]?(?:\d[\d_]*\.\d*|\.\d+|\d+)(?:e[-+]?\d+)?|[-+]?\.inf|\.nan"
    r"|y|n|yes|no|on|off|true|false"
    r"|\d{4}-\d\d?-\d\d?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its plain value, and where each key and value of it stands.

    A key with nothing behind it is absent from `value` (not stated) but keeps its mark, and is
    listed in `empty`.
    `retyped` lists the unquoted texts that YAML 1.1 or 1.2 would read as a number, date, true,
    false or nothing: other tools see them with another type.
    """

    value: Plain
    keys: Mapping[Field, Position]
    values: Mapping[Field, Position]
    retyped: tuple[Field, ...] = ()
    empty: tuple[Field, ...] = ()

    def position(self, field: Field, *, key: bool = False) -> Position:
        """Where `field` stands; of a field that is not there, where its nearest parent stands."""
        for length in range(len(field), 0, -1):
            known = field[:length]
            named = key and isinstance(known[-1], str)
            wanted = None if named else self.values.get(known)
            found = wanted or self.keys.get(known) or self._listed(known)
            if found:
                return found
        return START

    def _listed(self, field: Field) -> Position | None:
        """Where the term `field[-1]` stands when a list was written in place of a mapping."""
        value: Plain | None = self.value
        for part in field[:-1]:
            value = _item(value, part)
        if isinstance(value, list) and field[-1] in value:
            return self.values.get((*field[:-1], value.index(str(field[-1]))))
        return None


def _item(value: Plain | None, part: str | int) -> Plain | None:
    if isinstance(value, dict) and isinstance(part, str):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of a text: a document unless some problem is an error of syntax."""

    document: Document | None
    problems: tuple[Problem, ...]


GOES_ON: Final = "this text goes on over several lines"
"""Said of a text that may hold a key which lost its colon."""


def parse_yaml(text: str, path: str, known: Known = NOTHING) -> Parsed:
    """The document that `text` holds, or what keeps it from being one.

    With the keys of a model, where a mistake stands is told from what they would make of it.
    """
    refused = _refused_before_composing(text, path)
    if refused:
        return Parsed(None, refused)
    try:
        node = composed(text)
    except yaml.MarkedYAMLError as error:
        return Parsed(None, (syntax_problem(text, path, error, known),))
    if node is None or is_empty(node):
        return Parsed(None, (_error(path, START, "the file is empty", _EMPTY_HINT),))
    walk = _Walk(text, path)
    value = walk.plain(node, ())
    document = Document(value, walk.keys, walk.values, tuple(walk.retyped), tuple(walk.empty))
    return Parsed(document, tuple(walk.problems))


_EMPTY_HINT = "copy an example and fill it in, or delete the file"


# Before composing: what the C composer must never see, and what it would silently accept.


def _refused_before_composing(text: str, path: str) -> tuple[Problem, ...]:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > SIZE_LIMIT:
        return (
            _error(
                path,
                START,
                f"the file is {size // 1024} KiB long; the limit is {SIZE_LIMIT // 1024} KiB",
                "a listing is a few KiB: move long texts to your website",
            ),
        )
    invisible = _INVISIBLE.search(text)
    if invisible:
        return (
            _error(
                path,
                _position_at(text, invisible.start()),
                f"the invisible character U+{ord(invisible[0]):04X} stands here",
                "delete it and type the text again",
            ),
        )
    odd = None if text.isascii() else _ODD_SPACE.search(text)
    if odd:
        return (
            _error(
                path,
                _position_at(text, odd.start(1)),
                f"the odd space U+{ord(odd[1]):04X} stands here, often from a word processor",
                "delete it and type a usual space",
            ),
        )
    if _SPECIAL.search(text) or _depth_bound(text) > DEPTH_LIMIT:
        return tuple(_refused_events(text, path))
    return ()


def _depth_bound(text: str) -> int:
    """No text is nested deeper: each level takes a bracket, or a column for at most two levels."""
    brackets = text.count("[") + text.count("{")
    columns = max((len(prefix) for prefix in _PREFIX.findall(text)), default=0)
    return brackets + 2 * columns + 2


def _refused_events(text: str, path: str) -> Iterator[Problem]:
    depth = documents = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            place = position(event.start_mark)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    yield _error(
                        path, place, "a second document starts here", "keep one document a file"
                    )
            elif isinstance(event, yaml.AliasEvent):
                yield _error(
                    path,
                    place,
                    f"'*{event.anchor}' is an alias",
                    "put the text in quotes",
                )
            elif isinstance(event, yaml.NodeEvent):
                yield from _refused_marks(event, path, place)
            depth += _depth_change(event)
            if depth > DEPTH_LIMIT:
                yield _error(
                    path,
                    place,
                    f"the file is nested deeper than {DEPTH_LIMIT} levels",
                    "look for brackets that are never closed",
                )
                return
    except yaml.MarkedYAMLError:
        return  # composing stops at the same place and says what is wrong


def _refused_marks(event: yaml.NodeEvent, path: str, place: Position) -> Iterator[Problem]:
    if event.anchor is not None:
        yield _error(
            path, place, f"'&{event.anchor}' is an anchor", "leave it out, or quote the text"
        )
    tag = getattr(event, "tag", None)
    if tag is not None:
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        yield _error(path, place, f"'{shown}' is a tag", "leave it out, or quote the text")


def _depth_change(event: yaml.Event) -> int:
    if isinstance(event, yaml.CollectionStartEvent):
        return 1
    return -1 if isinstance(event, yaml.CollectionEndEvent) else 0


# Composing went well: nodes to plain values and marks.


class _Walk:
    """Gathers marks and problems while one document's nodes become plain values."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n") if _CUT.search(text) else []
        self.keys: dict[Field, Position] = {}
        self.values: dict[Field, Position] = {}
        self.retyped: list[Field] = []
        self.empty: list[Field] = []
        self.problems: list[Problem] = []

    def plain(self, node: yaml.Node, field: Field) -> Plain:
        self.values[field] = position(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, field)
        if isinstance(node, yaml.SequenceNode):
            return self.sequence(node, field)
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101 - YAML has no fourth kind
        return self.scalar(node, field)

    def mapping(self, node: yaml.MappingNode, field: Field) -> dict[str, Plain]:
        plain: dict[str, Plain] = {}
        if node.flow_style and len(node.value) > 1 and all(_has_no_colon(*p) for p in node.value):
            words = ", ".join(str(key.value) for key, _ in node.value)
            message = "the words in these braces have no ':'"
            hint = f"write [{words}], or 'key: value' for each"
            self.report(position(node.start_mark), field, message, hint)
            return plain
        for key_node, value_node in node.value:
            place = position(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self.report(place, field, "a key must be one word", "write 'key: value'")
                continue
            key = key_node.value
            if lost := not key_node.style and _QUOTED_VALUE.match(key):
                written = f"{lost[1]}: {self.line_from(place)[lost.end(1) :].lstrip(': ')}"
                hint = f"write '{shortened(written)}'"
                self.report(place, field, "this line has no ': ' after its key", hint)
                continue
            inner = (*field, key)
            if inner in self.keys:
                first = self.keys[inner].line
                self.report(
                    place,
                    inner,
                    f"'{key}' is written twice, first on line {first}",
                    "keep one of the two",
                )
                continue
            if _has_no_colon(key_node, value_node):
                plain |= self.no_colon(place, field, key)
                continue
            self.keys[inner] = place
            if is_empty(value_node):
                self.empty.append(inner)
                self.cut_off(key_node.end_mark, inner, 1)
            else:
                plain[key] = self.plain(value_node, inner)
        return plain

    def line_from(self, place: Position) -> str:
        return self.text.split("\n")[place.line - 1][place.column - 1 :]

    def no_colon(self, place: Position, field: Field, text: str) -> dict[str, Plain]:
        """What `{phone:503-555-0142}` means, so that one mistake gives one message."""
        glued = GLUED.match(text)
        if glued is None:
            quotes = "put a text with a comma in quotes"
            is_key = re.match(r"[a-z_-]+ ", text)
            written = with_colon(text)[0]
            self.report(
                place,
                field,
                f"'{text}' has no ':': inside braces a comma ends the text before it",
                f"write '{written}', or {quotes}" if is_key else f"{quotes}, or write 'key: value'",
            )
            key, _, value = written.partition(": ")
            return self.meant(place, field, key, value) if is_key else {}
        key, value = glued[1], text[glued.end() :]
        behind = Position(place.line, place.column + glued.end())
        hint = f"write '{key}: {value}'"
        self.report(behind, field, "a space is missing after ':'", hint)
        return self.meant(place, field, key, value)

    def meant(self, place: Position, field: Field, key: str, value: str) -> dict[str, Plain]:
        """A key that was read otherwise, and its value, at the place of the key."""
        self.keys[*field, key] = place
        self.values[*field, key] = place
        return {key: value}

    def sequence(self, node: yaml.SequenceNode, field: Field) -> list[Plain]:
        plain: list[Plain] = []
        if not node.value:
            self.report(
                position(node.start_mark),
                field,
                "the list is empty",
                "write an item, or delete the line: what is left out is not stated",
            )
        for item in node.value:
            if is_empty(item):
                self.report(
                    position(item.start_mark),
                    (*field, len(plain)),
                    "an item of this list is empty",
                    "write the item or delete its dash",
                )
            else:
                plain.append(self.plain(item, (*field, len(plain))))
        return plain

    def scalar(self, node: yaml.ScalarNode, field: Field) -> str:
        value: str = node.value
        if not node.style:
            self.unquoted(node, field, value)
        return value

    def unquoted(self, node: yaml.ScalarNode, field: Field, value: str) -> None:
        if _RETYPED.fullmatch(value):
            self.retyped.append(field)
        if value[:1] in _CURLY:
            self.report(
                position(node.start_mark),
                field,
                "curly quotes are part of the text here",
                'use straight quotes ("), or none',
                severity=Severity.WARNING,
            )
        if ends_in_a_quote(value):
            self.report(
                position(node.start_mark),
                field,
                f"a quote ( {value[-1]} ) ends this text, and none begins it",
                "put one before the text, or take it away",
                severity=Severity.WARNING,
            )
        end = node.end_mark
        self.cut_off(end, field, 0)
        if end.line != node.start_mark.line:
            self.report(
                position(node.start_mark),
                field,
                GOES_ON,
                _over_lines(value),
                severity=Severity.WARNING,
            )

    def cut_off(self, end: Mark, field: Field, skipped: int) -> None:
        """Says that a comment stands right behind a text, or `skipped` signs behind a key."""
        rest = self.lines[end.line][end.column + skipped :] if self.lines else ""
        if cut := _CUT.match(rest):
            self.report(
                Position(end.line + 1, end.column + skipped + cut.end() - 1),
                field,
                f"the text from '{rest.strip()}' on is cut off: ' #' starts a comment",
                'put the whole text in quotes, or write "# " with a space for a comment',
            )

    def report(
        self,
        place: Position,
        field: Field,
        message: str,
        hint: str,
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.problems.append(Problem(self.path, place, field_name(field), severity, message, hint))


def _has_no_colon(key: yaml.Node, value: yaml.Node) -> bool:
    """`{suite 200}` and `{$1,200}`: a key of braces whose value stands where the key ends."""
    ended, began = key.end_mark, value.start_mark
    return is_empty(value) and (ended.line, ended.column) == (began.line, began.column)


def ends_in_a_quote(value: str) -> bool:
    """Whether a quote ends the text that none begins: not those of `parents'`."""
    last = value[-1:]
    odd = bool(last) and last in "\"'" and value.count(last) % 2 == 1
    return odd and len(value) > 1 and not value.endswith(("s'", "S'"))


def _over_lines(value: str) -> str:
    """What to do about a text that goes on below its first line without anything that says so."""
    if re.search(r"(?:^| )-(?! |$)[a-z]", value):
        return "put a space after each dash"
    if " - " in value:
        return "put each dash right under the one above it, or the text in quotes"
    return "if a ':' was lost, put it back; else write it on one line or start it with |"


def _error(path: str, place: Position, message: str, hint: str) -> Problem:
    return Problem(path, place, "", Severity.ERROR, message, hint)


def _position_at(text: str, index: int) -> Position:
    line = text.count("\n", 0, index)
    return Position(line + 1, index - (text.rfind("\n", 0, index) + 1) + 1)
