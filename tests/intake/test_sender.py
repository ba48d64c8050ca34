import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from intake.mailbox import TlsRefused
from intake.sender import CannotSend, FileSender, Refused, RetryLater, Sent, SmtpSender, Unknown
from tests.support.outgoing import a_mail
from tests.support.smtpsink import SmtpSink


def test_mails_arrive_with_their_exact_bytes_over_one_connection(smtp: SmtpSink) -> None:
    mails = [a_mail(f"truong{number}@x.example") for number in range(3)]
    with SmtpSender(smtp.account()) as sender:
        assert [type(sender.send(mail)) for mail in mails] == [Sent, Sent, Sent]
    assert [each.data for each in smtp.mails] == [mail.data for mail in mails]
    assert (smtp.mails[0].mail_from, smtp.mails[0].rcpt_to) == ("bounces@sgd.example", ("truong0@x.example",))
    assert smtp.connections == 1


def test_each_mail_has_its_own_outcome(smtp: SmtpSink) -> None:
    smtp.at_rcpt = {"full@x.example": "452 4.2.2 mailbox full", "gone@x.example": "550 5.1.1 no such user"}
    smtp.after_data = {"spam@x.example": "554 5.7.1 not wanted", "busy@x.example": "451 4.3.0 later"}
    names = ["full", "gone", "spam", "busy", "good"]
    with SmtpSender(smtp.account()) as sender:
        outcomes = [sender.send(a_mail(f"{name}@x.example")) for name in names]
    assert [type(each) for each in outcomes] == [RetryLater, Refused, Refused, RetryLater, Sent]
    assert isinstance(outcomes[1], Refused)
    assert "550 5.1.1 no such user" in outcomes[1].reason


def test_a_line_lost_after_the_mail_was_handed_over_is_neither_sent_nor_unsent(smtp: SmtpSink) -> None:
    smtp.hang_up_on = {"lost@x.example"}
    with SmtpSender(smtp.account()) as sender:
        outcomes = [sender.send(a_mail(to)) for to in ("ok@x.example", "lost@x.example", "next@x.example")]
    assert [type(each) for each in outcomes] == [Sent, Unknown, Sent]
    assert [each.rcpt_to[0] for each in smtp.mails].count("lost@x.example") == 1


def test_a_connection_that_the_server_ends_is_opened_again(smtp: SmtpSink) -> None:
    smtp.at_rcpt = {"tired@x.example": "421 4.7.0 too many mails on this connection"}
    with SmtpSender(smtp.account()) as sender:
        assert isinstance(sender.send(a_mail("one@x.example")), Sent)
        assert isinstance(sender.send(a_mail("tired@x.example")), RetryLater)
        assert isinstance(sender.send(a_mail("two@x.example")), Sent)
    assert [each.rcpt_to[0] for each in smtp.mails] == ["one@x.example", "two@x.example"]


def test_a_server_that_is_not_there_costs_one_attempt_a_batch(smtp: SmtpSink) -> None:
    with SmtpSender(smtp.account(port=1)) as sender:
        with pytest.raises(CannotSend, match="cannot connect"):
            sender.check()
        assert sender.send(a_mail()) == sender.send(a_mail())
        assert isinstance(sender.send(a_mail()), RetryLater)


def test_starttls_and_login_are_used_and_verified(
    secure_smtp: SmtpSink, smtp_authority: trustme.CA, tmp_path: Path
) -> None:
    ours, strange = tmp_path / "ca.pem", tmp_path / "strange.pem"
    smtp_authority.cert_pem.write_to_path(ours)
    trustme.CA().cert_pem.write_to_path(strange)
    account = secure_smtp.account(
        host="localhost",
        security="starttls",
        ca_file=str(ours),
        username="khoahoc",
        secret=lambda: "mật khẩu",
    )
    with SmtpSender(account) as sender:
        assert isinstance(sender.send(a_mail()), Sent)
    assert secure_smtp.logins == [("PLAIN", "khoahoc", "mật khẩu")]
    with pytest.raises(CannotSend, match="check ca_file"):
        SmtpSender(replace(account, ca_file=str(strange))).check()
    with pytest.raises(CannotSend, match="check username and password") as refused:
        SmtpSender(replace(account, secret=lambda: "sai")).check()
    assert "sai" not in str(refused.value)
    with pytest.raises(CannotSend, match="check the access token"):
        SmtpSender(replace(account, auth="xoauth2", secret=lambda: "old")).check()
    assert secure_smtp.logins[-1][2].startswith("dXNlcj1raG9haG9j")


