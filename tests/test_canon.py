"""Files in canonical order and layout: the same facts, each word and comment where it belongs."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopfinder.canon import formatted
from iopfinder.facts import keys_of, outline
from iopfinder.importers.listing_text import listing_text
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Position, Problem, Severity
from iopfinder.program import Program
from iopfinder.provider import Provider
from iopfinder.sources import Source, decoded, read_source
from iopfinder.upgrades import UPGRADES, Upgrade
from iopfinder.validation import typed
from iopfinder.vocabulary import NO_WORDS
from site_case import ROOT

PROGRAMS = ROOT / "tests" / "cases" / "programs"
NO_MAPPING = "one value or a list stands where a mapping belongs"
CASES = ROOT / "tests" / "cases" / "layout"
"""Each name.yaml becomes name.expected."""


def in_order(text: str, upgrades: Mapping[str, Upgrade] = UPGRADES) -> str:
    """The formatted text; formatting it again changes nothing."""
    once = formatted(text, "oak.yaml", Program, upgrades)
    assert isinstance(once, str), once
    assert formatted(once, "oak.yaml", Program, upgrades) == once
    return once


def value_of(text: str) -> Plain:
    document = parse_yaml(text, "").document
    assert document is not None, text
    return document.value


@pytest.mark.parametrize("path", sorted((ROOT / "programs").glob("*.yaml")), ids=lambda p: p.stem)
def test_the_example_listings_are_in_order(path: Path) -> None:
    text = path.read_text("utf-8")
    assert formatted(text, path.name, Program) == text


@pytest.mark.parametrize(
    "path", sorted((ROOT / "content" / "providers").glob("*.yaml")), ids=lambda path: path.stem
)
def test_the_provider_files_are_in_order(path: Path) -> None:
    text = path.read_text("utf-8")
    assert formatted(text, path.name, Provider) == text


def test_there_are_cases() -> None:
    assert len(list(CASES.glob("*.yaml"))) >= 20


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda case: case.stem)
def test_a_case_is_written_as_expected(case: Path) -> None:
    text = case.read_text("utf-8")
    assert in_order(text) == case.with_suffix(".expected").read_text("utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_provider_file_has_its_own_order(end: str) -> None:
    text = f"npi: 1234567893{end}# the owner{end}ownership: nonprofit{end}name: Oak{end}"
    source = decoded(Path("oak.yaml"), b"\xef\xbb\xbf" + text.encode())
    assert isinstance(source, Source)
    assert formatted(source.text, source.path, Provider) == (
        'name: Oak\n# the owner\nownership: nonprofit\nnpi: "1234567893"\n'
    )


# What cannot be read


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "name: Oak\nname: Elm\n",
            (2, 1),
            "'name' is written twice, first on line 1",
            "keep one of the two",
        ),
        ("name: &a Oak\n", (1, 7), "'&a' is an anchor", "leave it out, or quote the text"),
        ("name: *a\n", (1, 7), "'*a' is an alias", "put the text in quotes"),
        ("name: !!str 12\n", (1, 7), "'!!str' is a tag", "leave it out, or quote the text"),
        (
            "name: Oak\n---\nname: Elm\n",
            (2, 1),
            "a second document starts here",
            "keep one document a file",
        ),
        (
            "name: 'Oak\n",
            (1, 7),
            "a quote is opened here and never closed",
            "close it with the same quote",
        ),
        (
            "name: Oak #2\n",
            (1, 11),
            "the text from '#2' on is cut off: ' #' starts a comment",
            'put the whole text in quotes, or write "# " with a space for a comment',
        ),
        ("", (1, 1), "the file is empty", "copy an example and fill it in, or delete the file"),
        (
            "- name: Oak\n",
            (1, 1),
            "one value or a list stands where a mapping belongs",
            "write 'key: value' on lines of its own",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    problems = formatted(text, "oak.yaml", Program)
    assert not isinstance(problems, str)
    assert [replace(each, field="") for each in problems] == [
        Problem("oak.yaml", Position(*place), "", Severity.ERROR, message, hint)
    ]


LISTINGS = sorted(PROGRAMS.glob("*/*.yaml"))


@pytest.mark.parametrize("path", LISTINGS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_listing_with_mistakes_is_refused_by_its_errors_or_says_the_same(path: Path) -> None:
    source = read_source(path)
    if isinstance(source, Source):
        parsed = parse_yaml(source.text, path.name, keys_of(Program))
        errors = [each for each in parsed.problems if each.severity is Severity.ERROR]
        written = formatted(source.text, path.name, Program)
        if errors:
            assert written == tuple(errors)
        elif isinstance(written, str):
            assert parsed.document is not None
            assert value_of(written) == parsed.document.value
            assert formatted(written, path.name, Program) == written
        else:
            assert [each.message for each in written] == [NO_MAPPING]


def test_what_would_grow_too_long_is_refused() -> None:
    text = f"therapies: [{'1,' * 100_000}1]\n"
    assert formatted(text, "oak.yaml", Program) == (
        Problem(
            "oak.yaml",
            Position(1, 1),
            "",
            Severity.ERROR,
            "the file is 488 KiB long; the limit is 256 KiB",
            "a listing is a few KiB: move long texts to your website",
        ),
    )


def test_a_key_too_long_to_be_one_is_refused() -> None:
    text = f"name: Oak\n? {'x' * 2000}\n: 1\n"
    message = "this key is longer than 100 characters"
    assert formatted(text, "oak.yaml", Program) == (
        Problem("oak.yaml", Position(2, 3), "", Severity.ERROR, message, "write a short key"),
    )


# Upgrades


STEPS = {
    "0": Upgrade("0.5", {("name",): "title", ("schedule", "groups", "when"): "hours"}),
    "0.5": Upgrade(
        "1",
        {
            ("title",): "name",
            ("schedule", "groups"): "tracks",
            ("schedule", "groups", "hours"): "x",
        },
    ),
}


def test_an_older_format_becomes_the_newest_with_its_comments() -> None:
    text = """\
