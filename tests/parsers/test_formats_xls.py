"""What the reader of old workbooks promises; the smallest such file is put together here byte by byte."""

from __future__ import annotations

import struct

import pytest

from parsers.document import CellKind, Document, Reason, Span, Unreadable, UnreadableError
from parsers.formats.xls import read_xls
from parsers.opening import open_file

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def sheet_stream(cells: bytes, state: int = 0) -> bytes:
    """A workbook of one sheet in BIFF8, padded so that it is no short stream."""
    name = "Lớp"
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    entry = struct.pack("<BBBB", state, 0, len(name), 1) + name.encode("utf-16-le")
    offset = len(start) + 4 + 4 + len(entry) + 4
    head = start + record(0x85, struct.pack("<I", offset) + entry) + record(0x0A)
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
    return (head + body).ljust(4608, b"\0")


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return written.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)


def compound(stream: bytes) -> bytes:
    """A compound file of one stream, "Workbook": sector 0 the table, 1 the directory, then the stream."""
    count = len(stream) // 512
    chain = [FAT, END, *range(3, 2 + count), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    directory = entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + table + directory.ljust(512, b"\0") + stream


CELLS = (
    label(0, 0, "Tên nghề")
    + label(0, 1, "bị che")
    + record(0x203, struct.pack("<HHHd", 1, 1, 0, 2_800_000.0))
    + record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 1))
)


def read(name: str = "ds.xls") -> Document:
    (part,) = open_file(name, "", compound(sheet_stream(CELLS)))
    assert isinstance(part.outcome, Document)
    return part.outcome


@pytest.mark.parametrize("name", ["ds.xls", "ds.xlsx", "ds"])
def test_an_old_workbook_is_read_whatever_it_is_called(name: str) -> None:
    grid = read(name).grids[0]
    assert (grid.title, grid.hidden, grid.is_sheet) == ("Lớp", False, True)
    assert {key: (cell.text, cell.kind, cell.value) for key, cell in grid.cells.items()} == {
        (1, 1): ("Tên nghề", CellKind.TEXT, None),
        (2, 2): ("2800000", CellKind.NUMBER, 2_800_000.0),
    }
    assert grid.spans == (Span(1, 1, 1, 2),)


def test_hidden_sheets_say_so() -> None:
    assert read_xls(compound(sheet_stream(CELLS, state=1))).grids[0].hidden


def test_text_in_legacy_fonts_is_restored() -> None:
    cells = label(0, 0, "Tªn nghÒ") + label(0, 1, "Häc phÝ")
    grid = read_xls(compound(sheet_stream(cells))).grids[0]
    assert [cell.text for cell in grid.cells.values()] == ["Tên nghề", "Học phí"]


def test_far_cells_are_refused() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_xls(compound(sheet_stream(label(0, 0, "a") + label(65535, 255, "b"))))
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("cut", [600, 1100, 2000])
def test_broken_workbooks_are_refused_not_raised(cut: int) -> None:
    (part,) = open_file("ds.xls", "", compound(sheet_stream(CELLS))[:cut].ljust(cut + 40, b"\xff"))
    assert isinstance(part.outcome, Unreadable)
