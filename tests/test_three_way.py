"""What an import may renew: its own facts alone; and what it wrote, packed into a line."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopfinder.amendments import plain_at, with_changes
from iopfinder.importers.listing_text import listing_text
from iopfinder.importers.three_way import facts_between, renewal_of
from iopfinder.importers.wrote import DICTIONARY, packed, unpacked
from iopfinder.positioned_yaml import Plain
from listing_values import listing_values

VALUES = listing_values().map(lambda value: {k: v for k, v in value.items() if k != "imported"})


@settings(max_examples=60)
@given(VALUES, VALUES)
def test_untouched_facts_become_those_of_the_new_edition(
    wrote: dict[str, Plain], new: dict[str, Plain]
) -> None:
    renewal = renewal_of(wrote, wrote, new)
    assert with_changes(wrote, renewal.changes) == new
    assert renewal.kept == ()


@settings(max_examples=60)
@given(VALUES, VALUES)
def test_the_same_edition_changes_nothing(
    wrote: dict[str, Plain], stands: dict[str, Plain]
) -> None:
    renewal = renewal_of(wrote, stands, wrote)
    assert (renewal.changes, renewal.renewed) == ({}, ())


@settings(max_examples=60)
@given(VALUES, VALUES, VALUES)
def test_whatever_a_person_wrote_stays(
    wrote: dict[str, Plain], stands: dict[str, Plain], new: dict[str, Plain]
) -> None:
    after = with_changes(stands, renewal_of(wrote, stands, new).changes)
    for field, said in leaves(stands):
        if plain_at(wrote, field) != said and not isinstance(plain_at(wrote, field), list):
            assert plain_at(after, field) == said or isinstance(said, list)
        if isinstance(said, list):
            theirs = [item for item in said if item not in (plain_at(wrote, field) or [])]
            assert all(item in (plain_at(after, field) or []) for item in theirs)


def leaves(value: Plain, above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Plain]]:
    if not isinstance(value, dict):
        return [(above, value)]
    return [leaf for key, inner in value.items() for leaf in leaves(inner, (*above, key))]


@pytest.mark.parametrize(
    ("wrote", "stands", "new", "after", "renewed", "kept"),
    [
        ({"a": "1"}, {"a": "1"}, {"a": "2"}, {"a": "2"}, ("a",), ()),
        ({"a": "1"}, {"a": "3"}, {"a": "2"}, {"a": "3"}, (), ("a",)),
        ({"a": "1"}, {}, {"a": "1"}, {}, (), ()),
        ({"a": "1"}, {}, {"a": "2"}, {}, (), ("a",)),
        ({"a": "1"}, {"a": "2"}, {"a": "2"}, {"a": "2"}, (), ()),
        ({"a": "1"}, {"a": "1"}, {}, {}, ("a",), ()),
        ({"a": "1"}, {"a": "3"}, {}, {"a": "3"}, (), ("a",)),
        ({}, {"a": "3"}, {"a": "2"}, {"a": "3"}, (), ("a",)),
        ({}, {}, {"a": "2"}, {"a": "2"}, ("a",), ()),
        (
            {"s": {"x": "1", "y": "1"}},
            {"s": {"x": "no", "y": "1"}},
            {"s": {"x": "2", "z": "2"}},
            {"s": {"x": "no", "z": "2"}},
            ("s.y", "s.z"),
            ("s.x",),
        ),
        (
            {"t": ["cbt", "group"]},
            {"t": ["group", "own"]},
            {"t": ["cbt", "act"]},
            {"t": ["own", "act"]},
            ("t.group", "t.act"),
            ("t.cbt",),
        ),
        ({"t": ["cbt"]}, {}, {"t": ["cbt", "act"]}, {}, (), ("t.act",)),
        ({"t": ["cbt"]}, {"t": {"cbt": "no"}}, {"t": ["act"]}, {"t": {"cbt": "no"}}, (), ("t",)),
    ],
)
def test_three_texts_make_one(  # noqa: PLR0917
    wrote: Plain,
    stands: Plain,
    new: Plain,
    after: Plain,
    renewed: tuple[str, ...],
    kept: tuple[str, ...],
) -> None:
    renewal = renewal_of(wrote, stands, new)
    assert with_changes(stands, renewal.changes) == after
    assert (renewal.renewed, renewal.kept) == (renewed, kept)


def test_the_mark_of_an_import_is_no_fact() -> None:
    one: Plain = {"name": "Oak", "imported": {"edition": "2022"}}
    other: Plain = {"name": "Oak", "imported": {"edition": "2023"}}
    assert facts_between(one, other) == ()


@given(VALUES)
def test_what_was_packed_comes_back(value: dict[str, Plain]) -> None:
    text = listing_text(value)
    word = packed(text)
    assert unpacked(word) == text
    assert word.replace("-", "").replace("_", "").isalnum()


@given(st.text(alphabet="abcZ019-_=é", max_size=40))
def test_a_damaged_word_is_nothing(word: str) -> None:
    assert unpacked(word) is None
    assert unpacked(f"1-{word}") is None
    assert unpacked(packed("name: Oak\n")[:-3]) is None


def test_the_dictionary_never_changes() -> None:
    """What it packed could not be read again: a new one takes a new number."""
    digest = sha256(DICTIONARY.read_bytes()).hexdigest()
    assert digest == "88b2cdf15608363b015bd29e25e51bea739070a090a186df827dcdb49c05a115"
