"""`build.py new guide`: a title in, the file of a new guide out."""

import sys
from datetime import date
from pathlib import Path

import click

from iopfinder.commands.options import (
    content_option,
    today_of_build,
    today_option,
)
from iopfinder.commands.screen import write_new
from iopfinder.directory import read_vocabulary
from iopfinder.forms import FormError
from iopfinder.guide import MOMENTS, Guide, parse_guide
from iopfinder.scaffold import FIRST_MOMENT, NewGuide, guide_file, next_order
from iopfinder.sources import ARTICLE_FOLDERS, read_sources

__all__ = ["command"]


@click.command("guide")
@click.argument("title", nargs=-1)
@click.option(
    "--folder",
    type=click.Choice(ARTICLE_FOLDERS),
    default=ARTICLE_FOLDERS[0],
    show_default=True,
    help="Which list of articles it belongs to.",
)
@click.option(
    "--moment", type=click.Choice(list(MOMENTS)), default=None, help="When families read it."
)
@content_option
@today_option
def command(
    title: tuple[str, ...], folder: str, moment: str | None, content: Path, today: date | None
) -> None:
    """Write the file of a new guide named TITLE, as a draft.

    Without TITLE it asks. A file that is there is never written over.
    """
    if moment and folder != "guides":
        raise click.UsageError(
            f"only guides have a moment: leave out --moment, or --folder {folder}"
        )
    if not content.is_dir():
        raise click.UsageError(f"there is no folder {content}")
    name = " ".join(title).strip()
    if not name:
        name, moment = _asked(folder, moment)
    if folder == "guides":
        moment = moment or FIRST_MOMENT
    order = next_order(_guides(content), folder, moment)
    try:
        made = guide_file(NewGuide(name, folder, moment, order, today or today_of_build()))
    except FormError as error:
        raise click.UsageError(f"{error.message}; {error.hint}") from error
    path = content / folder / made.name
    write_new(path, made.text, "give the guide another title")
    click.echo(f"{path} is written, as a draft.")
    click.echo(f"1. Run make serve and open {made.url} at the address that it prints.")
    click.echo('2. Fill in what says "Write here:", and name your sources at the top.')
    click.echo("3. Take out the line 'draft: yes': until then only the preview shows the page.")


def _asked(folder: str, moment: str | None) -> tuple[str, str | None]:
    """The title and the moment that somebody at a terminal types."""
    if not sys.stdin.isatty():
        raise click.UsageError('name the guide: build.py new guide "When a loved one says no"')
    title = click.prompt("Title of the guide", type=str)
    if folder == "guides" and moment is None:
        moment = click.prompt("When do families read it?", type=click.Choice(list(MOMENTS)))
    return title, moment


def _guides(content: Path) -> list[Guide]:
    """The guides that can be read; what is wrong in others is for `check` to say."""
    sources = read_sources(content, content / "providers")
    vocabulary = read_vocabulary(sources, [])
    parsed = (parse_guide(each.text, each.path, vocabulary)[0] for each in sources.articles)
    return [guide for guide in parsed if guide is not None]
