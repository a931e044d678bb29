"""A record has every field of a listing, and never takes what is not stated for a no."""

import json
from dataclasses import replace
from datetime import date

from directory_case import content, reading_of
from factory import listing, program, vocabulary
from iopfinder.exports.record import Record, record
from iopfinder.listing import Listing
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.sources import Source, Sources

SITE = "https://iopfinder.example.org/"


def of(listing: Listing) -> Record:
    return record(listing, SITE, vocabulary())


def test_a_field_that_is_not_stated_is_there_and_null() -> None:
    made = of(listing())
    own = set(Program.model_fields) - {"format", "hidden"}
    assert made.keys() == own | {"slug", "url", "sources", "place", "says"}
    stated = {name for name, value in made.items() if value is not None}
    assert stated == {
        *("slug", "url", "name", "example", "scope", "status", "sources", "place", "says"),
        *("location", "contact", "staff"),
    }
    assert made["staff"]["groups_led_by"] is None
    assert made["staff"]["facility_license"] == {
        **dict.fromkeys(("authority", "url", "status", "expires", "checked")),
        "number": "EX-0001",
    }
    assert made["says"] == {}


def test_every_kind_of_value() -> None:
    made = of(
        listing(
            "oak",
            structure={"hours_per_week": "9-12", "length_weeks": "8+", "group_size": "10"},
            cost={"self_pay": "350.50 per week", "deposit": "40", "sliding_fee": "no"},
            contact={"phone": "503-555-0142 x12"},
            schedule={
                "tracks": [{"name": "Late", "sessions": [{"days": ["fri"], "time": "22:00-02:00"}]}]
            },
            availability={"accepting": "waitlist", "as_of": "2026-11-01"},
            languages={"sessions": ["en", "es"]},
        )
    )
    assert made["structure"]["hours_per_week"] == {"least": 9, "most": 12}
    assert made["structure"]["length_weeks"] == {"least": 8, "most": None}
    assert made["structure"]["group_size"] == 10
    assert made["cost"]["self_pay"] == {"amount": 350.5, "currency": "USD", "per": "week"}
    assert made["cost"]["deposit"] == {"amount": 40, "currency": "USD", "per": None}
    assert made["cost"]["sliding_fee"] is False
    assert made["cost"]["assistance"] is None
    phone = {"number": "+15035550142", "extension": "12", "shown": "503-555-0142 ext. 12"}
    assert made["contact"]["phone"] == phone
    (track,) = made["schedule"]["tracks"]
    time = {"start": "22:00", "end": "02:00", "minutes": 240}
    assert track["sessions"] == [{"days": ["fri"], "time": time}]
    assert made["availability"]["as_of"] == "2026-11-01"
    assert made["languages"]["sessions"] == ["en", "es"]
    assert made["place"] == {
        "latitude": 45.5181,
        "longitude": -122.6745,
        "precision": "zip",
        "county": "Multnomah County",
        "time_zone": "America/Los_Angeles",
    }
    assert json.loads(json.dumps(made)) == made


CONDITIONS: dict[str, Plain] = {"ptsd": "track", "alcohol-use": "treated", "psychosis": "no"}


def test_three_answers_are_apart() -> None:
    made = of(listing(specialties={"conditions": CONDITIONS}))
    assert made["specialties"]["conditions"] == {
        "yes": {"alcohol-use": "treated", "ptsd": "track"},
        "facility_yes": {},
        "no": ["psychosis"],
        "others": "not stated",
    }
    said = made["says"]["condition"]
    assert {"ptsd", "alcohol-use", "substance-use"} <= set(said["yes"])
    assert (said["facility_yes"], said["no"]) == ([], ["psychosis"])
    closed = of(listing(specialties={"conditions": {**CONDITIONS, "others": "no"}}))
    assert closed["specialties"]["conditions"]["others"] == "no"
    assert set(closed["says"]["condition"]["no"]) > {"psychosis", "ocd"}


def test_a_word_that_refuses_is_a_no() -> None:
    medications: Plain = {"methadone": "not-accepted", "naltrexone": "continued"}
    made = of(listing(specialties={"medications": medications}))["specialties"]["medications"]
    assert (made["yes"], made["no"]) == ({"naltrexone": "continued"}, ["methadone"])


