"""What the extractor promises of columns of teachers and learners, whose names are no contacts."""

from __future__ import annotations

import pytest

from tests.support.layouts import contacts, courses, grid


@pytest.mark.parametrize("heading", ["Họ tên giáo viên", "Họ và tên giảng viên dạy", "Họ tên học viên"])
def test_persons_whose_heading_says_that_they_teach_or_learn_are_no_contacts(heading: str) -> None:
    alone = grid(
        [("STT", heading, "Trình độ", "Số điện thoại"), ("1", "Lê Văn Tám", "Thạc sĩ", "0909 123 456")]
    )
    beside = grid(
        [
            ("STT", "Tên lớp", "Trình độ", "Học phí", heading, "Điện thoại"),
            ("1", "May áo", "Sơ cấp", "Miễn phí", "Lê Văn Tám", "0909 123 456"),
        ]
    )
    assert (contacts(alone), contacts(beside), courses(alone)) == ([], [], [])
    assert [one["title"] for one in courses(beside)] == ["May áo"]


def test_a_teacher_named_as_contact_is_one() -> None:
    rows = [("STT", "Họ tên giáo viên đầu mối", "Số điện thoại"), ("1", "Lê Văn Tám", "0909 123 456")]
    assert [one["full_name"] for one in contacts(grid(rows))] == ["Lê Văn Tám"]
