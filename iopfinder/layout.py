"""A listing's or provider file's tree in, its text in the house's one layout out.

Keys stand in the model's order; terms and keys that the model does not know follow in their own.
Each level is two columns to the right, lists too. What stands in brackets on one line stays there;
what is broken fills lines of up to 100 columns. No blank lines but those inside of texts, between
paragraphs of comments, and below the comments of the file itself. Text that YAML 1.1 or 1.2 would
read as a number, a date or true and false is quoted where the field means text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from iopfinder.facts import Section, outline
from iopfinder.positioned_yaml import Plain, ends_in_a_quote
from iopfinder.tree import Branch, Entry, Leaf, Style, Tree, quoted
from iopfinder.validation import TEXTUAL

__all__ = ["arranged", "node_of", "plain_tree", "tree_text"]

WIDTH: Final = 100
"""Columns of a line; a single long text may go beyond."""

Keys = tuple[str, ...]

_RETYPED: Final = re.compile(
    r"[-+]?(?:\d[\d_,]*(?:\.[\d_]*)?|\.[\d_]+)(?:e[-+]?\d+)?"
    r"|[-+]?0(?:x[\da-f_]+|o?[0-7_]+|b[01_]+)"
    r"|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?"  # base 60, as YAML 1.1 reads 9:00
    r"|[-+]?\.inf|\.nan"
    r"|\d{4}-\d\d?-\d\d?(?:(?:t|[ \t]+)\d.*)?"
    r"|y|n|yes|no|on|off|true|false"
    r"|<<|=",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(r"[^\W_](?:[\w ./()&'+$%@;=!*\u2013-]|:(?=[^\s,\]}:]))*(?<! )")
_PLAIN_IN_BLOCK: Final = re.compile(
    r"[^\W_](?:[\w ,./()&'+$%@;=!?*\u2013-]|:(?=[^\s,\]}:]))*(?<! )"
)


# Order and quotes, as the model has them


@dataclass(frozen=True, slots=True)
class _Shape:
    """Of a model: the place of each field, which fields are text, and which map terms to words."""

    order: Mapping[Keys, int]
    textual: frozenset[Keys]
    terms: frozenset[Keys]


@cache
def _shape(model: type[Section]) -> _Shape:
    specs = outline(model)
    return _Shape(
        {spec.field: index for index, spec in enumerate(specs)},
        frozenset(spec.field for spec in specs if spec.form and spec.form.kind in TEXTUAL),
        frozenset(spec.field for spec in specs if spec.form),
    )


def arranged(tree: Tree, model: type[Section]) -> Tree:
    """The tree with its keys in the model's order and its texts in quotes where they need them."""
    return replace(tree, root=_arranged(tree.root, (), _shape(model)))


def _arranged(branch: Branch, above: Keys, shape: _Shape) -> Branch:
    last = len(shape.order)
    entries = branch.entries
    if branch.is_mapping:
        entries = tuple(
            sorted(entries, key=lambda entry: shape.order.get((*above, str(entry.name)), last))
        )
    return replace(branch, entries=tuple(_arranged_entry(entry, above, shape) for entry in entries))


def _arranged_entry(entry: Entry, above: Keys, shape: _Shape) -> Entry:
    keys = above if entry.name is None else (*above, entry.name)
    key = _arranged_key(entry, above, shape)
    if isinstance(entry.value, Branch):
        return replace(entry, key=key, value=_arranged(entry.value, keys, shape))
    bare = entry.value.bare
    means_text = keys in shape.textual or (entry.name is None and keys in shape.order)
    if bare is not None and means_text and _RETYPED.fullmatch(bare):
        return replace(entry, key=key, value=Leaf((quoted(bare),)))
    return replace(entry, key=key)


def _arranged_key(entry: Entry, above: Keys, shape: _Shape) -> str | None:
    """A field's own name without quotes; a term in quotes where another type would be read."""
    name = entry.name
    if name is None or (*above, name) in shape.order:
        return name
    retyped = above in shape.terms and entry.key == name and _RETYPED.fullmatch(name)
    return quoted(name) if retyped else entry.key


# Plain values


def plain_tree(value: Mapping[str, Plain], model: type[Section] | None = None) -> Tree:
    """The tree of a plain value, none of whose lists may be empty.

    With a model its fields decide what is text; without one all that could be read as another type
    is quoted.
    """
    tree = Tree(_mapping(value, bare=model is not None))
    return arranged(tree, model) if model else tree


def node_of(value: Plain, *, inside_brackets: bool) -> Leaf | Branch:
    """What stands behind a key for a plain value; `arranged` puts its texts in quotes."""
    if not inside_brackets:
        return _node(value, bare=True)
    if isinstance(value, str):
        written = _scalar(value, _PLAIN, bare=True)
        return Leaf((written,), value if written == value else None)
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    entries = (
        Entry(key, key and _scalar(key, _PLAIN, bare=False), node_of(inner, inside_brackets=True))
        for key, inner in pairs
    )
    return Branch(tuple(entries), Style.LINE, is_mapping=isinstance(value, dict))


def _mapping(value: Mapping[str, Plain], *, bare: bool) -> Branch:
    entries = (
        Entry(key, _scalar(key, _PLAIN, bare=False), _node(inner, bare=bare))
        for key, inner in value.items()
    )
    return Branch(tuple(entries), Style.BLOCK if value else Style.LINE, is_mapping=True)


