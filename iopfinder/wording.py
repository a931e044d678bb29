"""Stated facts in, the words that families read out: each fact is worded here and nowhere else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Answers, Form, Money, Span
from iopfinder.language import Language
from iopfinder.places import STATES
from iopfinder.program import Accreditation, Fee, License, Plan
from iopfinder.vocabulary import FIXED_TERMS, Vocabulary

__all__ = [
    "PER",
    "UNITS",
    "FactWords",
    "Group",
    "Item",
    "Wording",
    "ages_words",
    "fact_words",
    "money_words",
    "span_words",
    "term_label",
]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a fact says; `plain` explains a term, `href` leads to proof of it."""

    text: str
    plain: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one word: "Own group or team" and the conditions that have one.

    `answer` is yes, no, or "" where the words themselves are the answer.
    """

    label: str
    items: tuple[Item, ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class FactWords:
    """A fact in words: its label and what is said."""

    name: str
    label: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What wording needs: the language and the terms."""

    language: Language
    vocabulary: Vocabulary


def fact_words(spec: Spec, value: object, wording: Wording) -> FactWords:
    """A stated fact in words."""
    _ = wording.language.gettext
    return FactWords(spec.name, _(spec.fact.label), tuple(_groups(spec, value, wording)))


def _groups(spec: Spec, value: object, wording: Wording) -> Iterator[Group]:
    if isinstance(value, Answers) and spec.form:
        yield from _answer_groups(value, spec.form, wording)
    elif isinstance(value, Section):
        yield from _section_groups(spec, value, wording)
    elif isinstance(value, tuple):
        yield Group("", tuple(_item(spec.form, each, wording) for each in value))
    else:
        answer = ("yes" if value else "no") if isinstance(value, bool) else ""
        yield Group("", (_item(spec.form, value, wording),), answer)


def _answer_groups(stated: Answers, form: Form, wording: Wording) -> Iterator[Group]:
    """Terms by the word given to them, in the order of the form's words; no comes last."""
    _ = wording.language.gettext
    for word, label in form.table.items():
        terms = [term for term, given in stated.given.items() if given == word]
        if terms:
            answer = "no" if word in ("no", "not-accepted") else "yes"
            shown = "" if word == "yes" else _(label)
            items = (_term_item(form.vocabulary, term, wording) for term in terms)
            yield Group(shown, tuple(items), answer)
    if stated.others_no:
        yield Group("", (Item(_("Says no to all others on our list")),), "no")


def _section_groups(spec: Spec, section: Section, wording: Wording) -> Iterator[Group]:
    _ = wording.language.gettext
    for inner in outline(type(section)):
        value = getattr(section, inner.field[0], None) if len(inner.field) == 1 else None
        if value is None or inner.name in ("as_of", "url"):
            continue
        for group in _groups(inner, value, wording):
            yield Group(_(inner.fact.label), group.items, group.answer)
    href = getattr(section, "url", None)
    if href:
        yield Group("", (Item(_("Look it up"), href=href),))


def _item(form: Form | None, value: object, wording: Wording) -> Item:
    for kind, words in _SECTION_WORDS.items():
        if isinstance(value, kind):
            return words(value, wording)
    assert form is not None, f"no words for {value!r}"  # noqa: S101 - our own bug
    if form.kind == "term":
        return _term_item(form.vocabulary, str(value), wording)
    href = str(value) if form.kind == "link" else ""
    return Item(_scalar_words(form, value, wording.language), href=href)


def _scalar_words(form: Form, value: object, language: Language) -> str:
    _ = language.gettext
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Span):
        return (
            ages_words(value, language)
            if form.unit == "years"
            else span_words(value, form.unit, language)
        )
    if isinstance(value, int | float):
        return _counted(value, form.unit, language)
    if isinstance(value, Money):
        return money_words(value, language)
    if isinstance(value, date):
        return language.date(value)
    if form.table:
        return _(form.table[str(value)])
    if form.kind == "state":
        return STATES[str(value)]
    return str(value)


# Numbers and units


def span_words(span: Span, unit: str, language: Language) -> str:
    """9 hours, 9 to 12 hours, 9 hours or more."""
    _ = language.gettext
    if span.high is None:
        return _("%(amount)s or more") % {"amount": _counted(span.low, unit, language)}
    if span.low == span.high:
        return _counted(span.low, unit, language)
    return _("%(low)s to %(high)s") % {
        "low": language.number(span.low),
        "high": _counted(span.high, unit, language),
    }


