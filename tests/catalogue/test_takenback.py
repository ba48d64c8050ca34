"""What the reader of withdrawals promises."""

from __future__ import annotations

import pytest

from catalogue.reading.takenback import replaced_person, sentences, withdrawn_in
from catalogue.reading.told import changes, told_in


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('xin rút 02 khóa "Nấu ăn" và "Vẽ móng" khỏi danh sách đã gửi', ["Nấu ăn", "Vẽ móng"]),
        ("Khóa May áo dài và khóa Thêu tay tạm ngưng tuyển sinh.", ["May áo dài", "Thêu tay"]),
        ("Xin hủy 2 lớp May áo dài và Thêu tay do không đủ học viên", ["May áo dài", "Thêu tay"]),
        ("Trường xin rút lại các khóa sau: May áo dài; Thêu tay", ["May áo dài", "Thêu tay"]),
        ("Riêng khóa Pha chế năm nay không tổ chức.", ["Pha chế"]),
        ("Khóa Cắm hoa học bình thường, khóa Bánh mì không tổ chức", ["Bánh mì"]),
        ("Loại khóa: đào tạo ngắn hạn", []),
        ("Trường không mở thêm lớp nào.", []),
    ],
)
def test_a_sentence_withdraws_the_courses_that_it_names_and_no_other(text: str, titles: list[str]) -> None:
    assert [title for sentence in sentences(text) for title in withdrawn_in(sentence)] == titles


@pytest.mark.parametrize(
    ("text", "key", "new"),
    [
        ("Khóa May áo dài, học phí cũ: 1.000.000đ, học phí mới: 1.200.000đ", "fee", "1.200.000đ"),
        ("Khóa May áo dài tăng học phí từ 1.000.000 lên 1.200.000 đồng", "fee", "1.200.000 đồng"),
        ("Khóa May áo dài chuyển sang học trực tuyến", "delivery", "trực tuyến"),
        ('Khóa "May áo dài" miễn phí chứ không phải 2 triệu.', "fee", "miễn phí"),
        ("Lớp May áo dài đổi hình thức học thành trực tuyến", "delivery", "trực tuyến"),
    ],
)
def test_a_change_is_told_once_with_its_new_words(text: str, key: str, new: str) -> None:
    assert changes(text)
    assert [(told.key, told.subject, told.text) for told in told_in(text)] == [(key, "May áo dài", new)]


@pytest.mark.parametrize(
    "text",
    [
        "Xin thay đổi đầu mối liên hệ từ ông Mạc Văn Khải sang bà Lê Thị Hoa, Phó phòng, 0909 123 456",
        "Đầu mối liên hệ mới: bà Lê Thị Hoa, Phó phòng, 0909 123 456 (thay cho ông Mạc Văn Khải)",
        "Ông Mạc Văn Khải đã nghỉ hưu, đầu mối mới là bà Lê Thị Hoa, Phó phòng, 0909 123 456.",
    ],
)
def test_whose_place_another_takes_is_parted_from_who_takes_it(text: str) -> None:
    replaced = replaced_person(text)
    assert replaced is not None
    name, rest = replaced
    assert name == "Mạc Văn Khải"
    assert "Mạc" not in rest
    assert "bà Lê Thị Hoa, Phó phòng, 0909 123 456" in rest


def test_who_has_left_is_told_in_one_sentence_and_who_comes_in_the_next() -> None:
    text = "Cô Mạc Thị Én chuyển công tác. Người liên hệ mới: thầy Lê Văn Hòa, 0909 123 456."
    (sentence,) = sentences(text)
    assert replaced_person(sentence) == ("Mạc Thị Én", "Người liên hệ mới: thầy Lê Văn Hòa, 0909 123 456.")
    assert len(sentences("Cô Mạc Thị Én nghỉ hè. Liên hệ: thầy Lê Văn Hòa, 0909 123 456.")) > 1


def test_a_former_contact_is_named_and_a_course_may_be_meant_by_its_number_too() -> None:
    assert replaced_person("Đầu mối cũ: cô Mạc Thị Én") == ("Mạc Thị Én", "")
    text = "Trường xin rút khóa số 2 (Tin học B) và cập nhật khóa số 3 (Corel): thời gian 10 tuần."
    assert list(withdrawn_in(text)) == ["Tin học B"]
    assert [(told.subject, told.text) for told in told_in(text)] == [("Corel", "10 tuần")]
    assert changes(text)
