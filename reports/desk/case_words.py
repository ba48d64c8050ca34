"""What cases, letters and messages are called on the desk, with their tones; one value in, words out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from catalogue.lists import UnitHead
from catalogue.records import LetterKind, LetterState, MessageKind, Record, UnitStatus
from config.campaign import Campaign
from reports.wording import local, thousands


class Badge(NamedTuple):
    """A short word in a colour: good, warn, bad or plain."""

    tone: str
    words: str


STATUSES: Mapping[UnitStatus, Badge] = {
    UnitStatus.NOT_SUBMITTED: Badge("plain", "Chưa gửi"),
    UnitStatus.INCOMPLETE: Badge("warn", "Cần bổ sung"),
    UnitStatus.COMPLETE: Badge("good", "Đủ thông tin"),
    UnitStatus.NO_COURSES: Badge("good", "Không có khóa học"),
}
LETTERS: Mapping[LetterKind, str] = {
    LetterKind.ACKNOWLEDGEMENT: "Xác nhận đã nhận thông tin",
    LetterKind.CLARIFICATION: "Đề nghị bổ sung thông tin",
    LetterKind.COMPLETE: "Đã nhận đủ thông tin",
    LetterKind.NO_COURSES: "Xác nhận không có khóa học",
    LetterKind.UNREADABLE: "Chưa đọc được tệp đính kèm",
    LetterKind.REMINDER: "Nhắc thời hạn",
    LetterKind.OVERDUE: "Đôn đốc",
    LetterKind.HELP_RECEIPT: "Đã nhận câu hỏi",
    LetterKind.ANSWER: "Trả lời câu hỏi",
    LetterKind.DIGEST: "Báo cáo tổng hợp",
    LetterKind.OPERATOR: "Thư báo cho quản trị",
}
LETTER_STATES: Mapping[LetterState, Badge] = {
    LetterState.DRAFT: Badge("plain", "bản thảo"),
    LetterState.HELD: Badge("warn", "chờ duyệt"),
    LetterState.QUEUED: Badge("plain", "chờ gửi"),
    LetterState.SENDING: Badge("warn", "đang gửi"),
    LetterState.SENT: Badge("good", "đã gửi"),
    LetterState.RETURNED: Badge("bad", "bị trả lại"),
    LetterState.FAILED: Badge("bad", "chưa gửi được"),
    LetterState.CANCELLED: Badge("plain", "đã hủy"),
    LetterState.WITHDRAWN: Badge("plain", "đã rút lại"),
}
MESSAGES: Mapping[MessageKind, str] = {
    MessageKind.SUBMISSION: "Gửi thông tin",
    MessageKind.REPLY: "Trả lời bổ sung",
    MessageKind.QUESTION: "Câu hỏi",
    MessageKind.AUTO_REPLY: "Thư trả lời tự động",
    MessageKind.BOUNCE: "Thư bị trả lại",
    MessageKind.OTHER: "Thư không liên quan",
}
LATE = Badge("warn", "Gửi sau thời hạn")


def case_badges(head: UnitHead) -> tuple[Badge, ...]:
    """Where a unit's case stands."""
    return (STATUSES[head.status], LATE) if head.late else (STATUSES[head.status],)


def trouble_badges(record: Record) -> tuple[Badge, ...]:
    """How much of a record lacks, waits for a yes, or disagrees."""
    disputed = {one.field for one in record.conflicts}
    doubtful = [key for key in record.doubtful if key not in disputed]
    counted = (
        ("warn", "thiếu", len(record.missing)),
        ("warn", "cần xác nhận", len(doubtful)),
        ("bad", "không thống nhất", len(disputed)),
    )
    return tuple(Badge(tone, f"{words} {thousands(number)}") for tone, words, number in counted if number)


def at_words(campaign: Campaign, moment: datetime | None) -> str:
    """A moment as lists tell it: 19/5/2025 08:12; "" for none."""
    if moment is None:
        return ""
    there = local(campaign, moment)
    return f"{there.day}/{there.month}/{there.year} {there:%H:%M}"
