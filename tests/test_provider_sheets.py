"""Sheets of a provider's listings: what goes out comes back, and one changed cell is one fact."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_case import TODAY, content
from factory import vocabulary
from iopfinder.amendments import plain_at, with_changes
from iopfinder.cells import CellError, cell_of, plain_of
from iopfinder.facts import Spec
from iopfinder.importers.listing_text import listing_text
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Severity
from iopfinder.reports import as_text
from iopfinder.sheet_files import csv_bytes, csv_rows, guarded, unguarded
from iopfinder.sheet_import import Drafts, Standing, Table, draft_text, drafted
from iopfinder.sheet_plan import SheetPlan, planned, settled
from iopfinder.sheets import LICENSES, PROGRAMS, SHEETS, TRACKS, Kept, Sheet, rows_of
from listing_values import listing_values, of_spec
from site_case import ROOT

Rows = list[list[str]]
Sheets = dict[str, Rows]


def kept(slug: str, text: str) -> Kept:
    return Kept(slug, f"programs/{slug}.yaml", text, value_of(text))


def value_of(text: str) -> dict[str, Plain]:
    document = parse_yaml(text, "").document
    assert document is not None
    assert isinstance(document.value, dict)
    return document.value


def standing(*listings: Kept) -> Standing:
    taken = frozenset(["elm", *(each.slug for each in listings)])
    return Standing("Oak Group", listings, "programs", taken)


def sheets_of(*listings: Kept) -> Sheets:
    """The three sheets as rows of cells, after a journey through their files."""
    return {
        sheet.name: csv_rows(csv_bytes([sheet.columns, *rows_of(sheet, listings)]))
        for sheet in SHEETS
    }


def drafts_of(sheets: Sheets, *listings: Kept) -> Drafts:
    tables = [
        Table(sheet, f"{sheet.name}.csv", sheets[sheet.name])
        for sheet in SHEETS
        if sheet.name in sheets
    ]
    return drafted(tables, standing(*listings), vocabulary())


def plan_of(sheets: Sheets, *listings: Kept) -> SheetPlan:
    drafts = drafts_of(sheets, *listings)
    return planned(drafts, standing(*listings), content(), vocabulary(), TODAY)


LISTINGS = listing_values(provider="Oak Group").map(lambda value: kept("oak", listing_text(value)))


# Whatever a listing says


@given(LISTINGS)
def test_what_goes_out_comes_back_and_changes_nothing(listing: Kept) -> None:
    found = drafts_of(sheets_of(listing), listing)
    assert found.problems == ()
    assert [draft.changes for draft in found.drafts] == [{}]
    assert draft_text(found.drafts[0]) == listing.text
    assert found.missing == ()


def us_date(cell: str) -> str:
    year, month, day = cell.split("-")
    return f"{int(month)}/{int(day)}/{year}"


REWRITTEN: dict[str, Callable[[str], str]] = {
    "yes-no": lambda cell: {"yes": "TRUE", "no": "FALSE"}.get(cell, cell.upper()),
    "date": us_date,
    "zip": lambda cell: cell.lstrip("0"),
    "number": lambda cell: f"{float(cell):g}",
    "span": lambda cell: cell.removesuffix("+"),  # 18+ would be the number 18
    "time-zone": lambda cell: f" {cell}\u00a0",
}
"""What spreadsheet programs make of cells, by the kind of their field."""


def rewritten(sheet: Sheet, rows: Rows) -> bytes:
    """A sheet as a spreadsheet program saves it: semicolons, Windows-1252, blank cells and rows."""
    header, *own = rows
    saved = [[*header, "", ""]]
    for row in own:
        kinds = [
            spec.form.kind if (spec := sheet.specs.get(name)) and spec.form else ""
            for name in header
        ]
        cells = [
            REWRITTEN[kind](cell) if cell and kind in REWRITTEN else cell
            for kind, cell in zip(kinds, row, strict=True)
        ]
        saved.append([guarded(cell) for cell in cells] + ["", ""])
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows([*saved, [""] * len(saved[0]), [""]])
    return stream.getvalue().encode("cp1252")


@given(LISTINGS)
def test_what_spreadsheet_programs_rewrite_changes_nothing(listing: Kept) -> None:
    sheets = sheets_of(listing)
    saved = {sheet.name: csv_rows(rewritten(sheet, sheets[sheet.name])) for sheet in SHEETS}
    found = drafts_of(saved, listing)
    assert [each for each in found.problems if each.severity is Severity.ERROR] == []
    assert [settled(draft, vocabulary()).changes for draft in found.drafts] == [{}]
    assert found.missing == ()


OWN_CELLS = st.sampled_from(
    [spec for spec in PROGRAMS.specs.values() if spec.name not in ("name", "contact.phone")]
).flatmap(lambda spec: st.tuples(st.just(spec), st.one_of(st.none(), of_spec(spec))))


@given(LISTINGS, OWN_CELLS)
def test_a_changed_cell_changes_that_fact_alone(
    listing: Kept, changed: tuple[Spec, Plain | None]
) -> None:
    spec, new = changed
    sheets = sheets_of(listing)
    column = sheets["programs"][0].index(spec.name)
    sheets["programs"][1][column] = cell_of(spec, new)
    found = drafts_of(sheets, listing)
    (draft,) = found.drafts
    assert draft.changes.keys() <= {spec.field}
    after = value_of(draft_text(draft))
    written = cell_of(spec, plain_at(after, spec.field))
    if found.problems:  # what was kept, or damaged, is told and changes nothing
        assert draft.changes == {}
    if not found.problems and not _is_text(spec):
        said = plain_of(spec, cell_of(spec, new), vocabulary())
        assert plain_of(spec, written, vocabulary()) == said
    assert with_changes(after, {spec.field: None}) == with_changes(
        listing.value, {spec.field: None}
    )


def _is_text(spec: Spec) -> bool:
    return spec.form is not None and spec.form.kind == "text"


# What single cells mean


SPECS = {**LICENSES.specs, **{f"track.{n}": s for n, s in TRACKS.specs.items()}, **PROGRAMS.specs}


@pytest.mark.parametrize(
    ("column", "cell", "plain"),
    [
        ("structure.hours_per_week", "9 to 12", "9-12"),
        ("structure.hours_per_week", "12-Sep", "9-12"),
        ("structure.hours_per_week", "9/12/2026", "9-12"),
        ("structure.hours_per_week", "2026-09-12", "9-12"),
        ("structure.length_weeks", "Aug-16", "8-16"),
        ("structure.length_weeks", "8 \u2013 12", "8-12"),
        ("specialties.ages", "18+", "18+"),
        ("specialties.ages", "18 and older", "18+"),
        ("structure.hours_per_week", "9 or more", "9+"),
        ("location.zip", "2139", "02139"),
        ("location.zip", "601", "00601"),
        ("location.zip", "97204.0", "97204"),
        ("availability.as_of", "11/22/2026", "2026-11-22"),
        ("availability.as_of", "11/22/26", "2026-11-22"),
        ("availability.as_of", "2026/11/22", "2026-11-22"),
        ("availability.as_of", "46348", "2026-11-22"),
        ("availability.as_of", "22-Nov-26", "2026-11-22"),
        ("availability.as_of", "November 22, 2026", "2026-11-22"),
        ("availability.as_of", "2026-11-22 00:00:00", "2026-11-22"),
        ("availability.as_of", "22/11/2026", "22/11/2026"),
        ("availability.accepting", "TRUE", "yes"),
        ("availability.accepting", "Has a waitlist", "waitlist"),
        ("structure.group_size", "1,200.0", "1200"),
        ("aftercare.outcomes.followed_up_percent", "85%", "85"),
        ("cost.self_pay", "350.5", "350.50"),
        ("staff.nurse", "FALSE", "no"),
        ("staff.nurse", "\u201cYes\u201d\u00a0", "yes"),
        ("therapies", "cbt, Group therapy; no-others", ["cbt", "group", "no-others"]),
        ("specialties.conditions", "PTSD: Track; adhd", {"ptsd": "track", "adhd": "treated"}),
        ("specialties.conditions", "ptsd; adhd", ["ptsd", "adhd"]),
        ("specialties.conditions", "ptsd: no\nothers: no", {"ptsd": "no", "others": "no"}),
        ("access", "wheelchair: TRUE", {"wheelchair": "yes"}),
        ("serves_area.counties", "King; St. Louis, MO; A\\;B", ["King", "St. Louis, MO", "A;B"]),
        ("staff.accreditation", "carf | until: 5/31/2028; TJC", [
            {"body": "carf", "until": "2028-05-31"}, "TJC",
        ]),
        ("cost.extra_fees", "Books | amount: 40; Gym", [
            {"what": "Books", "amount": "40"}, {"what": "Gym"},
        ]),
        ("track.sessions", "Mon-Thu 5:30pm-8:30pm; sat 09:00:00-12:00:00", [
            {"days": ["mon", "tue", "wed", "thu"], "time": "5:30pm-8:30pm"},
            {"days": ["sat"], "time": "09:00-12:00"},
        ]),
        ("track.sessions", "Friday to Monday and Wed. noon-3pm", [
            {"days": ["fri", "sat", "sun", "mon", "wed"], "time": "noon-3pm"},
        ]),
        ("track.sessions", "mon, tue", [{"days": ["mon", "tue"]}]),
        ("track.sessions", "17:30-20:30", [{"time": "17:30-20:30"}]),
        ("count", " 4.0 ", "4"),
        ("contact.phone", "  ", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_was_meant(column: str, cell: str, plain: Plain | None) -> None:
    assert plain_of(SPECS[column], cell, vocabulary()) == plain


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1.23457E+09", "the spreadsheet has shortened a number to '1.23457E+09'"),
        ("#NAME?", "the spreadsheet took this cell for a formula: '#NAME?'"),
        ("########", "the spreadsheet took this cell for a formula: '########'"),
    ],
)
def test_a_damaged_cell_is_refused(cell: str, message: str) -> None:
    with pytest.raises(CellError) as raised:
        plain_of(SPECS["staff.npi"], cell, vocabulary())
    assert raised.value.message == message


# Files


@given(st.lists(st.text(alphabet="'=+-@\t\r\n;,\"aé", max_size=6), min_size=2, max_size=4))
def test_a_guarded_cell_comes_back_as_it_was(cells: list[str]) -> None:
    assert [unguarded(guarded(cell)) for cell in cells] == cells
    assert not any(guarded(cell)[:1] in set("=+-@\t\r") for cell in cells if cell)
    assert csv_rows(csv_bytes([["program", "name"], cells]))[1] == cells


@pytest.mark.parametrize(
    "content",
    [
        b"program,name\r\noak,\xc3\x89lan\r\n",
        b"\xef\xbb\xbfprogram;name\noak;\xc3\x89lan\n",
        b"program;name\r\noak;\xc9lan\r\n",
        "program\tname\r\noak\tÉlan\r\n".encode("utf-16"),
        b"sep=;\r\nprogram;name\r\noak;\xc9lan",
        b'program,"name"\roak,"\xc9lan"\r',
    ],
    ids=["utf-8", "bom", "windows", "utf-16", "sep", "old-mac"],
)
def test_a_file_is_read_however_it_was_saved(content: bytes) -> None:
    assert csv_rows(content) == [["program", "name"], ["oak", "Élan"]]


# Mistakes, all at once and at their cells


OAK = """\
# Ours since 2019.
format: 1
name: Oak Evening IOP
provider: Oak Group
example: yes
location: {street: 1 Oak St, city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}   # the front desk
staff:
  licenses: [LCSW, {license: LPC, count: 2}]
  facility_license: {number: EX-0001}
