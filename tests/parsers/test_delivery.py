"""What is read from reports on mail that did not arrive, and that people's mail is never taken for one."""

# ruff: noqa: E501 - what people write stands in one line

from __future__ import annotations

import pytest

from parsers.mail import DeliveryReport, Outcome
from parsers.message import read_message
from tests.support.bounces import OUR_ID, OURS, SUBJECT, TO, Bounce, group, head, plain, report
from tests.support.bounces_by_fields import with_fields
from tests.support.bounces_in_words import in_words
from tests.support.bounces_of_others import of_others
from tests.support.growth import assert_linear
from tests.support.mails import multipart, part, simple, text_part

BOUNCES = (*with_fields(), *in_words(), *of_others())


def reports(raw: bytes) -> tuple[DeliveryReport, ...]:
    return read_message(raw).reports


@pytest.mark.parametrize("bounce", BOUNCES, ids=str)
def test_every_recipient_of_a_report_has_his_fate(bounce: Bounce) -> None:
    found = tuple((one.recipient, one.outcome.value) for one in reports(bounce.raw))
    assert found == bounce.outcomes


@pytest.mark.parametrize("bounce", [one for one in BOUNCES if one.tells], ids=str)
def test_the_letter_that_came_back_is_known_by_its_message_id(bounce: Bounce) -> None:
    assert {one.original_message_id for one in reports(bounce.raw)} == {OUR_ID}


def test_the_set_is_large_and_holds_each_fate_many_times() -> None:
    fates = [outcome for one in BOUNCES for _, outcome in one.outcomes]
    assert len(BOUNCES) >= 60
    assert min(fates.count(one.value) for one in Outcome if one is not Outcome.ARRIVED) >= 6


def test_the_subject_of_what_came_back_is_told_decoded() -> None:
    raw = next(one.raw for one in BOUNCES if one.name == "qmail: unknown")
    assert reports(raw)[0].original_subject == SUBJECT


def test_an_address_that_a_server_made_of_ours_is_told_beside_it() -> None:
    raw = next(one.raw for one in BOUNCES if one.name == "postfix: rewritten to another address")
    assert reports(raw)[0].final_recipient == "cu.vanphong@kho.bienxanh.example"


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        ("", "SMTP 550 no such user here", "5.1.1"),
        ("5.0.0", "552 mailbox full", "5.2.2"),
        ("5.1.6", "user has moved", "5.1.6"),
        ("5.0.0", "smtp; 550 5.7.26 unauthenticated", "5.7.26"),
    ],
)
def test_a_status_is_told_by_the_words_where_the_field_says_little(
    status: str, words: str, told: str
) -> None:
    raw = report(head("MAILER-DAEMON@mx.example", "failure"), "x", group(TO, "failed", status, words))
    assert reports(raw)[0].status in {told, status or told}
    assert reports(raw)[0].diagnostic == words


PEOPLE = [
    ("Thư của Sở bị trả lại", "Kính gửi Sở, thư Sở gửi đến vanphong@bienxanh.example bị trả lại vì hộp thư đầy. Nhờ Sở gửi lại."),
    ("Re: Undeliverable: Danh sách", "Dạ em gửi lại danh sách, hôm qua báo lỗi 550 5.1.1 user unknown <tiep@so.example>."),
    ("Không gửi được file", "Em gửi file qua mail không được, hệ thống báo message size exceeds. Địa chỉ em là a@b.example."),
    ("Fwd: Mail delivery failed: returning message to sender", "Thầy ơi, thư em gửi cho Sở bị trả về như dưới đây.\n\n550 user unknown x@y.example"),
    ("Hộp thư đầy", "Hộp thư trường đã đầy, xin gửi qua truong2@bienxanh.example."),
    ("Danh sách khóa học", "Trường gửi lại vì lần trước chưa gửi được, địa chỉ cũ daotao@bienxanh.example không còn hoạt động."),
    ("Thay đổi địa chỉ email", "Địa chỉ vanphong@bienxanh.example không tồn tại nữa, đề nghị Sở dùng vp@bienxanh.example."),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "text"), PEOPLE, ids=lambda one: one[:20])
def test_a_person_who_writes_of_failures_reports_none(subject: str, text: str) -> None:
    assert reports(simple(text, f"Subject: {subject}")) == ()


@pytest.mark.parametrize(
    "sender",
    ["Lan <lan@bienxanh.example>", "Postmaster <postmaster@bienxanh.example>"],
    ids=["nobody", "postmaster"],
)
def test_a_person_whose_mail_lost_its_return_path_reports_none(sender: str) -> None:
    text = "Kính gửi Sở, địa chỉ vanphong@bienxanh.example không tồn tại nữa, hộp thư đã đầy và bị khóa."
    assert reports(plain(head(sender, "Thay đổi địa chỉ"), text)) == ()


def test_a_report_that_a_person_passes_on_is_his_mail() -> None:
    raw = next(one.raw for one in BOUNCES if one.name.startswith("postfix: unknown"))
    passed_on = multipart(
        [
            "From: Lan <lan@bienxanh.example>",
            f"To: {OURS}",
            "Subject: Fwd: Undelivered Mail Returned to Sender",
        ],
        [
            text_part("Gửi anh chị, thư em gửi bị lỗi như đính kèm."),
            part(["Content-Type: message/rfc822"], raw.decode()),
        ],
        boundary="huelle",
    )
    assert reports(passed_on) == ()


def test_an_absence_without_a_return_path_is_no_report() -> None:
    raw = plain(
        head("Lan <lan@bienxanh.example>", "Automatic reply: Nhac"),
        "I am out of office and cannot be reached; mail b@bienxanh.example.",
    )
    assert reports(raw) == ()


def test_a_long_report_costs_in_line() -> None:
    def notice(size: int) -> bytes:
        lines = "".join(
            f"<user{number}@bienxanh.example>: host said 550 maybe later or never\n" for number in range(size)
        )
        return plain(head("MAILER-DAEMON@mx.example", "failure notice"), lines)

    assert len(reports(notice(300))) == 50
    assert_linear(lambda size: reports(notice(size)), 100)
