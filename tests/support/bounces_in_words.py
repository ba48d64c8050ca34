"""Reports in words only, in the form of the software that writes them."""

# ruff: noqa: E501 - what mail systems write stands in their lines

from __future__ import annotations

from collections.abc import Iterator

from tests.support.bounces import (
    DAEMON,
    DELAYED,
    FULL,
    HARD,
    OUR_ID,
    POSTFIX,
    SOFT,
    TO,
    Bounce,
    group,
    head,
    plain,
    report,
    returned,
)
from tests.support.mails import multipart, part, text_part

EXIM = (
    "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n"
    "recipients. This is a permanent error. The following address(es) failed:\n\n  {to}\n    {words}\n\n"
    "------ This is a copy of the message, including all the headers. ------\n\n"
)
QMAIL = (
    "Hi. This is the qmail-send program at mx.bienxanh.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<{to}>:\n{words}\n\n--- Below this line is a copy of the message.\n\n"
)
MDAEMON = (
    "Thư này được tạo tự động.\n\nThe attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\n"
    "been removed from the mail queue on this server.\n\nFAILED ADDRESS(ES):\n\n  {to}\n\n--- Session Transcript ---\n  <<< {words}\n--- End Transcript ---\n"
)
ZIMBRA = (
    "This is the mail system at host zimbra.bienxanh.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n"
    "<{to}>: host zimbra.bienxanh.example[192.0.2.30] said: {words} (in reply to end of DATA command)\n"
)
YAHOO = "Sorry, we were unable to deliver your message to the following address.\n\n<{to}>:\n{words}\n\n--- Below this line is a copy of the message.\n\n"
GMAIL_HTML = (
    "<html><body><table><tr><td><h2>{title}</h2><p>{before} <a style='color:#212121'><b>{to}</b></a> {words}</p></td></tr>"
    '<tr><td><a href="https://support.mail.example/?p=NoSuchUser">Tìm hiểu thêm</a></td></tr></table><p>{code}</p></body></html>'
)
NDR_VI = (
    "Gửi thư không thành công đến những người nhận hoặc nhóm sau:\n\n{to}\n{words}\n\nThông tin chẩn đoán cho người quản trị:\n\n"
    "Máy chủ tạo ra thông báo: mail.bienxanh.example\n\n{to}\nRemote Server returned '{code}'\n\nTiêu đề thư gốc:\n\n"
)
NDR_EN = (
    "Delivery has failed to these recipients or groups:\n\n{to}\n{words}\n\nDiagnostic information for administrators:\n\n"
    "Generating server: mail.bienxanh.example\n\n{to}\nRemote Server returned '{code}'\n\nOriginal message headers:\n\n"
)


def in_words() -> Iterator[Bounce]:
    reasons = (
        ("unknown", "550 5.1.1 <{to}>: User unknown", HARD),
        ("full", "552 5.2.2 <{to}>: Mailbox is full / Blocks limit exceeded", FULL),
        (
            "blocked",
            "554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using a block list",
            SOFT,
        ),
    )
    for name, coded, outcome in reasons:
        words = coded.format(to=TO)
        yield Bounce(
            f"exim: {name}",
            plain(head("Mail Delivery System <Mailer-Daemon@mx.sogddt.example>", "Mail delivery failed: returning message to sender", f"X-Failed-Recipients: {TO}",
                       "Auto-Submitted: auto-replied"),
                  EXIM.format(to=TO, words=f"SMTP error from remote mail server after RCPT TO:<{TO}>:\n    host mx.bienxanh.example [192.0.2.25]: {words}") + returned()),
            ((TO, outcome),),
        )  # fmt: skip
        yield Bounce(
            f"qmail: {name}",
            plain(head("MAILER-DAEMON@mx.bienxanh.example", "failure notice"),
                  QMAIL.format(to=TO, words=f"192.0.2.25 does not like recipient.\nRemote host said: {words}\nGiving up on 192.0.2.25.") + returned()),
            ((TO, outcome),),
        )  # fmt: skip
        yield Bounce(
            f"mdaemon: {name}",
            multipart(head("MDaemon at bienxanh.example <MDaemon@bienxanh.example>", "Permanent Delivery Failure", path=""),
                      [text_part(MDAEMON.format(to=TO, words=words)), part(["Content-Type: message/rfc822"], returned())]),
            ((TO, outcome),),
        )  # fmt: skip
        yield Bounce(
            f"postfix in plain text: {name}",
            plain(head(DAEMON, "Undelivered Mail Returned to Sender"),
                  POSTFIX.format(to=TO, words=f"host mx.bienxanh.example said: {words}") + "\n--- Original message ---\n\n" + returned()),
            ((TO, outcome),),
        )  # fmt: skip
        yield Bounce(
            f"exchange in English, plain: {name}",
            plain(head("postmaster@bienxanh.example", "Undeliverable: Nhac", path=""),
                  NDR_EN.format(to=TO, words="Your message wasn't delivered.", code=words) + returned()),
            ((TO, outcome),),
        )  # fmt: skip
    yield from qmail_in_its_own_words()
    yield from in_vietnamese()
    yield from of_great_providers()
    yield from late_in_words()
    yield from bare()


