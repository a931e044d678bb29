"""The federal directory's import: every row accounted for, every fact only as far as it is said."""

import csv
import json
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.importers.facilities import (
    COLUMNS,
    CodeBook,
    Facilities,
    FacilitiesError,
    Facility,
    RowNote,
    parse_code_book,
    read_facilities,
)
from iopfinder.importers.federal_facts import (
    DROPPED,
    listing_name,
    listing_value,
    merged,
    telling_codes,
)
from iopfinder.importers.import_report import ImportReport, Renewed, report_lines
from iopfinder.importers.listing_text import signed
from iopfinder.importers.samhsa import (
    Choice,
    Reference,
    edition_of,
    import_facilities,
    planned,
)
from iopfinder.importers.wrote import packed
from iopfinder.places import read_places
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Severity
from iopfinder.program import Program
from iopfinder.validation import typed
from iopfinder.vocabulary import Term, Vocabulary, typed_terms

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("IOPFINDER_FEDERAL_DIRECTORY", "not named"))

# The numbers are SAMHSA's own help lines: valid, and nobody's at home.
PHONE = "800-662-4357"
OTHER_PHONE = "800-487-4889"

OAK = Facility(
    row=2,
    directory="sa",
    name1="Oak House",
    name2="",
    street1="400 Example Avenue",
    street2="",
    city="Portland",
    state="OR",
    zip="97204",
    phone=PHONE,
    intake1="",
    website="",
    codes=frozenset(["SA", "OP", "OIT"]),
)
Y2022 = Choice("2022")


def _vocabulary() -> Vocabulary:
    lists: dict[str, Mapping[str, Term]] = {}
    for path in sorted((ROOT / "content" / "vocabulary").glob("*.yaml")):
        document = parse_yaml(path.read_text("utf-8"), path.name).document
        assert document is not None
        lists[path.stem], problems = typed_terms(document, path.name)
        assert problems == ()
    return Vocabulary(lists)


def _code_book() -> CodeBook:
    name = "content/federal-codes.yaml"
    return parse_code_book((ROOT / name).read_text("utf-8"), name)


REFERENCE = Reference(_vocabulary(), _code_book(), read_places())


def oak(codes: str = "", **others: str) -> Facility:
    """Oak House with further codes and other texts."""
    return replace(OAK, codes=OAK.codes | frozenset(codes.split()), **others)  # type: ignore[arg-type]


def edition(*rows: Facility) -> Facilities:
    numbered = tuple(replace(row, row=number) for number, row in enumerate(rows, 2))
    return Facilities(numbered, (), whole=True)


def fact(facility: Facility, *field: str) -> Plain | None:
    """One fact of the facility's listing, None where it is not stated."""
    value: Plain = listing_value(facility, PHONE, REFERENCE.vocabulary, REFERENCE.book)
    for key in field:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


# Reading


ROWS = (
    {
        "name1": "Oak House ",
        "street1": "400 Example Avenue",
        "city": "Portland",
        "state": "OR",
        "zip": "97204",
        "phone": PHONE,
        "service_code_info": "SA * OP OIT * CBT",
    },
    {"name1": "Elm House", "city": "Boston", "state": "ma", "zip": "2139"},
    {
        "name1": "Elm & Ash",
        "city": "Cambridge",
        "state": "ma",
        "zip": "2139",
        "service_code_info": "SA",
    },
)
READ = Facilities(
    (
        replace(OAK, codes=frozenset(["SA", "OP", "OIT", "CBT"])),
        Facility(4, "sa", "Elm & Ash", "", "", "", "Cambridge", "MA", "02139", "", "", "",
                 frozenset(["SA"])),
    ),
    (RowNote(3, "no service codes are given"),),
    whole=True,
)  # fmt: skip


def _table() -> list[list[str]]:
    return [list(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in ROWS)]


def _write_csv(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _write_workbook(path: Path, sheet: str, rows: Iterable[Sequence[str]]) -> Path:
    """The least that a workbook needs, its texts written into the cells."""
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    cells = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in row)
        + "</row>"
        for row in rows
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spreadsheet}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{spreadsheet}"><sheetData>{cells}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_a_csv_is_read(tmp_path: Path) -> None:
    assert read_facilities(_write_csv(tmp_path / "a.csv", _table()), REFERENCE.book) == READ


