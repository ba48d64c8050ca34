"""What waits for the officer, gathered from the store for the digest; decides nothing, changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from catalogue.deeds import without_seen
from catalogue.fields import field_of
from catalogue.folding.validate import WHOLE, awaited_fields, settled_fields
from catalogue.lists import Span, WantedLetters
from catalogue.memory.tables import MessageState
from catalogue.offers import Act
from catalogue.records import (
    DecisionKind,
    Entry,
    LetterKind,
    LetterState,
    MessageKind,
    Record,
    UnitState,
    UnitStatus,
)
from catalogue.snapshot import Need, NeedLine, UnitLine, held_of, mark_of, owed
from catalogue.views import LetterFilter, MessageFilter, StoredMessage
from config.campaign import Campaign
from intake.address_needs import address_needs, is_only_late, undelivered
from intake.app import App
from intake.officer import UNPROVEN
from intake.officer_acts import (
    act_to_approve,
    act_to_ignore,
    act_to_note,
    acts_on_conflict,
    acts_on_doubt,
    acts_on_quarantined,
    acts_on_question,
    acts_on_silence,
    acts_on_stranger,
    overdue_need,
)
from reports.digest_lists import waiting_label
from reports.display import doubt_words, record_doubt_words
from reports.wording import one_line

MOST_LISTED = 500
LONGEST_QUOTE = 80
MESSAGE_NEEDS = {MessageKind.QUESTION: Need.QUESTION, MessageKind.BOUNCE: Need.BOUNCE}
"""Kinds of which the officer hears in the next digest, whatever triage made of them."""
_OPEN = frozenset({UnitStatus.NOT_SUBMITTED, UnitStatus.INCOMPLETE})


def needs_of(
    app: App, lines: Sequence[UnitLine], unassigned: UnitState, today: Sequence[StoredMessage]
) -> Iterator[NeedLine]:
    """One line for each thing that waits and nobody took note of, the kinds in no order."""
    yield from without_seen(_all_needs(app, lines, unassigned, today), _subjects(app, DecisionKind.SEEN))


def _all_needs(
    app: App, lines: Sequence[UnitLine], unassigned: UnitState, today: Sequence[StoredMessage]
) -> Iterator[NeedLine]:
    closed, seen = _subjects(app, DecisionKind.ANSWERED), _subjects(app, DecisionKind.SEEN)
    waiting = app.store.messages(app.campaign.id, MessageFilter(needs_officer=True), MOST_LISTED)
    waiting = [one for one in waiting if one.sha256 not in closed]
    told = {one.sha256 for one in waiting}
    asking = [*_open_questions(app, closed), *(one for one in today if one.kind is MessageKind.BOUNCE)]
    asking = [one for one in asking if one.sha256 not in told]
    late = {one.sha256 for one in today if one.kind is MessageKind.BOUNCE and is_only_late(app, one)}
    of_messages = [one for one in (*waiting, *asking) if one.sha256 not in late]
    yield from _message_needs(app, of_messages, {line.unit.id: line for line in lines})
    yield from address_needs(app, lines)
    for line in lines:
        # Most units want nothing, and are passed over without a further look.
        if line.given_up or line.state.records or line.state.unread or line.state.unresolved:
            yield from _unit_needs(app, line.state, line, seen)
    yield from _unit_needs(app, unassigned, None, seen)
    failed = app.store.messages(app.campaign.id, MessageFilter(state=MessageState.QUARANTINED), MOST_LISTED)
    yield from (
        NeedLine(
            kind=Need.QUARANTINED,
            what=one.subject or "(không có tiêu đề)",
            detail="chương trình chưa xử lý được thư này; thư gốc được giữ nguyên",
            sender=one.sender,
            received_at=one.received_at,
            message=one.short_id,
            acts=acts_on_quarantined(one),
        )
        for one in failed
    )
    for state, need in ((LetterState.HELD, Need.HELD_LETTER), (LetterState.FAILED, Need.FAILED_LETTER)):
        held = WantedLetters(which=LetterFilter(state=state))
        for letter in app.store.lists.letters(app.campaign.id, held, Span(0, MOST_LISTED)).lines:
            yield NeedLine(
                kind=need,
                what=letter.subject,
                detail=letter.error,
                unit_id=letter.unit_id,
                acts=(act_to_approve(letter.id),),
            )
    yield from _overdue_needs(app, lines)


def _overdue_needs(app: App, lines: Sequence[UnitLine]) -> Iterator[NeedLine]:
    """After the deadline: the list of open cases, until it was approved once."""
    if app.clock() < app.campaign.closes_at:
        return
    made = app.store.letters(app.campaign.id, LetterFilter(kind=LetterKind.OVERDUE), 1)
    still = [one for one in lines if one.state.status in _OPEN]
    if still and not made:
        yield overdue_need(app, len(still))


def _subjects(app: App, kind: DecisionKind) -> frozenset[str]:
    """What was decided so: of questions those that have their answer, a stranger's too; or marks noted."""
    decisions = app.store.decisions(app.campaign.id)
    return frozenset(one.subject for one in decisions if one.kind is kind)


