"""A whole campaign by few rows: states with only those records that something is wrong with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, true

from catalogue.fields import CONTACT, COURSE, FIELDS
from catalogue.jsonform import counts_of_reading, reading_from_json, record_from_json, state_from_json
from catalogue.memory.tables import MessageRow, MessageState, ReadingRow, RecordRow, UnitStateRow, table_of
from catalogue.records import MessageKind, Record, UnitStatus
from catalogue.snapshot import CourseSums, Held, Outline
from parsers.text import fold as folded

MESSAGE = table_of(MessageRow)
READING = table_of(ReadingRow)
RECORD = table_of(RecordRow)
STATE = table_of(UnitStateRow)
OPENED_AT_ONCE = 500
SAYING = frozenset((MessageKind.SUBMISSION, MessageKind.REPLY, MessageKind.QUESTION))
# The index of lists begins with campaign and kind and holds all three counts, so no body is read to choose.
LISTED = select(RECORD.c.id).where(RECORD.c.campaign == bindparam("campaign"), RECORD.c.kind.in_([*FIELDS]))
WRONG = (RECORD.c.missing > 0) | (RECORD.c.doubtful > 0) | (RECORD.c.conflicts > 0)
OPENED = select(RECORD.c.owner, RECORD.c.position, RECORD.c.body).where(
    RECORD.c.campaign == bindparam("campaign"), RECORD.c.id.in_(bindparam("ids", expanding=True))
)
STATES = select(STATE.c.owner, STATE.c.body, STATE.c.courses, STATE.c.contacts, STATE.c.missing).where(
    STATE.c.campaign == bindparam("campaign")
)
READINGS = select(READING.c.sha256, READING.c.body).where(
    READING.c.sha256.in_(bindparam("ids", expanding=True))
)
PEOPLE = select(RECORD.c.unit_id, RECORD.c.search).where(
    RECORD.c.campaign == bindparam("campaign"), RECORD.c.kind == CONTACT, RECORD.c.unit_id.is_not(None)
)
TELLING = STATE.c.unread + STATE.c.unresolved + STATE.c.doubtful + STATE.c.conflicts
LACKING = (STATE.c.status == UnitStatus.INCOMPLETE) & ((STATE.c.courses == 0) | (STATE.c.contacts == 0))
DECIDING = STATES.where((TELLING > 0) | LACKING | STATE.c.unit_id.is_(None)).order_by(STATE.c.owner)
SUMS = (
    select(RECORD.c.level, RECORD.c.delivery, RECORD.c.fee, func.count())
    .where(RECORD.c.campaign == bindparam("campaign"), RECORD.c.kind == COURSE)
    .group_by(RECORD.c.level, RECORD.c.delivery, RECORD.c.fee)
)


def outlines(connection: Connection, campaign: str) -> list[Outline]:
    """The outlines of all that was folded, units and buckets, in the order of their owners."""
    wrong = _opened_records(connection, campaign, WRONG)
    rows = connection.execute(STATES.order_by(STATE.c.owner), {"campaign": campaign}).all()
    return _outlines(rows, wrong)


def course_sums(connection: Connection, campaign: str) -> CourseSums:
    """How many courses there are of which sort, those of no unit too."""
    by_form: Counter[tuple[str, str]] = Counter()
    by_fee: Counter[str] = Counter()
    for level, delivery, fee, number in connection.execute(SUMS, {"campaign": campaign}):
        by_form[level, delivery] += number
        by_fee[fee] += number
    return CourseSums(by_form=by_form, by_fee=by_fee)


def unassigned_held(connection: Connection, campaign: str) -> Held:
    """What all buckets have in all."""
    sums = [func.coalesce(func.sum(STATE.c[name]), 0) for name in ("courses", "contacts", "missing")]
    mine = (STATE.c.campaign == campaign, STATE.c.unit_id.is_(None))
    return Held(*connection.execute(select(*sums).where(*mine)).one())


def undecided(connection: Connection, campaign: str, given_up: Collection[str] | None) -> list[Outline]:
    """The outlines of those folds that tell more than their counts do, in the order of their owners.

    Of the records those in conflict are opened, and doubtful ones of the units ``given_up`` (None: of all)
    and of nobody.
    """
    nobodys = RECORD.c.unit_id.is_(None)
    left = true() if given_up is None else nobodys | RECORD.c.unit_id.in_(sorted(given_up))
    wrong = _opened_records(connection, campaign, (RECORD.c.conflicts > 0) | ((RECORD.c.doubtful > 0) & left))
    return _outlines(connection.execute(DECIDING, {"campaign": campaign}).all(), wrong)


def units_at(connection: Connection, campaign: str, addresses: Collection[str]) -> frozenset[str]:
    """The units for which any of these addresses (lower case) wrote, or may be a contact's."""
    wrote = select(MESSAGE.c.unit_id).distinct()
    mine = (MESSAGE.c.campaign == campaign, MESSAGE.c.unit_id.is_not(None))
    at_one = MESSAGE.c.sender.in_(sorted(addresses))
    found = set(connection.execute(wrote.where(*mine, at_one)).scalars())
    sought = _by_longest_word(addresses)
    rows = connection.execute(PEOPLE, {"campaign": campaign}).all()
    found.update(unit_id for unit_id, search in rows if _names_any(search, sought))
    return frozenset(found)


