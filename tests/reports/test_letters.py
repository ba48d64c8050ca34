import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from catalogue.outbox import Letter
from catalogue.records import AskedItem, Origin, Record, UnitState, UnitStatus
from reports import wording
from reports.letters import (
    Case,
    compose_acknowledgement,
    compose_answer,
    compose_clarification,
    compose_complete,
    compose_help_receipt,
    compose_no_courses,
    compose_overdue,
    compose_reminder,
    compose_unreadable,
)
from reports.page_words import seen_words
from tests.reports import samples

DEADLINE = "trước ngày 30 tháng 5 năm 2025 (chậm nhất hết ngày 29 tháng 5 năm 2025"


NUMBERED = """
1. Khóa "Thiết kế đồ họa cơ bản" (dòng 7, trang tính "Sơ cấp"): chưa có hình thức đào tạo. Đề nghị ghi một \
trong các hình thức: trực tuyến; trực tuyến kết hợp trực tiếp; trực tiếp.
2. Khóa "Sửa chữa xe gắn máy" (dòng 9, trang tính "Sơ cấp"): học phí ghi "theo quy định", chưa rõ. Đề nghị \
ghi số tiền và cách tính (ví dụ: 1.500.000 đồng/khóa) hoặc ghi "Miễn phí".
3. Khóa "Pha chế đồ uống" (dòng 12, trang tính "Sơ cấp"): chưa có địa chỉ trang thông tin lớp học. Nếu chưa \
có, đề nghị ghi "Chưa có".
4. Tất cả các khóa học: chưa nêu việc cấp tài khoản cho người học; công tác kiểm tra, đánh giá công nhận kết \
quả; việc cấp chứng nhận, chứng chỉ; nhân sự tư vấn, hỗ trợ người học. Đề nghị ghi "Có" hoặc "Không" cho \
từng nội dung.
5. Chưa có chức vụ của đầu mối liên hệ.
6. Số điện thoại "0366.773.06" có 9 chữ số, không đúng độ dài. Đề nghị gửi lại số điện thoại đầy đủ.
"""


def html_words(letter: Letter) -> str:
    return " ".join(seen_words(letter.html).replace("– ", " ").split())


def text_words(letter: Letter) -> str:
    return " ".join(re.sub(r"^(- |> |-{8}$)", "", letter.text, flags=re.MULTILINE).split())


def silent() -> Case:
    return samples.case(items=(), state=samples.state(status=UnitStatus.NOT_SUBMITTED))


def complete() -> UnitState:
    return samples.state(samples.course(), samples.contact())


def none() -> UnitState:
    return samples.state(status=UnitStatus.NO_COURSES)


def at(day: int, hour: int = 8, month: int = 5) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=samples.ZONE)


def every_letter() -> list[Letter]:
    case, received = samples.case(), samples.received()
    unread = samples.received(unread=(samples.not_read(),))
    asking = samples.received(question="Học phí ghi theo tháng hay theo khóa?\nXin cho biết mẫu tệp.")
    return [
        compose_acknowledgement(case, unread),
        compose_clarification(case, received),
        compose_complete(samples.case(items=(), state=complete()), received),
        compose_no_courses(samples.case(items=(), state=none()), received),
        compose_unreadable(case, unread),
        compose_reminder(silent()),
        compose_reminder(replace(case, now=at(28))),
        compose_overdue(replace(case, now=at(2, month=6)), date(2025, 6, 9)),
        compose_help_receipt(case, asking),
        compose_answer(case, asking, "Học phí ghi theo khóa.\n\nTệp mẫu được gửi kèm công văn."),
    ]


@pytest.mark.parametrize("letter", every_letter(), ids=lambda letter: letter.kind.value)
def test_text_and_html_say_the_same_words(letter: Letter) -> None:
    assert html_words(letter) == text_words(letter)


@pytest.mark.parametrize("letter", every_letter(), ids=lambda letter: letter.kind.value)
def test_every_letter_keeps_the_rules_of_the_house(letter: Letter) -> None:
    assert letter.text.startswith("Kính gửi: Trường Cao đẳng Bến Phú Lâm.\n")
    assert re.fullmatch(r"\[HTCĐ-2025\] .+ \(mã CC25-7K3QF2\)", letter.subject)
    assert letter.text.count("./.") == letter.html.count("./.") == 1
    assert "vui lòng giữ nguyên mã CC25-7K3QF2 ở tiêu đề thư" in letter.text
    assert "không thay thế văn bản hành chính" in letter.text
    assert letter.text.count("trước ngày 30 tháng 5 năm 2025") == letter.text.count(DEADLINE)
    for unwanted in ("!", "yêu cầu", "chúng tôi", "hệ thống", "Quý đơn vị", "{{", "None", "  "):
        assert unwanted not in letter.text
    for wanted in ('<html lang="vi">', 'content="light dark"', "prefers-color-scheme", "max-width:640px"):
        assert wanted in letter.html
    assert "<img" not in letter.html


