"""What rendering needs, as values: each page of the site, and what several of them share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iopfinder.addresses import file_of
from iopfinder.cards import CardView
from iopfinder.directory import Directory
from iopfinder.frame import SiteView
from iopfinder.language import Language
from iopfinder.shelves import Shelves
from iopfinder.wording import Wording

__all__ = ["Page", "Plan"]


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

    @property
    def wording(self) -> Wording:
        return Wording(self.language, self.directory.vocabulary)
