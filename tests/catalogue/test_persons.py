"""A person is known by name among his own, by number and address everywhere; texts lose exactly that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persons import GONE, Person, Traits, reading_without, reading_without_people, texts_of
from catalogue.records import MessageReading
from tests.support.statements import answers, contact, course, message

HOA = Person(
    names=frozenset({"Lê Thị Hoa"}),
    phones=frozenset({"+84909000001"}),
    emails=frozenset({"hoa.le@gmail.example"}),
    records=frozenset({"abc"}),
    owners=frozenset({"cd-cau-vong"}),
)


@pytest.mark.parametrize(
    "written",
    [
        "Lê Thị Hoa", "LÊ THỊ HOA", "le thi hoa", "Lê  Thị\nHoa", "0909 000 001", "0909.000.001",
        "0909000001", "(+84) 909-000-001", "+84 (0)909 000 001", "84909000001", "Hoa.Le@Gmail.example",
    ],
)  # fmt: skip
def test_she_is_found_in_any_spelling_and_nothing_else_goes(written: str) -> None:
    text = f"Học tại cơ sở 1, hỏi {written} trước 17 giờ."
    assert HOA.at_home.in_text(text)
    assert HOA.at_home.erased(text) == f"Học tại cơ sở 1, hỏi {GONE} trước 17 giờ."


@pytest.mark.parametrize(
    "text",
    ["Lê Thị Hoàng", "Lê Thị", "ê thị hoa hồng", "0909 000 0012", "10909000001", "xhoa.le@gmail.example",
     "hoa.le@gmail.examples", "909 000 002"],
)  # fmt: skip
def test_what_only_looks_like_her_stays(text: str) -> None:
    assert not HOA.at_home.in_text(text)
    assert HOA.at_home.erased(text) == text


@given(st.text(max_size=60), st.text(max_size=60))
def test_erasing_leaves_nothing_of_her_and_all_the_rest_in_its_order(before: str, behind: str) -> None:
    erased = HOA.at_home.erased(f"{before} 0909.000.001 {behind}")
    assert not HOA.at_home.in_text(erased)
    assert GONE in erased
    assert HOA.at_home.erased(erased) == erased


def test_no_traits_find_nothing() -> None:
    assert Traits.of().erased("Lê Thị Hoa") == "Lê Thị Hoa"
    assert not Traits.of(names=["  "]).in_text("Lê Thị Hoa")


def test_a_name_counts_only_among_her_own_and_a_number_everywhere() -> None:
    assert HOA.within("cd-cau-vong").in_text("cô Lê Thị Hoa")
    assert not HOA.within("another").in_text("cô Lê Thị Hoa")
    assert HOA.within("another").in_text("0909000001")
    assert HOA.within("").in_text("Lê Thị Hoa")


def test_a_quick_look_never_misses_a_number_or_an_address() -> None:
    for text in ('"0909.000.001"', "HOA.LE@gmail.example", "+84 909 000 001"):
        assert HOA.may_stand_in("another", text)
    assert not HOA.may_stand_in("another", "Lê Thị Hoa")
    assert HOA.may_stand_in("cd-cau-vong", "")


def reading() -> MessageReading:
    return message(
        0,
        course("Cắm hoa", content="hỏi cô Lê Thị Hoa, 0909 000 001"),
        contact("Lê Thị Hoa", phone="+84909000001", position="Hiệu trưởng"),
        contact("Ngô Văn Tám", phone="+84909000001", position="cấp dưới của bà Lê Thị Hoa"),
        contact("Bà Hoa", position="Hiệu trưởng"),
        contact(None, partial=True, phone="+84909000001"),
        numbered=answers((1, "Trực tuyến"), (2, "Phó Trưởng phòng")),
        new_text="Tôi là Lê Thị Hoa.",
    ).reading


def test_her_statements_go_her_number_stays_where_another_states_it_as_his() -> None:
    left = reading_without(reading(), HOA, answers=[2])
    assert [one.kind for one in left.entries] == ["course", "contact"]
    other = left.entries[1].values
    assert (other["phone"].value, other["position"].value) == ("+84909000001", f"cấp dưới của bà {GONE}")
    assert left.entries[0].values["content"].value == f"hỏi cô {GONE}, {GONE}"
    assert left.entries[0].values["title"] == reading().entries[0].values["title"]
    assert [one.number for one in left.numbered] == [1]
    assert left.new_text == f"Tôi là {GONE}."
    assert reading_without(left, HOA, answers=[2]) == left


def test_where_nobody_knows_who_was_erased_all_persons_go_and_courses_stay() -> None:
    left = reading_without_people(reading())
    assert [one.kind for one in left.entries] == ["course"]
    assert (left.new_text, left.numbered) == ("", ())
    assert "Cắm hoa" in list(texts_of(left))
