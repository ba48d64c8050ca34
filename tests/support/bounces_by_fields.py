"""Reports by the fields of RFC 3464, from the servers that write them."""

# ruff: noqa: E501 - what mail systems write stands in their lines

from __future__ import annotations

from collections.abc import Iterator

from tests.support.bounces import (
    ARRIVED,
    DAEMON,
    DELAYED,
    FULL,
    HARD,
    OUR_ID,
    POSTFIX,
    SOFT,
    SUBJECT,
    TO,
    Bounce,
    group,
    head,
    header_of_returned,
    report,
    status_part,
)
from tests.support.mails import multipart, part, text_part

POSTFIX_LATE = (
    "This is the mail system at host mx.sogddt.example.\n\n####################################################################\n"
    "# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n"
    "####################################################################\n\nYour message could not be delivered for more than 4 hour(s).\n"
    "It will be retried until it is 5 day(s) old.\n\n<{to}>: {words}\n"
)


def with_fields() -> Iterator[Bounce]:
    failures = (
        (
            "unknown user",
            "5.1.1",
            "550 5.1.1 <{}>: Recipient address rejected: User unknown in virtual mailbox table",
            HARD,
        ),
        (
            "no such domain",
            "5.4.4",
            "Host or domain name not found. Name service error for name=bienxanh.example type=A",
            HARD,
        ),
        ("disabled", "5.2.1", "550 5.2.1 The email account that you tried to reach is disabled", HARD),
        ("full for good", "5.2.2", "552 5.2.2 Mailbox full", FULL),
        (
            "full for now, given up",
            "4.2.2",
            "452 4.2.2 The email account that you tried to reach is over quota",
            FULL,
        ),
        ("full, general code", "5.0.0", "554 5.0.0 Sorry, user's mailbox is over its quota", FULL),
        ("expired", "4.4.1", "connect to mx.bienxanh.example[192.0.2.25]:25: Connection timed out", SOFT),
        ("taken for spam", "5.7.1", "550 5.7.1 Message rejected as spam by content filtering", SOFT),
        ("too large", "5.3.4", "552 5.3.4 Message size exceeds fixed maximum message size", SOFT),
        ("wrong code for an unknown user", "5.7.1", "550 5.7.1 Unable to deliver: user unknown", HARD),
    )
    for name, status, words, outcome in failures:
        told = words.format(TO)
        text = POSTFIX.format(to=TO, words=f"host mx.bienxanh.example[192.0.2.25] said: {told}")
        yield Bounce(
            f"postfix: {name}",
            report(head(DAEMON, "Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied"), text,
                   group(TO, "failed", status, f"smtp; {told}", TO)),
            ((TO, outcome),),
        )  # fmt: skip
    words = (
        "host mx.bienxanh.example[192.0.2.25] said: 451 4.7.1 Greylisting in action, please come back later"
    )
    yield Bounce(
        "postfix: delayed",
        report(head(DAEMON, "Delayed Mail (still being retried)", "Auto-Submitted: auto-replied"),
               POSTFIX_LATE.format(to=TO, words=words), group(TO, "delayed", "4.7.1", f"smtp; {words}"), back="headers"),
        ((TO, DELAYED),),
    )  # fmt: skip
    yield Bounce(
        "postfix: delayed since full",
        report(head(DAEMON, "Delayed Mail (still being retried)"), POSTFIX_LATE.format(to=TO, words="452 4.2.2 Mailbox full"),
               group(TO, "delayed", "4.2.2", "smtp; 452 4.2.2 Mailbox full"), back="headers"),
        ((TO, DELAYED),),
    )  # fmt: skip
    yield from several_recipients()
    yield from other_fields()


def several_recipients() -> Iterator[Bounce]:
    other, third = "tuyensinh@bienxanh.example", "hieutruong@bienxanh.example"
    yield Bounce(
        "sendmail: three recipients, three fates",
        report(
            head(
                "Mail Delivery Subsystem <MAILER-DAEMON@mx.sogddt.example>",
                "Returned mail: see transcript for details",
            ),
            "The original message was received at Thu, 15 May 2025 08:01:00 +0700\n\n"
            "   ----- The following addresses had permanent fatal errors -----\n"
            f"<{TO}>\n    (reason: 550 5.1.1 User unknown)\n\n   ----- The following addresses had transient non-fatal errors -----\n"
            f"<{other}>\n",
            group(TO, "failed", "5.1.1", "SMTP; 550 5.1.1 User unknown"),
            group(other, "delayed", "4.2.0", "SMTP; 450 4.2.0 try again later"),
            group(third, "delivered", "2.0.0", "SMTP; 250 2.0.0 Ok"),
        ),
        ((TO, HARD), (other, DELAYED), (third, ARRIVED)),
    )
    yield Bounce(
        "postfix: rewritten to another address",
        report(
            head(DAEMON, "Undelivered Mail Returned to Sender"),
            POSTFIX.format(
                to="cu.vanphong@kho.bienxanh.example", words=f"unknown user (expanded from <{TO}>)"
            ),
            group("cu.vanphong@kho.bienxanh.example", "failed", "5.1.1", "x-unix; unknown user", TO),
        ),
        ((TO, HARD),),
    )
    yield Bounce(
        "relayed, arrived as far as is known",
        report(head(DAEMON, "Successful Mail Delivery Report"), "Your message was successfully delivered.\n",
               group(TO, "relayed", "2.0.0", "smtp; 250 2.0.0 Ok: queued")),
        ((TO, ARRIVED),),
    )  # fmt: skip


