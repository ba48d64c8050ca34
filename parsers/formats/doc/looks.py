"""How characters look and how paragraphs stand in old Word files, told from their changes; no text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.formats.doc import sprms as sprm
from parsers.formats.doc.binary import byte, long, short
from parsers.formats.doc.container import Source
from parsers.formats.doc.pages import form_style
from parsers.formats.doc.styles import Styles
from parsers.formats.symbols import is_symbol_font
from parsers.legacy import Code

_AS_STYLE, _NOT_AS_STYLE = 0x80, 0x81
_NO_LIST = 2047
_MAX_LEVELS = 9
_MAX_TABLE_DEPTH = 30
_SMALL_BORDER = 4
_MAX_ELSEWHERE = 0x4000


@dataclass(slots=True)
class Look:
    """The look of characters. ``font`` names a font of signs, ``legacy`` the code of an 8-bit font."""

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    form_data: bool = False
    picture: int = -1
    sign: tuple[str, int] | None = None
    font: str = ""
    legacy: Code | None = None
    capitals: bool = False


_SWITCHES = {
    sprm.BOLD: "bold", sprm.STRUCK: "struck", sprm.STRUCK_TWICE: "struck", sprm.HIDDEN: "hidden",
    sprm.DELETED: "deleted", sprm.FORM_DATA: "form_data",
}  # fmt: skip


class Looks:
    """Looks by style and changes; most characters of a document share a few."""

    def __init__(self, source: Source, styles: Styles, fonts: tuple[str, ...]) -> None:
        self._old, self._styles, self._fonts = source.fib.old, styles, fonts
        self._known: dict[tuple[int, bytes], Look] = {}

    def get(self, style: int, changes: bytes) -> Look:
        """The look of characters in a paragraph of a style."""
        key = (style, changes)
        look = self._known.get(key)
        if look is None:
            look = self._known[key] = self._look(style, changes)
        return look

    def _look(self, style: int, changes: bytes) -> Look:
        base = Look()
        for code, font in zip((sprm.FONT, sprm.FONT_OTHER), self._styles.fonts, strict=True):
            self._take_font(base, code, font)
        self._apply(base, self._styles.get(style).look, base)
        look = replace(base)
        self._apply(look, changes, base)
        return look

    def _apply(self, look: Look, changes: bytes, base: Look) -> None:
        for code, operand in sprm.changes(changes, old=self._old):
            switch = _SWITCHES.get(code)
            if switch:
                setattr(look, switch, _switched(byte(operand, 0), bool(getattr(base, switch))))
            elif code in (sprm.FONT, sprm.FONT_OTHER):
                self._take_font(look, code, short(operand, 0))
            elif code == sprm.PICTURE_AT:
                look.picture = long(operand, 0)
            elif code == sprm.SYMBOL:
                look.sign = (self._font(short(operand, 0)), int.from_bytes(operand[2:4], "little"))
            elif code == sprm.LOOK_STYLE:
                self._take_style(look, short(operand, 0))

    def _take_style(self, look: Look, number: int) -> None:
        given = Look()
        for code, operand in sprm.changes(self._styles.get(number).look, old=self._old):
            switch = _SWITCHES.get(code)
            if switch:
                setattr(given, switch, byte(operand, 0) == 1)
            elif code in (sprm.FONT, sprm.FONT_OTHER):
                self._take_font(look, code, short(operand, 0))
        look.bold |= given.bold
        look.struck |= given.struck
        look.hidden |= given.hidden

    def _take_font(self, look: Look, code: int, number: int) -> None:
        name = self._font(number)
        if code == sprm.FONT:
            look.font = name if is_symbol_font(name) else ""
        look.legacy = _legacy(name)
        look.capitals = look.legacy is Code.TCVN3 and name.endswith("H")

    def _font(self, number: int) -> str:
        return self._fonts[number] if number < len(self._fonts) else ""


def is_ruled(borders: bytes, size: int) -> bool:
    """Whether one of some borders is drawn; the kind of its line stands second, or last but two of eight."""
    kinds = borders[1::4] if size == _SMALL_BORDER else borders[5::8]
    return any(kind not in (0, 0xFF) for kind in kinds)


def _legacy(font: str) -> Code | None:
    name = font.lower()
    if name.startswith(".vn"):
        return Code.TCVN3
    return Code.VNI if name.startswith("vni") else None


def _switched(said: int, base: bool) -> bool:  # noqa: FBT001  (the style's own answer)
    if said == _AS_STYLE:
        return base
    return not base if said == _NOT_AS_STYLE else bool(said)


@dataclass(slots=True)
class Form:
    """How a paragraph stands: in which depth of tables, as whose mark, in which list, as which heading."""

    style: int = 0
    depth: int = 0
    in_table: bool = False
    row_end: bool = False
    inner_cell: bool = False
    inner_row: bool = False
    list_use: int = 0
    list_depth: int = 0
    outline: int = 0
    shape: bytes = b""
    ruled: bool = False
    merges: tuple[tuple[int, bytes], ...] = ()

    @property
    def tables(self) -> int:
        """How many tables the paragraph stands in; a depth that nobody nests is a broken form."""
        depth = self.depth or int(self.in_table or self.row_end)
        return depth if depth <= _MAX_TABLE_DEPTH else 0


class Forms:
    """Forms by what is stored of them; the rows of a table share a few."""

    def __init__(self, source: Source, styles: Styles) -> None:
        self._source, self._styles = source, styles
        self._known: dict[bytes, Form] = {}

    def get(self, stored: bytes) -> Form:
        """The form of a paragraph."""
        form = self._known.get(stored)
        if form is None:
            form = self._known[stored] = self._form(stored)
        return form

    def _form(self, stored: bytes) -> Form:
        number = form_style(stored)
        style = self._styles.get(number)
        form = Form(style=number)
        self._apply(form, style.form, elsewhere=False)
        form.outline = style.level or form.outline
        self._apply(form, stored[2:], elsewhere=True)
        return form

    def _apply(self, form: Form, changes: bytes, *, elsewhere: bool) -> None:
        for code, operand in sprm.changes(changes, old=self._source.fib.old):
            take = _TAKERS.get(code)
            if take:
                setattr(form, take, byte(operand, 0))
            elif code in sprm.ELSEWHERE and elsewhere:
                at = long(operand, 0)
                size = min(short(self._source.data, at), _MAX_ELSEWHERE)
                self._apply(form, self._source.data[at + 2 : at + 2 + size], elsewhere=False)
            elif code == sprm.ROW_SHAPE:
                form.shape, form.merges = operand, ()
            elif code in (sprm.MERGE_CELLS, sprm.MERGE_DOWN):
                form.merges += ((code, operand),)
            else:
                _take_other(form, code, operand)


def _take_other(form: Form, code: int, operand: bytes) -> None:
    if code == sprm.DEPTH:
        form.depth = long(operand, 0)
    elif code == sprm.LIST_USE:
        use = short(operand, 0)
        form.list_use = use if use < _NO_LIST else 0
    elif code in (sprm.BORDERS_80, sprm.BORDERS):
        form.ruled = is_ruled(operand, 4 if code == sprm.BORDERS_80 else 8)
    elif code == sprm.OUTLINE:
        said = byte(operand, 0)
        form.outline = said + 1 if said < _MAX_LEVELS else 0


_TAKERS = {
    sprm.IN_TABLE: "in_table", sprm.ROW_END: "row_end", sprm.INNER_CELL: "inner_cell",
    sprm.INNER_ROW: "inner_row", sprm.LIST_DEPTH: "list_depth",
}  # fmt: skip
