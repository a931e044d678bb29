"""Two states of a listing in; what differs out, fact by fact, in the words that families read.

What is left out is "not stated", never "no". Bookkeeping (`format`, `imported`) is no fact.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final, TypeVar

from iopfinder.facts import Section, Spec, outline, value_at
from iopfinder.forms import Answers, Form, Phone
from iopfinder.language import joined
from iopfinder.listing import meetings_of
from iopfinder.problems import Field, field_name
from iopfinder.program import Checked, Program, Track
from iopfinder.schedule import meeting_words
from iopfinder.wording import Wording, fact_words, term_label

S = TypeVar("S", bound=Section)

__all__ = ["NOT_STATED", "FactChange", "change_line", "difference_lines", "fact_changes"]

NOT_STATED: Final = "not stated"

SHOWN: Final = 160
"""Characters of a long text that are shown; of two long ones the part where they differ."""

_NO_FACTS: Final = frozenset(["format", "imported"])

_CLEAR_ALONE: Final = frozenset(
    [
        *("location", "contact", "structure", "specialties", "admission", "safety", "eating"),
        *("staff", "schedule", "availability", "cost", "aftercare"),
    ]
)
"""Sections whose labels are plain without the section's own."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that differs. `was` and `will` are what families read, "" for not stated.

    Where both are equal the fact is only written in another order or form.
    """

    field: str
    label: str
    was: str
    will: str


def difference_lines(
    before: Program | None, after: Program | None, wording: Wording
) -> Iterator[str]:
    """`Phone: was 503-555-0142; will be 503-555-0143`, a line for each fact that differs.

    Of a new listing, `Phone: 503-555-0143`.
    """
    changes = fact_changes(before, after, wording)
    if before is None:
        return (f"{change.label}: {_window(change.will, 0)}" for change in changes)
    return map(change_line, changes)


def change_line(change: FactChange) -> str:
    """`Length: was not stated; will be 8 to 12 weeks`"""
    if change.was == change.will:
        return f"{change.label}: the same, in another order or form"
    was, will = _where_they_differ(change.was or NOT_STATED, change.will or NOT_STATED)
    return f"{change.label}: was {was}; will be {will}"


def fact_changes(
    before: Program | None, after: Program | None, wording: Wording
) -> Iterator[FactChange]:
    """Every fact that differs, in the order of the form; None is a listing that states nothing."""
    words = _Words(wording)
    for spec in outline(Program):
        if spec.field[0] in _NO_FACTS or (spec.field[:2] == _TRACKS and len(spec.field) > 2):
            continue
        if _lies_in_a_list(spec):
            continue
        was, will = (
            value_at(program, spec.field) if program else None for program in (before, after)
        )
        if was != will and (spec.form or spec.many):
            yield from words.changes(spec, _label(spec), spec.field, was, will)


_TRACKS: Final = ("schedule", "tracks")
_SPECS: Final = {spec.field: spec for spec in outline(Program)}
_TRACK_SPECS: Final = {spec.name: spec for spec in outline(Track)}


def _lies_in_a_list(spec: Spec) -> bool:
    above = (_SPECS[spec.field[:length]] for length in range(1, len(spec.field)))
    return any(each.many for each in above)


def _label(spec: Spec) -> str:
    """The field's own label, with that of its section where it would not be plain alone."""
    above = [_SPECS[spec.field[:length]].fact.label for length in range(1, len(spec.field))]
    if above and spec.field[0] in _CLEAR_ALONE:
        above = above[1:]
    return ", ".join((*above, spec.fact.label))


