"""The door to the files that lie inside a PDF beside its pages; opens none of them, judges nothing."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pypdfium2 import raw

from parsers.formats.pdf.guard import mentions
from parsers.formats.pdf.library import Handle, Pdf

_LONGEST_NAME = 4096
_MOST_PAGES = 200
_MOST_MARKS = 1000
_PIN = int(raw.FPDF_ANNOT_FILEATTACHMENT)
_PIN_NAME = b"FileAttachment"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside an open document: its name, "" where it has none."""

    name: str
    handle: Handle

    @property
    def size(self) -> int:
        """How many bytes it has unpacked, -1 where they cannot be had."""
        size = ctypes.c_ulong()
        return int(size.value) if raw.FPDFAttachment_GetFile(self.handle, None, 0, size) else -1

    def content(self, size: int) -> bytes:
        """Its bytes, of which there are ``size``."""
        buffer, written = ctypes.create_string_buffer(size), ctypes.c_ulong()
        raw.FPDFAttachment_GetFile(self.handle, buffer, size, written)
        return buffer.raw[: written.value]


def attached_files(pdf: Pdf, data: bytes) -> Iterator[Attached]:
    """The files of the document (``data`` its bytes), then those that are pinned to its pages.

    Each is good only until the next one is asked for.
    """
    document = pdf.handle
    for index in range(int(raw.FPDFDoc_GetAttachmentCount(document))):
        handle = raw.FPDFDoc_GetAttachment(document, index)
        if handle:
            yield Attached(_name(handle), handle)
    if mentions(data, _PIN_NAME):
        for number in range(min(len(pdf), _MOST_PAGES)):
            yield from _pinned(pdf, number)


def _pinned(pdf: Pdf, number: int) -> Iterator[Attached]:
    with pdf.page(number) as page:
        if page is None:
            return
        for note in islice(page.annotations(), _MOST_MARKS):
            handle = raw.FPDFAnnot_GetFileAttachment(note.handle) if note.kind == _PIN else None
            if handle:
                yield Attached(_name(handle), handle)


def _name(handle: Handle) -> str:
    size = min(int(raw.FPDFAttachment_GetName(handle, None, 0)), _LONGEST_NAME)
    if size <= 0:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAttachment_GetName(handle, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0")
