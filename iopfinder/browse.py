"""Shelves of programs in, the pages out on which families browse them without a script."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from iopfinder.addresses import (
    ALL_PROGRAMS,
    PROGRAMS,
    STATES_INDEX,
    TERMS_INDEX,
    city_url,
    facet_url,
    feed_url,
    paged,
    state_url,
    term_url,
)
from iopfinder.cards import CardView
from iopfinder.frame import Crumb, Head, LineView, NoticeView, lines_beside, notice_view
from iopfinder.language import Language
from iopfinder.places import STATES
from iopfinder.plan import Plan
from iopfinder.safety import Safety
from iopfinder.says import FACETS, Facet
from iopfinder.shelves import Shelf, Shelves
from iopfinder.vocabulary import Term
from iopfinder.wording import term_label

__all__ = [
    "PAGE_SIZE",
    "RUN",
    "TERM_HEADINGS",
    "CardGroup",
    "IndexPage",
    "IndexView",
    "Link",
    "LinkList",
    "ListPage",
    "ListView",
    "Pager",
    "all_pages",
    "index_pages",
    "index_view",
    "is_bare",
    "list_uses",
    "list_view",
    "parts_on",
    "related_terms",
    "runs",
    "state_links",
    "state_pages",
    "term_links",
    "term_pages",
]

PAGE_SIZE: Final = 30
"""Programs on one page of a list."""

RUN: Final = 40
"""Pages of a long list that are looked at together when something has changed."""


# Subjects: which page, as small values


@dataclass(frozen=True, slots=True)
class ListPage:
    """Page `number` of one list: all programs, a state, a city, or a term of a facet."""

    url: str
    number: int
    pages: int
    state: str = ""
    city: str = ""
    facet: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All states, all facets, or the terms of one facet."""

    url: str
    facet: str = ""


# Views


