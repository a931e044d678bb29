"""What a program says to a need: yes, no, or not stated. The reference in Python.

Never a score. A need that a track can state is asked of one track at a time; the program's answer
is the best over its tracks. A fact of facility scope is never a plain yes: a facility's yes leaves
the program *not stated* ("ask: the facility says so"), while its no is a no.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Final

from iopfinder.facts import Section, value_at
from iopfinder.forms import Answers, Span
from iopfinder.program import Program, Track
from iopfinder.vocabulary import Vocabulary

__all__ = [
    "DENIALS",
    "FACETS",
    "IMPLIED",
    "OPENINGS_DAYS",
    "TWINS",
    "Answer",
    "Facet",
    "answers_of_track",
    "facility_says",
    "stated_answer",
    "term_answer",
    "track_answer",
    "tracks_of",
    "within_scope",
]


class Answer(IntEnum):
    """What a program says; the order is the order of "best"."""

    NO = 0
    NOT_STATED = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to look for programs by a term.

    `vocabulary` names its terms; `field` is where a listing states them; `track` is the field of a
    track that overrides it; `complete`: what a listing leaves out of a stated list is a no.
    """

    id: str
    label: str
    field: tuple[str, ...]
    vocabulary: str = ""
    track: str = ""
    complete: bool = False


FACETS: Final = (
    Facet("condition", "Condition", ("specialties", "conditions"), "conditions", "conditions"),
    Facet("therapy", "Therapy", ("therapies",), "therapies", "therapies"),
    Facet("group", "Group of people", ("specialties", "groups"), "groups", "groups"),
    Facet("age", "Age", ("specialties", "ages"), "ages", "ages"),
    Facet("format", "In person or online", ("schedule", "formats"), "formats", "format", True),
    Facet("insurance", "Insurance", ("cost", "insurance"), "payers"),
    Facet("medication", "Medicine", ("specialties", "medications"), "medications"),
    Facet("language", "Language", ("languages", "sessions"), "languages", "languages"),
    Facet("access", "Access and daily life", ("access",), "access"),
    Facet("aftercare", "Aftercare", ("aftercare", "services"), "aftercare"),
    Facet("license", "License on the team", ("staff", "licenses"), "licenses"),
    Facet("accreditation", "Reviewed by", ("staff", "accreditation"), "accreditation"),
    Facet("focus", "Kind of program", ("focus",), "focus"),
    Facet("gender", "Gender", ("specialties", "genders"), "genders", "genders"),
    Facet(
        "co-occurring",
        "Mental health and substance use together",
        ("specialties", "co_occurring"),
        "co-occurring",
    ),
    Facet("accepting", "Openings", ("availability", "accepting"), "openings"),
    Facet("payment", "Paying less", ("cost", "insurance"), "payment"),
)
"""The facets whose terms have a page of programs, in the order in which families ask."""


IMPLIED: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("gender", "all"): frozenset(["women", "men"]),
    ("focus", "both"): frozenset(["substance-use", "mental-health"]),
}
"""One word of a field says yes to other terms too."""

OPENINGS_DAYS: Final = 30
"""Openings are a question again after so many days."""


def term_answer(
    program: Program, facet: Facet, term: str, vocabulary: Vocabulary, today: date
) -> Answer:
    """The best answer of the program's tracks to one term."""
    return max(
        track_answer(program, track, facet, term, vocabulary=vocabulary, today=today)
        for track in tracks_of(program)
    )


def tracks_of(program: Program) -> tuple[Track | None, ...]:
    """The tracks; a program without any has one whose times are not stated."""
    return (program.schedule.tracks if program.schedule else None) or (None,)


def track_answer(
    program: Program,
    track: Track | None,
    facet: Facet,
    term: str,
    *,
    vocabulary: Vocabulary,
    today: date,
) -> Answer:
    """What one track says to one term, as far as the listing's scope lets it speak."""
    said = stated_answer(program, track, facet, term, vocabulary=vocabulary, today=today)
    return within_scope(program, said)


