from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState, UnitStatus
from intake.archive import Archive, ArchiveError
from intake.archive_folder import LocalFolder
from intake.jobs_decide import decide_letter
from intake.jobs_letters import ask, remind
from intake.jobs_poll import poll
from intake.jobs_reprocess import reprocess
from intake.jobs_send import send
from tests.support.apps import ADDRESSES, BIEN_XANH, DOI_THONG, SAO_MAI, Office, mail, row, submission

ACK, ASK, DONE = LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.COMPLETE


def received(office: Office, *raws: bytes, minutes: float = 15) -> None:
    office.postbox.deliver(*raws, at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=minutes)


def kinds(letters: list[Letter]) -> list[LetterKind]:
    return [one.kind for one in letters]


def letters_of(office: Office, kind: LetterKind, unit_id: str = SAO_MAI) -> list[Letter]:
    stored = office.app.store.letters(office.app.campaign.id)
    return [one for one in stored if one.kind is kind and one.unit_id == unit_id]


def test_a_school_that_sent_everything_is_thanked_and_asked_nothing(office: Office) -> None:
    received(office, submission(1, row("Hàn điện")))
    assert office.state().status is UnitStatus.COMPLETE
    [letter] = ask(office.app).made
    assert letter.kind is DONE
    assert (letter.to, letter.in_reply_to) == ("daotao@saomai.example", "<1.test@saomai.example>")


def test_a_school_is_asked_for_exactly_what_is_missing(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url=""), row("Tiện ren")))
    [letter] = [one for one in ask(office.app).made if one.kind is ASK]
    asked = {(item.title, field) for item in letter.items for field in item.fields if item.record_id != "*"}
    assert asked == {("Hàn điện", "url")}


def test_nothing_is_written_while_a_school_may_still_be_sending(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url="")), minutes=3)
    assert ask(office.app).made == []
    received(office, submission(2, row("Tiện ren", url="")), minutes=3)
    assert ask(office.app).made == []
    office.clock.forward(minutes=10)
    assert kinds(ask(office.app).made) == [ASK]


def test_asking_twice_makes_nothing_twice(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url="")))
    assert kinds(ask(office.app).made) == [ASK]
    office.clock.forward(minutes=5)
    assert ask(office.app).made == []
    assert len(office.app.store.letters(office.app.campaign.id)) == 1


def test_a_dry_run_shows_the_letters_and_stores_none(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url="")))
    assert kinds(ask(office.app, dry_run=True).made) == [ASK]
    assert len(remind(office.app, dry_run=True).made) > 0
    assert office.app.store.letters(office.app.campaign.id) == []


def test_a_school_is_asked_once_a_day_and_three_times_in_all(office: Office) -> None:
    days = []
    for number in range(1, 9):
        # Each day it sends a course that lacks something, twice: there is always something new to ask.
        received(office, submission(2 * number, row(f"Nghề số {number}", url="")), minutes=30)
        ask(office.app)
        send(office.app)
        received(office, submission(2 * number + 1, row(f"Nghề lạ {number}", url="")), minutes=30)
        ask(office.app)
        send(office.app)
        days.append(len(letters_of(office, ASK)))
        office.clock.forward(hours=23)
    assert days[:3] == [1, 2, 3]
    assert days[-1] == 3


def test_an_answer_by_numbers_fills_what_was_asked_and_ends_the_case(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url="", fee="")))
    ask(office.app)
    send(office.app)
    [letter] = letters_of(office, ASK)
    answers = {"url": "https://saomai.example/han", "fee": "miễn phí"}
    lines = [f"{item.number}. {answers.get(item.fields[0], 'Có')}" for item in letter.items]
    reply = mail(
        9,
        "Trường bổ sung:\n" + "\n".join(lines),
        subject=f"Re: {letter.ref}",
        headers=[f"In-Reply-To: {letter.message_id}"],
    )
    received(office, reply)
    course = office.course("Hàn điện")
    assert (course.values["url"].value, course.values["fee"].value) == ("https://saomai.example/han", "free")
    assert office.state().status is UnitStatus.COMPLETE
    office.clock.forward(days=3)
    assert ASK not in kinds(ask(office.app).made)


