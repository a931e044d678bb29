"""A gettext catalog (translations/es.po) in, the site's language out, or what is wrong in it."""

import re
from collections.abc import Callable, Iterator
from gettext import GNUTranslations
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from iopfinder.language import TRANSLATED, Language
from iopfinder.problems import START, Position, Problem, Severity
from iopfinder.sources import Source, read_source

__all__ = [
    "SCRIPT",
    "is_translated",
    "parse_catalog",
    "parse_language",
    "read_catalog",
    "read_language",
    "read_languages",
]

SCRIPT: Final = "assets/js"
"""The comment of a message that a script shows."""


def read_languages(folder: Path) -> tuple[tuple[Language, ...], tuple[Problem, ...]]:
    """Every language of the folder of catalogs, and every problem of its files."""
    read = [read_language(code, folder / f"{code}.po") for code in TRANSLATED]
    languages = tuple(language for language, _problems in read if language)
    return languages, tuple(problem for _language, problems in read for problem in problems)


def read_language(code: str, path: Path) -> tuple[Language | None, tuple[Problem, ...]]:
    """The language of one catalog; none when some problem is an error."""
    source = read_source(path)
    return parse_language(code, source) if isinstance(source, Source) else (None, (source,))


def read_catalog(code: str, path: Path) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """The messages of one catalog; none for a file that is no catalog."""
    source = read_source(path)
    return parse_catalog(code, source) if isinstance(source, Source) else (None, (source,))


def parse_language(code: str, source: Source) -> tuple[Language | None, tuple[Problem, ...]]:
    """The language that a catalog's text makes; none when some problem is an error."""
    catalog, problems = parse_catalog(code, source)
    if catalog is None or problems:
        return None, problems
    translations = _translations(catalog)
    script = {
        _ids(message)[0]: message.string if isinstance(message.string, str) else _texts(message)
        for message in catalog
        if SCRIPT in message.auto_comments and is_translated(message)
    }

    def gettext(text: str) -> str:
        """gettext gives a catalog's head for the empty text."""
        return translations.gettext(text) if text else ""

    return Language(code, gettext, translations.ngettext, script, source.digest), ()


def parse_catalog(code: str, source: Source) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """A catalog's messages, and each that would break a page; none for a text that is none."""
    try:
        catalog = read_po(
            StringIO(source.text), locale=code, ignore_obsolete=True, abort_invalid=True
        )
    except PoFileError as error:
        place = Position(error.lineno + 1, 1)
        why = str(error).removesuffix(f" on {error.lineno}")
        return None, (_problem(source, place, f"this is not a catalog: {why}", _PO_HINT),)
    except ValueError as error:
        return None, (_problem(source, START, f"this is not a catalog: {error}", _PO_HINT),)
    catalog.charset = "utf-8"
    return catalog, tuple(_message_problems(catalog, source))


_PO_HINT: Final = 'write msgid "English" and below it msgstr "translation"'


def _translations(catalog: Catalog) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _message_problems(catalog: Catalog, source: Source) -> Iterator[Problem]:
    for message in catalog:
        if message.id and not message.fuzzy:
            for rule in MESSAGE_RULES:
                for found, hint in rule(message):
                    place = Position(message.lineno or 1, 1)
                    yield _problem(source, place, found, hint)


def _problem(source: Source, place: Position, message: str, hint: str) -> Problem:
    return Problem(source.path, place, "", Severity.ERROR, message, hint)


Found = Iterator[tuple[str, str]]


def names_are_kept(message: Message) -> Found:
    """A translation fills in the same names as its English text, in any order."""
    wanted = _marks(_ids(message)[-1])
    for text in _given(message):
        if _marks(text) != wanted:
            names = " ".join(sorted(wanted)) or "no %"
            yield f"'{text}' does not fill in what the English text does", f"write {names}"


def tags_are_kept(message: Message) -> Found:
    """A translation has the same links and marks as its English text."""
    wanted = sorted(_TAG.findall(_ids(message)[-1]))
    for text in _given(message):
        if sorted(_TAG.findall(text)) != wanted:
            hint = f"write {' '.join(wanted)}" if wanted else "write it without < and >"
            yield f"'{text}' has other tags than the English text", hint


def every_form_is_given(message: Message) -> Found:
    """A text that counts is translated for one and for many."""
    if message.pluralizable and any(_texts(message)) and not all(_texts(message)):
        yield (
            f"'{_ids(message)[0]}' is translated in one form only",
            "write msgstr[0] and msgstr[1]",
        )


MESSAGE_RULES: Final[tuple[Callable[[Message], Found], ...]] = (
    names_are_kept,
    tags_are_kept,
    every_form_is_given,
)

_MARK: Final = re.compile(r"%(?:\(\w*\)[a-z]?|.?)")
_TAG: Final = re.compile(r"<[^>]*>?")


def _marks(text: str) -> set[str]:
    return set(_MARK.findall(text))


def _ids(message: Message) -> tuple[str, ...]:
    """The English text, or that for one and that for many."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _texts(message: Message) -> tuple[str, ...]:
    """The translation, or its forms; each "" where there is none."""
    if message.string is None:
        return ("",)
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _given(message: Message) -> tuple[str, ...]:
    return tuple(text for text in _texts(message) if text)


def is_translated(message: Message) -> bool:
    """Whether every form of a message has a translation that somebody stands by."""
    return not message.fuzzy and all(_texts(message))
