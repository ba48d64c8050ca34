"""What the reader of OpenDocument texts promises, with the Word reader as judge of the same documents."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parsers.document import (
    Block,
    Cell,
    Document,
    Grid,
    Paragraph,
    Picture,
    Place,
    Reason,
    Span,
    TextRole,
    UnreadableError,
)
from parsers.formats.docx.reader import read_docx
from parsers.formats.odf.flat import read_flat_odf
from parsers.formats.odf.odt import read_odt
from tests.support.growth import assert_linear
from tests.support.openpackages import flat, package, style, styles_part, text_look

SAMPLES = Path(__file__).parent / "samples" / "odf"


def odt(body: str, automatic: str = "", parts: dict[str, str | bytes] | None = None) -> Document:
    return read_odt(package("text", body, automatic, parts))


def p(text: str, name: str = "") -> str:
    return f'<text:p text:style-name="{name}">{text}</text:p>'


def span(text: str, name: str) -> str:
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def cell(content: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{content}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, attributes: str = "") -> str:
    return f"<table:table {attributes}>{''.join(rows)}</table:table>"


def items(*contents: str, attributes: str = "") -> str:
    inside = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f"<text:list {attributes}>{inside}</text:list>"


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def marked(document: Document) -> list[tuple[str, str]]:
    return [(paragraph.marker, paragraph.text) for paragraph in document.paragraphs]


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {key: one.text for key, one in grid.cells.items()}


def without_names(block: Block) -> Block:
    """A block whose pictures have no name: every program calls them anew."""
    if isinstance(block, Picture):
        return replace(block, name="")
    if isinstance(block, Grid):
        return replace(block, cells={key: nameless(one) for key, one in block.cells.items()})
    return block


def nameless(one: Cell) -> Cell:
    return replace(one, pictures=("",) * len(one.pictures))


def test_a_document_converted_by_libreoffice_reads_as_the_document_it_was() -> None:
    before = read_docx((SAMPLES / "bao-cao.docx").read_bytes())
    after = read_odt((SAMPLES / "bao-cao.odt").read_bytes())
    assert list(map(without_names, after.blocks)) == list(map(without_names, before.blocks))
    assert after.warnings == before.warnings


def test_a_converted_form_shows_the_same_ticks_fields_boxes_and_notes() -> None:
    before = read_docx((SAMPLES / "bieu-mau.docx").read_bytes())
    after = read_odt((SAMPLES / "bieu-mau.odt").read_bytes())
    # LibreOffice shows what was chosen in an old drop-down, and forgets that a text is a placeholder.
    changed = {"thả xuống": "hai thả xuống", "rỗng": "Bấm vào đâyrỗng"}
    expected = [
        replace(block, text=changed.get(block.text, block.text)) if isinstance(block, Paragraph) else block
        for block in before.blocks
    ]
    assert list(after.blocks) == expected
    assert after.warnings == before.warnings == ("holds tracked deletions, which were left out",)


def test_headings_have_their_level_and_the_number_of_their_outline() -> None:
    outline = '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" style:num-suffix=")" text:display-levels="2"/></text:outline-style>'
    body = (
        '<text:h text:outline-level="1">Điện</text:h><text:h text:outline-level="2">Cơ bản</text:h>'
        '<text:h text:outline-level="2">Nâng cao</text:h><text:h text:outline-level="1">Hàn</text:h>'
        '<text:h text:outline-level="3">không số</text:h>' + p("Tên", "Title")
    )
    found = odt(body, parts={"styles.xml": styles_part(outline)}).paragraphs
    assert [(one.marker, one.level, one.role) for one in found] == [
        ("I.", 1, TextRole.HEADING),
        ("I.1)", 2, TextRole.HEADING),
        ("I.2)", 2, TextRole.HEADING),
        ("II.", 1, TextRole.HEADING),
        ("", 3, TextRole.HEADING),
        ("", 0, TextRole.BODY),
    ]


def test_lists_are_marked_as_their_styles_say() -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
        '<text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>'
        '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" loext:num-list-format="Bài %1%:" text:start-value="3"/></text:list-style>'
        '<text:list-style style:name="L3"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/></text:list-style>'
    )
    deep = items(p("lý thuyết"), p("thực hành") + items(p("xưởng")))
    body = (
        items(p("Điện") + deep, p("Hàn") + p("đoạn sau"), attributes='text:style-name="L1" xml:id="một"')
        + p("xen giữa")
        + items(p("Tiện"), attributes='text:style-name="L1" text:continue-numbering="true"')
        + items(p("bắt đầu lại"), attributes='text:style-name="L1"')
        + items(p("nối"), attributes='text:style-name="L1" text:continue-list="một"')
        + items(p("mở đầu"), p(" "), p("tiếp"), attributes='text:style-name="L2"')
        + items(p("chấm"), attributes='text:style-name="L3"')
        + items(p("không kiểu"))
        + '<text:list text:style-name="L1"><text:list-header><text:p>đầu mục</text:p></text:list-header><text:list-item text:start-value="7"><text:p>bảy</text:p></text:list-item></text:list>'
    )
    assert marked(odt(body, styles)) == [
        ("1.", "Điện"), ("a)", "lý thuyết"), ("b)", "thực hành"), ("-", "xưởng"), ("2.", "Hàn"), ("", "đoạn sau"),
        ("", "xen giữa"), ("3.", "Tiện"), ("1.", "bắt đầu lại"), ("4.", "nối"),
        ("Bài 3:", "mở đầu"), ("Bài 4:", "tiếp"), ("•", "chấm"), ("", "không kiểu"), ("", "đầu mục"), ("7.", "bảy"),
    ]  # fmt: skip


def test_an_automatic_number_fills_an_otherwise_empty_cell() -> None:
    styles = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'
    number = items(p(""), attributes='text:style-name="L1" text:continue-numbering="true"')
    body = table(row(cell(number), cell(p("Điện"))), row(cell(number), cell(p("Hàn"))))
    assert texts(odt(body, styles).grids[0]) == {(1, 1): "1", (1, 2): "Điện", (2, 1): "2", (2, 2): "Hàn"}


def test_tables_keep_joined_cells_headings_and_tables_inside() -> None:
    inner = table(row(cell(p("trong")), cell(p("ô"))), attributes='table:is-sub-table="true"')
    wide = cell(p("Ngành"), 'table:number-columns-spanned="2"')
    head = row(wide, "<table:covered-table-cell/>", cell(p("Học phí")))
    body = table(
        f"<table:table-header-rows>{head}</table:table-header-rows>",
        row(cell(p("Điện"), 'table:number-rows-spanned="2"'), cell(p("a") + p("b")), cell(p("1"))),
        row(
            "<table:covered-table-cell><text:p>che</text:p></table:covered-table-cell>",
            cell(inner),
            cell(p("2")),
        ),
        row(cell(p("x"), 'table:number-columns-repeated="3"'), attributes='table:number-rows-repeated="2"'),
    )
    outer, nested = odt(body).grids
    assert texts(outer) == {
        (1, 1): "Ngành", (1, 3): "Học phí", (2, 1): "Điện", (2, 2): "a\nb", (2, 3): "1", (3, 3): "2",
        **{(line, column): "x" for line in (4, 5) for column in (1, 2, 3)},
    }  # fmt: skip
    assert outer.spans == (Span(1, 1, 1, 2), Span(2, 1, 3, 1))
    assert (texts(nested), nested.nested_in) == ({(1, 1): "trong", (1, 2): "ô"}, Place("Bảng 1", 3, 2))


def test_what_repeats_without_end_is_bounded() -> None:
    blank = cell("", 'table:number-columns-repeated="16384"')
    body = table(
        row(cell(p("a")), blank),
        row(blank, attributes='table:number-rows-repeated="1048576"'),
        row(cell(p("b"), 'table:number-columns-spanned="200000000" table:number-rows-spanned="200000000"')),
    )
    grid = odt(body).grids[0]
    assert set(texts(grid).values()) == {"a", "b"}
    assert grid.n_columns < 100


def test_looks_are_those_of_paragraph_span_and_parents() -> None:
    common = style("Strong", "text", text_look('fo:font-weight="bold"')) + style(
        "Đậm", "paragraph", text_look('fo:font-weight="700"')
    )
    automatic = (
        style("P1", "paragraph", "", 'style:parent-style-name="Đậm"')
        + style("T1", "text", "", 'style:parent-style-name="Strong"')
        + style("T2", "text", text_look('style:text-line-through-style="solid"'))
        + style("T3", "text", text_look('text:display="none"'))
        + style("T4", "text", text_look('fo:font-weight="normal"'))
        + style("W", "text", text_look('style:font-name="Wingdings"'))
    )
    body = (
        p("đậm theo đoạn", "P1")
        + p(span("đậm", "T1"))
        + p("còn " + span("bỏ", "T2") + span(" kín", "T3") + "lại")
        + p(span("bỏ cả", "T2"))
        + p("có " + span("không", "T4"), "P1")
        + p(span("\uf0fe", "W") + " nội trú " + span("\uf0a8", "W") + " ngoại trú \u2611")
    )
    document = odt(body, automatic, {"styles.xml": styles_part(common)})
    assert [(one.text, one.bold) for one in document.paragraphs] == [
        ("đậm theo đoạn", True), ("đậm", True), ("còn lại", False), ("có không", False), ("☒ nội trú ☐ ngoại trú ☒", False),
    ]  # fmt: skip
    assert document.warnings == ("1 paragraphs are struck out and left out",)


def test_what_is_hidden_deleted_or_remarked_is_left_out_and_what_was_inserted_is_kept() -> None:
    deleted = '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>đã xóa</text:p></text:deletion></text:changed-region></text:tracked-changes>'
    body = (
        deleted
        + p(
            'giữ<text:change text:change-id="c"/> <text:change-start text:change-id="d"/>chèn<text:change-end text:change-id="d"/>'
        )
        + f'<text:section text:display="none">{p("kín")}<text:section>{p("kín nữa")}</text:section></text:section>'
        + f'<text:section text:name="hiện">{p("trong mục")}</text:section>'
        + p('<text:hidden-paragraph text:is-hidden="true"/>đoạn ẩn')
        + p('thấy<text:hidden-text text:is-hidden="true">ẩn</text:hidden-text>')
        + p(
            "lời<office:annotation><dc:creator>GV</dc:creator><text:p>nhận xét</text:p></office:annotation> văn<office:annotation-end/>"
        )
        + p("trang<text:soft-page-break/> nối")
        + p("<text:ruby><text:ruby-base>chữ</text:ruby-base><text:ruby-text>âm</text:ruby-text></text:ruby>")
        + f"<text:table-of-content><text:table-of-content-source><text:index-title-template>mẫu</text:index-title-template></text:table-of-content-source><text:index-body>{p('Mục lục 1')}</text:index-body></text:table-of-content>"
    )
    document = odt(body)
    assert lines(document) == ["giữ chèn", "trong mục", "thấy", "lời văn", "trang nối", "chữ", "Mục lục 1"]
    assert document.warnings == ("holds tracked deletions, which were left out",)


def test_headers_notes_boxes_and_footers_have_their_role() -> None:
    masters = (
        f'<style:master-page style:name="Standard"><style:header>{p("Đầu trang")}</style:header><style:header-left style:display="false">{p("không dùng")}</style:header-left><style:footer>{p("Cuối trang")}</style:footer></style:master-page>'
        f'<style:master-page style:name="First"><style:header>{p("Đầu trang")}</style:header></style:master-page>'
    )
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('Ghi chú')}</text:note-body></text:note>"
    box = f"<draw:frame><draw:text-box>{p('Trong hộp')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape>{p('Trong hình')}</draw:custom-shape>"
    body = p(f"Thân{note} bài{box}") + p(shape) + table(row(cell(p(f"ô{box}"))))
    document = odt(body, parts={"styles.xml": styles_part(masters=masters)})
    assert [(one.role, one.text) for one in document.paragraphs] == [
        (TextRole.HEADER, "Đầu trang"),
        (TextRole.BOX, "Trong hộp"),
        (TextRole.BODY, "Thân bài"),
        (TextRole.BOX, "Trong hình"),
        (TextRole.BOX, "Trong hộp"),
        (TextRole.NOTE, "Ghi chú"),
        (TextRole.FOOTER, "Cuối trang"),
    ]
    assert texts(document.grids[0]) == {(1, 1): "ô"}


def test_fields_and_form_controls_show_what_a_person_sees() -> None:
    forms = (
        '<office:forms><form:form><form:checkbox form:id="c1" form:current-state="checked" form:label="Trực tuyến"/>'
        '<form:checkbox xml:id="c2" form:id="c2" form:label="Tại trường"/><form:text form:id="c3" form:current-value="Điện"/>'
        '<form:listbox form:id="c4"><form:option form:label="Sáng"/><form:option form:label="Tối" form:current-selected="true"/></form:listbox>'
        '<form:radio form:id="c5" form:current-selected="true" form:label="Có"/><form:button form:id="c6" form:label="Gửi"/></form:form></office:forms>'
    )
    controls = " ".join(f'<draw:control draw:control="c{number}"/>' for number in range(1, 7))
    body = (
        forms
        + p(controls)
        + p(
            '<text:date text:date-value="2026-09-05">5/9/2026</text:date> <text:placeholder>&lt;tên&gt;</text:placeholder> <text:drop-down><text:label text:value="a"/><text:label text:value="b"/>b</text:drop-down> <text:text-input>nhập</text:text-input>'
        )
        + p(
            '<loext:content-control loext:checkbox="true">\u2612</loext:content-control><loext:content-control loext:showing-place-holder="true">bấm</loext:content-control>'
        )
        + p(
            '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX"><field:param field:name="vnd.oasis.opendocument.field.Checkbox_Checked" field:value="true"/></field:fieldmark> nội trú'
        )
    )
    assert lines(odt(body)) == [
        "☒ Trực tuyến ☐ Tại trường Điện Tối ☒ Có",
        "5/9/2026 <tên> b nhập",
        "☒",
        "☒ nội trú",
    ]


def test_links_and_pictures_know_where_they_stand() -> None:
    picture = '<draw:frame><draw:image xlink:href="Pictures/lop.png"/><svg:title>tựa</svg:title></draw:frame>'
    body = p(
        'Xem <text:a xlink:href="https://truong.example/">tại đây</text:a> và <text:a xlink:href="#muc">mục</text:a>'
    ) + table(row(cell(p(picture))))
    document = odt(body, parts={"Pictures/lop.png": b"GIF89a\x05\0\x04\0"})
    assert document.paragraphs[0].hrefs == (("tại đây", "https://truong.example/"),)
    assert document.grids[0].cells[1, 1].pictures == ("lop.png",)
    assert [(one.name, one.width, one.place) for one in document.pictures] == [
        ("lop.png", 5, Place("Bảng 1", 1, 1))
    ]


def test_word_writes_every_run_as_a_span_and_columns_in_a_group() -> None:
    automatic = style(
        "T1", "text", text_look('fo:font-weight="bold" style:font-weight-complex="bold"')
    ) + style("P2", "paragraph", "", 'style:list-style-name="LFO1"')
    listed = '<text:list-style style:name="LFO1"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/></text:list-style>'
    body = (
        f'<text:p text:style-name="Normal">{span("Học", "T1")}{span("<text:s/>", "T1")}{span("phí", "T1")}</text:p>'
        f'<text:list text:style-name="LFO1" text:continue-numbering="true"><text:list-item>{p(span("Điện", "T0"), "P2")}</text:list-item></text:list>'
        f"<table:table><table:table-columns><table:table-column/><table:table-column/></table:table-columns>{row(cell(p(span('a', 'T0'))), cell(p('<text:bookmark-start/>b<text:bookmark-end/>')))}</table:table>"
    )
    document = odt(body, automatic + listed)
    assert [(one.marker, one.text, one.bold) for one in document.paragraphs] == [
        ("", "Học phí", True),
        ("1.", "Điện", False),
    ]
    assert texts(document.grids[0]) == {(1, 1): "a", (1, 2): "b"}


def test_a_flat_file_reads_as_its_package() -> None:
    body = p("Kính gửi\n      Sở") + table(row(cell(p("a")), cell(p("b"))))
    assert read_flat_odf(flat("text", body)) == read_odt(package("text", body))


def test_legacy_codes_are_restored() -> None:
    assert lines(odt(p("Tr\u00adêng Trung cÊp nghÒ") + p("Häc phÝ"))) == ["Trường Trung cấp nghề", "Học phí"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (package("spreadsheet", ""), Reason.CORRUPT),
        (package("text", p("a"))[:-30], Reason.CORRUPT),
        (
            package("text", "", parts={"META-INF/manifest.xml": '<m:encryption-data xmlns:m="m"/>'}),
            Reason.ENCRYPTED,
        ),
        (package("text", "<table:table><table:table-row><table:table-cell>" * 31), Reason.HOSTILE),
        (package("text", p("<draw:frame><draw:text-box>") * 101), Reason.CORRUPT),
        (package("text", "<text:p><draw:text-box>" * 101), Reason.HOSTILE),
        (package("text", "<text:section text:display='none'>" * 500), Reason.HOSTILE),
    ],
)
def test_what_cannot_be_read_is_refused_for_its_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_odt(data)
    assert caught.value.reason is reason


def test_reading_is_linear_in_the_rows() -> None:
    def read(rows: int) -> Document:
        line = row(*(cell(p(f"Nghề {column}")) for column in range(8)))
        return read_flat_odf(
            flat("text", table(*(line.replace("Nghề", f"Nghề {number}") for number in range(rows))))
        )

    assert_linear(read, 300)
