"""`build.py export csv`: the listings of one provider out, as sheets that an office can edit."""

import sys
from pathlib import Path

import click

from iopfinder.commands.options import content_option, programs_option
from iopfinder.commands.screen import print_problems, vocabulary_of
from iopfinder.directory import read_providers
from iopfinder.forms import nearest
from iopfinder.positioned_yaml import Plain, parse_yaml
from iopfinder.problems import Problem, Severity
from iopfinder.program import Program
from iopfinder.provider_files import read_listings_of
from iopfinder.sheet_files import csv_bytes
from iopfinder.sheet_guide import README, guide_text
from iopfinder.sheets import SHEETS, rows_of
from iopfinder.sources import Sources, read_content, slug_of_file
from iopfinder.validation import typed

__all__ = ["command"]


@click.command("csv")
@click.option("--provider", required=True, help="An id in content/providers/, or a plain name.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A new folder for the sheets.",
)
@programs_option
@content_option
def command(provider: str, output: Path, programs: Path, content: Path) -> None:
    """Write the listings of a provider as three sheets: programs, tracks and licenses.

    They open in any spreadsheet program. README.txt beside them explains each column. `import csv`
    reads them back.
    """
    if output.exists() and any(output.iterdir()):
        raise click.UsageError(f"{output} is not empty; name a new folder")
    vocabulary = vocabulary_of(content)
    problems: list[Problem] = []
    sources = read_content(content)
    providers = read_providers(sources, vocabulary, problems)
    listings, broken = read_listings_of(provider, programs)
    if not listings and not broken and provider not in providers:
        close = nearest(provider, providers)
        hint = f"did you mean '{close}'?" if close else f"providers: {', '.join(sorted(providers))}"
        raise click.UsageError(f"no listing is of the provider '{provider}'; {hint}")
    problems += broken
    for listing in listings:
        document = parse_yaml(listing.text, listing.path).document
        assert document is not None  # noqa: S101 - it was read
        problems += typed(Program, document, listing.path, vocabulary)[1]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        print_problems(errors)
        sys.exit(1)
    output.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        rows = tuple(rows_of(sheet, listings))
        (output / f"{sheet.name}.csv").write_bytes(csv_bytes((sheet.columns, *rows)))
        click.echo(
            f"{output / sheet.name}.csv: {len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
        )
    guide = guide_text(provider, _shared(provider, sources), vocabulary)
    (output / README).write_text(guide, "utf-8-sig", newline="\r\n")
    click.echo(f"{output / README}: what each column means")
    click.echo(f"Read them back with: build.py import csv {output} --provider {provider} --dry-run")


def _shared(provider: str, sources: Sources) -> dict[str, Plain]:
    """The facts of the provider's own file; none where it has no file."""
    own = next((each for each in sources.providers if slug_of_file(each.path) == provider), None)
    document = parse_yaml(own.text, own.path).document if own else None
    return document.value if document and isinstance(document.value, dict) else {}
