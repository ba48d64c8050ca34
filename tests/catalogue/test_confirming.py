"""A yes settles what was suggested, a value takes its place, and a no leaves it to a person."""

from __future__ import annotations

import pytest

from catalogue.asking.questions import items_for
from catalogue.fields import CONTACT
from catalogue.folding.confirming import Said, Word, read_word
from catalogue.folding.fold import FoldMessage
from catalogue.records import Entry, MessageKind, UnitState, UnitStatus
from tests.support.statements import (
    CAMPAIGN,
    answers,
    contact,
    course,
    folded,
    full_course,
    message,
    only,
    value,
)

PERSON = contact("Lê Thị Hoa", position="Phó Giám đốc", phone="+84909000001", row=30)
THOUSANDS = "unit: taken for thousands of đồng"
GROUPED = ("Kế toán", "Hàn", "Tiện")


def doubtful(title: str = "Kế toán", **more: object) -> Entry:
    fee = value("paid", text="2.000", doubt=THOUSANDS)
    figure = value(2_000_000, text="2.000", doubt=THOUSANDS)
    return full_course(title, **{"fee": fee, "fee_vnd": figure, **more})


def replied(*texts: tuple[int, str], first: FoldMessage) -> UnitState:
    """The unit's state once it answered the letter that its first message draws."""
    asked = items_for(folded(first), CAMPAIGN)
    return folded(
        first, message(1, kind=MessageKind.REPLY, asked=asked, numbered=answers(*texts))
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Đúng", "đúng rồi ạ", "ok", "Phải", "Dạ đúng ạ.", "Chính xác", "Đúng, 2 triệu"]
)
def test_a_yes_settles_the_suggestion_and_completes_the_unit(text: str) -> None:
    first = message(0, doubtful(), PERSON)
    assert folded(first).status is UnitStatus.INCOMPLETE
    state = replied((1, text), first=first)
    record = only(state.courses)
    assert (record.values["fee"].value, record.values["fee_vnd"].value) == ("paid", 2_000_000)
    assert (record.doubtful, state.status, state.unresolved) == ((), UnitStatus.COMPLETE, ())


def test_a_settled_value_names_the_answer_and_keeps_its_first_place_in_the_history() -> None:
    first = message(0, doubtful(), PERSON)
    record = only(replied((1, "Đúng"), first=first).courses)
    settled, earlier = record.values["fee_vnd"], only(record.history["fee_vnd"])
    assert (settled.origin.at, settled.reason, settled.text) == ("đoạn 1", "confirmed", "2.000")
    assert (earlier.origin.at, earlier.doubt) == ("Sơ cấp!B2", THOUSANDS)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("không phải, là 2.500.000 đồng", 2_500_000),
        ("Sai, học phí 3 triệu", 3_000_000),
        ("3.500.000 đồng/khóa", 3_500_000),
        ("không phải 2 triệu mà là 4 triệu", 4_000_000),
        ("Học phí đúng là: 5.000.000 đồng", 5_000_000),
    ],
)
def test_a_value_takes_the_place_of_the_suggestion(text: str, figure: int) -> None:
    state = replied((1, text), first=message(0, doubtful(), PERSON))
    record = only(state.courses)
    assert (record.values["fee_vnd"].value, record.doubtful) == (figure, ())
    assert state.status is UnitStatus.COMPLETE


@pytest.mark.parametrize("text", ["Không phải", "Sai", "Không phải 2 triệu", "Sai, chúng tôi sẽ gửi sau"])
def test_a_no_without_a_value_stays_doubtful_and_goes_to_the_officer(text: str) -> None:
    state = replied((1, text), first=message(0, doubtful(), PERSON))
    record = only(state.courses)
    assert (record.values["fee_vnd"].value, record.doubtful) == (2_000_000, ("fee", "fee_vnd"))
    assert state.status is UnitStatus.INCOMPLETE
    left = only(state.unresolved)
    assert (left.values["answer"].text, left.doubt.partition(":")[0]) == (text, "denied")
    again = items_for(state, CAMPAIGN)[0]
    assert (again.fields, again.finding, again.confirms) == (("fee",), "invalid", False)


@pytest.mark.parametrize("text", ["Đúng nhưng học phí là 3 triệu", "để tôi hỏi lại", "xem file đính kèm"])
def test_an_answer_that_is_neither_changes_nothing_and_is_shown(text: str) -> None:
    first = message(0, doubtful(), PERSON)
    state = replied((1, text), first=first)
    assert only(state.courses).values == only(folded(first).courses).values
    assert only(state.unresolved).values["answer"].text == text


