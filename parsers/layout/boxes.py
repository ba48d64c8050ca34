"""Tick boxes in a text ("☒ Sơ cấp ☐ Trung cấp"): keeps the options that are ticked, drops the others."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.wanted import Wanted

# Boxes of Unicode, and of the Wingdings font as they arrive in the private area.
TICKED = "☒☑■✓✔✗🗹\uf0fe\uf0fc\uf052\uf078\uf053"
EMPTY = "☐□▢◻❑❏\uf0a8\uf06f\uf071\uf072"

_BOX = re.compile(
    rf"(?P<sign>[{TICKED}{EMPTY}])|\[(?P<square>\s*[xXvV✓✔]?\s*)\]|\((?P<round>\s*[xX✓✔]\s*|\s+)\)"
)


def starts_with_box(text: str) -> bool:
    """Whether a text is an option with its box before it."""
    return bool(_BOX.match(text.lstrip()))


def ends_with_box(text: str) -> bool:
    """Whether a text ends with the box of what follows it."""
    return any(not text[box.end() :].strip() for box in _BOX.finditer(text))


def has_box(text: str) -> bool:
    """Whether a text holds tick boxes with something beside them."""
    if text.isascii() and "[" not in text and "(" not in text:
        return False
    return bool(_BOX.search(text)) and any(map(str.isalnum, _BOX.sub("", text)))


@lru_cache(maxsize=4096)
def ticked_options(text: str) -> tuple[str, ...]:
    """The options whose box is ticked, as written."""
    boxes = list(_BOX.finditer(text))
    if not text[: boxes[0].start()].strip(" \t\n-:;,"):
        pieces = [
            text[box.end() : after] for box, after in zip(boxes, _starts(boxes, len(text)), strict=True)
        ]
    else:
        befores = [0, *(box.end() for box in boxes[:-1])]
        pieces = [text[before : box.start()] for before, box in zip(befores, boxes, strict=True)]
    return tuple(piece.strip(" \t\n;,.") for box, piece in zip(boxes, pieces, strict=True) if _is_ticked(box))


def _starts(boxes: list[re.Match[str]], end: int) -> list[int]:
    return [*(box.start() for box in boxes[1:]), end]


def _is_ticked(box: re.Match[str]) -> bool:
    if box["sign"]:
        return box["sign"] in TICKED
    return bool((box["square"] or box["round"] or "").strip())


def chosen_text(text: str, wanted: Wanted) -> str:
    """A text without the options that were not ticked; as it is where it has no boxes."""
    if not has_box(text) or text.strip().casefold() in wanted.yes:
        return text
    return "; ".join(ticked_options(text))
