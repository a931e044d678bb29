"""The terms of content/vocabulary: complete, reachable, in order, and their slips told of."""

import re

import pytest

from directory_case import content
from factory import vocabulary
from iopfinder.positioned_yaml import parse_yaml
from iopfinder.problems import Severity
from iopfinder.vocabulary import LISTS, Term, Vocabulary, typed_terms, vocabulary_findings

NOTICES = {"suicide", "self-harm", "eating", "withdrawal", "overdose", "postpartum", "psychosis"}


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("conditions", 34),
        ("therapies", 49),
        ("licenses", 33),
        ("training", 8),
        ("ages", 5),
        ("groups", 19),
        ("payers", 20),
        ("aftercare", 17),
        ("access", 20),
        ("levels", 6),
        ("medications", 10),
        ("formats", 3),
        ("accreditation", 5),
        ("facility-kinds", 6),
        ("languages", 23),
    ],
)
def test_each_list_has_its_terms(name: str, count: int) -> None:
    assert len(vocabulary().terms(name)) == count


def test_every_list_is_read() -> None:
    assert set(vocabulary().lists) == set(LISTS)
    assert set(content().vocabulary) == set(LISTS)


def test_every_term_has_an_id_a_label_and_words_of_its_own() -> None:
    for name in LISTS:
        labels = [term.label for term in vocabulary().terms(name).values()]
        assert len(labels) == len(set(labels)), name
        for id_ in vocabulary().ids(name):
            pattern = r"[A-Z][A-Za-z-]*" if id_[0].isupper() else r"[a-z0-9]+(-[a-z0-9]+)*"
            assert re.fullmatch(pattern, id_), f"{name}: {id_}"
            assert id_ not in ("others", "no-others", "other"), name


def test_terms_in_plain_words_and_in_spanish() -> None:
    for name in ("conditions", "therapies", "groups", "payers", "aftercare", "medications"):
        for id_, term in vocabulary().terms(name).items():
            assert term.plain, f"{name}: {id_}"
            assert term.es, f"{name}: {id_}"


def test_codes_are_those_of_the_federal_directory() -> None:
    for name in LISTS:
        for id_, term in vocabulary().terms(name).items():
            for codes in (term.codes, term.codes_no):
                for code in (*codes.sa, *codes.mh):
                    assert re.fullmatch(r"[A-Z0-9]{2,5}|F\d+", code), f"{name}: {id_}: {code}"


def test_every_age_band_has_years() -> None:
    bands = vocabulary().terms("ages")
    assert all(term.years for term in bands.values())
    assert vocabulary().years("nobody") is None


def test_every_term_is_meant_by_its_own_words() -> None:
    for name in LISTS:
        for id_, term in vocabulary().terms(name).items():
            assert vocabulary().meant(name, id_) == id_
            assert vocabulary().meant(name, term.label.upper()) == id_
            for word in (*term.synonyms, *term.es):
                assert vocabulary().meant(name, word), f"{name}: {word}"


@pytest.mark.parametrize(
    ("name", "text", "id_"),
    [
        ("conditions", "addiction", "substance-use"),
        ("conditions", "Alcohol_Use", "alcohol-use"),
        ("conditions", "ptds", "ptsd"),
        ("therapies", "Cognitive behavioral therapy", "cbt"),
        ("languages", "Spanish", "es"),
        ("languages", "español", "es"),
        ("licenses", "lcsw", "LCSW"),
        ("payers", "aetna", "private"),
        ("conditions", "", ""),
        ("conditions", "qqqqqqqq", ""),
        ("nowhere", "ptsd", ""),
    ],
)
def test_what_people_write_leads_to_a_term(name: str, text: str, id_: str) -> None:
    assert vocabulary().meant(name, text) == id_


TREE = Vocabulary(
    {
        "conditions": {
            "a": Term(label="A"),
            "b": Term(label="B", broader="a"),
            "c": Term(label="C", broader="b"),
            "d": Term(label="D", broader="a"),
        }
    }
)


def test_terms_above_and_below() -> None:
    assert list(TREE.above("conditions", "c")) == ["b", "a"]
    assert list(TREE.above("conditions", "a")) == []
    assert list(TREE.above("conditions", "unknown")) == []
    assert list(TREE.narrower("conditions", "a")) == ["b", "c", "d"]
    assert list(TREE.narrower("conditions", "c")) == []


def test_above_and_narrower_are_each_others_reverse() -> None:
    for name in LISTS:
        for id_ in vocabulary().ids(name):
            for above in vocabulary().above(name, id_):
                assert id_ in set(vocabulary().narrower(name, above))


def test_the_seven_substances_are_below_substance_use() -> None:
    assert set(vocabulary().narrower("conditions", "substance-use")) >= {
        "alcohol-use",
        "opioid-use",
        "stimulant-use",
        "cannabis-use",
    }


def test_the_real_terms_break_no_rule() -> None:
    used = {
        term.notice for name in LISTS for term in vocabulary().terms(name).values() if term.notice
    }
    assert used <= NOTICES
    assert list(vocabulary_findings(vocabulary(), NOTICES, "vocabulary")) == []


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"a": {"broader": "a"}}, [("a", "broader", "'a' is no term above 'a'")]),
        ({"a": {"broader": "zz"}}, [("a", "broader", "'zz' is no term above 'a'")]),
        (
            {"a": {"broader": "b"}, "b": {"broader": "a"}},
            [
                ("a", "broader", "'b' is no term above 'a'"),
                ("b", "broader", "'a' is no term above 'b'"),
            ],
        ),
        (
            {"a": {"notice": "suicid"}},
            [("a", "notice", "there is no notice 'suicid' in safety.yaml")],
        ),
    ],
)
def test_circles_and_unknown_names_are_told_of(
    terms: dict[str, dict[str, str]], said: list[tuple[str, str, str]]
) -> None:
    typed = {id_: Term.model_validate({"label": id_, **keys}) for id_, keys in terms.items()}
    findings = vocabulary_findings(Vocabulary({"groups": typed}), NOTICES, "content/vocabulary")
    assert [
        (*each.field, each.message)
        for each in findings
        if each.path == "content/vocabulary/groups.yaml" and each.severity is Severity.ERROR
    ] == said


def test_a_new_term_needs_no_code() -> None:
    document = parse_yaml("sound-bath: {label: Sound bath, since: 2026-11-22}", "x.yaml").document
    assert document is not None
    terms, problems = typed_terms(document, "x.yaml")
    assert problems == ()
    wider = Vocabulary({**vocabulary().lists, "therapies": terms})
    assert wider.meant("therapies", "Sound Bath") == "sound-bath"
