"""The words of choices and of compared facts, in the site's languages."""

from dataclasses import replace
from typing import Any

import pytest

from directory_case import content, reading_of
from iopfinder.directory import Directory
from iopfinder.finder_terms import COMPARED, compared_rows, facet_terms, term_meanings
from iopfinder.language import ENGLISH, Language
from iopfinder.says import FACETS

SPANISH = replace(ENGLISH, code="es")
"""Spanish without the catalog: words of the vocabulary are Spanish, others English."""


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = reading_of(sources=content()).directory
    assert found is not None
    return found


def term(found: dict[str, Any], facet: str, id_: str) -> dict[str, Any]:
    terms = next(each for each in found["facets"] if each["id"] == facet)["terms"]
    return next(each for each in terms if each["id"] == id_)


def meaning(directory: Directory, language: Language, facet: str, id_: str) -> dict[str, Any]:
    found: Any = term_meanings(directory, language)
    return dict(found[facet][id_])


def test_facets_stand_in_the_order_of_the_rule(directory: Directory) -> None:
    found: Any = facet_terms(directory, ENGLISH)["facets"]
    assert [each["id"] for each in found] == [facet.id for facet in FACETS]
    every = [each["id"] for each in found if each.get("all")]
    assert every == ["condition", "group", "medication", "language", "access"]
    assert found[-1]["label"] == "Paying less"


def test_a_term_with_all_that_is_known_of_it(directory: Directory) -> None:
    found = facet_terms(directory, ENGLISH)
    known = directory.vocabulary.terms("conditions")["self-harm"]
    assert term(found, "condition", "self-harm") == {
        "id": "self-harm",
        "label": known.label,
        "notice": "self-harm",
    }
    assert term(found, "condition", "alcohol-use")["broader"] == "substance-use"
    assert term(found, "age", "teens")["years"] == [12, 17]
    assert term(found, "group", "lgbtq")["lines"] != []


def test_a_meaning_is_said_apart(directory: Directory) -> None:
    known = directory.vocabulary.terms("conditions")["self-harm"]
    assert meaning(directory, ENGLISH, "condition", "self-harm") == {
        "plain": known.plain,
        "synonyms": [*known.synonyms, *known.es],
    }


def test_each_language_finds_the_words_of_both(directory: Directory) -> None:
    english, spanish = (
        {
            "label": term(facet_terms(directory, language), "condition", "grief")["label"],
            **meaning(directory, language, "condition", "grief"),
        }
        for language in (ENGLISH, SPANISH)
    )
    assert english["label"] != spanish["label"]
    assert english["label"] in spanish["synonyms"]
    assert spanish["label"] in english["synonyms"]
    assert "plain" in english
    assert "plain" not in spanish
    both = {english["label"], *english["synonyms"]}
    assert both == {spanish["label"], *spanish["synonyms"]}


def test_a_way_to_pay_less_is_offered_once(directory: Directory) -> None:
    found = facet_terms(directory, ENGLISH)
    assert "shown" not in term(found, "payment", "sliding-fee")
    assert term(found, "insurance", "sliding-fee")["shown"] is False
    assert "shown" not in term(found, "insurance", "medicaid")


def test_rows_stand_under_the_five_questions(directory: Directory) -> None:
    found: Any = compared_rows(directory, ENGLISH)
    titles = [(item.id, item.title, item.question) for item in directory.checklist]
    assert [(each["part"], each["title"], each["question"]) for each in found] == [
        ("", "The program", ""),
        *titles,
    ]
    assert found[0]["rows"][0] == {
        "field": "focus",
        "label": "Treats",
        "section": "",
        "counted": False,
        "own": False,
    }
    assert found[4]["rows"][0] == {
        "field": "schedule.tracks",
        "label": "Days and times",
        "section": "",
        "counted": True,
        "own": False,
    }
    spanish: Any = compared_rows(directory, SPANISH)
    assert [each["title"] for each in spanish[1:]] == [
        item.es.title for item in directory.checklist
    ]


def test_every_fact_is_compared_once() -> None:
    names = [spec.name for _part, specs in COMPARED for spec in specs]
    assert len(names) == len(set(names))
    assert {"specialties.ages", "focus", "cost.insurance", "schedule.time_zone"} <= set(names)
