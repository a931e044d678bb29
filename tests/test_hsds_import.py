"""Services of other directories come in: what is safe is taken, and all else is told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_case import TODAY, places
from factory import listing, vocabulary
from factory import program as whole
from hsds_case import exported, planned, program_of
from iopfinder.cli import main
from iopfinder.importers.facilities import RowNote
from iopfinder.importers.hsds import HsdsChoice, HsdsReference, hsds_report_lines, import_services
from iopfinder.importers.hsds_facts import STATUS, foreign_listing
from iopfinder.importers.hsds_files import HsdsError, Row, leaves, read_services, service_rows
from iopfinder.importers.import_report import Renewed
from iopfinder.positioned_yaml import Plain

# The numbers are SAMHSA's own help lines: valid, and nobody's at home.
ADDRESS: dict[str, Any] = {
    "id": "a1",
    "address_1": "400 Example Avenue",
    "address_2": "Floor 2",
    "city": "Portland",
    "state_province": "Oregon",
    "postal_code": "97204-1234",
    "country": "US",
    "address_type": "physical",
}
LOCATION: dict[str, Any] = {"id": "l1", "location_type": "physical", "addresses": [ADDRESS]}
AT: dict[str, Any] = {"id": "11111111-1111-4111-8111-111111111111", "location": LOCATION}
ELM: dict[str, Any] = {
    "id": "22222222-2222-4222-8222-222222222222",
    "name": "Elm Intensive Outpatient Program",
    "status": "active",
    "last_modified": "2026-10-01T10:30:45.123Z",
    "organization": {"id": "o1", "name": "Elm House"},
    "phones": [{"id": "p1", "number": "(800) 662-4357", "extension": 12, "type": "voice"}],
    "service_at_locations": [AT],
}
SLUG = "elm-intensive-outpatient-program-portland-or"


def held(**changes: object) -> dict[str, Any]:
    """A service of another directory with these keys changed; None takes a key away."""
    return {key: value for key, value in {**ELM, **changes}.items() if value is not None}


def facts(**changes: object) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What a listing takes from a changed service beside `TAKEN`, and what it leaves, by field."""
    row = Row(1, "elm.json", held(**changes), 0)
    found = foreign_listing(row, vocabulary())
    new = {key: value for key, value in found.value.items() if value != TAKEN.get(key)}
    names = (
        (".".join(part for part in path if isinstance(part, str)), text)
        for path, text in found.left
    )
    return new, list(names)


TAKEN: dict[str, Any] = {
    "format": "1",
    "name": "Elm Intensive Outpatient Program",
    "provider": "Elm House",
    "status": "open",
    "scope": "facility",
    "location": {
        "street": "400 Example Avenue",
        "suite": "Floor 2",
        "city": "Portland",
        "state": "OR",
        "zip": "97204",
    },
    "contact": {"phone": "800-662-4357 x12"},
}