schedule:
  tracks:
    - name: Adult evening
      ages: 18+
      sessions: [{days: [mon, wed, fri], time: 17:30-20:30}]
confirmed: {date: 2026-10-01, by: program, how: phone}
"""


def edited(sheets: Sheets, sheet: str, row: int, **cells: str) -> Sheets:
    """The sheets with cells of a row changed; a row after the last is a new one."""
    rows = sheets[sheet]
    if row == len(rows):
        rows.append([""] * len(rows[0]))
    for name, cell in cells.items():
        rows[row][rows[0].index(name.replace("__", "."))] = cell
    return sheets


def test_every_mistake_is_told_at_its_cell() -> None:
    oak = kept("oak", OAK)
    sheets = sheets_of(oak)
    edited(sheets, "programs", 1, location__state="ORE", structure__length_weeks="many")
    edited(sheets, "programs", 1, specialties__conditions="ptsd: treaded; grief", name="")
    edited(sheets, "programs", 2, program="elm", name="Elm")
    edited(sheets, "programs", 3, program="Oak Two", name="Oak Two")
    edited(sheets, "programs", 4, program="oka", name="Oak Evening IOP")
    edited(sheets, "programs", 5, location__city="Portland")
    edited(sheets, "tracks", 1, sessions="Mon 25:00-26:00", ages="17-13")
    edited(sheets, "tracks", 2, program="Oak Evning IOP", name="Lost")
    edited(sheets, "licenses", 1, number="two")
    edited(sheets, "licenses", 2, remove="maybe")
    sheets["licenses"][0] += ["ful name", "roles", ""]
    sheets["licenses"][1] += ["", "", "what?"]
    plan = plan_of(sheets, oak)
    assert plan.proposals == ()
    assert as_text(plan.problems) == EXPECTED


EXPECTED = """\
licenses.csv:1:8: note: ful name: the column 'ful name' is not known and is left out
licenses.csv:1:9: note: roles: the column 'roles' is not known and is left out
licenses.csv:2:2: error: number: 'two' is not a number from 1
    leave it empty for a new row
