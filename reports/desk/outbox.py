"""What the desk shows of the outbox: letters by state, and of one letter exactly what goes out; pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue.lists import LetterLine
from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState
from config.campaign import Campaign
from reports.desk.case_words import LETTER_STATES, LETTERS, Badge, at_words
from reports.desk.messages import size_words
from reports.desk.places import below, letter_path, unit_path
from reports.wording import one_line, thousands

_PICTURE = re.compile(r"""(<img\b[^>]*?\bsrc=)(["'])cid:([^"'>]+)\2""", re.IGNORECASE)
_WAITING = frozenset((LetterState.DRAFT, LetterState.HELD, LetterState.QUEUED))
_MAY_GO = frozenset((LetterState.DRAFT, LetterState.HELD, LetterState.FAILED))
_MAY_WAIT = frozenset((LetterState.DRAFT, LetterState.QUEUED))
_ENDS: Mapping[LetterState, str] = {
    LetterState.CANCELLED: "Chuyên viên đã hủy; thư không gửi đi.",
    LetterState.WITHDRAWN: "Có thông tin mới trước khi gửi; thư được rút lại và có thể soạn lại.",
    LetterState.RETURNED: "Thư bị trả lại; không ai nhận được.",
    LetterState.SENDING: "Đang gửi, hoặc chưa rõ máy chủ thư đã nhận hay chưa.",
    LetterState.FAILED: "Máy chủ thư không nhận; thư chờ chuyên viên.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What the shell gathers of one letter: when it may leave, and what stands in its way.

    ``sending`` is false where the installation lets nothing leave; ``muted_until`` is set where its address
    gets no mail.
    """

    campaign: Campaign
    letter: Letter
    due_at: datetime
    now: datetime
    sending: bool = True
    muted_until: datetime | None = None
    unit_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file that goes with a letter. ``is_inline``: a picture that the letter shows in its text."""

    name: str
    media: str
    size: str
    path: str
    is_inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """One letter as it goes out. ``html`` is for a sandboxed frame; ``holds`` say why it has not left."""

    id: int
    path: str
    words: str
    badge: Badge
    unit_name: str
    unit_path: str
    headers: tuple[tuple[str, str], ...]
    subject: str
    text: str
    html: str
    files: tuple[FileView, ...]
    questions: int
    when: str
    holds: tuple[str, ...]
    can_approve: bool
    can_hold: bool
    can_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLine:
    """One letter of the list."""

    id: int
    path: str
    words: str
    badge: Badge
    unit_name: str
    to: str
    subject: str
    when: str
    error: str
    can_approve: bool
    can_hold: bool
    can_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateTab:
    """One state of the outbox with how many letters are in it; ``state`` is its word in addresses."""

    state: str
    badge: Badge
    count: str


def state_tabs(counts: Mapping[LetterState, int]) -> tuple[StateTab, ...]:
    """The states that hold letters, and always those in which they wait; in the order of the road."""
    return tuple(
        StateTab(state=state.value, badge=badge, count=thousands(counts.get(state, 0)))
        for state, badge in LETTER_STATES.items()
        if counts.get(state) or state in (LetterState.HELD, LetterState.QUEUED)
    )


def outbox_lines(
    campaign: Campaign, letters: Sequence[LetterLine], names: Mapping[str, str]
) -> tuple[OutboxLine, ...]:
    """The letters of a list; ``names`` are units by id."""
    return tuple(_line(campaign, one, names) for one in letters)


def letter_view(facts: LetterFacts) -> LetterView:
    """One letter with everything that goes out, when, and why not yet."""
    letter = facts.letter
    path = letter_path(letter.id)
    return LetterView(
        id=letter.id,
        path=path,
        words=LETTERS.get(letter.kind, letter.kind.value),
        badge=LETTER_STATES[letter.state],
        unit_name=facts.unit_name,
        unit_path=unit_path(letter.unit_id) if letter.unit_id else "",
        headers=tuple((name, text) for name, text in _headers(facts) if text),
        subject=letter.subject,
        text=letter.text,
        html=with_pictures(letter.html, lambda name: below(f"{path}/tep", name)),
        files=tuple(_file(letter, number) for number in range(len(letter.files))),
        questions=len(letter.items),
        when=_when(facts),
        holds=tuple(_holds(facts)),
        can_approve=letter.state in _MAY_GO,
        can_hold=letter.state in _MAY_WAIT,
        can_cancel=letter.state in _WAITING | _MAY_GO,
    )


def with_pictures(page: str, address: Callable[[str], str]) -> str:
    """A letter's HTML whose inline pictures are fetched from the desk instead of from the mail."""

    def moved(found: re.Match[str]) -> str:
        where = html.escape(address(html.unescape(found[3])), quote=True)
        return f"{found[1]}{found[2]}{where}{found[2]}"

    return _PICTURE.sub(moved, page)


def _headers(facts: LetterFacts) -> list[tuple[str, str]]:
    letter = facts.letter
    return [
        ("Gửi tới", letter.to),
        ("Tiêu đề", letter.subject),
        ("Mã thư", letter.ref),
        ("Trả lời thư", one_line(letter.in_reply_to)),
        ("Message-ID", letter.message_id),
        ("Soạn lúc", at_words(facts.campaign, letter.created_at)),
        ("Gửi lúc", at_words(facts.campaign, letter.sent_at)),
    ]


def _file(letter: Letter, number: int) -> FileView:
    file = letter.files[number]
    return FileView(
        name=file.filename,
        media=file.media_type,
        size=size_words(len(file.data)),
        path=below(f"{letter_path(letter.id)}/tep", file.filename),
        is_inline=f"cid:{html.escape(file.filename, quote=True)}" in letter.html,
    )


def _when(facts: LetterFacts) -> str:
    letter = facts.letter
    if letter.sent_at is not None:
        left = f"Đã gửi lúc {at_words(facts.campaign, letter.sent_at)}."
        return f"{left} {_ENDS[letter.state]}" if letter.state is LetterState.RETURNED else left
    if letter.state not in _WAITING:
        return _ENDS.get(letter.state, "")
    due = at_words(facts.campaign, facts.due_at)
    asked = ", sau khi chuyên viên duyệt" if letter.state is not LetterState.QUEUED else ""
    return f"Gửi từ {due}{asked}." if facts.due_at > facts.now else f"Đến lượt gửi từ {due}{asked}."


def _holds(facts: LetterFacts) -> list[str]:
    """Everything that keeps a letter from leaving now."""
    letter = facts.letter
    if letter.state not in _WAITING:
        return [f"Lỗi: {letter.error}"] if letter.error else []
    held = [_waits_for_a_person(letter)] if letter.state is not LetterState.QUEUED else []
    if not facts.sending:
        held.append("Chế độ gửi thư đang tắt.")
    if facts.muted_until is not None and facts.muted_until > facts.now:
        held.append(f"Địa chỉ nhận tạm dừng tới {at_words(facts.campaign, facts.muted_until)}.")
    if facts.due_at > facts.now:
        early = letter.not_before is not None and letter.not_before > facts.now
        held.append("Chưa đến thời điểm gửi." if early else "Ngoài giờ làm việc.")
    if letter.error:
        held.append(f"Đã thử {letter.attempts} lần; lỗi gần nhất: {letter.error}")
    return held


def _waits_for_a_person(letter: Letter) -> str:
    if letter.state is LetterState.DRAFT:
        return "Bản thảo, chưa đưa vào hàng chờ."
    if letter.kind is LetterKind.OVERDUE:
        return "Thư đôn đốc chỉ gửi khi chuyên viên duyệt."
    return "Chờ chuyên viên duyệt."


def _line(campaign: Campaign, letter: LetterLine, names: Mapping[str, str]) -> OutboxLine:
    return OutboxLine(
        id=letter.id,
        path=letter_path(letter.id),
        words=LETTERS.get(letter.kind, letter.kind.value),
        badge=LETTER_STATES[letter.state],
        unit_name=names.get(letter.unit_id or "", letter.unit_id or ""),
        to=letter.to,
        subject=letter.subject,
        when=at_words(campaign, letter.sent_at or letter.due_at),
        error=letter.error,
        can_approve=letter.state in _MAY_GO,
        can_hold=letter.state in _MAY_WAIT,
        can_cancel=letter.state in _WAITING | _MAY_GO,
    )
