"""A directory in, every page of the site out: its address, its template and what it is about.

Planning renders nothing. A page is a small value; `contents` makes its view when it is rendered,
so that a site of twenty thousand programs never stands in memory as a whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from typing import Final

from iopfinder.addresses import (
    CHECKLIST,
    COMPARE,
    DOWNLOADS,
    EDITOR,
    FIELDS,
    GLOSSARY,
    GUIDES,
    HOME,
    NOT_FOUND,
    PROGRAMS,
    QUESTIONS,
    TERMS,
    city_url,
    feed_url,
    program_url,
    state_url,
    translated_url,
)
from iopfinder.article_page import (
    AnswerView,
    GuideLink,
    answers_by_moment,
    article_page,
    asked_in,
    guide_links,
)
from iopfinder.brief import Brief
from iopfinder.browse import (
    IndexPage,
    LinkList,
    ListPage,
    all_pages,
    index_pages,
    index_view,
    list_view,
    runs,
    state_links,
    state_pages,
    term_links,
    term_pages,
)
from iopfinder.cards import Cards
from iopfinder.checklist import ChecklistItem, Question
from iopfinder.directory import Directory, in_language
from iopfinder.editor_page import editor_page
from iopfinder.exports.downloads import downloads_page
from iopfinder.exports.files import is_parted
from iopfinder.feeds import feed_page, sitemap_page
from iopfinder.finder_page import finder_page
from iopfinder.first_questions import FirstQuestions, first_questions
from iopfinder.frame import Crumb, Head, site_view
from iopfinder.glossary import Entry
from iopfinder.guide import MOMENTS
from iopfinder.language import Language
from iopfinder.places import STATES, slug
from iopfinder.plan import Chapter, Page, Plan
from iopfinder.program_page import program_page
from iopfinder.reference_pages import fields_page, terms_page
from iopfinder.says import FACETS
from iopfinder.shelves import Last, Shelves, fill_shelves, made_anew
from iopfinder.structured import program_json_ld
from iopfinder.structured_articles import glossary_json_ld, questions_json_ld

__all__ = ["contents", "plan_site", "program_place"]

HOME_FACETS: Final = ("condition", "age", "insurance", "format", "language")


def plan_site(
    directory: Directory, languages: Sequence[Language], last: Last = made_anew
) -> tuple[Plan, ...]:
    """A plan for each language, the content's own first; each holds all pages in a fixed order.

    `last` gives what earlier plans worked out of the same.
    """
    shelves = fill_shelves(directory, last)
    all_made_up = all(brief.example for brief in directory.briefs.values())
    is_large = is_parted(shelves)
    twins = _twins(directory, languages)
    digests = {slug: brief.digest for slug, brief in directory.briefs.items()}

    @cache
    def chapters() -> tuple[Chapter, ...]:
        return tuple(_chapters(directory, shelves, languages))

    def plan(language: Language) -> Plan:
        spoken = in_language(directory, language.code)
        site = site_view(
            spoken.settings,
            spoken.safety,
            language,
            all_made_up=all_made_up,
            is_large=is_large,
        )
        cards = Cards(spoken, language)
        return Plan(spoken, language, site, shelves, cards, chapters, twins, digests)

    return tuple(plan(language) for language in languages)


_FIRST: Final = (
    Page(HOME, "home"),
    Page(PROGRAMS, "finder"),
    Page(COMPARE, "compare"),
    Page(CHECKLIST, "checklist"),
)
"""What a family touches first: in every language."""


def _chapters(
    directory: Directory, shelves: Shelves, languages: Sequence[Language]
) -> Iterator[Chapter]:
    yield Chapter("rest", (), partial(_other_pages, directory, languages))
    for run in runs(len(shelves.all)):
        yield Chapter("all", (), partial(_list_pages, partial(all_pages, shelves, run)), run)
    by_state = _by_state(directory.briefs.values())
    for state in sorted({*by_state, *shelves.states}):
        briefs = by_state.get(state, ())
        pages = partial(_state_pages, state, briefs, shelves)
        yield Chapter("state", (state,), pages, briefs=briefs)
    for facet in FACETS:
        for term in directory.vocabulary.ids(facet.vocabulary):
            yield from _term_chapters(facet.id, term, shelves)
    yield Chapter("map", (), lambda: [Page("/sitemap.xml", "sitemap.xml")])


def _term_chapters(facet: str, term: str, shelves: Shelves) -> Iterator[Chapter]:
    for run in runs(shelves.by_term[facet, term].count):
        listed = partial(term_pages, facet, term, shelves, run)
        yield Chapter("term", (facet, term), partial(_list_pages, listed), run)


def _by_state(briefs: Iterable[Brief]) -> Mapping[str, Sequence[Brief]]:
    """Programs by the letters of their state, "" for those without an address."""
    found: defaultdict[str, list[Brief]] = defaultdict(list)
    for brief in briefs:
        found[brief.state].append(brief)
    return found


def _list_pages(listed: Callable[[], Iterable[ListPage]]) -> Iterator[Page]:
    return (Page(each.url, "list", each) for each in listed())


def _state_pages(state: str, briefs: Iterable[Brief], shelves: Shelves) -> Iterator[Page]:
    """The lists of a state, and the pages of its programs."""
    yield from _list_pages(partial(state_pages, state, shelves))
    if shelves.count_in(state):
        yield Page(feed_url(state), "feed.xml", state)
    for brief in briefs:
        if brief.is_shown:
            yield Page(program_url(brief.slug), "program", brief)
        for alias in brief.aliases:
            yield Page(program_url(alias), "moved", brief)


def _other_pages(directory: Directory, languages: Sequence[Language]) -> Iterator[Page]:
    yield from _FIRST
    for index in index_pages():
        yield Page(index.url, "index", index)
    yield Page(GUIDES, "guides")
    for written in directory.articles:
        yield Page(written.guide.url, "article", written)
    yield Page(QUESTIONS, "questions")
    yield Page(GLOSSARY, "glossary")
    yield Page(FIELDS, "fields")
    yield Page(TERMS, "terms")
    yield Page(EDITOR, "editor")
    yield Page(DOWNLOADS, "downloads")
    yield Page(NOT_FOUND, "404")
    yield Page("/feed.xml", "feed.xml")
    for language in languages[1:]:
        yield from _translated_pages(directory, language.code)


def _translated_pages(directory: Directory, code: str) -> Iterator[Page]:
    """The pages that a family touches first, and every article that is written in the language."""
    for page in _FIRST:
        yield replace(page, url=translated_url(page.url, code), language=code)
    for written in directory.translations:
        if written.guide.language == code:
            yield Page(written.guide.url, "article", written, code)


def _twins(directory: Directory, languages: Sequence[Language]) -> Mapping[str, Mapping[str, str]]:
    """The addresses, by language, of each page that there is in more than one."""
    own = (*_FIRST, *(Page(written.guide.url, "article") for written in directory.articles))
    others = (_translated_pages(directory, language.code) for language in languages[1:])
    urls: dict[str, dict[str, str]] = {}
    for page in (*own, *chain.from_iterable(others)):
        urls.setdefault(page.twin, {})[page.language] = page.url
    return {url: found for url, found in urls.items() if len(found) > 1}


def contents(page: Page, plan: Plan) -> tuple[Head, object]:
    """A page's head and its view."""
    return _CONTENTS[page.kind](page, plan)


