"""A typed section in, the plain value that a listing writes for it out: the models' way back.

Reading the value gives the section again. Answers are always a mapping of term to word, and what is
not stated is left out.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from iopfinder.facts import Section, outline
from iopfinder.forms import NO_OTHERS, OTHERS, Answers, Form, Money, Phone, Span
from iopfinder.positioned_yaml import Plain
from iopfinder.schedule import DAY, Clock

__all__ = ["written", "written_value"]


def written(section: Section) -> dict[str, Plain]:
    """Every stated field of a section, in the model's order."""
    forms = {spec.field[0]: spec.form for spec in outline(type(section)) if len(spec.field) == 1}
    values = {name: getattr(section, name) for name in forms}
    told = {name: written_value(value, forms[name]) for name, value in values.items()}
    return {name: plain for name, plain in told.items() if plain not in (None, {}, [])}


def written_value(value: object, form: Form | None = None) -> Plain | None:
    """One value as it stands behind its key; None where nothing is stated."""
    if value is None:
        return None
    if isinstance(value, Section):
        return written(value)
    if isinstance(value, Answers):
        return _terms(value) if form and form.items == "terms" else _words(value)
    if isinstance(value, tuple):
        return [plain for item in value if (plain := written_value(item)) is not None]
    return _SCALARS.get(type(value), str)(value)


def _terms(answers: Answers) -> Plain:
    return [*answers.given, *([NO_OTHERS] if answers.others_no else [])]


def _words(answers: Answers) -> Plain:
    return {**answers.given, **({OTHERS: "no"} if answers.others_no else {})}


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _span(value: Span) -> str:
    low = _number(value.low)
    if value.high is None:
        return f"{low}+"
    return low if value.high == value.low else f"{low}-{_number(value.high)}"


def _money(value: Money) -> str:
    dollars, cents = divmod(value.cents, 100)
    amount = f"{dollars}.{cents:02}" if cents else str(dollars)
    return f"{amount} per {value.per}" if value.per else amount


def _phone(value: Phone) -> str:
    number = f"{value.e164[2:5]}-{value.e164[5:8]}-{value.e164[8:]}"
    return f"{number} x{value.extension}" if value.extension else number


def _clock(value: Clock) -> str:
    end = value.end if value.end == DAY else value.end % DAY
    return f"{_time(value.start)}-{_time(end)}"


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


_SCALARS: Final[Mapping[type, Callable[..., str]]] = {
    bool: lambda value: "yes" if value else "no",
    int: _number,
    float: _number,
    Span: _span,
    Money: _money,
    Phone: _phone,
    Clock: _clock,
    date: date.isoformat,
}
