"""What sentences that tell of a course promise: a suggestion to be confirmed, never more."""

from __future__ import annotations

import pytest

from catalogue.fields import COURSE
from catalogue.normalizing.evidence import Source
from catalogue.reading.gather import Finding, gather
from catalogue.records import Entry, JsonValue
from config.campaign import load_campaign
from tests.support.layouts import grid, paragraphs, read

HEAD = ("STT", "Tên khóa học", "Trình độ", "Học phí", "Nội dung")
ROW = ("1", "Pha chế", "Sơ cấp", "500.000 đồng", "Cà phê")


def told(text: str, *, beside_list: bool = False) -> list[Entry]:
    table = [grid([HEAD, ROW])] if beside_list else []
    finding = Finding(source=Source(), extraction=read(*paragraphs(text), *table), is_body=True)
    found = gather([finding], None, load_campaign("course-catalogue-2025"))
    return [one for one in found if one.kind == COURSE and not one.partial]


def values(entry: Entry) -> dict[str, JsonValue]:
    return {key: value.value for key, value in entry.values.items() if value.value is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Trung tâm mở lớp Pha chế, trình độ sơ cấp, 3 tháng, học phí 2 triệu đồng, khai giảng 05/6.",
            {
                "title": "Pha chế",
                "level": "elementary",
                "duration": "3 tháng",
                "fee": "paid",
                "fee_vnd": 2_000_000,
            },
        ),
        (
            "Ngoài ra trường còn có khóa Tin học văn phòng (45 tiết, miễn phí).",
            {"title": "Tin học văn phòng", "duration": "45 tiết", "fee": "free"},
        ),
        (
            "Truong co mo lop Cat may trinh do so cap, hoc truc tiep.",
            {"title": "Cat may", "level": "elementary", "delivery": "in_person"},
        ),
    ],
)
def test_a_sentence_tells_of_a_course_that_waits_for_confirmation(
    text: str, expected: dict[str, JsonValue]
) -> None:
    (course,) = told(text)
    assert values(course) == expected
    assert course.doubt.startswith("unclear")
    assert all(value.doubt for value in course.values.values())


def test_each_sentence_may_tell_of_another_course() -> None:
    text = (
        "Trường mở hai khóa. Khóa thứ nhất là Hàn điện, học phí 3 triệu đồng. Khóa thứ hai là Tiện, miễn phí."
    )
    assert [one.values["title"].value for one in told(text)] == ["Hàn điện", "Tiện"]


@pytest.mark.parametrize(
    "text",
    [
        'Theo công văn của Sở: "Các đơn vị mở lớp Pha chế, trình độ sơ cấp".',
        "Căn cứ Quyết định số 12/QĐ-UBND về việc trường mở lớp Dệt chiếu, trình độ sơ cấp.",
        "Ví dụ: trường có khóa Tin học văn phòng (45 tiết, miễn phí).",
        "Trung tâm Sao Mai khai giảng khóa Tiếng Anh, học phí 2 triệu đồng, ưu đãi 50%. Hủy đăng ký tại đây.",
        "Trường chưa mở khóa Tin học (45 tiết, miễn phí).",
        "Em muốn hỏi trung tâm có mở lớp Nấu ăn, học phí 2 triệu đồng không ạ?",
        "Năm ngoái trường có mở lớp Nấu ăn, học phí 2 triệu đồng.",
        "Trường mở lớp, thời gian 3 tháng, học phí 2 triệu đồng.",
        "Trường có lớp Nấu ăn trong danh sách.",
    ],
)
def test_what_is_quoted_denied_asked_or_advertised_is_no_course(text: str) -> None:
    assert told(text) == []


def test_beside_a_list_only_what_a_sentence_adds_is_a_course() -> None:
    text = "Trường mở lớp Nấu ăn trình độ sơ cấp. Ngoài ra trường còn có lớp Pha chế, miễn phí."
    assert [one.values["title"].value for one in told(text, beside_list=True)] == ["Pha chế"]
    text = "Ngoài ra trường còn có lớp Nấu ăn, miễn phí."
    assert [one.values["title"].value for one in told(text, beside_list=True)] == ["Pha chế", "Nấu ăn"]
