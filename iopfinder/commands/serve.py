"""`build.py serve`: a server that shows the site as it is written."""

from datetime import date
from pathlib import Path

import click

from iopfinder.build import Folders, cores
from iopfinder.commands.options import (
    assets_option,
    content_option,
    programs_option,
    templates_option,
    today_of_build,
    today_option,
    translations_option,
)
from iopfinder.commands.screen import CACHE, print_problems, tell
from iopfinder.memory import earlier
from iopfinder.preview import Screen, serve

__all__ = ["command"]


@click.command("serve")
@programs_option
@content_option
@templates_option
@assets_option
@translations_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@today_option
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Show drafts too.")
def command(
    programs: Path,
    content: Path,
    templates: Path,
    assets: Path,
    translations: Path,
    port: int,
    today: date | None,
    *,
    drafts: bool,
) -> None:
    """Show the site on this machine; open pages follow each save. Nothing is written.

    When a save holds a mistake it is told here and in the page, and the last good pages stay.
    """

    folders = Folders(programs, content, templates, assets, translations, Path("site"))
    today_of_build()  # a wrong SOURCE_DATE_EPOCH is told before anything is read
    try:
        serve(
            folders,
            lambda: today or today_of_build(),
            Screen(click.echo, print_problems),
            port=port,
            drafts=drafts,
            memory=earlier(CACHE, tell),
            jobs=cores(),
        )
    except KeyboardInterrupt:
        click.echo("Preview ended.")
