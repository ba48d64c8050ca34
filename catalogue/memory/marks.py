"""Statements that tell what changed without opening it; takes a connection, decides nothing."""

from __future__ import annotations

from sqlalchemy import Connection, select

from catalogue.memory.tables import UnitStateRow, table_of

STATE = table_of(UnitStateRow)


def fold_marks(connection: Connection, campaign: str) -> dict[str, str]:
    """By unit id a mark of its fold: another one after each new fold. What no unit owns is left out.

    The count of folds begins anew where an owner was forgotten meanwhile, so the moment goes with it.
    """
    statement = select(STATE.c.unit_id, STATE.c.version, STATE.c.folded_at)
    statement = statement.where(STATE.c.campaign == campaign, STATE.c.unit_id.is_not(None))
    rows = connection.execute(statement)
    return {row.unit_id: f"{row.version} {row.folded_at.isoformat()}" for row in rows}
