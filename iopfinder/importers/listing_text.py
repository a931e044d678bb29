"""A listing's plain value in, its YAML text out: the same value always gives the same text."""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from iopfinder.layout import plain_tree, tree_text
from iopfinder.positioned_yaml import Plain
from iopfinder.program import Program

__all__ = ["digest_of", "is_signed", "listing_text", "signed", "yaml_text"]

_DIGEST_LINE: Final = re.compile(r"^  digest:.*\n", re.MULTILINE)
_NOT_SIGNED: Final = re.compile(r"^  (?:digest|gone):.*\n", re.MULTILINE)


def listing_text(value: Mapping[str, Plain]) -> str:
    """The text of a listing; no section or list of it may be empty."""
    return tree_text(plain_tree(value, Program))


def yaml_text(value: Mapping[str, Plain]) -> str:
    """The text of any mapping; whatever might be read as another type is quoted."""
    return tree_text(plain_tree(value))


def digest_of(text: str) -> str:
    """`blake2s-` and 32 hex digits, of a listing's text without the lines `digest` and `gone`."""
    content = _NOT_SIGNED.sub("", text).encode()
    return f"blake2s-{hashlib.blake2s(content, digest_size=16).hexdigest()}"


def is_signed(text: str) -> bool:
    """Whether a text is as an import wrote it, to the letter."""
    line = _DIGEST_LINE.search(text)
    return line is not None and line[0] == f"  digest: {digest_of(text)}\n"


def signed(text: str) -> str:
    """The text of an imported listing with its own digest in the digest line that it has."""
    return _DIGEST_LINE.sub(f"  digest: {digest_of(text)}\n", text)
