"""What somebody types at a question in, plain values of a listing, or a refusal, out.

At a question people write `ptsd: track, alcohol use` and `mon wed fri 17:30-20:30`; what comes out
is what a listing holds. Each word is read by the form of its field, whose refusal is the message.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from iopfinder.forms import NO_OTHERS, OTHERS, Form, FormError, nearest
from iopfinder.forms import day as day_form
from iopfinder.positioned_yaml import Plain
from iopfinder.schedule import DAYS, ClockError, parse_clock
from iopfinder.vocabulary import NO_WORDS, Term, Vocabulary

__all__ = ["Read", "choice_of", "degrees_of", "list_of", "sessions_of", "states_of", "text_of"]

Read = Callable[[str, Vocabulary], Plain]
"""Typed text and the terms in, a plain value out; raises FormError."""


def text_of(form: Form) -> Read:
    """One value, as its form takes it."""

    def read(text: str, words: Vocabulary) -> Plain:
        try:
            form.parse(text, words)
        except ClockError as error:
            raise FormError(error.message, error.hint) from error
        return text

    return read


def choice_of(form: Form) -> Read:
    """One word of a fixed set, or of a list of terms: itself, its number in the set, its label."""

    def read(text: str, words: Vocabulary) -> Plain:
        word = _word(text, _labels(form, words))
        form.parse(word, words)
        return word

    return read


def list_of(form: Form) -> Read:
    """Several such words with commas between them, each once."""

    def read(text: str, words: Vocabulary) -> Plain:
        labels = _labels(form, words)
        found = [_word(part, labels) for part in _parts(text)]
        for word in found:
            form.parse(word, words)
        return list(dict.fromkeys(found))

    return read


def degrees_of(form: Form) -> Read:
    """Terms with a word for each, as `ptsd: track, psychosis: no`; without one the middle word."""

    def read(text: str, words: Vocabulary) -> Plain:
        labels = _labels(form, words)
        said: dict[str, Plain] = {}
        for part in _parts(text):
            term, word = _term_and_word(part, form)
            id_ = OTHERS if term in (OTHERS, NO_OTHERS) else _word(term, labels)
            if id_ == OTHERS:
                word = "no"
            elif id_ not in words.ids(form.vocabulary):
                raise _no_term(id_, form.vocabulary, words)
            if id_ in said and said[id_] != word:
                raise FormError(f"'{id_}' stands here twice", "keep one of the two")
            said[id_] = word
        return said

    return read


def states_of(form: Form) -> Read:
    """States by letters or name: `OR, WA` or `OR WA`."""

    def read(text: str, words: Vocabulary) -> Plain:
        parts = _parts(text)
        if len(parts) == 1 and " " in parts[0] and all(len(each) == 2 for each in text.split()):
            parts = text.split()
        return list(dict.fromkeys(str(form.parse(part, words)) for part in parts))

    return read


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"[,;]", text)]
    return [part for part in parts if part]


def _labels(form: Form, words: Vocabulary) -> Mapping[str, str]:
    """Each word that may be chosen with its label, in the order in which they are shown."""
    terms: Mapping[str, Term] = words.terms(form.vocabulary) if form.vocabulary else {}
    return {id_: term.label for id_, term in terms.items()} if terms else form.table


def _word(text: str, labels: Mapping[str, str]) -> str:
    """The word that was typed, by its number or its label too; else the text as it is."""
    known = list(labels)
    if text.isdigit() and 1 <= int(text) <= len(known) and text not in labels:
        return known[int(text) - 1]
    lower = text.casefold()
    for word, label in labels.items():
        if lower in {word.casefold(), label.casefold(), label.partition(" (")[0].casefold()}:
            return word
    hyphened = re.sub(r"[\s_]+", "-", lower)
    return hyphened if hyphened in labels else text


def _term_and_word(part: str, form: Form) -> tuple[str, str]:
    """`ptsd: track` apart; a word of the field may stand behind the term without a colon too."""
    term, *word = (each.strip() for each in re.split("[:=]", part, maxsplit=1))
    if word:
        return term, _degree(word[0], form)
    for known in sorted(form.table, key=len, reverse=True):
        for spelling in {known, known.replace("-", " ")}:
            if part.casefold().endswith(f" {spelling}"):
                return part[: -len(spelling)].strip(), known
    return part, form.middle


def _degree(word: str, form: Form) -> str:
    plain = re.sub(r"[\s_]+", "-", word.casefold())
    if plain in form.table:
        return plain
    close = nearest(plain, form.table)
    written = " or ".join(form.table)
    raise FormError(
        f"'{word}' is not known here", f"did you mean '{close}'?" if close else f"write {written}"
    )


def _no_term(text: str, name: str, words: Vocabulary) -> FormError:
    meant = words.meant(name, text)
    hint = f"did you mean '{meant}'?" if meant else "write ? to see the terms"
    return FormError(f"'{text}' is not a term of {name}", hint)


# Days and times

WRITE: Final = "write days and a time, as mon wed fri 17:30-20:30"

_DAY: Final = day_form()
_SEVERAL_DAYS: Final[Mapping[str, Sequence[str]]] = {
    "weekdays": DAYS[:5],
    "weekends": DAYS[5:],
    "daily": DAYS,
}
_TO: Final = frozenset(["-", "\u2013", "to", "through", "till"])
_BETWEEN: Final = frozenset(["and", "&", "at", "from"])


def sessions_of(text: str, _words: Vocabulary) -> Plain:
    """Sessions of one group: `mon-thu 9:00-12:00, sat 10 am to 1 pm`.

    Days without a time are sessions whose time is not stated.
    """
    found: list[Plain] = []
    for days, time in _meetings(_tokens(text)):
        if not days:
            raise FormError(f"'{time}' names no day", WRITE)
        session: dict[str, Plain] = {"days": list(days)}
        if time:
            try:
                parse_clock(time)
            except ClockError as error:
                raise FormError(error.message, error.hint) from error
            session["time"] = time
        found.append(session)
    if not found:
        raise FormError(f"'{text}' names no day", WRITE)
    return found


def _tokens(text: str) -> list[str]:
    """Words apart; days with a dash between them too, and signs of times left together."""
    apart = re.sub(r"(?<=[A-Za-z])\s*([-\u2013])\s*(?=[A-Za-z])", r" \1 ", text)
    return [token for token in re.split(r"[\s,;]+|(?<=[A-Za-z.])/(?=[A-Za-z])", apart) if token]


def _meetings(tokens: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Days and the time behind them, again and again."""
    days: list[str] = []
    time: list[str] = []
    before = ""
    for token in tokens:
        named, plain = _days_of(token), token.lower()
        if named:
            if time:
                yield tuple(dict.fromkeys(days)), " ".join(time)
                days, time = [], []
            days += _through(days[-1], named[0]) if days and before in _TO else named
        elif time or _is_of_time(token):
            if time and _is_range(" ".join(time)) and _is_range(token):
                yield tuple(dict.fromkeys(days)), " ".join(time)  # the same days once more
                time = []
            time += [token] if plain != "and" else []
        elif plain not in _BETWEEN | _TO:
            _DAY.parse(token, NO_WORDS)  # refuses it, with the day that may be meant
        before = plain
    if days or time:
        yield tuple(dict.fromkeys(days)), " ".join(time)


def _days_of(token: str) -> list[str]:
    several = _SEVERAL_DAYS.get(token.lower())
    if several:
        return list(several)
    plain = token.rstrip(".:")
    plural = plain[:-1] if plain.lower().endswith("days") else plain
    try:
        return [str(_DAY.parse(plural, NO_WORDS))]
    except FormError:
        return []


def _is_of_time(token: str) -> bool:
    return token[0].isdigit() or token.lower().startswith(("noon", "midnight"))


def _is_range(text: str) -> bool:
    try:
        parse_clock(text)
    except ClockError:
        return False
    return True


def _through(first: str, last: str) -> list[str]:
    """The days after `first` up to `last`; Friday to Monday goes over the weekend."""
    start, end = DAYS.index(first), DAYS.index(last)
    count = (end - start) % len(DAYS)
    return [DAYS[(start + step) % len(DAYS)] for step in range(1, count + 1)]
