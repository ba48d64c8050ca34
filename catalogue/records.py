"""The values that a record of the catalogue passes through, from a reading to a letter; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from catalogue.fields import CONTACT, COURSE, KEY_FIELD
from parsers.values import named_value

JsonValue = str | int | bool | None | list[str]
Spot = tuple[str, str, int, int]
"""A place of a message: the part, the sheet or table, row and column."""


@named_value
class Origin:
    """Where a value came from: the message (SHA-256 of its bytes), the part and the place in it.

    ``part`` is the file name as sent (an archive's member: "a.zip/b.xlsx"), "" for the mail body.
    ``container``, ``row`` and ``column`` are those of parsers.document.Place, ``at`` its text.
    ``decision`` is the id of the officer's decision where a person set the value.
    """

    message: str = ""
    message_id: str = ""
    part: str = ""
    container: str = ""
    row: int = 0
    column: int = 0
    at: str = ""
    decision: int = 0

    @property
    def spot(self) -> Spot:
        """The place in its message."""
        return self.part, self.container, self.row, self.column


@named_value
class Value:
    """One normalized value. ``text`` is as written, ``value`` JSON-able and typed by its field.

    ``doubt`` is "" where the value is sure; else an English code with its reason after a colon
    ("area_code: added 028"), and the value is a suggestion that waits for confirmation.
    ``value`` None with a text means: something stands there that is no valid value.
    ``reason`` says in a few English words what the reading rests on, as in parsers.wanted.Reading.
    ``answered`` marks "chưa có": there is none, and that is an answer, so the field is not missing.
    """

    value: JsonValue
    text: str
    origin: Origin
    confidence: float = 1.0
    doubt: str = ""
    answered: bool = False
    reason: str = ""


def text_of(values: Mapping[str, Value], key: str) -> str:
    """The value of a field that holds text, "" where there is none."""
    value = values.get(key)
    return value.value if value is not None and isinstance(value.value, str) else ""


@named_value
class Entry:
    """One record as one message states it; fields that it does not speak of are absent.

    ``partial`` marks a correction or answer: it changes the record it names and makes none of its own.
    ``withdrawn`` says that the record named by its key is dropped. ``for_all`` marks a partial one that
    speaks of every record of its kind, whatever message told of it. ``renames`` is the name that a partial
    one's record bore before. ``record_id`` names the record of a partial one where its place does: a row of
    our own workbook. ``doubt`` as in Value, for the whole.
    """

    kind: str
    values: Mapping[str, Value]
    partial: bool = False
    withdrawn: bool = False
    for_all: bool = False
    doubt: str = ""
    renames: str = ""
    record_id: str = ""


class PartStatus(StrEnum):
    """The outcome of one MIME part; every part has one."""

    READ = "read"
    UNREADABLE = "unreadable"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOutcome:
    """What became of one MIME part or archive member. ``is_file`` is False for bodies and the like.

    ``number`` is the MIME section number; ``path`` the member's way inside an archive, "" for the part.
    ``reason`` is a parsers.document.Reason where unreadable, else "". ``note`` is English.
    ``pages``: nothing but these scanned pages of a file that was read otherwise.
    """

    number: str
    filename: str | None
    path: str
    media_type: str
    size: int
    sha256: str
    status: PartStatus
    reason: str = ""
    note: str = ""
    is_file: bool = True
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedAnswer:
    """A numbered line of a reply, such as "5. Phó Trưởng phòng": the item's number and what follows it."""

    number: int
    text: str
    origin: Origin


@named_value
class FilledCell:
    """What stands in an open cell of our own workbook: an answer to what was asked of one field of a record.

    ``record_id`` is "" for a record that lacked altogether.
    """

    kind: str
    record_id: str
    field: str
    text: str
    origin: Origin


@named_value
class UnclaimedCell:
    """A value that no field claimed, with the heading it stood under."""

    text: str
    heading: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """All that was read from one message: pure function of its bytes, the campaign and the reader.

    ``names`` are unit names seen (letterhead, signature, body, file names), best evidence first.
    ``replaces_list`` is True where it says that it replaces what was sent before.
    ``no_courses`` where it states that the unit has none. ``numbered`` are answers by number.
    ``new_text`` is what the sender wrote, without quotes and signature (for the officer's eyes).
    ``suggested`` are the records that recognised scans seem to state: every value of them is doubtful.
    ``filled`` are the answers in a workbook of ours, whose letter stands among the references.
    ``references`` have the shape of a letter's reference ("CC25-7K3QF2"): found in what was written, quoted
    or passed on, and in hidden sheets; whether one is ours is looked up.
    """

    reader: int
    entries: tuple[Entry, ...] = ()
    parts: tuple[PartOutcome, ...] = ()
    links: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbered: tuple[NumberedAnswer, ...] = ()
    unclaimed: tuple[UnclaimedCell, ...] = ()
    replaces_list: bool = False
    no_courses: bool = False
    new_text: str = ""
    suggested: tuple[Entry, ...] = ()
    references: tuple[str, ...] = ()
    filled: tuple[FilledCell, ...] = ()


class MessageKind(StrEnum):
    """What a message is on the road."""

    SUBMISSION = "submission"
    REPLY = "reply"
    QUESTION = "question"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two values that one message gives for one field of one record; the first one stands, doubtful."""

    field: str
    values: tuple[Value, ...]


@named_value
class Record:
    """One course or contact of a unit, as the fold of all its messages and decisions gives it.

    ``id`` is stable: derived from the unit and the first origin. ``aliases`` are ids that were merged
    into it. ``missing`` are required fields without a value or an answer; ``doubtful`` fields whose
    value waits for confirmation ("record" for the whole, whose ``doubt`` says why). ``history`` are
    earlier values by field, oldest first.
    """

    id: str
    kind: str
    unit_id: str | None
    values: Mapping[str, Value]
    message_ids: tuple[str, ...]
    missing: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    aliases: tuple[str, ...] = ()
    history: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    doubt: str = ""

    @property
    def name(self) -> str:
        """What a person calls the record: its key field as text, "" where it lacks."""
        value = self.values.get(KEY_FIELD[self.kind])
        return "" if value is None or value.value is None else str(value.value)


class UnitStatus(StrEnum):
    """Where a unit's case stands. ``NO_COURSES`` is complete too: the unit says it has none."""

    NOT_SUBMITTED = "not_submitted"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    NO_COURSES = "no_courses"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadFile:
    """A file of a unit that could not be read and that no later message made good."""

    filename: str
    reason: str
    origin: Origin


@named_value
class UnitState:
    """The fold of one unit (``unit_id`` None: what no unit owns yet), or of its case in a campaign.

    ``unresolved`` are statements that found no record, or more than one: for the officer's eyes.
    ``closed_at`` is when a person closed the case by hand though something lacked, or nothing had come: the
    status is complete, what lacks stays named, and nothing is asked.
    """

    unit_id: str | None
    status: UnitStatus
    records: tuple[Record, ...]
    unread: tuple[UnreadFile, ...] = ()
    lacks_course: bool = False
    lacks_contact: bool = False
    first_received_at: datetime | None = None
    last_received_at: datetime | None = None
    late: bool = False
    unresolved: tuple[Entry, ...] = ()
    closed_at: datetime | None = None

    @property
    def courses(self) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.kind == COURSE)

    @property
    def contacts(self) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.kind == CONTACT)


