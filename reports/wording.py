"""The Vietnamese of letters and reports: phrases, dates, numbers, forms of address; values in, text out.

Every phrase that a campaign may want otherwise has a key in ``PHRASES``; ``[wording]`` of the campaign's
TOML replaces it. Nothing here reads a clock: moments come as arguments and are told in the campaign's zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from catalogue.records import LetterKind, Unit
from config.campaign import Campaign
from parsers.document import Reason

PHRASES: Mapping[str, str] = {
    "department": "Sở Giáo dục và Đào tạo",
    "we": "Sở",
    "portal": "trang học tập cộng đồng số",
    "data": "thông tin khóa học",
    "none": "Không có khóa học",
    "scope": "khóa học thuộc các hình thức nêu trong công văn",
    "subject.acknowledgement": "Xác nhận đã nhận thông tin",
    "subject.clarification": "Đề nghị bổ sung thông tin khóa học",
    "subject.confirmation": "Đề nghị xác nhận thông tin khóa học",
    "subject.complete": "Đã nhận đủ thông tin khóa học",
    "subject.no_courses": "Xác nhận không có khóa học",
    "subject.unreadable": "Chưa đọc được tệp đính kèm",
    "subject.reminder": "Nhắc thời hạn gửi thông tin khóa học",
    "subject.reminder_open": "Nhắc thời hạn bổ sung thông tin khóa học",
    "subject.last_day": "gửi thông tin khóa học",
    "subject.last_day_open": "bổ sung thông tin khóa học",
    "subject.overdue": "V/v đôn đốc gửi thông tin khóa học",
    "subject.help_receipt": "Đã nhận câu hỏi của {you}",
    "subject.answer": "Trả lời câu hỏi của {you}",
    "subject.digest": "Báo cáo tổng hợp",
    "subject.weekly": "Báo cáo tuần",
    "subject.final": "Báo cáo tổng kết",
    "purpose": "Để thông tin được đưa lên trang học tập cộng đồng số",
    "soft_copy": "bản mềm (.xlsx hoặc .docx)",
    "privacy": (
        "Họ tên, chức vụ, số điện thoại của đầu mối liên hệ chỉ được dùng để liên hệ công việc về trang học "
        "tập cộng đồng số; người có tên có quyền xem, đề nghị chỉnh sửa hoặc xóa thông tin của mình bằng "
        "cách trả lời thư này."
    ),
    "you.college": "Quý trường",
    "you.intermediate_school": "Quý trường",
    "you.vet_continuing_centre": "Quý trung tâm",
    "you.vet_centre": "Quý trung tâm",
    "you": "Quý đơn vị",
    "reason.scanned": "tệp là bản chụp, không có nội dung chữ",
    "reason.encrypted": "tệp có đặt mật khẩu",
    "reason.corrupt": "tệp bị hỏng hoặc không đúng định dạng",
    "reason.unsupported": "tệp thuộc định dạng chưa đọc được",
    "reason.empty": "tệp không có nội dung",
    "reason.too_large": "tệp vượt dung lượng cho phép",
    "reason.hostile": "tệp có nội dung không an toàn nên không được mở",
    "reason.link": "thư chỉ có đường liên kết cần quyền truy cập",
    "reason.pages": "các trang này là bản chụp, không có nội dung chữ",
    "remedy.scanned": "đề nghị gửi tệp Word hoặc Excel (.docx, .xlsx) đã dùng để in văn bản này",
    "remedy.pages": "đề nghị gửi tệp Word hoặc Excel (.docx, .xlsx) có nội dung của các trang này",
    "remedy.encrypted": (
        "đề nghị gửi lại tệp không đặt mật khẩu, hoặc cho biết mật khẩu qua điện thoại với {officer}, "
        "số {phone}"
    ),
    "remedy.corrupt": (
        "đề nghị mở tệp trên máy đã soạn, chọn Lưu thành (Save As) dạng .xlsx hoặc .docx, kiểm tra tệp mới "
        "mở được rồi gửi lại"
    ),
    "remedy.unsupported": (
        "đề nghị chuyển tệp sang dạng Excel (.xlsx) hoặc Word (.docx) rồi gửi lại; với Numbers, Pages: chọn "
        "Tệp (File), Xuất sang (Export To), Excel hoặc Word"
    ),
    "remedy.empty": "đề nghị mở tệp kiểm tra và gửi lại tệp có nội dung",
    "remedy.too_large": "đề nghị bỏ bớt hình ảnh, nén tệp (.zip) hoặc chia thành nhiều tệp nhỏ rồi gửi lại",
    "remedy.hostile": "đề nghị chép nội dung sang một tệp .xlsx hoặc .docx mới, không có macro, rồi gửi lại",
    "remedy.link": "đề nghị tải tệp về máy và đính kèm trực tiếp vào thư, không gửi đường liên kết",
}

LINK_ONLY = "link"
"""The reason of a mail that holds nothing but a link to a store in the cloud."""

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_FIRST_ZERO_MONTH = 2
_DIRECTION_MARKS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_CONTROLS = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " "),
    **dict.fromkeys(_DIRECTION_MARKS),
}


def phrase(campaign: Campaign, key: str) -> str:
    """The campaign's wording of a phrase, else the usual one."""
    return campaign.wording.get(key) or PHRASES[key]


