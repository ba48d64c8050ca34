"""What a recogniser answers, as words with places on the page; knows neither program nor picture."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

_TAG = re.compile(
    r"<span class='(?P<kind>ocr_(?:line|header|textfloat|caption)|ocrx_word)'"
    r"[^>]*?title=[\"'](?P<title>[^\"']*)[\"'][^>]*>"
    r"(?P<text>[^<]*(?:<(?:strong|em)>[^<]*)*)"
)
_MARKUP = re.compile(r"<[^>]*>")
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size (-?[\d.]+)")
_SURE = re.compile(r"x_wconf (\d+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in dots: its ends, the baseline below its middle, the height of its line.

    ``sure`` goes from 0 to 100, ``last`` marks the end of a line.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    sure: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    left: float
    bottom: float
    slope: float
    offset: float
    size: float


def words_of(answer: str) -> Iterator[Word]:
    """The words of an answer in hOCR, line by line."""
    line = _Line(0, 0, 0, 0, 0)
    before: Word | None = None
    for tag in _TAG.finditer(answer):
        box = _BOX.search(tag["title"])
        if box is None:
            continue
        left, top, right, bottom = (float(one) for one in box.groups())
        word = None
        if tag["kind"] == "ocrx_word":
            word = _word(tag, line, left, right)
            if word is None:
                continue
        else:
            line = _line(tag["title"], left, top, bottom)
        if before is not None:
            yield before if word else replace(before, last=True)
        before = word
    if before is not None:
        yield replace(before, last=True)


def _word(tag: re.Match[str], line: _Line, left: float, right: float) -> Word | None:
    text = unicodedata.normalize("NFC", html.unescape(_MARKUP.sub("", tag["text"])).strip())
    if not text:
        return None
    sure = _SURE.search(tag["title"])
    base = line.bottom + line.offset + line.slope * ((left + right) / 2 - line.left)
    return Word(_lowered(text), left, right, base, line.size, int(sure[1]) if sure else 0)


def _lowered(text: str) -> str:
    """The word with letters as small as those before them: accents make "giờ" look like "giỜ"."""
    letters = [
        after.lower() if before.islower() and after.isupper() and not after.isascii() else after
        for before, after in pairwise(f" {text}")
    ]
    return "".join(letters)


def _line(title: str, left: float, top: float, bottom: float) -> _Line:
    baseline, size = _BASELINE.search(title), _SIZE.search(title)
    slope, offset = (float(baseline[1]), float(baseline[2])) if baseline else (0.0, 0.0)
    return _Line(left, bottom, slope, offset, float(size[1]) if size else bottom - top)
