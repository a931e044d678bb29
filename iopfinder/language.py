"""A language of the site as one value: its translations, and how it writes dates and numbers."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.support import NullTranslations

__all__ = ["CODES", "ENGLISH", "TRANSLATED", "Language", "joined", "script_words"]

TRANSLATED: Final = ("es",)
"""Languages that the site's own English texts are translated into."""

CODES: Final = ("en", *TRANSLATED)

_LOCALES: Final = {"es": "es_US"}
"""Spanish as it is written in the United States: $1,250.50, and never 1.250,50 US$."""


@dataclass(frozen=True, slots=True)
class Language:
    """`gettext` and `ngettext` translate; dates and amounts are written as the language does.

    `script` holds the translations of the strings in assets/js; `digest` stands for its catalog.
    """

    code: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    script: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    digest: bytes = b""

    @property
    def locale(self) -> str:
        """The language and its land, as Babel names them."""
        return _LOCALES.get(self.code, self.code)

    def date(self, day: date) -> str:
        """October 1, 2026"""
        return format_date(day, format="long", locale=self.locale)

    def dollars(self, cents: int) -> str:
        """$350, or $12.50 when there are cents."""
        pattern = "\u00a4#,##0" if cents % 100 == 0 else None
        return format_currency(
            cents / 100, "USD", format=pattern, locale=self.locale, currency_digits=False
        )

    def number(self, value: float) -> str:
        """1,200 or 2.5"""
        return format_decimal(value, locale=self.locale)


_PLAIN = NullTranslations()

ENGLISH = Language("en", _PLAIN.gettext, _PLAIN.ngettext)


def script_words(language: Language) -> dict[str, str | list[str]]:
    """The strings of assets/js in `language`, as words-es-<hash>.json holds them.

    A string with two forms has both, for one and for many.
    """
    return {
        text: translated if isinstance(translated, str) else list(translated)
        for text, translated in language.script.items()
    }


def joined(words: Sequence[str], language: Language) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    _ = language.gettext
    names = {"first": ", ".join(words[:-1]), "last": words[-1]}
    if language.code == "es" and _LIKE_I.match(words[-1]):
        return "{first} e {last}".format_map(names)
    return _("%(first)s and %(last)s") % names


_LIKE_I: Final = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)
"""Words before which Spanish says "e" for "and": Idaho and hijos, not Iowa, hielo or Yuma."""
