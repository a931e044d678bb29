"""The terms that listings may use, read from content/vocabulary/: adding a term needs no code."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from iopfinder import forms
from iopfinder.facts import Fact, Section
from iopfinder.forms import Span
from iopfinder.positioned_yaml import Document
from iopfinder.problems import Finding, Problem, Severity
from iopfinder.program import CO_OCCURRING, FOCUS, OPENINGS
from iopfinder.validation import typed_each

__all__ = [
    "FIXED_TERMS",
    "LISTS",
    "NO_WORDS",
    "Codes",
    "Term",
    "Vocabulary",
    "typed_terms",
    "vocabulary_findings",
]

LISTS: Final = (
    "conditions",
    "therapies",
    "licenses",
    "training",
    "ages",
    "groups",
    "payers",
    "aftercare",
    "access",
    "levels",
    "medications",
    "formats",
    "accreditation",
    "facility-kinds",
    "languages",
)
"""The files of content/vocabulary/, without their ending."""

_WORDS = forms.listed(forms.text(120))


class Codes(Section):
    """Codes of the federal directory that stand for a term; they speak of the whole facility."""

    sa: Annotated[tuple[str, ...], _WORDS, Fact("Substance use")] = ()
    mh: Annotated[tuple[str, ...], _WORDS, Fact("Mental health")] = ()


class Term(Section):
    """One term of a vocabulary.

    `synonyms` are for search only and never shown. `broader` names the parent: yes to a term is
    yes to its parent, and never the other way round. A listing confirmed before `since` does not
    state the term at all. `notice` names a danger notice of content/safety.yaml.
    """

    label: Annotated[str, forms.text(120), Fact("Label")]
    plain: Annotated[str, forms.text(240), Fact("In plain words")] = ""
    kind: Annotated[
        str | None,
        forms.choice({"therapy": "", "service": "", "medical": "", "activity": ""}),
        Fact("Kind"),
    ] = None
    level: Annotated[
        str | None,
        forms.choice(
            {
                "independent": "Works on their own",
                "supervised": "Works under a supervisor",
                "certified": "Certified",
                "peer": "Has been through it",
                "medical": "Medical",
                "varies": "Differs by state: ask",
            }
        ),
        Fact("Level"),
    ] = None
    prescribes: Annotated[bool | None, forms.yes_no(), Fact("Prescribes")] = None
    years: Annotated[Span | None, forms.years(), Fact("Years")] = None
    broader: Annotated[str | None, forms.text(80), Fact("Broader term")] = None
    facet: Annotated[bool | None, forms.yes_no(), Fact("Shown as a choice")] = None
    notice: Annotated[str | None, forms.id_text(), Fact("Danger notice")] = None
    synonyms: Annotated[tuple[str, ...], _WORDS, Fact("Search words")] = ()
    es: Annotated[tuple[str, ...], _WORDS, Fact("Spanish label, then search words")] = ()
    codes: Annotated[Codes, Fact("Codes that say yes")] = Codes()
    codes_no: Annotated[Codes, Fact("Codes that say no")] = Codes()
    since: Annotated[date | None, forms.iso_date(), Fact("Added on")] = None
    note: Annotated[str | None, forms.text(400), Fact("For editors")] = None


FIXED_TERMS: Final[Mapping[str, Mapping[str, Term]]] = {
    name: {value: Term(label=label) for value, label in table.items()}
    for name, table in (
        ("focus", FOCUS),
        ("genders", {"women": "Women", "men": "Men", "all": "All genders"}),
        ("co-occurring", CO_OCCURRING),
        ("openings", OPENINGS),
    )
}
"""Choices of the listing's own fields that families look for as they do for terms."""

_PARTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "payment": ("payers", ("sliding-fee", "payment-assistance", "free")),
}
"""Terms of a list that families look for apart from the others: ways to pay less."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms, by list and id."""

    lists: Mapping[str, Mapping[str, Term]]

    def terms(self, name: str) -> Mapping[str, Term]:
        """The terms of a list, of a part of a list, or of a fixed choice of the listing."""
        if name in _PARTS:
            whole, chosen = _PARTS[name]
            known = self.terms(whole)
            return {term: known[term] for term in chosen if term in known}
        return self.lists.get(name) or FIXED_TERMS.get(name, {})

    def ids(self, name: str) -> Collection[str]:
        return self.terms(name).keys()

    def years(self, band: str) -> Span | None:
        """The years of an age band, None when there is no band of that name."""
        term = self.terms("ages").get(band)
        return term.years if term else None

    def meant(self, name: str, text: str) -> str:
        """The id that a reader who wrote `text` most likely meant, or ""."""
        known = self.terms(name)
        lower = text.lower()
        spoken = _spoken(known)
        if lower in spoken:
            return spoken[lower]
        close = forms.nearest(lower.replace(" ", "-").replace("_", "-"), known.keys())
        return close or spoken.get(forms.nearest(lower, spoken), "")

    def spoken(self, name: str) -> Mapping[str, str]:
        """Every word for a term of a list, in small letters, and the id that it means."""
        return _spoken(self.terms(name))

    def above(self, name: str, term: str) -> Iterator[str]:
        """The terms above `term`, the nearest first; none for an unknown term."""
        known = self.terms(name)
        parent = known[term].broader if term in known else None
        while parent is not None:
            yield parent
            parent = known[parent].broader

    def narrower(self, name: str, term: str) -> Iterator[str]:
        """Every term that has `term` above it, at any distance."""
        for id_, other in self.terms(name).items():
            if other.broader == term:
                yield id_
                yield from self.narrower(name, id_)


def _spoken(known: Mapping[str, Term]) -> Mapping[str, str]:
    """Every word for a term and the id that it means: ids first, then labels, then search words."""
    said = [(id_, id_) for id_ in known]
    said += [(term.label, id_) for id_, term in known.items()]
    said += [(term.label.partition(" (")[0], id_) for id_, term in known.items()]
    said += [(word, id_) for id_, term in known.items() for word in (*term.synonyms, *term.es)]
    return {word.lower(): id_ for word, id_ in reversed(said)}


NO_WORDS: Final = Vocabulary({})
"""For files that name no terms."""


def typed_terms(document: Document, path: str) -> tuple[Mapping[str, Term], tuple[Problem, ...]]:
    """The terms of one vocabulary file, by id.

    A term with a mistake is there with its id alone, so that one mistake gives one message.
    """
    terms, problems = typed_each(Term, document, path, NO_WORDS)
    ids = document.value if isinstance(document.value, dict) else ()
    return {id_: terms.get(id_) or Term(label=id_) for id_ in ids}, problems


def vocabulary_findings(
    vocabulary: Vocabulary, notices: Collection[str], folder: str
) -> Iterator[Finding]:
    """Each `broader` names another term of its file, without a circle; each `notice` exists."""
    for name, terms in vocabulary.lists.items():
        path = f"{folder}/{name}.yaml"
        for id_, term in terms.items():
            if term.broader and _in_circle(id_, terms):
                yield Finding(
                    path,
                    (id_, "broader"),
                    Severity.ERROR,
                    f"'{term.broader}' is no term above '{id_}'",
                    "name a term of this file that is not narrower than this one",
                )
            if term.notice and term.notice not in notices:
                close = forms.nearest(term.notice, notices)
                yield Finding(
                    path,
                    (id_, "notice"),
                    Severity.ERROR,
                    f"there is no notice '{term.notice}' in safety.yaml",
                    f"did you mean '{close}'?" if close else "write the notice first",
                )


def _in_circle(id_: str, terms: Mapping[str, Term]) -> bool:
    seen = {id_}
    above = terms[id_].broader
    while above:
        if above in seen or above not in terms:
            return True
        seen.add(above)
        above = terms[above].broader
    return False
