"""How a host serves the site: the headers of every answer, and the file behind an address."""

from pathlib import Path
from typing import Final

__all__ = ["HEADERS", "file_at", "headers_file"]

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; font-src 'self'; "
    "manifest-src 'self'; frame-ancestors 'none'"
)

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Sent with every answer: nothing is loaded from elsewhere, and no other site learns the page."""


HASHED: Final = (
    "cell",
    "cities",
    "meanings",
    "names",
    "online",
    "rows",
    "terms",
    "words",
    "zips",
)
"""Kinds of files below /data/finder/ whose names hold their own hash."""

CACHING: Final = {
    "/data/finder/manifest.json": "no-cache",
    **{f"/data/finder/{kind}-*": "public, max-age=31536000, immutable" for kind in HASHED},
}
"""What names a hash never changes; what names those files is asked for anew each time."""


def headers_file() -> str:
    """The headers in the `_headers` form that several static hosts read."""
    everywhere = "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())
    kept = "".join(f"{path}\n  Cache-Control: {rule}\n" for path, rule in CACHING.items())
    return f"/*\n{everywhere}{kept}"


def file_at(site: Path, path: str) -> Path | None:
    """The file that a host shows at an address path, or None.

    A folder shows its index.html. Nothing outside `site`, and nothing hidden, is ever shown.
    """
    parts = path.split("/")[1:]
    if any(part in (".", "..") or part.startswith(".") or "\\" in part for part in parts):
        return None
    file = site.joinpath(*(part for part in parts if part))
    if file.is_dir():
        file /= "index.html"
    elif path.endswith("/"):
        return None
    if not file.is_file() or not file.resolve().is_relative_to(site.resolve()):
        return None
    return file
