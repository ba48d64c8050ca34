"""Text as bytes and letters: normal forms, folding for comparison, legacy codes; no meaning, no I/O."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which headings, names and words are compared.

    Lower case, without diacritics, đ as d, every run of other signs than letters and digits one space.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    bare = bare.replace("đ", "d")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())
