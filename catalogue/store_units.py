"""Statements about the roster and the officer's decisions; takes a connection, decides nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from catalogue.records import Decision, DecisionKind, Unit
from catalogue.store_words import bump, counted
from catalogue.tables import DecisionRow, UnitRow, table_of

UNIT = table_of(UnitRow)
DECISION = table_of(DecisionRow)


@dataclass(frozen=True, slots=True)
class Decided:
    """A campaign's decisions in the order made, and the senders that they give to units."""

    decisions: tuple[Decision, ...]
    senders: Mapping[str, str]


class Remembered:
    """Rosters and decisions as last read; one number in the database tells when they are stale."""

    def __init__(self) -> None:
        self._rosters: dict[str, tuple[int, Mapping[str, Unit]]] = {}
        self._decided: dict[str, tuple[int, Decided]] = {}

    def roster(self, connection: Connection, campaign: str) -> Mapping[str, Unit]:
        """The campaign's units by id, in the roster's order."""
        return self.both(connection, campaign)[0]

    def decided(self, connection: Connection, campaign: str) -> Decided:
        """The campaign's decisions."""
        return self.both(connection, campaign)[1]

    def both(self, connection: Connection, campaign: str) -> tuple[Mapping[str, Unit], Decided]:
        """Roster and decisions, with one look at the database where neither has changed."""
        names = (_roster_name(campaign), _decisions_name(campaign))
        of_roster, of_decisions = counted(connection, names)
        roster = self._rosters.get(campaign)
        if roster is None or roster[0] != of_roster:
            roster = (of_roster, {unit.id: unit for unit in _units(connection, campaign)})
            self._rosters[campaign] = roster
        decided = self._decided.get(campaign)
        if decided is None or decided[0] != of_decisions:
            decided = (of_decisions, _decided(_decisions(connection, campaign)))
            self._decided[campaign] = decided
        return roster[1], decided[1]


def replace_units(connection: Connection, campaign: str, units: Sequence[Unit]) -> None:
    """Make these the campaign's roster, in this order."""
    connection.execute(delete(UNIT).where(UNIT.c.campaign == campaign))
    rows = [
        {**asdict(unit), "campaign": campaign, "position": position} for position, unit in enumerate(units)
    ]
    if rows:
        connection.execute(insert(UNIT), rows)
    bump(connection, _roster_name(campaign))


def add_decision(connection: Connection, campaign: str, decision: Decision) -> Decision:
    """Write down a decision; it comes back with its id."""
    values = {name: value for name, value in asdict(decision).items() if name != "id"}
    statement = insert(DECISION).values(campaign=campaign, **values).returning(DECISION.c.id)
    stored = replace(decision, id=connection.execute(statement).scalar_one())
    bump(connection, _decisions_name(campaign))
    return stored


def _roster_name(campaign: str) -> str:
    return f"units:{campaign}"


def _decisions_name(campaign: str) -> str:
    return f"decisions:{campaign}"


def _units(connection: Connection, campaign: str) -> list[Unit]:
    statement = select(UNIT).where(UNIT.c.campaign == campaign).order_by(UNIT.c.position)
    return [_unit(row) for row in connection.execute(statement)]


def _decisions(connection: Connection, campaign: str) -> tuple[Decision, ...]:
    statement = select(DECISION).where(DECISION.c.campaign == campaign).order_by(DECISION.c.id)
    return tuple(_decision(row) for row in connection.execute(statement))


def _decided(made: tuple[Decision, ...]) -> Decided:
    said = {one.subject.lower(): one.value for one in made if one.kind is DecisionKind.ASSIGN_SENDER}
    # The last word on an address counts; "" takes the address back.
    return Decided(made, {address: unit_id for address, unit_id in said.items() if unit_id})


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
