"""A listing's plain value in, its YAML text out: the same value always gives the same text.

Keys stand in the model's order, one to a line, lists in brackets up to 100 columns wide. Text that
YAML 1.1 or 1.2 would read as a number, a date or true and false is quoted where it is text, and
left bare where the field means a number or a yes.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from iopfinder.facts import outline
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.validation import TEXTUAL

__all__ = ["digest_of", "listing_text", "signed", "yaml_text"]

WIDTH: Final = 100
"""Columns of a line; a single long text may go beyond."""

_Keys = tuple[str, ...]
_Bare = Callable[[_Keys], bool]

_PLAIN: Final = re.compile(r"[^\W_](?:[\w ./()&'+$%@;=!*\u2013-]|:(?=[^\s,\]}:]))*(?<! )")
_PLAIN_IN_BLOCK: Final = re.compile(
    r"[^\W_](?:[\w ,./()&'+$%@;=!?*\u2013-]|:(?=[^\s,\]}:]))*(?<! )"
)
_RETYPED: Final = re.compile(
    r"\d[\d_,]*(?:\.[\d_]*)?(?:e[-+]?\d+)?"
    r"|0(?:x[\da-f_]+|o?[0-7_]+|b[01_]+)"
    r"|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?"  # base 60, as YAML 1.1 reads 9:00
    r"|\d{4}-\d\d?-\d\d?(?:(?:t|[ \t]+)\d.*)?"
    r"|y|n|yes|no|on|off|true|false|null",
    re.IGNORECASE,
)
_DIGEST_LINE: Final = re.compile(r"^  digest:.*\n", re.MULTILINE)


def listing_text(value: Mapping[str, Plain]) -> str:
    """The text of a listing; no section or list of it may be empty."""
    textual = _textual_fields()
    return _text(_ordered(value, ()), lambda keys: not _is_textual(keys, textual))


def yaml_text(value: Mapping[str, Plain]) -> str:
    """The text of any mapping; whatever might be read as another type is quoted."""
    return _text(value, lambda _keys: False)


def digest_of(text: str) -> str:
    """`blake2s-` and 32 hex digits, of a listing's text without the line of the digest itself."""
    content = _DIGEST_LINE.sub("", text).encode()
    return f"blake2s-{hashlib.blake2s(content, digest_size=16).hexdigest()}"


def signed(text: str) -> str:
    """The text of an imported listing with its own digest in the digest line that it has."""
    return _DIGEST_LINE.sub(f"  digest: {digest_of(text)}\n", text)


# The model's order and types


@cache
def _order() -> Mapping[_Keys, int]:
    return {spec.field: index for index, spec in enumerate(outline(Program))}


@cache
def _textual_fields() -> frozenset[_Keys]:
    return frozenset(
        spec.field for spec in outline(Program) if spec.form and spec.form.kind in TEXTUAL
    )


def _is_textual(keys: _Keys, textual: frozenset[_Keys]) -> bool:
    """True for a field of text, and for a field that the model does not know."""
    return keys in textual or not (keys in _order() or keys[:-1] in _order())


def _ordered(value: Mapping[str, Plain], above: _Keys) -> dict[str, Plain]:
    """The model's keys in the model's order; terms and unknown keys stay where they are."""
    order = _order()
    keys = sorted(value, key=lambda key: order.get((*above, key), len(order)))
    return {key: _ordered_inside(value[key], (*above, key)) for key in keys}


def _ordered_inside(value: Plain, above: _Keys) -> Plain:
    if isinstance(value, dict):
        return _ordered(value, above)
    if isinstance(value, list):
        return [_ordered_inside(item, above) for item in value]
    return value


# Lines


def _text(value: Mapping[str, Plain], bare: _Bare) -> str:
    return "".join(f"{line}\n" for line in _mapping(value, 0, (), bare))


def _mapping(value: Mapping[str, Plain], indent: int, above: _Keys, bare: _Bare) -> Iterator[str]:
    for key, inner in value.items():
        head = f"{' ' * indent}{_scalar(key, _PLAIN, quoted=True)}:"
        yield from _entry(head, inner, indent, (*above, key), bare)


def _entry(head: str, value: Plain, indent: int, keys: _Keys, bare: _Bare) -> Iterator[str]:
    """The lines of a key or a dash and what stands behind it."""
    if isinstance(value, str):
        yield from _written(head, value, indent, quoted=not bare(keys))
    elif isinstance(value, list):
        yield from _list(head, value, indent, keys, bare)
    elif head.endswith("-"):
        first, *others = _mapping(value, indent + 2, keys, bare)
        yield f"{head} {first.lstrip()}"
        yield from others
    else:
        yield head
        yield from _mapping(value, indent + 2, keys, bare)


def _list(
    head: str, value: Sequence[Plain], indent: int, keys: _Keys, bare: _Bare
) -> Iterator[str]:
    words = [item for item in value if isinstance(item, str)]
    if len(words) == len(value):
        yield from _bracketed(head, [_scalar(word, _PLAIN, quoted=True) for word in words], indent)
        return
    yield head
    for item in value:
        yield from _entry(f"{' ' * (indent + 2)}-", item, indent + 2, keys, bare)


def _bracketed(head: str, words: Sequence[str], indent: int) -> Iterator[str]:
    line = f"{head} ["
    for index, word in enumerate(words):
        piece = word + ("]" if index == len(words) - 1 else ",")
        if index and len(line) + 1 + len(piece) > WIDTH:
            yield line
            line = " " * (indent + 4) + piece
        else:
            line += piece if not index else f" {piece}"
    yield line


def _written(head: str, text: str, indent: int, *, quoted: bool) -> Iterator[str]:
    """A text behind its key: several lines as a literal block where nothing would be lost."""
    lines = text.removesuffix("\n").split("\n")
    if "\n" not in text or not all(map(_is_literal, lines)) or not (lines[0] and lines[-1]):
        yield f"{head} {_scalar(text, _PLAIN_IN_BLOCK, quoted=quoted)}"
        return
    yield f"{head} |" if text.endswith("\n") else f"{head} |-"
    for line in lines:
        yield f"{' ' * (indent + 2)}{line}" if line else ""


def _is_literal(line: str) -> bool:
    return line == line.strip() and line.isprintable()


# Scalars


def _scalar(text: str, plain: re.Pattern[str], *, quoted: bool) -> str:
    """The text bare if every YAML reader keeps it as it is, else in double quotes."""
    retyped = text.lower() == "null" or (quoted and _RETYPED.fullmatch(text))
    if plain.fullmatch(text) and text.isprintable() and not retyped:
        return text
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


_UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\ud7ff\ue000-\ufefe]")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
