from __future__ import annotations

from dataclasses import replace

from catalogue.memory.store import Store
from catalogue.outbox import LetterFile
from catalogue.records import AskedItem, LetterKind, LetterState
from catalogue.views import KnownAddress, LetterFilter, Mute
from tests.support.plans import CAMPAIGN, NOW, later, letter

ITEM = AskedItem(number=1, kind="course", record_id="c-1", fields=("level",), finding="missing", title="Hàn")
FILE = LetterFile("bổ sung.xlsx", "application/zip", b"\0\xffbytes")


def state_of(store: Store, letter_id: int) -> LetterState:
    found = store.letter(letter_id)
    assert found is not None
    return found.state


def test_a_letter_comes_back_equal_with_its_files_and_items(store: Store) -> None:
    whole = letter(
        items=(ITEM,), files=(FILE, replace(FILE, filename="b.pdf")), references=("<a@x.example>",),
        ref="QX7", message_id="<L1@Dept.example>", in_reply_to="<b@x.example>", not_before=later(hours=1),
    )  # fmt: skip
    letter_id = store.add_letter(whole)
    assert store.letter(letter_id) == replace(whole, id=letter_id)


def test_the_same_letter_is_never_made_twice(store: Store) -> None:
    first = store.add_letter(letter("T-7", files=(FILE,)))
    assert store.add_letter(letter("T-7", text="anders", files=(FILE,))) == 0
    assert [(one.id, one.text) for one in store.letters(CAMPAIGN)] == [(first, "Kính gửi")]
    assert store.add_letter(letter("T-3"))
    assert store.add_letter(letter("T-7", kind=LetterKind.REMINDER))


def test_a_letter_to_nobodys_unit_is_made_once_too(store: Store) -> None:
    assert store.add_letter(letter("2025-05-20", unit_id=None, kind=LetterKind.DIGEST))
    assert store.add_letter(letter("2025-05-20", unit_id=None, kind=LetterKind.DIGEST)) == 0


def test_a_due_letter_is_handed_out_once_and_counted_as_a_try(store: Store) -> None:
    letter_id = store.add_letter(letter(files=(FILE,)))
    (taken,) = store.due_letters(NOW)
    assert (taken.id, taken.state, taken.attempts, taken.files) == (
        letter_id,
        LetterState.SENDING,
        1,
        (FILE,),
    )
    assert store.due_letters(later(days=1)) == []
    assert store.mark_sent(letter_id, later(minutes=1))
    found = store.letter(letter_id)
    assert found is not None
    assert (found.state, found.sent_at) == (LetterState.SENT, later(minutes=1))


def test_letters_wait_for_their_hour_and_go_in_order(store: Store) -> None:
    store.add_letter(letter("late", not_before=later(hours=3)))
    store.add_letter(letter("soon", not_before=later(hours=1)))
    assert store.due_letters(NOW) == []
    assert [one.window for one in store.due_letters(later(hours=3), limit=1)] == ["soon"]
    assert [one.window for one in store.due_letters(later(hours=3))] == ["late"]


def test_a_letter_that_did_not_leave_is_tried_again_when_it_is_time_and_given_up_at_last(
    store: Store,
) -> None:
    letter_id = store.add_letter(letter())
    store.due_letters(NOW)
    assert store.mark_failed(letter_id, "451 later", later(minutes=4))
    assert store.due_letters(later(minutes=3)) == []
    (again,) = store.due_letters(later(minutes=4))
    assert (again.attempts, again.error) == (2, "451 later")
    assert store.mark_failed(letter_id, "550 no", None)
    assert state_of(store, letter_id) is LetterState.FAILED


def test_a_letter_moves_only_from_a_state_that_allows_it(store: Store) -> None:
    letter_id = store.add_letter(letter(state=LetterState.HELD))
    assert store.due_letters(later(days=1)) == []
    assert not store.mark_sent(letter_id, NOW)
    assert store.approve(letter_id)
    assert store.hold(letter_id)
    assert store.approve(letter_id)
    store.due_letters(NOW)
    assert not store.cancel(letter_id)
    assert not store.hold(letter_id)
    assert store.mark_sent(letter_id, NOW)
    assert not store.approve(letter_id)
    assert state_of(store, letter_id) is LetterState.SENT


