"""The officer's workbook: a snapshot in, the bytes of an .xlsx out; a flagged cell says why and whence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from catalogue.fields import CONTACT, COURSE, FIELDS, KEY_FIELD, Field, FieldType
from catalogue.folding.validate import awaited
from catalogue.records import Record, UnitStatus, Value
from catalogue.snapshot import Gap, NeedLine, Snapshot, UnitLine, gaps, states
from config.campaign import Campaign
from reports import display, wording
from reports.digest_lists import gap_label, need_detail, need_words, waiting_label
from reports.seen_words import confidence_words, reason_in_words
from reports.sheets import Sheet, SheetCell, Tone

_HEADINGS = {
    "title": ("Tên khóa học", 24), "level": ("Trình độ", 10), "delivery": ("Hình thức đào tạo", 12),
    "work_study": ("Vừa học vừa làm", 7), "fee": ("Học phí", 10), "fee_vnd": ("Mức học phí (đồng)", 12),
    "duration": ("Thời gian đào tạo", 10), "content": ("Nội dung", 32),
    "curriculum": ("Chương trình đào tạo", 32), "url": ("Địa chỉ trang thông tin lớp học", 22),
    "images": ("Hình ảnh", 10), "learner_account": ("Cấp tài khoản", 7),
    "assessment": ("Kiểm tra, đánh giá", 7), "certificate": ("Chứng nhận, chứng chỉ", 8),
    "advising": ("Nhân sự tư vấn", 7), "full_name": ("Họ và tên", 24), "position": ("Chức vụ", 28),
    "phone": ("Số điện thoại", 17), "email": ("Thư điện tử", 28),
}  # fmt: skip
_STATUSES = {
    UnitStatus.NOT_SUBMITTED: "Chưa gửi",
    UnitStatus.INCOMPLETE: "Cần bổ sung, xác nhận",
    UnitStatus.COMPLETE: "Đủ thông tin",
    UnitStatus.NO_COURSES: "Không có khóa học",
}
_STATUS_TONES = {
    UnitStatus.NOT_SUBMITTED: Tone.MISSING,
    UnitStatus.INCOMPLETE: Tone.DOUBTFUL,
}
_LEGEND = (
    "Ô màu hồng: chưa có thông tin theo đề nghị. Ô màu vàng: đã đọc, cần xác nhận. Ô màu cam: hai giá trị "
    "không thống nhất. Lý do và nơi ghi nằm trong chú thích của ô."
)
_KINDS = {"course": "Khóa học", "contact": "Đầu mối liên hệ", "file": "Tệp"}
_UNKNOWN_UNIT = "(chưa xác định đơn vị)"
_EMPTY = SheetCell()


def build_workbook(snapshot: Snapshot) -> bytes:
    """The five sheets: courses, contacts, units, what is missing, what waits for the officer."""
    # openpyxl takes a third of a second to load: only who writes a workbook pays for it.
    from reports.xlsx import write_workbook  # noqa: PLC0415

    made_at = wording.local(snapshot.campaign, snapshot.taken_at)
    return write_workbook(workbook_sheets(snapshot), snapshot.campaign.title, made_at)


def workbook_sheets(snapshot: Snapshot) -> tuple[Sheet, ...]:
    """What the workbook shows, as values."""
    return (
        _records(snapshot, "Khóa học", COURSE),
        _records(snapshot, "Đầu mối liên hệ", CONTACT),
        _units(snapshot),
        _gaps(snapshot),
        _needs(snapshot),
    )


def _records(snapshot: Snapshot, title: str, kind: str) -> Sheet:
    columns = (("STT", 6), ("Đơn vị", 22), *(_HEADINGS[one.key] for one in FIELDS[kind]))
    rows = [
        (_number(count), _text(unit), *cells)
        for count, (unit, cells) in enumerate(_record_rows(snapshot, kind), 1)
    ]
    tail = (("Còn thiếu", 16), ("Cần xác nhận", 14), ("Nguồn", 28), ("Mã", 16))
    return Sheet(
        title=title, columns=columns + tail, rows=rows, frozen=3, heading_note=_LEGEND, unprinted=2
    )  # fmt: skip


def _record_rows(snapshot: Snapshot, kind: str) -> Iterator[tuple[str, tuple[SheetCell, ...]]]:
    names = {line.unit.id: line.unit.name for line in snapshot.units}
    for state in states(snapshot):
        for record in state.records:
            if record.kind == kind:
                unit = names.get(state.unit_id or "", _UNKNOWN_UNIT)
                yield unit, tuple(_record_cells(record))


def _record_cells(record: Record) -> Iterator[SheetCell]:
    for one in FIELDS[record.kind]:
        yield _field_cell(record, one)
    yield _text(display.labels(record.kind, record.missing))
    yield _text(display.labels(record.kind, record.doubtful))
    yield _text(display.first_origin(record))
    yield _text(record.id)


def _field_cell(record: Record, one: Field) -> SheetCell:
    value = record.values.get(one.key)
    tone, note = _flag(record, one)
    if value is not None and one.type is FieldType.MONEY and isinstance(value.value, int):
        return SheetCell(value.value, tone if note else Tone.NUMBER, note)
    shown = "" if value is None else display.shown_value(one, value)
    return SheetCell(shown, tone, note) if shown or note else _EMPTY


def _flag(record: Record, one: Field) -> tuple[Tone, str]:
    """How a cell is marked and why; the reason names the place in the file."""
    value = record.values.get(one.key)
    conflict = next((found for found in record.conflicts if found.field == one.key), None)
    if conflict is not None:
        both = "\n".join(f'"{each.text}" ({display.origin_words(each.origin)})' for each in conflict.values)
        return Tone.CONFLICT, f"Hai giá trị không thống nhất:\n{both}"
    if value is not None and one.key in record.doubtful:
        why = f"Cần xác nhận: {display.doubt_words(value.doubt)}.\n{_found(value)}"
        return Tone.DOUBTFUL, f"{_whole(record)}\n{why}" if _is_doubtful_whole(record, one) else why
    if _is_doubtful_whole(record, one):
        return Tone.DOUBTFUL, f"{_whole(record)}\n{_found(value)}" if value is not None else _whole(record)
    if one.key in record.missing:
        found = f"\n{_found(value)}" if value is not None else ""
        return Tone.MISSING, f"Chưa có {one.label}.{found}"
    return Tone.PLAIN, ""


def _is_doubtful_whole(record: Record, one: Field) -> bool:
    """Whether a cell bears the doubt of its whole row: that of the record's name."""
    return display.WHOLE in record.doubtful and one.key == KEY_FIELD[record.kind]


