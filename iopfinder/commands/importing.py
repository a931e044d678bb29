"""What the commands that import other directories share: where it goes, and what is told of it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from iopfinder.importers.import_report import SHOWN
from iopfinder.whole_files import write_whole

Told = Callable[[int | None], Iterator[str]]
"""The lines of an account, with so many of each long list; None for all of them."""

into_option = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for the listings.",
)

report_option = click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file for the whole account; the screen shows its beginning.",
)


def tell_account(told: Told, report: Path | None) -> None:
    """Prints the beginning of an account, and writes all of it where that is asked for."""
    if report is not None:
        write_whole(report, _lines(told(None)))
    click.echo(_lines(told(SHOWN)), nl=False)
    if report is not None:
        click.echo(f"The whole account stands in {report}.")


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
