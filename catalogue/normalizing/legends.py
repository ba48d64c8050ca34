"""Values written as codes that their heading explains ("1: trực tuyến; 2: trực tiếp"); text in, words out."""

from __future__ import annotations

from parsers.legends import LONGEST_CODE, meanings

_LONGEST_HEADING = 500


def spelt_by_legend(text: str, heading: str) -> str:
    """The words that a code stands for by its heading; the text itself where it is none."""
    code = text.strip().casefold()
    if not code or len(code) > LONGEST_CODE:
        return text
    return meanings(heading[:_LONGEST_HEADING]).get(code, text)
