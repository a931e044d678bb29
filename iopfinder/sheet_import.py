"""Sheets that came back and the listings as they stand in; what each listing would become out.

Rows are matched by slug, tracks and licenses by their number. A column that is missing leaves its
facts as they are; an emptied cell takes its fact away. Rows that are missing take nothing away.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final, NamedTuple

from iopfinder import forms
from iopfinder.amendments import amended, plain_at, with_changes
from iopfinder.cells import CellError, cell_of, is_kept, plain_of
from iopfinder.facts import Spec
from iopfinder.forms import FormError, nearest
from iopfinder.importers.listing_text import listing_text
from iopfinder.places import slug as slug_of
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Field, Position, Problem, Severity, field_name
from iopfinder.program import FORMAT, Program
from iopfinder.sheets import NUMBER, PROGRAM, PROGRAMS, REMOVE, Kept, Sheet, items_of
from iopfinder.vocabulary import NO_WORDS, Vocabulary

__all__ = ["Draft", "Drafts", "Standing", "Table", "draft_text", "drafted", "told_at", "without"]

LONGEST_CELL: Final = 8000
"""Characters of a cell; the longest text of a listing has 4,000."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it was read: its rows, the first one the header."""

    sheet: Sheet
    path: str
    rows: Sequence[Sequence[str]]


class Place(NamedTuple):
    """A cell: its file, its row and column counted from 1, and the column's name."""

    path: str
    row: int
    column: int
    name: str

    def problem(self, severity: Severity, message: str, hint: str = "") -> Problem:
        where = Position(self.row, self.column)
        return Problem(self.path, where, self.name, severity, message, hint)


@dataclass(slots=True)
class Draft:
    """What a listing would become: changes of its fields, and the cell of each field.

    `before` is None for a new listing.
    """

    slug: str
    path: str
    before: Kept | None
    changes: dict[Field, Plain | None] = field(default_factory=dict)
    cells: dict[str, Place] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name as it will be."""
        standing = self.before.value.get("name", "") if self.before else ""
        return str(self.changes.get(("name",)) or standing)


@dataclass(frozen=True, slots=True)
class Drafts:
    """All listings that the sheets speak of, what is wrong in them, and what they leave out."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The listings of a provider as they stand in `folder`; `taken` are all slugs there."""

    provider: str
    listings: tuple[Kept, ...]
    folder: str
    taken: frozenset[str]

    @property
    def own(self) -> dict[str, Kept]:
        return {each.slug: each for each in self.listings}


def drafted(tables: Iterable[Table], standing: Standing, vocabulary: Vocabulary) -> Drafts:
    """What the sheets make of a provider's listings."""
    reader = _Reader(standing, vocabulary)
    for table in sorted(tables, key=lambda table: bool(table.sheet.field)):
        reader.read(table)
    return Drafts(tuple(reader.drafts.values()), tuple(reader.problems), tuple(reader.missing))


def draft_text(draft: Draft) -> str:
    """The listing's text with the changes in it."""
    if draft.before is None:
        value = with_changes({}, draft.changes)
        assert isinstance(value, dict)  # noqa: S101 - changes name keys
        return listing_text({"contact": {}, **value})
    return (
        amended(draft.before.text, draft.changes, Program) if draft.changes else draft.before.text
    )


def without(draft: Draft, fields: Collection[Field]) -> Draft:
    """The draft without some of its changes."""
    changes = {name: new for name, new in draft.changes.items() if name not in fields}
    return Draft(draft.slug, draft.path, draft.before, changes, draft.cells)


def told_at(problem: Problem, draft: Draft) -> Problem:
    """A problem of a listing's text, at the cell that it comes from."""
    known = [name for name in draft.cells if name and _is_within(problem.field, name)]
    below = [name for name in draft.cells if problem.field and _is_within(name, problem.field)]
    place = draft.cells[max(known, key=len) if known else next(iter(below), "")]
    hint = "fill this cell" if problem.message.endswith("is missing") else problem.hint
    named = place._replace(name=problem.field or place.name)
    return named.problem(problem.severity, problem.message, hint)


def _is_within(name: str, above: str) -> bool:
    return name == above or name.startswith((f"{above}.", f"{above}["))


