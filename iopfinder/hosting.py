"""How a host serves the site: the headers of every answer, and the types of its files."""

from collections.abc import Mapping
from typing import Final

__all__ = ["HEADERS", "headers_file", "media_type"]

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
    "/data/editor/fields-*": "public, max-age=31536000, immutable",
    **{f"/data/finder/{kind}-*": "public, max-age=31536000, immutable" for kind in HASHED},
}
"""What names a hash never changes; what names those files is asked for anew each time."""


OPEN: Final = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}
"""Any site's script may read the exports: they are public, and no cookie tells who asks.

Search engines list the pages of programs, which say what is made up, not files.
"""

OPEN_TO_ALL: Final = ("/data/programs*", "/data/hsds/*", "/schema/*")


def headers_file() -> str:
    """The headers in the `_headers` form that several static hosts read."""
    kept = {path: {"Cache-Control": rule} for path, rule in CACHING.items()}
    rules = {"/*": HEADERS, **kept, **dict.fromkeys(OPEN_TO_ALL, OPEN)}
    return "".join(f"{path}\n{_lines(headers)}" for path, headers in rules.items())


def _lines(headers: Mapping[str, str]) -> str:
    return "".join(f"  {name}: {value}\n" for name, value in headers.items())


MEDIA_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml; charset=utf-8",
    "yaml": "text/plain; charset=utf-8",
}
"""Our own table: the system's differs from machine to machine."""


def media_type(name: str) -> str:
    """The type that a file is sent as; one of another kind is a download."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
