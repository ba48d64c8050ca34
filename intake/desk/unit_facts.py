"""What the desk knows of one unit: state, correspondence, decisions, gathered from the store; only looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.decided import ids_named
from catalogue.lists import LetterLine, Span, UnitHead, WantedLetters, WantedMessages
from catalogue.memory.listing import state_listing
from catalogue.records import Decision, Record, Unit, UnitState, Value, nothing_of
from catalogue.views import LetterFilter, MessageFilter, StoredMessage
from intake.app import App
from intake.letter_facts import facts_of, orders_of
from intake.next_letter import next_letter
from reports.desk.origins import Sources
from reports.desk.timeline import Concern, concerning
from reports.desk.unit import Writing

MOST_MAILS = 500
"""So many of the newest mails and letters of one unit stand in its timeline; the lists of both show all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """All that is known of one unit, or (``unit`` None) of the records of one unknown sender.

    ``decisions`` are those that concern it, of ``made``, which are all. ``names`` are of what they name.
    """

    unit: Unit | None
    state: UnitState
    messages: Mapping[str, StoredMessage]
    letters: tuple[LetterLine, ...]
    decisions: Sequence[Decision]
    made: Sequence[Decision]
    names: Mapping[str, str]

    @property
    def head(self) -> UnitHead:
        """Where the unit stands, in figures."""
        assert self.unit is not None
        state = self.state
        return UnitHead(
            unit=self.unit,
            status=state.status,
            late=state.late,
            first_received_at=state.first_received_at,
            last_received_at=state.last_received_at,
            **state_listing(state),
        )


def find_unit(app: App, unit_id: str) -> Unit | None:
    """A unit of the roster by its id."""
    return next((one for one in app.store.units(app.campaign.id) if one.id == unit_id), None)


def unit_facts(app: App, unit: Unit) -> UnitFacts:
    """All that is known of a unit of the roster."""
    campaign = app.campaign.id
    state = app.store.unit_state(campaign, unit.id) or nothing_of(unit.id)
    span = Span(0, MOST_MAILS)
    mails = app.store.lists.messages(
        campaign, WantedMessages(which=MessageFilter(unit_id=unit.id)), span
    ).lines
    letters = app.store.lists.letters(
        campaign, WantedLetters(which=LetterFilter(unit_id=unit.id)), span
    ).lines
    return _facts(app, unit, state, (mails, letters))


def owner_facts(app: App, state: UnitState) -> UnitFacts:
    """The same of what no unit owns yet: the records of one sender."""
    return _facts(app, None, state, ((), ()))


def writing_of(app: App, unit: Unit, state: UnitState) -> Writing:
    """What is to be written to a unit now, or why nothing is."""
    orders = orders_of(app.store.decisions(app.campaign.id))
    due = next_letter(app, facts_of(app, unit, state, orders))
    waiting = due.waiting
    return Writing(
        waiting=(waiting.kind, waiting.state, waiting.id) if waiting else None,
        kind=due.kind,
        to=due.to,
        silence=due.silence,
        stopped=unit.id in orders.stopped,
    )


def sources_of(app: App, facts: UnitFacts, records: Iterable[Record], *, personal: bool) -> Sources:
    """What the values of some records point to: their messages and decisions."""
    wanted = {value.origin.message for record in records for value in _values(record)} - {""}
    found = {one: facts.messages[one] for one in wanted if one in facts.messages}
    for sha256 in sorted(wanted - found.keys()):
        message = app.store.message(sha256)
        if message is not None:
            found[sha256] = message
    decisions = {one.id: one for one in facts.made}
    return Sources(campaign=app.campaign, messages=found, decisions=decisions, personal=personal)


def _facts(
    app: App,
    unit: Unit | None,
    state: UnitState,
    mails: tuple[Sequence[StoredMessage], Sequence[LetterLine]],
) -> UnitFacts:
    messages = {one.sha256: one for one in mails[0]}
    records = frozenset(name for one in state.records for name in (one.id, *one.aliases))
    made = app.store.all_decisions(app.campaign.id)
    concern = Concern(unit_id=unit.id if unit else None, records=records, messages=frozenset(messages))
    decisions = concerning(made, concern)
    return UnitFacts(
        unit=unit,
        state=state,
        messages=messages,
        letters=tuple(mails[1]),
        decisions=decisions,
        made=made,
        names=app.store.names(app.campaign.id, ids_named(decisions)) | _own_names(state),
    )


def _own_names(state: UnitState) -> dict[str, str]:
    """The names of records by every id that they bore."""
    return {name: one.name for one in state.records for name in (one.id, *one.aliases) if one.name}


def _values(record: Record) -> Iterator[Value]:
    """Every value of a record: those that stand, those that disagree, those of before."""
    yield from record.values.values()
    for conflict in record.conflicts:
        yield from conflict.values
    for earlier in record.history.values():
        yield from earlier
