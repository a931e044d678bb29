"""Words that hurt, sell or promise are found whole; quotes of patients are noticed."""

import pytest

from directory_case import content
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.validation import typed
from iopfinder.vocabulary import NO_WORDS
from iopfinder.words import (
    NO_FINDER,
    Found,
    WordLists,
    Words,
    is_quoted_testimonial,
    word_finder,
    word_message,
)

LISTS = {
    "hurtful": {"addict": "person with addiction", "drug abuser*": "person who uses drugs"},
    "selling": ["world-class", "#1", "luxury"],
    "guarantees": ["cure*", "100% success"],
}


@pytest.fixture(scope="module")
def finder() -> Words:
    return word_finder(WordLists.model_validate(LISTS))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We help an addict.", [Found("addict", "hurtful", "person with addiction")]),
        ("Addiction medicine for addicted people", []),
        ("Drug\n  abusers welcome", [Found("Drug\n  abusers", "hurtful", "person who uses drugs")]),
        (
            "The #1 place, LUXURY rooms",
            [Found("#1", "selling", ""), Found("LUXURY", "selling", "")],
        ),
        ("Suite #12", []),
        ("World-class and world-class", [Found("World-class", "selling", "")]),
        ("It cures. A cure!", [Found("cures", "guarantees", ""), Found("cure", "guarantees", "")]),
        ("secure and obscure", []),
        ("100% success", [Found("100% success", "guarantees", "")]),
        ("", []),
    ],
)
def test_listed_words_are_found_whole_and_once(
    finder: Words, text: str, found: list[Found]
) -> None:
    assert list(finder.found(text)) == found


def test_hurtful_words_can_be_asked_for_alone(finder: Words) -> None:
    assert [each.word for each in finder.hurtful("A luxury cure for an addict")] == ["addict"]


def test_nothing_is_found_by_the_empty_finder() -> None:
    assert list(NO_FINDER.found("addict luxury cure")) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Found("addict", "hurtful", "person with addiction"),
            ("'addict' can hurt", "write 'person with addiction'"),
        ),
        (Found("luxury", "selling", ""), ("'luxury' sells", "say what is done, in plain words")),
        (
            Found("cures", "guarantees", ""),
            ("'cures' promises a result", "say what is done, not what will come of it"),
        ),
    ],
)
def test_each_kind_of_word_is_told_in_its_own_way(found: Found, said: tuple[str, str]) -> None:
    assert word_message(found) == said


@pytest.mark.parametrize(
    "text",
    [
        '"This place gave me back my days" said a mother.',
        '"You saved my life."',
        "“My son is well again.”",
        '"The staff were kind to me." - J.',
        '"I was lost and they found me"',
    ],
)
def test_what_people_say_of_a_program_is_a_testimonial(text: str) -> None:
    assert is_quoted_testimonial(text)


@pytest.mark.parametrize(
    "text",
    [
        "We meet in the evening.",
        'The "Seeking Safety" program runs on Mondays.',
        'A group called "Strong at home" by licensed staff.',
        "I was told to write a summary.",
    ],
)
def test_names_in_quotes_are_no_testimonials(text: str) -> None:
    assert not is_quoted_testimonial(text)


def test_the_real_lists_find_each_of_their_own_words() -> None:
    source = content().singles["words"]
    document = parse_yaml(source.text, source.path).document
    assert document is not None
    lists, problems = typed(WordLists, document, source.path, NO_WORDS)
    assert lists is not None
    assert problems == ()
    finder = word_finder(lists)
    for word in (*lists.hurtful, *lists.selling, *lists.guarantees):
        assert list(finder.found(f"Our {word.rstrip('*')} here."))
    for kinder in lists.hurtful.values():
        assert list(finder.hurtful(kinder)) == []
