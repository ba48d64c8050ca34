"""The HTML or plain text that Outlook wraps into rich text (MS-OXRTFEX), taken out; it is not read here."""

from __future__ import annotations

import re
from functools import partial

from parsers.formats.rtf.machine import Machine, Take
from parsers.formats.rtf.state import Into

_HEAD = 4096
_FROM_HTML = re.compile(rb"(?<!\\)\\fromhtml1?(?![0-9A-Za-z])")


_FROM_TEXT = re.compile(rb"(?<!\\)\\fromtext(?![0-9A-Za-z])")


def is_wrapped_text(data: bytes) -> bool:
    """Whether the rich text says that it was made of plain text."""
    return _FROM_TEXT.search(data[:_HEAD]) is not None


def is_wrapped_html(data: bytes) -> bool:
    """Whether the rich text says that it was made of HTML."""
    return _FROM_HTML.search(data[:_HEAD]) is not None


class WrappedReader(Machine):
    """Keeps what came from the HTML, leaves out what was added for programs that know only rich text."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._pieces: list[str] = []

    def text(self) -> str:
        """The page, or the lines, as their writer had them."""
        self.read()
        return "".join(self._pieces)

    def say(self, text: str) -> None:
        state = self.state
        if state.into is Into.TAG or (state.into is Into.TEXT and not state.passed):
            self._pieces.append(text)

    def _open_tag(self, _number: int | None) -> None:
        self.enter(Into.TAG)

    def _switch(self, number: int | None) -> None:
        self.state.passed = number != 0

    def _reset_look(self, _number: int | None) -> None:
        self.state.font = self.fonts.default

    def _end_line(self, _number: int | None) -> None:
        self.say("\r\n")

    def words(self) -> dict[str, Take]:
        self._starred.add("htmltag")
        nothing: Take = partial(self.enter, Into.NOTHING)
        passed_over = ("pntext", "listtext", "fldinst", "pict", "formfield")
        return (
            super().words()
            | dict.fromkeys(passed_over, nothing)
            | {
                "htmltag": self._open_tag,
                "htmlrtf": self._switch,
                "par": self._end_line,
                "line": self._end_line,
                "plain": self._reset_look,
            }
        )
