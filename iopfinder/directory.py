"""All sources in, the whole directory out, by slug and frozen, or every problem that forbids it.

Parse, validate, link and check, in this order. A listing with a mistake still counts as a target
of links, so that one mistake gives one message.
"""

import pickle
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar
from urllib.parse import urlsplit

from iopfinder.addresses import FIXED, translated_url
from iopfinder.brief import Brief, TermKey, brief_of, term_numbers
from iopfinder.checklist import ChecklistItem, Question, Questions, call_findings
from iopfinder.facts import Section
from iopfinder.facts import in_language as section_in
from iopfinder.forms import LONGEST_ID, FormError, id_text
from iopfinder.forms import Words as Terms
from iopfinder.glossary import NO_GLOSSARY, Glossary, glossary_findings, typed_entries
from iopfinder.guide import Guide, address, is_published, language_of, parse_guide
from iopfinder.guide_rules import Known, guide_problems
from iopfinder.language import ENGLISH, Language
from iopfinder.listing import Listing
from iopfinder.memory import Listings, Memory, Row
from iopfinder.neighbors import NEIGHBOR_RULES
from iopfinder.places import STATES, Places, places_as_asked
from iopfinder.places import slug as slug_of
from iopfinder.positioned_yaml import Document, parse_yaml
from iopfinder.problems import (
    START,
    Finding,
    Position,
    Problem,
    Severity,
    field_name,
    in_order,
)
from iopfinder.program import Program
from iopfinder.prose import Article, Reference, article
from iopfinder.provider import Inherited, Provider, with_provider
from iopfinder.rules import Surroundings, listing_findings
from iopfinder.safety import Safety, safety_findings
from iopfinder.says import FACETS
from iopfinder.settings import Settings
from iopfinder.sources import (
    NOWHERE,
    PICTURES,
    Source,
    Sources,
    Unchanged,
    digest_of,
    read_source,
    slug_of_file,
)
from iopfinder.statement import statement_of
from iopfinder.validation import typed, typed_each
from iopfinder.vocabulary import (
    LISTS,
    NO_WORDS,
    Vocabulary,
    typed_terms,
    vocabulary_findings,
)
from iopfinder.words import WordLists, word_finder
from iopfinder.workers import shared_out

__all__ = [
    "Alone",
    "Directory",
    "Reading",
    "Written",
    "in_language",
    "neighbor_problems",
    "read_alone",
    "read_checklist",
    "read_directory",
    "read_providers",
    "read_vocabulary",
]

RESERVED: Final = frozenset(["in", "for"])
"""Slugs that stand for the browse pages below /programs/."""

S = TypeVar("S", bound=Section)


@dataclass(frozen=True, slots=True)
class Written:
    """An article and its body as HTML."""

    guide: Guide
    article: Article


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that the site is made of.

    Of each listing the brief is at hand, in the order of slugs; the whole is read when it is asked
    for.
    """

    settings: Settings
    checklist: tuple[ChecklistItem, ...]
    questions: Questions
    safety: Safety
    vocabulary: Vocabulary
    medicaid: Mapping[str, str]
    glossary: Glossary
    providers: Mapping[str, Provider]
    articles: tuple[Written, ...]
    translations: tuple[Written, ...]
    briefs: Mapping[str, Brief]
    by_slug: Mapping[str, Listing]
    of_provider: Mapping[str, tuple[Brief, ...]]
    today: date

    @property
    def listings(self) -> tuple[Listing, ...]:
        """All of them, whole: slow where there are thousands."""
        return tuple(self.by_slug.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading all sources gave; no directory when some problem is an error.

    `languages` are those of the site, the content's own first. `seal` stands for all that listings
    and articles are read with.
    """

    directory: Directory | None
    problems: tuple[Problem, ...]
    languages: tuple[Language, ...] = (ENGLISH,)
    seal: bytes = b""


