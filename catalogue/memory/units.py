"""Statements about the roster and the officer's decisions; takes a connection, decides nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from catalogue.decided import in_force
from catalogue.memory.listing import unit_search
from catalogue.memory.tables import DecisionRow, UnitRow, table_of
from catalogue.memory.words import bump, counted
from catalogue.records import Decision, DecisionKind, Unit

UNIT = table_of(UnitRow)
DECISION = table_of(DecisionRow)


@dataclass(frozen=True, slots=True)
class Settled:
    """What people have laid down for a campaign: its roster by id, in order, and their decisions so far.

    ``made`` are all decisions, ``decisions`` those of them in force. ``senders`` are the addresses that
    these give to units; ``version`` counts every change, ``roster_version`` those of the roster.
    """

    version: int
    roster_version: int
    roster: Mapping[str, Unit]
    made: tuple[Decision, ...]
    decisions: tuple[Decision, ...]
    senders: Mapping[str, str]


class Remembered:
    """What is settled, as last read; one number in the database tells when it is stale."""

    def __init__(self) -> None:
        self._settled: dict[str, Settled] = {}
        self._searched: dict[tuple[str, bool], tuple[Mapping[str, Unit], Mapping[str, str]]] = {}

    def settled(self, connection: Connection, campaign: str) -> Settled:
        """What is settled now; one small look at the database where nothing has changed."""
        version = counted(connection, campaign)
        known = self._settled.get(campaign)
        if known is None or known.version != version:
            known = self._settled[campaign] = _settled(connection, campaign, version, known)
        return known

    def searched(self, connection: Connection, campaign: str, *, by_address: bool) -> Mapping[str, str]:
        """What each unit of the roster is found by."""
        roster = self.settled(connection, campaign).roster
        known = self._searched.get((campaign, by_address))
        if known is None or known[0] is not roster:
            texts = {unit.id: unit_search(unit, by_address=by_address) for unit in roster.values()}
            known = self._searched[campaign, by_address] = roster, texts
        return known[1]


def replace_units(connection: Connection, campaign: str, units: Sequence[Unit]) -> None:
    """Make these the campaign's roster, in this order."""
    connection.execute(delete(UNIT).where(UNIT.c.campaign == campaign))
    rows = [
        {**asdict(unit), "campaign": campaign, "position": position} for position, unit in enumerate(units)
    ]
    if rows:
        connection.execute(insert(UNIT), rows)
    bump(connection, campaign)
    bump(connection, _roster_counter(campaign))


def add_decisions(
    connection: Connection, campaign: str, decisions: Sequence[Decision]
) -> tuple[Decision, ...]:
    """Write down the decisions of one step; they come back with their ids."""
    stored = tuple(_added(connection, campaign, one) for one in decisions)
    bump(connection, campaign)
    return stored


def _added(connection: Connection, campaign: str, decision: Decision) -> Decision:
    values = {name: value for name, value in asdict(decision).items() if name != "id"}
    statement = insert(DECISION).values(campaign=campaign, **values).returning(DECISION.c.id)
    return replace(decision, id=connection.execute(statement).scalar_one())


def _roster_counter(campaign: str) -> str:
    return f"roster of {campaign}"


def _roster(connection: Connection, campaign: str) -> Mapping[str, Unit]:
    statement = select(UNIT).where(UNIT.c.campaign == campaign).order_by(UNIT.c.position)
    return {row.id: _unit(row) for row in connection.execute(statement).all()}


def _decisions(connection: Connection, campaign: str) -> tuple[Decision, ...]:
    statement = select(DECISION).where(DECISION.c.campaign == campaign).order_by(DECISION.c.id)
    return tuple(_decision(row) for row in connection.execute(statement))


def _settled(connection: Connection, campaign: str, version: int, before: Settled | None) -> Settled:
    # A decision is made every few seconds at times; the roster, which is long, stays as it is then.
    roster_version = counted(connection, _roster_counter(campaign))
    known = before.roster if before is not None and before.roster_version == roster_version else None
    made = _decisions(connection, campaign)
    counting = in_force(made)
    # The last word on an address counts; an empty one takes the address back.
    said = {one.subject.lower(): one.value for one in counting if one.kind is DecisionKind.ASSIGN_SENDER}
    return Settled(
        version=version,
        roster_version=roster_version,
        roster=_roster(connection, campaign) if known is None else known,
        made=made,
        decisions=counting,
        senders={address: unit_id for address, unit_id in said.items() if unit_id},
    )


def _unit(row: Row[Any]) -> Unit:
    return Unit(
        id=row.id,
        name=row.name,
        kind=row.kind,
        aliases=tuple(row.aliases),
        emails=tuple(row.emails),
        domains=tuple(row.domains),
    )


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        kind=DecisionKind(row.kind),
        subject=row.subject,
        value=row.value,
        id=row.id,
        made_by=row.made_by,
        made_at=row.made_at,
        note=row.note,
    )
