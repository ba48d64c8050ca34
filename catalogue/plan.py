"""What goes into the store, as values: a message that was archived, and all that is decided of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalogue.outbox import Letter
from catalogue.records import MessageKind, MessageReading, UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """The header facts of a message by which it is listed and found; "" and None where absent."""

    message_id: str = ""
    in_reply_to: str = ""
    date: datetime | None = None
    sender: str = ""
    sender_name: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message whose bytes are safe in the archive and that nobody has looked into yet.

    ``received_at`` is the server's time of receipt, None where only the message itself can tell.
    ``campaign`` is that of the mailbox or folder, "" where triage decides.
    """

    sha256: str
    size: int
    archived_at: datetime
    received_at: datetime | None = None
    campaign: str = ""
    headers: Headers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerCopy:
    """One UID of one folder of the mail server. ``sha256`` is None while its body was not fetched."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    sha256: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is decided of one message, applied in one transaction.

    ``kind`` to ``needs_officer`` are those of intake.triage.Route. ``state`` is the new fold of what
    the message belongs to: its unit, or its ``bucket`` where no unit owns it yet (see ``owner_of``);
    None leaves records and states alone. ``headers`` and ``received_at`` are what reading the message
    told, None leaves what is stored. ``letters`` are put in the outbox; one that is there already
    stays as it is. ``trust`` is what our own server found of the sender (intake.trust.Trust).
    """

    sha256: str
    campaign: str
    kind: MessageKind
    unit_id: str | None
    reading: MessageReading
    now: datetime
    confidence: float = 0.0
    reason: str = ""
    letter_id: int = 0
    needs_officer: str = ""
    late: bool = False
    state: UnitState | None = None
    letters: tuple[Letter, ...] = ()
    headers: Headers | None = None
    received_at: datetime | None = None
    bucket: str = ""
    trust: str = ""

    @property
    def owner(self) -> str:
        """What the message is folded with."""
        return owner_of(self.unit_id, self.bucket or self.sha256)


def owner_of(unit_id: str | None, bucket: str = "") -> str:
    """The name of what is folded together: a unit's id, or a bucket of what no unit owns ("?...").

    One bucket for all strangers would be folded again with every stranger's mail, ever dearer. So the
    caller names the bucket (the sender's address); without a name a message is a bucket of its own.
    """
    return f"?{bucket}" if unit_id is None else unit_id


def parts_of_owner(owner: str) -> tuple[str | None, str]:
    """Unit id and bucket of an owner's name; one of the two is empty."""
    return (None, owner[1:]) if owner.startswith("?") else (owner, "")
