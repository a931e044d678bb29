"""`build.py check`: what is wrong in listings and guides, and what a listing gives."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from iopfinder.account import account_lines, account_of, plain_account
from iopfinder.build import Folders, cores, read_site
from iopfinder.commands.options import (
    content_option,
    jobs_option,
    no_cache_option,
    programs_option,
    today_of_build,
    today_option,
)
from iopfinder.commands.screen import CACHE, reading_folders, tell, vocabulary_of
from iopfinder.directory import Reading, read_checklist
from iopfinder.explanation import NoField, explanation, field_named
from iopfinder.guide_account import (
    guide_account,
    guide_lines,
    guide_table,
    plain_guide_account,
)
from iopfinder.inspection import inspect, inspection_lines, stands_alone
from iopfinder.language import ENGLISH
from iopfinder.memory import remembering
from iopfinder.problems import Problem, Severity
from iopfinder.recollection import recollected
from iopfinder.reports import FORMATS, as_json_beside, counted
from iopfinder.sources import read_content

__all__ = ["command"]


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@programs_option
@content_option
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option("--explain", metavar="FIELD", default="", help="Explain a field and its terms.")
@today_option
@jobs_option
@no_cache_option
def command(
    paths: tuple[Path, ...],
    programs: Path,
    content: Path,
    format_: str,
    explain: str,
    today: date | None,
    jobs: int | None,
    *,
    no_cache: bool,
) -> None:
    """Say what is wrong in listings and guides; nothing is changed.

    PATH: files or folders to speak of; without one, all of them. Of a listing's file it says too
    how many facts it gives and what would help families most. The file may stand anywhere.
    """
    if explain:
        _explain(explain, paths, content)
        return
    missing = [path for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise click.UsageError(f"there is no {missing[0]}")
    folders = reading_folders(programs, content)
    others = (folders.templates, folders.assets, folders.translations)
    if paths and all(stands_alone(path, (programs, content), others) for path in paths):
        _check_alone(paths, folders, format_, today or today_of_build(), use_cache=not no_cache)
    with remembering(CACHE, use=not no_cache, tell=tell, waits=False) as memory:
        reading = read_site(folders, today or today_of_build(), jobs=jobs or cores(), memory=memory)
    problems = [problem for problem in reading.problems if _is_asked(problem.path, paths)]
    click.echo(FORMATS[format_](problems), nl=False)
    if format_ == "text":
        for line in _of_guides(reading, paths):
            click.echo(line, err=not paths)
        click.echo(f"{counted(problems)}.", err=True)
    sys.exit(any(problem.severity is Severity.ERROR for problem in problems))


def _of_guides(reading: Reading, paths: tuple[Path, ...]) -> Iterator[str]:
    """How articles read: a table when their folder is asked for, else where to see it."""
    directory = reading.directory
    if directory is None:
        return
    asked = [each for each in directory.articles if _is_asked(each.guide.path, paths)]
    if paths:
        accounts = [guide_account(each, directory.glossary, directory.today) for each in asked]
        yield from guide_table(accounts) if accounts else ()
    else:
        yield f"How {len(asked):,} articles read: build.py check content/guides"


def _check_alone(
    paths: Sequence[Path], folders: Folders, format_: str, today: date, *, use_cache: bool
) -> NoReturn:
    """Speaks of these files alone, and ends."""
    memory = partial(recollected, CACHE) if use_cache else lambda: None
    found = inspect(paths, folders.programs, folders.content, today, memory)
    read = found.alone
    guides = [
        guide_account(each, read.glossary, today)
        for each in read.articles
        if each.guide.language == ENGLISH.code
    ]
    accounts = [
        account_of(listing, read.checklist, read.questions, read.vocabulary)
        for listing in read.listings
        if read.vocabulary is not None
    ]
    if format_ == "json":
        compared = asdict(found.neighbors) if found.neighbors else None
        plain = [plain_account(account) for account in accounts]
        articles = [plain_guide_account(account) for account in guides]
        beside = {"listings": plain, "articles": articles, "neighbors": compared}
        click.echo(as_json_beside(found.problems, **beside), nl=False)
    else:
        click.echo(FORMATS[format_](found.problems), nl=False)
    if format_ == "text":
        for account in accounts:
            click.echo("\n".join(account_lines(account)))
        for guide in guides:
            click.echo("\n".join(guide_lines(guide)))
        click.echo(f"{counted(found.problems)}.", err=True)
        for line in inspection_lines(found):
            click.echo(line, err=True)
    sys.exit(any(problem.severity is Severity.ERROR for problem in found.problems))


def _explain(name: str, paths: Sequence[Path], content: Path) -> None:
    if paths:
        raise click.UsageError("name files or --explain, not both")
    problems: list[Problem] = []
    sources = read_content(content)
    vocabulary, checklist = vocabulary_of(content), read_checklist(sources, problems)
    try:
        spec = field_named(name, vocabulary)
    except NoField as error:
        raise click.UsageError(str(error)) from error
    for line in explanation(spec, vocabulary, checklist):
        click.echo(line)


def _is_asked(path: str, asked: tuple[Path, ...]) -> bool:
    whole = Path(path).absolute()
    return not asked or any(whole.is_relative_to(each.absolute()) for each in asked)
