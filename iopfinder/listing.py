"""One listing as the site knows it: its slug and file, the program, and where it lies."""

from dataclasses import dataclass

from iopfinder.facts import value_at
from iopfinder.forms import Span
from iopfinder.places import Zip
from iopfinder.program import Program, Track
from iopfinder.provider import Provider
from iopfinder.schedule import Meeting

__all__ = ["Listing", "ages_of", "hours_of", "is_by_video", "meetings_of"]


@dataclass(frozen=True, slots=True)
class Listing:
    """A program and all that its file, its provider and its ZIP code add to it.

    `program` has the provider's facts filled in; `inherited` names those fields. `place` is None
    for a program without an address.
    """

    slug: str
    path: str
    program: Program
    provider: Provider | None
    inherited: frozenset[str]
    place: Zip | None

    @property
    def zone(self) -> str | None:
        """The IANA name of the clock of the program's times: its own, else that of its ZIP."""
        own: str | None = value_at(self.program, ("schedule", "time_zone"))
        return own or (self.place.timezone if self.place else None)

    @property
    def is_imported(self) -> bool:
        return self.program.imported is not None

    @property
    def is_shown(self) -> bool:
        """Hidden listings have no page; every other status has one."""
        return not self.program.hidden

    @property
    def is_listed(self) -> bool:
        """Closed and merged programs keep a page but stand in no list of programs."""
        return self.is_shown and self.program.status not in ("closed", "merged")


def meetings_of(track: Track) -> tuple[Meeting, ...]:
    """The track's sessions as days and times of the week."""
    return tuple(Meeting(session.days, session.time) for session in track.sessions or ())


def is_by_video(program: Program, track: Track) -> bool:
    """Whether nobody travels to a track's sessions; without any address they can only be online."""
    return track.format == "telehealth" or (track.format is None and program.location is None)


def ages_of(program: Program, track: Track | None = None) -> Span | None:
    """The ages a track takes: its own, else the listing's."""
    if track is not None and track.ages is not None:
        return track.ages
    ages: Span | None = value_at(program, ("specialties", "ages"))
    return ages


def hours_of(track: Track) -> Span | None:
    """Hours a week that a track's sessions come to, breaks included; None when times are missing.

    With `attend`, the shortest and the longest choice of that many sessions.
    """
    lengths = sorted(
        meeting.clock.minutes / 60
        for meeting in meetings_of(track)
        if meeting.clock is not None
        for _day in meeting.days
    )
    stated = sum(len(meeting.days) for meeting in meetings_of(track))
    if not lengths or len(lengths) < stated:
        return None
    attend = int(track.attend or len(lengths))
    return Span(sum(lengths[:attend]), sum(lengths[-attend:]))
