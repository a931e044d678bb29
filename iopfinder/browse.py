"""Shelves of programs in, the pages out on which families browse them without a script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from iopfinder.addresses import (
    PROGRAMS,
    STATES_INDEX,
    TERMS_INDEX,
    city_url,
    facet_url,
    paged,
    state_url,
    term_url,
)
from iopfinder.cards import CardView
from iopfinder.directory import Directory
from iopfinder.frame import Crumb, Head, LineView, NoticeView, line_view, notice_view
from iopfinder.language import Language
from iopfinder.places import STATES
from iopfinder.says import FACETS, Facet
from iopfinder.shelves import Shelf, Shelves
from iopfinder.vocabulary import Term
from iopfinder.wording import Wording, term_label

__all__ = [
    "PAGE_SIZE",
    "CardGroup",
    "IndexPage",
    "IndexView",
    "Link",
    "LinkList",
    "ListPage",
    "ListView",
    "Pager",
    "index_pages",
    "index_view",
    "list_pages",
    "list_view",
]

PAGE_SIZE: Final = 30
"""Programs on one page of a list."""


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
    """A list of programs: what it is, danger first, then the programs."""

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


@dataclass(frozen=True, slots=True)
class IndexView:
    """Lists of links."""

    heading: str
    lead: str
    lists: tuple[LinkList, ...]


# Planning


def list_pages(directory: Directory, shelves: Shelves) -> Iterator[ListPage]:
    """Every page of every list."""
    yield from _pages(len(shelves.all), PROGRAMS)
    for state in _states(shelves):
        count = len(shelves.by_state.get(state, ())) + len(shelves.online_by_state.get(state, ()))
        yield from _pages(count, state_url(state), state=state)
    for (state, city), slugs in shelves.by_city.items():
        yield from _pages(len(slugs), city_url(state, city), state=state, city=city)
    for facet in FACETS:
        for term in directory.vocabulary.ids(facet.vocabulary):
            count = shelves.by_term[facet.id, term].count
            yield from _pages(count, term_url(facet.id, term), facet=facet.id, term=term)


def _pages(
    count: int, url: str, *, state: str = "", city: str = "", facet: str = "", term: str = ""
) -> Iterator[ListPage]:
    pages = max(1, -(-count // PAGE_SIZE))
    for number in range(1, pages + 1):
        yield ListPage(paged(url, number), number, pages, state, city, facet, term)


def index_pages() -> Iterator[IndexPage]:
    """The pages that lead to the lists."""
    yield IndexPage(STATES_INDEX)
    yield IndexPage(TERMS_INDEX)
    for facet in FACETS:
        yield IndexPage(facet_url(facet.id), facet.id)


def _states(shelves: Shelves) -> list[str]:
    return sorted({*shelves.by_state, *shelves.online_by_state}, key=STATES.__getitem__)


# Lists


def list_view(
    page: ListPage,
    directory: Directory,
    shelves: Shelves,
    cards: Mapping[str, CardView],
    language: Language,
) -> tuple[Head, ListView]:
    """One page of a list of programs."""
    if page.facet:
        return _term_view(page, directory, shelves, cards, language)
    if page.city:
        return _city_view(page, directory, shelves, cards, language)
    if page.state:
        return _state_view(page, directory, shelves, cards, language)
    return _all_view(page, shelves, cards, language)


def _all_view(
    page: ListPage, shelves: Shelves, cards: Mapping[str, CardView], language: Language
) -> tuple[Head, ListView]:
    _ = language.gettext
    heading = _("All programs")
    lead = _("Every program listed here, those confirmed last first.")
    head = _head(page, heading, lead, (Crumb(heading),), language)
    before = (state_links(shelves, language),) if page.number == 1 else ()
    parts = (("", shelves.all),)
    return head, _view(page, heading, lead, parts, cards, before=before)


def _state_view(
    page: ListPage,
    directory: Directory,
    shelves: Shelves,
    cards: Mapping[str, CardView],
    language: Language,
) -> tuple[Head, ListView]:
    _ = language.gettext
    name = STATES[page.state]
    heading = _("Programs in %(state)s") % {"state": name}
    lead = _("Programs with an address in %(state)s, then online programs that serve it.") % {
        "state": name
    }
    crumbs = (_programs_crumb(language), Crumb(_("By state"), STATES_INDEX), Crumb(name))
    head = _head(page, heading, lead, crumbs, language)
    medicaid = directory.medicaid.get(page.state)
    sentence = _("In %(state)s, Medicaid is called %(name)s.")
    notes = (sentence % {"state": name, "name": medicaid},) if medicaid else ()
    here = shelves.by_state.get(page.state, ())
    online = shelves.online_by_state.get(page.state, ())
    title = _("Online programs that serve %(state)s") % {"state": name}
    parts = (("" if not online else _("With an address here"), here), (title, online))
    before = tuple(_city_links(page.state, shelves, language)) if page.number == 1 else ()
    return head, _view(page, heading, lead, parts, cards, notes=notes, before=before)


def _city_links(state: str, shelves: Shelves, language: Language) -> Iterator[LinkList]:
    links = tuple(
        Link(shelves.cities[place], city_url(*place), len(slugs))
        for place, slugs in shelves.by_city.items()
        if place[0] == state
    )
    if len(links) > 1:
        yield LinkList(language.gettext("Cities"), links)


def _city_view(
    page: ListPage,
    directory: Directory,
    shelves: Shelves,
    cards: Mapping[str, CardView],
    language: Language,
) -> tuple[Head, ListView]:
    _ = language.gettext
    place = (page.state, page.city)
    city, state = shelves.cities[place], STATES[page.state]
    names = {"city": city, "state": state}
    heading = _("Programs in %(city)s, %(state)s") % names
    lead = _("Programs with an address in %(city)s.") % names
    crumbs = (
        _programs_crumb(language),
        Crumb(_("By state"), STATES_INDEX),
        Crumb(state, state_url(page.state)),
        Crumb(city),
    )
    head = _head(page, heading, lead, crumbs, language)
    link = Link(
        _("All programs in %(state)s, and online") % names,
        state_url(page.state),
        len(shelves.by_state[page.state]) + len(shelves.online_by_state.get(page.state, ())),
    )
    after = (LinkList(_("Look further"), (link,)),)
    parts = (("", shelves.by_city[place]),)
    return head, _view(page, heading, lead, parts, cards, after=after)


def _term_view(
    page: ListPage,
    directory: Directory,
    shelves: Shelves,
    cards: Mapping[str, CardView],
    language: Language,
) -> tuple[Head, ListView]:
    _ = language.gettext
    facet = next(facet for facet in FACETS if facet.id == page.facet)
    term = directory.vocabulary.terms(facet.vocabulary)[page.term]
    wording = Wording(language, directory.vocabulary)
    label = term_label(facet.vocabulary, page.term, wording)
    heading = _(_TERM_HEADINGS[facet.id]) % {"term": label}
    shelf = shelves.by_term[facet.id, page.term]
    crumbs = (
        _programs_crumb(language),
        Crumb(_(facet.label), facet_url(facet.id)),
        Crumb(label),
    )
    lead = term.plain or _("What programs say to: %(term)s.") % {"term": label}
    described = f"{heading}. {lead}"
    head = _head(page, heading, described, crumbs, language, noindex=shelf.count == 0)
    parts = (
        (_("Say yes"), shelf.yes),
        (_("Ask: the facility says yes, the program has not said"), shelf.ask),
    )
    view = _view(
        page,
        heading,
        lead,
        parts,
        cards,
        notices=_notices(term, directory),
        lines=tuple(map(line_view, directory.safety.beside(facet.vocabulary, [page.term]))),
        after=tuple(_related(facet, page.term, directory, shelves, wording)),
        notes=(_unsaid_words(language),),
    )
    return head, view


_TERM_HEADINGS: Final = {
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
}


def _unsaid_words(language: Language) -> str:
    return language.gettext(
        "A program that is not here has not said no. Many programs do not say. Ask them."
    )


def _notices(term: Term, directory: Directory) -> tuple[NoticeView, ...]:
    if term.notice is None:
        return ()
    notice = directory.safety.notices[term.notice]
    return (notice_view(term.notice, notice, directory.safety),)


def _related(
    facet: Facet, term: str, directory: Directory, shelves: Shelves, wording: Wording
) -> Iterator[LinkList]:
    """Narrower and broader terms."""
    _ = wording.language.gettext
    vocabulary = directory.vocabulary
    below = vocabulary.narrower(facet.vocabulary, term)
    above = vocabulary.above(facet.vocabulary, term)
    for title, terms in ((_("More exactly"), below), (_("More broadly"), above)):
        links = tuple(_term_link(facet, each, shelves, wording) for each in terms)
        if links:
            yield LinkList(title, links)


def _term_link(facet: Facet, term: str, shelves: Shelves, wording: Wording) -> Link:
    shelf: Shelf = shelves.by_term[facet.id, term]
    label = term_label(facet.vocabulary, term, wording)
    return Link(label, term_url(facet.id, term), shelf.count)


def _view(
    page: ListPage,
    heading: str,
    lead: str,
    parts: Sequence[tuple[str, Sequence[str]]],
    cards: Mapping[str, CardView],
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
        tuple(_groups(page.number, parts, cards)),
        _pager(page),
        before,
        after,
    )


def _groups(
    number: int, parts: Sequence[tuple[str, Sequence[str]]], cards: Mapping[str, CardView]
) -> Iterator[CardGroup]:
    """The part of each group that lies on page `number`; a group with none there is left out."""
    low, high = (number - 1) * PAGE_SIZE, number * PAGE_SIZE
    start = 0
    for title, slugs in parts:
        here = slugs[max(0, low - start) : max(0, high - start)]
        if here:
            yield CardGroup(title, len(slugs), tuple(cards[slug] for slug in here))
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
    language: Language,
    *,
    noindex: bool = False,
) -> Head:
    title = heading
    if page.number > 1:
        title = language.gettext("%(heading)s, page %(number)s") % {
            "heading": heading,
            "number": page.number,
        }
    return Head(title, lead, page.url, crumbs, noindex=noindex, section=PROGRAMS)


def _programs_crumb(language: Language) -> Crumb:
    return Crumb(language.gettext("Programs"), PROGRAMS)


# Indexes


def index_view(
    page: IndexPage, directory: Directory, shelves: Shelves, language: Language
) -> tuple[Head, IndexView]:
    """One page of links to lists."""
    _ = language.gettext
    if page.url == STATES_INDEX:
        heading, lead = _("Programs by state"), _("Choose a state, then a city.")
        lists: tuple[LinkList, ...] = (state_links(shelves, language),)
        crumbs: tuple[Crumb, ...] = (_programs_crumb(language), Crumb(_("By state")))
    elif page.facet:
        facet = next(facet for facet in FACETS if facet.id == page.facet)
        heading = _("Programs by: %(facet)s") % {"facet": _(facet.label)}
        lead = _("The number is how many programs say yes, or whose facility does.")
        lists = (term_links(facet, directory, shelves, language, explained=True),)
        crumbs = (
            _programs_crumb(language),
            Crumb(_("By what they say"), TERMS_INDEX),
            Crumb(_(facet.label)),
        )
    else:
        heading = _("Programs by what they say")
        lead = _("Choose what matters most to you. Each list shows who says yes.")
        lists = tuple(term_links(facet, directory, shelves, language) for facet in FACETS)
        crumbs = (_programs_crumb(language), Crumb(_("By what they say")))
    return Head(heading, lead, page.url, crumbs, section=PROGRAMS), IndexView(heading, lead, lists)


def state_links(shelves: Shelves, language: Language) -> LinkList:
    """Every state with a program in it, or one that serves it online."""
    _ = language.gettext
    links = tuple(
        Link(
            STATES[state],
            state_url(state),
            len(shelves.by_state.get(state, ())) + len(shelves.online_by_state.get(state, ())),
            "" if state in shelves.by_state else _("online only"),
        )
        for state in _states(shelves)
    )
    return LinkList(_("States"), links, STATES_INDEX)


def term_links(
    facet: Facet,
    directory: Directory,
    shelves: Shelves,
    language: Language,
    *,
    explained: bool = False,
    broadest: bool = False,
) -> LinkList:
    """The terms of a facet: all, with their plain words, or those that some program says yes to.

    `broadest` leaves out terms that stand below another: its page leads to them.
    """
    wording = Wording(language, directory.vocabulary)
    terms = directory.vocabulary.terms(facet.vocabulary)
    links = (
        Link(
            term_label(facet.vocabulary, id_, wording),
            term_url(facet.id, id_),
            shelves.by_term[facet.id, id_].count,
            term.plain if explained else "",
        )
        for id_, term in terms.items()
        if not (broadest and term.broader)
    )
    shown = tuple(link for link in links if explained or link.count)
    return LinkList(language.gettext(facet.label), shown, facet_url(facet.id))
