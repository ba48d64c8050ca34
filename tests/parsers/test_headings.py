from __future__ import annotations

import pytest

from parsers.document import Cell
from parsers.layout.columns import Column, assign
from parsers.layout.headings import lexicon_of
from parsers.layout.labels import labels_of
from parsers.layout.people import people_in, roles_of
from tests.support.layouts import wanted

LEXICON = lexicon_of(wanted())
ROLES = roles_of(LEXICON.records["contact"])
assert ROLES is not None


def best(heading: str) -> tuple[str, float]:
    found = LEXICON.match(heading)
    return (f"{found[0].kind}.{found[0].field.key}", found[0].score) if found else ("", 0.0)


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("Tên khóa học", "Tên khóa học dự kiến mở"),
        ("Thời gian đào tạo", "Thời gian đào đạo"),
        ("Học phí", "Học phí năm nay"),
    ],
)
def test_the_known_words_alone_are_surer_than_more_words_or_a_slip(surer: str, less_sure: str) -> None:
    assert best(surer)[0] == best(less_sure)[0]
    assert best(surer)[1] > best(less_sure)[1] > 0.7


@pytest.mark.parametrize("heading", ["Xưởng thực hành", "Ghi chú nội bộ", "", "123", "Chữ ký"])
def test_a_heading_of_no_field_of_ours_is_not_claimed(heading: str) -> None:
    assert not [one for one in LEXICON.match(heading) if one.field.collected]


def test_abbreviations_count_only_when_met_exactly() -> None:
    assert best("SĐT")[0] == "contact.phone"
    assert best("SĐTX")[0] == ""


def test_columns_are_assigned_as_a_whole_so_that_each_field_is_claimed_once() -> None:
    columns = [
        Column(number=1, levels=("Chương trình đào tạo",), cells=[Cell("Hàn điện"), Cell("Tiện")]),
        Column(number=2, levels=("Nội dung",), cells=[Cell("An toàn lao động, hàn hồ quang, hàn khí")]),
        Column(number=3, levels=("Khung chương trình",), cells=[Cell("Mô đun 1: An toàn; Mô đun 2: Hàn")]),
    ]
    assert {number: one.field.key for number, one in assign(columns, LEXICON).items()} == {
        1: "title",
        2: "content",
        3: "curriculum",
    }


def test_values_decide_what_a_bare_heading_means() -> None:
    mode = Column(number=1, levels=("Hình thức",), cells=[Cell("Trực tuyến")])
    name = Column(number=2, levels=("Khóa học",), cells=[Cell("Hàn")])
    assert assign([mode, name], LEXICON)[1].field.key == "delivery"


def test_a_column_without_a_known_heading_is_known_by_its_addresses_but_less_surely() -> None:
    name = Column(number=1, levels=("Khóa học",), cells=[Cell("Hàn")])
    page = Column(number=2, levels=("Cột K",), cells=[Cell("https://hoc.example/han")])
    found = assign([name, page], LEXICON)[2]
    assert (found.field.key, found.reason) == ("url", "values")
    assert found.score < 0.6


def test_labels_part_a_line_but_not_the_sentences_of_a_value() -> None:
    line = "Trình độ: Sơ cấp; Nội dung: Mô đun 1: An toàn; Mô đun 2: Hàn; Học phí: 2.000.000"
    assert [(one.label, one.text) for one in labels_of(line, LEXICON)] == [
        ("Trình độ", "Sơ cấp"),
        ("Nội dung", "Mô đun 1: An toàn; Mô đun 2: Hàn"),
        ("Học phí", "2.000.000"),
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "ThS. NGUYỄN THỊ LỤA – TRƯỞNG PHÒNG ĐÀO TẠO – 0903.111.222",
            {"full_name": "ThS. NGUYỄN THỊ LỤA", "position": "TRƯỞNG PHÒNG ĐÀO TẠO", "phone": "0903.111.222"},
        ),
        (
            "Ông Lê Văn Gấm (Giám đốc) - 0908.11.22.33",
            {"full_name": "Ông Lê Văn Gấm", "position": "Giám đốc", "phone": "0908.11.22.33"},
        ),
        (
            "Lê Văn Gấm; Phó phòng Đào tạo - Khảo thí; gam@truong.example",
            {
                "full_name": "Lê Văn Gấm",
                "position": "Phó phòng Đào tạo - Khảo thí",
                "email": "gam@truong.example",
            },
        ),
        ("Phòng Đào tạo - 028 3771 0021", {"position": "Phòng Đào tạo", "phone": "028 3771 0021"}),
        (
            "bà Trần Thị Lụa, chức vụ: Giáo vụ, số điện thoại: 0903111222",
            {"full_name": "bà Trần Thị Lụa", "position": "Giáo vụ", "phone": "0903111222"},
        ),
    ],
)
def test_a_persons_line_is_parted_into_what_it_says(line: str, parts: dict[str, str]) -> None:
    assert ROLES is not None
    (person,) = people_in(line, ROLES, LEXICON)
    assert person.texts == parts
