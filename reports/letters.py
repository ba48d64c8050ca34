"""The letters to the schools: facts in, a Letter with one content in text and HTML out; sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from catalogue.outbox import Letter
from catalogue.records import (
    COURSE,
    KEY_FIELD,
    AskedItem,
    LetterKind,
    Record,
    Unit,
    UnitState,
    UnitStatus,
    Value,
)
from config.campaign import Campaign
from reports import display, items, wording
from reports.rendering import render

LISTED_COURSES = 60
"""How many courses an acknowledgement lists by name; the rest it counts."""


_ABOUT_A_QUESTION = frozenset({LetterKind.HELP_RECEIPT, LetterKind.ANSWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Whom a letter goes to and where that unit's case stands, after the message just applied.

    ``items`` are all open questions; ``ref`` the signed reference; ``window`` the idempotency window.
    ``has_workbook`` says that the letter will bear the prefilled workbook.
    """

    campaign: Campaign
    unit: Unit | None
    state: UnitState
    ref: str
    to: str
    window: str
    now: datetime
    items: tuple[AskedItem, ...] = ()
    has_workbook: bool = False


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that could not be read; ``reason`` is a parsers.document.Reason, or wording.LINK_ONLY.

    ``pages``: nothing but these pages of a file that was read otherwise.
    """

    filename: str
    reason: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The message that a letter answers. ``read`` are the names of the files that were read.

    ``new``, ``updated`` and ``same`` count its courses against what was known before it. ``fresh`` is
    False where the unit was told before that it came. ``question`` is what its writer asked, as written.
    """

    received_at: datetime
    sender: str
    message_id: str = ""
    references: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    unread: tuple[NotRead, ...] = ()
    new: int = 0
    updated: int = 0
    same: int = 0
    late: bool = False
    fresh: bool = True
    question: str = ""


def compose_acknowledgement(case: Case, received: Received) -> Letter:
    """What was received and understood; open items are counted here and asked in their own letter."""
    return _compose(LetterKind.ACKNOWLEDGEMENT, case, received, {"courses": _listed(case.state)})


def compose_clarification(case: Case, received: Received) -> Letter:
    """All open items in one numbered list, each with its place, what was found and an example."""
    return _compose(LetterKind.CLARIFICATION, case, received, _questions(case, received.sender))


def compose_complete(case: Case, received: Received) -> Letter:
    """Thanks: all is there, what now stands in the catalogue, and how to correct it later."""
    return _compose(LetterKind.COMPLETE, case, received, {"courses": _listed(case.state)})


def compose_no_courses(case: Case, received: Received) -> Letter:
    """That the unit said it has no courses, and how to change that."""
    return _compose(LetterKind.NO_COURSES, case, received, {})


def compose_unreadable(case: Case, received: Received) -> Letter:
    """Files that could not be read, each with its reason, and that the time of receipt stands."""
    return _compose(LetterKind.UNREADABLE, case, received, {})


def compose_help_receipt(case: Case, received: Received) -> Letter:
    """That a question has arrived and the officer will answer it."""
    return _compose(LetterKind.HELP_RECEIPT, case, received, {})


def compose_answer(case: Case, received: Received, text: str) -> Letter:
    """The officer's answer in the officer's words, paragraph by paragraph; the question stands below it."""
    return _compose(LetterKind.ANSWER, case, received, {"paragraphs": _paragraphs(text)})


def compose_reminder(case: Case) -> Letter:
    """That the deadline nears and where the unit's case stands; ValueError once the last day is over."""
    left = wording.days_left(case.campaign, case.now)
    if left < 0:
        raise ValueError("a reminder after the last day: compose_overdue is meant")
    return _compose(LetterKind.REMINDER, case, None, {**_questions(case, ""), "left": left})


def compose_overdue(case: Case, new_deadline: date) -> Letter:
    """That the deadline has passed; the officer sets the new one and approves the letter."""
    return _compose(
        LetterKind.OVERDUE, case, None, {**_questions(case, ""), "new_deadline": new_deadline}
    )  # fmt: skip


