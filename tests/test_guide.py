"""Guides: front matter with its lines, names and addresses, and our own articles."""

from datetime import date
from pathlib import Path

import pytest

from iopfinder.addresses import FIXED
from iopfinder.glossary import Glossary, typed_entries
from iopfinder.guide import FrontMatter, Guide, address, is_published, parse_guide
from iopfinder.guide_rules import Known, guide_problems
from iopfinder.positioned_yaml import Document, parse_yaml
from iopfinder.problems import START, Position, Problem, Severity
from iopfinder.prose import Article, Reference, article
from iopfinder.says import FACETS
from iopfinder.sources import digest_of, pictures_in
from iopfinder.vocabulary import LISTS, Term, Vocabulary, typed_terms

ROOT = Path(__file__).parents[1]
PATH = "content/guides/the-first-phone-call.md"
TODAY = date(2026, 11, 22)
WORDS = Vocabulary({"conditions": {"ptsd": Term(label="PTSD")}})

FRONT = """---
title: The first phone call
summary: Words to start with.
order: 2
updated: 2026-11-22
"""


def error(line: int, column: int, field: str, message: str, hint: str) -> Problem:
    return Problem(PATH, Position(line, column), field, Severity.ERROR, message, hint)


def made(**front: object) -> Guide:
    given = {"title": "Calling", "summary": "Words.", "order": "2", "updated": "2026-11-22"}
    written = FrontMatter.model_validate({**given, **front}, context=WORDS)
    return Guide(PATH, "calling", "guides", "/guides/calling/", written, "Call.\n", 7, {})


def test_a_file_becomes_a_guide() -> None:
    text = (
        FRONT
        + "moment: choosing\ndraft: yes\nabout: [iop]\nconditions: [ptsd]\nsources:\n"
        + "  - title: Ten questions\n    publisher: NIAAA\n    url: http://a.example/x\n"
        + "    seen: 2026-11-20\n---\n\nHello.\n---\n"
    )
    guide, problems = parse_guide(text, PATH, WORDS)
    assert problems == ()
    assert guide == Guide(
        digest=digest_of(text),
        path=PATH,
        slug="the-first-phone-call",
        folder="guides",
        url="/guides/the-first-phone-call/",
        front=made(
            title="The first phone call",
            summary="Words to start with.",
            moment="choosing",
            draft="yes",
            about=["iop"],
            conditions=["ptsd"],
            sources=[
                {
                    "title": "Ten questions",
                    "publisher": "NIAAA",
                    "url": "http://a.example/x",
                    "seen": "2026-11-20",
                }
            ],
        ).front,
        body="\nHello.\n---\n",
        body_line=16,
        places={
            "title": Position(2, 1),
            "summary": Position(3, 1),
            "order": Position(4, 1),
            "updated": Position(5, 1),
            "moment": Position(6, 1),
            "draft": Position(7, 1),
            "about": Position(8, 1),
            "conditions": Position(9, 1),
            "sources": Position(10, 1),
        },
    )
    source = guide.front.sources[0]
    assert (source.url, source.seen) == ("http://a.example/x", date(2026, 11, 20))
    assert guide.place("updated") == Position(5, 1)
    assert guide.place("groups") == START


START_HINT = "start with a line '---', then title, summary, order and updated, then '---'"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", error(1, 1, "", "the front matter is missing", START_HINT)),
        ("# Call\n", error(1, 1, "", "the front matter is missing", START_HINT)),
        (
            FRONT + "\nHello.\n",
            error(
                1,
                1,
                "",
                "the front matter has no end",
                "write a line '---' below its last key",
            ),
        ),
        (
            "---\n\n---\nHello.\n",
            error(
                1,
                1,
                "",
                "the front matter is empty",
                "write title, summary, order and updated",
            ),
        ),
        (
            "---\nhello\n---\nHello.\n",
            error(
                1,
                1,
                "",
                "one value stands where a mapping belongs",
                "write 'key: value' on lines of its own; its keys are title, summary, moment, "
                "order, updated, sources ...",
            ),
        ),
        (
            FRONT + "titel: x\n---\n",
            error(6, 1, "titel", "'titel' is not a key of this file", "did you mean 'title'?"),
        ),
        (
            FRONT + "moment: soon\n---\n",
            error(
                6,
                9,
                "moment",
                "'soon' is not known here",
                "write deciding, choosing, paying, during or after",
            ),
        ),
        (
            FRONT + "order: 3\n---\n",
            error(
                6, 1, "order", "'order' is written twice, first on line 4", "keep one of the two"
            ),
        ),
        (
            FRONT + "conditions: [ptds]\n---\n",
            error(
                6,
                14,
                "conditions[0]",
                "'ptds' is not a term of conditions",
                "did you mean 'ptsd'?",
            ),
        ),
        (
            FRONT.replace("Words to start with.", "x" * 161) + "---\n",
            error(
                3,
                10,
                "summary",
                "this text has 161 characters; the limit is 160",
                "make it shorter",
            ),
        ),
        (
            FRONT.replace("2026-11-22", "today") + "---\n",
            error(
                5,
                10,
                "updated",
                "'today' is not a date",
                "write year-month-day, as 2026-10-01",
            ),
        ),
        (
            FRONT.replace("summary: Words to start with.\n", "") + "---\n",
            error(
                1, 1, "summary", "'summary' is missing", "add 'summary:' with up to 160 characters"
            ),
        ),
    ],
)
def test_mistakes_in_front_matter_stand_at_their_line(text: str, problem: Problem) -> None:
    assert parse_guide(text, PATH, WORDS) == (None, (problem,))


