"""Numbered answers in a reply: "3. trực tuyến" under the numbers of our letter; knows no question, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.document import Place

Answer = tuple[int, str, Place]

# "3.", "3)", "(3)", "3/", "3 -", "3:", "3 |", "Câu 3:", "C3.", "Mục 3.", "Nội dung 3:", also "1, 2 và 5:" and
# "Câu 1-3:"; behind "câu" or "mục" no sign is needed, nor between several numbers and a yes or no.
_NUMBERED = re.compile(
    r"^[\s>*•+]*+(?:-\s++)?"
    r"(?P<word>(?:câu(?:\s+hỏi)?|mục|nội\s+dung|số|ý|stt|khoản|trả\s+lời(?:\s+câu)?|c\s?\.?|q\s?\.?"
    r"|cau(?:\s+hoi)?|muc|noi\s+dung|so|y|khoan|tra\s+loi(?:\s+cau)?)\s*(?:số|so)?\s*)?"
    r"\(?(?P<numbers>\d{1,3}(?:\s*+(?:,|;|&|và|va|đến|den|-|–)\s*+(?:(?:câu|cau|mục|muc)\s++)?+\d{1,3})*)"
    r"(?P<gap>\s*+)(?P<sign>\.(?!\d(?!\d{8}))|[):/|–—-]|(?<=\t)|(?=$)|(?<=\s)(?=[^\W\d]))\s*+(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ASKED = re.compile(r"câu|cau|mục|muc|c", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:đều\s+)?(?:(?P<right>đúng|sai)|dung|có|co|không|khong|ok|chưa|chua|như|nhu)\b", re.IGNORECASE
)
# What is said of the numbers that are not named belongs to no number.
_OTHERS = re.compile(
    r"^\W*(?:(?:tất cả|tat ca|còn|con)\s+)?(?:các|cac|những|nhung|mấy|may)\s+"
    r"(?:mục|muc|câu|cau|nội dung|noi dung|ý|phần|phan)"
    r"(?:\s+hỏi)?\s+(?:còn\s+lại|con\s+lai|khác|khac)\b",
    re.IGNORECASE,
)
# Where one more answer may begin within a line.
_WORD_AGAIN = re.compile(
    r"(?:[.,;]\s*|(?<!\bvà)(?<!\bva)(?<!\bđến)(?<!\bden)(?<![,;.&–-])\s)(?=(?:câu|cau|mục|muc)\s+\d)",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"[.,;]\s+")
_NUMBER_AGAIN = re.compile(
    r"[.,;]?\s+\(?(?=(?P<number>\d{1,2})(?:\.(?!\d)|[):/])\s*[^\s\d/])|[;,]\s+\(?(?=(?P<behind>\d{1,2})[.)]\s+\d)"
)
_RANGE = re.compile(r"(\d+)\s*(-|–|đến|den)?\s*", re.IGNORECASE)
# What is counted inside one answer: "Mô đun 1: ...; Mô đun 2: ...".
_COUNTED = re.compile(
    r"(?:m[ôo][\s-]?[đd]un|modules?|học\s+phần|hoc\s+phan|phần|phan|chương|chuong|bài|bai|chuyên\s+đề|chuyen\s+de"
    r"|chủ\s+đề|chu\s+de|tuần|tuan|buổi|buoi|giai\s+đoạn|giai\s+doan|học\s+kỳ|hoc\s+ky|đợt|dot|bước|buoc|lớp|lop"
    r"|bậc|bac|cấp|cap|khóa|khoá|khoa|môn|mon|unit|lesson|chapter|part|level)\s*$",
    re.IGNORECASE,
)
_DASHED = re.compile(r"^[\s>*•]*+(?P<number>\d{1,2})\s++[-–—]\s++(?P<text>\S.*)$", re.DOTALL)
_LONGEST_NOUN = 24
_CLOCK = re.compile(r"[0-5]\d(?!\d)")
_WORD_ALONE = re.compile(r"(?:có|không|đúng|sai|chưa|chưa có|không có|miễn phí)\W*", re.IGNORECASE)
_LEADING = re.compile(r"^\s*(?:trả lời|tra loi|đáp|tl|answer|=>|->|→|:)\s*:?\s*", re.IGNORECASE)
_MOST = 200
_LONGEST_LINE = 2_000
_LONGEST_RANGE = 50


def numbered_answers(lines: Iterable[tuple[str, Place]]) -> tuple[Answer, ...]:
    """The answers among lines that the sender wrote; lines without a number go on the one before.

    A blank line ends an answer that has a text. Only whoever knows that the message answers a letter
    can tell whether these numbers are the letter's.
    """
    answers: list[tuple[tuple[int, ...], str, Place]] = []
    is_open = False
    pieces = [one for line, at in lines for one in _each(line, at)]
    dashed = _dashed_numbers(text for text, _place in pieces)
    for text, place in pieces:
        found = _behind_dash(text, dashed) or numbered(text)
        if found is not None:
            answers.append((*found, place))
            is_open = True
        elif _OTHERS.match(text):
            is_open = False
        elif not text.strip():
            is_open = is_open and not answers[-1][1]
        elif is_open and not _ends_with_word(answers[-1][1], text):
            numbers, before, first = answers[-1]
            answers[-1] = (numbers, f"{before}\n{text.strip()}".strip(), first)
    return tuple((number, text, place) for numbers, text, place in answers if text for number in numbers)


def _ends_with_word(before: str, line: str) -> bool:
    """Whether an answer is one word and the line below it begins a sentence of its own."""
    return bool(_WORD_ALONE.fullmatch(before.strip())) and line.strip()[:1].isupper()


def _each(line: str, place: Place) -> list[tuple[str, Place]]:
    """The parts of a line that begin with numbers of their own: "1. sơ cấp; 2. trực tuyến"."""
    found = numbered(line)
    starts = [again.end() for again in _WORD_AGAIN.finditer(line) if again.start() > 0]
    if len(line) > _LONGEST_LINE or (found is None and not starts):
        return [(line, place)]
    starts += [again.end() for again in _PAUSE.finditer(line) if _OTHERS.match(line[again.end() :])]
    last = found[0][-1] if found else _MOST
    for again in _NUMBER_AGAIN.finditer(line) if not _WORD_AGAIN.search(line, 1) else ():
        if int(again["number"] or again["behind"]) == last + 1 and not _is_counted(line, again.start()):
            starts.append(again.end())
            last += 1
    starts.sort()
    parts = [line[start:end] for start, end in zip([0, *starts], [*starts, len(line)], strict=True)]
    return [(part.rstrip(" ,;(") if len(parts) > 1 else part, place) for part in parts]


def _is_counted(line: str, end: int) -> bool:
    return _COUNTED.search(line, max(0, end - _LONGEST_NOUN), end) is not None


def _dashed_numbers(texts: Iterable[str]) -> frozenset[int]:
    """The numbers of lines such as "2 - 17 bài" whose neighbours in the same style are answers surely.

    By itself such a line may as well tell a span.
    """
    found = [match for match in map(_DASHED.match, texts) if match is not None]
    sure = {int(one["number"]) for one in found if not one["text"][0].isdigit()}
    may_be = {int(one["number"]) for one in found} - sure
    listed: set[int] = set()
    while more := {one for one in may_be - listed if {one - 1, one + 1} & (sure | listed)}:
        listed |= more
    return frozenset(listed)


def _behind_dash(text: str, dashed: frozenset[int]) -> tuple[tuple[int, ...], str] | None:
    match = _DASHED.match(text) if dashed else None
    if match is None or int(match["number"]) not in dashed or not match["text"][0].isdigit():
        return None
    return (int(match["number"]),), match["text"].strip()


def inline_answers(lines: Iterable[tuple[str, Place, bool]]) -> tuple[Answer, ...]:
    """The answers written between quoted questions: own lines after "> 3. ..." answer item 3.

    Each line comes with whether it is quoted. Own lines that carry a number keep their own.
    """
    answers: list[Answer] = []
    asked = 0
    for text, place, quoted in lines:
        found = numbered(text)
        if quoted:
            asked = found[0][0] if found else asked
        elif found is not None:
            asked = 0
        elif asked and text.strip():
            _add(answers, (asked, _LEADING.sub("", text.strip()), place))
    return tuple(answers)


def _add(answers: list[Answer], answer: Answer) -> None:
    if answers and answers[-1][0] == answer[0]:
        number, before, first = answers[-1]
        answers[-1] = (number, f"{before}\n{answer[1]}", first)
    else:
        answers.append(answer)


def numbered(text: str) -> tuple[tuple[int, ...], str] | None:
    """The numbers that a line begins with and the rest; a phone, a date or an amount is no number."""
    match = _NUMBERED.match(text)
    if match is None:
        return None
    numbers = _expanded(match["numbers"])
    if not numbers or not _has_sign(match, len(numbers)):
        return None
    if not match["word"] and _is_figure(match, len(numbers)):
        return None
    return numbers, _LEADING.sub("", match["text"].strip())


def _has_sign(match: re.Match[str], count: int) -> bool:
    """Whether a number is parted from its answer, or needs no sign."""
    if match["sign"] or not match["text"] or match["gap"].endswith("\t"):
        return True
    word = (match["word"] or "").strip()
    said = _SAYS.match(match["text"])
    return bool(_ASKED.match(word)) or (said is not None and (count > 1 or bool(said["right"])))


def _is_figure(match: re.Match[str], count: int) -> bool:
    """Whether it is a date, a clock time, a span or a sum rather than the number of an answer."""
    sign, rest = match["sign"], match["text"].strip()
    if count > 1 and sign not in {":", ".", ")", ""}:
        return True
    if sign == ":":
        return match.end("sign") == match.start("text") and bool(_CLOCK.match(rest))
    # "1- 500.000 đồng" and "1/ 500.000 đồng" are answers, "2-3 tháng", "2 - 3 tháng" and "30/5" are not.
    parted = not match["gap"] and match.start("text") > match.end("sign")
    return sign in {"-", "–", "—", "/"} and rest[:1].isdigit() and not parted


def _expanded(text: str) -> tuple[int, ...]:
    """The numbers in words such as "1, 2" or "3-5"; nothing where they make no sense."""
    numbers: list[int] = []
    through = False
    for digits, link in _RANGE.findall(text):
        number = int(digits)
        if through and not 0 < number - numbers[-1] < _LONGEST_RANGE:
            return ()
        numbers.extend(range(numbers[-1] + 1, number + 1) if through else [number])
        through = bool(link)
    return tuple(numbers) if all(0 < number <= _MOST for number in numbers) else ()
