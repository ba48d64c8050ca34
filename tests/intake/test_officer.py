"""The officer's word by mail: done once, in time, from his address only; the next digest tells of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from catalogue.offers import Act, Verb, mark_of, marks_in
from catalogue.records import DecisionKind, LetterKind, LetterState, MessageKind, UnitStatus
from catalogue.snapshot import Need
from config.settings import MailboxSettings, OfficerSettings
from intake.jobs_decide import ask_again, set_value
from intake.jobs_digest import take_snapshot
from intake.jobs_letters import ask
from intake.jobs_officer import perform
from intake.jobs_poll import poll
from intake.jobs_reports import digest
from intake.jobs_send import send
from intake.officer import offer_of
from tests.support.apps import ADDRESSES, BIEN_XANH, SAO_MAI, Office, mail, row, submission

OURS = "mx.sogddt.example"
HIS = "tmkhoi.gdtx@sogddt.example"
STRANGER = "co.giao@gmail.example"


@pytest.fixture
def desk(office: Office) -> Office:
    """An installation whose mail server says who a sender is."""
    mailbox = MailboxSettings(host="imap.sogddt.example", username="tiepnhan", authserv_ids=(OURS,))
    office.app = office.with_settings(mailbox=mailbox)
    return office


def received(office: Office, raw: bytes) -> None:
    office.postbox.deliver(raw, at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=15)


def links(office: Office, kind: Need) -> dict[str, str]:
    """The links of the first need of a kind, by their words."""
    need = next(one for one in take_snapshot(office.app).needs if one.kind is kind)
    return dict(need.links)


def order(
    office: Office, link: str, *, sender: str = HIS, verdict: str = "pass", fill: str = "", again: str = ""
) -> bytes:
    """The mail that a mail program makes of a link, as our server hands it over."""
    target = urlsplit(link)
    fields = parse_qs(target.query)
    message = EmailMessage()
    message["Authentication-Results"] = f"{OURS}; dmarc={verdict} header.from={sender.partition('@')[2]}"
    message["From"], message["To"] = sender, unquote(target.path)
    message["Subject"] = fields["subject"][0]
    message["Date"] = format_datetime(office.clock.now)
    message["Message-ID"] = f"<order{office.clock.now:%d%H%M%S}{again}@sogddt.example>"
    message.set_content(fields["body"][0].rstrip() + fill)
    return message.as_bytes()


def outcomes(office: Office) -> list[str]:
    return [one.outcome for one in take_snapshot(office.app).done]


# --- each verb


def test_a_sender_is_given_to_the_unit_that_the_officer_names(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    found = links(desk, Need.UNKNOWN_SENDER)
    received(desk, order(desk, found["Chọn đơn vị"], fill=" Cao đẳng Sao Mai"))
    assert desk.titles() == ["Hàn điện"]
    assert outcomes(desk) == ["đã ghi nhận địa chỉ này là của Trường Cao đẳng Sao Mai (1 thư)"]
    [decision] = desk.app.store.decisions(desk.app.campaign.id)
    assert (decision.kind, decision.made_by) == (DecisionKind.ASSIGN_SENDER, HIS)


def test_a_stranger_with_our_reference_is_given_to_its_unit_by_one_click(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện", url="")))
    [letter] = ask(desk.app).made
    send(desk.app)
    answer = mail(2, "1. https://saomai.example/han\n2. Có", subject=f"Re: {letter.subject}", sender=STRANGER)
    received(desk, answer)
    received(desk, order(desk, links(desk, Need.UNKNOWN_SENDER)["Là của Trường Cao đẳng Sao Mai"]))
    assert desk.course("Hàn điện").values["url"].value == "https://saomai.example/han"
    assert desk.state().status is UnitStatus.COMPLETE


def test_a_message_is_left_unread(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    received(desk, order(desk, links(desk, Need.UNKNOWN_SENDER)["Bỏ qua thư"]))
    assert desk.titles(None) == []
    assert [one.kind for one in take_snapshot(desk.app).needs] == []


def test_one_of_two_values_is_taken(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện", url="https://a.example/1")))
    set_value(desk.app, desk.course("Hàn điện").id, "url", "https://b.example/2")
    desk.clock.forward(hours=1)
    received(desk, submission(2, row("Hàn điện", url="https://c.example/3"), sent="2025-05-20T09:30:00"))
    chosen = links(desk, Need.CONFLICT)
    assert set(chosen) == {'Chọn "https://b.example/2"', 'Chọn "https://c.example/3"'}
    received(desk, order(desk, chosen['Chọn "https://c.example/3"']))
    course = desk.course("Hàn điện")
    assert (course.values["url"].value, course.conflicts) == ("https://c.example/3", ())


def test_the_overdue_list_is_approved_with_the_deadline_that_the_officer_writes(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện")))
    desk.clock.at("2025-06-02T08:00:00")
    received(desk, order(desk, links(desk, Need.OVERDUE)["Duyệt danh sách đôn đốc"], fill=" 06/6/2025"))
    letters = [one for one in desk.app.store.letters(desk.app.campaign.id) if one.kind is LetterKind.OVERDUE]
    assert {one.state for one in letters} == {LetterState.QUEUED}
    assert len(letters) == 2
    assert outcomes(desk) == ["đã duyệt 2 thư đôn đốc, hạn mới trước ngày 6/6/2025"]
    assert Need.OVERDUE not in {one.kind for one in take_snapshot(desk.app).needs}


def test_a_held_letter_is_let_go(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện")))
    [letter] = ask(desk.app).made
    desk.app.store.hold(letter.id)
    received(desk, order(desk, links(desk, Need.HELD_LETTER)["Duyệt gửi"]))
    assert desk.app.store.letter(letter.id).state is LetterState.QUEUED  # type: ignore[union-attr]


# --- questions


QUESTION = "Cho trường hỏi: khóa 3 tháng có phải gửi không ạ?"


def test_a_question_waits_with_where_its_school_stands_until_the_officer_says_it_is_answered(
    desk: Office,
) -> None:
    received(desk, submission(1, row("Hàn điện", url="")))
    received(desk, mail(2, QUESTION, subject="Hỏi về mẫu"))
    for _day in range(3):
        [need] = [one for one in take_snapshot(desk.app).needs if one.kind is Need.QUESTION]
        desk.clock.forward(days=1)
    assert "khóa 3 tháng" in need.detail
    assert "đơn vị đã gửi 1 khóa học, còn" in need.detail
    received(desk, order(desk, links(desk, Need.QUESTION)["Đã trả lời"]))
    assert Need.QUESTION not in {one.kind for one in take_snapshot(desk.app).needs}


def test_a_strangers_question_leaves_the_digest_when_it_is_answered(desk: Office) -> None:
    asked = mail(2, f"Kính gửi Sở, {QUESTION}", subject="Hỏi về khóa học nghề", sender=STRANGER)
    received(desk, asked)
    assert {one.kind for one in take_snapshot(desk.app).needs} == {Need.QUESTION}
    received(desk, order(desk, links(desk, Need.QUESTION)["Đã trả lời"]))
    assert take_snapshot(desk.app).needs == ()


def test_the_officers_own_answer_with_us_in_copy_closes_it(desk: Office) -> None:
    received(desk, mail(2, QUESTION, subject="Hỏi về mẫu"))
    answer = mail(
        3,
        "Kính gửi nhà trường, khóa 3 tháng là đào tạo ngắn hạn, đề nghị gửi.",
        sender=HIS,
        subject="Re: Hỏi về mẫu",
        headers=["In-Reply-To: <2.test@saomai.example>", "Cc: tiepnhan.gdtx@sogddt.example"],
    )
    passed = f"Authentication-Results: {OURS}; dmarc=pass header.from=sogddt.example\r\n".encode()
    received(desk, passed + answer)
    [decision] = desk.app.store.decisions(desk.app.campaign.id)
    assert (decision.kind, decision.value, decision.made_by) == (DecisionKind.ANSWERED, "mail", HIS)
    assert Need.QUESTION not in {one.kind for one in take_snapshot(desk.app).needs}


def test_an_order_to_ask_again_that_was_cut_short_behind_its_decision_allows_one_letter_more(
    desk: Office,
) -> None:
    received(desk, submission(1, row("Hàn điện", url="")))
    app, act = replace(desk.app, actor=HIS), Act(verb=Verb.ASK_AGAIN, subject=SAO_MAI, label="Gửi lại")
    offer = offer_of(act, app.campaign, app.clock(), app.secret())
    app.store.add_offers([offer])
    app.store.take_up(replace(offer, used_at=app.clock(), used_by=HIS))
    desk.clock.forward(seconds=2)
    ask_again(app, SAO_MAI, "ordered by mail")
    assert perform(desk.app) == 1
    assert perform(desk.app) == 0
    assert [one.kind for one in app.store.decisions(app.campaign.id)] == [DecisionKind.ASK_AGAIN]


def answered_to(to: str, subject: str) -> bytes:
    """The officer's mail to somebody, with our address in copy and no header that ties it to another."""
    message = EmailMessage()
    message["Authentication-Results"] = f"{OURS}; dmarc=pass header.from=sogddt.example"
    message["From"], message["To"], message["Cc"] = HIS, to, "tiepnhan.gdtx@sogddt.example"
    message["Subject"], message["Message-ID"] = subject, "<answer@sogddt.example>"
    message.set_content("Khóa 3 tháng là đào tạo ngắn hạn, đề nghị gửi.")
    return message.as_bytes()