def test_a_workbook_is_read(tmp_path: Path) -> None:
    path = _write_workbook(tmp_path / "a.xlsx", "Facilities List", _table())
    assert read_facilities(path, REFERENCE.book) == READ


def test_the_finders_json_has_labels_in_place_of_codes(tmp_path: Path) -> None:
    row = {
        "name1": "Oak House",
        "street1": "400 Example Avenue",
        "city": "Portland",
        "state": "OR",
        "zip": "97204",
        "phone": PHONE,
        "intake1": None,
        "typeFacility": "SA",
        "website": "https://oak.example.org",
        "services": [
            {"f2": "SET", "f3": "Outpatient; Intensive outpatient treatment"},
            {"f2": "OT", "f3": "Accepts clients on opioid medication"},
            {"f2": "AGE", "f3": "Young adults"},
            {"f2": "SG", "f3": "Young adults; Dream work"},
        ],
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"rows": [row, {**row, "typeFacility": "X"}, 7]}))
    codes = frozenset(["OP", "OIT", "MOA", "YAD", "TAY", "Dream work"])
    assert read_facilities(path, REFERENCE.book) == Facilities(
        (replace(OAK, row=1, codes=codes, website="https://oak.example.org"),),
        (RowNote(2, "typeFacility is neither SA nor MH"), RowNote(3, "this is not a facility")),
        whole=False,
    )


def test_the_directory_is_known_by_the_code_mh(tmp_path: Path) -> None:
    rows = [dict(ROWS[0]), {**ROWS[0], "service_code_info": "MH * OP"}]
    table = [list(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in rows)]
    read = read_facilities(_write_csv(tmp_path / "a.csv", table), REFERENCE.book)
    assert [facility.directory for facility in read.rows] == ["mh", "mh"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"name1,city\nOak,Portland\n", "the column 'name2' is missing"),
        ("a.csv", b"", "there are no rows"),
        ("a.csv", b"\xff\xfe", "this is not UTF-8 text"),
        ("a.txt", b"", "this is no .xlsx, .csv or .json file"),
        ("a.json", b"[]", "there is no list of 'rows'"),
        ("a.json", b"nil", "this is not JSON: Expecting value: line 1 column 1 (char 0)"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_directory_is_told_so(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FacilitiesError) as caught:
        read_facilities(path, REFERENCE.book)
    assert str(caught.value) == f"{path}: {message}"


def test_a_workbook_without_the_sheet_names_those_it_has(tmp_path: Path) -> None:
    path = _write_workbook(tmp_path / "a.xlsx", "Codes", [["x"]])
    with pytest.raises(FacilitiesError) as caught:
        read_facilities(path, REFERENCE.book)
    assert str(caught.value) == f"{path}: there is no sheet 'Facilities List', only Codes"


def test_what_is_no_workbook_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"no zip")
    with pytest.raises(FacilitiesError, match="this is no workbook: "):
        read_facilities(path, REFERENCE.book)


def test_a_missing_file_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(FacilitiesError) as caught:
        read_facilities(tmp_path / "a.csv", REFERENCE.book)
    assert str(caught.value) == f"{tmp_path / 'a.csv'}: there is no such file"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("codes: [a]\n", "b.yaml: write codes and earlier as mappings of names to labels"),
        ("earlier: {A: [b]}\n", "b.yaml: a label must be one text"),
        ("codes:\n  sa: {A: x}\n  sa: {}\n", "b.yaml:3: 'sa' is written twice, first on line 2"),
    ],
)
def test_a_broken_code_book_is_told_so(text: str, message: str) -> None:
    with pytest.raises(FacilitiesError) as caught:
        parse_code_book(text, "b.yaml")
    assert str(caught.value) == message


# Codes


@pytest.mark.parametrize("directory", ["sa", "mh"])
def test_every_code_of_the_book_is_used_or_dropped_with_a_reason(directory: str) -> None:
    dropped = {code for codes in DROPPED.values() for code in codes.split()}
    known = telling_codes(directory, REFERENCE.vocabulary) | dropped
    assert set(REFERENCE.book.labels(directory)) - known == set()


@pytest.mark.parametrize("directory", ["sa", "mh"])
def test_every_code_of_the_vocabulary_is_in_the_book(directory: str) -> None:
    told = {
        code
        for terms in REFERENCE.vocabulary.lists.values()
        for term in terms.values()
        for codes in (term.codes, term.codes_no)
        for code in (codes.sa if directory == "sa" else codes.mh)
    }
    assert told - set(REFERENCE.book.labels(directory)) == set()


