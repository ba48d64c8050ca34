"""What the desk shows of one message: headers, parts, route, what was read and what came of it; pure.

Every text of a sender stays a text: the template escapes it, and no address of it becomes a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.lists import LetterLine
from catalogue.memory.tables import MessageState
from catalogue.reading.parts import UNNAMED
from catalogue.records import (
    Decision,
    MessageReading,
    PartOutcome,
    PartStatus,
    Unit,
)
from catalogue.views import StoredMessage
from config.campaign import Campaign
from reports.desk.case_words import LATE, LETTER_STATES, LETTERS, MESSAGES, Badge, at_words
from reports.desk.decision_words import Names, decision_words
from reports.desk.messages_read import EntryView, RestView, answers_read, entry_view, unclaimed_read
from reports.desk.places import below, letter_path, message_path, unit_path, with_words
from reports.desk.route_words import STATES, route_words, trust_badge
from reports.seen_words import confidence_words
from reports.wording import one_line, reason_words, thousands

MOST_ENTRIES = 200
_STATUSES = {
    PartStatus.READ: Badge("good", "đã đọc"),
    PartStatus.UNREADABLE: Badge("bad", "chưa đọc được"),
    PartStatus.IGNORED: Badge("plain", "không xem xét"),
}
SEEN = "xem"
"""The word of a message's address that says what is shown of it: a part by its number, or a word."""
WITHIN = "trong"
"""The word of a file's address that leads to a member of an archive."""
NO_SUBJECT = "(không có tiêu đề)"
_KB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """What the shell gathers of one message. ``reading`` is None until it was read; ``reader`` is today's.

    ``answers`` is the letter of ours that it answers, ``letters`` those that answered it; ``names`` as in
    decision_words.
    """

    campaign: Campaign
    message: StoredMessage
    reading: MessageReading | None = None
    unit: Unit | None = None
    answers: LetterLine | None = None
    letters: Sequence[LetterLine] = ()
    decisions: Sequence[Decision] = ()
    names: Mapping[str, str]
    reader: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part or member of an archive.

    ``path`` is where its bytes are fetched, "" where there are none of its own; ``seen_path`` shows what was
    read from it, "" where nothing could be.
    """

    name: str
    media: str
    size: str
    badge: Badge
    why: str = ""
    note: str = ""
    path: str = ""
    seen_path: str = ""
    depth: int = 0
    is_file: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLink:
    """A letter that belongs to the message."""

    path: str
    words: str
    at: str
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """Where the message is on the road. ``again`` says why it should be read again, "" where not."""

    badge: Badge
    at: str
    again: str = ""
    error: str = ""
    tries: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message for its page. ``statements`` are what it says as a whole; ``left_out`` counts entries."""

    path: str
    raw_path: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    badges: tuple[Badge, ...]
    kind: str
    unit_name: str
    unit_path: str
    sure: str
    why: str
    attention: str
    work: WorkView
    parts: tuple[PartView, ...]
    entries: tuple[EntryView, ...]
    left_out: int
    statements: tuple[str, ...]
    answers_read: tuple[RestView, ...]
    unclaimed: tuple[RestView, ...]
    links: tuple[str, ...]
    text: str
    answered: LetterLink | None
    letters: tuple[LetterLink, ...]
    decisions: tuple[str, ...]


def message_view(facts: MessageFacts) -> MessageView:
    """Everything that the page of a message shows."""
    message, unit = facts.message, facts.unit
    reading = facts.reading or MessageReading(reader=0)
    entries = (*reading.entries, *reading.suggested)
    return MessageView(
        path=message_path(message.sha256),
        raw_path=below(message_path(message.sha256), "ban-goc"),
        subject=one_line(message.subject) or NO_SUBJECT,
        headers=tuple((name, text) for name, text in _headers(facts) if text),
        badges=(STATES[message.state], trust_badge(message.trust), *((LATE,) if message.late else ())),
        kind=MESSAGES[message.kind] if message.kind else "",
        unit_name=unit.name if unit else "",
        unit_path=unit_path(unit.id) if unit else "",
        sure=confidence_words(message.confidence) if message.unit_id else "",
        why=route_words(message.reason),
        attention=route_words(message.needs_officer),
        work=_work(facts),
        parts=tuple(_part(facts, part) for part in reading.parts),
        entries=tuple(entry_view(one) for one in entries[:MOST_ENTRIES]),
        left_out=max(len(entries) - MOST_ENTRIES, 0),
        statements=tuple(_statements(reading)),
        answers_read=tuple(answers_read(reading)),
        unclaimed=tuple(unclaimed_read(reading)),
        links=reading.links,
        text=reading.new_text,
        answered=letter_link(facts.campaign, facts.answers) if facts.answers else None,
        letters=tuple(letter_link(facts.campaign, one) for one in facts.letters),
        decisions=tuple(_decision(facts, one) for one in facts.decisions),
    )