def test_the_clarification_numbers_its_items_and_says_where_what_and_how_to_answer() -> None:
    lines = compose_clarification(samples.case(), samples.received()).text.splitlines()
    items = [line for line in lines if re.match(r"\d+\. ", line)]
    assert items == NUMBERED.strip().splitlines()
    headings = [line for line in lines if re.match(r"[IV]+\. ", line)]
    assert headings == ["I. Đối với từng khóa học", "II. Đối với đầu mối liên hệ", "III. Cách trả lời"]


def asked_line(item: AskedItem, *records: Record) -> str:
    case = samples.case(items=(item,), state=samples.state(*records, status=UnitStatus.INCOMPLETE))
    lines = compose_clarification(case, samples.received()).text.splitlines()
    return next(line for line in lines if line.startswith("1. "))


def test_an_item_without_a_place_takes_that_of_its_record_with_the_file_where_several_came() -> None:
    item = AskedItem(number=1, kind="contact", record_id="p1", fields=("position",), finding="missing",
                     title="Nguyễn Văn An")  # fmt: skip
    contact = samples.contact(position=None)
    assert asked_line(item, contact).startswith(
        '1. Đầu mối liên hệ "Nguyễn Văn An" (dòng 7, trang tính "Sơ cấp"): chưa có chức vụ.'
    )
    word_file = replace(samples.value("Hàn"), origin=Origin(part="bo-sung.docx", container="Bảng 2", row=3))
    elsewhere = samples.course(word_file, url=None)
    assert '(dòng 7, trang tính "Sơ cấp", tệp ds-khoa-hoc-2025.xlsx)' in asked_line(item, contact, elsewhere)
    of_course = replace(item, kind="course", record_id="c1", fields=("url",), title="Hàn")
    line = asked_line(of_course, contact, elsewhere)
    assert line.startswith('1. Khóa "Hàn" (dòng 3, Bảng 2, tệp bo-sung.docx): chưa có')


def test_a_cells_address_becomes_words() -> None:
    item = AskedItem(number=1, kind="course", record_id="gone", fields=("url",), finding="missing",
                     title="Hàn", place="Sơ cấp!B7")  # fmt: skip
    assert asked_line(item).startswith('1. Khóa "Hàn" (dòng 7, trang tính "Sơ cấp"): chưa có')


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (
            {"kind": "contact", "record_id": "", "fields": ("full_name", "position", "phone")},
            "1. Chưa có đầu mối liên hệ. Đề nghị ghi họ và tên, chức vụ, số điện thoại của đầu mối liên hệ.",
        ),
        (
            {"kind": "course", "record_id": "", "fields": ("title",)},
            "1. Chưa ghi nhận được khóa học nào. Đề nghị gửi danh sách khóa học;",
        ),
        (
            {"kind": "course", "record_id": "", "fields": (), "finding": "unreadable", "title": "ds.pdf"},
            "1. Chưa đọc được tệp ds.pdf: tệp bị hỏng hoặc không đúng định dạng. Đề nghị mở tệp trên máy",
        ),
        (
            {"title": "Hàn", "finding": "conflict", "found": '"Miễn phí" và "500.000 đồng"'},
            '1. Khóa "Hàn": học phí không thống nhất, ghi "Miễn phí" và "500.000 đồng". Đề nghị ghi học',
        ),
    ],
)
def test_each_finding_has_its_own_words(item: dict[str, Any], sentence: str) -> None:
    given = {"kind": "course", "record_id": "x", "fields": ("fee",), "finding": "missing"} | item
    assert asked_line(AskedItem(number=1, **given)).startswith(sentence)


def test_a_phone_number_is_quoted_to_its_writer_only() -> None:
    to_writer = compose_clarification(samples.case(), samples.received())
    to_another = compose_clarification(samples.case(to="vanthu@cdb.example"), samples.received())
    assert "0366.773.06" in to_writer.text
    for part in (to_another.text, to_another.html, compose_reminder(samples.case()).text):
        assert "0366.773.06" not in part
        assert "0366…06" in part


def test_a_title_can_forge_neither_an_item_nor_markup() -> None:
    item = AskedItem(
        number=1, kind="course", record_id="c1", fields=("url",), finding="missing",
        title="A\n2. Khóa khác\u202e <script>alert(1)</script> & B",
    )  # fmt: skip
    letter = compose_clarification(samples.case(items=(item,)), samples.received())
    assert "<script" not in letter.html
    assert "& B" in letter.text
    assert "\u202e" not in letter.text + letter.html
    assert not re.search(r"^2\. ", letter.text, re.MULTILINE)


