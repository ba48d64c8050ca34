"""An installation in which one thing of each sort waits for a person, made by mail as far as it can be."""

from __future__ import annotations

from datetime import timedelta

from catalogue.records import LetterKind
from catalogue.views import LetterFilter
from intake.jobs_decide import set_value
from intake.jobs_letters import ask
from intake.jobs_poll import poll
from tests.support.apps import ADDRESSES, BIEN_XANH, DOI_THONG, SAO_MAI, Office, mail, row, submission

STRANGER = "co.giao@gmail.example"
BROKEN = "%PDF-1.4 nothing that anybody could read"


def busy_queue(office: Office) -> None:
    """Unknown sender, doubt, conflict, statement without a record, question, file, letters held and failed,
    failed message, absence, full mailbox.

    ``Hàn điện`` of Sao Mai has two addresses; the stranger's course has a fee of an odd size.
    """
    _from_strangers(office)
    _from_schools(office)
    _letters(office)
    _addresses(office)


def received(office: Office, *mails: bytes) -> None:
    """Let mails come in and be worked on."""
    for one in mails:
        office.postbox.deliver(one, at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=15)


def _from_strangers(office: Office) -> None:
    courses = (row("Cắm hoa nghệ thuật", fee="120"), row("Pha chế đồ uống"), row("Làm bánh Âu", level="sơ"))
    received(office, submission(1, *courses, sender=STRANGER, subject="Gửi Sở danh sách khóa học năm 2025"))


def _from_schools(office: Office) -> None:
    received(office, submission(2, row("Hàn điện", url="https://a.example/1"), row("Tiện ren")))
    set_value(office.app, office.course("Hàn điện").id, "url", "https://b.example/2")
    office.clock.forward(hours=1)
    again = row("Hàn điện", url="https://c.example/3")
    received(office, submission(3, again, sent="2025-05-20T09:30:00"))
    school = ADDRESSES[BIEN_XANH]
    received(
        office,
        mail(4, "Kính gửi Sở, cho trường hỏi khóa dưới 3 tháng có phải khai báo không ạ?", sender=school,
             subject="Hỏi về khóa ngắn hạn"),
        broken_file(5, ADDRESSES[DOI_THONG]),
    )  # fmt: skip


def _letters(office: Office) -> None:
    ask(office.app)
    wanted = LetterFilter(kind=None)
    made = [one for one in office.app.store.letters(office.app.campaign.id, wanted) if one.unit_id]
    for one in made[:1]:
        office.app.store.hold(one.id)
    rest = [one for one in made[1:] if one.kind is not LetterKind.ANSWER]
    office.app.store.due_letters(office.clock.now + timedelta(days=3), 1)
    for one in rest:
        office.app.store.mark_failed(one.id, "550 5.1.1 no such user", None)


def _addresses(office: Office) -> None:
    store, until = office.app.store, office.clock.now + timedelta(days=9)
    store.note_absence(ADDRESSES[SAO_MAI], until, "phong.daotao@saomai.example")
    for _ in range(3):
        store.note_bounce(ADDRESSES[DOI_THONG], until, "full: 4.2.2 mailbox full")


def broken_file(number: int, sender: str, name: str = "danh-sach.pdf") -> bytes:
    """A mail whose only file nobody can open."""
    raw = mail(number, "Kính gửi Sở, gửi danh sách trong tệp đính kèm.", sender=sender, table=BROKEN)
    changed = raw.replace(b"text/csv; charset=utf-8", b"application/pdf")
    return changed.replace(b"khoa-hoc.csv", name.encode())
