"""What a message is read into: every part once, headers as letters, times of the last hop."""

from __future__ import annotations

import base64
import random
from datetime import UTC, datetime

import pytest

from parsers.message import Message, PartRole, read_message
from tests.support.mails import VIETNAMESE, file_part, mail, multipart, part, simple, text_part


def roles(message: Message) -> list[tuple[str, PartRole]]:
    return [(one.number, one.role) for one in message.parts]


def test_a_plain_message_is_its_text_and_its_headers() -> None:
    message = read_message(
        mail(
            [
                "From: An <AN@Truong.example>",
                "To: so@sogddt.example",
                "Subject: Gui so lieu",
                "Message-ID: <a@b>",
                "In-Reply-To: <x@y>",
                "References: <w@y> <x@y>",
                "Content-Type: text/plain; charset=utf-8",
            ],
            VIETNAMESE,
        )
    )
    assert message.text == VIETNAMESE
    assert (
        (message.sender.address, message.sender.name) == ("an@truong.example", "An")
        if message.sender
        else False
    )
    assert (message.message_id, message.in_reply_to, message.references) == (
        "<a@b>",
        ("<x@y>",),
        ("<w@y>", "<x@y>"),
    )
    assert roles(message) == [("1", PartRole.BODY_TEXT)]


def test_what_is_absent_is_empty_and_not_invented() -> None:
    message = read_message(b"Subject: x\n\ny")
    assert (message.message_id, message.sender, message.date, message.received_at) == ("", None, None, None)
    assert (message.return_path, message.references, message.authentication_results) == (None, (), ())


@pytest.mark.parametrize(
    "raw",
    [
        "=?UTF-8?B?VHLGsOG7nW5nIENhbyDEkeG6s25nIELhur9uIE5naMOp?=",
        "=?UTF-8?Q?Tr=C6=B0=E1=BB=9Dng_Cao_=C4=91=E1=BA=B3ng?= =?UTF-8?Q?_B=E1=BA=BFn_Ngh=C3=A9?=",
        # a letter cut in two between two words, as Gmail and others do
        "=?UTF-8?Q?Tr=C6=B0=E1=BB=9Dng_Cao_=C4=91=E1=BA?=\r\n =?UTF-8?Q?=B3ng_B=E1=BA=BFn_Ngh=C3=A9?=",
        # spaces inside a word, and one that is never closed
        "=?utf-8?Q?Tr=C6=B0=E1=BB=9Dng Cao =C4=91=E1=BA=B3ng?= =?utf-8?Q?_B=E1=BA=BFn_Ngh=C3=A9",
        "Trường Cao đẳng Bến Nghé".encode().decode("ascii", "surrogateescape"),
        "Trươ\u0300ng Cao đă\u0309ng Bê\u0301n Nghe\u0301".encode("cp1258").decode(
            "ascii", "surrogateescape"
        ),
    ],
    ids=["base64", "two words", "cut letter", "broken words", "raw utf-8", "raw windows-1258"],
)
def test_a_subject_is_read_however_it_was_written(raw: str) -> None:
    assert read_message(mail([f"Subject: {raw}"])).subject == "Trường Cao đẳng Bến Nghé"


def test_of_several_subjects_the_first_that_says_something_counts() -> None:
    assert read_message(mail(["Subject: ", "Subject: Danh sach", "Subject: Khac"])).subject == "Danh sach"


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        ("=?UTF-8?B?UGjDsm5nIMSQw6BvIHThuqFv?= <pdt@a.example>", "pdt@a.example", "Phòng Đào tạo"),
        ('"Phòng Đào tạo, Trường A" <pdt@a.example>', "pdt@a.example", "Phòng Đào tạo, Trường A"),
        ("Phòng Đào tạo, Trường A <pdt@a.example>", "pdt@a.example", "Trường A"),
        ("pdt@a.example (Phong Dao tao)", "pdt@a.example", "Phong Dao tao"),
        ("<PDT@A.example", "pdt@a.example", ""),
    ],
)
def test_a_sender_is_found_in_good_and_broken_fields(field: str, address: str, name: str) -> None:
    sender = read_message(mail([f"From: {field}"])).sender
    assert sender is not None
    assert (sender.address, sender.name) == (address, name)


def test_a_group_of_addresses_is_its_members() -> None:
    message = read_message(
        mail(["To: Truong: a@x.example, B <b@x.example>;", "Cc: undisclosed-recipients:;"])
    )
    assert [one.address for one in message.to] == ["a@x.example", "b@x.example"]
    assert message.cc == ()


