"""What stands for a page: cheap where there are many, and no less than all that it is made of."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from jinja2 import Environment
from jinja2.meta import find_referenced_templates

import site_case
import tiny_site
from iopfinder import browse, fingerprints
from iopfinder.article_page import slugs_on_cards
from iopfinder.build import read_site
from iopfinder.feeds import newest
from iopfinder.fingerprints import chapter_fingerprints, fingerprint, stand_key
from iopfinder.listing import Listing
from iopfinder.pages import contents, plan_site
from iopfinder.plan import Plan
from iopfinder.render import CARD, CRISIS, QUESTION, template_digests
from iopfinder.sources import digest_of
from site_case import ROOT, TODAY


def plans_of(root: Path) -> tuple[Plan, ...]:
    folders = tiny_site.folders_in(root, root / "site")
    reading = read_site(folders, TODAY, places=tiny_site.places)
    assert reading.directory is not None
    return plan_site(reading.directory, reading.languages)


def kinds(plans: tuple[Plan, ...]) -> Counter[str]:
    return Counter(page.kind for page in plans[0].pages)


def test_pages_that_grow_in_number_with_the_listings_make_no_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_site.write_tiny_site(tmp_path)
    before = kinds(plans_of(tmp_path))
    oak = (tmp_path / "programs" / "oak.yaml").read_text("utf-8")
    yew = oak.replace("Oak IOP", "Yew IOP").replace("Portland", "Salem").replace("old-oak", "young")
    (tmp_path / "programs" / "yew.yaml").write_text(yew, "utf-8")
    plans = plans_of(tmp_path)
    many = {kind for kind, count in kinds(plans).items() if count > before[kind]}
    assert many == {"program", "moved", "list"}
    monkeypatch.setattr(fingerprints, "contents", lambda page, _plan: pytest.fail(page.url))
    for page in plans[0].pages:
        if page.kind in many:
            assert len(fingerprint(page, plans[0])) == 16


def test_chapters_make_no_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_site.write_tiny_site(tmp_path)
    plan = plans_of(tmp_path)[0]
    monkeypatch.setattr(fingerprints, "contents", lambda page, _plan: pytest.fail(page.url))
    found = chapter_fingerprints(plan).fingerprints
    assert {chapter.name for chapter in plan.chapters} == found.keys()
    assert len(set(found.values())) == len(found)


def test_every_page_stands_in_one_chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_site.write_tiny_site(tmp_path)
    whole = [page.url for page in plans_of(tmp_path)[0].pages]
    monkeypatch.setattr(browse, "RUN", 1)
    assert sorted(page.url for page in plans_of(tmp_path)[0].pages) == sorted(whole)
    assert len(set(whole)) == len(whole)


def test_no_two_pages_share_a_fingerprint(tmp_path: Path) -> None:
    tiny_site.write_tiny_site(tmp_path)
    plans = {plan.language.code: plan for plan in plans_of(tmp_path)}
    pages = list(plans["en"].pages)
    assert len({fingerprint(page, plans[page.language]) for page in pages}) == len(pages)


# Chapters, after a change


def edited(root: Path, old: str, new: str) -> Plan:
    place = root / "programs" / "oak.yaml"
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")
    return plans_of(root)[0]


def test_only_chapters_with_a_changed_listing_are_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_site.write_tiny_site(tmp_path)
    monkeypatch.setattr(browse, "RUN", 1)
    before = plans_of(tmp_path)[0]
    known = chapter_fingerprints(before)
    after = edited(tmp_path, "A *quiet* house.", "A *loud* house.")
    assert stand_key(after) == stand_key(before)
    found = chapter_fingerprints(after)
    changed = {name for name in found.fingerprints if found.fingerprints[name] != known[1][name]}
    assert 0 < len(changed) < len(found.fingerprints)
    worked_out: list[str] = []

    def listened_to(*parts: bytes | str) -> bytes:
        worked_out.append(str(parts[0]))
        return digest_of(*parts)

    monkeypatch.setattr(fingerprints, "digest_of", listened_to)
    assert chapter_fingerprints(after, known) == found
    assert {*worked_out} == {*changed, "map 0", "rest 0"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Oak IOP", "name: Yew IOP"),
        ("city: Portland", "city: Salem"),
        ("therapies: [cbt]", "therapies: [group]"),
        ("aliases: [old-oak]", "aliases: [young-oak]"),
        ("date: 2026-11-01", "date: 2026-11-02"),
    ],
)
def test_what_moves_a_listing_or_its_pages_changes_its_stand(
    tmp_path: Path, old: str, new: str
) -> None:
    tiny_site.write_tiny_site(tmp_path)
    before = stand_key(plans_of(tmp_path)[0])
    assert stand_key(edited(tmp_path, old, new)) != before


class Asked(Mapping[str, Listing]):
    """Listings, and which of them somebody asked for."""

    def __init__(self, listings: Mapping[str, Listing]) -> None:
        self.listings = listings
        self.slugs: set[str] = set()

    def __getitem__(self, slug: str) -> Listing:
        self.slugs.add(slug)
        return self.listings[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.listings)

    def __len__(self) -> int:
        return len(self.listings)


def test_pages_of_no_list_read_only_listings_that_their_chapter_stands_for(
    tmp_path: Path,
) -> None:
    """Of all others they show what is in the `stand` alone."""
    reading = read_site(site_case.folders(tmp_path), TODAY)
    assert reading.directory is not None
    asked = Asked(reading.directory.by_slug)
    plans = plan_site(replace(reading.directory, by_slug=asked), reading.languages)
    by_language = {plan.language.code: plan for plan in plans}
    (rest,) = (chapter for chapter in plans[0].chapters if chapter.kind == "rest")
    for page in rest.pages():
        contents(page, by_language[page.language])
    written = (*reading.directory.articles, *reading.directory.translations)
    told = {slug for each in written for slug in slugs_on_cards(each, plans[0])}
    assert told
    assert asked.slugs == told | set(newest("", plans[0]))


def test_a_changed_article_changes_its_chapter(tmp_path: Path) -> None:
    tiny_site.write_tiny_site(tmp_path)
    before = chapter_fingerprints(plans_of(tmp_path)[0]).fingerprints
    article = next((tmp_path / "content" / "guides").glob("*.md"))
    article.write_text(article.read_text("utf-8") + "\nOne more.\n", "utf-8")
    after = chapter_fingerprints(plans_of(tmp_path)[0]).fingerprints
    assert {name for name in after if after[name] != before[name]} == {"rest 0"}


PRINTED: Final = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
import test_fingerprints
from iopfinder.fingerprints import chapter_fingerprints, fingerprint, stand_key
plans = {plan.language.code: plan for plan in test_fingerprints.plans_of(Path(sys.argv[1]))}
for page in plans["en"].pages:
    print(page.url, fingerprint(page, plans[page.language]).hex())
print(chapter_fingerprints(plans["en"]))
"""


