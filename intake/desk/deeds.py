"""A person's word about something that waits is done by the functions of mail and commands, or refused.

What a form orders must still be offered and be within the visitor's rights; nothing else is believed of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from catalogue.accounts import User
from catalogue.deeds import Deed, act_mark, deeds_besides, need_mark, record_of, rights_to, settles_alone
from catalogue.fields import FIELDS, field_of
from catalogue.memory.store import StoreError
from catalogue.offers import Act, Verb
from catalogue.records import DecisionKind, Record
from catalogue.snapshot import NeedLine
from intake import jobs_decide
from intake.app import App
from intake.decision_steps import DecisionError, Step
from intake.desk.waiting import LastLook, Waiting
from intake.errors import UsageError
from intake.jobs_answer import answer
from intake.jobs_overdue import OverdueError
from intake.officer_deeds import Outcome, do_act
from intake.typed_values import read_value

_NO_DEADLINE = "Hạn mới chưa đúng: đề nghị chọn một ngày sau hôm nay, khi thời hạn đã qua."


class StaleError(Exception):
    """What was ordered is not offered any more: somebody else was quicker, or a message changed it."""


class NotAllowedError(Exception):
    """The visitor's role does not allow it."""


class RefusedError(Exception):
    """What was filled in is not enough, or no value; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A form as sent: ``what`` is the mark of an act or a word of Deed, the others what was filled in."""

    what: str
    unit: str = ""
    field: str = ""
    text: str = ""
    other: str = ""


def decide_waiting(
    app: App, user: User, looked: LastLook, mark: str, ordered: Ordered
) -> tuple[Waiting, Waiting, Outcome]:
    """Do what was ordered about the thing of a mark; with what waited before it was done, and after.

    Raises what ``carry_out`` raises, StaleError also where the thing waits no more.
    """
    found = looked.recent(app)
    line = found.lines.get(mark)
    if line is None:
        raise StaleError
    outcome = carry_out(app, user, line, ordered)
    is_alone = settles_alone(_verb(_meant(line, ordered)))
    return found, looked.without(app, found, mark) if is_alone else looked.fresh(app), outcome


def carry_out(app: App, user: User, line: NeedLine, ordered: Ordered) -> Outcome:
    """Do what was ordered about a line that waits now.

    Raises StaleError, NotAllowedError or RefusedError with nothing done.
    """
    meant = _meant(line, ordered)
    if not any(user.may(right) for right in rights_to(line, _verb(meant))):
        raise NotAllowedError
    try:
        if isinstance(meant, Act):
            return do_act(app, _filled(meant, ordered))
        return _DEEDS[meant](app, line, ordered)
    except OverdueError as error:
        raise RefusedError(_NO_DEADLINE) from error
    except (UsageError, StoreError) as error:
        if isinstance(error, StoreError) and error.__cause__ is not None:  # the database, not the thing
            raise
        app.log.warning("order", outcome="refused", reason=str(error))
        raise StaleError from error


def _meant(line: NeedLine, ordered: Ordered) -> Act | Deed:
    """What of all that is offered was ordered."""
    offered: list[tuple[str, Act | Deed]] = [(act_mark(act), act) for act in line.acts]
    offered += [(deed.value, deed) for deed in deeds_besides(line)]
    meant = dict(offered).get(ordered.what)
    if meant is None:
        raise StaleError
    return meant


def _verb(meant: Act | Deed) -> Verb | Deed:
    return meant.verb if isinstance(meant, Act) else meant


def _filled(act: Act, ordered: Ordered) -> Act:
    """The act with what the person filled in where it wants something."""
    if not act.fill_wanted:
        return act
    if act.verb is Verb.ASSIGN:
        return replace(act, value=_named_unit(ordered))
    try:
        return replace(act, value=date.fromisoformat(ordered.text.strip()).isoformat())
    except ValueError as error:
        raise RefusedError(_NO_DEADLINE) from error


