"""Listings go out as HSDS 3 services and come back: valid, marked, nothing lost or made up."""

import json
import re
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import settings as tries

from factory import listing, program, vocabulary
from hsds_case import PUBLISHER, exported, listings, own_listings, planned, program_of
from hsds_schema import FOLDER, leaves, mistakes
from iopfinder.exports.hsds import HOMES, LEFT_OUT, SHOWN, service_text
from iopfinder.facts import outline, value_at
from iopfinder.importers.hsds_own import NOT_TAKEN
from iopfinder.listing import Listing
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program
from site_case import ROOT

COPIED = (
    "Not confirmed. Copied from another directory, as of 2026. We have not checked these facts."
)
NOBODY = "Not confirmed yet. Treat each fact as a question."
SLUGS = sorted(path.stem for path in (ROOT / "programs").glob("*.yaml"))
PROVIDERS = frozenset(path.stem for path in (ROOT / "content" / "providers").glob("*.yaml"))


def without(whole: Program, *fields: str) -> Program:
    """The program without these top-level fields, and without an email address."""
    contact = whole.contact.model_copy(update={"email": None})
    return whole.model_copy(update={"contact": contact, **dict.fromkeys(fields)})


# Out


def test_the_schemas_are_the_published_ones() -> None:
    lines = (FOLDER / "README").read_text("utf-8").splitlines()
    sums = [line.split() for line in lines if line.startswith("sha256") and "tar.gz" not in line]
    files = sorted(FOLDER.glob("*.json"))
    assert sums == [["sha256", sha256(each.read_bytes()).hexdigest(), each.name] for each in files]
    assert len(files) == 24


def test_a_wrong_service_is_found_wrong() -> None:
    wrong = {"id": "1", "status": "open", "url": "no uri", "colour": "red", "phones": [{}]}
    assert sorted(mistakes(wrong)) == [
        "$.id: '1' is not a 'uuid'",
        "$.phones[0]: 'id' is a required property",
        "$.phones[0]: 'number' is a required property",
        "$.status: 'open' is not one of ['active', 'inactive', 'defunct', 'temporarily closed']",
        "$.url: 'no uri' is not a 'uri'",
        "$: 'name' is a required property",
        "$: Additional properties are not allowed ('colour' was unexpected)",
    ]


