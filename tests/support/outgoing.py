"""Builders of letters and of the mails that they become."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from typing import Any
from zoneinfo import ZoneInfo

from catalogue.outbox import Letter
from catalogue.records import LetterKind
from intake.outgoing import Envelope, Mail, build_mail

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
