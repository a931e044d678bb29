"""Whatever happens between two builds, the second gives what a build of everything anew gives."""

import os
import random
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial, wraps
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar, Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

import tiny_site
from iopfinder import browse, directory, sources, work
from iopfinder import build as build_module
from iopfinder.build import Built, build
from iopfinder.exports import files
from iopfinder.memory import Damaged, Memory, open_memory
from iopfinder.problems import Problem
from iopfinder.reports import as_text
from iopfinder.sources import Stamp
from iopfinder.workers import shared_out
from site_case import SCRATCH, TODAY, tree

STEPS: Final = int(os.environ.get("IOPFINDER_INCREMENTAL_STEPS", "500"))
STEPS_OF_ONE: Final = 25

HOUR_NS: Final = 3_600_000_000_000

# What an editor changes in a listing: keys and the lines that may stand there, None for no line.

VALUES: Final[Mapping[str, tuple[str | None, ...]]] = {
    "name": ("Oak IOP", "Elm IOP", "Yew <IOP>", "Oak & Ash IOP"),
    "location": (
        '{street: 1 Elm St, city: Portland, state: OR, zip: "97204"}',
        '{city: PORTLAND, state: OR, zip: "97204"}',
        '{city: Seattle, state: WA, zip: "98101"}',
        None,
    ),
    "telehealth": ("{states: [OR, WA]}", "{states: [WA]}", "{states: [ID]}", None),
    "contact": ("{phone: 503-555-0142}", "{phone: 503-555-0143}", "{phone: 12}"),
    "confirmed": (
        "{date: 2026-11-01, by: program, how: phone}",
        "{date: 2026-11-02, by: program, how: phone}",
        "{date: 2025-03-02, by: editor, how: website}",
        "{date: 2026-12-24, by: editor, how: website}",
        None,
    ),
    "status": ("open", "closed", "paused", None),
    "hidden": ("yes", "no", None),
    "aliases": ("[old-oak]", "[older, oldest]", "[elm]", None),
    "provider": ("grove", "Mill Clinics", "meadow", None),
    "therapies": ("[cbt]", "[cbt, group]", "[no-such]", None),
    "specialties": (
        "{conditions: {alcohol-use: track}, ages: 18+}",
        "{conditions: {ptsd: treated, alcohol-use: no}, groups: {veterans: track}}",
        "{ages: 13-17}",
        None,
    ),
    "structure": ("{hours_per_week: 9}", "{hours_per_week: 9-12, group_size: 8}", None),
    "cost": ("{insurance: {medicaid: in-network}}", "{insurance: {medicaid: no}}", None),
    "scope": ("facility", None),
    "summary": ("Evening groups.", "A luxury house.", None),
    "description": ("Words of *their* own.", "Words of *their* owl.", None),
}
CHANGES: Final = [(key, value) for key, values in VALUES.items() for value in values]

SLUGS: Final = ("oak", "elm", "fir", "ash", "yew", "old-oak", "in")

# What stands here or there in a file: each save writes the other one.