def test_every_earlier_label_leads_to_a_code_of_the_book() -> None:
    codes = {*REFERENCE.book.labels("sa"), *REFERENCE.book.labels("mh")}
    assert set(REFERENCE.book.earlier.values()) - codes == set()


@pytest.mark.parametrize(
    ("codes", "field", "expected"),
    [
        ("", ("specialties", "conditions"), {"substance-use": "treated"}),
        ("TRMA", ("specialties", "conditions", "trauma"), "track"),
        ("NAUT", ("specialties", "conditions", "alcohol-use"), "no"),
        ("NOOP MOA", ("specialties", "conditions", "opioid-use"), None),
        ("AUDO", ("specialties", "conditions"),
         {"substance-use": "treated", "alcohol-use": "track", "others": "no"}),
        ("OUDO NAUT TRMA", ("specialties", "conditions"),
         {"substance-use": "treated", "alcohol-use": "no", "opioid-use": "track",
          "trauma": "track", "others": "no"}),
        ("AUDO MOA", ("specialties", "conditions"),
         {"substance-use": "treated", "alcohol-use": "track", "opioid-use": "treated"}),
        ("AUDO NAUT", ("specialties", "conditions"), {"substance-use": "treated"}),
        ("VET DU", ("specialties", "groups"), {"veterans": "track", "dui": "track"}),
        ("DUO", ("specialties", "groups"), {"dui": "track"}),
        ("DUO", ("admission",),
         {"not_taken": ["other"],
          "not_taken_note": "Takes only people with a case of drunk or drugged driving "
          "(DUI or DWI)."}),
        ("BU MOA", ("specialties", "medications"),
         {"buprenorphine": "prescribed-here", "methadone": "continued",
          "naltrexone": "continued"}),
        ("NMOA", ("specialties", "medications"),
         {"buprenorphine": "not-accepted", "methadone": "not-accepted",
          "naltrexone": "not-accepted"}),
        ("NMOA BU", ("specialties", "medications"),
         {"methadone": "not-accepted", "naltrexone": "not-accepted"}),
        ("NMAUT DSF", ("specialties", "medications"), {"acamprosate": "not-accepted"}),
        ("YAD ADLT SNR", ("specialties", "ages"), "18+"),
        ("YAD ADLT TAY", ("specialties", "ages"), "18-64"),
        ("YAD SNR", ("specialties", "ages"), None),
        ("YAD ADLT CHLD", ("specialties", "ages"), None),
        ("YAD ADLT AD", ("specialties", "ages"), None),
        ("ADLT SE", ("specialties", "ages"), None),
        ("FEM MALE", ("specialties", "genders"), "all"),
        ("FEM", ("specialties", "genders"), "women"),
        ("", ("specialties", "genders"), None),
        ("PVTN", ("ownership",), "nonprofit"),
        ("FED VAMC", ("ownership",), "va"),
        ("PVTN LCCG", ("ownership",), None),
        ("SMON", ("structure", "smoking"), "not-allowed"),
        ("SMPD", ("structure",), None),
        ("SMON SMPD", ("structure",), None),
        ("ORT ODT RES HI DT", ("other_levels",),
         ["php", "outpatient", "residential", "hospital", "detox"]),
        ("", ("focus",), "substance-use"),
        ("CO", ("focus",), None),
        ("TELE", ("schedule", "formats"), ["in-person", "telehealth"]),
        ("", ("schedule",), None),
        ("SP AH", ("languages",), {"staff": ["es"]}),
        ("SP AH", ("access",), {"asl": "yes"}),
        ("MD SF SS PA", ("cost",),
         {"insurance": {"medicaid": "accepted", "self-pay": "accepted"}, "sliding_fee": "yes",
          "assistance": "yes"}),
        ("NP FSA", ("cost", "insurance"), {"state-funded": "accepted", "free": "accepted"}),
        ("NP SF", ("cost", "insurance"), {"self-pay": "accepted"}),
        ("JC CARF", ("staff",), {"accreditation": ["joint-commission", "carf"]}),
        ("ACC DP OFD", ("aftercare",), None),
        ("NOE", ("aftercare",), {"services": ["naloxone"]}),
        ("STAG", ("staff",), None),
    ],
)  # fmt: skip
def test_what_codes_of_the_substance_use_directory_say(
    codes: str, field: tuple[str, ...], expected: Plain | None
) -> None:
    assert fact(oak(codes), *field) == expected


