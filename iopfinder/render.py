"""A plan in, the bytes of every page out. Templates lay out; they decide nothing.

Autoescape is on, an undefined name is an error, and HTML reaches a template only as `Markup`.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from iopfinder.cards import CardView
from iopfinder.checklist import Question
from iopfinder.language import ENGLISH, Language
from iopfinder.memory import Memory
from iopfinder.pages import contents
from iopfinder.plan import Page, Plan
from iopfinder.problems import START, Position, Problem, Severity
from iopfinder.publish import Output
from iopfinder.sources import digest_of, stamps_of

__all__ = [
    "Compiled",
    "Renderer",
    "TemplateSlip",
    "keep_compiled",
    "make_renderer",
    "renderers_of",
    "template_digests",
]

CARD: Final = "components/card.html"
COMPILED: Final = "compiled"
QUESTION: Final = "components/question.html"
CRISIS: Final = "components/crisis.html"

NAMED: Final = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b"""
    r"""(?:\s*["']([^"']+)["']\s*(?=[-+]?%\}|(?:as|import|ignore|with|without)\b))?"""
)
"""The name of another template; "" for one that is not simply written out."""


SLIPS: Final = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What a mistake in a template raises while a page is rendered."""


class TemplateSlip(Exception):
    """A mistake in a template, met on a page."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Compiled(BytecodeCache):
    """The code of compiled templates, each for as long as its text is the same.

    Jinja2 works out `{{ '/guides/'|href }}` when it compiles: only for renderers of one language,
    one base address and the same twins. `has_grown` once something was compiled.
    """

    def __init__(self, kept: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self.kept = dict(kept)
        self.has_grown = False

    def __reduce__(self) -> tuple[type["Compiled"], tuple[Mapping[str, bytes]]]:
        return Compiled, (self.kept,)

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()
        self.has_grown = True


@dataclass(frozen=True)
class Renderer:
    """Templates ready to render one plan; what stands on many pages is rendered once."""

    environment: Environment
    plan: Plan
    templates: Path
    compiled: Compiled
    pieces: dict[tuple[str, Hashable], Markup] = field(default_factory=dict)

    def page(self, page: Page) -> Output:
        """One page as bytes; raises `TemplateSlip`."""
        head, view = contents(page, self.plan)
        try:
            template = self.environment.get_template(page.template)
            text = template.render(head=head, view=view, page=page)
        except SLIPS as error:
            problem = _problem(error, self.templates)
            message = f"{problem.message}, on the page of {page.about}"
            raise TemplateSlip(replace(problem, message=message)) from error
        return Output(page.path, text.encode("utf-8"))

    def card(self, card: CardView) -> Markup:
        """A program's card, as it stands in every list."""
        return self._once(CARD, card.slug, card=card)

    def question(self, question: Question, *, folded: bool = False) -> Markup:
        """A phone question, as it stands on every page that asks it."""
        key = (question.id, folded)
        return self._once(QUESTION, key, question=question, folded=folded)

    def crisis(self) -> Markup:
        """The crisis block, as it stands on every page."""
        return self._once(CRISIS, None)

    def _once(self, template: str, key: Hashable, **names: object) -> Markup:
        found = self.pieces.get((template, key))
        if found is None:
            text = self.environment.get_template(template).render(names)
            found = self.pieces[template, key] = Markup(text)  # noqa: S704 - a template's output
        return found


class Templates(FileSystemLoader):
    """Template files; one that is not UTF-8 is a problem of that template."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            message = f"byte 0x{error.object[error.start]:02x} is not UTF-8 text"
            raise TemplateSyntaxError(message, line, name=template) from error


def renderers_of(plans: Iterable[Plan], templates: Path, memory: Memory) -> Mapping[str, Renderer]:
    """A renderer for each plan, by its language."""
    return {plan.language.code: make_renderer(plan, templates, memory) for plan in plans}


def make_renderer(plan: Plan, templates: Path, memory: Memory | None = None) -> Renderer:
    """A renderer with what every template may use: site, addresses, dates, translations.

    What the memory knows need not be compiled.
    """
    language, settings = plan.language, plan.directory.settings
    key = digest_of(language.digest, settings.base_url, repr(plan.twins))
    memory = memory or Memory()
    compiled = memory.last(f"{COMPILED} {language.code}", key, Compiled)
    environment = Environment(
        loader=Templates(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
        extensions=["jinja2.ext.i18n"],
    )
    _speak(environment, language)
    base = settings.base_url.rstrip("/")
    root = urlsplit(base).path
    environment.globals |= {
        "site": plan.site,
        "language": plan.language,
        "today": plan.directory.today,
        "english": _english(plan),
        "twins": lambda page: plan.twins.get(page.twin, {}),
    }
    environment.filters |= {
        "href": lambda url: f"{root}{plan.address(url)}" if url.startswith("/") else url,
        "untranslated_href": lambda url: f"{root}{url}",
        "hreflang": lambda url: _hreflang(url, plan),
        "absolute": lambda url: f"{base}{url}",
        "day": plan.language.date,
        "number": plan.language.number,
        "iso": lambda day: day.isoformat(),
    }
    renderer = Renderer(environment, plan, templates, compiled)
    environment.globals |= {
        "card": renderer.card,
        "question": renderer.question,
        "crisis": renderer.crisis,
    }
    return renderer


def keep_compiled(renderer: Renderer, memory: Memory) -> None:
    """Lets the memory keep the templates that were compiled in this process."""
    if renderer.compiled.has_grown:
        memory.renew(f"{COMPILED} {renderer.plan.language.code}")


def template_digests(templates: Path) -> Mapping[str, bytes]:
    """For each template what stands for its text and those of all that it uses.

    Cards, questions and the crisis block may stand on any page. A name that is not written out, or
    is no file's, may be that of any template.
    """
    texts = {
        Path(path).relative_to(templates).as_posix(): Path(path).read_bytes()
        for path, _ in stamps_of(templates)
        if Path(path).is_file()
    }
    named = {
        name: set(NAMED.findall(text.decode("utf-8", "replace"))) for name, text in texts.items()
    }
    return {name: _digest_of_used(name, named, texts) for name in texts}


def _digest_of_used(name: str, named: Mapping[str, Set[str]], texts: Mapping[str, bytes]) -> bytes:
    used: set[str] = set()
    waiting = [name, CARD, QUESTION, CRISIS]
    while waiting:
        each = waiting.pop()
        if each not in used:
            used.add(each)
            names = named.get(each, frozenset())
            waiting += names if texts.keys() >= names else texts
    return digest_of(*(part for each in sorted(used) for part in (each, texts.get(each, b""))))


def _english(plan: Plan) -> Markup:
    """The attribute of a text that is in English on every page: what a listing says of itself."""
    return Markup("" if plan.language.code == ENGLISH.code else f' lang="{ENGLISH.code}"')  # noqa: S704


def _hreflang(url: str, plan: Plan) -> Markup:
    """The attribute of a link from a translated page to one that is in English only."""
    if not url.startswith("/") or plan.is_spoken(url):
        return Markup("")
    return Markup(f' hreflang="{ENGLISH.code}"')  # noqa: S704 - a language code


def _speak(environment: Environment, language: Language) -> None:
    """Translations for templates, in the i18n extension's new style.

    Jinja2's own wrappers format each string at each use, even one without names in it, and took
    a seventh of a build; these remember what does not change.
    """

    @cache
    def translated(text: str) -> Markup:
        return Markup(language.gettext(text))  # noqa: S704 - a template's own words

    def gettext(text: str, /, **names: object) -> Markup:
        return translated(text) % names if names or "%" in text else translated(text)

    def ngettext(one: str, many: str, number: int, /, **names: object) -> Markup:
        text = Markup(language.ngettext(one, many, number))  # noqa: S704 - a template's own words
        return text % {"num": number, **names}

    environment.globals |= {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _problem(error: Exception, templates: Path) -> Problem:
    """What is wrong in a template, at its line."""
    if isinstance(error, TemplateNotFound):
        path = f"{templates.as_posix()}/{error.name}"
        message = "the template is missing"
        return Problem(path, START, "", Severity.ERROR, message, "put it back")
    if isinstance(error, TemplateSyntaxError):
        path = f"{templates.as_posix()}/{error.name}"
        place = Position(error.lineno, 1)
        return Problem(path, place, "", Severity.ERROR, str(error.message), "mend the template")
    path, line = _last_template_line(error, templates)
    hint = "mend the template, or the view that it shows"
    message = str(error.message if isinstance(error, TemplateError) else error)
    return Problem(path, Position(line, 1), "", Severity.ERROR, message, hint)


def _last_template_line(error: BaseException, templates: Path) -> tuple[str, int]:
    """The innermost line of a template in the traceback, which Jinja2 keeps in template terms."""
    found = (templates.as_posix(), 1)
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if Path(name).suffix in (".html", ".xml"):
            found = (Path(name).as_posix(), trace.tb_lineno)
        trace = trace.tb_next
    return found
