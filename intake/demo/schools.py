"""Two schools of the demo answer the letter they got: one by numbers in the text, one with a new file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import format_datetime

from catalogue.records import AskedItem

ANSWERS: Mapping[str, str] = {
    "url": "https://songtien.example/lop/{number}",
    "fee": "1.200.000 đồng/khóa",
    "position": "Phó Trưởng phòng Tuyển sinh",
    "phone": "0912 333 045",
    "level": "sơ cấp",
    "delivery": "trực tuyến",
    "content": "Kiến thức và kỹ năng nghề theo chương trình của Trường",
    "curriculum": "12 bài, mỗi bài 4 giờ",
    "full_name": "Lưu Ngọc Hân",
}
ASSURED = "Có: người học được cấp tài khoản, có kiểm tra cuối khóa, cấp chứng nhận và có người tư vấn."


def numbered_answer(letter: Message, items: Sequence[AskedItem], sent_at: datetime) -> bytes:
    """A reply that answers each numbered question in a line, above the quoted letter."""
    lines = [f"{item.number}. {_answer(item)}" for item in items]
    text = (
        "Kính gửi Sở Giáo dục và Đào tạo,\n\nTrường bổ sung như sau:\n"
        + "\n".join(lines)
        + "\n\nTrân trọng.\n"
    )
    return _reply(letter, text, sent_at).as_bytes()


def _answer(item: AskedItem) -> str:
    if item.finding == "confirm":
        return "Đúng."
    known = [ANSWERS[key] for key in item.fields if key in ANSWERS]
    return known[0].format(number=item.number) if known else ASSURED


def filled_answer(letter: Message, rows: Sequence[Mapping[str, str]], sent_at: datetime) -> bytes:
    """A reply that brings the open values as labelled lines of the courses concerned."""
    blocks = ["\n".join(f"{label}: {value}" for label, value in row.items()) for row in rows]
    text = "Kính gửi Sở,\n\nTrung tâm gửi bổ sung:\n\n" + "\n\n".join(blocks) + "\n\nTrân trọng.\n"
    return _reply(letter, text, sent_at).as_bytes()


def _reply(letter: Message, text: str, sent_at: datetime) -> EmailMessage:
    school = str(letter["To"])
    domain = school.rpartition("@")[2].strip(">")
    reply = EmailMessage()
    when = format_datetime(sent_at)
    reply["Received"] = f"from mail.{domain} (192.0.2.25) by imap.sogddt.example; {when}"
    reply["From"] = school
    reply["To"] = str(letter["Reply-To"] or letter["From"])
    reply["Subject"] = f"Re: {_plain(letter['Subject'])}"
    reply["Date"] = when
    reply["Message-ID"] = f"<answer.{sent_at:%Y%m%d%H%M%S}.{domain}@{domain}>"
    reply["In-Reply-To"] = reply["References"] = str(letter["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in _text(letter).splitlines())
    reply.set_content(f"{text}\nVào {sent_at:%d/%m/%Y} Sở Giáo dục và Đào tạo đã viết:\n{quoted}\n")
    return reply


def _plain(header: object) -> str:
    return re.sub(r"\s+", " ", str(make_header(decode_header(str(header)))))


def _text(letter: Message) -> str:
    for part in letter.walk():
        if part.get_content_type() == "text/plain":
            data = part.get_payload(decode=True)
            return data.decode("utf-8") if isinstance(data, bytes) else ""
    return ""
