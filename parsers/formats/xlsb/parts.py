"""The parts of a binary workbook beside its sheets: list of sheets, strings, styles, comments; no cell."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.document import Reason, UnreadableError
from parsers.formats.container import Container
from parsers.formats.fonts import code_of_font
from parsers.formats.numberformat import built_in
from parsers.formats.xlsb.records import records, wide_text
from parsers.formats.xlsx.cells import Key
from parsers.formats.xlsx.parts import Font, RichText, Style, styled

# Record kinds, [MS-XLSB] 2.3.2.
_SHEET, _PROPERTIES = 156, 153
_STRING = 19
_FORMAT, _FONT, _LOOK, _LOOKS, _LOOKS_END = 44, 43, 47, 617, 618
_COMMENT, _COMMENT_TEXT = 635, 637

_STRUCK, _BOLD, _FONT_NAME = 0x08, 600, 21
_HAS_RUNS = 1
_SINCE_1904 = 1
_MAX_CHARACTERS = 32 << 20
_MAX_ENTRIES = 100_000

Fonts = Sequence[Font]


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it."""

    title: str
    relation: str
    hidden: bool


def read_workbook(container: Container, part: str) -> tuple[list[Listed], bool]:
    """The sheets in their order, and whether days are counted from 1904."""
    data = container.read(part)
    sheets: list[Listed] = []
    since_1904 = False
    for kind, start, end in records(data):
        if kind == _SHEET:
            (state,) = struct.unpack_from("<I", data, start)
            relation, place = wide_text(data, start + 8)
            sheets.append(Listed(wide_text(data, place)[0], relation, hidden=state != 0))
        elif kind == _PROPERTIES and end > start:
            since_1904 = bool(data[start] & _SINCE_1904)
    return sheets, since_1904


@dataclass(slots=True)
class Styles:
    """The looks of cells in their order, and the fonts for runs inside texts: bold, struck out."""

    looks: list[Style] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)


def read_binary_styles(container: Container, part: str, *, since_1904: bool) -> Styles:
    """The styles of a workbook."""
    data = container.read(part)
    styles, codes, in_cells = Styles(), dict[int, str](), False
    for kind, start, _ in records(data):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", data, start)[0]] = wide_text(data, start + 2)[0]
        elif kind == _FONT:
            _, options, weight = struct.unpack_from("<HHH", data, start)
            typed = code_of_font(wide_text(data, start + _FONT_NAME)[0])
            styles.fonts.append(Font(weight >= _BOLD, bool(options & _STRUCK), typed))
        elif kind in (_LOOKS, _LOOKS_END):
            in_cells = kind == _LOOKS
        elif kind == _LOOK and in_cells:
            _, number, font = struct.unpack_from("<HHH", data, start)
            code = codes.get(number) or built_in(number)
            look = styles.fonts[font] if font < len(styles.fonts) else Font()
            styles.looks.append(styled(code, look, since_1904=since_1904))
    return styles


def read_binary_strings(container: Container, part: str, fonts: Fonts) -> list[RichText]:
    """The shared strings in their order."""
    data = container.read(part)
    strings: list[RichText] = []
    budget = _MAX_CHARACTERS
    for kind, start, end in records(data):
        if kind == _STRING:
            strings.append(rich_text(data[start:end], fonts))
            budget -= len(strings[-1].text)
            if budget < 0:
                raise UnreadableError(Reason.TOO_LARGE, "more text than any list holds")
    return strings


def rich_text(body: bytes, fonts: Fonts) -> RichText:
    """A text whose fonts may change inside: what is struck out beside other text is left out."""
    text, place = wide_text(body, 1)
    if not body[0] & _HAS_RUNS or place + 4 > len(body):
        return RichText(text)
    (count,) = struct.unpack_from("<I", body, place)
    count = min(count, (len(body) - place - 4) // 4)
    runs = [struct.unpack_from("<HH", body, place + 4 + 4 * number) for number in range(count)]
    if not runs:
        return RichText(text)
    pieces = [] if runs[0][0] == 0 else [(text[: runs[0][0]], False, False)]
    ends = [*(start for start, _ in runs[1:]), len(text)]
    for (start, font), end in zip(runs, ends, strict=True):
        look = fonts[font] if font < len(fonts) else Font()
        pieces.append((text[start:end], look.struck, look.bold))
    return RichText.of_runs(pieces, is_own=runs[0][0] == 0)


def read_binary_comments(container: Container, part: str) -> dict[Key, str]:
    """The comments by their cell."""
    data = container.read(part)
    comments: dict[Key, str] = {}
    key: Key = (0, 0)
    try:
        for kind, start, end in records(data):
            if kind == _COMMENT:
                row, _, column = struct.unpack_from("<III", data, start + 4)
                key = (row + 1, column + 1)
            elif kind == _COMMENT_TEXT and len(comments) < _MAX_ENTRIES:
                comments[key] = rich_text(data[start:end], ()).text
    except (struct.error, IndexError):
        container.damaged.append(part)
    return comments