def _open_questions(app: App, closed: frozenset[str]) -> Iterator[StoredMessage]:
    """The questions that nobody answered yet, the newest first."""
    wanted = MessageFilter(kind=MessageKind.QUESTION, state=MessageState.DONE)
    for one in app.store.messages(app.campaign.id, wanted, MOST_LISTED):
        if one.sha256 not in closed:
            yield one


def _message_needs(
    app: App, messages: Sequence[StoredMessage], lines: Mapping[str, UnitLine]
) -> Iterator[NeedLine]:
    asked = [one.sha256 for one in messages if one.kind is MessageKind.QUESTION]
    texts = app.store.lists.new_texts(asked)
    for one in messages:
        standing = _standing(lines.get(one.unit_id)) if one.unit_id else ""
        yield _message_need(app, one, (texts.get(one.sha256, ""), standing))


def _message_need(app: App, one: StoredMessage, told: tuple[str, str]) -> NeedLine:
    """What a message wants; ``told`` is what was asked, and where the asker stands."""
    return NeedLine(
        kind=MESSAGE_NEEDS.get(one.kind or MessageKind.OTHER, Need.UNKNOWN_SENDER),
        what=one.subject or "(không có tiêu đề)",
        detail=_message_detail(app, one, told),
        unit_id=one.unit_id,
        sender=one.sender,
        received_at=one.received_at,
        message=one.short_id,
        acts=_message_acts(app, one),
    )


def _message_detail(app: App, one: StoredMessage, told: tuple[str, str]) -> str:
    """What a report is about, what was asked and where the asker stands, why a sender is in doubt."""
    if one.kind is MessageKind.BOUNCE:
        return undelivered(app, one)
    if one.kind is MessageKind.QUESTION:
        text, standing = told
        return "; ".join(filter(None, [f'hỏi: "{_short(text)}"' if text else "", standing]))
    if one.needs_officer == UNPROVEN:
        return "lệnh gửi từ địa chỉ của chuyên viên nhưng chưa được máy chủ thư xác thực; chưa thực hiện"
    return ""


def _standing(line: UnitLine | None) -> str:
    """Where the unit of a question stands, so that the answer needs no search."""
    if line is None or line.state.status is UnitStatus.NOT_SUBMITTED:
        return "đơn vị chưa gửi thông tin"
    lacking = owed(line)
    more = f", còn {lacking} nội dung cần bổ sung" if lacking else ""
    return f"đơn vị đã gửi {held_of(line).courses} khóa học{more}"


def _message_acts(app: App, one: StoredMessage) -> tuple[Act, ...]:
    if one.kind is MessageKind.QUESTION:
        return acts_on_question(one)
    if one.kind is MessageKind.BOUNCE:
        return ()
    return (act_to_ignore(one),) if one.needs_officer == UNPROVEN else acts_on_stranger(app, one)


