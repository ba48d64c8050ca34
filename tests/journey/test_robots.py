"""Programs that answer every letter, over ten days of an installation: none of them draws us into a loop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message

import pytest

from intake.jobs_letters import ask, remind
from intake.jobs_poll import poll
from intake.jobs_send import send
from tests.support.apps import ADDRESSES, BIEN_XANH, Office, row, submission
from tests.support.machines import CALENDAR, OURS, head, plain
from tests.support.mails import multipart, part, text_part

ROBOT = ADDRESSES[BIEN_XANH]
START, DAYS, STEP = "2025-05-05T08:30:00", 10, timedelta(hours=6)
MOST_LETTERS = 2

Robot = Callable[[Message, int], bytes]


def answering(letter: Message, number: int, *marks: str, subject: str = "") -> list[str]:
    """The header of an answer to a letter."""
    ours = str(letter["Message-ID"])
    named = subject or f"Re: (ma {letter['Reply-To']})"
    return head(named, *marks, f"In-Reply-To: {ours}", f"Message-ID: <robot.{number}@bienxanh.example>")


def body_of(letter: Message) -> str:
    found = next(one for one in letter.walk() if one.get_content_type() == "text/plain")
    payload = found.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def vacation(letter: Message, number: int) -> bytes:
    marks = ("Auto-Submitted: auto-replied", "Precedence: bulk")
    return plain(answering(letter, number, *marks), "Tôi nghỉ phép. Việc gấp xin liên hệ cô Sương.")


def challenge(letter: Message, number: int) -> bytes:
    text = "The message you sent requires that you verify that you are a real live human being."
    return plain(answering(letter, number, subject=f"Your email requires verification verify#{number}"), text)


def receipt(letter: Message, number: int) -> bytes:
    fields = "Final-Recipient: rfc822;a@b.example\nDisposition: manual-action/MDN-sent-manually; displayed\n"
    parts = [text_part("Thư đã được đọc."), part(["Content-Type: message/disposition-notification"], fields)]
    kind = "report; report-type=disposition-notification"
    return multipart(answering(letter, number, subject=f"Read: {number}"), parts, kind)


def ticket(letter: Message, number: int) -> bytes:
    text = f"Yêu cầu của Quý khách đã được tiếp nhận với mã {number}. Đây là thư tự động."
    return plain(answering(letter, number, subject=f"[Ticket#{20250000 + number}] Da tiep nhan"), text)


def invitation(letter: Message, number: int) -> bytes:
    entry = part(
        ["Content-Type: text/calendar; charset=utf-8; method=REPLY"],
        CALENDAR.format(method="REPLY", state="ACCEPTED"),
    )
    return multipart(answering(letter, number, subject="Accepted: Hop"), [text_part("Đã nhận lời."), entry])


def echo(letter: Message, number: int) -> bytes:
    """Our own letter, sent back as it is."""
    del number
    return letter.as_bytes()


def echo_with_files(letter: Message, number: int) -> bytes:
    """All that we wrote, under the robot's own name, the workbook with it."""
    parts = [text_part(body_of(letter))]
    parts += [one.as_bytes() for one in letter.walk() if one.get_filename()]
    return multipart(answering(letter, number, "Auto-Submitted: auto-replied"), parts)


def unmarked(letter: Message, number: int) -> bytes:
    """No mark, the same words every time."""
    return plain(answering(letter, number), "Cảm ơn. Chúng tôi sẽ xem.")


def asking(letter: Message, number: int) -> bytes:
    """No mark, and a question every time."""
    return plain(answering(letter, number), "Anh chị cần hỗ trợ gì về khóa học không ạ?")


def asking_out_of_the_blue(letter: Message, number: int) -> bytes:
    """The same question every time, tied to nothing of ours."""
    del letter
    headers = head("Hoi ve khoa hoc", f"Message-ID: <robot.{number}@bienxanh.example>")
    return plain(headers, "Kính gửi Sở, khóa học này có phải báo cáo không ạ?")


ROBOTS = (
    vacation,
    challenge,
    receipt,
    ticket,
    invitation,
    echo,
    echo_with_files,
    unmarked,
    asking,
    asking_out_of_the_blue,
)


def letters_to_robot(office: Office) -> list[bytes]:
    return [mail.data for mail in office.pillar.mails if ROBOT in mail.to]


def ten_days(office: Office, robot: Robot) -> int:
    """Let the robot answer whatever reaches it; how many letters it drew."""
    answered = 0
    end = office.clock.now + timedelta(days=DAYS)
    while office.clock.now < end:
        poll(office.app)
        ask(office.app)
        remind(office.app)
        send(office.app)
        letters = letters_to_robot(office)
        for data in letters[answered:]:
            office.postbox.deliver(robot(message_from_bytes(data), answered), at=office.clock.now)
            answered += 1
        office.clock.now += STEP
    return len(letters_to_robot(office))


@pytest.mark.parametrize("robot", ROBOTS, ids=lambda one: one.__name__)
def test_a_program_that_answers_every_letter_gets_two_at_most(office: Office, robot: Robot) -> None:
    office.clock.now = datetime.fromisoformat(f"{START}+07:00")
    first = submission(1, row("Pha chế", url=""), sender=ROBOT, sent="2025-05-05T08:00:00")
    office.postbox.deliver(first, at=office.clock.now - timedelta(minutes=30))
    assert 1 <= ten_days(office, robot) <= MOST_LETTERS


@pytest.mark.parametrize("robot", ROBOTS, ids=lambda one: one.__name__)
def test_a_program_that_writes_first_gets_two_letters_at_most(office: Office, robot: Robot) -> None:
    office.clock.now = datetime.fromisoformat(f"{START}+07:00")
    ours = message_from_bytes(
        f"Message-ID: <x@so.example>\nReply-To: {OURS}\nSubject: x\nContent-Type: text/plain\n\nx".encode()
    )
    office.postbox.deliver(robot(ours, 99), at=office.clock.now)
    assert ten_days(office, robot) <= MOST_LETTERS
