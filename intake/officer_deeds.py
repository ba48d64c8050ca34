"""What an act of the officer does, whichever way it was ordered: by mail or at the desk, each at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.offers import Act, Verb
from catalogue.records import LetterKind, LetterState
from catalogue.views import LetterFilter
from intake import jobs_decide
from intake.app import App
from intake.decision_steps import Step
from intake.jobs_overdue import MOST_LETTERS, approve_overdue, make_overdue
from reports.wording import short_date

ONCE_MORE = "sẽ gửi thư đề nghị bổ sung một lần nữa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an act: ``words`` in Vietnamese; the decisions and letters by which it is taken back.

    Both are empty where nothing takes it back (a message was worked on again).
    """

    words: str
    decisions: tuple[int, ...] = ()
    letters: tuple[int, ...] = ()


def do_act(app: App, act: Act, note: str = "") -> Outcome:
    """Do it, with ``note`` written beside each decision.

    Raises UsageError, OverdueError or StoreError where what it is about is not as it was any more.
    """
    return _DEEDS[act.verb](app, act, note)


def _of(step: Step, words: str) -> Outcome:
    return Outcome(words=words, decisions=step.ids)


def _assign(app: App, act: Act, note: str) -> Outcome:
    step = jobs_decide.assign_sender(app, act.subject, act.value, note)
    name = next((unit.name for unit in app.store.units(app.campaign.id) if unit.id == act.value), act.value)
    return _of(step, f"đã ghi nhận địa chỉ này là của {name} ({step.messages} thư)")


def _ignore(app: App, act: Act, note: str) -> Outcome:
    return _of(jobs_decide.ignore_message(app, act.subject, note), "đã bỏ qua thư; thư gốc vẫn được lưu")


def _retry(app: App, act: Act, note: str) -> Outcome:
    del note  # no decision is made
    jobs_decide.retry_quarantined(app, act.subject)
    return Outcome(words="đã xử lý lại thư")


def _answered(app: App, act: Act, note: str) -> Outcome:
    step = jobs_decide.answered(app, act.subject, "telephone", note)
    return _of(step, "đã ghi nhận câu hỏi đã được trả lời")


def _seen(app: App, act: Act, note: str) -> Outcome:
    return _of(jobs_decide.seen(app, act.subject, note), "đã ghi nhận chuyên viên đã xem")


def _take(app: App, act: Act, note: str) -> Outcome:
    record, _dot, field = act.subject.rpartition(".")
    step = jobs_decide.take_value(app, record, field, act.value, note)
    return _of(step, "đã ghi nhận giá trị được chọn")


def _confirm(app: App, act: Act, note: str) -> Outcome:
    record, _dot, field = act.subject.rpartition(".")
    return _of(jobs_decide.confirm_value(app, record, field, note), "đã xác nhận")


def _ask_again(app: App, act: Act, note: str) -> Outcome:
    return _of(jobs_decide.ask_again(app, act.subject, note), ONCE_MORE)


def _stop(app: App, act: Act, note: str) -> Outcome:
    step = jobs_decide.stop_asking(app, act.subject, note)
    return _of(step, "đã dừng gửi thư đề nghị, thư nhắc tới đơn vị")


def _approve(app: App, act: Act, note: str) -> Outcome:
    del note  # letters bear none
    jobs_decide.decide_letter(app, int(act.subject), "approve")
    return Outcome(words="đã duyệt gửi thư", letters=(int(act.subject),))


def _overdue(app: App, act: Act, note: str) -> Outcome:
    del note  # letters bear none
    deadline = date.fromisoformat(act.value)
    done = make_overdue(app, deadline)
    held = LetterFilter(state=LetterState.HELD, kind=LetterKind.OVERDUE)
    letters = tuple(one.id for one in app.store.letters(app.campaign.id, held, MOST_LETTERS))
    count = approve_overdue(app)
    left_out = f"; {len(done.unreachable)} đơn vị không có địa chỉ nhận thư" if done.unreachable else ""
    words = f"đã duyệt {count} thư đôn đốc, hạn mới trước ngày {short_date(deadline)}{left_out}"
    return Outcome(words=words, letters=letters)


_DEEDS: Mapping[Verb, Callable[[App, Act, str], Outcome]] = {
    Verb.ASSIGN: _assign,
    Verb.IGNORE: _ignore,
    Verb.RETRY: _retry,
    Verb.ANSWERED: _answered,
    Verb.SEEN: _seen,
    Verb.TAKE: _take,
    Verb.CONFIRM: _confirm,
    Verb.ASK_AGAIN: _ask_again,
    Verb.STOP: _stop,
    Verb.APPROVE: _approve,
    Verb.OVERDUE: _overdue,
}
