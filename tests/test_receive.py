"""What clinics send, in any form, and what becomes of the listing."""

from pathlib import Path

import pytest

from command_case import Command, Done, command_in_process
from iopfinder.canon import formatted
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.program import Program
from iopfinder.receipt import OWN, received, without_own
from iopfinder.sources import Source
from site_case import ROOT, tree

PRESENT = """\
# Kept by the editors.
format: 1
name: Oak Evening IOP
example: yes
listed_by: editor
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142}
structure:
  length_weeks: 8-12
  group_size: 10 # of both groups
staff: {facility_license: {number: EX-0001, checked: 2026-10-01}}
confirmed: {date: 2026-10-01, by: program, how: phone} # spoke with the front desk
aliases: [old-oak]
"""

SENT = """\
format: 1
name: Oak Evening IOP
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142 x3}
staff: {facility_license: {number: EX-0001}}
structure: {group_size: 8}
"""

RECEIVED = """\
format: 1
name: Oak Evening IOP
example: yes
listed_by: editor
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-555-0142 x3}
structure: {group_size: 8}
staff: {facility_license: {number: EX-0001, checked: 2026-10-01}}
confirmed: {date: 2026-10-01, by: program, how: phone} # spoke with the front desk
aliases: [old-oak]
"""

SHOWN = """\
sent/oak.yaml: programs/oak.yaml, Oak Evening IOP
  Phone: was 503-555-0142; will be 503-555-0142 ext. 3
  Length: was 8 to 12 weeks; will be not stated
  People in a group: was 10 people; will be 8 people
  3 facts change; 1 would no longer be stated.
  Only you set these:
    example: stays, though it is not in what was sent
    listed_by: stays, though it is not in what was sent
    staff.facility_license.checked: stays, though it is not in what was sent
    confirmed: stays, though it is not in what was sent
    aliases: stays, though it is not in what was sent
  These comments of the present file are not in what was sent, and go:
    # Kept by the editors.
    # of both groups
  It was confirmed on October 1, 2026, before this change. Once you have called:
    build.py confirm oak --by program --how phone
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with our own content, one listing, and a folder of what was sent."""
    (tmp_path / "content").symlink_to(ROOT / "content")
    for folder in ("programs", "sent"):
        (tmp_path / folder).mkdir()
    (tmp_path / "programs" / "oak.yaml").write_text(PRESENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def command(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    assert project.is_dir()
    return command_in_process(monkeypatch, capsys)


def send(name: str, text: str, encoding: str = "utf-8") -> str:
    """A file that was sent, by its path."""
    path = Path("sent") / name
    path.write_bytes(text.encode(encoding))
    return path.as_posix()


def receive(command: Command, *arguments: str, answer: str = "") -> Done:
    typed = [answer] if answer else []
    return command("receive", *arguments, "--today", "2026-11-22", typed=typed)


def oak() -> str:
    return Path("programs/oak.yaml").read_text()


def test_what_changes_is_shown_and_asked(command: Command) -> None:
    done = receive(command, send("oak.yaml", SENT), answer="y")
    question = "Write programs/oak.yaml? [y/N]: "
    written = "  Written: programs/oak.yaml\n1 file written. Nothing was confirmed.\n"
    assert done.stdout == f"{SHOWN}{question}{written}"
    assert (done.returncode, oak()) == (0, RECEIVED)


def test_what_is_not_wanted_is_left(command: Command) -> None:
    done = receive(command, send("oak.yaml", SENT), answer="n")
    assert done.stdout.endswith("  Left as it is.\n")
    assert (done.returncode, oak()) == (0, PRESENT)


def test_what_was_written_before_one_stops_is_said(command: Command) -> None:
    elm = send("elm.yaml", f"example: yes\n{NEW}")
    done = receive(command, send("oak.yaml", SENT), elm, answer="y")
    assert (done.returncode, oak()) == (130, RECEIVED)
    assert "  Written: programs/oak.yaml\n" in done.stdout
    assert not Path("programs/elm.yaml").exists()


def test_a_dry_run_writes_nothing(command: Command) -> None:
    done = receive(command, send("oak.yaml", SENT), "--dry-run")
    assert done.stdout == f"{SHOWN}Nothing was written.\n"
    assert (done.returncode, oak()) == (0, PRESENT)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("Oak.YML", "utf-8-sig"), ("oak (2).txt", "utf-8"), ("oak - Copy.yaml", "utf-16"),
     ("old-oak.yaml", "utf-8"), ("My listing FINAL.yaml", "utf-8")],
)  # fmt: skip
def test_a_file_of_any_kind_is_of_its_listing(command: Command, name: str, encoding: str) -> None:
    done = receive(command, send(name, SENT.replace("\n", "\r\n"), encoding), "--yes")
    assert done.returncode == 0, done.stderr
    (written,) = Path("programs").iterdir()
    assert written.read_bytes() == RECEIVED.encode()


