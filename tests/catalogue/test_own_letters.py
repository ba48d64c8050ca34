"""Our own letters that come back without a mark of a quote say nothing: no record, no answer."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest

from catalogue.outbox import Letter
from catalogue.reading.content import read_content
from catalogue.reading.ownletter import without_our_letters
from catalogue.records import MessageReading
from config.campaign import load_campaign
from parsers.document import Paragraph, Place
from parsers.formats.plain import read_text
from parsers.message import read_message
from reports.examples import examples
from tests.support.growth import assert_linear
from tests.support.mails import file_part, simple

CAMPAIGN = load_campaign("course-catalogue-2025")
LETTERS = examples(CAMPAIGN)
THANKS = "Cảm ơn Sở, nhà trường đã nhận thư."
COURSES = "Tên khóa học;Trình độ;Hình thức;Học phí\nPha chế đồ uống;Sơ cấp;Trực tiếp;2.500.000 đồng\n"


def read(raw: bytes) -> MessageReading:
    return read_content(read_message(raw), CAMPAIGN)


def above(letter: Letter) -> bytes:
    return simple(f"{THANKS}\n\n{letter.text}")


def below(letter: Letter) -> bytes:
    return simple(f"{letter.text}\n\n{THANKS}")


def alone(letter: Letter) -> bytes:
    return simple(letter.text)


def wrapped(letter: Letter) -> bytes:
    return simple("\n".join(textwrap.fill(line, 72) for line in letter.text.splitlines()))


def without_its_end(letter: Letter) -> bytes:
    return simple(f"{THANKS}\n\n{letter.text.partition('Trân trọng')[0]}")


def as_a_page(letter: Letter) -> bytes:
    page = letter.html.replace("<body", f"<p>{THANKS}</p><body", 1)
    return simple(THANKS, html=page)


def passed_on(letter: Letter) -> bytes:
    head = "---------- Thư chuyển tiếp ----------\nTừ: Phòng GDTX <tiepnhan@sogddt.example>\nTiêu đề: x\n\n"
    return simple(f"{THANKS}\n\n{head}{letter.text}")


def as_a_text_file(letter: Letter) -> bytes:
    return simple(THANKS, files=[file_part("thu.txt", letter.text.encode())])


def as_a_saved_page(letter: Letter) -> bytes:
    return simple(THANKS, files=[file_part("thu.html", letter.html.encode())])


def as_a_word_file(letter: Letter) -> bytes:
    return simple(THANKS, files=[file_part("thu.docx", word(letter.text))])


def word(text: str) -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()


WAYS = (above, below, alone, wrapped, without_its_end, as_a_page, passed_on,
        as_a_text_file, as_a_saved_page, as_a_word_file)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_of_ours_says_nothing_however_it_comes_back(
    name: str, way: Callable[[Letter], bytes]
) -> None:
    reading = read(way(LETTERS[name]))
    assert reading.entries == ()
    assert reading.numbered == ()
    assert not reading.no_courses
    assert reading.new_text.removeprefix(THANKS).removesuffix(THANKS).strip() == ""


@pytest.mark.parametrize("name", LETTERS)
def test_what_a_school_wrote_above_and_below_our_letter_is_read(name: str) -> None:
    contact = (
        "Đầu mối liên hệ: Bà Trịnh Thu Ngân, chức vụ: Phó Trưởng phòng Đào tạo, điện thoại: 0918 202 431."
    )
    for text in (f"{contact}\n\n{LETTERS[name].text}", f"{LETTERS[name].text}\n\n{contact}"):
        [person] = read(simple(text)).entries
        assert person.values["phone"].value == "+84918202431"


@pytest.mark.parametrize("lead", [" ", " => ", " Trả lời: ", "-> "])
def test_an_answer_behind_its_question_on_the_same_line_is_heard(lead: str) -> None:
    text = LETTERS["04-de-nghi-bo-sung"].text
    text = text.replace(
        'đề nghị ghi "Chưa có".', f'đề nghị ghi "Chưa có".{lead}https://saomai.example/pha-che'
    )
    text = text.replace('hoặc ghi "Miễn phí".', f'hoặc ghi "Miễn phí".{lead}1.500.000 đồng/khóa')
    told = [(one.number, one.text) for one in read(simple(text)).numbered]
    assert told == [(2, "1.500.000 đồng/khóa"), (4, "https://saomai.example/pha-che")]


def test_answers_below_our_letter_are_heard() -> None:
    text = LETTERS["04-de-nghi-bo-sung"].text + "\n\n1. Trực tuyến\n2. 1.500.000 đồng/khóa\n"
    told = [(one.number, one.text) for one in read(simple(text)).numbered]
    assert told == [(1, "Trực tuyến"), (2, "1.500.000 đồng/khóa")]


def test_a_list_beside_our_letter_is_read() -> None:
    letter = LETTERS["04-de-nghi-bo-sung"]
    files = [file_part("khoa-hoc.csv", COURSES.encode()), file_part("thu.docx", word(letter.text))]
    [course] = read(simple(letter.text, files=files)).entries
    assert course.values["title"].value == "Pha chế đồ uống"


def test_an_answer_behind_the_question_that_it_repeats_is_the_answer_alone() -> None:
    text = (
        '4. Đầu mối liên hệ "Nguyễn Văn An" (dòng 12, trang tính "Danh sách"): chưa có chức vụ.\n'
        "Phó Hiệu trưởng\n"
        '5. Khóa "Hàn" (dòng 2): chưa có học phí. Đề nghị ghi số tiền hoặc ghi "Miễn phí".\nMiễn phí\n'
        '6. Khóa "May" (dòng 3): chưa có địa chỉ trang thông tin. Nếu chưa có, đề nghị ghi "Chưa có".\n'
    )
    assert [(one.number, one.text) for one in read(simple(text)).numbered] == [
        (4, "Phó Hiệu trưởng"),
        (5, "Miễn phí"),
    ]


def test_a_schools_own_letter_is_not_taken_for_ours() -> None:
    text = (
        "Kính gửi: Phòng Giáo dục thường xuyên.\nThực hiện công văn của Sở Giáo dục và Đào tạo, "
        "trường Hoa Phượng báo cáo:\nĐầu mối liên hệ: Bà Trịnh Thu Ngân, điện thoại 0918 202 431.\n"
        "Đề nghị Quý Sở ghi nhận.\nTrân trọng./.\n"
    )
    assert [one.values["phone"].value for one in read(simple(text)).entries] == ["+84918202431"]


def test_the_cost_of_letters_and_of_lines_like_ours_grows_in_line() -> None:
    letter = LETTERS["04-de-nghi-bo-sung"].text
    document = read_text(letter)
    assert_linear(lambda times: without_our_letters(replace(document, blocks=document.blocks * times)), 20)
    line = Paragraph(text="Khóa (dòng 1 ghi nhận " + "dòng 1 đề nghị " * 400, place=Place(row=1))
    assert_linear(lambda times: without_our_letters(replace(document, blocks=(line,) * times)), 20)
