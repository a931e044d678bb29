"""`build.py import samhsa`: an edition of the federal directory in, listings out."""

import sys
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from iopfinder.commands.importing import into_option, report_option, tell_account
from iopfinder.commands.options import content_option
from iopfinder.commands.screen import vocabulary_of
from iopfinder.importers.facilities import FacilitiesError, parse_code_book, read_facilities
from iopfinder.importers.import_report import report_lines
from iopfinder.importers.samhsa import Choice, Reference, edition_of, import_facilities
from iopfinder.places import STATES, read_places

__all__ = ["command"]


@click.command("samhsa")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@into_option
@click.option("--state", default="", help="Only this state: two letters, as OR.")
@click.option("--all-levels", is_flag=True, help="Facilities without an IOP too.")
@click.option("--edition", default="", help="Year of the directory; default: from the file's name.")
@report_option
@content_option
def command(
    file: Path,
    output: Path,
    state: str,
    edition: str,
    report: Path | None,
    content: Path,
    *,
    all_levels: bool,
) -> None:
    """Import FILE, an edition of SAMHSA's National Directory: .xlsx, .csv or the finder's .json.

    Each row is accounted for: written, merged with which, refused and why. Listings that somebody
    edited by hand are left alone. Imported facts are about the whole facility.
    """
    edition = edition or edition_of(file)
    if not edition:
        raise click.UsageError(f"the name {file.name} has no year: add --edition 2022")
    if state and state.upper() not in STATES:
        raise click.UsageError(f"'{state}' is not the two letters of a state")
    book_path = content / "federal-codes.yaml"
    vocabulary = vocabulary_of(content)
    try:
        book = parse_code_book(book_path.read_text("utf-8"), book_path.as_posix())
        facilities = read_facilities(file, book)
    except (FacilitiesError, FileNotFoundError) as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    choice = Choice(edition, state.upper(), all_levels)
    reference = Reference(vocabulary, book, read_places())
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Importing", total=None)
        account = import_facilities(
            facilities,
            output,
            choice,
            reference,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    tell_account(partial(report_lines, account), report)