@pytest.mark.parametrize("by", ["question", "receipt"])
def test_an_answer_from_scratch_to_who_asked_closes_the_question_that_its_subject_names(
    desk: Office, by: str
) -> None:
    received(desk, mail(2, QUESTION, subject="Hỏi về mẫu"))
    [receipt] = ask(desk.app).made
    send(desk.app)
    subject = {"question": "Trả lời: Hỏi về mẫu", "receipt": f"Re: {receipt.subject}"}[by]
    received(desk, answered_to(ADDRESSES[SAO_MAI], subject))
    assert Need.QUESTION not in {one.kind for one in take_snapshot(desk.app).needs}


@pytest.mark.parametrize(
    ("to", "subject"),
    [(ADDRESSES[BIEN_XANH], "Re: Hỏi về mẫu"), (ADDRESSES[SAO_MAI], "Mời họp giao ban tháng 6")],
)
def test_a_mail_to_another_school_or_about_something_else_leaves_a_question_open(
    desk: Office, to: str, subject: str
) -> None:
    received(desk, mail(2, QUESTION, subject="Hỏi về mẫu"))
    received(desk, answered_to(to, subject))
    assert Need.QUESTION in {one.kind for one in take_snapshot(desk.app).needs}


def test_a_statement_that_found_no_record_waits_until_it_was_seen(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện", url=""), row("Tiện ren")))
    [letter] = ask(desk.app).made
    send(desk.app)
    odd = mail(
        2,
        "1. https://saomai.example/han\n2. Có\n9. Lịch khai giảng: theo thông báo tuyển sinh đợt hai",
        subject=f"Re: {letter.subject}",
        headers=[f"In-Reply-To: {letter.message_id}"],
    )
    received(desk, odd)
    assert "theo thông báo tuyển sinh" in " ".join(one.what for one in take_snapshot(desk.app).needs)
    received(desk, order(desk, links(desk, Need.CONFLICT)["Đã xem"]))
    assert Need.CONFLICT not in {one.kind for one in take_snapshot(desk.app).needs}
    assert desk.state().unresolved != ()


# --- what is no order


def test_an_order_is_done_once(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    link = links(desk, Need.UNKNOWN_SENDER)["Chọn đơn vị"]
    received(desk, order(desk, link, fill=" Cao đẳng Sao Mai"))
    received(desk, order(desk, link, fill=" Trung cấp Biển Xanh", again="b"))
    assert desk.titles() == ["Hàn điện"]
    assert len(desk.app.store.decisions(desk.app.campaign.id)) == 1


@pytest.mark.parametrize(
    ("sender", "verdict"),
    [("ai.do@gmail.example", "pass"), (HIS, "fail"), (HIS, "none"), (ADDRESSES[BIEN_XANH], "pass")],
)
def test_nobody_else_orders_anything(desk: Office, sender: str, verdict: str) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    link = links(desk, Need.UNKNOWN_SENDER)["Chọn đơn vị"]
    received(desk, order(desk, link, sender=sender, verdict=verdict, fill=" Cao đẳng Sao Mai"))
    assert desk.app.store.decisions(desk.app.campaign.id) == []
    assert desk.app.store.unit_state(desk.app.campaign.id, SAO_MAI) is None


@pytest.mark.parametrize("verdict", ["fail", "none"])
def test_an_order_in_his_name_that_is_not_vouched_for_is_shown_and_not_done(
    desk: Office, verdict: str
) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    received(desk, order(desk, links(desk, Need.UNKNOWN_SENDER)["Bỏ qua thư"], verdict=verdict))
    [shown] = [one for one in take_snapshot(desk.app).needs if one.sender == HIS]
    assert "chưa được máy chủ thư xác thực; chưa thực hiện" in shown.detail
    assert [words for words, _ in shown.links] == ["Bỏ qua thư"]


def test_an_order_after_its_time_is_told_and_not_done(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    link = links(desk, Need.UNKNOWN_SENDER)["Bỏ qua thư"]
    desk.clock.forward(days=8)
    received(desk, order(desk, link))
    assert desk.app.store.decisions(desk.app.campaign.id) == []
    assert outcomes(desk) == ["chưa thực hiện: đã quá thời hạn của đường liên kết"]


def test_an_order_that_lacks_what_was_to_be_filled_in_is_told_and_can_be_given_again(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    received(desk, order(desk, links(desk, Need.UNKNOWN_SENDER)["Chọn đơn vị"]))
    assert outcomes(desk) == ["chưa thực hiện: thư chưa ghi rõ tên đơn vị"]
    desk.clock.forward(days=1)
    received(desk, order(desk, links(desk, Need.UNKNOWN_SENDER)["Chọn đơn vị"], fill=" Cao đẳng Sao Mai"))
    assert desk.titles() == ["Hàn điện"]


def test_a_mark_that_we_never_gave_orders_nothing(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    link = links(desk, Need.UNKNOWN_SENDER)["Bỏ qua thư"]
    forged = re.sub(r"l%E1%BB%87nh%20[A-Z2-7]{16}", "l%E1%BB%87nh%20" + "A" * 16, link)
    assert forged != link
    received(desk, order(desk, forged))
    assert desk.app.store.decisions(desk.app.campaign.id) == []


def test_a_digest_that_is_quoted_or_passed_on_orders_nothing(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    letter = digest(desk.app)
    assert letter is not None
    quoted = mail(5, f"Đã xem.\n\n{letter.text}", sender=HIS, subject=f"Re: {letter.subject}")
    passed = f"Authentication-Results: {OURS}; dmarc=pass header.from=sogddt.example\r\n".encode()
    received(desk, passed + quoted)
    assert desk.app.store.decisions(desk.app.campaign.id) == []


def test_no_link_is_offered_where_nobody_says_who_a_sender_is(office: Office) -> None:
    received(office, submission(1, row("Hàn điện"), sender=STRANGER))
    [need] = take_snapshot(office.app).needs
    assert need.links == ()
    office.app = office.with_settings(officer=OfficerSettings(by_mail="unverified"))
    assert links(office, Need.UNKNOWN_SENDER) != {}


def test_the_officers_order_is_no_mail_of_a_school(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    received(desk, order(desk, links(desk, Need.UNKNOWN_SENDER)["Bỏ qua thư"]))
    mine = [one for one in desk.app.store.messages(desk.app.campaign.id) if one.sender == HIS]
    assert [(one.kind, one.unit_id, one.needs_officer) for one in mine] == [(MessageKind.OTHER, None, "")]


# --- the digest


def test_the_digest_bears_the_links_and_says_what_was_done(desk: Office) -> None:
    received(desk, submission(1, row("Hàn điện"), sender=STRANGER))
    first = digest(desk.app)
    assert first is not None
    assert 'href="mailto:tiepnhan.gdtx@sogddt.example?subject=' in first.html
    assert "mailto:" in first.text
    received(desk, order(desk, links(desk, Need.UNKNOWN_SENDER)["Bỏ qua thư"]))
    desk.clock.forward(days=1)
    second = digest(desk.app)
    assert second is not None
    assert "Bỏ qua thư - Danh sach khoa hoc: đã bỏ qua thư; thư gốc vẫn được lưu." in second.text


def test_a_mark_cannot_be_made_without_the_secret_and_names_its_act() -> None:
    act = Act(Verb.IGNORE, "a" * 64)
    marks = {
        mark_of("c", act, "2025-05-20", b"one"),
        mark_of("c", act, "2025-05-20", b"two"),
        mark_of("c", act, "2025-05-21", b"one"),
        mark_of("c", Act(Verb.RETRY, "a" * 64), "2025-05-20", b"one"),
    }
    assert len(marks) == 4
    assert marks_in("Re: x (lệnh ABCDEFGHABCDEFGH) (lệnh ABCDEFGHABCDEFGH) (lệnh abc)") == (
        "ABCDEFGHABCDEFGH",
    )
