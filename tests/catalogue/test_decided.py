"""What was decided can be taken back, in any order, and brought back; the log keeps it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.asking.questions import items_for
from catalogue.decided import in_force, kin_of, overtaken_by, root_of, step_of, switched_on, undone_by
from catalogue.records import Decision, DecisionKind, UnitStatus
from catalogue.snapshot import gaps
from tests.support.statements import (
    CAMPAIGN,
    START,
    UNIT,
    contact,
    course,
    folded,
    full_course,
    message,
    only,
)

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SET, UNDO = DecisionKind.SET_VALUE, DecisionKind.UNDO
BY_HAND = DecisionKind.COMPLETE_BY_HAND
MAIL = (
    message(0, full_course("Kế toán"), full_course("Pha chế", row=3), contact("Lê Thị Hoa")),
    message(1, full_course("Kế toán", fee_vnd=9), course("Cắm hoa", row=4), name="b"),
)
RECORDS = folded(*MAIL).records


def made(number: int, kind: DecisionKind, subject: str, value: str = "") -> Decision:
    at = START + timedelta(days=2, seconds=number)
    return Decision(kind=kind, subject=subject, value=value, id=number, made_by="lan", made_at=at)


@st.composite
def decided(draw: st.DrawFn) -> list[Decision]:
    names = st.sampled_from([one.id for one in RECORDS])
    courses = st.sampled_from([one.id for one in RECORDS if one.kind == "course"])
    messages = st.sampled_from([one.sha256 for one in MAIL])
    one = st.one_of(
        st.tuples(st.just(SET), courses.map(lambda name: f"{name}.fee_vnd"), st.sampled_from("57")),
        st.tuples(
            st.just(DecisionKind.CONFIRM_VALUE), courses.map(lambda name: f"{name}.fee_vnd"), st.just("9")
        ),
        st.tuples(st.just(DecisionKind.MERGE), courses, courses),
        st.tuples(st.just(DecisionKind.SPLIT), courses, messages),
        st.tuples(st.just(DecisionKind.DROP_RECORD), names, st.just(UNIT)),
        st.tuples(st.just(DecisionKind.IGNORE_MESSAGE), messages, st.just("")),
        st.tuples(st.sampled_from([BY_HAND, DecisionKind.ACCEPT_LATE]), st.just(UNIT), st.just("")),
    )
    return [made(number, *chosen) for number, chosen in enumerate(draw(st.lists(one, max_size=7)), 1)]


def undos(decisions: list[Decision]) -> list[Decision]:
    first = len(decisions) + 1
    return [made(number, UNDO, str(one.id)) for number, one in enumerate(decisions, first)]


@few
@given(decided(), st.randoms())
def test_undoing_all_in_any_order_gives_the_catalogue_of_before(
    decisions: list[Decision], chance: object
) -> None:
    shuffled = [*decisions]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert folded(*MAIL, decisions=in_force([*decisions, *undos(shuffled)])) == folded(*MAIL)


@few
@given(decided(), st.data())
def test_one_undone_is_as_if_it_had_never_been_and_undone_again_as_if_nothing_had(
    decisions: list[Decision], data: st.DataObject
) -> None:
    if not decisions:
        return
    chosen = data.draw(st.sampled_from(decisions))
    undo = made(50, UNDO, str(chosen.id))
    without = [one for one in decisions if one != chosen]
    assert in_force([*decisions, undo]) == tuple(without)
    assert in_force([*decisions, undo, made(51, UNDO, "50")]) == tuple(decisions)
    assert root_of(made(51, UNDO, "50"), [*decisions, undo]) == chosen


def test_an_undo_of_nothing_or_of_what_comes_later_does_nothing() -> None:
    word = made(2, SET, "a.fee", '"free"')
    assert in_force([made(1, UNDO, "2"), word, made(3, UNDO, "99"), made(4, UNDO, "four")]) == (word,)
    assert undone_by([word, made(3, UNDO, "2")])[2].id == 3


def test_two_fields_set_in_one_step_are_one_step_and_the_next_step_is_another() -> None:
    moment = made(1, SET, "").made_at
    fee = [
        replace(made(number, SET, f"a.{key}"), made_at=moment) for number, key in ((1, "fee"), (2, "fee_vnd"))
    ]
    later = made(3, SET, "a.url")
    again = [replace(one, id=one.id + 3) for one in fee]
    decisions = [*fee, later, *again]
    assert step_of(fee[1], decisions) == tuple(fee)
    assert step_of(later, decisions) == (later,)
    assert step_of(again[0], decisions) == tuple(again)


def test_a_later_word_on_the_same_overtakes_the_first() -> None:
    first, other = made(1, SET, "a.fee"), made(2, SET, "b.fee")
    later = made(3, DecisionKind.CONFIRM_VALUE, "a.fee")
    assert overtaken_by(first, [first, other, later]) == later
    assert overtaken_by(other, [first, other, later]) is None


def test_the_last_word_of_a_switch_counts_and_the_kin_of_a_record_are_all_it_was_merged_with() -> None:
    words = [made(1, BY_HAND, "x"), made(2, BY_HAND, "y"), made(3, BY_HAND, "x", "off")]
    assert switched_on(words, BY_HAND) == {"y"}
    merged = [made(1, DecisionKind.MERGE, "a", "b"), made(2, DecisionKind.MERGE, "c", "a")]
    assert kin_of(["b"], merged) == {"a", "b", "c"}
    assert kin_of(["d"], merged) == {"d"}


def test_a_case_closed_by_hand_is_complete_names_what_lacks_and_asks_nothing() -> None:
    mail = message(0, course("Cắm hoa"))
    state = folded(mail, decisions=[made(1, BY_HAND, UNIT)])
    assert (state.status, state.closed_at) == (UnitStatus.COMPLETE, START + timedelta(days=2, seconds=1))
    assert gaps(state) == gaps(folded(mail))
    assert only(state.courses).missing
    assert items_for(folded(mail), CAMPAIGN)
    assert items_for(state, CAMPAIGN) == ()
    assert folded(mail, decisions=[made(1, BY_HAND, UNIT), made(2, BY_HAND, UNIT, "off")]) == folded(mail)
    assert folded(mail, decisions=[made(1, BY_HAND, "another")]) == folded(mail)


def test_a_unit_that_sent_nothing_can_be_closed_and_what_is_closed_by_itself_stays_so() -> None:
    assert folded(decisions=[made(1, BY_HAND, UNIT)]).status is UnitStatus.COMPLETE
    none = message(0, no_courses=True)
    assert folded(none, decisions=[made(1, BY_HAND, UNIT)]) == folded(none)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²"])
def test_the_subject_of_an_undo_is_a_plain_number(text: str) -> None:
    assert in_force([made(1, SET, "a.fee"), made(2, UNDO, text)]) == (made(1, SET, "a.fee"),)