def in_language(directory: Directory, code: str) -> Directory:
    """The directory with its own texts (not those of listings) in a language.

    Checklist, phone questions, safety texts and settings hold their translations; terms do too,
    and are worded with the language in hand (`wording.term_label`).
    """
    if code == ENGLISH.code:
        return directory
    questions = directory.questions
    return replace(
        directory,
        settings=section_in(directory.settings, code),
        checklist=tuple(section_in(item, code) for item in directory.checklist),
        questions=questions.model_copy(
            update={
                "questions": tuple(section_in(each, code) for each in questions.questions),
            }
        ),
        safety=directory.safety.in_language(code),
        articles=tuple(
            next((other for other in directory.translations if _is_twin(other, own, code)), own)
            for own in directory.articles
        ),
    )


def _is_twin(translated: Written, own: Written, code: str) -> bool:
    guide = translated.guide
    return guide.language == code and guide.url == translated_url(own.guide.url, code)


def read_directory(
    sources: Sources,
    places: Callable[[], Places],
    today: date,
    *,
    base_url: str = "",
    drafts: bool = False,
    jobs: int = 1,
    languages: Sequence[Language] = (ENGLISH,),
    memory: Memory | None = None,
) -> Reading:
    """The directory that all sources make together.

    `base_url` replaces the one of site.yaml. Drafts and guides dated after `today` are left out,
    unless `drafts`. What `memory` knows is not read again; `places` is asked when a listing is.
    """
    memory = memory or Memory()
    shared = memory.last(
        "shared",
        digest_of(sources.digest_of_shared, today.isoformat(), base_url),
        lambda: _read_shared(sources, today, base_url),
    )
    if shared.basis is None:
        return Reading(None, in_order((*sources.problems, *shared.problems)), tuple(languages))
    basis = shared.basis
    slugs = frozenset(slug_of_file(source.path) for source in sources.programs)
    seal = digest_of(
        *(sources.digest_of_shared, today.isoformat(), basis.settings.base_url, repr(drafts)),
        *(language.digest for language in languages),
    )
    given = _Given(sources, basis, slugs, today, seal, memory)
    read = _read_programs(given, places, jobs)
    briefs = {brief.slug: brief for brief, _ in read if brief}
    hidden = frozenset(brief.slug for brief in briefs.values() if not brief.is_shown)
    articles, article_problems = _read_articles(given, slugs - hidden, languages, drafts=drafts)
    problems = in_order(
        (
            *sources.problems,
            *shared.problems,
            *(problem for _, found in read for problem in found),
            *_neighbor_problems(briefs.values(), memory),
            *article_problems,
        )
    )
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Reading(None, problems, tuple(languages))
    directory = Directory(
        basis.settings,
        basis.checklist,
        basis.questions,
        basis.safety,
        basis.vocabulary,
        basis.medicaid,
        basis.glossary,
        basis.providers,
        tuple(each for each in articles if each.guide.language == ENGLISH.code),
        tuple(each for each in articles if each.guide.language != ENGLISH.code),
        briefs,
        Listings(briefs.values(), memory),
        _by_provider(briefs.values()),
        today,
    )
    return Reading(directory, problems, tuple(languages), seal)


# What all listings share: settings, vocabulary, questions, safety, words, providers


@dataclass(frozen=True, slots=True)
class _Basis:
    settings: Settings
    checklist: tuple[ChecklistItem, ...]
    questions: Questions
    safety: Safety
    vocabulary: Vocabulary
    medicaid: Mapping[str, str]
    words: WordLists
    glossary: Glossary
    providers: Mapping[str, Provider]
    provider_digests: Mapping[str, bytes]
    listing_key: bytes


@dataclass(frozen=True, slots=True)
class _Given:
    """What listings and articles are read with, and what stands for it; `slugs` of all files."""

    sources: Sources
    basis: _Basis
    slugs: frozenset[str]
    today: date
    seal: bytes
    memory: Memory


@dataclass(frozen=True, slots=True)
class _Shared:
    basis: _Basis | None
    problems: tuple[Problem, ...]