FILE_NAMES = [
    'Content-Disposition: attachment; filename="=?UTF-8?B?RGFuaCBzw6FjaCBraMOzYSBo4buNYy54bHN4?="',
    "Content-Disposition: attachment; filename*=UTF-8''Danh%20s%C3%A1ch%20kh%C3%B3a%20h%E1%BB%8Dc.xlsx",
    (
        "Content-Disposition: attachment;"
        "\r\n filename*0*=UTF-8''Danh%20s%C3%A1ch%20;"
        "\r\n filename*1*=kh%C3%B3a%20h%E1;"
        "\r\n filename*2*=%BB%8Dc.xlsx"
    ),
    'Content-Disposition: attachment; filename="'
    + "Danh sách khóa học.xlsx".encode().decode("ascii", "surrogateescape")
    + '"',
    'Content-Disposition: attachment; filename="'
    + "Danh sa\u0301ch kho\u0301a ho\u0323c.xlsx".encode().decode("ascii", "surrogateescape")
    + '"',
    'Content-Disposition: attachment\r\nContent-Type: image/x; name="Danh sách khóa học.xlsx"',
    'Content-Disposition: attachment; filename="C:\\\\Users\\\\an\\\\Danh sách khóa học.xlsx"',
    'Content-Disposition: attachment; filename="Danh%20s%C3%A1ch%20kh%C3%B3a%20h%E1%BB%8Dc.xlsx"',
    'Content-Disposition: attachment; filename="Danh sÃ¡ch khÃ³a há»\u008dc.xlsx"',
]


@pytest.mark.parametrize("header", FILE_NAMES)
def test_a_file_name_is_read_however_it_was_written(header: str) -> None:
    message = read_message(multipart(["Subject: x"], [part([header], b"abc")]))
    assert [one.filename for one in message.attachments] == ["Danh sách khóa học.xlsx"]


def test_two_files_of_one_name_are_two_files() -> None:
    message = read_message(simple(files=[file_part("ds.xlsx", b"mot"), file_part("ds.xlsx", b"hai")]))
    assert [(one.filename, one.data) for one in message.attachments] == [
        ("ds.xlsx", b"mot"),
        ("ds.xlsx", b"hai"),
    ]


def test_a_file_without_a_name_is_a_file_and_has_none() -> None:
    unnamed = part(["Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64"], b"AAEC")
    message = read_message(simple(files=[unnamed]))
    assert [(one.filename, one.data) for one in message.attachments] == [(None, b"\x00\x01\x02")]


def test_text_files_and_pages_with_a_name_are_files_and_not_the_body() -> None:
    table = part(['Content-Type: text/csv; name="ds.csv"'], "a;b")
    page = part(
        ['Content-Type: text/html; name="ds.html"', 'Content-Disposition: attachment; filename="ds.html"']
    )
    note = part(["Content-Type: text/plain", "Content-Disposition: attachment"], "khac")
    message = read_message(
        simple("Thân thư", files=[table, page, note, part(["Content-Type: text/csv"], "c;d")])
    )
    assert message.text == "Thân thư"
    assert [one.filename for one in message.attachments] == ["ds.csv", "ds.html", None, None]


def test_pictures_shown_in_the_text_are_told_from_pictures_sent_along() -> None:
    shown = part(
        ["Content-Type: image/png", "Content-ID: <logo@x>", 'Content-Disposition: inline; filename="l.png"']
    )
    page = multipart([], [text_part('<img src="cid:logo@x">', "html"), shown], "related", "drei")
    photo = part(["Content-Type: image/jpeg", 'Content-Disposition: inline; filename="IMG_1.jpg"'], b"x")
    message = read_message(multipart(["Subject: x"], [page, photo]))
    assert [(one.filename, one.role) for one in message.attachments] == [
        ("l.png", PartRole.INLINE_PICTURE),
        ("IMG_1.jpg", PartRole.ATTACHMENT),
    ]
    assert message.attachments[0].content_id == "logo@x"


