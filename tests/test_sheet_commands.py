"""`export csv` and `import csv` as an office uses them: whole messages, nothing half-written."""

import csv
import shutil
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from iopfinder.cli import main
from iopfinder.sheet_files import csv_bytes, csv_rows
from site_case import ROOT, run, tree

PROVIDER = ("--provider", "wrenfield-community-health")


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def command(*arguments: str) -> Done:
    """The command line in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*arguments, "--content", str(ROOT / "content")])
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """The listings of one provider and one of another."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("wrenfield-one-team", "wrenfield-teen-dbt", "copperleaf-houston"):
        shutil.copy(ROOT / "programs" / f"{name}.yaml", folder)
    return folder


@pytest.fixture
def sheets(tmp_path: Path, programs: Path) -> Path:
    """Their sheets, as they are exported."""
    folder = tmp_path / "sheets"
    done = command("export", "csv", *PROVIDER, "--output", str(folder), "--programs", str(programs))
    assert done.stdout == (
        f"{folder}/programs.csv: 2 rows\n"
        f"{folder}/tracks.csv: 3 rows\n"
        f"{folder}/licenses.csv: 8 rows\n"
        f"{folder}/README.txt: what each column means\n"
        f"Read them back with: build.py import csv {folder} "
        "--provider wrenfield-community-health --dry-run\n"
    ), done.stderr
    return folder


def imported(sheets: Path, programs: Path, *more: str) -> Done:
    day = ("--today", "2026-11-22")
    own = (str(sheets), *PROVIDER, "--programs", str(programs), *day, *more)
    return command("import", "csv", *own)


def edit(path: Path, row: int, **cells: str) -> None:
    """Cells of a row, saved as Excel saves them in Europe; a row after the last is a new one."""
    rows = csv_rows(path.read_bytes())
    if row == len(rows):
        rows.append([""] * len(rows[0]))
    for name, cell in cells.items():
        rows[row][rows[0].index(name.replace("__", "."))] = cell
    with path.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)


def test_an_export_comes_back_without_a_change(sheets: Path, programs: Path) -> None:
    before = tree(programs)
    done = imported(sheets, programs, "--yes")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "0 listings to write, 2 listings as they are.\n",
        "",
    )
    assert tree(programs) == before
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in sheets.iterdir())


def test_a_changed_sheet_is_shown_fact_by_fact_and_then_written(
    sheets: Path, programs: Path
) -> None:
    before = tree(programs)
    edit(sheets / "programs.csv", 1, contact__phone="503-555-0177", staff__nurse="FALSE")
    edit(sheets / "programs.csv", 1, structure__length_weeks="14-Oct", family__when="")
    edit(sheets / "programs.csv", 3, name="Wrenfield Night IOP", example="yes")
    edit(sheets / "programs.csv", 3, location__city="Portland", location__state="oregon")
    edit(sheets / "programs.csv", 3, location__zip="97205", staff__facility_license__number="7")
    edit(sheets / "tracks.csv", 2, sessions="mon-thu 6pm-9pm")
    edit(sheets / "tracks.csv", 4, program="Wrenfield Night IOP", name="Night")
    rows = csv_rows((sheets / "programs.csv").read_bytes())
    (sheets / "programs.csv").write_bytes(csv_bytes([*rows[:2], rows[3]]))
    done = imported(sheets, programs, "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == SHOWN.format(programs=programs)
    assert tree(programs) == before
    asked = run("import", "csv", str(sheets), *PROVIDER, "--programs", str(programs))
    assert (asked.returncode, asked.stderr) == (130, "Stopped.\n")
    assert tree(programs) == before
    written = imported(sheets, programs, "--yes")
    assert written.stdout.endswith("2 listings written. Nothing was confirmed.\n")
    after = tree(programs)
    assert after.keys() - before.keys() == {"wrenfield-night-iop.yaml"}
    assert {name for name in before if after[name] != before[name]} == {"wrenfield-one-team.yaml"}
    assert after["wrenfield-night-iop.yaml"].decode() == NEW
    again = imported(sheets, programs, "--yes")
    assert again.stdout == (
        "Not in the sheets: nothing is removed.\n"
        "  wrenfield-teen-dbt: Wrenfield Teen DBT\n"
        "0 listings to write, 3 listings as they are.\n"
    )


SHOWN = """\
{programs}/wrenfield-one-team.yaml: Wrenfield One Team
  Phone: was 503-555-0104; will be 503-555-0177
  Length: was 12 to 20 weeks; will be 10 to 14 weeks
  Nurse on the team: was Yes; will be No
  Track Evening, Sessions: was Monday to Friday, 5:30 to 8:30 pm; will be \
Monday to Thursday, 6 to 9 pm
{programs}/wrenfield-night-iop.yaml: Wrenfield Night IOP (new)
  Name: Wrenfield Night IOP
  Provider: wrenfield-community-health
  Made-up example: Yes
  City: Portland
  State: Oregon
  ZIP code: 97205
  State license, Number: 7
  Track Night: days and times not stated
Not in the sheets: nothing is removed.
  wrenfield-teen-dbt: Wrenfield Teen DBT
2 listings to write, 1 listing as it is.
Nothing was written.
"""
NEW = """\
format: 1
name: Wrenfield Night IOP
provider: wrenfield-community-health
example: yes
location:
  city: Portland
  state: OR
  zip: "97205"
contact: {}
staff:
  facility_license:
    number: "7"
schedule:
  tracks:
    - name: Night
"""


def test_one_mistake_and_nothing_is_written(sheets: Path, programs: Path) -> None:
    before = tree(programs)
    edit(sheets / "programs.csv", 1, contact__phone="503-555-0177")
    edit(sheets / "programs.csv", 2, location__zip="972")
    done = imported(sheets, programs, "--yes")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{sheets}/programs.csv:3:19: error: location.zip: there is no ZIP code 00972\n"
        "    did you mean 00971 or 00970 or 00969?\n"
        "Nothing was written: mend these cells first.\n"
    )
    assert tree(programs) == before


