"""New guides: any title gives a file that says it, or a refusal; nothing is ever written over."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory_case import content, places
from factory import vocabulary
from iopfinder.build import build, read_site
from iopfinder.directory import Reading, read_directory
from iopfinder.forms import FormError, id_text
from iopfinder.guide import MOMENTS, Guide, parse_guide
from iopfinder.problems import START, Problem, Severity
from iopfinder.scaffold import GuideFile, NewGuide, guide_file, next_order, twin
from iopfinder.sources import ARTICLE_FOLDERS, Source
from iopfinder.vocabulary import NO_WORDS
from site_case import ROOT, TODAY, folders, run

TITLE = "When a loved one says no"
NEW = NewGuide(TITLE, "guides", "during", 3, TODAY)

TEXT = """\
---
title: When a loved one says no
# Stands below the title in lists and in search results; 160 characters.
summary: "Write here: what this page answers, in one or two short sentences."
# When families read it: deciding, choosing, paying, during, after.
moment: during
# Its place in its list.
order: 3
updated: 2026-11-22
# Take the next line out to publish the page.
draft: yes
# Where the facts come from, and the day on which you read them there. Take '# ' off these lines.
# sources:
#   - title: The name of the page or report
#     publisher: Who stands behind it
#     url: https://www.example.org/page
#     seen: 2026-11-22
# What the page is about brings a danger notice or a hotline to it. Take '# ' off to name it.
# conditions: [ptsd, alcohol-use]
# groups: [veterans]
---

Write here: the answer first, in two to four short sentences. In danger now? \
[Call 911](tel:911), or [call or text 988](tel:988).

## The first thing to know

Write here: what a tired reader should take away. Say where a fact is from.[^source]

## What to ask

!!! ask "Ask"
    - Write here: a question that a program can answer.

**A good answer** Write here: what it sounds like.

**Be careful** Write here: when to look again.

!!! note "A made-up example"
    Write here: one person, one choice, and how it went.

## If you are asking for someone else

Write here: what a family can do, and what it cannot.

## Next

Read the other [guides](page:/guides/), look at programs in the [finder](page:/programs/), or \
print the [worksheet](page:/checklist/).

