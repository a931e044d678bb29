"""The written form of each kind of value: text in, a typed value or a clear refusal out.

A `Form` is the one place that knows how a scalar is written, what its JSON Schema is and how to
say that it is wrong. Models name their forms in `Annotated[...]`; pydantic coerces nothing.
"""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import phonenumbers
from pydantic_core import PydanticCustomError, core_schema

from iopfinder import patterns
from iopfinder.meant import (
    DAY_NAMES,
    clock_meant,
    date_meant,
    days_meant,
    money_meant,
    number_meant,
    span_meant,
    tidied,
    yes_no_meant,
)
from iopfinder.places import STATES, TIME_ZONES
from iopfinder.schedule import DAYS, RANGE_HINT, Clock, ClockError, parse_clock

__all__ = [
    "LONGEST_ID",
    "Answers",
    "Form",
    "FormError",
    "Money",
    "Phone",
    "Shorthand",
    "Span",
    "Words",
    "answers",
    "choice",
    "choices",
    "clock",
    "day",
    "email",
    "id_text",
    "iso_date",
    "link",
    "listed",
    "money",
    "nearest",
    "npi",
    "number",
    "phone",
    "span",
    "state",
    "term",
    "terms",
    "text",
    "time_zone",
    "years",
    "yes_no",
    "zip_code",
]

OTHERS: Final = "others"
NO_OTHERS: Final = "no-others"

QUOTED: Final = 60
"""Characters of a reader's own text that a message quotes."""


class FormError(ValueError):
    """A text that is not of its form: what is wrong, and what to write in its place."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Words(Protocol):
    """What forms need of the vocabulary: its terms, and what a reader may have meant."""

    def ids(self, name: str) -> Collection[str]: ...

    def meant(self, name: str, text: str) -> str: ...

    def years(self, band: str) -> "Span | None": ...


class _NoTerms:
    """The words of files that name no terms."""

    def ids(self, name: str) -> Collection[str]:
        return ()

    def meant(self, name: str, text: str) -> str:
        return ""

    def years(self, band: str) -> "Span | None":
        return None


_NO_TERMS: Final = _NoTerms()


# Values


@dataclass(frozen=True, slots=True)
class Span:
    """A number or a range of numbers; `high` None means that the top is open (`9+`)."""

    low: float
    high: float | None

    def holds(self, number: float) -> bool:
        """True for a number inside, both ends included."""
        return self.low <= number and (self.high is None or number <= self.high)

    def lies_in(self, other: "Span") -> bool:
        """True when `other` holds all of this span."""
        top = other.high is None or (self.high is not None and self.high <= other.high)
        return other.low <= self.low and top

    def meets(self, other: "Span") -> bool:
        """True when some number lies in both."""
        return (other.high is None or self.low <= other.high) and (
            self.high is None or other.low <= self.high
        )


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in US cents, and what it pays for: session, week, program, or nothing said."""

    cents: int
    per: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A US phone number: `+15035550142`, its extension, and the way people read it."""

    e164: str
    extension: str
    shown: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a listing says of the terms of one list: a word for each term that it names.

    `others_no`: the listing says no to every other term that existed when it was confirmed.
    A term that is neither named nor closed off is *not stated*, which is never "no".
    """

    given: Mapping[str, str]
    others_no: bool = False

    def of(self, term: str) -> str | None:
        """The word given for `term`; None where the listing does not name it."""
        return self.given.get(term)

    def over(self, shared: "Answers | None") -> "Answers":
        """These answers first, the shared ones for terms not named; a closed list takes none."""
        if shared is None or self.others_no:
            return self
        return Answers({**shared.given, **self.given}, shared.others_no)


