"""How the program that made a table wraps its lines, and which words it shows unbroken; joins nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.foreign import FOREIGN
from parsers.formats.pdf.lines import Edges, Line
from parsers.syllables import is_syllable

# What is left of a full line is less than a wide letter, by the size of the letters.
ROOM = 0.95
_FEWEST_BLANKS, _SHARE = 4, 0.4
_FEWEST_CUTS = 2
_SHORTEST_WORD, _LONGEST_WORD = 3, 40
_MOST_WORDS = 20_000
LAST_LETTERS = re.compile("[^\\W\\d_]+$")
FIRST_LETTERS = re.compile("[^\\W\\d_]+")
_WORDS = re.compile("(?<![\\w@/.-])[^\\W\\d_]+(?![\\w@/-]|\\.\\w)")

Lines = tuple[Sequence[Line], Edges]


@dataclass(frozen=True, slots=True)
class Habit:
    """What a table tells of its writer.

    ``tells_blanks``: a line that was wrapped at a blank bears it at its end. ``cuts_anywhere``: words are
    cut wherever a line is full. ``words`` stand somewhere in the table whole, in lower case.
    """

    tells_blanks: bool = False
    cuts_anywhere: bool = False
    words: frozenset[str] = frozenset()

    def is_foreign(self, letters: str) -> bool:
        """Whether the letters are a known foreign word."""
        lowered = letters.lower()
        return lowered in FOREIGN or lowered in self.words

    def knows(self, letters: str) -> bool:
        """Whether the letters may be a word: a Vietnamese syllable or a known foreign one."""
        return is_syllable(letters) or self.is_foreign(letters)


PLAIN = Habit()


def habit_of(cells: Sequence[Lines]) -> Habit:
    """The habit that the cells of a table show, each its lines and where they may stand."""
    ends = [before.pieces[-1].space for lines, _ in cells for before in lines[:-1]]
    cuts = sum(1 for lines, edges in cells for pair in pairwise(lines) if _is_sure_cut(*pair, edges))
    return Habit(
        tells_blanks=sum(ends) >= max(_FEWEST_BLANKS, _SHARE * len(ends)),
        cuts_anywhere=cuts >= _FEWEST_CUTS,
        words=frozenset(_whole_words(cells)),
    )


def is_full(line: Line, edges: Edges) -> bool:
    """Whether a line has no room for another letter."""
    return edges[1] - line.right < ROOM * line.size


def _is_sure_cut(before: Line, line: Line, edges: Edges) -> bool:
    """Whether a syllable was cut that had fitted into the next line whole."""
    if before.pieces[-1].space or not is_full(before, edges) or before.last_word()[1]:
        return False
    head, tail = LAST_LETTERS.search(before.text[-_LONGEST_WORD:]), FIRST_LETTERS.match(line.text)
    if head is None or tail is None:
        return False
    one, other = head.group(), tail.group()
    return is_syllable(one + other) and not (is_syllable(one) and is_syllable(other))


def _whole_words(cells: Iterable[Lines]) -> Iterator[str]:
    """Foreign words that stand between others of a line, or at an end of a text: nothing cut them."""
    count = 0
    for lines, _ in cells:
        for number, line in enumerate(lines):
            words = list(_WORDS.finditer(line.text))
            inner = words[number > 0 : len(words) - (number < len(lines) - 1)]
            for word in inner:
                if len(word.group()) >= _SHORTEST_WORD and not is_syllable(word.group()):
                    count += 1
                    if count > _MOST_WORDS:
                        return
                    yield word.group().lower()
