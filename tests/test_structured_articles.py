"""JSON-LD of articles, questions and the glossary, whole."""

import json

from factory import settings
from iopfinder.glossary import Entry, Glossary
from iopfinder.guide import Asked, parse_guide
from iopfinder.structured_articles import article_json_ld, glossary_json_ld, questions_json_ld
from iopfinder.vocabulary import NO_WORDS
from schema_org import strange

SITE = settings(base_url="https://x.org/iop/", title="IOP <Finder>", content_license="CC BY 4.0")
TEXT = """\
---
title: Calling & asking
summary: How to call.
moment: choosing
order: 1
updated: 2026-11-01
sources:
  - {title: Step 3, publisher: NIAAA, url: "https://niaaa.example.org/3", seen: 2026-11-01}
---

Call.
"""


def test_an_article_names_its_sources() -> None:
    guide, problems = parse_guide(TEXT, "content/guides/calling.md", NO_WORDS)
    assert guide is not None, problems
    written = article_json_ld(guide, SITE)
    assert "<" not in written
    assert list(strange(json.loads(written))) == []
    assert json.loads(written) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": "https://x.org/iop/guides/calling/",
        "url": "https://x.org/iop/guides/calling/",
        "headline": "Calling & asking",
        "description": "How to call.",
        "dateModified": "2026-11-01",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": {"@type": "CreativeWork", "name": "CC BY 4.0"},
        "publisher": {"@type": "Organization", "name": "IOP <Finder>", "url": "https://x.org/iop/"},
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "Step 3",
                "url": "https://niaaa.example.org/3",
                "publisher": {"@type": "Organization", "name": "NIAAA"},
            }
        ],
    }


def test_questions_are_a_page_of_questions() -> None:
    asked = Asked(question="Is it near?", answer="Ask.")
    told = json.loads(questions_json_ld([asked], SITE))
    assert list(strange(told)) == []
    assert told == {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "@id": "https://x.org/iop/guides/questions/",
        "mainEntity": [
            {
                "@type": "Question",
                "name": "Is it near?",
                "acceptedAnswer": {"@type": "Answer", "text": "Ask."},
            }
        ],
    }


def test_the_glossary_is_a_set_of_terms_each_with_its_anchor() -> None:
    glossary = Glossary(
        {
            "php": Entry(term="PHP", plain="A day program.", also=("day program",)),
            "iop": Entry(term="IOP", plain="Several days a week."),
        }
    )
    told = json.loads(glossary_json_ld("Glossary", glossary, SITE))
    assert list(strange(told)) == []
    assert told["@type"] == "DefinedTermSet"
    assert told["hasDefinedTerm"] == [
        {
            "@type": "DefinedTerm",
            "@id": "https://x.org/iop/glossary/#iop",
            "name": "IOP",
            "description": "Several days a week.",
            "inDefinedTermSet": "https://x.org/iop/glossary/",
        },
        {
            "@type": "DefinedTerm",
            "@id": "https://x.org/iop/glossary/#php",
            "name": "PHP",
            "description": "A day program.",
            "inDefinedTermSet": "https://x.org/iop/glossary/",
            "alternateName": ["day program"],
        },
    ]
