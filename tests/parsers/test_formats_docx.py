"""What the Word reader promises, with python-docx as maker and judge of ordinary documents."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest

from parsers.document import Document, Place, Reason, Span, TextRole, UnreadableError
from parsers.formats.container import Container
from parsers.formats.docx.reader import read_docx
from parsers.formats.docx.styles import read_styles

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def made_by_python_docx(fill: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    fill(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def raw(body: str, parts: dict[str, str] | None = None, relations: str = "", prolog: str = "") -> bytes:
    contents = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r" Type="{R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{prolog}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">{relations}</Relationships>',
        **(parts or {}),
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return target.getvalue()


def relation(key: str, kind: str, target: str, mode: str = "") -> str:
    outside = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"{outside}/>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_paragraphs_and_tables_are_those_that_python_docx_wrote() -> None:
    def fill(document: Any) -> None:
        document.add_heading("Báo cáo", level=1)
        document.add_paragraph("Kính gửi\tSở\nGiáo dục")
        document.add_paragraph("Điện", style="List Number")
        document.add_paragraph("Hàn", style="List Number")
        document.add_paragraph("gạch", style="List Bullet")
        grid = document.add_table(rows=3, cols=3)
        for row in range(3):
            for column in range(3):
                grid.cell(row, column).text = f"{row}.{column}"
        grid.cell(0, 0).merge(grid.cell(0, 1)).text = "gộp ngang"
        grid.cell(1, 2).merge(grid.cell(2, 2)).text = "gộp dọc"
        document.sections[0].footer.paragraphs[0].text = "Liên hệ ở chân trang"
        document.sections[0].header.paragraphs[0].text = "Đầu trang"

    document = read_docx(made_by_python_docx(fill))
    assert [(q.role, q.marker, q.text) for q in document.paragraphs] == [
        (TextRole.HEADER, "", "Đầu trang"),
        (TextRole.HEADING, "", "Báo cáo"),
        (TextRole.BODY, "", "Kính gửi\tSở\nGiáo dục"),
        (TextRole.BODY, "1.", "Điện"),
        (TextRole.BODY, "2.", "Hàn"),
        (TextRole.BODY, "•", "gạch"),
        (TextRole.FOOTER, "", "Liên hệ ở chân trang"),
    ]
    grid = document.grids[0]
    assert (grid.title, grid.n_rows, grid.n_columns) == ("Bảng 1", 3, 3)
    assert set(grid.spans) == {Span(1, 1, 1, 2), Span(2, 3, 3, 3)}
    assert {key: found.text for key, found in grid.cells.items()} == {
        (1, 1): "gộp ngang",
        (1, 3): "0.2",
        (2, 1): "1.0",
        (2, 2): "1.1",
        (2, 3): "gộp dọc",
        (3, 1): "2.0",
        (3, 2): "2.1",
    }


def test_deletions_are_left_out_and_insertions_kept() -> None:
    body = p(
        "<w:del><w:r><w:delText>3.000</w:delText></w:r></w:del>", "<w:ins>", r("2.000"), "</w:ins>", r(" đ")
    )
    marked = p(r("dòng"), properties="<w:rPr><w:del/></w:rPr>")
    dropped = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p(r('bỏ')))}</w:tr>"
    rows = f"<w:tbl><w:tr>{cell(p(r('một')))}</w:tr>{dropped}<w:tr>{cell(p(r('hai')))}</w:tr></w:tbl>"
    document = read_docx(raw(body + marked + rows + p(r("cuối"))))
    assert lines(document) == ["2.000 đ", "dòng", "cuối"]
    assert {key: found.text for key, found in document.grids[0].cells.items()} == {
        (1, 1): "một",
        (2, 1): "hai",
    }
    assert "tracked deletions" in " ".join(document.warnings)


def test_struck_text_is_no_text_and_struck_cells_say_so() -> None:
    struck = "<w:strike/>"
    body = p(r("bỏ", struck)) + p(r("3 ", struck), r("2")) + table(cell(p(r("A", struck))) + cell(p(r("B"))))
    document = read_docx(raw(body))
    assert lines(document) == ["2"]
    cells = document.grids[0].cells
    assert (cells[(1, 1)].struck, cells[(1, 2)].struck) == (True, False)
    assert document.warnings


def test_looks_of_before_a_tracked_change_do_not_count() -> None:
    before = "<w:rPrChange><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange>"
    old_style = '<w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    document = read_docx(raw(p(r("giữ", before), properties=old_style)))
    assert [(q.text, q.level) for q in document.paragraphs] == [("giữ", 0)]


def test_hidden_text_is_not_seen() -> None:
    assert lines(read_docx(raw(p(r("ẩn", "<w:vanish/>"), r("hiện"))))) == ["hiện"]


def test_ticks_of_every_make_become_the_same_signs() -> None:
    control = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt>"
    )
    form = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox>'
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    wingdings = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    body = p(
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>',
        r("☑☐"),
        control.format(1),
        control.format(0),
        form.format("<w:checked/>"),
        form.format(""),
        r("þ", wingdings),
        r("o", wingdings),
    )
    assert lines(read_docx(raw(body))) == ["☒☐" * 5]


def test_signs_of_symbol_fonts_are_read_as_they_look() -> None:
    symbol = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    codes = "".join(
        f'<w:sym w:font="Symbol" w:char="F0{code}"/>' for code in ("B3", "A3", "B4", "B1", "BC", "61")
    )
    arrows = '<w:sym w:font="Wingdings" w:char="F0E8"/><w:sym w:font="Wingdings 3" w:char="F07D"/>'
    body = p(f"<w:r>{codes}</w:r>", r("\uf0b3 18 \uf0b8 30 ổ", symbol), f"<w:r>{arrows}</w:r>")
    assert lines(read_docx(raw(body))) == ["≥≤×±…α≥ 18 ÷ 30 ổ➔▶"]


def test_placeholders_of_controls_say_nothing() -> None:
    body = p(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>",
        r("Bấm để nhập"),
        "</w:sdtContent></w:sdt>",
        r("Tên:"),
    )
    assert lines(read_docx(raw(body))) == ["Tên:"]


def test_addresses_come_from_relations_and_from_fields() -> None:
    complex_field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("kia")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p(f'<w:hyperlink r:id="h1">{r("đây")}</w:hyperlink>', r(" và "), complex_field)
    grid = table(cell(p(f'<w:fldSimple w:instr="HYPERLINK https://c.example">{r("ô")}</w:fldSimple>')))
    document = read_docx(
        raw(body + grid, relations=relation("h1", "hyperlink", "https://a.example", "External"))
    )
    assert document.paragraphs[0].text == "đây và kia"
    assert document.paragraphs[0].hrefs == (("đây", "https://a.example"), ("kia", "https://b.example"))
    assert document.grids[0].cells[(1, 1)].href == "https://c.example"


def test_nested_tables_follow_their_parent_and_name_its_cell() -> None:
    inner = table(cell(p(r("trong"))) + cell(p(r("nữa"))))
    document = read_docx(raw(table(cell(p(r("ngoài"))) + cell(inner + p()))))
    assert [(grid.title, grid.nested_in) for grid in document.grids] == [
        ("Bảng 1", None),
        ("Bảng 2", Place("Bảng 1", 1, 2)),
    ]


def test_text_boxes_count_once_and_are_boxes() -> None:
    box = f"<w:txbxContent>{p(r('Điện thoại: 0366 000 111'))}</w:txbxContent>"
    nested = table(cell(p(r("ô"), f"<w:r>{box.replace('Điện', 'Máy')}</w:r>")))
    body = nested + p(
        r("thân"),
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
    )
    document = read_docx(raw(body))
    assert sorted((q.text, q.role) for q in document.paragraphs) == [
        ("Máy thoại: 0366 000 111", TextRole.BOX),
        ("thân", TextRole.BODY),
        ("Điện thoại: 0366 000 111", TextRole.BOX),
    ]


def test_automatic_numbers_in_a_column_are_shown() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="5"/></w:numPr>'
    first, second = number.format(0), number.format(1)
    rows = [cell(p(properties=first)) + cell(p(r(name))) for name in ("Hàn", "Điện")]
    body = (
        table(*rows)
        + p(r("ba"), properties=first)
        + p(r("ý"), properties=second)
        + p(r("ý nữa"), properties=second)
    )
    data = raw(body, {"word/numbering.xml": numbering}, relation("n", "numbering", "numbering.xml"))
    document = read_docx(data)
    assert [document.grids[0].cells[(row, 1)].text for row in (1, 2)] == ["1.", "2."]
    assert [(q.marker, q.text) for q in document.paragraphs] == [("3.", "ba"), ("a)", "ý"), ("b)", "ý nữa")]


def test_pictures_in_cells_are_named_and_placed() -> None:
    drawing = '<w:r><w:drawing><a:blip r:embed="i1"/></w:drawing></w:r>'
    data = raw(
        table(cell(p(r("ảnh"))) + cell(p(drawing))),
        {"word/media/image3.jpeg": "không phải ảnh"},
        relation("i1", "image", "media/image3.jpeg"),
    )
    document = read_docx(data)
    assert [(picture.name, picture.place) for picture in document.pictures] == [
        ("image3.jpeg", Place("Bảng 1", 1, 2))
    ]
    assert document.grids[0].cells[(1, 2)].pictures == ("image3.jpeg",)


def test_legacy_fonts_are_restored_over_the_whole_document() -> None:
    document = read_docx(raw(p(r("Tr\u00ad"), r("êng D¹y nghÒ")) + p(r("Häc phÝ"))))
    assert lines(document) == ["Trường Dạy nghề", "Học phí"]


def test_the_capital_fonts_of_old_codes_show_capitals() -> None:
    def old(font: str, text: str) -> str:
        return r(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')

    heading = old(".VnTimeH", "nu«i c¸ c¶nh")
    document = read_docx(raw(p(heading) + p(old(".VnTime", "Häc phÝ: "), old(".VnTime", "miÔn phÝ"))))
    assert lines(document) == ["NUÔI CÁ CẢNH", "Học phí: miễn phí"]


# --- hostile and broken files


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (raw("", prolog='<!DOCTYPE d [<!ENTITY x "y">]>'), Reason.HOSTILE),
        (raw("<w:tbl><w:tr><w:tc>" * 100 + "</w:tc></w:tr></w:tbl>" * 100), Reason.HOSTILE),
        (raw("<w:p>"), Reason.CORRUPT),
        (b"PK\x03\x04", Reason.CORRUPT),
        (b"", Reason.EMPTY),
    ],
    ids=["entities", "nesting", "broken XML", "no directory", "no bytes"],
)
def test_hostile_and_broken_documents_are_refused(data: bytes, reason: Reason) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_docx(data)
    assert caught.value.reason is reason


def test_a_senseless_span_costs_nothing() -> None:
    grid = read_docx(raw(table(cell(p(r("a")), '<w:gridSpan w:val="200000000"/>')))).grids[0]
    assert grid.n_columns < 100


@pytest.mark.parametrize(
    "body",
    [
        "<w:tc/>",
        "<w:tr><w:tc/></w:tr>",
        "<w:r><w:t>lạc</w:t></w:r>",
        "<w:tbl/>",
        "<w:sdtContent/>",
        "<w:txbxContent/>",
    ],
)
def test_elements_out_of_place_do_not_stop_the_reading(body: str) -> None:
    assert lines(read_docx(raw(body + p(r("sau"))))) == ["sau"]


# --- the styles, most of which say nothing


def with_styles(change: Callable[[bytes], bytes]) -> Container:
    """The package that python-docx begins with, its styles changed."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(made_by_python_docx(lambda _: None))) as made,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in made.namelist():
            data = made.read(name)
            new.writestr(name, change(data) if name == "word/styles.xml" else data)
    return Container(target.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data,
        lambda data: data.replace(b"</w:styles>", b"<!-- </w:style> --></w:styles>"),
        lambda data: data.replace(b"</w:latentStyles>", b"<?x </w:style> ?></w:latentStyles>"),
        lambda data: data.replace(b"w:type='", b'w:type="').replace(b' w:type="table"', b" w:type='table'"),
        lambda data: data.replace(
            b"<w:latentStyles", b'<w:style w:type="table" w:styleId="Leer"/><w:latentStyles'
        ),
    ],
    ids=["as made", "a comment", "an instruction", "other quotes", "an empty style"],
)
def test_styles_of_tables_and_lists_are_cut_out_only_where_that_is_safe(
    change: Callable[[bytes], bytes],
) -> None:
    names = [style.style_id for style in docx.Document().styles]
    cut, whole = (
        with_styles(change),
        with_styles(lambda data: change(data).replace(b"</w:styles>", b"<!----></w:styles>")),
    )
    found = [read_styles(container, "word/styles.xml") for container in (cut, whole)]
    assert [found[0].get(name) for name in names] == [found[1].get(name) for name in names]
    assert cut.damaged == whole.damaged == []
    assert found[0].get("Heading2").level == 2
