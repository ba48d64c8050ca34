"""The texts of an OpenDocument sheet (cell, remark, box) as their pieces come; knows no cell or sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from parsers.formats.odf.drawings import SHAPES
from parsers.formats.odf.names import full
from parsers.formats.odf.stream import Attributes, Stream
from parsers.formats.odf.styles import Look, Style, Styles
from parsers.formats.symbols import signs

_STYLE, _HREF = full("text:style-name"), full("xlink:href")
# Signs that XML cannot hold stand for breaks that count; white space as typed counts as one blank.
BREAK, TAB = "\x00", "\x01"
_SEEN = str.maketrans({"\n": " ", "\t": " ", "\r": " ", BREAK: "\n", TAB: "\t"})


PLAIN = Look()


@dataclass(slots=True)
class Pieces:
    """Text on its way: ``pieces`` since the look changed last, ``runs`` before that."""

    pieces: list[str] = field(default_factory=list)
    runs: list[tuple[str, Look]] = field(default_factory=list)

    def flush(self, look: Look) -> None:
        """What was gathered since the last time has this look."""
        if self.pieces:
            self.runs.append(("".join(self.pieces), look))
            self.pieces.clear()

    def finish(self, look: Look) -> tuple[str, Look]:
        """The text as it is seen, and what its visible runs have in common; ready for the next."""
        if not self.runs:
            text = as_seen("".join(self.pieces), look.font)
            self.pieces.clear()
            return text, look
        self.flush(look)
        runs = [(as_seen(text, own.font), own) for text, own in self.runs if not own.hidden]
        self.runs = []
        told = [own for text, own in runs if text.strip()]
        struck = bool(told) and all(own.struck for own in told)
        text = "".join(text for text, own in runs if struck or not own.struck)
        bold = bool(told) and all(own.bold for own in told)
        return text, Look(bold, struck)


def as_seen(text: str, font: str) -> str:
    """Text with its breaks as line breaks and the letters of symbol fonts as the signs they show."""
    if font or not text.isprintable():
        return signs(text.translate(_SEEN), font)
    return text


class Texts:
    """Hears paragraphs, spans and links in a stream and sorts them: the cell's own, its remark, a box."""

    def __init__(
        self, stream: Stream, styles: Styles, base: Callable[[], Look], add_box: Callable[[str], None]
    ) -> None:
        self.in_cell = False
        self._stream, self._styles, self._base, self._add_box = stream, styles, base, add_box
        self._main, self._note, self._box = Pieces(), Pieces(), Pieces()
        self._href = ""
        self._in_note, self._shapes = False, 0
        self._looks: list[Look] = []
        stream.listen(
            {
                "text:p": self._open_paragraph,
                "text:h": self._open_paragraph,
                "text:span": self._open_span,
                "text:a": self._take_link,
                "text:s": self._say(" "),
                "text:tab": self._say(TAB),
                "text:line-break": self._say(BREAK),
                "office:annotation": self._open_note,
                **dict.fromkeys(SHAPES, self._open_shape),
            },
            {
                "text:p": self._close_paragraph,
                "text:h": self._close_paragraph,
                "text:span": self._close_span,
                "office:annotation": self._close_note,
                **dict.fromkeys(SHAPES, self._close_shape),
            },
        )

    @property
    def told(self) -> bool:
        """Whether the cell has a text or a remark."""
        return bool(self._main.pieces or self._main.runs or self._note.pieces)

    def finish(self, look: Look) -> tuple[str, Look, str, str]:
        """Text, look, address and remark of the cell that ends here."""
        text, seen = self._main.finish(look)
        href, self._href = self._href, ""
        comment = self._note.finish(PLAIN)[0] if self._note.pieces else ""
        return text.strip(), seen, href, comment.strip()

    def _open_paragraph(self, attributes: Attributes) -> None:
        if self._in_note:
            target = self._note
        elif self._shapes:
            target = self._box
        elif self.in_cell:
            target = self._main
        else:
            return
        if target.pieces or target.runs:
            target.pieces.append(BREAK)
        self._stream.sink = target.pieces
        if attributes and target is self._main:
            self._open_look(self._styles.get("paragraph", attributes.get(_STYLE, "")), whole=True)

    def _close_paragraph(self) -> None:
        while self._looks:
            self._close_look()
        self._stream.sink = None

    def _open_look(self, style: Style, *, whole: bool) -> None:
        """A stretch with its own style begins; what a paragraph does not have its cell may have."""
        below = self._look
        look = style.over(below)
        if whole:
            bold, struck, hidden = look.bold or below.bold, look.struck or below.struck, look.hidden
            look = Look(bold, struck, hidden, look.font)
        if look != below:
            self._main.flush(below)
        self._looks.append(look)

    def _close_look(self) -> None:
        look = self._looks.pop()
        if look != self._look:
            self._main.flush(look)

    @property
    def _look(self) -> Look:
        return self._looks[-1] if self._looks else self._base()

    def _open_span(self, attributes: Attributes) -> None:
        if self._stream.sink is self._main.pieces:
            self._open_look(self._styles.get("text", attributes.get(_STYLE, "")), whole=False)

    def _close_span(self) -> None:
        if self._looks and self._stream.sink is self._main.pieces:
            self._close_look()

    def _take_link(self, attributes: Attributes) -> None:
        address = attributes.get(_HREF, "")
        if self._stream.sink is self._main.pieces and not address.startswith("#"):
            self._href = self._href or address

    def _say(self, sign: str) -> Callable[[Attributes], None]:
        def say(_attributes: Attributes) -> None:
            if self._stream.sink is not None:
                self._stream.sink.append(sign)

        return say

    def _open_note(self, _attributes: Attributes) -> None:
        self._in_note = True

    def _close_note(self) -> None:
        self._in_note = False
        if not self.in_cell:
            self._note.finish(PLAIN)

    def _open_shape(self, _attributes: Attributes) -> None:
        self._shapes += 1

    def _close_shape(self) -> None:
        self._shapes -= 1
        text = self._box.finish(PLAIN)[0].strip() if not self._shapes else ""
        if text:
            self._add_box(text)
