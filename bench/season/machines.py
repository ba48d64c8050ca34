"""What answers without a person: servers that refuse, absences, ticket systems; and mail that is none of ours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.season.clerk import Read
from bench.season.post import Mail
from bench.season.schools import School


def returned(letter: Read, *, full: bool = False) -> Mail:
    """The report of a server that could not deliver a letter."""
    host = letter.to.rpartition("@")[2]
    status, words = (
        ("5.2.2", "552 5.2.2 Mailbox full")
        if full
        else ("5.1.1", "550 5.1.1 User unknown in local recipient table")
    )
    text = (
        f"This is the mail system at host mx.{host}.\n\nI'm sorry to have to inform you that your message could not\n"
        f"be delivered to one or more recipients.\n\n                   The mail system\n\n<{letter.to}>: {words}\n"
    )
    fields = (
        f"Reporting-MTA: dns; mx.{host}\n\nFinal-Recipient: rfc822; {letter.to}\nAction: failed\n"
        f"Status: {status}\nDiagnostic-Code: smtp; {words}\n"
    )
    came_back = f"Message-ID: {letter.message_id}\nTo: {letter.to}\nSubject: (mail)\n\n"
    return Mail(
        sender=f"MAILER-DAEMON@mx.{host}",
        name="Mail Delivery System",
        subject="Undelivered Mail Returned to Sender",
        text=text,
        report=(fields, came_back),
        by_robot=True,
    )


def absent(school: School, letter: Read, until: datetime) -> Mail:
    """The notice of a clerk who is away and names the day of his return."""
    text = (
        f"Tôi đi công tác đến hết ngày {until - timedelta(days=1):%d/%m/%Y} và sẽ trả lời thư của Quý vị khi trở lại.\n"
        f"{school.contact.name}\n"
    )
    return Mail(
        sender=school.address,
        name=school.short,
        subject=f"Trả lời tự động: {letter.subject}",
        text=text,
        answers=letter.message_id,
        headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
        by_robot=True,
        school=school.unit.id,
    )


def ticket(school: School, letter: Read, number: int, *, marked: bool) -> Mail:
    """A ticket system's answer; without ``marked`` only its words tell that nobody wrote it."""
    text = (
        f"Xin chào,\n\nYêu cầu của Quý khách đã được tiếp nhận, mã hồ sơ {4000 + number}. Nhân viên phụ trách sẽ "
        "phản hồi trong thời gian sớm nhất.\n\nCảm ơn Quý khách đã liên hệ.\n"
    )
    return Mail(
        sender=school.address,
        name="Hỗ trợ",
        subject=f"[#{4000 + number}] {letter.subject}"
        if marked
        else f"Re: {letter.subject} [#{4000 + number}]",
        text=text,
        answers=letter.message_id,
        headers={"Auto-Submitted": "auto-replied"} if marked else {},
        by_robot=True,
        school=school.unit.id,
    )


def receipt(school: School, letter: Read) -> Mail:
    """What a mail program says once a letter was opened, without any mark of a machine."""
    return Mail(
        sender=school.address,
        name=school.short,
        subject=f"Đã đọc: {letter.subject}",
        text=f"Thư của Quý vị\n\nĐến: {school.short}\nChủ đề: {letter.subject}\n\nđã được đọc.\n",
        answers=letter.message_id,
        by_robot=True,
        school=school.unit.id,
    )


def beside(start: datetime, days: int, dice: random.Random) -> Iterator[tuple[datetime, Mail]]:
    """The mail that lies in every such mailbox: newsletters, advertising, lures, notices of the house."""
    for day in range(1, days, 7):
        yield start + timedelta(days=day, hours=6), _newsletter(day)
    for day in sorted(dice.sample(range(days - 3), 6)):
        at = start + timedelta(days=day, minutes=dice.randrange(1440))
        yield at, dice.choice((_advertising, _lure, _notice))(day)
    yield start + timedelta(days=9, hours=3), _parent()
    yield start + timedelta(days=12, hours=2), _invitation()


def _parent() -> Mail:
    return Mail(
        sender="phuhuynh.hoa@gmail.example",
        name="Phụ huynh Hoa",
        subject="Hỏi về học phí khóa học",
        text="Kính gửi Sở, tôi muốn hỏi khóa học pha chế có miễn phí cho người lao động không ạ?\n",
    )


def _invitation() -> Mail:
    return Mail(
        sender="hoithao@vienxanh.example",
        name="Viện Nghiên cứu Xanh",
        subject="Thư mời tham dự hội thảo đào tạo nghề",
        text="Kính mời Quý Sở tham dự hội thảo ngày 20/5 tại hội trường A. Đăng ký: 028 3800 0000.\n",
    )


def _newsletter(day: int) -> Mail:
    return Mail(
        sender="bantin@giaoducviet.example",
        name="Bản tin Giáo dục Việt",
        subject=f"Bản tin giáo dục nghề nghiệp số {day}",
        text="Các khóa học mới trong tuần: tin học, ngoại ngữ, quản lý.\nHủy đăng ký: https://giaoducviet.example/huy\n",
        headers={"List-Unsubscribe": "<https://giaoducviet.example/huy>", "Precedence": "bulk"},
        by_robot=True,
    )


def _advertising(day: int) -> Mail:
    return Mail(
        sender=f"sale{day}@phanmemxanh.example",
        name="Phần mềm Xanh",
        subject="Ưu đãi giảm giá 50% phần mềm quản lý đào tạo",
        text="Khuyến mãi chỉ còn 3 ngày, giảm giá 50%. Đăng ký ngay, hotline 1900 0000. Hủy đăng ký tại đây.\n",
        by_robot=True,
    )


def _lure(day: int) -> Mail:
    return Mail(
        sender=f"admin{day}@mail-support.example",
        name="Quản trị hệ thống thư",
        subject="Tài khoản của bạn sắp bị khóa",
        text="Tài khoản thư của bạn sẽ bị khóa trong 24 giờ. Đăng nhập để xác minh tài khoản: http://mail-support.example/login\n",
        by_robot=True,
    )


def _notice(day: int) -> Mail:
    return Mail(
        sender="vanphong@sogddt.example",
        name="Văn phòng Sở",
        subject=f"Lịch công tác tuần {day // 7 + 18}",
        text="Kính gửi các phòng, Văn phòng gửi lịch công tác tuần. Trân trọng.\n",
        by_robot=True,
    )