def assert_is_sound(one: Listing) -> None:
    """Valid by the schema, each identifier once, no email address, nothing empty."""
    whole = exported(one)
    assert mistakes(whole) == []
    found = [(path, value) for path, value in leaves(whole) if path.rpartition(".")[2] == "id"]
    ids = [value for path, value in found if not path.endswith("taxonomy_term.id")]
    assert len(ids) == len(set(ids))
    assert all(UUID(str(value)).version == 5 for _path, value in found)
    assert not re.search(r"[\w.]@[\w-]+\.\w", service_text(one, PUBLISHER, vocabulary()))
    may_be_empty = ("previous_value", "address_1")
    assert not [
        path
        for path, value in leaves(whole)
        if value in (None, "") and not path.endswith(may_be_empty)
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_each_listing_is_a_valid_service(slug: str) -> None:
    assert_is_sound(own_listings()[slug])


@tries(max_examples=40)
@given(listings())
def test_whatever_a_listing_says_is_a_valid_service(one: Listing) -> None:
    assert_is_sound(one)


def test_every_field_has_its_place() -> None:
    """Each field is whole in one of HSDS's own, or an attribute, or left out with a reason."""
    leaves_ = {spec.name for spec in outline(Program) if spec.form}
    assert HOMES.keys() | LEFT_OUT.keys() <= leaves_
    assert not HOMES.keys() & LEFT_OUT.keys()
    named = {spec.name for spec in outline(Program)}
    assert SHOWN.keys() <= named
    assert not SHOWN.keys() & (HOMES.keys() | LEFT_OUT.keys())


IMPORTED: Plain = {"source": "hsds-elm", "edition": "2026", "id": "1", "digest": "2"}
STATED: dict[str, dict[str, Plain]] = {
    "summary": {"summary": "Evening groups."},
    "provider": {"provider": "Oak Group"},
    "status": {"status": "paused"},
    "example": {"example": "yes"},
    "scope": {"scope": "facility"},
    "imported": {"imported": IMPORTED},
    "confirmed": {"confirmed": {"date": "2026-10-01", "by": "program"}},
    "ownership": {"ownership": "nonprofit"},
    "access": {"access": {"wheelchair": "no"}},
    "serves_area": {"serves_area": {"counties": ["Polk"]}},
    "telehealth.states": {"telehealth": {"states": ["WA"]}},
    "contact.call_hours": {"contact": {"phone": "503-555-0142", "call_hours": "All day"}},
    "contact.answered_by": {"contact": {"phone": "503-555-0142", "answered_by": "program"}},
    "contact.answered_in": {"contact": {"phone": "503-555-0142", "answered_in": ["en"]}},
    "specialties.ages": {"specialties": {"ages": "13-17"}},
    "specialties": {"specialties": {"conditions": ["ptsd"]}},
    "admission": {"admission": {"assessed_by": "LCSW"}},
    "admission.not_taken": {"admission": {"not_taken": ["in-withdrawal"]}},
    "admission.not_taken_note": {"admission": {"not_taken_note": "Ask."}},
    "admission.recent_attempt_days": {"admission": {"recent_attempt_days": "14"}},
    "admission.requires": {"admission": {"requires": ["photo-id"]}},
    "staff.accreditation": {"staff": {"accreditation": ["carf"]}},
    "staff.npi": {"staff": {"npi": "1234567893"}},
    "schedule.tracks": {
        "schedule": {"tracks": [{"name": "Late", "sessions": [{"days": ["mon"]}]}]}
    },
    "languages.sessions": {"languages": {"sessions": ["es"]}},
    "languages.interpreter": {"languages": {"interpreter": "no"}},
    "cost": {"cost": {"sliding_fee": "no"}},
    "cost.self_pay": {"cost": {"self_pay": "350 per week"}},
    "cost.deposit": {"cost": {"deposit": "40"}},
    "cost.extra_fees": {"cost": {"extra_fees": [{"what": "Books", "amount": "40"}]}},
}
BARE: dict[str, Plain | None] = {"example": None, "staff": None}


def places_of(row: str) -> list[str]:
    """`location.accessibility, service.alert` as paths in a service."""
    inside = {"service": "", "organization": "organization.",
              "location": "service_at_locations.location."}  # fmt: skip
    named = re.findall(r"(service|organization|location)\.([a-z_.]+)", row)
    return [f"{inside[owner]}{path}" for owner, path in named]


@pytest.mark.parametrize("field", SHOWN)
def test_what_is_said_to_be_shown_is_shown(field: str) -> None:
    bare = set(leaves(exported(listing("oak", of=program(**BARE)))))
    told = set(leaves(exported(listing("oak", of=program(**{**BARE, **STATED[field]})))))
    changed = {path for path, _value in told ^ bare}
    for place in places_of(SHOWN[field]):
        assert [path for path in changed if path == place or path.startswith(f"{place}.")], place


def test_every_shown_field_is_tried() -> None:
    assert STATED.keys() == SHOWN.keys()


def test_a_service_in_full() -> None:
    one = listing(
        "oak",
        example=None,
        provider="Oak Group",
        focus="both",
        status="open",
        location={"street": "400 Example Ave", "city": "Portland", "state": "OR", "zip": "97204"},
        contact={
            "phone": "800-662-4357 x12",
            "email": "intake@oak.example.org",
            "website": "https://oak.example.org/é",
            "answered_in": ["en", "es"],
        },
        specialties={"ages": "18+", "conditions": {"ptsd": "track", "others": "no"}},
        admission={"requires": ["photo-id"]},
        staff={"facility_license": {"number": "EX-0001"}},
        schedule={
            "tracks": [
                {
                    "name": "Late",
                    "format": "telehealth",
                    "sessions": [{"days": ["mon", "sun"], "time": "22:00-01:00"}],
                }
            ]
        },
        languages={"sessions": ["es"]},
        cost={
            "insurance": {"medicaid": "in-network", "state-funded": "accepted"},
            "self_pay": "350 per week",
        },
        confirmed={"date": "2026-10-01", "by": "program", "how": "phone"},
    )
    case = ROOT / "tests" / "cases" / "hsds" / "oak.json"
    assert exported(one) == json.loads(case.read_text("utf-8"))
    assert mistakes(exported(one)) == []


@pytest.mark.parametrize(
    ("changes", "status", "alert"),
    [
        (
            {"example": "yes"},
            "inactive",
            "Made-up example. This place does not exist. Do not call or go there.",
        ),
        (
            {"status": "paused"},
            "temporarily closed",
            "This program is not running for now. Ask when it starts again. " + NOBODY,
        ),
        (
            {"status": "closed"},
            "defunct",
            "This program has closed. Not confirmed yet. Treat each fact as a question.",
        ),
        (
            {"scope": "facility"},
            "active",
            NOBODY + " The facts are about the whole facility, not its IOP alone.",
        ),
        (
            {"imported": {"source": "hsds-elm", "edition": "2026", "id": "1", "digest": "2"}},
            "active",
            COPIED + " Call before you go.",
        ),
        ({"confirmed": {"date": "2026-10-01", "by": "program"}}, "active", None),
    ],
    ids=["example", "paused", "closed", "facility", "imported", "confirmed"],
)
def test_every_reason_to_doubt_goes_along(
    changes: dict[str, Plain], status: str, alert: str | None
) -> None:
    whole = exported(listing("oak", of=program(**({"example": None} | changes))))
    assert (whole["status"], whole.get("alert")) == (status, alert)


def test_an_example_never_looks_confirmed() -> None:
    confirmed: Plain = {"date": "2026-10-01", "by": "program", "how": "phone"}
    text = json.dumps(exported(listing("oak", example="yes", confirmed=confirmed)))
    assert "2026-10-01" not in text
    assert "confirm" not in text
    told = exported(listing("oak", example=None, confirmed=confirmed))
    assert told["assured_date"] == "2026-10-01"
    assert [
        (
            each["last_action_type"],
            each["last_action_date"],
            each["replacement_value"],
            each["updated_by"],
        )
        for each in told["metadata"]
    ] == [
        ("confirm", "2026-10-01", "2026-10-01", "the program, by phone"),
        ("publish", "2026-11-22", "CC BY 4.0", "IOP Finder, https://iopfinder.example.org/"),
    ]


def test_no_email_address_goes_out() -> None:
    one = listing(
        "oak",
        contact={"phone": "503-555-0142", "email": "intake@oak.example.org"},
        description="Write to ana@oak.example.org or call.",
        staff={"licenses": [{"license": "other", "title": "x@y.org"}]},
    )
    text = json.dumps(exported(one))
    assert "@" not in text
    assert exported(one)["description"] == "Write to (email address left out) or call."


def test_identifiers_last() -> None:
    """Of the site's address and the slug; not of what the listing says, nor of the day."""
    one, other = exported(listing("oak", name="Oak")), exported(listing("oak", name="Elm"))
    page = "https://iopfinder.example.org/programs/oak"
    assert one["id"] == str(uuid5(NAMESPACE_URL, page))
    assert one["organization_id"] == str(uuid5(UUID(one["id"]), "organization"))
    assert one["id"] == other["id"] == "5ba8be46-2d54-55b2-ad1b-5d5daf641b12"
    assert one["service_at_locations"][0]["id"] == other["service_at_locations"][0]["id"]
    assert exported(listing("elm"))["id"] != one["id"]


# There and back


def assert_comes_back(one: Listing, providers: frozenset[str] = frozenset()) -> None:
    """Import gives each fact of an export again, but those of `NOT_TAKEN` and email addresses."""
    plan = planned(exported(one), providers=providers)
    account = plan.report.account
    if one.program.status == "merged":
        assert [note.text.partition(": it ")[2] for note in account.refused] == [
            "joined another program: import that one"
        ]
        return
    assert (account.written, account.refused, plan.report.left) == ((one.slug,), (), ())
    found = program_of(plan.texts[one.slug])
    assert found.imported is not None
    assert found.imported.source == "hsds-elm"
    assert found.imported.id == exported(one)["id"]
    known = one.program.provider in providers
    own = one.provider is not None and not known
    expected = without(one.program, *NOT_TAKEN)
    if own and one.provider is not None:
        expected = expected.model_copy(update={"provider": one.provider.name})
    if known:
        expected = without(program_of((ROOT / one.path).read_text("utf-8")), *NOT_TAKEN)
    assert without(found, *NOT_TAKEN) == expected
    assert not [name for name in NOT_TAKEN if name != "imported" and value_at(found, (name,))]


@pytest.mark.parametrize("slug", SLUGS)
def test_each_listing_comes_back_whole(slug: str) -> None:
    one = own_listings()[slug]
    assert_comes_back(one, PROVIDERS)
    if one.provider is not None:
        assert_comes_back(one)


@tries(max_examples=40)
@given(listings())
def test_whatever_a_listing_says_comes_back(one: Listing) -> None:
    assert_comes_back(one)


def test_what_is_not_taken_back_is_in_the_model() -> None:
    assert NOT_TAKEN.keys() <= Program.model_fields.keys()
