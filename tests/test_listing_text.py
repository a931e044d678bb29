"""Listings as YAML text: one text for each value, which every reader takes back as it was."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.importers.listing_text import digest_of, listing_text, signed, yaml_text
from iopfinder.positioned_yaml import Plain, parse_yaml

NASTY = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=":# -?[]{},&*!|>'\"%@`\n\tan0189.eExo_+~=yYé", max_size=14),
    st.sampled_from(
        [
            "no",
            "YES",
            "1:30",
            "02139",
            "0x1f",
            "1e3",
            "12e45",
            "null",
            "~",
            "2020-01-01",
            "1_0",
            "a #b",
            "a: b",
            "- a",
            "",
            "=",
            "<<",
            ".5",
            "+1",
            "---",
            "...",
            "x::y",
            " a",
            "a ",
        ]
    ),
)
VALUES = st.recursive(
    NASTY,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(NASTY, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(NASTY, VALUES, min_size=1, max_size=4))
def test_every_reader_takes_the_text_back_as_it_was(value: dict[str, Plain]) -> None:
    text = yaml_text(value)
    parsed = parse_yaml(text, "any.yaml")
    assert parsed.problems == ()
    assert parsed.document is not None
    assert (parsed.document.value, parsed.document.retyped) == (value, ())
    assert yaml.safe_load(text) == value  # YAML 1.1, with all its types


@given(st.lists(st.text(alphabet="ab \n#:", max_size=40), min_size=1))
def test_texts_of_several_lines_come_back(texts: list[str]) -> None:
    value: dict[str, Plain] = {f"key{number}": text for number, text in enumerate(texts)}
    parsed = parse_yaml(yaml_text(value), "any.yaml")
    assert parsed.problems == ()
    assert parsed.document is not None
    assert parsed.document.value == value


def test_keys_stand_in_the_models_order_and_lists_are_wrapped() -> None:
    value: dict[str, Plain] = {
        "description": "One.\n\nTwo: a #mark.\n",
        "cost": {"sliding_fee": "yes", "insurance": {"medicaid": "no", "others": "no"}},
        "schedule": {
            "tracks": [
                {"sessions": [{"time": "17:30-20:30", "days": ["mon", "wed"]}], "name": "A, b"},
                {"name": "Evening"},
            ]
        },
        "specialties": {"ages": "18+", "conditions": {"ptsd": "track", "gambling": "no"}},
        "therapies": [f"therapy-{number}" for number in range(10)],
        "location": {"zip": "02139", "city": "No", "street": "12"},
        "structure": {"hours_per_week": "9"},
        "name": "Hope: a start",
        "format": "1",
    }
    assert (
        listing_text(value)
        == """\
format: 1
name: "Hope: a start"
location:
  street: "12"
  city: "No"
  zip: "02139"
structure:
  hours_per_week: 9
therapies: [therapy-0, therapy-1, therapy-2, therapy-3, therapy-4, therapy-5, therapy-6, therapy-7,
  therapy-8, therapy-9]
specialties:
  conditions:
    ptsd: track
    gambling: no
  ages: 18+
schedule:
  tracks:
    - name: A, b
      sessions:
        - days: [mon, wed]
          time: 17:30-20:30
    - name: Evening
cost:
  insurance:
    medicaid: no
    others: no
  sliding_fee: yes
description: |
  One.

  Two: a #mark.
"""
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Oak & Elm (North), 2nd floor", "Oak & Elm (North), 2nd floor"),
        ("O'Fallon", "O'Fallon"),
        ("Centro de Salud Niños", "Centro de Salud Niños"),
        ("#1 Recovery", '"#1 Recovery"'),
        ('The "Oaks"', '"The \\"Oaks\\""'),
        ("Oaks\u200b", '"Oaks\\u200b"'),
        ("null", '"null"'),
        ("1:30", '"1:30"'),
        ("two\n lines", '"two\\n lines"'),
    ],
)
def test_a_text_is_quoted_only_where_it_must_be(text: str, written: str) -> None:
    assert yaml_text({"name": text}) == f"name: {written}\n"


def test_a_digest_is_of_all_but_its_own_line() -> None:
    text = "name: Oak\nimported:\n  id: a1\n  digest: unsigned\n"
    done = signed(text)
    assert done == f"name: Oak\nimported:\n  id: a1\n  digest: {digest_of(text)}\n"
    assert digest_of(done) == digest_of(text)
    assert digest_of(done.replace("Oak", "Elm")) != digest_of(done)
