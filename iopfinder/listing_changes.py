"""Two states of listings and provider files in; what families would read otherwise, as text, out.

As Markdown every word of a listing is spelled so that it stays text: no link, image, mention or tag
comes of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from iopfinder.amendments import plain_at
from iopfinder.fact_difference import NOT_STATED, FactChange, change_line, fact_changes
from iopfinder.facts import Section, field_path
from iopfinder.forms import Words
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.program import FORMAT, Contact, Program
from iopfinder.provider import Provider, with_provider
from iopfinder.receipt import OWN
from iopfinder.sources import Source, listing_names, read_source
from iopfinder.validation import typed
from iopfinder.wording import Wording

__all__ = ["FORMATS", "ListingChange", "as_markdown", "as_text", "changes_between"]

LISTINGS: Final = 100
"""Files whose facts are shown before the rest is only named; a review reads no more at once."""

FACTS: Final = 80
"""Facts of one file that are shown before the rest is only counted."""


@dataclass(frozen=True, slots=True)
class ListingChange:
    """A file that differs: `kind` is new, changed, gone or unreadable.

    `own` are fields that only a maintainer sets; `confirmed` is the day of a confirmation that is
    older than the change, or "".
    """

    path: str
    name: str
    kind: str
    facts: tuple[FactChange, ...] = ()
    own: tuple[str, ...] = ()
    confirmed: str = ""


def changes_between(
    old: tuple[Path, Path], new: tuple[Path, Path], words: Words, wording: Wording
) -> Iterator[ListingChange]:
    """What differs between two pairs of folders, of provider files and of listings."""
    yield from _changes(old[0], new[0], lambda text: _shared(text, words), wording)
    yield from _changes(old[1], new[1], lambda text: _program(text, words), wording)


Reader = Callable[[str], Program | None]


def _changes(old: Path, new: Path, read: Reader, wording: Wording) -> Iterator[ListingChange]:
    for name in sorted({*listing_names(old), *listing_names(new)}):
        before, after = _text(old / name), _text(new / name)
        if before != after:
            yield _change(f"{new.as_posix()}/{name}", before, after, read, wording)


def _text(path: Path) -> str | None:
    """The text of a file; "" of one that cannot be read, None of one that is not there."""
    if not path.is_file():
        return None
    source = read_source(path)
    return source.text if isinstance(source, Source) else ""


def _change(
    path: str, before: str | None, after: str | None, read: Reader, wording: Wording
) -> ListingChange:
    was = read(before) if before is not None else None
    will = read(after) if after is not None else None
    name = will.name if will else was.name if was else ""
    if after is None:
        return ListingChange(path, name, "gone")
    if will is None or (before is not None and was is None):
        return ListingChange(path, name, "unreadable")
    facts = tuple(fact_changes(was, will, wording))
    own = tuple(_own(_value(before), _value(after)))
    old_word = will.confirmed if was and was.confirmed == will.confirmed and facts else None
    day = wording.language.date(old_word.date) if old_word else ""
    return ListingChange(path, name, "new" if was is None else "changed", facts, own, day)


def _own(before: Plain | None, after: Plain | None) -> Iterator[str]:
    for field in OWN:
        if plain_at(before, field) != plain_at(after, field):
            yield field_path(tuple(map(str, field)))


def _value(text: str | None) -> Plain | None:
    document = parse_yaml(text, "").document if text else None
    return document.value if document else None


S = TypeVar("S", bound=Section)


def _typed(model: type[S], text: str, words: Words) -> S | None:
    document = parse_yaml(text, "").document
    return typed(model, document, "", words)[0] if document else None


def _program(text: str, words: Words) -> Program | None:
    return _typed(Program, text, words)


def _shared(text: str, words: Words) -> Program | None:
    """A program that states what its provider does, and nothing else."""
    provider = _typed(Provider, text, words)
    if provider is None:
        return None
    bare = Program(format=FORMAT, name=provider.name, contact=Contact())
    return with_provider(bare, provider).program


# As text and as Markdown

_KINDS: Final[Mapping[str, str]] = {
    "new": "new",
    "changed": "changed",
    "gone": "taken away; its address then leads nowhere: better say that it has closed",
    "unreadable": "cannot be read before or after the change: see what check says",
}


def as_text(changes: Sequence[ListingChange]) -> str:
    """A paragraph for each file, a line for each fact."""
    lines: list[str] = []
    for change in changes[:LISTINGS]:
        lines.append(f"{change.path}: {change.name or 'no name'}, {_KINDS[change.kind]}")
        if change.kind == "new":
            lines += [f"  {fact.label}: {fact.will}" for fact in change.facts[:FACTS]]
        else:
            lines += [f"  {change_line(fact)}" for fact in change.facts[:FACTS]]
        lines += [f"  {line}" for line in _notes(change)]
    return "".join(f"{line}\n" for line in (*lines, *_rest(changes)))


def _notes(change: ListingChange) -> Iterator[str]:
    if len(change.facts) > FACTS:
        yield f"and {len(change.facts) - FACTS} more facts"
    if change.kind == "changed" and not change.facts:
        yield "No fact changes, only how the file is written."
    if change.own:
        yield f"Only a maintainer sets these: {', '.join(change.own)}."
    if change.confirmed:
        yield f"It was confirmed on {change.confirmed}, before this change."


def _rest(changes: Sequence[ListingChange]) -> Iterator[str]:
    if not changes:
        yield "No listing changes."
    if len(changes) > LISTINGS:
        yield f"and {len(changes) - LISTINGS} more files: run build.py changes to see them"


def as_markdown(changes: Sequence[ListingChange]) -> str:
    """A heading and a table for each file."""
    parts = [f"## {_headline(changes)}"]
    for change in changes[:LISTINGS]:
        title = f"{change.name}, " if change.name else ""
        parts.append(f"### {_plain(f'{change.path}: {title}{_KINDS[change.kind]}')}")
        if change.facts:
            parts.append("\n".join(_table(change)))
        parts += [_plain(line) for line in _notes(change)]
    parts += [_plain(line) for line in _rest(changes)]
    return "\n\n".join(parts) + "\n"


def _headline(changes: Sequence[ListingChange]) -> str:
    files = "file" if len(changes) == 1 else "files"
    return f"What families would read: {len(changes)} {files} changed"


def _table(change: ListingChange) -> Iterator[str]:
    yield "| fact | was | will be |"
    yield "|---|---|---|"
    for fact in change.facts[:FACTS]:
        cells: Iterable[str] = (fact.label, fact.was or NOT_STATED, fact.will or NOT_STATED)
        yield f"| {' | '.join(_plain(_short(cell)) for cell in cells)} |"


LONGEST: Final = 300


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} ..."


_SPECIAL: Final = re.compile(r"[^\w\s,;.\-\u2013]|\.(?=\w)|_|(?<=\w)-(?=-)")


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", " ".join(text.split()))


FORMATS: Final[Mapping[str, Callable[[Sequence[ListingChange]], str]]] = {
    "text": as_text,
    "markdown": as_markdown,
}
"""How changes can be printed."""
