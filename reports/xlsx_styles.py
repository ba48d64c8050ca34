"""The named styles of an outgoing workbook in openpyxl: fonts, colours and formats; draws no cell."""

from __future__ import annotations

from datetime import datetime

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from reports.sheets import Tone

FONT = "Times New Roman"

_FILLS = {
    Tone.MISSING: "FFFBE3E0",
    Tone.DOUBTFUL: "FFFFF2CC",
    Tone.CONFLICT: "FFFFD9B3",
    Tone.DONE: "FFE3F1E1",
    Tone.HEADING: "FF1D4F91",
}
_FORMATS: dict[type, tuple[str, str]] = {
    str: ("", "@"),
    int: (" (số)", "#,##0"),
    datetime: (" (thời điểm)", "hh:mm dd/mm/yyyy"),
}
_LINE = Side(style="thin", color="FFC5CCD6")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def style_name(tone: Tone, held: type) -> str:
    """The style of a cell of this tone that holds such a value."""
    return f"{tone.value}{_FORMATS[held][0]}"


def styles() -> list[NamedStyle]:
    """Every style of ``style_name``."""
    return [_style(tone, held) for tone in Tone for held in _FORMATS]


def _style(tone: Tone, held: type) -> NamedStyle:
    heading = tone is Tone.HEADING
    style = NamedStyle(
        style_name(tone, held),
        font=_font(tone),
        alignment=Alignment(
            wrap_text=tone is not Tone.TITLE,
            vertical="center" if heading else "top",
            horizontal="center" if heading else "right" if held is int else "left",
            indent=int(held is int and not heading),
        ),
        border=Border() if tone is Tone.TITLE else _BORDER,
        number_format=_FORMATS[held][1],
    )
    if tone in _FILLS:
        style.fill = PatternFill("solid", fgColor=_FILLS[tone])
    return style


def _font(tone: Tone) -> Font:
    if tone is Tone.HEADING:
        return Font(name=FONT, size=11, bold=True, color="FFFFFFFF")
    if tone is Tone.TITLE:
        return Font(name=FONT, size=14, bold=True, color="FF1D4F91")
    return Font(name=FONT, size=11)
