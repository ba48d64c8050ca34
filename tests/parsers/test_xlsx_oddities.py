"""What the workbook reader promises about the dialects and additions of other programs and newer versions."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from parsers.document import CellKind, Document, Place, Reason, UnreadableError
from parsers.formats.xlsx.reader import read_xlsx
from tests.parsers.test_formats_xlsx import MAIN, PNG, raw_book, sheet_of, texts

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAW = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
MARKUP = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def relations(*links: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{kind if "://" in kind else f"{KINDS}/{kind}"}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{RELS}">{inside}</Relationships>'


def book_with(rows: str, parts: dict[str, str | bytes], after: str = "") -> Document:
    sheet = sheet_of(rows, after).replace("<worksheet ", f'<worksheet xmlns:r="{KINDS}" ')
    return read_xlsx(raw_book(sheet, parts))


def beside(*links: tuple[str, str, str]) -> dict[str, str | bytes]:
    return {"book/leaves/_rels/one.xml.rels": relations(*links)}


def with_book_relations(*links: tuple[str, str, str]) -> dict[str, str | bytes]:
    usual = (("r9", "worksheet", "leaves/one.xml"), ("r8", "sharedStrings", "strings.xml"))
    return {"book/_rels/main.xml.rels": relations(*usual, *links)}


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


# --- cells


def test_readings_above_letters_are_no_part_of_a_text() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh></si></sst>'
    assert texts(
        read_xlsx(raw_book(sheet_of('<row><c t="s"><v>0</v></c></row>'), {"book/strings.xml": strings}))
    ) == {(1, 1): "課"}


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Dòng một_x000D_\nDòng hai", "Dòng một\nDòng hai"),
        ("ghi _x005F_x000D_ nguyên", "ghi _x000D_ nguyên"),
        ("vui _xD83D__xDE00_", "vui 😀"),
        ("lẻ _xD83D_ đôi", "lẻ \ufffd đôi"),
        ("chuông_x0007_ reo", "chuông reo"),
    ],
)
def test_what_a_text_escapes_is_resolved_and_what_no_text_holds_left_out(stored: str, shown: str) -> None:
    assert texts(read_xlsx(raw_book(sheet_of(f"<row>{text_cell('A1', stored)}</row>")))) == {(1, 1): shown}


def test_runs_with_a_look_of_their_own_are_not_struck_by_their_cell() -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs></styleSheet>'
    strings = f'<sst xmlns="{MAIN}"><si><r><rPr><b/></rPr><t>còn </t></r><r><rPr/><t>dạy</t></r></si><si><r><t>thôi </t></r><r><rPr/><t>dạy</t></r></si></sst>'
    rows = '<row><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c></row>'
    parts = with_book_relations(("s", "styles", "styles.xml")) | {
        "book/styles.xml": styles,
        "book/strings.xml": strings,
    }
    cells = read_xlsx(raw_book(sheet_of(rows), parts)).grids[0].cells
    assert [(cell.text, cell.struck) for cell in cells.values()] == [("còn dạy", False), ("thôi dạy", True)]


def test_check_boxes_that_are_a_cells_look_show_their_sign() -> None:
    bag = 'xmlns:xfpb="http://schemas.microsoft.com/office/spreadsheetml/2022/featurepropertybag"'
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf><extLst><ext {bag}><xfpb:xfComplement i="0"/></ext></extLst></xf></cellXfs></styleSheet>'
    rows = '<row><c r="A1" s="1" t="b"><v>1</v></c><c r="B1" s="1" t="b"><v>0</v></c><c r="C1" t="b"><v>1</v></c></row>'
    parts = with_book_relations(("s", "styles", "styles.xml")) | {"book/styles.xml": styles}
    cells = read_xlsx(raw_book(sheet_of(rows), parts)).grids[0].cells
    assert [cell.text for cell in cells.values()] == ["☑", "☐", "TRUE"]
    assert [cell.value for cell in cells.values()] == [True, False, True]


def test_rows_and_columns_of_no_size_are_hidden() -> None:
    rows = f'<row r="1" ht="0" customHeight="1">{text_cell("A1", "a")}</row><row r="2">{text_cell("C2", "b")}</row>'
    sheet = sheet_of(rows).replace(
        "<sheetData>", '<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
    )
    grid = read_xlsx(raw_book(sheet)).grids[0]
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({1}, {2})


@pytest.mark.parametrize(
    ("font", "typed", "shown"),
    [
        *((".VnTime", "bé m¸y", "bộ máy"), (".VnTime", "Hà Nội", "Hà Nội"), ("VNI-Times", "Hoïc phí", "Học phí")),
        *((".VnArial", "MiÔn phÝ", "Miễn phí"), ("Times New Roman", "café", "café"), (".VnTime", "Tin hoc", "Tin hoc")),
    ],
)  # fmt: skip
def test_a_cell_in_a_legacy_font_is_read_as_the_font_shows_it(font: str, typed: str, shown: str) -> None:
    """Beside many cells in Unicode, where the workbook as a whole gives no hint."""
    styles = f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><name val="{font}"/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs></styleSheet>'
    cell = text_cell("A1", typed).replace("<c ", '<c s="1" ')
    others = "".join(
        f"<row>{text_cell(f'A{row}', 'Hà là bà má và cả nhà đã về quê')}</row>" for row in range(2, 9)
    )
    parts = with_book_relations(("s", "styles", "styles.xml")) | {"book/styles.xml": styles}
    assert texts(read_xlsx(raw_book(sheet_of(f"<row>{cell}</row>{others}"), parts)))[1, 1] == shown


# --- beside the cells


def test_the_place_behind_an_address_belongs_to_the_link() -> None:
    links = '<hyperlinks><hyperlink ref="A1" r:id="h" location="lop-2"/><hyperlink ref="B1" location="Trang2!A1"/></hyperlinks>'
    document = book_with(
        f"<row>{text_cell('A1', 'xem')}{text_cell('B1', 'sang')}</row>",
        beside(("h", "hyperlink", "https://truong.example/khoa")),
        links,
    )
    assert [cell.href for cell in document.grids[0].cells.values()] == [
        "https://truong.example/khoa#lop-2",
        "",
    ]


def test_a_conversation_is_read_in_its_own_words() -> None:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    parts = beside(
        ("c", "comments", "../comments1.xml"),
        (
            "t",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threaded1.xml",
        ),
    )
    parts |= {
        "book/comments1.xml": f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><t>[Threaded comment] Your version…</t></text></comment>'
        '<comment ref="B1"><text><t>thường</t></text></comment></commentList></comments>',
        "book/threaded1.xml": f'<ThreadedComments xmlns="{space}"><threadedComment ref="A1"><text>Đã duyệt?</text></threadedComment>'
        '<threadedComment ref="A1"><text>Rồi ạ</text></threadedComment></ThreadedComments>',
    }
    cells = book_with(f"<row>{text_cell('A1', 'a')}</row>", parts).grids[0].cells
    assert (cells[1, 1].comment, cells[1, 2].comment) == ("Đã duyệt?\nRồi ạ", "thường")


def test_what_is_drawn_twice_for_older_programs_is_told_once() -> None:
    def box(text: str) -> str:
        return f"<xdr:sp><xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"

    anchor = "<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>4</xdr:row></xdr:from>"
    drawing = f"<xdr:wsDr {DRAW} {MARKUP}>{anchor}<mc:AlternateContent><mc:Choice>{box('mới')}</mc:Choice><mc:Fallback>{box('cũ')}</mc:Fallback></mc:AlternateContent></xdr:oneCellAnchor></xdr:wsDr>"
    parts = beside(("d", "drawing", "../drawing1.xml")) | {"book/drawing1.xml": drawing}
    document = book_with(f"<row>{text_cell('A1', 'a')}</row>", parts, '<drawing r:id="d"/>')
    assert [(box.text, box.place) for box in document.paragraphs] == [("mới", Place("S", 5, 1))]


def tick(number: int, column: int, row: int, checked: str, words: str = "") -> str:
    state = f"<x:Checked>{checked}</x:Checked>" if checked else ""
    return (
        f'<v:shape id="_x0000_s{number}"><v:textbox><div>{words}</div></v:textbox><x:ClientData ObjectType="Checkbox">'
        f"<x:Anchor>{column - 1}, 5, {row - 1}, 2, {column}, 1, {row}, 0</x:Anchor>{state}</x:ClientData></v:shape>"
    )


def ticked(rows: str, shapes: str, parts: dict[str, str | bytes], controls: str = "") -> Document:
    vml = f'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>'
    return book_with(rows, parts | {"book/vml1.vml": vml}, controls)


def test_check_boxes_stand_in_the_cells_that_they_lie_over() -> None:
    shapes = (
        tick(1, 2, 1, "1")
        + tick(2, 3, 1, "", "Có phí")
        + tick(3, 4, 1, "1")
        + tick(4, 4, 1, "0")
        + tick(5, 1, 1, "1")
    )
    shapes += '<v:shape id="_x0000_s9"><x:ClientData ObjectType="Note"><x:Anchor>0,0,0,0</x:Anchor></x:ClientData></v:shape>'
    document = ticked(
        f"<row>{text_cell('A1', 'Miễn phí')}</row>", shapes, beside(("v", "vmlDrawing", "../vml1.vml"))
    )
    assert texts(document) == {(1, 1): "☑ Miễn phí", (1, 2): "☑", (1, 3): "☐ Có phí", (1, 4): "☑\n☐"}


def test_a_cell_that_shows_the_state_of_its_check_box_needs_no_sign() -> None:
    rows = '<row><c r="A1" t="b"><v>1</v></c></row>'
    document = ticked(rows, tick(1, 1, 1, "1"), beside(("v", "vmlDrawing", "../vml1.vml")))
    assert texts(document) == {(1, 1): "TRUE"}


@pytest.mark.parametrize("numbers", [(1, 2), (1001, 1002)])
def test_the_state_that_a_control_keeps_for_itself_counts(numbers: tuple[int, int]) -> None:
    """Some programs write it there alone, under numbers that the drawing does not repeat."""
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    parts = beside(
        ("v", "vmlDrawing", "../vml1.vml"), ("c1", "ctrlProp", "../c1.xml"), ("c2", "ctrlProp", "../c2.xml")
    )
    parts |= {
        "book/c1.xml": f'<formControlPr xmlns="{space}" objectType="CheckBox"/>',
        "book/c2.xml": f'<formControlPr xmlns="{space}" objectType="CheckBox" checked="Checked"/>',
    }
    controls = "".join(
        f'<control shapeId="{number}" r:id="c{place}"/>' for place, number in enumerate(numbers, start=1)
    )
    document = ticked("", tick(1, 1, 1, "") + tick(2, 2, 1, ""), parts, f"<controls>{controls}</controls>")
    assert texts(document) == {(1, 1): "☐", (1, 2): "☑"}


# --- pictures inside cells


def test_pictures_in_cells_of_wps_are_pictures_not_words() -> None:
    name = "ID_8F"
    parts = with_book_relations(
        ("w", "http://www.wps.cn/officeDocument/2020/cellImage", "cellimages.xml")
    ) | {
        "book/cellimages.xml": f'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:r="{KINDS}" {DRAW}><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="p"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>',
        "book/_rels/cellimages.xml.rels": relations(("p", "image", "media/anh7.png")),
        "book/media/anh7.png": PNG,
    }
    rows = f'<row>{text_cell("A1", "May")}<c r="B1" t="str"><f>_xlfn.DISPIMG("{name}",1)</f><v>=DISPIMG("{name}",1)</v></c><c r="C1" t="str"><f>_xlfn.DISPIMG("ID_00",1)</f><v>=DISPIMG("ID_00",1)</v></c></row>'
    document = read_xlsx(raw_book(sheet_of(rows), parts))
    cells = document.grids[0].cells
    assert (cells[1, 2].text, cells[1, 2].pictures) == ("", ("anh7.png",))
    assert (cells[1, 3].text, cells[1, 3].pictures) == ("", ("ID_00",))
    assert (document.pictures[0].place, document.pictures[0].size) == (Place("S", 1, 2), len(PNG))


def test_pictures_placed_in_cells_are_pictures_not_errors() -> None:
    rich = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
    kinds = "http://schemas.microsoft.com/office/2017/06/relationships"
    parts = with_book_relations(
        ("m", "sheetMetadata", "metadata.xml"),
        ("v", f"{kinds}/rdRichValue", "richData/rdrichvalue.xml"),
        ("s", f"{kinds}/rdRichValueStructure", "richData/rdrichvaluestructure.xml"),
        (
            "l",
            "http://schemas.microsoft.com/office/2022/10/relationships/richValueRel",
            "richData/richValueRel.xml",
        ),
    ) | {
        "book/metadata.xml": f'<metadata xmlns="{MAIN}" xmlns:xlrd="{rich}"><futureMetadata name="XLRICHVALUE"><bk><extLst><ext><xlrd:rvb i="0"/></ext></extLst></bk><bk><extLst><ext><xlrd:rvb i="1"/></ext></extLst></bk></futureMetadata>'
        '<valueMetadata><bk><rc t="1" v="0"/></bk><bk><rc t="1" v="1"/></bk></valueMetadata></metadata>',
        "book/richData/rdrichvalue.xml": f'<rvData xmlns="{rich}"><rv s="0"><v>0</v><v>5</v></rv><rv s="1"><v>8</v></rv></rvData>',
        "book/richData/rdrichvaluestructure.xml": f'<rvStructures xmlns="{rich}"><s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/></s><s t="_error"><k n="errorType" t="i"/></s></rvStructures>',
        "book/richData/richValueRel.xml": f'<richValueRels xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel" xmlns:r="{KINDS}"><rel r:id="p"/></richValueRels>',
        "book/richData/_rels/richValueRel.xml.rels": relations(("p", "image", "../media/image4.png")),
        "book/media/image4.png": PNG,
    }
    rows = '<row><c r="A1" t="e" vm="1"><v>#VALUE!</v></c><c r="B1" t="e" vm="2"><v>#SPILL!</v></c></row>'
    document = read_xlsx(raw_book(sheet_of(rows), parts))
    cells = document.grids[0].cells
    assert (cells[1, 1].text, cells[1, 1].pictures) == ("", ("image4.png",))
    assert (cells[1, 2].text, cells[1, 2].kind) == ("#SPILL!", CellKind.ERROR)


# --- packages


def test_a_sheet_that_breaks_off_gives_what_it_has_and_says_so() -> None:
    whole = sheet_of(f"<row>{text_cell('A1', 'đủ')}</row><row>{text_cell('A2', 'cụt')}</row>")
    document = read_xlsx(raw_book(whole[: whole.index("cụt")]))
    assert texts(document) == {(1, 1): "đủ"}
    assert "breaks off after row 1" in document.warnings[0]


def test_texts_that_are_missing_are_told_and_too_many_refuse_the_file() -> None:
    rows = f'<row>{text_cell("A1", "a")}{text_cell("B1", "b")}<c r="C1" t="s"><v>7</v></c></row>'
    document = read_xlsx(raw_book(sheet_of(rows)))
    assert "1 cells whose texts are missing" in document.warnings[0]
    with pytest.raises(UnreadableError) as caught:
        read_xlsx(
            raw_book(sheet_of('<row><c r="A1"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'))
        )
    assert caught.value.reason is Reason.CORRUPT


def package(parts: dict[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def test_a_package_that_lost_its_relationships_is_read_by_the_usual_names() -> None:
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets><sheet name="Lớp" sheetId="1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>Tên nghề</t></si></sst>',
        "xl/worksheets/sheet1.xml": sheet_of('<row><c r="a1" t="s"><v>0</v></c></row>'),
    }
    assert texts(read_xlsx(package(parts))) == {(1, 1): "Tên nghề"}


def test_one_sheet_that_cannot_be_read_does_not_cost_the_others() -> None:
    names = "".join(f'<sheet name="{name}" sheetId="1" r:id="{name}"/>' for name in ("A", "B", "C"))
    parts: dict[str, str | bytes] = {
        "book/main.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets>{names}</sheets></workbook>',
        "book/_rels/main.xml.rels": relations(
            ("A", "worksheet", "leaves/one.xml"),
            ("B", "worksheet", "leaves/none.xml"),
            ("C", "chartsheet", "chart.xml"),
        ),
    }
    document = read_xlsx(raw_book(sheet_of(f"<row>{text_cell('A1', 'a')}</row>"), parts))
    assert [grid.title for grid in document.grids] == ["A"]
    assert "sheet B could not be read" in document.warnings[0]


def test_the_strict_edition_reads_as_the_usual_one() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    kinds = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("r1", f"{kinds}/officeDocument", "book/main.xml")),
        "book/main.xml": f'<workbook xmlns="{strict}" xmlns:r="{kinds}"><sheets><sheet name="S" sheetId="1" r:id="r9"/></sheets></workbook>',
        "book/_rels/main.xml.rels": relations(("r9", f"{kinds}/worksheet", "leaves/one.xml")),
    }
    rows = f'<row>{text_cell("A1", "nghề")}<c r="B1" t="d"><v>2025-05-30T00:00:00Z</v></c></row>'
    document = read_xlsx(raw_book(sheet_of(rows).replace(MAIN, strict), parts))
    assert texts(document) == {(1, 1): "nghề", (1, 2): "30/5/2025"}


def repacked(data: bytes, turn: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            turned = {"upper": name.upper(), "backslash": name.replace("/", "\\")}.get(turn, name)
            archive.writestr(turned, content)
    return {"before": b"junk" * 50 + target.getvalue(), "after": target.getvalue() + bytes(900)}.get(
        turn, target.getvalue()
    )


@pytest.mark.parametrize("turn", ["upper", "backslash", "before", "after"])
def test_packages_of_careless_packers_are_read(turn: str) -> None:
    usual = raw_book(sheet_of(f"<row>{text_cell('A1', 'nghề')}</row>"))
    assert texts(read_xlsx(repacked(usual, turn))) == {(1, 1): "nghề"}
