"""Markdown to HTML: whole strings, attacks, lines of links, and how hard a text is to read."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from iopfinder.glossary import Entry, Glossary
from iopfinder.prose import (
    Article,
    FigureMark,
    Heading,
    Image,
    ProgramList,
    Reading,
    Reference,
    Stray,
    article,
    listing_html,
    reading,
)

PATH = "content/guides/calling.md"

WORDS = Glossary(
    {
        "iop": Entry(
            term="IOP",
            plain="Treatment on several days a week.",
            also=("intensive outpatient program",),
        ),
        "dbt": Entry(term="DBT", plain="A therapy that teaches skills."),
        "dbt-skills": Entry(term="DBT skills group", plain="A group for the skills of DBT."),
        "php": Entry(term="Day program (PHP)", plain="Treatment most of the day.", also=("PHP",)),
        "chip": Entry(term="CHIP", plain="Public insurance for children."),
    }
)


def written(reference: Reference) -> str:
    """An address that shows what was resolved."""
    return (
        f"/{reference.kind}/{reference.target}"
        if reference.kind != "outside"
        else (reference.target)
    )


def made(text: str, *, about: frozenset[str] = frozenset(), first_line: int = 1) -> Article:
    return article(
        text, path=PATH, resolve=written, glossary=WORDS, about=about, first_line=first_line
    )


# Listings


def test_a_listing_has_paragraphs_lists_emphasis_and_links() -> None:
    text = (
        "We run **three** *evenings* a week.\n\n- CBT\n- DBT\n\n1. Call\n2. Come\n\n"
        'See [our site](https://oak.example.org/iop "Oak"), [write](mailto:a@oak.example.org) '
        "or [call](tel:+15035550142)."
    )
    assert listing_html(text) == Markup(
        "<p>We run <strong>three</strong> <em>evenings</em> a week.</p>"
        "<ul><li>CBT</li><li>DBT</li></ul><ol><li>Call</li><li>Come</li></ol>"
        '<p>See <a href="https://oak.example.org/iop" rel="nofollow noreferrer">our site</a>, '
        '<a href="mailto:a@oak.example.org" rel="nofollow noreferrer">write</a> or '
        '<a href="tel:+15035550142" rel="nofollow noreferrer">call</a>.</p>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("# Big", "<p># Big</p>"),
        ("Big\n===", "<p>Big\n===</p>"),
        ("> said", "<p>&gt; said</p>"),
        ("    indented", "<p>indented</p>"),
        ("`code`", "<p>`code`</p>"),
        ("---", "<p>---</p>"),
        ("![a](https://a.example/b.png)", "<p>![a](https://a.example/b.png)</p>"),
        ("[a][1]\n\n[1]: https://a.example", "<p>[a][1]</p><p>[1]: https://a.example</p>"),
        ("| a |\n|---|\n| b |", "<p>| a |\n|---|\n| b |</p>"),
        ("<https://a.example>", "<p>&lt;https://a.example&gt;</p>"),
        ("a\\*b & c &amp; d", "<p>a*b &amp; c &amp; d</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
    ],
)
def test_what_a_listing_does_not_read_stays_as_it_was_typed(text: str, html: str) -> None:
    assert listing_html(text) == html


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    '[x](https://a.example/"onmouseover=alert(1)//)',
    "[x](https://a.example 'a\" onclick=\"alert(1)')",
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "[a [b](javascript:alert(1))](https://a.example)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](page:/a.svg)',
    "<javascript:alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '<div onclick="alert(1)">\n\n*hello*\n\n</div>',
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<button popovertarget="term-iop" onclick="alert(1)">x</button>',
    '!!! note "<script>alert(1)</script>"\n    <b onclick=alert(1)>x</b>',
    '!!! danger" onclick="alert(1)\n    x',
    "| <script>a</script> |\n|---|\n| [x](javascript:alert(1)) |",
    "x[^1]\n\n[^1]: <script>alert(1)</script> [y](javascript:alert(1))",
    'x[^"><script>]\n\n[^"><script>]: y',
    "## <script>alert(1)</script> {onclick=alert(1)}",
    "```<script>\n</code></pre><script>alert(1)</script>\n```",
    "    </code></pre><script>alert(1)</script>",
    "{{ programs condition=<script> }}",
    "`<script>alert(1)</script>`",
    "\x02wzxhzdk:0\x03 <script>",
    "<!-- <script>alert(1)</script> -->",
    "<?php echo 1 ?> <![CDATA[<script>]]>",
]


OURS = {
    *("callout", "callout-note", "callout-danger", "callout-ask", "callout-title"),
    *("footnote", "footnote-ref", "footnote-backref", "table-scroll", "term", "term-note"),
    "kept-together",
}


def harm(html: str) -> list[str]:
    """Every element, attribute and address that could run a script or load from elsewhere."""
    return list(_harm(html5lib.parseFragment(html, namespaceHTMLElements=False)))


def _harm(root: Element) -> Iterator[str]:
    known = {
        *("p", "ul", "ol", "li", "em", "strong", "a", "br", "hr", "sup", "blockquote", "code"),
        *("pre", "img", "div", "span", "button", "table", "thead", "tbody", "tr", "th", "td"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "DOCUMENT_FRAGMENT"),
    }
    for element in root.iter():
        if element.tag not in known:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "action", "formaction"):
                yield name
            if name == "class" and not set(value.split()) <= OURS:
                yield f"class={value}"
            if name in ("href", "src") and not _is_harmless(value):
                yield value


def _is_harmless(value: str) -> bool:
    plain = re.sub(r"[\x00-\x20]", "", value).lower()
    scheme = re.match(r"[^/?#]*?:", plain)
    if scheme is None:
        return not plain.startswith(("//", "\\"))
    return scheme[0] in ("https:", "http:", "mailto:", "tel:", "sms:")


def all_html(found: Article) -> str:
    parts = [part for part in found.body if isinstance(part, Markup)]
    return "".join([found.lead, *parts, found.footnotes, found.notes])


def test_harm_is_seen() -> None:
    html = '<a href="javascript:x" onclick="y">z</a><script></script><img src="//evil.example">'
    assert harm(html) == ["javascript:x", "onclick", "<script>", "//evil.example"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_out_as_text(attack: str) -> None:
    assert harm(listing_html(attack)) == []
    assert harm(all_html(made(attack))) == []


pieces = st.one_of(
    st.sampled_from([*ATTACKS, "\n", "\n\n", "    ", "## ", "- ", "> ", "| ", "[", "](", ")"]),
    st.sampled_from(["javascript:", "onclick=", '"', "'", "<", ">", "&", "IOP", "!!! ask", "*"]),
    st.text(max_size=12),
)
texts = st.lists(pieces, max_size=12).map("".join)


@given(texts)
def test_nothing_typed_in_a_listing_runs(text: str) -> None:
    assert harm(listing_html(text)) == []


@given(texts)
def test_nothing_typed_in_an_article_runs(text: str) -> None:
    assert harm(all_html(made(text))) == []


@given(texts)
def test_ids_of_an_article_are_unique(text: str) -> None:
    ids = re.findall(r' id="([^"]*)"', all_html(made(text)))
    assert sorted(ids) == sorted(set(ids))


def test_a_converter_keeps_nothing_of_the_text_before() -> None:
    first = made("## One\n\nSee[^a] [x][r]\n\n[^a]: note\n\n[r]: https://a.example")
    made("## Two\n\nElse[^b] [x][r]\n\n[^b]: other")
    assert made("## One\n\nSee[^a] [x][r]\n\n[^a]: note\n\n[r]: https://a.example") == first
    assert made("[x][r]").links == ()


# Articles


def test_the_lead_stands_before_the_first_heading() -> None:
    found = made("In short.\n\nCall.\n\n## How\n\nAsk.\n\n### Words\n\nSay *hello*.")
    assert found.lead == Markup("<p>In short.</p>\n<p>Call.</p>")
    assert found.body == (
        Markup(
            '<h2 id="how">How</h2>\n<p>Ask.</p>\n<h3 id="words">Words</h3>\n'
            "<p>Say <em>hello</em>.</p>"
        ),
    )


def test_headings_have_ids_made_of_their_text() -> None:
    found = made(
        "# Top\n\n## Who *pays*?[^a]\n\n## Who pays\n\n## ¿Qué es?\n\n[^a]: x", first_line=7
    )
    assert found.headings == (
        Heading(1, "top", "Top", 7),
        Heading(2, "who-pays", "Who pays?", 9),
        Heading(2, "who-pays_1", "Who pays", 11),
        Heading(2, "que-es", "¿Qué es?", 13),
    )


def test_a_heading_never_takes_the_id_of_a_glossary_note() -> None:
    assert made("## Term IOP").headings == (Heading(2, "term-iop_1", "Term IOP", 1),)


def test_program_lists_stand_between_the_parts() -> None:
    found = made(
        "## PTSD\n\nThese say so:\n\n{{ programs condition=ptsd }}\n\n"
        "{{ programs insurance=medicaid limit=12 }}\n\nCall."
    )
    assert found.body == (
        Markup('<h2 id="ptsd">PTSD</h2>\n<p>These say so:</p>'),
        ProgramList("condition", "ptsd", 3),
        ProgramList("insurance", "medicaid", 12),
        Markup("<p>Call.</p>"),
    )
    assert found.links == (
        Reference("facet", "condition/ptsd", "", 5),
        Reference("facet", "insurance/medicaid", "", 7),
    )
    assert found.strays == ()


def test_figures_stand_between_the_parts() -> None:
    found = made("Short.\n\n{{ figure the-road }}\n\n{{ programs condition=ptsd }}\n\nCall.")
    assert found.lead == Markup("<p>Short.</p>")
    assert found.body == (
        FigureMark("the-road"),
        ProgramList("condition", "ptsd", 3),
        Markup("<p>Call.</p>"),
    )
    assert found.links[0] == Reference("figure", "the-road", "", 3)
    assert found.strays == ()
    assert made("- {{ figure the-road }}").body == ()
    assert [stray.text for stray in made("- {{ figure the-road }}").strays] == [
        "{{ figure the-road }}"
    ]


def test_callouts_are_boxes_with_a_title() -> None:
    found = made(
        '!!! danger "In danger now?"\n    Call.\n\n!!! ask\n    - Who?\n\n!!! note ""\n    So.'
    )
    assert found.lead == Markup(
        '<div class="callout callout-danger" role="note">\n'
        '<p class="callout-title">In danger now?</p>\n<p>Call.</p>\n</div>\n'
        '<div class="callout callout-ask" role="note">\n<p class="callout-title">Ask</p>\n'
        "<ul>\n<li>Who?</li>\n</ul>\n</div>\n"
        '<div class="callout callout-note" role="note">\n<p>So.</p>\n</div>'
    )


def test_tables_scroll_on_a_phone() -> None:
    assert made(
        "| kind | *time* |\n|---|:-:|\n| IOP | 9 |", about=frozenset({"iop"})
    ).lead == Markup(
        '<div aria-label="kind, time" class="table-scroll" role="region" tabindex="0"><table>\n'
        '<thead>\n<tr>\n<th scope="col">kind</th>\n<th scope="col"><em>time</em></th>\n</tr>\n'
        "</thead>\n<tbody>\n<tr>\n<td>IOP</td>\n<td>9</td>\n</tr>\n</tbody>\n</table></div>"
    )


def test_footnotes_stand_apart_in_the_order_of_their_marks() -> None:
    found = made("One[^b] two[^a].\n\n## End\n\n[^a]: First.\n[^b]: Second.")
    assert found.lead == Markup(
        '<p>One<sup id="fnref:b"><a class="footnote-ref" href="#fn:b">1</a></sup> '
        'two<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">2</a></sup>.</p>'
    )
    assert found.footnotes == Markup(
        '<div class="footnote">\n<ol>\n<li id="fn:b">\n<p>Second.&nbsp;'
        '<a aria-label="Back to where note 1 stands" class="footnote-backref" href="#fnref:b">↩</a>'
        '</p>\n</li>\n<li id="fn:a">\n<p>First.&nbsp;'
        '<a aria-label="Back to where note 2 stands" class="footnote-backref" href="#fnref:a">↩</a>'
        "</p>\n</li>\n</ol>\n</div>"
    )


def test_code_can_be_scrolled_by_keyboard() -> None:
    assert made("    a: <b>\n\n```yaml\n# {{ x }}\n```").lead == Markup(
        '<pre tabindex="0"><code>a: &lt;b&gt;\n</code></pre>\n'
        '<pre tabindex="0"><code># {{ x }}\n</code></pre>'
    )


# Links and images


def test_links_are_collected_with_their_lines_and_resolved() -> None:
    found = made(
        "[a](what-is-an-iop.md#hours) and [b](../about/index.md)\n"
        "[c](#end) [d](program:oak) [e](facet:condition/ptsd)\n\n"
        "[f](glossary:iop) [g](page:/programs/#near=97204)[^1]\n\n"
        "[h](https://a.example/x) [i](tel:988) <https://b.example>\n\n"
        "[^1]: [j](https://a.example/x)",
        first_line=20,
    )
    assert found.links == (
        Reference("article", "content/guides/what-is-an-iop.md", "hours", 20),
        Reference("article", "content/about/index.md", "", 20),
        Reference("article", PATH, "end", 21),
        Reference("program", "oak", "", 21),
        Reference("facet", "condition/ptsd", "", 21),
        Reference("glossary", "iop", "", 23),
        Reference("page", "/programs/", "near=97204", 23),
        Reference("outside", "https://a.example/x", "", 25),
        Reference("outside", "tel:988", "", 25),
        Reference("outside", "https://b.example", "", 25),
        Reference("outside", "https://a.example/x", "", 27),
    )
    assert '<a href="/program/oak">d</a>' in found.lead
    assert '<a href="https://a.example/x" rel="noreferrer">h</a>' in found.lead
    assert '<a href="tel:988">i</a>' in found.lead


@pytest.mark.parametrize("target", ["foo", "/guides/x/", "//evil.example", "javascript:x", ""])
def test_a_link_of_no_known_kind_leads_nowhere(target: str) -> None:
    found = made(f"a\n\n[b]({target})")
    assert found.links == (Reference("unknown", target, "", 3),)
    assert found.lead == Markup("<p>a</p>\n<p><a>b</a></p>")


def test_images_are_those_of_the_site() -> None:
    found = made("![stairs](page:/images/stairs.svg)\n\n![](https://a.example/x.png)")
    assert found.images == (
        Image("page:/images/stairs.svg", "stairs", 1),
        Image("https://a.example/x.png", "", 3),
    )
    assert found.links == (
        Reference("page", "/images/stairs.svg", "", 1),
        Reference("unknown", "https://a.example/x.png", "", 3),
    )
    assert found.lead == Markup(
        '<p><img alt="stairs" src="/page//images/stairs.svg"></p>\n<p><img alt=""></p>'
    )


def test_strays_are_what_looks_like_ours_and_is_not() -> None:
    found = made(
        "{{ programs condition=ptsd limit=13 }}\n\n- {{ program oak }}\n\n!!! tip\n    x[^no]\n\n"
        "`{{ x }}`\n\n[^un]: y"
    )
    assert found.strays == (
        Stray("callout", "!!! tip", 5),
        Stray("shortcode", "{{ programs condition=ptsd limit=13 }}", 1),
        Stray("shortcode", "{{ program oak }}", 3),
        Stray("footnote", "[^no]", 6),
        Stray("footnote", "[^un]:", 10),
    )


# Words of the glossary


def button(id_: str, word: str, *, opening: str = "", closing: str = "") -> str:
    """The button of a word, on one line with the signs around it."""
    alone = f'<button class="term" popovertarget="term-{id_}" type="button">{word}</button>'
    signs = opening or closing
    return f'<span class="kept-together">{opening}{alone}{closing}</span>' if signs else alone


APOSTROPHE_S = "'s"


def test_the_first_mention_of_a_word_opens_its_note() -> None:
    found = made("An IOP and an IOP. A **php** is no PHP, a Day\nprogram is.")
    assert found.lead == (
        f"<p>An {button('iop', 'IOP')} and an IOP. A <strong>php</strong> is no "
        f"{button('php', 'PHP', closing=',')} a Day\nprogram is.</p>"
    )
    assert found.terms == ("iop", "php")
    assert found.notes == Markup(
        '<div class="term-note" id="term-iop" popover="auto"><p><a href="/glossary/iop">IOP</a>: '
        "Treatment on several days a week.</p></div>"
        '<div class="term-note" id="term-php" popover="auto"><p>'
        '<a href="/glossary/php">Day program (PHP)</a>: Treatment most of the day.</p></div>'
    )


def test_the_longest_word_is_taken_and_others_are_found_beside_it() -> None:
    found = made("A DBT skills group is a part of DBT, *so* an Intensive outpatient\nprogram says.")
    program = button("iop", "Intensive outpatient\nprogram")
    assert found.lead == (
        f"<p>A {button('dbt-skills', 'DBT skills group')} is a part of "
        f"{button('dbt', 'DBT', closing=',')} "
        f"<em>so</em> an {program} says.</p>"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("An (IOP); so.", f"An {button('iop', 'IOP', opening='(', closing=');')} so."),
        ("The IOP's week", f"The {button('iop', 'IOP', closing=APOSTROPHE_S)} week"),
        ("IOP (PHP)", f"{button('iop', 'IOP')} {button('php', 'PHP', opening='(', closing=')')}"),
        (
            "IOP/PHP: no",
            f"{button('iop', 'IOP', closing='/')}{button('php', 'PHP', closing=':')} no",
        ),
        ("an IOP *(so)*", f"an {button('iop', 'IOP')} <em>(so)</em>"),
    ],
)
def test_a_word_keeps_its_signs_on_its_line(text: str, shown: str) -> None:
    assert made(text).lead == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "## The IOP",
        "[the IOP](https://a.example)",
        "`IOP`",
        "    IOP",
        '!!! note "IOP"\n    x',
        "!!! danger\n    Not an IOP: call.",
        "| IOP |\n|---|\n| x |",
        "x[^1]\n\n[^1]: IOP",
        "IOPs, non-IOP, chip",
    ],
)
def test_places_where_no_word_is_marked(text: str) -> None:
    assert made(text).terms == ()


def test_the_page_about_a_word_does_not_explain_it() -> None:
    found = made("An IOP has DBT.", about=frozenset({"iop"}))
    assert found.lead == f"<p>An IOP has {button('dbt', 'DBT', closing='.')}</p>"
    assert found.terms == ("dbt",)


# Reading


def test_plain_text_is_what_is_read_as_sentences() -> None:
    found = made(
        '## Call\n\nBring:\n\n- a *pen*;\n- the [card](tel:988)[^1]\n\n!!! ask "Ask"\n    Who?\n\n'
        "| a |\n|---|\n| b |\n\n    code\n\n[^1]: Note."
    )
    assert found.plain == "Bring.\na pen.\nthe card.\nWho?"
    assert found.words == 6


def test_reading_names_the_hardest_sentences() -> None:
    easy = "We sat on the mat in the warm sun all day. The cat ran."
    hard = (
        "Comprehensive interdisciplinary evaluation facilitates individualized therapeutic "
        "intervention planning."
    )
    middle = "A licensed therapist asks about health, mood and work before the program starts."
    assert reading(f"{easy}\n{hard}\n{middle}") == Reading(
        35, 11.1, (hard, middle, "We sat on the mat in the warm sun all day.")
    )
    assert reading("") == Reading(0, 0.0, ())
