"""Builders of an installation: real store on SQLite, real archive in a folder, a clock moved by hand.

The mailbox and the sender are small honest programs in memory, or those that a test hands in.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from catalogue.memory.store import Store
from catalogue.records import Record, Unit, UnitState
from catalogue.units.roster import read_roster
from config.campaign import load_campaign
from config.settings import MailboxSettings, Secret, Settings, SmtpSettings
from intake.app import App
from intake.archive import Archive
from intake.log import get_log
from intake.mailbox import Mailbox
from intake.reader_own import OwnReader
from intake.sender import Sender
from tests.support.postbox import NOW as NOW
from tests.support.postbox import Pillar as Pillar
from tests.support.postbox import Postbox as Postbox
from tests.support.postbox import PostboxLine as PostboxLine

ROSTER = """id,name,kind,aliases,emails,domains
cd-sao-mai,Trường Cao đẳng Sao Mai,college,CĐ Sao Mai,daotao@saomai.example,saomai.example
tc-bien-xanh,Trường Trung cấp Biển Xanh,intermediate_school,,vanphong@bienxanh.example,bienxanh.example
tt-doi-thong,Trung tâm GDNN-GDTX Đồi Thông,vet_continuing_centre,,gdtx.doithong@hcmedu.example,
"""
SAO_MAI, BIEN_XANH, DOI_THONG = "cd-sao-mai", "tc-bien-xanh", "tt-doi-thong"
ADDRESSES = {
    SAO_MAI: "daotao@saomai.example",
    BIEN_XANH: "vanphong@bienxanh.example",
    DOI_THONG: "gdtx.doithong@hcmedu.example",
}
CONTACT = "Đầu mối liên hệ: Bà Trịnh Thu Ngân, chức vụ: Phó Trưởng phòng Đào tạo, điện thoại: 0918 202 431."
HEADINGS = "STT;Tên khóa học;Trình độ;Hình thức;Học phí;Nội dung khóa học;Chương trình chi tiết;Link đăng ký"


def roster() -> tuple[Unit, ...]:
    return read_roster("roster.csv", ROSTER.encode()).units


class Clock:
    """Stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)

    def at(self, moment: str) -> None:
        self.now = datetime.fromisoformat(f"{moment}+07:00")


@dataclass
class Office:
    """One installation of a test: the application and the world around it."""

    app: App
    clock: Clock
    postbox: Postbox
    pillar: Pillar
    folder: Path

    def with_settings(self, **changes: Any) -> App:
        """The same application under other settings."""
        return replace(self.app, settings=self.app.settings.model_copy(update=changes))

    def state(self, unit_id: str | None = SAO_MAI) -> UnitState:
        state = (
            self.app.store.unassigned(self.app.campaign.id)
            if unit_id is None
            else self.app.store.unit_state(self.app.campaign.id, unit_id)
        )
        assert state is not None, f"{unit_id} has no state"
        return state

    def course(self, name: str, unit_id: str | None = SAO_MAI) -> Record:
        return next(one for one in self.state(unit_id).courses if one.name == name)

    def titles(self, unit_id: str | None = SAO_MAI) -> list[str]:
        return [one.name for one in self.state(unit_id).courses]


def settings(folder: Path, **changes: Any) -> Settings:
    """Settings of an installation in a folder that names no server to reach."""
    values: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'intake.db'}",
        "archive_url": str(folder / "archive"),
        "sending": True,
        "secret": Secret(value=SecretStr("a secret of the tests")),
        "mailbox": MailboxSettings(host="imap.sogddt.example", username="tiepnhan"),
        "smtp": SmtpSettings(host="smtp.sogddt.example", sender="tiepnhan.gdtx@sogddt.example"),
    }
    return Settings(**values | changes)