def replied(office: Office, letter: Letter, text: str) -> None:
    """The school answers the first item of a letter, and says yes to the general one."""
    head = {"subject": f"Re: {letter.ref}", "headers": [f"In-Reply-To: {letter.message_id}"]}
    received(office, mail(9, f"Trường trả lời:\n1. {text}\n2. Có", **head))  # type: ignore[arg-type]


def test_a_doubt_alone_is_asked_for_and_a_yes_ends_the_case(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", fee="khoảng 2 triệu")))
    assert office.state().status is UnitStatus.INCOMPLETE
    [letter] = ask(office.app).made
    assert letter.items[0].finding == "confirm"
    assert 'học phí ghi "khoảng 2 triệu"' in letter.text
    send(office.app)
    replied(office, letter, "Đúng rồi ạ")
    assert office.state().status is UnitStatus.COMPLETE
    assert office.course("Hàn điện").values["fee"].value == "paid"
    office.clock.forward(days=3)
    assert ASK not in kinds(ask(office.app).made)


def test_a_figure_in_the_place_of_a_rough_one_ends_the_case_too(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", fee="khoảng 2 triệu")))
    [letter] = ask(office.app).made
    send(office.app)
    replied(office, letter, "Không phải, là 2.500.000 đồng")
    assert office.course("Hàn điện").values["fee_vnd"].value == 2_500_000
    assert office.state().status is UnitStatus.COMPLETE


def unreadable(number: int) -> bytes:
    """A message whose only file is no workbook at all."""
    raw = submission(number, contact="")
    head, _, _ = raw.partition(b"--=_m\r\nContent-Type: text/csv")
    return head + (
        b'--=_m\r\nContent-Type: application/octet-stream; name="ds.xlsx"\r\n'
        b'Content-Disposition: attachment; filename="ds.xlsx"\r\n\r\nPK\x03\x04 torn\r\n--=_m--\r\n'
    )


def test_a_school_whose_file_cannot_be_read_is_told_so_and_has_two_working_days(office: Office) -> None:
    received(office, unreadable(1))
    assert kinds(ask(office.app).made) == [LetterKind.UNREADABLE]
    send(office.app)
    written = []
    for _ in range(4 * 24):
        written += [(office.clock.now.day, one.kind) for one in ask(office.app).made]
        office.clock.forward(hours=1)
    assert written == [(22, ASK)]


def test_a_readable_file_after_an_unreadable_one_is_thanked_for(office: Office) -> None:
    received(office, unreadable(1))
    ask(office.app)
    received(office, submission(2, row("Hàn điện"), sent="2025-05-20T08:20:00"))
    assert office.state().unread == ()
    assert kinds(ask(office.app).made) == [DONE]


def test_an_address_that_gets_no_mail_is_passed_over(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url="")))
    office.app.store.note_bounce("daotao@saomai.example", office.clock.now.replace(year=2026))
    assert ask(office.app).made == []


def returned(number: int, letter: Letter, status: str, sent: str) -> bytes:
    """A report of a mail server about a letter that did not arrive, with the letter's header."""
    head = mail(number, "x", sender="MAILER-DAEMON@mx.sogddt.example", sent=sent, subject="Undelivered Mail")
    head = head.partition(b"Content-Type: multipart/mixed")[0]
    report = f"Final-Recipient: rfc822; {letter.to}\r\nAction: failed\r\nStatus: {status}\r\n"
    return head + (
        b"Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; "
        b'boundary="b0"\r\n\r\n--b0\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n'
        b"--b0\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        + report.encode()
        + b"\r\n--b0\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
        + letter.message_id.encode()
        + b"\r\n\r\n--b0--\r\n"
    )


class StubbornArchive(Archive):
    """An archive that cannot hand out one message for now."""

    refused = ""

    def get(self, sha256: str) -> bytes:
        if sha256 == self.refused:
            raise ArchiveError("not now")
        return super().get(sha256)