def test_letters_of_other_kinds_stay_where_they_are(store: Store) -> None:
    store.add_letter(letter())
    report = store.add_letter(letter("2", kind=LetterKind.DIGEST))
    assert [one.id for one in store.due_letters(NOW, kinds=[LetterKind.DIGEST])] == [report]
    assert len(store.due_letters(NOW)) == 1


def test_a_letter_given_up_in_doubt_is_sent_once_it_is_known(store: Store) -> None:
    letter_id = store.add_letter(letter())
    assert not store.doubt(letter_id, "no answer")
    store.due_letters(NOW)
    assert store.doubt(letter_id, "no answer")
    assert [one.error for one in store.stuck_letters(later(minutes=10))] == ["no answer"]
    store.mark_failed(letter_id, "may have left", None)
    assert store.mark_sent(letter_id, NOW, "not to: b@x.example")
    found = store.letter(letter_id)
    assert found is not None
    assert (found.state, found.error) == (LetterState.SENT, "not to: b@x.example")


def test_a_cancelled_letter_never_leaves(store: Store) -> None:
    letter_id = store.add_letter(letter())
    assert store.cancel(letter_id)
    assert not store.approve(letter_id)
    assert store.due_letters(later(days=1)) == []


def test_a_letter_that_may_or_may_not_have_left_is_seen(store: Store) -> None:
    letter_id = store.add_letter(letter(message_id="<l@dept.example>"))
    store.due_letters(NOW)
    assert store.stuck_letters(NOW) == []
    assert [one.id for one in store.stuck_letters(later(minutes=10))] == [letter_id]
    store.mark_sent(letter_id, NOW)
    assert store.stuck_letters(later(minutes=10)) == []


def test_an_answer_finds_its_letter_by_message_id_in_any_case_or_by_reference(store: Store) -> None:
    letter_id = store.add_letter(letter(message_id="<L1@Dept.example>", ref="QX7", items=(ITEM,)))
    store.add_letter(letter("2"))
    for mark in ("<l1@dept.EXAMPLE>", "QX7"):
        found = store.letter_by_mark(mark)
        assert found is not None
        assert (found.id, found.items) == (letter_id, (ITEM,))
    assert store.letter_by_mark("") is None
    known = store.lookup(CAMPAIGN, ["", "<unknown@x.example>", "<L1@dept.example>", "QX7"])
    assert known.letters == {
        "<l1@dept.example>": (letter_id, "cd-ben-nghe"),
        "QX7": (letter_id, "cd-ben-nghe"),
    }


def test_letters_are_listed_by_what_is_asked_newest_first(store: Store) -> None:
    first = store.add_letter(letter("1"))
    second = store.add_letter(letter("2", state=LetterState.HELD, unit_id="khac"))
    third = store.add_letter(letter("T-7", kind=LetterKind.REMINDER))
    assert [one.id for one in store.letters(CAMPAIGN)] == [third, second, first]
    assert [one.id for one in store.letters(CAMPAIGN, LetterFilter(state=LetterState.HELD))] == [second]
    assert [one.id for one in store.letters(CAMPAIGN, LetterFilter(kind=LetterKind.REMINDER))] == [third]
    assert [one.id for one in store.letters(CAMPAIGN, LetterFilter(unit_id="khac"))] == [second]
    assert store.letters("another") == []


def test_letters_are_counted_by_state_and_those_sent_by_kind_and_time(store: Store) -> None:
    first = store.add_letter(letter("1"))
    store.add_letter(letter("2"))
    store.due_letters(NOW, limit=1)
    store.mark_sent(first, later(hours=2))
    assert store.letters_by_state(CAMPAIGN) == {LetterState.SENT: 1, LetterState.QUEUED: 1}
    assert store.letters_sent(CAMPAIGN) == {LetterKind.CLARIFICATION: 1}
    assert store.letters_sent(CAMPAIGN, later(hours=2)) == {LetterKind.CLARIFICATION: 1}
    assert store.letters_sent(CAMPAIGN, later(hours=3)) == {}


