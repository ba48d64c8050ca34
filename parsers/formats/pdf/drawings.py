"""Lines, areas and pictures drawn on a page; of a path only what may be a line of a table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import pairwise

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf import library
from parsers.formats.pdf.library import Bounds, Handle, Matrix, PdfPage
from parsers.formats.pdf.values import Fill, Image, Ink, Rect, Rule
from parsers.formats.pdf.view import combined, point, rect_of

MOST_OBJECTS = 60_000
_DEEPEST = 6
_MOST_SEGMENTS = 4000
_THIN = 3.2
_SHORTEST = 3.0
_STRAIGHT = 0.8
_RECTANGLE = (4, 5)
_WHITE = 0.985
_FAINT = 25
_MOST_IMAGES = 200
_FULL = 0.7
_KINDS = {
    "DCTDecode": "jpeg",
    "DCT": "jpeg",
    "JPXDecode": "jp2",
    "CCITTFaxDecode": "tiff",
    "JBIG2Decode": "jbig2",
}


class Drawings:
    """Gathers what one page draws."""

    def __init__(self, page: PdfPage, ink: Ink, view: Matrix) -> None:
        self._page, self._ink, self._view = page, ink, view
        self._left = MOST_OBJECTS
        self._area = max(ink.width * ink.height, 1.0)
        self._texts: set[int] = set()
        # Texts that were drawn before a picture which covers the page.
        self.buried: set[int] = set()

    def read(self) -> None:
        """Adds the rules, fills and pictures."""
        self._gather(self._page.objects(), self._view, 0)
        self._ink.cover = min(self._ink.cover, 1.0)

    def _gather(self, handles: Iterable[Handle], view: Matrix, depth: int) -> None:
        for handle in handles:
            self._left -= 1
            if self._left < 0:
                raise UnreadableError(
                    Reason.TOO_LARGE, f"over {MOST_OBJECTS} drawn things on page {self._ink.number}"
                )
            kind = library.kind_of(handle)
            if kind == library.TEXT:
                self._texts.add(library.address_of(handle))
            elif kind == library.PATH:
                self._path(handle, view)
            elif kind == library.IMAGE:
                self._image(handle, view)
            elif kind == library.FORM and depth < _DEEPEST:
                self._gather(library.inside(handle), combined(library.matrix_of(handle), view), depth + 1)

    def _path(self, handle: Handle, view: Matrix) -> None:
        bounds = library.bounds_of(handle)
        if bounds is None:
            return
        self._ink.drawn += 1
        rect = rect_of(view, bounds)
        if rect.right < 0 or rect.bottom < 0 or rect.left > self._ink.width or rect.top > self._ink.height:
            return
        filled, stroked = library.drawn_how(handle)
        filled = filled and library.fill_of(handle)[3] > _FAINT
        stroked = (
            stroked and library.stroke_of(handle)[3] > _FAINT and _light(library.stroke_of(handle)) < _WHITE
        )
        if not filled and not stroked:
            return
        count = library.segment_count(handle)
        if min(rect.width, rect.height) <= _THIN:
            if stroked or _light(library.fill_of(handle)) < _WHITE:
                self._rule(rect)
        elif count in _RECTANGLE:
            self._rectangle(rect, handle, filled=filled, stroked=stroked)
        else:
            self._segments(handle, combined(library.matrix_of(handle), view), filled=filled, stroked=stroked)

    def _rule(self, rect: Rect) -> None:
        if rect.width >= rect.height and rect.width >= _SHORTEST:
            self._ink.rows.append(Rule((rect.top + rect.bottom) / 2, rect.left, rect.right))
        elif rect.height > rect.width and rect.height >= _SHORTEST:
            self._ink.columns.append(Rule((rect.left + rect.right) / 2, rect.top, rect.bottom))

    def _rectangle(self, rect: Rect, handle: Handle, *, filled: bool, stroked: bool) -> None:
        if stroked:
            self._frame(rect)
        if filled:
            self._ink.fills.append(Fill(rect, _light(library.fill_of(handle))))

    def _frame(self, rect: Rect) -> None:
        self._ink.rows.append(Rule(rect.top, rect.left, rect.right))
        self._ink.rows.append(Rule(rect.bottom, rect.left, rect.right))
        self._ink.columns.append(Rule(rect.left, rect.top, rect.bottom))
        self._ink.columns.append(Rule(rect.right, rect.top, rect.bottom))

    def _segments(self, handle: Handle, matrix: Matrix, *, filled: bool, stroked: bool) -> None:
        """A path of several strokes or rectangles, as programs draw all borders of a table at once."""
        points: list[tuple[float, float]] = []
        curved = False
        for kind, x, y, closes in library.segments(handle, _MOST_SEGMENTS):
            if kind == library.MOVE:
                self._part(points, handle, filled=filled and not curved, stroked=stroked)
                points, curved = [], False
            curved = curved or kind == library.BEZIER
            points.append(point(matrix, x, y))
            if closes and points:
                points.append(points[0])
        self._part(points, handle, filled=filled and not curved, stroked=stroked)

    def _part(
        self, points: list[tuple[float, float]], handle: Handle, *, filled: bool, stroked: bool
    ) -> None:
        if len(points) < 2:  # noqa: PLR2004  (a point is no line)
            return
        if stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(y0 - y1) <= _STRAIGHT or abs(x0 - x1) <= _STRAIGHT:
                    self._rule(Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        if filled and len(set(points)) in _RECTANGLE:
            across, down = [x for x, _ in points], [y for _, y in points]
            rect = Rect(min(across), min(down), max(across), max(down))
            light = _light(library.fill_of(handle))
            if min(rect.width, rect.height) > _THIN:
                self._ink.fills.append(Fill(rect, light))
            elif light < _WHITE:
                self._rule(rect)

    def _image(self, handle: Handle, view: Matrix) -> None:
        bounds: Bounds | None = library.bounds_of(handle)
        if bounds is None:
            return
        rect = rect_of(view, bounds)
        seen = Rect(
            max(rect.left, 0),
            max(rect.top, 0),
            min(rect.right, self._ink.width),
            min(rect.bottom, self._ink.height),
        )
        if seen.width <= 0 or seen.height <= 0:
            return
        if min(rect.width, rect.height) <= _THIN:
            self._rule(rect)
            return
        share = seen.area / self._area
        self._ink.cover += share
        if share >= _FULL:
            self.buried |= self._texts
        if len(self._ink.images) >= _MOST_IMAGES:
            return
        width, height, name, stored, size = self._page.image(handle)
        digest = hashlib.sha256(stored).hexdigest() if stored else ""
        self._ink.images.append(Image(rect, width, height, _KINDS.get(name, "png"), size, digest))


def _light(color: tuple[int, int, int, int]) -> float:
    return (0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2]) / 255
