"""Facilities of the federal directory in, one listing a program written, an account of every row.

A later import renews only what an import wrote. A fact that a person stated stays, whatever the new
edition says, and so does all of a listing that its program confirmed.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from iopfinder import forms
from iopfinder.amendments import amended, plain_at
from iopfinder.forms import FormError
from iopfinder.importers.facilities import CodeBook, Facilities, Facility, RowNote
from iopfinder.importers.federal_facts import (
    DROPPED,
    INTENSIVE_OUTPATIENT,
    listing_name,
    listing_value,
    merged,
    telling_codes,
)
from iopfinder.importers.import_report import ImportReport, Renewed
from iopfinder.importers.listing_text import digest_of, listing_text, signed
from iopfinder.importers.three_way import facts_between, renewal_of
from iopfinder.importers.wrote import packed, unpacked
from iopfinder.places import STATES, Places, slug
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Severity
from iopfinder.program import Program
from iopfinder.sources import Source, read_source
from iopfinder.validation import typed
from iopfinder.vocabulary import NO_WORDS, Vocabulary

__all__ = [
    "SOURCES",
    "Choice",
    "Plan",
    "Reference",
    "Standing",
    "edition_of",
    "import_facilities",
    "planned",
]

SOURCES: Final[Mapping[str, str]] = {
    "samhsa-sa": "SAMHSA National Directory of substance use facilities",
    "samhsa-mh": "SAMHSA National Directory of mental health facilities",
}
"""The words for `imported.source`."""

RESERVED: Final = frozenset(["in", "for"])
"""Slugs that are addresses of browse pages."""

SLUG_LENGTH: Final = 80

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to import: `edition` as "2022"; `state` as "OR", or "" for all.

    `all_levels` takes facilities without an IOP too; without it the mental-health directory gives
    nothing, since it has no code for an IOP.
    """

    edition: str
    state: str = ""
    all_levels: bool = False

    def takes(self, facility: Facility) -> bool:
        level = self.all_levels or INTENSIVE_OUTPATIENT in facility.codes
        return level and self.state in ("", facility.state)


@dataclass(frozen=True, slots=True)
class Reference:
    """What an import looks things up in."""

    vocabulary: Vocabulary
    book: CodeBook
    places: Places


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


@dataclass(frozen=True, slots=True)
class Plan:
    """Texts to write, by slug, and the account of them."""

    texts: Mapping[str, str]
    report: ImportReport


def edition_of(path: Path) -> str:
    """The year in a file's name, "" when there is none or more than one."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", path.stem))
    return years.pop() if len(years) == 1 else ""


def import_facilities(
    facilities: Facilities,
    folder: Path,
    choice: Choice,
    reference: Reference,
    progress: Progress = lambda _done, _total: None,
) -> ImportReport:
    """Writes the listings into `folder` and tells what became of each row."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = planned(facilities, _read_standing(folder), choice, reference, progress)
    for name, text in plan.texts.items():
        _write(folder / f"{name}.yaml", text)
    return plan.report


