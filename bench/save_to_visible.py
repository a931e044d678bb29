"""Times a save in the preview until Chromium shows the changed words.

    make bench BENCH=bench/save_to_visible.py ARGS="[--rounds 30] [--programs FOLDER]"

Without `--programs` the project's own listings are used; a folder of any size may be named, and is
copied first. Each round changes a listing's name and waits for the frame that shows it on the
listing's open page. The yardstick is a reload of that page with nothing changed.
"""

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from browser_finder import find_browser, this_machine
from build_directory import ROOT, content_for_imports

NAMES = ("templates", "assets", "translations")
QUIET = "iopfinder-preview[data-edition]"

WATCH = """
window.name = String(Number(window.name) + 1);
let last = "";
requestAnimationFrame(function look() {
    const said = document.querySelector("h1")?.textContent ?? "";
    if (said !== last) {
        last = said;
        scheduler.postTask( // the frame is painted between the two
            () => shown(said, performance.timeOrigin + performance.now()),
            { priority: "user-blocking" },
        );
    }
    requestAnimationFrame(look);
});
"""


@dataclass
class Shown:
    """When each heading was first in sight, in seconds of the clock."""

    times: dict[str, float] = field(default_factory=dict)

    def hear(self, _source: object, said: str, moment: float) -> None:
        self.times[said.strip()] = moment / 1000

    def wait(self, page: Page, said: str) -> float:
        while said not in self.times:
            page.wait_for_timeout(5)
        return self.times[said]


def copied(folder: Path, programs: Path | None) -> Path:
    """All folders of a site, to be changed at will."""
    for name in NAMES:
        shutil.copytree(ROOT / name, folder / name)
    if programs is None:
        shutil.copytree(ROOT / "content", folder / "content")
    else:
        content_for_imports(folder)
    return shutil.copytree(programs or ROOT / "programs", folder / "programs")


@contextmanager
def preview(folder: Path) -> Iterator[str]:
    """The address of a preview of the folder."""
    log = folder / "log.txt"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-u", str(ROOT / "build.py"), "serve"],
            cwd=folder,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    start = time.monotonic()
    while not (found := re.search(r"Preview at (\S+)/ ", log.read_text())):
        if process.poll() is not None:
            raise SystemExit(log.read_text())
        time.sleep(0.05)
    print(f"ready after {time.monotonic() - start:.1f} s")
    try:
        yield found[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def rename(listing: Path, text: str, name: str) -> float:
    """Saves the listing under another name; the moment before."""
    changed = re.sub(r"^name: .*$", f"name: {name}", text, flags=re.MULTILINE)
    moment = time.time()
    listing.write_text(changed, "utf-8")
    return moment


def saved(page: Page, shown: Shown, listing: Path, rounds: int) -> list[float]:
    """Milliseconds from the write to the frame with the new name."""
    text = listing.read_text("utf-8")
    times = []
    for number in range(rounds):
        page.locator(QUIET).wait_for(state="attached")
        page.wait_for_timeout(500)
        moment = rename(listing, text, f"Saved {number}")
        times.append((shown.wait(page, f"Saved {number}") - moment) * 1000)
    return times


def reloaded(page: Page, shown: Shown, rounds: int) -> list[float]:
    """Milliseconds of a reload with nothing changed."""
    said = page.locator("h1").inner_text().strip()
    times = []
    for _ in range(rounds):
        page.locator(QUIET).wait_for(state="attached")
        page.wait_for_timeout(200)
        shown.times.pop(said, None)
        moment = time.time()
        page.evaluate("() => { location.reload(); }")
        times.append((shown.wait(page, said) - moment) * 1000)
    return times


def quick_saves(page: Page, shown: Shown, listing: Path) -> int:
    """Reloads after ten saves, 100 ms apart, when the last one stands."""
    text = listing.read_text("utf-8")
    page.locator(QUIET).wait_for(state="attached")
    before = int(page.evaluate("window.name"))
    for number in range(10):
        rename(listing, text, f"Quick {number}")
        page.wait_for_timeout(100)
    shown.wait(page, "Quick 9")
    page.locator(QUIET).wait_for(state="attached")
    return int(page.evaluate("window.name")) - before


def line(name: str, times: list[float]) -> str:
    return f"{name:34} median {statistics.median(times):6.0f} ms   worst {max(times):6.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    browser_path = find_browser(this_machine())
    if browser_path is None:
        raise SystemExit("no Chromium was found")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = copied(folder, options.programs)
        listings = sorted(programs.glob("*.yaml"))
        listing = listings[len(listings) // 2]
        print(f"{len(listings):,} listings, saving {listing.name}")
        with preview(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(browser_path))
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            shown = Shown()
            page.expose_binding("shown", shown.hear)
            page.add_init_script(WATCH)
            page.goto(f"{address}/programs/{listing.stem}/")
            print(line("from the save to the frame", saved(page, shown, listing, options.rounds)))
            print(line("yardstick, a reload", reloaded(page, shown, options.rounds)))
            print(f"ten saves 100 ms apart: {quick_saves(page, shown, listing)} reloads")
            browser.close()


if __name__ == "__main__":
    main()
