"""A guide and what it may point at in; what is wrong with its text out, each with its line."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from iopfinder.figures import FIGURES
from iopfinder.forms import nearest
from iopfinder.guide import TO_WRITE, Guide
from iopfinder.problems import Position, Problem, Severity
from iopfinder.prose import CALLOUTS, Article, Reference, reading
from iopfinder.words import NO_FINDER, Words, word_message

__all__ = ["GRADE_LIMIT", "GUIDE_RULES", "Known", "guide_problems"]

GRADE_LIMIT: Final = 8.0
"""The US school grade above which we ask for shorter words and sentences."""


@dataclass(frozen=True, slots=True)
class Known:
    """The day, and everything on the site that a guide may point at.

    `articles` gives the heading ids of each article by its path; `facets` holds terms as
    condition/ptsd; `pages` holds addresses as /checklist/, and those of images. `broken` are
    the paths of articles with a mistake of their own: one mistake gives one message. `questions`
    gives the path of the article that answers each question first.
    """

    today: date
    articles: Mapping[str, Collection[str]]
    programs: Collection[str]
    facets: Collection[str]
    glossary: Collection[str]
    pages: Collection[str]
    words: Words = NO_FINDER
    questions: Mapping[str, str] = field(default_factory=dict)
    broken: Collection[str] = ()


Rule = Callable[[Guide, Article, Known], Iterator[Problem]]


def guide_problems(guide: Guide, article: Article, known: Known) -> Iterator[Problem]:
    """What every rule says about one guide, whose body is `article`."""
    for rule in GUIDE_RULES:
        yield from rule(guide, article, known)


def updated_by_today(guide: Guide, _article: Article, known: Known) -> Iterator[Problem]:
    """`updated` is no day that is still to come: until then the page is left out."""
    if guide.front.updated > known.today and not guide.front.draft:
        yield _at_key(
            guide,
            "updated",
            Severity.WARNING,
            f"{guide.front.updated} is still to come: the page is left out until then",
            "write the day of the last change, or 'draft: yes' to hold the page back for good",
        )


def guides_name_a_moment(guide: Guide, _article: Article, _known: Known) -> Iterator[Problem]:
    """A guide says at which moment families read it."""
    if guide.folder == "guides" and guide.front.moment is None:
        hint = "write deciding, choosing, paying, during or after"
        yield _at_key(guide, "moment", Severity.ERROR, "'moment' is missing", hint)


def guides_name_sources(guide: Guide, _article: Article, _known: Known) -> Iterator[Problem]:
    """A guide names its sources."""
    if guide.folder == "guides" and not guide.front.sources:
        hint = "add 'sources:' with title, publisher, url and seen"
        yield _at_key(guide, "sources", Severity.WARNING, "this guide names no source", hint)


def sources_are_seen(guide: Guide, _article: Article, known: Known) -> Iterator[Problem]:
    """No source was read on a day that is still to come."""
    for source in guide.front.sources:
        if source.seen > known.today:
            message = f"'{source.title}' was seen on {source.seen}, which is still to come"
            hint = "write the day on which you read it"
            yield _at_key(guide, "sources", Severity.ERROR, message, hint)


def about_names_entries(guide: Guide, _article: Article, known: Known) -> Iterator[Problem]:
    """`about` names entries of the glossary."""
    for id_ in guide.front.about:
        if id_ not in known.glossary:
            message = f"there is no glossary entry '{id_}'"
            hint = _did_you_mean(id_, known.glossary, "the ids stand in content/glossary.yaml")
            yield _at_key(guide, "about", Severity.ERROR, message, hint)


def answers_name_headings(guide: Guide, article: Article, _known: Known) -> Iterator[Problem]:
    """A question that is answered at a heading names one of the article's own."""
    ids = [heading.id for heading in article.headings]
    for asked in guide.front.answers:
        if asked.at and asked.at not in ids:
            message = f"'{asked.question}' is answered at '{asked.at}', which is no heading here"
            hint = _did_you_mean(asked.at, ids, "take 'at' out, or write the heading's words-so")
            yield _at_key(guide, "answers", Severity.ERROR, message, hint)


