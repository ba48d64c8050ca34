"""What the reader of binary workbooks promises; they are put together here record by record ([MS-XLSB])."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from io import BytesIO

import pytest

from parsers.document import CellKind, Document, Place, Reason, Span, UnreadableError
from parsers.formats.calamine import read_values
from parsers.formats.xlsb.reader import read_xlsb
from tests.support.growth import assert_linear

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind: int, body: bytes = b"") -> bytes:
    written = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(body), b""
    while size > 0x7F:
        sizes += bytes([size & 0x7F | 0x80])
        size >>= 7
    return written + sizes + bytes([size]) + body


def text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def cell(kind: int, column: int, body: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + body)


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    head = struct.pack("<IIHBBB", number - 1, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0)
    return record(0, head) + b"".join(cells)


def rows_part(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    size = record(148, struct.pack("<IIII", 0, 99, 0, 9))
    return record(129) + size + before + record(145) + rows + record(146) + after + record(130)


def hyperlink(at: Span, relation: str, mark: str = "") -> bytes:
    where = struct.pack("<4I", at.top - 1, at.bottom - 1, at.left - 1, at.right - 1)
    return record(494, where + text(relation) + text(mark) + text("") + text(""))


def relations(*links: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{KINDS}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{RELS}">{inside}</Relationships>'


STYLES = (
    record(278)
    + record(615, struct.pack("<I", 1))
    + record(44, struct.pack("<H", 170) + text("0000 000 000"))
    + record(616)
    + record(611, struct.pack("<I", 2))
    + record(43, struct.pack("<HHHHBBBB", 220, 0, 400, 0, 0, 0, 0, 0) + b"\0" * 9 + text("Arial"))
    + record(43, struct.pack("<HHHHBBBB", 220, 8, 700, 0, 0, 0, 0, 0) + b"\0" * 9 + text("Arial"))
    + record(612)
    + record(617, struct.pack("<I", 4))
    + b"".join(
        record(47, struct.pack("<HHHHHBBHH", 0, form, font, 0, 0, 0, 0, 0, 0))
        for form, font in ((0, 0), (170, 0), (14, 0), (0, 1))
    )
    + record(618)
    + record(279)
)
STRINGS = (
    record(159, struct.pack("<II", 2, 2))
    + record(19, b"\0" + text("Tên nghề"))
    + record(19, b"\1" + text("Nghề cũ mới") + struct.pack("<I", 3) + struct.pack("<6H", 0, 0, 5, 1, 8, 0))
    + record(160)
)
ROWS = row(
    1,
    cell(7, 0, struct.pack("<I", 0)),
    cell(5, 1, struct.pack("<d", 2_800_000.0)),
    cell(5, 2, struct.pack("<d", 901234567.0), style=1),
    cell(5, 3, struct.pack("<d", 45000.0), style=2),
    cell(6, 4, text("bỏ"), style=3),
) + row(
    2,
    cell(7, 0, struct.pack("<I", 1)),
    cell(4, 1, b"\1"),
    cell(3, 2, b"\x17"),
    cell(2, 3, struct.pack("<I", 1250 << 2 | 3)),
    cell(8, 4, text("tính ra") + struct.pack("<HII", 0, 0, 0)),
    hidden=True,
)
AROUND = (
    record(176, struct.pack("<4I", 2, 3, 0, 1)),
    hyperlink(Span(1, 1, 1, 1), "r1", "phan-2"),
)
COLUMNS = record(60, struct.pack("<IIIIH", 3, 3, 0, 0, 1))


def book(sheet: bytes | None = None, *, state: int = 0, extra: dict[str, str | bytes] | None = None) -> bytes:
    usual = rows_part(ROWS + row(3, cell(6, 0, text("gộp"))), COLUMNS, b"".join(AROUND))
    workbook = record(131) + record(153, struct.pack("<II", 0, 0) + text(""))
    workbook += record(143) + record(156, struct.pack("<II", state, 1) + text("r1") + text("Lớp"))
    workbook += (
        record(156, struct.pack("<II", 0, 2) + text("r2") + text("Đồ thị")) + record(144) + record(132)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": relations(
            ("r1", "worksheet", "worksheets/sheet1.bin"),
            ("r2", "chartsheet", "chartsheets/sheet1.bin"),
            ("r3", "styles", "styles.bin"),
            ("r4", "sharedStrings", "sharedStrings.bin"),
        ),
        "xl/worksheets/sheet1.bin": usual if sheet is None else sheet,
        "xl/worksheets/_rels/sheet1.bin.rels": relations(
            ("r1", "hyperlink", "https://truong.example/lop"), ("r2", "comments", "../comments1.bin")
        ),
        "xl/comments1.bin": record(635, struct.pack("<5I", 0, 0, 0, 1, 1) + b"\0" * 16)
        + record(637, b"\0" + text("đã giảm"))
        + record(636),
        "xl/styles.bin": STYLES,
        "xl/sharedStrings.bin": STRINGS,
        **(extra or {}),
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(data: bytes) -> Reason:
    with pytest.raises(UnreadableError) as caught:
        read_xlsb(data)
    return caught.value.reason


def test_values_come_typed_and_as_their_format_shows_them() -> None:
    document = read_xlsb(book())
    (grid,) = document.grids
    assert (document.media, grid.title, grid.is_sheet, document.warnings) == ("xlsb", "Lớp", True, ())
    assert [cell.text for cell in grid.cells.values()] == [
        *("Tên nghề", "2800000", "0901 234 567", "15/3/2023", "bỏ"),
        *("Nghề mới", "TRUE", "#REF!", "12.5", "tính ra", "gộp"),
    ]
    assert (grid.cells[1, 4].kind, grid.cells[1, 4].value) == (CellKind.DATE, date(2023, 3, 15))
    assert (grid.cells[1, 3].value, grid.cells[1, 3].number_format) == (901234567.0, "0000 000 000")
    assert (grid.cells[2, 3].kind, grid.cells[2, 2].value) == (CellKind.ERROR, True)


def test_what_stands_beside_the_values_is_kept() -> None:
    grid = read_xlsb(book()).grids[0]
    assert (grid.spans, set(grid.hidden_rows), set(grid.hidden_columns)) == ((Span(3, 1, 3, 2),), {2}, {4})
    assert (grid.cells[1, 1].href, grid.cells[1, 2].comment) == (
        "https://truong.example/lop#phan-2",
        "đã giảm",
    )
    assert grid.cells[1, 5].struck
    assert not grid.cells[2, 1].struck


def test_the_other_library_sees_the_same_values() -> None:
    """The records are built by hand here: a second reader must agree that they are what they claim to be."""
    ours = {
        key: cell for key, cell in read_xlsb(book()).grids[0].cells.items() if cell.kind is not CellKind.ERROR
    }
    theirs = read_values(book(), 10)[0].raw.cells
    assert {key: cell.value or cell.text for key, cell in ours.items() if key != (2, 1)} == {
        key: cell.value or cell.text for key, cell in theirs.items() if key in ours and key != (2, 1)
    }
    assert ours.keys() <= theirs.keys()


@pytest.mark.parametrize("state", [1, 2])
def test_hidden_sheets_say_so(state: int) -> None:
    assert read_xlsb(book(state=state)).grids[0].hidden


def test_a_formula_that_spells_an_address_out_is_a_link() -> None:
    address = "https://lop.example/?a=1"
    tokens = b"\x17" + struct.pack("<H", len(address)) + address.encode("utf-16-le")
    tokens += b"\x17\x03\x00" + "xem".encode("utf-16-le") + b"\x42\x02\x67\x01"
    formula = struct.pack("<HI", 0, len(tokens)) + tokens + struct.pack("<I", 0)
    grid = read_xlsb(book(rows_part(row(1, cell(8, 0, text("xem") + formula))))).grids[0]
    assert (grid.cells[1, 1].text, grid.cells[1, 1].href) == ("xem", address)


def test_pictures_stand_in_their_cells() -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{KINDS}"><xdr:oneCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>0</xdr:row></xdr:from>'
        '<xdr:pic><xdr:blipFill><a:blip r:embed="p1"/></xdr:blipFill></xdr:pic></xdr:oneCellAnchor>'
        "</xdr:wsDr>"
    )
    extra: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.bin.rels": relations(("d1", "drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": drawing,
        "xl/drawings/_rels/drawing1.xml.rels": relations(("p1", "image", "../media/anh.png")),
        "xl/media/anh.png": b"\x89PNG\r\n\x1a\n",
    }
    sheet = rows_part(row(1, cell(6, 0, text("a"))), after=record(550, text("d1")))
    document = read_xlsb(book(sheet, extra=extra))
    assert document.grids[0].cells[1, 2].pictures == ("anh.png",)
    assert document.pictures[0].place == Place("Lớp", 1, 2)


def test_a_sheet_that_breaks_off_gives_what_it_has_and_says_so() -> None:
    whole = rows_part(ROWS)
    document = read_xlsb(book(whole[: whole.index(text("tính ra"))]))
    assert document.grids[0].cells[2, 4].text == "12.5"
    assert "breaks off" in document.warnings[0]


@pytest.mark.parametrize("part", ["xl/workbook.bin", "xl/sharedStrings.bin", "xl/styles.bin"])
def test_senseless_parts_are_refused_or_told_never_raised(part: str) -> None:
    for junk in (
        b"",
        b"\xff" * 40,
        b"\x9c\x01\xff\xff\xff\x7f",
        record(156, b"\0" * 5),
        record(19, b"\0\xff\xff"),
    ):
        try:
            outcome: object = read_xlsb(book(extra={part: junk})).warnings
        except UnreadableError as refused:
            outcome = refused.reason
        assert outcome is not None


def test_hostile_workbooks_are_refused() -> None:
    merges = b"".join([record(176, struct.pack("<4I", 0, 1, 0, 1))] * 50_001)
    assert refusal(book(rows_part(b"", after=merges))) is Reason.HOSTILE
    assert refusal(b"PK\x03\x04 nothing") is Reason.CORRUPT


def test_a_far_cell_costs_no_more_than_a_near_one() -> None:
    far = rows_part(row(1, cell(6, 0, text("a"))) + row(1_048_576, cell(6, 16_383, text("z"))))
    document: Document = read_xlsb(book(far))
    assert {"a", "z"} <= {cell.text for cell in document.grids[0].cells.values()}


def test_the_cost_grows_with_the_rows() -> None:
    def work(size: int) -> None:
        lines = (
            row(n, cell(7, 0, struct.pack("<I", 0)), cell(2, 1, struct.pack("<I", n << 2 | 2)))
            for n in range(1, size)
        )
        read_xlsb(book(rows_part(b"".join(lines))))

    assert_linear(work, 1500)