# The form itself


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of value is written.

    `kind` names it for views and schemas; `items` marks a list (`list`) or a list that may also
    be a mapping of term to word (`answers`); `table` holds the wording of a fixed choice; `subject`
    is what an id is called in messages, `limit` a text's most characters, `schemes` a link's.
    """

    kind: str
    parse: Callable[[str, Words], Any]
    schema: Mapping[str, Any]
    written: str
    unit: str = ""
    table: Mapping[str, str] = field(default_factory=dict)
    vocabulary: str = ""
    items: str = ""
    middle: str = ""
    subject: str = ""
    limit: int = 0
    schemes: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> Any:
        one = core_schema.with_info_plain_validator_function(self._value)
        if self.items == "list":
            return core_schema.no_info_after_validator_function(
                _unique, core_schema.list_schema(one, min_length=1)
            )
        if self.items == "terms":
            return core_schema.no_info_after_validator_function(
                _listed_terms, core_schema.list_schema(one, min_length=1)
            )
        if self.items == "answers":
            key = core_schema.with_info_plain_validator_function(self._term)
            mapping = core_schema.no_info_after_validator_function(
                self._mapped, core_schema.dict_schema(key, one)
            )
            return core_schema.no_info_before_validator_function(self._as_mapping, mapping)
        return one

    def _value(self, value: object, info: core_schema.ValidationInfo) -> Any:
        if not isinstance(value, str):
            what = "a list" if isinstance(value, list) else "a mapping"
            hint = self._joined(value, info.context) or self._one_value_hint()
            raise _refusal(f"{what} stands where one value belongs", hint)
        if self.items == "answers" and value.strip() == "no":
            return "no"  # every field can say no to all others; `_mapped` looks at single terms
        return _spoken(self.parse, value.strip(), info.context, in_list=bool(self.items))

    def _joined(self, value: object, words: Words | None) -> str:
        """What to write of a list of two ends: `[17:30, 20:30]`."""
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return ""
        joined = "-".join(value)
        parses = len(value) == 2 and _parses(self.parse, [joined], words or _NO_TERMS)
        return f"write {joined}" if parses and self.kind != "text" else ""

    def _mapped(self, words: dict[str, str]) -> Answers | None:
        for term, word in words.items():
            if term != OTHERS and word not in self.table:
                hint = _did_you_mean(word, self.table, f"write {_alternatives(self.table)}")
                raise _refusal(f"'{word}' is not known here", hint, term)
        return _mapped_terms(words)

    def _one_value_hint(self) -> str:
        if self.items == "answers":
            return f"write {_alternatives(self.table)}"
        if self.items:
            return "take the inner brackets or dashes away"
        return "write it as one text" if self.kind == "text" else f"write {self.written}"

    def _term(self, value: object, info: core_schema.ValidationInfo) -> str:
        if value == OTHERS:
            return OTHERS
        if value == NO_OTHERS:
            raise _refusal("'no-others' stands in lists only", "write 'others: no'")
        known: str = _spoken(_term_parser(self.vocabulary), str(value), info.context)
        return known

    def _as_mapping(self, value: object) -> object:
        """A plain list under a field whose terms have degrees means the middle one."""
        if isinstance(value, str):
            raise _refusal(
                "one value stands where a list or a mapping belongs",
                f"write [{value}], or a mapping of term to one of {_alternatives(self.table)}",
            )
        if not isinstance(value, list):
            return value
        words: dict[str, str] = {}
        for index, item in enumerate(value):
            if not isinstance(item, str):
                raise _refusal(
                    "a mapping stands in a list of terms",
                    "take the dashes away: one 'term: word' on each line",
                    index,
                )
            if item in words or (item == NO_OTHERS and OTHERS in words):
                raise _refusal(f"'{item}' stands twice in this list", "keep one of the two", index)
            words[OTHERS if item == NO_OTHERS else item] = (
                "no" if item == NO_OTHERS else self.middle
            )
        return words


def _spoken(
    parse: Callable[[str, Words], Any],
    value: str,
    words: Words | None,
    *,
    in_list: bool = False,
) -> Any:
    known = words or _NO_TERMS
    try:
        return parse(value, known)
    except (FormError, ClockError) as error:
        hint = _tidy_hint(parse, value, known, in_list=in_list) or error.hint
        raise _refusal(_quoting(error.message, value), _quoting(hint, value)) from error


def _tidy_hint(
    parse: Callable[[str, Words], Any], value: str, words: Words, *, in_list: bool
) -> str:
    """What to write of a value that is right but for signs around it, or commas between."""
    tidy = tidied(value)
    if tidy != value and _parses(parse, [tidy], words):
        curly = ", with straight quotes or none" if not _CURLY.isdisjoint(value) else ""
        needs_quotes = tidy.isdigit() and not _CURLY.union('"').isdisjoint(value)
        return f'write "{tidy}"{curly}' if needs_quotes else f"write {tidy}{curly}"
    parts = re.split(r"[\s;,/]+", value)
    if in_list and len(parts) > 1 and _parses(parse, parts, words):
        return f"put a comma between them: {', '.join(parts)}"
    return ""


_CURLY: Final = frozenset("\u2018\u2019\u201a\u201c\u201d\u201e")


def _parses(parse: Callable[[str, Words], Any], texts: list[str], words: Words) -> bool:
    try:
        for text_ in texts:
            parse(text_, words)
    except (FormError, ClockError):
        return False
    return True


def _quoting(said: str, value: str) -> str:
    """What is said of a long text quotes its beginning only."""
    if len(value) <= QUOTED:
        return said
    return said.replace(value, f"{value[:QUOTED].rstrip()} ...")


def _refusal(message: str, hint: str, *inside: str | int) -> PydanticCustomError:
    return PydanticCustomError(
        "form", "{message}", {"message": message, "hint": hint, "inside": inside}
    )


def _unique(values: list[Any]) -> tuple[Any, ...]:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise _refusal("this stands twice in the list", "keep one of the two", index)
    return tuple(values)


def _listed_terms(values: list[str]) -> Answers:
    named = _unique(values)
    return Answers({term: "yes" for term in named if term != NO_OTHERS}, NO_OTHERS in named)


def _mapped_terms(words: dict[str, str]) -> Answers | None:
    if not words:
        return None  # each term stands there with nothing behind it: not stated
    others = words.get(OTHERS, "no")
    if others != "no":
        raise _refusal(
            f"'{others}' cannot be said of all others",
            "write 'others: no', or leave it out",
            OTHERS,
        )
    return Answers({term: word for term, word in words.items() if term != OTHERS}, OTHERS in words)


@dataclass(frozen=True, slots=True)
class Shorthand:
    """Lets one plain value stand for a section with that value under `key`: `[carf]`."""

    key: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_before_validator_function(self._opened, handler(source))

    def _opened(self, value: object) -> object:
        return {self.key: value} if isinstance(value, str) else value


def nearest(text: str, known: Collection[str]) -> str:
    """The known word that looks most like `text`, or "" when none does."""
    lower = {word.lower(): word for word in known}
    swapped = [word for word in lower if sorted(word) == sorted(text.lower())]
    if swapped:
        return lower[swapped[0]]
    close = difflib.get_close_matches(text.lower(), list(lower), n=1, cutoff=0.6)
    return lower[close[0]] if close else ""


def _did_you_mean(text: str, known: Collection[str], otherwise: str) -> str:
    said = yes_no_meant(text) if "yes" in known else ""
    close = said or nearest(text, known)
    return f"did you mean '{close}'?" if close else otherwise


def _alternatives(known: Collection[str]) -> str:
    listed = list(known)
    if len(listed) == 1:
        return listed[0]
    return ", ".join(listed[:-1]) + " or " + listed[-1]


# Scalar forms


def listed(form: Form) -> Form:
    """A list of values of one form, none of them twice."""
    return replace(form, items="list", written=f"a list: [{form.written}]")


def text(limit: int = 200) -> Form:
    """Free text of at most `limit` characters."""

    def parse(value: str, _words: Words) -> str:
        if len(value) > limit:
            raise FormError(
                f"this text has {len(value)} characters; the limit is {limit}", "make it shorter"
            )
        return value

    schema = {
        "type": "string",
        "pattern": patterns.text_up_to(limit),
        "patternErrorMessage": f"This text is longer than {limit} characters.",
    }
    return Form("text", parse, schema, f"up to {limit} characters", limit=limit)


def yes_no() -> Form:
    """`yes` or `no`; what is left out is not stated."""

    def parse(value: str, _words: Words) -> bool:
        lower = value.lower()
        if lower not in _YES_NO:
            meant = yes_no_meant(value)
            hint = f"did you mean '{meant}'?" if meant else "write yes or no, or leave it out"
            raise FormError(f"'{value}' is neither yes nor no", hint)
        return _YES_NO[lower]

    schema = {"enum": ["yes", "no"], "pattern": patterns.YES_NO, "bool": True}
    return Form("yes-no", parse, schema, "yes or no", table={"yes": "Yes", "no": "No"})


_YES_NO = {"yes": True, "no": False, "true": True, "false": False}

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:(\+)|(?:-|\u2013|to)\s*([0-9]+(?:\.[0-9]+)?))?")


def number(unit: str, *, most: float = 9999) -> Form:
    """One number of `unit`s, 0 or more."""

    def parse(value: str, _words: Words) -> float:
        if not _NUMBER.fullmatch(value):
            meant = number_meant(value)
            hint = f"write {meant}" if meant else f"write the number of {unit} in digits"
            raise FormError(f"'{value}' is not a number", hint)
        if float(value) > most:
            raise FormError(f"{value} {unit} is too much", f"write {most:g} or less")
        return _whole(float(value))

    schema = {**_numeric(most), "pattern": patterns.number_up_to(int(most))}
    return Form("number", parse, schema, f"a number of {unit}", unit=unit)


def span(unit: str, *, most: float = 9999) -> Form:
    """A number or range of `unit`s: 9, 9-12 or 9+."""

    def parse(value: str, _words: Words) -> Span:
        return _span(value, unit, most)

    schema = {**_numeric(most), "pattern": patterns.span_up_to(int(most))}
    return Form("span", parse, schema, "9, 9-12 or 9+", unit=unit)


def _numeric(most: float) -> dict[str, Any]:
    return {"type": ["number", "string"], "minimum": 0, "maximum": most}


def _span(value: str, unit: str, most: float, written: str = "9, 9-12 or 9+") -> Span:
    found = _SPAN.fullmatch(value)
    if not found:
        hint = f"write {span_meant(value) or written}"
        raise FormError(f"'{value}' is not a number or range of {unit}", hint)
    low = _whole(float(found[1]))
    high = None if found[2] else _whole(float(found[3])) if found[3] else low
    if high is not None and high < low:
        raise FormError(f"'{value}' ends below where it starts", f"write {high:g}-{low:g}")
    if max(low, high or 0) > most:
        raise FormError(f"'{value}' is too much: over {most:g} {unit}", "check the number")
    return Span(low, high)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def years() -> Form:
    """Ages in years: `13-17`, `18+`, or the name of an age band."""

    def parse(value: str, words: Words) -> Span:
        band = words.years(value.lower())
        if band:
            return band
        if not value[:1].isdigit():
            meant = words.meant("ages", value)
            bands = _alternatives(["13-17", "18+", *words.ids("ages")])
            hint = f"did you mean '{meant}'?" if meant else f"write {bands}"
            raise FormError(f"'{value}' is not an age range", hint)
        return _span(value, "years", 120, "13-17 or 18+")

    schema = {
        "anyOf": [
            {**_numeric(120), "pattern": patterns.span_up_to(120)},
            {"bands": "ages"},
        ]
    }
    return Form("span", parse, schema, "13-17 or 18+", unit="years")


def choice(table: Mapping[str, str]) -> Form:
    """One of a fixed set of words; `table` gives the words that families read."""
    return Form(
        "choice", _choice_parser(table), {"enum": list(table)}, _alternatives(table), table=table
    )


def choices(table: Mapping[str, str]) -> Form:
    """A list of words out of a fixed set."""
    return Form(
        "choices",
        _choice_parser(table),
        {"enum": list(table)},
        f"a list of {_alternatives(table)}",
        table=table,
        items="list",
    )


def _choice_parser(table: Mapping[str, str]) -> Callable[[str, Words], str]:
    def parse(value: str, _words: Words) -> str:
        if value not in table:
            otherwise = f"write {_alternatives(table)}"
            raise FormError(f"'{value}' is not known here", _did_you_mean(value, table, otherwise))
        return value

    return parse


def term(vocabulary: str, *, other: bool = False) -> Form:
    """One term of a vocabulary; with `other`, the word `other` too."""
    parse = _term_parser(vocabulary, *(["other"] if other else []))
    schema = {"vocabulary": vocabulary, "also": ["other"] if other else []}
    return Form("term", parse, schema, f"a term of {vocabulary}", vocabulary=vocabulary)


def terms(vocabulary: str) -> Form:
    """A list that says yes to its terms; `no-others` says no to the rest."""
    return Form(
        "answers",
        _term_parser(vocabulary, NO_OTHERS),
        {"vocabulary": vocabulary, "also": [NO_OTHERS]},
        f"a list of terms of {vocabulary}",
        table={"yes": "Yes", "no": "No"},
        vocabulary=vocabulary,
        items="terms",
        middle="yes",
    )


def answers(vocabulary: str, table: Mapping[str, str], *, middle: str) -> Form:
    """A mapping of term to one of the field's words; a plain list means `middle`."""
    return Form(
        "answers",
        _choice_parser(table),
        {"enum": list(table)},
        f"term: {_alternatives(table)}",
        table=table,
        vocabulary=vocabulary,
        items="answers",
        middle=middle,
    )


