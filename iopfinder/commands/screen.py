"""What several commands tell, and what they read before they begin."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from iopfinder import whole_files
from iopfinder.build import Folders
from iopfinder.directory import read_vocabulary
from iopfinder.problems import Problem, Severity
from iopfinder.reports import FORMATS
from iopfinder.sources import read_sources
from iopfinder.vocabulary import Vocabulary

SHOWN: Final = 200
"""Problems or pages that are printed before the rest is only counted; every error is shown."""

CACHE: Final = Path(".cache")


def tell(words: str) -> None:
    click.echo(words, err=True)


def print_problems(problems: Sequence[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    others = [problem for problem in problems if problem.severity is not Severity.ERROR]
    shown = [*errors, *others[: max(0, SHOWN - len(errors))]]
    click.echo(
        FORMATS["text"](sorted(shown, key=lambda problem: problem.order)), nl=False, err=True
    )
    left = len(problems) - len(shown)
    if left:
        click.echo(f"... and {left:,} more: see them all with build.py check", err=True)


def reading_folders(programs: Path, content: Path) -> Folders:
    """For commands that read the content and write no site."""
    own = (Path(name) for name in ("templates", "assets", "translations", "site"))
    return Folders(programs, content, *own)


def vocabulary_of(content: Path) -> Vocabulary:
    """The vocabulary, or exit 1 when a file of it is broken."""
    problems: list[Problem] = []
    sources = read_sources(content, content / "providers")
    vocabulary = read_vocabulary(sources, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        print_problems(problems)
        sys.exit(1)
    return vocabulary


def write_new(path: Path, text: str, hint: str) -> None:
    """Makes a file whole or not at all; one that is there, letter case aside, is wrong usage.

    `hint` says what to do then.
    """
    from iopfinder.scaffold import twin

    path.parent.mkdir(exist_ok=True)
    there = twin(path.name, [each.name for each in path.parent.iterdir()])
    if there:
        raise click.UsageError(f"{path.parent / there} is there already: {hint}")
    whole_files.write_new(path, text)
