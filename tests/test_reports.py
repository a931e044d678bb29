"""Problems printed for people, programs, a code host and as SARIF."""

import json

import pytest

from iopfinder import __version__
from iopfinder.problems import START, Finding, Position, Problem, Severity, field_name, in_order
from iopfinder.reports import FORMATS, counted

ERROR = Problem(
    "programs/oak.yaml",
    Position(14, 3),
    "schedule.tracks[0].time",
    Severity.ERROR,
    "'25:00' is not a time",
    "write 17:30-20:30",
)
WARNING = Problem("content/a,b:c.md", START, "", Severity.WARNING, "100% sure\nof it")
NOTE = Problem("programs/é.yaml", Position(2, 1), "name", Severity.NOTE, "look", "twice")
ALL = (ERROR, WARNING, NOTE)


def test_people_read_a_line_and_what_to_do() -> None:
    assert FORMATS["text"](ALL) == (
        "programs/oak.yaml:14:3: error: schedule.tracks[0].time: '25:00' is not a time\n"
        "    write 17:30-20:30\n"
        "content/a,b:c.md:1:1: warning: 100% sure of it\n"
        "programs/é.yaml:2:1: note: name: look\n"
        "    twice\n"
    )


def test_programs_read_json() -> None:
    text = FORMATS["json"]((ERROR, NOTE))
    assert text.endswith("]\n")
    assert "é" in text
    assert json.loads(text) == [
        {
            "path": "programs/oak.yaml",
            "line": 14,
            "column": 3,
            "field": "schedule.tracks[0].time",
            "severity": "error",
            "message": "'25:00' is not a time",
            "hint": "write 17:30-20:30",
        },
        {
            "path": "programs/é.yaml",
            "line": 2,
            "column": 1,
            "field": "name",
            "severity": "note",
            "message": "look",
            "hint": "twice",
        },
    ]


def test_a_code_host_reads_commands_with_its_own_escapes() -> None:
    assert FORMATS["github"](ALL) == (
        "::error file=programs/oak.yaml,line=14,col=3,title=schedule.tracks[0].time::"
        "'25:00' is not a time: write 17:30-20:30\n"
        "::warning file=content/a%2Cb%3Ac.md,line=1,col=1,title=iopfinder::100%25 sure%0Aof it\n"
        "::notice file=programs/é.yaml,line=2,col=1,title=name::look: twice\n"
    )


def test_sarif_has_one_run_with_a_rule_for_each_field() -> None:
    log = json.loads(FORMATS["sarif"](ALL))
    assert log == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "iopfinder",
                        "version": __version__,
                        "informationUri": "https://iopfinder.example.org/for-clinics/",
                        "rules": [
                            {"id": "file"},
                            {"id": "name"},
                            {"id": "schedule.tracks.time"},
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": "schedule.tracks.time",
                        "level": "error",
                        "message": {"text": "'25:00' is not a time: write 17:30-20:30"},
                        "locations": [located("programs/oak.yaml", 14, 3)],
                    },
                    {
                        "ruleId": "file",
                        "level": "warning",
                        "message": {"text": "100% sure\nof it"},
                        "locations": [located("content/a%2Cb%3Ac.md", 1, 1)],
                    },
                    {
                        "ruleId": "name",
                        "level": "note",
                        "message": {"text": "look: twice"},
                        "locations": [located("programs/%C3%A9.yaml", 2, 1)],
                    },
                ],
            }
        ],
    }


def located(uri: str, line: int, column: int) -> dict[str, object]:
    region = {"startLine": line, "startColumn": column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


@pytest.mark.parametrize("name", ["text", "github"])
def test_no_problem_prints_nothing(name: str) -> None:
    assert FORMATS[name](()) == ""


def test_no_problem_is_an_empty_list_to_programs() -> None:
    assert FORMATS["json"](()) == "[]\n"
    assert json.loads(FORMATS["sarif"](()))["runs"][0]["results"] == []


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        ((), "no problems"),
        ((ERROR,), "1 error"),
        ((ERROR, ERROR, WARNING), "2 errors, 1 warning"),
        ((NOTE, NOTE), "2 notes"),
        ((ERROR,) * 1200, "1,200 errors"),
    ],
)
def test_problems_are_counted_in_words(problems: tuple[Problem, ...], words: str) -> None:
    assert counted(problems) == words


def test_problems_stand_once_and_in_the_order_of_reading() -> None:
    assert in_order([NOTE, ERROR, WARNING, ERROR]) == (WARNING, ERROR, NOTE)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ((), ""),
        (("name",), "name"),
        (("schedule", "tracks", 0, "ages"), "schedule.tracks[0].ages"),
        ((2, "id"), "[2].id"),
    ],
)
def test_a_field_is_named_as_people_write_it(field: tuple[str | int, ...], name: str) -> None:
    assert field_name(field) == name


def test_a_finding_needs_no_line() -> None:
    assert Finding("oak.yaml", ("name",), Severity.NOTE, "look").hint == ""
