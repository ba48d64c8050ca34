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
_HEADER = struct.Struct("<HH")


def workbook_stream(data: bytes) -> bytes:
    """The bytes of the stream that holds the sheets; a file that is no compound file is that stream itself.

    UnreadableError where there is none, or where the container is broken.
    """
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return data
    try:
        with OleFileIO(BytesIO(data)) as compound:
            name = next((name for name in _STREAMS if compound.exists(name)), "")
            if name:
                return bytes(compound.openstream(name).read())
    # The library means OSError, but a broken table of sectors also ends in whatever it stumbles over.
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error) as error:
        raise UnreadableError(Reason.CORRUPT, f"compound file: {error}"[:200]) from error
    raise UnreadableError(Reason.CORRUPT, "no workbook in the compound file")


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