def senders(
    connection: Connection, campaign: str, unit_ids: Collection[str], limit: int
) -> dict[str, list[str]]:
    """Who said something for each unit beyond doubt, the last one first; of so many of its last messages."""
    of_units = (
        MESSAGE.c.campaign == campaign,
        MESSAGE.c.owner.in_(sorted(unit_ids)),
        MESSAGE.c.state == MessageState.DONE,
    )
    told = select(MESSAGE.c.owner, MESSAGE.c.sender, MESSAGE.c.kind, MESSAGE.c.needs_officer).where(*of_units)
    told = told.order_by(MESSAGE.c.owner, MESSAGE.c.received_at.desc(), MESSAGE.c.sha256.desc())
    by_unit = groupby(connection.execute(told).all(), key=lambda row: row.owner)
    return {
        owner: [row.sender for row in islice(rows, limit) if row.kind in SAYING and not row.needs_officer]
        for owner, rows in by_unit
    }


def people(connection: Connection, campaign: str, unit_ids: Collection[str]) -> dict[str, list[Record]]:
    """The contacts of each unit, in their order."""
    of_units = (RECORD.c.campaign == campaign, RECORD.c.owner.in_(sorted(unit_ids)), RECORD.c.kind == CONTACT)
    found: dict[str, list[Record]] = {}
    statement = (
        select(RECORD.c.owner, RECORD.c.body).where(*of_units).order_by(RECORD.c.owner, RECORD.c.position)
    )
    for owner, body in connection.execute(statement).all():
        found.setdefault(owner, []).append(record_from_json(body))
    return found


def new_texts(connection: Connection, sha256s: Sequence[str]) -> dict[str, str]:
    """By message: what its sender wrote, without quotes; of what was read only."""
    found: dict[str, str] = {}
    for start in range(0, len(sha256s), OPENED_AT_ONCE):
        several = {"ids": [*sha256s[start : start + OPENED_AT_ONCE]]}
        found.update(
            (sha256, reading_from_json(body).new_text)
            for sha256, body in connection.execute(READINGS, several)
        )
    return found


def message_sums(connection: Connection, sha256s: Sequence[str]) -> dict[str, tuple[int, int]]:
    """By message: how many courses it tells of and how many files it holds; of what was read only."""
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(sha256s), OPENED_AT_ONCE):
        several = {"ids": [*sha256s[start : start + OPENED_AT_ONCE]]}
        for sha256, body in connection.execute(READINGS, several):
            found[sha256] = counts_of_reading(body)
    return found


def _outlines(rows: Iterable[Any], opened: Mapping[str, tuple[Record, ...]]) -> list[Outline]:
    return [
        Outline(replace(state_from_json(body), records=opened.get(owner, ())), Held(*held))
        for owner, body, *held in rows
    ]


def _opened_records(
    connection: Connection, campaign: str, wanted: ColumnElement[bool]
) -> Mapping[str, tuple[Record, ...]]:
    """By owner, each owner's in their own order."""
    ids = connection.execute(LISTED.where(wanted), {"campaign": campaign}).scalars().all()
    found: dict[str, list[tuple[int, Record]]] = defaultdict(list)
    for start in range(0, len(ids), OPENED_AT_ONCE):
        several = {"campaign": campaign, "ids": ids[start : start + OPENED_AT_ONCE]}
        for owner, position, body in connection.execute(OPENED, several).all():
            found[owner].append((position, record_from_json(body)))
    return {owner: tuple(one for _, one in sorted(own, key=_position)) for owner, own in found.items()}


def _by_longest_word(addresses: Collection[str]) -> Mapping[str, list[frozenset[str]]]:
    """The words of each address, under the one that few others share."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for words in (frozenset(folded(one).split()) for one in addresses):
        found[max(words, key=len, default="")].append(words)
    return found


def _names_any(search: str, sought: Mapping[str, list[frozenset[str]]]) -> bool:
    own = set(search.split())
    return any(words <= own for one in own for words in sought.get(one, ()))


def _position(placed: tuple[int, Record]) -> int:
    return placed[0]
