"""Lists of persons by role, posts beside offices, and rows of values that no heading names."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Place
from tests.support.layouts import contacts, courses, grid, of_kind, paragraphs, read, texts


def test_of_persons_by_role_the_one_called_contact_counts() -> None:
    rows = [
        ("Vai trò", "Họ tên", "Chức danh", "Điện thoại"),
        ("Chỉ đạo chung", "Ông Lê Văn Ba", "Giám đốc", "0909 123 455"),
        ("Đầu mối liên hệ", "Bà Lê Thị Na", "Trợ lý đào tạo", "0909 123 456"),
        ("Giảng viên", "Ông Lý Văn Tư", "Giáo viên", "0909 123 457"),
    ]
    found = read(grid(rows))
    assert [texts(one)["full_name"] for one in of_kind(found, "contact")] == ["Bà Lê Thị Na"]
    weak = [one for one in found.candidates if one.doubt == "signature"]
    assert [texts(one)["full_name"] for one in weak] == ["Ông Lê Văn Ba", "Ông Lý Văn Tư"]


def test_a_post_behind_the_name_counts_more_than_the_office_before_it() -> None:
    text = "Liên hệ: Phòng Tuyển sinh – Thầy Lê Văn Ba (chuyên viên tuyển sinh) – số điện thoại 0909 123 456"
    (contact,) = contacts(*paragraphs(text))
    assert contact["position"] == "chuyên viên tuyển sinh"
    (head,) = contacts(*paragraphs("Liên hệ: thầy Lê Văn Ba (Tổ trưởng tổ nghề - ĐT 0909 123 456) phụ trách"))
    assert head["position"] == "Tổ trưởng tổ nghề"


def test_rows_without_headings_tell_records_by_what_their_values_look_like() -> None:
    rows = [
        ("1) Chạm gỗ", "sơ cấp", "trực tiếp", "5 tháng", "Nội dung: đục, chạm", "https://lop.example/go"),
        ("2) Vẽ gốm", "ngắn hạn", "trực tuyến", "miễn phí", "Nội dung: men, cọ", "https://lop.example/gom"),
    ]
    first, second = courses(replace(grid(rows), is_sheet=False))
    assert (first["title"], first["level"], first["duration"]) == ("Chạm gỗ", "sơ cấp", "5 tháng")
    assert (second["fee"], second["content"], second["url"]) == (
        "miễn phí",
        "men, cọ",
        "https://lop.example/gom",
    )


def test_a_table_without_headings_of_other_things_stays_lines() -> None:
    rows = [("Nhà A", "tầng 2", "12 máy"), ("Nhà B", "tầng 3", "20 máy")]
    found = read(replace(grid(rows), is_sheet=False))
    assert found.candidates == ()
    assert next(place for place, _ in found.prose) == Place("Sheet1", 1, 1)
