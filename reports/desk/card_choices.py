"""The decisions that a card offers: buttons of one key each, and forms for what must be filled in; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.accounts import User
from catalogue.deeds import Deed, act_mark, deeds_besides, rights_to
from catalogue.fields import CONTACT, FIELDS
from catalogue.offers import Verb
from catalogue.records import Record
from catalogue.snapshot import NeedLine
from reports.desk.card_facts import CardFacts
from reports.display import shown
from reports.wording import one_line, without_hint

DIGITS = "123456789"
_DROPS = "x"
LONGEST = 70
_LABELS = {
    Deed.CONFIRM_ALL: "Tất cả đều đúng",
    Deed.DROP: "Bỏ khỏi danh mục",
    Deed.ASK_AGAIN: "Hỏi lại đơn vị",
    Deed.STOP: "Dừng gửi thư tới đơn vị",
    Deed.COMPLETE: "Đóng hồ sơ, coi như đã xong",
    Deed.CANCEL: "Không gửi thư này",
    Deed.SEEN: "Đã xem, không cần làm thêm",
}
_ASSIGNS = {Deed.ASSIGN: "Người gửi là của đơn vị này", Deed.ASSIGN_ONE: "Chỉ thư này"}
_LEAVES = frozenset({Verb.IGNORE, Deed.DROP, Deed.CANCEL})
_FIRST = frozenset({Deed.CONFIRM_ALL})
_EVEN = frozenset({Verb.TAKE})
"""Of these none is the likelier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One decision. ``what`` orders it, ``unit`` names the unit where it needs one, ``key`` is its key.

    ``names_unit``: it says whose an unknown sender is.
    """

    what: str
    label: str
    key: str = ""
    tone: str = ""
    unit: str = ""
    names_unit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A decision that wants something filled in. ``input`` is "text", "lines", "date" or "" for none.

    ``choose`` is the name of a list to choose from ("" for none), ``options`` its pairs of value and words.
    """

    what: str
    label: str
    submit: str
    key: str
    input: str = ""
    prompt: str = ""
    hint: str = ""
    text: str = ""
    choose: str = ""
    choose_prompt: str = ""
    options: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    is_open: bool = False
    fault: str = ""


def buttons_of(facts: CardFacts) -> tuple[Button, ...]:
    """The decisions of one key, those of the visitor's rights only."""
    found = [*_of_besides(facts, first=True), *_of_acts(facts), *_of_units(facts)]
    found += _of_besides(facts, first=False)
    digits = iter(DIGITS)
    is_even = any(act.verb in _EVEN for act in facts.line.acts)
    return tuple(_keyed(one, digits, is_even=is_even) for one in found)


def forms_of(facts: CardFacts) -> tuple[Form, ...]:
    """The decisions that want something filled in."""
    return tuple(
        form
        for make in (_deadline, _answer, _set, _merge)
        for form in make(facts)
        if _allows(facts, form.what)
    )


def assigns_of(line: NeedLine, user: User) -> tuple[tuple[str, str], ...]:
    """The ways in which a unit may be named for the line, with their words: for its sender, for it alone."""
    return tuple(
        (deed.value, _ASSIGNS[deed])
        for deed in deeds_besides(line)
        if deed in _ASSIGNS and _allowed(user, line, deed)
    )


# --- buttons


def _of_acts(facts: CardFacts) -> Iterator[Button]:
    for act in facts.line.acts:
        if not act.fill_wanted and _may(facts, act.verb):
            tone = _DROPS if act.verb in _LEAVES else ""
            yield Button(
                what=act_mark(act), label=one_line(act.label), tone=tone, names_unit=act.verb is Verb.ASSIGN
            )


def _of_units(facts: CardFacts) -> Iterator[Button]:
    """Whose an unknown sender may be; who is offered by the line itself is not said twice."""
    offered = {act.value for act in facts.line.acts if act.verb is Verb.ASSIGN}
    for what, _ in assigns_of(facts.line, facts.user)[:1]:
        for unit in facts.units:
            if unit.id not in offered:
                yield Button(what=what, label=f"Là của {one_line(unit.name)}", unit=unit.id, names_unit=True)


def _of_besides(facts: CardFacts, *, first: bool) -> Iterator[Button]:
    for deed in deeds_besides(facts.line):
        if deed in _LABELS and (deed in _FIRST) is first and _may(facts, deed):
            yield Button(what=deed, label=_LABELS[deed], tone=_DROPS if deed in _LEAVES else "")


