"""The command line: arguments in, calls of the flow, text and an exit code out.

Exit 0: fine. 1: problems in the content, or builds that differ. 2: wrong usage, or the system
refuses to read or write.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

import click

from iopfinder import __version__

__all__ = ["main"]

COMMANDS: Final = {
    "build": "build",
    "changes": "changes",
    "check": "check",
    "confirm": "confirm",
    "diff": "diff",
    "format": "format",
    "messages": "messages",
    "receive": "receive",
    "schema": "schema",
    "serve": "serve",
    "stale": "stale",
}
"""Each command and its module below iopfinder.commands."""

NEW: Final = {"guide": "new_guide", "program": "new_program"}

IMPORT: Final = {"csv": "import_csv", "hsds": "import_hsds", "samhsa": "import_samhsa"}

EXPORT: Final = {
    "csv": "export_csv",
    "geojson": "export_geojson",
    "hsds": "export_hsds",
    "json": "export_json",
    "sqlite": "export_sqlite",
}


class Commands(click.Group):
    """A group that reads a command's module when the command is asked for, and no other."""

    def __init__(self, *given: Any, modules: Mapping[str, str], **more: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*given, **more)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.modules, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return super().get_command(ctx, cmd_name)
        found: click.Command = import_module(f"iopfinder.commands.{self.modules[cmd_name]}").command
        return found


@click.group(
    cls=Commands,
    modules=COMMANDS,
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
        build = cli.get_command(context, "build")
        assert build is not None  # noqa: S101 - it stands in the table
        context.invoke(build)


@cli.group("new", cls=Commands, modules=NEW)
def new_group() -> None:
    """Begin a file that an editor fills in."""


@cli.group("import", cls=Commands, modules=IMPORT)
def import_group() -> None:
    """Make listings out of a directory of facilities, or change them by sheets."""


@cli.group("export", cls=Commands, modules=EXPORT)
def export_group() -> None:
    """Write listings in other forms: tables, maps, databases, a provider's sheets."""


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
