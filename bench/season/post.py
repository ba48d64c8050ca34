"""Mails as they travel: what a person's or a machine's program makes of a text, with its files and headers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bench.season.papers import Paper
from tests.support.mails import multipart, part, text_part

OURS = "tiepnhan.gdtx@sogddt.example"
OUR_NAME = "Phòng Giáo dục thường xuyên - Nghề nghiệp và Đại học"
OUR_SERVER = "mx.sogddt.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail on its way to the intake. ``answers`` is the Message-ID of ours that it replies to.

    ``by_robot`` says that no person wrote it; ``school`` is the unit that it is really from. ``report`` are
    the fields of a delivery report and the head of the mail that came back.
    """

    sender: str
    name: str
    subject: str
    text: str
    to: str = OURS
    html: str = ""
    files: Sequence[Paper] = ()
    answers: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    by_robot: bool = False
    school: str = ""
    report: tuple[str, str] | None = None


def as_bytes(mail: Mail, at: datetime, number: int) -> bytes:
    """The mail with its trace through our server, which found the sender to be whom he says."""
    host = mail.sender.rpartition("@")[2]
    if mail.report is not None:
        return _report(mail, mail.report, at, id_of(number, host))
    message = EmailMessage(policy=SMTP)
    message["Received"] = f"from mail.{host} ([192.0.2.25]) by {OUR_SERVER}; {format_datetime(at)}"
    message["Authentication-Results"] = (
        f"{OUR_SERVER}; dkim=pass header.d={host}; dmarc=pass header.from={host}"
    )
    message["From"] = Address(mail.name, addr_spec=mail.sender)
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = id_of(number, host)
    if mail.answers:
        message["In-Reply-To"] = message["References"] = mail.answers
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text, cte="base64")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="base64")
    for file in mail.files:
        main, _, sub = file.media.partition("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    _fix_boundaries(message, number)
    return message.as_bytes()


def _report(mail: Mail, report: tuple[str, str], at: datetime, message_id: str) -> bytes:
    """A delivery report (RFC 3464) as a mail server writes it."""
    fields, came_back = report
    head = [
        "Return-Path: <>",
        f"Received: from {mail.sender.rpartition('@')[2]} ([192.0.2.26]) by {OUR_SERVER}; {format_datetime(at)}",
        f"From: {mail.name} <{mail.sender}>",
        f"To: {mail.to}",
        f"Subject: {mail.subject}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
    ]
    parts = [
        text_part(mail.text),
        part(["Content-Type: message/delivery-status"], fields),
        part(["Content-Type: text/rfc822-headers"], came_back),
    ]
    return multipart(head, parts, "report; report-type=delivery-status")


def id_of(number: int, host: str) -> str:
    """The Message-ID of the mail of a number."""
    return f"<season.{number:05d}@{host}>"


def _fix_boundaries(message: EmailMessage, number: int) -> None:
    # Python draws boundaries at random; the same season is the same bytes.
    for depth, one in enumerate(message.walk()):
        if one.is_multipart():
            one.set_boundary(f"=_season_{number}_{depth}")


# --- how programs quote the letter that is answered


def quoted(program: str, words: Sequence[str], letter: str, at: datetime, dice: random.Random) -> str:
    """A reply's plain text: what is new on top, below it the letter as the program quotes it."""
    own = "\n".join(words)
    if program == "phone":
        return f"{own}\n\nĐược gửi từ iPhone của tôi"
    if program == "outlook":
        head = f"Từ: {OUR_NAME} <{OURS}>\nĐã gửi: {at:%d/%m/%Y %H:%M}\nĐến: {dice.choice(('Phòng Đào tạo', 'Văn phòng'))}\nChủ đề: Đề nghị bổ sung"
        return f"{own}\n\n{head}\n\n{letter}"
    if program == "zimbra":
        head = (
            f'Từ: "{OUR_NAME}" <{OURS}>\nĐến: daotao\nĐã gửi: {at:%d/%m/%Y %H:%M:%S}\nChủ đề: Đề nghị bổ sung'
        )
        return f"{own}\n\n----- Thư gốc -----\n{head}\n\n{letter}"
    return f"{own}\n\n{attribution(program, at)}\n\n{marked(letter)}\n"


def attribution(program: str, at: datetime) -> str:
    """The line that a program puts before what it quotes."""
    if program == "gmail":
        return f"Vào Th {at.weekday() + 2}, {at.day} thg {at.month}, {at.year} vào lúc {at:%H:%M} {OUR_NAME} <{OURS}> đã viết:"
    if program == "gmail_en":
        return f"On {at:%a, %b} {at.day}, {at.year} at {at:%I:%M %p} {OUR_NAME} <{OURS}> wrote:"
    return f"Vào lúc {at:%d/%m/%Y %H:%M}, {OUR_NAME} đã viết:"


def marked(letter: str) -> str:
    """The letter with the mark of a quote before each line."""
    return "\n".join(f"> {line}".rstrip() for line in letter.splitlines())


def between(letter: str, answers: Mapping[int, str], at: datetime) -> str:
    """A reply with each answer under its quoted question."""
    lines = ["Kính gửi Sở, nhà trường trả lời dưới từng câu.", "", attribution("thunderbird", at), ""]
    for line in letter.splitlines():
        lines.append(f"> {line}".rstrip())
        number, _, rest = line.partition(". ")
        if number.isdigit() and rest and int(number) in answers:
            lines += ["", answers[int(number)], ""]
    return "\n".join(lines) + "\n"
