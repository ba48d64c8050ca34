"""Questions with answers on the next line behind a word ("Trả lời: ..."), as labels; judges no field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.layout.headings import Lexicon
from parsers.layout.lines import Line
from parsers.text import fold

FEWEST_ANSWERS = 3
LONGEST_WORD = 16

_WORD = re.compile(r"^(?P<word>[^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*(?P<text>\S.*)$", re.DOTALL)
# A label with its value behind it is answered already.
_SAID = re.compile(r":\s*\S")
_NUMBER = re.compile(r"^(?:[^\W\d_]{1,7}\s+)?\d{1,2}\s*[.:)]\s*")


def with_answers(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Each answer with its question as its label, where one word of nobody's opens answer after answer."""
    words = [_opening(line, lexicon) for line in lines]
    asked = [not line.label and not _SAID.search(line.text) for line in lines]
    pairs = zip(asked, pairwise(words), strict=False)
    below = Counter(word for asks, (before, word) in pairs if word and word != before and asks)
    word, count = max(below.items(), key=lambda one: one[1], default=("", 0))
    if count < FEWEST_ANSWERS:
        return list(lines)
    answered = {
        number
        for number in range(1, len(lines))
        if words[number] == word != words[number - 1] and asked[number - 1]
    }
    return [
        _answer(lines[number - 1], line) if number in answered else line
        for number, line in enumerate(lines)
        if number + 1 not in answered
    ]


def _opening(line: Line, lexicon: Lexicon) -> str:
    """The word before a line's colon that heads no field, "" where there is none."""
    found = _WORD.match(line.text.strip()) if not line.label and ":" in line.text else None
    word = fold(found["word"]) if found else ""
    return word if 0 < len(word) <= LONGEST_WORD and not lexicon.quick(word) else ""


def _answer(question: Line, answer: Line) -> Line:
    text = answer.text.partition(":")[2].strip()
    return replace(
        answer, text=text, label=_NUMBER.sub("", question.text.strip()).rstrip(":. "), gap=question.gap
    )