def _read_shared(sources: Sources, today: date, base_url: str) -> _Shared:
    problems: list[Problem] = []
    vocabulary = read_vocabulary(sources, problems)
    if len(vocabulary.lists) < len(LISTS):
        return _Shared(None, tuple(problems))  # every file that names a term would be told of
    settings = _single(Settings, sources, "site", vocabulary, problems)
    questions = _single(Questions, sources, "questions", vocabulary, problems)
    safety = _single(Safety, sources, "safety", vocabulary, problems)
    words = _single(WordLists, sources, "words", vocabulary, problems)
    checklist = read_checklist(sources, problems)
    medicaid = _read_medicaid(sources, problems)
    glossary = _read_glossary(sources, problems)
    providers = read_providers(sources, vocabulary, problems)
    if settings is None or questions is None or safety is None or words is None or not checklist:
        return _Shared(None, tuple(problems))
    if base_url:
        settings = settings.model_copy(update={"base_url": base_url})
    findings: list[Finding] = []
    folder = str(PurePosixPath(sources.singles["site"].path).parent / "vocabulary")
    findings += vocabulary_findings(vocabulary, safety.notices, folder)
    findings += safety_findings(safety, sources.singles["safety"].path, today)
    if "glossary" in sources.singles:
        findings += glossary_findings(glossary, sources.singles["glossary"].path)
    findings += call_findings(questions, sources.singles["questions"].path)
    files = (*sources.singles.values(), *sources.vocabulary.values())
    problems += _located(findings, {source.path: source for source in files})
    basis = _Basis(
        settings,
        checklist,
        questions,
        safety,
        vocabulary,
        medicaid,
        words,
        glossary,
        providers,
        {slug_of_file(source.path): source.digest for source in sources.providers},
        _listing_key(sources, today),
    )
    return _Shared(basis, tuple(problems))


def _listing_key(sources: Sources, today: date) -> bytes:
    """Stands for all that every listing is read with, but for its provider."""
    files = (*sources.vocabulary.values(), sources.singles["site"], sources.singles["words"])
    return digest_of(today.isoformat(), *(source.digest for source in files))


def read_vocabulary(sources: Sources, problems: list[Problem]) -> Vocabulary:
    """The vocabulary of all its files; what is wrong with them is added to `problems`."""
    lists = {}
    for name, source in sources.vocabulary.items():
        document = _document(source, problems)
        if document:
            lists[name], found = typed_terms(document, source.path)
            problems += found
    return Vocabulary(lists)


def _single(
    model: type[S], sources: Sources, name: str, terms: Terms, problems: list[Problem]
) -> S | None:
    source = sources.singles.get(name)
    document = _document(source, problems) if source else None
    if source is None or document is None:
        return None
    value, found = typed(model, document, source.path, terms)
    problems += found
    return value


def read_checklist(sources: Sources, problems: list[Problem]) -> tuple[ChecklistItem, ...]:
    """The five questions; what is wrong with their file is added to `problems`."""
    source = sources.singles.get("checklist")
    document = _document(source, problems) if source else None
    if source is None or document is None:
        return ()
    items, found = typed_each(ChecklistItem, document, source.path, NO_WORDS)
    problems += found
    if [item.part for item in items.values()] != [1, 2, 3, 4, 5] and not found:
        message = "the checklist has its five questions in order, part 1 to 5"
        problems.append(Problem(source.path, START, "", Severity.ERROR, message, "put them back"))
    return tuple(items.values())


def _read_medicaid(sources: Sources, problems: list[Problem]) -> Mapping[str, str]:
    source = sources.singles.get("medicaid")
    document = _document(source, problems) if source else None
    if source is None or document is None:
        return {}
    names: dict[str, str] = {}
    if not isinstance(document.value, dict):
        message = "this file is a mapping of state to name"
        hint = "write OR: the name"
        problems.append(Problem(source.path, START, "", Severity.ERROR, message, hint))
        return {}
    empty = [(str(field[0]), None) for field in document.empty]
    for state, name in (*document.value.items(), *empty):
        if state not in STATES or not isinstance(name, str):
            place = document.position((state,), key=True)
            message = f"'{state}' is not the two letters of a state with a name behind them"
            problems.append(
                Problem(source.path, place, state, Severity.ERROR, message, "write OR: the name")
            )
        else:
            names[state] = name
    return names


