"""YAML text in; plain values with a mark for every one of them, or problems, out.

Scalars stay text: PyYAML's own types turn `9:00` into 540, ZIP `02134` into 1116 and `NO` into
False. The dialect is small on purpose: one document, no anchors, aliases or tags, unique keys,
at most 64 levels and 256 KiB. Whatever is refused is refused with its line and column.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

import yaml

from iopfinder.problems import START, Field, Position, Problem, Severity, field_name

__all__ = ["DEPTH_LIMIT", "LOADER", "SIZE_LIMIT", "Document", "Parsed", "Plain", "parse_yaml"]

DEPTH_LIMIT: Final = 64
"""Levels of nesting; far above any listing, far below what overflows the C composer's stack."""

SIZE_LIMIT: Final = 256 * 1024
"""Bytes of a file; the longest hand-written listing seen is under 20 KiB."""


class _Mark(Protocol):
    """A place as PyYAML's scanners give it; line and column count from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


Plain = str | list["Plain"] | dict[str, "Plain"]

LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text; in C where PyYAML has it."""

_CURLY = frozenset("\u2018\u2019\u201a\u201c\u201d\u201e")
_EMPTY = frozenset(["", "~", "null", "Null", "NULL"])
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
_GLUED = re.compile(r"([A-Za-z_][\w-]*):(?=\S)")
_CUT = re.compile(r"[ \t]+#[^\s#]")
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


