"""Markdown in; safe HTML out, in two profiles: the paragraphs of a listing, and an article.

Raw HTML is text in both: what comes out is ours, and nh3 cleans it once more. Converters are
made once a process and emptied before each use; use them from one thread at a time.
"""

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple, cast
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.toc import slugify, unique
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.util import HTML_PLACEHOLDER_RE
from markupsafe import Markup

from iopfinder.glossary import NO_GLOSSARY, Entry, Glossary

__all__ = [
    "CALLOUTS",
    "Article",
    "FigureMark",
    "Heading",
    "Image",
    "Part",
    "ProgramList",
    "Reading",
    "Reference",
    "Resolve",
    "Stray",
    "article",
    "line_html",
    "listing_html",
    "reading",
]

OUTSIDE: Final = frozenset({"https", "http", "mailto", "tel", "sms"})
"""Schemes of links that leave the site."""

LISTING_SCHEMES: Final = ("https://", "mailto:", "tel:", "sms:")
"""How a link in a listing may start; any other is left as the text that was written."""

CALLOUTS: Final = ("note", "danger", "ask")
"""The boxes an article may hold: `!!! ask "Title"`."""

LIST_LIMIT: Final = 3
"""Programs in a list that names no limit; at most 12 can be asked for."""


# Values


@dataclass(frozen=True, slots=True)
class Reference:
    """A link of an article.

    `kind` and `target`: article (the other file's path, as content/guides/what-is-an-iop.md),
    program (its slug), facet (condition/ptsd), glossary (an id), page (/checklist/), figure (its
    name), outside (the whole address), or unknown (as it was written). `line` counts from the
    file's first.
    """

    kind: str
    target: str
    fragment: str
    line: int