def _whole(record: Record) -> str:
    why = display.record_doubt_words(record.doubt)
    return f"Cần xác nhận cả dòng{': ' + why if why else ''}."


def _found(value: Value) -> str:
    return f'Ghi trong thư: "{value.text}".\nNguồn: {display.origin_words(value.origin)}.{_rests_on(value)}'


def _rests_on(value: Value) -> str:
    """How sure the reading is and why; nothing where a person set the value."""
    if not value.reason:
        return ""
    return f"\nĐộ tin cậy khi đọc: {confidence_words(value.confidence)}, {reason_in_words(value.reason)}."


def _units(snapshot: Snapshot) -> Sheet:
    columns = (
        ("STT", 6), ("Đơn vị", 40), ("Loại hình", 22), ("Tình trạng", 17), ("Số khóa học", 9),
        ("Số đầu mối", 9), ("Số nội dung còn thiếu", 11), ("Số giá trị chờ xác nhận", 11),
        ("Gửi lần đầu", 17), ("Gửi gần nhất", 17),
        ("Gửi sau thời hạn", 10), ("Số lần hỏi bổ sung", 10), ("Hỏi gần nhất", 17), ("Ghi chú", 22),
        ("Mã", 20),
    )  # fmt: skip
    rows = [_unit_row(snapshot.campaign, count, line) for count, line in enumerate(snapshot.units, 1)]
    return Sheet(title="Đơn vị", columns=columns, rows=rows)


