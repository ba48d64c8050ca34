from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from catalogue.memory.database import Database
from catalogue.memory.store import StaleUnitError, Store, StoreError
from catalogue.memory.tables import MessageState, RecordRow, UnitStateRow, table_of
from catalogue.outbox import Letter
from catalogue.plan import parts_of_owner
from catalogue.records import AskedItem, Decision, DecisionKind, Unit, UnitStatus, UnreadFile
from tests.support.plans import (
    CAMPAIGN,
    NOW,
    ORIGIN,
    course,
    digest,
    later,
    letter,
    new_message,
    part,
    plan,
    reading,
    state,
)

UNIT = "cd-ben-nghe"
RECORD = table_of(RecordRow)
STATE = table_of(UnitStateRow)


def add(store: Store, *words: str) -> None:
    store.add_messages([new_message(word) for word in words])


def names(store: Store, unit_id: str | None = UNIT) -> list[str]:
    found = store.unit_state(CAMPAIGN, unit_id)
    return [record.name for record in found.records] if found else []


def test_what_is_applied_comes_back_equal(store: Store) -> None:
    add(store, "a")
    fold = state(
        course("Hàn"),
        course("May"),
        late=True,
        unread=(UnreadFile(filename="x.doc", reason="corrupt", origin=ORIGIN),),
    )
    read = reading("Hàn", "May", parts=(part("1", is_file=False), part("2", filename=None)))
    store.apply(plan("a", state=fold, reading=read))
    assert store.unit_state(CAMPAIGN, UNIT) == fold
    assert list(store.unit_states(CAMPAIGN)) == [fold]
    assert store.reading(digest("a")) == read
    assert store.parts(digest("a")) == list(read.parts)


def test_a_unit_that_was_never_folded_has_no_state(store: Store) -> None:
    assert store.unit_state(CAMPAIGN, UNIT) is None
    assert store.reading(digest("a")) is None


def test_a_fold_rests_on_the_units_own_messages_in_order_of_receipt(store: Store) -> None:
    store.add_messages(
        [new_message("late", received_at=later(days=2)), new_message("early", received_at=later(days=1))]
    )
    add(store, "other")
    store.apply(plan("late", reading=reading("Hàn")))
    store.apply(plan("early", reading=reading("May")))
    store.apply(plan("other", unit_id="cd-khac"))
    found = store.unit_messages(CAMPAIGN, UNIT)
    assert [one.sha256 for one in found] == [digest("early"), digest("late")]
    assert found[0].reading == reading("May")
    assert [one.sha256 for one in store.unit_messages(CAMPAIGN, UNIT, without=digest("early"))] == [
        digest("late")
    ]


def test_an_answer_comes_with_the_items_of_the_letter_it_answers(store: Store) -> None:
    item = AskedItem(number=1, kind="course", record_id="*", fields=("level", "url"), finding="missing")
    letter_id = store.add_letter(letter(items=(item,)))
    add(store, "answer")
    store.apply(plan("answer", letter_id=letter_id))
    assert [one.asked for one in store.unit_messages(CAMPAIGN, UNIT)] == [(item,)]


def test_a_new_fold_changes_only_the_records_that_changed(store: Store, database: Database) -> None:
    add(store, "a", "b")
    store.apply(plan("a", state=state(course("Hàn"), course("May"), course("Điện"))))
    changed = course("May", missing=())
    store.apply(plan("b", state=state(course("Hàn"), changed, course("Mộc")), now=later(hours=1)))
    assert names(store) == ["Hàn", "May", "Mộc"]
    with database.reading() as connection:
        rows = connection.execute(select(RECORD.c.name, RECORD.c.updated_at, RECORD.c.missing))
        touched = {row.name: (row.updated_at, row.missing) for row in rows}
    assert touched == {"Hàn": (NOW, 2), "May": (later(hours=1), 0), "Mộc": (later(hours=1), 2)}


def test_records_keep_the_order_of_the_fold(store: Store) -> None:
    add(store, "a", "b")
    store.apply(plan("a", state=state(course("Hàn"), course("May"))))
    store.apply(plan("b", state=state(course("May"), course("Hàn"))))
    assert names(store) == ["May", "Hàn"]


def test_a_unit_folded_by_somebody_else_meanwhile_is_refused_and_nothing_is_written(store: Store) -> None:
    add(store, "a", "b")
    with store.unit_lock(CAMPAIGN, UNIT):
        store.refold(CAMPAIGN, state(course("May")), NOW)
        # The refold above ran in this very block; another writer is one without it.
        other = Store(store._database)  # noqa: SLF001 - a second worker on the same database
        other.refold(CAMPAIGN, state(course("Điện")), NOW)
        with pytest.raises(StaleUnitError):
            store.apply(plan("a", state=state(course("Hàn")), letters=(letter(),)))
    assert names(store) == ["Điện"]
    assert store.letters(CAMPAIGN) == []
    found = store.message(digest("a"))
    assert found is not None
    assert found.state is MessageState.ARCHIVED


