"""`build.py export sqlite`: all listings in, a database for Datasette and its metadata out."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import click

from iopfinder.commands.exporting import (
    directory_of,
    export_options,
    shown_in,
    tell_of,
)
from iopfinder.commands.screen import tell
from iopfinder.exports.collection import records_of
from iopfinder.exports.database import fill_database, metadata
from iopfinder.whole_files import replaced

__all__ = ["command"]


@click.command("sqlite")
@export_options("programs.db")
def command(
    programs: Path,
    content: Path,
    output: Path,
    today: date | None,
    jobs: int | None,
    *,
    no_cache: bool,
) -> None:
    """All programs as an SQLite database, with a full-text search.

    Beside it goes a file that tells Datasette what each table and column means.
    """
    if str(output) == "-":
        raise click.UsageError("a database cannot be printed: name a file")
    beside = output.with_name(f"{output.stem}.metadata.json")
    with directory_of(programs, content, today, jobs, no_cache=no_cache) as directory:
        shown, settings, day = shown_in(directory), directory.settings, directory.today
        with replaced(output) as file, replaced(beside) as told:
            with closing(sqlite3.connect(file)) as base:
                records = records_of(shown, directory)
                fill_database(base, records, settings, directory.vocabulary, day)
            text = json.dumps(metadata(output.stem, settings, day), ensure_ascii=False, indent=1)
            told.write_text(f"{text}\n", "utf-8")
        tell_of(output, shown, directory)
        tell(f"Look at it: datasette {output} --metadata {beside}")
