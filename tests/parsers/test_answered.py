"""Answers that no sign sets apart from the letter they are typed into, and what is never one."""

from __future__ import annotations

import pytest

from parsers.body import split_body
from parsers.message import read_message
from tests.support.growth import assert_linear
from tests.support.mails import simple
from tests.support.replying import LETTER_FOOT, QUESTIONS

HEAD = ("Subject: Re: Đề nghị bổ sung", "In-Reply-To: <letter@so.example>")
BORDER = "Từ: Sở <so@so.example>\nĐã gửi: 26/05/2025\nĐến: a@b.example\nChủ đề: Đề nghị bổ sung\n"
ANSWERS = ("1.500.000 đồng", "trực tiếp", "Chưa có", "Lê Thị Hường, Trưởng phòng, 0909 123 456")


def answers(text: str = "", html: str = "") -> list[tuple[int, str]]:
    body = split_body(read_message(simple(text, *HEAD, html=html)))
    return [(number, said) for number, said, _ in body.answers]


def letter(*said: str, end: str = "II. Cách trả lời") -> str:
    """Our letter as a plain text, with what was typed under each of its questions."""
    lines = ["I. Đối với từng khóa học", ""]
    for number, question in enumerate(QUESTIONS, 1):
        lines += [f"{number}. {question}", "", *([said[number - 1], ""] if number <= len(said) else [])]
    return "\n".join([*lines, end, "", *LETTER_FOOT])


def framed(*said: str) -> str:
    """Our letter as HTML in its frame, with what was typed into the cells of its questions."""
    typed = [f"<br>{one}" for one in said] or [""] * len(QUESTIONS)
    items = "".join(
        f"<table><tr><td>{number}.</td><td>{question}{typed[number - 1]}</td></tr></table>"
        for number, question in enumerate(QUESTIONS, 1)
    )
    head = BORDER.replace("<", "&lt;").replace("\n", "<br>")
    foot = "".join(f"<p>{line}</p>" for line in LETTER_FOOT)
    return f"<p>Dạ.</p><p>{head}</p><table><tr><td><h2>I. Các câu hỏi</h2>{items}{foot}</td></tr></table>"


def test_what_is_typed_under_the_questions_of_an_unmarked_letter_answers_them() -> None:
    expected = list(enumerate(ANSWERS, 1))
    assert answers(f"Trả lời ở dưới.\n\n{BORDER}\n{letter(*ANSWERS)}") == expected
    assert answers(letter(*ANSWERS)) == expected
    assert answers(html=framed(*ANSWERS)) == expected


@pytest.mark.parametrize("end", ["II. Cách trả lời", "Trân trọng./."])
def test_a_letter_that_came_back_untouched_answers_nothing(end: str) -> None:
    for text in (f"Em nhận được rồi ạ.\n\n{BORDER}\n{letter(end=end)}", letter(end=end)):
        assert answers(text) == []
    assert answers(html=framed()) == []


def test_what_stands_under_the_last_question_may_be_the_end_of_the_letter() -> None:
    assert answers(f"Dạ.\n{BORDER}\n{letter(*ANSWERS[:2], end='Trân trọng./.')}") == [
        (1, ANSWERS[0]), (2, ANSWERS[1])
    ]  # fmt: skip


def test_a_numbered_list_in_an_earlier_mail_is_no_list_of_questions() -> None:
    listed = "1. Khóa Pha chế:\nHọc phí 2 triệu\n2. Khóa May:\nHọc phí 3 triệu\n3. Hết."
    assert answers(f"Dạ.\n{BORDER}\n{listed}") == []


def test_a_letter_made_to_be_slow_is_not() -> None:
    def work(size: int) -> None:
        answers(f"Dạ.\n{BORDER}\n" + "1. đề nghị ghi?\nx\n" * size)
        answers("1. a " + "2. b, câu 2 " * size)
        answers(html="<p>Dạ</p>" + "<font color=red>" * size + "<!--" * size)

    assert_linear(work, 1_000)
