"""The command line: arguments in, calls of the flow, text and an exit code out.

Exit 0: fine. 1: problems in the content. 2: wrong usage, or the system refuses to read or write.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from iopfinder import __version__
from iopfinder.build import Built, Folders, build, cores, read_site
from iopfinder.directory import read_vocabulary
from iopfinder.forms import FormError, link
from iopfinder.places import STATES, read_places
from iopfinder.problems import Problem, Severity
from iopfinder.publish import NotOurs
from iopfinder.reports import FORMATS, counted
from iopfinder.schema import schema_text
from iopfinder.sources import read_sources
from iopfinder.vocabulary import NO_WORDS, Vocabulary

__all__ = ["main"]

F = TypeVar("F", bound=Callable[..., object])

SHOWN: Final = 200
"""Problems that a build prints before it only counts the rest; every error is shown."""


class Day(click.ParamType[date]):
    """A day of the calendar, as 2026-11-22."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a day; write it as 2026-11-22", param, ctx)


def _today() -> date:
    """The day of the build: SOURCE_DATE_EPOCH when it is set, else today in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError) as error:
        message = f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds"
        raise click.UsageError(message) from error


def _folder(name: str, default: str, help_: str) -> Callable[[F], F]:
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(default),
        show_default=True,
        help=help_,
    )


_programs = _folder("programs", "programs", "The folder of listings.")
_content = _folder("content", "content", "The folder of settings, vocabulary and guides.")
_templates = _folder("templates", "templates", "The folder of page templates.")
_translations = _folder("translations", "translations", "The folder of translated texts.")
_assets = _folder("assets", "assets", "The folder of styles, scripts and icons.")
_output = _folder("output", "site", "Where the site goes; what the build made before is replaced.")
_today_option = click.option(
    "--today",
    type=Day(),
    default=None,
    help="The day to build for. Default: SOURCE_DATE_EPOCH, else today in UTC.",
)
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    help="Processes to share the work among. Default: one for each processor.",
)


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="iopfinder")
@click.pass_context
def cli(context: click.Context) -> None:
    """Makes a site to compare intensive outpatient programs, from YAML listings and guides.

    Without a command it builds the site. Exit code 0: fine; 1: problems in the content; 2: wrong
    usage.
    """
    if context.invoked_subcommand is None:
        context.invoke(build_command)


@cli.command("build")
@_programs
@_content
@_templates
@_assets
@_translations
@_output
@click.option("--base-url", default="", help="Where the site will stand; default: site.yaml's.")
@_today_option
@_jobs
@click.option("--drafts", is_flag=True, help="Show drafts and guides with a date to come.")
def build_command(
    programs: Path,
    content: Path,
    templates: Path,
    assets: Path,
    translations: Path,
    output: Path,
    base_url: str,
    today: date | None,
    jobs: int | None,
    *,
    drafts: bool,
) -> None:
    """Build the whole site.

    Nothing in the output folder changes unless every page could be made.
    """
    _check_base_url(base_url)
    folders = Folders(programs, content, templates, assets, translations, output)
    start = time.monotonic()
    try:
        built = build(
            folders,
            today or _today(),
            base_url=base_url,
            drafts=drafts,
            jobs=jobs or cores(),
            tell=_tell,
        )
    except NotOurs as error:
        raise click.UsageError(str(error)) from error
    _print_problems(built.problems)
    if built.publication is None:
        click.echo(f"{counted(built.problems)}. {output}/ is as it was.", err=True)
        sys.exit(1)
    _print_built(built, output, time.monotonic() - start)


LONG: Final = 1000
"""Things that take long enough for a step to be announced."""

_STEPS: Final = {"Reading": "listings", "Making": "pages", "Publishing": "files"}


def _tell(step: str, count: int) -> None:
    """Says what a long build is at."""
    if count >= LONG:
        click.echo(f"{step} {count:,} {_STEPS[step]} ...", err=True)


def _check_base_url(base_url: str) -> None:
    if not base_url:
        return
    try:
        link("https", "http").parse(base_url, NO_WORDS)
    except FormError as error:
        message = f"--base-url is '{base_url}'; write a whole address, as https://x.org/iop/"
        raise click.UsageError(message) from error


def _print_problems(problems: Sequence[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    others = [problem for problem in problems if problem.severity is not Severity.ERROR]
    shown = [*errors, *others[: max(0, SHOWN - len(errors))]]
    click.echo(
        FORMATS["text"](sorted(shown, key=lambda problem: problem.order)), nl=False, err=True
    )
    left = len(problems) - len(shown)
    if left:
        click.echo(f"... and {left:,} more: see them all with build.py check", err=True)


def _print_built(built: Built, output: Path, seconds: float) -> None:
    directory, publication = built.reading.directory, built.publication
    assert directory is not None and publication is not None  # noqa: S101, PT018 - it was built
    click.echo(
        f"Built {built.pages:,} pages from {len(directory.listings):,} listings and "
        f"{len(directory.articles):,} articles in {seconds:.1f} s; {counted(built.problems)}."
    )
    click.echo(
        f"{output}/: {publication.written:,} files written, {publication.unchanged:,} as they "
        f"were, {publication.removed:,} removed."
    )
    click.echo("Look at it: make serve, then open the address it prints.")


@cli.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_programs
@_content
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@_today_option
@_jobs
def check_command(
    paths: tuple[Path, ...],
    programs: Path,
    content: Path,
    format_: str,
    today: date | None,
    jobs: int | None,
) -> None:
    """Say what is wrong in listings and guides; nothing is written.

    PATH: files or folders to speak of; without one, all of them.
    """
    missing = [path for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise click.UsageError(f"there is no {missing[0]}")
    own = (Path(name) for name in ("templates", "assets", "translations", "site"))
    folders = Folders(programs, content, *own)
    reading = read_site(folders, today or _today(), jobs=jobs or cores())
    problems = [problem for problem in reading.problems if _is_asked(problem.path, paths)]
    click.echo(FORMATS[format_](problems), nl=False)
    if format_ == "text":
        click.echo(f"{counted(problems)}.", err=True)
    sys.exit(any(problem.severity is Severity.ERROR for problem in problems))


def _is_asked(path: str, asked: tuple[Path, ...]) -> bool:
    whole = Path(path).absolute()
    return not asked or any(whole.is_relative_to(each.absolute()) for each in asked)


@cli.command("messages")
@_templates
@_assets
@_translations
def messages_command(templates: Path, assets: Path, translations: Path) -> None:
    """Bring the translations up to what the pages say: new texts in, texts of no page out."""
    from iopfinder.language import TRANSLATED
    from iopfinder.messages import messages, untranslated, updated_catalog
    from iopfinder.translations import read_catalog

    said = messages(templates, assets)
    for code in TRANSLATED:
        path = translations / f"{code}.po"
        catalog, problems = read_catalog(code, path)
        if catalog is None:
            _print_problems(problems)
            sys.exit(1)
        path.write_text(updated_catalog(catalog, said, code), "utf-8", newline="\n")
        click.echo(f"{path}: {len(said):,} texts.")
        for text in untranslated(catalog, said):
            click.echo(f"to translate: {text}")


@cli.command("serve")
@_programs
@_content
@_templates
@_assets
@_translations
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@_today_option
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Show drafts too.")
def serve_command(
    programs: Path,
    content: Path,
    templates: Path,
    assets: Path,
    translations: Path,
    port: int,
    today: date | None,
    *,
    drafts: bool,
) -> None:
    """Show the site on this machine; open pages follow each save. Nothing is written.

    When a save holds a mistake it is told here and in the page, and the last good pages stay.
    """
    from iopfinder.preview import Screen, serve

    folders = Folders(programs, content, templates, assets, translations, Path("site"))
    _today()  # a wrong SOURCE_DATE_EPOCH is told before anything is read
    try:
        serve(
            folders,
            lambda: today or _today(),
            Screen(click.echo, _print_problems),
            port=port,
            drafts=drafts,
            jobs=cores(),
        )
    except KeyboardInterrupt:
        click.echo("Preview ended.")


@cli.command("schema")
@_content
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; without it the schema is printed.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when --output is out of date.")
def schema_command(content: Path, output: Path | None, *, check: bool) -> None:
    """Print or write the JSON Schema of a listing, for editors that know YAML."""
    text = schema_text(_vocabulary(content))
    if output is None:
        click.echo(text, nl=False)
    elif check:
        current = output.read_bytes() if output.is_file() else b""
        if current != text.encode():
            click.echo(f"{output} is out of date: run build.py schema --output {output}", err=True)
            sys.exit(1)
    else:
        output.write_text(text, "utf-8")
        click.echo(f"{output} is written.")


def _vocabulary(content: Path) -> Vocabulary:
    """The vocabulary, or exit 1 when a file of it is broken."""
    problems: list[Problem] = []
    sources = read_sources(content, content / "providers")
    vocabulary = read_vocabulary(sources, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        _print_problems(problems)
        sys.exit(1)
    return vocabulary


@cli.group("import")
def import_group() -> None:
    """Make listings out of a directory of facilities."""


@import_group.command("samhsa")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for the listings.",
)
@click.option("--state", default="", help="Only this state: two letters, as OR.")
@click.option("--all-levels", is_flag=True, help="Facilities without an IOP too.")
@click.option("--edition", default="", help="Year of the directory; default: from the file's name.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file for the whole account; the screen shows its beginning.",
)
@_content
def import_samhsa_command(
    file: Path,
    output: Path,
    state: str,
    edition: str,
    report: Path | None,
    content: Path,
    *,
    all_levels: bool,
) -> None:
    """Import FILE, an edition of SAMHSA's National Directory: .xlsx, .csv or the finder's .json.

    Each row is accounted for: written, merged with which, refused and why. Listings that somebody
    edited by hand are left alone. Imported facts are about the whole facility.
    """
    from iopfinder.importers.facilities import FacilitiesError, parse_code_book, read_facilities
    from iopfinder.importers.import_report import report_lines
    from iopfinder.importers.samhsa import Choice, Reference, edition_of, import_facilities

    edition = edition or edition_of(file)
    if not edition:
        raise click.UsageError(f"the name {file.name} has no year: add --edition 2022")
    if state and state.upper() not in STATES:
        raise click.UsageError(f"'{state}' is not the two letters of a state")
    book_path = content / "federal-codes.yaml"
    vocabulary = _vocabulary(content)
    try:
        book = parse_code_book(book_path.read_text("utf-8"), book_path.as_posix())
        facilities = read_facilities(file, book)
    except (FacilitiesError, FileNotFoundError) as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    choice = Choice(edition, state.upper(), all_levels)
    reference = Reference(vocabulary, book, read_places())
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Importing", total=None)
        account = import_facilities(
            facilities,
            output,
            choice,
            reference,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    if report is not None:
        report.write_text("\n".join(report_lines(account, None)) + "\n", "utf-8")
    for line in report_lines(account):
        click.echo(line)
    if report is not None:
        click.echo(f"The whole account stands in {report}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns its exit code."""
    try:
        code = cli.main(args=arguments, prog_name="build.py", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except OSError as error:
        if error.errno is None:  # no refusal of the system: our own bug
            raise
        click.echo(f"error: {_refusal(error)}", err=True)
        return 2
    return int(code or 0)


def _refusal(error: OSError) -> str:
    """What the system would not do, and where."""
    return f"{error.filename}: {error.strerror}" if error.filename else f"{error.strerror}"
