"""One listing in, the few facts out that stand for it in a list of programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from iopfinder.addresses import program_url
from iopfinder.checklist import facts_given
from iopfinder.directory import Directory
from iopfinder.facts import value_at
from iopfinder.forms import Answers, Span
from iopfinder.language import Language, joined
from iopfinder.listing import Listing, ages_of, meetings_of
from iopfinder.program import FOCUS, PARTS, Program
from iopfinder.program_facts import place_words, provider_name
from iopfinder.schedule import day_parts
from iopfinder.truth import Mark, marks_of
from iopfinder.vocabulary import Vocabulary
from iopfinder.wording import Wording, ages_words, term_label

__all__ = ["PART_LABELS", "CardView", "Cards", "card_view"]


@dataclass(frozen=True, slots=True)
class CardView:
    """A program in a list: `facts` are pairs of label and words, `given` counts all questions."""

    slug: str
    url: str
    name: str
    provider: str
    place: str
    marks: tuple[Mark, ...]
    summary: str
    facts: tuple[tuple[str, str], ...]
    given: int
    of: int
    facility_scope: bool


def card_view(
    listing: Listing, vocabulary: Vocabulary, today: date, language: Language
) -> CardView:
    """The card of one listing."""
    program = listing.program
    given = [facts_given(program, part) for part in PARTS]
    return CardView(
        listing.slug,
        program_url(listing.slug),
        program.name,
        provider_name(listing),
        place_words(program, language),
        marks_of(listing, today, language),
        program.summary or "",
        tuple(_facts(program, Wording(language, vocabulary))),
        sum(part.given for part in given),
        sum(part.of for part in given),
        program.scope == "facility",
    )


@dataclass(frozen=True, eq=False)
class Cards(Mapping[str, CardView]):
    """The cards of a directory's listings in one language, each made when it is first asked for."""

    directory: Directory
    language: Language
    made: dict[str, CardView] = field(default_factory=dict)

    def __getitem__(self, slug: str) -> CardView:
        if slug not in self.made:
            listing = self.directory.by_slug[slug]
            self.made[slug] = card_view(
                listing, self.directory.vocabulary, self.directory.today, self.language
            )
        return self.made[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.directory.briefs)

    def __len__(self) -> int:
        return len(self.directory.briefs)


def _facts(program: Program, wording: Wording) -> Iterator[tuple[str, str]]:
    language = wording.language
    _ = language.gettext
    if program.focus:
        yield _("Treats"), _(FOCUS[program.focus])
    ages = list(dict.fromkeys(_ages(program)))
    if ages:
        yield _("Ages"), joined([ages_words(span, language) for span in ages], language)
    when = _when(program)
    if when:
        yield _("Times"), joined([_(PART_LABELS[part]) for part in when], language)
    formats = _formats(program)
    if formats:
        yield (
            _("Format"),
            joined([term_label("formats", each, wording) for each in formats], language),
        )
    insurance: Answers | None = value_at(program, ("cost", "insurance"))
    payers = [term for term, word in insurance.given.items() if word != "no"] if insurance else []
    if payers:
        yield (
            _("Takes"),
            _first_few([term_label("payers", each, wording) for each in payers], language),
        )


PART_LABELS = {
    "mornings": "mornings",
    "afternoons": "afternoons",
    "evenings": "evenings",
    "weekends": "weekends",
}


def _ages(program: Program) -> Iterator[Span]:
    tracks = (program.schedule.tracks if program.schedule else None) or (None,)
    for track in tracks:
        ages = ages_of(program, track)
        if ages is not None:
            yield ages


def _when(program: Program) -> tuple[str, ...]:
    tracks = (program.schedule.tracks if program.schedule else None) or ()
    return day_parts([meeting for track in tracks for meeting in meetings_of(track)])


def _formats(program: Program) -> list[str]:
    stated: Answers | None = value_at(program, ("schedule", "formats"))
    tracks = (program.schedule.tracks if program.schedule else None) or ()
    of_tracks = [track.format for track in tracks if track.format]
    return list(dict.fromkeys([*(stated.given if stated else ()), *of_tracks]))


def _first_few(words: list[str], language: Language, few: int = 3) -> str:
    if len(words) <= few + 1:
        return joined(words, language)
    _ = language.gettext
    return _("%(words)s and %(count)s more") % {
        "words": ", ".join(words[:few]),
        "count": len(words) - few,
    }
