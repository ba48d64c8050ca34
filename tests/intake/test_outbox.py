from datetime import datetime

import pytest

from catalogue.outbox import Outbox
from catalogue.records import LetterKind
from intake.jobs_reports import digest
from intake.jobs_send import send
from intake.outbox import outbox_now
from intake.sender import RetryLater
from tests.support.apps import NOW, Office
from tests.support.plans import letter

REFUSAL = RetryLater("smtp.sogddt.example:587: 451 4.3.0 later")


def queued(office: Office, *moments: str) -> None:
    for number, moment in enumerate(moments):
        at = datetime.fromisoformat(f"{moment}+07:00")
        mark = f"<{number}.letter@sogddt.example>"
        office.app.store.add_letter(
            letter(str(number), created_at=NOW, not_before=at, message_id=mark, to=f"{number}@truong.example")
        )


def test_letters_that_should_have_left_are_counted_with_the_oldest_and_its_trouble(office: Office) -> None:
    queued(office, "2025-05-20T08:00:00", "2025-05-20T09:00:00", "2025-05-21T08:00:00")
    office.clock.at("2025-05-20T08:30:00")
    office.pillar.answers["0@truong.example"] = REFUSAL
    send(office.app)
    office.clock.at("2025-05-20T10:00:00")
    found = outbox_now(office.app)
    assert found == Outbox(waiting=2, since=NOW, error=REFUSAL.reason, sending=True)


def test_letters_wait_seen_also_while_nothing_is_sent(office: Office) -> None:
    queued(office, "2025-05-20T08:00:00")
    office.clock.forward(hours=1)
    found = outbox_now(office.with_settings(sending=False))
    assert (found.waiting, found.since, found.sending) == (1, NOW, False)


def test_a_letter_is_not_late_while_the_office_is_closed_but_the_digest_is(office: Office) -> None:
    queued(office, "2025-05-20T21:00:00")
    office.clock.at("2025-05-21T06:00:00")
    assert outbox_now(office.app) == Outbox()
    at = office.clock.now
    office.app.store.add_letter(letter("d", kind=LetterKind.DIGEST, unit_id=None, created_at=at))
    assert outbox_now(office.app).waiting == 1


SINCE = "08 giờ 00 ngày 20 tháng 5 năm 2025"
ALARMS = {
    "on": f"Thư đi chưa gửi được từ {SINCE}: 01 thư đang chờ; lỗi gần nhất: {REFUSAL.reason}.",
    "off": f"Chức năng gửi thư đang tắt: 01 thư đang chờ từ {SINCE}.",
}


@pytest.mark.parametrize("sending", ALARMS)
def test_what_could_not_leave_for_two_hours_stands_at_the_top_of_the_digest(
    office: Office, sending: str
) -> None:
    app = office.with_settings(sending=sending == "on")
    queued(office, "2025-05-20T08:00:00")
    office.pillar.answers["0@truong.example"] = REFUSAL
    send(app)
    office.clock.at("2025-05-20T10:00:00")
    early = digest(app, dry_run=True)
    office.clock.at("2025-05-20T10:01:00")
    late = digest(app, dry_run=True)
    assert early is not None
    assert late is not None
    assert f"(!) {ALARMS[sending]}" in [" ".join(one.split()) for one in late.text.split("\n\n")]
    assert "đang chờ" not in early.text
