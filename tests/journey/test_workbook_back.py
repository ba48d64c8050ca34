"""The prefilled workbook goes out with the questions, is filled in by a school, and comes back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.message import EmailMessage

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.outbox import Letter
from catalogue.records import LetterKind, UnitStatus
from intake.jobs_letters import ask, remind
from intake.jobs_poll import poll
from intake.jobs_send import send
from tests.support.apps import ADDRESSES, SAO_MAI, Office, row, submission

URL = "https://saomai.example/han"
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
HEAD = 4


def asked(office: Office, *rows: dict[str, str]) -> Letter:
    """A school sent courses that lack something; the letter that asks for it, workbook and all."""
    office.postbox.deliver(submission(1, *rows), at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=15)
    [letter] = ask(office.app).made
    send(office.app)
    office.clock.forward(hours=1)
    assert letter.kind is LetterKind.CLARIFICATION
    return letter


def book_of(letter: Letter) -> openpyxl.Workbook:
    [file] = letter.files
    return openpyxl.load_workbook(io.BytesIO(file.data))


def columns(page: Worksheet) -> Mapping[str, int]:
    return {str(cell.value): cell.column for cell in page[HEAD] if cell.value}


def is_open(page: Worksheet, row: int, column: int) -> bool:
    return not page.cell(row, column).protection.locked


def row_of(page: Worksheet, title: str) -> int:
    name = columns(page)["Tên khóa học"]
    return next(
        number for number in range(HEAD + 1, page.max_row + 1) if page.cell(number, name).value == title
    )


def come_back(
    office: Office,
    book: openpyxl.Workbook,
    *,
    sender: str = ADDRESSES[SAO_MAI],
    name: str = "bo sung.xlsx",
    subject: str = "Bổ sung",
) -> None:
    """The workbook in a new mail that keeps nothing of our letter."""
    written = io.BytesIO()
    book.save(written)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "tiepnhan.gdtx@sogddt.example", subject
    message["Message-ID"] = f"<back{office.clock.now:%d%H%M}@saomai.example>"
    message.set_content("Kính gửi Sở, nhà trường gửi bổ sung.")
    message.add_attachment(written.getvalue(), maintype=XLSX[0], subtype=XLSX[1], filename=name)
    office.postbox.deliver(message.as_bytes(), at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=15)


def fill(page: Worksheet, title: str, **answers: str) -> None:
    """Write into the row of a course, by the headings' words."""
    headings = {"url": "Địa chỉ trang thông tin lớp học", "fee": "Học phí", "level": "Trình độ đào tạo",
                "name": "Tên khóa học", "content": "Nội dung"}  # fmt: skip
    for key, text in answers.items():
        page.cell(row_of(page, title), columns(page)[headings[key]]).value = text


def fill_assurances(page: Worksheet) -> None:
    for number in range(HEAD + 1, page.max_row + 1):
        if page.cell(number, 1).value:
            for cell in page[number]:
                if (
                    not cell.protection.locked
                    and cell.value is None
                    and "Có" in choices(page, cell.coordinate)
                ):
                    cell.value = "Có"


def choices(page: Worksheet, coordinate: str) -> str:
    rules = [one for one in page.data_validations.dataValidation if coordinate in one.sqref]
    return str(rules[0].formula1) if rules else ""


# --- what goes out


def test_only_what_is_asked_for_is_open_and_says_what_is_asked(office: Office) -> None:
    book = book_of(asked(office, row("Hàn điện", url=""), row("Tiện ren")))
    page = book["Khóa học"]
    url, title = columns(page)["Địa chỉ trang thông tin lớp học"], columns(page)["Tên khóa học"]
    lacking, full = row_of(page, "Hàn điện"), row_of(page, "Tiện ren")
    assert is_open(page, lacking, url)
    assert not is_open(page, full, url)
    assert not is_open(page, lacking, title)
    assert "địa chỉ trang thông tin lớp học" in page.cell(lacking, url).comment.text
    assert page.protection.sheet
    assert page.column_dimensions["A"].hidden


def test_closed_answers_are_offered_to_pick_from(office: Office) -> None:
    page = book_of(asked(office, row("Hàn điện", level="", url="")))["Khóa học"]
    level = page.cell(row_of(page, "Hàn điện"), columns(page)["Trình độ đào tạo"])
    assert "sơ cấp" in choices(page, level.coordinate)