def _term_parser(vocabulary: str, *also: str) -> Callable[[str, Words], str]:
    def parse(value: str, words: Words) -> str:
        known = words.ids(vocabulary)
        if value in known or value in also:
            return value
        if value == OTHERS and NO_OTHERS in also:
            raise FormError("'others' stands in mappings only", "write 'no-others'")
        meant = words.meant(vocabulary, value)
        hint = (
            f"did you mean '{meant}'?"
            if meant
            else f"the terms stand in content/vocabulary/{vocabulary}.yaml"
        )
        raise FormError(f"'{value}' is not a term of {vocabulary}", hint)

    return parse


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


LONGEST_ID: Final = 80
"""Letters, digits and hyphens of an id: it becomes a folder's name and an address."""


def id_text(what: str = "an id") -> Form:
    """A name fit for an address: small letters, digits and single hyphens."""

    def parse(value: str, _words: Words) -> str:
        if len(value) > LONGEST_ID:
            message = f"'{value}' has {len(value)} signs; {LONGEST_ID} is the most for {what}"
            raise FormError(message, "shorten it")
        if not _SLUG.fullmatch(value):
            raise FormError(
                f"'{value}' is not {what}",
                "use small letters, digits and hyphens, as in oak-evening-iop",
            )
        return value

    schema = {"type": "string", "pattern": patterns.ID, "maxLength": LONGEST_ID}
    return Form("id", parse, schema, "small letters, digits and hyphens", subject=what)


