"""The files that lie inside a PDF, attached or as a portfolio; its pages are read elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from parsers.containers.members import Budget, Member, Remark, refuse_ratio, safe_path
from parsers.document import Reason, Unreadable, UnreadableError
from parsers.formats.pdf.attached import Attached, attached_files
from parsers.formats.pdf.library import open_pdf

_UNNAMED = "tệp không tên"
_MOST_FILES = 200


def read_attached(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The files in their order, each once, however often it is shown.

    UnreadableError where there are more than anybody encloses, or they are too large together.
    """
    seen: set[tuple[str, bytes]] = set()
    with open_pdf(data) as pdf:
        for number, one in enumerate(attached_files(pdf, data)):
            if number >= _MOST_FILES:
                raise UnreadableError(Reason.TOO_LARGE, f"more than {_MOST_FILES} files inside")
            budget.count()
            content = _content(one, len(data), budget)
            if isinstance(content, bytes):
                known = (one.name, hashlib.sha256(content).digest())
                if known in seen:
                    continue
                seen.add(known)
            yield Member(safe_path(one.name or _UNNAMED), content)


def _content(one: Attached, packed: int, budget: Budget) -> bytes | Unreadable:
    size = one.size
    if size < 0:
        return Unreadable(Reason.CORRUPT, "pdf: the file's bytes cannot be had")
    refuse_ratio(size, packed)
    budget.take(size)
    return one.content(size) if size else b""
