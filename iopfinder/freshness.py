"""Listings and a day in, what has to be confirmed again, of whom and by when, out.

A fact that is not confirmed in time is shown as a question; nothing is taken down for its age. The
times are those of the page on freshness: 180 days for a listing and its prices, 30 for openings.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import groupby
from typing import Final

from icalendar import Calendar, Event

from iopfinder.facts import value_at
from iopfinder.listing import Listing
from iopfinder.rules import PRICES_DAYS, QUESTION_AGAIN_DAYS
from iopfinder.says import OPENINGS_DAYS

__all__ = ["FORMATS", "WHAT", "Due", "due_by", "dues_of"]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to ask a program again by a day; `said` is when it was told last, if ever.

    `asked` is who answers: the provider, else the program. `phone` is "" where none is stated.
    """

    day: date
    asked: str
    slug: str
    name: str
    state: str
    what: str
    said: date | None
    phone: str

    def late(self, today: date) -> int:
        """Days since it was due; 0 before."""
        return max(0, (today - self.day).days)


WHAT: Final = {
    "listing": "all of it",
    "openings": "openings and waits",
    "prices": "prices and insurance",
    "start": "the next start",
    "license": "the license",
    "accreditation": "the accreditation",
}
"""What is asked, in words."""

_HELD: Final[Mapping[str, tuple[tuple[str, ...], int]]] = {
    "openings": (("availability", "as_of"), OPENINGS_DAYS),
    "prices": (("cost", "as_of"), PRICES_DAYS),
    "start": (("structure", "next_start"), 1),
    "license": (("staff", "facility_license", "expires"), 1),
}
"""Dates that a listing states, and how many days later the fact is a question."""


def dues_of(listing: Listing, today: date) -> Iterator[Due]:
    """Everything that will have to be asked again, whenever that is. Closed programs have nothing.

    What was never confirmed is due today.
    """
    program = listing.program
    if not listing.is_listed:
        return
    confirmed = program.confirmed.date if program.confirmed else None
    again = confirmed + timedelta(QUESTION_AGAIN_DAYS) if confirmed else today
    yield _due(listing, "listing", confirmed, again)
    for what, (field, days) in _HELD.items():
        said: date | None = value_at(program, field)
        if said is not None:
            yield _due(listing, what, said, said + timedelta(days))
    for each in (program.staff.accreditation if program.staff else None) or ():
        if each.until is not None:
            yield _due(listing, "accreditation", each.until, each.until + timedelta(1))


def _due(listing: Listing, what: str, said: date | None, day: date) -> Due:
    program, phone = listing.program, listing.program.contact.phone
    return Due(
        day,
        listing.provider.name if listing.provider else program.name,
        listing.slug,
        program.name,
        program.location.state if program.location else "",
        what,
        said,
        phone.shown if phone else "",
    )


def due_by(listings: Iterable[Listing], today: date, last: date) -> tuple[Due, ...]:
    """All that is due until a day, this included: the longest due first, then by who is asked."""
    dues = (due for listing in listings for due in dues_of(listing, today))
    return tuple(sorted((due for due in dues if due.day <= last), key=_order))


def _order(due: Due) -> tuple[date, str, str, str]:
    return due.day, due.asked, due.slug, due.what


# How it is told


def _text(dues: Sequence[Due], today: date) -> str:
    """For each who is asked, those that wait longest first, a line for each thing to ask."""
    order: dict[str, int] = {}
    for due in dues:
        order.setdefault(due.asked, len(order))
    grouped = sorted(dues, key=lambda due: (order[due.asked], due.slug, due.day, due.what))
    parts = (_asked_text(asked, tuple(of), today) for asked, of in groupby(grouped, _asked))
    return "\n".join(parts)


def _asked(due: Due) -> str:
    return due.asked


def _asked_text(asked: str, dues: Sequence[Due], today: date) -> str:
    lines = [f"Ask {asked}:"]
    for slug, of in groupby(dues, lambda due: due.slug):
        own = tuple(of)
        place = f", {own[0].state}" if own[0].state else ", online"
        phone = f", {own[0].phone}" if own[0].phone else ""
        lines.append(f"  {own[0].name}{place}{phone} (programs/{slug}.yaml)")
        lines += [f"    {_line(due, today)}" for due in own]
    return "".join(f"{line}\n" for line in lines)


def _line(due: Due, today: date) -> str:
    said = f", last told {due.said}" if due.said else ", never confirmed"
    said = f", ended {due.said}" if due.what in ("license", "accreditation", "start") else said
    late = due.late(today)
    when = ("today" if due.day == today else "in time", "1 day late")[late] if late < 2 else ""
    return f"by {due.day}: {WHAT[due.what]}{said} ({when or f'{late:,} days late'})"


COLUMNS: Final = ("due", "late_days", "ask", "slug", "name", "state", "what", "said", "phone")


def _csv(dues: Sequence[Due], today: date) -> str:
    """A row for each thing to ask, under the names of its columns; dates as 2026-11-22."""
    stream = StringIO()
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for due in dues:
        said = due.said.isoformat() if due.said else ""
        what = (due.asked, due.slug, due.name, due.state, WHAT[due.what], said, due.phone)
        rows.writerow((due.day.isoformat(), due.late(today), *map(_harmless, what)))
    return stream.getvalue()


def _harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _calendar(dues: Sequence[Due], today: date) -> str:
    """An all-day event for each thing to ask, on its day, or today where that has passed."""
    calendar = Calendar()
    calendar.add("prodid", "-//iopfinder//stale//EN")
    calendar.add("version", "2.0")
    stamp = datetime(today.year, today.month, today.day, tzinfo=UTC)
    for due in dues:
        event = Event()
        event.add("uid", f"{due.slug}-{due.what}-{due.day}@iopfinder")
        event.add("dtstamp", stamp)
        event.add("dtstart", max(due.day, today))
        event.add("summary", f"Ask {due.asked}: {WHAT[due.what]} ({due.name})")
        event.add("description", _line(due, today) + (f"\n{due.phone}" if due.phone else ""))
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


FORMATS: Final[Mapping[str, Callable[[Sequence[Due], date], str]]] = {
    "text": _text,
    "csv": _csv,
    "ical": _calendar,
}
"""How it can be printed."""