licenses.csv:2:10: error: 'what?' stands in a column without a name
    delete it
licenses.csv:3:7: error: remove: 'maybe' is neither yes nor no
    write yes to take this row's item away, or nothing
programs.csv:2:2: error: name: 'name' is missing
    fill this cell
programs.csv:2:18: error: location.state: 'ORE' is not a US state or territory
    did you mean OR (Oregon)?
programs.csv:2:42: error: structure.length_weeks: 'many' is not a number or range of weeks
    write 9, 9-12 or 9+
programs.csv:2:71: error: specialties.conditions.ptsd: 'treaded' is not known here
    did you mean 'treated'?
programs.csv:3:1: error: program: 'elm' is the listing of another provider
    leave the cell empty for a new program
programs.csv:4:1: error: program: 'Oak Two' is not a listing's name
    use small letters, digits and hyphens, as in oak-evening-iop; or leave the cell empty
programs.csv:5:1: error: program: this provider has no listing 'oka'
    did you mean 'oak'? Leave the cell empty for a new program
programs.csv:6:1: error: program: this row names no program
    write its name in the column 'name'
tracks.csv:2:4: error: schedule.tracks[0].ages: '17-13' ends below where it starts
    write 13-17
tracks.csv:2:20: error: schedule.tracks[0].sessions[0].time: '25:00' is not a time
    write its start and end, as 17:30-20:30
