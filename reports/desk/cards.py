"""The card of one thing that waits, and the list around it: facts in, values for the template out; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.snapshot import Need, NeedLine
from config.campaign import Campaign
from reports.desk.card_choices import Button, Form, assigns_of, buttons_of, forms_of
from reports.desk.card_evidence import exhibits_of
from reports.desk.card_facts import CardFacts
from reports.desk.case_words import STATUSES, Badge, at_words
from reports.desk.evidence import Exhibit
from reports.desk.places import message_path, record_path, unit_path
from reports.desk.route_words import route_words, trust_badge
from reports.digest_lists import need_detail, need_words
from reports.seen_grid import clipped
from reports.wording import one_line

LONGEST = 160
SHOWN = 30
SHORT: Mapping[Need, Badge] = {
    Need.UNKNOWN_SENDER: Badge("warn", "Chưa rõ đơn vị gửi"),
    Need.OVERDUE: Badge("bad", "Đôn đốc chờ duyệt"),
    Need.UNREADABLE: Badge("bad", "Tệp chưa đọc được"),
    Need.CONFLICT: Badge("warn", "Không thống nhất"),
    Need.ASKED_OUT: Badge("warn", "Đã hỏi, chưa đủ"),
    Need.DOUBT: Badge("warn", "Chưa chắc chắn"),
    Need.QUESTION: Badge("plain", "Câu hỏi"),
    Need.NO_ADDRESS: Badge("bad", "Không còn địa chỉ"),
    Need.FULL_MAILBOX: Badge("plain", "Hộp thư đầy"),
    Need.AWAY: Badge("plain", "Người nhận vắng"),
    Need.BOUNCE: Badge("plain", "Thư bị trả lại"),
    Need.QUARANTINED: Badge("bad", "Thư lỗi"),
    Need.HELD_LETTER: Badge("plain", "Thư chờ duyệt"),
    Need.FAILED_LETTER: Badge("bad", "Chưa gửi được"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of what is known. ``path`` leads further, ``key`` opens it."""

    label: str
    text: str
    path: str = ""
    key: str = ""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The chosen one, ready to be drawn. ``assigns`` are the ways in which a sought unit may be named."""

    mark: str
    badge: Badge
    kind_words: str
    title: str
    detail: str
    facts: tuple[Fact, ...]
    exhibits: tuple[Exhibit, ...]
    buttons: tuple[Button, ...]
    forms: tuple[Form, ...]
    assigns: tuple[tuple[str, str], ...]
    guesses: bool = False
    sought: str = ""
    nothing_found: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list beside the card."""

    mark: str
    badge: Badge
    title: str
    unit: str
    since: str
    is_chosen: bool = False
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One sort of what waits, with how much of it."""

    key: str
    words: str
    count: int
    is_chosen: bool = False


def draw_card(facts: CardFacts) -> Card:
    """The card of a line."""
    campaign, line = facts.sources.campaign, facts.line
    exhibits = exhibits_of(facts)
    told = need_detail(campaign, line)
    forms, buttons = forms_of(facts), buttons_of(facts)
    return Card(
        mark=facts.mark,
        badge=SHORT[line.kind],
        kind_words=dict(need_words(campaign))[line.kind],
        title=clipped(one_line(line.what), LONGEST),
        detail=clipped(told, 2 * LONGEST) if _is_news(facts, exhibits) else "",
        facts=tuple(_facts(facts)),
        exhibits=exhibits,
        buttons=buttons,
        forms=forms,
        assigns=assigns_of(line, facts.user),
        guesses=any(one.names_unit for one in buttons),
        sought=facts.typed.sought,
        nothing_found=bool(facts.typed.sought) and not facts.units,
        fault="" if any(form.fault for form in forms) else facts.typed.fault,
    )


def draw_rows(lines: Sequence[tuple[str, NeedLine]], names: Mapping[str, str], campaign: Campaign,
              chosen: str, later: frozenset[str]) -> tuple[Row, ...]:  # fmt: skip
    """The list: up to ``SHOWN`` lines from a few before the chosen one on."""
    at = next((number for number, (mark, _) in enumerate(lines) if mark == chosen), 0)
    first = max(0, min(at - 3, len(lines) - SHOWN))
    return tuple(
        Row(
            mark=mark,
            badge=SHORT[line.kind],
            title=clipped(one_line(line.what), LONGEST),
            unit=_other(names.get(line.unit_id or "", line.sender), line.what),
            since=at_words(campaign, line.received_at),
            is_chosen=mark == chosen,
            is_later=mark in later,
        )
        for mark, line in lines[first : first + SHOWN]
    )


def _other(name: str, title: str) -> str:
    """A name beside a title, "" where it says the same."""
    return "" if name == title else name


def draw_sorts(counts: Mapping[Need, int], campaign: Campaign, chosen: Need | None) -> tuple[Sort, ...]:
    """The sorts that have anything, all of them first."""
    total = Sort(key="", words="Tất cả", count=sum(counts.values()), is_chosen=chosen is None)
    kinds = [kind for kind, _ in need_words(campaign) if counts.get(kind) or kind is chosen]
    return (total, *(
        Sort(key=kind.value, words=SHORT[kind].words, count=counts.get(kind, 0), is_chosen=kind is chosen)
        for kind in kinds
    ))  # fmt: skip


def _is_news(facts: CardFacts, exhibits: Sequence[Exhibit]) -> bool:
    """Whether the words of the digest say more than the evidence beside them does."""
    is_shown = facts.record is not None or facts.line.kind in (Need.UNREADABLE, Need.QUESTION)
    return not (is_shown and exhibits)


def _facts(facts: CardFacts) -> Iterator[Fact]:
    campaign, line = facts.sources.campaign, facts.line
    head, message, record = facts.head, facts.message, facts.record
    if head is not None:
        badges = (STATUSES[head.status], *_owed(facts))
        name = one_line(head.unit.name)
        yield Fact(label="Đơn vị", text=name, path=unit_path(head.unit.id), key="u", badges=badges)
    if record is not None:
        kind = "Khóa học" if record.kind == "course" else "Đầu mối liên hệ"
        yield Fact(label=kind, text=one_line(record.name) or "(chưa có tên)", path=record_path(record))
    if message is not None:
        sender = f"{message.sender_name} <{message.sender}>" if message.sender_name else message.sender
        trust = trust_badge(message.trust)
        badges = (trust,) if trust.tone != "plain" else ()
        yield Fact(label="Người gửi", text=clipped(sender, LONGEST) or "(không rõ)", badges=badges)
        yield Fact(label="Nhận lúc", text=at_words(campaign, message.received_at))
        subject = clipped(one_line(message.subject), LONGEST) or "(không có tiêu đề)"
        yield Fact(label="Thư", text=subject, path=message_path(message.sha256), key="m")
        if line.kind is Need.UNKNOWN_SENDER and message.needs_officer:
            yield Fact(label="Vì sao", text=route_words(message.needs_officer))


def _owed(facts: CardFacts) -> Iterator[Badge]:
    head = facts.head
    if head is None:
        return
    counted = (
        ("plain", "khóa học", head.courses),
        ("warn", "nội dung còn thiếu", head.missing),
        ("warn", "giá trị cần xác nhận", head.doubtful),
    )
    yield from (Badge(tone, f"{number} {words}") for tone, words, number in counted if number)
