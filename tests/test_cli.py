"""The command line as a clinic uses it: exit codes, whole messages, nothing written by mistake."""

import json
import socket
import subprocess
from pathlib import Path

import pytest

from iopfinder.memory import WAITING
from iopfinder.schema import SCHEMAS
from site_case import ROOT, run, tree

SPARSE = """\
format: 1
name: Oak Evening IOP
example: yes
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}
staff: {facility_license: {number: EX-0001}}
"""


def check(programs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = ("--programs", str(programs), "--today", "2026-11-22")
    return run("check", str(programs), *own, *arguments)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with one good listing."""
    folder = tmp_path / "listings"
    folder.mkdir()
    (folder / "oak.yaml").write_text(SPARSE)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["build"],
        ["changes"],
        ["check"],
        ["confirm"],
        ["format"],
        ["serve"],
        ["schema"],
        ["import"],
        ["import", "csv"],
        ["import", "samhsa"],
        ["export"],
        ["export", "csv"],
        ["new"],
        ["new", "guide"],
        ["new", "program"],
        ["receive"],
        ["diff"],
        ["export", "sqlite"],
    ],
    ids=" ".join,
)
def test_every_command_explains_itself(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: build.py")
    assert done.stderr == ""


def test_a_good_folder_has_no_problems(programs: Path) -> None:
    done = check(programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no problems.\n")


def test_a_mistake_is_told_with_its_place_and_mend(programs: Path) -> None:
    (programs / "oak.yaml").write_text(SPARSE.replace("state: OR", "state: ORE"))
    done = check(programs)
    assert done.returncode == 1
    assert done.stdout == (
        f"{programs.as_posix()}/oak.yaml:4:35: error: location.state: "
        "'ORE' is not a US state or territory\n"
        "    did you mean OR (Oregon)?\n"
    )
    assert done.stderr == "1 error.\n"


def test_problems_as_json_are_a_plain_list(programs: Path) -> None:
    (programs / "oak.yaml").write_text(SPARSE.replace("state: OR", "state: ORE"))
    done = check(programs, "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == [
        {
            "path": f"{programs.as_posix()}/oak.yaml",
            "line": 4,
            "column": 35,
            "field": "location.state",
            "severity": "error",
            "message": "'ORE' is not a US state or territory",
            "hint": "did you mean OR (Oregon)?",
        }
    ]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_no_problems_are_still_valid_json(programs: Path, form: str) -> None:
    done = check(programs, "--format", form)
    assert done.returncode == 0
    assert json.loads(done.stdout) is not None


def test_check_of_one_file_speaks_of_it_alone(programs: Path) -> None:
    (programs / "elm.yaml").write_text("name: Elm\n")
    done = run("check", str(programs / "oak.yaml"), "--programs", str(programs))
    assert done.returncode == 0
    assert done.stdout.startswith(
        f"{programs.as_posix()}/oak.yaml: Oak Evening IOP\nFacts given:\n"
    )
    assert "  3. Qualified staff: 1 of 5 facts\n" in done.stdout
    assert "elm" not in done.stdout
    done = run("check", str(programs / "elm.yaml"), "--programs", str(programs))
    assert done.returncode == 1
    assert "elm.yaml:1:1: error: format: 'format' is missing" in done.stdout
    assert "Facts given" not in done.stdout


def test_check_of_a_file_compares_it_with_what_was_read_before(
    programs: Path, tmp_path: Path
) -> None:
    for name in ("content", "translations"):
        (tmp_path / name).symlink_to(ROOT / name)
    day = ("--today", "2026-11-22")
    twin = tmp_path / "twin.yaml"
    twin.write_text(SPARSE)
    done = run("check", "twin.yaml", "--programs", "listings", *day, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == (
        "no problems.\n"
        "Other listings were not looked at: is a program listed twice, a name taken already?\n"
        "Run build.py check once without a file to compare with all listings.\n"
    )
    assert not (tmp_path / ".cache").exists()
    assert run("check", "--programs", "listings", *day, cwd=tmp_path).returncode == 0
    before = tree(tmp_path / ".cache")
    done = run("check", "twin.yaml", "--programs", "listings", *day, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "twin.yaml:2:7: error: name: this is the same program as listings/oak.yaml\n"
        "    delete one of the two files, or state what sets them apart\n"
        "twin.yaml: Oak Evening IOP\nFacts given:\n"
    )
    assert done.stderr == (
        "1 error.\nCompared with 1 of 1 other listings, as they were read last.\n"
    )
    assert tree(tmp_path / ".cache") == before


def test_check_of_a_file_as_json_is_an_object_with_its_account(programs: Path) -> None:
    path = programs / "oak.yaml"
    path.write_text(SPARSE.replace("EX-0001", "EX-0001, status: activ"))
    own = ("--programs", str(programs), "--no-cache", "--format", "json")
    done = run("check", str(path), *own)
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert list(told) == ["problems", "listings", "articles", "neighbors"]
    assert [each["hint"] for each in told["problems"]] == ["did you mean 'active'?"]
    assert (told["listings"], told["neighbors"]) == ([], None)
    path.write_text(SPARSE)
    told = json.loads(run("check", str(path), *own).stdout)
    assert told["problems"] == []
    (account,) = told["listings"]
    assert account["path"] == path.as_posix()
    assert account["facts_given"][2] == {
        "part": 3,
        "title": "Qualified staff",
        "given": 1,
        "of": 5,
    }
    assert [each["field"] for each in account["wanted"]][:2] == ["focus", "specialties.conditions"]


def test_check_of_a_file_for_a_code_host_is_annotations_alone(programs: Path) -> None:
    path = programs / "oak.yaml"
    path.write_text(SPARSE.replace("state: OR", "state: ORE"))
    done = run("check", str(path), "--programs", str(programs), "--format", "github")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        f"::error file={path.as_posix()},line=4,col=35,title=location.state::'ORE' is not a US "
        "state or territory: did you mean OR (Oregon)?\n"
    )


def test_a_field_is_explained() -> None:
    done = run("check", "--explain", "staff.nurse")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "staff.nurse: Nurse on the team\n"
        "  Yes or no.\n"
        "\n"
        "How it is written:\n"
        "  staff:\n"
        "    nurse: yes\n"
        "  Write: yes or no.\n"
        "\n"
        "What families see:\n"
        '  "Nurse on the team", under 3. Qualified staff on the program\'s page.\n'
        "\n"
        "Weight:\n"
        "  Not required: leave it out where you do not know.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "no-such-file.yaml"], "there is no no-such-file.yaml"),
        (
            ["check", "--explain", "insurence"],
            "there is no field 'insurence'; did you mean cost.insurance?",
        ),
        (
            ["check", "README.md", "--explain", "name"],
            "name files or --explain, not both",
        ),
        (["build", "--today", "2026-02-30"], "'2026-02-30' is not a day; write it as 2026-11-22"),
        (["build", "--base-url", "x.org"], "--base-url is 'x.org'; write a whole address"),
        (["build", "--base-url", "https://"], "--base-url is 'https://'; write a whole address"),
        (["build", "--base-url", "https://[::1"], "--base-url is 'https://[::1'; write a whole"),
        (["build", "--programs", "README.md"], "Directory 'README.md' is a file"),
        (["build", "--jobs", "0"], "0 is not in the range x>=1"),
        (["no-such-command"], "No such command 'no-such-command'"),
        (["import", "samhsa", "no-such.xlsx", "--output", "x"], "'no-such.xlsx' does not exist"),
    ],
)
def test_wrong_usage_is_exit_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("epoch", ["yesterday", "\u00b2", "9" * 14, "9" * 20])
def test_source_date_epoch_must_be_seconds(epoch: str) -> None:
    done = run("check", SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2
    assert f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "place", "refusal"),
    [
        (["build", "--output", "FILE/site"], "FILE/.site.staging/.iopfinder", "Not a directory"),
        (["check", "--programs", "x" * 300], "x" * 300, "File name too long"),
        (["schema", "--output", "FILE/x.json"], "FILE/x.json", "Not a directory"),
        (["schema", "--output", "no/x.json"], "no/x.json", "No such file or directory"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 99 else None,
)
def test_what_the_system_refuses_is_told_in_a_line(
    tmp_path: Path, arguments: list[str], place: str, refusal: str
) -> None:
    file = tmp_path / "file"
    file.write_text("a file where a folder belongs")
    done = run(*(each.replace("FILE", file.as_posix()) for each in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    said = done.stderr.removeprefix(f"{WAITING}\n")  # for the build of another test
    assert said == f"error: {place.replace('FILE', file.as_posix())}: {refusal}\n"


def test_a_preview_without_a_free_port_says_so() -> None:
    with socket.create_server(("127.0.0.1", 65535)):
        done = run("serve", "--port", "65535")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: no port from 65535 to 65535 is free: give another --port\n"


def test_an_import_needs_an_edition_and_a_state_that_exists(tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text("name1\n")
    done = run("import", "samhsa", str(file), "--output", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "the name directory.csv has no year: add --edition 2022" in done.stderr
    arguments = ("--output", str(tmp_path / "out"), "--edition", "2022", "--state", "ZZ")
    done = run("import", "samhsa", str(file), *arguments)
    assert done.returncode == 2
    assert "'ZZ' is not the two letters of a state" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_committed_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    for name in SCHEMAS:
        committed = ROOT / "schema" / f"{name}.schema.json"
        done = run("schema", "--of", name, "--output", str(committed), "--check")
        assert (done.returncode, done.stderr) == (0, "")
        assert run("schema", "--of", name).stdout == committed.read_text("utf-8")
    old = tmp_path / "old.json"
    old.write_text("{}")
    done = run("schema", "--output", str(old), "--check")
    assert done.returncode == 1
    assert old.read_text() == "{}"
    old.write_bytes(b"\xff\xfe")
    done = run("schema", "--output", str(old), "--check")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{old} is out of date: run build.py schema --of program --output {old}\n"


def test_the_example_for_clinics_is_a_good_listing(programs: Path) -> None:
    page = (ROOT / "content" / "for-clinics" / "write-the-file.md").read_text("utf-8")
    example = page.partition("## 1.")[2].partition("## 2.")[0]
    lines = [line[4:] for line in example.splitlines() if line.startswith("    ")]
    (programs / "oak.yaml").unlink()
    (programs / "harbor-evening-iop.yaml").write_text("\n".join(lines) + "\n")
    own = ("--programs", str(programs), "--today", "2026-10-01")
    done = run("check", str(programs), *own)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no problems.\n")
