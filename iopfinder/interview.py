"""What was typed at questions so far in; the next question, and the listing that comes of it, out.

After name, place and phone come the twelve facts that families want first. Nothing is asked of the
disk or the screen here: an interview is a value that can be kept and taken up again.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from iopfinder.directory import RESERVED
from iopfinder.facts import Spec, outline
from iopfinder.forms import LONGEST_ID, Form, FormError
from iopfinder.places import Places
from iopfinder.places import slug as slug_of
from iopfinder.positioned_yaml import Plain
from iopfinder.program import FORMAT, Program
from iopfinder.scaffold import twin
from iopfinder.schedule import Meeting, day_parts, parse_clock
from iopfinder.typed_words import (
    Read,
    choice_of,
    degrees_of,
    list_of,
    sessions_of,
    states_of,
    text_of,
)
from iopfinder.vocabulary import Vocabulary

__all__ = [
    "CORE",
    "NAME",
    "Interview",
    "Question",
    "answered",
    "choices_of",
    "field_of",
    "listing_slug",
    "question_at",
    "questions_of",
    "shown",
    "stepped_back",
    "suggestion",
    "track_number",
    "trial",
    "value_of",
]

Given = Mapping[str, str]
"""What was typed, by question; "" for one that was skipped."""

_SPECS: Final = {spec.name: spec for spec in outline(Program)}

CORE: Final = tuple(spec.name for spec in outline(Program) if spec.fact.core)
"""The twelve facts, as the form names them."""

ONLINE: Final = "online"
NOBODY: Final = "nobody"
MOST_TRACKS: Final = 12


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked.

    `id` names the answer. `spec` is the field that it is about, `into` the section or field that
    the answer goes into. `ask` is the question, `example` a good answer. `core` is the fact of the
    twelve that it belongs to. `needed`: without it there is no listing.
    """

    id: str
    spec: Spec
    ask: str
    example: str
    read: Read
    into: tuple[str, ...]
    core: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """What was typed, and the id of the question that comes next; "" when all were asked."""

    given: Given = field(default_factory=dict)
    at: str = "name"


# The questions


def _form(name: str) -> Form:
    form = _SPECS[name].form
    assert form is not None  # noqa: S101 - the fields below are no sections
    return form


def _question(
    name: str,
    ask: str,
    example: str,
    read: Read | None = None,
    *,
    core: str = "",
    needed: bool = False,
    id_: str = "",
) -> Question:
    spec = _SPECS[name]
    return Question(
        id_ or name,
        spec,
        ask,
        example,
        read or _reads[_form(name).kind](_form(name)),
        spec.field,
        core,
        needed,
    )


_reads: Final[Mapping[str, Callable[[Form], Read]]] = {
    "text": text_of,
    "zip": text_of,
    "state": text_of,
    "phone": text_of,
    "link": text_of,
    "span": text_of,
    "number": text_of,
    "choice": choice_of,
    "choices": list_of,
    "answers": degrees_of,
    "term": choice_of,
}
"""How the answer to a question is read, by the kind of its field's form."""


def _zip(text: str, words: Vocabulary) -> Plain:
    return ONLINE if text.casefold() == ONLINE else text_of(_form("location.zip"))(text, words)


def _prescriber(text: str, words: Vocabulary) -> Plain:
    if text.casefold() in (NOBODY, "none", "no one", "no"):
        return {"visits": "none"}
    return {"who": choice_of(_form("staff.prescriber.who"))(text, words)}


NAME: Final = _question(
    "name",
    "What is the program called? Write the name on your door.",
    "Oak Evening IOP",
    needed=True,
)
_ZIP: Final = _question(
    "location.zip",
    f"Which ZIP code has the place where people go? Write {ONLINE} when there is none.",
    "97204",
    _zip,
    needed=True,
)
_STATES: Final = _question(
    "telehealth.states",
    "In which states may people sit when they join online?",
    "OR, WA",
    states_of(_form("telehealth.states")),
    needed=True,
)
_IN_PERSON: Final = (
    _question("location.city", "Which city is it in?", "Portland", needed=True),
    _question("location.state", "Which state is it in?", "OR", needed=True),
    _question("location.street", "Which street and number?", "400 Example Ave"),
)
_PHONE: Final = _question("contact.phone", "Which number should families call?", "503-555-0142 x12")
_WEBSITE: Final = _question(
    "contact.website",
    "Without a phone number families need a website. Which page is about this program?",
    "https://oak.example.org/iop",
    needed=True,
)


