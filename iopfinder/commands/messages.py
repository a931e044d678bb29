"""`build.py messages`: what the pages say in, up to date catalogs out."""

import sys
from pathlib import Path

import click

from iopfinder.commands.options import (
    assets_option,
    templates_option,
    translations_option,
)
from iopfinder.commands.screen import print_problems
from iopfinder.language import TRANSLATED
from iopfinder.messages import messages, untranslated, updated_catalog
from iopfinder.translations import read_catalog

__all__ = ["command"]


@click.command("messages")
@templates_option
@assets_option
@translations_option
def command(templates: Path, assets: Path, translations: Path) -> None:
    """Bring the translations up to what the pages say: new texts in, texts of no page out."""

    said = messages(templates, assets)
    for code in TRANSLATED:
        path = translations / f"{code}.po"
        catalog, problems = read_catalog(code, path)
        if catalog is None:
            print_problems(problems)
            sys.exit(1)
        path.write_text(updated_catalog(catalog, said, code), "utf-8", newline="\n")
        click.echo(f"{path}: {len(said):,} texts.")
        for text in untranslated(catalog, said):
            click.echo(f"to translate: {text}")
