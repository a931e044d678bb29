"""Options that several commands share: folders, the day, processes and the cache."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


class Day(click.ParamType[date]):
    """A day of the calendar, as 2026-11-22."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a day; write it as 2026-11-22", param, ctx)


def today_of_build() -> date:
    """The day of the build: SOURCE_DATE_EPOCH when it is set, else today in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError) as error:
        message = f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds"
        raise click.UsageError(message) from error


def _folder(name: str, default: str, help_: str) -> Callable[[F], F]:
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(default),
        show_default=True,
        help=help_,
    )


programs_option = _folder("programs", "programs", "The folder of listings.")
content_option = _folder("content", "content", "The folder of settings, vocabulary and guides.")
templates_option = _folder("templates", "templates", "The folder of page templates.")
translations_option = _folder("translations", "translations", "The folder of translated texts.")
assets_option = _folder("assets", "assets", "The folder of styles, scripts and icons.")
output_option = _folder(
    "output", "site", "Where the site goes; what the build made before is replaced."
)
today_option = click.option(
    "--today",
    type=Day(),
    default=None,
    help="The day to build for. Default: SOURCE_DATE_EPOCH, else today in UTC.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    help="Processes to share the work among. Default: one for each processor.",
)


no_cache_option = click.option("--no-cache", is_flag=True, help="Read and make everything anew.")
