"""Invented reports of mail that did not arrive, each in the form of the software that would write it.

Every sample says what a careful person reads from it: recipients with their outcome, and the mail it is about.
"""

# ruff: noqa: E501 - what mail systems write stands in their lines

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header

from tests.support.mails import mail, multipart, part, text_part

OURS = "tiepnhan.gdtx@sogddt.example"
OUR_ID = "<abcdefghijklmnop.qrstuvwxyz234567@sogddt.example>"
SUBJECT = "[HTCĐ-2025] Đề nghị bổ sung thông tin khóa học - Trường TC Biển Xanh (mã CC25-7K3QF2)"
TO = "vanphong@bienxanh.example"
HARD, SOFT, FULL, DELAYED, ARRIVED = "hard", "soft", "full", "delayed", "arrived"


@dataclass(frozen=True)
class Bounce:
    """One report. ``outcomes`` by recipient; ``tells`` is whether the Message-ID of ours can be read in it."""

    name: str
    raw: bytes
    outcomes: tuple[tuple[str, str], ...]
    tells: bool = True

    def __str__(self) -> str:
        return self.name


def encoded(text: str) -> str:
    return Header(text, "utf-8").encode(linesep="\r\n")


def returned(body: str = "Kính gửi: Quý trường.") -> str:
    """Our letter as a server gives it back."""
    return (
        f"Received: from mail.sogddt.example (mail.sogddt.example [192.0.2.10]) by mx.bienxanh.example; "
        f"Thu, 15 May 2025 08:01:00 +0700\nMessage-ID: {OUR_ID}\nDate: Thu, 15 May 2025 08:00:58 +0700\n"
        f"From: Phong GDTX <{OURS}>\nSubject: {encoded(SUBJECT)}\nAuto-Submitted: auto-generated\n"
        f"To: {TO}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n"
    ).replace("\r\n", "\n")


def header_of_returned() -> str:
    return returned().partition("\n\n")[0] + "\n"


def head(sender: str, subject: str, *more: str, path: str = "Return-Path: <>") -> list[str]:
    return [
        *([path] if path else []),
        "Received: from mx.example (mx.example [192.0.2.25]) by imap.sogddt.example; Thu, 15 May 2025 08:05:00 +0700",
        "Date: Thu, 15 May 2025 08:04:58 +0700",
        f"From: {sender}",
        f"To: {OURS}",
        f"Subject: {subject if subject.isascii() else encoded(subject)}",
        "Message-ID: <20250515010458.4A1C2@mx.example>",
        "MIME-Version: 1.0",
        *more,
    ]


def plain(headers: Sequence[str], text: str) -> bytes:
    return mail(
        [*headers, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"], text
    )


def status_part(*groups: str, kind: str = "delivery-status") -> bytes:
    fields = "Reporting-MTA: dns; mx.example\nArrival-Date: Thu, 15 May 2025 08:01:00 +0700\n\n" + "\n".join(
        groups
    )
    return part([f"Content-Type: message/{kind}"], fields)


def group(recipient: str, action: str, status: str, words: str = "", original: str = "") -> str:
    lines = [f"Original-Recipient: rfc822;{original}"] if original else []
    lines += [f"Final-Recipient: rfc822; {recipient}", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, *([f"Diagnostic-Code: {words}"] if words else [])]) + "\n"


def report(headers: Sequence[str], text: str, *groups: str, back: str = "message") -> bytes:
    """A multipart/report; ``back`` is what of the mail comes with it: "message", "headers" or ""."""
    last = {
        "message": [part(["Content-Type: message/rfc822"], returned())],
        "headers": [part(["Content-Type: text/rfc822-headers"], header_of_returned())],
        "": [],
    }[back]
    return multipart(
        headers, [text_part(text), status_part(*groups), *last], "report; report-type=delivery-status"
    )


DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.bienxanh.example>"


POSTFIX = (
    "This is the mail system at host mx.bienxanh.example.\n\nI'm sorry to have to inform you that your message could not\n"
    "be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n"
    "                   The mail system\n\n<{to}>: {words}\n"
)