def test_fingerprints_are_the_same_in_every_process(tmp_path: Path) -> None:
    """Sets of words have another order in each."""
    tiny_site.write_tiny_site(tmp_path)
    command = [sys.executable, "-c", PRINTED, str(tmp_path), str(ROOT), str(ROOT / "tests")]
    one, other = (
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    )
    assert len(one.splitlines()) > 50
    assert one == other


# Templates


def used_by(name: str, templates: Path) -> set[str]:
    """The templates that Jinja2 itself finds in one, and in those."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    found, waiting = set[str](), [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            text = (templates / each).read_text("utf-8")
            waiting += filter(None, find_referenced_templates(environment.parse(text)))
    return found


def names(templates: Path) -> Iterator[str]:
    for path in sorted(templates.rglob("*")):
        if path.is_file():
            yield path.relative_to(templates).as_posix()


def changed_by(changed: str, templates: Path) -> set[str]:
    """The templates whose digest a change of this one changes."""
    before = template_digests(templates)
    place = templates / changed
    text = place.read_text("utf-8")
    place.write_text(f"{text} ", "utf-8")
    after = template_digests(templates)
    place.write_text(text, "utf-8")
    return {name for name in before if before[name] != after[name]}


def test_a_template_changes_just_what_uses_it(tmp_path: Path) -> None:
    for name in names(ROOT / "templates"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / "templates" / name).read_bytes())
    anywhere = set().union(*(used_by(name, tmp_path) for name in (CARD, QUESTION, CRISIS)))
    uses = {name: used_by(name, tmp_path) | anywhere for name in names(tmp_path)}
    for name in names(tmp_path):
        assert changed_by(name, tmp_path) == {user for user, used in uses.items() if name in used}


@pytest.mark.parametrize(
    "text",
    [
        '{% include "part.html" %}',
        "{%- include 'part.html' -%}",
        '{%+ include "part.html" +%}',
        '{% include "part.html" ignore missing with context %}',
        '{% include ["part.html", "other.html"] %}',
        '{% include "other.html" if site else "part.html" %}',
        '{% include "pa" ~ "rt.html" %}',
        '{% include "./part.html" %}',
        "{% include name %}",
        '{% import "part.html" as part %}',
        '{% from "part.html" import a, b %}',
        '{% extends"part.html"%}',
        '{%\n  extends\n  "part.html"\n%}',
        '{% extends (layout or "part.html") %}',
    ],
)
def test_every_way_to_name_a_template_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.html").write_text(text)
    (tmp_path / "part.html").write_text("part")
    (tmp_path / "other.html").write_text("other")
    assert changed_by("part.html", tmp_path) == {"page.html", "part.html"}


def test_a_template_behind_a_link_to_a_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "part.html").write_text("part")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{% include "shared/part.html" %}')
    (tmp_path / "templates" / "shared").symlink_to(tmp_path / "own")
    changed = changed_by("shared/part.html", tmp_path / "templates")
    assert changed == {"page.html", "shared/part.html"}


def test_a_page_of_a_list_stands_for_the_length_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program on page 2 changes the count that page 1 shows."""
    monkeypatch.setattr(browse, "PAGE_SIZE", 2)
    tiny_site.write_tiny_site(tmp_path)
    elm = (tmp_path / "programs" / "elm.yaml").read_text("utf-8")
    found = []
    for name in ("Xylem", "Yew"):
        text = elm.replace("Elm", name)
        (tmp_path / "programs" / f"{name.lower()}.yaml").write_text(text, "utf-8")
        plan = plans_of(tmp_path)[0]
        (page,) = (page for page in plan.pages if page.url == "/programs/in/or/")
        assert page.subject.pages == 2
        found.append(fingerprint(page, plan))
    assert found[0] != found[1]
