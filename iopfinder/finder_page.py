"""A plan in, the finder's page out: its form with every choice, its notices, ways on below it.

The form is written in full, so that the script only brings it to life. What stands below it is for
readers without the script, and for the moment when a script fails: it leads to the lists, which are
pages of their own, so that readers with the script need not load them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from iopfinder.addresses import ALL_PROGRAMS, PROGRAMS, STATES_INDEX, TERMS_INDEX
from iopfinder.browse import Link, LinkList, state_links
from iopfinder.first_questions import FirstQuestions, first_questions
from iopfinder.frame import Crumb, Head, LineView, NoticeView, line_view, notice_view
from iopfinder.needs import ALL_OF
from iopfinder.places import STATES
from iopfinder.plan import Page, Plan
from iopfinder.says import FACETS, Facet
from iopfinder.wording import term_label

__all__ = ["MODULES", "Choice", "ChoiceGroup", "FinderView", "FormPart", "finder_page"]

RADII: Final = (5, 10, 25, 50, 100)
"""Miles around a place; `assets/js/distance.js` knows the same."""


MODULES: Final = (
    *("address", "advice", "after_paint", "asked_words", "card_buttons", "chips", "distance"),
    *("element", "facets", "finder", "finder_form", "finder_view", "first_answers"),
    *("found_programs", "gathering", "index", "late_search", "needs", "notices", "place_field"),
    *("result_card", "result_list", "results", "saved", "saving", "says", "scope"),
    *("share_ways", "sharing"),
    *("store", "time_words", "times", "trouble_place", "visits", "vocabulary", "week_chart"),
    *("whereabouts", "words", "zones"),
)
"""Scripts that the finder needs at once: named in its head, they come together, not one by one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One term that a reader can choose."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The terms of a facet under a question; `every`: a person has all that they choose."""

    facet: str
    label: str
    every: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class FormPart:
    """What belongs together in the form: `id` picks the fields that are no lists of terms."""

    id: str
    title: str
    groups: tuple[ChoiceGroup, ...]


@dataclass(frozen=True, slots=True)
class FinderView:
    """The finder: form, notices that may be needed, and ways on for readers without a script."""

    heading: str
    lead: str
    total: int
    modules: tuple[str, ...]
    asked: FirstQuestions
    parts: tuple[FormPart, ...]
    radii: tuple[int, ...]
    all_states: tuple[tuple[str, str], ...]
    notices: tuple[NoticeView, ...]
    lines: tuple[tuple[str, LineView], ...]
    browse: tuple[Link, ...]
    states: LinkList


PARTS: Final = (
    ("who", "Who is it for?", ("gender", "group")),
    ("help", "Help with", ("condition",)),
    ("where", "Where", ()),
    ("when", "When", ()),
    ("paid", "How it is paid", ("insurance", "payment")),
    ("language", "Language", ("language",)),
    ("format", "In person or online", ("format",)),
    ("therapy", "Kinds of therapy", ("therapy",)),
    ("medication", "Medicines", ("medication",)),
    ("access", "Getting there and taking part", ("access",)),
    ("aftercare", "After the program", ("aftercare",)),
    ("license", "Who works there", ("license",)),
    ("accreditation", "Reviewed by an outside group", ("accreditation",)),
    ("focus", "Kind of program", ("focus",)),
    ("co-occurring", "Mental health and substance use together", ("co-occurring",)),
    ("accepting", "Openings", ("accepting",)),
)
"""The parts of the form in the order in which families ask, each with its facets."""

GROUP_LABELS: Final = {
    "gender": "Gender",
    "group": "Groups for",
    "insurance": "Insurance",
    "payment": "Other ways to pay",
}
"""Labels where a part holds more than one list."""


def finder_page(page: Page, plan: Plan) -> tuple[Head, FinderView]:
    """The finder in the plan's language."""
    _ = plan.language.gettext
    heading = _("Find a program")
    lead = _("Say what you need, and see what each program says to it. Nothing you choose is sent.")
    head = Head(heading, lead, page.url, (Crumb(_("Programs")),), section=PROGRAMS)
    view = FinderView(
        heading,
        lead,
        len(plan.shelves.all),
        MODULES,
        first_questions(plan),
        tuple(_parts(plan)),
        RADII,
        tuple(sorted(STATES.items(), key=lambda state: state[1])),
        tuple(_notices(plan)),
        tuple(_lines(plan)),
        _browse(plan),
        state_links(plan),
    )
    return head, view


def _parts(plan: Plan) -> Iterator[FormPart]:
    facets = {facet.id: facet for facet in FACETS}
    for id_, title, names in PARTS:
        groups = tuple(_group(facets[name], plan) for name in names if name in facets)
        yield FormPart(id_, plan.language.gettext(title), groups)


def _group(facet: Facet, plan: Plan) -> ChoiceGroup:
    label = plan.language.gettext(GROUP_LABELS.get(facet.id, ""))
    terms = plan.directory.vocabulary.terms(facet.vocabulary)
    apart = plan.directory.vocabulary.ids("payment") if facet.id == "insurance" else ()
    choices = tuple(
        Choice(id_, term_label(facet.vocabulary, id_, plan.wording))
        for id_, term in terms.items()
        if term.facet is not False and id_ not in apart
    )
    return ChoiceGroup(facet.id, label, facet.id in ALL_OF, choices)


def _notices(plan: Plan) -> Iterator[NoticeView]:
    safety = plan.directory.safety
    for id_, notice in safety.notices.items():
        yield notice_view(id_, notice, safety)


def _lines(plan: Plan) -> Iterator[tuple[str, LineView]]:
    for id_, line in plan.directory.safety.lines.items():
        yield id_, line_view(line)


def _browse(plan: Plan) -> tuple[Link, ...]:
    _ = plan.language.gettext
    total = len(plan.shelves.all)
    return (
        Link(_("Programs by state"), STATES_INDEX),
        Link(_("Programs by what they say"), TERMS_INDEX),
        Link(_("All programs in one list"), ALL_PROGRAMS, total),
    )
