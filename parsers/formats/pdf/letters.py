"""The letters of a page joined to pieces of text; what nobody sees is counted and left out."""

from __future__ import annotations

import ctypes
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from math import isfinite

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf import library
from parsers.formats.pdf.library import Matrix, PdfText
from parsers.formats.pdf.signs import is_garbled, symbol_name, told_as
from parsers.formats.pdf.values import Ink, Piece
from parsers.formats.pdf.view import point, rect_of, turned

MOST_LETTERS = 100_000
_BLANK = frozenset(
    " \t\r\n\f\v\u00a0\u1680\u202f\u205f\u3000\u2028\u2029" + "".join(map(chr, range(0x2000, 0x200B)))
)
_GAP = 0.16
_BLANK_NEAR = 0.25
_JUMP = 0.3
_WALL = 1.0
_WIDEST_MARK = 0.7
_TWIN = 0.12
_AROUND = [(x, y) for x in (0, -1, 1) for y in (0, -1, 1)]
_MARGIN = 0.14
_SLACK = 4.0
_FAINT = 60
_WHITE = 245


@dataclass(slots=True)
class _Look:
    """What the letters of one drawn text have in common; without ``turned`` they are left out."""

    base: float
    size: float
    bold: bool
    font: str
    turned: int | None
    hidden: bool
    white: bool