def ages_words(span: Span, language: Language) -> str:
    """13 to 17, or 18 and older."""
    _ = language.gettext
    if span.high is None:
        return _("%(age)s and older") % {"age": language.number(span.low)}
    if span.low == span.high:
        return language.number(span.low)
    return _("%(low)s to %(high)s") % {
        "low": language.number(span.low),
        "high": language.number(span.high),
    }


def money_words(money: Money, language: Language) -> str:
    """$350 a week"""
    _ = language.gettext
    amount = language.dollars(money.cents)
    return _(PER[money.per]) % {"amount": amount}


PER: Final = {
    "": "%(amount)s",
    "session": "%(amount)s a session",
    "day": "%(amount)s a day",
    "week": "%(amount)s a week",
    "month": "%(amount)s a month",
    "program": "%(amount)s for the whole program",
}

UNITS: Final = {
    "hours": ("%(n)s hour", "%(n)s hours"),
    "weeks": ("%(n)s week", "%(n)s weeks"),
    "days": ("%(n)s day", "%(n)s days"),
    "months": ("%(n)s month", "%(n)s months"),
    "minutes": ("%(n)s minute", "%(n)s minutes"),
    "sessions": ("%(n)s session", "%(n)s sessions"),
    "meetings": ("%(n)s meeting", "%(n)s meetings"),
    "meals": ("%(n)s meal", "%(n)s meals"),
    "people": ("%(n)s person", "%(n)s people"),
    "percent": ("%(n)s percent", "%(n)s percent"),
    "year": ("%(n)s", "%(n)s"),
}


def _counted(value: float, unit: str, language: Language) -> str:
    one, many = UNITS[unit]
    shown = f"{value:g}" if unit == "year" else language.number(value)
    counted = 1 if value == 1 else 2
    return language.ngettext(one, many, counted) % {"n": shown}


# Terms and rows


def term_label(name: str, term: str, wording: Wording) -> str:
    """A term's label in the language; `other` and unknown ids as they are."""
    known = wording.vocabulary.terms(name).get(term)
    if known is None:
        return wording.language.gettext("Other") if term == "other" else term
    if wording.language.code == "es" and known.es:
        return known.es[0]
    return wording.language.gettext(known.label) if name in FIXED_TERMS else known.label


def _term_item(name: str, term: str, wording: Wording) -> Item:
    known = wording.vocabulary.terms(name).get(term)
    plain = known.plain if known and wording.language.code == "en" else ""
    return Item(term_label(name, term, wording), plain)


def _license_words(license_: License, wording: Wording) -> Item:
    _ = wording.language.gettext
    named = _term_item("licenses", license_.license, wording)
    label = license_.title or named.text
    if license_.license not in ("other", label) and license_.license.isupper():
        label = f"{label} ({license_.license})"
    if license_.count:
        label = f"{wording.language.number(license_.count)} × {label}"
    if license_.role:
        label = f"{label}: {license_.role}"
    return Item(label, named.plain)


def _accreditation_words(review: Accreditation, wording: Wording) -> Item:
    _ = wording.language.gettext
    named = _term_item("accreditation", review.body, wording)
    text = named.text
    if review.until:
        until = wording.language.date(review.until)
        text = _("%(name)s, until %(date)s") % {"name": text, "date": until}
    return Item(text, named.plain, review.url or "")


def _plan_words(plan: Plan, wording: Wording) -> Item:
    _ = wording.language.gettext
    if plan.network is None:
        return Item(plan.name)
    form = next(spec.form for spec in outline(Plan) if spec.name == "network")
    network = _(form.table[plan.network]) if form else ""
    return Item(f"{plan.name} ({network})")


def _fee_words(fee: Fee, wording: Wording) -> Item:
    _ = wording.language.gettext
    if fee.amount is None:
        return Item(_("%(what)s: ask for the amount") % {"what": fee.what})
    return Item(f"{fee.what}: {money_words(fee.amount, wording.language)}")


_SECTION_WORDS: Final[Mapping[type[Section], Callable[[Any, Wording], Item]]] = {
    License: _license_words,
    Accreditation: _accreditation_words,
    Plan: _plan_words,
    Fee: _fee_words,
}
