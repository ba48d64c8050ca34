"""Lines of a reply that say "field of course is value"; text work, lays nothing.

Prose has no shape by which it is known, so it is taken only behind the names of its field and its course.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from catalogue.folding.speech import promises, refers_elsewhere, says_sent_before
from catalogue.records import AskedItem, NumberedAnswer, Origin
from parsers.text import bare, nfc

_LABELS = {
    "fee": r"(?:muc )?(?:hoc phi|thu)(?: (?:cua|ca|toan))?",
    "level": r"trinh do(?: dao tao)?",
    "delivery": r"hinh thuc(?: (?:dao tao|hoc|to chuc))?",
    "content": r"(?:tom tat )?noi dung(?: (?:khoa hoc|dao tao|hoc))?",
    "curriculum": r"chuong trinh(?: (?:dao tao|chi tiet|hoc|giang day|khung))?",
    "url": r"(?:dia chi )?trang (?:thong tin|web)(?: (?:lop hoc|khoa hoc))?|link|website|duong dan",
}
_NOUN = r"(?:khoa|lop|nghe|nganh|mon)(?: hoc| dao tao| nghe)?"
_WRAPPED = 60
"""A line so long that ends without a mark may go on in the next one."""


def stated_answers(
    text: str,
    asked: Sequence[AskedItem],
    titles: Mapping[str, str],
    origin: Origin,
    fits: Callable[[AskedItem, str], bool],
) -> tuple[list[NumberedAnswer], str]:
    """The answers of such lines, and the text without them.

    ``titles`` are the courses' names with their record ids; ``fits`` is whether a text is a usable answer.
    """
    lines = nfc(text).splitlines()
    told: dict[int, tuple[AskedItem, str]] = {}
    for place, (line, below) in enumerate(zip(lines, [*lines, ""][1:], strict=True)):
        found = _stated(line, asked, titles) if _is_whole(line, below) else None
        if found is not None and fits(*found):
            told[place] = found
    said: dict[int, set[str]] = defaultdict(set)
    for item, words in told.values():
        said[item.number].add(words)
    # What is said twice, and differently, is for a person.
    told = {place: one for place, one in told.items() if len(said[one[0].number]) == 1}
    answers = {item.number: words for item, words in told.values()}
    rest = "\n".join(line for place, line in enumerate(lines) if place not in told)
    made = [NumberedAnswer(number=one, text=words, origin=origin) for one, words in answers.items()]
    return made, rest


def _says(said: str) -> bool:
    """Whether the words tell a value rather than promise it or point elsewhere."""
    return bool(said) and not (
        said.endswith("?") or promises(said) or refers_elsewhere(said) or says_sent_before(said)
    )


def _is_whole(line: str, below: str) -> bool:
    """Whether a line ends where what it says ends."""
    if line.rstrip().endswith(".") or len(line) < _WRAPPED or not below.strip():
        return True
    return _begins_anew(bare(below)) is not None


def _begins_anew(low: str) -> re.Match[str] | None:
    return re.match(
        rf"\W*(?:(?:cau|muc) ?\d|\d{{1,2}} ?[.):/]|tran trong|(?:{'|'.join(_LABELS.values())})\b)", low
    )


def _stated(line: str, asked: Sequence[AskedItem], titles: Mapping[str, str]) -> tuple[AskedItem, str] | None:
    low = bare(line)
    for title in sorted(titles, key=len, reverse=True):
        for key, label in _LABELS.items():
            name = re.escape(bare(title.strip()))
            pattern = (
                rf"\W*(?:{label})(?: (?:cua|cho))? {_NOUN} [\"“]?{name}[\"”]?\s*(?::|(?:thi )?la\b:?)\s*"
            )
            found = re.match(pattern, low)
            if found:
                items = [one for one in asked if one.fields == (key,) and one.record_id == titles[title]]
                said = line[found.end() :].strip().removesuffix(".").strip()
                is_said = len(items) == 1 and not items[0].confirms and _says(said)
                return (items[0], said) if is_said else None
    return None