def _node(value: Plain, *, bare: bool) -> Leaf | Branch:
    if isinstance(value, str):
        return _leaf(value, bare=bare)
    if isinstance(value, dict):
        return _mapping(value, bare=bare)
    if all(isinstance(item, str) for item in value):
        words = (Leaf((_scalar(str(item), _PLAIN, bare=False),)) for item in value)
        entries = tuple(Entry(None, None, word) for word in words)
        return Branch(entries, Style.FILLED, is_mapping=False)
    entries = tuple(Entry(None, None, _node(item, bare=bare)) for item in value)
    return Branch(entries, Style.BLOCK, is_mapping=False)


def _leaf(text: str, *, bare: bool) -> Leaf:
    """A text behind its key: several lines as a literal one where nothing would be lost."""
    lines = text.removesuffix("\n").split("\n")
    if "\n" in text and all(map(_is_literal, lines)) and lines[0] and lines[-1]:
        return Leaf(("|" if text.endswith("\n") else "|-", *lines))
    written = _scalar(text, _PLAIN_IN_BLOCK, bare=bare)
    return Leaf((written,), text if written == text else None)


def _is_literal(line: str) -> bool:
    return line == line.strip() and line.isprintable()


def _scalar(text: str, plain: re.Pattern[str], *, bare: bool) -> str:
    """The text bare if every YAML reader keeps it as it is, else in double quotes."""
    retyped = text.lower() == "null" or (not bare and _RETYPED.fullmatch(text))
    odd = retyped or ends_in_a_quote(text)
    if plain.fullmatch(text) and text.isprintable() and not odd:
        return text
    return quoted(text)


# Lines


def tree_text(tree: Tree) -> str:
    """The text of a whole file."""
    return "".join(f"{line}\n" for line in _lines(tree))


def _lines(tree: Tree) -> Iterator[str]:
    yield from tree.head
    entries = tree.root.entries
    if tree.head and tree.head[-1] and entries and entries[0].above:
        yield ""  # or the comments of the first key would be the file's
    if entries:
        yield from _block(tree.root, 0)
    else:
        yield _inline(tree.root)
    yield from tree.tail


def _block(branch: Branch, indent: int) -> Iterator[str]:
    for entry in map(_hoisted, branch.entries):
        yield from _comments(entry.above, indent)
        yield from _entry(entry, indent)
    yield from _comments(branch.below, indent)


def _hoisted(entry: Entry) -> Entry:
    """An item with the comments of its own first line above its dash, where they can be read."""
    value = entry.value
    if entry.key is not None or isinstance(value, Leaf) or value.style is not Style.BLOCK:
        return entry
    first, *others = value.entries
    first = _hoisted(first)
    inside = replace(value, entries=(replace(first, above=()), *others))
    return replace(entry, above=(*entry.above, *first.above), value=inside)


def _comments(lines: Sequence[str], indent: int) -> Iterator[str]:
    for line in lines:
        yield f"{' ' * indent}{line}" if line else ""


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    head = " " * indent + ("-" if entry.key is None else f"{entry.key}:")
    value = entry.value
    if isinstance(value, Leaf):
        yield from _written(head, value, entry.beside, indent)
    elif value.style is not Style.BLOCK:
        yield from _with_comment(_bracketed(head, value, indent), entry.beside)
    elif entry.key is None and value.is_mapping:
        yield from _item(value, indent)
    else:
        yield from _with_comment([head], entry.beside)
        yield from _block(value, indent + 2)


def _item(mapping: Branch, indent: int) -> Iterator[str]:
    """A mapping behind a dash."""
    first, *others = mapping.entries
    line, *lines = _entry(first, indent + 2)
    yield f"{' ' * indent}- {line[indent + 2 :]}"
    yield from lines
    yield from _block(replace(mapping, entries=tuple(others)), indent + 2)


def _written(head: str, leaf: Leaf, beside: Sequence[str], indent: int) -> Iterator[str]:
    first, *others = leaf.lines
    lines = [f"{head} {first}" if first else head]
    further = [f"{' ' * (indent + 2)}{line}" if line else "" for line in others]
    if leaf.is_literal:
        yield from _with_comment(lines, beside)
        yield from further
    else:
        yield from _with_comment(lines + further, beside)


def _with_comment(lines: Sequence[str], beside: Sequence[str]) -> Iterator[str]:
    """The lines, the last one with a comment that may go on below at its column."""
    if not beside:
        yield from lines
        return
    first, *others = beside
    yield from lines[:-1]
    yield f"{lines[-1]}{first}"
    column = len(lines[-1]) + first.index("#")
    yield from (f"{' ' * column}{line}" for line in others)


def _bracketed(head: str, branch: Branch, indent: int) -> list[str]:
    """What stands in brackets, broken between its entries where it is to fill lines."""
    opening, closing = _brackets(branch)
    pieces = [_piece(entry) for entry in branch.entries]
    line, lines = f"{head} {opening}", []
    for index, piece in enumerate(pieces):
        word = piece + (closing if index == len(pieces) - 1 else ",")
        first, *others = word.split("\n")
        if index and branch.style is Style.FILLED and len(line) + 1 + len(first) > WIDTH:
            lines.append(line)
            line = " " * (indent + 2) + first
        else:
            line += f" {first}" if index else first
        for other in others:
            lines.append(line)
            line = " " * (indent + 2) + other if other else ""
    return [*lines, line if pieces else line + closing]


def _brackets(branch: Branch) -> tuple[str, str]:
    return ("{", "}") if branch.is_mapping else ("[", "]")


def _piece(entry: Entry) -> str:
    value = entry.value
    written = "\n".join(value.lines) if isinstance(value, Leaf) else _inline(value)
    return written if entry.key is None else f"{entry.key}: {written}"


def _inline(branch: Branch) -> str:
    opening, closing = _brackets(branch)
    return opening + ", ".join(map(_piece, branch.entries)) + closing
