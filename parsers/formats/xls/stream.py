"""The workbook stream of an old Excel file, out of its compound file, and its records; reads no cell."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

from olefile import OleFileIO

from parsers.document import Reason, UnreadableError

BOF, EOF, CONTINUE, BOUNDSHEET, FILEPASS = 0x809, 0x0A, 0x3C, 0x85, 0x2F
BIFF8 = 0x600
_STREAMS = ("Workbook", "Book")
_STUMBLES = (OSError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, struct.error)
_HEADER = struct.Struct("<HH")
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR, _TABLES_IN_HEAD = 4096, 109
_TABLE, _LAST, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def workbook_stream(data: bytes) -> bytes:
    """The bytes of the stream that holds the sheets; a file that is no compound file is that stream itself.

    UnreadableError where there is none, or where the container is broken.
    """
    if not data.startswith(_SIGNATURE):
        return data
    try:
        with OleFileIO(BytesIO(data)) as compound:
            name = next((name for name in _STREAMS if compound.exists(name)), "")
            if name:
                return bytes(compound.openstream(name).read())
    # The library means OSError, but a broken table of sectors also ends in whatever it stumbles over.
    except _STUMBLES as error:
        raise UnreadableError(Reason.CORRUPT, f"compound file: {error}"[:200]) from error
    raise UnreadableError(Reason.CORRUPT, "no workbook in the compound file")


def compound_of(stream: bytes) -> bytes:
    """A sound compound file around a workbook stream ([MS-CFB], version 4): table, directory, stream.

    For a reader that takes no bare stream and can be led astray by a broken table of sectors.
    """
    count = max(1, -(-len(stream) // _SECTOR))
    tables = -(-(count + 2) // (_SECTOR // 4 - 1))
    if tables > _TABLES_IN_HEAD:
        raise UnreadableError(Reason.TOO_LARGE, f"{len(stream) >> 20} MB of records")
    chain = [_TABLE] * tables + [_LAST] + [*range(tables + 2, tables + 1 + count), _LAST]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    # The store of short streams is empty; it has to begin somewhere all the same.
    root = _entry("Root Entry", 5, (1, tables, 0))
    book = _entry("Workbook", 2, (_FREE, tables + 1, count * _SECTOR))
    free = [_FREE] * (_TABLES_IN_HEAD - tables)
    head = _SIGNATURE + bytes(16) + struct.pack("<5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, tables, tables, 0, 4096, _LAST, 0, _LAST, 0)
    head += struct.pack(f"<{_TABLES_IN_HEAD}I", *range(tables), *free)
    body = table + (root + book).ljust(_SECTOR, b"\0") + stream.ljust(count * _SECTOR, b"\0")
    return head.ljust(_SECTOR, b"\0") + body


def _entry(name: str, kind: int, links: tuple[int, int, int]) -> bytes:
    """A directory entry by name, kind, and its child, first sector and size."""
    child, first, size = links
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB3I", len(written) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)


def records(stream: bytes | bytearray, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of the body of every record from a place on, the last whole one included."""
    last = len(stream) - _HEADER.size
    unpack = _HEADER.unpack_from
    while 0 <= place <= last:
        kind, size = unpack(stream, place)
        start = place + _HEADER.size
        place = start + size
        if place > len(stream):
            return
        yield kind, start, place


def short_text(body: bytes, place: int, count: int) -> tuple[str, int]:
    """A text of BIFF8 that says in a first byte how wide its letters are, and where it ends."""
    wide = body[place] & 1 if place < len(body) else 0
    end = place + 1 + (count << wide)
    return body[place + 1 : end].decode("utf-16-le" if wide else "latin-1", "replace"), end
