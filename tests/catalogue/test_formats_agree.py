"""The same list comes out whatever file an office writes it in and however it lays it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalogue.folding.fold import FoldMessage, fold
from catalogue.reading.content import read_content
from catalogue.records import JsonValue, MessageKind, UnitState
from config.campaign import load_campaign
from parsers.document import Span
from parsers.message import read_message
from tests.support.mails import file_part, simple
from tests.support.offices import WRITERS, Page, Table
from tests.support.statements import facts

CAMPAIGN = load_campaign("course-catalogue-2025")

HEADINGS = {
    "title": ("Tên khóa học", "TÊN NGHỀ ĐÀO TẠO", "Tên lớp (*)", "Khóa học"),
    "level": ("Trình độ", "Hệ đào tạo", "Bậc học", "Trình độ đào tạo"),
    "delivery": ("Hình thức đào tạo", "Phương thức học", "Hình thức tổ chức"),
    "fee": ("Học phí", "Học phí toàn khóa", "Mức thu học phí"),
    "duration": ("Thời gian đào tạo", "Thời lượng", "Thời gian học"),
    "content": ("Nội dung", "Tóm tắt nội dung", "Nội dung đào tạo"),
    "curriculum": ("Chương trình đào tạo", "Khung chương trình", "Chương trình chi tiết"),
    "url": ("Địa chỉ trang thông tin lớp học", "Link đăng ký", "Website lớp học"),
}
WRITTEN: tuple[Mapping[str, str], ...] = (
    {
        "title": "Làm bánh Âu",
        "level": "Sơ cấp",
        "delivery": "Trực tiếp",
        "fee": "3.500.000 đồng",
        "duration": "3 tháng",
        "content": "Bánh mì, bánh kem, bánh quy và cách tính giá vốn",
        "curriculum": "Mô đun 1: Bánh mì; Mô đun 2: Bánh kem",
        "url": "https://hoc.example/banh-au",
    },
    {
        "title": "Sửa chữa xe gắn máy",
        "level": "Sơ cấp",
        "delivery": "Trực tiếp",
        "fee": "Miễn phí",
        "duration": "45 tiết",
        "content": "Động cơ, hệ thống điện, bảo dưỡng định kỳ và an toàn lao động",
        "curriculum": "Phần I: Động cơ; Phần II: Hệ thống điện",
        "url": "https://hoc.example/xe-gan-may",
    },
    {
        "title": "Cơ điện tử",
        "level": "Trung cấp",
        "delivery": "Trực tuyến kết hợp trực tiếp",
        "fee": "9.800.000 đồng",
        "duration": "18 tháng",
        "content": "Khí nén, cảm biến, điều khiển động cơ, robot công nghiệp",
        "curriculum": "Mô đun 1: Khí nén; Mô đun 2: Cảm biến; Mô đun 3: Robot",
        "url": "https://hoc.example/co-dien-tu",
    },
    {
        "title": "Kỹ năng số",
        "level": "Trung cấp",
        "delivery": "Trực tuyến",
        "fee": "1.200.000 đồng",
        "duration": "12 tuần",
        "content": "Dịch vụ công, thanh toán không tiền mặt, an toàn trên mạng",
        "curriculum": "Gồm 4 chuyên đề, mỗi chuyên đề 3 tuần",
        "url": "https://hoc.example/ky-nang-so",
    },
)
CODES: Mapping[str, Mapping[str, JsonValue]] = {
    "level": {"Sơ cấp": "elementary", "Trung cấp": "intermediate"},
    "delivery": {
        "Trực tiếp": "in_person",
        "Trực tuyến": "online",
        "Trực tuyến kết hợp trực tiếp": "blended",
    },
}
CONTACT: Mapping[str, JsonValue] = {
    "full_name": "Lê Thị Lụa",
    "position": "Trưởng phòng Đào tạo",
    "phone": "+84909111222",
}
NATIONAL = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How an office may lay out one and the same list."""

    shape: str
    order: tuple[str, ...]
    words: Mapping[str, str]
    numbered: bool
    grouped: bool
    column_numbers: bool
    levels: str
    thousands: bool
    national: bool
    total: bool
    closing: str
    foreign: tuple[str, ...]
    contact: str


