"""The letters of rich text: bytes by their font's code, numbers of Unicode with what stands in for them."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata

from parsers.legacy import evidence
from parsers.text import has_halves, with_halves_joined

WESTERN = "cp1252"
# Windows' name for "Western" is also what careless writers on a Vietnamese machine leave: the letters decide.
WESTERN_OR_VIETNAMESE = "cp1252|cp1258"
_VIETNAMESE = "cp1258"

_CHARSETS = {
    0: WESTERN, 77: "mac_roman", 78: "shift_jis", 79: "cp949", 80: "cp936", 81: "cp950", 85: "mac_greek",
    86: "mac_turkish", 88: "mac_latin2", 89: "mac_cyrillic", 128: "cp932", 129: "cp949", 130: "johab",
    134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: _VIETNAMESE, 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGES = {
    10000: "mac_roman", 10001: "shift_jis", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2",
    10081: "mac_turkish", 65001: "utf-8", 1361: "johab", 708: "iso8859-6",
}  # fmt: skip
_LONGEST_NUMBER = 12  # digits; Python refuses to count beyond some thousand
_PIECE = re.compile(rb"\\u(-?\d+) ?|\\'(..)|\\([{}\\~_-])|([^\\]+)")
_NUMBER, _HEX, _SIGN = 1, 2, 3
_SIGNS = {b"~": "\u00a0", b"_": "-", b"-": "\u00ad"}
_IGNORED = b"\r\n\0"
_UNITS = 0x10000


def codec_of_charset(charset: int) -> str:
    """The code of a font's character set, "" where the document's own code holds."""
    return _CHARSETS.get(charset, "")


def codec_of_page(page: int) -> str:
    """The code of a Windows or Macintosh code page, "" where it is unknown."""
    name = _CODE_PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return ""
    return name


def letters(chunk: bytes, codec: str, stand_ins: int, owed: int) -> tuple[str, int]:
    """The text of a stretch of letters, and how many stand-ins are still to be passed over after it.

    After every number of Unicode come ``stand_ins`` letters for programs that know none; ``owed`` are left
    from the stretch before.
    """
    if b"\\" not in chunk and not owed:
        return _plain(chunk.translate(None, _IGNORED), codec), 0
    return _spelled(chunk, codec, stand_ins, owed)


def _spelled(chunk: bytes, codec: str, stand_ins: int, owed: int) -> tuple[str, int]:
    text: list[str] = []
    pending = bytearray()
    for match in _PIECE.finditer(chunk):
        kind = match.lastindex
        if kind == _HEX:
            if owed:
                owed -= 1
            else:
                pending.append(int(match[2], 16))
            continue
        if kind == _NUMBER:
            _flush(pending, codec, text)
            text.append(_letter(int(match[1][:_LONGEST_NUMBER])))
            owed = stand_ins
        elif kind == _SIGN:
            if not owed:
                _flush(pending, codec, text)
                text.append(_SIGNS.get(match[3]) or match[3].decode("ascii"))
            owed = max(0, owed - 1)
        else:
            plain = match[4].translate(None, _IGNORED)
            kept = plain[owed:]
            owed = max(0, owed - len(plain))
            if kept.isascii():
                # It may be the second half of a letter of two bytes.
                pending += kept
            else:
                _flush(pending, codec, text)
                text.append(_plain(kept, codec))
    _flush(pending, codec, text)
    return "".join(text), owed


def _letter(number: int) -> str:
    """A unit of UTF-16, signed as the format knows it; some writers put the whole letter."""
    return chr(number if _UNITS <= number <= sys.maxunicode else number % _UNITS)


def _flush(pending: bytearray, codec: str, text: list[str]) -> None:
    if pending:
        text.append(_decoded(bytes(pending), codec))
        pending.clear()


def _plain(data: bytes, codec: str) -> str:
    """Bytes as they lie in the file; beyond ASCII they should not be there, most often they are UTF-8."""
    if data.isascii():
        return data.decode("ascii")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, codec)


def _decoded(data: bytes, codec: str) -> str:
    if data.isascii():
        return data.decode("ascii")
    if codec == WESTERN_OR_VIETNAMESE:
        return _likelier(_decoded(data, WESTERN), _decoded(data, _VIETNAMESE))
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        # The holes of Windows-1252 are letters in the codes of old fonts.
        return _with_holes(data) if codec == WESTERN else data.decode(codec, "replace")


def _likelier(western: str, vietnamese: str) -> str:
    composed = unicodedata.normalize("NFC", vietnamese)
    return composed if evidence(composed)[0] > evidence(western)[0] else western


def _with_holes(data: bytes) -> str:
    octets = (data[at : at + 1] for at in range(len(data)))
    return "".join(octet.decode(WESTERN, "ignore") or octet.decode("latin-1") for octet in octets)


def paired(text: str) -> tuple[str, str]:
    """Halves of letters beyond the first plane joined, and a first half whose second is still to come."""
    if not has_halves(text):
        return text, ""
    half = text[-1] if "\ud800" <= text[-1] <= "\udbff" else ""
    return with_halves_joined(text.removesuffix(half)), half
