from __future__ import annotations

import pytest

from catalogue.memory.store import Store, StoreError
from catalogue.memory.tables import MessageState
from catalogue.records import MessageKind
from catalogue.views import MessageFilter, StoredMessage
from tests.support.plans import CAMPAIGN, NOW, digest, headers, later, new_message, plan, reading

LEASE = 60


def stored(store: Store, word: str) -> StoredMessage:
    found = store.message(digest(word))
    assert found is not None
    return found


def claimed(store: Store, after: float = 1, limit: int = 10, worker: str = "w") -> list[str]:
    return [one.sha256 for one in store.claim(worker, later(seconds=after), LEASE, limit)]


def test_the_same_bytes_are_one_message(store: Store) -> None:
    assert store.add_message(new_message("a"))
    assert not store.add_message(new_message("a", size=5))
    assert store.add_messages([new_message("a"), new_message("b"), new_message("b")]) == {digest("b")}
    assert [one.size for one in store.messages(CAMPAIGN)] == [1000, 1000]


def test_other_bytes_under_the_same_message_id_are_another_message_and_flagged(store: Store) -> None:
    for word in ("first", "second"):
        store.add_message(new_message(word))
        store.apply(plan(word, headers=headers("same")))
    assert [stored(store, word).same_message_id for word in ("first", "second")] == [False, True]


def test_messages_without_a_message_id_are_never_taken_for_each_other(store: Store) -> None:
    for word in ("first", "second"):
        store.add_message(new_message(word))
        store.apply(plan(word, headers=headers("x", message_id="")))
    assert not stored(store, "second").same_message_id


def test_the_time_of_receipt_is_the_servers_else_that_of_archiving_until_it_is_read(store: Store) -> None:
    store.add_messages([new_message("a", received_at=later(hours=-3)), new_message("b")])
    assert stored(store, "a").received_at == later(hours=-3)
    assert stored(store, "b").received_at == NOW
    store.apply(plan("b", received_at=later(days=-1)))
    assert stored(store, "b").received_at == later(days=-1)


def test_a_claimed_message_is_nobody_elses_until_the_lease_ends(store: Store) -> None:
    store.add_message(new_message("a"))
    assert claimed(store, after=1) == [digest("a")]
    assert claimed(store, after=LEASE) == []
    assert claimed(store, after=LEASE + 2) == [digest("a")]


def test_a_message_is_done_once_it_is_applied(store: Store) -> None:
    store.add_message(new_message("a"))
    claimed(store)
    store.apply(plan("a"))
    found = stored(store, "a")
    assert (found.state, found.kind, found.crashes) == (MessageState.DONE, MessageKind.SUBMISSION, 0)
    assert claimed(store, after=9 * LEASE) == []


def test_a_message_that_kills_its_worker_is_quarantined_after_the_third_time_and_the_queue_goes_on(
    store: Store,
) -> None:
    store.add_message(new_message("deadly"))
    for crash in range(3):
        assert claimed(store, after=1 + crash * 2 * LEASE) == [digest("deadly")]
    store.add_message(new_message("next"))
    assert claimed(store, after=9 * LEASE) == [digest("next")]
    found = stored(store, "deadly")
    assert found.state is MessageState.QUARANTINED
    assert "3 times" in found.error


def test_what_was_in_hand_at_a_crash_comes_alone_so_that_neighbours_are_not_taken_along(
    store: Store,
) -> None:
    words = ("a", "b", "c")
    store.add_messages([new_message(word) for word in words])
    assert len(claimed(store, limit=3)) == 3
    store.add_message(new_message("fresh"))
    alone = [claimed(store, after=2 * LEASE, limit=3) for _ in words]
    assert sorted(alone) == sorted([digest(word)] for word in words)
    assert claimed(store, after=2 * LEASE, limit=3) == [digest("fresh")]


def test_a_worker_that_stops_gives_back_what_it_holds_without_a_crash(store: Store) -> None:
    store.add_messages([new_message("a"), new_message("b")])
    claimed(store, worker="mine", limit=1)
    claimed(store, worker="other", limit=1)
    assert store.release("mine", later(seconds=2)) == 1
    again = store.claim("mine", later(seconds=3), LEASE, 5)
    assert [one.crashes for one in again] == [1]


def test_a_worker_known_to_be_dead_is_counted_as_a_crash(store: Store) -> None:
    store.add_message(new_message("a"))
    for _ in range(3):
        assert claimed(store, after=1) == [digest("a")]
        store.release("w", later(seconds=1), crashed=True)
    assert claimed(store, after=2) == []
    assert stored(store, "a").state is MessageState.QUARANTINED


