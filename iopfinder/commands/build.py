"""`build.py build`: folders in, the site out."""

import sys
import time
from datetime import date
from pathlib import Path
from typing import Final

import click

from iopfinder.build import Built, Folders, build, cores
from iopfinder.commands.options import (
    assets_option,
    content_option,
    jobs_option,
    no_cache_option,
    output_option,
    programs_option,
    templates_option,
    today_of_build,
    today_option,
    translations_option,
)
from iopfinder.commands.screen import CACHE, print_problems, tell
from iopfinder.forms import FormError, link
from iopfinder.memory import remembering
from iopfinder.publish import NotOurs
from iopfinder.reports import counted
from iopfinder.vocabulary import NO_WORDS

__all__ = ["command"]


@click.command("build")
@programs_option
@content_option
@templates_option
@assets_option
@translations_option
@output_option
@click.option("--base-url", default="", help="Where the site will stand; default: site.yaml's.")
@today_option
@jobs_option
@click.option("--drafts", is_flag=True, help="Show drafts and guides with a date to come.")
@no_cache_option
def command(
    programs: Path,
    content: Path,
    templates: Path,
    assets: Path,
    translations: Path,
    output: Path,
    base_url: str,
    today: date | None,
    jobs: int | None,
    *,
    drafts: bool,
    no_cache: bool,
) -> None:
    """Build the whole site.

    Nothing in the output folder changes unless every page could be made. What has not changed since
    the last build is not made again; the folder .cache/ knows, and may be deleted at any time.
    """
    _check_base_url(base_url)
    folders = Folders(programs, content, templates, assets, translations, output)
    start = time.monotonic()
    try:
        with remembering(CACHE, use=not no_cache, tell=tell) as memory:
            built = build(
                folders,
                today or today_of_build(),
                base_url=base_url,
                drafts=drafts,
                jobs=jobs or cores(),
                memory=memory,
                tell=_tell,
            )
    except NotOurs as error:
        raise click.UsageError(str(error)) from error
    print_problems(built.problems)
    if built.publication is None:
        click.echo(f"{counted(built.problems)}. {output}/ is as it was.", err=True)
        sys.exit(1)
    _print_built(built, output, time.monotonic() - start)


LONG: Final = 1000
"""Things that take long enough for a step to be announced."""

_STEPS: Final = {"Reading": "listings", "Making": "pages", "Publishing": "files"}


def _tell(step: str, count: int) -> None:
    """Says what a long build is at."""
    if count >= LONG:
        click.echo(f"{step} {count:,} {_STEPS[step]} ...", err=True)


def _check_base_url(base_url: str) -> None:
    if not base_url:
        return
    try:
        link("https", "http").parse(base_url, NO_WORDS)
    except FormError as error:
        message = f"--base-url is '{base_url}'; write a whole address, as https://x.org/iop/"
        raise click.UsageError(message) from error


def _print_built(built: Built, output: Path, seconds: float) -> None:
    publication = built.publication
    assert publication is not None  # noqa: S101 - it was built
    click.echo(
        f"Built {built.pages:,} pages from {built.listings:,} listings and "
        f"{built.articles:,} articles in {seconds:.1f} s; {counted(built.problems)}."
    )
    click.echo(
        f"{output}/: {publication.written:,} files written, {publication.unchanged:,} as they "
        f"were, {publication.removed:,} removed."
    )
    click.echo("Look at it: make serve, then open the address it prints.")
