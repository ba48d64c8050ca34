"""The lists that people page through: what is found, in which order, and that the counts are true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from catalogue.fields import CONTACT, COURSE
from catalogue.lists import (
    Order,
    Span,
    Trouble,
    UnitHead,
    WantedLetters,
    WantedMessages,
    WantedRecords,
    WantedUnits,
)
from catalogue.memory.database import Database
from catalogue.memory.relisting import relist
from catalogue.memory.store import Store
from catalogue.memory.tables import RecordRow, UnitStateRow, table_of
from catalogue.records import (
    Conflict,
    LetterState,
    MessageKind,
    Record,
    Unit,
    UnitState,
    UnitStatus,
    UnreadFile,
)
from catalogue.views import LetterFilter, MessageFilter
from tests.support.plans import (
    CAMPAIGN,
    NOW,
    ORIGIN,
    course,
    digest,
    headers,
    later,
    letter,
    new_message,
    plan,
    state,
    value,
)

ROSTER = (
    Unit(id="cd-ben-nghe", name="Trường Cao đẳng Bến Nghé", kind="college", emails=("bn@bn.example",)),
    Unit(id="tc-anh-sao", name="Trường Trung cấp Ánh Sao", kind="vocational_school", aliases=("TC AS",)),
    Unit(id="cd-cau-vong", name="Trường Cao đẳng Cầu Vồng", kind="college"),
)


def contact(name: str, **values: str) -> Record:
    kept = {key: value(one) for key, one in {"full_name": name, **values}.items()}
    return Record(
        id=f"k-{digest(name)[:8]}", kind=CONTACT, unit_id="cd-ben-nghe", values=kept, message_ids=()
    )


def put(store: Store, *records: Record, unit_id: str | None = "cd-ben-nghe", **more: Any) -> UnitState:
    made = state(*(replace(one, unit_id=unit_id) for one in records), unit_id=unit_id, **more)
    store.refold(CAMPAIGN, made, more.pop("now", NOW), bucket="" if unit_id else "la@xa.example")
    return made


def found(store: Store, words: str = "", **more: Any) -> list[str]:
    page = store.lists.records(CAMPAIGN, WantedRecords(words=words, **more))
    assert page.total == len(page.lines)
    return [line.record.name for line in page.lines]


def test_courses_are_found_without_diacritics_the_exact_name_first_then_what_begins_so(store: Store) -> None:
    names = ["Lớp hàn điện", "Hàn điện nâng cao", "Hàn điện", "Hàn hơi", "Điện lạnh và hàn", "Nấu ăn"]
    put(store, *map(course, names))
    assert found(store, "HAN dien") == ["Hàn điện", "Hàn điện nâng cao", "Điện lạnh và hàn", "Lớp hàn điện"]
    assert found(store, "hàn") == [
        "Hàn điện",
        "Hàn điện nâng cao",
        "Hàn hơi",
        "Điện lạnh và hàn",
        "Lớp hàn điện",
    ]
    assert found(store) == [
        "Điện lạnh và hàn",
        "Hàn điện",
        "Hàn điện nâng cao",
        "Hàn hơi",
        "Lớp hàn điện",
        "Nấu ăn",
    ]


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --", "\0", "\ud800"])
def test_signs_of_the_database_s_own_language_find_what_no_words_find(store: Store, words: str) -> None:
    put(store, course("Hàn"))
    assert found(store, words) in (["Hàn"], [])


def test_contacts_are_found_by_name_post_address_and_telephone_as_people_type_it(store: Store) -> None:
    put(
        store,
        contact("Lê Thị Hoa", position="Phó Trưởng phòng", phone="+84909123456", email="hoa@bn.example"),
        contact("Trần Văn An", phone="+842838123456"),
    )
    for words in (
        "le thi",
        "pho truong phong",
        "0909 123 456",
        "+84 909 123 456",
        "hoa@bn.example",
        "0909.123",
    ):
        assert found(store, words, kind=CONTACT) == ["Lê Thị Hoa"], words
    assert found(store, "le thi") == []


def test_every_filter_must_hold(store: Store) -> None:
    codes = {"level": value("college"), "delivery": value("online"), "fee": value("free")}
    first = course("Hàn", missing=(), values={"title": value("Hàn"), **codes})
    second = course("Tiện", missing=("url",), doubtful=("level",), values={"title": value("Tiện"), **codes})
    put(store, first, second)
    put(store, course("Lạ", missing=()), unit_id="tc-anh-sao")
    put(store, course("Của ai"), unit_id=None)
    store.replace_units(CAMPAIGN, ROSTER)
    assert found(store, level="college", delivery="online", fee="free") == ["Hàn", "Tiện"]
    assert found(store, fee="free", troubles=frozenset({Trouble.MISSING, Trouble.DOUBTFUL})) == ["Tiện"]
    assert found(store, fee="paid") == []
    assert found(store, unit_id="tc-anh-sao") == found(store, unit_kind="vocational_school") == ["Lạ"]
    assert found(store, unassigned=True) == ["Của ai"]


def test_pages_lie_end_to_end_whatever_the_order(store: Store) -> None:
    put(store, *(course(f"Khóa {number}", missing=("url",) * (number % 3)) for number in range(25)))
    put(store, *(course(f"Khóa {number}") for number in range(25, 40)), unit_id="tc-anh-sao")
    for order in Order:
        wanted = WantedRecords(words="khoa", order=order)
        whole = store.lists.records(CAMPAIGN, wanted, Span(0, 100))
        pages = [store.lists.records(CAMPAIGN, wanted, Span(start, 7)) for start in range(0, 49, 7)]
        assert [line for page in pages for line in page.lines] == list(whole.lines)
        assert {page.total for page in pages} == {40} == {len(whole.lines)}
        assert [page.has_more for page in pages] == [True] * 5 + [False] * 2


def test_units_are_found_by_name_short_name_and_address_with_where_they_stand(store: Store) -> None:
    store.replace_units(CAMPAIGN, ROSTER)
    put(store, course("Hàn"), late=True, last_received_at=later(days=1))
    put(store, status=UnitStatus.NO_COURSES, unit_id="tc-anh-sao")

    def ids(**wanted: Any) -> list[str]:
        return [head.unit.id for head in store.lists.units(CAMPAIGN, WantedUnits(**wanted)).lines]

    assert ids() == [unit.id for unit in ROSTER]
    assert ids(words="cao dang") == ids(kind="college") == ["cd-ben-nghe", "cd-cau-vong"]
    assert ids(words="tc as") == ids(status=UnitStatus.NO_COURSES) == ["tc-anh-sao"]
    assert ids(words="bn@bn.example") == []
    assert (
        ids(words="bn@bn.example", by_address=True) == ids(late=True) == ids(troubled=True) == ["cd-ben-nghe"]
    )
    assert ids(order=Order.NEWEST) == ["cd-ben-nghe", "tc-anh-sao", "cd-cau-vong"]
    assert ids(order=Order.OLDEST) == ["tc-anh-sao", "cd-ben-nghe", "cd-cau-vong"]
    assert ids(order=Order.NAME) == ["cd-ben-nghe", "cd-cau-vong", "tc-anh-sao"]
    second = store.lists.units(CAMPAIGN, WantedUnits(), Span(1, 1))
    assert ([head.unit.id for head in second.lines], second.total) == (["tc-anh-sao"], 3)


def test_messages_are_found_by_sender_subject_and_id_within_any_filter(store: Store) -> None:
    told = headers("a", subject="Báo cáo khóa học", sender="vanthu@bn.example", sender_name="Văn thư")
    store.add_message(new_message("a", received_at=NOW))
    store.add_message(
        new_message("b", received_at=later(hours=1), headers=headers("b", subject="Hỏi hạn nộp"))
    )
    store.apply(plan("a", headers=told))

    def ids(words: str = "", order: Order = Order.NEWEST, **which: Any) -> list[str]:
        wanted = WantedMessages(words=words, order=order, which=MessageFilter(**which))
        return [one.sha256 for one in store.lists.messages(CAMPAIGN, wanted).lines]

    a, b = digest("a"), digest("b")
    assert ids() == [b, a]
    assert ids(order=Order.OLDEST) == [a, b]
    assert (
        ids("bao cao") == ids("VAN THU bn.example") == ids(a[:10]) == ids(kind=MessageKind.SUBMISSION) == [a]
    )
    assert ids("hoi han") == [b]
    assert ids("hoi", unit_id="cd-ben-nghe") == []


def test_letters_are_found_by_reference_receiver_and_subject(store: Store) -> None:
    first = store.add_letter(letter("1", ref="CC25-7K3QF2", message_id="<1@so.example>"))
    second = store.add_letter(letter("2", to="khac@bn.example", state=LetterState.HELD, unit_id=None))

    def ids(words: str = "", **which: Any) -> list[int]:
        wanted = WantedLetters(words=words, which=LetterFilter(**which))
        return [one.id for one in store.lists.letters(CAMPAIGN, wanted).lines]

    assert ids() == ids("de nghi bo sung") == [second, first]
    assert ids("cc25-7k3qf2") == [first]
    assert ids("khac@bn") == ids(state=LetterState.HELD) == [second]
    assert ids("khac", state=LetterState.QUEUED) == []


FLAGS = st.lists(st.sampled_from(["level", "url", "fee"]), unique=True).map(tuple)
RECORDS = st.builds(
    lambda number, kind, missing, doubtful, conflicts: Record(
        id=f"r-{number}", kind=kind, unit_id=None, values={}, message_ids=(), missing=missing,
        doubtful=doubtful, conflicts=tuple(Conflict(field=one, values=()) for one in conflicts),
    ),
    st.integers(0, 9), st.sampled_from([COURSE, CONTACT]), FLAGS, FLAGS, FLAGS,
)  # fmt: skip
FOLDS = st.tuples(
    st.sampled_from(["cd-ben-nghe", "tc-anh-sao"]),
    st.lists(RECORDS, max_size=4, unique_by=lambda one: one.id),
    st.sampled_from(UnitStatus),
    st.integers(0, 2),
)


def recounted(unit: Unit, state: UnitState | None) -> UnitHead:
    if state is None:
        return UnitHead(unit=unit)
    return UnitHead(
        unit=unit,
        status=state.status,
        late=state.late,
        first_received_at=state.first_received_at,
        last_received_at=state.last_received_at,
        courses=len(state.courses),
        contacts=len(state.contacts),
        missing=sum(len(one.missing) for one in state.records),
        doubtful=sum(len(one.doubtful) for one in state.records),
        conflicts=sum(len(one.conflicts) for one in state.records),
        unread=len(state.unread),
        unresolved=len(state.unresolved),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(folds=st.lists(FOLDS, max_size=5))
def test_heads_are_a_recount_of_the_bodies_after_any_folds(store: Store, folds: list[Any]) -> None:
    store.replace_units(CAMPAIGN, ROSTER)
    for unit_id, records, status, unread in folds:
        files = (UnreadFile(filename="a.xls", reason="corrupt", origin=ORIGIN),) * unread
        own = [replace(one, id=f"{unit_id}-{one.id}") for one in records]
        put(store, *own, unit_id=unit_id, status=status, unread=files)
    heads = store.unit_heads(CAMPAIGN)
    assert heads == [recounted(unit, store.unit_state(CAMPAIGN, unit.id)) for unit in ROSTER]


def test_rows_from_before_are_listed_as_if_written_today(store: Store, database: Database) -> None:
    store.replace_units(CAMPAIGN, ROSTER)
    told = headers("a", subject="Báo cáo", sender="vanthu@bn.example")
    store.add_message(new_message("a", headers=told))
    store.add_letter(letter("1", ref="CC25-7K3QF2"))
    files = (UnreadFile(filename="a.xls", reason="corrupt", origin=ORIGIN),)
    put(store, course("Hàn", doubtful=("level",)), contact("Lê Thị Hoa"), unread=files)
    before = everything(database)
    with database.writing() as connection:
        zeros = dict.fromkeys(("courses", "contacts", "missing", "doubtful", "conflicts", "unread"), 0)
        connection.execute(update(table_of(UnitStateRow)).values(zeros))
        connection.execute(update(table_of(RecordRow)).values(search="", level="", conflicts=0))
        for table in ("message", "letter"):
            connection.execute(text(f"UPDATE {table} SET search = ''"))
    assert everything(database) != before
    with database.writing() as connection:
        relist(connection)
    assert everything(database) == before


def everything(database: Database) -> list[Any]:
    with database.reading() as connection:
        tables = ("record", "unit_state", "message", "letter")
        return [
            sorted(map(str, connection.execute(text(f"SELECT * FROM {table}")).all())) for table in tables
        ]