def _named_unit(ordered: Ordered) -> str:
    if not ordered.unit:
        raise RefusedError("Chưa chọn đơn vị: đề nghị tìm và chọn một đơn vị trong danh sách.")
    return ordered.unit


def _assign(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    return do_act(app, Act(Verb.ASSIGN, line.sender, _named_unit(ordered)))


def _assign_one(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    return _of(jobs_decide.assign_message(app, line.message, _named_unit(ordered)))


def _confirm_all(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    del ordered  # nothing is filled in
    done: list[int] = []
    for act in line.acts:
        try:
            done += do_act(app, act).decisions if act.verb is Verb.CONFIRM else ()
        except UsageError:
            # What was confirmed before stands and is told; the rest waits on as it is now.
            if not done:
                raise
            break
    return Outcome(words="", decisions=tuple(done))


def _set(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    record = _record(app, line)
    if ordered.field not in {one.key for one in FIELDS[record.kind]}:
        raise RefusedError("Chưa chọn nội dung cần sửa.")
    try:
        read_value(record.kind, ordered.field, ordered.text)
    except DecisionError as error:
        question = field_of(record.kind, ordered.field).question
        raise RefusedError(f"Chưa ghi: nội dung nhập vào chưa đúng. {question}") from error
    return _of(jobs_decide.set_value(app, record.id, ordered.field, ordered.text))


def _merge(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    if not ordered.other:
        raise RefusedError("Chưa chọn mục để gộp.")
    return _of(jobs_decide.merge(app, ordered.other, record_of(line)))


def _drop(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    del ordered  # nothing is filled in
    return _of(jobs_decide.drop_record(app, record_of(line)))


def _answer(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    if not ordered.text.strip():
        raise RefusedError("Chưa có nội dung trả lời.")
    letter = answer(app, line.message, ordered.text)
    question = app.store.message(line.message)
    told = [
        one.id
        for one in app.store.decisions(app.campaign.id)
        if one.kind is DecisionKind.ANSWERED and question is not None and one.subject == question.sha256
    ]
    return Outcome(words="", decisions=tuple(told[-1:]), letters=(letter.id,))


def _of_unit(verb: Verb) -> Callable[[App, NeedLine, Ordered], Outcome]:
    return lambda app, line, _: do_act(app, Act(verb, line.unit_id or ""))


def _complete(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    del ordered  # nothing is filled in
    return _of(jobs_decide.complete_by_hand(app, line.unit_id or ""))


def _cancel(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    del ordered  # nothing is filled in
    letters = tuple(int(act.subject) for act in line.acts if act.verb is Verb.APPROVE)
    for one in letters:
        jobs_decide.decide_letter(app, one, "cancel")
    return Outcome(words="", letters=letters)


def _seen(app: App, line: NeedLine, ordered: Ordered) -> Outcome:
    del ordered  # nothing is filled in
    return _of(jobs_decide.seen(app, need_mark(line)))


def _record(app: App, line: NeedLine) -> Record:
    found = app.store.find_records(app.campaign.id, record_of(line), 1)
    if not found:
        raise StaleError
    return found[0]


def _of(step: Step) -> Outcome:
    return Outcome(words="", decisions=step.ids)


_DEEDS: Mapping[Deed, Callable[[App, NeedLine, Ordered], Outcome]] = {
    Deed.ASSIGN: _assign,
    Deed.ASSIGN_ONE: _assign_one,
    Deed.CONFIRM_ALL: _confirm_all,
    Deed.SET: _set,
    Deed.MERGE: _merge,
    Deed.DROP: _drop,
    Deed.ANSWER: _answer,
    Deed.ASK_AGAIN: _of_unit(Verb.ASK_AGAIN),
    Deed.STOP: _of_unit(Verb.STOP),
    Deed.COMPLETE: _complete,
    Deed.CANCEL: _cancel,
    Deed.SEEN: _seen,
}
