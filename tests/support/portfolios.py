"""PDFs with files inside: attached to the document, or pinned to its first page."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Mapping

import pypdfium2
from pypdfium2 import raw


def enclosing(pdf: bytes, files: Mapping[str, bytes]) -> bytes:
    """The document with the files attached."""
    document = pypdfium2.PdfDocument(pdf)
    for name, data in files.items():
        document.new_attachment(name).set_data(data)
    return _saved(document)


def pinned(pdf: bytes, name: str, data: bytes) -> bytes:
    """The document with a file behind a paper clip on its first page, and not in its list of files."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    clip = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_FILEATTACHMENT)
    letters = (ctypes.c_ushort * (len(name) + 1))(*map(ord, name))
    handle = raw.FPDFAnnot_AddFileAttachment(clip, letters)
    raw.FPDFAttachment_SetFile(handle, document.raw, ctypes.create_string_buffer(data, len(data)), len(data))
    raw.FPDFPage_CloseAnnot(clip)
    page.close()
    return _saved(document)


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
