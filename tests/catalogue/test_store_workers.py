"""Several processes on one queue and one unit: each message once, and no fold lost."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from catalogue.memory import messages as store_messages
from catalogue.memory.database import Database
from catalogue.memory.store import StaleUnitError, Store
from catalogue.memory.tables import MessageState
from catalogue.views import StoredMessage
from tests.support.plans import CAMPAIGN, course, digest, later, new_message, plan, reading, state
from tests.support.postgres import Postgres

WORKERS = 3
MESSAGES = 45
UNIT = "cd-ben-nghe"
WORDS = {digest(f"m{number}"): f"m{number}" for number in range(MESSAGES)}


def work(url: str, worker: str) -> list[str]:
    """Claim, fold and apply until nothing is due; every message adds one course to the same unit."""
    store = Store.open(url)
    done: list[str] = []
    while claimed := store.claim(worker, later(seconds=1), 60, 4):
        for one in claimed:
            fold_until_fresh(store, one)
            done.append(one.sha256)
    store.close()
    return done


def fold_until_fresh(store: Store, message: StoredMessage) -> None:
    word = WORDS[message.sha256]
    while True:
        with store.unit_lock(CAMPAIGN, UNIT):
            known = store.unit_state(CAMPAIGN, UNIT)
            # From the last fold, not from the messages: what is lost once stays lost, and is seen.
            others = known.records if known else ()
            fold = state(*others, course(word))
            try:
                store.apply(plan(word, reading=reading(word), state=fold))
            except StaleUnitError:
                continue
        return


@pytest.mark.slow
def test_several_workers_take_each_message_once_and_lose_no_fold(store: Store, store_url: str) -> None:
    store.add_messages([new_message(word) for word in WORDS.values()])
    names = [f"w{number}" for number in range(WORKERS)]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as processes:
        shares = list(processes.map(work, [store_url] * WORKERS, names))
    taken = [sha256 for share in shares for sha256 in share]
    assert sorted(taken) == sorted(WORDS)
    found = store.unit_state(CAMPAIGN, UNIT)
    assert found is not None
    assert sorted(record.name for record in found.records) == sorted(WORDS.values())
    assert store.ledger(CAMPAIGN).messages_by_state == {MessageState.DONE: MESSAGES}


@pytest.mark.server
def test_a_worker_steps_over_what_another_one_is_just_taking(
    postgres: Postgres, postgres_template: str
) -> None:
    url = postgres.new_database(postgres_template)
    store, database = Store.open(f"{url}?options=-c%20lock_timeout%3D2000"), Database.at(url)
    store.add_messages([new_message(word) for word in ("a", "b", "c")])
    times = (later(seconds=1), later(seconds=60))
    with database.writing() as connection:
        first = store_messages.claim(connection, "w1", times, 2)
        second = store.claim("w2", times[0], 60, 3)
    taken = {one.sha256 for one in first} & {one.sha256 for one in second}
    assert (len(first), len(second), taken) == (2, 1, set())
    store.close()
    database.close()