def planned(
    facilities: Facilities,
    standing: Sequence[Standing],
    choice: Choice,
    reference: Reference,
    progress: Progress = lambda _done, _total: None,
) -> Plan:
    """What the import would write beside the files that stand there. Nothing is written here."""
    selected = [facility for facility in facilities.rows if choice.takes(facility)]
    places = _by_place(selected)
    drafts: list[_Draft] = []
    refused: list[RowNote] = []
    for done, (id_, place) in enumerate(places.items(), 1):
        drafted = _drafted(id_, merged(place.rows, reference.vocabulary), choice, reference)
        if isinstance(drafted, _Draft):
            drafts.append(drafted)
        else:
            refused.append(drafted)
        progress(done, len(places))
    fates = _fates(drafts, standing, choice.edition)
    gone = _gone(facilities, standing, choice.edition)
    report = ImportReport(
        written=_slugs(fates, "written"),
        unchanged=_slugs(fates, "unchanged"),
        changed=tuple(Renewed(f.slug, f.facts) for f in fates if f.kind == "changed"),
        kept=tuple(Renewed(f.slug, f.kept) for f in fates if f.kept),
        left_alone=_by_row(
            *(RowNote(fate.row, fate.text) for fate in fates if fate.kind == "left"),
            *_elsewhere_notes(places.values()),
        ),
        merged=_by_row(*_merged_notes(places.values(), reference.vocabulary)),
        refused=_by_row(*refused),
        unusable=facilities.unusable,
        unknown_codes=_unknown_codes(selected, reference),
        gone=tuple(file.slug for file in gone),
        edition=choice.edition,
        rows=len(facilities.rows) + len(facilities.unusable),
        selected=len(selected),
    )
    writes = {fate.slug: fate.text for fate in fates if fate.kind in ("written", "changed")}
    marked = {file.slug: text for file in gone if (text := _marked_gone(file, choice.edition))}
    return Plan({**writes, **marked}, report)


# Which rows are one place


@dataclass(frozen=True, slots=True)
class _Place:
    """The rows that are one place; `elsewhere` are its rows of the other directory."""

    rows: tuple[Facility, ...]
    elsewhere: tuple[Facility, ...]


def _by_place(selected: Iterable[Facility]) -> dict[str, _Place]:
    """The places by id.

    One in both directories is listed from the substance-use directory: its codes tell of the IOP.
    """
    together: defaultdict[str, list[Facility]] = defaultdict(list)
    for facility in selected:
        together[_id(facility)].append(facility)
    return {id_: _place(rows) for id_, rows in sorted(together.items())}


def _place(rows: Sequence[Facility]) -> _Place:
    directory = max(row.directory for row in rows)  # "sa" comes after "mh"
    return _Place(
        tuple(row for row in rows if row.directory == directory),
        tuple(row for row in rows if row.directory != directory),
    )


def _id(facility: Facility) -> str:
    """12 hex digits of name, street and ZIP without case, signs and spaces.

    Rows with one id are one place. Phone, suite and codes change from edition to edition and are
    no part of it.
    """
    parts = (listing_name(facility), facility.street1, facility.zip[:5])
    text = "|".join(re.sub(r"[^a-z0-9]", "", part.lower()) for part in parts)
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def _merged_notes(places: Iterable[_Place], vocabulary: Vocabulary) -> Iterator[RowNote]:
    for place in places:
        kept = merged(place.rows, vocabulary).row
        for facility in place.rows:
            if facility.row != kept:
                name = listing_name(facility)
                yield RowNote(facility.row, f"{name}: merged with row {kept}")


def _elsewhere_notes(places: Iterable[_Place]) -> Iterator[RowNote]:
    for place in places:
        for facility in place.elsewhere:
            row = place.rows[0].row
            yield RowNote(facility.row, f"{listing_name(facility)}: the same place as row {row}")


def _by_row(*notes: RowNote) -> tuple[RowNote, ...]:
    return tuple(sorted(notes, key=lambda note: (note.row, note.text)))


# One place's listing, or why there is none


@dataclass(frozen=True, slots=True)
class _Draft:
    """A listing whose slug is not settled; `base` is the slug it would like."""

    id: str
    row: int
    source: str
    base: str
    text: str


def _drafted(
    id_: str, facility: Facility, choice: Choice, reference: Reference
) -> _Draft | RowNote:
    phone = _usable_phone(facility)
    if phone is None:
        return _refusal(facility, f"'{facility.phone}' is not a US phone number")
    doubt = _zip_doubt(facility, reference.places)
    if doubt:
        return _refusal(facility, doubt)
    source = f"samhsa-{facility.directory}"
    value = listing_value(facility, phone, reference.vocabulary, reference.book)
    value["imported"] = {
        "source": source,
        "edition": choice.edition,
        "id": id_,
        "digest": "unsigned",
        "wrote": packed(listing_text(value)),
    }
    text = signed(listing_text(value))
    fault = _fault(text, reference.vocabulary)
    if fault:
        return _refusal(facility, fault)
    return _Draft(id_, facility.row, source, _base_slug(facility), text)


