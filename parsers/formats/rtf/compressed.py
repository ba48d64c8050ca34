"""Compressed rich text, as Outlook packs a message's body (LZFu, MS-OXRTFCP), unpacked; text is not read."""

from __future__ import annotations

import struct
import zlib

from parsers.document import Reason, UnreadableError

_HEAD = struct.Struct("<II4sI")
_COMPRESSED, _STORED = b"LZFu", b"MELA"
_SIZE_FIELD = 4
# What both sides take as written before the first byte: the commonest words of the dialect.
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_LENGTH_BITS = 4
_SHORTEST = 2
_BITS = tuple(1 << bit for bit in range(8))


def decompress_rtf(data: bytes, most: int) -> bytes:
    """The rich text inside; of a cut stream what there is. Never more than ``most`` bytes.

    The checksum alone refuses nothing: what begins like rich text is taken though a byte may be wrong in it.
    """
    if len(data) < _HEAD.size:
        raise UnreadableError(Reason.CORRUPT, "compressed rich text without its head")
    packed_size, raw_size, kind, checksum = _HEAD.unpack_from(data)
    packed = data[_HEAD.size : max(packed_size + _SIZE_FIELD, _HEAD.size)]
    if raw_size > most and kind in (_COMPRESSED, _STORED):
        raise UnreadableError(Reason.TOO_LARGE, f"rich text that unpacks to {raw_size} bytes")
    if kind == _STORED:
        return bytes(packed[: min(raw_size, most)])
    if kind != _COMPRESSED:
        raise UnreadableError(Reason.CORRUPT, f"rich text compressed in an unknown way: {kind!r}")
    raw = _unpacked(packed, most)
    if not raw.startswith(b"{\\rtf") and _checksum(packed) != checksum:
        raise UnreadableError(Reason.CORRUPT, "compressed rich text that does not unpack to rich text")
    return raw.rstrip(b"\0")


def _checksum(packed: bytes) -> int:
    """CRC-32 that begins at zero and is not inverted at the end."""
    return zlib.crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _unpacked(packed: bytes, most: int) -> bytes:
    # A whole window lies before the first byte, so that every reference finds something.
    written = bytearray(_WINDOW - len(_KNOWN)) + _KNOWN
    place, end, limit = 0, len(packed), most + _WINDOW
    while place < end:
        flags, place = packed[place], place + 1
        for bit in _BITS:
            if not flags & bit:
                written += packed[place : place + 1]
                place += 1
                continue
            reference = int.from_bytes(packed[place : place + 2], "big")
            place += 2
            back = (len(written) + len(_KNOWN) - (reference >> _LENGTH_BITS)) % _WINDOW
            if back == 0 or place > end:
                return bytes(written[_WINDOW:])
            length = (reference & (1 << _LENGTH_BITS) - 1) + _SHORTEST
            start = len(written) - back
            piece = written[start : start + length]
            # A piece may reach into what it is itself about to write.
            written += piece if back >= length else (piece * length)[:length]
        if len(written) > limit:
            raise UnreadableError(Reason.TOO_LARGE, f"rich text that unpacks to more than {most} bytes")
    return bytes(written[_WINDOW:])
