"""A plan in, what machines read out: the map for search engines and the feed of what is new."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from iopfinder.addresses import HOME, program_url, state_url
from iopfinder.brief import Brief
from iopfinder.browse import is_bare
from iopfinder.frame import Head
from iopfinder.guide import Guide
from iopfinder.places import STATES
from iopfinder.plan import Page, Plan

__all__ = [
    "FEED_LENGTH",
    "FeedEntry",
    "FeedView",
    "MapEntry",
    "feed_page",
    "newest",
    "sitemap_page",
]

FEED_LENGTH: Final = 50
"""Entries of the feed: the articles and confirmations of latest date."""


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A page for search engines, with its addresses by language where it has several."""

    url: str
    changed: str
    twins: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something new: an article or a confirmed listing."""

    url: str
    title: str
    summary: str
    day: date


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed: its title, the address of the page that it follows, and its entries."""

    title: str
    subtitle: str
    about: str
    entries: tuple[FeedEntry, ...]


def sitemap_page(page: Page, plan: Plan) -> tuple[Head, tuple[MapEntry, ...]]:
    """/sitemap.xml"""
    return Head("", "", page.url), tuple(_map_entries(plan))


def _map_entries(plan: Plan) -> Iterator[MapEntry]:
    """Pages that search engines may list: none of a demonstration, no example, no old import."""
    if plan.directory.settings.demonstration:
        return
    for page in plan.pages:
        if page.kind in ("404", "moved") or page.url.endswith(".xml"):
            continue
        if page.kind == "list" and is_bare(page.subject, plan.shelves):
            continue
        if page.kind != "program" or page.subject.is_publishable:
            changed = _changed(page)
            day = changed.isoformat() if changed else ""
            yield MapEntry(page.url, day, plan.twins.get(page.twin, {}))


def _changed(page: Page) -> date | None:
    if page.kind == "article":
        changed: date = page.subject.guide.front.updated
        return changed
    if page.kind == "program":
        confirmed: date | None = page.subject.confirmed
        return confirmed
    return None


def feed_page(page: Page, plan: Plan) -> tuple[Head, FeedView]:
    """/feed.xml: what is new, the latest first; a state's has confirmations of its programs."""
    state: str = page.subject or ""
    settings = plan.directory.settings
    title, about = settings.title, HOME
    if state:
        _ = plan.language.gettext
        names = {"site": settings.title, "state": STATES[state]}
        title, about = _("%(site)s: programs in %(state)s") % names, state_url(state)
    news = _confirmed(newest(state, plan), plan)
    latest = _latest(news if state else (*_articles(plan), *news))
    entries = tuple(_feed_entry(*each, plan) for each in latest)
    return Head("", "", page.url), FeedView(title, settings.tagline, about, entries)


New = tuple[date, str, Guide | Brief]

Dated = TypeVar("Dated", bound=New)


def _articles(plan: Plan) -> Iterator[New]:
    for written in plan.directory.articles:
        if written.guide.folder == "guides":
            yield written.guide.front.updated, written.guide.url, written.guide


def newest(state: str, plan: Plan) -> Sequence[str]:
    """The programs confirmed last: of all, or those in a state and those that serve it online."""
    shelves = plan.shelves

    def make() -> Sequence[str]:
        online = shelves.online.get(state, ())
        here = (*shelves.in_state(state).all, *online) if state else shelves.all
        return [about.slug for _, _, about in _latest(_confirmed(here, plan))]

    return shelves.kept(f"newest {state}", make)


def _latest(news: Iterable[Dated]) -> Sequence[Dated]:
    return sorted(news, key=lambda each: each[:2], reverse=True)[:FEED_LENGTH]


def _confirmed(slugs: Iterable[str], plan: Plan) -> Iterator[tuple[date, str, Brief]]:
    for brief in map(plan.directory.briefs.__getitem__, slugs):
        if brief.confirmed:
            yield brief.confirmed, program_url(brief.slug), brief


def _feed_entry(day: date, url: str, about: Guide | Brief, plan: Plan) -> FeedEntry:
    if isinstance(about, Guide):
        return FeedEntry(url, about.front.title, about.front.summary, day)
    _ = plan.language.gettext
    mark = _("Made-up example: ") if about.example else ""
    title = _("Confirmed: %(name)s") % {"name": f"{mark}{about.name}"}
    summary = plan.directory.by_slug[about.slug].program.summary or ""
    return FeedEntry(url, title, summary, day)