tracks.csv:3:1: error: program: there is no program 'Oak Evning IOP' in the sheet of programs
    did you mean 'Oak Evening IOP'?
"""


def test_the_columns_that_tell_rows_apart_must_be_there() -> None:
    oak = kept("oak", OAK)
    sheets = {"programs": [["name"], ["Oak"]], "tracks": [["program", "name", "name", "agess"]]}
    assert as_text(plan_of(sheets, oak).problems) == (
        "programs.csv:1:1: error: program: the column 'program' is missing\n"
        "    copy the header from a fresh export\n"
        "tracks.csv:1:1: error: number: the column 'number' is missing\n"
        "    copy the header from a fresh export\n"
        "tracks.csv:1:3: error: name: the column 'name' stands twice\n"
        "    delete one of the two\n"
        "tracks.csv:1:4: error: agess: there is no column 'agess'\n"
        "    did you mean 'ages'?\n"
    )


# What is written


def test_facts_without_a_cell_comments_and_own_keys_stay() -> None:
    oak = kept("oak", OAK)
    sheets = sheets_of(oak)
    edited(sheets, "programs", 1, contact__phone="503-555-0143", cost__insurance="medicaid: no")
    edited(sheets, "tracks", 1, ages="")
    edited(sheets, "tracks", 2, program="Oak Evening IOP", name="Teens", sessions="sat 9:00-12:00")
    edited(sheets, "licenses", 1, count="3")
    edited(sheets, "licenses", 2, remove="yes")
    plan = plan_of(sheets, oak)
    assert [each for each in plan.problems if each.severity is Severity.ERROR] == []
    (proposal,) = plan.proposals
    assert proposal.text == OAK.replace("0142}   #", "0143}   #").replace(
        "licenses: [LCSW, {license: LPC, count: 2}]", "licenses: [{license: LCSW, count: 3}]"
    ).replace("      ages: 18+\n", "").replace(
        "confirmed:",
        "    - name: Teens\n"
        "      sessions:\n"
        "        - days: [sat]\n"
        "          time: 9:00-12:00\n"
        "cost:\n"
        "  insurance:\n"
        "    medicaid: no\n"
        "confirmed:",
    )


def test_keys_that_the_model_does_not_know_stay() -> None:
    oak = kept("oak", f"{OAK}x-own: kept   # ours\n")
    (draft,) = drafts_of(edited(sheets_of(oak), "programs", 1, name="Oak IOP"), oak).drafts
    assert draft_text(draft) == oak.text.replace("Oak Evening IOP", "Oak IOP")


def test_a_listing_that_is_broken_already_is_told_of_at_its_own_place() -> None:
    oak = kept("oak", f"{OAK}x-own: kept\n")
    plan = plan_of(edited(sheets_of(oak), "programs", 1, name="Oak IOP"), oak)
    assert plan.proposals == ()
    assert as_text(plan.problems) == (
        "programs/oak.yaml:17:1: error: x-own: 'x-own' is not a key of this file\n"
        "    the field reference lists its keys\n"
    )


def test_a_new_row_is_a_new_listing_with_its_tracks_by_name() -> None:
    oak = kept("oak", OAK)
    sheets = sheets_of(oak)
    edited(sheets, "programs", 2, name="Oak Teen IOP", example="yes", contact__phone="503-555-0143")
    edited(sheets, "programs", 2, location__city="Portland", location__state="OR")
    edited(sheets, "programs", 2, location__zip="97205", staff__facility_license__number="EX-2")
    edited(sheets, "tracks", 2, program="Oak Teen IOP", number="1", name="Teens", ages="13-17")
    edited(sheets, "licenses", 3, program="oak-teen-iop", license="LCSW")
    plan = plan_of(sheets, oak)
    assert as_text(plan.problems) == ""
    (proposal,) = plan.proposals
    assert (proposal.path, proposal.before, plan.unchanged) == (
        "programs/oak-teen-iop.yaml",
        None,
        1,
    )
    assert (
        proposal.text
        == """\
