"""`build.py export geojson`: all listings in, one file out."""

from iopfinder.commands.exporting import export_command

__all__ = ["command"]

command = export_command(
    "geojson",
    "geojson",
    "All programs as GeoJSON, whole in one file, for a map.",
)