title: Elm   # unknown then, and so kept
schedule:
  groups:
    - {when: late}
    # the other
    - "when": 17:30
format: 0.5   # of 2025
"""
    assert (
        in_order(text, STEPS)
        == """\
format: 1   # of 2025
name: Elm   # unknown then, and so kept
schedule:
  tracks:
    - {when: late}
    # the other
    - "when": 17:30
"""
    )


def test_formats_are_upgraded_one_after_the_other() -> None:
    text = "format: 0\nname: Elm\nschedule: {groups: [{when: late}]}\n"
    assert in_order(text, STEPS) == "format: 1\nname: Elm\nschedule: {tracks: [{x: late}]}\n"


def test_a_key_and_its_new_name_in_one_mapping_are_refused() -> None:
    text = "format: 0\nname: Elm\nschedule:\n  groups:\n    - {hours: 9, when: late}\n"
    message = "'when' is now called 'hours', which is written here too"
    assert formatted(text, "oak.yaml", Program, STEPS) == (
        Problem(
            "oak.yaml",
            Position(5, 18),
            "schedule.groups[0].when",
            Severity.ERROR,
            message,
            "keep one of the two",
        ),
    )


def test_the_newest_format_is_left_alone() -> None:
    assert "1" not in UPGRADES
    assert in_order("format: 1\nname: Elm\n", STEPS) == "format: 1\nname: Elm\n"


# Whatever is written, in whatever way


FIELDS = sorted({spec.field[-1] for spec in outline(Program)})
NAMES = st.sampled_from([*FIELDS, "x-own", "note"])
COMMENTS = st.text(alphabet="ab c:#-[]{}'\"|é", max_size=10).map(lambda text: f"# ~{text}".rstrip())
BLANKS = st.sampled_from([" ", "  ", "     ", " \t"])
WORDS = st.sampled_from(
    [
        "no", "Yes", "07801", "1e3", "0x1f", "17:30", "17:30-20:30", "2026-10-01", "1_0", "-5",
        "+.5", "=", "<<", "oak", "Oak & elm", "a:b", "x#y", "9-12", "it's", "50%", "é", "a,b",
        "2001-12-14 21:59:43", ".inf", "true", "n", "-x", "?x", "a - b", "a\tb", "😀 oak",
    ]
)  # fmt: skip
ANY = st.text(alphabet="ab 0:#,-'\"\\\n\t{}[]|>é😀", max_size=12)
EMPTIES = st.sampled_from(["", "~", "null"])


def quoted(text: str) -> st.SearchStrategy[str]:
    """A text in one of the two kinds of quotes."""
    double = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    double = double.replace("\t", "\\t")
    single = text.replace("'", "''").replace("\n", " ").replace("\t", " ")
    return st.sampled_from([f'"{double}"', f"'{single}'"])


INLINE = st.one_of(
    WORDS.filter(lambda word: "," not in word),
    ANY.flatmap(quoted),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"'),
)


@st.composite
def bracketed(draw: st.DrawFn, depth: int = 2) -> str:
    """What stands in brackets, on one line or many, with comments or none."""
    inner = INLINE if depth == 0 else st.one_of(INLINE, INLINE, bracketed(depth - 1))
    is_mapping = draw(st.booleans())
    if is_mapping:
        keys = draw(st.lists(NAMES, max_size=4, unique=True))
        pieces = [f"{key}: {draw(st.one_of(inner, inner, EMPTIES))}" for key in keys]
    else:
        pieces = draw(st.lists(inner, min_size=1, max_size=5))
    wide = draw(st.booleans())
    between = st.sampled_from(["", " "])
    if wide:
        comment = COMMENTS.map(lambda text: f" {text}\n    ")
        between = st.one_of(between, st.sampled_from(["\n     ", "\n\n  ", "\t"]), comment)
    opening, closing = "{}" if is_mapping else "[]"
    text = opening + draw(between)
    for number, piece in enumerate(pieces):
        comma = "," + (draw(between) or " ") if number < len(pieces) - 1 else ""
        text += piece + draw(between) + comma
    return text + " " * draw(st.integers(0, 1)) + closing


@st.composite
def literal(draw: st.DrawFn, indent: int) -> str:
    """A text of several lines behind | or >, and maybe a comment on the first."""
    lines = draw(st.lists(st.text(alphabet="ab #:- ", max_size=8), min_size=1, max_size=4))
    first = next((line for line in lines if line.strip()), "")
    deeper = draw(st.integers(1, 4))
    leading = lines[0] == "" or not lines[0].strip() or first.startswith(" ")
    chomping = draw(st.sampled_from(["", "-", "+"]))
    digit = str(deeper) if leading or draw(st.booleans()) else ""
    comment = draw(st.one_of(st.just(""), COMMENTS.map(lambda text: f" {text}")))
    body = "".join(f"{' ' * (indent + deeper)}{line}\n" if line else "\n" for line in lines)
    return f"{draw(st.sampled_from('|>'))}{digit}{chomping}{comment}\n{body}"


@st.composite
def comment_lines(draw: st.DrawFn, indent: int) -> str:
    """Nothing, blank lines or comments, at whatever column."""
    lines = draw(st.lists(st.one_of(st.just(""), COMMENTS), max_size=2))
    column = draw(st.sampled_from([indent, indent, indent + 2, 0]))
    return "".join(f"{' ' * column}{line}".rstrip() + "\n" for line in lines)


@st.composite
def valued(draw: st.DrawFn, indent: int, depth: int, *, in_list: bool) -> str:
    """What stands behind a colon or dash at `indent`, to its line's end."""
    kind = draw(st.sampled_from(["leaf", "leaf", "brackets", "long", "literal", "block", "list"]))
    beside = draw(st.one_of(st.just(""), COMMENTS))
    end = draw(BLANKS) + beside if beside else draw(st.sampled_from(["", "", "  "]))
    if kind == "literal":
        return " " + draw(literal(indent))
    if kind == "long":
        words = draw(st.lists(st.sampled_from(["oak", "elm's", "- a", "12"]), min_size=2))
        joint = "\n" + " " * (indent + draw(st.integers(1, 5)))
        text = joint.join(["b", *words])
        text = draw(st.sampled_from([text, f'"{text}"', f'"{text} \\{joint}\\  z"']))
        return f" {text}{end}\n"
    if kind == "brackets":
        return draw(BLANKS) + draw(bracketed()).replace("\n", "\n" + " " * indent) + f"{end}\n"
    if kind == "block" and depth:
        inside = indent + draw(st.integers(1, 4))
        return f"{end}\n" + draw(block(inside, depth - 1))
    if kind == "list" and depth:
        inside = indent + draw(st.integers(1 if in_list else 0, 3))
        return f"{end}\n" + draw(listed(inside, depth - 1))
    leaf = draw(st.one_of(WORDS, INLINE) if in_list else st.one_of(WORDS, INLINE, EMPTIES))
    gap = "" if not leaf else draw(BLANKS)
    return f"{gap}{leaf}{end}\n"