def unknown_wording(campaign: Campaign) -> tuple[str, ...]:
    """The keys of the campaign's wording that replace nothing, for the check at start."""
    return tuple(sorted(set(campaign.wording) - set(PHRASES)))


def open_words(lacking: int, to_confirm: int) -> str:
    """How much is open, by what it takes: 02 nội dung cần bổ sung, 01 nội dung cần xác nhận."""
    parts = ((lacking, "bổ sung"), (to_confirm, "xác nhận"))
    return ", ".join(f"{count(number)} nội dung cần {what}" for number, what in parts if number)


def asking_words(lacking: int, to_confirm: int) -> str:
    """What a letter asks for: bổ sung 02 nội dung và xác nhận 01 nội dung."""
    parts = ((lacking, "bổ sung"), (to_confirm, "xác nhận"))
    return " và ".join(f"{what} {count(number)} nội dung" for number, what in parts if number)


def asked_verbs(lacking: int, to_confirm: int) -> str:
    """What is to be done with the open items: bổ sung, xác nhận, bổ sung hoặc xác nhận."""
    parts = ((lacking, "bổ sung"), (to_confirm, "xác nhận"))
    return " hoặc ".join(what for number, what in parts if number)


def officer(campaign: Campaign) -> str:
    """The officer as letters name a person: Ông Trần Minh Khôi; the name alone where no title is set."""
    return f"{campaign.officer.title} {campaign.officer.name}".strip()


def one_line(text: str) -> str:
    """A text as it may stand inside a sentence: one line, no control or direction marks.

    A title with a line break could otherwise pass for a numbered item of the letter.
    """
    return " ".join(text.translate(_CONTROLS).split())


def you(campaign: Campaign, unit: Unit | None) -> str:
    """How a unit is addressed: Quý trường, Quý trung tâm or Quý đơn vị."""
    key = f"you.{unit.kind}" if unit else "you"
    return phrase(campaign, key if key in PHRASES or key in campaign.wording else "you")


def subject(campaign: Campaign, words: str, unit: Unit | None, ref: str) -> str:
    """A subject line: [tag] kind of letter - unit (mã REF)."""
    name = f" - {unit.name}" if unit else ""
    return one_line(f"[{campaign.subject_tag}] {words}{name} (mã {ref})")


def kind_words(campaign: Campaign, kind: LetterKind) -> str:
    """What a letter calls itself in its subject."""
    return phrase(campaign, f"subject.{kind.value}")


def reason_words(campaign: Campaign, reason: str) -> str:
    """Why a file could not be read, in words for the school; an unknown code reads as damaged."""
    key = f"reason.{reason}"
    return phrase(campaign, key if key in PHRASES else f"reason.{Reason.CORRUPT.value}")