def nothing_of(unit_id: str) -> UnitState:
    """The state of a unit that has sent nothing."""
    return UnitState(unit_id=unit_id, status=UnitStatus.NOT_SUBMITTED, records=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An invited institution of the roster. ``kind`` is a key of the campaign's unit kinds."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class DecisionKind(StrEnum):
    """What a person may decide; each is a row of its own and survives every new reading.

    The subject and value of each kind:
    ``ASSIGN_SENDER``  subject address, value unit id (that sender's messages are that unit's)
    ``ASSIGN_MESSAGE`` subject SHA-256, value unit id or ""
    ``SET_VALUE``      subject "<record id>.<field>", value JSON of the value
    ``CONFIRM_VALUE``  subject "<record id>.<field>", value JSON of the value confirmed
    ``MERGE``          subject record id that stays, value record id that joins it
    ``SPLIT``          subject "<record id>", value SHA-256 of the message whose entry leaves it
    ``DROP_RECORD``    subject record id
    ``IGNORE_MESSAGE`` subject SHA-256
    ``ACCEPT_LATE``    subject unit id (its late messages count as in time)
    ``SET_KIND``       subject SHA-256, value MessageKind
    ``STOP_ASKING``    subject unit id (it is asked and reminded of nothing more), value "off" takes it back
    ``ASK_AGAIN``      subject unit id (once more than the campaign's number)
    ``ANSWERED``       subject SHA-256 of a question, value how (mail, telephone ...)
    ``SEEN``           subject the mark of a statement that found no record: a person has taken note of it
    ``UNDO``           subject the id of a decision that counts no more
    ``COMPLETE_BY_HAND`` subject unit id (its case is closed as it stands), value "off" takes it back
    ``RELEASE``        subject the record id of a contact that may be published, value "off" takes it back
    """

    ASSIGN_SENDER = "assign_sender"
    ASSIGN_MESSAGE = "assign_message"
    SET_VALUE = "set_value"
    CONFIRM_VALUE = "confirm_value"
    MERGE = "merge"
    SPLIT = "split"
    DROP_RECORD = "drop_record"
    IGNORE_MESSAGE = "ignore_message"
    ACCEPT_LATE = "accept_late"
    SET_KIND = "set_kind"
    STOP_ASKING = "stop_asking"
    ASK_AGAIN = "ask_again"
    ANSWERED = "answered"
    SEEN = "seen"
    UNDO = "undo"
    COMPLETE_BY_HAND = "complete_by_hand"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of the officer, in the order made. ``id`` is 0 until it is stored."""

    kind: DecisionKind
    subject: str
    value: str = ""
    id: int = 0
    made_by: str = ""
    made_at: datetime | None = None
    note: str = ""


TO_CONFIRM = frozenset(("confirm", "conflict"))
"""The findings of items that ask for a confirmation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    """One numbered item of a clarification letter, so that "3. trực tuyến" finds its field.

    ``record_id`` "" asks for something that no record has yet (a contact). ``fields`` are the keys it
    asks for (the four assurances together are one item, for all courses: record_id "*"); "record" asks
    whether the record itself is meant to be one. ``finding`` is "missing" (chưa có), "unclear" (chưa rõ),
    "invalid" (chưa đúng), "unreadable", or one of those that only want a yes: "confirm" (cần xác nhận),
    "conflict" (không thống nhất). ``found`` quotes what stood there, ``place`` says where.
    ``suggested`` is what a yes confirms: pairs of "<record id>.<field>" and value; of a conflict both
    values. ``doubt`` is that of Value, code and reason.
    """

    number: int
    kind: str
    record_id: str
    fields: tuple[str, ...]
    finding: str
    title: str = ""
    found: str = ""
    place: str = ""
    question: str = ""
    suggested: tuple[tuple[str, JsonValue], ...] = ()
    doubt: str = ""

    @property
    def confirms(self) -> bool:
        """Whether something is known and only waits for a yes; else something lacks."""
        return self.finding in TO_CONFIRM


class LetterKind(StrEnum):
    """The letters that go out; all but those to the operator have a template in reports/templates."""

    ACKNOWLEDGEMENT = "acknowledgement"
    CLARIFICATION = "clarification"
    COMPLETE = "complete"
    NO_COURSES = "no_courses"
    UNREADABLE = "unreadable"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    HELP_RECEIPT = "help_receipt"
    ANSWER = "answer"
    DIGEST = "digest"
    OPERATOR = "operator"


class LetterState(StrEnum):
    """Where an outgoing letter is. HELD waits for the officer's yes; SENDING may or may not have left.

    RETURNED had left and came back: nobody got it. WITHDRAWN was overtaken by news before it left and may be
    made anew; CANCELLED is a person's no.
    """

    DRAFT = "draft"
    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    RETURNED = "returned"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