@dataclass(frozen=True, slots=True)
class _Words:
    """What two values of a field have in difference, by the kind of the field."""

    wording: Wording

    def changes(
        self,
        spec: Spec,
        label: str,
        field: Field,
        was: Any,  # noqa: ANN401 - whatever a form makes
        will: Any,  # noqa: ANN401
    ) -> Iterator[FactChange]:
        if spec.section is Track:
            yield from self.tracks(label, field, was or (), will or ())
        elif spec.many and spec.name != "sessions":
            yield from self.items(spec, label, field, was or (), will or ())
        elif spec.form and spec.form.kind == "answers":
            yield from self.answers(spec.form, label, field, was, will)
        else:
            yield FactChange(
                field_name(field), label, self.value(spec, was), self.value(spec, will)
            )

    # Terms

    def answers(
        self, form: Form, label: str, field: Field, was: Answers | None, will: Answers | None
    ) -> Iterator[FactChange]:
        """Term by term, those of the new state first."""
        old, new = was or Answers({}), will or Answers({})
        for term in dict.fromkeys((*new.given, *old.given)):
            if old.of(term) != new.of(term):
                name = f"{label}, {term_label(form.vocabulary, term, self.wording)}"
                words = (form.table.get(each.of(term) or "", "") for each in (old, new))
                yield FactChange(field_name((*field, term)), name, *words)
        if old.others_no != new.others_no:
            words = ("No" if each.others_no else "" for each in (old, new))
            yield FactChange(
                field_name((*field, "others")), f"{label}, all others on our list", *words
            )

    # Lists of sections

    def items(
        self, spec: Spec, label: str, field: Field, was: Sequence[Section], will: Sequence[Section]
    ) -> Iterator[FactChange]:
        """Item by item, paired by what they are about."""
        pairs = list(_paired(was, will, self.subject))
        for index, old, new in pairs:
            if old != new:
                name = f"{label}, {self.subject(new or old)}"
                said = (self.item(spec, each) for each in (old, new))
                yield FactChange(field_name((*field, index)), name, *said)
        if all(old == new for _index, old, new in pairs):
            yield _order(label, field)

    def subject(self, item: Section | None) -> str:
        """What an item is about: the license, the plan, the fee."""
        assert item is not None  # noqa: S101 - one of a pair is there
        spec = outline(type(item))[0]
        named = getattr(item, "title", None) or getattr(item, spec.field[0])
        form = spec.form
        return term_label(form.vocabulary, named, self.wording) if form else str(named)

    def item(self, spec: Spec, item: Section | None) -> str:
        if item is None:
            return ""
        if isinstance(item, Checked):
            seen = f"seen on {self.wording.language.date(item.date)}"
            return f"{seen} at {item.url}" if item.url else seen
        (group,) = fact_words(spec, (item,), self.wording).groups
        (words,) = group.items
        return f"{words.text}, {words.href}" if words.href else words.text

    # Tracks

    def tracks(
        self, label: str, field: Field, was: Sequence[Track], will: Sequence[Track]
    ) -> Iterator[FactChange]:
        """Fact by fact for a track that stays; a new one, or one that goes, in one line."""
        pairs = list(_paired(was, will, lambda track: track.name))
        for index, old, new in pairs:
            name = (new or old or will[0]).name
            at = (*field, index)
            if old is None or new is None:
                said = (self.track(each) if each else "" for each in (old, new))
                yield FactChange(field_name(at), f"Track {name}", *said)
                continue
            name = old.name
            for spec in _TRACK_SPECS.values():
                if len(spec.field) > 1:
                    continue
                values = getattr(old, spec.name), getattr(new, spec.name)
                if values[0] != values[1]:
                    said_of = f"Track {name}, {spec.fact.label}"
                    yield from self.changes(spec, said_of, (*at, spec.name), *values)
        if all(old == new for _index, old, new in pairs):
            yield _order(label, field)

    def track(self, track: Track) -> str:
        """A whole track in one line."""
        said = (
            f"{spec.fact.label}: {self.value(spec, getattr(track, spec.name))}"
            for spec in _TRACK_SPECS.values()
            if len(spec.field) == 1
            and spec.name != "name"
            and getattr(track, spec.name) is not None
        )
        return "; ".join(said) or "days and times not stated"

    # Single values

    def value(self, spec: Spec, value: Any) -> str:  # noqa: ANN401 - whatever a form makes
        """What families read of one value, "" for not stated."""
        if value is None:
            return ""
        if isinstance(value, Phone):
            return value.shown
        if spec.section and spec.field[-1] == "sessions":
            gettext = self.wording.language.gettext
            meetings = meetings_of(Track(name="", sessions=value))
            return "; ".join(meeting_words(meeting, gettext) for meeting in meetings)
        if isinstance(value, str) and spec.form and spec.form.kind == "text":
            return " ".join(value.split())
        groups = fact_words(spec, value, self.wording).groups
        language = self.wording.language
        texts = (
            joined([item.text for item in group.items], language)
            if not group.label
            else f"{group.label}: {joined([item.text for item in group.items], language)}"
            for group in groups
        )
        return "; ".join(texts)


def _order(label: str, field: Field) -> FactChange:
    return FactChange(field_name(field), label, "", "")


def _paired(
    was: Sequence[S], will: Sequence[S], subject: Callable[[S], str]
) -> Iterator[tuple[int, S | None, S | None]]:
    """Old and new items about one thing, with the place in the list; None where one is missing.

    Where all that is left on both sides is of one number, an item has a new name.
    """
    old = dict(_numbered(was, subject))
    new = dict(_numbered(will, subject))
    gone = [key for key in old if key not in new]
    come = [key for key in new if key not in old]
    renamed = dict(zip(come, gone, strict=True)) if len(gone) == len(come) else {}
    for index, (key, item) in enumerate(new.items()):
        yield index, old.get(renamed.get(key, key)), item
    for index, (key, item) in enumerate(old.items()):
        if key in gone and key not in renamed.values():
            yield index, item, None


def _numbered(
    items: Iterable[S], subject: Callable[[S], str]
) -> Iterator[tuple[tuple[str, int], S]]:
    """Each item with its subject and how often that stood before."""
    seen: Counter[str] = Counter()
    for item in items:
        name = subject(item)
        yield (name, seen[name]), item
        seen[name] += 1


def _where_they_differ(was: str, will: str) -> tuple[str, str]:
    """Two texts cut to where they differ, when both are long."""
    if max(len(was), len(will)) <= SHOWN:
        return was, will
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, will, strict=False)))
    start = was.rfind(" ", 0, max(0, same - SHOWN // 4)) + 1
    return _window(was, start), _window(will, start)


def _window(text: str, start: int) -> str:
    """The part of a long text from `start`, with ... where something is left out."""
    end = start + SHOWN
    shown = text[start:] if len(text) <= end else text[start:end].rpartition(" ")[0]
    before, behind = "... " if start else "", " ..." if len(text) > end else ""
    return f"{before}{shown}{behind}"