class Letters:
    """Reads one page's letters; fonts are looked up once a document."""

    def __init__(self, fonts: dict[int, tuple[str, bool]], view: Matrix, height: float) -> None:
        self._fonts, self._view, self._height = fonts, view, height
        self._looks: dict[int, _Look] = {}
        self._stands: dict[tuple[float, ...], tuple[int | None, float]] = {}
        self.white: list[Piece] = []

    def read(self, text: PdfText, ink: Ink, buried: set[int]) -> None:
        """Adds the page's pieces; ``buried`` are texts that something drawn later covers."""
        if text.count > MOST_LETTERS:
            raise UnreadableError(Reason.TOO_LARGE, f"{text.count} letters on page {ink.number}")
        maker = _Maker(ink, self.white)
        boxes = (ctypes.c_float * 4)()
        box_at, page = ctypes.addressof(boxes), text.address
        object_of, loose_box, is_generated = library.object_of, library.loose_box, library.is_generated
        plain = self._view[:4] == (1.0, 0.0, 0.0, -1.0)
        shift, last, look = self._view[4], -1, None
        for index, letter in enumerate(text.letters()):
            drawn = object_of(page, index) or 0
            if letter in _BLANK:
                stored = drawn != 0 and is_generated(page, index) == 0
                if stored and plain and look is not None and not look.turned:
                    loose_box(page, index, box_at)
                    stored = maker.stands_before(boxes[0] + shift)
                maker.blank(stored=stored)
                continue
            if drawn != last:
                look, last = self._look(drawn, text, index, buried), drawn
            if look is None or look.turned is None or look.hidden:
                maker.left_out(look)
                continue
            loose_box(page, index, box_at)
            left, right = boxes[0] + shift, boxes[2] + shift
            if not plain or look.turned:
                left, right = self._extent(boxes[0], boxes[1], boxes[2], boxes[3], look.turned)
            if isfinite(left + right + look.base):
                maker.letter(letter, left, right, look)
            else:  # a matrix that leads nowhere: nobody sees it
                maker.left_out(look)
        maker.end()

    def _extent(self, left: float, top: float, right: float, bottom: float, turn: int) -> tuple[float, float]:
        """Where a letter begins and ends along its line."""
        x0, y0 = point(self._view, left, bottom)
        x1, y1 = point(self._view, right, top)
        if turn == 1:
            return -max(y0, y1), -min(y0, y1)
        if turn:
            return min(y0, y1), max(y0, y1)
        return min(x0, x1), max(x0, x1)

    def _look(self, drawn: int, text: PdfText, index: int, buried: set[int]) -> _Look:
        known = self._looks.get(drawn)
        if known is None:
            known = self._looks[drawn] = self._look_at(drawn, text, index, buried)
        return known

    def _look_at(self, drawn: int, text: PdfText, index: int, buried: set[int]) -> _Look:
        turn, scale = self._stand(text.matrix(index))
        x, y = point(self._view, *text.origin(index))
        base = x if turn == 1 else -x if turn == 3 else y  # noqa: PLR2004
        size = text.size(index) * (scale or 1.0)
        if not drawn:
            return _Look(base, size, bold=False, font="", turned=turn, hidden=False, white=False)
        mode = library.render_mode(drawn)
        red, green, blue, opacity = library.fill_at(drawn)
        font, bold = self._font(library.font_of(drawn))
        stroked = mode in library.STROKED
        return _Look(
            base,
            size,
            bold=bold or mode == library.STROKED[0],
            font=font,
            turned=None if turn == 2 else turn,  # noqa: PLR2004
            hidden=self._is_clipped(drawn, x, y)
            or mode == library.INVISIBLE
            or drawn in buried
            or (opacity < _FAINT and not stroked),
            white=min(red, green, blue) >= _WHITE and not stroked,
        )

    def _stand(self, matrix: Matrix) -> tuple[int | None, float]:
        """How letters are turned and scaled; a page knows few ways."""
        shape = matrix[:4]
        known = self._stands.get(shape)
        if known is None:
            scale = max((matrix[0] ** 2 + matrix[1] ** 2) ** 0.5, (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5)
            known = self._stands[shape] = turned(matrix, self._view), scale
        return known

    def _is_clipped(self, drawn: int, x: float, y: float) -> bool:
        """Whether text in a margin lies outside what is shown: the rest of a cell of the page before."""
        if _MARGIN * self._height < y < (1 - _MARGIN) * self._height:
            return False
        limit = library.clip_of(library.handle_at(drawn))
        if limit is None:
            return False
        area = rect_of(self._view, limit)
        return not (area.top - _SLACK <= y <= area.bottom + _SLACK and x <= area.right + _SLACK)

    def _font(self, address: int) -> tuple[str, bool]:
        known = self._fonts.get(address)
        if known is None:
            name = library.font_name(address) if address else ""
            name = name.partition("+")[2] or name
            heavy = any(word in name.lower() for word in ("bold", "black", "heavy"))
            known = self._fonts[address] = (symbol_name(name), heavy)
        return known


class _Maker:
    """Joins letters in the order of the file, as long as each stands right after the last."""

    def __init__(self, ink: Ink, white: list[Piece]) -> None:
        self._ink, self._white = ink, white
        self._walls = sorted(ink.columns, key=lambda rule: rule.at)
        self._seen: dict[str, dict[tuple[int, int], Piece]] = {}
        self._text: list[str] = []
        self._look: _Look | None = None
        self._left = self._right = 0.0
        self._last: Piece | None = None

    def blank(self, *, stored: bool) -> None:
        self.end()
        if self._last is not None:
            self._last.apart = True
            self._last.space = self._last.space or stored

    def stands_before(self, left: float) -> bool:
        """Whether a blank that begins here comes right behind the last letter.

        Letters of a second font are stored behind the words that they stand in, and a blank behind those
        belongs elsewhere.
        """
        self.end()
        return self._last is None or abs(left - self._last.right) < _BLANK_NEAR * self._last.size

    def left_out(self, look: _Look | None) -> None:
        self.end()
        self._last = None
        if look is not None and look.hidden:
            self._ink.hidden += 1
        else:
            self._ink.slanted += 1

    def letter(self, letter: str, left: float, right: float, look: _Look) -> None:
        if letter >= "\u0300" and unicodedata.combining(letter) and self._text:
            self._text.append(letter)
            if right - self._right < _WIDEST_MARK * look.size:
                # A sign for letter and mark together: each has been given its part of the width.
                self._right = max(self._right, right)
            return
        if self._text and not self._goes_on(left, look):
            self.end()
        if not self._text:
            self._left, self._right, self._look = left, right, look
        elif right > self._right:
            self._right = right
        self._text.append(letter)

    def _goes_on(self, left: float, look: _Look) -> bool:
        before = self._look
        if before is None:
            return False
        gap = left - self._right
        if look is before:
            return -2 * _JUMP * look.size < gap < _JUMP * look.size
        near = -_JUMP * look.size < gap < _GAP * look.size and not self._is_walled(left, look.base)
        alike = (look.bold, look.turned, look.white) == (before.bold, before.turned, before.white)
        return near and alike and abs(look.base - before.base) < 0.1 * look.size and look.font == before.font

    def _is_walled(self, left: float, base: float) -> bool:
        """Whether an upright line stands between the last letter and the next."""
        first = bisect_left(self._walls, min(self._right, left) - _WALL, key=lambda rule: rule.at)
        for rule in self._walls[first:]:
            if rule.at > max(self._right, left) + _WALL:
                return False
            if rule.start <= base <= rule.end:
                return True
        return False

    def end(self) -> None:
        if not self._text or self._look is None:
            return
        text, look = "".join(self._text), self._look
        self._text.clear()
        garbled = False
        if not text.isascii() or look.font or not text.isprintable():
            garbled = is_garbled(text)
            text, odd = told_as(text, look.font)
            self._ink.odd += odd
        self._ink.shown += len(text)
        if not text:
            self._last = None
            return
        piece = Piece(text, self._left, self._right, look.base, look.size, look.bold, turned=look.turned or 0)
        piece.garbled = garbled
        self._add(piece, look)

    def _add(self, piece: Piece, look: _Look) -> None:
        """Keeps a piece; the same letters a hair beside are the same word, printed twice to look bold."""
        column, row = round(piece.left / 2), round(piece.base / 2)
        known = self._seen.setdefault(piece.text, {})
        if known:
            for x, y in _AROUND:
                twin = known.get((column + x, row + y))
                if twin is not None and _is_twin(twin, piece):
                    twin.bold = True
                    self._last = twin
                    return
        known[column, row] = piece
        (self._white if look.white else self._ink.pieces).append(piece)
        self._last = piece


def _is_twin(one: Piece, other: Piece) -> bool:
    apart = max(abs(one.left - other.left), abs(one.base - other.base))
    return apart < _TWIN * one.size and one.turned == other.turned