def test_two_workers_that_both_saw_a_unit_without_a_fold_do_not_both_write(store: Store) -> None:
    add(store, "a", "b")
    other = Store(store._database)  # noqa: SLF001 - a second worker on the same database
    with store.unit_lock(CAMPAIGN, UNIT), other.unit_lock(CAMPAIGN, UNIT):
        store.apply(plan("a", state=state(course("Hàn"))))
        with pytest.raises(StaleUnitError):
            other.apply(plan("b", state=state(course("May"))))
    with other.unit_lock(CAMPAIGN, UNIT):
        other.apply(plan("b", state=state(course("Hàn"), course("May"))))
    assert names(store) == ["Hàn", "May"]


def test_several_applies_in_one_block_do_not_disturb_each_other(store: Store) -> None:
    add(store, "a", "b")
    with store.unit_lock(CAMPAIGN, UNIT):
        store.apply(plan("a", state=state(course("Hàn"))))
        store.apply(plan("b", state=state(course("May"))))
    assert names(store) == ["May"]


def test_a_plan_that_fails_half_way_leaves_nothing(store: Store) -> None:
    add(store, "a")
    broken: Letter = replace(letter(), text=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.apply(plan("a", state=state(course("Hàn")), letters=(letter(), broken)))
    assert names(store) == []
    assert store.reading(digest("a")) is None
    assert store.letters(CAMPAIGN) == []


def test_a_plan_for_a_message_that_was_never_added_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="never added"):
        store.apply(plan("unknown"))


def test_applying_a_plan_twice_changes_nothing(store: Store) -> None:
    add(store, "a")
    whole = plan("a", state=state(course("Hàn")), letters=(letter(),))
    store.apply(whole)
    store.apply(whole)
    assert names(store) == ["Hàn"]
    assert len(store.letters(CAMPAIGN)) == 1
    assert len(store.parts(digest("a"))) == 1


def test_strangers_are_folded_by_sender_and_never_all_together(store: Store) -> None:
    add(store, "a", "b", "c")
    for word, sender in (("a", "x@x.example"), ("b", "y@y.example"), ("c", "")):
        fold = state(course(word, unit_id=None), unit_id=None)
        store.apply(plan(word, unit_id=None, bucket=sender, state=fold))
    found = store.unit_messages(CAMPAIGN, None, bucket="x@x.example")
    assert [one.sha256 for one in found] == [digest("a")]
    together = store.unassigned(CAMPAIGN)
    assert sorted(record.name for record in together.records) == ["a", "b", "c"]
    assert list(store.unit_states(CAMPAIGN)) == []


def test_a_message_that_changes_its_owner_names_the_former_one_to_be_folded_again(store: Store) -> None:
    add(store, "a")
    before = plan("a", unit_id=None, bucket="x@x.example", state=state(course("Hàn", None), unit_id=None))
    assert store.apply(before) == ""
    former = store.apply(plan("a", state=state(course("Hàn"))))
    unit_id, bucket = parts_of_owner(former)
    assert (unit_id, bucket) == (None, "x@x.example")
    assert store.unit_messages(CAMPAIGN, unit_id, bucket) == []
    store.refold(CAMPAIGN, state(unit_id=None), NOW, bucket)
    assert store.unassigned(CAMPAIGN).records == ()
    assert names(store) == ["Hàn"]


def test_states_and_records_stream_unit_by_unit(store: Store) -> None:
    for number in (3, 1, 2):
        unit_id = f"u{number}"
        add(store, unit_id)
        records = [course(f"{unit_id} {name}", unit_id) for name in ("Hàn", "May")][: number - 1]
        store.apply(plan(unit_id, unit_id=unit_id, state=state(*records, unit_id=unit_id)))
    states = list(store.unit_states(CAMPAIGN))
    assert [(one.unit_id, len(one.records)) for one in states] == [("u1", 0), ("u2", 1), ("u3", 2)]
    assert [one.name for one in store.records(CAMPAIGN, "course")] == ["u2 Hàn", "u3 Hàn", "u3 May"]
    assert [one.name for one in store.records(CAMPAIGN, unit_id="u2")] == ["u2 Hàn"]
    assert list(store.records(CAMPAIGN, "contact")) == []


def test_records_are_found_by_id_or_by_words_without_marks(store: Store) -> None:
    add(store, "a")
    store.apply(plan("a", state=state(course("Thiết kế đồ họa"), course("May 100%"))))
    assert [one.name for one in store.find_records(CAMPAIGN, "DO HOA")] == ["Thiết kế đồ họa"]
    assert [one.name for one in store.find_records(CAMPAIGN, course("May 100%").id[:6])] == ["May 100%"]
    assert store.find_records(CAMPAIGN, "%") == []


