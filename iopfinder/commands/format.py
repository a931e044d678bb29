"""`build.py format`: listings and provider files in, the same facts in order out."""

import sys
from pathlib import Path
from typing import Final

import click

from iopfinder.commands.options import content_option, programs_option
from iopfinder.commands.screen import print_problems
from iopfinder.layout_files import (
    Canonical,
    NotAListing,
    canonical_bytes,
    canonical_file,
    chosen,
)
from iopfinder.problems import Problem
from iopfinder.whole_files import write_whole

__all__ = ["command"]

STDIN: Final = Path("-")


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@programs_option
@content_option
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is not in order.")
@click.option("--quiet", is_flag=True, help="With --check, show no differences.")
@click.option(
    "--stdin-name",
    type=click.Path(path_type=Path),
    default=Path("<stdin>"),
    help="With -, the file whose text standard input holds.",
)
def command(
    paths: tuple[Path, ...],
    programs: Path,
    content: Path,
    stdin_name: Path,
    *,
    check: bool,
    quiet: bool,
) -> None:
    """Put listings and provider files in order; what they say stays the same.

    PATH: files or folders; without one, all listings and provider files. - reads standard input
    and writes standard output. Comments and unknown keys are kept. A file that cannot be read is
    told of and left as it is.
    """

    if paths == (STDIN,):
        sys.exit(_format_stdin(stdin_name, content, check=check, quiet=quiet))
    try:
        files = chosen(paths, programs, content)
    except NotAListing as error:
        raise click.UsageError(str(error)) from error
    changed = in_order = 0
    problems: list[Problem] = []
    for path in files:
        outcome = canonical_file(path, content)
        if not isinstance(outcome, Canonical):
            problems += outcome
        elif outcome.is_in_order:
            in_order += 1
        else:
            changed += 1
            if not check:
                write_whole(path, outcome.after)
            _print_order(outcome, check=check, quiet=quiet)
    print_problems(problems)
    refused = len(files) - changed - in_order
    done = "would change" if check else "written"
    left = f", {refused:,} left as {'it is' if refused == 1 else 'they are'}" if refused else ""
    files_done = f"{changed:,} {'file' if changed == 1 else 'files'} {done}"
    click.echo(f"{files_done}, {in_order:,} already in order{left}.")
    sys.exit(bool(problems) or (check and changed > 0))


def _print_order(file: Canonical, *, check: bool, quiet: bool) -> None:
    click.echo(f"{file.path}: {'would change' if check else 'written'}.")
    if check and not quiet:
        click.echo("\n".join(file.difference()))


def _format_stdin(name: Path, content: Path, *, check: bool, quiet: bool) -> int:
    """Writes the text in order to standard output, or nothing when it cannot be read."""

    written = sys.stdin.buffer.read()
    outcome = canonical_bytes(written, name, content)
    if not isinstance(outcome, Canonical):
        print_problems(outcome)
        return 1
    if not check:
        sys.stdout.buffer.write(outcome.after.encode())
        return 0
    if not outcome.is_in_order:
        _print_order(outcome, check=True, quiet=quiet)
    return int(not outcome.is_in_order)
