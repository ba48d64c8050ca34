"""The page of the campaign: its settings as the officer would tell them; values in, words out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalogue.fields import CONTACT_FIELDS, COURSE_FIELDS, Field
from config.campaign import Campaign, FieldRule
from reports import wording

LEVELS = {
    "A": "công văn nêu đích danh",
    "B": "công văn hàm ý",
    "C": "cam kết chung, hỏi một lần cho mỗi đơn vị",
    "D": "thêm nếu có, không hỏi",
}
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """Where the installation writes from, and whether it does."""

    sending: bool
    mailbox: str
    officer_by_mail: str


def campaign_view(campaign: Campaign, mailing: Mailing, unit_kinds: Mapping[str, int]) -> dict[str, Any]:
    """The values of campaign.j2; ``unit_kinds`` counts the invited units by kind."""
    return {
        "groups": [
            ("Đợt thu thập", [*_letter(campaign)]),
            ("Thời hạn", [*_window(campaign)]),
            ("Thư gửi đơn vị", [*_schedule(campaign, mailing)]),
            ("Liên hệ", [*_people(campaign, mailing)]),
        ],
        "kinds": [(words, unit_kinds.get(kind, 0)) for kind, words in campaign.unit_kinds.items()],
        "fields": [
            ("Khóa học", _fields(COURSE_FIELDS, campaign.course_fields)),
            ("Đầu mối liên hệ", _fields(CONTACT_FIELDS, campaign.contact_fields)),
        ],
    }


def _letter(campaign: Campaign) -> Iterable[Fact]:
    yield "Tên", campaign.title
    yield "Mã", campaign.id
    yield "Công văn", _official_letter(campaign)
    yield "Nhãn trong tiêu đề thư", f"[{campaign.subject_tag}]"
    if campaign.portal_url:
        yield "Cổng thông tin", campaign.portal_url
    yield "Từ ngữ nhận biết", ", ".join(campaign.keywords) or "không có"


def _official_letter(campaign: Campaign) -> str:
    number = f"số {campaign.letter_no} " if campaign.letter_no else "(chưa ghi số) "
    dated = f"ngày {wording.short_date(campaign.letter_date)} " if campaign.letter_date else ""
    return f"{number}{dated}về việc {campaign.letter_subject}"


def _window(campaign: Campaign) -> Iterable[Fact]:
    yield "Nhận thư từ ngày", wording.short_date(campaign.opens_on)
    yield "Thời hạn", f"trước ngày {wording.short_date(campaign.before)}"
    yield "Ngày cuối còn trong hạn", wording.long_date(campaign.last_day)
    if campaign.grace_days:
        yield "Số ngày châm chước", str(campaign.grace_days)
    yield "Múi giờ", str(campaign.time_zone)
    inside = sorted(day for day in campaign.holidays if campaign.opens_on <= day <= campaign.before)
    yield "Ngày nghỉ trong đợt", ", ".join(map(wording.short_date, inside)) or "không có"


def _schedule(campaign: Campaign, mailing: Mailing) -> Iterable[Fact]:
    yield "Chức năng gửi thư", "đang bật" if mailing.sending else "đang tắt: thư chờ ở trang Thư đi"
    yield "Giờ gửi", f"{campaign.office_start:%H:%M} đến {campaign.office_end:%H:%M}, ngày làm việc"
    yield "Nhắc hạn vào các ngày", ", ".join(_reminders(campaign)) or "không nhắc"
    yield (
        "Thư đề nghị bổ sung",
        (
            f"mỗi đơn vị tối đa {campaign.clarifications_per_day} thư một ngày, "
            f"{campaign.clarifications_in_all} thư trong cả đợt"
        ),
    )
    yield (
        "Tổng số thư",
        (
            f"mỗi đơn vị tối đa {campaign.letters_per_day} thư một ngày, "
            f"{campaign.letters_in_all} thư trong cả đợt"
        ),
    )
    yield "Báo cáo hằng ngày", f"lúc {campaign.digest_at:%H:%M}"
    yield "Mẫu thư riêng", "có" if campaign.templates.texts else "không, dùng mẫu chung"


def _reminders(campaign: Campaign) -> Iterable[str]:
    days: list[date] = [campaign.before - timedelta(days=before) for before in campaign.reminder_days]
    return (
        f"{wording.short_date(day)} (còn {left} ngày)"
        for day, left in zip(days, campaign.reminder_days, strict=True)
    )


def _people(campaign: Campaign, mailing: Mailing) -> Iterable[Fact]:
    officer = campaign.officer
    yield "Cơ quan", campaign.department
    yield "Đơn vị chủ trì", campaign.office
    yield "Hộp thư tiếp nhận", mailing.mailbox or campaign.mailbox_address
    yield "Chuyên viên phụ trách", " ".join(filter(None, [officer.title, officer.name]))
    yield "Điện thoại, thư điện tử", f"{officer.phone}, {officer.email}"
    yield (
        "Quyết định bằng thư",
        {
            "verified": "có, từ thư đã được máy chủ xác thực",
            "unverified": "có, theo địa chỉ người gửi",
            "off": "không",
        }.get(mailing.officer_by_mail, mailing.officer_by_mail),
    )


def _fields(fields: Sequence[Field], rules: Mapping[str, FieldRule]) -> list[tuple[str, str, str]]:
    return [
        (
            wording.without_hint(one.label),
            "bắt buộc" if rules[one.key].required else "không bắt buộc",
            LEVELS[rules[one.key].level],
        )
        for one in fields
    ]
