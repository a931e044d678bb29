"""Listed programs in, their names by the first two letters of each word out.

So a program is found by its name wherever it lies, without any other file.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

__all__ = ["Named", "names_by_prefix"]

COMMON_SHARE: Final = 0.05
FEW: Final = 200
"""A word in over a twentieth of all names, and over 200, tells no program from another."""

WORDS: Final = re.compile(r"[a-z0-9]+")
APOSTROPHES: Final = re.compile(r"['\u2018\u2019\u02bb]")


class Named(NamedTuple):
    """A program's slug and name, and its city and state ("" without an address)."""

    slug: str
    name: str
    city: str
    state: str


def names_by_prefix(programs: Iterable[Named]) -> Mapping[str, tuple[Named, ...]]:
    """Programs by the first two letters of each word of their names, by slug.

    Words that very many names hold lead nowhere, but for a name that has no others.
    """
    words = {each: frozenset(_words(each.name)) for each in sorted(programs)}
    held = Counter(word for found in words.values() for word in found)
    common = {word for word, count in held.items() if count > max(FEW, COMMON_SHARE * len(words))}
    shards: defaultdict[str, list[Named]] = defaultdict(list)
    for each, found in words.items():
        for prefix in {word[:2] for word in found - common or found}:
            shards[prefix].append(each)
    return {prefix: tuple(shard) for prefix, shard in sorted(shards.items())}


def _words(name: str) -> Iterator[str]:
    """ "Café d'Or" is cafe and dor."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name))
    yield from WORDS.findall(plain.encode("ascii", "ignore").decode("ascii").lower())
