"""The records of a binary workbook's parts ([MS-XLSB] 2.1.4) and the values inside them; knows no sheet."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_MORE, _SEVEN = 0x80, 0x7F
_SIZE_BYTES = 4
_NO_TEXT = 0xFFFFFFFF
_HUNDREDTH, _WHOLE = 1, 2


def records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of the body of every record, the last whole one included."""
    place, length = 0, len(part)
    while place < length:
        kind = part[place]
        place += 1
        if kind & _MORE and place < length:
            kind = kind & _SEVEN | (part[place] & _SEVEN) << 7
            place += 1
        size = 0
        for step in range(_SIZE_BYTES):
            if place >= length:
                return
            byte = part[place]
            place += 1
            size |= (byte & _SEVEN) << 7 * step
            if not byte & _MORE:
                break
        if place + size > length:
            return
        yield kind, place, place + size
        place += size


def wide_text(part: bytes, place: int) -> tuple[str, int]:
    """A text after the number of its letters, and where it ends; one that is not there is ""."""
    (count,) = struct.unpack_from("<I", part, place)
    place += 4
    if count == _NO_TEXT:
        return "", place
    end = place + 2 * count
    if end > len(part):
        raise struct.error("a text longer than its part")
    return part[place:end].decode("utf-16-le", "replace"), end


def packed_number(packed: int) -> float:
    """The number of four bytes: a whole one or the upper half of a double, perhaps in hundredths."""
    if packed & _WHOLE:
        whole = packed >> 2
        number = float(whole - (1 << 30) if whole >> 29 else whole)
    else:
        (number,) = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))
    return number / 100 if packed & _HUNDREDTH else number
