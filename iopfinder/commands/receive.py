"""`build.py receive`: files that clinics sent in, listings in their places out."""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import click

from iopfinder.addresses import program_url
from iopfinder.commands.options import (
    content_option,
    programs_option,
    today_of_build,
    today_option,
)
from iopfinder.commands.screen import CACHE, print_problems, vocabulary_of, write_new
from iopfinder.fact_difference import change_line, fact_changes
from iopfinder.forms import FormError, id_text
from iopfinder.inspection import Inspection, NextText, inspect_texts, inspection_lines
from iopfinder.interview import listing_slug
from iopfinder.language import ENGLISH
from iopfinder.listing_file import ListingFile, program_of, read_listing_file
from iopfinder.positioned_yaml import SIZE_LIMIT
from iopfinder.problems import Problem, Severity, in_order
from iopfinder.program import Program
from iopfinder.receipt import (
    Receipt,
    is_other_program,
    is_same_program,
    new_slug,
    received,
    renamed_text,
    sent_source,
    slug_of_sent,
    without_own,
)
from iopfinder.recollection import recollected
from iopfinder.sources import Source, listing_names, read_source, slug_of_file
from iopfinder.vocabulary import NO_WORDS, Vocabulary
from iopfinder.whole_files import write_whole
from iopfinder.wording import Wording

__all__ = ["command"]