def _keyed(button: Button, digits: Iterator[str], *, is_even: bool) -> Button:
    """The button with its key: the next digit, and one letter for whatever throws something out."""
    tone, key = ("bad", _DROPS) if button.tone == _DROPS else ("", next(digits, ""))
    return Button(
        what=button.what,
        label=button.label,
        key=key,
        tone="main" if key == DIGITS[0] and not is_even else tone,
        unit=button.unit,
        names_unit=button.names_unit,
    )


# --- forms


def _deadline(facts: CardFacts) -> Iterator[Form]:
    for act in facts.line.acts:
        if act.verb is Verb.OVERDUE:
            yield _typed(facts, Form(
                what=act_mark(act), label="Đặt hạn mới và duyệt danh sách", submit="Duyệt gửi thư đôn đốc",
                key="t", input="date", prompt="Hạn mới (thư ghi: trước ngày này)", is_open=True,
            ))  # fmt: skip


def _answer(facts: CardFacts) -> Iterator[Form]:
    if Deed.ANSWER in deeds_besides(facts.line):
        yield _typed(facts, Form(
            what=Deed.ANSWER, label="Trả lời bằng thư", submit="Gửi câu trả lời", key="t", input="lines",
            prompt="Nội dung trả lời",
            hint="Lời mở đầu, câu hỏi và phần ký tên theo mẫu được thêm vào; ở đây chỉ ghi phần trả lời.",
        ))  # fmt: skip


def _set(facts: CardFacts) -> Iterator[Form]:
    record = facts.record
    if record is None or Deed.SET not in deeds_besides(facts.line):
        return
    about = next((act.subject.rpartition(".")[2] for act in facts.line.acts), "")
    fields = FIELDS[record.kind]
    chosen = about if about in {one.key for one in fields} else fields[0].key
    yield _typed(facts, Form(
        what=Deed.SET, label="Ghi giá trị khác", submit="Ghi giá trị", key="s", input="text",
        prompt="Giá trị đúng", hint='Ghi "chưa có" nếu đơn vị không có nội dung này.',
        choose="field", choose_prompt="Nội dung", chosen=chosen,
        options=tuple((one.key, _field_label(one.label, record, one.key)) for one in fields),
    ))  # fmt: skip


def _merge(facts: CardFacts) -> Iterator[Form]:
    if facts.siblings and Deed.MERGE in deeds_besides(facts.line):
        yield _typed(facts, Form(
            what=Deed.MERGE, label="Gộp vào mục khác", submit="Gộp", key="p",
            choose="other", choose_prompt="Mục được giữ lại",
            options=tuple((one.id, _name(one)) for one in facts.siblings),
        ))  # fmt: skip


def _typed(facts: CardFacts, form: Form) -> Form:
    """The form as it was sent, with what was wrong with it."""
    typed = facts.typed
    if typed.what != form.what:
        return form
    kept: Mapping[str, object] = {
        "text": typed.text, "chosen": typed.field or form.chosen, "is_open": True, "fault": typed.fault,
    }  # fmt: skip
    same = {name: getattr(form, name) for name in form.__slots__}
    return Form(**{**same, **kept})


def _field_label(label: str, record: Record, key: str) -> str:
    """A field with what stands there now."""
    now = one_line(shown(record, key))
    told = f" (đang ghi: {now if len(now) <= LONGEST else now[:LONGEST] + '…'})" if now else ""
    return f"{without_hint(label).removesuffix(' của đầu mối liên hệ')}{told}"


def _name(record: Record) -> str:
    name = one_line(record.name) or "(chưa có tên)"
    position = (
        one_line(shown(record, "position")) if record.kind == CONTACT else one_line(shown(record, "level"))
    )
    return f"{name[:LONGEST]}{f' ({position[:LONGEST]})' if position else ''}"


# --- rights


def _may(facts: CardFacts, what: Deed | Verb) -> bool:
    return _allowed(facts.user, facts.line, what)


def _allowed(user: User, line: NeedLine, what: Deed | Verb) -> bool:
    return any(user.may(right) for right in rights_to(line, what))


def _allows(facts: CardFacts, what: str) -> bool:
    act = next((one for one in facts.line.acts if act_mark(one) == what), None)
    return _may(facts, act.verb if act else Deed(what))
