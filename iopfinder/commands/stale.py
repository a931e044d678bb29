"""`build.py stale`: listings and a day in, who has to confirm what by when out."""

import sys
from datetime import date, timedelta
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
from iopfinder.freshness import FORMATS, due_by
from iopfinder.letters import letters as written
from iopfinder.letters import read_contacts
from iopfinder.memory import remembering
from iopfinder.places import STATES

__all__ = ["command"]


@click.command("stale")
@programs_option
@content_option
@click.option(
    "--within",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    help="Days to look ahead; 0 for what is due by today.",
)
@click.option("--state", default="", help="Only programs with an address in this state: OR.")
@click.option("--format", "format_", type=click.Choice(["text", "csv", "ical"]), default="text")
@click.option(
    "--letters",
    type=click.Path(path_type=Path, file_okay=False),
    help="A new folder: a letter for each who is asked goes there, with its facts.",
)
@click.option(
    "--contacts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Who is written to, by id of provider or slug of program; kept outside of the project.",
)
@today_option
@jobs_option
@no_cache_option
def command(
    programs: Path,
    content: Path,
    within: int,
    state: str,
    format_: str,
    letters: Path | None,
    contacts: Path | None,
    today: date | None,
    jobs: int | None,
    *,
    no_cache: bool,
) -> None:
    """List who has to confirm what again, and by when; nothing is changed.

    Openings hold for 30 days, prices and a whole listing for 180. As ical it is a calendar, with
    each thing to ask on its day.
    """
    if state and state.upper() not in STATES:
        raise click.UsageError(f"'{state}' is not the two letters of a state")
    if contacts and contacts.resolve().is_relative_to(Path.cwd()):
        raise click.UsageError(
            f"{contacts} lies in the project; keep it where it is never published"
        )
    if letters and letters.exists() and any(letters.iterdir()):
        raise click.UsageError(f"{letters} is not empty; name a new folder")
    known, wrong = read_contacts(contacts) if contacts else ({}, ())
    day = today or today_of_build()
    folders = reading_folders(programs, content)
    with remembering(CACHE, use=not no_cache, tell=tell, waits=False) as memory:
        reading = read_site(folders, day, jobs=jobs or cores(), memory=memory)
        directory = reading.directory
        if directory is None or wrong:
            print_problems((*wrong, *reading.problems))
            sys.exit(1)
        may_be_made_up = directory.settings.demonstration
        asked = (each for each in directory.listings if may_be_made_up or not each.program.example)
        found = due_by(asked, day, day + timedelta(within))
        dues = [due for due in found if state.upper() in ("", due.state)]
        if letters:
            letters.mkdir(parents=True, exist_ok=True)
            for letter in written(dues, directory, known, day):
                (letters / letter.file).write_text(letter.text, "utf-8")
                to = f" to {letter.contact.email}" if letter.contact else ", to nobody known"
                click.echo(f"{letters / letter.file}{to}")
    if not letters:
        click.echo(FORMATS[format_](dues, day), nl=False)
    late, people = sum(due.day < day for due in dues), len({due.asked for due in dues})
    until = day + timedelta(within)
    click.echo(f"{len(dues):,} to ask of {people:,} until {until}; {late:,} late.", err=True)