@pytest.mark.parametrize(
    ("codes", "field", "expected"),
    [
        ("", ("focus",), "mental-health"),
        ("SUMH", ("focus",), None),
        ("PTSD", ("specialties", "conditions"), {"ptsd": "track"}),
        ("IDD", ("specialties", "co_occurring"), "one-team"),
        ("DBT IPT", ("therapies",), ["individual", "dbt-skills"]),
        ("WI", ("other_levels",), ["crisis"]),
        ("SED ADLT", ("specialties", "ages"), None),
        ("VAF CLF", ("cost", "insurance"), {"va": "accepted", "county-funded": "accepted"}),
    ],
)
def test_what_codes_of_the_mental_health_directory_say(
    codes: str, field: tuple[str, ...], expected: Plain | None
) -> None:
    clinic = replace(OAK, directory="mh", codes=frozenset(["MH", *codes.split()]))
    assert fact(clinic, *field) == expected


@pytest.mark.parametrize(
    ("one", "two", "name"),
    [
        ("Oak House", "", "Oak House"),
        ("Oak House", "Teen Program", "Oak House, Teen Program"),
        ("Oak House", "Oak House Portland", "Oak House Portland"),
        ("Oak House Inc", "OAK HOUSE", "Oak House Inc"),
    ],
)
def test_a_name_has_both_parts_unless_one_holds_the_other(one: str, two: str, name: str) -> None:
    assert listing_name(oak(name1=one, name2=two)) == name


def test_a_merged_place_says_yes_where_any_row_does_and_no_where_all_do() -> None:
    rows = [
        oak("NOOP AUDO CBT", phone=OTHER_PHONE, street2="Suite A"),
        oak("NOOP EMP", street2="Suite B"),
    ]
    assert merged(rows, REFERENCE.vocabulary) == oak("NOOP CBT EMP", phone=OTHER_PHONE)


CODES = st.frozensets(st.sampled_from(sorted(REFERENCE.book.labels("sa"))), max_size=40)


@given(st.lists(CODES, min_size=1, max_size=4))
def test_any_codes_make_a_listing_without_errors_in_any_order(codes: list[frozenset[str]]) -> None:
    rows = [replace(OAK, row=number, codes=each) for number, each in enumerate(codes, 2)]
    one, other = merged(rows, REFERENCE.vocabulary), merged(rows[::-1], REFERENCE.vocabulary)
    assert one == other
    plan = planned(edition(one), (), replace(Y2022, all_levels=True), REFERENCE)
    assert plan.report.written == ("oak-house-portland-or",)


# The import


OAK_TEXT = """\
format: 1
name: Oak House
listed_by: public-record
scope: facility
location:
  street: 400 Example Avenue
  suite: Suite 200
  city: Portland
  state: OR
  zip: "97204"
contact:
  phone: 800-662-4357 x12
therapies: [individual, cbt]
specialties:
  conditions:
    substance-use: treated
    co-occurring: treated
  ages: 18-64
  genders: all
cost:
  insurance:
    medicaid: accepted
imported:
  source: samhsa-sa
  edition: "2022"
  id: 70d423c6b0fc
  digest: unsigned
"""


def as_imported(text: str) -> str:
    """A listing's text as an import signs it, with what it wrote packed beside."""
    wrote = packed(text.partition("imported:\n")[0])
    return signed(f"{text}  wrote: {wrote}\n")


def test_a_listing_is_written_whole(tmp_path: Path) -> None:
    codes = "SUMH ICO CBT YAD ADLT FEM MALE MD ACC SSA"
    row = oak(codes, phone=f"{PHONE} x12", street2="Suite 200")
    report = import_facilities(edition(row), tmp_path, Y2022, REFERENCE)
    assert (tmp_path / "oak-house-portland-or.yaml").read_text("utf-8") == as_imported(OAK_TEXT)
    assert [path.name for path in tmp_path.iterdir()] == ["oak-house-portland-or.yaml"]
    assert report == ImportReport(
        written=("oak-house-portland-or",),
        unchanged=(),
        changed=(),
        kept=(),
        left_alone=(),
        merged=(),
        refused=(),
        unusable=(),
        unknown_codes=(),
        gone=(),
        edition="2022",
        rows=1,
        selected=1,
    )


