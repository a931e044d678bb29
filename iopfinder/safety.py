"""The crisis block, the phone lines and the danger notices, from content/safety.yaml.

Each text carries its sources and the day on which an editor last compared it with them: phone
lines change, and many sites still print numbers that are gone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Final

from iopfinder import forms
from iopfinder.facts import Fact, Section, in_language
from iopfinder.problems import Field, Finding, Severity

__all__ = ["CHECK_AGAIN_DAYS", "Crisis", "Line", "Lines", "Notice", "Safety", "safety_findings"]

CHECK_AGAIN_DAYS: Final = 180
"""A safety text unchecked for longer is a warning."""

_TEXT = forms.text(900)
_IDS = forms.listed(forms.id_text())


class Reference(Section):
    """Where a text comes from."""

    title: Annotated[str, forms.text(160), Fact("Title")]
    url: Annotated[str, forms.link("https", "http"), Fact("Address")]


class Lines(Section):
    """A heading and its lines, in Markdown."""

    title: Annotated[str, forms.text(80), Fact("Title")]
    lines: Annotated[tuple[str, ...], forms.listed(_TEXT), Fact("Lines")]


class Treatment(Section):
    """Where to ask for treatment when there is no danger."""

    title: Annotated[str, forms.text(80), Fact("Title")]
    text: Annotated[str, _TEXT, Fact("Text")]


class CrisisWords(Lines):
    """The words of the crisis block."""

    treatment: Annotated[Treatment, Fact("Not in danger")]


class Crisis(CrisisWords):
    """The block that stands on every page: in full in the page's language, beside it in short.

    `spanish` stands beside the English lines, `english` beside those of `es`.
    """

    es: Annotated[CrisisWords, Fact("Spanish")]
    spanish: Annotated[Lines, Fact("In short in Spanish")]
    english: Annotated[Lines, Fact("In short in English")]
    checked: Annotated[date, forms.iso_date(), Fact("Checked")]
    sources: Annotated[tuple[Reference, ...], Fact("Sources")]


class LineWords(Section):
    """The words of a phone line."""

    name: Annotated[str, forms.text(80), Fact("Name")]
    text: Annotated[str, _TEXT, Fact("Text")]


class Line(LineWords):
    """A phone line that stands beside certain terms only."""

    es: Annotated[LineWords, Fact("Spanish")]
    groups: Annotated[tuple[str, ...], forms.listed(forms.term("groups")), Fact("Groups")] = ()
    conditions: Annotated[
        tuple[str, ...], forms.listed(forms.term("conditions")), Fact("Conditions")
    ] = ()
    checked: Annotated[date, forms.iso_date(), Fact("Checked")]
    sources: Annotated[tuple[Reference, ...], Fact("Sources")]


class NoticeWords(Section):
    """The words of a notice."""

    title: Annotated[str, forms.text(80), Fact("Title")]
    text: Annotated[str, _TEXT, Fact("Text")]


class Notice(NoticeWords):
    """What to do first when a term means danger."""

    es: Annotated[NoticeWords, Fact("Spanish")]
    lines: Annotated[tuple[str, ...], _IDS, Fact("Phone lines beside it")] = ()
    checked: Annotated[date, forms.iso_date(), Fact("Checked")]
    sources: Annotated[tuple[Reference, ...], Fact("Sources")]
    reviewed_by: Annotated[str | None, forms.text(120), Fact("Clinician who reviewed it")] = None


class Safety(Section):
    """Every safety text of the site."""

    crisis: Annotated[Crisis, Fact("Crisis block")]
    lines: Annotated[dict[str, Line], Fact("Phone lines")]
    notices: Annotated[dict[str, Notice], Fact("Danger notices")]

    @property
    def reviewed(self) -> bool:
        """True when a clinician has read every notice."""
        return all(notice.reviewed_by for notice in self.notices.values())

    def in_language(self, code: str) -> "Safety":
        """The same texts with the lines and notices in another language; the block holds both."""
        return self.model_copy(
            update={
                "lines": {id_: in_language(line, code) for id_, line in self.lines.items()},
                "notices": {id_: in_language(each, code) for id_, each in self.notices.items()},
            }
        )

    def beside(self, list_name: str, terms: Iterable[str]) -> tuple[Line, ...]:
        """The phone lines that belong beside any of `terms` of a vocabulary list."""
        wanted = set(terms)
        field = "groups" if list_name == "groups" else "conditions"
        return tuple(line for line in self.lines.values() if wanted & set(getattr(line, field)))


def safety_findings(safety: Safety, path: str, today: date) -> Iterator[Finding]:
    """Each text was checked in the last 180 days; each phone line that a notice names exists."""
    dated: dict[Field, date] = {("crisis",): safety.crisis.checked}
    dated |= {("lines", id_): line.checked for id_, line in safety.lines.items()}
    dated |= {("notices", id_): notice.checked for id_, notice in safety.notices.items()}
    for field, checked in dated.items():
        age = (today - checked).days
        if age > CHECK_AGAIN_DAYS:
            yield Finding(
                path,
                (*field, "checked"),
                Severity.WARNING,
                f"this safety text was last checked {age} days ago",
                "open its sources, call the numbers, then write today's date",
            )
        elif age < 0:
            yield Finding(
                path,
                (*field, "checked"),
                Severity.ERROR,
                f"{checked} lies in the future",
                "write the day on which the text was checked",
            )
    for id_, notice in safety.notices.items():
        for index, line in enumerate(notice.lines):
            if line not in safety.lines:
                close = forms.nearest(line, safety.lines)
                yield Finding(
                    path,
                    ("notices", id_, "lines", index),
                    Severity.ERROR,
                    f"there is no phone line '{line}'",
                    f"did you mean '{close}'?" if close else "write it under 'lines' first",
                )
