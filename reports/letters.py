"""The letters to the schools: facts in, a Letter with one content in text and HTML out; sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.outbox import Letter
from catalogue.records import LetterKind, Record, UnitState, UnitStatus
from reports import display, wording
from reports.asking import questions
from reports.case import Case, Received
from reports.quoting import answer_paragraphs, quoted
from reports.rendering import render
from reports.template_words import WORDS
from reports.unread import NotRead

__all__ = [
    "Case",
    "NotRead",
    "Received",
    "compose_acknowledgement",
    "compose_answer",
    "compose_clarification",
    "compose_complete",
    "compose_help_receipt",
    "compose_no_courses",
    "compose_overdue",
    "compose_reminder",
    "compose_unreadable",
]

LISTED_COURSES = 60
"""How many courses an acknowledgement lists by name; the rest it counts."""


_NUMBERED = frozenset({LetterKind.CLARIFICATION, LetterKind.REMINDER, LetterKind.OVERDUE})
"""The letters that show their questions by number: what is answered by number answers one of them."""
_ABOUT_A_QUESTION = frozenset({LetterKind.HELP_RECEIPT, LetterKind.ANSWER})


def compose_acknowledgement(case: Case, received: Received) -> Letter:
    """What was received and understood; open items are counted here and asked in their own letter."""
    return _compose(LetterKind.ACKNOWLEDGEMENT, case, received, {"courses": _listed(case.state)})


def compose_clarification(case: Case, received: Received) -> Letter:
    """All open items in one numbered list, each with its place, what was found and an example."""
    return _compose(LetterKind.CLARIFICATION, case, received, questions(case, received))


def compose_complete(case: Case, received: Received) -> Letter:
    """Thanks: all is there, what now stands in the catalogue, and how to correct it later."""
    people = [(one.name, display.shown(one, "position")) for one in case.state.contacts if one.name]
    more = {"courses": _listed(case.state), "contacts": people, "correction": _correction(case.state)}
    return _compose(LetterKind.COMPLETE, case, received, more)


def compose_no_courses(case: Case, received: Received) -> Letter:
    """That the unit said it has no courses, and how to change that."""
    return _compose(LetterKind.NO_COURSES, case, received, {})


def compose_unreadable(case: Case, received: Received) -> Letter:
    """Files that could not be read, each with its reason, and that the time of receipt stands."""
    return _compose(LetterKind.UNREADABLE, case, received, {})


def compose_help_receipt(case: Case, received: Received) -> Letter:
    """That a question has arrived and the officer will answer it."""
    return _compose(LetterKind.HELP_RECEIPT, case, received, {"question": quoted(case, received)})


def compose_answer(case: Case, received: Received, text: str) -> Letter:
    """The officer's answer in the officer's words, paragraph by paragraph; the question stands below it.

    ValueError where the text says nothing.
    """
    paragraphs = answer_paragraphs(text)
    if not paragraphs:
        raise ValueError("an answer without words")
    more = {"paragraphs": paragraphs, "question": quoted(case, received)}
    return _compose(LetterKind.ANSWER, case, received, more)


def compose_reminder(case: Case) -> Letter:
    """That the deadline nears and where the unit's case stands; ValueError once the last day is over."""
    left = wording.days_left(case.campaign, case.now)
    if left < 0:
        raise ValueError("a reminder after the last day: compose_overdue is meant")
    return _compose(LetterKind.REMINDER, case, None, {**questions(case), "left": left})


def compose_overdue(case: Case, new_deadline: date) -> Letter:
    """That the deadline has passed; the officer sets the new one and approves the letter."""
    return _compose(
        LetterKind.OVERDUE, case, None, {**questions(case), "new_deadline": new_deadline}
    )  # fmt: skip


def _compose(kind: LetterKind, case: Case, received: Received | None, more: Mapping[str, Any]) -> Letter:
    # What is said about a question already says "of your school".
    named = None if kind in _ABOUT_A_QUESTION else case.unit
    subject = wording.subject(case.campaign, _subject_words(kind, case), named, case.ref)
    values = _values(case, received) | {"subject": subject} | dict(more)
    both = render(f"letters/{kind.value}.j2", values, case.campaign.templates)
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
        items=case.items if kind in _NUMBERED else (),
        in_reply_to=received.message_id if received else "",
        references=_references(received),
        created_at=case.now,
    )


def _subject_words(kind: LetterKind, case: Case) -> str:
    words = wording.kind_words(case.campaign, kind)
    if kind is LetterKind.CLARIFICATION and case.items and all(item.confirms for item in case.items):
        words = wording.phrase(case.campaign, "subject.confirmation")
    if kind is LetterKind.REMINDER:
        return _reminder_words(case)
    return words.replace("{you}", wording.you(case.campaign, case.unit))


def _reminder_words(case: Case) -> str:
    """What a reminder calls itself: of sending or of completing, and by the days left at the end."""
    ending = "" if case.state.status is UnitStatus.NOT_SUBMITTED else "_open"
    if wording.days_left(case.campaign, case.now) > 1:
        return wording.phrase(case.campaign, f"subject.reminder{ending}")
    left = wording.time_left(case.campaign, case.now)
    return f"{left[:1].upper()}{left[1:]}: {wording.phrase(case.campaign, f'subject.last_day{ending}')}"


def _references(received: Received | None) -> tuple[str, ...]:
    if received is None or not received.message_id:
        return ()
    return (*received.references, received.message_id)


def _values(case: Case, received: Received | None) -> dict[str, Any]:
    """What every template may name; ``words`` what it may say."""
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
        "done": case.state.status in (UnitStatus.COMPLETE, UnitStatus.NO_COURSES),
        "counts": _counts(received) if received else "",
        "words": WORDS,
    }


def _counts(received: Received) -> str:
    """What a message brought, without what it did not: mới 02, trùng không thay đổi 01."""
    told = (("mới", received.new), ("cập nhật", received.updated), ("trùng không thay đổi", received.same))
    return ", ".join(f"{what} {wording.count(number)}" for what, number in told if number)


def _correction(state: UnitState) -> str:
    """A line as a correction may look, with a course of this very unit."""
    named = next((record.name for record in state.courses if record.name), "")
    return f"Khóa {named}: học phí 1.500.000 đồng/khóa" if named else "Học phí: 1.500.000 đồng/khóa"


def _listed(state: UnitState) -> dict[str, Any]:
    rows = [_course_row(record) for record in state.courses[:LISTED_COURSES]]
    return {"rows": rows, "more": len(state.courses) - len(rows)}


def _course_row(record: Record) -> tuple[str, str]:
    facts = (_fact(record, key) for key in ("level", "delivery", "fee"))
    return record.name or "(chưa có tên)", "; ".join(fact for fact in facts if fact)


def _fact(record: Record, key: str) -> str:
    """A field as a list of courses tells it; what waits for an answer or a yes says so."""
    words = _fee(record) if key == "fee" else display.shown(record, key)
    if not words or key not in (*record.doubtful, *record.missing):
        return words
    return f"{words} ({'chưa rõ' if key in record.missing else 'cần xác nhận'})"


def _fee(record: Record) -> str:
    """The sum where there is one, else whether there is a fee, else what is written."""
    amount, fee = record.values.get("fee_vnd"), record.values.get("fee")
    if amount is not None and isinstance(amount.value, int):
        return f"học phí {display.shown(record, 'fee_vnd')} đồng"
    words = display.shown(record, "fee")
    return f"học phí {words}" if words and fee is not None and fee.value is None else words
