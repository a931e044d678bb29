"""Two states of a project in; what families would read otherwise out, as text and as Markdown."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from factory import vocabulary
from iopfinder.fact_difference import FactChange
from iopfinder.language import ENGLISH
from iopfinder.listing_changes import FORMATS, ListingChange, as_markdown, changes_between
from iopfinder.wording import Wording
from site_case import ROOT, run

OAK = """\
format: 1
name: Oak Evening IOP
location: {city: Portland, state: OR, zip: "97204"}
contact: {phone: 503-225-0142}
structure: {length_weeks: 8-12}
confirmed: {date: 2026-10-01, by: program, how: phone}
"""

PROVIDER = "name: Oak Group\nintake_phone: 503-225-0100\n"


@pytest.fixture
def states(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a small project."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        (folder / "programs").mkdir(parents=True)
        shutil.copytree(ROOT / "content" / "vocabulary", folder / "content" / "vocabulary")
        (folder / "content" / "providers").mkdir()
        (folder / "programs" / "oak.yaml").write_text(OAK)
        (folder / "content" / "providers" / "oaks.yaml").write_text(PROVIDER)
    return old, new


def told(states: tuple[Path, Path], format_: str = "text") -> str:
    """What differs, with the folder of the new state left out."""
    old, new = ((folder / "content" / "providers", folder / "programs") for folder in states)
    wording = Wording(ENGLISH, vocabulary())
    found = tuple(changes_between(old, new, vocabulary(), wording))
    return FORMATS[format_](found).replace(f"{states[1].as_posix()}/", "")


def test_equal_states_have_nothing_to_tell(states: tuple[Path, Path]) -> None:
    assert told(states) == "No listing changes.\n"
    nothing = "## What families would read: 0 files changed\n\nNo listing changes.\n"
    assert told(states, "markdown") == nothing


def test_every_kind_of_change_is_told(states: tuple[Path, Path]) -> None:
    old, new = (folder / "programs" for folder in states)
    (new / "oak.yaml").write_text(OAK.replace("{length_weeks: 8-12}", "{group_size: 8}"))
    (new / "elm.yaml").write_text(OAK.replace("Oak", "Elm"))
    (old / "fir.yaml").write_text(OAK.replace("Oak", "Fir"))
    (new / "ash.yaml").write_text("format: [\n")
    (old / "bay.yaml").write_text(OAK)
    (new / "bay.yaml").write_text(OAK.replace("2026-10-01", "2026-11-01"))
    (old / "cob.yaml").write_text(OAK)
    (new / "cob.yaml").write_text(f"# A comment.\n{OAK}")
    providers = states[1] / "content" / "providers"
    (providers / "oaks.yaml").write_text(PROVIDER.replace("0100", "0101"))
    assert (
        told(states)
        == """\
content/providers/oaks.yaml: Oak Group, changed
  Phone: was 503-225-0100; will be 503-225-0101
programs/ash.yaml: no name, cannot be read before or after the change: see what check says
programs/bay.yaml: Oak Evening IOP, changed
  Confirmed, Date: was October 1, 2026; will be November 1, 2026
  Only a maintainer sets these: confirmed.
programs/cob.yaml: Oak Evening IOP, changed
  No fact changes, only how the file is written.
programs/elm.yaml: Elm Evening IOP, new
  Name: Elm Evening IOP
  City: Portland
  State: Oregon
  ZIP code: 97204
  Phone: 503-225-0142
  Length: 8 to 12 weeks
  Confirmed, Date: October 1, 2026
  Confirmed, By: the program
  Confirmed, How: by phone
  Only a maintainer sets these: confirmed.
programs/fir.yaml: Fir Evening IOP, taken away; its address then leads nowhere: better say that \
it has closed
programs/oak.yaml: Oak Evening IOP, changed
  Length: was 8 to 12 weeks; will be not stated
  People in a group: was not stated; will be 8 people
  It was confirmed on October 1, 2026, before this change.
"""
    )


def test_markdown_is_a_table_for_each_file(states: tuple[Path, Path]) -> None:
    text = OAK.replace("8-12", "8").replace("Oak", "Oak <b>[x](https://a.example)|@you`")
    (states[1] / "programs" / "oak.yaml").write_text(
        text.replace("name: ", "name: '").replace("IOP\n", "IOP'\n")
    )
    shown = told(states, "markdown")
    assert shown.startswith("## What families would read: 1 file changed\n\n### ")
    assert "| Length | 8 to 12 weeks | 8 weeks |\n" in shown
    page = markdown(shown, extensions=["tables"])
    assert set(re.findall(r"<(\w+)", page)) == {
        *("h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "p")
    }


def change(text: str) -> ListingChange:
    fact = FactChange("name", text, text, text)
    return ListingChange(f"programs/{text}.yaml", text, "changed", (fact,), (), text)


@given(st.text(max_size=60) | st.text("[]()<>|`*_~#@!\\&;:/.-+=w1 \n", max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    page = markdown(as_markdown([change(text)]), extensions=["tables"])
    allowed = {"h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "p"}
    assert set(re.findall(r"<(\w+)", page)) <= allowed
    assert page.count("<table>") == page.count("<h3>") == 1
    bare = re.sub(r"&#\d+;", "", as_markdown([change(text)]))
    assert not re.search(r"://|www\.|@\w", bare)


def test_a_very_long_change_is_cut(states: tuple[Path, Path]) -> None:
    assert states
    many = [change(f"n{number}") for number in range(120)]
    shown = as_markdown(many)
    assert shown.startswith("## What families would read: 120 files changed\n")
    assert shown.count("\n### ") == 100
    assert shown.endswith("and 20 more files&#58; run build&#46;py changes to see them\n")


def test_the_command_compares_with_an_older_copy(states: tuple[Path, Path]) -> None:
    old, new = states
    (new / "programs" / "oak.yaml").write_text(OAK.replace("8-12", "8"))
    done = run("changes", str(old), cwd=new)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "programs/oak.yaml: Oak Evening IOP, changed\n"
        "  Length: was 8 to 12 weeks; will be 8 weeks\n"
        "  It was confirmed on October 1, 2026, before this change.\n"
    )
