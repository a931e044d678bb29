"""Letters to those who are asked: what families read, and three answers."""

from pathlib import Path

import pytest

from iopfinder.letters import read_contacts
from iopfinder.problems import Position, Problem, Severity
from site_case import ROOT, run

HEAD = """\
To: Jo Doe <office@larkmeadow.example.org>
Subject: Is this still true? Larkmeadow Clinics on IOP Finder

Hello Jo Doe,

Families find your program on IOP Finder. Below is what they read.
Is it still true? Please answer by December 22, 2026. Three answers are enough:

  1. Still true. Nothing has changed.
  2. Changed. Write what is different now; a few words do.
  3. Closed or paused. Write since when.

Write to editors@iopfinder.example.org.
What nobody confirms stays on the site. Families then read that times, prices and
openings may have changed, and that they should ask you.

------------------------------------------------------------------------

Larkmeadow Young Adults, Seattle, WA
https://iopfinder.example.org/programs/larkmeadow-young-adults/
Made-up example: this place does not exist. Send this letter to nobody.
The program told us this on October 14, 2026, by phone.

[ ] still true    [ ] changed    [ ] closed or paused since: ________

Please look first at: openings and waits.
"""


def stale(*more: str) -> "tuple[int, str, str]":
    done = run("stale", "--today", "2026-11-22", *more)
    return done.returncode, done.stdout, done.stderr


def test_each_who_is_asked_gets_one_letter(tmp_path: Path) -> None:
    contacts = tmp_path / "contacts.yaml"
    contacts.write_text(
        "larkmeadow-clinics: {name: Jo Doe, email: office@larkmeadow.example.org}\n"
        "limestone-ocd-iop: {email: desk@limestone.example.org}\n"
    )
    folder = tmp_path / "letters"
    code, said, counted = stale("--letters", str(folder), "--contacts", str(contacts))
    assert code == 0
    assert f"{folder}/larkmeadow-clinics.txt to office@larkmeadow.example.org\n" in said
    assert f"{folder}/limestone-creek-ocd-program.txt to desk@limestone.example.org\n" in said
    assert f"{folder}/alder-mill-iop.txt, to nobody known\n" in said
    assert {line.partition(".txt")[0] for line in said.splitlines()} == {
        str(path.with_suffix("")) for path in folder.iterdir()
    }
    assert counted.endswith(" late.\n")
    text = (folder / "larkmeadow-clinics.txt").read_text("utf-8")
    assert text.startswith(HEAD)
    assert "\n1. Program structure\n  Treatment hours a week: 9 hours\n" in text
    assert "\nTrack: " in text
    limestone = (folder / "limestone-creek-ocd-program.txt").read_text("utf-8")
    assert limestone.startswith("To: desk@limestone.example.org\nSubject: ")
    assert "\nHello,\n" in limestone
    assert not (folder / "alder-mill-iop.txt").read_text("utf-8").startswith("To:")


def test_letters_never_overwrite(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("kept")
    code, said, told = stale("--letters", str(tmp_path))
    assert (code, said) == (2, "")
    assert told.endswith(f"Error: {tmp_path} is not empty; name a new folder\n")
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]


def test_contacts_in_the_project_are_refused() -> None:
    code, _, told = stale("--contacts", str(ROOT / "README.md"))
    assert code == 2
    assert told.endswith("README.md lies in the project; keep it where it is never published\n")


def test_what_is_wrong_in_the_contacts_is_told_at_its_place(tmp_path: Path) -> None:
    file = tmp_path / "contacts.yaml"
    file.write_text("oak: {name: Jo}\nelm: {email: elm.example.org}\nash: {email: a@b.org}\n")
    contacts, problems = read_contacts(file)
    assert list(contacts) == ["ash"]
    assert [(problem.path, problem.position, problem.field) for problem in problems] == [
        (file.as_posix(), Position(1, 1), "oak.email"),
        (file.as_posix(), Position(2, 14), "elm.email"),
    ]
    assert stale("--contacts", str(file), "--letters", str(tmp_path / "new"))[0] == 1
    assert not (tmp_path / "new").exists()


def test_contacts_that_are_no_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "contacts.yaml"
    file.write_bytes(b"oak: \xff\n")
    contacts, (problem,) = read_contacts(file)
    assert contacts == {}
    assert problem == Problem(
        file.as_posix(),
        Position(1, 6),
        "",
        Severity.ERROR,
        "byte 0xff is not UTF-8 text",
        "save the file again with the encoding UTF-8",
    )


@pytest.mark.parametrize(
    ("more", "said", "counted"),
    [
        (
            ("--state", "tx", "--within", "0"),
            (
                "Ask Limestone Creek OCD Program:\n"
                "  Limestone Creek OCD Program, TX, 737-555-0135 "
                "(programs/limestone-ocd-iop.yaml)\n"
                "    by 2025-06-11: openings and waits, last told 2025-05-12 (529 days late)\n"
                "    by 2025-11-08: all of it, last told 2025-05-12 (379 days late)\n"
            ),
            "2 to ask of 1 until 2026-11-22; 2 late.\n",
        ),
        (("--state", "WY"), "", "0 to ask of 0 until 2026-12-22; 0 late.\n"),
    ],
)
def test_the_list_of_a_state(more: tuple[str, ...], said: str, counted: str) -> None:
    assert stale(*more) == (0, said, counted)


def test_a_state_that_is_none_is_wrong_usage() -> None:
    code, _, told = stale("--state", "Texas")
    assert code == 2
    assert told.endswith("Error: 'Texas' is not the two letters of a state\n")
