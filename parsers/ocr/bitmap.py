"""The only door to Pillow: pages as grey pictures, straightened, their ruled lines found; reads no letter."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf.values import Rect, Rule

DPI = 300
"""Dots an inch in which pages are looked at: small letters are then some 25 dots high."""

MOST_DOTS = 40_000_000
_MOST_SIDE = 10_000
_A4_WIDTH = 2480
_LIGHT = 255
_POINT = DPI / 72

# A dot is ink where it is so much darker than what lies around it, so that shades of a photo do not matter.
_DARKER = 26
_AROUND = 20
# Lines are looked for in runs of blocks: each holds ink in most of its dots.
_BLOCK = 12
_FULL = 0.7 * 255
_SHORTEST = 6
_THICK = 10
_STEEPEST, _COARSE, _FINE = 40, 5, 1
_SKEW_SCALE = 4
_STRAIGHT = 0.05

Box = tuple[int, int, int, int]
Bitmap = Any
"""A grey picture of Pillow's, which ships no types that strict checking could use here."""


def open_picture(data: bytes) -> Iterator[Bitmap]:
    """The pages of a picture file, upright as its camera says, in some ``DPI`` dots an inch of a sheet."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - an extra that may be absent

    try:
        with Image.open(io.BytesIO(data)) as picture:
            for number in range(getattr(picture, "n_frames", 1)):
                picture.seek(number)
                if picture.width * picture.height > MOST_DOTS:
                    raise UnreadableError(Reason.TOO_LARGE, f"{picture.width} x {picture.height} dots")
                yield _sheet(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError) as error:
        raise UnreadableError(Reason.CORRUPT, f"picture: {type(error).__name__}: {error}"[:200]) from error


def from_grey(width: int, height: int, stride: int, dots: bytes) -> Bitmap:
    """A picture from rows of grey dots."""
    from PIL import Image  # noqa: PLC0415 - an extra that may be absent

    return Image.frombuffer("L", (width, height), dots, "raw", "L", stride, 1)


def _sheet(picture: Bitmap) -> Bitmap:
    """The picture in grey, in the size that a sheet of paper has."""
    from PIL import Image  # noqa: PLC0415 - an extra that may be absent

    if picture.mode in {"RGBA", "LA", "P"}:
        clear = picture.convert("RGBA")
        picture = Image.new("RGBA", clear.size, "white")
        picture.alpha_composite(clear)
    grey = picture.convert("L")
    scale = min(_A4_WIDTH / max(min(grey.size), 1), _MOST_SIDE / max(*grey.size, 1))
    size = (max(round(grey.width * scale), 1), max(round(grey.height * scale), 1))
    return grey.resize(size, Image.Resampling.BICUBIC)


def turned(page: Bitmap, degrees: int) -> Bitmap:
    """The page turned clockwise by quarters."""
    return page.rotate(-degrees, expand=True)


def ink_of(page: Bitmap) -> Bitmap:
    """Where a page has ink: 255, elsewhere 0."""
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415 - an extra that may be absent

    around = page.filter(ImageFilter.BoxBlur(_AROUND))
    return ImageChops.subtract(around, page).point([0] * _DARKER + [255] * (256 - _DARKER))


def ink_share(page: Bitmap) -> float:
    """How much of a page is ink: pages of text have little, photos of anything else often much."""
    return float(ink_of(page).histogram()[255] / max(page.width * page.height, 1))


def firm_ink(page: Bitmap, scale: int) -> Bitmap:
    """The ink in so much smaller a picture, without its specks."""
    half = 128
    return ink_of(page).reduce(scale).point([0] * half + [255] * half)


def straightened(page: Bitmap) -> Bitmap:
    """The page with its lines of text level."""
    small = ink_of(page).reduce(_SKEW_SCALE)
    coarse = max(range(-_STEEPEST, _STEEPEST + 1, _COARSE), key=lambda tenths: _levelness(small, tenths / 10))
    near = range(coarse - _COARSE + 1, coarse + _COARSE, _FINE)
    degrees = max(near, key=lambda tenths: _levelness(small, tenths / 10)) / 10
    if abs(degrees) < _STRAIGHT:
        return page
    from PIL import Image  # noqa: PLC0415 - an extra that may be absent

    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=_LIGHT)


def _levelness(small: Bitmap, degrees: float) -> int:
    """How sharply rows with ink and rows without it alternate once the page is turned."""
    from PIL import Image  # noqa: PLC0415 - an extra that may be absent

    rows = small.rotate(degrees).resize((1, small.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in pairwise(rows))


# --- ruled lines


def rules_of(page: Bitmap) -> tuple[list[Rule], list[Rule]]:
    """The lines across and down, in points; whatever is thick is no line."""
    from PIL import Image  # noqa: PLC0415 - an extra that may be absent

    ink = ink_of(page)
    flipped = ink.transpose(Image.Transpose.TRANSPOSE)
    return list(_runs(ink)), list(_runs(flipped))


_RUN = re.compile(rb"\xff{%d,}" % _SHORTEST)


def _runs(ink: Bitmap) -> Iterator[Rule]:
    from PIL import ImageChops  # noqa: PLC0415 - an extra that may be absent

    blocks = ink.reduce((_BLOCK, 1)).point([0] * int(_FULL) + [255] * (256 - int(_FULL)))
    above, below = ImageChops.offset(blocks, 0, _THICK), ImageChops.offset(blocks, 0, -_THICK)
    thin = ImageChops.subtract(blocks, ImageChops.darker(above, below))
    dots, width = thin.tobytes(), thin.width
    for row in range(thin.height):
        for run in _RUN.finditer(dots, row * width, (row + 1) * width):
            start, end = run.start() - row * width, run.end() - row * width
            yield Rule((row + 0.5) / _POINT, start * _BLOCK / _POINT, end * _BLOCK / _POINT)


def without_rules(page: Bitmap, rows: Iterable[Rule], columns: Iterable[Rule]) -> Bitmap:
    """The page without these lines."""
    from PIL import ImageDraw  # noqa: PLC0415 - an extra that may be absent

    clean = page.copy()
    draw = ImageDraw.Draw(clean)
    paper = _paper(page)
    for rule in rows:
        at, start, end = (round(one * _POINT) for one in (rule.at, rule.start, rule.end))
        draw.rectangle((start - 4, at - 2, end + 4, at + 2), fill=paper)
    for rule in columns:
        at, start, end = (round(one * _POINT) for one in (rule.at, rule.start, rule.end))
        draw.rectangle((at - 2, start - 4, at + 2, end + 4), fill=paper)
    return clean


def _paper(page: Bitmap) -> int:
    """The shade that most of the page has."""
    counts = page.histogram()
    return int(max(range(256), key=counts.__getitem__))


def without_areas(page: Bitmap, areas: Iterable[Rect]) -> Bitmap:
    """The page with nothing in these areas."""
    from PIL import ImageDraw  # noqa: PLC0415 - an extra that may be absent

    clean = page.copy()
    draw, paper = ImageDraw.Draw(clean), _paper(page)
    for area in areas:
        draw.rectangle(_dots(area, -4, page.size), fill=paper)
    return clean


# --- cells under one another


MOST_STACKED = 12_000
_EDGE, _PAD, _SPACE = 1, 30, 26
_FEWEST_DOTS = 12


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of the page in a stack: where it begins there, and where its corner stands on the page."""

    number: int
    at: int
    left: int
    top: int


