"""What is typed at a question, and the plain value or the refusal that comes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import program, vocabulary
from iopfinder import forms
from iopfinder.facts import outline
from iopfinder.forms import FormError
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.schedule import DAYS
from iopfinder.typed_words import Read, choice_of, degrees_of, list_of, sessions_of, states_of

FORMS = {spec.name: spec.form for spec in outline(Program)}


def form(name: str) -> forms.Form:
    found = FORMS[name]
    assert found is not None
    return found


CONDITIONS = degrees_of(form("specialties.conditions"))
INSURANCE = degrees_of(form("cost.insurance"))
FOCUS = choice_of(form("focus"))
NOT_TAKEN = list_of(form("admission.not_taken"))
LANGUAGES = list_of(form("languages.sessions"))
STATES = states_of(form("telehealth.states"))

READ: list[tuple[Read, str, Plain]] = [
    (FOCUS, "both", "both"),
    (FOCUS, "3", "both"),
    (FOCUS, "mental HEALTH", "mental-health"),
    (NOT_TAKEN, "1, people without a safe home; other, 1",
     ["in-withdrawal", "no-safe-home", "other"]),
    (LANGUAGES, "English, es", ["en", "es"]),
    (CONDITIONS, "ptsd", {"ptsd": "treated"}),
    (CONDITIONS, "PTSD: track, alcohol use = treated, psychosis no",
     {"ptsd": "track", "alcohol-use": "treated", "psychosis": "no"}),
    (CONDITIONS, "ptsd: track, others: no", {"ptsd": "track", "others": "no"}),
    (CONDITIONS, "ptsd, no-others", {"ptsd": "treated", "others": "no"}),
    (INSURANCE, "Medicaid in network, medicare: out of network",
     {"medicaid": "in-network", "medicare": "out-of-network"}),
    (STATES, "or, Washington", ["OR", "WA"]),
    (STATES, "OR WA", ["OR", "WA"]),
    (STATES, "New York", ["NY"]),
]  # fmt: skip


@pytest.mark.parametrize(("read", "text", "value"), READ, ids=lambda each: str(each)[:24])
def test_words_are_read_as_people_type_them(read: Read, text: str, value: Plain) -> None:
    assert read(text, vocabulary()) == value


REFUSED: list[tuple[Read, str, str, str]] = [
    (FOCUS, "9", "'9' is not known here",
     "write substance-use, mental-health, both or eating-disorders"),
    (FOCUS, "bth", "'bth' is not known here", "did you mean 'both'?"),
    (NOT_TAKEN, "in-withdrawl", "'in-withdrawl' is not known here",
     "did you mean 'in-withdrawal'?"),
    (CONDITIONS, "psycosis: no", "'psycosis' is not a term of conditions",
     "did you mean 'psychosis'?"),
    (CONDITIONS, "qqqq", "'qqqq' is not a term of conditions", "write ? to see the terms"),
    (CONDITIONS, "ptsd: tracks", "'tracks' is not known here", "did you mean 'track'?"),
    (CONDITIONS, "ptsd: welcome", "'welcome' is not known here", "write track or treated or no"),
    (CONDITIONS, "ptsd: track, ptsd: no", "'ptsd' stands here twice", "keep one of the two"),
    (LANGUAGES, "klingonish", "'klingonish' is not a term of languages",
     "the terms stand in content/vocabulary/languages.yaml"),
    (STATES, "ORE", "'ORE' is not a US state or territory", "did you mean OR (Oregon)?"),
    (sessions_of, "17:30-20:30", "'17:30-20:30' names no day",
     "write days and a time, as mon wed fri 17:30-20:30"),
    (sessions_of, "mno 9:00-12:00", "'mno' is not a day", "did you mean 'mon'?"),
    (sessions_of, "mon 5-8", "'5-8' could be am or pm", "write 5pm-8pm or 5:00-8:00"),
    (sessions_of, "mon 9:00-10:00-11:00", "'9:00-10:00-11:00' is more than one range",
     "give each range its own session"),
    (sessions_of, "and", "'and' names no day",
     "write days and a time, as mon wed fri 17:30-20:30"),
]  # fmt: skip


@pytest.mark.parametrize(("read", "text", "message", "hint"), REFUSED, ids=lambda x: str(x)[:24])
def test_what_cannot_be_read_is_refused_as_in_a_file(
    read: Read, text: str, message: str, hint: str
) -> None:
    with pytest.raises(FormError) as refusal:
        read(text, vocabulary())
    assert (refusal.value.message, refusal.value.hint) == (message, hint)


def met(days: str, time: str = "") -> dict[str, Plain]:
    return {"days": list(days.split()), **({"time": time} if time else {})}


TIMES: list[tuple[str, list[Plain]]] = [
    ("mon wed fri 17:30-20:30", [met("mon wed fri", "17:30-20:30")]),
    ("Mon, Wed and Fri 5:30 pm to 8:30 pm", [met("mon wed fri", "5:30 pm to 8:30 pm")]),
    ("mon/wed 9:00-12:00; sat 9 am - noon",
     [met("mon wed", "9:00-12:00"), met("sat", "9 am - noon")]),
    ("Mondays and Thursdays from 9:00-12:00", [met("mon thu", "9:00-12:00")]),
    ("mon-thu 9:00-12:00", [met("mon tue wed thu", "9:00-12:00")]),
    ("Friday to Monday at 22:00-02:00", [met("fri sat sun mon", "22:00-02:00")]),
    ("weekdays 9:00-12:00, sun noon-3pm",
     [met("mon tue wed thu fri", "9:00-12:00"), met("sun", "noon-3pm")]),
    ("mon 9:00-12:00 and 13:00-14:00", [met("mon", "9:00-12:00"), met("mon", "13:00-14:00")]),
    ("tue thu", [met("tue thu")]),
    ("tue tue 9:00-10:00", [met("tue", "9:00-10:00")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sessions"), TIMES, ids=lambda each: str(each)[:30])
def test_days_and_times_are_read_in_plain_forms(text: str, sessions: list[Plain]) -> None:
    assert sessions_of(text, vocabulary()) == sessions
    track: Plain = {"name": "A", "sessions": sessions}
    assert program(schedule={"tracks": [track]}).schedule is not None


@given(st.text(max_size=40) | st.text("montuewdfri 0123456789:-,;apto", max_size=40))
def test_whatever_is_typed_is_sessions_or_a_refusal(text: str) -> None:
    try:
        sessions = sessions_of(text, vocabulary())
    except FormError:
        return
    assert isinstance(sessions, list)
    track: Plain = {"name": "A", "sessions": sessions}
    read = program(schedule={"tracks": [track]}).schedule
    assert read is not None
    assert read.tracks is not None
    assert all(set(each.days) <= set(DAYS) for each in read.tracks[0].sessions or ())
