"""The lists of the officer's reports: a snapshot in, rows of text out; draws nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from catalogue.fields import COURSE, field_of
from catalogue.folding.validate import WHOLE, awaited
from catalogue.records import LetterKind, MessageKind, PartStatus, Record, UnitState, UnitStatus
from catalogue.snapshot import Gap, Ledger, MessageLine, Need, NeedLine, Snapshot, UnitLine, gaps, lines_with
from config.campaign import Campaign
from parsers.document import Reason
from reports import wording
from reports.digest_course import OTHER_KIND

Row = tuple[str, ...]


class Names(NamedTuple):
    """Units of one kind in one line: how many, the names of the first, how many more there are."""

    kind: str
    number: int
    names: str
    more: int


_KINDS = {
    MessageKind.SUBMISSION: "gửi thông tin",
    MessageKind.REPLY: "trả lời bổ sung",
    MessageKind.QUESTION: "câu hỏi",
    MessageKind.AUTO_REPLY: "thư trả lời tự động",
    MessageKind.BOUNCE: "thư bị trả lại",
    MessageKind.OTHER: "thư không liên quan",
}
_LETTERS = {
    LetterKind.ACKNOWLEDGEMENT: "xác nhận",
    LetterKind.CLARIFICATION: "bổ sung",
    LetterKind.COMPLETE: "đã đủ thông tin",
    LetterKind.NO_COURSES: "không có khóa học",
    LetterKind.UNREADABLE: "chưa đọc được tệp",
    LetterKind.REMINDER: "nhắc",
    LetterKind.OVERDUE: "đôn đốc",
    LetterKind.HELP_RECEIPT: "đã nhận câu hỏi",
    LetterKind.ANSWER: "trả lời câu hỏi",
    LetterKind.DIGEST: "báo cáo",
    LetterKind.OPERATOR: "báo người vận hành",
}
_USUAL_LETTERS = (LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.REMINDER)
_STATES = {
    "unfetched": "chưa tải",
    "fetched": "đã tải",
    "acknowledged": "đã tải và đánh dấu",
    "archived": "chờ xử lý",
    "retry": "chờ xử lý lại",
    "done": "đã xử lý",
    "quarantined": "xử lý không thành công, giữ nguyên bản",
    "erased": "đã xóa theo yêu cầu về dữ liệu cá nhân",
    PartStatus.READ.value: "đã đọc",
    PartStatus.UNREADABLE.value: "chưa đọc được",
    PartStatus.IGNORED.value: "không chứa dữ liệu",
}
_STATUSES = {
    UnitStatus.NOT_SUBMITTED: "đơn vị chưa gửi thông tin",
    UnitStatus.COMPLETE: "đơn vị đã đủ thông tin",
    UnitStatus.NO_COURSES: "đơn vị báo không có khóa học",
}
_LEVELS = ("short_term", "elementary", "intermediate", "college", "")
_DELIVERIES = {"online": "Trực tuyến", "blended": "Kết hợp", "in_person": "Trực tiếp", "": "Chưa rõ"}
_UNCLEAR = "Chưa rõ"


def need_words(campaign: Campaign) -> list[tuple[Need, str]]:
    """A: what each thing that waits for the officer is called, most urgent first."""
    times = wording.count(campaign.clarifications_in_all)
    return [
        (Need.UNKNOWN_SENDER, "Thư chưa xác định được đơn vị gửi"),
        (Need.OVERDUE, "Danh sách đôn đốc chờ duyệt"),
        (Need.UNREADABLE, "Tệp không đọc được, là bản chụp hoặc có mật khẩu"),
        (Need.CONFLICT, "Giá trị không thống nhất hoặc trùng giữa hai thư"),
        (Need.ASKED_OUT, f"Đơn vị đã được hỏi bổ sung {times} lần, chưa trả lời đủ"),
        (Need.DOUBT, "Giá trị chưa chắc chắn, không hỏi thêm được đơn vị"),
        (Need.QUESTION, "Câu hỏi, vướng mắc của đơn vị gửi về"),
        (Need.NO_ADDRESS, "Đơn vị không còn địa chỉ nhận được thư"),
        (Need.FULL_MAILBOX, "Hộp thư của đơn vị bị đầy nhiều lần"),
        (Need.AWAY, "Người nhận vắng mặt, có nêu người thay thế"),
        (Need.BOUNCE, "Thư bị trả lại"),
        (Need.QUARANTINED, "Thư xử lý không thành công"),
        (Need.HELD_LETTER, "Thư đi chờ duyệt"),
        (Need.FAILED_LETTER, "Thư đi chưa gửi được"),
    ]


def need_detail(campaign: Campaign, line: NeedLine) -> str:
    """What more there is to say; the code of an unreadable file's reason becomes words."""
    if line.kind is Need.UNREADABLE and line.detail in set(Reason):
        return wording.reason_words(campaign, line.detail)
    return line.detail


