"""What several messages of a unit come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.records import DecisionKind, MessageKind, UnitStatus
from tests.support.growth import assert_linear
from tests.support.statements import (
    UNIT,
    contact,
    course,
    decision,
    facts,
    file,
    folded,
    full_course,
    message,
    only,
    value,
)


def test_a_later_message_overrides_field_by_field_and_the_earlier_value_is_history() -> None:
    state = folded(
        message(0, course("Kế toán", fee_vnd=2_700_000, duration="3 tháng")),
        message(1, course("Kế Toán", fee_vnd=2_400_000)),
    )
    record = only(state.courses)
    assert facts(record) == {"title": "Kế toán", "fee_vnd": 2_400_000, "duration": "3 tháng"}
    assert [one.value for one in record.history["fee_vnd"]] == [2_700_000]
    assert record.message_ids == ("<0@cauvong.example>", "<1@cauvong.example>")
    assert record.values["fee_vnd"].origin.message_id == "<1@cauvong.example>"


def test_a_blank_erases_nothing_but_chua_co_is_an_answer() -> None:
    first = message(0, full_course("Kế toán"))
    blank = message(1, course("Kế toán", url=value(None), content=value("")))
    none = message(2, course("Kế toán", url=value(None, text="Chưa có", answered=True)))
    assert facts(only(folded(first, blank).courses)) == facts(only(folded(first).courses))
    record = only(folded(first, blank, none).courses)
    assert record.values["url"].answered
    assert record.missing == ()


def test_what_nobody_understands_erases_nothing_and_is_not_lost() -> None:
    state = folded(
        message(0, full_course("Kế toán")),
        message(1, course("Kế toán", fee=value(None, text="theo quy định", doubt="unclear: no figure"))),
    )
    record = only(state.courses)
    assert record.values["fee"].value == "paid"
    assert record.doubtful == ("fee",)
    assert [one.text for one in record.conflicts[0].values] == ["paid", "theo quy định"]


def test_a_fee_told_anew_takes_the_earlier_sum_with_it() -> None:
    first = message(0, full_course("Kế toán", fee=value("paid", text="1.500.000 đồng")))
    text = "Miễn phí"
    free = folded(
        first,
        message(
            1, course("Kế toán", fee=value("free", text=text), fee_vnd=value(None, text=text), partial=True)
        ),
    )
    monthly = folded(first, message(1, course("Kế toán", fee=value("paid", text="300.000 đồng/tháng"))))
    vague = folded(first, message(1, course("Kế toán", fee=value("paid", text="có thu phí"))))
    assert "fee_vnd" not in only(free.courses).values
    assert not only(free.courses).doubtful
    assert "fee_vnd" not in only(monthly.courses).values
    assert only(monthly.courses).values["fee"].text == "300.000 đồng/tháng"
    assert only(vague.courses).values["fee_vnd"].value == 1_500_000


def test_two_values_in_one_message_leave_the_first_standing_and_doubtful() -> None:
    state = folded(
        message(
            0,
            course("Kế toán", fee_vnd=2_000_000, url="https://a.example"),
            course("Kế toán", fee_vnd=2_500_000, url="https://a.example", part="ban-in.docx"),
        )
    )
    record = only(state.courses)
    assert record.values["fee_vnd"].value == 2_000_000
    assert record.doubtful == ("fee_vnd",)
    assert [one.value for one in record.conflicts[0].values] == [2_000_000, 2_500_000]


def test_a_later_message_that_settles_a_conflict_ends_it() -> None:
    disputed = message(
        0, course("Kế toán", fee_vnd=1_000_000), course("Kế toán", fee_vnd=2_000_000, part="b.docx")
    )
    record = only(folded(disputed, message(1, course("Kế toán", fee_vnd=2_000_000))).courses)
    assert record.values["fee_vnd"].value == 2_000_000
    assert not record.doubtful
    assert not record.conflicts


def test_one_title_twice_in_a_list_with_other_facts_is_two_courses_and_stays_two() -> None:
    campuses = [
        course("Tiếng Anh", fee_vnd=1_500_000, url="https://a.example/cs1", row=3),
        course("Tiếng Anh", fee_vnd=990_000, url="https://a.example/cs2", row=9),
    ]
    first = folded(message(0, *campuses))
    again = folded(
        message(0, *campuses),
        message(1, replace(campuses[1]), replace(campuses[0])),
        message(2, course("Tiếng Anh", fee_vnd=890_000, url="https://a.example/cs2")),
    )
    assert len({record.id for record in first.courses}) == 2
    assert [record.id for record in again.courses] == [record.id for record in first.courses]
    assert [record.values["fee_vnd"].value for record in again.courses] == [1_500_000, 890_000]


def test_one_title_on_two_levels_is_two_courses() -> None:
    state = folded(
        message(0, course("Máy lạnh", level="intermediate")),
        message(1, course("Máy lạnh", level="college"), course("Máy lạnh", level="intermediate")),
    )
    assert [record.values["level"].value for record in state.courses] == ["intermediate", "college"]


def test_a_statement_that_fits_two_records_alike_is_kept_apart_and_doubtful() -> None:
    state = folded(
        message(0, course("Máy lạnh", level="intermediate"), course("Máy lạnh", level="college")),
        message(1, course("Máy lạnh", duration="2 năm")),
    )
    assert len(state.courses) == 3
    assert state.courses[2].doubtful == ("record",)


def test_close_spelling_is_one_course_only_where_nothing_competes() -> None:
    first = message(0, course("Nghiệp vụ lễ tân khách sạn"), course("Tiếng Trung giao tiếp HSK 2"))
    misspelt = message(1, course("Nghiệp vụ lể tân khach sạnn"), course("Tiếng Trung giao tiếp HSK 3"))
    both = message(1, course("Nghiệp vụ lễ tân khách sạn"), course("Nghiệp vụ lễ tân khách sạnn"))
    assert len(folded(first, misspelt).courses) == 3
    assert len(folded(first, both).courses) == 3
    men = message(0, course("Thiết kế thời trang công sở nam"))
    assert len(folded(men, message(1, course("Thiết kế thời trang công sở nữ"))).courses) == 2


def test_a_file_sent_again_changes_nothing_but_is_noted() -> None:
    first = message(0, full_course("Kế toán"), contact("Lại Thị Kim Oanh"), parts=(file("ds.xlsx"),))
    fixed = message(1, course("Kế toán", fee_vnd=1_200_000, partial=True, part=""))
    again = message(
        2,
        full_course("Kế toán", part="ds (1).xlsx"),
        contact("Lại Thị Kim Oanh", part="ds (1).xlsx"),
        parts=(file("ds (1).xlsx", content="ds.xlsx"),),
    )
    before, after = folded(first, fixed), folded(first, fixed, again)
    for old, new in zip(before.records, after.records, strict=True):
        assert (new.values, new.id, new.history) == (old.values, old.id, old.history)
        assert new.message_ids == (*old.message_ids, "<2@cauvong.example>")


def test_a_list_that_replaces_drops_the_courses_it_no_longer_names_and_keeps_contacts() -> None:
    first = message(0, course("Dẫn chương trình"), course("Lễ tân"), contact("Triệu Mẫn Nhi"))
    final = message(1, course("Lễ tân"), course("Quản trị khách sạn"), replaces_list=True)
    empty = message(2, replaces_list=True, parts=(file("ds.pdf", reason="scanned"),))
    state = folded(first, final, empty)
    assert [record.name for record in state.courses] == ["Lễ tân", "Quản trị khách sạn"]
    assert [record.name for record in state.contacts] == ["Triệu Mẫn Nhi"]


def test_a_withdrawn_course_goes_and_an_unknown_one_is_shown() -> None:
    first = message(0, course("Nấu món chay"), course("Cắt uốn tóc"))
    second = message(1, course("Nấu món chay", withdrawn=True), course("Pha chế", withdrawn=True))
    state = folded(first, second, message(2, course("Nấu món chay", withdrawn=True)))
    assert [record.name for record in state.courses] == ["Cắt uốn tóc"]
    assert [one.values["title"].value for one in state.unresolved] == ["Pha chế"]


def test_a_renamed_course_bears_the_new_name_and_is_known_by_both() -> None:
    listed = message(0, course("An toàn điện", fee_vnd=1), course("Hàn"))
    renamed = message(1, replace(course("Điện hạ áp", partial=True, part=""), renames="An toàn điện"))
    later = message(2, course("An toàn điện", fee_vnd=2, partial=True, part=""))
    state = folded(listed, renamed, later)
    assert [(one.values["title"].value) for one in state.courses] == ["Điện hạ áp", "Hàn"]
    assert state.courses[0].values["fee_vnd"].value == 2


def test_what_a_later_mail_says_of_all_courses_fills_only_those_that_lack_it() -> None:
    own, page = "https://caovong.example/le-tan", "https://caovong.example/dang-ky"
    first = message(0, course("Lễ tân", url=own), course("Cắt uốn tóc"))
    second = message(1, replace(course(None, url=page, partial=True, part=""), for_all=True))
    state = folded(first, second)
    assert [record.values["url"].value for record in state.courses] == [own, page]
    assert not state.unresolved


def test_a_correction_finds_its_course_by_title_and_its_contact_by_given_name() -> None:
    first = message(
        0,
        full_course("Kế toán tổng hợp thực hành"),
        full_course("Excel kế toán"),
        contact("Lại Thị Kim Oanh", phone="+84909000001"),
        contact("Trần Văn Bình", phone="+84909000003"),
    )
    second = message(
        1,
        course("Kế toán tổng hợp", fee_vnd=2_400_000, partial=True, part=""),
        contact("Chị Kim Oanh", phone="+84909000002", partial=True, part=""),
    )
    state = folded(first, second)
    assert [record.values["fee_vnd"].value for record in state.courses] == [2_400_000, 1_500_000]
    assert state.courses[0].name == "Kế toán tổng hợp thực hành"
    oanh, binh = state.contacts
    assert facts(oanh) == {"full_name": "Lại Thị Kim Oanh", "phone": "+84909000002"}
    assert binh.values["phone"].value == "+84909000003"
    assert not state.unresolved


def test_a_correction_that_finds_no_record_or_two_makes_none_and_is_shown() -> None:
    first = message(0, course("Tin học cơ bản A"), course("Tin học cơ bản B"), contact("Lê Thị Hoa"))
    second = message(
        1,
        course("Tin học cơ bản", fee_vnd=1, partial=True),
        course("Hàn điện", fee_vnd=2, partial=True),
        contact("Ngô Văn Tám", phone="+84909000009", partial=True),
    )
    state = folded(first, second)
    assert [facts(one) for one in state.records] == [facts(one) for one in folded(first).records]
    assert len(state.unresolved) == 3


def test_one_person_in_two_messages_is_one_contact_with_all_that_is_known() -> None:
    state = folded(
        message(0, contact("Tiêu Minh Phụng", position="Tổ trưởng"), contact(None, phone="+84908000001")),
        message(1, contact("TIÊU MINH PHỤNG", phone="+84908000002")),
        message(2, contact("Đặng Thị Sáu", phone="+84908000001")),
    )
    assert [facts(one) for one in state.contacts] == [
        {"full_name": "Tiêu Minh Phụng", "position": "Tổ trưởng", "phone": "+84908000002"},
        {"phone": "+84908000001", "full_name": "Đặng Thị Sáu"},
    ]


def test_two_persons_behind_one_office_telephone_stay_two() -> None:
    phone = "+842838000001"
    state = folded(message(0, contact("Lê Thị Hoa", phone=phone), contact("Ngô Văn Tám", phone=phone)))
    assert len(state.contacts) == 2


def test_only_submissions_and_replies_contribute() -> None:
    for kind in (MessageKind.QUESTION, MessageKind.AUTO_REPLY, MessageKind.BOUNCE, MessageKind.OTHER):
        state = folded(message(0, course("Kế toán"), kind=kind))
        assert state.records == ()
        assert state.status is UnitStatus.NOT_SUBMITTED
    changed = decision(DecisionKind.SET_KIND, message(0).sha256, "submission")
    state = folded(message(0, course("Kế toán"), kind=MessageKind.QUESTION), decisions=[changed])
    assert len(state.courses) == 1


def test_a_reply_adds_no_course_of_its_own_words_but_its_file_may() -> None:
    first = message(0, course("Kế toán", fee_vnd=1))
    quoted = message(1, course("Kế toán", fee_vnd=1, part=""), kind=MessageKind.REPLY)
    more = message(2, course("Pha chế", part=""), course("Hàn", part="them.xlsx"), kind=MessageKind.REPLY)
    state = folded(first, quoted, more)
    assert [record.name for record in state.courses] == ["Kế toán", "Hàn"]
    assert [one.values["title"].value for one in state.unresolved] == ["Pha chế"]


def test_status_tells_where_the_case_stands() -> None:
    person = contact("Lê Thị Hoa", position="Phó Giám đốc", phone="+84909000001")
    assert folded().status is UnitStatus.NOT_SUBMITTED
    nothing = folded(message(0))
    assert (nothing.status, nothing.lacks_course, nothing.lacks_contact) == ("incomplete", True, True)
    assert folded(message(0, full_course("Kế toán"))).lacks_contact
    assert folded(message(0, full_course("Kế toán"), person)).status is UnitStatus.COMPLETE
    assert folded(message(0, course("Kế toán"), person)).courses[0].missing == (
        "level", "delivery", "fee", "content", "curriculum", "url",
    )  # fmt: skip
    none = folded(message(0, no_courses=True))
    assert (none.status, none.lacks_course, none.lacks_contact) == ("no_courses", False, False)
    assert folded(message(0, no_courses=True), message(1, course("Hàn"))).status is UnitStatus.INCOMPLETE


def test_no_courses_after_courses_is_for_the_officer() -> None:
    state = folded(message(0, course("Kế toán")), message(1, no_courses=True))
    assert len(state.courses) == 1
    assert state.unresolved[0].doubt.startswith("none:")


def test_an_unread_file_waits_until_a_later_message_makes_it_good() -> None:
    locked = message(0, parts=(file("DS khoa hoc.xlsx", reason="encrypted"),))
    unrelated = message(1, contact("Lê Thị Hoa"), parts=(file("lien he.docx"),))
    pasted = message(2, course("Kế toán", part=""))
    assert [one.filename for one in folded(locked, unrelated).unread] == ["DS khoa hoc.xlsx"]
    assert folded(locked, unrelated).status is UnitStatus.INCOMPLETE
    assert not folded(locked, pasted).unread
    scan = (file("ds.xlsx"), file("ds co dau.pdf", reason="scanned"))
    assert not folded(message(0, course("Kế toán"), parts=scan)).unread
    broken = (file("ds.xlsx"), file("trung cap.xlsx", reason="corrupt"))
    assert folded(message(0, course("Kế toán"), parts=broken)).unread


@pytest.mark.parametrize(("pages", "asked"), [((2, 3), 1), ((1,), 0), ((1, 3), 1)])
def test_scanned_pages_behind_listed_courses_are_asked_for_and_a_signed_letter_before_them_is_not(
    pages: tuple[int, ...], asked: int
) -> None:
    scanned = replace(file("ds.pdf", reason="scanned"), path="trang", pages=pages)
    listed = message(0, course("Kế toán", part="ds.pdf"), parts=(file("ds.pdf"), scanned))
    assert [one.filename for one in folded(listed).unread] == ["ds.pdf/trang"] * asked
    assert not folded(listed, message(1, course("Hàn", part="them.xlsx"))).unread
    beside = message(0, course("Kế toán", part="ds.xlsx"), parts=(file("ds.pdf"), file("ds.xlsx"), scanned))
    assert not folded(beside).unread


def test_late_is_the_first_submission_after_the_last_day_unless_accepted() -> None:
    late = message(19, course("Kế toán"))
    assert folded(late).late
    assert not folded(message(1, course("Kế toán")), late).late
    assert not folded(late, decisions=[decision(DecisionKind.ACCEPT_LATE, UNIT)]).late


def test_a_record_keeps_its_id_when_later_and_earlier_messages_turn_up() -> None:
    middle = message(5, course("Kế toán", row=8), contact("Lê Thị Hoa"))
    before = message(1, course("KẾ TOÁN", level="elementary", part="khac.xlsx"), contact("Lê Thị Hoa"))
    after = message(9, course("Kế toán", level="elementary"))
    alone = [record.id for record in folded(middle).records]
    assert [record.id for record in folded(middle, after).records] == alone
    for old, record in zip(alone, folded(before, middle, after).records, strict=True):
        assert old in (record.id, *record.aliases)


def test_courses_of_two_units_never_share_an_id() -> None:
    told = message(0, course("Kế toán"))
    other = message(0, course("Kế toán"), name="x")
    ids = [only(folded(told, unit=unit).courses).id for unit in (UNIT, "tc-khac", None)]
    assert len({*ids, only(folded(other, unit=None).courses).id}) == 4


def test_a_record_of_a_message_without_an_id_names_it_by_its_hash() -> None:
    told = message(0)
    bare = replace(told, message_id="", reading=replace(told.reading, entries=(course("Kế toán"),)))
    record = only(folded(bare).courses)
    assert record.message_ids == (told.sha256,)


def test_thousands_of_rows_of_one_name_stop_nobody() -> None:
    def work(size: int) -> None:
        rows = [course("Kế toán", fee_vnd=number, row=number) for number in range(size)]
        assert len(folded(message(0, *rows), message(1, *rows)).courses) == size

    assert_linear(work, 500)
