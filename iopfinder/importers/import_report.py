"""What became of every row of an import; as a value in, as lines of text for people out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from iopfinder.importers.facilities import RowNote

__all__ = ["ImportReport", "Renewed", "report_lines"]

SHOWN: Final = 20
"""Lines of a long list on the screen; the rest goes to a file."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A listing, and facts of it by the names of their fields."""

    slug: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every selected row, and what else the reader should know.

    `written`, `unchanged`, `changed`, `left_alone`, `merged` and `refused` hold each selected row
    once; the slugs are in order. What is `changed` without facts has a new mark alone. `kept` are
    facts that stay because a person stated them otherwise than this edition. `gone` are listings of
    earlier imports that this edition no longer has: they are marked, and nothing is deleted.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    changed: tuple[Renewed, ...]
    kept: tuple[Renewed, ...]
    left_alone: tuple[RowNote, ...]
    merged: tuple[RowNote, ...]
    refused: tuple[RowNote, ...]
    unusable: tuple[RowNote, ...]
    unknown_codes: tuple[tuple[str, int], ...]
    gone: tuple[str, ...]
    edition: str
    rows: int
    selected: int

    @property
    def accounted_for(self) -> int:
        """Rows whose fate is told; equal to `selected`, or the import has a mistake."""
        listed = (self.written, self.unchanged, self.changed)
        return sum(map(len, (*listed, self.left_alone, self.merged, self.refused)))


def report_lines(report: ImportReport, shown: int | None = SHOWN) -> Iterator[str]:
    """The report as lines of text; of each long list the first `shown`, or all for None."""
    yield f"SAMHSA National Directory, edition {report.edition}"
    yield f"{report.rows:,} rows, {report.selected:,} selected"
    changed = [each for each in report.changed if each.facts]
    counts = (
        (len(report.written), "new"),
        (len(report.unchanged), "unchanged"),
        (len(changed), "changed since the last import"),
        (len(report.changed) - len(changed), "with the same facts, now of this edition"),
        (len(report.left_alone), "left alone"),
        (len(report.merged), "merged with another row"),
        (len(report.refused), "refused"),
    )
    for count, words in counts:
        yield f"{count:>9,} {words}"
    sections = (
        ("Changed", _facts(changed)),
        ("Kept, since a person stated it otherwise", _facts(report.kept)),
        ("Left alone", _noted(report.left_alone)),
        ("Merged", _noted(report.merged)),
        ("Refused", _noted(report.refused)),
        ("Rows that cannot be used", _noted(report.unusable)),
        ("Unknown codes", [f"{code} ({count:,})" for code, count in report.unknown_codes]),
        (
            "Not in this edition any more: marked, not deleted. Ask, then write 'status: closed'",
            report.gone,
        ),
    )
    for title, lines in sections:
        yield from _section(title, lines, shown)


def _facts(listings: Iterable[Renewed]) -> list[str]:
    return [f"{each.slug}: {', '.join(each.facts)}" for each in listings]


def _noted(notes: Iterable[RowNote]) -> list[str]:
    return [f"row {note.row}: {note.text}" for note in notes]


def _section(title: str, lines: Sequence[str], shown: int | None) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield f"{title}:"
    for line in lines[:shown]:
        yield f"  {line}"
    if shown is not None and len(lines) > shown:
        yield f"  and {len(lines) - shown:,} more, see --report"