def iso_date() -> Form:
    """A day of the calendar, as 2026-10-01."""

    def parse(value: str, _words: Words) -> date:
        hint = "write year-month-day, as 2026-10-01"
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            meant = date_meant(value)
            raise FormError(f"'{value}' is not a date", f"did you mean {meant}?" if meant else hint)
        try:
            return date.fromisoformat(value)
        except ValueError:
            last = date_meant(value)
            hint = f"that month ends on {last}" if last else hint
            raise FormError(f"'{value}' is not a day of the calendar", hint) from None

    return Form("date", parse, {"type": "string", "pattern": patterns.DATE}, "2026-10-01")


def clock() -> Form:
    """A time of day with start and end, as 17:30-20:30 or 5:30pm-8:30pm."""

    def parse(value: str, _words: Words) -> Clock:
        try:
            return parse_clock(value)
        except ClockError as error:
            meant = clock_meant(value)
            better = meant and error.hint == RANGE_HINT
            raise FormError(error.message, f"write {meant}" if better else error.hint) from None

    schema = {"type": "string", "pattern": patterns.CLOCK}
    return Form("clock", parse, schema, "17:30-20:30")


def day() -> Form:
    """A list of days of the week: mon, tue ... or their full names."""

    def parse(value: str, _words: Words) -> str:
        lower = value.lower()
        short = DAY_NAMES.get(lower, lower)
        if short not in DAYS:
            raise FormError(f"'{value}' is not a day", _days_hint(lower))
        return short

    schema = {"enum": list(DAYS), "pattern": patterns.DAY}
    return Form("days", parse, schema, "[mon, wed, fri]", items="list")


