"""One listing in, what it says in words out: each fact, each track, its place and its provider.

The program's page and the files that the finder, the comparison and the call sheets read are made
of the same words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from iopfinder.checklist import stated_on
from iopfinder.directory import Directory
from iopfinder.facts import Spec, outline, value_at
from iopfinder.forms import Answers, Phone
from iopfinder.language import Language, joined
from iopfinder.listing import Listing, ages_of, hours_of, meetings_of
from iopfinder.places import STATES
from iopfinder.program import Program, Track
from iopfinder.schedule import meeting_words
from iopfinder.wording import (
    FactWords,
    Group,
    Wording,
    ages_words,
    fact_words,
    span_words,
    term_label,
)

__all__ = [
    "CONTACT_NOTES",
    "RESTATED",
    "SECTIONS",
    "FactView",
    "TrackView",
    "fact_of",
    "facts_of",
    "groups_words",
    "inherited_words",
    "joined_listing",
    "old_words",
    "online_words",
    "phone_href",
    "place_words",
    "provider_name",
    "said_by_tracks",
    "source_words",
    "track_view",
    "tracks_in",
]

_OWN_VIEW: Final = frozenset(["schedule.tracks", "availability.as_of", "cost.as_of"])
"""Fields that are shown in a way of their own."""

SECTIONS: Final = {
    top.field[0]: tuple(
        spec
        for spec in outline(Program)
        if spec.field[0] == top.field[0]
        and spec.name not in _OWN_VIEW
        and len(spec.field) == (1 if top.form else 2)
    )
    for top in outline(Program)
    if len(top.field) == 1
}
"""The facts of each section, one level down: deeper ones are worded with their parent."""

_CONTACT_NAMES: Final = frozenset(
    [
        "contact.call_hours",
        "contact.answered_by",
        "contact.answered_in",
        "location.setting",
        "location.transit",
        "location.parking",
        "location.medicaid_rides",
        "serves_area.counties",
        "serves_area.states",
    ]
)

CONTACT_NOTES: Final = tuple(spec for spec in outline(Program) if spec.name in _CONTACT_NAMES)
"""When and in which languages somebody answers, and how to get there."""


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact in words. `source` says whose it is when not the program's; `old` when it held."""

    words: FactWords
    source: str
    old: str


@dataclass(frozen=True, slots=True)
class TrackView:
    """A track in words, beside the chart; `number` is its color and pattern there."""

    number: int
    name: str
    times: tuple[str, ...]
    details: tuple[str, ...]


# Names and places


def provider_name(listing: Listing) -> str:
    """The provider as people call it, "" when it is the program's own name or not stated."""
    name = listing.provider.name if listing.provider else listing.program.provider or ""
    return "" if name == listing.program.name else name


def place_words(program: Program, language: Language) -> str:
    """Portland, OR, or "Online in Oregon and Washington" for a program without an address."""
    if program.location is not None:
        return f"{program.location.city}, {program.location.state}"
    _ = language.gettext
    states: tuple[str, ...] = value_at(program, ("telehealth", "states")) or ()
    return _("Online in %(states)s") % {
        "states": joined([STATES[state] for state in states], language)
    }


def online_words(program: Program, language: Language) -> str:
    """Where one may join online: "People in Oregon and Washington can join online."."""
    states: tuple[str, ...] | None = value_at(program, ("telehealth", "states"))
    if not states:
        return ""
    _ = language.gettext
    names = [STATES[state] for state in states]
    return _("People in %(states)s can join online.") % {"states": joined(names, language)}


def phone_href(number: Phone, program: Program, *, text: bool = False) -> str:
    """The link that dials; an example's phone is no link."""
    if program.example:
        return ""
    if text:
        return f"sms:{number.e164}"
    return f"tel:{number.e164}" + (f";ext={number.extension}" if number.extension else "")


def joined_listing(listing: Listing, directory: Directory) -> Listing | None:
    """The listing that this one became part of, where that one is shown."""
    other = directory.by_slug.get(listing.program.merged_into or "")
    return other if other and other.is_shown else None


# Facts


def facts_of(
    section: str, listing: Listing, directory: Directory, wording: Wording
) -> Iterator[FactView]:
    """Every stated fact of a section, in the order of the form."""
    if getattr(listing.program, section) is None:
        return
    for spec in SECTIONS[section]:
        value = value_at(listing.program, spec.field)
        if value is not None:
            yield fact_of(spec, value, listing, directory.today, wording)


