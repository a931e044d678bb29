"""A page, or a chapter of them, in, sixteen bytes that change whenever its bytes may change out.

For pages of which there are many, it holds the digests of the listings and the counts that the page
shows: to make their views would take too long. For all others the view itself is digested. What
every page is made with, and the templates, are added by the build.

A chapter's stands for those of all its pages, so that tens of thousands need not be worked out.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple

from iopfinder.article_page import slugs_on_cards
from iopfinder.brief import Brief
from iopfinder.browse import ListPage, list_uses, parts_on, related_terms, state_links
from iopfinder.facts import Section
from iopfinder.feeds import newest
from iopfinder.pages import contents, program_place
from iopfinder.plan import Chapter, Page, Plan
from iopfinder.sources import digest_of

__all__ = ["NO_CHAPTERS", "Chapters", "chapter_fingerprints", "fingerprint", "stand_key"]


def fingerprint(page: Page, plan: Plan) -> bytes:
    """What the page is made of."""
    uses = _USES.get(page.kind, _view)
    return digest_of(repr((page.kind, page.url, page.language, *uses(page, plan))))


class Chapters(NamedTuple):
    """What stood for each listing, and then for each chapter, by its name."""

    listings: Mapping[str, bytes]
    fingerprints: Mapping[str, bytes]


NO_CHAPTERS: Final = Chapters({}, {})


def stand_key(plan: Plan) -> bytes:
    """Stands for all that chapters show of listings but for those that have their words there."""
    return digest_of(plan.shelves.key, *(brief.stand for brief in plan.directory.briefs.values()))


def chapter_fingerprints(plan: Plan, known: Chapters = NO_CHAPTERS) -> Chapters:
    """What all pages of each chapter are made of.

    `known` are those of a plan with an equal `stand_key`: only chapters that show a listing which
    has changed since are worked out.
    """
    changed = {slug for slug, _ in plan.digests.items() ^ known.listings.items()}
    found: dict[str, bytes] = {}
    for chapter in plan.chapters:
        shown, more = _CHAPTER_USES[chapter.kind]
        groups = tuple(shown(chapter, plan))
        old = known.fingerprints.get(chapter.name) if groups else None
        if old is None or not all(map(changed.isdisjoint, groups)):
            digests = (_digests(slugs, plan) for slugs in groups)
            old = digest_of(chapter.name, *digests, *more(chapter, plan))
        found[chapter.name] = old
    return Chapters(plan.digests, found)


def _digests(slugs: Iterable[str], plan: Plan) -> bytes:
    return b"".join(map(plan.digests.__getitem__, slugs))


class _Dump(pickle.Pickler):
    """Equal bytes for equal values, in every process, whether or not two are one and the same."""

    def __init__(self, stream: BytesIO) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self.fast = True

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        if isinstance(value, Section):
            return dict, ((vars(value), sorted(value.model_fields_set)),)
        return NotImplemented


def _view(page: Page, plan: Plan) -> Iterator[object]:
    """All that the template is given."""
    yield plan.twins
    stream = BytesIO()
    _Dump(stream).dump(contents(page, plan))
    yield stream.getvalue()


def _program_uses(page: Page, plan: Plan) -> Iterator[object]:
    brief: Brief = page.subject
    yield brief.digest
    yield brief.slug in plan.shelves.in_state(brief.state).namesakes
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


# Chapters: the listings that have their words there, and what else they show


def _in_all(chapter: Chapter, plan: Plan) -> Iterator[Sequence[str]]:
    return parts_on(chapter.run, [plan.shelves.all])


def _all_uses(_chapter: Chapter, plan: Plan) -> Iterator[str]:
    yield repr((len(plan.shelves.all), state_links(plan)))


def _in_state(chapter: Chapter, plan: Plan) -> Iterator[Sequence[str]]:
    (state,) = chapter.about
    yield plan.shelves.in_state(state).all
    yield plan.shelves.online.get(state, ())
    yield [brief.slug for brief in chapter.briefs]


def _state_uses(chapter: Chapter, plan: Plan) -> Iterator[str]:
    """The cities, whose lists are parts of the state's, and what programs say of others."""
    (state,) = chapter.about
    here = plan.shelves.in_state(state)
    yield repr((list(here.by_city), here.cities, sorted(here.namesakes)))
    related = (brief for brief in chapter.briefs if brief.joined or brief.provider)
    yield repr([(brief.slug, *_related_uses(brief, plan)) for brief in related])


def _in_term(chapter: Chapter, plan: Plan) -> Iterator[Sequence[str]]:
    facet, term = chapter.about
    shelf = plan.shelves.by_term[facet, term]
    return parts_on(chapter.run, [shelf.yes, shelf.ask])


def _term_uses(chapter: Chapter, plan: Plan) -> Iterator[str]:
    facet, term = chapter.about
    shelf = plan.shelves.by_term[facet, term]
    yield repr((len(shelf.yes), len(shelf.ask), related_terms(facet, term, plan)))


def _in_none(_chapter: Chapter, _plan: Plan) -> Iterator[Sequence[str]]:
    return iter(())


def _map_uses(_chapter: Chapter, plan: Plan) -> Iterator[str]:
    written = (*plan.directory.articles, *plan.directory.translations)
    yield plan.shelves.key.hex()
    yield repr([(each.guide.url, each.guide.front.updated) for each in written])
    yield repr(plan.twins)


Shown = Callable[[Chapter, Plan], Iterator[Sequence[str]]]
More = Callable[[Chapter, Plan], Iterator[str]]


def _rest_uses(_chapter: Chapter, plan: Plan) -> Iterator[str]:
    """Articles, the lists they and other pages count, and the programs they have cards of."""
    written = (*plan.directory.articles, *plan.directory.translations)
    yield plan.shelves.key.hex()
    yield repr([(each.guide.path, each.guide.digest) for each in written])
    yield repr(plan.twins)
    on_cards = {slug for each in written for slug in slugs_on_cards(each, plan)}
    yield _digests(sorted({*on_cards, *newest("", plan)}), plan).hex()


_CHAPTER_USES: Final[Mapping[str, tuple[Shown, More]]] = {
    "all": (_in_all, _all_uses),
    "state": (_in_state, _state_uses),
    "term": (_in_term, _term_uses),
    "map": (_in_none, _map_uses),
    "rest": (_in_none, _rest_uses),
}

_USES: Final[Mapping[str, Callable[[Page, Plan], Iterator[object]]]] = {
    "program": _program_uses,
    "moved": _moved_uses,
    "list": _list_uses,
}
