"""Number styles of OpenDocument as format codes ("#,##0.00", "dd/mm/yyyy"); shows no number itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parsers.formats.odf.names import count, full
from parsers.formats.odf.stream import Attributes, Stream

_KINDS = ("number", "currency", "percentage", "date", "time", "boolean", "text")
_NAME, _LONG = full("style:name"), full("number:style")
_DECIMALS, _LEAST_DECIMALS = full("number:decimal-places"), full("number:min-decimal-places")
_INTEGERS, _GROUPED = full("number:min-integer-digits"), full("number:grouping")
_OVERFLOW, _TEXTUAL = full("number:truncate-on-overflow"), full("number:textual")
_CONDITION, _APPLIED = full("style:condition"), full("style:apply-style-name")
_MOST_DIGITS, _MOST_DECIMALS = 30, 10
_MOST_PARTS = 100
# What does not stand in a code for itself.
_QUOTED = re.compile(r"[^ /:.,%()\-]+")
_LETTERS = {
    "day": ("d", "dd"),
    "month": ("m", "mm"),
    "year": ("yy", "yyyy"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
    "day-of-week": ("ddd", "dddd"),
    "am-pm": ("AM/PM", "AM/PM"),
}


@dataclass(slots=True)
class _Code:
    """A style as far as it is read: ``positive`` names the style of numbers that are not negative."""

    parts: list[str]
    positive: str = ""
    elapsed: bool = False


class NumberCodes:
    """Gathers the number styles that pass by in a stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._codes: dict[str, _Code] = {}
        self._open: _Code | None = None
        stream.listen(
            {
                **{f"number:{kind}-style": self._begin for kind in _KINDS},
                **{f"number:{part}": self._letters(*forms) for part, forms in _LETTERS.items()},
                "number:number": self._take_number,
                "number:scientific-number": self._take_scientific,
                "number:text": self._open_text,
                "number:currency-symbol": self._open_text,
                "style:map": self._take_map,
            },
            {
                **{f"number:{kind}-style": self._finish for kind in _KINDS},
                "number:text": self._close_text,
                "number:currency-symbol": self._close_symbol,
            },
        )

    def code(self, name: str) -> str:
        """The code of a style, "" for none and for the general format."""
        found = self._codes.get(name)
        if found is None:
            return ""
        # Which of the sections a number takes depends on its sign; ours shows the sign itself.
        return "".join((self._codes.get(found.positive) or found).parts)

    def _begin(self, attributes: Attributes) -> None:
        self._open = _Code([], elapsed=attributes.get(_OVERFLOW) == "false")
        self._codes[attributes.get(_NAME, "")] = self._open

    def _finish(self) -> None:
        self._open = None

    def _add(self, part: str) -> None:
        if self._open is not None and len(self._open.parts) < _MOST_PARTS:
            self._open.parts.append(part)

    def _letters(self, short: str, long: str) -> Callable[[Attributes], None]:
        def take(attributes: Attributes) -> None:
            letters = long if attributes.get(_LONG) == "long" else short
            if attributes.get(_TEXTUAL) == "true":
                letters = letters.rjust(len(letters) + 2, "m")
            elapsed = self._open is not None and self._open.elapsed and short == "h"
            self._add(f"[{letters}]" if elapsed else letters)

        return take

    def _take_number(self, attributes: Attributes) -> None:
        decimals, integers = attributes.get(_DECIMALS), count(attributes.get(_INTEGERS), _MOST_DIGITS, 0)
        grouped = attributes.get(_GROUPED) == "true"
        if decimals is None and not grouped and integers <= 1:
            # The general format.
            return
        whole = "0" * integers or "#"
        if grouped:
            whole = f"#,{whole.rjust(3, '#')}"
        self._add(whole + _fraction(count(decimals, _MOST_DECIMALS, 0), attributes.get(_LEAST_DECIMALS)))

    def _take_scientific(self, attributes: Attributes) -> None:
        places = count(attributes.get(_DECIMALS), _MOST_DECIMALS, 0)
        self._add(f"0{_fraction(places, None)}E+00")

    def _open_text(self, _attributes: Attributes) -> None:
        if self._open is not None:
            self._stream.sink = []

    def _written(self) -> str:
        text, self._stream.sink = "".join(self._stream.sink or ()), None
        return text.replace('"', "")

    def _close_text(self) -> None:
        if self._open is not None:
            self._add(_QUOTED.sub(r'"\g<0>"', self._written()))

    def _close_symbol(self) -> None:
        if self._open is not None:
            symbol = self._written().replace("]", "")
            self._add(f"[${symbol}]" if symbol else "")

    def _take_map(self, attributes: Attributes) -> None:
        if self._open is not None and attributes.get(_CONDITION, "").startswith("value()>"):
            self._open.positive = attributes.get(_APPLIED, "")


def _fraction(places: int, least: str | None) -> str:
    if not places:
        return ""
    always = min(places, count(least, _MOST_DIGITS, 0)) if least is not None else places
    return "." + "0" * always + "#" * (places - always)
