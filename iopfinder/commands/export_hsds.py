"""`build.py export hsds`: listings in, an HSDS 3 service of each out, a JSON file a program."""

from datetime import date
from pathlib import Path

import click

from iopfinder.commands.exporting import directory_of
from iopfinder.commands.options import (
    content_option,
    jobs_option,
    no_cache_option,
    programs_option,
    today_option,
)
from iopfinder.commands.screen import tell
from iopfinder.exports.hsds import publisher_of, service_text

__all__ = ["command"]


@click.command("hsds")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A new folder: a file for each program goes there.",
)
@programs_option
@content_option
@today_option
@jobs_option
@no_cache_option
def command(
    output: Path,
    programs: Path,
    content: Path,
    today: date | None,
    jobs: int | None,
    *,
    no_cache: bool,
) -> None:
    """Export listings as HSDS 3 services (Open Referral), as other directories read them.

    Hidden listings are left out, closed ones say so. What each field becomes: docs/hsds.md.
    """
    if output.exists() and any(output.iterdir()):
        raise click.UsageError(f"{output} is not empty; name a new folder")
    with directory_of(programs, content, today, jobs, no_cache=no_cache) as directory:
        publisher = publisher_of(directory.settings, directory.today)
        output.mkdir(parents=True, exist_ok=True)
        shown = [listing for listing in directory.listings if listing.is_shown]
        for listing in shown:
            text = service_text(listing, publisher, directory.vocabulary)
            (output / f"{listing.slug}.json").write_text(text, "utf-8", newline="\n")
    tell(f"{len(shown):,} services in {output}.")
