"""A machine's folders and environment in, the path of a Chromium for the browser tests out.

`python tests/browser_finder.py --install` installs one where there is none, or says what to do.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BROWSER_VARIABLE = "IOPFINDER_BROWSER"

# The headless shell is the same engine without windows to draw: a new page costs a third there.
# Then Chrome: Ubuntu's `chromium-browser` may be a stub that only asks for a snap.
COMMANDS = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
MAC_PROGRAMS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

# Where Playwright 1.65 unpacks its Chromium, below the folder of one revision.
PLAYWRIGHT_PROGRAMS = {
    "linux": "chrome-linux*/chrome",
    "darwin": "chrome-mac*/*.app/Contents/MacOS/*",
    "win32": "chrome-win*/chrome.exe",
}

ADVICE = f"""\
The browser tests need Chrome, Chromium or Edge, and none could be found or installed. Do one of:
  - install Chrome or Chromium in the usual way for your system;
  - on Linux: sudo .venv/bin/python -m playwright install-deps chromium
    (the system libraries of the Chromium that `make test` downloads);
  - set {BROWSER_VARIABLE} to the path of one that you have.
Then run `make test` again."""

Command = tuple[str, ...]


class BrowserNotUsable(Exception):
    """The browser that the user named does not start; the message says which."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides where a browser may be: `sys.platform`, the environment, the home folder."""

    platform: str
    environment: Mapping[str, str]
    home: Path


def this_machine() -> Machine:
    """The machine that the tests run on."""
    return Machine(sys.platform, os.environ, Path.home())


def find_browser(machine: Machine) -> Path | None:
    """The first browser that starts: the one named, else the system's, else Playwright's own."""
    named = machine.environment.get(BROWSER_VARIABLE)
    if named:
        return _named(Path(named), machine.platform)
    candidates = (*on_path(machine), *usual_places(machine), *playwright_places(machine))
    return next((path for path in candidates if starts(path, machine.platform)), None)


def _named(path: Path, platform: str) -> Path:
    if starts(path, platform):
        return path
    raise BrowserNotUsable(f"{BROWSER_VARIABLE} names {path}, which is no browser that starts.")


def on_path(machine: Machine) -> Iterator[Path]:
    """The browsers among the commands of `PATH`."""
    for command in COMMANDS:
        found = shutil.which(command, path=machine.environment.get("PATH", ""))
        if found:
            yield Path(found)


def usual_places(machine: Machine) -> tuple[Path, ...]:
    """Where macOS and Windows keep browsers, which stand on no `PATH` there."""
    if machine.platform == "darwin":
        return _each((Path("/Applications"), machine.home / "Applications"), MAC_PROGRAMS)
    if machine.platform == "win32":
        named = (machine.environment.get(folder) for folder in WINDOWS_FOLDERS)
        return _each(tuple(Path(folder) for folder in named if folder), WINDOWS_PROGRAMS)
    return ()


def _each(folders: tuple[Path, ...], programs: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(folder / program for program in programs for folder in folders)


def playwright_places(machine: Machine) -> tuple[Path, ...]:
    """The Chromiums that Playwright has downloaded, the newest revision first."""
    pattern = PLAYWRIGHT_PROGRAMS.get(machine.platform)
    if pattern is None:
        return ()
    revisions = sorted(playwright_folder(machine).glob("chromium-*"), key=_revision, reverse=True)
    return tuple(path for folder in revisions for path in sorted(folder.glob(pattern)))


def _revision(folder: Path) -> int:
    number = folder.name.removeprefix("chromium-")
    return int(number) if number.isdecimal() else 0


def playwright_folder(machine: Machine) -> Path:
    """Where Playwright keeps the browsers that it downloads."""
    named = machine.environment.get("PLAYWRIGHT_BROWSERS_PATH")
    if named:
        return Path(named)
    if machine.platform == "darwin":
        return machine.home / "Library/Caches/ms-playwright"
    if machine.platform == "win32":
        local = machine.environment.get("LOCALAPPDATA")
        return (Path(local) if local else machine.home / "AppData/Local") / "ms-playwright"
    cache = machine.environment.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else machine.home / ".cache") / "ms-playwright"


def starts(path: Path, platform: str) -> bool:
    """Whether the file is a program that answers `--version` within 30 seconds.

    On Windows a browser would open a window instead, so there the file is enough.
    """
    if not path.is_file():
        return False
    if platform == "win32":
        return True
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def ways_to_install(*, apt_as_root: bool, python: str) -> tuple[tuple[Command, ...], ...]:
    """The ways to get a Chromium, in the order to try, each as the commands that it runs."""
    playwright = (python, "-m", "playwright", "install")
    if not apt_as_root:
        return (((*playwright, "chromium"),),)
    apt = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    return (
        (("apt-get", "update", "-qq"), (*apt, "chromium-headless-shell")),
        ((*apt, "chromium"),),
        ((*playwright, "--with-deps", "chromium"),),
    )


def install_browser(machine: Machine, ways: tuple[tuple[Command, ...], ...]) -> Path | None:
    """Tries each way until a browser starts; what the commands print goes to the reader."""
    environment = {**machine.environment, "DEBIAN_FRONTEND": "noninteractive"}
    for commands in ways:
        for command in commands:
            print(f"Installing a browser for the tests: {' '.join(command)}", flush=True)
            if subprocess.run(command, env=environment, check=False).returncode != 0:
                break
        found = find_browser(machine)
        if found:
            return found
    return None


def main() -> int:
    """Prints the browser's path; with `--install` gets one first if need be. 1 when none is had."""
    parser = argparse.ArgumentParser(description="Find a Chromium for the browser tests.")
    parser.add_argument("--install", action="store_true", help="install one where there is none")
    wanted = parser.parse_args()
    machine = this_machine()
    try:
        found = find_browser(machine)
    except BrowserNotUsable as error:
        print(error, file=sys.stderr)
        return 1
    if found is None and wanted.install:
        found = install_browser(
            machine, ways_to_install(apt_as_root=_apt_as_root(), python=sys.executable)
        )
    if found is None:
        print(ADVICE, file=sys.stderr)
        return 1
    print(f"Browser for the tests: {found}")
    return 0


def _apt_as_root() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


if __name__ == "__main__":
    sys.exit(main())