class Stack:
    """Pieces of a page under one another, so that they are read as one column of lines."""

    def __init__(self, picture: Bitmap, cuts: Sequence[Cut]) -> None:
        self.picture = picture
        self._cuts = cuts
        self._tops = [cut.at - _SPACE // 2 for cut in cuts]

    def cut(self, y: float) -> Cut:
        """The piece at a height of the stack."""
        return self._cuts[max(bisect_right(self._tops, y) - 1, 0)]

    def moved(self, cut: Cut, x: float, y: float) -> tuple[float, float]:
        """Where a dot of the stack stands on the page."""
        return x - _PAD + cut.left, y - cut.at + cut.top


def stacks_of(page: Bitmap, areas: Sequence[Rect]) -> Iterator[Stack]:
    """The areas that hold ink, in stacks of bounded height; their numbers are those of ``areas``."""
    ink = ink_of(page)
    boxes: list[tuple[int, Box]] = []
    height = 0
    for number, area in enumerate(areas):
        box = _dots(area, _EDGE, page.size)
        if min(box[2] - box[0], box[3] - box[1]) < _FEWEST_DOTS or not _has_ink(ink, box):
            continue
        if boxes and height + box[3] - box[1] > MOST_STACKED:
            yield _stack(page, boxes)
            boxes, height = [], 0
        boxes.append((number, box))
        height += box[3] - box[1] + _SPACE
    if boxes:
        yield _stack(page, boxes)


def _dots(area: Rect, inward: int, size: tuple[int, int]) -> Box:
    left, top, right, bottom = (round(one * _POINT) for one in (area.left, area.top, area.right, area.bottom))
    return (
        max(left + inward, 0),
        max(top + inward, 0),
        min(right - inward, size[0]),
        min(bottom - inward, size[1]),
    )


def _has_ink(ink: Bitmap, box: Box) -> bool:
    return bool(ink.crop(box).histogram()[255] >= _FEWEST_DOTS)


def _stack(page: Bitmap, boxes: Sequence[tuple[int, Box]]) -> Stack:
    from PIL import Image  # noqa: PLC0415 - an extra that may be absent

    width = max(box[2] - box[0] for _, box in boxes) + 2 * _PAD
    height = sum(box[3] - box[1] + _SPACE for _, box in boxes) + 2 * _SPACE
    picture = Image.new("L", (width, height), _paper(page))
    cuts, at = [], _SPACE
    for number, box in boxes:
        picture.paste(page.crop(box), (_PAD, at))
        cuts.append(Cut(number, at, box[0], box[1]))
        at += box[3] - box[1] + _SPACE
    return Stack(picture, cuts)


def grey_map(page: Bitmap) -> bytes:
    """The picture as a portable grey map."""
    return b"P5 %d %d 255\n" % page.size + bytes(page.tobytes())
