"""A plain value of a listing's field in, the text of a spreadsheet's cell out; and back again.

Spreadsheet programs rewrite what they open: dates, `TRUE`, ZIP codes without their first zero,
`8-12` as the twelfth of August. What comes back is read as what stood there. Whether it is right
is for `check` to say.
"""

import re
from calendar import month_abbr
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import NO_OTHERS, OTHERS, Form
from iopfinder.places import STATES
from iopfinder.positioned_yaml import Plain
from iopfinder.schedule import DAYS
from iopfinder.vocabulary import Vocabulary

__all__ = ["CellError", "cell_of", "is_kept", "plain_of"]


@dataclass(frozen=True)
class CellError(ValueError):
    """A cell whose text a spreadsheet program has damaged: what is wrong, and what to do."""

    message: str
    hint: str


# Out


def cell_of(spec: Spec, value: Plain | None) -> str:
    """The cell of a value, "" for one that is not stated."""
    if value is None:
        return ""
    if spec.section:
        section = spec.section
        return "; ".join(_item_cell(section, item) for item in _items(value))
    if isinstance(value, dict):
        pairs = (f"{_escaped(term)}: {_escaped(str(word))}" for term, word in value.items())
        return "; ".join(pairs)
    if isinstance(value, list):
        return "; ".join(_escaped(str(item)) for item in value)
    if spec.form and spec.form.kind == "span":
        return _span_cell(value.strip(), spec.form.unit)
    return value.strip()


def _span_cell(text: str, unit: str) -> str:
    """A range in words: spreadsheets make a date of 8-12, and the number 18 of 18+."""
    more = "and older" if unit == "years" else "or more"
    ranged = re.sub(r"(?<=\d)\s*[-\u2013]\s*(?=\d)", " to ", text)
    return re.sub(r"(?<=\d)\+$", f" {more}", ranged)


def _items(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else [value]


def _item_cell(section: type[Section], item: Plain) -> str:
    """One session as `mon, wed 17:30-20:30`; any other item as `carf | until: 2028-05-31`."""
    if not isinstance(item, dict):
        return _escaped(str(item))
    if _is_session(section):
        days = ", ".join(str(day) for day in _items(item.get("days", [])))
        return f"{days} {item.get('time', '')}".strip()
    first = outline(section)[0].name
    more = (f"{key}: {word}" for key, word in item.items() if key != first)
    return " | ".join(_escaped(part) for part in (str(item.get(first, "")), *more))


def _is_session(section: type[Section] | None) -> bool:
    return section is not None and "days" in section.model_fields


def _escaped(text: str) -> str:
    """`;` and `|` part items and their parts, so those of a text bear a backslash."""
    return re.sub(r"([\\;|])", r"\\\1", text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\;|])", r"\1", text)


def _parts(text: str, sign: str) -> list[str]:
    """The parts between signs that bear no backslash, stripped, none of them empty."""
    found = re.findall(rf"(?:\\.|[^\\{re.escape(sign)}]|\\$)+", text, re.DOTALL)
    return [part.strip() for part in found if part.strip()]


# In


def plain_of(spec: Spec, cell: str, vocabulary: Vocabulary) -> Plain | None:
    """The plain value of a cell as a listing writes it, or None for an empty one.

    Raises CellError.
    """
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip(_BLANK)
    if not text:
        return None
    _refuse_damage(text)
    if spec.section and _is_session(spec.section):
        return [_session(part) for part in _parts(text.replace("\n", ";"), ";")]
    if spec.section:
        section = spec.section
        return [_item(section, part, vocabulary) for part in _parts(text, ";")]
    assert spec.form is not None  # noqa: S101 - a column has a form or items
    if spec.form.items:
        return _several(spec.form, text, vocabulary)
    return _one(spec.form, text, vocabulary)


_BLANK: Final = " \t\n\u00a0"
_SHORTENED: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+")
_FAILED: Final = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!|#+)")


def _refuse_damage(text: str) -> None:
    if _SHORTENED.fullmatch(text):
        hint = "make the column wide, write the number again in full, and save"
        raise CellError(f"the spreadsheet has shortened a number to '{text}'", hint)
    if _FAILED.fullmatch(text):
        hint = "write the text again with a ' before it, and save"
        raise CellError(f"the spreadsheet took this cell for a formula: '{text}'", hint)


def _item(section: type[Section], text: str, vocabulary: Vocabulary) -> Plain:
    """`carf | until: 2028-05-31`, or one value alone."""
    specs = {spec.name: spec for spec in outline(section)}
    first, *more = _parts(text, "|")
    name, *_others = specs
    item: dict[str, Plain] = {name: _field(specs[name], first, vocabulary)}
    for part in more:
        key, _, word = part.partition(":")
        spec = specs.get(key.strip())
        item[key.strip()] = _field(spec, word, vocabulary) if spec else word.strip()
    return item if more or section.__name__ == "Fee" else item[name]


