import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from intake.mailbox import (
    Account,
    Batch,
    FolderMissing,
    ImapMailbox,
    LoginRefused,
    MailboxUnreachable,
    Patience,
    RawMessage,
    TlsRefused,
    UidValidityChanged,
    fetch_all,
)
from tests.support.dovecot import Dovecot
from tests.support.faultproxy import Fault, FaultProxy

pytestmark = pytest.mark.server


def letter(number: int, size: int = 40) -> bytes:
    head = f"From: office{number}@school.example\nSubject: so {number}\nMessage-ID: <{number}@x.example>\n\n"
    return head.encode() + b"x" * 70 * (size // 71) + b"\nend\n"


def as_served(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\r\n")


def everything(account: Account) -> list[RawMessage]:
    with ImapMailbox(account) as mailbox:
        view = mailbox.survey("INBOX")
        return [message for batch in mailbox.fetch("INBOX", view.uidvalidity, view.uids) for message in batch]


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[FaultProxy]:
    with FaultProxy(dovecot.imap_port) as line:
        yield line


def test_every_message_comes_over_tls_with_its_exact_bytes(dovecot: Dovecot, user: str) -> None:
    letters = [letter(number) for number in range(300)]
    dovecot.deliver(user, letters)
    fetched = everything(dovecot.account(user))
    assert [message.raw for message in fetched] == [as_served(raw) for raw in letters]
    assert [message.uid for message in fetched] == list(range(1, 301))
    age = datetime.now(UTC) - (fetched[0].internal_date or datetime.min.replace(tzinfo=UTC))
    assert age.total_seconds() < 60


def test_fetching_leaves_messages_unseen(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1), letter(2)])
    everything(dovecot.account(user))
    assert "Seen" not in dovecot.doveadm("fetch", "-u", user, "flags", "all")


def test_an_empty_folder_is_surveyed_as_empty(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        assert mailbox.survey("INBOX").uids == ()


def test_a_folder_too_big_for_one_answer_is_surveyed_in_windows(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.mailbox.SEARCH_WINDOW", 4)
    dovecot.deliver(user, [letter(number) for number in range(11)])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        view = mailbox.survey("INBOX")
        mailbox.acknowledge("INBOX", view.uidvalidity, [2, 9])
        assert mailbox.survey("INBOX").uids == (1, 3, 4, 5, 6, 7, 8, 10, 11)


def test_bodies_are_not_formatted_for_a_log(
    dovecot: Dovecot, user: str, caplog: pytest.LogCaptureFixture
) -> None:
    dovecot.deliver(user, [letter(1)])
    with caplog.at_level(logging.DEBUG, logger="imapclient"):
        everything(dovecot.account(user))
    assert "imapclient.imaplib" not in {record.name for record in caplog.records}


def test_batches_hold_to_the_size_and_a_bigger_message_goes_alone(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1, 3000), letter(2, 3000), letter(3, 9000), letter(4, 3000)])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        view = mailbox.survey("INBOX")
        batches = list(mailbox.fetch("INBOX", view.uidvalidity, view.uids, max_bytes=7000))
    assert [batch.uids for batch in batches] == [(1, 2), (3,), (4,)]


def test_a_message_moved_away_meanwhile_is_reported_vanished(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1), letter(2), letter(3)])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        view = mailbox.survey("INBOX")
        dovecot.doveadm("expunge", "-u", user, "mailbox", "INBOX", "uid", "2")
        batches = list(mailbox.fetch("INBOX", view.uidvalidity, view.uids))
    assert [uid for batch in batches for uid in batch.vanished] == [2]
    assert [message.uid for batch in batches for message in batch] == [1, 3]


def test_a_changed_uidvalidity_is_noticed_before_anything_is_done(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1)])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        old = mailbox.survey("INBOX")
    dovecot.renumber(user, old.uidvalidity + 7)
    with ImapMailbox(dovecot.account(user)) as mailbox:
        with pytest.raises(UidValidityChanged, match=str(old.uidvalidity + 7)):
            list(mailbox.fetch("INBOX", old.uidvalidity, old.uids))
        with pytest.raises(UidValidityChanged):
            mailbox.acknowledge("INBOX", old.uidvalidity, old.uids)
        assert mailbox.survey("INBOX").uids == (1,)