def _read_glossary(sources: Sources, problems: list[Problem]) -> Glossary:
    source = sources.singles.get("glossary")
    document = _document(source, problems) if source else None
    if source is None or document is None:
        return NO_GLOSSARY
    glossary, found = typed_entries(document, source.path)
    problems += found
    return glossary


def read_providers(
    sources: Sources, vocabulary: Vocabulary, problems: list[Problem]
) -> Mapping[str, Provider]:
    providers: dict[str, Provider] = {}
    for source in sources.providers:
        problems += _slug_problems(source)
        read = statement_of(Provider, source.text, source.path, vocabulary)
        problems += read.problems
        providers[slug_of_file(source.path)] = read.value or _UNREAD
    return providers


_UNREAD: Final = Provider(name="")
"""Stands for a provider whose file has a mistake: a listing that names it makes none."""


def _document(source: Source, problems: list[Problem]) -> Document | None:
    parsed = parse_yaml(source.text, source.path)
    problems += parsed.problems
    return parsed.document


# Articles


def _read_articles(
    given: _Given,
    programs: frozenset[str],
    languages: Sequence[Language],
    *,
    drafts: bool,
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Every published article, and what is wrong in any; `programs` are those with a page."""
    texts = (source.digest for source in given.sources.articles)
    return given.memory.last(
        "articles",
        digest_of(given.seal, *texts, "\n".join(sorted(programs))),
        lambda: _articles(given, programs, languages, drafts=drafts),
    )


def _articles(
    given: _Given,
    programs: Collection[str],
    languages: Iterable[Language],
    *,
    drafts: bool,
    asked: Collection[str] | None = None,
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """As `_read_articles`; of those `asked` for alone, drafts too, when some are."""
    sources, basis, today = given.sources, given.basis, given.today
    problems: list[Problem] = []
    guides: list[Guide] = []
    for source in sources.articles:
        guide, found = parse_guide(source.text, source.path, basis.vocabulary)
        problems += found
        if guide is not None:
            guides.append(guide)
    root = urlsplit(basis.settings.base_url).path.rstrip("/") + "/"
    spoken = {language.code: language for language in languages}
    written = [
        Written(
            guide, _article_of(guide, basis.glossary, root, spoken.get(guide.language, ENGLISH))
        )
        for guide in guides
    ]
    shown = tuple(each for each in written if is_published(each.guide, today, drafts=drafts))
    broken = frozenset(source.path for source in sources.articles) - {
        guide.path for guide in guides
    }
    targets = _known(shown, given, programs, broken)
    drafted = _known(written, given, programs, broken)
    for each in written:
        if asked is not None and each.guide.path not in asked:
            continue
        known = targets if each in shown else drafted
        problems += guide_problems(each.guide, each.article, known)
    problems += _translation_problems(guides, {source.path for source in sources.articles})
    if asked is not None:
        shown = tuple(each for each in written if each.guide.path in asked)
    return shown, tuple(problems)


def _translation_problems(guides: Sequence[Guide], paths: Collection[str]) -> Iterator[Problem]:
    """A translation has an English article of its name, and is changed whenever that one is."""
    changed = {guide.path: guide.front.updated for guide in guides}
    for guide in guides:
        original = guide.original
        if original not in paths:
            message, hint = f"there is no {original}", "give it the name of its English twin"
            yield Problem(guide.path, START, "", Severity.ERROR, message, hint)
        elif changed.get(original, guide.front.updated) > guide.front.updated:
            message = f"{original} was changed on {changed[original]}, after this translation"
            hint = "bring it up to that text, then write the day"
            yield Problem(
                guide.path, guide.place("updated"), "updated", Severity.WARNING, message, hint
            )


def _article_of(guide: Guide, glossary: Glossary, root: str, language: Language) -> Article:
    """The article of a guide. The glossary is in English: other languages do without its notes."""
    return article(
        guide.body,
        path=guide.path,
        resolve=partial(address, root=root),
        glossary=glossary if guide.language == ENGLISH.code else NO_GLOSSARY,
        about=frozenset(guide.front.about),
        first_line=guide.body_line,
        gettext=language.gettext,
        foreign=partial(_foreign, own=guide.language),
    )


def _foreign(reference: Reference, own: str) -> str:
    language = language_of(reference)
    return "" if language == own else language


def _known(
    shown: Iterable[Written],
    given: _Given,
    programs: Collection[str],
    broken: frozenset[str],
) -> Known:
    """Everything that an article may point at when `shown` are the articles of the site."""
    shown, basis = tuple(shown), given.basis
    headings = {
        each.guide.path: {heading.id for heading in each.article.headings} for each in shown
    }
    questions: dict[str, str] = {}
    for each in shown:
        for asked in each.guide.front.answers:
            questions.setdefault(asked.question, each.guide.path)
    facets = {
        f"{facet.id}/{term}" for facet in FACETS for term in basis.vocabulary.ids(facet.vocabulary)
    }
    return Known(
        today=given.today,
        articles=headings,
        programs=programs,
        facets=facets,
        glossary=basis.glossary.entries.keys(),
        pages=FIXED | {f"/{PICTURES}/{name}" for name in given.sources.pictures},
        words=word_finder(basis.words),
        questions=questions,
        broken=broken,
    )


# Listings

Read = tuple[Brief | None, tuple[Problem, ...]]


def _read_programs(given: _Given, places: Callable[[], Places], jobs: int) -> list[Read]:
    """The brief of each listing and all that is wrong with it; known ones are not read again."""
    sources, basis, memory = given.sources, given.basis, given.memory
    keys = cache(partial(_key, basis=basis))
    stale = [source for source in sources.programs if not _is_known(source, given, keys)]
    fresh: dict[str, Read] = {}
    if stale:
        around = _around(given, places())
        work = partial(_read_listings, around=around, basis=basis)
        for source, (read, row, whole) in zip(
            stale, shared_out(work, stale, jobs=jobs), strict=True
        ):
            fresh[source.path] = read
            if row:
                memory.remember(source.path, row, whole)
            else:
                memory.forget([source.path])
    paths = {source.path for source in sources.programs}
    memory.forget([path for path in memory.rows if path not in paths])
    return [
        fresh.get(source.path) or _remembered(memory.rows[source.path])
        for source in sources.programs
    ]


def _around(given: _Given, places: Places) -> Surroundings:
    basis = given.basis
    words = word_finder(basis.words)
    return Surroundings(given.today, basis.settings, places, words, basis.providers, given.slugs)


def _is_known(source: Source | Unchanged, given: _Given, key_of: Callable[[str], bytes]) -> bool:
    """Whether the memory's row was read of this text, with all else as it is now."""
    row = given.memory.rows.get(source.path)
    if row is None or row.text != source.digest or row.key != key_of(row.brief.provider):
        return False
    if row.brief.joined and row.brief.joined not in given.slugs:
        return False
    if isinstance(source, Source) and source.stamp is not None:
        given.memory.restamp(source.path, source.stamp, source.seen_ns)
    return True


def _key(provider: str, basis: _Basis) -> bytes:
    return digest_of(basis.listing_key, basis.provider_digests.get(provider, b""))


def _remembered(row: Row) -> Read:
    return row.brief, row.problems


def _read_listings(
    sources: Sequence[Source | Unchanged], around: Surroundings, basis: _Basis
) -> list[tuple[Read, Row | None, bytes]]:
    numbers = term_numbers(basis.vocabulary)
    return [_read_program(source, around, basis, numbers) for source in sources]


def _read_program(
    source: Source | Unchanged,
    around: Surroundings,
    basis: _Basis,
    numbers: Mapping[TermKey, int],
) -> tuple[Read, Row | None, bytes]:
    """What reading a listing gave, and what is to be remembered of it: nothing of a broken one."""
    text = _source(source)
    if isinstance(text, Problem):
        return (None, (text,)), None, b""
    listing, document, problems = _read_listing(text, around, basis.vocabulary)
    if listing is None or document is None:
        return (None, problems), None, b""
    key = _key(listing.program.provider or "", basis)
    brief = _brief(listing, document, basis.vocabulary, numbers, around.today)
    brief = brief._replace(digest=digest_of(text.digest, key))
    if any(problem.severity is Severity.ERROR for problem in problems):
        return (brief, problems), None, b""
    row = Row(text.stamp or NOWHERE, text.seen_ns, text.digest, key, brief, problems)
    return (brief, problems), row, pickle.dumps(listing, pickle.HIGHEST_PROTOCOL)


def _brief(
    listing: Listing,
    document: Document,
    vocabulary: Vocabulary,
    numbers: Mapping[TermKey, int],
    today: date,
) -> Brief:
    brief = brief_of(listing, b"", vocabulary, numbers, today)
    return brief._replace(places=tuple(_places(brief, document)))


def _source(source: Source | Unchanged) -> Source | Problem:
    return read_source(Path(source.path)) if isinstance(source, Unchanged) else source


def _read_listing(
    source: Source, around: Surroundings, vocabulary: Vocabulary
) -> tuple[Listing | None, Document | None, tuple[Problem, ...]]:
    """One listing and all that is wrong with it; no listing when it has a mistake of shape."""
    problems = list(_slug_problems(source))
    read = statement_of(Program, source.text, source.path, vocabulary)
    problems += read.problems
    document = read.document
    if read.value is None or document is None:
        return None, document, tuple(problems)
    listing = _listing(read.value, source.path, around)
    if listing.provider != _UNREAD:
        problems += [_at(finding, document) for finding in listing_findings(listing, around)]
    return listing, document, tuple(problems)


def _places(brief: Brief, document: Document) -> Iterator[int]:
    """Where that stands of which only the neighbors show that it is wrong."""
    for field in brief.told_fields:
        place = document.position(field)
        yield from (place.line, place.column)


def _listing(program: Program, path: str, around: Surroundings) -> Listing:
    provider = around.providers.get(program.provider or "")
    whole = with_provider(program, provider) if provider else Inherited(program, frozenset())
    location = program.location
    place = around.places.zip(location.zip) if location else None
    return Listing(slug_of_file(path), path, whole.program, provider, whole.fields, place)


def _slug_problems(source: Source) -> Iterator[Problem]:
    """A file's name is its address: a slug, and not one of the words kept for browse pages."""
    slug = slug_of_file(source.path)
    try:
        id_text("a name for an address").parse(slug, NO_WORDS)
    except FormError as error:
        yield Problem(
            source.path,
            START,
            "",
            Severity.ERROR,
            f"the file's name: {error.message}",
            f"rename it to {slug_of(slug)[:LONGEST_ID].strip('-')}.yaml",
        )
    if slug in RESERVED:
        message = f"the name '{slug}' is kept for the browse pages"
        yield Problem(source.path, START, "", Severity.ERROR, message, "give the file another name")


def _by_provider(briefs: Iterable[Brief]) -> Mapping[str, tuple[Brief, ...]]:
    programs: defaultdict[str, list[Brief]] = defaultdict(list)
    for brief in briefs:
        if brief.provider:
            programs[brief.provider].append(brief)
    return {provider: tuple(found) for provider, found in programs.items()}


def _neighbor_problems(briefs: Collection[Brief], memory: Memory) -> Iterator[Problem]:
    key = digest_of(b"".join([brief.neighborly for brief in briefs]))
    yield from _placed(memory.last("neighbors", key, lambda: _neighbor_findings(briefs)), briefs)


def neighbor_problems(briefs: Collection[Brief]) -> Iterator[Problem]:
    """What the rules on all listings together say; of two alike the later one is told."""
    yield from _placed(_neighbor_findings(briefs), briefs)


def _placed(findings: Collection[Finding], briefs: Iterable[Brief]) -> Iterator[Problem]:
    by_path = {brief.path: brief for brief in briefs} if findings else {}
    for finding in findings:
        yield _problem(finding, by_path[finding.path].place(finding.field))


def _neighbor_findings(briefs: Collection[Brief]) -> tuple[Finding, ...]:
    return tuple(finding for rule in NEIGHBOR_RULES for finding in rule(briefs))


# A few files alone


@dataclass(frozen=True, slots=True)
class Alone:
    """What reading some files gave while all other listings stayed closed.

    `listings`, `briefs` and `articles` are of files without a mistake of shape. Nothing is known of
    any file, and `problems` say why, when what all listings share is broken (`vocabulary` is None).
    """

    problems: tuple[Problem, ...]
    vocabulary: Vocabulary | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    questions: tuple[Question, ...] = ()
    listings: tuple[Listing, ...] = ()
    briefs: tuple[Brief, ...] = ()
    glossary: Glossary = NO_GLOSSARY
    articles: tuple[Written, ...] = ()


def read_alone(
    asked: Iterable[Source],
    sources: Sources,
    slugs: frozenset[str],
    today: date,
    *,
    articles: Collection[str],
    listing_of: Callable[[str], Source | Problem],
    memory: Memory,
) -> Alone:
    """What is wrong with the listings that are asked for, with shared files, and with `articles`.

    `sources` are all but listings, `slugs` the names of all listings there are; `listing_of` reads
    the one of a name, where an article leads to it.
    """
    shared = memory.last(
        "shared",
        digest_of(sources.digest_of_shared, today.isoformat(), ""),
        lambda: _read_shared(sources, today, ""),
    )
    found = [*sources.problems, *shared.problems]
    if shared.basis is None:
        return Alone(tuple(found))
    basis = shared.basis
    given = _Given(sources, basis, slugs, today, b"", memory)
    known: Places | None = memory.known("zips", b"")
    around = _around(given, known or places_as_asked())
    numbers = term_numbers(basis.vocabulary)
    listings: list[Listing] = []
    briefs: list[Brief] = []
    written: tuple[Written, ...] = ()
    for source in asked:
        listing, document, problems = _read_listing(source, around, basis.vocabulary)
        found += problems
        if listing is not None and document is not None:
            listings.append(listing)
            briefs.append(_brief(listing, document, basis.vocabulary, numbers, today))
    if articles:
        shown = _Shown(slugs, partial(_is_hidden, listing_of, around, basis.vocabulary))
        written, wrong = _articles(given, shown, (ENGLISH,), drafts=False, asked=articles)
        found += wrong
    return Alone(
        tuple(found),
        basis.vocabulary,
        basis.checklist,
        basis.questions.questions,
        tuple(listings),
        tuple(briefs),
        basis.glossary,
        written,
    )


def _is_hidden(
    listing_of: Callable[[str], Source | Problem],
    around: Surroundings,
    vocabulary: Vocabulary,
    slug: str,
) -> bool:
    source = listing_of(slug)
    if isinstance(source, Problem):
        return False
    listing, _, _ = _read_listing(source, around, vocabulary)
    return listing is not None and not listing.is_shown


@dataclass(frozen=True, slots=True)
class _Shown(Collection[str]):
    """The names of listings with a page; a listing is read when it is asked for."""

    slugs: frozenset[str]
    is_hidden: Callable[[str], bool]

    def __contains__(self, slug: object) -> bool:
        return slug in self.slugs and not self.is_hidden(str(slug))

    def __iter__(self) -> Iterator[str]:
        return iter(self.slugs)

    def __len__(self) -> int:
        return len(self.slugs)


# From fields to lines


def _located(findings: Iterable[Finding], sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Problems for findings whose documents are gone: each file is parsed once more."""
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.path].append(finding)
    for path, found in by_path.items():
        document = parse_yaml(sources[path].text, path).document
        if document is not None:
            yield from (_at(finding, document) for finding in found)


def _at(finding: Finding, document: Document) -> Problem:
    return _problem(finding, document.position(finding.field))


def _problem(finding: Finding, place: Position) -> Problem:
    return Problem(
        finding.path,
        place,
        field_name(finding.field),
        finding.severity,
        finding.message,
        finding.hint,
    )
