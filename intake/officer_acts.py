"""What the officer may do about each need of the digest, and the links that order it; keeps the offers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from catalogue.fields import field_of
from catalogue.offers import Act, Offer, Verb
from catalogue.records import Conflict, Record, Value
from catalogue.snapshot import Need, NeedLine
from catalogue.views import StoredMessage
from intake.app import App
from intake.officer import link_of, may_order, offer_of
from reports.display import shown_value
from reports.wording import one_line

_OF_UNIT = re.compile(r"stranger with a valid reference of (\S+)")
_LONGEST = 40
_NAME_UNIT = "Đơn vị: "
_NAME_DEADLINE = "Hạn mới (ngày/tháng/năm): "


def with_links(app: App, needs: Iterable[NeedLine]) -> tuple[NeedLine, ...]:
    """The needs with a link for each thing that may be done by mail; none where no order can be taken."""
    lines = tuple(needs)
    if not may_order(app.settings.officer, app.settings.mailbox.authserv_ids):
        return lines
    offers = {act: _offer(app, line, act) for line in lines for act in line.acts}
    app.store.add_offers([*offers.values()])
    return tuple(
        replace(line, links=tuple((act.label, link_of(offers[act], app.campaign)) for act in line.acts))
        for line in lines
    )


def _offer(app: App, line: NeedLine, act: Act) -> Offer:
    """The offer of an act, named in its mail and in the next digest by what it is about."""
    about = one_line(line.what)
    named = replace(
        act, label=f"{act.label} - {about if len(about) <= _LONGEST else about[: _LONGEST - 1] + '…'}"
    )
    return offer_of(named, app.campaign, app.clock(), app.secret())


def acts_on_stranger(app: App, message: StoredMessage) -> tuple[Act, ...]:
    """Whose an unknown sender is: the unit whose reference he bears, or one that the officer names."""
    told = _OF_UNIT.search(message.needs_officer)
    roster = app.store.units(app.campaign.id) if told else []
    named = next((unit for unit in roster if told and unit.id == told[1]), None)
    acts = [Act(Verb.ASSIGN, message.sender, named.id, f"Là của {named.name}")] if named else []
    if message.sender:
        acts.append(Act(Verb.ASSIGN, message.sender, "", "Chọn đơn vị", _NAME_UNIT))
    return (*acts, act_to_ignore(message))


def act_to_ignore(message: StoredMessage) -> Act:
    """That a message says nothing."""
    return Act(Verb.IGNORE, message.sha256, "", "Bỏ qua thư")


def acts_on_question(message: StoredMessage) -> tuple[Act, ...]:
    """That a question has its answer."""
    return (Act(Verb.ANSWERED, message.sha256, "", "Đã trả lời"),)


def acts_on_quarantined(message: StoredMessage) -> tuple[Act, ...]:
    """Once more, or not at all."""
    return (Act(Verb.RETRY, message.sha256, "", "Xử lý lại"), act_to_ignore(message))


def acts_on_conflict(record: Record, conflict: Conflict) -> tuple[Act, ...]:
    """One act for each of the values."""
    standing = record.values.get(conflict.field)
    values = [*([standing] if standing else []), *conflict.values]
    unique = {json.dumps(one.value, ensure_ascii=False): one for one in values if one.value is not None}
    return tuple(
        Act(Verb.TAKE, f"{record.id}.{conflict.field}", form, f"Chọn {_shown(record, conflict.field, value)}")
        for form, value in unique.items()
    )


def acts_on_doubt(record: Record, keys: Sequence[str]) -> tuple[Act, ...]:
    """A yes to each doubtful field."""
    return tuple(Act(Verb.CONFIRM, f"{record.id}.{key}", "", f"Đúng: {_label(record, key)}") for key in keys)


def acts_on_silence(unit_id: str) -> tuple[Act, ...]:
    """What may be done about a unit that does not answer."""
    return (
        Act(Verb.ASK_AGAIN, unit_id, "", "Hỏi lại"),
        Act(Verb.STOP, unit_id, "", "Dừng gửi thư"),
    )


def act_to_note(mark: str) -> Act:
    """That a statement which found no record was taken note of."""
    return Act(Verb.SEEN, mark, "", "Đã xem")


def act_to_approve(letter_id: int) -> Act:
    """That a letter may go."""
    return Act(Verb.APPROVE, str(letter_id), "", "Duyệt gửi")


def overdue_need(app: App, count: int) -> NeedLine:
    """That the deadline is over and units are still open: the officer sets a new one and lets letters go."""
    act = Act(Verb.OVERDUE, app.campaign.id, "", "Duyệt danh sách đôn đốc", _NAME_DEADLINE)
    return NeedLine(kind=Need.OVERDUE, what=f"{count} đơn vị chưa hoàn thành", acts=(act,))


def _label(record: Record, key: str) -> str:
    return "cả mục" if key == "record" else one_line(field_of(record.kind, key).label)


def _shown(record: Record, key: str, value: Value) -> str:
    text = one_line(shown_value(field_of(record.kind, key), value))
    return f'"{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"}"'
