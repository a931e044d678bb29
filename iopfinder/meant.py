"""What somebody wrote in; what was most likely meant, as a listing writes it, or "" out."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from iopfinder.schedule import DAYS, ClockError, parse_clock

__all__ = [
    "DAY_NAMES",
    "clock_meant",
    "date_meant",
    "days_meant",
    "money_meant",
    "number_meant",
    "span_meant",
    "tidied",
    "yes_no_meant",
]

_STRAY: Final = " \t,;.\"'\u2018\u2019\u201a\u201c\u201d\u201e"


def tidied(text: str) -> str:
    """The text without quotes and signs that stand around it by mistake."""
    return text.strip(_STRAY)


# Yes and no

_SAID: Final = {
    **dict.fromkeys(("y", "yep", "yeah", "true", "on", "x", "s\u00ed", "si"), "yes"),
    **dict.fromkeys(("n", "nope", "none", "never", "false", "off", "not"), "no"),
}


def yes_no_meant(text: str) -> str:
    """`yes` or `no` for other words of the same meaning."""
    first = re.split(r"[\s,;.!(]", text.strip().lower(), maxsplit=1)[0]
    return first if first in ("yes", "no") else _SAID.get(first, "")


# Numbers

_IN_WORDS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
_DIGITS: Final = r"[0-9]+(?:\.[0-9]+)?"
_OPEN: Final = r"(?:\+|plus|(?:or|and|years and) (?:more|up|older|over|above)|years? and up|up)"


def number_meant(text: str) -> str:
    """`4` of "4 sessions", "about 4" or "four"; "6 or 8" of a range."""
    lower = text.lower().strip()
    if lower in _IN_WORDS:
        return _IN_WORDS[lower]
    found = re.findall(_DIGITS, lower)
    if lower.startswith("-"):
        return ""
    return " or ".join(found) if len(found) in (1, 2) else ""


def span_meant(text: str) -> str:
    """`8-12` of "8-12 weeks", "8 to 12" or "between 8 and 12"; `9+` of "at least 9"."""
    lower = re.sub(
        rf"\b({'|'.join(_IN_WORDS)})\b", lambda word: _IN_WORDS[word[0]], text.lower().strip()
    )
    found = re.findall(_DIGITS, lower)
    if len(found) == 2 and re.search(rf"{found[0]}\D*(?:-|\u2013|to|and|or)\D*{found[1]}", lower):
        low, high = sorted(found, key=float)
        return f"{low}-{high}"
    if len(found) != 1:
        return ""
    is_open = re.search(rf"{_OPEN}|^(?:at least|from|over|>)|\+$", lower)
    return f"{found[0]}+" if is_open else found[0]


_PERIODS: Final = {
    "session": r"session|visit|group|sess",
    "day": r"day|daily",
    "week": r"week|weekly|wk",
    "month": r"month|monthly|mo",
    "program": r"program|total|whole program|in all",
}


def money_meant(text: str) -> str:
    """`350 per week` of "$350/wk" or "350 weekly"; `350 or 400 per week` of a range."""
    found = re.match(r"\W*([0-9][0-9,]*(?:\.[0-9]{2})?)(?![0-9,.])", text)
    if not found or re.search(r"[\u20ac\xa3]|\b(?:eur|euros?|gbp|cad)\b", text, re.IGNORECASE):
        return ""
    if not re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?", found[1]):
        return ""
    behind = text[found.end() :].lower()
    periods = [each for each, words in _PERIODS.items() if re.search(rf"\b(?:{words})\b", behind)]
    other = re.match(r"\s*(?:-|\u2013|to)\s*\$?([0-9]+)\b", behind)
    amounts = [found[1].replace(",", ""), *(other.groups() if other else ())]
    return f"{' or '.join(amounts)} per {periods[0]}" if len(periods) == 1 else ""


# Days and times

DAY_NAMES: Final = {
    "monday": "mon",
    "tuesday": "tue",
    "wednesday": "wed",
    "thursday": "thu",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
    "tues": "tue",
    "thur": "thu",
    "thurs": "thu",
}
_SHORTER: Final = {
    "m": "mon",
    "tu": "tue",
    "w": "wed",
    "weds": "wed",
    "th": "thu",
    "f": "fri",
    "sa": "sat",
    "su": "sun",
}
_MANY: Final = {
    "weekdays": DAYS[:5],
    "weekday": DAYS[:5],
    "weekends": DAYS[5:],
    "weekend": DAYS[5:],
    "daily": DAYS,
    "every day": DAYS,
    "all": DAYS,
}


def days_meant(text: str) -> tuple[str, ...]:
    """Each day of "Mon-Thu", "mon, wed and fri", "MWF" or "weekdays"."""
    lower = text.lower().strip("[] .")
    if lower in _MANY:
        return _MANY[lower]
    lower = re.sub(r"\s+(?:-|to|through|thru|until)\s+|\s*[-\u2013]\s*", "-", lower)
    parts = [part for part in re.split(r"(?:\s|,|/|&|\+|;|\band\b)+", lower) if part]
    if len(parts) == 1 and re.fullmatch(r"(?:m|tu|t|w|th|f){2,5}", lower):
        parts = [{"t": "tue"}.get(part, part) for part in re.findall(r"th|tu|[mtwf]", lower)]
    named = [_days_between(part) for part in parts]
    return tuple(dict.fromkeys(day for days in named for day in days)) if all(named) else ()


def _days_between(part: str) -> Sequence[str]:
    """The days of `mon` or `mon-thu`; none where an end is no day."""
    ends = [_day(end) for end in part.split("-")]
    if not all(ends) or len(ends) > 2:
        return ()
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    return DAYS[first : last + 1] if first <= last else (*DAYS[first:], *DAYS[: last + 1])


def _day(name: str) -> str:
    name = name.rstrip(".")
    known = DAY_NAMES.get(name) or DAY_NAMES.get(name.removesuffix("s")) or _SHORTER.get(name)
    return known or (name if name in DAYS else "")


def clock_meant(text: str) -> str:
    """`17:30-20:30` of "17.30-20.30", "1730-2030", "from 5:30 until 8:30 pm" or "20:30-17:30"."""
    for attempt in _clocks(text.lower().strip("[] ,;")):
        try:
            parse_clock(attempt)
        except ClockError:
            continue
        return attempt
    return ""


def _clocks(text: str) -> Iterator[str]:
    ends = r"\s*(?:-|\u2013|~|,|/|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\band\b)\s*"
    text = re.sub(r"^(?:from|between|at)\s+|\s*(?:o'?clock|hours|hrs|h)\b", "", text)
    text = re.sub(r"(\d)[.;](\d\d)", r"\1:\2", text)
    text = re.sub(r"(\d:\d\d):\d\d", r"\1", text)
    text = re.sub(r"\b([012]?\d)([0-5]\d)\b", r"\1:\2", text)
    parts = [part for part in re.split(ends, text) if part]
    if len(parts) == 2:
        yield "-".join(parts)
        if all(re.fullmatch(r"\d?\d:\d\d", part) for part in parts):
            yield "-".join(reversed(parts))


# Days of the calendar

_DATE_FORMS: Final = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y"),
    *("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%Y%m%d"),
)
"""How people of the United States write a day; the month before the day."""


_AROUND_A_DATE: Final = re.compile(
    r"(?<=\d)(?:st|nd|rd|th)\b|,|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)


def date_meant(text: str) -> str:
    """`2026-10-01` of "10/1/2026", "October 1, 2026" or "2026-10-1"; the last day of a month."""
    plain = _AROUND_A_DATE.sub(" ", text)
    plain = " ".join(re.split(r"[T\s]+(?=\d\d:\d\d)", plain)[0].split())
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return _last_of_month(plain)


def _last_of_month(text: str) -> str:
    """`2026-11-30` of 2026-11-31."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    if not found or not 1 <= int(found[2]) <= 12 or not 29 <= int(found[3]) <= 31:
        return ""
    last = calendar.monthrange(int(found[1]), int(found[2]))[1]
    return f"{found[1]}-{found[2]}-{last}"
