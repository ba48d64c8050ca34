"""The page of the log: decisions, looks at personal data, and runs of the program; values in, words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.decided import undone_by
from catalogue.lists import Access, Page
from catalogue.records import Decision
from catalogue.views import Run
from config.campaign import Campaign
from reports.desk.case_words import at_words
from reports.desk.decision_words import Names, decision_words, note_words
from reports.desk.places import letter_path, message_path, unit_path
from reports.wording import thousands

LOOKS = {
    "unit": "xem hồ sơ đơn vị",
    "contacts": "xem danh sách đầu mối liên hệ",
    "contact": "xem một đầu mối liên hệ",
    "record": "xem một khóa học hoặc đầu mối",
    "messages": "xem danh sách thư đến",
    "message": "xem một thư đến",
    "raw": "tải thư gốc",
    "attachment": "tải tệp đính kèm",
    "letters": "xem danh sách thư đi",
    "letter": "xem một thư đi",
    "queue": "xem việc cần xử lý",
    "person": "tra cứu dữ liệu cá nhân",
    "erase": "xóa dữ liệu cá nhân",
    "export": "tải dữ liệu",
    "log": "xem nhật ký",
    "approve": "duyệt gửi một thư",
    "hold": "giữ lại một thư",
    "cancel": "hủy một thư",
    "reread": "cho đọc lại một thư",
}
_OF_LETTERS = frozenset({"letter", "approve", "hold", "cancel"})
VERBS = {
    "poll": "quét hộp thư",
    "digest": "lập báo cáo",
    "send": "gửi thư",
    "ask": "lập thư gửi đơn vị",
    "remind": "nhắc thời hạn",
    "reprocess": "đọc lại thư",
}
_COUNTS = {
    "fetched": "nhận",
    "processed": "xử lý",
    "failed": "chưa xử lý được",
    "sent": "gửi",
    "acked": "ghi nhận trên máy chủ",
}
SORTS = {"quyet-dinh": "Quyết định", "truy-cap": "Truy cập dữ liệu cá nhân", "hoat-dong": "Hoạt động"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line: when, who, what; ``path`` leads to what it is about, ``mark`` says what became of it."""

    at: str
    who: str
    what: str
    detail: str = ""
    path: str = ""
    mark: str = ""
    tone: str = "plain"


def decision_lines(
    campaign: Campaign, shown: Sequence[Decision], made: Sequence[Decision], names: Names
) -> list[LogLine]:
    """The decisions of a page in words; ``made`` are all, which tell what was taken back."""
    undone = undone_by(made)
    return [
        LogLine(
            at=at_words(campaign, one.made_at),
            who=one.made_by,
            what=f"{one.id}. {decision_words(one, names)}",
            detail=note_words(one.note),
            mark="đã hoàn tác" if one.id in undone else "",
        )
        for one in shown
    ]


def access_lines(campaign: Campaign, page: Page[Access], names: Names) -> list[LogLine]:
    """The looks of a page in words."""
    return [
        LogLine(
            at=at_words(campaign, one.at),
            who=one.user_name,
            what=LOOKS.get(one.what, one.what),
            detail=names.get(one.subject, one.subject),
            path=_path(one),
        )
        for one in page.lines
    ]


def run_lines(campaign: Campaign, runs: Sequence[Run]) -> list[LogLine]:
    """The runs of the program in words, a failed one with its reason."""
    return [
        LogLine(
            at=at_words(campaign, one.started_at),
            who=one.host,
            what=VERBS.get(one.verb, one.verb),
            detail=one.error or _counts(one.counts),
            mark=_ending(one),
            tone="bad" if one.error else "good" if one.finished_at else "warn",
        )
        for one in runs
    ]


def log_view(sort: str, lines: Sequence[LogLine], more: Mapping[str, Any]) -> dict[str, Any]:
    """The values of log.j2."""
    return {"sorts": [*SORTS.items()], "sort": sort, "lines": lines, **more}


def _path(access: Access) -> str:
    paths = {"unit": unit_path, "message": message_path, "raw": message_path, "attachment": message_path,
             "reread": message_path}  # fmt: skip
    if access.what in _OF_LETTERS and access.subject.isdigit():
        return letter_path(int(access.subject))
    return paths[access.what](access.subject) if access.what in paths and access.subject else ""


def _ending(run: Run) -> str:
    if run.error:
        return "không thành công"
    return "xong" if run.finished_at else "đang chạy hoặc bị ngắt"


def _counts(counts: Mapping[str, int]) -> str:
    told = (
        f"{_COUNTS[key]} {thousands(number)}" for key, number in counts.items() if number and key in _COUNTS
    )
    return ", ".join(told)
