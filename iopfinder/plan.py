"""What rendering needs, as values: each page of the site, and what several of them share."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iopfinder.addresses import file_of
from iopfinder.brief import Brief
from iopfinder.cards import CardView
from iopfinder.directory import Directory, Written
from iopfinder.frame import SiteView
from iopfinder.language import ENGLISH, Language
from iopfinder.shelves import Shelves
from iopfinder.wording import Wording

__all__ = ["Chapter", "Page", "Plan"]


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site. `kind` picks template and view; `subject` is what it is about.

    A page in another language than the content's own stands below its code: /es/programs/.
    """

    url: str
    kind: str
    subject: Any = None
    language: str = ENGLISH.code

    @property
    def twin(self) -> str:
        """The address of the same page in the content's own language: its own, for most."""
        return (
            self.url
            if self.language == ENGLISH.code
            else self.url.removeprefix(f"/{self.language}")
        )

    @property
    def path(self) -> str:
        return file_of(self.url)

    @property
    def about(self) -> str:
        """The listing or article that the page is about, as a path; its own address for others."""
        if isinstance(self.subject, Brief):
            return self.subject.path
        return self.subject.guide.path if isinstance(self.subject, Written) else self.url

    @property
    def template(self) -> str:
        return self.kind if "." in self.kind else f"{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages that show the same listings; planned when they are asked for.

    `kind` says which: those of a "state", of a "term", of "all" programs, the "map" for search
    engines, or the "rest". `about` are the letters of the state, or the facet and the term. `run`
    are the numbers of the pages of its list that stand here, `briefs` the listings that have their
    own pages here.
    """

    kind: str
    about: tuple[str, ...]
    pages: Callable[[], Iterable[Page]]
    run: range = range(0)
    briefs: Sequence[Brief] = ()

    @property
    def name(self) -> str:
        """Its own among all chapters."""
        return " ".join((self.kind, *self.about, str(self.run.start)))


@dataclass(frozen=True, slots=True)
class Plan:
    """All that rendering in one language needs: the chapters, and what several pages share.

    `directory` is in the plan's language as far as it is translated; `chapters` hold the pages of
    all languages. `twins` gives, for each page that there is in several, its address by language;
    `digests` what stands for each listing.
    """

    directory: Directory
    language: Language
    site: SiteView
    shelves: Shelves
    cards: Mapping[str, CardView]
    make_chapters: Callable[[], tuple[Chapter, ...]]
    twins: Mapping[str, Mapping[str, str]]
    digests: Mapping[str, bytes]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Planned when they are first asked for."""
        return self.make_chapters()

    @property
    def pages(self) -> Iterator[Page]:
        """Every page of the site, in a fixed order."""
        for chapter in self.chapters:
            yield from chapter.pages()

    def address(self, url: str) -> str:
        """A page of the site in the plan's language where there is one, else as it is given."""
        path, mark, fragment = url.partition("#")
        return f"{self.twins.get(path, {}).get(self.language.code, path)}{mark}{fragment}"

    def is_spoken(self, url: str) -> bool:
        """Whether the page that a link to `url` leads to is in the plan's language."""
        own = self.language.code
        return own == ENGLISH.code or self.address(url).startswith(f"/{own}/")

    @property
    def wording(self) -> Wording:
        return Wording(self.language, self.directory.vocabulary)