[^source]: Write here: who says so, with a link.
"""

WRITTEN = """\
{} is written, as a draft.
1. Run make serve and open {} at the address that it prints.
2. Fill in what says "Write here:", and name your sources at the top.
3. Take out the line 'draft: yes': until then only the preview shows the page.
"""


def parsed(made: GuideFile, folder: str = "guides") -> Guide:
    """The guide that a new file holds, which no problem keeps from being one."""
    guide, problems = parse_guide(made.text, f"content/{folder}/{made.name}", vocabulary())
    assert problems == ()
    assert guide is not None
    return guide


def checked(text: str, path: str) -> Reading:
    """What `check` says of one article beside the real vocabulary and glossary."""
    sources = replace(content(), articles=(Source(path, text),))
    return read_directory(sources, places, TODAY, drafts=True)


def test_a_title_becomes_a_whole_guide() -> None:
    url = "/guides/when-a-loved-one-says-no/"
    assert guide_file(NEW) == GuideFile("when-a-loved-one-says-no.md", url, TEXT)


def test_what_is_known_stands_in_its_front_matter() -> None:
    front = parsed(guide_file(NEW)).front
    assert (front.title, front.moment, front.order, front.updated, front.draft) == (
        *(TITLE, "during", 3, TODAY),
        True,
    )


@pytest.mark.parametrize("folder", ARTICLE_FOLDERS)
def test_a_new_article_has_no_error(folder: str) -> None:
    moment = "after" if folder == "guides" else None
    made = guide_file(NewGuide(TITLE, folder, moment, 1, TODAY))
    path = f"content/{folder}/{made.name}"
    told = [each for each in checked(made.text, path).problems if each.path == path]
    message, hint = (
        "this guide names no source",
        "add 'sources:' with title, publisher, url and seen",
    )
    no_source = Problem(path, START, "sources", Severity.WARNING, message, hint)
    assert told == ([no_source] if folder == "guides" else [])
    assert parsed(made, folder).url == made.url == f"/{folder}/when-a-loved-one-says-no/"


def test_the_lines_that_are_set_aside_are_good_once_taken_in() -> None:
    _, front, body = TEXT.split("---\n")
    taken_in = front.replace("# sources", "sources").replace("#   -", "  -")
    for key in ("    publisher", "    url", "    seen", "conditions", "groups"):
        taken_in = taken_in.replace(f"# {key}", key)
    assert [line for line in taken_in.splitlines() if line.startswith("# ")] == [
        line for line in front.splitlines() if line.startswith("# ") and line[2].isupper()
    ]
    text = f"---\n{taken_in}---\n{body}"
    path = "content/guides/x.md"
    assert checked(text, path).problems == ()
    guide, _ = parse_guide(text, path, vocabulary())
    assert guide is not None
    assert guide.front.conditions == ("ptsd", "alcohol-use")
    assert guide.front.groups == ("veterans",)
    assert [source.seen for source in guide.front.sources] == [TODAY]


def test_a_page_with_something_left_to_write_cannot_be_published() -> None:
    text = TEXT.replace("draft: yes\n", "")
    path = "content/guides/x.md"
    said = "'Write here:' still stands here", "write the text, or delete this part"
    places_ = [
        (number, "summary" if line.startswith("summary") else "")
        for number, line in enumerate(text.splitlines(), 1)
        if "Write here:" in line
    ]
    told = [each for each in checked(text, path).problems if each.severity is Severity.ERROR]
    assert [(each.position.line, each.field) for each in told] == places_
    assert {(each.message, each.hint) for each in told} == {said}
    assert len(told) == 9
    done = text.replace("Write here:", "Read on:")
    warned = checked(done, path).problems
    assert [each.message for each in warned] == ["this guide names no source"]


NAMES = [
    ("Über Größe: früh & spät", "uber-grosse-fruh-spat"),
    ("\"Quotes\", 'single' and “curly”", "quotes-single-and-curly"),
    ("Work/school", "work-school"),
    ("no", "no"),
    ("2026", "2026"),
    ("a: b # c", "a-b-c"),
    ("- [x] *y* &z !w", "x-y-z-w"),
    ("../../etc/passwd", "etc-passwd"),
    ("<script>alert(1)</script>", "script-alert-1-script"),
    ("  two   words\n", "two-words"),
    ("É\u00a0é", "e-e"),
    ("x" * 120, "x" * 80),
    ("word " * 24, "word-" * 15 + "word"),
]


@pytest.mark.parametrize(("title", "name"), NAMES)
def test_a_title_stands_as_it_is_and_its_file_has_an_address(title: str, name: str) -> None:
    made = guide_file(replace(NEW, title=title))
    assert made.name == f"{name}.md"
    assert parsed(made).front.title == " ".join(title.split())


REFUSED = [
    ("???", "'???' has no letter from a to z and no digit to make an address of"),
    ("日本語", "'日本語' has no letter from a to z and no digit to make an address of"),
    ("", "'' has no letter from a to z and no digit to make an address of"),
    ("x" * 200, "the title has 200 characters; the limit is 120"),
    ("a\u200bb", "the title holds the invisible character U+200B"),
    ("a\x00b", "the title holds the invisible character U+0000"),
    ("a\udcffb", "the title holds the invisible character U+DCFF"),
    ("Index", "'Index' would stand at /guides/, where the site has a page"),
]


@pytest.mark.parametrize(("title", "message"), REFUSED, ids=lambda text: ascii(text)[:20])
def test_a_title_that_can_be_none_is_refused(title: str, message: str) -> None:
    with pytest.raises(FormError) as refusal:
        guide_file(replace(NEW, title=title))
    assert refusal.value.message == message
    assert refusal.value.hint


@given(
    title=st.one_of(
        st.text(max_size=130),
        st.text(st.characters(categories=["Cs", "Cc", "Cf", "Zs", "L", "P", "S"]), max_size=12),
        st.text("abno02:#-'\"\\{}[]&*!|>%@` ~?/.,", min_size=1, max_size=12),
    ),
    folder=st.sampled_from(ARTICLE_FOLDERS),
    moment=st.sampled_from(sorted(MOMENTS)),
)
@example(title="---", folder="guides", moment="after")
@example(title="a\u2028b", folder="guides", moment="after")
@example(title="Null", folder="guides", moment="after")
def test_any_title_comes_back_or_is_refused(title: str, folder: str, moment: str) -> None:
    try:
        made = guide_file(NewGuide(title, folder, moment, 1, TODAY))
    except FormError:
        return
    guide = parsed(made, folder)
    assert guide.front.title == " ".join(title.split())
    assert guide.url == made.url
    assert id_text().parse(guide.slug, NO_WORDS) == guide.slug


def test_a_new_guide_comes_last_in_its_list() -> None:
    first = parsed(guide_file(NEW))
    spanish = replace(first, language="es")
    far = replace(first, front=first.front.model_copy(update={"order": 9999}))
    between = replace(first, front=first.front.model_copy(update={"order": 7.5}))
    assert next_order([], "guides", "during") == 1
    assert next_order([first], "guides", "during") == 4
    assert next_order([first], "guides", "after") == 1
    assert next_order([first], "about", None) == 1
    assert next_order([spanish], "guides", "during") == 1
    assert next_order([between, first], "guides", "during") == 8
    assert next_order([far], "guides", "during") == 9999


@pytest.mark.parametrize(
    ("names", "there"),
    [([], ""), (["b.md"], ""), (["a.md"], "a.md"), (["A.MD", "b.md"], "A.MD")],
)
def test_a_name_is_taken_whatever_its_capitals(names: list[str], there: str) -> None:
    assert twin("a.md", names) == there


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with our own content."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path


def with_a_guide_on_place_41(project: Path, moment: str) -> None:
    far = TEXT.replace("order: 3", "order: 41").replace("moment: during", f"moment: {moment}")
    (project / "content" / "guides" / "far.md").write_text(far)


def new_guide(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("new", "guide", "--today", "2026-11-22", *arguments, cwd=project)


def files(project: Path) -> Mapping[str, bytes]:
    found = (path for path in (project / "content").rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found}


def test_the_command_writes_the_file_and_says_what_to_do_next(project: Path) -> None:
    with_a_guide_on_place_41(project, "deciding")
    before = files(project)
    done = new_guide(project, *TITLE.split(), "--moment", "deciding")
    path, url = "content/guides/when-a-loved-one-says-no.md", "/guides/when-a-loved-one-says-no/"
    said = WRITTEN.format(path, url)
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    text = TEXT.replace("moment: during", "moment: deciding").replace("order: 3", "order: 42")
    assert files(project) == {**before, path: text.encode()}
    umask = os.umask(0)
    os.umask(umask)
    assert (project / path).stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_new_guide_is_in_builds_with_drafts_alone(project: Path) -> None:
    assert new_guide(project, TITLE).returncode == 0
    programs = project / "programs"
    programs.mkdir()
    shutil.copy(ROOT / "programs" / "alder-mill-iop.yaml", programs)
    own = folders(project / "site", content=project / "content", programs=programs)
    page = project / "site" / "guides" / "when-a-loved-one-says-no" / "index.html"
    for drafts in (True, False):
        built = build(own, TODAY, drafts=drafts)
        assert built.publication is not None
        assert page.exists() is drafts
        named = (project / "site" / "guides" / "index.html").read_text().count(TITLE)
        assert (named > 0) is drafts


REFUSALS = [
    (["Money", "--folder", "about"], "content/about/money.md is there already: give the guide"),
    (["WHAT is an IOP?!"], "content/guides/what-is-an-iop.md is there already: give the guide"),
    (["Capitals"], "content/guides/CAPITALS.md is there already: give the guide another title"),
    ([], 'name the guide: build.py new guide "When a loved one says no"'),
    ([" "], 'name the guide: build.py new guide "When a loved one says no"'),
    (["?"], "'?' has no letter from a to z and no digit to make an address of; give the guide a"),
    (["x", "--moment", "soon"], "'soon' is not one of 'deciding', 'choosing', 'paying', 'during'"),
    (["x", "--folder", "blog"], "'blog' is not one of 'guides', 'about', 'for-clinics'"),
    (["x", "--folder", "about", "--moment", "after"], "only guides have a moment: leave out --mo"),
    (["x", "--content", "nowhere"], "there is no folder nowhere"),
    (["Fields", "--folder", "for-clinics"], "'Fields' would stand at /for-clinics/fields/, where"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSALS, ids=lambda each: str(each)[:24])
def test_the_command_refuses_and_writes_nothing(
    project: Path, arguments: list[str], said: str
) -> None:
    (project / "content" / "guides" / "CAPITALS.md").write_bytes(b"mine")
    before = files(project)
    done = new_guide(project, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert files(project) == before


def test_a_link_that_leads_nowhere_is_not_written_through(project: Path) -> None:
    link = project / "content" / "guides" / "oak.md"
    link.symlink_to(project / "elsewhere.md")
    assert new_guide(project, "Oak").returncode == 2
    assert not (project / "elsewhere.md").exists()


def test_what_a_killed_command_left_is_in_nobodys_way(project: Path) -> None:
    (project / "content" / "guides" / ".oak.md.tmp").write_bytes(b"half")
    assert new_guide(project, "Oak").returncode == 0
    guides = project / "content" / "guides"
    assert [path.name for path in guides.iterdir() if "oak" in path.name] == ["oak.md"]
    reading = read_site(folders(project / "site", content=project / "content"), TODAY, drafts=True)
    assert reading.directory is not None
    assert "/guides/oak/" in {each.guide.url for each in reading.directory.articles}


def test_a_folder_of_articles_that_is_missing_is_made(project: Path) -> None:
    shutil.rmtree(project / "content" / "about")
    assert new_guide(project, "Money", "--folder", "about").returncode == 0
    assert [path.name for path in (project / "content" / "about").iterdir()] == ["money.md"]


def test_at_a_terminal_it_asks(project: Path) -> None:
    with_a_guide_on_place_41(project, "during")
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "build.py"), "new", "guide", "--today", "2026-11-22"]
    with subprocess.Popen(
        command, cwd=project, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        os.close(theirs)
        os.write(ours, b"\nWhen a loved one says no\nsoon\nduring\n")
        said, complaint = child.communicate(timeout=60)
    os.close(ours)
    assert (child.returncode, complaint) == (0, b"")
    asked = said.decode()
    assert asked.startswith("Title of the guide: ")
    assert "When do families read it? (deciding, choosing, paying, during, after): " in asked
    assert "is not one of" in asked
    assert asked.endswith(
        WRITTEN.format(
            "content/guides/when-a-loved-one-says-no.md", "/guides/when-a-loved-one-says-no/"
        )
    )
    written = project / "content" / "guides" / "when-a-loved-one-says-no.md"
    assert written.read_text() == TEXT.replace("order: 3", "order: 42")
