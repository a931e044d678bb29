"""One listing in, the page that families read out: five questions in order, all in words."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from iopfinder.addresses import GLOSSARY, program_url
from iopfinder.checklist import (
    COUNTED,
    ChecklistItem,
    FactsGiven,
    Question,
    facts_given,
    questions_for,
)
from iopfinder.directory import Directory
from iopfinder.drawn_week import DrawnWeek, drawn_week
from iopfinder.facts import outline, value_at
from iopfinder.forms import Answers, Phone
from iopfinder.frame import LineView, NoticeView, lines_beside, notice_view
from iopfinder.glossary import Glossary
from iopfinder.language import Language, joined
from iopfinder.listing import Listing, meetings_of
from iopfinder.program import FOCUS, OTHER_LEVELS, OWNERSHIP, PARTS, Program
from iopfinder.program_facts import (
    CONTACT_NOTES,
    FactView,
    TrackView,
    facts_of,
    groups_words,
    inherited_words,
    joined_listing,
    online_words,
    phone_href,
    place_words,
    provider_name,
    track_view,
    tracks_in,
)
from iopfinder.prose import listing_html
from iopfinder.truth import Mark, confirmed_words, marks_of
from iopfinder.wording import Wording, fact_words
from iopfinder.wording import term_label as label_of

__all__ = [
    "AboutView",
    "CallView",
    "PartView",
    "PhoneView",
    "ProgramPage",
    "SectionView",
    "program_page",
]

_SPECS: Final = {spec.name: spec for spec in outline(Program)}
_TOP: Final = {spec.field[0]: spec for spec in outline(Program) if len(spec.field) == 1}


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A phone number; `href` is "" where it must not be called (a made-up example).

    `source` says that it is the provider's.
    """

    label: str
    shown: str
    href: str
    source: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """Facts under one heading; the main section of a question has none.

    `old` is the day on which all of them held, when they share it; then no fact repeats it.
    """

    title: str
    facts: tuple[FactView, ...]
    old: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One question of the checklist and what the listing says to it."""

    item: ChecklistItem
    given: FactsGiven
    sections: tuple[SectionView, ...]
    not_stated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordView:
    """A word of a fact that the glossary explains: as it stands there, and where."""

    term: str
    url: str


@dataclass(frozen=True, slots=True)
class CallView:
    """Questions to ask, with the words to open and to close the call."""

    open: tuple[Question, ...]
    folded: tuple[Question, ...]
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class AboutView:
    """Who runs the program and where the facts come from; `confirmed_on` as 2026-10-01, or "".

    The rest are emails to the editors that a reader or the program may begin.
    """

    rows: tuple[tuple[str, str], ...]
    confirmed: str
    confirmed_on: str
    report: str
    still_true: str
    correct: str


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """Everything on a program's page.

    `words` has, for labels and items of facts, the word in them that the glossary explains.
    """

    slug: str
    url: str
    name: str
    provider: str
    place: str
    summary: str
    example: bool
    marks: tuple[Mark, ...]
    facility_scope: bool
    address: tuple[str, ...]
    map_url: str
    online: str
    phones: tuple[PhoneView, ...]
    website: str
    website_source: str
    email: str
    contact_notes: tuple[tuple[str, str], ...]
    notices: tuple[NoticeView, ...]
    lines: tuple[LineView, ...]
    parts: tuple[PartView, ...]
    words: Mapping[str, WordView]
    chart: DrawnWeek | None
    tracks: tuple[TrackView, ...]
    calls: CallView
    description: Markup
    about: AboutView
    joined: tuple[str, str] | None
    siblings: tuple[tuple[str, str], ...]


def program_page(listing: Listing, directory: Directory, language: Language) -> ProgramPage:
    """The page of one listing."""
    program = listing.program
    wording = Wording(language, directory.vocabulary)
    tracks = tracks_in(program)
    notices = tuple(_notices(program, directory))
    parts = tuple(_part(item, listing, directory, wording) for item in directory.checklist)
    return ProgramPage(
        listing.slug,
        program_url(listing.slug),
        program.name,
        provider_name(listing),
        place_words(program, language),
        program.summary or "",
        bool(program.example),
        marks_of(listing, directory.today, language),
        program.scope == "facility",
        tuple(_address(program)),
        _map_url(program),
        online_words(program, language),
        tuple(_phones(listing, language)),
        program.contact.website or "",
        inherited_words(_SPECS["contact.website"], listing, language),
        program.contact.email or "",
        tuple(_contact_notes(program, wording)),
        notices,
        _lines(program, notices, directory),
        parts,
        dict(_words(parts, directory.glossary)),
        drawn_week([(track.name, meetings_of(track)) for track in tracks], language),
        tuple(track_view(number, track, program, wording) for number, track in enumerate(tracks)),
        _call_view(listing, directory, language),
        listing_html(program.description) if program.description else Markup(""),
        _about(listing, directory, language),
        _joined(listing, directory),
        tuple(_siblings(listing, directory)),
    )


def _words(parts: Iterable[PartView], glossary: Glossary) -> Iterator[tuple[str, WordView]]:
    """The first word of the glossary in each label, and in each item that is explained."""
    for fact in (fact for part in parts for section in part.sections for fact in section.facts):
        items = (item for group in fact.words.groups for item in group.items if item.plain)
        for text in (fact.words.label, *(item.text for item in items)):
            id_ = glossary.first_in(text)
            if id_:
                yield text, WordView(glossary.entries[id_].term, f"{GLOSSARY}#{id_}")


# Place and contact


def _address(program: Program) -> Iterator[str]:
    location = program.location
    if location is None:
        return
    street = ", ".join(part for part in (location.street, location.suite) if part)
    if street:
        yield street
    yield f"{location.city}, {location.state} {location.zip}"


def _map_url(program: Program) -> str:
    """A map to look at, opened only on a tap; examples are nowhere."""
    if program.example or program.location is None or program.location.street is None:
        return ""
    return "https://www.openstreetmap.org/search?query=" + quote(
        f"{program.location.street}, {program.location.city}, {program.location.state}"
    )


def _phones(listing: Listing, language: Language) -> Iterator[PhoneView]:
    program = listing.program
    _ = language.gettext
    labels = {"phone": _("Call"), "text": _("Text"), "tty": _("TTY")}
    for name, label in labels.items():
        number: Phone | None = getattr(program.contact, name)
        if number is not None:
            href = phone_href(number, program, text=name == "text")
            source = inherited_words(_SPECS[f"contact.{name}"], listing, language)
            yield PhoneView(label, number.shown, href, source)


def _contact_notes(program: Program, wording: Wording) -> Iterator[tuple[str, str]]:
    """When and in which languages somebody answers, and how to get there."""
    for spec in CONTACT_NOTES:
        if (value := value_at(program, spec.field)) is not None:
            words = fact_words(spec, value, wording)
            yield words.label, "; ".join(groups_words(words.groups, wording.language))


# Danger first


def _notices(program: Program, directory: Directory) -> Iterator[NoticeView]:
    """The notices of the conditions for which the program has a group of its own, each once."""
    seen: set[str] = set()
    for term in _conditions(program, "track"):
        known = directory.vocabulary.terms("conditions").get(term)
        if known and known.notice and known.notice not in seen:
            seen.add(known.notice)
            notice = directory.safety.notices[known.notice]
            yield notice_view(known.notice, notice, directory.safety)


def _lines(
    program: Program, notices: Collection[NoticeView], directory: Directory
) -> tuple[LineView, ...]:
    beside = directory.safety.beside("conditions", _conditions(program, "track"))
    groups: Answers | None = value_at(program, ("specialties", "groups"))
    welcome = [term for term, word in groups.given.items() if word == "track"] if groups else []
    return lines_beside((*beside, *directory.safety.beside("groups", welcome)), notices)


def _conditions(program: Program, word: str) -> list[str]:
    stated: Answers | None = value_at(program, ("specialties", "conditions"))
    own = [stated] if stated else []
    own += [track.conditions for track in tracks_in(program) if track.conditions]
    return [term for each in own for term, given in each.given.items() if given == word]


# The five questions


def _part(
    item: ChecklistItem, listing: Listing, directory: Directory, wording: Wording
) -> PartView:
    program, part = listing.program, int(item.part)
    sections = tuple(_sections(part, listing, directory, wording))
    return PartView(
        item,
        facts_given(program, part),
        sections,
        tuple(_not_stated(part, program, wording.language)),
    )


def _sections(
    part: int, listing: Listing, directory: Directory, wording: Wording
) -> Iterator[SectionView]:
    """The question's main section first, without a heading; then each other with its label."""
    _ = wording.language.gettext
    main: list[FactView] = []
    others: list[SectionView] = []
    for number, name in enumerate(PARTS[part]):
        facts = tuple(facts_of(name, listing, directory, wording))
        top = _TOP[name]
        if number == 0 or top.form:
            main += facts
        elif facts:
            others.append(_section(_(top.fact.label), facts))
    if main:
        yield _section("", main)
    yield from others