def _field(spec: Spec, text: str, vocabulary: Vocabulary) -> Plain:
    return plain_of(spec, _unescaped(text), vocabulary) or ""


def _several(form: Form, text: str, vocabulary: Vocabulary) -> Plain:
    """A list, or term and word for each item where some item has a word."""
    parts = _parts(text.replace("\n", ";"), ";")
    if form.kind == "text":
        return [_unescaped(part) for part in parts]
    parts = [each for part in parts for each in _by_comma(form, _unescaped(part), vocabulary)]
    if form.items != "answers" or not any(":" in part for part in parts):
        return [_term(form, part, vocabulary) for part in parts]
    words: dict[str, Plain] = {}
    for part in parts:
        term, _, word = part.partition(":")
        id_ = _term(form, term, vocabulary)
        if id_ == NO_OTHERS:
            words[OTHERS] = "no"
        else:
            words[id_] = _choice(form, word.strip()) if word.strip() else form.middle
    return words


def _by_comma(form: Form, part: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Terms are parted by commas too, unless the comma stands in a term's own words."""
    if _term(form, part, vocabulary) in _ids(form, vocabulary):
        yield part
    else:
        yield from (each.strip() for each in part.split(",") if each.strip())


def _ids(form: Form, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(vocabulary.ids(form.vocabulary) if form.vocabulary else form.table)


def _term(form: Form, text: str, vocabulary: Vocabulary) -> str:
    """The id of a term, also for the words that families read; else the text as it is."""
    plain = _unquoted(text)
    if form.items == "answers" or form.vocabulary:
        labels = {
            term.label.lower(): id_ for id_, term in vocabulary.terms(form.vocabulary).items()
        }
        known = {id_.lower(): id_ for id_ in vocabulary.ids(form.vocabulary)}
        return known.get(plain.lower()) or labels.get(plain.lower()) or plain
    return _choice(form, plain)


def _choice(form: Form, text: str) -> str:
    """The word of a fixed choice, also for the words that families read."""
    plain = _unquoted(text)
    lower = _TRUTHS.get(plain.lower(), plain.lower())
    if lower in form.table:
        return lower
    return next((id_ for id_, label in form.table.items() if label.lower() == lower), plain)


_TRUTHS: Final = {"true": "yes", "false": "no"}
_QUOTES: Final = "\"'\u2018\u2019\u201c\u201d"


def _unquoted(text: str) -> str:
    """Without quotes around it and with plain blanks."""
    return text.replace("\u00a0", " ").strip().strip(_QUOTES).strip()


def _one(form: Form, text: str, vocabulary: Vocabulary) -> str:
    read = _READ.get(form.kind)
    if read:
        return read(_unquoted(text))
    if form.kind == "term":
        return _term(form, text, vocabulary)
    if form.kind in ("yes-no", "choice"):
        return _choice(form, text)
    return text


# What spreadsheet programs make of numbers and dates


_MONTHS: Final = {name.lower(): number for number, name in enumerate(month_abbr) if name}
_WORDED_MONTH: Final = r"([A-Za-z]{3})[a-z]*\.?"
_ISO: Final = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ]00:00(?::00)?)?")
_US: Final = re.compile(r"(\d\d?)/(\d\d?)/(\d{2}|\d{4})(?: 0?0:00(?::00)?)?")
_DAY_FIRST: Final = re.compile(rf"(\d\d?)[- ]{_WORDED_MONTH}[- ,]+(\d{{2}}|\d{{4}})")
_MONTH_FIRST: Final = re.compile(rf"{_WORDED_MONTH} (\d\d?),? (\d{{4}})")
_SERIAL: Final = re.compile(r"([2-9]\d{4})(?:\.0+)?")
_FIRST_SERIAL: Final = date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates."""


def _day(text: str) -> date | None:
    """The day that a date as spreadsheets write it means, month before day as in the US."""
    if found := _ISO.fullmatch(text):
        numbers = (int(found[1]), int(found[2]), int(found[3]))
    elif found := _US.fullmatch(text):
        numbers = (_year(found[3]), int(found[1]), int(found[2]))
    elif found := _DAY_FIRST.fullmatch(text):
        numbers = (_year(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    elif found := _MONTH_FIRST.fullmatch(text):
        numbers = (int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    elif found := _SERIAL.fullmatch(text):
        return _FIRST_SERIAL + timedelta(int(found[1]))
    else:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _date(text: str) -> str:
    day = _day(text)
    return day.isoformat() if day else text


_DAY_MONTH: Final = re.compile(rf"(\d\d?)[- ]{_WORDED_MONTH}")
_MONTH_NUMBER: Final = re.compile(rf"{_WORDED_MONTH}[- ](\d\d)")


def _two_numbers(text: str) -> tuple[int, int] | None:
    """The two numbers that were taken for a date, the smaller one first: 8-12 became 12-Aug."""
    day = _day(text)
    if day:
        return min(day.month, day.day), max(day.month, day.day)
    for pattern, month, other in ((_DAY_MONTH, 2, 1), (_MONTH_NUMBER, 1, 2)):
        found = pattern.fullmatch(text)
        if found and found[month].lower() in _MONTHS:
            numbers = sorted((_MONTHS[found[month].lower()], int(found[other])))
            return numbers[0], numbers[1]
    return None


def _span(text: str) -> str:
    numbers = _two_numbers(text)
    if numbers:
        return f"{numbers[0]}-{numbers[1]}"
    plain = re.sub(
        r"\s*(?:\+|plus|and older|and over|and up|or older|or more)$", "+", _number(text)
    )
    return re.sub(r"\s*(?:-|\u2013|\bto\b)\s*", "-", plain)


def _number(text: str) -> str:
    """Without what spreadsheets add: `1,200`, `10.0`, `85%`."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text).removesuffix("%").strip()
    return re.sub(r"(?<=\d)\.0+$", "", plain)


