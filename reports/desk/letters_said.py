"""What was just done with letters, in words, and what takes it back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.wording import thousands

_DONE: Mapping[str, tuple[str, str]] = {
    "approve": ("Đã duyệt; thư sẽ gửi khi đến giờ.", "Đã duyệt {} thư; thư sẽ gửi khi đến giờ."),
    "hold": ("Đã giữ thư lại, chờ duyệt.", "Đã giữ lại {} thư, chờ duyệt."),
    "cancel": ("Đã hủy thư; thư không gửi đi.", "Đã hủy {} thư."),
    "": ("Đã hoàn tác: thư chờ duyệt.", "Đã hoàn tác: {} thư chờ duyệt."),
}
_PAST = " {} thư không còn ở trạng thái làm được việc này và giữ nguyên."
_LEFT = "Không hoàn tác được thư đã gửi đi."


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSaid:
    """What was done. ``letters`` are the ids that an undo takes, "" where it cannot be taken back."""

    words: str
    letters: str = ""


def letters_said(verb: str, letters: str, past: str, note: str) -> LettersSaid | None:
    """What an address says was done: a verb with ids, how many were past it, a note of the undo."""
    count = len([one for one in letters.split(",") if one.isascii() and one.isdigit()])
    missed = int(past) if past.isascii() and past.isdigit() and len(past) <= len("1000000") else 0
    if note or verb not in _DONE or not (count or missed):
        return LettersSaid(words=_LEFT) if note else None
    one, many = _DONE[verb]
    words = (one if count == 1 else many.format(thousands(count))) if count else "Chưa làm gì."
    words += _PAST.format(thousands(missed)) if missed else ""
    return LettersSaid(words=words, letters=letters if verb in ("approve", "cancel") and count else "")
