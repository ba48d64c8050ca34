"""What the letters of a PDF say as text: ligatures, signs of symbol fonts, codes without meaning; pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from parsers.formats.symbols import signs

_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\x02": "-",
        "\ufffe": "-",
    }
)
_LONGEST_KEPT = 24
_LOST = "\x00\ufffd"


def symbol_name(name: str) -> str:
    """The name under which the table of signs knows a symbol font, "" for a font of letters."""
    lowered = name.lower().replace("-", " ")
    if lowered.startswith("wingdings"):
        return "wingdings 2" if "2" in lowered else "wingdings"
    return "symbol" if lowered.startswith("symbol") else ""


def is_garbled(text: str) -> bool:
    """Whether letters between others have no code: nobody knows which word stands there."""
    lost = sum(1 for letter in text if letter in _LOST)
    return bool(lost) and len(text) > lost


def told_as(text: str, font: str) -> tuple[str, int]:
    """Text with signs of symbol fonts as anybody writes them, and how many of its letters have no code."""
    # A syllable comes again and again; what is longer is not kept.
    return _syllable(text, font) if len(text) <= _LONGEST_KEPT else _told(text, font)


@lru_cache(maxsize=4096)
def _syllable(text: str, font: str) -> tuple[str, int]:
    return _told(text, font)


def _told(text: str, font: str) -> tuple[str, int]:
    told = unicodedata.normalize("NFC", text).translate(_LIGATURES)
    if font:
        told = "".join(signs(letter, font) if _is_coded(letter) else letter for letter in told)
    else:
        told = signs(told.replace("\uf0b7", "•"), font)
    odd = sum(1 for letter in told if letter < " " or (letter >= "\ue000" and _is_odd(letter)))
    return (told.replace("\x00", "") if odd else told), odd


def _is_coded(letter: str) -> bool:
    """Whether a letter of a symbol font is its code, not yet the sign itself."""
    return letter <= "\xff" or "\ue000" <= letter <= "\uf8ff"


def _is_odd(letter: str) -> bool:
    return letter <= "\uf8ff" or letter in "\ufffd\uffff" or letter >= "\U000f0000"