def questions_are_asked_once(guide: Guide, _article: Article, known: Known) -> Iterator[Problem]:
    """No other article answers the same question: one of the two answers would grow old alone."""
    for asked in guide.front.answers:
        first = known.questions.get(asked.question, guide.path)
        if first != guide.path:
            message = f"'{asked.question}' is answered in {first} too"
            yield _at_key(guide, "answers", Severity.WARNING, message, "keep one of the two")


def body_has_text(guide: Guide, _article: Article, _known: Known) -> Iterator[Problem]:
    """Text follows the front matter."""
    if not guide.body.strip():
        message, hint = "the page has no text", "write it below the second '---'"
        yield _at_line(guide, guide.body_line, Severity.ERROR, message, hint)


def nothing_is_left_to_write(guide: Guide, _article: Article, _known: Known) -> Iterator[Problem]:
    """A page that is no draft holds no note to its author."""
    if guide.front.draft:
        return
    message, hint = f"'{TO_WRITE}' still stands here", "write the text, or delete this part"
    if TO_WRITE in guide.front.summary:
        yield _at_key(guide, "summary", Severity.ERROR, message, hint)
    for line, text in enumerate(guide.body.split("\n"), guide.body_line):
        if TO_WRITE in text:
            yield _at_line(guide, line, Severity.ERROR, message, hint)


def title_is_the_only_h1(guide: Guide, article: Article, _known: Known) -> Iterator[Problem]:
    """The title is the page's one heading of the first level."""
    for heading in article.headings:
        if heading.level == 1:
            message = f"'# {heading.text}' stands beside the title"
            hint = f"write '## {heading.text}', or delete it: the page shows its title"
            yield _at_line(guide, heading.line, Severity.ERROR, message, hint)


def headings_go_down_by_one(guide: Guide, article: Article, _known: Known) -> Iterator[Problem]:
    """No heading skips a level: a screen reader lists them as a tree."""
    levels = [1, *(heading.level for heading in article.headings)]
    for (above, level), heading in zip(pairwise(levels), article.headings, strict=True):
        if level > above + 1:
            message = f"'{heading.text}' skips a level"
            hint = f"write '{'#' * (above + 1)} {heading.text}'"
            yield _at_line(guide, heading.line, Severity.WARNING, message, hint)


def images_have_words(guide: Guide, article: Article, _known: Known) -> Iterator[Problem]:
    """Each image says in words what it shows, for those who do not see it."""
    for image in article.images:
        if not image.alt:
            message = f"the image '{image.source}' has no words for those who do not see it"
            hint = f"write ![what it shows]({image.source})"
            yield _at_line(guide, image.line, Severity.ERROR, message, hint)


def marks_are_known(guide: Guide, article: Article, _known: Known) -> Iterator[Problem]:
    """Callouts, program lists, figures and footnote marks are written in the way that is read."""
    for stray in article.strays:
        message, hint = _STRAYS[stray.kind]
        if stray.text.endswith("]:"):
            message, hint = _UNUSED_NOTE
        yield _at_line(guide, stray.line, Severity.ERROR, message.format(stray.text), hint)


_STRAYS: Final = {
    "callout": ("'{}' is no callout", f"write {' or '.join(f'!!! {kind}' for kind in CALLOUTS)}"),
    "shortcode": (
        "'{}' is not read as a list of programs or a figure",
        "write {{ programs condition=ptsd limit=3 }} or {{ figure the-road }} as a paragraph",
    ),
    "footnote": ("'{}' has no note", "write the note on a line of its own, after its mark and ':'"),
}
_UNUSED_NOTE: Final = ("no mark in the text leads to the note '{}'", "add its mark or delete it")


def links_lead_somewhere(guide: Guide, article: Article, known: Known) -> Iterator[Problem]:
    """Each link names an article, heading, program, term, entry or page of the site, or an address
    outside it."""
    for link in article.links:
        problem = _broken(link, known)
        if problem:
            yield _at_line(guide, link.line, Severity.ERROR, *problem)


