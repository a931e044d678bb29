"""Rules on listings beyond the type of each value: one generator each, its docstring the rule."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from iopfinder import forms
from iopfinder.facts import outline, value_at
from iopfinder.forms import Phone, Span
from iopfinder.listing import Listing, ages_of, hours_of, is_by_video, meetings_of
from iopfinder.places import STATES, Places
from iopfinder.problems import Field, Finding, Severity
from iopfinder.program import Program, Track
from iopfinder.provider import Provider
from iopfinder.says import FACETS, OPENINGS_DAYS, TWINS
from iopfinder.schedule import intervals, sessions
from iopfinder.settings import Settings
from iopfinder.words import Words, is_quoted_testimonial, word_message

__all__ = [
    "DOUBTFUL_DAYS",
    "LISTING_RULES",
    "QUESTION_AGAIN_DAYS",
    "Surroundings",
    "import_age",
    "listing_findings",
]

QUESTION_AGAIN_DAYS: Final = 180
"""Past this a listing says that times, prices and openings may have changed (DESIGN: freshness)."""

DOUBTFUL_DAYS: Final = 365
"""Past this every fact is shown as a question, and an import needs the site's leave."""

PRICES_DAYS: Final = 180


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule may know beside the listing itself.

    `slugs` are all file names of listings, those of broken files too: a listing with a mistake is
    still there to be linked to.
    """

    today: date
    settings: Settings
    places: Places
    words: Words
    providers: Mapping[str, Provider]
    slugs: frozenset[str]


Rule = Callable[[Listing, Surroundings], Iterator[Finding]]


def listing_findings(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """All that the rules find in one listing."""
    for rule in LISTING_RULES:
        yield from rule(listing, around)


def _error(listing: Listing, field: Field, message: str, hint: str) -> Finding:
    return Finding(listing.path, field, Severity.ERROR, message, hint)


def _warning(listing: Listing, field: Field, message: str, hint: str) -> Finding:
    return Finding(listing.path, field, Severity.WARNING, message, hint)


# Identity and place


def has_place(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A program has an address or names the states that it serves online."""
    program = listing.program
    if program.location is None and not value_at(program, ("telehealth", "states")):
        yield _error(
            listing,
            (),
            "neither 'location' nor 'telehealth.states' is given",
            "say where people go, or in which states they may join online",
        )