layouts = st.builds(
    Layout,
    shape=st.sampled_from(["table", "table", "table", "turned", "forms", "lines"]),
    order=st.permutations(list(HEADINGS)).map(tuple),
    words=st.fixed_dictionaries({field: st.sampled_from(words) for field, words in HEADINGS.items()}),
    numbered=st.booleans(),
    grouped=st.booleans(),
    column_numbers=st.booleans(),
    levels=st.sampled_from(["column", "merged column", "section rows", "tables"]),
    thousands=st.booleans(),
    national=st.booleans(),
    total=st.booleans(),
    closing=st.sampled_from(["", "note", "signature"]),
    foreign=st.sampled_from([(), ("Giảng viên",), ("Số lượng học viên", "Ghi chú")]),
    contact=st.sampled_from(["line", "table", "form", "cell", "first"]),
)


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(layouts)
def test_every_kind_of_file_and_every_layout_gives_the_same_records(kind: str, layout: Layout) -> None:
    # A file of plain rows cannot say that a cell holds for two of them.
    assume(kind != "csv" or layout.levels != "merged column")
    state = read_as(kind, written(layout))
    assert [facts_of(record.values) for record in state.courses] == [expected(one) for one in WRITTEN]
    assert [{key: facts(one).get(key) for key in CONTACT} for one in state.contacts] == [dict(CONTACT)]
    assert [record.doubtful for record in state.records] == [()] * 5
    assert [record.missing for record in state.records] == [()] * 5


def read_as(kind: str, page: Page) -> UnitState:
    """What the unit's case comes to when it mails the page as such a file."""
    mail = simple("Kính gửi danh sách khóa học.", files=[file_part(f"danh-sach.{kind}", WRITERS[kind](page))])
    message = read_message(mail)
    reading = read_content(message, CAMPAIGN)
    when = datetime(2025, 5, 12, tzinfo=UTC)
    folded = FoldMessage(
        sha256=message.sha256,
        message_id=message.message_id,
        received_at=when,
        kind=MessageKind.SUBMISSION,
        reading=reading,
    )
    return fold("tc-hoa-phuong", [folded], [], CAMPAIGN)


def facts_of(values: Mapping[str, object]) -> dict[str, object]:
    return {
        key: getattr(values[key], "value", None) if key in values else None for key in (*HEADINGS, "fee_vnd")
    }


def expected(one: Mapping[str, str]) -> dict[str, object]:
    free = one["fee"] == "Miễn phí"
    return {
        **{key: CODES[key][text] if key in CODES else text for key, text in one.items()},
        "fee": "free" if free else "paid",
        "fee_vnd": None if free else int(one["fee"].removesuffix(" đồng").replace(".", "")),
    }


def written(layout: Layout) -> Page:
    """The page of this layout."""
    contact = contact_blocks(layout.contact)
    page: list[str | Table] = [*(NATIONAL if layout.national else ()), "DANH SÁCH KHÓA HỌC NĂM 2025"]
    if layout.contact == "first":
        page += contact
    page += SHAPES[layout.shape](layout)
    if layout.contact != "first":
        page += contact
    return [*page, *CLOSINGS[layout.closing]]


def tables(layout: Layout) -> Page:
    if layout.levels != "tables":
        return [course_table(layout, WRITTEN)]
    halves = [WRITTEN[:2], WRITTEN[2:]]
    return [
        block
        for sign, half in zip(("I", "II"), halves, strict=True)
        for block in (f"{sign}. TRÌNH ĐỘ {half[0]['level'].upper()}", course_table(layout, half))
    ]


def turned(layout: Layout) -> Page:
    """One column a course, the headings down the left side."""
    rows = [[layout.words[field], *(shown(field, one, layout) for one in WRITTEN)] for field in layout.order]
    return [Table([[heading(row[0], layout), *row[1:]] for row in rows], heading_rows=0)]


def forms(layout: Layout) -> Page:
    """A table of two columns for each course, its name first."""
    return [
        Table(
            [[heading(layout.words[f], layout), shown(f, one, layout)] for f in name_first(layout)],
            heading_rows=0,
        )
        for one in WRITTEN
    ]


