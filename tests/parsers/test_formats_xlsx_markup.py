"""What the short way through a workbook's usual markup promises: the same values as the long way, or none."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import random
from io import BytesIO

import pytest
from openpyxl import Workbook

from parsers.document import Document, Reason, UnreadableError
from parsers.formats.container import Container
from parsers.formats.xlsx.markup import LARGEST, plain_rows, plain_strings
from parsers.formats.xlsx.reader import read_xlsx
from tests.parsers.test_formats_xlsx import MAIN, raw_book, sheet_of

USUAL = (
    '<row r="1" spans="1:5" ht="33" customHeight="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2" hidden="1"><c r="A2"><v>1500000</v></c><c r="B2" t="inlineStr"><is><t>Kh&#243;a &amp; l&#7899;p</t></is></c></row>'
    '<row r="4"/><row r="5"><c r="C5" t="b"><v>1</v></c><c r="D5" t="e"><v>#REF!</v></c><c r="E5" t="d"><v>2025-05-30</v></c>'
    '<c r="F5" s="9"/><c r="AA5" t="str"><v>a&lt;b</v></c><c r="AB5" t="inlineStr"><is><t xml:space="preserve"> hai  chữ\n</t></is></c></row>'
)
STRINGS = f'<sst xmlns="{MAIN}" count="2"><si><t>TÊN KHÓA</t></si><si><t xml:space="preserve"> H&#7885;c ph&#237; </t></si></sst>'
LONG_WAY = "<!-- leaves the usual form -->"


def outcome(sheet: str | bytes, strings: str = STRINGS) -> Document | Reason:
    text = sheet if isinstance(sheet, str) else sheet.decode("utf-8", "surrogateescape")
    data = raw_book(
        "", {"book/leaves/one.xml": text.encode("utf-8", "surrogateescape"), "book/strings.xml": strings}
    )
    try:
        return read_xlsx(data)
    except UnreadableError as refusal:
        return refusal.reason


def streamed(sheet: str, strings: str = STRINGS) -> Document | Reason:
    """What the long way gives: a comment sends a sheet there, and strings too."""
    return outcome(sheet + LONG_WAY, strings + LONG_WAY)


def in_order(read: Document | Reason) -> object:
    return read if isinstance(read, Reason) else [list(grid.cells.items()) for grid in read.grids]


def test_the_usual_form_takes_the_short_way_and_gives_what_the_long_way_gives() -> None:
    sheet = sheet_of(USUAL, '<mergeCells><mergeCell ref="D1:E1"/></mergeCells>')
    assert plain_rows(sheet.encode()) is not None
    assert plain_strings(STRINGS.encode()) is not None
    assert plain_rows((sheet + LONG_WAY).encode()) is None
    assert outcome(sheet) == streamed(sheet)
    assert in_order(outcome(sheet)) == in_order(streamed(sheet))
    read = outcome(sheet)
    assert isinstance(read, Document)
    assert [cell.text for cell in read.grids[0].cells.values()] == [
        *("TÊN KHÓA", "Học phí", "1500000", "Khóa & lớp", "TRUE", "#REF!", "30/5/2025", "a<b", "hai chữ"),
    ]  # fmt: skip
    assert read.grids[0].hidden_rows == {2}


def test_what_openpyxl_writes_takes_the_short_way() -> None:
    made = Workbook()
    assert made.active is not None
    for row in range(1, 40):
        made.active.append(
            [row, f"Nghề thử {row}", 1_000_000.5, True, None, f"https://lop.example/?a={row}&b=1"]
        )
    target = BytesIO()
    made.save(target)
    assert plain_rows(Container(target.getvalue()).read("xl/worksheets/sheet1.xml")) is not None
    read = read_xlsx(target.getvalue()).grids[0]
    assert (read.cells[39, 2].text, read.cells[39, 6].text) == (
        "Nghề thử 39",
        "https://lop.example/?a=39&b=1",
    )
    assert (read.n_rows, read.n_columns) == (39, 6)


@pytest.mark.parametrize(
    "rows",
    [
        *('<row r="1"><c r="A2"><v>1</v></c></row>', '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'),
        *("<row><c><v>1</v></c></row>", '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', '<row r="0"><c r="A0"><v>7</v></c></row>'),
        *('<row r="1" r="2"/>', '<row r="1" neu="1"/>', '<row r="1" x14ac:dyDescent="0.3"/>', '<row r="1" xmlns="urn:x"><c r="A1"><v>1</v></c></row>'),
        *('<c r="A1"><v>1</v></c>', '<row r="1">', "</row>", '<row r="1"><row r="2"/></row>', '<row r="1"/></row>', '<row r="1"><c r="A1"/>'),
        *('<row r="1"><c r="XFE1"><v>1</v></c></row>', '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        *('<row r="1"><c r="A1" t="b"><v></v></c></row>', '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>'),
        *('<row r="1"><c r="A1" t="str"><v>&#55296;</v></c></row>', '<row r="1"><c r="A1" t="str"><v>&#0060;</v></c></row>'),
        *('<row r="1"><c r="A1" t="str"><v>&#1;</v></c></row>', '<row r="1"><c r="A1" t="str"><v>&la;</v></c></row>'),
        *('<row r="1"><c r="A1" t="str"><v>a\r\nb\x01</v></c></row>', '<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>'),
        *('<row r="1"><c r="A1" t="str"><v><![CDATA[<c/>]]></v></c></row>', ' <row r="1"/>', '<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    ],
)  # fmt: skip
def test_every_other_form_reads_as_the_long_way_reads_it(rows: str) -> None:
    assert outcome(sheet_of(rows)) == streamed(sheet_of(rows))


@pytest.mark.parametrize(
    "sheet",
    [
        f'<!DOCTYPE a [<!ENTITY e "x">]>{sheet_of(USUAL)}',
        sheet_of(USUAL).replace(MAIN, "urn:none"),
        sheet_of(USUAL) + "<more/>",
        sheet_of(USUAL).replace("</worksheet>", ""),
        sheet_of(USUAL, '<row r="9"><c r="A9"><v>9</v></c></row>'),
        sheet_of("").replace("<sheetData></sheetData>", "<sheetData/>"),
        f'<?xml version="1.0" encoding="iso-8859-1"?>{sheet_of(USUAL)}',
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{sheet_of(USUAL)}',
        f"\ufeff{sheet_of(USUAL)}",
        sheet_of(USUAL).replace("<sheetData>", "<?x <sheetData> ?><sheetData>"),
    ],
)
def test_what_stands_around_the_rows_is_judged_as_ever(sheet: str) -> None:
    assert outcome(sheet) == streamed(sheet)


@pytest.mark.parametrize(
    "items",
    [
        "<si><r><t>a</t></r></si>",
        "<si/>",
        "<si><t/></si>",
        "<si><t>a</t><rPh><t>b</t></rPh></si>",
        "<si><t>a</si>",
        "",
    ],
)
def test_strings_with_runs_or_faults_read_as_the_long_way_reads_them(items: str) -> None:
    strings = STRINGS.replace("</sst>", f"{items}</sst>")
    assert outcome(sheet_of(USUAL), strings) == streamed(sheet_of(USUAL), strings)


def test_damage_anywhere_gives_the_same_by_both_ways() -> None:
    """A thousand sheets, each with some letters lost, doubled or changed."""
    dice = random.Random(7)
    whole = sheet_of(USUAL)
    for _ in range(1000):
        place, size = dice.randrange(len(whole)), dice.randrange(4)
        put = dice.choice(("", whole[place : place + 9], dice.choice('<>/"&;= 0A1\x00\n'), "<v>", "</c>"))
        hurt = whole[:place] + put + whole[place + size :]
        assert outcome(hurt) == streamed(hurt), hurt


def test_a_part_that_is_too_large_for_the_short_way_is_streamed() -> None:
    text = "x" * 1000
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>{text}{row}</v></c></row>'
        for row in range(1, LARGEST // 900)
    )
    read = outcome(sheet_of(rows))
    assert isinstance(read, Document)
    assert len(read.grids[0].cells) == LARGEST // 900 - 1