def _core(name: str, ask: str, example: str, read: Read | None = None) -> Question:
    return _question(name, ask, example, read, core=name)


_FIRST_FACTS: Final = (
    _core("focus", "What is the program for?", "both"),
    _core(
        "specialties.conditions",
        "Which conditions do you treat? Behind each: track (own groups or own team), treated (in "
        "mixed groups) or no.",
        "ptsd: track, alcohol-use: treated, psychosis: no",
    ),
    _core("specialties.ages", "Which ages do you take?", "18+"),
    _core(
        "specialties.medications",
        "Which medicines may people take here? Behind each: prescribed-here, continued (from "
        "another doctor) or not-accepted.",
        "naltrexone: prescribed-here, methadone: continued",
    ),
    _core("admission.not_taken", "Whom can you not take?", "in-withdrawal, medically-unstable"),
    _core("staff.groups_led_by", "Who leads the groups?", "licensed"),
)
_WHO: Final = _question(
    "staff.prescriber.who",
    f"Which license has the person who prescribes medicine? Write {NOBODY} when there is none.",
    "PMHNP",
    _prescriber,
    core="staff.prescriber",
)
_VISITS: Final = (
    _question(
        "staff.prescriber.visits",
        "How often do people see the prescriber?",
        "two-weekly",
        core="staff.prescriber",
    ),
    _question(
        "staff.prescriber.first_visit_days",
        "How many days after the start is the first visit?",
        "7",
        core="staff.prescriber",
    ),
)
_LICENSE: Final = (
    _question(
        "staff.facility_license.authority",
        "Which state office gave the license of the facility?",
        "Oregon Health Authority",
        core="staff.facility_license",
    ),
    _question(
        "staff.facility_license.number",
        "Which number stands on it?",
        "EX-0001",
        core="staff.facility_license",
    ),
)
_ACCEPTING: Final = _question(
    "availability.accepting",
    "Do you take new people now?",
    "yes",
    core="availability",
)
_WAIT: Final = _question(
    "availability.wait_days",
    "How many days is it from the first call to the first session?",
    "5",
    core="availability",
)
_LAST_FACTS: Final = (
    _core(
        "languages.sessions",
        "In which languages are groups held?",
        "en, es",
        list_of(_form("languages.sessions")),
    ),
    _core(
        "cost.insurance",
        "Which insurance do you take? Behind each: in-network, out-of-network, accepted or no.",
        "medicaid: in-network, medicare: no",
    ),
)
_TRACKS: Final = "schedule.tracks"
_AS_OF: Final = "availability.as_of"


def _times_id(number: int) -> str:
    return f"{_TRACKS}[{number}].sessions"


def _name_id(number: int) -> str:
    return f"{_TRACKS}[{number}].name"


def _track(number: int) -> tuple[Question, Question]:
    """The times and the name of a group."""
    first = "When does the first group meet?" if number == 0 else "When does another group meet?"
    into = ("schedule", "tracks", str(number))
    times = _question(
        "schedule.tracks.sessions",
        f"{first} Write days and times.",
        "mon wed fri 17:30-20:30",
        sessions_of,
        core=_TRACKS,
        id_=_times_id(number),
    )
    name = _question(
        "schedule.tracks.name",
        "What is this group called?",
        "Adult evening",
        core=_TRACKS,
        id_=_name_id(number),
        needed=True,
    )
    return replace(times, into=(*into, "sessions")), replace(name, into=(*into, "name"))