def test_only_programs_of_the_state_and_level_are_taken(tmp_path: Path) -> None:
    rows = edition(
        oak(),
        oak(name1="Elm House", city="Boston", state="MA", zip="02108"),
        replace(OAK, name1="Ash House", codes=frozenset(["SA", "ORT"])),
    )
    oregon = import_facilities(rows, tmp_path, Choice("2022", state="OR"), REFERENCE)
    assert (oregon.selected, oregon.written) == (1, ("oak-house-portland-or",))
    all_levels = import_facilities(rows, tmp_path, Choice("2022", all_levels=True), REFERENCE)
    assert all_levels.written == ("ash-house-portland-or", "elm-house-boston-ma")
    assert all_levels.unchanged == ("oak-house-portland-or",)
    assert all_levels.gone == ()


def test_each_row_that_cannot_be_listed_is_refused_with_its_reason() -> None:
    rows = edition(
        oak(name1="A", phone="200-000-0000"),
        oak(name1="B", zip="02139"),
        oak(name1="C", zip="00000"),
        oak(name1="D", phone="503-555-0142"),
        oak(name1="E", phone="", intake1=OTHER_PHONE),
        oak(name1="F", street1="x" * 201),
    )
    report = planned(rows, (), Y2022, REFERENCE).report
    assert report.refused == (
        RowNote(2, "A: '200-000-0000' is not a US phone number"),
        RowNote(3, "B: ZIP code 02139 lies in Massachusetts, not in OR"),
        RowNote(4, "C: there is no ZIP code 00000"),
        RowNote(5, "D: '503-555-0142' is not a US phone number"),
        RowNote(7, "F: location.street: this text has 201 characters; the limit is 200"),
    )
    assert report.written == ("e-portland-or",)
    assert report.accounted_for == report.selected


def test_rows_of_one_place_are_merged() -> None:
    rows = edition(oak(), oak(street2="Suite B"), oak(name1="OAK HOUSE"))
    report = planned(rows, (), Y2022, REFERENCE).report
    assert report.merged == (
        RowNote(2, "Oak House: merged with row 4"),
        RowNote(3, "Oak House: merged with row 4"),
    )
    assert report.accounted_for == report.selected == 3


def test_slugs_are_those_of_name_and_place_whatever_the_order() -> None:
    rows = [
        oak(street1="1 A Street"),
        oak(street1="2 B Street"),
        oak(name1="Elm & Ash's"),
        oak(name1="Long " * 20),
    ]
    written = planned(edition(*rows), (), Y2022, REFERENCE).report.written
    assert written == planned(edition(*rows[::-1]), (), Y2022, REFERENCE).report.written
    assert written == (
        "elm-ashs-portland-or",
        "-".join(["long"] * 13) + "-portland-or",
        *written[2:],
    )
    assert [name[:-6] for name in written[2:]] == ["oak-house-portland-or-"] * 2


def test_a_name_in_use_stays_with_the_file_that_has_it(tmp_path: Path) -> None:
    own = tmp_path / "oak-house-portland-or.yaml"
    own.write_text("format: 1\nname: Our own\n")
    first = import_facilities(edition(oak()), tmp_path, Y2022, REFERENCE)
    assert own.read_text() == "format: 1\nname: Our own\n"
    assert [name[:-6] for name in first.written] == ["oak-house-portland-or-"]
    twin = oak(street1="9 Other Street")
    second = import_facilities(edition(twin, oak()), tmp_path, Y2022, REFERENCE)
    assert second.unchanged == first.written
    assert len(second.written) == 1


