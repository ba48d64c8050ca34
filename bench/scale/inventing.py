"""Invents a roster and what its schools teach: units, courses and contacts as entries; nothing is stored here."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from bench.season.trades import NAMES
from catalogue.fields import CONTACT, COURSE
from catalogue.records import Entry, JsonValue, Origin, Unit, Value
from parsers.text import fold

KINDS = ("college", "intermediate_school", "vet_continuing_centre", "vet_centre")
WORDS = ("Trường Cao đẳng", "Trường Trung cấp", "Trung tâm GDNN-GDTX", "Trung tâm GDNN")
TRADES = (
    *("Hàn điện", "Tiện ren", "May công nghiệp", "Cắt gọt kim loại", "Điện lạnh dân dụng", "Pha chế đồ uống"),
    *("Nấu ăn gia đình", "Làm bánh", "Thiết kế đồ họa", "Tin học văn phòng", "Kế toán doanh nghiệp"),
    *("Chăm sóc người cao tuổi", "Sửa chữa xe máy", "Trồng rau an toàn", "Cắm hoa", "Lái xe nâng"),
    *("Tiếng Anh giao tiếp", "Tiếng Nhật sơ cấp", "Lắp đặt điện mặt trời", "Quản trị mạng", "Dựng phim"),
)
GRADES = (
    "cơ bản",
    "nâng cao",
    "thực hành",
    "cho người mới",
    "buổi tối",
    "cuối tuần",
    "trực tuyến",
    "ngắn ngày",
)
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
GIVEN = ("Thu Hà", "Minh Tâm", "Văn Lộc", "Ngọc Ánh", "Quốc Bảo", "Thị Lan", "Hữu Phước", "Thanh Trúc")
POSTS = ("Trưởng phòng Đào tạo", "Phó Trưởng phòng Đào tạo", "Phó Hiệu trưởng", "Chuyên viên", "Giáo viên")


def roster(count: int) -> list[Unit]:
    """So many units, no two of one name or address."""
    return [_unit(number) for number in range(count)]


def _unit(number: int) -> Unit:
    kind = number % len(KINDS)
    name = f"{WORDS[kind]} {NAMES[number % len(NAMES)]} {number // len(NAMES) + 1}"
    domain = f"{fold(name).replace(' ', '')}.example"
    mark = f"{fold(name).replace(' ', '-')}"
    return Unit(id=mark, name=name, kind=KINDS[kind], emails=(f"daotao@{domain}",), domains=(domain,))


def title_of(dice: random.Random) -> str:
    """The name of a course."""
    return f"{dice.choice(TRADES)} {dice.choice(GRADES)} {dice.randrange(1, 90)}"


def course(title: str, row: int, dice: random.Random, **changed: JsonValue | Value) -> Entry:
    """A course with all its fields; ``changed`` gives others, None leaves a field out."""
    fee = dice.choice(("free", "paid", "paid"))
    values: dict[str, JsonValue | Value] = {
        "title": title,
        "level": dice.choice(("short_term", "elementary", "intermediate", "college")),
        "delivery": dice.choice(("online", "blended", "in_person")),
        "work_study": dice.random() < 0.2,
        "fee": fee,
        "fee_vnd": 50_000 * dice.randrange(10, 90) if fee == "paid" else None,
        "duration": f"{dice.randrange(1, 12)} tháng",
        "content": f"{title}: an toàn lao động, thực hành theo nhóm, bài tập cuối khóa, kiểm tra tay nghề",
        "curriculum": f"Mô đun 1: Cơ sở; Mô đun 2: {title}; Mô đun 3: Thực tập tại doanh nghiệp",
        "url": f"https://lop.example/khoa-hoc/{row}-{dice.randrange(10_000)}",
        **dict.fromkeys(("learner_account", "assessment", "certificate", "advising"), True),
        **changed,
    }
    return _entry(COURSE, values, row)


def contact(unit: Unit, dice: random.Random, **changed: JsonValue | Value) -> Entry:
    """A contact with all fields."""
    values: dict[str, JsonValue | Value] = {
        "full_name": f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)}",
        "position": dice.choice(POSTS),
        "phone": f"+8490{dice.randrange(10**6, 10**7)}",
        "email": f"lienhe{dice.randrange(1000)}@{unit.domains[0]}",
        **changed,
    }
    return _entry(CONTACT, values, 3)


def sealed(entry: Entry, message: str, message_id: str) -> Entry:
    """The entry as that message tells it."""
    values = {
        key: replace(value, origin=replace(value.origin, message=message, message_id=message_id))
        for key, value in entry.values.items()
    }
    return replace(entry, values=values)


def _entry(kind: str, values: Mapping[str, JsonValue | Value], row: int) -> Entry:
    told = {key: one for key, one in values.items() if one is not None}
    return Entry(
        kind=kind, values={key: _value(one, row, number) for number, (key, one) in enumerate(told.items())}
    )


def _value(one: JsonValue | Value, row: int, column: int) -> Value:
    origin = Origin(
        part="danh-sach.xlsx", container="Danh sách", row=row, column=column, at=f"Danh sách!{row}"
    )
    if isinstance(one, Value):
        return replace(one, origin=origin)
    return Value(value=one, text=str(one), origin=origin)
