"""What the name of a cell's font tells of the code in which its text was typed; judges no document."""

from __future__ import annotations

from functools import lru_cache

from parsers.legacy import Code, margin, read_as

_FONTS = ((".vn", Code.TCVN3), ("vni-", Code.VNI))
_LAST_OF_LATIN = "\u00ff"


def code_of_font(name: str) -> Code | None:
    """The code of .VnTime, VNI-Times and their like, None for every other font."""
    lowered = name.casefold()
    return next((code for start, code in _FONTS if lowered.startswith(start)), None)


@lru_cache(maxsize=8192)
def as_typed(text: str, code: Code) -> str:
    """The text as its font shows it, unless it reads worse so: people paste Unicode into such cells too."""
    if text.isascii() or any(letter > _LAST_OF_LATIN for letter in text):
        return text
    shown = read_as(text, code)
    return shown if margin(shown) >= margin(text) else text
