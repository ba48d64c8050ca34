"""The tables as SQLModel classes, each row named for what it remembers; no query and no decision here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from catalogue.memory.plain_text import PlainText

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING
metadata = SQLModel.metadata


class MessageState(StrEnum):
    """Where an archived message is on the road; each message is in exactly one state.

    ``ARCHIVED`` waits for its first reading (or is claimed: ``claimed_by``), ``RETRY`` for another one,
    ``DONE`` is in the catalogue, ``QUARANTINED`` has failed for good and waits for a person. ``ERASED``: its
    bytes are gone for good, and of what was read only what is no personal data is left.
    """

    ARCHIVED = "archived"
    RETRY = "retry"
    DONE = "done"
    QUARANTINED = "quarantined"
    ERASED = "erased"


class UnitRow(SQLModel, table=True):
    """One invited institution of a campaign's roster."""

    __tablename__: ClassVar[str] = "unit"
    campaign: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    position: int = 0
    name: str
    kind: str
    aliases: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    emails: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    domains: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class MessageRow(SQLModel, table=True):
    """One archived message, small enough to be listed by the thousand.

    ``owner`` groups the messages that are folded together (catalogue.plan.owner_of). ``due_at`` is
    when a worker may claim it: the time of archiving, the end of a worker's lease, or the time of the
    next try; NULL once no worker shall. ``done_at`` is when it first came into the catalogue: reading it
    again does not change it. ``trust`` is what our own server found of the sender (RFC 8601). ``search`` are
    the folded words by which a person looks for it. Lists are chosen within one index.
    """

    __tablename__: ClassVar[str] = "message"
    __table_args__ = (
        Index("ix_message_due", "crashes", "due_at"),
        Index("ix_message_owner", "campaign", "owner", "received_at", "sha256"),
        Index("ix_message_sender", "campaign", "sender", "unit_id"),
        Index(
            "ix_message_list",
            *(
                "campaign",
                "received_at",
                "sha256",
                "state",
                "kind",
                "unit_id",
                "needs_officer",
                "late",
                "search",
            ),
        ),
        Index("ix_message_counts", "campaign", "state", "kind"),
    )
    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    archived_at: datetime
    received_at: datetime
    campaign: str = ""
    state: str = MessageState.ARCHIVED.value
    due_at: datetime | None = None
    claimed_by: str = ""
    crashes: int = 0
    attempts: int = 0
    error: str = Field(default="", sa_type=PlainText)
    message_id: str = Field(default="", index=True, sa_type=PlainText)
    in_reply_to: str = Field(default="", sa_type=PlainText)
    date: datetime | None = None
    sender: str = Field(default="", sa_type=PlainText)
    sender_name: str = Field(default="", sa_type=PlainText)
    subject: str = Field(default="", sa_type=PlainText)
    same_message_id: bool = False
    kind: str = ""
    unit_id: str | None = None
    owner: str = Field(default="", sa_type=PlainText)
    confidence: float = 0.0
    reason: str = Field(default="", sa_type=PlainText)
    letter_id: int = 0
    needs_officer: str = Field(default="", sa_type=PlainText)
    late: bool = False
    reader: int = 0
    done_at: datetime | None = None
    trust: str = ""
    search: str = Field(default="", sa_type=PlainText)


class ReadingRow(SQLModel, table=True):
    """What was read from a message, apart from it so that listing messages stays cheap."""

    __tablename__: ClassVar[str] = "reading"
    sha256: str = Field(primary_key=True, foreign_key="message.sha256", ondelete="CASCADE")
    reader: int
    body: str = Field(sa_type=PlainText)


class ServerCopyRow(SQLModel, table=True):
    """One UID of one folder; ``sha256`` is NULL while the body has not been fetched."""

    __tablename__: ClassVar[str] = "server_copy"
    __table_args__ = (
        Index("ix_server_copy_sha256", "sha256"),
        Index("ix_server_copy_unacked", "account", "folder", "uidvalidity", "acked_at", "uid"),
    )
    account: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger)
    uid: int = Field(primary_key=True, sa_type=BigInteger)
    sha256: str | None = Field(default=None, foreign_key="message.sha256")
    size: int
    seen_at: datetime
    acked_at: datetime | None = None


class FolderRow(SQLModel, table=True):
    """The UIDVALIDITY under which a folder was last seen."""

    __tablename__: ClassVar[str] = "folder"
    account: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_type=BigInteger)
    last_seen: datetime


