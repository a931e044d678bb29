"""`build.py diff`: two builds in, what differs out."""

import sys
from pathlib import Path
from typing import Final

import click

from iopfinder.commands.screen import SHOWN
from iopfinder.differences import Difference, as_json, as_text, differences
from iopfinder.snapshot import NoBuild, Snapshot, read_snapshot
from iopfinder.visible import changed_lines, visible_lines

__all__ = ["command"]


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--text", is_flag=True, help="Show what changed in the text of pages.")
@click.option("--all", "all_", is_flag=True, help="Name every page and file, and show all texts.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(old: Path, new: Path, format_: str, *, text: bool, all_: bool) -> None:
    """Say which pages and files differ between two builds.

    OLD and NEW: folders that the build wrote, or manifests of such (.iopfinder/manifest.json). Exit
    code 0: they are equal; 1: they differ; 2: one of them is no build.
    """
    before, after = _snapshot(old), _snapshot(new)
    found = differences(before.digests, after.digests)
    if text and (before.folder is None or after.folder is None):
        raise click.UsageError("--text needs two folders: a manifest holds no text")
    changed = [page for page in found.pages if page.change == "changed"] if text else []
    shown = changed if all_ else changed[:SHOWN_TEXTS]
    texts = {page.url: _text_difference(old, new, page) for page in shown}
    if format_ == "json":
        touched = {"old": list(before.touched), "new": list(after.touched)}
        click.echo(as_json(found, touched=touched, **({"text": texts} if text else {})), nl=False)
        sys.exit(bool(found))
    click.echo(as_text(found, limit=None if all_ else SHOWN), nl=False)
    for url, lines in texts.items():
        click.echo("\n" + "\n".join(lines or [f"{url}: its text is the same"]))
    if len(changed) > len(shown):
        click.echo(f"\n... and {len(changed) - len(shown):,} more changed pages: add --all")
    sys.exit(bool(found))


SHOWN_TEXTS: Final = 3
"""Pages whose text a comparison shows before it only counts the rest."""


def _snapshot(place: Path) -> Snapshot:
    """The build at a place; what is not as the build left it is told."""
    try:
        found = read_snapshot(place)
    except NoBuild as error:
        raise click.UsageError(str(error)) from error
    if found.cut_off:
        click.echo(f"{place}: its last build was cut off; it is compared as it stands.", err=True)
    elif found.touched:
        first, more = found.touched[0], len(found.touched) - 1
        named = f"{first} and {more:,} more" if more else first
        message = f"{place}: not as its build left it ({named}); it is compared as it stands."
        click.echo(message, err=True)
    return found


def _text_difference(old: Path, new: Path, page: Difference) -> list[str]:
    before, after = (
        visible_lines((site / page.path).read_text("utf-8", "replace")) for site in (old, new)
    )
    return list(changed_lines(before, after, page.url))