def test_no_yes_of_a_facility_is_one_of_its_program() -> None:
    made = of(listing(scope="facility", specialties={"conditions": CONDITIONS}))
    assert made["scope"] == "facility"
    assert made["sources"] == {"listing": {"scope": "facility"}, "provider": None}
    assert made["specialties"]["conditions"] == {
        "yes": {},
        "facility_yes": {"alcohol-use": "treated", "ptsd": "track"},
        "no": ["psychosis"],
        "others": "not stated",
    }
    assert made["says"]["condition"]["yes"] == []
    assert "ptsd" in made["says"]["condition"]["facility_yes"]


def test_a_program_says_the_best_of_its_tracks() -> None:
    tracks: list[Plain] = [
        {"name": "Women", "genders": "women", "conditions": {"ocd": "no"}},
        {"name": "Men", "genders": "men", "conditions": {"ocd": "treated", "adhd": "no"}},
    ]
    made = of(listing(schedule={"tracks": tracks}))["says"]
    assert made["gender"] == {"yes": ["women", "men"], "facility_yes": [], "no": ["all"]}
    assert "ocd" in made["condition"]["yes"]
    assert "adhd" not in [*made["condition"]["no"], *made["condition"]["yes"]]


def test_what_holds_for_the_whole_provider_is_marked() -> None:
    whole = content()
    grove = "name: Grove\nownership: nonprofit\ninsurance: {medicaid: in-network}\n"
    provider = Source("content/providers/grove.yaml", grove)
    text = (
        "format: 1\nname: Oak\nexample: yes\nprovider: grove\n"
        'location: {city: Portland, state: OR, zip: "97204"}\ncontact: {phone: 503-555-0142}\n'
        "cost: {insurance: {medicare: no}}\n"
    )
    sources = Sources(whole.singles, whole.vocabulary, (provider,), (), (), ())
    reading = reading_of(Source("programs/oak.yaml", text), sources=sources)
    assert reading.directory is not None
    made = of(reading.directory.by_slug["oak"])
    assert made["provider"] == {"id": "grove", "name": "Grove"}
    facts = ["cost.insurance.medicaid", "ownership"]
    assert made["sources"]["provider"] == {"scope": "provider", "facts": facts}
    assert made["cost"]["insurance"]["yes"] == {"medicaid": "in-network"}


def test_a_provider_by_name_has_no_id() -> None:
    assert of(listing(provider="Mill Clinics"))["provider"] == {"id": None, "name": "Mill Clinics"}


def test_email_addresses_stay_out() -> None:
    contact: Plain = {"phone": "503-555-0142", "email": "intake@oak.example.org"}
    described = "Write to <Ann.Lee+iop@oak.example.org>, or see https://oak.example.org/@oak."
    made = of(listing(contact=contact, description=described))
    assert "email" not in made["contact"]
    assert made["description"] == (
        "Write to <(email address left out)>, or see https://oak.example.org/@oak."
    )


def test_what_is_made_up_was_confirmed_by_nobody() -> None:
    confirmed: dict[str, Plain] = {"date": "2026-11-01", "by": "program", "how": "phone"}
    assert of(listing(confirmed=confirmed))["confirmed"] is None
    real = of(listing(confirmed=confirmed, example="no"))
    assert (real["example"], real["confirmed"]) == (False, confirmed)


def test_an_import_says_where_it_is_from() -> None:
    imported: dict[str, Plain] = {
        "source": "samhsa-sa",
        "edition": "2022",
        "id": "1",
        "digest": "abc",
    }
    made = of(listing(imported=imported))
    assert made["imported"] == {"source": "samhsa-sa", "edition": "2022", "id": "1"}


def test_without_an_address_there_is_no_place() -> None:
    online = replace(listing(of=program(location=None, telehealth={"states": ["OR"]})), place=None)
    made = of(online)
    assert (made["place"], made["location"]) == (None, None)
    assert made["says"]["format"]["yes"] == ["telehealth"]


def test_openings_are_told_by_their_day_alone() -> None:
    availability: Plain = {"accepting": "yes", "as_of": date(2026, 11, 20).isoformat()}
    made = of(listing(availability=availability))
    assert made["availability"]["accepting"] == "yes"
    assert "accepting" not in made["says"]
