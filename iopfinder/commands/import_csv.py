"""`build.py import csv`: the sheets of a provider in, its listings changed as they say."""

import csv
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from python_calamine import CalamineError

from iopfinder.commands.options import (
    content_option,
    programs_option,
    today_of_build,
    today_option,
)
from iopfinder.commands.screen import print_problems, vocabulary_of, write_new
from iopfinder.fact_difference import difference_lines
from iopfinder.forms import nearest
from iopfinder.language import ENGLISH
from iopfinder.problems import Severity
from iopfinder.provider_files import read_listings_of
from iopfinder.sheet_files import csv_rows, workbook_rows
from iopfinder.sheet_import import Standing, Table, drafted
from iopfinder.sheet_plan import Proposal, SheetPlan, planned
from iopfinder.sheets import SHEETS
from iopfinder.sources import listing_names, read_content, slug_of_file
from iopfinder.whole_files import write_whole
from iopfinder.wording import Wording

__all__ = ["command"]


@click.command("csv")
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--provider", required=True, help="An id in content/providers/, or a plain name.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@programs_option
@content_option
@today_option
def command(
    folder: Path,
    provider: str,
    programs: Path,
    content: Path,
    today: date | None,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Read the sheets of `export csv` back from FOLDER, or from one workbook.

    Only facts whose cells were changed change; new rows make new listings; a row that is missing
    takes nothing away. Every mistake is told as sheet:row:column, and then nothing is written. What
    was confirmed before stays as it stands: nothing is confirmed here.
    """
    vocabulary = vocabulary_of(content)
    tables = _tables(folder)
    listings, broken = read_listings_of(provider, programs)
    sources = read_content(content)
    known = {slug_of_file(source.path) for source in sources.providers}
    if not listings and not broken and provider not in known:
        close = nearest(provider, known)
        meant = f"; did you mean '{close}'?" if close else ""
        raise click.UsageError(f"there is no provider '{provider}'{meant}")
    if broken:
        print_problems(broken)
        sys.exit(1)
    taken = frozenset(map(slug_of_file, listing_names(programs)))
    standing = Standing(provider, listings, programs.as_posix(), taken)
    drafts = drafted(tables, standing, vocabulary)
    plan = planned(drafts, standing, sources, vocabulary, today or today_of_build())
    print_problems(plan.problems)
    if any(problem.severity is Severity.ERROR for problem in plan.problems):
        click.echo("Nothing was written: mend these cells first.", err=True)
        sys.exit(1)
    _show(plan, Wording(ENGLISH, vocabulary))
    if not plan.proposals:
        return
    if dry_run:
        click.echo("Nothing was written.")
        return
    if not yes:
        click.confirm(f"Write {_counted(len(plan.proposals))}?", abort=True)
    for proposal in plan.proposals:
        _write(proposal)
    click.echo(f"{_counted(len(plan.proposals))} written. Nothing was confirmed.")


def _tables(folder: Path) -> list[Table]:
    """The sheets that are there: as CSV files, as workbooks, or in one workbook."""
    try:
        if folder.is_file():
            rows = workbook_rows(folder)
            found = [
                Table(sheet, f"{folder.as_posix()}/{sheet.name}", rows[sheet.name])
                for sheet in SHEETS
                if sheet.name in rows
            ]
        else:
            found = [
                Table(sheet, path.as_posix(), _rows(path))
                for sheet in SHEETS
                for path in _files(folder, sheet.name)
            ]
    except (csv.Error, CalamineError) as error:
        raise click.UsageError(f"{folder}: this is no sheet: {error}") from error
    if not found:
        names = ", ".join(f"{sheet.name}.csv" for sheet in SHEETS)
        raise click.UsageError(f"{folder} holds none of {names}")
    return found


def _files(folder: Path, name: str) -> Sequence[Path]:
    there = [path for ending in ("csv", "xlsx") if (path := folder / f"{name}.{ending}").is_file()]
    if len(there) > 1:
        raise click.UsageError(f"{folder} holds both {name}.csv and {name}.xlsx: keep one")
    return there


def _rows(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return csv_rows(path.read_bytes())
    return next(iter(workbook_rows(path).values()), [])


def _show(plan: SheetPlan, wording: Wording) -> None:
    for proposal in plan.proposals:
        new = " (new)" if proposal.before is None else ""
        click.echo(f"{proposal.path}: {proposal.after.name}{new}")
        for line in difference_lines(proposal.before, proposal.after, wording):
            click.echo(f"  {line}")
    if plan.missing:
        click.echo("Not in the sheets: nothing is removed.")
        for line in plan.missing:
            click.echo(f"  {line}")
    stay = "as it is" if plan.unchanged == 1 else "as they are"
    click.echo(f"{_counted(len(plan.proposals))} to write, {_counted(plan.unchanged)} {stay}.")


def _counted(number: int) -> str:
    return f"{number:,} {'listing' if number == 1 else 'listings'}"


def _write(proposal: Proposal) -> None:
    path = Path(proposal.path)
    if proposal.before is None:
        write_new(path, proposal.text, "give the program another name")
    else:
        write_whole(path, proposal.text)
