"""Records that their file sets aside, by the name of the sheet or by a state, wait for the officer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from catalogue.records import Entry
from config.vocabulary import headings
from parsers.text import fold
from parsers.wanted import Candidate, Unclaimed

_SET_ASIDE = re.compile(
    r"(?<!\w)(?:nháp|không\s+(?:sử\s+)?dụng|không\s+dùng|bản\s+cũ|dữ\s+liệu\s+cũ|sao\s+lưu|draft|backup|old)(?!\w)"
)


_STOPPED = re.compile(
    r"(?<!\w)(?:hủy|huỷ|ngừng|ngưng|dừng|thôi|không\s+(?:mở|tổ\s+chức|tuyển)|đã\s+đóng|hết\s+hạn|cancelled|closed)(?!\w)"
)


def doubt_stopped(entries: Sequence[Entry], unclaimed: Iterable[Unclaimed]) -> list[Entry]:
    """The entries, doubted as a whole where a column of states says that the course is not held."""
    states = _states()
    rows = {
        (one.place.container, one.place.row)
        for one in unclaimed
        if fold(one.heading) in states and _STOPPED.search(one.text.casefold())
    }
    return [_stopped(entry) if rows and _row_of(entry) in rows else entry for entry in entries]


def _stopped(entry: Entry) -> Entry:
    return replace(entry, doubt=entry.doubt or "stopped: its state says so")


def _row_of(entry: Entry) -> tuple[str, int] | None:
    title = entry.values.get("title")
    if title is None:
        return None
    _, container, row, _ = title.origin.spot
    return container, row


@cache
def _states() -> frozenset[str]:
    return frozenset(fold(word) for word in headings()["course.status"].headings)


def doubt_set_aside(entries: Sequence[Entry], candidates: Sequence[Candidate]) -> list[Entry]:
    """The entries, doubted as a whole where their sheet is set aside and another one has records too."""
    aside = [_is_set_aside(one) for one in candidates]
    if all(aside):
        return list(entries)
    return [
        replace(entry, doubt=entry.doubt or "draft: on a sheet set aside by its name") if told else entry
        for entry, told in zip(entries, aside, strict=True)
    ]


def _is_set_aside(candidate: Candidate) -> bool:
    name = unicodedata.normalize("NFC", candidate.readings[0].place.container).casefold()
    return _SET_ASIDE.search(name) is not None
