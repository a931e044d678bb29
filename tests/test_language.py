"""Languages write dates and words their own way; catalogs are whole, their mistakes are told."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from iopfinder.build import read_site
from iopfinder.directory import Directory, Reading, in_language, read_directory
from iopfinder.finder_index import entry
from iopfinder.finder_program import program_file
from iopfinder.finder_terms import compared_rows, facet_terms
from iopfinder.language import ENGLISH, Language, joined, script_words
from iopfinder.messages import Said, messages, untranslated, updated_catalog
from iopfinder.pages import plan_site
from iopfinder.places import read_places
from iopfinder.render import make_renderer
from iopfinder.reports import as_text
from iopfinder.sources import Source, read_sources
from iopfinder.translations import (
    parse_catalog,
    parse_language,
    read_catalog,
    read_language,
    read_languages,
)
from site_case import ROOT, TODAY, folders, run

CATALOG = ROOT / "translations" / "es.po"

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@cache
def spanish() -> Language:
    language, problems = read_language("es", CATALOG)
    assert language is not None, as_text(problems)
    return language


@cache
def said() -> tuple[Said, ...]:
    return messages(ROOT / "templates", ROOT / "assets")


@cache
def directory() -> Directory:
    reading = read_site(folders(Path("unused")), TODAY)
    assert reading.directory is not None
    return reading.directory


def parsed(text: str) -> Language:
    language, problems = parse_language("es", Source("translations/es.po", HEAD + text))
    assert language is not None, as_text(problems)
    return language


# How a language writes


def test_spanish_is_written_as_in_the_united_states() -> None:
    language = spanish()
    assert language.date(date(2026, 10, 1)) == "1 de octubre de 2026"
    assert language.number(1200) == "1,200"
    assert language.number(2.5) == "2.5"
    assert language.dollars(35000) == "$350"
    assert language.dollars(1250) == "$12.50"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["Oregon"], "Oregon"),
        (["Oregon", "Washington"], "Oregon y Washington"),
        (["Oregon", "Texas", "Washington"], "Oregon, Texas y Washington"),
        (["Oregon", "Idaho"], "Oregon e Idaho"),
        (["Oregon", "Illinois"], "Oregon e Illinois"),
        (["padres", "hijos"], "padres e hijos"),
        (["español", "inglés"], "español e inglés"),
        (["Nebraska", "Iowa"], "Nebraska y Iowa"),
        (["fuego", "hielo"], "fuego y hielo"),
    ],
)
def test_spanish_lists_end_in_y_or_e(words: list[str], text: str) -> None:
    assert joined(words, spanish()) == text


def test_english_lists_end_in_and() -> None:
    assert joined(["Oregon", "Idaho"], ENGLISH) == "Oregon and Idaho"


# Catalogs


def test_a_catalog_translates_and_counts() -> None:
    language = parsed(
        'msgid "Guides"\nmsgstr "Guías"\n\n'
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\n'
        'msgstr[0] "%(n)s día"\nmsgstr[1] "%(n)s días"\n\n'
        '#, fuzzy\nmsgid "Privacy"\nmsgstr "Guías"\n'
    )
    assert language.gettext("Guides") == "Guías"
    assert language.gettext("Glossary") == "Glossary"
    assert language.gettext("Privacy") == "Privacy"
    assert language.gettext("") == ""
    assert [language.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)] == [
        "%(n)s días",
        "%(n)s día",
        "%(n)s días",
    ]


def test_script_words_are_the_texts_that_scripts_show() -> None:
    language = parsed(
        'msgid "Guides"\nmsgstr "Guías"\n\n'
        '#. assets/js\nmsgid "Save"\nmsgstr "Guardar"\n\n'
        '#. assets/js\nmsgid "%(count)s mile"\nmsgid_plural "%(count)s miles"\n'
        'msgstr[0] "%(count)s milla"\nmsgstr[1] "%(count)s millas"\n\n'
        '#. assets/js\nmsgid "Print"\nmsgstr ""\n'
    )
    assert script_words(language) == {
        "Save": "Guardar",
        "%(count)s mile": ["%(count)s milla", "%(count)s millas"],
    }
    assert script_words(ENGLISH) == {}


BROKEN = {
    "a name that is not filled in": (
        'msgid "Ages %(ages)s"\nmsgstr "Edades"\n',
        (
            "translations/es.po:5:1: error: 'Edades' does not fill in what the English text does\n"
            "    write %(ages)s\n"
        ),
    ),
    "a name that is misspelled": (
        'msgid "Ages %(ages)s"\nmsgstr "Edades %(edades)s"\n',
        (
            "translations/es.po:5:1: error: 'Edades %(edades)s' does not fill in what the English "
            "text does\n    write %(ages)s\n"
        ),
    ),
    "a name without its letter": (
        'msgid "Ages %(ages)s"\nmsgstr "Edades %(ages) y"\n',
        (
            "translations/es.po:5:1: error: 'Edades %(ages) y' does not fill in what the English "
            "text does\n    write %(ages)s\n"
        ),
    ),
    "a percent sign of its own": (
        'msgid "All"\nmsgstr "100 %"\n',
        (
            "translations/es.po:5:1: error: '100 %' does not fill in what the English text does\n"
            "    write no %\n"
        ),
    ),
    "a link that is lost": (
        'msgid "<a href=\\"tel:988\\">Call</a>"\nmsgstr "Llame"\n',
        (
            "translations/es.po:5:1: error: 'Llame' has other tags than the English text\n"
            '    write </a> <a href="tel:988">\n'
        ),
    ),
    "a tag that is new": (
        'msgid "Call"\nmsgstr "<b>Llame</b>"\n',
        (
            "translations/es.po:5:1: error: '<b>Llame</b>' has other tags than the English text\n"
            "    write it without < and >\n"
        ),
    ),
    "one form of two": (
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s día"\nmsgstr[1] ""\n',
        (
            "translations/es.po:5:1: error: '%(n)s day' is translated in one form only\n"
            "    write msgstr[0] and msgstr[1]\n"
        ),
    ),
    "no catalog": (
        "msgid Guides\n",
        (
            "translations/es.po:5:1: error: this is not a catalog: missing msgstr for msgid 'uide'"
            "\n"
            '    write msgid "English" and below it msgstr "translation"\n'
        ),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_in_a_catalog_is_told_with_its_line(case: str) -> None:
    text, message = BROKEN[case]
    language, problems = parse_language("es", Source("translations/es.po", HEAD + text))
    assert language is None
    assert as_text(problems) == message


def test_a_missing_catalog_is_a_problem(tmp_path: Path) -> None:
    languages, problems = read_languages(tmp_path)
    assert languages == ()
    assert [(problem.path, problem.message) for problem in problems] == [
        ((tmp_path / "es.po").as_posix(), "the file is missing")
    ]


def test_a_broken_catalog_stops_the_build(tmp_path: Path) -> None:
    translations = tmp_path / "translations"
    translations.mkdir()
    (translations / "es.po").write_text(f'{HEAD}msgid "Ages %(ages)s"\nmsgstr "Edades"\n')
    reading = read_site(folders(tmp_path / "site", translations=translations), TODAY)
    assert reading.directory is None
    assert [problem.message for problem in reading.problems if problem.path.endswith(".po")] == [
        "'Edades' does not fill in what the English text does"
    ]


# The project's own catalog is whole


def test_every_text_of_a_translated_page_is_translated() -> None:
    catalog, _problems = read_catalog("es", CATALOG)
    assert catalog is not None
    assert untranslated(catalog, said()) == ()


def test_the_catalog_is_what_make_messages_writes() -> None:
    """So it has no text that nobody says, and changes only where the texts do."""
    catalog, _problems = read_catalog("es", CATALOG)
    assert catalog is not None
    assert CATALOG.read_text("utf-8") == updated_catalog(catalog, said(), "es")


def test_a_missing_translation_names_itself() -> None:
    text = CATALOG.read_text("utf-8").replace('msgstr "Guías"', 'msgstr ""')
    catalog, _problems = parse_catalog("es", Source("es.po", text))
    assert catalog is not None
    assert untranslated(catalog, said()) == ("Guides",)


def test_make_messages_keeps_translations_adds_new_texts_and_drops_old_ones(tmp_path: Path) -> None:
    for folder in ("templates", "assets"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "translations").mkdir()
    path = tmp_path / "translations" / "es.po"
    gone = '\nmsgid "A text of no page"\nmsgstr "Un texto de ninguna página"\n'
    whole = CATALOG.read_text("utf-8")
    new = '#. assets/js\nmsgid "Undo"\nmsgstr "Deshacer"\n\n'
    assert new in whole
    path.write_text(whole.replace(new, "") + gone, "utf-8")
    ran = run("messages", cwd=tmp_path)
    assert ran.stdout == f"translations/es.po: {len(said()):,} texts.\nto translate: Undo\n"
    assert path.read_text("utf-8") == whole.replace('msgstr "Deshacer"', 'msgstr ""')


def test_nothing_is_asked_for_that_the_catalog_does_not_hold() -> None:
    """Texts that code looks up in tables: whatever the pages and files ask for is in the list."""
    asked: set[str] = set()

    def gettext(text: str) -> str:
        asked.add(text)
        return text

    def ngettext(one: str, many: str, count: int) -> str:
        asked.add(one)
        return one if count == 1 else many

    listening = Language("es", gettext, ngettext)
    plans = plan_site(directory(), (ENGLISH, listening))
    renderer = make_renderer(plans[1], ROOT / "templates")
    for page in plans[1].pages:
        if page.language == "es":
            renderer.page(page)
    for listing in directory().listings:
        of_terms = entry(listing, directory().vocabulary, TODAY)
        program_file(listing, of_terms, directory(), [listening])
    facet_terms(directory(), listening)
    compared_rows(directory(), listening)
    assert asked - {each.first for each in said()} - {""} == set()


# What content holds in Spanish itself


def test_every_term_has_a_spanish_word() -> None:
    lists = directory().vocabulary.lists
    assert [
        (name, id_) for name, terms in lists.items() for id_, term in terms.items() if not term.es
    ] == []


def phone_links(text: object) -> Iterator[str]:
    """The phone links of Markdown somewhere in a value of the content."""
    for part in json.dumps(text, ensure_ascii=False).split("](")[1:]:
        yield part.partition(")")[0]


def test_safety_texts_lead_to_the_same_numbers_in_both_languages() -> None:
    safety = directory().safety
    pairs: list[tuple[Any, Any]] = [(each.text, each.es.text) for each in safety.lines.values()]
    pairs += [(each.text, each.es.text) for each in safety.notices.values()]
    pairs += [(safety.crisis.treatment.text, safety.crisis.es.treatment.text)]
    pairs += [(safety.crisis.lines, safety.crisis.es.lines)]
    for english, in_spanish in pairs:
        assert set(phone_links(english)) == set(phone_links(in_spanish))


def test_spanish_pages_have_spanish_safety_texts_questions_and_checklist() -> None:
    translated = in_language(directory(), "es")
    own = directory()
    assert translated.safety.notices["suicide"].title == "Pensamientos de suicidio"
    assert translated.safety.notices["suicide"].lines == own.safety.notices["suicide"].lines
    assert translated.safety.lines["maternal"].name == "Línea Nacional de Salud Mental Materna"
    assert [item.id for item in translated.checklist] == [item.id for item in own.checklist]
    assert translated.checklist[0].title == "Estructura del programa"
    assert translated.questions.questions[0].ask == own.questions.questions[0].es.ask
    assert translated.questions.questions[0].answers == own.questions.questions[0].answers
    assert translated.questions.opening.words("es") == own.questions.opening.es
    assert in_language(own, "en") is own


# Articles in Spanish


def article(body: str = "Un texto.", **changes: str) -> str:
    front = {"title": "¿Qué es?", "summary": "Una guía.", "moment": "deciding", "order": "1"}
    front |= {"updated": "2026-11-22", **changes}
    keys = "".join(f"{key}: {value}\n" for key, value in front.items())
    source = "{title: A, publisher: B, url: https://a.example.org, seen: 2026-11-22}"
    return f"---\n{keys}sources:\n  - {source}\n---\n\n{body}\n"


def articles_read(*articles: tuple[str, str]) -> Reading:
    whole = read_sources(ROOT / "content", ROOT / "programs")
    sources = tuple(Source(path, text) for path, text in articles)
    return read_directory(
        replace(whole, articles=sources), read_places, TODAY, languages=(ENGLISH, spanish())
    )


def guide_problems(reading: Reading) -> str:
    return as_text([each for each in reading.problems if "/guides/" in each.path])


def test_a_spanish_article_stands_below_its_language_and_knows_its_links() -> None:
    links = "[Programas](page:/es/programs/) y [más](../../guides/a.md)."
    reading = articles_read(
        ("content/guides/a.md", article()), ("content/es/guides/a.md", article(links))
    )
    assert reading.directory is not None
    written = reading.directory.translations[0]
    assert (written.guide.url, written.guide.language) == ("/es/guides/a/", "es")
    assert str(written.article.lead) == (
        '<p><a href="/es/programs/">Programas</a> y <a href="/guides/a/" hreflang="en">más</a>.</p>'
    )
    assert [each.guide.url for each in reading.directory.articles] == ["/guides/a/"]
    assert [each.guide.url for each in in_language(reading.directory, "es").articles] == [
        "/es/guides/a/"
    ]
    assert guide_problems(reading) == ""


def test_a_spanish_article_without_an_english_one_is_an_error() -> None:
    reading = articles_read(
        ("content/guides/a.md", article()), ("content/es/guides/b.md", article())
    )
    assert guide_problems(reading) == (
        "content/es/guides/b.md:1:1: error: there is no content/guides/b.md\n"
        "    give it the name of its English twin\n"
    )


def test_a_spanish_article_that_is_older_than_the_english_one_is_a_warning() -> None:
    reading = articles_read(
        ("content/guides/a.md", article()),
        ("content/es/guides/a.md", article(updated="2026-11-01")),
    )
    assert guide_problems(reading) == (
        "content/es/guides/a.md:6:1: warning: updated: content/guides/a.md was changed on "
        "2026-11-22, after this translation\n    bring it up to that text, then write the day\n"
    )


def test_a_broken_english_article_says_nothing_of_its_translation() -> None:
    reading = articles_read(
        ("content/guides/a.md", article(order="first")), ("content/es/guides/a.md", article())
    )
    assert {each.path for each in reading.problems if "/guides/" in each.path} == {
        "content/guides/a.md"
    }


def test_the_sitemap_names_each_page_with_its_twin() -> None:
    settings = directory().settings.model_copy(update={"demonstration": False})
    plan = plan_site(replace(directory(), settings=settings), (ENGLISH, spanish()))[0]
    page = next(page for page in plan.pages if page.kind == "sitemap.xml")
    lines = make_renderer(plan, ROOT / "templates").page(page).body.decode().splitlines()
    base = "https://iopfinder.example.org"
    twins = (
        f'<xhtml:link rel="alternate" hreflang="en" href="{base}/compare/"/>'
        f'<xhtml:link rel="alternate" hreflang="es" href="{base}/es/compare/"/>'
    )
    assert f"<url><loc>{base}/compare/</loc>{twins}</url>" in lines
    assert f"<url><loc>{base}/es/compare/</loc>{twins}</url>" in lines
    assert f"<url><loc>{base}/glossary/</loc></url>" in lines
