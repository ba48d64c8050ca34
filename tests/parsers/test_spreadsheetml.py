"""What the reader of Excel 2003 XML workbooks promises, on markup as Excel writes it."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from parsers.document import CellKind, Document, Grid, Reason, Span, UnreadableError
from parsers.formats.spreadsheetml.reader import read_spreadsheetml
from tests.support.growth import assert_linear

STYLES = (
    '<Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="Arial"/><NumberFormat/></Style>'
    '<Style ss:ID="s1"><NumberFormat ss:Format="Short Date"/></Style>'
    '<Style ss:ID="s2"><NumberFormat ss:Format="0000000000"/></Style>'
    '<Style ss:ID="s3"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="s4"><Font ss:Bold="1"/></Style><Style ss:ID="s5" ss:Parent="s4"><Font ss:StrikeThrough="1"/></Style>'
    '<Style ss:ID="s6"><NumberFormat ss:Format="#,##0"/></Style><Style ss:ID="s7"><NumberFormat ss:Format="h:mm"/></Style>'
)


def sheet(rows: str, name: str = "DS", after: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{after}</Worksheet>'


def book(*sheets: str) -> bytes:
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">'
        f"<Styles>{STYLES}</Styles>{''.join(sheets)}</Workbook>"
    ).encode()


def row(*cells: str, attributes: str = "") -> str:
    return f"<Row {attributes}>{''.join(cells)}</Row>"


def cell(text: str, kind: str = "String", attributes: str = "", after: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data>{after}</Cell>'


def grid_of(rows: str) -> Grid:
    return read_spreadsheetml(book(sheet(rows))).grids[0]


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {key: one.text for key, one in grid.cells.items()}


def test_values_are_typed_and_shown_by_their_format() -> None:
    cells = [
        cell("Điện&#10;dân dụng"),
        cell("901234567", "Number", 'ss:StyleID="s2"'),
        cell("1500000", "Number", 'ss:StyleID="s6"'),
        cell("0.125", "Number", 'ss:StyleID="s3"'),
        cell("2026-09-05T00:00:00.000", "DateTime", 'ss:StyleID="s1"'),
        cell("2026-09-05T07:30:00.000", "DateTime"),
        cell("1899-12-31T07:30:00.000", "DateTime", 'ss:StyleID="s7"'),
        cell("1", "Boolean"),
        cell("#N/A", "Error"),
        cell("hai", "Number"),
        cell("1e300", "Number", 'ss:StyleID="s6"'),
    ]
    found = grid_of(row(*cells)).cells
    assert [(one.text, one.kind, one.value) for one in found.values()] == [
        ("Điện\ndân dụng", CellKind.TEXT, None),
        ("0901234567", CellKind.NUMBER, 901234567.0),
        ("1.500.000", CellKind.NUMBER, 1500000.0),
        ("12,50%", CellKind.NUMBER, 0.125),
        ("5/9/2026", CellKind.DATE, date(2026, 9, 5)),
        ("5/9/2026", CellKind.DATE, datetime(2026, 9, 5, 7, 30)),  # noqa: DTZ001
        ("7:30", CellKind.DATE, time(7, 30)),
        ("TRUE", CellKind.BOOLEAN, True),
        ("#N/A", CellKind.ERROR, None),
        ("hai", CellKind.TEXT, None),
        ("1e+300", CellKind.NUMBER, 1e300),
    ]


def test_places_count_indices_merges_and_rows_that_stand_for_several() -> None:
    rows = (
        row(cell("gộp", attributes='ss:MergeAcross="2"'), cell("sau"))
        + row(cell("cột 5", attributes='ss:Index="5"'), cell("cột 6"), attributes='ss:Index="4"')
        + row(attributes='ss:Span="2"')
        + row(cell("tám", attributes='ss:MergeDown="1"'))
    )
    grid = grid_of(rows)
    assert texts(grid) == {(1, 1): "gộp", (1, 4): "sau", (4, 5): "cột 5", (4, 6): "cột 6", (8, 1): "tám"}
    assert grid.spans == (Span(1, 1, 1, 3), Span(8, 1, 9, 1))


def test_hidden_sheets_rows_and_columns_are_marked() -> None:
    rows = (
        '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column/>'
        + row(*map(cell, "abcd"))
        + row(cell("ẩn"), attributes='ss:Hidden="1"')
        + row(attributes='ss:Hidden="1" ss:Span="1048570"')
        + row(cell("x"), attributes='ss:Index="5"')
    )
    options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
    shown, hidden = read_spreadsheetml(book(sheet(rows), sheet(row(cell("kín")), "Ẩn", options))).grids
    assert (shown.hidden_columns, shown.hidden_rows) == (frozenset({2, 3}), frozenset({2, 3, 4, 5}))
    assert [(one.title, one.hidden) for one in (shown, hidden)] == [("DS", False), ("Ẩn", True)]


def test_links_remarks_and_looks_are_kept() -> None:
    note = '<Comment ss:Author="GV"><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B><Font html:Size="9">GV:</Font></B><Font> lớp tối</Font></ss:Data></Comment>'
    rich = '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>cũ</S><Font html:Color="#FF0000"> mới</Font></ss:Data></Cell>'
    cells = [
        cell("Xem", attributes='ss:HRef="https://truong.example/"', after=note),
        cell("trong bảng", attributes='ss:HRef="#DS!A1"'),
        rich,
        cell("đậm", attributes='ss:StyleID="s4"'),
        cell("gạch", attributes='ss:StyleID="s5"'),
        f"<Cell>{note}</Cell>",
    ]
    found = grid_of(row(*cells)).cells
    assert [(one.text, one.href, one.bold, one.struck) for one in found.values()] == [
        ("Xem", "https://truong.example/", False, False),
        ("trong bảng", "", False, False),
        ("mới", "", False, False),
        ("đậm", "", True, False),
        ("gạch", "", True, True),
        ("", "", False, False),
    ]
    assert [found[1, 1].comment, found[1, 6].comment] == ["GV: lớp tối"] * 2


def test_formulas_without_a_value_are_told() -> None:
    document = read_spreadsheetml(book(sheet(row('<Cell ss:Formula="=RC[1]"/>', cell("a")))))
    assert document.warnings == ("1 formulas without a value, the first at DS!A1",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (book(sheet(row(cell("a"))))[:-20], Reason.CORRUPT),
        (book(), Reason.CORRUPT),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Reason.HOSTILE),
        (book(sheet(row(*['<Cell ss:MergeDown="1"/>'] * 50_001))), Reason.HOSTILE),
    ],
)
def test_what_cannot_be_read_is_refused_for_its_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_spreadsheetml(data)
    assert caught.value.reason is reason


def test_places_beyond_every_sheet_cost_nothing() -> None:
    far = row(cell("x", attributes='ss:Index="99999999"'), attributes='ss:Index="99999999999"')
    columns = '<Column ss:Index="1" ss:Span="999999999" ss:Hidden="1" ss:StyleID="s4"/>'
    assert texts(grid_of(columns + row(cell("a")) + far)) == {(1, 1): "a"}


def test_reading_is_linear_in_the_rows() -> None:
    def read(rows: int) -> Document:
        return read_spreadsheetml(
            book(sheet("".join(row(*(cell(f"{n}.{c}") for c in range(8))) for n in range(rows))))
        )

    assert_linear(read, 300)
