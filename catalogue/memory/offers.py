"""Statements about what the officer is offered to do by mail; takes a connection, decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from catalogue.memory.tables import OfferRow, table_of
from catalogue.memory.words import insert_new
from catalogue.offers import Act, Offer, Verb

OFFER = table_of(OfferRow)


def add_offers(connection: Connection, offers: Sequence[Offer]) -> None:
    """Put offers down; one that is there already stays as it is."""
    rows = [
        {
            "id": one.id,
            "campaign": one.campaign,
            "verb": one.act.verb.value,
            "subject": one.act.subject,
            "value": one.act.value,
            "label": one.act.label,
            "made_at": one.made_at,
            "expires_at": one.expires_at,
            "used_at": None,
            "used_by": "",
            "outcome": "",
        }
        for one in offers
    ]
    if rows:
        connection.execute(insert_new(connection, OFFER), rows)


def offer(connection: Connection, mark: str) -> Offer | None:
    """An offer by its mark."""
    row = connection.execute(select(OFFER).where(OFFER.c.id == mark)).one_or_none()
    return None if row is None else _offer(row)


def take_up(connection: Connection, offer: Offer) -> bool:
    """Mark an offer as asked for, with what was filled in; False where it was asked for before."""
    statement = update(OFFER).where(OFFER.c.id == offer.id, OFFER.c.used_at.is_(None))
    values = {"used_at": offer.used_at, "used_by": offer.used_by, "value": offer.act.value}
    return connection.execute(statement.values(**values)).rowcount > 0


def awaited(connection: Connection, campaign: str) -> list[Offer]:
    """The offers that were asked for and are not done yet, in the order in which they were asked for."""
    wanted = (OFFER.c.campaign == campaign, OFFER.c.used_at.is_not(None), OFFER.c.outcome == "")
    return _in_order(connection, wanted)


def settle(connection: Connection, mark: str, outcome: str) -> None:
    """Write down what became of an offer."""
    connection.execute(update(OFFER).where(OFFER.c.id == mark).values(outcome=outcome))


def done_since(connection: Connection, campaign: str, since: datetime) -> list[Offer]:
    """The offers asked for from a moment on that are done, oldest first."""
    wanted = (OFFER.c.campaign == campaign, OFFER.c.used_at >= since, OFFER.c.outcome != "")
    return _in_order(connection, wanted)


def _in_order(connection: Connection, wanted: tuple[ColumnElement[bool], ...]) -> list[Offer]:
    statement = select(OFFER).where(*wanted).order_by(OFFER.c.used_at, OFFER.c.id)
    return [_offer(row) for row in connection.execute(statement)]


def _offer(row: Row[Any]) -> Offer:
    return Offer(
        id=row.id,
        campaign=row.campaign,
        act=Act(Verb(row.verb), row.subject, row.value, row.label),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        used_by=row.used_by,
        outcome=row.outcome,
    )
