"""A school's question and the officer's answer, as far as they may stand in a letter; draws nothing."""

from __future__ import annotations

import re

from reports import items, wording
from reports.case import Case, Received, is_private

QUOTED_LINES = 12
QUOTED_LETTERS = 600
"""How much of a question is quoted back; whoever forges a sender must not write letters through us."""

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FRAME = re.compile(r"(?:kính gửi|trân trọng|kính thư|xin cảm ơn)\b.{0,80}", re.IGNORECASE)
"""How an officer's mail begins and ends; the letter around it does so by itself."""


def answer_paragraphs(text: str) -> tuple[str, ...]:
    """An officer's answer, a line a paragraph, without the lines that only greet and close.

    The letter greets and closes by itself.
    """
    kept = list(_paragraphs(text))
    while kept and _FRAME.fullmatch(kept[-1]):
        kept.pop()
    while kept and _FRAME.fullmatch(kept[0]):
        kept.pop(0)
    return tuple(kept)


def quoted(case: Case, received: Received) -> tuple[str, ...]:
    """The question as far as it may stand in a letter: no links, and numbers for their writer only."""
    text = _LINK.sub("(đường liên kết)", received.question)
    if is_private(case, received.sender):
        text = items.masked(text)
    kept = text[:QUOTED_LETTERS]
    lines = _paragraphs(kept if kept == text else kept.rpartition(" ")[0] + " …")
    return lines if len(lines) <= QUOTED_LINES else (*lines[:QUOTED_LINES], "…")


def _paragraphs(text: str) -> tuple[str, ...]:
    """A text as its lines; a line of an answer is a paragraph of the letter."""
    return tuple(line for line in map(wording.one_line, text.splitlines()) if line)
