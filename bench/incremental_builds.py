"""Times builds after nothing and after one listing has changed, beside Hugo in the same run.

    make bench BENCH=bench/incremental_builds.py ARGS="PROGRAMS [--hugo BINARY] [--runs 3]"

PROGRAMS is a folder of listings (one that `build.py import samhsa` wrote, say), which is copied.
Hugo, which is not part of this project, gets the same listings as front matter, one template that
writes out every fact, and lists of each state, city, condition, therapy and payer. Its pages are
plainer than ours, and there are fewer. Machines differ and are noisy: read the ratios.
"""

import argparse
import json
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

from build_directory import ROOT, Run, content_for_imports, timed

PHONE = re.compile(r"^  phone: .*$", re.MULTILINE)
NAME = re.compile(r"^name: ([^\"'\n]+)$", re.MULTILINE)

TAXONOMIES = ("states", "cities", "conditions", "therapies", "payers")

HUGO_TOML = """\
baseURL = "https://iopfinder.example.org/"
title = "IOP Finder"
disableKinds = ["RSS"]
[pagination]
pagerSize = 30
[taxonomies]
""" + "".join(f'{name} = "{name}"\n' for name in TAXONOMIES)

SINGLE = """\
<!doctype html><html lang="en"><head><title>{{ .Title }}</title></head><body><main>
<h1>{{ .Title }}</h1>
{{ range $section, $facts := .Params.listing }}<section><h2>{{ $section }}</h2>
{{ if reflect.IsMap $facts }}<dl>{{ range $fact, $value := $facts }}<dt>{{ $fact }}</dt>
<dd>{{ if reflect.IsMap $value }}{{ range $key, $said := $value }}{{ $key }}: {{ $said }}, {{ end }}
{{ else }}{{ $value }}{{ end }}</dd>{{ end }}</dl>
{{ else if reflect.IsSlice $facts }}<ul>{{ range $facts }}<li>{{ . }}</li>{{ end }}</ul>
{{ else }}<p>{{ $facts }}</p>{{ end }}</section>
{{ end }}</main></body></html>
"""

LIST = """\
<!doctype html><html lang="en"><head><title>{{ .Title }}</title></head><body><main>
<h1>{{ .Title }}</h1><ul>{{ range .Paginator.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}
</a> {{ .Params.place }}</li>{{ end }}</ul>
{{ with .Paginator.Next }}<a href="{{ .URL }}">Next</a>{{ end }}</main></body></html>
"""


