"""Which lines of a reply are numbered answers, and which only begin with a figure."""

from __future__ import annotations

import pytest

from parsers.answers import inline_answers, numbered_answers
from parsers.document import Place
from tests.support.growth import assert_linear


def answers(*lines: str) -> list[tuple[int, str]]:
    placed = [(text, Place(row=row)) for row, text in enumerate(lines, 1)]
    return [(number, text) for number, text, _ in numbered_answers(placed)]


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("1. 0909 123 456", 1, "0909 123 456"),
        ("1.0909123456", 1, "0909123456"),
        ("2) trực tuyến", 2, "trực tuyến"),
        ("(3) miễn phí", 3, "miễn phí"),
        ("4/ Chưa có", 4, "Chưa có"),
        ("5 - Phó Trưởng phòng", 5, "Phó Trưởng phòng"),
        ("5: 1.500.000 đồng/khóa", 5, "1.500.000 đồng/khóa"),
        ("Câu 3: trực tuyến", 3, "trực tuyến"),
        ("Mục 12. Có cấp chứng chỉ", 12, "Có cấp chứng chỉ"),
        ("cau hoi 2: mien phi", 2, "mien phi"),
        ("- Nội dung 4: Trả lời: sơ cấp", 4, "sơ cấp"),
        ("6. => https://truong.example/lop", 6, "https://truong.example/lop"),
    ],
)
def test_an_answer_is_found_behind_its_number(line: str, number: int, text: str) -> None:
    assert answers(line) == [(number, text)]


@pytest.mark.parametrize(
    "line",
    [
        "Trường gửi danh sách.",
        "30/5/2025",
        "08:30 ngày 12/5",
        "1.500.000 đồng",
        "0909 123 456",
        "2-3 tháng",
        "3 tháng",
        "12/5: họp",
        "999. quá lớn",
    ],
)
def test_a_figure_is_no_number_of_an_answer(line: str) -> None:
    assert answers(line) == []


def test_an_answer_goes_on_over_lines_until_a_blank_one() -> None:
    assert answers(
        "1. Mô đun 1: Bố cục", "Mô đun 2: Xử lý ảnh", "", "Ngoài ra xin cảm ơn.", "2.", "sơ cấp"
    ) == [(1, "Mô đun 1: Bố cục\nMô đun 2: Xử lý ảnh"), (2, "sơ cấp")]


def test_one_answer_may_serve_several_numbers() -> None:
    assert answers("1, 2 và 5: trực tuyến", "Câu 7-9: miễn phí") == [
        *((number, "trực tuyến") for number in (1, 2, 5)),
        *((number, "miễn phí") for number in (7, 8, 9)),
    ]


def test_a_line_made_to_be_slow_is_not() -> None:
    def work(size: int) -> None:
        assert answers("1" + " " * 2 * size + "x", "1, " * size, "> " * size) == []

    assert_linear(work, 12_000)


def test_lines_between_quoted_questions_answer_the_question_above() -> None:
    lines = [
        ("Chào anh", False),
        ("3. Học phí?", True),
        ("Đề nghị ghi số tiền.", True),
        ("miễn phí", False),
        ("cho tất cả học viên", False),
        ("4. Chức vụ?", True),
        ("7. khác", False),
        ("không tính", False),
    ]
    placed = [(text, Place(row=row), quoted) for row, (text, quoted) in enumerate(lines, 1)]
    assert inline_answers(placed) == ((3, "miễn phí\ncho tất cả học viên", Place(row=4)),)


MODULES = "Mô đun 1: Lý thuyết cơ sở; Mô đun 2: Thực hành 19 buổi; Mô đun 3: Kiểm tra cuối khóa"


@pytest.mark.parametrize("number", ["1 - ", "1. ", "1) ", "Câu 1: "])
@pytest.mark.parametrize(
    "text",
    [MODULES, "Bài 1: An toàn. Bài 2: Thực hành", "Tuần 1: Cơ sở, tuần 2: Dự án", "Phần 1/ A; phần 2/ B"],
)
def test_what_one_answer_counts_up_is_no_further_answer(number: str, text: str) -> None:
    assert answers(f"{number}{text}") == [(1, text)]


def test_a_figure_behind_a_dash_is_an_answer_among_answers_of_that_style() -> None:
    lines = ("1 - 17 bài, mỗi bài 4 giờ", "2 - Có", "3 - 4.600.000 đồng/khóa", "4 - 0702311481")
    assert answers(*lines) == [
        (1, "17 bài, mỗi bài 4 giờ"),
        (2, "Có"),
        (3, "4.600.000 đồng/khóa"),
        (4, "0702311481"),
    ]


def test_a_sentence_below_a_mere_word_is_no_part_of_its_answer() -> None:
    assert answers("Câu 4: Không", "Chức vụ của cô Thảo là Trưởng phòng Đào tạo.") == [(4, "Không")]
    assert answers("4. Không", "vì chưa có giáo viên") == [(4, "Không\nvì chưa có giáo viên")]


def test_a_span_among_other_lines_is_no_answer() -> None:
    assert answers("Thời gian học:", "2 - 3 tháng tùy khóa") == []
