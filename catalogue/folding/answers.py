"""Numbered answers of a reply, each to the fields that its number asked for; pure, writes no record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.fields import CONTACT, COURSE, FieldType, field_of
from catalogue.folding.clauses import ALL as ALL
from catalogue.folding.clauses import by_course, without_title
from catalogue.folding.confirming import Said, Word, affirms_record, denies_record, read_word
from catalogue.folding.pieces import pieces_of
from catalogue.folding.speech import hedges, is_mere_sign, names_another, refers_elsewhere, speaks_of
from catalogue.folding.validate import WHOLE
from catalogue.folding.values import has_usable, is_usable
from catalogue.records import AskedItem, Entry, JsonValue, NumberedAnswer, Origin, Value
from parsers.text import fold

Normalize = Callable[[str, str, str, Origin], Mapping[str, Value]]
"""As catalogue.normalizing.answer_values.normalize_field: kind, key, text, origin -> values by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """What an answer says of a record: ``ALL`` courses that lack it, one by its id, or "" a new one."""

    kind: str
    record_id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an answer says of what was suggested: the pairs of AskedItem are right, or they are not."""

    kind: str
    is_right: bool
    suggested: tuple[Suggestion, ...]
    answer: NumberedAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers by record, in their order, and those that answer nothing that was asked."""

    fills: tuple[Fill, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    unresolved: tuple[Entry, ...] = ()


_FEW = 5
Suggestion = tuple[str, JsonValue]


def resolve_answers(
    numbered: Sequence[NumberedAnswer],
    asked: Sequence[AskedItem],
    titles: Mapping[str, str],
    normalize: Normalize,
) -> Answers:
    """Lead every numbered answer to what was asked under its number.

    ``titles`` are the titles of the unit's courses, each with its record id: an answer for all courses may
    name them one by one.
    """
    items = {item.number: item for item in asked}
    fills: list[Fill] = []
    verdicts: list[Verdict] = []
    unresolved: list[Entry] = []
    for answer in numbered:
        item = items.get(answer.number)
        found = [] if item is None else list(_outcomes(item, answer, titles, normalize))
        fills += [one for one in found if isinstance(one, Fill)]
        verdicts += [one for one in found if isinstance(one, Verdict)]
        if not found and answer.text.strip():
            unresolved.append(_left_over(item, answer))
    return Answers(fills=tuple(fills), verdicts=tuple(verdicts), unresolved=tuple(unresolved))


def is_answer(
    item: AskedItem, answer: NumberedAnswer, titles: Mapping[str, str], normalize: Normalize
) -> bool:
    """Whether a text is all that was asked for: a yes or no, "chưa có", or values without a doubt."""
    outcomes = list(_outcomes(item, answer, titles, normalize))
    values = [one for fill in outcomes if isinstance(fill, Fill) for one in fill.values.values()]
    return bool(outcomes) and all(is_usable(one) or one.answered or not one.text for one in values)


def _outcomes(
    item: AskedItem, answer: NumberedAnswer, titles: Mapping[str, str], normalize: Normalize
) -> Iterable[Fill | Verdict]:
    if item.fields == (WHOLE,):
        return _of_record(item, answer)
    if item.confirms:
        return _of_suggestion(item, answer, titles, normalize)
    said = read_word(answer.text)
    if said == Said(Word.YES) and not _takes_yes(item):
        # A yes to "what is it?" is no value.
        return ()
    if said.word is Word.NO and fold(answer.text) != "khong":
        if _takes_yes(item) and not any(speaks_of(said.rest, key) for key in item.fields):
            # What names none of them is the reason of the no, or speaks of something else.
            return _fills(item, replace(answer, text="Không"), titles, normalize)
        # Of "không phải A" nothing is known but what it is not; "không phải A, là B" says B.
        return _fills(item, replace(answer, text=said.rest), titles, normalize) if said.rest else ()
    if _says_only_that_there_is_one(item, answer.text):
        return ()
    if not item.record_id and refers_elsewhere(answer.text):
        # No new record is made of "như cũ".
        return ()
    if item.kind == CONTACT and item.title and names_another(answer.text, item.title):
        return ()
    return _fills(item, answer, titles, normalize)


def _says_only_that_there_is_one(item: AskedItem, text: str) -> bool:
    """Whether "có" answers how much is charged: that is not what was asked."""
    return "fee" in item.fields and fold(text) in {"co", "da co", "co a", "da co a", "x"}


# --- confirmations


def _of_record(item: AskedItem, answer: NumberedAnswer) -> Iterator[Verdict]:
    """What an answer says of a record as a whole; anything but a yes or a no is for a person."""
    right = affirms_record(answer.text)
    if right or denies_record(answer.text):
        yield Verdict(kind=item.kind, is_right=right, suggested=item.suggested, answer=answer)


def _of_suggestion(
    item: AskedItem, answer: NumberedAnswer, titles: Mapping[str, str], normalize: Normalize
) -> Iterator[Fill | Verdict]:
    """A yes or a no to what was suggested, or the value that takes its place."""
    named = by_course(answer.text, titles) if item.record_id == ALL else ()
    if named is None:
        return
    if named:
        yield from _fills(item, answer, titles, normalize)
        return
    said = _said(item, answer.text)
    chosen = _chosen(item, said.word)
    values = _sure_values(item, said.rest, answer, normalize)
    same = bool(values) and _repeats(item, values)
    if _says_only_that_there_is_one(item, answer.text):
        return
    if said.word is Word.NO and (same or not values):
        if item.finding == "conflict":
            return
        yield Verdict(kind=item.kind, is_right=False, suggested=item.suggested, answer=answer)
    elif chosen and (same or not said.rest):
        yield Verdict(kind=item.kind, is_right=True, suggested=chosen, answer=answer)
    elif values and said.word in {Word.NO, Word.NOTHING} and _says_one_thing(item):
        for record_id in _records_of(item):
            yield Fill(kind=item.kind, record_id=record_id, values=values)


def _said(item: AskedItem, text: str) -> Said:
    """The word of an answer; "có" and "không" are values where the field asked for takes them."""
    if _takes_yes(item) and fold(text) in {"co", "khong"}:
        return Said(Word.NOTHING, text.strip())
    return read_word(text)


def _records_of(item: AskedItem) -> Iterable[str]:
    if item.record_id != ALL:
        return (item.record_id,)
    return dict.fromkeys(subject.rpartition(".")[0] for subject, _stands in item.suggested)


def _takes_yes(item: AskedItem) -> bool:
    return all(field_of(item.kind, key).type is FieldType.YES_NO for key in item.fields)


def _chosen(item: AskedItem, word: Word) -> tuple[Suggestion, ...]:
    """The suggestions that a word picks; a yes to two values that disagree picks none."""
    if item.finding != "conflict":
        return item.suggested if word is Word.YES else ()
    place = {Word.FIRST: 0, Word.SECOND: 1}.get(word, len(item.suggested))
    return item.suggested[place : place + 1]


def _sure_values(
    item: AskedItem, text: str, answer: NumberedAnswer, normalize: Normalize
) -> dict[str, Value]:
    """What a text says of the field in question; nothing where it is no value of it."""
    if not text or hedges(text):
        return {}
    values = _values(item, text, answer.origin, normalize)
    return values if all(has_usable(values, key) for key in item.fields) else {}


def _repeats(item: AskedItem, values: Mapping[str, Value]) -> bool:
    """Whether values only say again what was suggested."""
    suggested = {
        (subject.rpartition(".")[2], stands) for subject, stands in item.suggested if stands is not None
    }
    said = {(key, one.value) for key, one in values.items() if one.value is not None}
    return bool(said) and said <= suggested


def _says_one_thing(item: AskedItem) -> bool:
    """Whether one value may answer: not where several courses were suggested different ones."""
    told = {(subject.rpartition(".")[2], stands) for subject, stands in item.suggested}
    return item.record_id != ALL or len(told) == len({key for key, _stands in told})


# --- values


def left_over(text: str, doubt: str, asked: Sequence[AskedItem], origin: Origin) -> Entry:
    """An answer for a person: its words, and beside them what was asked where that is known."""
    values = {"answer": Value(value=None, text=text, origin=origin)}
    if 0 < len(asked) <= _FEW:
        values["question"] = Value(value=None, text="; ".join(map(_question, asked)), origin=origin)
    return Entry(kind=asked[0].kind if asked else COURSE, values=values, partial=True, doubt=doubt)


def _question(item: AskedItem) -> str:
    labels = ", ".join(field_of(item.kind, key).label for key in item.fields if key != WHOLE)
    return f"câu {item.number}: {' - '.join(one for one in (item.title, labels) if one) or item.found}"


def _left_over(item: AskedItem | None, answer: NumberedAnswer) -> Entry:
    if item is None:
        doubt = f"answer: nothing was asked under number {answer.number}"
        return left_over(answer.text, doubt, (), answer.origin)
    doubt = f"answer: number {answer.number} is not understood"
    return left_over(answer.text, doubt, (item,), answer.origin)


def _fills(
    item: AskedItem, answer: NumberedAnswer, titles: Mapping[str, str], normalize: Normalize
) -> Iterator[Fill]:
    if not item.fields:
        return
    if item.record_id == ALL:
        named = by_course(answer.text, titles)
        if named is None:
            return
        if named:
            for record_id, text in named:
                values = _values(item, text, answer.origin, normalize)
                yield Fill(kind=item.kind, record_id=record_id, values=values)
            return
    prose = any(field_of(item.kind, key).type is FieldType.LONG_TEXT for key in item.fields if key != WHOLE)
    text = without_title(answer.text, item.title, prose=prose)
    values = _values(item, text, answer.origin, normalize)
    if values:
        yield Fill(kind=item.kind, record_id=item.record_id, values=values)


def _values(item: AskedItem, text: str, origin: Origin, normalize: Normalize) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, piece in pieces_of(item, text):
        for name, value in _normalized(item.kind, key, piece, origin, normalize).items():
            values.setdefault(name, value)
    return values


def _normalized(kind: str, key: str, text: str, origin: Origin, normalize: Normalize) -> Mapping[str, Value]:
    said = text if field_of(kind, key).type in _OPEN_TYPES else _NOT_THAT.split(text, 1)[0] or text
    found = {} if refers_elsewhere(text) else dict(normalize(kind, key, said, origin))
    value = found.get(key) or Value(value=None, text=text, origin=origin)
    if field_of(kind, key).type in _WORDS and (is_mere_sign(text) or _NONE.fullmatch(fold(text))):
        value = replace(value, value=None)
    if not is_usable(value):
        # To a question "chưa có" is an answer; anything else that is no value waits for a person.
        none = _NONE.fullmatch(fold(text)) is not None
        value = replace(value, answered=none, doubt="" if none else value.doubt or "unclear: an answer")
    if not value.doubt and not value.answered and field_of(kind, key).type not in _OPEN_TYPES:
        doubt = _open_question(field_of(kind, key).type, said)
        value = replace(value, doubt=doubt)
        found = {name: replace(one, doubt=one.doubt or doubt) for name, one in found.items()}
    found[key] = value
    return found


_WORDS = frozenset((FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PERSON, FieldType.POSITION))
_NOT_THAT = re.compile(r"[\s,]+(?:chứ|chu)\s+(?:không|khong)\b", re.IGNORECASE)
"""What stands behind it is not meant: "trực tuyến chứ không phải trực tiếp"."""


def _open_question(kind: FieldType, text: str) -> str:
    """Why a value that was found may not be what is meant."""
    if hedges(text):
        return "several: one or the other"
    denied = kind in _CLOSED and _DENIES.search(fold(text))
    return "unclear: what it is not" if denied or _NOT_FREE.search(fold(text)) else ""


_CLOSED = frozenset((FieldType.LEVEL, FieldType.DELIVERY))
_DENIES = re.compile(r"\b(?:khong|chua|chang)\b")
_NOT_FREE = re.compile(r"\b(?:khong|chua|chang)(?: duoc)? mien\b")
_OPEN_TYPES = frozenset((FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PHONE, FieldType.PICTURES))
_NONE = re.compile(
    r"(?:da |hien |hien tai |hien nay |nha truong |truong |don vi |khoa nay |lop nay )*"
    r"(?:(?:chua|khong|ko|hong)(?: (?:co|xay dung|lap|duoc))*|khong ap dung|none|no|not yet|none yet|n a)"
    r"(?: (?:trang(?: web| thong tin)?|website|web|link|dia chi|duong dan|dien thoai|so|email|thong tin"
    r"|rieng|nao|lop hoc|cho lop hoc|cho (?:khoa|lop) nay|cua (?:khoa|lop)(?: nay)?))*"
    r"(?: (?:a|a anh|em|nhe|roi|het))*"
)
