"""Reports in the words of less common mail servers."""

# ruff: noqa: E501 - what mail systems write stands in their lines

from __future__ import annotations

from collections.abc import Iterator

from tests.support.bounces import (
    DELAYED,
    FULL,
    HARD,
    OUR_ID,
    OURS,
    TO,
    Bounce,
    head,
    header_of_returned,
    plain,
    returned,
)
from tests.support.mails import multipart, text_part

FORMS = (
    (
        "courier",
        HARD,
        "courier: <postmaster@mx.example>",
        "NOTICE: mail delivery status.",
        f"This is a delivery status notification from mx.example,\nrunning the Courier mail server.\n\nThe original message was received on Thu, 15 May 2025\nfrom mail.sogddt.example\n\n---------------------------------------------------------------------------\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<{TO}>:\n    mx.bienxanh.example [192.0.2.25]:\n>>> RCPT TO:<{TO}>\n<<< 550 5.1.1 <{TO}>... User Unknown\n\n---------------------------------------------------------------------------\n\nIf your message was also sent to additional recipients, their delivery\nstatus is not included in this report.\n",
    ),
    (
        "mailmarshal",
        HARD,
        "postmaster@mx.example",
        'Undeliverable Mail: "Nhac"',
        f"Your message:\n   From:    {OURS}\n   Subject: Nhac\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n    {TO}\n\nAdditional Information\n======================\nOriginal Sender: <{OURS}>\n",
    ),
    (
        "opensmtpd",
        FULL,
        "Mailer Daemon <MAILER-DAEMON@mx.example>",
        "Delivery status notification: error",
        f"    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n{TO}: 552 5.2.2 mailbox is over quota\n\n    Below is a copy of the original message:\n\n"
        + returned(),
    ),
    (
        "gmx",
        HARD,
        "GMX Mailer Daemon <mailer-daemon@gmx.example>",
        "Mail delivery failed: returning message to sender",
        f'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address(es)\nfailed:\n\n"{TO}":\nSMTP error from remote server after RCPT command:\nhost: mx.bienxanh.example\n5.1.1 <{TO}> User Unknown\n\n\n--- The header of the original message is following. ---\n\n'
        + header_of_returned(),
    ),
    (
        "gmail of old",
        FULL,
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        f"Delivery to the following recipient failed permanently:\n\n     {TO}\n\nTechnical details of permanent failure: \nGoogle tried to deliver your message, but it was rejected by the recipient domain. We recommend contacting the other email provider for further information about the cause of this error. The error that the other server returned was: 550 550 5.2.2 <{TO}>... Mailbox Full (state 18).\n\n----- Original message -----\n\n"
        + header_of_returned(),
    ),
    (
        "james",
        HARD,
        "James <MAILER-DAEMON@mx.example>",
        "[BOUNCE]",
        f"Hi. This is the James mail server at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.  Below\nI include the list of recipients and the reason why I was unable to deliver\nyour message.\n\nFailed recipient(s):\n{TO}\n\nError message:\n550 5.1.1 User Unknown\n",
    ),
    (
        "domino",
        HARD,
        "postmaster@mx.example",
        "DELIVERY FAILURE: 550 5.1.1 unknown",
        f"Your message\n\n  Subject: Nhac\n\nwas not delivered to:\n\n  {TO}\n\nbecause:\n\n  Error transferring to mx; SMTP Protocol Returned a Permanent Error 550 5.1.1 unknown user\n",
    ),
    (
        "groupwise",
        HARD,
        "Mail Delivery <postmaster@mx.example>",
        "Message status - undeliverable",
        f"The message that you sent was undeliverable to the following:\n\t{TO} (user not found)\n\nPossibly truncated original message follows:\n\n"
        + returned(),
    ),
    (
        "communigate",
        FULL,
        "MAILER-DAEMON@mx.example",
        "Undeliverable mail: Nhac",
        f"Failed to deliver to '{TO}'\nmailbox is full (MTS-8007)\n",
    ),
    (
        "relay",
        FULL,
        "postmaster@mx.example",
        "Undelivered mail",
        f"The following recipients could not be delivered:\n{TO}\nReason: recipient's mailbox is full, message returned to sender. (#5.2.2)\n",
    ),
    (
        "hmailserver",
        HARD,
        "mailer-daemon@mx.example",
        "Message undeliverable: Nhac",
        f"Your message did not reach some or all of the intended recipients.\n\n   Sent: Thu, 15 May 2025\n   Subject: Nhac\n\nThe following recipient(s) could not be reached:\n\n{TO}\n   Error Type: SMTP\n   Remote server (192.0.2.25) issued an error.\n   hMailServer sent: RCPT TO:<{TO}>\n   Remote server replied: 550 Unknown user\n\nhMailServer\n",
    ),
    (
        "kerio",
        HARD,
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Delivery failure report",
        f"The message has not been delivered to the recipient(s):\n\n  {TO}\n\nThe reason: 550 5.1.1 User unknown\n",
    ),
    (
        "imail",
        FULL,
        "postmaster@mx.example",
        "Undeliverable Mail",
        f"undeliverable to {TO}\nMailbox full\n\nOriginal message follows.\n\n" + returned(),
    ),
    (
        "gateway, delayed",
        DELAYED,
        "postmaster@mx.example",
        "Email delivery delayed",
        f"Your email to {TO} has been delayed. We will keep trying for 4 days.\nReason: 451 4.3.0 try later\n",
    ),
    (
        "local scanning",
        HARD,
        "Mail Delivery System <mailer-daemon@corp.example>",
        "Mail failure.",
        f"A message that you sent was rejected by the local scanning code that\nchecks incoming messages on this system.\n\n  {TO}\n\nThe following error was given:\n\n  user not found\n",
    ),
)
PAGES = (
    (
        "exchange 2007, a page",
        FULL,
        "Undeliverable: Nhac",
        f"<html><body><p><b>Delivery has failed to these recipients or distribution lists:</b></p><p><a href=\"mailto:{TO}\">{TO}</a><br>The recipient's mailbox is full and can't accept messages now. Please try resending this message later.</p><p>Generating server: x</p><p>{TO}<br>#554 5.2.2 mailbox full ##</p></body></html>",
    ),
    (
        "office 365 in Vietnamese, a page",
        HARD,
        "Không thể gửi được: Nhắc",
        f"<html><body><p>Thư của bạn gửi đến <b>{TO}</b> không thể gửi được.</p><p>Không tìm thấy <b>vanphong</b> tại <b>bienxanh.example</b>.</p></body></html>",
    ),
)


def of_others() -> Iterator[Bounce]:
    """All samples."""
    for name, outcome, sender, subject, text in FORMS:
        raw = plain(head(sender, subject, path=""), text)
        yield Bounce(name, raw, ((TO, outcome),), tells=OUR_ID in text)
    for name, outcome, subject, page in PAGES:
        raw = multipart(
            head("Microsoft <postmaster@bienxanh.example>", subject), [text_part(page, "html")], "related"
        )
        yield Bounce(name, raw, ((TO, outcome),), tells=False)