def _broken(link: Reference, known: Known) -> tuple[str, str] | None:
    """What is wrong with a link, and what to write in its place."""
    if link.kind == "outside":
        return None
    if link.kind == "unknown":
        return f"'{link.target}' leads nowhere", _LINK_FORMS
    if link.target in known.broken:
        return None
    what, there, otherwise = _targets(link.kind, known)
    if link.target not in there:
        if link.kind == "article":
            return f"there is no {what} '{link.target}'", _near_file(link.target, there, otherwise)
        close = _did_you_mean(link.target, there, otherwise)
        return f"there is no {what} '{link.target}'", close
    if link.kind == "article" and link.fragment:
        ids = known.articles[link.target]
        if link.fragment not in ids:
            message = f"'{link.target}' has no heading '#{link.fragment}'"
            return message, _did_you_mean(link.fragment, ids, "link to the page without '#'")
    return None


def _near_file(path: str, paths: Collection[str], otherwise: str) -> str:
    """The path whose file has nearly the same name: most folders are alike anyway."""
    names = {_file_name(each): each for each in paths}
    close = nearest(_file_name(path), names)
    return f"did you mean '{names[close]}'?" if close else otherwise


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


_LINK_FORMS: Final = (
    "write other-guide.md, program:slug, facet:condition/ptsd, glossary:iop, page:/checklist/, "
    "or a whole address as https://..."
)


def _targets(kind: str, known: Known) -> tuple[str, Collection[str], str]:
    return {
        "article": ("article", known.articles, "check the path: it starts at this file's folder"),
        "program": ("program", known.programs, "a program's name is that of its file"),
        "facet": ("page for the term", known.facets, "write facet:condition/ptsd"),
        "glossary": ("glossary entry", known.glossary, "the ids stand in content/glossary.yaml"),
        "figure": ("figure", FIGURES, f"write one of: {', '.join(FIGURES)}"),
        "page": ("page", known.pages, "write the address with a slash at both ends"),
    }[kind]


def reads_at_grade_eight(guide: Guide, article: Article, _known: Known) -> Iterator[Problem]:
    """Families read it with ease: Flesch-Kincaid grade 8 or below, which measures English only."""
    if guide.language != "en":
        return
    answers = "".join(f"\n{asked.answer}" for asked in guide.front.answers)
    read = reading(article.plain + answers)
    if read.grade > GRADE_LIMIT:
        quoted = "; ".join(f"“{sentence}”" for sentence in read.hardest)
        message = f"this page reads at grade {read.grade:.1f}; the limit is {GRADE_LIMIT:.0f}"
        hint = f"make these sentences shorter first: {quoted}" if quoted else "use shorter words"
        yield _at_line(guide, guide.body_line, Severity.WARNING, message, hint)


def words_are_kind(guide: Guide, _article: Article, known: Known) -> Iterator[Problem]:
    """No word labels people. Quotes and notes are exempt: they say how others put it.

    The list of words is English.
    """
    if guide.language != "en":
        return
    answers = " ".join(f"{asked.question} {asked.answer}" for asked in guide.front.answers)
    said_of = {"title": guide.front.title, "summary": guide.front.summary, "answers": answers}
    for key, words in said_of.items():
        for found in known.words.hurtful(words):
            yield _at_key(guide, key, Severity.WARNING, *word_message(found))
    for line, text in enumerate(guide.body.split("\n"), guide.body_line):
        said = "" if text.startswith("[^") else _QUOTED.sub("", text)
        for found in known.words.hurtful(said):
            yield _at_line(guide, line, Severity.WARNING, *word_message(found))


_QUOTED: Final = re.compile(r"[\"“][^\"”]*[\"”]")

GUIDE_RULES: Final[tuple[Rule, ...]] = (
    updated_by_today,
    guides_name_a_moment,
    guides_name_sources,
    sources_are_seen,
    about_names_entries,
    answers_name_headings,
    questions_are_asked_once,
    body_has_text,
    nothing_is_left_to_write,
    title_is_the_only_h1,
    headings_go_down_by_one,
    images_have_words,
    marks_are_known,
    links_lead_somewhere,
    reads_at_grade_eight,
    words_are_kind,
)


def _at_key(guide: Guide, key: str, severity: Severity, message: str, hint: str) -> Problem:
    return Problem(guide.path, guide.place(key), key, severity, message, hint)


def _at_line(guide: Guide, line: int, severity: Severity, message: str, hint: str) -> Problem:
    return Problem(guide.path, Position(line, 1), "", severity, message, hint)


def _did_you_mean(text: str, known: Collection[str], otherwise: str) -> str:
    close = nearest(text, known)
    return f"did you mean '{close}'?" if close else otherwise
