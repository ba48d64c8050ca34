"""The tables at the head of rich text, fonts and styles, each entry as it comes; no text, no layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.formats.rtf.letters import (
    WESTERN,
    WESTERN_OR_VIETNAMESE,
    codec_of_charset,
    codec_of_page,
)
from parsers.formats.symbols import TICKED, is_symbol_font, sign, signs

_MAX_ENTRIES = 20_000
_MAX_NAME = 200
_MAX_CHAIN = 12
_MAX_LEVEL = 9
_SYMBOL_CHARSET = 2
# Fonts of TCVN3 and VNI: their letters are bytes, whatever character set they claim.
_LEGACY = re.compile(r"\.?vn", re.IGNORECASE)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
# Signs of ornament fonts that Word's reader does not know: what a person sees.
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x72: "✗", 0x78: "☒"}
_DINGBATS = {
    0x33: "✓", 0x34: "✓", 0x35: "✗", 0x36: "✗", 0x37: "✗", 0x38: "✗",
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐",
}  # fmt: skip
_ORNAMENTS = {"webdings": _WEBDINGS, "zapfdingbats": _DINGBATS, "zapf dingbats": _DINGBATS}
_PRIVATE = 0xF000
# Word tells the letters of an old font that calls itself a symbol font as private ones.
_FROM_PRIVATE = {_PRIVATE + code: chr(code) for code in range(0x20, 0x100)}


@dataclass(slots=True)
class Font:
    """What a font makes of bytes (``codec``) and of letters (``shown``)."""

    name: str = ""
    codec: str = WESTERN
    legacy: bool = False
    ornaments: bool = False

    def shown(self, text: str) -> str:
        """The text as the font shows it: letters of symbol fonts are signs."""
        if text.isascii() and not self.ornaments:
            return text
        if self.legacy:
            return text.translate(_FROM_PRIVATE)
        table = _ORNAMENTS.get(self.name.lower())
        if table is not None:
            return "".join(
                table.get(ord(letter) % _PRIVATE, "") if letter.strip() else letter for letter in text
            )
        return signs(text, self.name).translate(TICKED)


def shown_sign(font: str, code: int) -> str:
    """What a symbol font shows for one code."""
    table = _ORNAMENTS.get(font.lower())
    return table.get(code % _PRIVATE, "") if table is not None else sign(font, code).translate(TICKED)


@dataclass(slots=True)
class _FontEntry:
    charset: int = -1
    page: int = 0
    name: str = ""


@dataclass(slots=True)
class Fonts:
    """The font table; ``page`` is the document's own code page."""

    page: str = WESTERN
    default: int = 0
    _entries: dict[int, _FontEntry] = field(default_factory=dict)
    _made: dict[int, Font] = field(default_factory=dict)
    _open: _FontEntry = field(default_factory=_FontEntry)

    def begin(self, number: int) -> None:
        self._open = _FontEntry()
        self._made.pop(number, None)
        if len(self._entries) < _MAX_ENTRIES:
            self._entries[number] = self._open

    def forget(self) -> None:
        """What was made of the table so far; it is being told anew."""
        self._made.clear()

    @property
    def open_codec(self) -> str:
        """The code of the open entry's own name."""
        return codec_of_charset(self._open.charset) or self.page

    def take_charset(self, number: int) -> None:
        self._open.charset = number

    def take_page(self, number: int) -> None:
        self._open.page = number

    def take_name(self, text: str) -> None:
        self._open.name = (self._open.name + text)[:_MAX_NAME]

    def get(self, number: int) -> Font:
        """The font by its number; one in the document's own code where it is unknown."""
        font = self._made.get(number)
        if font is None:
            entry = self._entries.get(number, _FontEntry())
            name = entry.name.partition(";")[0].strip()
            ornaments = is_symbol_font(name) or name.lower() in _ORNAMENTS
            legacy = _LEGACY.match(name) is not None
            font = self._made[number] = Font(name, self._codec(entry, name), legacy, ornaments)
        return font

    def _codec(self, entry: _FontEntry, name: str) -> str:
        if entry.charset == _SYMBOL_CHARSET or _LEGACY.match(name):
            return WESTERN
        codec = (entry.page and codec_of_page(entry.page)) or codec_of_charset(entry.charset) or self.page
        vietnamese = codec == WESTERN and self.page == "cp1258"
        return WESTERN_OR_VIETNAMESE if vietnamese else codec


@dataclass(slots=True)
class _Style:
    based_on: int = -1
    level: int = 0


@dataclass(slots=True)
class Styles:
    """The style sheet: which paragraph styles are headings, and of what level."""

    _styles: dict[int, _Style] = field(default_factory=dict)
    _number: int = 0
    _open: _Style = field(default_factory=_Style)
    _name: str = ""

    def begin(self, number: int) -> None:
        self._number, self._open, self._name = number, _Style(), ""

    def take_base(self, number: int) -> None:
        self._open.based_on = number

    def take_level(self, number: int) -> None:
        self._open.level = level_of(number)

    def take_name(self, text: str) -> None:
        """Part of the name; its semicolon ends the style."""
        self._name = (self._name + text)[:_MAX_NAME]
        if ";" not in text:
            return
        name = self._name.partition(";")[0].strip()
        heading = _HEADING.fullmatch(name)
        if heading:
            self._open.level = int(heading[1])
        elif name.lower() == "title":
            self._open.level = 1
        if len(self._styles) < _MAX_ENTRIES:
            self._styles[self._number] = self._open
        self.begin(0)

    def level(self, number: int) -> int:
        """The heading's level of a style or of one that it is based on, 0 for plain text."""
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(number)
            if style is None:
                return 0
            if style.level:
                return style.level
            number = style.based_on
        return 0


def level_of(outline: int) -> int:
    """A heading's level by its outline level, which counts from 0; 9 is body text."""
    return outline + 1 if 0 <= outline < _MAX_LEVEL else 0
