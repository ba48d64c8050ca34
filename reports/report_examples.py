"""An example of each report to the officer, about three invented units: to be looked at beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from catalogue.outbox import Letter
from catalogue.records import LetterKind, MessageKind, Unit, UnitState, UnitStatus
from catalogue.snapshot import MessageLine, Need, NeedLine, Runs, Snapshot, Totals, UnitLine
from config.campaign import Campaign
from reports.digest import compose_digest, compose_final, compose_weekly

_SENDER = "daotao@truong-vi-du.example"
_LINK = "mailto:tiepnhan@vi-du.example?subject=L%E1%BB%87nh"


def _daily(campaign: Campaign) -> Letter:
    return compose_digest(_snapshot(campaign, 3))


def _troubled(campaign: Campaign) -> Letter:
    return compose_digest(_snapshot(campaign, 2, "máy chủ thư không trả lời"))


def _weekly(campaign: Campaign) -> Letter:
    return compose_weekly(_snapshot(campaign, 7))


def _final(campaign: Campaign) -> Letter:
    return compose_final(_snapshot(campaign, -1))


REPORT_EXAMPLES: Mapping[str, Callable[[Campaign], Letter]] = {
    "15-bao-cao-ngay": _daily,
    "16-bao-cao-co-canh-bao": _troubled,
    "17-bao-cao-tuan": _weekly,
    "18-bao-cao-tong-ket": _final,
}
"""What draws each example, by the name of its files."""


def _snapshot(campaign: Campaign, left: int, error: str = "") -> Snapshot:
    """A morning so many days before the last one that is accepted."""
    day = campaign.last_day - timedelta(days=left)
    now = datetime.combine(day, campaign.digest_at, campaign.time_zone)
    return Snapshot(
        campaign=campaign,
        taken_at=now,
        units=_units(campaign, now),
        unassigned=UnitState(unit_id=None, status=UnitStatus.NOT_SUBMITTED, records=()),
        today=_received(now),
        needs=_needs(now),
        letters_today={LetterKind.CLARIFICATION: 1, LetterKind.REMINDER: 1},
        runs=Runs(last_poll_at=now, processed=2, error=error, unreachable_since=now if error else None),
        previous=Totals(invited=3, complete=0, incomplete=1, none=0, not_sent=2, courses=0, contacts=0),
        previous_at=now - timedelta(days=1),
    )


def _units(campaign: Campaign, now: datetime) -> tuple[UnitLine, ...]:
    kind, words = next(iter(campaign.unit_kinds.items()))
    statuses = (UnitStatus.COMPLETE, UnitStatus.INCOMPLETE, UnitStatus.NOT_SUBMITTED)
    return tuple(
        UnitLine(
            unit=Unit(id=f"vi-du-{number}", name=f"{words} Ví Dụ {number}", kind=kind),
            state=UnitState(
                unit_id=f"vi-du-{number}",
                status=status,
                records=(),
                lacks_course=status is UnitStatus.INCOMPLETE,
                last_received_at=now - timedelta(days=1),
                late=status is UnitStatus.INCOMPLETE,
            ),
            asked=number - 1,
            last_asked_at=now - timedelta(hours=20),
        )
        for number, status in enumerate(statuses, 1)
    )


def _received(now: datetime) -> tuple[MessageLine, ...]:
    mail = MessageLine(
        id="0a1b2c3d4e",
        received_at=now - timedelta(hours=16),
        sender=_SENDER,
        subject="Danh sách khóa học",
        kind=MessageKind.SUBMISSION,
        unit_id="vi-du-1",
        courses=3,
        files=1,
    )
    return (mail,)


def _needs(now: datetime) -> tuple[NeedLine, ...]:
    stranger = NeedLine(
        kind=Need.UNKNOWN_SENDER,
        what="Danh sách lớp nghề",
        sender=_SENDER,
        received_at=now - timedelta(hours=15),
        message="1b2c3d4e5f",
        links=(("Chọn đơn vị", _LINK), ("Bỏ qua thư", _LINK)),
    )
    return (stranger,)
