"""A workbook's markup as the usual programs write it, read by one expression; all else is left to expat.

Whatever is not exactly in that form (another encoding, comments, a document type, an unknown attribute)
is None here, and the caller reads it event by event. Both ways give the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

LARGEST = 1 << 20
"""Bytes of a part that are read this way: the pieces of a larger one would lie in memory together."""

# Letters, and references to single signs of ASCII; those to other letters are letters already.
_TEXT = (
    r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
    r"(?:&(?:amp|lt|gt|quot|apos|#(?:9|10|13|3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-7]));"
    r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)*+"
)
_SPACED = '(?: xml:space="preserve")?'
_STRING = re.compile(rf"<si><t{_SPACED}>({_TEXT})</t></si>|(.+)", re.DOTALL)
_PIECE = re.compile(
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?(?: t="(\w+)")?'
    rf"(?:/>|>(?:<v>((?!<){_TEXT})</v>|<is><t{_SPACED}>({_TEXT})</t></is>)?</c>)"
    r'|<row((?: [A-Za-z0-9:]+="[^"<&\x00-\x1f]*")*+)(/?)>|(</row>)|(.+)',
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_ROW_ATTRIBUTES = frozenset(
    ("r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed",
     "thickTop", "thickBot", "ph")
)  # fmt: skip
_EXCELS_OWN = "x14ac:dyDescent"
_PROLOG = re.compile(
    rb'<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")?\s*\?>'
)
_FAR_LETTER = re.compile("&#([1-9][0-9]{2,5});")
_FIRST_FAR = 128
_SURROGATES, _NO_LETTERS = range(0xD800, 0xE000), (0xFFFE, 0xFFFF)


@dataclass(frozen=True, slots=True)
class Cut:
    """A part without the content of one element, for expat to judge, and that content as text."""

    around: bytes
    inside: str


@dataclass(frozen=True, slots=True)
class PlainRows:
    """What stands around a sheet's rows, and their pieces in order.

    A piece is (column, row, style, type, value, inline text) of a cell, and after these (attributes, "/")
    where a row begins and "</row>" where it ends. References to signs of ASCII are not resolved yet.
    """

    around: bytes
    pieces: list[tuple[str, ...]]


def plain_strings(data: bytes) -> tuple[bytes, list[str]] | None:
    """What stands around the shared strings, and the strings, where none has runs or hints."""
    start = data.find(b"<sst")
    cut = _cut(data, data[start : data.find(b">", start) + 1], b"</sst>") if start >= 0 else None
    if cut is None:
        return None
    found = _STRING.findall(cut.inside)
    if found and found[-1][1]:
        return None
    return cut.around, [unescape(text) if "&" in text else text for text, _ in found]


def plain_rows(data: bytes) -> PlainRows | None:
    """The rows of a sheet, where no cell holds a formula or runs."""
    cut = _cut(data, b"<sheetData>", b"</sheetData>")
    if cut is None:
        return None
    pieces = _PIECE.findall(cut.inside)
    if pieces and pieces[-1][-1]:
        return None
    return PlainRows(cut.around, pieces)


def row_attributes(text: str, around: bytes) -> dict[str, str] | None:
    """The attributes of a row by name, None where one is unknown or stands twice."""
    pairs = _ATTRIBUTE.findall(text)
    named = dict(pairs)
    unknown = named.keys() - _ROW_ATTRIBUTES
    declared = not unknown or (unknown == {_EXCELS_OWN} and b' xmlns:x14ac="' in around)
    return named if declared and len(named) == len(pairs) else None


def _cut(data: bytes, opening: bytes, closing: bytes) -> Cut | None:
    start, end = data.find(opening), data.rfind(closing)
    prolog = _PROLOG.match(data)
    is_usual = (
        opening.endswith(b">") and 0 <= start < end
        and (prolog or data.startswith(b"<")) and data.count(b"<?") == bool(prolog)
        # No comment, no marked section, no document type: what looks like an element is one.
        and b"<!" not in data
    )  # fmt: skip
    if not is_usual:
        return None
    try:
        inside = data[start + len(opening) : end].decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "]]>" in inside:
        return None
    return Cut(data[: start + len(opening)] + data[end:], _with_letters(inside))


def _with_letters(text: str) -> str:
    """References to letters beyond ASCII, which can be no markup, as these letters."""
    if "&#" not in text:
        return text
    pieces = _FAR_LETTER.split(text)
    pieces[1::2] = map(_letter, pieces[1::2])
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _letter(digits: str) -> str:
    code = int(digits)
    if code < _FIRST_FAR:
        return f"&#{digits};"
    # What XML forbids becomes what no text may hold, and so expat's to refuse.
    return "\0" if code in _SURROGATES or code in _NO_LETTERS else chr(code)