@click.command("receive")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--as", "slug", default="", metavar="SLUG", help="The listing that one file is of.")
@click.option(
    "--rename", is_flag=True, help="A new name gives a new address; the old one leads there."
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@programs_option
@content_option
@today_option
def command(
    files: tuple[Path, ...],
    slug: str,
    programs: Path,
    content: Path,
    today: date | None,
    *,
    rename: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Take listings that were sent: check, put in order, show what changes, write.

    FILE: from anywhere, of any name. It is of the listing of its own name, else of the one with the
    program's name and ZIP code, else new. 'confirmed' and what else only you set stays as it is.
    """
    if slug and len(files) > 1:
        raise click.UsageError("--as names the listing of one file: receive the others apart")
    _check_slug(slug)
    desk = _Desk(programs, content, today or today_of_build(), vocabulary_of(content))
    problems: list[Problem] = []
    sent = [each for path in files if (each := _sent(path, slug, desk, problems))]
    _refuse_twice(sent)
    good, told, lines = _checked(sent, desk)
    print_problems(in_order((*problems, *told)))
    for line in lines:
        click.echo(line, err=True)
    written = sum(_offer(each, desk, rename=rename, yes=yes, dry_run=dry_run) for each in good)
    refused = len(files) - len(good)
    if refused:
        click.echo(f"{_counted(refused)} refused: write back what is to be mended.", err=True)
    if dry_run:
        click.echo("Nothing was written.")
    elif written:
        click.echo(f"{_counted(written)} written. Nothing was confirmed.")
    sys.exit(bool(refused))


def _check_slug(slug: str) -> None:
    try:
        if slug:
            id_text("a listing's name").parse(slug, NO_WORDS)
    except FormError as error:
        raise click.UsageError(f"--as: {error.message}; {error.hint}") from error


def _counted(number: int) -> str:
    return f"{number:,} {'file' if number == 1 else 'files'}"


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where listings stand, and what they are read with."""

    programs: Path
    content: Path
    today: date
    words: Vocabulary

    @property
    def names(self) -> tuple[str, ...]:
        return listing_names(self.programs)

    @property
    def wording(self) -> Wording:
        return Wording(ENGLISH, self.words)

    def place(self, slug: str) -> Path:
        """The file of a listing."""
        return self.programs / f"{slug}.yaml"

    def inspected(self, texts: Sequence[NextText]) -> Inspection:
        """All that is wrong with texts that are to be listings."""
        memory = partial(recollected, CACHE)
        return inspect_texts(texts, self.programs, self.content, self.today, memory)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file that was sent: its text as it came, the listing it is of, and what becomes of it.

    `present` is None for a new listing.
    """

    source: Source
    slug: str
    receipt: Receipt
    present: ListingFile | None


# What was sent


def _sent(path: Path, slug: str, desk: _Desk, problems: list[Problem]) -> _Sent | None:
    """A file and its listing; None when there is nothing to speak of but problems."""
    source = _source(path)
    if isinstance(source, Problem):
        problems.append(source)
        return None
    text = without_own(source.text)
    program, found = program_of(text, source.path, desk.words)
    chosen = slug or _slug(path, program, desk)
    own = desk.place(chosen)
    if own.exists() and own.samefile(path):
        raise click.UsageError(f"{path} is the listing itself: use check and format")
    present = read_listing_file(own, desk.words) if own.is_file() else None
    if isinstance(present, tuple):
        problems += present
        return None
    receipt = received(source, present.text if present else None)
    if not isinstance(receipt, Receipt):
        problems += {*receipt, *found}
        return None
    return _Sent(source, chosen, receipt, present)


def _source(path: Path) -> Source | Problem:
    if path.stat().st_size > 2 * SIZE_LIMIT:
        return read_source(path)  # which refuses it
    return sent_source(path.read_bytes(), path)


def _slug(path: Path, program: Program | None, desk: _Desk) -> str:
    """The listing that a file is of, or the name of a new one."""
    slugs = {slug_of_file(name) for name in desk.names}
    own = slug_of_sent(path)
    if own in slugs:
        _refuse_stranger(path, program, own, desk)
        return own
    moved = [each.slug for each in _holding(own, desk) if own in (each.program.aliases or ())]
    if own and moved:
        return moved[0]
    if program is None:
        return own or "new-program"
    same = [
        each.slug for each in _holding(program.name, desk) if is_same_program(each.program, program)
    ]
    if len(same) > 1:
        raise click.UsageError(f"{path} may be of {' or '.join(same)}: say which with --as")
    return same[0] if same else new_slug(path, program, desk.names)


def _refuse_stranger(path: Path, program: Program | None, slug: str, desk: _Desk) -> None:
    """A file may bear the name of a listing by chance, and be of another program."""
    there = read_listing_file(desk.place(slug), desk.words)
    if program is None or not isinstance(there, ListingFile):
        return
    if is_other_program(there.program, program):
        message = f"{path} has neither the name nor the ZIP code of {desk.place(slug)}"
        raise click.UsageError(f"{message}: say with --as which listing it is of")


def _holding(words: str, desk: _Desk) -> Iterator[ListingFile]:
    """The listings in whose files these words stand somewhere; none for no words."""
    wanted = words.lower().encode()
    for name in desk.names if words else ():
        path = desk.programs / name
        if wanted in path.read_bytes().lower():
            there = read_listing_file(path, desk.words)
            if isinstance(there, ListingFile):
                yield there


def _refuse_twice(sent: Sequence[_Sent]) -> None:
    """Two files of one listing: which holds is for the maintainer to say."""
    seen: dict[str, str] = {}
    for each in sent:
        if each.slug in seen:
            both = f"{seen[each.slug]} and {each.source.path}"
            raise click.UsageError(f"{both} are both of {each.slug}: receive one of them")
        seen[each.slug] = each.source.path


def _checked(
    sent: Sequence[_Sent], desk: _Desk
) -> tuple[list[_Sent], tuple[Problem, ...], Sequence[str]]:
    """Those without an error, all that is wrong, and what could not be looked at.

    What counts is the text that is to stand there; a problem names its line in the file as it was
    sent, where that has it too.
    """
    if not sent:
        return [], (), ()
    as_sent = [
        NextText(each.slug, each.source.path, without_own(each.source.text)) for each in sent
    ]
    to_stand = [
        NextText(each.slug, desk.place(each.slug).as_posix(), each.receipt.text) for each in sent
    ]
    places = {
        (each.path, each.field, each.message): each for each in desk.inspected(as_sent).problems
    }
    files = {new.shown: old.shown for old, new in zip(as_sent, to_stand, strict=True)}
    found = desk.inspected(to_stand)
    told = tuple(
        places.get((files.get(each.path, ""), each.field, each.message), each)
        for each in found.problems
    )
    wrong = {each.path for each in (*told, *found.problems) if each.severity is Severity.ERROR}
    good = [
        each
        for each, text in zip(sent, to_stand, strict=True)
        if wrong.isdisjoint((each.source.path, text.shown))
    ]
    return good, told, list(inspection_lines(found))


# What changes


def _offer(sent: _Sent, desk: _Desk, *, rename: bool, yes: bool, dry_run: bool) -> bool:
    """Shows what a file changes and writes it when that is wanted; whether it was written."""
    after, _ = program_of(sent.receipt.text, sent.source.path, desk.words)
    assert after is not None  # noqa: S101 - it was checked
    click.echo("\n".join(_shown(sent, after, desk, rename=rename)))
    if sent.present and sent.present.text == sent.receipt.text:
        return False
    if dry_run:
        return False
    if not yes and not click.confirm(f"Write {desk.place(sent.slug)}?"):
        click.echo("  Left as it is.")
        return False
    click.echo(f"  Written: {_write(sent, after, desk, rename=rename)}")
    return True


def _shown(sent: _Sent, after: Program, desk: _Desk, *, rename: bool) -> Iterator[str]:
    before = sent.present.program if sent.present else None
    changes = list(fact_changes(before, after, desk.wording))
    if before is None:
        yield f"{sent.source.path}: a new listing, {desk.place(sent.slug)}"
        yield from (f"  {change.label}: {change.will}" for change in changes)
    else:
        yield f"{sent.source.path}: {desk.place(sent.slug)}, {before.name}"
        yield from (f"  {change_line(change)}" for change in changes)
        yield f"  {_sum(changes, sent)}"
    if sent.receipt.own:
        yield "  Only you set these:"
        yield from (f"    {line}" for line in sent.receipt.own)
    if sent.receipt.lost_comments:
        yield "  These comments of the present file are not in what was sent, and go:"
        yield from (f"    {line}" for line in sent.receipt.lost_comments)
    if before is not None:
        yield from _advice(sent, before, after, desk, changed=bool(changes), rename=rename)


def _sum(changes: Sequence[object], sent: _Sent) -> str:
    assert sent.present is not None  # noqa: S101 - of a listing that is there
    if not changes:
        same = sent.present.text == sent.receipt.text
        return "Nothing changes." if same else "No fact changes, only how the file is written."
    gone = sum(not getattr(change, "will", "") for change in changes)
    facts = f"{len(changes)} {'fact changes' if len(changes) == 1 else 'facts change'}"
    return f"{facts}; {gone} would no longer be stated." if gone else f"{facts}."


def _advice(
    sent: _Sent, before: Program, after: Program, desk: _Desk, *, changed: bool, rename: bool
) -> Iterator[str]:
    if changed and after.confirmed is not None:
        day = ENGLISH.date(after.confirmed.date)
        yield f"  It was confirmed on {day}, before this change. Once you have called:"
        yield f"    build.py confirm {sent.slug} --by program --how phone"
    if before.name == after.name:
        return
    if rename:
        new = program_url(_renamed(after, desk.names))
        yield f"  Its address becomes {new}; the old one leads there."
    else:
        yield f"  Its address stays {program_url(sent.slug)}. A new one: --rename."


def _renamed(after: Program, names: Collection[str]) -> str:
    return listing_slug(after.name, after.location.city if after.location else "", names)


def _write(sent: _Sent, after: Program, desk: _Desk, *, rename: bool) -> Path:
    """Puts the text in its place, or under its new name; the file that was written."""
    place = desk.place(sent.slug)
    if sent.present is None:
        write_new(place, sent.receipt.text, "name the listing with --as")
    elif rename and sent.present.program.name != after.name:
        new = desk.place(_renamed(after, desk.names))
        write_new(new, renamed_text(sent.receipt.text, sent.slug), "leave out --rename")
        place.unlink()
        click.echo(f"  {place} is gone. Run build.py check: other listings may name it.")
        return new
    else:
        write_whole(place, sent.receipt.text)
    return place
