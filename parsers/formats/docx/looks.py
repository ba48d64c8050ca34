"""How the open run of a Word document looks, told from the properties as they come; holds no text."""

from __future__ import annotations

from parsers.formats.docx.names import is_on, value
from parsers.formats.docx.styles import Styles
from parsers.formats.fonts import code_of_font
from parsers.formats.symbols import is_symbol_font


class Looks:
    """The look of the open run: ``font`` names a font of signs, ``legacy`` one made for an old code.

    ``within`` tells whose properties are open: "paragraph", "run" or "row", "" for none.
    """

    def __init__(self, styles: Styles) -> None:
        self.within = ""
        self._styles = styles
        self.clear()

    def clear(self) -> None:
        """No run is open, and nothing looks like anything."""
        self.bold = self.struck = self.hidden = False
        self.font = self.legacy = ""

    def open_run(self, style: str) -> None:
        """A run begins that looks as the style of its paragraph says."""
        base = self._styles.get(style)
        self.bold, self.struck, self.hidden = bool(base.bold), bool(base.struck), bool(base.hidden)
        self.font = self.legacy = ""

    def open_paragraph_properties(self, _attributes: dict[str, str]) -> None:
        self.within = "paragraph"

    def open_row_properties(self, _attributes: dict[str, str]) -> None:
        self.within = "row"

    def close_properties(self) -> None:
        self.within = ""

    def open_run_properties(self, _attributes: dict[str, str]) -> None:
        self.within = self.within or "run"

    def close_run_properties(self) -> None:
        self.within = "" if self.within == "run" else self.within

    def take_bold(self, attributes: dict[str, str]) -> None:
        if self.within == "run":
            self.bold = is_on(attributes)

    def take_struck(self, attributes: dict[str, str]) -> None:
        if self.within == "run":
            self.struck = is_on(attributes)

    def take_hidden(self, attributes: dict[str, str]) -> None:
        if self.within == "run":
            self.hidden = is_on(attributes)

    def take_run_style(self, attributes: dict[str, str]) -> None:
        style = self._styles.get(value(attributes, "val"))
        if self.within == "run":
            self.bold |= bool(style.bold)
            self.struck |= bool(style.struck)
            self.hidden |= bool(style.hidden)

    def take_font(self, attributes: dict[str, str]) -> None:
        font = value(attributes, "ascii") or value(attributes, "hAnsi")
        if self.within == "run":
            self.font = font if is_symbol_font(font) else self.font
            self.legacy = font if code_of_font(font) else ""
