"""The five questions of "choosing the right IOP", and the questions to ask on the phone.

The checklist orders every page. "Facts given" counts, for each of its questions, the facts that
a listing states out of those that tell programs apart. A phone question is needless once a
listing states one of its `answers` and that answer is not past its shelf life.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from iopfinder import forms
from iopfinder.facts import SHELF_LIFE, Fact, Section, Spec, outline, value_at
from iopfinder.forms import Span
from iopfinder.problems import Finding, Severity
from iopfinder.program import PARTS, Program

__all__ = [
    "COUNTED",
    "OPEN_QUESTIONS",
    "Calls",
    "ChecklistItem",
    "FactsGiven",
    "Question",
    "Questions",
    "call_findings",
    "counting_part",
    "facts_given",
    "questions_for",
    "stated_on",
]

OPEN_QUESTIONS: Final = 8
"""Questions that stand open on a page or call sheet; a person on the phone can ask about five."""

COUNTED: Final[Mapping[int, tuple[Spec, ...]]] = {
    part: tuple(spec for spec in outline(Program) if spec.fact.counts and spec.field[0] in sections)
    for part, sections in PARTS.items()
}
_SPECS: Final = {spec.name: spec for spec in outline(Program)}


def counting_part(spec: Spec) -> int | None:
    """The question whose "Facts given" counts a field; None for one that is not counted."""
    return next((part for part, specs in COUNTED.items() if spec in specs), None)


class ItemWords(Section):
    """The words of one checklist question in another language."""

    title: Annotated[str, forms.text(60), Fact("Title")]
    question: Annotated[str, forms.text(160), Fact("Question")]
    why: Annotated[str, forms.text(300), Fact("Why it matters")]
    look_for: Annotated[tuple[str, ...], forms.listed(forms.text()), Fact("Look for")]


class ChecklistItem(ItemWords):
    """One of the five questions."""

    id: Annotated[str, forms.id_text(), Fact("Id")]
    part: Annotated[float, forms.number("question", most=5), Fact("Number")]
    es: Annotated[ItemWords, Fact("Spanish")]


class When(Section):
    """For whom a question matters; each key must hold, `any` when one of its words does."""

    condition: Annotated[str | None, forms.term("conditions"), Fact("Condition")] = None
    group: Annotated[str | None, forms.term("groups"), Fact("Group")] = None
    format: Annotated[str | None, forms.term("formats"), Fact("Format")] = None
    age: Annotated[str | None, forms.choice({"under-18": ""}), Fact("Age")] = None
    any: Annotated[tuple[str, ...], forms.listed(forms.id_text()), Fact("Any of")] = ()


class QuestionWords(Section):
    """The words of a phone question."""

    ask: Annotated[str, forms.text(300), Fact("Ask")]
    why: Annotated[str, forms.text(300), Fact("Why")]
    listen: Annotated[str, forms.text(300), Fact("A good answer")]
    careful: Annotated[str, forms.text(300), Fact("Be careful")]


class Question(QuestionWords):
    """One question to ask a program."""

    id: Annotated[str, forms.id_text(), Fact("Id")]
    part: Annotated[
        str, forms.choice(dict.fromkeys(("start", "1", "2", "3", "4", "5"), "")), Fact("Part")
    ]
    when: Annotated[When | None, Fact("When it matters")] = None
    answers: Annotated[tuple[str, ...], forms.listed(forms.text()), Fact("Fields that answer it")]
    spare: Annotated[bool, forms.yes_no(), Fact("In the full list only")] = False
    es: Annotated[QuestionWords, Fact("Spanish")]


class Spoken(Section):
    """Words for the phone in both languages."""

    en: Annotated[str, forms.text(600), Fact("English")]
    es: Annotated[str, forms.text(600), Fact("Spanish")]

    def words(self, code: str) -> str:
        """The words in a language, else in English."""
        return self.es if code == "es" else self.en


class Questions(Section):
    """The whole of content/questions.yaml."""

    opening: Annotated[Spoken, Fact("Opening words")]
    closing: Annotated[Spoken, Fact("Closing words")]
    questions: Annotated[tuple[Question, ...], Fact("Questions")]


@dataclass(frozen=True, slots=True)
class FactsGiven:
    """How many of the facts that matter for one question a listing states."""

    given: int
    of: int


@dataclass(frozen=True, slots=True)
class Calls:
    """What to ask one program: at most eight questions open, the others folded."""

    open: tuple[Question, ...]
    folded: tuple[Question, ...]


def facts_given(program: Program, part: int) -> FactsGiven:
    """Facts given for one question of the checklist, an old fact counted too."""
    counted = COUNTED[part]
    given = sum(value_at(program, spec.field) is not None for spec in counted)
    return FactsGiven(given, len(counted))


def stated_on(program: Program, spec: Spec) -> date | None:
    """The day for which a fact was stated: its section's `as_of`, else the confirmation."""
    sections = {"availability": program.availability, "cost": program.cost}
    section = sections.get(spec.field[0])
    if section is not None and section.as_of is not None:
        return section.as_of
    return program.confirmed.date if program.confirmed else None


