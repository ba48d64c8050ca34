"""Pieces of text on one baseline joined to lines; knows places, no meaning."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from parsers.formats.pdf.values import Piece

_LEVEL = 0.35
_WORD_GAP = 0.13

Edges = tuple[float, float]


class Line:
    """Pieces on one baseline, from left to right."""

    __slots__ = ("_text", "base", "left", "pieces", "right", "size")

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.left, self.base = pieces[0].left, pieces[0].base
        self.right, self.size = pieces[0].right, pieces[0].size
        for piece in pieces:
            self.right = max(self.right, piece.right)
            self.size = max(self.size, piece.size)
        self._text = ""

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.22 * self.size

    @property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)

    @property
    def text(self) -> str:
        if not self._text:
            self._text = "".join(text for text, _ in spoken(self))
        return self._text

    @property
    def first_word(self) -> float:
        """The width of what stands before the first blank."""
        begin = self.pieces[0]
        right = begin.right
        for piece, after in pairwise(self.pieces):
            if is_apart(piece, after):
                break
            right = after.right
        return right - begin.left

    def last_word(self) -> tuple[float, bool]:
        """The width of what stands after the last blank, and whether it is all of the line."""
        right = left = self.pieces[-1].right
        for index in range(len(self.pieces) - 1, -1, -1):
            if index < len(self.pieces) - 1 and is_apart(self.pieces[index], self.pieces[index + 1]):
                return right - left, False
            left = self.pieces[index].left
        return right - left, True


def is_apart(piece: Piece, after: Piece) -> bool:
    """Whether a blank stands between two pieces of a line."""
    return piece.space or after.left - piece.right > _WORD_GAP * piece.size


def spoken(line: Line) -> Iterable[tuple[str, Piece]]:
    """The text of every piece, with its blank where there is one before the next."""
    for piece, after in pairwise(line.pieces):
        yield (piece.text + " " if is_apart(piece, after) else piece.text), piece
    yield line.pieces[-1].text, line.pieces[-1]


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """Lines from top to bottom; turned text makes lines of its own, after the others."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.turned, one.base, one.left)):
        if lines and lines[-1][0].turned == piece.turned and _on_level(lines[-1], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [Line(sorted(line, key=lambda one: one.left)) for line in lines]


def _on_level(line: list[Piece], piece: Piece) -> bool:
    """Whether a piece belongs to the line; raised and lowered signs do, too."""
    last = line[-1]
    larger = max(last.size, piece.size)
    return abs(piece.base - line[0].base) <= _LEVEL * min(larger, 1.3 * min(last.size, piece.size))