def parse_yaml(text: str, path: str) -> Parsed:
    """The document that `text` holds, or what keeps it from being one."""
    refused = _refused_before_composing(text, path)
    if refused:
        return Parsed(None, refused)
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return Parsed(None, (_within(text, _syntax_problem(text, path, error)),))
    if node is None or _is_empty(node):
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
            place = _position(event.start_mark)
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
                    "write the value out, or quote it",
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
        self.lines = text.split("\n") if _CUT.search(text) else []
        self.keys: dict[Field, Position] = {}
        self.values: dict[Field, Position] = {}
        self.retyped: list[Field] = []
        self.empty: list[Field] = []
        self.problems: list[Problem] = []

    def plain(self, node: yaml.Node, field: Field) -> Plain:
        self.values[field] = _position(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, field)
        if isinstance(node, yaml.SequenceNode):
            return self.sequence(node, field)
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101 - YAML has no fourth kind
        return self.scalar(node, field)

    def mapping(self, node: yaml.MappingNode, field: Field) -> dict[str, Plain]:
        plain: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            place = _position(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self.report(place, field, "a key must be one word", "write 'key: value'")
                continue
            key = key_node.value
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
            if _is_empty(value_node):
                self.empty.append(inner)
            else:
                plain[key] = self.plain(value_node, inner)
        return plain

    def no_colon(self, place: Position, field: Field, text: str) -> dict[str, Plain]:
        """What `{phone:503-555-0142}` means, so that one mistake gives one message."""
        glued = _GLUED.match(text)
        if glued is None:
            self.report(
                place,
                field,
                f"'{text}' has no ':': inside braces a comma ends the text before it",
                "put a text with a comma in quotes, or write 'key: value'",
            )
            return {}
        key, value = glued[1], text[glued.end() :]
        behind = Position(place.line, place.column + glued.end())
        hint = f"write '{key}: {value}'"
        self.report(behind, field, "a space is missing after ':'", hint)
        self.keys[*field, key] = place
        self.values[*field, key] = behind
        return {key: value}

    def sequence(self, node: yaml.SequenceNode, field: Field) -> list[Plain]:
        plain: list[Plain] = []
        if not node.value:
            self.report(
                _position(node.start_mark),
                field,
                "the list is empty",
                "write an item, or delete the line: what is left out is not stated",
            )
        for item in node.value:
            if _is_empty(item):
                self.report(
                    _position(item.start_mark),
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
                _position(node.start_mark),
                field,
                "curly quotes are part of the text here",
                'use straight quotes ("), or none',
                severity=Severity.WARNING,
            )
        end = node.end_mark
        if self.lines and (cut := _CUT.match(self.lines[end.line][end.column :])):
            self.report(
                Position(end.line + 1, end.column + cut.end() - 1),
                field,
                f"the text from '{self.lines[end.line][end.column :].strip()}' on is cut off: "
                "' #' starts a comment",
                'put the whole text in quotes, or write "# " with a space for a comment',
            )
        if end.line != node.start_mark.line:
            self.report(
                _position(node.start_mark),
                field,
                "this text goes on over several lines",
                "if a ':' was lost, put it back; else write it on one line or start it with |",
                severity=Severity.WARNING,
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
    return _is_empty(value) and (ended.line, ended.column) == (began.line, began.column)


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _EMPTY


# Composing failed: the scanner's words to ours, at the place where the mistake was made.


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One kind of syntax error: how to know it, where to point, what to say."""

    problem: str
    at_context: bool
    message: str
    hint: str
    context: str = ""


_TAB = _Mistake("'\\t'", False, "a tab stands here", "use spaces: two for each step to the right")

_MISTAKES = (
    _Mistake(
        "unexpected end of stream",
        True,
        "a quote is opened here and never closed",
        "close it with the same quote",
        context="quoted scalar",
    ),
    _Mistake(
        "document indicator",
        True,
        "a quote is opened here and never closed",
        "close it with the same quote",
        context="quoted scalar",
    ),
    _Mistake(
        "unknown escape",
        False,
        "a backslash in double quotes has a meaning of its own",
        "use single quotes, or write the backslash twice",
    ),
    _TAB,
    _Mistake(
        "',' or ']'",
        True,
        "a list is opened here with '[' and not closed with ']', or a comma is missing in it",
        "write [one, two]",
    ),
    _Mistake(
        "',' or '}'",
        True,
        "a brace is opened here with '{' and not closed with '}', or a comma is missing in it",
        "write {key: value, other: value}",
    ),
    _Mistake(
        "did not find expected node content",
        False,
        "a value is missing here",
        "take one comma away, or write the value",
    ),
    _Mistake(
        "block sequence entries are not allowed",
        False,
        "a list item cannot stand on the line of its key",
        "start the list on the next line, or write [one, two]",
    ),
    _Mistake(
        "expected '-' indicator",
        False,
        "this line is not in line with the list items above it",
        "start it with '- ', or move it to the right under the item it belongs to",
    ),
    _Mistake(
        "expected key",
        False,
        "this line is not in line with the keys above it",
        "give keys that belong together the same number of spaces",
    ),
    _Mistake(
        "comment or line break",
        False,
        "text stands behind the '|' or '>' that begins a text of several lines",
        "start that text on the next line, or put all of it in quotes",
    ),
    _Mistake(
        "found unexpected ':'",
        False,
        "a ':' stands here inside brackets or braces",
        "put a space behind it, or put the text in quotes",
    ),
    _Mistake(
        "mapping keys are not allowed",
        False,
        "a '?' stands here",
        "put the text in quotes",
    ),
    _Mistake(
        "block end",
        False,
        "this line is not in line with the keys above it",
        "give keys that belong together the same number of spaces",
    ),
    _Mistake(
        "<document start>",
        False,
        "this does not belong to what stands above it",
        "give keys that belong together the same number of spaces",
    ),
)


def _within(text: str, problem: Problem) -> Problem:
    """The problem at the text's end when the scanner saw it on the line below."""
    lines = text.split("\n")
    if problem.position.line <= len(lines):
        return problem
    return replace(problem, position=Position(len(lines), len(lines[-1]) + 1))


def _syntax_problem(text: str, path: str, error: yaml.MarkedYAMLError) -> Problem:
    lines = text.split("\n")
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if "\t" in lines[min(line, len(lines) - 1)][: column + 1]:
        tab = lines[line].index("\t")
        return _mistake(path, _TAB, Position(line + 1, tab + 1))
    if "could not find expected ':'" in problem:
        return _lost_colon(lines, path, _position(error.context_mark or mark))
    if "mapping values are not allowed" in problem:
        return _stray_colon(lines, path, line, column)
    if "cannot start any token" in problem or _begins_specially(problem, context):
        return _forbidden_start(lines, path, _position(error.context_mark or mark))
    if "did not find expected" in problem:
        nearer = _quote_problem(text, path, line, column) or _misplaced(lines, path, error)
        if nearer:
            return nearer
    for mistake in _MISTAKES:
        if mistake.problem in problem and mistake.context in context:
            chosen = error.context_mark if mistake.at_context else error.problem_mark
            return _mistake(path, mistake, _position(chosen or mark))
    return _error(
        path,
        Position(line + 1, column + 1),
        f"this is not YAML: {problem or context}",
        "compare the line with an example",
    )


def _lost_colon(lines: list[str], path: str, place: Position) -> Problem:
    """A line of words where `key: value` belongs: no colon, no space behind it, or a lost step."""
    above = lines[place.line - 2] if place.line > 1 else ""
    if re.search(r":\s*[|>][+-]?\d?\s*$", above):
        return _error(
            path,
            place,
            "this line belongs to the text that the line above begins",
            "put two spaces more before each line of that text",
        )
    line = lines[place.line - 1][place.column - 1 :]
    glued = _GLUED.match(line)
    if glued:
        return _error(
            path,
            Position(place.line, place.column + glued.end()),
            "a space is missing after ':'",
            f"write '{glued[1]}: {line[glued.end() :].strip()}'",
        )
    key, _, rest = (line.strip() + " ").partition(" ")
    key, rest = key.rstrip("=\uff1a"), rest.strip().lstrip("=").strip()
    written = f"{key}: {rest}".rstrip()
    if len(written) > 60:
        written = f"{written[:60].rstrip()} ..."
    return _error(path, place, "this line has no ':' after its key", f"write '{written}'")


def _begins_specially(problem: str, context: str) -> bool:
    if context.endswith("a directive"):
        return True
    tagged = context.endswith(("an alias", "an anchor", "a tag"))
    return tagged and problem.startswith("did not find")


def _forbidden_start(lines: list[str], path: str, place: Position) -> Problem:
    character = lines[place.line - 1][place.column - 1 : place.column]
    hint = "put the text in quotes"
    if character == "*":
        hint += "; start list items with '- '"
    return _error(path, place, f"a text cannot begin with '{character}'", hint)


def _quote_problem(text: str, path: str, line: int, column: int) -> Problem | None:
    """The mistake is a quote when a quoted text ends just before the place of the error."""
    quoted = None
    try:
        for token in yaml.scan(text, Loader=LOADER):
            if (token.start_mark.line, token.start_mark.column) >= (line, column):
                break
            quoted = token if isinstance(token, yaml.ScalarToken) and token.style else None
    except yaml.MarkedYAMLError:
        pass  # what stands behind the error matters no more
    if quoted is None or quoted.style not in ("'", '"'):
        return None
    if quoted.end_mark.line != quoted.start_mark.line:
        return _error(
            path,
            _position(quoted.start_mark),
            "a quote is opened here and never closed",
            "close it with the same quote",
        )
    if quoted.end_mark.line != line:
        return None
    return _error(
        path,
        Position(line + 1, column + 1),
        "this stands behind the quote that ends the text",
        "put the whole text in quotes; write an apostrophe inside single quotes twice",
    )


def _misplaced(lines: list[str], path: str, error: yaml.MarkedYAMLError) -> Problem | None:
    """A colon too many inside braces, or a list item where none belongs."""
    mark = error.problem_mark
    if mark is None or mark.line >= len(lines):
        return None
    rest = lines[mark.line][mark.column :]
    opened = error.context_mark
    if opened and opened.line == mark.line and rest.startswith(":"):
        return _error(
            path,
            _position(mark),
            "a second ':' stands here before the next comma",
            "put a comma before the next key, or put the text in quotes",
        )
    if "expected key" in (error.problem or "") and rest.startswith("- "):
        return _error(
            path,
            _position(mark),
            "this list item does not belong to the line above it",
            "take its dash away, or put it under the items of its list",
        )
    return None


def _stray_colon(lines: list[str], path: str, line: int, column: int) -> Problem:
    """`a: b: c`, a key set too far to the right, or the line above lost its colon."""
    before = lines[line][:column]
    inner = before.find(": ")
    if inner >= 0:
        return _error(
            path,
            Position(line + 1, column + 1),
            "a second ': ' stands in this line",
            "put the text in quotes, as in \"key: 'Evenings: adults'\"",
        )
    above = line - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    no_colon = ": " not in lines[above] and not lines[above].rstrip().endswith(":")
    if above >= 0 and no_colon and _indent(lines[above]) == _indent(lines[line]):
        return _lost_colon(lines, path, Position(above + 1, _indent(lines[above]) + 1))
    return _error(
        path,
        Position(line + 1, _indent(lines[line]) + 1),
        "this key stands too far to the right, or the line above it already has a value",
        "give keys that belong together the same number of spaces",
    )


def _mistake(path: str, mistake: _Mistake, place: Position) -> Problem:
    return _error(path, place, mistake.message, mistake.hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _error(path: str, place: Position, message: str, hint: str) -> Problem:
    return Problem(path, place, "", Severity.ERROR, message, hint)


def _position(mark: _Mark | None) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else START


def _position_at(text: str, index: int) -> Position:
    line = text.count("\n", 0, index)
    return Position(line + 1, index - (text.rfind("\n", 0, index) + 1) + 1)