class Ours:
    """Our generator on a copy of the listings, by command."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.programs = folder / "programs"
        self.folder = folder
        shutil.copytree(programs, self.programs)
        content = content_for_imports(folder)
        flags = ["--programs", str(self.programs), "--content", str(content)]
        for name in ("templates", "assets", "translations"):
            flags += [f"--{name}", str(ROOT / name)]
        self.command = [sys.executable, str(ROOT / "build.py"), "build", *flags, "--output", "site"]

    def build(self, *flags: str) -> Run:
        return timed([*self.command, *flags], cwd=self.folder)

    def correct(self, number: int) -> None:
        """Changes a phone number: the page changes, and each list and file that shows it."""
        self._change(number, PHONE, f"  phone: (503) 223-01{number + 10}")

    def rename(self, number: int) -> None:
        """Changes a name: the listing moves in all its lists, and pushes others on."""
        self._change(number, NAME, r"name: Changed, once called \1")

    def _change(self, number: int, line: re.Pattern[str], new: str) -> None:
        listings = sorted(self.programs.glob("*.yaml"))
        one = listings[len(listings) // 4 + number]
        listing = one.read_text("utf-8")
        changed = line.sub(new, listing, count=1)
        if changed == listing:
            raise SystemExit(f"{one} has a line that this bench cannot change")
        one.write_text(changed, "utf-8")


class Hugo:
    """Hugo on the same listings."""

    def __init__(self, folder: Path, programs: Path, binary: Path) -> None:
        self.folder, self.binary = folder, binary
        for name in ("content/programs", "layouts/_default"):
            (folder / name).mkdir(parents=True)
        (folder / "hugo.toml").write_text(HUGO_TOML)
        (folder / "layouts/_default/single.html").write_text(SINGLE)
        (folder / "layouts/_default/list.html").write_text(LIST)
        for path in programs.glob("*.yaml"):
            front = front_matter(path)
            (folder / "content" / "programs" / f"{path.stem}.md").write_text(json.dumps(front))

    def build(self, *flags: str) -> Run:
        return timed([str(self.binary), "--quiet", *flags], cwd=self.folder)

    def change(self, number: int) -> Path:
        one = sorted((self.folder / "content" / "programs").glob("*.md"))[number]
        front = json.loads(one.read_text())
        one.write_text(json.dumps({**front, "title": f"{front['title']} x"}))
        return one

    def after_a_change(self, number: int) -> Run:
        self.change(number)
        return self.build()

    def served_after_a_save(self, number: int) -> float:
        """Seconds from a save until `hugo server` answers with the changed page."""
        with self._server() as address:
            started = time.perf_counter()
            one = self.change(number)
            title = json.loads(one.read_text())["title"].encode()
            while title not in fetched(f"{address}/programs/{one.stem}/"):
                time.sleep(0.005)
            return time.perf_counter() - started

    @contextmanager
    def _server(self) -> Iterator[str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [str(self.binary), "server", "--port", str(port), "--renderToMemory"]
        server = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        try:
            while not fetched(f"http://127.0.0.1:{port}/"):
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def front_matter(path: Path) -> dict[str, object]:
    """A listing as Hugo's front matter."""
    listing = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    place = listing.get("location", {})
    said = listing.get("specialties", {}).get("conditions", {})
    paid = listing.get("cost", {}).get("insurance", {})
    return {
        "title": str(listing["name"]),
        "place": f"{place.get('city', '')}, {place.get('state', '')}",
        "listing": listing,
        "states": [str(place.get("state", ""))],
        "cities": [f"{place.get('state', '')}-{place.get('city', '')}"],
        "conditions": list(said),
        "therapies": listing.get("therapies", []),
        "payers": list(paid),
    }


def fetched(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
            content: bytes = answer.read()
            return content
    except (urllib.error.URLError, ConnectionError):
        return b""


def line(name: str, runs: Sequence[Run]) -> str:
    walls = [run.wall for run in runs]
    middle, peak = statistics.median(walls), max(run.peak for run in runs)
    return f"{name:38} median {middle:7.2f} s   worst {max(walls):7.2f} s   {peak:6,.0f} MiB"


def repeated(runs: int, work: Callable[[int], Run]) -> list[Run]:
    return [work(number) for number in range(runs)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs", type=Path)
    parser.add_argument("--hugo", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        count = len(list(options.programs.glob("*.yaml")))
        print(f"{count:,} listings")
        hugo = Hugo(Path(name) / "hugo", options.programs, options.hugo) if options.hugo else None
        ours = Ours(Path(name) / "ours", options.programs)

        def after_a_correction(number: int) -> Run:
            ours.correct(number)
            return ours.build()

        def after_a_new_name(number: int) -> Run:
            ours.rename(number)
            return ours.build()

        if hugo:
            print(line("hugo, nothing there", [hugo.build()]))
        print(line("ours, nothing there", [ours.build("--no-cache")]))
        print(line("ours, all there, nothing known", [ours.build()]))
        time.sleep(2)  # files that changed a moment ago are looked at again
        ours.build()
        print(line("ours, nothing changed", repeated(options.runs, lambda _: ours.build())))
        ours.correct(options.runs)  # what this process compiles is known to the next one
        ours.build()
        print(line("ours, a phone number changed", repeated(options.runs, after_a_correction)))
        print(line("ours, a name changed", repeated(options.runs, after_a_new_name)))
        if hugo:
            print(line("hugo, one listing changed", repeated(options.runs, hugo.after_a_change)))
            served = [hugo.served_after_a_save(number) for number in range(options.runs)]
            middle = statistics.median(served)
            print(f"{'hugo server, a save until it is served':38} median {middle:7.2f} s")


if __name__ == "__main__":
    main()
