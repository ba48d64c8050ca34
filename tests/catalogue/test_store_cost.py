"""What the hot road may cost: nothing that grows with what is stored, and little work a message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from sqlalchemy import event

from catalogue.fields import COURSE
from catalogue.memory.database import Database
from catalogue.memory.store import Store
from catalogue.records import Entry, LetterState, MessageReading
from tests.support.plans import (
    CAMPAIGN,
    NOW,
    copy_of,
    course,
    digest,
    full_course,
    headers,
    later,
    letter,
    new_message,
    part,
    plan,
    state,
)


class Ran:
    """What SQLite was given to do: statements with their first values, and its own steps in tens."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, tuple[object, ...]]] = []
        self.steps = 0

    def note(self, _c: object, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        self.statements.append((statement, tuple(values[0] if isinstance(values, list) else values)))

    def watch(self, connection: Any, _record: object) -> None:
        connection.set_progress_handler(self._step, 10)

    def _step(self) -> int:
        self.steps += 1
        return 0


Watched = tuple[Store, Database, Ran]


@pytest.fixture
def watched(sqlite_template: Path, tmp_path: Path) -> Iterator[Watched]:
    path = tmp_path / "store.db"
    copy(sqlite_template, path)
    database = Database.at(f"sqlite:///{path}")
    ran = Ran()
    event.listen(database.engine, "before_cursor_execute", ran.note)
    event.listen(database.engine, "connect", ran.watch)
    yield Store(database), database, ran
    database.close()


def fill(store: Store, size: int) -> None:
    """Messages through and waiting, each of a unit of its own, with copies and letters."""
    words = [f"{size}-{number}" for number in range(size)]
    store.add_messages([new_message(word) for word in words])
    store.remember_copies([copy_of(word, size * 10 + n, folder="Khác") for n, word in enumerate(words)], NOW)
    for word in words[: size // 10]:
        fold = state(course(word, word), unit_id=word)
        letters = (letter(word, unit_id=word, state=LetterState.SENT, message_id=f"<{word}@x.example>"),)
        store.apply(plan(word, unit_id=word, state=fold, headers=headers(word), letters=letters))


def walk_the_road(store: Store, word: str = "a") -> None:
    store.add_message(new_message(word, headers=headers(word)))
    store.remember_copies([copy_of(word, 1)], NOW)
    store.claim("w", later(seconds=1), 60, 10)
    store.lookup(CAMPAIGN, ["<x@x.example>", "QX7"])
    with store.unit_lock(CAMPAIGN, word):
        store.unit_messages(CAMPAIGN, word, without=digest(word))
        whole = plan(
            word,
            unit_id=word,
            headers=headers(word),
            state=state(course("Hàn" + word, word), unit_id=word),
            letters=(letter(unit_id=word),),
        )
        store.apply(whole)
        store.apply(whole)
    store.unacked("box", "INBOX", 7)
    store.mark_acked("box", "INBOX", 7, [1], NOW)
    store.due_letters(NOW)
    store.mark_sent(1, NOW)
    store.letter_history(CAMPAIGN, word)
    store.messages(CAMPAIGN)
    store.message(digest(word)[:8])
    store.message(f"<{word}@truong.example>")
    store.fail(digest(word), "x", None)


def test_no_statement_of_the_road_reads_a_whole_table(watched: Watched) -> None:
    store, database, ran = watched
    walk_the_road(store)
    statements = {text: values for text, values in ran.statements if not text.startswith(("BEGIN", "PRAGMA"))}
    assert len(statements) > 25
    with database.reading() as connection:
        plans = {
            text: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
            for text, values in statements.items()
        }
    # "due" is the handful of rows just picked, not a table.
    scans = {
        text: steps
        for text, steps in plans.items()
        if any(step.startswith("SCAN") and not step.endswith("due") for step in steps)
    }
    assert scans == {}


def test_the_road_costs_the_same_whatever_is_stored(watched: Watched) -> None:
    store, _, ran = watched
    steps = []
    for size in (200, 3000):
        fill(store, size)
        ran.steps = 0
        walk_the_road(store, f"walk{size}")
        steps.append(ran.steps)
    assert steps[1] < 1.1 * steps[0]


def test_a_message_with_25_courses_costs_few_statements(watched: Watched) -> None:
    store, _, ran = watched
    words = [f"m{number}" for number in range(40)]
    store.add_messages([new_message(word) for word in words])
    ran.statements.clear()
    for word in words:
        records = tuple(full_course(number, digest(word), word) for number in range(25))
        entries = tuple(Entry(kind=COURSE, values=record.values) for record in records)
        read = MessageReading(reader=1, entries=entries, parts=(part("1"), part("2")))
        whole = plan(
            word, unit_id=word, state=state(*records, unit_id=word), reading=read, headers=headers(word)
        )
        with store.unit_lock(CAMPAIGN, word):
            store.unit_messages(CAMPAIGN, word)
            store.apply(whole)
    assert len(ran.statements) / len(words) < 16