def test_a_service_becomes_a_listing() -> None:
    plan = planned(ELM)
    assert plan.report.left == ()
    assert plan.report.account.written == (SLUG,)
    text = re.sub(r"  (digest|wrote): .*\n", "", plan.texts[SLUG])
    assert (
        text
        == """\
format: 1
name: Elm Intensive Outpatient Program
provider: Elm House
status: open
scope: facility
location:
  street: 400 Example Avenue
  suite: Floor 2
  city: Portland
  state: OR
  zip: "97204"
contact:
  phone: 800-662-4357 x12
imported:
  source: hsds-elm
  edition: "2026-10-01"
  id: 22222222-2222-4222-8222-222222222222
"""
    )


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({"status": "temporarily closed"}, {"status": "paused"}),
        ({"status": "inactive"}, {"status": "paused"}),
        ({"status": "Defunct"}, {"status": "closed"}),
        ({"minimum_age": 18}, {"specialties": {"ages": "18+"}}),
        ({"minimum_age": 13, "maximum_age": 17.0}, {"specialties": {"ages": "13-17"}}),
        ({"minimum_age": 0, "maximum_age": 17}, {"specialties": {"ages": "0-17"}}),
        ({"accreditations": "CARF; the joint commission"}, None),
        ({"accreditations": "CARF, The Joint Commission"},
         {"staff": {"accreditation": ["carf", "joint-commission"]}}),
        ({"languages": [{"id": "1", "name": "Spanish"}, {"id": "2", "code": "VI"}]},
         {"languages": {"staff": ["es", "vi"]}}),
        ({"description": "<p>Three   evenings.</p><p>Call &amp; ask.</p>"},
         {"description": "Three evenings.\n\nCall & ask."}),
        ({"description": "Evenings.\nWrite to ana@elm.org.\n\nOr call."},
         {"description": "Evenings. Write to (email address left out).\n\nOr call."}),
        ({"url": "https://elm.example.org/iop"},
         {"contact": {"phone": "800-662-4357 x12", "website": "https://elm.example.org/iop"}}),
        ({"name": "RX-8450.3300-300", "alternate_name": "Elm IOP"}, {"name": "Elm IOP"}),
        ({"organization": None}, {}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) and value else "",
)  # fmt: skip
def test_what_is_safe_is_taken(changes: dict[str, Any], taken: dict[str, Any] | None) -> None:
    new, left = facts(**changes)
    assert new == (taken or {})
    told = [] if taken is not None else [*changes]
    assert [name for name, _text in left] == (["name"] if "alternate_name" in changes else told)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "http://elm.example.org"),
        ("url", "elm.example.org"),
        ("email", "intake@elm.example.org"),
        ("minimum_age", 0),
        ("minimum_age", 900),
        ("minimum_age", 12.5),
        ("maximum_age", 17),
        ("accreditations", "CARF and others"),
        ("accreditations", "Licensed by the state"),
        ("description", "x" * 4001),
        ("alert", "Closed in July."),
        ("fees_description", "Free."),
        ("application_process", "Call first."),
        ("eligibility_description", "Adults only; no violence."),
        ("interpretation_services", "Spanish"),
        ("licenses", "State"),
        ("wait_time", "2 weeks"),
    ],
)
def test_what_is_not_safe_is_left_and_told(name: str, value: object) -> None:
    assert facts(**{name: value}) == ({}, [(name, str(value))])


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"languages": [{"id": "1", "code": "es", "note": "By interpreter."}]},
         ["languages.code", "languages.note"]),
        ({"languages": [{"id": "1", "name": "Elvish"}]}, ["languages.name"]),
        ({"phones": [*ELM["phones"], {"id": "2", "number": "800-487-4889", "type": "voice"}]},
         ["phones.number", "phones.type"]),
        ({"phones": [*ELM["phones"], {"id": "2", "number": "800-487-4889", "type": "fax"}]},
         ["phones.number", "phones.type"]),
        ({"phones": [{"id": "2", "number": "503-555-0142"}, *ELM["phones"]]}, ["phones.number"]),
        ({"minimum_age": 18, "maximum_age": 999}, ["minimum_age", "maximum_age"]),
        ({"minimum_age": 30, "maximum_age": 18}, ["minimum_age", "maximum_age"]),
        ({"schedules": [{"id": "s", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}]},
         ["schedules.byday", "schedules.opens_at", "schedules.closes_at"]),
        ({"cost_options": [{"id": "c", "option": "fee", "amount": 0}]},
         ["cost_options.option", "cost_options.amount"]),
        ({"attributes": [{"id": "t", "taxonomy_term": {"id": "r", "name": "Depression"}}]},
         ["attributes.taxonomy_term.name"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_lists_are_taken_in_part_and_the_rest_is_told(
    changes: dict[str, Any], left: list[str]
) -> None:
    new, told = facts(**changes)
    assert new == {}
    assert [name for name, _text in told] == left


def test_every_kind_of_phone_has_its_field() -> None:
    phones = [
        {"id": "1", "number": "800-662-4357", "type": "textphone"},
        {"id": "2", "number": "800-487-4889", "type": "text"},
    ]
    at = {**AT, "phones": [{"id": "3", "number": "240-276-1660", "type": "voice"}]}
    new, left = facts(phones=phones, service_at_locations=[at])
    assert new == {
        "contact": {"phone": "240-276-1660", "text": "800-487-4889", "tty": "800-662-4357"}
    }
    assert left == []


def test_every_status_of_hsds_is_known() -> None:
    schema = json.loads((Path(__file__).parent / "hsds" / "service.json").read_text("utf-8"))
    assert STATUS.keys() == set(schema["properties"]["status"]["enum"])


# Which rows become listings


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"phones": None}, "no US phone number and no website with https://"),
        ({"phones": [{"number": "+44 1234 234567"}]},
         "no US phone number and no website with https://"),
        ({"service_at_locations": None}, "no address in the United States with a ZIP code"),
        ({"name": "IOP " + "x" * 120}, "its name is missing or longer than 120 characters"),
        ({"last_modified": None}, "no last_modified or assured_date: add --edition 2026-11-01"),
        ({"last_modified": "2026-13-01"},
         "no last_modified or assured_date: add --edition 2026-11-01"),
        ({"last_modified": "2126-11-01"},
         "no last_modified or assured_date: add --edition 2026-11-01"),
    ],
    ids=["no phone", "abroad", "nowhere", "long", "undated", "no date", "to come"],
)  # fmt: skip
def test_what_cannot_be_a_listing_is_refused(changes: dict[str, Any], reason: str) -> None:
    account = planned(held(**changes)).report.account
    (note,) = account.refused
    assert note == RowNote(1, f"1.json: {held(**changes)['name']}: {reason}")
    assert account.accounted_for == account.selected == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"country": "CA"}, "no address in the United States with a ZIP code"),
        ({"address_type": "postal"}, "no address in the United States with a ZIP code"),
        ({"postal_code": "ABC 1234"}, "no address in the United States with a ZIP code"),
        ({"postal_code": "00001"}, "there is no ZIP code 00001"),
        ({"state_province": "TX"}, "ZIP code 97204 lies in Oregon, not in TX"),
        ({"state_province": "Texass"}, "no address in the United States with a state"),
        ({"city": ""}, "no address in the United States with a city"),
    ],
    ids=lambda value: next(iter(value.values())) if isinstance(value, dict) else "",
)
def test_an_address_that_cannot_be_right_is_refused(changes: dict[str, str], reason: str) -> None:
    at = {**AT, "location": {**LOCATION, "addresses": [{**ADDRESS, **changes}]}}
    (note,) = planned(held(service_at_locations=[at])).report.account.refused
    assert note.text == f"1.json: Elm Intensive Outpatient Program: {reason}"