def test_a_missing_folder_is_named_with_those_that_exist(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [])
    with ImapMailbox(dovecot.account(user, folders=("INBOX", "Nộp bài"))) as mailbox:
        with pytest.raises(FolderMissing, match=r"no folder Nộp bài; on the server are: INBOX"):
            mailbox.check_folders()
        with pytest.raises(FolderMissing, match="Nộp bài"):
            mailbox.survey("Nộp bài")


@pytest.mark.parametrize("reset", [False, True])
def test_a_line_cut_in_a_fetch_costs_no_message_and_doubles_none(
    dovecot: Dovecot, user: str, proxy: FaultProxy, *, reset: bool
) -> None:
    letters = [letter(number, 2000) for number in range(100)]
    dovecot.deliver(user, letters)
    account = dovecot.plain_account(user, proxy.port)
    with ImapMailbox(account) as mailbox:
        view = mailbox.survey("INBOX")
    proxy.faults = [Fault(cut_after=60_000, reset=reset), Fault(cut_after=90_000, reset=reset)]
    pauses: list[float] = []
    fetched = [
        message.raw
        for batch in fetch_all(
            lambda: ImapMailbox(account),
            "INBOX",
            view.uidvalidity,
            view.uids,
            max_bytes=20_000,
            sleep=pauses.append,
        )
        for message in batch
    ]
    assert fetched == [as_served(raw) for raw in letters]
    assert (proxy.cuts, pauses) == (2, [1.0, 1.0])


def test_a_line_that_goes_silent_in_a_fetch_hits_the_time_limit(
    dovecot: Dovecot, user: str, proxy: FaultProxy
) -> None:
    dovecot.deliver(user, [letter(number, 2000) for number in range(50)])
    proxy.faults = [Fault(stall_after=40_000)]
    began = time.monotonic()
    with pytest.raises(MailboxUnreachable, match="no answer within the time limit"):
        everything(dovecot.plain_account(user, proxy.port, timeout_seconds=0.5))
    assert time.monotonic() - began < 3


def test_a_message_that_the_server_cannot_open_does_not_hold_up_the_rest(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1), letter(2), letter(3)])
    second = sorted((dovecot.maildir(user) / "new").iterdir())[1]
    with ImapMailbox(dovecot.account(user)) as mailbox:
        view = mailbox.survey("INBOX")
        sizes = mailbox.sizes(view.uids)
    assert set(sizes) == {1, 2, 3}
    found = next(path for path in dovecot.maildir(user).glob("*/*") if path.name.startswith(second.name))
    found.chmod(0)
    account = dovecot.account(user)
    batches = list(
        fetch_all(
            lambda: ImapMailbox(account),
            "INBOX",
            view.uidvalidity,
            view.uids,
            patience=Patience(attempts=3),
            sleep=lambda _: None,
        )
    )
    assert sorted(message.uid for batch in batches for message in batch) == [1, 3]
    assert [uid for batch in batches for uid, _ in batch.refused] == [2]


def test_a_wrong_password_is_told_from_a_cut_line(dovecot: Dovecot, user: str, proxy: FaultProxy) -> None:
    proxy.faults = [Fault(cut_on=b"AUTHENTICATE")]
    with (
        pytest.raises(MailboxUnreachable, match="logging in"),
        ImapMailbox(dovecot.plain_account(user, proxy.port)),
    ):
        pass
    with (
        pytest.raises(LoginRefused, match="check username and password") as refused,
        ImapMailbox(dovecot.plain_account(user, proxy.port, secret=lambda: "mật khẩu sai")),
    ):
        pass
    assert "sai" not in str(refused.value)


def test_a_server_that_is_not_there_is_unreachable(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [])
    with pytest.raises(MailboxUnreachable, match="connecting"), ImapMailbox(dovecot.plain_account(user, 1)):
        pass


def test_starttls_is_verified(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1)])
    account = dovecot.account(user, port=dovecot.imap_port, security="starttls")
    assert [message.uid for message in everything(account)] == [1]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_of_another_authority_is_refused(
    dovecot: Dovecot, user: str, security: str, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger.pem"
    trustme.CA().cert_pem.write_to_path(stranger)
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    account = dovecot.account(user, port=port, security=security, ca_file=str(stranger))
    with pytest.raises(TlsRefused, match="check ca_file"), ImapMailbox(account):
        pass


def test_plain_text_is_refused_to_any_other_machine(dovecot: Dovecot, user: str) -> None:
    with pytest.raises(TlsRefused, match="use tls or starttls"):
        dovecot.account(user, host="mail.school.example", security="none")


def test_tls_at_a_plain_port_is_refused_with_the_cure(dovecot: Dovecot, user: str) -> None:
    account = dovecot.account(user, port=dovecot.imap_port)
    with pytest.raises(TlsRefused, match="check port and security"), ImapMailbox(account):
        pass


def test_an_access_token_logs_in_and_an_expired_one_is_refused(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1)])
    dovecot.provider.tokens["fresh"] = user
    good = dovecot.account(user, auth="xoauth2", secret=lambda: "fresh")
    assert len(everything(good)) == 1
    stale = dovecot.account(user, auth="xoauth2", secret=lambda: "expired")
    with pytest.raises(LoginRefused, match="check the access token"), ImapMailbox(stale):
        pass