TURNS: Final = (
    ("programs/ash.yaml", "merged_into: oak", "merged_into: elm"),
    ("programs/ash.yaml", "merged_into: oak", "merged_into: fog"),
    ("programs/ash.yaml", "status: merged\nmerged_into: oak\n", "status: closed\n"),
    ("content/vocabulary/conditions.yaml", "label: PTSD", "label: Trauma"),
    ("content/vocabulary/conditions.yaml", "broader: substance-use, ", ""),
    ("content/vocabulary/conditions.yaml", "notice: withdrawal, ", ""),
    ("content/vocabulary/conditions.yaml", "ptsd: {label", "tsd: {label"),
    ("content/vocabulary/therapies.yaml", "cbt: {", "dbt: {label: DBT, kind: therapy}\ncbt: {"),
    ("content/vocabulary/therapies.yaml", "label: CBT", "label: CBT, since: 2026-11-10"),
    ("content/vocabulary/ages.yaml", "13-17", "12-17"),
    ("content/providers/grove.yaml", "Grove Clinics", "Grave Clinics"),
    ("content/providers/grove.yaml", "nonprofit", "for-profit"),
    ("content/providers/grove.yaml", "nonprofit", "no-profit"),
    ("content/site.yaml", "Tiny IOP Finder", "Tidy IOP Finder"),
    ("content/site.yaml", "https://tiny.example.org/", "https://tiny.example.org/finder/"),
    ("content/site.yaml", "demonstration: yes", "demonstration: no"),
    ("content/safety.yaml", "In danger now?", "In danger?"),
    ("content/safety.yaml", "then press 1", "then press 2"),
    ("content/safety.yaml", "lines: [veterans]", "lines: [nobody]"),
    ("content/safety.yaml", "    groups: [veterans]\n", ""),
    ("content/questions.yaml", "How many hours", "How much time"),
    ("content/questions.yaml", "structure.hours_per_week", "structure.group_size"),
    ("content/checklist.yaml", "title: Question 2", "title: The second question"),
    ("content/glossary.yaml", "several days", "a few days"),
    ("content/glossary.yaml", ", see: [detox]", ""),
    ("content/words.yaml", "luxury", "luxurious"),
    ("content/medicaid.yaml", "Oregon Health Plan", "OHP"),
    ("content/guides/start.md", "An IOP is", "It is"),
    ("content/guides/start.md", "program:oak", "program:fir"),
    ("content/guides/start.md", "updated: 2026-11-01", "updated: 2026-11-23"),
    ("content/guides/start.md", "../about/money.md", "next.md"),
    ("content/guides/next.md", "draft: yes", "draft: no"),
    ("content/guides/next.md", "[start](start.md)", "start"),
    ("content/about/money.md", "No one pays.", "No one pays us."),
    ("content/guides/start.md", "pictures/tree.svg", "pictures/three.svg"),
    ("content/guides/start.md", "answer: Yes.", "answer: No."),
    ("content/pictures/tree.svg", "<svg/>", "<svg></svg>"),
    ("content/es/guides/start.md", "Un programa.", "Un buen programa."),
    ("translations/es.po", "Programas", "Los programas"),
    ("translations/es.po", 'msgstr "Programas"', 'msgstr "%(n)s"'),
    ("templates/base.html", "<title>", "<title> "),
    ("templates/base.html", "{{ crisis() }}", ""),
    ("templates/program.html", "{{ super() }}", "{{ super() }}{{ view.name }}"),
    ("templates/list.html", "{{ card(each) }}", "{{ each.name }}"),
    ("templates/list.html", "endfor %}{% endblock", "endfo %}{% endblock"),
    ("templates/article.html", "base.html", "home.html"),
    ("templates/moved.html", '"base.html"', '"ba" ~ "se.html"'),
    ("templates/checklist.html", '"base.html"', '"base.html" if site else "spare.html"'),
    ("templates/components/name.html", "card.name", "card.place"),
    ("templates/components/name.html", "card.name", "card.nome"),
    ("templates/components/question.html", "folded", "folded }} {{ question.why"),
    ("templates/components/mark.html", "site.demonstration", "site.tagline"),
    ("templates/components/spare.html", "No page", "{% No page"),
    ("assets/site.css", "black", "blank"),
    ("assets/js/page.js", "Says nothing", "Says a little"),
)

# What half-written and spoilt files hold instead of their own bytes.

BREAKS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "half": lambda content: content[: len(content) // 2],
    "empty": lambda _content: b"",
    "not YAML": lambda content: content + b"\n: [ {% \t'",
    "not UTF-8": lambda content: content[:20] + b"\xe9" + content[20:],
    "UTF-16": lambda content: content.decode("utf-8", "replace").encode("utf-16"),
    "other line ends": lambda content: content.replace(b"\n", b"\r\n"),
}


