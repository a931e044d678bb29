"""`build.py import hsds`: services of other directories in, listings out."""

import sys
from functools import partial
from pathlib import Path

import click

from iopfinder.commands.importing import into_option, report_option, tell_account
from iopfinder.commands.options import Day, content_option, today_of_build
from iopfinder.commands.screen import vocabulary_of
from iopfinder.importers.hsds import (
    HsdsChoice,
    HsdsReference,
    hsds_report_lines,
    import_services,
)
from iopfinder.importers.hsds_files import HsdsError, read_services
from iopfinder.places import read_places, slug
from iopfinder.sources import read_content, slug_of_file

__all__ = ["command"]


@click.command("hsds")
@click.argument("path", type=click.Path(path_type=Path, exists=True), metavar="FILE_OR_FOLDER")
@into_option
@click.option(
    "--source", default="", help="Who made it, as '211 Oregon'. Default: the file's name."
)
@click.option("--edition", type=Day(), default=None, help="The day of services without a date.")
@click.option("--all-levels", is_flag=True, help="Services that are no IOP by their words too.")
@report_option
@content_option
def command(
    path: Path,
    output: Path,
    source: str,
    edition: object,
    report: Path | None,
    content: Path,
    *,
    all_levels: bool,
) -> None:
    """Import services in HSDS 3 (Open Referral): a JSON file, or a folder of them.

    Each service at each of its locations is accounted for, and so is what it says that a listing
    has no field for. An export of an iopfinder site comes back whole; facts of others are about the
    facility. Listings that somebody edited by hand are left alone.
    """
    vocabulary = vocabulary_of(content)
    try:
        services = read_services(path)
    except HsdsError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    name = slug(source or path.resolve().stem)[:60].strip("-") or "directory"
    choice = HsdsChoice(f"hsds-{name}", today_of_build(), str(edition or ""), all_levels)
    providers = {slug_of_file(each.path) for each in read_content(content).providers}
    reference = HsdsReference(vocabulary, read_places(), frozenset(providers))
    account = import_services(services, output, choice, reference)
    tell_account(partial(hsds_report_lines, account), report)
