"""Builds by command, killed at any moment: the next one makes all good, and readers see no harm.

What a publish that is cut off leaves is in `test_publish`. Here whole builds are killed, with what
they remember and whatever workers they have. IOPFINDER_KILLS=200 does so to builds of the project's
own content, as often.
"""

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

import tiny_site
from iopfinder.build import build
from iopfinder.cli import cli
from site_case import ROOT, SCRATCH, TODAY, tree
from test_publish import reading

KILLS: Final = int(os.environ.get("IOPFINDER_KILLS", "0"))
SOURCES: Final = ("programs", "content", "templates", "assets", "translations")


@dataclass(frozen=True)
class Workshop:
    """A folder with a site's sources; two states of some of them, and what each must give."""

    root: Path
    states: tuple[Mapping[str, bytes | None], ...]

    @property
    def site(self) -> Path:
        return self.root / "site"

    def save(self, number: int) -> None:
        """Brings the sources into one of their states."""
        for path, content in self.states[number].items():
            if content is None:
                (self.root / path).unlink(missing_ok=True)
            elif not (self.root / path).is_file() or (self.root / path).read_bytes() != content:
                (self.root / path).write_bytes(content)

    def build(self, *more: str) -> None:
        assert self.ended(self.started(*more)) == 0, (self.root / "said.txt").read_text("utf-8")

    def clean_tree(self) -> dict[str, bytes]:
        """What the sources give anew, built in this process: its children then know its words."""
        with TemporaryDirectory(dir=SCRATCH) as other:
            build(tiny_site.folders_in(self.root, Path(other) / "site"), TODAY)
            return tree(Path(other) / "site")

    def killed_build(self, seconds: float) -> bool:
        """Starts a build and kills it so long after; False when it has ended before.

        It alone is killed: its workers are left to themselves.
        """
        child = self.started("--jobs", "2")
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        return self.ended(child) == -signal.SIGKILL

    def started(self, *more: str) -> int:
        """The command in a process of its own, which need not import the generator once more."""
        child = os.fork()
        if child == 0:
            try:
                os.chdir(self.root)
                said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.dup2(said, 1)
                os.dup2(said, 2)
                cli.main(["build", "--today", TODAY.isoformat(), *more], standalone_mode=False)
                os._exit(0)
            finally:
                os._exit(1)
        return child

    def ended(self, child: int) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def workshop(root: Path, *, own: bool) -> Workshop:
    """The project's own sources, or few; a listing is renamed, one deleted, all pages change."""
    if own:
        for name in SOURCES:
            shutil.copytree(ROOT / name, root / name)
    else:
        tiny_site.write_tiny_site(root)
    first, second = sorted((root / "programs").glob("*.yaml"))[-2:]
    base = root / "templates" / "base.html"
    style = root / "assets" / "site.css"
    before = {path: path.read_bytes() for path in (first, second, base, style)}
    after = {
        first: None,
        first.with_name("renamed-house.yaml"): before[first],
        second: before[second].replace(b"IOP", b"I.O.P."),
        base: before[base].replace(b"<title>", b"<title> "),
        style: before[style] + b"/* new */\n",
    }
    named = [
        {path.relative_to(root).as_posix(): content for path, content in state.items()}
        for state in ({first.with_name("renamed-house.yaml"): None, **before}, after)
    ]
    return Workshop(root, tuple(named))


@pytest.fixture
def shop() -> Iterator[Workshop]:
    with TemporaryDirectory(prefix="iopfinder-", dir=SCRATCH) as root:
        yield workshop(Path(root), own=bool(KILLS))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_build_that_is_killed_is_made_good_by_the_next(shop: Workshop) -> None:
    wanted: list[dict[str, bytes]] = []
    for number in (0, 1):
        shop.save(number)
        wanted.append(shop.clean_tree())
    shop.save(0)
    shop.build()
    shop.save(1)
    began = time.monotonic()
    shop.build()
    whole_time = time.monotonic() - began
    chance = random.Random(4)
    state, killed = 1, 0
    with reading(shop.site, wanted) as torn:
        for number in range(KILLS or 12):
            moment = (number + chance.random()) / (KILLS or 12)
            shop.save(1 - state)
            killed += shop.killed_build(moment * whole_time)
            state = chance.choice([state, 1 - state])
            shop.save(state)
            shop.build()
            now = tree(shop.site)
            assert now.keys() == wanted[state].keys()
            assert [path for path in now if now[path] != wanted[state][path]] == []
    assert torn == []
    assert killed > (KILLS or 12) // 4
