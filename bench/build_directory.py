"""Times whole builds of the federal directory, beside a yardstick in the same run.

    python bench/build_directory.py WORKBOOK [--runs 3] [--jobs 2]

WORKBOOK is an edition of SAMHSA's National Directory (.xlsx), which is not part of this project.
Machines differ and are noisy: read the ratios. The yardstick is reading the same listings with
PyYAML's `CSafeLoader` and nothing else, by one process. Builds that know of earlier ones stand in
`incremental_builds.py`.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent

YARDSTICK = """
import sys, yaml, pathlib
for path in pathlib.Path(sys.argv[1]).glob("*.yaml"):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""


@dataclass(frozen=True)
class Run:
    """Seconds of the clock, of all processors, and MiB at the peak of the largest process."""

    wall: float
    cpu: float
    peak: float


def timed(command: list[str], cwd: Path = ROOT) -> Run:
    """One run of a command, by the operating system's own account of it and its children.

    Python may keep its compiled modules, as it does for whoever has not forbidden it.
    """
    keeping = {name: word for name, word in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=keeping, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    wall = time.perf_counter() - start
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def middle(runs: list[Run], figure: Callable[[Run], float]) -> float:
    return statistics.median(figure(run) for run in runs)


def shown(name: str, runs: list[Run], yardstick: float) -> str:
    wall = middle(runs, lambda run: run.wall)
    cpu = middle(runs, lambda run: run.cpu)
    peak = middle(runs, lambda run: run.peak)
    return f"{name:34} {wall:7.2f} s  {cpu:7.2f} s cpu  {peak:6.0f} MiB  {wall / yardstick:5.2f} x"


def content_for_imports(folder: Path) -> Path:
    """The project's content with leave to publish old imports."""
    content = shutil.copytree(ROOT / "content", folder / "content")
    site = content / "site.yaml"
    site.write_text(site.read_text().replace("unconfirmed_imports: no", "unconfirmed_imports: yes"))
    return content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    door = [sys.executable, str(ROOT / "build.py")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs, site = folder / "programs", folder / "site"
        content = content_for_imports(folder)
        imported = [*door, "import", "samhsa", str(options.workbook), "--output", str(programs)]
        runs = {"import": [timed(imported)]}
        build = [*door, "build", "--programs", str(programs), "--content", str(content)]
        build += ["--output", str(site), "--today", "2026-11-22", "--jobs", str(options.jobs)]
        check = [*door, "check", "--programs", str(programs), "--content", str(content)]
        build, check = [*build, "--no-cache"], [*check, "--no-cache"]
        yardstick = [sys.executable, "-c", YARDSTICK, str(programs)]
        names = ("yardstick", "check", "build, nothing there", "build, all there, nothing known")
        runs |= {step: [] for step in names}
        for _ in range(options.runs):
            shutil.rmtree(site, ignore_errors=True)
            for step, command in zip(names, (yardstick, check, build, build), strict=True):
                runs[step].append(timed(command))
        listings = len(list(programs.iterdir()))
        pages = sum(1 for _ in site.rglob("*.html"))
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    unit = middle(runs["yardstick"], lambda run: run.wall)
    print(
        f"{listings:,} listings, {pages:,} pages, {size / 2**20:,.0f} MiB; median of {options.runs}"
    )
    for step, found in runs.items():
        print(shown(step, found, unit))


if __name__ == "__main__":
    main()
