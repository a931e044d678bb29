"""The project's own content as tests build it: always for the same day."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final

from iopfinder.build import Folders

ROOT = Path(__file__).parent.parent

TODAY = date(2026, 11, 22)


IN_MEMORY: Final = Path("/dev/shm")
SCRATCH: Final = IN_MEMORY if IN_MEMORY.is_dir() else None
"""Where many small files come and go fast, when there is such a place; else as usual."""


def folders(output: Path, **changed: Path) -> Folders:
    """The project's folders, or others in place of some."""
    names = ("programs", "content", "templates", "assets", "translations")
    own = {name: ROOT / name for name in names}
    return Folders(**{**own, **changed}, output=output)


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line as a user runs it, with more in its environment.

    Compiled modules are kept, as they are for most: hundreds of commands start a third faster.
    """
    own = {name: word for name, word in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *arguments],
        cwd=cwd,
        env={**own, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; of the build's own notes the one with times is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "record.json"
    }