def test_an_enclosed_message_keeps_its_own_words_and_its_files_count() -> None:
    inner = multipart(
        ["From: Goc <goc@truong.example>", "Subject: Danh sach goc", "Message-ID: <goc@t>"],
        [text_part("Thư gốc"), file_part("goc.xlsx", b"du lieu")],
        boundary="innen",
    )
    message = read_message(simple("Kính chuyển Sở.", files=[part(["Content-Type: message/rfc822"], inner)]))
    assert message.text == "Kính chuyển Sở."
    (enclosed,) = message.enclosed
    assert (enclosed.number, enclosed.subject, enclosed.text, enclosed.message_id) == (
        "2",
        "Danh sach goc",
        "Thư gốc",
        "<goc@t>",
    )
    assert enclosed.sender is not None
    assert enclosed.sender.address == "goc@truong.example"
    assert roles(message) == [
        ("1", PartRole.BODY_TEXT),
        ("2", PartRole.ENCLOSED_MESSAGE),
        ("2.1", PartRole.BODY_TEXT),
        ("2.2", PartRole.ATTACHMENT),
    ]
    assert [(one.filename, one.enclosed_in) for one in message.attachments] == [("goc.xlsx", "2")]


def test_a_mail_attached_as_a_file_is_an_enclosed_message_too() -> None:
    inner = multipart(
        ["From: goc@truong.example", "Subject: Goc"], [file_part("a.xlsx", b"1")], boundary="innen"
    )
    message = read_message(simple(files=[file_part("thu.eml", inner)]))
    assert [one.subject for one in message.enclosed] == ["Goc"]
    assert [one.filename for one in message.attachments] == ["a.xlsx"]


def test_signatures_invitations_and_reports_have_their_own_roles() -> None:
    signed = multipart(
        ["Subject: x"],
        [text_part("thư"), part(['Content-Type: application/pkcs7-signature; name="smime.p7s"'], b"x")],
        "signed",
    )
    invitation = multipart(
        ["Subject: x"],
        [text_part("mời"), part(["Content-Type: text/calendar"], b"BEGIN:VCALENDAR")],
        "alternative",
    )
    assert [role for _, role in roles(read_message(signed))] == [PartRole.BODY_TEXT, PartRole.SIGNATURE]
    assert [role for _, role in roles(read_message(invitation))] == [PartRole.BODY_TEXT, PartRole.CALENDAR]


def test_winmail_dat_stays_a_file() -> None:
    (one,) = read_message(
        simple(files=[file_part("winmail.dat", b"x\x9f>\x22", "application/ms-tnef")])
    ).attachments
    assert (one.filename, one.role) == ("winmail.dat", PartRole.ATTACHMENT)


def test_a_delivery_report_names_recipient_and_letter() -> None:
    fields = (
        "Reporting-MTA: dns; mx.a.example\n\nFinal-Recipient: rfc822; Cu@A.example\nAction: failed\n"
        "Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
    )
    raw = multipart(
        ["From: MAILER-DAEMON@a.example", "Return-Path: <>"],
        [
            text_part("I'm sorry"),
            part(["Content-Type: message/delivery-status"], fields),
            part(["Content-Type: message/rfc822"], mail(["Message-ID: <thu-nhac@so>", "Subject: Nhac"], "x")),
        ],
        "report; report-type=delivery-status",
    )
    message = read_message(raw)
    (report,) = message.reports
    assert (report.recipient, report.action, report.status) == ("cu@a.example", "failed", "5.1.1")
    assert (report.diagnostic, report.original_message_id) == ("smtp; 550 no such user", "<thu-nhac@so>")
    assert message.return_path == ""
    assert "Final-Recipient" in message.parts[1].data.decode()


def test_failed_recipients_of_a_mail_system_without_reports_are_reports() -> None:
    message = read_message(mail(["X-Failed-Recipients: a@x.example, b@x.example"], "550"))
    assert [(one.recipient, one.action) for one in message.reports] == [
        ("a@x.example", "failed"),
        ("b@x.example", "failed"),
    ]


@pytest.mark.parametrize("declared", ["iso-8859-1", "us-ascii", "utf-8", "x-unknown", "windows-1252"])
def test_the_bytes_decide_where_the_charset_lies(declared: str) -> None:
    html = part([f"Content-Type: text/html; charset={declared}"], f"<p>{VIETNAMESE}</p>")
    assert VIETNAMESE in read_message(multipart(["Subject: x"], [html])).html


def test_pieces_of_text_between_files_are_all_in_the_html() -> None:
    raw = multipart(
        ["Subject: x"], [text_part("Mở đầu"), file_part("a.xlsx", b"1"), text_part("<p>Kết</p>", "html")]
    )
    message = read_message(raw)
    assert "Mở đầu" in message.html
    assert "Kết" in message.html


