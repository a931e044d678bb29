"""One listing in, its own file for the browser out: what it says, in columns and in words.

Comparison, saved programs and call sheets read these files, one for each program that has a page.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from iopfinder.checklist import facts_given, questions_for
from iopfinder.directory import Directory
from iopfinder.facts import Spec, value_at
from iopfinder.finder_index import Entry, cell
from iopfinder.finder_terms import COMPARED
from iopfinder.forms import Phone
from iopfinder.language import Language
from iopfinder.listing import Listing
from iopfinder.program import PARTS, Program
from iopfinder.program_facts import (
    RESTATED,
    TrackView,
    groups_words,
    joined_listing,
    old_words,
    phone_href,
    place_words,
    provider_name,
    said_by_tracks,
    source_words,
    track_view,
    tracks_in,
)
from iopfinder.truth import confirmed_words, marks_of
from iopfinder.wording import Wording, fact_words

__all__ = ["moved_file", "program_file"]


def moved_file(slug: str) -> dict[str, object]:
    """What stands under the old name of the program `slug`."""
    return {"moved": slug}


def program_file(
    listing: Listing, entry: Entry, directory: Directory, languages: Sequence[Language]
) -> dict[str, object]:
    """All that the browser shows of one program; `entry` is what it says to every term."""
    program = listing.program
    calls = questions_for(program, directory.questions, directory.today)
    given = [facts_given(program, part) for part in PARTS]
    stated = tuple(_stated(program))
    return {
        "slug": listing.slug,
        "name": program.name,
        "provider": provider_name(listing),
        "example": bool(program.example),
        "facility": program.scope == "facility",
        "status": program.status or "open",
        "joined": _joined(listing, directory),
        "phone": _phone(program.contact.phone, program),
        "online": entry.states,
        "confirmed": program.confirmed.date.isoformat() if program.confirmed else None,
        "given": [[part.given, part.of] for part in given],
        "cell": cell([entry]),
        "ask": {
            "open": [question.id for question in calls.open],
            "folded": [question.id for question in calls.folded],
        },
        "words": {
            language.code: _words(listing, stated, directory, language) for language in languages
        },
    }


def _joined(listing: Listing, directory: Directory) -> dict[str, str] | None:
    other = joined_listing(listing, directory)
    return {"slug": other.slug, "name": other.program.name} if other else None


def _phone(number: Phone | None, program: Program) -> dict[str, str] | None:
    if number is None:
        return None
    return {"shown": number.shown, "href": phone_href(number, program)}


class _Stated(NamedTuple):
    """A fact that the listing (None: only its tracks) states, by its name."""

    name: str
    spec: Spec
    value: object


_SPECS: Final = tuple((spec.name, spec) for _part, specs in COMPARED for spec in specs)


def _stated(program: Program) -> Iterator[_Stated]:
    """What can be compared: facts of the listing, and those that its tracks may state."""
    with_tracks = bool(tracks_in(program))
    for name, spec in _SPECS:
        value = value_at(program, spec.field)
        if value is not None or (with_tracks and name in RESTATED):
            yield _Stated(name, spec, value)


def _words(
    listing: Listing, stated: Sequence[_Stated], directory: Directory, language: Language
) -> dict[str, object]:
    program, wording = listing.program, Wording(language, directory.vocabulary)
    tracks = [
        track_view(number, track, program, wording)
        for number, track in enumerate(tracks_in(program))
    ]
    marks = marks_of(listing, directory.today, language)
    return {
        "place": place_words(program, language),
        "marks": [{"kind": each.kind, "title": each.title, "text": each.text} for each in marks],
        "confirmed": confirmed_words(program, language),
        "facts": {
            fact.name: {
                "words": said,
                "source": source_words(fact.spec, listing, language),
                "old": old_words(fact.spec, program, directory.today, language),
            }
            for fact in stated
            if (said := list(_said(fact, program, tracks, wording)))
        },
        "tracks": [
            {"name": each.name, "times": each.times, "details": each.details} for each in tracks
        ],
    }


def _said(
    fact: _Stated, program: Program, tracks: Sequence[TrackView], wording: Wording
) -> Iterator[str]:
    """A fact in short texts: the listing's own, then what single tracks say otherwise."""
    if fact.name == "schedule.tracks":
        yield from (f"{track.name}: {'; '.join(track.times)}" for track in tracks)
        return
    own: tuple[str, ...] = ()
    if fact.value is not None:
        said = fact_words(fact.spec, fact.value, wording)
        own = tuple(groups_words(said.groups, wording.language))
    yield from own
    for track, text in said_by_tracks(fact.name, program, wording):
        if text not in own:
            yield f"{track}: {text}"
