"""An article in; how it reads, what it stands on, and which of its words nobody explains, out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from iopfinder.directory import Written
from iopfinder.glossary import Glossary
from iopfinder.guide_rules import GRADE_LIMIT
from iopfinder.prose import reading

__all__ = [
    "GuideAccount",
    "guide_account",
    "guide_lines",
    "guide_table",
    "plain_guide_account",
]

OLD_DAYS: Final = 365
"""An article that was not looked at for a year may say what no longer holds."""

EVERYDAY: Final = frozenset(
    ("AM", "AYUDA", "DO", "FAQ", "ID", "MD", "OK", "PM", "PhD", "TV", "US", "USA", "VA", "ZIP")
)
"""Words in capitals that need no glossary, or have a second everyday sense (MD, DO, VA)."""

_CAPITALS: Final = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{0,5}[A-Z]s?(?![\w-])")


@dataclass(frozen=True, slots=True)
class GuideAccount:
    """An article: `grade` by Flesch-Kincaid, `age` in days since `updated`.

    `unnoted` are sources to which no link of the text leads; `unexplained` are words in capitals
    that the glossary does not have.
    """

    path: str
    title: str
    words: int
    grade: float
    hardest: tuple[str, ...]
    sources: int
    unnoted: tuple[str, ...]
    age: int
    unexplained: tuple[str, ...]


def guide_account(written: Written, glossary: Glossary, today: date) -> GuideAccount:
    """The account of one article."""
    guide, article = written.guide, written.article
    read = reading(article.plain)
    linked = {link.target for link in article.links}
    return GuideAccount(
        guide.path,
        guide.front.title,
        read.words,
        read.grade,
        read.hardest,
        len(guide.front.sources),
        tuple(source.title for source in guide.front.sources if source.url not in linked),
        (today - guide.front.updated).days,
        tuple(_unexplained(article.plain, glossary)),
    )


def _unexplained(text: str, glossary: Glossary) -> Iterator[str]:
    """Each word in capitals that is no part of a word of the glossary, once, as it first stands."""
    spoken = [(word.start, word.end) for word in glossary.spoken(text)]
    seen = set(EVERYDAY)
    for found in _CAPITALS.finditer(text):
        word = found[0].removesuffix("s")
        if word not in seen and not any(start <= found.start() < end for start, end in spoken):
            seen.add(word)
            yield word


# As text, and as plain values


def guide_lines(account: GuideAccount) -> Iterator[str]:
    """The account for an editor, line by line."""
    yield f"{account.path}: {account.title}"
    limit = f"limit {GRADE_LIMIT:.0f}"
    yield f"  {account.words:,} words at reading grade {account.grade:.1f} ({limit})"
    changed = f"last changed {_counted(account.age, 'day')} ago"
    yield f"  {_counted(account.sources, 'source')}; {changed}"
    for title in account.unnoted:
        yield f"  no link of the text leads to the source “{title}”"
    if account.age > OLD_DAYS:
        yield "  over a year old: read its sources again, then write the day"
    if account.hardest:
        yield "  The hardest sentences:"
        yield from (f"    {sentence}" for sentence in account.hardest)
    if account.unexplained:
        yield f"  Not in the glossary: {', '.join(account.unexplained)}"


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def guide_table(accounts: Sequence[GuideAccount]) -> Iterator[str]:
    """One line an article, under a head; the hardest to read first."""
    yield "grade  words  sources   days  article"
    for each in sorted(accounts, key=lambda each: (-each.grade, each.path)):
        yield (
            f"{each.grade:5.1f}  {each.words:5,}  {each.sources:7}  {each.age:5,}  {each.path}"
            + (f" (not in the glossary: {', '.join(each.unexplained)})" if each.unexplained else "")
        )


def plain_guide_account(account: GuideAccount) -> dict[str, object]:
    """The account as JSON, a key for each of its fields."""
    return asdict(account)
