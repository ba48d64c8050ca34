"""What the extractor promises about sheets of programs and shops: answers, signers, stacks and captions."""

from __future__ import annotations

from parsers.document import Span
from tests.support.layouts import contacts, courses, grid, read, texts

HEADS = ("Tên khóa học", "Trình độ", "Học phí")


def test_a_caption_above_the_headings_of_the_next_table_is_no_record_of_this_one() -> None:
    rows = [
        HEADS,
        ("Điện dân dụng", "Sơ cấp", "4.500.000"),
        ("ĐỘI NGŨ GIÁO VIÊN",),
        ("STT", "Họ và tên", "Môn dạy", "Điện thoại"),
        ("1", "Hồ Văn Sen", "Điện", "0909 100 200"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["Điện dân dụng"]


def test_a_line_with_a_telephone_below_a_table_is_no_name_of_a_record() -> None:
    rows = [HEADS, ("Điện dân dụng", "Sơ cấp", "4.500.000"), (), ("Hỏi chị Hồ Sen, giáo vụ, 0909 100 200",)]
    assert [one["title"] for one in courses(grid(rows))] == ["Điện dân dụng"]


def test_ticks_below_yes_and_no_answer_what_stands_above_both() -> None:
    rows = [
        ("Tên khóa học", "Trình độ", "Thu phí", "", "Cấp chứng chỉ", ""),
        ("", "", "Có", "Không", "Có", "Không"),
        ("Làm bánh", "Ngắn hạn", "x", "", "", "x"),
        ("Cắt may", "Sơ cấp", "", "x", "x", ""),
    ]
    spans = [Span(1, 3, 1, 4), Span(1, 5, 1, 6), Span(1, 1, 2, 1), Span(1, 2, 2, 2)]
    found = read(grid(rows, spans=spans)).candidates
    said = [
        {one.field: one.choice for one in each.readings if one.field in {"fee", "certificate"}}
        for each in found
    ]
    assert said == [{"fee": "paid", "certificate": "no"}, {"fee": "free", "certificate": "yes"}]


def test_lines_about_one_person_beside_a_table_are_no_column_of_it() -> None:
    rows = [
        (*HEADS, "", "Hỏi thêm gặp"),
        ("Làm bánh", "Ngắn hạn", "1.500.000", "", "Hồ Văn Sen"),
        ("Cắt may", "Sơ cấp", "2.500.000", "", "0909 100 200"),
    ]
    (person,) = contacts(grid(rows))
    assert person == {"full_name": "Hồ Văn Sen", "phone": "0909 100 200"}


def test_a_number_below_the_name_of_a_signer_is_his() -> None:
    rows = [
        HEADS,
        ("Làm bánh", "Ngắn hạn", "1.500.000"),
        (),
        ("", "", "Người lập biểu"),
        ("", "", "Hồ Văn Sen"),
    ]

    def signer(*last: str) -> dict[str, str]:
        found = read(grid([*rows, last])).candidates
        return next(texts(one) for one in found if one.doubt == "signature")

    assert signer("", "", "ĐT: 0909 100 200")["phone"] == "0909 100 200"
    assert "phone" not in signer("Hotline: 0909 100 200")


def test_the_letterhead_left_of_a_person_gives_him_no_telephone() -> None:
    rows = [
        ("CÔNG TY SEN HỒNG", "", "Người liên hệ: Hồ Văn Sen"),
        ("Mã số thuế: 0301 - SĐT: 028 6289 1120", "", "Chức vụ: Chủ cơ sở"),
        ("12 đường Số 5", "", "Di động: 0909 100 200"),
    ]
    assert contacts(grid(rows))[0]["phone"] == "0909 100 200"


def test_a_number_under_a_word_for_reaching_him_is_of_the_person_above() -> None:
    rows = [
        ("Họ tên", "Hồ Văn Sen"),
        ("Chức vụ", "Giáo vụ"),
        ("Liên lạc", "0909-100-200 / sen@truong.example"),
    ]
    (person,) = contacts(grid(rows))
    assert person["phone"] == "0909-100-200"
    assert person["email"] == "sen@truong.example"


def test_goals_and_hours_of_parts_are_neither_content_nor_length() -> None:
    rows = [
        ("Tên khóa học", "Trình độ", "Mục tiêu", "Nội dung", "Thời gian đào tạo", "", ""),
        ("", "", "", "", "Lý thuyết (giờ)", "Thực hành (giờ)", "Toàn khóa (tháng)"),
        ("Làm bánh", "Sơ cấp", "Tự mở tiệm", "Ủ bột, nướng", "80", "240", "3"),
    ]
    spans = [Span(1, 5, 1, 7), *(Span(1, column, 2, column) for column in (1, 2, 3, 4))]
    (course,) = courses(grid(rows, spans=spans))
    assert (course["content"], course["duration"]) == ("Ủ bột, nướng", "3")


def test_a_question_is_no_field_by_its_verb_alone() -> None:
    rows = [
        ("Lớp gì?", "Ai học được?", "Học viên học gì?", "Bao nhiêu tiền?", "Học xong làm được gì?"),
        ("Làm bánh", "Ai cũng được", "Ủ bột, nướng", "1.500.000", "Mở tiệm bánh"),
        ("Cắt may", "Người biết may", "Rập, nhảy size", "2.500.000", "Thợ may"),
    ]
    assert courses(grid(rows))[0] == {"title": "Làm bánh", "content": "Ủ bột, nướng", "fee": "1.500.000"}
