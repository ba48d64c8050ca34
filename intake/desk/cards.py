"""Gathers what a card is drawn from: messages, readings, records, letters of one line; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from catalogue.accounts import User
from catalogue.deeds import Deed, deeds_besides, record_of
from catalogue.lists import Order, Span, UnitHead, WantedRecords, WantedUnits
from catalogue.memory.store import StoreError
from catalogue.offers import Verb
from catalogue.outbox import Letter
from catalogue.records import MessageReading, Record, Unit, UnitStatus, Value
from catalogue.snapshot import Need, NeedLine
from catalogue.units.index import index_of
from catalogue.views import StoredMessage
from intake.app import App
from intake.desk.waiting import Waiting
from reports.desk.card_facts import CardFacts, Typed
from reports.desk.origins import Sources

MOST_UNITS = 6
MOST_GUESSED = 4
MOST_SIBLINGS = 40
MOST_MESSAGES = 12
LONGEST_LOOKED_AT = 3000
_OPEN = frozenset({UnitStatus.NOT_SUBMITTED, UnitStatus.INCOMPLETE})
_OF_LETTER = frozenset({Need.HELD_LETTER, Need.FAILED_LETTER})
_OF_STATE = frozenset({Need.QUESTION, Need.ASKED_OUT, Need.NO_ADDRESS, Need.FULL_MAILBOX, Need.AWAY})


def card_facts(app: App, user: User, found: Waiting, mark: str, typed: Typed) -> CardFacts:
    """All that the card of one line shows."""
    line = found.lines[mark]
    record = _record(app, line)
    message = None if record_of(line) else _message(app, line)
    reading = app.store.reading(message.sha256) if message is not None else None
    facts = CardFacts(
        line=line,
        mark=mark,
        user=user,
        sources=Sources(campaign=app.campaign, personal=True),
        head=found.heads.get(line.unit_id or ""),
        message=message,
        reading=reading,
        record=record,
        letter=_letter(app, line),
        open_cases=_open_cases(found) if line.kind is Need.OVERDUE else (),
        siblings=_siblings(app, line, record),
        units=_units(app, line, typed.sought, (message, reading)),
        typed=typed,
    )
    return _with_origins(app, _with_state(app, facts))


def found_units(app: App, sought: str) -> tuple[Unit, ...]:
    """The first units that fit what is sought, without diacritics; none for nothing."""
    if not sought.strip():
        return ()
    wanted = WantedUnits(words=sought, by_address=True)
    page = app.store.lists.units(app.campaign.id, wanted, Span(0, MOST_UNITS))
    return tuple(head.unit for head in page.lines)


def _with_state(app: App, facts: CardFacts) -> CardFacts:
    """With where the unit stands, for what is decided about a unit or found no record."""
    line = facts.line
    is_unplaced = line.kind is Need.CONFLICT and not record_of(line)
    if line.kind not in _OF_STATE and not is_unplaced:
        return facts
    campaign, unit_id = app.campaign.id, line.unit_id
    state = app.store.unit_state(campaign, unit_id) if unit_id else app.store.unassigned(campaign)
    history = tuple(app.store.letter_history(campaign, unit_id)) if unit_id else ()
    return replace(facts, state=state, history=history)


def _with_origins(app: App, facts: CardFacts) -> CardFacts:
    """With the messages, readings and decisions that its values point to."""
    origins = [value.origin for value in _values(facts)]
    hashes = [*dict.fromkeys(one.message for one in origins if one.message)][:MOST_MESSAGES]
    decided = {one.decision for one in origins if one.decision}
    messages: dict[str, StoredMessage] = {}
    readings: dict[str, MessageReading] = {}
    for sha256 in hashes:
        message, reading = app.store.message(sha256), app.store.reading(sha256)
        messages |= {sha256: message} if message is not None else {}
        readings |= {sha256: reading} if reading is not None else {}
    decisions = {one.id: one for one in app.store.all_decisions(app.campaign.id) if one.id in decided}
    sources = replace(facts.sources, messages=messages, decisions=decisions)
    return replace(facts, sources=sources, readings=readings)


def _values(facts: CardFacts) -> Iterable[Value]:
    record = facts.record
    if record is not None:
        yield from (value for one in record.conflicts for value in one.values)
        yield from record.values.values()
    elif facts.line.kind is Need.CONFLICT and facts.state is not None:
        yield from (value for entry in facts.state.unresolved for value in entry.values.values())


def _message(app: App, line: NeedLine) -> StoredMessage | None:
    try:
        return app.store.message(line.message) if line.message else None
    except StoreError:  # a statement's mark, or so short an id that several fit: the card does without
        return None


def _record(app: App, line: NeedLine) -> Record | None:
    wanted = record_of(line)
    found = app.store.find_records(app.campaign.id, wanted, 1) if wanted else []
    return found[0] if found else None


def _siblings(app: App, line: NeedLine, record: Record | None) -> tuple[Record, ...]:
    """The other records of its kind and unit, those of the same words first."""
    if record is None or record.unit_id is None or Deed.MERGE not in deeds_besides(line):
        return ()
    wanted = WantedRecords(kind=record.kind, unit_id=record.unit_id, order=Order.NAME)
    page = app.store.lists.records(app.campaign.id, wanted, Span(0, MOST_SIBLINGS))
    return tuple(one.record for one in page.lines if one.record.id != record.id)


def _letter(app: App, line: NeedLine) -> Letter | None:
    if line.kind not in _OF_LETTER:
        return None
    ids = (act.subject for act in line.acts if act.verb is Verb.APPROVE)
    return next((app.store.letter(int(one)) for one in ids), None)


def _open_cases(found: Waiting) -> tuple[UnitHead, ...]:
    return tuple(head for head in found.heads.values() if head.status in _OPEN)


def _units(
    app: App, line: NeedLine, sought: str, told: tuple[StoredMessage | None, MessageReading | None]
) -> tuple[Unit, ...]:
    """The units that a person may mean: what he sought, else whose names the message bears."""
    if not {Deed.ASSIGN, Deed.ASSIGN_ONE} & {*deeds_besides(line)}:
        return ()
    if sought:
        return found_units(app, sought)
    units = {unit.id: unit for unit in app.store.units(app.campaign.id)}
    return tuple(islice((units[one] for one in _guessed(app, units, told)), MOST_GUESSED))


def _guessed(
    app: App, units: Mapping[str, Unit], told: tuple[StoredMessage | None, MessageReading | None]
) -> list[str]:
    """The units that a message's own words name or resemble, in the order of their weight as evidence."""
    message, reading = told
    texts = [*reading.names, reading.new_text[:LONGEST_LOOKED_AT]] if reading else []
    texts += [part.filename or "" for part in (reading.parts if reading else ())]
    texts += [message.sender_name, message.subject] if message else []
    index = index_of(_roster(app, units))
    found: dict[str, None] = {}
    for text in filter(None, texts):
        match = index.match_name([text])
        named = [match.unit_id] if match.unit_id else match.reason.replace(",", " ").split()
        found |= dict.fromkeys(one for one in named if one in units)
    return [*found]


def _roster(app: App, units: Mapping[str, Unit]) -> Mapping[str, Unit]:
    """The roster as the store remembers it, so that its index is built once."""
    return app.store.lookup(app.campaign.id, ()).units or units
