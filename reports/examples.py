"""An example of every letter of a campaign, about an invented school: to be looked at beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from catalogue.asking.questions import items_for
from catalogue.fields import CONTACT, COURSE
from catalogue.folding.validate import missing_fields, required_fields
from catalogue.outbox import Letter
from catalogue.records import JsonValue, Origin, Record, Unit, UnitState, UnitStatus, UnreadFile, Value
from config.campaign import Campaign
from reports.letters import (
    Case,
    NotRead,
    Received,
    compose_acknowledgement,
    compose_answer,
    compose_clarification,
    compose_complete,
    compose_help_receipt,
    compose_no_courses,
    compose_overdue,
    compose_reminder,
    compose_unreadable,
)

SCHOOL = "daotao@truong-vi-du.example"
_FILE = "danh-sach-khoa-hoc.xlsx"
_SHEET = "Danh sách"
_MORE_TIME = timedelta(days=11)
_QUESTION = (
    "Kính hỏi Quý Sở: học phí ghi theo tháng hay theo cả khóa học?\nKhóa học chưa mở lớp có gửi không?"
)
_ANSWER = (
    "Học phí ghi theo cả khóa học.\nKhóa học chưa mở lớp vẫn gửi, phần địa chỉ trang thông tin ghi Chưa có."
)
_COURSE: Mapping[str, JsonValue] = {
    "level": "elementary",
    "delivery": "blended",
    "fee": "paid",
    "fee_vnd": 1_500_000,
    "duration": "3 tháng",
    "content": "Cách chọn màu, bố cục, xử lý ảnh và dàn trang",
    "curriculum": "Mô đun 1: Bố cục; Mô đun 2: Xử lý ảnh",
    "url": "https://truong-vi-du.example/lop/thiet-ke",
    "learner_account": True,
    "assessment": True,
    "certificate": True,
    "advising": True,
}


def examples(campaign: Campaign) -> dict[str, Letter]:
    """The letters by a name for their files, in the order in which a school would meet them."""
    return {name: draw(campaign) for name, draw in EXAMPLES.items()}


def _not_sent(campaign: Campaign) -> Letter:
    return compose_reminder(_Days(campaign).case(_silent(), 7))


def _not_sent_last_day(campaign: Campaign) -> Letter:
    return compose_reminder(_Days(campaign).case(_silent(), 0))


def _unreadable(campaign: Campaign) -> Letter:
    days, nothing = _Days(campaign), _silent(UnitStatus.INCOMPLETE)
    return compose_unreadable(days.case(nothing, 6), days.mail(6, unread=_UNREAD, read=()))


def _asked(campaign: Campaign) -> Letter:
    days = _Days(campaign)
    case = days.case(_open(campaign), 6, has_workbook=True)
    return compose_clarification(case, days.mail(6, unread=_UNREAD[:1], new=2, same=1))


def _asked_again(campaign: Campaign) -> Letter:
    days = _Days(campaign)
    return compose_clarification(days.case(_open(campaign), 4), days.mail(6, fresh=False))


def _acknowledged(campaign: Campaign) -> Letter:
    days = _Days(campaign)
    return compose_acknowledgement(days.case(_open(campaign), 4), days.mail(4, read=(), same=3))


def _incomplete(campaign: Campaign) -> Letter:
    return compose_reminder(_Days(campaign).case(_open(campaign), 3))


def _incomplete_last_day(campaign: Campaign) -> Letter:
    return compose_reminder(_Days(campaign).case(_open(campaign), 0))


def _thanked(campaign: Campaign) -> Letter:
    days = _Days(campaign)
    return compose_complete(days.case(_complete(campaign), 1), days.mail(1, new=1, updated=2))


def _no_courses(campaign: Campaign) -> Letter:
    days = _Days(campaign)
    return compose_no_courses(days.case(_silent(UnitStatus.NO_COURSES), 5), days.mail(5, read=()))


def _question_received(campaign: Campaign) -> Letter:
    days = _Days(campaign)
    return compose_help_receipt(days.case(_open(campaign), 5), days.mail(5, question=_QUESTION))


def _answered(campaign: Campaign) -> Letter:
    days = _Days(campaign)
    return compose_answer(days.case(_open(campaign), 4), days.mail(5, question=_QUESTION), _ANSWER)


def _overdue(campaign: Campaign) -> Letter:
    return compose_overdue(_Days(campaign).case(_silent(), -4), campaign.before + _MORE_TIME)


def _overdue_incomplete(campaign: Campaign) -> Letter:
    return compose_overdue(_Days(campaign).case(_open(campaign), -4), campaign.before + _MORE_TIME)


EXAMPLES: Mapping[str, Callable[[Campaign], Letter]] = {
    "01-nhac-chua-gui": _not_sent,
    "02-nhac-chua-gui-ngay-cuoi": _not_sent_last_day,
    "03-chua-doc-duoc-tep": _unreadable,
    "04-de-nghi-bo-sung": _asked,
    "05-de-nghi-bo-sung-lan-sau": _asked_again,
    "06-xac-nhan-da-nhan": _acknowledged,
    "07-nhac-con-thieu": _incomplete,
    "08-nhac-con-thieu-ngay-cuoi": _incomplete_last_day,
    "09-da-du-thong-tin": _thanked,
    "10-khong-co-khoa-hoc": _no_courses,
    "11-da-nhan-cau-hoi": _question_received,
    "12-tra-loi-cau-hoi": _answered,
    "13-don-doc-chua-gui": _overdue,
    "14-don-doc-con-thieu": _overdue_incomplete,
}
"""What draws each example, by the name of its files."""

_UNREAD = (
    NotRead("cong-van-co-dau.pdf", "scanned"),
    NotRead("danh-sach-mat-khau.xlsx", "encrypted"),
    NotRead("danh-sach.numbers", "unsupported"),
)


class _Days:
    """The examples' days, counted back from the last one that is accepted."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign

    def case(self, state: UnitState, left: int, *, has_workbook: bool = False) -> Case:
        kind, words = next(iter(self._campaign.unit_kinds.items()))
        return Case(
            campaign=self._campaign,
            unit=Unit(id="vi-du", name=f"{words} Ví Dụ", kind=kind),
            state=state,
            ref="VD25-7K3QF2",
            to=SCHOOL,
            window="1",
            now=self._at(left, 8),
            items=items_for(state, self._campaign),
            has_workbook=has_workbook,
        )

    def mail(self, left: int, **changes: Any) -> Received:
        at, number = self._at(left, 7), "<1@truong-vi-du.example>"
        return replace(Received(received_at=at, sender=SCHOOL, message_id=number, read=(_FILE,)), **changes)

    def _at(self, left: int, hour: int) -> datetime:
        day = self._campaign.last_day - timedelta(days=left)
        return datetime.combine(day, time(hour, 40), self._campaign.time_zone)


