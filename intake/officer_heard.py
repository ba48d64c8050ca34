"""The officer's mails as they come in: what they order or answer is put down; nothing is done yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.records import Decision, DecisionKind, MessageKind
from catalogue.tokens import references_within
from catalogue.views import MessageFilter, StoredMessage
from intake.app import App
from intake.officer import UNPROVEN, addresses_of, filled, is_officers, ordered
from intake.pipeline import Routed
from parsers.text import fold

MOST_QUESTIONS = 1000
_LEAST = 6
"""A shorter subject than this tells no question from another."""
LATE = "chưa thực hiện: đã quá thời hạn của đường liên kết"


def as_officers(app: App, routed: Routed) -> Routed:
    """The officer's order or answer as nothing of a school's; every other message as it is."""
    if not _is_his(app, routed):
        return _unproven(app, routed)
    if not (ordered(routed.read.message) or list(_questions(app, routed))):
        return routed
    route = replace(
        routed.route,
        kind=MessageKind.OTHER,
        unit_id=None,
        letter_id=0,
        needs_officer="",
        reason="the officer's word",
    )
    return replace(routed, route=route)


def _unproven(app: App, routed: Routed) -> Routed:
    """An order in the officer's name that our server does not vouch for: shown to him, not done."""
    named = _sender(routed) in addresses_of(app.campaign, app.settings.officer)
    if not named or not any(app.store.offer(mark) for mark in ordered(routed.read.message)):
        return routed
    return replace(routed, route=replace(routed.route, needs_officer=UNPROVEN))


def hear(app: App, routed: Routed) -> None:
    """Put down what a mail of the officer orders, or which question it answers; nothing is done yet.

    It may be called twice for a message that was cut short: an order is put down once.
    """
    if not _is_his(app, routed):
        return
    sender = _sender(routed)
    if not ordered(routed.read.message):
        _close_questions(app, routed, sender)
        return
    units = app.store.units(app.campaign.id)
    for mark in ordered(routed.read.message):
        offer = app.store.offer(mark)
        if offer is None or offer.campaign != app.campaign.id:
            app.log.warning("order", outcome="unknown")
            continue
        told = filled(offer, routed.read.reading.new_text, units)
        if not app.store.take_up(replace(told, used_at=app.clock(), used_by=sender)):
            app.log.info("order", verb=offer.act.verb.value, outcome="asked for before")
        elif routed.received_at > offer.expires_at:
            app.store.settle_offer(mark, LATE)


def _is_his(app: App, routed: Routed) -> bool:
    own = addresses_of(app.campaign, app.settings.officer)
    return is_officers(routed.read.message, routed.trust, own, app.settings.officer)


def _sender(routed: Routed) -> str:
    sender = routed.read.message.sender
    return sender.address.lower() if sender else ""


def _close_questions(app: App, routed: Routed, sender: str) -> None:
    """The officer's answer, with our address in copy, closes the question that it answers."""
    for question in _questions(app, routed):
        decision = Decision(
            kind=DecisionKind.ANSWERED,
            subject=question.sha256,
            value="mail",
            made_by=sender,
            made_at=routed.received_at,
        )
        app.store.add_decision(app.campaign.id, decision)


def _questions(app: App, routed: Routed) -> Iterator[StoredMessage]:
    """The open questions that a mail answers, by its headers, or by its subject if it goes to who asked."""
    message = routed.read.message
    named = {one.lower() for one in (*message.in_reply_to, *message.references)}
    to = {one.address.lower() for one in (*message.to, *message.cc)}
    if not named and not to:
        return
    marks = (*message.in_reply_to, *message.references, *references_within(message.subject))
    about = [letter for letter in map(app.store.letter_by_mark, marks) if letter is not None]
    closed = {
        one.subject for one in app.store.decisions(app.campaign.id) if one.kind is DecisionKind.ANSWERED
    }
    wanted = MessageFilter(kind=MessageKind.QUESTION, state=MessageState.DONE)
    for question in app.store.messages(app.campaign.id, wanted, MOST_QUESTIONS):
        if question.sha256 in closed:
            continue
        by_subject = question.sender.lower() in to and _is_about(question, message.subject, about)
        if question.message_id.lower() in named or by_subject:
            yield question


def _is_about(question: StoredMessage, subject: str, about: Sequence[Letter]) -> bool:
    """Whether a mail to who asked speaks of the question: by its subject, our receipt or the case."""
    if question.unit_id and any(one.unit_id == question.unit_id for one in about):
        return True
    return len(question.subject) >= _LEAST and fold(question.subject) in fold(subject)