@dataclass(frozen=True, slots=True)
class Link:
    """A link with how many programs stand behind it; `note` says more in a few words."""

    label: str
    url: str
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkList:
    """Links under a heading."""

    title: str
    links: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Programs that answer alike; `title` is "" where a list has no groups."""

    title: str
    count: int
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a long list this page stands."""

    number: int
    pages: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of programs: what it is, danger first, then the programs.

    `feed` is the address of the feed of its confirmations, "" for all but states.
    """

    heading: str
    lead: str
    notes: tuple[str, ...]
    notices: tuple[NoticeView, ...]
    lines: tuple[LineView, ...]
    total: int
    groups: tuple[CardGroup, ...]
    pager: Pager
    before: tuple[LinkList, ...]
    after: tuple[LinkList, ...]
    feed: str = ""


@dataclass(frozen=True, slots=True)
class IndexView:
    """Lists of links."""

    heading: str
    lead: str
    lists: tuple[LinkList, ...]


# Planning


def runs(count: int) -> Iterator[range]:
    """The numbers of the pages of a list of so many programs, in runs of at most `RUN`."""
    pages = _page_count(count)
    for first in range(1, pages + 1, RUN):
        yield range(first, min(first + RUN, pages + 1))


def all_pages(shelves: Shelves, run: range) -> Iterator[ListPage]:
    """These pages of the list of every program."""
    yield from _pages(len(shelves.all), ALL_PROGRAMS, run)


def state_pages(state: str, shelves: Shelves) -> Iterator[ListPage]:
    """The list of a state, and those of its cities."""
    count = shelves.count_in(state)
    if count:
        yield from _pages(count, state_url(state), state=state)
    for city, slugs in shelves.in_state(state).by_city.items():
        yield from _pages(len(slugs), city_url(state, city), state=state, city=city)


def term_pages(facet: str, term: str, shelves: Shelves, run: range) -> Iterator[ListPage]:
    """These pages of the list of a term."""
    count = shelves.by_term[facet, term].count
    yield from _pages(count, term_url(facet, term), run, facet=facet, term=term)


def _pages(
    count: int,
    url: str,
    run: range | None = None,
    *,
    state: str = "",
    city: str = "",
    facet: str = "",
    term: str = "",
) -> Iterator[ListPage]:
    pages = _page_count(count)
    for number in run or range(1, pages + 1):
        yield ListPage(paged(url, number), number, pages, state, city, facet, term)


def _page_count(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))


def index_pages() -> Iterator[IndexPage]:
    """The pages that lead to the lists."""
    yield IndexPage(STATES_INDEX)
    yield IndexPage(TERMS_INDEX)
    for facet in FACETS:
        yield IndexPage(facet_url(facet.id), facet.id)


def is_bare(page: ListPage, shelves: Shelves) -> bool:
    """Whether this is the page of a term that no program says yes to."""
    return bool(page.facet) and shelves.by_term[page.facet, page.term].count == 0


# Lists


def list_view(page: ListPage, plan: Plan) -> tuple[Head, ListView]:
    """One page of a list of programs."""
    if page.facet:
        return _term_view(page, plan)
    if page.city:
        return _city_view(page, plan)
    if page.state:
        return _state_view(page, plan)
    return _all_view(page, plan)


def _all_view(page: ListPage, plan: Plan) -> tuple[Head, ListView]:
    _ = plan.language.gettext
    heading = _("All programs")
    lead = _("Every program listed here, those confirmed last first.")
    head = _head(page, heading, lead, (_programs_crumb(plan), Crumb(heading)), plan)
    before = (state_links(plan),) if page.number == 1 else ()
    parts = _titled(page, plan, "")
    return head, _view(page, heading, lead, parts, plan, before=before)


def _state_view(page: ListPage, plan: Plan) -> tuple[Head, ListView]:
    _ = plan.language.gettext
    name = STATES[page.state]
    heading = _("Programs in %(state)s") % {"state": name}
    lead = _("Programs with an address in %(state)s, then online programs that serve it.") % {
        "state": name
    }
    crumbs = (_programs_crumb(plan), Crumb(_("By state"), STATES_INDEX), Crumb(name))
    head = _head(page, heading, lead, crumbs, plan)
    medicaid = plan.directory.medicaid.get(page.state)
    sentence = _("In %(state)s, Medicaid is called %(name)s.")
    notes = (sentence % {"state": name, "name": medicaid},) if medicaid else ()
    title = _("Online programs that serve %(state)s") % {"state": name}
    has_online = page.state in plan.shelves.online
    parts = _titled(page, plan, _("With an address here") if has_online else "", title)
    before = tuple(_city_links(page.state, plan)) if page.number == 1 else ()
    view = _view(page, heading, lead, parts, plan, notes=notes, before=before)
    return head, replace(view, feed=feed_url(page.state))


def _city_links(state: str, plan: Plan) -> Iterator[LinkList]:
    links = tuple(
        Link(plan.shelves.in_state(state).cities[city], city_url(state, city), len(slugs))
        for city, slugs in plan.shelves.in_state(state).by_city.items()
    )
    if len(links) > 1:
        yield LinkList(plan.language.gettext("Cities"), links)


def _city_view(page: ListPage, plan: Plan) -> tuple[Head, ListView]:
    _ = plan.language.gettext
    city = plan.shelves.in_state(page.state).cities[page.city]
    state = STATES[page.state]
    names = {"city": city, "state": state}
    heading = _("Programs in %(city)s, %(state)s") % names
    lead = _("Programs with an address in %(city)s.") % names
    crumbs = (
        _programs_crumb(plan),
        Crumb(_("By state"), STATES_INDEX),
        Crumb(state, state_url(page.state)),
        Crumb(city),
    )
    head = _head(page, heading, lead, crumbs, plan)
    link = Link(
        _("All programs in %(state)s, and online") % names,
        state_url(page.state),
        plan.shelves.count_in(page.state),
    )
    after = (LinkList(_("Look further"), (link,)),)
    parts = _titled(page, plan, "")
    return head, _view(page, heading, lead, parts, plan, after=after)


def _term_view(page: ListPage, plan: Plan) -> tuple[Head, ListView]:
    _ = plan.language.gettext
    facet = _facet(page.facet)
    term = plan.directory.vocabulary.terms(facet.vocabulary)[page.term]
    label = term_label(facet.vocabulary, page.term, plan.wording)
    heading = _(TERM_HEADINGS[facet.id]) % {"term": label}
    crumbs = (
        _programs_crumb(plan),
        Crumb(_(facet.label), facet_url(facet.id)),
        Crumb(label),
    )
    lead = term.plain or _("What programs say to: %(term)s.") % {"term": label}
    described = f"{heading}. {lead}"
    head = _head(page, heading, described, crumbs, plan, noindex=is_bare(page, plan.shelves))
    asked = _("Ask: the facility says yes, the program has not said")
    parts = _titled(page, plan, _("Say yes"), asked)
    notices = _notices(term, plan.directory.safety)
    beside = plan.directory.safety.beside(facet.vocabulary, [page.term])
    view = _view(
        page,
        heading,
        lead,
        parts,
        plan,
        notices=notices,
        lines=lines_beside(beside, notices),
        after=tuple(_related(facet, page.term, plan)),
        notes=(_unsaid_words(plan.language),),
    )
    return head, view


TERM_HEADINGS: Final = {
    "condition": "Programs that treat: %(term)s",
    "therapy": "Programs with: %(term)s",
    "group": "Programs for: %(term)s",
    "age": "Programs for: %(term)s",
    "format": "Programs: %(term)s",
    "insurance": "Ways to pay: %(term)s",
    "medication": "Programs that accept: %(term)s",
    "language": "Groups held in: %(term)s",
    "access": "Programs with: %(term)s",
    "aftercare": "Aftercare: %(term)s",
    "license": "Programs with: %(term)s on the team",
    "accreditation": "Programs reviewed by: %(term)s",
    "focus": "Programs for: %(term)s",
    "gender": "Who may join: %(term)s",
    "co-occurring": "Mental health and substance use: %(term)s",
    "accepting": "Openings: %(term)s",
    "payment": "Ways to pay less: %(term)s",
}


def _unsaid_words(language: Language) -> str:
    return language.gettext(
        "A program that is not here has not said no. Many programs do not say. Ask them."
    )


def _notices(term: Term, safety: Safety) -> tuple[NoticeView, ...]:
    if term.notice is None:
        return ()
    return (notice_view(term.notice, safety.notices[term.notice], safety),)


def related_terms(facet: str, term: str, plan: Plan) -> tuple[LinkList, ...]:
    """Links to narrower and broader terms."""
    return tuple(_related(_facet(facet), term, plan))


def _facet(id_: str) -> Facet:
    return next(facet for facet in FACETS if facet.id == id_)


def _related(facet: Facet, term: str, plan: Plan) -> Iterator[LinkList]:
    _ = plan.language.gettext
    vocabulary = plan.directory.vocabulary
    below = vocabulary.narrower(facet.vocabulary, term)
    above = vocabulary.above(facet.vocabulary, term)
    for title, terms in ((_("More exactly"), below), (_("More broadly"), above)):
        links = tuple(_term_link(facet, each, plan) for each in terms)
        if links:
            yield LinkList(title, links)


def _term_link(facet: Facet, term: str, plan: Plan) -> Link:
    shelf: Shelf = plan.shelves.by_term[facet.id, term]
    label = term_label(facet.vocabulary, term, plan.wording)
    return Link(label, term_url(facet.id, term), shelf.count)


def _view(
    page: ListPage,
    heading: str,
    lead: str,
    parts: Sequence[tuple[str, Sequence[str]]],
    plan: Plan,
    *,
    notes: tuple[str, ...] = (),
    notices: tuple[NoticeView, ...] = (),
    lines: tuple[LineView, ...] = (),
    before: tuple[LinkList, ...] = (),
    after: tuple[LinkList, ...] = (),
) -> ListView:
    return ListView(
        heading,
        lead,
        notes,
        notices,
        lines,
        sum(len(slugs) for _title, slugs in parts),
        tuple(_groups(page.number, parts, plan.cards)),
        _pager(page),
        before,
        after,
    )


def _groups(
    number: int, parts: Sequence[tuple[str, Sequence[str]]], cards: Mapping[str, CardView]
) -> Iterator[CardGroup]:
    """The part of each group that lies on page `number`; a group with none there is left out."""
    on_page = parts_on(range(number, number + 1), [slugs for _title, slugs in parts])
    for (title, slugs), here in zip(parts, on_page, strict=True):
        if here:
            yield CardGroup(title, len(slugs), tuple(cards[slug] for slug in here))


def parts_on(run: range, groups: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Of each group what lies on a run of pages when all groups stand one after the other."""
    low, high = (run.start - 1) * PAGE_SIZE, (run.stop - 1) * PAGE_SIZE
    start = 0
    for slugs in groups:
        yield slugs[max(0, low - start) : max(0, high - start)]
        start += len(slugs)


