from __future__ import annotations

import pytest

from catalogue.memory.store import Store, StoreError
from tests.support.plans import CAMPAIGN, NOW, copy_of, digest, later, new_message, plan

INBOX = ("box", "INBOX", 7)


def put(store: Store, *words: str) -> None:
    store.add_messages([new_message(word) for word in words])
    store.remember_copies([copy_of(word, uid) for uid, word in enumerate(words, 1)], NOW)


def test_known_are_the_uids_whose_bodies_were_fetched_from_this_very_folder(store: Store) -> None:
    put(store, "a", "b")
    store.remember_copies(
        [copy_of("a", 9, folder="Khác"), copy_of("a", 8, uidvalidity=6), copy_of(None, 3)], NOW
    )
    assert store.known_uids(*INBOX) == {1, 2}
    assert store.known_uids("box", "Khác", 7) == {9}
    assert store.known_uids("other", "INBOX", 7) == set()


def test_a_copy_is_remembered_only_of_a_message_that_is_kept(store: Store) -> None:
    with pytest.raises(StoreError):
        store.remember_copies([copy_of("unknown", 1)], NOW)
    assert store.known_uids(*INBOX) == set()


def test_only_what_is_through_is_owed_to_the_server_and_only_once(store: Store) -> None:
    put(store, "a", "b", "c")
    store.apply(plan("a"))
    store.apply(plan("c"))
    assert [one.uid for one in store.unacked(*INBOX)] == [1, 3]
    assert [one.uid for one in store.unacked(*INBOX, limit=1)] == [1]
    store.mark_acked(*INBOX, [1], NOW)
    assert [one.uid for one in store.unacked(*INBOX)] == [3]


def test_remembering_a_copy_again_keeps_its_acknowledgement(store: Store) -> None:
    put(store, "a")
    store.apply(plan("a"))
    store.mark_acked(*INBOX, [1], NOW)
    store.remember_copies([copy_of("a", 1)], later(days=1))
    assert store.unacked(*INBOX) == []


def test_a_folder_numbered_anew_forgets_its_uids_but_no_message(store: Store) -> None:
    put(store, "a", "b")
    assert store.folder_uidvalidity("box", "INBOX") is None
    store.see_folder("box", "INBOX", 7, NOW)
    store.see_folder("box", "INBOX", 4_294_967_295, later(days=1))
    assert store.folder_uidvalidity("box", "INBOX") == 4_294_967_295
    assert store.forget_folder(*INBOX) == 2
    assert store.known_uids(*INBOX) == set()
    assert len(store.messages(CAMPAIGN)) == 2


def test_every_place_of_a_message_is_known(store: Store) -> None:
    put(store, "a")
    store.remember_copies([copy_of("a", 5, folder="Khác")], later(days=1))
    assert [(one.folder, one.uid) for one in store.copies(digest("a"))] == [("INBOX", 1), ("Khác", 5)]


def test_each_copy_on_the_server_is_in_one_state(store: Store) -> None:
    put(store, "a", "b")
    store.remember_copies([copy_of(None, 3)], NOW)
    store.mark_acked(*INBOX, [1], NOW)
    ledger = store.ledger(CAMPAIGN)
    assert ledger.copies == 3
    assert ledger.copies_by_state == {"acknowledged": 1, "fetched": 1, "unfetched": 1}
