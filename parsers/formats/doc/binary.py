"""Little-endian numbers of old Word files, zero where the bytes end; knows no structure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise


def byte(data: bytes, at: int) -> int:
    """The unsigned byte at a place."""
    return data[at] if 0 <= at < len(data) else 0


def short(data: bytes, at: int) -> int:
    """The unsigned 16-bit number at a place."""
    return int.from_bytes(data[at : at + 2], "little") if at >= 0 else 0


def long(data: bytes, at: int) -> int:
    """The unsigned 32-bit number at a place."""
    return int.from_bytes(data[at : at + 4], "little") if at >= 0 else 0


def signed(data: bytes, at: int) -> int:
    """The signed 32-bit number at a place."""
    number = long(data, at)
    return number - (1 << 32) if number >> 31 else number


def longs(data: bytes, count: int) -> tuple[int, ...]:
    """The first unsigned 32-bit numbers, as many as there are."""
    return struct.unpack_from(f"<{max(0, min(count, len(data) // 4))}I", data)


def signed_shorts(data: bytes, at: int, count: int) -> tuple[int, ...]:
    """Signed 16-bit numbers in a row, as many as there are."""
    room = max(0, len(data) - at) // 2
    return struct.unpack_from(f"<{min(count, room)}h", data, at) if room else ()


def rows(plc: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """A PLC: n+1 positions and n records of one size."""
    count = max(0, (len(plc) - 4) // (4 + size))
    first = 4 * (count + 1)
    records = [plc[first + size * index : first + size * (index + 1)] for index in range(count)]
    return longs(plc, count + 1), records


def apart(places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Stretches from one position to the next; none goes back over what an earlier one covered."""
    covered = 0
    for first, last in pairwise(places):
        yield max(first, covered), last
        covered = max(covered, last)
