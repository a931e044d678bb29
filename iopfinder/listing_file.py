"""A listing's file or text in; what it states itself, without its provider's facts, out."""

from dataclasses import dataclass
from pathlib import Path

from iopfinder.forms import Words
from iopfinder.problems import Problem
from iopfinder.program import Program
from iopfinder.sources import Source, read_source, slug_of_file
from iopfinder.statement import statement_of

__all__ = ["ListingFile", "program_of", "read_listing_file"]


@dataclass(frozen=True, slots=True)
class ListingFile:
    """A listing: its file, the text with LF line ends, and what that text states."""

    path: Path
    text: str
    program: Program

    @property
    def slug(self) -> str:
        return slug_of_file(self.path.as_posix())


def read_listing_file(path: Path, words: Words) -> ListingFile | tuple[Problem, ...]:
    """What a file states, or the problems of shape that keep it from being read."""
    source = read_source(path)
    if not isinstance(source, Source):
        return (source,)
    program, problems = program_of(source.text, source.path, words)
    return problems if program is None else ListingFile(path, source.text, program)


def program_of(text: str, path: str, words: Words) -> tuple[Program | None, tuple[Problem, ...]]:
    """What a text states, and what is wrong with its shape; None when that is an error."""
    stated = statement_of(Program, text, path, words)
    return stated.value, stated.problems
