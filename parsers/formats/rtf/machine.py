"""The groups of rich text: what holds inside each, which are passed over, in what code letters come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from parsers.document import Reason, UnreadableError
from parsers.formats.rtf.head import Font, Fonts, Styles
from parsers.formats.rtf.letters import codec_of_page, letters, paired
from parsers.formats.rtf.state import Into, State
from parsers.formats.rtf.tokens import (
    BINARY,
    CLOSE,
    OPEN,
    SYMBOL,
    TEXT,
    TOKEN,
    WORDS,
    first_word,
    group_end,
    words_of,
)

_MAX_DEPTH = 100_000
_MAX_LETTERS = 20_000_000
_MAX_KEPT = 100_000
_HEAD = 1024
_START = b"{\\rtf"
# Groups that show nothing, beside all that a star marks and nobody here knows.
_PASSED_OVER = (
    "colortbl", "info", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "template", "xe",
    "tc", "tcn", "rxe", "txe", "nonshppict", "nonesttables", "shprslt", "pn", "ftnsep", "ftnsepc", "ftncn",
    "aftnsep", "aftnsepc", "aftncn", "annotation", "atnid", "atnauthor", "objdata", "objclass", "objname",
    "objtime", "objalias", "objsect", "falt", "panose", "fontemb", "generator", "userprops", "datafield",
    "fldtype", "bkmkstart", "bkmkend", "picprop", "blipuid", "mmath", "private1",
    "listpicture", "fname",
)  # fmt: skip
_LETTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip

Take = Callable[[int | None], None]


class Machine:
    """Goes through the pieces once, whatever their nesting; those who know more words build upon it."""

    def __init__(self, data: bytes) -> None:
        start = data[:_HEAD].find(_START)
        if start < 0:
            raise UnreadableError(Reason.CORRUPT, "no rich text")
        self.data, self.place = data, start
        self.state = State()
        self.fonts, self.styles = Fonts(), Styles()
        self.complete = False
        self.too_deep = False
        self._outer: list[tuple[State, Callable[[], None] | None]] = []
        self._at_close: Callable[[], None] | None = None
        self._star = False
        self._owed = self._letters = self._kept = 0
        self._half = ""
        self._jump: int | None = None
        self._font, self._font_number = Font(), -1
        self._starred: set[str] = set()
        self._words = self.words()
        self._runs: dict[bytes, tuple[tuple[Take, int | None], ...]] = {}

    # --- for those who build upon it

    def words(self) -> dict[str, Take]:
        """What each known word does: the grammar that all readers share."""
        self._starred |= {"ud", "fldinst", "formfield", "ffl"}
        words: dict[str, Take] = dict.fromkeys(_PASSED_OVER, self.pass_over)
        words |= {name: partial(self._say_letter, letter) for name, letter in _LETTERS.items()}
        return words | {
            "ansicpg": self._take_page,
            "mac": partial(self._take_named_page, 10000),
            "pc": partial(self._take_named_page, 437),
            "pca": partial(self._take_named_page, 850),
            "deff": self._take_default_font,
            "fonttbl": self._open_fonts,
            "stylesheet": partial(self.enter, Into.STYLES),
            "f": self._take_font,
            "fcharset": self._take_charset,
            "cpg": self._take_font_page,
            "uc": self._take_stand_ins,
            "upr": self._open_twofold,
            "NeXTGraphic": self._pass_over_attachment,
            "ud": self._open_unicode,
        }

    def say(self, text: str) -> None:
        """Letters that are neither part of a table at the head nor to be passed over."""
        raise NotImplementedError

    def enter(self, into: Into, _number: int | None = None) -> None:
        """What follows in this group is for something else."""
        self.state.into = into

    def when_closed(self, act: Callable[[], None]) -> None:
        """What is to be done when the group that was just opened closes."""
        self._at_close = act

    def jump_to(self, place: int) -> None:
        """What lies before the place needs no reading."""
        self._jump = place

    @property
    def font(self) -> Font:
        """The font that holds now."""
        if self.state.font != self._font_number:
            self._font_number = self.state.font
            self._font = self.fonts.get(self._font_number)
        return self._font

    # --- the pieces

    def read(self) -> None:
        """All of it, to the end of the outermost group."""
        place: int | None = self.place
        while place is not None and not self.complete:
            place = self._read_from(place)

    def _read_from(self, start: int) -> int | None:
        """Reads until something is to be jumped over; the place to go on from, None at the end."""
        for match in TOKEN.finditer(self.data, start):
            kind = match.lastindex
            if kind == TEXT:
                self._take_letters(match[TEXT])
            elif kind == WORDS:
                self.place = match.start()
                self._take_words(match[WORDS])
            elif kind == OPEN:
                self.place = match.end()
                self._open()
            elif kind == CLOSE:
                self._close()
                if self.complete:
                    self.place = match.end()
                    return None
            elif kind == BINARY:
                self._jump = match.end() + int(match[BINARY])
            elif kind == SYMBOL:
                self._take_symbol(match[SYMBOL])
            if self._jump is not None:
                place, self._jump = max(self._jump, match.end()), None
                return place
        return None

    def _open(self) -> None:
        self._owed = 0
        self._outer.append((self.state, self._at_close))
        self._at_close = None
        self.state = self.state.copy()
        if len(self._outer) > _MAX_DEPTH:
            self.too_deep = True
            self.pass_over(None)

    def _close(self) -> None:
        self._owed, self._star = 0, False
        act = self._at_close
        if act is not None:
            act()
        if self._outer:
            self.state, self._at_close = self._outer.pop()
        self.complete = not self._outer

    def finish_groups(self) -> None:
        """In a cut file: what was to be done when its open groups close."""
        while self._outer:
            self._close()

    def _take_words(self, run: bytes) -> None:
        self._owed = 0
        if self._star:
            self._star = False
            if first_word(run) not in self._starred:
                self.pass_over(None)
                return
        takers = self._runs.get(run)
        if takers is None:
            takers = self._known(run)
        for take, number in takers:
            take(number)
            if self._jump is not None:
                return

    def _known(self, run: bytes) -> tuple[tuple[Take, int | None], ...]:
        known = self._words
        takers = tuple((known[name], number) for name, number in words_of(run) if name in known)
        self._kept += len(takers) + 1
        if self._kept > _MAX_KEPT:
            self._runs.clear()
            self._kept = 0
        self._runs[run] = takers
        return takers

    def _take_letters(self, chunk: bytes) -> None:
        self._star = False
        state = self.state
        if state.into is Into.NOTHING:
            return
        codec = self.fonts.open_codec if state.into is Into.FONTS else self.font.codec
        text, self._owed = letters(chunk, codec, state.stand_ins, self._owed)
        text, self._half = paired(self._half + text)
        if text:
            self._give(text)

    def _give(self, text: str) -> None:
        into = self.state.into
        if into is Into.NOTHING:
            return
        self._letters += len(text)
        if self._letters > _MAX_LETTERS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_LETTERS} letters")
        if into is Into.FONTS:
            self.fonts.take_name(text)
        elif into is Into.STYLES:
            self.styles.take_name(text)
        else:
            self.say(text)

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif symbol in b"\r\n":
            self._take_words(b"\\par")
        elif symbol == b"\t":
            self._take_words(b"\\tab")

    # --- words

    def pass_over(self, _number: int | None) -> None:
        self._jump = group_end(self.data, self.place)

    def _pass_over_attachment(self, _number: int | None) -> None:
        """TextEdit names a file beside the text; what follows in the group outside is only its sign."""
        if self._outer:
            self._outer[-1][0].into = Into.NOTHING
        self.pass_over(None)

    def _say_letter(self, letter: str, _number: int | None) -> None:
        self._give(letter)

    def _open_fonts(self, _number: int | None) -> None:
        self.enter(Into.FONTS)
        self.fonts.forget()
        self._font_number = -1

    def _take_page(self, number: int | None) -> None:
        self.fonts.page = codec_of_page(number or 0) or self.fonts.page

    def _take_named_page(self, page: int, _number: int | None) -> None:
        self._take_page(page)

    def _take_default_font(self, number: int | None) -> None:
        self.fonts.default = self.state.font = number or 0

    def _take_font(self, number: int | None) -> None:
        if self.state.into is Into.FONTS:
            self.fonts.begin(number or 0)
        else:
            self.state.font = number or 0

    def _take_charset(self, number: int | None) -> None:
        if self.state.into is Into.FONTS:
            self.fonts.take_charset(number or 0)

    def _take_font_page(self, number: int | None) -> None:
        if self.state.into is Into.FONTS:
            self.fonts.take_page(number or 0)

    def _take_stand_ins(self, number: int | None) -> None:
        self.state.stand_ins = 1 if number is None else max(0, min(number, 64))

    def _open_twofold(self, _number: int | None) -> None:
        """The same words twice: in an old code, then in Unicode."""
        self.state.outside, self.state.into = self.state.into, Into.NOTHING

    def _open_unicode(self, _number: int | None) -> None:
        self.state.into = self.state.outside
