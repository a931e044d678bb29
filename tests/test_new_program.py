"""`new program` as a clinic uses it: piped, at a terminal, broken off and taken up again."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from select import select

import pytest

from command_case import Done, command_in_process
from factory import vocabulary
from iopfinder.blank import blank_listing
from iopfinder.canon import formatted
from iopfinder.interview import CORE
from iopfinder.program import Program
from site_case import ROOT, run
from test_interview import EVERYTHING, TEXT

ANSWERS = [*EVERYTHING.values()]

NEXT = """\

programs/harbor-evening-iop.yaml is written. Next:
1. See it: make serve, then open /programs/harbor-evening-iop/ at the address it prints.
2. Add what else you know: every field stands at /for-clinics/fields/ there.
3. Check it again: python build.py check programs/harbor-evening-iop.yaml
4. Send the file to the editors. One of them calls you and sets 'confirmed'.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with our own content and no listing."""
    (tmp_path / "content").symlink_to(ROOT / "content")
    (tmp_path / "programs").mkdir()
    return tmp_path


New = Callable[..., Done]


@pytest.fixture
def new(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> New:
    """The command with answers piped in, a line each."""
    monkeypatch.chdir(project)
    command = command_in_process(monkeypatch, capsys)
    start = ("new", "program", "--today", "2026-11-22")
    return lambda answers, *more: command(*start, *more, typed=answers)


def names(project: Path) -> list[str]:
    """The files that were written, drafts too."""
    folders = (project / "programs", project / ".drafts")
    return sorted(
        path.relative_to(project).as_posix() for folder in folders for path in folder.glob("*")
    )


def test_answers_become_a_listing(project: Path, new: New) -> None:
    done = new(ANSWERS)
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "programs" / "harbor-evening-iop.yaml").read_text() == TEXT
    assert names(project) == ["programs/harbor-evening-iop.yaml"]
    assert (
        "  Families read: Own group or team: PTSD; Treated in mixed groups: Alcohol use"
        in done.stdout
    )
    assert "  Families read: Monday, Wednesday and Friday, 5:30 to 8:30 pm\n" in done.stdout
    assert "  2. Specialized treatment: 4 of 6 facts\n" in done.stdout
    assert done.stdout.endswith(NEXT)
    assert run("check", "programs/harbor-evening-iop.yaml", cwd=project).returncode == 0


def test_a_mistake_is_told_at_once_and_asked_again(project: Path, new: New) -> None:
    wrong = [*ANSWERS[:1], "99999", *ANSWERS[1:3], "WA", *ANSWERS[3:5], "503-225-014", *ANSWERS[5:]]
    done = new(wrong)
    assert done.returncode == 0
    assert (project / "programs" / "harbor-evening-iop.yaml").read_text() == TEXT
    assert "  there is no ZIP code 99999\n    did you mean 99950 or " in done.stdout
    assert (
        "  ZIP code 97204 lies in Oregon, not in Washington\n"
        "    correct the ZIP code or the state\n" in done.stdout
    )
    assert (
        "  '503-225-014' is not a US phone number\n"
        "    write it with its area code, as 503-555-0142 or 503-555-0142 x12\n" in done.stdout
    )


def test_what_is_needed_cannot_be_skipped(project: Path, new: New) -> None:
    done = new(["", *ANSWERS])
    assert done.returncode == 0
    needed = "  This one is needed: without it there is no listing.\n"
    assert done.stdout.count(needed) == 1


def test_a_question_is_explained_and_asked_again(project: Path, new: New) -> None:
    done = new([*ANSWERS[:8], "?", *ANSWERS[8:]])
    assert (project / "programs" / "harbor-evening-iop.yaml").read_text() == TEXT
    assert "  Why: " in done.stdout
    assert "  specialties.ages: Ages\n    Ages you take, as 13-17 or 18+.\n" in done.stdout
    assert "They can search by it." in done.stdout


def test_one_can_go_back_and_take_an_answer_out(project: Path, new: New) -> None:
    changed = [*ANSWERS[:6], "1", "<", "-", "<", "both", *ANSWERS[7:]]
    new(changed)
    assert (project / "programs" / "harbor-evening-iop.yaml").read_text() == TEXT
    out = [*ANSWERS[:7], "<", "-", *ANSWERS[7:]]
    new(out)
    assert (project / "programs" / "harbor-evening-iop-portland.yaml").read_text() == TEXT.replace(
        "focus: both\n", ""
    )


def test_what_was_broken_off_is_offered_again(project: Path, new: New) -> None:
    done = new(ANSWERS[:9])
    assert done.returncode == 130
    kept = "Your answers are kept in .drafts/harbor-evening-iop.json. Go on: build.py new program\n"
    assert done.stderr == f"{kept}Stopped.\n"
    assert names(project) == [".drafts/harbor-evening-iop.json"]
    draft = json.loads((project / ".drafts" / "harbor-evening-iop.json").read_text())
    assert draft["at"] == "specialties.medications"
    again = new(["3", "1", *ANSWERS[9:]])
    assert again.stdout.startswith(
        "Not finished the last time:\n  1  Harbor Evening IOP (9 answers)\n"
    )
    assert "  '3' is none of these\n" in again.stdout
    assert (project / "programs" / "harbor-evening-iop.yaml").read_text() == TEXT
    assert names(project) == ["programs/harbor-evening-iop.yaml"]


def test_another_program_leaves_the_draft_alone(project: Path, new: New) -> None:
    new(ANSWERS[:9])
    before = (project / ".drafts" / "harbor-evening-iop.json").read_bytes()
    done = new(["new", *ANSWERS])
    assert done.returncode == 0
    assert (project / ".drafts" / "harbor-evening-iop.json").read_bytes() == before
    assert names(project) == [".drafts/harbor-evening-iop.json", "programs/harbor-evening-iop.yaml"]


def test_a_named_program_goes_on_with_its_own_draft(project: Path, new: New) -> None:
    new(ANSWERS[:9])
    other = new(ANSWERS[1:3], "Oak", "House")
    assert "kept in .drafts/oak-house.json" in other.stderr
    done = new(ANSWERS[9:], "Harbor Evening IOP")
    assert done.returncode == 0
    assert names(project) == [".drafts/oak-house.json", "programs/harbor-evening-iop.yaml"]


def test_a_file_that_is_no_draft_is_left_alone(project: Path, new: New) -> None:
    (project / ".drafts").mkdir()
    (project / ".drafts" / "mine.json").write_bytes(b"\xff\x00")
    assert new(ANSWERS).returncode == 0
    assert names(project) == [".drafts/mine.json", "programs/harbor-evening-iop.yaml"]


def test_a_listing_is_never_written_over(project: Path, new: New) -> None:
    (project / "programs" / "HARBOR-evening-iop.yaml").write_bytes(b"mine")
    assert new(ANSWERS).returncode == 0
    assert names(project) == [
        "programs/HARBOR-evening-iop.yaml",
        "programs/harbor-evening-iop-portland.yaml",
    ]
    assert (project / "programs" / "HARBOR-evening-iop.yaml").read_bytes() == b"mine"


def test_at_a_terminal_ctrl_c_keeps_the_answers(project: Path) -> None:
    ours, theirs = pty.openpty()
    start = "import fcntl, runpy, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    start += "sys.argv[0] = sys.argv[1]; del sys.argv[1]; sys.path.insert(0, sys.argv.pop(1)); "
    start += "runpy.run_path(sys.argv[0], run_name='__main__')"
    door = [str(ROOT / "build.py"), str(ROOT)]
    with subprocess.Popen(
        [sys.executable, "-c", start, *door, "new", "program", "--today", "2026-11-22"],
        cwd=project,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "dumb"},
    ) as child:
        os.close(theirs)
        seen = ""
        for answer in ("Harbor Evening IOP\n", "97204\n", "\n"):
            seen += _until(ours, "> ")
            os.write(ours, answer.encode())
        seen += _until(ours, "> ")
        os.write(ours, CTRL_C)
        while not select([ours], [], [], 2)[0]:  # readline may miss one that comes too early
            os.write(ours, CTRL_C)
        seen += _rest(ours)
        code = child.wait(timeout=60)
    os.close(ours)
    assert code == 130
    assert "[Portland] > " in seen
    assert "[OR] > " in seen
    assert "Your answers are kept in .drafts/harbor-evening-iop.json." in seen
    draft = json.loads((project / ".drafts" / "harbor-evening-iop.json").read_text())
    assert draft["given"] == {
        "name": "Harbor Evening IOP",
        "location.zip": "97204",
        "location.city": "Portland",
    }


CTRL_C = b"\x03"


def _until(terminal: int, end: str) -> str:
    """What is said up to the next prompt."""
    said = ""
    while not said.endswith(end):
        said += os.read(terminal, 1).decode(errors="replace")
    return said


def _rest(terminal: int) -> str:
    said = b""
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:
            return said.decode(errors="replace")
        if not more:
            return said.decode(errors="replace")
        said += more


# A file to fill in


def test_a_blank_file_is_in_order_and_waits_for_four_things(project: Path, new: New) -> None:
    done = new([], "--blank", "Harbor:", "Evening")
    path = "programs/harbor-evening.yaml"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{path} is written.\n"
        "Fill in what you know behind each colon; leave the rest empty. Then run\n"
        f"  python build.py check {path}\n"
    )
    text = (project / path).read_text()
    assert formatted(text, path, Program) == text
    told = run("check", path, cwd=project)
    assert told.returncode == 1
    missing = [line.partition("error: ")[2] for line in told.stdout.splitlines() if "error" in line]
    assert missing == [
        "location.city: 'city' is missing",
        "location.state: 'state' is missing",
        "location.zip: 'zip' is missing",
    ]
    filled = text
    for key, value in (
        ("city", "Portland"),
        ("state", "OR"),
        ("zip", '"97204"'),
        ("phone", "503-225-0142"),
    ):
        filled = filled.replace(f"\n  {key}:\n", f"\n  {key}: {value}\n")
    (project / path).write_text(filled)
    told = run("check", path, cwd=project)
    assert (told.returncode, told.stdout.count("error")) == (0, 0)


def test_a_blank_file_names_all_twelve_facts() -> None:
    lines = blank_listing("", vocabulary()).splitlines()
    assert "name:" in lines
    empty = {line.strip() for line in lines if not line.lstrip().startswith("#")}
    assert {f"{name.rpartition('.')[2]}:" for name in CORE} <= empty
    assert sum(line.lstrip().startswith("# As in: ") for line in lines) == 12 + 7


def test_a_blank_file_without_a_name_is_to_be_renamed(project: Path, new: New) -> None:
    done = new([], "--blank")
    assert done.stdout.startswith(
        "programs/new-program.yaml is written.\n"
        "Rename it after your program: the file's name becomes the page's address.\n"
    )
    again = new([], "--blank")
    assert (again.returncode, names(project)) == (2, ["programs/new-program.yaml"])
    assert "programs/new-program.yaml is there already: fill it in, or give it" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["日本語"],
            "'日本語' has no letter from a to z and no digit to make an address of; write ",
        ),
        (["x" * 121], "this text has 121 characters; the limit is 120; make it shorter"),
        (["--blank", "日本語"], "'日本語' has no letter from a to z and no digit"),
        (["--content", "nowhere"], "there is no folder nowhere"),
    ],
)
def test_a_name_that_can_be_none_is_refused(
    project: Path, new: New, arguments: list[str], said: str
) -> None:
    done = new([], *arguments)
    assert (done.returncode, names(project)) == (2, [])
    assert said in done.stderr
