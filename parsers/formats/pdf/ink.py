"""One page of a PDF as its ink; lines that strike text out or underline it are told from those of tables."""

from __future__ import annotations

from collections import defaultdict

from parsers.formats.pdf.drawings import Drawings
from parsers.formats.pdf.letters import Letters
from parsers.formats.pdf.library import PdfPage
from parsers.formats.pdf.notes import add_notes
from parsers.formats.pdf.overprint import mark_overprinted
from parsers.formats.pdf.values import Ink, Piece, Rule
from parsers.formats.pdf.view import view_of

_BIN = 8.0
_DARK = 0.7
# Where a line crosses letters, in parts of their size above the baseline; below it underlines.
_STRIKE = (0.13, 0.42)
_UNDER = (-0.22, 0.08)
_TOUCH = 2.0
_INKED = 0.75
_OVERHANG = 1.0
_MOST_PAIRS = 8_000_000
_MOST_AREAS = 500


def ink_of(page: PdfPage, number: int, fonts: dict[int, tuple[str, bool]]) -> Ink:
    """All that a page shows."""
    left, bottom, right, top = page.box
    width, height = right - left, top - bottom
    view = view_of(page.box, page.rotation)
    ink = Ink(number, *((height, width) if page.rotation % 2 else (width, height)))
    drawings = Drawings(page, ink, view)
    drawings.read()
    letters = Letters(fonts, view, ink.height)
    with page.text() as text:
        letters.read(text, ink, drawings.buried)
    _show_white(ink, letters.white)
    add_notes(page, ink, view)
    ink.pieces = [one for one in ink.pieces if -one.size < one.base < ink.height + one.size or one.turned]
    ink.rows = _without_text_lines(ink)
    mark_overprinted(ink.pieces)
    return ink


def _show_white(ink: Ink, white: list[Piece]) -> None:
    """White letters are seen on dark areas only."""
    dark = [fill.rect for fill in ink.fills if fill.light < _DARK]
    dark = (dark + [image.rect for image in ink.images])[:_MOST_AREAS]
    for piece in white:
        if any(rect.holds(piece.center, piece.middle) for rect in dark):
            ink.pieces.append(piece)
        else:
            ink.hidden += len(piece.text)
            ink.shown -= len(piece.text)


def _without_text_lines(ink: Ink) -> list[Rule]:
    """The rules that are no part of text; those that cross letters out mark them."""
    if not ink.rows or len(ink.rows) * (len(ink.pieces) + len(ink.columns)) > _MOST_PAIRS:
        return ink.rows
    bins: dict[int, list[Piece]] = defaultdict(list)
    for piece in ink.pieces:
        if not piece.turned:
            bins[int(piece.base // _BIN)].append(piece)
    return [rule for rule in ink.rows if _is_tied(rule, ink.columns) or not _belongs_to_text(rule, bins)]


def _is_tied(rule: Rule, columns: list[Rule]) -> bool:
    """Whether a line meets one that stands upright, as those of tables do."""
    return any(
        column.start - _TOUCH <= rule.at <= column.end + _TOUCH
        and rule.start - _TOUCH <= column.at <= rule.end + _TOUCH
        for column in columns
    )


def _belongs_to_text(rule: Rule, bins: dict[int, list[Piece]]) -> bool:
    at = int(rule.at // _BIN)
    near = [piece for step in (-1, 0, 1, 2) for piece in bins.get(at + step, ())]
    crossed = [piece for piece in near if _meets(rule, piece, _STRIKE)]
    if crossed and _fits(rule, crossed):
        for piece in crossed:
            piece.struck = True
        return True
    under = [piece for piece in near if _meets(rule, piece, _UNDER)]
    return bool(under) and _fits(rule, under)


def _meets(rule: Rule, piece: Piece, band: tuple[float, float]) -> bool:
    above = (piece.base - rule.at) / (piece.size or 1.0)
    shared = min(rule.end, piece.right) - max(rule.start, piece.left)
    return band[0] <= above <= band[1] and shared >= 0.6 * (piece.right - piece.left)


def _fits(rule: Rule, pieces: list[Piece]) -> bool:
    """Whether a line is as long as the letters it belongs to."""
    size = pieces[0].size
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    inked = sum(piece.right - piece.left for piece in pieces)
    within = rule.start >= left - _OVERHANG * size and rule.end <= right + _OVERHANG * size
    return within and inked >= _INKED * (rule.end - rule.start)
