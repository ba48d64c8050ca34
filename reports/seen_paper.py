"""Lines of limited width as they are written for a terminal, and how much is shown; knows no findings."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

from reports.wording import one_line

LONGEST = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How much is shown: the width of a line, the items of a list, and the parts (none: all of them)."""

    width: int = 100
    limit: int = 40
    parts: tuple[str, ...] = ()

    def shows(self, part: str) -> bool:
        return not self.parts or part in self.parts


@dataclass(slots=True)
class Paper:
    """The lines written so far; ``put`` breaks a long text under its own beginning."""

    sight: Sight
    lines: list[str] = field(default_factory=list)

    def put(self, head: str, text: str = "") -> None:
        flat = f"{head}{shortened(text)}".rstrip()
        indent = " " * min(len(head), self.sight.width // 2)
        self.lines += textwrap.wrap(flat, self.sight.width, subsequent_indent=indent,
                                    break_on_hyphens=False, drop_whitespace=True) or [""]  # fmt: skip

    def head(self, title: str) -> None:
        self.lines.append("")
        self.put("", title)

    def more(self, left: int, indent: str = "  ") -> None:
        if left > 0:
            self.lines.append(f"{indent}... {left} more (--limit shows more)")


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text on one line, with what is cut off counted."""
    flat = one_line(text.replace("\n", " ⏎ "))
    return flat if len(flat) <= longest else f"{flat[:longest]}... (+{len(flat) - longest})"
