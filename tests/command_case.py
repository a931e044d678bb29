"""A command line in this process: what was typed goes in, exit code and both outputs come out."""

import sys
from collections.abc import Iterable
from io import StringIO
from typing import NamedTuple, Protocol

import pytest

from iopfinder.cli import main

__all__ = ["Command", "Done", "command_in_process"]


class Done(NamedTuple):
    """What a command came to, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Command(Protocol):
    """Runs the command line with these arguments; `typed` are lines on its standard input."""

    def __call__(self, *arguments: str, typed: Iterable[str] = ()) -> Done: ...


def command_in_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command line, in the folder that is the present one."""

    def run(*arguments: str, typed: Iterable[str] = ()) -> Done:
        monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in typed)))
        return Done(main(arguments), *capsys.readouterr())

    return run