def test_an_address_of_the_organization_is_not_the_service_s() -> None:
    """As a real directory writes it: services inside, names as codes, ids as lists."""
    house: dict[str, Any] = {
        "id": "453",
        "name": "Elm House",
        "locations": [LOCATION],
        "services": [
            {
                "id": [{"id": "234"}],
                "organization_id": "453",
                "name": "RX-8450.3300-300",
                "alternate_name": "Intensive Outpatient Treatment",
                "last_modified": "2024-10-18 16:52:37",
                "phones": ELM["phones"],
            }
        ],
    }
    (note,) = planned(house).report.account.refused
    assert note.text == (
        "1.json: RX-8450.3300-300: no address in the United States with a ZIP code; "
        "its organization has 1, none linked to it"
    )
    house["services"][0]["service_at_locations"] = [AT]
    plan = planned(house)
    assert plan.report.account.written == ("intensive-outpatient-treatment-portland-or",)
    mark = program_of(plan.texts["intensive-outpatient-treatment-portland-or"]).imported
    assert mark is not None
    assert (mark.id, mark.edition) == ("3433707c0b8f", "2024-10-18")


@pytest.mark.parametrize(
    ("changes", "selected"),
    [
        ({}, 1),
        ({"name": "Elm House"}, 0),
        ({"name": "Elm IOP"}, 1),
        ({"name": "Elm", "alternate_name": "Evening IOPs"}, 1),
        ({"name": "Elm", "description": "An intensive  out-patient group"}, 1),
        ({"name": "Elm", "program": {"name": "Intensive Outpatient"}}, 1),
        ({"name": "Elm", "attributes": [{"taxonomy_term": {"name": "Intensive Outpatient"}}]}, 1),
        ({"name": "Biopsy", "description": "Food pantry"}, 0),
    ],
)
def test_only_what_calls_itself_an_iop_is_selected(changes: dict[str, Any], selected: int) -> None:
    assert planned(held(**changes)).report.account.selected == selected
    assert planned(held(**changes), all_levels=True).report.account.selected == 1


def test_a_service_at_two_addresses_is_two_listings() -> None:
    salem = {**ADDRESS, "city": "Salem", "postal_code": "97301"}
    other = {"id": "33333333-3333-4333-8333-333333333333",
             "location": {**LOCATION, "addresses": [salem]}}  # fmt: skip
    virtual = {"id": "4", "location": {"id": "5", "location_type": "virtual"}}
    plan = planned(held(service_at_locations=[AT, virtual, other]))
    account = plan.report.account
    assert account.written == (SLUG, "elm-intensive-outpatient-program-salem-or")
    assert (account.rows, account.selected, account.accounted_for) == (2, 2, 2)
    marks = [program_of(text).imported for text in plan.texts.values()]
    assert [mark.id for mark in marks if mark] == [AT["id"], other["id"]]