def _section(title: str, facts: Sequence[FactView]) -> SectionView:
    days = {fact.old for fact in facts}
    if len(days) > 1:
        return SectionView(title, tuple(facts), "")
    return SectionView(title, tuple(replace(fact, old="") for fact in facts), days.pop())


def _not_stated(part: int, program: Program, language: Language) -> Iterator[str]:
    """Labels of the facts that matter and are left out."""
    for spec in COUNTED[part]:
        if value_at(program, spec.field) is None:
            yield language.gettext(spec.fact.label)


# The week


# What to ask, and who says all this


def _call_view(listing: Listing, directory: Directory, language: Language) -> CallView:
    said, code = directory.questions, language.code
    calls = questions_for(listing.program, said, directory.today)
    return CallView(calls.open, calls.folded, said.opening.words(code), said.closing.words(code))


def _about(listing: Listing, directory: Directory, language: Language) -> AboutView:
    subject = quote(f"{listing.program.name} ({listing.slug})")
    write = f"mailto:{directory.settings.editors_email}?subject="
    page = f"{directory.settings.base_url.rstrip('/')}{program_url(listing.slug)}"
    return AboutView(
        tuple(_about_rows(listing, Wording(language, directory.vocabulary))),
        confirmed_words(listing.program, language),
        listing.program.confirmed.date.isoformat() if listing.program.confirmed else "",
        f"{write}{quote('A mistake: ')}{subject}",
        f"{write}{quote('Still true: ')}{subject}&body={quote(_still_true(page))}",
        f"{write}{quote('Our listing: ')}{subject}",
    )


