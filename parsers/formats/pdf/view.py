"""From a page's own coordinates to those of a reader: upright, y downward; pure."""

from __future__ import annotations

from parsers.formats.pdf.library import Bounds, Matrix
from parsers.formats.pdf.values import Rect

_FLAT = 0.12


def view_of(box: Bounds, rotation: int) -> Matrix:
    """The matrix that lays a page's corner at the origin, turned as it is shown."""
    left, bottom, right, top = box
    return (
        (1.0, 0.0, 0.0, -1.0, -left, top),
        (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        (0.0, -1.0, -1.0, 0.0, top, right),
    )[rotation]


def combined(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does both, in this order."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point as the matrix moves it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def rect_of(matrix: Matrix, bounds: Bounds) -> Rect:
    """An area as the matrix moves it."""
    left, top = point(matrix, bounds[0], bounds[1])
    right, bottom = point(matrix, bounds[2], bounds[3])
    return Rect(min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def turned(matrix: Matrix, view: Matrix) -> int | None:
    """Quarter turns by which text stands: 0 upright, 1 upward, 3 downward; None for slanted text."""
    a, b = matrix[0], matrix[1]
    x, y = a * view[0] + b * view[2], a * view[1] + b * view[3]
    length = max(abs(x), abs(y))
    if length == 0.0 or min(abs(x), abs(y)) > _FLAT * length:
        return None
    if abs(x) > abs(y):
        return 0 if x > 0 else 2
    return 1 if y < 0 else 3