@dataclass
class Clock:
    """The build's clock, `ahead` of that of files by so much that they count as settled.

    When it is not, the clock of files ticks once a second: many saves bear one stamp.
    """

    ahead: int = 0

    def __call__(self) -> int:
        return time.time_ns() + self.ahead

    def stamp(self, found: os.stat_result) -> Stamp:
        tick = 1 if self.ahead else 1_000_000_000
        changed, touched = (ns // tick * tick for ns in (found.st_mtime_ns, found.st_ctime_ns))
        return Stamp(changed, touched, found.st_size, found.st_ino)


CLOCK: Final = Clock()


@dataclass(frozen=True)
class Expected:
    """What a build of everything anew gives: a tree of files, or None and problems."""

    files: Mapping[str, bytes] | None
    problems: tuple[Problem, ...]


def dear(method: Callable[..., None]) -> Callable[..., None]:
    """A rule that takes long: not twice without another one in between."""

    @wraps(method)
    def once(self: "Site", *arguments: object, **named: object) -> None:
        method(self, *arguments, **named)
        self.was_dear = True

    return precondition(lambda self: not self.was_dear)(once)


class Site(RuleBasedStateMachine):
    """A site's sources under the hands of editors, and its builds, with all that they remember."""

    steps: ClassVar = 0
    published: ClassVar = 0
    made: ClassVar[dict[bytes, object]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(mkdtemp(prefix="iopfinder-", dir=SCRATCH))
        self.sources = self.root / "sources"
        tiny_site.write_tiny_site(self.sources)
        self.site = self.root / "site"
        self.cache = self.root / "memory.sqlite"
        self.memory = open_memory(self.cache, b"1")
        self.today, self.base_url, self.drafts, self.jobs = TODAY, "", False, 1
        self.expected: dict[object, Expected] = {}
        self.seen: list[tuple[str, bytes]] = []
        self.was_dear = False
        CLOCK.ahead = HOUR_NS
        self.good = self.everything()
        self.build_and_compare()

    def teardown(self) -> None:
        self.memory.close()
        shutil.rmtree(self.root)

    # Sources

    def everything(self) -> dict[str, bytes]:
        """Every source file; and every folder, its path with / at the end."""
        found = sorted(self.sources.rglob("*"))
        named = [(path.relative_to(self.sources).as_posix(), path) for path in found]
        files = {name: path.read_bytes() for name, path in named if path.is_file()}
        return files | {f"{name}/": b"" for name, path in named if path.is_dir()}

    def path_at(self, number: int) -> str:
        paths = sorted(path for path in self.everything() if not path.endswith("/"))
        return paths[number % len(paths)]

    def write(self, path: str, content: bytes) -> None:
        place = self.sources / path
        if place.is_file():
            self.seen.append((path, place.read_bytes()))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def restore(self, files: Mapping[str, bytes]) -> None:
        now = self.everything()
        for path in sorted(now.keys() - files.keys(), reverse=True):
            place = self.sources / path
            place.rmdir() if place.is_dir() else place.unlink()
        for path, content in files.items():
            if path.endswith("/"):
                (self.sources / path).mkdir(parents=True, exist_ok=True)
            elif now.get(path) != content:
                self.write(path, content)

    def listing_at(self, number: int) -> str:
        slugs = sorted(path.stem for path in (self.sources / "programs").glob("*.yaml"))
        return f"programs/{slugs[number % len(slugs)]}.yaml" if slugs else "programs/oak.yaml"

    # Builds

    def anew(self) -> Expected:
        """What an empty memory and an empty folder give; equal fingerprints gave equal files."""
        files = self.everything()
        key = (tuple(files.items()), self.today, self.base_url, self.drafts)
        if key not in self.expected:
            output = self.root / "anew"
            memory = Memory()
            built = self.built(memory, output)
            for name, done in memory.parts.items():
                for fingerprint, made in memory.works(name).items():
                    assert self.made.setdefault(fingerprint, made) == made
                if done.digest:
                    assert self.made.setdefault(done.digest, done) == done
            whole = tree(output) if built.publication else None
            self.expected[key] = Expected(whole, built.problems)
            if output.exists():
                shutil.rmtree(output)
        return self.expected[key]

    def built(self, memory: Memory, output: Path, jobs: int = 1) -> Built:
        return build(
            tiny_site.folders_in(self.sources, output),
            self.today,
            base_url=self.base_url,
            drafts=self.drafts,
            jobs=jobs,
            memory=memory,
        )

    def build_and_compare(self) -> None:
        """One step: a build with all that is remembered, held against one that knows nothing."""
        type(self).steps += 1
        expected = self.anew()
        before = tree(self.site) if self.site.exists() else {}
        built = self.built(self.memory, self.site, self.jobs)
        with suppress(Damaged):  # it was spoilt under our hands: told, and no harm
            self.memory.save()
        assert as_text(built.problems) == as_text(expected.problems)
        assert built.problems == expected.problems
        after = tree(self.site) if self.site.exists() else {}
        if expected.files is None:
            assert built.publication is None
            assert after == before
        else:
            assert built.publication is not None
            type(self).published += 1
            assert after.keys() == expected.files.keys()
            assert [path for path in after if after[path] != expected.files[path]] == []
            self.good = self.everything()

    @contextmanager
    def editing(self, *, mended: bool = True) -> Iterator[None]:
        """What happens in here is followed by a build, and most mistakes by their mending."""
        self.wait_a_tick()
        yield
        self.was_dear = False
        self.build_and_compare()
        if mended and self.anew().files is None:
            self.wait_a_tick()
            self.restore(self.good)
            self.build_and_compare()

    def wait_a_tick(self) -> None:
        """Files that count as settled were not saved in the same tick of the kernel's clock."""
        if CLOCK.ahead:
            tick = self.root / "tick"
            tick.touch()
            now = tick.stat().st_mtime_ns
            while tick.stat().st_mtime_ns == now:
                tick.touch()

    def fresh_memory(self) -> None:
        """As a new process finds it."""
        self.memory.close()
        self.memory = open_memory(self.cache, b"1")

    # Editors

    @rule(number=st.integers(0, 9), change=st.sampled_from(CHANGES), mended=st.booleans())
    def change_a_listing(
        self, number: int, change: tuple[str, str | None], *, mended: bool
    ) -> None:
        with self.editing(mended=mended):
            path = self.listing_at(number)
            if (self.sources / path).exists():
                text = (self.sources / path).read_text("utf-8")
                self.write(path, with_line(text, *change).encode())

    @rule(turn=st.sampled_from(TURNS), mended=st.booleans())
    def turn_a_text(self, turn: tuple[str, str, str], *, mended: bool) -> None:
        path, one, other = turn
        with self.editing(mended=mended):
            place = self.sources / path
            text = place.read_text("utf-8", "replace") if place.is_file() else ""
            here, there = (one, other) if one in text else (other, one)
            if here and here in text:
                self.write(path, text.replace(here, there, 1).encode())

    @rule(number=st.integers(0, 9))
    def save_twice_within_a_tick(self, number: int) -> None:
        """Of equal length, and built in between."""
        ahead, CLOCK.ahead = CLOCK.ahead, 0
        for name in ("Fog IOP", "Fox IOP"):
            with self.editing():
                place = self.sources / self.listing_at(number)
                if place.exists():
                    text = place.read_text("utf-8", "replace")
                    place.write_text(with_line(text, "name", name), "utf-8")
        CLOCK.ahead = ahead

    @rule(turns=st.lists(st.sampled_from(TURNS), min_size=2, max_size=6))
    def save_several(self, turns: list[tuple[str, str, str]]) -> None:
        with self.editing():
            for path, one, other in turns:
                place = self.sources / path
                text = place.read_text("utf-8", "replace") if place.is_file() else ""
                if one in text:
                    self.write(path, text.replace(one, other, 1).encode())

    @rule(slug=st.sampled_from(SLUGS), like=st.sampled_from(sorted(tiny_site.LISTINGS)))
    def add_a_listing(self, slug: str, like: str) -> None:
        text = tiny_site.LISTINGS[like].replace("name: ", f"name: {slug.title()} ")
        with self.editing():
            self.write(f"programs/{slug}.yaml", with_line(text, "aliases", None).encode())

    @rule(number=st.integers(0, 9))
    def delete_a_listing(self, number: int) -> None:
        with self.editing():
            (self.sources / self.listing_at(number)).unlink(missing_ok=True)

    @rule(number=st.integers(0, 9), slug=st.sampled_from(SLUGS))
    def rename_a_listing(self, number: int, slug: str) -> None:
        with self.editing():
            old = self.sources / self.listing_at(number)
            if old.exists():
                old.replace(old.with_name(f"{slug}.yaml"))

    @rule(number=st.integers(0, 9), slug=st.sampled_from(SLUGS), kept=st.booleans())
    def copy_a_listing(self, number: int, slug: str, *, kept: bool) -> None:
        with self.editing():
            old = self.sources / self.listing_at(number)
            if old.exists() and old.stem != slug:
                (shutil.copy2 if kept else shutil.copy)(old, old.with_name(f"{slug}.yaml"))

    @rule(one=st.integers(0, 9), other=st.integers(0, 9), renamed=st.booleans())
    def swap_two_listings(self, one: int, other: int, *, renamed: bool) -> None:
        with self.editing():
            a, b = (self.sources / self.listing_at(number) for number in (one, other))
            if a == b or not (a.exists() and b.exists()):
                return
            if renamed:
                aside = self.root / "aside"
                a.replace(aside)
                b.replace(a)
                aside.replace(b)
            else:
                first, second = a.read_bytes(), b.read_bytes()
                a.write_bytes(second)
                b.write_bytes(first)

    @rule(number=st.integers(0, 99))
    def touch(self, number: int) -> None:
        with self.editing():
            (self.sources / self.path_at(number)).touch()

    @rule(back=st.integers(0, 20), days=st.integers(-400, 400))
    def put_back_an_old_text_with_its_old_time(self, back: int, days: int) -> None:
        with self.editing():
            if self.seen:
                path, content = self.seen[-1 - back % len(self.seen)]
                self.write(path, content)
                then = time.time_ns() + days * 24 * HOUR_NS
                os.utime(self.sources / path, ns=(then, then))

    @rule(number=st.integers(0, 99), how=st.sampled_from(sorted(BREAKS)), mended=st.booleans())
    def spoil_a_file(self, number: int, how: str, *, mended: bool) -> None:
        with self.editing(mended=mended):
            path = self.path_at(number)
            self.write(path, BREAKS[how]((self.sources / path).read_bytes()))

    @rule(number=st.integers(0, 99))
    def delete_a_file(self, number: int) -> None:
        with self.editing():
            path = self.path_at(number)
            self.seen.append((path, (self.sources / path).read_bytes()))
            (self.sources / path).unlink()

    @rule(
        path=st.sampled_from(
            [
                *("assets/new.css", "assets/root/robots.txt", "assets/root/new/page.txt"),
                *("assets/js/new.js", "templates/components/new.html", "templates/spare.html"),
                *("programs/notes.txt", "programs/.hidden.yaml", "programs/oak.yaml~"),
                *("content/providers/meadow.yaml", "content/guides/new.md", "content/notes.txt"),
            ]
        )
    )
    def add_a_file(self, path: str) -> None:
        text = {".yaml": "name: Meadow\n", ".md": "---\ntitle: New\n---\n"}.get(path[-5:], "new\n")
        with self.editing():
            self.write(path, text.encode())

    @rule(folder=st.sampled_from(["programs/folder.yaml", "assets/empty", "content/guides/inner"]))
    def add_or_remove_a_folder(self, folder: str) -> None:
        with self.editing():
            place = self.sources / folder
            place.rmdir() if place.is_dir() else place.mkdir(parents=True, exist_ok=True)

    @rule(number=st.integers(0, 99), moved=st.booleans())
    def put_a_link_in_the_place_of_a_file(self, number: int, *, moved: bool) -> None:
        """What is edited later then stands elsewhere."""
        with self.editing():
            place = self.sources / self.path_at(number)
            if not place.is_symlink():
                target = self.root / f"linked-{self.steps}"
                shutil.copy2(place, target)
                place.unlink()
                if moved:
                    place.symlink_to(target)
                else:
                    os.link(target, place)

    # Options

    @rule(days=st.sampled_from([-200, -1, 1, 1, 30, 200, 400]))
    @dear
    def build_on_another_day(self, days: int) -> None:
        with self.editing():
            self.today = self.today + timedelta(days) if self.today == TODAY else TODAY

    @rule(base_url=st.sampled_from(["", "https://other.example.org/", "https://a.org/b/"]))
    @dear
    def build_for_another_address(self, base_url: str) -> None:
        with self.editing():
            self.base_url = base_url

    @rule()
    @dear
    def show_or_hide_drafts(self) -> None:
        with self.editing():
            self.drafts = not self.drafts

    @rule()
    @dear
    def share_the_work(self) -> None:
        with self.editing():
            self.jobs = 2
        self.jobs = 1

    @rule(settled=st.booleans())
    def edit_at_leisure_or_in_haste(self, *, settled: bool) -> None:
        with self.editing():
            CLOCK.ahead = HOUR_NS if settled else 0

    # The site and the memory under other hands

    @rule(
        number=st.integers(0, 999),
        how=st.sampled_from(["delete", "change", "cut", "touch", "folder", "all"]),
    )
    def meddle_with_the_site(self, number: int, how: str) -> None:
        self.wait_always()
        with self.editing():
            paths = [path for path in sorted(tree(self.site)) if not path.endswith("/marker")]
            if not paths:
                return  # everything was deleted, and nothing could be built since
            place = self.site / paths[number % len(paths)]
            if how == "all":
                shutil.rmtree(self.site)
            elif how in ("delete", "folder"):
                place.unlink()
                if how == "folder" and ".iopfinder" not in place.parts:
                    place.mkdir()
            elif how == "change":
                place.write_bytes(place.read_bytes()[::-1])
            elif how == "cut":
                place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])
            else:
                place.touch()

    def wait_always(self) -> None:
        ahead, CLOCK.ahead = CLOCK.ahead, 1
        self.wait_a_tick()
        CLOCK.ahead = ahead

    @rule()
    def start_a_new_process(self) -> None:
        with self.editing():
            self.fresh_memory()

    @rule()
    @dear
    def build_without_remembering(self) -> None:
        """`--no-cache`, on another day: what is remembered then stands for another site."""
        ahead = self.today
        self.today += timedelta(3)
        self.built(Memory(), self.site)
        self.today = ahead
        with self.editing():
            pass

    @rule(opened=st.booleans())
    @dear
    def delete_the_memory(self, *, opened: bool) -> None:
        with self.editing():
            if opened:
                self.cache.unlink(missing_ok=True)
            else:
                self.memory.close()
                self.cache.unlink(missing_ok=True)
                self.fresh_memory()

    @rule(
        seed=st.integers(0, 2**32), how=st.sampled_from(["cut", "flip", "swap"]), new=st.booleans()
    )
    def spoil_the_memory(self, seed: int, how: str, *, new: bool) -> None:
        with self.editing():
            if new:
                self.memory.close()
            if self.cache.exists():
                self.cache.write_bytes(spoilt(self.cache.read_bytes(), how, random.Random(seed)))
            if new:
                self.fresh_memory()

    @rule(count=st.integers(0, 300), turn=st.sampled_from(TURNS))
    @dear
    def kill_a_build(self, count: int, turn: tuple[str, str, str]) -> None:
        """Another process is killed at a change that it makes on the disk, or comes to its end."""
        path, one, other = turn
        with self.editing():
            place = self.sources / path
            text = place.read_text("utf-8", "replace") if place.is_file() else ""
            if one in text:
                self.write(path, text.replace(one, other, 1).encode())
            in_a_child(partial(self.build_and_die, count))

    def build_and_die(self, count: int) -> None:
        memory = open_memory(self.cache, b"1")
        die_at_change(count)
        self.built(memory, self.site)
        memory.save()