def test_a_record_leads_to_whoever_is_folded_with_it(store: Store) -> None:
    add(store, "a")
    store.apply(plan("a", state=state(course("Hàn"))))
    assert store.record_owner(CAMPAIGN, course("Hàn").id) == UNIT
    with pytest.raises(StoreError, match="no record"):
        store.record_owner(CAMPAIGN, "c-unknown")


def test_a_record_is_found_by_an_id_that_it_bore_before_until_nothing_bears_it(store: Store) -> None:
    add(store, "a")
    merged = replace(course("Hàn"), aliases=("c-before",))
    store.apply(plan("a", state=state(merged, course("Tiện"))))
    assert store.bearers(CAMPAIGN, "c-before") == store.bearers(CAMPAIGN, merged.id) == {UNIT}
    assert store.bearers(CAMPAIGN, "c-befor") == store.bearers(CAMPAIGN, "Hàn") == frozenset()
    store.refold(CAMPAIGN, state(course("Hàn")), NOW)
    assert store.bearers(CAMPAIGN, "c-before") == frozenset()


def test_an_alias_is_found_also_where_the_state_was_written_before_states_named_them(
    store: Store, database: Database
) -> None:
    add(store, "a")
    store.apply(plan("a", state=state(replace(course("Hàn"), aliases=("c-before",)))))
    with database.writing() as connection:
        changed = update(STATE).values(body=func.replace(STATE.c.body, '"aliases":["c-before"],', ""))
        connection.execute(changed.where(STATE.c.body.contains("c-before")))
        assert "c-before" not in connection.execute(select(STATE.c.body)).scalar_one()
    assert store.bearers(CAMPAIGN, "c-before") == {UNIT}


def test_who_asks_for_an_unknown_record_opens_no_record(store: Store, database: Database) -> None:
    add(store, "a")
    store.apply(plan("a", state=state(replace(course("Hàn"), aliases=("c-before",)))))
    # What the state does not name is not looked for in the records, whatever stands in them.
    with database.writing() as connection:
        connection.execute(update(STATE).values(body=func.replace(STATE.c.body, "c-before", "c-other")))
    assert store.bearers(CAMPAIGN, "c-before") == frozenset()


def test_a_roster_is_kept_in_its_order_and_replaced_as_a_whole(store: Store) -> None:
    units = [
        Unit(
            id="b",
            name="Trường B",
            kind="college",
            aliases=("B",),
            emails=("b@b.example",),
            domains=("b.example",),
        ),
        Unit(id="a", name="Trường A", kind="college"),
    ]
    store.replace_units(CAMPAIGN, units)
    assert store.units(CAMPAIGN) == units
    store.replace_units(CAMPAIGN, units[1:])
    assert store.units(CAMPAIGN) == units[1:]
    assert store.units("another") == []


def test_what_another_process_settles_is_seen_at_the_next_look(store: Store) -> None:
    other = Store(store._database)  # noqa: SLF001 - a second process on the same database
    assert store.lookup(CAMPAIGN, []).units == {}
    other.replace_units(CAMPAIGN, [Unit(id="a", name="A", kind="college")])
    other.add_decision(CAMPAIGN, Decision(kind=DecisionKind.ASSIGN_SENDER, subject="X@x.example", value="a"))
    found = store.lookup(CAMPAIGN, [])
    assert list(found.units) == ["a"]
    assert found.senders == {"x@x.example": "a"}
    other.add_decision(CAMPAIGN, Decision(kind=DecisionKind.ASSIGN_SENDER, subject="x@x.example", value=""))
    assert store.lookup(CAMPAIGN, []).senders == {}


def test_decisions_come_back_in_the_order_made(store: Store) -> None:
    made = [
        Decision(kind=DecisionKind.DROP_RECORD, subject="c-1", made_by="Lan", made_at=NOW, note="trùng"),
        Decision(kind=DecisionKind.ACCEPT_LATE, subject=UNIT),
    ]
    stored = [store.add_decision(CAMPAIGN, one) for one in made]
    assert [replace(one, id=0) for one in stored] == made
    assert store.decisions(CAMPAIGN) == stored
    assert stored[0].id < stored[1].id


def test_a_fold_without_a_message_replaces_state_and_queues_letters(store: Store) -> None:
    add(store, "a")
    store.apply(plan("a", state=state(course("Hàn"))))
    with store.unit_lock(CAMPAIGN, UNIT):
        store.refold(CAMPAIGN, state(status=UnitStatus.NO_COURSES), NOW, letters=(letter(),))
    found = store.unit_state(CAMPAIGN, UNIT)
    assert found is not None
    assert (found.status, found.records) == (UnitStatus.NO_COURSES, ())
    assert len(store.letters(CAMPAIGN)) == 1