def _refusal(facility: Facility, reason: str) -> RowNote:
    return RowNote(facility.row, f"{listing_name(facility)}: {reason}")


def _usable_phone(facility: Facility) -> str | None:
    """The facility's number, or its intake number where the first is none in the US."""
    for number in (facility.phone, facility.intake1):
        try:
            parsed = _PHONE.parse(number, NO_WORDS)
        except FormError:
            continue
        if parsed.e164[5:8] != "555":  # set apart for fiction (NANPA)
            return number
    return None


_PHONE: Final = forms.phone()


def _zip_doubt(facility: Facility, places: Places) -> str:
    """Why the ZIP cannot be right, or ""."""
    states = places.states_of(facility.zip)
    if not states:
        return f"there is no ZIP code {facility.zip}"
    if facility.state in states:
        return ""
    names = " and ".join(STATES[state] for state in states)
    return f"ZIP code {facility.zip} lies in {names}, not in {facility.state}"


def _fault(text: str, vocabulary: Vocabulary) -> str:
    """The first error that `check` would find in the shape of a listing, or ""."""
    parsed = parse_yaml(text, "")
    problems = parsed.problems
    if parsed.document is not None:
        problems += typed(Program, parsed.document, "", vocabulary)[1]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return f"{errors[0].field}: {errors[0].message}" if errors else ""


def _base_slug(facility: Facility) -> str:
    """Name, city and state; a long name is cut at a hyphen."""
    place = slug(f"{facility.city} {facility.state}")
    return f"{_cut(slug(listing_name(facility)), SLUG_LENGTH - len(place) - 1)}-{place}"


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    shorter = text[:length].rpartition("-")[0] if text[length] != "-" else text[:length]
    return shorter or text[:length]


# Beside what stands there


@dataclass(frozen=True, slots=True)
class _Fate:
    """What becomes of one draft: `written`, `changed`, `unchanged` or `left`, and why.

    `facts` are those that change, `kept` those that a person stated otherwise than the edition.
    """

    kind: str
    slug: str
    row: int
    text: str
    facts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def _fates(drafts: Sequence[_Draft], standing: Sequence[Standing], edition: str) -> list[_Fate]:
    imports = {file.id: file for file in standing if file.id}
    slugs = _settled_slugs(drafts, {file.id: file.slug for file in imports.values()}, standing)
    fates = (_fate(draft, slugs[draft.id], imports.get(draft.id), edition) for draft in drafts)
    return sorted(fates, key=lambda fate: fate.slug)


def _fate(draft: _Draft, name: str, found: Standing | None, edition: str) -> _Fate:
    if found is None:
        return _Fate("written", name, draft.row, draft.text)
    if found.source != draft.source:
        why = f"{name}: already imported from {found.source}"
        return _Fate("left", name, draft.row, why)
    newest = max(found.edition, found.gone)
    if edition < newest:
        why = f"{name}: already compared with the newer edition {newest}"
        return _Fate("left", name, draft.row, why)
    if found.is_hand_edited:
        return _merged_fate(draft, name, found)
    if found.text == draft.text:
        return _Fate("unchanged", name, draft.row, draft.text)
    facts = facts_between(_value(found.text) or {}, _value(draft.text) or {})
    return _Fate("changed", name, draft.row, draft.text, facts)


