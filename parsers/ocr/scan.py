"""A scan as a document: the words that a recogniser sees, laid out as those of a PDF are; judges no value."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from statistics import mean, median

from parsers.document import Document
from parsers.formats.flow import Layout
from parsers.formats.pdf.furniture import furniture_of
from parsers.formats.pdf.lattice import Frame, frames_of
from parsers.formats.pdf.page import page_of
from parsers.formats.pdf.story import Story
from parsers.formats.pdf.values import Ink, Piece, Rect, Rule
from parsers.ocr import bitmap
from parsers.ocr.bitmap import DPI, Bitmap
from parsers.ocr.cuts import pieces_of
from parsers.ocr.pages import pages_of
from parsers.ocr.words import Word, words_of

MOST_PAGES = 10
"""Pages of one scan that are read; what more there is stands in the note."""

FEWEST_WORDS = 12
"""A scan with fewer clear words is no document."""

_FEWEST_CELLS = 4
_LONGEST = 200
_SURE, _SHORT, _NARROW = 15, 2, 45.0
_ALIKE, _SMALLEST = 0.25, 4.0
_UPRIGHT = 60
_CLEAR = 60
_MOST_INK = 0.25
_POINT = DPI / 72
_ADDRESS = re.compile(r"://|www\.|\S@\S|\.(?:edu|vn|com|org|net)\b")
_NOISE = frozenset("|_~`'\"‘’“”.,:;=*•°«»()[]{}<>\\/!ˆ´")
_SCHEME = re.compile(r"^\W?[^\W\d_]{2,5}?(s)?\s?://", re.IGNORECASE)


class Task(StrEnum):
    """What the recogniser is asked: the words of lines under one another, or how a page is turned.

    ``LATIN`` asks for words without accents (addresses), ``DIGITS`` for numbers only.
    """

    LINES = "lines"
    LATIN = "latin"
    DIGITS = "digits"
    TURN = "turn"


Recognise = Callable[[bytes, Task], str]
"""A grey map in, hOCR out (for ``TURN`` the quarter turns clockwise that make it upright, as a number).

Raises RecognitionError where it gave nothing.
"""


class RecognitionError(Exception):
    """The recogniser gave no answer for one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What could be read of a scan. ``document`` is None where that is no document's text."""

    document: Document | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as recognised: what it shows, and its ruled tables."""

    ink: Ink
    frames: list[Frame]
    words: int
    """How many of its words are surely words."""


def read_scan(
    media: str,
    data: bytes,
    recognise: Recognise,
    next_page: Callable[[], None],
    only: Collection[int] = (),
) -> Scan:
    """Read the pages of a scanned PDF or a picture; ``next_page`` is called before each.

    ``only`` names the scanned pages of a PDF whose others are text. The same bytes give the same words as
    long as the recogniser does.
    """
    sheets: list[_Sheet] = []
    remarks: list[str] = []
    pages = pages_of(media, data, only)
    count = number = 0
    try:
        for number, page in islice(pages, MOST_PAGES):
            count += 1
            next_page()
            try:
                sheets.append(_sheet(page, number, recognise))
            except (RecognitionError, MemoryError) as error:
                remarks.append(f"page {number} is not recognised: {str(error) or 'out of memory'}")
        if count == MOST_PAGES and next(pages, None) is not None:
            remarks.append(f"only {MOST_PAGES} pages are recognised")
    # Whatever a library makes of a broken picture costs this scan only, and it is told.
    except Exception as error:  # noqa: BLE001
        remarks.append(f"page {number + 1} is not recognised: {type(error).__name__}: {error}"[:_LONGEST])
    if sum(sheet.words for sheet in sheets) < FEWEST_WORDS:
        return Scan(document=None, remarks=(*remarks, "no text recognised"))
    return Scan(document=_document(media, sheets), remarks=tuple(remarks))


def _document(media: str, sheets: Sequence[_Sheet]) -> Document:
    inks = [sheet.ink for sheet in sheets]
    lattices = [sheet.frames for sheet in sheets]
    furniture = furniture_of(inks, lattices)
    pages = [page_of(ink, lattice, furniture.pieces) for ink, lattice in zip(inks, lattices, strict=True)]
    layout = Layout(Story(pages, furniture).flow())
    return Document(media=media, blocks=layout.blocks(), warnings=layout.warnings)


def _sheet(page: Bitmap, number: int, recognise: Recognise) -> _Sheet:
    if bitmap.ink_share(page) > _MOST_INK:
        raise RecognitionError("a picture of something else than text")
    sheet, sure = _recognised(page, number, recognise)
    if sure >= _UPRIGHT:
        return sheet
    turns = recognise(bitmap.grey_map(page), Task.TURN)
    if turns not in {"1", "2", "3"}:
        return sheet
    again, surer = _recognised(bitmap.turned(page, 90 * int(turns)), number, recognise)
    return again if surer > sure else sheet


def _recognised(page: Bitmap, number: int, recognise: Recognise) -> tuple[_Sheet, float]:
    """The sheet, and how sure the recogniser is of it in the middle."""
    page = bitmap.straightened(page)
    rows, columns = bitmap.rules_of(page)
    frames = [frame for frame in frames_of(rows, columns) if len(frame.slots) >= _FEWEST_CELLS]
    clean = bitmap.without_rules(page, rows, columns)
    words = _words(clean, frames, recognise)
    ink = Ink(number, page.width / _POINT, page.height / _POINT, pieces=list(_pieces(words)))
    ink.rows, ink.columns = _open_rules(rows, frames), []
    ink.shown = sum(len(piece.text) for piece in ink.pieces)
    clear = sum(word.sure >= _CLEAR and len(word.text) > 1 for word in words)
    return _Sheet(ink, frames, clear), mean([word.sure for word in words] or [0])


def _words(page: Bitmap, frames: Sequence[Frame], recognise: Recognise) -> list[Word]:
    """The words of the tables' cells and of what stands around them, each read on its own."""
    rest = bitmap.without_areas(page, [frame.rect for frame in frames]) if frames else page
    areas = [slot.rect for frame in frames for slot in frame.slots] + pieces_of(rest)
    found = [one for stack in bitmap.stacks_of(page, areas) for one in _stacked(stack, Task.LINES, recognise)]
    read = _grouped(found)
    addressed = [number for number, words in read.items() if any(_ADDRESS.search(w.text) for w in words)]
    latin = _again(page, areas, addressed, Task.LATIN, recognise)
    for number in addressed:
        read[number] = _addressed(read[number], latin.get(number, []))
    small = [number for number, area in enumerate(areas) if _may_be_number(area, read.get(number, []))]
    for number, words in _again(page, areas, small, Task.DIGITS, recognise).items():
        if len(words) == 1 and words[0].text.isdecimal() and words[0].sure >= _CLEAR:
            read[number] = words
    return [word for words in read.values() for word in words]


