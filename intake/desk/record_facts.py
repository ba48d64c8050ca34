"""What the desk knows of one course or contact: it and its siblings, gathered from the store; only looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.decided import switched_on
from catalogue.memory.listing import searched_words
from catalogue.plan import parts_of_owner
from catalogue.records import Decision, DecisionKind, Record
from catalogue.views import StoredMessage
from intake.app import App
from intake.desk.unit_facts import UnitFacts, find_unit, owner_facts, sources_of, unit_facts
from parsers.text import fold
from reports.desk.origins import Sources
from reports.desk.timeline import Concern, concerning

MOST_OTHERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """One record as it stands, with the facts of its unit or of the unknown sender who told of it."""

    record: Record
    of: UnitFacts

    @property
    def decisions(self) -> list[Decision]:
        """The decisions on this record alone."""
        names = frozenset((self.record.id, *self.record.aliases))
        return concerning(self.of.made, Concern(records=names))


def find_record(app: App, record_id: str) -> RecordFacts | None:
    """A record by its id, or by one that it bore before it was merged; None where there is none."""
    # No database knows an id with control characters, and some refuse to be asked.
    owners = app.store.bearers(app.campaign.id, record_id) if record_id.isprintable() else ()
    for owner in sorted(owners):
        unit_id, bucket = parts_of_owner(owner)
        state = app.store.unit_state(app.campaign.id, unit_id, bucket)
        found = [one for one in state.records if record_id in (one.id, *one.aliases)] if state else []
        if found and state is not None:
            unit = find_unit(app, unit_id) if unit_id else None
            return RecordFacts(record=found[0], of=unit_facts(app, unit) if unit else owner_facts(app, state))
    return None


def sources(app: App, facts: RecordFacts, *, personal: bool) -> Sources:
    """What the record's values point to."""
    return sources_of(app, facts.of, [facts.record], personal=personal)


def tellers(app: App, facts: RecordFacts) -> list[StoredMessage]:
    """The messages that told of the record, the oldest first."""
    found = sources(app, facts, personal=True).messages.values()
    return sorted(found, key=lambda one: (one.received_at, one.sha256))


def others(facts: RecordFacts, words: str) -> Sequence[Record]:
    """Records of the same owner and kind to merge with: by words, else those named most alike first."""
    record = facts.record
    siblings = [one for one in facts.of.state.records if one.kind == record.kind and one.id != record.id]
    if words:
        sought = searched_words(words)
        return [one for one in siblings if all(word in fold(one.name) for word in sought)][:MOST_OTHERS]
    own = set(fold(record.name).split())
    alike = sorted(siblings, key=lambda one: len(own.intersection(fold(one.name).split())), reverse=True)
    return alike[:MOST_OTHERS]


def is_released(app: App, record: Record) -> bool:
    """Whether a contact may be shown on the public portal."""
    released = switched_on(app.store.decisions(app.campaign.id), DecisionKind.RELEASE)
    return not released.isdisjoint((record.id, *record.aliases))