def has_contact(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """Families need a phone number, a website or an email address."""
    contact = listing.program.contact
    if not (contact.phone or contact.website or contact.email):
        yield _error(
            listing,
            ("contact",),
            "no phone, website or email is given",
            "add at least one, best a phone",
        )


def zip_lies_in_state(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """The ZIP code exists and lies in the listing's state (US Postal Service ZIP codes)."""
    location = listing.program.location
    if location is None:
        return
    field = ("location", "zip")
    states = around.places.states_of(location.zip)
    if not states:
        near = around.places.near_zips(location.zip, location.city, location.state)
        yield _error(
            listing,
            field,
            f"there is no ZIP code {location.zip}",
            f"did you mean {' or '.join(near)}?" if near else "look it up at the post office",
        )
    elif location.state not in states:
        names = " and ".join(STATES[state] for state in states)
        yield _error(
            listing,
            field,
            f"ZIP code {location.zip} lies in {names}, not in {STATES[location.state]}",
            "correct the ZIP code or the state",
        )


def provider_exists(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """A provider written as an id has a file in content/providers/."""
    name = listing.program.provider
    if name and listing.provider is None and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        close = forms.nearest(name, around.providers)
        yield _error(
            listing,
            ("provider",),
            f"there is no provider '{name}'",
            f"did you mean '{close}'?"
            if close
            else f"add content/providers/{name}.yaml, or write the name with capitals",
        )


def status_is_whole(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """A merged program names the listing it joined, and no other program does."""
    program = listing.program
    target = program.merged_into
    if program.status == "merged" and target is None:
        yield _error(
            listing, ("status",), "a merged program names what it joined", "add 'merged_into: slug'"
        )
    if target is None:
        return
    if program.status != "merged":
        yield _error(
            listing,
            ("merged_into",),
            "only a merged program has 'merged_into'",
            "write 'status: merged', or take this line out",
        )
    if target == listing.slug or target not in around.slugs:
        close = forms.nearest(target, around.slugs - {listing.slug})
        yield _error(
            listing,
            ("merged_into",),
            f"there is no other listing '{target}'",
            f"did you mean '{close}'?" if close else "write the file's name without .yaml",
        )


def example_is_allowed(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """Only a demonstration site may publish made-up programs."""
    if listing.program.example and not around.settings.demonstration:
        yield _error(
            listing,
            ("example",),
            "this program is made up, and the site is no demonstration",
            "delete the file, or write 'demonstration: yes' in site.yaml",
        )


def import_is_fresh(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """An import that nobody confirmed for 365 days is published only where site.yaml allows it."""
    program = listing.program
    if program.imported is None or around.settings.unconfirmed_imports:
        return
    age = import_age(program, around.today)
    if age is None or age > DOUBTFUL_DAYS:
        since = "and never confirmed"
        if program.confirmed is not None:
            since = f"and last confirmed on {program.confirmed.date}"
        yield _error(
            listing,
            ("imported", "edition"),
            f"this listing was imported from the edition '{program.imported.edition}' {since}",
            "confirm it, or write 'unconfirmed_imports: yes' in site.yaml",
        )


def imports_that_went_are_asked(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A place that a newer edition of its directory no longer has may have closed."""
    program, imported = listing.program, listing.program.imported
    if imported is None or imported.gone is None or program.status or program.confirmed:
        return
    yield _warning(
        listing,
        ("imported", "gone"),
        f"the edition '{imported.gone}' of its directory no longer has this place",
        "ask whether it is open; write 'status: closed', or 'status: open' when it is",
    )


def import_age(program: Program, today: date) -> int | None:
    """Days since an import was last true: its confirmation, else the end of its edition's year."""
    if program.confirmed is not None:
        return (today - program.confirmed.date).days
    year = re.match(r"\d{4}", program.imported.edition) if program.imported else None
    return (today - date(int(year[0]), 12, 31)).days if year else None


# Phones and addresses


def phones_are_real(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """555-01xx is set apart for fiction: examples use it, and nobody else does (NANPA)."""
    example = bool(listing.program.example)
    for name in ("phone", "text", "tty"):
        number: Phone | None = getattr(listing.program.contact, name)
        if number is None or f"contact.{name}" in listing.inherited:
            continue
        made_up = number.e164[5:8] == "555"
        if made_up and not example:
            yield _error(
                listing,
                ("contact", name),
                f"{number.shown} is a made-up number",
                "write the program's own number",
            )
        elif example and number.e164[5:10] != "55501":
            yield _error(
                listing,
                ("contact", name),
                f"{number.shown} may be somebody's number, and this program is made up",
                "use a number from 555-0100 to 555-0199",
            )


_ROLES: Final = re.compile(
    r"(?:info|intake|admissions?|contact|hello|help|office|care|iop|referrals?|front|desk|mail|team"
    r"|support|access|welcome|program|clinic|questions|appointments?|center|services?)\b",
    re.IGNORECASE,
)
_PERSONAL_HOSTS: Final = frozenset(
    ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "aol.com", "icloud.com"]
)


def email_is_shared(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """The email address is the program's, not a person's: people leave, and are named by it."""
    address = listing.program.contact.email
    if address is None:
        return
    name, _, host = address.partition("@")
    personal = re.fullmatch(r"[a-z]+[._][a-z]+", name, re.IGNORECASE) and not _ROLES.search(name)
    if personal or (host.lower() in _PERSONAL_HOSTS and not _ROLES.search(name)):
        yield _warning(
            listing,
            ("contact", "email"),
            f"'{address}' looks like one person's address",
            "use a shared one, such as intake@",
        )


# Question 1 and 4: hours and sessions


def hours_suit_an_iop(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """Treatment hours a week are those of an intensive outpatient program.

    ASAM level 2.1: at least 9 hours for adults, 6 for adolescents; 20 or more is level 2.5, a day
    program. Medicare asks for 9 (42 CFR 410.44). Perinatal and eating-disorder programs may run 6.
    """
    program = listing.program
    for field, hours, ages in _stated_hours(program):
        least = _least_hours(program, ages)
        high = hours.high if hours.high is not None else hours.low
        if high < least:
            yield _warning(
                listing,
                field,
                f"{high:g} hours a week is less than an IOP has: {least:g} or more",
                "check the number; families will read that many IOPs have 9 or more",
            )
        elif hours.low >= 20:
            yield _warning(
                listing,
                field,
                f"{hours.low:g} hours a week is a day program (partial hospitalization)",
                "check the number, or list the program elsewhere",
            )


def _stated_hours(program: Program) -> Iterator[tuple[Field, Span, Span | None]]:
    """Each statement of hours a week and the ages it holds for; sessions count if no hours do."""
    shared: Span | None = value_at(program, ("structure", "hours_per_week"))
    if shared is not None:
        yield ("structure", "hours_per_week"), shared, ages_of(program)
    for index, track in enumerate(_tracks(program)):
        field = ("schedule", "tracks", index)
        if track.hours_per_week is not None:
            yield (*field, "hours_per_week"), track.hours_per_week, ages_of(program, track)
        elif shared is None and (summed := hours_of(track)) is not None:
            yield (*field, "sessions"), summed, ages_of(program, track)


def _least_hours(program: Program, ages: Span | None) -> float:
    if ages is not None and ages.low < 18:
        return 6
    stated = value_at(program, ("specialties", "conditions"))
    perinatal = stated is not None and stated.of("perinatal") == "track"
    return 6 if perinatal or program.focus == "eating-disorders" else 9


def hours_are_those_of_sessions(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """Stated hours agree with the sum of a track's sessions, breaks allowed for."""
    program = listing.program
    shared: Span | None = value_at(program, ("structure", "hours_per_week"))
    for index, track in enumerate(_tracks(program)):
        stated, summed = track.hours_per_week or shared, hours_of(track)
        if stated is None or summed is None:
            continue
        top = summed.high if summed.high is not None else summed.low
        too_few = top < stated.low - 0.1
        too_many = stated.high is not None and summed.low > stated.high * 1.25 + 0.5
        if too_few or too_many:
            own = track.hours_per_week is not None
            field: Field = ("schedule", "tracks", index, "sessions")
            yield _warning(
                listing,
                field,
                f"the sessions of '{track.name}' come to {_range(summed)} hours a week, but the "
                f"{'track' if own else 'listing'} states {_range(stated)}",
                "correct the times or the hours; if people choose among sessions, add 'attend'",
            )


def _range(span: Span) -> str:
    if span.high is None:
        return f"{span.low:g}+"
    return f"{span.low:g}" if span.low == span.high else f"{span.low:g}-{span.high:g}"


def sessions_are_possible(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A person can attend what a track asks: no more sessions than there are, none at once."""
    for index, track in enumerate(_tracks(listing.program)):
        field: Field = ("schedule", "tracks", index)
        count = sum(len(session.days) for session in track.sessions or ())
        if track.attend is not None and track.sessions and track.attend > count:
            yield _error(
                listing,
                (*field, "attend"),
                f"{track.attend:g} sessions are to be attended, but there are {count}",
                "write a smaller number, or add the missing sessions",
            )
        whole = sum(end - start for start, end in sessions(meetings_of(track)))
        if whole > sum(end - start for start, end in intervals(meetings_of(track))):
            yield _warning(
                listing,
                (*field, "sessions"),
                f"two sessions of '{track.name}' overlap",
                "correct the times, or make two tracks of them",
            )


def sessions_are_by_day(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A session that starts before six in the morning was most likely meant for the evening."""
    for number, track in enumerate(_tracks(listing.program)):
        for index, session in enumerate(track.sessions or ()):
            clock = session.time
            if clock is not None and 60 <= clock.start < 6 * 60:
                yield _warning(
                    listing,
                    ("schedule", "tracks", number, "sessions", index, "time"),
                    "this session starts before 6 in the morning",
                    "for the evening write 17:30-20:30 or 5:30pm-8:30pm",
                )


def online_sessions_name_states(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """Staff must as a rule be licensed where the person sits: online sessions name their states."""
    program = listing.program
    if value_at(program, ("telehealth", "states")):
        return
    for index, track in enumerate(_tracks(program)):
        if track.format == "telehealth":
            yield _warning(
                listing,
                ("schedule", "tracks", index, "format"),
                "online sessions, but no states in which people may join",
                "add 'telehealth: {states: [..]}'",
            )


def online_times_have_a_clock(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """Times online are those of some clock: the address tells of it, else the listing does."""
    program = listing.program
    if program.location is not None or value_at(program, ("schedule", "time_zone")):
        return
    for index, track in enumerate(_tracks(program)):
        if is_by_video(program, track) and sessions(meetings_of(track)):
            yield _warning(
                listing,
                ("schedule", "tracks", index, "sessions"),
                "times without an address: nobody can tell in which time zone they are",
                "add 'time_zone: America/Chicago', or another, under 'schedule'",
            )
            return


def _tracks(program: Program) -> tuple[Track, ...]:
    return (program.schedule.tracks if program.schedule else None) or ()


# Question 3


def license_is_given(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """A state license is the legal minimum: a listing names it, and it has not run out."""
    program = listing.program
    license_ = value_at(program, ("staff", "facility_license"))
    if license_ is None:
        if not listing.is_imported and program.status not in ("closed", "merged"):
            yield _warning(
                listing,
                ("staff",),
                "the state license is missing",
                "add 'facility_license: {authority: .., number: ..}' under 'staff'",
            )
        return
    if license_.expires is not None and license_.expires < around.today:
        yield _warning(
            listing,
            ("staff", "facility_license", "expires"),
            f"the license ran out on {license_.expires}",
            "write the new date",
        )


def other_licenses_are_named(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A license that the vocabulary does not have is named in words."""
    for index, license_ in enumerate(value_at(listing.program, ("staff", "licenses")) or ()):
        if license_.license == "other" and not license_.title:
            yield _error(
                listing,
                ("staff", "licenses", index),
                "a license 'other' has no title",
                "add 'title: Art therapist'",
            )


# Freshness


def confirmation_is_fresh(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """A listing is confirmed within 180 days; past 365 each of its facts is shown as a question."""
    program = listing.program
    if program.confirmed is None or program.status in ("closed", "merged"):
        return
    age = (around.today - program.confirmed.date).days
    field = ("confirmed", "date")
    if age < 0:
        hint = "write the day on which it was confirmed"
        yield _error(listing, field, f"{program.confirmed.date} lies in the future", hint)
    elif age > DOUBTFUL_DAYS:
        yield _warning(
            listing,
            field,
            f"last confirmed {age} days ago: families read each fact as a question",
            "ask the program what still holds",
        )
    elif age > QUESTION_AGAIN_DAYS:
        yield _warning(
            listing,
            field,
            f"last confirmed {age} days ago: the page says that facts may have changed",
            "ask the program what still holds",
        )


def volatile_facts_are_fresh(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """Openings are a question again after 30 days, prices after 180; no date lies in the future."""
    program = listing.program
    dated = (
        (("availability", "as_of"), "openings", OPENINGS_DAYS),
        (("cost", "as_of"), "prices", PRICES_DAYS),
    )
    for field, what, shelf in dated:
        stated: date | None = value_at(program, field)
        if stated is None:
            continue
        age = (around.today - stated).days
        if age < 0:
            yield _error(listing, field, f"{stated} lies in the future", "write the day it held")
        elif age > shelf:
            yield _warning(
                listing,
                field,
                f"the {what} are {age} days old: families are told to ask",
                "write how it is today, with today's date",
            )
    start: date | None = value_at(program, ("structure", "next_start"))
    if start is not None and start < around.today:
        yield _warning(
            listing, ("structure", "next_start"), f"{start} has passed", "write the next date"
        )


def past_days_are_past(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """What was seen or decided on a day was so by today: no such day lies in the future."""
    program = listing.program
    days: list[tuple[Field, date | None]] = [
        (field, value_at(program, field))
        for field in (("status_since",), ("staff", "facility_license", "checked"))
    ]
    days += [
        (("checked", index, "date"), seen.date) for index, seen in enumerate(program.checked or ())
    ]
    for field, day in days:
        if day is not None and day > around.today:
            yield _error(listing, field, f"{day} lies in the future", "write the day it happened")


# Words


_TEXTS: Final = tuple(
    spec.field
    for spec in outline(Program)
    if spec.form
    and spec.form.kind == "text"
    and spec.field[0] not in ("name", "location", "imported", "checked", "provider", "parent")
    and "tracks" not in spec.field
    and spec.field[-1] != "number"
)
"""Fields of free text that families read; names are a program's own affair."""


def _texts(program: Program) -> Iterator[tuple[Field, str]]:
    for field in _TEXTS:
        value = value_at(program, field)
        if isinstance(value, str):
            yield field, value
    for index, track in enumerate(_tracks(program)):
        yield ("schedule", "tracks", index, "name"), track.name


def words_are_kind_and_sober(listing: Listing, around: Surroundings) -> Iterator[Finding]:
    """Listings inform: no word that labels people, sells, promises, or quotes a patient.

    A program's own name is exempt: it is what stands on the door.
    """
    for field, text in _texts(listing.program):
        for found in around.words.found(text):
            yield _warning(listing, field, *word_message(found))
        if is_quoted_testimonial(text):
            yield _warning(
                listing,
                field,
                "this quotes what someone says of the program",
                "leave quotes out: families cannot check them",
            )


def description_is_short(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A description over 900 characters is not read on a phone."""
    text = listing.program.description
    if text and len(text) > 900:
        yield _warning(
            listing,
            ("description",),
            f"the description has {len(text)} characters; families read about 900",
            "state facts in their own fields and cut the rest",
        )


def twin_facts_agree(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A fact that can be written in two places says the same in both."""
    facets = {facet.id: facet for facet in FACETS}
    twins = {(facets[facet].field, term): field for (facet, term), field in TWINS.items()}
    for (own, term), field in twins.items():
        stated, twin = value_at(listing.program, own), value_at(listing.program, field)
        word = stated.of(term) if stated is not None else None
        if word is not None and twin is not None and (word != "no") != twin:
            yield _warning(
                listing,
                (*own, term),
                f"this says {word}, but '{'.'.join(field)}' says {'yes' if twin else 'no'}",
                "correct one of the two, or delete it",
            )


def checked_facts_exist(listing: Listing, _around: Surroundings) -> Iterator[Finding]:
    """A fact that an editor has seen proof of is a field of the listing."""
    for index, seen in enumerate(listing.program.checked or ()):
        if seen.fact not in _FIELDS:
            close = forms.nearest(seen.fact, _FIELDS)
            yield _error(
                listing,
                ("checked", index, "fact"),
                f"a listing has no field '{seen.fact}'",
                f"did you mean '{close}'?" if close else "see the field reference",
            )


_FIELDS: Final = frozenset(spec.name for spec in outline(Program))

LISTING_RULES: Final[tuple[Rule, ...]] = (
    has_place,
    has_contact,
    zip_lies_in_state,
    provider_exists,
    status_is_whole,
    example_is_allowed,
    import_is_fresh,
    imports_that_went_are_asked,
    phones_are_real,
    email_is_shared,
    hours_suit_an_iop,
    hours_are_those_of_sessions,
    sessions_are_possible,
    sessions_are_by_day,
    online_sessions_name_states,
    online_times_have_a_clock,
    license_is_given,
    other_licenses_are_named,
    confirmation_is_fresh,
    volatile_facts_are_fresh,
    past_days_are_past,
    words_are_kind_and_sober,
    description_is_short,
    twin_facts_agree,
    checked_facts_exist,
)
