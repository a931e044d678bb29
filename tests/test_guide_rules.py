"""Each rule on articles: a text that keeps it says nothing, one that breaks it says all of it."""

from dataclasses import replace
from datetime import date

import pytest

from iopfinder.guide import FrontMatter, Guide, address
from iopfinder.guide_rules import Known, guide_problems
from iopfinder.problems import Position, Problem, Severity
from iopfinder.prose import article
from iopfinder.vocabulary import NO_WORDS

PATH = "content/guides/calling.md"
FRONT = {"title": "Calling", "summary": "Words.", "order": "2", "updated": "2026-11-22"}
SOURCE = {"title": "Ten questions", "publisher": "NIAAA", "url": "https://a.example"}
KNOWN = Known(
    today=date(2026, 11, 22),
    articles={PATH: ("end",), "content/about/money.md": ("why-it-matters",)},
    programs=("harbor-evening-iop",),
    facets=("condition/ptsd", "insurance/medicaid"),
    glossary=("iop", "aftercare"),
    pages=("/checklist/", "/images/stairs.svg"),
)


def problems(body: str = "Call.\n", *, folder: str = "guides", **front: object) -> list[Problem]:
    """What the rules say of a guide whose body begins on line 10; None takes a key away."""
    given = {**FRONT, "moment": "choosing", "sources": [{**SOURCE, "seen": "2026-11-20"}], **front}
    written = {key: value for key, value in given.items() if value is not None}
    places = {"updated": Position(5, 1), "sources": Position(6, 1), "about": Position(8, 1)}
    typed = FrontMatter.model_validate(written, context=NO_WORDS)
    guide = Guide(PATH, "calling", folder, "/guides/calling/", typed, body, 10, places)
    rendered = article(body, path=PATH, resolve=address, first_line=10)
    return list(guide_problems(guide, rendered, KNOWN))


def error(line: int, message: str, hint: str, field: str = "") -> Problem:
    return Problem(PATH, Position(line, 1), field, Severity.ERROR, message, hint)


def warning(line: int, message: str, hint: str, field: str = "") -> Problem:
    return replace(error(line, message, hint, field), severity=Severity.WARNING)


def test_a_good_guide_has_no_problems() -> None:
    assert (
        problems(
            "Call. [a](#end) [b](../about/money.md#why-it-matters) [c](program:harbor-evening-iop) "
            "[d](facet:condition/ptsd) [e](glossary:iop) [f](page:/checklist/#x) "
            "[g](https://a.example) [h](tel:988)[^1] ![Stairs](page:/images/stairs.svg)\n\n"
            "## Who\n\n### End\n\n## How\n\n"
            "{{ programs insurance=medicaid }}\n\n[^1]: See.",
            about=["iop"],
        )
        == []
    )


def test_a_note_to_the_author_stands_in_drafts_alone() -> None:
    said = "'Write here:' still stands here", "write the text, or delete this part"
    body, summary = "Call.\n\nWrite here: more.\n", "Write here: words."
    assert problems(body, summary=summary) == [error(1, *said, "summary"), error(12, *said)]
    assert problems(body, summary=summary, draft="yes") == []


def test_a_day_to_come_is_said() -> None:
    said = warning(
        5,
        "2026-11-23 is still to come: the page is left out until then",
        "write the day of the last change, or 'draft: yes' to hold the page back for good",
        "updated",
    )
    assert problems(updated="2026-11-23") == [said]
    assert problems(updated="2026-11-23", draft="yes") == []


def test_a_guide_names_its_moment_and_sources() -> None:
    assert problems(moment=None, sources=None) == [
        error(
            1, "'moment' is missing", "write deciding, choosing, paying, during or after", "moment"
        ),
        warning(
            6,
            "this guide names no source",
            "add 'sources:' with title, publisher, url and seen",
            "sources",
        ),
    ]
    assert problems(folder="about", moment=None, sources=None) == []


def test_a_source_was_not_read_tomorrow() -> None:
    assert problems(sources=[{**SOURCE, "seen": "2026-11-23"}]) == [
        error(
            6,
            "'Ten questions' was seen on 2026-11-23, which is still to come",
            "write the day on which you read it",
            "sources",
        )
    ]