def _unit_row(campaign: Campaign, count: int, line: UnitLine) -> tuple[SheetCell, ...]:
    state = line.state
    return (
        _number(count),
        _text(line.unit.name),
        _text(campaign.unit_kinds.get(line.unit.kind, line.unit.kind)),
        SheetCell(_STATUSES[state.status], _STATUS_TONES.get(state.status, Tone.PLAIN)),
        _number(len(state.courses)),
        _number(len(state.contacts)),
        _number(len(gaps(state))),
        _number(len(awaited(state.records, campaign))),
        _moment(campaign, state.first_received_at),
        _moment(campaign, state.last_received_at),
        _text("Có" if state.late else ""),
        _number(line.asked),
        _moment(campaign, line.last_asked_at),
        _text("đã dừng gửi thư" if line.muted else ""),
        _text(line.unit.id),
    )


def _gaps(snapshot: Snapshot) -> Sheet:
    columns = (("STT", 6), ("Đơn vị", 40), ("Đối tượng", 17), ("Tên", 36), ("Còn thiếu, chờ xác nhận", 34),
               ("Nguồn", 36))  # fmt: skip
    rows = list(_owed_rows(snapshot))
    numbered = [(_number(count), *row) for count, row in enumerate(rows, 1)]
    return Sheet(title="Cần bổ sung", columns=columns, rows=numbered)


def _owed_rows(snapshot: Snapshot) -> Iterator[tuple[SheetCell, ...]]:
    """What each unit lacks, and behind it what it has to confirm."""
    campaign = snapshot.campaign
    for line in snapshot.units:
        for gap in gaps(line.state):
            yield _gap_row(campaign, line, gap)
        for record, key in awaited(line.state.records, campaign):
            yield _waiting_row(line, record, key)


def _gap_row(campaign: Campaign, line: UnitLine, gap: Gap) -> tuple[SheetCell, ...]:
    record = gap.record
    return (
        _text(line.unit.name),
        _text(_KINDS[gap.kind]),
        _text(record.name if record else gap.filename),
        _text(_lack(campaign, gap)),
        _text(display.first_origin(record) if record else ""),
    )


def _waiting_row(line: UnitLine, record: Record, key: str) -> tuple[SheetCell, ...]:
    value = record.values.get(key)
    why = display.record_doubt_words(record.doubt) if value is None else display.doubt_words(value.doubt)
    conflicts = {one.field for one in record.conflicts}
    words = "hai giá trị không thống nhất" if key in conflicts else why
    origin = display.first_origin(record) if value is None else display.origin_words(value.origin)
    return (
        _text(line.unit.name),
        _text(_KINDS[record.kind]),
        _text(record.name),
        _text(f"chờ xác nhận {waiting_label(record.kind, key)}{': ' + words if words else ''}"),
        _text(origin),
    )


def _lack(campaign: Campaign, gap: Gap) -> str:
    label = gap_label(gap)
    return f"{label}: {wording.reason_words(campaign, gap.reason)}" if gap.reason else label


def _needs(snapshot: Snapshot) -> Sheet:
    columns = (("STT", 6), ("Việc", 36), ("Đơn vị", 36), ("Nội dung", 36), ("Chi tiết", 40),
               ("Người gửi", 28), ("Thời điểm", 17), ("Mã", 14))  # fmt: skip
    names = {line.unit.id: line.unit.name for line in snapshot.units}
    order = need_words(snapshot.campaign)
    found = [(words, line) for need, words in order for line in snapshot.needs if line.kind is need]
    rows = [
        (_number(count), _text(words), _text(names.get(line.unit_id or "", "")), *_need(snapshot, line))
        for count, (words, line) in enumerate(found, 1)
    ]
    return Sheet(title="Cần xử lý", columns=columns, rows=rows)


def _need(snapshot: Snapshot, line: NeedLine) -> tuple[SheetCell, ...]:
    return (
        _text(line.what),
        _text(need_detail(snapshot.campaign, line)),
        _text(line.sender),
        _moment(snapshot.campaign, line.received_at),
        _text(line.message),
    )


def _text(text: str) -> SheetCell:
    return SheetCell(text) if text else _EMPTY


def _number(number: int) -> SheetCell:
    return SheetCell(number, Tone.NUMBER)


def _moment(campaign: Campaign, moment: datetime | None) -> SheetCell:
    return _text(wording.moment_short(campaign, moment)) if moment else _EMPTY
