"""What a decision concerns is routed or folded anew, also when it was taken back; decides nothing itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from catalogue.decided import kin_of, root_of
from catalogue.memory.store import StoreError
from catalogue.plan import owner_of
from catalogue.records import Decision, DecisionKind
from catalogue.views import MessageFilter, StoredMessage
from intake.app import App
from intake.jobs_reprocess import every_message
from intake.jobs_work import Worked, refold, work

_OF_MESSAGE = frozenset({DecisionKind.ASSIGN_MESSAGE, DecisionKind.SET_KIND, DecisionKind.IGNORE_MESSAGE})
_OF_FIELD = frozenset({DecisionKind.SET_VALUE, DecisionKind.CONFIRM_VALUE})
_OF_RECORD = frozenset({DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.DROP_RECORD})
_OF_CASE = frozenset({DecisionKind.ACCEPT_LATE, DecisionKind.COMPLETE_BY_HAND})


def take_effect(app: App, decisions: Collection[Decision]) -> int:
    """Route and fold anew what stored decisions concern; how many messages were routed.

    Orders to ask or not, notes and releases concern nothing that is folded: they are looked up when used.
    """
    made = app.store.all_decisions(app.campaign.id)
    roots = {root.id: root for one in decisions if (root := root_of(one, made)) is not None}
    messages = {one.sha256: one for root in roots.values() for one in _messages(app, root)}
    count = route_again(app, messages.values()) if messages else 0
    for owner in sorted({owner for root in roots.values() for owner in _owners(app, root, made)}):
        refold(app, owner)
    return count


def route_again(app: App, messages: Iterable[StoredMessage]) -> int:
    """Let messages be worked on again, now; how many."""
    count = 0
    for message in messages:
        count += app.store.requeue(message.sha256, app.clock())
    worked: Worked = work(app)
    if worked.failed:
        raise StoreError(f"{worked.failed} messages failed; `intake list messages --state retry` shows them")
    return count


def _messages(app: App, decision: Decision) -> Iterator[StoredMessage]:
    if decision.kind is DecisionKind.ASSIGN_SENDER:
        yield from every_message(app, MessageFilter(sender=decision.subject))
    elif decision.kind in _OF_MESSAGE:
        message = app.store.message(decision.subject)
        if message is not None:
            yield message


def _owners(app: App, decision: Decision, made: Collection[Decision]) -> frozenset[str]:
    if decision.kind in _OF_CASE:
        return frozenset([owner_of(decision.subject)])
    if decision.kind is DecisionKind.DROP_RECORD and decision.value:
        return frozenset([decision.value]) | _moved(app, made)
    if decision.kind in _OF_FIELD:
        return _bearers(app, decision.subject.rpartition(".")[0], made)
    if decision.kind in _OF_RECORD:
        return _bearers(app, decision.subject, made)
    return frozenset()


def _bearers(app: App, record_id: str, made: Collection[Decision]) -> frozenset[str]:
    """Whose fold holds a record, or would hold it: it may have joined another, or be dropped.

    Where nothing tells whose it was, every owner is folded.
    """
    kin = kin_of([record_id], made)
    found = {owner for name in kin for owner in app.store.bearers(app.campaign.id, name)}
    dropped = {
        one.value for one in made if one.kind is DecisionKind.DROP_RECORD and one.subject in kin and one.value
    }
    if dropped:
        found |= dropped | _moved(app, made)
    return frozenset(found) or app.store.message_owners(app.campaign.id)


def _moved(app: App, made: Collection[Decision]) -> frozenset[str]:
    """The owners of all messages that decisions ever gave to somebody: what was said of a record that came
    with such a message holds for it wherever the message is now.
    """
    moving = [one for one in made if one.kind in (DecisionKind.ASSIGN_SENDER, DecisionKind.ASSIGN_MESSAGE)]
    return frozenset(message.owner for one in moving for message in _messages(app, one) if message.owner)
