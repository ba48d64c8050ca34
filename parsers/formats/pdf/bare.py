"""A PDF with nothing left but what its pages show: no notes on its writer, links, scripts or files inside."""

from __future__ import annotations

import io
import re

import pypdfium2
from pypdfium2 import raw

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf.guard import refuse_bombs

MOST_PAGES = 60
_OF_THE_MOMENT = re.compile(rb"/CreationDate\s*\(D:[^)]*\)|/ID\s*\[\s*<[0-9A-F]*>\s*<[0-9A-F]*>\s*\]")


def bare_pdf(data: bytes) -> bytes:
    """The pages of a PDF in a document of their own, the same bytes each time. Raises UnreadableError."""
    refuse_bombs(data)
    try:
        given = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(Reason.CORRUPT, "pdf: cannot be opened") from error
    try:
        return _pages_of(given)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(Reason.CORRUPT, "pdf: a page is broken") from error
    finally:
        given.close()


def _pages_of(given: pypdfium2.PdfDocument) -> bytes:
    if not 0 < len(given) <= MOST_PAGES:
        raise UnreadableError(Reason.TOO_LARGE, f"pdf: not 1 to {MOST_PAGES} pages")
    for page in given:
        # Taken off before the pages are copied: only what a page still names goes along.
        for at in reversed(range(raw.FPDFPage_GetAnnotCount(page.raw))):
            raw.FPDFPage_RemoveAnnot(page.raw, at)
        page.close()
    made = pypdfium2.PdfDocument.new()
    try:
        made.import_pages(given)
        written = io.BytesIO()
        made.save(written)
    finally:
        made.close()
    return _OF_THE_MOMENT.sub(lambda found: b" " * len(found[0]), written.getvalue())