def today(snapshot: Snapshot, most: int) -> list[Row]:
    """C: who wrote, and when, what came and what that unit still owes; so many at most, nothing beside."""
    by_id = {line.unit.id: line for line in snapshot.units}
    shown = [line for line in snapshot.today if line.unit_id or line.kind is not MessageKind.OTHER][:most]
    return [_message(snapshot.campaign, line, by_id.get(line.unit_id or "")) for line in shown]


def _message(campaign: Campaign, line: MessageLine, unit: UnitLine | None) -> Row:
    name = unit.unit.name if unit else f"Chưa xác định đơn vị ({line.sender})"
    facts = (
        short_moment(campaign, line.received_at),
        _KINDS[line.kind],
        f"{wording.count(line.courses)} khóa học" if line.courses else "",
        _owed(campaign, unit.state) if unit else line.subject,
        "gửi sau thời hạn" if line.late else "",
    )
    return name, "; ".join(fact for fact in facts if fact)


def _owed(campaign: Campaign, state: UnitState) -> str:
    if state.status is not UnitStatus.INCOMPLETE:
        return _STATUSES[state.status]
    missing, waiting = len(gaps(state)), len(awaited(state.records, campaign))
    facts = (
        f"còn thiếu {wording.count(missing)} nội dung" if missing else "",
        f"cần xác nhận {wording.count(waiting)} giá trị" if waiting else "",
    )
    return f"đơn vị {', '.join(fact for fact in facts if fact) or 'cần bổ sung'}"


def incomplete(snapshot: Snapshot) -> list[Row]:
    """D: who still owes something or has to confirm it, how much, what, and when it was last asked."""
    owing = lines_with(snapshot, UnitStatus.INCOMPLETE)
    return [_owing(snapshot.campaign, line) for line in owing]


def _owing(campaign: Campaign, line: UnitLine) -> Row:
    missing, waiting = gaps(line.state), awaited(line.state.records, campaign)
    asked = f"đã hỏi {wording.count(line.asked)} lần" if line.asked else "chưa hỏi"
    if line.last_asked_at:
        asked += f", gần nhất {wording.short_date(wording.local(campaign, line.last_asked_at).date())}"
    facts = (
        _gap_words(missing),
        f"chờ xác nhận: {_waiting_words(waiting)}" if waiting else "",
        asked,
        "đã dừng gửi thư tới đơn vị" if line.muted else "",
    )
    tag = (f"thiếu {len(missing)}" if missing else "", f"cần xác nhận {len(waiting)}" if waiting else "")
    return line.unit.name, ", ".join(filter(None, tag)), "; ".join(fact for fact in facts if fact)


def _waiting_words(waiting: Sequence[tuple[Record, str]]) -> str:
    counted = Counter(waiting_label(record.kind, key) for record, key in waiting)
    return ", ".join(f"{label} ({times})" for label, times in counted.items())


def waiting_label(kind: str, key: str) -> str:
    """What waits for a yes, in the words of the letters."""
    if key == WHOLE:
        return "cả khóa học" if kind == COURSE else "cả đầu mối liên hệ"
    return wording.without_hint(field_of(kind, key).label)


