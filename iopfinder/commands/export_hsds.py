"""`build.py export hsds`: listings in, an HSDS 3 service of each out, a JSON file a program."""

import sys
from datetime import date
from pathlib import Path

import click

from iopfinder.build import cores, read_site
from iopfinder.commands.options import (
    content_option,
    jobs_option,
    no_cache_option,
    programs_option,
    today_of_build,
    today_option,
)
from iopfinder.commands.screen import CACHE, print_problems, reading_folders, tell
from iopfinder.exports.hsds import publisher_of, service_text
from iopfinder.memory import remembering

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
    day = today or today_of_build()
    folders = reading_folders(programs, content)
    with remembering(CACHE, use=not no_cache, tell=tell, waits=False) as memory:
        reading = read_site(folders, day, jobs=jobs or cores(), memory=memory)
        directory = reading.directory
        if directory is None:
            print_problems(reading.problems)
            sys.exit(1)
        publisher = publisher_of(directory.settings, day)
        output.mkdir(parents=True, exist_ok=True)
        count = 0
        for listing in directory.listings:
            if listing.is_shown:
                text = service_text(listing, publisher, directory.vocabulary)
                (output / f"{listing.slug}.json").write_text(text, "utf-8", newline="\n")
                count += 1
    tell(f"{count:,} services in {output}.")
