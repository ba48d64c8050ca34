"""Statements about what is held on a person and what is erased; decides nothing itself.

One erasure is one transaction: whoever looks afterwards finds all of it done in the database, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, or_, select, update

from catalogue.erasing import OPEN, AddressWords, Erasure, MessageWords, OfferWords, Tombstone
from catalogue.jsonform import asked_to_json, reading_from_json, reading_to_json
from catalogue.memory.apply import forget_fold
from catalogue.memory.database import Database, StoreError
from catalogue.memory.listing import letter_search, search_of
from catalogue.memory.messages import NO_CLAIM, TOLD, message_of
from catalogue.memory.tables import (
    AddressRow,
    DecisionRow,
    LetterFileRow,
    LetterRow,
    MessageRow,
    MessageState,
    OfferRow,
    PartRow,
    ReadingRow,
    TombstoneRow,
    table_of,
)
from catalogue.memory.words import bump, insert_if_new, insert_new
from catalogue.outbox import Letter
from catalogue.records import LetterState, MessageReading
from catalogue.views import StoredMessage

ADDRESS, DECISION, OFFER = table_of(AddressRow), table_of(DecisionRow), table_of(OfferRow)
LETTER, FILE = table_of(LetterRow), table_of(LetterFileRow)
MESSAGE, PART, READING = table_of(MessageRow), table_of(PartRow), table_of(ReadingRow)
TOMBSTONE = table_of(TombstoneRow)
FORMER = select(MESSAGE.c.campaign, MESSAGE.c.owner).where(MESSAGE.c.sha256 == bindparam("key"))
AT_ONCE = 100


def every(_message: StoredMessage, _body: str) -> bool:
    """Any message."""
    return True


class Erasures:
    """What the store holds on persons, and the tombstones of what it held; every method a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_messages(
        self, campaign: str, may_be: Callable[[StoredMessage, str], bool] = every
    ) -> Iterator[tuple[StoredMessage, MessageReading | None]]:
        """The messages of a campaign with what was read from them, as a stream.

        ``may_be`` looks at a message and at the stored text of its reading ("" for none): what it refuses is
        not opened.
        """
        statement = select(*TOLD, READING.c.body).outerjoin(READING, READING.c.sha256 == MESSAGE.c.sha256)
        with self._database.reading() as connection:
            found = connection.execution_options(yield_per=AT_ONCE).execute(
                statement.where(MESSAGE.c.campaign.in_([campaign, ""])).order_by(MESSAGE.c.sha256)
            )
            # Who has seen enough stops in the middle: the server's cursor is closed all the same.
            with found as rows:
                for row in rows:
                    message, body = message_of(row[:-1]), row[-1]  # type: ignore[arg-type]
                    if may_be(message, body or ""):
                        yield message, None if body is None else reading_from_json(body)

    def letter_ids(self, campaign: str) -> list[int]:
        """The ids of all letters of a campaign."""
        with self._database.reading() as connection:
            return [*connection.execute(select(LETTER.c.id).where(LETTER.c.campaign == campaign)).scalars()]

    def offers(self, campaign: str) -> list[OfferWords]:
        """What all offers say in words."""
        columns = [OFFER.c[name] for name in ("id", "subject", "value", "label", "used_by", "outcome")]
        with self._database.reading() as connection:
            found = connection.execute(select(*columns).where(OFFER.c.campaign == campaign))
            return [OfferWords(**row._asdict()) for row in found]

    def addresses(self) -> list[AddressWords]:
        """The words that are kept of addresses."""
        statement = select(ADDRESS.c.address, ADDRESS.c.reason, ADDRESS.c.deputy)
        with self._database.reading() as connection:
            return [AddressWords(**row._asdict()) for row in connection.execute(statement)]

    def erase(self, erasure: Erasure) -> None:
        """Write down all that an erasure takes away, tombstones first, in one transaction.

        Raises StoreError, with nothing written, where one of its letters began to leave meanwhile.
        """
        with self._database.writing() as connection:
            _bury(connection, erasure)
            for message in erasure.messages:
                _erase_message(connection, message)
            for letter in erasure.letters:
                _erase_letter(connection, letter, cancelled=letter.id in erasure.cancelled)
            for letter_id, position in erasure.files:
                gone = (FILE.c.letter_id == letter_id, FILE.c.position == position)
                connection.execute(delete(FILE).where(*gone))
            _erase_words(connection, erasure)
            bump(connection, erasure.campaign)

    def erase_message(self, message: MessageWords, stone: Tombstone, campaign: str) -> None:
        """Erase one message whose bytes were known to be erased when its rows came back from a backup."""
        with self._database.writing() as connection:
            connection.execute(insert_new(connection, TOMBSTONE), _stone(stone, campaign))
            _erase_message(connection, message)

    def scrub(self) -> None:
        """Let nothing of what was deleted stay in the file: SQLite keeps it in free pages and its log.

        PostgreSQL overwrites it in its own time (VACUUM FULL, docs/operations.md).
        """
        if self._database.is_sqlite:
            self._database.rebuild()

    def close(self, request: str) -> None:
        """Say that nothing of a request is left to be done in the house."""
        with self._database.writing() as connection:
            for row in connection.execute(select(TOMBSTONE).where(*_person(request))).all():
                counts = {name: number for name, number in row.counts.items() if name != OPEN}
                of_row = (*_person(request), TOMBSTONE.c.subject == row.subject)
                connection.execute(update(TOMBSTONE).where(*of_row).values(counts=counts))

    def mark_backup(self, campaign: str, request: str, place: str, at: datetime, made_by: str) -> bool:
        """Write down that a backup holds nothing of a request any more; False where that was known."""
        stone = Tombstone(
            kind="backup", subject=f"{request}:{place}", request=request, at=at, made_by=made_by, reason=""
        )
        with self._database.writing() as connection:
            return insert_if_new(connection, TOMBSTONE, _stone(stone, campaign)) is not None

    def tombstones(self, campaign: str) -> tuple[Tombstone, ...]:
        """All that was ever erased, the oldest first."""
        statement = select(TOMBSTONE).where(TOMBSTONE.c.campaign == campaign)
        statement = statement.order_by(TOMBSTONE.c.at, TOMBSTONE.c.kind, TOMBSTONE.c.subject)
        with self._database.reading() as connection:
            return tuple(_tombstone(row) for row in connection.execute(statement))

    def unfinished(self, campaign: str) -> bool:
        """Whether an erasure was begun and not ended."""
        of_persons = (TOMBSTONE.c.campaign == campaign, TOMBSTONE.c.kind == "person")
        with self._database.reading() as connection:
            counts = connection.execute(select(TOMBSTONE.c.counts).where(*of_persons)).scalars()
            return any(one.get(OPEN) for one in counts)

    def buried(self, sha256s: Collection[str]) -> frozenset[str]:
        """Which of these messages were erased."""
        statement = select(TOMBSTONE.c.subject).where(
            TOMBSTONE.c.kind == "message", TOMBSTONE.c.subject.in_([*sha256s])
        )
        with self._database.reading() as connection:
            return frozenset(connection.execute(statement).scalars())


