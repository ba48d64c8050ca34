"""Records on a sheet that its name sets aside ("nháp", "không dùng") wait for the officer; drops none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from catalogue.records import Entry
from parsers.wanted import Candidate

_SET_ASIDE = re.compile(
    r"(?<!\w)(?:nháp|không\s+(?:sử\s+)?dụng|không\s+dùng|bản\s+cũ|dữ\s+liệu\s+cũ|sao\s+lưu|draft|backup|old)(?!\w)"
)


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
