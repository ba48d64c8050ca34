from datetime import datetime

from catalogue.memory.store import Store
from tests.support.plans import digest, later, new_message, plan


def done_at(store: Store, word: str) -> datetime | None:
    message = store.message(digest(word))
    assert message is not None
    return message.done_at


def test_a_message_is_through_when_it_was_first_and_stays_so_when_it_is_read_again(store: Store) -> None:
    store.add_message(new_message("a"))
    assert done_at(store, "a") is None
    store.apply(plan("a", now=later(minutes=5)))
    store.apply(plan("a", now=later(days=9)))
    assert done_at(store, "a") == later(minutes=5)
