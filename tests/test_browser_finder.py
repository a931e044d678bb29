"""Where a browser is looked for, in which order, and how one is installed."""

from pathlib import Path

import pytest

from browser_finder import (
    BrowserNotUsable,
    Machine,
    find_browser,
    install_browser,
    on_path,
    playwright_folder,
    playwright_places,
    starts,
    usual_places,
    ways_to_install,
)

HOME = Path("/home/ana")


def program(path: Path, *, status: int = 0) -> Path:
    """A program that ends at once with the given status."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return path


def linux(home: Path, **environment: str) -> Machine:
    return Machine("linux", {"PATH": str(home / "bin"), **environment}, home)


def test_commands_on_path_stand_in_their_order(tmp_path: Path) -> None:
    edge = program(tmp_path / "bin/msedge")
    chromium = program(tmp_path / "bin/chromium")
    program(tmp_path / "bin/firefox")
    assert tuple(on_path(linux(tmp_path))) == (chromium, edge)


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (Machine("linux", {}, HOME), ()),
        (
            Machine("darwin", {}, HOME),
            (
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/home/ana/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/home/ana/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
                "/home/ana/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
            ),
        ),
        (
            Machine("win32", {"PROGRAMFILES": "/p", "LOCALAPPDATA": "/l"}, HOME),
            (
                "/p/Google/Chrome/Application/chrome.exe",
                "/l/Google/Chrome/Application/chrome.exe",
                "/p/Chromium/Application/chrome.exe",
                "/l/Chromium/Application/chrome.exe",
                "/p/Microsoft/Edge/Application/msedge.exe",
                "/l/Microsoft/Edge/Application/msedge.exe",
            ),
        ),
    ],
)
def test_usual_places(machine: Machine, expected: tuple[str, ...]) -> None:
    assert usual_places(machine) == tuple(Path(path) for path in expected)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "/home/ana/.cache/ms-playwright"),
        ("linux", {"XDG_CACHE_HOME": "/cache"}, "/cache/ms-playwright"),
        ("darwin", {}, "/home/ana/Library/Caches/ms-playwright"),
        ("win32", {}, "/home/ana/AppData/Local/ms-playwright"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/ms-playwright"),
        ("linux", {"PLAYWRIGHT_BROWSERS_PATH": "/browsers"}, "/browsers"),
    ],
)
def test_playwright_folder(platform: str, environment: dict[str, str], expected: str) -> None:
    assert playwright_folder(Machine(platform, environment, HOME)) == Path(expected)


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", "chrome-linux64/chrome"),
        ("linux", "chrome-linux-arm64/chrome"),
        ("darwin", "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Chrome"),
        ("win32", "chrome-win64/chrome.exe"),
    ],
)
def test_newest_revision_of_playwright_stands_first(
    tmp_path: Path, platform: str, place: str
) -> None:
    machine = Machine(platform, {"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}, HOME)
    older = program(tmp_path / "chromium-999" / place)
    newer = program(tmp_path / "chromium-1203" / place)
    program(tmp_path / "chromium_headless_shell-1203" / place)
    assert playwright_places(machine) == (newer, older)


def test_an_unknown_system_has_no_playwright_places() -> None:
    assert playwright_places(Machine("freebsd14", {}, HOME)) == ()


def test_only_a_program_that_answers_starts(tmp_path: Path) -> None:
    working = program(tmp_path / "working")
    stub = program(tmp_path / "stub", status=1)
    text = tmp_path / "text"
    text.write_text("no program")
    candidates = (working, stub, text, tmp_path / "missing", tmp_path)
    assert [path for path in candidates if starts(path, "linux")] == [working]
    assert [path for path in candidates if starts(path, "win32")] == [working, stub, text]


def test_a_stub_on_path_gives_way_to_playwright(tmp_path: Path) -> None:
    program(tmp_path / "bin/chromium-browser", status=1)
    own = program(tmp_path / ".cache/ms-playwright/chromium-1203/chrome-linux64/chrome")
    assert find_browser(linux(tmp_path)) == own


def test_the_named_browser_is_the_one(tmp_path: Path) -> None:
    program(tmp_path / "bin/chromium")
    named = program(tmp_path / "mine")
    assert find_browser(linux(tmp_path, IOPFINDER_BROWSER=str(named))) == named


def test_a_named_browser_that_does_not_start_is_refused(tmp_path: Path) -> None:
    program(tmp_path / "bin/chromium")
    named = tmp_path / "mine"
    with pytest.raises(BrowserNotUsable) as refused:
        find_browser(linux(tmp_path, IOPFINDER_BROWSER=str(named)))
    assert (
        str(refused.value) == f"IOPFINDER_BROWSER names {named}, which is no browser that starts."
    )


def test_no_browser_is_none(tmp_path: Path) -> None:
    assert find_browser(linux(tmp_path)) is None


def test_root_with_apt_tries_the_packages_first() -> None:
    apt = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    assert ways_to_install(apt_as_root=True, python="py") == (
        (("apt-get", "update", "-qq"), (*apt, "chromium-headless-shell")),
        ((*apt, "chromium"),),
        (("py", "-m", "playwright", "install", "--with-deps", "chromium"),),
    )


def test_others_ask_playwright() -> None:
    assert ways_to_install(apt_as_root=False, python="py") == (
        (("py", "-m", "playwright", "install", "chromium"),),
    )


def test_the_next_way_is_tried_when_one_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    failing = str(program(tmp_path / "failing", status=1))
    source = str(program(tmp_path / "source"))
    target = tmp_path / "bin/chromium"
    target.parent.mkdir()
    ways = (
        ((failing,), ("/bin/cp", source, str(tmp_path / "never"))),
        (("/bin/cp", source, str(target)),),
    )
    assert install_browser(linux(tmp_path), ways) == target
    assert not (tmp_path / "never").exists()
    assert capfd.readouterr().out.splitlines() == [
        f"Installing a browser for the tests: {failing}",
        f"Installing a browser for the tests: /bin/cp {source} {target}",
    ]


def test_when_no_way_works_there_is_none(tmp_path: Path) -> None:
    failing = str(program(tmp_path / "failing", status=1))
    assert install_browser(linux(tmp_path), (((failing,),),)) is None
