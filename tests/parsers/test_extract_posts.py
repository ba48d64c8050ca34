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