def test_a_row_that_comes_twice_is_merged_and_two_of_one_id_are_not() -> None:
    plan = planned(ELM, ELM, held(minimum_age=18), ELM)
    account = plan.report.account
    name = "Elm Intensive Outpatient Program"
    assert account.written == (SLUG,)
    assert account.merged == (
        RowNote(2, f"2.json: {name}: merged with row 1"),
        RowNote(4, f"4.json: {name}: merged with row 1"),
    )
    assert account.refused == (RowNote(3, f"3.json: {name}: row 1 has this id too"),)
    assert account.accounted_for == account.selected == 4


class Folder:
    """A folder that is imported into, time and again."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def imported(self, *services: object) -> dict[str, object]:
        """What an import tells of its listings, beside what it says of none."""
        reference = HsdsReference(vocabulary(), places(), frozenset())
        rows = service_rows((f"{number}.json", each) for number, each in enumerate(services, 1))
        account = import_services(
            rows, self.place, HsdsChoice("hsds-elm", TODAY), reference
        ).account
        kinds = ("written", "changed", "kept", "unchanged", "left_alone", "gone")
        return {kind: told for kind in kinds if (told := getattr(account, kind))}

    @property
    def text(self) -> str:
        return (self.place / f"{SLUG}.yaml").read_text("utf-8")

    def write(self, text: str) -> None:
        (self.place / f"{SLUG}.yaml").write_text(text, "utf-8")


LATER = {"last_modified": "2026-11-01"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with one listing, imported from `ELM`."""
    made = Folder(tmp_path)
    assert made.imported(ELM) == {"written": (SLUG,)}
    return made


def test_a_later_import_renews_what_an_import_wrote(folder: Folder) -> None:
    before = folder.text
    assert folder.imported(ELM) == {"unchanged": (SLUG,)}
    assert folder.text == before
    told = folder.imported(held(minimum_age=18, status="defunct", **LATER))
    assert told == {"changed": (Renewed(SLUG, ("status", "specialties.ages")),)}
    program = program_of(folder.text)
    assert program.status == "closed"
    assert program.imported is not None
    assert program.imported.edition == "2026-11-01"
    older = (RowNote(1, f"{SLUG}: already compared with the newer edition 2026-11-01"),)
    assert folder.imported(ELM) == {"left_alone": older}


def test_what_a_person_stated_stays(folder: Folder) -> None:
    folder.write(folder.text.replace("Floor 2", "Floor 3") + "# mine\ntherapies: [cbt]\n")
    address = {**ADDRESS, "address_1": "500 Example Avenue", "address_2": "Floor 9"}
    at = {**AT, "location": {**LOCATION, "addresses": [address]}}
    told = folder.imported(held(service_at_locations=[at], **LATER))
    assert told == {
        "changed": (Renewed(SLUG, ("location.street",)),),
        "kept": (Renewed(SLUG, ("location.suite",)),),
    }
    location = program_of(folder.text).location
    assert location is not None
    assert (location.street, location.suite) == ("500 Example Avenue", "Floor 3")
    assert "# mine" in folder.text
    assert program_of(folder.text).therapies is not None


def test_a_confirmed_listing_is_left_alone(folder: Folder) -> None:
    folder.write(folder.text + "confirmed: {date: 2026-10-05, by: program}\n")
    before = folder.text
    said = f"{SLUG}: confirmed by the program; this edition says otherwise: status"
    told = folder.imported(held(status="defunct", **LATER))
    assert told == {"left_alone": (RowNote(1, said),)}
    assert folder.text == before


def test_what_a_directory_no_longer_has_is_marked_and_not_deleted(folder: Folder) -> None:
    others = [held(id="7", name="Oak IOP", **LATER), held(id="8", name="Ash IOP", **LATER)]
    slugs = ("ash-iop-portland-or", "oak-iop-portland-or")
    page: dict[str, object] = {"contents": others, "total_pages": 2}
    assert "gone" not in folder.imported(page)
    assert "gone" not in folder.imported(others[0])
    assert folder.imported(*others) == {"unchanged": slugs, "gone": (SLUG,)}
    mark = program_of(folder.text).imported
    assert mark is not None
    assert mark.gone == "2026-11-01"
    pages = [{"contents": [each], "total_pages": 2} for each in others]
    assert folder.imported(*pages) == {"unchanged": slugs, "gone": (SLUG,)}