def test_the_history_of_a_unit_tells_what_was_asked_and_when(store: Store) -> None:
    first = store.add_letter(letter("1"))
    store.add_letter(letter("2"))
    store.add_letter(letter("1", unit_id="khac"))
    store.due_letters(NOW, limit=1)
    store.mark_sent(first, later(hours=2))
    past = store.letter_history(CAMPAIGN, "cd-ben-nghe")
    assert [(one.window, one.state, one.at) for one in past] == [
        ("1", LetterState.SENT, later(hours=2)),
        ("2", LetterState.QUEUED, NOW),
    ]


def test_an_address_is_muted_until_its_time_and_its_bounces_are_counted(store: Store) -> None:
    assert store.note_bounce("A@x.example", None) == 1
    assert store.muted(NOW) == frozenset()
    assert store.note_bounce("a@x.example", later(days=1)) == 2
    assert store.note_bounce("a@x.example", None) == 3
    assert store.muted(NOW) == {"a@x.example"}
    assert store.muted(later(days=1)) == frozenset()


def sent(store: Store, window: str = "1") -> int:
    store.add_letter(letter(window))
    number = store.due_letters(NOW, limit=1)[0].id
    store.mark_sent(number, later(hours=1))
    return number


def test_a_letter_comes_back_once_and_its_address_is_muted_with_it(store: Store) -> None:
    number = sent(store)
    mute = Mute("A@x.example", later(days=3), "full: 5.2.2 mailbox full")
    assert store.mark_returned(number, mute.reason, mute)
    assert not store.mark_returned(number, mute.reason, mute)
    found = store.letter(number)
    assert found is not None
    assert (found.state, found.error) == (LetterState.RETURNED, mute.reason)
    assert store.addresses() == [
        KnownAddress(address="a@x.example", bounces=1, muted_until=later(days=3), reason=mute.reason)
    ]


def test_a_letter_that_never_may_have_left_cannot_come_back(store: Store) -> None:
    number = store.add_letter(letter("1"))
    store.hold(number)
    assert not store.mark_returned(number, "hard", Mute("a@x.example", later(days=1)))
    assert store.addresses() == []


def test_letters_to_an_address_are_found_by_when_they_left(store: Store) -> None:
    first, second = sent(store, "1"), sent(store, "2")
    to = letter("1").to
    assert store.letters_to(to.upper(), NOW) == [second, first]
    assert store.letters_to(to, later(hours=2)) == []
    assert store.letters_to(f"x{to}", NOW) == []


def test_an_address_that_is_open_again_keeps_its_bounces(store: Store) -> None:
    store.note_bounce("a@x.example", later(days=60), "hard: 5.1.1")
    assert store.reopen("A@x.example")
    assert store.addresses() == [KnownAddress(address="a@x.example", bounces=1, reason="hard: 5.1.1")]
    assert not store.reopen("nobody@x.example")


def test_an_absence_is_known_until_it_ends_and_an_unmuted_address_starts_anew(store: Store) -> None:
    store.note_absence("a@x.example", later(days=2), "b@x.example")
    store.note_bounce("a@x.example", later(days=60), "hard: 5.1.1")
    assert (store.away(NOW), store.away(later(days=2))) == (frozenset({"a@x.example"}), frozenset())
    assert store.unmute("A@x.example")
    assert store.addresses() == [KnownAddress(address="a@x.example", deputy="b@x.example")]
    assert not store.unmute("nobody@x.example")


def test_runs_tell_how_the_last_ones_went(store: Store) -> None:
    first = store.start_run("poll", NOW, "host1")
    store.finish_run(first, later(minutes=1), {"new": 3}, "")
    store.start_run("digest", later(minutes=2))
    latest, earlier = store.last_runs()
    assert (latest.verb, latest.finished_at, latest.counts) == ("digest", None, {})
    assert (earlier.id, earlier.host, earlier.counts, earlier.finished_at) == (
        first, "host1", {"new": 3}, later(minutes=1),
    )  # fmt: skip
    assert [one.verb for one in store.last_runs("poll", limit=1)] == ["poll"]
