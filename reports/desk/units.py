"""The list of units: what an address asks for, and the lines that answer it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.lists import Order, UnitHead, WantedUnits
from catalogue.records import UnitStatus
from config.campaign import Campaign
from reports.desk.case_words import STATUSES, Badge, at_words, case_badges
from reports.desk.places import unit_path
from reports.wording import thousands

ORDERS = (
    (Order.BEST, "theo danh sách"),
    (Order.NAME, "theo tên"),
    (Order.NEWEST, "mới gửi trước"),
    (Order.OLDEST, "gửi lâu nhất trước"),
    (Order.TROUBLED, "nhiều vướng mắc trước"),
)
LATE, TROUBLED = "muon", "vuong"
ONLY = (("", "tất cả"), (TROUBLED, "có vướng mắc"), (LATE, "gửi sau thời hạn"))
HEADS = ("Đơn vị", "Mã đơn vị", "Loại hình", "Tình trạng", "Gửi sau thời hạn", "Khóa học", "Đầu mối liên hệ",
         "Còn thiếu", "Cần xác nhận", "Không thống nhất", "Tệp chưa đọc được", "Thư gần nhất")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsAsked:
    """What the address of the list says, as text; "" asks for nothing."""

    q: str = ""
    tinh_trang: str = ""
    loai: str = ""
    loc: str = ""
    sap_xep: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The same for an address."""
        told = {"q": self.q, "tinh_trang": self.tinh_trang, "loai": self.loai, "loc": self.loc}
        return {**told, "sap_xep": self.sap_xep}

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked."""
        return bool(self.q or self.tinh_trang or self.loai or self.loc)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit of the list."""

    name: str
    path: str
    kind: str
    badges: tuple[Badge, ...]
    courses: str
    contacts: str
    missing: str
    doubtful: str
    other: str
    received: str


def wanted_units(asked: UnitsAsked, *, personal: bool) -> WantedUnits:
    """What is looked for; a word that the address does not know asks for nothing.

    Who may not see persons (``personal``) finds no unit by a mail address: it would tell whose it is.
    """
    statuses = {one.value: one for one in UnitStatus}
    orders = {one.value: one for one, _ in ORDERS}
    return WantedUnits(
        words=asked.q,
        by_address=personal,
        status=statuses.get(asked.tinh_trang),
        kind=asked.loai,
        late=asked.loc == LATE,
        troubled=asked.loc == TROUBLED,
        order=orders.get(asked.sap_xep, Order.BEST),
    )


def unit_row(head: UnitHead, campaign: Campaign) -> UnitRow:
    """A unit's line."""
    return UnitRow(
        name=head.unit.name,
        path=unit_path(head.unit.id),
        kind=_kind(head, campaign),
        badges=case_badges(head),
        courses=_number(head.courses),
        contacts=_number(head.contacts),
        missing=_number(head.missing),
        doubtful=_number(head.doubtful + head.conflicts),
        other=_number(head.unread + head.unresolved),
        received=at_words(campaign, head.last_received_at),
    )


def unit_cells(head: UnitHead, campaign: Campaign) -> list[str]:
    """A unit's line of a CSV, under HEADS."""
    return [
        head.unit.name,
        head.unit.id,
        _kind(head, campaign),
        STATUSES[head.status].words,
        "có" if head.late else "",
        *map(str, (head.courses, head.contacts, head.missing, head.doubtful, head.conflicts, head.unread)),
        at_words(campaign, head.last_received_at),
    ]


def status_options() -> list[tuple[str, str]]:
    """The statuses to choose from."""
    return [("", "tất cả"), *((one.value, badge.words) for one, badge in STATUSES.items())]


def kind_options(kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """The kinds of units to choose from."""
    return [("", "tất cả"), *kinds.items()]


def order_options(orders: Iterable[tuple[Order, str]]) -> list[tuple[str, str]]:
    """The orders to choose from."""
    return [(one.value, words) for one, words in orders]


def _kind(head: UnitHead, campaign: Campaign) -> str:
    return campaign.unit_kinds.get(head.unit.kind, head.unit.kind)


def _number(number: int) -> str:
    return thousands(number) if number else "–"