def stated_answer(
    program: Program,
    track: Track | None,
    facet: Facet,
    term: str,
    *,
    vocabulary: Vocabulary,
    today: date,
) -> Answer:
    """What is written of one track and one term, be it of the program or of its whole facility."""
    if facet.id == "accepting" and not _openings_are_fresh(program, today):
        return Answer.NOT_STATED
    answer = _track_answer(program, track, facet, term, vocabulary)
    return _twin_answer(program, facet, term) if answer is Answer.NOT_STATED else answer


def answers_of_track(
    program: Program, track: Track | None, facet: Facet, *, vocabulary: Vocabulary, today: date
) -> Iterator[tuple[str, Answer]]:
    """Every term of a facet to which yes or no is written, in the vocabulary's order."""
    at_stake = _terms_at_stake(program, track, facet, vocabulary)
    if not at_stake:
        return
    for term in vocabulary.ids(facet.vocabulary):
        if term in at_stake:
            answer = stated_answer(program, track, facet, term, vocabulary=vocabulary, today=today)
            if answer is not Answer.NOT_STATED:
                yield term, answer


def _terms_at_stake(
    program: Program, track: Track | None, facet: Facet, vocabulary: Vocabulary
) -> Collection[str]:
    """The terms that can be more than not stated: most are surely not, and need no closer look."""
    stated = [value_at(program, facet.field)]
    if track and facet.track:
        stated.append(getattr(track, facet.track))
    found = {term for term, field in _twins_of(facet.id) if value_at(program, field) is not None}
    for value in stated:
        if facet.complete or not isinstance(value, Answers | None) or _is_closed(value):
            return vocabulary.ids(facet.vocabulary)
        for term, word in value.given.items() if value else ():
            near = vocabulary.narrower if word in DENIALS else vocabulary.above
            found |= {term, *near(facet.vocabulary, term)}
    return found


def _is_closed(value: Answers | None) -> bool:
    return value is not None and value.others_no


@cache
def _twins_of(facet: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((term, field) for (name, term), field in TWINS.items() if name == facet)


def within_scope(program: Program, answer: Answer) -> Answer:
    """A facility's yes leaves its program not stated; its no is a no."""
    if program.scope == "facility" and answer is Answer.YES:
        return Answer.NOT_STATED
    return answer


TWINS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("access", "device-loan"): ("telehealth", "device_loan"),
    ("access", "phone-only"): ("telehealth", "audio_only"),
    ("access", "ride-help"): ("location", "medicaid_rides"),
    ("access", "spoken-interpreter"): ("languages", "interpreter"),
    ("aftercare", "next-appointment"): ("aftercare", "next_appointment_booked"),
    ("group", "court-involved"): ("court", "accepts"),
    ("insurance", "sliding-fee"): ("cost", "sliding_fee"),
    ("insurance", "payment-assistance"): ("cost", "assistance"),
    ("payment", "sliding-fee"): ("cost", "sliding_fee"),
    ("payment", "payment-assistance"): ("cost", "assistance"),
}
"""Yes-or-no fields that answer a term as well: a fact is found wherever a clinic wrote it."""


def _twin_answer(program: Program, facet: Facet, term: str) -> Answer:
    """What the field that means the same as a term says; the term's own word counts first."""
    field = TWINS.get((facet.id, term))
    stated = value_at(program, field) if field else None
    if stated is None:
        return Answer.NOT_STATED
    return Answer.YES if stated else Answer.NO


def facility_says(
    program: Program, facet: Facet, term: str, vocabulary: Vocabulary, today: date
) -> bool:
    """True when a listing of facility scope says yes for the whole facility."""
    return program.scope == "facility" and any(
        stated_answer(program, track, facet, term, vocabulary=vocabulary, today=today) is Answer.YES
        for track in tracks_of(program)
    )


def _openings_are_fresh(program: Program, today: date) -> bool:
    stated = program.availability
    return stated is not None and (today - stated.as_of).days <= OPENINGS_DAYS


