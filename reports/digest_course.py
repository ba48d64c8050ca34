"""How a campaign goes, in words and as what its pictures show: a snapshot in, values out; draws nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from catalogue.progress import Progress, Span, progress
from catalogue.records import UnitStatus
from catalogue.snapshot import Snapshot
from reports import wording

OTHER_KIND = "Loại hình khác"
LEGEND = "Xanh: đủ thông tin; xám: không có khóa học; cam: cần bổ sung hoặc xác nhận; đỏ: chưa gửi."
_PARTS = (
    (UnitStatus.COMPLETE, "đủ thông tin"),
    (UnitStatus.NO_COURSES, "không có khóa học"),
    (UnitStatus.INCOMPLETE, "cần bổ sung hoặc xác nhận"),
    (UnitStatus.NOT_SUBMITTED, "chưa gửi"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind of unit: how many of it are complete, without courses, open, silent."""

    label: str
    parts: tuple[int, int, int, int]

    @property
    def whole(self) -> int:
        return sum(self.parts)

    @property
    def done(self) -> int:
        """How many of it owe nothing more."""
        return self.parts[0] + self.parts[1]


def course_of(snapshot: Snapshot) -> Progress:
    """How many units were done on each day up to the snapshot's."""
    campaign = snapshot.campaign
    span = Span(
        opens_on=campaign.opens_on,
        last_day=campaign.last_day,
        today=wording.local(campaign, snapshot.taken_at).date(),
        zone=campaign.time_zone,
    )
    return progress([line.state for line in snapshot.units], snapshot.changes, span)


def pace_words(course: Progress) -> str:
    """What is needed to be through by the last day, and what was done of late."""
    if not course.invited:
        return "Danh sách đơn vị được mời chưa được nhập."
    if not course.open:
        return "Tất cả đơn vị được mời đã hoàn thành."
    still = f"{wording.count(course.open)} đơn vị"
    if not course.days:
        return f"Đã hết thời hạn; còn {still} chưa hoàn thành."
    recent = f"bảy ngày qua bình quân {_one_decimal(course.pace)} đơn vị mỗi ngày"
    if course.days == 1:
        return f"Để kịp thời hạn, cần thêm {still} trong hôm nay; {recent}."
    return (
        f"Để kịp thời hạn, cần thêm {still} trong {wording.count(course.days)} ngày kể cả hôm nay, bình quân "
        f"{_one_decimal(course.needed)} đơn vị mỗi ngày; {recent}."
    )


def estimate_words(course: Progress) -> str:
    """That some days are taken from the last message of a unit; "" where none is."""
    if not course.estimated:
        return ""
    return (
        f"Ngày hoàn thành của {wording.count(course.estimated)} đơn vị được lấy theo ngày gửi thư gần nhất."
    )


def course_alt(course: Progress) -> str:
    """The first picture in words."""
    first, last = course.done[0], course.done[-1]
    way = ""
    if course.open and course.days:
        goal = f"{_figure(course.invited)} đơn vị vào ngày {_day(course.span.last_day)}"
        way = f"; đường gạch: tiến độ cần có để đạt {goal}"
    return (
        f"Biểu đồ số đơn vị hoàn thành theo ngày: từ {_figure(first[1])} (ngày {_day(first[0])}) đến "
        f"{_figure(last[1])} (ngày {_day(last[0])}) trên tổng số {_figure(course.invited)} đơn vị{way}."
    )


def coverage(snapshot: Snapshot) -> tuple[Bar, ...]:
    """Each kind of unit in the campaign's order, strange kinds last; only kinds that are invited."""
    counted: dict[str, Counter[UnitStatus]] = defaultdict(Counter)
    kinds = snapshot.campaign.unit_kinds
    for line in snapshot.units:
        counted[kinds.get(line.unit.kind, OTHER_KIND)][line.state.status] += 1
    order = dict.fromkeys([*kinds.values(), OTHER_KIND])
    return tuple(_bar(kind, counted[kind]) for kind in order if kind in counted)


def coverage_alt(bars: tuple[Bar, ...]) -> str:
    """The second picture in words."""
    told = "; ".join(f"{one.label} {one.done}/{one.whole} ({_parts(one)})" for one in bars)
    return f"Biểu đồ số đơn vị hoàn thành theo loại hình: {told}."


def _bar(kind: str, counted: Counter[UnitStatus]) -> Bar:
    complete, none, still, silent = (counted[status] for status, _ in _PARTS)
    return Bar(kind, (complete, none, still, silent))


def _parts(bar: Bar) -> str:
    named = zip(bar.parts, (words for _, words in _PARTS), strict=True)
    return ", ".join(f"{words} {number}" for number, words in named if number)


def _figure(number: int) -> str:
    return wording.thousands(number)


def _one_decimal(number: float) -> str:
    return f"{number:.1f}".replace(".0", "").replace(".", ",")


def _day(day: date) -> str:
    return f"{day.day}/{day.month}"
