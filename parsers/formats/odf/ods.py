"""OpenDocument spreadsheets (ods, ots) as sheets of cells; formulas, macros and links are never followed."""

from __future__ import annotations

from parsers.document import Document, Reason, UnreadableError
from parsers.formats.odf.package import Package, Source
from parsers.formats.odf.sheets import SheetsStream
from parsers.formats.workbook import as_document


def read_ods(data: bytes) -> Document:
    """The sheets of a spreadsheet in their order, each followed by its text boxes and pictures."""
    return read_sheets(Package(data))


def read_sheets(source: Source) -> Document:
    """The sheets of a package or of a flat file."""
    stream = SheetsStream(source)
    source.feed(stream)
    if not stream.found:
        raise UnreadableError(Reason.CORRUPT, "no spreadsheet in the content")
    opened = [sheet.opened() for sheet in stream.sheets]
    return as_document("ods", opened, [*stream.warnings, *source.warnings])