def reminded(office: Office) -> dict[str | None, Letter]:
    """The reminders of this day, by unit."""
    return {one.unit_id: one for one in remind(office.app).made}


def test_an_address_refused_for_good_gets_no_further_mail_one_that_is_full_does(office: Office) -> None:
    office.clock.at("2025-05-15T08:00:00")
    letters = reminded(office)
    received(
        office,
        returned(1, letters[BIEN_XANH], "5.1.1", "2025-05-15T09:00:00"),
        returned(2, letters[DOI_THONG], "4.2.2", "2025-05-15T09:00:00"),
    )
    office.clock.at("2025-05-22T08:00:00")
    assert set(reminded(office)) == {SAO_MAI, DOI_THONG}


def test_a_report_on_no_letter_of_ours_mutes_nobody(office: Office) -> None:
    office.clock.at("2025-05-15T08:00:00")
    forged = replace(reminded(office)[BIEN_XANH], message_id="<invented@elsewhere.example>")
    received(office, returned(1, forged, "5.1.1", "2025-05-15T09:00:00"))
    assert office.app.store.muted(office.clock.now) == frozenset()


def test_a_re_reading_does_not_mute_an_address_anew(office: Office) -> None:
    office.clock.at("2025-05-15T08:00:00")
    letter = reminded(office)[BIEN_XANH]
    received(office, returned(1, letter, "5.1.1", "2025-05-15T09:00:00"))
    assert ADDRESSES[BIEN_XANH] in office.app.store.muted(office.clock.now)
    office.clock.forward(days=400)
    reprocess(office.app, [], every=True, apply=True)
    assert office.app.store.muted(office.clock.now) == frozenset()


def test_a_message_that_failed_at_first_gets_a_receipt_of_its_own(office: Office) -> None:
    first, second = submission(1, row("Hàn điện")), submission(2, row("Tiện ren"))
    office.postbox.deliver(first, second, at=office.clock.now)
    archive = StubbornArchive(LocalFolder(office.folder / "archive"))
    archive.refused = sha256(second).hexdigest()
    poll(replace(office.app, archive=archive))
    office.clock.forward(minutes=15)
    assert kinds(ask(office.app).made) == [DONE]
    send(office.app)
    office.clock.forward(minutes=15)
    poll(office.app)
    office.clock.forward(minutes=15)
    assert kinds(ask(office.app).made) == [ACK]
    assert ask(office.app).made == []


def test_a_machine_at_the_other_end_draws_no_letter_a_mail(office: Office) -> None:
    for number in range(1, 11):
        received(office, submission(number, row(f"Kỹ thuật hàn bậc {number}")), minutes=20)
        ask(office.app)
        send(office.app)
    assert kinds(letters_of(office, DONE) + letters_of(office, ACK)) == [DONE, ACK]
    assert len(office.titles()) == 10


def test_a_letter_that_waits_is_written_anew_once_news_have_come(office: Office) -> None:
    office.clock.at("2025-05-20T21:00:00")
    received(office, submission(1, row("Hàn điện", url="")))
    [first] = ask(office.app).made
    received(office, submission(2, row("Hàn điện"), sent="2025-05-20T21:30:00"))
    [second] = ask(office.app).made
    assert (first.kind, second.kind) == (ASK, DONE)
    office.clock.at("2025-05-21T07:31:00")
    assert send(office.app).outcomes == {"sent": 1}
    assert office.app.store.letter(first.id).state is LetterState.WITHDRAWN  # type: ignore[union-attr]
    assert office.app.store.letter(second.id).state is LetterState.SENT  # type: ignore[union-attr]