def _merged_fate(draft: _Draft, name: str, found: Standing) -> _Fate:
    """What becomes of a listing that a person changed: their facts stay, the others are renewed."""
    stands, new = _value(found.text), _value(draft.text)
    wrote = _value(unpacked(found.wrote) or "")
    if stands is None or new is None:
        return _Fate("left", name, draft.row, f"{name}: edited by hand, and cannot be read")
    if wrote is None:
        why = f"{name}: edited by hand, and what the import wrote is not known"
        return _Fate("left", name, draft.row, why)
    renewal = renewal_of(wrote, stands, new)
    owner = _owner(wrote, stands)
    if owner:
        facts = (*renewal.renewed, *renewal.kept)
        differs = f"; this edition says otherwise: {', '.join(facts)}" if facts else ""
        return _Fate("left", name, draft.row, f"{name}: {owner}{differs}")
    if not renewal.changes and plain_at(stands, ("imported", "edition")) == plain_at(
        new, ("imported", "edition")
    ):
        return _Fate("unchanged", name, draft.row, found.text, (), renewal.kept)
    mark = plain_at(new, ("imported",))
    text = amended(found.text, {**renewal.changes, ("imported",): mark}, Program)
    return _Fate("changed", name, draft.row, text, renewal.renewed, renewal.kept)


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
    drafts: Sequence[_Draft], kept: Mapping[str, str], standing: Sequence[Standing]
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


def _marked_slug(draft: _Draft, used: Collection[str]) -> str:
    """The slug with six digits of the id; with all of them should those be taken as well."""
    short = _marked(draft, draft.id[:6])
    return _marked(draft, draft.id) if short in used else short


def _marked(draft: _Draft, mark: str) -> str:
    return f"{_cut(draft.base, SLUG_LENGTH - len(mark) - 1)}-{mark}"


def _slugs(fates: Iterable[_Fate], kind: str) -> tuple[str, ...]:
    return tuple(fate.slug for fate in fates if fate.kind == kind)


def _gone(
    facilities: Facilities, standing: Iterable[Standing], edition: str
) -> tuple[Standing, ...]:
    """Imports of the same directory that no row of this edition, selected or not, is about.

    An older edition says nothing of what came after it.
    """
    if not facilities.whole:
        return ()
    sources = {f"samhsa-{facility.directory}" for facility in facilities.rows}
    ids = {_id(facility) for facility in facilities.rows}
    gone = (
        file
        for file in standing
        if file.source in sources and file.id not in ids and edition >= file.edition
    )
    return tuple(sorted(gone, key=lambda file: file.slug))


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


def _unknown_codes(
    selected: Iterable[Facility], reference: Reference
) -> tuple[tuple[str, int], ...]:
    """Codes of which neither the code book nor a table knows anything, the most frequent first."""
    dropped = {code for codes in DROPPED.values() for code in codes.split()}
    understood = {
        directory: dropped
        | telling_codes(directory, reference.vocabulary)
        | reference.book.labels(directory).keys()
        for directory in reference.book.categories
    }
    counts = Counter(
        code for facility in selected for code in facility.codes - understood[facility.directory]
    )
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


# The folder


_MARK: Final = re.compile(r"^imported:(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_MARK_KEYS: Final = re.compile(r"\b(source|id|digest|edition|wrote|gone):[ \t]*[\"']?([\w-]+)")


def _read_standing(folder: Path) -> list[Standing]:
    """Every listing of the folder; a file that is no text stands there without one."""
    return [_standing(path) for path in sorted(folder.glob("*.yaml"))]


def _standing(path: Path) -> Standing:
    """The import mark is sought in the text, since an edited file may be broken YAML for now."""
    read = read_source(path)
    text = read.text if isinstance(read, Source) else ""
    bare = Standing(path.stem, text)
    mark = _MARK.search(text)
    return replace(bare, **dict(_MARK_KEYS.findall(mark[1]))) if mark else bare


def _write(path: Path, text: str) -> None:
    """The file is there as a whole or not at all."""
    incoming = path.with_name(f".{path.name}.tmp")
    incoming.write_text(text, "utf-8", newline="\n")
    incoming.replace(path)
