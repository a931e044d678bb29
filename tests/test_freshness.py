"""What has to be asked again, of whom and by when; as text, as a table and as a calendar."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from factory import listing, program
from iopfinder.freshness import COLUMNS, FORMATS, due_by, dues_of
from iopfinder.positioned_yaml import Plain

TODAY: Final = date(2026, 11, 22)

FACTS: Final[dict[str, Plain]] = {
    "confirmed": {"date": "2026-05-26", "by": "program", "how": "phone"},
    "availability": {"accepting": "yes", "as_of": "2026-10-23"},
    "cost": {"sliding_fee": "yes", "as_of": "2026-06-01"},
    "structure": {"next_start": "2026-12-01"},
    "staff": {
        "facility_license": {"number": "EX-0001", "expires": "2026-12-31"},
        "accreditation": [{"body": "carf", "until": "2027-03-31"}, {"body": "joint-commission"}],
    },
}

DUE: Final = [
    ("listing", date(2026, 5, 26), date(2026, 11, 22)),
    ("openings", date(2026, 10, 23), date(2026, 11, 22)),
    ("prices", date(2026, 6, 1), date(2026, 11, 28)),
    ("start", date(2026, 12, 1), date(2026, 12, 2)),
    ("license", date(2026, 12, 31), date(2027, 1, 1)),
    ("accreditation", date(2027, 3, 31), date(2027, 4, 1)),
]


def test_each_dated_fact_is_due_when_it_turns_into_a_question() -> None:
    found = [(due.what, due.said, due.day) for due in dues_of(listing(of=program(**FACTS)), TODAY)]
    assert found == DUE


def test_what_was_never_confirmed_is_due_today() -> None:
    (due,) = dues_of(listing(), TODAY)
    assert (due.what, due.said, due.day) == ("listing", None, TODAY)
    assert (due.asked, due.name, due.state, due.phone) == (
        "Oak Evening IOP",
        "Oak Evening IOP",
        "OR",
        "503-555-0142",
    )


@pytest.mark.parametrize(
    "gone", [{"status": "closed"}, {"status": "merged", "merged_into": "elm"}, {"hidden": "yes"}]
)
def test_nothing_is_due_of_a_program_in_no_list(gone: dict[str, Plain]) -> None:
    assert list(dues_of(listing(of=program(**FACTS, **gone)), TODAY)) == []


@given(st.integers(0, 400))
def test_what_is_due_by_a_day_is_all_that_has_a_day_until_then(days: int) -> None:
    last = TODAY + timedelta(days)
    found = due_by([listing("oak", of=program(**FACTS)), listing("elm")], TODAY, last)
    expected = [("elm", "listing"), *(("oak", what) for what, _, day in DUE if day <= last)]
    assert sorted((due.slug, due.what) for due in found) == sorted(expected)
    assert [due.day for due in found] == sorted(due.day for due in found)


def test_it_reads_by_who_is_asked_and_by_program() -> None:
    old: dict[str, Plain] = {"confirmed": {"date": "2026-05-25", "by": "program"}}
    cold: dict[str, Plain] = {
        "confirmed": {"date": "2025-05-25", "by": "editor"},
        "name": "Ash IOP",
    }
    dues = due_by(
        [
            listing("oak", of=program(**FACTS)),
            listing("ash", of=program(**cold)),
            listing("elm", of=program(**old)),
        ],
        TODAY,
        TODAY,
    )
    assert FORMATS["text"](dues, TODAY) == (
        "Ask Ash IOP:\n"
        "  Ash IOP, OR, 503-555-0142 (programs/ash.yaml)\n"
        "    by 2025-11-21: all of it, last told 2025-05-25 (366 days late)\n"
        "\n"
        "Ask Oak Evening IOP:\n"
        "  Oak Evening IOP, OR, 503-555-0142 (programs/elm.yaml)\n"
        "    by 2026-11-21: all of it, last told 2026-05-25 (1 day late)\n"
        "  Oak Evening IOP, OR, 503-555-0142 (programs/oak.yaml)\n"
        "    by 2026-11-22: all of it, last told 2026-05-26 (today)\n"
        "    by 2026-11-22: openings and waits, last told 2026-10-23 (today)\n"
    )


def test_nothing_due_is_an_empty_text() -> None:
    assert FORMATS["text"]([], TODAY) == ""


def test_the_table_is_safe_in_a_spreadsheet() -> None:
    found = due_by([listing(name="=1+1 IOP")], TODAY, TODAY)
    rows = list(csv.reader(StringIO(FORMATS["csv"](found, TODAY), newline="")))
    row = ["2026-11-22", "0", "'=1+1 IOP", "oak", "'=1+1 IOP", "OR", "all of it", ""]
    assert rows == [list(COLUMNS), [*row, "503-555-0142"]]


def test_the_calendar_has_each_thing_on_its_day_and_what_is_late_today() -> None:
    late: dict[str, Plain] = {"confirmed": {"date": "2025-11-21", "by": "program"}}
    found = due_by(
        [listing("oak", of=program(**FACTS)), listing("elm", of=program(**late))],
        TODAY,
        date(2026, 11, 28),
    )
    calendar = Calendar.from_ical(FORMATS["ical"](found, TODAY))
    events = [
        (str(event["uid"]), event.decoded("dtstart"), str(event["summary"]))
        for event in calendar.walk("VEVENT")
    ]
    assert events == [
        (
            "elm-listing-2026-05-20@iopfinder",
            TODAY,
            "Ask Oak Evening IOP: all of it (Oak Evening IOP)",
        ),
        (
            "oak-listing-2026-11-22@iopfinder",
            TODAY,
            "Ask Oak Evening IOP: all of it (Oak Evening IOP)",
        ),
        (
            "oak-openings-2026-11-22@iopfinder",
            TODAY,
            "Ask Oak Evening IOP: openings and waits (Oak Evening IOP)",
        ),
        (
            "oak-prices-2026-11-28@iopfinder",
            date(2026, 11, 28),
            "Ask Oak Evening IOP: prices and insurance (Oak Evening IOP)",
        ),
    ]
    assert FORMATS["ical"](found, TODAY) == FORMATS["ical"](found, TODAY)