def _days_hint(text_: str) -> str:
    meant = days_meant(text_)
    if len(meant) > 1:
        return f"write each day: {', '.join(meant)}"
    if meant:
        return f"did you mean '{meant[0]}'?"
    known = [*DAYS, *DAY_NAMES]
    return _did_you_mean(text_, known, "write mon, tue, wed, thu, fri, sat or sun")


_MONEY = re.compile(
    r"\$?\s?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.([0-9]{1,2}))?"
    r"(?:\s*(?:per|a|an|/)\s*(session|day|week|month|program))?"
)


def money() -> Form:
    """US dollars, with what they pay for: 350 per week, $1,200 per program, 40."""

    def parse(value: str, _words: Words) -> Money:
        found = _MONEY.fullmatch(value)
        if not found:
            otherwise = "dollars, as 350 per week (session, day, week, month or program)"
            hint = f"write {money_meant(value) or otherwise}"
            raise FormError(f"'{value}' is not one amount of money", hint)
        cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
        return Money(cents, found[3] or "")

    schema = {
        **_numeric(999_999.99),
        "pattern": patterns.MONEY,
    }
    return Form("money", parse, schema, "350 per week")


def phone() -> Form:
    """A US phone number, with or without an extension: 503-555-0142 x12."""

    def parse(value: str, _words: Words) -> Phone:
        hint = "write it with its area code, as 503-555-0142 or 503-555-0142 x12"
        number_ = _us_number(value)
        if number_ is None:
            meant = _us_number(value.translate(_LIKE_DIGITS))
            hint = f"did you mean {_phone(meant).shown}?" if meant else hint
            several = [_us_number(part) for part in re.split(r"[,;/&]|\b(?:or|and)\b", value)]
            if len(several) > 1 and several[0] and all(several):
                hint = f"write one of them, as {_phone(several[0]).shown}"
            raise FormError(f"'{value}' is not a US phone number", hint)
        return _phone(number_)

    return Form("phone", parse, {"type": "string", "pattern": patterns.PHONE}, "503-555-0142 x12")


