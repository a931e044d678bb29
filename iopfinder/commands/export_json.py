"""`build.py export json`: all listings in, one file out."""

from iopfinder.commands.exporting import export_command

__all__ = ["command"]

command = export_command(
    "json",
    "json",
    "All programs as JSON, whole in one file: what each one states, and what it does not.",
)
