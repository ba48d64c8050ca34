"""The only memory: one method a question or a deed, each a transaction; keeps and finds, decides nothing.

The statements stand in the store_* modules, by what they are about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import local

from catalogue.folding.fold import FoldMessage
from catalogue.lists import UnitHead
from catalogue.memory import addresses as store_addresses
from catalogue.memory import apply as store_apply
from catalogue.memory import counts as store_counts
from catalogue.memory import folds as store_folds
from catalogue.memory import letters as store_letters
from catalogue.memory import mailbox as store_mailbox
from catalogue.memory import marks as store_marks
from catalogue.memory import messages as store_messages
from catalogue.memory import naming as store_naming
from catalogue.memory import offers as store_offers
from catalogue.memory import progress as store_progress
from catalogue.memory import turns as store_turns
from catalogue.memory import units as store_units
from catalogue.memory.access import AccessLog
from catalogue.memory.accounts import Accounts
from catalogue.memory.database import Database, StaleUnitError, StoreError, migrate, require_head
from catalogue.memory.erasure import Erasures
from catalogue.memory.lists import Lists
from catalogue.memory.tables import MessageState
from catalogue.offers import Offer
from catalogue.outbox import Letter
from catalogue.plan import NewMessage, Plan, ServerCopy, owner_of
from catalogue.progress import StatusChange
from catalogue.records import (
    Decision,
    LetterKind,
    LetterState,
    MessageReading,
    PartOutcome,
    Record,
    Unit,
    UnitState,
)
from catalogue.snapshot import Ledger
from catalogue.views import (
    Counts,
    KnownAddress,
    LetterFilter,
    Lookup,
    MessageFilter,
    Mute,
    PastLetter,
    Run,
    StoredMessage,
)
from parsers.text import fold as folded

__all__ = ["StaleUnitError", "Store", "StoreError", "migrate"]

ANY_MESSAGE = MessageFilter()
ANY_LETTER = LetterFilter()
SHORTEST_PREFIX = 6
THROUGH = (MessageState.DONE, MessageState.ERASED)


class Store:
    """The memory of one installation, SQLite or PostgreSQL; threads may share it, a process opens its own.

    Every method is a transaction of its own: all of it is there afterwards, or nothing. Moments are
    arguments and aware. A database that cannot be used raises StoreError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered = store_units.Remembered()
        self._locks = local()

    @classmethod
    def open(cls, url: str, *, create: bool = False) -> Store:
        """Open by URL. ``create`` makes the tables where there are none; an older schema is refused."""
        database = Database.at(url)
        try:
            if create and database.revision() is None:
                migrate(url)
            require_head(database)
        except StoreError:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    @property
    def accounts(self) -> Accounts:
        """The desk's users and their logins."""
        return Accounts(self._database)

    @property
    def access_log(self) -> AccessLog:
        """Who looked at personal data, and who did what."""
        return AccessLog(self._database)

    @property
    def lists(self) -> Lists:
        """The pages of records, units, messages and letters."""
        return Lists(self._database, self._remembered)

    @property
    def erasures(self) -> Erasures:
        """What is held on persons, and what was erased."""
        return Erasures(self._database)

    # The mail server's copies. A folder is named by account, folder and UIDVALIDITY.

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """The UIDs whose bodies were fetched already."""
        with self._database.reading() as connection:
            return store_mailbox.known_uids(connection, (account, folder, uidvalidity))

    def remember_copies(self, copies: Sequence[ServerCopy], now: datetime) -> None:
        """Write down which UID holds which message (added before); known ones keep their acknowledgement."""
        with self._database.writing() as connection:
            store_mailbox.remember_copies(connection, copies, now)

    def forget_folder(self, account: str, folder: str, uidvalidity: int) -> int:
        """Drop what is known of a folder's UIDs under one UIDVALIDITY; how many they were."""
        with self._database.writing() as connection:
            return store_mailbox.forget_folder(connection, (account, folder, uidvalidity))

    def folder_uidvalidity(self, account: str, folder: str) -> int | None:
        """The UIDVALIDITY under which a folder was last seen; None for a new folder."""
        with self._database.reading() as connection:
            return store_mailbox.folder_uidvalidity(connection, account, folder)

    def see_folder(self, account: str, folder: str, uidvalidity: int, now: datetime) -> None:
        """Write down that a folder was seen under its UIDVALIDITY."""
        with self._database.writing() as connection:
            store_mailbox.see_folder(connection, (account, folder, uidvalidity), now)

    def unacked(
        self,
        account: str,
        folder: str,
        uidvalidity: int,
        limit: int = 200,
        states: Collection[MessageState] = THROUGH,
    ) -> list[ServerCopy]:
        """Copies whose message is through, but which the server was not yet told about."""
        with self._database.reading() as connection:
            return store_mailbox.unacked(connection, (account, folder, uidvalidity), limit, states)

    def mark_acked(
        self, account: str, folder: str, uidvalidity: int, uids: Collection[int], now: datetime
    ) -> None:
        """Write down that the server was told."""
        with self._database.writing() as connection:
            store_mailbox.mark_acked(connection, (account, folder, uidvalidity), uids, now)

    def copies(self, sha256: str) -> list[ServerCopy]:
        """Every place on the server where a message lay."""
        with self._database.reading() as connection:
            return store_mailbox.copies_of(connection, sha256)

    # Messages on the road.

    def add_message(self, message: NewMessage) -> bool:
        """Add an archived message; False where the same bytes are known already."""
        return bool(self.add_messages([message]))

    def add_messages(self, messages: Sequence[NewMessage]) -> set[str]:
        """Add archived messages in one transaction; the hashes of those that are new."""
        with self._database.writing() as connection:
            return store_messages.add_messages(connection, messages)

    def claim(
        self, worker: str, now: datetime, lease_seconds: float, limit: int = 1, *, campaign: str = ""
    ) -> list[StoredMessage]:
        """Take due messages (of a campaign) for this worker alone, until it applies or fails them.

        The end of the lease frees them too. A message whose claim never ended comes alone, and after
        three such claims not at all: it is quarantined. Several workers may claim at the same time.
        """
        times = (now, now + timedelta(seconds=lease_seconds))
        with self._database.writing() as connection:
            return store_messages.claim(connection, worker, times, limit, campaign)

    def release(self, worker: str, now: datetime, *, crashed: bool = False) -> int:
        """Make claimable at once what a worker holds: it stops, or (``crashed``) it is known to be dead."""
        with self._database.writing() as connection:
            return store_messages.release(connection, worker, now, crashed=crashed)

    def fail(self, sha256: str, error: str, retry_at: datetime | None) -> None:
        """Write down an error that was caught: retry then, or quarantine for good where None."""
        with self._database.writing() as connection:
            store_messages.fail(connection, sha256, error, retry_at)

    def requeue(self, sha256: str, now: datetime) -> bool:
        """Let a message (quarantined or any) be worked on again; False where there is none such."""
        with self._database.writing() as connection:
            return store_messages.requeue(connection, sha256, now)

    def messages(
        self, campaign: str, wanted: MessageFilter = ANY_MESSAGE, limit: int = 50, after: str = ""
    ) -> list[StoredMessage]:
        """Messages of a campaign, newest first; ``after`` is the SHA-256 that the last page ended with."""
        with self._database.reading() as connection:
            return store_messages.list_messages(connection, campaign, wanted, (limit, after))

    def message(self, wanted: str) -> StoredMessage | None:
        """A message by its SHA-256, six or more of its first letters, or its Message-ID in brackets.

        Raises StoreError where several fit: none of them is guessed.
        """
        if len(wanted) < SHORTEST_PREFIX:
            raise StoreError(f"an id needs at least {SHORTEST_PREFIX} characters: {wanted}")
        with self._database.reading() as connection:
            found = store_messages.find_messages(connection, wanted)
        if len(found) > 1:
            raise StoreError(f"several messages fit {wanted}: give more of the id")
        return found[0] if found else None

    # Reading and folding.

    def lookup(self, campaign: str, marks: Iterable[str]) -> Lookup:
        """What triage asks: roster, decisions, decided senders, and which marks are of letters of ours.

        ``marks`` are the Message-IDs a message answers and the references in its subject or addresses.
        """
        with self._database.reading() as connection:
            letters = store_letters.marked(connection, marks)
            settled = self._remembered.settled(connection, campaign)
        return Lookup(
            units=settled.roster, senders=settled.senders, letters=letters, decisions=settled.decisions
        )

    def unit_messages(
        self, campaign: str, unit_id: str | None, bucket: str = "", without: str = ""
    ) -> list[FoldMessage]:
        """What was read from a unit's messages, in order of receipt, but for the SHA-256 ``without``.

        What no unit owns is folded by ``bucket`` (see catalogue.plan.owner_of), never all together.
        """
        with self._database.reading() as connection:
            return store_folds.owned_messages(connection, campaign, owner_of(unit_id, bucket), without)

    @contextmanager
    def unit_lock(self, campaign: str, unit_id: str | None, bucket: str = "") -> Iterator[None]:
        """Look at a unit, fold it and apply it as if nobody else could.

        Optimistic: nobody waits. What this thread applies to the unit inside the block raises
        StaleUnitError, with nothing written, where anybody else folded it since the block was entered;
        the caller then enters a new block and looks again. Outside a block an apply asks nothing.
        """
        key = (campaign, owner_of(unit_id, bucket))
        with self._database.reading() as connection:
            version = store_folds.unit_version(connection, *key)
        held = self._held()
        held[key] = version
        try:
            yield
        finally:
            del held[key]

    def apply(self, plan: Plan) -> str:
        """Write all that was decided of one message; the message is done.

        Gives the owner that the message had before (see catalogue.plan.parts_of_owner) where that is
        another one and so wants a ``refold``; else "". Where a power cut takes it, the message waits as
        before: its bytes are in the archive and its row was safe before it was claimed.
        """
        key = (plan.campaign, plan.owner)
        with self._database.rewriting() as connection:
            former = store_apply.apply_plan(connection, plan, self._held().get(key))
        if plan.state is not None:
            self._count_fold(key)
        return former

    def refold(
        self, campaign: str, state: UnitState, now: datetime, bucket: str = "", letters: Sequence[Letter] = ()
    ) -> None:
        """Write a new fold of a unit or bucket though no message came: after a decision or a re-reading.

        A bucket that is left without records and unread files is forgotten.
        """
        key = (campaign, owner_of(state.unit_id, bucket))
        with self._database.writing() as connection:
            owner = store_apply.Owner(*key, self._held().get(key))
            store_apply.write_fold(connection, owner, state, now)
            if state.unit_id is None and not (state.records or state.unread):
                store_apply.forget_fold(connection, *key)
            for letter in letters:
                store_letters.add_letter(connection, letter)
        self._count_fold(key)

    def reading(self, sha256: str) -> MessageReading | None:
        with self._database.reading() as connection:
            return store_folds.reading(connection, sha256)

    def parts(self, sha256: str) -> list[PartOutcome]:
        with self._database.reading() as connection:
            return store_folds.parts(connection, sha256)

    # The catalogue.

    def unit_heads(self, campaign: str) -> list[UnitHead]:
        """Where every unit of the roster stands, in its order, without records."""
        return self.lists.heads(campaign)

    def unit_state(self, campaign: str, unit_id: str | None, bucket: str = "") -> UnitState | None:
        """The fold of a unit or bucket, with its records; None where nothing was folded."""
        with self._database.reading() as connection:
            return store_folds.unit_state(connection, campaign, owner_of(unit_id, bucket))

    def unit_states(self, campaign: str) -> Iterator[UnitState]:
        """The folds of all units that have one, with their records, as a stream."""
        with self._database.reading() as connection:
            yield from store_folds.unit_states(connection, campaign)

    def fold_marks(self, campaign: str) -> dict[str, str]:
        """By unit id a mark of its fold, another one after each new fold: what changed, unopened."""
        with self._database.reading() as connection:
            return store_marks.fold_marks(connection, campaign)

    def status_changes(self, campaign: str) -> list[StatusChange]:
        """When each unit came to another status, the oldest change first."""
        with self._database.reading() as connection:
            return store_progress.status_changes(connection, campaign)

    def unassigned(self, campaign: str) -> UnitState:
        """All that no unit owns yet, as one state."""
        with self._database.reading() as connection:
            return store_folds.unassigned(connection, campaign)

    def records(self, campaign: str, kind: str | None = None, unit_id: str | None = None) -> Iterator[Record]:
        """Records of a campaign, unit by unit, as a stream; None does not ask."""
        with self._database.reading() as connection:
            yield from store_folds.records(connection, campaign, kind, unit_id)

    def find_records(self, campaign: str, wanted: str, limit: int = 20) -> list[Record]:
        """Records whose id begins with ``wanted``, or whose name holds its words."""
        with self._database.reading() as connection:
            return store_folds.find_records(connection, campaign, (wanted, folded(wanted)), limit)

    def names(self, campaign: str, ids: Collection[str]) -> dict[str, str]:
        """What people call those of the ids that are records, messages (SHA-256) or units."""
        with self._database.reading() as connection:
            roster = self._remembered.settled(connection, campaign).roster
            return {
                **{one: roster[one].name for one in ids if one in roster},
                **store_naming.record_names(connection, campaign, ids),
                **store_naming.message_subjects(connection, ids),
            }

    def record_owner(self, campaign: str, record_id: str) -> str:
        """The owner (see catalogue.plan.parts_of_owner) whose fold holds a record."""
        with self._database.reading() as connection:
            found = store_folds.record_owner(connection, campaign, record_id)
        if found is None:
            raise StoreError(f"there is no record {record_id}")
        return found

    def units(self, campaign: str) -> list[Unit]:
        """The roster in its own order."""
        with self._database.reading() as connection:
            return [*self._remembered.settled(connection, campaign).roster.values()]

    def replace_units(self, campaign: str, units: Sequence[Unit]) -> None:
        with self._database.writing() as connection:
            store_units.replace_units(connection, campaign, units)

    def decisions(self, campaign: str) -> list[Decision]:
        """The decisions of a campaign that count, in the order made; what was taken back is left out."""
        with self._database.reading() as connection:
            return [*self._remembered.settled(connection, campaign).decisions]

    def all_decisions(self, campaign: str) -> list[Decision]:
        """All decisions ever made, also those taken back and the undos: for the log of them only."""
        with self._database.reading() as connection:
            return [*self._remembered.settled(connection, campaign).made]

    def add_decision(self, campaign: str, decision: Decision) -> Decision:
        """Write down a decision; it comes back with its id."""
        return self.add_decisions(campaign, [decision])[0]

    def add_decisions(self, campaign: str, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
        """Write down the decisions of one step together; they come back with their ids."""
        with self._database.writing() as connection:
            return store_units.add_decisions(connection, campaign, decisions)

    def bearers(self, campaign: str, record_id: str) -> frozenset[str]:
        """The owners whose fold holds a record that bears this id, or bore it before."""
        with self._database.reading() as connection:
            return store_folds.bearers(connection, campaign, record_id)

    def message_owners(self, campaign: str) -> frozenset[str]:
        """All owners (see catalogue.plan.owner_of) that messages of a campaign are folded with."""
        with self._database.reading() as connection:
            return store_folds.message_owners(connection, campaign)

    # The outbox. A letter changes its state only from one that allows it; the answer says whether it did.

    def add_letter(self, letter: Letter) -> int:
        """Put a letter in the outbox; its id, or 0 where the same one was made before (it stays as it is)."""
        with self._database.writing() as connection:
            return store_letters.add_letter(connection, letter)

    def due_letters(
        self, now: datetime, limit: int = 20, kinds: Collection[LetterKind] = tuple(LetterKind)
    ) -> list[Letter]:
        """Take queued letters that are due: they are SENDING from here on, and nobody else gets them."""
        with self._database.writing() as connection:
            return store_letters.take_due(connection, now, limit, kinds)

    def mark_sent(self, letter_id: int, now: datetime, error: str = "") -> bool:
        """The letter left, also where it was given up before; ``error`` says whom it did not go to."""
        values = {"state": LetterState.SENT, "sent_at": now, "error": error}
        return self._change_letter(letter_id, (LetterState.SENDING, LetterState.FAILED), values)

    def doubt(self, letter_id: int, reason: str) -> bool:
        """Say of a letter in SENDING why it is not known whether it left."""
        return self._change_letter(letter_id, (LetterState.SENDING,), {"error": reason})

    def mark_failed(self, letter_id: int, error: str, retry_at: datetime | None) -> bool:
        """The letter did not leave: queue it again for then, or give it up where None."""
        if retry_at is None:
            values: dict[str, object] = {"state": LetterState.FAILED, "error": error}
        else:
            values = {"state": LetterState.QUEUED, "error": error, "due_at": retry_at}
        return self._change_letter(letter_id, (LetterState.SENDING,), values)

    def hold(self, letter_id: int) -> bool:
        """Let a letter wait for the officer's yes."""
        before = (LetterState.DRAFT, LetterState.QUEUED)
        return self._change_letter(letter_id, before, {"state": LetterState.HELD})

    def approve(self, letter_id: int) -> bool:
        """Queue a letter that waited, or one that failed once more."""
        before = (LetterState.DRAFT, LetterState.HELD, LetterState.FAILED)
        return self._change_letter(letter_id, before, {"state": LetterState.QUEUED, "error": ""})

    def cancel(self, letter_id: int) -> bool:
        """Never send a letter that has not left."""
        before = (LetterState.DRAFT, LetterState.HELD, LetterState.QUEUED, LetterState.FAILED)
        return self._change_letter(letter_id, before, {"state": LetterState.CANCELLED})

    def withdraw(self, letter_id: int) -> bool:
        """Take back a letter that has not left, since news overtook it."""
        before = (LetterState.DRAFT, LetterState.HELD, LetterState.QUEUED)
        return self._change_letter(letter_id, before, {"state": LetterState.WITHDRAWN})

    def revive(self, letter_id: int) -> bool:
        """Let a letter that a person cancelled wait for a person's yes again."""
        return self._change_letter(letter_id, (LetterState.CANCELLED,), {"state": LetterState.HELD})

    def letter(self, letter_id: int) -> Letter | None:
        """A letter with its files."""
        with self._database.reading() as connection:
            return store_letters.letter(connection, letter_id)

    def letter_by_mark(self, mark: str) -> Letter | None:
        """The letter of a Message-ID or a signed reference, without its files."""
        with self._database.reading() as connection:
            return store_letters.letter_by_mark(connection, mark)

    def letters(self, campaign: str, wanted: LetterFilter = ANY_LETTER, limit: int = 200) -> list[Letter]:
        """Letters of a campaign, newest first, without their files."""
        with self._database.reading() as connection:
            return store_letters.letters(connection, campaign, wanted, limit)

    def letters_by_state(self, campaign: str) -> dict[LetterState, int]:
        """How many letters are in each state."""
        with self._database.reading() as connection:
            return store_counts.letters_by_state(connection, campaign)

    def letters_sent(self, campaign: str, since: datetime | None = None) -> dict[LetterKind, int]:
        """How many letters of each kind were sent from a moment on."""
        with self._database.reading() as connection:
            return store_counts.letters_sent(connection, campaign, since)

    def stuck_letters(self, before: datetime) -> list[Letter]:
        """Letters that began to be sent before then and never ended: whether they left, nobody knows."""
        with self._database.reading() as connection:
            return store_letters.stuck(connection, before)

    def letter_history(self, campaign: str, unit_id: str | None) -> list[PastLetter]:
        """All letters ever made for a unit, oldest first: what was asked, when, in which window."""
        with self._database.reading() as connection:
            return store_letters.history(connection, campaign, unit_id)

    def mark_returned(self, letter_id: int, reason: str, mute: Mute | None = None) -> bool:
        """Let a letter that left be one that came back, and mute its address with it, once."""
        with self._database.writing() as connection:
            return store_addresses.mark_returned(connection, letter_id, reason, mute)

    def letters_to(self, address: str, since: datetime) -> list[int]:
        """The ids of the letters sent to an address since then, newest first."""
        with self._database.reading() as connection:
            return store_addresses.letters_to(connection, address, since)

    def last_letters(self, campaign: str) -> dict[str, tuple[LetterKind, datetime]]:
        """The kind of each unit's last letter that was not taken back, and when it was made."""
        with self._database.reading() as connection:
            return store_turns.last_letters(connection, campaign)

    def last_heard(self, campaign: str) -> dict[str, datetime]:
        """When the last message of each unit was through."""
        with self._database.reading() as connection:
            return store_turns.last_heard(connection, campaign)

    # Addresses.

    def note_bounce(self, address: str, muted_until: datetime | None, reason: str = "") -> int:
        """Count a bounce of an address, muting it where a moment is given; its bounces so far."""
        with self._database.writing() as connection:
            return store_addresses.note_bounce(connection, Mute(address, muted_until, reason))

    def note_absence(self, address: str, until: datetime | None, deputy: str = "") -> None:
        """Write down until when the owner of an address is away, and whom he named instead."""
        with self._database.writing() as connection:
            store_addresses.note_absence(connection, address, until, deputy)

    def unmute(self, address: str) -> bool:
        """Let an address get mail again, its bounces forgotten; False where nothing is known of it."""
        with self._database.writing() as connection:
            return store_addresses.unmute(connection, address)

    def reopen(self, address: str) -> bool:
        """Let an address get mail again, its bounces remembered; False where nothing is known of it."""
        with self._database.writing() as connection:
            return store_addresses.reopen(connection, address)

    def addresses(self) -> list[KnownAddress]:
        """All addresses of which anything is known: bounces, mutes, absences."""
        with self._database.reading() as connection:
            return store_addresses.addresses(connection)

    def muted(self, now: datetime) -> frozenset[str]:
        """The addresses that get no mail now."""
        with self._database.reading() as connection:
            return store_addresses.muted(connection, now)

    def away(self, now: datetime) -> frozenset[str]:
        """The addresses whose owners are absent now."""
        with self._database.reading() as connection:
            return store_addresses.away(connection, now)

    # The officer's word by mail.

    def add_offers(self, offers: Sequence[Offer]) -> None:
        """Put down what the officer is offered; the same offer stays as it is."""
        with self._database.writing() as connection:
            store_offers.add_offers(connection, offers)

    def offer(self, mark: str) -> Offer | None:
        """An offer by its mark."""
        with self._database.reading() as connection:
            return store_offers.offer(connection, mark)

    def take_up(self, offer: Offer) -> bool:
        """Let an offer be asked for; False where it was before."""
        with self._database.writing() as connection:
            return store_offers.take_up(connection, offer)

    def awaited_offers(self, campaign: str) -> list[Offer]:
        """What was asked for and is not done yet."""
        with self._database.reading() as connection:
            return store_offers.awaited(connection, campaign)

    def settle_offer(self, mark: str, outcome: str) -> None:
        """Write down what became of an offer."""
        with self._database.writing() as connection:
            store_offers.settle(connection, mark, outcome)

    def offers_done(self, campaign: str, since: datetime) -> list[Offer]:
        """What was asked for since then and is done."""
        with self._database.reading() as connection:
            return store_offers.done_since(connection, campaign, since)

    # Sums and runs.

    def ledger(self, campaign: str) -> Ledger:
        """The sums that must balance: server copies, messages and parts, each in one state."""
        with self._database.reading() as connection:
            return store_counts.ledger(connection, campaign)

    def counts(self, campaign: str) -> Counts:
        """How many messages and parts are of which sort."""
        with self._database.reading() as connection:
            return store_counts.counts(connection, campaign)

    def start_run(self, verb: str, now: datetime, host: str = "") -> int:
        """Write down that a command began; the run's id."""
        with self._database.writing() as connection:
            return store_counts.start_run(connection, verb, host, now)

    def finish_run(self, run_id: int, now: datetime, counts: Mapping[str, int], error: str = "") -> None:
        with self._database.writing() as connection:
            store_counts.finish_run(connection, run_id, now, (counts, error))

    def last_runs(self, verb: str | None = None, limit: int = 20) -> list[Run]:
        """The latest runs, newest first; of one verb where given."""
        with self._database.reading() as connection:
            return store_counts.last_runs(connection, verb, limit)

    def _change_letter(
        self, letter_id: int, before: Collection[LetterState], values: Mapping[str, object]
    ) -> bool:
        with self._database.writing() as connection:
            return store_letters.change(connection, letter_id, before, values)

    def _held(self) -> dict[tuple[str, str], int]:
        held: dict[tuple[str, str], int] = self._locks.__dict__.setdefault("versions", {})
        return held

    def _count_fold(self, key: tuple[str, str]) -> None:
        held = self._held()
        if key in held:
            held[key] += 1
