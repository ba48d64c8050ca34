"""What holds inside a group of rich text: a look, a place, what letters are for; it does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from parsers.formats.rtf.fields import Field


class Into(IntEnum):
    """What the letters of a group are for."""

    TEXT = 0
    NOTHING = 1
    FONTS = 2
    STYLES = 3
    INSTRUCTION = 4
    MARKER = 5
    CHOICE = 6
    TAG = 7


@dataclass(slots=True)
class State:
    """What holds inside a group, and for the groups in it until they say otherwise."""

    into: Into = Into.TEXT
    font: int = 0
    stand_ins: int = 1
    bold: bool = False
    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    href: str = ""
    style: int = 0
    level: int = 0
    in_cell: bool = False
    depth: int = 0
    nested: bool = False
    passed: bool = False
    field: Field | None = None
    outside: Into = Into.TEXT

    def copy(self) -> State:
        return State(
            self.into,
            self.font,
            self.stand_ins,
            self.bold,
            self.struck,
            self.hidden,
            self.deleted,
            self.href,
            self.style,
            self.level,
            self.in_cell,
            self.depth,
            self.nested,
            self.passed,
            self.field,
            self.outside,
        )
