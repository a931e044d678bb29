"""Facilities of the federal directory in, one listing a program written, an account of every row.

A later import renews only what an import wrote. A fact that a person stated stays, whatever the new
edition says, and so does all of a listing that its program confirmed.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iopfinder import forms
from iopfinder.forms import FormError
from iopfinder.importers.facilities import CodeBook, Facilities, Facility, RowNote
from iopfinder.importers.fates import (
    SLUG_LENGTH,
    Draft,
    Fate,
    Standing,
    cut,
    fates_of,
    fault_in,
    read_standing,
    texts_of,
)
from iopfinder.importers.federal_facts import (
    DROPPED,
    INTENSIVE_OUTPATIENT,
    listing_name,
    listing_value,
    merged,
    telling_codes,
)
from iopfinder.importers.import_report import ImportReport, Renewed
from iopfinder.importers.listing_text import listing_text, signed
from iopfinder.importers.wrote import packed
from iopfinder.places import STATES, Places, slug
from iopfinder.vocabulary import NO_WORDS, Vocabulary
from iopfinder.whole_files import write_whole

__all__ = [
    "SOURCES",
    "Choice",
    "Plan",
    "Reference",
    "edition_of",
    "import_facilities",
    "planned",
]

SOURCES: Final[Mapping[str, str]] = {
    "samhsa-sa": "SAMHSA National Directory of substance use facilities",
    "samhsa-mh": "SAMHSA National Directory of mental health facilities",
}
"""The words for `imported.source`."""


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
    plan = planned(facilities, read_standing(folder), choice, reference, progress)
    for name, text in plan.texts.items():
        write_whole(folder / f"{name}.yaml", text)
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
    drafts: list[Draft] = []
    refused: list[RowNote] = []
    for done, (id_, place) in enumerate(places.items(), 1):
        drafted = _drafted(id_, merged(place.rows, reference.vocabulary), choice, reference)
        if isinstance(drafted, Draft):
            drafts.append(drafted)
        else:
            refused.append(drafted)
        progress(done, len(places))
    fates = fates_of(drafts, standing)
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
    return Plan(texts_of(fates, gone, choice.edition), report)


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


def _drafted(id_: str, facility: Facility, choice: Choice, reference: Reference) -> Draft | RowNote:
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
    fault = fault_in(text, reference.vocabulary)
    if fault:
        return _refusal(facility, fault)
    return Draft(id_, facility.row, source, choice.edition, _base_slug(facility), text)


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


def _base_slug(facility: Facility) -> str:
    """Name, city and state; a long name is cut at a hyphen."""
    place = slug(f"{facility.city} {facility.state}")
    return f"{cut(slug(listing_name(facility)), SLUG_LENGTH - len(place) - 1)}-{place}"


# Beside what stands there


def _slugs(fates: Iterable[Fate], kind: str) -> tuple[str, ...]:
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
