"""YAML as plain text values with their positions, and what is refused before it is parsed."""

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.positioned_yaml import (
    DEPTH_LIMIT,
    SIZE_LIMIT,
    Document,
    Plain,
    parse_yaml,
)
from iopfinder.problems import START, Field, Position, Problem, Severity

LISTING = """\
name: Oak
zip: 02134
days: [mon, tue]
tracks:
  - name: Evening
    time: 9:00
  - name: "yes"
empty:
none: ~
"""


def parsed(text: str) -> Document:
    document, problems = parse_yaml(text, "oak.yaml").document, parse_yaml(text, "x").problems
    assert document is not None
    assert problems == ()
    return document


def refusals(text: str) -> list[tuple[Position, str, str]]:
    """Where and what, of a text that is no document."""
    result = parse_yaml(text, "oak.yaml")
    assert result.document is None
    return [(each.position, each.message, each.hint) for each in result.problems]


def test_scalars_stay_text() -> None:
    assert parsed(LISTING).value == {
        "name": "Oak",
        "zip": "02134",
        "days": ["mon", "tue"],
        "tracks": [{"name": "Evening", "time": "9:00"}, {"name": "yes"}],
    }


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (("name",), (1, 7)),
        (("days",), (3, 7)),
        (("days", 1), (3, 13)),
        (("tracks",), (5, 3)),
        (("tracks", 0), (5, 5)),
        (("tracks", 0, "time"), (6, 11)),
        (("tracks", 1, "name"), (7, 11)),
        (("empty",), (8, 1)),
        (("tracks", 1, "time"), (7, 5)),
        (("tracks", 5, "time"), (5, 3)),
        (("nothing",), (1, 1)),
        (("days", "tue"), (3, 13)),
        ((), (1, 1)),
    ],
)
def test_a_value_or_its_nearest_parent_has_a_position(field: Field, place: Position) -> None:
    assert parsed(LISTING).position(field) == place


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (("name",), (1, 1)),
        (("tracks", 0, "time"), (6, 5)),
        (("tracks", 1, "time"), (7, 5)),
        (("tracks", 1), (7, 5)),
    ],
)
def test_a_key_has_a_position_of_its_own(field: Field, place: Position) -> None:
    assert parsed(LISTING).position(field, key=True) == place


def test_what_other_tools_would_retype_is_known() -> None:
    assert parsed(LISTING).retyped == (("zip",), ("tracks", 0, "time"))


def test_keys_with_nothing_behind_them_are_known() -> None:
    assert parsed(LISTING).empty == (("empty",), ("none",))


RETYPED = ["1", "-1", "1.5", ".5", "1e3", "0x1F", "0o17", "9:00", "yes", "No", "on", "TRUE", "n"]
KEPT = ["1-2", "9+", "5pm", "v1", "yes!", "x", "12 noon", "2026-10", "97204-1234", "1,200", "=-"]


@pytest.mark.parametrize("text", [*RETYPED, "2026-10-01", ".inf", ".NaN", "1_000"])
def test_bare_numbers_dates_and_words_of_logic_are_retyped_elsewhere(text: str) -> None:
    assert parsed(f"a: {text}").retyped == (("a",),)
    assert parsed(f"a: '{text}'").retyped == ()


@pytest.mark.parametrize("text", KEPT)
def test_other_texts_are_text_to_every_tool(text: str) -> None:
    assert parsed(f"a: {text}").retyped == ()


@pytest.mark.parametrize("text", RETYPED + KEPT)
def test_retyped_agrees_with_pyyaml(text: str) -> None:
    odd = {".inf", "1e3", "0o17", "n"}  # numbers in YAML 1.2 only, or true and false in 1.1 only
    retyped = not isinstance(yaml.safe_load(text), str)
    assert text in odd or bool(parsed(f"a: {text}").retyped) == retyped


EMPTY = "copy an example and fill it in, or delete the file"


@pytest.mark.parametrize("text", ["", "\n", "# only this\n", "---\n", "~", "null\n", "\n\n  \n"])
def test_a_file_without_content_is_refused(text: str) -> None:
    assert refusals(text) == [(START, "the file is empty", EMPTY)]


def test_a_long_file_is_refused_before_it_is_parsed() -> None:
    text = "a: " + "x" * SIZE_LIMIT
    message = "the file is 256 KiB long; the limit is 256 KiB"
    hint = "a listing is a few KiB: move long texts to your website"
    assert refusals(text) == [(START, message, hint)]


def test_a_file_as_long_as_the_limit_is_read() -> None:
    assert parsed("a: " + "x" * (SIZE_LIMIT - 3)).value == {"a": "x" * (SIZE_LIMIT - 3)}


DEEP = "the file is nested deeper than 64 levels"
BRACKETS = "look for brackets that are never closed"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 100_000, (1, 65)),
        ("{a: " * 30_000, (1, 257)),
        ("- " * 70 + "x", (1, 129)),
        ("\n".join(" " * depth + "a:" for depth in range(80)), (65, 65)),
        ("? " * 70 + "x", (1, 129)),
    ],
)
def test_deep_nesting_is_refused_before_it_is_composed(text: str, place: Position) -> None:
    assert refusals(text) == [(place, DEEP, BRACKETS)]


