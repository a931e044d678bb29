"""`build.py schema`: the vocabulary in, the JSON Schema of a listing or provider file out."""

import sys
from pathlib import Path

import click

from iopfinder.commands.options import (
    content_option,
)
from iopfinder.commands.screen import vocabulary_of
from iopfinder.schema import SCHEMAS, schema_text

__all__ = ["command"]


@click.command("schema")
@content_option
@click.option(
    "--of",
    "name",
    type=click.Choice(list(SCHEMAS)),
    default="program",
    show_default=True,
    help="The kind of file.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; without it the schema is printed.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when --output is out of date.")
def command(content: Path, name: str, output: Path | None, *, check: bool) -> None:
    """Print or write the JSON Schema of a kind of file, for editors that know YAML."""
    text = schema_text(name, vocabulary_of(content))
    if output is None:
        click.echo(text, nl=False)
    elif check:
        current = output.read_bytes() if output.is_file() else b""
        if current != text.encode():
            again = f"build.py schema --of {name} --output {output}"
            click.echo(f"{output} is out of date: run {again}", err=True)
            sys.exit(1)
    else:
        output.write_text(text, "utf-8")
        click.echo(f"{output} is written.")
