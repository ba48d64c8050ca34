"""Where a wrapped line goes on without a blank: broken words, numbers, addresses; ends no paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.formats.pdf.habits import FIRST_LETTERS, LAST_LETTERS, PLAIN, Habit, is_full
from parsers.formats.pdf.lines import Edges, Line
from parsers.syllables import STOPS, is_syllable

_NARROW = 0.94
_LONGEST_CHAIN = 12
_LONGEST_ENDING = 4
_FEW_LINES = 3
# Costs of telling letters as one word: it is none, it would need a tone, its line had room, a blank is lost.
_NO_WORD, _JOINED, _NEVER = 3.0, 1.0, 20.0
_UNTONED, _UNCALLED, _BLANK = 1.0, 1.5, 0.5
_ENDINGS = frozenset("abcdeghiklmnoprstux")
_ADDRESS_PART = re.compile(
    r"(?:https?://|www\.|[\w.+-]+@)[!-~]*$|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|edu|example)\b[!-~]*$",
    re.IGNORECASE,
)
_ADDRESS_MORE = re.compile(r"[!-~]+$")
_ADDRESS_NEW = re.compile(r"https?://|www\.", re.IGNORECASE)
_LONGEST_WORD, _LONGEST_ADDRESS = 40, 400
_SEPARATORS = "/-_.?=&@%#"
_CLOSING = re.compile(r"[,;!?)](?:\s|$)|\.$")


def glued_of(lines: Sequence[Line], edges: Edges, habit: Habit = PLAIN) -> list[bool]:
    """For every line whether the one after it goes on without a blank."""
    breaks = _breaks(lines, edges, habit)
    if _is_cut_anywhere(lines, breaks, edges):
        for one in breaks:
            if isinstance(one, _Break):
                one.too_wide = True
    glued = [one is True for one in breaks]
    first = 0
    while first < len(breaks):
        last = first
        if isinstance(breaks[first], _Break):
            last = _chain_end(lines, breaks, first)
            glued[first:last] = _best([one for one in breaks[first:last] if isinstance(one, _Break)], habit)
        first = max(last, first + 1)
    return glued


def is_glued(before: Line, line: Line, edges: Edges) -> bool:
    """Whether a wrapped line goes on without a blank."""
    return glued_of((before, line), edges)[0]


def is_torn(lines: Sequence[Line], edges: Edges, habit: Habit = PLAIN) -> bool:
    """Whether a word unknown to us fills a line, and nothing tells if what follows is its end."""
    if all(before.pieces[-1].space or not is_full(before, edges) for before in lines[:-1]):
        return False
    return any(isinstance(one, _Break) and one.is_torn(habit) for one in _breaks(lines, edges, habit))


def _breaks(lines: Sequence[Line], edges: Edges, habit: Habit) -> list[bool | _Break]:
    """What is sure of every line's end, or the letters that decide."""
    breaks: list[bool | _Break] = []
    said = ""
    for before, line in pairwise(lines):
        said = said + before.text if breaks and breaks[-1] is True else before.text
        breaks.append(_break(said, before, line, edges, habit))
    return breaks


@dataclass(slots=True)
class _Break:
    """Letters on both sides of a line's end, and whether its column was too narrow for both.

    ``long``: both together are wider than the column, though others stand before them in the line.
    """

    head: str
    tail: str
    too_wide: bool
    long: bool = False

    def is_torn(self, habit: Habit) -> bool:
        """Whether letters that are no word fill the line, and plain ones behind them may be their end."""
        head, tail = self.head, self.tail
        begins, ends = habit.knows(head), habit.knows(tail)
        if habit.is_foreign(head + tail):
            return self.long and begins and ends and head[-1].islower() and tail[0].isupper()
        if is_syllable(head + tail) or not (head + tail).isascii() or not tail.islower():
            return False
        if head[-1].isupper() and len(head) > 1:
            return False
        if begins and ends:
            return habit.cuts_anywhere and self.too_wide and head[0].isupper()
        if not begins and not ends:
            return self.too_wide or self.long
        short = 1 < len(tail) <= _LONGEST_ENDING and is_syllable(tail)
        return self.too_wide and (begins or short)


