"""Letters with their questions, a reply to one of them, and what the reply changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.fields import ASSURANCES, CONTACT, COURSE
from catalogue.folding.fold import FoldMessage
from catalogue.reading.content import read_content
from catalogue.records import AskedItem, Entry, MessageKind, UnitState
from parsers.message import read_message
from tests.support.mails import simple
from tests.support.statements import CAMPAIGN, contact, folded, full_course, item, message, value

FILE = Path(__file__).parent.parent / "replies" / "answers.txt"
_LACKED = {"fee": None, "fee_vnd": None}
_DOUBTED = {
    "fee": value("paid", text="2.000", doubt="unit: taken for thousands of đồng"),
    "fee_vnd": value(2_000_000, text="2.000", doubt="unit: taken for thousands of đồng"),
}
_LEVEL = value("elementary", text="SC", doubt="abbreviation: SC")
_HEAD = (
    "From: Lê Thị Hường <huong.lt@cauvong.example>",
    "Subject: Re: Đề nghị bổ sung thông tin",
    "In-Reply-To: <letter@sogddt.example>",
)
_BORDER = (
    "Từ: Phòng GDTX <tiepnhan@sogddt.example>\nĐã gửi: 26/05/2025\nĐến: huong.lt@cauvong.example\n"
    "Chủ đề: Đề nghị bổ sung thông tin\n\nKính gửi Quý trường,\n\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One reply of the table: ``expected`` by "record.field", and ``open`` words for the officer."""

    name: str
    letter: str
    text: str
    html: bool
    quoted: bool
    expected: Mapping[str, str]
    open: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a reply came to: ``wrong`` values stand without a flag, ``missed`` ones were not understood."""

    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def table() -> Iterator[Told]:
    """The replies of tests/replies/answers.txt."""
    for number, block in enumerate(FILE.read_text().split("\n=== ")[1:], 1):
        head, _, rest = block.partition("\n")
        text, _, said = rest.partition("\n---")
        lines = [line for line in said.split("\n") if line.strip()]
        letter, *more = head.split()
        yield Told(
            name=f"{number} {text[:40]!r}",
            letter=letter,
            text=text,
            html="html" in more,
            quoted="quoted" in more,
            expected=dict(_pair(line) for line in lines if " = " in line),
            open=next((line.removeprefix("open: ") for line in lines if line.startswith("open: ")), ""),
        )


def _pair(line: str) -> tuple[str, str]:
    subject, _, wanted = line.partition(" = ")
    return subject, wanted


def outcome(told: Told) -> Outcome:
    """Read a reply, fold it upon what its letter asked about, and compare."""
    first, asked = letter(told.letter)
    before = folded(first)
    reading = read_content(read_message(_mail(told)), CAMPAIGN)
    reply = FoldMessage(
        sha256="f" * 64,
        message_id="<reply@cauvong.example>",
        received_at=replace(first).received_at.replace(year=2026),
        kind=MessageKind.REPLY,
        asked=asked,
        reading=reading,
    )
    after = folded(first, reply)
    old, new = dict(_values(before)), dict(_values(after))
    changed = {subject: stands for subject, stands in new.items() if old.get(subject) != stands}
    # Asked for together: what was said of one of them is no more than what was asked.
    wrong = [
        f"{subject} = {stands}"
        for subject, stands in changed.items()
        if not stands.startswith("?")
        and told.expected.get(subject, stands if _is_fee_of(subject, told.expected) else None) != stands
        and (subject in told.expected or not _is_implied(subject, told.expected))
    ]
    missed = [
        f"{subject} = {new.get(subject)}" for subject, one in told.expected.items() if new.get(subject) != one
    ]
    shown = " ".join(_shown(after, before))
    if told.open and told.open not in shown:
        missed.append(f"open: {told.open}; shown: {shown}")
    if not told.open and not told.expected and shown:
        missed.append(f"shown for nothing: {shown}")
    return Outcome(wrong=tuple(wrong), missed=tuple(missed))


def _is_implied(subject: str, expected: Mapping[str, str]) -> bool:
    """The other assurances of one answer, or the same of other courses: the table names some of each."""
    key = subject.partition(".")[2]
    return key in ASSURANCES and any(one.partition(".")[2] in ASSURANCES for one in expected)


def _is_fee_of(subject: str, expected: Mapping[str, str]) -> bool:
    """Whether the other half of a fee was expected of the same course."""
    name, _, key = subject.partition(".")
    return key in {"fee", "fee_vnd"} and bool({f"{name}.fee", f"{name}.fee_vnd"} & expected.keys())


def _mail(told: Told) -> bytes:
    if told.html:
        border = _BORDER.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
        return simple(
            "", *_HEAD, html=(f"<p>Trả lời ở dưới.</p><div>{border}</div>" if told.quoted else "") + told.text
        )
    return simple(f"Kính gửi Sở.\n\n{_BORDER}{told.text}" if told.quoted else told.text, *_HEAD)


def _values(state: UnitState) -> Iterator[tuple[str, str]]:
    for record in state.records:
        name = record.name if record.kind == COURSE else "contact"
        for key, one in record.values.items():
            stands = (
                "none"
                if one.answered
                else str(one.value).lower()
                if isinstance(one.value, bool)
                else str(one.value)
            )
            waits = key in record.doubtful or bool(one.doubt)
            yield f"{name}.{key}", f"?{stands}" if waits else stands


def _shown(after: UnitState, before: UnitState) -> Iterator[str]:
    """What the officer sees of a reply: what was not understood, and values that wait."""
    for entry in after.unresolved:
        yield from (one.text for one in entry.values.values())
    known = {id(one) for record in before.records for one in record.values.values()}
    for record in after.records:
        for key in record.doubtful:
            if key in record.values and id(record.values[key]) not in known:
                yield f"{record.values[key].text} {record.values[key].doubt}"


# --- the letters


def letter(name: str) -> tuple[FoldMessage, tuple[AskedItem, ...]]:
    """A unit's first message and the items of the letter that it draws."""
    return _LETTERS[name]()


