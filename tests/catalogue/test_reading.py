"""What reading a whole message promises, on real mails with real files."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import docx
import pytest
from openpyxl import Workbook

from catalogue.fields import CONTACT, COURSE
from catalogue.reading.content import read_content
from catalogue.records import JsonValue, MessageReading
from config.campaign import Campaign, load_campaign
from parsers.message import read_message

HEAD = (
    "STT",
    "Tên khóa học",
    "Trình độ",
    "Hình thức đào tạo",
    "Học phí",
    "Nội dung",
    "Trang thông tin lớp học",
)
ROWS = (
    (1, "Pha chế đồ uống", "Sơ cấp", "Trực tiếp", "2.500.000 đồng", "Cà phê, trà", "truong.example/pha-che"),
    (2, "Tin học văn phòng", "Ngắn hạn", "Trực tuyến", "Miễn phí", "Word, Excel", "Chưa có"),
)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign("course-catalogue-2025")


def workbook(*rows: Sequence[object], title: str = "DS") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def listing(*below: Sequence[object]) -> bytes:
    return workbook(("TRƯỜNG CAO ĐẲNG VÍ DỤ",), (), HEAD, *ROWS, (), *below)


def mail(text: str, *files: tuple[str, bytes], html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Văn thư <vanthu@truong.example>"
    message["To"] = "so@so.example"
    message["Subject"] = "Danh sách khóa học"
    message["Message-ID"] = "<1@truong.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def read(message: EmailMessage, campaign: Campaign) -> MessageReading:
    return read_content(read_message(message.as_bytes()), campaign)


def titles(reading: MessageReading) -> list[JsonValue]:
    return [entry.values["title"].value for entry in reading.entries if entry.kind == COURSE]


def contacts(reading: MessageReading) -> list[dict[str, JsonValue]]:
    found = (entry for entry in reading.entries if entry.kind == CONTACT)
    return [{key: value.value for key, value in entry.values.items()} for entry in found]


def outcomes(reading: MessageReading) -> dict[str | None, tuple[str, str]]:
    return {
        part.path or part.filename: (part.status.value, part.reason) for part in reading.parts if part.is_file
    }


AN = {"full_name": "Lê Văn An", "position": "Phó phòng Đào tạo", "phone": "+84903111222"}
AN_LINE = "Người liên hệ: Ông Lê Văn An, Phó phòng Đào tạo, ĐT 0903 111 222"


def test_a_workbook_becomes_courses_with_the_place_of_every_value(campaign: Campaign) -> None:
    reading = read(mail("Kính gửi Sở,", ("ds.xlsx", listing((AN_LINE,)))), campaign)
    first, second = [entry for entry in reading.entries if entry.kind == COURSE]
    assert {key: value.value for key, value in first.values.items()} == {
        "title": "Pha chế đồ uống",
        "level": "elementary",
        "delivery": "in_person",
        "fee": "paid",
        "fee_vnd": 2_500_000,
        "content": "Cà phê, trà",
        "url": "https://truong.example/pha-che",
    }
    origin = first.values["fee"].origin
    assert (origin.message_id, origin.part, origin.at) == ("<1@truong.example>", "ds.xlsx", "DS!E4")
    assert second.values["url"].answered
    assert contacts(reading) == [AN]
    assert outcomes(reading) == {"ds.xlsx": ("read", "")}


def test_every_value_names_its_message_by_the_hash_of_its_bytes(campaign: Campaign) -> None:
    raw = mail("Kính gửi Sở,", ("ds.xlsx", listing((AN_LINE,)))).as_bytes()
    reading = read_content(read_message(raw), campaign)
    origins = [value.origin for entry in reading.entries for value in entry.values.values()]
    assert {origin.message for origin in origins} == {hashlib.sha256(raw).hexdigest()}


def test_courses_and_contact_may_stand_in_the_text_of_the_mail(campaign: Campaign) -> None:
    text = (
        "1. Tên khóa học: Pha chế\nTrình độ: Sơ cấp\nHình thức: Trực tiếp\nHọc phí: Miễn phí\n\n"
        f"{AN_LINE}\n\nTrân trọng.\n"
    )
    reading = read(mail(text), campaign)
    assert titles(reading) == ["Pha chế"]
    assert contacts(reading) == [AN]
    assert reading.entries[0].values["title"].origin.part == ""


def test_a_zip_is_opened_and_its_members_have_outcomes_of_their_own(campaign: Campaign) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("khoa/ds.xlsx", listing())
        archive.writestr("hong.xlsx", b"PK\x03\x04 broken")
    reading = read(mail("Kính gửi Sở,", ("gui so.zip", packed.getvalue())), campaign)
    assert titles(reading) == ["Pha chế đồ uống", "Tin học văn phòng"]
    assert reading.entries[0].values["title"].origin.part == "gui so.zip/khoa/ds.xlsx"
    assert outcomes(reading)["gui so.zip"] == ("read", "")
    assert outcomes(reading)["hong.xlsx"][0] == "unreadable"


def test_a_file_that_cannot_be_read_costs_nothing_but_itself(campaign: Campaign) -> None:
    reading = read(
        mail(AN_LINE, ("a.xlsx", b""), ("b.xlsx", b"PK\x03\x04 broken"), ("ds.xlsx", listing())), campaign
    )
    assert outcomes(reading)["a.xlsx"] == ("unreadable", "empty")
    assert outcomes(reading)["b.xlsx"] == ("unreadable", "corrupt")
    assert titles(reading) == ["Pha chế đồ uống", "Tin học văn phòng"]
    assert contacts(reading) == [AN]


def test_every_part_of_a_message_has_an_outcome(campaign: Campaign) -> None:
    message = mail("Kính gửi Sở,", ("ds.xlsx", listing()), html="<p>Kính gửi Sở,</p>")
    parsed = read_message(message.as_bytes())
    reading = read_content(parsed, campaign)
    assert [part.number for part in reading.parts] == [part.number for part in parsed.parts]
    assert [part.is_file for part in reading.parts] == [False, False, True]


def test_a_forwarded_message_counts_with_its_files_and_its_own_words(campaign: Campaign) -> None:
    outer = mail("Em chuyển tiếp thư của trường ạ.")
    outer.add_attachment(mail(f"Kính gửi Sở,\n{AN_LINE}\n", ("ds.xlsx", listing())))
    reading = read(outer, campaign)
    assert titles(reading) == ["Pha chế đồ uống", "Tin học văn phòng"]
    assert contacts(reading) == [AN]
    assert outcomes(reading) == {"ds.xlsx": ("read", "")}


def test_what_the_mail_quotes_is_not_what_it_says(campaign: Campaign) -> None:
    text = (
        "Đã nhận, cảm ơn Sở.\n\nVào Th 2, 12 thg 5, 2025 lúc 08:00 Sở <so@so.example> đã viết:\n"
        f"> Tên khóa học: Pha chế\n> Học phí: Miễn phí\n> {AN_LINE}\n"
    )
    reading = read(mail(text), campaign)
    assert reading.entries == ()
    assert reading.new_text.startswith("Đã nhận")
    assert "Pha chế" not in reading.new_text


def test_the_mails_signature_is_the_contact_where_nothing_else_names_one(campaign: Campaign) -> None:
    text = "Trường gửi danh sách.\n\n-- \nLê Văn An\nPhó phòng Đào tạo\nĐT: 0903 111 222\n"
    assert contacts(read(mail(text, ("ds.xlsx", listing())), campaign)) == [AN]
    named = listing(("Người liên hệ: Bà Lý Thị Thư, Giáo vụ, ĐT 0909 555 666",))
    assert [one["full_name"] for one in contacts(read(mail(text, ("ds.xlsx", named)), campaign))] == [
        "Lý Thị Thư"
    ]


def test_a_correction_in_prose_is_partial_and_a_withdrawal_withdraws(campaign: Campaign) -> None:
    text = (
        "Xin đính chính: học phí khóa Pha chế là 2.400.000 đồng (không phải 2.700.000 đồng).\n"
        "Đồng thời trường xin rút khóa Nấu ăn.\n"
    )
    partial, withdrawn = read(mail(text), campaign).entries
    assert (partial.partial, partial.values["fee_vnd"].value) == (True, 2_400_000)
    assert (withdrawn.withdrawn, withdrawn.values["title"].value) == (True, "Nấu ăn")


@pytest.mark.parametrize(
    ("text", "replaces"),
    [
        ("Trường gửi danh sách chính thức, thay thế toàn bộ các danh sách đã gửi trước đây.", True),
        ("Đề nghị Sở lấy file này thay file đã gửi hôm trước.", True),
        ("Danh sách này thay cho danh sách gửi ngày 12/5.", True),
        ("Đề nghị Sở bỏ danh sách cũ.", True),
        ("Trường gửi bổ sung 02 khóa học.", False),
        ("Học phí thay đổi so với bảng trước.", False),
        ("Nội dung: thay thế màn hình điện thoại.", False),
        ("Danh sách này không thay thế danh sách đã gửi trước.", False),
    ],
)
def test_a_list_that_replaces_another_says_so(text: str, replaces: bool, campaign: Campaign) -> None:  # noqa: FBT001
    assert read(mail(text, ("ds.xlsx", listing())), campaign).replaces_list is replaces


def test_a_unit_without_courses_says_so_and_keeps_its_contact(campaign: Campaign) -> None:
    reading = read(mail(f"Hiện nay Trung tâm chưa tổ chức khóa học nào.\n{AN_LINE}\n"), campaign)
    assert reading.no_courses
    assert contacts(reading) == [AN]
    assert not read(mail("Trường chưa có trang thông tin lớp học."), campaign).no_courses
    assert not read(mail("Khóa học không có chứng chỉ."), campaign).no_courses


def test_numbered_answers_and_shared_folders_are_kept(campaign: Campaign) -> None:
    text = "1. Sơ cấp\n2) 1.500.000 đồng/khóa\n\nẢnh: https://drive.google.com/drive/folders/abc\n"
    reading = read(mail(text), campaign)
    assert [(answer.number, answer.text) for answer in reading.numbered] == [
        (1, "Sơ cấp"),
        (2, "1.500.000 đồng/khóa"),
    ]
    assert reading.links == ("https://drive.google.com/drive/folders/abc",)


def test_names_of_the_unit_come_from_letterhead_and_opening_words(campaign: Campaign) -> None:
    letter = docx.Document()
    letter.add_paragraph("SỞ GIÁO DỤC VÀ ĐÀO TẠO")
    letter.add_paragraph("TRUNG TÂM GDNN VÍ DỤ")
    data = io.BytesIO()
    letter.save(data)
    reading = read(mail("Trường Cao đẳng Mẫu gửi danh sách.", ("cv.docx", data.getvalue())), campaign)
    assert reading.names[:2] == ("TRUNG TÂM GDNN VÍ DỤ", "Trường Cao đẳng Mẫu")


def test_a_units_name_over_two_lines_of_the_letterhead_is_one_name(campaign: Campaign) -> None:
    letter = docx.Document()
    head = letter.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "TRUNG TÂM GIÁO DỤC NGHỀ NGHIỆP\nVÍ DỤ MỚI"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    letter.add_paragraph("DANH SÁCH KHÓA HỌC")
    data = io.BytesIO()
    letter.save(data)
    reading = read(mail("Gửi Sở.", ("cv.docx", data.getvalue())), campaign)
    assert reading.names[0] == "TRUNG TÂM GIÁO DỤC NGHỀ NGHIỆP VÍ DỤ MỚI"


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff" * 50, b"From: a\n\nx", b"Content-Type: multipart/mixed\n\n"]
)
def test_bytes_that_are_hardly_a_message_are_read_without_a_fault(data: bytes, campaign: Campaign) -> None:
    assert read_content(read_message(data), campaign).entries == ()


def test_the_same_bytes_give_the_same_reading(campaign: Campaign) -> None:
    message = mail(AN_LINE, ("ds.xlsx", listing()))
    assert read(message, campaign) == read(message, campaign)


LETTER_OF_THE_DEPARTMENT = (
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    "Kính gửi: Hiệu trưởng các trường cao đẳng, trung cấp; Giám đốc các trung tâm giáo dục nghề nghiệp.",
    "Sở đề nghị cung cấp thông tin các khóa học: nội dung, chương trình đào tạo, địa chỉ trang thông tin.",
    "Mọi vướng mắc xin liên hệ Bà Trần Thị Ví Dụ, Chuyên viên, số điện thoại: 0909 999 888.",
)


def letter(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_whom_the_departments_own_letter_names_is_no_contact_of_the_school(campaign: Campaign) -> None:
    sent_back = mail(
        "Kính gửi Sở, trường gửi danh sách và công văn của Sở kèm theo.",
        ("CV cua So.docx", letter(*LETTER_OF_THE_DEPARTMENT)),
        ("ds.xlsx", listing(("Người liên hệ: Lê Thị Lụa, Trưởng phòng, 0909 111 222",))),
    )
    reading = read(sent_back, campaign)
    assert [one["full_name"] for one in contacts(reading)] == ["Lê Thị Lụa"]
    assert len(titles(reading)) == len(ROWS)


def test_a_schools_letter_to_the_department_is_read(campaign: Campaign) -> None:
    own = letter(
        "TRƯỜNG CAO ĐẲNG VÍ DỤ",
        "Kính gửi: Sở Giáo dục và Đào tạo",
        "Đầu mối liên hệ: Ông Ngô Văn Tám, Phó Hiệu trưởng, điện thoại 0909 333 444",
    )
    reading = read(mail("Kính gửi Sở.", ("cv.docx", own), ("ds.xlsx", listing())), campaign)
    assert [one["full_name"] for one in contacts(reading)] == ["Ngô Văn Tám"]


def test_the_text_of_a_mail_that_lies_in_a_file_is_read_as_a_mail_is(campaign: Campaign) -> None:
    inner = mail(
        "Kính gửi Sở, trường gửi danh sách.\n\nTrân trọng,\n--\n"
        "Lê Thị Lụa\nTrưởng phòng Đào tạo\nĐT: 0909 111 222",
        ("ds.xlsx", listing()),
    )
    reading = read(mail("Chuyển tiếp.", ("thu.eml.bin", inner.as_bytes())), campaign)
    assert len(titles(reading)) == len(ROWS)
    (signed,) = contacts(reading)
    assert (signed["full_name"], signed["phone"]) == ("Lê Thị Lụa", "+84909111222")


def test_a_line_of_his_own_at_the_end_of_a_mail_signs_it_where_a_file_names_the_contact(
    campaign: Campaign,
) -> None:
    signed = mail(
        "Trường gửi công văn và biểu tổng hợp.\n\nLục Thị Én - Văn thư - 0901 222 654",
        ("ds.xlsx", listing(("Đầu mối liên hệ: Lê Thị Lụa, Trưởng phòng, 0909 111 222",))),
    )
    assert [one["full_name"] for one in contacts(read(signed, campaign))] == ["Lê Thị Lụa"]
    alone = mail("Trường gửi danh sách.\n\nLục Thị Én - Văn thư - 0901 222 654", ("ds.xlsx", listing()))
    assert [one["full_name"] for one in contacts(read(alone, campaign))] == ["Lục Thị Én"]


def test_references_are_found_in_what_is_written_what_is_quoted_and_in_hidden_sheets_only(
    campaign: Campaign,
) -> None:
    book = Workbook()
    book.worksheets[0].append(["Lớp CC25-AAAAAA"])
    hidden = book.create_sheet("ref")
    hidden.append(["CC25-BBBBBB"])
    hidden.sheet_state = "veryHidden"
    data = io.BytesIO()
    book.save(data)
    text = (
        "Trường gửi theo thư mã CC25-CCCCCC.\n\nVào 26/05/2025 09:14, Sở GDĐT <so@so.example> đã viết:\n"
        "> Đề nghị bổ sung (mã cc25-dddddd)\n"
    )
    assert read(mail(text, ("ds.xlsx", data.getvalue())), campaign).references == (
        "CC25-CCCCCC",
        "CC25-DDDDDD",
        "CC25-BBBBBB",
    )
