"""What the extractor promises of bare lists: names below a line that says what it lists, and nothing more."""

from __future__ import annotations

import pytest

from tests.support.layouts import courses, of_kind, paragraphs, read, reading


@pytest.mark.parametrize(
    "text",
    [
        "Các khóa học của trường:\n1. Điện dân dụng\n2. Hàn hơi\n3. May áo",
        "Trường mở danh sách các lớp như sau:\n- Điện dân dụng\n- Hàn hơi;\n- May áo.\n\nTrân trọng.",
        "Danh mục nghề đào tạo:\n+ Điện dân dụng\n+ Hàn hơi\n+ May áo\nNơi nhận:\n- Như trên\n- Lưu VT",
        "Trường có các khóa học sau: 1. Điện dân dụng 2. Hàn hơi 3. May áo.",
        "Năm nay có 3 lớp: 1) Điện dân dụng; 2) Hàn hơi; 3) May áo",
    ],
)
def test_a_caption_opens_a_list_of_names(text: str) -> None:
    assert courses(*paragraphs(text)) == [
        {"title": "Điện dân dụng"}, {"title": "Hàn hơi"}, {"title": "May áo"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ các chương trình đào tạo:\n- Luật Giáo dục\n- Nghị định về trung tâm",
        "Nơi nhận:\n- Các khóa\n- Lưu VT",
        "Địa chỉ các lớp:\n1. Đường Lê Lợi\n2. Đường Nguyễn Huệ",
        "Các khóa học đều có:\n- Giấy chứng nhận\n- Người hỗ trợ",
        "Thông tin các khóa học gồm:\n- Tên khóa học\n- Trình độ\n- Học phí",
        "Trường xin rút các khóa sau:\n1. May áo\n2. Hàn hơi",
        "Chương trình các lớp gồm các mô đun:\n1. An toàn\n2. Thực hành",
    ],
)
def test_lists_of_other_things_name_no_course(text: str) -> None:
    assert courses(*paragraphs(text)) == []


def test_the_captions_of_a_parted_list_speak_for_their_own_items() -> None:
    text = "Các khóa học ngắn hạn:\n- Pha chế\n- Nấu ăn\nTrình độ sơ cấp:\n- Hàn hơi\n- Tiện ren"
    found = of_kind(read(*paragraphs(text)), "course")
    assert [(reading(one, "title").text, reading(one, "level").choice) for one in found] == [
        ("Pha chế", "short_term"), ("Nấu ăn", "short_term"),
        ("Hàn hơi", "elementary"), ("Tiện ren", "elementary"),
    ]  # fmt: skip


def test_items_with_labels_below_them_are_read_by_their_labels() -> None:
    text = """
    Các khóa học như sau:
    1. May áo
    Trình độ: Sơ cấp
    Học phí: Miễn phí
    2. Hàn hơi
    Trình độ: Ngắn hạn
    Học phí: 900.000đ
    """
    assert [one["level"] for one in courses(*paragraphs(text))] == ["Sơ cấp", "Ngắn hạn"]


def test_an_item_keeps_the_value_in_its_brackets() -> None:
    text = "Các nghề đào tạo:\n1. Điện dân dụng (3 tháng)\n2. Hàn hơi (miễn phí)"
    assert courses(*paragraphs(text)) == [
        {"title": "Điện dân dụng", "duration": "3 tháng"}, {"title": "Hàn hơi", "fee": "miễn phí"},
    ]  # fmt: skip


def test_a_group_with_values_in_brackets_parts_a_list_and_is_no_name() -> None:
    text = """
    CÁC CHƯƠNG TRÌNH ĐÀO TẠO 2025
    I. Hệ trung cấp (học trực tiếp, thời gian 18 tháng)
    1. Hướng dẫn du lịch - học phí 12.600.000 đồng
    2. Chế biến món ăn - học phí 13.500.000 đồng
    II. Các lớp ngắn hạn (học trực tuyến, miễn phí)
    1. Tiếng Anh nhà hàng - 20 buổi
    2. Phục vụ bàn - 10 buổi
    """
    found = of_kind(read(*paragraphs(text)), "course")
    assert [(reading(one, "title").text, reading(one, "level").choice) for one in found] == [
        ("Hướng dẫn du lịch", "intermediate"), ("Chế biến món ăn", "intermediate"),
        ("Tiếng Anh nhà hàng", "short_term"), ("Phục vụ bàn", "short_term"),
    ]  # fmt: skip
    assert reading(found[0], "duration").text == "18 tháng"
    assert reading(found[2], "fee").choice == "free"


def test_a_name_behind_its_label_is_parted_from_the_values_behind_it() -> None:
    (found,) = courses(
        *paragraphs("Khóa học: May áo – trình độ sơ cấp – học trực tiếp – học phí 2.000.000đ.")
    )
    assert (found["title"], found["level"], found["fee"]) == (
        "May áo",
        "trình độ sơ cấp",
        "học phí 2.000.000đ",
    )
    (plain,) = courses(*paragraphs("Khóa học: Cắt – uốn – nhuộm tóc\nTrình độ: Sơ cấp"))
    assert plain["title"] == "Cắt – uốn – nhuộm tóc"
