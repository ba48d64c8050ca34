"""Statements about the course of a campaign: which unit came to which status when; decides nothing."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select

from catalogue.memory.tables import StatusChangeRow, UnitStateRow, table_of
from catalogue.progress import StatusChange
from catalogue.records import UnitStatus

CHANGE = table_of(StatusChangeRow)
STATE = table_of(UnitStateRow)
STATUS = select(STATE.c.status).where(
    STATE.c.campaign == bindparam("campaign"), STATE.c.owner == bindparam("owner")
)
ADD = insert(CHANGE)
ALL = (
    select(CHANGE.c.unit_id, CHANGE.c.status, CHANGE.c.at)
    .where(CHANGE.c.campaign == bindparam("campaign"))
    .order_by(CHANGE.c.at, CHANGE.c.id)
)


def status_of(connection: Connection, campaign: str, unit_id: str | None) -> UnitStatus:
    """The status of a unit as last folded; of who was never folded, and of nobody, that nothing was sent."""
    if unit_id is None:
        return UnitStatus.NOT_SUBMITTED
    found = connection.execute(STATUS, {"campaign": campaign, "owner": unit_id}).scalar()
    return UnitStatus(found) if found else UnitStatus.NOT_SUBMITTED


def note_change(connection: Connection, campaign: str, change: StatusChange) -> None:
    """Write down that a unit came to another status."""
    values = {"unit_id": change.unit_id, "status": change.status.value, "at": change.at}
    connection.execute(ADD, {"campaign": campaign, **values})


def status_changes(connection: Connection, campaign: str) -> list[StatusChange]:
    """All changes of a campaign, the oldest first."""
    found = connection.execute(ALL, {"campaign": campaign})
    return [StatusChange(row.unit_id, UnitStatus(row.status), row.at) for row in found]