_LIKE_DIGITS: Final = str.maketrans("OoIl", "0011")
"""Letters that are typed for digits."""


def _us_number(text_: str) -> phonenumbers.PhoneNumber | None:
    try:
        number_ = phonenumbers.parse(text_, "US")
    except phonenumbers.NumberParseException:
        return None
    in_us = number_.country_code == 1 and phonenumbers.is_valid_number(number_)
    return number_ if in_us else None


def _phone(parsed: phonenumbers.PhoneNumber) -> Phone:
    extension = parsed.extension or ""
    digits = str(parsed.national_number)
    shown = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return Phone(f"+1{digits}", extension, f"{shown} ext. {extension}" if extension else shown)


def link(*schemes: str) -> Form:
    """An address on the web: of `schemes` (https, http, mailto, tel), https when none is named."""
    allowed = schemes or ("https",)

    def parse(value: str, _words: Words) -> str:
        hint = f"write the whole address, as {_LINK_EXAMPLES[allowed[0]]}"
        try:
            parts = urlsplit(value)
        except ValueError:
            raise FormError(f"'{value}' is not an address", hint) from None
        if parts.scheme not in allowed:
            whole = f"https://{value.partition('://')[2] or value}"
            if parts.scheme in ("", "http") and _WHOLE["https"].fullmatch(whole[len("https:") :]):
                hint = f"write {whole}"
            raise FormError(
                f"'{value}' is not an address that starts with {_alternatives(allowed)}:", hint
            )
        if not _WHOLE[parts.scheme].fullmatch(value.partition(":")[2]):
            raise FormError(f"'{value}' is not a whole address", hint)
        if re.search(r"[\s<>\"'`{}|\\^]", value):
            raise FormError(f"'{value}' has a space or quote in it", hint)
        return value

    return Form(
        "link",
        parse,
        {"type": "string", "pattern": patterns.link(allowed)},
        _examples_of(allowed),
        schemes=allowed,
    )


_LINK_EXAMPLES = {
    "https": "https://oak.example.org/iop",
    "http": "http://oak.example.org/iop",
    "mailto": "mailto:intake@oak.example.org",
    "tel": "tel:+15035550142",
}


def _examples_of(schemes: Collection[str]) -> str:
    """Examples of the addresses that `schemes` allow."""
    return " or ".join(_LINK_EXAMPLES[scheme] for scheme in schemes)


