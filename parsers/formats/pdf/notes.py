"""What lies upon a page: links, form fields, typed notes and strike-out marks; scripts are never run."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from parsers.formats.pdf import library
from parsers.formats.pdf.library import Annotation, Matrix, PdfPage
from parsers.formats.pdf.values import Ink, Piece, Rect
from parsers.formats.pdf.view import rect_of

_MOST = 5000
_LARGEST_TYPE = 11.0
_PER_SIZE = 0.5
_TICKS = {True: "☒", False: "☐"}


def add_notes(page: PdfPage, ink: Ink, view: Matrix) -> None:
    """Gives pieces their addresses, adds what was typed into fields, marks what was struck out."""
    upright = sorted((piece for piece in ink.pieces if not piece.turned), key=lambda one: one.middle)
    for bounds, address in page.links(_MOST):
        for piece in _under(upright, rect_of(view, bounds)):
            piece.href = address
    for number, note in enumerate(page.annotations()):
        if number >= _MOST:
            return
        if note.hidden:
            continue
        if note.kind == library.WIDGET:
            _type(ink, rect_of(view, note.bounds), _field_text(note))
        elif note.kind == library.FREE_TEXT:
            _type(ink, rect_of(view, note.bounds), note.contents)
        elif note.kind == library.STRIKEOUT:
            for piece in _under(upright, rect_of(view, note.bounds)):
                piece.struck = True


def _under(pieces: list[Piece], area: Rect) -> list[Piece]:
    """The pieces, given from top to bottom, that lie in an area."""
    first = bisect_left(pieces, area.top - 1, key=lambda one: one.middle)
    last = bisect_right(pieces, area.bottom + 1, key=lambda one: one.middle)
    return [piece for piece in pieces[first:last] if area.left - 1 <= piece.center <= area.right + 1]


def _field_text(note: Annotation) -> str:
    kind = note.field
    if kind in (library.CHECKBOX, library.RADIO):
        return _TICKS[note.checked]
    return "" if kind in (-1, library.BUTTON) else note.value


def _type(ink: Ink, area: Rect, text: str) -> None:
    """Typed text as pieces at its place, word by word."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        return
    pitch = area.height / len(lines)
    size = min(_LARGEST_TYPE, max(pitch, 1.0) * 0.8)
    for number, line in enumerate(lines):
        base = area.top + pitch * (number + 0.5) + 0.35 * size
        left = area.left + 1
        for word in line.split():
            width = _PER_SIZE * size * len(word)
            ink.pieces.append(Piece(word, left, left + width, base, size, space=True, apart=True))
            left += width + _PER_SIZE * size
        ink.shown += len(line)
