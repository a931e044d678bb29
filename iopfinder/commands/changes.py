"""`build.py changes`: an older copy of the project in, what families would read otherwise out."""

from pathlib import Path

import click

from iopfinder.commands.options import content_option, programs_option
from iopfinder.commands.screen import vocabulary_of
from iopfinder.language import ENGLISH
from iopfinder.listing_changes import FORMATS, changes_between
from iopfinder.wording import Wording

__all__ = ["command"]


@click.command("changes")
@click.argument("old", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text")
@programs_option
@content_option
def command(old: Path, format_: str, programs: Path, content: Path) -> None:
    """Say which facts of listings and providers differ from an OLD copy of the project.

    In words, fact by fact: what families read there, and what they would read now.
    """
    words = vocabulary_of(content)
    found = changes_between(
        (old / content.name / "providers", old / programs.name),
        (content / "providers", programs),
        words,
        Wording(ENGLISH, words),
    )
    click.echo(FORMATS[format_](tuple(found)), nl=False)
