"""What a message is and whose: the decisions that a careful officer would take."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from catalogue.fields import CONTACT, COURSE
from catalogue.records import (
    Entry,
    MessageKind,
    MessageReading,
    NumberedAnswer,
    Origin,
    PartOutcome,
    PartStatus,
    UnclaimedCell,
    Unit,
    Value,
)
from config.campaign import load_campaign
from intake.triage import Known, Route, triage
from parsers.message import read_message
from tests.support.mails import mail, multipart, part, simple, text_part

CAMPAIGN = load_campaign("course-catalogue-2025")
UNITS = {
    one.id: one
    for one in (
        Unit(
            id="cd",
            name="Trường Cao đẳng Hoa Phượng",
            kind="college",
            emails=("pdt@hoaphuong.example",),
            domains=("hoaphuong.example",),
        ),
        Unit(
            id="tc",
            name="Trường Trung cấp Hoa Phượng",
            kind="intermediate_school",
            emails=("tc@truong.example",),
        ),
    )
}
LETTER = "<nhac@sogddt.example>"
KNOWN = Known(
    units=UNITS,
    senders={"nguoiquen@gmail.example": "tc"},
    letters={LETTER: (7, "cd"), "CC25-ABCDEF": (7, "cd")},
)
STRANGER = "From: Ai Do <aido@gmail.example>"
REPLY = f"In-Reply-To: {LETTER}"


def entry(kind: str = COURSE, count: int = 5, file: str = "ds.xlsx", *, partial: bool = False) -> Entry:
    values = {f"f{index}": Value(value="x", text="x", origin=Origin(part=file)) for index in range(count)}
    return Entry(kind=kind, values=values, partial=partial)


def file(status: PartStatus = PartStatus.READ, name: str = "ds.xlsx", reason: str = "") -> PartOutcome:
    return PartOutcome(
        number="2", filename=name, path="", media_type="x", size=1, sha256="", status=status, reason=reason
    )


def reading(text: str = "", entries: Sequence[Entry] = (), **more: object) -> MessageReading:
    return MessageReading(reader=1, new_text=text, entries=tuple(entries), **more)  # type: ignore[arg-type]


def route(raw: bytes, said: MessageReading, known: Known = KNOWN) -> Route:
    return triage(read_message(raw), said, known, CAMPAIGN)


def kind(text: str, *headers: str, **more: object) -> MessageKind:
    return route(simple(text, *headers), reading(text, **more)).kind  # type: ignore[arg-type]


def cell(text: str, heading: str = "") -> UnclaimedCell:
    return UnclaimedCell(text=text, heading=heading, origin=Origin(part="ds.xlsx"))


# ---------------------------------------------------------------- machines


REPORT = "report; report-type=delivery-status"
FIELDS = part(
    ["Content-Type: message/delivery-status"], "X: y\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        multipart(["From: MAILER-DAEMON@mx.example", "Return-Path: <>"], [text_part("x"), FIELDS], REPORT),
        multipart(
            [
                "From: Microsoft Outlook <microsoftexchange329e71ec@a.example>",
                "X-MS-Exchange-Message-Is-Ndr: ",
                "Subject: Không thể gửi được: Nhắc",
            ],
            [text_part("x", "html")],
            REPORT,
        ),
        mail(["From: postmaster@a.example", "Subject: Undeliverable: Nhac"], "550 5.1.1"),
        mail(
            [
                "From: Mail Delivery Subsystem <bounce@a.example>",
                "Return-Path: <>",
                "Subject: Thư bị trả lại",
            ],
            "x",
        ),
        mail(["From: a@b.example", "X-Failed-Recipients: c@d.example", "Subject: x"], "x"),
    ],
)
def test_a_mail_that_came_back_is_a_bounce_and_no_units(raw: bytes) -> None:
    decided = route(raw, reading("Trường Cao đẳng Hoa Phượng: không nhận được", [entry(file="")]))
    assert (decided.kind, decided.unit_id) == (MessageKind.BOUNCE, None)


def test_a_bounce_names_the_letter_that_came_back() -> None:
    returned = part(["Content-Type: text/rfc822-headers"], f"Message-ID: {LETTER}\nSubject: Nhac\n")
    raw = multipart(["From: mailer-daemon@a.example"], [FIELDS, returned], REPORT)
    assert route(raw, reading()).letter_id == 7


@pytest.mark.parametrize(
    "headers",
    [
        ["Auto-Submitted: auto-replied"],
        ["Subject: Trả lời tự động: Nhắc"],
        ["Subject: Automatic reply: Nhac"],
        ["Subject: Out of Office Re: Nhac"],
        ["X-Autoreply: yes"],
        ["Precedence: auto_reply"],
        ["Subject: Đã đọc: Nhắc cung cấp thông tin"],
    ],
)
def test_a_machines_answer_is_no_answer(headers: list[str]) -> None:
    said = reading("Cô Bích, số điện thoại 0908 111 222", [entry(CONTACT, 3, "")])
    decided = route(simple("Cô Bích", *headers), said)
    assert (decided.kind, decided.unit_id) == (MessageKind.AUTO_REPLY, "cd")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "[Ticket #20250512-0117] Đã tiếp nhận",
            "Yêu cầu của bạn đã được tiếp nhận. Các khóa học: May, Nấu ăn.",
        ),
        ("Re: Nhắc", "Tôi đi công tác từ ngày 19/5. Việc gấp xin liên hệ cô Sương 0916 000 111."),
        ("Re: Nhắc", "Đây là thư tự động, vui lòng không trả lời thư này."),
    ],
)
def test_robots_and_absences_are_known_by_their_words(subject: str, text: str) -> None:
    assert kind(text, f"Subject: {subject}") is MessageKind.AUTO_REPLY


def test_a_read_receipt_is_automatic() -> None:
    receipt = part(
        ["Content-Type: message/disposition-notification"], "Final-Recipient: rfc822;a@b.example\n"
    )
    raw = multipart(
        ["From: pdt@hoaphuong.example"],
        [text_part("x"), receipt],
        "report; report-type=disposition-notification",
    )
    assert route(raw, reading()).kind is MessageKind.AUTO_REPLY


def test_data_in_a_file_is_data_whatever_sent_it() -> None:
    said = reading("", [entry()], parts=(file(),))
    assert route(simple("", "Auto-Submitted: auto-generated"), said).kind is MessageKind.SUBMISSION


# ---------------------------------------------------------------- people


def test_courses_are_a_submission_also_in_an_answer() -> None:
    assert (
        kind("Trường gửi.", "Subject: Re: Nhắc", REPLY, entries=[entry()], parts=(file(),))
        is MessageKind.SUBMISSION
    )
    assert kind("Khóa học May", "Subject: Re: Nhắc", entries=[entry(file="")]) is MessageKind.SUBMISSION


def test_a_correction_in_words_is_a_submission() -> None:
    assert (
        kind("Xin đính chính học phí.", entries=[entry(file="", count=2, partial=True)])
        is MessageKind.SUBMISSION
    )


def test_a_contacts_corrected_number_is_a_submission_though_no_contact_is_announced() -> None:
    said = [entry(CONTACT, 1, file="", partial=True)]
    headers = ("From: PĐT <pdt@hoaphuong.example>", "Subject: Re: Danh sách")
    assert kind("Số đúng là 0908 100 202 ạ.", *headers, entries=said) is MessageKind.SUBMISSION


@pytest.mark.parametrize("reason", ["encrypted", "corrupt", "scanned", "empty"])
def test_a_file_that_cannot_be_read_is_a_submission(reason: str) -> None:
    parts = (file(PartStatus.UNREADABLE, reason=reason),)
    assert kind("Trường gửi danh sách.", parts=parts) is MessageKind.SUBMISSION


def test_an_empty_template_a_link_and_no_courses_are_submissions() -> None:
    assert kind("Gửi file theo mẫu.", parts=(file(),)) is MessageKind.SUBMISSION
    link = "https://drive.example/d?usp=sharing"
    assert kind(f"Gửi Sở qua link {link}", links=(link,)) is MessageKind.SUBMISSION
    assert kind("Trường không tổ chức khóa học nào.", no_courses=True) is MessageKind.SUBMISSION


@pytest.mark.parametrize(
    "text",
    [
        "Sở có biểu mẫu Excel thống nhất không ạ?",
        "Trung tâm xin hỏi có thể gửi trễ đến hết ngày 30/5 được không ạ?",
        "Nhờ anh hướng dẫn thêm cách điền mục hình ảnh. Lớp buổi tối có phải báo cáo không?",
    ],
)
def test_a_question_is_a_question(text: str) -> None:
    signature = entry(CONTACT, 3, "")
    assert kind(text, entries=[signature]) is MessageKind.QUESTION


def test_a_course_named_as_an_example_does_not_make_a_question_data() -> None:
    text = "Ví dụ khóa Điện lạnh (sơ cấp, 3 tháng, 3.000.000 đồng). Xin hỏi có phải đưa vào danh sách không?"
    assert kind(text, "Subject: Hỏi về khóa liên kết", entries=[entry(file="")]) is MessageKind.QUESTION


def test_a_list_with_a_polite_question_stays_a_submission() -> None:
    text = "Trường gửi danh sách. Sở nhận được chưa ạ?"
    assert kind(text, entries=[entry(), entry()], parts=(file(),)) is MessageKind.SUBMISSION


@pytest.mark.parametrize("text", ["Đã nhận được, cảm ơn anh. Trường sẽ gửi đúng hạn.", "Dạ vâng ạ.", ""])
def test_an_answer_without_data_is_a_reply(text: str) -> None:
    assert kind(text, "Subject: Re: Nhắc", entries=[entry(CONTACT, 2, "")]) is MessageKind.REPLY


def test_numbered_answers_to_our_letter_are_a_reply() -> None:
    numbered = (NumberedAnswer(number=1, text="sơ cấp", origin=Origin()),)
    decided = route(simple("1. sơ cấp", REPLY), reading("1. sơ cấp", numbered=numbered))
    assert (decided.kind, decided.unit_id, decided.letter_id) == (MessageKind.REPLY, "cd", 7)


def test_a_reference_in_the_subject_ties_an_answer_to_its_letter() -> None:
    assert route(simple("x", "Subject: Re: Bo sung (mã CC25-ABCDEF)"), reading("x")).letter_id == 7


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("Khóa học Excel giảm giá 70%. Đăng ký ngay!", ["From: a@sale.example"]),
        ("Khóa học online", ["From: a@sale.example", "List-Unsubscribe: <https://x.example>"]),
        ("Chào bạn, lâu quá không gặp.", [STRANGER]),
        ("Can we connect?", [STRANGER]),
        ("Kính mời dự họp về chương trình đào tạo.", [STRANGER, "Subject: Thư mời họp"]),
    ],
)
def test_what_is_not_ours_is_other(text: str, headers: list[str]) -> None:
    assert kind(text, *headers, entries=[entry(file="")] if "hóa" in text else ()) is MessageKind.OTHER


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([cell("Lê Thị Hoa", "Họ và tên"), cell("Giáo viên", "Chức vụ")], MessageKind.OTHER),
        ([cell("Pha chế", "Tên khóa"), cell("Giáo viên", "Chức vụ")], MessageKind.SUBMISSION),
        ([], MessageKind.SUBMISSION),
    ],
)
def test_a_schools_file_of_other_things_is_other_but_one_that_may_be_ours_is_not(
    cells: list[UnclaimedCell], expected: MessageKind
) -> None:
    sender = "From: PĐT <pdt@hoaphuong.example>"
    assert kind("Gửi Phòng báo cáo.", sender, parts=(file(),), unclaimed=tuple(cells)) is expected


def test_rows_that_only_may_be_courses_make_no_strangers_invoice_a_submission() -> None:
    guess = Value(value="Giấy", text="Giấy", origin=Origin(part="ds.xlsx"), doubt="confidence: only column")
    said = [Entry(kind=COURSE, values={"title": guess})]
    assert kind("Gửi quý khách", STRANGER, entries=said, parts=(file(),)) is MessageKind.OTHER
    assert kind("Kính gửi Sở, danh sách", STRANGER, entries=said, parts=(file(),)) is MessageKind.SUBMISSION


def test_a_strangers_unsupported_file_is_no_submission_unless_the_mail_speaks_to_us() -> None:
    parts = (file(PartStatus.UNREADABLE, "hoa-don.xml", "unsupported"),)
    assert kind("Gửi quý khách hóa đơn", STRANGER, parts=parts) is MessageKind.OTHER
    assert kind("Kính gửi Sở", STRANGER, parts=parts) is MessageKind.SUBMISSION


def test_a_strangers_invitation_is_other_even_where_its_programme_reads_like_a_course() -> None:
    text = "Kính mời dự hội thảo. Nội dung: mô hình lớp học. Liên hệ: bà Lê Thị Hội, 0903 909 111."
    found = kind(text, STRANGER, "Subject: Thư mời dự hội thảo", entries=[entry(file="")])
    assert found is MessageKind.OTHER


def test_an_invitation_is_other() -> None:
    raw = multipart(
        ["From: pdt@hoaphuong.example"], [text_part("Mời họp"), part(["Content-Type: text/calendar"])]
    )
    assert route(raw, reading("Mời họp giao ban công tác đào tạo")).kind is MessageKind.OTHER


def test_our_own_letter_handed_round_is_other_but_a_schools_list_passed_on_is_not() -> None:
    head = ["From: khoi@sogddt.example", "Delivered-To: tiepnhan@sogddt.example"]
    text = "Gửi các anh chị công văn đã phát hành về khóa học, đầu mối liên hệ."
    assert kind(text, *head, parts=(file(name="CV.pdf"),)) is MessageKind.OTHER
    said = reading("Kính chuyển", [entry()], names=("TRƯỜNG CAO ĐẲNG HOA PHƯỢNG",), parts=(file(),))
    decided = route(simple("Kính chuyển", *head), said)
    assert (decided.kind, decided.unit_id) == (MessageKind.SUBMISSION, "cd")


def test_a_strangers_dangerous_file_is_no_submission_but_a_schools_is_asked_for_again() -> None:
    parts = (file(PartStatus.UNREADABLE, "DanhSachKhoaHoc.zip", "hostile"),)
    assert kind("Mở tệp danh sách khóa học.", STRANGER, parts=parts) is MessageKind.OTHER
    assert kind("Gửi Sở danh sách.", parts=parts) is MessageKind.SUBMISSION


# ---------------------------------------------------------------- whose


def whose(*headers: str, text: str = "x", **more: object) -> Route:
    return route(simple(text, *headers), reading(text, [entry()], parts=(file(),), **more))


def test_the_officers_word_goes_before_everything() -> None:
    decided = whose("From: nguoiquen@gmail.example", names=("Trường Cao đẳng Hoa Phượng",))
    assert (decided.unit_id, decided.confidence) == ("tc", 1.0)


@pytest.mark.parametrize(
    ("sender", "unit_id"),
    [
        ("tc@truong.example", "tc"),
        ("moi@hoaphuong.example", "cd"),
        ("moi@lop.hoaphuong.example", "cd"),
        ("moi@truong.example", None),
    ],
)
def test_a_sender_is_known_by_address_or_by_own_domain(sender: str, unit_id: str | None) -> None:
    assert whose(f"From: {sender}").unit_id == unit_id


def test_a_private_sender_is_known_by_what_he_forwards() -> None:
    header = "---------- Forwarded message ---------\nTừ: Hường <pdt@hoaphuong.example>\nDate: 13/5"
    text = f"Chuyển Sở.\n\n{header}\nSubject: x"
    assert whose(STRANGER, "Subject: Fwd: x", text=text).unit_id == "cd"


def test_a_private_sender_is_known_by_the_letterhead() -> None:
    decided = whose(STRANGER, names=("TRƯỜNG TRUNG CẤP HOA PHƯỢNG",))
    assert (decided.unit_id, decided.needs_officer) == ("tc", "")


@pytest.mark.parametrize("name", ["Trường Hoa Phượng", "Trung tâm Sao Mai"])
def test_where_a_doubt_remains_the_officer_is_asked(name: str) -> None:
    decided = whose(STRANGER, names=(name,))
    assert decided.unit_id is None
    assert decided.needs_officer.startswith("unknown sender")


def test_a_stranger_with_our_reference_goes_to_the_officer() -> None:
    decided = whose(STRANGER, REPLY)
    assert (decided.unit_id, decided.letter_id) == (None, 7)
    assert decided.needs_officer == "stranger with a valid reference of cd"


def test_an_answer_to_another_units_letter_stays_the_senders_own() -> None:
    decided = whose("From: tc@truong.example", REPLY)
    assert (decided.unit_id, decided.letter_id) == ("tc", 0)
    assert decided.needs_officer == "answers a letter to another unit"


def test_a_schools_private_mailbox_may_answer_if_its_paper_names_the_school() -> None:
    decided = whose(STRANGER, REPLY, names=("Trường Cao đẳng Hoa Phượng",))
    assert (decided.unit_id, decided.letter_id, decided.needs_officer) == ("cd", 7, "")
