"""Templates, code and scripts in, every sentence of the translated pages out; catalogs kept up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from iopfinder.browse import TERM_HEADINGS
from iopfinder.cards import PART_LABELS
from iopfinder.facts import Section, outline
from iopfinder.finder_page import GROUP_LABELS, PARTS
from iopfinder.program import CONFIRMED_HOW, OTHER_LEVELS, OWNERSHIP, Program
from iopfinder.provider import Provider
from iopfinder.says import FACETS
from iopfinder.translations import SCRIPT, is_translated
from iopfinder.truth import CONFIRMED
from iopfinder.vocabulary import FIXED_TERMS
from iopfinder.wording import PER, UNITS

__all__ = ["Said", "messages", "untranslated", "updated_catalog"]

Id = str | tuple[str, str]
"""An English text, or the one for one thing and the one for many."""

TEMPLATES: Final = (
    *("home.html", "finder.html", "compare.html", "checklist.html", "article.html"),
    *(f"components/{piece}.html" for piece in ("card", "question", "crisis")),
)
"""What the pages of every language are made from; what these include is found in them."""

UNTRANSLATED: Final = frozenset(["feeds", "reference_pages", "editor_page", "structured", "cli"])
"""Modules whose words stand on no translated page."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text that a page can show; `script`: a script shows it."""

    id: Id
    script: bool

    @property
    def first(self) -> str:
        return self.id if isinstance(self.id, str) else self.id[0]


def messages(templates: Path, assets: Path) -> tuple[Said, ...]:
    """Every text that a translated page can show, in the order of the English."""
    pages = {*_in_tables(), *_in_templates(templates), *_in_code(Path(__file__).parent)}
    scripts = set(_in_scripts(assets / "js"))
    found: dict[str, Said] = {}
    for id_ in sorted(pages | scripts, key=lambda id_: (isinstance(id_, tuple), id_)):
        said = Said(id_, script=id_ in scripts)
        before = found.get(said.first)
        found[said.first] = Said(id_, script=said.script or bool(before and before.script))
    return tuple(found[first] for first in sorted(found))


# Where texts stand

_KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2)}


def _extracted(method: str, path: Path, options: Mapping[str, str] | None = None) -> Iterator[Id]:
    with path.open("rb") as file:
        for _line, found, _comments, _context in extract(
            method, file, keywords=_KEYWORDS, options={"encoding": "utf-8", **(options or {})}
        ):
            yield found if isinstance(found, str) else (found[0], found[1])


def _in_templates(folder: Path) -> Iterator[Id]:
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - nothing is rendered
    waiting, read = list(TEMPLATES), set[str]()
    while waiting:
        name = waiting.pop()
        if name in read:
            continue
        read.add(name)
        path = folder / name
        text = path.read_text("utf-8")
        waiting += [other for other in find_referenced_templates(environment.parse(text)) if other]
        yield from _extracted("jinja2", path, {"trim_blocks": "true", "lstrip_blocks": "true"})


def _in_code(folder: Path) -> Iterator[Id]:
    for path in sorted(folder.glob("*.py")):
        if path.stem not in UNTRANSLATED:
            yield from _extracted("python", path)


def _in_scripts(folder: Path) -> Iterator[Id]:
    for path in sorted(folder.glob("*.js")):
        yield from _extracted("javascript", path)


def _in_tables() -> Iterator[Id]:
    """Texts of tables, which the code looks up and translates by name."""
    for facet in FACETS:
        yield facet.label
    for terms in FIXED_TERMS.values():
        for term in terms.values():
            yield term.label
    for model in (Program, Provider):
        yield from _of_fields(model)
    for table in (TERM_HEADINGS, PART_LABELS, CONFIRMED, CONFIRMED_HOW, PER, OWNERSHIP):
        yield from table.values()
    yield from OTHER_LEVELS.values()
    yield from GROUP_LABELS.values()
    for _id, title, _facets in PARTS:
        yield title
    yield from UNITS.values()


def _of_fields(model: type[Section]) -> Iterator[str]:
    """The label of each field, and of each word that it may hold."""
    for spec in outline(model):
        yield spec.fact.label
        if spec.form:
            yield from filter(None, spec.form.table.values())


# Catalogs


def updated_catalog(catalog: Catalog, said: tuple[Said, ...], code: str) -> str:
    """The text of a catalog that holds these texts and no others, with the translations it had.

    It has no dates and no line numbers: what nobody said anew stays as it is.
    """
    updated = Catalog(locale=code, charset="utf-8", header_comment="")
    for each in said:
        before = catalog.get(each.first)
        message = updated.add(each.id, auto_comments=[SCRIPT] if each.script else [])
        if before is not None and before.pluralizable == isinstance(each.id, tuple):
            message.string, message.flags = before.string, before.flags
            message.user_comments = before.user_comments
    written = _Text()
    write_po(written, updated, width=100, no_location=True, omit_header=True, sort_output=True)
    head = _HEAD.format(code=code, forms=updated.plural_forms)
    return f"{head}\n{written.text.strip()}\n"


_HEAD: Final = """\
# Every text of the translated pages. `make messages` adds what is new and drops what is gone;
# write the translations below msgstr. Keep each %(name)s and each <tag> as it is.
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {forms}\\n"
"""


class _Text:
    """What Babel writes a catalog to."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, written: bytes) -> None:
        self.text += written.decode("utf-8")


def untranslated(catalog: Catalog, said: tuple[Said, ...]) -> tuple[str, ...]:
    """The texts without a translation that somebody stands by."""
    return tuple(each.first for each in said if not _stands(catalog.get(each.first), each.id))


def _stands(message: Message | None, id_: Id) -> bool:
    if message is None or message.pluralizable != isinstance(id_, tuple):
        return False
    return is_translated(message)
