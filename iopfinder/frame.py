"""What stands on every page: its address and titles, the way back, the crisis block, the site."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from iopfinder.language import Language
from iopfinder.prose import line_html
from iopfinder.safety import Line, Notice, Safety
from iopfinder.settings import Settings

__all__ = [
    "CrisisView",
    "Crumb",
    "Head",
    "LineView",
    "NoticeView",
    "SiteView",
    "crisis_view",
    "line_view",
    "lines_beside",
    "notice_view",
    "site_view",
]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way back; the last has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A page's own title and description, where it stands, and whether search may list it."""

    title: str
    description: str
    url: str
    crumbs: tuple[Crumb, ...] = ()
    noindex: bool = False
    section: str = ""
    canonical: str = ""
    json_ld: Markup | None = None


@dataclass(frozen=True, slots=True)
class CrisisView:
    """The crisis block, and beside it the same in short in another language; safe to print."""

    title: str
    lines: tuple[Markup, ...]
    other_language: str
    other_title: str
    other_lines: tuple[Markup, ...]
    treatment_title: str
    treatment: Markup


@dataclass(frozen=True, slots=True)
class LineView:
    """A phone line that stands beside certain terms."""

    name: str
    html: Markup


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A danger notice with the phone lines beside it."""

    id: str
    title: str
    html: Markup
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class SiteView:
    """The settings that templates show."""

    title: str
    tagline: str
    editors_email: str
    demonstration: bool
    all_made_up: bool
    is_large: bool
    quick_exit: str
    code_license: str
    content_license: str
    repository: str
    reviewed: bool
    crisis: CrisisView


def site_view(
    settings: Settings,
    safety: Safety,
    language: Language,
    *,
    all_made_up: bool,
    is_large: bool = False,
) -> SiteView:
    """The site as every page shows it; `all_made_up`: every listing is an example.

    A large site has no file of data for each program.
    """
    return SiteView(
        settings.title,
        settings.tagline,
        settings.editors_email,
        settings.demonstration,
        all_made_up,
        is_large,
        settings.quick_exit,
        settings.code_license,
        settings.content_license,
        settings.repository or "",
        safety.reviewed,
        crisis_view(safety, language),
    )


def crisis_view(safety: Safety, language: Language) -> CrisisView:
    """The crisis block's Markdown as HTML."""
    crisis = safety.crisis
    if language.code == "es":
        main, other, code = crisis.es, crisis.english, "en"
    else:
        main, other, code = crisis, crisis.spanish, "es"
    return CrisisView(
        main.title,
        tuple(line_html(line) for line in main.lines),
        code,
        other.title,
        tuple(line_html(line) for line in other.lines),
        main.treatment.title,
        line_html(main.treatment.text),
    )


def line_view(line: Line) -> LineView:
    return LineView(line.name, line_html(line.text))


def lines_beside(lines: Iterable[Line], notices: Collection[NoticeView]) -> tuple[LineView, ...]:
    """Each phone line once; none that a notice above it has already."""
    above = {line for notice in notices for line in notice.lines}
    views = dict.fromkeys(map(line_view, lines))
    return tuple(view for view in views if view not in above)


def notice_view(id_: str, notice: Notice, safety: Safety) -> NoticeView:
    """A notice with its phone lines."""
    lines = tuple(line_view(safety.lines[name]) for name in notice.lines)
    return NoticeView(id_, notice.title, line_html(notice.text), lines)
