"""How values look: cheap tests of one text against a field's shape; no vocabulary of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from parsers.document import Cell, CellKind
from parsers.layout.kept import ANSWERS, OncePer
from parsers.layout.phrasebook import Phrasebook, choices_of
from parsers.text import fold
from parsers.wanted import Shape, Wanted, WantedField

SAMPLE = 6
SHORT = 120
PHRASE = 40
LONGEST_PLACEHOLDER = 40
LONGEST_NAME = 9
# The patterns below are not linear on texts made to be slow, so no text is looked at beyond this.
LONGEST_JUDGED = 600

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?<![\w/])(?:0\d{2,3},\d{3},\d{3,4}(?![\d,])|\(?\+?\(?\d(?:[\s.\-()]{0,3}\d){6,13})"
    r"(?:[\s,\-–(]{0,3}(?:ext|máy lẻ|số máy lẻ|nội bộ|số nội bộ|nhánh)[\s.:]*\d{1,5}\)?)?",
    re.IGNORECASE,
)
URL = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|edu|info|example|io|ly|me|page)\b\S*",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"^[\s\d.,+\-()%]+$")
_SUM = re.compile(
    r"^\D{0,12}\d{1,3}(?:[.,]\d{3}){1,3}\b|\d\s*(?:đ|₫|đồng|vnđ|vnd|(?:tr|triệu|k|nghìn|ngàn)\d{0,3})\b",
    re.IGNORECASE,
)
SPAN = re.compile(
    r"^[^\W\d]*(?:\s[^\W\d]+){0,3}\s*\d+(?:[.,]\d+)?\s*(?:tháng|tuần|buổi|giờ|tiết|ngày|năm|học kỳ)\b",
    re.IGNORECASE,
)
_LEAST_SUM = 10_000
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,4}|ngày\s+\d|tháng\s+\d", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|heic)\b", re.IGNORECASE)


def is_blank(text: str, wanted: Wanted) -> bool:
    """Whether a text holds nothing: no letter, no digit, and no tick."""
    if text[:1].isalnum() or any(map(str.isalnum, text)):
        return False
    sign = text.strip().casefold()
    return sign not in wanted.yes and sign not in wanted.no


def is_placeholder(text: str, wanted: Wanted) -> bool:
    """Whether a text only fills the place of a value ("...", "đang cập nhật")."""
    if is_blank(text, wanted):
        return True
    return len(text) <= LONGEST_PLACEHOLDER and (fold(text) or text.strip().casefold()) in wanted.empty


def is_ditto(text: str, wanted: Wanted) -> bool:
    """Whether a value only says that it is the one above it again."""
    sign = text.strip().casefold()
    return len(sign) <= LONGEST_PLACEHOLDER and (sign in wanted.ditto or (fold(sign) or "-") in wanted.ditto)


def is_tick(text: str, wanted: Wanted) -> bool:
    """Whether a cell of a tick column says yes."""
    sign = text.strip().casefold()
    return sign in wanted.yes or fold(sign) in wanted.yes


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number."""
    return bool(_NUMBER.match(text)) and bool(_DIGIT.search(text))


