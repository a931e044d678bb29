"""Hypothesis strategies of listings: any fields of the model, each written in one of its ways."""

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

from factory import SMALLEST, listing, program, vocabulary
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Form
from iopfinder.listing import Listing
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.schedule import DAYS

__all__ = ["listings"]

TEXTS: Final = ("Oak", "=1+1", "'so'", "a; b=c", 'Zoë, "x"\nline', "+1 503", "@home", "-", "[1]")

SAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": TEXTS,
    "yes-no": ("yes", "no"),
    "number": ("0", "3", "2.5"),
    "span": ("9", "9-12", "9+"),
    "id": ("oak-iop", "elm"),
    "date": ("2026-10-01", "2027-01-31"),
    "clock": ("17:30-20:30", "22:00-02:00", "18:00-24:00"),
    "days": DAYS,
    "money": ("350 per week", "40", "12.50 per session"),
    "phone": ("503-555-0142", "503-555-0142 x12"),
    "link": ("https://oak.example.org/", "https://oak.example.org/iop?a=b"),
    "email": ("intake@oak.example.org",),
    "state": ("OR", "WA"),
    "time-zone": ("America/Los_Angeles",),
    "zip": ("97204", "98101"),
    "npi": ("1234567893",),
}


def listings() -> st.SearchStrategy[Listing]:
    """Valid listings in shape; what they say need not make sense together."""
    fixed: dict[str, st.SearchStrategy[Plain]] = {
        "format": st.just("1"),
        "name": st.sampled_from(TEXTS),
        "location": st.just(SMALLEST["location"]),
        "contact": _fields(Program, {})["contact"],
    }
    whole = st.fixed_dictionaries(fixed, optional=_fields(Program, fixed))
    return whole.map(lambda written: listing(of=program(**written)))


def _fields(
    section: type[Section], known: Mapping[str, object]
) -> dict[str, st.SearchStrategy[Plain]]:
    own = (spec for spec in outline(section) if len(spec.field) == 1)
    return {spec.field[0]: _value(spec) for spec in own if spec.field[0] not in known}


def _value(spec: Spec) -> st.SearchStrategy[Plain]:
    if spec.form is not None:
        return _written(spec.form)
    assert spec.section is not None
    needed = {
        name: value
        for name, value in _fields(spec.section, {}).items()
        if spec.section.model_fields[name].is_required()
    }
    whole = st.fixed_dictionaries(needed, optional=_fields(spec.section, needed))
    return st.lists(whole, min_size=1, max_size=2) if spec.many else whole


def _written(form: Form) -> st.SearchStrategy[Plain]:
    if form.items == "answers":
        terms = st.sampled_from([*vocabulary().ids(form.vocabulary)])
        words = st.dictionaries(terms, st.sampled_from([*form.table]), min_size=1, max_size=4)
        closed = st.sampled_from([{}, {"others": "no"}])
        return st.builds(lambda given, others: {**given, **others}, words, closed)
    known = [*vocabulary().ids(form.vocabulary)] if form.vocabulary else []
    one = st.sampled_from([*(known or form.table or SAMPLES[form.kind])])
    return st.lists(one, min_size=1, max_size=3, unique=True) if form.items else one