def test_the_acknowledgement_tells_files_read_and_not_read_and_counts_open_items_without_asking_them() -> (
    None
):
    letter = compose_acknowledgement(samples.case(), samples.received(unread=(samples.not_read(),), same=1))
    assert "- Đã đọc 02 tệp: ds-khoa-hoc-2025.xlsx; dau-moi.docx." in letter.text
    assert "- Chưa đọc được tệp cong-van-scan.pdf: tệp là bản chụp, không có nội dung chữ." in letter.text
    assert "(trong thư này: mới 02, trùng không thay đổi 01)" in letter.text
    assert "còn 06 nội dung cần bổ sung" in letter.text
    assert "theo quy định" not in letter.text


def test_an_acknowledgement_of_complete_data_says_so_and_one_without_courses_lists_none() -> None:
    complete = samples.state(samples.course(), samples.contact())
    letter = compose_acknowledgement(samples.case(items=(), state=complete), samples.received(read=()))
    assert "ngày 05 tháng 5 năm 2025: đầy đủ." in letter.text
    assert "- Đã đọc nội dung thư." in letter.text
    none = samples.state(status=UnitStatus.NO_COURSES)
    letter = compose_acknowledgement(samples.case(items=(), state=none), samples.received())
    assert "- Quý trường không tổ chức khóa học" in letter.text
    assert "Danh sách" not in letter.text


@pytest.mark.parametrize(
    ("kind", "address"),
    [("college", "Quý trường"), ("vet_centre", "Quý trung tâm"), ("vet_provider", "Quý đơn vị")],
)
def test_a_unit_is_addressed_by_its_kind(kind: str, address: str) -> None:
    letter = compose_clarification(samples.case(unit=samples.unit(kind=kind)), samples.received())
    assert f"đề nghị {address} bổ sung 06 nội dung sau:" in letter.text


@pytest.mark.parametrize(
    ("day", "subject", "sentence"),
    [
        (22, "Nhắc thời hạn gửi thông tin khóa học - ", "còn 07 ngày)"),
        (28, "Còn 01 ngày: gửi thông tin khóa học - ", "tức hết ngày mai, thứ Năm)"),
        (29, "Hạn cuối hôm nay: gửi thông tin khóa học - ", "tức hết hôm nay, thứ Năm)"),
    ],
)
def test_a_reminder_names_the_last_day_however_near_it_is(day: int, subject: str, sentence: str) -> None:
    letter = compose_reminder(replace(silent(), now=at(day)))
    assert subject in letter.subject
    assert sentence in letter.text
    assert 'đề nghị trả lời "Không có khóa học"' in letter.text


def test_after_the_deadline_nobody_is_reminded_and_no_past_day_is_asked_for() -> None:
    late = samples.case(now=at(30, 0))
    with pytest.raises(ValueError, match="after the last day"):
        compose_reminder(late)
    letter = compose_clarification(late, samples.received())
    assert "trước ngày" not in letter.text
    assert "vẫn được tiếp nhận và được ghi rõ là gửi sau thời hạn" in letter.text
    assert "đề nghị trả lời thư này." in compose_acknowledgement(late, samples.received()).text


def test_a_late_evening_is_told_in_the_campaigns_zone_whatever_zone_it_comes_in() -> None:
    received_at = datetime.fromisoformat("2025-05-22T23:30:00+00:00")
    letter = compose_acknowledgement(samples.case(), samples.received(received_at=received_at))
    assert "vào lúc 06 giờ 30 ngày 23 tháng 5 năm 2025" in letter.text


def test_a_campaign_may_word_a_phrase_differently_and_a_strange_key_is_reported() -> None:
    campaign = samples.campaign(wording={"you.college": "Quý nhà trường", "purpsoe": "x"})
    letter = compose_clarification(samples.case(campaign=campaign), samples.received())
    assert "Quý nhà trường trả lời thư này" in letter.text
    assert wording.unknown_wording(campaign) == ("purpsoe",)


def test_a_letter_without_number_is_called_by_what_it_is_about() -> None:
    bare = samples.campaign(letter_no="", letter_date=None)
    letter = compose_overdue(samples.case(campaign=bare, now=at(31)), date(2025, 6, 9))
    assert "theo văn bản của Sở Giáo dục và Đào tạo về xây dựng trang thông tin" in letter.text
    assert "trước ngày 09 tháng 6 năm 2025 (chậm nhất hết ngày 08 tháng 6 năm 2025)" in letter.text