def test_about_names_entries_of_the_glossary() -> None:
    assert problems(about=["iops", "zzz"]) == [
        error(8, "there is no glossary entry 'iops'", "did you mean 'iop'?", "about"),
        error(
            8,
            "there is no glossary entry 'zzz'",
            "the ids stand in content/glossary.yaml",
            "about",
        ),
    ]


def test_a_page_has_text() -> None:
    assert problems("\n \n") == [
        error(10, "the page has no text", "write it below the second '---'")
    ]


def test_headings_start_at_two_and_go_down_by_one() -> None:
    assert problems("Call.\n\n# Top\n\n## Who\n\n#### Deep\n\n## End\n") == [
        error(
            12,
            "'# Top' stands beside the title",
            "write '## Top', or delete it: the page shows its title",
        ),
        warning(16, "'Deep' skips a level", "write '### Deep'"),
    ]


def test_images_have_words() -> None:
    assert problems("Call.\n\n![ ](page:/images/stairs.svg)\n") == [
        error(
            12,
            "the image 'page:/images/stairs.svg' has no words for those who do not see it",
            "write ![what it shows](page:/images/stairs.svg)",
        )
    ]


def test_marks_that_are_not_read() -> None:
    assert problems("!!! tip\n    x[^1]\n\n{{ programs }}\n\n[^2]: y\n") == [
        error(10, "'!!! tip' is no callout", "write !!! note or !!! danger or !!! ask"),
        error(
            11,
            "'[^1]' has no note",
            "write the note on a line of its own, after its mark and ':'",
        ),
        error(
            13,
            "'{{ programs }}' is not read as a list of programs or a figure",
            "write {{ programs condition=ptsd limit=3 }} or {{ figure the-road }} as a paragraph",
        ),
        error(15, "no mark in the text leads to the note '[^2]:'", "add its mark or delete it"),
    ]


LINK_FORMS = (
    "write other-guide.md, program:slug, facet:condition/ptsd, glossary:iop, page:/checklist/, "
    "or a whole address as https://..."
)


def test_a_figure_that_nobody_drew() -> None:
    assert problems("{{ figure the-raod }}\n") == [
        error(10, "there is no figure 'the-raod'", "did you mean 'the-road'?")
    ]
    assert problems("{{ figure cake }}\n") == [
        error(
            10,
            "there is no figure 'cake'",
            "write one of: levels-of-care, typical-week, the-road, who-is-who",
        )
    ]


@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        (
            "../about/mony.md",
            "there is no article 'content/about/mony.md'",
            "did you mean 'content/about/money.md'?",
        ),
        (
            "../about/money.md#why-it-maters",
            "'content/about/money.md' has no heading '#why-it-maters'",
            "did you mean 'why-it-matters'?",
        ),
        ("#zzz", f"'{PATH}' has no heading '#zzz'", "link to the page without '#'"),
        (
            "program:harbor-evening",
            "there is no program 'harbor-evening'",
            "did you mean 'harbor-evening-iop'?",
        ),
        (
            "program:zzz",
            "there is no program 'zzz'",
            "a program's name is that of its file",
        ),
        (
            "facet:condition/ptds",
            "there is no page for the term 'condition/ptds'",
            "did you mean 'condition/ptsd'?",
        ),
        ("glossary:after", "there is no glossary entry 'after'", "did you mean 'aftercare'?"),
        ("page:/checklist", "there is no page '/checklist'", "did you mean '/checklist/'?"),
        (
            "javascript:alert",
            "'javascript:alert' leads nowhere",
            LINK_FORMS,
        ),
    ],
)
def test_links_that_lead_nowhere(target: str, message: str, hint: str) -> None:
    assert problems(f"Call.\n\nSee [this]({target}).\n\n## End\n") == [error(12, message, hint)]


def test_a_program_list_names_a_term() -> None:
    assert problems("Call.\n\n{{ programs condition=ptds }}\n") == [
        error(
            12, "there is no page for the term 'condition/ptds'", "did you mean 'condition/ptsd'?"
        )
    ]


def test_a_hard_text_is_named_with_its_hardest_sentences() -> None:
    hard = (
        "Comprehensive interdisciplinary evaluation facilitates individualized therapeutic "
        "intervention planning."
    )
    assert problems(f"{hard}\n") == [
        warning(
            10,
            "this page reads at grade 40.6; the limit is 8",
            f"make these sentences shorter first: “{hard}”",
        )
    ]
