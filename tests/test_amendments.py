"""Single facts of a listing's text changed: those alone, with every comment kept."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iopfinder.amendments import amended, plain_at, with_changes
from iopfinder.canon import formatted
from iopfinder.importers.listing_text import listing_text
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Field
from iopfinder.program import Program
from listing_values import listing_values
from test_canon import NAMES, TEXTS, comments_of, files

OAK = """\
# Ours since 2019.

format: 1
name: Oak
contact: {phone: 503-555-0142}   # the front desk
therapies:
  - cbt   # since May
  - group
staff:
  licenses: [LCSW, LPC]
  # who leads
  nurse: yes
schedule:
  tracks:
    # the first
    - name: A
      ages: 18+   # no teens
    - {name: B}
x-own: kept
"""


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({}, "", ""),
        ({("name",): "Oak: East"}, "name: Oak", 'name: "Oak: East"'),
        ({("contact", "text"): "503-555-0143"}, "0142}", "0142, text: 503-555-0143}"),
        ({("contact", "phone"): "503-555-0143"}, "0142}", "0143}"),
        (
            {("location", "zip"): "02139"},
            "contact:",
            'location:\n  zip: "02139"\ncontact:',
        ),
        ({("staff", "nurse"): None}, "  nurse: yes\n", ""),
        (
            {("staff", "nurse"): None, ("staff", "licenses"): None},
            "staff:\n  licenses: [LCSW, LPC]\n  # who leads\n  nurse: yes\nschedule",
            "# who leads\nschedule",
        ),
        (
            {("therapies",): ["act", "group"]},
            "  - cbt   # since May\n  - group",
            "  - act\n  - group\n  # since May",
        ),
        (
            {("therapies",): {"cbt": "no"}},
            "therapies:\n  - cbt   # since May\n  - group",
            "# since May\ntherapies:\n  cbt: no",
        ),
        (
            {("staff", "licenses", 0): {"license": "LCSW", "count": "2"}},
            "[LCSW,",
            "[{license: LCSW, count: 2},",
        ),
        (
            {("therapies", 0): {"x": "1"}},
            "  - cbt   # since May\n",
            "  # since May\n  - x: 1\n",
        ),
        ({("staff", "licenses", 2): "LMFT"}, "LPC]", "LPC, LMFT]"),
        (
            {("schedule", "tracks", 0): None, ("schedule", "tracks", 2): {"name": "C"}},
            "    # the first\n    - name: A\n      ages: 18+   # no teens\n    - {name: B}\n",
            "    # the first\n    # no teens\n    - {name: B}\n    - name: C\n",
        ),
        (
            {("schedule", "tracks", 0, "ages"): None},
            "      ages: 18+   # no teens\n",
            "      # no teens\n",
        ),
        ({("description",): "One.\n\nTwo.\n"}, "x-own", "description: |\n  One.\n\n  Two.\nx-own"),
    ],
)  # fmt: skip
def test_a_change_is_where_it_belongs(
    changes: dict[Field, Plain | None], old: str, new: str
) -> None:
    assert amended(OAK, changes, Program) == OAK.replace(old, new, 1)


def value_of(text: str) -> dict[str, Plain]:
    document = parse_yaml(text, "").document
    assert document is not None
    assert isinstance(document.value, dict)
    return document.value


def fields(value: Plain, above: Field = ()) -> list[Field]:
    """Every field that is stated, sections and items too."""
    if isinstance(value, str):
        return [above]
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    below = [field for part, inner in inside for field in fields(inner, (*above, part))]
    return [above, *below] if above else below


@settings(max_examples=60)
@given(st.data())
def test_in_whatever_file_the_change_and_all_comments_stand(data: st.DataObject) -> None:
    text = data.draw(files())
    canonical = formatted(text, "oak.yaml", Program)
    if not isinstance(canonical, str):
        return
    value = value_of(text)
    assume("# ~" not in str(value))  # a comment that became part of a literal text
    known = fields(value) or [("name",)]
    field = data.draw(st.sampled_from(known))
    values = [TEXTS, st.dictionaries(NAMES, TEXTS, min_size=1), st.lists(TEXTS, min_size=1)]
    new = data.draw(st.one_of(st.none(), *(values[:2] if isinstance(field[-1], int) else values)))
    assume(with_changes(value, {field: new}) != {})
    written = amended(text, {field: new}, Program)
    if new is not None:
        assert plain_at(value_of(written), field) == new
    assert comments_of(written) == comments_of(text)
    assert formatted(written, "oak.yaml", Program) == written


@given(listing_values(), listing_values())
def test_any_listing_can_become_any_other(one: dict[str, Plain], other: dict[str, Plain]) -> None:
    changes: dict[Field, Plain | None] = {(key,): other.get(key) for key in {**one, **other}}
    assert with_changes(one, changes) == other
    assert value_of(amended(listing_text(one), changes, Program)) == other


def test_nothing_of_a_text_is_lost_but_what_was_asked() -> None:
    written = amended(OAK, {("contact",): None}, Program)
    assert re.findall("#.*", written) == re.findall("#.*", OAK)
    assert "phone" not in written