def test_of_two_listings_that_may_be_meant_one_is_to_be_named(command: Command) -> None:
    Path("programs/oak-two.yaml").write_text(PRESENT.replace("[old-oak]", "[older-oak]"))
    done = receive(command, send("listing.yaml", SENT), "--yes")
    assert (done.returncode, oak()) == (2, PRESENT)
    assert "sent/listing.yaml may be of oak-two or oak: say which with --as" in done.stderr


def test_a_file_that_bears_the_name_of_another_program_is_not_taken_for_it(
    command: Command,
) -> None:
    other = SENT.replace("Oak Evening", "Salem").replace("Portland", "Salem")
    sent = send("oak.yaml", f"example: yes\n{other}".replace("97204", "97301"))
    done = receive(command, sent, "--yes")
    assert (done.returncode, oak()) == (2, PRESENT)
    assert "sent/oak.yaml has neither the name nor the ZIP code of programs/oak.yaml" in done.stderr
    assert receive(command, sent, "--yes", "--as", "oak-salem").returncode == 0
    assert receive(command, sent, "--yes", "--as", "oak").returncode == 0
    assert "name: Salem IOP\n" in oak()


def test_the_same_again_is_nothing_to_write(command: Command) -> None:
    done = receive(command, send("oak.yaml", PRESENT))
    assert done.stdout == "sent/oak.yaml: programs/oak.yaml, Oak Evening IOP\n  Nothing changes.\n"


def test_what_only_the_maintainer_sets_is_not_taken(command: Command) -> None:
    own = """\
confirmed: {date: 2026-11-21, by: program}
checked: [{fact: staff, date: 2026-11-21}]
imported: {source: x, edition: "2022", id: "1", digest: x}
scope: program
aliases: [pine]
listed_by: program
"""
    done = receive(command, send("oak.yaml", SENT + own), "--yes")
    assert (done.returncode, oak()) == (0, RECEIVED)
    assert (
        "  Only you set these:\n"
        "    example: stays, though it is not in what was sent\n"
        "    listed_by: stays; what was sent says otherwise\n"
        "    scope: left out of what was sent\n"
        "    staff.facility_license.checked: stays, though it is not in what was sent\n"
        "    confirmed: stays; what was sent says otherwise\n"
        "    checked: left out of what was sent\n"
        "    imported: left out of what was sent\n"
        "    aliases: stays; what was sent says otherwise\n" in done.stdout
    )


def test_a_wrong_confirmation_of_a_sender_is_no_matter(command: Command) -> None:
    done = receive(command, send("oak.yaml", f"confirmed: yesterday\n{SENT}"), "--yes")
    assert (done.returncode, oak()) == (0, RECEIVED)


def test_a_hidden_listing_stays_hidden_and_a_sender_may_hide_one(command: Command) -> None:
    assert receive(command, send("oak.yaml", f"hidden: yes\n{SENT}"), "--yes").returncode == 0
    assert "\nhidden: yes\n" in oak()
    done = receive(command, send("oak.yaml", SENT), "--yes")
    assert "\nhidden: yes\n" in oak()
    assert "    hidden: stays, though it is not in what was sent\n" in done.stdout