def office_in(
    folder: Path,
    template: Path,
    *,
    open_mailbox: Callable[[], Mailbox] | None = None,
    open_sender: Callable[[], Sender] | None = None,
    **changes: Any,
) -> Office:
    """An installation with the three schools of ROSTER; ``template`` is an empty database to copy."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, folder / "intake.db")
    chosen, clock, postbox, pillar = settings(folder, **changes), Clock(), Postbox(), Pillar()
    app = App(
        settings=chosen,
        campaign=load_campaign(chosen.campaign),
        store=Store.open(chosen.database_url),
        archive=Archive.open(chosen.archive_url),
        reader=OwnReader(),
        clock=clock,
        sleep=lambda _: None,
        open_mailbox=open_mailbox or postbox.open,
        open_sender=open_sender or pillar.open,
        log=get_log(),
    )
    app.store.replace_units(app.campaign.id, roster())
    return Office(app, clock, postbox, pillar, folder)


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path) -> Iterator[Office]:
    """A fresh installation with a mailbox and a pillar box in memory."""
    made = office_in(tmp_path / "office", sqlite_template)
    yield made
    made.app.store.close()


# What schools write.


def row(title: str, **changes: str) -> dict[str, str]:
    """A course with every field that a school must tell."""
    slug = "".join(letter for letter in title.lower() if letter.isascii() and letter.isalnum())
    return {
        "title": title,
        "level": "Sơ cấp",
        "delivery": "Trực tuyến",
        "fee": "1.200.000",
        "content": f"Kiến thức và kỹ năng nghề {title}",
        "curriculum": "10 bài, mỗi bài 4 giờ",
        "url": f"https://hoc.example/{slug}",
    } | changes


def submission(
    number: int,
    *rows: dict[str, str],
    sender: str = ADDRESSES[SAO_MAI],
    sent: str = "2025-05-19T09:30:00",
    contact: str = CONTACT,
    subject: str = "Danh sach khoa hoc",
) -> bytes:
    """A mail with a CSV of courses and a contact person in its text."""
    lines = [HEADINGS]
    keys = ("title", "level", "delivery", "fee", "content", "curriculum", "url")
    lines += [";".join([str(count), *(one[key] for key in keys)]) for count, one in enumerate(rows, 1)]
    return mail(
        number,
        f"Kính gửi Sở,\n\nNhà trường gửi danh sách khóa học trong tệp đính kèm.\n{contact}\n\nTrân trọng.\n",
        sender=sender,
        sent=sent,
        subject=subject,
        table="\r\n".join(lines),
    )


def mail(
    number: int,
    text: str,
    *,
    sender: str = ADDRESSES[SAO_MAI],
    sent: str = "2025-05-19T09:30:00",
    subject: str = "Danh sach khoa hoc",
    table: str = "",
    headers: Sequence[str] = (),
) -> bytes:
    """A mail with a text and perhaps a CSV, received when it was sent."""
    when = datetime.fromisoformat(f"{sent}+07:00").strftime("%a, %d %b %Y %H:%M:%S +0700")
    host = sender.partition("@")[2]
    head = [
        f"Received: from mail.{host} (192.0.2.7) by imap.sogddt.example; {when}",
        f"From: {sender}",
        "To: tiepnhan.gdtx@sogddt.example",
        f"Subject: {subject}",
        f"Date: {when}",
        f"Message-ID: <{number}.test@{host}>",
        "MIME-Version: 1.0",
        *headers,
        'Content-Type: multipart/mixed; boundary="=_m"',
    ]
    parts = ["Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text]
    if table:
        parts.append(
            'Content-Type: text/csv; charset=utf-8; name="khoa-hoc.csv"\n'
            'Content-Disposition: attachment; filename="khoa-hoc.csv"\n'
            "Content-Transfer-Encoding: 8bit\n\n" + table
        )
    body = "".join(f"--=_m\n{one}\n" for one in parts) + "--=_m--\n"
    return ("\n".join(head) + "\n\n" + body).replace("\r\n", "\n").replace("\n", "\r\n").encode()
