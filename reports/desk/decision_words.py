"""What a person decided, as one Vietnamese sentence; tells decisions, makes and finds none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from catalogue.decided import OFF
from catalogue.fields import CONTACT, COURSE, FIELDS, Field, field_of
from catalogue.records import Decision, DecisionKind, JsonValue, Origin, Value
from catalogue.views import SHORT_ID
from reports.desk.case_words import MESSAGES
from reports.display import WHOLE, shown_value
from reports.wording import one_line, without_hint

LONGEST = 90
Names = Mapping[str, str]
"""What a person calls a unit, a record or a message, by id (a message by its SHA-256)."""
_KINDS = {kind.value: words for kind, words in MESSAGES.items()}
_NOTHING: Names = {}
_NOTES = {"ordered by mail": "theo thư của chuyên viên"}


def decision_words(decision: Decision, names: Names = _NOTHING) -> str:
    """What was decided, and about what; an id stands where ``names`` knows no name."""
    return _WORDS[decision.kind](decision, names)


def note_words(note: str) -> str:
    """The note of a decision, where the program itself made it in Vietnamese too."""
    return _NOTES.get(note, note)


def field_words(key: str) -> str:
    """A field of a course or a contact as decisions name it."""
    field = _field(key)
    if field is None:
        return "toàn bộ nội dung" if key == WHOLE else key
    return without_hint(field.label).removesuffix(" của đầu mối liên hệ")


def decided_value(decision: Decision) -> str:
    """The value that a decision set or confirmed, as a person reads it."""
    field = _field(decision.subject.rpartition(".")[2])
    try:
        held: JsonValue = json.loads(decision.value) if decision.value else None
    except ValueError:
        held = decision.value
    if field is None:
        return ""
    if not _is_of(field, held):
        return shortened(str(held))
    value = Value(value=held, text="", origin=Origin(), answered=held is None)
    return shortened(shown_value(field, value))


def shortened(text: str) -> str:
    """A text in one line of a length that a sentence can bear."""
    flat = one_line(text)
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1].rstrip()}…"


def _is_of(field: Field, held: JsonValue) -> bool:
    """Whether a stored value has a shape that the field's words are made for."""
    return held is None or isinstance(held, str) or not field.options


def _field(key: str) -> Field | None:
    known = {one.key for kind in (COURSE, CONTACT) for one in FIELDS[kind]}
    if key not in known:
        return None
    return field_of(COURSE if key in {one.key for one in FIELDS[COURSE]} else CONTACT, key)


def _named(names: Names, name: str) -> str:
    known = names.get(name, "")
    return f'"{shortened(known)}"' if known else name


def _of_field(verb: str) -> Callable[[Decision, Names], str]:
    def words(decision: Decision, names: Names) -> str:
        record, _dot, key = decision.subject.rpartition(".")
        told = decided_value(decision)
        value = f': "{told}"' if told else ""
        return f"{verb} {field_words(key)} của {_named(names, record)}{value}"

    return words


def _on(words: str) -> Callable[[Decision, Names], str]:
    return lambda decision, names: words.format(
        subject=_named(names, decision.subject), value=_named(names, decision.value)
    )


def _switched(on: str, off: str) -> Callable[[Decision, Names], str]:
    return lambda decision, names: _on(off if decision.value == OFF else on)(decision, names)


def _given(to_one: str, to_none: str) -> Callable[[Decision, Names], str]:
    return lambda decision, names: _on(to_one if decision.value else to_none)(decision, names)


def _kind(decision: Decision, names: Names) -> str:
    kind = _KINDS.get(decision.value, decision.value).lower()
    return f"Xác định loại của thư {_message(names, decision.subject)}: {kind}"


def _split(decision: Decision, names: Names) -> str:
    return f"Tách nội dung của thư {_message(names, decision.value)} khỏi {_named(names, decision.subject)}"


def _of_message(words: str) -> Callable[[Decision, Names], str]:
    return lambda decision, names: words.format(_message(names, decision.subject))


def _message(names: Names, sha256: str) -> str:
    return _named(names, sha256) if names.get(sha256) else sha256[:SHORT_ID]


def _of_one_message(decision: Decision, names: Names) -> str:
    what = f"thư {_message(names, decision.subject)}"
    told = f"Xác định {what} là của {_named(names, decision.value)}"
    return told if decision.value else f"Không xếp {what} vào đơn vị nào"


_WORDS: Mapping[DecisionKind, Callable[[Decision, Names], str]] = {
    DecisionKind.ASSIGN_SENDER: _given(
        "Xác định người gửi {subject} là của {value}", "Không xếp người gửi {subject} vào đơn vị nào"
    ),
    DecisionKind.ASSIGN_MESSAGE: _of_one_message,
    DecisionKind.SET_VALUE: _of_field("Ghi"),
    DecisionKind.CONFIRM_VALUE: _of_field("Xác nhận đúng"),
    DecisionKind.MERGE: _on("Gộp {value} vào {subject}"),
    DecisionKind.SPLIT: _split,
    DecisionKind.DROP_RECORD: _on("Bỏ {subject} khỏi danh mục"),
    DecisionKind.IGNORE_MESSAGE: _of_message("Bỏ qua thư {}"),
    DecisionKind.ACCEPT_LATE: _on("Chấp nhận nộp muộn cho {subject}"),
    DecisionKind.SET_KIND: _kind,
    DecisionKind.STOP_ASKING: _switched("Dừng gửi thư tới {subject}", "Tiếp tục gửi thư tới {subject}"),
    DecisionKind.ASK_AGAIN: _on("Đề nghị bổ sung lần nữa tới {subject}"),
    DecisionKind.ANSWERED: _of_message("Ghi nhận đã trả lời câu hỏi {}"),
    DecisionKind.SEEN: _on("Ghi nhận đã xem nội dung {subject}"),
    DecisionKind.UNDO: _on("Hoàn tác quyết định số {subject}"),
    DecisionKind.COMPLETE_BY_HAND: _switched("Đóng hồ sơ của {subject}", "Mở lại hồ sơ của {subject}"),
    DecisionKind.RELEASE: _switched(
        "Cho phép công bố {subject} trên trang thông tin", "Thôi công bố {subject} trên trang thông tin"
    ),
}
