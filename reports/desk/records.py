"""The lists of courses and of contacts: what an address asks for, and the lines that answer it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.fields import CONTACT, COURSE, DELIVERIES, FEES, LEVELS
from catalogue.lists import Order, RecordLine, Trouble, WantedRecords
from config.campaign import Campaign
from reports.desk.case_words import Badge, at_words, trouble_badges
from reports.desk.places import record_path, unit_path
from reports.desk.record import NAMELESS
from reports.display import shown

ORDERS = (
    (Order.BEST, "theo tên"),
    (Order.UNIT, "theo đơn vị"),
    (Order.NEWEST, "mới thay đổi trước"),
    (Order.OLDEST, "lâu không thay đổi trước"),
    (Order.TROUBLED, "nhiều vướng mắc trước"),
)
UNASSIGNED = "chua_xep"
ONLY = (
    ("", "tất cả"),
    (Trouble.MISSING.value, "còn thiếu"),
    (Trouble.DOUBTFUL.value, "cần xác nhận"),
    (Trouble.CONFLICTS.value, "không thống nhất"),
    (UNASSIGNED, "chưa xác định đơn vị"),
)
CHOICES = {"trinh_do": LEVELS, "hinh_thuc": DELIVERIES, "hoc_phi": FEES}
NO_UNIT = "Chưa xác định đơn vị"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsAsked:
    """What the address of the list says, as text; "" asks for nothing."""

    q: str = ""
    don_vi: str = ""
    loai: str = ""
    trinh_do: str = ""
    hinh_thuc: str = ""
    hoc_phi: str = ""
    loc: str = ""
    sap_xep: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The same for an address."""
        return {
            "q": self.q,
            "don_vi": self.don_vi,
            "loai": self.loai,
            "trinh_do": self.trinh_do,
            "hinh_thuc": self.hinh_thuc,
            "hoc_phi": self.hoc_phi,
            "loc": self.loc,
            "sap_xep": self.sap_xep,
        }

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked."""
        return any(value for name, value in self.words.items() if name != "sap_xep")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One course or contact of a list; ``cells`` are its values in the order of its columns."""

    name: str
    path: str
    unit: str
    unit_path: str
    cells: tuple[str, ...]
    badges: tuple[Badge, ...]
    changed: str


COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    COURSE: (("level", "Trình độ"), ("delivery", "Hình thức"), ("fee", "Học phí")),
    CONTACT: (("position", "Chức vụ"), ("phone", "Điện thoại"), ("email", "Thư điện tử")),
}


def wanted_records(kind: str, asked: RecordsAsked) -> WantedRecords:
    """What is looked for; a word that the address does not know asks for nothing."""
    troubles = {one.value: one for one in Trouble}
    orders = {one.value: one for one, _ in ORDERS}
    trouble = troubles.get(asked.loc)
    return WantedRecords(
        kind=kind,
        words=asked.q,
        unit_id=asked.don_vi,
        unit_kind=asked.loai,
        level=asked.trinh_do,
        delivery=asked.hinh_thuc,
        fee=asked.hoc_phi,
        troubles=frozenset([trouble] if trouble else []),
        unassigned=asked.loc == UNASSIGNED,
        order=orders.get(asked.sap_xep, Order.BEST),
    )


def record_row(line: RecordLine, names: Mapping[str, str], campaign: Campaign) -> RecordRow:
    """A record's line; ``names`` are those of the units by id."""
    record = line.record
    unit_id = record.unit_id or ""
    return RecordRow(
        name=record.name or NAMELESS,
        path=record_path(record),
        unit=names.get(unit_id, unit_id) or NO_UNIT,
        unit_path=unit_path(unit_id) if unit_id else "",
        cells=tuple(shown(record, key) for key, _ in COLUMNS[record.kind]),
        badges=trouble_badges(record),
        changed=at_words(campaign, line.updated_at),
    )


def options(known: Mapping[str, str]) -> list[tuple[str, str]]:
    """The words of a closed vocabulary to choose from."""
    return [("", "tất cả"), *known.items()]