Resolve = Callable[[Reference], str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, with the id that links and the table of contents use."""

    level: int
    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Image:
    """An image as it was written; `alt` says in words what it shows."""

    source: str
    alt: str
    line: int


@dataclass(frozen=True, slots=True)
class Stray:
    """What looks like our markup and is not: `kind` is callout, shortcode or footnote."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ProgramList:
    """Programs that say yes to a term stand here; the template shows them as cards."""

    facet: str
    term: str
    limit: int


@dataclass(frozen=True, slots=True)
class FigureMark:
    """A drawing stands here, named as `figures` names it."""

    id: str


Part = Markup | ProgramList | FigureMark


@dataclass(frozen=True, slots=True)
class Article:
    """An article, ready for a template.

    `lead` is what stands before the first `##` heading, program list or figure. `notes` holds a
    popover for each glossary entry in `terms`, opened by the first mention of its word. `plain` is
    the running text, a sentence or list item a line, as `reading` wants it.
    """

    lead: Markup
    body: tuple[Part, ...]
    footnotes: Markup
    notes: Markup
    headings: tuple[Heading, ...]
    links: tuple[Reference, ...]
    images: tuple[Image, ...]
    strays: tuple[Stray, ...]
    terms: tuple[str, ...]
    plain: str
    words: int


# A listing's paragraphs


def listing_html(text: str) -> Markup:
    """Paragraphs, lists, emphasis and links of a listing; everything else stays as it was typed."""
    converter = _listing_converter()
    converter.reset()
    return Markup(_listing_cleaner().clean(converter.convert(text)))  # noqa: S704 - cleaned


def line_html(text: str) -> Markup:
    """One line with emphasis and links, without a paragraph around it."""
    inner = re.sub(r"^<p>|</p>\s*$", "", listing_html(text))
    return Markup(inner)  # noqa: S704 - cleaned above


class _OutsideLink(LinkInlineProcessor):
    """A link to an address that a listing may name; any other stays as the text it was."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - as the library's own
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        found = super().handleMatch(m, data)
        link = found[0]
        if isinstance(link, Element) and link.get("href", "").lower().startswith(LISTING_SCHEMES):
            return found
        return None, None, None


@cache
def _listing_converter() -> Markdown:
    converter = Markdown(extensions=["sane_lists"])
    for registry, names in (
        (converter.preprocessors, "html_block"),
        (converter.parser.blockprocessors, "code hashheader setextheader hr quote reference"),
        (converter.inlinePatterns, "backtick reference short_reference autolink automail"),
        (converter.inlinePatterns, "image_link image_reference short_image_ref html entity"),
        (converter.treeprocessors, "prettify"),
        (converter.postprocessors, "raw_html amp_substitute"),
    ):
        for name in names.split():
            registry.deregister(name)
    link = converter.inlinePatterns["link"].pattern
    converter.inlinePatterns.register(_OutsideLink(link, converter), "link", 160)
    return converter


@cache
def _listing_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={"p", "ul", "ol", "li", "em", "strong", "a", "br"},
        clean_content_tags=set(),
        attributes={"*": set(), "a": {"href"}},
        link_rel="nofollow noreferrer",
        url_schemes={"https", "mailto", "tel", "sms"},
        url_relative="deny",
    )


# An article


def article(
    text: str,
    *,
    path: str,
    resolve: Resolve,
    glossary: Glossary = NO_GLOSSARY,
    about: frozenset[str] = frozenset(),
    first_line: int = 1,
    gettext: Callable[[str], str] = str,
    foreign: Callable[[Reference], str] = lambda _reference: "",
) -> Article:
    """The article that the Markdown `text` holds.

    `path` is its file, which relative links start from; `first_line` is the line of that file on
    which `text` begins. `resolve` turns a link into an address. Words of the entries in `about`
    are not explained: the page itself does so. `foreign` names the language of what a link leads
    to, or "" when it is the article's own.
    """
    root, footnotes = _tree(text)
    lines = _Lines(text, first_line)
    headings = tuple(_headings(root, glossary, lines))
    strays = (*_callouts(root, lines), *_stray_marks(root, footnotes, text, lines))
    plain = "\n".join(_sentences(root))
    _frame_tables(root)
    _label_backlinks(footnotes, gettext)
    images = tuple(_images((root, footnotes), lines))
    links = tuple(_links((root, footnotes), resolve, foreign, path, lines))
    terms = _mark_terms(root, glossary, about)
    notes = (_note(id_, glossary.entries[id_], resolve) for id_ in terms)
    lead, body = _split(root)
    return Article(
        lead=_markup(lead),
        body=tuple(_parts(body)),
        footnotes=_markup([footnotes] if len(footnotes) else []),
        notes=_markup(notes),
        headings=headings,
        links=links,
        images=images,
        strays=strays,
        terms=terms,
        plain=plain,
        words=_word_count(plain),
    )


_PROGRAMS = re.compile(
    r"\{\{ *programs +(?P<facet>[a-z-]+)=(?P<term>[a-z0-9-]+)(?: +limit=(?P<limit>[1-9]|1[0-2]))?"
    r" *\}\}"
)
_FIGURE = re.compile(r"\{\{ *figure +(?P<id>[a-z-]+) *\}\}")

_PROGRAM_LIST = "program-list"
_FIGURE_MARK = "figure-mark"
_SHORTCODES = {_PROGRAM_LIST: _PROGRAMS, _FIGURE_MARK: _FIGURE}


class _Shortcodes(BlockProcessor):
    """`{{ programs facet=term limit=3 }}` or `{{ figure name }}`, a paragraph of its own outside
    lists and callouts."""

    def test(self, parent: Element, block: str) -> bool:
        at_top = parent.tag == "div" and not parent.attrib
        return at_top and any(each.fullmatch(block.strip()) for each in _SHORTCODES.values())

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0).strip()
        for tag, pattern in _SHORTCODES.items():
            if found := pattern.fullmatch(block):
                given = {key: value for key, value in found.groupdict().items() if value}
                SubElement(parent, tag, given)


@cache
def _article_converter() -> Markdown:
    converter = Markdown(
        extensions=["admonition", "fenced_code", "footnotes", "sane_lists", "tables"],
        extension_configs={"footnotes": {"USE_DEFINITION_ORDER": False}},
    )
    for registry, names in (
        (converter.preprocessors, "html_block"),
        (converter.parser.blockprocessors, "setextheader"),
        (converter.inlinePatterns, "automail html entity"),
    ):
        for name in names.split():
            registry.deregister(name)
    blocks = converter.parser.blockprocessors
    blocks.register(_Shortcodes(converter.parser), "shortcodes", 85)
    return converter


def _tree(text: str) -> tuple[Element, Element]:
    """The article's elements, and apart from them its footnotes: an empty box if it has none."""
    converter = _article_converter()
    converter.reset()
    lines = text.split("\n")
    for preprocessor in converter.preprocessors:
        lines = preprocessor.run(lines)
    root = cast(Element, converter.parser.parseDocument(lines).getroot())
    for treeprocessor in converter.treeprocessors:
        changed = treeprocessor.run(root)
        root = root if changed is None else changed
    footnotes = next((box for box in root if box.get("class") == "footnote"), None)
    if footnotes is None:
        return root, Element("div")
    root.remove(footnotes)
    return root, footnotes


class _Lines:
    """The lines of what is met in reading order.

    Python-Markdown keeps no positions, so the n-th link to a target is taken to stand where that
    target is written for the n-th time. Code that shows the same text earlier shifts the count.
    """

    def __init__(self, text: str, first: int) -> None:
        self.text = text
        self.first = first
        self.reached: dict[str, int] = {}

    def following(self, pattern: str) -> int:
        """The line of the next place where `pattern` is written, or the first when none is."""
        found = re.compile(pattern, re.MULTILINE).search(self.text, self.reached.get(pattern, 0))
        if found is None:
            return self.first
        self.reached[pattern] = found.end()
        return self.first + self.text.count("\n", 0, found.start())


def _headings(root: Element, glossary: Glossary, lines: _Lines) -> Iterator[Heading]:
    """Gives each heading the id of its text, none of them twice or a glossary note's."""
    taken = {_note_id(id_) for id_ in glossary.entries}
    for element in root.iter():
        if re.fullmatch("h[1-6]", element.tag):
            text = _text(element)
            id_ = unique(slugify(text, "-"), taken)
            element.set("id", id_)
            level = int(element.tag[1])
            yield Heading(level, id_, text, lines.following(rf"^ *#{{{level}}}(?!#)"))


def _text(element: Element) -> str:
    """What a reader sees of an element, without the marks of footnotes."""
    return " ".join(html.unescape("".join(_pieces(element, frozenset({"sup"})))).split())


def _pieces(element: Element, without: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in without:
            yield from _pieces(child, without)
        yield child.tail or ""


def _callouts(root: Element, lines: _Lines) -> Iterator[Stray]:
    """Names the boxes as our style sheet does; one of an unknown kind is shown as a note."""
    for box in root.iter("div"):
        written = box.get("class", "").removeprefix("admonition ")
        if written == box.get("class", ""):
            continue
        kind = written if written in CALLOUTS else "note"
        if kind != written:
            line = lines.following(rf"^ *!!! ?{written.replace(' ', ' +')}")
            yield Stray("callout", f"!!! {written}", line)
        box.set("class", f"callout callout-{kind}")
        box.set("role", "note")
        for title in box.findall("p[@class='admonition-title']"):
            title.set("class", "callout-title")


_STRAY = re.compile(r"\{\{[^{}\n]*\}?\}?|\[\^[^\]\n]+\](?!:)")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)


def _stray_marks(root: Element, footnotes: Element, text: str, lines: _Lines) -> Iterator[Stray]:
    """Shortcodes that are not read, footnote marks without a note, and notes without a mark."""
    for part in (root, footnotes):
        for piece in _pieces(part, frozenset({"code", "pre"})):
            for found in _STRAY.findall(piece):
                kind = "shortcode" if found.startswith("{{") else "footnote"
                yield Stray(kind, found, lines.following(re.escape(found)))
    marks = {a.get("href") for part in (root, footnotes) for a in part.iter("a")}
    notes = {item.get("id", "").removeprefix("fn:") for item in footnotes.iter("li")}
    for name in _NOTE.findall(text):
        if name in notes and f"#fn:{name}" not in marks:
            yield Stray("footnote", f"[^{name}]:", lines.following(re.escape(f"[^{name}]:")))


_BLOCKS = frozenset({"p", "ul", "ol", "li", "div", "blockquote", "pre", "table", "hr"})
_UNREAD = frozenset({"table", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})


def _sentences(element: Element) -> Iterator[str]:
    """The running text, a paragraph or list item a line: no headings, titles, tables or code."""
    if element.tag in _UNREAD or element.get("class") == "callout-title":
        return
    if element.tag in ("p", "li"):
        own = html.unescape("".join(_pieces(element, _BLOCKS | {"sup"})))
        said = " ".join(own.split()).rstrip(" ,;:")
        if re.search(r"\w", said) and not HTML_PLACEHOLDER_RE.search(own):
            yield said if said.endswith((".", "!", "?", '."', '?"', '!"')) else said + "."
    for child in element:
        yield from _sentences(child)


def _frame_tables(root: Element) -> None:
    """Puts each table into a box that scrolls by finger and keyboard, named by its columns."""
    for parent in list(root.iter()):
        for index, table in enumerate(parent):
            if table.tag != "table":
                continue
            columns = list(table.iter("th"))
            for cell in columns:
                cell.set("scope", "col")
            name = ", ".join(filter(None, map(_text, columns)))
            frame = Element("div", {"class": "table-scroll", "role": "region", "tabindex": "0"})
            frame.set("aria-label", name)
            frame.append(table)
            frame.tail, table.tail = table.tail, None
            parent[index] = frame


def _label_backlinks(footnotes: Element, gettext: Callable[[str], str]) -> None:
    """Says where the arrow behind a footnote leads, and drops the rule above the first."""
    for rule in footnotes.findall("hr"):
        footnotes.remove(rule)
    for number, item in enumerate(footnotes.iter("li"), start=1):
        for link in item.iter("a"):
            if link.get("class") == "footnote-backref":
                link.attrib.pop("title", None)
                label = gettext("Back to where note %(number)s stands") % {"number": number}
                link.set("aria-label", label)


# Links and images


def _links(
    parts: Iterable[Element],
    resolve: Resolve,
    foreign: Callable[[Reference], str],
    path: str,
    lines: _Lines,
) -> Iterator[Reference]:
    """Every link, image, program list and figure, in reading order; links and images get their
    address."""
    for element in (element for part in parts for element in part.iter()):
        if element.tag == _PROGRAM_LIST:
            term = f"{element.get('facet')}={element.get('term')}"
            line = lines.following(rf"\{{\{{ *programs +{term}\b")
            yield Reference("facet", term.replace("=", "/"), "", line)
        elif element.tag == _FIGURE_MARK:
            id_ = element.get("id", "")
            yield Reference("figure", id_, "", lines.following(rf"\{{\{{ *figure +{id_}\b"))
        elif element.tag == "img":
            yield _addressed(element, "src", resolve, path, lines)
        elif element.tag == "a" and not element.get("class", "").startswith("footnote-"):
            reference = _addressed(element, "href", resolve, path, lines)
            if language := foreign(reference):
                element.set("hreflang", language)
            yield reference


def _addressed(
    element: Element, attribute: str, resolve: Resolve, path: str, lines: _Lines
) -> Reference:
    written = element.attrib.pop(attribute, "")
    reference = _reference(written, path, lines.following(_as_written(written)))
    if attribute == "src" and reference.kind != "page":
        reference = Reference("unknown", written, "", reference.line)
    if reference.kind != "unknown":
        element.set(attribute, resolve(reference))
    if reference.kind == "outside" and reference.target.lower().startswith("http"):
        element.set("rel", "noreferrer")
    return reference


def _as_written(target: str) -> str:
    if not target:
        return r"\]\(\s*[)\"']"
    return rf"(?<=[(<\s]){re.escape(target)}(?=[)>\s\"'])"


def _reference(written: str, path: str, line: int) -> Reference:
    scheme, _, rest = written.partition(":")
    if rest and scheme.lower() in OUTSIDE:
        return Reference("outside", written, "", line)
    if rest and scheme in ("program", "facet", "glossary", "page"):
        target, _, fragment = rest.partition("#")
        return Reference(scheme, target, fragment, line)
    file, _, fragment = written.partition("#")
    if file.endswith(".md") and not file.startswith("/"):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        return Reference("article", target, fragment, line)
    if fragment and not file:
        return Reference("article", path, fragment, line)
    return Reference("unknown", written, "", line)


def _images(parts: Iterable[Element], lines: _Lines) -> Iterator[Image]:
    for image in (image for part in parts for image in part.iter("img")):
        source = image.get("src", "")
        line = lines.following(rf"!\[[^\]]*\]\(\s*<?{re.escape(source)}")
        yield Image(source, image.get("alt", "").strip(), line)


# Words of the glossary


_UNTOUCHED = _UNREAD - {"table"} | {"a", "code", "th"}
_UNTOUCHED_CLASSES = frozenset({"callout-title", "callout callout-danger"})


def _note_id(id_: str) -> str:
    return f"term-{id_}"


def _mark_terms(root: Element, glossary: Glossary, about: frozenset[str]) -> tuple[str, ...]:
    """Makes the first mention of each entry a button that opens its note; their ids, in order.

    A callout of danger is left alone: nothing there may lead away from the call.
    """
    marked: list[str] = []
    _mark(root, glossary, about, marked)
    return tuple(marked)


def _mark(element: Element, glossary: Glossary, about: frozenset[str], marked: list[str]) -> None:
    children = list(element)
    element.text, buttons = _buttons(element.text, glossary, about, marked)
    element[0:0] = buttons
    for child in children:
        if child.tag not in _UNTOUCHED and child.get("class") not in _UNTOUCHED_CLASSES:
            _mark(child, glossary, about, marked)
        child.tail, buttons = _buttons(child.tail, glossary, about, marked)
        behind = list(element).index(child) + 1
        element[behind:behind] = buttons


def _buttons(
    text: str | None, glossary: Glossary, about: frozenset[str], marked: list[str]
) -> tuple[str | None, list[Element]]:
    """The text before the first button, and the buttons with the text behind each."""
    buttons: list[Element] = []
    if not text:
        return text, buttons
    before, end = text, 0
    for word in glossary.spoken(text):
        if word.id in about or word.id in marked:
            continue
        marked.append(word.id)
        button = Element("button", {"type": "button", "class": "term"})
        button.set("popovertarget", _note_id(word.id))
        button.text = text[word.start : word.end]
        opening, closing = _signs_around(text, end, word.start, word.end)
        between = text[end : word.start - len(opening)]
        if buttons:
            buttons[-1].tail = between
        else:
            before = between
        end = word.end + len(closing)
        buttons.append(_with_signs(button, opening, closing) if opening or closing else button)
        buttons[-1].tail = text[end:]
    return before, buttons


_OPENING: Final = re.compile(r"[(\[\"\u201c\u2018]*\Z")
_CLOSING: Final = re.compile(r"(?:['\u2019]s\b|[^\w\s(\[])*")


def _signs_around(text: str, low: int, start: int, end: int) -> tuple[str, str]:
    """The signs that stand right before and right behind a word, back to `low`."""
    opening = _OPENING.search(text[low:start])
    closing = _CLOSING.match(text, end)
    return opening[0] if opening else "", closing[0] if closing else ""


def _with_signs(button: Element, opening: str, closing: str) -> Element:
    """A button with its signs on one line: browsers may break a line at either side of a button."""
    whole = Element("span", {"class": "kept-together"})
    whole.text, button.tail = opening, closing
    whole.append(button)
    return whole


def _note(id_: str, entry: Entry, resolve: Resolve) -> Element:
    """What opens at a word: the entry's name, which leads to the glossary, and its plain words."""
    note = Element("div", {"popover": "auto", "id": _note_id(id_), "class": "term-note"})
    line = SubElement(note, "p")
    link = SubElement(line, "a", {"href": resolve(Reference("glossary", id_, "", 0))})
    link.text, link.tail = entry.term, f": {entry.plain}"
    return note


# From elements to clean HTML


def _split(root: Element) -> tuple[list[Element], list[Element]]:
    """What stands before the first `##`, program list or figure, and the rest."""
    parts = list(root)
    tags = [element.tag for element in parts]
    starts = [tags.index(tag) for tag in ("h2", *_SHORTCODES) if tag in tags]
    start = min(starts, default=len(parts))
    return parts[:start], parts[start:]


def _parts(elements: Iterable[Element]) -> Iterator[Part]:
    for tag, group in groupby(elements, lambda element: element.tag in _SHORTCODES and element.tag):
        if tag == _PROGRAM_LIST:
            yield from map(_program_list, group)
        elif tag == _FIGURE_MARK:
            yield from (FigureMark(element.get("id", "")) for element in group)
        else:
            yield _markup(group)


def _program_list(element: Element) -> ProgramList:
    limit = int(element.get("limit", LIST_LIMIT))
    return ProgramList(element.get("facet", ""), element.get("term", ""), limit)


def _markup(elements: Iterable[Element]) -> Markup:
    converter = _article_converter()
    written = "".join(map(converter.serializer, elements))
    for postprocessor in converter.postprocessors:
        written = postprocessor.run(written)
    return Markup(_article_cleaner().clean(written).strip())  # noqa: S704 - cleaned


@cache
def _article_cleaner() -> nh3.Cleaner:
    headings = {f"h{level}" for level in range(1, 7)}
    text = {"p", "ul", "ol", "li", "em", "strong", "a", "br", "hr", "sup", "blockquote"}
    tables = {"table", "thead", "tbody", "tr", "th", "td"}
    return nh3.Cleaner(
        tags={*headings, *text, *tables, "code", "pre", "img", "div", "span", "button"},
        clean_content_tags=set(),
        attributes={
            "*": set(),
            "a": {"href", "hreflang", "rel", "aria-label"},
            "button": {"popovertarget"},
            "div": {"id", "aria-label"},
            "img": {"src", "alt"},
            "li": {"id"},
            "ol": {"start"},
            "sup": {"id"},
            **{heading: {"id"} for heading in headings},
        },
        tag_attribute_values={
            "button": {"type": {"button"}},
            "div": {"popover": {"auto"}, "role": {"note", "region"}, "tabindex": {"0"}},
            "th": {"scope": {"col"}},
        },
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
        allowed_classes={
            "a": {"footnote-ref", "footnote-backref"},
            "button": {"term"},
            "div": {"callout", "table-scroll", "footnote", "term-note"}
            | {f"callout-{kind}" for kind in CALLOUTS},
            "p": {"callout-title"},
            "span": {"kept-together"},
        },
        link_rel=None,
        url_schemes=set(OUTSIDE),
    )


# How hard a text is to read


class Reading(NamedTuple):
    """Words, the US school grade that reads them with ease, and the hardest sentences."""

    words: int
    grade: float
    hardest: tuple[str, ...]


def reading(plain: str) -> Reading:
    """The Flesch-Kincaid grade of an article's `plain` text, and its three hardest sentences.

    textstat reads a list of syllables at first use, half a second: ask for checks only.
    """
    import textstat

    def grade(text: str) -> float:
        return float(textstat.flesch_kincaid_grade(text))

    long_enough = [said for said in _sentences_of(plain) if len(said.split()) >= 8]
    hardest = sorted(long_enough, key=grade, reverse=True)[:3]
    return Reading(_word_count(plain), round(grade(plain), 1) if plain else 0.0, tuple(hardest))


def _sentences_of(plain: str) -> list[str]:
    return [said for said in re.split(r"""(?<=[.!?])\s+|(?<=[.!?]["”])\s+""", plain) if said]


def _word_count(plain: str) -> int:
    return len(re.findall(r"\w[\w'’-]*", plain))