# Views of single pages


@dataclass(frozen=True, slots=True)
class HomeView:
    """Ways to a program first, then the five questions, then guides."""

    asked: FirstQuestions
    total: int
    states: LinkList
    terms: tuple[LinkList, ...]
    checklist: tuple[ChecklistItem, ...]
    guides: tuple[GuideLink, ...]


@dataclass(frozen=True, slots=True)
class GuidesView:
    """Guides by the moment in which they are read."""

    moments: tuple[tuple[str, tuple[GuideLink, ...]], ...]


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """What guides answer, by the moment in which families ask it."""

    moments: tuple[tuple[str, tuple[AnswerView, ...]], ...]


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
    spare: tuple[Question, ...]
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class MovedView:
    """Where a listing with another name stands now."""

    name: str
    url: str


def _home(page: Page, plan: Plan) -> tuple[Head, object]:
    facets = {facet.id: facet for facet in FACETS}
    view = HomeView(
        first_questions(plan),
        len(plan.shelves.all),
        state_links(plan),
        tuple(term_links(facets[name], plan, broadest=True) for name in HOME_FACETS),
        plan.directory.checklist,
        tuple(guide_links(plan)),
    )
    head = Head(plan.directory.settings.tagline, _home_description(plan), page.url, section=HOME)
    return head, view


def _home_description(plan: Plan) -> str:
    return plan.language.gettext(
        "Compare intensive outpatient programs by hours, treatment, staff, schedule and aftercare. "
        "Private, free, and without advertising."
    )


def _list(page: Page, plan: Plan) -> tuple[Head, object]:
    listed: ListPage = page.subject
    return list_view(listed, plan)


def _index(page: Page, plan: Plan) -> tuple[Head, object]:
    index: IndexPage = page.subject
    return index_view(index, plan)


def _program(page: Page, plan: Plan) -> tuple[Head, object]:
    brief: Brief = page.subject
    listing = plan.directory.by_slug[brief.slug]
    _ = plan.language.gettext
    program = listing.program
    view = program_page(listing, plan.directory, plan.language)
    place = f"{program.location.city}, {program.location.state}" if program.location else ""
    title = f"{program.name}, {place}" if place else program.name
    if brief.slug in plan.shelves.in_state(brief.state).namesakes:
        title = f"{title} ({listing.slug})"  # rare, and mended by the slug
    described = program.summary or _("What %(name)s says about its program.") % {
        "name": program.name
    }
    head = Head(
        title,
        described,
        page.url,
        tuple(_program_crumbs(brief, plan)),
        noindex=not brief.is_publishable,
        section="/programs/",
        json_ld=program_json_ld(listing, plan.directory),
    )
    return head, view


