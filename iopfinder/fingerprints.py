"""A page, or a chapter of them, in, sixteen bytes that change whenever its bytes may change out.

For pages of which there are many, it holds the digests of the listings and the counts that the page
shows: to make their views would take too long. For all others the view itself is digested. What
every page is made with, and the templates, are added by the build.

A chapter's stands for those of all its pages, so that tens of thousands need not be worked out.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final

from iopfinder.brief import Brief
from iopfinder.browse import ListPage, list_uses, parts_on, related_terms, state_links
from iopfinder.pages import contents, program_place
from iopfinder.plan import Chapter, Page, Plan
from iopfinder.sources import digest_of

__all__ = ["chapter_fingerprint", "fingerprint"]


def fingerprint(page: Page, plan: Plan) -> bytes:
    """What the page is made of."""
    uses = _USES.get(page.kind, _view)
    return digest_of(repr((page.kind, page.url, page.language, *uses(page, plan))))


def chapter_fingerprint(chapter: Chapter, plan: Plan) -> bytes | None:
    """What all pages of the chapter are made of; None where only the pages can say."""
    uses = _CHAPTER_USES.get(chapter.kind)
    return digest_of(chapter.name, *uses(chapter, plan)) if uses else None


def _view(page: Page, plan: Plan) -> Iterator[object]:
    """All that the template is given."""
    yield plan.twins
    whole = BytesIO()
    pickler = pickle.Pickler(whole, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # equal values, whether or not they are one and the same
    pickler.dump(contents(page, plan))
    yield whole.getvalue()


def _program_uses(page: Page, plan: Plan) -> Iterator[object]:
    brief: Brief = page.subject
    yield brief.digest
    yield brief.slug in plan.shelves.namesakes
    yield program_place(brief, plan)
    yield from _related_uses(brief, plan)


def _related_uses(brief: Brief, plan: Plan) -> Iterator[object]:
    """What a program's page says of other programs."""
    joined = plan.directory.briefs.get(brief.joined)
    if joined is not None:
        yield joined.slug, joined.name, joined.is_shown
    for other in plan.directory.of_provider.get(brief.provider, ()):
        yield other.slug, other.name, other.is_listed


def _moved_uses(page: Page, _plan: Plan) -> Iterator[object]:
    brief: Brief = page.subject
    yield brief.slug, brief.name


def _list_uses(page: Page, plan: Plan) -> Iterator[object]:
    listed: ListPage = page.subject
    return list_uses(listed, plan)


def _all_uses(chapter: Chapter, plan: Plan) -> Iterator[bytes | str]:
    """What the list of all programs shows."""
    yield from _run_uses(chapter, [plan.shelves.all], plan)
    yield repr(state_links(plan))


def _state_uses(chapter: Chapter, plan: Plan) -> Iterator[bytes | str]:
    """What a state's lists, those of its cities and the pages of its programs show."""
    (state,) = chapter.about
    shelves, briefs = plan.shelves, chapter.briefs
    yield _digests(shelves.by_state.get(state, ()), plan)
    yield _digests(shelves.online_by_state.get(state, ()), plan)
    for city in shelves.by_city.get(state, {}):
        yield f"{city} {shelves.cities[state, city]}"
    yield b"".join([brief.digest for brief in briefs])
    yield repr([brief.slug for brief in briefs if brief.slug in shelves.namesakes])
    related = (brief for brief in briefs if brief.joined or brief.provider)
    yield repr([(brief.slug, *_related_uses(brief, plan)) for brief in related])


def _term_uses(chapter: Chapter, plan: Plan) -> Iterator[bytes | str]:
    """What the list of a term shows."""
    facet, term = chapter.about
    shelf = plan.shelves.by_term[facet, term]
    yield from _run_uses(chapter, [shelf.yes, shelf.ask], plan)
    yield repr(related_terms(facet, term, plan))


def _run_uses(
    chapter: Chapter, groups: Sequence[Sequence[str]], plan: Plan
) -> Iterator[bytes | str]:
    """What some pages of a list show, and how long its groups are."""
    yield repr([len(slugs) for slugs in groups])
    for here in parts_on(chapter.run, groups):
        yield _digests(here, plan)


def _map_uses(_chapter: Chapter, plan: Plan) -> Iterator[bytes | str]:
    """What the map for search engines says of listings, of articles and of their addresses."""
    written = (*plan.directory.articles, *plan.directory.translations)
    yield plan.shelves.key
    yield repr([(each.guide.url, each.guide.front.updated) for each in written])
    yield repr(plan.twins)


def _digests(slugs: Iterable[str], plan: Plan) -> bytes:
    return b"".join(map(plan.digests.__getitem__, slugs))


_CHAPTER_USES: Final[Mapping[str, Callable[[Chapter, Plan], Iterator[bytes | str]]]] = {
    "all": _all_uses,
    "state": _state_uses,
    "term": _term_uses,
    "map": _map_uses,
}

_USES: Final[Mapping[str, Callable[[Page, Plan], Iterator[object]]]] = {
    "program": _program_uses,
    "moved": _moved_uses,
    "list": _list_uses,
}
