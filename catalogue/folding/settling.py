"""What a unit says of suggested values laid on its records: a yes settles them, a no leaves them doubtful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from catalogue.fields import KEY_FIELD
from catalogue.folding.answers import Suggestion, Verdict
from catalogue.folding.book import Book
from catalogue.folding.drafts import Draft, Source, Statement, lay
from catalogue.folding.validate import WHOLE
from catalogue.folding.values import CONFIRMED, DENIED
from catalogue.records import Entry, Value

_QUOTED = 60


def judge(book: Book, source: Source, verdict: Verdict) -> None:
    """Lay a verdict on the records it speaks of.

    Only what stands there still can be confirmed or denied: of a value that changed since the letter
    went out, an officer decides.
    """
    by_record: dict[str, list[Suggestion]] = defaultdict(list)
    for subject, stands in verdict.suggested:
        record, _dot, key = subject.rpartition(".")
        by_record[record].append((key, stands))
    denied: list[Draft] = []
    for record, suggested in by_record.items():
        draft = book.find(record)
        known = {} if draft is None else dict(_known(draft, suggested))
        if draft is None or len(known) < len(suggested) - (WHOLE in dict(suggested)):
            book.unresolved.append(_unresolved(verdict, draft, "changed: this is no longer what was asked"))
        else:
            statement = Statement(source=source, values=known, partial=True, asked=True)
            denied += _lay_verdict(book, statement, draft, verdict)
    if denied:
        doubt = f"{DENIED}: the unit says that this is not right, and not what is"
        book.unresolved.append(_unresolved(verdict, denied[0], doubt))


def _known(draft: Draft, suggested: list[Suggestion]) -> Iterator[Suggested]:
    """The values that stand there as they were suggested, or beside the standing one."""
    for key, stands in suggested:
        rivals = (draft.values.get(key), *draft.conflicts.get(key, ()))
        found = next((one for one in rivals if one is not None and one.value == stands), None)
        if found is not None:
            yield key, found


Suggested = tuple[str, Value]


def _lay_verdict(book: Book, statement: Statement, draft: Draft, verdict: Verdict) -> Iterator[Draft]:
    """The record, where it is left with values that its unit denies."""
    whole = any(subject.rpartition(".")[2] == WHOLE for subject, _stands in verdict.suggested)
    if verdict.is_right:
        values = {key: _confirmed(value, verdict) for key, value in statement.values.items()}
        lay(draft, replace(statement, values=values, confirmed=whole))
    elif whole:
        book.drop([draft])
    else:
        values = {key: _denied(value, verdict) for key, value in statement.values.items()}
        lay(draft, replace(statement, values=values))
        yield draft


def _confirmed(value: Value, verdict: Verdict) -> Value:
    """The same value on the word of the answer; what was written and where stays in the history."""
    origin = verdict.answer.origin
    return replace(value, doubt="", confidence=1.0, reason=CONFIRMED, origin=origin)


def _denied(value: Value, verdict: Verdict) -> Value:
    said = verdict.answer.text[:_QUOTED]
    return replace(value, doubt=f"{DENIED}: the answer says {said!r}")


def _unresolved(verdict: Verdict, draft: Draft | None, doubt: str) -> Entry:
    """An answer for the officer's eyes, with the name of the record that it is about."""
    key = KEY_FIELD[verdict.kind]
    named = {key: draft.values[key]} if draft is not None and key in draft.values else {}
    answer = Value(value=None, text=verdict.answer.text, origin=verdict.answer.origin)
    return Entry(kind=verdict.kind, values={**named, "answer": answer}, partial=True, doubt=doubt)