def _track_answer(
    program: Program, track: Track | None, facet: Facet, term: str, vocabulary: Vocabulary
) -> Answer:
    shared = value_at(program, facet.field)
    own = getattr(track, facet.track) if track and facet.track else None
    stated = own.over(shared) if isinstance(own, Answers) else shared if own is None else own
    if facet.id == "format" and stated is None:
        return _format_by_place(program, term)
    return _answer(stated, facet, term, vocabulary, program)


def _format_by_place(program: Program, term: str) -> Answer:
    """Formats are complete by nature: with no telehealth section, no online sessions are stated.

    A place alone does not say that sessions are held there in person only, so the answer stays
    not stated, but for a program without any place: that one is online.
    """
    if program.location is None and program.telehealth is not None:
        return Answer.YES if term == "telehealth" else Answer.NO
    return Answer.NOT_STATED


def _answer(
    stated: object, facet: Facet, term: str, vocabulary: Vocabulary, program: Program
) -> Answer:
    if stated is None:
        return Answer.NOT_STATED
    if isinstance(stated, Span):
        return _span_answer(stated, vocabulary.years(term))
    if isinstance(stated, Answers):
        return _terms_answer(stated, facet, term, vocabulary, program)
    if isinstance(stated, str):
        return _one_word(stated, facet, term)
    if not isinstance(stated, tuple):
        raise TypeError(f"{facet.id} is stated as {stated!r}")
    return Answer.YES if term in _ids(stated) else _left_out(facet, program)


def _left_out(facet: Facet, program: Program) -> Answer:
    """A term left out of a stated list; a facility's list is never complete for its program."""
    complete = facet.complete and program.scope != "facility"
    return Answer.NO if complete else Answer.NOT_STATED


def _one_word(stated: str, facet: Facet, term: str) -> Answer:
    """A field with one word says no to the others, unless its word means them too.

    A hybrid track asks people in on some days and not on others: ask which.
    """
    if stated == term or term in IMPLIED.get((facet.id, stated), ()):
        return Answer.YES
    return Answer.NOT_STATED if stated == "hybrid" else Answer.NO


def _ids(stated: tuple[object, ...]) -> Iterator[str]:
    """The terms of a plain list, or of a list of sections such as licenses."""
    for item in stated:
        if isinstance(item, Section):
            yield str(getattr(item, "license", None) or getattr(item, "body", None))
        else:
            yield str(item)


def _span_answer(stated: Span, asked: Span | None) -> Answer:
    """A band against a range: all inside yes, some ask, none no."""
    if asked is None or not stated.meets(asked):
        return Answer.NO
    return Answer.YES if asked.lies_in(stated) else Answer.NOT_STATED


DENIALS: Final = frozenset(["no", "not-accepted"])
"""Words of a listing that say no to a term."""


def _terms_answer(
    stated: Answers, facet: Facet, term: str, vocabulary: Vocabulary, program: Program
) -> Answer:
    word = stated.of(term)
    if word is not None:
        return Answer.NO if word in DENIALS else Answer.YES
    if any(_is_yes(stated.of(below)) for below in vocabulary.narrower(facet.vocabulary, term)):
        return Answer.YES
    above = [stated.of(each) for each in vocabulary.above(facet.vocabulary, term)]
    if any(_is_yes(each) for each in above) or _is_yes(stated.of("hybrid")):
        return Answer.NOT_STATED  # neither a part of what is named nor of "the others"
    if stated.others_no and _existed(term, vocabulary, facet, program):
        return Answer.NO
    if any(each in DENIALS for each in above):
        return Answer.NO
    return _left_out(facet, program)


def _is_yes(word: str | None) -> bool:
    return word is not None and word not in DENIALS


def _existed(term: str, vocabulary: Vocabulary, facet: Facet, program: Program) -> bool:
    """Whether a term was there when the listing closed its list; if nobody knows when, it was."""
    known = vocabulary.terms(facet.vocabulary).get(term)
    since = known.since if known else None
    stated = program.confirmed.date if program.confirmed else None
    return since is None or (stated is not None and stated >= since)
