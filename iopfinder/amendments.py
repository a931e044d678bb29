"""A listing's text and new values for some of its fields in, the text with those alone changed out.

Comments and all that is not named stay as they are. The comments of a field that goes are kept
where it stood. What comes out is read once more and says what was asked, and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from iopfinder.facts import Section
from iopfinder.layout import arranged, node_of, tree_text
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Field
from iopfinder.tree import Branch, Entry, Leaf, Style, read_tree

__all__ = ["Changes", "amended", "plain_at", "with_changes"]

Changes = Mapping[Field, Plain | None]
"""The new value of each field; None takes it away. A list's index after its last item adds one."""


def amended(text: str, changes: Changes, model: type[Section]) -> str:
    """The text with these fields changed, in the house's layout.

    `text` has LF line ends and is a listing or provider file without errors.
    """
    document = parse_yaml(text, "").document
    assert document is not None  # noqa: S101 - who calls has looked
    tree = read_tree(text)
    root, value = tree.root, document.value
    for field, new in _ordered(changes):
        root = _amended(root, value, field, new)
        value = _with_value(value, field, new)
    written = tree_text(arranged(replace(tree, root=root), model))
    again = parse_yaml(written, "").document
    if again is None or _stated(again.value) != _stated(value):
        raise AssertionError(f"other facts than those asked changed in:\n{written}")
    return written


def _stated(value: Plain) -> Plain:
    """The value without sections that state nothing."""
    if isinstance(value, list):
        return [inner for inner in map(_stated, value) if inner != {}]
    if not isinstance(value, dict):
        return value
    kept = {key: _stated(inner) for key, inner in value.items()}
    return {key: inner for key, inner in kept.items() if inner != {}}


def plain_at(value: Plain | None, field: Field) -> Plain | None:
    """The plain value at a field, or None where nothing stands there."""
    for part in field:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def with_changes(value: Plain, changes: Changes) -> Plain:
    """A plain value with these fields changed."""
    for field, new in _ordered(changes):
        value = _with_value(value, field, new)
    return value


def _ordered(changes: Changes) -> Iterator[tuple[Field, Plain | None]]:
    """As given; items that go come last, from the end, so that no index moves before its turn."""
    items = [field for field, new in changes.items() if new is None and isinstance(field[-1], int)]
    for field, new in changes.items():
        if field not in items:
            yield field, new
    for field in sorted(items, key=lambda field: field[-1], reverse=True):
        yield field, None


def _with_value(value: Plain | None, field: Field, new: Plain | None) -> Plain:
    """The value with one field changed; a section or list that becomes empty goes too."""
    first, rest = field[0], field[1:]
    inner = new if not rest else _with_value(plain_at(value, (first,)), rest, new)
    gone = inner is None or inner in ({}, [])
    if isinstance(first, int):
        items = list(value) if isinstance(value, list) else []
        items[first : first + 1] = [] if gone else [inner or ""]
        return items
    sections = dict(value) if isinstance(value, dict) else {}
    if gone:
        sections.pop(first, None)
    else:
        sections[first] = inner or ""
    return sections


# The same in a tree


def _amended(branch: Branch, value: Plain | None, field: Field, new: Plain | None) -> Branch:
    """The branch of a value, with one field of it changed."""
    first, rest = field[0], field[1:]
    index = _place(branch, first)
    if index is None:
        return branch if new is None else _added(branch, first, _nested(rest, new))
    entry, own = branch.entries[index], plain_at(value, (first,))
    node: Leaf | Branch | None
    kept: tuple[str, ...] = ()
    if rest and isinstance(entry.value, Branch):
        node = _amended(entry.value, own, rest, new)
    elif new is None:
        node = entry.value if rest else None
    else:
        node, kept = _renewed(entry.value, own, _nested(rest, new), _in_brackets(branch))
    if node is None or (isinstance(node, Branch) and not node.entries):
        return _without(branch, index, node)
    entries = list(branch.entries)
    if entry.key is None and isinstance(node, Branch):  # no comment fits beside a dash
        kept, entry = (*kept, *map(str.strip, entry.beside)), replace(entry, beside=())
    entries[index] = replace(entry, value=node, above=(*entry.above, *kept))
    return replace(branch, entries=tuple(entries), style=_filled(branch.style))