def test_our_own_export_is_renewed_fact_by_fact(folder: Folder) -> None:
    first = exported(listing("oak", example=None, therapies=["cbt"], contact=REAL_PHONE))
    assert folder.imported(first)["written"] == ("oak",)
    path = folder.place / "oak.yaml"
    path.write_text(path.read_text("utf-8") + "focus: both\n", "utf-8")
    then = exported(
        listing("oak", example=None, therapies=["cbt", "emdr"], focus="mental-health",
                contact=REAL_PHONE, confirmed={"date": "2026-11-22", "by": "program"})
    )  # fmt: skip
    assert folder.imported(then) == {
        "changed": (Renewed("oak", ("therapies.emdr",)),),
        "kept": (Renewed("oak", ("focus",)),),
    }
    program = program_of(path.read_text("utf-8"))
    assert program.focus == "both"
    assert program.confirmed is None


REAL_PHONE: Plain = {"phone": "800-662-4357"}


# Files


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (ELM, ["Elm Intensive Outpatient Program"]),
        ([ELM, held(name="Oak")], ["Elm Intensive Outpatient Program", "Oak"]),
        ({"total_items": 1, "total_pages": 1, "contents": [ELM]},
         ["Elm Intensive Outpatient Program"]),
        ({"id": "1", "name": "Oak House", "services": [held(organization=None)]},
         ["Elm Intensive Outpatient Program"]),
        ({**AT, "service": held(service_at_locations=None)}, ["Elm Intensive Outpatient Program"]),
        ([], []),
    ],
    ids=["service", "list", "page", "organization", "at location", "none"],
)  # fmt: skip
def test_services_are_found_in_every_form(content: object, names: list[str]) -> None:
    rows = service_rows([("a.json", content)])
    assert [row.name for row in rows.rows] == names
    assert rows.unusable == ()
    assert all(row.at == 0 for row in rows.rows)


def test_what_is_no_service_is_told() -> None:
    rows = service_rows(
        [("a.json", [1, {"id": "1"}, {"id": "1", "name": "Oak"}]), ("b.json", "Oak")]
    )
    assert rows.rows == ()
    said = "this is not a service with an id and a name"
    assert rows.unusable == (
        *(RowNote(number, f"a.json: {said}") for number in (1, 2, 3)),
        RowNote(4, f"b.json: {said}"),
    )


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    def said(path: Path) -> str:
        with pytest.raises(HsdsError) as caught:
            read_services(path)
        return str(caught.value).replace(str(tmp_path), "")

    (tmp_path / "broken.json").write_text('{"id": ', "utf-8")
    assert said(tmp_path / "broken.json") == (
        "/broken.json: this is not JSON: Expecting value: line 1 column 8 (char 7)"
    )
    (tmp_path / "empty").mkdir()
    assert said(tmp_path / "empty") == "/empty: there is no .json file in this folder"
    (tmp_path / "empty" / "datapackage.json").write_text("{}", "utf-8")
    tables = "this is a package of tables; only JSON is read, as HSDS 3 publishes it"
    assert said(tmp_path / "empty") == f"/empty: {tables}"
    assert said(tmp_path / "none") == "/none: there is no such file or folder"


# Our own exports, changed on the way


def test_what_was_changed_after_our_export_is_told() -> None:
    service = exported(listing("oak", specialties={"ages": "18+"}, languages={"sessions": ["es"]}))
    service["minimum_age"] = 21
    service["attributes"].append({"id": "1", "link_type": "iopfinder:moon.phase", "value": "full"})
    plan = planned(service)
    assert [(each.field, each.text) for each in plan.report.left] == [
        ("iopfinder:moon.phase", "not known to this version"),
        ("minimum_age", "changed after the export, and not taken"),
    ]
    program = program_of(plan.texts["oak"])
    assert program.specialties is not None
    assert program.specialties.ages is not None
    assert program.specialties.ages.low == 18


@pytest.mark.parametrize(
    ("confirmed", "edition"),
    [(None, "2022"), ({"date": "2026-10-01", "by": "program"}, "2026-10-01")],
)
def test_facts_are_no_younger_for_being_passed_on(confirmed: Plain | None, edition: str) -> None:
    copied: Plain = {"source": "samhsa-sa", "edition": "2022", "id": "1", "digest": "2"}
    one = listing(
        "oak", of=whole(example=None, contact=REAL_PHONE, imported=copied, confirmed=confirmed)
    )
    mark = program_of(planned(exported(one)).texts["oak"]).imported
    assert mark is not None
    assert (mark.source, mark.edition) == ("hsds-elm", edition)


