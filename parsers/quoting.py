"""Which lines of a mail body are new, quoted or forwarded, by the marks that mail programs leave; no I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from parsers.attribution import (
    FROM,
    OTHERS,
    WHEN,
    field_value,
    heads_forward,
    heads_original,
    is_attribution,
    is_dated,
    may_be_wrapped,
)
from parsers.headers import addresses_in
from parsers.mail import Address
from parsers.text import fold


class Zone(StrEnum):
    """What a line of a body is."""

    NEW = "new"
    SIGNATURE = "signature"
    QUOTED = "quoted"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or one table, its cells joined) of a body: ``depth`` counts the quotes it lies in.

    ``signed`` is True inside an element that a mail program calls its signature. ``ink`` is where a strong
    colour begins that lasts to the end of the line, -1 where none does. ``cuts``: a mail program's element
    begins here that holds the quoted message. ``marked``: each line of the quote bears its own sign.
    """

    text: str
    depth: int = 0
    signed: bool = False
    is_table: bool = False
    ink: int = -1
    cuts: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Zones:
    """The zone of each line, and who wrote what was forwarded."""

    zones: tuple[Zone, ...]
    forwarded_from: Address | None = None


_RULES = "-_*="
_LEFT_MARGIN = " \t>|"
_BARE_RULE = re.compile(r"[-_*=\u2500\u2014]{10,}")
_NUMBERED = re.compile(r"\s*\(?\d{1,3}\s*[.)/:]")
_HEADER_LINES = 8
_FROM_WITHIN = 4
_FORWARD_SUBJECT = re.compile(
    r"^\s*(?:(?:re|tl|tra loi)\s*:\s*)?(?:fwd?|chuyển tiếp|chuyen tiep|ct)\s*:", re.IGNORECASE
)
_REPLY_SUBJECT = re.compile(r"^\s*(?:re|tl|trả lời|tra loi|phản hồi|aw|sv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_WRAPPED_LINES = 3
_NEAR = 10
_LONGEST_AUTHOR = 500
_LONGEST_ATTRIBUTION = 300


def zones_of(lines: Sequence[Line], subject: str, *, is_reply: bool) -> Zones:
    """Divide the lines. ``is_reply`` tells that the message names another one that it answers."""
    forward = bool(_FORWARD_SUBJECT.match(subject)) or not (is_reply or _REPLY_SUBJECT.match(subject))
    return _Divider(lines, header_means_forward=forward).divided()


class _Divider:
    """Walks the lines once; what a border says holds until the next border or the quote's end."""

    def __init__(self, lines: Sequence[Line], *, header_means_forward: bool) -> None:
        self._lines = lines
        self._header_means_forward = header_means_forward
        self._zones: list[Zone] = []
        self._rest: Zone | None = None
        self._base = 0
        self._outside: tuple[Zone | None, int] = (None, 0)
        self._saw_border = False
        self._asked = False
        self._author: Address | None = None

    def divided(self) -> Zones:
        index = 0
        while index < len(self._lines):
            self._leave(self._lines[index])
            taken = self._border(index)
            if taken:
                self._saw_border = True
                self._zones += [Zone.QUOTED] * taken
                index += taken
            else:
                self._zones.append(self._zone(self._lines[index]))
                index += 1
        return Zones(self._settled(), self._author)

    def _leave(self, line: Line) -> None:
        """A quote that began inside a marked one ends with it."""
        if self._rest is Zone.QUOTED and line.depth < self._base and line.text.strip():
            self._rest, self._base = self._outside

    def _zone(self, line: Line) -> Zone:
        if self._rest is Zone.FORWARDED:
            return Zone.FORWARDED if line.depth <= self._base else Zone.QUOTED
        if self._rest is None:
            return Zone.QUOTED if line.depth else Zone.NEW
        return Zone.NEW if self._is_inked_answer(line) else self._rest

    def _is_inked_answer(self, line: Line) -> bool:
        """Whether a line stands in a colour of its own under a numbered question of an unmarked quote."""
        if line.is_table or (line.text.strip() and _NUMBERED.match(line.text)):
            self._asked = True
        elif field_value(line.text, FROM) is not None:
            self._asked = False
        return self._asked and line.ink == 0 and not line.is_table

    def _settled(self) -> tuple[Zone, ...]:
        """An indented text that no border announces, with nothing around it, is the message itself."""
        if self._saw_border or any(
            zone is Zone.NEW and line.text.strip()
            for zone, line in zip(self._zones, self._lines, strict=True)
        ):
            return tuple(self._zones)
        return tuple(Zone.NEW for _ in self._zones)

    def _border(self, index: int) -> int:
        """How many lines the border that begins here takes, 0 where none does."""
        if self._rest is Zone.QUOTED or self._lines[index].is_table:
            return 0
        # Inside what is forwarded, a further header without the mark of a forward begins a quote.
        forward = self._header_means_forward and self._rest is not Zone.FORWARDED
        if self._lines[index].cuts and not forward and self._rest is None:
            self._turn(index, forward=False)
        return self._ruled(index, forward) or self._header(index, forward) or self._attribution(index)

    def _ruled(self, index: int, forward: bool) -> int:  # noqa: FBT001 - what a header would mean here
        """A line such as "----- Thư gốc -----", with the header under it, or a bare rule over a header."""
        text = self._lines[index].text.strip(_LEFT_MARGIN)
        is_ruled = text[:2].strip(_RULES) == "" == text[-2:].strip(_RULES)
        if len(text) > _LONGEST_ATTRIBUTION or not (is_ruled or text.endswith(":")):
            return 0
        following = index + 1
        if _BARE_RULE.fullmatch(text):
            under = self._header(following, forward) if following < len(self._lines) else 0
            return 1 + under if under else 0
        words = fold(text)
        if heads_forward(words) and (is_ruled or words.startswith(("begin ", "bat dau "))):
            forward = True
        elif not is_ruled or not heads_original(words):
            return 0
        if forward:
            self._turn(following, forward=True)
        under = self._header(following, forward) if following < len(self._lines) else 0
        if not under and not forward:
            self._turn_unless_marked(index)
        return 1 + under

    def _turn(self, index: int, *, forward: bool) -> None:
        if self._rest is not Zone.QUOTED:
            self._outside = (self._rest, self._base)
        self._rest = Zone.FORWARDED if forward else Zone.QUOTED
        if index < len(self._lines):
            self._base = self._lines[index].depth

    def _turn_unless_marked(self, last: int) -> None:
        """Where what follows a border is marked line by line the marks decide, else it goes on to the end."""
        near = self._lines[last + 1 : last + 1 + _NEAR]
        following = next((line for line in near if line.text.strip()), None)
        if following is None or following.depth <= self._lines[last].depth:
            self._turn(last, forward=False)

    def _header(self, index: int, forward: bool) -> int:  # noqa: FBT001 - what it would mean here
        """The block of fields (Từ, Đã gửi, Đến, Chủ đề) with which Outlook and others begin a quote."""
        start = next((at for at in range(index, min(index + 2, len(self._lines)))
                      if self._lines[at].text.strip(" \t>")), index)  # fmt: skip
        author = self._author_at(start)
        taken = self._fields_after(start) if author is not None else 0
        if author is None or taken == 0:
            return 0
        if forward:
            self._turn(start, forward=True)
            self._author = _author(author) or self._author
        else:
            self._turn_unless_marked(start + taken)
        return start + 1 + taken - index

    def _begins_later(self, index: int, taken: int) -> bool:
        """Whether the lines behind the first are an attribution by themselves: the first is a person's."""
        texts = [line.text.strip(" \t>") for line in self._lines[index : index + taken]]
        later = (" ".join(texts[at:]) for at in range(1, taken))
        return any(is_dated(text) and is_attribution(text) for text in later)

    def _author_at(self, start: int) -> str | None:
        """Whom a header that begins here names; some begin with the date, "Từ: 8h00" begins none."""
        author = field_value(self._lines[start].text, FROM)
        if author is not None:
            return None if author[:1].isdigit() and "@" not in author else author
        if field_value(self._lines[start].text, WHEN) is None:
            return None
        others = (field_value(line.text, FROM) for line in self._lines[start + 1 : start + _FROM_WITHIN])
        return next((one for one in others if one is not None and "@" in one), None)

    def _fields_after(self, start: int) -> int:
        """How many lines the other fields take; 0 where one at most follows (a label is no header)."""
        taken = fields = 0
        for count, line in enumerate(self._lines[start + 1 : start + _HEADER_LINES], 1):
            if field_value(line.text, OTHERS | FROM) is not None:
                fields, taken = fields + 1, count
            elif count == 1 and "@" in line.text:
                continue
            elif line.text.strip(" \t>") and not line.text.startswith((" ", "\t")):
                break
        return taken if fields > 1 else 0

    def _attribution(self, index: int) -> int:
        """A line such as "Vào ... đã viết:", also where it is wrapped over two or three lines."""
        first = self._lines[index]
        if len(first.text) > _LONGEST_ATTRIBUTION:
            return 0
        text = first.text.strip(" \t>")
        for taken in range(1, _WRAPPED_LINES + 1):
            if is_attribution(text) and not self._begins_later(index, taken):
                self._turn_unless_marked(index + taken - 1)
                return taken
            following = index + taken
            if taken == 1 and not may_be_wrapped(text):
                return 0
            if following >= len(self._lines) or self._lines[following].is_table:
                return 0
            text = f"{text} {self._lines[following].text.strip(' >')}"
            if len(text) > _LONGEST_ATTRIBUTION:
                return 0
        return 0


def _author(text: str) -> Address | None:
    found = addresses_in(text[:_LONGEST_AUTHOR])
    return Address(*found[0]) if found else None
