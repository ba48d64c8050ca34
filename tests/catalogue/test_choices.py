"""What the reader of closed vocabularies promises."""

from __future__ import annotations

import pytest

from catalogue.normalizing.choices import (
    is_blank,
    read_delivery,
    read_level,
    read_work_study,
    read_yes_no,
    says_none,
    ticked,
)
from catalogue.normalizing.legends import spelt_by_legend


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ngắn hạn", "short_term"),
        ("Dưới 3 tháng", "short_term"),
        ("Đào tạo thường xuyên (dưới 03 tháng)", "short_term"),
        ("Bồi dưỡng nâng cao", "short_term"),
        ("Lớp ngắn hạn, cấp chứng nhận", "short_term"),
        ("SƠ CẤP", "elementary"),
        ("Sơ cấp bậc 2", "elementary"),
        ("Sơ cấp (dưới 3 tháng)", "elementary"),
        ("SC", "elementary"),
        ("Trung cấp nghề", "intermediate"),
        ("TC", "intermediate"),
        ("TCCN", "intermediate"),
        ("Hệ 9+", "intermediate"),
        ("Trình độ trung cấp, hệ chính quy", "intermediate"),
        ("CĐ", "college"),
        ("Cao đẳng 9+", "college"),
        ("Liên thông trung cấp lên cao đẳng", "college"),
        ("So cap", "elementary"),
        ("☐ Ngắn hạn ☒ Sơ cấp ☐ Trung cấp", "elementary"),
        ("3 tháng", None),
        ("", None),
        ("Đại học", None),
    ],
)
def test_a_level_is_read_from_its_words_and_never_from_a_length(text: str, code: str | None) -> None:
    choice = read_level(text)
    assert (choice.code, choice.doubt) == (code, "")


def test_two_levels_in_one_cell_are_doubted() -> None:
    choice = read_level("Trung cấp, cao đẳng")
    assert choice.code == "intermediate"
    assert choice.doubt


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Trực tuyến", "online"),
        ("Online (Zoom)", "online"),
        ("E-learning", "online"),
        ("Học qua Google Meet", "online"),
        ("Trực tuyến kết hợp tự học", "online"),
        ("Trực tiếp", "in_person"),
        ("Học tập trung tại trường", "in_person"),
        ("Trực tiếp kết hợp thực tập tại doanh nghiệp", "in_person"),
        ("Trực tuyến kết hợp trực tiếp", "blended"),
        ("Vừa trực tuyến vừa trực tiếp", "blended"),
        ("Lý thuyết online, thực hành tại xưởng", "blended"),
        ("Kết hợp", "blended"),
        ("Hybrid", "blended"),
        ("TRUC TUYEN KET HOP TRUC TIEP", "blended"),
        ("Trực tiếp (vừa học vừa làm)", "in_person"),
        ("☒ Trực tuyến  ☐ Kết hợp  ☐ Trực tiếp", "online"),
        ("[ ] Trực tuyến [x] Trực tiếp", "in_person"),
        ("Học ở lớp truyền thống", "in_person"),
        ("Trực tiếp, không tổ chức trực tuyến", "in_person"),
        ("Chưa tổ chức trực tuyến", None),
        ("Vừa làm vừa học", None),
        ("Chính quy", None),
        ("", None),
    ],
)
def test_delivery_is_read_from_its_words(text: str, code: str | None) -> None:
    choice = read_delivery(text)
    assert (choice.code, choice.doubt) == (code, "")


def test_a_choice_left_to_the_learner_is_doubted() -> None:
    assert read_delivery("Trực tuyến hoặc trực tiếp").doubt
    assert read_delivery("Trực tuyến/Trực tiếp").doubt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vừa học vừa làm", True),
        ("Trực tiếp, vừa làm vừa học", True),
        ("VLVH", True),
        ("Không tổ chức vừa học vừa làm", False),
        ("Trực tiếp", None),
        ("Chính quy", None),
    ],
)
def test_work_study_is_read_where_it_is_said(text: str, expected: bool | None) -> None:  # noqa: FBT001
    assert read_work_study(text).value is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có", True),
        ("x", True),
        ("✓", True),
        ("☒", True),
        ("\uf0fe", True),
        ("1", True),
        ("Chứng chỉ sơ cấp", True),
        ("GVCN hỗ trợ qua Zalo", True),
        ("☒ Có ☐ Không", True),
        ("Có ☒ Không ☐", True),
        ("Không", False),
        ("Không cấp chứng chỉ", False),
        ("Chưa có", False),
        ("0", False),
        ("☐ Có ☒ Không", False),
        ("Không chỉ kiểm tra mà còn công nhận kết quả", True),
        ("☐", None),
        ("", None),
        ("...", None),
        ("-", None),
        ("–", None),
        ("Đang cập nhật", None),
    ],
)
def test_yes_no_and_silence_are_told_apart(text: str, expected: bool | None) -> None:  # noqa: FBT001
    assert read_yes_no(text).value is expected


def test_only_the_words_of_ticked_boxes_count() -> None:
    assert ticked("☐ Miễn phí ☒ Có thu phí: 1.500.000 đ") == "Có thu phí: 1.500.000 đ"
    assert ticked("☐ Miễn phí ☐ Có thu phí") == ""
    assert ticked("Miễn phí") == "Miễn phí"


def test_blanks_and_answers_of_none_are_told_apart() -> None:
    assert is_blank("…………")
    assert is_blank("đang cập nhật")
    assert not is_blank("Không")
    assert says_none("Chưa có")
    assert says_none("Không có trang thông tin riêng")
    assert not says_none("Đang cập nhật")


def test_a_code_means_what_its_heading_says_and_nothing_without() -> None:
    heading = "Hình thức (1: trực tuyến; 2: kết hợp; 3: trực tiếp)"
    assert [spelt_by_legend(code, heading) for code in "123"] == ["trực tuyến", "kết hợp", "trực tiếp"]
    assert spelt_by_legend("0", "Giới tính (Nam:0, Nữ: 1)") == "Nam"
    assert spelt_by_legend("3", "Hình thức (3: tối)") == "3"


def test_combined_with_a_way_that_is_only_shortened_is_doubtful() -> None:
    assert read_delivery("Kết hợp TT và trực tiếp").code == "blended"
    assert read_delivery("Kết hợp TT và trực tiếp").doubt
    assert read_delivery("Trực tiếp kết hợp thực hành").code == "in_person"
    assert read_delivery("Online + thực hành tại vườn").code == "blended"
    assert read_delivery("Online, thực hành tại nhà").code == "online"
