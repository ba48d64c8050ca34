"""What the reader of Word documents in one XML file promises, in Word 2003's dialect and in the flat package."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import base64
import zipfile
from io import BytesIO

import docx
import pytest

from parsers.document import Document, Place, Reason, Span, TextRole, UnreadableError
from parsers.formats.docx.reader import read_docx
from parsers.formats.wordml.reader import read_wordml
from tests.support.growth import assert_linear

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000014000000080802000000")
SPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
STYLES = (
    '<w:styles><w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/><wx:uiName wx:val="Heading 1"/>'
    '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="u2"><w:name w:val="x"/><w:basedOn w:val="u1"/></w:style></w:styles>'
)
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


def wordml(body: str, prolog: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>{prolog}'
    fonts = '<o:DocumentProperties><o:Title>Giấu</o:Title></o:DocumentProperties><w:fonts><w:font w:name="x"/></w:fonts>'
    return f"{head}<w:wordDocument {SPACES}>{fonts}{STYLES}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(*content: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="9" w:type="dxa"/>{properties}</w:tcPr>{"".join(content) or "<w:p/>"}</w:tc>'


def change(kind: str, content: str) -> str:
    return f'<aml:annotation aml:id="0" w:type="Word.{kind}" aml:author="a"><aml:content>{content}</aml:content></aml:annotation>'


def texts(document: Document, role: TextRole = TextRole.BODY) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.role is role]


def test_headings_markers_and_looks() -> None:
    listed = (
        '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="{}" wx:wTabBefore="360"/></w:listPr>'
    )
    document = read_wordml(
        wordml(
            p(r("Danh mục"), properties='<w:pStyle w:val="u2"/>')
            + p(r("Một"), properties=listed.format("1."))
            + p(r("Gạch"), properties=listed.format("·"))
            + p(r("a"), r(" bỏ", "<w:strike/>"), r(" ẩn", "<w:vanish/>"))
        )
    )
    assert [(one.text, one.level, one.marker) for one in document.paragraphs] == [
        ("Danh mục", 1, ""),
        ("Một", 0, "1."),
        ("Gạch", 0, "•"),
        ("a", 0, ""),
    ]
    assert document.media == "wordml"


def test_tables_with_joined_cells_links_ticks_and_pictures() -> None:
    link = f'<w:hlink w:dest="https://a.example/?x=1&amp;y=2" w:bookmark="m">{r("web")}</w:hlink>'
    picture = (
        f'<w:r><w:pict><w:binData w:name="wordml://03000001.png">{base64.encodebytes(PNG).decode()}</w:binData>'
        '<v:shape><v:imagedata src="wordml://03000001.png" o:title="x"/></v:shape></w:pict></w:r>'
    )
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    wide = '<w:gridSpan w:val="2"/>'
    restart, goes_on = '<w:vmerge w:val="restart"/>', "<w:vmerge/>"
    document = read_wordml(
        wordml(
            "<w:tbl><w:tblPr/><w:tblGrid/>"
            f"<w:tr>{cell(p(r('dọc')), properties=restart)}{cell(p(r('ngang')), properties=wide)}</w:tr>"
            f"<w:tr>{cell(properties=goes_on)}{cell(p(link))}{cell(p(sign, picture))}</w:tr></w:tbl>"
        )
    )
    (grid,) = document.grids
    assert set(grid.spans) == {Span(1, 1, 2, 1), Span(1, 2, 1, 3)}
    assert (grid.cells[2, 2].text, grid.cells[2, 2].href) == ("web", "https://a.example/?x=1&y=2#m")
    assert (grid.cells[2, 3].text, grid.cells[2, 3].pictures) == ("☒", ("03000001.png",))
    assert document.pictures[0].place == Place("Bảng 1", 2, 3)
    assert (document.pictures[0].size, document.pictures[0].width) == (len(PNG), 20)


def test_changes_remarks_and_what_stands_beside_the_body() -> None:
    note = f"<w:r><w:footnote>{p(r('ghi chú'))}</w:footnote></w:r>"
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(r('hộp'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    sides = f'<w:sectPr><w:hdr w:type="odd">{p(r("trên"))}</w:hdr><w:hdr w:type="first">{p(r("trên"))}</w:hdr><w:ftr w:type="odd">{p(r("dưới"))}</w:ftr></w:sectPr>'
    deleted = change("Deletion", "<w:r><w:delText>cũ</w:delText></w:r>")
    document = read_wordml(
        wordml(
            p(change("Insertion", r("mới")), deleted, change("Comment", p(r("lời bàn"))), note, box)
            + p(r("đậm", f"<w:b/>{change('Formatting', '<w:rPr><w:strike/></w:rPr>')}"))
            + sides
        )
    )
    assert {role: texts(document, role) for role in TextRole if texts(document, role)} == {
        TextRole.HEADER: ["trên"],
        TextRole.BOX: ["hộp"],
        TextRole.BODY: ["mới", "đậm"],
        TextRole.NOTE: ["ghi chú"],
        TextRole.FOOTER: ["dưới"],
    }
    assert document.warnings == ("holds tracked deletions, which were left out",)


def folded(package: bytes) -> bytes:
    """A package as one XML file, as Word saves it."""
    parts = []
    with zipfile.ZipFile(BytesIO(package)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xml", ".rels")):
                xml = data.decode().partition("?>")[2]
                content = f"<pkg:xmlData>{xml}</pkg:xmlData>"
            else:
                content = f"<pkg:binaryData>{base64.encodebytes(data).decode()}</pkg:binaryData>"
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="x">{content}</pkg:part>')
    head = '<?xml version="1.0" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
    return f'{head}<pkg:package xmlns:pkg="{PACKAGE}">{"".join(parts)}</pkg:package>'.encode()


def test_a_flat_package_reads_as_the_package_does() -> None:
    document = docx.Document()
    document.add_heading("Danh mục khóa học", 1)
    document.add_paragraph("Một", style="List Number")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Hàn"
    table.cell(1, 1).paragraphs[0].add_run().add_picture(BytesIO(whole_png()))
    target = BytesIO()
    document.save(target)
    package = target.getvalue()
    assert read_wordml(folded(package)).blocks == read_docx(package).blocks
    assert read_wordml(folded(package)).media == "wordml"
    assert read_wordml(folded(package).decode().encode("utf-16")).blocks == read_docx(package).blocks


def whole_png() -> bytes:
    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"<a/>", Reason.CORRUPT),
        (wordml(p(r("a")))[:-30], Reason.CORRUPT),
        (wordml(p(r("&a;")), prolog='<!DOCTYPE w [<!ENTITY a "b">]>'), Reason.HOSTILE),
        (f'<pkg:package xmlns:pkg="{PACKAGE}"/>'.encode(), Reason.CORRUPT),
        (f'<!DOCTYPE a []><pkg:package xmlns:pkg="{PACKAGE}"/>'.encode(), Reason.HOSTILE),
    ],
)
def test_what_is_broken_or_hostile_is_refused(data: bytes, reason: Reason) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_wordml(data)
    assert refusal.value.reason is reason


def test_notes_in_notes_are_bounded() -> None:
    document = read_wordml(
        wordml(p(r("a"), "<w:r><w:footnote>" * 3000 + p(r("b")) + "</w:footnote></w:r>" * 3000))
    )
    assert [paragraph.text for paragraph in document.paragraphs] == ["a"]


def test_rows_cost_in_line_with_their_number() -> None:
    row = f"<w:tr>{cell(p(r('a'))) * 6}</w:tr>"
    assert_linear(lambda size: read_wordml(wordml(f"<w:tbl>{row * size}</w:tbl>")), 200)
