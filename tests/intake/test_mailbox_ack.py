from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from intake.mailbox import Account, CommandRefused, ImapMailbox
from intake.mailbox_ack import acknowledge_open_folder
from intake.mailbox_line import close_line, open_line
from intake.mailbox_wait import wait_for_news
from tests.support.dovecot import Dovecot

pytestmark = pytest.mark.server

ANY_KEYWORD = frozenset({"\\Seen", "\\*"})


def letters(count: int) -> list[bytes]:
    return [f"Subject: so {number}\n\nbody\n".encode() for number in range(count)]


class Poorer:
    """A real line to a server that tells of fewer skills, and fails if one of those is used."""

    def __init__(self, client: Any, lacks: set[str]) -> None:
        self.client, self.lacks = client, lacks

    def has_capability(self, name: str) -> bool:
        return name not in self.lacks and self.client.has_capability(name)

    def __getattr__(self, name: str) -> Any:
        assert name not in {lack.lower() for lack in self.lacks}
        return getattr(self.client, name)


@contextmanager
def open_folder(account: Account, lacks: set[str]) -> Iterator[Poorer]:
    client = open_line(account)
    try:
        client.select_folder("INBOX")
        yield Poorer(client, lacks)
    finally:
        close_line(client)


def uids_in(account: Account, folder: str) -> int:
    with ImapMailbox(account) as mailbox:
        return len(mailbox.survey(folder).uids)


def test_taken_messages_are_moved_in_batches_and_a_second_time_does_no_harm(
    dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver(user, letters(250))
    account = dovecot.account(user, processed_folder="Đã tiếp nhận")
    with ImapMailbox(account) as mailbox:
        view = mailbox.survey("INBOX")
        taken = view.uids[:230]
        assert mailbox.acknowledge("INBOX", view.uidvalidity, taken).way == "move"
        assert mailbox.acknowledge("INBOX", view.uidvalidity, taken).uids == taken
        assert mailbox.survey("INBOX").uids == view.uids[230:]
        assert len(mailbox.survey("Đã tiếp nhận").uids) == 230


def test_a_keyword_is_set_where_the_account_says_so(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, letters(3))
    with ImapMailbox(dovecot.account(user, acknowledge="keyword", keyword="$Taken")) as mailbox:
        view = mailbox.survey("INBOX")
        done = mailbox.acknowledge("INBOX", view.uidvalidity, view.uids[:2])
    assert (done.way, done.warning) == ("keyword", "")
    flags = dovecot.doveadm("fetch", "-u", user, "flags", "all").split("\f")
    assert [("$Taken" in each, "Seen" in each) for each in flags if "flags" in each] == [
        (True, False),
        (True, False),
        (False, False),
    ]


def test_an_account_that_marks_nothing_changes_nothing(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, letters(1))
    with ImapMailbox(dovecot.account(user, acknowledge="none")) as mailbox:
        view = mailbox.survey("INBOX")
        assert mailbox.acknowledge("INBOX", view.uidvalidity, view.uids).way == "none"
        assert mailbox.survey("INBOX").uids == view.uids
        assert mailbox.folders() == ("INBOX",)


def test_without_move_only_the_copied_messages_are_expunged(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, letters(3))
    account = dovecot.account(user)
    with open_folder(account, lacks={"MOVE"}) as client:
        client.add_flags([3], ["\\Deleted"])  # someone else's, not ours to remove
        done = acknowledge_open_folder(client, account, ANY_KEYWORD, [1, 2])
    assert (done.way, done.warning) == ("copy", "")
    assert (uids_in(account, "INBOX"), uids_in(account, "Processed")) == (1, 2)


def test_without_uidplus_nothing_is_removed_and_the_keyword_is_set_with_a_warning(
    dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver(user, letters(2))
    account = dovecot.account(user)
    with open_folder(account, lacks={"MOVE", "UIDPLUS", "EXPUNGE"}) as client:
        done = acknowledge_open_folder(client, account, ANY_KEYWORD, [1, 2])
        assert "the keyword is set instead" in done.warning
        assert all(b"$Processed" in flags for flags in client.get_flags([1, 2]).values())
    assert (done.way, uids_in(account, "INBOX")) == ("keyword", 2)


def test_a_server_without_keywords_leaves_messages_unmarked_and_says_so(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, letters(1))
    account = dovecot.account(user, acknowledge="keyword")
    with open_folder(account, lacks=set()) as client:
        done = acknowledge_open_folder(client, account, frozenset({"\\Seen"}), [1])
    assert (done.way, done.uids) == ("none", ())
    assert "no lasting keywords" in done.warning


def test_a_refused_move_is_an_error_and_the_mail_stays(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, letters(1))
    account = dovecot.account(user, processed_folder="a//b")
    with ImapMailbox(account) as mailbox:
        view = mailbox.survey("INBOX")
        with pytest.raises(CommandRefused, match="acknowledging messages of INBOX"):
            mailbox.acknowledge("INBOX", view.uidvalidity, view.uids)
        assert mailbox.survey("INBOX").uids == view.uids


def test_waiting_works_without_idle(dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.mailbox_wait.ASK_EVERY_SECONDS", 0.1)
    dovecot.deliver(user, letters(1))
    with open_folder(dovecot.account(user), lacks={"IDLE"}) as client:
        assert not wait_for_news(client, 0.15, lambda: False)
        dovecot.deliver(user, letters(1))
        assert wait_for_news(client, 5, lambda: False)
