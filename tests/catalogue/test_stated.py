"""Answers of the form "field of course is value": prose and addresses, which no shape tells."""

from __future__ import annotations

import pytest

from catalogue.folding.clauses import without_title
from catalogue.folding.stated import stated_answers
from catalogue.records import AskedItem, Origin

TITLES = {"Pha chế": "r1", "Pha chế đồ uống nâng cao": "r2"}
MODULES = "Mô đun 1: Lý thuyết; Mô đun 2: Thực hành 28 buổi; Mô đun 3: Kiểm tra cuối khóa"


def item(number: int, record: str, field: str, finding: str = "missing") -> AskedItem:
    return AskedItem(number=number, kind="course", record_id=record, fields=(field,), finding=finding)


ASKED = (
    item(1, "r1", "content"),
    item(2, "r1", "curriculum"),
    item(3, "r2", "curriculum"),
    item(4, "r1", "url"),
)


def answers(text: str, asked: tuple[AskedItem, ...] = ASKED) -> dict[int, str]:
    found, _rest = stated_answers(text, asked, TITLES, Origin(), lambda _item, _said: True)
    return {one.number: one.text for one in found}


@pytest.mark.parametrize(
    ("line", "number", "said"),
    [
        ("Nội dung khóa Pha chế là trà, cà phê và nước ép.", 1, "trà, cà phê và nước ép"),
        ("- Nội dung của khóa học “Pha chế”: trà và cà phê", 1, "trà và cà phê"),
        (f"Chương trình đào tạo khóa Pha chế là {MODULES}.", 2, MODULES),
        (f"Chương trình khóa Pha chế đồ uống nâng cao là {MODULES}.", 3, MODULES),
        ("Địa chỉ trang thông tin lớp học khóa Pha chế là Chưa có.", 4, "Chưa có"),
        ("Link khóa Pha chế: https://truong.example/pha-che.", 4, "https://truong.example/pha-che"),
    ],
)
def test_a_line_that_names_field_and_course_says_the_rest_whole(line: str, number: int, said: str) -> None:
    assert answers(f"Kính gửi Sở,\n{line}\nTrân trọng.") == {number: said}


@pytest.mark.parametrize(
    "line",
    [
        "Nội dung khóa Hàn điện là trà và cà phê.",
        "Nội dung khóa Pha chế đồ uống nâng cao là trà và cà phê.",
        "Nội dung khóa Pha chế là gì?",
        "Nội dung khóa Pha chế là như cũ.",
        "Chương trình khóa Pha chế là sẽ gửi sau.",
        "Khóa Pha chế dạy trà và cà phê.",
        "Link khóa Pha chế và các khóa khác: https://truong.example.",
    ],
)
def test_what_is_not_asked_or_not_said_is_not_taken(line: str) -> None:
    assert answers(line) == {}


def test_a_line_that_a_program_broke_is_not_taken_by_half() -> None:
    text = f"Chương trình đào tạo khóa Pha chế là {MODULES[:40]}\n{MODULES[40:]}\nTrân trọng."
    assert answers(text) == {}


def test_what_waits_for_a_yes_is_not_answered_so() -> None:
    assert answers("Nội dung khóa Pha chế là trà.", (item(1, "r1", "content", "confirm"),)) == {}


def test_what_is_said_twice_and_differently_is_not_taken() -> None:
    assert answers("Nội dung khóa Pha chế là trà.\nNội dung khóa Pha chế là cà phê.") == {}


def test_a_fee_behind_its_course_is_said_too() -> None:
    asked = (item(7, "r1", "fee", "unclear"),)
    assert answers("Mức học phí khóa Pha chế là Miễn phí.", asked) == {7: "Miễn phí"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Trang điểm cá nhân, cô dâu và sân khấu", "Trang điểm cá nhân, cô dâu và sân khấu"),
        ("Trang điểm: cá nhân và cô dâu", "cá nhân và cô dâu"),
        ("Khóa Trang điểm là cá nhân và cô dâu", "cá nhân và cô dâu"),
    ],
)
def test_prose_that_begins_like_its_course_keeps_its_words(text: str, left: str) -> None:
    assert without_title(text, "Trang điểm", prose=True) == left