@pytest.mark.parametrize(
    ("text", "doubtful_fields"),
    [
        ("Kính gửi Sở,\n\nDạ đúng rồi ạ.\n\nTrân trọng", ()),
        ("OK", ("fee", "fee_vnd")),
        ("Đã nhận được thư, cảm ơn Sở.", ("fee", "fee_vnd")),
        ("Đúng ạ.\nTrường xin gửi thêm danh sách.", ("fee", "fee_vnd")),
    ],
)
def test_a_mere_yes_without_a_number_answers_a_letter_of_one_question(
    text: str, doubtful_fields: tuple[str, ...]
) -> None:
    first = message(0, doubtful(), PERSON)
    asked = items_for(folded(first), CAMPAIGN)
    reply = message(1, kind=MessageKind.REPLY, asked=asked[:1], new_text=text)
    assert only(folded(first, reply).courses).doubtful == doubtful_fields
    unsure = message(1, kind=MessageKind.REPLY, asked=asked, new_text=text)
    assert only(folded(first, unsure).courses).doubtful == ("fee", "fee_vnd")


def test_what_changed_since_the_letter_is_not_confirmed_by_an_answer_to_it() -> None:
    first = message(0, doubtful(), PERSON)
    asked = items_for(folded(first), CAMPAIGN)
    rough = value("paid", text="khoảng 3 triệu", doubt="open: rough")
    newer = message(0.5, full_course("Kế toán", fee=rough, fee_vnd=value(3_000_000, doubt="open: rough")))
    reply = message(1, kind=MessageKind.REPLY, asked=asked, numbered=answers((1, "Đúng")))
    state = folded(first, newer, reply)
    assert "fee" in only(state.courses).doubtful
    assert only(state.unresolved).doubt.startswith("changed")


def test_a_later_clear_statement_settles_what_was_doubtful_or_denied() -> None:
    first = message(0, doubtful(), PERSON)
    asked = items_for(folded(first), CAMPAIGN)
    no = message(1, kind=MessageKind.REPLY, asked=asked, numbered=answers((1, "Không phải")))
    clear = message(2, full_course("Kế toán", fee="paid", fee_vnd=2_000_000))
    for later in ((clear,), (no, clear)):
        assert folded(first, *later).status is UnitStatus.COMPLETE


@pytest.mark.parametrize(("text", "url"), [("thứ nhất", "https://a.example"), ("giá trị thứ hai ạ", "https://b.example"),
                                           ("https://c.example", "https://c.example")])  # fmt: skip
def test_of_two_values_that_disagree_a_word_or_a_value_picks_one(text: str, url: str) -> None:
    two = (full_course("Hàn", url="https://a.example"), course("Hàn", url="https://b.example", part="b.docx"))
    record = only(replied((1, text), first=message(0, *two, PERSON)).courses)
    assert (record.values["url"].value, record.doubtful) == (url, ())


def test_a_yes_to_two_values_picks_none() -> None:
    two = (full_course("Hàn", url="https://a.example"), course("Hàn", url="https://b.example", part="b.docx"))
    state = replied((1, "Đúng"), first=message(0, *two, PERSON))
    assert only(state.courses).doubtful == ("url",)
    assert only(state.unresolved).values["answer"].text == "Đúng"


def test_a_doubtful_record_is_kept_or_withdrawn_by_its_units_word() -> None:
    odd = full_course("Thuê hội trường", doubt="ambiguous: several records bear this name")
    first = message(0, full_course("Kế toán"), odd, PERSON)
    assert folded(first).status is UnitStatus.INCOMPLETE
    kept, gone, unclear = (replied((1, text), first=first) for text in ("Đúng", "Không phải khóa học", "Sai"))
    assert [one.doubtful for one in kept.courses] == [(), ()]
    assert [one.name for one in gone.courses] == ["Kế toán"]
    assert (kept.status, gone.status) == (UnitStatus.COMPLETE, UnitStatus.COMPLETE)
    assert unclear.courses[1].doubtful == ("record",)
    assert only(unclear.unresolved).values["answer"].text == "Sai"


def test_a_name_that_was_asked_for_settles_a_record_that_had_none() -> None:
    nameless = contact(None, position="Phó phòng", phone="+84909000001", doubt="no full_name")
    state = replied((2, "Lê Thị Hoa"), first=message(0, full_course("Kế toán"), nameless))
    person = only(state.contacts)
    assert (person.name, person.doubtful) == ("Lê Thị Hoa", ())