def official_letter(campaign: Campaign, *, about: bool = False) -> str:
    """The letter that asked for the data; by its number where it has one, else by what it is about."""
    what = re.sub(r"^V/v\s+", "", campaign.letter_subject)
    dated = f" ngày {_date_words(campaign.letter_date)}" if campaign.letter_date else ""
    if not campaign.letter_no:
        return f"văn bản{dated} của {phrase(campaign, 'department')} về {what}"
    ending = f" của {phrase(campaign, 'department')} về {what}" if about else ""
    return f"Công văn số {campaign.letter_no}{dated}{ending}"


def deadline(campaign: Campaign, more: str = "") -> str:
    """The deadline as the letters always put it, with the last accepted day in brackets."""
    return before(campaign.before, more)


def before(day: date, more: str = "") -> str:
    """Before a day, with the last day that still counts in brackets, and more to say about it."""
    last = long_date(day - timedelta(days=1))
    return f"trước {long_date(day)} (chậm nhất hết {last}{'; ' + more if more else ''})"


def local(campaign: Campaign, moment: datetime) -> datetime:
    """A moment on the campaign's clock."""
    return moment.astimezone(campaign.time_zone)


def days_left(campaign: Campaign, now: datetime) -> int:
    """Days from today to the last accepted day; 0 on that day, negative after it."""
    return (campaign.last_day - local(campaign, now).date()).days


def time_left(campaign: Campaign, now: datetime) -> str:
    """The time left, in words: còn 03 ngày, hạn cuối hôm nay, đã quá hạn 02 ngày."""
    left = days_left(campaign, now)
    if left > 0:
        return f"còn {count(left)} ngày"
    return "hạn cuối hôm nay" if left == 0 else f"đã quá hạn {count(-left)} ngày"


def long_date(day: date) -> str:
    """A date in running text, the word "ngày" included: ngày 05 tháng 6 năm 2025."""
    return f"ngày {_date_words(day)}"


def short_date(day: date) -> str:
    """A date in a table: 29/5/2025."""
    return f"{day.day}/{day.month}/{day.year}"


def weekday(day: date) -> str:
    """The name of the day: thứ Năm."""
    return _WEEKDAYS[day.weekday()]


def clock(moment: datetime) -> str:
    """A time of day in running text: 17 giờ 00."""
    return f"{moment:%H} giờ {moment:%M}"


def moment_words(campaign: Campaign, moment: datetime) -> str:
    """A moment in running text: 17 giờ 00 ngày 29 tháng 5 năm 2025."""
    there = local(campaign, moment)
    return f"{clock(there)} {long_date(there.date())}"


def moment_short(campaign: Campaign, moment: datetime) -> str:
    """A moment in a table: 17:00 29/5/2025."""
    there = local(campaign, moment)
    return f"{there:%H:%M} {short_date(there.date())}"


def count(number: int) -> str:
    """A count in running text: 02, 15, 1.500."""
    return f"{number:02d}" if 0 < number < 10 else thousands(number)  # noqa: PLR2004 one digit takes a zero


def thousands(number: int) -> str:
    """A number with the Vietnamese mark between thousands: 1.500.000."""
    return f"{number:,}".replace(",", ".")


def percent(part: int, whole: int) -> str:
    """A share with one decimal and a comma: 61,2%; a dash where there is no whole."""
    return f"{100 * part / whole:.1f}%".replace(".", ",").replace(",0%", "%") if whole else "-"


def change(now: int, before: int | None) -> str:
    """What was added since the previous report: +5, 0, -1; a dash where there was none."""
    if before is None:
        return "-"
    return f"{now - before:+d}" if now != before else "0"


def without_hint(label: str) -> str:
    """A field's label without the hint in brackets: "học phí (miễn phí hoặc có thu phí)" is "học phí"."""
    return re.sub(r"\s*\([^)]*\)", "", label)


def roman(number: int) -> str:
    """I to X, for the headings of a letter."""
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1]


def _date_words(day: date) -> str:
    # Zero before days below 10 and before months 1 and 2 only, as in official letters.
    month = f"{day.month:02d}" if day.month <= _FIRST_ZERO_MONTH else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"