def test_an_error_is_kept_and_tried_again_only_when_it_is_time(store: Store) -> None:
    store.add_message(new_message("a"))
    claimed(store)
    store.fail(digest("a"), "Traceback: ...", later(minutes=5))
    found = stored(store, "a")
    assert (found.state, found.attempts, found.crashes) == (MessageState.RETRY, 1, 0)
    assert found.error == "Traceback: ..."
    assert claimed(store, after=299) == []
    assert claimed(store, after=301) == [digest("a")]


def test_an_error_for_good_stays_in_quarantine_until_a_person_requeues_it(store: Store) -> None:
    store.add_message(new_message("a"))
    claimed(store)
    store.fail(digest("a"), "broken", None)
    assert claimed(store, after=9 * LEASE) == []
    assert store.requeue(digest("a"), later(seconds=9 * LEASE))
    assert stored(store, "a").error == ""
    assert claimed(store, after=9 * LEASE + 1) == [digest("a")]
    assert not store.requeue(digest("unknown"), NOW)


def test_a_message_is_found_by_six_letters_of_its_hash_or_by_its_message_id(store: Store) -> None:
    store.add_message(new_message("a"))
    store.apply(plan("a", headers=headers("one")))
    for wanted in (digest("a")[:6], digest("a")[:10].upper(), digest("a"), "<one@truong.example>"):
        found = store.message(wanted)
        assert found is not None
        assert found.sha256 == digest("a")
    assert store.message("000000") is None


def test_an_id_that_is_too_short_or_fits_several_is_refused(store: Store) -> None:
    store.add_messages([new_message("a"), new_message("b")])
    for word in ("a", "b"):
        store.apply(plan(word, headers=headers("one")))
    for wanted in (digest("a")[:5], "<one@truong.example>"):
        with pytest.raises(StoreError):
            store.message(wanted)


def test_pages_of_messages_run_newest_first_and_meet_without_gap_or_overlap(store: Store) -> None:
    words = [f"m{number}" for number in range(7)]
    at = [later(minutes=number // 2) for number in range(7)]
    store.add_messages([new_message(w, received_at=t) for w, t in zip(words, at, strict=True)])
    pages: list[StoredMessage] = []
    while page := store.messages(CAMPAIGN, limit=3, after=pages[-1].sha256 if pages else ""):
        pages += page
    assert len({one.sha256 for one in pages}) == 7
    assert [one.received_at for one in pages] == sorted(at, reverse=True)


def test_messages_are_listed_by_what_is_asked(store: Store) -> None:
    store.add_messages([new_message(word) for word in ("a", "b", "c")])
    store.apply(plan("a", late=True, headers=headers("a")))
    store.apply(plan("b", unit_id=None, kind=MessageKind.QUESTION, needs_officer="unknown sender"))
    cases = {
        MessageFilter(state=MessageState.ARCHIVED): "c",
        MessageFilter(kind=MessageKind.QUESTION): "b",
        MessageFilter(unit_id="cd-ben-nghe"): "a",
        MessageFilter(sender="vanthu@truong.example"): "a",
        MessageFilter(needs_officer=True): "b",
        MessageFilter(late=True): "a",
        MessageFilter(unassigned=True, state=MessageState.DONE): "b",
    }
    for wanted, word in cases.items():
        assert [one.sha256 for one in store.messages(CAMPAIGN, wanted)] == [digest(word)]


def test_text_that_no_database_takes_is_kept_readable(store: Store) -> None:
    store.add_message(new_message("a"))
    store.apply(plan("a", headers=headers("a", subject="a\0b\ud800c"), reading=reading("x\0\ud800")))
    assert stored(store, "a").subject == "a\ufffdb\ufffdc"
    assert store.reading(digest("a")) == reading("x\0\ud800")


def test_the_sums_balance_whatever_state_the_messages_are_in(store: Store) -> None:
    store.add_messages([new_message(word) for word in ("a", "b", "c", "d")])
    store.apply(plan("a", needs_officer="conflict"))
    store.fail(digest("b"), "x", later(minutes=1))
    store.fail(digest("c"), "x", None)
    ledger = store.ledger(CAMPAIGN)
    assert ledger.messages == 4
    assert ledger.messages_by_state == {"done": 1, "retry": 1, "quarantined": 1, "archived": 1}
    assert (ledger.parts, ledger.parts_by_status) == (1, {"read": 1})
    counts = store.counts(CAMPAIGN)
    assert (counts.kinds, counts.needs_officer, counts.late) == ({"submission": 1}, 1, 0)