def is_known(program: Program, name: str, today: date) -> bool:
    """True when the fact is stated and within its shelf life."""
    spec = _SPECS[name]
    if value_at(program, spec.field) is None:
        return False
    stated = stated_on(program, spec)
    return stated is None or (today - stated).days <= _shelf(spec)


def _shelf(spec: Spec) -> int:
    sections = (_SPECS[spec.field[0]], spec)
    return min((each.fact.shelf for each in sections), default=SHELF_LIFE)


def questions_for(program: Program, questions: Questions, today: date) -> Calls:
    """The questions this listing leaves open, in their order."""
    unanswered = [
        question
        for question in questions.questions
        if not any(is_known(program, name, today) for name in question.answers)
    ]
    first = [
        question
        for question in unanswered
        if not question.spare and (question.when is None or _matters(question.when, program))
    ]
    opened = tuple(first[:OPEN_QUESTIONS])
    ids = {question.id for question in opened}
    return Calls(opened, tuple(question for question in unanswered if question.id not in ids))


def _matters(when: When, program: Program) -> bool:
    """Whether a question about some readers is one for those whom this program treats."""
    return all(
        (
            when.condition is None or _treats(program, when.condition),
            when.group is None or _welcomes(program, when.group),
            when.format is None or program.telehealth is not None,
            when.age is None or _takes_minors(program),
            not when.any or any(_treats(program, word) for word in when.any),
        )
    )


def _treats(program: Program, condition: str) -> bool:
    stated = value_at(program, ("specialties", "conditions"))
    if stated is not None and stated.of(condition) not in (None, "no"):
        return True
    return condition in _FOCUS_TREATS.get(program.focus or "", ())


_FOCUS_TREATS: Final = {
    "substance-use": ("substance-use",),
    "both": ("substance-use", "co-occurring"),
    "eating-disorders": ("eating-disorders",),
}


def _welcomes(program: Program, group: str) -> bool:
    stated = value_at(program, ("specialties", "groups"))
    return stated is not None and stated.of(group) not in (None, "no")


def _takes_minors(program: Program) -> bool:
    spans = [value_at(program, ("specialties", "ages"))]
    tracks: tuple[Any, ...] = value_at(program, ("schedule", "tracks")) or ()
    spans += [track.ages for track in tracks]
    return any(isinstance(span, Span) and span.low < 18 for span in spans)


def call_findings(questions: Questions, path: str) -> Iterator[Finding]:
    """Each field that a question names in `answers` is a field of the listing."""
    for number, question in enumerate(questions.questions):
        for index, name in enumerate(question.answers):
            if name not in _SPECS:
                close = forms.nearest(name, _SPECS)
                yield Finding(
                    path,
                    ("questions", number, "answers", index),
                    Severity.ERROR,
                    f"a listing has no field '{name}'",
                    f"did you mean '{close}'?" if close else "see the field reference",
                )
