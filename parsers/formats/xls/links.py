"""The addresses behind cells of an old workbook: hyperlink records and HYPERLINK() formulas; follows none."""

from __future__ import annotations

import struct

from parsers.document import Span
from parsers.formats.xls.stream import short_text
from parsers.formats.xlsx.cells import Key

_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")
_HAS_MONIKER, _HAS_PLACE, _HAS_WORDS, _HAS_FRAME, _IS_PLAIN = 0x01, 0x08, 0x10, 0x80, 0x100
_HEAD = 32
_AFTER_FILE = 24
_FORMULA_HEAD, _TOKENS = 20, 22
_HYPERLINK = b"\x67\x01"
_CALLS = (0x22, 0x42, 0x62)
_STRING_TOKEN = 0x17
_CELL_TOKENS = (0x24, 0x44, 0x64)


def read_link(body: bytes) -> tuple[Span, str] | None:
    """The range and the address of a hyperlink record, None where it leads nowhere outside."""
    try:
        top, bottom, left, right = struct.unpack_from("<4H", body)
        address = _address(body)
    except (struct.error, IndexError):
        return None
    if not address or top > bottom or left > right:
        return None
    return Span(top + 1, left + 1, bottom + 1, right + 1), address


def _address(body: bytes) -> str:
    (options,) = struct.unpack_from("<I", body, _HEAD - 4)
    place, address, mark = _HEAD, "", ""
    for flag in (_HAS_WORDS, _HAS_FRAME):
        if options & flag:
            _, place = _counted(body, place)
    if options & _HAS_MONIKER:
        address, place = _counted(body, place) if options & _IS_PLAIN else _moniker(body, place)
    if options & _HAS_PLACE and address:
        mark, place = _counted(body, place)
    return f"{address}#{mark}" if mark else address


def _counted(body: bytes, place: int) -> tuple[str, int]:
    """A text after the number of its letters, closed by a zero."""
    (count,) = struct.unpack_from("<I", body, place)
    end = place + 4 + 2 * count
    return _wide(body[place + 4 : end]), end


def _wide(octets: bytes) -> str:
    return octets.decode("utf-16-le", "replace").partition("\0")[0]


def _moniker(body: bytes, place: int) -> tuple[str, int]:
    kind, place = body[place : place + 16], place + 16
    if kind == _URL:
        (size,) = struct.unpack_from("<I", body, place)
        return _wide(body[place + 4 : place + 4 + size]), place + 4 + size
    return _file(body, place) if kind == _FILE else ("", len(body))


def _file(body: bytes, place: int) -> tuple[str, int]:
    climbs, size = struct.unpack_from("<HI", body, place)
    place += 6
    short = body[place : place + size].partition(b"\0")[0].decode("cp1252", "replace")
    place += size + _AFTER_FILE
    (rest,) = struct.unpack_from("<I", body, place)
    full = _wide(body[place + 10 : place + 4 + rest]) if rest else "..\\" * climbs + short
    return full, place + 4 + rest


def formula_link(body: bytes) -> str | Key | None:
    """What a HYPERLINK() formula leads to: the address it spells out, or the cell that holds it."""
    if _HYPERLINK not in body[_TOKENS:]:
        return None
    (size,) = struct.unpack_from("<H", body, _FORMULA_HEAD)
    tokens = body[_TOKENS : _TOKENS + size]
    if tokens[-2:] != _HYPERLINK or tokens[-4] not in _CALLS:
        return None
    if tokens[0] == _STRING_TOKEN:
        return short_text(tokens, 2, tokens[1])[0] or None
    if tokens[0] in _CELL_TOKENS:
        row, column = struct.unpack_from("<HH", tokens, 1)
        return row + 1, (column & 0xFF) + 1
    return None
