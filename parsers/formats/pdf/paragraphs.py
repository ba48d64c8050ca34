"""Lines joined to paragraphs by the room that they leave and by how they begin; knows no page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.formats.flow import Run
from parsers.formats.pdf.habits import PLAIN, Habit
from parsers.formats.pdf.lines import Edges, Line, spoken
from parsers.formats.pdf.wraps import glued_of, is_broken_address

_SLACK = 0.4
_ITEM = re.compile(
    r"(?:[-–—+•●▪■◦○➢❖✓✗☐☒☑→*·]\s*\S|\(?(?:\d{1,2}|[a-zđ]|[ivxIVX]{1,4}|[A-Z])[.)/](?:\d{1,2}[.)])*(?:\d{1,2})?\s+\S|\d{1,2}(?:\.\d{1,2}){1,6}\.?\s+\S)"
)
_LABEL = re.compile(r"(?:\(?\d{1,2}[.)]\s*)?([^\W\d_])[^:;.!?\n]{0,45}:(?!//)(?=\s|$)")
_NAMED_ITEM = re.compile(
    r"(?:mô[ -]?đun|module|bài|chương|phần|mục|học phần|buổi|tuần|module)\s*\d{1,2}\b", re.IGNORECASE
)
_ENDINGS = ".;:!?"


def paragraphs_of(lines: Sequence[Line], edges: Edges, habit: Habit = PLAIN) -> list[list[Run]]:
    """The lines of a cell as paragraphs: a line that had room for the next one's first word ends one."""
    paragraphs: list[list[Run]] = []
    start = lines[0]
    glued = glued_of(lines, edges, habit)
    for number, line in enumerate(lines):
        before = lines[number - 1]
        if not number or ends_between(before, line, start, edges):
            paragraphs.append([])
            start = line
        elif not glued[number - 1]:
            paragraphs[-1][-1].text += " "
        paragraphs[-1].extend(runs_of(line))
    return paragraphs


def runs_of(line: Line) -> list[Run]:
    """The line's text by looks."""
    runs: list[Run] = []
    for text, piece in spoken(line):
        last = runs[-1] if runs else None
        if last and (last.bold, last.struck, last.href) == (piece.bold, piece.struck, piece.href):
            last.text += text
        else:
            runs.append(Run(text, piece.struck, piece.bold, piece.href))
    return runs


def ends_between(before: Line, line: Line, start: Line, edges: Edges) -> bool:
    """Whether a paragraph ends between two lines of one column of text."""
    if before.pieces[0].turned != line.pieces[0].turned:
        return True
    if _runs_on(before, line, start):
        return had_room(before, line, edges)
    if begins_item(before, line, start, edges):
        return True
    if line.base - before.base > 2.2 * max(before.size, line.size):
        return True
    if is_labelled(line.text) and is_labelled(start.text):
        return True
    if is_broken_address(before, line, edges):
        return False
    return had_room(before, line, edges)


def _runs_on(before: Line, line: Line, start: Line) -> bool:
    """Whether a numbered part may only happen to begin a line, as the parts before it did not."""
    inline = before is not start or _NAMED_ITEM.search(before.text, 1) is not None
    return inline and _NAMED_ITEM.match(line.text) is not None and _NAMED_ITEM.search(start.text) is not None


def is_item(text: str) -> bool:
    """Whether a line begins with a bullet, a number or a name of a numbered part."""
    return bool(_ITEM.match(text) or _NAMED_ITEM.match(text))


def is_labelled(text: str) -> bool:
    """Whether a line begins with a label and its colon."""
    found = _LABEL.match(text)
    return found is not None and found.group(1).isupper()


def begins_item(before: Line, line: Line, start: Line, edges: Edges) -> bool:
    """Whether a line is the next of a list; a dash may also go on with a sentence."""
    if not is_item(line.text) or is_broken_address(before, line, edges):
        return False
    if line.text[0] not in "-–—+":
        return True
    return before.text[-1] in _ENDINGS or is_item(start.text) or had_room(before, line, edges)


def had_room(before: Line, line: Line, edges: Edges) -> bool:
    """Whether the next line's first word had fitted into the line."""
    needed = line.first_word + (0.25 + _SLACK) * before.size
    if is_centered(before, edges) and is_centered(line, edges):
        return before.right - before.left + needed < edges[1] - edges[0]
    return before.right + needed < edges[1]


def is_centered(line: Line, edges: Edges) -> bool:
    """Whether a line stands in the middle, clear of both edges."""
    before, after = line.left - edges[0], edges[1] - line.right
    return abs(before - after) < 0.5 * line.size and before > 0.5 * line.size
