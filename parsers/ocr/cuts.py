"""A page cut along its white bands into pieces that are one column of lines each; knows places only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from parsers.formats.pdf.values import Rect
from parsers.ocr.bitmap import DPI, Bitmap, firm_ink

_SCALE = 2
_POINT = DPI / _SCALE / 72
_DEEPEST = 8
MOST_PIECES = 1000
"""A page of more pieces is no page of text."""

# White bands in points: between lines, between columns of several lines, between parts of one line.
_BETWEEN_LINES, _BETWEEN_COLUMNS, _BETWEEN_WORDS = 2.2, 8.0, 11.0
_TWO_LINES = 26.0
_MARGIN = 1.5

Box = tuple[int, int, int, int]
Span = tuple[int, int]


def pieces_of(page: Bitmap) -> list[Rect]:
    """The areas with ink, in reading order of their cuts; none where they are too many for text."""
    ink = firm_ink(page, _SCALE)
    whole = (0, 0, ink.width, ink.height)
    found = list(islice(_cut(ink, whole, 0, across=True), MOST_PIECES + 1))
    return [_rect(box) for box in found] if len(found) <= MOST_PIECES else []


def _rect(box: Box) -> Rect:
    left, top, right, bottom = (one / _POINT for one in box)
    return Rect(left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)


def _cut(ink: Bitmap, box: Box, depth: int, *, across: bool) -> Iterator[Box]:
    """The pieces of an area: bands first, then their columns, and again until nothing parts them."""
    held = ink.crop(box).getbbox()
    if held is None:
        return
    box = (box[0] + held[0], box[1] + held[1], box[0] + held[2], box[1] + held[3])
    spans = _spans(ink, box, across=across)
    if depth == _DEEPEST or (len(spans) == 1 and depth and not across):
        yield box
        return
    for start, end in spans:
        inner = (box[0], start, box[2], end) if across else (start, box[1], end, box[3])
        yield from _cut(ink, inner, depth + 1, across=not across)


def _spans(ink: Bitmap, box: Box, *, across: bool) -> list[Span]:
    columns, rows = ink.crop(box).getprojection()
    if across:
        return _parted(rows, box[1], _BETWEEN_LINES * _POINT)
    tall = box[3] - box[1] > _TWO_LINES * _POINT
    return _parted(columns, box[0], (_BETWEEN_COLUMNS if tall else _BETWEEN_WORDS) * _POINT)


def _parted(filled: Sequence[int], offset: int, gap: float) -> list[Span]:
    """The stretches that hold ink, where white of at least this width parts them."""
    places = [place for place, one in enumerate(filled) if one]
    breaks = [(one, other) for one, other in pairwise(places) if other - one - 1 >= gap]
    starts = [places[0], *(other for _, other in breaks)]
    ends = [*(one for one, _ in breaks), places[-1]]
    return [(start + offset, end + 1 + offset) for start, end in zip(starts, ends, strict=True)]
