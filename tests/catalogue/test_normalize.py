"""What normalizing promises: typed values with origins, and nothing forgotten on the way."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.fields import CONTACT, COURSE
from catalogue.normalizing.evidence import Source
from catalogue.normalizing.normalize import normalize_candidate
from catalogue.normalizing.titles import clean_title, is_work_study_title, level_in_title, parted_title
from catalogue.records import Entry, JsonValue
from parsers.document import Place
from parsers.wanted import Candidate, Reading

SOURCE = Source(message_id="<1@truong.example>", part="ds.xlsx")


def reading(field: str, text: str, **more: Any) -> Reading:
    values = {"place": Place("DS", 5, 2), "confidence": 1.0, "reason": "heading", **more}
    return Reading(field=field, text=text, **values)


def entry(kind: str, *readings: Reading) -> Entry:
    return normalize_candidate(Candidate(kind=kind, readings=readings, region="DS"), SOURCE)


def values(kind: str, *readings: Reading) -> dict[str, JsonValue]:
    return {key: value.value for key, value in entry(kind, *readings).values.items()}


def test_a_row_becomes_typed_values() -> None:
    row = values(
        COURSE,
        reading("title", "1. Kỹ thuật  làm bánh\nÂu"),
        reading("level", "Sơ cấp nghề"),
        reading("delivery", "Trực tiếp, vừa học vừa làm"),
        reading("fee", "1,5 triệu"),
        reading("duration", "3", value=3.0, heading="Thời gian (tháng)"),
        reading("content", "Bánh mì,  bánh ngọt \n\n trang trí"),
        reading("url", "Xem tại đây", href="https://truong.example/lop"),
        reading("images", "banh.jpg; Có file kèm"),
        reading("certificate", "Chứng chỉ sơ cấp"),
        reading("assessment", "Không"),
        reading("advising", ""),
    )
    assert row == {
        "title": "Kỹ thuật làm bánh Âu",
        "level": "elementary",
        "delivery": "in_person",
        "work_study": True,
        "fee": "paid",
        "fee_vnd": 1_500_000,
        "duration": "3 tháng",
        "content": "Bánh mì, bánh ngọt\ntrang trí",
        "url": "https://truong.example/lop",
        "images": ["banh.jpg"],
        "certificate": True,
        "assessment": False,
    }


def test_every_value_names_its_message_part_and_place_and_keeps_its_text() -> None:
    value = entry(COURSE, reading("level", "Sơ cấp nghề")).values["level"]
    assert (value.origin.message_id, value.origin.part, value.origin.at) == (
        "<1@truong.example>",
        "ds.xlsx",
        "DS!B5",
    )
    assert value.text == "Sơ cấp nghề"


def test_work_study_under_the_heading_of_delivery_leaves_delivery_unsaid() -> None:
    assert values(COURSE, reading("delivery", "Vừa làm vừa học")) == {"work_study": True}


def test_a_yes_or_no_counts_for_work_study_only_under_its_own_heading() -> None:
    assert values(COURSE, reading("work_study", "Không", heading="Vừa học vừa làm")) == {"work_study": False}
    assert values(COURSE, reading("work_study", "Chính quy", heading="Loại hình đào tạo")) == {}


def test_words_that_no_vocabulary_knows_are_kept_as_unclear() -> None:
    value = entry(COURSE, reading("level", "Bậc thợ lành nghề")).values["level"]
    assert (value.value, value.text) == (None, "Bậc thợ lành nghề")
    assert value.doubt.startswith("unclear")


def test_an_answer_of_no_web_page_is_an_answer_and_a_placeholder_is_nothing() -> None:
    assert entry(COURSE, reading("url", "Chưa có")).values["url"].answered
    assert entry(COURSE, reading("url", "Đang cập nhật"), reading("content", "...")).values == {}


def test_a_tick_column_gives_its_choice_and_an_empty_tick_nothing() -> None:
    ticks = (reading("delivery", "x", choice="online"), reading("level", "Không", choice="college"))
    assert values(COURSE, *ticks) == {"delivery": "online"}


def test_a_fee_may_stand_in_two_columns() -> None:
    free = reading("fee", "x", choice="free", heading="Miễn phí")
    paid = reading("fee_vnd", "2.000.000", heading="Có thu phí (đồng)")
    assert values(COURSE, free) == {"fee": "free", "fee_vnd": None}
    assert values(COURSE, paid) == {"fee": "paid", "fee_vnd": 2_000_000}
    kind = reading("fee", "Có thu phí", heading="Hình thức thu phí")
    assert values(COURSE, kind, paid) == {"fee": "paid", "fee_vnd": 2_000_000}


def test_a_sentence_that_tells_the_fee_of_all_courses_is_no_figure() -> None:
    title = reading("fee", "CÁC LỚP MIỄN PHÍ CHO NÔNG DÂN NĂM 2025", choice="free", reason="title")
    assert values(COURSE, title) == {"fee": "free", "fee_vnd": None}


def test_a_fee_without_one_figure_says_so_that_an_earlier_figure_is_not_kept() -> None:
    figure = entry(COURSE, reading("fee", "500.000 đồng/tháng")).values["fee_vnd"]
    assert (figure.value, figure.answered) == (None, True)
    assert values(COURSE, reading("fee", "Có thu phí")) == {"fee": "paid"}


def test_a_low_confidence_is_a_doubt() -> None:
    value = entry(COURSE, reading("content", "Bánh", confidence=0.4, reason="shape")).values["content"]
    assert value.doubt.startswith("confidence")


def test_one_cell_may_hold_a_whole_contact() -> None:
    assert values(CONTACT, reading("full_name", "ThS. LÊ VĂN AN - Phó Giám đốc, 0903 111 222")) == {
        "full_name": "Lê Văn An",
        "position": "Phó Giám đốc",
        "phone": "+84903111222",
    }


def test_a_number_that_is_not_valid_keeps_its_text_without_a_value() -> None:
    value = entry(CONTACT, reading("phone", "0903 111 22")).values["phone"]
    assert (value.value, value.text) == (None, "0903 111 22")
    assert value.doubt.startswith("invalid")


def test_a_post_in_the_name_column_is_a_position_and_the_name_stays_missing() -> None:
    contact = entry(CONTACT, reading("full_name", "Phòng Đào tạo"), reading("phone", "028 3822 1418")).values
    assert contact["full_name"].value is None
    assert contact["position"].value == "Phòng Đào tạo"
    assert contact["phone"].value == "+842838221418"


def test_titles_lose_serial_numbers_and_nothing_else() -> None:
    assert clean_title("2) Thiết kế 3D") == "Thiết kế 3D"
    assert clean_title("Khóa 3: Pha chế") == "Pha chế"
    assert clean_title("IV. Điện lạnh") == "Điện lạnh"
    assert clean_title("“Pha chế”.") == "Pha chế"
    assert clean_title("☕️ Khóa học Pha chế") == "Pha chế"
    assert clean_title("Khóa học hè") == "Khóa học hè"
    assert clean_title("3D Max cơ bản") == "3D Max cơ bản"
    assert clean_title("5S và Kaizen") == "5S và Kaizen"
    assert clean_title("Tiếng Anh 1.5") == "Tiếng Anh 1.5"


def test_two_answers_to_what_is_said_once_wait_for_confirmation() -> None:
    both = entry(
        COURSE,
        reading("title", "Hàn điện"),
        reading("level", "x", choice="elementary"),
        reading("level", "x", choice="intermediate", place=Place("DS", 5, 4)),
        reading("fee", "Miễn phí"),
        reading("fee", "2.000.000 đồng", place=Place("DS", 5, 8)),
        reading("certificate", "Có"),
        reading("certificate", "Không", place=Place("DS", 5, 9)),
    ).values
    assert {key: value.value for key, value in both.items()} == {
        "title": "Hàn điện", "level": "elementary", "fee": "paid", "fee_vnd": 2_000_000, "certificate": True
    }  # fmt: skip
    assert {key: value.doubt for key, value in both.items() if value.doubt} == {
        "level": "conflict: DS!D5 says 'x'",
        "fee": "conflict: DS!B5 says 'Miễn phí'",
        "certificate": "conflict: DS!I5 says 'Không'",
    }


def test_two_sums_leave_the_fee_itself_to_be_confirmed() -> None:
    two = entry(
        COURSE, reading("fee", "2.000.000 đồng"), reading("fee", "2.500.000 đồng", place=Place("DS", 5, 8))
    ).values
    assert (two["fee"].value, two["fee_vnd"].value) == ("paid", 2_000_000)
    assert two["fee"].doubt == two["fee_vnd"].doubt == "conflict: DS!H5 says '2.500.000 đồng'"


def test_the_same_answer_twice_and_a_second_telephone_are_no_doubt() -> None:
    twice = entry(
        COURSE,
        reading("fee", "x", choice="paid"),
        reading("fee", "2.000.000 đồng"),
        reading("fee", "2 triệu"),
        reading("level", "Sơ cấp"),
        reading("level", "Sơ cấp nghề"),
    )
    person = entry(CONTACT, reading("phone", "0909 123 456"), reading("phone", "028 3822 1234"))
    assert not [value.doubt for value in (*twice.values.values(), *person.values.values()) if value.doubt]


def test_an_answer_that_there_is_none_is_as_doubtful_as_its_reading() -> None:
    weak = entry(
        COURSE, reading("url", "Chưa có", confidence=0.4), reading("fee", "Miễn phí", confidence=0.4)
    )
    assert all(value.confidence == 0.4 for value in weak.values.values())
    assert {key: (value.answered, value.doubt) for key, value in weak.values.items()} == {
        "url": (True, "confidence: heading"),
        "fee": (False, "confidence: heading"),
        "fee_vnd": (True, "confidence: heading"),
    }


def test_both_ways_ticked_are_a_combination_that_waits_for_confirmation() -> None:
    both = entry(
        COURSE,
        reading("delivery", "x", choice="online"),
        reading("delivery", "x", choice="in_person", place=Place("DS", 5, 3)),
    )
    found = both.values["delivery"]
    assert (found.value, found.doubt) == ("blended", "several: DS!C5 is ticked too")


def test_of_two_answers_the_surer_one_stands_and_waits_for_confirmation() -> None:
    row = entry(
        COURSE,
        reading("delivery", "dự kiến", choice="online", confidence=0.5, reason="words in a tick column"),
        reading("delivery", "x", choice="in_person", place=Place("DS", 5, 3)),
    )
    found = row.values["delivery"]
    assert (found.value, found.doubt) == ("in_person", "conflict: DS!B5 says 'dự kiến'")


def test_two_labels_of_one_long_text_are_its_parts() -> None:
    parts = [reading("content", "Lý thuyết may"), reading("content", "Thực hành may")]
    assert values(COURSE, *parts) == {"content": "Lý thuyết may\nThực hành may"}


def test_a_count_in_a_names_place_waits_for_confirmation() -> None:
    assert entry(COURSE, reading("title", "20 học viên")).values["title"].doubt.startswith("unclear")
    assert not entry(COURSE, reading("title", "3 tháng làm thợ bánh")).values["title"].doubt


def test_several_names_in_one_title_wait_for_confirmation() -> None:
    found = entry(COURSE, reading("title", "May áo; Hàn điện")).values["title"]
    assert (found.value, found.doubt) == ("May áo; Hàn điện", "several: more than one name")


def test_a_title_loses_its_footnote_mark_and_an_ordinal_is_no_content() -> None:
    assert clean_title("May áo (*)") == clean_title("May áo **") == "May áo"
    assert values(COURSE, reading("content", "Khóa học 2"), reading("curriculum", "Lớp 1")) == {}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("01 - Hàn", "Hàn"),
        ("2 – Tiện", "Tiện"),
        ("A. Điện", "Điện"),
        ("1. 3D Max", "3D Max"),
        ("10 ngón", "10 ngón"),
        ("B2 - Lái xe ô tô", "B2 - Lái xe ô tô"),
        ("A1 Tiếng Anh", "A1 Tiếng Anh"),
        ("IC3 Tin học", "IC3 Tin học"),
        ("KỸ THUẬT NẤU ĂN (mới)", "KỸ THUẬT NẤU ĂN (mới)"),
    ],
)
def test_a_number_before_a_title_is_left_out_and_what_belongs_to_it_stays(text: str, title: str) -> None:
    assert parted_title(text) == (title, "")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("MH01 Tin học", "Tin học"),
        ("MĐ 05 - Hàn hồ quang", "Hàn hồ quang"),
        ("5480202 Tin học ứng dụng", "Tin học ứng dụng"),
        ("Khóa 1/Khóa 2", "Khóa 1/Khóa 2"),
        ("Điện; Hàn; Tiện", "Điện; Hàn; Tiện"),
    ],
)
def test_a_title_with_a_code_or_without_a_name_of_its_own_is_doubted(text: str, title: str) -> None:
    name, doubt = parted_title(text)
    assert name == title
    assert doubt


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Sơ cấp May công nghiệp", "elementary"),
        ("Điện tử dân dụng (trình độ trung cấp)", "intermediate"),
        ("Cao đẳng Điều dưỡng", "college"),
        ("Kế toán - Sơ cấp", "elementary"),
        ("Nghiệp vụ sơ cấp cứu", ""),
        ("Sơ cấp cứu", ""),
        ("Ôn thi liên thông cao đẳng", ""),
        ("Tiếng Anh trung cấp", ""),
        ("May công nghiệp", ""),
    ],
)
def test_a_title_may_tell_the_level(title: str, level: str) -> None:
    assert level_in_title(title) == level


@pytest.mark.parametrize(
    ("title", "beside_work"),
    [
        ("Thanh nhạc (VHVL)", True),
        ("Kế toán - hệ vừa học vừa làm", True),
        ("Kỹ năng vừa học vừa làm cho sinh viên", False),
        ("Thanh nhạc", False),
    ],
)
def test_a_title_tells_work_study_only_behind_its_name(title: str, beside_work: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_work_study_title(title) is beside_work