class PartRow(SQLModel, table=True):
    """The outcome of one MIME part or archive member; ``position`` keeps their order."""

    __tablename__: ClassVar[str] = "part"
    __table_args__ = (Index("ix_part_counts", "campaign", "status", "reason"),)
    sha256: str = Field(primary_key=True, foreign_key="message.sha256", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    campaign: str
    number: str
    path: str = Field(sa_type=PlainText)
    filename: str | None = Field(default=None, sa_type=PlainText)
    media_type: str = Field(sa_type=PlainText)
    size: int = Field(sa_type=BigInteger)
    part_sha256: str
    status: str
    reason: str = ""
    note: str = Field(default="", sa_type=PlainText)
    is_file: bool = True


class RecordRow(SQLModel, table=True):
    """One record as the fold gave it: what is searched and sorted by as columns, the whole as JSON.

    ``search`` are the folded words by which a person looks for it; ``level``, ``delivery`` and ``fee`` (free,
    paid) are those of a course, "" where unknown. ``missing``, ``doubtful`` and ``conflicts`` count fields.
    """

    __tablename__: ClassVar[str] = "record"
    __table_args__ = (
        ForeignKeyConstraint(
            ["campaign", "owner"],
            ["unit_state.campaign", "unit_state.owner"],
            name="fk_record_owner_unit_state",
            ondelete="CASCADE",
        ),
        Index("ix_record_owner", "campaign", "owner", "position"),
        # All that lists ask for: a scan of the rows would read every body.
        Index(
            "ix_record_list",
            *("campaign", "kind", "folded_name", "id", "unit_id", "search", "level", "delivery", "fee"),
            *("missing", "doubtful", "conflicts", "updated_at"),
        ),
    )
    campaign: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner: str = Field(sa_type=PlainText)
    position: int
    unit_id: str | None = None
    kind: str
    name: str = Field(sa_type=PlainText)
    folded_name: str = Field(sa_type=PlainText)
    missing: int = 0
    doubtful: int = 0
    conflicts: int = 0
    search: str = Field(default="", sa_type=PlainText)
    level: str = ""
    delivery: str = ""
    fee: str = ""
    body: str = Field(sa_type=PlainText)
    updated_at: datetime


class UnitStateRow(SQLModel, table=True):
    """The fold of one unit without its records; ``version`` counts its folds (compare and set).

    The counts are those of the records (missing, doubtful, conflicts: of their fields) and of what the state
    itself holds, so that a list of all units opens no body.
    """

    __tablename__: ClassVar[str] = "unit_state"
    campaign: str = Field(primary_key=True)
    owner: str = Field(primary_key=True, sa_type=PlainText)
    unit_id: str | None = None
    status: str
    late: bool = False
    first_received_at: datetime | None = None
    last_received_at: datetime | None = None
    courses: int = 0
    contacts: int = 0
    missing: int = 0
    doubtful: int = 0
    conflicts: int = 0
    unread: int = 0
    unresolved: int = 0
    body: str = Field(sa_type=PlainText)
    folded_at: datetime
    version: int = 1


class DecisionRow(SQLModel, table=True):
    """One decision of a person; rows are only ever added."""

    __tablename__: ClassVar[str] = "decision"
    __table_args__ = (Index("ix_decision_campaign", "campaign", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    kind: str
    subject: str
    value: str = Field(default="", sa_type=PlainText)
    made_by: str = ""
    made_at: datetime | None = None
    note: str = Field(default="", sa_type=PlainText)


class LetterRow(SQLModel, table=True):
    """One outgoing letter; the unique key keeps the same one from being made twice.

    ``unit_id`` is "" for none, since a unique key takes two NULLs for different. ``message_key`` is the
    Message-ID in lower case. ``due_at`` is when it may be sent next, ``sending_at`` when it last began.
    ``questions`` counts what is asked.
    """

    __tablename__: ClassVar[str] = "letter"
    __table_args__ = (
        UniqueConstraint("campaign", "unit_id", "kind", "window", name="uq_letter_window"),
        Index("ix_letter_due", "state", "due_at"),
        Index(
            "ix_letter_list",
            *(
                "campaign",
                "unit_id",
                "state",
                "kind",
                "id",
                "created_at",
                "not_before",
                "sent_at",
                "questions",
            ),
            "search",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    unit_id: str = ""
    kind: str
    window: str
    to: str = Field(sa_type=PlainText)
    subject: str = Field(sa_type=PlainText)
    text: str = Field(sa_type=PlainText)
    html: str = Field(sa_type=PlainText)
    state: str
    ref: str = Field(default="", index=True)
    message_id: str = ""
    message_key: str = Field(default="", index=True)
    in_reply_to: str = Field(default="", sa_type=PlainText)
    references: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    asked: str = Field(default="[]", sa_type=PlainText)
    created_at: datetime | None = None
    not_before: datetime | None = None
    due_at: datetime
    attempts: int = 0
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    error: str = Field(default="", sa_type=PlainText)
    search: str = Field(default="", sa_type=PlainText)
    questions: int = 0


class LetterFileRow(SQLModel, table=True):
    """A file that goes with a letter, apart from it so that listing letters stays cheap."""

    __tablename__: ClassVar[str] = "letter_file"
    letter_id: int = Field(
        sa_column=Column(Integer, ForeignKey("letter.id", ondelete="CASCADE"), primary_key=True)
    )
    position: int = Field(primary_key=True)
    filename: str = Field(sa_type=PlainText)
    media_type: str
    data: bytes


class RunRow(SQLModel, table=True):
    """One run of a command, so that a person sees when the house last worked and how it went."""

    __tablename__: ClassVar[str] = "run"
    __table_args__ = (Index("ix_run_verb", "verb", "started_at"),)
    id: int | None = Field(default=None, primary_key=True)
    verb: str
    host: str = ""
    started_at: datetime
    finished_at: datetime | None = None
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    error: str = Field(default="", sa_type=PlainText)


class AddressRow(SQLModel, table=True):
    """What mail to an address met with: hard bounces, until when it gets no mail, and an absence it told of.

    ``reason`` is the last report's status and words; ``deputy`` is whom an absent person named instead.
    """

    __tablename__: ClassVar[str] = "address"
    address: str = Field(primary_key=True)
    bounces: int = 0
    muted_until: datetime | None = None
    reason: str = Field(default="", sa_type=PlainText)
    away_until: datetime | None = None
    deputy: str = Field(default="", sa_type=PlainText)


class OfferRow(SQLModel, table=True):
    """One thing that the officer was offered to do by mail; ``used_at`` keeps it from being done twice.

    ``verb``, ``subject`` and ``value`` say what is done; ``label`` what the officer read.
    """

    __tablename__: ClassVar[str] = "offer"
    __table_args__ = (Index("ix_offer_campaign", "campaign", "verb", "subject"),)
    id: str = Field(primary_key=True)
    campaign: str
    verb: str
    subject: str = Field(sa_type=PlainText)
    value: str = Field(default="", sa_type=PlainText)
    label: str = Field(default="", sa_type=PlainText)
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str = Field(default="", sa_type=PlainText)
    outcome: str = Field(default="", sa_type=PlainText)


class StatusChangeRow(SQLModel, table=True):
    """That a unit's case came to another status: what the course of a campaign is drawn from."""

    __tablename__: ClassVar[str] = "status_change"
    __table_args__ = (Index("ix_status_change_campaign", "campaign", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    unit_id: str
    status: str
    at: datetime


class TombstoneRow(SQLModel, table=True):
    """What was erased, a message or a person's values: nothing of them is told, nothing comes back.

    ``kind`` is "message" or "person", ``subject`` the SHA-256 of the message, or a keyed hash of what
    named the person. ``request`` groups what one request erased.
    """

    __tablename__: ClassVar[str] = "tombstone"
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    campaign: str = ""
    request: str = ""
    at: datetime
    made_by: str = ""
    reason: str = Field(default="", sa_type=PlainText)
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class DeskUserRow(SQLModel, table=True):
    """A person who may use the desk; ``password_hash`` is argon2id's own string, "" closes the account."""

    __tablename__: ClassVar[str] = "desk_user"
    name: str = Field(primary_key=True)
    role: str
    password_hash: str
    made_at: datetime
    changed_at: datetime


class DeskSessionRow(SQLModel, table=True):
    """One login. ``id`` is the SHA-256 of the cookie's token, so that the database opens no door."""

    __tablename__: ClassVar[str] = "desk_session"
    __table_args__ = (Index("ix_desk_session_user", "user_name"),)
    id: str = Field(primary_key=True)
    user_name: str = Field(foreign_key="desk_user.name", ondelete="CASCADE")
    csrf: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime


class LoginFailureRow(SQLModel, table=True):
    """A login that was refused, so that guessing grows slow; ``who`` is "user:<name>" or "from:<address>"."""

    __tablename__: ClassVar[str] = "login_failure"
    __table_args__ = (Index("ix_login_failure_who", "who", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    who: str = Field(sa_type=PlainText)
    at: datetime


class AccessRow(SQLModel, table=True):
    """That somebody looked at personal data or did something at the desk: who, when, what.

    ``what`` is a word of the program, ``subject`` an id (unit, record, message, letter), never a
    name or number.
    """

    __tablename__: ClassVar[str] = "access"
    __table_args__ = (Index("ix_access_at", "campaign", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    at: datetime
    user_name: str
    what: str
    subject: str = Field(default="", sa_type=PlainText)
    address: str = ""


class CounterRow(SQLModel, table=True):
    """A number that grows whenever what it names changes, so that a cache knows when it is stale."""

    __tablename__: ClassVar[str] = "counter"
    name: str = Field(primary_key=True)
    value: int = 0


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row class, for statements that move many rows at once."""
    return metadata.tables[str(row.__tablename__)]
