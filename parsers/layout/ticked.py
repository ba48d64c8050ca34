"""Options of a form in cells of their own, each with a cell for its tick; tells which are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.layout.shapes import is_tick
from parsers.layout.sheet import Sheet
from parsers.wanted import Wanted

LONGEST_SIGN = 2
LONGEST_OPTION = 60
TICKED, UNTICKED = "☒", "☐"

Place = tuple[int, int]


def ticked_row(sheet: Sheet, row: int, columns: Sequence[int], wanted: Wanted) -> tuple[str, Place] | None:
    """The options of a row behind its label, each with its box, and the place of the first ticked one.

    None where the row has no ticks in cells of their own, or where it is open which option a tick is of.
    """
    label, cells = columns[0], columns[1:]
    ticks = [column for column in cells if _is_sign(sheet.cells[row, column].text, wanted)]
    options = [column for column in cells if column not in ticks]
    if not ticks or not options or any(len(sheet.cells[row, one].text) > LONGEST_OPTION for one in options):
        return None
    behind = options[0] == label + sheet.width(row, label)
    if not behind and options[-1] > ticks[-1] and ticks[0] > options[0]:
        return None
    ahead = not behind and ticks[0] < options[0]
    chosen = {_owner(tick, options, ahead=ahead) for tick in ticks}
    text = "; ".join(
        f"{TICKED if one in chosen else UNTICKED} {sheet.cells[row, one].text.strip()}" for one in options
    )
    return text, (row, min(chosen))


def _owner(tick: int, options: Sequence[int], *, ahead: bool) -> int:
    """The option that a tick stands before or behind."""
    if ahead:
        return next((one for one in options if one > tick), options[-1])
    return next((one for one in reversed(options) if one < tick), options[0])


def _is_sign(text: str, wanted: Wanted) -> bool:
    """Whether a cell holds nothing but a tick: one sign, no word and no figure."""
    sign = text.strip()
    return len(sign) <= LONGEST_SIGN and not sign.isdigit() and is_tick(sign, wanted)
