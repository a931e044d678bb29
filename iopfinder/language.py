"""A language of the site as one value: its translations, and how it writes dates and numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.support import NullTranslations

__all__ = ["ENGLISH", "Language", "joined"]


@dataclass(frozen=True, slots=True)
class Language:
    """`gettext` and `ngettext` translate; dates and amounts are written as the language does."""

    code: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    def date(self, day: date) -> str:
        """October 1, 2026"""
        return format_date(day, format="long", locale=self.code)

    def dollars(self, cents: int) -> str:
        """$350, or $12.50 when there are cents."""
        pattern = "\u00a4#,##0" if cents % 100 == 0 else None
        return format_currency(
            cents / 100, "USD", format=pattern, locale=self.code, currency_digits=False
        )

    def number(self, value: float) -> str:
        """1,200 or 2.5"""
        return format_decimal(value, locale=self.code)


_PLAIN = NullTranslations()

ENGLISH = Language("en", _PLAIN.gettext, _PLAIN.ngettext)


def joined(words: Sequence[str], language: Language) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    _ = language.gettext
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
