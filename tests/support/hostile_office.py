"""Office packages and their flat forms that ask for what nobody has, or point at what is not theirs."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import openpyxl

from tests.parsers import test_spreadsheetml, test_wordml
from tests.support.holders import zip_entry
from tests.support.hostile_sample import READ, Sample, deflated, sample, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0"?>'
VALUE = "Hàn điện"

EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
DTD = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p; <!ENTITY x "y">]>'
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY x0 "ha">'
    + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
    + '<!ENTITY x "&x9;">]>'
)
QUADRATIC = f'<!DOCTYPE a [<!ENTITY x "{"h" * 100_000}">]>'
ATTACKS = {
    "an entity from a file": (EXTERNAL, "&x;"),
    "a DTD from the network": (DTD, "&x;"),
    "a billion laughs": (LAUGHS, "&x;"),
    "one long entity 10,000 times": (QUADRATIC, "&x;" * 10_000),
}

# ---------------------------------------------------------------- packages, as small as readers take them


def xlsx(
    sheet: str | bytes, *, prolog: str = "", strings: str = "", beside: dict[str, str | bytes] | None = None
) -> bytes:
    return zipped(_xlsx_parts(sheet, prolog=prolog, strings=strings) | (beside or {}))


def _xlsx_parts(sheet: str | bytes, *, prolog: str = "", strings: str = "") -> dict[str, str | bytes]:
    relation = '<Relationship Id="r{0}" Type="' + OFFICE + '/{1}" Target="{2}"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    whole = (
        sheet
        if isinstance(sheet, bytes)
        else f'{HEAD}{prolog}<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE}">{sheet}</worksheet>'
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations.format(relation.format(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="DS" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations.format(
            relation.format(1, "worksheet", "worksheets/sheet1.xml") + relation.format(2, "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{SHEET}"><si><t>{VALUE}</t></si></sst>',
        "xl/worksheets/sheet1.xml": whole,
    }  # fmt: skip


def rows(inside: str, *, before: str = "", after: str = "") -> str:
    return f"{before}<sheetData>{inside}</sheetData>{after}"


def cell(at: str, text: str = VALUE) -> str:
    row = at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def docx(body: str | bytes, *, prolog: str = "", beside: dict[str, str | bytes] | None = None) -> bytes:
    return zipped(_docx_parts(body, prolog) | (beside or {}))


def _docx_parts(body: str | bytes, prolog: str = "") -> dict[str, str | bytes]:
    relation = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    whole = (
        body
        if isinstance(body, bytes)
        else f'{HEAD}{prolog}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>'
    )
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return {"[Content_Types].xml": types, "_rels/.rels": relations.format(relation), "word/document.xml": whole}  # fmt: skip


def paragraph(text: str = VALUE) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def open_document(kind: str, body: str, *, prolog: str = "") -> bytes:
    names = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "table", "drawing"))
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = f"{HEAD}{prolog}<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def open_table(cells: str, row: str = "") -> str:
    return f'<table:table table:name="DS"><table:table-row {row}>{cells}</table:table-row></table:table>'


def open_cell(text: str = VALUE, about: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {about}><text:p>{text}</text:p></table:table-cell>'


# ---------------------------------------------------------------- entities in whatever is XML

XML: dict[str, Callable[[str, str], bytes]] = {
    "ds.xlsx": lambda prolog, text: xlsx(rows(cell("A1", text)), prolog=prolog),
    "strings.xlsx": lambda prolog, text: xlsx(
        rows('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
        strings=f'{HEAD}{prolog}<sst xmlns="{SHEET}"><si><t>{text}</t></si></sst>',
    ),
    "thu.docx": lambda prolog, text: docx(paragraph(text), prolog=prolog),
    "ds.ods": lambda prolog, text: open_document(
        "spreadsheet", open_table(open_cell(text)), prolog=prolog
    ),
    "thu.odt": lambda prolog, text: open_document("text", f"<text:p>{text}</text:p>", prolog=prolog),
    "anh.svg": lambda prolog, text: f'{HEAD}{prolog}<svg xmlns="http://www.w3.org/2000/svg"><text>{text}</text></svg>'.encode(),
    "word.xml": lambda prolog, text: test_wordml.wordml(test_wordml.p(test_wordml.r(text)), prolog),
    "excel.xml": lambda prolog, text: test_spreadsheetml.book(
        test_spreadsheetml.sheet(test_spreadsheetml.row(test_spreadsheetml.cell(text)))
    ).replace(b"\n", prolog.encode(), 1),
}  # fmt: skip


def _entities() -> Iterator[Sample]:
    for name, (prolog, text) in ATTACKS.items():
        for filename, write in XML.items():
            # With a head so long nothing tells what kind of XML it is; a drawing with one is no drawing.
            headless = filename == "anh.svg" or (prolog == QUADRATIC and filename.endswith(".xml"))
            outcome = "unsupported" if headless else "hostile"
            yield Sample(f"{filename}: {name}", filename, partial(write, prolog, text), (outcome,))


# ---------------------------------------------------------------- sheets


def _million_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 1_000_001))
    return xlsx(rows(cell("A1"), after=f"<mergeCells>{merges}</mergeCells>"))


def _million_rows() -> bytes:
    styled = "".join(f'<row r="{row}" s="1" customFormat="1" ht="15"/>' for row in range(2, 1_000_001))
    return xlsx(rows(cell("A1") + styled))


def _gigabyte_string(*, lies: bool) -> bytes:
    """A shared string of 1 GB, by its directory or behind a directory that says 1,000 bytes."""
    head = f'<sst xmlns="{SHEET}"><si><t>'.encode()
    packed = deflated([(head, 1), (b"a" * (1 << 20), 1 << 10), (b"</t></si></sst>", 1)])
    size = 1000 if lies else len(head) + (1 << 30) + 15
    plain = xlsx(rows('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings="")
    return _with_member(plain, b"xl/sharedStrings.xml", packed, size)


def _with_member(package: bytes, name: bytes, packed: bytes, size: int) -> bytes:
    """The package with one member put in the place of that name, packed as given."""
    with ZipFile(BytesIO(package)) as archive:
        others = {
            entry.filename: archive.read(entry)
            for entry in archive.infolist()
            if entry.filename.encode() != name
        }
    return _joined(zipped(others), zip_entry(name, packed, method=8, size=size, checksum=0))  # fmt: skip


def _joined(first: bytes, second: bytes) -> bytes:
    """Two zips as one: their members, then their directories with places moved."""

    def parts(data: bytes) -> tuple[bytes, bytes, int]:
        count, size, start = struct.unpack_from("<HII", data, len(data) - 12)
        return data[:start], data[start : start + size], count

    (one, one_list, ones), (two, two_list, twos) = parts(first), parts(second)
    moved = bytearray(two_list)
    struct.pack_into("<I", moved, 42, struct.unpack_from("<I", moved, 42)[0] + len(one))
    listed = one_list + bytes(moved)
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, ones + twos, ones + twos, len(listed), len(one + two), 0
    )
    return one + two + listed + end


def _macros(kind: str) -> bytes:
    if kind == "xlsm":
        return xlsx(rows(cell("A1")), beside={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Shell(calc)"})
    return docx(paragraph(), beside={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Shell(calc)"})


def _outside(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def _linked_book() -> bytes:
    link = f'<externalLink xmlns="{SHEET}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    formula = "<f>[1]DS!A1+cmd|'/c calc'!A1+WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)</f><v>5</v>"
    return xlsx(
        rows(cell("A1") + f'<row r="2"><c r="A2">{formula}</c></row>'),
        beside={
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": _outside("externalLinkPath", "http://127.0.0.1:9/a.xlsx"),
        },
    )  # fmt: skip


def _template() -> bytes:
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/c calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    picture = '<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="r1"/></w:pict></w:r></w:p>'
    return docx(
        paragraph() + field + picture,
        beside={
            "word/_rels/document.xml.rels": _outside("image", "http://127.0.0.1:9/a.png"),
            "word/settings.xml": f'<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:attachedTemplate r:id="r1"/></w:settings>',
            "word/_rels/settings.xml.rels": _outside("attachedTemplate", "http://127.0.0.1:9/a.dotm"),
        },
    )


def _open_links() -> bytes:
    picture = '<text:p>Hàn<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><draw:image xlink:href="http://127.0.0.1:9/a.png"/></draw:frame></text:p>'
    return open_document("text", f'{picture}<text:section><text:section-source xlink:href="http://127.0.0.1:9/a.odt"/></text:section>')  # fmt: skip


def _many_styles() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = VALUE
    target = BytesIO()
    book.save(target)
    with ZipFile(BytesIO(target.getvalue())) as archive:
        parts: dict[str, str | bytes] = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{n}0.0"/>' for n in range(200, 100_200))
    looks = "".join(f'<xf numFmtId="{n}"/>' for n in range(200, 100_200))
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{SHEET}"><numFmts>{formats}</numFmts><cellXfs>{looks}</cellXfs></styleSheet>'
    )
    return zipped(parts)  # fmt: skip


def _sheets() -> Iterator[Sample]:
    far = rows(cell("A1") + cell("XFD1048576"), before='<dimension ref="A1:XFD1048576"/>')
    yield sample("ds.xlsx", "declares A1:XFD1048576", lambda: xlsx(rows(cell("A1"), before='<dimension ref="A1:XFD1048576"/>')), READ)  # fmt: skip
    yield sample("ds.xlsx", "cells at A1 and XFD1048576", lambda: xlsx(far), READ)
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield sample("ds.xlsx", "one merge over the sheet", lambda: xlsx(rows(cell("A1"), after=merged)), READ)
    columns = '<cols><col min="1" max="16384" hidden="1"/></cols>'
    yield sample("ds.xlsx", "all columns hidden, a link on all cells", lambda: xlsx(rows(cell("A1"), before=columns, after='<hyperlinks><hyperlink ref="A1:XFD1048576" location="DS!A1"/></hyperlinks>')), READ)  # fmt: skip
    yield sample("ds.xlsx", "a million merged ranges", _million_merges, "hostile", "too_large")
    yield sample("ds.xlsx", "a million styled empty rows", _million_rows, READ)
    yield sample("ds.xlsx", "a shared string of 1 GB", partial(_gigabyte_string, lies=False), "hostile")
    yield sample(
        "ds.xlsx", "the same behind a lying directory", partial(_gigabyte_string, lies=True), "corrupt"
    )
    yield sample("ds.xlsx", "100,000 number formats", _many_styles, READ)
    yield sample("ds.xlsm", "macros", partial(_macros, "xlsm"), READ, says="macros")
    yield sample("ds.xlsx", "DDE, WEBSERVICE and another workbook", _linked_book, READ, says="not opened")
    repeats = 'table:number-columns-repeated="16384"', 'table:number-rows-repeated="1048576"'
    yield sample("ds.ods", "a value repeated 1,048,576 x 16,384", lambda: open_document("spreadsheet", open_table(open_cell(about=repeats[0]), repeats[1])), READ, "too_large")  # fmt: skip
    yield sample("ds.ods", "spans of 1e18 cells", lambda: open_document("spreadsheet", open_table(open_cell(about='table:number-columns-spanned="999999999" table:number-rows-spanned="999999999"'))), READ)  # fmt: skip


# ---------------------------------------------------------------- documents


def _wide() -> bytes:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>{paragraph()}</w:tc>'
    return docx(f"<w:tbl><w:tr>{wide}{wide}</w:tr></w:tbl>")


def _nested_tables(depth: int) -> bytes:
    return docx(
        "<w:tbl><w:tr><w:tc>" * depth + paragraph() + f"{'</w:tc></w:tr></w:tbl>'}{paragraph()}" * depth
    )


def _huge_document() -> bytes:
    """500 MB of paragraphs, as its directory tells."""
    head = f'<w:document xmlns:w="{WORD}"><w:body>'.encode()
    block = "".join(paragraph(str(number)) for number in range(20_000)).encode()
    times = (500 << 20) // len(block)
    packed = deflated([(head, 1), (block, times), (b"</w:body></w:document>", 1)])
    return _with_member(docx(""), b"word/document.xml", packed, len(head) + times * len(block) + 22)


def _long_document() -> bytes:
    """As much as a package may hold: 120 MB, hardly repeated."""
    block = b"".join(paragraph(f"{zlib.crc32(b'%d' % number):x}").encode() for number in range(20_000))
    head = f'<w:document xmlns:w="{WORD}"><w:body>'.encode()
    times = (120 << 20) // len(block)
    packed = deflated([(head, 1), (block, times), (b"</w:body></w:document>", 1)])
    size = len(head) + times * len(block) + 22
    content = zlib.crc32(head)
    for _ in range(times):
        content = zlib.crc32(block, content)
    package = _with_member(docx(""), b"word/document.xml", packed, size)
    checksum = zlib.crc32(b"</w:body></w:document>", content).to_bytes(4, "little")
    place = package.rfind(b"PK\x01\x02")
    return package[: place + 16] + checksum + package[place + 20 :]


def _documents() -> Iterator[Sample]:
    yield sample("thu.docx", "cells over 200,000,000 columns", _wide, READ)
    yield sample("thu.docx", "10,000 nested tables", partial(_nested_tables, 10_000), "hostile", READ)
    yield sample("thu.docx", "500 MB of paragraphs", _huge_document, "too_large", "hostile")
    yield sample("thu.docx", "120 MB of paragraphs", _long_document, READ, "too_large", costly=True)
    yield sample("thu.docm", "macros", partial(_macros, "docm"), READ, says="macros")
    yield sample("thu.docx", "DDE, a template and a picture from the network", _template, READ)
    yield sample("thu.odt", "a picture and a section from the network", _open_links, READ)


SAMPLES = (*_entities(), *_sheets(), *_documents())
