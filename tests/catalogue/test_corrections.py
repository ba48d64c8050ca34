"""What the reader of corrections promises."""

from __future__ import annotations

import pytest

from catalogue.normalizing.evidence import Source
from catalogue.reading.corrections import take_corrections
from catalogue.records import Entry, JsonValue
from parsers.document import Cell, Document, Grid, Paragraph, Place

SOURCE = Source(message_id="<2@truong.example>")


def entries(*texts: str) -> tuple[Entry, ...]:
    blocks = tuple(Paragraph(text=text, place=Place(row=row)) for row, text in enumerate(texts, 1))
    return take_corrections(Document(media="text", blocks=blocks), SOURCE).entries


def told(entry: Entry) -> dict[str, JsonValue]:
    return {key: value.value for key, value in entry.values.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Xin đính chính: học phí khóa Pha chế cơ bản là 2.400.000 đồng (không phải 2.700.000 đồng).",
            {"title": "Pha chế cơ bản", "fee": "paid", "fee_vnd": 2_400_000},
        ),
        (
            "Xin sửa thời gian đào tạo khóa Điện lạnh từ 3 tháng thành 4 tháng.",
            {"title": "Điện lạnh", "duration": "4 tháng"},
        ),
        (
            "Khóa Điện lạnh: hình thức đào tạo sửa lại thành trực tuyến kết hợp trực tiếp.",
            {"title": "Điện lạnh", "delivery": "blended"},
        ),
        (
            "Đính chính: trình độ của khóa Hàn đúng là sơ cấp, không phải trung cấp.",
            {"title": "Hàn", "level": "elementary"},
        ),
        (
            "Số điện thoại của chị Lê Thị Hoa đúng là 0909 123 456.",
            {"full_name": "Lê Thị Hoa", "phone": "+84909123456"},
        ),
        ("Do ghi nhầm, số điện thoại liên hệ đúng là 0909 123 456.", {"phone": "+84909123456"}),
        (
            "Do sơ suất, trường ghi nhầm học phí khóa Cắm hoa là 1.800.000 đồng, đúng là 1.600.000 đồng.",
            {"title": "Cắm hoa", "fee": "paid", "fee_vnd": 1_600_000},
        ),
        (
            'Xin điều chỉnh học phí khóa "Tiếng Anh giao tiếp" thành miễn phí.',
            {"title": "Tiếng Anh giao tiếp", "fee": "free", "fee_vnd": None},
        ),
        (
            "Link khóa Marketing bị sai, đúng là https://truong.example/marketing",
            {"title": "Marketing", "url": "https://truong.example/marketing"},
        ),
        (
            "Hình thức học của lớp Điện tử - Tự động hóa đổi từ trực tiếp sang trực tuyến.",
            {"title": "Điện tử - Tự động hóa", "delivery": "online"},
        ),
        (
            "Chức vụ của ông Lê Văn An sửa thành Phó Hiệu trưởng.",
            {"full_name": "Lê Văn An", "position": "Phó Hiệu trưởng"},
        ),
        (
            "Nội dung khóa Yoga xin sửa thành: khởi động, các tư thế cơ bản, thư giãn.",
            {"title": "Yoga", "content": "khởi động, các tư thế cơ bản, thư giãn"},
        ),
        (
            "Khoa Ke toan: hoc phi dung la 2.000.000 dong, khong phai 2.200.000 dong.",
            {"title": "Ke toan", "fee": "paid", "fee_vnd": 2_000_000},
        ),
    ],
)
def test_a_sentence_corrects_one_field(text: str, expected: dict[str, JsonValue]) -> None:
    (entry,) = entries(text)
    assert told(entry) == expected
    assert entry.partial


def test_one_paragraph_may_correct_several_records() -> None:
    text = (
        "Xin đính chính: học phí khóa Pha chế là 2.400.000 đồng (không phải 2.700.000 đ). "
        "Số điện thoại của ông Lê Văn An đúng là 0909 123 456. Các thông tin khác giữ nguyên."
    )
    assert [sorted(told(entry)) for entry in entries(text)] == [
        ["fee", "fee_vnd", "title"],
        ["full_name", "phone"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Đồng thời Trung tâm xin rút khóa Nấu món chay (không mở lớp trong năm 2025).",
        "Trường không tổ chức khóa Nấu món chay nữa.",
        "Khóa Nấu món chay không tổ chức nữa.",
        "Trung tâm xin hủy khóa học Nấu món chay do thiếu giáo viên.",
    ],
)
def test_a_withdrawn_course_is_named(text: str) -> None:
    (entry,) = entries(text)
    assert (told(entry), entry.withdrawn) == ({"title": "Nấu món chay"}, True)


def test_what_is_supplied_for_a_course_is_laid_on_it() -> None:
    text = "Dạ trường bổ sung: khóa Pha chế trình độ sơ cấp, học phí 1.500.000 đồng/khóa ạ."
    assert [told(entry) for entry in entries(text)] == [
        {"title": "Pha chế", "level": "elementary"},
        {"title": "Pha chế", "fee": "paid", "fee_vnd": 1_500_000},
    ]


