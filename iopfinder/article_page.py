"""One article in, its page out, with what stands around it; and links to guides in their order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from iopfinder.addresses import term_url
from iopfinder.cards import CardView
from iopfinder.directory import Written
from iopfinder.figures import Figure, figure
from iopfinder.frame import Crumb, Head, LineView, NoticeView, lines_beside, notice_view
from iopfinder.guide import MOMENTS, Asked, Guide, Source
from iopfinder.plan import Page, Plan
from iopfinder.prose import FigureMark, Heading, ProgramList
from iopfinder.says import FACETS
from iopfinder.structured_articles import article_json_ld
from iopfinder.wording import term_label

__all__ = [
    "AnswerView",
    "ArticleView",
    "GuideLink",
    "ProgramLinks",
    "answers_by_moment",
    "answers_of",
    "article_page",
    "asked_in",
    "guide_links",
    "slugs_on_cards",
]


@dataclass(frozen=True, slots=True)
class GuideLink:
    """A guide in a list."""

    title: str
    summary: str
    url: str
    moment: str
    language: str


@dataclass(frozen=True, slots=True)
class ProgramLinks:
    """Programs that say yes to a term, in the middle of an article."""

    label: str
    cards: tuple[CardView, ...]
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question with its answer in short, and where more is said."""

    question: str
    answer: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with all that stands around it."""

    title: str
    summary: str
    folder: str
    updated: date
    lead: Markup
    toc: tuple[Heading, ...]
    body: tuple[Markup | ProgramLinks | Figure, ...]
    footnotes: Markup
    notes: Markup
    sources: tuple[Source, ...]
    answers: tuple[AnswerView, ...]
    notices: tuple[NoticeView, ...]
    lines: tuple[LineView, ...]
    previous: GuideLink | None
    next: GuideLink | None
    others: tuple[GuideLink, ...]
    draft: bool


def article_page(page: Page, plan: Plan) -> tuple[Head, ArticleView]:
    """An article between those before and after it in its folder.

    A translation whose English article is held back stands alone.
    """
    written: Written = page.subject
    guide, article = written.guide, written.article
    siblings = _in_order(plan, guide.folder)
    notices = tuple(_article_notices(written, plan))
    places = {each.guide.path: number for number, each in enumerate(siblings)}
    here = places.get(guide.path, len(siblings))
    before = siblings[here - 1] if 0 < here < len(siblings) else None
    after = siblings[here + 1] if here + 1 < len(siblings) else None
    view = ArticleView(
        guide.front.title,
        guide.front.summary,
        guide.folder,
        guide.front.updated,
        article.lead,
        tuple(heading for heading in article.headings if heading.level == 2),
        tuple(part if isinstance(part, Markup) else _shown(part, plan) for part in article.body),
        article.footnotes,
        article.notes,
        guide.front.sources,
        tuple(answers_of(guide)),
        notices,
        _article_lines(written, notices, plan),
        _guide_link(before) if before else None,
        _guide_link(after) if after else None,
        tuple(guide_links(plan, guide.folder)) if guide.slug == "index" else (),
        guide.front.draft or guide.front.updated > plan.directory.today,
    )
    head = Head(
        guide.front.title,
        guide.front.summary,
        page.url,
        tuple(_article_crumbs(written, plan)),
        section=f"/{guide.folder}/",
        json_ld=article_json_ld(guide, plan.directory.settings),
    )
    return head, view


def answers_of(guide: Guide) -> Iterator[AnswerView]:
    """The questions that an article answers, each with the place where it does."""
    for asked in guide.front.answers:
        at = f"#{asked.at}" if asked.at else ""
        yield AnswerView(asked.question, asked.answer, guide.url + at, guide.front.title)


def asked_in(plan: Plan) -> Iterator[Asked]:
    """Every question that a guide answers, in the guides' order."""
    for written in _in_order(plan, "guides"):
        yield from written.guide.front.answers


def answers_by_moment(plan: Plan) -> Iterator[tuple[str, tuple[AnswerView, ...]]]:
    """All that guides answer, by the moment in which families ask it."""
    _ = plan.language.gettext
    written = _in_order(plan, "guides")
    for moment, label in MOMENTS.items():
        guides = (each.guide for each in written if each.guide.front.moment == moment)
        found = tuple(answer for guide in guides for answer in answers_of(guide))
        if found:
            yield _(label), found


def _article_crumbs(written: Written, plan: Plan) -> Iterator[Crumb]:
    _ = plan.language.gettext
    guide = written.guide
    if guide.slug != "index":
        labels = {"guides": _("Guides"), "about": _("About"), "for-clinics": _("For clinics")}
        yield Crumb(labels[guide.folder], f"/{guide.folder}/")
    yield Crumb(guide.front.title)


def _shown(part: ProgramList | FigureMark, plan: Plan) -> ProgramLinks | Figure:
    if isinstance(part, FigureMark):
        return figure(part.id, plan.language)
    return _program_links(part, plan)


def slugs_on_cards(written: Written, plan: Plan) -> Iterator[str]:
    """The programs of which an article shows cards."""
    for part in written.article.body:
        if isinstance(part, ProgramList):
            yield from _slugs(part, plan)


def _slugs(wanted: ProgramList, plan: Plan) -> Sequence[str]:
    shelf = plan.shelves.by_term[wanted.facet, wanted.term]
    return (*shelf.yes, *shelf.ask)[: wanted.limit]


def _program_links(wanted: ProgramList, plan: Plan) -> ProgramLinks:
    facet = next(facet for facet in FACETS if facet.id == wanted.facet)
    return ProgramLinks(
        term_label(facet.vocabulary, wanted.term, plan.wording),
        tuple(plan.cards[slug] for slug in _slugs(wanted, plan)),
        plan.shelves.by_term[wanted.facet, wanted.term].count,
        term_url(wanted.facet, wanted.term),
    )


def _article_notices(written: Written, plan: Plan) -> Iterator[NoticeView]:
    known = plan.directory.vocabulary.terms("conditions")
    safety = plan.directory.safety
    names = (known[term].notice for term in written.guide.front.conditions if term in known)
    for name in dict.fromkeys(names):
        if name:
            yield notice_view(name, safety.notices[name], safety)


def _article_lines(
    written: Written, notices: Collection[NoticeView], plan: Plan
) -> tuple[LineView, ...]:
    safety, front = plan.directory.safety, written.guide.front
    beside = (
        *safety.beside("conditions", front.conditions),
        *safety.beside("groups", front.groups),
    )
    return lines_beside(beside, notices)


def _in_order(plan: Plan, folder: str) -> list[Written]:
    moments = list(MOMENTS)
    written = [each for each in plan.directory.articles if each.guide.folder == folder]

    def order(each: Written) -> tuple[int, float, str]:
        moment = each.guide.front.moment
        return (moments.index(moment) if moment else 0, each.guide.front.order, each.guide.slug)

    return sorted(written, key=order)


def guide_links(plan: Plan, folder: str = "guides") -> Iterator[GuideLink]:
    for each in _in_order(plan, folder):
        yield _guide_link(each)


def _guide_link(written: Written) -> GuideLink:
    front = written.guide.front
    guide = written.guide
    return GuideLink(front.title, front.summary, guide.url, front.moment or "", guide.language)
