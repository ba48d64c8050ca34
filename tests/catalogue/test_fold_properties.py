"""What holds for every set of messages: order, repetition, blanks and origins."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.folding.fold import FoldMessage
from catalogue.records import Decision, DecisionKind, Entry, JsonValue, MessageKind, UnitState, Value
from tests.support.statements import contact, course, decision, folded, message, value

few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

titles = st.sampled_from(["Kế toán", "KẾ TOÁN", "Tin học văn phòng", "Tin học văn phòg", "Tiếng Anh"])
fields: dict[str, st.SearchStrategy[JsonValue]] = {
    "level": st.sampled_from(["elementary", "college", None]),
    "fee": st.sampled_from(["free", "paid", None]),
    "fee_vnd": st.sampled_from([1, 2, None]),
    "url": st.sampled_from(["https://a.example", "https://b.example", "", None]),
    "content": st.sampled_from(["Một", "Hai", None]),
}
flags: st.SearchStrategy[dict[str, object]] = st.sampled_from(
    [{}, {}, {}, {"partial": True}, {"withdrawn": True}, {"doubt": "weak: x"}]
)
parts = st.sampled_from(["", "a.xlsx", "b.docx"])


@st.composite
def courses(draw: st.DrawFn) -> Entry:
    chosen = draw(st.sets(st.sampled_from(sorted(fields))))
    values = {key: draw(fields[key]) for key in sorted(chosen)}
    return course(draw(titles), **values, **draw(flags), part=draw(parts), row=draw(st.integers(1, 9)))


@st.composite
def contacts(draw: st.DrawFn) -> Entry:
    name = draw(st.sampled_from(["Lê Thị Hoa", "Hoa", "Ngô Văn Tám", None]))
    phone = draw(st.sampled_from(["+84909000001", "+84909000002", None]))
    return contact(name, phone=phone, **draw(st.sampled_from([{}, {"partial": True}])), part=draw(parts))


@st.composite
def mailboxes(draw: st.DrawFn) -> list[FoldMessage]:
    kinds = [MessageKind.SUBMISSION, MessageKind.SUBMISSION, *MessageKind]
    return [
        message(
            draw(st.integers(0, 3)),
            *draw(st.lists(st.one_of(courses(), contacts()), max_size=4)),
            name=str(name),
            kind=draw(st.sampled_from(kinds)),
            replaces_list=draw(st.booleans()),
        )
        for name in range(draw(st.integers(1, 5)))
    ]


def _kept(one: FoldMessage) -> tuple[Entry, ...]:
    return tuple(entry for entry in one.reading.entries if not entry.withdrawn)


def decided(state: UnitState) -> list[Decision]:
    kinds = (DecisionKind.SET_VALUE, DecisionKind.CONFIRM_VALUE)
    return [decision(kind, f"{record.id}.fee_vnd", "5", day=1) for kind in kinds for record in state.records]


@few
@given(mailboxes(), st.randoms())
def test_the_order_of_arrival_and_repetition_change_nothing(mail: list[FoldMessage], chance: object) -> None:
    shuffled = [*mail, *mail]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    state = folded(*mail)
    decisions = decided(state)
    assert folded(*shuffled) == state
    assert folded(*shuffled, decisions=decisions) == folded(*mail, decisions=decisions)


@few
@given(mailboxes())
def test_a_record_keeps_its_id_while_later_messages_arrive(mail: list[FoldMessage]) -> None:
    mail.sort(key=lambda one: (one.received_at, one.sha256))
    kept = [
        replace(one, reading=replace(one.reading, replaces_list=False, entries=_kept(one))) for one in mail
    ]
    states = [folded(*kept[:count]) for count in range(len(kept) + 1)]
    for before, after in pairwise(states):
        assert {record.id for record in before.records} <= {record.id for record in after.records}


@few
@given(mailboxes())
def test_ids_and_aliases_name_one_record_each(mail: list[FoldMessage]) -> None:
    names = [name for record in folded(*mail).records for name in (record.id, *record.aliases)]
    assert len(set(names)) == len(names)


@few
@given(mailboxes())
def test_a_blank_never_erases(mail: list[FoldMessage]) -> None:
    before = folded(*mail)
    blanks = [
        course(None, title=record.values["title"], level=record.values.get("level") or value(None),
               fee=value(None), fee_vnd=value(""), url=value(None), content=value([], text=""))
        for record in before.courses
    ]  # fmt: skip
    after = {record.id: record for record in folded(*mail, message(9, *blanks)).courses}
    for record in before.courses:
        assert {key: one.value for key, one in record.values.items()} == {
            key: one.value for key, one in after[record.id].values.items()
        }


@few
@given(mailboxes())
def test_every_value_names_its_message_or_its_decision(mail: list[FoldMessage]) -> None:
    state = folded(*mail)
    known = {one.sha256 for one in mail}

    def has_origin(one: Value) -> bool:
        return one.origin.decision > 0 or one.origin.message in known

    for record in (*state.records, *folded(*mail, decisions=decided(state)).records):
        assert record.message_ids
        assert all(has_origin(one) for one in record.values.values())
        assert all(has_origin(one) for earlier in record.history.values() for one in earlier)
        assert set(record.doubtful) - {"record"} <= set(record.values)
