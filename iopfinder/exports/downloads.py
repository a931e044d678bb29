"""A plan in, the view of the page /data/ out: which files there are, and of what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from iopfinder.addresses import record_url
from iopfinder.exports.collection import FORMAT, SCHEMA
from iopfinder.exports.files import SERVICES, WHOLE, export_parts
from iopfinder.frame import Crumb, Head
from iopfinder.places import STATES
from iopfinder.plan import Page, Plan
from iopfinder.structured import dataset_json_ld

__all__ = ["DownloadsView", "FileView", "PartView", "downloads_page"]


@dataclass(frozen=True, slots=True)
class FileView:
    """A file: its name, its form as people call it, and what it is good for."""

    url: str
    form: str = ""
    about: str = ""

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the whole: its name, how many programs it holds, its files."""

    name: str
    count: int
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class DownloadsView:
    """The files below /data/.

    Of all programs some are made up, some were confirmed by somebody. `parts` is empty where the
    whole stands in one file. `single` is the file of any program, `service` that of it as an HSDS
    service: None where there is none.
    """

    total: int
    made_up: int
    confirmed: int
    files: tuple[FileView, ...]
    parts: tuple[PartView, ...]
    single: FileView | None
    service: FileView | None
    schema: FileView
    in_shell: str
    in_python: str
    format: int


_FORMS: Final = {"csv": "CSV", "json": "JSON", "geojson": "GeoJSON"}

_IN_SHELL: Final = """\
curl -s {url} |
  jq -r '.programs[] | select(.example | not) | [.name, .contact.phone.shown] | @tsv'"""

_IN_PYTHON: Final = """\
import json
from urllib.request import urlopen

def read(url):
    whole = json.load(urlopen(url))
    assert whole["format"] == {format}
    yield from whole["programs"]
    for part in whole["parts"]:
        yield from read(part["json"])

for program in read("{url}"):
    said = program["says"].get("condition", {{}})
    if not program["example"] and "ptsd" in said.get("yes", []):
        print(program["name"], program["confirmed"])"""


def downloads_page(page: Page, plan: Plan) -> tuple[Head, DownloadsView]:
    """/data/"""
    _ = plan.language.gettext
    shown = plan.shelves.shown
    parts = tuple(part.link for part in export_parts(plan.shelves))
    about = {
        "csv": _("for a spreadsheet, a row for each program."),
        "json": _("all that each program states. This is the fullest file."),
        "geojson": _("for a map. A point is the middle of a ZIP code, not the house."),
    }
    url = f"{plan.directory.settings.base_url.rstrip('/')}/{WHOLE}.json"
    view = DownloadsView(
        len(shown),
        sum(brief.example for brief in shown),
        sum(bool(brief.confirmed and not brief.example) for brief in shown),
        tuple(FileView(f"/{WHOLE}.{form}", name, about[form]) for form, name in _FORMS.items()),
        tuple(
            PartView(_part_name(link.url, link.state, _), link.programs, _files_of(link.url))
            for link in parts
        ),
        FileView(record_url(shown[0].slug)) if shown and not parts else None,
        FileView(f"/{SERVICES}{shown[0].slug}.json") if shown and not parts else None,
        FileView(f"/{SCHEMA}"),
        _IN_SHELL.format(url=url),
        _IN_PYTHON.format(url=url, format=FORMAT),
        FORMAT,
    )
    lead = _("All programs as files: for maps, tables and tools of your own. Free, without a key.")
    title = _("The listings as data")
    made = dataset_json_ld(lead, plan.directory)
    return Head(title, lead, page.url, (Crumb(title),), json_ld=made), view


def _files_of(url: str) -> tuple[FileView, ...]:
    return tuple(FileView(f"{url}.{form}", name) for form, name in _FORMS.items())


def _part_name(url: str, state: str, gettext: Callable[[str], str]) -> str:
    """Oregon; California, part 2"""
    name = STATES[state] if state else gettext("Online only")
    number = url.rpartition("/")[2].partition("-")[2]
    return f"{name}, part {number}" if number else name