def test_an_answer_hangs_in_the_thread_of_the_message_it_answers() -> None:
    letter = compose_clarification(samples.case(), samples.received(references=("<m0@cdb.example>",)))
    assert letter.in_reply_to == "<m1@cdb.example>"
    assert letter.references == ("<m0@cdb.example>", "<m1@cdb.example>")
    assert letter.items == samples.asked()
    assert compose_reminder(samples.case(now=at(20) + timedelta(hours=1))).references == ()


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2025, 6, 5), "ngày 05 tháng 6 năm 2025"), (date(2025, 2, 15), "ngày 15 tháng 02 năm 2025")],
)
def test_a_date_takes_a_zero_before_days_below_ten_and_months_one_and_two_only(day: date, words: str) -> None:
    assert wording.long_date(day) == words


UNIT_DOUBT = "unit: taken for thousands of đồng"
CONFIRM: dict[str, Any] = {
    "kind": "course", "record_id": "c1", "fields": ("fee",), "finding": "confirm", "title": "Hàn",
    "found": "2.000", "suggested": (("c1.fee", "paid"), ("c1.fee_vnd", 2_000_000)), "doubt": UNIT_DOUBT,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            ('1. Khóa "Hàn": học phí ghi "2.000" (số không có đơn vị tính), được hiểu là 2.000.000 đồng. '
            'Đề nghị trả lời "Đúng" hoặc ghi học phí đúng (ví dụ: 1.500.000 đồng/khóa).'),
        ),
        (
            {"fields": ("title",), "found": "Hàn", "suggested": (("c1.title", "Hàn"),),
             "doubt": "confidence: only text column"},
            ('1. Khóa "Hàn": tên khóa học ghi "Hàn" (cách trình bày chưa cho biết chắc chắn nội dung này '
            'thuộc mục nào). Đề nghị trả lời "Đúng" hoặc ghi tên khóa học đúng (ví dụ: Thiết kế'),
        ),
        (
            {"fields": ("record",), "found": "", "suggested": (("c1.record", None),), "doubt": "weak"},
            ('1. Khóa "Hàn": chưa rõ đây có phải là khóa học của đơn vị hay không. Đề nghị trả lời "Đúng" '
            'nếu là khóa học cần công bố; nếu không, đề nghị trả lời "Không phải khóa học" và bỏ qua'),
        ),
        (
            {"record_id": "*", "title": 'Các khóa "Hàn", "Tiện", "May"', "fields": ("delivery",),
             "found": "từ xa", "doubt": "inferred: x", "place": "dòng 7",
             "suggested": (("c1.delivery", "online"), ("c2.delivery", "blended"))},
            ('1. Các khóa "Hàn", "Tiện", "May": hình thức đào tạo, ví dụ tại dòng 7 ghi "từ xa" (suy ra từ '
            'cách ghi), được hiểu là trực tuyến. Đề nghị trả lời "Đúng" nếu đúng với tất cả các khóa này'),
        ),
    ],
)  # fmt: skip
def test_a_confirmation_says_what_was_read_why_it_is_not_sure_and_how_to_answer(
    changes: dict[str, Any], sentence: str
) -> None:
    assert asked_line(AskedItem(number=1, **(CONFIRM | changes))).startswith(sentence)


def test_what_lacks_and_what_is_to_be_confirmed_are_counted_apart_in_every_letter() -> None:
    confirm = AskedItem(number=7, **CONFIRM)
    both = samples.case(items=(*samples.asked(), confirm))
    letter = compose_clarification(both, samples.received())
    assert "đề nghị Quý trường bổ sung 06 nội dung và xác nhận 01 nội dung sau:" in letter.text
    assert '(ví dụ: "7. Đúng"). Không cần gửi bản giấy.' in letter.text
    words = "còn 06 nội dung cần bổ sung, 01 nội dung cần xác nhận"
    assert words in compose_acknowledgement(both, samples.received()).text
    assert words in compose_reminder(both).text


def test_a_letter_that_only_wants_confirmation_asks_for_nothing_else() -> None:
    case = samples.case(items=(AskedItem(number=1, **CONFIRM),))
    letter = compose_clarification(case, samples.received())
    assert "] Đề nghị xác nhận thông tin khóa học - " in letter.subject
    acknowledged = compose_acknowledgement(case, samples.received()).text
    assert "được nêu trong thư đề nghị xác nhận đã gửi" in acknowledged
    for text in (letter.text, acknowledged):
        assert "bổ sung" not in text
    assert html_words(letter) == text_words(letter)


def test_sums_are_quoted_to_everybody_and_numbers_of_persons_are_not() -> None:
    phone = AskedItem(number=2, kind="contact", record_id="p1", fields=("phone",), finding="confirm",
                      title="Lê Thị Hoa", found="38000001", suggested=(("p1.phone", "+842838000001"),),
                      doubt="area_code: x")  # fmt: skip
    letter = compose_reminder(samples.case(items=(AskedItem(number=1, **CONFIRM), phone)))
    assert "2.000.000 đồng" in letter.text
    assert "3800 0001" not in letter.text
    assert "38000001" not in letter.text