def test_a_second_import_touches_only_what_changed(tmp_path: Path) -> None:
    elm, ash, fir = (oak(name1=f"{tree} House") for tree in ("Elm", "Ash", "Fir"))
    import_facilities(edition(oak(), elm, ash, fir), tmp_path, Y2022, REFERENCE)
    edited = tmp_path / "ash-house-portland-or.yaml"
    edited.write_text(edited.read_text("utf-8").replace("scope: facility", "scope: program"))
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    rows = edition(oak(), replace(elm, phone=OTHER_PHONE), replace(ash, phone=OTHER_PHONE))
    report = import_facilities(rows, tmp_path, Y2022, REFERENCE)
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert report == ImportReport(
        written=(),
        unchanged=("oak-house-portland-or",),
        changed=(Renewed("elm-house-portland-or", ("contact.phone",)),),
        kept=(),
        left_alone=(
            RowNote(
                4,
                "ash-house-portland-or: a person wrote that its facts are about the program "
                "itself; this edition says otherwise: contact.phone",
            ),
        ),
        merged=(),
        refused=(),
        unusable=(),
        unknown_codes=(),
        gone=("fir-house-portland-or",),
        edition="2022",
        rows=3,
        selected=3,
    )
    assert {name for name in before if before[name] != after[name]} == {
        "elm-house-portland-or.yaml"
    }
    assert OTHER_PHONE in (tmp_path / "elm-house-portland-or.yaml").read_text("utf-8")


def test_an_edited_file_that_is_broken_or_reshaped_is_still_left_alone(tmp_path: Path) -> None:
    import_facilities(edition(oak()), tmp_path, Y2022, REFERENCE)
    path = tmp_path / "oak-house-portland-or.yaml"
    text = path.read_text("utf-8")
    mark = dict(line.strip().split(": ") for line in text.splitlines()[-5:])
    flow = ", ".join(f"{key}: {value}" for key, value in mark.items())
    path.write_text(f"name: [Oak\nimported: {{{flow}}}\n")
    report = import_facilities(edition(oak()), tmp_path, Y2022, REFERENCE)
    why = "oak-house-portland-or: edited by hand, and cannot be read"
    assert report.left_alone == (RowNote(2, why),)


Y2023 = Choice("2023")


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    """A person changes a listing."""
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def test_what_a_person_stated_stays_and_all_else_is_renewed(tmp_path: Path) -> None:
    codes = "SUMH ICO CBT YAD ADLT FEM MALE MD"
    import_facilities(edition(oak(codes)), tmp_path, Y2022, REFERENCE)
    path = tmp_path / "oak-house-portland-or.yaml"
    edit(
        path,
        ("street: 400 Example Avenue", "street: 402 Example Ave   # they moved next door"),
        ("therapies: [individual, cbt]", "therapies: [cbt, dbt]"),
        ("  genders: all\n", ""),
        ("contact:\n", "# We called in May.\ncontact:\n  email: intake@oak.example.org\n"),
    )
    again = import_facilities(edition(oak(codes)), tmp_path, Y2022, REFERENCE)
    assert (again.unchanged, again.changed, again.kept) == (("oak-house-portland-or",), (), ())
    newer = oak("SUMH CBT MXM SNR FEM MALE MD", phone=OTHER_PHONE, street2="Floor 3")
    report = import_facilities(edition(newer), tmp_path, Y2023, REFERENCE)
    assert report.changed == (
        Renewed(
            "oak-house-portland-or",
            ("location.suite", "contact.phone", "therapies.matrix-model", "specialties.ages"),
        ),
    )
    assert report.kept == ()
    assert path.read_text("utf-8").partition("imported:")[0] == MERGED
    third = oak("SUMH CBT MXM SNR FEM", street1="400 EXAMPLE AVENUE", phone=OTHER_PHONE)
    later = import_facilities(edition(third), tmp_path, Choice("2024"), REFERENCE)
    assert later.kept == (
        Renewed("oak-house-portland-or", ("location.street", "specialties.genders")),
    )
    assert 'edition: "2024"' in path.read_text("utf-8")


MERGED = """\
format: 1
name: Oak House
listed_by: public-record
scope: facility
location:
  street: 402 Example Ave   # they moved next door
  suite: Floor 3
  city: Portland
  state: OR
  zip: "97204"
# We called in May.
contact:
  phone: 800-487-4889
  email: intake@oak.example.org
therapies: [cbt, dbt, matrix-model]
specialties:
  conditions:
    substance-use: treated
    co-occurring: treated
  ages: 65+
cost:
  insurance:
    medicaid: accepted
"""


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        (
            [("imported:", "confirmed: {date: 2023-02-01, by: program}\nimported:")],
            "confirmed by the program; this edition says otherwise: contact.phone",
        ),
        (
            [("imported:", "confirmed: {date: 2023-02-01, by: editor}\nimported:")],
            "confirmed by an editor; this edition says otherwise: contact.phone",
        ),
        (
            [("scope: facility", "scope: program")],
            (
                "a person wrote that its facts are about the program itself; "
                "this edition says otherwise: contact.phone"
            ),
        ),
        (
            [("  wrote: 1-", "  wrote: 1-x"), ("Oak House", "Oak Home")],
            "edited by hand, and what the import wrote is not known",
        ),
    ],
)
def test_a_listing_that_is_a_persons_own_is_left_alone(
    tmp_path: Path, edits: list[tuple[str, str]], why: str
) -> None:
    import_facilities(edition(oak()), tmp_path, Y2022, REFERENCE)
    path = tmp_path / "oak-house-portland-or.yaml"
    edit(path, *edits)
    before = path.read_text("utf-8")
    report = import_facilities(edition(oak(phone=OTHER_PHONE)), tmp_path, Y2023, REFERENCE)
    assert report.left_alone == (RowNote(2, f"oak-house-portland-or: {why}"),)
    assert path.read_text("utf-8") == before


