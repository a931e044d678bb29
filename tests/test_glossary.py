"""The glossary: reading its file, finding its words in a text, and what is wrong with it."""

from pathlib import Path

import pytest

from iopfinder.glossary import (
    NO_GLOSSARY,
    Entry,
    Glossary,
    Spoken,
    glossary_findings,
    typed_entries,
)
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.problems import Finding, Position, Problem, Severity

PATH = "content/glossary.yaml"
ROOT = Path(__file__).parents[1]


def read(text: str) -> tuple[Glossary, tuple[Problem, ...]]:
    parsed = parse_yaml(text, PATH)
    assert parsed.document is not None, parsed.problems
    glossary, problems = typed_entries(parsed.document, PATH)
    return glossary, (*parsed.problems, *problems)


def test_a_file_becomes_entries() -> None:
    text = 'iop: {term: IOP, plain: "Several days.", also: [IOPs], see: [php]}\nphp:\n  term: PHP\n'
    assert read(text + "  plain: Most of the day.\n") == (
        Glossary(
            {
                "iop": Entry(term="IOP", plain="Several days.", also=("IOPs",), see=("php",)),
                "php": Entry(term="PHP", plain="Most of the day."),
            }
        ),
        (),
    )


def test_an_entry_with_a_mistake_is_left_out() -> None:
    glossary, problems = read("iop: {term: IOP}\nphp: {term: PHP, plain: Days., say: x}\n")
    assert glossary == NO_GLOSSARY
    assert problems == (
        Problem(
            PATH,
            Position(1, 1),
            "iop.plain",
            Severity.ERROR,
            "'plain' is missing",
            "add 'plain:' with up to 240 characters",
        ),
        Problem(
            PATH,
            Position(2, 32),
            "php.say",
            Severity.ERROR,
            "'say' is not a key of php",
            "its keys are term, plain, also, see",
        ),
    )


def test_a_list_is_no_glossary() -> None:
    assert read("- a\n- b\n") == (
        NO_GLOSSARY,
        (
            Problem(
                PATH,
                Position(1, 1),
                "",
                Severity.ERROR,
                "a glossary is a mapping of id to entry",
                "write 'id:' and its keys",
            ),
        ),
    )


WORDS = Glossary(
    {
        "php": Entry(term="Day program (PHP)", plain="x", also=("PHP",)),
        "iop": Entry(term="IOP", plain="x", also=("intensive outpatient program",)),
        "dbt": Entry(term="DBT", plain="x"),
        "skills": Entry(term="DBT skills", plain="x"),
        "part2": Entry(term="42 CFR Part 2", plain="x"),
        "crisis": Entry(term="Crisis line", plain="x"),
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a day program", [Spoken(2, 13, "php")]),
        ("A Day\n  Program.", [Spoken(2, 15, "php")]),
        ("PHP, php", [Spoken(0, 3, "php")]),
        ("DBT skills and DBT", [Spoken(0, 10, "skills"), Spoken(15, 18, "dbt")]),
        ("an Intensive Outpatient Program", [Spoken(3, 31, "iop")]),
        ("IOPs, xIOP, IOP-like, non-IOP", []),
        ("42 CFR part 2; 42 cfr part 2", [Spoken(0, 13, "part2")]),
        ("a cr\u0131s\u0130s l\u0130ne", []),
        ("", []),
    ],
)
def test_words_are_found_in_a_text(text: str, found: list[Spoken]) -> None:
    assert list(WORDS.spoken(text)) == found


def test_an_empty_glossary_finds_nothing() -> None:
    assert list(NO_GLOSSARY.spoken("An IOP.")) == []


def test_findings_on_see_and_on_words_of_two_entries() -> None:
    wrong = Glossary(
        {
            "detox": Entry(term="Detox", plain="x", see=("withdrawl", "detox", "zzz")),
            "withdrawal": Entry(term="Withdrawal", plain="x", also=("detox", "Withdrawal care")),
        }
    )
    assert list(glossary_findings(wrong, PATH)) == [
        Finding(
            PATH,
            ("detox", "see", 0),
            Severity.ERROR,
            "there is no entry 'withdrawl'",
            "did you mean 'withdrawal'?",
        ),
        Finding(
            PATH,
            ("detox", "see", 1),
            Severity.ERROR,
            "'detox' names its own entry",
            "name another entry or delete it",
        ),
        Finding(
            PATH,
            ("detox", "see", 2),
            Severity.ERROR,
            "there is no entry 'zzz'",
            "write that entry first",
        ),
        Finding(
            PATH,
            ("withdrawal", "also", 0),
            Severity.ERROR,
            "'detox' is already a word of 'detox'",
            "keep it in one of the two",
        ),
    ]


def test_our_own_glossary_has_no_problems() -> None:
    ours, problems = read((ROOT / PATH).read_text(encoding="utf-8"))
    assert problems == ()
    assert list(glossary_findings(ours, PATH)) == []
    assert "iop" in ours.entries