def qmail_in_its_own_words() -> Iterator[Bounce]:
    reasons = (
        ("no mailbox here", "Sorry, no mailbox here by that name. (#5.1.1)", HARD),
        ("no host", "Sorry, I couldn't find any host named bienxanh.example. (#5.1.2)", HARD),
        ("over quota", "The users mailfolder is over the allowed quota (size). (#5.2.2)", FULL),
        (
            "too long in the queue",
            "I'm not going to try again; this message has been in the queue too long. Connection timed out. (#4.4.1)",
            SOFT,
        ),
    )
    for name, words, outcome in reasons:
        yield Bounce(
            f"qmail: {name}",
            plain(
                head("MAILER-DAEMON@mx.sogddt.example", "failure notice"),
                QMAIL.format(to=TO, words=words) + returned(),
            ),
            ((TO, outcome),),
        )
    two = QMAIL.format(
        to=TO,
        words="Sorry, no mailbox here by that name. (#5.1.1)\n\n<tuyensinh@bienxanh.example>:\nMailbox over quota. (#5.2.2)",
    )
    yield Bounce("qmail: two recipients, each with his reason", plain(head("MAILER-DAEMON@mx.sogddt.example", "failure notice"), two + returned()),
                 ((TO, HARD), ("tuyensinh@bienxanh.example", FULL)))  # fmt: skip


def in_vietnamese() -> Iterator[Bounce]:
    reasons = (
        (
            "không tìm thấy",
            "Không tìm thấy địa chỉ email bạn đã nhập. Hãy kiểm tra địa chỉ của người nhận.",
            "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
            HARD,
        ),
        ("hộp thư đầy", "Hộp thư của người nhận đã đầy.", "554 5.2.2 mailbox full", FULL),
        (
            "quá lớn",
            "Thư này quá lớn.",
            "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
            SOFT,
        ),
    )
    for name, words, code, outcome in reasons:
        yield Bounce(
            f"exchange in Vietnamese: {name}",
            plain(
                head("Microsoft Outlook <postmaster@bienxanh.example>", "Không thể gửi được: Nhắc", path=""),
                NDR_VI.format(to=TO, words=words, code=code) + returned(),
            ),
            ((TO, outcome),),
        )
        yield Bounce(
            f"zimbra: {name}",
            plain(
                head(
                    "MAILER-DAEMON@zimbra.bienxanh.example (Mail Delivery System)",
                    "Undelivered Mail Returned to Sender",
                ),
                ZIMBRA.format(to=TO, words=code),
            ),
            ((TO, outcome),),
            tells=False,
        )
    texts = (
        (
            "dung lượng vượt hạn mức",
            f"Thư của bạn không gửi được tới {TO}.\nLý do: hộp thư người nhận đã vượt quá dung lượng cho phép.\n",
            FULL,
        ),
        (
            "địa chỉ không tồn tại",
            f"Thư gửi tới địa chỉ {TO} bị trả lại vì địa chỉ này không tồn tại trên hệ thống.\n",
            HARD,
        ),
        (
            "tài khoản bị khóa",
            f"Không thể chuyển thư đến người nhận sau:\n- {TO}: tài khoản đã bị khóa.\n",
            HARD,
        ),
        (
            "tạm thời, sẽ thử lại",
            f"Hệ thống chưa gửi được thư đến {TO}. Hệ thống sẽ tiếp tục thử gửi lại trong 3 ngày. Bạn không cần gửi lại thư.\n",
            DELAYED,
        ),
    )
    for name, text, outcome in texts:
        yield Bounce(
            f"provider in Vietnamese: {name}",
            plain(
                head("Hệ thống thư điện tử <postmaster@mail.bienxanh.example>", "Thông báo lỗi gửi thư"), text
            ),
            ((TO, outcome),),
            tells=False,
        )


