"""Going on after a cut line: reconnecting with growing pauses, and fetching only what is still owed.

It speaks to a mailbox only through its protocol; how long it pauses and with which function is an argument.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from intake.mailbox_values import BATCH_BYTES, Batch, Mailbox, MailboxUnreachable

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a step is tried without any progress, and how the pauses between grow."""

    attempts: int = 5
    first_seconds: float = 1.0
    most_seconds: float = 60.0

    def pause(self, failures: int) -> float:
        """Return the pause after so many failures in a row: doubled each time, up to the most."""
        return min(self.most_seconds, self.first_seconds * 2.0 ** (failures - 1))


def with_retries(
    step: Callable[[], Result], patience: Patience, sleep: Callable[[float], None] = time.sleep
) -> Result:
    """Return what ``step`` returns; only MailboxUnreachable is tried again, and raised when patience ends."""
    failures = 0
    while True:
        try:
            return step()
        except MailboxUnreachable:
            failures += 1
            if failures >= patience.attempts:
                raise
        sleep(patience.pause(failures))


def fetch_all(
    connect: Callable[[], AbstractContextManager[Mailbox]],
    folder: str,
    uidvalidity: int,
    uids: Sequence[int],
    *,
    max_bytes: int = BATCH_BYTES,
    patience: Patience | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Batch]:
    """Yield every UID's batch exactly once, through as many connections as it takes.

    A cut line is opened again as long as batches arrive in between. After ``patience.attempts`` cuts in a
    row the message that was next is given up for this time (refused, with the reason), so that one bad
    message does not hold up the rest; when the one after it does not come either, MailboxUnreachable is
    raised.
    """
    patience = patience or Patience()
    owed = _Owed(uids)
    while owed.uids:
        owed.reached = False
        try:
            with connect() as mailbox:
                owed.reached = True
                size = max_bytes if owed.failures < 2 else 1  # noqa: PLR2004 - then one by one
                for batch in mailbox.fetch(folder, uidvalidity, list(owed.uids), size):
                    owed.settle(batch)
                    yield batch
                    del batch  # or it would stay in memory while the next one comes in
        except MailboxUnreachable as error:
            owed.failures += 1
            if owed.failures >= patience.attempts:
                yield owed.give_up_next(error)
            else:
                sleep(patience.pause(owed.failures))


class _Owed:
    """The UIDs not yet delivered, and how badly it goes."""

    def __init__(self, uids: Sequence[int]) -> None:
        self.uids = dict.fromkeys(uids)
        self.failures = 0
        self.reached = False
        self._gave_up = False

    def settle(self, batch: Batch) -> None:
        for uid in batch.uids:
            self.uids.pop(uid, None)
        self.failures, self._gave_up = 0, False

    def give_up_next(self, error: MailboxUnreachable) -> Batch:
        """Return the next UID as refused; raise if the server cannot be reached, or nothing came since."""
        if self._gave_up or not self.reached:
            raise error
        uid = next(iter(self.uids))
        del self.uids[uid]
        self.failures, self._gave_up = 0, True
        return Batch(refused=((uid, f"the line was cut at each attempt: {error}"),))
