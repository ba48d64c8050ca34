"""The fields of rich text: what their instruction makes of them (a link, a tick box, a sign); no layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.formats.rtf.head import shown_sign

_MAX_INSTRUCTION = 20_000
_MAX_CHOICES = 1000
_MAX_CHOICE = 200
_LINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|([^\s\\"]\S*))(.*)', re.IGNORECASE | re.DOTALL)
_MARK = re.compile(r'\\l\s+"([^"]*)"', re.IGNORECASE)
_SIGN = re.compile(r'SYMBOL\s+(0x[0-9a-f]{1,6}|\d{1,7})\b(?:.*\\f\s+"([^"]*)")?', re.IGNORECASE | re.DOTALL)
_ASK_DEFAULT = 25
_TICKED, _UNTICKED = "☒", "☐"


@dataclass(slots=True)
class Field:
    """An open field; ``shown`` tells whether its result had any letters."""

    instruction: str = ""
    shown: bool = False
    result: int = _ASK_DEFAULT
    default: int = 0
    choices: list[str] = field(default_factory=list)

    def instruct(self, text: str) -> None:
        self.instruction = (self.instruction + text)[:_MAX_INSTRUCTION]

    def open_choice(self) -> None:
        if len(self.choices) < _MAX_CHOICES:
            self.choices.append("")

    def add_choice(self, text: str) -> None:
        """Part of the last choice."""
        if self.choices:
            self.choices[-1] = (self.choices[-1] + text)[:_MAX_CHOICE]

    @property
    def address(self) -> str:
        """The address behind the result, "" where the field is no link or leads inside the document."""
        match = _LINK.search(self.instruction)
        if match is None:
            return ""
        address = (match[1] or match[2] or "").strip()
        mark = _MARK.search(match[3]) if address else None
        return f"{address}#{mark[1]}" if mark and "#" not in address else address

    @property
    def is_tick_box(self) -> bool:
        return "FORMCHECKBOX" in self.instruction.upper()

    def without_result(self) -> str:
        """What a person sees of a field whose result is not written out."""
        chosen = self.default if self.result == _ASK_DEFAULT else self.result
        if self.is_tick_box:
            return _TICKED if chosen else _UNTICKED
        if "FORMDROPDOWN" in self.instruction.upper():
            return self.choices[chosen] if 0 <= chosen < len(self.choices) else ""
        match = _SIGN.search(self.instruction)
        return _symbol(match) if match else ""


def _symbol(match: re.Match[str]) -> str:
    code = int(match[1], 0) if match[1].lower().startswith("0x") else int(match[1])
    return shown_sign(match[2] or "Symbol", code)
