"""Truth marks say how far a listing can be trusted, on the day, in the agreed words."""

from datetime import date, timedelta

import pytest

from directory_case import TODAY
from factory import listing, program
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Plain
from iopfinder.truth import Mark, confirmed_words, is_publishable_data, marks_of

EXAMPLE = Mark("example", "Made-up example.", "This place does not exist. Do not call or go there.")
IMPORT: dict[str, Plain] = {
    "source": "SAMHSA National Directory",
    "edition": "2022",
    "id": "1",
    "digest": "2",
}


def confirmed(day: date, **how: Plain) -> dict[str, Plain]:
    return {"date": day.isoformat(), "by": "program", **how}


def test_an_example_says_so_first() -> None:
    assert marks_of(listing(), TODAY, ENGLISH) == (EXAMPLE,)


def test_a_listing_that_nobody_confirmed_is_doubtful() -> None:
    marks = marks_of(listing(example=None), TODAY, ENGLISH)
    assert marks == (Mark("doubtful", "Not confirmed yet.", "Treat each fact as a question."),)


@pytest.mark.parametrize(
    ("age", "kind"), [(0, []), (180, []), (181, ["aging"]), (365, ["aging"]), (366, ["doubtful"])]
)
def test_confirmation_ages(age: int, kind: list[str]) -> None:
    day = TODAY - timedelta(days=age)
    found = marks_of(listing(example=None, confirmed=confirmed(day)), TODAY, ENGLISH)
    assert [mark.kind for mark in found] == kind


def test_an_aging_listing_says_when_it_was_confirmed() -> None:
    old = listing(example=None, confirmed=confirmed(date(2026, 4, 20)))
    assert marks_of(old, TODAY, ENGLISH) == (
        Mark(
            "aging",
            "Last confirmed on April 20, 2026.",
            "Times, prices and openings may have changed.",
        ),
    )
    older = listing(example=None, confirmed=confirmed(date(2025, 4, 20)))
    assert marks_of(older, TODAY, ENGLISH) == (
        Mark(
            "doubtful",
            "Not confirmed for over a year.",
            "Last confirmed on April 20, 2025. Treat each fact as a question.",
        ),
    )


def test_an_import_is_never_confirmed_by_itself() -> None:
    (mark,) = marks_of(listing(example=None, imported=IMPORT), TODAY, ENGLISH)
    assert (mark.kind, mark.title) == ("imported", "Not confirmed.")
    assert mark.text == (
        "Copied from a federal list of 2022. Of the places on it, about 1 in 5 could not be found "
        "in a later list. These facts are about the whole facility, not its IOP alone. Call "
        "before you go."
    )


@pytest.mark.parametrize(
    ("scope", "about"),
    [("facility", " They are about the whole facility, not its IOP alone."), ("program", "")],
)
def test_an_import_of_another_directory_is_not_called_federal(scope: str, about: str) -> None:
    copied: Plain = {**IMPORT, "source": "hsds-211-oregon", "edition": "2026-10-01"}
    (mark,) = marks_of(listing(example=None, imported=copied, scope=scope), TODAY, ENGLISH)
    said = "Copied from another directory, as of 2026-10-01."
    assert mark == Mark(
        "imported",
        "Not confirmed.",
        f"{said} We have not checked these facts.{about} Call before you go.",
        f"{said} Call before you go.",
    )


@pytest.mark.parametrize(("status", "count"), [("open", 1), ("paused", 0), ("closed", 0)])
def test_a_place_that_another_directory_no_longer_has_says_so(status: str, count: int) -> None:
    gone: Plain = {**IMPORT, "source": "hsds-211-oregon", "gone": "2026-11-01"}
    marks = marks_of(listing(example=None, imported=gone, status=status), TODAY, ENGLISH)
    told = [mark.text for mark in marks if mark.title == "Not on a newer list."]
    said = "The other directory no longer had it on 2026-11-01. Call before you go."
    assert told == [said] * count


def test_a_place_that_a_newer_list_no_longer_has_says_so_until_somebody_knows() -> None:
    gone = {**IMPORT, "gone": "2023"}
    marks = marks_of(listing(example=None, imported=gone), TODAY, ENGLISH)
    assert [(mark.kind, mark.title, mark.text) for mark in marks[1:]] == [
        (
            "imported",
            "Not on a newer list.",
            "The federal list of 2023 no longer has this place. Call before you go.",
        )
    ]
    for known in ({"status": "open"}, {"confirmed": confirmed(TODAY)}):
        told = marks_of(listing(example=None, imported=gone, **known), TODAY, ENGLISH)
        assert "Not on a newer list." not in [mark.title for mark in told]


def test_no_mark_uses_a_word_that_vouches() -> None:
    changes: list[dict[str, Plain]] = [
        {},
        {"imported": IMPORT},
        {"confirmed": confirmed(TODAY)},
        {"confirmed": confirmed(date(2020, 1, 1))},
        {"status": "closed", "status_since": "2026-09-30"},
    ]
    for change in changes:
        for mark in marks_of(listing(of=program(**change)), TODAY, ENGLISH):
            said = f"{mark.title} {mark.text} {mark.brief}".lower()
            assert not any(word in said for word in ("verified", "trusted", "best", "recommend"))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (None, "No one has confirmed these facts yet."),
        (
            {"date": "2026-10-01", "by": "program", "how": "phone"},
            "The program told us this on October 1, 2026, by phone.",
        ),
        ({"date": "2026-10-01", "by": "editor"}, "An editor looked this up on October 1, 2026."),
        (
            {"date": "2026-10-01", "by": "public-record", "how": "website"},
            "This was in a public record on October 1, 2026, on its website.",
        ),
    ],
)
def test_who_confirmed_it_is_said_in_words(written: dict[str, Plain] | None, words: str) -> None:
    assert confirmed_words(listing(confirmed=written).program, ENGLISH) == words


@pytest.mark.parametrize(
    ("changes", "publishable"),
    [
        ({}, False),
        ({"example": None}, True),
        ({"example": None, "hidden": "yes"}, False),
        ({"example": None, "status": "closed"}, False),
        ({"example": None, "imported": IMPORT}, False),
        ({"example": None, "imported": IMPORT, "confirmed": confirmed(TODAY)}, True),
        ({"example": None, "imported": {**IMPORT, "edition": "2026"}}, True),
    ],
)
def test_what_search_engines_may_be_told(changes: dict[str, Plain], publishable: bool) -> None:  # noqa: FBT001
    assert is_publishable_data(listing(of=program(**changes)), TODAY) is publishable
