"""Why what a person typed at the desk could not be taken, in Vietnamese; words only, checks nothing."""

from __future__ import annotations

from catalogue.fields import CONTACT, KEY_FIELD, FieldType, field_of
from reports.desk.decision_words import field_words, shortened

STALE = "Nội dung đã thay đổi từ lúc mở trang này. Đề nghị xem lại rồi quyết định."
EMPTY = "Chưa nhập giá trị. Nếu đơn vị không có, đề nghị chọn “Chưa có”."
NOTHING_TO_CONFIRM = "Chưa có giá trị nào để xác nhận. Đề nghị ghi giá trị đúng."
NO_OTHER = "Chưa chọn nội dung để gộp, hoặc nội dung đó không cùng loại, không cùng đơn vị."
NOT_PARTED = (
    "Không tách được: thư này chỉ bổ sung cho nội dung đã có, hoặc mọi giá trị đều từ một thư. "
    "Quyết định tách đã được hoàn tác."
)
_EXPECTED = {
    FieldType.PHONE: "Số điện thoại có 10 chữ số (di động) hoặc 11 chữ số kể cả mã vùng.",
    FieldType.EMAIL: "Địa chỉ thư có dạng ten@mien.",
    FieldType.URL: "Địa chỉ trang có dạng https://...",
    FieldType.MONEY: "Mức học phí ghi bằng số tiền của cả khóa.",
    FieldType.FEE: "Ghi “Miễn phí” hoặc số tiền và cách tính.",
    FieldType.YES_NO: "Ghi “Có” hoặc “Không”.",
}


def fault_words(kind: str, key: str, text: str) -> str:
    """Why a text is no value of a field, and what one looks like."""
    field = field_of(kind, key)
    if not text.strip():
        return EMPTY
    words = "; ".join(field.options.values()) if field.type in (FieldType.LEVEL, FieldType.DELIVERY) else ""
    wanted = f"Ghi một trong: {words}." if words else f"Ví dụ: {field.example}."
    expected = _EXPECTED.get(field.type, "")
    label = field_words(key)
    return " ".join(filter(None, (f"“{shortened(text)}” chưa phải là {label} hợp lệ.", expected, wanted)))


def needs_name_words(kind: str) -> str:
    """That a record cannot be without its name."""
    what = "Đầu mối liên hệ" if kind == CONTACT else "Khóa học"
    label = field_words(KEY_FIELD[kind])
    return f"{what} không thể không có {label}. Nếu nội dung này không đúng, đề nghị bỏ khỏi danh mục."
