"""What reading a message again would change, as the desk tells it; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.desk.decision_words import field_words, shortened

MOST_CHANGES = 300
_KINDS = {"course": "khóa học", "contact": "đầu mối liên hệ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one record, before and after; a whole record where ``field`` is ""."""

    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change in words."""

    name: str
    what: str
    before: str
    after: str


def change_rows(changes: Iterable[Change]) -> tuple[ChangeRow, ...]:
    """The changes in words; a value that is not sure bears "(cần xác nhận)"."""
    return tuple(_row(one) for one in list(changes)[:MOST_CHANGES])


def _row(change: Change) -> ChangeRow:
    if not change.field:
        kind = _KINDS.get(change.before or change.after, change.before or change.after)
        what = f"Không còn {kind} này" if change.before else f"Thêm {kind} mới"
        return ChangeRow(name=change.name, what=what, before="", after="")
    return ChangeRow(
        name=change.name,
        what=field_words(change.field),
        before=_value(change.before),
        after=_value(change.after),
    )


def _value(text: str) -> str:
    sure = text.removesuffix(" ?")
    return f"{shortened(sure)} (cần xác nhận)" if sure != text else shortened(text)
