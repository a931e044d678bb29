"""`confirm`: who said when that listings are true, written into all of them or none."""

from pathlib import Path

import pytest

from command_case import Command, Done, command_in_process
from site_case import ROOT, tree

OAK = """\
format: 1
name: Oak Evening IOP
scope: facility
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-225-0142} # the front desk
staff: {facility_license: {number: EX-0001}}
availability: {accepting: yes, as_of: 2026-09-01}
cost: {insurance: [medicaid]}
# Spoke with Jo.
confirmed: # by us
  date: 2026-09-01 # the first time
  by: editor
"""

ELM = """\
format: 1
name: Elm House
location: {city: Salem, state: OR, zip: "97301"}
contact: {phone: 503-225-0143}
staff: {facility_license: {number: EX-0002}}
"""


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command line in a folder with our own content and two listings."""
    (tmp_path / "content").symlink_to(ROOT / "content")
    (tmp_path / "programs").mkdir()
    for name, text in (("oak", OAK), ("elm", ELM), ("pine", ELM.replace("Elm", "Pine"))):
        (tmp_path / "programs" / f"{name}.yaml").write_text(text)
    (tmp_path / "programs" / "pine.yaml").write_text(f"example: yes\n{ELM}")
    monkeypatch.chdir(tmp_path)
    return command_in_process(monkeypatch, capsys)


PHONE = ("--by", "program", "--how", "phone")


def confirm(command: Command, *arguments: str) -> Done:
    return command("confirm", *arguments, "--today", "2026-11-22")


def test_comments_stay_and_nothing_else_changes(command: Command) -> None:
    done = confirm(command, "oak", *PHONE, "--on", "2026-11-20")
    assert (done.returncode, done.stderr) == (0, "")
    assert Path("programs/oak.yaml").read_text() == OAK.replace(
        "date: 2026-09-01 # the first time\n  by: editor\n",
        "date: 2026-11-20 # the first time\n  by: program\n  how: phone\n",
    )
    assert done.stdout == (
        "programs/oak.yaml: Oak Evening IOP\n"
        "  Confirmed, Date: was September 1, 2026; will be November 20, 2026\n"
        "  Confirmed, By: was an editor; will be the program\n"
        "  Confirmed, How: was not stated; will be by phone\n"
        "  Its facts still speak of the whole facility. Are they about this program?\n"
        "  Then confirm it once more with --of-program.\n"
        "See it: git diff programs/oak.yaml\n"
        "To undo what is not committed: git restore programs/oak.yaml\n"
    )


def test_what_was_asked_too_bears_the_day(command: Command) -> None:
    extra = ("--openings", "--prices", "--of-program")
    done = confirm(command, "programs/oak.yaml", *PHONE, *extra)
    assert done.returncode == 0
    text = Path("programs/oak.yaml").read_text()
    assert "scope" not in text
    assert "availability: {accepting: yes, as_of: 2026-11-22}\n" in text
    assert "cost: {insurance: [medicaid], as_of: 2026-11-22}\n" in text
    assert done.stdout.endswith(
        "  As of: was September 1, 2026; will be November 22, 2026\n"
        "  Prices as of: was not stated; will be November 22, 2026\n"
        "  Confirmed, Date: was September 1, 2026; will be November 22, 2026\n"
        "  Confirmed, By: was an editor; will be the program\n"
        "  Confirmed, How: was not stated; will be by phone\n"
        "See it: git diff programs/oak.yaml\n"
        "To undo what is not committed: git restore programs/oak.yaml\n"
    )


def test_several_are_confirmed_at_once(command: Command) -> None:
    assert confirm(command, "oak.yaml", "elm", "oak", *PHONE).returncode == 0
    written = "confirmed:\n  date: 2026-11-22\n  by: program\n  how: phone\n"
    assert Path("programs/elm.yaml").read_text() == ELM + written
    assert "  date: 2026-11-22 # the first time\n" in Path("programs/oak.yaml").read_text()


REFUSED = [
    (["pine", *PHONE], 1,
     "error: programs/pine.yaml: it is a made-up example: nobody can confirm it\n"),
    (["oak", *PHONE, "--on", "2026-11-23"], 1,
     "error: programs/oak.yaml: 2026-11-23 is still to come; write the day of the call\n"),
    (["oak", *PHONE, "--on", "2026-08-31"], 1,
     "error: programs/oak.yaml: it was confirmed on 2026-09-01, after 2026-08-31\n"),
    (["elm", *PHONE, "--openings", "--prices"], 1,
     ("error: programs/elm.yaml: it says nothing of openings: leave out --openings, or add "
      "'availability' first\nerror: programs/elm.yaml: it says nothing of costs: leave out "
      "--prices, or add 'cost' first\n")),
    (["elm", *PHONE, "--of-program"], 1,
     "error: programs/elm.yaml: it is not about a whole facility: leave out --of-program\n"),
    (["oka", "el", *PHONE], 2, "there is no listing 'oka'; did you mean oak?; there is no listing"),
    (["zzzz", *PHONE], 2, "there is no listing 'zzzz'\n"),
    (["oak", "--by", "program"], 2, "Missing option '--how'"),
    (["oak", "--how", "phone"], 2, "Missing option '--by'"),
    ([*PHONE], 2, "Missing argument 'SLUG...'"),
    (["oak", *PHONE, "--on", "soon"], 2, "'soon' is not a day; write it as 2026-11-22"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED, ids=lambda each: str(each)[:30])
def test_what_cannot_be_confirmed_is_refused(
    command: Command, arguments: list[str], code: int, said: str
) -> None:
    before = tree(Path("programs"))
    others = ["elm"] if code == 1 and arguments[0] != "elm" else []
    done = confirm(command, *others, *arguments)
    assert (done.returncode, done.stdout, tree(Path("programs"))) == (code, "", before)
    assert said in done.stderr


@pytest.mark.parametrize("slip", ["state: ORE", "state: WA"])
def test_a_listing_with_a_mistake_is_mended_first(command: Command, slip: str) -> None:
    Path("programs/elm.yaml").write_text(ELM.replace("state: OR", slip))
    before = tree(Path("programs"))
    done = confirm(command, "oak", "elm", *PHONE)
    assert (done.returncode, done.stdout, tree(Path("programs"))) == (1, "", before)
    assert done.stderr.startswith("programs/elm.yaml:3:")
    assert done.stderr.endswith("Nothing was written: mend this first.\n")
