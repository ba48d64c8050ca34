"""Styles and fonts of old Word files, each with what it inherits; no text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.formats.doc.binary import byte, short
from parsers.formats.doc.container import Source

_NO_STYLE = 0xFFF
_NO_FONTS = (0xFFFF, 0xFFFF)
_LOOK_STYLE = 2
_MAX_CHAIN = 12
_MAX_STYLES = 4096
_MAX_CHANGES = 2048
_TITLE = 62
_LAST_HEADING = 9
_HEADING = re.compile(r"heading (\d)$", re.IGNORECASE)
_FONT_NAME, _FONT_NAME_95 = 40, 6


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives, inheritance applied: changes of form and look, and the level of a heading."""

    form: bytes = b""
    look: bytes = b""
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Stored:
    base: int
    level: int
    form: bytes
    look: bytes


class Styles:
    """The styles by their numbers; an unknown number is a style that gives nothing."""

    def __init__(self, stored: dict[int, _Stored], fonts: tuple[int, int]) -> None:
        self._stored = stored
        self._resolved: dict[int, Style] = {}
        # The fonts of text that no style gives one.
        self.fonts = fonts

    def get(self, number: int) -> Style:
        """A style with all that it is based on."""
        if number not in self._resolved:
            self._resolved[number] = self._resolve(number)
        return self._resolved[number]

    def _resolve(self, number: int) -> Style:
        chain: list[_Stored] = []
        while number in self._stored and len(chain) < _MAX_CHAIN:
            chain.append(self._stored[number])
            number = chain[-1].base
        level = next((style.level for style in chain if style.level), 0)
        chain.reverse()
        form, look = (
            (b"".join(parts) for parts in zip(*((s.form, s.look) for s in chain), strict=True))
            if chain
            else (b"", b"")
        )
        return Style(form, look, level)


def read_styles(source: Source) -> Styles:
    """The style sheet; without one no style gives anything."""
    sheet = source.part("styles")
    head = short(sheet, 0)
    count, base_size = min(short(sheet, 2), _MAX_STYLES), short(sheet, 4)
    fonts = _NO_FONTS if source.fib.old or not sheet else (short(sheet, 14), short(sheet, 18))
    stored: dict[int, _Stored] = {}
    at = 2 + head
    for number in range(count):
        size = short(sheet, at)
        definition = sheet[at + 2 : at + 2 + size]
        if len(definition) > base_size:
            stored[number] = _style(definition, base_size, old=source.fib.old)
        at += 2 + size
    return Styles(stored, fonts)


def _style(definition: bytes, base_size: int, *, old: bool) -> _Stored:
    kind, parts = short(definition, 2) & 0xF, short(definition, 4) & 0xF
    base = short(definition, 2) >> 4
    name, at = _name(definition, base_size, old=old)
    changes = []
    for _ in range(min(parts, 3)):
        at += at & 1
        size = short(definition, at)
        changes.append(definition[at + 2 : at + 2 + min(size, _MAX_CHANGES)])
        at += 2 + size
    if kind == _LOOK_STYLE:
        changes.insert(0, b"")
    form, look = [*changes, b"", b""][:2]
    level = _level(short(definition, 0) & 0xFFF, name)
    return _Stored(base if base != _NO_STYLE else -1, level, form[2:], look)


def _name(definition: bytes, at: int, *, old: bool) -> tuple[str, int]:
    """The name of a style and where its parts begin."""
    if old:
        size = byte(definition, at)
        return definition[at + 1 : at + 1 + size].decode("cp1252", "replace"), at + size + 2
    size = 2 * short(definition, at)
    return definition[at + 2 : at + 2 + size].decode("utf-16-le", "replace"), at + size + 4


def _level(built_in: int, name: str) -> int:
    """The level of a heading, by the number of a style that Word brings along or by its name."""
    if 1 <= built_in <= _LAST_HEADING:
        return built_in
    match = _HEADING.match(name.partition(",")[0])
    return int(match[1]) if match else int(built_in == _TITLE or name.lower() == "title")


def read_fonts(source: Source) -> tuple[str, ...]:
    """The names of the fonts by their numbers."""
    table = source.part("fonts")
    fonts: list[str] = []
    at = 2 if source.fib.old else 4
    while at < len(table):
        font = table[at : at + 1 + table[at]]
        if source.fib.old:
            fonts.append(font[_FONT_NAME_95:].partition(b"\0")[0].decode("cp1252", "replace"))
        else:
            fonts.append(font[_FONT_NAME:].decode("utf-16-le", "replace").partition("\0")[0])
        at += len(font)
    return tuple(fonts)