def test_a_letter_is_looked_at_once_more_when_it_is_due_and_not_before(office: Office) -> None:
    office.clock.at("2025-05-20T21:00:00")
    received(office, submission(1, row("Hàn điện", url="")))
    [made] = ask(office.app).made
    received(office, submission(2, row("Hàn điện"), sent="2025-05-20T21:02:00"))
    assert send(office.app).outcomes == {}
    assert office.app.store.letter(made.id).state is LetterState.QUEUED  # type: ignore[union-attr]
    office.clock.at("2025-05-21T07:31:00")
    assert send(office.app).outcomes == {"withdrawn": 1}


def test_a_letter_that_news_overtook_does_not_leave_before_the_next_round(
    office: Office,
) -> None:
    office.clock.at("2025-05-20T21:00:00")
    received(office, submission(1, row("Hàn điện", url="")))
    ask(office.app)
    office.clock.at("2025-05-21T07:29:00")
    received(office, submission(2, row("Hàn điện"), sent="2025-05-21T07:28:00"), minutes=3)
    assert send(office.app).outcomes == {"withdrawn": 1}
    office.clock.forward(minutes=15)
    assert kinds(ask(office.app).made) == [DONE]


def test_a_question_is_received_once_a_day_and_answered_by_nobody_here(office: Office) -> None:
    for number in (1, 2):
        question = mail(
            number, f"Cho trường hỏi: khóa {number} tháng có phải gửi không ạ?", subject="Hỏi về mẫu"
        )
        received(office, question)
        ask(office.app)
    receipts = letters_of(office, LetterKind.HELP_RECEIPT)
    assert [one.in_reply_to for one in receipts] == ["<1.test@saomai.example>"]
    assert "khóa 1 tháng" in receipts[0].text
    assert letters_of(office, ACK) == []


def test_letters_wait_for_office_hours(office: Office) -> None:
    office.clock.at("2025-05-20T21:00:00")
    received(office, submission(1, row("Hàn điện")))
    ask(office.app)
    assert send(office.app).outcomes == {}
    office.clock.at("2025-05-21T07:31:00")
    assert send(office.app).outcomes == {"sent": 1}


def test_who_sent_nothing_is_reminded_once_in_each_window(office: Office) -> None:
    received(office, submission(1, row("Hàn điện")))
    reminded = []
    for day in range(10, 31):
        office.clock.at(f"2025-05-{day:02d}T08:00:00")
        reminded += [(day, one.unit_id) for one in remind(office.app).made]
        assert remind(office.app).made == []
    both = [BIEN_XANH, DOI_THONG]
    # Three of the six letters are kept: the officer's past the deadline, the questions, the thanks.
    assert reminded == [(day, unit) for day in (15, 22, 28) for unit in both]


def test_no_reminder_goes_out_after_the_last_day(office: Office) -> None:
    office.clock.at("2025-06-03T08:00:00")
    assert remind(office.app).made == []


def test_a_letter_that_is_cancelled_or_held_does_not_leave(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url="")))
    received(office, submission(2, row("Tiện ren"), sender=ADDRESSES[BIEN_XANH]))
    asked, thanked = ask(office.app).made
    decide_letter(office.app, asked.id, "cancel")
    decide_letter(office.app, thanked.id, "hold")
    assert send(office.app).outcomes == {}
    decide_letter(office.app, thanked.id, "approve")
    assert send(office.app).outcomes == {"sent": 1}
    states = {one.kind: one.state for one in office.app.store.letters(office.app.campaign.id)}
    assert states == {ASK: LetterState.CANCELLED, DONE: LetterState.SENT}
    assert ask(office.app).made == []


def test_a_letter_is_answered_at_an_address_that_names_its_case(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url="")))
    [letter] = [one for one in ask(office.app).made if one.kind is ASK]
    send(office.app)
    [sent] = [one for one in office.pillar.mails if one.message_id == letter.message_id]
    assert f"+{letter.ref}".lower().encode() in sent.data.lower()
    assert letter.ref in letter.subject


def test_a_stranger_is_never_written_to(office: Office) -> None:
    received(office, submission(1, row("Hàn điện", url=""), sender="ai.do@gmail.example"))
    assert ask(office.app).made == []
    assert office.titles(None) == ["Hàn điện"]