def test_a_letter_that_asks_for_nothing_bears_no_workbook(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện")), at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=15)
    [letter] = ask(office.app).made
    assert letter.files == ()


def test_a_title_that_looks_like_a_formula_stays_a_text(office: Office) -> None:
    page = book_of(asked(office, row("=1+1 Hàn điện", url=""), row("Tiện ren", url="")))["Khóa học"]
    assert [cell.data_type for cell in page["C"] if str(cell.value).startswith("=")] == ["s"]


def test_a_telephone_number_goes_back_only_to_who_wrote_it(office: Office) -> None:
    asked(office, row("Hàn điện", url=""))
    office.app.store.note_bounce(ADDRESSES[SAO_MAI], office.clock.now.replace(year=2026))
    roster = [
        unit if unit.id != SAO_MAI else type(unit)(
            id=unit.id, name=unit.name, kind=unit.kind, emails=(*unit.emails, "hieutruong@saomai.example"),
            domains=unit.domains,
        )
        for unit in office.app.store.units(office.app.campaign.id)
    ]  # fmt: skip
    office.app.store.replace_units(office.app.campaign.id, roster)
    office.clock.at("2025-05-26T09:00:00")
    [letter] = [one for one in remind(office.app).made if one.unit_id == SAO_MAI]
    assert letter.to == "hieutruong@saomai.example"
    cells = [str(cell.value) for row in book_of(letter)["Đầu mối liên hệ"] for cell in row if cell.value]
    assert not any("0918" in text for text in cells)


# --- what comes back


def test_a_filled_workbook_completes_the_case_though_nothing_else_names_our_letter(office: Office) -> None:
    book = book_of(asked(office, row("Hàn điện", url=""), row("Tiện ren", url="")))
    page = book["Khóa học"]
    fill(page, "Hàn điện", url=URL)
    fill(page, "Tiện ren", url="Chưa có")
    fill_assurances(page)
    come_back(office, book, name="tai lieu 1.xlsx")
    assert office.course("Hàn điện").values["url"].value == URL
    assert office.course("Tiện ren").values["url"].answered
    assert office.course("Tiện ren").values["certificate"].value is True
    assert office.state().status is UnitStatus.COMPLETE
    assert office.titles() == ["Hàn điện", "Tiện ren"]


def test_a_doubt_is_settled_by_a_yes_in_its_cell_and_not_by_leaving_it_alone(office: Office) -> None:
    letter = asked(office, row("Hàn điện", fee="2.000"))
    book = book_of(letter)
    fill_assurances(book["Khóa học"])
    come_back(office, book)
    assert "fee" in office.course("Hàn điện").doubtful
    fill(book["Khóa học"], "Hàn điện", fee="Đúng")
    come_back(office, book)
    assert office.course("Hàn điện").doubtful == ()
    assert office.course("Hàn điện").values["fee_vnd"].value == 2_000_000


def test_what_is_written_over_a_known_cell_changes_that_record_even_its_name(office: Office) -> None:
    book = book_of(asked(office, row("Hàn điện", url=""), row("Tiện ren")))
    fill(book["Khóa học"], "Tiện ren", fee="3.000.000 đồng/khóa", level="trung cấp")
    fill(book["Khóa học"], "Tiện ren", name="Tiện ren cơ bản")
    come_back(office, book)
    assert office.titles() == ["Hàn điện", "Tiện ren cơ bản"]
    course = office.course("Tiện ren cơ bản")
    assert (course.values["fee_vnd"].value, course.values["level"].value) == (3_000_000, "intermediate")


def test_a_course_in_a_spare_row_is_a_new_one(office: Office) -> None:
    book = book_of(asked(office, row("Hàn điện", url="")))
    page, at = book["Khóa học"], columns(book["Khóa học"])
    fill(page, "Hàn điện", url=URL)
    spare = row_of(page, "Hàn điện") + 1
    page.cell(spare, at["Tên khóa học"]).value = "Cắm hoa nghệ thuật"
    page.cell(spare, at["Trình độ đào tạo"]).value = "sơ cấp"
    page.cell(spare, at["Học phí"]).value = "miễn phí"
    come_back(office, book)
    assert office.titles() == ["Hàn điện", "Cắm hoa nghệ thuật"]
    assert office.course("Cắm hoa nghệ thuật").values["fee"].value == "free"
    assert office.course("Hàn điện").values["url"].value == URL


def test_a_workbook_that_comes_back_untouched_says_nothing(office: Office) -> None:
    book = book_of(asked(office, row("Hàn điện", fee="2.000"), row("Tiện ren", url="")))
    before = office.state()
    come_back(office, book)
    after = office.state()
    assert [one.values for one in after.records] == [one.values for one in before.records]
    assert after.unresolved == ()


def sorted_rows(page: Worksheet) -> None:
    first, second = ([cell.value for cell in page[number]] for number in (HEAD + 1, HEAD + 2))
    for cell, value in zip(page[HEAD + 1], second, strict=True):
        cell.value = value
    for cell, value in zip(page[HEAD + 2], first, strict=True):
        cell.value = value


def with_lines_above(page: Worksheet) -> None:
    page.merged_cells.ranges.clear()
    page.insert_rows(1, 2)


def with_a_column_between(page: Worksheet) -> None:
    page.merged_cells.ranges.clear()
    page.insert_cols(5)


@pytest.mark.parametrize("move", [sorted_rows, with_lines_above, with_a_column_between])
def test_rows_and_columns_that_were_moved_keep_their_meaning(
    office: Office, move: Callable[[Worksheet], None]
) -> None:
    book = book_of(asked(office, row("Hàn điện", url=""), row("Tiện ren", url="")))
    fill(book["Khóa học"], "Hàn điện", url=URL)
    move(book["Khóa học"])
    come_back(office, book)
    assert office.course("Hàn điện").values["url"].value == URL
    assert "url" not in office.course("Tiện ren").values
    assert office.titles() == ["Hàn điện", "Tiện ren"]


def test_a_workbook_from_a_strangers_address_is_known_and_waits_for_the_officer(office: Office) -> None:
    book = book_of(asked(office, row("Hàn điện", url="")))
    fill(book["Khóa học"], "Hàn điện", url=URL)
    come_back(office, book, sender="co.giao@gmail.example")
    assert "url" not in office.course("Hàn điện").values
    waiting = [one for one in office.app.store.messages(office.app.campaign.id) if one.needs_officer]
    assert [one.needs_officer for one in waiting] == [f"stranger with a valid reference of {SAO_MAI}"]


@pytest.mark.parametrize("word", ["x", "0", "Có", "giống khóa 1", "liên hệ", "-"])
def test_a_sign_where_words_were_asked_for_is_no_value(office: Office, word: str) -> None:
    book = book_of(asked(office, row("Hàn điện", url="", content="", fee=""), row("Tiện ren", curriculum="")))
    page = book["Khóa học"]
    fill(page, "Hàn điện", content=word, url=word, fee=word if word != "0" else "?")
    come_back(office, book)
    course = office.course("Hàn điện")
    assert {"content", "url", "fee"} <= set(course.missing)
    assert not any(value.value for key, value in course.values.items() if key in ("content", "url", "fee"))


@pytest.mark.parametrize("word", ["giống khóa 1", "liên hệ", "-"])
def test_a_word_that_is_no_yes_assures_nothing(office: Office, word: str) -> None:
    book = book_of(asked(office, row("Hàn điện", url="")))
    page = book["Khóa học"]
    page.cell(row_of(page, "Hàn điện"), columns(page)["Cấp chứng nhận, chứng chỉ"]).value = word
    come_back(office, book)
    assert office.course("Hàn điện").values["certificate"].value is None


def test_a_denial_is_an_answer_and_no_position(office: Office) -> None:
    contact = "Đầu mối liên hệ: Bà Trịnh Thu Ngân, điện thoại: 0918 202 431."
    office.postbox.deliver(
        submission(1, row("Hàn điện"), contact=contact), at=office.clock.now - timedelta(minutes=1)
    )
    poll(office.app)
    office.clock.forward(minutes=15)
    [letter] = ask(office.app).made
    send(office.app)
    book = book_of(letter)
    page = book["Đầu mối liên hệ"]
    page.cell(HEAD + 1, columns(page)["Chức vụ"]).value = "chưa có"
    come_back(office, book)
    [person] = office.state().contacts
    assert person.values["position"].value is None


def test_a_missing_contact_is_taken_from_its_yellow_row(office: Office) -> None:
    office.postbox.deliver(
        submission(1, row("Hàn điện"), contact=""), at=office.clock.now - timedelta(minutes=1)
    )
    poll(office.app)
    office.clock.forward(minutes=15)
    [letter] = ask(office.app).made
    send(office.app)
    book = book_of(letter)
    page = book["Đầu mối liên hệ"]
    at = columns(page)
    for heading, text in (
        ("Họ và tên", "Lê Thị Hoa"),
        ("Chức vụ", "Phó Giám đốc"),
        ("Số điện thoại", "0909 000 111"),
    ):
        page.cell(HEAD + 1, at[heading]).value = text
    fill_assurances(book["Khóa học"])
    come_back(office, book)
    [person] = office.state().contacts
    assert (person.name, person.values["phone"].value) == ("Lê Thị Hoa", "+84909000111")
    assert office.state().status is UnitStatus.COMPLETE
