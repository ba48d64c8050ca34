"""What a remark below a list promises to the courses that carry its sign."""

from __future__ import annotations

import pytest

from catalogue.fields import COURSE
from catalogue.normalizing.evidence import Source
from catalogue.reading.gather import Finding, gather
from catalogue.records import Entry
from config.campaign import load_campaign
from tests.support.layouts import grid, paragraphs, read

HEAD = ("STT", "Tên khóa học", "Trình độ", "Hình thức đào tạo", "Học phí", "Nội dung")
PLAIN = ("1", "Pha chế", "Sơ cấp", "Trực tiếp", "500.000 đồng", "Cà phê")


def courses(below: str, *rows: tuple[str, ...]) -> list[Entry]:
    extraction = read(grid([HEAD, *rows]), *paragraphs(below))
    finding = Finding(source=Source(part="ds.docx"), extraction=extraction)
    return [
        one for one in gather([finding], None, load_campaign("course-catalogue-2025")) if one.kind == COURSE
    ]


def doubted(entry: Entry) -> set[str]:
    return {key for key, value in entry.values.items() if value.doubt}


@pytest.mark.parametrize(
    ("title", "fee", "remark"),
    [
        ("Tin học (*)", "900.000 đồng", "(*) Khóa học miễn phí cho hộ nghèo"),
        ("Tin học¹", "900.000 đồng", "¹ Học phí chưa bao gồm tài liệu"),
        ("Tin học", "900.000 đồng [2]", "Ghi chú: [2] Giảm 50% cho người học là bộ đội xuất ngũ"),
        ("Tin học (1)", "900.000 đồng", "(1): học phí theo đối tượng"),
        ("Tin học", "900.000 đồng", "Ghi chú (2): khóa số 2 miễn phí nếu đủ 20 học viên"),
    ],
)
def test_a_remark_on_the_fee_doubts_the_fee_of_the_course_with_its_sign(
    title: str, fee: str, remark: str
) -> None:
    other, signed = courses(remark, PLAIN, ("2", title, "Sơ cấp", "Trực tiếp", fee, "Word"))
    assert signed.values["title"].value == "Tin học"
    assert doubted(signed) == {"fee", "fee_vnd"}
    assert "a remark says" in signed.values["fee"].doubt
    assert doubted(other) == set()


def test_a_remark_doubts_the_level_and_the_delivery_that_it_contradicts() -> None:
    rows = ("2", "Tin học *", "Sơ cấp", "Trực tiếp", "Miễn phí", "Word")
    _, signed = courses("* Học trực tuyến, trình độ trung cấp", PLAIN, rows)
    assert doubted(signed) == {"level", "delivery"}


def test_a_remark_that_says_the_same_or_something_else_doubts_nothing() -> None:
    rows = ("2", "Tin học (*)", "Sơ cấp", "Trực tiếp", "Miễn phí", "Word")
    for remark in ("(*) Khóa học miễn phí", "(*) Chỉ nhận học viên nữ", "(**) Khóa học trực tuyến"):
        assert [doubted(one) for one in courses(remark, PLAIN, rows)] == [set(), set()]


def test_what_a_signed_remark_says_holds_for_no_other_course() -> None:
    other, signed = courses(
        "(*) Khóa học trực tuyến",
        ("1", "Pha chế", "Sơ cấp", "", "Miễn phí", "Cà phê"),
        ("2", "Tin học (*)", "Sơ cấp", "", "Miễn phí", "Word"),
    )
    assert "delivery" not in other.values
    assert signed.values["delivery"].value == "online"


def test_a_fee_that_is_told_of_all_for_some_learners_is_doubted() -> None:
    (one,) = courses("Các khóa học miễn phí cho hộ nghèo", ("1", "Pha chế", "Sơ cấp", "Trực tiếp", "", "Trà"))
    assert one.values["fee"].doubt.startswith("differs")


def test_square_metres_are_no_sign() -> None:
    (one,) = courses("(2) Khóa học miễn phí", ("1", "Thi công nhà 100 m²", "Sơ cấp", "Trực tiếp", "", "Xây"))
    assert one.values["title"].value == "Thi công nhà 100 m²"
