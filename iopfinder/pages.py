"""A directory in, every page of the site out: its address, its template and what it is about.

Planning renders nothing. A page is a small value; `contents` makes its view when it is rendered,
so that a site of twenty thousand programs never stands in memory as a whole.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from iopfinder.addresses import (
    CHECKLIST,
    FIELDS,
    GLOSSARY,
    GUIDES,
    HOME,
    NOT_FOUND,
    PROGRAMS,
    TERMS,
    city_url,
    file_of,
    program_url,
    state_url,
    term_url,
)
from iopfinder.browse import (
    IndexPage,
    LinkList,
    ListPage,
    index_pages,
    index_view,
    list_pages,
    list_view,
    state_links,
    term_links,
)
from iopfinder.cards import CardView, card_view
from iopfinder.checklist import ChecklistItem, Question
from iopfinder.directory import Directory, Written
from iopfinder.facts import Spec, outline
from iopfinder.frame import (
    Crumb,
    Head,
    LineView,
    NoticeView,
    SiteView,
    line_view,
    notice_view,
    site_view,
)
from iopfinder.glossary import Entry
from iopfinder.guide import MOMENTS
from iopfinder.language import Language
from iopfinder.listing import Listing
from iopfinder.places import STATES, slug
from iopfinder.program import Program
from iopfinder.program_page import program_page
from iopfinder.prose import Heading, ProgramList
from iopfinder.says import FACETS
from iopfinder.shelves import Shelf, Shelves, fill_shelves
from iopfinder.structured import program_json_ld
from iopfinder.truth import is_publishable_data
from iopfinder.vocabulary import Term
from iopfinder.wording import Wording, term_label

__all__ = ["Page", "Plan", "contents", "plan_site"]

FEED_LENGTH: Final = 50
"""Entries of the feed: the articles and confirmations of latest date."""

HOME_FACETS: Final = ("condition", "age", "insurance", "format", "language")


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site. `kind` picks template and view; `subject` is what it is about."""

    url: str
    kind: str
    subject: Any = None

    @property
    def path(self) -> str:
        return file_of(self.url)

    @property
    def template(self) -> str:
        return self.kind if "." in self.kind else f"{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that rendering needs: the pages, and what several of them share."""

    directory: Directory
    language: Language
    site: SiteView
    shelves: Shelves
    cards: Mapping[str, CardView]
    pages: tuple[Page, ...]


def plan_site(directory: Directory, language: Language, *, jobs: int = 1) -> Plan:
    """Every page of the site, in a fixed order."""
    shelves = fill_shelves(directory, jobs=jobs)
    cards = {
        slug: card_view(directory.by_slug[slug], directory.vocabulary, directory.today, language)
        for slug in shelves.all
    }
    examples = [bool(listing.program.example) for listing in directory.listings]
    site = site_view(directory.settings, directory.safety, all_made_up=all(examples))
    pages = tuple(_pages(directory, shelves))
    return Plan(directory, language, site, shelves, cards, pages)


def _pages(directory: Directory, shelves: Shelves) -> Iterator[Page]:
    yield Page(HOME, "home")
    for listed in list_pages(directory, shelves):
        yield Page(listed.url, "list", listed)
    for index in index_pages():
        yield Page(index.url, "index", index)
    for listing in directory.listings:
        if listing.is_shown:
            yield Page(program_url(listing.slug), "program", listing)
        for alias in listing.program.aliases or ():
            yield Page(program_url(alias), "moved", listing)
    yield Page(GUIDES, "guides")
    for written in directory.articles:
        yield Page(written.guide.url, "article", written)
    yield Page(GLOSSARY, "glossary")
    yield Page(CHECKLIST, "checklist")
    yield Page(FIELDS, "fields")
    yield Page(TERMS, "terms")
    yield Page(NOT_FOUND, "404")
    yield Page("/sitemap.xml", "sitemap.xml")
    yield Page("/feed.xml", "feed.xml")


