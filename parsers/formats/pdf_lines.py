"""Pieces of text on one baseline joined to lines, and lines to paragraphs; knows places, no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.formats.flow import Run
from parsers.formats.pdf_values import Piece
from parsers.syllables import is_syllable

_LEVEL = 0.35
_WORD_GAP = 0.13
_SLACK = 0.4
_NARROW = 0.94

_ITEM = re.compile(
    r"(?:[-–—+•●▪■◦○➢❖✓✗☐☒☑→*·]\s*\S|\(?(?:\d{1,2}|[a-zđ]|[ivxIVX]{1,4}|[A-Z])[.)/](?:\d{1,2}[.)])*(?:\d{1,2})?\s+\S|\d{1,2}(?:\.\d{1,2}){1,6}\.?\s+\S)"
)
LABEL = re.compile(r"(?:\(?\d{1,2}[.)]\s*)?[^\W\d_a-zà-ỹđ][^:;.!?\n]{0,45}:(?!//)(?=\s|$)")
_NAMED_ITEM = re.compile(
    r"(?:mô[ -]?đun|module|bài|chương|phần|mục|học phần|buổi|tuần|module)\s*\d{1,2}\b", re.IGNORECASE
)
_ADDRESS_PART = re.compile(
    r"(?:https?://|www\.|[\w.+-]+@)[!-~]*$|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|edu|example)\b[!-~]*$",
    re.IGNORECASE,
)
_ADDRESS_MORE = re.compile(r"[!-~]+$")
_ADDRESS_NEW = re.compile(r"https?://|www\.", re.IGNORECASE)
_LONGEST_WORD, _LONGEST_ADDRESS = 40, 400
_ENDINGS = ".;:!?"
_SEPARATORS = "/-_.?=&@%#"
_LAST_LETTERS = re.compile("[^\\W\\d_]+$")
_FIRST_LETTERS = re.compile("[^\\W\\d_]+")


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


# --- lines to paragraphs


Edges = tuple[float, float]


def paragraphs_of(lines: Sequence[Line], edges: Edges) -> list[list[Run]]:
    """The lines of a cell as paragraphs: a line that had room for the next one's first word ends one."""
    paragraphs: list[list[Run]] = []
    start = lines[0]
    for number, line in enumerate(lines):
        before = lines[number - 1]
        if not number or ends_between(before, line, start, edges):
            paragraphs.append([])
            start = line
        elif not is_glued(before, line, edges):
            paragraphs[-1][-1].text += " "
        paragraphs[-1].extend(runs_of(line))
    return paragraphs


def runs_of(line: Line) -> list[Run]:
    """The line's text by looks."""
    runs: list[Run] = []
    for text, piece in spoken(line):
        last = runs[-1] if runs else None
        if last and (last.bold, last.struck, last.href) == (piece.bold, piece.struck, piece.href):
            last.text += text
        else:
            runs.append(Run(text, piece.struck, piece.bold, piece.href))
    return runs


def ends_between(before: Line, line: Line, start: Line, edges: Edges) -> bool:
    """Whether a paragraph ends between two lines of one column of text."""
    if before.pieces[0].turned != line.pieces[0].turned:
        return True
    if begins_item(before, line, start, edges):
        return True
    if line.base - before.base > 2.2 * max(before.size, line.size):
        return True
    if LABEL.match(line.text) and LABEL.match(start.text):
        return True
    if _is_broken_address(before, line, edges):
        return False
    return had_room(before, line, edges)


def is_item(text: str) -> bool:
    """Whether a line begins with a bullet, a number or a name of a numbered part."""
    return bool(_ITEM.match(text) or _NAMED_ITEM.match(text))


def begins_item(before: Line, line: Line, start: Line, edges: Edges) -> bool:
    """Whether a line is the next of a list; a dash may also go on with a sentence."""
    if not is_item(line.text) or _is_broken_address(before, line, edges):
        return False
    if line.text[0] not in "-–—+":
        return True
    return before.text[-1] in _ENDINGS or is_item(start.text) or had_room(before, line, edges)


def had_room(before: Line, line: Line, edges: Edges) -> bool:
    """Whether the next line's first word had fitted into the line."""
    needed = line.first_word + (0.25 + _SLACK) * before.size
    if is_centered(before, edges) and is_centered(line, edges):
        return before.right - before.left + needed < edges[1] - edges[0]
    return before.right + needed < edges[1]


def is_centered(line: Line, edges: Edges) -> bool:
    """Whether a line stands in the middle, clear of both edges."""
    before, after = line.left - edges[0], edges[1] - line.right
    return abs(before - after) < 0.5 * line.size and before > 0.5 * line.size


def is_glued(before: Line, line: Line, edges: Edges) -> bool:
    """Whether a wrapped line goes on without a blank."""
    if before.pieces[-1].space:
        return False
    if _is_broken_address(before, line, edges):
        return True
    left, right = before.text, line.text
    if left[-1] in "/-–" and len(left) > 1 and not left[-2].isspace() and right[0].isalnum():
        return True
    if left[-1].isdigit() and right[0] in ".," and right[1:2].isdigit():
        return True
    if left[-1] in ".," and left[-2:-1].isdigit() and right[0].isdigit():
        return True
    return _is_broken_word(before, line, edges)


def _is_broken_word(before: Line, line: Line, edges: Edges) -> bool:
    head, tail = _LAST_LETTERS.search(before.text[-_LONGEST_WORD:]), _FIRST_LETTERS.match(line.text)
    last, alone = before.last_word()
    too_wide = alone and last + line.first_word > _NARROW * (edges[1] - edges[0])
    if head is None or tail is None:
        return too_wide and before.text[-1].isalnum() and line.text[0].isalnum()
    whole = is_syllable(head.group() + tail.group())
    both = is_syllable(head.group()) and is_syllable(tail.group())
    return (too_wide and (whole or not both)) or (whole and not both)


def _is_broken_address(before: Line, line: Line, edges: Edges) -> bool:
    """Whether a web or mail address goes on in the next line."""
    last, first = before.pieces[-1], line.pieces[0]
    head, tail = before.text[-_LONGEST_ADDRESS:].rsplit(" ", 1)[-1], line.text.split(" ", 1)[0]
    if last.space or not _ADDRESS_MORE.match(tail) or _ADDRESS_NEW.match(tail):
        return False
    if last.href and last.href == first.href and _ADDRESS_PART.search(head):
        return True
    if tail[0] == "@" and _ADDRESS_MORE.match(head):
        return True
    if not _ADDRESS_PART.search(head):
        return False
    if head[-1] in _SEPARATORS or tail[0] in _SEPARATORS:
        return head[-1] != "." or tail[0].islower() or tail[0].isdigit()
    wide, _ = before.last_word()
    return wide + line.first_word > _NARROW * (edges[1] - edges[0])