def test_new_mail_ends_the_wait_within_three_seconds(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1)])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        later = threading.Timer(0.3, dovecot.deliver, (user, [letter(2)]))
        later.start()
        began = time.monotonic()
        assert mailbox.wait("INBOX", 20)
        later.join()
    assert time.monotonic() - began < 3


def test_mail_that_came_before_the_wait_ends_it_at_once(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [letter(1)])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        seen = mailbox.survey("INBOX")
        assert not mailbox.wait("INBOX", 0.2, since=seen)
        dovecot.deliver(user, [letter(2)])
        assert mailbox.wait("INBOX", 20, since=seen)


def test_a_service_that_stops_does_not_wait_on(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [])
    began = time.monotonic()
    with ImapMailbox(dovecot.account(user), stopping=lambda: time.monotonic() - began > 0.2) as mailbox:
        assert not mailbox.wait("INBOX", 30)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("death", ["cut", "silent"])
def test_a_line_that_dies_while_waiting_is_noticed(
    dovecot: Dovecot, user: str, proxy: FaultProxy, death: str
) -> None:
    dovecot.deliver(user, [])
    account = dovecot.plain_account(user, proxy.port, timeout_seconds=0.5)
    killer = threading.Timer(0.2, proxy.cut_all if death == "cut" else proxy.stall_all)
    with ImapMailbox(account) as mailbox:
        killer.start()
        with pytest.raises(MailboxUnreachable):
            mailbox.wait("INBOX", 20 if death == "cut" else 1)
    killer.join()


def test_a_sent_copy_is_found_again(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, [])
    with ImapMailbox(dovecot.account(user)) as mailbox:
        mailbox.append("Đã gửi", letter(7), at=datetime(2025, 5, 2, 1, tzinfo=UTC))
        assert mailbox.find_message_id("Đã gửi", "<7@x.example>")
        assert not mailbox.find_message_id("Đã gửi", "<8@x.example>")
        view = mailbox.survey("Đã gửi")
        stored = next(iter(next(mailbox.fetch("Đã gửi", view.uidvalidity, view.uids))))
    assert stored.internal_date == datetime(2025, 5, 2, 1, tzinfo=UTC)


# The kernel's own peak of this process: getrusage would also count what the parent held at the fork.
FETCH_ALL = """
import pathlib, re, sys
from intake.mailbox import Account, ImapMailbox
port, user, password, ca = sys.argv[1:]
account = Account(
    name="big", host="localhost", port=int(port), username=user, secret=lambda: password, ca_file=ca
)
def peak_kib():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])
with ImapMailbox(account) as mailbox:
    view = mailbox.survey("INBOX")
    before = peak_kib()
    for batch in mailbox.fetch("INBOX", view.uidvalidity, view.uids):
        print(*(message.size for message in batch))
    print(peak_kib() - before)
"""


def test_a_message_of_sixty_megabytes_passes_in_bounded_memory(dovecot: Dovecot, user: str) -> None:
    huge = b"Subject: lon\n\n" + (b"y" * 76 + b"\n") * (60 * 1024 * 1024 // 78)
    dovecot.deliver(user, [letter(1), huge])
    words = [str(dovecot.imaps_port), user, dovecot.account(user).secret(), dovecot.ca_file]
    done = subprocess.run(
        [sys.executable, "-c", FETCH_ALL, *words], capture_output=True, text=True, check=True
    )
    *sizes, growth_kib = (int(line) for line in done.stdout.split())
    assert sizes == [len(as_served(letter(1))), len(as_served(huge))]
    assert 50 * 1024 < growth_kib < 90 * 1024


def test_a_batch_settles_each_uid_once() -> None:
    batch = Batch(vanished=(3,), refused=((4, "no"),))
    assert (batch.uids, len(batch)) == ((3, 4), 0)