def test_several_courses_may_be_withdrawn_at_once() -> None:
    for text in ("Trường xin rút 02 khóa: Pha chế, Làm bánh.", "Xin rút khóa Pha chế và khóa Làm bánh."):
        assert [told(entry)["title"] for entry in entries(text)] == ["Pha chế", "Làm bánh"]


def test_a_table_of_corrections_is_taken_row_by_row() -> None:
    rows = [
        ("Nội dung", "Đã ghi", "Sửa lại thành"),
        ("Khóa Trang điểm - học phí", "1.800.000 đ", "1.650.000 đ"),
        ("Khóa Cắt tóc - thời gian", "3 tháng", "4 tháng"),
        ("Số điện thoại ông Lê Văn An", "0909 000 111", "0909 123 456"),
    ]
    cells = {(r, c): Cell(text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)}
    grid = Grid(title="Bảng 1", cells=cells, n_rows=4, n_columns=3)
    taken = take_corrections(Document(media="html", blocks=(grid,)), SOURCE)
    assert [told(entry) for entry in taken.entries] == [
        {"title": "Trang điểm", "fee": "paid", "fee_vnd": 1_650_000},
        {"title": "Cắt tóc", "duration": "4 tháng"},
        {"full_name": "Lê Văn An", "phone": "+84909123456"},
    ]
    assert taken.entries[0].values["fee"].origin.at == "Bảng 1!C2"
    assert taken.rest.blocks == ()


def test_what_was_announced_as_a_correction_needs_no_further_word() -> None:
    texts = ("Trường xin đính chính:", "1. Học phí khóa Yoga: 500.000 đồng", "2. Thời gian khóa Bơi: 12 buổi")
    assert [told(entry)["title"] for entry in entries(*texts)] == ["Yoga", "Bơi"]
    assert entries(*texts[1:]) == ()


def test_what_answers_a_question_about_a_course_is_laid_on_it() -> None:
    texts = ("Trường xin trả lời như sau:", 'Khóa "Bơi": hình thức đào tạo trực tiếp.')
    (answer,) = entries(*texts)
    assert (told(answer)["title"], told(answer)["delivery"]) == ("Bơi", "in_person")
    assert entries("Trường bổ sung các khóa sau:", "Khóa Bơi: hình thức trực tiếp") == ()


def test_what_the_office_is_asked_to_mend_is_a_correction() -> None:
    found = entries("Anh sửa giúp em khóa Bơi học phí 800.000đ, thời gian 10 tuần nhé.")
    assert [told(one).get("fee_vnd") or told(one).get("duration") for one in found] == [800_000, "10 tuần"]


def test_what_goes_on_supplying_in_the_next_sentence_is_laid_on_its_course() -> None:
    text = "Trường bổ sung: học phí khóa Bơi là 500.000 đồng. Link lớp Yoga: https://a.example/yoga"
    assert [(told(one)["title"], told(one).get("url")) for one in entries(text)] == [
        ("Bơi", None),
        ("Yoga", "https://a.example/yoga"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'Đổi tên khóa "Bơi" thành "Bơi cứu đuối".',
        "Khóa Bơi đổi tên thành Bơi cứu đuối, các nội dung khác giữ nguyên.",
        "Tên khóa Bơi đúng là Bơi cứu đuối",
    ],
)
def test_a_course_that_gets_another_name_is_named_by_its_old_one(text: str) -> None:
    (entry,) = entries(text)
    assert (entry.partial, entry.renames, told(entry)["title"]) == (True, "Bơi", "Bơi cứu đuối")


@pytest.mark.parametrize(
    "head", [("Khóa", "Nội dung", "Kiến thức có trước"), ("Khoa", "Noi dung", "Kien thuc truoc")]
)
def test_a_list_of_courses_is_no_table_of_corrections(head: tuple[str, ...]) -> None:
    rows = (head, ("Khóa Pha chế - học phí", "500.000 đ", "không"))
    cells = {(r, c): Cell(text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)}
    grid = Grid(title="Bảng 1", cells=cells, n_rows=2, n_columns=3)
    assert take_corrections(Document(media="html", blocks=(grid,)), SOURCE).entries == ()


@pytest.mark.parametrize(
    "text",
    [
        "Trường gửi danh sách khóa học năm 2025.",
        "Tên khóa học: Pha chế",
        "Học phí: 2.400.000 đồng",
        "Nội dung khóa học: vẽ, cắt, may",
        "Kính đề nghị Sở sửa đổi biểu mẫu.",
        "Nội dung: sửa khóa, thay ổ khóa, thời gian 2 tháng",
        "Noi dung: Sua tu lanh, may giat. Thoi gian 3 thang",
        "Dau moi lien he: Nguyen Van An, chuc vu Giao vu, so dien thoai 0903345178",
    ],
)
def test_an_ordinary_line_corrects_nothing(text: str) -> None:
    assert entries(text) == ()
