"""A sent file and the present listing in; the text that is to stand in its place out.

What only the maintainer sets is taken from the present listing, whatever the sender wrote.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from iopfinder.amendments import Changes, amended, plain_at
from iopfinder.canon import formatted
from iopfinder.directory import RESERVED
from iopfinder.facts import field_path
from iopfinder.forms import LONGEST_ID
from iopfinder.interview import listing_slug
from iopfinder.layout import arranged, tree_text
from iopfinder.places import slug as slug_of
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import START, Field, Problem, Severity
from iopfinder.program import Program
from iopfinder.scaffold import twin
from iopfinder.sources import Source, decoded
from iopfinder.tree import Branch, Tree, read_tree

__all__ = [
    "OWN",
    "Receipt",
    "is_other_program",
    "is_same_program",
    "new_slug",
    "received",
    "renamed_text",
    "sent_source",
    "slug_of_sent",
    "without_own",
]

_HIDDEN: Final = ("hidden",)
_EXAMPLE: Final = ("example",)

OWN: Final = (
    _EXAMPLE,
    _HIDDEN,
    ("listed_by",),
    ("scope",),
    ("staff", "facility_license", "checked"),
    ("confirmed",),
    ("checked",),
    ("imported",),
    ("aliases",),
)
"""What the maintainer sets and no sender."""


_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")

_OTHER_KINDS: Final = {
    b"PK\x03\x04": "a Word or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"%PDF": "a PDF",
    b"<!DOCTYPE html": "a web page",
    b"<html": "a web page",
}
"""How files begin that people send in place of plain text."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The text that is to stand there; what the maintainer's own fields came to, and which comments
    of the present file are not in the new one.
    """

    text: str
    own: tuple[str, ...]
    lost_comments: tuple[str, ...]


def sent_source(content: bytes, path: Path) -> Source | Problem:
    """The text of a file as it was sent; what an old editor wrote as UTF-16 is text too."""
    for start, kind in _OTHER_KINDS.items():
        if content.startswith(start):
            hint = "copy its text into a plain text file, or ask for one"
            message = f"this is {kind}, and no plain text"
            return Problem(path.as_posix(), START, "", Severity.ERROR, message, hint)
    if content.startswith(_UTF_16):
        with suppress(UnicodeDecodeError):  # `decoded` says what is wrong
            content = content.decode("utf-16").encode()
    return decoded(path, content)


def without_own(text: str) -> str:
    """The text with the maintainer's fields at its left edge made empty, each line in its place."""
    document = parse_yaml(text, "").document
    if document is None or not isinstance(document.value, dict):
        return text
    lines = text.split("\n")
    keys = {field[0]: place for field, place in document.keys.items() if len(field) == 1}
    if any(place.column > 1 for place in keys.values()):
        return text  # all in brackets: nothing stands on lines of its own
    starts = sorted(place.line for place in keys.values())
    for field in OWN:
        place = keys.get(field[0])
        if len(field) == 1 and place is not None:
            end = next((line for line in starts if line > place.line), len(lines) + 1)
            for line in range(place.line - 1, end - 1):
                lines[line] = lines[line] if lines[line].startswith("#") else ""
    return "\n".join(lines)


def received(sent: Source, present: str | None) -> Receipt | tuple[Problem, ...]:
    """What becomes of a sent text beside the present one, or what keeps it from being read."""
    written = formatted(without_own(sent.text), sent.path, Program)
    if not isinstance(written, str):
        return written
    before, stated = _value(present), _value(sent.text)
    standing = _grafted(written, present) if present else written
    changes: Changes = {
        field: new
        for field in OWN
        if (new := _own(field, before, stated)) != plain_at(_value(standing), field)
    }
    text = amended(standing, changes, Program) if changes else standing
    return Receipt(
        text,
        tuple(_own_lines(before, stated)),
        tuple(line for line in _comments(present) if line not in _comments(text)),
    )


def _grafted(written: str, present: str) -> str:
    """The text with the maintainer's fields of the present one, as they are written there."""
    tree, own = read_tree(written), {field[0] for field in OWN if len(field) == 1}
    kept = [entry for entry in read_tree(present).root.entries if entry.name in own]
    entries = (*tree.root.entries, *kept)
    return tree_text(arranged(replace(tree, root=replace(tree.root, entries=entries)), Program))