def program_place(brief: Brief, plan: Plan) -> tuple[str, str]:
    """The state and the city whose lists lead to a program; "" where there is none."""
    here = plan.shelves.in_state(brief.state)
    return brief.state if here.all else "", here.cities.get(slug(brief.city), "")


def _program_crumbs(brief: Brief, plan: Plan) -> Iterator[Crumb]:
    yield Crumb(plan.language.gettext("Programs"), PROGRAMS)
    state, city = program_place(brief, plan)
    if state:
        yield Crumb(STATES[state], state_url(state))
    if city:
        yield Crumb(city, city_url(brief.state, slug(brief.city)))
    yield Crumb(brief.name)


def _moved(page: Page, plan: Plan) -> tuple[Head, object]:
    brief: Brief = page.subject
    _ = plan.language.gettext
    url = program_url(brief.slug)
    title = _("%(name)s has a new address") % {"name": brief.name}
    head = Head(f"{title} ({page.url})", title, page.url, noindex=True, canonical=url)
    return head, MovedView(brief.name, url)


def _guides(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    links = list(guide_links(plan))
    moments = tuple(
        (_(label), tuple(link for link in links if link.moment == moment))
        for moment, label in MOMENTS.items()
    )
    view = GuidesView(tuple((label, found) for label, found in moments if found))
    lead = _("Plain guides to choosing and using an intensive outpatient program.")
    return Head(_("Guides"), lead, page.url, (Crumb(_("Guides")),), section=GUIDES), view


def _questions(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    view = QuestionsView(tuple(answers_by_moment(plan)))
    lead = _("What families ask about intensive outpatient programs, answered in short.")
    title = _("Questions families ask")
    crumbs = (Crumb(_("Guides"), GUIDES), Crumb(title))
    told = questions_json_ld(asked_in(plan), plan.directory.settings)
    return Head(title, lead, page.url, crumbs, section=GUIDES, json_ld=told), view


def _glossary(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    entries = plan.directory.glossary.entries
    letters: dict[str, list[GlossaryEntry]] = {}
    for id_, entry in sorted(entries.items(), key=lambda item: item[1].term.lower()):
        see = tuple((other, entries[other].term) for other in entry.see if other in entries)
        letters.setdefault(entry.term[0].upper(), []).append(GlossaryEntry(id_, entry, see))
    view = GlossaryView(tuple((letter, tuple(found)) for letter, found in letters.items()))
    lead = _("Words you will meet, in plain language.")
    title = _("Glossary")
    told = glossary_json_ld(title, plan.directory.glossary, plan.directory.settings)
    return Head(title, lead, page.url, (Crumb(title),), section=GLOSSARY, json_ld=told), view


def _compare(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    lead = _("Two to four programs side by side, in the order of the five questions.")
    return Head(_("Compare programs"), lead, page.url, (Crumb(_("Compare")),)), None


def _checklist(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    questions = plan.directory.questions
    main = [question for question in questions.questions if not question.spare]
    items = tuple(
        (item, tuple(each for each in main if each.part == f"{item.part:g}"))
        for item in plan.directory.checklist
    )
    start = tuple(each for each in main if each.part == "start")
    spare = tuple(question for question in questions.questions if question.spare)
    code = plan.language.code
    view = ChecklistView(
        items, start, spare, questions.opening.words(code), questions.closing.words(code)
    )
    title = _("Worksheet: the five questions")
    lead = _("Print this sheet and fill it in while you call. One sheet holds two programs.")
    return Head(title, lead, page.url, (Crumb(_("Worksheet")),), section=CHECKLIST), view


def _not_found(page: Page, plan: Plan) -> tuple[Head, object]:
    _ = plan.language.gettext
    lead = _("There is no page at this address.")
    return Head(_("Page not found"), lead, page.url, noindex=True), None


_CONTENTS: Final[Mapping[str, Callable[[Page, Plan], tuple[Head, object]]]] = {
    "home": _home,
    "finder": finder_page,
    "list": _list,
    "index": _index,
    "program": _program,
    "moved": _moved,
    "guides": _guides,
    "article": article_page,
    "questions": _questions,
    "glossary": _glossary,
    "compare": _compare,
    "checklist": _checklist,
    "fields": fields_page,
    "terms": terms_page,
    "editor": editor_page,
    "downloads": downloads_page,
    "404": _not_found,
    "sitemap.xml": sitemap_page,
    "feed.xml": feed_page,
}