def _bury(connection: Connection, erasure: Erasure) -> None:
    told = {
        "request": erasure.request,
        "at": erasure.at,
        "made_by": erasure.made_by,
        "reason": erasure.reason,
    }
    stones = [Tombstone(kind="message", subject=one.sha256, **told) for one in erasure.messages]  # type: ignore[arg-type]
    counts = {**erasure.counts, OPEN: 1}
    stones.append(Tombstone(kind="person", subject=erasure.person, counts=counts, **told))  # type: ignore[arg-type]
    connection.execute(insert_new(connection, TOMBSTONE), [_stone(one, erasure.campaign) for one in stones])


def _erase_message(connection: Connection, message: MessageWords) -> None:
    words = {name: value for name, value in asdict(message).items() if name not in ("sha256", "reading")}
    search = search_of([message.sha256[:10], message.sender_name, message.sender, message.subject])
    values = {**NO_CLAIM, **words, "state": MessageState.ERASED, "due_at": None, "search": search}
    former = connection.execute(FORMER, {"key": message.sha256}).one_or_none()
    connection.execute(update(MESSAGE).where(MESSAGE.c.sha256 == message.sha256).values(**values))
    if former is not None and former.owner.startswith("?") and former.owner != message.owner:
        # A bucket named by a hash of his address: all that lay in it was his.
        forget_fold(connection, former.campaign, former.owner)
    if message.reading is None:
        return
    body = reading_to_json(message.reading)
    connection.execute(update(READING).where(READING.c.sha256 == message.sha256).values(body=body))
    for position, part in enumerate(message.reading.parts):
        of_part = (PART.c.sha256 == message.sha256, PART.c.position == position)
        told = {"filename": part.filename, "path": part.path, "note": part.note}
        connection.execute(update(PART).where(*of_part).values(**told))


def _erase_letter(connection: Connection, letter: Letter, *, cancelled: bool) -> None:
    told = ("to", "subject", "text", "html", "error")
    values: dict[str, Any] = {name: getattr(letter, name) for name in told}
    values |= {"asked": asked_to_json(letter.items), "search": letter_search(letter)}
    if cancelled:
        values["state"] = LetterState.CANCELLED
    settled = (LETTER.c.id == letter.id, LETTER.c.state != LetterState.SENDING)
    if connection.execute(update(LETTER).where(*settled).values(**values)).rowcount == 0:
        raise StoreError(f"letter {letter.id} is just leaving; try again once `intake send` has settled it")


def _erase_words(connection: Connection, erasure: Erasure) -> None:
    for decision in erasure.decisions:
        values = {"subject": decision.subject, "value": decision.value, "note": decision.note}
        connection.execute(update(DECISION).where(DECISION.c.id == decision.id).values(**values))
    for offer in erasure.offers:
        words = {name: value for name, value in asdict(offer).items() if name != "id"}
        connection.execute(update(OFFER).where(OFFER.c.id == offer.id).values(**words))
    for address in erasure.addresses:
        words = {"reason": address.reason, "deputy": address.deputy}
        connection.execute(update(ADDRESS).where(ADDRESS.c.address == address.address).values(**words))
    if erasure.forgotten:
        gone = or_(*(ADDRESS.c.address == address for address in erasure.forgotten))
        connection.execute(delete(ADDRESS).where(gone))


def _person(request: str) -> tuple[Any, ...]:
    return (TOMBSTONE.c.kind == "person", TOMBSTONE.c.request == request)


def _stone(stone: Tombstone, campaign: str) -> dict[str, Any]:
    return {**asdict(stone), "counts": dict(stone.counts), "campaign": campaign}


def _tombstone(row: Row[Any]) -> Tombstone:
    told = row._asdict()
    del told["campaign"]
    return Tombstone(**told)
