"""Invented messages and letters as the desk's pages take them."""

from __future__ import annotations

from typing import Any

from catalogue.lists import LetterLine
from catalogue.memory.tables import MessageState
from catalogue.records import LetterKind, LetterState, MessageKind
from catalogue.views import StoredMessage
from tests.reports import samples

SHA = "ab" * 32


def message(**changes: Any) -> StoredMessage:
    given: dict[str, Any] = {
        "sha256": SHA, "size": 48_213, "archived_at": samples.RECEIVED_AT, "received_at": samples.RECEIVED_AT,
        "campaign": "course-catalogue-2025", "state": MessageState.DONE, "due_at": None, "claimed_by": "",
        "crashes": 0, "attempts": 0, "error": "", "message_id": "<m1@cdb.example>", "in_reply_to": "",
        "date": samples.RECEIVED_AT, "sender": "daotao@cdb.example", "sender_name": "Phòng\nĐào tạo",
        "subject": "V/v gửi danh sách", "same_message_id": False, "kind": MessageKind.SUBMISSION,
        "unit_id": "cd-ben", "owner": "cd-ben", "confidence": 0.99, "reason": "data; address on the roster",
        "letter_id": 0, "needs_officer": "", "late": False, "reader": 7, "done_at": samples.RECEIVED_AT,
        "trust": "pass",
    }  # fmt: skip
    return StoredMessage(**(given | changes))


def letter(**changes: Any) -> LetterLine:
    given: dict[str, Any] = {
        "id": 12, "unit_id": "cd-ben", "kind": LetterKind.CLARIFICATION, "window": "1",
        "state": LetterState.SENT, "to": "daotao@cdb.example", "subject": "Đề nghị bổ sung",
        "ref": samples.REF, "not_before": None,
        "created_at": samples.NOW, "due_at": samples.NOW, "sent_at": samples.NOW, "attempts": 1, "error": "",
    }  # fmt: skip
    return LetterLine(**(given | changes))