def _compose(kind: LetterKind, case: Case, received: Received | None, more: Mapping[str, Any]) -> Letter:
    # What is said about a question already says "of your school".
    named = None if kind in _ABOUT_A_QUESTION else case.unit
    subject = wording.subject(case.campaign, _subject_words(kind, case), named, case.ref)
    both = render(f"letters/{kind.value}.j2", _values(case, received) | {"subject": subject} | dict(more))
    return Letter(
        campaign=case.campaign.id,
        unit_id=case.unit.id if case.unit else None,
        kind=kind,
        window=case.window,
        to=case.to,
        subject=subject,
        text=both.text,
        html=both.html,
        ref=case.ref,
        items=case.items,
        in_reply_to=received.message_id if received else "",
        references=_references(received),
        created_at=case.now,
    )


def _subject_words(kind: LetterKind, case: Case) -> str:
    words = wording.kind_words(case.campaign, kind)
    if kind is LetterKind.CLARIFICATION and case.items and all(item.confirms for item in case.items):
        words = wording.phrase(case.campaign, "subject.confirmation")
    if kind is LetterKind.REMINDER and wording.days_left(case.campaign, case.now) <= 1:
        left = wording.time_left(case.campaign, case.now)
        return f"{left[:1].upper()}{left[1:]}: {wording.phrase(case.campaign, 'subject.last_day')}"
    return words.replace("{you}", wording.you(case.campaign, case.unit))


def _references(received: Received | None) -> tuple[str, ...]:
    if received is None or not received.message_id:
        return ()
    return (*received.references, received.message_id)


def _values(case: Case, received: Received | None) -> dict[str, Any]:
    """What every template may name; ``words`` is the wording module."""
    return {
        "case": case,
        "campaign": case.campaign,
        "officer": case.campaign.officer,
        "state": case.state,
        "received": received,
        "ref": case.ref,
        "greeted": case.unit.name if case.unit else wording.you(case.campaign, None),
        "you": wording.you(case.campaign, case.unit),
        "open_items": len(case.items),
        "lacking": sum(1 for item in case.items if not item.confirms),
        "to_confirm": sum(1 for item in case.items if item.confirms),
        "over": case.now >= case.campaign.closes_at,
        "not_submitted": case.state.status is UnitStatus.NOT_SUBMITTED,
        "no_courses": case.state.status is UnitStatus.NO_COURSES,
        "question": _paragraphs(received.question) if received else (),
        "words": wording,
    }


def _paragraphs(text: str) -> tuple[str, ...]:
    """A text as its lines; a line of an answer is a paragraph of the letter."""
    return tuple(line for line in map(wording.one_line, text.splitlines()) if line)


def _listed(state: UnitState) -> dict[str, Any]:
    rows = [_course_row(record) for record in state.courses[:LISTED_COURSES]]
    return {"rows": rows, "more": len(state.courses) - len(rows)}


def _course_row(record: Record) -> tuple[str, str]:
    facts = (display.shown(record, key) for key in ("level", "delivery", "fee"))
    return record.name or "(chưa có tên)", "; ".join(fact for fact in facts if fact)


def _questions(case: Case, written_by: str) -> dict[str, Any]:
    """The items in the groups of the letter; what they quote is hidden from anyone but its writer."""
    private = case.to.strip().lower() != written_by.strip().lower()
    groups = (
        ("Đối với từng khóa học", [item for item in case.items if _group(item) == COURSE]),
        ("Đối với đầu mối liên hệ", [item for item in case.items if _group(item) not in (COURSE, "file")]),
        ("Đối với tệp đính kèm", [item for item in case.items if _group(item) == "file"]),
    )
    asked = [
        (title, [(item.number, items.item_words(_placed(case, item), private=private)) for item in group])
        for title, group in groups
        if group
    ]
    return {
        "groups": asked,
        "example": items.example_answer(case.items),
        "example_yes": items.example_yes(case.items),
    }


def _placed(case: Case, item: AskedItem) -> AskedItem:
    """The item with the place of its value, else of what names its record; words for a place stay."""
    if item.place and "!" not in item.place:
        return item
    record = next((one for one in case.state.records if one.id == item.record_id), None)
    value = _named(record, item) if record else None
    if value is None:
        return replace(item, place=display.cell_words(item.place))
    return replace(item, place=display.place_words(value.origin, with_file=_of_several_files(case.state)))


def _named(record: Record, item: AskedItem) -> Value | None:
    keys = (*item.fields, KEY_FIELD[record.kind])
    return next((record.values[key] for key in keys if key in record.values), None)


def _of_several_files(state: UnitState) -> bool:
    return len({value.origin.part for record in state.records for value in record.values.values()}) > 1


def _group(item: AskedItem) -> str:
    return "file" if item.finding == items.UNREADABLE else item.kind
