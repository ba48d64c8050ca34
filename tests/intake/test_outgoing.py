import re
from dataclasses import replace
from email.header import decode_header, make_header
from typing import Any

import pytest

from catalogue.outbox import LetterFile
from catalogue.records import LetterKind
from intake.outgoing import UnsendableLetter, build_mail
from parsers.text import squeeze
from tests.support.outgoing import MORNING, OFFICE, TEXT, a_letter, a_mail, header, parsed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BY_CALENDAR = (LetterKind.REMINDER, LetterKind.OVERDUE, LetterKind.DIGEST, LetterKind.OPERATOR)
REPLIES = tuple(kind for kind in LetterKind if kind not in (*BY_CALENDAR, LetterKind.ANSWER))


def test_a_mail_reads_back_as_the_letter_it_was() -> None:
    message = parsed(a_mail())
    assert header(a_mail(), "Subject") == a_letter().subject
    assert header(a_mail(), "From") == f"{OFFICE.from_name} <{OFFICE.from_address}>"
    assert (message["To"], message["Reply-To"]) == ("vanthu@truong.example", OFFICE.reply_to)
    assert message["Date"].datetime == MORNING
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (plain.get_content(), html.get_content()) == (TEXT, f"<p>{TEXT}</p>\n")


def test_a_mail_passes_any_server_seven_bits_and_short_lines() -> None:
    attachment = LetterFile("Phiếu bổ sung.xlsx", "application/vnd.ms-excel", bytes(range(256)) * 40)
    data = a_mail(files=(attachment,), html="").data
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    assert max(data) < 128
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_identifiers_stay_whole_however_long() -> None:
    answered = "<" + "a" * 120 + "@truong.example>"
    mail = a_mail(in_reply_to=answered, references=("<1@x.example>", "no identifier", "<2@x.example>"))
    message = parsed(mail)
    assert message["Message-ID"] == a_letter().message_id == mail.message_id
    assert message["In-Reply-To"] == answered
    assert message["References"].split() == ["<1@x.example>", "<2@x.example>", answered]
    assert answered.encode() in mail.data


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        *(({"kind": kind, "in_reply_to": "<1@x.example>"}, "auto-replied") for kind in REPLIES),
        *(({"kind": kind}, "auto-generated") for kind in (*REPLIES, *BY_CALENDAR)),
        *(({"kind": kind, "in_reply_to": "<1@x.example>"}, "auto-generated") for kind in BY_CALENDAR),
        ({"kind": LetterKind.ANSWER, "in_reply_to": "<1@x.example>"}, "no"),
    ],
)
def test_a_mail_says_whether_a_machine_sent_it(changes: dict[str, Any], says: str) -> None:
    message = parsed(a_mail(**changes))
    assert message["Auto-Submitted"] == says
    language = "en" if changes["kind"] is LetterKind.OPERATOR else "vi"
    assert (message["Content-Language"], message["Precedence"]) == (language, None)


@pytest.mark.parametrize("kind", LetterKind)
def test_other_machines_keep_still_but_for_reports_on_undelivered_mail(kind: LetterKind) -> None:
    kept_still = parsed(a_mail(kind=kind))["X-Auto-Response-Suppress"].split(", ")
    assert {"DR", "RN", "NRN", "AutoReply"} <= set(kept_still)
    assert "NDR" not in kept_still
    # Who is asked by a person may let him know that he is away.
    assert ("OOF" in kept_still) == (kind is not LetterKind.ANSWER)


def test_attachments_keep_their_vietnamese_names_and_shown_pictures_lie_beside_the_html() -> None:
    name = "Phiếu bổ sung thông tin danh mục khóa học của Trường Trung cấp Kinh tế, đợt 2.xlsx"
    book = LetterFile(name, "application/vnd.ms-excel", b"PK\x03\x04")
    chart = LetterFile("bieu-do.png", "image/png", b"\x89PNG")
    message = parsed(a_mail(html='<img src="cid:bieu-do.png">', files=(book, chart)))
    assert [part.get_filename() for part in message.iter_attachments()] == [name]
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/vnd.ms-excel",
    ]
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    identifier = "bieu-do.png.l1." + "k" * 80 + "@sgd.example"
    assert (picture["Content-ID"], picture.get_content_disposition()) == (f"<{identifier}>", "inline")
    page = message.get_body(("html",))
    assert page is not None
    assert page.get_content() == f'<img src="cid:{identifier}">\n'


def test_the_same_letter_gives_the_same_bytes() -> None:
    files = (LetterFile("a.csv", "text/csv", b"a;b"),)
    assert a_mail(files=files).data == a_mail(files=files).data


@pytest.mark.parametrize(
    "changes", [{"to": ""}, {"to": "nobody"}, {"to": "vănthư@x.example"}, {"message_id": ""}]
)
def test_a_letter_that_cannot_be_a_mail_is_told_at_once(changes: dict[str, Any]) -> None:
    with pytest.raises(UnsendableLetter):
        build_mail(a_letter(**changes), OFFICE, MORNING)


def test_a_subject_cannot_bring_in_a_header() -> None:
    message = parsed(a_mail(subject="Kính gửi\r\nBcc: everyone@x.example"))
    assert message["Bcc"] is None


LONG_NAME = (
    'Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên, Hướng nghiệp và Đào tạo "Nguyễn Thị Định" '
    "(cơ sở 2; khu phố Bình Thuỷ, phường Ngọc Khánh), trực thuộc Trường Cao đẳng Nghiệp vụ Đồng Khởi "
) * 2


def test_names_of_any_length_stand_in_short_lines_of_whole_words_in_code() -> None:
    mail = build_mail(
        a_letter(subject=LONG_NAME, message_id="<l@sgd.example>"),
        replace(OFFICE, from_name=LONG_NAME),
        MORNING,
    )
    assert header(mail, "Subject") == squeeze(LONG_NAME)
    assert header(mail, "From") == f"{squeeze(LONG_NAME)} <{OFFICE.from_address}>"
    head = mail.data.partition(b"\r\n\r\n")[0].decode("ascii")
    assert max(map(len, head.split("\r\n"))) <= 78
    words = re.findall(r"=\?\S+\?=", head)
    assert len(words) > 20
    for word in words:
        assert len(word) <= 75
        # No letter is torn apart: each word can be read by itself.
        assert str(make_header(decode_header(word)))


def test_an_address_in_the_letters_of_its_country_is_written_in_those_of_all() -> None:
    mail = a_mail("vanthu@trườngnghề.example")
    assert mail.to == ("vanthu@xn--trngngh-t8b8808d3ha.example",)
    assert parsed(mail)["To"] == mail.to[0]


def test_the_prefilled_workbook_keeps_its_name_type_and_bytes_in_every_program() -> None:
    book = LetterFile("Noi-dung-bo-sung-CC25-7K3QF2.xlsx", XLSX, bytes(range(256)) * 80)
    mail = a_mail(files=(book,))
    (part,) = parsed(mail).iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == (book.filename, XLSX)
    assert part.get_payload(decode=True) == book.data
    # A name in plain ASCII needs no code that an old Outlook could not read.
    assert b'filename="Noi-dung-bo-sung-CC25-7K3QF2.xlsx"' in mail.data
    assert len(mail.data) < 42_000
