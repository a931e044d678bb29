"""The questions of a new program: what leads to what, what is read, what listing comes of it."""

from dataclasses import replace
from datetime import date

import pytest

from directory_case import TODAY, places, problems_of
from factory import vocabulary
from iopfinder.drafts import draft_text, parse_draft
from iopfinder.facts import outline
from iopfinder.forms import FormError
from iopfinder.importers.listing_text import listing_text
from iopfinder.interview import (
    CORE,
    Interview,
    answered,
    field_of,
    listing_slug,
    question_at,
    questions_of,
    shown,
    stepped_back,
    suggestion,
    trial,
    value_of,
)
from iopfinder.problems import Severity
from iopfinder.program import Program

EVERYTHING = {
    "name": "Harbor Evening IOP",
    "location.zip": "97204",
    "location.city": "Portland",
    "location.state": "OR",
    "location.street": "400 Example Ave",
    "contact.phone": "503-225-0142 x12",
    "focus": "3",
    "specialties.conditions": "PTSD: track, alcohol use, psychosis: no",
    "specialties.ages": "18+",
    "specialties.medications": "naltrexone: prescribed-here",
    "admission.not_taken": "1, 2",
    "staff.groups_led_by": "licensed",
    "staff.prescriber.who": "PMHNP",
    "staff.prescriber.visits": "2",
    "staff.prescriber.first_visit_days": "7",
    "staff.facility_license.authority": "Oregon Health Authority",
    "staff.facility_license.number": "EX-0001",
    "schedule.tracks[0].sessions": "mon wed fri 17:30-20:30",
    "schedule.tracks[0].name": "Evening group",
    "schedule.tracks[1].sessions": "sat 9:00-12:00, sun",
    "schedule.tracks[1].name": "Weekend",
    "schedule.tracks[2].sessions": "",
    "availability.accepting": "yes",
    "availability.wait_days": "5",
    "languages.sessions": "English, es",
    "cost.insurance": "medicaid: in-network, others: no",
}

TEXT = """\
format: 1
name: Harbor Evening IOP
focus: both
location:
  street: 400 Example Ave
  city: Portland
  state: OR
  zip: "97204"
contact:
  phone: 503-225-0142 x12
specialties:
  conditions:
    ptsd: track
    alcohol-use: treated
    psychosis: no
  ages: 18+
  medications:
    naltrexone: prescribed-here
admission:
  not_taken: [in-withdrawal, medically-unstable]
staff:
  groups_led_by: licensed
  prescriber:
    who: PMHNP
    visits: two-weekly
    first_visit_days: 7
  facility_license:
    authority: Oregon Health Authority
    number: EX-0001
schedule:
  tracks:
    - name: Evening group
      sessions:
        - days: [mon, wed, fri]
          time: 17:30-20:30
    - name: Weekend
      sessions:
        - days: [sat]
          time: 9:00-12:00
        - days: [sun]
availability:
  accepting: yes
  wait_days: 5
  as_of: 2026-11-22
languages:
  sessions: [en, es]
cost:
  insurance:
    medicaid: in-network
    others: no
"""


def taken_through(given: dict[str, str]) -> Interview:
    """An interview in which each question gets its answer, or none."""
    interview = Interview()
    while question_at(interview):
        interview = answered(interview, given.get(interview.at, ""), TODAY)
    return interview


def test_the_twelve_facts_are_those_of_the_form() -> None:
    assert tuple(spec.name for spec in outline(Program) if spec.fact.core) == CORE
    assert len(CORE) == 12
    asked = dict.fromkeys(each.core for each in questions_of(EVERYTHING) if each.core)
    assert set(asked) == set(CORE)


def test_all_answers_make_a_whole_listing() -> None:
    interview = taken_through(EVERYTHING)
    assert set(interview.given) == {*EVERYTHING, "availability.as_of"}
    text = listing_text(value_of(interview.given, vocabulary()))
    assert text == TEXT
    assert [each for each in problems_of(text) if each.severity is Severity.ERROR] == []