def contents(page: Page, plan: Plan) -> tuple[Head, object]:
    """A page's head and its view."""
    return _CONTENTS[page.kind](page, plan)


# Views of single pages


@dataclass(frozen=True, slots=True)
class HomeView:
    """Ways to a program first, then the five questions, then guides."""

    total: int
    states: LinkList
    terms: tuple[LinkList, ...]
    checklist: tuple[ChecklistItem, ...]
    guides: tuple["GuideLink", ...]


@dataclass(frozen=True, slots=True)
class GuideLink:
    """A guide in a list."""

    title: str
    summary: str
    url: str
    moment: str


@dataclass(frozen=True, slots=True)
class GuidesView:
    """Guides by the moment in which they are read."""

    moments: tuple[tuple[str, tuple[GuideLink, ...]], ...]


@dataclass(frozen=True, slots=True)
class ProgramLinks:
    """Programs that say yes to a term, in the middle of an article."""

    label: str
    cards: tuple[CardView, ...]
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with all that stands around it."""

    title: str
    summary: str
    folder: str
    updated: date
    lead: Markup
    toc: tuple[Heading, ...]
    body: tuple[Markup | ProgramLinks, ...]
    footnotes: Markup
    notes: Markup
    sources: tuple[Any, ...]
    notices: tuple[NoticeView, ...]
    lines: tuple[LineView, ...]
    previous: GuideLink | None
    next: GuideLink | None
    others: tuple[GuideLink, ...]
    words: int
    draft: bool


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word with its explanation and the words near it."""

    id: str
    entry: Entry
    see: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """Entries by first letter."""

    letters: tuple[tuple[str, tuple[GlossaryEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """The worksheet: five questions, each with what to ask on the phone."""

    items: tuple[tuple[ChecklistItem, tuple[Question, ...]], ...]
    start: tuple[Question, ...]
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a listing, for clinics."""

    name: str
    label: str
    explains: str
    written: str
    required: bool
    core: bool
    track: bool
    is_section: bool
    depth: int
    choices: tuple[tuple[str, str], ...]
    vocabulary: str


@dataclass(frozen=True, slots=True)
class FieldsView:
    """All fields, in groups of the listing's top-level keys."""

    groups: tuple[tuple[str, tuple[FieldView, ...]], ...]


@dataclass(frozen=True, slots=True)
class TermsView:
    """All terms that a listing may use, list by list."""

    lists: tuple[tuple[str, tuple[tuple[str, Term], ...]], ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    """Where a listing with another name stands now."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A page for search engines."""

    url: str
    changed: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something new: an article or a confirmed listing."""

    url: str
    title: str
    summary: str
    day: date


def _home(page: Page, plan: Plan) -> tuple[Head, object]:
    directory, language = plan.directory, plan.language
    facets = {facet.id: facet for facet in FACETS}
    view = HomeView(
        len(plan.shelves.all),
        state_links(plan.shelves, language),
        tuple(
            term_links(facets[name], directory, plan.shelves, language, broadest=True)
            for name in HOME_FACETS
        ),
        directory.checklist,
        tuple(_guide_links(plan)),
    )
    head = Head(directory.settings.tagline, _home_description(plan), page.url, section=HOME)
    return head, view


def _home_description(plan: Plan) -> str:
    return plan.language.gettext(
        "Compare intensive outpatient programs by hours, treatment, staff, schedule and aftercare. "
        "Private, free, and without advertising."
    )


def _list(page: Page, plan: Plan) -> tuple[Head, object]:
    listed: ListPage = page.subject
    return list_view(listed, plan.directory, plan.shelves, plan.cards, plan.language)


def _index(page: Page, plan: Plan) -> tuple[Head, object]:
    index: IndexPage = page.subject
    return index_view(index, plan.directory, plan.shelves, plan.language)


def _program(page: Page, plan: Plan) -> tuple[Head, object]:
    listing: Listing = page.subject
    _ = plan.language.gettext
    program = listing.program
    view = program_page(listing, plan.directory, plan.language)
    place = f"{program.location.city}, {program.location.state}" if program.location else ""
    title = f"{program.name}, {place}" if place else program.name
    if _is_shared_title(listing, plan):
        title = f"{title} ({listing.slug})"
    described = program.summary or _("What %(name)s says about its program.") % {
        "name": program.name
    }
    head = Head(
        title,
        described,
        page.url,
        tuple(_program_crumbs(listing, plan)),
        noindex=not is_publishable_data(listing, plan.directory.today),
        section="/programs/",
        json_ld=program_json_ld(listing, plan.directory),
    )
    return head, view


def _is_shared_title(listing: Listing, plan: Plan) -> bool:
    """Whether two listings of one city bear one name: rare, and mended by the slug."""
    location = listing.program.location
    if location is None:
        return False
    neighbors = plan.shelves.by_city.get((location.state, slug(location.city)), ())
    name = listing.program.name
    return any(
        plan.directory.by_slug[other].program.name == name
        for other in neighbors
        if other != listing.slug
    )


def _program_crumbs(listing: Listing, plan: Plan) -> Iterator[Crumb]:
    yield Crumb(plan.language.gettext("Programs"), PROGRAMS)
    location = listing.program.location
    if location is not None and location.state in plan.shelves.by_state:
        yield Crumb(STATES[location.state], state_url(location.state))
        place = (location.state, slug(location.city))
        if place in plan.shelves.by_city:
            yield Crumb(plan.shelves.cities[place], city_url(*place))
    yield Crumb(listing.program.name)


def _moved(page: Page, plan: Plan) -> tuple[Head, object]:
    listing: Listing = page.subject
    _ = plan.language.gettext
    url = program_url(listing.slug)
    title = _("%(name)s has a new address") % {"name": listing.program.name}
    head = Head(f"{title} ({page.url})", title, page.url, noindex=True, canonical=url)
    return head, MovedView(listing.program.name, url)


def _guides(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    links = list(_guide_links(plan))
    moments = tuple(
        (_(label), tuple(link for link in links if link.moment == moment))
        for moment, label in MOMENTS.items()
    )
    view = GuidesView(tuple((label, found) for label, found in moments if found))
    lead = _("Plain guides to choosing and using an intensive outpatient program.")
    return Head(_("Guides"), lead, page.url, (Crumb(_("Guides")),), section=GUIDES), view


def _in_order(plan: Plan, folder: str) -> list[Written]:
    moments = list(MOMENTS)
    written = [each for each in plan.directory.articles if each.guide.folder == folder]

    def order(each: Written) -> tuple[int, float, str]:
        moment = each.guide.front.moment
        return (moments.index(moment) if moment else 0, each.guide.front.order, each.guide.slug)

    return sorted(written, key=order)


def _guide_links(plan: Plan, folder: str = "guides") -> Iterator[GuideLink]:
    for each in _in_order(plan, folder):
        yield _guide_link(each)


def _guide_link(written: Written) -> GuideLink:
    front = written.guide.front
    return GuideLink(front.title, front.summary, written.guide.url, front.moment or "")


def _article(page: Page, plan: Plan) -> tuple[Head, object]:
    written: Written = page.subject
    guide, article = written.guide, written.article
    siblings = _in_order(plan, guide.folder)
    here = next(n for n, each in enumerate(siblings) if each.guide.path == guide.path)
    before = siblings[here - 1] if here else None
    after = siblings[here + 1] if here + 1 < len(siblings) else None
    view = ArticleView(
        guide.front.title,
        guide.front.summary,
        guide.folder,
        guide.front.updated,
        article.lead,
        tuple(heading for heading in article.headings if heading.level == 2),
        tuple(
            _program_links(part, plan) if isinstance(part, ProgramList) else part
            for part in article.body
        ),
        article.footnotes,
        article.notes,
        guide.front.sources,
        tuple(_article_notices(written, plan)),
        tuple(_article_lines(written, plan)),
        _guide_link(before) if before else None,
        _guide_link(after) if after else None,
        tuple(_guide_links(plan, guide.folder)) if guide.slug == "index" else (),
        article.words,
        guide.front.draft or guide.front.updated > plan.directory.today,
    )
    head = Head(
        guide.front.title,
        guide.front.summary,
        page.url,
        tuple(_article_crumbs(written, plan)),
        section=f"/{guide.folder}/",
    )
    return head, view


def _article_crumbs(written: Written, plan: Plan) -> Iterator[Crumb]:
    _ = plan.language.gettext
    guide = written.guide
    if guide.slug != "index":
        labels = {"guides": _("Guides"), "about": _("About"), "for-clinics": _("For clinics")}
        yield Crumb(labels[guide.folder], f"/{guide.folder}/")
    yield Crumb(guide.front.title)


def _program_links(wanted: ProgramList, plan: Plan) -> ProgramLinks:
    facet = next(facet for facet in FACETS if facet.id == wanted.facet)
    shelf: Shelf = plan.shelves.by_term[wanted.facet, wanted.term]
    wording = Wording(plan.language, plan.directory.vocabulary)
    return ProgramLinks(
        term_label(facet.vocabulary, wanted.term, wording),
        tuple(plan.cards[slug] for slug in (*shelf.yes, *shelf.ask)[: wanted.limit]),
        shelf.count,
        term_url(wanted.facet, wanted.term),
    )


def _article_notices(written: Written, plan: Plan) -> Iterator[NoticeView]:
    known = plan.directory.vocabulary.terms("conditions")
    safety = plan.directory.safety
    names = (known[term].notice for term in written.guide.front.conditions if term in known)
    for name in dict.fromkeys(names):
        if name:
            yield notice_view(name, safety.notices[name], safety)


def _article_lines(written: Written, plan: Plan) -> Iterator[LineView]:
    safety, front = plan.directory.safety, written.guide.front
    beside = (
        *safety.beside("conditions", front.conditions),
        *safety.beside("groups", front.groups),
    )
    yield from (line_view(line) for line in dict.fromkeys(beside))


def _glossary(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    entries = plan.directory.glossary.entries
    letters: dict[str, list[GlossaryEntry]] = {}
    for id_, entry in sorted(entries.items(), key=lambda item: item[1].term.lower()):
        see = tuple((other, entries[other].term) for other in entry.see if other in entries)
        letters.setdefault(entry.term[0].upper(), []).append(GlossaryEntry(id_, entry, see))
    view = GlossaryView(tuple((letter, tuple(found)) for letter, found in letters.items()))
    lead = _("Words you will meet, in plain language.")
    return Head(_("Glossary"), lead, page.url, (Crumb(_("Glossary")),), section=GLOSSARY), view


def _checklist(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    questions = plan.directory.questions
    main = [question for question in questions.questions if not question.spare]
    items = tuple(
        (item, tuple(each for each in main if each.part == f"{item.part:g}"))
        for item in plan.directory.checklist
    )
    start = tuple(each for each in main if each.part == "start")
    view = ChecklistView(items, start, questions.opening.en, questions.closing.en)
    title = _("Worksheet: the five questions")
    lead = _("Print this sheet and fill it in while you call. One sheet holds two programs.")
    return Head(title, lead, page.url, (Crumb(_("Worksheet")),), section=CHECKLIST), view


def _fields(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    groups: dict[str, list[FieldView]] = {}
    for spec in outline(Program):
        groups.setdefault(spec.field[0], []).append(_field_view(spec))
    view = FieldsView(tuple((name, tuple(found)) for name, found in groups.items()))
    lead = _("Every field of a listing: what it means, how to write it, what families see.")
    crumbs = (Crumb(_("For clinics"), "/for-clinics/"), Crumb(_("Fields")))
    return Head(_("Fields of a listing"), lead, page.url, crumbs, section="/for-clinics/"), view


def _field_view(spec: Spec) -> FieldView:
    form, fact = spec.form, spec.fact
    table = form.table if form and form.kind != "yes-no" else {}
    return FieldView(
        spec.name,
        fact.label,
        fact.explains,
        form.written if form else ("a list of sections" if spec.many else "a section"),
        spec.required,
        fact.core,
        fact.track,
        spec.section is not None,
        len(spec.field) - 1,
        tuple((value, words) for value, words in table.items() if words != value),
        form.vocabulary if form else "",
    )


def _terms(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    lists = plan.directory.vocabulary.lists
    view = TermsView(tuple((name, tuple(terms.items())) for name, terms in lists.items()))
    lead = _("Every term that a listing may use, with the words that families read.")
    crumbs = (Crumb(_("For clinics"), "/for-clinics/"), Crumb(_("Terms")))
    return Head(_("Terms of a listing"), lead, page.url, crumbs, section="/for-clinics/"), view


def _not_found(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    lead = _("There is no page at this address.")
    return Head(_("Page not found"), lead, page.url, noindex=True), None


# For machines


def _sitemap(page: Page, plan: Plan) -> tuple[Head, object]:
    return Head("", "", page.url), tuple(_map_entries(plan))


def _map_entries(plan: Plan) -> Iterator[MapEntry]:
    """Pages that search engines may list: none of a demonstration, no example, no old import."""
    if plan.directory.settings.demonstration:
        return
    for page in plan.pages:
        if page.kind in ("404", "moved") or page.url.endswith(".xml"):
            continue
        head, _view = contents(page, plan) if page.kind == "list" else (None, None)
        if head is not None and head.noindex:
            continue
        changed = _changed(page)
        if page.kind != "program" or is_publishable_data(page.subject, plan.directory.today):
            yield MapEntry(page.url, changed.isoformat() if changed else "")


def _changed(page: Page) -> date | None:
    if page.kind == "article":
        changed: date = page.subject.guide.front.updated
        return changed
    if page.kind == "program" and page.subject.program.confirmed:
        confirmed: date = page.subject.program.confirmed.date
        return confirmed
    return None


def _feed(page: Page, plan: Plan) -> tuple[Head, object]:
    entries = sorted(_feed_entries(plan), key=lambda entry: (entry.day, entry.url), reverse=True)
    return Head("", "", page.url), tuple(entries[:FEED_LENGTH])


def _feed_entries(plan: Plan) -> Iterator[FeedEntry]:
    _ = plan.language.gettext
    for written in plan.directory.articles:
        front = written.guide.front
        if written.guide.folder == "guides":
            yield FeedEntry(written.guide.url, front.title, front.summary, front.updated)
    for listing in plan.directory.listings:
        confirmed = listing.program.confirmed
        if confirmed is None or not listing.is_listed:
            continue
        mark = _("Made-up example: ") if listing.program.example else ""
        name = f"{mark}{listing.program.name}"
        title = _("Confirmed: %(name)s") % {"name": name}
        summary = listing.program.summary or ""
        yield FeedEntry(program_url(listing.slug), title, summary, confirmed.date)


_CONTENTS: Final[Mapping[str, Callable[[Page, Plan], tuple[Head, object]]]] = {
    "home": _home,
    "list": _list,
    "index": _index,
    "program": _program,
    "moved": _moved,
    "guides": _guides,
    "article": _article,
    "glossary": _glossary,
    "checklist": _checklist,
    "fields": _fields,
    "terms": _terms,
    "404": _not_found,
    "sitemap.xml": _sitemap,
    "feed.xml": _feed,
}