def _unit_needs(
    app: App, state: UnitState, line: UnitLine | None, seen: Collection[str]
) -> Iterator[NeedLine]:
    for file in state.unread:
        if _is_closed_over(app, state, file.origin.message):
            continue
        yield NeedLine(
            kind=Need.UNREADABLE,
            what=file.filename,
            detail=file.reason,
            unit_id=state.unit_id,
            message=file.origin.message[:10],
        )
    # What can still be asked for is not the officer's yet: it goes out in a letter.
    can_ask = line is not None and not line.given_up
    for record in state.records:
        yield from _conflict_needs(record, app.campaign, can_ask=can_ask)
        if not can_ask and state.closed_at is None:
            yield from _doubt_need(record, app.campaign)
    yield from _unresolved_needs(state, seen)
    if (
        line
        and line.given_up
        and state.status is UnitStatus.INCOMPLETE
        and app.clock() < app.campaign.closes_at
    ):
        acts = acts_on_silence(line.unit.id)
        yield NeedLine(kind=Need.ASKED_OUT, what=line.unit.name, unit_id=line.unit.id, acts=acts)


def _is_closed_over(app: App, state: UnitState, sha256: str) -> bool:
    """Whether a person closed the case by hand when a message lay there already."""
    message = app.store.message(sha256) if state.closed_at is not None else None
    return message is not None and state.closed_at is not None and message.received_at <= state.closed_at


def _unresolved_needs(state: UnitState, seen: Collection[str]) -> Iterator[NeedLine]:
    """The statements that found no record, until a person has seen them.

    That it was sent before needs nobody once the case is closed.
    """
    for entry in state.unresolved:
        moot = state.status not in _OPEN and entry.doubt.startswith("sent")
        if not moot and mark_of(entry) not in seen:
            yield _unresolved_need(entry, state.unit_id)


def _unresolved_need(entry: Entry, unit_id: str | None) -> NeedLine:
    """A correction or answer that fits no record, or that settles nothing: shown as it was written."""
    values = list(entry.values.values())
    return NeedLine(
        kind=Need.CONFLICT,
        what="; ".join(value.text or str(value.value) for value in values) or "(không rõ nội dung)",
        detail=_UNRESOLVED.get(entry.doubt.partition(":")[0], _UNPLACED),
        unit_id=unit_id,
        message=mark_of(entry),
        acts=(act_to_note(mark_of(entry)),),
    )


_UNPLACED = "chưa xác định được khóa học hoặc đầu mối liên hệ mà nội dung này nói đến"
_UNRESOLVED = {
    "answer": "câu trả lời của đơn vị chưa hiểu được",
    "changed": "câu trả lời nói về giá trị đã thay đổi sau khi hỏi",
    "sent": "đơn vị cho biết đã gửi nội dung này trước đó",
    "denied": "đơn vị trả lời là chưa đúng, chưa nêu giá trị đúng",
}


def _conflict_needs(record: Record, campaign: Campaign, *, can_ask: bool) -> Iterator[NeedLine]:
    """Values that disagree; those that the school is asked for only once it cannot be asked any more."""
    asked = settled_fields(record.kind, campaign) if can_ask else ()
    for conflict in record.conflicts:
        if conflict.field in asked and not conflict.values[0].origin.decision:
            continue
        values = " / ".join(value.text or str(value.value) for value in conflict.values)
        yield NeedLine(
            kind=Need.CONFLICT,
            what=f"{record.name}: {field_of(record.kind, conflict.field).label}",
            detail=values,
            unit_id=record.unit_id,
            message=record.id,
            acts=acts_on_conflict(record, conflict),
        )


def _doubt_need(record: Record, campaign: Campaign) -> Iterator[NeedLine]:
    """One line for all that waits for a yes in a record, with the id by which it is confirmed."""
    disputed = {one.field for one in record.conflicts}
    waiting = [key for key in awaited_fields(record, campaign) if key not in disputed]
    if waiting:
        yield NeedLine(
            kind=Need.DOUBT,
            what=record.name or "(chưa có tên)",
            detail="; ".join(_doubted(record, key) for key in waiting),
            unit_id=record.unit_id,
            message=record.id,
            acts=acts_on_doubt(record, waiting),
        )


def _doubted(record: Record, key: str) -> str:
    label = waiting_label(record.kind, key)
    if key == WHOLE:
        why = record_doubt_words(record.doubt)
        return f"{label} ({why})" if why else label
    value = record.values[key]
    return f'{label} ghi "{_short(value.text)}" ({doubt_words(value.doubt)})'


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1].rstrip()}…"