def _pager(page: ListPage) -> Pager:
    first = page.url.removesuffix(f"page-{page.number}/")
    before = paged(first, page.number - 1) if page.number > 1 else ""
    after = paged(first, page.number + 1) if page.number < page.pages else ""
    return Pager(page.number, page.pages, before, after)


def _head(
    page: ListPage,
    heading: str,
    lead: str,
    crumbs: tuple[Crumb, ...],
    plan: Plan,
    *,
    noindex: bool = False,
) -> Head:
    title = heading
    if page.number > 1:
        title = plan.language.gettext("%(heading)s, page %(number)s") % {
            "heading": heading,
            "number": page.number,
        }
    return Head(title, lead, page.url, crumbs, noindex=noindex, section=PROGRAMS)


def _programs_crumb(plan: Plan) -> Crumb:
    return Crumb(plan.language.gettext("Programs"), PROGRAMS)


def list_uses(page: ListPage, plan: Plan) -> Iterator[object]:
    """What a page of a list shows: of listings their digests, of other lists their counts."""
    digests, shelves = plan.digests, plan.shelves
    yield page.number, page.pages, page.state, page.city, page.facet, page.term
    groups = _shelved(page, shelves)
    yield tuple(map(len, groups))
    for here in parts_on(range(page.number, page.number + 1), groups):
        yield b"".join([digests[slug] for slug in here])
    if page.facet:
        yield related_terms(page.facet, page.term, plan)
    elif page.city:
        yield shelves.in_state(page.state).cities[page.city], shelves.count_in(page.state)
    elif page.number == 1:
        yield tuple(_city_links(page.state, plan)) if page.state else state_links(plan)


