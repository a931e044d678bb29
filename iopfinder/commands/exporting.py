"""What the export commands share: their options, the reading, and what is told of the file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from iopfinder.brief import Brief
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
from iopfinder.directory import Directory
from iopfinder.exports.collection import FORMS, records_of, whole_of
from iopfinder.memory import remembering
from iopfinder.whole_files import replaced

F = TypeVar("F", bound=Callable[..., object])


def export_options(output: str) -> Callable[[F], F]:
    """Which listings are read, and where the export goes."""
    own = click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        default=Path(output),
        show_default=True,
        help="The file to write; one that is there is replaced.",
    )

    def with_all(function: F) -> F:
        given = (programs_option, content_option, own, today_option, jobs_option, no_cache_option)
        for option in reversed(given):
            function = option(function)
        return function

    return with_all


@contextmanager
def directory_of(
    programs: Path, content: Path, today: date | None, jobs: int | None, *, no_cache: bool
) -> Iterator[Directory]:
    """All listings that may be published, or exit 1 with what is wrong."""
    day = today or today_of_build()
    folders = reading_folders(programs, content)
    with remembering(CACHE, use=not no_cache, tell=tell, waits=False) as memory:
        reading = read_site(folders, day, jobs=jobs or cores(), memory=memory)
        if reading.directory is None:
            print_problems(reading.problems)
            sys.exit(1)
        yield reading.directory


def shown_in(directory: Directory) -> tuple[Brief, ...]:
    """The listings that exports hold: all but hidden ones."""
    return tuple(brief for brief in directory.briefs.values() if brief.is_shown)


def export_command(form: str, about: str) -> click.Command:
    """`build.py export json`, or another of the forms that the site publishes too."""

    @click.command(form, help=about)
    @export_options(f"programs.{form}")
    def command(
        programs: Path,
        content: Path,
        output: Path,
        today: date | None,
        jobs: int | None,
        *,
        no_cache: bool,
    ) -> None:
        with directory_of(programs, content, today, jobs, no_cache=no_cache) as directory:
            write_export(form, output, directory)

    return command


def write_export(form: str, output: Path, directory: Directory) -> None:
    """All programs in one of the forms of `collection.FORMS`; `-` prints them."""
    shown = shown_in(directory)
    whole = whole_of(shown, directory.settings, directory.today)
    pieces = FORMS[form](records_of(shown, directory), whole)
    if str(output) == "-":
        for piece in pieces:
            click.echo(piece.encode(), nl=False)
    else:
        with replaced(output) as file, file.open("w", encoding="utf-8", newline="") as to:
            to.writelines(pieces)
    tell_of(output, shown, directory)


def tell_of(output: Path, shown: tuple[Brief, ...], directory: Directory) -> None:
    """How much was written, and what has to be said of it wherever it is used."""
    made_up = sum(brief.example for brief in shown)
    sure = sum(bool(brief.confirmed and not brief.example) for brief in shown)
    held = f"{len(shown):,} program{'s' * (len(shown) != 1)}"
    tell(
        f"{output}: {held}, {made_up:,} of them made up, {sure:,} confirmed by someone. "
        f"License: {directory.settings.content_license}."
    )
