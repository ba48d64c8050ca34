"""Where something stands, in the words of a letter: row, sheet, table, file; reads origins only."""

from __future__ import annotations

from pathlib import PurePosixPath

from catalogue.records import Origin

_SHEETS = frozenset((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"))
_PLAIN = frozenset((".csv", ".tsv", ".txt"))


def place_words(origin: Origin, *, with_file: bool = False) -> str:
    """The place of a value; ``with_file`` names the workbook too, where a unit sent several."""
    if origin.decision:
        return ""
    if not origin.part:
        inside = _row(origin, "dòng") and _joined(_row(origin, "dòng"), origin.container)
        return f"{inside}, trong thư" if origin.container and inside else "trong thư"
    file = f'tệp "{origin.part}"'
    suffix = PurePosixPath(origin.part).suffix.casefold()
    if suffix in _SHEETS and origin.container:
        sheet = f'trang tính "{origin.container}"'
        return _joined(_row(origin, "dòng"), sheet, file if with_file else "")
    if suffix in _PLAIN:
        return _joined(_row(origin, "dòng"), file)
    if origin.container:
        return _joined(_row(origin, "dòng"), origin.container, file)
    return _joined(_row(origin, "đoạn"), file)


def _row(origin: Origin, word: str) -> str:
    return f"{word} {origin.row}" if origin.row else ""


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)
