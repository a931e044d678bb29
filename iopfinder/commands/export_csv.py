"""`build.py export csv`: all listings in, one file out."""

from iopfinder.commands.exporting import export_command

__all__ = ["command"]

command = export_command(
    "csv",
    "All programs as a table, whole in one file, safe to open in a spreadsheet.",
)