def _break(said: str, before: Line, line: Line, edges: Edges, habit: Habit) -> bool | _Break:
    """What is sure of a line's end after what is ``said`` without a blank, or the letters that decide."""
    if before.pieces[-1].space:
        return False
    if is_broken_address(before, line, edges, said):
        return True
    left, right = before.text, line.text
    if left[-1] in "/-–" and len(left) > 1 and not left[-2].isspace() and right[0].isalnum():
        return True
    if left[-1].isdigit() and right[0] in ".," and right[1:2].isdigit():
        return True
    if left[-1] in ".," and left[-2:-1].isdigit() and right[0].isdigit():
        return True
    if _CLOSING.match(right) and left[-1].isalnum():
        return True
    head, tail = LAST_LETTERS.search(left[-_LONGEST_WORD:]), FIRST_LETTERS.match(right[:_LONGEST_WORD])
    last, alone = before.last_word()
    # A line that is full with one word, to which the next line's first one may belong.
    full = is_full(before, edges)
    long = full and last + line.first_word > _NARROW * (edges[1] - edges[0])
    too_wide = (alone and long) or (habit.cuts_anywhere and full)
    if head is None or tail is None:
        return too_wide and left[-1].isdigit() and right[0].isdigit()
    return _between(_Break(head.group(), tail.group(), too_wide, long), habit)


def _between(found: _Break, habit: Habit) -> bool | _Break:
    """A break between letters, or what the table's habit and known words make of it."""
    head, tail = found.head, found.tail
    foreign = habit.is_foreign(head + tail)
    if head[-1].islower() and tail[0].isupper() and not (foreign and found.long):
        return False
    known = habit.knows(head) and habit.knows(tail)
    if (found.long and foreign and not known) or (found.too_wide and habit.tells_blanks and not known):
        return True
    return found


def _is_cut_anywhere(lines: Sequence[Line], breaks: Sequence[bool | _Break], edges: Edges) -> bool:
    """Whether every line is full to the last letter and some words are surely cut, as some programs wrap."""
    full = sum(1 for line in lines[:-1] if is_full(line, edges))
    if len(lines) < _FEW_LINES or full < len(lines) - 1:
        return False
    return any(
        isinstance(one, _Break)
        and is_syllable(one.head + one.tail)
        and not (is_syllable(one.head) and is_syllable(one.tail))
        for one in breaks
    )


def _chain_end(lines: Sequence[Line], breaks: Sequence[bool | _Break], first: int) -> int:
    """Where the run of breaks ends whose lines between are nothing but letters of one word."""
    last = first + 1
    while last < len(breaks) and last - first < _LONGEST_CHAIN and isinstance(breaks[last], _Break):
        if not lines[last].text.isalpha():
            break
        last += 1
    return last


def _best(breaks: Sequence[_Break], habit: Habit) -> list[bool]:
    """Of all ways to join the letters the one that gives words, and breaks none without need."""
    parts = [breaks[0].head, *(one.tail for one in breaks)]
    # The best way to tell the parts up to a place: its cost, and where its last word begins.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(parts) + 1):
        ways = [(best[begin][0] + _cost(parts, breaks, (begin, end), habit), begin) for begin in range(end)]
        best.append(min(ways, key=lambda way: (way[0], way[1])))
    glued = [True] * len(breaks)
    end = len(parts)
    while (begin := best[end][1]) > 0:
        glued[begin - 1] = False
        end = begin
    return glued


def _cost(parts: Sequence[str], breaks: Sequence[_Break], span: tuple[int, int], habit: Habit) -> float:
    """How unlikely it is that some parts are one word with a blank before it."""
    begin, end = span
    word = "".join(parts[begin:end])
    inner = breaks[begin : end - 1]
    cost = _BLANK if begin and breaks[begin - 1].too_wide else 0.0
    cost += sum(_UNCALLED for one in inner if not one.too_wide)
    if habit.is_foreign(word):
        return cost
    if not is_syllable(word):
        joined = _JOINED if all(one.too_wide for one in inner) else _NEVER
        # A letter alone behind a foreign word is its end.
        torn = joined == _JOINED and parts[end - 1] in _ENDINGS and not is_syllable(parts[end - 2])
        return cost + _NO_WORD + (0.0 if torn or not inner else joined)
    return cost + (_UNTONED if inner and word.isascii() and word.lower().endswith(STOPS) else 0.0)


def is_broken_address(before: Line, line: Line, edges: Edges, said: str = "") -> bool:
    """Whether a web or mail address goes on in the next line."""
    last, first = before.pieces[-1], line.pieces[0]
    said = said or before.text
    head, tail = said[-_LONGEST_ADDRESS:].rsplit(" ", 1)[-1], line.text.split(" ", 1)[0]
    if last.space or not _ADDRESS_MORE.match(tail) or _ADDRESS_NEW.match(tail):
        return False
    if last.href and last.href == first.href and _ADDRESS_PART.search(head):
        return True
    if tail[0] == "@" and _ADDRESS_MORE.match(head):
        return True
    if not _ADDRESS_PART.search(head):
        return False
    if head[-1] in _SEPARATORS or tail[0] in _SEPARATORS:
        return head[-1] != "." or tail[0].islower() or tail[0].isdigit()
    wide, _ = before.last_word()
    return wide + line.first_word > _NARROW * (edges[1] - edges[0])