def test_a_provider_without_listings_begins_with_empty_sheets(tmp_path: Path) -> None:
    programs = tmp_path / "none"
    programs.mkdir()
    output = tmp_path / "sheets"
    done = command("export", "csv", *PROVIDER, "--output", str(output), "--programs", str(programs))
    assert done.returncode == 0
    assert len(csv_rows((output / "programs.csv").read_bytes())) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["export", "csv", "--provider", "wrenfeld-community-health", "--output", "{new}"],
            (
                "no listing is of the provider 'wrenfeld-community-health'; "
                "did you mean 'wrenfield-community-health'?"
            ),
        ),
        (["export", "csv", *PROVIDER, "--output", "{full}"], "{full} is not empty; name a new"),
        (["import", "csv", "{full}", *PROVIDER], "{full} holds none of programs.csv, tracks.csv"),
        (["import", "csv", "{file}", *PROVIDER], "{file}: this is no sheet: "),
        (
            ["import", "csv", "{full}", "--provider", "wrenfeld"],
            "{full} holds none of programs.csv, tracks.csv, licenses.csv",
        ),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: list[str], message: str) -> None:
    places = {name: tmp_path / name for name in ("new", "full", "file")}
    places["full"].mkdir()
    (places["full"] / "letter.txt").write_text("Dear Wrenfield")
    places["file"].write_text("no workbook")
    done = command(*(word.format(**places) for word in arguments))
    assert done.returncode == 2
    assert message.format(**places) in done.stderr


# Workbooks


def workbook(path: Path, **sheets: list[list[str]]) -> None:
    """A workbook with these sheets, all cells as text."""
    kinds = "http://schemas.openxmlformats.org"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship Id="r" '
            f'Type="{kinds}/officeDocument/2006/relationships/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
            for number, name in enumerate(sheets, 1)
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{kinds}/spreadsheetml/2006/main" '
            f'xmlns:r="{kinds}/officeDocument/2006/relationships"><sheets>{names}</sheets>'
            "</workbook>",
        )
        related = "".join(
            f'<Relationship Id="r{number}" Target="worksheets/sheet{number}.xml" '
            f'Type="{kinds}/officeDocument/2006/relationships/worksheet"/>'
            for number in range(1, len(sheets) + 1)
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{kinds}/package/2006/relationships">{related}</Relationships>',
        )
        for number, rows in enumerate(sheets.values(), 1):
            cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            file.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{kinds}/spreadsheetml/2006/main"><sheetData>{cells}'
                "</sheetData></worksheet>",
            )


def _cell(text: str) -> str:
    if text.isdigit():
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_workbook_is_read_like_the_three_files(tmp_path: Path, programs: Path) -> None:
    path = tmp_path / "wrenfield.xlsx"
    program = [["program", "structure.group_size"], ["wrenfield-one-team", "11"]]
    workbook(path, Programs=program, notes=[["anything"]])
    done = imported(path, programs, "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  People in a group: was 9 people; will be 11 people\n" in done.stdout
