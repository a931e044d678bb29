"""The vocabulary and the checklist in, the words of choices and of compared facts out."""

from collections.abc import Iterator
from typing import Final

from iopfinder.checklist import COUNTED, ChecklistItem
from iopfinder.directory import Directory
from iopfinder.facts import Spec, outline
from iopfinder.language import Language
from iopfinder.needs import ALL_OF
from iopfinder.program import PARTS, Program
from iopfinder.program_facts import CONTACT_NOTES, SECTIONS
from iopfinder.safety import Safety
from iopfinder.says import FACETS, Facet
from iopfinder.vocabulary import Term, Vocabulary
from iopfinder.wording import Wording, term_label

__all__ = ["COMPARED", "compared_rows", "facet_terms", "term_meanings"]


def facet_terms(directory: Directory, language: Language) -> dict[str, object]:
    """Every facet with its terms, in the order in which cards name them.

    What is usual is left out: a facet of which one choice will do, a term that is shown.
    """
    wording = Wording(language, directory.vocabulary)
    return {"facets": [_facet(facet, directory.safety, wording) for facet in FACETS]}


def _facet(facet: Facet, safety: Safety, wording: Wording) -> dict[str, object]:
    terms = wording.vocabulary.terms(facet.vocabulary)
    return {
        "id": facet.id,
        "label": wording.language.gettext(facet.label),
        **({"all": True} if facet.id in ALL_OF else {}),
        "terms": [_term(facet, id_, term, safety, wording) for id_, term in terms.items()],
    }


def _term(
    facet: Facet, id_: str, term: Term, safety: Safety, wording: Wording
) -> dict[str, object]:
    beside = set(safety.beside(facet.vocabulary, [id_]))
    is_hidden = term.facet is False or _stands_elsewhere(facet, id_, wording.vocabulary)
    facts = {
        "broader": term.broader,
        "notice": term.notice,
        "lines": [name for name, line in safety.lines.items() if line in beside],
        "years": [term.years.low, term.years.high] if term.years else None,
    }
    return {
        "id": id_,
        "label": term_label(facet.vocabulary, id_, wording),
        **{name: value for name, value in facts.items() if value},
        **({"shown": False} if is_hidden else {}),
    }


def term_meanings(directory: Directory, language: Language) -> dict[str, object]:
    """By facet and term what is not needed at once: plain words, and other words to search by."""
    wording = Wording(language, directory.vocabulary)
    return {
        facet.id: {
            id_: meaning
            for id_, term in directory.vocabulary.terms(facet.vocabulary).items()
            if (meaning := _meaning(facet, id_, term, wording))
        }
        for facet in FACETS
    }


def _meaning(facet: Facet, id_: str, term: Term, wording: Wording) -> dict[str, object]:
    """The plain words of a term and its other names, as far as there are any."""
    facts = {
        "plain": term.plain if wording.language.code == "en" else "",
        "synonyms": list(_synonyms(term, term_label(facet.vocabulary, id_, wording))),
    }
    return {name: value for name, value in facts.items() if value}


def _synonyms(term: Term, label: str) -> Iterator[str]:
    """Search words of both languages, the other language's label among them."""
    words = dict.fromkeys((term.label, *term.synonyms, *term.es))
    yield from (word for word in words if word != label)


def _stands_elsewhere(facet: Facet, term: str, vocabulary: Vocabulary) -> bool:
    """Ways to pay less are a choice of their own: the same choice stands not twice."""
    return facet.id == "insurance" and term in vocabulary.ids("payment")


# Rows of a comparison


_LEADING: Final = ("focus", "facility_kind", "ownership", "parent", "other_levels")

_TOP: Final = {spec.name: spec for spec in outline(Program)}


def _of_section(name: str) -> tuple[Spec, ...]:
    """A section's facts; the schedule begins with its days and times."""
    tracks = (_TOP["schedule.tracks"],) if name == "schedule" else ()
    return (*tracks, *SECTIONS[name])


COMPARED: Final[tuple[tuple[int, tuple[Spec, ...]], ...]] = (
    (0, (*(_TOP[name] for name in _LEADING), *CONTACT_NOTES)),
    *(
        (part, tuple(spec for name in names for spec in _of_section(name)))
        for part, names in PARTS.items()
    ),
)
"""The facts that programs are compared by, under the question that each answers; 0: under none."""


def compared_rows(directory: Directory, language: Language) -> list[dict[str, object]]:
    """What the rows of a comparison are called, question by question."""
    items = {int(item.part): item for item in directory.checklist}
    return [
        {
            **_question(items.get(part), language),
            "rows": [_named(spec, part, language) for spec in specs],
        }
        for part, specs in COMPARED
    ]


def _question(item: ChecklistItem | None, language: Language) -> dict[str, object]:
    if item is None:
        return {"part": "", "title": language.gettext("The program"), "question": ""}
    words = item.es if language.code == "es" else item
    return {"part": item.id, "title": words.title, "question": words.question}


def _named(spec: Spec, part: int, language: Language) -> dict[str, object]:
    """A row. `section` says of what it is where its label alone does not; `own` marks a text in the
    listing's own words, which no one has translated."""
    _ = language.gettext
    section, *below = spec.field
    label, about = _(spec.fact.label), _(_TOP[section].fact.label)
    is_main = part == 0 or section == PARTS[part][0] or not below
    is_named = label.casefold().startswith(about.casefold())
    return {
        "field": spec.name,
        "label": label,
        "section": "" if is_main or is_named else about,
        "counted": any(spec in specs for specs in COUNTED.values()),
        "own": spec.form is not None and spec.form.kind == "text",
    }
