"""The Vietnamese of the drawn reading: reasons, confidence, roles; one value in, one text out."""

from __future__ import annotations

from parsers.document import Reason, TextRole
from reports.display import doubt_words
from reports.seen import Claim, Role
from reports.seen_colours import look_of

_REASONS = (
    ("heading above", "theo dòng tiêu đề phía trên"),
    ("heading begins", "gần giống tiêu đề cột"),
    ("heading begun", "gần giống tiêu đề cột"),
    ("heading ~", "gần giống tiêu đề cột"),
    ("heading", "theo tiêu đề cột"),
    ("abbreviation", "theo chữ viết tắt của tiêu đề"),
    ("tick column", "theo cột đánh dấu"),
    ("joined columns", "ghép từ nhiều cột"),
    ("section row", "theo dòng nhóm phía trên"),
    ("label", "theo nhãn"),
    ("contact line", "theo dòng ghi đầu mối liên hệ"),
    ("person's line", "theo dòng ghi họ tên, chức vụ và điện thoại của một người"),
    ("parted cell", "tách từ một ô"),
    ("title", "theo tiêu đề của bảng"),
    ("sheet name", "theo tên trang tính"),
    ("prose", "theo câu văn"),
    ("note", "theo ghi chú"),
    ("signature", "theo chữ ký"),
    ("correction", "theo câu đính chính"),
    ("shape", "theo dạng của giá trị"),
    ("ocr", "nhận dạng từ bản chụp"),
    ("values", "theo các giá trị trong cột"),
    ("parent heading", "theo tiêu đề chung của nhiều cột"),
    ("part", "theo một phần của tiêu đề"),
    ("words in a tick column", "theo chữ ghi trong cột đánh dấu"),
    ("only text column", "theo cột chữ duy nhất"),
    ("told in line", "theo lời ghi trong dòng"),
    ("answer", "theo câu trả lời của đơn vị"),
    ("confirmed", "đơn vị đã xác nhận"),
)
ROLES = {
    Role.TEXT: "Nội dung thư",
    Role.FORWARDED: "Nội dung chuyển tiếp",
    Role.SIGNATURE: "Chữ ký trong thư",
    Role.QUOTED: "Phần trích dẫn lại",
    Role.FILE: "Tệp",
}
TEXT_ROLES = {
    TextRole.HEADER: "đầu trang",
    TextRole.FOOTER: "chân trang",
    TextRole.NOTE: "chú thích",
    TextRole.BOX: "hộp chữ",
}
REASONS = tuple(reason.value for reason in Reason)


def reason_in_words(reason: str) -> str:
    """What a reading rests on, in Vietnamese; the reader's own English where it is new."""
    return next((words for start, words in _REASONS if reason.startswith(start)), reason)


def confidence_words(confidence: float) -> str:
    """How sure a reading is: 98%."""
    return f"{round(100 * confidence)}%"


def claim_words(claim: Claim) -> str:
    """What hovering over a value tells: field, confidence, reason, doubt."""
    value = claim.value
    told = [f"{look_of(claim.kind, claim.field).name}: tin cậy {confidence_words(value.confidence)}"]
    if claim.reason:
        told.append(reason_in_words(claim.reason))
    if value.doubt:
        told.append(f"cần xác nhận: {doubt_words(value.doubt)}")
    return ", ".join(told)
