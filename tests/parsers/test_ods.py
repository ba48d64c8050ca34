"""What the reader of OpenDocument sheets promises, with the workbook reader as judge of the same sheets."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import base64
from datetime import date, datetime, time
from pathlib import Path

import pytest

from parsers.document import Cell, CellKind, Document, Grid, Place, Reason, Span, UnreadableError
from parsers.formats.odf.flat import read_flat_odf
from parsers.formats.odf.ods import read_ods
from parsers.formats.xlsx.reader import read_xlsx
from tests.support.growth import assert_linear
from tests.support.openpackages import flat, package, style, styles_part, text_look

SAMPLES = Path(__file__).parent / "samples" / "odf"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82"
)


def sheet(rows: str, columns: str = "", attributes: str = "") -> str:
    return f'<table:table table:name="DS" {attributes}>{columns}{rows}</table:table>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(*paragraphs: str, attributes: str = 'office:value-type="string"', before: str = "") -> str:
    shown = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    return f"<table:table-cell {attributes}>{before}{shown}</table:table-cell>"


def ods(*sheets: str, automatic: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    return package("spreadsheet", "".join(sheets), automatic, parts)


def grid_of(data: bytes) -> Grid:
    return read_ods(data).grids[0]


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {key: one.text for key, one in grid.cells.items()}


def refusal(data: bytes) -> Reason:
    with pytest.raises(UnreadableError) as caught:
        read_ods(data)
    return caught.value.reason


def comparable(one: Cell) -> tuple[object, ...]:
    """A cell without what converting changes: how a format is spelled, how a picture is called."""
    return (one.text, one.kind, one.value, one.href, one.comment, one.bold, one.struck, len(one.pictures))


def framed(grid: Grid) -> tuple[object, ...]:
    rest = (grid.n_rows, grid.n_columns, grid.hidden, grid.hidden_rows, grid.hidden_columns, grid.is_sheet)
    return (grid.title, sorted(grid.spans, key=lambda span: (span.top, span.left)), *rest)


def test_a_workbook_converted_by_libreoffice_reads_as_the_workbook_it_was() -> None:
    before = read_xlsx((SAMPLES / "lop-hoc.xlsx").read_bytes())
    after = read_ods((SAMPLES / "lop-hoc.ods").read_bytes())
    assert [framed(grid) for grid in after.grids] == [framed(grid) for grid in before.grids]
    for left, right in zip(before.grids, after.grids, strict=True):
        shared = {key: comparable(right.cells[key]) for key in left.cells}
        assert shared == {key: comparable(one) for key, one in left.cells.items()}
    # Only LibreOffice calculated these formulas.
    first = after.grids[0].cells
    assert first.keys() - before.grids[0].cells.keys() == {(7, 4), (7, 5), (7, 6)}
    assert (first[7, 4].value, first[7, 5].kind, first[7, 6].kind) == (
        3000000.0,
        CellKind.ERROR,
        CellKind.ERROR,
    )
    assert [p.sha256 for p in before.pictures] == [p.sha256 for p in after.pictures]
    assert (
        [p.place for p in before.pictures] == [p.place for p in after.pictures] == [Place("Danh sách", 4, 10)]
    )
    assert first[4, 10].pictures == (after.pictures[0].name,)


def test_number_formats_of_a_converted_workbook_show_the_same() -> None:
    before = read_xlsx((SAMPLES / "lop-hoc.xlsx").read_bytes()).grids[0].cells
    after = read_ods((SAMPLES / "lop-hoc.ods").read_bytes()).grids[0].cells
    for key in [(4, 3), (4, 4), (4, 6), (4, 8), (5, 9), (8, 3), (8, 5)]:
        assert after[key].number_format == before[key].number_format, key


def test_every_type_of_value_is_typed() -> None:
    cells = [
        cell("Điện", "dân dụng"),
        cell("1,5", attributes='office:value-type="float" office:value="1.5"'),
        cell("12%", attributes='office:value-type="percentage" office:value="0.12"'),
        cell(
            "200.000 ₫", attributes='office:value-type="currency" office:currency="VND" office:value="200000"'
        ),
        cell("05/09/26", attributes='office:value-type="date" office:date-value="2026-09-05"'),
        cell("5/9", attributes='office:value-type="date" office:date-value="2026-09-05T07:30:00"'),
        cell("18:05", attributes='office:value-type="time" office:time-value="PT18H05M00S"'),
        cell("36:00", attributes='office:value-type="time" office:time-value="PT36H00M00S"'),
        cell("ĐÚNG", attributes='office:value-type="boolean" office:boolean-value="true"'),
        cell(
            "#N/A",
            attributes='table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"',
        ),
        cell("Err:508", attributes='table:formula="of:=(" office:value-type="float" office:value="0"'),
    ]
    found = grid_of(ods(sheet(row(*cells)))).cells
    assert [(one.text, one.kind, one.value) for one in found.values()] == [
        ("Điện\ndân dụng", CellKind.TEXT, None),
        ("1,5", CellKind.NUMBER, 1.5),
        ("12%", CellKind.NUMBER, 0.12),
        ("200.000 ₫", CellKind.NUMBER, 200000.0),
        ("05/09/26", CellKind.DATE, date(2026, 9, 5)),
        ("5/9", CellKind.DATE, datetime(2026, 9, 5, 7, 30)),  # noqa: DTZ001
        ("18:05", CellKind.DATE, time(18, 5)),
        ("36:00", CellKind.DATE, None),
        ("ĐÚNG", CellKind.BOOLEAN, True),
        ("#N/A", CellKind.ERROR, None),
        ("Err:508", CellKind.ERROR, None),
    ]
    assert found[1, 4].number_format == "#,##0 [$VND]"


def test_values_without_shown_text_are_shown_by_their_format() -> None:
    automatic = (
        '<number:number-style style:name="N0P0"><number:number number:decimal-places="0" number:min-integer-digits="10"/></number:number-style>'
        '<number:number-style style:name="N0"><number:text>-</number:text><number:number number:decimal-places="0" number:min-integer-digits="10"/><style:map style:condition="value()&gt;=0" style:apply-style-name="N0P0"/></number:number-style>'
        '<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>'
        + style("phone", "table-cell", "", 'style:data-style-name="N0"')
        + style("day", "table-cell", "", 'style:data-style-name="N1"')
    )
    cells = [
        cell(attributes='table:style-name="phone" office:value-type="float" office:value="901234567"'),
        cell(attributes='table:style-name="day" office:value-type="date" office:date-value="2026-09-05"'),
        cell(attributes='office:value-type="percentage" office:value="0.5"'),
        cell(attributes='office:value-type="boolean" office:boolean-value="false"'),
        cell(attributes='office:value-type="string" office:string-value="Hàn"'),
    ]
    found = grid_of(ods(sheet(row(*cells)), automatic=automatic))
    assert list(texts(found).values()) == ["0901234567", "05/09/2026", "50%", "FALSE", "Hàn"]
    assert found.cells[1, 1].number_format == "0000000000"


def test_numbers_shown_the_english_way_are_shown_as_in_all_our_sheets() -> None:
    automatic = (
        '<number:number-style style:name="N4"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        + style("money", "table-cell", "", 'style:data-style-name="N4"')
    )
    money = 'table:style-name="money" office:value-type="float"'
    cells = [
        cell("1,234,567.50", attributes=f'{money} office:value="1234567.5"'),
        cell("1.234.567,50", attributes=f'{money} office:value="1234567.5"'),
        cell("1,2 triệu", attributes=f'{money} office:value="1234567.5"'),
    ]
    assert list(texts(grid_of(ods(sheet(row(*cells)), automatic=automatic))).values()) == [
        "1.234.567,50",
        "1.234.567,50",
        "1,2 triệu",
    ]


def test_what_repeats_to_the_end_of_the_sheet_costs_nothing() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        row(cell("đầu"), blank)
        + row(blank, attributes='table:number-rows-repeated="9"')
        + row(
            cell("x", attributes='office:value-type="string" table:number-columns-repeated="3"'),
            attributes='table:number-rows-repeated="2"',
        )
        + row(cell(""), attributes='table:number-rows-repeated="99999999999999999999"')
        + row(blank, attributes='table:visibility="collapse" table:number-rows-repeated="1048560"')
    )
    grid = grid_of(ods(sheet(rows)))
    assert texts(grid) == {
        (1, 1): "đầu",
        **{(line, column): "x" for line in (11, 12) for column in (1, 2, 3)},
    }
    assert (grid.n_rows, grid.n_columns, grid.hidden_rows) == (12, 3, frozenset())


def test_a_filled_row_that_repeats_for_ever_is_cut_with_a_warning() -> None:
    document = read_ods(ods(sheet(row(cell("x"), attributes='table:number-rows-repeated="1048576"'))))
    assert len(document.grids[0].cells) == 5001
    assert document.warnings == ("a value repeated more than 5000 times was cut off there",)


def test_filled_cells_beyond_every_list_are_refused() -> None:
    wide = cell("x", attributes='office:value-type="string" table:number-columns-repeated="1000"')
    assert refusal(ods(sheet(row(wide, attributes='table:number-rows-repeated="1000"')))) is Reason.TOO_LARGE


def test_merged_ranges_hold_one_value_and_end_where_the_sheet_does() -> None:
    wide = 'office:value-type="string" table:number-columns-spanned="16384" table:number-rows-spanned="1"'
    tall = 'office:value-type="string" table:number-columns-spanned="1" table:number-rows-spanned="2"'
    rows = (
        row(
            cell("tiêu đề", attributes=wide),
            '<table:covered-table-cell table:number-columns-repeated="2"><text:p>che</text:p></table:covered-table-cell>',
        )
        + row(cell("gộp", attributes=tall), cell("a"), cell("b"))
        + row("<table:covered-table-cell/>", cell("c"), cell("d"))
    )
    grid = grid_of(ods(sheet(rows)))
    assert "che" not in texts(grid).values()
    assert grid.spans[1] == Span(2, 1, 3, 1)
    assert grid.spans[0].right == grid.n_columns < 60


def test_hidden_sheets_rows_columns_and_folded_groups_are_marked() -> None:
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-column-group table:display="false"><table:table-column/></table:table-column-group>'
        '<table:table-column table:number-columns-repeated="16380"/>'
    )
    rows = (
        f"<table:table-header-rows>{row(*map(cell, 'abcde'))}</table:table-header-rows>"
        + row(cell("ẩn"), attributes='table:visibility="collapse"')
        + row(cell("lọc"), attributes='table:visibility="filter"')
        + f'<table:table-row-group table:display="false">{row(cell("gấp"))}</table:table-row-group>'
        + row(cell("hiện"))
    )
    automatic = style("ta", "table", '<style:table-properties table:display="false"/>')
    data = ods(
        sheet(rows, columns), sheet(row(cell("kín")), attributes='table:style-name="ta"'), automatic=automatic
    )
    shown, hidden = read_ods(data).grids
    assert (shown.hidden_columns, shown.hidden_rows) == (frozenset({2, 3, 4}), frozenset({2, 3, 4}))
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_looks_come_from_cells_columns_parents_and_spans() -> None:
    common = style("Đậm", "table-cell", text_look('fo:font-weight="bold"')) + style(
        "gạch", "text", text_look('style:text-line-through-style="solid"')
    )
    automatic = (
        style("ce1", "table-cell", "", 'style:parent-style-name="Đậm"')
        + style("ce2", "table-cell", text_look('style:text-line-through-type="single"'))
        + style("T1", "text", text_look('fo:font-weight="bold"'))
        + style("T2", "text", "", 'style:parent-style-name="gạch"')
        + style("T3", "text", text_look('text:display="none"'))
        + style("sym", "table-cell", text_look('style:font-name="Wingdings"'))
    )
    string = 'office:value-type="string"'
    cells = [
        cell("theo cột"),
        cell("gạch cả ô", attributes=f'{string} table:style-name="ce2"'),
        cell('<text:span text:style-name="T2">cũ</text:span> mới', attributes=string),
        cell(
            '<text:span text:style-name="T1">đậm</text:span>', attributes=f'{string} table:style-name="none"'
        ),
        cell(
            'thấy<text:span text:style-name="T3"> ẩn</text:span>',
            attributes=f'{string} table:style-name="none"',
        ),
        cell("þ", attributes=f'{string} table:style-name="sym"'),
    ]
    columns = '<table:table-column table:default-cell-style-name="ce1"/><table:table-column table:number-columns-repeated="9"/>'
    data = ods(sheet(row(*cells), columns), automatic=automatic, parts={"styles.xml": styles_part(common)})
    found = [(one.text, one.bold, one.struck) for one in grid_of(data).cells.values()]
    assert found == [
        ("theo cột", True, False),
        ("gạch cả ô", False, True),
        ("mới", False, False),
        ("đậm", True, False),
        ("thấy", False, False),
        ("☒", False, False),
    ]


def test_links_stand_behind_their_text_and_remarks_beside_it() -> None:
    note = "<office:annotation><dc:creator>GV</dc:creator><dc:date>2026-01-01</dc:date><text:p>Lớp tối</text:p><text:p>từ <text:span>18h</text:span></text:p></office:annotation>"
    cells = [
        cell('Xem <text:a xlink:href="https://truong.example/a">tại đây</text:a>', before=note),
        cell('<text:a xlink:href="#DS.A1">trong bảng</text:a>'),
        cell(
            "Mở",
            attributes='table:formula="of:=HYPERLINK(&quot;https://truong.example/b&quot;;&quot;Mở&quot;)" office:value-type="string"',
        ),
        cell(
            attributes='table:formula="of:=HYPERLINK(&quot;https://truong.example/c&quot;;&quot;Chưa tính&quot;)"'
        ),
        cell(
            "Theo ô",
            attributes='table:formula="of:=HYPERLINK([.F1];&quot;Theo ô&quot;)" office:value-type="string"',
        ),
        cell("https://truong.example/d"),
        cell(before=note, attributes=""),
    ]
    found = grid_of(ods(sheet(row(*cells)))).cells
    assert [(one.text, one.href) for one in found.values()][:5] == [
        ("Xem tại đây", "https://truong.example/a"),
        ("trong bảng", ""),
        ("Mở", "https://truong.example/b"),
        ("Chưa tính", "https://truong.example/c"),
        ("Theo ô", "https://truong.example/d"),
    ]
    assert [found[1, column].comment for column in (1, 2, 7)] == ["Lớp tối\ntừ 18h", "", "Lớp tối\ntừ 18h"]
    assert found[1, 7].text == ""


def test_formulas_without_a_value_are_told() -> None:
    document = read_ods(ods(sheet(row(cell(attributes='table:formula="of:=[.B1]*2"'), cell("1")))))
    assert document.warnings == ("1 formulas without a value, the first at DS!A1",)


def test_pictures_and_boxes_know_their_cell_and_charts_are_passed_over() -> None:
    picture = '<draw:frame draw:name="Ảnh"><draw:image xlink:href="Pictures/lop.png"><text:p/></draw:image><draw:image xlink:href="Pictures/khac.png"/><svg:desc>mô tả</svg:desc></draw:frame>'
    chart = '<draw:frame><draw:object xlink:href="./Object 1"><text:p>trong biểu đồ</text:p></draw:object><draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame>'
    outside = '<draw:frame><draw:image xlink:href="https://truong.example/x.png"/></draw:frame>'
    box = "<draw:custom-shape><text:p>Ghi chú</text:p><text:p>trong hộp</text:p></draw:custom-shape>"
    shapes = f"<table:shapes>{picture}</table:shapes>"
    parts: dict[str, str | bytes] = {f"Pictures/{name}.png": PNG for name in ("lop", "khac")}
    parts["ObjectReplacements/Object 1"] = PNG
    document = read_ods(
        ods(sheet(row(cell("a"), cell("b", before=picture + chart + outside + box)), shapes), parts=parts)
    )
    assert [(one.name, one.place, one.width) for one in document.pictures] == [
        ("lop.png", None, 1),
        ("lop.png", Place("DS", 1, 2), 1),
    ]
    assert document.grids[0].cells[1, 2].pictures == ("lop.png",)
    assert document.grids[0].cells[1, 2].text == "b"
    assert [(one.text, one.place) for one in document.paragraphs] == [
        ("Ghi chú\ntrong hộp", Place("DS", 1, 2))
    ]


def test_tick_boxes_over_cells_tell_their_state() -> None:
    forms = '<office:forms><form:form><form:checkbox form:id="c1" form:current-state="checked" form:label="Có"/><form:checkbox xml:id="c2" form:label="Không"/></form:form></office:forms>'
    cells = [
        cell("Nội trú"),
        *(cell(before=f'<draw:control draw:control="c{number}"/>') for number in (1, 2)),
    ]
    found = grid_of(ods(sheet(row(*cells), forms)))
    assert texts(found) == {(1, 1): "Nội trú", (1, 2): "☑ Có", (1, 3): "☐ Không"}


def test_what_was_deleted_linked_or_only_checks_input_is_no_cell() -> None:
    deleted = "<table:tracked-changes><table:deletion><table:cell-content-deletion><table:change-track-table-cell><text:p>cũ</text:p></table:change-track-table-cell></table:cell-content-deletion></table:deletion></table:tracked-changes>"
    checks = "<table:content-validations><table:content-validation><table:error-message><text:p>sai</text:p></table:error-message></table:content-validation></table:content-validations>"
    foreign = sheet('<table:table-source xlink:href="file:///khac.ods"/>' + row(cell("nơi khác")))
    exchange = (
        f"<table:dde-links><table:dde-link>{sheet(row(cell('dde')))}</table:dde-link></table:dde-links>"
    )
    document = read_ods(ods(deleted, checks, sheet(row(cell("còn"))), foreign, exchange))
    assert [texts(grid) for grid in document.grids] == [{(1, 1): "còn"}]
    assert document.warnings == ("refers to other workbooks, which were not opened",)


def test_white_space_is_what_the_elements_say_not_how_the_file_is_indented() -> None:
    shown = '\n   Nguyễn\n\tVăn<text:s text:c="1000000000"/>An<text:line-break/>Hiệu<text:tab/>trưởng  '
    assert texts(grid_of(ods(sheet(row(cell(shown)))))) == {(1, 1): "Nguyễn Văn An\nHiệu\ttrưởng"}


def test_legacy_codes_are_restored_over_all_sheets_together() -> None:
    typed = ["Tr\u00adêng Trung cÊp", "Häc phÝ", "§iÖn d©n dông"]
    grid = grid_of(ods(sheet(row(*map(cell, typed)))))
    assert list(texts(grid).values()) == ["Trường Trung cấp", "Học phí", "Điện dân dụng"]


def test_a_flat_file_reads_as_its_package() -> None:
    encoded = base64.b64encode(PNG).decode()
    here = sheet(
        row(
            cell("a"),
            cell(
                "b",
                before=f"<draw:frame><draw:image><office:binary-data>\n{encoded}\n</office:binary-data></draw:image></draw:frame>",
            ),
        )
    )
    there = here.replace(f"<office:binary-data>\n{encoded}\n</office:binary-data>", "").replace(
        "<draw:image>", '<draw:image xlink:href="Pictures/image1.png">'
    )
    assert read_flat_odf(flat("spreadsheet", here)) == read_ods(
        ods(there, parts={"Pictures/image1.png": PNG})
    )


def test_a_flat_drawing_is_no_document_of_ours() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_flat_odf(flat("presentation", ""))
    assert caught.value.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"PK\x03\x04 nothing", Reason.CORRUPT),
        (ods(sheet(""))[:-40], Reason.CORRUPT),
        (package("text", ""), Reason.CORRUPT),
        (ods("<table:table>"), Reason.CORRUPT),
        (ods(parts={"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), Reason.HOSTILE),
        (
            ods(
                parts={"META-INF/manifest.xml": "<!DOCTYPE manifest><manifest><encryption-data/></manifest>"}
            ),
            Reason.ENCRYPTED,
        ),
        (ods(sheet(row(*['<table:table-cell table:number-columns-spanned="2"/>'] * 50_001))), Reason.HOSTILE),
    ],
)
def test_what_cannot_be_read_is_refused_for_its_reason(data: bytes, reason: Reason) -> None:
    assert refusal(data) is reason


def test_styles_that_are_broken_cost_the_looks_only() -> None:
    document = read_ods(ods(sheet(row(cell("a"))), parts={"styles.xml": "<office:styles"}))
    assert texts(document.grids[0]) == {(1, 1): "a"}
    assert document.warnings == ("styles.xml is damaged and was left out",)


def test_styles_that_inherit_from_themselves_end() -> None:
    automatic = style("a", "table-cell", "", 'style:parent-style-name="b"') + style(
        "b", "table-cell", "", 'style:parent-style-name="a"'
    )
    data = ods(
        sheet(row(cell("x", attributes='office:value-type="string" table:style-name="a"'))),
        automatic=automatic,
    )
    assert texts(grid_of(data)) == {(1, 1): "x"}


def test_reading_is_linear_in_the_rows() -> None:
    def read(rows: int) -> Document:
        line = row(
            *(cell(f"Nghề {column}") for column in range(8)),
            '<table:table-cell table:number-columns-repeated="16376"/>',
        )
        body = sheet("".join(line.replace("Nghề", f"Nghề {number}") for number in range(rows)))
        return read_flat_odf(flat("spreadsheet", body))

    assert_linear(read, 300)


def test_groups_inside_groups_cost_what_they_are_long() -> None:
    def read(depth: int) -> Document:
        nested = (
            "<table:table-row-group>" * depth + row(cell("x")) * depth + "</table:table-row-group>" * depth
        )
        return read_flat_odf(flat("spreadsheet", sheet(nested)))

    assert_linear(read, 2_000)