def fact_of(spec: Spec, value: object, listing: Listing, today: date, wording: Wording) -> FactView:
    """A stated fact in words, with whose it is and whether it is old."""
    return FactView(
        fact_words(spec, value, wording),
        source_words(spec, listing, wording.language),
        old_words(spec, listing.program, today, wording.language),
    )


def source_words(spec: Spec, listing: Listing, language: Language) -> str:
    """Whose a fact is, "" for the program's own."""
    _ = language.gettext
    if listing.program.scope == "facility":
        return _("the facility says")
    return inherited_words(spec, listing, language)


def inherited_words(spec: Spec, listing: Listing, language: Language) -> str:
    """Whether the provider says a fact for all of its programs, or some terms of it; else ""."""
    _ = language.gettext
    if spec.name in listing.inherited:
        return _("from the provider")
    terms = [field for field in listing.inherited if field.startswith(f"{spec.name}.")]
    if not terms:
        return ""
    value = value_at(listing.program, spec.field)
    own = isinstance(value, Answers) and len(terms) < len(value.given)
    return _("in part from the provider") if own else _("from the provider")


def old_words(spec: Spec, program: Program, today: date, language: Language) -> str:
    """The day on which a fact held, when that is longer ago than it keeps; else ""."""
    stated = stated_on(program, spec)
    if stated is None or (today - stated).days <= spec.fact.shelf:
        return ""
    return language.date(stated)


def groups_words(groups: Sequence[Group], language: Language) -> Iterator[str]:
    """A text for each group of a fact: "Own group or team: trauma and PTSD"."""
    for group in groups:
        items = joined([item.text for item in group.items], language)
        yield f"{group.label}: {items}" if group.label else items


# Tracks


def tracks_in(program: Program) -> tuple[Track, ...]:
    """The tracks that a listing names."""
    return (program.schedule.tracks if program.schedule else None) or ()


def track_view(number: int, track: Track, program: Program, wording: Wording) -> TrackView:
    """A track in words."""
    _ = wording.language.gettext
    times = tuple(meeting_words(meeting, _) for meeting in meetings_of(track))
    return TrackView(
        number,
        track.name,
        times or (_("Days and times: the program does not say. Ask."),),
        tuple(_track_details(track, program, wording)),
    )


def _track_details(track: Track, program: Program, wording: Wording) -> Iterator[str]:
    language = wording.language
    _ = language.gettext
    ages = ages_of(program, track)
    if ages is not None:
        yield _("Ages %(ages)s") % {"ages": ages_words(ages, language)}
    if track.format:
        yield term_label("formats", track.format, wording)
    hours = track.hours_per_week or hours_of(track)
    if hours is not None:
        yield _("%(hours)s a week") % {"hours": span_words(hours, "hours", language)}
    if track.attend:
        yield _("Come to %(count)s of these sessions each week") % {
            "count": language.number(track.attend)
        }
    for name in _TRACK_FACTS:
        spec = _TRACK_SPECS[name]
        if (value := value_at(track, spec.field)) is not None:
            words = fact_words(spec, value, wording)
            yield f"{words.label}: {'; '.join(groups_words(words.groups, language))}"


_TRACK_SPECS: Final = {spec.name: spec for spec in outline(Track)}

_TRACK_FACTS: Final = tuple(
    spec.name
    for spec in outline(Track)
    if spec.name
    in (
        "genders",
        "conditions",
        "groups",
        "languages",
        "therapies",
        "place",
        "season",
        "group_size",
        "start",
    )
)

RESTATED: Final = {
    "structure.hours_per_week": "hours_per_week",
    "structure.sessions_per_week": "sessions_per_week",
    "structure.session_hours": "session_hours",
    "structure.group_size": "group_size",
    "structure.group_mix": "group_mix",
    "structure.start": "start",
    "therapies": "therapies",
    "specialties.conditions": "conditions",
    "specialties.ages": "ages",
    "specialties.groups": "groups",
    "specialties.genders": "genders",
    "languages.sessions": "languages",
    "schedule.formats": "format",
}
"""Facts of the listing, and the field in which a track states its own."""


def said_by_tracks(name: str, program: Program, wording: Wording) -> Iterator[tuple[str, str]]:
    """What single tracks say to a fact of the listing: "Teen afternoon" and "13 to 17"."""
    field = RESTATED.get(name)
    if field is None:
        return
    for track in tracks_in(program):
        value = getattr(track, field)
        if field == "hours_per_week":
            value = value or hours_of(track)
        if value is not None:
            words = fact_words(_TRACK_SPECS[field], value, wording)
            yield track.name, "; ".join(groups_words(words.groups, wording.language))