def test_all_mistakes_are_told_at_the_lines_of_the_sender(command: Command) -> None:
    wrong = SENT.replace("state: OR", "state: ORE").replace("group_size: 8", "group_size: lots")
    done = receive(
        command,
        send("oak.yaml", f"confirmed: {{date: x}}\n\n{wrong}"),
        send("elm.txt", "format: 1\n\tname: Elm\n"),
        "--yes",
    )
    assert (done.returncode, oak(), done.stdout) == (1, PRESENT, "")
    assert done.stderr.startswith("sent/elm.txt:2:1: error: a tab stands ")
    assert (
        "sent/oak.yaml:5:35: error: location.state: 'ORE' is not a US state or territory\n"
        "    did you mean OR (Oregon)?\n"
        "sent/oak.yaml:8:25: error: structure.group_size: 'lots' is not a number\n"
        "    write the number of people in digits\n" in done.stderr
    )
    assert done.stderr.endswith("2 files refused: write back what is to be mended.\n")


def test_good_files_are_taken_beside_one_that_is_refused(command: Command) -> None:
    elm = SENT.replace("Oak", "Elm").replace("0142 x3", "0143").replace("yaml", "")
    done = receive(
        command, send("elm.yaml", f"example: yes\n{elm}"), send("x.txt", "format: [\n"), "--yes"
    )
    assert done.returncode == 1
    assert [path.name for path in sorted(Path("programs").iterdir())] == ["elm.yaml", "oak.yaml"]
    assert done.stdout.endswith("1 file written. Nothing was confirmed.\n")


NEW = SENT.replace("Oak Evening IOP", "Elm House").replace("0142 x3", "0143")


@pytest.mark.parametrize(
    ("name", "arguments", "slug"),
    [("elm.yaml", [], "elm"), ("My Listing v2.txt", [], "elm-house"),
     ("listing.yaml", [], "elm-house"), ("x.yaml", ["--as", "elm-tree"], "elm-tree")],
)  # fmt: skip
def test_a_new_listing_is_named_after_its_file_or_program(
    command: Command, name: str, arguments: list[str], slug: str
) -> None:
    sent = send(name, f"example: yes\nconfirmed: {{date: 2026-11-01, by: program}}\n{NEW}")
    done = receive(command, sent, *arguments, "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        f"{sent}: a new listing, programs/{slug}.yaml\n  Name: Elm House\n"
    )
    assert "  Only you set these:\n    confirmed: left out of what was sent\n" in done.stdout
    text = Path(f"programs/{slug}.yaml").read_text()
    assert "confirmed" not in text
    assert formatted(text, "", Program) == text


def test_a_namesake_in_another_town_is_a_new_listing(command: Command) -> None:
    Path("programs/oak.yaml").rename("programs/oak-evening-iop.yaml")
    salem = SENT.replace("city: Portland", "city: Salem").replace("97204", "97301")
    sent = send("Unsere Liste.yaml", f"example: yes\n{salem}".replace("0142 x3", "0199"))
    done = receive(command, sent, "--yes")
    assert done.returncode == 0, done.stderr
    assert Path("programs/oak-evening-iop-salem.yaml").is_file()
    assert Path("programs/oak-evening-iop.yaml").read_text() == PRESENT


def test_a_new_name_keeps_its_address_unless_asked(command: Command) -> None:
    sent = send("oak.yaml", SENT.replace("Oak Evening", "Pine Evening"))
    done = receive(command, sent, "--yes")
    assert "  Its address stays /programs/oak/. A new one: --rename.\n" in done.stdout
    assert [path.name for path in Path("programs").iterdir()] == ["oak.yaml"]
    Path("programs/oak.yaml").write_text(PRESENT)
    done = receive(command, sent, "--yes", "--rename")
    assert "  Its address becomes /programs/pine-evening-iop/; the old one leads" in done.stdout
    (written,) = Path("programs").iterdir()
    assert written.name == "pine-evening-iop.yaml"
    assert "\naliases: [old-oak, oak]\n" in written.read_text()


