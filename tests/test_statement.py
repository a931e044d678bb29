"""What a file states: one mistake is one problem, and keys of an older format are read as new."""

from dataclasses import replace
from typing import Final

from factory import vocabulary
from iopfinder.canon import formatted
from iopfinder.importers.listing_text import digest_of, is_signed, listing_text, signed
from iopfinder.positioned_yaml import Plain
from iopfinder.problems import Position, Problem, Severity
from iopfinder.program import Program
from iopfinder.reports import as_text
from iopfinder.statement import Statement, statement_of
from iopfinder.upgrades import UPGRADES, Upgrade

STEPS: Final = {
    "0": Upgrade("0.5", {("title",): "label", ("schedule", "groups", "when"): "meetings"}),
    "0.5": Upgrade(
        "1",
        {
            ("label",): "name",
            ("schedule", "groups"): "tracks",
            ("schedule", "groups", "meetings"): "sessions",
        },
    ),
}
"""Two steps that never were; there is none as yet."""

OLD: Final = """\
format: 0
title: Oak Evening IOP
contact: {phone: 503-555-0142}
schedule:
  groups:
    - name: Evening
      when: [{days: [mon], time: 17:30-20:30}]
    - name: Morning
      when:
"""

NEW: Final = """\
format: 1
name: Oak Evening IOP
contact: {phone: 503-555-0142}
schedule:
  tracks:
    - name: Evening
      sessions: [{days: [mon], time: 17:30-20:30}]
    - name: Morning
      sessions:
"""


def stated(text: str) -> Statement[Program]:
    return statement_of(Program, text, "oak.yaml", vocabulary(), STEPS)


def test_the_newest_format_needs_no_upgrade() -> None:
    assert "1" not in UPGRADES
    assert stated(NEW).problems == ()


def test_an_older_format_states_the_same_with_a_warning_for_each_new_name() -> None:
    old, new = stated(OLD), stated(NEW)
    assert old.value is not None
    assert old.value == new.value
    hint = "    build.py format oak.yaml brings the file up to date\n"
    assert as_text(old.problems) == hint.join(
        [
            "oak.yaml:1:9: warning: format: 0 is an older format; the file is read as format 1\n",
            "oak.yaml:2:1: warning: title: 'title' is now called 'name'\n",
            "oak.yaml:5:3: warning: schedule.groups: 'groups' is now called 'tracks'\n",
            "oak.yaml:7:7: warning: schedule.groups[0].when: 'when' is now called 'sessions'\n",
            "oak.yaml:9:7: warning: schedule.groups[1].when: 'when' is now called 'sessions'\n",
            "",
        ]
    )


def test_format_does_what_the_warnings_say() -> None:
    assert formatted(OLD, "oak.yaml", Program, STEPS) == NEW
    assert stated(NEW).value == stated(OLD).value


def test_mistakes_of_an_older_file_stand_at_their_own_lines() -> None:
    read = stated(OLD.replace("time: 17:30-20:30", "time: 25:00-26:00"))
    assert [each for each in read.problems if each.severity is Severity.ERROR] == [
        Problem(
            "oak.yaml",
            Position(7, 34),
            "schedule.tracks[0].sessions[0].time",
            Severity.ERROR,
            "'25:00' is not a time",
            "write its start and end, as 17:30-20:30",
        )
    ]


def test_a_key_and_its_new_name_in_one_mapping_are_refused() -> None:
    read = stated("format: 0.5\nlabel: Oak\nname: Elm\ncontact: {phone: 503-555-0142}\n")
    assert read.value is None
    errors = [each for each in read.problems if each.severity is Severity.ERROR]
    assert [(each.position, each.message, each.hint) for each in errors] == [
        (
            Position(2, 1),
            "'label' is now called 'name', which is written here too",
            "keep one of the two",
        )
    ]


def test_an_old_key_in_a_new_file_is_told_with_its_new_name() -> None:
    text = NEW.replace("  tracks:", "  groups:")
    assert [replace(each, path="") for each in stated(text).problems] == [
        Problem(
            "",
            Position(5, 3),
            "schedule.groups",
            Severity.ERROR,
            "'groups' is not a key of schedule",
            "it is now called 'tracks'",
        )
    ]


# Imports

IMPORTED: Final[dict[str, Plain]] = {
    "format": "0.5",
    "label": "Oak Evening IOP",
    "contact": {"phone": "503-555-0142"},
    "imported": {"source": "samhsa", "edition": "2024", "id": "a1", "digest": "unsigned"},
}


def test_an_import_that_nobody_edited_stays_one_when_format_upgrades_it() -> None:
    text = signed(listing_text(IMPORTED))
    assert is_signed(text)
    after = formatted(text, "oak.yaml", Program, STEPS)
    assert isinstance(after, str)
    assert "name: Oak Evening IOP\n" in after
    assert is_signed(after)
    assert f"  digest: {digest_of(after)}\n" in after
    assert formatted(after, "oak.yaml", Program, STEPS) == after


def test_an_import_that_was_edited_stays_edited() -> None:
    text = signed(listing_text(IMPORTED)).replace("503-555-0142", "503-555-0143")
    after = formatted(text, "oak.yaml", Program, STEPS)
    assert isinstance(after, str)
    assert not is_signed(text)
    assert not is_signed(after)


# One mistake, one problem


def test_the_rest_is_still_told_when_one_slip_explains_many_lines() -> None:
    text = NEW.replace("    - name: Morning", "      name: Morning").replace("Oak Evening", "Oak")
    read = stated(text.replace("contact:", "status: opne\ncontact:"))
    assert as_text(read.problems) == (
        "oak.yaml:9:7: error: a dash is missing here: a new item of the list begins\n"
        "    write '- name: Morning'\n"
        "oak.yaml:3:9: error: status: 'opne' is not known here\n"
        "    did you mean 'open'?\n"
    )


def test_how_a_wrong_value_is_written_is_told_with_it() -> None:
    text = NEW.replace("contact:", "focus: both\n  mental\ncontact:")
    assert as_text(stated(text).problems) == (
        "oak.yaml:3:8: error: focus: 'both mental' is not known here\n"
        "    if a ':' was lost, put it back; else write it on one line or start it with |\n"
    )