def test_what_a_newer_edition_no_longer_has_is_marked_and_comes_back(tmp_path: Path) -> None:
    elm = oak(name1="Elm House")
    import_facilities(edition(oak(), elm), tmp_path, Y2022, REFERENCE)
    path = tmp_path / "elm-house-portland-or.yaml"
    before = path.read_text("utf-8")
    report = import_facilities(edition(oak()), tmp_path, Y2023, REFERENCE)
    assert report.gone == ("elm-house-portland-or",)
    assert path.read_text("utf-8") == f'{before}  gone: "2023"\n'
    again = import_facilities(edition(oak()), tmp_path, Choice("2024"), REFERENCE)
    assert again.gone == ("elm-house-portland-or",)
    assert path.read_text("utf-8") == f'{before}  gone: "2023"\n'
    older = import_facilities(edition(oak(), elm), tmp_path, Y2022, REFERENCE)
    why = "already compared with the newer edition"
    assert [note.text for note in older.left_alone] == [
        f"oak-house-portland-or: {why} 2024",
        f"elm-house-portland-or: {why} 2023",
    ]
    back = import_facilities(edition(oak(), elm), tmp_path, Choice("2025"), REFERENCE)
    assert (back.gone, "gone:" in path.read_text("utf-8")) == ((), False)


def test_an_edited_listing_and_one_that_was_confirmed_are_marked_or_not(tmp_path: Path) -> None:
    elm, ash = oak(name1="Elm House"), oak(name1="Ash House")
    import_facilities(edition(oak(), elm, ash), tmp_path, Y2022, REFERENCE)
    paths = [tmp_path / f"{name}-house-portland-or.yaml" for name in ("elm", "ash")]
    edit(paths[0], ("Elm House", "Elm Home"))
    edit(paths[1], ("imported:", "confirmed: {date: 2023-02-01, by: program}\nimported:"))
    report = import_facilities(edition(oak()), tmp_path, Y2023, REFERENCE)
    assert report.gone == ("ash-house-portland-or", "elm-house-portland-or")
    assert ["gone:" in path.read_text("utf-8") for path in paths] == [True, False]
    import_facilities(edition(oak(), elm, ash), tmp_path, Choice("2024"), REFERENCE)
    text = paths[0].read_text("utf-8")
    assert ("name: Elm Home" in text, "gone:" in text) == (True, False)


def test_an_older_edition_changes_nothing(tmp_path: Path) -> None:
    import_facilities(edition(oak(), oak(name1="Elm House")), tmp_path, Y2023, REFERENCE)
    report = import_facilities(edition(oak(phone=OTHER_PHONE)), tmp_path, Y2022, REFERENCE)
    why = "oak-house-portland-or: already compared with the newer edition 2023"
    assert (report.left_alone, report.gone) == ((RowNote(2, why),), ())


def test_an_import_of_before_that_nobody_edited_is_renewed(tmp_path: Path) -> None:
    path = tmp_path / "oak-house-portland-or.yaml"
    path.write_text(signed(OAK_TEXT), "utf-8")
    codes = "SUMH ICO CBT YAD ADLT FEM MALE MD ACC SSA"
    row = oak(codes, phone=f"{PHONE} x12", street2="Suite 200")
    report = import_facilities(edition(row), tmp_path, Y2022, REFERENCE)
    assert report.changed == (Renewed("oak-house-portland-or", ()),)
    assert path.read_text("utf-8") == as_imported(OAK_TEXT)


