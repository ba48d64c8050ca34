"""What the officer ordered by mail is done, each order once; what became of it stands in the next digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from catalogue.memory.store import StoreError
from catalogue.offers import Act, Offer, Verb
from catalogue.records import DecisionKind
from intake import jobs_decide
from intake.app import App
from intake.errors import UsageError
from intake.jobs_overdue import OverdueError, approve_overdue, make_overdue
from reports.wording import short_date

_NOT_FILLED = {
    Verb.ASSIGN: "chưa thực hiện: thư chưa ghi rõ tên đơn vị",
    Verb.OVERDUE: "chưa thực hiện: thư chưa ghi hạn mới (ngày/tháng/năm)",
}


_ONCE_MORE = "sẽ gửi thư đề nghị bổ sung một lần nữa"


def perform(app: App) -> int:
    """Do what was ordered and not done yet, in the order of the orders; how many."""
    waiting = app.store.awaited_offers(app.campaign.id)
    for offer in waiting:
        outcome = _performed(replace(app, actor=offer.used_by), offer)
        app.store.settle_offer(offer.id, outcome)
        app.log.info("order", verb=offer.act.verb.value, outcome="done")
    return len(waiting)


def _performed(app: App, offer: Offer) -> str:
    """What became of an order, in words for the next digest; a fault in one stops no other."""
    if offer.act.fill_wanted:
        return _NOT_FILLED[offer.act.verb]
    if offer.act.verb is Verb.ASK_AGAIN and _was_asked_again(app, offer):
        return _ONCE_MORE
    try:
        return _DEEDS[offer.act.verb](app, offer.act)
    except (UsageError, OverdueError, StoreError) as error:
        app.log.warning("order", verb=offer.act.verb.value, outcome="refused", reason=str(error))
        return "chưa thực hiện: nội dung này không còn như khi báo cáo được lập"


def _assign(app: App, act: Act) -> str:
    count = jobs_decide.assign_sender(app, act.subject, act.value, _NOTE).messages
    name = next((unit.name for unit in app.store.units(app.campaign.id) if unit.id == act.value), act.value)
    return f"đã ghi nhận địa chỉ này là của {name} ({count} thư)"


def _ignore(app: App, act: Act) -> str:
    jobs_decide.ignore_message(app, act.subject, _NOTE)
    return "đã bỏ qua thư; thư gốc vẫn được lưu"


def _retry(app: App, act: Act) -> str:
    jobs_decide.retry_quarantined(app, act.subject)
    return "đã xử lý lại thư"


def _answered(app: App, act: Act) -> str:
    jobs_decide.answered(app, act.subject, "telephone", _NOTE)
    return "đã ghi nhận câu hỏi đã được trả lời"


def _seen(app: App, act: Act) -> str:
    jobs_decide.seen(app, act.subject, _NOTE)
    return "đã ghi nhận chuyên viên đã xem"


def _take(app: App, act: Act) -> str:
    record, _dot, field = act.subject.rpartition(".")
    jobs_decide.take_value(app, record, field, act.value, _NOTE)
    return "đã ghi nhận giá trị được chọn"


def _confirm(app: App, act: Act) -> str:
    record, _dot, field = act.subject.rpartition(".")
    jobs_decide.confirm_value(app, record, field, _NOTE)
    return "đã xác nhận"


def _ask_again(app: App, act: Act) -> str:
    jobs_decide.ask_again(app, act.subject, _NOTE)
    return _ONCE_MORE


def _was_asked_again(app: App, offer: Offer) -> bool:
    """Whether this was done before a process was cut short: every such decision allows a letter more."""
    since = offer.used_at or offer.made_at
    return any(
        one.kind is DecisionKind.ASK_AGAIN
        and (one.subject, one.made_by, one.note) == (offer.act.subject, offer.used_by, _NOTE)
        and one.made_at is not None
        and one.made_at >= since
        for one in app.store.all_decisions(app.campaign.id)
    )


def _stop(app: App, act: Act) -> str:
    jobs_decide.stop_asking(app, act.subject, _NOTE)
    return "đã dừng gửi thư đề nghị, thư nhắc tới đơn vị"


def _approve(app: App, act: Act) -> str:
    jobs_decide.decide_letter(app, int(act.subject), "approve")
    return "đã duyệt gửi thư"


def _overdue(app: App, act: Act) -> str:
    deadline = date.fromisoformat(act.value)
    done = make_overdue(app, deadline)
    count = approve_overdue(app)
    left_out = f"; {len(done.unreachable)} đơn vị không có địa chỉ nhận thư" if done.unreachable else ""
    return f"đã duyệt {count} thư đôn đốc, hạn mới trước ngày {short_date(deadline)}{left_out}"


_NOTE = "ordered by mail"
_DEEDS: Mapping[Verb, Callable[[App, Act], str]] = {
    Verb.ASSIGN: _assign,
    Verb.IGNORE: _ignore,
    Verb.RETRY: _retry,
    Verb.ANSWERED: _answered,
    Verb.SEEN: _seen,
    Verb.TAKE: _take,
    Verb.CONFIRM: _confirm,
    Verb.ASK_AGAIN: _ask_again,
    Verb.STOP: _stop,
    Verb.APPROVE: _approve,
    Verb.OVERDUE: _overdue,
}