def test_a_yes_for_several_courses_settles_each_and_named_values_only_theirs() -> None:
    first = message(0, *(doubtful(title) for title in GROUPED), PERSON)
    assert [one.doubtful for one in replied((1, "Đúng"), first=first).courses] == [()] * 3
    state = replied((1, "Hàn: 3 triệu"), first=first)
    assert [one.values["fee_vnd"].value for one in state.courses] == [2_000_000, 3_000_000, 2_000_000]
    assert [bool(one.doubtful) for one in state.courses] == [True, False, True]
    all_alike = replied((1, "2.500.000 đồng"), first=first)
    assert [one.values["fee_vnd"].value for one in all_alike.courses] == [2_500_000] * 3


def test_a_no_for_several_courses_leaves_each_doubtful_and_is_shown_once() -> None:
    state = replied((1, "Sai"), first=message(0, *(doubtful(title) for title in GROUPED), PERSON))
    assert [one.doubtful for one in state.courses] == [("fee", "fee_vnd")] * 3
    assert only(state.unresolved).values["answer"].text == "Sai"
    assert [one.finding for one in items_for(state, CAMPAIGN)][:3] == ["invalid"] * 3


def test_one_value_never_answers_for_courses_that_were_read_differently() -> None:
    def unit(title: str, sum_: int) -> Entry:
        figure = value(sum_, text=str(sum_ // 1000), doubt=THOUSANDS)
        return doubtful(title, fee_vnd=figure)

    first = message(0, *(unit(title, n * 1_000_000) for n, title in enumerate(GROUPED, 1)), PERSON)
    state = replied((1, "2.500.000 đồng"), first=first)
    assert [one.values["fee_vnd"].value for one in state.courses] == [1_000_000, 2_000_000, 3_000_000]
    assert only(state.unresolved).values["answer"].text == "2.500.000 đồng"


@pytest.mark.parametrize(
    ("key", "stands", "text", "answer", "then"),
    [
        ("title", "Kế toán", "Kế toán", "Sai. Tên đúng là Kế toán thuế", "Kế toán thuế"),
        ("delivery", "online", "từ xa", "không phải trực tuyến mà là trực tiếp", "in_person"),
        ("level", "elementary", "SC", "Không phải, trình độ trung cấp", "intermediate"),
        ("url", "https://drive.example/x", "https://drive.example/x", "Chưa có", None),
        ("content", "May", "May", "Nội dung: May áo, may quần", "May áo, may quần"),
    ],
)
def test_the_right_value_is_read_by_the_rule_of_its_field(
    key: str, stands: str, text: str, answer: str, then: str | None
) -> None:
    doubted = value(stands, text=text, doubt="confidence: heading ~0.5")
    values = {key: doubted} if key != "title" else {}
    entry = full_course("Kế toán", **values)
    if key == "title":
        entry = Entry(kind=entry.kind, values={**entry.values, "title": doubted})
    record = only(replied((1, answer), first=message(0, entry, PERSON)).courses)
    assert (record.values[key].value, record.doubtful) == (then, ())


def test_a_doubtful_number_of_a_contact_is_confirmed_or_corrected() -> None:
    unsure = contact("Lê Thị Hoa", position="Phó phòng", phone=value("+842838000001", doubt="area_code: 028"))
    first = message(0, full_course("Kế toán"), unsure)
    number = next(one.number for one in items_for(folded(first), CAMPAIGN) if one.kind == CONTACT)
    yes, other = (
        only(replied((number, text), first=first).contacts) for text in ("Đúng ạ", "Sai, số là 0909 123 456")
    )
    assert (yes.values["phone"].value, yes.doubtful) == ("+842838000001", ())
    assert (other.values["phone"].value, other.doubtful) == ("+84909123456", ())


def test_a_yes_to_a_question_that_has_no_suggestion_is_no_value() -> None:
    first = message(0, full_course("Kế toán", content=None), PERSON)
    state = replied((1, "Đúng"), first=first)
    assert only(state.courses).missing == ("content",)
    assert only(state.unresolved).values["answer"].text == "Đúng"


@pytest.mark.parametrize("text", ["Không thu phí", "Không có", "Chưa có", "Da giày", "Vàng bạc đá quý"])
def test_a_value_that_begins_like_a_word_is_a_value(text: str) -> None:
    assert read_word(text) == Said(Word.NOTHING, text)