def _again(
    page: Bitmap, areas: Sequence[Rect], chosen: Sequence[int], task: Task, recognise: Recognise
) -> dict[int, list[Word]]:
    """The words of some pieces, asked for in another way."""
    found: list[tuple[int, Word]] = []
    for stack in bitmap.stacks_of(page, [areas[number] for number in chosen]):
        found += [(chosen[place], word) for place, word in _stacked(stack, task, recognise)]
    return _grouped(found)


def _may_be_number(area: Rect, words: Sequence[Word]) -> bool:
    """Whether a piece is perhaps the number of a row, which alone in its cell is easily misread."""
    text = "".join(word.text for word in words)
    return area.width < _NARROW and len(text) <= _SHORT and not text.isdecimal()


def _grouped(found: Iterable[tuple[int, Word]]) -> dict[int, list[Word]]:
    groups: dict[int, list[Word]] = {}
    for number, word in found:
        groups.setdefault(number, []).append(word)
    return groups


def _addressed(words: list[Word], latin: list[Word]) -> list[Word]:
    """The words of a piece; addresses as read without Vietnamese letters, which they have none of."""
    if latin and _ADDRESS.search(words[0].text) and _ADDRESS.search(latin[0].text):
        return [_with_scheme(word) for word in latin]
    return [_with_scheme(_latin(word, latin)) if _ADDRESS.search(word.text) else word for word in words]


def _with_scheme(word: Word) -> Word:
    """A web address with one of the two beginnings that there are, however they were misread."""
    text = _SCHEME.sub(lambda found: "https://" if found[1] else "http://", word.text)
    return replace(word, text=text)


def _stacked(stack: bitmap.Stack, task: Task, recognise: Recognise) -> Iterator[tuple[int, Word]]:
    """The words of a stack where they stand on the page, with the number of their piece."""
    for word in words_of(recognise(bitmap.grey_map(stack.picture), task)):
        cut = stack.cut(word.base - word.size / 3)
        (left, base), (right, _) = (stack.moved(cut, x, word.base) for x in (word.left, word.right))
        yield cut.number, replace(word, left=left, right=right, base=base)


def _latin(word: Word, latin: Iterable[Word]) -> Word:
    for other in latin:
        near = abs(other.base - word.base) < word.size / 2
        if near and abs(other.left - word.left) < word.size and abs(other.right - word.right) < word.size:
            return replace(word, text=other.text) if _ADDRESS.search(other.text) else word
    return word


def _open_rules(rows: Iterable[Rule], frames: Sequence[Frame]) -> list[Rule]:
    """The lines outside the ruled tables."""
    rects = [frame.rect for frame in frames]
    return [rule for rule in rows if not any(rect.top - 2 <= rule.at <= rect.bottom + 2 for rect in rects)]


def _pieces(words: Sequence[Word]) -> Iterator[Piece]:
    usual = median(word.size for word in words) if words else 0.0
    for word in words:
        # A speck is easily a letter or two, seldom a word.
        if word.sure < (_SURE if len(word.text) > _SHORT else _CLEAR) or set(word.text) <= _NOISE:
            continue
        # Sizes are guessed line by line, from whatever letters stand in it.
        alike = abs(word.size - usual) < _ALIKE * usual
        yield Piece(
            text=word.text,
            left=word.left / _POINT,
            right=word.right / _POINT,
            base=word.base / _POINT,
            size=max((usual if alike else word.size) / _POINT, _SMALLEST),
            space=not word.last,
        )
