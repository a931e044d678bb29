"""Columns of a cell: what each track says to every term, and what its card shows."""

from base64 import b64decode

from directory_case import TODAY
from factory import listing, program, vocabulary
from iopfinder.finder_index import Columns, Entry, Row, cell, columns, entry
from iopfinder.listing import Listing
from iopfinder.positioned_yaml import Plain


def one(**changes: Plain | None) -> Entry:
    return entry(listing(of=program(**changes)), vocabulary(), TODAY)


def in_cell(*listings: Listing) -> Columns:
    return columns(listings, vocabulary(), TODAY)


def test_a_program_that_says_nothing() -> None:
    assert one(staff=None) == Entry(
        slug="oak",
        facility=False,
        zone="America/Los_Angeles",
        switch=None,
        state="OR",
        point=(45.5181, -122.6745),
        states=(),
        rows=(Row(-1, None, None, None, None, (), (), ()),),
        card={
            "name": "Oak Evening IOP",
            "provider": "",
            "city": "Portland",
            "state": "OR",
            "at": (45.5181, -122.6745),
            "online": (),
            "marks": [["example"]],
            "confirmed": None,
            "given": [[0, 6], [0, 6], [0, 5], [0, 7], [0, 5]],
            "summary": "",
        },
    )


TRACKS: Plain = {
    "time_zone": "America/Chicago",
    "tracks": [
        {
            "name": "Teens",
            "ages": "13-17",
            "format": "telehealth",
            "attend": "1",
            "sessions": [{"days": ["mon", "wed"], "time": "17:30-20:30"}, {"days": ["sat"]}],
        },
        {"name": "Adults", "ages": "18+", "hours_per_week": "9-12", "format": "in-person"},
    ],
}


def test_each_track_is_a_row() -> None:
    stated = one(schedule=TRACKS, specialties={"conditions": {"ptsd": "track", "ocd": "no"}})
    shared_yes = ("condition/ptsd", "condition/trauma")
    assert stated.zone == "America/Chicago"
    assert stated.rows == (
        Row(
            0,
            "Teens",
            (13, 17),
            None,
            {
                "sessions": ((1050, 1230), (3930, 4110)),
                "untimedDays": [5],
                "attend": 1,
                "video": True,
            },
            (*shared_yes, "format/telehealth"),
            ("condition/ocd", "format/hybrid", "format/in-person"),
            (),
        ),
        Row(
            1,
            "Adults",
            (18, None),
            (9, 12),
            None,
            (*shared_yes, "format/in-person"),
            ("condition/ocd", "format/hybrid", "format/telehealth"),
            (),
        ),
    )


def test_what_a_facility_says_stands_apart() -> None:
    stated = one(
        scope="facility", specialties={"conditions": {"ptsd": "treated", "ocd": "no"}}, staff=None
    )
    assert stated.facility
    (row,) = stated.rows
    assert (row.yes, row.no, row.house) == (
        (),
        ("condition/ocd",),
        ("condition/ptsd", "condition/trauma"),
    )


def test_an_online_program_lies_nowhere() -> None:
    stated = one(location=None, telehealth={"states": ["OR", "WA"]})
    assert (stated.point, stated.state, stated.zone) == (None, "", None)
    assert stated.states == ("OR", "WA")
    assert stated.rows[0].yes == ("format/telehealth",)
    assert stated.card["city"] == stated.card["state"] == ""


def test_marks_tell_why_to_doubt() -> None:
    imported: dict[str, Plain] = {
        "source": "SAMHSA",
        "edition": "2022",
        "id": "1",
        "digest": "0" * 64,
    }
    confirmed: Plain = {"date": "2026-10-01", "by": "program"}
    marks = {
        "example": one(example="yes"),
        "nobody": one(example=None),
        "imported": one(example=None, imported=imported),
        "copied": one(example=None, imported={**imported, "source": "hsds-elm"}),
        "confirmed": one(example=None, imported=imported, confirmed=confirmed),
        "paused": one(status="paused", status_since="2026-01-02"),
        "merged": one(status="merged", merged_into="elm"),
    }
    assert {name: found.card["marks"] for name, found in marks.items()} == {
        "example": [["example"]],
        "nobody": [["unconfirmed"]],
        "imported": [["imported", "2022"]],
        "copied": [["copied", "2022"]],
        "confirmed": [],
        "paused": [["example"], ["paused", "2026-01-02"]],
        "merged": [["example"], ["merged", None]],
    }
    assert marks["confirmed"].card["confirmed"] == "2026-10-01"


def test_sets_hold_a_bit_for_each_row() -> None:
    teens = listing("teens", schedule=TRACKS)
    open_now: Plain = {"accepting": "yes", "as_of": "2026-11-20"}
    others = [listing(f"other-{number}", availability=open_now) for number in range(8)]
    found = in_cell(teens, *others)
    assert found["programs"] == [[each.slug, False] for each in (teens, *others)]
    assert found["rows"] == [[0, 0], [0, 1], *([number, -1] for number in range(1, 9))]
    assert found["tracks"] == ["Teens", "Adults", *([None] * 8)]
    assert found["zones"] == ["America/Chicago", *(["America/Los_Angeles"] * 8)]
    assert found["ages"] == [(13, 17), (18, None), *([None] * 8)]
    yes = found["yes"]
    assert isinstance(yes, dict)
    assert b64decode(yes["accepting/yes"]) == bytes([0b11111100, 0b00000011])
    assert b64decode(yes["format/telehealth"]) == bytes([0b00000001, 0])
    assert list(yes) == sorted(yes)


def test_a_cell_without_programs_is_empty() -> None:
    columns_ = cell([])
    assert {name for name, column in columns_.items() if column} == set()


def test_openings_are_a_question_after_thirty_days() -> None:
    late = one(availability={"accepting": "yes", "as_of": "2026-10-01"})
    assert late.rows[0].yes == ()
