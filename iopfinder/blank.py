"""A program's name in; a listing to fill in out, with a word on each of the facts asked first.

What is left empty is not stated. Once name, place and phone stand there, `check` has no error.
"""

from collections.abc import Iterator
from typing import Final

from iopfinder.example import example_lines
from iopfinder.facts import Spec, outline
from iopfinder.layout import tree_text
from iopfinder.program import FORMAT, Program
from iopfinder.tree import EMPTY, Branch, Entry, Leaf, Style, Tree, quoted
from iopfinder.vocabulary import Vocabulary

__all__ = ["blank_listing"]

_SPECS: Final = outline(Program)

ASKED: Final = (
    "name",
    "location.street",
    "location.city",
    "location.state",
    "location.zip",
    "contact.phone",
    "contact.website",
)
"""What stands before the twelve facts."""

_HEAD: Final = (
    "# Fill in what you know behind each colon, and leave the rest empty: families then read",
    '# "The program does not say. Ask." Needed are name, city, state, ZIP code and phone.',
    "# Is there no address? Take location out and write: telehealth: {states: [OR, WA]}",
    "# See what is wrong, and what would help most: python build.py check FILE",
    "",
)


def blank_listing(name: str, words: Vocabulary) -> str:
    """The text of a listing with this name, or with none yet when it is ""."""
    asked = [spec for spec in _SPECS if spec.name in ASKED or spec.fact.core]
    above = {spec.field[:length] for spec in asked for length in range(1, len(spec.field))}
    entries = (
        Entry("format", "format", Leaf((FORMAT,))),
        *_entries(
            (), [spec for spec in _SPECS if spec in asked or spec.field in above], name, words
        ),
    )
    return tree_text(Tree(Branch(entries, Style.BLOCK, is_mapping=True), _HEAD))


def _entries(
    above: tuple[str, ...], chosen: list[Spec], name: str, words: Vocabulary
) -> Iterator[Entry]:
    for spec in chosen:
        if spec.field[:-1] != above:
            continue
        key = spec.field[-1]
        inside = tuple(_entries(spec.field, chosen, name, words))
        if inside:
            yield Entry(key, key, Branch(inside, Style.BLOCK, is_mapping=True))
        else:
            value = Leaf((quoted(name),)) if key == "name" and name else EMPTY
            yield Entry(key, key, value, tuple(_words(spec, words)))


def _words(spec: Spec, words: Vocabulary) -> Iterator[str]:
    """What a field means, its own words where there are few, and how it is written."""
    yield f"# {spec.fact.label}: {spec.fact.explains}"
    if spec.form and spec.form.kind in ("choice", "choices"):
        yield from (f"#   {word}: {label}" for word, label in spec.form.table.items())
    last = example_lines(spec, words)[-1].strip().removeprefix("- ")
    yield f"# As in: {last}"