def _place(branch: Branch, part: str | int) -> int | None:
    if isinstance(part, int):
        return part if part < len(branch.entries) else None
    return next((i for i, entry in enumerate(branch.entries) if entry.name == part), None)


def _in_brackets(branch: Branch) -> bool:
    return branch.style is not Style.BLOCK


def _filled(style: Style) -> Style:
    return Style.BLOCK if style is Style.BLOCK else Style.FILLED


def _nested(field: Field, new: Plain) -> Plain:
    for part in reversed(field):
        new = [new] if isinstance(part, int) else {part: new}
    return new


def _added(branch: Branch, part: str | int, new: Plain) -> Branch:
    (entry,) = _entries(
        {part: new} if isinstance(part, str) else [new], inside_brackets=_in_brackets(branch)
    )
    return replace(branch, entries=(*branch.entries, entry), style=_filled(branch.style))


def _entries(value: Plain, *, inside_brackets: bool) -> tuple[Entry, ...]:
    node = node_of(value, inside_brackets=inside_brackets)
    assert isinstance(node, Branch)  # noqa: S101 - of a section or list
    return node.entries


def _without(branch: Branch, index: int, left: Leaf | Branch | None) -> Branch:
    """The branch without one entry, whose comments stay where it stood."""
    gone = branch.entries[index] if left is None else replace(branch.entries[index], value=left)
    entries = [*branch.entries[:index], *branch.entries[index + 1 :]]
    kept = tuple(_comments(gone))
    if index < len(entries):
        entries[index] = replace(entries[index], above=(*kept, *entries[index].above))
        return replace(branch, entries=tuple(entries))
    return replace(branch, entries=tuple(entries), below=(*kept, *branch.below))


def _comments(entry: Entry) -> Iterator[str]:
    yield from entry.above
    yield from (line.strip() for line in entry.beside)
    yield from _comments_in(entry.value)


def _comments_in(node: Leaf | Branch) -> Iterator[str]:
    if isinstance(node, Branch):
        for inner in node.entries:
            yield from _comments(inner)
        yield from node.below


def _renewed(
    node: Leaf | Branch,
    old: Plain | None,
    new: Plain,
    inside_brackets: bool,  # noqa: FBT001 - what surrounds it
) -> tuple[Leaf | Branch, tuple[str, ...]]:
    """A value in place of another, and the comments that have no place in it any more.

    What both values hold stays as it is written.
    """
    if isinstance(node, Branch) and isinstance(old, dict) and isinstance(new, dict):
        standing: Plain = old
        for key in [*(key for key in old if key not in new), *new]:
            if old.get(key) != new.get(key):
                node = _amended(node, standing, (key,), new.get(key))
                standing = _with_value(standing, (key,), new.get(key))
        return node, ()
    if isinstance(node, Branch) and _is_listed(old) and _is_listed(new):
        return _renewed_list(node, old, new), ()
    return node_of(new, inside_brackets=inside_brackets), tuple(_comments_in(node))


def _is_listed(value: Plain | None) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _renewed_list(node: Branch, old: Plain | None, new: Plain) -> Branch:
    """A list of texts in its new order."""
    items: Sequence[str] = [str(item) for item in old or ()]
    known = dict(zip(items, node.entries, strict=True))
    fresh = zip(new, _entries(new, inside_brackets=_in_brackets(node)), strict=True)
    entries = [known.get(str(item), entry) for item, entry in fresh]
    gone = (entry for item, entry in known.items() if item not in new)
    kept = [line for entry in gone for line in _comments(entry)]
    below = (*kept, *node.below)
    return replace(node, entries=tuple(entries), style=_filled(node.style), below=below)