def test_nesting_as_deep_as_the_limit_is_read() -> None:
    depth = DEPTH_LIMIT
    assert parsed("[" * depth + "x" + "]" * depth).value
    assert parsed("\n".join(" " * level + "a:" for level in range(depth)) + " x").value


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x0b", "\r", "\x7f", "\x85", "\u200b", "\u2028", "\ufeff", "\uffff"],
)
def test_invisible_characters_are_refused_where_they_stand(character: str) -> None:
    code = f"U+{ord(character):04X}"
    message = f"the invisible character {code} stands here"
    expected = [((2, 5), message, "delete it and type the text again")]
    assert refusals(f"a: b\nc: d{character}e") == expected


def test_odd_spaces_are_refused_in_keys_and_kept_in_texts() -> None:
    message = "the odd space U+00A0 stands here, often from a word processor"
    hint = "delete it and type a usual space"
    assert refusals("a: b\n\u00a0c: d") == [((2, 1), message, hint)]
    assert refusals("a: b\n  c:\u00a0d") == [((2, 5), message, hint)]
    assert parsed("a: b\u00a0c").value == {"a": "b\u00a0c"}


def test_every_refused_mark_is_told_at_once() -> None:
    text = "a: &one x\nb: *one\nc: !tag y\n---\nd: z\n"
    assert refusals(text) == [
        ((1, 4), "'&one' is an anchor", "leave it out, or quote the text"),
        ((2, 4), "'*one' is an alias", "put the text in quotes"),
        ((3, 4), "'!tag' is a tag", "leave it out, or quote the text"),
        ((4, 1), "a second document starts here", "keep one document a file"),
    ]


def test_a_text_that_begins_with_a_special_character_is_fine_in_quotes() -> None:
    assert parsed("a: '&b'\nc: '*d'\ne: '!f'\ng: '@h'").value == {
        "a": "&b",
        "c": "*d",
        "e": "!f",
        "g": "@h",
    }


def test_problems_of_a_document_leave_the_rest_of_it() -> None:
    result = parse_yaml("a: b\na: c\nlist: []\nd: [x, ]\ne: f #g\n", "oak.yaml")
    assert result.document is not None
    assert result.document.value == {"a": "b", "list": [], "d": ["x"], "e": "f"}
    assert result.problems == (
        Problem(
            "oak.yaml",
            Position(2, 1),
            "a",
            Severity.ERROR,
            "'a' is written twice, first on line 1",
            "keep one of the two",
        ),
        Problem(
            "oak.yaml",
            Position(3, 7),
            "list",
            Severity.ERROR,
            "the list is empty",
            "write an item, or delete the line: what is left out is not stated",
        ),
        Problem(
            "oak.yaml",
            Position(5, 6),
            "e",
            Severity.ERROR,
            "the text from '#g' on is cut off: ' #' starts a comment",
            'put the whole text in quotes, or write "# " with a space for a comment',
        ),
    )


@pytest.mark.parametrize(
    "text",
    ["a: b # c", "a: b #", "a: 'b' #c", "# c\na: b", "a: b#c", "a: |\n  b #c\n", "a: [b] #c"],
)
def test_comments_and_number_signs_inside_a_word_are_fine(text: str) -> None:
    assert parsed(text).value


# Any text


pieces = st.sampled_from(
    [*"{}[],:#&*!|>'\"%@`~-?\n\t ", "  ", "\n  ", "\n- ", ": ", "a", "name", "é", "\u00a0", "\r\n"]
)
scraps = st.one_of(st.text(), st.lists(pieces, max_size=40).map("".join))


def lines_of(text: str) -> list[str]:
    return text.split("\n")


@given(scraps)
def test_no_text_raises_and_every_problem_stands_within_it(text: str) -> None:
    result = parse_yaml(text, "oak.yaml")
    assert result.document is not None or result.problems
    for problem in result.problems:
        line, column = problem.position
        assert 1 <= line <= len(lines_of(text))
        assert 1 <= column <= len(lines_of(text)[line - 1]) + 1
        assert problem.message
        assert problem.hint


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1
).filter(lambda word: "\ufeff" not in word and "\u200b" not in word)
leaves: st.SearchStrategy[Plain] = words
plains: st.SearchStrategy[Plain] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4),
        st.dictionaries(words, inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)


@given(plains)
def test_what_is_written_in_quotes_comes_back(value: Plain) -> None:
    written = yaml.dump(value, default_style='"', allow_unicode=True, width=10_000)
    document = parsed(written)
    assert document.value == value
    assert document.retyped == ()
    assert set(fields_of(value)) == set(document.values)


def fields_of(value: Plain, above: Field = ()) -> Iterator[Field]:
    yield above
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields_of(inner, (*above, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from fields_of(inner, (*above, index))
