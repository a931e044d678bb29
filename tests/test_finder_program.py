"""The file of one program: what it says in columns, and in the words of each language."""

from dataclasses import replace
from typing import Any

import pytest

from directory_case import content, reading_of
from factory import listing, program, vocabulary
from iopfinder.directory import Directory
from iopfinder.finder_index import cell, entry
from iopfinder.finder_program import moved_file, program_file
from iopfinder.language import ENGLISH
from iopfinder.positioned_yaml import Plain

SPANISH = replace(ENGLISH, code="es")


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = reading_of(sources=content()).directory
    assert found is not None
    return found


def made(directory: Directory, **changes: Plain | None) -> dict[str, Any]:
    stated = listing(of=program(**changes))
    said = entry(stated, vocabulary(), directory.today)
    found = program_file(stated, said, directory, (ENGLISH, SPANISH))
    assert found["cell"] == cell([said])
    return found


def facts(directory: Directory, **changes: Plain | None) -> dict[str, Any]:
    found: dict[str, Any] = made(directory, **changes)["words"]["en"]["facts"]
    return found


def test_a_small_program(directory: Directory) -> None:
    found = made(directory, focus="both", telehealth={"states": ["OR"]})
    ask, words = found.pop("ask"), found.pop("words")
    del found["cell"]
    assert found == {
        "slug": "oak",
        "name": "Oak Evening IOP",
        "provider": "",
        "example": True,
        "facility": False,
        "status": "open",
        "joined": None,
        "phone": {"shown": "503-555-0142", "href": ""},
        "online": ("OR",),
        "confirmed": None,
        "given": [[0, 6], [0, 6], [1, 5], [0, 7], [0, 5]],
    }
    assert len(ask["open"]) == 8
    ids = {question.id for question in directory.questions.questions}
    assert {*ask["open"], *ask["folded"]} <= ids
    assert set(ask["open"]).isdisjoint(ask["folded"])
    assert words.keys() == {"en", "es"}
    assert words["en"] == {
        "place": "Portland, OR",
        "marks": [
            {
                "kind": "example",
                "title": "Made-up example.",
                "text": "This place does not exist. Do not call or go there.",
            }
        ],
        "confirmed": "No one has confirmed these facts yet.",
        "facts": {
            "focus": {"words": ["Mental health and substance use"], "source": "", "old": ""},
            "telehealth.states": {"words": ["Oregon"], "source": "", "old": ""},
            "staff.facility_license": {
                "words": ["Number: EX-0001"],
                "source": "",
                "old": "",
            },
        },
        "tracks": [],
    }


def test_a_real_phone_can_be_called_and_a_missing_one_is_none(directory: Directory) -> None:
    assert made(directory, example=None)["phone"] == {
        "shown": "503-555-0142",
        "href": "tel:+15035550142",
    }
    assert made(directory, contact={"email": "oak@oak.example.org"})["phone"] is None


def test_tracks_add_what_they_say_otherwise(directory: Directory) -> None:
    schedule: Plain = {
        "formats": ["in-person"],
        "tracks": [
            {"name": "Teens", "ages": "13-17", "format": "in-person"},
            {"name": "Adults", "sessions": [{"days": ["mon"], "time": "17:30-20:30"}]},
        ],
    }
    found = facts(directory, schedule=schedule)
    words = {name: fact["words"] for name, fact in found.items()}
    assert words["specialties.ages"] == ["Teens: 13 to 17"]
    assert words["schedule.formats"] == ["In person"]
    assert words["structure.hours_per_week"] == ["Adults: 3 hours"]
    assert words["schedule.tracks"] == [
        "Teens: Days and times: the program does not say. Ask.",
        "Adults: Monday, 5:30 to 8:30 pm",
    ]


def test_old_facts_say_when_they_held(directory: Directory) -> None:
    cost: Plain = {"sliding_fee": "yes", "as_of": "2026-01-02"}
    assert facts(directory, cost=cost, scope="facility")["cost.sliding_fee"] == {
        "words": ["Yes"],
        "source": "the facility says",
        "old": "January 2, 2026",
    }


def test_words_of_the_vocabulary_are_spanish(directory: Directory) -> None:
    words = made(directory, therapies=["group"])["words"]
    english, spanish = (words[code]["facts"]["therapies"]["words"] for code in ("en", "es"))
    known = vocabulary().terms("therapies")["group"]
    assert (english, spanish) == ([known.label], [known.es[0]])


def test_an_old_name_leads_to_the_new_one() -> None:
    assert moved_file("oak") == {"moved": "oak"}
