"""What the reader of old workbooks promises; the smallest such file is put together here byte by byte."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from hashlib import md5
from io import BytesIO

import pytest
import xlwt

from parsers.document import CellKind, Document, Reason, Span, Unreadable, UnreadableError
from parsers.formats.xls.reader import read_xls
from parsers.formats.xls.stream import records
from parsers.formats.xls.unlock import rc4_stream
from parsers.opening import open_file
from tests.support.growth import assert_linear

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def sheet_stream(cells: bytes, state: int = 0, before: bytes = b"") -> bytes:
    """A workbook of one sheet in BIFF8, padded so that it is no short stream."""
    name = "Lớp"
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    entry = struct.pack("<BBBB", state, 0, len(name), 1) + name.encode("utf-16-le")
    offset = len(start) + 4 + 4 + len(entry) + 4
    head = start + record(0x85, struct.pack("<I", offset) + entry) + record(0x0A)
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
    return (head + body).ljust(4608, b"\0")


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return written.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file of one stream: first the sectors of the table, then the directory, then the stream."""
    stream = stream.ljust(-(-len(stream) // 512) * 512, b"\0")
    count = len(stream) // 512
    tables = -(-(count + 2) // 127)
    chain = [*[FAT] * tables, END, *range(tables + 2, tables + 1 + count), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512 * tables, b"\xff")
    directory = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, tables + 1, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
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


def test_far_cells_cost_no_more_than_near_ones() -> None:
    grid = read_xls(compound(sheet_stream(label(0, 0, "a") + label(65535, 255, "b")))).grids[0]
    assert [(key, cell.text) for key, cell in grid.cells.items()] == [((1, 1), "a"), ((65536, 256), "b")]


@pytest.mark.parametrize("cut", [600, 1100, 1200])
def test_broken_workbooks_are_refused_not_raised(cut: int) -> None:
    (part,) = open_file("ds.xls", "", compound(sheet_stream(CELLS))[:cut].ljust(cut + 40, b"\xff"))
    assert isinstance(part.outcome, Unreadable)


def test_what_only_pads_the_file_is_not_missed() -> None:
    (part,) = open_file("ds.xls", "", compound(sheet_stream(CELLS))[:2000])
    assert isinstance(part.outcome, Document)
    assert part.outcome.warnings == ()


def test_a_sheet_without_its_end_gives_its_cells_and_says_so() -> None:
    stream = sheet_stream(CELLS).rstrip(b"\0").removesuffix(b"\n")
    document = read_xls(compound(stream.ljust(4608, b"\0")))
    assert document.grids[0].cells[2, 2].text == "2800000"
    assert "breaks off" in document.warnings[0] or "only values" in document.warnings[0]


def written(fill: Callable[[xlwt.Worksheet], object], sheets: int = 1) -> bytes:
    made = xlwt.Workbook()
    for number in range(sheets):
        fill(made.add_sheet(f"Trang {number}"))
    target = BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "shown", "kind"),
    [
        (366_000_111, "0000000000", "0366000111", CellKind.NUMBER),
        (366_000_111, "0000 000 000", "0366 000 111", CellKind.NUMBER),
        (2_800_000, '#,##0 "đ"', "2.800.000 đ", CellKind.NUMBER),
        (0.15, "0%", "15%", CellKind.NUMBER),
        (date(2025, 5, 9), "dd/mm/yyyy", "09/05/2025", CellKind.DATE),
        (date(2025, 5, 9), "M/D/YY", "9/5/2025", CellKind.DATE),
        (True, "General", "TRUE", CellKind.BOOLEAN),
    ],
)
def test_values_are_shown_by_their_format(value: object, code: str, shown: str, kind: CellKind) -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, value, xlwt.easyxf(num_format_str=code))

    cell = read_xls(written(fill)).grids[0].cells[1, 1]
    assert (cell.text, cell.kind) == (shown, kind)
    assert cell.value == value