def test_what_its_own_list_no_longer_has_is_refused() -> None:
    copied: Plain = {
        "source": "samhsa-sa",
        "edition": "2022",
        "id": "1",
        "digest": "2",
        "gone": "2023",
    }
    one = listing("oak", of=whole(example=None, contact=REAL_PHONE, imported=copied))
    (note,) = planned(exported(one)).report.account.refused
    reason = "the list that it was copied from no longer has it"
    assert note.text == f"1.json: Oak Evening IOP: {reason}"


def test_an_export_that_is_no_listing_any_more_is_refused() -> None:
    service = exported(listing("oak"))
    for each in service["attributes"]:
        each["value"] = "blue"
    (note,) = planned(service).report.account.refused
    assert note.text == "1.json: Oak Evening IOP: format: 'blue' is not known here"


@pytest.mark.parametrize("slug", ["../../etc/oak", "Oak", "", "a" * 81, "oak.yaml", "in"])
def test_an_export_names_no_other_file(slug: str) -> None:
    service = exported(listing("oak"))
    for each in service["attributes"]:
        if each["link_type"] == "iopfinder:slug":
            each["value"] = slug
    (written,) = planned(service).texts
    mark = service["id"][:6]
    assert written == (f"in-{mark}" if slug == "in" else "oak-evening-iop-portland-or")


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=8), inner, max_size=2)
    ),
    max_leaves=4,
)
SERVICES = [
    exported(listing("oak", schedule={"tracks": [{"name": "Late"}]}, therapies=["cbt"])),
    held(languages=[{"code": "es"}], description="<b>x", accreditations="CARF"),
]


@given(st.sampled_from(SERVICES), st.data())
def test_no_service_is_too_odd_to_be_accounted_for(
    service: dict[str, Any], data: st.DataObject
) -> None:
    odd = json.loads(json.dumps(service))
    for _ in range(data.draw(st.integers(1, 3))):
        path, _value = data.draw(st.sampled_from([*leaves(odd)] or [(("id",), "")]))
        path = path[: data.draw(st.integers(1, len(path)))]
        place = odd
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = data.draw(JUNK)
    plan = planned(odd, all_levels=True)
    account = plan.report.account
    assert account.accounted_for == account.selected
    assert account.selected + len(account.unusable) == account.rows >= 1
    for text in plan.texts.values():
        assert program_of(text).confirmed is None


# The command


def test_the_command_exports_and_imports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elm.json").write_text(json.dumps(held(alert="Closed\nin July.")), "utf-8")
    (tmp_path / "oak.json").write_text(json.dumps(held(id="7", phones=None)), "utf-8")
    report = tmp_path / "report.txt"
    folder = tmp_path / "listings"
    command = ["import", "hsds", str(tmp_path), "--source", "211 Oregon!"]
    code = main([*command, "--output", str(folder), "--report", str(report)])
    assert code == 0
    shown = capsys.readouterr().out
    assert (
        shown
        == f"""\
HSDS services, source hsds-211-oregon
2 rows, 2 selected
        1 new
        0 unchanged
        0 changed since the last import
        0 with the same facts, now of this edition
        0 left alone
        0 merged with another row
        1 refused

Refused:
  row 2: oak.json: {ELM["name"]}: no US phone number and no website with https://

Said there, and in no listing:
  alert (1)
The whole account stands in {report}.
"""
    )
    assert report.read_text("utf-8").endswith(
        f"Word for word:\n  row 1: {ELM['name']}: alert: Closed in July.\n"
    )
    assert [path.name for path in folder.iterdir()] == [f"{SLUG}.yaml"]
    assert main(["import", "hsds", str(folder), "--output", str(folder)]) == 1
    assert capsys.readouterr().err == f"error: {folder}: there is no .json file in this folder\n"


def test_long_lists_are_cut_on_the_screen_alone() -> None:
    extra = {f"x{number:02}": "?" for number in range(25)}
    report = planned(held(**extra)).report
    short, whole = [*hsds_report_lines(report)], [*hsds_report_lines(report, None)]
    assert short[-2:] == ["  x19 (1)", "  and 5 more, see --report"]
    assert whole[-1] == f"  row 1: {ELM['name']}: x24: ?"