USAGE = [
    (["sent/a.yaml", "sent/b.yaml", "--as", "oak"], "--as names the listing of one file"),
    (["sent/a.yaml", "--as", "../oak"], "--as: '../oak' is not a listing's name"),
    (["programs/oak.yaml"], "programs/oak.yaml is the listing itself: use check and format"),
    (["sent/oak.yaml", "sent/Oak.txt"], "sent/oak.yaml and sent/Oak.txt are both of oak"),
    (["sent/nowhere.yaml"], "'sent/nowhere.yaml' does not exist"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE)
def test_wrong_use_writes_nothing(
    project: Path, command: Command, arguments: list[str], said: str
) -> None:
    for name in ("a.yaml", "b.yaml", "oak.yaml", "Oak.txt"):
        send(name, SENT)
    before = tree(project / "programs")
    done = receive(command, *arguments, "--yes")
    assert (done.returncode, tree(project / "programs")) == (2, before)
    assert said in done.stderr


def test_a_present_listing_that_is_broken_is_told_of(command: Command) -> None:
    Path("programs/oak.yaml").write_text("format: [\n")
    done = receive(command, send("oak.yaml", SENT), "--yes")
    assert (done.returncode, oak()) == (1, "format: [\n")
    assert done.stderr.startswith("programs/oak.yaml:")


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"PK\x03\x04", "a Word or Excel file"), (b"%PDF-1.7", "a PDF"), (b"{\\rtf1", "an RTF file")],
)
def test_what_is_no_text_is_called_by_its_kind(command: Command, start: bytes, kind: str) -> None:
    Path("sent/oak.docx").write_bytes(start + b"\x00\xff" * 40)
    done = receive(command, "sent/oak.docx", "--yes")
    assert (done.returncode, oak()) == (1, PRESENT)
    assert done.stderr == (
        f"sent/oak.docx:1:1: error: this is {kind}, and no plain text\n"
        "    copy its text into a plain text file, or ask for one\n"
        "1 file refused: write back what is to be mended.\n"
    )


def test_a_file_that_is_far_too_long_is_refused(command: Command) -> None:
    done = receive(command, send("oak.yaml", SENT + "#\n" * 300_000), "--yes")
    assert (done.returncode, oak()) == (1, PRESENT)
    assert "the file is 586 KiB long; the limit is 256 KiB" in done.stderr


@pytest.mark.parametrize("field", OWN, ids=".".join)
def test_no_word_of_a_sender_gets_into_the_maintainers_fields(field: tuple[str, ...]) -> None:
    """Whatever it says: a value, nothing, a list, over several lines."""
    *above, key = field
    for value in (" x", "", " [x, {y: z}]", "\n  a: b\n  # c\n  d: [e,\n    f]", " |\n  x\n  y"):
        line = f"{key}:{value}\n"
        sent = line if not above else ""
        receipt = received(Source("sent.yaml", f"format: 1\n{sent}name: Oak\n"), PRESENT)
        assert not isinstance(receipt, tuple), value
        document = parse_yaml(receipt.text, "").document
        present = parse_yaml(PRESENT, "").document
        assert document is not None
        assert present is not None
        assert isinstance(document.value, dict)
        assert isinstance(present.value, dict)
        if field != ("hidden",):
            assert document.value.get(field[0]) == present.value.get(field[0]) or above


def test_lines_keep_their_numbers_without_the_maintainers_fields() -> None:
    text = "name: Oak\nconfirmed:\n  date: x\n# of the place\nlocation: {}\naliases: [a,\n  b]\n"
    assert without_own(text) == "name: Oak\n\n\n# of the place\nlocation: {}\n\n\n"
    braces = "{name: Oak, confirmed: x}\n"
    assert without_own(braces) == braces
