"""Legends, which say what the codes of a table mean ("TT: trực tiếp; OL: online"); text in, words out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

LONGEST_CODE = 4
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BETWEEN = re.compile(r"[;,|\n]|\.\s")
_INTRODUCED = re.compile(
    r"^\W*(?:quy ước|ký hiệu|kí hiệu|viết tắt|chú giải|chú thích|ghi chú)\s*:?\s*", re.IGNORECASE
)
_CODE_FIRST = re.compile(r"^\s*(?P<code>\d{1,2}|[^\W\d_]{1,4})\s*[:=–.-]\s*(?P<words>[^\W\d].*)$")
_WORDS_FIRST = re.compile(r"^\s*(?P<words>[^\W\d].*?)\s*[:=]\s*(?P<code>\d{1,2}|[^\W\d_]{1,4})\s*$")


@lru_cache(maxsize=512)
def meanings(heading: str) -> Mapping[str, str]:
    """What each code of a heading or a legend means; two at least, so that a lone hint is no legend."""
    legend: dict[str, str] = {}
    for part in _BRACKETS.findall(heading) or [heading]:
        for piece in _BETWEEN.split(part):
            piece = _INTRODUCED.sub("", piece)  # noqa: PLW2901 - the same one
            found = _CODE_FIRST.match(piece) or _WORDS_FIRST.match(piece)
            if found:
                legend[found["code"].casefold()] = found["words"].strip()
    return legend if len(legend) > 1 else {}
