"""A page and its plan in, sixteen bytes that change whenever its bytes may change out.

For pages of which there are many, it holds the digests of the listings and the counts that the page
shows: to make their views would take too long. For all others the view itself is digested. What
every page is made with, and the templates, are added by the build.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Final

from iopfinder.brief import Brief
from iopfinder.browse import ListPage, list_uses
from iopfinder.pages import contents, program_place
from iopfinder.plan import Page, Plan

__all__ = ["fingerprint"]


def fingerprint(page: Page, plan: Plan) -> bytes:
    """What the page is made of."""
    uses = _USES.get(page.kind, _view)
    whole = repr((page.kind, page.url, page.language, *uses(page, plan)))
    return sha256(whole.encode()).digest()[:16]


def _view(page: Page, plan: Plan) -> Iterator[object]:
    """All that the template is given. Equal views may be told apart: that costs one rendering."""
    yield plan.twins
    yield pickle.dumps(contents(page, plan), pickle.HIGHEST_PROTOCOL)


def _program_uses(page: Page, plan: Plan) -> Iterator[object]:
    brief: Brief = page.subject
    briefs = plan.directory.briefs
    yield brief.digest
    yield brief.slug in plan.shelves.namesakes
    yield program_place(brief, plan)
    joined = briefs.get(brief.joined)
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


_USES: Final[Mapping[str, Callable[[Page, Plan], Iterator[object]]]] = {
    "program": _program_uses,
    "moved": _moved_uses,
    "list": _list_uses,
}