def with_line(text: str, key: str, value: str | None) -> str:
    """A listing whose key says this; its line, or block of lines, is replaced."""
    block = re.compile(rf"^{key}:.*\n(?: .*\n)*", re.MULTILINE)
    line = "" if value is None else f"{key}: {value}\n"
    return block.sub(lambda _: line, text) if block.search(text) else text + line


def spoilt(content: bytes, how: str, chance: random.Random) -> bytes:
    """The file cut short, with some bytes changed, or with two of its pages changed over."""
    if how == "cut":
        return content[: chance.randrange(len(content) + 1)]
    changed = bytearray(content)
    if how == "flip":
        for _ in range(chance.choice([1, 3, 200])):
            if changed:
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    else:
        size, pages = 4096, len(changed) // 4096
        if pages > 2:
            one, other = (chance.randrange(1, pages) * size for _ in range(2))
            first, second = content[one : one + size], content[other : other + size]
            changed[one : one + size], changed[other : other + size] = second, first
    return bytes(changed)


def in_a_child(work: Callable[[], None]) -> None:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


CHANGES_OF_DISK: Final = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "sqlite3.connect")


def die_at_change(count: int) -> None:
    """This process kills itself at its so-many-th change of the disk, or row that it remembers."""
    left = count

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(arguments[1], str) and arguments[1][0] in "wx"
        if writes or event in CHANGES_OF_DISK:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)


def test_an_incremental_build_equals_a_clean_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "read_places", tiny_site.places)
    monkeypatch.setattr(build_module, "time_ns", CLOCK)
    monkeypatch.setattr(sources, "time_ns", CLOCK)
    monkeypatch.setattr(Stamp, "of", CLOCK.stamp)
    monkeypatch.setattr(browse, "PAGE_SIZE", 2)
    monkeypatch.setattr(browse, "RUN", 1)
    monkeypatch.setattr(files, "WHOLE_LIMIT", 3)
    monkeypatch.setattr(files, "PART_LIMIT", 1)
    monkeypatch.setattr(work, "shared_out", partial(shared_out, least=1))
    monkeypatch.setattr(directory, "shared_out", partial(shared_out, least=1))
    monkeypatch.setattr(Site, "made", {})
    monkeypatch.setattr(Site, "steps", 0)
    monkeypatch.setattr(Site, "published", 0)
    while Site.steps < STEPS:  # some examples end before their time
        run_state_machine_as_test(
            Site,
            settings=settings(
                phases=[Phase.generate],
                max_examples=-(-(STEPS - Site.steps) // STEPS_OF_ONE),
                stateful_step_count=STEPS_OF_ONE,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert Site.published >= STEPS // 5
