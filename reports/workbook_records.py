"""The sheets of courses and contacts: records in, rows out; flagged cells say why and whence."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.fields import CONTACT, COURSE, FIELDS, KEY_FIELD, Field, FieldType
from catalogue.records import Record, Value
from catalogue.snapshot import Snapshot, states
from reports import display
from reports.seen_words import confidence_words, reason_in_words
from reports.sheets import Sheet, SheetCell, Tone

_HEADINGS = {
    "title": ("Tên khóa học", 26), "level": ("Trình độ", 10), "delivery": ("Hình thức đào tạo", 13),
    "work_study": ("Vừa học vừa làm", 8), "fee": ("Học phí", 10), "fee_vnd": ("Mức học phí (đồng)", 12),
    "duration": ("Thời gian đào tạo", 10), "content": ("Nội dung", 64),
    "curriculum": ("Chương trình đào tạo", 64), "url": ("Địa chỉ trang thông tin lớp học", 30),
    "images": ("Hình ảnh", 20), "learner_account": ("Cấp tài khoản", 7),
    "assessment": ("Kiểm tra, đánh giá", 8), "certificate": ("Chứng nhận, chứng chỉ", 8),
    "advising": ("Nhân sự tư vấn", 8), "full_name": ("Họ và tên", 26), "position": ("Chức vụ", 28),
    "phone": ("Số điện thoại", 17), "email": ("Thư điện tử", 28),
}  # fmt: skip
_TITLES = {COURSE: "Khóa học", CONTACT: "Đầu mối liên hệ"}
_SCREEN_ONLY = ("content", "curriculum", "images")
"""Long texts stand behind the flags and off the paper, so that the rest is large enough to read."""
LEGEND = (
    "Ô màu hồng: chưa có thông tin theo đề nghị. Ô màu vàng: đã đọc, cần xác nhận. Ô màu cam: hai giá trị "
    "không thống nhất. Lý do và nơi ghi nằm trong chú thích của ô."
)
_CONFLICT = "hai giá trị không thống nhất"
_MOST_QUOTED = 300
_UNKNOWN_UNIT = "(chưa xác định đơn vị)"
EMPTY = SheetCell()


def records_sheet(snapshot: Snapshot, kind: str) -> Sheet:
    """The records of a kind: what identifies and what is printed first, long texts and origins behind."""
    printed, behind = _parted(kind)
    name, *others = (_HEADINGS[one.key] for one in printed)
    flags = (("Còn thiếu", 18), ("Cần xác nhận", 22))
    tail = (*(_HEADINGS[one.key] for one in behind), ("Nguồn", 32), ("Mã", 18))
    return Sheet(
        title=_TITLES[kind],
        columns=(("STT", 6), ("Đơn vị", 22), name, ("Tình trạng", 13), *others, *flags, *tail),
        rows=_rows(snapshot, kind),
        frozen=3,
        heading_note=LEGEND,
        unprinted=len(tail),
    )


def _parted(kind: str) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    printed = tuple(one for one in FIELDS[kind] if one.key not in _SCREEN_ONLY)
    return printed, tuple(one for one in FIELDS[kind] if one.key in _SCREEN_ONLY)


def _rows(snapshot: Snapshot, kind: str) -> Iterator[tuple[SheetCell, ...]]:
    names = {line.unit.id: line.unit.name for line in snapshot.units}
    columns = _parted(kind)
    count = 0
    for state in states(snapshot):
        unit = SheetCell(names.get(state.unit_id or "", _UNKNOWN_UNIT))
        for record in state.records:
            if record.kind == kind:
                count += 1
                yield (SheetCell(count), unit, *_cells(record, columns))


def _cells(record: Record, columns: tuple[tuple[Field, ...], tuple[Field, ...]]) -> Iterator[SheetCell]:
    name, *others = columns[0]
    yield _field_cell(record, name)
    yield _status(record)
    for one in others:
        yield _field_cell(record, one)
    yield text(display.labels(record.kind, record.missing))
    yield text(_awaited_words(record))
    for one in columns[1]:
        yield _field_cell(record, one)
    yield text(display.first_origin(record))
    yield text(record.id)


def _status(record: Record) -> SheetCell:
    """What the colours of a row come to, in words that a filter can pick."""
    if record.missing:
        words = "Cần bổ sung, xác nhận" if record.doubtful or record.conflicts else "Cần bổ sung"
        return SheetCell(words, Tone.MISSING)
    if record.conflicts or record.doubtful:
        return SheetCell("Cần xác nhận", Tone.CONFLICT if record.conflicts else Tone.DOUBTFUL)
    return SheetCell("Đủ thông tin")


def _awaited_words(record: Record) -> str:
    """Each field that waits for a yes with its reason, so that no colour is needed to know it."""
    in_conflict = {one.field for one in record.conflicts}
    keys = dict.fromkeys((*record.doubtful, *(one.field for one in record.conflicts)))
    return "; ".join(_awaited(record, key, in_conflict=key in in_conflict) for key in keys)


def _awaited(record: Record, key: str, *, in_conflict: bool) -> str:
    value = record.values.get(key)
    if in_conflict:
        why = _CONFLICT
    elif key == display.WHOLE:
        why = display.record_doubt_words(record.doubt)
    else:
        why = display.doubt_words(value.doubt) if value else ""
    return f"{display.labels(record.kind, (key,))}{': ' + why if why else ''}"


def _field_cell(record: Record, one: Field) -> SheetCell:
    value = record.values.get(one.key)
    tone, note = _flag(record, one)
    if value is not None and one.type is FieldType.MONEY and isinstance(value.value, int):
        return SheetCell(value.value, tone, note)
    shown = "" if value is None or _needs_no_sum(record, value, one) else display.shown_value(one, value)
    return SheetCell(shown, tone, note) if shown or note else EMPTY


def _needs_no_sum(record: Record, value: Value, one: Field) -> bool:
    """Whether it is the sum of a course that is free: "Chưa có" would read as if it lacked."""
    fee = record.values.get("fee")
    is_none = one.type is FieldType.MONEY and value.answered and not value.doubt
    return is_none and fee is not None and fee.value == "free"


def _flag(record: Record, one: Field) -> tuple[Tone, str]:
    """How a cell is marked and why; the reason names the place in the file."""
    value = record.values.get(one.key)
    conflict = next((found for found in record.conflicts if found.field == one.key), None)
    if conflict is not None:
        both = "\n".join(
            f'"{_quoted(each.text)}" ({display.origin_words(each.origin)})' for each in conflict.values
        )
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
    origin = display.origin_words(value.origin)
    return f'Ghi trong thư: "{_quoted(value.text)}".\nNguồn: {origin}.{_rests_on(value)}'


def _quoted(written: str) -> str:
    return written if len(written) <= _MOST_QUOTED else f"{written[:_MOST_QUOTED]} […]"


def _rests_on(value: Value) -> str:
    """How sure the reading is and why; nothing where a person set the value."""
    if not value.reason:
        return ""
    return f"\nĐộ tin cậy khi đọc: {confidence_words(value.confidence)}, {reason_in_words(value.reason)}."


def text(words: str) -> SheetCell:
    """A cell of text; the empty cell where there is none."""
    return SheetCell(words) if words else EMPTY
