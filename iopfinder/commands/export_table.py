"""`build.py export table`: all listings in, one CSV file out."""

from iopfinder.commands.exporting import export_command

__all__ = ["command"]

command = export_command(
    "table",
    "csv",
    "All programs as a table, whole in one CSV file, safe to open in a spreadsheet.",
)
