"""Drafts of listings and what stands in a folder in; what becomes of each, and its text, out.

A later import renews only what an import wrote. A fact that a person stated stays, whatever the new
edition says, and so does all of a listing that its program confirmed.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from iopfinder.amendments import amended, plain_at
from iopfinder.importers.listing_text import digest_of
from iopfinder.importers.three_way import facts_between, renewal_of
from iopfinder.importers.wrote import unpacked
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Severity
from iopfinder.program import Program
from iopfinder.sources import Source, read_source
from iopfinder.statement import statement_of
from iopfinder.vocabulary import Vocabulary

__all__ = [
    "SLUG_LENGTH",
    "Draft",
    "Fate",
    "Standing",
    "cut",
    "fates_of",
    "fault_in",
    "read_standing",
    "texts_of",
]

RESERVED: Final = frozenset(["in", "for"])
"""Slugs that are addresses of browse pages."""

SLUG_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Standing:
    """A file that stands in the folder; `id` is "" when it is no import."""

    slug: str
    text: str
    source: str = ""
    id: str = ""
    digest: str = ""
    edition: str = ""
    wrote: str = ""
    gone: str = ""

    @property
    def is_hand_edited(self) -> bool:
        return digest_of(self.text) != self.digest


def read_standing(folder: Path) -> list[Standing]:
    """Every listing of the folder; a file that is no text stands there without one."""
    return [_standing(path) for path in sorted(folder.glob("*.yaml"))]


def _standing(path: Path) -> Standing:
    """The import mark is sought in the text, since an edited file may be broken YAML for now."""
    read = read_source(path)
    text = read.text if isinstance(read, Source) else ""
    bare = Standing(path.stem, text)
    mark = _MARK.search(text)
    return replace(bare, **dict(_MARK_KEYS.findall(mark[1]))) if mark else bare


_MARK: Final = re.compile(r"^imported:(.*(?:\n[ \t]+.*)*)", re.MULTILINE)

_MARK_KEYS: Final = re.compile(r"\b(source|id|digest|edition|wrote|gone):[ \t]*[\"']?([\w-]+)")


@dataclass(frozen=True, slots=True)
class Draft:
    """A listing whose slug is not settled; `base` is the slug it would like.

    `edition` is that of its source, as it is compared with what stands in the folder.
    """

    id: str
    row: int
    source: str
    edition: str
    base: str
    text: str


def fault_in(text: str, vocabulary: Vocabulary) -> str:
    """The first error that `check` would find in the shape of a listing, or ""."""
    problems = statement_of(Program, text, "", vocabulary).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return f"{errors[0].field}: {errors[0].message}" if errors else ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one draft: `written`, `changed`, `unchanged` or `left`, and why.

    `facts` are those that change, `kept` those that a person stated otherwise than the edition.
    """

    kind: str
    slug: str
    row: int
    text: str
    facts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def fates_of(drafts: Sequence[Draft], standing: Sequence[Standing]) -> list[Fate]:
    """What becomes of each draft beside the files that stand there, in the order of slugs."""
    imports = {file.id: file for file in standing if file.id}
    slugs = _settled_slugs(drafts, {file.id: file.slug for file in imports.values()}, standing)
    fates = (_fate_of(draft, slugs[draft.id], imports.get(draft.id)) for draft in drafts)
    return sorted(fates, key=lambda fate: fate.slug)


def texts_of(fates: Sequence[Fate], gone: Sequence[Standing], edition: str) -> dict[str, str]:
    """What is to be written, by slug: new and changed listings, and marks of those that are gone.

    `edition` is the one that no longer has them.
    """
    writes = {fate.slug: fate.text for fate in fates if fate.kind in ("written", "changed")}
    marked = {file.slug: text for file in gone if (text := _marked_gone(file, edition))}
    return {**writes, **marked}


def _fate_of(draft: Draft, name: str, found: Standing | None) -> Fate:
    """What becomes of a draft whose place in the folder is `name`; `found` stands there now."""
    if found is None:
        return Fate("written", name, draft.row, draft.text)
    if found.source != draft.source:
        why = f"{name}: already imported from {found.source}"
        return Fate("left", name, draft.row, why)
    newest = max(found.edition, found.gone)
    if draft.edition < newest:
        why = f"{name}: already compared with the newer edition {newest}"
        return Fate("left", name, draft.row, why)
    if found.is_hand_edited:
        return _merged_fate(draft, name, found)
    if found.text == draft.text:
        return Fate("unchanged", name, draft.row, draft.text)
    facts = facts_between(_value(found.text) or {}, _value(draft.text) or {})
    return Fate("changed", name, draft.row, draft.text, facts)


