"""A plan in, what machines read out: the map for search engines and the feed of what is new."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from iopfinder.addresses import program_url
from iopfinder.browse import is_bare
from iopfinder.frame import Head
from iopfinder.plan import Page, Plan
from iopfinder.truth import is_publishable_data

__all__ = ["FEED_LENGTH", "FeedEntry", "MapEntry", "feed_page", "sitemap_page"]

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
        if page.kind != "program" or is_publishable_data(page.subject, plan.directory.today):
            changed = _changed(page)
            day = changed.isoformat() if changed else ""
            yield MapEntry(page.url, day, plan.twins.get(page.twin, {}))


def _changed(page: Page) -> date | None:
    if page.kind == "article":
        changed: date = page.subject.guide.front.updated
        return changed
    if page.kind == "program" and page.subject.program.confirmed:
        confirmed: date = page.subject.program.confirmed.date
        return confirmed
    return None


def feed_page(page: Page, plan: Plan) -> tuple[Head, tuple[FeedEntry, ...]]:
    """/feed.xml: what is new, the latest first."""
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
