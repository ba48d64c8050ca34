"""Invented schools, courses and messages, in the shape that letters, digest, workbook and export take."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from catalogue.fields import CONTACT, COURSE
from catalogue.records import (
    AskedItem,
    JsonValue,
    LetterKind,
    MessageKind,
    Origin,
    Record,
    Unit,
    UnitState,
    UnitStatus,
    UnreadFile,
    Value,
)
from catalogue.snapshot import Ledger, MessageLine, Need, NeedLine, Runs, Snapshot, Totals, UnitLine
from config.campaign import Campaign, load_campaign
from reports.letters import Case, NotRead, Received

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 5, 26, 7, 30, tzinfo=ZONE)
RECEIVED_AT = datetime(2025, 5, 23, 9, 5, tzinfo=ZONE)
REF = "CC25-7K3QF2"
FILE = "ds-khoa-hoc-2025.xlsx"


def campaign(**changes: Any) -> Campaign:
    shipped = load_campaign("course-catalogue-2025")
    numbered: dict[str, Any] = {
        "letter_no": "2468/SGDĐT-GDTXNNĐH",
        "letter_date": datetime(2025, 5, 5, tzinfo=ZONE).date(),
    }
    return replace(shipped, **(numbered | changes))


def unit(name: str = "Trường Cao đẳng Bến Phú Lâm", kind: str = "college", unit_id: str = "cd-ben") -> Unit:
    return Unit(id=unit_id, name=name, kind=kind)


def value(held: JsonValue, text: str = "", at: str = "Sơ cấp!B7", **more: Any) -> Value:
    container, _, _cell = at.partition("!")
    origin = Origin(message="a" * 64, message_id="<m1@cdb.example>", part=FILE, container=container, row=7,
                    column=2, at=at)  # fmt: skip
    return Value(value=held, text=text or str(held), origin=origin, **more)


def course(title: str | Value = "Thiết kế đồ họa cơ bản", record_id: str = "c1", **fields: Any) -> Record:
    """A course; a field given as None lacks and is listed as missing, as a Value stands as it is."""
    held: dict[str, Any] = {
        "title": title, "level": "elementary", "delivery": "blended", "fee": "paid", "fee_vnd": 1500000,
        "duration": "3 tháng", "content": "Cách chọn màu, bố cục, xử lý ảnh và dàn trang",
        "curriculum": "Mô đun 1: Bố cục; Mô đun 2: Xử lý ảnh", "url": "https://cdb.example/lop/thiet-ke",
        "certificate": True,
    } | fields  # fmt: skip
    return _record(COURSE, record_id, held)


def contact(name: str = "Nguyễn Văn An", record_id: str = "p1", **fields: Any) -> Record:
    held = {"full_name": name, "position": "Phó Trưởng phòng Đào tạo", "phone": "+84909123456"} | fields
    return _record(CONTACT, record_id, held)


def _record(kind: str, record_id: str, held: dict[str, Any]) -> Record:
    values = {
        key: one if isinstance(one, Value) else value(one) for key, one in held.items() if one is not None
    }
    doubtful = tuple(key for key, one in values.items() if one.doubt)
    rules = campaign().course_fields if kind == COURSE else campaign().contact_fields
    missing = tuple(key for key, one in held.items() if one is None and rules[key].required)
    return Record(
        id=record_id, kind=kind, unit_id="cd-ben", values=values, message_ids=("<m1@cdb.example>",),
        missing=missing, doubtful=doubtful,
    )  # fmt: skip


def state(*records: Record, status: UnitStatus = UnitStatus.COMPLETE, **more: Any) -> UnitState:
    given: dict[str, Any] = {
        "unit_id": "cd-ben",
        "first_received_at": RECEIVED_AT,
        "last_received_at": RECEIVED_AT,
    } | more
    return UnitState(status=status, records=records, **given)


def asked() -> tuple[AskedItem, ...]:
    """The six items of the specimen letter."""
    sheet = 'dòng {}, trang tính "Sơ cấp"'
    return (
        AskedItem(number=1, kind=COURSE, record_id="c1", fields=("delivery",), finding="missing",
                  title="Thiết kế đồ họa cơ bản", place=sheet.format(7)),
        AskedItem(number=2, kind=COURSE, record_id="c2", fields=("fee",), finding="unclear",
                  title="Sửa chữa xe gắn máy", found="theo quy định", place=sheet.format(9)),
        AskedItem(number=3, kind=COURSE, record_id="c3", fields=("url",), finding="missing",
                  title="Pha chế đồ uống", place=sheet.format(12)),
        AskedItem(number=4, kind=COURSE, record_id="*", finding="missing",
                  fields=("learner_account", "assessment", "certificate", "advising")),
        AskedItem(number=5, kind=CONTACT, record_id="p9", fields=("position",), finding="missing"),
        AskedItem(number=6, kind=CONTACT, record_id="p9", fields=("phone",), finding="invalid",
                  found="0366.773.06"),
    )  # fmt: skip


def case(**changes: Any) -> Case:
    given: dict[str, Any] = {
        "campaign": campaign(), "unit": unit(), "ref": REF, "to": "daotao@cdb.example", "window": "1",
        "state": state(course(), course("Sửa chữa xe gắn máy", "c2", delivery=None), contact(),
                       status=UnitStatus.INCOMPLETE),
        "now": NOW, "items": asked(),
    }  # fmt: skip
    return Case(**(given | changes))


def received(**changes: Any) -> Received:
    given: dict[str, Any] = {
        "received_at": RECEIVED_AT, "sender": "daotao@cdb.example", "message_id": "<m1@cdb.example>",
        "read": (FILE, "dau-moi.docx"), "new": 2,
    }  # fmt: skip
    return Received(**(given | changes))


def not_read() -> NotRead:
    return NotRead("cong-van-scan.pdf", "scanned")


_NAMES = (
    ("college", "Trường Cao đẳng", ("Bến Phú Lâm", "Kỹ thuật Rạch Ông Lớn", "Kinh tế - Kỹ thuật Gò Dưa",
     "Công nghệ Cát Lái Đông", "Du lịch Bến Thành Nam")),
    ("intermediate_school", "Trường Trung cấp", ("Nghề Cầu Kinh Tẻ", "Kinh tế Đa Phước Hạ", "Y Dược An Lạc",
     "Xây dựng Tân Quy Tây", "Nông nghiệp Bình Lợi Thượng", "Du lịch Thảo Điền Hạ")),
    ("vet_continuing_centre", "Trung tâm GDNN-GDTX", ("Quận Rạch Dừa", "Quận Phú Thạnh", "Huyện Bàu Trâm",
     "Huyện An Phú Tây", "Quận Thới Tam")),
    ("vet_centre", "Trung tâm GDNN", ("Lái xe Đông Hưng", "Thẩm mỹ Hoa Mai", "Tin học Ánh Dương")),
    ("vet_provider", "Công ty", ("TNHH Cơ điện Nam Kỳ", "Cổ phần Đào tạo Hải Đăng", "TNHH May Phước Long")),
)  # fmt: skip

_TITLES = ("Tin học văn phòng", "Sửa chữa xe gắn máy", "Pha chế đồ uống", "Kế toán hộ kinh doanh",
           "Lập trình PLC S7-1200", "Chăm sóc da cơ bản", "Chế biến món ăn", "May công nghiệp")  # fmt: skip


def units() -> tuple[Unit, ...]:
    return tuple(
        Unit(id=f"{kind}-{number}", name=f"{start} {name}", kind=kind)
        for kind, start, names in _NAMES
        for number, name in enumerate(names, 1)
    )


def snapshot(**changes: Any) -> Snapshot:
    """A working day: 22 units, of which 7 are complete, 5 incomplete, 1 has none and 9 have not sent."""
    lines = tuple(_line(number, one) for number, one in enumerate(units()))
    given: dict[str, Any] = {
        "campaign": campaign(), "taken_at": NOW, "units": lines,
        "unassigned": state(course("Cắt tóc nam", "x1", delivery=None), unit_id=None,
                            status=UnitStatus.INCOMPLETE),
        "today": _today(), "needs": _needs(),
        "letters_today": {LetterKind.ACKNOWLEDGEMENT: 4, LetterKind.CLARIFICATION: 3, LetterKind.REMINDER: 9},
        "runs": Runs(last_poll_at=datetime(2025, 5, 26, 7, 29, tzinfo=ZONE), processed=6, failed=0, other=1),
        "ledger": Ledger(copies=31, copies_by_state={"acknowledged": 30, "fetched": 1}, messages=30,
                         messages_by_state={"done": 29, "retry": 1}, parts=74,
                         parts_by_status={"read": 58, "unreadable": 2, "ignored": 14}),
        "previous": Totals(invited=22, complete=4, incomplete=6, none=1, not_sent=11, courses=17, contacts=9),
    }  # fmt: skip
    return Snapshot(**(given | changes))


def _line(number: int, one: Unit) -> UnitLine:
    if number % 22 == 4:
        none = state(contact(record_id=f"p{number}"), status=UnitStatus.NO_COURSES, unit_id=one.id)
        return UnitLine(unit=one, state=none)
    if number % 3 == 0 and number < 21:
        courses = _courses(number)
        done = state(*courses, contact(record_id=f"p{number}"), unit_id=one.id)
        return UnitLine(unit=one, state=done, asked=1, last_asked_at=RECEIVED_AT)
    if number % 4 == 1:
        return UnitLine(unit=one, state=_lacking(number, one), asked=2, last_asked_at=RECEIVED_AT)
    empty = state(status=UnitStatus.NOT_SUBMITTED, unit_id=one.id, first_received_at=None)
    return UnitLine(unit=one, state=empty, muted=number == 2)


def _lacking(number: int, one: Unit) -> UnitState:
    fee = value(None, "theo quy định", at="Sơ cấp!E9", doubt="unclear: no amount")
    courses = (*_courses(number)[:2], course("Hàn điện", f"h{number}", delivery=None, url=None, fee=fee))
    return state(
        *courses, contact(record_id=f"p{number}", position=None), status=UnitStatus.INCOMPLETE,
        unit_id=one.id, unread=(UnreadFile(filename="scan.pdf", reason="scanned", origin=Origin()),),
    )  # fmt: skip


def _courses(number: int) -> tuple[Record, ...]:
    return tuple(
        course(
            _TITLES[(number + step) % 8],
            f"c{number}-{step}",
            level=("short_term", "elementary", "intermediate")[step % 3],
            delivery=("online", "blended", "in_person")[(number + step) % 3],
            fee="free" if step == 0 else "paid",
            fee_vnd=None if step == 0 else 1200000 * (step + 1),
        )
        for step in range(3)
    )


def _today() -> tuple[MessageLine, ...]:
    def line(number: int, unit_id: str | None, hour: int, **more: Any) -> MessageLine:
        given: dict[str, Any] = {
            "kind": MessageKind.SUBMISSION, "courses": 3, "files": 1, "sender": "daotao@truong.example",
            "subject": "V/v gửi thông tin khóa học"} | more  # fmt: skip
        return MessageLine(id=f"m{number:04}", unit_id=unit_id,
                           received_at=datetime(2025, 5, 25, hour, 12, tzinfo=ZONE), **given)  # fmt: skip

    return (
        line(1, "college-1", 8),
        line(2, "intermediate_school-1", 9, kind=MessageKind.REPLY, courses=0),
        line(3, "vet_continuing_centre-2", 10, files=2),
        line(4, None, 14, sender="cokhi.namky@gmail.example", subject="danh sach lop nghe"),
        line(5, "vet_centre-1", 16, kind=MessageKind.QUESTION, courses=0, files=0,
             subject="Hỏi về biểu mẫu"),
    )  # fmt: skip


def _needs() -> tuple[NeedLine, ...]:
    at = datetime(2025, 5, 25, 14, 12, tzinfo=ZONE)
    return (
        NeedLine(kind=Need.UNKNOWN_SENDER, what="danh sach lop nghe", sender="cokhi.namky@gmail.example",
                 received_at=at, message="m0004", detail="gần giống: Công ty TNHH Cơ điện Nam Kỳ"),
        NeedLine(kind=Need.UNREADABLE, what="scan.pdf", unit_id="college-2", received_at=at, message="m0003",
                 detail="tệp là bản chụp, không có nội dung chữ"),
        NeedLine(kind=Need.CONFLICT, what='Khóa "Hàn điện", học phí', unit_id="intermediate_school-1",
                 detail='thư ngày 21/5 ghi "1.200.000 đồng", thư ngày 25/5 ghi "Miễn phí"', message="m0002"),
        NeedLine(kind=Need.QUESTION, what="Hỏi về biểu mẫu", unit_id="vet_centre-1", received_at=at,
                 sender="laixe@donghung.example", message="m0005"),
        NeedLine(kind=Need.HELD_LETTER, what="Đôn đốc sau thời hạn", detail="03 thư chờ duyệt"),
    )  # fmt: skip
