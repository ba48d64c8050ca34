"""The text of an old Word file from its pieces, and how places in the file answer to places in the text."""

from __future__ import annotations

import codecs
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from parsers.document import Reason, UnreadableError
from parsers.formats.doc.binary import byte, long, rows, short
from parsers.formats.doc.container import Source
from parsers.formats.doc.sprms import short_change
from parsers.legacy import evidence

_MAX_CHARACTERS = 5_000_000
_MAX_STRETCHES = 2_000_000
_MAX_PIECES = 500_000
_PRC, _PCDT = 1, 2
_COMPRESSED = 1 << 30
_PIECE = 8
_VIETNAMESE = 0x042A
# Code pages of Word 6 and 95 by the language of the program; all others wrote Windows-1252.
_PAGES = {
    0x0419: "cp1251",
    0x0415: "cp1250",
    0x0405: "cp1250",
    0x040E: "cp1250",
    0x0408: "cp1253",
    0x041F: "cp1254",
}


def _with_holes(page: str) -> str:
    """A decoding table in which the holes of a code page stay what they are."""
    letters = (bytes([code]).decode(page, "replace") for code in range(256))
    return "".join(chr(code) if letter == "\ufffd" else letter for code, letter in enumerate(letters))


_WESTERN = _with_holes("cp1252")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: its first and last place, where its bytes begin, their width, what it changes."""

    start: int
    end: int
    offset: int
    width: int
    change: bytes = b""


class Stretches:
    """Values that hold from one place in the text to the next."""

    def __init__(self, starts: list[int], values: list[bytes]) -> None:
        self._starts, self._values = starts, values

    def at(self, place: int) -> bytes:
        """The value at a place."""
        index = bisect_right(self._starts, place) - 1
        return self._values[index] if index >= 0 else b""

    def begins(self, place: int) -> bool:
        """Whether a value of its own begins at a place."""
        index = bisect_right(self._starts, place) - 1
        return index < 0 or self._starts[index] == place

    def between(self, first: int, last: int) -> Iterator[tuple[int, int, bytes]]:
        """The stretches of a part of the text, cut to it."""
        starts, values = self._starts, self._values
        index = bisect_right(starts, first) - 1
        at = first
        while at < last:
            stop = starts[index + 1] if index + 1 < len(starts) else last
            stop = min(stop, last)
            if stop > at:
                yield at, stop, values[index] if index >= 0 else b""
                at = stop
            index += 1


@dataclass(slots=True)
class Pieces:
    """The whole text, one sign a place, and the pieces that it came from."""

    text: str
    pieces: list[Piece]
    warnings: list[str] = field(default_factory=list)

    def spread(self, ranges: Sequence[tuple[int, int, bytes]], absent: bytes = b"") -> Stretches:
        """Values by places in the file, sorted, as values by places in the text."""
        firsts = [first for first, _, _ in ranges]
        starts: list[int] = []
        values: list[bytes] = []
        for piece in self.pieces:
            for start, value in _over(piece, ranges, firsts):
                starts.append(start)
                values.append((value or absent) + piece.change)
            if len(starts) > _MAX_STRETCHES:
                raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_STRETCHES} pieces of text")
        return Stretches(starts, values)


def _over(
    piece: Piece, ranges: Sequence[tuple[int, int, bytes]], firsts: list[int]
) -> Iterator[tuple[int, bytes]]:
    """Where in the text of a piece which value begins."""
    at, stop, width = piece.offset, piece.offset + (piece.end - piece.start) * piece.width, piece.width
    index = max(0, bisect_right(firsts, at) - 1)
    while at < stop and index < len(ranges):
        first, last, value = ranges[index]
        index += 1
        if last <= at:
            continue
        if first >= stop:
            break
        if first > at:
            yield piece.start + (at - piece.offset) // width, b""
            at = first
        yield piece.start + (at - piece.offset) // width, value
        at = last
    if at < stop:
        yield piece.start + (at - piece.offset + width - 1) // width, b""


def read_pieces(source: Source) -> Pieces:
    """The text of all stories in their order."""
    pieces = _listed(source) if source.fib.pieced else []
    if not pieces:
        pieces = _single(source)
    if pieces[-1].end > _MAX_CHARACTERS:
        raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_CHARACTERS} characters")
    page = _page(source, pieces) if source.fib.old else _WESTERN
    whole = Pieces("", pieces)
    whole.text = "".join(_decoded(source.word, piece, page) for piece in pieces)
    if any(piece.offset + (piece.end - piece.start) * piece.width > len(source.word) for piece in pieces):
        whole.warnings.append("a part of the text is missing from the file")
    return whole


def _single(source: Source) -> list[Piece]:
    """The text in one piece, as Word 6 stores it when it saves in full."""
    first, last = source.fib.text
    last = min(last, len(source.word))
    if not source.fib.old or first >= last:
        raise UnreadableError(Reason.CORRUPT, "doc: no table of pieces")
    return [Piece(0, last - first, first, 1)]


def _listed(source: Source) -> list[Piece]:
    clx = source.part("pieces")
    changes, table = _clx(clx)
    places, records = rows(table, _PIECE)
    if len(records) > _MAX_PIECES:
        raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_PIECES} pieces of text")
    pieces: list[Piece] = []
    for start, end, record in zip(places, places[1:], records, strict=False):
        known = pieces[-1].end if pieces else 0
        if start != known or end < start:
            # Places that do not go on from each other: what follows cannot be trusted.
            break
        if end > start:
            pieces.append(_piece((start, end), record, changes, old=source.fib.old))
    return pieces


def _clx(clx: bytes) -> tuple[list[bytes], bytes]:
    """The property changes that pieces refer to, and the table of pieces."""
    changes: list[bytes] = []
    at = 0
    while byte(clx, at) == _PRC:
        size = short(clx, at + 1)
        changes.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if byte(clx, at) != _PCDT:
        return changes, b""
    return changes, clx[at + 5 : at + 5 + long(clx, at + 1)]


def _piece(places: tuple[int, int], record: bytes, changes: list[bytes], *, old: bool) -> Piece:
    offset, prm = long(record, 2), short(record, 6)
    narrow = bool(offset & _COMPRESSED) or old
    offset &= _COMPRESSED - 1
    if narrow and not old:
        offset //= 2
    return Piece(*places, offset, 1 if narrow else 2, _change(prm, changes, old=old))


def _change(prm: int, changes: list[bytes], *, old: bool) -> bytes:
    if prm & 1:
        number = prm >> 1
        return changes[number] if number < len(changes) else b""
    return short_change(prm, old=old) if prm else b""


def _decoded(word: bytes, piece: Piece, page: str) -> str:
    """The text of a piece, one sign a place; what is missing from the file is blank."""
    length = piece.end - piece.start
    raw = word[piece.offset : piece.offset + length * piece.width]
    if piece.width == 1:
        text = codecs.charmap_decode(raw, "replace", page)[0]
    else:
        raw = raw[: len(raw) & ~1]
        text = raw.decode("utf-16-le", "replace")
        if len(text) * 2 != len(raw):
            # Signs beyond the first 65,536 take two places: they are joined when they are said.
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
    return text.ljust(length, "\0")


def _page(source: Source, pieces: Iterable[Piece]) -> str:
    """The decoding table for 8-bit text of the old dialect."""
    language = source.fib.language
    if language != _VIETNAMESE:
        return _with_holes(_PAGES.get(language, "cp1252"))
    raw = b"".join(source.word[piece.offset : piece.offset + piece.end - piece.start] for piece in pieces)
    vietnamese = _with_holes("cp1258")
    readings = (codecs.charmap_decode(raw, "replace", table)[0] for table in (vietnamese, _WESTERN))
    valid = [evidence(unicodedata.normalize("NFC", reading))[0] for reading in readings]
    return vietnamese if valid[0] > valid[1] else _WESTERN