def is_money(cell: Cell) -> bool:
    """Whether a value is a sum of money: grouped thousands, a currency, or a number of that size."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
        return cell.value >= _LEAST_SUM
    return len(cell.text) <= SHORT and bool(_SUM.search(cell.text))


def fit(one: WantedField, cells: Sequence[Cell], wanted: Wanted) -> float:
    """How well values suit a field, 0 to 1; 1 where there is nothing to judge by."""
    judged = [cell for cell in cells[:SAMPLE] if not is_placeholder(cell.text, wanted)]
    if not judged:
        return 1.0
    return sum(suits(one, cell, wanted) for cell in judged) / len(judged)


def suits(one: WantedField, cell: Cell, wanted: Wanted) -> float:
    """How well one value suits a field, 0 to 1."""
    if one.shape in {Shape.CHOICE, Shape.YES_NO} and is_tick(cell.text, wanted):
        return 1.0
    return _TESTS[one.shape](one, cell)


def choice_in(one: WantedField, text: str) -> str:
    """The code whose words a short text is, begins or ends with, "" where none."""
    return _finder(one.choices)(text) if one.choices and len(text) <= SHORT else ""


def _finding(choices: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    """What finds a code of a closed vocabulary in texts, and remembers it."""
    return lru_cache(maxsize=ANSWERS)(partial(_code_in, choices_of(choices)))


_finder = OncePer(_finding)


def _code_in(book: Phrasebook, text: str) -> str:
    """The code of the longest phrase, the first of equally long ones."""
    folded = fold(text)
    found = [one for one in book.among(folded) if _stands_in(folded, one.text)]
    return max(found, key=lambda one: len(one.text)).code if found else ""


def _stands_in(folded: str, word: str) -> bool:
    """Whether a word that is somewhere in a text stands there by itself; a short one only alone."""
    if len(word) <= len("tccn"):
        return folded == word
    return f" {word} " in f" {folded} "


def _suits_url(_: WantedField, cell: Cell) -> float:
    return 1.0 if cell.href or URL.search(cell.text[:LONGEST_JUDGED]) else 0.1


def _suits_email(_: WantedField, cell: Cell) -> float:
    return 1.0 if "@" in cell.text else 0.0


def _suits_phone(_: WantedField, cell: Cell) -> float:
    return 1.0 if PHONE.search(cell.text[:LONGEST_JUDGED]) else 0.2


def _suits_choice(one: WantedField, cell: Cell) -> float:
    return 1.0 if choice_in(one, cell.text) else 0.3


def _suits_money(one: WantedField, cell: Cell) -> float:
    if cell.kind is CellKind.NUMBER or choice_in(one, cell.text):
        return 1.0
    return 0.9 if _DIGIT.search(cell.text) and len(cell.text) <= SHORT else 0.2


def _suits_duration(_: WantedField, cell: Cell) -> float:
    if cell.kind is CellKind.DATE:
        return 0.2
    if cell.text.strip() and is_number(cell.text) and is_money(cell):
        return 0.0
    return 1.0 if _DIGIT.search(cell.text) and len(cell.text) <= SHORT else 0.4


def _suits_number(_: WantedField, cell: Cell) -> float:
    return 1.0 if is_number(cell.text) else 0.3


def _suits_date(_: WantedField, cell: Cell) -> float:
    return 1.0 if cell.kind is CellKind.DATE or _DATE.search(cell.text[:LONGEST_JUDGED]) else 0.4


def _suits_person(_: WantedField, cell: Cell) -> float:
    words = cell.text.replace(".", ". ").split()
    capitals = sum(word[0].isupper() for word in words)
    return 1.0 if 1 < len(words) <= LONGEST_NAME and capitals > 1 and not _DIGIT.search(cell.text) else 0.3


def _suits_picture(_: WantedField, cell: Cell) -> float:
    text = cell.text[:LONGEST_JUDGED]
    return 1.0 if cell.pictures or _PICTURE.search(text) or URL.search(text) else 0.6


def _suits_yes_no(_: WantedField, cell: Cell) -> float:
    return 1.0 if len(cell.text) <= SHORT else 0.6


def _suits_long_text(_: WantedField, cell: Cell) -> float:
    if is_number(cell.text):
        return 0.2
    return 1.0 if len(cell.text) > PHRASE or "\n" in cell.text or ";" in cell.text else 0.6


def _suits_text(_: WantedField, cell: Cell) -> float:
    text = cell.text
    if is_number(text) or "@" in text or "://" in text or ("/" in text and _is_address(text)):
        return 0.0
    return 0.3 if len(text) > SHORT or text.count("\n") > 1 or ";" in text else 1.0


def _is_address(text: str) -> bool:
    return URL.fullmatch(text[:LONGEST_JUDGED]) is not None


_TESTS: Mapping[Shape, Callable[[WantedField, Cell], float]] = {
    Shape.TEXT: _suits_text,
    Shape.LONG_TEXT: _suits_long_text,
    Shape.PERSON: _suits_person,
    Shape.PHONE: _suits_phone,
    Shape.EMAIL: _suits_email,
    Shape.URL: _suits_url,
    Shape.MONEY: _suits_money,
    Shape.DURATION: _suits_duration,
    Shape.CHOICE: _suits_choice,
    Shape.YES_NO: _suits_yes_no,
    Shape.PICTURE: _suits_picture,
    Shape.NUMBER: _suits_number,
    Shape.DATE: _suits_date,
}
