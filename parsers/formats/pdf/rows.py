"""Rows that no line parts, told by the serial numbers in a table's first column; judges no other text."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from parsers.formats.pdf.lattice import Frame, Slot
from parsers.formats.pdf.lines import Line, lines_of
from parsers.formats.pdf.values import Rect

_SERIAL = re.compile(r"(\d{1,3})[.)]?$")
_LEVEL = 1.5


def numbered_rows(frame: Frame) -> Frame:
    """The table, a row with several serial numbers in its first cell parted into as many rows."""
    cuts: list[float] = []
    for slot in frame.slots:
        if slot.left == 0 and slot.top == slot.bottom and len(slot.pieces) > 1:
            cuts.extend(_cuts(slot, [one for one in frame.slots if one.top == slot.top and one is not slot]))
    if not cuts:
        return frame
    ys = sorted([*frame.ys, *cuts])
    slots = [part for slot in frame.slots for part in _parted(slot, ys, cuts)]
    return Frame(frame.xs, ys, slots, frame.closed_top, frame.closed_bottom, frame.ruled)


def _cuts(slot: Slot, others: list[Slot]) -> list[float]:
    """Where new rows begin: above every serial number but the first."""
    lines = lines_of(slot.pieces)
    numbers = [found and int(found.group(1)) for found in (_SERIAL.match(line.text) for line in lines)]
    if len(lines) < 2 or any(b is None or a is None or b != a + 1 for a, b in pairwise(numbers)):  # noqa: PLR2004
        return []
    if any(other.bottom > slot.bottom for other in others):
        return []
    bases = {round(line.base / _LEVEL) for other in others for line in lines_of(other.pieces)}
    level = all({round(line.base / _LEVEL) + step for step in (-1, 0, 1)} & bases for line in lines)
    return [_cut(before, line, level=level) for before, line in pairwise(lines)]


def _cut(before: Line, line: Line, *, level: bool) -> float:
    """Above the line where rows begin with their numbers, half-way where numbers stand in the middle."""
    return line.top - 1 if level else (before.bottom + line.top) / 2


def _parted(slot: Slot, ys: list[float], cuts: list[float]) -> list[Slot]:
    top, bottom = ys.index(slot.rect.top), ys.index(slot.rect.bottom)
    own = [cut for cut in cuts if slot.rect.top < cut < slot.rect.bottom]
    if not own or slot.top != slot.bottom:
        return [Slot(top, slot.left, bottom - 1, slot.right, slot.rect, slot.pieces)]
    parts = [
        Slot(row, slot.left, row, slot.right, Rect(slot.rect.left, ys[row], slot.rect.right, ys[row + 1]))
        for row in range(top, bottom)
    ]
    for piece in slot.pieces:
        parts[min(max(bisect_right(own, piece.middle), 0), len(parts) - 1)].pieces.append(piece)
    return parts
