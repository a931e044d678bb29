"""A plan in, the few choices out that the form on the home page and the needs helper offer.

They are the commonest ones; the finder has them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from iopfinder.frame import NoticeView, notice_view
from iopfinder.places import STATES
from iopfinder.plan import Plan
from iopfinder.says import FACETS
from iopfinder.wording import term_label

__all__ = ["FirstQuestions", "Offer", "first_questions"]

CONDITIONS: Final = (
    "depression",
    "anxiety",
    "alcohol-use",
    "opioid-use",
    "trauma",
    "self-harm",
    "suicidal-thoughts",
    "eating-disorders",
    "stimulant-use",
    "cannabis-use",
    "sedative-use",
    "bipolar",
    "ocd",
    "borderline-personality",
    "perinatal",
    "psychosis",
    "co-occurring",
)
"""What families look for most; the first eight stand on the home page."""

AT_FIRST: Final = 8

WAYS_TO_PAY: Final = (
    ("insurance", "medicaid"),
    ("insurance", "private"),
    ("insurance", "medicare"),
    ("insurance", "chip"),
    ("insurance", "tricare"),
    ("insurance", "va"),
    ("insurance", "self-pay"),
    ("payment", "sliding-fee"),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One term to choose; `notice` is the danger notice that it brings, or ""."""

    facet: str
    term: str
    label: str
    plain: str
    notice: str


@dataclass(frozen=True, slots=True)
class FirstQuestions:
    """Choices of the home page's form and of the helper, and the notices that they may bring."""

    at_first: tuple[Offer, ...]
    conditions: tuple[Offer, ...]
    ways_to_pay: tuple[Offer, ...]
    states: tuple[tuple[str, str], ...]
    notices: tuple[NoticeView, ...]


def first_questions(plan: Plan) -> FirstQuestions:
    """The choices in the plan's language."""
    conditions = tuple(_offers([("condition", term) for term in CONDITIONS], plan))
    safety = plan.directory.safety
    wanted = dict.fromkeys(offer.notice for offer in conditions if offer.notice)
    return FirstQuestions(
        conditions[:AT_FIRST],
        conditions,
        tuple(_offers(WAYS_TO_PAY, plan)),
        tuple(sorted(STATES.items(), key=lambda state: state[1])),
        tuple(notice_view(id_, safety.notices[id_], safety) for id_ in wanted),
    )


def _offers(pairs: Sequence[tuple[str, str]], plan: Plan) -> Iterator[Offer]:
    """Those of the pairs of facet and term that the vocabulary knows."""
    lists = {facet.id: facet.vocabulary for facet in FACETS}
    for facet, term in pairs:
        known = plan.directory.vocabulary.terms(lists.get(facet, "")).get(term)
        if known is not None:
            label = term_label(lists[facet], term, plan.wording)
            plain = known.plain if plan.language.code == "en" else ""
            yield Offer(facet, term, label, plain, known.notice or "")
