from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import trustme

from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind
from intake.mailbox import TlsRefused
from intake.sender import (
    CannotSend,
    Envelope,
    FileSender,
    Mail,
    Refused,
    RetryLater,
    Sent,
    SmtpSender,
    Unknown,
    UnsendableLetter,
    build_mail,
)
from tests.support.smtpsink import SmtpSink

MORNING = datetime(2025, 5, 20, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
OFFICE = Envelope(
    from_address="khoahoc@sgd.example",
    from_name="Phòng Giáo dục thường xuyên, Sở Giáo dục và Đào tạo",
    reply_to="khoahoc+k7qp2m@sgd.example",
    bounces_to="bounces@sgd.example",
)
TEXT = "Kính gửi: Quý trường.\n\n.đầu dòng có dấu chấm\n" + "Một đoạn rất dài không xuống dòng. " * 60 + "\n"


def a_letter(**changes: Any) -> Letter:
    values: dict[str, Any] = {
        "campaign": "c",
        "unit_id": "u",
        "kind": LetterKind.CLARIFICATION,
        "window": "1",
        "to": "vanthu@truong.example",
        "subject": "[KH2025] Đề nghị bổ sung thông tin danh mục khóa học của Trường Trung cấp Kinh tế",
        "text": TEXT,
        "html": f"<p>{TEXT}</p>",
        "message_id": "<l1." + "k" * 80 + "@sgd.example>",
    }
    return Letter(**values | changes)


def a_mail(to: str = "vanthu@truong.example", **changes: Any) -> Mail:
    return build_mail(a_letter(to=to, **changes), OFFICE, MORNING)


def parsed(mail: Mail) -> EmailMessage:
    message = message_from_bytes(mail.data.replace(b"\r\n", b"\n"), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def header(mail: Mail, name: str) -> str:
    # The older reader: the newer one of this Python puts blanks between encoded words in a name.
    value = message_from_bytes(mail.data)[name]
    return str(make_header(decode_header(value)))


def test_a_mail_reads_back_as_the_letter_it_was() -> None:
    message = parsed(a_mail())
    assert header(a_mail(), "Subject") == a_letter().subject
    assert header(a_mail(), "From") == f"{OFFICE.from_name} <{OFFICE.from_address}>"
    assert (message["To"], message["Reply-To"]) == ("vanthu@truong.example", OFFICE.reply_to)
    assert message["Date"].datetime == MORNING
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (plain.get_content(), html.get_content()) == (TEXT, f"<p>{TEXT}</p>\n")


def test_a_mail_passes_any_server_seven_bits_and_short_lines() -> None:
    attachment = LetterFile("Phiếu bổ sung.xlsx", "application/vnd.ms-excel", bytes(range(256)) * 40)
    data = a_mail(files=(attachment,), html="").data
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    assert max(data) < 128
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_identifiers_stay_whole_however_long() -> None:
    answered = "<" + "a" * 120 + "@truong.example>"
    mail = a_mail(in_reply_to=answered, references=("<1@x.example>", "no identifier", "<2@x.example>"))
    message = parsed(mail)
    assert message["Message-ID"] == a_letter().message_id == mail.message_id
    assert message["In-Reply-To"] == answered
    assert message["References"].split() == ["<1@x.example>", "<2@x.example>", answered]
    assert answered.encode() in mail.data


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": LetterKind.ACKNOWLEDGEMENT, "in_reply_to": "<1@x.example>"}, "auto-replied"),
        ({"kind": LetterKind.ACKNOWLEDGEMENT}, "auto-generated"),
        ({"kind": LetterKind.REMINDER}, "auto-generated"),
    ],
)
def test_a_mail_says_that_a_machine_sent_it(changes: dict[str, Any], says: str) -> None:
    message = parsed(a_mail(**changes))
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == (says, "All")
    assert (message["Content-Language"], message["Precedence"]) == ("vi", None)


def test_attachments_keep_their_vietnamese_names_and_shown_pictures_lie_beside_the_html() -> None:
    name = "Phiếu bổ sung thông tin danh mục khóa học của Trường Trung cấp Kinh tế, đợt 2.xlsx"
    book = LetterFile(name, "application/vnd.ms-excel", b"PK\x03\x04")
    chart = LetterFile("bieu-do.png", "image/png", b"\x89PNG")
    message = parsed(a_mail(html='<img src="cid:bieu-do.png">', files=(book, chart)))
    assert [part.get_filename() for part in message.iter_attachments()] == [name]
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/vnd.ms-excel",
    ]
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<bieu-do.png>", "inline")


def test_the_same_letter_gives_the_same_bytes() -> None:
    files = (LetterFile("a.csv", "text/csv", b"a;b"),)
    assert a_mail(files=files).data == a_mail(files=files).data


@pytest.mark.parametrize(
    "changes", [{"to": ""}, {"to": "nobody"}, {"to": "vănthư@x.example"}, {"message_id": ""}]
)
def test_a_letter_that_cannot_be_a_mail_is_told_at_once(changes: dict[str, Any]) -> None:
    with pytest.raises(UnsendableLetter):
        build_mail(a_letter(**changes), OFFICE, MORNING)


def test_a_subject_cannot_bring_in_a_header() -> None:
    message = parsed(a_mail(subject="Kính gửi\r\nBcc: everyone@x.example"))
    assert message["Bcc"] is None


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
