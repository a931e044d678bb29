"""What an import writes of a listing, packed into one line of it; and that line read back.

The next import compares three texts: what the last one wrote, what stands, what the new edition
says. Only so can it tell which facts a person changed. The line takes about 220 characters.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["packed", "unpacked"]

FORM: Final = "1-"
"""How a line begins that this dictionary has packed; another dictionary takes another number."""

DICTIONARY: Final = Path(__file__).with_name("wrote-1.dict")
"""Lines that many imports share. Never changed: what it packed could not be read again."""


@cache
def _dictionary() -> bytes:
    return DICTIONARY.read_bytes()


def packed(text: str) -> str:
    """The text as one word of letters, digits, - and _."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_DEFAULT_STRATEGY, _dictionary())
    content = packer.compress(text.encode()) + packer.flush()
    return FORM + urlsafe_b64encode(content).decode().rstrip("=")


def unpacked(word: str) -> str | None:
    """The text of a word, or None for one that was damaged."""
    if not word.startswith(FORM):
        return None
    letters = word.removeprefix(FORM)
    try:
        content = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        reader = zlib.decompressobj(15, _dictionary())
        text = reader.decompress(content)
    except (ValueError, zlib.error):
        return None
    return text.decode("utf-8", "replace") if reader.eof else None
