"""The officer's decisions laid on a unit's records, after all messages; what he decided stands."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from catalogue.folding.book import Book
from catalogue.folding.drafts import Draft, Settled, relaid
from catalogue.folding.validate import WHOLE
from catalogue.folding.values import agree, is_blank
from catalogue.records import Decision, DecisionKind, JsonValue, Origin, Value


def parted_by(decisions: Iterable[Decision]) -> Mapping[str, frozenset[str]]:
    """The splits, by message: the records that its statements leave."""
    parted: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        if decision.kind is DecisionKind.SPLIT:
            parted[decision.value].add(decision.subject)
    return {message: frozenset(records) for message, records in parted.items()}


def records_of(decisions: Iterable[Decision]) -> frozenset[str]:
    """The records of which the officer set or confirmed something, or that he merged."""
    said = [one for one in decisions if one.kind in (DecisionKind.SET_VALUE, DecisionKind.CONFIRM_VALUE)]
    merged = [one for one in decisions if one.kind is DecisionKind.MERGE]
    return frozenset([one.subject.rpartition(".")[0] for one in said] + [one.subject for one in merged])


def decide(book: Book, decisions: Sequence[Decision]) -> None:
    """Lay all decisions on the records, in the order in which they were made."""
    for decision in decisions:
        apply = _APPLY.get(decision.kind)
        if apply is not None:
            apply(book, decision)
    for draft in book.drafts:
        for key, settled in draft.settled.items():
            _settle(draft, key, settled)


def _set(book: Book, decision: Decision) -> None:
    draft, key = _field(book, decision)
    if draft is None or key == WHOLE:
        return
    value = _decoded(decision.value)
    text = "" if value is None else str(value)
    stands = Value(value=value, text=text, origin=Origin(decision=decision.id), answered=value is None)
    draft.settled[key] = Settled(value=stands, made_at=decision.made_at)


def _confirm(book: Book, decision: Decision) -> None:
    draft, key = _field(book, decision)
    if draft is None:
        return
    if key == WHOLE:
        draft.doubt = ""
        return
    value = _decoded(decision.value) if decision.value else None
    asked = Value(value=value, text="", origin=Origin(decision=decision.id))
    said = [one for _at, one in _said(draft, key) if not decision.value or agree(key, one, asked)]
    stands = said[-1] if said else replace(asked, text="" if value is None else str(value))
    draft.settled[key] = Settled(value=replace(stands, doubt="", confidence=1.0), made_at=decision.made_at)


def _merge(book: Book, decision: Decision) -> None:
    stays, joins = book.find(decision.subject), book.find(decision.value)
    if stays is None or joins is None or stays is joins or stays.kind != joins.kind:
        return
    fresh = relaid(stays, [*stays.statements, *joins.statements])
    fresh.aliases += [name for name in (joins.id, *joins.aliases) if name not in fresh.ids]
    fresh.settled = {**joins.settled, **stays.settled}
    book.drop([joins])
    book.replace(stays, fresh)


def _split(book: Book, decision: Decision) -> None:
    draft = book.find(decision.subject)
    if draft is None:
        return
    leaving = [one for one in draft.statements if one.source.sha256 == decision.value]
    staying = [one for one in draft.statements if one.source.sha256 != decision.value]
    if not staying or all(one.partial for one in leaving) or all(one.partial for one in staying):
        return
    first = next(one for one in leaving if not one.partial)
    own = book.part(draft, first)
    book.replace(own, relaid(own, leaving))
    book.replace(draft, relaid(draft, staying))


def _drop(book: Book, decision: Decision) -> None:
    draft = book.find(decision.subject)
    if draft is not None:
        book.drop([draft])


_APPLY: Mapping[DecisionKind, Callable[[Book, Decision], None]] = {
    DecisionKind.SET_VALUE: _set,
    DecisionKind.CONFIRM_VALUE: _confirm,
    DecisionKind.MERGE: _merge,
    DecisionKind.SPLIT: _split,
    DecisionKind.DROP_RECORD: _drop,
}


def _field(book: Book, decision: Decision) -> tuple[Draft | None, str]:
    record, _dot, key = decision.subject.rpartition(".")
    return book.find(record), key


def _decoded(text: str) -> JsonValue:
    """The value of a decision; what is no JSON was typed by a person and is taken as text."""
    try:
        value: JsonValue = json.loads(text)
    except ValueError:
        return text
    return value


def _said(draft: Draft, key: str) -> list[tuple[datetime, Value]]:
    """All that messages said of a field, as received."""
    return [
        (one.source.received_at, one.values[key])
        for one in draft.statements
        if key in one.values and not is_blank(one.values[key])
    ]


def _settle(draft: Draft, key: str, settled: Settled) -> None:
    """The decided value stands; what a later message says against it is a conflict."""
    said = _said(draft, key)
    made_at = settled.made_at
    seen = [value for at, value in said if made_at is None or at <= made_at]
    later = [value for at, value in said if made_at is not None and at > made_at]
    against = [
        value for value in later if not any(agree(key, value, known) for known in (*seen, settled.value))
    ]
    current = draft.values.get(key)
    if current is not None and not agree(key, current, settled.value) and current not in against:
        draft.history.setdefault(key, []).append(current)
    draft.values[key] = settled.value
    draft.conflicts.pop(key, None)
    if against:
        draft.conflicts[key] = against
