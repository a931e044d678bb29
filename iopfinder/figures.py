"""A figure's name in; what its drawing shows and the same in words out.

Guides show one by `{{ figure levels-of-care }}`. Lengths are units of a drawing 360 wide: about
the pixels of a phone. templates/components/figure.html draws.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from iopfinder.drawn_week import DrawnWeek, drawn_week
from iopfinder.language import Language
from iopfinder.schedule import HOUR, Clock, Meeting

__all__ = ["FIGURES", "Figure", "Level", "Person", "Step", "figure"]

WIDTH: Final = 360
HOURS_A_WEEK: Final = 40
"""The end of the scale of hours; care by day and night goes past it."""

LETTERS_A_LINE: Final = 44
"""So many letters of 13 units fill the room beside a mark."""

LINE: Final = 18
"""From one line of words to the next."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of care: a bar from its fewest hours a week to its most, or for day and night."""

    name: str
    hours: str
    night: str
    y: float
    least: float
    most: float
    at_night: bool

    @property
    def words(self) -> str:
        return f"{self.hours}. {self.night}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a road, with lines of words; `y` of its mark."""

    name: str
    lines: tuple[str, ...]
    y: float

    @property
    def words(self) -> str:
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff: what they do, and the letters behind their names."""

    name: str
    lines: tuple[str, ...]
    letters: str
    y: float

    @property
    def words(self) -> str:
        return " ".join((*self.lines, self.letters))


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing `width` by `height`, of one of these kinds; `caption` stands below it.

    `kind` is levels, week, road or people; `chart` belongs to the week alone, whose rows are the
    names of its two programs with their times in words.
    """

    id: str
    kind: str
    title: str
    caption: str
    height: float
    rows: tuple[Level | Step | Person, ...] = ()
    chart: DrawnWeek | None = None
    width: int = WIDTH

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """All that it shows: a name and what is said of it."""
        return tuple((row.name, row.words) for row in self.rows)


def figure(id_: str, language: Language) -> Figure:
    """The figure of this name; raises `KeyError` for an unknown one."""
    return FIGURES[id_](language)


def _levels_of_care(language: Language) -> Figure:
    """Hours: ASAM levels 1, 2.1 and 2.5; Medicare asks for 9 and 20 too (42 CFR 410.43, 410.44)."""
    _ = language.gettext
    home, there = _("You sleep at home."), _("You sleep there.")
    rows = (
        (_("Weekly therapy"), _("1 to 2 hours a week"), home, 1, 2),
        (_("IOP"), _("9 to 19 hours a week; some 6"), home, 9, 19),
        (_("Day program (PHP)"), _("20 hours a week or more"), home, 20, 35),
        (_("Live-in treatment"), _("Staff there day and night"), there, 0, 0),
        (_("Hospital"), _("Doctors there day and night"), there, 0, 0),
    )
    scale = WIDTH / HOURS_A_WEEK
    levels = tuple(
        Level(name, hours, night, 8 + 62 * number, least * scale, most * scale, not most)
        for number, (name, hours, night, least, most) in enumerate(rows)
    )
    return Figure(
        "levels-of-care",
        "levels",
        _("From less care to more"),
        _("Dark: the fewest hours of treatment a week. Light: the most. People move both ways."),
        62 * len(levels),
        levels,
    )


def _typical_week(language: Language) -> Figure:
    _ = language.gettext
    weeks = (
        (
            _("A morning program"),
            _("Monday, Wednesday and Friday, 9 am to noon. Afternoons stay free."),
            Meeting(("mon", "wed", "fri"), Clock(9 * HOUR, 12 * HOUR)),
        ),
        (
            _("An evening program"),
            _("Monday, Tuesday and Thursday, 6 to 9 pm. The day stays free for work or school."),
            Meeting(("mon", "tue", "thu"), Clock(18 * HOUR, 21 * HOUR)),
        ),
    )
    chart = drawn_week([(name, (meeting,)) for name, _words, meeting in weeks], language)
    rows = tuple(
        Step(name, (words,), number) for number, (name, words, _meeting) in enumerate(weeks)
    )
    return Figure(
        "typical-week",
        "week",
        _("Two weeks of nine hours"),
        _("Made-up examples. Each program has its own days and times."),
        chart.height if chart else 0,
        rows,
        chart,
    )


def _road(language: Language) -> Figure:
    _ = language.gettext
    steps = (
        (_("First call"), _("Are there openings? Do you take our plan? Ten minutes.")),
        (_("Assessment"), _("A licensed person asks about health, mood, use, home and goals.")),
        (_("Plan"), _("Your goals in writing, and what is done to reach them.")),
        (_("The weeks"), _("Groups, time alone with a therapist, family sessions. Often 4 to 12.")),
        (_("Fewer hours"), _("Often three days a week become two, then one.")),
        (_("Last day"), _("The next visit is booked. You leave with a written plan.")),
        (_("Aftercare"), _("A group, a therapist, medicine that goes on. Months, not days.")),
    )
    return Figure(
        "the-road",
        "road",
        _("From the first call to aftercare"),
        _("Many people come back to an earlier step. That is part of the road."),
        *_stacked(steps),
    )


def _stacked(steps: tuple[tuple[str, str], ...]) -> tuple[float, tuple[Step, ...]]:
    """Steps one below the other, with the height of them all."""
    y, stacked = 20.0, []
    for name, words in steps:
        lines = tuple(wrap(words, LETTERS_A_LINE))
        stacked.append(Step(name, lines, y))
        y += LINE * (len(lines) + 1) + 16
    return y - LINE, tuple(stacked)


def _who_is_who(language: Language) -> Figure:
    _ = language.gettext
    people = (
        (
            _("Therapist"),
            _("Leads groups and sees you alone."),
            "LCSW, LPC, LMHC, LMFT, PsyD, LADC",
        ),
        (_("Prescriber"), _("Prescribes medicine and checks how it works."), "MD, DO, PMHNP, PA"),
        (_("Nurse"), _("Checks the body; gives and explains medicine."), "RN, LPN"),
        (_("Dietitian"), _("Helps with food; needed where eating is the problem."), "RD, RDN"),
        (_("Peer specialist"), _("Has been through it. Not a therapist."), "CPRS, CRS"),
        (_("Case manager"), _("Helps with rides, housing, papers and the next step."), ""),
    )
    height, steps = _stacked(tuple((name, does) for name, does, _letters in people))
    rows = tuple(
        Person(step.name, step.lines, letters, step.y + LINE * number)
        for number, (step, (_name, _does, letters)) in enumerate(zip(steps, people, strict=True))
    )
    return Figure(
        "who-is-who",
        "people",
        _("Who is who on the staff"),
        _("Letters mean different things from state to state. Ask for the license."),
        height + LINE * sum(bool(row.letters) for row in rows),
        rows,
    )


FIGURES: Final[Mapping[str, Callable[[Language], Figure]]] = {
    "levels-of-care": _levels_of_care,
    "typical-week": _typical_week,
    "the-road": _road,
    "who-is-who": _who_is_who,
}
"""Every figure by the name that guides write."""
