"""A listing's or provider file's text in; the same facts in order and layout, or problems, out.

The text is read twice: by `positioned_yaml`, which says what it means or why it is refused, and by
`tree`, which keeps how it is written. What comes out is read once more, and means the same.
"""

from collections.abc import Mapping
from typing import Final

from iopfinder.facts import Section, keys_of
from iopfinder.importers.listing_text import is_signed, signed
from iopfinder.layout import arranged, tree_text
from iopfinder.positioned_yaml import SIZE_LIMIT, Plain, parse_yaml
from iopfinder.problems import Position, Problem, Severity
from iopfinder.tree import Tree, read_tree
from iopfinder.upgrades import (
    UPGRADES,
    Taken,
    Upgrade,
    both_there,
    upgraded,
    upgraded_value,
)

__all__ = ["formatted"]

Refused = tuple[Problem, ...]

KEY_LIMIT: Final = 100
"""Characters of a key; one of 1,024, escapes counted, is no key to YAML but behind a `?`."""

_NO_MAPPING: Final = "one value or a list stands where a mapping belongs"


def formatted(
    text: str,
    path: str,
    model: type[Section],
    upgrades: Mapping[str, Upgrade] = UPGRADES,
) -> str | Refused:
    """The text in the house's order and layout, or the errors that keep it from being read.

    `text` has LF line ends and no byte order mark. An older format becomes the newest one. An
    import that nobody has edited stays one: its digest becomes that of its new text.
    """
    parsed = parse_yaml(text, path, keys_of(model))
    document = parsed.document
    errors = tuple(each for each in parsed.problems if each.severity is Severity.ERROR)
    if document is None or errors:
        return errors
    if not isinstance(document.value, dict):
        place = document.position(())
        hint = "write 'key: value' on lines of its own"
        return (Problem(path, place, "", Severity.ERROR, _NO_MAPPING, hint),)
    long = [field for field in document.keys if len(str(field[-1])) > KEY_LIMIT]
    if long:
        return tuple(_too_long(document.position(field, key=True), path) for field in long)
    try:
        tree, value = _newest(read_tree(text), document.value, upgrades)
    except Taken as taken:
        return (both_there(taken, document, path),)
    written = tree_text(arranged(tree, model))
    if len(written.encode()) > SIZE_LIMIT:
        return parse_yaml(written, path).problems
    _hold_to(value, len(document.empty), written)
    return signed(written) if is_signed(text) else written


def _newest(
    tree: Tree, value: dict[str, Plain], upgrades: Mapping[str, Upgrade]
) -> tuple[Tree, dict[str, Plain]]:
    """Tree and value one format after the other. Raises Taken."""
    while upgrade := upgrades.get(str(value.get("format"))):
        tree, value = upgraded(tree, upgrade), upgraded_value(value, upgrade)
    return tree, value


def _too_long(place: Position, path: str) -> Problem:
    message = f"this key is longer than {KEY_LIMIT} characters"
    return Problem(path, place, "", Severity.ERROR, message, "write a short key")


def _hold_to(value: Plain, empty: int, written: str) -> None:
    """Stops before any file is touched when our own layout would change what a listing says."""
    again = parse_yaml(written, "").document
    if again is None or (again.value, len(again.empty)) != (value, empty):
        raise AssertionError(f"the layout changed the meaning of:\n{written}")
