"""The desk's words: every decision, silence and place has a sentence; addresses bear any id."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest

from catalogue.asking.silence import Hush, Reminder, Silence
from catalogue.erasing import Held, HeldKind
from catalogue.lists import Page, Span
from catalogue.records import Decision, DecisionKind, LetterKind, Origin, UnitStatus
from config.campaign import load_campaign
from reports.desk.decision_words import decision_words, note_words
from reports.desk.edit_faults import fault_words
from reports.desk.origins import place_words
from reports.desk.places import after_deed, below, own_path, pages_of, span_of
from reports.desk.privacy import places
from reports.desk.silence_words import silence_words

CAMPAIGN = load_campaign("course-catalogue-2025")
NAMES = {"cd-sao-mai": "Trường Cao đẳng Sao Mai", "r1": "Hàn điện", "r2": "Hàn hồ quang"}
AT = datetime(2025, 5, 19, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "subject", "value", "told"),
    [
        (DecisionKind.SET_VALUE, "r1.fee_vnd", "1500000", 'Ghi mức học phí của "Hàn điện": "1.500.000"'),
        (DecisionKind.SET_VALUE, "r1.duration", "null", 'Ghi thời gian đào tạo của "Hàn điện": "Chưa có"'),
        (DecisionKind.SET_VALUE, "r1.level", "[1]", 'Ghi trình độ đào tạo của "Hàn điện": "[1]"'),
        (DecisionKind.CONFIRM_VALUE, "r1.record", "null", 'Xác nhận đúng toàn bộ nội dung của "Hàn điện"'),
        (DecisionKind.MERGE, "r1", "r2", 'Gộp "Hàn hồ quang" vào "Hàn điện"'),
        (DecisionKind.SPLIT, "r1", "ab" * 32, 'Tách nội dung của thư ababababab khỏi "Hàn điện"'),
        (DecisionKind.STOP_ASKING, "cd-sao-mai", "off", 'Tiếp tục gửi thư tới "Trường Cao đẳng Sao Mai"'),
        (DecisionKind.ASSIGN_SENDER, "{0}@a.example", "", "Không xếp người gửi {0}@a.example vào đơn vị nào"),
    ],
)  # fmt: skip
def test_a_decision_is_one_sentence_about_what_it_is_on(
    kind: DecisionKind, subject: str, value: str, told: str
) -> None:
    assert decision_words(Decision(kind=kind, subject=subject, value=value), NAMES) == told


def test_every_kind_of_decision_has_words_whatever_its_subject() -> None:
    for kind in DecisionKind:
        for subject, value in (("", ""), ("{x}", "{y}"), ("r1.không có", "{")):
            assert decision_words(Decision(kind=kind, subject=subject, value=value)).strip()


def test_every_silence_is_told_whole() -> None:
    for why in Hush:
        for reminder in Reminder:
            silence = Silence(
                why=why, count=3, most=4, day=date(2025, 5, 19), until=AT, status=UnitStatus.COMPLETE,
                letter=LetterKind.CLARIFICATION, asked_at=AT, reminder=reminder, ahead=7,
            )  # fmt: skip
            words = silence_words(silence, CAMPAIGN)
            assert "{" not in words
            assert words.endswith(".")
    waits = Silence(why=Hush.MAY_ANSWER, letter=LetterKind.CLARIFICATION, asked_at=AT, until=AT)
    assert "lúc 19/5/2025 09:30; chờ đơn vị trả lời đến 19/5/2025 09:30." in silence_words(waits, CAMPAIGN)


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        (Origin(part="d.xls", container="A", row=7, column=28), 'tệp d.xls, trang tính "A", dòng 7, cột AB'),
        (Origin(part="ds.docx", container="Bảng 2", row=3, column=4), "tệp ds.docx, bảng 2, dòng 3, cột 4"),
        (Origin(part="ds.pdf", row=12), "tệp ds.pdf, đoạn 12"),
        (Origin(row=4), "nội dung thư, dòng 4"),
        (Origin(part="a.zip/b.xlsx"), "tệp a.zip/b.xlsx"),
    ],
)  # fmt: skip
def test_a_place_is_told_from_the_file_to_the_cell(origin: Origin, told: str) -> None:
    assert place_words(origin, named=True) == told
    assert "ds." not in place_words(origin, named=False)


@pytest.mark.parametrize("name", ["a/b", "a?b#c%d", "cđ 1", "..", "<b>"])
def test_an_address_bears_any_id(name: str) -> None:
    path = below("/don-vi", name)
    assert unquote(path) == f"/don-vi/{name}"
    assert path.count("/") == 2
    assert not set(path) & set("?#<> ")


def test_what_was_decided_stands_in_the_address_once_and_its_words_stay() -> None:
    first = after_deed("/don-vi/x?loc=vuong&trang=2", (1, 2), "r-1")
    assert first == "/don-vi/x?loc=vuong&trang=2&done=1%2C2#r-1"
    assert after_deed(first, (3,)) == "/don-vi/x?loc=vuong&trang=2&done=3"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https://a.example", "", "/a\nb", "x"]
)
def test_only_an_address_of_ours_is_gone_back_to(wanted: str) -> None:
    assert own_path(wanted, "/don-vi") == "/don-vi"
    assert own_path("/don-vi/a?b=c", "/") == "/don-vi/a?b=c"


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "²", "9" * 40])
def test_a_page_that_is_no_number_is_the_first(page: str) -> None:
    assert span_of(page, 50) == Span(0, 50)


def test_pages_lead_to_their_neighbours_with_what_was_asked() -> None:
    pages = pages_of(Page(lines=(1, 2), total=6, span=Span(2, 2)), "/don-vi", {"q": "hàn", "loai": ""})
    assert (pages.first, pages.last, pages.total) == (3, 4, 6)
    assert (pages.before, pages.after) == ("/don-vi?q=h%C3%A0n", "/don-vi?q=h%C3%A0n&trang=3")


def test_a_fault_says_what_was_typed_and_what_is_wanted() -> None:
    assert fault_words("contact", "phone", "12ab") == (
        "“12ab” chưa phải là số điện thoại hợp lệ. Số điện thoại có 10 chữ số (di động) hoặc 11 chữ số kể cả "
        "mã vùng. Ví dụ: 0909 123 456."
    )
    assert "Ghi một trong: đào tạo ngắn hạn; sơ cấp; trung cấp; cao đẳng." in fault_words(
        "course", "level", "x"
    )


def test_a_note_of_the_program_is_told_in_vietnamese_one_of_a_person_as_it_is() -> None:
    assert note_words("ordered by mail") == "theo thư của chuyên viên"
    assert note_words("gọi điện ngày 20/5") == "gọi điện ngày 20/5"


def test_a_letter_that_names_a_person_is_told_by_its_subject_and_receiver() -> None:
    held = Held(kind=HeldKind.LETTER, id="3", what="complete: Đã nhận đủ", place="to a@b.example")
    (place,) = places(CAMPAIGN, [held], {})
    assert (place.kind, place.what, place.where) == ("Thư đi", "Đã nhận đủ", "gửi tới a@b.example")