def _still_true(page: str) -> str:
    """What a program's own email may begin with."""
    return (
        f"I work at this program. All that stands on {page} is still true today.\r\n\r\n"
        "My name and my work there:\r\n"
        "A phone number at which you can check this with us:\r\n"
    )


def _about_rows(listing: Listing, wording: Wording) -> Iterator[tuple[str, str]]:
    language, program = wording.language, listing.program
    whose = (listing, language)
    _ = language.gettext
    if provider_name(listing):
        yield _("Provider"), provider_name(listing)
    if program.focus:
        yield _("Treats"), _(FOCUS[program.focus])
    if program.ownership:
        yield _("Kind of owner"), _with_source("ownership", _(OWNERSHIP[program.ownership]), *whose)
    if program.parent:
        yield _("Parent company"), _with_source("parent", program.parent, *whose)
    if program.facility_kind:
        kinds = [label_of("facility-kinds", kind, wording) for kind in program.facility_kind.given]
        yield _("Kind of facility"), joined(kinds, language)
    if program.other_levels:
        levels = [_(OTHER_LEVELS[level]) for level in program.other_levels]
        yield _("Other levels of care here"), joined(levels, language)
    if program.imported:
        yield (
            _("Source"),
            _("%(source)s, edition of %(edition)s")
            % {"source": program.imported.source, "edition": program.imported.edition},
        )
    for seen in program.checked or ():
        label = next(
            (spec.fact.label for spec in outline(Program) if spec.name == seen.fact), seen.fact
        )
        yield _(label), _("We saw proof of this on %(date)s.") % {"date": language.date(seen.date)}


def _with_source(name: str, words: str, listing: Listing, language: Language) -> str:
    source = inherited_words(_SPECS[name], listing, language)
    return f"{words} ({source})" if source else words


def _joined(listing: Listing, directory: Directory) -> tuple[str, str] | None:
    """Name and address of the program that this one became part of."""
    other = joined_listing(listing, directory)
    return (other.program.name, program_url(other.slug)) if other else None


def _siblings(listing: Listing, directory: Directory) -> Iterator[tuple[str, str]]:
    """Other programs of the same provider."""
    if listing.provider is None:
        return
    for other in directory.of_provider.get(listing.program.provider or "", ()):
        if other.slug != listing.slug and other.is_listed:
            yield other.name, program_url(other.slug)