def _money(text: str) -> str:
    return re.sub(r"^(\$?\s?[\d,]+\.\d)$", r"\g<1>0", re.sub(r"^(\$?\s?[\d,]+)\.0$", r"\1", text))


def _zip(text: str) -> str:
    """With the zeros that a number cannot begin with."""
    found = re.fullmatch(r"(\d{3,4})(?:\.0)?(-\d{4})?", text)
    return found[1].zfill(5) + (found[2] or "") if found else re.sub(r"\.0$", "", text)


def _state(text: str) -> str:
    """Its two letters, also for a name."""
    return next((code for code, name in STATES.items() if name.lower() == text.lower()), text)


def _digits(text: str) -> str:
    return re.sub(r"(?<=\d)\.0$", "", text)


_READ: Final[Mapping[str, Callable[[str], str]]] = {
    "date": _date,
    "span": _span,
    "number": _number,
    "money": _money,
    "zip": _zip,
    "npi": _digits,
    "phone": _digits,
    "state": _state,
}
"""How the text of each kind of value is read."""


def is_kept(spec: Spec, cell: str, written: str) -> bool:
    """Whether a text comes back as a number or a date that a spreadsheet made of it.

    `007` becomes 7, `8-12` the twelfth of August, `'Oak` loses its first sign: the text that was
    written is kept.
    """
    if not (spec.form and spec.form.kind in ("text", "id") and not spec.form.items):
        return False
    if written.startswith("'") and cell == written[1:]:
        return True
    made = _remade(cell.strip(_BLANK))
    return made is not None and made == _remade(written.strip(_BLANK))


_PLAIN_NUMBER: Final = re.compile(r"[-+$]?\d[\d,]*(?:\.\d*)?(?:E[-+]?\d+)?%?", re.IGNORECASE)
_PLAIN_RANGE: Final = re.compile(r"(\d\d?)\s?[-/]\s?(\d\d?)")


def _remade(text: str) -> float | tuple[int, int] | None:
    """What a spreadsheet sees in a text: a number, two numbers as of a date, or nothing."""
    found = _PLAIN_RANGE.fullmatch(text)
    if found:
        numbers = sorted((int(found[1]), int(found[2])))
        return numbers[0], numbers[1]
    if _PLAIN_NUMBER.fullmatch(text):
        return float(re.sub(r"[$,%]", "", text))
    return _two_numbers(text)


# Sessions


_TIME: Final = re.compile(r"\d|\b(?:noon|midnight)\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"([a-z]+)\s*(?:-|\u2013|\bto\b|\bthrough\b)\s*([a-z]+)", re.IGNORECASE
)
_FULL: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _session(text: str) -> dict[str, Plain]:
    """`mon, wed 17:30-20:30`, also as `Mon-Thu 5:30pm-8:30pm`; the time may be missing."""
    plain = _unquoted(text)
    found = _TIME.search(plain)
    start = found.start() if found else len(plain)
    days = re.split(r"[\s,/&+]+|\band\b", _BETWEEN.sub(_days_between, plain[:start]))
    session: dict[str, Plain] = {}
    if any(days):
        session["days"] = [_short_day(day) for day in days if day]
    if plain[start:]:
        session["time"] = re.sub(r"(\d:\d\d):00\b", r"\1", plain[start:])
    return session


def _days_between(found: re.Match[str]) -> str:
    first, last = _short_day(found[1]), _short_day(found[2])
    if first not in DAYS or last not in DAYS:
        return found[0]
    start, end = DAYS.index(first), DAYS.index(last)
    return " ".join(DAYS[start : end + 1] or (*DAYS[start:], *DAYS[: end + 1]))


def _short_day(word: str) -> str:
    lower = word.lower().rstrip(".")
    whole = next((day for day in _FULL if len(lower) >= 3 and day.startswith(lower)), "")
    return whole[:3] or word
