"""What the fuzz (bench/fuzz.py) once found, one kind of fault a test: each is a refusal or a reading."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import struct
import zlib

import pytest

from catalogue.reading.content import read_content
from catalogue.records import MessageReading
from catalogue.wanted import wanted_for
from config.campaign import load_campaign
from parsers.document import Document, OpenedPart, Reason, Unreadable
from parsers.extract import extract
from parsers.formats.plain import read_text
from parsers.formats.rtf.reader import read_rtf
from parsers.layout.story import MOST_LINES
from parsers.message import read_message
from parsers.opening import open_file
from tests.parsers import test_wordml
from tests.support import hostile_office
from tests.support.holders import seven_zipped, tarred
from tests.support.mails import file_part, simple
from tests.support.openpackages import flat

CAMPAIGN = load_campaign("course-catalogue-2025")


def reading_of(filename: str, data: bytes) -> MessageReading:
    return read_content(read_message(simple(files=[file_part(filename, data)])), CAMPAIGN)


def refusal(part: OpenedPart) -> Unreadable:
    assert isinstance(part.outcome, Unreadable)
    return part.outcome


@pytest.mark.parametrize("code", ["u1", "utf-32", "hex", "idna", "punycode"])
@pytest.mark.parametrize("write", [test_wordml.wordml, lambda body: flat("text", body)])
def test_a_declared_encoding_that_nobody_knows_is_said(code: str, write: object) -> None:
    assert callable(write)
    data = write("<x/>").replace(b'"UTF-8"', f'"{code}"'.encode())
    outcome = refusal(open_file("a.xml", "", data)[0])
    assert outcome.reason is Reason.CORRUPT
    assert "Error" not in outcome.detail.partition("(")[0]


def test_a_tar_whose_number_is_no_place_in_a_file_is_corrupt() -> None:
    data = bytearray(tarred({"a.txt": b"chu", "b.txt": b"chu"}))
    data[124:136] = b"\x80" + b"\xff" * 11
    data[148:156] = b" " * 8
    data[148:156] = f"{sum(data[:512]):06o}\0 ".encode()
    outcome = refusal(open_file("a.tar", "", bytes(data))[0])
    assert (outcome.reason, outcome.detail.startswith("tar: ")) == (Reason.CORRUPT, True)


def test_a_7z_whose_number_is_no_place_in_a_file_is_corrupt() -> None:
    data = seven_zipped({"a.txt": b"chu"})
    # Its folders are said to stand elsewhere: at a place beyond everything.
    directory = b"\x01\x04\x07\x0b\x01\x01" + b"\xff" * 9
    start = struct.pack("<QQI", 0, len(directory), zlib.crc32(directory))
    made = data[:8] + struct.pack("<I", zlib.crc32(start)) + start + directory
    outcome = refusal(open_file("a.7z", "", made)[0])
    assert (outcome.reason, "OverflowError" in outcome.detail) == (Reason.CORRUPT, False)


def test_an_attached_mail_that_nests_without_end_costs_the_letter_around_it_nothing() -> None:
    inner = b"From: a@b.example\r\nSubject: a\r\n\r\nx\r\n"
    for _ in range(1000):
        inner = b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    rows = "STT;Tên khóa học;Trình độ\r\n1;Hàn điện;Sơ cấp\r\n".encode()
    message = read_message(
        simple("Kính gửi Sở.", files=[file_part("thu.eml", inner), file_part("ds.csv", rows)])
    )
    assert "Kính gửi Sở." in message.text
    titles = [entry.values["title"].value for entry in read_content(message, CAMPAIGN).entries]
    assert titles == ["Hàn điện"]


@pytest.mark.parametrize("fee", ["0332.500.000", "1,500,000,5", "9" * 400, "1.500 000,5 đồng", "9" * 5000])
def test_a_fee_that_is_no_number_of_anybody_is_kept_and_doubted(fee: str) -> None:
    reading = reading_of("ds.csv", f'STT;Tên khóa học;Học phí\r\n1;Hàn điện;"{fee}"\r\n'.encode())
    assert [entry.values["title"].value for entry in reading.entries] == ["Hàn điện"]


def test_levels_of_lists_with_digits_without_end_are_none() -> None:
    digits = "9" * 5000
    numbered = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{digits}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Hàn</w:t></w:r></w:p>'
    numbering = (
        f'<w:numbering xmlns:w="{hostile_office.WORD}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{digits}">'
        '<w:start w:val="1"/></w:lvl></w:abstractNum></w:numbering>'
    )
    relations = hostile_office._outside("numbering", "numbering.xml").replace(' TargetMode="External"', "")  # noqa: SLF001
    data = hostile_office.docx(
        numbered, beside={"word/numbering.xml": numbering, "word/_rels/document.xml.rels": relations}
    )
    (part,) = open_file("a.docx", "", data)
    assert isinstance(part.outcome, Document)
    assert [one.text for one in part.outcome.paragraphs] == ["Hàn"]


def test_cells_of_a_text_table_that_repeat_do_not_make_a_page_of_thousands() -> None:
    cell = '<table:table-cell table:number-columns-repeated="4096"><text:p>Hàn</text:p></table:table-cell>'
    rows = f"<table:table-row>{cell}</table:table-row>" * 100
    (part,) = open_file("a.fodt", "", flat("text", f'<table:table table:name="x">{rows}</table:table>'))
    assert isinstance(part.outcome, Document)
    assert sum(len(grid.cells) for grid in part.outcome.grids) < 10_000


def test_a_letter_whose_number_has_no_end_costs_no_document() -> None:
    document = read_rtf(b"{\\rtf1\\ansi Han \\u" + b"9" * 5000 + b"? co ban\\par}")
    assert "Han" in document.paragraphs[0].text


@pytest.mark.parametrize("text", ["Kính gửi Sở danh sách.", ""])
def test_a_page_too_large_to_be_read_costs_a_mail_neither_its_words_nor_its_files(text: str) -> None:
    rows = "STT;Tên khóa học;Trình độ\r\n1;Hàn điện;Sơ cấp\r\n".encode()
    page = f"<p>Kính gửi Sở danh sách.</p>{' ' * 9_000_000}"
    reading = read_content(read_message(simple(text, html=page, files=[file_part("ds.csv", rows)])), CAMPAIGN)
    assert [entry.values["title"].value for entry in reading.entries] == ["Hàn điện"]
    assert reading.new_text.startswith("Kính gửi Sở danh sách.")


def test_lines_beyond_any_letter_are_kept_and_not_looked_through() -> None:
    lines = [f"Khóa học: Nghề số {number}" for number in range(MOST_LINES + 50)]
    document = read_text("\n".join(lines))
    extraction = extract(document, wanted_for(CAMPAIGN))
    assert f"Khóa học: Nghề số {MOST_LINES + 40}" in {one.text for one in extraction.unclaimed}
    assert len(extraction.candidates) <= MOST_LINES
