"""HSDS services in, one listing a program written, an account of every row.

What an iopfinder site exported comes back whole; of other directories' services only what is safe
to say is taken, and it speaks of the facility. A second import touches only what it wrote itself.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from iopfinder.exports.hsds import Publisher, service
from iopfinder.importers.facilities import RowNote
from iopfinder.importers.fates import (
    SLUG_LENGTH,
    Draft,
    Standing,
    cut,
    fates_of,
    fault_in,
    read_standing,
    texts_of,
)
from iopfinder.importers.hsds_facts import foreign_listing, is_intensive_outpatient
from iopfinder.importers.hsds_files import Row, Services, objects
from iopfinder.importers.hsds_own import is_own, own_listing, shown_facts
from iopfinder.importers.import_report import SHOWN, ImportReport, Renewed, report_lines
from iopfinder.importers.listing_text import listing_text, signed
from iopfinder.importers.wrote import packed
from iopfinder.listing import Listing
from iopfinder.places import STATES, Places, slug
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.vocabulary import Vocabulary
from iopfinder.whole_files import write_whole

__all__ = [
    "HsdsChoice",
    "HsdsPlan",
    "HsdsReference",
    "HsdsReport",
    "Left",
    "hsds_report_lines",
    "import_services",
    "planned_services",
]


@dataclass(frozen=True, slots=True)
class HsdsChoice:
    """What to import: `source` as "hsds-211-oregon"; `edition` for services without a date.

    A date after `today` is none. `all_levels` takes services that do not call themselves intensive
    outpatient too.
    """

    source: str
    today: date
    edition: str = ""
    all_levels: bool = False

    def takes(self, row: Row) -> bool:
        return self.all_levels or is_own(row.service) or is_intensive_outpatient(row.service)


@dataclass(frozen=True, slots=True)
class HsdsReference:
    """What an import looks things up in; `providers` are the ids of the site's own."""

    vocabulary: Vocabulary
    places: Places
    providers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Left:
    """A text of a row that no listing holds, and its field in the service."""

    row: Row
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class HsdsReport:
    """What became of every row, and what the services say that no listing holds.

    `counts` are those fields with the number of their texts, the most frequent first.
    """

    account: ImportReport
    source: str
    counts: tuple[tuple[str, int], ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class HsdsPlan:
    """Texts to write, by slug, and the report."""

    texts: Mapping[str, str]
    report: HsdsReport


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A listing on its way, and what it lacks of its row."""

    draft: Draft
    left: tuple[Left, ...]


def import_services(
    services: Services, folder: Path, choice: HsdsChoice, reference: HsdsReference
) -> HsdsReport:
    """Writes the listings into `folder` and tells what became of each row."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = planned_services(services, read_standing(folder), choice, reference)
    for name, text in plan.texts.items():
        write_whole(folder / f"{name}.yaml", text)
    return plan.report


def planned_services(
    services: Services,
    standing: Sequence[Standing],
    choice: HsdsChoice,
    reference: HsdsReference,
) -> HsdsPlan:
    """What the import would write beside the files that stand there. Nothing is written here."""
    selected = [row for row in services.rows if choice.takes(row)]
    drafts, merged, refused = _sorted_out(selected, choice, reference)
    fates = fates_of([each.draft for each in drafts.values()], standing)
    newest = max((each.draft.edition for each in drafts.values()), default=choice.edition)
    gone = _gone(services, standing, choice, newest)
    left = tuple(note for each in drafts.values() for note in each.left)
    account = ImportReport(
        written=tuple(fate.slug for fate in fates if fate.kind == "written"),
        unchanged=tuple(fate.slug for fate in fates if fate.kind == "unchanged"),
        changed=tuple(Renewed(fate.slug, fate.facts) for fate in fates if fate.kind == "changed"),
        kept=tuple(Renewed(fate.slug, fate.kept) for fate in fates if fate.kept),
        left_alone=tuple(RowNote(fate.row, fate.text) for fate in fates if fate.kind == "left"),
        merged=tuple(merged),
        refused=tuple(refused),
        unusable=services.unusable,
        unknown_codes=(),
        gone=tuple(file.slug for file in gone),
        edition=choice.edition,
        rows=len(services.rows) + len(services.unusable),
        selected=len(selected),
    )
    counts = Counter(each.field for each in left)
    ranked = tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
    report = HsdsReport(account, choice.source, ranked, left)
    return HsdsPlan(texts_of(fates, gone, newest), report)


def _sorted_out(
    rows: Sequence[Row], choice: HsdsChoice, reference: HsdsReference
) -> tuple[Mapping[str, _Drafted], list[RowNote], list[RowNote]]:
    """The drafts by id, then what is said of rows that are merged, and of those refused."""
    drafts: dict[str, _Drafted] = {}
    merged: list[RowNote] = []
    refused: list[RowNote] = []
    for row in rows:
        drafted = _drafted(row, choice, reference)
        if isinstance(drafted, RowNote):
            refused.append(drafted)
        elif drafted.draft.id not in drafts:
            drafts[drafted.draft.id] = drafted
        elif drafts[drafted.draft.id].draft.text == drafted.draft.text:
            merged.append(_note(row, f"merged with row {drafts[drafted.draft.id].draft.row}"))
        else:
            first = drafts[drafted.draft.id].draft.row
            refused.append(_note(row, f"row {first} has this id too"))
    return drafts, merged, refused


# One row's listing, or why there is none


_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a slug may be: it becomes a file's name, and the export is anybody's text."""


def _drafted(row: Row, choice: HsdsChoice, reference: HsdsReference) -> _Drafted | RowNote:
    told = _told(row, reference)
    edition = told.edition or _edition(row.service, choice.today) or choice.edition
    doubt = told.doubt or _lack(told.value, reference.places, own=told.own)
    if doubt:
        return _note(row, doubt if told.value.get("location") else f"{doubt}{_elsewhere(row)}")
    if not edition:
        return _note(row, "no last_modified or assured_date: add --edition 2026-11-01")
    id_ = _id(row)
    mark: Plain = {
        "source": choice.source,
        "edition": edition,
        "id": id_,
        "digest": "unsigned",
        "wrote": packed(listing_text(told.value)),
    }
    text = signed(listing_text({**told.value, "imported": mark}))
    fault = fault_in(text, reference.vocabulary)
    if fault:
        return _note(row, fault)
    changed = _changed(row, told.value, reference) if told.own else ()
    named = _SLUG.fullmatch(told.slug) and len(told.slug) <= SLUG_LENGTH
    base = told.slug if named else _base(told.value)
    draft = Draft(id_, row.number, choice.source, edition, base, text)
    return _Drafted(draft, (*told.left, *changed))


@dataclass(frozen=True, slots=True)
class _Told:
    """What a row says; `slug` and `edition` are "" where it is not our own export or has none."""

    value: dict[str, Plain]
    left: tuple[Left, ...]
    own: bool = False
    slug: str = ""
    edition: str = ""
    doubt: str = ""


def _told(row: Row, reference: HsdsReference) -> _Told:
    if is_own(row.service):
        found = own_listing(row.service, reference.providers)
        left = tuple(Left(row, name, "not known to this version") for name in found.unread)
        doubt = "the list that it was copied from no longer has it" if found.gone else ""
        return _Told(
            found.value, left, own=True, slug=found.slug, edition=found.edition, doubt=doubt
        )
    foreign = foreign_listing(row, reference.vocabulary)
    return _Told(
        foreign.value,
        tuple(
            Left(row, ".".join(part for part in path if isinstance(part, str)), text)
            for path, text in foreign.left
        ),
    )


def _note(row: Row, reason: str) -> RowNote:
    return RowNote(row.number, f"{row.file}: {row.name}: {reason}")


def _edition(service_: Mapping[str, Any], today: date) -> str:
    """The day on which the directory last looked at the service, "" when it does not say."""
    days = [service_.get("assured_date"), service_.get("last_modified")]
    days += [
        change.get("last_action_date")
        for change in objects(service_.get("metadata"))
        if change.get("last_action_type") == "publish"
    ]
    return next(filter(None, (_past_day(day, today) for day in days)), "")


def _past_day(text: object, today: date) -> str:
    """The day with which a text begins, "" for none and for one that is yet to come."""
    try:
        day = date.fromisoformat(str(text)[:10])
    except ValueError:
        return ""
    return day.isoformat() if day <= today else ""


def _lack(value: Mapping[str, Any], places: Places, *, own: bool) -> str:
    """Why no listing can be made of what was found, or ""."""
    if not value.get("name"):
        return "its name is missing or longer than 120 characters"
    if value.get("status") == "merged":
        return "it joined another program: import that one"
    contact, location = value.get("contact") or {}, value.get("location") or {}
    if not contact.get("phone") and not contact.get("website"):
        return "no US phone number and no website with https://"
    if own and not location:
        return ""
    for part, name in (("zip", "ZIP code"), ("state", "state"), ("city", "city")):
        if not location.get(part):
            return f"no address in the United States with a {name}"
    states = places.states_of(location["zip"])
    if not states:
        return f"there is no ZIP code {location['zip']}"
    if location["state"] not in states:
        names = " and ".join(STATES[each] for each in states)
        return f"ZIP code {location['zip']} lies in {names}, not in {location['state']}"
    return ""


def _elsewhere(row: Row) -> str:
    """An address that nothing links to the service may be another one's."""
    organization = row.service.get("organization")
    listed = organization.get("locations") if isinstance(organization, dict) else None
    count = len(list(objects(listed)))
    return f"; its organization has {count}, none linked to it" if count else ""


def _id(row: Row) -> str:
    """The identifier of the service at its location, or of the service where it has one place.

    The same from one import to the next; one of other signs than ours may have becomes 12 digits.
    """
    own = str(row.service["id"])
    ats = row.service.get("service_at_locations")
    if row.at is not None and isinstance(ats, list) and len(ats) > 1 and not is_own(row.service):
        at = ats[row.at]
        own = str(at.get("id") or f"{own}-{row.at}") if isinstance(at, dict) else own
    if re.fullmatch(r"[\w-]{1,80}", own):
        return own
    return hashlib.blake2s(own.encode(), digest_size=6).hexdigest()


def _base(value: Mapping[str, Any]) -> str:
    """Name, city and state; a long name is cut at a hyphen."""
    location = value.get("location") or {}
    place = slug(f"{location.get('city', 'online')} {location.get('state', '')}")
    return f"{cut(slug(value['name']), SLUG_LENGTH - len(place) - 1)}-{place}"


def _changed(row: Row, value: dict[str, Plain], reference: HsdsReference) -> Iterator[Left]:
    """What somebody changed in our export after it was made, outside of its attributes."""
    words = {key: inner for key, inner in value.items() if key != "imported"}
    program = Program.model_validate(words, context=reference.vocabulary)
    place = reference.places.zip(program.location.zip) if program.location else None
    listing = Listing("", "", program, None, frozenset(), place)
    publisher = Publisher("", "", "", date.min)
    made = shown_facts(service(listing, publisher, reference.vocabulary))
    there = shown_facts(row.service)
    for name in sorted({*made, *there}):
        if made.get(name) != there.get(name):
            yield Left(row, name, "changed after the export, and not taken")


def _gone(
    services: Services, standing: Sequence[Standing], choice: HsdsChoice, edition: str
) -> list[Standing]:
    """Imports of the same source that no row, selected or not, is about.

    Older news says nothing of what came after it.
    """
    if not services.whole:
        return []
    ids = {_id(row) for row in services.rows}
    gone = (file for file in standing if file.source == choice.source and file.id not in ids)
    return sorted((file for file in gone if edition >= file.edition), key=lambda file: file.slug)


# The report


def hsds_report_lines(report: HsdsReport, shown: int | None = SHOWN) -> Iterator[str]:
    """The report as lines of text; of each long list the first `shown`, or all for None."""
    _title, *lines = report_lines(report.account, shown)
    yield f"HSDS services, source {report.source}"
    yield from lines
    if report.counts:
        yield ""
        yield "Said there, and in no listing:"
        told = report.counts[:shown]
        yield from (f"  {field} ({count:,})" for field, count in told)
        if len(report.counts) > len(told):
            yield f"  and {len(report.counts) - len(told):,} more, see --report"
    if shown is None and report.left:
        yield ""
        yield "Word for word:"
        for each in report.left:
            text = " ".join(each.text.split())
            yield f"  row {each.row.number}: {each.row.name}: {each.field}: {text}"
