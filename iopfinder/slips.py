"""A text that went wrong near a line in; the one slip that explains it out.

What a scanner complains of often stands below the slip. So each likely slip is mended in a copy of
the text, and the copy is read: of the mends with which it can be read furthest, and then with the
fewest keys that nobody knows, the likeliest is told.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from iopfinder.composer import composed

__all__ = [
    "GLUED",
    "NOTHING",
    "Known",
    "Slip",
    "likeliest_slip",
    "shortened",
    "slip_of_strangers",
    "with_colon",
]

Keys = tuple[str, ...]
"""A key with those above it; a list adds no step."""

Known = Mapping[Keys, str]
"""The keys of a model, each a "section", a list of "sections", or a "value" of whatever form."""

NOTHING: Final[Known] = {}
"""No model is at hand."""

LONGEST: Final = 64 * 1024
"""Characters of a text that is tried out; a listing is a few thousand."""

WINDOW: Final = 4
"""Lines with something on them, from the one that went wrong upward, where a slip is sought."""

STRANGERS: Final = 2
"""Keys that nobody knows of which a mend may leave as many: other mistakes of the same file."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its line and column, counted from 1, what to say, and the text without it."""

    line: int
    column: int
    message: str
    hint: str
    mended: str


def likeliest_slip(text: str, line: int, known: Known) -> Slip | None:
    """What keeps a text from being read when the scanner stops at `line`, counted from 0.

    `known` are a model's keys, none where there is no model.
    """
    if len(text) > LONGEST:
        return None
    stops = _Reach.of(text, known).line
    tried = [(_Reach.of(slip.mended, known), slip) for slip in _slips(text.split("\n"), line)]
    useful = [
        (reach, slip)
        for reach, slip in tried
        if reach.line > stops + 1
        and len(reach.strangers) <= STRANGERS
        and not any(slip.line - 1 <= each < slip.line + WINDOW for each in reach.strangers)
    ]
    return min(useful, key=lambda each: each[0].order)[1] if useful else None


def slip_of_strangers(text: str, lines: Collection[int], known: Known) -> Slip | None:
    """What makes several keys of a text that can be read strangers or doubles, told at `lines`.

    None unless one mend brings two of them home, or more.
    """
    before = len(_Reach.of(text, known).strangers)
    if before < 2 or len(text) > LONGEST:
        return None
    written = text.split("\n")
    tried = [
        (_Reach.of(slip.mended, known), slip)
        for line in sorted(lines)[:2]
        for slip in _slips(written, line)
    ]
    home = [each for each in tried if each[0].whole and len(each[0].strangers) <= before - 2]
    return min(home, key=lambda each: each[0].order)[1] if home else None


# How far a text can be read


