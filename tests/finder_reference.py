"""What the finder must show for an address, worked out in Python alone: the scenarios' reference.

Verdicts come from `iopfinder.needs`, the reference of what programs say. Scope and order are
written here anew from docs/design.md, so that a mistake of the browser's modules shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from iopfinder.directory import Directory
from iopfinder.facts import value_at
from iopfinder.forms import Span
from iopfinder.listing import Listing
from iopfinder.needs import Needs, Verdict, verdict
from iopfinder.places import Places, Zip, miles
from iopfinder.program import Program
from iopfinder.says import FACETS, Answer
from iopfinder.schedule import DAYS, Clock, Meeting, intervals

__all__ = ["Expected", "expected"]

USUAL_RADIUS = 25
RADII = (5, 10, 25, 50, 100)
FEW = 3
STALE_DAYS = 365
ENDLESS = float("inf")

GROUPS: Mapping[Answer, str] = {Answer.YES: "yes", Answer.NOT_STATED: "ask", Answer.NO: "no"}


@dataclass(frozen=True)
class Expected:
    """Slugs of each group in their order; `within` is the radius in miles that came to hold."""

    yes: list[str]
    ask: list[str]
    no: list[str]
    within: int | None


@dataclass(frozen=True)
class Found:
    """A program in scope; `away` in miles, endless when it is there by video."""

    listing: Listing
    away: float


def expected(fragment: str, directory: Directory, places: Places) -> Expected:
    """The three groups that an address shows on the directory's own day."""
    asked = parse_qs(fragment)
    reader = places.zip(asked["near"][0]) if "near" in asked else None
    within = _radius(asked, reader, directory, places)
    found = list(_in_scope(asked, reader, within, directory, places))
    groups: dict[Answer, list[tuple[tuple[object, ...], str]]] = {each: [] for each in Answer}
    for each in found:
        said = _verdict(each.listing, asked, reader, directory, places)
        key = _key(each, said, asked.get("sort", ["says"])[0], directory.today)
        groups[said.answer].append((key, each.listing.slug))
    ordered = {
        GROUPS[answer]: [slug for _, slug in sorted(all_)] for answer, all_ in groups.items()
    }
    return Expected(ordered["yes"], ordered["ask"], ordered["no"], within)


# Scope


def _radius(
    asked: Mapping[str, list[str]], reader: Zip | None, directory: Directory, places: Places
) -> int | None:
    """The asked radius, widened step by step while fewer than three programs are in reach."""
    if reader is None:
        return None
    within = int(asked.get("within", [str(USUAL_RADIUS)])[0])
    away = [
        _away(listing, reader, places)
        for listing in directory.listings
        if listing.is_listed and _is_in(listing.program, asked)
    ]
    while sum(distance <= within for distance in away) < FEW:
        wider = next((radius for radius in RADII if radius > within), None)
        if wider is None:
            break
        within = wider
    return within


def _in_scope(
    asked: Mapping[str, list[str]],
    reader: Zip | None,
    within: int | None,
    directory: Directory,
    places: Places,
) -> Iterator[Found]:
    state = asked["state"][0] if "state" in asked else reader.state if reader else None
    for listing in directory.listings:
        if not listing.is_listed or not _is_named(listing, asked):
            continue
        away = _away(listing, reader, places)
        near = within is None or away <= within
        online: Sequence[str] = value_at(listing.program, ("telehealth", "states")) or ()
        if listing.program.location and near and _is_in(listing.program, asked):
            yield Found(listing, away if reader else 0)
        elif state is None or state in online:
            yield Found(listing, ENDLESS)


def _away(listing: Listing, reader: Zip | None, places: Places) -> float:
    """Miles between two ZIP codes, as the site's cells give them: to four decimals of a degree."""
    location = listing.program.location
    here = places.zip(location.zip) if location else None
    if here is None or reader is None:
        return ENDLESS
    return miles((reader.latitude, reader.longitude), (here.latitude, here.longitude))


def _is_in(program: Program, asked: Mapping[str, list[str]]) -> bool:
    location = program.location
    return location is not None and ("state" not in asked or location.state == asked["state"][0])


def _is_named(listing: Listing, asked: Mapping[str, list[str]]) -> bool:
    """Whether each word that was typed begins a word of the program's name."""
    words = listing.program.name.lower().replace("-", " ").split()
    typed = " ".join(asked.get("q", [])).lower().split()
    return all(any(word.startswith(each) for word in words) for each in typed)


# Needs


def _verdict(
    listing: Listing,
    asked: Mapping[str, list[str]],
    reader: Zip | None,
    directory: Directory,
    places: Places,
) -> Verdict:
    program = listing.program
    terms = {facet.id: tuple(asked[facet.id]) for facet in FACETS if facet.id in asked}
    terms.pop("age", None)
    needs = Needs(
        terms,
        age=float(asked["age"][0]) if "age" in asked else None,
        hours=_hours(asked),
        free=intervals([_window(text) for text in asked.get("free", [])]),
        travel=int(asked.get("travel", ["0"])[0]),
        shift=_shift(program, asked, reader, directory.today, places),
        changing=asked.get("shifts") == ["change"],
    )
    return verdict(program, needs, directory.vocabulary, directory.today)


def _hours(asked: Mapping[str, list[str]]) -> Span | None:
    if "hours" not in asked:
        return None
    low, _, high = asked["hours"][0].partition("-")
    return Span(float(low), float(high or low))


def _window(text: str) -> Meeting:
    """mon-fri.17:30-21:00, or mon,wed.22:00-01:00 past midnight."""
    days, _, times = text.partition(".")
    start, end = (_minutes(each) for each in times.split("-"))
    return Meeting(_days(days), Clock(start, end if end > start else end + 24 * 60))


def _days(text: str) -> tuple[str, ...]:
    first, _, last = text.partition("-")
    if not last:
        return tuple(text.split(","))
    return tuple(DAYS[DAYS.index(first) : DAYS.index(last) + 1])


def _minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def _shift(
    program: Program,
    asked: Mapping[str, list[str]],
    reader: Zip | None,
    today: date,
    places: Places,
) -> int | None:
    """Minutes that the reader's clock is ahead of the program's, None where it has none."""
    here = places.zip(program.location.zip) if program.location else None
    zone: str | None = value_at(program, ("schedule", "time_zone"))
    zone = zone or (here.timezone if here else None)
    own = asked["tz"][0] if "tz" in asked else reader.timezone if reader else None
    if zone is None or own is None:
        return None
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    ahead, behind = noon.astimezone(ZoneInfo(own)), noon.astimezone(ZoneInfo(zone))
    difference = (ahead.utcoffset() or noon - noon) - (behind.utcoffset() or noon - noon)
    return round(difference.total_seconds() / 60)


# Order


def _key(found: Found, said: Verdict, sort: str, today: date) -> tuple[object, ...]:
    """Within a group: what was asked for; confirmed over a year ago last; yes; distance; date."""
    confirmed = found.listing.program.confirmed
    age = (today - confirmed.date).days if confirmed else ENDLESS
    first: Mapping[str, object] = {
        "says": 0,
        "distance": found.away,
        "confirmed": age,
        "name": found.listing.program.name.lower(),
    }
    return (
        first[sort],
        age > STALE_DAYS,
        -len(said.yes),
        -len(said.house),
        found.away,
        age,
        _hash(found.listing.slug),
    )


def _hash(slug: str) -> int:
    """FNV-1a of 32 bits."""
    value = 0x811C9DC5
    for byte in slug.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
