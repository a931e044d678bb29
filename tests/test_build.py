"""Whole builds: equal inputs give equal bytes, and nothing is ever half done."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import tiny_site
from iopfinder.assets import Asset
from iopfinder.build import build
from iopfinder.differences import differences
from iopfinder.problems import Position, Problem, Severity
from iopfinder.publish import manifest
from iopfinder.reports import as_text
from site_case import ROOT, TODAY, folders, run, tree


def copied(tmp_path: Path) -> Path:
    """The project's inputs in a folder of their own, to be changed."""
    for name in ("programs", "content", "templates", "assets", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_two_builds_in_two_folders_are_equal_to_the_byte(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "a deeper" / "two"
    one.mkdir()
    two.mkdir(parents=True)
    copied(one)
    copied(two)
    first = run("build", "--today", "2026-11-22", "--jobs", "1", cwd=one, PYTHONHASHSEED="1")
    second = run("build", "--today", "2026-11-22", "--jobs", "2", cwd=two, PYTHONHASHSEED="2")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert tree(one / "site") == tree(two / "site")


def test_many_listings_are_built_alike_by_one_process_and_by_two(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    shutil.copytree(ROOT / "programs", programs)
    text = (ROOT / "programs" / "alder-mill-iop.yaml").read_text()
    for number in range(450):
        named = text.replace("name: ", f"name: Number {number} ", 1)
        (programs / f"number-{number}.yaml").write_text(named)
    sites = []
    for jobs in (1, 2):
        site = tmp_path / f"site{jobs}"
        built = build(folders(site, programs=programs), TODAY, jobs=jobs)
        assert built.publication is not None
        sites.append(tree(site))
    assert sites[0] == sites[1]


def test_the_day_is_taken_from_source_date_epoch(tmp_path: Path, site: Path) -> None:
    copied(tmp_path)
    epoch = str(int((TODAY - date(1970, 1, 1)).total_seconds()))
    done = run("build", cwd=tmp_path, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "site") == tree(site)


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = build(folders(site), TODAY)
    assert first.publication is not None
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    second = build(folders(site), TODAY)
    assert second.publication is not None
    assert second.publication.written == 0
    assert second.publication.unchanged == first.publication.written
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*.html")} == times


def test_each_step_of_a_build_is_told_as_it_begins(tmp_path: Path) -> None:
    steps: list[tuple[str, int]] = []
    tiny_site.write_tiny_site(tmp_path)
    own = tiny_site.folders_in(tmp_path, tmp_path / "site")
    built = build(own, TODAY, tell=lambda step, count: steps.append((step, count)))
    assert built.publication is not None
    listings = len(list((tmp_path / "programs").glob("*.yaml")))
    files = built.publication.written
    assert steps == [("Reading", listings), ("Making", built.pages), ("Publishing", files)]


def broken_listing(root: Path) -> str:
    path = root / "programs" / "alder-mill-iop.yaml"
    path.write_text(path.read_text().replace("format: 1", "format: 2"))
    return "programs/alder-mill-iop.yaml"


def broken_link(root: Path) -> str:
    path = root / "content" / "guides" / "what-is-an-iop.md"
    path.write_text(path.read_text() + "\n\n[away](no-such-guide.md)\n")
    return "content/guides/what-is-an-iop.md"


def broken_template(root: Path) -> str:
    path = root / "templates" / "program.html"
    path.write_text(path.read_text() + "\n{% set broken = view.no_such_thing.more %}\n")
    return "templates/program.html"


def adding_template(root: Path) -> str:
    path = root / "templates" / "program.html"
    path.write_text("{{ 1 + view.name }}" + path.read_text())
    return (
        "templates/program.html:1:1: error: unsupported operand type(s) for +: 'int' and 'str', "
        "on the page of programs/copperleaf-online.yaml"
    )


def half_template(root: Path) -> str:
    path = root / "templates" / "home.html"
    path.write_text(path.read_text() + "\n{% if view %}\n")
    return "templates/home.html"


def binary_template(root: Path) -> str:
    path = root / "templates" / "components" / "card.html"
    path.write_bytes(b"<p>\n\xff\xfe")
    return "templates/components/card.html:2:1: error: byte 0xff is not UTF-8 text"


def missing_template(root: Path) -> str:
    (root / "templates" / "404.html").unlink()
    return "templates/404.html:1:1: error: the template is missing, on the page of /404.html"


def no_templates(root: Path) -> str:
    shutil.rmtree(root / "templates")
    return "templates:1:1: error: this is not a folder"


def no_assets(root: Path) -> str:
    shutil.rmtree(root / "assets")
    return "assets:1:1: error: this is not a folder"


def asset_in_the_way(root: Path) -> str:
    path = root / "assets" / "root" / "robots.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("User-agent: *\n")
    return "assets/root/robots.txt:1:1: error: the build makes robots.txt itself"


def broken_settings(root: Path) -> str:
    (root / "content" / "site.yaml").write_text("title: [\n")
    return "content/site.yaml:2:1: error: a value is missing here"


BREAKS = [
    broken_listing,
    broken_link,
    broken_template,
    adding_template,
    half_template,
    binary_template,
    missing_template,
    no_templates,
    no_assets,
    asset_in_the_way,
    broken_settings,
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's inputs, its site and what the build remembers."""
    root = copied(tmp_path_factory.mktemp("whole"))
    assert run("build", "--today", "2026-11-22", cwd=root).returncode == 0
    return root


@pytest.mark.parametrize("breaks", BREAKS)
def test_a_failed_build_leaves_the_site_as_it_was(
    tmp_path: Path, whole: Path, breaks: Callable[[Path], str]
) -> None:
    root = shutil.copytree(whole, tmp_path / "root")
    before = tree(root / "site")
    times = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    said = breaks(root)
    failed = run("build", "--today", "2026-11-22", cwd=root)
    assert failed.returncode == 1
    assert said in failed.stderr
    assert "1 error" in failed.stderr
    assert failed.stderr.endswith("site/ is as it was.\n")
    assert "Traceback" not in failed.stderr
    assert not (root / ".site.staging").exists()
    assert tree(root / "site") == before
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == times


def test_a_template_mistake_is_told_at_its_line(tmp_path: Path) -> None:
    root = copied(tmp_path)
    template = root / "templates" / "program.html"
    lines = template.read_text().count("\n")
    template.write_text(template.read_text() + "{% set broken = view.no_such_thing.more %}\n")
    built = build(folders(root / "site", templates=root / "templates"), TODAY)
    errors = [each for each in built.problems if each.severity is Severity.ERROR]
    assert errors == [
        Problem(
            (root / "templates" / "program.html").as_posix(),
            Position(lines + 1, 1),
            "",
            Severity.ERROR,
            "'iopfinder.program_page.ProgramPage object' has no attribute 'no_such_thing', "
            f"on the page of {(ROOT / 'programs' / 'copperleaf-online.yaml').as_posix()}",
            "mend the template, or the view that it shows",
        )
    ]


def test_a_folder_with_other_things_in_it_is_refused_and_kept(tmp_path: Path) -> None:
    own = tmp_path / "photos"
    own.mkdir()
    (own / "cat.jpg").write_bytes(b"cat")
    done = run("build", "--output", str(own), cwd=ROOT)
    assert done.returncode == 2
    assert str(own) in done.stderr
    assert tree(own) == {"cat.jpg": b"cat"}


def test_a_site_under_a_path_links_below_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built = build(folders(site), TODAY, base_url="https://x.example.org/iop/")
    assert built.publication is not None
    home = (site / "index.html").read_text()
    assert 'href="/iop/assets/site.css"' in home
    assert '<link rel="canonical" href="https://x.example.org/iop/">' in home
    for path in site.rglob("*.html"):
        text = path.read_text()
        wrong = [part for part in text.split('href="/')[1:] if not part.startswith("iop/")]
        assert wrong == [], path


def test_drafts_and_guides_with_a_date_to_come_are_left_out(tmp_path: Path) -> None:
    tiny_site.write_tiny_site(tmp_path)
    guides = tmp_path / "content" / "guides"
    text = (guides / "start.md").read_text("utf-8")
    assert "updated: 2026-" in text
    (guides / "to-come.md").write_text(text.replace("updated: 2026-", "updated: 2027-"), "utf-8")
    draft = text.replace("title:", "draft: yes\ntitle:", 1)
    (guides / "in-the-making.md").write_text(draft, "utf-8")
    names = {"to-come", "in-the-making"}
    for drafts in (False, True):
        site = tmp_path / f"site-{drafts}"
        built = build(tiny_site.folders_in(tmp_path, site), TODAY, drafts=drafts)
        assert built.publication is not None
        found = {path.parent.name for path in (site / "guides").rglob("index.html")}
        assert found & names == (names if drafts else set())


def test_a_hidden_listing_has_no_page_and_an_alias_leads_on(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    shutil.copytree(ROOT / "programs", programs)
    path = programs / "alder-mill-iop.yaml"
    path.write_text(path.read_text().replace("example: yes", "example: yes\nhidden: yes"))
    site = tmp_path / "site"
    built = build(folders(site, programs=programs), TODAY)
    assert built.publication is not None
    assert not (site / "programs" / "alder-mill-iop").exists()
    assert "alder-mill-iop" not in (site / "programs" / "index.html").read_text()
    aliases = [
        (alias, listing.slug)
        for listing in built.reading.directory.listings  # type: ignore[union-attr]
        for alias in listing.program.aliases or ()
    ]
    assert aliases
    for alias, slug in aliases:
        moved = (site / "programs" / alias / "index.html").read_text()
        assert f'content="0; url=/programs/{slug}/"' in moved


def test_a_renamed_listing_leads_on_from_its_old_name_and_a_deleted_one_is_gone(
    tmp_path: Path,
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("alder-mill-iop", "third-watch-iop", "ferrule-stimulant-iop"):
        shutil.copy(ROOT / "programs" / f"{name}.yaml", programs)
    site, clean = tmp_path / "site", tmp_path / "clean"
    assert build(folders(site, programs=programs), TODAY).publication is not None
    before = manifest(site)
    text = (programs / "third-watch-iop.yaml").read_text()
    (programs / "fourth-watch-iop.yaml").write_text(f"{text}\naliases: [third-watch-iop]\n")
    (programs / "third-watch-iop.yaml").unlink()
    (programs / "ferrule-stimulant-iop.yaml").unlink()
    for output in (site, clean):
        assert build(folders(output, programs=programs), TODAY).publication is not None
    assert tree(site) == tree(clean)
    found = differences(before, manifest(site))
    told = {each.url: each.change for each in found.pages if each.url.endswith("-iop/")}
    assert told == {
        "/programs/ferrule-stimulant-iop/": "removed",
        "/programs/fourth-watch-iop/": "added",
        "/programs/third-watch-iop/": "changed",
    }
    assert not (site / "programs" / "ferrule-stimulant-iop").exists()
    moved = (site / "programs" / "third-watch-iop" / "index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=/programs/fourth-watch-iop/">' in moved
    assert (
        '<link rel="canonical" href="https://iopfinder.example.org/programs/fourth-watch-iop/">'
        in moved
    )
    assert '<a href="/programs/fourth-watch-iop/">' in moved
    data = site / "data" / "finder" / "programs"
    assert json.loads((data / "third-watch-iop.json").read_text()) == {"moved": "fourth-watch-iop"}
    assert not (data / "ferrule-stimulant-iop.json").exists()
    files = tree(site)
    naming = [path for path, body in files.items() if b"/third-watch-iop/" in body]
    assert naming == [".iopfinder/manifest.json", "programs/third-watch-iop/index.html"]
    assert [path for path, body in files.items() if b"ferrule" in body.lower()] == []


def test_a_translation_stands_alone_while_its_english_article_is_held_back(tmp_path: Path) -> None:
    tiny_site.write_tiny_site(tmp_path)
    guide = tmp_path / "content" / "guides" / "start.md"
    guide.write_text(guide.read_text("utf-8").replace("title:", "draft: yes\ntitle:", 1), "utf-8")
    site = tmp_path / "site"
    built = build(tiny_site.folders_in(tmp_path, site), TODAY)
    assert built.publication is not None, as_text(built.problems)
    assert not (site / "guides" / "start" / "index.html").exists()
    page = (site / "es" / "guides" / "start" / "index.html").read_text("utf-8")
    assert "previous=None, next=None" in page


def test_a_script_that_is_not_utf_8_stays_as_it_is(tmp_path: Path) -> None:
    script = tmp_path / "page.js"
    script.write_bytes(b"// \xe9\nlet a = '\xe9';\n")
    assert Asset(script, "assets/page.js").output().body == b"let a='\xe9';\n"
