"""A page and its plan in, sixteen bytes that change whenever its bytes may change out.

Only pages of which there are many have one. Pages that stand once are made at every build: there
are few, and they look at everything. A fingerprint holds the digests of what the page shows of
listings; all that every page is made with (`seal`) and its templates are added by the build.
"""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Final

from iopfinder.brief import Brief
from iopfinder.browse import ListPage, list_uses
from iopfinder.pages import is_shared_title, program_place
from iopfinder.plan import Page, Plan

__all__ = ["fingerprint"]


def fingerprint(page: Page, plan: Plan) -> bytes | None:
    """What the page is made of; None for a page that is made each time."""
    uses = _USES.get(page.kind)
    if uses is None:
        return None
    whole = repr((page.kind, page.url, page.language, *uses(page, plan)))
    return sha256(whole.encode()).digest()[:16]


def _program_uses(page: Page, plan: Plan) -> Iterator[object]:
    brief: Brief = page.subject
    briefs = plan.directory.briefs
    yield brief.digest
    yield is_shared_title(brief, plan)
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
