"""A whole campaign by few rows: states with only the records that something is wrong with; decides nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, func, select

from catalogue.fields import COURSE, FIELDS
from catalogue.jsonform import record_from_json, state_from_json
from catalogue.memory.tables import RecordRow, UnitStateRow, table_of
from catalogue.records import Record
from catalogue.snapshot import CourseSums, Held, Outline

RECORD = table_of(RecordRow)
STATE = table_of(UnitStateRow)
OPENED_AT_ONCE = 500
# The index of lists begins with campaign and kind and holds all three counts, so no body is read to choose.
WRONG = select(RECORD.c.id).where(
    RECORD.c.campaign == bindparam("campaign"),
    RECORD.c.kind.in_([*FIELDS]),
    (RECORD.c.missing > 0) | (RECORD.c.doubtful > 0) | (RECORD.c.conflicts > 0),
)
OPENED = select(RECORD.c.owner, RECORD.c.position, RECORD.c.body).where(
    RECORD.c.campaign == bindparam("campaign"), RECORD.c.id.in_(bindparam("ids", expanding=True))
)
STATES = select(STATE.c.owner, STATE.c.body, STATE.c.courses, STATE.c.contacts).where(
    STATE.c.campaign == bindparam("campaign")
)
SUMS = (
    select(RECORD.c.level, RECORD.c.delivery, RECORD.c.fee, func.count())
    .where(RECORD.c.campaign == bindparam("campaign"), RECORD.c.kind == COURSE)
    .group_by(RECORD.c.level, RECORD.c.delivery, RECORD.c.fee)
)


def outlines(connection: Connection, campaign: str) -> list[Outline]:
    """The outlines of all that was folded, units and buckets, in the order of their owners."""
    wrong = _wrong_records(connection, campaign)
    rows = connection.execute(STATES.order_by(STATE.c.owner), {"campaign": campaign})
    return [
        Outline(replace(state_from_json(body), records=wrong.get(owner, ())), Held(courses, contacts))
        for owner, body, courses, contacts in rows
    ]


def course_sums(connection: Connection, campaign: str) -> CourseSums:
    """How many courses there are of which sort, those of no unit too."""
    by_form: Counter[tuple[str, str]] = Counter()
    by_fee: Counter[str] = Counter()
    for level, delivery, fee, number in connection.execute(SUMS, {"campaign": campaign}):
        by_form[level, delivery] += number
        by_fee[fee] += number
    return CourseSums(by_form=by_form, by_fee=by_fee)


def _wrong_records(connection: Connection, campaign: str) -> Mapping[str, tuple[Record, ...]]:
    """By owner, each owner's in their own order."""
    ids = connection.execute(WRONG, {"campaign": campaign}).scalars().all()
    found: dict[str, list[tuple[int, Record]]] = defaultdict(list)
    for start in range(0, len(ids), OPENED_AT_ONCE):
        several = {"campaign": campaign, "ids": ids[start : start + OPENED_AT_ONCE]}
        for owner, position, body in connection.execute(OPENED, several):
            found[owner].append((position, record_from_json(body)))
    return {owner: tuple(one for _, one in sorted(own, key=_position)) for owner, own in found.items()}


def _position(placed: tuple[int, Record]) -> int:
    return placed[0]
