"""What the officer ordered by mail is done, each order once; what became of it stands in the next digest."""

from __future__ import annotations

from dataclasses import replace

from catalogue.memory.store import StoreError
from catalogue.offers import Offer, Verb
from catalogue.records import DecisionKind
from intake.app import App
from intake.errors import UsageError
from intake.jobs_overdue import OverdueError
from intake.officer_deeds import ONCE_MORE, do_act

_NOT_FILLED = {
    Verb.ASSIGN: "chưa thực hiện: thư chưa ghi rõ tên đơn vị",
    Verb.OVERDUE: "chưa thực hiện: thư chưa ghi hạn mới (ngày/tháng/năm)",
}
_NOTE = "ordered by mail"


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
        return ONCE_MORE
    try:
        return do_act(app, offer.act, _NOTE).words
    except (UsageError, OverdueError, StoreError) as error:
        app.log.warning("order", verb=offer.act.verb.value, outcome="refused", reason=str(error))
        return "chưa thực hiện: nội dung này không còn như khi báo cáo được lập"


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
