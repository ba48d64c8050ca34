"""Answers find their letter, however little they keep of it; what was confirmed stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalogue.outbox import Letter
from catalogue.records import LetterKind, UnitStatus
from config.settings import MailboxSettings
from intake.jobs_letters import ask
from intake.jobs_poll import poll
from intake.jobs_send import send
from tests.support.apps import SAO_MAI, Office, mail, row, submission

OURS = "mx.sogddt.example"
URL = "https://saomai.example/han"


def received(office: Office, raw: bytes) -> None:
    office.postbox.deliver(raw, at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=15)


def asked(office: Office, **lacking: str) -> Letter:
    """A school sent a course that lacks something and was asked for it."""
    received(office, submission(1, row("Hàn điện", **(lacking or {"url": ""}))))
    [letter] = ask(office.app).made
    send(office.app)
    assert letter.kind is LetterKind.CLARIFICATION
    office.clock.forward(hours=1)
    return letter


def url(office: Office) -> object:
    found = office.course("Hàn điện").values.get("url")
    return found.value if found else None


def test_an_answer_without_headers_or_reference_is_known_by_sender_and_subject(office: Office) -> None:
    letter = asked(office)
    bare = letter.subject.partition(" (mã")[0]
    received(office, mail(2, f"1. {URL}\n2. Có", subject=f"Trả lời: {bare}"))
    assert url(office) == URL
    assert office.state().status is UnitStatus.COMPLETE


@pytest.mark.parametrize(
    "subject", ["Bổ sung", "Thông tin tuyển sinh năm học mới", "Đề nghị bổ sung thông tin khóa học"]
)
def test_a_mail_that_is_no_answer_by_its_subject_is_not_taken_for_one(office: Office, subject: str) -> None:
    asked(office)
    received(office, mail(2, f"1. {URL}", subject=subject))
    assert url(office) is None


def test_an_answer_that_only_quotes_our_letter_is_known_by_the_reference_in_the_quote(office: Office) -> None:
    letter = asked(office)
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    received(office, mail(2, f"1. {URL}\n2. Có\n\n{quoted}", subject="Bổ sung"))
    assert url(office) == URL


def test_who_answers_a_receipt_by_numbers_answers_the_last_questions(office: Office) -> None:
    asked(office)
    received(office, submission(2, row("Tiện ren", url=""), sent="2025-05-20T11:00:00"))
    [receipt] = ask(office.app).made
    send(office.app)
    assert receipt.kind is LetterKind.ACKNOWLEDGEMENT
    answer = mail(
        3, f"1. {URL}", subject=f"Re: {receipt.subject}", headers=[f"In-Reply-To: {receipt.message_id}"]
    )
    office.clock.forward(hours=1)
    received(office, answer)
    assert url(office) == URL


def test_a_reference_from_a_stranger_is_for_the_officer(office: Office) -> None:
    letter = asked(office)
    stranger = mail(2, f"1. {URL}", subject=f"Re: {letter.subject}", sender="ai.do@gmail.example")
    received(office, stranger)
    assert url(office) is None
    [waiting] = [one for one in office.app.store.messages(office.app.campaign.id) if one.needs_officer]
    assert waiting.needs_officer == f"stranger with a valid reference of {SAO_MAI}"


# --- what our own server found of the sender


def judged(raw: bytes, verdict: str) -> bytes:
    return f"Authentication-Results: {OURS}; dmarc={verdict} header.from=saomai.example\r\n".encode() + raw


def judging(office: Office) -> Office:
    mailbox = MailboxSettings(host="imap.sogddt.example", username="tiepnhan", authserv_ids=(OURS,))
    office.app = office.with_settings(mailbox=mailbox)
    return office


def confirmed(office: Office) -> None:
    """A school said of a doubtful fee that it is right."""
    office = judging(office)
    letter = asked(office, fee="2.000")
    head = {"subject": f"Re: {letter.subject}", "headers": [f"In-Reply-To: {letter.message_id}"]}
    received(office, judged(mail(2, "1. Đúng\n2. Có", **head), "pass"))  # type: ignore[arg-type]
    assert office.course("Hàn điện").values["fee_vnd"].value == 2_000_000


@pytest.mark.parametrize("verdict", ["fail", "none"])
def test_a_mail_that_is_not_verified_changes_nothing_that_was_confirmed(office: Office, verdict: str) -> None:
    confirmed(office)
    received(office, judged(submission(3, row("Hàn điện", fee="9.000.000 đồng/khóa")), verdict))
    course = office.course("Hàn điện")
    assert course.values["fee_vnd"].value == 2_000_000
    assert [one.field for one in course.conflicts if one.field.startswith("fee")] != []


def test_a_verified_mail_changes_it(office: Office) -> None:
    confirmed(office)
    received(office, judged(submission(3, row("Hàn điện", fee="9.000.000 đồng/khóa")), "pass"))
    assert office.course("Hàn điện").values["fee_vnd"].value == 9_000_000


def test_a_sender_who_fails_the_checks_is_shown_and_withdraws_nothing(office: Office) -> None:
    judging(office)
    received(office, judged(submission(1, row("Hàn điện"), row("Tiện ren")), "pass"))
    forged = mail(2, "Trường đề nghị bỏ khóa Tiện ren khỏi danh sách, khóa này không tổ chức nữa.")
    received(office, judged(forged, "fail"))
    assert office.titles() == ["Hàn điện", "Tiện ren"]
    [waiting] = [one for one in office.app.store.messages(office.app.campaign.id) if one.needs_officer]
    assert (waiting.trust, waiting.needs_officer.partition(":")[0]) == ("fail", "sender not verified")
