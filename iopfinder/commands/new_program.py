"""`build.py new program`: answers at a terminal in, the file of a new listing out."""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from textwrap import wrap
from typing import Final

import click

from iopfinder.account import account_lines, account_of, why_asked
from iopfinder.addresses import program_url
from iopfinder.blank import blank_listing
from iopfinder.commands.options import (
    content_option,
    programs_option,
    today_of_build,
    today_option,
)
from iopfinder.commands.screen import print_problems, write_new
from iopfinder.directory import Alone, read_alone
from iopfinder.drafts import DRAFTS, drafts_in, drop, free_draft, keep
from iopfinder.explanation import explanation
from iopfinder.facts import value_at
from iopfinder.forms import FormError, Phone
from iopfinder.importers.listing_text import listing_text
from iopfinder.interview import (
    NAME,
    Interview,
    Question,
    answered,
    choices_of,
    field_of,
    listing_slug,
    question_at,
    shown,
    stepped_back,
    suggestion,
    track_number,
    trial,
    value_of,
)
from iopfinder.language import ENGLISH
from iopfinder.listing import Listing, meetings_of
from iopfinder.memory import Memory
from iopfinder.places import Places, places_as_asked
from iopfinder.problems import Problem, Severity
from iopfinder.program_facts import groups_words, tracks_in
from iopfinder.schedule import meeting_words
from iopfinder.sources import Source, listing_names, read_content, read_source, slug_of_file
from iopfinder.vocabulary import NO_WORDS, Vocabulary
from iopfinder.wording import Wording, fact_words

__all__ = ["command"]

WELCOME: Final = """\
A new listing: name, place and phone, then the twelve facts that families want first.
  Enter   skips a question. Families then read "The program does not say. Ask."
  ?       explains it.
  <       goes back to the question before.
  -       takes an answer out again.
  Ctrl-C  stops. What you answered is kept for the next time."""


