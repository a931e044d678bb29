"""An interview that was broken off in, a file that remembers it out; and back.

Each answer is on the disk before the next question is asked, so that a closed window loses nothing.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from iopfinder.forms import FormError
from iopfinder.interview import Interview, listing_slug
from iopfinder.whole_files import write_whole

__all__ = ["DRAFTS", "draft_text", "drafts_in", "drop", "free_draft", "keep", "parse_draft"]

DRAFTS: Final = Path(".drafts")
"""Beside the listings, and kept out of git: answers that nobody has sent yet."""

FORM: Final = 1


def draft_text(interview: Interview) -> str:
    """The file of an interview."""
    whole = {"form": FORM, "at": interview.at, "given": dict(interview.given)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def parse_draft(text: str) -> Interview | None:
    """The interview that a file holds; None for a file of another kind."""
    try:
        whole = json.loads(text)
    except ValueError:
        return None
    if not isinstance(whole, dict) or whole.get("form") != FORM:
        return None
    at, given = whole.get("at"), whole.get("given")
    if not isinstance(at, str) or not isinstance(given, dict):
        return None
    if not all(isinstance(each, str) for pair in given.items() for each in pair):
        return None
    return Interview(given, at)


def drafts_in(folder: Path) -> Iterator[tuple[Path, Interview]]:
    """The interviews that wait to be taken up, by name of file."""
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            interview = parse_draft(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
        if interview is not None:
            yield path, interview


def free_draft(folder: Path, name: str) -> Path:
    """A file for the draft of a program of this name, beside those that are there."""
    names = [path.stem + ".yaml" for path in folder.glob("*.json")]
    try:
        return folder / f"{listing_slug(name, '', names)}.json"
    except FormError:
        return folder / f"{listing_slug('program', '', names)}.json"


def keep(path: Path, interview: Interview) -> None:
    """Puts an interview in its file, whole or not at all."""
    write_whole(path, draft_text(interview))


def drop(path: Path) -> None:
    """Takes away the file of an interview that came to its end, and the folder after the last."""
    path.unlink(missing_ok=True)
    with suppress(OSError):  # others wait in it
        path.parent.rmdir()