def test_a_place_in_both_directories_is_listed_once(tmp_path: Path) -> None:
    clinic = replace(OAK, directory="mh", codes=frozenset(["MH"]))
    everything = replace(Y2022, all_levels=True)
    together = planned(edition(clinic, oak()), (), everything, REFERENCE).report
    assert together.written == ("oak-house-portland-or",)
    assert together.left_alone == (RowNote(2, "Oak House: the same place as row 3"),)
    import_facilities(edition(oak()), tmp_path, Y2022, REFERENCE)
    later = import_facilities(edition(clinic), tmp_path, everything, REFERENCE)
    note = "oak-house-portland-or: already imported from samhsa-sa"
    assert later.left_alone == (RowNote(2, note),)
    assert (later.gone, later.accounted_for) == ((), later.selected)


def test_progress_is_told_place_by_place() -> None:
    told: list[tuple[int, int]] = []
    rows = edition(oak(), oak(name1="Elm House"))
    planned(rows, (), Y2022, REFERENCE, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("National_Directory_SA_Facilities_2022.xlsx", "2022"),
        ("sa-2021-2022.csv", ""),
        ("directory.csv", ""),
        ("97204123.csv", ""),
    ],
)
def test_the_edition_is_the_one_year_of_the_files_name(name: str, year: str) -> None:
    assert edition_of(Path(name)) == year


def test_the_report_counts_everything_and_cuts_long_lists() -> None:
    report = ImportReport(
        written=("a", "b"),
        unchanged=(),
        changed=(Renewed("b", ()), Renewed("c", ("contact.phone", "therapies.cbt"))),
        kept=(Renewed("c", ("location.street",)),),
        left_alone=(RowNote(9, "d: edited by hand"),),
        merged=(),
        refused=tuple(RowNote(number, "no phone") for number in range(2, 5)),
        unusable=(),
        unknown_codes=(("ZZZ", 1200),),
        gone=("old",),
        edition="2022",
        rows=12176,
        selected=7,
    )
    assert list(report_lines(report, 2)) == [
        "SAMHSA National Directory, edition 2022",
        "12,176 rows, 7 selected",
        "        2 new",
        "        0 unchanged",
        "        1 changed since the last import",
        "        1 with the same facts, now of this edition",
        "        1 left alone",
        "        0 merged with another row",
        "        3 refused",
        "",
        "Changed:",
        "  c: contact.phone, therapies.cbt",
        "",
        "Kept, since a person stated it otherwise:",
        "  c: location.street",
        "",
        "Left alone:",
        "  row 9: d: edited by hand",
        "",
        "Refused:",
        "  row 2: no phone",
        "  row 3: no phone",
        "  and 1 more, see --report",
        "",
        "Unknown codes:",
        "  ZZZ (1,200)",
        "",
        "Not in this edition any more: marked, not deleted. Ask, then write 'status: closed':",
        "  old",
    ]
    assert "  row 4: no phone" in report_lines(report, None)


def test_an_unknown_code_is_counted_and_the_import_goes_on() -> None:
    rows = edition(oak("ZZZ CBT"), oak("ZZZ YYY", name1="Elm House"))
    report = planned(rows, (), Y2022, REFERENCE).report
    assert report.unknown_codes == (("ZZZ", 2), ("YYY", 1))
    assert len(report.written) == 2


@pytest.mark.skipif(
    not REAL.is_file(),
    reason="IOPFINDER_FEDERAL_DIRECTORY names no workbook",
)
def test_the_real_directory_is_imported_with_every_row_accounted_for() -> None:
    facilities = read_facilities(REAL, REFERENCE.book)
    choice = Choice(edition_of(REAL))
    plan = planned(facilities, (), choice, REFERENCE)
    report = plan.report
    assert (report.rows, report.selected, report.accounted_for) == (12176, 5525, 5525)
    assert (len(report.merged), len(report.refused), report.unknown_codes) == (2, 4, ())
    assert set(plan.texts) == set(report.written)
    for name, text in plan.texts.items():
        assert _errors(name, text) == []


def _errors(name: str, text: str) -> list[object]:
    parsed = parse_yaml(text, name)
    assert parsed.document is not None
    problems = [*parsed.problems, *typed(Program, parsed.document, name, REFERENCE.vocabulary)[1]]
    return [problem for problem in problems if problem.severity is not Severity.NOTE]