@st.composite
def block(draw: st.DrawFn, indent: int, depth: int) -> str:
    text = ""
    for key in draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)):
        written = draw(st.sampled_from([key, key, f'"{key}"', f"'{key}' "]))
        text += draw(comment_lines(indent)) + " " * indent + f"{written}:"
        text += draw(valued(indent, depth, in_list=False))
    return text


@st.composite
def listed(draw: st.DrawFn, indent: int, depth: int) -> str:
    text = ""
    for _ in range(draw(st.integers(1, 3))):
        text += draw(comment_lines(indent)) + " " * indent + "-"
        text += draw(valued(indent, depth, in_list=True))
    return text


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file as anybody might write it, comments at its head and end included."""
    start = draw(st.sampled_from(["", "", "---\n", "--- # ~start\n", "%YAML 1.1\n---\n"]))
    text = draw(comment_lines(0)) + start + draw(comment_lines(0)) + draw(block(0, 3))
    text += draw(comment_lines(0))
    return text.removesuffix("\n") if draw(st.booleans()) else text


def comments_of(text: str) -> list[str]:
    """All comments of a text, sorted; no other words of `files` hold their mark."""
    return sorted(found.rstrip() for found in re.findall("# ~.*", text))


@given(files())
def test_the_meaning_and_all_comments_stay(text: str) -> None:
    written = formatted(text, "oak.yaml", Program)
    if isinstance(written, str):
        assert value_of(written) == value_of(text)
        assert formatted(written, "oak.yaml", Program) == written
        assert comments_of(written) == comments_of(text)


@given(files())
def test_what_check_warns_of_is_in_quotes(text: str) -> None:
    written = formatted(text, "oak.yaml", Program)
    if isinstance(written, str):
        document = parse_yaml(written, "").document
        assert document is not None
        _, problems = typed(Program, document, "", NO_WORDS)
        assert [each for each in problems if each.hint == "put it in quotes"] == []


TEXTS = st.one_of(WORDS, ANY.filter(lambda text: text.strip() != ""))
FACTS = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=9)
        | st.dictionaries(NAMES, inner, min_size=1, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(NAMES, FACTS, min_size=1, max_size=5))
def test_what_an_import_writes_is_in_order(value: dict[str, Plain]) -> None:
    text = listing_text(value)
    assert value_of(text) == value
    assert formatted(text, "oak.yaml", Program) == text
