"""One XML part of an OpenDocument file as events for named handlers; knows no element's meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from parsers.document import Reason, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.odf.names import by_full_name, full

Attributes = dict[str, str]
Starts = Mapping[str, Callable[[Attributes], None]]
Ends = Mapping[str, Callable[[], None]]

_MAX_DEPTH = 400


class Stream:
    """Calls handlers by the full name of the element; letters go to ``sink`` where one is open."""

    def __init__(self) -> None:
        self.sink: list[str] | None = None
        self._starts: dict[str, Callable[[Attributes], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}
        self.parser = xmlstream.parser(self._start, self._end, self._characters)

    def listen(self, starts: Starts, ends: Ends | None = None) -> None:
        """Add handlers; names as in the specification ("text:p"); two may hear the same beginning."""
        for name, handler in by_full_name(starts).items():
            first = self._starts.get(name)
            self._starts[name] = partial(_both, first, handler) if first else handler
        self._ends |= by_full_name(ends or {})

    def pass_over(self, names: Iterable[str]) -> None:
        """Leave out these elements with all that they hold."""
        for name in names:
            self._starts[full(name)] = partial(self._skip, full(name))

    def renew(self) -> None:
        """Ready for a further part: a parser reads one only."""
        self.sink = None
        self.parser = xmlstream.parser(self._start, self._end, self._characters)

    def _start(self, tag: str, attributes: Attributes) -> None:
        handler = self._starts.get(tag)
        if handler is not None:
            handler(attributes)

    def _end(self, tag: str) -> None:
        handler = self._ends.get(tag)
        if handler is not None:
            handler()

    def _characters(self, data: str) -> None:
        if self.sink is not None:
            self.sink.append(data)

    def skip(self, name: str) -> None:
        """In a start handler: pass over the element that begins here."""
        self._skip(full(name), {})

    def _skip(self, tag: str, _attributes: Attributes) -> None:
        parser, depth = self.parser, 1

        def start(name: str, _attributes: Attributes) -> None:
            nonlocal depth
            depth += name == tag
            if depth > _MAX_DEPTH:
                raise UnreadableError(Reason.HOSTILE, f"nested deeper than {_MAX_DEPTH}")

        def end(name: str) -> None:
            nonlocal depth
            depth -= name == tag
            if not depth:
                parser.StartElementHandler = self._start
                parser.EndElementHandler = self._end
                parser.CharacterDataHandler = self._characters

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = None


def _both(
    first: Callable[[Attributes], None], second: Callable[[Attributes], None], attributes: Attributes
) -> None:
    first(attributes)
    second(attributes)
