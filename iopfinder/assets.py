"""Assets and pictures in, the files that browsers load out: as they are, scripts made small.

A script loses its comments and needless blanks, which are half of it; its names and addresses
stay. Libraries in vendor/ are treated alike: the whole file, its license and its sum stand in the
repository, and the license beside it on the site.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rjsmin import jsmin

from iopfinder.publish import Output
from iopfinder.sources import PICTURES, pictures_in

__all__ = ["Asset", "assets_of", "copied_assets"]


class Asset(NamedTuple):
    """A file of the folder, and its path in the site."""

    path: Path
    target: str

    def output(self) -> Output:
        """The file as browsers load it."""
        content = self.path.read_bytes()
        if self.path.suffix != ".js":
            return Output(self.target, content)
        script: bytes = jsmin(content, keep_bang_comments=True)
        return Output(self.target, script + b"\n")


def assets_of(folder: Path, content: Path) -> Iterator[Asset]:
    """Style, scripts and icons below /assets/; files of assets/root/ at the site's own root.

    Pictures of articles, from the content, below /pictures/.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            target = Path(*name.parts[1:]) if name.parts[0] == "root" else Path("assets", name)
            yield Asset(path, target.as_posix())
    for path in pictures_in(content):
        yield Asset(path, f"{PICTURES}/{path.name}")


def copied_assets(assets: Path, content: Path) -> Iterator[Output]:
    """Every asset as browsers load it."""
    return (asset.output() for asset in assets_of(assets, content))