def _silent(status: UnitStatus = UnitStatus.NOT_SUBMITTED) -> UnitState:
    return UnitState(unit_id="vi-du", status=status, records=())


def _complete(campaign: Campaign) -> UnitState:
    people = [_contact(campaign, "Nguyễn Văn An", position="Phó Trưởng phòng Đào tạo", phone="+84909123456")]
    courses = [
        _course(campaign, row, title)
        for row, title in enumerate(("Thiết kế đồ họa cơ bản", "Sửa chữa xe gắn máy", "Pha chế đồ uống"), 5)
    ]
    return UnitState(unit_id="vi-du", status=UnitStatus.COMPLETE, records=(*courses, *people))


def _open(campaign: Campaign) -> UnitState:
    """A school that lacks some values, has one that is unclear and one that only waits for a yes."""
    unclear = _value(None, "theo quy định", 6, doubt="unclear: no amount")
    guessed = _value(2_000_000, "2.000", 7, doubt="unit: taken for thousands of đồng")
    courses = (
        _course(campaign, 5, "Thiết kế đồ họa cơ bản", delivery=None),
        _course(campaign, 6, "Sửa chữa xe gắn máy", fee=unclear, fee_vnd=None),
        _course(
            campaign, 7, "Pha chế đồ uống", fee=replace(guessed, value="paid"), fee_vnd=guessed, url=None
        ),
    )
    person = _contact(campaign, "Nguyễn Văn An", position=None, phone=_value(None, "0366.773.06", 12))
    scan = UnreadFile(filename=_UNREAD[0].filename, reason=_UNREAD[0].reason, origin=Origin())
    return UnitState(
        unit_id="vi-du", status=UnitStatus.INCOMPLETE, records=(*courses, person), unread=(scan,)
    )


def _course(campaign: Campaign, row: int, title: str, **changes: JsonValue | Value) -> Record:
    return _record(campaign, COURSE, row, {"title": title, **_COURSE, **changes})


def _contact(campaign: Campaign, name: str, **values: JsonValue | Value) -> Record:
    return _record(campaign, CONTACT, 12, {"full_name": name, **values})


def _record(campaign: Campaign, kind: str, row: int, held: Mapping[str, JsonValue | Value]) -> Record:
    values = {
        key: one if isinstance(one, Value) else _value(one, str(one), row)
        for key, one in held.items()
        if one is not None
    }
    return Record(
        id=f"{kind}{row}",
        kind=kind,
        unit_id="vi-du",
        values=values,
        message_ids=("<1@truong-vi-du.example>",),
        missing=missing_fields(values, required_fields(kind, campaign)),
        doubtful=tuple(key for key, one in values.items() if one.doubt),
    )


def _value(held: JsonValue, text: str, row: int, doubt: str = "") -> Value:
    place = Origin(part=_FILE, container=_SHEET, row=row, column=2, at=f"{_SHEET}!B{row}")
    return Value(value=held, text=text, origin=place, doubt=doubt)
