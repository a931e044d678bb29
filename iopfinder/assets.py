"""The folder of assets in, the files that browsers load out: as they are, scripts made small.

A script loses its comments and needless blanks, which are half of it; its names and addresses
stay. Libraries in vendor/ are treated alike: the whole file, its license and its sum stand in the
repository, and the license beside it on the site.
"""

from collections.abc import Iterator
from pathlib import Path

from rjsmin import jsmin

from iopfinder.publish import Output

__all__ = ["copied_assets"]


def copied_assets(assets: Path) -> Iterator[Output]:
    """Style, scripts and icons below /assets/; files of assets/root/ at the site's own root."""
    for path in sorted(assets.rglob("*")):
        name = path.relative_to(assets)
        if not path.is_file() or any(part.startswith(".") for part in name.parts):
            continue
        target = Path(*name.parts[1:]) if name.parts[0] == "root" else Path("assets", name)
        yield Output(target.as_posix(), _served(path))


def _served(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix != ".js":
        return content
    script: str = jsmin(content.decode("utf-8"), keep_bang_comments=True)
    return f"{script}\n".encode()