def questions_of(given: Given) -> Iterator[Question]:
    """The questions that these answers lead to, in order."""
    yield NAME
    yield _ZIP
    yield from (_STATES,) if given.get(_ZIP.id, "").casefold() == ONLINE else _IN_PERSON
    yield _PHONE
    if given.get(_PHONE.id) == "":
        yield _WEBSITE
    yield from _FIRST_FACTS
    yield _WHO
    if given.get(_WHO.id) and "who" in _prescribes(given[_WHO.id]):
        yield from _VISITS
    yield from _LICENSE
    yield from _tracks(given)
    yield _ACCEPTING
    if given.get(_ACCEPTING.id) not in (None, "", "no"):
        yield _WAIT
    yield from _LAST_FACTS


def _prescribes(text: str) -> Collection[str]:
    return ["visits"] if text.casefold() in (NOBODY, "none", "no one", "no") else ["who"]


def _tracks(given: Given) -> Iterator[Question]:
    """Two questions a group; after one without times there is no other."""
    for number in range(MOST_TRACKS):
        times, name = _track(number)
        yield times
        if not given.get(times.id):
            return
        yield name


# Steps


def question_at(interview: Interview) -> Question | None:
    """The question that comes next; None when all were asked."""
    return next((each for each in questions_of(interview.given) if each.id == interview.at), None)


def answered(interview: Interview, text: str, today: date) -> Interview:
    """The interview after an answer to the question that it is at; "" skips it."""
    if not text and interview.at.startswith(_TRACKS) and _follows(interview):
        return replace(interview, given=_without_track(interview.given, interview.at))
    given = {**interview.given, interview.at: text}
    if interview.at == _ACCEPTING.id:
        given[_AS_OF] = today.isoformat()
    ids = [question.id for question in questions_of(given)]
    later = ids[ids.index(interview.at) + 1 :]
    return Interview(given, later[0] if later else "")


def _follows(interview: Interview) -> bool:
    """Whether a group stands behind the one that is asked about."""
    number = int(interview.at.partition("[")[2].partition("]")[0])
    return bool(interview.given.get(_times_id(number + 1)))


def _without_track(given: Given, times: str) -> Given:
    """The answers with one group out; those behind it move up."""
    first = int(times.partition("[")[2].partition("]")[0])
    kept = {id_: text for id_, text in given.items() if not id_.startswith(_TRACKS)}
    groups = [
        (given.get(_times_id(number), ""), given.get(_name_id(number), ""))
        for number in range(MOST_TRACKS)
        if number != first and _times_id(number) in given
    ]
    for number, (said, name) in enumerate(groups):
        kept[_times_id(number)] = said
        if said:
            kept[_name_id(number)] = name
    return kept


def stepped_back(interview: Interview) -> Interview:
    """At the question before; the same interview at the first."""
    ids = [question.id for question in questions_of(interview.given)]
    place = ids.index(interview.at) if interview.at in ids else len(ids)
    return replace(interview, at=ids[max(0, place - 1)])


def shown(question: Question) -> str:
    """`Fact 2 of 12: Conditions`, or the label alone before the twelve."""
    if not question.core:
        return question.spec.fact.label
    number = CORE.index(question.core) + 1
    return f"Fact {number} of {len(CORE)}: {_SPECS[question.core].fact.label}"


def track_number(question: Question) -> int | None:
    """Of a question about a group, which one; None of another question."""
    return int(question.into[2]) if question.core == _TRACKS else None


def choices_of(question: Question) -> tuple[tuple[str, str], ...]:
    """The words that may be chosen by number, each with its label; none for a long list."""
    form = question.spec.form
    if form is None or form.kind not in ("choice", "choices"):
        return ()
    return tuple(form.table.items())


def suggestion(question: Question, given: Given, places: Places) -> str:
    """What Enter stands for where it can be known: the city of a ZIP code, a group's hours."""
    place = places.zip(given.get(_ZIP.id, ""))
    if place is not None and question.id in ("location.city", "location.state"):
        return place.city if question.id == "location.city" else place.state
    if question.id.startswith(_TRACKS) and question.id.endswith(".name"):
        return _name_of_hours(given, question.id.replace(".name", ".sessions"))
    return ""


