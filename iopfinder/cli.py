"""The command line: arguments in, calls of the flow, text and an exit code out.

Exit 0: fine. 1: problems in the content, or builds that differ. 2: wrong usage, or the system
refuses to read or write.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

import click

from iopfinder import __version__
from iopfinder.account import account_lines, account_of, plain_account
from iopfinder.build import Built, Folders, build, cores, read_site
from iopfinder.differences import Difference, as_json, as_text, differences
from iopfinder.directory import read_checklist, read_vocabulary
from iopfinder.explanation import NoField, explanation, field_named
from iopfinder.forms import FormError, link
from iopfinder.guide import MOMENTS, Guide, parse_guide
from iopfinder.inspection import inspect, inspection_lines, stands_alone
from iopfinder.memory import earlier, remembering
from iopfinder.places import STATES, read_places
from iopfinder.problems import Problem, Severity
from iopfinder.publish import NotOurs
from iopfinder.recollection import recollected
from iopfinder.reports import FORMATS, as_json_beside, counted
from iopfinder.scaffold import FIRST_MOMENT, NewGuide, guide_file, next_order, twin
from iopfinder.schema import schema_text
from iopfinder.snapshot import NoBuild, Snapshot, read_snapshot
from iopfinder.sources import ARTICLE_FOLDERS, read_content, read_sources
from iopfinder.visible import changed_lines, visible_lines
from iopfinder.vocabulary import NO_WORDS, Vocabulary

if TYPE_CHECKING:
    from iopfinder.layout_files import Canonical

__all__ = ["main"]

F = TypeVar("F", bound=Callable[..., object])

SHOWN: Final = 200
"""Problems or pages that are printed before the rest is only counted; every error is shown."""


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


_no_cache = click.option("--no-cache", is_flag=True, help="Read and make everything anew.")


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
@_no_cache
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
    no_cache: bool,
) -> None:
    """Build the whole site.

    Nothing in the output folder changes unless every page could be made. What has not changed since
    the last build is not made again; the folder .cache/ knows, and may be deleted at any time.
    """
    _check_base_url(base_url)
    folders = Folders(programs, content, templates, assets, translations, output)
    start = time.monotonic()
    try:
        with remembering(CACHE, use=not no_cache, tell=_tell_cache) as memory:
            built = build(
                folders,
                today or _today(),
                base_url=base_url,
                drafts=drafts,
                jobs=jobs or cores(),
                memory=memory,
                tell=_tell,
            )
    except NotOurs as error:
        raise click.UsageError(str(error)) from error
    _print_problems(built.problems)
    if built.publication is None:
        click.echo(f"{counted(built.problems)}. {output}/ is as it was.", err=True)
        sys.exit(1)
    _print_built(built, output, time.monotonic() - start)


CACHE: Final = Path(".cache")


def _tell_cache(words: str) -> None:
    click.echo(words, err=True)


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
    publication = built.publication
    assert publication is not None  # noqa: S101 - it was built
    click.echo(
        f"Built {built.pages:,} pages from {built.listings:,} listings and "
        f"{built.articles:,} articles in {seconds:.1f} s; {counted(built.problems)}."
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
@click.option("--explain", metavar="FIELD", default="", help="Explain a field and its terms.")
@_today_option
@_jobs
@_no_cache
def check_command(
    paths: tuple[Path, ...],
    programs: Path,
    content: Path,
    format_: str,
    explain: str,
    today: date | None,
    jobs: int | None,
    *,
    no_cache: bool,
) -> None:
    """Say what is wrong in listings and guides; nothing is changed.

    PATH: files or folders to speak of; without one, all of them. Of a listing's file it says too
    how many facts it gives and what would help families most. The file may stand anywhere.
    """
    if explain:
        _explain(explain, paths, content)
        return
    missing = [path for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise click.UsageError(f"there is no {missing[0]}")
    folders = _read_folders(programs, content)
    others = (folders.templates, folders.assets, folders.translations)
    if paths and all(stands_alone(path, (programs, content), others) for path in paths):
        _check_alone(paths, folders, format_, today or _today(), use_cache=not no_cache)
    with remembering(CACHE, use=not no_cache, tell=_tell_cache, waits=False) as memory:
        reading = read_site(folders, today or _today(), jobs=jobs or cores(), memory=memory)
    problems = [problem for problem in reading.problems if _is_asked(problem.path, paths)]
    click.echo(FORMATS[format_](problems), nl=False)
    if format_ == "text":
        click.echo(f"{counted(problems)}.", err=True)
    sys.exit(any(problem.severity is Severity.ERROR for problem in problems))


def _read_folders(programs: Path, content: Path) -> Folders:
    """For commands that read the content and write no site."""
    own = (Path(name) for name in ("templates", "assets", "translations", "site"))
    return Folders(programs, content, *own)


def _check_alone(
    paths: Sequence[Path], folders: Folders, format_: str, today: date, *, use_cache: bool
) -> NoReturn:
    """Speaks of these files alone, and ends."""
    memory = partial(recollected, CACHE, ["shared", "places"]) if use_cache else lambda: None
    found = inspect(paths, folders.programs, folders.content, today, memory)
    read = found.alone
    accounts = [
        account_of(listing, read.checklist, read.questions, read.vocabulary)
        for listing in read.listings
        if read.vocabulary is not None
    ]
    if format_ == "json":
        compared = asdict(found.neighbors) if found.neighbors else None
        plain = [plain_account(account) for account in accounts]
        click.echo(as_json_beside(found.problems, listings=plain, neighbors=compared), nl=False)
    else:
        click.echo(FORMATS[format_](found.problems), nl=False)
    if format_ == "text":
        for account in accounts:
            click.echo("\n".join(account_lines(account)))
        click.echo(f"{counted(found.problems)}.", err=True)
        for line in inspection_lines(found):
            click.echo(line, err=True)
    sys.exit(any(problem.severity is Severity.ERROR for problem in found.problems))


def _explain(name: str, paths: Sequence[Path], content: Path) -> None:
    if paths:
        raise click.UsageError("name files or --explain, not both")
    problems: list[Problem] = []
    sources = read_content(content)
    vocabulary, checklist = _vocabulary(content), read_checklist(sources, problems)
    try:
        spec = field_named(name, vocabulary)
    except NoField as error:
        raise click.UsageError(str(error)) from error
    for line in explanation(spec, vocabulary, checklist):
        click.echo(line)


def _is_asked(path: str, asked: tuple[Path, ...]) -> bool:
    whole = Path(path).absolute()
    return not asked or any(whole.is_relative_to(each.absolute()) for each in asked)


@cli.command("stale")
@_programs
@_content
@click.option(
    "--within",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    help="Days to look ahead; 0 for what is due by today.",
)
@click.option("--state", default="", help="Only programs with an address in this state: OR.")
@click.option("--format", "format_", type=click.Choice(["text", "csv", "ical"]), default="text")
@click.option(
    "--letters",
    type=click.Path(path_type=Path, file_okay=False),
    help="A new folder: a letter for each who is asked goes there, with its facts.",
)
@click.option(
    "--contacts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Who is written to, by id of provider or slug of program; kept outside of the project.",
)
@_today_option
@_jobs
@_no_cache
def stale_command(
    programs: Path,
    content: Path,
    within: int,
    state: str,
    format_: str,
    letters: Path | None,
    contacts: Path | None,
    today: date | None,
    jobs: int | None,
    *,
    no_cache: bool,
) -> None:
    """List who has to confirm what again, and by when; nothing is changed.

    Openings hold for 30 days, prices and a whole listing for 180. As ical it is a calendar, with
    each thing to ask on its day.
    """
    from iopfinder.freshness import FORMATS as OF_DUES
    from iopfinder.freshness import due_by
    from iopfinder.letters import letters as written
    from iopfinder.letters import read_contacts

    if state and state.upper() not in STATES:
        raise click.UsageError(f"'{state}' is not the two letters of a state")
    if contacts and contacts.resolve().is_relative_to(Path.cwd()):
        raise click.UsageError(
            f"{contacts} lies in the project; keep it where it is never published"
        )
    if letters and letters.exists() and any(letters.iterdir()):
        raise click.UsageError(f"{letters} is not empty; name a new folder")
    known, wrong = read_contacts(contacts) if contacts else ({}, ())
    day = today or _today()
    folders = _read_folders(programs, content)
    with remembering(CACHE, use=not no_cache, tell=_tell_cache, waits=False) as memory:
        reading = read_site(folders, day, jobs=jobs or cores(), memory=memory)
        directory = reading.directory
        if directory is None or wrong:
            _print_problems((*wrong, *reading.problems))
            sys.exit(1)
        may_be_made_up = directory.settings.demonstration
        asked = (each for each in directory.listings if may_be_made_up or not each.program.example)
        found = due_by(asked, day, day + timedelta(within))
        dues = [due for due in found if state.upper() in ("", due.state)]
        if letters:
            letters.mkdir(parents=True, exist_ok=True)
            for letter in written(dues, directory, known, day):
                (letters / letter.file).write_text(letter.text, "utf-8")
                to = f" to {letter.contact.email}" if letter.contact else ", to nobody known"
                click.echo(f"{letters / letter.file}{to}")
    if not letters:
        click.echo(OF_DUES[format_](dues, day), nl=False)
    late, people = sum(due.day < day for due in dues), len({due.asked for due in dues})
    until = day + timedelta(within)
    click.echo(f"{len(dues):,} to ask of {people:,} until {until}; {late:,} late.", err=True)


STDIN: Final = Path("-")


@cli.command("format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_programs
@_content
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is not in order.")
@click.option("--quiet", is_flag=True, help="With --check, show no differences.")
@click.option(
    "--stdin-name",
    type=click.Path(path_type=Path),
    default=Path("<stdin>"),
    help="With -, the file whose text standard input holds.",
)
def format_command(
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
    from iopfinder.layout_files import Canonical, NotAListing, canonical_file, chosen, write

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
                write(path, outcome.after)
            _print_order(outcome, check=check, quiet=quiet)
    _print_problems(problems)
    refused = len(files) - changed - in_order
    done = "would change" if check else "written"
    left = f", {refused:,} left as {'it is' if refused == 1 else 'they are'}" if refused else ""
    files_done = f"{changed:,} {'file' if changed == 1 else 'files'} {done}"
    click.echo(f"{files_done}, {in_order:,} already in order{left}.")
    sys.exit(bool(problems) or (check and changed > 0))


def _print_order(file: "Canonical", *, check: bool, quiet: bool) -> None:
    click.echo(f"{file.path}: {'would change' if check else 'written'}.")
    if check and not quiet:
        click.echo("\n".join(file.difference()))


def _format_stdin(name: Path, content: Path, *, check: bool, quiet: bool) -> int:
    """Writes the text in order to standard output, or nothing when it cannot be read."""
    from iopfinder.layout_files import Canonical, canonical_bytes

    written = sys.stdin.buffer.read()
    outcome = canonical_bytes(written, name, content)
    if not isinstance(outcome, Canonical):
        _print_problems(outcome)
        return 1
    if not check:
        sys.stdout.buffer.write(outcome.after.encode())
        return 0
    if not outcome.is_in_order:
        _print_order(outcome, check=True, quiet=quiet)
    return int(not outcome.is_in_order)


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
            memory=earlier(CACHE, _tell_cache),
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


@cli.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--text", is_flag=True, help="Show what changed in the text of pages.")
@click.option("--all", "all_", is_flag=True, help="Name every page and file, and show all texts.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def diff_command(old: Path, new: Path, format_: str, *, text: bool, all_: bool) -> None:
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


@cli.group("new")
def new_group() -> None:
    """Begin a file that an editor fills in."""


@new_group.command("guide")
@click.argument("title", nargs=-1)
@click.option(
    "--folder",
    type=click.Choice(ARTICLE_FOLDERS),
    default=ARTICLE_FOLDERS[0],
    show_default=True,
    help="Which list of articles it belongs to.",
)
@click.option(
    "--moment", type=click.Choice(list(MOMENTS)), default=None, help="When families read it."
)
@_content
@_today_option
def new_guide_command(
    title: tuple[str, ...], folder: str, moment: str | None, content: Path, today: date | None
) -> None:
    """Write the file of a new guide named TITLE, as a draft.

    Without TITLE it asks. A file that is there is never written over.
    """
    if moment and folder != "guides":
        raise click.UsageError(
            f"only guides have a moment: leave out --moment, or --folder {folder}"
        )
    if not content.is_dir():
        raise click.UsageError(f"there is no folder {content}")
    name = " ".join(title).strip()
    if not name:
        name, moment = _asked(folder, moment)
    if folder == "guides":
        moment = moment or FIRST_MOMENT
    order = next_order(_guides(content), folder, moment)
    try:
        made = guide_file(NewGuide(name, folder, moment, order, today or _today()))
    except FormError as error:
        raise click.UsageError(f"{error.message}; {error.hint}") from error
    path = content / folder / made.name
    _write_new(path, made.text)
    click.echo(f"{path} is written, as a draft.")
    click.echo(f"1. Run make serve and open {made.url} at the address that it prints.")
    click.echo('2. Fill in what says "Write here:", and name your sources at the top.')
    click.echo("3. Take out the line 'draft: yes': until then only the preview shows the page.")


def _asked(folder: str, moment: str | None) -> tuple[str, str | None]:
    """The title and the moment that somebody at a terminal types."""
    if not sys.stdin.isatty():
        raise click.UsageError('name the guide: build.py new guide "When a loved one says no"')
    title = click.prompt("Title of the guide", type=str)
    if folder == "guides" and moment is None:
        moment = click.prompt("When do families read it?", type=click.Choice(list(MOMENTS)))
    return title, moment


def _guides(content: Path) -> list[Guide]:
    """The guides that can be read; what is wrong in others is for `check` to say."""
    sources = read_sources(content, content / "providers")
    vocabulary = read_vocabulary(sources, [])
    parsed = (parse_guide(each.text, each.path, vocabulary)[0] for each in sources.articles)
    return [guide for guide in parsed if guide is not None]


def _write_new(path: Path, text: str) -> None:
    """Makes a file whole or not at all; one that is there, letter case aside, is wrong usage."""
    path.parent.mkdir(exist_ok=True)
    there = twin(path.name, [each.name for each in path.parent.iterdir()])
    if there:
        raise click.UsageError(
            f"{path.parent / there} is there already: give the guide another title"
        )
    whole = path.with_name(f".{path.name}.tmp")
    whole.write_text(text, "utf-8", newline="\n")
    try:
        path.hardlink_to(whole)  # unlike a rename it never replaces a file
    finally:
        whole.unlink()


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
    from rich.console import Console
    from rich.progress import Progress

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