def _full() -> tuple[FoldMessage, tuple[AskedItem, ...]]:
    courses = (
        full_course("Pha chế", **_LACKED),
        full_course("May", delivery=None),
        full_course("Hàn", url=None),
    )
    first = message(0, *_without(courses))
    drinks, sewing, welding = folded(first).courses
    asked = (
        _named(item(1, drinks.id, "fee"), "Pha chế"),
        _named(item(2, sewing.id, "delivery"), "May"),
        _named(item(3, welding.id, "url"), "Hàn"),
        item(4, "*", *ASSURANCES),
        item(5, "", "full_name", "position", "phone", kind=CONTACT),
    )
    return first, asked


def _phone() -> tuple[FoldMessage, tuple[AskedItem, ...]]:
    first = message(0, full_course("Hàn"), contact("Lê Thị Hường", position="Trưởng phòng Đào tạo"))
    (person,) = folded(first).contacts
    return first, (_named(item(1, person.id, "phone", kind=CONTACT), "Lê Thị Hường"),)


def _one(key: str, title: str) -> tuple[FoldMessage, tuple[AskedItem, ...]]:
    first = message(0, *_without((full_course(title, **{key: None}), full_course("Nấu ăn"))))
    return first, (_named(item(1, folded(first).courses[0].id, key), title),)


def _confirm() -> tuple[FoldMessage, tuple[AskedItem, ...]]:
    courses = (full_course("Kế toán", level=_LEVEL, **_DOUBTED), full_course("Tiện", delivery=None))
    first = message(0, *_without(courses))
    books, turning = folded(first).courses
    return first, (
        _confirming(1, books.id, fee="paid", fee_vnd=2_000_000),
        _confirming(2, books.id, level="elementary"),
        _named(item(3, turning.id, "delivery"), "Tiện"),
    )


def _yes() -> tuple[FoldMessage, tuple[AskedItem, ...]]:
    first = message(0, full_course("Kế toán", **_DOUBTED), full_course("Tiện"))
    return first, (_confirming(1, folded(first).courses[0].id, fee="paid", fee_vnd=2_000_000),)


def _all() -> tuple[FoldMessage, tuple[AskedItem, ...]]:
    courses = (full_course(title, delivery=None, **_LACKED) for title in ("Kế toán", "Tiện"))
    return message(0, *_without(tuple(courses))), (item(1, "*", "delivery"), item(2, "*", "fee"))


_LETTERS = {
    "full": _full,
    "phone": _phone,
    "url": lambda: _one("url", "Hàn"),
    "level": lambda: _one("level", "May"),
    "confirm": _confirm,
    "yes": _yes,
    "all": _all,
}


def _named(one: AskedItem, title: str) -> AskedItem:
    return replace(one, title=title)


def _confirming(number: int, record_id: str, **suggested: str | int) -> AskedItem:
    pairs = tuple((f"{record_id}.{key}", stands) for key, stands in suggested.items())
    asked = item(number, record_id, next(iter(suggested)))
    return replace(asked, finding="confirm", title="Kế toán", suggested=pairs)


def _without(entries: tuple[Entry, ...]) -> list[Entry]:
    """Entries without the fields that nothing stands in."""
    return [
        replace(one, values={key: v for key, v in one.values.items() if v.value is not None})
        for one in entries
    ]
