"""The one letter of a turn: what came, what is asked, what is thanked for, what happens next."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from catalogue.outbox import Letter
from catalogue.records import AskedItem, UnitStatus
from reports.examples import examples
from reports.letters import (
    NotRead,
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
from tests.reports import samples

LETTERS = examples(samples.campaign())
QUESTION = "Kính hỏi Sở: học phí ghi theo tháng hay theo khóa?"


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_every_letter_says_what_happens_next_how_to_answer_whom_to_call_and_what_names_are_for(
    letter: Letter,
) -> None:
    assert re.search(r"Sở sẽ", letter.text)
    assert "trả lời" in letter.text.partition("--------")[0]
    assert "Khi cần hỗ trợ: Ông Trần Minh Khôi, điện thoại 0909 000 123" in letter.text
    assert "người có tên có quyền xem, đề nghị chỉnh sửa hoặc xóa thông tin" in letter.text
    assert letter.ref in letter.text
    assert letter.ref in letter.subject


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_only_questions_are_numbered_since_answers_name_their_numbers(letter: Letter) -> None:
    numbers = [int(one) for one in re.findall(r"^(\d+)\. ", letter.text, re.MULTILINE)]
    asks = "Cách trả lời" in letter.text
    assert numbers == ([item.number for item in letter.items] if asks else [])


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_letters_ask_and_never_demand_blame_or_speak_of_machines(letter: Letter) -> None:
    unwanted = (
        "yêu cầu|sai|lỗi|thiếu sót|trễ hạn|vi phạm|gấp|người chịu trách nhiệm|import|upload|record|sheet|row|"
        "hàng ngày|khoá|hoá|chúng tôi|hệ thống|phần mềm|robot"
    )
    assert re.findall(rf"\b(?:{unwanted})\b", letter.text.casefold()) == []
    assert "!" not in letter.text


def test_a_clarification_that_answers_a_new_message_first_tells_what_came_of_it() -> None:
    received = samples.received(unread=(samples.not_read(),), same=1, late=True)
    told, _, asked = compose_clarification(samples.case(), received).text.partition("đề nghị Quý trường")
    assert "vào lúc 09 giờ 05 ngày 23 tháng 5 năm 2025 (sau thời hạn)." in told
    assert "- Đã đọc 02 tệp: ds-khoa-hoc-2025.xlsx; dau-moi.docx." in told
    assert "- Chưa đọc được tệp cong-van-scan.pdf: tệp là bản chụp, không có nội dung chữ." in told
    assert "đã ghi nhận 02 khóa học (trong thư này: mới 02, trùng không thay đổi 01)" in told
    assert "- Đầu mối liên hệ: 01 người." in told
    assert "bổ sung 06 nội dung sau:" in asked


def test_a_clarification_that_only_asks_again_tells_nothing_twice() -> None:
    letter = compose_clarification(samples.case(), samples.received(fresh=False, new=2))
    assert "Kết quả tiếp nhận" not in letter.text
    assert "ds-khoa-hoc-2025.xlsx" not in letter.text
    assert "gửi ngày 23 tháng 5 năm 2025 và đã ghi nhận 02 khóa học." in letter.text


def test_the_workbook_is_spoken_of_where_the_letter_bears_one_and_nowhere_else() -> None:
    words = "các ô màu vàng là nội dung cần bổ sung."
    received = samples.received()
    assert words in compose_clarification(samples.case(has_workbook=True), received).text
    assert "tệp Excel kèm theo" not in compose_clarification(samples.case(), received).text


def test_a_file_is_asked_for_by_name_with_what_to_do_and_its_reason_once() -> None:
    item = AskedItem(number=1, kind="course", record_id="", fields=(), finding="unreadable",
                     title="cong-van-scan.pdf", found="scanned")  # fmt: skip
    case = samples.case(items=(item,))
    with_receipt = compose_clarification(case, samples.received(unread=(samples.not_read(),))).text
    assert with_receipt.count("không có nội dung chữ") == 1
    assert "1. Tệp cong-van-scan.pdf: đề nghị gửi tệp Word hoặc Excel" in with_receipt
    reminded = compose_reminder(case).text
    assert (
        "1. Chưa đọc được tệp cong-van-scan.pdf: tệp là bản chụp, không có nội dung chữ. Đề nghị" in reminded
    )


def test_scanned_pages_of_a_file_are_asked_for_by_page() -> None:
    item = AskedItem(number=1, kind="course", record_id="", fields=(), finding="unreadable",
                     title="ds.pdf/trang 2-4, 7", found="scanned")  # fmt: skip
    text = compose_reminder(samples.case(items=(item,))).text
    assert "1. Chưa đọc được trang 2-4, 7 của tệp ds.pdf: các trang này là bản chụp" in text
    pages = NotRead("ds.pdf", "scanned", pages=(2, 3, 4, 7))
    told = compose_clarification(samples.case(), samples.received(unread=(pages,))).text
    assert "- Chưa đọc được trang 2-4, 7 của tệp ds.pdf: các trang này là bản chụp" in told


@pytest.mark.parametrize(
    ("reason", "cure"),
    [
        ("scanned", "Đề nghị gửi tệp Word hoặc Excel (.docx, .xlsx) đã dùng để in văn bản này."),
        ("encrypted", "hoặc cho biết mật khẩu qua điện thoại với Ông Trần Minh Khôi, số 0909 000 123."),
        ("corrupt", "chọn Lưu thành (Save As) dạng .xlsx hoặc .docx"),
        ("unsupported", "với Numbers, Pages: chọn Tệp (File), Xuất sang (Export To)"),
        ("empty", "gửi lại tệp có nội dung."),
        ("too_large", "nén tệp (.zip) hoặc chia thành nhiều tệp nhỏ"),
        ("hostile", "chép nội dung sang một tệp .xlsx hoặc .docx mới, không có macro"),
        ("link", "đính kèm trực tiếp vào thư, không gửi đường liên kết."),
    ],
)
def test_each_reason_why_a_file_was_not_read_comes_with_what_to_do(reason: str, cure: str) -> None:
    letter = compose_unreadable(samples.case(), samples.received(unread=(NotRead("ds.bin", reason),)))
    assert cure in letter.text
    assert "Thời điểm tiếp nhận vẫn được ghi nhận theo thư gửi ngày 23 tháng 5 năm 2025." in letter.text


def test_two_files_with_one_trouble_get_one_remedy_and_with_two_each_is_named() -> None:
    scans = (NotRead("a.pdf", "scanned"), NotRead("b.pdf", "scanned"))
    alike = compose_unreadable(samples.case(), samples.received(unread=scans)).text
    assert alike.count("đã dùng để in văn bản này") == 1
    mixed = (*scans, NotRead("c.xlsx", "encrypted"))
    text = compose_unreadable(samples.case(), samples.received(unread=mixed)).text
    assert "Tệp a.pdf, tệp b.pdf: đề nghị gửi tệp Word hoặc Excel" in text
    assert "Tệp c.xlsx: đề nghị gửi lại tệp không đặt mật khẩu" in text


def test_thanks_list_what_stands_in_the_catalogue_and_no_number_of_a_person() -> None:
    state = samples.state(samples.course(), samples.contact(email="an@cdb.example"))
    letter = compose_complete(samples.case(items=(), state=state), samples.received())
    assert "] Đã nhận đủ thông tin khóa học - " in letter.subject
    assert (
        "- Thiết kế đồ họa cơ bản: sơ cấp; trực tuyến kết hợp trực tiếp; học phí 1.500.000 đồng."
        in letter.text
    )
    assert "- Nguyễn Văn An, Phó Trưởng phòng Đào tạo." in letter.text
    assert "trang học tập cộng đồng số (https://hoctapcongdong.hcm.edu.vn)" in letter.text
    assert '(ví dụ: "Khóa Thiết kế đồ họa cơ bản: học phí' in letter.text
    for private in ("0909 123 456", "909123456", "an@cdb.example"):
        assert private not in letter.text + letter.html


def test_what_is_listed_and_waits_for_an_answer_says_so() -> None:
    unclear = samples.value(None, "theo quy định", doubt="unclear: no amount")
    guessed = samples.value(2_000_000, "2.000", doubt="unit: x")
    first = replace(samples.course("Hàn", "c1", fee=unclear, fee_vnd=None), missing=("fee",))
    second = samples.course("Tiện", "c2", fee=replace(guessed, value="paid"), fee_vnd=guessed)
    state = samples.state(first, second, status=UnitStatus.INCOMPLETE)
    text = compose_acknowledgement(samples.case(state=state), samples.received()).text
    assert "- Hàn: sơ cấp; trực tuyến kết hợp trực tiếp; học phí theo quy định (chưa rõ);" in text
    assert "học phí 2.000.000 đồng (cần xác nhận)." in text


def test_no_courses_is_confirmed_with_the_way_to_change_it() -> None:
    state = samples.state(status=UnitStatus.NO_COURSES)
    letter = compose_no_courses(samples.case(items=(), state=state), samples.received())
    assert (
        "ghi nhận: Quý trường không tổ chức khóa học thuộc các hình thức nêu trong công văn." in letter.text
    )
    assert "không nhắc thêm" in letter.text
    assert "đề nghị trả lời thư này kèm danh sách khóa học" in letter.text


def at(day: int) -> datetime:
    return datetime(2025, 5, day, 8, tzinfo=samples.ZONE)


def test_who_sent_nothing_and_who_is_incomplete_are_reminded_in_different_words() -> None:
    silent = samples.case(items=(), now=at(22), state=samples.state(status=UnitStatus.NOT_SUBMITTED))
    first, second = compose_reminder(silent), compose_reminder(samples.case(now=at(22)))
    assert "] Nhắc thời hạn gửi thông tin khóa học - " in first.subject
    assert "] Nhắc thời hạn bổ sung thông tin khóa học - " in second.subject
    assert "Mỗi khóa học gồm: tên khóa học; trình độ đào tạo;" in first.text
    assert "cảm ơn Quý trường đã gửi thông tin khóa học" in second.text
    assert "còn 06 nội dung cần bổ sung (danh sách dưới đây)" in second.text
    assert "Không có khóa học" not in second.text
    assert "Còn 01 ngày: bổ sung thông tin" in compose_reminder(samples.case(now=at(28))).subject


def test_an_overdue_letter_asks_by_the_officers_day_for_what_this_unit_owes() -> None:
    late = at(31)
    open_case = samples.case(now=late)
    silent = samples.case(items=(), now=late, state=samples.state(status=UnitStatus.NOT_SUBMITTED))
    day = "trước ngày 09 tháng 6 năm 2025 (chậm nhất hết ngày 08 tháng 6 năm 2025)"
    for case, owed in ((open_case, "khẩn trương bổ sung thông tin"), (silent, "khẩn trương gửi thông tin")):
        text = compose_overdue(case, date(2025, 6, 9)).text
        assert f"{owed} {day}" in text
        assert "vẫn được tiếp nhận và được ghi rõ là gửi sau thời hạn" in text


def test_the_receipt_of_a_question_quotes_it_and_says_who_answers() -> None:
    letter = compose_help_receipt(samples.case(), samples.received(question=QUESTION))
    assert f"> {QUESTION}\n" in letter.text
    assert "đã chuyển Ông Trần Minh Khôi trả lời" in letter.text


def test_nobody_writes_letters_through_us_by_asking_under_anothers_name() -> None:
    long = "Xem tại https://lua-dao.example/x hoặc www.lua-dao.example. " + "mua ngay " * 200
    text = compose_help_receipt(samples.case(), samples.received(question=long)).text
    assert "lua-dao" not in text
    assert "> Xem tại (đường liên kết) hoặc (đường liên kết)" in text
    assert text.count("mua ngay") < 70
    many = "\n".join(f"dòng {number}" for number in range(40))
    assert compose_help_receipt(samples.case(), samples.received(question=many)).text.count("> ") == 13


def test_numbers_in_a_question_are_quoted_to_their_writer_only() -> None:
    received = samples.received(question="Xin gọi cô Hoa 0912 333 045.")
    assert "0912 333 045" in compose_help_receipt(samples.case(), received).text
    other = samples.case(to="vanthu@cdb.example")
    assert "0912 333 045" not in compose_answer(other, received, "Sở sẽ gọi.").text


def test_the_officers_answer_stands_as_written_without_a_second_greeting() -> None:
    answer = "Kính gửi Quý trường,\n\nHọc phí ghi theo khóa.\n1. Ghi số tiền.\n\nTrân trọng./.\n"
    letter = compose_answer(samples.case(), samples.received(question=QUESTION), answer)
    assert (
        "như sau:\n\nHọc phí ghi theo khóa.\n\n1. Ghi số tiền.\n\nNội dung câu hỏi:\n\n> Kính hỏi"
        in letter.text
    )
    assert letter.text.count("./.") == letter.text.count("Kính gửi") == 1
    with pytest.raises(ValueError, match="without words"):
        compose_answer(samples.case(), samples.received(), "\nTrân trọng./.\n")
