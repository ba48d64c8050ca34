"""What the extractor promises of posts that open a person's lines, as labels or on lines of their own."""

from __future__ import annotations

import pytest

from tests.support.layouts import contacts, paragraphs

BOTH = [
    {"full_name": "Ông Lê Văn Tám", "position": "Hiệu trưởng", "phone": "0909 123 456"},
    {"full_name": "Bà Trần Thị Mai", "position": "Trưởng phòng", "phone": "0912 345 670"},
]


@pytest.mark.parametrize(
    "text",
    [
        """
        Thông tin liên hệ:
        Hiệu trưởng: Ông Lê Văn Tám - 0909 123 456
        Trưởng phòng: Bà Trần Thị Mai - 0912 345 670
        """,
        """
        Liên hệ:
        1. Hiệu trưởng
        Ông Lê Văn Tám
        0909 123 456
        2. Trưởng phòng
        Bà Trần Thị Mai
        0912 345 670
        """,
        """
        Đầu mối:
        1. Ông Lê Văn Tám - Hiệu trưởng - ĐT 0909 123 456
        2. Bà Trần Thị Mai - Trưởng phòng - ĐT 0912 345 670
        """,
    ],
)
def test_a_head_named_as_a_contact_is_no_signer(text: str) -> None:
    assert contacts(*paragraphs(text)) == BOTH


def test_a_signature_below_the_contacts_names_none() -> None:
    text = """
    Liên hệ:
    Ông Lê Văn Tám, Trưởng phòng, 0909 123 456

    HIỆU TRƯỞNG
    (Đã ký)
    Trần Thị Mai
    """
    assert [one["full_name"] for one in contacts(*paragraphs(text))] == ["Ông Lê Văn Tám"]


LISTED = """
1. Pha chế - sơ cấp - 2.500.000 đồng - trực tiếp
2. Hàn - sơ cấp - miễn phí - trực tiếp
"""


@pytest.mark.parametrize("label", ["ĐT ", "ĐT: ", ""])
def test_numbered_persons_with_post_and_phone_below_a_list_are_contacts(label: str) -> None:
    persons = f"""
    1. Ông Lê Văn Tám - Phó Hiệu trưởng - {label}0909 111 333
    2. Bà Trần Thị Lụa - Trưởng phòng Đào tạo - {label}0909 111 444
    """
    found = contacts(*paragraphs(f"{LISTED}{persons}"))
    assert [(one["full_name"], one["position"], one["phone"]) for one in found] == [
        ("Ông Lê Văn Tám", "Phó Hiệu trưởng", "0909 111 333"),
        ("Bà Trần Thị Lụa", "Trưởng phòng Đào tạo", "0909 111 444"),
    ]


@pytest.mark.parametrize("caption", ["Danh sách giảng viên:", "Danh sách giáo viên dạy nghề:\n"])
def test_persons_below_a_caption_of_teachers_are_no_contacts(caption: str) -> None:
    persons = "1. Ông Lê Văn Tám - Trưởng khoa - 0909 111 333\n2. Bà Trần Thị Lụa - Phó khoa - 0909 111 444"
    assert contacts(*paragraphs(f"{LISTED}\n{caption}\n{persons}")) == []