def _merged_fate(draft: Draft, name: str, found: Standing) -> Fate:
    """What becomes of a listing that a person changed: their facts stay, the others are renewed."""
    stands, new = _value(found.text), _value(draft.text)
    wrote = _value(unpacked(found.wrote) or "")
    if stands is None or new is None:
        return Fate("left", name, draft.row, f"{name}: edited by hand, and cannot be read")
    if wrote is None:
        why = f"{name}: edited by hand, and what the import wrote is not known"
        return Fate("left", name, draft.row, why)
    renewal = renewal_of(wrote, stands, new)
    owner = _owner(wrote, stands)
    if owner:
        facts = (*renewal.renewed, *renewal.kept)
        differs = f"; this edition says otherwise: {', '.join(facts)}" if facts else ""
        return Fate("left", name, draft.row, f"{name}: {owner}{differs}")
    if not renewal.changes and plain_at(stands, ("imported", "edition")) == plain_at(
        new, ("imported", "edition")
    ):
        return Fate("unchanged", name, draft.row, found.text, (), renewal.kept)
    mark = plain_at(new, ("imported",))
    text = amended(found.text, {**renewal.changes, ("imported",): mark}, Program)
    return Fate("changed", name, draft.row, text, renewal.renewed, renewal.kept)


def _owner(wrote: Plain, stands: Plain) -> str:
    """Why all facts of a listing are a person's own, or ""."""
    if _is_confirmed(stands):
        by = plain_at(stands, ("confirmed", "by"))
        return f"confirmed by {'the program' if by == 'program' else 'an editor'}"
    if plain_at(stands, ("scope",)) != plain_at(wrote, ("scope",)):
        return "a person wrote that its facts are about the program itself"
    return ""


def _value(text: str) -> dict[str, Plain] | None:
    """What a listing's text says; None for one that cannot be read."""
    parsed = parse_yaml(text, "")
    broken = any(problem.severity is Severity.ERROR for problem in parsed.problems)
    value = parsed.document.value if parsed.document and not broken else None
    return value if isinstance(value, dict) else None


def _settled_slugs(
    drafts: Sequence[Draft], kept: Mapping[str, str], standing: Sequence[Standing]
) -> Mapping[str, str]:
    """A slug for each id. An address once given stays: a place in the folder keeps its file.

    New places that want one slug all get a part of their id, so that the order of rows says
    nothing; so does a place that wants a name in use.
    """
    used = {file.slug for file in standing} | RESERVED
    wanted = Counter(draft.base for draft in drafts if draft.id not in kept)
    settled = dict(kept)
    for draft in drafts:
        if draft.id not in kept:
            alone = wanted[draft.base] == 1 and draft.base not in used
            settled[draft.id] = draft.base if alone else _marked_slug(draft, used)
    return settled


def _marked_slug(draft: Draft, used: Collection[str]) -> str:
    """The slug with six digits of the id; with all of them should those be taken as well."""
    short = _marked(draft, draft.id[:6])
    return _marked(draft, draft.id) if short in used else short


def _marked(draft: Draft, mark: str) -> str:
    return f"{cut(draft.base, SLUG_LENGTH - len(mark) - 1)}-{mark}"


def cut(text: str, length: int) -> str:
    """The beginning of a slug, at most `length` signs and to a hyphen where there is one."""
    if len(text) <= length:
        return text
    shorter = text[:length].rpartition("-")[0] if text[length] != "-" else text[:length]
    return shorter or text[:length]


def _marked_gone(file: Standing, edition: str) -> str:
    """The listing's text with the edition that no longer has it, "" where it needs no mark.

    One that is marked already keeps its first mark; one that the program confirmed, or that cannot
    be read, has none.
    """
    value = _value(file.text)
    if file.gone or value is None or edition == file.edition or _is_confirmed(value):
        return ""
    return amended(file.text, {("imported", "gone"): edition}, Program)


def _is_confirmed(value: Plain) -> bool:
    return plain_at(value, ("confirmed", "by")) in ("program", "editor")
