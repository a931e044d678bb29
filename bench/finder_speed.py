"""Times the finder in Chromium over the federal directory, its processor slowed to a quarter.

    make bench BENCH=bench/finder_speed.py ARGS="WORKBOOK [--rounds 30] [--slow 4] [--site FOLDER]"

WORKBOOK is an edition of SAMHSA's National Directory (.xlsx), which is not part of this project;
with `--site` a site that was built of it before is used. Each round makes one change and waits for
the frame that shows it: a facet click and typing with the whole country in scope, and a new ZIP.
That frame holds the form, the count and the first cards; the other cards and the numbers beside
the values come with the next. Machines differ and are noisy: the yardstick, an empty page that
changes one word, stands beside.
"""

import argparse
import gzip
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright

from browser_finder import find_browser, this_machine
from build_directory import ROOT, content_for_imports
from site_server import serve

ZIPS = ("97204", "10001", "77002", "60601", "33101", "90012", "02108", "30303")
WORDS = ("drinking", "cutting", "recovery", "medicaid", "harbor")
BUDGET_VIEW, BUDGET_CELL = 100_000, 30_000

WATCH = """() => {
    const afterFrame = (then) => // the frame is painted between the two
        requestAnimationFrame(() => scheduler.postTask(then, { priority: "user-blocking" }));
    window.painted = (target, type) => new Promise((done) => {
        target.addEventListener(type, ({ timeStamp }) => {
            const look = () => afterFrame(() => {
                const busy = document.querySelector("[data-finder][aria-busy=true]");
                busy ? look() : done(performance.now() - timeStamp);
            });
            look();
        }, { capture: true, once: true });
    });
}"""


@contextmanager
def site_of(workbook: Path | None, ready: Path | None) -> Iterator[Path]:
    """A site of the whole directory, built anew or as it stands in `ready`."""
    if ready is not None:
        yield ready
        return
    if workbook is None:
        raise SystemExit("name a workbook, or a site that was built of one: --site FOLDER")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content, programs = content_for_imports(folder), folder / "programs"
        door = [sys.executable, str(ROOT / "build.py")]
        flags = ["--content", str(content), "--programs", str(programs)]
        steps = (
            ["import", "samhsa", str(workbook), "--output", str(programs)],
            ["build", *flags, "--output", str(folder / "site")],
        )
        for step in steps:
            subprocess.run([*door, *step], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield folder / "site"


Files = list[tuple[str, int]]
"""Addresses and their bytes by gzip, the largest first."""


def first_view(page: Page, address: str) -> tuple[Files, Files]:
    """What is asked for until the first results stand, and what comes unasked after that."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - no builtin here
    page.goto(f"{address}/programs/#near={ZIPS[0]}&condition=alcohol-use")
    page.locator("[data-results] li[data-program]").first.wait_for()
    first = len(responses)
    page.wait_for_load_state("networkidle")
    return sized(responses[:first], address), sized(responses[first:], address)


def sized(responses: list[Response], address: str) -> Files:
    found = [
        (each.url.removeprefix(address), len(gzip.compress(each.body(), 9))) for each in responses
    ]
    return sorted(found, key=lambda each: -each[1])


def facet_clicks(page: Page, rounds: int) -> list[float]:
    """Milliseconds from a click on a value to the frame with the form's and the list's answer."""
    boxes = page.locator("[data-part=help] input[data-facet=condition]:visible")
    times = []
    for number in range(rounds):
        box = boxes.nth(number % boxes.count())
        page.evaluate(
            "() => { window.shown = painted(document.querySelector('[data-form]'), 'change'); }"
        )
        box.click()
        times.append(page.evaluate("window.shown"))
        box.click()
        page.wait_for_timeout(400)
    return times


def typed(page: Page, rounds: int) -> list[float]:
    """Milliseconds from a letter to the frame that shows what it may mean."""
    field = page.locator("[data-words]")
    times: list[float] = []
    while len(times) < rounds:
        field.fill("")
        for letter in WORDS[len(times) % len(WORDS)]:
            page.evaluate(
                "() => { window.shown = painted(document.querySelector('[data-words]'), 'input'); }"
            )
            field.press(letter)
            times.append(page.evaluate("window.shown"))
    field.fill("")
    field.press("Escape")
    return times[:rounds]


def zip_changes(page: Page, rounds: int) -> list[float]:
    """Milliseconds from the last digit to the frame with the programs near it, files at hand."""
    field = page.locator("#near")
    times = []
    for number in range(rounds + len(ZIPS)):
        field.fill("")
        field.press_sequentially(ZIPS[number % len(ZIPS)][:4])
        page.evaluate("() => { window.shown = painted(document.querySelector('#near'), 'input'); }")
        field.press(ZIPS[number % len(ZIPS)][4])
        taken = page.evaluate("window.shown")
        if number >= len(ZIPS):
            times.append(taken)
        page.wait_for_timeout(400)
    return times


def yardstick(page: Page, rounds: int) -> list[float]:
    """Milliseconds from a click on an empty page to the frame in which one word changed."""
    page.set_content("<button>one</button>")
    page.evaluate(f"({WATCH})()")
    page.evaluate(
        "() => { document.querySelector('button').onclick = (e) => e.target.append('.'); }"
    )
    times = []
    for _ in range(rounds):
        page.evaluate(
            "() => { window.shown = painted(document.querySelector('button'), 'click'); }"
        )
        page.locator("button").click()
        times.append(page.evaluate("window.shown"))
    return times


def total(files: Files) -> str:
    return f"{len(files)} files, {sum(size for _, size in files):,} bytes by gzip"


def line(name: str, times: list[float]) -> str:
    return f"{name:28} median {statistics.median(times):6.1f} ms   worst {max(times):6.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbook", type=Path, nargs="?")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--slow", type=float, default=4)
    options = parser.parse_args()
    browser_path = find_browser(this_machine())
    if browser_path is None:
        raise SystemExit("no Chromium was found")
    with (
        site_of(options.workbook, options.site) as site,
        serve(site) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(browser_path))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        first, later = first_view(page, address)
        print(f"first view: {total(first)} (budget {BUDGET_VIEW:,})")
        for name, size in first[:12]:
            print(f"  {size:7,}  {name}")
        print(f"after it, unasked: {total(later)}")
        for name, size in later[:4]:
            print(f"  {size:7,}  {name}")
        cells = [
            len(gzip.compress(path.read_bytes(), 9))
            for path in (site / "data" / "finder").glob("cell-*.json")
        ]
        largest = f"largest {max(cells):,} (budget {BUDGET_CELL:,})"
        print(f"cells: {len(cells)}, {largest}, all {sum(cells):,}")
        page.close()

        page = browser.new_page(viewport={"width": 1280, "height": 800})
        session = page.context.new_cdp_session(page)
        page.goto(f"{address}/programs/")
        page.get_by_role("button", name="Look in the whole country").click()
        page.locator("[data-results] li[data-program]").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.evaluate(f"({WATCH})()")
        session.send("Emulation.setCPUThrottlingRate", {"rate": options.slow})
        print(line("facet click", facet_clicks(page, options.rounds)))
        print(line("typing a letter", typed(page, options.rounds)))
        print(line("another ZIP", zip_changes(page, options.rounds)))
        print(line("yardstick, empty page", yardstick(page, options.rounds)))
        browser.close()


if __name__ == "__main__":
    main()
