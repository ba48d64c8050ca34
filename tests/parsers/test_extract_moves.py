"""The records of a table stay the same however the table is moved, spread or turned."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.document import Cell, CellKind, Grid, Span
from tests.support.growth import assert_linear
from tests.support.layouts import courses, grid, paragraphs, placed, read

SYNONYMS = {
    "title": ("Tên khóa học", "TÊN NGHỀ ĐÀO TẠO", "Tên lớp (*)", "Khóa học"),
    "level": ("Trình độ", "Hệ đào tạo", "Bậc học", "Trình độ đào tạo:"),
    "delivery": ("Hình thức đào tạo", "Phương thức học", "Hình thức"),
    "fee": ("Học phí", "Mức thu (đồng)", "Học phí toàn khóa"),
    "duration": ("Thời gian đào tạo", "Thời lượng", "Số tiết"),
    "content": ("Nội dung", "Tóm tắt nội dung", "Mô tả khóa học"),
    "curriculum": ("Chương trình đào tạo", "Khung chương trình", "Chương trình chi tiết"),
    "url": ("Địa chỉ trang thông tin lớp học", "Link đăng ký", "Website"),
}
RECORDS = (
    {
        "title": "Làm bánh Âu",
        "level": "Sơ cấp",
        "delivery": "Trực tiếp",
        "fee": "3.500.000 đồng",
        "duration": "3 tháng",
        "content": "Bánh mì, bánh kem, bánh quy và cách tính giá vốn",
        "curriculum": "Mô đun 1: Bánh mì; Mô đun 2: Bánh kem",
        "url": "https://hoc.example/banh",
    },
    {
        "title": "Kỹ năng số",
        "level": "Ngắn hạn",
        "delivery": "Trực tuyến",
        "fee": "Miễn phí",
        "duration": "12 tiết",
        "content": "Dịch vụ công, thanh toán không tiền mặt, an toàn trên mạng",
        "curriculum": "4 chuyên đề, mỗi chuyên đề 3 tiết",
        "url": "https://hoc.example/so",
    },
    {
        "title": "Cơ điện tử",
        "level": "Cao đẳng",
        "delivery": "Trực tuyến kết hợp trực tiếp",
        "fee": "31.000.000 đồng",
        "duration": "3 năm",
        "content": "Khí nén, cảm biến, điều khiển động cơ, robot công nghiệp",
        "curriculum": "Mô đun 1: Khí nén; Mô đun 2: Cảm biến; Mô đun 3: Robot",
        "url": "https://hoc.example/co-dien-tu",
    },
)

fields_in_any_order = st.permutations(list(SYNONYMS))
headings = st.fixed_dictionaries({field: st.sampled_from(words) for field, words in SYNONYMS.items()})


def table(order: list[str], words: dict[str, str], *, numbered: bool) -> list[tuple[str, ...]]:
    index = ("STT",) if numbered else ()
    rows = [(*index, *(words[field] for field in order))]
    for number, record in enumerate(RECORDS, 1):
        rows.append((*((str(number),) if numbered else ()), *(record[field] for field in order)))
    return rows


def moved(rows: list[tuple[str, ...]], down: int, right: int) -> Grid:
    cells = {
        (row + down, column + right): Cell(text)
        for row, line in enumerate(rows, 1)
        for column, text in enumerate(line, 1)
        if text
    }
    return placed(cells)


@settings(max_examples=30, deadline=None)
@given(fields_in_any_order, headings, st.booleans(), st.integers(0, 12), st.integers(0, 5))
def test_order_of_columns_words_and_place_do_not_matter(
    order: list[str],
    words: dict[str, str],
    numbered: bool,  # noqa: FBT001 - drawn by hypothesis
    down: int,
    right: int,
) -> None:
    assert courses(moved(table(order, words, numbered=numbered), down, right)) == [
        {field: record[field] for field in one} for one, record in zip([order] * 3, RECORDS, strict=True)
    ]


@settings(max_examples=12, deadline=None)
@given(fields_in_any_order, headings, st.lists(st.integers(1, 3), max_size=3))
def test_blank_rows_between_records_do_not_matter(
    order: list[str], words: dict[str, str], blanks: list[int]
) -> None:
    rows = table(order, words, numbered=True)
    for at in blanks:
        rows.insert(at + 1, ())
    assert [one["title"] for one in courses(grid(rows))] == [record["title"] for record in RECORDS]


@settings(max_examples=12, deadline=None)
@given(fields_in_any_order, headings)
def test_a_table_turned_on_its_side_holds_the_same_records(order: list[str], words: dict[str, str]) -> None:
    rows = list(zip(*table(order, words, numbered=False), strict=True))
    assert courses(grid(rows)) == [dict(record) for record in RECORDS]


@settings(max_examples=12, deadline=None)
@given(fields_in_any_order, headings)
def test_headings_parted_into_two_merged_rows_hold_the_same_records(
    order: list[str], words: dict[str, str]
) -> None:
    rows = table(order, words, numbered=True)
    group = ("STT", "Thông tin chung", *[""] * (len(order) - 1))
    spans = [Span(1, 1, 2, 1), Span(1, 2, 1, len(order) + 1)]
    below = ("", *rows[0][1:])
    assert courses(grid([group, below, *rows[1:]], spans=spans)) == courses(grid(rows))


texts = st.one_of(
    st.sampled_from([word for words in SYNONYMS.values() for word in words]),
    st.sampled_from(
        ["STT", "Họ và tên", "Chức vụ", "Email", "Tổng cộng", "HIỆU TRƯỞNG", "I. SƠ CẤP", "x", "(1)", "…"]
    ),
    st.sampled_from(
        ["Đầu mối liên hệ: Lê Thị Lụa, 0909 111 222", "Ghi chú:", "☒ Có ☐ Không", "12/5/2025", ":"]
    ),
    st.text(max_size=12),
)
spans = st.builds(
    lambda top, left, down, right: Span(top, left, top + down, left + right),
    st.integers(1, 8),
    st.integers(1, 6),
    st.integers(0, 3),
    st.integers(0, 3),
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 7)), texts, max_size=40),
    st.lists(spans, max_size=5),
)
def test_any_sheet_is_read_without_an_error_and_every_value_names_a_cell_that_is_there(
    contents: dict[tuple[int, int], str], merged: list[Span]
) -> None:
    cells = {at: Cell(text, CellKind.TEXT) for at, text in contents.items() if text}
    found = read(placed(cells, spans=merged))
    places = {(one.place.row, one.place.column) for record in found.candidates for one in record.readings}
    assert places <= set(cells)


@pytest.mark.parametrize("piece", ["a.", "a@", "0 ", "a: ", "Học phí: ", "☒ ", "1.\n"])
def test_texts_made_to_be_slow_are_read_at_once(piece: str) -> None:
    def work(size: int) -> None:
        text = (piece * size)[:size]
        head = ("STT", "Tên khóa học", "Website", "Email")
        read(grid([head, ("1", text, text, text), ("Đầu mối liên hệ:", text)]), *paragraphs(text))

    assert_linear(work, 8_000)