def _gap_words(missing: Sequence[Gap]) -> str:
    counted = Counter(gap_label(gap) for gap in missing)
    return "; ".join(f"{label} ({times})" for label, times in counted.items())


def gap_label(gap: Gap) -> str:
    """What lacks, in the words of the letters."""
    if gap.kind == "file":
        return "tệp chưa đọc được"
    if not gap.field:
        return "khóa học" if gap.kind == COURSE else "đầu mối liên hệ"
    return wording.without_hint(field_of(gap.kind, gap.field).label)


def not_sent(snapshot: Snapshot, most: int) -> list[Names]:
    """E: the units that have sent nothing, by kind in the campaign's order; strange kinds come last."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    kinds = snapshot.campaign.unit_kinds
    for line in lines_with(snapshot, UnitStatus.NOT_SUBMITTED):
        muted = " (đã dừng gửi thư tới đơn vị)" if line.muted else ""
        by_kind[kinds.get(line.unit.kind, OTHER_KIND)].append(line.unit.name + muted)
    order = dict.fromkeys([*kinds.values(), OTHER_KIND])
    return [_names(kind, by_kind[kind], most) for kind in order if kind in by_kind]


def late(snapshot: Snapshot, most: int) -> Names:
    """The units whose data came after the last day that counts."""
    return _names("", [line.unit.name for line in snapshot.units if line.state.late], most)


def _names(kind: str, names: Sequence[str], most: int) -> Names:
    return Names(kind, len(names), "; ".join(names[:most]), max(0, len(names) - most))


def course_table(by_form: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """F: courses by level and delivery, with the sums of both ways; levels without a course are left out."""
    counted = Counter(by_form)
    words = field_of(COURSE, "level").options
    rows = []
    for level in _LEVELS:
        figures = [counted[level, delivery] for delivery in _DELIVERIES]
        name = words[level].capitalize() if level else _UNCLEAR
        if any(figures):
            rows.append((name, *map(str, figures), str(sum(figures))))
    columns = [sum(counted[level, delivery] for level in _LEVELS) for delivery in _DELIVERIES]
    rows.append(("Cộng", *map(str, columns), str(sum(columns))))
    return {"heads": ("Trình độ", *_DELIVERIES.values(), "Cộng"), "rows": rows}


def fees(by_fee: Mapping[str, int]) -> str:
    """F: how many courses are free, paid or unclear."""
    named = {"free": "miễn phí", "paid": "có thu phí", "": "chưa rõ"}
    return "; ".join(f"{words} {wording.thousands(by_fee.get(code, 0))}" for code, words in named.items())


def letters(sent: Mapping[LetterKind, int]) -> str:
    """G: how many letters of each kind went out; the three usual kinds even when none did."""
    shown = [kind for kind in _LETTERS if sent.get(kind) or kind in _USUAL_LETTERS]
    return "; ".join(f"{_LETTERS[kind]} {wording.thousands(sent.get(kind, 0))}" for kind in shown)


def sums(ledger: Ledger) -> list[Row]:
    """H: where everything is, as sums: each line reads total = parts."""
    return [
        ("Thư trên máy chủ", wording.thousands(ledger.copies), _parts(ledger.copies_by_state)),
        ("Thư đã lưu", wording.thousands(ledger.messages), _parts(ledger.messages_by_state)),
        ("Phần của thư (nội dung, tệp)", wording.thousands(ledger.parts), _parts(ledger.parts_by_status)),
    ]


def _parts(by_state: Mapping[str, int]) -> str:
    named = (f"{_STATES.get(state, state)} {wording.thousands(number)}" for state, number in by_state.items())
    return " + ".join(named) or "0"


def short_moment(campaign: Campaign, moment: datetime) -> str:
    """A moment of these days: 08:12 ngày 25/5."""
    there = wording.local(campaign, moment)
    return f"{there:%H:%M} ngày {there.day}/{there.month}"
