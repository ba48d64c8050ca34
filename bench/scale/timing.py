"""How long each look at the invented campaign takes: p50 and p95 in milliseconds; changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.lists import Order, Span, Trouble, WantedLetters, WantedMessages, WantedRecords, WantedUnits
from catalogue.records import LetterState, MessageKind
from catalogue.views import LetterFilter, MessageFilter
from intake.app import App
from intake.jobs_digest import take_snapshot

Look = Callable[[], object]
DEEP = 90_000


@dataclass(frozen=True, slots=True)
class Timed:
    """What was looked at and how long it took, in milliseconds."""

    name: str
    p50: float
    p95: float


def timed(name: str, look: Look, times: int) -> Timed:
    """The first look warms what stays in memory and is not counted."""
    look()
    spent = sorted(_spent(look) for _ in range(times))
    return Timed(name, 1000 * spent[len(spent) // 2], 1000 * spent[int(0.95 * (len(spent) - 1))])


def _spent(look: Look) -> float:
    began = time.perf_counter()
    look()
    return time.perf_counter() - began


def looks(app: App) -> Iterator[tuple[str, Look]]:
    """The statements of the lists, each as a page asks for it."""
    lists, campaign = app.store.lists, app.campaign.id
    yield "heads of all units", lambda: app.store.unit_heads(campaign)
    for name, units in _units().items():
        yield f"units: {name}", lambda units=units: lists.units(campaign, units)  # type: ignore[misc]
    for name, (records, span) in _records(app).items():
        yield (
            f"records: {name}",
            lambda records=records, span=span: lists.records(campaign, records, span),  # type: ignore[misc]
        )
    for name, messages in _messages().items():
        yield f"messages: {name}", lambda messages=messages: lists.messages(campaign, messages)  # type: ignore[misc]
    for name, letters in _letters().items():
        yield f"letters: {name}", lambda letters=letters: lists.letters(campaign, letters)  # type: ignore[misc]
    unit = app.store.units(campaign)[-1].id
    yield "one unit's fold", lambda: app.store.unit_state(campaign, unit)
    yield "sums of copies, messages, parts", lambda: app.store.ledger(campaign)


def digests(app: App) -> Iterator[tuple[str, Look]]:
    """What is made of the whole campaign at once."""
    yield "snapshot", lambda: take_snapshot(app)


def _units() -> Mapping[str, WantedUnits]:
    return {
        "all": WantedUnits(),
        "one word": WantedUnits(words="sao mai"),
        "troubled, by trouble": WantedUnits(troubled=True, order=Order.TROUBLED),
    }


def _records(app: App) -> Mapping[str, tuple[WantedRecords, Span]]:
    first, unit = Span(), app.store.units(app.campaign.id)[-1].id
    return {
        "first page": (WantedRecords(), first),
        "last page": (WantedRecords(), Span(DEEP)),
        "a common word": (WantedRecords(words="nang cao"), first),
        "a name": (WantedRecords(words="hàn điện nâng cao 7"), first),
        "nothing found": (WantedRecords(words="khong co gi"), first),
        "filters": (WantedRecords(level="college", delivery="online", fee="free"), first),
        "lacking": (WantedRecords(troubles=frozenset({Trouble.MISSING})), first),
        "by unit": (WantedRecords(order=Order.UNIT), first),
        "newest": (WantedRecords(order=Order.NEWEST), first),
        "of a kind of unit": (WantedRecords(unit_kind="college"), first),
        "of one unit": (WantedRecords(unit_id=unit), first),
        "contacts, a telephone": (WantedRecords(kind="contact", words="0905"), first),
    }


def _messages() -> Mapping[str, WantedMessages]:
    return {
        "first page": WantedMessages(),
        "words": WantedMessages(words="sao mai danh sach"),
        "questions": WantedMessages(which=MessageFilter(kind=MessageKind.QUESTION)),
        "for the officer": WantedMessages(which=MessageFilter(needs_officer=True)),
        "of one unit": WantedMessages(which=MessageFilter(unit_id="truong-cao-dang-hoa-phuong-1")),
    }


def _letters() -> Mapping[str, WantedLetters]:
    return {
        "first page": WantedLetters(),
        "held": WantedLetters(which=LetterFilter(state=LetterState.HELD)),
        "words": WantedLetters(words="sao mai"),
    }