_ON_A_HOST = re.compile(
    r"//(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,5})?(?:[/?#].*)?"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_WHOLE: Final = {
    "https": _ON_A_HOST,
    "http": _ON_A_HOST,
    "mailto": _EMAIL,
    "tel": re.compile(r"\+?[0-9]{3,15}"),
}
"""What stands behind the scheme of a whole address."""


def email() -> Form:
    """An email address."""

    def parse(value: str, _words: Words) -> str:
        if not _EMAIL.fullmatch(value):
            within = _EMAIL.search(value)
            hint = f"write {within[0]}" if within else "write it as intake@oak.example.org"
            raise FormError(f"'{value}' is not an email address", hint)
        return value

    return Form(
        "email", parse, {"type": "string", "pattern": patterns.EMAIL}, "intake@oak.example.org"
    )


def state() -> Form:
    """A US state, DC or territory: its two letters, or its name."""
    names = {name.lower(): code for code, name in STATES.items()}

    def parse(value: str, _words: Words) -> str:
        code = names.get(value.lower(), value.upper())
        if code not in STATES:
            otherwise = "write its two letters, as OR"
            close = nearest(value, names)
            hint = f"did you mean {names[close]} ({STATES[names[close]]})?" if close else otherwise
            raise FormError(f"'{value}' is not a US state or territory", hint)
        return code

    schema = {"enum": list(STATES), "pattern": patterns.STATE, "named": list(STATES.values())}
    return Form("state", parse, schema, "OR")


def time_zone() -> Form:
    """A time zone of the United States by its name in the IANA database."""

    def parse(value: str, _words: Words) -> str:
        if value not in TIME_ZONES:
            meant = _SPOKEN_ZONES.get(value.lower().partition(" ")[0], value)
            hint = _did_you_mean(meant, TIME_ZONES, "write it as America/Chicago")
            raise FormError(f"'{value}' is not a time zone of the United States", hint)
        return value

    zones = {zone: f"{words} ({zone})" for zone, words in TIME_ZONES.items()}
    return Form("time-zone", parse, {"enum": list(TIME_ZONES)}, "America/Chicago", table=zones)


_SPOKEN_ZONES: Final = {
    spoken: zone
    for zone, words in {
        "America/New_York": "eastern et est edt us/eastern",
        "America/Chicago": "central ct cst cdt us/central",
        "America/Denver": "mountain mt mst mdt us/mountain",
        "America/Phoenix": "arizona us/arizona",
        "America/Los_Angeles": "pacific pt pst pdt us/pacific",
        "America/Anchorage": "alaska akst akdt us/alaska",
        "Pacific/Honolulu": "hawaii hst us/hawaii",
        "America/Puerto_Rico": "atlantic ast",
    }.items()
    for spoken in words.split()
}
"""What people say in place of a zone's name."""


def zip_code() -> Form:
    """Five digits; ZIP+4 is cut to its first five."""

    def parse(value: str, _words: Words) -> str:
        if not re.fullmatch(r"[0-9]{5}(?:-[0-9]{4})?", value):
            lost_zero = re.fullmatch(r"[1-8][0-9]{3}|[5-9][0-9]{2}", value)
            whole = f"0{value}" if len(value) == 4 else f"00{value}"
            within = re.findall(r"(?<!\d)\d{5}(?!\d)", value)
            hint = (
                f'did you mean "{whole if lost_zero else within[0]}"?'
                if lost_zero or len(within) == 1
                else 'write five digits, as "02139"'
            )
            raise FormError(f"'{value}' is not a ZIP code", hint)
        return value[:5]

    return Form("zip", parse, {"type": "string", "pattern": patterns.ZIP}, '"97204"')


def npi() -> Form:
    """A National Provider Identifier: ten digits, the last a check digit.

    Luhn over 80840 and the ten digits; the first digit is 1 or 2 (CMS, NPI check digit). A right
    check digit does not prove that the number was issued.
    """

    def parse(value: str, _words: Words) -> str:
        hint = "copy the ten digits from the NPI registry"
        if not re.fullmatch(r"[12][0-9]{9}", value):
            raise FormError(f"'{value}' is not an NPI: ten digits, the first 1 or 2", hint)
        if _luhn("80840" + value) % 10:
            raise FormError(f"'{value}' is not an NPI: its last digit does not check", hint)
        return value

    return Form("npi", parse, {"type": "string", "pattern": patterns.NPI}, '"1234567893"')


def _luhn(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total
