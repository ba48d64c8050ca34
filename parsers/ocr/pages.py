"""The pages of a scan as grey pictures: those of a PDF drawn, those of a picture file as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf.guard import refuse_bombs
from parsers.ocr.bitmap import DPI, MOST_DOTS, Bitmap, from_grey, open_picture

_POINTS = 72


def pages_of(media: str, data: bytes) -> Iterator[Bitmap]:
    """The pages in order, each made when it is asked for. Raises UnreadableError where one is too large."""
    return _drawn(data) if media == "pdf" else open_picture(data)


def _drawn(data: bytes) -> Iterator[Bitmap]:
    refuse_bombs(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(Reason.CORRUPT, f"pdf: {error}"[:200]) from error
    try:
        for number in range(len(document)):
            page = document[number]
            try:
                yield _grey(page)
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