def _value(text: str | None) -> Plain | None:
    document = parse_yaml(text, "").document if text else None
    return document.value if document else None


def _own(field: Field, before: Plain | None, stated: Plain | None) -> Plain | None:
    """The value of a field of the maintainer's: the present one."""
    return plain_at(stated if _is_the_senders(field, before) else before, field)


def _is_the_senders(field: Field, before: Plain | None) -> bool:
    """A sender may hide a listing, and say of a new one that it is made up."""
    if field == _HIDDEN:
        return plain_at(before, field) is None
    return field == _EXAMPLE and before is None


def _own_lines(before: Plain | None, stated: Plain | None) -> Iterator[str]:
    """What became of each of the maintainer's fields that one of the two states otherwise."""
    for field in OWN:
        standing, wished = plain_at(before, field), plain_at(stated, field)
        if standing == wished or _is_the_senders(field, before):
            continue
        name = field_path(tuple(map(str, field)))
        if standing is None:
            yield f"{name}: left out of what was sent"
        elif wished is None:
            yield f"{name}: stays, though it is not in what was sent"
        else:
            yield f"{name}: stays; what was sent says otherwise"


def _comments(text: str | None) -> tuple[str, ...]:
    """All comments of a text, each once."""
    if not text or not isinstance(_value(text), dict):
        return ()
    tree = read_tree(text)
    return tuple(dict.fromkeys(line for line in _lines(tree) if line))


def _lines(tree: Tree) -> Iterator[str]:
    yield from tree.head
    yield from _branch_lines(tree.root)
    yield from tree.tail


def _branch_lines(branch: Branch) -> Iterator[str]:
    for entry in branch.entries:
        yield from entry.above
        yield from (line.strip() for line in entry.beside)
        if isinstance(entry.value, Branch):
            yield from _branch_lines(entry.value)
    yield from branch.below


def renamed_text(text: str, old: str) -> str:
    """The text of a listing under a new name, to which its old address leads."""
    aliases = plain_at(_value(text), ("aliases",))
    known = aliases if isinstance(aliases, list) else []
    return amended(text, {("aliases",): [*known, *([] if old in known else [old])]}, Program)


# Names of files

_COPY: Final = re.compile(r"[ _-]*(?:\(\d+\)|copy(?: \d+)?)$", re.IGNORECASE)
"""What browsers and desktops put behind the name of a second download."""

NO_NAMES: Final = frozenset(
    [
        *("attachment", "document", "draft", "file", "iop", "listing"),
        *("new-listing", "new-program", "program", "untitled"),
    ]
)
"""Names that say nothing of a program."""


def slug_of_sent(path: Path) -> str:
    """The slug that a sent file's name stands for, whatever its ending; "" when it says nothing."""
    name = slug_of(_COPY.sub("", path.stem))[:LONGEST_ID].strip("-")
    return "" if name in NO_NAMES else name


def new_slug(path: Path, program: Program, names: Collection[str]) -> str:
    """The slug of a new listing, free among `names` of files: of its file, else of its program."""
    name = _COPY.sub("", path.stem)
    own = slug_of_sent(path)
    if own == name and not twin(f"{own}.yaml", names) and own not in RESERVED:
        return own
    city = program.location.city if program.location else ""
    return listing_slug(program.name, city, names)


def is_same_program(one: Program, other: Program) -> bool:
    """Whether two listings of one name are of one place too, and not of two houses of a chain."""
    return _same_name(one, other) and _same_zip(one, other)


def is_other_program(one: Program, other: Program) -> bool:
    """Whether nothing speaks for their being one: neither the name nor the place."""
    return not _same_name(one, other) and not _same_zip(one, other)


def _same_name(one: Program, other: Program) -> bool:
    return one.name.casefold() == other.name.casefold()


def _same_zip(one: Program, other: Program) -> bool:
    zips = {each.location.zip if each.location else "" for each in (one, other)}
    return len(zips) == 1
