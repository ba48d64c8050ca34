"""Changes in the heads of archives, whose checksums are made to fit again."""

from __future__ import annotations

import struct
import zlib
from random import Random

from bench.fuzz_mutate import TEXTS, blindly


def seven(data: bytes, random: Random) -> bytes:
    """The directory of a 7z changed, and its checksums made to fit."""
    offset, size, _ = struct.unpack_from("<QQI", data, 12)
    directory = blindly(data[32 + offset : 32 + offset + size], random)
    start = struct.pack("<QQI", offset, len(directory), zlib.crc32(directory))
    return data[:8] + struct.pack("<I", zlib.crc32(start)) + start + data[32 : 32 + offset] + directory


def tar(data: bytes, random: Random) -> bytes:
    """A header of a tar changed, and its checksum made to fit."""
    out = bytearray(data)
    heads = [at for at in range(0, len(out), 512) if out[at + 257 : at + 262] == b"ustar"]
    at = random.choice(heads)
    field = random.choice(((0, 100), (124, 12), (156, 1), (157, 100), (345, 155), (124, 12)))
    value = random.choice(
        (b"\x80" + b"\xff" * 11, b"77777777777", b"-1", random.choice(TEXTS).encode(), b"LKxg7")
    )
    out[at + field[0] : at + field[0] + field[1]] = value[: field[1]].ljust(field[1], b"\0")
    out[at + 148 : at + 156] = b" " * 8
    out[at + 148 : at + 156] = f"{sum(out[at : at + 512]):06o}\0 ".encode()
    return bytes(out)


def rar(data: bytes, random: Random) -> bytes:
    """A head of a RAR changed, and its checksum made to fit."""
    if not data.startswith(b"Rar!\x1a\x07\0"):
        return _rar5(data, random)
    place, heads = 7, []
    while place + 7 <= len(data):
        kind, flags, size = struct.unpack_from("<BHH", data, place + 2)
        heads.append((place, size))
        place += size + (
            struct.unpack_from("<I", data, place + 7)[0] if kind == 0x74 or flags & 0x8000 else 0
        )
    at, size = random.choice(heads)
    head = blindly(data[at + 2 : at + size], random)
    return data[:at] + struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data[at + size :]


def _rar5(data: bytes, random: Random) -> bytes:
    heads, place = [], 8
    while 0 <= place < len(data) - 5 and data[place + 4] < 0x80:
        size = data[place + 4] + 1
        heads.append((place, size))
        following = [data.find(mark, place + 4 + size) for mark in (b"\x02\x02", b"\x05\0\0")]
        place = min((one - 5 for one in following if one >= 0), default=-1)
    at, size = random.choice(heads)
    head = blindly(data[at + 4 : at + 4 + size], random)
    return data[:at] + struct.pack("<I", zlib.crc32(head)) + head + data[at + 4 + size :]
