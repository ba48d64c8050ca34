"""How rich text describes a row: what each word adds to the description; no cells, no text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from parsers.formats.rtf.grid import RowLook
from parsers.formats.rtf.machine import Take

# The lines around cells and rows, and the ways to draw them.
_LINES = tuple(f"{what}brdr{side}" for what in ("cl", "tr") for side in "tblr")
_DRAWN = (
    "brdrs",
    "brdrth",
    "brdrdb",
    "brdrdot",
    "brdrdash",
    "brdrhair",
    "brdrtriple",
    "brdroutset",
    "brdrinset",
)


class RowWords:
    """The words of the description that is open now."""

    def __init__(self, look: Callable[[], RowLook]) -> None:
        self._look = look
        self._line = False

    def words(self) -> dict[str, Take]:
        """Which word calls what."""
        return {
            "trleft": self._take_left,
            "cellx": self._take_edge,
            "lastrow": self._end_table,
            **dict.fromkeys(_LINES, self._open_line),
            **dict.fromkeys(_DRAWN, self._draw_line),
            **dict.fromkeys(("brdrnone", "brdrnil", "brdrt", "brdrb", "brdrl", "brdrr"), self._draw_no_line),
            "clmrg": self._join_left,
            "clvmgf": partial(self._join_above, "restart"),
            "clvmrg": partial(self._join_above, "continue"),
        }

    def _take_left(self, number: int | None) -> None:
        self._look().left = number or 0

    def _take_edge(self, number: int | None) -> None:
        self._look().take_edge(number or 0)

    def _end_table(self, _number: int | None) -> None:
        self._look().last = True

    def _open_line(self, _number: int | None) -> None:
        self._line = True

    def _draw_line(self, _number: int | None) -> None:
        if self._line:
            self._look().drawn, self._line = True, False

    def _draw_no_line(self, _number: int | None) -> None:
        self._line = False

    def _join_left(self, _number: int | None) -> None:
        self._look().join_left()

    def _join_above(self, how: str, _number: int | None) -> None:
        self._look().join_above(how)