def of_great_providers() -> Iterator[Bounce]:
    gmail = head(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        f"In-Reply-To: {OUR_ID}",
        f"X-Failed-Recipients: {TO}",
    )
    pages = (
        ("address not found", "Address not found", "Your message wasn't delivered to", "because the address couldn't be found, or is unable to receive mail.",
         "550 5.1.1 The email account that you tried to reach does not exist.", HARD),
        ("không tìm thấy địa chỉ", "Không tìm thấy địa chỉ", "Thư của bạn chưa được gửi đến", "vì không tìm thấy địa chỉ này hoặc địa chỉ này không thể nhận thư.",
         "550 5.1.1 NoSuchUser", HARD),
        ("hộp thư đến của người nhận đầy", "Hộp thư đến của người nhận đầy", "Thư của bạn chưa được gửi đến", "vì hộp thư đến của người này đã đầy.",
         "452 4.2.2 The recipient's inbox is out of storage space. OverQuotaTemp", FULL),
    )  # fmt: skip
    for name, title, before, words, code, outcome in pages:
        page = GMAIL_HTML.format(title=title, before=before, to=TO, words=words, code=code)
        yield Bounce(
            f"gmail, a page only: {name}",
            multipart(gmail, [text_part(page, "html")], "related"),
            ((TO, outcome),),
        )
    yahoo = (
        ("disabled", "This account has been disabled or discontinued [#102].", HARD),
        (
            "no such account",
            "554: delivery error: dd This user doesn't have a yahoo.example account (vanphong@bienxanh.example) [0]",
            HARD,
        ),
        ("over quota", "This account is over quota.", FULL),
    )
    for name, words, outcome in yahoo:
        yield Bounce(
            f"yahoo: {name}",
            plain(
                head("MAILER-DAEMON@yahoo.example", "Failure Notice"),
                YAHOO.format(to=TO, words=words) + returned(),
            ),
            ((TO, outcome),),
        )
    yield Bounce(
        "notes: not listed in the directory",
        plain(head("Postmaster@bienxanh.example", "DELIVERY FAILURE: User vanphong (vanphong@bienxanh.example) not listed in Domino Directory", path=""),
              f"Your message\n\n  Subject: Nhac\n\nwas not delivered to:\n\n  {TO}\n\nbecause:\n\n  User vanphong ({TO}) not listed in Domino Directory\n"),
        ((TO, HARD),),
        tells=False,
    )  # fmt: skip


def late_in_words() -> Iterator[Bounce]:
    text = (
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\n"
        f"recipients after more than 24 hours on the queue on mx.sogddt.example.\n\nThe message identifier is:     1uF0aB-0003xY-2C\n\n"
        f"The address to which the message has not yet been delivered is:\n\n  {TO}\n    Delay reason: SMTP error from remote mail server after RCPT TO:<{TO}>:\n"
        "    451 4.3.0 Temporary lookup failure\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n"
    )
    yield Bounce(
        "exim: delayed",
        plain(
            head(
                "Mail Delivery System <Mailer-Daemon@mx.sogddt.example>",
                "Warning: message 1uF0aB-0003xY-2C delayed 24 hours",
            ),
            text,
        ),
        ((TO, DELAYED),),
        tells=False,
    )
    text = f"Delivery to the following recipient has been delayed:\n\n     {TO}\n\nMessage will be retried for 2 more day(s)\n\nTechnical details of temporary failure:\nThe recipient server did not accept our requests to connect.\n"
    yield Bounce(
        "gmail: delayed",
        plain(
            head(
                "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
                "Delivery Status Notification (Delay)",
            ),
            text,
        ),
        ((TO, DELAYED),),
        tells=False,
    )
    text = f"The following message has not been delivered yet.\nThis is a warning message only.\n\n   **********************************************\n   **      THIS IS A WARNING MESSAGE ONLY      **\n   **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\nThe original message was received at Thu, 15 May 2025\n\n   ----- The following addresses had transient non-fatal errors -----\n<{TO}>\n\n   ----- Transcript of session follows -----\n451 4.4.1 reply: read error\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n"
    yield Bounce(
        "sendmail: delayed, in words",
        plain(
            head(
                "Mail Delivery Subsystem <MAILER-DAEMON@mx.sogddt.example>",
                "Warning: could not send message for past 4 hours",
            ),
            text,
        ),
        ((TO, DELAYED),),
        tells=False,
    )


def bare() -> Iterator[Bounce]:
    yield Bounce(
        "no original, no fields: a refusal in one line",
        plain(
            head("postmaster@bienxanh.example", "Undeliverable mail"), f"550 5.1.1 {TO} unknown recipient\n"
        ),
        ((TO, HARD),),
        tells=False,
    )
    yield Bounce(
        "a header alone names who failed",
        plain(head(DAEMON, "Mail failure", f"X-Failed-Recipients: {TO}"), "Mailbox quota exceeded.\n"),
        ((TO, FULL),),
        tells=False,
    )
    yield Bounce(
        "nobody is named, our letter comes with it",
        multipart(head("Mail Gateway <postmaster@gw.example>", "Mail could not be delivered"),
                  [text_part("One or more of the recipients are not a valid user of the system."), part(["Content-Type: message/rfc822"], returned())]),
        ((TO, HARD),),
    )  # fmt: skip
    raw = report(
        head(DAEMON, "Undelivered Mail Returned to Sender"),
        POSTFIX.format(to=TO, words="unknown user"),
        group(TO, "failed", "5.1.1"),
        back="",
    )
    yield Bounce("fields without the original", raw, ((TO, HARD),), tells=False)
