"""What a sentence calls anew: a course's name before and the one it bears now; text work, no records."""

from __future__ import annotations

from catalogue.reading.spoken import NOUN, Words

_OPEN, _CLOSE = r"[\"“]?\s*", r"\s*[\"”]?"
_OLD = rf"(?:{NOUN}\s+)?{_OPEN}(?P<old>[^\"“”\n;:]{{2,120}}?){_CLOSE}"
_NEW = rf"\s*:?\s*(?:{NOUN}\s+)?{_OPEN}(?P<new>[^\"“”\n;(]{{2,120}}?){_CLOSE}\s*(?:[.;(\n]|$|,\s)"
_BECOMES = r"\s+(?:(?:thành|sang)(?:\s+là)?|(?:đúng|mới|nay)\s+là|là|->|→)"
_WAYS = (
    Words(
        r"\b(?:đổi|sửa|chỉnh|điều\s+chỉnh|thay\s+đổi|đính\s+chính|cập\s+nhật)\s+(?:lại\s+)?tên\s+(?:gọi\s+)?(?:của\s+)?"
        rf"{_OLD}{_BECOMES}{_NEW}"
    ),
    Words(
        rf"\b{NOUN}\s+{_OPEN}(?P<old>[^\"“”\n;:]{{2,120}}?){_CLOSE}\s+(?:(?:được|nay|xin|đã)\s+)*"
        rf"(?:đổi|sửa|điều\s+chỉnh)\s+(?:lại\s+)?tên\s+(?:gọi\s+)?(?:thành|là){_NEW}"
    ),
    Words(
        rf"\btên\s+{NOUN}\s+{_OPEN}(?P<old>[^\"“”\n;:]{{2,120}}?){_CLOSE}\s+"
        rf"(?:đúng\s+(?:phải\s+)?là|(?:sửa|đổi)\s+(?:lại\s+)?(?:thành|là)){_NEW}"
    ),
)


def renamed_in(sentence: str) -> tuple[str, str] | None:
    """The old and the new name of the course that a sentence renames, None where it renames none."""
    low = sentence.lower()
    for words in _WAYS:
        found = words.of(low).search(low)
        if found:
            old, new = (sentence[found.start(key) : found.end(key)].strip() for key in ("old", "new"))
            if len(old) > 1 and len(new) > 1:
                return old, new
    return None
