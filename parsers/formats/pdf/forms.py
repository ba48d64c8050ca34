"""How often the forms of a PDF would show each other, counted before the library does; draws nothing."""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from parsers.document import Reason, UnreadableError

MOST_SHOWN = 100_000
# So deep the library follows forms inside forms.
_DEEPEST = 40
_MOST_CONTENT = 1 << 20
_MOST_LOOKED_AT = 64 << 20
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_BOUND = re.compile(rb"<<|>>")
_REFERENCE = re.compile(rb"\s*(\d{1,9})\s+\d{1,5}\s+R\b")
_SHARED = re.compile(rb"/Resources\s*(\d{1,9})\s+\d{1,5}\s+R\b")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s*(\d{1,9})\s+\d{1,5}\s+R\b")
_SHOWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")

Shows = Mapping[int, Counter[int]]


def refuse_endless_forms(data: bytes) -> None:
    """Refuses a document with a form that would show forms without measure, itself among them."""
    if not _FORM.search(data):
        return
    shows = dict(_Objects(data).forms())
    costs: dict[int, int] = {}
    for _ in range(_DEEPEST):
        dearer = {form: _cost(shown, costs) for form, shown in shows.items()}
        if max(dearer.values(), default=0) > MOST_SHOWN:
            raise UnreadableError(Reason.HOSTILE, f"forms that show each other over {MOST_SHOWN} times")
        if dearer == costs:
            return
        costs = dearer


def _cost(shown: Counter[int], costs: Mapping[int, int]) -> int:
    return 1 + sum(times * costs.get(form, 1) for form, times in shown.items())


class _Objects:
    """The objects that lie open in a file, by their numbers; those of the last saving count."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        found = list(_OBJECT.finditer(data))
        self._starts = [one.start() for one in found]
        self._at = {int(one[1]): one.end() for one in found}
        self._left = _MOST_LOOKED_AT
        self._named: dict[bytes, dict[bytes, int]] = {}

    def forms(self) -> Iterator[tuple[int, Counter[int]]]:
        """Every form that shows others, with those and how often it does."""
        for number, start in self._at.items():
            body = self._body(start)
            head, opened, _ = body.partition(b"stream")
            if not opened or not _FORM.search(head) or self._left < 0:
                continue
            named = self._named_for(head)
            content = _content(head, body[len(head) + len(opened) :]) if named else b""
            self._left -= len(content)
            shown = Counter(named[name] for name in _SHOWN.findall(content) if name in named)
            if shown:
                yield number, shown

    def _named_for(self, head: bytes) -> dict[bytes, int]:
        """The forms that a form may show, by their names; what many forms share is looked at once."""
        shared = _SHARED.search(head)
        key = shared[1] if shared else b""
        if key not in self._named:
            resources = self._entry(head, b"/Resources")
            forms = self._entry(resources, b"/XObject")
            self._left -= len(resources) + len(forms)
            self._named[key] = {name: int(form) for name, form in _NAMED.findall(forms)}
        return self._named[key] if key else self._named.pop(key)

    def _entry(self, text: bytes, key: bytes) -> bytes:
        """The dictionary under a key, wherever it stands; empty where there is none."""
        _, found, value = text.partition(key)
        reference = _REFERENCE.match(value) if found else None
        if reference is None:
            return _dictionary(value)
        start = self._at.get(int(reference[1]))
        return b"" if start is None else _dictionary(self._body(start))

    def _body(self, start: int) -> bytes:
        following = bisect_right(self._starts, start)
        end = self._starts[following] if following < len(self._starts) else len(self._data)
        return self._data[start : min(end, start + _MOST_CONTENT)]


def _dictionary(value: bytes) -> bytes:
    """The dictionary that a text begins with."""
    if not value.lstrip().startswith(b"<<"):
        return b""
    depth = 0
    for bound in _BOUND.finditer(value):
        depth += 1 if bound[0] == b"<<" else -1
        if not depth:
            return value[: bound.end()]
    return value


def _content(head: bytes, stored: bytes) -> bytes:
    stored = stored.removeprefix(b"\r").removeprefix(b"\n")
    if b"/Filter" not in head:
        return stored
    try:
        return zlib.decompressobj().decompress(stored, _MOST_CONTENT)
    except zlib.error:
        return b""