@click.command("program")
@click.argument("name", nargs=-1)
@click.option("--blank", is_flag=True, help="Ask nothing: write a file to fill in, with comments.")
@programs_option
@content_option
@today_option
def command(
    name: tuple[str, ...], programs: Path, content: Path, today: date | None, *, blank: bool
) -> None:
    """Write the listing of a new program named NAME, from answers to a few questions.

    Every answer is checked at once and kept: who stops goes on the next time. A file that is there
    is never written over.
    """
    if not content.is_dir():
        raise click.UsageError(f"there is no folder {content}")
    desk = _desk(programs, content, today or today_of_build())
    title = " ".join(" ".join(name).split())
    if blank:
        _write_blank(title, desk)
        return
    if sys.stdin.isatty():
        with suppress(ImportError):
            import_module("readline")  # arrow keys in what is typed
    draft, interview = _start(title, desk.today)
    click.echo(WELCOME)
    interview, draft = _interview(interview, draft, desk)
    sys.exit(_finish(interview, draft, desk))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What answers are tried on; `read` gives all that `check` says of the text of a listing."""

    programs: Path
    today: date
    words: Vocabulary
    places: Places
    shared: Alone
    read: Callable[[str, str], Alone]

    @property
    def wording(self) -> Wording:
        return Wording(ENGLISH, self.words)


def _desk(programs: Path, content: Path, today: date) -> _Desk:
    read = partial(
        read_alone,
        sources=read_content(content),
        slugs=frozenset(map(slug_of_file, listing_names(programs))),
        today=today,
        articles=(),
        listing_of=lambda slug: read_source(programs / f"{slug}.yaml"),
        memory=Memory(),
    )
    shared = read([])
    if shared.vocabulary is None:
        print_problems(shared.problems)
        sys.exit(1)
    return _Desk(
        programs,
        today,
        shared.vocabulary,
        places_as_asked(),
        shared,
        lambda path, text: read([Source(path, text)]),
    )


# A file to fill in


def _write_blank(name: str, desk: _Desk) -> None:
    try:
        slug = listing_slug(name, "", listing_names(desk.programs)) if name else "new-program"
    except FormError as error:
        raise click.UsageError(f"{error.message}; {error.hint}") from error
    path = desk.programs / f"{slug}.yaml"
    write_new(path, blank_listing(name, desk.words), "fill it in, or give it another name first")
    click.echo(f"{path} is written.")
    if not name:
        click.echo("Rename it after your program: the file's name becomes the page's address.")
    click.echo("Fill in what you know behind each colon; leave the rest empty. Then run")
    click.echo(f"  python build.py check {path}")


# The interview


def _start(name: str, day: date) -> tuple[Path | None, Interview]:
    """A draft that somebody takes up again, else a new interview."""
    waiting = list(drafts_in(DRAFTS))
    if name:
        _check_name(name)
        same = (each for each in waiting if each[1].given.get("name") == name)
        return next(same, (None, answered(Interview(), name, day)))
    if not waiting:
        return None, Interview()
    click.echo("Not finished the last time:")
    for number, (path, interview) in enumerate(waiting, 1):
        given = sum(bool(text) for text in interview.given.values())
        click.echo(f"  {number}  {interview.given.get('name') or path.stem} ({given} answers)")
    while True:
        typed = _typed("Go on with which? Enter is the first, new another program > ") or "1"
        if typed.casefold() == "new":
            return None, Interview()
        if typed.isdigit() and 1 <= int(typed) <= len(waiting):
            return waiting[int(typed) - 1]
        click.echo(f"  '{typed}' is none of these")


def _check_name(name: str) -> None:
    try:
        NAME.read(name, NO_WORDS)
        listing_slug(name, "", ())
    except FormError as error:
        raise click.UsageError(f"{error.message}; {error.hint}") from error


def _typed(prompt: str) -> str:
    """A line that somebody types, without blanks around it; at its end, or Ctrl-C, we stop."""
    try:
        return input(prompt).strip()
    except (EOFError, KeyboardInterrupt) as error:
        click.echo()
        raise click.Abort from error


def _interview(
    interview: Interview, draft: Path | None, desk: _Desk
) -> tuple[Interview, Path | None]:
    """Asks until nothing is left to ask; each answer is on the disk before the next question."""
    try:
        while question := question_at(interview):
            interview = _asked(question, interview, desk)
            if draft is None and interview.given.get("name"):
                draft = free_draft(DRAFTS, interview.given["name"])
            if draft is not None:
                keep(draft, interview)
    except click.Abort:
        if draft is not None:
            click.echo(f"Your answers are kept in {draft}. Go on: build.py new program", err=True)
        raise
    return interview, draft


def _asked(question: Question, interview: Interview, desk: _Desk) -> Interview:
    """The interview after one question: answered, skipped or gone back."""
    present = interview.given.get(question.id) or suggestion(question, interview.given, desk.places)
    click.echo("\n" + "\n".join(_question_lines(question)))
    while True:
        typed = _typed(f"[{present}] > " if present else "> ")
        if typed == "?":
            click.echo("\n".join(_explained(question, desk)))
        elif typed == "<":
            return stepped_back(interview)
        elif typed == "-" or not (typed or present):
            if not question.needed:
                return answered(interview, "", desk.today)
            click.echo("  This one is needed: without it there is no listing.")
        else:
            after = answered(interview, typed or present, desk.today)
            if _is_taken(question, after, desk):
                return after


def _question_lines(question: Question) -> Iterator[str]:
    yield shown(question)
    yield from wrap(question.ask, 78)
    rows = choices_of(question)
    width = max((len(word) for word, _ in rows), default=0)
    for number, (word, label) in enumerate(rows, 1):
        yield f"  {number:>2}  {word.ljust(width)}  {label}"
    yield f"As in: {question.example}"


def _explained(question: Question, desk: _Desk) -> Iterator[str]:
    items = {int(item.part): item for item in desk.shared.checklist}
    if question.core:
        yield f"  Why: {why_asked(question.spec, desk.shared.questions, items)}"
    for line in explanation(question.spec, desk.words, desk.shared.checklist):
        yield f"  {line}".rstrip()


def _is_taken(question: Question, after: Interview, desk: _Desk) -> bool:
    """Whether an answer holds; says what is wrong with it, or what families will read."""
    try:
        question.read(after.given[question.id], desk.words)
        listing_slug(after.given[NAME.id], "", ())
        whole = trial(after.given, desk.words, desk.places)
    except FormError as error:
        click.echo("\n".join(_refusal(error.message, error.hint)))
        return False
    read = desk.read(_TRIAL, listing_text(whole))
    told = [each for each in read.problems if _is_of(question, each)]
    for problem in told:
        click.echo("\n".join(_refusal(problem.message, problem.hint)))
    if any(problem.severity is Severity.ERROR for problem in told):
        return False
    for listing in read.listings:
        words = _families_read(question, listing, desk.wording)
        if words:
            click.echo(f"  Families read: {words}")
    return True


_TRIAL: Final = "programs/a-new-listing.yaml"


def _refusal(message: str, hint: str) -> Iterator[str]:
    yield f"  {message}"
    if hint:
        yield f"    {hint}"


def _is_of(question: Question, problem: Problem) -> bool:
    whole = field_of(question)
    return problem.path == _TRIAL and (problem.field + ".").startswith((f"{whole}.", f"{whole}["))


def _families_read(question: Question, listing: Listing, wording: Wording) -> str:
    """The answer as the program's page words it; "" for names, which stand there as typed."""
    number = track_number(question)
    if number is not None:
        track = tracks_in(listing.program)[number]
        meetings = meetings_of(track) if question.id.endswith(".sessions") else ()
        return "; ".join(meeting_words(each, wording.language.gettext) for each in meetings)
    form, value = question.spec.form, value_at(listing.program, question.spec.field)
    if value is None or form is None or form.kind in ("text", "link", "zip"):
        return ""
    if isinstance(value, Phone):
        return value.shown
    groups = fact_words(question.spec, value, wording).groups
    return "; ".join(groups_words(groups, wording.language))


# The end


def _finish(interview: Interview, draft: Path | None, desk: _Desk) -> int:
    """Writes the listing, and says what it gives and what to do next."""
    given = interview.given
    city = given.get("location.city", "")
    slug = listing_slug(given["name"], city, listing_names(desk.programs))
    path, text = desk.programs / f"{slug}.yaml", listing_text(value_of(given, desk.words))
    write_new(path, text, "write the name of the program in another way")
    if draft is not None:
        drop(draft)
    read = desk.read(path.as_posix(), text)
    own = [each for each in read.problems if each.path == path.as_posix()]
    click.echo()
    print_problems(own)
    for listing in read.listings:
        account = account_of(listing, read.checklist, read.questions, desk.words)
        click.echo("\n".join(account_lines(account)))
    click.echo(f"\n{path} is written. Next:")
    click.echo(f"1. See it: make serve, then open {program_url(slug)} at the address it prints.")
    click.echo("2. Add what else you know: every field stands at /for-clinics/fields/ there.")
    click.echo(f"3. Check it again: python build.py check {path}")
    click.echo("4. Send the file to the editors. One of them calls you and sets 'confirmed'.")
    return int(any(each.severity is Severity.ERROR for each in own))
