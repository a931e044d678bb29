"""Words that page, comparison and call sheet share."""

from dataclasses import replace

from directory_case import TODAY
from factory import listing, program, vocabulary
from iopfinder.facts import outline
from iopfinder.forms import Phone
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from iopfinder.program_facts import (
    RESTATED,
    TrackView,
    inherited_words,
    old_words,
    online_words,
    phone_href,
    place_words,
    provider_name,
    said_by_tracks,
    source_words,
    track_view,
    tracks_in,
)
from iopfinder.wording import Wording

WORDING = Wording(ENGLISH, vocabulary())
SPECS = {spec.name: spec for spec in outline(Program)}
TRACKS: Plain = {
    "tracks": [
        {
            "name": "Teens",
            "ages": "13-17",
            "format": "hybrid",
            "therapies": ["individual", "group"],
        },
        {
            "name": "Adults",
            "attend": "2",
            "sessions": [{"days": ["mon", "wed", "fri"], "time": "17:30-20:30"}],
        },
    ]
}


def test_a_place_or_the_states_that_can_join() -> None:
    here = program(telehealth={"states": ["OR", "WA"]})
    online = program(location=None, telehealth={"states": ["OR", "WA"]})
    assert place_words(here, ENGLISH) == "Portland, OR"
    assert place_words(online, ENGLISH) == "Online in Oregon and Washington"
    assert online_words(here, ENGLISH) == "People in Oregon and Washington can join online."
    assert online_words(program(), ENGLISH) == ""


def test_only_a_real_phone_is_a_link() -> None:
    number = Phone("+15035550142", "12", "503-555-0142 x12")
    assert phone_href(number, program()) == ""
    real = program(example=None)
    assert phone_href(number, real) == "tel:+15035550142;ext=12"
    assert phone_href(number, real, text=True) == "sms:+15035550142"


def test_a_provider_of_the_same_name_is_not_said_twice() -> None:
    assert provider_name(listing(provider="Oak Group")) == "Oak Group"
    assert provider_name(listing(provider="Oak Evening IOP")) == ""


def test_whose_a_fact_is_and_when_it_held() -> None:
    own, facility = listing(), listing(scope="facility")
    spec = SPECS["cost.sliding_fee"]
    assert source_words(spec, own, ENGLISH) == ""
    assert source_words(spec, facility, ENGLISH) == "the facility says"
    confirmed: Plain = {"date": "2026-01-02", "by": "program"}
    stated = program(cost={"sliding_fee": "yes"}, confirmed=confirmed)
    assert old_words(spec, stated, TODAY, ENGLISH) == "January 2, 2026"
    assert old_words(SPECS["focus"], stated, TODAY, ENGLISH) == ""


def test_what_a_provider_says_of_all_its_programs_is_told_apart() -> None:
    payers: Plain = {"insurance": {"medicaid": "no", "medicare": "accepted"}}
    fields = frozenset(["contact.phone", "cost.insurance.medicare"])
    shared = replace(listing(cost=payers), inherited=fields)
    whole = replace(shared, inherited=fields | {"cost.insurance.medicaid"})
    said = {
        name: [inherited_words(SPECS[name], each, ENGLISH) for each in (shared, whole)]
        for name in ("contact.phone", "contact.website", "cost.insurance")
    }
    assert said == {
        "contact.phone": ["from the provider", "from the provider"],
        "contact.website": ["", ""],
        "cost.insurance": ["in part from the provider", "from the provider"],
    }


def test_a_track_in_words() -> None:
    stated = program(schedule=TRACKS, specialties={"ages": "18+"})
    teens, adults = (
        track_view(number, track, stated, WORDING) for number, track in enumerate(tracks_in(stated))
    )
    assert teens == TrackView(
        0,
        "Teens",
        ("Days and times: the program does not say. Ask.",),
        (
            "Ages 13 to 17",
            "Some days in person, some online",
            "Therapies: One-on-one therapy and Group therapy",
        ),
    )
    assert adults == TrackView(
        1,
        "Adults",
        ("Monday, Wednesday and Friday, 5:30 to 8:30 pm",),
        ("Ages 18 and older", "6 hours a week", "Come to 2 of these sessions each week"),
    )


def test_what_tracks_say_to_a_fact_of_the_listing() -> None:
    stated = program(schedule=TRACKS)
    assert list(said_by_tracks("specialties.ages", stated, WORDING)) == [("Teens", "13 to 17")]
    hours = list(said_by_tracks("structure.hours_per_week", stated, WORDING))
    assert hours == [("Adults", "6 hours")]
    assert list(said_by_tracks("cost.sliding_fee", stated, WORDING)) == []


def test_restated_facts_are_facts_of_the_listing() -> None:
    assert SPECS.keys() >= RESTATED.keys()