@pytest.mark.parametrize(
    "damaged", [b"QUJD\nREVG", b"QUJD RE=\nVG", b"QUJ*DREVG", b"QUJDREVGR", b"QUJDREVG===="]
)
def test_damaged_base64_gives_what_can_be_saved(damaged: bytes) -> None:
    raw = part(['Content-Type: application/zip; name="a.zip"', "Content-Transfer-Encoding: base64"], damaged)
    (one,) = read_message(simple(files=[raw])).attachments
    assert one.data.startswith(b"ABC")


def test_the_time_of_receipt_is_that_of_the_last_hop_with_a_date() -> None:
    message = read_message(
        mail(
            [
                "Received: by mx (Postfix) without a date",
                "Date: Mon, 12 May 2025 09:00:00 +0700",
                "Received: from a by b; Mon, 12 May 2025 09:31:58 +0700 (+07)",
                "Received: from c by a; Mon, 12 May 2025 09:31:00 +0700",
            ]
        )
    )
    assert message.received_at == datetime(2025, 5, 12, 2, 31, 58, tzinfo=UTC)
    assert message.date == datetime(2025, 5, 12, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["", "hom qua", "Mon, 31 Feb 2025 10:00:00 +0700", "Thu, 01 Jan 1970 00:00:00 +0000"]
)
def test_a_senseless_date_is_no_date(date: str) -> None:
    assert read_message(mail([f"Date: {date}"])).date is None


def sample() -> bytes:
    inner = multipart(
        ["From: a@b.example", "Subject: =?utf-8?B?xJA=?="], [file_part("a.xlsx", b"1" * 90)], boundary="i"
    )
    return simple(
        "Kính gửi",
        html="<p>Kính gửi</p>",
        files=[part(["Content-Type: message/rfc822"], inner), file_part("b.csv", "đ;ê".encode())],
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_makes_reading_fail(seed: int) -> None:
    dice = random.Random(seed)
    raw = bytearray(sample())
    for _ in range(dice.randrange(1, 60)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    message = read_message(bytes(raw[: dice.randrange(len(raw))]))
    assert isinstance(message, Message)
    assert all(one.data is not None for one in message.parts)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 500,
        b"\xff\xfe\r\n\r\n",
        b"From\r\n",
        b": x\n\ny",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b",
        b"Content-Type: message/rfc822\n\n",
        b"Content-Type: message/delivery-status\n\n\n\n\n",
        b"Content-Type: ;;;=\nSubject: =?x?B?!!?=\nFrom: <<@>>\n\n",
    ],
)
def test_nonsense_is_a_message_too(raw: bytes) -> None:
    assert read_message(raw).message_id == ""


@pytest.mark.parametrize(
    "field",
    [
        "Content-Disposition: attachment; filename*=a; filename*0=b",
        "Content-Type: multipart/mixed; boundary*=a; boundary*0=b",
        "Content-Type: text/plain; charset*=x''%ff; charset*1=y",
        "Content-Type: x/y;" + " a=b;" * 50_000,
    ],
)
def test_a_field_over_which_the_standard_library_stumbles_costs_no_message(field: str) -> None:
    message = read_message(mail(["Subject: Danh sach", field], "Kính gửi Sở"))
    assert message.subject == "Danh sach"
    assert [one.number for one in message.parts] == ["1"]
    assert "Kính gửi Sở".encode() in message.parts[0].data


def test_a_message_nested_without_end_is_one_part_and_says_so() -> None:
    raw = b"From: a@b.example\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) for level in range(3000)
    )
    message = read_message(raw)
    assert message.defects[0] == "nested too deeply"
    assert message.sender is not None
    assert [len(one.data) for one in message.parts] == [len(raw)]


def test_every_leaf_is_exactly_one_part_and_nothing_is_invented() -> None:
    first, second = read_message(sample()), read_message(sample())
    assert first == second
    numbers = [one.number for one in first.parts]
    assert len(numbers) == len(set(numbers))
    assert {one.filename for one in first.attachments} == {"a.xlsx", "b.csv"}


def test_soft_line_breaks_are_undone() -> None:
    raw = mail(
        ["Content-Type: text/plain; charset=utf-8; format=flowed"], "Khóa học \nmay công nghiệp\n-- \nAn\n"
    )
    assert read_message(raw).text == "Khóa học may công nghiệp\n-- \nAn\n"


def test_the_bytes_of_a_file_are_those_that_were_sent() -> None:
    data = bytes(range(256)) * 20
    quoted = part(
        ["Content-Type: application/octet-stream; name=b.bin", "Content-Transfer-Encoding: base64"],
        base64.b64encode(data),
    )
    assert [
        one.data for one in read_message(simple(files=[file_part("a.bin", data), quoted])).attachments
    ] == [data] * 2