@dataclass(slots=True)
class _Reader:
    """Takes the sheets one after the other, the programs' own first."""

    standing: Standing
    vocabulary: Vocabulary
    drafts: dict[str, Draft] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def read(self, table: Table) -> None:
        header = self.header(table)
        if header is None:
            return
        rows = list(self.rows(table, header))
        if table.sheet.field:
            self.items(table.sheet, rows)
        else:
            self.programs(rows)

    def tell(self, place: Place, message: str, hint: str = "", *, error: bool = True) -> None:
        severity = Severity.ERROR if error else Severity.NOTE
        self.problems.append(place.problem(severity, message, hint))

    # Header and rows

    def header(self, table: Table) -> dict[str, int] | None:
        """The index of each known column; None where rows cannot be told apart."""
        known: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        for index, cell in enumerate(table.rows[0] if table.rows else ()):
            name = cell.strip().lower()
            if name in known:
                place = Place(table.path, 1, index + 1, name)
                self.tell(place, f"the column '{name}' stands twice", "delete one of the two")
            elif name in table.sheet.columns:
                known[name] = index
            elif name:
                unknown.append((index, name))
        left = [name for name in table.sheet.columns if name not in known]
        for index, name in unknown:
            close = nearest(name, left)
            place = Place(table.path, 1, index + 1, name)
            if close:
                self.tell(place, f"there is no column '{name}'", f"did you mean '{close}'?")
            else:
                self.tell(place, f"the column '{name}' is not known and is left out", error=False)
        needed = (PROGRAM, NUMBER) if table.sheet.field else (PROGRAM,)
        gone = [name for name in needed if name not in known]
        for name in gone:
            hint = "copy the header from a fresh export"
            self.tell(Place(table.path, 1, 1, name), f"the column '{name}' is missing", hint)
        return None if gone else known

    def rows(self, table: Table, header: Mapping[str, int]) -> Iterator["_Row"]:
        width = len(table.rows[0])
        for number, cells in enumerate(table.rows[1:], 2):
            if not any(cell.strip() for cell in cells):
                continue
            row = _Row(table.path, number, cells, header)
            yield row
            for index, cell in enumerate(cells):
                nameless = index >= width or not table.rows[0][index].strip()
                if nameless and cell.strip():
                    place = Place(table.path, number, index + 1, "")
                    self.tell(place, f"'{cell}' stands in a column without a name", "delete it")

    def value(self, spec: Spec, row: "_Row") -> Plain | None:
        """What a cell says; what is wrong with it is told. Raises CellError."""
        cell = row.cell(spec.name)
        if len(cell) > LONGEST_CELL:
            message = f"this cell has {len(cell):,} characters; {LONGEST_CELL:,} is the most"
            raise CellError(message, "make it shorter")
        return plain_of(spec, cell, self.vocabulary)

    def written(self, spec: Spec, cell: str) -> Plain | None:
        """What a cell says that was written here, which nobody can have damaged."""
        try:
            return plain_of(spec, cell, self.vocabulary)
        except CellError:
            return cell

    def changes(
        self, specs: Mapping[str, Spec], row: "_Row", old: Plain, above: Field
    ) -> Iterator[tuple[str, Plain | None]]:
        """Columns whose cells say something else than the listing does, with the new value."""
        for name, spec in specs.items():
            if name not in row.header:
                continue
            standing = plain_at(old, spec.field)
            written = cell_of(spec, standing)
            if row.cell(name).strip() == written:
                continue
            try:
                new = self.value(spec, row)
            except CellError as error:
                self.tell(row.place(name), error.message, error.hint)
                continue
            if new == self.written(spec, written):
                continue
            if standing is not None and is_kept(spec, row.cell(name), written):
                message = f"'{row.cell(name)}' is kept as '{written}': spreadsheets rewrite it"
                hint = "if you mean to change it, write it in words"
                self.tell(row.place(name), message, hint, error=False)
                continue
            if isinstance(standing, str) and isinstance(new, str) and standing.endswith("\n"):
                new += "\n"
            yield name, new

    # Programs

    def programs(self, rows: Iterable["_Row"]) -> None:
        first: dict[str, int] = {}
        for row in rows:
            draft = self.program(row)
            if draft is None:
                continue
            if draft.slug in first:
                message = f"'{draft.slug}' stands twice, first in row {first[draft.slug]}"
                hint = "give a new program its own name, or keep one of the two rows"
                self.tell(row.place(PROGRAM), message, hint)
                continue
            first[draft.slug] = row.number
            self.drafts[draft.slug] = draft
            old: Plain = draft.before.value if draft.before else {}
            for name, new in self.changes(PROGRAMS.specs, row, old, ()):
                draft.changes[PROGRAMS.specs[name].field] = new
            draft.cells |= {name: row.place(name) for name in PROGRAMS.specs if name in row.header}
            draft.cells[""] = row.place(PROGRAM)
        for listing in self.standing.listings:
            if listing.slug not in first:
                self.missing.append(f"{listing.slug}: {listing.value.get('name', '')}")

    def program(self, row: "_Row") -> Draft | None:
        """The listing that a row is about; a new one where no slug, or a new one, stands."""
        slug, name = row.cell(PROGRAM).strip(), row.cell("name").strip()
        own = self.standing.own
        if slug in own:
            return self.draft_of(own[slug])
        named = [each for each in self.standing.listings if each.value.get("name") == name]
        if not slug and len(named) == 1:  # a new row whose listing was made before
            return self.draft_of(named[0])
        place = row.place(PROGRAM)
        same = next(
            (each for each in self.standing.listings if each.value.get("name") == name), None
        )
        if slug and same:
            self.tell(
                place,
                f"this provider has no listing '{slug}'",
                f"did you mean '{same.slug}'? Leave the cell empty for a new program",
            )
            return None
        if slug in self.standing.taken:
            hint = "leave the cell empty for a new program"
            self.tell(place, f"'{slug}' is the listing of another provider", hint)
            return None
        if not slug and not name:
            self.tell(place, "this row names no program", "write its name in the column 'name'")
            return None
        if slug:
            try:
                _ID.parse(slug, NO_WORDS)
            except FormError as error:
                self.tell(place, error.message, f"{error.hint}; or leave the cell empty")
                return None
        slug = slug or self.free_slug(name, row)
        fresh: dict[Field, Plain | None] = {("format",): FORMAT, ("name",): name}
        fresh[("provider",)] = self.standing.provider
        return Draft(slug, f"{self.standing.folder}/{slug}.yaml", None, fresh)

    def free_slug(self, name: str, row: "_Row") -> str:
        """A slug of the name; with its city, then a number, where others have it."""
        base = slug_of(name)[:60].strip("-")
        whole = slug_of(f"{base} {row.cell('location.city')}")[: forms.LONGEST_ID - 4].strip("-")
        wanted = [base, whole]
        used = {*self.standing.taken, *self.drafts}
        numbered = (f"{whole}-{number}" for number in count(2))
        return next(slug for slug in (*wanted, *_until(numbered, used)) if slug not in used)

    def draft_of(self, listing: Kept) -> Draft:
        return Draft(listing.slug, listing.path, listing)

    # Tracks and licenses

    def items(self, sheet: Sheet, rows: Iterable["_Row"]) -> None:
        by_listing: dict[str, list[_Row]] = {}
        for row in rows:
            slug = self.meant(row)
            if slug is not None:
                by_listing.setdefault(slug, []).append(row)
        for slug, own in by_listing.items():
            if slug not in self.drafts:
                self.drafts[slug] = self.draft_of(self.standing.own[slug])
            self.items_of(sheet, self.drafts[slug], own)

    def meant(self, row: "_Row") -> str | None:
        """The slug of the program that an item's row names, by slug or by its name."""
        said = row.cell(PROGRAM).strip()
        if said in self.drafts or said in self.standing.own:
            return said
        names = Counter[str]()
        slugs: dict[str, str] = {}
        for slug, name in (
            *((each.slug, str(each.value.get("name", ""))) for each in self.standing.listings),
            *((each.slug, each.name) for each in self.drafts.values() if each.before is None),
        ):
            names[name] += 1
            slugs[name] = slug
        if names[said] == 1:
            return slugs[said]
        known = {*self.drafts, *self.standing.own, *slugs}
        close = nearest(said, known)
        message = f"there is no program '{said}' in the sheet of programs"
        hint = f"did you mean '{close}'?" if close else "copy its cell 'program' or 'name'"
        if names[said] > 1:
            message, hint = f"several programs are called '{said}'", "write its cell 'program'"
        self.tell(row.place(PROGRAM), message, hint)
        return None

    def items_of(self, sheet: Sheet, draft: Draft, rows: Sequence["_Row"]) -> None:
        """The tracks or licenses of one listing."""
        standing = items_of(sheet, draft.before.value if draft.before else {})
        seen, fresh = self.numbered(rows, len(standing))
        items = self.new_items(sheet, fresh, standing, seen)
        kept = [
            number
            for number in range(1, len(standing) + 1)
            if number not in seen or not self.is_removed(seen[number])
        ]
        for number, row in seen.items():
            at: Field = (*sheet.field, number - 1)
            if number in kept:
                self.note_cells(sheet, draft, row, (*sheet.field, kept.index(number)))
                draft.changes |= self.item_changes(sheet, draft, row, at)
            else:
                draft.changes[at] = None
        for index, (row, item) in enumerate(items):
            self.note_cells(sheet, draft, row, (*sheet.field, len(kept) + index))
            draft.changes[(*sheet.field, len(standing) + index)] = item
        for number, item in enumerate(standing, 1):
            if number not in seen:
                name = item.get(next(iter(sheet.specs)), "")
                self.missing.append(f"{draft.slug}, {sheet.name} {number}: {name}")

    def numbered(
        self, rows: Iterable["_Row"], standing: int
    ) -> tuple[dict[int, "_Row"], list["_Row"]]:
        """The rows of items that stand, by number, and those of new ones."""
        seen: dict[int, _Row] = {}
        fresh: list[_Row] = []
        for row in rows:
            number = self.number(row)
            if number is None or number > standing:
                fresh.append(row)
            elif number in seen:
                message = f"number {number} stands twice, first in row {seen[number].number}"
                self.tell(row.place(NUMBER), message, "leave the number of a new row empty")
            elif number > 0:
                seen[number] = row
        return seen, fresh

    def new_items(
        self,
        sheet: Sheet,
        rows: Iterable["_Row"],
        standing: Sequence[dict[str, Plain]],
        seen: dict[int, "_Row"],
    ) -> list[tuple["_Row", dict[str, Plain]]]:
        """The items of new rows; one that was read before, and stands so, joins those `seen`."""
        items: list[tuple[_Row, dict[str, Plain]]] = []
        for row in rows:
            said = dict(self.changes(sheet.specs, row, {}, ()))
            item = {name: new for name, new in said.items() if new is not None}
            same = (n for n, each in enumerate(standing, 1) if each == item and n not in seen)
            number = next(same, None)
            if number is not None:
                seen[number] = row
            elif not self.is_removed(row):
                items.append((row, item))
        return items

    def item_changes(
        self, sheet: Sheet, draft: Draft, row: "_Row", at: Field
    ) -> dict[Field, Plain | None]:
        """What a row changes of an item; one written as a plain value is written anew."""
        written = plain_at(draft.before.value if draft.before else {}, at)
        item: dict[str, Plain] = {sheet.key: written or ""}
        item = written if isinstance(written, dict) else item
        changes = dict(self.changes(sheet.specs, row, item, at))
        if isinstance(written, dict):
            return {(*at, name): new for name, new in changes.items()}
        whole = {name: new for name, new in {**item, **changes}.items() if new is not None}
        return {at: whole} if changes else {}

    def note_cells(self, sheet: Sheet, draft: Draft, row: "_Row", at: Field) -> None:
        """Remembers the cell of each field of an item."""
        draft.cells[field_name(at)] = row.place(PROGRAM)
        draft.cells.setdefault("", row.place(PROGRAM))
        for name in sheet.specs:
            if name in row.header:
                draft.cells[field_name((*at, name))] = row.place(name)

    def number(self, row: "_Row") -> int | None:
        """The number of an item, None for a new one, -1 for one that cannot be read."""
        text = row.cell(NUMBER).strip().removesuffix(".0")
        if not text:
            return None
        if text.isascii() and text.isdigit() and 0 < int(text) < 1000:
            return int(text)
        hint = "leave it empty for a new row"
        self.tell(row.place(NUMBER), f"'{text}' is not a number from 1", hint)
        return -1

    def is_removed(self, row: "_Row") -> bool:
        text = row.cell(REMOVE).strip().lower()
        if text not in ("", "no", "false", "yes", "true"):
            hint = "write yes to take this row's item away, or nothing"
            self.tell(row.place(REMOVE), f"'{text}' is neither yes nor no", hint)
        return text in ("yes", "true")


_ID: Final = forms.id_text("a listing's name")


def _until(slugs: Iterable[str], used: Collection[str]) -> Iterator[str]:
    """The slugs up to the first that nobody uses."""
    for slug in slugs:
        yield slug
        if slug not in used:
            return


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet; `header` holds the index of each column that is there."""

    path: str
    number: int
    cells: Sequence[str]
    header: Mapping[str, int]

    def cell(self, name: str) -> str:
        """The cell under a column, "" where the row or the column does not reach."""
        index = self.header.get(name, len(self.cells))
        return self.cells[index] if index < len(self.cells) else ""

    def place(self, name: str) -> Place:
        return Place(self.path, self.number, self.header.get(name, 0) + 1, name)
