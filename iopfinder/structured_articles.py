"""Articles, the questions they answer, or the glossary in; schema.org data (JSON-LD) out."""

from collections.abc import Iterable
from typing import Any, Final

from markupsafe import Markup

from iopfinder.addresses import GLOSSARY, QUESTIONS
from iopfinder.glossary import Glossary
from iopfinder.guide import Asked, Guide
from iopfinder.settings import Settings
from iopfinder.structured import json_ld

__all__ = ["article_json_ld", "glossary_json_ld", "questions_json_ld"]

_CONTEXT: Final = {"@context": "https://schema.org"}


def article_json_ld(guide: Guide, settings: Settings) -> Markup:
    """An Article with its sources."""
    front, url = guide.front, _whole(settings, guide.url)
    article = {
        **_CONTEXT,
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": front.title,
        "description": front.summary,
        "dateModified": front.updated.isoformat(),
        "inLanguage": guide.language,
        "isAccessibleForFree": True,
        "license": {"@type": "CreativeWork", "name": settings.content_license},
        "publisher": _publisher(settings),
        "citation": [
            {
                "@type": "CreativeWork",
                "name": source.title,
                "url": source.url,
                "publisher": {"@type": "Organization", "name": source.publisher},
            }
            for source in front.sources
        ],
    }
    return json_ld({key: value for key, value in article.items() if value})


def questions_json_ld(asked: Iterable[Asked], settings: Settings) -> Markup:
    """A FAQPage of all questions with their answers."""
    return json_ld(
        {
            **_CONTEXT,
            "@type": "FAQPage",
            "@id": _whole(settings, QUESTIONS),
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": each.question,
                    "acceptedAnswer": {"@type": "Answer", "text": each.answer},
                }
                for each in asked
            ],
        }
    )


def glossary_json_ld(title: str, glossary: Glossary, settings: Settings) -> Markup:
    """A DefinedTermSet of all entries."""
    url = _whole(settings, GLOSSARY)
    return json_ld(
        {
            **_CONTEXT,
            "@type": "DefinedTermSet",
            "@id": url,
            "name": title,
            "hasDefinedTerm": [
                {
                    "@type": "DefinedTerm",
                    "@id": f"{url}#{id_}",
                    "name": entry.term,
                    "description": entry.plain,
                    "inDefinedTermSet": url,
                    **({"alternateName": list(entry.also)} if entry.also else {}),
                }
                for id_, entry in sorted(glossary.entries.items())
            ],
        }
    )


def _publisher(settings: Settings) -> dict[str, Any]:
    return {"@type": "Organization", "name": settings.title, "url": _whole(settings, "/")}


def _whole(settings: Settings, url: str) -> str:
    return settings.base_url.rstrip("/") + url