def test_a_server_without_starttls_gets_nothing(smtp: SmtpSink) -> None:
    account = smtp.account(security="starttls", username="a", secret=lambda: "b")
    with pytest.raises(CannotSend, match="STARTTLS"):
        SmtpSender(account).check()
    assert smtp.logins == []


def test_plain_text_to_another_machine_is_refused(smtp: SmtpSink) -> None:
    with pytest.raises(TlsRefused):
        smtp.account(host="mail.sgd.example")


def test_a_dry_run_lays_each_mail_into_the_folder_once(tmp_path: Path) -> None:
    with FileSender(tmp_path / "out") as sender:
        assert isinstance(sender.send(a_mail()), Sent)
        assert isinstance(sender.send(a_mail()), Sent)
    (path,) = (tmp_path / "out").iterdir()
    assert path.suffix == ".eml"
    assert path.read_bytes() == a_mail().data


@pytest.mark.parametrize(
    ("step", "reply", "outcome"),
    [
        # Of us as the sender, or of our login: no letter is given up for it.
        ("MAIL", "553 5.7.1 sender address rejected: not owned by user", RetryLater),
        ("MAIL", "552 5.3.4 message size exceeds fixed limit", Refused),
        ("RCPT", "554 5.7.1 relay access denied", RetryLater),
        ("RCPT", "550 5.4.5 daily user sending limit exceeded", RetryLater),
        ("RCPT", "550 5.1.1 no such user", Refused),
        ("RCPT", "450 4.2.0 greylisted, see postgrey.example", RetryLater),
        ("DATA", "451 4.3.0 try again", RetryLater),
        ("DATA", "554 5.5.1 no valid recipients", Refused),
        (".", "251 will be forwarded", Sent),
        (".", "421 4.3.2 shutting down", RetryLater),
        # Neither yes nor no: the mail may have been taken.
        (".", "what?", Unknown),
        (".", "354 go on", Unknown),
    ],
)
def test_what_a_server_says_is_judged_by_when_it_says_it(step: str, reply: str, outcome: type) -> None:
    replies = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 queued"} | {step: reply}
    with scripted(replies) as port, SmtpSender(SmtpSink().account(port=port)) as sender:
        assert type(sender.send(a_mail())) is outcome


def test_one_reader_who_is_refused_keeps_no_other_from_getting_the_mail(smtp: SmtpSink) -> None:
    smtp.at_rcpt = {"gone@x.example": "550 5.1.1 no such user", "late@x.example": "451 4.7.1 greylisted"}
    with SmtpSender(smtp.account()) as sender:
        some = sender.send(a_mail("gone@x.example, here@x.example"))
        waiting = sender.send(a_mail("here@x.example, late@x.example"))
        nobody = sender.send(a_mail("gone@x.example"))
    assert isinstance(some, Sent)
    assert "no such user" in some.refused[0]
    assert (type(waiting), type(nobody)) == (RetryLater, Refused)
    assert [each.rcpt_to for each in smtp.mails] == [("here@x.example",)]


def test_a_line_that_dies_in_the_middle_of_a_mail_leaves_no_doubt() -> None:
    """All of the mail fits into this machine's memory; it is asked whether the other one has it."""
    with scripted({"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on"}, deaf=True) as port:
        account = SmtpSink().account(port=port, timeout_seconds=0.5, verdict_seconds=0.5)
        with SmtpSender(account) as sender:
            outcome = sender.send(a_mail(text="Kính gửi\n" * 20_000))
    assert isinstance(outcome, RetryLater)
    assert "did not arrive" in outcome.reason


@contextlib.contextmanager
def scripted(replies: dict[str, str], *, deaf: bool = False) -> Iterator[int]:
    """A server that answers each command as told; a deaf one reads nothing of the mail itself."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096 if deaf else 1 << 20)
    door.bind(("127.0.0.1", 0))
    door.listen()
    heard = threading.Event()
    thread = threading.Thread(target=_converse, args=(door, replies, heard if deaf else None), daemon=True)
    thread.start()
    yield door.getsockname()[1]
    heard.set()
    door.close()
    thread.join(5)


def _converse(door: socket.socket, replies: dict[str, str], until: threading.Event | None) -> None:
    line, _ = door.accept()
    with line, line.makefile("rb") as lines, contextlib.suppress(OSError):
        line.sendall(b"220 ready\r\n")
        mail = False
        for said in lines:
            word = "." if mail and said == b".\r\n" else said.split()[0].decode().upper() if not mail else ""
            reply = replies.get(word, "" if mail else "250 ok")
            if reply:
                line.sendall(f"{reply}\r\n".encode())
            mail = (word == "DATA" and reply.startswith("354")) or (mail and word != ".")
            if mail and until is not None:
                until.wait(10)
                return