@dataclass(frozen=True, slots=True)
class _Reach:
    """The line at which the scanner stops, and those of keys that are strangers or doubles."""

    line: float
    strangers: tuple[int, ...]

    @property
    def whole(self) -> bool:
        return self.line == _END

    @property
    def order(self) -> tuple[float, int]:
        return -self.line, len(self.strangers)

    @classmethod
    def of(cls, text: str, known: Known) -> "_Reach":
        try:
            node = composed(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            return cls(mark.line if mark else 0, ())
        return cls(_END, tuple(_strangers(node, (), known)) if node else ())


_END: Final = float("inf")


def _strangers(node: yaml.Node, above: Keys, known: Known) -> Iterator[int]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _strangers(item, above, known)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[Keys] = set()
    for key, value in node.value:
        field = (*above, str(key.value))
        if field in seen or (known and not _fits(value, known.get(field))):
            yield key.start_mark.line
        elif known.get(field) != "value":
            yield from _strangers(value, field, known)
        seen.add(field)


def _fits(value: yaml.Node, kind: str | None) -> bool:
    """Whether a value has the shape of its key: a list of sections, one section, or no section."""
    if kind == "value" and isinstance(value, yaml.SequenceNode):
        return all(isinstance(item, yaml.ScalarNode) for item in value.value)
    unfit = {"section": yaml.SequenceNode, "sections": yaml.MappingNode}.get(kind or "")
    return kind is not None and not (unfit and isinstance(value, unfit))


# The slips that people make


def _slips(lines: Sequence[str], line: int) -> Iterator[Slip]:
    """Slips at a line and above it, the likelier first."""
    near = _near(lines, min(line, len(lines) - 1))
    for number in near[:2]:
        yield from _dash_without_space(lines, number)
        yield from _text_to_the_left(lines, number)
        yield from _lost_brace(lines, number)
    for number in near[:2]:
        yield from _lost_colon(lines, number)
        yield from _needless_end(lines, number)
    for number in near:
        yield from _lost_dash(lines, number)
        yield from _needless_dash(lines, number)
    yield from _wrong_indents(lines, near)


def _near(lines: Sequence[str], line: int) -> list[int]:
    """Lines in which the slip may be: the last ones, then those they stand under, from below.

    Of a key with lines below it, the first of these too.
    """
    near = [number for number in range(line, -1, -1) if _says(lines[number])][:WINDOW]
    for number in _above(lines, line):
        below = (each for each in range(number + 1, len(lines)) if _says(lines[each]))
        near += [number, next(below, number)]
    return list(dict.fromkeys(near))


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _with(lines: Sequence[str], number: int, written: str) -> str:
    return "\n".join((*lines[:number], written, *lines[number + 1 :]))


def _dash_without_space(lines: Sequence[str], number: int) -> Iterator[Slip]:
    found = re.match(r"( *)-(?=[^\s-])", lines[number])
    if found:
        column, rest = found.end() - 1, lines[number][found.end() :]
        written = f"{found[1]}- {rest}"
        message, hint = "a space is missing behind the dash", f"write '- {shortened(rest)}'"
        yield Slip(number + 1, column + 1, message, hint, _with(lines, number, written))


_OPENS_TEXT: Final = re.compile(r"[:-] +[|>][-+\d]* *$")


def _text_to_the_left(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A paragraph that does not stand under the key whose text it belongs to."""
    above = number - 1
    while above >= 0 and not _OPENS_TEXT.search(lines[above]):
        if lines[above].strip() and _indent(lines[above]) < _indent(lines[number]) + 1:
            return
        above -= 1
    if above < 0 or _indent(lines[above]) < _indent(lines[number]):
        return
    last = number
    while last < len(lines) and not re.match(r" *[\w-]+:(?: |$)", lines[last]):
        last += 1
    moved = [
        f"  {line}" if line.strip() else line for line in lines[number : max(last, number + 1)]
    ]
    text = "\n".join((*lines[:number], *moved, *lines[number + len(moved) :]))
    message = f"this line belongs to the text that begins on line {above + 1}"
    hint = "put two spaces more before each line of that text"
    yield Slip(number + 1, _indent(lines[number]) + 1, message, hint, text)


def _lost_brace(lines: Sequence[str], number: int) -> Iterator[Slip]:
    found = re.match(r"((?: *- +)? *[\w-]+: +)([\w-]+: [^{}]*\})", lines[number])
    if found:
        written = f"{found[1]}{{{lines[number][found.end(1) :]}"
        hint = f"write '{{{shortened(found[2])}'"
        message = "a '{' is missing before this: it is closed with '}' and never opened"
        yield Slip(number + 1, found.end(1) + 1, message, hint, _with(lines, number, written))


GLUED: Final = re.compile(r"([A-Za-z_][\w-]*):(?=\S)")


def with_colon(content: str) -> tuple[str, int, str]:
    """Words that were to be `key: value` as such, where to point in them, and what to say."""
    glued = GLUED.match(content)
    if glued:
        written = f"{glued[1]}: {content[glued.end() :].strip()}"
        return written, glued.end(), "a space is missing after ':'"
    key, _, rest = (content.strip() + " ").partition(" ")
    rest = re.sub(r"^[=;-](?= |$)", "", rest.strip()).strip()
    written = f"{key.rstrip('=;,' + FULL_COLON)}: {rest}".rstrip()
    return written, 0, "this line has no ':' after its key"


FULL_COLON: Final = "\uff1a"


def _lost_colon(lines: Sequence[str], number: int) -> Iterator[Slip]:
    found = re.match(r"( *(?:- +)*)([A-Za-z_].*)", lines[number])
    if found and not re.search(r":(?: |$)", found[2]):
        written, offset, message = with_colon(found[2])
        column = found.end(1) + offset + 1
        text = _with(lines, number, found[1] + written)
        yield Slip(number + 1, column, message, f"write '{shortened(written)}'", text)


def _lost_dash(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A key that begins an item below another item, and has no dash of its own."""
    line = lines[number]
    column = _indent(line) - 2
    if column < 0 or line.lstrip().startswith("-"):
        return
    if not any(re.match(rf" {{{column}}}- ", each) for each in lines):
        return
    content = line.strip()
    written = f"{' ' * column}- {content}"
    message = "a dash is missing here: a new item of the list begins"
    hint = f"write '- {shortened(content)}'"
    yield Slip(number + 1, column + 3, message, hint, _with(lines, number, written))


def _needless_dash(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """The dash of one key among others without."""
    found = re.match(r"( *)- +([\w-]+: .*)", lines[number])
    beside = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
    keys = [_indent(line) for line in beside if re.match(r" *[\w-]+:", line)]
    if found and len(found[1]) in keys:
        message = "a dash stands before this key, and none before those beside it"
        text = _with(lines, number, found[1] + found[2])
        yield Slip(number + 1, len(found[1]) + 1, message, "take the dash away", text)


def _needless_end(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A bracket too many at a line's end, or a comma behind one."""
    found = re.match(r"(.*[\]}\"'])([\]},])( *(?: #.*)?)$", lines[number])
    if found:
        message = f"the '{found[2]}' here has nothing to close or to part"
        needless = "the comma" if found[2] == "," else f"one '{found[2]}'"
        hint = f"take {needless} away"
        text = _with(lines, number, found[1] + found[3])
        yield Slip(number + 1, found.end(1) + 1, message, hint, text)


def _wrong_indents(lines: Sequence[str], near: Sequence[int]) -> Iterator[Slip]:
    """Lines as far to the right as those around them; those that stand at odd columns first."""
    moves = sorted(
        (_indent(lines[number]) % 2 == 0, abs(target - _indent(lines[number])), -number, target)
        for number in near
        for target in _columns(lines, number)
        if target != _indent(lines[number])
    )
    for _even, _far, number, target in moves:
        yield _moved(lines, -number, 1 - number, target)
    for _even, _far, number, target in moves:
        yield _moved(lines, -number, _block_end(lines, -number), target)


def _columns(lines: Sequence[str], number: int) -> set[int]:
    """Where lines begin that stand around a line or above it, and keys of items behind dashes."""
    around = [line for line in lines[max(0, number - 3) : number + 4] if _says(line)]
    seen = [*around, *(lines[each] for each in _above(lines, number))]
    deeper = (line for line in seen if line.lstrip().startswith("- ") or _has_lines(line))
    return {_indent(line) for line in seen} | {_indent(line) + 2 for line in deeper}


def _above(lines: Sequence[str], number: int) -> Iterator[int]:
    """The lines that a line stands under: none to the right of one below it."""
    least = float("inf")
    for above in range(number - 1, -1, -1):
        line = lines[above]
        if _says(line) and (_indent(line) < least or (_indent(line) == least and _has_lines(line))):
            least = _indent(line)
            yield above


def _has_lines(line: str) -> bool:
    """Whether a key has its value on the lines below."""
    return re.search(r":(?: +#.*)?$", line.rstrip()) is not None


def _moved(lines: Sequence[str], start: int, end: int, target: int) -> Slip:
    step = target - _indent(lines[start])
    moved = [
        " " * max(0, _indent(line) + step) + line.lstrip(" ") if line.strip() else line
        for line in lines[start:end]
    ]
    text = "\n".join((*lines[:start], *moved, *lines[end:]))
    far = _spaces(abs(step))
    side, hint = (
        ("left", f"put {far} more before it") if step > 0 else ("right", f"take {far} away")
    )
    if end > start + 1:
        hint += ", and so with the lines below that belong to it"
    message = f"this line stands {far} too far to the {side}"
    return Slip(start + 1, _indent(lines[start]) + 1, message, hint, text)


def _block_end(lines: Sequence[str], start: int) -> int:
    """Where the lines end that stand under a line or beside it."""
    column, end = _indent(lines[start]), start + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) >= column):
        end += 1
    return end


_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _spaces(count: int) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} space" if count == 1 else f"{number} spaces"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def shortened(words: str) -> str:
    """What a hint says of a long line: its beginning."""
    words = words.strip()
    return words if len(words) <= 60 else f"{words[:60].rstrip()} ..."
