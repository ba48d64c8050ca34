"""Which lines of a mail body are new, quoted or forwarded, by the marks that mail programs leave; no I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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

    ``signed`` is True inside an element that a mail program calls its signature.
    """

    text: str
    depth: int = 0
    signed: bool = False
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Zones:
    """The zone of each line, and who wrote what was forwarded."""

    zones: tuple[Zone, ...]
    forwarded_from: Address | None = None


_WROTE = re.compile(r"(?:^| )(?:da viet|wrote|viet|a ecrit|schrieb)$")
_WROTE_START = re.compile(r"^(?:vao|ngay|luc|on|le|am|trong|th|cn|thu) ")
_RULES = "-_*="
_LEFT_MARGIN = " \t>|"
_ORIGINAL = frozenset(
    {"original message", "thu goc", "tin nhan goc", "thong diep goc", "thu ban dau", "original appointment",
     "email goc", "noi dung goc"}
)  # fmt: skip
_FORWARDED = re.compile(
    r"forwarded (?:message|mail|email)|(?:thu|tin nhan|thong diep|email)(?: \w+){0,2} chuyen tiep|"
    r"chuyen tiep (?:thu|tin nhan|thong diep)"
)
_FIELD = re.compile(r"^[\s>*]*([^\W\d_][^:\d]{0,18}?)\s*\*?\s*:\s*(.*)$")
_FROM = frozenset({"tu", "from", "nguoi gui", "de", "von"})
_OTHERS = frozenset(
    {"da gui", "gui", "sent", "date", "ngay", "ngay gui", "thoi gian", "gui luc", "to", "den", "toi",
     "gui den", "gui toi", "nguoi nhan", "cc", "subject", "chu de", "tieu de", "importance", "attachments"}
)  # fmt: skip
_HEADER_LINES = 8
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
        self._saw_border = False
        self._author: Address | None = None

    def divided(self) -> Zones:
        index = 0
        while index < len(self._lines):
            taken = self._border(index)
            if taken:
                self._saw_border = True
                self._zones += [Zone.QUOTED] * taken
                index += taken
            else:
                self._zones.append(self._zone(self._lines[index]))
                index += 1
        return Zones(self._settled(), self._author)

    def _zone(self, line: Line) -> Zone:
        if self._rest is Zone.FORWARDED:
            return Zone.FORWARDED if line.depth <= self._base else Zone.QUOTED
        if self._rest is not None:
            return self._rest
        return Zone.QUOTED if line.depth else Zone.NEW

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
        return self._ruled(index, forward) or self._header(index, forward) or self._attribution(index)

    def _ruled(self, index: int, forward: bool) -> int:  # noqa: FBT001 - what a header would mean here
        """A line such as "----- Thư gốc -----", with the header under it."""
        text = self._lines[index].text.strip(_LEFT_MARGIN)
        is_ruled = text[:2].strip(_RULES) == "" == text[-2:].strip(_RULES)
        if len(text) > _LONGEST_ATTRIBUTION or not (is_ruled or text.endswith(":")):
            return 0
        words = fold(text)
        if _FORWARDED.search(words) and (is_ruled or words.startswith(("begin ", "bat dau "))):
            forward = True
        elif not is_ruled or words not in _ORIGINAL:
            return 0
        following = index + 1
        self._turn(following, forward=forward)
        return 1 + (self._header(following, forward) if following < len(self._lines) else 0)

    def _turn(self, index: int, *, forward: bool) -> None:
        self._rest = Zone.FORWARDED if forward else Zone.QUOTED
        if index < len(self._lines):
            self._base = self._lines[index].depth

    def _header(self, index: int, forward: bool) -> int:  # noqa: FBT001 - what it would mean here
        """The block of fields (Từ, Đã gửi, Đến, Chủ đề) with which Outlook and others begin a quote."""
        start = next((at for at in range(index, min(index + 2, len(self._lines)))
                      if self._lines[at].text.strip(" \t>")), index)  # fmt: skip
        author = _field(self._lines[start].text, _FROM)
        if author is None:
            return 0
        taken = self._fields_after(start)
        if taken == 0:
            return 0
        self._turn(start, forward=forward)
        if forward:
            self._author = _author(author) or self._author
        return start + 1 + taken - index

    def _fields_after(self, start: int) -> int:
        """How many lines the other fields take; 0 where one at most follows (a label is no header)."""
        taken = fields = 0
        for count, line in enumerate(self._lines[start + 1 : start + _HEADER_LINES], 1):
            if _field(line.text, _OTHERS) is not None:
                fields, taken = fields + 1, count
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
            if text.endswith(":") and _is_attribution(text):
                self._after_attribution(index + taken)
                return taken
            following = index + taken
            if taken == 1 and not _WROTE_START.match(fold(text[:20]) + " "):
                return 0
            if following >= len(self._lines) or self._lines[following].is_table:
                return 0
            text = f"{text} {self._lines[following].text.strip(' >')}"
            if len(text) > _LONGEST_ATTRIBUTION:
                return 0
        return 0

    def _after_attribution(self, index: int) -> None:
        """Where the quote is marked line by line the marks decide, else it goes on to the end."""
        depth = self._lines[index - 1].depth
        near = self._lines[index : index + _NEAR]
        following = next((line for line in near if line.text.strip()), None)
        if following is not None and following.depth > depth:
            return
        self._rest = Zone.QUOTED


def _is_attribution(text: str) -> bool:
    words = fold(text)
    if not _WROTE.search(words):
        return False
    dated = any(letter.isdigit() for letter in text)
    return ("@" in text and dated) or (bool(_WROTE_START.match(words)) and dated)


def _field(text: str, wanted: frozenset[str]) -> str | None:
    """The value of a header-like line whose label is one of the wanted ones, else None."""
    match = _FIELD.match(text)
    return match[2] if match and fold(match[1]) in wanted else None


def _author(text: str) -> Address | None:
    found = addresses_in(text[:_LONGEST_AUTHOR])
    return Address(*found[0]) if found else None
