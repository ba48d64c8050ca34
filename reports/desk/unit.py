"""One unit as the desk shows it: where its case stands, what lacks, what may be decided; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.asking.silence import Silence
from catalogue.folding.validate import awaited
from catalogue.lists import UnitHead
from catalogue.records import Entry, LetterKind, LetterState, UnitState, UnitStatus
from catalogue.snapshot import gaps
from config.campaign import Campaign
from reports.desk.case_words import LETTER_STATES, LETTERS, Badge, at_words, case_badges
from reports.desk.decision_words import shortened
from reports.desk.places import below, message_path, unit_path
from reports.desk.silence_words import silence_words
from reports.digest_lists import gap_label, waiting_label
from reports.wording import count, reason_words, thousands

DEEDS = "/don-vi-quyet-dinh"
"""Where the form of a unit's decisions is sent."""
_OPEN = frozenset({UnitStatus.NOT_SUBMITTED, UnitStatus.INCOMPLETE})
_CLOSED_BY_HAND = Badge("good", "Đóng hồ sơ")
_STOPPED = Badge("bad", "Đã dừng gửi thư")
_UNRESOLVED = {
    "answer": "Câu trả lời của đơn vị chưa hiểu được.",
    "changed": "Câu trả lời nói về giá trị đã thay đổi sau khi hỏi.",
    "sent": "Đơn vị cho biết đã gửi nội dung này trước đó.",
    "denied": "Đơn vị trả lời là chưa đúng, chưa nêu giá trị đúng.",
}
_UNPLACED = "Chưa xác định được khóa học hoặc đầu mối liên hệ mà nội dung này nói đến."


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a unit is written: a letter that waits, or is due (``to`` "": it cannot leave), or why none."""

    waiting: tuple[LetterKind, LetterState, int] | None = None
    kind: LetterKind | None = None
    to: str = ""
    silence: Silence | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that may be decided about the unit; ``does`` says in a sentence what comes of it."""

    name: str
    label: str
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """Something of the unit that stands in no record: a file that could not be read, a statement; and why."""

    what: str
    why: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """One unit without its records. ``figures`` are (label, value, tone), ``next_path`` leads to a letter."""

    id: str
    name: str
    kind: str
    path: str
    badges: tuple[Badge, ...]
    figures: tuple[tuple[str, str, str], ...]
    lacks: tuple[str, ...]
    waits: tuple[str, ...]
    loose: tuple[Loose, ...]
    next_words: str
    next_path: str
    deeds: tuple[Deed, ...]
    addresses: tuple[str, ...] = ()
    received: str = ""


def unit_view(
    head: UnitHead, state: UnitState, writing: Writing, campaign: Campaign, *, personal: bool
) -> UnitView:
    """Where one unit stands; ``personal`` tells addresses, file names and what was written."""
    unit = head.unit
    return UnitView(
        id=unit.id,
        name=unit.name,
        kind=campaign.unit_kinds.get(unit.kind, unit.kind),
        path=unit_path(unit.id),
        badges=tuple(_badges(head, state, writing)),
        figures=_figures(head),
        lacks=_lacks(state),
        waits=_waits(state, campaign),
        loose=tuple(_loose(state, campaign, personal=personal)),
        next_words=_next_words(writing, campaign, personal=personal),
        next_path=below("/thu-di", str(writing.waiting[2])) if writing.waiting and personal else "",
        deeds=tuple(_deeds(head, state, writing)),
        addresses=unit.emails if personal else (),
        received=_received(head, campaign),
    )


def _badges(head: UnitHead, state: UnitState, writing: Writing) -> Iterator[Badge]:
    yield from case_badges(head)
    if state.closed_at is not None:
        yield _CLOSED_BY_HAND
    if writing.stopped:
        yield _STOPPED


def _figures(head: UnitHead) -> tuple[tuple[str, str, str], ...]:
    open_ones = (
        ("Nội dung còn thiếu", head.missing, "warn"),
        ("Giá trị cần xác nhận", head.doubtful, "warn"),
        ("Giá trị không thống nhất", head.conflicts, "bad"),
        ("Tệp chưa đọc được", head.unread, "bad"),
    )
    return (
        ("Khóa học", thousands(head.courses), ""),
        ("Đầu mối liên hệ", thousands(head.contacts), ""),
        *((label, thousands(number), tone if number else "good") for label, number, tone in open_ones),
    )


