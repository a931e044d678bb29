"""Whatever a listing can say, as hypothesis draws it: plain values of each field of the model."""

from collections.abc import Callable
from datetime import date

from hypothesis import strategies as st

from factory import vocabulary
from iopfinder.facts import Section, Spec, outline
from iopfinder.forms import Form
from iopfinder.places import STATES, TIME_ZONES
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.schedule import DAYS

__all__ = ["TRACKS", "listing_values", "of_spec"]

_ODD = st.sampled_from(
    ["=1+1", "+1", "-x", "@x", "'=x", "''", "a;b", "a|b", "a\\;b", "7", "007", "8-12", "1e5",
     "a, b", "TRUE", '"Oak"', "a\nb", "2026-10-01", "é", "a:b", "x y", "\\", "; |", "10/1/2026",
     "##", "#REF!", "1.2E+10", "10-01"]
)  # fmt: skip
_ANY = st.text(alphabet="ab ;|\\\"'=,:#é\n", min_size=1, max_size=12)
_TEXTS = st.one_of(_ODD, _ANY.filter(lambda text: text.strip() != ""))


def _of(*words: str) -> Callable[[Form], st.SearchStrategy[str]]:
    return lambda _form: st.sampled_from(words)


def _chosen(form: Form) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(form.table))


_WORDS: dict[str, Callable[[Form], st.SearchStrategy[str]]] = {
    "yes-no": _of("yes", "no", "Yes", "true"),
    "choice": _chosen,
    "choices": _chosen,
    "time-zone": _of(*TIME_ZONES),
    "term": lambda form: st.sampled_from(sorted(vocabulary().ids(form.vocabulary))),
    "number": _of("0", "4", "12", "2.5", "1.50"),
    "span": _of("9", "9-12", "6 to 8", "9+", "3-3", "1\u20132"),
    "date": lambda _form: st.dates(date(2020, 1, 1), date(2029, 12, 31)).map(date.isoformat),
    "money": _of("350 per week", "$1,200", "40", "12.50 a session", "12.50"),
    "phone": _of("503-555-0142", "+1 503 555 0142", "(503) 555-0142", "503-555-0142 x12"),
    "link": _of("https://oak.example.org/a;b", "https://o.example.org"),
    "email": _of("intake@oak.example.org"),
    "state": _of(*STATES),
    "zip": _of("02139", "97204", "00601", "97204-1234"),
    "npi": _of("1234567893"),
    "id": _of("oak", "oak-2"),
    "clock": _of("17:30-20:30", "9 am to noon", "5:30pm-8:30pm"),
    "days": _of(*DAYS),
    "text": lambda _form: _TEXTS,
}


def _of_form(form: Form) -> st.SearchStrategy[Plain]:
    if form.kind != "answers":
        one = _WORDS[form.kind](form)
        return st.lists(one, min_size=1, max_size=3, unique=True) if form.items else one
    ids = st.sampled_from(sorted(vocabulary().ids(form.vocabulary)))
    listed = st.lists(ids, min_size=1, max_size=3, unique=True)
    closed = listed.map(lambda some: [*some, "no-others"])
    if form.items != "answers":
        return st.one_of(listed, closed)
    words = st.sampled_from(sorted(form.table))
    mapped = st.dictionaries(ids, words, min_size=1, max_size=3)
    return st.one_of(listed, closed, mapped, mapped.map(lambda words: {**words, "others": "no"}))


def of_spec(spec: Spec) -> st.SearchStrategy[Plain]:
    """What may stand behind a key."""
    if spec.form:
        return _of_form(spec.form)
    assert spec.section is not None
    inner = _sections(spec.section, 4)
    if not spec.many:
        return inner
    items: st.SearchStrategy[Plain] = inner
    if spec.shorthand:
        items = st.one_of(inner, of_spec(outline(spec.section)[0]))
    return st.lists(items, min_size=1, max_size=3)


@st.composite
def _sections(draw: st.DrawFn, model: type[Section], most: int) -> dict[str, Plain]:
    own = [spec for spec in outline(model) if len(spec.field) == 1]
    must = [spec for spec in own if spec.required]
    may = draw(st.lists(st.sampled_from(own), max_size=most, unique_by=lambda spec: spec.name))
    drawn = {spec.name: draw(of_spec(spec)) for spec in {s.name: s for s in (*must, *may)}.values()}
    return {name: inner for name, inner in drawn.items() if inner not in ({}, [])}


TRACKS = next(spec for spec in outline(Program) if spec.name == "schedule.tracks")


@st.composite
def listing_values(draw: st.DrawFn, /, **always: Plain) -> dict[str, Plain]:
    """A listing as the model allows it, whatever the rules on its facts say."""
    value = draw(_sections(Program, 7))
    if draw(st.booleans()):
        value["schedule"] = {"tracks": draw(of_spec(TRACKS))}
    return {**value, "format": "1", "contact": {"phone": "503-555-0142"}, **always}
