"""Property changes (sprms) of old Word files one by one, those of Word 6 by later codes; no effect."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.formats.doc.binary import byte, short

FORM_STYLE, IN_TABLE, ROW_END, DEPTH = 0x4600, 0x2416, 0x2417, 0x6649
INNER_CELL, INNER_ROW = 0x244B, 0x244C
LIST_DEPTH, LIST_USE, OUTLINE = 0x260A, 0x460B, 0x2640
ELSEWHERE = (0x6645, 0x6646, 0x646B)
ROW_SHAPE, MERGE_CELLS, MERGE_DOWN = 0xD608, 0x5624, 0xD62B
BORDERS_80, BORDERS = 0xD605, 0xD613
BOLD, STRUCK, STRUCK_TWICE, HIDDEN = 0x0835, 0x0837, 0x2A53, 0x083C
DELETED, FORM_DATA, PICTURE_AT, SYMBOL = 0x0800, 0x0806, 0x6A03, 0x6A09
FONT, FONT_OTHER, LOOK_STYLE = 0x4A4F, 0x4A51, 0x4A30

_TAB_CHANGES, _OLD_SHAPE = 0xC615, 0xD606
_MANY = 255
_VARIABLE = -1
_SIZES = (1, 1, 2, 4, 2, 2, _VARIABLE, 3)

_LATER = {
    2: FORM_STYLE, 24: IN_TABLE, 25: ROW_END, 65: DELETED, 68: PICTURE_AT, 71: FORM_DATA, 74: SYMBOL,
    80: LOOK_STYLE, 85: BOLD, 87: STRUCK, 92: HIDDEN, 93: FONT,
    190: ROW_SHAPE, 197: MERGE_CELLS,
}  # fmt: skip
_LONG_95 = (188, 190)
_VARIABLE_95 = (3, 12, 15, 23, 52, 68, 74, 81, 82, 103, 105, 106, 108, 120, 191)
_SIZES_95 = {
    0: (0, 83),
    1: (*range(4, 12), 13, 14, 24, 25, 29, 37, 44, 50, 51, 65, 66, 67, 71, 75, *range(85, 93), 94, 98,
        100, 102, 104, 117, 118, 119, 185, 186),
    2: (2, 16, 17, 18, 19, 21, 22, 26, 27, 28, *range(30, 37), *range(38, 44), *range(45, 50), 69, 72, 80,
        93, 96, 97, 99, 101, 107, 109, 110, 182, 183, 184, 189, 195, 197, 198),
    3: (73, 95),
    4: (20, 70, 192, 194, 196, 200),
    5: (193, 199),
    12: (187,),
}  # fmt: skip
_SIZE_95 = {code: size for size, codes in _SIZES_95.items() for code in codes}


def changes(prls: bytes, *, old: bool) -> Iterator[tuple[int, bytes]]:
    """The code and operand of each change; it ends where the bytes make no sense any more."""
    return _changes_95(prls) if old else _changes_97(prls)


def short_change(prm: int, *, old: bool) -> bytes:
    """A change that a piece holds in itself: a code of one byte, as in Word 6, and its operand."""
    code = prm >> 1 & 0x7F
    if old:
        return bytes([code, prm >> 8])
    later = _LATER.get(code)
    return later.to_bytes(2, "little") + bytes([prm >> 8]) if later is not None else b""


def _changes_97(prls: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(prls)
    while at + 2 < end:
        code = prls[at] | prls[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if size == _VARIABLE:
            at, size = _variable(prls, at, code)
        yield code, prls[at : at + size]
        at += size


def _variable(prls: bytes, at: int, code: int) -> tuple[int, int]:
    """Where the operand begins and how long it is."""
    if code in (ROW_SHAPE, _OLD_SHAPE):
        return at + 2, max(0, short(prls, at) - 1)
    size = prls[at]
    if code == _TAB_CHANGES and size == _MANY:
        removed = byte(prls, at + 1)
        size = 2 + 4 * removed + 3 * byte(prls, at + 2 + 4 * removed)
    return at + 1, size


def _changes_95(prls: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(prls)
    while at < end:
        code = prls[at]
        at += 1
        if code in _LONG_95:
            at, size = at + 2, max(0, short(prls, at) - 1)
        elif code in _VARIABLE_95:
            at, size = at + 1, byte(prls, at)
        else:
            size = _SIZE_95.get(code, end)
        later = _LATER.get(code)
        if later is not None and at + size <= end:
            yield later, prls[at : at + size]
        at += size