def letter_link(campaign: Campaign, letter: LetterLine) -> LetterLink:
    """A letter as other pages name it; its moment is when it left, else when it may."""
    return LetterLink(
        path=letter_path(letter.id),
        words=LETTERS.get(letter.kind, letter.kind.value),
        at=at_words(campaign, letter.sent_at or letter.due_at),
        badge=LETTER_STATES[letter.state],
    )


def size_words(size: int) -> str:
    """A size as a person reads it: 340 byte, 12 KB, 3,4 MB."""
    if size < _KB:
        return f"{size} byte"
    if size < _KB * _KB:
        return f"{thousands(round(size / _KB))} KB"
    return f"{size / _KB / _KB:.1f} MB".replace(".", ",")


def _headers(facts: MessageFacts) -> Iterator[tuple[str, str]]:
    """The headers that matter to a person, and our own finding beside them."""
    message, campaign = facts.message, facts.campaign
    name = one_line(message.sender_name)
    yield "Người gửi", f"{name} <{message.sender}>" if name else message.sender
    yield "Nhận lúc", at_words(campaign, message.received_at)
    yield "Ghi ngày", at_words(campaign, message.date)
    yield "Dung lượng", size_words(message.size)
    yield "Message-ID", one_line(message.message_id)
    yield "Trả lời thư", one_line(message.in_reply_to)
    yield "Lưu ý", "trùng Message-ID với một thư khác nội dung" if message.same_message_id else ""


def _work(facts: MessageFacts) -> WorkView:
    message = facts.message
    tried = message.attempts + message.crashes
    return WorkView(
        badge=STATES[message.state],
        at=at_words(facts.campaign, message.done_at or message.due_at),
        again=_again(facts),
        error=message.error,
        tries=f"đã thử {tried} lần" if tried else "",
    )


def _again(facts: MessageFacts) -> str:
    if facts.message.state is MessageState.QUARANTINED:
        return "Thư xử lý không thành công; có thể xử lý lại khi nguyên nhân đã hết."
    if facts.reading is not None and facts.message.reader < facts.reader:
        return f"Thư đọc bằng bộ đọc số {facts.message.reader}; bộ đọc hiện nay là số {facts.reader}."
    return ""


def _part(facts: MessageFacts, part: PartOutcome) -> PartView:
    name = (part.path.rpartition("/")[2] if part.path else part.filename) or UNNAMED
    unread = part.status is PartStatus.UNREADABLE
    pages = f"trang {', '.join(map(str, part.pages))}" if part.pages else ""
    why = reason_words(facts.campaign, "pages" if pages else part.reason) if unread else ""
    own_path = message_path(facts.message.sha256)
    is_read = part.is_file and not part.path and part.status is PartStatus.READ
    return PartView(
        name=one_line(name) if part.is_file else "Nội dung thư",
        media=part.media_type,
        size=size_words(part.size),
        badge=_STATUSES[part.status],
        why=": ".join(filter(None, (pages, why))),
        note=part.note,
        path=_fetched_at(own_path, part) if part.is_file and part.sha256 and not part.pages else "",
        seen_path=with_words(own_path, {SEEN: part.number}) if is_read else "",
        depth=part.path.count("/") + 1 if part.path else 0,
        is_file=part.is_file,
    )


def _fetched_at(own_path: str, part: PartOutcome) -> str:
    return with_words(below(f"{own_path}/tep", part.number), {WITHIN: part.path})


def _statements(reading: MessageReading) -> Iterator[str]:
    if reading.no_courses:
        yield "Cho biết đơn vị không có khóa học."
    if reading.replaces_list:
        yield "Cho biết danh sách này thay cho danh sách đã gửi."


def _decision(facts: MessageFacts, decision: Decision) -> str:
    names: Names = facts.names
    told = "; ".join(filter(None, (decision.made_by, at_words(facts.campaign, decision.made_at))))
    return f"{decision_words(decision, names)} ({told})" if told else decision_words(decision, names)
