"""The pages of a scan as grey pictures: those of a PDF drawn, those of a picture file as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pypdfium2

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf.guard import refuse_bombs
from parsers.ocr.bitmap import DPI, MOST_DOTS, Bitmap, from_grey, open_picture

_POINTS = 72


def pages_of(media: str, data: bytes, only: Collection[int] = ()) -> Iterator[tuple[int, Bitmap]]:
    """The pages with their numbers, of a PDF those in ``only`` where it names any.

    Each is made when it is asked for. Raises UnreadableError where one is too large.
    """
    return _drawn(data, only) if media == "pdf" else enumerate(open_picture(data), 1)


def _drawn(data: bytes, only: Collection[int]) -> Iterator[tuple[int, Bitmap]]:
    refuse_bombs(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(Reason.CORRUPT, f"pdf: {error}"[:200]) from error
    try:
        for number in range(1, len(document) + 1):
            if only and number not in only:
                continue
            page = document[number - 1]
            try:
                yield number, _grey(page)
            finally:
                page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(Reason.CORRUPT, f"pdf: {error}"[:200]) from error
    finally:
        document.close()


def _grey(page: pypdfium2.PdfPage) -> Bitmap:
    width, height = page.get_size()
    scale = DPI / _POINTS
    if width * height * scale * scale > MOST_DOTS:
        raise UnreadableError(Reason.TOO_LARGE, f"a page of {width:.0f} x {height:.0f} points")
    drawn = page.render(scale=scale, grayscale=True)
    try:
        return from_grey(drawn.width, drawn.height, drawn.stride, bytes(drawn.buffer))
    finally:
        drawn.close()
