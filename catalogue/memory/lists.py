"""The lists of the store: pages of records, units, messages and letters; reads only, decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from catalogue.lists import (
    LetterLine,
    LetterMark,
    Page,
    RecordLine,
    Span,
    UnitHead,
    WantedLetters,
    WantedMessages,
    WantedRecords,
    WantedUnits,
)
from catalogue.memory.database import Database
from catalogue.memory.finding import (
    find_letters,
    find_messages,
    find_records,
    letter_marks,
    much_written,
    unsent,
)
from catalogue.memory.heads import find_units, unit_heads
from catalogue.memory.outlines import (
    course_sums,
    message_sums,
    new_texts,
    outlines,
    people,
    senders,
    unassigned_held,
    undecided,
    units_at,
)
from catalogue.memory.units import Remembered
from catalogue.records import Record
from catalogue.snapshot import CourseSums, Held, Outline
from catalogue.views import StoredMessage

FIRST = Span()


class Lists:
    """What people page through; every method is a transaction of its own that only reads.

    Words are sought without diacritics and all must occur. A page opens its own lines only, so its cost
    does not grow with bodies; its total is counted with it.
    """

    def __init__(self, database: Database, remembered: Remembered) -> None:
        self._database = database
        self._remembered = remembered

    def heads(self, campaign: str) -> list[UnitHead]:
        """All units of the roster, in its order."""
        with self._database.reading() as connection:
            return unit_heads(connection, campaign, self._remembered.settled(connection, campaign).roster)

    def outlines(self, campaign: str) -> list[Outline]:
        """The folds of all units and buckets, of their records only those with something wrong."""
        with self._database.reading() as connection:
            return outlines(connection, campaign)

    def undecided(self, campaign: str, given_up: Collection[str] | None) -> list[Outline]:
        """The folds that tell more than their counts: conflicts, doubts of who is given up (None: all) ..."""
        with self._database.reading() as connection:
            return undecided(connection, campaign, given_up)

    def much_written(self, campaign: str, clarifications: int, letters: int) -> frozenset[str]:
        """The units that got, or will get, so many clarifications or so many letters."""
        with self._database.reading() as connection:
            return much_written(connection, campaign, (clarifications, letters))

    def units_at(self, campaign: str, addresses: Collection[str]) -> frozenset[str]:
        """The units for which any of these addresses (lower case) wrote, or may be a contact's."""
        with self._database.reading() as connection:
            return units_at(connection, campaign, addresses)

    def senders(self, campaign: str, unit_ids: Collection[str], limit: int) -> dict[str, list[str]]:
        """Who said something for each unit beyond doubt, the last one first; of so many last messages."""
        with self._database.reading() as connection:
            return senders(connection, campaign, unit_ids, limit)

    def people(self, campaign: str, unit_ids: Collection[str]) -> dict[str, list[Record]]:
        """The contacts of each unit, in their order."""
        with self._database.reading() as connection:
            return people(connection, campaign, unit_ids)

    def unassigned_held(self, campaign: str) -> Held:
        """What all that no unit owns has in all."""
        with self._database.reading() as connection:
            return unassigned_held(connection, campaign)

    def course_sums(self, campaign: str) -> CourseSums:
        """How many courses there are by level, delivery and fee, those of no unit too."""
        with self._database.reading() as connection:
            return course_sums(connection, campaign)

    def letter_marks(self, campaign: str, unit_ids: Collection[str]) -> dict[str, list[LetterMark]]:
        """The letters that such units got or will get, in the order in which they were made."""
        with self._database.reading() as connection:
            return letter_marks(connection, campaign, unit_ids)

    def new_texts(self, sha256s: Sequence[str]) -> dict[str, str]:
        """By message: what its sender wrote, without quotes; of what was read only."""
        with self._database.reading() as connection:
            return new_texts(connection, sha256s)

    def message_sums(self, sha256s: Sequence[str]) -> dict[str, tuple[int, int]]:
        """By message: how many courses it tells of and how many files it holds; of what was read only."""
        with self._database.reading() as connection:
            return message_sums(connection, sha256s)

    def unsent(self, campaign: str) -> list[LetterLine]:
        """All letters that wait to leave or are leaving, in no order."""
        with self._database.reading() as connection:
            return unsent(connection, campaign)

    def units(self, campaign: str, wanted: WantedUnits, span: Span = FIRST) -> Page[UnitHead]:
        """Units of the roster."""
        with self._database.reading() as connection:
            heads = unit_heads(connection, campaign, self._remembered.settled(connection, campaign).roster)
            texts = self._remembered.searched(connection, campaign, by_address=wanted.by_address)
            return find_units(heads, texts, wanted, span)

    def records(self, campaign: str, wanted: WantedRecords, span: Span = FIRST) -> Page[RecordLine]:
        """Courses or contacts, those of no unit too."""
        with self._database.reading() as connection:
            return find_records(connection, campaign, wanted, span)

    def messages(self, campaign: str, wanted: WantedMessages, span: Span = FIRST) -> Page[StoredMessage]:
        """Messages, the newest first."""
        with self._database.reading() as connection:
            return find_messages(connection, campaign, wanted, span)

    def letters(self, campaign: str, wanted: WantedLetters, span: Span = FIRST) -> Page[LetterLine]:
        """Letters of ours, the newest first."""
        with self._database.reading() as connection:
            return find_letters(connection, campaign, wanted, span)
