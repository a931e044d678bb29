"""A provider's facts are taken over term by term, and a program's own word counts first."""

import pytest

from directory_case import reading_of
from factory import program, provider
from iopfinder.facts import value_at
from iopfinder.forms import Answers
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Plain
from iopfinder.program_page import program_page
from iopfinder.provider import with_provider
from iopfinder.sources import Source

ELM = provider(
    ownership="nonprofit",
    parent="Elm Holding",
    website="https://elm.example.org/",
    npi="1234567893",
    accreditation=["carf"],
    insurance={"medicaid": "in-network", "medicare": "no"},
    intake_phone="503-555-0100",
)


def test_what_a_program_does_not_state_its_provider_does() -> None:
    whole = with_provider(program(contact={"text": "503-555-0142"}), ELM)
    assert whole.fields == {
        "ownership",
        "parent",
        "contact.phone",
        "contact.website",
        "staff.accreditation",
        "staff.npi",
        "cost.insurance.medicaid",
        "cost.insurance.medicare",
    }
    assert value_at(whole.program, ("ownership",)) == "nonprofit"
    assert value_at(whole.program, ("contact", "phone")).e164 == "+15035550100"
    assert value_at(whole.program, ("contact", "text")).e164 == "+15035550142"
    assert value_at(whole.program, ("staff", "npi")) == "1234567893"
    assert value_at(whole.program, ("staff", "facility_license")).number == "EX-0001"
    assert value_at(whole.program, ("cost", "insurance")) == ELM.insurance


def test_a_programs_own_word_counts() -> None:
    own = program(
        ownership="for-profit",
        parent="Oak Holding",
        contact={"phone": "503-555-0142", "website": "https://oak.example.org/"},
        staff={"npi": "1000000004", "accreditation": ["joint-commission"]},
        cost={"insurance": {"medicaid": "no", "medicare": "accepted"}},
    )
    whole = with_provider(own, ELM)
    assert whole.program == own
    assert whole.fields == frozenset()


@pytest.mark.parametrize(
    ("own", "joined", "taken"),
    [
        (
            {"medicaid": "no"},
            Answers({"medicaid": "no", "medicare": "no"}),
            {"cost.insurance.medicare"},
        ),
        (
            {"private": "accepted"},
            Answers({"private": "accepted", "medicaid": "in-network", "medicare": "no"}),
            {"cost.insurance.medicaid", "cost.insurance.medicare"},
        ),
        ({"private": "accepted", "others": "no"}, Answers({"private": "accepted"}, True), set()),
        (["no-others"], Answers({}, True), set()),
    ],
)
def test_insurance_is_joined_term_by_term(own: Plain, joined: Answers, taken: set[str]) -> None:
    stated = program(
        ownership="nonprofit",
        parent="x",
        contact={"phone": "503-555-0142", "website": "https://oak.example.org/"},
        staff={"npi": "1000000004", "accreditation": ["carf"]},
        cost={"insurance": own, "self_pay": "350 per week"},
    )
    whole = with_provider(stated, ELM)
    assert value_at(whole.program, ("cost", "insurance")) == joined
    assert value_at(whole.program, ("cost", "self_pay")).cents == 35000
    assert whole.fields == taken


def test_a_providers_closed_list_is_taken_over() -> None:
    closed = provider(insurance={"medicaid": "in-network", "others": "no"})
    own = program(cost={"insurance": {"private": "accepted"}})
    whole = with_provider(own, closed)
    assert value_at(whole.program, ("cost", "insurance")) == Answers(
        {"medicaid": "in-network", "private": "accepted"}, True
    )


def test_a_provider_without_facts_changes_nothing() -> None:
    own = program()
    whole = with_provider(own, provider())
    assert whole.program == own
    assert whole.fields == frozenset()


SHARED = """\
format: 1
name: Oak Evening IOP
provider: wrenfield-community-health
example: yes
location: {city: Portland, state: OR, zip: "97204"}
contact: {}
staff: {facility_license: {number: EX-0001}}
"""


def test_the_page_says_which_contact_and_owner_are_the_providers() -> None:
    directory = reading_of(Source("programs/oak.yaml", SHARED)).directory
    assert directory is not None
    (listing,) = directory.listings
    page = program_page(listing, directory, ENGLISH)
    assert [(phone.shown, phone.source) for phone in page.phones] == [
        ("503-555-0100", "from the provider")
    ]
    assert (page.website, page.website_source) == (
        "https://wrenfield.example.org/",
        "from the provider",
    )
    assert ("Kind of owner", "Nonprofit (from the provider)") in page.about.rows