def test_what_is_skipped_is_not_stated() -> None:
    given = {key: EVERYTHING[key] for key in list(EVERYTHING)[:6]}
    interview = taken_through(given)
    skipped = [id_ for id_, text in interview.given.items() if not text]
    assert skipped == [
        "focus",
        "specialties.conditions",
        "specialties.ages",
        "specialties.medications",
        "admission.not_taken",
        "staff.groups_led_by",
        "staff.prescriber.who",
        "staff.facility_license.authority",
        "staff.facility_license.number",
        "schedule.tracks[0].sessions",
        "availability.accepting",
        "languages.sessions",
        "cost.insurance",
    ]
    assert set(value_of(interview.given, vocabulary())) == {"format", "name", "location", "contact"}


def test_online_asks_for_states_and_no_street() -> None:
    interview = taken_through({"name": "A", "location.zip": "Online", "telehealth.states": "OR WA"})
    assert not any(id_.startswith("location.") for id_ in set(interview.given) - {"location.zip"})
    value = value_of(interview.given, vocabulary())
    assert value == {"format": "1", "name": "A", "telehealth": {"states": ["OR", "WA"]}}


def test_without_a_phone_a_website_is_asked_for() -> None:
    at_phone = Interview({"name": "A", "location.zip": "97204"}, "contact.phone")
    assert answered(at_phone, "", TODAY).at == "contact.website"
    assert answered(at_phone, "503-225-0142", TODAY).at == "focus"


@pytest.mark.parametrize("word", ["nobody", "None", "no one"])
def test_no_prescriber_is_said_and_not_asked_on(word: str) -> None:
    interview = answered(Interview(EVERYTHING, "staff.prescriber.who"), word, TODAY)
    assert interview.at == "staff.facility_license.authority"
    staff = value_of(interview.given, vocabulary())["staff"]
    assert isinstance(staff, dict)
    assert staff["prescriber"] == {"visits": "none"}


def test_full_for_now_has_no_days_to_wait() -> None:
    interview = answered(Interview(EVERYTHING, "availability.accepting"), "no", TODAY)
    assert interview.at == "languages.sessions"
    full = value_of(interview.given, vocabulary())["availability"]
    assert full == {"accepting": "no", "as_of": "2026-11-22"}


def test_openings_bear_the_day_on_which_they_were_told() -> None:
    told = answered(Interview(EVERYTHING, "availability.accepting"), "yes", date(2026, 11, 1))
    later = answered(told, "9", TODAY)
    assert value_of(later.given, vocabulary())["availability"] == {
        "accepting": "yes",
        "wait_days": "9",
        "as_of": "2026-11-01",
    }


def test_going_back_keeps_every_answer() -> None:
    there = taken_through(EVERYTHING)
    seen = []
    back = there
    while back.at != "name":
        back = stepped_back(back)
        seen.append(back.at)
    assert seen == [each.id for each in questions_of(there.given)][::-1]
    assert stepped_back(back) == back
    assert back.given == there.given


def test_every_example_is_a_good_answer() -> None:
    online = {**EVERYTHING, "location.zip": "online", "contact.phone": ""}
    for given in (EVERYTHING, online):
        for question in questions_of(given):
            again = {**given, question.id: question.example}
            listing_text(trial(again, vocabulary(), places()))
            assert question.read(question.example, vocabulary())


def test_each_question_says_where_it_stands() -> None:
    titles = [shown(each) for each in questions_of(EVERYTHING)]
    assert titles[:7] == [
        *("Name", "ZIP code", "City", "State", "Street", "Phone"),
        "Fact 1 of 12: Treats",
    ]
    assert titles[-1] == "Fact 12 of 12: Insurance"


def test_a_trial_is_a_whole_listing_from_the_first_answer_on() -> None:
    interview = Interview()
    while question := question_at(interview):
        interview = answered(interview, EVERYTHING.get(question.id, ""), TODAY)
        text = listing_text(trial(interview.given, vocabulary(), places()))
        own = [each for each in problems_of(text) if each.severity is Severity.ERROR]
        assert own == [], question.id