def test_an_address_of_a_source_is_on_the_web() -> None:
    source = "sources:\n  - {title: a, publisher: b, url: 'javascript:x', seen: 2026-11-22}\n---\n"
    assert parse_guide(FRONT + source, PATH) == (
        None,
        (
            error(
                7,
                35,
                "sources[0].url",
                "'javascript:x' is not an address that starts with https:",
                "write the whole address, as https://oak.example.org/iop",
            ),
        ),
    )


def test_a_files_name_is_its_slug() -> None:
    path = "content/guides/First Call.md"
    assert parse_guide(FRONT + "---\nHello.\n", path) == (
        None,
        (
            Problem(
                path,
                START,
                "",
                Severity.ERROR,
                "the file's name: 'First Call' is not a name for an address",
                "use small letters, digits and hyphens, as in oak-evening-iop",
            ),
        ),
    )


def test_line_ends_of_windows_and_a_byte_order_mark_are_read() -> None:
    text = "\ufeff" + (FRONT + "---\nHello.\n").replace("\n", "\r\n")
    guide, problems = parse_guide(text, PATH)
    assert problems == ()
    assert guide is not None
    assert (guide.front.summary, guide.body_line) == ("Words to start with.", 7)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("content/guides/what-is-an-iop.md", "/guides/what-is-an-iop/"),
        ("content/about/index.md", "/about/"),
        ("content/for-clinics/format.md", "/for-clinics/format/"),
    ],
)
def test_addresses_of_articles(path: str, url: str) -> None:
    guide, _ = parse_guide(FRONT + "---\nHello.\n", path)
    assert guide is not None
    assert guide.url == url


@pytest.mark.parametrize(
    ("reference", "at_root", "below"),
    [
        (
            Reference("article", "content/guides/a.md", "x", 1),
            "/guides/a/#x",
            "/finder/guides/a/#x",
        ),
        (Reference("article", "content/about/index.md", "", 1), "/about/", "/finder/about/"),
        (Reference("program", "oak", "", 1), "/programs/oak/", "/finder/programs/oak/"),
        (
            Reference("facet", "condition/ptsd", "", 1),
            "/programs/for/condition/ptsd/",
            "/finder/programs/for/condition/ptsd/",
        ),
        (Reference("glossary", "iop", "", 1), "/glossary/#iop", "/finder/glossary/#iop"),
        (
            Reference("page", "/programs/", "near=97204", 1),
            "/programs/#near=97204",
            "/finder/programs/#near=97204",
        ),
        (Reference("outside", "tel:988", "", 1), "tel:988", "tel:988"),
    ],
)
def test_addresses_of_links(reference: Reference, at_root: str, below: str) -> None:
    assert address(reference) == at_root
    assert address(reference, "/finder/") == below


@pytest.mark.parametrize(
    ("front", "drafts", "published"),
    [
        ({}, False, True),
        ({"updated": "2026-11-23"}, False, False),
        ({"updated": "2026-11-23"}, True, True),
        ({"draft": "yes"}, False, False),
        ({"draft": "yes"}, True, True),
    ],
)
def test_what_a_build_shows(front: dict[str, object], drafts: bool, published: bool) -> None:  # noqa: FBT001 - a case
    assert is_published(made(**front), TODAY, drafts=drafts) is published


# Our own articles


PAGES = {*FIXED, *(f"/pictures/{path.name}" for path in pictures_in(ROOT / "content"))}


def read_yaml(path: str) -> Document:
    parsed = parse_yaml((ROOT / path).read_text(encoding="utf-8"), path)
    assert parsed.document is not None, parsed.problems
    return parsed.document


def our_vocabulary() -> Vocabulary:
    paths = {name: f"content/vocabulary/{name}.yaml" for name in LISTS}
    return Vocabulary({name: typed_terms(read_yaml(path), path)[0] for name, path in paths.items()})


def our_articles(glossary: Glossary, words: Vocabulary) -> list[tuple[Guide, Article]]:
    articles = []
    for file in sorted((ROOT / "content").rglob("*.md")):
        path = file.relative_to(ROOT).as_posix()
        guide, problems = parse_guide(file.read_text(encoding="utf-8"), path, words)
        assert (path, problems) == (path, ())
        assert guide is not None
        rendered = article(
            guide.body,
            path=path,
            resolve=address,
            glossary=glossary,
            about=frozenset(guide.front.about),
            first_line=guide.body_line,
        )
        articles.append((guide, rendered))
    return articles


def test_our_own_articles_have_no_problems() -> None:
    words = our_vocabulary()
    glossary, _ = typed_entries(read_yaml("content/glossary.yaml"), "content/glossary.yaml")
    articles = our_articles(glossary, words)
    known = Known(
        today=max(guide.front.updated for guide, _ in articles),
        articles={
            guide.path: {heading.id for heading in rendered.headings}
            for guide, rendered in articles
        },
        programs=(),
        facets={f"{facet.id}/{id_}" for facet in FACETS for id_ in words.ids(facet.vocabulary)},
        glossary=glossary.entries.keys(),
        pages=PAGES,
    )
    problems = [
        problem
        for guide, rendered in articles
        for problem in guide_problems(guide, rendered, known)
    ]
    assert problems == []
    assert {"guides", "about", "for-clinics"} <= {guide.folder for guide, _ in articles}