def test_looks_merges_and_hidden_parts_are_kept() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write_merge(0, 0, 0, 2, "Danh sách", xlwt.easyxf("font: bold on"))
        sheet.write(1, 0, "Bỏ", xlwt.easyxf("font: struck_out on"))
        sheet.write_rich_text(1, 1, ("giữ ", ("bỏ", xlwt.easyfont("struck_out on"))))
        sheet.write(2, 1, xlwt.Formula('HYPERLINK("https://truong.example/a";"xem")'))
        sheet.write(3, 0, "https://truong.example/b")
        sheet.write(3, 1, xlwt.Formula('HYPERLINK(A4;"xem")'))
        sheet.row(4).hidden, sheet.col(3).hidden = True, True
        sheet.write(4, 4, "ẩn")

    grid = read_xls(written(fill)).grids[0]
    assert grid.spans == (Span(1, 1, 1, 3),)
    assert (grid.cells[1, 1].bold, grid.cells[2, 1].struck, grid.cells[2, 2].text) == (True, True, "giữ")
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({5}, {4})


def test_links_of_formulas_are_found_without_calculating() -> None:
    def formula(row: int, tokens: bytes) -> bytes:
        head = (
            struct.pack("<HHH", row, 1, 0) + b"\0\0\0\0\0\0\xff\xff" + struct.pack("<HIH", 0, 0, len(tokens))
        )
        shown = struct.pack("<HB", 3, 0) + b"xem"
        return record(0x06, head + tokens) + record(0x207, shown)

    address = b"https://truong.example/a"
    call = b"\x17\x03\x00xem\x42\x02\x67\x01"
    cells = label(0, 0, "https://truong.example/b")
    cells += formula(0, b"\x44\x00\x00\x00\xc0" + call)
    cells += formula(1, b"\x17" + bytes([len(address)]) + b"\0" + address + call)
    grid = read_xls(compound(sheet_stream(cells))).grids[0]
    assert (grid.cells[1, 2].text, grid.cells[1, 2].href) == ("xem", "https://truong.example/b")
    assert (grid.cells[2, 2].text, grid.cells[2, 2].href) == ("xem", "https://truong.example/a")


def sheet_95(cells: bytes, code_page: int | None) -> bytes:
    """A workbook of Excel 95: texts in a code page, which the file may forget to name."""
    start = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0))
    page = record(0x42, struct.pack("<H", code_page)) if code_page is not None else b""
    entry_size = 4 + 6 + 1 + len("Lop")
    offset = len(start) + len(page) + entry_size + 4
    head = start + page + record(0x85, struct.pack("<IBBB", offset, 0, 0, 3) + b"Lop") + record(0x0A)
    body = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + cells + record(0x0A)
    return (head + body).ljust(4608, b"\0")


def label_95(row: int, octets: bytes) -> bytes:
    return record(0x204, struct.pack("<HHHH", row, 0, 0, len(octets)) + octets)


@pytest.mark.parametrize("code_page", [1258, 1252, None, 12345])
def test_texts_of_excel_95_are_read_in_the_code_that_makes_words(code_page: int | None) -> None:
    said = ("Trường nghề Gò Vấp", "Học phí và thời gian", "Kỹ thuật chế biến món ăn")
    cells = b"".join(label_95(row, windows_1258(text)) for row, text in enumerate(said))
    document = read_xls(compound(sheet_95(cells, code_page), "Book"))
    assert tuple(cell.text for cell in document.grids[0].cells.values()) == said


def windows_1258(text: str) -> bytes:
    """Vietnamese as Windows wrote it: letters with their hat, the tone behind."""
    octets = b""
    for letter in text:
        try:
            octets += letter.encode("cp1258")
        except UnicodeEncodeError:
            octets += _apart(letter)
    return octets


def _apart(letter: str) -> bytes:
    pieces = unicodedata.normalize("NFD", letter)
    tone = next(piece for piece in pieces if piece in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", pieces.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")


def test_texts_of_excel_95_in_legacy_fonts_are_restored() -> None:
    cells = label_95(0, "Tªn nghÒ".encode("cp1252")) + label_95(1, "Häc phÝ".encode("cp1252"))
    document = read_xls(compound(sheet_95(cells, 1252), "Book"))
    assert [cell.text for cell in document.grids[0].cells.values()] == ["Tên nghề", "Học phí"]


def test_what_one_library_stumbles_over_comes_as_values_with_a_warning() -> None:
    broken = record(0x31, b"\0")  # a font that ends before it begins
    document = read_xls(compound(sheet_stream(CELLS, before=broken)))
    assert document.grids[0].cells[1, 1].text == "Tên nghề"
    assert "only values" in document.warnings[0]