def _name_of_hours(given: Given, times: str) -> str:
    """`Evening group`, and a number where a group before it is called so."""
    sessions = sessions_of(given[times], Vocabulary({}))
    first = sessions[0] if isinstance(sessions, list) else {}
    if not isinstance(first, dict) or not isinstance(first.get("time"), str):
        return "Group"
    clock = parse_clock(str(first["time"]))
    (part, *_) = day_parts([Meeting((), clock)])
    name = f"{part.removesuffix('s').capitalize()} group"
    own = times.replace(".sessions", ".name")
    taken = {said for id_, said in given.items() if id_.endswith(".name") and id_ != own}
    names = (name, *(f"{name} {number}" for number in range(2, MOST_TRACKS + 1)))
    return next(each for each in names if each not in taken)


# The listing


def value_of(given: Given, words: Vocabulary) -> dict[str, Plain]:
    """The plain value of the listing that these answers make."""
    whole: dict[str, Plain] = {"format": FORMAT}
    for question in questions_of(given):
        text = given.get(question.id, "")
        if text:
            _put(whole, question, question.read(text, words))
    availability = whole.get("availability")
    if isinstance(availability, dict) and _AS_OF in given:
        availability["as_of"] = given[_AS_OF]
    return whole


def _put(whole: dict[str, Plain], question: Question, value: Plain) -> None:
    if question is _ZIP and value == ONLINE:
        return
    if question is _WHO and isinstance(value, dict):
        for key, word in value.items():
            _set(whole, ("staff", "prescriber", key), word)
    elif question.core == _TRACKS:
        *_, number, key = question.into
        _set(whole, ("schedule", "tracks"), _with_track(whole, int(number), key, value))
    else:
        _set(whole, question.into, value)


def _set(whole: dict[str, Plain], keys: tuple[str, ...], value: Plain) -> None:
    *above, last = keys
    section = whole
    for key in above:
        inner = section.setdefault(key, {})
        assert isinstance(inner, dict)  # noqa: S101 - sections of the model
        section = inner
    section[last] = value


def _with_track(whole: Mapping[str, Plain], number: int, key: str, value: Plain) -> Plain:
    schedule = whole.get("schedule", {})
    tracks = schedule.get("tracks", []) if isinstance(schedule, dict) else []
    assert isinstance(tracks, list)  # noqa: S101 - as `_put` makes it
    old = tracks[number] if number < len(tracks) else {"name": "-"}
    assert isinstance(old, dict)  # noqa: S101 - as `_put` makes it
    return [*tracks[:number], {**old, key: value}, *tracks[number + 1 :]]


_FILLER: Final[Mapping[str, Plain]] = {
    "name": "A program",
    "contact": {"phone": "202-456-1111"},
    "telehealth": {"states": ["OR"]},
}
"""Stands in a trial for what is asked later; no rule has a word against it."""


def trial(given: Given, words: Vocabulary, places: Places) -> dict[str, Plain]:
    """A whole listing to try answers on, before all that a listing needs was asked."""
    value = value_of(given, words)
    location = value.get("location")
    if isinstance(location, dict):
        place = places.zip(given[_ZIP.id])
        state = place.state if place else "OR"
        value["location"] = {"city": "A city", "state": state, **location}
    filled = {key: filler for key, filler in _FILLER.items() if key not in value}
    if location is not None:
        del filled["telehealth"]
    return {**filled, **value}


def field_of(question: Question) -> str:
    """The beginning of the names of fields that an answer can make wrong."""
    if question.core == _TRACKS:
        return question.id.rpartition(".")[0]
    return "location" if question.id == "location.state" else ".".join(question.into)


def listing_slug(name: str, city: str, names: Collection[str]) -> str:
    """The name of a listing's file without its ending, free among `names` of files.

    From the program's name, with the city when that is taken, then with a number. Raises FormError
    for a name that has neither a letter from a to z nor a digit.
    """
    base = _short(name)
    tries = (base, _short(f"{name} {city}"), *(f"{base}-{number}" for number in range(2, 1000)))
    return next(each for each in tries if not twin(f"{each}.yaml", names) and each not in RESERVED)


def _short(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    if not re.search("[a-z0-9]", folded):
        message = f"'{text}' has no letter from a to z and no digit to make an address of"
        raise FormError(message, "write the name in Latin letters too")
    return slug_of(folded)[: LONGEST_ID - 4].strip("-")
