"""`build.py confirm`: listings and who said they are true in, `confirmed` in their files out."""

import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path

import click

from iopfinder.commands.options import (
    Day,
    content_option,
    programs_option,
    today_of_build,
    today_option,
)
from iopfinder.commands.screen import CACHE, print_problems, vocabulary_of
from iopfinder.confirmation import Word, confirmed_text, refusals
from iopfinder.fact_difference import difference_lines
from iopfinder.inspection import NextText, inspect_texts
from iopfinder.language import ENGLISH
from iopfinder.listing_file import ListingFile, program_of, read_listing_file
from iopfinder.problems import Severity
from iopfinder.program import CONFIRMED_BY, CONFIRMED_HOW
from iopfinder.recollection import recollected
from iopfinder.sources import listing_names, slug_of_file
from iopfinder.vocabulary import Vocabulary
from iopfinder.whole_files import write_whole
from iopfinder.wording import Wording

__all__ = ["command"]


@click.command("confirm")
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@click.option("--by", type=click.Choice(list(CONFIRMED_BY)), required=True, help="Who said it.")
@click.option("--how", type=click.Choice(list(CONFIRMED_HOW)), required=True, help="In which way.")
@click.option(
    "--on", type=Day(), default=None, help="The day on which they said it. Default: today."
)
@click.option("--openings", is_flag=True, help="Openings and waits were asked too: as of that day.")
@click.option("--prices", is_flag=True, help="Prices and insurance were asked too.")
@click.option(
    "--of-program",
    is_flag=True,
    help="Its facts are about this program: 'scope: facility' is taken out.",
)
@programs_option
@content_option
@today_option
def command(
    slugs: tuple[str, ...],
    by: str,
    how: str,
    on: date | None,
    programs: Path,
    content: Path,
    today: date | None,
    *,
    openings: bool,
    prices: bool,
    of_program: bool,
) -> None:
    """Write into listings that somebody has said they are true.

    SLUG: names of listings, with or without folder and ending. All of them are written, or none.
    Comments stay. Say only what was said: each listing is shown with its day.
    """
    day = today or today_of_build()
    word = Word(by, how, on or day, openings=openings, prices=prices, of_program=of_program)
    words = vocabulary_of(content)
    standing = [_statement(path, words) for path in _paths(slugs, programs)]
    refused = [
        f"error: {each.path}: {reason}"
        for each in standing
        for reason in refusals(each.program, word, day)
    ]
    if refused:
        click.echo("\n".join((*refused, "Nothing was written.")), err=True)
        sys.exit(1)
    texts = [(each, confirmed_text(each.text, word)) for each in standing]
    _check(texts, programs, content, day)
    for each, text in texts:
        write_whole(each.path, text)
        click.echo("\n".join(_changes(each, text, words)))
    files = " ".join(each.path.as_posix() for each in standing)
    click.echo(f"See it: git diff {files}")
    click.echo(f"To undo what is not committed: git restore {files}")


def _paths(slugs: Sequence[str], programs: Path) -> tuple[Path, ...]:
    """The files of listings, each once; a name that none bears is wrong usage."""
    names = {slug_of_file(name) for name in listing_names(programs)}
    asked = dict.fromkeys(Path(slug).name.removesuffix(".yaml") for slug in slugs)
    unknown = [slug for slug in asked if slug not in names]
    if unknown:
        raise click.UsageError("; ".join(_unknown(slug, names) for slug in unknown))
    return tuple(programs / f"{slug}.yaml" for slug in asked)


def _unknown(slug: str, names: Collection[str]) -> str:
    close = get_close_matches(slug, names, n=3, cutoff=0.5)
    close += [name for name in sorted(names) if slug in name and name not in close][:3]
    meant = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"there is no listing '{slug}'{meant}"


def _statement(path: Path, words: Vocabulary) -> ListingFile:
    """What a listing states; who has mistakes of shape is told of them first."""
    read = read_listing_file(path, words)
    if isinstance(read, ListingFile):
        return read
    print_problems(read)
    click.echo("Nothing was written: mend this first.", err=True)
    sys.exit(1)


def _check(
    texts: Sequence[tuple[ListingFile, str]], programs: Path, content: Path, day: date
) -> None:
    """Ends when a listing would have an error as it is to be written."""
    next_texts = [NextText(each.slug, each.path.as_posix(), text) for each, text in texts]
    found = inspect_texts(next_texts, programs, content, day, partial(recollected, CACHE))
    errors = [each for each in found.problems if each.severity is Severity.ERROR]
    if errors:
        print_problems(errors)
        click.echo("Nothing was written: mend this first.", err=True)
        sys.exit(1)


def _changes(before: ListingFile, text: str, words: Vocabulary) -> Iterator[str]:
    """What a listing says now, and what is left to say."""
    after, _ = program_of(text, before.path.as_posix(), words)
    yield f"{before.path}: {before.program.name}"
    for line in difference_lines(before.program, after, Wording(ENGLISH, words)):
        yield f"  {line}"
    if after is not None and after.scope == "facility":
        yield "  Its facts still speak of the whole facility. Are they about this program?"
        yield "  Then confirm it once more with --of-program."