def other_fields() -> Iterator[Bounce]:
    unicode_to = "văn.phòng@biểnxanh.example"
    fields = (
        "Final-Recipient: utf-8; v\\x{103}n.ph\\x{F2}ng@bi\\x{1EC3}nxanh.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 không có người dùng này\n"
    )
    yield Bounce(
        "rfc 6533: letters of utf-8 in the address",
        multipart(
            head(DAEMON, "Undelivered Mail Returned to Sender"),
            [text_part("Không thể gửi được thư."), status_part(fields, kind="global-delivery-status"),
             part(["Content-Type: message/global-headers"], header_of_returned())],
            "report; report-type=global-delivery-status",
        ),
        ((unicode_to, HARD),),
    )  # fmt: skip
    raw = report(
        head(DAEMON, "Undelivered Mail Returned to Sender"),
        "x",
        group(TO, "failed", "5.1.1", "smtp; 550 người nhận không tồn tại"),
    )
    yield Bounce("8-bit letters in the fields", raw, ((TO, HARD),))
    inner = report(
        head(DAEMON, "Undelivered Mail Returned to Sender"),
        POSTFIX.format(to=TO, words="user unknown"),
        group(TO, "failed", "5.1.1"),
    )
    yield Bounce(
        "a gateway wraps the report once more",
        multipart(
            head("postmaster@gw.example", "Undeliverable: thu"),
            [
                text_part("A report came back for you."),
                part(["Content-Type: message/rfc822"], inner.decode()),
            ],
            boundary="huelle",
        ),
        ((TO, HARD),),
        tells=False,
    )
    yield Bounce(
        "exchange online",
        report(
            head(
                "postmaster@bienxanh.onmicrosoft.example",
                f"Undeliverable: {SUBJECT}",
                "X-MS-Exchange-Message-Is-Ndr:",
                "Auto-Submitted: auto-replied",
            ),
            f"Delivery has failed to these recipients or groups:\n\n{TO}\nYour message couldn't be delivered. The recipient's email address\n"
            "wasn't found at bienxanh.example.\n",
            group(
                TO,
                "failed",
                "5.1.10",
                "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            ),
        ),
        ((TO, HARD),),
    )
    yield Bounce(
        "exchange online: access denied is no such recipient",
        report(head("postmaster@bienxanh.onmicrosoft.example", f"Undeliverable: {SUBJECT}"), "Delivery has failed to these recipients or groups:",
               group(TO, "failed", "5.4.1", "smtp;550 5.4.1 Recipient address rejected: Access denied. AS(201806281)")),
        ((TO, HARD),),
    )  # fmt: skip
    yield Bounce(
        "exchange in Vietnamese: mailbox full",
        report(
            head(
                "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@bienxanh.example>",
                f"Không thể gửi được: {SUBJECT}",
            ),
            f"Gửi thư không thành công đến những người nhận hoặc nhóm sau:\n\n{TO}\nHộp thư của người nhận đã đầy và hiện không thể nhận thư.\n"
            "Hãy thử gửi lại sau.\n\nThông tin chẩn đoán cho người quản trị:\n",
            group(
                TO,
                "failed",
                "5.2.2",
                "smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded",
            ),
            back="headers",
        ),
        ((TO, FULL),),
    )
    yield Bounce(
        "exchange in Vietnamese: delayed",
        report(
            head(
                "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@bienxanh.example>",
                f"Việc gửi bị trì hoãn: {SUBJECT}",
            ),
            f"Việc gửi đến những người nhận hoặc nhóm sau bị trì hoãn:\n\n{TO}\nThư này chưa được gửi. Hệ thống sẽ tiếp tục thử gửi thư thay bạn.\n",
            group(TO, "delayed", "4.4.7", "smtp;400 4.4.7 Message delayed"),
        ),
        ((TO, DELAYED),),
    )
    yield Bounce(
        "gmail with fields",
        report(
            head("Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)", "Auto-Submitted: auto-replied",
                 f"X-Failed-Recipients: {TO}", f"In-Reply-To: {OUR_ID}", f"References: {OUR_ID}"),
            f"\n** Address not found **\n\nYour message wasn't delivered to {TO} because the address couldn't be found, or is unable to receive mail.\n",
            group(TO, "failed", "5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try"),
        ),
        ((TO, HARD),),
    )  # fmt: skip
