"""A mail server and a pillar box in memory, behind the protocols of mailbox and sender."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from intake.mailbox import (
    BATCH_BYTES,
    Acknowledged,
    Batch,
    FolderView,
    Mailbox,
    MailboxUnreachable,
    RawMessage,
    UidValidityChanged,
)
from intake.sender import Mail, Outcome, Sender, Sent

NOW = datetime.fromisoformat("2025-05-20T08:00:00+07:00")


@dataclass
class Postbox:
    """A mail server in memory: folders of UIDs. ``down`` refuses every line; ``bodies`` counts downloads."""

    folders: dict[str, dict[int, tuple[bytes, datetime]]] = field(default_factory=lambda: {"INBOX": {}})
    uidvalidity: int = 7
    next_uid: int = 1
    down: bool = False
    batch: int = 1000
    bodies: int = 0
    acknowledged: list[int] = field(default_factory=list)

    def deliver(self, *raws: bytes, at: datetime = NOW, folder: str = "INBOX") -> None:
        for raw in raws:
            self.folders.setdefault(folder, {})[self.next_uid] = (raw, at)
            self.next_uid += 1

    def open(self) -> Mailbox:
        return PostboxLine(self)


class PostboxLine:
    """One session with a Postbox, speaking the protocol of a mailbox."""

    def __init__(self, box: Postbox) -> None:
        self.box = box

    def __enter__(self) -> Self:
        if self.box.down:
            raise MailboxUnreachable("mailbox (imap.sogddt.example:993): no route")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""

    def check_folders(self) -> None:
        """Every folder is there."""

    def survey(self, folder: str) -> FolderView:
        uids = tuple(self.box.folders[folder])
        return FolderView(
            folder=folder, uidvalidity=self.box.uidvalidity, uids=uids, uid_next=self.box.next_uid
        )

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        return dict.fromkeys(uids, 1)

    def fetch(
        self, folder: str, uidvalidity: int, uids: Sequence[int], max_bytes: int = BATCH_BYTES
    ) -> Iterator[Batch]:
        del max_bytes
        self._verify(uidvalidity)
        there = self.box.folders[folder]
        gone = tuple(uid for uid in uids if uid not in there)
        if gone:
            yield Batch(vanished=gone)
        found = [uid for uid in uids if uid in there]
        for start in range(0, len(found), self.box.batch):
            part = found[start : start + self.box.batch]
            self.box.bodies += len(part)
            yield Batch(messages=tuple(self._message(folder, uid, *there[uid]) for uid in part))

    def acknowledge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Acknowledged:
        self._verify(uidvalidity)
        for uid in uids:
            moved = self.box.folders[folder].pop(uid, None)
            if moved is not None:
                self.box.folders.setdefault("Da-tiep-nhan", {})[uid] = moved
                self.box.acknowledged.append(uid)
        return Acknowledged(uids=tuple(uids), way="move")

    def wait(self, folder: str, seconds: float, since: FolderView | None = None) -> bool:
        del folder, seconds, since
        return False

    def find_message_id(self, folder: str, message_id: str) -> bool:
        return any(message_id.encode() in raw for raw, _ in self.box.folders.get(folder, {}).values())

    def append(self, folder: str, raw: bytes, flags: Sequence[str] = (), at: datetime | None = None) -> None:
        del flags
        self.box.deliver(raw, at=at or NOW, folder=folder)

    def _verify(self, uidvalidity: int) -> None:
        if uidvalidity != self.box.uidvalidity:
            raise UidValidityChanged("INBOX is numbered anew")

    def _message(self, folder: str, uid: int, raw: bytes, at: datetime) -> RawMessage:
        return RawMessage(
            raw=raw,
            account="mailbox",
            folder=folder,
            uidvalidity=self.box.uidvalidity,
            uid=uid,
            internal_date=at,
            size=len(raw),
            source=f"{folder} UID {uid}",
        )


@dataclass
class Pillar:
    """A pillar box: keeps the mails put into it; ``answers`` maps a recipient to another outcome."""

    mails: list[Mail] = field(default_factory=list)
    answers: dict[str, Outcome] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""

    def check(self) -> None:
        """It always takes letters."""

    def send(self, mail: Mail) -> Outcome:
        answer = next((self.answers[to] for to in mail.to if to in self.answers), Sent("250 queued"))
        if isinstance(answer, Sent):
            self.mails.append(mail)
        return answer

    def open(self) -> Sender:
        return self

    @property
    def message_ids(self) -> list[str]:
        return [mail.message_id for mail in self.mails]
