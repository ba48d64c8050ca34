"""The parts of a report to the officer as values, for the mail and for the desk alike; draws nothing.

A snapshot in, what stands on the page out: how far the campaign is, what changed, what waits for a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from catalogue.snapshot import Need, NeedLine, Snapshot, Totals, totals
from reports import digest_lists as lists
from reports import wording

Links = tuple[tuple[str, str], ...]


class ReportKind(StrEnum):
    """The reports that the officer gets."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Tile:
    """One status: how many units are in it, and by how many more than before ("" where nobody knows).

    ``tone`` names its colour: good, open, none or wait.
    """

    label: str
    figure: str
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class Headline:
    """What the officer sees first: the time left, how many of how many are done, the statuses, what changed.

    ``shares`` are the percentages of the bar below the figures, in its order, each with its tone.
    """

    left: str
    done: str
    tiles: tuple[Tile, ...]
    shares: tuple[tuple[str, int], ...]
    changes: str


@dataclass(frozen=True, slots=True)
class NeedShown:
    """One thing that waits: who or what, the facts about it, and the links that order what may be done."""

    name: str
    facts: str
    links: Links


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """What waits of one kind: how much, what of it is shown, and how much is not."""

    words: str
    count: int
    lines: tuple[NeedShown, ...]
    more: int


def headline(snapshot: Snapshot, kind: ReportKind = ReportKind.DAILY) -> Headline:
    """How far the campaign is."""
    now, before = totals(snapshot), snapshot.previous
    left = wording.time_left(snapshot.campaign, snapshot.taken_at)
    return Headline(
        left=left[:1].upper() + left[1:],
        done=_done_words(now),
        tiles=_tiles(now, before),
        shares=_shares(now),
        changes=_changes(snapshot, now, kind),
    )


def _done_words(figures: Totals) -> str:
    if not figures.invited:
        return "Chưa có đơn vị nào trong danh sách được mời"
    return f"{done_of(figures)} đơn vị đã hoàn thành ({wording.percent(figures.done, figures.invited)})"


def done_of(figures: Totals) -> str:
    """How many of how many units owe nothing more: 62/100."""
    return f"{wording.thousands(figures.done)}/{wording.thousands(figures.invited)}"


def need_groups(snapshot: Snapshot, shown: int, in_all: int) -> tuple[NeedGroup, ...]:
    """What waits for a decision, the most urgent kind first: so many of a kind and in all, then counts."""
    names = {line.unit.id: line.unit.name for line in snapshot.units}
    groups, left = [], in_all
    for need, words in lists.need_words(snapshot.campaign):
        lines = _of(snapshot, need)
        room = min(shown, left, len(lines))
        left -= room
        if lines:
            drawn = tuple(_need(snapshot, line, names) for line in lines[:room])
            groups.append(NeedGroup(words, len(lines), drawn, len(lines) - room))
    return tuple(groups)


def _tiles(now: Totals, before: Totals | None) -> tuple[Tile, ...]:
    told = (
        ("Đủ thông tin", "complete", "good"),
        ("Cần bổ sung, xác nhận", "incomplete", "open"),
        ("Không có khóa học", "none", "none"),
        ("Chưa gửi", "not_sent", "wait"),
    )
    return tuple(
        Tile(label, wording.thousands(getattr(now, key)), _difference(now, before, key), tone)
        for label, key, tone in told
    )


def _difference(now: Totals, before: Totals | None, key: str) -> str:
    return "" if before is None else wording.change(getattr(now, key), getattr(before, key))


def _shares(now: Totals) -> tuple[tuple[str, int], ...]:
    """Whole percentages that make up 100; a status that anybody is in has 1 at least."""
    counts = (("good", now.complete), ("none", now.none), ("open", now.incomplete), ("wait", now.not_sent))
    whole = sum(count for _, count in counts)
    shares = {tone: max(1, round(100 * count / whole)) for tone, count in counts if count}
    if shares:
        largest = max(shares, key=lambda tone: shares[tone])
        shares[largest] += 100 - sum(shares.values())
    return tuple(shares.items())


def _changes(snapshot: Snapshot, now: Totals, kind: ReportKind) -> str:
    before = snapshot.previous
    if before is None:
        return "Chưa có báo cáo trước để so sánh."
    pairs = (
        (now.done - before.done, "đơn vị hoàn thành"),
        (now.courses - before.courses, "khóa học"),
        (now.contacts - before.contacts, "đầu mối liên hệ"),
    )
    told = [
        f"{'thêm' if number > 0 else 'bớt'} {wording.count(abs(number))} {what}"
        for number, what in pairs
        if number
    ]
    return f"So với {_compared(snapshot, kind)}: {', '.join(told) or 'không thay đổi'}."


def _compared(snapshot: Snapshot, kind: ReportKind) -> str:
    """Against what a report counts: hôm qua, tuần trước, báo cáo ngày 24/5."""
    if kind is ReportKind.WEEKLY:
        return "tuần trước"
    if snapshot.previous_at is None:
        return "báo cáo trước"
    today = wording.local(snapshot.campaign, snapshot.taken_at).date()
    day = wording.local(snapshot.campaign, snapshot.previous_at).date()
    return "hôm qua" if day == today - timedelta(days=1) else f"báo cáo ngày {day.day}/{day.month}"


def _of(snapshot: Snapshot, need: Need) -> list[NeedLine]:
    return [line for line in snapshot.needs if line.kind is need]


def _need(snapshot: Snapshot, line: NeedLine, names: Mapping[str, str]) -> NeedShown:
    """Who or what in bold, the rest (what it is, from whom, when, the id for a command), what may be done."""
    unit = names.get(line.unit_id or "", "")
    facts = (
        line.what if unit and line.what != unit else "",
        lists.need_detail(snapshot.campaign, line),
        f"từ {line.sender}" if line.sender else "",
        lists.short_moment(snapshot.campaign, line.received_at) if line.received_at else "",
        f"mã {line.message}" if line.message else "",
    )
    return NeedShown(unit or line.what, "; ".join(fact for fact in facts if fact), line.links)