def _titled(page: ListPage, plan: Plan, *titles: str) -> Sequence[tuple[str, Sequence[str]]]:
    return tuple(zip(titles, _shelved(page, plan.shelves), strict=True))


def _shelved(page: ListPage, shelves: Shelves) -> tuple[Sequence[str], ...]:
    """The list's groups of programs, in order."""
    if page.facet:
        shelf = shelves.by_term[page.facet, page.term]
        return shelf.yes, shelf.ask
    if page.city:
        return (shelves.in_state(page.state).by_city[page.city],)
    if page.state:
        state = page.state
        return shelves.in_state(state).all, shelves.online.get(state, ())
    return (shelves.all,)


# Indexes


def index_view(page: IndexPage, plan: Plan) -> tuple[Head, IndexView]:
    """One page of links to lists."""
    _ = plan.language.gettext
    if page.url == STATES_INDEX:
        heading, lead = _("Programs by state"), _("Choose a state, then a city.")
        lists: tuple[LinkList, ...] = (state_links(plan),)
        crumbs: tuple[Crumb, ...] = (_programs_crumb(plan), Crumb(_("By state")))
    elif page.facet:
        facet = _facet(page.facet)
        heading = _("Programs by: %(facet)s") % {"facet": _(facet.label)}
        lead = _("The number is how many programs say yes, or whose facility does.")
        lists = (term_links(facet, plan, explained=True),)
        crumbs = (
            _programs_crumb(plan),
            Crumb(_("By what they say"), TERMS_INDEX),
            Crumb(_(facet.label)),
        )
    else:
        heading = _("Programs by what they say")
        lead = _("Choose what matters most to you. Each list shows who says yes.")
        lists = tuple(term_links(facet, plan) for facet in FACETS)
        crumbs = (_programs_crumb(plan), Crumb(_("By what they say")))
    return Head(heading, lead, page.url, crumbs, section=PROGRAMS), IndexView(heading, lead, lists)


def state_links(plan: Plan) -> LinkList:
    """Every state with a program in it, or one that serves it online."""
    _ = plan.language.gettext
    links = tuple(
        Link(
            STATES[state],
            state_url(state),
            plan.shelves.count_in(state),
            "" if plan.shelves.in_state(state).all else _("online only"),
        )
        for state in sorted(plan.shelves.states, key=STATES.__getitem__)
    )
    return LinkList(_("States"), links, STATES_INDEX)


def term_links(
    facet: Facet,
    plan: Plan,
    *,
    explained: bool = False,
    broadest: bool = False,
) -> LinkList:
    """The terms of a facet: all, with their plain words, or those that some program says yes to.

    `broadest` leaves out terms that stand below another: its page leads to them.
    """
    terms = plan.directory.vocabulary.terms(facet.vocabulary)
    links = (
        Link(
            term_label(facet.vocabulary, id_, plan.wording),
            term_url(facet.id, id_),
            plan.shelves.by_term[facet.id, id_].count,
            term.plain if explained else "",
        )
        for id_, term in terms.items()
        if not (broadest and term.broader)
    )
    shown = tuple(link for link in links if explained or link.count)
    return LinkList(plan.language.gettext(facet.label), shown, facet_url(facet.id))
