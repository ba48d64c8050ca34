"""What a file comes to that is text in part and scanned in part: what is read stays, the rest is asked."""

from __future__ import annotations

from dataclasses import replace

from reportlab.lib.utils import ImageReader

from catalogue.asking.questions import items_for
from catalogue.fields import COURSE
from catalogue.folding.fold import fold
from catalogue.reading.content import read_content
from catalogue.reading.parts import Opener, Recogniser
from catalogue.records import MessageReading
from config.campaign import load_campaign
from intake.reader_ocr import find_tesseract
from parsers.message import read_message
from tests.support.mails import file_part, simple
from tests.support.pdfs import HEIGHT, WIDTH, Paper
from tests.support.portfolios import enclosing
from tests.support.scans import COURSES, list_of_courses, photographed
from tests.support.statements import message

TESSERACT = find_tesseract(60)
CAMPAIGN = load_campaign("course-catalogue-2025")
HEADS = ["STT", "Tên khóa học", "Trình độ", "Học phí"]
ROWS = [
    ["1", "Kế toán", "Sơ cấp", "2.000.000"],
    ["2", "May", "Sơ cấp", "900.000"],
    ["3", "Hàn", "Sơ cấp", "0"],
]
COLUMNS = [40.0, 80, 300, 400, 500]


def half_scanned() -> bytes:
    paper = Paper().table(COLUMNS, 100, [HEADS, *ROWS]).page()
    return paper.picture(0, 0, WIDTH, HEIGHT, (60, 80)).data()


def read(pdf: bytes, recogniser: Recogniser | None = None) -> MessageReading:
    raw = simple("Kính gửi Sở.", files=[file_part("ds.pdf", pdf)])
    return read_content(read_message(raw), CAMPAIGN, Opener(recogniser))


def titles(reading: MessageReading) -> list[object]:
    return [entry.values["title"].value for entry in reading.entries if entry.kind == COURSE]


def test_courses_on_written_pages_are_read_and_the_scanned_page_is_asked_for_by_its_number() -> None:
    reading = read(half_scanned())
    assert titles(reading) == ["Kế toán", "May", "Hàn"]
    assert [(part.path, part.reason) for part in reading.parts if part.is_file] == [
        ("", ""),
        ("trang 2", "scanned"),
    ]
    state = fold("u", [replace(message(0), reading=reading)], (), CAMPAIGN)
    asked = [item for item in items_for(state, CAMPAIGN) if item.finding == "unreadable"]
    assert [(item.title, item.found) for item in asked] == [("ds.pdf/trang 2", "scanned")]


def test_a_recognised_page_suggests_courses_beside_those_that_were_read() -> None:
    (page,) = photographed(list_of_courses().data())
    paper = Paper((842, 595)).table(COLUMNS, 100, [HEADS, *ROWS]).page()
    paper.canvas.drawImage(ImageReader(page), 0, 0, 842, 595)
    reading = read(paper.data(), Recogniser("tesseract", TESSERACT.recognise))
    assert titles(reading) == ["Kế toán", "May", "Hàn"]
    assert len(reading.suggested) == len(COURSES) + 1
    assert {value.origin.part for one in reading.suggested for value in one.values.values()} == {
        "ds.pdf/trang 2"
    }


def test_a_list_inside_a_letter_names_both_files_as_its_origin() -> None:
    csv = "\n".join(",".join(row) for row in [HEADS, *ROWS]).encode()
    letter = Paper().text(60, 100, "Kính gửi Sở danh sách khóa học năm 2025 trong tệp đính kèm").data()
    reading = read(enclosing(letter, {"khóa học.csv": csv}))
    assert titles(reading) == ["Kế toán", "May", "Hàn"]
    assert {entry.values["title"].origin.part for entry in reading.entries} == {"ds.pdf/khóa học.csv"}
