"""The site in memory is at each moment what a clean build would make, or the last good one."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from iopfinder.build import Folders, build
from iopfinder.finder_files import FOLDER
from iopfinder.live import Edition, Live, Shown, source_of
from iopfinder.problems import Position, Problem, Severity
from iopfinder.reports import as_text
from site_case import ROOT, TODAY, folders

BASE = "http://127.0.0.1:8000/"
NAMES = ("programs", "content", "templates", "assets", "translations")
OAK = "/programs/alder-mill-iop/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in NAMES:
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def folders_of(root: Path) -> Folders:
    return folders(root / "site", **{name: root / name for name in NAMES})


def live_of(root: Path, *, today: date = TODAY) -> Live:
    return Live(folders_of(root), lambda: today, base_url=BASE)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def rename_listing(root: Path, name: str) -> None:
    file = root / "programs" / "alder-mill-iop.yaml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"^name: .*$", f"name: {name}", text, flags=re.MULTILINE), "utf-8")


def body(edition: Edition, path: str) -> str:
    shown = edition.shown(path)
    assert shown is not None and shown.body is not None  # noqa: PT018 - one thing
    return shown.body.decode()


def everything(edition: Edition, names: Iterator[str]) -> dict[str, bytes | None]:
    """What stands at each of these paths."""
    found: dict[str, bytes | None] = {}
    for name in names:
        if name.startswith(FOLDER):
            found[name] = edition.finder_file(f"/{name}")
        elif name.startswith(("data/programs", "data/hsds/")):
            found[name] = edition.export_file(f"/{name}")
        else:
            shown = edition.shown(f"/{name}")
            found[name] = shown.body if shown else None
    return found


def test_after_edits_every_file_is_that_of_a_clean_build(root: Path) -> None:
    live = live_of(root)
    first = live.refresh()
    for page in first.pages.plans[0].pages if first.pages else ():
        first.shown(page.url)
    first.finder_file("/data/finder/manifest.json")

    rename_listing(root, "Cedar Creek IOP")
    moved = root / "programs" / "alder-mill-iop.yaml"
    moved.rename(moved.with_name("cedar-creek-iop.yaml"))
    translate(root, "money.md")
    edit(root / "templates" / "base.html", "Skip to main content", "Skip the top")
    edit(root / "assets" / "site.css", "display: block", "display: inline")
    (root / "content" / "pictures").mkdir(exist_ok=True)
    (root / "content" / "pictures" / "form.svg").write_text("<svg/>")
    edit(root / "content/about/money.md", "\n\n", "\n\n![The form](page:/pictures/form.svg)\n\n")
    second = live.refresh()

    built = build(folders_of(root), TODAY, base_url=BASE, drafts=True)
    assert built.publication is not None, as_text(built.problems)
    site = root / "site"
    made = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and ".iopfinder" not in path.parts
    }
    assert "es/about/money/index.html" in made
    assert made["pictures/form.svg"] == b"<svg/>"
    assert everything(second, iter(made)) == made
    assert second.pages is not None
    assert {page.path for page in second.pages.plans[0].pages} <= set(made)


def translate(root: Path, name: str) -> None:
    """Writes an article of content/about/ in Spanish."""
    english = (root / "content" / "about" / name).read_text("utf-8")
    twin = root / "content" / "es" / "about" / name
    twin.parent.mkdir(parents=True)
    twin.write_text(f"---{english.split('---')[1]}---\n\nNadie paga.\n", "utf-8")


def test_links_lead_to_a_translation_once_there_is_one(root: Path) -> None:
    live = live_of(root)
    assert 'href="/about/money/"' in body(live.refresh(), "/es/")
    translate(root, "money.md")
    after = body(live.refresh(), "/es/")
    assert 'href="/es/about/money/"' in after
    assert 'href="/about/money/"' not in after


def test_a_page_is_rendered_once_an_edition(root: Path) -> None:
    live = live_of(root)
    edition = live.refresh()
    assert edition.shown(OAK) is edition.shown(OAK)
    assert live.refresh().shown(OAK) is not edition.shown(OAK)


def test_a_mistake_keeps_the_last_good_pages(root: Path) -> None:
    live = live_of(root)
    before = body(live.refresh(), OAK)
    listing = root / "programs" / "alder-mill-iop.yaml"
    edit(listing, "format: 1", "format: one")
    broken = live.refresh()
    path = listing.as_posix()
    message = "'one' is not known here"
    told = Problem(path, Position(1, 9), "format", Severity.ERROR, message, "write 1")
    assert [each for each in broken.problems if each.severity is Severity.ERROR] == [told]
    assert body(broken, OAK) == before
    edit(listing, "format: one", "format: 1")
    assert body(live.refresh(), OAK) == before


def test_templates_follow_while_a_listing_is_broken(root: Path) -> None:
    live = live_of(root)
    live.refresh()
    edit(root / "programs" / "alder-mill-iop.yaml", "format: 1", "format: one")
    edit(root / "templates" / "base.html", "Skip to main content", "Skip the top")
    assert "Skip the top" in body(live.refresh(), OAK)


BY_HAND = "mend the template, or the view that it shows"

SLIPS = {
    "{{ site.nothing }}": "'iopfinder.frame.SiteView object' has no attribute 'nothing'",
    "{{ 1 + site.title }}": "unsupported operand type(s) for +: 'int' and 'str'",
    "{% if %}": "Expected an expression, got 'end of statement block'",
}


@pytest.mark.parametrize(
    ("mistake", "path", "about"),
    [
        ("{{ site.nothing }}", OAK, "programs/alder-mill-iop.yaml"),
        ("{{ 1 + site.title }}", "/guides/what-is-an-iop/", "content/guides/what-is-an-iop.md"),
        ("{% if %}", "/glossary/", ""),
    ],
)
def test_a_template_that_fails_names_its_line_and_the_page(
    root: Path, mistake: str, path: str, about: str
) -> None:
    live = live_of(root)
    good = live.refresh().shown(path)
    assert good is not None
    base = root / "templates" / "base.html"
    text = base.read_text("utf-8")
    edit(base, '<a class="skip"', f'{mistake}<a class="skip"')
    broken = live.refresh().shown(path)
    line = text[: text.index('<a class="skip"')].count("\n") + 1
    page = (root / about).as_posix() if about else path
    message = f"{SLIPS[mistake]}, on the page of {page}"
    hint = "mend the template" if mistake == "{% if %}" else BY_HAND
    problem = Problem(base.as_posix(), Position(line, 1), "", Severity.ERROR, message, hint)
    assert broken is not None
    assert (broken.body, broken.problems) == (good.body, (problem,))
    base.write_text(text, "utf-8")
    mended = live.refresh().shown(path)
    assert mended is not None
    assert (mended.body, mended.problems) == (good.body, ())


def test_broken_at_the_start_there_is_no_page_until_it_is_mended(root: Path) -> None:
    edit(root / "programs" / "alder-mill-iop.yaml", "format: 1", "format: one")
    live = live_of(root)
    edition = live.refresh()
    assert edition.shown(OAK) == Shown(None)
    assert edition.shown("/assets/site.css") == Shown((root / "assets/site.css").read_bytes())
    edit(root / "programs" / "alder-mill-iop.yaml", "format: one", "format: 1")
    assert "Alder Mill IOP" in body(live.refresh(), OAK)


@pytest.mark.parametrize("name", ["programs", "content", "templates", "assets"])
def test_a_folder_that_goes_and_comes_back(root: Path, name: str) -> None:
    live = live_of(root)
    before = body(live.refresh(), "/")
    (root / name).rename(root / "away")
    gone = live.refresh()
    assert any(each.severity is Severity.ERROR for each in gone.problems)
    assert body(gone, "/") == before
    assert gone.shown("/assets/site.css") is not None
    (root / "away").rename(root / name)
    back = live.refresh()
    assert not any(each.severity is Severity.ERROR for each in back.problems)
    assert body(back, "/") == before


def test_a_listing_under_another_name_leaves_no_page_behind(root: Path) -> None:
    live = live_of(root)
    assert live.refresh().shown(OAK) is not None
    listing = root / "programs" / "alder-mill-iop.yaml"
    listing.rename(listing.with_name("cedar-creek-iop.yaml"))
    edition = live.refresh()
    assert edition.shown(OAK) is None
    assert "Alder Mill IOP" in body(edition, "/programs/cedar-creek-iop/")
    assert edition.finder_file("/data/finder/programs/alder-mill-iop.json") is None


def test_of_listings_that_were_saved_no_other_is_looked_at(root: Path) -> None:
    live = live_of(root)
    live.refresh()
    rename_listing(root, "Maple IOP")
    unheard = root / "programs" / "brick-lantern-iop.yaml"
    kept = unheard.read_text("utf-8")
    unheard.write_text("nobody is told of this", "utf-8")
    edition = live.refresh([root / "programs" / "alder-mill-iop.yaml"])
    assert "Maple IOP" in body(edition, OAK)
    assert not any(each.severity is Severity.ERROR for each in edition.problems)
    told = live.refresh([root / "programs" / "alder-mill-iop.yaml", root / "content" / "site.yaml"])
    assert {each.path for each in told.problems if each.severity is Severity.ERROR} == {
        unheard.as_posix()
    }
    unheard.write_text(kept, "utf-8")
    assert live.refresh([unheard]).problems == edition.problems


def test_a_listing_that_is_saved_anew_gone_or_broken_is_heard_of(root: Path) -> None:
    live = live_of(root)
    live.refresh()
    old, new = (root / "programs" / f"{name}.yaml" for name in ("alder-mill-iop", "new-iop"))
    old.rename(new)
    edition = live.refresh([old, new])
    assert edition.shown(OAK) is None
    assert "Alder Mill IOP" in body(edition, "/programs/new-iop/")
    edit(new, "format: 1", "format: one")
    broken = live.refresh([new])
    assert {each.path for each in broken.problems if each.severity is Severity.ERROR} == {
        new.as_posix()
    }
    edit(new, "format: one", "format: 1")
    assert live.refresh([new]).problems == edition.problems


def test_the_day_is_asked_for_at_each_reading(root: Path) -> None:
    days = iter([TODAY, TODAY + timedelta(days=1)])
    live = Live(folders_of(root), lambda: next(days), base_url=BASE)
    assert live.refresh().today == TODAY
    assert live.refresh().today == TODAY + timedelta(days=1)


@pytest.mark.parametrize("drafts", [True, False])
def test_drafts_are_there_when_they_are_asked_for(root: Path, *, drafts: bool) -> None:
    text = (root / "content" / "guides" / "what-is-an-iop.md").read_text("utf-8")
    draft = text.replace("order: ", "draft: yes\norder: ", 1)
    (root / "content" / "guides" / "new.md").write_text(draft, "utf-8")
    edition = Live(folders_of(root), lambda: TODAY, base_url=BASE, drafts=drafts).refresh()
    assert (edition.shown("/guides/new/") is not None) == drafts


def test_a_file_of_assets_in_the_place_of_a_page_is_a_mistake(root: Path) -> None:
    file = root / "assets" / "root" / "robots.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    message, hint = "the build makes robots.txt itself", "delete this file, or rename it"
    told = Problem(file.as_posix(), Position(1, 1), "", Severity.ERROR, message, hint)
    assert told in live_of(root).refresh().problems


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (OAK, "programs/alder-mill-iop.yaml"),
        ("/guides/what-is-an-iop/", "content/guides/what-is-an-iop.md"),
        ("/programs/in/or/", "templates/list.html"),
        ("/es/", "templates/home.html"),
        ("/feed.xml", "templates/feed.xml"),
    ],
)
def test_each_page_has_a_file_to_open(root: Path, path: str, source: str) -> None:
    edition = live_of(root).refresh()
    shown = edition.shown(path)
    assert shown is not None and shown.page is not None  # noqa: PT018 - one thing
    assert source_of(shown.page, root / "templates") == (root / source).as_posix()
