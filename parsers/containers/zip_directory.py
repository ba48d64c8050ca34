"""A zip whose directory is lost gets one again, made of its members' own headers; unpacks nothing to keep."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.document import Reason, UnreadableError
from parsers.formats.container import MAX_PART, MAX_PARTS

LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _DESCRIPTOR_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x07\x08"
_SIZES_FOLLOW, _DEFLATED = 0x8, 8
_CHUNK = 1 << 16
_NO_SIZE = 0xFFFFFFFF
# Archives stored in archives have such marks too.
_MOST_MARKS = 10 * MAX_PARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One member by its local header, at ``start``; the next thing begins at ``end``."""

    start: int
    end: int
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    name: bytes
    extra: bytes


def is_crowded(data: bytes) -> bool:
    """Whether there are more members than anyone would list; counted at a glance, before any is looked at."""
    return data.count(_CENTRAL_MARK) > _MOST_MARKS


def member_names(data: bytes) -> list[str]:
    """The names in local headers, wherever they stand; for telling the kind of a broken package."""
    names: list[str] = []
    place = data.find(_LOCAL_MARK)
    while place >= 0 and len(names) < MAX_PARTS:
        if place + LOCAL_HEADER.size <= len(data):
            length = LOCAL_HEADER.unpack_from(data, place)[9]
            start = place + LOCAL_HEADER.size
            names.append(data[start : start + length].decode("utf-8", "replace"))
        place = data.find(_LOCAL_MARK, place + 4)
    return names


def with_directory(data: bytes, fault: str) -> bytes:
    """The archive with a new directory, where all its members are whole.

    One that was cut off within a member is refused: what is left of a list is not the list.
    """
    entries = list(_entries(data, fault))
    if not entries:
        raise UnreadableError(Reason.CORRUPT, f"zip: {fault}")
    directory = b"".join(map(_central, entries))
    end = entries[-1].end
    tail = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), end, 0)
    return data[:end] + directory + tail


def _entries(data: bytes, fault: str) -> Iterator[_Entry]:
    place, number = max(data.find(_LOCAL_MARK), 0), 0
    while data.startswith(_LOCAL_MARK, place):
        number += 1
        entry = _entry(data, place) if number <= MAX_PARTS else None
        if entry is None or entry.end > len(data):
            raise UnreadableError(Reason.CORRUPT, f"zip: {fault}; cut off or broken in member {number}")
        yield entry
        place = entry.end
    if place < len(data) and not data.startswith(_CENTRAL_MARK[: len(data) - place], place):
        raise UnreadableError(Reason.CORRUPT, f"zip: {fault}; broken after member {number}")


def _entry(data: bytes, start: int) -> _Entry | None:
    if start + LOCAL_HEADER.size > len(data):
        return None
    _, _, flags, method, _, _, checksum, packed, size, name_length, extra_length = LOCAL_HEADER.unpack_from(
        data, start
    )
    content = start + LOCAL_HEADER.size + name_length + extra_length
    end = content + packed
    if flags & _SIZES_FOLLOW and not packed:
        found = _measured(data, content) if method == _DEFLATED else None
        if found is None:
            return None
        checksum, packed, size = found
        end = _after_descriptor(data, content + packed)
    if _NO_SIZE in (packed, size):
        return None
    name = start + LOCAL_HEADER.size
    return _Entry(start=start, end=end, flags=flags & ~_SIZES_FOLLOW, method=method, checksum=checksum,
                  packed=packed, size=size, name=data[name : name + name_length],
                  extra=data[name + name_length : content])  # fmt: skip


def _measured(data: bytes, start: int) -> tuple[int, int, int] | None:
    """Checksum, packed and true size of deflated bytes that tell their end only by themselves."""
    unpacker, checksum, size, place = zlib.decompressobj(-15), 0, 0, start
    try:
        while not unpacker.eof and place < len(data):
            chunk = data[place : place + _CHUNK]
            place += len(chunk)
            while chunk and not unpacker.eof:
                piece = unpacker.decompress(chunk, _CHUNK)
                checksum, size = zlib.crc32(piece, checksum), size + len(piece)
                chunk = unpacker.unconsumed_tail
                if size > MAX_PART:
                    raise UnreadableError(Reason.TOO_LARGE, f"zip: a member of more than {MAX_PART >> 20} MB")
    except zlib.error:
        return None
    if not unpacker.eof:
        return None
    return checksum, place - len(unpacker.unused_data) - start, size


def _after_descriptor(data: bytes, place: int) -> int:
    """Where the next header begins: behind the sizes, which are written in several ways."""
    lengths = (16, 24) if data.startswith(_DESCRIPTOR_MARK, place) else (12, 20)
    for length in lengths:
        if data[place + length : place + length + 4] in (_LOCAL_MARK, _CENTRAL_MARK):
            return place + length
    return place + lengths[0]


def _central(entry: _Entry) -> bytes:
    head = _CENTRAL.pack(
        _CENTRAL_MARK, 20, 20, entry.flags, entry.method, 0, 0x21, entry.checksum, entry.packed, entry.size,
        len(entry.name), len(entry.extra), 0, 0, 0, 0, entry.start,
    )  # fmt: skip
    return head + entry.name + entry.extra