format: 1
name: Oak Teen IOP
provider: Oak Group
example: yes
location:
  city: Portland
  state: OR
  zip: "97205"
contact:
  phone: 503-555-0143
staff:
  licenses:
    - license: LCSW
  facility_license:
    number: EX-2
schedule:
  tracks:
    - name: Teens
      ages: 13-17
"""
    )


def test_sheets_that_are_read_twice_change_nothing_the_second_time() -> None:
    oak = kept("oak", OAK)
    sheets = sheets_of(oak)
    edited(sheets, "programs", 2, name="Oak Teen IOP", location__city="Portland")
    edited(sheets, "tracks", 2, program="Oak Teen IOP", name="Teens", sessions="Sat 9am-12pm")
    edited(sheets, "licenses", 3, program="Oak Evening IOP", license="LMFT")
    edited(sheets, "licenses", 4, program="Oak Teen IOP", license="LMFT")
    first = drafts_of(sheets, oak).drafts
    assert [draft.slug for draft in first] == ["oak", "oak-teen-iop"]
    after = [kept(draft.slug, draft_text(draft)) for draft in first]
    second = drafts_of(sheets, *after)
    assert (second.problems, second.missing) == ((), ())
    assert [draft.changes for draft in second.drafts] == [{}, {}]


def test_a_copied_row_needs_a_name_of_its_own() -> None:
    oak = kept("oak", OAK)
    sheets = sheets_of(oak)
    sheets["programs"].append(["", *sheets["programs"][1][1:]])
    assert as_text(plan_of(sheets, oak).problems) == (
        "programs.csv:3:1: error: program: 'oak' stands twice, first in row 2\n"
        "    give a new program its own name, or keep one of the two rows\n"
    )


def test_a_missing_column_leaves_its_facts_and_a_missing_row_its_item() -> None:
    oak = kept("oak", OAK)
    plan = plan_of({"programs": [["program", "name"]], "tracks": [["program", "number"]]}, oak)
    assert (plan.proposals, plan.problems) == ((), ())
    assert plan.missing == ("oak: Oak Evening IOP",)
    one = [["program", "number"], ["oak", "1"]]
    assert plan_of({"licenses": one}, oak).missing == ("oak, licenses 2: LPC",)


def test_a_number_that_a_spreadsheet_shortened_is_kept_and_told() -> None:
    oak = kept("oak", OAK.replace("EX-0001", '"00123"'))
    sheets = edited(sheets_of(oak), "programs", 1, staff__facility_license__number="123")
    plan = plan_of(sheets, oak)
    assert plan.proposals == ()
    column = sheets["programs"][0].index("staff.facility_license.number") + 1
    assert as_text(plan.problems) == (
        f"programs.csv:2:{column}: note: staff.facility_license.number: "
        "'123' is kept as '00123': spreadsheets rewrite it\n"
        "    if you mean to change it, write it in words\n"
    )


@pytest.mark.parametrize("path", sorted((ROOT / "programs").glob("*.yaml")), ids=lambda p: p.stem)
def test_the_example_listings_come_back_as_they_are(path: Path) -> None:
    listing = kept(path.stem, path.read_text("utf-8"))
    found = drafts_of(sheets_of(listing), listing)
    assert (found.problems, found.missing) == ((), ())
    assert [draft.changes for draft in found.drafts] == [{}]