def lines(layout: Layout) -> Page:
    """Labelled lines, the name first."""
    return [
        f"{heading(layout.words[f], layout)}: {shown(f, one, layout)}"
        for one in WRITTEN
        for f in name_first(layout)
    ]


SHAPES = {"table": tables, "turned": turned, "forms": forms, "lines": lines}
CLOSINGS: Mapping[str, Page] = {
    "": [],
    "note": ["Ghi chú: Lịch khai giảng cụ thể do Trường thông báo sau."],
    "signature": ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "HIỆU TRƯỞNG", "(Đã ký)", "Ngô Văn Ký"],
}


def name_first(layout: Layout) -> list[str]:
    return ["title", *(field for field in layout.order if field != "title")]


def heading(words: str, layout: Layout) -> str:
    """A heading as it is written, with its unit where the values lack it."""
    is_fee = words in HEADINGS["fee"]
    return f"{words} (nghìn đồng)" if is_fee and layout.thousands else words


def shown(field: str, one: Mapping[str, str], layout: Layout) -> str:
    text = one[field]
    return text.removesuffix(".000 đồng") if field == "fee" and layout.thousands else text


def course_table(layout: Layout, courses: Sequence[Mapping[str, str]]) -> Table:
    has_level = layout.levels in ("column", "merged column")
    fields = [field for field in layout.order if has_level or field != "level"]
    index = ["STT"] if layout.numbered else []
    headings = [*index, *(heading(layout.words[field], layout) for field in fields), *layout.foreign]
    rows, spans = heading_rows(headings, len(index), grouped=layout.grouped)
    width, head = len(headings), len(rows)
    if layout.column_numbers:
        rows.append([f"({number})" for number in range(1, width + 1)])
    level = ""
    for number, one in enumerate(courses, 1):
        new = one["level"] != level
        if new and layout.levels == "section rows":
            rows.append([f"Trình độ {one['level'].lower()}", *[""] * (width - 1)])
            spans.append(Span(len(rows), 1, len(rows), width))
        told = [*([str(number)] if index else []), *(shown(field, one, layout) for field in fields)]
        rows.append([*told, *(foreign_value(heading, number) for heading in layout.foreign)])
        if not new and layout.levels == "merged column":
            at = headings.index(layout.words["level"])
            rows[-1][at] = ""
            spans.append(Span(len(rows) - 1, at + 1, len(rows), at + 1))
        level = one["level"]
    if layout.total:
        rows.append([f"Tổng cộng: {len(courses)} khóa học", *[""] * (width - 1)])
        spans.append(Span(len(rows), 1, len(rows), width))
    return Table(rows, spans, head)


def heading_rows(headings: list[str], first: int, *, grouped: bool) -> tuple[list[list[str]], list[Span]]:
    """The headings in one row, or in two under a common one; the serial number reaches over both."""
    if not grouped:
        return [headings], []
    width = len(headings)
    above = [*headings[:first], "Thông tin khóa học", *[""] * (width - first - 1)]
    below = [*[""] * first, *headings[first:]]
    return [above, below], [Span(1, first + 1, 1, width), *([Span(1, 1, 2, 1)] if first else [])]


def foreign_value(heading: str, number: int) -> str:
    values = {
        "Giảng viên": f"Trần Văn {('Ân', 'Bê', 'Cần', 'Dậu')[number - 1]}",
        "Số lượng học viên": str(20 + number),
    }
    return values.get(heading, "")


def contact_blocks(kind: str) -> Page:
    name, position, phone = "Lê Thị Lụa", "Trưởng phòng Đào tạo", "0909 111 222"
    if kind in ("line", "first"):
        return [f"Đầu mối liên hệ: Bà {name}, {position}, điện thoại {phone}"]
    if kind == "table":
        headings = ["Họ và tên", "Chức vụ", "Số điện thoại"]
        return ["Thông tin người liên hệ", Table([headings, [f"Bà {name}", position, phone]])]
    if kind == "cell":
        told = f"Bà {name}\nChức vụ: {position}\nĐT: {phone}"
        return [Table([["Đầu mối liên hệ", told]], heading_rows=0)]
    rows = [["Người liên hệ", f"Bà {name}"], ["Chức vụ", position], ["Số điện thoại", phone]]
    return ["Thông tin người liên hệ", Table(rows, heading_rows=0)]