@pytest.mark.parametrize("kind", [0x55, 0x99, 0xA0, 0x23E, 0x208, 0x7D, 0x1B8, 0x1C, 0x5D, 0x1B6, 0x1B0])
def test_what_no_cell_needs_stops_nobody(kind: int) -> None:
    document = read_xls(compound(sheet_stream(record(kind, b"\1") + CELLS)))
    assert document.grids[0].cells[2, 2].text == "2800000"
    assert document.warnings == ()


def test_a_password_is_told() -> None:
    stream = sheet_stream(CELLS)
    locked = stream[:20] + record(0x2F, b"\1\0" + b"\7" * 52) + stream[20:]
    with pytest.raises(UnreadableError) as caught:
        read_xls(compound(locked[:4608]))
    assert caught.value.reason is Reason.ENCRYPTED


def locked(stream: bytes, password: str) -> bytes:
    """The stream encrypted as Excel 97 does: RC4 with forty bits, a new key every 1024 bytes."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    start = md5(password.encode("utf-16-le"), usedforsecurity=False).digest()[:5]
    middle = md5((start + salt) * 16, usedforsecurity=False).digest()[:5]

    def key(block: int) -> bytes:
        return md5(middle + struct.pack("<I", block), usedforsecurity=False).digest()

    def mixed(data: bytes, keys: bytes) -> bytes:
        return bytes(one ^ other for one, other in zip(data, keys, strict=True))

    proof = mixed(verifier + md5(verifier, usedforsecurity=False).digest(), rc4_stream(key(0), 32))
    first = 20 + 4 + 54
    stream = stream[:20] + record(0x2F, struct.pack("<3H", 1, 1, 1) + salt + proof) + stream[20:]
    keys = b"".join(rc4_stream(key(block), 1024) for block in range(len(stream) // 1024 + 1))
    made = bytearray(stream)
    for kind, begin, end in records(stream, first):
        if kind == 0x85:
            (offset,) = struct.unpack_from("<I", stream, begin)
            made[begin : begin + 4] = struct.pack("<I", offset + first - 20)
        if kind != 0x809:
            closed = begin + 4 * (kind == 0x85)
            made[closed:end] = mixed(stream[closed:end], keys[closed:end])
    return bytes(made)


def test_the_password_that_everybody_knows_is_none() -> None:
    """Excel encrypts with it when somebody only locks the structure of a workbook."""
    grid = read_xls(compound(locked(sheet_stream(CELLS), "VelvetSweatshop"))).grids[0]
    assert (grid.title, grid.cells[1, 1].text, grid.cells[2, 2].text) == ("Lớp", "Tên nghề", "2800000")
    assert grid.spans == (Span(1, 1, 1, 2),)
    with pytest.raises(UnreadableError) as caught:
        read_xls(compound(locked(sheet_stream(CELLS), "bi mat")))
    assert caught.value.reason is Reason.ENCRYPTED


def test_a_link_over_a_whole_sheet_costs_what_its_cells_cost() -> None:
    address = "https://truong.example/".encode("utf-16-le") + b"\0\0"
    url = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b") + struct.pack("<I", len(address)) + address
    link = struct.pack("<4H", 0, 65535, 0, 255) + bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
    wide = record(0x1B8, link + struct.pack("<II", 2, 3) + url) * 30
    grid = read_xls(compound(sheet_stream(CELLS + wide))).grids[0]
    assert {cell.href for cell in grid.cells.values()} == {"https://truong.example/"}


def test_merged_ranges_without_end_are_hostile() -> None:
    many = record(0xE5, struct.pack("<H", 1000) + struct.pack("<4H", 0, 1, 0, 1) * 1000) * 51
    with pytest.raises(UnreadableError) as caught:
        read_xls(compound(sheet_stream(many)))
    assert caught.value.reason is Reason.HOSTILE


def test_the_cost_grows_with_the_rows() -> None:
    def work(size: int) -> None:
        read_xls(books[size])

    def fill(rows: int, sheet: xlwt.Worksheet) -> None:
        for row in range(rows):
            sheet.write(row, 0, f"Nghề {row}")
            sheet.write(row, 1, row)

    books = {size: written(partial(fill, size)) for size in (1500, 6000)}
    assert_linear(work, 1500)
