from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import cast

import pytest

from intake.mailbox import Batch, Mailbox, MailboxUnreachable, Patience, RawMessage, fetch_all, with_retries
from intake.mailbox_fetch import parts_by_size


def message(uid: int) -> RawMessage:
    return RawMessage(
        raw=b"x",
        account="a",
        folder="INBOX",
        uidvalidity=1,
        uid=uid,
        internal_date=None,
        size=1,
        source=str(uid),
    )


class Line:
    """A mailbox whose line is cut whenever one of the ``deadly`` messages is asked for."""

    def __init__(self, deadly: set[int], reachable: int = 1000) -> None:
        self.deadly, self.reachable = deadly, reachable

    def connect(self) -> AbstractContextManager[Mailbox]:
        @contextmanager
        def opened() -> Iterator[Line]:
            self.reachable -= 1
            if self.reachable < 0:
                raise MailboxUnreachable("nobody there")
            yield self

        return cast("AbstractContextManager[Mailbox]", opened())

    def fetch(self, _folder: str, _uidvalidity: int, uids: Sequence[int], max_bytes: int) -> Iterator[Batch]:
        for part in parts_by_size(dict.fromkeys(uids, 1), max_bytes):
            if self.deadly & part.keys():
                raise MailboxUnreachable("the line was cut")
            yield Batch(messages=tuple(message(uid) for uid in part))


def fetched(line: Line, count: int, pauses: list[float]) -> tuple[list[int], list[int]]:
    batches = list(
        fetch_all(
            line.connect, "INBOX", 1, range(1, count + 1), patience=Patience(attempts=3), sleep=pauses.append
        )
    )
    taken = [each.uid for batch in batches for each in batch]
    return taken, [uid for batch in batches for uid, _ in batch.refused]


def test_one_message_that_kills_each_line_is_given_up_and_the_rest_comes() -> None:
    pauses: list[float] = []
    assert fetched(Line({4}), 9, pauses) == ([1, 2, 3, 5, 6, 7, 8, 9], [4])
    assert len(pauses) <= 4


def test_a_line_that_brings_nothing_at_all_ends_the_fetch() -> None:
    with pytest.raises(MailboxUnreachable, match="cut"):
        fetched(Line({1, 2, 3}), 3, [])


def test_a_server_that_went_away_gives_up_no_message() -> None:
    with pytest.raises(MailboxUnreachable, match="nobody there"):
        fetched(Line({4}, reachable=1), 9, [])


def test_pauses_double_up_to_their_cap() -> None:
    pauses: list[float] = []

    def step() -> None:
        raise MailboxUnreachable("down")

    patience = Patience(attempts=6, first_seconds=2, most_seconds=10)
    with pytest.raises(MailboxUnreachable):
        with_retries(step, patience, pauses.append)
    assert pauses == [2, 4, 8, 10, 10]


def test_parts_keep_their_order_and_their_bounds() -> None:
    parts = parts_by_size({1: 5, 2: 5, 3: 1, 4: 99, 5: 2}, max_bytes=10)
    assert [list(part) for part in parts] == [[1, 2], [3], [4], [5]]
    assert [len(part) for part in parts_by_size(dict.fromkeys(range(450), 1), 10**6)] == [200, 200, 50]
