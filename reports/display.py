"""A record's values as a person reads them in Vietnamese; one value in, one text out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.fields import KEY_FIELD, Field, FieldType, field_of
from catalogue.normalizing.phones import display_phone
from catalogue.records import Origin, Record, Value
from reports.wording import thousands, without_hint

WHOLE = "record"
"""What ``Record.doubtful`` names where the whole record is doubtful."""

_YES_NO = {True: "Có", False: "Không"}
_ANSWERED = "Chưa có"
_CELL = re.compile(r"(.+)![A-Z]{0,3}(\d{1,7})")
_TABLE = re.compile(r"Bảng \d+")


def shown(record: Record, key: str) -> str:
    """A field of a record as text; "" where it lacks, the written text where it is no valid value."""
    value = record.values.get(key)
    return "" if value is None else shown_value(field_of(record.kind, key), value)


def shown_value(field: Field, value: Value) -> str:
    """A value by its field: vocabulary words, Có/Không, 1.500.000, telephone numbers in groups."""
    held = value.value
    if held is None or held == []:
        return _ANSWERED if value.answered else value.text
    if isinstance(held, bool):
        return _YES_NO[held]
    if isinstance(held, list):
        return "; ".join(held)
    if isinstance(held, int):
        return thousands(held)
    if field.type is FieldType.PHONE:
        return display_phone(held)
    return field.options.get(held, held)


def origin_words(origin: Origin) -> str:
    """Where a value came from, for the officer: the file and the place in it, or the decision."""
    if origin.decision:
        return f"chuyên viên xác định (quyết định số {origin.decision})"
    part = origin.part or "nội dung thư"
    return f"{part}, {origin.at}" if origin.at else part


def place_words(origin: Origin, *, with_file: bool) -> str:
    """Where a value stands, for its writer: dòng 7, trang tính "Sơ cấp", tệp ds.xlsx; "" where unknown."""
    parts = [_row_words(origin)]
    if origin.container:
        table = _TABLE.fullmatch(origin.container)
        parts.append(origin.container if table else f'trang tính "{origin.container}"')
    if not origin.part and origin.row:
        parts.append("nội dung thư")
    elif with_file and origin.part:
        parts.append(f"tệp {origin.part}")
    return ", ".join(part for part in parts if part)


def cell_words(at: str) -> str:
    """The place "Sơ cấp!B7" in words; any other text as it is."""
    match = _CELL.fullmatch(at)
    return (
        place_words(Origin(part="-", container=match[1], row=int(match[2])), with_file=False) if match else at
    )


def _row_words(origin: Origin) -> str:
    if not origin.row:
        return ""
    return f"dòng {origin.row}" if origin.container or not origin.part else f"đoạn {origin.row}"


def first_origin(record: Record) -> str:
    """Where a record came from: the place of what names it, else of its first value."""
    value = record.values.get(KEY_FIELD[record.kind]) or next(iter(record.values.values()), None)
    return origin_words(value.origin) if value else ""


def labels(kind: str, keys: Sequence[str]) -> str:
    """Fields by their words, as in a list of what lacks."""
    return "; ".join("cả dòng" if key == WHOLE else without_hint(field_of(kind, key).label) for key in keys)


_DOUBTS = {
    "abbreviation": "chữ viết tắt có thể hiểu theo nghĩa khác",
    "ambiguous": "có thể hiểu theo hai cách",
    "area_code": "chưa ghi mã vùng",
    "conditional": "mức thu phụ thuộc điều kiện",
    "confidence": "cách trình bày chưa cho biết chắc chắn nội dung này thuộc mục nào",
    "conflict": "hai giá trị không thống nhất",
    "corrected": "đã sửa chữ O thành số 0",
    "date": "bảng tính đã đổi thành ngày tháng",
    "denied": "đơn vị trả lời là chưa đúng",
    "differs": "khác nhau theo nhóm người học",
    "dummy": "giống số ghi tạm",
    "inferred": "suy ra từ cách ghi",
    "invalid": "không đúng dạng",
    "kind": "loại nội dung chưa rõ",
    "ocr": "đọc từ bản chụp",
    "open": "mức ước chừng hoặc tối thiểu",
    "product": "ghi theo từng phần",
    "range": "mức tiền khác thường",
    "several": "có nhiều giá trị",
    "short": "tên quá ngắn",
    "signature": "lấy từ chữ ký trong thư",
    "signer": "chỉ nêu ở phần ký tên",
    "stopped": "tình trạng ghi trong bảng cho thấy khóa học đã dừng hoặc hủy",
    "draft": "nằm ở trang tính ghi là bản nháp hoặc không dùng",
    "unclear": "chưa rõ",
    "unit": "số không có đơn vị tính",
    "unknown": "chưa xác định được nội dung này nói đến khóa học hoặc người nào",
}
_RECORD_DOUBTS = {
    "ambiguous": "trùng tên với nội dung khác đã gửi",
    "no full_name": "chưa nêu họ và tên",
    "no title": "chưa nêu tên khóa học",
}


def doubt_words(doubt: str) -> str:
    """Why a value waits for confirmation, in Vietnamese; the plain request where the code is unknown."""
    return _DOUBTS.get(_code(doubt), "chưa chắc chắn")


def record_doubt_words(doubt: str) -> str:
    """Why a record as a whole waits for confirmation, in Vietnamese; "" where the code is unknown."""
    return _RECORD_DOUBTS.get(_code(doubt)) or _DOUBTS.get(_code(doubt), "")


def _code(doubt: str) -> str:
    return doubt.partition(":")[0].strip()