def _received(head: UnitHead, campaign: Campaign) -> str:
    if head.first_received_at is None:
        return "Đơn vị chưa gửi thông tin."
    first, last = at_words(campaign, head.first_received_at), at_words(campaign, head.last_received_at)
    return f"Nhận lần đầu {first}" + (f"; gần nhất {last}." if last != first else ".")


def _lacks(state: UnitState) -> tuple[str, ...]:
    """What lacks, counted by what it is: hình thức đào tạo (03)."""
    return _counted([gap_label(one) for one in gaps(state)])


def _waits(state: UnitState, campaign: Campaign) -> tuple[str, ...]:
    waiting = awaited(state.records, campaign)
    return _counted([waiting_label(record.kind, key) for record, key in waiting])


def _counted(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{label} ({count(times)})" for label, times in Counter(labels).items())


def _loose(state: UnitState, campaign: Campaign, *, personal: bool) -> Iterator[Loose]:
    for number, file in enumerate(state.unread, 1):
        yield Loose(
            what=f"Tệp {file.filename}" if personal else f"Tệp thứ {number}",
            why=f"{_capital(reason_words(campaign, file.reason))}.",
            path=message_path(file.origin.message) if personal and file.origin.message else "",
        )
    for entry in state.unresolved if personal else ():
        yield _statement(entry)


def _statement(entry: Entry) -> Loose:
    values = list(entry.values.values())
    told = "; ".join(shortened(value.text or str(value.value)) for value in values)
    origin = values[0].origin.message if values else ""
    return Loose(
        what=f"“{told}”" if told else "(không rõ nội dung)",
        why=_UNRESOLVED.get(entry.doubt.partition(":")[0], _UNPLACED),
        path=message_path(origin) if origin else "",
    )


def _next_words(writing: Writing, campaign: Campaign, *, personal: bool) -> str:
    if writing.waiting is not None:
        kind, state, _id = writing.waiting
        return f"Thư “{LETTERS[kind]}” đang ở hộp thư đi: {LETTER_STATES[state].words}."
    if writing.silence is not None:
        return silence_words(writing.silence, campaign)
    if writing.kind is None:
        return ""
    if not writing.to:
        return f"Đến lượt gửi thư “{LETTERS[writing.kind]}”, nhưng đơn vị không còn địa chỉ nhận được thư."
    to = f" tới {writing.to}" if personal else ""
    return f"Sắp gửi thư “{LETTERS[writing.kind]}”{to}."


def _deeds(head: UnitHead, state: UnitState, writing: Writing) -> Iterator[Deed]:
    """What makes sense now: what has no effect is not offered."""
    is_open = head.status in _OPEN
    if is_open or writing.stopped:
        yield Deed(
            name="ask_again",
            label="Đề nghị bổ sung lần nữa",
            does="Gửi thêm một thư đề nghị bổ sung, kể cả khi đã đủ số lần hỏi.",
        )
    if writing.stopped:
        yield Deed(name="resume", label="Tiếp tục gửi thư", does="Đơn vị lại được hỏi và nhắc như thường lệ.")
    elif is_open:
        yield Deed(
            name="stop",
            label="Dừng gửi thư",
            does="Không hỏi, không nhắc đơn vị nữa; thư của đơn vị vẫn được nhận.",
        )
    if state.closed_at is not None:
        yield Deed(name="reopen", label="Mở lại hồ sơ", does="Hồ sơ trở về tình trạng theo dữ liệu.")
    elif is_open:
        yield Deed(
            name="close",
            label="Đóng hồ sơ",
            does="Coi như đủ thông tin; nội dung còn thiếu vẫn hiển thị, không hỏi nữa.",
        )
    if head.late:
        yield Deed(
            name="accept_late",
            label="Chấp nhận nộp muộn",
            does="Thư gửi sau thời hạn được tính như đúng hạn.",
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
