"""The fields open around a place in an old Word file: addresses and form elements; no text is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.document import Reason, UnreadableError
from parsers.formats.doc.binary import long, short

_MARK = re.compile("[\x13-\x15]")
# A place inside the document (switch l) is no address.
_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\[a-km-z]\s+)*(?:"([^"]*)"|([^\s\\]\S*))', re.IGNORECASE)
BEGIN, SEPARATOR, END = "\x13", "\x14", "\x15"
_MAX_INSTRUCTION = 4096
_MAX_MARKS = 500_000
_TICK, _CHOICE = 1, 2
_AS_DEFAULT = 25
_HEAD_SIZE = 4
_MAX_CHOICES = 64


def paired(text: str, start: int, end: int) -> Mapping[int, str]:
    """The field marks of a story by their place; those without partner are no marks."""
    marks: dict[int, str] = {}
    open_at: list[list[int]] = []
    for match in _MARK.finditer(text, start, end):
        if match.group() == BEGIN:
            open_at.append([match.start()])
        elif open_at and match.group() == SEPARATOR:
            open_at[-1].append(match.start())
        elif open_at:
            field = open_at.pop()
            marks.update((place, BEGIN if place == field[0] else SEPARATOR) for place in field[:2])
            marks[match.start()] = END
        if len(marks) + len(open_at) > _MAX_MARKS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_MARKS} marks of fields")
    return marks


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    address: str = ""
    result: bool = False
    form: str = ""


class Fields:
    """Tells of a place where it leads and whether it is an instruction that nobody sees."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._instructions = 0

    @property
    def mute(self) -> bool:
        """Whether what is read now is an instruction, or nested in one."""
        return self._instructions > 0

    @property
    def address(self) -> str:
        """The address behind what is read now, "" where none."""
        return self._open[-1].address if self._open else ""

    def begin(self) -> None:
        self._open.append(_Field(address=self.address))
        self._instructions += 1

    def separate(self) -> None:
        if not self._open or self._open[-1].result:
            return
        field = self._open[-1]
        field.result = True
        self._instructions -= 1
        match = _ADDRESS.search(field.instruction)
        field.address = field.address or ((match[1] or match[2] or "") if match else "")

    def end(self) -> str:
        """Closes the innermost field; what its form element shows, "" for other fields."""
        if not self._open:
            return ""
        field = self._open.pop()
        self._instructions -= not field.result
        return field.form

    def add_instruction(self, text: str) -> None:
        field = self._open[-1]
        if len(field.instruction) < _MAX_INSTRUCTION:
            field.instruction += text[:_MAX_INSTRUCTION]

    def add_form(self, data: bytes) -> None:
        """The stored state of a form element, which its field shows."""
        if self._open:
            self._open[-1].form = _shown(data)


def form_data(stream: bytes, at: int) -> bytes:
    """What the data stream holds behind its head."""
    size, head = long(stream, at), short(stream, at + _HEAD_SIZE)
    return stream[at + head : at + size] if 0 < head <= size else b""


def _shown(data: bytes) -> str:
    """What a tick box or a list of choices shows; other elements show their text."""
    bits = short(data, 4)
    kind, said = bits & 3, bits >> 2 & 0x1F
    if long(data, 0) != 0xFFFFFFFF or kind not in (_TICK, _CHOICE):  # noqa: PLR2004  (the version, all ones)
        return ""
    at = _after_text(data, 10)
    chosen = short(data, at) if said == _AS_DEFAULT else said
    if kind == _TICK:
        return "☒" if chosen else "☐"
    at += 2
    for _ in range(5):
        at = _after_text(data, at)
    return _choice(data, at, chosen)


def _after_text(data: bytes, at: int) -> int:
    return at + 4 + 2 * short(data, at)


def _choice(data: bytes, at: int, chosen: int) -> str:
    """An entry of a table of texts."""
    count = min(long(data, at + 2) & 0xFFFF, _MAX_CHOICES)
    at += 6
    for number in range(count):
        size = 2 * short(data, at)
        if number == chosen:
            return data[at + 2 : at + 2 + size].decode("utf-16-le", "replace")
        at += 2 + size
    return ""
