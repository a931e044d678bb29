"""A plan in, the view of the page /data/ out: which files there are, and of what."""

from dataclasses import dataclass

from iopfinder.exports.collection import FORMAT, SCHEMA
from iopfinder.exports.files import SERVICES, WHOLE, export_parts
from iopfinder.frame import Crumb, Head
from iopfinder.places import STATES
from iopfinder.plan import Page, Plan
from iopfinder.structured import dataset_json_ld

__all__ = ["DownloadsView", "PartView", "downloads_page"]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the whole: its name, how many programs it holds, its address without the ending."""

    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class DownloadsView:
    """The files below /data/.

    Of all programs some are made up, some were confirmed by somebody. `parts` is empty where the
    whole stands in one file. `slug` is that of any program, "" where there is none; `services` the
    folder of HSDS services, "" where they are not published.
    """

    total: int
    made_up: int
    confirmed: int
    parts: tuple[PartView, ...]
    whole: str
    schema: str
    slug: str
    services: str
    format: int


def downloads_page(page: Page, plan: Plan) -> tuple[Head, DownloadsView]:
    """/data/"""
    _ = plan.language.gettext
    shown = plan.shelves.shown
    parts = tuple(
        PartView(_part_name(part.link.url, part.link.state), part.link.programs, part.link.url)
        for part in export_parts(plan.shelves)
    )
    view = DownloadsView(
        len(shown),
        sum(brief.example for brief in shown),
        sum(bool(brief.confirmed and not brief.example) for brief in shown),
        parts,
        f"/{WHOLE}",
        f"/{SCHEMA}",
        shown[0].slug if shown else "",
        "" if parts else f"/{SERVICES}",
        FORMAT,
    )
    lead = _("All programs as files: for maps, tables and tools of your own. Free, without a key.")
    head = Head(
        _("The listings as data"),
        lead,
        page.url,
        (Crumb(_("The listings as data")),),
        json_ld=dataset_json_ld(lead, plan.directory),
    )
    return head, view


def _part_name(url: str, state: str) -> str:
    """Oregon; California, part 2"""
    name = STATES[state] if state else "Online only"
    number = url.rpartition("/")[2].partition("-")[2]
    return f"{name}, part {number}" if number else name