def test_a_zip_code_tells_city_and_state() -> None:
    at = {"location.zip": "97204"}
    city, state = (
        each for each in questions_of(at) if each.id in ("location.city", "location.state")
    )
    assert suggestion(city, at, places()) == "Portland"
    assert suggestion(state, at, places()) == "OR"
    assert suggestion(city, {"location.zip": "99999"}, places()) == ""


@pytest.mark.parametrize(
    ("times", "name"),
    [("mon 17:30-20:30", "Evening group"), ("mon 9:00-12:00", "Morning group"), ("mon", "Group"),
     ("sat 13:00-15:00", "Afternoon group")],
)  # fmt: skip
def test_a_group_is_named_after_its_hours(times: str, name: str) -> None:
    given = {"schedule.tracks[0].sessions": times}
    (named,) = (each for each in questions_of(given) if each.id == "schedule.tracks[0].name")
    assert suggestion(named, given, places()) == name


def test_two_groups_of_one_time_have_two_names() -> None:
    given = {**EVERYTHING, "schedule.tracks[1].sessions": "tue 18:00-21:00"}
    (named,) = (each for each in questions_of(given) if each.id == "schedule.tracks[1].name")
    assert suggestion(named, given, places()) == "Evening group 2"


def test_a_group_that_goes_leaves_the_ones_behind_it() -> None:
    out = answered(Interview(EVERYTHING, "schedule.tracks[0].sessions"), "", TODAY)
    assert out.at == "schedule.tracks[0].sessions"
    tracks = {id_: text for id_, text in out.given.items() if id_.startswith("schedule.tracks")}
    assert tracks == {
        "schedule.tracks[0].sessions": "sat 9:00-12:00, sun",
        "schedule.tracks[0].name": "Weekend",
        "schedule.tracks[1].sessions": "",
    }
    last = answered(out, "", TODAY)
    assert last.at == "availability.accepting"
    assert "schedule" not in value_of(last.given, vocabulary())


def test_mistakes_belong_to_their_question() -> None:
    fields = {each.id: field_of(each) for each in questions_of(EVERYTHING)}
    assert fields["location.zip"] == "location.zip"
    assert fields["location.state"] == "location"
    assert fields["schedule.tracks[1].sessions"] == "schedule.tracks[1]"
    assert fields["staff.prescriber.who"] == "staff.prescriber.who"


SLUGS = [
    ("Harbor Evening IOP", "Portland", (), "harbor-evening-iop"),
    ("Harbor", "Portland", ("HARBOR.yaml",), "harbor-portland"),
    ("Harbor", "Portland", ("harbor.yaml", "harbor-portland.yaml"), "harbor-2"),
    ("For", "Bend", (), "for-bend"),
    ("Übergröße & Söhne", "", (), "ubergrosse-sohne"),
    ("x" * 120, "", (), "x" * 76),
]


@pytest.mark.parametrize(("name", "city", "names", "slug"), SLUGS)
def test_a_file_is_named_after_its_program(
    name: str, city: str, names: tuple[str, ...], slug: str
) -> None:
    assert listing_slug(name, city, names) == slug


def test_a_name_without_letters_is_refused() -> None:
    with pytest.raises(FormError) as refusal:
        listing_slug("日本語", "", ())
    message = "'日本語' has no letter from a to z and no digit to make an address of"
    assert (refusal.value.message, refusal.value.hint) == (
        message,
        "write the name in Latin letters too",
    )


def test_a_draft_comes_back_as_it_was() -> None:
    interview = replace(taken_through(EVERYTHING), at="focus")
    assert parse_draft(draft_text(interview)) == interview


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"form": 2, "at": "", "given": {}}', '{"form": 1, "at": 3, "given": {}}',
     '{"form": 1, "at": "name", "given": {"name": 3}}', '{"form": 1, "at": "name", "given": []}'],
)  # fmt: skip
def test_a_file_of_another_kind_is_no_draft(text: str) -> None:
    assert parse_draft(text) is None
