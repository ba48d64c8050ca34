"""What the section rows above records say of them; reads no record."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.layout.frames import Frame
from parsers.layout.phrases import choices_said, sums_said
from parsers.wanted import Reading

SECTION = 0.9


def readings_of_sections(frame: Frame, sections: Iterable[int], kind: str) -> list[Reading]:
    """The readings that hold for the records below some section rows; the nearest row counts first."""
    sheet, header = frame.sheet, frame.header
    readings: dict[str, Reading] = {}
    for section in sections:
        columns = sheet.own(section, header.left, header.right)
        at = (section, max(columns, key=lambda column: len(sheet.cells[section, column].text)))
        text = " ".join(sheet.cells[section, column].text for column in columns)
        for one, code in choices_said(text, frame.lexicon, kind):
            found = Reading(
                field=one.key,
                text=text,
                place=sheet.place(at),
                confidence=SECTION,
                reason="section row",
                choice=code,
            )
            readings.setdefault(one.key, found)
        for match, label, said in sums_said(text, frame.lexicon, kind):
            found = Reading(
                field=match.field.key,
                text=said,
                place=sheet.place(at),
                confidence=SECTION,
                reason="section row",
                heading=label,
            )
            readings.setdefault(match.field.key, found)
    return list(readings.values())
