"""How far a listing can be trusted, in words: example, import, confirmation and age.

The words are those of the safety wording: never "verified", never a tick. Ages are dates here;
the browser words them ("7 months ago").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopfinder.language import Language
from iopfinder.listing import Listing
from iopfinder.program import CONFIRMED_HOW, Imported, Program
from iopfinder.rules import DOUBTFUL_DAYS, QUESTION_AGAIN_DAYS, import_age

__all__ = ["CONFIRMED", "Mark", "confirmed_words", "is_federal", "is_publishable_data", "marks_of"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One truth mark; `kind` is example, imported, status, doubtful or aging.

    `brief` is the text for a card, where the whole of it is too long; else "".
    """

    kind: str
    title: str
    text: str
    brief: str = ""


def marks_of(listing: Listing, today: date, language: Language) -> tuple[Mark, ...]:
    """Every mark that a listing carries, the gravest first."""
    return tuple(_marks(listing, today, language))


def _marks(listing: Listing, today: date, language: Language) -> Iterator[Mark]:
    _ = language.gettext
    program = listing.program
    if program.example:
        yield Mark(
            "example",
            _("Made-up example."),
            _("This place does not exist. Do not call or go there."),
        )
    yield from _status_mark(program, language)
    yield from _import_mark(program, language)
    yield from _age_mark(program, today, language)


def _import_mark(program: Program, language: Language) -> Iterator[Mark]:
    _ = language.gettext
    if program.imported is None or program.confirmed is not None:
        return
    edition = {"edition": program.imported.edition}
    if is_federal(program.imported):
        text = _(
            "Copied from a federal list of %(edition)s. Of the places on it, about 1 in 5 "
            "could not be found in a later list. These facts are about the whole facility, "
            "not its IOP alone. Call before you go."
        )
        brief = _("Copied from a federal list of %(edition)s. Call before you go.")
    elif program.scope == "facility":
        text = _(
            "Copied from another directory, as of %(edition)s. We have not checked these facts. "
            "They are about the whole facility, not its IOP alone. Call before you go."
        )
        brief = _("Copied from another directory, as of %(edition)s. Call before you go.")
    else:
        text = _(
            "Copied from another directory, as of %(edition)s. We have not checked these facts. "
            "Call before you go."
        )
        brief = _("Copied from another directory, as of %(edition)s. Call before you go.")
    yield Mark("imported", _("Not confirmed."), text % edition, brief % edition)
    yield from _gone_mark(program, program.imported, language)


def _gone_mark(program: Program, imported: Imported, language: Language) -> Iterator[Mark]:
    """Another directory tells the status itself: that it was open says nothing of a newer list."""
    _ = language.gettext
    federal = is_federal(imported)
    known = program.status is not None if federal else program.status not in (None, "open")
    if not imported.gone or known:
        return
    text = (
        _("The federal list of %(edition)s no longer has this place. Call before you go.")
        if federal
        else _("The other directory no longer had it on %(edition)s. Call before you go.")
    )
    yield Mark("imported", _("Not on a newer list."), text % {"edition": imported.gone})


def is_federal(imported: Imported) -> bool:
    """Whether an import is of the federal directory; all others name how they came (`hsds-...`)."""
    return not imported.source.startswith("hsds-")


def _status_mark(program: Program, language: Language) -> Iterator[Mark]:
    _ = language.gettext
    since = language.date(program.status_since) if program.status_since else ""
    if program.status == "closed":
        text = _("We learned this on %(date)s.") % {"date": since} if since else ""
        yield Mark("status", _("This program has closed."), text)
    elif program.status == "merged":
        text = _("It joined another program.")
        yield Mark("status", _("This program is no longer on its own."), text)
    elif program.status == "paused":
        text = _("Paused since %(date)s. Ask when it starts again.") % {"date": since}
        text = text if since else _("Ask when it starts again.")
        yield Mark("status", _("This program is not running for now."), text)


def _age_mark(program: Program, today: date, language: Language) -> Iterator[Mark]:
    _ = language.gettext
    if program.confirmed is None:
        if program.imported is None and not program.example:
            yield Mark("doubtful", _("Not confirmed yet."), _("Treat each fact as a question."))
        return
    age = (today - program.confirmed.date).days
    day = language.date(program.confirmed.date)
    if age > DOUBTFUL_DAYS:
        yield Mark(
            "doubtful",
            _("Not confirmed for over a year."),
            _("Last confirmed on %(date)s. Treat each fact as a question.") % {"date": day},
        )
    elif age > QUESTION_AGAIN_DAYS:
        yield Mark(
            "aging",
            _("Last confirmed on %(date)s.") % {"date": day},
            _("Times, prices and openings may have changed."),
        )


def confirmed_words(program: Program, language: Language) -> str:
    """Who confirmed the listing, when and how."""
    _ = language.gettext
    confirmed = program.confirmed
    if confirmed is None:
        return _("No one has confirmed these facts yet.")
    sentence = _(CONFIRMED[confirmed.by]) % {"date": language.date(confirmed.date)}
    if confirmed.how is None:
        return f"{sentence}."
    return f"{sentence}, {_(CONFIRMED_HOW[confirmed.how])}."


CONFIRMED = {
    "program": "The program told us this on %(date)s",
    "editor": "An editor looked this up on %(date)s",
    "public-record": "This was in a public record on %(date)s",
}


def is_publishable_data(listing: Listing, today: date) -> bool:
    """Whether a listing may stand in search engines and exports without its mark.

    Neither examples nor imports that nobody confirmed for 365 days.
    """
    program = listing.program
    if program.example or not listing.is_listed:
        return False
    age = import_age(program, today) if program.imported else 0
    return age is not None and age <= DOUBTFUL_DAYS
